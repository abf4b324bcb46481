//! What the search box finds.

use axum::extract::State;
use despacho_kernel::{
    access::{OrganizationRight, PracticeRight},
    text::fold,
};
use despacho_organizations::{fields::application_link, frame as organization_frame, store as organizations};
use despacho_platform::{
    Platform, Result,
    i18n::Lang,
    memberships::{self, Belonging},
    t,
    users::User,
};
use despacho_settings::{Apps, lists::Named};
use despacho_ui::{
    InOrganization, InPractice, Outcome, Query,
    components::{application_name, avatar, card, empty, head},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    hit::{Hit, Part, SHOWN},
    ledger, store,
};
use crate::{
    clients::{
        client::{Client, beneath},
        filter::{ListFilter, Status, visible_to},
        list_store,
    },
    practices::frame as practice_frame,
};

/// Most that each part offers while one types.
const SUGGESTED: usize = 5;

#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
}

/// Pages whose name or explanation holds each word.
fn pages(asked: &str, all: Vec<Hit>) -> Vec<Hit> {
    let asked = fold(asked);
    let holds = |hit: &Hit| {
        let text = fold(&format!("{} {}", hit.name, hit.about));
        asked.split_whitespace().all(|word| text.contains(word))
    };
    let mut found: Vec<Hit> = all.into_iter().filter(holds).collect();
    found.truncate(usize::try_from(SHOWN).unwrap_or(0));
    found
}

/// Clients of the practice that this member sees.
async fn clients_here(platform: &Platform, who: &InPractice, asked: &str) -> Result<Part> {
    let lang = who.lang();
    let filter = ListFilter { search: asked.to_owned(), status: Status::All, visible_to: visible_to(who), ..ListFilter::default() };
    let found = list_store::list(platform.db.read(), who.practice, &filter, SHOWN + 1, 0).await?;
    let hit = |client: Client| {
        let inactive = if client.active { String::new() } else { format!(" · {}", lang.t("state-inactive")) };
        Hit { path: who.path(&format!("/clients/{}", client.id)), about: beneath(lang, &client) + &inactive, name: client.display_name }
    };
    Ok(Part::first(lang.t("clients"), found, hit, &who.path("/clients"), &[("status", "all"), ("q", asked)]))
}

/// Clients of each practice of a user.
async fn clients(platform: &Platform, user: &User, lang: Lang, asked: &str) -> Result<Part> {
    let found = store::clients(platform.db.read(), user.id, asked, SHOWN).await?;
    let hits = found.into_iter().map(|client| {
        let about = if client.active { client.practice.clone() } else { format!("{} · {}", client.practice, lang.t("state-inactive")) };
        Hit { path: client.path(), name: client.display_name, about }
    });
    Ok(Part { title: lang.t("clients"), hits: hits.collect(), all: None })
}

async fn tenants(platform: &Platform, user: &User, lang: Lang, asked: &str) -> Result<Part> {
    let found = memberships::named(platform.db.read(), user.id, &fold(asked), SHOWN + 1).await?;
    let hit = |tenant: Belonging| {
        let (base, about) = if tenant.tenant_kind == "practice" { ("practices", "search-practice") } else { ("organizations", "search-organization") };
        Hit { path: format!("/{base}/{}", tenant.tenant_id), name: tenant.name, about: lang.t(about) }
    };
    Ok(Part::first(lang.t("search-tenants"), found, hit, "/home", &[("q", asked)]))
}

