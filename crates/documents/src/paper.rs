//! What the paper of a document says, as its template shows it.

use std::collections::HashMap;

use despacho_books::preferences::{DOCUMENT_TEMPLATES, document_templates::SHOWN};
use despacho_contacts::store as contacts;
use despacho_kernel::{Id, money::plain, tax_id};
use despacho_organizations::fields;
use despacho_paper::{LineColumn, Party, Sheet, Total};
use despacho_platform::{Result, i18n::Lang, sql::Connection, t};
use despacho_settings::lists::{ListRow, store as lists};
use despacho_ui::format;
use jiff::civil::Date;

use crate::{
    document::{Document, DocumentLine, DocumentTax, Whole},
    ground::Ground,
    items::{item::Item, store as items},
    kind::Kind,
    store,
};

struct Page<'a> {
    lang: Lang,
    ground: &'a Ground,
    whole: &'a Whole,
    items: HashMap<Id, Item>,
    /// The contact's address, in lines.
    address: Vec<String>,
    digits: u8,
}

/// What the documents' words are in keys of texts.
fn key(prefix: &str, word: &str) -> String {
    format!("{prefix}-{}", word.replace('_', "-"))
}

/// What a customer calls a tax: the letters of its code before its rate.
fn called(code: &str) -> &str {
    match code.find(|c: char| c.is_ascii_digit()) {
        Some(end) if end > 1 => &code[..end],
        _ => code,
    }
}

impl Page<'_> {
    fn date(&self, stored: &str) -> String {
        let date: Option<Date> = stored.parse().ok();
        date.map_or_else(|| stored.to_owned(), |date| format::calendar_date(self.lang, &self.ground.organization.date_format, date))
    }

    fn amount(&self, minor: i64) -> String {
        format::amount(self.lang, minor, self.digits)
    }

    fn number(&self, text: &str) -> String {
        format::decimal(self.lang, text)
    }

    fn cell(&self, line: &DocumentLine, column: &str) -> String {
        let item = line.item_id.and_then(|id| self.items.get(&id));
        match column {
            "code" => item.map_or_else(String::new, |item| item.sku.clone()),
            "description" => line.description.clone(),
            "quantity" => self.number(&line.quantity),
            "unit" => item.map_or_else(String::new, |item| item.unit.clone()),
            "price" => self.number(&line.unit_price),
            "discount" if line.discount_percent == "0" => String::new(),
            "discount" => format::percent(self.lang, &line.discount_percent),
            "tax" => {
                let rate = |code: &str| {
                    self.whole
                        .taxes
                        .iter()
                        .find(|tax| tax.code == code && tax.effect != "withheld")
                        .map(|tax| format::percent(self.lang, &tax.rate))
                };
                line.taxes.lines().filter_map(rate).collect::<Vec<_>>().join(" + ")
            }
            _ => self.amount(line.net),
        }
    }

    fn identifier(&self, id: &str, country: &str) -> String {
        if id.is_empty() { String::new() } else { format!("{} {}", fields::tax_label(self.lang, country), tax_id::show(id, country)) }
    }

    fn own(&self) -> Party {
        let o = &self.ground.organization;
        let town = format!("{} {}", o.address.postal_code, o.address.city);
        let lines = [self.identifier(&o.tax_id, &o.country), o.address.street1.clone(), o.address.street2.clone(), town.trim().to_owned(), o.email.clone()];
        Party { name: o.printed_name().to_owned(), lines: lines.into_iter().filter(|line| !line.is_empty()).collect() }
    }

    fn other(&self) -> Party {
        let document = &self.whole.document;
        let identifier = self.identifier(&document.contact_tax_id, &document.contact_country);
        let lines = std::iter::once(identifier).chain(self.address.iter().cloned());
        Party { name: document.contact_name.clone(), lines: lines.filter(|line| !line.is_empty()).collect() }
    }

    /// Sums: the net, a row for each tax and rate, the total, what is withheld, and what is to be paid.
    fn totals(&self) -> Vec<Total> {
        let document = &self.whole.document;
        let row = |label: String, value: String, strong: bool| Total { label, value, strong };
        let tax = |tax: &DocumentTax| {
            let label = t!(self.lang, "document-tax-row", code = called(&tax.code), rate = format::percent(self.lang, &tax.rate), base = self.amount(tax.base));
            row(label, self.amount(if tax.effect == "withheld" { -tax.amount } else { tax.amount }), false)
        };
        let of = |effect: &'static str| self.whole.taxes.iter().filter(move |tax| tax.effect == effect).map(tax);
        let money = |minor: i64| document.own_currency().map_or_else(|_| plain(minor, self.digits), |currency| format::money(self.lang, minor, currency));
        let mut all = vec![row(self.lang.t("document-base"), self.amount(document.net), false)];
        all.extend(of("charged"));
        all.push(row(self.lang.t("document-total"), money(document.total), document.withheld == 0));
        if document.withheld != 0 {
            all.extend(of("withheld"));
            all.push(row(self.lang.t("document-payable"), money(document.payable), true));
        }
        all
    }

    fn facts(&self, kind: Kind, corrected: Option<&Document>) -> Vec<(String, String)> {
        let document = &self.whole.document;
        let mut facts = vec![(self.lang.t("document-date"), self.date(&document.date))];
        if matches!(kind, Kind::Invoice | Kind::Bill | Kind::PurchaseOrder) {
            facts.push((self.lang.t(if kind == Kind::PurchaseOrder { "document-expected-on" } else { "document-due" }), self.date(&document.due_on)));
        }
        if !document.reference.is_empty() {
            facts.push((self.lang.t("document-reference"), document.reference.clone()));
        }
        if let Some(of) = corrected {
            facts.push((self.lang.t("document-corrects"), format!("{} · {}", of.number, self.date(&of.date))));
        }
        if !document.reason.is_empty() {
            facts.push((self.lang.t("document-reason"), document.reason.clone()));
        }
        facts
    }
}

