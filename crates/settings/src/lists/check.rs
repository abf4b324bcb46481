//! What is typed into a row of a list, against what is there.

use despacho_kernel::{Id, Invalid, number::Notation};
use despacho_platform::Result;
use despacho_platform::sql::{Connection, Value};

use super::{
    list::{Kind, MasterList, Writing},
    reference::{Names, Referable},
    store,
};

impl MasterList {
    /// What a person reads of the rows that these values name.
    pub async fn names<'v>(&self, db: &dyn Connection, organization: Id, rows: impl Iterator<Item = &'v [String]>) -> Result<Names> {
        let mut wanted: Vec<(&'static dyn Referable, Vec<Id>)> = vec![];
        let rows: Vec<&[String]> = rows.collect();
        for (at, column) in self.columns.iter().enumerate() {
            let Some(to) = column.kind.to() else { continue };
            let ids = rows.iter().flat_map(|values| values[at].split('\n')).filter_map(|id| id.trim().parse().ok());
            match wanted.iter_mut().find(|(known, _)| known.kind() == to.kind()) {
                Some((_, known)) => known.extend(ids),
                None => wanted.push((to, ids.collect())),
            }
        }
        Names::read(db, organization, wanted).await
    }

    /// Reads a row's typed values; every fault at once.
    pub async fn check_typed(
        &self,
        db: &dyn Connection,
        organization: Id,
        record: Option<Id>,
        typed: &[String],
        notation: Notation,
    ) -> Result<Result<Vec<Value>, Invalid>> {
        let names = self.names(db, organization, std::iter::once(typed)).await?;
        let money = self.columns.iter().any(|c| matches!(c.kind, Kind::Money));
        let currency = if money { Some(store::currency(db, organization).await?) } else { None };
        let known = |list: &str, text: &str| text.parse().ok().filter(|id| names.has(list, *id));
        let (values, mut errors) = self.parse(typed, Writing::Typed(notation, currency), &known);
        if errors.0.is_empty() && store::taken(db, self, organization, &self.key_of(typed), record).await? {
            errors.push(self.key[0], "taken");
        }
        Ok(errors.finish().map(|()| values))
    }
}
