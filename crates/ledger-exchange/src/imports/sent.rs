//! What a form or a program says of how a file is to be taken.

use std::collections::BTreeMap;

use despacho_kernel::Invalid;
use despacho_ui::forms::FormData;

use super::{
    import::Settings,
    read::{
        MAX_BYTES,
        detect::Source,
        layout::{Column, Layout},
    },
};

/// Kilobytes of a form with a file of entries.
pub const KILOBYTES: u32 = (MAX_BYTES / 1024) as u32 + 256;

/// What is said beside a file.
#[derive(Debug, Default)]
pub struct Sent {
    /// None where it is to be found.
    pub source: Option<Source>,
    pub dry_run: bool,
    pub settings: Settings,
    pub accounts: BTreeMap<String, String>,
}

fn is_on(text: &str) -> bool {
    matches!(text.trim(), "1" | "true" | "on" | "yes")
}

/// The layout that columns make; none where none is chosen. A column that is chosen twice is told.
fn layout(chosen: BTreeMap<String, usize>, data: &FormData, errors: &mut Invalid) -> Option<Layout> {
    if chosen.is_empty() {
        return None;
    }
    let mut seen: BTreeMap<usize, &str> = BTreeMap::new();
    for (column, at) in &chosen {
        if let Some(other) = seen.insert(*at, column) {
            errors.push_with(&format!("columns.{column}"), "column_twice", vec![("other", other.to_owned())]);
        }
    }
    let one_of = |name: &str, words: &[&str], errors: &mut Invalid| {
        let text = data.get(name).trim().to_owned();
        if !text.is_empty() && !words.contains(&text.as_str()) {
            errors.push(name, "choice");
        }
        text
    };
    let (decimal, dates) = (one_of("decimal_mark", &[",", "."], errors), one_of("date_order", &["dmy", "mdy", "ymd"], errors));
    Some(Layout { columns: chosen, decimal, dates })
}

impl Sent {
    /// Reads the fields of a form. Names of accounts and columns come as JSON (`accounts`, `columns`) or one by one (`account.NAME`, `column.AT`).
    pub fn read(data: &FormData, errors: &mut Invalid) -> Self {
        let source = match data.get("format").trim() {
            "" | "auto" => None,
            word => errors.take("format", word.parse().map_err(|_| "choice")),
        };
        let mut accounts: BTreeMap<String, String> = match data.get("accounts").trim() {
            "" => BTreeMap::new(),
            text => errors.take("accounts", serde_json::from_str(text).map_err(|_| "wrong_type")).unwrap_or_default(),
        };
        let mut columns: BTreeMap<String, usize> = match data.get("columns").trim() {
            "" => BTreeMap::new(),
            text => errors.take("columns", serde_json::from_str(text).map_err(|_| "wrong_type")).unwrap_or_default(),
        };
        for (name, value) in &data.0 {
            if let (Some(name), false) = (name.strip_prefix("account."), value.trim().is_empty()) {
                // What is chosen may be a label: the code comes first.
                accounts.insert(name.to_owned(), value.split_whitespace().next().unwrap_or_default().to_owned());
            }
            if let (Some(Ok(at)), false) = (name.strip_prefix("column.").map(str::parse::<usize>), value.trim().is_empty())
                && let Some(other) = columns.insert(value.trim().to_owned(), at)
            {
                errors.push_with(&format!("column.{at}"), "column_twice", vec![("other", (other + 1).to_string())]);
            }
        }
        if let Some(unknown) = columns.keys().find(|column| column.parse::<Column>().is_err()) {
            errors.push(&format!("columns.{unknown}"), "choice");
        }
        let layout = layout(columns, data, errors);
        let settings = Settings { create_accounts: is_on(data.get("create_accounts")), again: is_on(data.get("again")), layout };
        Self { source, dry_run: is_on(data.get("dry_run")), settings, accounts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> (Sent, Vec<(String, &'static str)>) {
        let data = FormData(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
        let mut errors = Invalid::new();
        let sent = Sent::read(&data, &mut errors);
        (sent, errors.0.into_iter().map(|e| (e.field, e.code)).collect())
    }

    #[test]
    fn what_is_said_is_read() {
        let (sent, errors) = read(&[
            ("format", "csv"),
            ("dry_run", "true"),
            ("accounts", r#"{"a:b":"572"}"#),
            ("account.x", "430 · Clientes"),
            ("account.y", ""),
            ("column.0", "date"),
            ("column.2", "account_code"),
            ("column.3", ""),
            ("decimal_mark", ","),
        ]);
        assert_eq!(errors, []);
        assert_eq!((sent.source, sent.dry_run), (Some(Source::Csv), true));
        assert_eq!(sent.accounts, BTreeMap::from([("a:b".into(), "572".into()), ("x".into(), "430".into())]));
        let layout = sent.settings.layout.expect("a layout");
        assert_eq!((layout.place(Column::Date), layout.place(Column::Account), layout.decimal.as_str()), (Some(0), Some(2), ","));
    }

    #[test]
    fn what_cannot_be_is_told() {
        assert_eq!(read(&[("format", "x")]).1, [("format".to_owned(), "choice")]);
        assert_eq!(read(&[("accounts", "x"), ("columns", "[]")]).1, [("accounts".to_owned(), "wrong_type"), ("columns".to_owned(), "wrong_type")]);
        assert_eq!(read(&[("column.0", "date"), ("column.1", "date")]).1, [("column.1".to_owned(), "column_twice")]);
        assert_eq!(read(&[("columns", r#"{"date":1,"debit":1}"#)]).1, [("columns.debit".to_owned(), "column_twice")]);
        assert_eq!(read(&[("columns", r#"{"thing":1}"#)]).1, [("columns.thing".to_owned(), "choice")]);
        assert_eq!(read(&[("format", "auto")]).0.source, None);
    }
}
