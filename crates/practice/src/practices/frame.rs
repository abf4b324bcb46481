//! The frame that every page of a practice stands in.

use despacho_kernel::access::PracticeRight as R;
use despacho_platform::{
    Platform, Result,
    memberships::{self, Tenant},
};
use despacho_ui::{
    InPractice, format,
    layout::{self, NavItem, Shell},
    room::Frame,
};
use maud::Markup;

use crate::{
    beside,
    clients::{
        filter::{Counted, ListFilter, visible_to},
        list_store as clients,
    },
};

/// The side bar of a practice.
async fn shell(platform: &Platform, who: &InPractice, current: &str, active: Option<Counted>) -> Result<Shell> {
    let lang = who.lang();
    let name = memberships::tenant_name(platform.db.read(), who.practice).await?;
    let count = match active {
        Some(count) => count,
        None => {
            let filter = ListFilter { visible_to: visible_to(who), ..ListFilter::default() };
            clients::counted(platform.db.read(), who.practice, &filter).await?
        }
    };
    let mut nav = vec![
        NavItem::new(who.path(""), lang.t("nav-home"), "house", current == "home"),
        NavItem { count: Some(count.shown(lang)), ..NavItem::new(who.path("/clients"), lang.t("clients"), "briefcase", current == "clients") },
    ];
    let mut keys = vec![
        ("g i", who.path("")),
        ("g c", who.path("/clients")),
        ("g m", who.path("/members")),
        ("g o", who.path("/control")),
        ("g n", who.path("/insights")),
    ];
    for link in beside::rooms().flat_map(|room| room.links).filter(|link| who.may(link.right)) {
        let count = match link.count {
            Some(count) => count(platform, who).await?.map(|count| format::number(lang, count)),
            None => None,
        };
        nav.push(NavItem { count, ..NavItem::new(who.path(link.path), lang.t(link.word), link.icon, current == link.word) });
        if !link.key.is_empty() {
            keys.push((link.key, who.path(link.path)));
        }
    }
    keys.extend(
        beside::rooms()
            .flat_map(|room| room.keys)
            .filter(|(.., right)| who.may(*right))
            .map(|(key, path, _)| (*key, who.path(path))),
    );
    nav.extend([
        NavItem::new(who.path("/control"), lang.t("control"), "layout-grid", current == "control"),
        NavItem::new(who.path("/insights"), lang.t("insights"), "chart-column", current == "insights"),
        NavItem { apart: true, ..NavItem::new(who.path("/members"), lang.t("team"), "users", current == "team") },
    ]);
    if who.may(R::ManagePractice) {
        nav.push(NavItem::new(who.path("/settings"), lang.t("nav-settings"), "settings", current == "settings"));
    }
    if who.may(R::ReadActivity) {
        nav.push(NavItem::new(who.path("/activity"), lang.t("nav-activity"), "activity", current == "activity"));
    }
    if who.may(R::ManagePractice) {
        keys.push(("g s", who.path("/settings")));
    }
    if who.may(R::ManageClients) {
        keys.push(("n c", who.path("/clients/new")));
    }
    Ok(Shell { tenant: name, nav, search: Some(who.path("/search")), keys })
}

/// A page inside a practice.
pub async fn framed(platform: &Platform, who: &InPractice, current: &str, title: &str, body: &Markup) -> Result<Markup> {
    framed_with(platform, who, current, title, body, None).await
}

/// The same where the number of active clients is known already.
pub(crate) async fn framed_with(platform: &Platform, who: &InPractice, current: &str, title: &str, body: &Markup, active: Option<Counted>) -> Result<Markup> {
    let shell = shell(platform, who, current, active).await?;
    layout::framed(platform, &who.caller, &who.user, shell, title, body).await
}

/// The frame for pages that are not the practice's own, for its members.
pub const FRAME: Frame = Frame {
    under: "/practices/",
    around: |platform, caller, user, practice| {
        Box::pin(async move {
            let role = memberships::role(platform.db.read(), Tenant::Practice, practice, user.id).await?;
            let Some(role) = role.and_then(|role| role.parse().ok()) else { return Ok(None) };
            let who = InPractice { caller, user, practice, role };
            Ok(Some(shell(&platform, &who, "", None).await?))
        })
    },
};
