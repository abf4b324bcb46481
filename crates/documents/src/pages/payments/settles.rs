//! The open documents that a payment may settle, as its form lists them: ticked, each takes what is left of the payment; or as much as is typed.

use despacho_kernel::{
    FieldError, Id, Invalid,
    money::{Money, plain},
    place::Currency,
};
use despacho_platform::{Platform, Result, i18n::Lang, t};
use despacho_ui::{InOrganization, error::message, fields::notation, format, forms::FormData};
use maud::{Markup, html};

use super::super::rows;
use crate::{
    kind::Kind,
    open::{
        item::OpenItem,
        store::{self as open, Asked},
    },
    payments::payment::{MOST, TypedAllocation, Way},
};

/// The name of a cell.
fn cell(at: usize, field: &str) -> String {
    format!("allocations[{at}].{field}")
}

fn id(name: &str) -> String {
    format!("f-{}", name.replace('.', "-"))
}

/// An amount as it is typed, as programs write it; what is none as it is.
pub fn stored(lang: Lang, text: &str, currency: &'static Currency) -> String {
    Money::parse(text.trim(), currency, notation(lang)).map_or_else(|_| text.trim().to_owned(), |money| plain(money.minor, currency.digits))
}

/// What is open of a contact that a payment of a way settles, what is due first first; and whether there is more.
pub async fn open_of(platform: &Platform, organization: Id, way: Way, contact: Id, currency: &str) -> Result<(Vec<OpenItem>, bool)> {
    let asked = Asked { contact: Some(contact), receivable: Some(way == Way::Received), due: None, currency: Some(currency.to_owned()) };
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    let mut found = open::open(platform.db.read(), organization, &asked, most + 1).await?;
    let more = found.len() > MOST;
    found.truncate(MOST);
    found.retain(|item| item.source.parse::<Kind>().is_ok());
    Ok((found, more))
}

/// A row as it was sent.
struct Row {
    document: Id,
    on: bool,
    amount: String,
}

/// Rows as they were sent, by their places.
fn sent(data: &FormData) -> Vec<(usize, Row)> {
    let row = |at: usize| {
        let document = data.get(&cell(at, "document_id")).parse().ok()?;
        Some((at, Row { document, on: data.has(&cell(at, "on")), amount: data.get(&cell(at, "amount")).trim().to_owned() }))
    };
    (0..MOST).filter_map(row).collect()
}

/// What a form settles of `whole` minor units, and the row of each. What is ticked without an amount takes what is left, in the order of the rows.
pub fn read(lang: Lang, data: &FormData, items: &[OpenItem], whole: i64, currency: &'static Currency) -> Vec<(usize, TypedAllocation)> {
    let rows = sent(data);
    let typed = |row: &Row| Money::parse(&row.amount, currency, notation(lang)).map_or(0, |money| money.minor);
    let mut left = whole - rows.iter().map(|(_, row)| typed(row)).sum::<i64>();
    let mut all = vec![];
    for (at, row) in &rows {
        let amount = if !row.amount.is_empty() {
            stored(lang, &row.amount, currency)
        } else if row.on && left > 0 {
            let open = items.iter().find(|item| item.source_id == row.document).map_or(left, |item| item.remaining.abs());
            let part = open.min(left);
            left -= part;
            plain(part, currency.digits)
        } else {
            continue;
        };
        all.push((*at, TypedAllocation { document_id: Some(row.document), amount }));
    }
    all
}

/// Errors of allocations at the rows that they were typed in.
pub fn placed(errors: Invalid, allocations: &[(usize, TypedAllocation)]) -> Invalid {
    let place = |mut error: FieldError| {
        let found = error
            .field
            .strip_prefix("allocations[")
            .and_then(|rest| rest.split_once("]."))
            .and_then(|(at, _)| at.parse::<usize>().ok());
        if let Some((row, _)) = found.and_then(|at| allocations.get(at)) {
            error.field = cell(*row, "amount");
        }
        error
    };
    Invalid(errors.0.into_iter().map(place).collect())
}

/// The labels of the cells with errors, for the summary.
pub fn labels(lang: Lang, errors: &Invalid) -> Vec<(&str, String)> {
    let at = |field: &str| field.strip_prefix("allocations[")?.split(']').next()?.parse::<usize>().ok();
    let label = |error: &FieldError| at(&error.field).map(|at| t!(lang, "payment-row", line = at + 1));
    let mut all: Vec<(&str, String)> = errors.0.iter().filter_map(|error| Some((error.field.as_str(), label(error)?))).collect();
    all.extend([("allocations", "payment-settles"), ("amount", "entry-amount"), ("account_code", "payment-account")].map(|(field, key)| (field, lang.t(key))));
    all
}

