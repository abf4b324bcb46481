//! The journal (libro diario): entries with their postings, by date.

use axum::{Extension, extract::State};
use despacho_kernel::{Id, Invalid};
use despacho_ledger::journal::{
    list,
    store::{self as journal, DatedSums, JournalEntry},
    view::{Shown, number},
};
use despacho_paper::Printer;
use despacho_platform::{Platform, i18n::Lang, t};
use despacho_sheets::figures::{Cell, Figures};
use despacho_ui::{InOrganization, Outcome, Query, components::empty, format, forms::Form, paging};
use maud::{Markup, html};

use super::{
    asked::{self, Ground, Params},
    bar, files,
    trial_balance_page::answer,
};

/// Entries of a page, and how many postings end it earlier.
const PAGE: i64 = 50;
const MOST: i64 = 500;

fn side(ground: &Ground, amount: i64) -> Cell {
    if amount > 0 { Cell::Amount(amount, ground.currency.digits) } else { Cell::Empty }
}

fn file(lang: Lang, ground: &Ground, shown: &Shown, sums: &DatedSums) -> Figures {
    let headings = [
        "field-date",
        "reports-number",
        "entry-journal",
        "reports-code",
        "reports-account",
        "field-description",
        "field-reference",
        "reports-debit",
        "reports-credit",
    ];
    let mut rows = vec![];
    for entry in &shown.entries {
        for (posting, account) in shown.postings(entry.id) {
            let text = if posting.description.is_empty() { &entry.description } else { &posting.description };
            let texts = [
                number(entry),
                lang.t(&format!("journal-{}", entry.journal)),
                account.code.clone(),
                account.name.clone(),
                text.clone(),
                entry.reference.clone(),
            ];
            let mut cells = vec![Cell::Day(entry.date.clone())];
            cells.extend(texts.map(Cell::Text));
            cells.extend([side(ground, posting.amount), side(ground, -posting.amount)]);
            rows.push(cells);
        }
    }
    let total = || Cell::Sum(sums.total, ground.currency.digits, 0..rows.len());
    let mut last = vec![Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Text(lang.t("reports-total")), Cell::Empty];
    last.extend([total(), total()]);
    rows.push(last);
    Figures { headings: headings.map(|key| lang.t(key)).to_vec(), rows }
}

fn entry_rows(who: &InOrganization, ground: &Ground, shown: &Shown, entry: &JournalEntry) -> Markup {
    let lang = who.lang();
    // Each journal has its numbers, so a number without its journal names several entries.
    let journal = lang.t(&format!("journal-{}", entry.journal));
    html! {
        tbody {
            tr.first {
                td.gone { (format::stored_date(lang, &entry.date)) }
                td.gone { (number(entry)) " " span.muted { (journal) } }
                td.text colspan="2" {
                    a.to href=(who.path(&format!("/journal-entries/{}", entry.id))) { (entry.description) @if entry.description.is_empty() { (number(entry)) } }
                    @if !entry.reference.is_empty() { span.muted { " · " (entry.reference) } }
                    @if entry.state == "reversed" { " " span.tag { (lang.t("reports-undone")) } }
                }
                td.meta.only-narrow { (format::stored_date(lang, &entry.date)) " · " (journal) " " (number(entry)) }
                td.num.deb { (ground.amount(lang, entry.total)) }
                td.num.hab.gone { (ground.amount(lang, entry.total)) }
            }
            @for (posting, account) in shown.postings(entry.id) {
                tr {
                    td.gone colspan="2" {}
                    @let contact = shown.contact(posting);
                    td.text {
                        span.code { (account.code) @if let Some(contact) = contact { " · " (contact.number) } } " " (contact.map_or(&account.name, |contact| &contact.name))
                    }
                    td.meta { @if posting.description != entry.description { (posting.description) } }
                    td.num.deb { (ground.some(lang, posting.amount.max(0))) }
                    td.num.hab { (ground.some(lang, (-posting.amount).max(0))) }
                }
            }
        }
    }
}

