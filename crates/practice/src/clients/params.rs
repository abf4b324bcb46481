//! What the address of the list says, and which clients were ticked in it.

use despacho_kernel::Id;
use despacho_platform::{Error, Result};
use despacho_ui::{InPractice, forms::FormData, table::Sorted};
use serde::Deserialize;

use super::filter::{ListFilter, Sort, Status, visible_to};

/// Most clients changed at once.
const SELECTION: usize = 1000;

/// What the list's address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ListParams {
    pub q: String,
    pub status: String,
    pub application: String,
    pub tag: String,
    pub assigned: String,
    pub sort: String,
    pub page: String,
}

impl ListParams {
    /// From an address that a form carried.
    pub fn of_query(query: &str) -> Self {
        let mut params = Self::default();
        for (name, value) in form_urlencoded::parse(query.trim_start_matches('?').as_bytes()) {
            let place = match name.as_ref() {
                "q" => &mut params.q,
                "status" => &mut params.status,
                "application" => &mut params.application,
                "tag" => &mut params.tag,
                "assigned" => &mut params.assigned,
                "sort" => &mut params.sort,
                "page" => &mut params.page,
                _ => continue,
            };
            *place = value.into_owned();
        }
        params
    }

    pub fn filter(&self, who: &InPractice) -> ListFilter {
        let Sorted { by, descending } = self.sorted();
        ListFilter {
            search: self.q.clone(),
            status: match self.status.as_str() {
                "inactive" => Status::Inactive,
                "all" => Status::All,
                _ => Status::Active,
            },
            application: self.application.parse().ok(),
            tag: Some(self.tag.clone()).filter(|tag| !tag.is_empty()),
            assigned_to: self.assigned.parse().ok(),
            ids: None,
            visible_to: visible_to(who),
            sort: match by {
                "tax_id" => Sort::TaxId,
                "kind" => Sort::Kind,
                "status" => Sort::State,
                "assigned" => Sort::Assigned,
                "created" => Sort::Created,
                "updated" => Sort::Updated,
                _ => Sort::Name,
            },
            descending,
        }
    }

    pub fn sorted(&self) -> Sorted<'_> {
        Sorted::of(&self.sort, "name")
    }

    /// Whether the list is narrowed by more than active or not.
    pub fn narrowed(&self) -> bool {
        !self.q.is_empty() || !self.application.is_empty() || !self.tag.is_empty() || !self.assigned.is_empty()
    }

    fn pairs(&self) -> [(&'static str, &str); 7] {
        [
            ("q", &self.q),
            ("status", &self.status),
            ("application", &self.application),
            ("tag", &self.tag),
            ("assigned", &self.assigned),
            ("sort", &self.sort),
            ("page", &self.page),
        ]
    }

    /// The list's address with one parameter changed; another page only when asked.
    pub fn with(&self, name: &str, value: &str) -> String {
        query(self.pairs().into_iter().filter(|(key, _)| *key != name && *key != "page").chain([(name, value)]))
    }

    /// The list's address as it is, its page included.
    pub fn address(&self) -> String {
        query(self.pairs().into_iter())
    }

    /// The list's address without what narrows it.
    pub fn cleared(&self) -> String {
        query([("status", self.status.as_str()), ("sort", &self.sort)].into_iter())
    }
}

fn query<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    format!("?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs.filter(|(_, value)| !value.is_empty())).finish())
}

/// The ids of a selection; too many or malformed ones are refused.
pub(super) fn selected(data: &FormData) -> Result<Vec<Id>> {
    let ids = data.all("ids");
    if ids.len() > SELECTION {
        return Err(Error::Malformed(format!("at most {SELECTION} clients at once")));
    }
    ids.iter().map(|id| id.parse().map_err(|_| Error::NotFound)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_back_and_another_filter_begins_at_the_first_page() {
        let params = ListParams::of_query("?q=caf%C3%A9+sol&status=all&tag=VIP&sort=-created&page=3&other=x");
        assert_eq!(params.address(), "?q=caf%C3%A9+sol&status=all&tag=VIP&sort=-created&page=3");
        assert_eq!(params.with("tag", ""), "?q=caf%C3%A9+sol&status=all&sort=-created");
        assert_eq!(params.with("page", "4"), "?q=caf%C3%A9+sol&status=all&tag=VIP&sort=-created&page=4");
        assert_eq!(params.cleared(), "?status=all&sort=-created");
        assert!(params.narrowed() && !ListParams::of_query("status=inactive&sort=name").narrowed());
    }
}
