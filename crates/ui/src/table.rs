//! A list's columns, described once: what a page shows of each row, what a file holds, and by what a reader may sort.

use despacho_platform::i18n::Lang;
use maud::{Markup, html};

/// Where a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On the page, where the reader has chosen it.
    Page,
    /// In files.
    File,
    Both,
}

/// A column of a list of `T`. `X` is what else a row's text needs: what was read beside the rows, the reader's time zone.
pub struct Column<T: 'static, X: 'static> {
    /// Its name in the list's address and in what a reader chose.
    pub name: &'static str,
    /// Key of its heading.
    pub label: &'static str,
    pub place: Place,
    /// Whether the list can be sorted by it.
    pub sorts: bool,
    pub text: fn(Lang, &T, &X) -> String,
    /// On a page, where it is more than the text.
    pub cell: Option<fn(Lang, &T, &X) -> Markup>,
}

impl<T, X> Column<T, X> {
    /// A column of plain text, on pages and in files.
    pub const fn new(name: &'static str, label: &'static str, text: fn(Lang, &T, &X) -> String) -> Self {
        Self { name, label, place: Place::Both, sorts: false, text, cell: None }
    }

    /// A column of pages alone.
    pub const fn shown(name: &'static str, label: &'static str, cell: fn(Lang, &T, &X) -> Markup) -> Self {
        Self { name, label, place: Place::Page, sorts: false, text: |_, _, _| String::new(), cell: Some(cell) }
    }

    pub const fn only(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    pub const fn sorts(mut self) -> Self {
        self.sorts = true;
        self
    }

    pub const fn cell(mut self, cell: fn(Lang, &T, &X) -> Markup) -> Self {
        self.cell = Some(cell);
        self
    }
}

/// How a list is sorted: by a column, downwards or upwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sorted<'a> {
    pub by: &'a str,
    pub descending: bool,
}

impl<'a> Sorted<'a> {
    /// From a list's address: `name`, or `-name` for downwards.
    pub fn of(word: &'a str, unless: &'a str) -> Self {
        match word.strip_prefix('-') {
            Some(by) => Self { by, descending: true },
            None => Self { by: if word.is_empty() { unless } else { word }, descending: false },
        }
    }
}

/// The columns of a list.
pub struct Table<T: 'static, X: 'static>(pub &'static [Column<T, X>]);

impl<T, X> Table<T, X> {
    /// The columns that a page may show.
    pub fn on_pages(&self) -> impl Iterator<Item = &'static Column<T, X>> {
        self.0.iter().filter(|column| column.place != Place::File)
    }

    /// Those of the names that a page may show, in their order.
    pub fn chosen(&self, names: &[&str]) -> Vec<&'static Column<T, X>> {
        self.on_pages().filter(|column| names.contains(&column.name)).collect()
    }

    /// The headings of a file in the reader's language.
    pub fn headings(&self, lang: Lang) -> Vec<String> {
        self.0.iter().filter(|column| column.place != Place::Page).map(|column| lang.t(column.label)).collect()
    }

    /// A row of a file.
    pub fn row(&self, lang: Lang, row: &T, beside: &X) -> Vec<String> {
        self.0.iter().filter(|column| column.place != Place::Page).map(|column| (column.text)(lang, row, beside)).collect()
    }
}

/// The heading of a column that sorts: a link that sorts by it, or the other way round.
pub fn sorting(lang: Lang, label: &str, name: &str, sorted: Sorted<'_>, main: bool, link: impl Fn(&str) -> String) -> Markup {
    let (state, next) = match sorted {
        Sorted { by, descending: false } if by == name => (Some("ascending"), format!("-{name}")),
        Sorted { by, descending: true } if by == name => (Some("descending"), name.to_owned()),
        _ => (None, name.to_owned()),
    };
    html! {
        th aria-sort=[state] .hide-s[!main] {
            a href=(link(&next)) title=(lang.t("sort")) { (label) @match state { Some("ascending") => " ↑", Some(_) => " ↓", None => "" } }
        }
    }
}

/// The headings of columns beside the main one.
pub fn headings<T, X>(lang: Lang, columns: &[&'static Column<T, X>], sorted: Sorted<'_>, link: impl Fn(&str) -> String) -> Markup {
    html! { @for column in columns {
        @let label = lang.t(column.label);
        @if column.sorts { (sorting(lang, &label, column.name, sorted, false, &link)) } @else { th.hide-s { (label) } }
    } }
}

/// A row's cells of columns beside the main one.
pub fn cells<T, X>(lang: Lang, columns: &[&'static Column<T, X>], row: &T, beside: &X) -> Markup {
    html! { @for column in columns {
        td.hide-s { @match column.cell { Some(cell) => (cell(lang, row, beside)), None => ((column.text)(lang, row, beside)) } }
    } }
}

#[cfg(test)]
mod tests {
    use super::*;

    static NUMBERS: Table<i64, ()> = Table(&[
        Column::new("plain", "a", |_, number: &i64, ()| number.to_string()),
        Column::new("twice", "b", |_, number: &i64, ()| (*number * 2).to_string()).only(Place::File),
        Column::new("bold", "c", |_, number: &i64, ()| number.to_string())
            .only(Place::Page)
            .sorts()
            .cell(|_, number: &i64, ()| html! { b { (number) } }),
    ]);

    #[test]
    fn a_file_and_a_page_hold_their_columns() {
        assert_eq!(NUMBERS.row(Lang::Es, &3, &()), ["3", "6"]);
        let chosen = NUMBERS.chosen(&["bold", "twice", "unknown"]);
        assert_eq!(chosen.iter().map(|column| column.name).collect::<Vec<_>>(), ["bold"]);
        assert_eq!(cells(Lang::Es, &chosen, &3, &()).into_string(), "<td class=\"hide-s\"><b>3</b></td>");
    }

    #[test]
    fn an_order_is_read_from_its_word() {
        assert_eq!(Sorted::of("-created", "name"), Sorted { by: "created", descending: true });
        assert_eq!(Sorted::of("", "name"), Sorted { by: "name", descending: false });
    }
}
