//! Every SQL of lists of tasks: how they are narrowed, sorted and counted.

use despacho_kernel::{
    Id,
    text::{fold, like_pattern},
};
use despacho_platform::{
    Result,
    sql::{self, Connection, Value},
    vals,
};

use crate::{
    filter::{Among, Filter, Grouping, Owner, When, week_end},
    store::seen,
    task::{CLOSED, OPEN, REMOVED, Status},
};

despacho_platform::row! {
    /// A task as a list shows it.
    #[derive(Debug, Clone)]
    pub struct Listed {
        pub id: Id,
        pub client_id: Id,
        pub client_name: String,
        pub title: String,
        pub kind: String,
        pub period: String,
        pub status: String,
        pub waiting_for: String,
        pub priority: String,
        pub start_on: String,
        pub due_on: String,
        pub legal_due_on: String,
        pub deadline: String,
        pub owner_id: Option<Id>,
        pub reviewer_id: Option<Id>,
        pub prepared_by: Option<Id>,
        pub estimate_minutes: i64,
        pub tags: String,
        pub status_since: i64,
        pub sub_status_id: Option<Id>,
        pub version: i64,
    }
}

const COLUMNS: &str = "t.id, t.client_id, c.display_name AS client_name, t.title, t.kind, t.period, t.status, t.waiting_for, t.priority, t.start_on, t.due_on,
                       t.legal_due_on, t.deadline, t.owner_id, t.reviewer_id, t.prepared_by, t.estimate_minutes, t.tags, t.status_since, t.sub_status_id, t.version";
const FROM: &str = "FROM tasks t JOIN clients c ON c.practice_id = t.practice_id AND c.id = t.client_id WHERE";

/// Most words of a search.
const WORDS: usize = 8;

/// Conditions with their values.
struct Narrowed {
    text: String,
    values: Vec<Value>,
}

impl Narrowed {
    /// Adds a condition; `?` stands for its value, as often as it is there.
    fn and(&mut self, condition: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        self.text.push_str(" AND ");
        self.text.push_str(&condition.replace('?', &format!("${}", self.values.len())));
    }

    fn plainly(&mut self, condition: &str) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
    }
}

