//! A return as files: a sheet that is printed, which is no official form, and the tax agency's own layout where the catalogue has it.

use std::collections::BTreeMap;

use axum::{Extension, extract::State, response::Response};
use despacho_kernel::Invalid;
use despacho_ledger_reports::pages::{asked, files};
use despacho_paper::Printer;
use despacho_platform::{Error, Platform, Result, i18n::Lang, t};
use despacho_sheets::figures::{Cell, Figures};
use despacho_taxes::{
    forms::Given,
    layout::{self, Facts, Fault, Layout},
};
use despacho_ui::{InOrganization, Outcome, Path, Query, format, layout as page};
use serde::Deserialize;

use super::{list, named::Named, words::word};
use crate::{
    accrual,
    filed::Filed,
    filing::Outcome as Becomes,
    ground::Ground,
    returns::{Figure, Return},
    settlement,
    standing::{self, Standing},
};

/// The version of the program, as files tell it.
const VERSION: &str = env!("CARGO_PKG_VERSION");

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `pdf`, `xlsx`, `csv` or `aeat`.
    format: String,
}

fn cells(ground: &Ground, figure: Option<&Figure>) -> [Cell; 2] {
    match figure {
        Some(figure) if figure.is_count() => [Cell::Text(figure.number.into()), Cell::Text(figure.value.to_string())],
        Some(figure) => [Cell::Text(figure.number.into()), Cell::Amount(figure.value, ground.currency.digits)],
        None => [Cell::Empty, Cell::Empty],
    }
}

/// The boxes of a return as a table: its sections, lines and figures.
fn figures(lang: Lang, ground: &Ground, of: &Return) -> Figures {
    let counts = of.form.lines().any(|line| line.count.is_some());
    let withheld = of.form.lines().any(|line| line.withheld);
    let mut headings = vec![lang.t("tax-concept")];
    if counts {
        headings.extend([lang.t("tax-box"), lang.t("tax-count")]);
    }
    headings.extend([lang.t("tax-box"), lang.t("tax-base"), lang.t("tax-box"), lang.t(if withheld { "tax-withheld" } else { "tax-amount" })]);
    let mut rows = vec![];
    for section in &of.form.sections {
        let mut head = vec![Cell::Named(word(lang, &section.name).to_owned(), 0, true)];
        head.resize(headings.len(), Cell::Empty);
        rows.push(head);
        for line in &section.lines {
            let (es, en) = line.name();
            let figure = |number: &Option<String>| cells(ground, number.as_deref().and_then(|number| of.figure(number)));
            let mut row = vec![Cell::Named(if lang == Lang::Es { es } else { en }.to_owned(), 1, false)];
            if counts {
                row.extend(figure(&line.count));
            }
            row.extend(figure(&line.base));
            row.extend(figure(&line.amount));
            rows.push(row);
        }
    }
    Figures { headings, rows }
}

/// The layout that a return is written in, if there is one that tells it whole: what is refunded names an account, which is told to the agency.
pub fn layout_of(ground: &Ground, of: &Standing) -> Option<&'static Layout> {
    let refunds = match of.last().filter(|filing| filing.is_filed()) {
        Some(filing) => filing.outcome() == Some(Becomes::Refund),
        None => settlement::outcome(&of.shown, None).ok() == Some(Becomes::Refund),
    };
    layout::of(&ground.organization.country, &of.shown.form.model, of.shown.period.days().1).filter(|_| !refunds)
}

