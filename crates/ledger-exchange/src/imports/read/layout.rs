//! Which column of a table is what: found by its headings, or chosen by a person and remembered.

use std::collections::BTreeMap;

use despacho_kernel::{text::fold, words};
use despacho_sheets::read::Row;
use serde::{Deserialize, Serialize};

words! {
    /// What a column of a diary holds.
    Column {
        Date = "date",
        /// The entry's number, by which its lines belong together.
        Number = "number",
        Account = "account_code",
        AccountName = "account_name",
        Debit = "debit",
        Credit = "credit",
        /// Debit and credit in one, debit positive or by its side.
        Amount = "amount",
        /// Which side an amount is on.
        Side = "side",
        /// Of the line.
        Text = "text",
        /// Of the entry.
        Description = "description",
        Reference = "reference",
        Journal = "journal",
        Currency = "currency",
        AmountInCurrency = "amount_in_currency",
        Kind = "kind",
        /// The number of the line's contact.
        Contact = "contact",
        ContactName = "contact_name",
    }
}

/// How headings call each column, folded; what a heading begins with comes last.
const NAMES: [(Column, &[&str]); 17] = [
    (Column::Date, &["date", "fecha", "fecha asiento", "fecha del asiento", "fecha apunte", "fecha contable", "f. asiento", "datum", "dia"]),
    (
        Column::Number,
        &[
            "number",
            "asiento",
            "n asiento",
            "nº asiento",
            "n.º asiento",
            "no asiento",
            "num asiento",
            "numero asiento",
            "numero de asiento",
            "numero",
            "asien",
            "num",
            "entry",
            "nº",
            "n.º",
            "apunte",
        ],
    ),
    (
        Column::Account,
        &[
            "account_code",
            "cuenta",
            "subcuenta",
            "codigo cuenta",
            "cod. cuenta",
            "codigo de cuenta",
            "account",
            "account code",
            "subcta",
            "cta",
            "cta.",
            "codigo",
            "cuenta contable",
        ],
    ),
    (
        Column::AccountName,
        &[
            "account_name",
            "nombre cuenta",
            "nombre de la cuenta",
            "titulo",
            "titulo cuenta",
            "nombre",
            "descripcion cuenta",
            "account name",
            "denominacion",
            "nombre subcuenta",
        ],
    ),
    (Column::Debit, &["debit", "debe", "eurodebe", "importe debe", "cargo", "debe eur", "debe (eur)", "saldo deudor", "deudor"]),
    (Column::Credit, &["credit", "haber", "eurohaber", "importe haber", "abono", "haber eur", "haber (eur)", "saldo acreedor", "acreedor"]),
    (Column::Amount, &["amount", "importe", "saldo", "valor", "balance"]),
    (Column::Side, &["side", "d/h", "debe/haber", "tipo importe", "signo", "dh", "tipo movimiento"]),
    (Column::Text, &["text", "concepto", "concepto apunte", "texto", "descripcion apunte", "comentario", "memo"]),
    (Column::Description, &["description", "descripcion", "descripcion asiento", "concepto asiento", "glosa", "etiqueta"]),
    (
        Column::Reference,
        &["reference", "referencia", "documento", "n documento", "nº documento", "num documento", "factura", "doc", "doc.", "n factura", "nº factura"],
    ),
    (Column::Journal, &["journal", "diario", "libro"]),
    (Column::Currency, &["currency", "divisa", "moneda"]),
    (Column::AmountInCurrency, &["amount_in_currency", "importe en divisa", "importe divisa", "amount in currency", "importe moneda"]),
    (Column::Kind, &["kind", "clase", "tipo de asiento", "tipo asiento"]),
    (Column::Contact, &["contact", "contacto", "numero de contacto"]),
    (Column::ContactName, &["contact_name", "nombre del contacto", "contact name"]),
];

/// How many first rows may come before the headings.
const ABOVE: usize = 15;

/// How a table is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Layout {
    /// The place of each column, from 0, by the word of [`Column`].
    pub columns: BTreeMap<String, usize>,
    /// `,` or `.`; empty where the amounts show it.
    pub decimal: String,
    /// `dmy`, `mdy` or `ymd`; empty where the days show it.
    pub dates: String,
}

impl Layout {
    pub fn place(&self, column: Column) -> Option<usize> {
        self.columns.get(column.word()).copied()
    }

    /// What is lacking for a diary to be read: a day, an account, and amounts.
    pub fn lacks(&self) -> Vec<Column> {
        let has = |column| self.place(column).is_some();
        let mut lacking: Vec<Column> = [Column::Date, Column::Account].into_iter().filter(|column| !has(*column)).collect();
        if !(has(Column::Amount) || has(Column::Debit) && has(Column::Credit)) {
            lacking.push(if has(Column::Credit) { Column::Debit } else { Column::Credit });
        }
        lacking
    }
}

fn named(heading: &str) -> Option<Column> {
    let heading = fold(heading);
    let heading = heading.trim().trim_end_matches([':', '.']);
    NAMES.iter().find(|(_, names)| names.contains(&heading)).map(|(column, _)| *column)
}

/// The columns that a row of headings names; of two that are one, the first.
fn columns(row: &Row) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for (at, heading) in row.cells.iter().enumerate() {
        if let Some(column) = named(heading) {
            found.entry(column.word().to_owned()).or_insert(at);
        }
    }
    // A lone text is of the line in Spanish diaries, and of the entry elsewhere: either is read as both.
    found
}

/// Where the headings are and what they name: the row of the first ones that names most columns.
pub fn headings(rows: &[Row]) -> (usize, Layout) {
    let found = rows.iter().take(ABOVE).enumerate().map(|(at, row)| (at, columns(row)));
    let best = found.max_by_key(|(at, columns)| (columns.len(), usize::MAX - at));
    let (at, columns) = best.filter(|(_, columns)| columns.len() >= 2).unwrap_or_default();
    (at, Layout { columns, ..Layout::default() })
}

/// What the headings are known again by.
pub fn known_by(row: &Row) -> String {
    row.cells.iter().map(|cell| fold(cell)).collect::<Vec<_>>().join("\u{1f}").chars().take(2000).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Row {
        Row { number: 1, cells: cells.iter().map(|cell| (*cell).to_owned()).collect() }
    }

    #[test]
    fn headings_are_found_below_a_title() {
        let rows = [row(&["Diario de Talleres"]), row(&["Nº asiento", "Fecha", "Subcuenta", "Concepto", "Debe", "Haber"]), row(&["1", "01/01/2026"])];
        let (at, layout) = headings(&rows);
        assert_eq!(at, 1);
        let place = |column| layout.place(column);
        assert_eq!([place(Column::Number), place(Column::Date), place(Column::Account)], [Some(0), Some(1), Some(2)]);
        assert_eq!([place(Column::Text), place(Column::Debit), place(Column::Credit), place(Column::Amount)], [Some(3), Some(4), Some(5), None]);
        assert_eq!(layout.lacks(), []);
    }

    #[test]
    fn what_lacks_is_told() {
        assert_eq!(Layout::default().lacks(), [Column::Date, Column::Account, Column::Credit]);
        let (_, layout) = headings(&[row(&["Cuenta", "Importe"])]);
        assert_eq!(layout.lacks(), [Column::Date]);
        assert_eq!(headings(&[row(&["x", "y"])]), (0, Layout::default()));
    }
}
