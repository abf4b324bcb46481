//! How a list of master data travels: rows of other lists are named by their key, counters stay behind.

use std::collections::HashMap;

use async_trait::async_trait;
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R};
use despacho_platform::sql::Connection;
use despacho_platform::{Result, Tx};

use super::{Kind, Record, RecordSet, Writing, store};
use crate::{
    Organization,
    preferences::{ACCOUNTS, Item, PreferenceSet},
};

/// The keys of the rows that a list may name, both ways.
struct Keys(HashMap<&'static str, Vec<(Id, String)>>);

impl Keys {
    async fn read(set: &RecordSet, db: &dyn Connection, organization: Id) -> Result<Self> {
        let mut keys = HashMap::new();
        for column in set.columns {
            match column.kind {
                Kind::Account { .. } => {
                    keys.insert(ACCOUNTS, store::account_codes(db, organization).await?);
                }
                Kind::Row { of, .. } | Kind::Rows { of } => {
                    let rows = store::list(db, of, organization, store::MAX).await?;
                    keys.insert(of.name, rows.into_iter().map(|row| (row.id, of.key_of(&row.values))).collect());
                }
                _ => {}
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

impl RecordSet {
    fn travels(&self) -> impl Iterator<Item = (usize, &'static super::Column)> {
        self.columns.iter().enumerate().filter(|(_, column)| !matches!(column.kind, Kind::Counter { .. }))
    }

    /// The values of all columns; counters are empty.
    fn typed(&self, item: &Item) -> Vec<String> {
        let mut typed = vec![String::new(); self.columns.len()];
        for ((at, _), value) in self.travels().zip(&item.values) {
            typed[at].clone_from(value);
        }
        typed
    }

    fn travelling(&self, record: &Record, keys: &Keys) -> Vec<String> {
        let value = |(at, column): (usize, &super::Column)| {
            let value = &record.values[at];
            match column.kind.names() {
                Some(_) if value.is_empty() => String::new(),
                Some(list) => value.split('\n').map(|id| keys.key(list, id)).collect::<Vec<_>>().join("\n"),
                None => value.clone(),
            }
        };
        self.travels().map(value).collect()
    }

    /// Rows and their items, with distinct keys: of those with the same one, the later are numbered.
    async fn rows(&self, db: &dyn Connection, organization: Id) -> Result<Vec<(Record, Item)>> {
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

#[async_trait]
impl PreferenceSet for RecordSet {
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

    async fn count(&self, db: &dyn Connection, organization: Id) -> Result<i64> {
        store::count(db, self, organization).await
    }

    async fn read(&self, db: &dyn Connection, organization: Id) -> Result<Vec<Item>> {
        Ok(self.rows(db, organization).await?.into_iter().map(|(_, item)| item).collect())
    }

    fn item(&self, values: Vec<String>, active: bool) -> Item {
        let mut item = Item { key: String::new(), name: String::new(), values, active };
        let typed = self.typed(&item);
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
            if let Some(list) = column.kind.names() {
                needs.extend(value.split('\n').filter(|key| !key.is_empty()).map(|key| (list, key.to_owned())));
            }
        }
        needs
    }

    fn fit(&self, items: Vec<Item>, known: &dyn Fn(&str, &str) -> bool) -> Vec<Item> {
        let fitted = items.into_iter().map(|mut item| {
            for ((_, column), value) in self.travels().zip(&mut item.values) {
                if let Some(list) = column.kind.names() {
                    *value = value.split('\n').filter(|key| known(list, key)).collect::<Vec<_>>().join("\n");
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

    async fn delete(&self, tx: &Tx, organization: Id, keys: &[String]) -> Result<()> {
        if keys.is_empty() {
            return Ok(());
        }
        let present = self.rows(tx, organization).await?;
        let gone: Vec<Id> = present.iter().filter(|(_, item)| keys.contains(&item.key)).map(|(record, _)| record.id).collect();
        store::delete(tx, self, organization, &gone).await
    }

    async fn is_whole(&self, db: &dyn Connection, organization: Id) -> Result<bool> {
        if self.columns.iter().all(|c| c.kind.names().is_none()) {
            return Ok(true);
        }
        let names = self.names(db, organization).await?;
        let records = store::list(db, self, organization, store::MAX).await?;
        let whole = |record: &Record| {
            self.columns.iter().zip(&record.values).all(|(column, value)| match column.kind.names() {
                Some(list) => value.split('\n').filter_map(|id| id.parse().ok()).all(|id| names.has(list, id)),
                None => true,
            })
        };
        Ok(records.iter().all(whole))
    }
}
