//! Every SQL of the list of clients: how it is searched, narrowed, sorted and counted. See docs/decisions/0013-client-words.md.

use despacho_kernel::Id;
use despacho_platform::{
    Result,
    sql::{self, Connection, Value},
    vals,
};

use super::{
    client::Client,
    filter::{COUNTED, Counted, ListFilter, Sort, Status},
    store::find_many,
    words,
};

/// A set of at most so many clients is read whole and sorted; of a larger one each client is tried in the order of the list.
const READ_WHOLE: usize = 5000;

/// A piece of a statement with `?` for its values, in order.
#[derive(Debug, Clone, Default)]
struct Piece {
    text: String,
    values: Vec<Value>,
}

impl Piece {
    fn new(text: impl Into<String>, values: Vec<Value>) -> Self {
        Self { text: text.into(), values }
    }

    fn joined(pieces: Vec<Self>, between: &str) -> Self {
        let texts: Vec<String> = pieces.iter().map(|piece| piece.text.clone()).collect();
        Self { text: texts.join(between), values: pieces.into_iter().flat_map(|piece| piece.values).collect() }
    }

    /// With `$1`, `$2`… in the places of `?`.
    fn numbered(self) -> (String, Vec<Value>) {
        let mut text = String::with_capacity(self.text.len() + 16);
        let mut number = 0;
        for c in self.text.chars() {
            if c == '?' {
                number += 1;
                text.push_str(&format!("${number}"));
            } else {
                text.push(c);
            }
        }
        (text, self.values)
    }
}

/// Clients that have something: how they are read, one column `id`, and how one client `c` is tried. A client is tried by a query
/// of its own, which the engines do not turn into a join: so a list in its order ends at its page.
struct Set {
    read: Piece,
    tried: Piece,
}

/// Words that begin so: no text holds a byte 255, so all of them stand before it.
fn beginning(part: &str) -> Vec<Value> {
    let mut end = part.as_bytes().to_vec();
    end.push(0xff);
    vals![part.as_bytes().to_vec(), end]
}

fn has_word(client: &str, part: &str) -> Piece {
    let text = format!("(SELECT 1 FROM client_words x WHERE x.practice_id = {client} AND x.word >= ? AND x.word < ? LIMIT 1) IS NOT NULL");
    Piece::new(text, beginning(part))
}

/// What a search finds; nothing where it has no letters or digits.
fn searched(practice: Id, search: &str) -> Option<Set> {
    let ways = words::asked(search);
    let read = |way: &Vec<String>| {
        // The longest part is on the fewest words.
        let longest = way.iter().enumerate().max_by_key(|(_, part)| part.len()).map_or(0, |(at, _)| at);
        let mut values = vals![practice];
        values.extend(beginning(&way[longest]));
        let mut pieces = vec![Piece::new("SELECT w.client_id AS id FROM client_words w WHERE w.practice_id = ? AND w.word >= ? AND w.word < ?", values)];
        let others = way.iter().enumerate().filter(|(at, _)| *at != longest);
        pieces.extend(others.map(|(_, part)| has_word("w.practice_id AND x.client_id = w.client_id", part)));
        Piece::joined(pieces, " AND ")
    };
    let tried = |way: &Vec<String>| Piece::joined(way.iter().map(|part| has_word("c.practice_id AND x.client_id = c.id", part)).collect(), " AND ");
    let Piece { text, values } = Piece::joined(ways.iter().map(tried).collect(), " OR ");
    let set = Set { read: Piece::joined(ways.iter().map(read).collect(), " UNION "), tried: Piece::new(format!("({text})"), values) };
    (!ways.is_empty()).then_some(set)
}

