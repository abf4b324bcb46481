//! A statement as lines under each other: on the page, each opened to its accounts and leading to its postings, and as a file.

use despacho_ledger::reports::{
    model::Filled,
    statements::{Line, Section},
    sums::Period,
};
use despacho_platform::i18n::Lang;
use despacho_sheets::figures::{Cell, Figures};
use despacho_ui::{InOrganization, assets::icon};
use maud::{Markup, html};

use super::{
    asked::{Ground, ledger_with},
    compared::changed,
};

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It has no amounts.
    Heading,
    Line,
    /// An account within a line, which is opened to be seen.
    Account,
    /// It sums others.
    Sum,
    /// What all comes to.
    End,
}

/// A row of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub kind: Kind,
    pub depth: u8,
    /// The heading that it stands under.
    pub part: String,
    /// Of an account, which leads to its postings; of a line, the number of the official form.
    pub code: String,
    pub name: String,
    /// Of each column; none of a heading.
    pub amounts: Vec<i64>,
    /// The places of the rows that it sums.
    pub sums: Vec<usize>,
}

/// A column, and the days whose postings its amounts lead to.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub label: String,
    pub period: Option<Period>,
}

/// A statement.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    pub columns: Vec<Column>,
    /// Whether the second column is what the first is compared with.
    pub changes: bool,
    /// Whether its lines are those of an official model.
    pub model: bool,
    pub rows: Vec<Row>,
    /// Whether what its ends come to is as it must be, where that can be said.
    pub ties: Option<bool>,
    /// The value that it is narrowed to.
    pub tag: String,
}

/// A section as rows: its heading, its lines, its sum, which counts besides what `more` names.
pub(super) fn section(rows: &mut Vec<Row>, heading: &str, total: &str, of: Section, more: Option<Line>) {
    let row = |kind, depth, line: Line, sums| Row { kind, depth, part: heading.to_owned(), code: line.code, name: line.name, amounts: line.amounts, sums };
    rows.push(row(Kind::Heading, 0, Line { name: heading.to_owned(), ..Line::default() }, vec![]));
    let first = rows.len();
    rows.extend(of.lines.into_iter().chain(more).map(|line| row(Kind::Line, 1, line, vec![])));
    let sums = (first..rows.len()).collect();
    rows.push(row(Kind::Sum, 0, Line { code: String::new(), name: total.to_owned(), amounts: of.totals }, sums));
}

/// The lines of a model as rows, each followed by its accounts.
pub(super) fn of_model(lang: Lang, filled: &[Filled]) -> Vec<Row> {
    let mut rows: Vec<Row> = vec![];
    let mut places: Vec<Option<usize>> = vec![None; filled.len()];
    for (at, of) in filled.iter().enumerate().filter(|(_, of)| of.is_told()) {
        places[at] = Some(rows.len());
        let row = |kind, depth, code: &str, name: &str, amounts: &[i64]| Row {
            kind,
            depth,
            part: String::new(),
            code: code.to_owned(),
            name: name.to_owned(),
            amounts: amounts.to_vec(),
            sums: vec![],
        };
        rows.push(row(if of.line.total { Kind::Sum } else { Kind::Line }, of.line.level, &of.line.key, of.line.name(lang), &of.amounts));
        rows.extend(of.accounts.iter().map(|account| row(Kind::Account, of.line.level + 1, &account.code, &account.name, &account.amounts)));
    }
    for (at, of) in filled.iter().enumerate() {
        let Some(place) = places[at] else { continue };
        let accounts = place + 1..=place + of.accounts.len();
        rows[place].sums = accounts.chain(of.sums.iter().filter_map(|below| places[*below])).collect();
    }
    rows
}

impl Lines {
    /// The rows of a file: accounts of lines are there where they are asked for, or where the lines are accounts.
    pub fn file(&self, lang: Lang, ground: &Ground, accounts: bool) -> Figures {
        let digits = ground.currency.digits;
        let parts = !self.model && self.rows.iter().any(|row| !row.part.is_empty());
        let mut headings = if parts { vec![lang.t("reports-part")] } else { vec![] };
        headings.extend([lang.t("reports-code"), lang.t(if self.model { "reports-line" } else { "reports-account" })]);
        headings.extend(self.columns.iter().map(|column| column.label.clone()));
        // Where a row stands in the file.
        let kept = |row: &Row| row.kind != Kind::Heading && (accounts || row.kind != Kind::Account);
        let mut places = vec![None; self.rows.len()];
        let mut next = 0;
        for (at, row) in self.rows.iter().enumerate().filter(|(_, row)| kept(row)) {
            places[at] = Some(next);
            next += usize::from(kept(row));
        }
        let rows = self.rows.iter().filter(|row| kept(row)).map(|row| {
            let strong = matches!(row.kind, Kind::Sum | Kind::End);
            let name = if self.model { Cell::Named(row.name.clone(), row.depth, strong) } else { Cell::Named(row.name.clone(), 0, strong) };
            let mut cells = if parts { vec![Cell::Text(row.part.clone())] } else { vec![] };
            cells.extend([if row.code.is_empty() { Cell::Empty } else { Cell::Text(row.code.clone()) }, name]);
            cells.extend(row.amounts.iter().enumerate().map(|(nth, amount)| self.cell(row, nth, *amount, digits, &places)));
            cells
        });
        Figures { headings, rows: rows.collect() }
    }

