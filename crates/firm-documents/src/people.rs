//! A client's people: what each may do and see.

use despacho_kernel::{Id, words};

use crate::document::Category;

words! {
    /// A role on the client's side.
    Role {
        /// Everything of the client.
        Administrator = "administrator",
        Accounting = "accounting",
        Payroll = "payroll",
        /// Sees, and sends nothing.
        ReadOnly = "read_only",
    }
}

impl Role {
    /// The categories that it has unless others are chosen.
    pub fn categories(self) -> &'static [Category] {
        match self {
            Self::Administrator => &[Category::Accounting, Category::Tax, Category::Payroll, Category::Legal],
            Self::Accounting => &[Category::Accounting, Category::Tax],
            Self::Payroll => &[Category::Payroll],
            Self::ReadOnly => &[],
        }
    }

    /// Whether it may send files and messages.
    pub fn sends(self) -> bool {
        self != Self::ReadOnly
    }
}

/// Categories of their words by commas; an administrator has them all, and everybody what is general.
pub fn categories(role: &str, words: &str) -> Vec<Category> {
    let all = role == Role::Administrator.word();
    let has = |category: &Category| all || *category == Category::General || words.split(',').any(|word| word == category.word());
    Category::ALL.iter().copied().filter(has).collect()
}

despacho_platform::row! {
    /// Somebody of a client with an account.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Person in "client_people" key (practice_id, client_id, user_id) {
        pub practice_id: Id,
        pub client_id: Id,
        pub user_id: Id,
        /// The contact person that they are.
        pub contact_id: Id,
        /// A [`Role`].
        pub role: String,
        /// Words of [`Category`], by commas.
        pub categories: String,
        pub created_at: i64,
        /// When they were last there.
        pub seen_at: Option<i64>,
    }
}

impl Person {
    /// What they may see of what is shared with them.
    pub fn sees(&self) -> Vec<Category> {
        categories(&self.role, &self.categories)
    }

    /// Whether they may send files and messages.
    pub fn sends(&self) -> bool {
        self.role.parse().is_ok_and(Role::sends)
    }
}

/// Who looks at documents.
#[derive(Debug, Clone)]
pub enum Eyes {
    /// A member of the practice; staff see what is of the clients that are assigned to them.
    Firm { visible_to: Option<Id> },
    /// Somebody of the client: what is shared with them, of the categories that they have, and what they sent.
    Client(Person),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_administrator_has_every_category_and_nobody_lacks_what_is_general() {
        assert_eq!(categories("administrator", ""), Category::ALL);
        assert_eq!(categories("payroll", "payroll"), [Category::General, Category::Payroll]);
        assert_eq!(categories("read_only", "tax,unknown"), [Category::General, Category::Tax]);
        for role in Role::ALL {
            let words: Vec<&str> = role.categories().iter().map(|category| category.word()).collect();
            let found = categories(role.word(), &words.join(","));
            assert!(role.categories().iter().all(|category| found.contains(category)), "{role:?}");
        }
    }
}