/// The template that a kind is printed with: the first active one of its word.
async fn template(db: &dyn Connection, organization: Id, kind: Kind) -> Result<Option<ListRow>> {
    let all = lists::list(db, &DOCUMENT_TEMPLATES, organization, lists::MAX).await?;
    Ok(all.into_iter().find(|row| row.active && DOCUMENT_TEMPLATES.values(row).get("document") == kind.series()))
}

/// What the paper of a document says today.
pub async fn sheet(db: &dyn Connection, ground: &Ground, whole: &Whole) -> Result<Sheet> {
    let (document, organization) = (&whole.document, ground.organization.id);
    let kind = document.kind()?;
    let lang = Lang::of(&ground.organization.language);
    let ids: Vec<Id> = whole.lines.iter().filter_map(|line| line.item_id).collect();
    let items = if ids.is_empty() { vec![] } else { items::of_ids(db, organization, &ids).await? };
    let corrected = match document.corrects_id {
        Some(id) => Some(store::find(db, organization, id).await?),
        None => None,
    };
    let digits = document.own_currency()?.digits;
    let address = contacts::find(db, organization, document.contact_id).await?.address(lang, &ground.organization.country);
    let page = Page { lang, ground, whole, items: items.into_iter().map(|item| (item.id, item)).collect(), address, digits };
    let template = template(db, organization, kind).await?;
    let values = template.as_ref().map(|row| DOCUMENT_TEMPLATES.values(row));
    let value = |name: &str, usual: &str| values.map_or(usual, |values| values.get(name)).to_owned();
    let wanted = value("shown", "description,quantity,price,tax,amount");
    let mut shown: Vec<&str> = SHOWN.iter().copied().filter(|column| wanted.split(',').any(|word| word == *column)).collect();
    // What is discounted is told, or price and amount would not agree.
    if whole.lines.iter().any(|line| line.discount_percent != "0") && !shown.contains(&"discount") {
        shown.insert(shown.iter().position(|column| *column == "tax" || *column == "amount").unwrap_or(shown.len()), "discount");
    }
    let column = |name: &&str| LineColumn {
        label: lang.t(&key("choice-document-templates-shown", name)),
        number: !matches!(*name, "code" | "description" | "unit"),
        wide: *name == "description",
    };
    let mut columns: Vec<LineColumn> = shown.iter().map(column).collect();
    if !columns.iter().any(|column| column.wide)
        && let Some(first) = columns.first_mut()
    {
        first.wide = true;
    }
    let (own, other) = (page.own(), page.other());
    // Whoever writes it stands first: an order is written by who buys.
    let (seller, buyer) = if kind.is_printed() { (own, other) } else { (other, own) };
    let title = if document.simplified { lang.t("document-kind-simplified") } else { lang.t(&key("document-kind", kind.word())) };
    let notes = if document.notes.is_empty() { String::new() } else { format!("{}\n", document.notes.replace('\r', "")) };
    Ok(Sheet {
        lang: lang.code().into(),
        design: value("design", "classic"),
        paper: value("paper", "a4"),
        accent: value("accent", "#1f5c4a"),
        logo: if value("show_logo", "yes") == "yes" { "logo".into() } else { String::new() },
        title,
        number: document.number.clone(),
        seller_label: lang.t("document-from"),
        seller,
        buyer_label: lang.t("document-to"),
        buyer,
        facts: page.facts(kind, corrected.as_ref()),
        header: value("header", "").replace('\r', ""),
        columns,
        lines: whole.lines.iter().map(|line| shown.iter().map(|column| page.cell(line, column)).collect()).collect(),
        totals: page.totals(),
        footer: format!("{notes}{}", value("footer", "").replace('\r', "")),
        landscape: false,
        strong: vec![],
    })
}
