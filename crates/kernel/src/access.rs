//! Who may do what: roles in a practice and in an organization, and the rights each has.

use crate::{Invalid, words};

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
        /// Change the chart of accounts.
        EditAccounts = "edit_accounts",
        /// Invite, change and remove users.
        ManageMembers = "manage_members",
        /// See journal entries and reports.
        ReadLedger = "read_ledger",
        /// Write entries, post, correct and reverse them.
        PostEntries = "post_entries",
        /// Post in a period that is softly locked.
        PostInLocked = "post_in_locked",
        /// Lock periods, close and reopen fiscal years.
        ClosePeriods = "close_periods",
        /// Take back that a tax return was filed.
        UndoFilings = "undo_filings",
    }
}

impl OrganizationRole {
    /// Whether the role has the right.
    pub fn may(self, right: OrganizationRight) -> bool {
        use OrganizationRight as R;
        match self {
            Self::Administrator => true,
            Self::Accountant => right != R::ManageMembers,
            Self::Staff => matches!(right, R::Read | R::ReadLedger | R::PostEntries),
            Self::ReadOnly => matches!(right, R::Read | R::ReadSettings | R::ReadLedger),
        }
    }
}

/// The rights that a role gives in an organization: a bit for each, so that a 65th right does not compile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OrganizationRights(u64);

const _: () = assert!(OrganizationRight::ALL.len() <= 64);

impl OrganizationRights {
    /// Those of one of the four given roles.
    pub fn of(role: OrganizationRole) -> Self {
        OrganizationRight::ALL.iter().filter(|right| role.may(**right)).copied().collect()
    }

    /// Those of words joined by commas; unknown ones give nothing. Whoever may do anything may see the organization, and
    /// whoever may change settings may see them.
    pub fn parse(words: &str) -> Self {
        let named: Vec<OrganizationRight> = words.split(',').filter_map(|word| word.trim().parse().ok()).collect();
        let sees = named.iter().any(|right| *right != OrganizationRight::Read).then_some(OrganizationRight::ReadSettings);
        named.into_iter().chain(sees).chain([OrganizationRight::Read]).collect()
    }

    /// Whether the right is among them.
    pub fn may(self, right: OrganizationRight) -> bool {
        self.0 & (1 << right as u64) != 0
    }
}

impl FromIterator<OrganizationRight> for OrganizationRights {
    fn from_iter<I: IntoIterator<Item = OrganizationRight>>(rights: I) -> Self {
        Self(rights.into_iter().fold(0, |set, right| set | 1 << right as u64))
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
    /// Whether its organizations' preferences can be cloned into another's.
    pub fn carries_preferences(self) -> bool {
        self == Self::Books
    }

    /// The name of its icon.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Books => "book-open",
            Self::Expense => "receipt",
            Self::Payroll => "wallet",
            Self::Inventory => "boxes",
        }
    }

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
    fn rights_bring_what_they_need() {
        let rights = OrganizationRights::parse("edit_accounts,fly");
        assert!(rights.may(OrganizationRight::EditAccounts) && rights.may(OrganizationRight::ReadSettings) && rights.may(OrganizationRight::Read));
        assert!(!rights.may(OrganizationRight::EditSettings) && !rights.may(OrganizationRight::ManageMembers));
        assert!(!OrganizationRights::parse("").may(OrganizationRight::ReadSettings));
        assert!(OrganizationRight::ALL.iter().all(|right| OrganizationRights::of(OrganizationRole::Administrator).may(*right)));
    }

    #[test]
    fn every_right_is_its_own() {
        for right in OrganizationRight::ALL {
            let only = OrganizationRights::from_iter([*right]);
            assert!(OrganizationRight::ALL.iter().all(|other| only.may(*other) == (other == right)), "{right:?}");
        }
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
