//! Import of organizations: only one's own, none twice, to the end whatever happens.

use crate::common::App;
use despacho_kernel::Id;
use despacho_platform::{both, jobs, memberships, memberships::Tenant, sql};
use despacho_practice::imports::{Wanted, actions};
use serde_json::json;

both! {
    async fn an_import_makes_linked_clients_and_one_notification(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (accountant, business) = (app.person("accountant").await, app.person("business").await);
        let practice = app.practice(&accountant, "Asesores").await;
        let mut ids: Vec<Id> = vec![];
        for name in ["Café Sol", "Café Sol", "Bar Luna"] {
            let id = app.organization(&business, name, &["inventory"]).await;
            app.join(Tenant::Organization, id, &accountant, "accountant").await;
            ids.push(id);
        }
        let listed = app.api(&accountant, "GET", "/importable-organizations", None, None).await.json();
        assert_eq!(listed["items"].as_array().expect("items").len(), 3);
        let started = app.api(&accountant, "POST", "/client-imports", Some(json!({ "organization_ids": ids })), None).await;
        assert_eq!(started.status, 202, "{}", started.text);
        assert_eq!(started.json()["status"], "queued");
        app.work().await;
        let import = app.api(&accountant, "GET", &format!("/client-imports/{}", started.json()["id"].as_str().expect("an id")), None, None).await.json();
        assert_eq!((&import["status"], &import["done"], &import["failed"]), (&json!("completed"), &json!(3), &json!(0)));
        let clients = app.api(&accountant, "GET", "/clients", None, None).await.json();
        let names: Vec<_> = clients["items"].as_array().expect("items").iter().map(|c| c["display_name"].as_str().expect("a name")).collect();
        assert_eq!(names, ["Bar Luna", "Café Sol", "Café Sol (2)"]);
        assert_eq!(clients["items"][0]["phone"], "+34600112233");
        assert_eq!(clients["items"][0]["regional"]["time_zone"], "Europe/Madrid");
        let contacts: Vec<String> = sql::column(app.platform.db.read(), "SELECT name FROM client_contacts", vec![]).await.expect("contacts");
        assert_eq!(contacts, ["Persona Ficticia", "Persona Ficticia", "Persona Ficticia"]);
        let told = app.api(&accountant, "GET", "/notifications", None, None).await.json();
        assert_eq!(told["items"].as_array().expect("items").len(), 1);
        assert_eq!(told["items"][0]["link"], format!("/practices/{}/client-imports/{}", practice.id, import["id"].as_str().expect("an id")));
        assert_eq!(app.api(&accountant, "GET", "/importable-organizations", None, None).await.json()["items"], json!([]));
        assert!(app.mail().last().expect("a message").contains("3 clientes importados"));
    }

    async fn nobody_imports_what_is_not_theirs(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (accountant, other, business) = (app.person("accountant").await, app.person("other").await, app.person("business").await);
        let practice = app.practice(&accountant, "Asesores").await;
        let elsewhere = app.practice(&other, "Otros").await;
        let organization = app.organization(&business, "Café Sol", &["books"]).await;
        app.join(Tenant::Organization, organization, &accountant, "accountant").await;
        let mine = app.organization(&other, "Propia", &["books"]).await;
        assert_eq!(app.api(&other, "GET", "/importable-organizations", None, None).await.json()["items"].as_array().expect("items").len(), 1);
        let forged = app.api(&other, "POST", "/client-imports", Some(json!({ "organization_ids": [mine, organization] })), None).await;
        assert_eq!(forged.status, 404);
        let form = format!("organization_ids={mine}&organization_ids={organization}");
        assert_eq!(app.post(&other, &format!("/practices/{}/client-imports", elsewhere.id), &form).await.status, 404);
        assert_eq!(app.post(&other, &format!("/practices/{}/client-imports", practice.id), &form).await.status, 404);
        assert!(!app.get(&other, &format!("/practices/{}/clients/add", elsewhere.id)).await.text.contains("Café Sol"));
        assert_eq!((app.count("client_imports").await, app.count("clients").await), (0, 0));
    }

    async fn one_bad_organization_does_not_stop_the_others_and_can_be_retried(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (accountant, business) = (app.person("accountant").await, app.person("business").await);
        let practice = app.practice(&accountant, "Asesores").await;
        let mut ids = vec![];
        for name in ["Una", "Dos"] {
            let id = app.organization(&business, name, &["inventory"]).await;
            app.join(Tenant::Organization, id, &accountant, "accountant").await;
            ids.push(id);
        }
        let started = app.api(&accountant, "POST", "/client-imports", Some(json!({ "organization_ids": ids })), None).await.json();
        let tx = app.platform.db.begin().await.expect("a transaction");
        memberships::remove(&tx, ids[0], accountant.user.id).await.expect("removed");
        tx.commit().await.expect("a commit");
        app.work().await;
        let path = format!("/client-imports/{}", started["id"].as_str().expect("an id"));
        let import = app.api(&accountant, "GET", &path, None, None).await.json();
        assert_eq!((&import["done"], &import["failed"]), (&json!(1), &json!(1)));
        assert_eq!(import["errors"][0]["code"], "access_lost");
        assert_eq!(import["errors"][0]["organization_id"], ids[0].to_string());
        app.join(Tenant::Organization, ids[0], &accountant, "accountant").await;
        let retry = format!("/practices/{}{path}/retries", practice.id);
        assert_eq!(app.post(&accountant, &retry, "").await.status, 303);
        app.work().await;
        let import = app.api(&accountant, "GET", &path, None, None).await.json();
        assert_eq!((&import["status"], &import["done"], &import["failed"]), (&json!("completed"), &json!(2), &json!(0)));
        assert_eq!(app.post(&accountant, &retry, "").await.status, 409);
    }

    async fn a_fault_at_any_step_of_a_batch_imports_nothing_twice(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (accountant, business) = (app.person("accountant").await, app.person("business").await);
        let practice = app.practice(&accountant, "Asesores").await;
        let mut ids = vec![];
        for at in 0..3 {
            let id = app.organization(&business, &format!("Organización {at}"), &["inventory"]).await;
            app.join(Tenant::Organization, id, &accountant, "accountant").await;
            ids.push(id);
        }
        let tx = app.platform.db.begin().await.expect("a transaction");
        let import = actions::start(&tx, practice.id, &accountant.user, &Wanted::new_clients(&ids), app.platform.clock.now()).await.expect("an import");
        tx.commit().await.expect("a commit");
        // Each statement fails in turn, first those of the batch, then those of the end.
        let (mut steps, mut failed) = (0, vec![]);
        loop {
            match sql::with_fault(steps, actions::batch(&app.platform, practice.id, import.id)).await {
                Ok(true) => {
                    assert_eq!(app.count("clients").await, 3);
                    failed.push(steps);
                    steps = -1;
                }
                Ok(false) => break,
                Err(_) if failed.is_empty() => assert_eq!(app.count("clients").await, 0, "step {steps}"),
                Err(_) => assert_eq!((app.count("clients").await, app.count("notifications").await), (3, 0), "step {steps} of the end"),
            }
            steps += 1;
            assert!(steps < 200, "it never ends");
        }
        assert!(failed[0] > 15 && steps > 8, "{failed:?} {steps}: every statement of both was to fail once");
        // Once more, as a worker would that took over: nothing happens.
        assert!(!actions::batch(&app.platform, practice.id, import.id).await.expect("a batch"));
        assert_eq!((app.count("clients").await, app.count("client_organizations").await, app.count("notifications").await), (3, 3, 1));
    }
}