fn answer(lang: Lang, asked: &str, parts: &[Part]) -> (String, Markup) {
    let title = if asked.is_empty() { lang.t("search") } else { t!(lang, "search-title", words = asked) };
    let body = html! {
        div.medium.stack {
            (head(&title, html! {}))
            @if parts.iter().all(|part| part.hits.is_empty()) {
                section.card { (empty(&lang.t(if asked.is_empty() { "search-begin" } else { "search-none" }), html! {})) }
            }
            @for part in parts.iter().filter(|part| !part.hits.is_empty()) {
                (card(&part.title, html! {
                    div.found { @for hit in &part.hits { a href=(hit.path) { b { (hit.name) } @if !hit.about.is_empty() { span.muted { (hit.about) } } } } }
                    @if let Some(all) = &part.all { p { a.btn href=(all) { (lang.t("search-all")) } } }
                }))
            }
        }
    };
    (title, body)
}

/// The words asked for, as they are looked for: none of a search for nothing.
fn words(query: &Asked) -> String {
    query.q.trim().chars().take(200).collect()
}

/// What a practice's box finds.
async fn parts_in_practice(platform: &Platform, who: &InPractice, asked: &str) -> Result<Vec<Part>> {
    if asked.is_empty() {
        return Ok(vec![]);
    }
    let lang = who.lang();
    let page = |path: &str, key: &str| Hit::page(&who.path(path), lang.t(key));
    let mut all = vec![page("", "nav-home"), page("/clients", "clients"), page("/members", "team")];
    if who.may(PracticeRight::ManageClients) {
        all.extend([page("/clients/add", "clients-add"), page("/clients/new", "client-new")]);
    }
    if who.may(PracticeRight::ManagePractice) {
        all.push(Hit { about: lang.t("custom-fields"), ..page("/settings", "practice-settings") });
    }
    if who.may(PracticeRight::ReadActivity) {
        all.push(page("/activity", "nav-activity"));
    }
    all.extend([Hit::page("/account", lang.t("account")), Hit::page("/notifications", lang.t("notifications"))]);
    Ok(vec![
        clients_here(platform, who, asked).await?,
        tenants(platform, &who.user, lang, asked).await?,
        Part { title: lang.t("search-pages"), hits: pages(asked, all), all: None },
    ])
}

pub(super) async fn in_practice(State(platform): State<Platform>, who: InPractice, Query(query): Query<Asked>) -> Outcome {
    let asked = words(&query);
    let (title, body) = answer(who.lang(), &asked, &parts_in_practice(&platform, &who, &asked).await?);
    Ok(layout::page(practice_frame::framed(&platform, &who, "search", &title, &body).await?))
}

pub(super) async fn suggest_in_practice(State(platform): State<Platform>, who: InPractice, Query(query): Query<Asked>) -> Outcome {
    let asked = words(&query);
    Ok(layout::page(suggestions(who.lang(), &asked, parts_in_practice(&platform, &who, &asked).await?)))
}

/// The first of each part, while one types.
fn suggestions(lang: Lang, asked: &str, parts: Vec<Part>) -> Markup {
    let hits: Vec<Hit> = parts.into_iter().flat_map(|part| part.hits.into_iter().take(SUGGESTED)).collect();
    html! {
        @for (at, hit) in hits.iter().enumerate() {
            a.who role="option" id=(format!("suggestion-{at}")) aria-selected="false" tabindex="-1" href=(hit.path) {
                (avatar(&hit.name)) span { b { (hit.name) } @if !hit.about.is_empty() { small { (hit.about) } } }
            }
        }
        @if hits.is_empty() && !asked.is_empty() { p.muted { (lang.t("combobox-none")) } }
    }
}

