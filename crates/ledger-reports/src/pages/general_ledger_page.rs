//! The general ledger on a page: one account, how it moves, and what stands on the other side.

use std::collections::HashMap;

use axum::{Extension, extract::State, http::StatusCode};
use despacho_contacts::{Contact, store as contacts};
use despacho_kernel::{Id, Invalid};
use despacho_ledger::{
    accounts::{Account, preferences::CHART, store as accounts},
    journal::{
        list::Slice,
        moved_store::{self as journal, Moved, MovedSums, PostingPlace},
    },
    matching::store::{self as matches, OpenSum},
    reports::{
        beside::Beside,
        general_ledger::{Asked, GeneralLedger, brought, general_ledger},
        moved,
        sums::Period,
    },
};
use despacho_paper::Printer;
use despacho_platform::{Platform, Result, i18n::Lang, t};
use despacho_settings::lists::{
    offer::{self, By},
    reference::{FOUND, Referable},
};
use despacho_sheets::figures::{Cell, Figures};
use despacho_ui::{InOrganization, Outcome, Query, api::json, components::empty, format, forms::Form, paging};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    around,
    asked::{self, Ground, Params, ledger_with},
    bar, files,
    ticking::{self, Picked, Ticking},
    trial_balance_page::answer,
};

/// Postings of a page.
const PAGE: i64 = 100;

#[derive(Deserialize)]
pub struct Found {
    #[serde(default)]
    q: String,
}

/// Accounts by their code or name, for who sees the ledger and not the settings.
pub async fn accounts_found(State(platform): State<Platform>, who: InOrganization, Query(asked): Query<Found>) -> Outcome {
    let mut found = CHART.search(platform.db.read(), who.organization, &asked.q, FOUND + 1).await?;
    let more = paging::cut(&mut found, FOUND);
    let items: Vec<_> = found.iter().map(|row| serde_json::json!({ "id": row.id, "key": row.key, "label": row.label })).collect();
    Ok(json(StatusCode::OK, &serde_json::json!({ "items": items, "more": more })))
}

/// Contacts by their number or name, for whoever sees the ledger.
pub async fn contacts_found(State(platform): State<Platform>, who: InOrganization, Query(asked): Query<Found>) -> Outcome {
    let filter = contacts::Filter { search: asked.q, ..contacts::Filter::default() };
    let mut found = contacts::after(platform.db.read(), who.organization, &filter, 0, FOUND + 1).await?;
    let more = paging::cut(&mut found, FOUND);
    let items: Vec<_> = found.iter().map(|of| serde_json::json!({ "id": of.id, "key": of.number.to_string(), "label": of.label() })).collect();
    Ok(json(StatusCode::OK, &serde_json::json!({ "items": items, "more": more })))
}

/// The accounts that a ledger is of: one alone, or one with all whose code it begins.
struct Chosen {
    named: Account,
    accounts: Vec<Account>,
}

/// Finds the accounts of a code, which may be a beginning that no account has.
fn choose(chart: Vec<Account>, code: &str, alone: bool) -> Option<Chosen> {
    let accounts: Vec<Account> = chart.into_iter().filter(|account| if alone { account.code == code } else { account.code.starts_with(code) }).collect();
    let named = accounts.iter().find(|account| account.code == code).cloned();
    let named = named.or_else(|| accounts.first().map(|_| Account { code: code.to_owned(), ..Account::default() }))?;
    Some(Chosen { named, accounts })
}

/// The other side of each posting: the first account there, and how many more.
struct Contra {
    sides: HashMap<(Id, bool), (Id, i64)>,
    codes: HashMap<Id, String>,
}

impl Contra {
    async fn of(platform: &Platform, who: &InOrganization, rows: &[(Moved, i64)]) -> Result<Self> {
        let db = platform.db.read();
        let mut entries: Vec<Id> = rows.iter().map(|(row, _)| row.entry_id).collect();
        entries.dedup();
        let found = journal::sides(db, who.organization, &entries).await?;
        let sides: HashMap<_, _> = found.into_iter().map(|side| ((side.entry_id, side.debit), (side.account_id, side.accounts))).collect();
        let mut named: Vec<Id> = sides.values().map(|(account, _)| *account).collect();
        named.sort_unstable();
        named.dedup();
        let codes = accounts::of_ids(db, who.organization, &named).await?.into_iter().map(|account| (account.id, account.code)).collect();
        Ok(Self { sides, codes })
    }

