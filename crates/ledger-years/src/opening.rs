//! Opening balances as a sheet to type: what a business had before its first entry here.

use axum::extract::State;
use despacho_kernel::{
    Id, Invalid,
    money::{Money, plain},
    place::{self, Currency},
};
use despacho_ledger::{
    allowed::allowed,
    fiscal_years::{OPEN, store as years},
    journal::{
        codes, sheet,
        typed::{TypedEntry, TypedLine},
    },
    opening::{self, Opening, TypedOpening},
};
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Error, Platform, Result, i18n::Lang, sql::Connection, t};
use despacho_ui::{
    InOrganization, Outcome,
    components::head,
    error::message,
    fields::notation,
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};

use super::years::{conflict, tabs};

/// Empty rows below those that are there, and how many more a button adds.
const EMPTY: usize = 8;

/// The texts of a row as they are typed, in the reader's way of writing numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Row {
    code: String,
    debit: String,
    credit: String,
    description: String,
    /// Another currency than the organization's, and the amount in it.
    currency: String,
    amount_in_currency: String,
    /// As they were told; they are not typed here.
    rate: String,
    contact: String,
}

/// The columns of a row as forms and errors name them, and their headings.
const COLUMNS: [(&str, &str); 6] = [
    ("account_code", "reports-account"),
    ("debit", "reports-debit"),
    ("credit", "reports-credit"),
    ("currency", "field-currency"),
    ("amount_in_currency", "opening-in-currency"),
    ("rate", "field-rate"),
];

impl Row {
    fn is_empty(&self) -> bool {
        [&self.code, &self.debit, &self.credit].iter().all(|text| text.trim().is_empty())
    }

    fn get(&self, column: &str) -> &str {
        match column {
            "debit" => &self.debit,
            "credit" => &self.credit,
            "currency" => &self.currency,
            "amount_in_currency" => &self.amount_in_currency,
            _ => &self.code,
        }
    }

    /// The row as the journal's lines name accounts and contacts.
    fn line(&self) -> TypedLine {
        TypedLine { account_code: self.code.trim().to_owned(), contact: self.contact.trim().to_owned(), ..TypedLine::default() }
    }
}

/// The accounts and contacts of the rows, whose codes are written as they are stored: `629.7` and `430.7` are whole.
async fn named(db: &dyn Connection, organization: Id, rows: &mut [Row]) -> Result<(codes::Named, TypedEntry)> {
    let mut all = TypedEntry { postings: rows.iter().map(Row::line).collect(), ..TypedEntry::default() };
    let named = codes::named(db, organization, &mut all).await?;
    for (row, line) in rows.iter_mut().zip(&all.postings) {
        (row.code, row.contact) = (line.account_code.clone(), line.contact.clone());
    }
    Ok((named, all))
}

/// What the script of the sheet says, with `%t` for an amount or a code.
fn words(lang: Lang) -> String {
    let n = "%n";
    serde_json::json!({
        "balanced": lang.t("reports-ties"),
        "lacks_credit": t!(lang, "entry-lacks-credit", amount = "%t"),
        "lacks_debit": t!(lang, "entry-lacks-debit", amount = "%t"),
        "unknown": lang.t("entry-account-none"),
        "several": lang.t("entry-ambiguous"),
        "make": t!(lang, "entry-make-account", code = "%t"),
        "found_one": lang.t("entry-found-one"),
        "found": t!(lang, "entry-found", number = n),
    })
    .to_string()
}

/// The rows that are typed, without the empty ones, so that the errors of a row name its place on the page.
fn typed(data: &FormData) -> Vec<Row> {
    let [codes, debits, credits, descriptions, currencies, amounts, rates, contacts] =
        ["account_code", "debit", "credit", "description", "currency", "amount_in_currency", "rate", "contact"].map(|name| data.all(name));
    let at = |all: &[String], row: usize| all.get(row).cloned().unwrap_or_default();
    // The account's cell has its contact too; what a page without it sends stays.
    let named = |row: usize| {
        let (code, contact) = (at(&codes, row), at(&contacts, row));
        sheet::apart(&code).map_or((code.clone(), contact), |(account, contact)| (account.to_owned(), contact.to_owned()))
    };
    let rows = (0..codes.len()).map(|row| Row {
        code: named(row).0,
        debit: at(&debits, row),
        credit: at(&credits, row),
        description: at(&descriptions, row),
        currency: at(&currencies, row).trim().to_uppercase(),
        amount_in_currency: at(&amounts, row),
        rate: at(&rates, row),
        contact: named(row).1,
    });
    rows.filter(|row| !row.is_empty()).collect()
}

