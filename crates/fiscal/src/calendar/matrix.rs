//! The matrix of the calendar: clients by models, put together of what is read once.

use std::collections::{BTreeMap, HashMap};

use despacho_kernel::{Id, text::fold};
use despacho_platform::{Error, Result, sql::Connection};
use jiff::civil::Date;

use super::store;
pub use super::store::{Kept, Lean, Scope, Window};
use crate::{
    obligations::{obligation::State, store::MOST},
    rules,
};

impl Lean {
    /// Where it stands.
    pub fn state(&self) -> State {
        self.state.parse().unwrap_or(State::Pending)
    }

    /// How many days it is late on a day.
    pub fn late_days(&self, today: Date) -> Option<i64> {
        let due: Date = self.legal_due_on.parse().ok()?;
        (self.state().is_open() && due < today).then(|| i64::from((today - due).get_days()))
    }
}

/// What is shown of what there is.
#[derive(Debug, Clone, Default)]
pub struct Narrow {
    /// Part of a client's name or tax id.
    pub search: String,
    pub model: String,
    pub state: Option<State>,
    /// Who does it; nobody where the inner is none.
    pub person: Option<Option<Id>>,
    pub late: bool,
    /// Clients without any too.
    pub without: bool,
}

/// A client with what it files, by the columns' order.
#[derive(Debug, Clone)]
pub struct Line {
    pub client: Kept,
    /// Who looks after it.
    pub person: Option<Id>,
    /// Of each column, the most overdue first.
    pub cells: Vec<Vec<Lean>>,
}

/// A model over its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub model: String,
    /// The last day and that of direct debit that most have, ISO 8601.
    pub due: String,
    pub debit: String,
    /// How many there are, of which how many are done, and late.
    pub all: usize,
    pub done: usize,
    pub late: usize,
}

/// What is seen at once.
#[derive(Debug, Clone, Default)]
pub struct Matrix {
    pub heads: Vec<Head>,
    pub lines: Vec<Line>,
    /// How many clients there are, with obligations or without.
    pub clients: usize,
    /// How many of each state, before a state is chosen.
    pub counts: BTreeMap<State, usize>,
    /// How many are late, before only those are chosen.
    pub late: usize,
}

/// Who does an obligation: who was told to, or who looks after the client.
pub fn doer(own: &Lean, line: Option<Id>) -> Option<Id> {
    own.assigned_to.or(line)
}

/// The matrix of a window.
pub async fn matrix(db: &dyn Connection, scope: Scope, window: &Window, narrow: &Narrow, today: Date) -> Result<Matrix> {
    let clients = store::clients(db, scope).await?;
    let cells = store::cells(db, scope, window).await?;
    if cells.len() > usize::try_from(MOST).unwrap_or(usize::MAX) {
        return Err(Error::Conflict("fiscal_too_many"));
    }
    let people = store::looked_after(db, scope.practice).await?;
    Ok(of(clients, cells, &people, narrow, today))
}

fn of(clients: Vec<Kept>, cells: Vec<Lean>, people: &HashMap<Id, Id>, narrow: &Narrow, today: Date) -> Matrix {
    let mut matrix = Matrix { clients: clients.len(), ..Matrix::default() };
    let search = fold(&narrow.search);
    let found = |client: &Kept| search.is_empty() || client.name_key.contains(&search) || fold(&client.tax_id).contains(&search.replace(['-', ' ', '.'], ""));
    let kept: HashMap<Id, usize> = clients.iter().enumerate().filter(|(_, client)| found(client)).map(|(at, client)| (client.id, at)).collect();
    let mut own: BTreeMap<usize, Vec<Lean>> = BTreeMap::new();
    for cell in cells {
        let Some(at) = kept.get(&cell.client_id) else { continue };
        let is_late = cell.late_days(today).is_some();
        let of_person = narrow.person.is_none_or(|person| doer(&cell, people.get(&cell.client_id).copied()) == person);
        if !of_person || (!narrow.model.is_empty() && cell.model != narrow.model) {
            continue;
        }
        *matrix.counts.entry(cell.state()).or_default() += 1;
        matrix.late += usize::from(is_late);
        if narrow.state.is_none_or(|state| cell.state() == state) && (!narrow.late || is_late) {
            own.entry(*at).or_default().push(cell);
        }
    }
    let mut models: Vec<String> = own.values().flatten().map(|cell| cell.model.clone()).collect();
    models.sort_by_key(|model| (place(model), model.clone()));
    models.dedup();
    matrix.heads = models.iter().map(|model| head(model, own.values().flatten().filter(|cell| cell.model == *model), today)).collect();
    for (at, client) in clients.into_iter().enumerate() {
        let mine = own.remove(&at).unwrap_or_default();
        if mine.is_empty() && !(narrow.without && kept.contains_key(&client.id)) {
            continue;
        }
        let mut by_model: HashMap<String, Vec<Lean>> = HashMap::new();
        for cell in mine {
            by_model.entry(cell.model.clone()).or_default().push(cell);
        }
        let cells = models.iter().map(|model| {
            let mut cells = by_model.remove(model).unwrap_or_default();
            // What is open stands first, the earliest of it.
            cells.sort_by(|a, b| (!a.state().is_open(), &a.legal_due_on, &a.period).cmp(&(!b.state().is_open(), &b.legal_due_on, &b.period)));
            cells
        });
        matrix.lines.push(Line { person: people.get(&client.id).copied(), cells: cells.collect(), client });
    }
    matrix
}

