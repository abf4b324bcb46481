//! Balances by contact on a page: what each customer and vendor owes or is owed on the accounts that are kept by contact.

use axum::{Extension, extract::State};
use despacho_kernel::Invalid;
use despacho_ledger::{
    accounts::store as accounts,
    journal::list::Whose,
    reports::{
        contact_balances::{OfAccount, Row, contact_balances},
        periods,
        sums::Period,
    },
};
use despacho_paper::Printer;
use despacho_platform::{Platform, i18n::Lang, t};
use despacho_sheets::figures::{Cell, Figures};
use despacho_ui::{InOrganization, Outcome, Query, components::empty, format, forms::Form, paging};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{
    asked::{Ground, Params, day},
    bar, files, ticking,
    trial_balance_page::answer,
};

/// Rows of a page.
const PAGE: usize = 200;

/// A row by its account's code and its contact's number; none for what names nobody.
type Place = (String, Option<i64>);

/// A line of the table: the account, its contact, and what is held.
struct Line<'a> {
    of: &'a OfAccount,
    row: Option<&'a Row>,
    amount: i64,
}

impl Line<'_> {
    fn place(&self) -> Place {
        (self.of.account.code.clone(), self.row.map(|row| row.contact.number))
    }
}

/// The lines, account by account: its contacts, then what names nobody.
fn lines(found: &[OfAccount], alone: bool) -> Vec<Line<'_>> {
    let mut all = vec![];
    for of in found {
        all.extend(of.rows.iter().map(|row| Line { of, row: Some(row), amount: row.balance }));
        if of.without != 0 && !alone {
            all.push(Line { of, row: None, amount: of.without });
        }
    }
    all
}

/// What is read of an address.
struct Seen<'a> {
    lang: Lang,
    who: &'a InOrganization,
    ground: &'a Ground,
    day: Date,
}