/// The rows as the ledger takes them; amounts that cannot be read are told at their place.
fn read(rows: &[Row], lang: Lang, currency: &'static Currency, errors: &mut Invalid) -> Vec<TypedLine> {
    let mut amount = |at: usize, name: &str, text: &str| -> String {
        if text.trim().is_empty() {
            return String::new();
        }
        let parsed = Money::parse(text.trim(), currency, notation(lang)).map_err(|code| if code == "decimals" { code } else { "amount_invalid" });
        errors.take(&format!("rows[{at}].{name}"), parsed).map_or_else(String::new, |money| plain(money.minor, currency.digits))
    };
    let mut lines = vec![];
    for (at, row) in rows.iter().enumerate() {
        let (debit, credit) = (amount(at, "debit", &row.debit), amount(at, "credit", &row.credit));
        lines.push(TypedLine {
            account_code: row.code.trim().to_owned(),
            debit,
            credit,
            description: row.description.clone(),
            contact: row.contact.clone(),
            ..TypedLine::default()
        });
    }
    for (at, (line, row)) in lines.iter_mut().zip(rows).enumerate() {
        let text = row.amount_in_currency.trim();
        if !row.currency.is_empty() {
            line.currency.clone_from(&row.currency);
            line.rate = row.rate.trim().to_owned();
        } else if !text.is_empty() {
            errors.push(&format!("rows[{at}].currency"), "required");
        }
        if let Ok(of) = place::currency(&row.currency)
            && !text.is_empty()
        {
            let parsed = Money::parse(text, of, notation(lang)).map_err(|code| if code == "decimals" { code } else { "amount_invalid" });
            line.amount_in_currency = errors
                .take(&format!("rows[{at}].amount_in_currency"), parsed)
                .map_or_else(String::new, |money| plain(money.minor, of.digits));
        }
    }
    lines
}

/// The rows that stand, as the reader writes them.
fn shown(opening: &Opening, lang: Lang, currency: &'static Currency) -> Vec<Row> {
    let amount = |text: &str| {
        let read = Money::parse(text, currency, despacho_kernel::number::Notation::Plain);
        read.map_or_else(|_| text.to_owned(), |money| format::amount(lang, money.minor, currency.digits))
    };
    opening
        .rows
        .iter()
        .map(|line| Row {
            code: line.account_code.clone(),
            debit: amount(&line.debit),
            credit: amount(&line.credit),
            description: line.description.clone(),
            currency: line.currency.clone(),
            amount_in_currency: place::currency(&line.currency)
                .and_then(|of| Money::parse(&line.amount_in_currency, of, despacho_kernel::number::Notation::Plain).map(|money| (money, of)))
                .map_or_else(|_| line.amount_in_currency.clone(), |(money, of)| format::amount(lang, money.minor, of.digits)),
            rate: line.rate.clone(),
            contact: line.contact.clone(),
        })
        .collect()
}

/// The sums of both sides in minor units, of what can be read.
fn sums(lines: &[TypedLine], currency: &'static Currency) -> (i64, i64) {
    let of = |text: &String| Money::parse(text, currency, despacho_kernel::number::Notation::Plain).map_or(0, |money| money.minor);
    lines
        .iter()
        .fold((0i64, 0i64), |(debit, credit), line| (debit.saturating_add(of(&line.debit)), credit.saturating_add(of(&line.credit))))
}

/// What a page shows.
struct Page<'a> {
    rows: &'a [Row],
    date: &'a str,
    /// Empty rows below.
    empty: usize,
    errors: &'a Invalid,
    against: Option<&'a str>,
    /// The closed year that they belong to: they are put right no more.
    closed: Option<&'a str>,
}

/// The closed year that opening balances belong to.
async fn closed_year(db: &dyn Connection, organization: Id, opening: &Opening) -> Result<Option<String>> {
    let Some(of) = opening.entry.as_ref().and_then(|entry| entry.fiscal_year_id) else { return Ok(None) };
    let all = years::list(db, organization).await?;
    Ok(all.into_iter().find(|year| year.id == of && year.state != OPEN).map(|year| year.name))
}