fn narrowed(practice: Id, filter: &Filter) -> Narrowed {
    let mut found = Narrowed { text: "t.practice_id = $1".into(), values: vals![practice] };
    match filter.among {
        Among::Open => found.plainly(&format!("t.shelf = '{OPEN}'")),
        Among::Closed => found.plainly(&format!("t.shelf = '{CLOSED}'")),
        Among::All => found.plainly(&format!("t.shelf <> '{REMOVED}'")),
    }
    for word in filter.search.split_whitespace().take(WORDS) {
        found.and("(t.title_key LIKE ? ESCAPE '\\' OR c.name_key LIKE ? ESCAPE '\\')", like_pattern(&fold(word)));
    }
    let ids = [
        ("t.client_id = ?", filter.client),
        ("t.reviewer_id = ?", filter.reviewer),
        ("t.template_id = ?", filter.template),
        ("t.sub_status_id = ?", filter.sub_status),
    ];
    for (condition, id) in ids {
        if let Some(id) = id {
            found.and(condition, id);
        }
    }
    match filter.owner {
        Some(Owner::Of(user)) => found.and("t.owner_id = ?", user),
        Some(Owner::Nobody) => found.plainly("t.owner_id IS NULL"),
        None => {}
    }
    if let Some(status) = filter.status {
        found.and("t.status = ?", status.word());
    }
    if let Some(waiting) = filter.waiting_for {
        found.and("t.waiting_for = ?", waiting.word());
    }
    for (condition, word) in [("t.period = ?", &filter.period), ("t.kind = ?", &filter.kind)] {
        if !word.is_empty() {
            found.and(condition, word);
        }
    }
    if !filter.tag.is_empty() {
        found.values.push("\n".into());
        let line = found.values.len();
        found.and(&format!("${line} || t.tags || ${line} LIKE ? ESCAPE '\\'"), format!("%\n{}\n%", escaped(&filter.tag)));
    }
    let (today, sunday) = (filter.today.to_string(), week_end(filter.today).to_string());
    match filter.when {
        Some(When::Late) => found.and("(t.deadline < ? AND t.deadline <> '')", today),
        Some(When::Today) => found.and("t.deadline = ?", today),
        Some(When::Week) => {
            found.and("t.deadline >= ?", today);
            found.and("t.deadline <= ?", sunday);
        }
        Some(When::Later) => found.and("t.deadline > ?", sunday),
        Some(When::Never) => found.plainly("t.deadline = ''"),
        None => {}
    }
    if let Some((from, to)) = filter.days {
        found.and("t.deadline >= ?", from.to_string());
        found.and("t.deadline <= ?", to.to_string());
    }
    if let Some(ids) = &filter.ids {
        let list = if ids.is_empty() { "NULL".to_owned() } else { sql::placeholders(found.values.len() + 1, ids.len()) };
        found.values.extend(ids.iter().map(|id| Value::from(*id)));
        found.plainly(&format!("t.id IN ({list})"));
    }
    if let Some(user) = filter.visible_to {
        let condition = seen(found.values.len() + 1);
        found.values.push(user.into());
        found.plainly(&condition);
    }
    found
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// The order of statuses as a task goes through them.
fn by_status() -> String {
    let each = Status::ALL.iter().enumerate().map(|(at, status)| format!("WHEN '{}' THEN {at}", status.word()));
    format!("CASE t.status {} END", each.collect::<Vec<_>>().join(" "))
}

fn order(filter: &Filter) -> String {
    // Those without a day come after those that have one.
    let due = "CASE WHEN t.deadline = '' THEN 1 ELSE 0 END, t.deadline, t.id";
    match filter.grouping {
        Grouping::Client => format!("c.name_key, t.client_id, {due}"),
        Grouping::Owner => format!("(SELECT u.name FROM users u WHERE u.id = t.owner_id), t.owner_id, {due}"),
        Grouping::State => format!("{}, {due}", by_status()),
        Grouping::Period => format!("t.period, {due}"),
        // A member's own open tasks come in the order of the index.
        Grouping::Due | Grouping::Nothing => due.into(),
    }
}

/// How many tasks a list has.
pub async fn count(db: &dyn Connection, practice: Id, filter: &Filter) -> Result<i64> {
    let Narrowed { text, values } = narrowed(practice, filter);
    // Only a search looks at the clients.
    let from = if filter.search.trim().is_empty() { "FROM tasks t WHERE" } else { FROM };
    Ok(sql::scalar(db, &format!("SELECT COUNT(*) {from} {text}"), values).await?.unwrap_or(0))
}

/// A stretch of a list.
pub async fn list(db: &dyn Connection, practice: Id, filter: &Filter, limit: i64, offset: i64) -> Result<Vec<Listed>> {
    let Narrowed { text, mut values } = narrowed(practice, filter);
    values.extend(vals![limit, offset]);
    let order = order(filter);
    let cut = format!("ORDER BY {order} LIMIT ${} OFFSET ${}", values.len() - 1, values.len());
    // Only a search and an order by client look at the clients of those that are passed over.
    let sql = if filter.search.trim().is_empty() && filter.grouping != Grouping::Client {
        format!(
            "WITH found AS MATERIALIZED (SELECT t.id FROM tasks t WHERE {text} {cut})
             SELECT {COLUMNS} FROM found CROSS JOIN tasks t JOIN clients c ON c.practice_id = t.practice_id AND c.id = t.client_id
             WHERE t.practice_id = $1 AND t.id = found.id ORDER BY {order}"
        )
    } else {
        format!("SELECT {COLUMNS} {FROM} {text} {cut}")
    };
    Ok(sql::rows(db, &sql, values).await?)
}

/// The ids of a stretch of a list by id, from after one.
pub async fn ids_after(db: &dyn Connection, practice: Id, filter: &Filter, after: Option<Id>, limit: i64) -> Result<Vec<Id>> {
    let mut found = narrowed(practice, filter);
    if let Some(after) = after {
        found.and("t.id > ?", after);
    }
    let Narrowed { text, mut values } = found;
    values.push(limit.into());
    Ok(sql::column(db, &format!("SELECT t.id {FROM} {text} ORDER BY t.id LIMIT ${}", values.len()), values).await?)
}

/// How many tasks each group of a list by day, status or period has.
pub async fn groups(db: &dyn Connection, practice: Id, filter: &Filter) -> Result<Vec<(String, i64)>> {
    let (today, sunday) = (filter.today.to_string(), week_end(filter.today).to_string());
    let Narrowed { text, mut values } = narrowed(practice, filter);
    let key = match filter.grouping {
        Grouping::State => "t.status".to_owned(),
        Grouping::Period => "t.period".to_owned(),
        Grouping::Due => {
            values.extend(vals![today, sunday]);
            let (today, sunday) = (values.len() - 1, values.len());
            format!(
                "CASE WHEN t.deadline = '' THEN 'none' WHEN t.deadline < ${today} THEN 'late' WHEN t.deadline = ${today} THEN 'today'
                 WHEN t.deadline <= ${sunday} THEN 'week' ELSE 'later' END"
            )
        }
        Grouping::Client | Grouping::Owner | Grouping::Nothing => return Ok(vec![]),
    };
    despacho_platform::row! {
        struct Group {
            word: String,
            tasks: i64,
        }
    }
    let sql = format!("SELECT {key} AS word, COUNT(*) AS tasks {FROM} {text} GROUP BY 1 LIMIT 500");
    let rows: Vec<Group> = sql::rows(db, &sql, values).await?;
    Ok(rows.into_iter().map(|row| (row.word, row.tasks)).collect())
}
