//! What is typed into a row of a list, against what is there.

use despacho_kernel::{Id, Invalid, number::Notation};
use despacho_organizations::store as organizations;
use despacho_platform::Result;
use despacho_platform::sql::{Connection, Value};
use despacho_ui::forms::FormData;

use super::{
    list::{Column, Kind, ListRow, MasterList, Writing},
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

    /// What a form says of each column, as text.
    pub fn typed_in(&self, data: &FormData) -> Vec<String> {
        let typed = |column: &Column| match column.kind {
            Kind::Words(_) => data.all(column.name).join(","),
            Kind::Reference { many: true, .. } => data.all(column.name).join("\n"),
            _ => data.text(column.name),
        };
        self.columns.iter().map(typed).collect()
    }

    /// A row as a form says, for a look at it: nothing is stored, and its name may be another's.
    pub async fn sketch(&self, db: &dyn Connection, organization: Id, data: &FormData, notation: Notation) -> Result<ListRow> {
        let typed = self.typed_in(data);
        self.check_own(db, organization, &typed, notation).await?.1.finish()?;
        let plain = |(column, text): (&Column, String)| match column.kind {
            Kind::Flag if !text.is_empty() => "yes".into(),
            _ => text,
        };
        let values = self.columns.iter().zip(typed).map(plain).collect();
        Ok(ListRow { id: Id::nil(), values, active: true, version: 1 })
    }

    async fn check_own(&self, db: &dyn Connection, organization: Id, typed: &[String], notation: Notation) -> Result<(Vec<Value>, Invalid)> {
        let names = self.names(db, organization, std::iter::once(typed)).await?;
        let money = self.columns.iter().any(|c| matches!(c.kind, Kind::Money));
        let currency = if money { Some(organizations::currency(db, organization).await?) } else { None };
        let known = |list: &str, text: &str| text.parse().ok().filter(|id| names.has(list, *id));
        Ok(self.parse(typed, Writing::Typed(notation, currency), &known))
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
        let (values, mut errors) = self.check_own(db, organization, typed, notation).await?;
        if errors.0.is_empty() && store::taken(db, self, organization, &self.key_of(typed), record).await? {
            errors.push(self.key[0], "taken");
        }
        Ok(errors.finish().map(|()| values))
    }
}
