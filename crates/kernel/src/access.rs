//! Who may do what: roles in a practice and in an organization, and the rights each has.

use crate::Invalid;

/// Defines an enum whose values are stored and sent as stable words.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every value, in order of display.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable word.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = &'static str;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word { $($word => Ok(Self::$variant),)+ _ => Err("choice") }
            }
        }
    };
}

words! {
    /// A role in an accounting practice.
    PracticeRole {
        /// Everything, including other owners.
        Owner = "owner",
        /// Everything but owners.
        Administrator = "administrator",
        /// All clients, no members or settings.
        Manager = "manager",
        /// Assigned clients only.
        Staff = "staff",
        /// All clients, changes nothing.
        ReadOnly = "read_only",
    }
}

words! {
    /// A right in a practice.
    PracticeRight {
        /// See clients (staff: assigned ones).
        ReadClients = "read_clients",
        /// Edit clients one may see.
        EditClients = "edit_clients",
        /// Create, import, assign and deactivate clients.
        ManageClients = "manage_clients",
        /// See the team.
        ReadMembers = "read_members",
        /// Invite, change and remove members.
        ManageMembers = "manage_members",
        /// Change the practice's own settings.
        ManagePractice = "manage_practice",
        /// Read the whole practice's activity.
        ReadActivity = "read_activity",
    }
}

impl PracticeRole {
    /// Whether the role has the right.
    pub fn may(self, right: PracticeRight) -> bool {
        use PracticeRight as R;
        match self {
            Self::Owner | Self::Administrator => true,
            Self::Manager => !matches!(right, R::ManageMembers | R::ManagePractice),
            Self::Staff => matches!(right, R::ReadClients | R::EditClients | R::ReadMembers),
            Self::ReadOnly => matches!(right, R::ReadClients | R::ReadMembers | R::ReadActivity),
        }
    }

    /// Whether the role sees only the clients it is assigned to.
    pub fn sees_assigned_only(self) -> bool {
        self == Self::Staff
    }

    /// Whether a member of this role may give, change or take away `other`.
    pub fn may_grant(self, other: Self) -> bool {
        match self {
            Self::Owner => true,
            Self::Administrator => other != Self::Owner,
            _ => false,
        }
    }
}

words! {
    /// A role in an organization.
    OrganizationRole {
        /// Everything.
        Administrator = "administrator",
        /// Books and settings, no users.
        Accountant = "accountant",
        /// Daily work, no settings.
        Staff = "staff",
        /// Changes nothing.
        ReadOnly = "read_only",
    }
}

words! {
    /// A right in an organization.
    OrganizationRight {
        /// See the organization and its applications.
        Read = "read",
        /// See settings.
        ReadSettings = "read_settings",
        /// Change settings and master data.
        EditSettings = "edit_settings",
        /// Invite, change and remove users.
        ManageMembers = "manage_members",
    }
}

impl OrganizationRole {
    /// Whether the role has the right.
    pub fn may(self, right: OrganizationRight) -> bool {
        use OrganizationRight as R;
        match self {
            Self::Administrator => true,
            Self::Accountant => right != R::ManageMembers,
            Self::Staff => right == R::Read,
            Self::ReadOnly => matches!(right, R::Read | R::ReadSettings),
        }
    }
}

words! {
    /// The four finance applications.
    Application {
        /// Contabilidad.
        Books = "books",
        /// Gastos.
        Expense = "expense",
        /// Nómina.
        Payroll = "payroll",
        /// Inventario.
        Inventory = "inventory",
    }
}

impl Application {
    /// The applications of these words in order of display, each once; a word that names none is noted at `applications`.
    pub fn parse_all(words: &[String], errors: &mut Invalid) -> Vec<Self> {
        let mut found: Vec<Self> = words.iter().filter_map(|word| errors.take("applications", word.parse())).collect();
        found.sort();
        found.dedup();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_round_trip() {
        for role in PracticeRole::ALL {
            assert_eq!(role.word().parse(), Ok(*role));
        }
        assert!("emperor".parse::<OrganizationRole>().is_err());
    }

    #[test]
    fn an_administrator_cannot_make_owners() {
        assert!(!PracticeRole::Administrator.may_grant(PracticeRole::Owner));
        assert!(PracticeRole::Owner.may_grant(PracticeRole::Owner));
        assert!(!PracticeRole::Manager.may_grant(PracticeRole::Staff));
    }

    #[test]
    fn lower_roles_have_a_part_of_the_higher_ones_rights() {
        for right in PracticeRight::ALL {
            if PracticeRole::Staff.may(*right) || PracticeRole::Manager.may(*right) {
                assert!(PracticeRole::Administrator.may(*right));
            }
        }
    }
}