/// The file of a return in the agency's layout.
///
/// Errors: `tax_id` `tax_id_of_return`, `boxes` `box_too_large`; not found where there is no layout.
pub fn written(ground: &Ground, of: &Standing) -> Result<(String, Vec<u8>)> {
    let (shown, layout) = (&of.shown, layout_of(ground, of).ok_or(Error::NotFound)?);
    let filing = of.last().filter(|filing| filing.is_filed());
    let outcome = match filing.and_then(|filing| filing.outcome()) {
        Some(outcome) => outcome,
        None => settlement::outcome(shown, None)?,
    };
    let boxes: BTreeMap<String, i64> = shown.figures.iter().map(|figure| (figure.number.to_owned(), figure.value)).collect();
    let sequence = of.last().map_or(1, |filing| filing.sequence);
    let earlier = of.filings.iter().rfind(|filing| filing.sequence < sequence && filing.is_filed());
    let period = shown.period.quarter.map_or_else(|| "0A".to_owned(), |quarter| format!("{quarter}T"));
    let told = |given: Given| {
        shown
            .form
            .lines()
            .any(|line| line.takes == Some(given) && shown.figures.iter().any(|figure| std::ptr::eq(figure.line, line) && figure.value != 0))
    };
    let facts = Facts {
        kind: match outcome {
            Becomes::Pay => 'I',
            Becomes::Carry => 'C',
            Becomes::Refund => 'D',
            Becomes::Zero | Becomes::Inform => 'N',
        },
        tax_id: &ground.organization.tax_id,
        name: ground.organization.printed_name(),
        year: shown.period.year,
        period: &period,
        version: VERSION,
        is_last: shown.period.quarter == Some(4),
        cash: (accrual::sells_for_cash(ground) || told(Given::CashSold), told(Given::CashBought)),
        rectifies: earlier.map(|filing| filing.reference.as_str()),
        boxes: &boxes,
    };
    let refused = |fault: Fault| {
        let mut errors = Invalid::new();
        match fault {
            Fault::TaxId => errors.push("tax_id", "tax_id_of_return"),
            Fault::TooLarge(number) => errors.push_with("boxes", "box_too_large", vec![("box", number)]),
        }
        Error::Invalid(errors)
    };
    let name = format!("{}-{}.{}", shown.form.model, shown.period.text(), layout.name);
    Ok((name, layout.file(&facts).map_err(refused)?))
}

/// A return as a file.
pub async fn file(
    State(platform): State<Platform>,
    Extension(printer): Extension<Printer>,
    who: InOrganization,
    Path(named): Path<Named>,
    Query(asked): Query<Asked>,
) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let ground = Ground::of(db, who.organization).await?;
    let (form, period) = named.find(&platform, &ground)?;
    let filed = Filed::of(db, who.organization, period.year).await?;
    let of = standing::of(db, &ground, form, period, &filed).await?;
    if asked.format == "aeat" {
        let (name, bytes) = written(&ground, &of)?;
        return Ok(page::download(&name, "text/plain; charset=iso-8859-1", bytes));
    }
    Ok(printed(&platform, &printer, &who, (lang, &ground, &of), &asked.format).await?)
}

async fn printed(platform: &Platform, printer: &Printer, who: &InOrganization, (lang, ground, of): (Lang, &Ground, &Standing), kind: &str) -> Result<Response> {
    let kind = files::kind(kind).ok_or(Error::NotFound)?;
    let shown = &of.shown;
    let title = t!(lang, "tax-return-of", model = shown.form.model.as_str(), period = list::named(lang, shown.period));
    let day = |day| format::calendar_date(lang, "", day);
    let days = t!(lang, "reports-period-of", from = day(shown.days.from), to = day(shown.days.to));
    let state = match of.last().filter(|filing| filing.is_filed()) {
        Some(filing) => t!(lang, "tax-sheet-filed", day = format::stored_date(lang, &filing.filed_on), reference = filing.reference.as_str()),
        None => lang.t("tax-sheet-draft"),
    };
    let asked = asked::Ground::of(platform, who).await?;
    let head = files::head(lang, &asked, &title, &days, &[lang.t("tax-sheet-unofficial"), state]);
    let name = format!("{}-{}", shown.form.model, shown.period.text());
    files::file(printer, lang, kind, &name, (head, figures(lang, ground, shown))).await
}
