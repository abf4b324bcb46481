//! One entry, and what can be done to it.

use axum::extract::State as Shared;
use despacho_kernel::{Id, access::OrganizationRight as R, place::Currency};
use despacho_ledger::{
    accounts::Account,
    allowed::allowed,
    api::common::currency,
    dimensions::{Tagging, Tags, tags},
    journal::{
        codes,
        days::{Days, Stop},
        drafts,
        entry::{Kind, Part, State},
        sheet,
        store::{self, JournalEntry},
        typed::TypedLine,
        view::{self, Shown},
    },
};
use despacho_organizations::frame::framed;
use despacho_platform::{Platform, Result, i18n::Lang, t, users};
use despacho_ui::{
    InOrganization, Outcome, Path,
    assets::icon,
    components::{button, head},
    confirm::Confirm,
    format, layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{grid, rows, store as own};
use crate::attachments::card::{self as attachments, Refused};

/// The entry that a path names.
#[derive(Deserialize)]
pub struct OfEntry {
    pub entry: Id,
}

/// A line as the page shows it.
struct Line {
    code: String,
    name: String,
    /// The number and the name of its contact.
    contact: Option<(i64, String)>,
    /// Whether it is on a control account and names nobody.
    lacks_contact: bool,
    text: String,
    foreign: String,
    /// `Proyecto: Nave 2`.
    tags: Vec<String>,
    debit: String,
    credit: String,
}

/// Tags as a person reads them, in the order of their dimensions.
fn named_tags(tagging: &Tagging, tags: &Tags) -> Vec<String> {
    let mut named: Vec<String> = vec![];
    for dimension in &tagging.dimensions {
        let Some(code) = tags.get(&dimension.code) else { continue };
        let value = tagging.values.iter().find(|value| value.dimension_id == dimension.id && value.code == *code);
        named.push(format!("{}: {}", dimension.name, value.map_or(code.as_str(), |value| value.name.as_str())));
    }
    named
}

async fn lines(platform: &Platform, who: &InOrganization, entry: &JournalEntry, currency: &'static Currency) -> Result<(Vec<Line>, (i64, i64))> {
    let (lang, db) = (who.lang(), platform.db.read());
    let tagging = Tagging::of(db, who.organization, true).await?;
    if entry.state == State::Draft.word() {
        let typed = sheet::shown(&drafts::typed(entry)?, lang, currency);
        let mut typed = typed;
        let named = codes::named(db, who.organization, &mut typed).await?;
        let sums = sheet::sums(&typed, lang, currency);
        let line = |line: TypedLine| Line {
            name: named.account(&line).map(|account| account.name.clone()).unwrap_or_default(),
            contact: named.contact(&line).map(|contact| (contact.number, contact.name.clone())),
            lacks_contact: named.lacks_contact(&line),
            code: line.account_code,
            text: line.description,
            tags: named_tags(&tagging, &line.tags),
            foreign: if line.currency.is_empty() { String::new() } else { format!("{} {}", line.currency, line.amount_in_currency) },
            debit: line.debit,
            credit: line.credit,
        };
        return Ok((typed.postings.into_iter().map(line).collect(), sums));
    }
    let whole = Shown::of(db, who.organization, vec![entry.clone()]).await?;
    let amount = |minor: i64| if minor > 0 { format::amount(lang, minor, currency.digits) } else { String::new() };
    let foreign = |row: &store::PostingRow| match despacho_kernel::place::currency(&row.currency) {
        Ok(of) if row.currency != currency.code => format!("{} {}", of.code, format::amount(lang, row.currency_amount, of.digits)),
        _ => String::new(),
    };
    let line = |(row, account): (&store::PostingRow, &Account)| Line {
        code: account.code.clone(),
        name: account.name.clone(),
        contact: whole.contact(row).map(|contact| (contact.number, contact.name.clone())),
        lacks_contact: row.contact_id.is_none() && !account.control.is_empty(),
        text: row.description.clone(),
        foreign: foreign(row),
        tags: named_tags(&tagging, &tags::by_code(&row.tags)),
        debit: amount(row.amount),
        credit: amount(-row.amount),
    };
    Ok((whole.postings(entry.id).map(line).collect(), (entry.total, entry.total)))
}

/// The address of an account's ledger, or of a contact's postings on it.
pub fn ledger_of(who: &InOrganization, code: &str, contact: Option<i64>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("account", code).append_pair("only", "1");
    if let Some(number) = contact {
        query.append_pair("contact", &number.to_string());
    }
    who.path(&format!("/reports/general-ledger?{}", query.finish()))
}

fn table(who: &InOrganization, entry: &JournalEntry, lines: &[Line], sums: (i64, i64), currency: &'static Currency) -> Markup {
    let lang = who.lang();
    let amount = |minor| format::amount(lang, minor, currency.digits);
    let (ink, told) = grid::difference(lang, sums, currency);
    html! {
        section.card { div.scroll { table.dense.postings {
            caption.vh { (lang.t("entry-lines")) }
            thead { tr {
                th scope="col" { (lang.t("entry-account")) }
                th scope="col" { (lang.t("field-description")) }
                th.num scope="col" { (lang.t("entry-debit")) }
                th.num scope="col" { (lang.t("entry-credit")) }
            } }
            tbody { @for line in lines { tr {
                th scope="row" {
                    @match &line.contact {
                        Some((number, name)) => a.to href=(ledger_of(who, &line.code, Some(*number))) { span.code { (sheet::joined(&line.code, &number.to_string())) } " " (name) },
                        None => a.to href=(ledger_of(who, &line.code, None)) { span.code { (line.code) } " " (line.name) },
                    }
                    @if line.lacks_contact { " " span.tag.warn { (lang.t("entry-without-contact")) } }
                }
                td { @if line.text.is_empty() { span.muted { (entry.description) } } @else { (line.text) } @if !line.foreign.is_empty() { " " span.tag { (line.foreign) } } @for tag in &line.tags { " " span.tag { (tag) } } }
                td.num data-l=(lang.t("entry-debit")) { (line.debit) }
                td.num data-l=(lang.t("entry-credit")) { (line.credit) }
            } } }
            tfoot { tr { th colspan="2" scope="row" { span class=(ink) { (told) } } td.num data-l=(lang.t("entry-debit")) { (amount(sums.0)) } td.num data-l=(lang.t("entry-credit")) { (amount(sums.1)) } } }
        } } }
    }
}

/// A link to another entry, by what it is called.
async fn link(platform: &Platform, who: &InOrganization, id: Option<Id>) -> Result<Option<Markup>> {
    let Some(id) = id else { return Ok(None) };
    let other = store::find(platform.db.read(), who.organization, id).await?;
    let lang = who.lang();
    Ok(Some(html! { a.link href=(who.path(&format!("/journal-entries/{id}"))) { (view::name(lang, &other)) } ", " (format::stored_date(lang, &other.date)) }))
}

async fn facts(platform: &Platform, who: &InOrganization, entry: &JournalEntry) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let by = users::find(db, entry.posted_by.unwrap_or(entry.created_by)).await?.map(|user| user.name).unwrap_or_default();
    let at = format::instant(lang, &who.user.time_zone, entry.posted_at.unwrap_or(entry.created_at));
    let year = Shown::of(db, who.organization, vec![]).await?;
    let successor = own::successor(db, who.organization, entry.id).await?;
    let mut ties: Vec<(&str, Markup)> = vec![];
    if let Some(link) = link(platform, who, entry.reverses_id).await? {
        ties.push(("entry-undoes", link));
    }
    if let Some(link) = link(platform, who, entry.reversed_by_id).await? {
        ties.push(("entry-undone-by", link));
    }
    if let Some(link) = link(platform, who, entry.supersedes_id).await? {
        ties.push(("entry-corrects", link));
    }
    if let Some(link) = link(platform, who, successor.map(|entry| entry.id)).await? {
        ties.push(("entry-corrected-by", link));
    }
    Ok(html! {
        section.card { div.body { dl.facts {
            div { dt { (lang.t("field-date")) } dd { (format::stored_date(lang, &entry.date)) } }
            div { dt { (lang.t("entry-journal")) } dd { (lang.t(&format!("journal-{}", entry.journal))) @if !year.year(entry).is_empty() { " · " (year.year(entry)) } } }
            @if !entry.reference.is_empty() { div { dt { (lang.t("field-reference")) } dd { (entry.reference) } } }
            @if let Some(number) = entry.book_number { div { dt { (lang.t("entry-book-number")) } dd { (number) } } }
            div { dt { (lang.t(if entry.posted_by.is_some() { "entry-posted-by" } else { "entry-drafted-by" })) } dd { (by) br; span.muted { (at) } } }
            @for (key, link) in &ties { div { dt { (lang.t(key)) } dd { (link) } } }
            @if entry.in_locked_period { div { dt { (lang.t("entry-state")) } dd { (lang.t("entry-in-locked")) } } }
        } } }
    })
}

