//! What a file comes to in the books of an organization: it is read, and its accounts and contacts are found.

use std::collections::{BTreeMap, HashMap, HashSet};

use despacho_contacts::Contact;
use despacho_kernel::{Id, Invalid, place};
use despacho_ledger::{
    accounts::Account,
    catalog,
    fiscal_years::store as years,
    journal::{AccountRef, ContactRef, EntryDraft, Kind, Posting, entry},
};
use despacho_organizations::store as organizations;
use despacho_platform::{Result, secret, sql::Connection};
use jiff::civil::Date;

use super::{
    import::{Outcome, Told, Unknown},
    names::{Chart, MOST_NEW, Meant},
    people::People,
    read::{
        self, Entry, Fault, Found, Line, MAX_FAULTS, MAX_NOTES, MAX_POSTINGS,
        detect::Source,
        journal_lines::Tool,
        layout::{self, Layout},
        table,
    },
};

/// Names without an account that are listed.
const MOST_UNKNOWN: usize = 500;

/// What reading a file needs to know.
pub struct Ground {
    base: &'static place::Currency,
    /// The first and the last day of each year.
    years: Vec<(Date, Date)>,
    /// Of the pack: the account of the result.
    result: String,
}

/// A table's headings and first rows, for whoever chooses its columns.
#[derive(Default)]
pub struct Shown {
    headings: Vec<String>,
    sample: Vec<Vec<String>>,
    layout: Option<Layout>,
    /// What the headings are remembered by.
    known_by: String,
}

/// The rows of a file that is a table.
fn rows(source: Source, bytes: &[u8]) -> Result<Vec<despacho_sheets::read::Row>, Fault> {
    use despacho_sheets::{
        read::{Limits, Unreadable, dbf, separated, separator, text},
        xlsx::xlsx,
    };
    let limits = Limits { rows: MAX_POSTINGS + 1000, columns: 100, bytes: 300 * 1024 * 1024 };
    let read = match source {
        Source::Xlsx => xlsx(bytes, limits),
        Source::Contaplus => dbf(bytes, limits),
        _ => {
            let text = text(bytes);
            separated(&text, separator(&text), limits)
        }
    };
    read.map_err(|unreadable| match unreadable {
        Unreadable::Format => Fault::new(0, if source == Source::Xlsx { "no_workbook" } else { "no_table" }),
        Unreadable::Quote(line) => Fault::new(line, "quote_open"),
        Unreadable::Rows(max) => Fault { line: 0, code: "too_many_rows", params: vec![("max", max.to_string())] },
        Unreadable::Columns(max) => Fault { line: 0, code: "too_many_columns", params: vec![("max", max.to_string())] },
        Unreadable::Size => Fault::new(0, "unpacks_too_large"),
    })
}

/// A table whose headings were looked for.
pub struct Table {
    rows: Vec<despacho_sheets::read::Row>,
    /// The row of the headings, and what they are taken for.
    head: usize,
    guessed: Layout,
    pub known_by: String,
}

/// The table that a file is; none of those that are read as text.
pub fn table_of(source: Source, bytes: &[u8]) -> Option<Result<Table, Fault>> {
    let is_table = match source {
        Source::Csv | Source::Xlsx => true,
        // Contaplus' file is a table of dBase or of fixed width.
        Source::Contaplus => bytes.first().is_some_and(|first| *first < b' ' || *first > b'z'),
        _ => false,
    };
    is_table.then(|| {
        let rows = rows(source, bytes)?;
        let (head, guessed) = layout::headings(&rows);
        let known_by = secret::digest(rows.get(head).map(layout::known_by).unwrap_or_default().as_bytes());
        Ok(Table { rows, head, guessed, known_by })
    })
}