fn sets(practice: Id, filter: &ListFilter) -> Vec<Set> {
    let mut found: Vec<Set> = searched(practice, &filter.search).into_iter().collect();
    if let Some(application) = filter.application {
        let links = "FROM client_organizations l JOIN organization_applications a ON a.organization_id = l.organization_id WHERE";
        found.push(Set {
            read: Piece::new(format!("SELECT l.client_id AS id {links} l.practice_id = ? AND a.application = ?"), vals![practice, application.word()]),
            tried: Piece::new(
                format!("(SELECT 1 {links} l.practice_id = c.practice_id AND l.client_id = c.id AND a.application = ? LIMIT 1) IS NOT NULL"),
                vals![application.word()],
            ),
        });
    }
    if let Some(tag) = &filter.tag {
        found.push(Set {
            read: Piece::new("SELECT t.client_id AS id FROM client_tags t WHERE t.practice_id = ? AND t.tag = ?", vals![practice, tag]),
            tried: Piece::new(
                "(SELECT 1 FROM client_tags t WHERE t.practice_id = c.practice_id AND t.client_id = c.id AND t.tag = ? LIMIT 1) IS NOT NULL",
                vals![tag],
            ),
        });
    }
    for user in [filter.assigned_to, filter.visible_to].into_iter().flatten() {
        found.push(Set {
            read: Piece::new("SELECT s.client_id AS id FROM client_assignments s WHERE s.practice_id = ? AND s.user_id = ?", vals![practice, user]),
            tried: Piece::new(
                "(SELECT 1 FROM client_assignments s WHERE s.practice_id = c.practice_id AND s.client_id = c.id AND s.user_id = ? LIMIT 1) IS NOT NULL",
                vals![user],
            ),
        });
    }
    // By name there is an index of the inactive ones.
    if filter.status == Status::Inactive && (!found.is_empty() || filter.sort != Sort::Name) {
        found.push(Set {
            read: Piece::new("SELECT i.id FROM clients i WHERE i.practice_id = ? AND i.active = ?", vals![practice, false]),
            tried: Piece::new("c.active = ?", vals![false]),
        });
    }
    found
}

/// `WITH … FROM … WHERE …` of a list's clients `c`, and whether all of them may be counted.
struct Plan {
    with: Piece,
    from: Piece,
    countable: bool,
}

impl Plan {
    /// A statement on it: what is selected, and what follows the conditions.
    fn statement(&self, select: &str, rest: Piece) -> (String, Vec<Value>) {
        let select = Piece::new(select, vec![]);
        Piece::joined(vec![self.with.clone(), select, self.from.clone(), rest], " ").numbered()
    }
}

async fn plan(db: &dyn Connection, practice: Id, filter: &ListFilter) -> Result<Plan> {
    let nothing = !filter.search.trim().is_empty() && words::asked(&filter.search).is_empty();
    let mut sets = sets(practice, filter);
    // The smallest set is read whole, if it is small enough.
    let mut smallest: Option<(i64, usize)> = None;
    for (at, set) in sets.iter().enumerate() {
        let Piece { text, values } = set.read.clone();
        let (text, values) =
            Piece::new(format!("SELECT COUNT(*) FROM (SELECT DISTINCT id FROM ({text}) AS ids LIMIT {}) AS few", READ_WHOLE + 1), values).numbered();
        let size = sql::scalar::<i64>(db, &text, values).await?.unwrap_or(0);
        if size <= READ_WHOLE as i64 && smallest.is_none_or(|(least, _)| size < least) {
            smallest = Some((size, at));
        }
    }
    let countable = smallest.is_some() || sets.is_empty();
    let whole = smallest.map(|(_, at)| sets.remove(at).read);
    let mut conditions = vec![Piece::new("c.practice_id = ?", vals![practice])];
    if nothing {
        conditions.push(Piece::new("c.id IN (NULL)", vec![]));
    }
    if whole.is_some() {
        conditions.push(Piece::new("c.id = found.id", vec![]));
    }
    if filter.status != Status::All {
        // By name there is an index of the active ones; of another order's index this is to be no reason to leave it.
        let text = if filter.sort == Sort::Name || whole.is_some() { "c.active = ?" } else { "(c.active = ?) IS TRUE" };
        conditions.push(Piece::new(text, vals![filter.status == Status::Active]));
    }
    if let Some(ids) = &filter.ids {
        let list = if ids.is_empty() { "NULL".to_owned() } else { vec!["?"; ids.len()].join(", ") };
        conditions.push(Piece::new(format!("c.id IN ({list})"), ids.iter().map(|id| Value::from(*id)).collect()));
    }
    conditions.extend(sets.into_iter().map(|set| set.tried));
    let Piece { text, values } = Piece::joined(conditions, " AND ");
    Ok(match whole {
        // A cross join: the few that were found come first, and each client is looked up.
        Some(read) => Plan {
            with: Piece::new(format!("WITH found AS MATERIALIZED (SELECT DISTINCT id FROM ({}) AS ids)", read.text), read.values),
            from: Piece::new(format!("FROM found CROSS JOIN clients c WHERE {text}"), values),
            countable,
        },
        None => Plan { with: Piece::default(), from: Piece::new(format!("FROM clients c WHERE {text}"), values), countable },
    })
}

