//! A report as a file, in the reader's language.

use axum::response::Response;
use despacho_paper::{LineColumn, Paper, Party, Printer, Sheet};
use despacho_platform::{Error, Result, i18n::Lang, t};
use despacho_sheets::figures::{Cell, Figures, Head};
use despacho_ui::{format, layout};

use super::asked::Ground;

/// Most rows of a file, and of one that is printed: a printer has seconds for a document.
const MAX: i64 = 50_000;
const MAX_PRINTED: i64 = 5_000;
/// Most columns that fit a page that stands upright.
const UPRIGHT: usize = 6;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Csv,
    Xlsx,
    Pdf,
}

impl Kind {
    /// As an address says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
        }
    }

    /// Most rows that it holds.
    pub fn most(self) -> i64 {
        if self == Self::Pdf { MAX_PRINTED } else { MAX }
    }
}

/// The file that is asked for; none for the page.
pub fn kind(word: &str) -> Option<Kind> {
    [Kind::Csv, Kind::Xlsx, Kind::Pdf].into_iter().find(|kind| kind.word() == word)
}

/// What stands over a report: whose it is, its days and currency, and what else is told of it.
pub fn head(lang: Lang, ground: &Ground, title: &str, days: &str, told: &[String]) -> Head {
    let organization = &ground.organization;
    let mut whose = organization.name.clone();
    if !organization.tax_id.is_empty() {
        whose = format!("{whose} · {}", organization.tax_id);
    }
    let mut lines = vec![whose, t!(lang, "reports-in", period = days, currency = ground.currency.code.as_str())];
    if !told.is_empty() {
        lines.push(told.join(" · "));
    }
    Head { title: title.to_owned(), lines }
}

/// A table as the printer takes it: every text ready, totals told apart.
fn sheet(lang: Lang, head: &Head, figures: &Figures) -> Sheet {
    let amount = |cell: &Cell| matches!(cell, Cell::Amount(..) | Cell::Sum(..) | Cell::SumOf(..));
    let text = |cell: &Cell| match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        // An em's width of space for each step in.
        Cell::Named(text, depth, _) => format!("{}{text}", "\u{2003}".repeat((*depth).into())),
        Cell::Day(day) => format::stored_date(lang, day),
        Cell::Amount(minor, digits) | Cell::Sum(minor, digits, _) | Cell::SumOf(minor, digits, _) => format::amount(lang, *minor, *digits),
    };
    let number = |column: usize| figures.rows.iter().filter_map(|row| row.get(column)).any(amount);
    // The longest words take the room that is left.
    let longest = |column: usize| figures.rows.iter().filter_map(|row| row.get(column)).map(|cell| text(cell).chars().count()).max().unwrap_or(0);
    let widest = (0..figures.headings.len()).filter(|column| !number(*column)).max_by_key(|column| longest(*column));
    let column = |(at, label): (usize, &String)| LineColumn { label: label.clone(), number: number(at), wide: Some(at) == widest };
    let (whose, told) = head.lines.split_first().map_or((String::new(), &[][..]), |(whose, told)| (whose.clone(), told));
    let nobody = || Party { name: String::new(), lines: vec![] };
    Sheet {
        lang: lang.code().to_owned(),
        design: "report".into(),
        paper: "a4".into(),
        accent: "#1f5c4a".into(),
        logo: String::new(),
        title: head.title.clone(),
        number: told.join("\n"),
        seller_label: String::new(),
        seller: Party { name: whose.clone(), lines: vec![] },
        buyer_label: String::new(),
        buyer: nobody(),
        facts: vec![],
        header: String::new(),
        columns: figures.headings.iter().enumerate().map(column).collect(),
        lines: figures.rows.iter().map(|row| row.iter().map(text).collect()).collect(),
        totals: vec![],
        footer: whose,
        landscape: figures.headings.len() > UPRIGHT,
        strong: (0..figures.rows.len()).filter(|row| figures.is_strong(*row)).collect(),
    }
}

/// A table as a file. Spanish spreadsheets take a comma for a decimal mark, and separate lists by semicolons.
pub async fn file(printer: &Printer, lang: Lang, kind: Kind, name: &str, (head, figures): (Head, Figures)) -> Result<Response> {
    let (separator, mark) = if lang == Lang::Es { (';', ',') } else { (',', '.') };
    let bad = |e: String| Error::Other(e);
    // Tens of thousands of rows take their time, so they are written on a thread that may be busy.
    if kind == Kind::Pdf {
        if i64::try_from(figures.rows.len()).unwrap_or(i64::MAX) > MAX_PRINTED + 2 {
            return Err(despacho_kernel::Invalid::too_many("rows", MAX_PRINTED).into());
        }
        let sheet = tokio::task::spawn_blocking(move || sheet(lang, &head, &figures)).await.map_err(|e| bad(e.to_string()))?;
        let bytes = printer.print(sheet, None, Paper::Pdf).await.map_err(|fault| Error::Conflict(fault.word()))?;
        return Ok(layout::download(&format!("{name}.pdf"), "application/pdf", bytes));
    }
    let work = move || if kind == Kind::Xlsx { figures.xlsx(&head) } else { figures.csv(separator, mark) };
    let written = tokio::task::spawn_blocking(work).await.map_err(|e| bad(e.to_string()))?;
    let bytes = written.map_err(|e| bad(e.to_string()))?;
    Ok(match kind {
        Kind::Xlsx => layout::download(&format!("{name}.xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes),
        _ => layout::download(&format!("{name}.csv"), "text/csv; charset=utf-8", bytes),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_printed_in_the_readers_words_with_its_totals_told_apart() {
        let head = Head { title: "Balance".into(), lines: vec!["Sol, S.L. · B00000000".into(), "2026, importes en EUR".into()] };
        let rows = vec![
            vec![Cell::Text("572".into()), Cell::Named("Bancos".into(), 1, false), Cell::Day("2026-03-01".into()), Cell::Amount(-123_450, 2)],
            vec![Cell::Empty, Cell::Text("Total".into()), Cell::Empty, Cell::Sum(-123_450, 2, 0..1)],
        ];
        let printed = sheet(Lang::Es, &head, &Figures { headings: ["Código", "Cuenta", "Fecha", "Saldo"].map(str::to_owned).to_vec(), rows });
        assert_eq!(printed.lines, [["572", "\u{2003}Bancos", "1 mar 2026", "−1.234,50"], ["", "Total", "", "−1.234,50"]]);
        assert_eq!((printed.strong, printed.landscape, printed.footer.as_str()), (vec![1], false, "Sol, S.L. · B00000000"));
        assert_eq!(
            printed.columns.iter().map(|column| (column.number, column.wide)).collect::<Vec<_>>(),
            [(false, false), (false, false), (false, true), (true, false)]
        );
        assert_eq!(printed.number, "2026, importes en EUR");
    }
}
