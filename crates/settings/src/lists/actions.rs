//! Saving rows of lists of master data, for pages and API alike.

use despacho_kernel::{Difference, Id, access::OrganizationRight as R, number::Notation};
use despacho_organizations::store as organizations;
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    i18n::Lang,
    memberships,
    sql::Connection,
    users::User,
};
use despacho_ui::{InOrganization, format};

use super::{
    list::{Column, Kind, ListRow, MasterList},
    store,
};

/// The key of a list's text.
pub(super) fn key(set: &MasterList, what: &str) -> String {
    format!("records-{}{what}", set.name.replace('_', "-"))
}

/// What a person reads of a choice.
pub(super) fn choice(lang: Lang, set: &MasterList, column: &str, word: &str) -> String {
    lang.t(&format!("choice-{}-{}-{}", set.name, column, word).replace('_', "-"))
}

/// What a person calls a column.
pub(super) fn label(set: &MasterList, column: &Column) -> String {
    format!("column-{}-{}", set.name, column.name).replace('_', "-")
}

/// Whether this member may change the list.
pub(super) fn edits(who: &InOrganization, set: &MasterList) -> bool {
    who.may(R::EditSettings) && who.may(set.edits)
}

/// Amounts as they are read, with the currency's code or, for a form, without.
pub(super) async fn with_amounts(
    db: &dyn Connection,
    organization: Id,
    lang: Lang,
    set: &MasterList,
    mut records: Vec<ListRow>,
    code: bool,
) -> Result<Vec<ListRow>> {
    let money: Vec<usize> = (0..set.columns.len()).filter(|at| matches!(set.columns[*at].kind, Kind::Money)).collect();
    if money.is_empty() {
        return Ok(records);
    }
    let currency = organizations::currency(db, organization).await?;
    for value in records.iter_mut().flat_map(|r| r.values.iter_mut().enumerate()).filter(|(at, _)| money.contains(at)).map(|(_, v)| v) {
        if let Ok(minor) = value.parse() {
            *value = if code { format::money(lang, minor, currency) } else { format::amount(lang, minor, currency.digits) };
        }
    }
    Ok(records)
}

/// Who saves, in which organization and language, and when.
#[derive(Clone, Copy)]
pub(super) struct Hand<'a> {
    pub organization: Id,
    pub lang: Lang,
    pub by: &'a User,
    pub now: i64,
}

/// Adds a row to a list as a member typed it on a page of another room.
///
/// Errors: at its columns, as the list's own form has them.
pub async fn add(tx: &Tx, set: &MasterList, who: &InOrganization, typed: &[String], now: i64) -> Result<ListRow> {
    Hand::of(who, now).save(tx, set, (None, None), typed, despacho_ui::fields::notation(who.lang())).await
}

impl<'a> Hand<'a> {
    pub fn of(who: &'a InOrganization, now: i64) -> Self {
        Self { organization: who.organization, lang: who.lang(), by: &who.user, now }
    }

    async fn log(&self, tx: &Tx, set: &MasterList, record: &ListRow, action: &str, changes: Vec<Change>) -> Result<()> {
        let name = format!("{} · {}", self.lang.t(&key(set, "")), set.name_of(&record.values));
        let entry = Entry { tenant: self.organization, actor: Some(self.by), action, subject: (set.name, record.id, &name), changes };
        activity::record(tx, entry, self.now).await
    }