    /// An amount, as a formula where the rows that it sums are in the file and come to it.
    fn cell(&self, row: &Row, nth: usize, amount: i64, digits: u8, places: &[Option<usize>]) -> Cell {
        let summed: Vec<(usize, i64)> = row.sums.iter().filter_map(|at| Some((places[*at]?, self.rows[*at].amounts[nth]))).collect();
        if summed.is_empty() || summed.iter().map(|(_, amount)| amount).sum::<i64>() != amount {
            return Cell::Amount(amount, digits);
        }
        let at: Vec<usize> = summed.into_iter().map(|(at, _)| at).collect();
        let run = at[0]..at[0] + at.len();
        if run.clone().eq(at.iter().copied()) { Cell::Sum(amount, digits, run) } else { Cell::SumOf(amount, digits, at) }
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(|row| row.amounts.iter().all(|amount| *amount == 0))
    }

    fn figures(&self, who: &InOrganization, ground: &Ground, row: &Row, leads: bool) -> Markup {
        let lang = who.lang();
        html! {
            @for (nth, (column, amount)) in self.columns.iter().zip(&row.amounts).enumerate() {
                td.num.sd[nth == 0].prev[nth > 0].first-of[nth == 1 && self.changes] data-l=[(nth > 0).then_some(&column.label)] {
                    @match column.period {
                        // The name leads to the first of them already.
                        Some(period) if leads && *amount != 0 => {
                            a.to href=(ledger_with(who, &row.code, false, period, &self.tag)) tabindex=[(nth == 0).then_some("-1")] { (ground.amount(lang, *amount)) }
                        }
                        _ => (ground.amount(lang, *amount)),
                    }
                }
            }
            @if self.changes { td.num.muted.gone { (changed(lang, row.amounts.first().copied().unwrap_or(0), row.amounts.get(1).copied())) } }
        }
    }

    fn name(&self, who: &InOrganization, row: &Row, folds: Option<bool>) -> Markup {
        let period = self.columns.first().and_then(|column| column.period);
        let account = row.kind == Kind::Account || (row.kind == Kind::Line && !self.model && !row.code.is_empty());
        html! {
            @if let Some(open) = folds {
                button.fold type="button" aria-expanded=(open) data-action="lines#fold" { (icon("chevron-right")) span.name { (row.name) } }
                span.name.plain { (row.name) }
            } @else if account {
                @let inside = html! { span.code { (row.code) } span.name { (row.name) } };
                @match period { Some(period) => a.to href=(ledger_with(who, &row.code, false, period, &self.tag)) { (inside) }, None => (inside) }
            } @else {
                span.name { (row.name) }
            }
            @if row.kind == Kind::End && let Some(ties) = self.ties { " " (tied(who.lang(), ties)) }
        }
    }

    fn row(&self, who: &InOrganization, ground: &Ground, at: usize, accounts: bool) -> Markup {
        let row = &self.rows[at];
        let opens = row.kind != Kind::Account && self.rows.get(at + 1).is_some_and(|next| next.kind == Kind::Account);
        let leads = row.kind == Kind::Account || (row.kind == Kind::Line && !self.model && !row.code.is_empty());
        let deep = format!("in-{}", row.depth.min(5));
        let shape = match row.kind {
            Kind::Heading => "d0",
            Kind::Sum if self.model => {
                if row.depth == 0 {
                    "sum great"
                } else {
                    "sub"
                }
            }
            Kind::Sum => "sum",
            Kind::Account => "d1 account",
            Kind::Line | Kind::End => "d1",
        };
        html! {
            @if row.kind == Kind::Heading {
                tr.d0 { th scope="rowgroup" colspan=(self.columns.len() + 1 + usize::from(self.changes)) { (row.name) } }
            } @else {
                tr class=(if self.model { format!("{shape} {deep}") } else { shape.to_owned() }) hidden[row.kind == Kind::Account && !accounts] {
                    th scope="row" { (self.name(who, row, opens.then_some(accounts))) }
                    (self.figures(who, ground, row, leads))
                }
            }
        }
    }

    /// The table; accounts of lines are closed unless they are asked for.
    pub fn table(&self, who: &InOrganization, ground: &Ground, caption: &str, accounts: bool) -> Markup {
        let lang = who.lang();
        let many = self.columns.len() > 4;
        let ends = self.rows.iter().position(|row| row.kind == Kind::End).unwrap_or(self.rows.len());
        let table = html! {
            table.dense.report.two[!many].many[many] data-controller="lines" {
                caption.vh { (caption) }
                thead { tr {
                    th scope="col" { (lang.t(if self.model { "reports-line" } else { "reports-account" })) }
                    @for (nth, column) in self.columns.iter().enumerate() { th.num.first-of[nth == 1 && self.changes] scope="col" { (column.label) } }
                    @if self.changes { th.num scope="col" { (lang.t("reports-change")) } }
                } }
                tbody { @for at in 0..ends { (self.row(who, ground, at, accounts)) } }
                @if ends < self.rows.len() { tfoot { @for at in ends..self.rows.len() { (self.row(who, ground, at, accounts)) } } }
            }
        };
        html! { @if many { div.scroll { (table) } } @else { (table) } }
    }
}

/// Whether what must be equal is.
pub(super) fn tied(lang: Lang, ties: bool) -> Markup {
    html! { @if ties { span.tag.ok { (lang.t("reports-ties")) } } @else { span.tag.bad { (lang.t("reports-ties-not")) } } }
}