/// What the days of an entry leave to be done to it.
struct Left {
    /// Why it cannot be edited.
    fixed: Option<Stop>,
    /// Whether there is a day on which it can be reversed.
    reversible: bool,
}

impl Left {
    fn of(entry: &JournalEntry, days: &Days) -> Self {
        Self { fixed: days.stop(entry, &entry.date), reversible: days.first_open(entry, &entry.date).is_some() }
    }

    /// Why an entry that could be edited on an open day has no button for it.
    fn told(&self, lang: Lang, entry: &JournalEntry) -> Option<String> {
        if entry.state != State::Posted.word() || entry.kind != Kind::Manual.word() || !entry.source_kind.is_empty() {
            return None;
        }
        let why = match self.fixed.as_ref()? {
            Stop::Closed(year) => t!(lang, "entry-fixed-closed", year = year.as_str()),
            Stop::Locked(through) => t!(lang, "entry-fixed-locked", day = format::stored_date(lang, through)),
            Stop::NoYear => return None,
        };
        Some(if self.reversible { why } else { format!("{why} {}", lang.t("entry-fixed-whole")) })
    }
}

fn actions(lang: Lang, who: &InOrganization, entry: &JournalEntry, left: &Left) -> Markup {
    if !who.may(R::PostEntries) {
        return html! {};
    }
    let path = |rest: &str| who.path(&format!("/journal-entries/{}{rest}", entry.id));
    let deletion = path("/deletion");
    let kind: Option<Kind> = entry.kind.parse().ok();
    let manual = kind == Some(Kind::Manual) && entry.source_kind.is_empty();
    let undoable = kind.is_some_and(|kind| kind != Kind::Reversal && kind.part() == Part::Normal) && entry.reverses_id.is_none();
    let copy = html! { a.btn href=(who.path(&format!("/journal-entries/new?copy={}", entry.id))) { (icon("copy")) (lang.t("entry-copy")) } a.btn href=(who.path(&format!("/entry-templates/new?entry={}", entry.id))) { (lang.t("template-of-entry")) } a.btn href=(who.path(&format!("/recurring-entries/new?entry={}", entry.id))) { (lang.t("recurring-make")) } };
    html! {
        @match entry.state.parse() {
            Ok(State::Draft) => {
                (Confirm::new(lang, &deletion, lang.t("delete"), lang.t("entry-delete-question")).about(lang.t("entry-delete-about")).class("btn danger"))
                (copy)
                a.btn href=(path("/edit")) { (lang.t("edit")) }
                (button(&path("/posting"), "btn primary", &lang.t("entry-post")))
            }
            Ok(State::Posted) => {
                @if undoable && left.reversible { a.btn.danger href=(path("/reversal")) { (lang.t("entry-reverse")) } }
                @if manual && left.fixed.is_none() { a.btn href=(path("/edit")) { (lang.t("edit")) } }
                (copy)
            }
            _ => (copy),
        }
    }
}