/// What a file says. `layout` is how its columns are read, where somebody chose it or it is remembered.
pub fn parse(source: Source, bytes: &[u8], table: Option<Result<Table, Fault>>, layout: Option<Layout>, ground: &Ground) -> (Found, Shown) {
    let text = || despacho_sheets::read::text(bytes);
    let (mut found, shown) = match source {
        _ if let Some(table) = table => match table {
            Err(fault) => (Found::refused(fault), Shown::default()),
            Ok(table) => of_table(source, table, layout, ground),
        },
        Source::Hledger => (read::journal::read(&text(), Tool::Hledger, ground.base), Shown::default()),
        Source::Ledger => (read::journal::read(&text(), Tool::Ledger, ground.base), Shown::default()),
        Source::Beancount => (read::beancount::read(&text(), ground.base), Shown::default()),
        Source::Suenlace => (read::fixed::suenlace(&text(), ground.base), Shown::default()),
        _ => (read::fixed::contaplus(&text(), ground.base), Shown::default()),
    };
    if matches!(source, Source::Csv | Source::Xlsx | Source::Contaplus | Source::Suenlace) {
        for entry in &mut found.entries {
            entry.kind = kind_by_text(entry, ground);
        }
    }
    if found.entries.is_empty() && found.faults.is_empty() {
        found.fault(Fault::new(0, "file_empty"));
    }
    (found, shown)
}

fn of_table(source: Source, table: Table, layout: Option<Layout>, ground: &Ground) -> (Found, Shown) {
    let Table { rows, head, guessed, known_by } = table;
    let layout = layout.unwrap_or(guessed);
    let cut = |cells: &[String]| cells.iter().take(100).map(|cell| cell.chars().take(80).collect()).collect::<Vec<String>>();
    let shown = Shown {
        headings: rows.get(head).map(|row| cut(&row.cells)).unwrap_or_default(),
        sample: rows.iter().skip(head + 1).take(5).map(|row| cut(&row.cells)).collect(),
        layout: Some(layout.clone()),
        known_by,
    };
    (table::read(&rows, head, &layout, source != Source::Csv, ground.base), shown)
}

/// What an entry of a Spanish diary is by its text and day: programs there write openings and closings as any entry.
fn kind_by_text(entry: &Entry, ground: &Ground) -> Kind {
    if entry.kind != Kind::Manual {
        return entry.kind;
    }
    let text = despacho_kernel::text::fold(&entry.description);
    let says = |word: &str| text.starts_with(word) || text.contains(&format!("asiento de {word}")) || text.contains(&format!("asiento {word}"));
    let (first, last) = (ground.years.iter().any(|(day, _)| *day == entry.date), ground.years.iter().any(|(_, day)| *day == entry.date));
    let on_result = entry
        .lines
        .iter()
        .any(|line| !ground.result.is_empty() && line.account.rsplit(':').next().unwrap_or_default().starts_with(&ground.result));
    match () {
        () if first && says("apertura") => Kind::Opening,
        () if last && says("regularizacion") && on_result => Kind::Regularisation,
        () if last && (says("cierre del ejercicio") || text.contains("asiento de cierre") || text == "cierre") => Kind::Closing,
        () => Kind::Manual,
    }
}

/// What a file comes to in the books of an organization.
pub struct Prepared {
    pub drafts: Vec<EntryDraft>,
    /// The lines of each draft: of its head, then of each posting.
    pub lines: Vec<(usize, Vec<usize>)>,
    pub new: Vec<Account>,
    pub outcome: Outcome,
    pub known_by: String,
}

/// The contact of a line. One that is not there, or that its account does not take, is left out and told.
fn whose(line: &Line, is_control: bool, people: &People, notes: &mut Vec<Told>) -> Option<ContactRef> {
    if line.contact.is_empty() {
        return None;
    }
    let found = people.meant(&line.contact).filter(|_| is_control);
    if found.is_none() && notes.len() < MAX_NOTES {
        let left_out = Fault::of(line.line, "contact_left_out", &line.contact);
        notes.push(left_out.into());
    }
    found.map(ContactRef::Number)
}

