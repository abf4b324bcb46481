//! Every route of the table, tried by strangers, by other tenants and by each role.

use crate::common::{Answer, App, Person};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use despacho_kernel::{
    Id,
    access::{OrganizationRight, OrganizationRights, OrganizationRole, PracticeRole},
    new_id,
};
use despacho_platform::{both, memberships::Tenant, sql, vals};
use despacho_ui::{Access, routes::Route};

/// A route's path with the practice and organization given, and ids of nothing for the rest.
fn filled(route: &Route, practice: Id, organization: Id) -> String {
    let part = |part: &str| match part {
        "{practice}" => practice.to_string(),
        "{organization}" => organization.to_string(),
        "{set}" => "taxes".into(),
        "{group}" => "taxes".into(),
        "{application}" => "books".into(),
        "{format}" => "csv".into(),
        "{country}" => "ES".into(),
        other if other.starts_with('{') => new_id().to_string(),
        other => other.into(),
    };
    let path = route.path.split('/').map(part).collect::<Vec<_>>().join("/");
    if route.path.ends_with("/states") { format!("{path}?name=address.state") } else { path }
}

async fn ask(app: &App, route: &Route, path: &str, person: Option<&Person>, practice: Option<Id>) -> Answer {
    let mut request = Request::builder().method(route.method.clone()).uri(path);
    if let Some(person) = person {
        request = if route.is_api() {
            request.header(header::AUTHORIZATION, format!("Bearer {}", person.token))
        } else {
            request.header(header::COOKIE, &person.cookie)
        };
    }
    if let Some(practice) = practice {
        request = request.header("despacho-practice", practice.to_string());
    }
    let body = if route.is_api() { "{}" } else { "" };
    if route.method != Method::GET {
        let kind = if route.is_api() { "application/json" } else { "application/x-www-form-urlencoded" };
        request = request.header(header::CONTENT_TYPE, kind);
    }
    app.send(request.body(Body::from(body)).expect("a request")).await
}

/// Event streams never end, so only their refusals are tried here.
fn is_stream(route: &Route) -> bool {
    route.path.ends_with("/events")
}

/// Parameters that [`filled`] fills with what is there.
const THERE: [&str; 7] = ["{format}", "{practice}", "{organization}", "{set}", "{group}", "{application}", "{country}"];

/// Refuses an answer that whoever has the right must not get: a page is shown, and a write of nothing is done or told what it lacks.
/// Not found is only what the path names and is not there.
fn assert_admitted(route: &Route, answer: &Answer, what: &str) {
    let status = answer.status;
    let done = status.is_success() || status.is_redirection() && !answer.location().starts_with("/sign-in");
    let names_nothing = route.path.split('/').any(|part| part.starts_with('{') && !THERE.contains(&part)) || route.path.ends_with("/logo");
    let missing = status == StatusCode::NOT_FOUND && names_nothing;
    let writes = route.method != Method::GET;
    let lacks = writes && [StatusCode::UNPROCESSABLE_ENTITY, StatusCode::BAD_REQUEST].contains(&status);
    // No job of the installation has failed, so there is none to put back.
    let idle = writes && route.access == Access::Installation && status == StatusCode::CONFLICT;
    assert!(done || missing || lacks || idle, "{what}: {status} {}", answer.text);
}

