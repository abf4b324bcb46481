//! What is cut says so, and nobody learns of what they may not see.

use despacho_kernel::Id;
use despacho_platform::{both, memberships::Tenant, sql, vals};
use despacho_practice::cloning::{
    actions,
    source::{Asked, Eyes},
};
use serde_json::json;

use crate::common::App;

both! {
    async fn sources_beyond_the_bound_are_told_and_found_by_a_search(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        for name in ["Alfa", "Beta", "Gamma"] {
            let body = json!({ "display_name": name, "business_name": name, "applications": ["books"] });
            assert_eq!(app.api(&owner, "POST", "/clients", Some(body), None).await.status, 201);
        }
        let eyes = Eyes { practice: practice.id, user: owner.user.id, visible_to: None };
        let db = app.platform.db.read();
        let names = async |search: &str, most: i64| {
            let (found, more) = actions::sources(db, eyes, &Asked { search, ..Asked::default() }, most).await.expect("sources");
            (found.into_iter().map(|source| source.client_name).collect::<Vec<_>>(), more)
        };
        assert_eq!(names("", 3).await, (vec!["Alfa".into(), "Beta".into(), "Gamma".into()], false));
        assert_eq!(names("", 2).await, (vec!["Alfa".into(), "Beta".into()], true));
        assert_eq!(names("GÁMMA", 2).await, (vec!["Gamma".into()], false));
        // A role that may not read settings counts for nothing: it takes nobody's place.
        let tx = app.platform.db.begin().await.expect("a transaction");
        let sql = "UPDATE memberships SET role = 'staff' WHERE user_id = $1 AND tenant_id IN (SELECT id FROM tenants WHERE name = 'Alfa')";
        assert_eq!(sql::run(&tx, sql, vals![owner.user.id]).await.expect("a change"), 1);
        tx.commit().await.expect("a commit");
        let of_staff = despacho_kernel::access::OrganizationRights::of(despacho_kernel::access::OrganizationRole::Staff);
        assert!(!of_staff.may(despacho_kernel::access::OrganizationRight::ReadSettings));
        assert_eq!(names("", 2).await, (vec!["Beta".into(), "Gamma".into()], false));
    }

    async fn staff_learn_nothing_of_clients_that_are_not_theirs(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, staff) = (app.person("owner").await, app.person("staff").await);
        let practice = app.practice(&owner, "Asesores").await;
        app.join(Tenant::Practice, practice.id, &staff, "staff").await;
        let make = async |name: &str, tag: &str| {
            let made = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": name, "tags": [tag] })), None).await.json();
            made["id"].as_str().expect("an id").parse::<Id>().expect("an id")
        };
        let (mine, secret) = (make("Café Sol", "propia").await, make("Viveros Ocultos", "secreta").await);
        assert_eq!(app.post(&owner, &format!("/practices/{}/clients/{mine}/assignments", practice.id), &format!("users={0}&users={0}", staff.user.id)).await.status, 303);
        let list = app.get(&staff, &format!("/practices/{}/clients", practice.id)).await.text;
        assert!(list.contains(">propia</option>") && !list.contains("secreta"), "{list}");
        assert!(app.get(&owner, &format!("/practices/{}/clients", practice.id)).await.text.contains(">secreta</option>"));
        // A name that is taken is told as taken, and no more.
        let path = format!("/practices/{}/clients/{mine}", practice.id);
        let refused = app.post(&staff, &path, "display_name=VIVEROS+ocultos&version=1").await;
        assert_eq!(refused.status, 422);
        assert!(!refused.text.contains(&secret.to_string()) && !refused.text.contains("Viveros Ocultos"), "{}", refused.text);
        let told = app.post(&owner, &path, "display_name=VIVEROS+ocultos&version=1").await;
        assert!(told.status == 422 && told.text.contains(&secret.to_string()), "whoever may see it is led to it");
    }

    async fn many_organizations_of_one_name_are_numbered_past_clients_that_have_numbers(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        for name in ["Café Sol", "Café Sol (3)", "Café Sol (12)"] {
            assert_eq!(app.api(&owner, "POST", "/clients", Some(json!({ "display_name": name })), None).await.status, 201);
        }
        let mut ids = vec![];
        for _ in 0..14 {
            ids.push(app.organization(&owner, "Café Sol", &["inventory"]).await.to_string());
        }
        assert_eq!(app.api(&owner, "POST", "/client-imports", Some(json!({ "organization_ids": ids })), None).await.status, 202);
        app.work().await;
        let sql = "SELECT display_name FROM clients WHERE practice_id = $1 ORDER BY id";
        let names: Vec<String> = sql::column(app.platform.db.read(), sql, vals![practice.id]).await.expect("names");
        let free = [2, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17].map(|n| format!("Café Sol ({n})"));
        let mut expected = vec!["Café Sol".to_owned(), "Café Sol (3)".into(), "Café Sol (12)".into()];
        expected.extend(free);
        let (mut names, mut expected) = (names, expected);
        names.sort();
        expected.sort();
        assert_eq!(names, expected);
    }

    async fn a_failure_of_the_server_has_an_id_that_its_reader_can_name(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        app.practice(&owner, "Asesores").await;
        let tx = app.platform.db.begin().await.expect("a transaction");
        sql::run(&tx, "ALTER TABLE client_tags RENAME TO gone", vals![]).await.expect("a change");
        tx.commit().await.expect("a commit");
        let body = json!({ "display_name": "Viveros", "tags": ["una"] });
        let failed = app.api(&owner, "POST", "/clients", Some(body), None).await;
        assert_eq!(failed.status, 500);
        let id = failed.json()["instance"].as_str().and_then(|text| text.strip_prefix("urn:uuid:")).map(str::to_owned).expect("an id");
        assert_eq!(id.len(), 32, "{id}");
        let practice: Id = sql::scalar(app.platform.db.read(), "SELECT id FROM practices", vals![]).await.expect("a query").expect("a practice");
        let page = app.get(&owner, &format!("/practices/{practice}/clients")).await;
        assert!(page.status == 500 && page.text.contains("Referencia del fallo"), "{}", page.text);
    }
}
