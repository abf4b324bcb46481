//! An organization's own roles, besides the four that every organization has.

use std::collections::HashMap;

use despacho_kernel::{
    Id, Invalid,
    access::{OrganizationRight as R, OrganizationRole},
};
use despacho_platform::sql::Connection;
use despacho_platform::{Result, i18n::Lang};
use despacho_ui::components::role_name;

use super::PreferenceGroup;
use crate::records::{Column, Kind, RecordSet, store};

/// Roles and what each may do. Who may manage users may give any right, so nobody else may change roles.
pub static ROLES: RecordSet = RecordSet {
    name: "roles",
    table: "organization_roles",
    columns: &[
        Column { name: "name", kind: Kind::Text { max: 60, required: true } },
        Column { name: "rights", kind: Kind::Words(&["read", "read_settings", "edit_settings", "edit_accounts", "manage_members"]) },
    ],
    key: &["name"],
    edits: R::ManageMembers,
    ..RecordSet::PLAIN
};

/// Roles.
pub static ROLES_GROUP: PreferenceGroup = PreferenceGroup { name: "roles", sets: &[&ROLES], needs: &[], proposed: true, page: "/records/roles" };

/// The word of a role that may be given: a given one, or the id of an active own one.
pub async fn grantable(db: &dyn Connection, organization: Id, word: &str) -> Result<String> {
    if let Ok(role) = word.parse::<OrganizationRole>() {
        return Ok(role.word().to_owned());
    }
    if let Ok(id) = word.parse::<Id>()
        && store::find(db, &ROLES, organization, id).await.is_ok_and(|role| role.active)
    {
        return Ok(id.to_string());
    }
    Err(Invalid::one("role", "choice").into())
}

/// The roles that may be given, with what a person reads of each.
pub async fn options(db: &dyn Connection, organization: Id, lang: Lang) -> Result<Vec<(String, String)>> {
    let given = OrganizationRole::ALL
        .iter()
        .map(|role| (role.word().to_owned(), role_name(lang, "organization", role.word(), &HashMap::new())));
    let own = store::list(db, &ROLES, organization, store::MAX).await?;
    let own = own.into_iter().filter(|role| role.active).map(|role| (role.id.to_string(), role.values[0].clone()));
    Ok(given.chain(own).collect())
}