async fn page(platform: &Platform, who: &InOrganization, of: Page<'_>) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let organization = organizations::find(db, who.organization).await?;
    let currency = organization.own_currency()?;
    let mut known = of.rows.to_vec();
    let (names, all) = named(db, who.organization, &mut known).await?;
    let name = |at: usize| {
        let Some(line) = all.postings.get(at) else { return "" };
        let contact = names.contact(line).map(|contact| contact.name.as_str());
        contact.or_else(|| names.account(line).map(|account| account.name.as_str())).unwrap_or_default()
    };
    let lines = read(of.rows, lang, currency, &mut Invalid::new());
    let (debit, credit) = sums(&lines, currency);
    let mut data = FormData::default();
    data.set("date", of.date);
    let form = Form::new(lang, &data, of.errors);
    let heading = |column: &str| COLUMNS.iter().find(|(name, _)| *name == column).map_or_else(String::new, |(_, key)| lang.t(key));
    // Errors of cells are told by their row and column.
    let labels: Vec<(&str, String)> = of
        .errors
        .0
        .iter()
        .filter_map(|error| {
            let (row, column) = error.field.strip_prefix("rows[")?.split_once("].")?;
            Some((error.field.as_str(), t!(lang, "opening-cell", column = heading(column), row = row.parse::<usize>().ok()? + 1)))
        })
        .collect();
    let cell = |at: usize, row: &Row, column: &str| {
        let field = format!("rows[{at}].{column}");
        let id = format!("f-rows[{at}]-{column}");
        let error = of.errors.0.iter().find(|error| error.field == field).map(|error| message(lang, error));
        let help = format!("{id}-help");
        html! {
            div.field.error[error.is_some()] {
                input id=(id) name=(column) value=(if column == "account_code" { sheet::joined(&row.code, &row.contact) } else { row.get(column).to_owned() }) autocomplete="off" inputmode=[(!["account_code", "currency"].contains(&column)).then_some("decimal")] maxlength=[(column == "currency").then_some("3")]
                    aria-label=(t!(lang, "opening-cell", column = heading(column), row = at + 1))
                    aria-invalid=[error.as_ref().map(|_| "true")] aria-describedby=[error.as_ref().map(|_| &help)];
                @if let Some(error) = &error { p.help id=(help) { (error) } }
            }
        }
    };
    let blank = Row::default();
    let title = lang.t("opening-balances");
    let body = html! {
        (head(&title, html! {}))
        (tabs(who, "opening-balances"))
        p.lead.muted { (lang.t("opening-about")) }
        form.stack method="post" action=(who.path("/opening-balances")) data-controller="unsaved opening" data-unsaved-message-value=(lang.t("unsaved")) novalidate
            data-opening-search-value=(who.path("/journal-entries/accounts")) data-opening-words-value=(words(lang)) data-opening-digits-value=(currency.digits) data-opening-money-value=(format::money(lang, 0, currency))
            data-action="keydown->opening#press focusin->opening#enter focusout->opening#leave input->opening#type" {
            (conflict(lang, of.against))
            (form.summary_as(&labels))
            @if let Some(year) = of.closed { p.note { (t!(lang, "opening-closed", year = year)) " " a.link href=(who.path("/fiscal-years")) { (lang.t("closing-see-years")) } } }
            fieldset.plain disabled[of.closed.is_some()] { section.card {
                div.body { div.grid { (form.field("date").day().span(2).help(lang.t("opening-date-help"))) } }
                div.scroll { table.typed-rows #f-rows {
                    caption.vh { (title) }
                    thead { tr { th.w-code scope="col" { (lang.t("reports-account")) } th scope="col" { (lang.t("field-name")) } th.num.w-amount scope="col" { (lang.t("reports-debit")) } th.num.w-amount scope="col" { (lang.t("reports-credit")) } th scope="col" { (lang.t("field-currency")) } th.num.w-amount scope="col" { (lang.t("opening-in-currency")) } } }
                    tbody { @for (at, row) in of.rows.iter().chain(std::iter::repeat_n(&blank, of.empty)).enumerate() { tr data-opening-target="row" {
                        td.acct { (cell(at, row, "account_code")) input type="hidden" name="description" value=(row.description); input type="hidden" name="rate" value=(row.rate); }
                        td.muted.named { (name(at)) }
                        td.num { (cell(at, row, "debit")) }
                        td.num { (cell(at, row, "credit")) }
                        td { (cell(at, row, "currency")) }
                        td.num { (cell(at, row, "amount_in_currency")) }
                    } } }
                    tfoot { tr {
                        th scope="row" colspan="2" {
                            (lang.t("reports-total")) " "
                            @let lacks = format::money(lang, (debit - credit).abs(), currency);
                            @if debit == credit { span.tag.ok role="status" data-opening-target="difference" { (lang.t("reports-ties")) } }
                            @else { span.tag.warn role="status" data-opening-target="difference" { (t!(lang, if debit > credit { "entry-lacks-credit" } else { "entry-lacks-debit" }, amount = lacks)) } }
                        }
                        td.num data-opening-target="debits" { (format::amount(lang, debit, currency.digits)) }
                        td.num data-opening-target="credits" { (format::amount(lang, credit, currency.digits)) }
                        td colspan="2" {}
                    } }
                } }
            } }
            @if of.closed.is_none() { div.foot {
                button.btn.primary type="submit" { (lang.t("save")) }
                button.btn type="submit" name="more" value=(of.empty + EMPTY) { (lang.t("opening-more-rows")) }
            } }
        }
    };
    framed(platform, who, "fiscal-years", &title, &body).await
}

