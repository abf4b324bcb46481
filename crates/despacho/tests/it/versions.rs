//! Two people, one record: a later save over a newer version is refused, with both values, and nothing typed is lost.

use axum::{
    body::Body,
    http::{Request, header},
};
use despacho_kernel::Id;
use despacho_platform::{both, sql, vals};
use serde_json::json;

use crate::common::{Answer, App, Person};

/// The version that a form carries.
fn version(page: &str) -> i64 {
    let rest = page.split("name=\"version\" value=\"").nth(1).expect("a version in the form");
    rest.split('"').next().and_then(|v| v.parse().ok()).expect("a number")
}

async fn patch(app: &App, person: &Person, path: &str, tag: &str, body: serde_json::Value) -> Answer {
    let request = Request::patch(format!("/api/v1{path}"))
        .header(header::AUTHORIZATION, format!("Bearer {}", person.token))
        .header(header::IF_MATCH, tag)
        .body(Body::from(body.to_string()))
        .expect("a request");
    app.send(request).await
}

both! {
    async fn a_client_saved_twice_keeps_the_first_and_shows_both(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        let made = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "Viveros", "email": "uno@viveros.example" })), None).await.json();
        let id = made["id"].as_str().expect("an id");
        let page = format!("/practices/{}/clients/{id}", practice.id);
        let read_by_both = version(&app.get(&owner, &format!("{page}/edit")).await.text);
        let form = |email: &str, industry: &str, version: i64| format!("display_name=Viveros&email={email}&industry={industry}&version={version}");
        assert_eq!(app.post(&owner, &page, &form("dos%40viveros.example", "", read_by_both)).await.status, 303);
        // The second one had read the same version, and typed something else.
        let refused = app.post(&owner, &page, &form("uno%40viveros.example", "Plantas+raras", read_by_both)).await;
        assert_eq!(refused.status, 409, "{}", refused.text);
        for seen in ["dos@viveros.example", "uno@viveros.example", "value=\"Plantas raras\""] {
            assert!(refused.text.contains(seen), "{seen}");
        }
        let stored = app.api(&owner, "GET", &format!("/clients/{id}"), None, None).await.json();
        assert_eq!((&stored["email"], &stored["industry"]), (&json!("dos@viveros.example"), &json!("")));
        // Having seen both, they save theirs.
        let again = version(&refused.text);
        assert_eq!(again, read_by_both + 1);
        assert_eq!(app.post(&owner, &page, &form("uno%40viveros.example", "Plantas+raras", again)).await.status, 303);
        let stored = app.api(&owner, "GET", &format!("/clients/{id}"), None, None).await.json();
        assert_eq!((&stored["email"], &stored["industry"], &stored["version"]), (&json!("uno@viveros.example"), &json!("Plantas raras"), &json!(3)));
        // The same as what is stored is no conflict, whatever version it was read at.
        assert_eq!(app.post(&owner, &page, &form("uno%40viveros.example", "Plantas+raras", 1)).await.status, 303);
        // What is no number was never a version, and saves over nothing.
        for never in ["x", "-1", "9999999999999999999999"] {
            let refused = app.post(&owner, &page, &format!("display_name=Viveros&email=&industry=Flores&version={never}")).await;
            assert_eq!(refused.status, 409, "{never}");
        }
        let stored = app.api(&owner, "GET", &format!("/clients/{id}"), None, None).await.json();
        assert_eq!((&stored["email"], &stored["industry"]), (&json!("uno@viveros.example"), &json!("Plantas raras")));
        // What is wrong besides is told once the versions agree; nothing is lost meanwhile.
        assert_eq!(app.post(&owner, &page, &form("nada", "Plantas", 3)).await.status, 422);
    }

    async fn the_api_refuses_a_change_of_an_older_version_field_by_field(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        app.practice(&owner, "Asesores").await;
        let made = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "Viveros" })), None).await;
        assert_eq!(made.headers[header::ETAG], "\"1\"");
        let path = format!("/clients/{}", made.json()["id"].as_str().expect("an id"));
        let changed = patch(&app, &owner, &path, "\"1\"", json!({ "industry": "Plantas" })).await;
        assert_eq!((changed.status.as_u16(), &changed.headers[header::ETAG]), (200, &"\"2\"".parse().expect("a header")));
        let refused = patch(&app, &owner, &path, "\"1\"", json!({ "industry": "Flores" })).await;
        assert_eq!(refused.status, 412);
        let problem = refused.json();
        assert_eq!((&problem["type"], &problem["errors"][0]["field"], &problem["errors"][0]["code"]), (&json!("/problems/stale"), &json!("industry"), &json!("changed")));
        let message = problem["errors"][0]["message"].as_str().expect("a message");
        assert!(message.contains("Plantas") && message.contains("Flores"), "{message}");
        assert_eq!(patch(&app, &owner, &path, "W/x", json!({ "industry": "Flores" })).await.status, 400);
        assert_eq!(patch(&app, &owner, &path, "*", json!({ "industry": "Flores" })).await.status, 200);
        assert_eq!(app.api(&owner, "PATCH", &path, Some(json!({ "notes": "x" })), None).await.status, 200);
        // A value of another type is told at its field.
        let wrong = app.api(&owner, "PATCH", &path, Some(json!({ "notes": 5, "regional": 7 })), None).await;
        assert_eq!(wrong.status, 422);
        let fields: Vec<_> = wrong.json()["errors"].as_array().expect("errors").iter().map(|e| (e["field"].clone(), e["code"].clone())).collect();
        assert!(fields.contains(&(json!("notes"), json!("wrong_type"))) && fields.contains(&(json!("regional"), json!("wrong_type"))), "{fields:?}");
    }

    async fn contacts_accounts_and_lists_are_held_to_their_versions_too(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        let made = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "Viveros" })), None).await.json();
        let contacts = format!("/practices/{}/clients/{}/contacts", practice.id, made["id"].as_str().expect("an id"));
        assert_eq!(app.post(&owner, &contacts, "name=Ana").await.status, 303);
        let contact: Id = sql::scalar(app.platform.db.read(), "SELECT id FROM client_contacts", vals![]).await.expect("a query").expect("a contact");
        let contact = format!("{contacts}/{contact}");
        assert_eq!(app.post(&owner, &contact, "name=Ana+Ruiz&version=1").await.status, 303);
        let refused = app.post(&owner, &contact, "name=Ana+Sol&version=1").await;
        assert!(refused.status == 409 && refused.text.contains("Ana Ruiz") && refused.text.contains("Ana Sol"), "{}", refused.text);
        assert_eq!(app.post(&owner, &contact, "name=Ana+Sol&version=2").await.status, 303);

        let organization = app.organization(&owner, "Viveros", &["books", "expense"]).await;
        let account: Id = sql::scalar(app.platform.db.read(), "SELECT id FROM accounts WHERE organization_id = $1 AND code = '572'", vals![organization]).await.expect("a query").expect("an account");
        let path = format!("/organizations/{organization}/accounts/{account}");
        let read = version(&app.get(&owner, &path).await.text);
        let form = |name: &str, version: i64| format!("code=572&name={name}&type=asset&parent_code=57&currency=&active=on&version={version}");
        assert_eq!(app.post(&owner, &path, &form("Bancos+uno", read)).await.status, 303);
        let refused = app.post(&owner, &path, &form("Bancos+dos", read)).await;
        assert!(refused.status == 409 && refused.text.contains("Bancos uno") && refused.text.contains("Bancos dos"), "{}", refused.text);
        assert_eq!(app.post(&owner, &path, &form("Bancos+dos", version(&refused.text))).await.status, 303);
        let api = format!("/organizations/{organization}/accounts/{account}");
        assert_eq!(patch(&app, &owner, &api, "\"1\"", json!({ "name": "Bancos tres" })).await.status, 412);

        let rate: Id = sql::scalar(app.platform.db.read(), "SELECT id FROM mileage_rates WHERE organization_id = $1", vals![organization]).await.expect("a query").expect("a rate");
        let path = format!("/organizations/{organization}/records/mileage_rates/{rate}");
        let read = version(&app.get(&owner, &path).await.text);
        assert_eq!(app.post(&owner, &path, &format!("name=Coche&rate=1.000&unit=km&version={read}")).await.status, 303);
        let refused = app.post(&owner, &path, &format!("name=Coche&rate=2&unit=km&version={read}")).await;
        assert!(refused.status == 409 && refused.text.contains("1.000"), "{}", refused.text);
        // What is shown is read back: a thousand stays a thousand.
        let stored: String = sql::scalar(app.platform.db.read(), "SELECT rate FROM mileage_rates WHERE id = $1", vals![rate]).await.expect("a query").expect("a rate");
        assert_eq!(stored, "1000");
        assert!(app.get(&owner, &path).await.text.contains("value=\"1.000\""));
    }

    async fn of_two_at_once_one_is_refused(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        app.practice(&owner, "Asesores").await;
        let made = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "Viveros" })), None).await.json();
        let path = format!("/clients/{}", made["id"].as_str().expect("an id"));
        let both = (0..8).map(|at| patch(&app, &owner, &path, "\"1\"", json!({ "industry": format!("Sector {at}") })));
        let mut statuses: Vec<u16> = futures_util::future::join_all(both).await.iter().map(|answer| answer.status.as_u16()).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412, 412, 412, 412, 412, 412, 412]);
    }
}
