//! What a field offers that names rows of a list.

use despacho_kernel::Id;
use despacho_platform::{Platform, Result};
use despacho_ui::{InOrganization, forms::Field};

use super::reference::{FOUND, Named, OFFERED, Referable};

/// By what a field names a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Id,
    Key,
}

impl By {
    fn value(self, row: &Named) -> String {
        match self {
            Self::Id => row.id.to_string(),
            Self::Key => row.key.clone(),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Key => "key",
        }
    }
}

/// Rows that a field offers.
#[derive(Default)]
pub struct Offered {
    /// The active rows and those already chosen, as options.
    pub rows: Vec<(String, String)>,
    /// Where the others are looked for and by what they are named, if these are not all.
    more: Option<(String, By)>,
}

/// The rows of `to` that a field offers besides the `chosen` ones: all of a short list, the first of a long one.
pub async fn rows(platform: &Platform, who: &InOrganization, to: &dyn Referable, by: By, chosen: &[String]) -> Result<Offered> {
    rows_of(platform, who, to, by, chosen, OFFERED).await
}

/// The same with another bound of what a short list is: boxes to tick have no search, so all rows of a list are offered.
pub async fn rows_of(platform: &Platform, who: &InOrganization, to: &dyn Referable, by: By, chosen: &[String], most: i64) -> Result<Offered> {
    let db = platform.db.read();
    let mut found = to.search(db, who.organization, "", most + 1).await?;
    let more = i64::try_from(found.len()).is_ok_and(|found| found > most);
    if more {
        found.truncate(usize::try_from(FOUND).unwrap_or(0));
    }
    let missing = chosen.iter().filter(|value| !value.is_empty() && !found.iter().any(|row| by.value(row) == **value));
    let mut present = vec![];
    match by {
        By::Id => {
            let ids: Vec<Id> = missing.filter_map(|id| id.parse().ok()).collect();
            if !ids.is_empty() {
                present = to.named(db, who.organization, &ids).await?;
            }
        }
        By::Key => {
            for key in missing.take(1) {
                present.extend(to.of_key(db, who.organization, key).await?);
            }
        }
    }
    Ok(Offered {
        rows: found.into_iter().chain(present).map(|row| (by.value(&row), row.label)).collect(),
        more: more.then(|| (who.path(&format!("/references/{}", to.kind())), by)),
    })
}

impl Offered {
    /// All but the row of this value.
    pub fn without(mut self, value: Option<&str>) -> Self {
        self.rows.retain(|(row, _)| Some(row.as_str()) != value);
        self
    }

    /// The field that offers them, and `none` for no row.
    pub fn into_field(self, field: Field<'_>, none: String) -> Field<'_> {
        let field = field.combobox(std::iter::once((String::new(), none)).chain(self.rows).collect());
        match self.more {
            Some((url, by)) => field.searched(url, by.word()),
            None => field,
        }
    }
}
