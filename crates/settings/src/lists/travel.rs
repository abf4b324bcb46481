//! How a list of master data travels: rows of other lists are named by their key, counters stay behind.

use std::collections::HashMap;

use async_trait::async_trait;
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R, text::fold};
use despacho_organizations::Organization;
use despacho_platform::sql::Connection;
use despacho_platform::{Result, Tx};

use super::{
    list::{Column, Kind, ListRow, MasterList, Writing},
    reference::{Named, Referable},
    store,
};
use crate::preferences::set::{Item, PreferenceSet};

/// The keys of the rows that a list may name, both ways.
struct Keys(HashMap<&'static str, Vec<(Id, String)>>);

impl Keys {
    async fn read(set: &MasterList, db: &dyn Connection, organization: Id) -> Result<Self> {
        let mut keys = HashMap::new();
        for (_, to) in set.references() {
            if !keys.contains_key(to.kind()) {
                keys.insert(to.kind(), to.keys(db, organization).await?);
            }
        }
        Ok(Self(keys))
    }

    fn key(&self, list: &str, id: &str) -> String {
        let found = id.parse().ok().and_then(|id: Id| self.0.get(list)?.iter().find(|(row, _)| *row == id));
        // A row that is gone is named by its id: the preview tells that it is missing.
        found.map_or_else(|| id.to_owned(), |(_, key)| key.clone())
    }

    fn id(&self, list: &str, key: &str) -> Option<Id> {
        self.0.get(list)?.iter().find(|(_, row)| row == key).map(|(id, _)| *id)
    }
}

#[async_trait]
impl Referable for MasterList {
    fn kind(&self) -> &'static str {
        self.name
    }

    async fn named(&self, db: &dyn Connection, organization: Id, ids: &[Id]) -> Result<Vec<Named>> {
        Ok(store::of_ids(db, self, organization, ids).await?.iter().map(|row| self.named_row(row)).collect())
    }

    async fn search(&self, db: &dyn Connection, organization: Id, search: &str, limit: i64) -> Result<Vec<Named>> {
        let search = fold(search);
        let words: Vec<&str> = search.split_whitespace().collect();
        let rows = store::list(db, self, organization, store::MAX).await?;
        let rows = rows.iter().filter(|row| row.active).map(|row| self.named_row(row));
        let found = rows.filter(|row| {
            let text = fold(&row.label);
            words.iter().all(|word| text.contains(word))
        });
        Ok(found.take(usize::try_from(limit).unwrap_or(0)).collect())
    }

    async fn of_key(&self, db: &dyn Connection, organization: Id, key: &str) -> Result<Option<Named>> {
        let key = fold(key);
        let rows = store::list(db, self, organization, store::MAX).await?;
        Ok(rows.iter().map(|row| self.named_row(row)).find(|row| row.key == key))
    }

    async fn keys(&self, db: &dyn Connection, organization: Id) -> Result<Vec<(Id, String)>> {
        let rows = store::list(db, self, organization, store::MAX).await?;
        Ok(rows.into_iter().map(|row| (row.id, self.key_of(&row.values))).collect())
    }
}

impl MasterList {
    fn named_row(&self, row: &ListRow) -> Named {
        Named { id: row.id, key: self.key_of(&row.values), label: self.name_of(&row.values), active: row.active }
    }

    fn travels(&self) -> impl Iterator<Item = (usize, &'static Column)> {
        self.columns.iter().enumerate().filter(|(_, column)| !matches!(column.kind, Kind::Counter { .. }))
    }

    /// The values of all columns; counters are empty.
    fn typed(&self, item: &Item) -> Vec<String> {
        let mut typed = vec![String::new(); self.columns.len()];
        for ((at, _), value) in self.travels().zip(&item.values) {
            typed[at].clone_from(value);
        }
        self.settle(typed)
    }

    fn travelling(&self, record: &ListRow, keys: &Keys) -> Vec<String> {
        let value = |(at, column): (usize, &Column)| {
            let value = &record.values[at];
            match column.kind.to() {
                Some(_) if value.is_empty() => String::new(),
                Some(to) => value.split('\n').map(|id| keys.key(to.kind(), id)).collect::<Vec<_>>().join("\n"),
                None => value.clone(),
            }
        };
        self.travels().map(value).collect()
    }

    /// Rows and their items, with distinct keys: of those with the same one, the later are numbered.
    async fn rows(&self, db: &dyn Connection, organization: Id) -> Result<Vec<(ListRow, Item)>> {
        let keys = Keys::read(self, db, organization).await?;
        let mut seen: HashMap<String, usize> = HashMap::new();
        let records = store::list(db, self, organization, store::MAX).await?;
        let rows = records.into_iter().map(|record| {
            let mut item = self.item(self.travelling(&record, &keys), record.active);
            let times = seen.entry(item.key.clone()).or_default();
            *times += 1;
            if *times > 1 {
                item.key = format!("{} #{times}", item.key);
            }
            (record, item)
        });
        Ok(rows.collect())
    }
}

