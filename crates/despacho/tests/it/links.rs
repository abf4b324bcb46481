//! Every link and every form of a page leads to a route of the table.

use std::collections::BTreeSet;

use axum::http::Method;
use despacho_kernel::Id;
use despacho_platform::{both, sql, vals};
use despacho_ui::routes::Route;
use serde_json::json;

use crate::common::App;

/// The values of an attribute in a page.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let beginning = format!(" {attribute}=\"");
    page.match_indices(beginning.as_str()).filter_map(|(at, _)| page[at + beginning.len()..].split('"').next()).collect()
}

/// Where a page leads: links, and forms and their buttons with their methods.
fn leads(page: &str) -> BTreeSet<(Method, String)> {
    let mut found: BTreeSet<(String, String)> = values(page, "href").into_iter().map(|href| ("GET".to_owned(), href.to_owned())).collect();
    for form in page.split("<form").skip(1) {
        let tag = form.split('>').next().unwrap_or_default();
        let method = if values(tag, "method").first().is_some_and(|method| method.eq_ignore_ascii_case("post")) { "POST" } else { "GET" };
        found.extend(values(tag, "action").into_iter().map(|action| (method.to_owned(), action.to_owned())));
        let inside = form.split("</form>").next().unwrap_or_default();
        for button in inside.split("<button").skip(1) {
            let tag = button.split('>').next().unwrap_or_default();
            let method = values(tag, "formmethod").first().map_or(method, |word| if word.eq_ignore_ascii_case("get") { "GET" } else { method });
            found.extend(values(tag, "formaction").into_iter().map(|action| (method.to_owned(), action.to_owned())));
        }
    }
    let inside = |(method, path): (String, String)| {
        let path = path.replace("&amp;", "&");
        let path = path.split(['?', '#']).next().unwrap_or_default().to_owned();
        let own = path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/assets/");
        own.then(|| (Method::from_bytes(method.as_bytes()).expect("a method"), path))
    };
    found.into_iter().filter_map(inside).collect()
}

fn is_of(route: &Route, method: &Method, path: &str) -> bool {
    let (wanted, given): (Vec<&str>, Vec<&str>) = (route.path.split('/').collect(), path.split('/').collect());
    let fits = |(wanted, given): (&&str, &&str)| if wanted.starts_with('{') { !given.is_empty() } else { wanted == given };
    route.method == *method && wanted.len() == given.len() && wanted.iter().zip(&given).all(fits)
}

both! {
    async fn every_link_and_form_of_a_page_is_a_route(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await.id;
        let body = json!({ "display_name": "Viveros", "business_name": "Viveros", "email": "uno@viveros.example", "applications": ["books", "expense", "payroll", "inventory"], "invite_client": true });
        let client = app.api(&owner, "POST", "/clients", Some(body), None).await.json();
        let (client, organization) = (client["id"].as_str().expect("an id").to_owned(), client["organization_ids"][0].as_str().expect("an id").to_owned());
        app.organization(&owner, "Otra", &["books"]).await;
        let id = async |sql: &str| -> Id { sql::scalar(app.platform.db.read(), sql, vals![]).await.expect("a query").expect("a row") };
        let account = id("SELECT id FROM accounts LIMIT 1").await;
        let tax = id("SELECT id FROM taxes LIMIT 1").await;
        let template = id("SELECT id FROM document_templates LIMIT 1").await;
        let (p, o) = (format!("/practices/{practice}"), format!("/organizations/{organization}"));
        let account = format!("/organizations/{}/accounts/{account}", id("SELECT organization_id FROM accounts LIMIT 1").await);
        let tax = format!("/organizations/{}/records/taxes/{tax}", id("SELECT organization_id FROM taxes LIMIT 1").await);
        let of_template = id("SELECT organization_id FROM document_templates LIMIT 1").await;
        let mut pages = vec![account, tax, format!("/organizations/{of_template}/document-templates/{template}/preview")];
        pages.extend(["/home", "/account", "/notifications", "/practices/new", "/organizations/new"].map(str::to_owned));
        pages.extend(["", "/clients", "/clients/add", "/clients/new", "/clients/new?clone=choose", "/members", "/settings", "/activity"].map(|page| format!("{p}{page}")));
        pages.extend(["", "/edit", "/organizations", "/activity"].map(|page| format!("{p}/clients/{client}{page}")));
        let of_organization = [
            "", "/applications/books", "/applications/expense", "/applications/payroll", "/applications/inventory", "/accounts", "/accounts/new", "/accounts/new?code=629.9", "/accounts/import", "/journal-entries", "/journal-entries/new",
            "/settings", "/settings/profile", "/members", "/activity", "/records/taxes", "/records/taxes/new", "/records/roles", "/preference-applications", "/preference-applications/new",
            "/reports", "/reports/trial-balance", "/reports/general-ledger?account=572", "/reports/journal", "/reports/profit-and-loss", "/reports/balance-sheet", "/fiscal-years",
            "/period-locks", "/opening-balances",
        ];
        pages.extend(of_organization.map(|page| format!("{o}{page}")));
        let (mut looked, mut dead) = (0, vec![]);
        for page in &pages {
            let answer = app.get(&owner, page).await;
            assert_eq!(answer.status, 200, "{page}: {}", answer.text);
            for (method, path) in leads(&answer.text) {
                looked += 1;
                if !["/api", "/api/v1/openapi.json"].contains(&path.as_str()) && !app.table.iter().any(|route| is_of(route, &method, &path)) {
                    dead.push(format!("{page} leads to {method} {path}"));
                }
            }
        }
        assert!(dead.is_empty(), "{}", dead.join("\n"));
        assert!(looked > 400, "links are found: {looked}");
    }
}

#[test]
fn links_and_forms_are_found() {
    let page = r#"<a href="/a?x=1&amp;y=2">a</a><a href="https://b.example">b</a><form method="post" action="/c"><button formaction="/d" formmethod="get"></button></form>"#;
    let found: Vec<_> = leads(page).into_iter().map(|(method, path)| format!("{method} {path}")).collect();
    assert_eq!(found, ["GET /a", "GET /d", "POST /c"]);
}
