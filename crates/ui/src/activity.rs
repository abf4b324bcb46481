//! The log as a person reads it: by day, with who did what, and every stored code as a word.

use despacho_kernel::{Id, access::Application, text::fold};
use despacho_platform::{
    Platform, Result,
    activity::{self, Asked, Change, Recorded},
    i18n::Lang,
    memberships::{self, Tenant},
    t,
    users::User,
};
use form_urlencoded::Serializer;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    components::{application_name, country_name, empty},
    format, paging,
};

/// Where the name of what an entry tells of leads.
pub type Link<'a> = &'a (dyn Fn(&Recorded) -> Option<String> + Sync);

/// How entries are shown.
pub struct Log<'a> {
    pub lang: Lang,
    /// The reader's.
    pub zone: &'a str,
    pub tenant: Tenant,
    pub link: Link<'a>,
    /// The page that what one person did is filtered on, if the reader has one.
    pub page: Option<&'a str>,
}

impl Log<'_> {
    /// Entries by day; `more` leads to earlier ones.
    pub fn list(&self, entries: &[Recorded], more: Option<&str>) -> Markup {
        let lang = self.lang;
        let day = |entry: &Recorded| format::local_date(self.zone, entry.created_at);
        html! {
            @if entries.is_empty() { (empty(&lang.t("activity-empty"), html! {})) }
            @for entries in entries.chunk_by(|a, b| day(a) == day(b)) {
                p.day { time datetime=[day(&entries[0]).map(|day| day.to_string())] { (format::day(lang, self.zone, entries[0].created_at)) } }
                ol.timeline { @for entry in entries { (self.entry(entry)) } }
            }
            @if let Some(more) = more { p { a.btn href=(more) { (lang.t("activity-earlier")) } } }
        }
    }

    fn entry(&self, entry: &Recorded) -> Markup {
        let lang = self.lang;
        let person = self.page.zip(entry.actor_id).map(|(page, id)| format!("{page}?person={id}"));
        let changes = entry.changes();
        html! {
            li {
                p {
                    (format::clock(lang, self.zone, entry.created_at)) " "
                    @match (entry.actor_name.as_str(), person) {
                        ("", _) => { b { "Despacho" } }
                        (name, Some(person)) => { a.actor href=(person) { (name) } }
                        (name, None) => { b { (name) } }
                    }
                    " " (lang.t(&format!("activity-{}", entry.action.replace('_', "-"))))
                    @let subject = subject(lang, entry);
                    @if !subject.is_empty() {
                        " " @match (self.link)(entry) {
                            Some(link) => { a href=(link) { (subject) } }
                            None => { b { (subject) } }
                        }
                    }
                }
                @if !changes.is_empty() { ul.changes { @for change in &changes { (change_line(lang, self.tenant, &entry.subject_kind, change)) } } }
            }
        }
    }
}

/// What an entry tells of, as a person reads it: words of ours and a day in the reader's language, a name as it was.
fn subject(lang: Lang, entry: &Recorded) -> String {
    let name = &entry.subject_name;
    let keys: Vec<String> = name.split('/').map(|part| format!("activity-subject-{}-{part}", entry.subject_kind).replace('_', "-")).collect();
    if keys.iter().all(|key| lang.has(key)) {
        return keys.iter().map(|key| lang.t(key)).collect::<Vec<_>>().join(", ");
    }
    match name.parse::<Date>() {
        Ok(day) => t!(lang, "activity-subject-of-day", day = format::calendar_date(lang, "", day)),
        Err(_) => name.clone(),
    }
}

/// What was of a field, struck out, and what is.
pub fn change_line(lang: Lang, tenant: Tenant, kind: &str, change: &Change) -> Markup {
    let read = |value: &str| value_label(lang, tenant, kind, &change.field, value);
    // A box that is no longer ticked is not empty: it says no.
    let after = if change.before == "yes" && change.after.is_empty() { "no" } else { &change.after };
    html! {
        li {
            span.muted { (field_label(lang, kind, &change.field)) ": " }
            @if !change.before.is_empty() { del { (read(&change.before)) } " → " }
            @if after.is_empty() { span.muted { (lang.t("activity-emptied")) } } @else { ins { (read(after)) } }
        }
    }
}

/// What a person reads of a field: the list's column, a form's field, or a group of preferences.
pub fn field_label(lang: Lang, kind: &str, field: &str) -> String {
    let last = field.rsplit('.').next().unwrap_or("");
    let keys = [format!("column-{kind}-{last}"), format!("field-{last}"), format!("preferences-{last}")].map(|key| key.replace('_', "-"));
    keys.iter().find(|key| lang.has(key)).map_or_else(|| field.to_owned(), |key| lang.t(key))
}

