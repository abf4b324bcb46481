//! From which tenant a page outside all of them was opened.

use despacho_kernel::Id;
use serde::Deserialize;

/// The tenant from which a page was opened, as its address says.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct CameFrom {
    pub practice: Option<Id>,
    pub organization: Option<Id>,
}

impl CameFrom {
    /// The tenant of a page's address: of one inside it, or of one that keeps its frame.
    pub fn of(path: &str) -> Self {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut parts = path.split('/').skip(1);
        let (kind, id) = (parts.next().unwrap_or(""), parts.next().and_then(|id| id.parse().ok()));
        let named = |name: &str| form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name).and_then(|(_, id)| id.parse().ok());
        match kind {
            "practices" => Self { practice: id, ..Self::default() },
            "organizations" => Self { organization: id, ..Self::default() },
            "notifications" => Self { practice: named("practice"), organization: named("organization") },
            _ => Self::default(),
        }
    }

    /// The path of the tenant; empty where it is none.
    pub fn place(self) -> String {
        match (self.practice, self.organization) {
            (Some(id), _) => format!("/practices/{id}"),
            (None, Some(id)) => format!("/organizations/{id}"),
            (None, None) => String::new(),
        }
    }

    /// The path with the tenant in its query.
    pub fn keep(self, path: &str) -> String {
        let sign = if path.contains('?') { '&' } else { '?' };
        match (self.practice, self.organization) {
            (Some(id), _) => format!("{path}{sign}practice={id}"),
            (None, Some(id)) => format!("{path}{sign}organization={id}"),
            (None, None) => path.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_keeps_the_tenant_that_it_was_opened_from() {
        let id = despacho_kernel::new_id();
        for path in [format!("/practices/{id}"), format!("/practices/{id}/clients?q=a"), format!("/notifications?before={id}&practice={id}")] {
            assert_eq!(CameFrom::of(&path).keep("/notifications"), format!("/notifications?practice={id}"), "{path}");
        }
        assert_eq!(CameFrom::of(&format!("/organizations/{id}/members")).keep("/a?b=c"), format!("/a?b=c&organization={id}"));
        for path in ["/practices/new", "/home", "/account", "/notifications"] {
            assert_eq!(CameFrom::of(path).keep("/notifications"), "/notifications", "{path}");
        }
    }
}