both! {
    async fn an_import_that_is_given_up_can_be_retried(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (accountant, business) = (app.person("accountant").await, app.person("business").await);
        let practice = app.practice(&accountant, "Asesores").await;
        let id = app.organization(&business, "Bar Luna", &["inventory"]).await;
        app.join(Tenant::Organization, id, &accountant, "accountant").await;
        let started = app.api(&accountant, "POST", "/client-imports", Some(json!({ "organization_ids": [id] })), None).await.json();
        let path = format!("/client-imports/{}", started["id"].as_str().expect("an id"));
        let rename = async |from: &str, to: &str| {
            let tx = app.platform.db.begin().await.expect("a transaction");
            sql::run(&tx, &format!("ALTER TABLE {from} RENAME TO {to}"), vec![]).await.expect("a rename");
            tx.commit().await.expect("a commit");
        };
        rename("client_organizations", "hidden").await;
        for _ in 0..jobs::ATTEMPTS {
            app.work().await;
            app.platform.clock.advance(3_600_000);
        }
        rename("hidden", "client_organizations").await;
        let import = app.api(&accountant, "GET", &path, None, None).await.json();
        assert_eq!((&import["status"], &import["done"], &import["failed"]), (&json!("completed"), &json!(0), &json!(1)));
        assert_eq!(import["errors"][0]["code"], "interrupted");
        assert_eq!(app.post(&accountant, &format!("/practices/{}{path}/retries", practice.id), "").await.status, 303);
        app.work().await;
        let import = app.api(&accountant, "GET", &path, None, None).await.json();
        assert_eq!((&import["status"], &import["done"], &import["failed"]), (&json!("completed"), &json!(1), &json!(0)));
        assert_eq!(app.count("clients").await, 1);
    }
}
