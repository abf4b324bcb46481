//! The frame that every page of an organization stands in.

use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::{Platform, Result};
use despacho_ui::{
    InOrganization,
    components::application_name,
    layout::{self, NavItem, Shell},
};
use maud::Markup;

use crate::{fields::application_link, organization::Organization, store};

/// The side bar of an organization.
pub fn shell(who: &InOrganization, organization: &Organization, current: &str) -> Shell {
    let lang = who.lang();
    let mut nav = vec![NavItem::new(who.path(""), lang.t("nav-overview"), "house", current == "overview")];
    for application in &organization.applications {
        let href = application_link(organization.id, *application);
        nav.push(NavItem::new(href, application_name(lang, *application), application.icon(), current == application.word()));
    }
    if who.may(R::ReadSettings) {
        nav.push(NavItem { apart: true, ..NavItem::new(who.path("/accounts"), lang.t("nav-accounts"), "list-tree", current == "accounts") });
        nav.push(NavItem::new(who.path("/settings"), lang.t("nav-settings"), "settings", current == "settings"));
        nav.push(NavItem::new(who.path("/members"), lang.t("nav-users"), "users", current == "members"));
        nav.push(NavItem::new(who.path("/activity"), lang.t("nav-activity"), "activity", current == "activity"));
    }
    Shell { tenant: Some(organization.name.clone()), nav, ..Shell::default() }
}

/// A page inside an organization.
pub async fn framed(platform: &Platform, who: &InOrganization, current: &str, title: &str, body: &Markup) -> Result<Markup> {
    let organization = store::find(platform.db.read(), who.organization).await?;
    layout::framed(platform, &who.caller, &who.user, shell(who, &organization, current), title, body).await
}
