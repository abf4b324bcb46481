//! The table of a general ledger, and the file of it: postings with what stands on the other side, and what is held after each.

use std::collections::HashMap;

use despacho_contacts::Contact;
use despacho_kernel::Id;
use despacho_ledger::{
    accounts::{Account, store as accounts},
    journal::moved_store::{self as journal, Moved, MovedSums},
    reports::{general_ledger::GeneralLedger, sums::Period},
};
use despacho_platform::{Platform, Result, i18n::Lang, t};
use despacho_sheets::figures::{Cell, Figures};
use despacho_ui::{InOrganization, format, paging};
use maud::{Markup, html};

use super::{
    asked::{self, Ground, Params, ledger_with},
    ticking::Ticking,
};

/// The accounts that a ledger is of: one alone, or one with all whose code it begins.
pub(super) struct Chosen {
    pub(super) named: Account,
    pub(super) accounts: Vec<Account>,
}

/// The other side of each posting: the first account there, and how many more.
pub(super) struct Contra {
    sides: HashMap<(Id, bool), (Id, i64)>,
    codes: HashMap<Id, String>,
}

impl Contra {
    pub(super) async fn of(platform: &Platform, who: &InOrganization, rows: &[(Moved, i64)]) -> Result<Self> {
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
pub(super) struct Seen<'a> {
    pub(super) lang: Lang,
    pub(super) who: &'a InOrganization,
    pub(super) ground: &'a Ground,
    pub(super) params: &'a Params,
    pub(super) chosen: &'a Chosen,
    pub(super) period: Period,
    /// Held before the period.
    pub(super) opening: i64,
    pub(super) sums: MovedSums,
    pub(super) ledger: &'a GeneralLedger,
    pub(super) contra: &'a Contra,
    pub(super) ticking: &'a Ticking<'a>,
}

impl Seen<'_> {
    /// Several accounts are told apart by a column.
    pub(super) fn several(&self) -> bool {
        self.chosen.accounts.len() > 1
    }

    fn code(&self, id: Id) -> &str {
        self.chosen.accounts.iter().find(|account| account.id == id).map_or("", |account| account.code.as_str())
    }

    fn closing(&self) -> i64 {
        self.opening + self.sums.debit - self.sums.credit
    }

    pub(super) fn file(&self) -> Figures {
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

    pub(super) fn figures(&self) -> Markup {
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

    pub(super) fn table(&self) -> Markup {
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
