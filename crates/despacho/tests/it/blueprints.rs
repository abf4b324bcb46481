//! Blueprints: published once and for all, applied to many, resumed, told where organizations differ, and taken back to the byte.

use despacho_kernel::Id;
use despacho_platform::{both, sql};
use despacho_practice::practices::Practice;
use despacho_settings::preferences::{Snapshot, choose};
use serde_json::{Value, json};

use crate::common::{App, Person};

/// A firm with clients that have Books: the organizations.
async fn firm(app: &App, owner: &Person, count: usize) -> (Practice, Vec<Id>) {
    let practice = app.practice(owner, "Asesores").await;
    let mut file = "Cliente\n".to_owned();
    for at in 0..count {
        file.push_str(&format!("Cliente {at:03}\n"));
    }
    let made = app.client_file(owner, "a.csv", file.as_bytes(), json!({ "applications": ["books"] })).await;
    assert_eq!(made.status, 202, "{}", made.text);
    app.work().await;
    let organizations = sql::column(app.platform.db.read(), "SELECT organization_id FROM client_organizations ORDER BY organization_id", vec![]).await;
    (practice, organizations.expect("organizations"))
}

/// Every preference of some organizations, by fingerprint.
async fn preferences(app: &App, ids: &[Id]) -> Vec<String> {
    let groups = despacho::wiring::applications().groups();
    let names: Vec<String> = groups.iter().map(|group| group.name.to_owned()).collect();
    let chosen = choose(&groups, &names).expect("groups");
    let mut found = vec![];
    for id in ids {
        found.push(Snapshot::read(app.platform.db.read(), *id, &chosen).await.expect("a snapshot").fingerprint(Id::nil()));
    }
    found
}

impl App {
    async fn asked(&self, person: &Person, method: &str, path: &str, body: Value) -> Value {
        let answer = self.api(person, method, path, Some(body).filter(|body| !body.is_null()), None).await;
        assert!(answer.status.is_success(), "{method} {path}: {}", answer.text);
        answer.json()
    }
}

const TERM: &str = r#"{ "items": [{ "values": { "name": "A 45 días", "days": "45", "due_from": "invoice_date" } }] }"#;
const OTHER: &str = r#"{ "items": [{ "values": { "name": "A 45 días", "days": "50", "due_from": "invoice_date" } }] }"#;