/// The rows that a new organization starts with and this one lacks, as they fit the rows of other lists that it has.
pub(super) async fn lacking(db: &dyn Connection, set: &MasterList, organization: &Organization) -> Result<Vec<Item>> {
    let keys = Keys::read(set, db, organization.id).await?;
    let present = set.read(db, organization.id).await?;
    let lacking = set.defaults(organization).into_iter().filter(|item| present.iter().all(|row| row.key != item.key)).collect();
    Ok(set.fit(lacking, &|list, key| keys.id(list, key).is_some()))
}

#[async_trait]
impl PreferenceSet for MasterList {
    fn name(&self) -> &'static str {
        self.name
    }

    fn fields(&self) -> Vec<&'static str> {
        self.travels().map(|(_, column)| column.name).collect()
    }

    fn edits(&self) -> R {
        self.edits
    }

    fn defaults(&self, organization: &Organization) -> Vec<Item> {
        (self.defaults)(organization).into_iter().map(|values| self.item(values, true)).collect()
    }

    fn table(&self) -> (&'static str, &'static str) {
        (self.table, "organization_id")
    }

    async fn read(&self, db: &dyn Connection, organization: Id) -> Result<Vec<Item>> {
        Ok(self.rows(db, organization).await?.into_iter().map(|(_, item)| item).collect())
    }

    fn item(&self, values: Vec<String>, active: bool) -> Item {
        let mut item = Item { key: String::new(), name: String::new(), values, active };
        let typed = self.typed(&item);
        item.values = self.travels().map(|(at, _)| typed[at].clone()).collect();
        (item.key, item.name) = (self.key_of(&typed), self.name_of(&typed));
        item
    }

    fn check(&self, item: &Item) -> Result<(), Invalid> {
        // What it names is looked for elsewhere: here any text is as good as found.
        let (_, errors) = self.parse(&self.typed(item), Writing::Stored, &|_, text| (!text.is_empty()).then(Id::nil));
        errors.finish()
    }

    fn needs(&self, item: &Item) -> Vec<(&'static str, String)> {
        let mut needs = vec![];
        for ((_, column), value) in self.travels().zip(&item.values) {
            if let Some(to) = column.kind.to() {
                needs.extend(value.split('\n').filter(|key| !key.is_empty()).map(|key| (to.kind(), key.to_owned())));
            }
        }
        needs
    }

    fn fit(&self, items: Vec<Item>, known: &dyn Fn(&str, &str) -> bool) -> Vec<Item> {
        let fitted = items.into_iter().map(|mut item| {
            for ((_, column), value) in self.travels().zip(&mut item.values) {
                if let Some(to) = column.kind.to() {
                    *value = value.split('\n').filter(|key| known(to.kind(), key)).collect::<Vec<_>>().join("\n");
                }
            }
            item
        });
        fitted.filter(|item| self.check(item).is_ok()).collect()
    }

    async fn insert(&self, tx: &Tx, organization: Id, items: &[Item]) -> Result<()> {
        if items.is_empty() {
            return Ok(());
        }
        let keys = Keys::read(self, tx, organization).await?;
        let mut rows = vec![];
        for item in items {
            let (values, errors) = self.parse(&self.typed(item), Writing::Stored, &|list, key| keys.id(list, key));
            errors.finish()?;
            rows.push((values, item.active));
        }
        store::insert_with_state(tx, self, organization, rows).await?;
        Ok(())
    }

    async fn update(&self, tx: &Tx, organization: Id, items: &[Item]) -> Result<()> {
        if items.is_empty() {
            return Ok(());
        }
        let keys = Keys::read(self, tx, organization).await?;
        let present = self.rows(tx, organization).await?;
        let mut rows = vec![];
        for item in items {
            let Some((record, _)) = present.iter().find(|(_, row)| row.key == item.key) else { continue };
            let mut typed = self.typed(item);
            // Counters are not the item's to change.
            for (at, _) in self.columns.iter().enumerate().filter(|(_, c)| matches!(c.kind, Kind::Counter { .. })) {
                typed[at].clone_from(&record.values[at]);
            }
            let (values, errors) = self.parse(&typed, Writing::Stored, &|list, key| keys.id(list, key));
            errors.finish()?;
            rows.push((record.id, values, item.active));
        }
        store::update_many(tx, self, organization, rows).await
    }

    async fn ids(&self, db: &dyn Connection, organization: Id, keys: &[String]) -> Result<Vec<Id>> {
        if keys.is_empty() {
            return Ok(vec![]);
        }
        let present = self.rows(db, organization).await?;
        Ok(present.iter().filter(|(_, item)| keys.contains(&item.key)).map(|(row, _)| row.id).collect())
    }

    async fn is_used(&self, db: &dyn Connection, organization: Id, keys: &[String]) -> Result<bool> {
        let counters: Vec<usize> = (0..self.columns.len()).filter(|at| matches!(self.columns[*at].kind, Kind::Counter { .. })).collect();
        if counters.is_empty() || keys.is_empty() {
            return Ok(false);
        }
        let present = self.rows(db, organization).await?;
        let moved = |row: &ListRow| counters.iter().any(|at| row.values[*at] != "1");
        Ok(present.iter().any(|(row, item)| keys.contains(&item.key) && moved(row)))
    }

    async fn delete(&self, tx: &Tx, organization: Id, keys: &[String]) -> Result<()> {
        let gone = self.ids(tx, organization, keys).await?;
        store::delete(tx, self, organization, &gone).await
    }
}