impl Seen<'_> {
    fn file(&self, all: &[Line<'_>]) -> Figures {
        let (lang, digits) = (self.lang, self.ground.currency.digits);
        let side = |amount: i64| if amount > 0 { Cell::Amount(amount, digits) } else { Cell::Empty };
        let mut rows: Vec<Vec<Cell>> = all
            .iter()
            .map(|line| {
                let contact = line.row.map(|row| &row.contact);
                let text = |of: Option<String>| Cell::Text(of.unwrap_or_default());
                vec![
                    Cell::Text(line.of.account.code.clone()),
                    Cell::Text(line.of.account.name.clone()),
                    text(contact.map(|contact| contact.number.to_string())),
                    text(Some(contact.map_or_else(|| lang.t("match-nobody"), |contact| contact.name.clone()))),
                    text(contact.map(|contact| contact.tax_id.clone())),
                    side(line.amount),
                    side(-line.amount),
                ]
            })
            .collect();
        let over = 0..rows.len();
        let (debit, credit) = sides(all);
        let mut total = vec![Cell::Empty, Cell::Text(lang.t("reports-total")), Cell::Empty, Cell::Empty, Cell::Empty];
        total.extend([Cell::Sum(debit, digits, over.clone()), Cell::Sum(credit, digits, over)]);
        rows.push(total);
        let headings = ["reports-code", "reports-account", "contact-number", "match-contact", "field-tax-id", "reports-debtor", "reports-creditor"];
        Figures { headings: headings.map(|key| lang.t(key)).to_vec(), rows }
    }

    /// The ledger of a line through the day.
    fn ledger(&self, line: &Line<'_>) -> String {
        let year = periods::usual(&self.ground.years, self.day);
        let params = Params {
            account: line.of.account.code.clone(),
            only: "1".into(),
            contact: line.row.map_or_else(|| "none".into(), |row| row.contact.number.to_string()),
            from: year.from.min(self.day).to_string(),
            to: self.day.to_string(),
            ..Params::default()
        };
        params.address(&self.who.path("/reports/general-ledger"), &[])
    }

    fn figures(&self, amount: i64) -> Markup {
        let (lang, ground) = (self.lang, self.ground);
        html! {
            td.num.sd { (ground.some(lang, amount.max(0))) }
            td.num.sa data-l=(lang.t("reports-creditor-short")) { (ground.some(lang, (-amount).max(0))) }
        }
    }

    fn table(&self, all: &[Line<'_>], shown: &[Line<'_>]) -> Markup {
        let (lang, ground) = (self.lang, self.ground);
        let title = lang.t("contact-balances");
        let (debit, credit) = sides(all);
        html! {
            table.dense.report.two.by-contact {
                caption.vh { (title) ", " (format::calendar_date(lang, "", self.day)) }
                thead { tr {
                    th scope="col" { (lang.t("match-contact")) } th scope="col" { (lang.t("field-tax-id")) }
                    th.num scope="col" { (lang.t("reports-debtor")) } th.num scope="col" { (lang.t("reports-creditor")) }
                } }
                tbody { @for (at, line) in shown.iter().enumerate() {
                    @if at == 0 || shown[at - 1].of.account.code != line.of.account.code {
                        tr.d0 { th scope="row" colspan="2" { span.code { (line.of.account.code) } span.name { (line.of.account.name) } } (self.figures(line.of.balance)) }
                    }
                    tr.d1 {
                        th scope="row" { a.to href=(self.ledger(line)) {
                            @if let Some(row) = line.row { span.code { (row.contact.number) } span.name { (row.contact.name) } } @else { span.name { (lang.t("match-nobody")) } }
                        } }
                        td.gone.muted { (line.row.map_or("", |row| row.contact.tax_id.as_str())) }
                        (self.figures(line.amount))
                    }
                } }
                tfoot { tr {
                    th scope="row" colspan="2" { (lang.t("reports-total")) }
                    td.num.sd { (ground.amount(lang, debit)) } td.num.sa data-l=(lang.t("reports-creditor-short")) { (ground.amount(lang, credit)) }
                } }
            }
        }
    }

    /// A contact's balances and the way to them, for its profile.
    fn of_contact(&self, all: &[Line<'_>]) -> Markup {
        let (lang, ground) = (self.lang, self.ground);
        html! {
            turbo-frame id="contact-balance" target="_top" {
                @if all.is_empty() { p.muted { (lang.t("contact-balance-none")) } } @else {
                    dl.facts { @for line in all { div {
                        dt { span.code { (line.of.account.code) } " " (line.of.account.name) }
                        dd { a.link href=(self.ledger(line)) { (ground.amount(lang, line.amount)) " " (ground.currency.code) } }
                    } } }
                }
            }
        }
    }
}

/// What debtors and creditors hold.
fn sides(all: &[Line<'_>]) -> (i64, i64) {
    (all.iter().map(|line| line.amount.max(0)).sum(), all.iter().map(|line| (-line.amount).max(0)).sum())
}

pub async fn show(State(platform): State<Platform>, Extension(printer): Extension<Printer>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    let (lang, path, db) = (who.lang(), who.path("/reports/contact-balances"), platform.db.read());
    let ground = Ground::of(&platform, &who).await?;
    let mut errors = Invalid::new();
    let on = day("to", &params.to, ground.today, &mut errors);
    let (whose, contact) = ticking::whose(db, who.organization, &params, &mut errors).await?;
    let title = lang.t("contact-balances");
    let mut data = params.data(Period { from: on, to: on });
    data.set("account", params.account.trim());
    let form = Form::new(lang, &data, &errors);
    let seen = Seen { lang, who: &who, ground: &ground, day: on };
    let of_contact = match whose {
        Some(Whose::Contact(id)) => Some(id),
        _ => None,
    };
    let mut options = vec![(String::new(), lang.t("match-everybody"))];
    let shown = if errors.0.is_empty() {
        let chart = accounts::all(db, who.organization).await?;
        options.extend(chart.iter().filter(|account| !account.control.is_empty()).map(|account| (account.code.clone(), account.label())));
        let found = contact_balances(db, who.organization, on, params.account.trim(), of_contact).await?;
        let all = lines(&found, of_contact.is_some());
        if let Some(kind) = files::kind(&params.format) {
            if i64::try_from(all.len()).unwrap_or(i64::MAX) > kind.most() {
                return Err(Invalid::too_many("rows", kind.most()).into());
            }
            let head = files::head(lang, &ground, &lang.t("contact-balances"), &format::calendar_date(lang, "", on), &[]);
            return Ok(files::file(&printer, lang, kind, &t!(lang, "contact-balances-file", to = on.to_string()), (head, seen.file(&all))).await?);
        }
        let after: Option<Place> = paging::position(&params.after)?;
        let first = after.and_then(|place| all.iter().position(|line| line.place() == place)).map_or(0, |at| at + 1);
        let page = &all[first..all.len().min(first + PAGE)];
        let next = page.last().filter(|_| first + page.len() < all.len()).map(|line| paging::encode(&line.place()));
        html! {
            (bar::about(lang, &ground, &format::calendar_date(lang, "", on), &contact.iter().map(|contact| contact.label()).collect::<Vec<_>>()))
            @if contact.is_some() { div.body { (seen.of_contact(&all)) } }
            @else if page.is_empty() { (empty(&lang.t("contact-balances-none"), html! {})) }
            @else { (seen.table(&all, page)) }
            @if first > 0 || next.is_some() {
                nav.pages aria-label=(lang.t("pages")) {
                    p.muted { (t!(lang, "contact-balances-rows", count = all.len(), number = format::number(lang, i64::try_from(all.len()).unwrap_or(0)))) }
                    @if first > 0 { a.btn href=(params.address(&path, &[("after", "")])) { (lang.t("reports-first-page")) } }
                    @if let Some(next) = next { a.btn rel="next" href=(params.address(&path, &[("after", &next)])) { (lang.t("pages-next")) } }
                }
            }
        }
    } else {
        html! { div.body { (form.summary_as(&[("to", lang.t("reports-on")), ("contact", lang.t("match-contact"))])) } }
    };
    let body = html! {
        (bar::head(lang, &who, &title))
        section.card aria-label=(title) {
            (bar::form(lang, &path, html! {
                (form.field("to").kind("date").label(lang.t("reports-on")))
                div.wide { (form.field("account").label(lang.t("reports-account")).combobox(options)) }
                (ticking::contact_field(&form, &who, contact.as_ref()))
            }))
            (bar::frame(shown))
        }
    };
    answer(&platform, &who, &title, &body, &errors).await
}
