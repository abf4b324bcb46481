//! A report as a file, in the reader's language.

use axum::response::Response;
use despacho_platform::{Error, Result, i18n::Lang};
use despacho_sheets::figures::Figures;
use despacho_ui::layout;

/// Most rows of a file.
pub(super) const MAX: i64 = 50_000;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Csv,
    Xlsx,
}

/// The file that is asked for; none for the page.
pub(super) fn kind(word: &str) -> Option<Kind> {
    match word {
        "csv" => Some(Kind::Csv),
        "xlsx" => Some(Kind::Xlsx),
        _ => None,
    }
}

/// A table as a file. Spanish spreadsheets take a comma for a decimal mark, and separate lists by semicolons.
pub(super) async fn file(lang: Lang, kind: Kind, name: &str, figures: Figures) -> Result<Response> {
    let (separator, mark) = if lang == Lang::Es { (';', ',') } else { (',', '.') };
    // Tens of thousands of rows take their time, so they are written on a thread that may be busy.
    let work = move || match kind {
        Kind::Csv => figures.csv(separator, mark),
        Kind::Xlsx => figures.xlsx(),
    };
    let written = tokio::task::spawn_blocking(work).await.map_err(|e| Error::Other(e.to_string()))?;
    let bytes = written.map_err(|e| Error::Other(e.to_string()))?;
    Ok(match kind {
        Kind::Csv => layout::download(&format!("{name}.csv"), "text/csv; charset=utf-8", bytes),
        Kind::Xlsx => layout::download(&format!("{name}.xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes),
    })
}