/// The table of what is open. `asked` is ticked where nothing was sent yet.
pub fn table(who: &InOrganization, items: &[OpenItem], more: bool, data: &FormData, errors: &Invalid, currency: &'static Currency) -> Markup {
    let lang = who.lang();
    let rows = sent(data);
    let whole = errors.0.iter().find(|error| error.field == "allocations").map(|error| message(lang, error));
    html! {
        section.card #f-allocations tabindex="-1" {
            header.line { h2 { (lang.t("payment-settles")) } }
            @if let Some(whole) = &whole { p.help.bad.within { (whole) } }
            @if items.is_empty() { div.body { p.muted { (lang.t("payment-nothing-open")) } } }
            @else { table.dense.settles {
                caption.vh { (lang.t("payment-settles")) }
                thead { tr {
                    th.box scope="col" { span.vh { (lang.t("payment-settle")) } }
                    th scope="col" { (lang.t("payment-document")) }
                    th scope="col" { (lang.t("document-due-on")) }
                    th.num scope="col" { (lang.t("document-open")) }
                    th.num scope="col" { (lang.t("payment-part")) }
                } }
                tbody { @for (at, item) in items.iter().enumerate() {
                    @let row = rows.iter().find(|(_, row)| row.document == item.source_id);
                    @let name = cell(at, "amount");
                    // Errors stand where they were typed, which may be another place now.
                    @let error = row.and_then(|(then, _)| errors.0.iter().find(|error| error.field == cell(*then, "amount"))).map(|error| message(lang, error));
                    tr {
                        td.box {
                            input type="hidden" name=(cell(at, "document_id")) value=(item.source_id);
                            input type="checkbox" name=(cell(at, "on")) value="on" checked[row.is_some_and(|(_, row)| row.on)] aria-label=(t!(lang, "payment-settle-one", name = item.label.as_str()));
                        }
                        td { (lang.t(&format!("document-kind-{}", rows::key(&item.source)))) " " (item.label) @if !item.reference.is_empty() { " " span.muted { (item.reference) } } }
                        td.code data-l=(lang.t("document-due-on")) { (format::stored_date(lang, &item.due_on)) }
                        td.num data-l=(lang.t("document-open")) { (format::money(lang, item.remaining.abs(), currency)) }
                        td.num.typed data-l=(lang.t("payment-part")) { input id=(id(&name)) name=(name) value=(row.map_or("", |(_, row)| row.amount.as_str())) inputmode="decimal" autocomplete="off"
                            aria-label=(t!(lang, "payment-part-of", name = item.label.as_str())) aria-invalid=[error.is_some().then_some("true")] aria-describedby=[error.is_some().then(|| format!("{}-help", id(&name)))];
                            @if let Some(error) = &error { p.help.bad id=(format!("{}-help", id(&name))) { (error) } }
                        }
                    }
                } }
            } }
            div.body { p.muted { (lang.t("payment-settles-about")) @if more { " " (t!(lang, "payment-more-open", max = MOST)) } } }
        }
    }
}

#[cfg(test)]
mod tests {
    use despacho_kernel::place::currency;

    use super::*;

    fn item(id: u128, remaining: i64) -> OpenItem {
        OpenItem {
            organization_id: Id::nil(),
            id: Id::nil(),
            source: "invoice".into(),
            source_id: Id::from_u128(id),
            label: String::new(),
            reference: String::new(),
            account_id: Id::nil(),
            contact_id: Id::nil(),
            currency: "EUR".into(),
            amount: remaining,
            base_amount: remaining,
            remaining,
            base_remaining: remaining,
            date: String::new(),
            due_on: String::new(),
            entry_id: Id::nil(),
            position: 0,
            void: false,
        }
    }

    #[test]
    fn what_is_ticked_takes_what_is_left_of_the_payment() {
        let euro = currency("EUR").expect("the euro");
        let items = [item(1, 10_000), item(2, 5_000), item(3, 7_000)];
        let mut data = FormData::default();
        for (at, (id, on, amount)) in [(1, "on", ""), (2, "on", ""), (3, "", "1.000,5")].into_iter().enumerate() {
            data.set(&cell(at, "document_id"), Id::from_u128(id).to_string())
                .set(&cell(at, "on"), on)
                .set(&cell(at, "amount"), amount);
        }
        let told = |whole: i64| read(Lang::Es, &data, &items, whole, euro).into_iter().map(|(at, of)| (at, of.amount)).collect::<Vec<_>>();
        assert_eq!(told(112_050), [(0, "100.00".into()), (1, "20.00".into()), (2, "1000.50".into())]);
        assert_eq!(told(100_050), [(2, "1000.50".into())]);
        let mut errors = Invalid::new();
        errors.push("allocations[0].amount", "over_allocated");
        errors.push("allocations", "required");
        let placed = placed(errors, &read(Lang::Es, &data, &items, 100_050, euro));
        assert_eq!(placed.0.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["allocations[2].amount", "allocations"]);
    }
}