/// What an organization's box finds.
async fn parts_in_organization(platform: &Platform, apps: &Apps, who: &InOrganization, asked: &str) -> Result<Vec<Part>> {
    if asked.is_empty() {
        return Ok(vec![]);
    }
    let lang = who.lang();
    let accounts = match apps.referable("accounts").filter(|_| who.may(OrganizationRight::ReadSettings)) {
        Some(accounts) => accounts.search(platform.db.read(), who.organization, asked, SHOWN).await?,
        None => vec![],
    };
    // Whoever reads the ledger looks for what an account holds.
    let (reads, edits) = (who.may(OrganizationRight::ReadLedger), who.may(OrganizationRight::EditAccounts));
    let account_page = |account: Named| {
        let path = match (reads, edits) {
            (true, _) => format!("/reports/general-ledger?account={}", account.key),
            (false, true) => format!("/accounts/{}", account.id),
            (false, false) => "/accounts".into(),
        };
        Hit::page(&who.path(&path), account.label)
    };
    let all = settings(platform, apps, who, lang).await?;
    let mut parts = vec![
        Part { title: lang.t("search-pages"), hits: pages(asked, all), all: None },
        Part { title: lang.t("search-accounts"), hits: accounts.into_iter().map(account_page).collect(), all: None },
        ledger::people(platform, who, asked).await?,
    ];
    parts.extend(ledger::papers(platform, who, asked).await?);
    parts.extend([
        ledger::entries(platform, who, asked).await?,
        clients(platform, &who.user, lang, asked).await?,
        tenants(platform, &who.user, lang, asked).await?,
    ]);
    Ok(parts)
}

pub(super) async fn in_organization(State(platform): State<Platform>, apps: Apps, who: InOrganization, Query(query): Query<Asked>) -> Outcome {
    let asked = words(&query);
    let (title, body) = answer(who.lang(), &asked, &parts_in_organization(&platform, &apps, &who, &asked).await?);
    Ok(layout::page(organization_frame::framed(&platform, &who, "search", &title, &body).await?))
}

pub(super) async fn suggest_in_organization(State(platform): State<Platform>, apps: Apps, who: InOrganization, Query(query): Query<Asked>) -> Outcome {
    let asked = words(&query);
    Ok(layout::page(suggestions(who.lang(), &asked, parts_in_organization(&platform, &apps, &who, &asked).await?)))
}

/// The organization's pages that this member reads.
async fn settings(platform: &Platform, apps: &Apps, who: &InOrganization, lang: Lang) -> Result<Vec<Hit>> {
    let organization = organizations::find(platform.db.read(), who.organization).await?;
    let mut all = vec![Hit::page(&who.path(""), lang.t("nav-overview"))];
    all.extend(organization.applications.iter().map(|a| Hit::page(&application_link(organization.id, *a), application_name(lang, *a))));
    if who.may(OrganizationRight::ReadSettings) {
        for (path, key) in
            [("/accounts", "nav-accounts"), ("/settings", "organization-settings"), ("/members", "organization-users"), ("/activity", "nav-activity")]
        {
            all.push(Hit::page(&who.path(path), lang.t(key)));
        }
        for group in apps.groups_of(&organization.applications) {
            all.push(Hit { path: who.path(group.page), name: lang.t(&group.label()), about: lang.t(&format!("{}-about", group.label())) });
        }
        for list in organization.applications.iter().filter_map(|a| apps.get(*a)).flat_map(|a| a.lists()) {
            all.push(Hit::page(&who.path(&format!("/records/{}", list.name)), lang.t(&format!("records-{}", list.name.replace('_', "-")))));
        }
    }
    all.extend(ledger::pages(who));
    all.extend([Hit::page("/account", lang.t("account")), Hit::page("/notifications", lang.t("notifications"))]);
    let mut seen = std::collections::HashSet::new();
    all.retain(|hit| seen.insert(hit.path.clone()));
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_found_by_the_words_of_its_name_and_explanation_in_any_order() {
        let all = || {
            vec![Hit { path: "/a".into(), name: "Series de numeración".into(), about: "Facturas y presupuestos".into() }, Hit::page("/b", "Impuestos".into())]
        };
        let found = |asked: &str| pages(asked, all()).into_iter().map(|hit| hit.path).collect::<Vec<_>>();
        assert_eq!(found("numeracion series"), ["/a"]);
        assert_eq!(found("FACTURAS"), ["/a"]);
        assert_eq!(found("puestos"), ["/a", "/b"]);
        assert!(found("impuestos series").is_empty());
    }
}
