//! What a form comes to as it stands: lines that cannot be read yet are left out and told.

use despacho_kernel::Invalid;
use despacho_paper::Sheet;
use despacho_platform::{Error, Result, i18n::Lang, sql::Connection, t};
use maud::{Markup, html};

use super::{super::totals, preview};
use crate::{
    document::Document,
    ground::Ground,
    kind::Kind,
    read::{self, Drafted},
    typed::TypedDocument,
};

/// What was computed of a form.
pub struct Sketch {
    pub drafted: Option<Drafted>,
    /// The place of each line that was computed in the form.
    places: Vec<usize>,
    /// The lines that were left out, from 1.
    out: Vec<usize>,
    lacks_contact: bool,
    /// What the paper says of it, where it has one.
    pub paper: Option<Sheet>,
}

/// The line of an error, if it is a line's.
fn line(field: &str) -> Option<usize> {
    field.strip_prefix("lines[")?.split(']').next()?.parse().ok()
}

/// Leaves out of a document what these errors are about.
fn without(typed: &mut TypedDocument, places: &mut Vec<usize>, errors: &Invalid) -> Vec<usize> {
    let mut bad: Vec<usize> = errors.0.iter().filter_map(|error| line(&error.field)).collect();
    bad.sort_unstable();
    bad.dedup();
    let out = bad.iter().filter_map(|at| places.get(*at).map(|place| place + 1)).collect();
    bad.retain(|at| *at < typed.lines.len());
    for at in bad.into_iter().rev() {
        typed.lines.remove(at);
        places.remove(at);
    }
    for error in &errors.0 {
        match error.field.as_str() {
            "date" => typed.date.clear(),
            "due_date" => typed.due_date.clear(),
            "reference" => typed.reference.clear(),
            "notes" => typed.notes.clear(),
            "vendor_number" => typed.vendor_number.clear(),
            "reason" => typed.reason.clear(),
            "series" => typed.series.clear(),
            "corrects_id" => typed.corrects_id = None,
            field if field.starts_with("taxes") => typed.taxes.clear(),
            _ => {}
        }
    }
    out
}

/// Computes a form with its numbers as they are stored.
pub async fn of(db: &dyn Connection, ground: &Ground, kind: Kind, typed: &TypedDocument, places: &[usize]) -> Result<Sketch> {
    let (mut typed, mut places, mut out) = (typed.clone(), places.to_vec(), vec![]);
    let lacks_contact = typed.contact_id.is_none();
    let mut drafted = None;
    // What is left after the first faults may have others, which were not looked at before.
    for _ in 0..3 {
        if lacks_contact {
            break;
        }
        match read::read(db, ground, kind, &typed, Document::default()).await {
            Ok(read) => {
                drafted = Some(read);
                break;
            }
            Err(Error::Invalid(errors)) => out.extend(without(&mut typed, &mut places, &errors)),
            Err(error) => return Err(error),
        }
    }
    out.sort_unstable();
    Ok(Sketch { drafted, places, out, lacks_contact, paper: None })
}

impl Sketch {
    /// The codes of the taxes of the line at a place of the form, and what it comes to in minor units.
    pub fn line(&self, place: usize) -> Option<(Vec<&str>, i64)> {
        let at = self.places.iter().position(|own| *own == place)?;
        let line = self.drafted.as_ref()?.whole.lines.get(at)?;
        Some((line.taxes.lines().collect(), line.net))
    }

    /// What scripts put into the cells: of each computed line its place, its amount and its taxes.
    fn cells(&self, lang: Lang) -> String {
        let Some(drafted) = &self.drafted else { return "[]".into() };
        let digits = drafted.whole.document.own_currency().map_or(2, |currency| currency.digits);
        let told = |(place, line): (&usize, &crate::document::DocumentLine)| serde_json::json!({ "place": place, "net": despacho_ui::format::amount(lang, line.net, digits), "taxes": line.taxes.lines().collect::<Vec<_>>() });
        serde_json::Value::from(self.places.iter().zip(&drafted.whole.lines).map(told).collect::<Vec<_>>()).to_string()
    }

    /// The card of what the form comes to, in a frame of its own.
    pub fn card(&self, lang: Lang) -> Markup {
        html! {
            turbo-frame #totals {
                section.card data-lines=(self.cells(lang)) {
                    header.line { h2 { (lang.t("document-totals")) } button.btn.small.unscripted type="submit" name="do" value="calculate" formnovalidate data-turbo-frame="totals" data-paper-target="calculate" { (lang.t("document-calculate")) } }
                    div.body role="status" {
                        @match &self.drafted {
                            Some(drafted) => {
                                (totals::sums(lang, &drafted.whole.document, &drafted.whole.taxes, None))
                                @for warning in &drafted.warnings { p.note.warn { (t!(lang, "document-tax-differs", code = warning.code.as_str(), typed = warning.typed.as_str(), computed = warning.computed.as_str())) } }
                            }
                            None => p.muted { (lang.t(if self.lacks_contact { "document-totals-contact" } else { "document-totals-none" })) },
                        }
                        @if let Some(paper) = &self.paper { template data-preview="" { (preview::paper(lang, paper)) } }
                        @if !self.out.is_empty() { p.muted { (t!(lang, "document-totals-without", lines = self.out.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))) } }
                    }
                }
            }
        }
    }
}