    /// `430`, or `430 +2`.
    fn text(&self, row: &Moved) -> String {
        let Some((account, count)) = self.sides.get(&(row.entry_id, row.amount < 0)) else { return String::new() };
        let code = self.codes.get(account).map_or("", String::as_str);
        if *count > 1 { format!("{code} +{}", count - 1) } else { code.to_owned() }
    }
}

fn number(row: &Moved) -> String {
    let number = row.number.map(|number| number.to_string()).unwrap_or_default();
    if row.revision > 1 { format!("{number} (v{})", row.revision) } else { number }
}

fn text(row: &Moved) -> &str {
    if row.description.is_empty() { &row.entry_description } else { &row.description }
}

/// What is shown of a ledger.
struct Seen<'a> {
    lang: Lang,
    who: &'a InOrganization,
    ground: &'a Ground,
    params: &'a Params,
    chosen: &'a Chosen,
    period: Period,
    /// Held before the period.
    opening: i64,
    sums: MovedSums,
    ledger: &'a GeneralLedger,
    contra: &'a Contra,
    ticking: &'a Ticking<'a>,
}

impl Seen<'_> {
    /// Several accounts are told apart by a column.
    fn several(&self) -> bool {
        self.chosen.accounts.len() > 1
    }

    fn code(&self, id: Id) -> &str {
        self.chosen.accounts.iter().find(|account| account.id == id).map_or("", |account| account.code.as_str())
    }

    fn closing(&self) -> i64 {
        self.opening + self.sums.debit - self.sums.credit
    }

    fn file(&self) -> Figures {
        let (lang, digits) = (self.lang, self.ground.currency.digits);
        let headings = [
            "field-date",
            "reports-number",
            "field-description",
            "field-reference",
            "reports-account",
            "reports-contra",
            "reports-debit",
            "reports-credit",
            "reports-balance",
            "match-contact",
            "match",
        ];
        let side = |amount: i64| if amount > 0 { Cell::Amount(amount, digits) } else { Cell::Empty };
        let words = |text: String| vec![Cell::Empty, Cell::Empty, Cell::Text(text), Cell::Empty, Cell::Empty, Cell::Empty];
        let mut rows = vec![words(lang.t("reports-brought"))];
        rows[0].extend([Cell::Empty, Cell::Empty, Cell::Amount(self.opening, digits), Cell::Empty, Cell::Empty]);
        rows.extend(self.ledger.rows.iter().map(|(row, balance)| {
            let texts = [number(row), text(row).to_owned(), row.reference.clone(), self.code(row.account_id).to_owned(), self.contra.text(row)];
            let mut cells = vec![Cell::Day(row.date.clone())];
            cells.extend(texts.map(Cell::Text));
            cells.extend([side(row.amount), side(-row.amount), Cell::Amount(*balance, digits)]);
            let contact = self.ticking.beside.contact(row).map(Contact::label).unwrap_or_default();
            cells.extend([contact, self.ticking.beside.letters(row).to_owned()].map(Cell::Text));
            cells
        }));
        let over = 1..rows.len();
        let mut total = words(lang.t("reports-total"));
        total.extend([
            Cell::Sum(self.sums.debit, digits, over.clone()),
            Cell::Sum(self.sums.credit, digits, over),
            Cell::Amount(self.closing(), digits),
            Cell::Empty,
            Cell::Empty,
        ]);
        rows.push(total);
        Figures { headings: headings.map(|key| lang.t(key)).to_vec(), rows }
    }

    fn figures(&self) -> Markup {
        let (lang, ground) = (self.lang, self.ground);
        let day = |day| format::calendar_date(lang, "", day);
        let figure = |label: String, amount: i64| html! { div { dt { (label) } dd { (ground.amount(lang, amount)) } } };
        html! {
            dl.figures {
                (figure(t!(lang, "reports-balance-before", day = day(self.period.from)), self.opening))
                (figure(lang.t("reports-debit"), self.sums.debit))
                (figure(lang.t("reports-credit"), self.sums.credit))
                (figure(t!(lang, "reports-balance-at", day = day(self.period.to)), self.closing()))
                (self.ticking.figure())
            }
        }
    }

    fn row(&self, row: &Moved, balance: i64) -> Markup {
        let (lang, who, ground) = (self.lang, self.who, self.ground);
        let entry = who.path(&format!("/journal-entries/{}", row.entry_id));
        let contact = self.ticking.beside.contact(row).filter(|_| self.params.contact.is_empty());
        html! {
            tr data-ticking-target="row" {
                (self.ticking.tick(row, &number(row)))
                td.gone { (format::stored_date(lang, &row.date)) }
                td.gone { (number(row)) }
                td.text {
                    a.to href=(entry) { (text(row)) }
                    @if !row.reference.is_empty() { span.muted { " · " (row.reference) } }
                    @if let Some(contact) = contact { " · " a.to.muted href=(self.of_contact(row, contact)) { (contact.label()) } }
                }
                td.meta.only-narrow { (format::stored_date(lang, &row.date)) " · " (number(row)) " · " (self.contra.text(row)) }
                @if self.several() {
                    @let code = self.code(row.account_id);
                    td.gone { a.to href=(ledger_with(who, code, true, self.period, &self.params.tag)) { (code) } }
                }
                td.gone { (self.contra.text(row)) }
                td.num.deb { (ground.some(lang, row.amount.max(0))) }
                td.num.hab { (ground.some(lang, (-row.amount).max(0))) }
                td.num.bal { (ground.amount(lang, balance)) }
                (self.ticking.cell(row))
            }
            (self.ticking.said(row, self.columns()))
        }
    }

    /// How many columns the table has.
    fn columns(&self) -> usize {
        7 + usize::from(self.several()) + usize::from(self.ticking.settles) + usize::from(self.ticking.chooses())
    }

    /// The ledger of a contact on the account of a posting.
    fn of_contact(&self, row: &Moved, contact: &Contact) -> String {
        let (path, number) = (self.who.path("/reports/general-ledger"), contact.number.to_string());
        self.params
            .address(&path, &[("account", self.code(row.account_id)), ("only", "1"), ("contact", &number), ("after", "")])
    }

    fn table(&self) -> Markup {
        let (lang, ground) = (self.lang, self.ground);
        let (chooses, settles) = (self.ticking.chooses(), self.ticking.settles);
        let before = self.columns() - 1 - usize::from(settles);
        let path = self.who.path("/reports/general-ledger");
        let later = !self.params.after.is_empty();
        html! {
            table.dense.ledger.two {
                caption.vh { (lang.t("general-ledger")) ", " (self.chosen.named.label()) ", " (asked::named(lang, self.period)) }
                thead { tr {
                    (self.ticking.heading())
                    th scope="col" { (lang.t("field-date")) } th scope="col" { (lang.t("reports-number")) } th scope="col" { (lang.t("field-description")) }
                    @if self.several() { th scope="col" { (lang.t("reports-account")) } }
                    th scope="col" { (lang.t("reports-contra")) }
                    th.num scope="col" { (lang.t("reports-debit")) } th.num scope="col" { (lang.t("reports-credit")) } th.num scope="col" { (lang.t("reports-balance")) }
                    @if settles { th scope="col" { (lang.t("match")) } }
                } }
                tbody {
                    tr.carry { th scope="row" colspan=(before) { (lang.t(if later { "reports-carried" } else { "reports-brought" })) } td.num.bal { (ground.amount(lang, self.ledger.brought)) } @if settles { td {} } }
                    @for (row, balance) in &self.ledger.rows { (self.row(row, *balance)) }
                }
                @if self.ledger.next.is_none() {
                    @let words = 4 + usize::from(self.several()) + usize::from(chooses);
                    tfoot { tr {
                        th scope="row" colspan=(words) { (lang.t("reports-total")) }
                        td.num.deb data-l=(lang.t("reports-debit")) { (ground.amount(lang, self.sums.debit)) }
                        td.num.hab data-l=(lang.t("reports-credit")) { (ground.amount(lang, self.sums.credit)) }
                        td.num.bal { (ground.amount(lang, self.closing())) }
                        @if settles { td {} }
                    } }
                }
            }
            @if later || self.ledger.next.is_some() {
                nav.pages aria-label=(lang.t("pages")) {
                    p.muted { (t!(lang, "reports-postings", count = self.sums.postings, number = format::number(lang, self.sums.postings))) }
                    @if later { a.btn href=(self.params.address(&path, &[("after", "")])) { (lang.t("reports-first-page")) } }
                    @if let Some(next) = &self.ledger.next { a.btn rel="next" href=(self.params.address(&path, &[("after", &paging::encode(next))])) { (lang.t("pages-next")) } }
                }
            }
        }
    }
}

