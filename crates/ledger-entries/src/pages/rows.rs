//! Entries as a list shows them.

use despacho_kernel::{money::Money, number::Notation, place::Currency};
use despacho_ledger::journal::{
    drafts,
    entry::{Kind, State},
    store::JournalEntry,
    typed::TypedLine,
    view,
};
use despacho_platform::i18n::Lang;
use despacho_ui::{InOrganization, format};
use maud::{Markup, html};

/// The sum of an entry's debits: of a draft, the larger side of what can be read.
fn total(entry: &JournalEntry, currency: &'static Currency) -> i64 {
    if entry.state != State::Draft.word() {
        return entry.total;
    }
    let read = |text: &str| Money::parse(text, currency, Notation::Plain).map_or(0, |money| money.minor);
    let sum = |side: fn(&TypedLine) -> &String| {
        drafts::typed(entry).map_or(0, |typed| typed.postings.iter().fold(0i64, |sum, line| sum.saturating_add(read(side(line)))))
    };
    sum(|line| &line.debit).max(sum(|line| &line.credit))
}

/// What an entry says of itself, or what it is where it says nothing.
pub fn text(lang: Lang, entry: &JournalEntry) -> String {
    if entry.description.is_empty() { lang.t("entry-without-text") } else { entry.description.clone() }
}

/// Where an entry stands, and what it is beside what a person writes.
pub fn tags(lang: Lang, entry: &JournalEntry) -> Markup {
    html! {
        @match entry.state.parse() {
            Ok(State::Draft) => span.tag.warn { (lang.t("entry-state-draft")) },
            Ok(State::Reversed) => span.tag.bad { (lang.t("entry-state-reversed")) },
            Ok(State::Superseded) => span.tag { (lang.t(if entry.mirror { "entry-mirror" } else { "entry-state-superseded" })) },
            _ => @if entry.revision > 1 { span.tag { (lang.t("entry-corrected")) } },
        }
        @if entry.kind != Kind::Manual.word() && !entry.mirror { span.tag { (lang.t(&format!("entry-kind-{}", entry.kind))) } }
    }
}

/// A table of entries.
pub fn table(lang: Lang, who: &InOrganization, caption: &str, entries: &[JournalEntry], currency: &'static Currency) -> Markup {
    html! {
        table.dense.entry-list.two {
            caption.vh { (caption) }
            thead { tr {
                th scope="col" { (lang.t("entry-number")) }
                th scope="col" { (lang.t("field-date")) }
                th scope="col" { (lang.t("field-description")) }
                th scope="col" { (lang.t("entry-journal")) }
                th scope="col" { (lang.t("field-reference")) }
                th.num scope="col" { (lang.t("entry-amount")) }
                th scope="col" { (lang.t("entry-state")) }
            } }
            tbody { @for entry in entries {
                @let number = view::number(entry);
                @let date = format::stored_date(lang, &entry.date);
                tr {
                    td.code.meta { @if number.is_empty() { "—" } @else { (number) } span.n-date { (date) } }
                    td.gone.code { (date) }
                    td.text.clip { a.to href=(who.path(&format!("/journal-entries/{}", entry.id))) { (text(lang, entry)) } }
                    td.gone.muted { (lang.t(&format!("journal-{}", entry.journal))) }
                    td.gone.muted.code { (entry.reference) }
                    td.num { (format::amount(lang, total(entry, currency), currency.digits)) }
                    td.st { (tags(lang, entry)) }
                }
            } }
        }
    }
}
