//! Cloning a client's preferences into a new client's organization.

pub mod actions;
mod api;
pub mod panel;
mod store;

use despacho_kernel::{Id, access::PracticeRight as R};
use despacho_platform::Platform;
use despacho_settings::preferences::actions::Wanted;
use despacho_ui::{Access, Routes, openapi::Operation};

/// An organization with Books of a client that a member sees, in which they may read settings.
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
    /// Which of the client's organizations; the first with Books where left out.
    pub organization: Option<Id>,
    /// Names of groups; those they need come along.
    pub groups: Vec<String>,
    /// Of the preview; empty where nobody looked.
    pub fingerprint: String,
}

impl CloneChoice {
    fn of(&self, source: Id) -> Wanted {
        Wanted { source, groups: self.groups.clone(), fingerprint: self.fingerprint.clone() }
    }
}

pub(crate) fn routes(platform: &Platform) -> Routes {
    let preview = Operation::post("/api/v1/preference-previews", "What cloning or applying preferences would do; writes nothing")
        .takes::<api::PreviewOf>()
        .answers::<api::PreviewJson>(200);
    Routes::new(platform).post("/practices/{practice}/clients/clone", Access::Practice(R::ManageClients), panel::step).api(
        preview,
        Access::SignedIn,
        api::preview,
    )
}