pub async fn show(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfEntry>) -> Outcome {
    Ok(layout::page(page(&platform, &who, of.entry, &[]).await?))
}

/// The page of an entry; `refused` are files that were just sent and not attached.
pub async fn page(platform: &Platform, who: &InOrganization, entry: Id, refused: &Refused) -> Result<Markup> {
    let lang = who.lang();
    let entry = store::find(platform.db.read(), who.organization, entry).await?;
    let currency = currency(platform, who.organization).await?;
    let (lines, sums) = lines(platform, who, &entry, currency).await?;
    let title = view::name(lang, &entry);
    let left = Left::of(&entry, &Days::of(platform.db.read(), who.organization, allowed(platform, who).poster()).await?);
    let body = html! {
        p.crumbs { a href=(who.path("/journal-entries")) { (lang.t("entries")) } }
        (head(&title, actions(lang, who, &entry, &left)))
        p.lead { (rows::text(lang, &entry)) " " (rows::tags(lang, &entry)) }
        @if let Some(why) = left.told(lang, &entry).filter(|_| who.may(R::PostEntries)) { p.lead.muted { (icon("lock")) " " (why) } }
        div.split {
            div.stack {
                (table(who, &entry, &lines, sums, currency))
                (attachments::card(platform, who, &entry, refused).await?)
            }
            (facts(platform, who, &entry).await?)
        }
    };
    framed(platform, who, "journal-entries", &title, &body).await
}

/// What an entry is called in a question about it.
pub fn question(lang: Lang, entry: &JournalEntry) -> String {
    t!(lang, "entry-reverse-question", number = view::number(entry))
}