/// Finds the accounts and contacts that a file means; what nobody knows is told.
pub fn prepare(
    found: Found,
    shown: Shown,
    (chart, contacts): (&[Account], &[Contact]),
    chosen: &BTreeMap<String, String>,
    makes: bool,
    import: Id,
) -> Prepared {
    let mut outcome = Outcome {
        more_errors: found.is_full(),
        errors: found.faults.into_iter().map(Told::from).collect(),
        notes: found.notes.into_iter().map(Told::from).collect(),
        headings: shown.headings,
        sample: shown.sample,
        layout: shown.layout,
        ..Outcome::default()
    };
    let accounts = Chart::new(chart, chosen, makes);
    let people = People::new(contacts);
    let controls: HashSet<&str> = chart.iter().filter(|account| !account.control.is_empty()).map(|account| account.code.as_str()).collect();
    let mut meant: HashMap<String, Option<String>> = HashMap::new();
    let mut new: BTreeMap<String, Account> = BTreeMap::new();
    let mut unknown: BTreeMap<String, Unknown> = BTreeMap::new();
    let (mut drafts, mut lines) = (vec![], vec![]);
    for entry in found.entries {
        let mut postings = vec![];
        let places: Vec<usize> = entry.lines.iter().map(|line| line.line).collect();
        for line in entry.lines {
            if !meant.contains_key(&line.account) {
                let title = found.titles.get(&line.account).map_or("", String::as_str);
                let code = match accounts.meant(&line.account, title) {
                    Meant::Known(code) => Some(code),
                    Meant::New(account) => {
                        let code = account.code.clone();
                        new.entry(code.clone()).or_insert(*account);
                        Some(code)
                    }
                    Meant::Unknown => None,
                };
                meant.insert(line.account.clone(), code);
            }
            match meant.get(&line.account).cloned().flatten() {
                Some(code) => postings.push(Posting {
                    contact: whose(&line, controls.contains(code.as_str()), &people, &mut outcome.notes),
                    account: AccountRef::Code(code),
                    amount: line.amount,
                    foreign: line.foreign,
                    tags: Default::default(),
                    description: if line.description == entry.description { String::new() } else { line.description },
                }),
                None => {
                    let title = found.titles.get(&line.account).cloned().unwrap_or_default();
                    let first = Unknown { name: line.account.clone(), title, line: line.line, postings: 0 };
                    unknown.entry(line.account.clone()).or_insert(first).postings += 1;
                }
            }
        }
        lines.push((entry.line, places));
        // What opens and closes a year is stopped by locks like any other, as it does not come from here.
        let source = (entry.kind != Kind::Manual).then_some(entry::Source { kind: SOURCE.into(), id: import });
        let Entry { date, journal, kind, description, reference, .. } = entry;
        drafts.push(EntryDraft { date, journal, kind, description, reference, source, postings });
    }
    for name in unknown.values().take(MAX_FAULTS.saturating_sub(outcome.errors.len())) {
        let params = BTreeMap::from([("value".to_owned(), name.name.clone())]);
        outcome.errors.push(Told { line: name.line, code: "account_unknown".into(), params });
    }
    outcome.more_errors |= unknown.len() > MOST_UNKNOWN;
    outcome.unknown = unknown.into_values().take(MOST_UNKNOWN).collect();
    outcome.errors.sort_by_key(|told| told.line);
    outcome.made = new.values().map(|account| (account.code.clone(), account.name.clone())).collect();
    Prepared { drafts, lines, new: new.into_values().take(MOST_NEW).collect(), outcome, known_by: shown.known_by }
}

/// What made an entry of a year's end that a file brought.
const SOURCE: &str = "journal_import";

/// What reading a file of an organization needs to know.
pub async fn ground(db: &dyn Connection, organization: Id) -> Result<Ground> {
    let of = organizations::find(db, organization).await?;
    let base = of.own_currency()?;
    let all = years::list(db, organization).await?;
    let days = all.iter().filter_map(|year| Some((year.starts_on.parse().ok()?, year.ends_on.parse().ok()?))).collect();
    Ok(Ground { base, years: days, result: catalog::pack(&of.country).year.result.clone() })
}

/// The lines of what posting refuses.
pub fn refused(faults: Vec<(usize, Invalid)>, lines: &[(usize, Vec<usize>)], outcome: &mut Outcome) {
    for (at, errors) in faults {
        let Some((head, places)) = lines.get(at) else { continue };
        for error in errors.0 {
            if outcome.errors.len() >= MAX_FAULTS {
                outcome.more_errors = true;
                return;
            }
            let place = error.field.strip_prefix("postings[").and_then(|rest| rest.split_once(']')).and_then(|(at, _)| at.parse::<usize>().ok());
            let line = place.and_then(|at| places.get(at)).copied().unwrap_or(*head);
            let params = error.params.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            outcome.errors.push(Told { line, code: error.code.to_owned(), params });
        }
    }
    outcome.errors.sort_by_key(|told| told.line);
}
