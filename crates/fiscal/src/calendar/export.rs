//! What the calendar shows as CSV or XLSX.

use axum::extract::State as Shared;
use despacho_kernel::tax_id;
use despacho_platform::{Error, Platform, i18n::Lang};
use despacho_ui::{InPractice, Outcome, Query, layout};
use serde::Deserialize;

use super::{
    asked::Asked,
    matrix::{self, Scope, doer},
    pages::{model_name, narrow, window},
    parts::{names, people, state_word},
};
use crate::hand::hand;

#[derive(Deserialize)]
pub(super) struct Format {
    #[serde(default)]
    format: String,
}

pub(super) async fn export(Shared(platform): Shared<Platform>, who: InPractice, Query(asked): Query<Asked>, Query(format): Query<Format>) -> Outcome {
    let (lang, db, hand) = (who.lang(), platform.db.read(), hand(&platform, &who));
    let (view, period) = (asked.view(), asked.period(hand.today));
    let scope = Scope { practice: who.practice, visible_to: hand.visible_to };
    let matrix = matrix::matrix(db, scope, &window(view, period), &narrow(&asked), hand.today).await?;
    let names = names(&people(db, who.practice).await?);
    let keys = [
        "fiscal-client",
        "fiscal-tax-id",
        "fiscal-model",
        "fiscal-what",
        "fiscal-period",
        "fiscal-legal",
        "fiscal-debit",
        "field-obligation-state",
        "fiscal-person",
        "fiscal-late",
        "field-filed-on",
        "fiscal-reason",
    ];
    let headings: Vec<String> = keys.iter().map(|key| lang.t(key)).collect();
    let mut rows: Vec<Vec<String>> = vec![];
    for line in &matrix.lines {
        for cell in line.cells.iter().flatten() {
            let person = doer(cell, line.person).and_then(|id| names.get(&id)).cloned().unwrap_or_default();
            rows.push(vec![
                line.client.display_name.clone(),
                tax_id::show(&line.client.tax_id, &line.client.country),
                cell.model.clone(),
                model_name(lang, &cell.model),
                cell.period.clone(),
                cell.legal_due_on.clone(),
                cell.direct_debit_on.clone(),
                state_word(lang, cell.state()),
                person,
                cell.late_days(hand.today).map(|days| days.to_string()).unwrap_or_default(),
                cell.filed_on.clone(),
                cell.reason.clone(),
            ]);
        }
    }
    let (name, sheet, xlsx) = (format!("{}-{}", lang.t("fiscal-file-name"), period.text()), lang.t("fiscal"), format.format == "xlsx");
    // Spanish spreadsheets take a comma for a decimal mark, and separate lists by semicolons.
    let separator = if lang == Lang::Es { ';' } else { ',' };
    let written = tokio::task::spawn_blocking(move || match xlsx {
        true => despacho_sheets::xlsx(&sheet, &headings, rows.into_iter()),
        false => despacho_sheets::csv(&headings, rows.into_iter(), separator),
    });
    let bytes = written.await.map_err(|e| Error::Other(e.to_string()))?.map_err(|e| Error::Other(e.to_string()))?;
    Ok(match xlsx {
        true => layout::download(&format!("{name}.xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes),
        false => layout::download(&format!("{name}.csv"), "text/csv; charset=utf-8", bytes),
    })
}
