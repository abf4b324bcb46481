//! The roles that a member of an organization may be given: the four that every organization has, and its own.

use std::collections::HashMap;

use despacho_kernel::{Id, Invalid, access::OrganizationRole};
use despacho_platform::sql::Connection;
use despacho_platform::{
    Result,
    i18n::Lang,
    memberships::{self, Tenant},
};
use despacho_ui::{activity::value_label, components::role_name};

/// The word of a role that may be given: a given one, or the id of an active own one.
pub async fn grantable(db: &dyn Connection, organization: Id, word: &str) -> Result<String> {
    if let Ok(role) = word.parse::<OrganizationRole>() {
        return Ok(role.word().to_owned());
    }
    let own = memberships::own_roles(db, organization).await?;
    own.iter().map(|role| role.id.to_string()).find(|id| id == word).ok_or_else(|| Invalid::one("role", "choice").into())
}

/// The roles that may be given, with what a person reads of each.
pub async fn options(db: &dyn Connection, organization: Id, lang: Lang) -> Result<Vec<(String, String)>> {
    let given = OrganizationRole::ALL
        .iter()
        .map(|role| (role.word().to_owned(), role_name(lang, "organization", role.word(), &HashMap::new())));
    let own = memberships::own_roles(db, organization).await?;
    Ok(given.chain(own.into_iter().map(|role| (role.id.to_string(), role.name))).collect())
}

/// What each role that may be given allows: its name and a sentence, of an own one the rights that it names.
pub async fn about(db: &dyn Connection, organization: Id, lang: Lang) -> Result<Vec<(String, String)>> {
    let given = OrganizationRole::ALL.iter().map(|role| {
        let about = lang.t(&format!("organization-role-{}-about", role.word().replace('_', "-")));
        (role_name(lang, "organization", role.word(), &HashMap::new()), about)
    });
    let named = |rights: &str| {
        rights
            .split(',')
            .map(|right| value_label(lang, Tenant::Organization, "roles", "rights", right.trim()))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let own = memberships::own_roles(db, organization).await?;
    Ok(given.chain(own.into_iter().map(|role| (role.name, named(&role.rights)))).collect())
}
