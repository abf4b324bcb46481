//! The practice's log as a member reads it.

use despacho_kernel::access::PracticeRight as R;
use despacho_platform::{activity::Recorded, memberships::Tenant};
use despacho_ui::{
    InPractice,
    activity::{Link, Log},
};

/// Where what an entry of the practice's log tells of is found.
pub(crate) fn subject_link(who: &InPractice, entry: &Recorded) -> Option<String> {
    match entry.subject_kind.as_str() {
        "client" => Some(who.path(&format!("/clients/{}", entry.subject_id))),
        "task" => Some(who.path(&format!("/tasks/{}", entry.subject_id))),
        "task_template" => Some(who.path(&format!("/task-templates/{}", entry.subject_id))),
        "task_series" => Some(who.path(&format!("/task-series/{}", entry.subject_id))),
        "user" | "invitation" => Some(who.path("/members")),
        "practice" | "custom_field" => who.may(R::ManagePractice).then(|| who.path("/settings")),
        "import" => who.may(R::ManageClients).then(|| who.path(&format!("/client-imports/{}", entry.subject_id))),
        _ => None,
    }
}

/// The practice's log as this member reads it.
pub(crate) fn log<'a>(who: &'a InPractice, link: Link<'a>) -> Log<'a> {
    Log { lang: who.lang(), zone: &who.user.time_zone, tenant: Tenant::Practice, link, page: None }
}