/// How many clients a list has.
pub async fn counted(db: &dyn Connection, practice: Id, filter: &ListFilter) -> Result<Counted> {
    let plan = plan(db, practice, filter).await?;
    if plan.countable {
        let (text, values) = plan.statement("SELECT COUNT(*)", Piece::default());
        return Ok(Counted { total: sql::scalar(db, &text, values).await?.unwrap_or(0), more: false });
    }
    let (text, values) = plan.statement("SELECT COUNT(*) FROM (SELECT c.id", Piece::new(format!("LIMIT {}) AS ids", COUNTED + 1), vec![]));
    let total = sql::scalar::<i64>(db, &text, values).await?.unwrap_or(0);
    Ok(Counted { total: total.min(COUNTED), more: total > COUNTED })
}

fn order(filter: &ListFilter) -> String {
    let direction = if filter.descending { "DESC" } else { "ASC" };
    let columns: &[&str] = match filter.sort {
        Sort::Name => &["c.name_key", "c.id"],
        Sort::TaxId => &["c.tax_id", "c.id"],
        Sort::Kind => &["c.kind", "c.name_key", "c.id"],
        Sort::State => &["c.active", "c.name_key", "c.id"],
        Sort::Assigned => &["c.assigned_name", "c.name_key", "c.id"],
        Sort::Created => &["c.created_at", "c.id"],
        Sort::Updated => &["c.updated_at", "c.id"],
    };
    let parts: Vec<String> = columns.iter().map(|column| format!("{column} {direction}")).collect();
    format!("ORDER BY {}", parts.join(", "))
}

/// A stretch of a list, with tags.
pub async fn list(db: &dyn Connection, practice: Id, filter: &ListFilter, limit: i64, offset: i64) -> Result<Vec<Client>> {
    // The ids first, from the index alone, so that a far page does not read the rows it passes over.
    let rest = Piece::new(format!("{} LIMIT ? OFFSET ?", order(filter)), vals![limit, offset]);
    let (text, values) = plan(db, practice, filter).await?.statement("SELECT c.id", rest);
    let ids: Vec<Id> = sql::column(db, &text, values).await?;
    find_many(db, practice, &ids).await
}

/// A stretch of a list by name, from after a name key and id.
pub async fn list_after(db: &dyn Connection, practice: Id, filter: &ListFilter, after: Option<(String, Id)>, limit: i64) -> Result<Vec<Client>> {
    let beyond =
        after.map_or(Piece::default(), |(key, id)| Piece::new("AND (c.name_key > ? OR (c.name_key = ? AND c.id > ?))", vals![key.as_str(), key.as_str(), id]));
    let rest = Piece::joined(vec![beyond, Piece::new("ORDER BY c.name_key, c.id LIMIT ?", vals![limit])], " ");
    let (text, values) = plan(db, practice, filter).await?.statement("SELECT c.id", rest);
    let ids: Vec<Id> = sql::column(db, &text, values).await?;
    find_many(db, practice, &ids).await
}
