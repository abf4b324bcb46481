//! From whom one clones, and what.

use despacho_kernel::Id;
use despacho_settings::preferences::actions::Wanted;

/// An organization, which carries preferences, of a client that a member sees, in which they may read settings.
#[derive(Debug, Clone)]
pub struct Source {
    pub client: Id,
    pub client_name: String,
    pub organization: Id,
    pub organization_name: String,
}

/// What a new client clones.
#[derive(Debug, Clone, Default)]
pub struct CloneChoice {
    /// Whose preferences; may be left out where the organization is named.
    pub client: Option<Id>,
    /// Which of the client's organizations; the first that carries preferences where left out.
    pub organization: Option<Id>,
    /// Names of groups; those they need come along.
    pub groups: Vec<String>,
    /// Of the preview; empty where nobody looked.
    pub fingerprint: String,
}

impl CloneChoice {
    /// As the settings are asked for it.
    pub fn of(&self, source: Id) -> Wanted {
        Wanted { source, groups: self.groups.clone(), fingerprint: self.fingerprint.clone() }
    }
}

/// Whose eyes see the clients: the practice, the user, and for some roles their assignments alone.
#[derive(Debug, Clone, Copy)]
pub struct Eyes {
    pub practice: Id,
    pub user: Id,
    pub visible_to: Option<Id>,
}

/// Which sources are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    pub client: Option<Id>,
    pub organization: Option<Id>,
    /// In the name of the client or of the organization.
    pub search: &'a str,
}