pub async fn show(State(platform): State<Platform>, Extension(printer): Extension<Printer>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    let (lang, path, db) = (who.lang(), who.path("/reports/journal"), platform.db.read());
    let ground = Ground::of(&platform, &who).await?;
    if let Some(address) = params.chosen(&ground, &path) {
        return Ok(asked::lead(&platform, &address));
    }
    let mut errors = Invalid::new();
    let period = params.period(&ground, &mut errors);
    let data = params.data(period);
    let form = Form::new(lang, &data, &errors);
    let body = if errors.0.is_empty() {
        let (from, to) = (period.from.to_string(), period.to.to_string());
        let sums = journal::sums_by_date(db, who.organization, (&from, &to)).await?;
        let kind = files::kind(&params.format);
        if let Some(most) = kind.map(files::Kind::most).filter(|most| sums.postings > *most) {
            return Err(Invalid::too_many("postings", most).into());
        }
        let (date, id) = match paging::position::<(String, Id)>(&params.after)? {
            Some(place) if kind.is_none() => place,
            _ => (String::new(), Id::nil()),
        };
        let limit = kind.map_or(PAGE + 1, files::Kind::most);
        let mut entries = journal::by_date(db, who.organization, (&from, &to), (&date, id), limit).await?;
        if let Some(kind) = kind {
            let shown = Shown::of(db, who.organization, entries).await?;
            let name = t!(lang, "journal-file", from = from.as_str(), to = to.as_str());
            let head = files::head(lang, &ground, &lang.t("journal-book"), &asked::named(lang, period), &[]);
            return Ok(files::file(&printer, lang, kind, &name, (head, file(lang, &ground, &shown, &sums))).await?);
        }
        let more = list::cut(&mut entries, (PAGE, MOST), |entry| entry.postings);
        let next = entries.last().filter(|_| more).map(|entry| paging::encode(&(&entry.date, entry.id)));
        let shown = Shown::of(db, who.organization, entries).await?;
        let told = [
            t!(lang, "reports-entries", count = sums.entries, number = format::number(lang, sums.entries)),
            t!(lang, "reports-sum", sum = ground.amount(lang, sums.total)),
        ];
        html! {
            (bar::about(lang, &ground, &asked::named(lang, period), &told))
            @if shown.entries.is_empty() { (empty(&lang.t("reports-nothing"), html! {})) } @else {
                table.dense.ledger.entries.two {
                    caption.vh { (lang.t("journal-book")) ", " (asked::named(lang, period)) }
                    thead { tr {
                        th scope="col" { (lang.t("field-date")) } th scope="col" { (lang.t("reports-number")) }
                        th scope="col" { (lang.t("reports-account")) } th scope="col" { (lang.t("field-description")) }
                        th.num scope="col" { (lang.t("reports-debit")) } th.num scope="col" { (lang.t("reports-credit")) }
                    } }
                    @for entry in &shown.entries { (entry_rows(&who, &ground, &shown, entry)) }
                }
                @if next.is_some() || !params.after.is_empty() {
                    nav.pages aria-label=(lang.t("pages")) {
                        p {}
                        @if !params.after.is_empty() { a.btn href=(params.address(&path, &[("after", "")])) { (lang.t("reports-first-page")) } }
                        @if let Some(next) = &next { a.btn rel="next" href=(params.address(&path, &[("after", next)])) { (lang.t("pages-next")) } }
                    }
                }
            }
        }
    } else {
        html! { div.body { (form.summary_as(&[("from", lang.t("reports-from")), ("to", lang.t("reports-to"))])) } }
    };
    let title = lang.t("journal-book");
    let body = html! {
        (bar::head(lang, &who, &title))
        section.card aria-label=(title) { (bar::form(lang, &path, bar::period(&form, period, true))) (bar::frame(body)) }
    };
    answer(&platform, &who, &title, &body, &errors).await
}