    /// Adds a row, or changes one unless somebody has saved another version since `seen`. The organization is held, so that the key
    /// stays free, the list short enough and what is named there until the row is stored.
    pub async fn save(&self, tx: &Tx, set: &MasterList, (record, seen): (Option<Id>, Option<i64>), typed: &[String], notation: Notation) -> Result<ListRow> {
        memberships::hold(tx, self.organization).await?;
        let typed = &set.settle(typed.to_vec());
        let before = match record {
            Some(id) => Some(store::find(tx, set, self.organization, id).await?),
            None => None,
        };
        if let Some(before) = before.as_ref().filter(|before| seen.is_some_and(|seen| seen != before.version)) {
            let differences = self.differences(tx, set, before, typed).await?;
            if !differences.is_empty() {
                return Err(Error::Stale(differences));
            }
        }
        let values = set.check_typed(tx, self.organization, record, typed, notation).await??;
        let id = match &before {
            Some(before) => {
                // Nobody can have saved it in between: the organization is held.
                if !store::update(tx, set, self.organization, before, values).await? {
                    return Err(Error::Conflict("stale"));
                }
                before.id
            }
            None => store::insert(tx, set, self.organization, vec![values]).await?.first().copied().ok_or(Error::NotFound)?,
        };
        let after = store::find(tx, set, self.organization, id).await?;
        let all = before.iter().chain(std::iter::once(&after)).map(|row| row.values.as_slice());
        let names = set.names(tx, self.organization, all).await?;
        let readable = |column: &Column, value: &str| match column.kind.to() {
            Some(to) => names.shown(to.kind(), value),
            None => value.to_owned(),
        };
        let named =
            |record: &ListRow| -> Vec<(&str, String)> { set.columns.iter().zip(&record.values).map(|(c, value)| (c.name, readable(c, value))).collect() };
        let (action, changes) = match &before {
            Some(before) => ("record_updated", activity::differences(&named(before), &named(&after))),
            None => ("record_created", vec![]),
        };
        if before.is_none() || !changes.is_empty() {
            self.log(tx, set, &after, action, changes).await?;
        }
        Ok(after)
    }

    /// Where what is stored and what was typed differ, as a person reads both.
    async fn differences(&self, tx: &Tx, set: &MasterList, before: &ListRow, typed: &[String]) -> Result<Vec<Difference>> {
        let lang = self.lang;
        let names = set.names(tx, self.organization, [before.values.as_slice(), typed].into_iter()).await?;
        let shown = with_amounts(tx, self.organization, lang, set, vec![before.clone()], false).await?.pop().ok_or(Error::NotFound)?;
        let readable = |column: &Column, value: &str| match (column.kind.to(), column.kind) {
            (Some(to), _) => names.shown(to.kind(), value),
            (None, Kind::Choice(words) | Kind::Settled(words)) if words.contains(&value) => choice(lang, set, column.name, value),
            (None, Kind::Decimal { .. } | Kind::Percent { .. }) if value.parse::<rust_decimal::Decimal>().is_ok() => format::decimal(lang, value),
            _ => value.replace('\r', "").trim().to_owned(),
        };
        let pairs = set.columns.iter().zip(&shown.values).zip(typed);
        let differing = pairs.map(|((column, stored), typed)| {
            let typed = if matches!(column.kind, Kind::Decimal { .. } | Kind::Percent { .. }) { typed.trim().to_owned() } else { readable(column, typed) };
            (column, readable(column, stored), typed)
        });
        Ok(differing
            .filter(|(_, stored, typed)| stored != typed)
            .map(|(column, stored, typed)| Difference { field: column.name.into(), label: lang.t(&label(set, column)), stored, typed })
            .collect())
    }

    /// Lets a row be chosen, or no longer; answers it as it was.
    pub async fn set_active(&self, tx: &Tx, set: &MasterList, record: Id, active: bool) -> Result<ListRow> {
        // Held, so that of two who do the same at once one does it, and what is deactivated is what the activity names.
        memberships::hold(tx, self.organization).await?;
        let record = store::find(tx, set, self.organization, record).await?;
        if record.active != active {
            store::set_active(tx, set, self.organization, record.id, active).await?;
            self.log(tx, set, &record, if active { "record_activated" } else { "record_deactivated" }, vec![]).await?;
        }
        Ok(record)
    }

    /// Moves a row one place up or down, at the end it stays; answers it.
    pub async fn reposition(&self, tx: &Tx, set: &MasterList, record: Id, up: bool) -> Result<ListRow> {
        memberships::hold(tx, self.organization).await?;
        let rows = store::list(tx, set, self.organization, store::MAX).await?;
        let at = rows.iter().position(|row| row.id == record).ok_or(Error::NotFound)?;
        let neighbour = if up { at.checked_sub(1) } else { Some(at + 1) };
        if let Some(other) = neighbour.and_then(|other| rows.get(other)) {
            store::swap(tx, set, self.organization, record, other.id).await?;
            self.log(tx, set, &rows[at], "record_moved", vec![]).await?;
        }
        rows.into_iter().nth(at).ok_or(Error::NotFound)
    }
}