/// What a person reads of a stored value of a field: the words of choices, countries, months and rows in their language.
pub fn value_label(lang: Lang, tenant: Tenant, kind: &str, field: &str, value: &str) -> String {
    let last = field.rsplit('.').next().unwrap_or("");
    if let Some((added, replaced)) = value.strip_prefix('+').and_then(|counts| counts.split_once(" ±")) {
        return t!(lang, "activity-rows", added = added, replaced = replaced);
    }
    match last {
        "country" => return country_name(lang, value),
        "time_zone" => return value.replace('_', " "),
        "fiscal_year_start" if value.parse().is_ok_and(|month: u8| (1..=12).contains(&month)) => return lang.t(&format!("month-{value}")),
        "date_format" => return format::calendar_date(lang, value, Date::constant(2026, 11, 12)),
        _ => {}
    }
    if let Ok(day) = value.parse::<Date>() {
        return format::calendar_date(lang, "", day);
    }
    let whole = word(lang, tenant, kind, last, value);
    if whole == value && value.contains(',') && !value.contains(' ') {
        value.split(',').map(|part| word(lang, tenant, kind, last, part)).collect::<Vec<_>>().join(", ")
    } else {
        whole
    }
}

/// What a person reads of one stored word; what is no word of ours stays.
fn word(lang: Lang, tenant: Tenant, kind: &str, field: &str, word: &str) -> String {
    if word.is_empty() || !word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
        return word.to_owned();
    }
    if field == "applications"
        && let Ok(application) = word.parse::<Application>()
    {
        return application_name(lang, application);
    }
    let keys =
        [format!("choice-{kind}-{field}-{word}"), format!("{kind}-{field}-{word}"), format!("{}-{field}-{word}", tenant.word()), format!("{field}-{word}")];
    let found = keys.into_iter().map(|key| key.replace('_', "-")).find(|key| lang.has(key));
    match (found, word) {
        (Some(key), _) => lang.t(&key),
        (None, "yes" | "no") => lang.t(word),
        (None, _) => word.to_owned(),
    }
}

/// What the page of the log is asked for; what is no id or date is passed over.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LogQuery {
    person: String,
    kind: String,
    q: String,
    from: String,
    to: String,
    before: String,
}

impl LogQuery {
    fn asked(&self, zone: &str) -> Asked {
        let day = |text: &str| text.parse::<Date>().ok();
        Asked {
            subject: None,
            actor: self.person.parse().ok(),
            kind: self.kind.clone(),
            search: fold(&self.q),
            from: day(&self.from).and_then(|day| format::start_of(zone, day)),
            to: day(&self.to).and_then(|day| format::start_of(zone, day.tomorrow().ok()?)).map(|next| next - 1),
            before: self.before.parse().ok(),
        }
    }

    /// The same filters from before an entry.
    fn earlier(&self, last: Id) -> String {
        let pairs = [("person", &self.person), ("kind", &self.kind), ("q", &self.q), ("from", &self.from), ("to", &self.to)];
        let mut query = Serializer::new(String::new());
        for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        query.append_pair("before", &last.to_string()).finish()
    }

    fn is_filtered(&self) -> bool {
        [&self.person, &self.kind, &self.q, &self.from, &self.to].into_iter().any(|value| !value.is_empty())
    }
}

/// A tenant's whole log: the filters and a page of entries.
pub struct LogPage<'a> {
    pub platform: &'a Platform,
    pub tenant: (Tenant, Id),
    pub lang: Lang,
    pub user: &'a User,
    pub path: &'a str,
    pub query: &'a LogQuery,
}

