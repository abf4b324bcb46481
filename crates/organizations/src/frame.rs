//! The frame that every page of an organization stands in.

use despacho_kernel::access::{Application, OrganizationRight as R};
use despacho_platform::{Platform, Result, memberships, t};
use despacho_ui::{
    InOrganization,
    caller::WayBack,
    components::application_name,
    layout::{self, NavItem, Shell},
    room::Frame,
};
use maud::Markup;

use crate::{fields::application_link, organization::Organization, store};

/// The side bar of an organization.
fn shell(who: &InOrganization, organization: &Organization, current: &str, back: &[WayBack]) -> Shell {
    let lang = who.lang();
    let mut nav: Vec<NavItem> = back
        .iter()
        .map(|way| {
            let label = if back.len() == 1 { lang.t("nav-client") } else { t!(lang, "nav-client-of", practice = way.practice.as_str()) };
            NavItem::new(way.path.clone(), label, "arrow-left", false)
        })
        .collect();
    nav.push(NavItem { apart: !back.is_empty(), ..NavItem::new(who.path(""), lang.t("nav-overview"), "house", current == "overview") });
    for application in &organization.applications {
        let href = application_link(organization.id, *application);
        nav.push(NavItem::new(href, application_name(lang, *application), application.icon(), current == application.word()));
    }
    if who.may(R::ReadLedger) {
        nav.push(NavItem { apart: true, ..NavItem::new(who.path("/journal-entries"), lang.t("nav-entries"), "notebook-pen", current == "journal-entries") });
        nav.push(NavItem::new(who.path("/reports"), lang.t("nav-reports"), "chart-column", current == "reports"));
        nav.push(NavItem::new(who.path("/bank-accounts"), lang.t("nav-banks"), "landmark", current == "banks"));
        nav.push(NavItem::new(who.path("/contacts"), lang.t("nav-contacts"), "contact-round", current == "contacts"));
        if organization.applications.contains(&Application::Books) {
            // What is only typed is for those who may post.
            let seen = |word: &&&str| **word != "quick-bills" || who.may(R::PostEntries);
            let item = |word: &&str| NavItem::new(who.path(&format!("/{word}")), lang.t(&format!("nav-{word}")), "", current == *word);
            let group = |key: &str, icon, words: &[&str]| NavItem {
                within: words.iter().filter(seen).map(item).collect(),
                ..NavItem::new(String::new(), lang.t(key), icon, false)
            };
            nav.extend([
                group("nav-sales", "trending-up", &["estimates", "invoices", "recurring-invoices", "credit-notes", "payments-received", "reminders", "items"]),
                group("nav-purchases", "receipt", &["purchase-orders", "quick-bills", "bills", "vendor-credits", "payments-made", "remittances"]),
                NavItem::new(who.path("/tax-returns"), lang.t("nav-tax-returns"), "percent", current == "tax-returns"),
            ]);
        }
    }
    if who.may(R::ClosePeriods) {
        nav.push(NavItem::new(who.path("/fiscal-years"), lang.t("nav-fiscal-years"), "calendar-check", current == "fiscal-years"));
    }
    if who.may(R::ReadSettings) {
        nav.push(NavItem { apart: true, ..NavItem::new(who.path("/accounts"), lang.t("nav-accounts"), "list-tree", current == "accounts") });
        nav.push(NavItem::new(who.path("/settings"), lang.t("nav-settings"), "settings", current == "settings"));
        nav.push(NavItem::new(who.path("/members"), lang.t("nav-users"), "users", current == "members"));
        nav.push(NavItem::new(who.path("/activity"), lang.t("nav-activity"), "activity", current == "activity"));
    }
    let mut keys = if who.may(R::ReadSettings) { vec![("g t", who.path("/members")), ("g s", who.path("/settings"))] } else { vec![] };
    let books = organization.applications.contains(&Application::Books);
    if who.may(R::ReadLedger) {
        keys.extend([("g d", who.path("/journal-entries")), ("g b", who.path("/bank-accounts"))]);
        keys.extend(books.then(|| ("g i", who.path("/tax-returns"))));
    }
    if who.may(R::PostEntries) {
        keys.push(("n a", who.path("/journal-entries/new")));
        if books {
            keys.extend([("n f", who.path("/invoices/new")), ("n r", who.path("/quick-bills"))]);
        }
    }
    Shell { tenant: Some(organization.name.clone()), nav, keys, search: Some(who.path("/search")) }
}

/// A page inside an organization.
pub async fn framed(platform: &Platform, who: &InOrganization, current: &str, title: &str, body: &Markup) -> Result<Markup> {
    let organization = store::find(platform.db.read(), who.organization).await?;
    let back = who.ways_back(platform).await?;
    layout::framed(platform, &who.caller, &who.user, shell(who, &organization, current, &back), title, body).await
}

/// The frame for pages that are not the organization's own, for its members.
pub const FRAME: Frame = Frame {
    under: "/organizations/",
    around: |platform, caller, user, organization| {
        Box::pin(async move {
            let Some(role) = memberships::held_role(platform.db.read(), organization, user.id).await? else { return Ok(None) };
            let stored = store::find(platform.db.read(), organization).await?;
            let who = InOrganization::new(caller, user, organization, role.rights);
            Ok(Some(shell(&who, &stored, "", &[])))
        })
    },
};
