//! A statement on paper, in the organization's language and in the look of its invoices.

use despacho_books::preferences::DOCUMENT_TEMPLATES;
use despacho_documents::open::ages::AGES;
use despacho_kernel::tax_id;
use despacho_organizations::fields;
use despacho_paper::{LineColumn, Party, Sheet, Total};
use despacho_platform::{Result, i18n::Lang, sql::Connection};
use despacho_settings::lists::store as lists;
use despacho_sheets::figures::Cell;
use despacho_ui::format;

use super::{
    figures::{days, figures, section},
    reading::Statement,
    statement::Shape,
};

fn identifier(lang: Lang, id: &str, country: &str) -> String {
    if id.is_empty() { String::new() } else { format!("{} {}", fields::tax_label(lang, country), tax_id::show(id, country)) }
}

fn party(name: &str, lines: impl IntoIterator<Item = String>) -> Party {
    Party { name: name.to_owned(), lines: lines.into_iter().filter(|line| !line.is_empty()).collect() }
}

/// What each section comes to, and what of it is open for how long.
fn totals(lang: Lang, statement: &Statement) -> Vec<Total> {
    let mut all = vec![];
    for of in &statement.sections {
        let money = |minor: i64| format::money(lang, minor, of.currency);
        if statement.asked.shape == Shape::Open {
            for (age, amount) in AGES.iter().zip(of.ages).filter(|(_, amount)| *amount != 0) {
                all.push(Total { label: lang.t(&format!("age-{}", age.replace('_', "-"))), value: money(amount), strong: false });
            }
        }
        let label = if statement.sections.len() > 1 { section(lang, of) } else { lang.t("statement-closing") };
        all.push(Total { label, value: money(of.closing), strong: true });
    }
    all
}

/// What its paper says.
pub async fn sheet(db: &dyn Connection, statement: &Statement) -> Result<Sheet> {
    let (o, c) = (&statement.organization, &statement.contact);
    let lang = Lang::of(&o.language);
    let all = lists::list(db, &DOCUMENT_TEMPLATES, o.id, lists::MAX).await?;
    let template = all.iter().find(|row| row.active && DOCUMENT_TEMPLATES.values(row).get("document") == "invoice");
    let value = |name: &str, usual: &str| template.map_or(usual, |row| DOCUMENT_TEMPLATES.values(row).get(name)).to_owned();
    let told = figures(lang, statement);
    let is_amount = |cell: &Cell| matches!(cell, Cell::Amount(..) | Cell::Sum(..) | Cell::SumOf(..));
    let text = |cell: &Cell| match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Named(text, ..) => text.clone(),
        Cell::Day(day) => day.parse().map_or_else(|_| day.clone(), |day| format::calendar_date(lang, &o.date_format, day)),
        Cell::Amount(minor, digits) | Cell::Sum(minor, digits, _) | Cell::SumOf(minor, digits, _) => format::amount(lang, *minor, *digits),
    };
    let column = |(at, label): (usize, &String)| LineColumn {
        label: label.clone(),
        number: at >= 4 || told.rows.iter().filter_map(|row| row.get(at)).any(is_amount),
        wide: at == 1,
    };
    let own_town = format!("{} {}", o.address.postal_code, o.address.city);
    let own = [identifier(lang, &o.tax_id, &o.country), o.address.street1.clone(), o.address.street2.clone(), own_town.trim().to_owned(), o.email.clone()];
    Ok(Sheet {
        lang: lang.code().into(),
        design: value("design", "classic"),
        paper: value("paper", "a4"),
        accent: value("accent", "#1f5c4a"),
        logo: if value("show_logo", "yes") == "yes" { "logo".into() } else { String::new() },
        title: lang.t("statement-title"),
        number: days(lang, statement),
        seller_label: lang.t("document-from"),
        seller: party(o.printed_name(), own),
        buyer_label: lang.t("document-to"),
        buyer: party(&c.name, std::iter::once(identifier(lang, &c.tax_id, &c.country)).chain(c.address(lang, &o.country))),
        facts: vec![(lang.t("contact-number"), c.number.to_string())],
        header: String::new(),
        columns: told.headings.iter().enumerate().map(column).collect(),
        lines: told.rows.iter().map(|row| row.iter().map(text).collect()).collect(),
        totals: totals(lang, statement),
        footer: String::new(),
        landscape: false,
        strong: (0..told.rows.len()).filter(|row| told.is_strong(*row)).collect(),
    })
}