impl LogPage<'_> {
    /// A page of the entries that are asked for, and whether there are earlier ones.
    pub async fn entries(&self) -> Result<(Vec<Recorded>, bool)> {
        const PAGE: i64 = 50;
        let asked = self.query.asked(&self.user.time_zone);
        let mut entries = activity::list(self.platform.db.read(), self.tenant.1, &asked, PAGE + 1).await?;
        let more = paging::cut(&mut entries, PAGE);
        Ok((entries, more))
    }

    /// The page of these entries.
    pub async fn render(&self, (entries, more): (Vec<Recorded>, bool), link: Link<'_>) -> Result<Markup> {
        let (lang, query) = (self.lang, self.query);
        let db = self.platform.db.read();
        let mut people: Vec<(String, String)> = memberships::list(db, self.tenant.1).await?.into_iter().map(|m| (m.user_id.to_string(), m.name)).collect();
        // Whoever left did what they did.
        if let Some(gone) = entries.iter().find(|e| e.actor_id.is_some_and(|id| id.to_string() == query.person))
            && !people.iter().any(|(id, _)| *id == query.person)
        {
            people.push((query.person.clone(), gone.actor_name.clone()));
        }
        let kinds: Vec<(String, String)> = activity::kinds(db, self.tenant.1).await?.into_iter().map(|kind| (kind.clone(), kind_label(lang, &kind))).collect();
        let earlier = entries.last().filter(|_| more).map(|last| format!("{}?{}", self.path, query.earlier(last.id)));
        let log = Log { lang, zone: &self.user.time_zone, tenant: self.tenant.0, link, page: Some(self.path) };
        let choice = |name: &str, label: &str, chosen: &str, options: &[(String, String)]| {
            html! {
                div.field {
                    div.label { label for=(format!("log-{name}")) { (label) } }
                    select id=(format!("log-{name}")) name=(name) {
                        option value="" { (lang.t("any")) }
                        @for (value, label) in options { option value=(value) selected[value == chosen] { (label) } }
                    }
                }
            }
        };
        let input = |kind: &str, name: &str, label: &str, value: &str| {
            let hint = (kind == "search").then(|| lang.t("activity-search"));
            html! {
                div.field {
                    div.label { label for=(format!("log-{name}")) { (label) } }
                    input id=(format!("log-{name}")) type=(kind) name=(name) value=(value) placeholder=[hint];
                }
            }
        };
        Ok(html! {
            form.filters.log role="search" method="get" action=(self.path) {
                (input("search", "q", &lang.t("search"), &query.q))
                (choice("person", &lang.t("activity-person"), &query.person, &people))
                (choice("kind", &lang.t("activity-kind"), &query.kind, &kinds))
                (input("date", "from", &lang.t("activity-from"), &query.from))
                (input("date", "to", &lang.t("activity-to"), &query.to))
                button.btn type="submit" { (lang.t("filter")) }
                @if query.is_filtered() { a.btn.quiet href=(self.path) { (lang.t("clear-filters")) } }
            }
            section.card { div.body {
                @if entries.is_empty() && query.is_filtered() { (empty(&lang.t("activity-none"), html! {})) } @else { (log.list(&entries, earlier.as_deref())) }
            } }
        })
    }
}

/// What a person calls a kind of what entries tell of.
fn kind_label(lang: Lang, kind: &str) -> String {
    let keys = [format!("records-{kind}"), format!("activity-kind-{kind}")].map(|key| key.replace('_', "-"));
    keys.iter().find(|key| lang.has(key)).map_or_else(|| kind.to_owned(), |key| lang.t(key))
}

#[cfg(test)]
mod tests {
    use despacho_platform::{i18n, texts};

    use super::*;

    #[test]
    fn stored_codes_are_read_as_words() {
        i18n::speak(&[texts!("common"), texts!("organizations"), texts!("practice")]);
        let read = |tenant, kind, field, value| value_label(Lang::Es, tenant, kind, field, value);
        let of = Tenant::Organization;
        assert_eq!(read(of, "user", "role", "administrator"), "Administrador");
        assert_eq!(read(of, "invitation", "role", "read_only"), "Solo lectura");
        assert_eq!(read(Tenant::Practice, "user", "role", "owner"), Lang::Es.t("practice-role-owner"));
        assert_eq!(read(of, "organization", "applications", "books,payroll"), "Contabilidad, Nómina");
        assert_eq!(read(of, "organization", "address.country", "FR"), "Francia");
        assert_eq!(read(of, "organization", "regional.fiscal_year_start", "4"), "Abril");
        assert_eq!(read(of, "organization", "regional.date_format", "dd/MM/y"), "12/11/2026");
        assert_eq!(read(of, "payroll_components", "valid_from", "2026-01-01"), "1 ene 2026");
        assert_eq!(read(of, "organization", "taxes", "+3 ±1"), "3 filas añadidas, 1 sustituidas");
        assert_eq!(read(of, "warehouses", "name", "Norte, sur"), "Norte, sur");
        assert_eq!(read(of, "account", "active", "yes"), "Sí");
    }

    #[test]
    fn a_day_begins_and_ends_where_the_reader_is() {
        let query = LogQuery { from: "2026-03-29".into(), to: "2026-03-29".into(), person: "nobody".into(), ..LogQuery::default() };
        let asked = query.asked("Europe/Madrid");
        // The clocks go forward that night: it has 23 hours.
        assert_eq!((asked.from, asked.to), (Some(1_774_738_800_000), Some(1_774_738_800_000 + 23 * 3_600_000 - 1)));
        assert_eq!(asked.actor, None);
    }
}