both! {
    async fn a_blueprint_is_applied_to_many_after_a_kill_drift_is_told_and_undoing_restores_every_row(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("asesora").await;
        let (practice, organizations) = firm(&app, &owner, 25).await;
        let before = preferences(&app, &organizations).await;
        let made = app.asked(&owner, "POST", "/blueprints", json!({ "name": "SL comercio", "description": "", "source": { "country": "ES" }, "groups": ["payment_terms", "taxes"] })).await;
        assert_eq!((&made["version"], &made["status"]), (&json!(1), &json!("draft")));
        let path = format!("/blueprints/{}", made["id"].as_str().expect("an id"));
        let apply = |organizations: &[Id], dry_run: bool| json!({ "blueprint_id": made["id"], "version": null, "organization_ids": organizations, "groups": null, "dry_run": dry_run });
        let early = app.api(&owner, "POST", "/blueprint-applications", Some(apply(&organizations, false)), None).await;
        assert_eq!(early.status, 409, "nothing is applied that is not published");
        let changed = app.asked(&owner, "PATCH", &format!("{path}/preferences/payment_terms"), serde_json::from_str(TERM).expect("JSON")).await;
        assert_eq!(changed, json!({ "added": 1, "replaced": 0 }));
        let published = app.asked(&owner, "POST", &format!("{path}/versions"), json!({ "notes": "Primera" })).await;
        assert_eq!((&published["version"], &published["status"], &published["changed"]), (&json!(1), &json!("published"), &json!(false)));

        let tried = app.asked(&owner, "POST", "/blueprint-applications", apply(&organizations, true)).await;
        app.work().await;
        let tried = app.asked(&owner, "GET", &format!("/blueprint-applications/{}", tried["id"].as_str().expect("an id")), Value::Null).await;
        assert_eq!((&tried["status"], &tried["done"], &tried["failed"]), (&json!("completed"), &json!(25), &json!(0)), "{tried}");
        assert!(tried["results"].as_array().expect("results").iter().all(|one| one["added"] == 1 && one["replaced"] == 0), "{tried}");
        assert_eq!(preferences(&app, &organizations).await, before, "a dry run writes nothing");

        // Killed half way: a step is done, and another worker goes on.
        let started = app.asked(&owner, "POST", "/blueprint-applications", apply(&organizations, false)).await;
        let id: Id = started["id"].as_str().expect("an id").parse().expect("an id");
        let applications = despacho::wiring::applications();
        assert!(despacho_blueprints::actions::step(&app.platform, &applications, practice.id, id).await.expect("a step"));
        for nth in [3, 9, 17] {
            assert!(sql::with_fault(nth, despacho_blueprints::actions::step(&app.platform, &applications, practice.id, id)).await.is_err(), "{nth}");
        }
        app.work().await;
        let done = app.asked(&owner, "GET", &format!("/blueprint-applications/{id}"), Value::Null).await;
        assert_eq!((&done["status"], &done["done"], &done["failed"]), (&json!("completed"), &json!(25), &json!(0)), "{done}");
        let terms: i64 = sql::scalar(app.platform.db.read(), "SELECT COUNT(*) FROM payment_terms WHERE name = 'A 45 días'", vec![]).await.expect("a count").unwrap_or(0);
        assert_eq!((terms, app.count("preference_applications").await), (25, 25), "none twice, none missing");

        let drift = async || app.asked(&owner, "GET", &format!("{path}/drift?limit=200"), Value::Null).await["items"].clone();
        assert!(drift().await.as_array().expect("items").iter().all(|one| one["state"] == "same"));
        let edited = format!("/organizations/{}/preferences/payment_terms", organizations[4]);
        app.asked(&owner, "PATCH", &edited, serde_json::from_str(OTHER).expect("JSON")).await;
        let found = drift().await;
        let differing: Vec<&Value> = found.as_array().expect("items").iter().filter(|one| one["state"] != "same").collect();
        assert_eq!(differing.len(), 1);
        assert_eq!((&differing[0]["organization_id"], &differing[0]["state"]), (&json!(organizations[4]), &json!("differs")));
        let group = differing[0]["groups"].as_array().expect("groups").iter().find(|group| group["group"] == "payment_terms").expect("a group");
        assert_eq!(group["differences"], 1);
        app.asked(&owner, "POST", &format!("{path}/acceptances"), json!({ "organization_id": organizations[4], "group": "payment_terms", "reason": "El cliente lo necesita" })).await;
        assert!(drift().await.as_array().expect("items").iter().all(|one| one["state"] == "same"), "what was accepted counts no longer");

        // The next version: they are behind until it reaches them.
        app.asked(&owner, "PATCH", &format!("{path}/preferences/payment_terms"), serde_json::from_str(&TERM.replace("\"45\"", "\"40\"")).expect("JSON")).await;
        assert_eq!(app.asked(&owner, "POST", &format!("{path}/versions"), json!({ "notes": "" })).await["version"], 2);
        assert!(drift().await.as_array().expect("items").iter().all(|one| one["state"] == "behind"));
        let second = app.asked(&owner, "POST", "/blueprint-applications", apply(&organizations, false)).await;
        app.work().await;
        assert!(drift().await.as_array().expect("items").iter().all(|one| one["state"] == "same" && one["version"] == 2));

        // Taken back, the later first: every row is as it was, but for the one that was edited by hand.
        for application in [&second["id"], &started["id"]] {
            app.asked(&owner, "POST", &format!("/blueprint-applications/{}/reversal", application.as_str().expect("an id")), json!({})).await;
            app.work().await;
        }
        let after = preferences(&app, &organizations).await;
        let differing: Vec<usize> = (0..25).filter(|at| after[*at] != before[*at]).collect();
        assert_eq!(differing, [4]);
        let again = app.api(&owner, "POST", &format!("/blueprint-applications/{}/reversal", started["id"].as_str().expect("an id")), Some(json!({})), None).await;
        assert_eq!(again.status, 409);
    }

    async fn new_clients_start_with_the_blueprint_of_their_country_and_kind(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("asesora").await;
        app.practice(&owner, "Asesores").await;
        let made = app.asked(&owner, "POST", "/blueprints", json!({ "name": "Empresas", "source": { "country": "es" }, "groups": ["payment_terms"], "default_for": "business" })).await;
        let path = format!("/blueprints/{}", made["id"].as_str().expect("an id"));
        app.asked(&owner, "PATCH", &format!("{path}/preferences/payment_terms"), serde_json::from_str(TERM).expect("JSON")).await;
        app.asked(&owner, "POST", &format!("{path}/versions"), json!({})).await;
        for (name, kind) in [("Uno", "business"), ("Dos", "individual")] {
            app.asked(&owner, "POST", "/clients", json!({ "display_name": name, "client_type": kind, "applications": ["books"] })).await;
        }
        let count = async || app.count("payment_terms WHERE name = 'A 45 días'").await;
        assert_eq!(count().await, 1);
        let file = "Cliente;Tipo;Plantilla\nTres;Particular;empresas\nCuatro;Particular;\nCinco;Particular;Otra\n".as_bytes();
        let import = app.client_file(&owner, "a.csv", file, json!({ "applications": ["books"] })).await.json();
        app.work().await;
        let import = app.asked(&owner, "GET", &format!("/client-file-imports/{}", import["id"].as_str().expect("an id")), Value::Null).await;
        assert_eq!((&import["created"], &import["failed"], &import["errors"][0]["code"]), (&json!(2), &json!(1), &json!("sheet_blueprint")));
        assert_eq!(count().await, 2);
        let other = app.person("otra").await;
        app.practice(&other, "Otros").await;
        assert_eq!(app.api(&other, "GET", &path, None, None).await.status, 404);
        let taken = app.api(&owner, "POST", "/blueprints", Some(json!({ "name": "EMPRESAS", "source": { "country": "ES" } })), None).await;
        assert_eq!((taken.status.as_u16(), &taken.json()["errors"][0]["code"]), (422, &json!("taken")));
    }
}