pub async fn show(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let db = platform.db.read();
    let opening = opening::read(db, who.organization).await?;
    let currency = organizations::currency(db, who.organization).await?;
    let rows = shown(&opening, who.lang(), currency);
    let closed = closed_year(db, who.organization, &opening).await?;
    let empty = if closed.is_some() { 0 } else { EMPTY };
    let of = Page { rows: &rows, date: &opening.date, empty, errors: &Invalid::new(), against: None, closed: closed.as_deref() };
    Ok(layout::page(page(&platform, &who, of).await?))
}

pub async fn put(State(platform): State<Platform>, who: InOrganization, data: FormData) -> Outcome {
    let (mut rows, date) = (typed(&data), data.day("date"));
    if let Ok(more) = data.get("more").parse::<usize>() {
        let of = Page { rows: &rows, date: &date, empty: more.min(200), errors: &Invalid::new(), against: None, closed: None };
        return Ok(layout::unprocessable(page(&platform, &who, of).await?));
    }
    let saved = async {
        let currency = organizations::currency(platform.db.read(), who.organization).await?;
        let mut errors = Invalid::new();
        let sent = rows.clone();
        let (names, all) = named(platform.db.read(), who.organization, &mut rows).await?;
        let lines = read(&rows, who.lang(), currency, &mut errors);
        // What is refused shows codes as they were typed; accounts that are not there are told with the amounts.
        for error in codes::with_missing(Invalid::new(), &all, &names).0 {
            let field = error.field.replacen("postings", "rows", 1).replace(".contact", ".account_code");
            errors.push(&field, error.code);
        }
        if !errors.0.is_empty() {
            rows = sent;
        }
        errors.finish()?;
        let tx = platform.db.begin().await?;
        opening::put(&tx, who.organization, &TypedOpening { date: date.clone(), rows: lines }, allowed(&platform, &who)).await?;
        tx.commit().await
    };
    let (errors, against) = match saved.await {
        Ok(()) => return Ok(layout::see(&platform, &who.path("/opening-balances"), "flash-opening-balances")),
        Err(Error::Invalid(errors)) => (errors, None),
        Err(Error::Conflict(word)) => (Invalid::new(), Some(word)),
        Err(error) => return Err(error.into()),
    };
    let page = page(&platform, &who, Page { rows: &rows, date: &date, empty: EMPTY, errors: &errors, against, closed: None }).await?;
    Ok(if against.is_some() { layout::conflicting(page) } else { layout::unprocessable(page) })
}

#[cfg(test)]
mod tests {
    use despacho_kernel::place::currency;

    use super::*;

    #[test]
    fn rows_are_read_as_the_reader_writes_numbers() {
        let mut data = FormData::default();
        for (code, debit, credit) in [("572", "1.234,50", ""), ("", "", ""), ("100", "", "x"), ("430", "", "1,234")] {
            data.set("account_code", code).set("debit", debit).set("credit", credit).set("description", "");
        }
        let rows = typed(&data);
        assert_eq!(rows.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), ["572", "100", "430"]);
        let euro = currency("EUR").expect("the euro");
        let mut errors = Invalid::new();
        let lines = read(&rows, Lang::Es, euro, &mut errors);
        assert_eq!((lines[0].debit.as_str(), lines[1].credit.as_str()), ("1234.50", ""));
        assert_eq!(
            errors.0.iter().map(|e| (e.field.as_str(), e.code)).collect::<Vec<_>>(),
            [("rows[1].credit", "amount_invalid"), ("rows[2].credit", "decimals")]
        );
        let opening = Opening { rows: lines[..1].to_vec(), ..Opening::default() };
        assert_eq!(shown(&opening, Lang::Es, euro), rows[..1]);
        assert_eq!(sums(&lines, euro), (123_450, 0));
    }
}