/// Where a model's column stands: as in the catalogue, what is of nobody's rules after.
fn place(model: &str) -> usize {
    rules::models().iter().position(|own| own.model == model).unwrap_or(usize::MAX)
}

fn head<'c>(model: &str, cells: impl Iterator<Item = &'c Lean>, today: Date) -> Head {
    let (mut all, mut done, mut late) = (0, 0, 0);
    let mut days: BTreeMap<(String, String), usize> = BTreeMap::new();
    for cell in cells.filter(|cell| cell.state() != State::NotApplicable) {
        all += 1;
        done += usize::from(!cell.state().is_open());
        late += usize::from(cell.late_days(today).is_some());
        *days.entry((cell.legal_due_on.clone(), cell.direct_debit_on.clone())).or_default() += 1;
    }
    let (due, debit) = days.into_iter().max_by_key(|(_, count)| *count).map(|(days, _)| days).unwrap_or_default();
    Head { model: model.to_owned(), due, debit, all, done, late }
}

#[cfg(test)]
mod tests {
    use despacho_kernel::new_id;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn client(name: &str) -> Kept {
        Kept { id: new_id(), display_name: name.into(), name_key: fold(name), tax_id: "B12345674".into(), country: "ES".into() }
    }

    fn cell(client: &Kept, model: &str, period: &str, state: State, due: &str) -> Lean {
        Lean {
            id: new_id(),
            client_id: client.id,
            model: model.into(),
            period: period.into(),
            state: state.word().into(),
            reason: String::new(),
            nominal_due_on: due.into(),
            legal_due_on: due.into(),
            direct_debit_on: String::new(),
            filed_on: String::new(),
            assigned_to: None,
        }
    }

    #[test]
    fn counts_heads_and_lines_come_of_one_reading() {
        let (ana, bea) = (client("Ana"), client("Bea"));
        let today = day("2027-04-21");
        let cells = vec![
            cell(&ana, "111", "2027-Q1", State::Filed, "2027-04-20"),
            cell(&ana, "303", "2027-02", State::Pending, "2027-03-30"),
            cell(&ana, "303", "2027-01", State::Filed, "2027-03-01"),
            cell(&ana, "303", "2027-03", State::InPreparation, "2027-04-30"),
            cell(&bea, "303", "2027-Q1", State::NotApplicable, "2027-04-20"),
        ];
        let people = HashMap::from([(ana.id, bea.id)]);
        let whole = of(vec![ana.clone(), bea.clone()], cells.clone(), &people, &Narrow::default(), today);
        assert_eq!(
            whole.heads.iter().map(|head| (head.model.as_str(), head.all, head.done, head.late)).collect::<Vec<_>>(),
            [("303", 3, 1, 1), ("111", 1, 1, 0)]
        );
        assert_eq!((whole.lines.len(), whole.late, whole.counts[&State::Filed]), (2, 1, 2));
        assert_eq!(whole.lines[0].cells[0].iter().map(|cell| cell.period.as_str()).collect::<Vec<_>>(), ["2027-02", "2027-03", "2027-01"]);
        let late = of(vec![ana.clone(), bea.clone()], cells.clone(), &people, &Narrow { late: true, ..Narrow::default() }, today);
        assert_eq!((late.lines.len(), late.heads.len(), late.counts[&State::Filed], late.late), (1, 1, 2, 1));
        // By name or tax id, by person, and with those who have nothing.
        let named = |narrow: Narrow| {
            of(vec![ana.clone(), bea.clone()], cells.clone(), &people, &narrow, today)
                .lines
                .into_iter()
                .map(|line| line.client.display_name)
                .collect::<Vec<_>>()
        };
        assert_eq!(named(Narrow { search: "BÉA".into(), ..Narrow::default() }), ["Bea"]);
        assert_eq!(named(Narrow { search: "b-1234".into(), model: "111".into(), ..Narrow::default() }), ["Ana"]);
        assert_eq!(named(Narrow { search: "b-1234".into(), model: "111".into(), without: true, ..Narrow::default() }), ["Ana", "Bea"]);
        assert_eq!(named(Narrow { person: Some(Some(bea.id)), ..Narrow::default() }), ["Ana"]);
        assert_eq!(named(Narrow { person: Some(None), ..Narrow::default() }), ["Bea"]);
    }
}
