//! A statement as a table: for its page, for spreadsheets and for paper.

use std::cmp::Ordering;

use despacho_documents::{open::ages::Side, payments::payment::Way};
use despacho_platform::{i18n::Lang, t};
use despacho_sheets::figures::{Cell, Figures, Head};
use despacho_ui::format;
use jiff::civil::Date;

use super::{
    reading::Statement,
    statement::{Item, Line, Section, Shape},
};

/// Which way a payment went: what comes from a contact is a credit.
pub fn way(item: &Item) -> Way {
    if item.amount.cmp(&0) == Ordering::Less { Way::Received } else { Way::Made }
}

/// What an item is called: `Factura F-00042`, `Cobro R-00007`, `Pago`.
pub fn called(lang: Lang, item: &Item) -> String {
    let kind = match item.source.as_str() {
        "payment" => lang.t(&format!("payment-{}", way(item).word())),
        "write_off" => lang.t("statement-write-off"),
        kind => lang.t(&format!("document-kind-{}", kind.replace('_', "-"))),
    };
    if item.label.is_empty() { kind } else { format!("{kind} {}", item.label) }
}

/// What a statement is called: with its days, or its day.
pub fn days(lang: Lang, statement: &Statement) -> String {
    let day = |day: Date| format::calendar_date(lang, "", day);
    match statement.asked.shape {
        Shape::Movements => t!(lang, "statement-days", from = day(statement.asked.first), to = day(statement.asked.last)),
        Shape::Open => t!(lang, "statement-day", day = day(statement.asked.last)),
    }
}

/// What a section is called: `Como cliente, en EUR`.
pub fn section(lang: Lang, section: &Section) -> String {
    t!(lang, if section.side == Side::Payable { "statement-as-vendor" } else { "statement-as-customer" }, currency = section.currency.code.as_str())
}

/// How many days after its own an item is still open; none where it is not due.
pub fn overdue(line: &Line, day: Date) -> Option<i32> {
    let due: Date = line.item.due_on.parse().ok()?;
    Some(day.since(due).ok()?.get_days()).filter(|days| *days > 0)
}

/// The headings of the columns.
pub fn headings(lang: Lang, shape: Shape) -> Vec<String> {
    let keys: &[&str] = match shape {
        Shape::Movements => &["field-date", "statement-what", "statement-reference", "document-due-on", "document-amount", "statement-balance"],
        Shape::Open => {
            &["field-date", "statement-what", "statement-reference", "document-due-on", "statement-days-overdue", "document-amount", "document-open"]
        }
    };
    keys.iter().map(|key| lang.t(key)).collect()
}

/// The rows of a section: what was carried forward, its lines, and what they come to; its name first where there are several.
fn rows(lang: Lang, statement: &Statement, of: &Section, first: usize, named: bool) -> Vec<Vec<Cell>> {
    let (digits, shape) = (of.currency.digits, statement.asked.shape);
    let text = |key: &str| Cell::Text(lang.t(key));
    let mut all = vec![];
    if named {
        let mut row = vec![Cell::Named(section(lang, of), 0, true)];
        row.resize(headings(lang, shape).len(), Cell::Empty);
        all.push(row);
    }
    let begin = first + all.len();
    if shape == Shape::Movements {
        let day = Cell::Day(statement.asked.first.to_string());
        let opening = || Cell::Amount(of.opening, digits);
        all.push(vec![day, text("statement-opening"), Cell::Empty, Cell::Empty, opening(), opening()]);
    }
    for line in &of.lines {
        let item = &line.item;
        let mut row = vec![Cell::Day(item.date.clone()), Cell::Text(called(lang, item)), Cell::Text(item.reference.clone()), Cell::Day(item.due_on.clone())];
        match shape {
            Shape::Movements => row.extend([Cell::Amount(line.amount, digits), Cell::Amount(line.balance, digits)]),
            Shape::Open => row.extend([
                overdue(line, statement.asked.last).map_or(Cell::Empty, |days| Cell::Text(days.to_string())),
                Cell::Amount(line.amount, digits),
                Cell::Amount(line.open, digits),
            ]),
        }
        all.push(row);
    }
    let sum = Cell::Sum(of.closing, digits, begin..first + all.len());
    let name = text("statement-closing");
    all.push(match shape {
        Shape::Movements => vec![Cell::Day(statement.asked.last.to_string()), name, Cell::Empty, Cell::Empty, sum, Cell::Amount(of.closing, digits)],
        Shape::Open => vec![Cell::Empty, name, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, sum],
    });
    all
}

/// The whole as a table.
pub fn figures(lang: Lang, statement: &Statement) -> Figures {
    let several = statement.sections.len() > 1;
    let rows = statement.sections.iter().fold(vec![], |mut all, of| {
        let more = rows(lang, statement, of, all.len(), several);
        all.extend(more);
        all
    });
    Figures { headings: headings(lang, statement.asked.shape), rows }
}

/// What stands over the table.
pub fn head(lang: Lang, statement: &Statement) -> Head {
    let of = |name: &str, id: &str| if id.is_empty() { name.to_owned() } else { format!("{name} · {id}") };
    let (o, c) = (&statement.organization, &statement.contact);
    Head { title: lang.t("statement-title"), lines: vec![of(o.printed_name(), &o.tax_id), of(&c.name, &c.tax_id), days(lang, statement)] }
}