both! {
    async fn every_route_refuses_who_has_no_right(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, stranger) = (app.person("owner").await, app.person("stranger").await);
        let practice = app.practice(&owner, "Asesores").await;
        app.practice(&stranger, "Otros").await;
        let organization = app.organization(&owner, "Café Sol", &["books", "expense", "payroll", "inventory"]).await;
        app.organization(&stranger, "Otra", &["books"]).await;
        let mut practice_roles = vec![];
        for role in PracticeRole::ALL {
            let person = app.person(&format!("practice-{}", role.word())).await;
            app.join(Tenant::Practice, practice.id, &person, role.word()).await;
            practice_roles.push((*role, person));
        }
        let mut organization_roles = vec![];
        for role in OrganizationRole::ALL {
            let person = app.person(&format!("organization-{}", role.word())).await;
            app.join(Tenant::Organization, organization, &person, role.word()).await;
            organization_roles.push((role.word().to_owned(), OrganizationRights::of(*role), person));
        }
        // Two roles of the organization's own for each right: who has it alone, and who has all the others.
        let mut own_roles = vec![];
        for right in OrganizationRight::ALL {
            let others: Vec<&str> = OrganizationRight::ALL.iter().filter(|other| *other != right).map(|other| other.word()).collect();
            for words in [vec![right.word()], others] {
                let rights = OrganizationRights::parse(&words.join(","));
                // Whoever changes anything may see it: to see is lacked by whoever sees the organization alone, or by nobody.
                let (words, rights) = if words[0] != right.word() && rights.may(*right) { (vec!["read"], OrganizationRights::parse("read")) } else { (words, rights) };
                let name = format!("{}-{}", right.word(), own_roles.len());
                let given: String = words.iter().map(|word| format!("&rights={word}")).collect();
                let made = app.post(&owner, &format!("/organizations/{organization}/records/roles"), &format!("name={name}{given}")).await;
                assert_eq!(made.status, StatusCode::SEE_OTHER, "{name}: {}", made.text);
                let find = "SELECT id FROM organization_roles WHERE organization_id = $1 AND name = $2";
                let role: Id = sql::scalar(app.platform.db.read(), find, vals![organization, &name]).await.expect("a query").expect("a role");
                let person = app.person(&format!("own-{name}")).await;
                app.join(Tenant::Organization, organization, &person, &role.to_string()).await;
                own_roles.push((*right, name, rights, person));
            }
            let lacking = own_roles.iter().filter(|(of, _, rights, _)| of == right && !rights.may(*right)).count();
            assert_eq!(lacking, usize::from(*right != OrganizationRight::Read), "{right:?}");
        }
        let administrator = app.person("installation").await;
        let mut tried = 0;
        for route in &app.table {
            let path = filled(route, practice.id, organization);
            let what = format!("{} {}", route.method, route.path);
            if route.access == Access::Anyone {
                continue;
            }
            tried += 1;
            let answer = ask(&app, route, &path, None, None).await;
            if route.is_api() {
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{what}");
            } else if route.method == Method::GET {
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{what}");
                assert!(answer.location().starts_with("/sign-in"), "{what}");
            } else {
                // A form is not sent away with what was typed in it.
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{what}");
                assert_eq!(answer.headers["despacho-problem"], "expired", "{what}");
            }
            match route.access {
                Access::Practice(right) => {
                    let answer = ask(&app, route, &path, Some(&stranger), Some(practice.id)).await;
                    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what} by a stranger");
                    for (role, person) in practice_roles.iter().filter(|(role, _)| !role.may(right)) {
                        let answer = ask(&app, route, &path, Some(person), Some(practice.id)).await;
                        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what} as {role:?}");
                    }
                    for (role, person) in practice_roles.iter().filter(|(role, _)| role.may(right) && !is_stream(route)) {
                        let answer = ask(&app, route, &path, Some(person), Some(practice.id)).await;
                        assert_admitted(route, &answer, &format!("{what} as {role:?}"));
                    }
                }
                Access::Organization(right) => {
                    let answer = ask(&app, route, &path, Some(&stranger), None).await;
                    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what} by a stranger");
                    let own = own_roles.iter().filter(|(of, ..)| *of == right).map(|(_, name, rights, person)| (name, rights, person));
                    for (role, rights, person) in organization_roles.iter().map(|(role, rights, person)| (role, rights, person)).chain(own) {
                        let answer = ask(&app, route, &path, Some(person), None).await;
                        if rights.may(right) {
                            assert_admitted(route, &answer, &format!("{what} as {role}"));
                        } else {
                            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what} as {role}");
                        }
                    }
                }
                Access::Installation => {
                    for person in [&stranger, &owner] {
                        let answer = ask(&app, route, &path, Some(person), None).await;
                        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what} by {}", person.user.name);
                    }
                    let answer = ask(&app, route, &path, Some(&administrator), None).await;
                    assert_ne!(answer.status, StatusCode::NOT_FOUND, "{what} by an administrator");
                    assert_admitted(route, &answer, &format!("{what} by an administrator"));
                }
                Access::SignedIn if !is_stream(route) => {
                    let person = app.person(&format!("somebody-{tried}")).await;
                    let answer = ask(&app, route, &path, Some(&person), None).await;
                    assert_admitted(route, &answer, &what);
                }
                _ => {}
            }
        }
        let open = app.table.iter().filter(|route| route.access == Access::Anyone).count();
        assert_eq!(tried, app.table.len() - open);
        assert!(open < 45, "{open} routes are open to anyone: see that each must be");
    }

    async fn ids_of_another_tenant_are_not_found_inside_ones_own(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (one, two) = (app.person("one").await, app.person("two").await);
        let mine = app.practice(&one, "Una").await;
        let theirs = app.practice(&two, "Dos").await;
        let my_organization = app.organization(&one, "Mía", &["books"]).await;
        let their_organization = app.organization(&two, "Suya", &["books"]).await;
        let made = app.api(&two, "POST", "/clients", Some(serde_json::json!({ "display_name": "Suyo" })), None).await.json();
        let client = made["id"].as_str().expect("an id");
        let account: Id = despacho_platform::sql::scalar(app.platform.db.read(), "SELECT id FROM accounts WHERE organization_id = $1 LIMIT 1", despacho_platform::vals![their_organization]).await.expect("a query").expect("an account");
        let tax: Id = despacho_platform::sql::scalar(app.platform.db.read(), "SELECT id FROM taxes WHERE organization_id = $1 LIMIT 1", despacho_platform::vals![their_organization]).await.expect("a query").expect("a tax");
        for path in [
            format!("/practices/{}/clients/{client}", mine.id),
            format!("/practices/{}/clients/{client}/edit", mine.id),
            format!("/practices/{}/clients/{client}", theirs.id),
            format!("/organizations/{my_organization}/accounts/{account}"),
            format!("/organizations/{my_organization}/records/taxes/{tax}"),
            format!("/organizations/{their_organization}"),
        ] {
            assert_eq!(app.get(&one, &path).await.status, 404, "{path}");
        }
        for (path, form) in [
            (format!("/practices/{}/clients/{client}/deactivation", mine.id), String::new()),
            (format!("/practices/{}/clients/selection", mine.id), format!("do=deactivate&ids={client}")),
            (format!("/practices/{}/clients/{client}/organization-links", mine.id), format!("organization={my_organization}")),
            (format!("/organizations/{my_organization}/records/taxes/{tax}"), "code=X&name=X&kind=sale&rate=1".into()),
            (format!("/organizations/{my_organization}/members/{}", two.user.id), "role=staff".into()),
        ] {
            assert_eq!(app.post(&one, &path, &form).await.status, 404, "{path}");
        }
        assert_eq!(app.api(&one, "GET", &format!("/clients/{client}"), None, None).await.status, 404);
        assert_eq!(app.api(&one, "PATCH", &format!("/organizations/{their_organization}"), Some(serde_json::json!({ "name": "x" })), None).await.status, 404);
        // A link to another's organization, forged into one's own client.
        let own = app.api(&one, "POST", "/clients", Some(serde_json::json!({ "display_name": "Mío" })), None).await.json();
        let path = format!("/practices/{}/clients/{}/organization-links", mine.id, own["id"].as_str().expect("an id"));
        assert_eq!(app.post(&one, &path, &format!("organization={their_organization}")).await.status, 404);
        // A tax that names another's account.
        let form = format!("code=NEW&name=Nuevo&kind=sale&rate=5&account_id={account}");
        assert_eq!(app.post(&one, &format!("/organizations/{my_organization}/records/taxes"), &form).await.status, 422);
    }

    async fn another_site_can_do_nothing_with_a_cookie(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let request = Request::post("/practices")
            .header(header::COOKIE, &owner.cookie)
            .header("sec-fetch-site", "cross-site")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("name=Robada&country=ES"))
            .expect("a request");
        assert_eq!(app.send(request).await.status, 403);
        // The API takes no cookie at all.
        let request = Request::get("/api/v1/clients").header(header::COOKIE, &owner.cookie).body(Body::empty()).expect("a request");
        assert_eq!(app.send(request).await.status, 401);
        assert_eq!(app.count("practices").await, 0);
    }
}