pub async fn show(State(platform): State<Platform>, Extension(printer): Extension<Printer>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    page((&platform, Some(&printer)), &who, &params, &Picked::default()).await
}

/// The ledger, with what is chosen on it; as a file where there is a printer to make one.
pub(super) async fn page((platform, printer): (&Platform, Option<&Printer>), who: &InOrganization, params: &Params, picked: &Picked) -> Outcome {
    let (lang, path, db) = (who.lang(), who.path("/reports/general-ledger"), platform.db.read());
    let ground = Ground::of(platform, who).await?;
    if let Some(address) = params.chosen(&ground, &path) {
        return Ok(asked::lead(platform, &address));
    }
    let mut errors = Invalid::new();
    let period = params.period(&ground, &mut errors);
    let (slice, tagging) = params.slice(platform, who, &mut errors).await?;
    let code = params.account.trim();
    let mut chosen = None;
    if !code.is_empty() {
        chosen = choose(accounts::all(db, who.organization).await?, code, !params.only.is_empty());
        if chosen.is_none() {
            errors.push("account", "account_unknown");
        }
    }
    let (whose, contact) = ticking::whose(db, who.organization, params, &mut errors).await?;
    let matched = match params.matched.as_str() {
        "open" => Some(false),
        "yes" => Some(true),
        _ => None,
    };
    let slice = Slice { whose, matched, ..slice };
    // What is open may be of an opening that was typed: what only carries on is left out of it anyhow.
    let closing = !params.closing.is_empty() || matched.is_some();
    let data = params.data(period);
    let form = Form::new(lang, &data, &errors);
    let control = chosen.iter().flat_map(|chosen| &chosen.accounts).any(|account| !account.control.is_empty());
    let settles = chosen.iter().flat_map(|chosen| &chosen.accounts).any(ticking::settles);
    let mut filter = html! {};
    let shown = match &chosen {
        _ if !errors.0.is_empty() => {
            let labels =
                [("from", lang.t("reports-from")), ("to", lang.t("reports-to")), ("account", lang.t("reports-account")), ("contact", lang.t("match-contact"))];
            html! { div.body { (form.summary_as(&labels)) } }
        }
        None => empty(&lang.t("general-ledger-choose"), html! { a.btn href=(who.path("/reports/trial-balance")) { (lang.t("trial-balance")) } }),
        Some(chosen) => {
            let (from, to) = (period.from.to_string(), period.to.to_string());
            let ids: Vec<Id> = chosen.accounts.iter().map(|account| account.id).collect();
            let printed = printer.zip(files::kind(&params.format));
            let kind = printed.map(|(_, kind)| kind);
            let asked = Asked { accounts: &ids, period, closing_entries: closing };
            let opening = brought(db, slice, asked).await?;
            let sums = moved::sums(db, slice, &ids, period, closing, None).await?;
            if let Some(most) = kind.map(files::Kind::most).filter(|most| sums.postings > *most) {
                return Err(Invalid::too_many("postings", most).into());
            }
            let after = paging::position::<PostingPlace>(&params.after)?.filter(|_| kind.is_none());
            let limit = kind.map_or(PAGE, files::Kind::most);
            let ledger = general_ledger(db, slice, asked, after.as_ref(), limit).await?;
            let contra = Contra::of(platform, who, &ledger.rows).await?;
            let beside = Beside::of(db, who.organization, &ledger.rows).await?;
            let open = if settles { matches::open_sum(db, who.organization, &ids, whose, &to).await? } else { OpenSum::default() };
            let ticking = Ticking { lang, who, ground: &ground, params, beside, open, picked, settles };
            filter = ticking.filter();
            let seen = Seen { lang, who, ground: &ground, params, chosen, period, opening, sums, ledger: &ledger, contra: &contra, ticking: &ticking };
            if let Some((printer, kind)) = printed {
                let code: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
                let name = t!(lang, "general-ledger-file", code = code, from = from.as_str(), to = to.as_str());
                let head = files::head(lang, &ground, &format!("{} · {}", lang.t("general-ledger"), chosen.named.label()), &asked::named(lang, period), &[]);
                return Ok(files::file(printer, lang, kind, &name, (head, seen.file())).await?);
            }
            let mut told = vec![lang.t(if closing { "reports-with-closing" } else { "reports-without-closing" })];
            if seen.several() {
                told.push(t!(lang, "general-ledger-several", count = chosen.accounts.len()));
            }
            told.extend(bar::told_tag(&tagging, params));
            let around = around::Around { lang, who, ground: &ground, params, named: &chosen.named, accounts: &chosen.accounts };
            html! {
                (around.head(db, contact.as_ref()).await?)
                (bar::about(lang, &ground, &asked::named(lang, period), &told))
                (around.tabs(db, slice, period.to).await?)
                (seen.figures())
                div data-controller="ticking" data-ticking-lang-value=(lang.code()) data-ticking-digits-value=(ground.currency.digits) {
                    (ticking.bar())
                    @if matched == Some(false) && ledger.rows.is_empty() && params.after.is_empty() {
                        (empty(&t!(lang, "match-all-done", day = format::calendar_date(lang, "", period.to)), html! { a.btn href=(params.address(&path, &[("matched", "")])) { (lang.t("match-see-all")) } }))
                    } @else { (seen.table()) }
                }
            }
        }
    };
    let title = lang.t("general-ledger");
    let mut offered = offer::rows(platform, who, &CHART, By::Key, std::slice::from_ref(&data.text("account"))).await?;
    if !code.is_empty() && !offered.rows.iter().any(|(value, _)| value == code) {
        offered.rows.insert(0, (code.to_owned(), code.to_owned()));
    }
    let account = form.field("account").label(lang.t("reports-account"));
    let account = offered.into_field(account, lang.t("choose")).searched(who.path("/reports/accounts"), "key");
    let body = html! {
        (bar::head(lang, who, &title))
        section.card aria-label=(title) {
            (bar::form(lang, &path, html! {
                div.wide { (account) }
                @if control || !params.contact.is_empty() { (ticking::contact_field(&form, who, contact.as_ref())) }
                (bar::period(&form)) (filter) (bar::tag(lang, &tagging, params)) (bar::tick(lang, "closing", "reports-closing", !params.closing.is_empty()))
            }))
            (bar::frame(shown))
        }
    };
    if picked.errors.0.is_empty() {
        return answer(platform, who, &title, &body, &errors).await;
    }
    answer(platform, who, &title, &body, &picked.errors).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(code: &str) -> Account {
        Account { code: code.into(), name: format!("n{code}"), ..Account::default() }
    }

    #[test]
    fn a_code_means_itself_and_what_it_begins() {
        let chart = || ["43", "430", "4300", "44"].map(account).to_vec();
        let of = |code: &str, alone: bool| choose(chart(), code, alone).map(|c| (c.named.label(), c.accounts.into_iter().map(|a| a.code).collect::<Vec<_>>()));
        assert_eq!(of("430", false), Some(("430 n430".into(), vec!["430".into(), "4300".into()])));
        assert_eq!(of("430", true), Some(("430 n430".into(), vec!["430".into()])));
        assert_eq!(of("4", false).map(|(label, all)| (label, all.len())), Some(("4 ".into(), 4)));
        assert_eq!(of("4", true), None);
        assert_eq!(of("9", false), None);
    }
}
