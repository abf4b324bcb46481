//! Ways through the product: from an organization back to its client, the switcher, the search box, and access for whoever is assigned.

use despacho_platform::{both, memberships::Tenant, sql, vals};
use serde_json::json;

use crate::common::App;

both! {
    async fn an_organization_leads_back_to_the_client_that_the_member_sees(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, staff, business) = (app.person("owner").await, app.person("staff").await, app.person("business").await);
        let practice = app.practice(&owner, "Asesores").await;
        app.join(Tenant::Practice, practice.id, &staff, "staff").await;
        let made = app.api(&owner, "POST", "/clients", Some(json!({ "business_name": "Café Sol", "applications": ["books"], "billing_address": { "country": "ES" } })), None).await.json();
        let (client, organization) = (made["id"].as_str().expect("an id").to_owned(), made["organization_ids"][0].as_str().expect("an id").to_owned());
        for person in [&staff, &business] {
            app.join(Tenant::Organization, organization.parse().expect("an id"), person, "accountant").await;
        }
        let profile = format!("/practices/{}/clients/{client}", practice.id);
        let leads = async |person| app.get(person, &format!("/organizations/{organization}/settings")).await.text.contains(&format!("href=\"{profile}\""));
        assert_eq!((leads(&owner).await, leads(&staff).await, leads(&business).await), (true, false, false));
        assert_eq!(app.get(&owner, &profile).await.status, 200);
        assert_eq!(app.post(&owner, &format!("{profile}/assignments"), &format!("users={}", staff.user.id)).await.status, 303);
        assert!(leads(&staff).await, "once it is assigned");
        // Kept by two practices of one member, each is named.
        let second = app.practice(&owner, "Delegación Norte").await;
        let other = app.api(&owner, "POST", "/clients", Some(json!({ "business_name": "Otro" })), None).await;
        assert_eq!(other.status, 409, "of two practices one is named");
        let copy = "INSERT INTO client_organizations (practice_id, organization_id, client_id, linked_at) VALUES ($1, $2, $3, $4)";
        let new = app.post(&owner, &format!("/practices/{}/clients", second.id), "client_type=business&business_name=Sol&display_name=Sol&currency=EUR&language=es&time_zone=Europe/Madrid&date_format=d+MMM+y&fiscal_year_start=1").await;
        assert_eq!(new.status, 303, "{}", new.text);
        let id = new.location().rsplit('/').next().expect("an id").parse::<despacho_kernel::Id>().expect("an id");
        let tx = app.platform.db.begin().await.expect("a transaction");
        sql::run(&tx, copy, vals![second.id, organization.parse::<despacho_kernel::Id>().expect("an id"), id, 0i64]).await.expect("linked");
        tx.commit().await.expect("a commit");
        let page = app.get(&owner, &format!("/organizations/{organization}")).await.text;
        assert!(page.contains("Ficha en Asesores") && page.contains("Ficha en Delegación Norte"), "{page}");
    }

    async fn the_search_box_finds_clients_tenants_accounts_and_pages_of_ones_own(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, staff, stranger) = (app.person("owner").await, app.person("staff").await, app.person("stranger").await);
        let practice = app.practice(&owner, "Asesores del Sol").await;
        app.join(Tenant::Practice, practice.id, &staff, "staff").await;
        let made = app.api(&owner, "POST", "/clients", Some(json!({ "business_name": "Café Sol", "applications": ["books"], "billing_address": { "country": "ES" } })), None).await.json();
        let organization = made["organization_ids"][0].as_str().expect("an id").to_owned();
        app.practice(&stranger, "Despacho del Sol Ajeno").await;
        let hits = async |person, path: &str| -> Vec<String> {
            let page = app.get(person, path).await;
            assert_eq!(page.status, 200, "{path}");
            let main = page.text.split("<main").nth(1).expect("the page").to_owned();
            main.split("class=\"found\"").skip(1).flat_map(|part| part.split("</div>").next().unwrap_or("").split("<b>").skip(1)).map(|hit| hit.split("</b>").next().unwrap_or("").to_owned()).collect()
        };
        let base = format!("/practices/{}/search?q=", practice.id);
        assert_eq!(hits(&owner, &format!("{base}sol+cafe")).await, ["Café Sol", "Café Sol"], "the client and its organization, words in any order");
        assert_eq!(hits(&owner, &format!("{base}sol")).await, ["Café Sol", "Asesores del Sol", "Café Sol"]);
        assert_eq!(hits(&staff, &format!("{base}sol")).await, ["Asesores del Sol"], "staff see what is assigned to them");
        assert_eq!(hits(&owner, &format!("{base}ajustes")).await, ["Ajustes del despacho"]);
        assert_eq!(hits(&staff, &format!("{base}ajustes")).await, Vec::<String>::new());
        assert_eq!(hits(&owner, &base).await, Vec::<String>::new());
        let inside = format!("/organizations/{organization}/search?q=");
        assert_eq!(hits(&owner, &format!("{inside}series")).await, ["Series de numeración"]);
        let found = hits(&owner, &format!("{inside}572")).await;
        assert_eq!(found.first().map(String::as_str), Some("572 · Bancos e instituciones de crédito c/c vista, euros"));
        assert_eq!(hits(&owner, &format!("{inside}cafe")).await, ["Café Sol", "Café Sol"]);
        assert_eq!(app.get(&stranger, &format!("{inside}cafe")).await.status, 404);
        // Practices and organizations of one's own are searched at home, and in the switcher.
        for at in 0..8 {
            app.organization(&owner, &format!("Empresa {at}"), &["books"]).await;
        }
        let home = app.get(&owner, "/home?q=empresa+3").await.text;
        let main = home.split("<main").nth(1).expect("the page");
        assert!(main.contains("Empresa 3") && !main.contains("Empresa 4") && home.contains("data-sift-target=\"words\""), "{home}");
        assert!(app.get(&owner, "/home?q=nada").await.text.contains("Ninguno coincide."));
        assert!(!app.get(&staff, "/home").await.text.contains("data-sift-target=\"words\""), "a short list is read");
    }

    async fn whoever_is_assigned_to_a_client_is_given_its_organization(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, staff, other, manager) = (app.person("owner").await, app.person("staff").await, app.person("other").await, app.person("manager").await);
        let practice = app.practice(&owner, "Asesores").await;
        for (person, role) in [(&staff, "staff"), (&other, "staff"), (&manager, "manager")] {
            app.join(Tenant::Practice, practice.id, person, role).await;
        }
        let made = app.api(&owner, "POST", "/clients", Some(json!({ "business_name": "Café Sol", "applications": ["books"], "billing_address": { "country": "ES" } })), None).await.json();
        let (client, organization) = (made["id"].as_str().expect("an id").to_owned(), made["organization_ids"][0].as_str().expect("an id").to_owned());
        let profile = format!("/practices/{}/clients/{client}", practice.id);
        let give = format!("{profile}/organization-links/{organization}/members");
        let form = |person: &crate::common::Person, role: &str| format!("user={}&role={role}", person.user.id);
        assert_eq!(app.post(&owner, &give, &form(&staff, "accountant")).await.status, 404, "not assigned");
        assert_eq!(app.post(&owner, &format!("{profile}/assignments"), &format!("users={}", staff.user.id)).await.status, 303);
        let offered = async |person| app.get(person, &profile).await.text.contains(&format!("action=\"{give}\""));
        assert_eq!((offered(&owner).await, offered(&manager).await, offered(&staff).await), (true, false, false), "who administers it gives access");
        assert_eq!(app.post(&manager, &give, &form(&staff, "accountant")).await.status, 404, "no member of the organization");
        assert_eq!(app.post(&staff, &give, &form(&staff, "administrator")).await.status, 403);
        assert_eq!(app.post(&owner, &give, &form(&other, "accountant")).await.status, 404);
        assert_eq!(app.post(&owner, &give, &form(&staff, "emperor")).await.status, 422);
        assert_eq!(app.get(&staff, &format!("/organizations/{organization}")).await.status, 404);
        for _ in 0..2 {
            assert_eq!(app.post(&owner, &give, &form(&staff, "accountant")).await.status, 303, "twice is once");
        }
        assert_eq!(app.get(&staff, &format!("/organizations/{organization}")).await.status, 200);
        assert!(!offered(&owner).await);
        let log = app.get(&owner, &format!("/organizations/{organization}/activity")).await.text;
        assert_eq!(log.matches("dio acceso a").count(), 1);
        let role: Option<String> = sql::scalar(app.platform.db.read(), "SELECT role FROM memberships WHERE user_id = $1 AND tenant_kind = 'organization'", vals![staff.user.id]).await.expect("a query");
        assert_eq!(role.as_deref(), Some("accountant"));
        // An organization of no client of the practice is nobody's to give.
        let mine = app.organization(&owner, "Propia", &["books"]).await;
        assert_eq!(app.post(&owner, &format!("{profile}/organization-links/{mine}/members"), &form(&staff, "accountant")).await.status, 404);
    }
}
