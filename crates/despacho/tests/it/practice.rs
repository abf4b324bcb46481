//! A practice at scale and with several people: names of imported clients, lists that were cut, previews guarded as pages are.

use std::collections::BTreeSet;

use despacho_kernel::{
    Id,
    access::{Application, OrganizationRight},
    new_id,
    text::fold,
};
use despacho_organizations::Organization;
use despacho_platform::{
    both,
    memberships::{self, Tenant},
    sql, vals,
};
use despacho_practice::{
    clients::{client::Client, store as clients},
    cloning::{
        actions as cloning,
        source::{Asked, Eyes},
    },
    imports::{Wanted, actions as imports},
};
use despacho_settings::preferences::store as preferences;
use serde_json::json;

use crate::common::{App, Person};

/// Organizations with Books in which a person has a role, of clients of a practice if one is given; written as rows, as they are many.
async fn organizations(app: &App, person: &Person, role: &str, practice: Option<Id>, names: &[String]) -> Vec<Id> {
    let now = app.platform.clock.now();
    let named =
        |name: &String| Organization { id: new_id(), created_at: now, updated_at: now, version: 1, ..Organization::named(name, "ES", &[Application::Books]) };
    let made: Vec<Organization> = names.iter().map(named).collect();
    let tx = app.platform.db.begin().await.expect("a transaction");
    let tenants = made.iter().map(|o| vals![o.id, "organization", &o.name, fold(&o.name), now]).collect();
    sql::insert_many(&tx, "tenants", &["id", "kind", "name", "name_key", "created_at"], tenants).await.expect("tenants");
    sql::insert(&tx, &made).await.expect("organizations");
    let enabled = made.iter().map(|o| vals![o.id, "books", now]).collect();
    sql::insert_many(&tx, "organization_applications", &["organization_id", "application", "enabled_at"], enabled)
        .await
        .expect("applications");
    let members = made.iter().map(|o| vals![o.id, person.user.id, "organization", role, now]).collect();
    sql::insert_many(&tx, "memberships", &["tenant_id", "user_id", "tenant_kind", "role", "created_at"], members)
        .await
        .expect("memberships");
    if let Some(practice) = practice {
        let of = |o: &Organization| Client::of_organization(practice, o.clone(), o.name.clone(), now);
        let new: Vec<Client> = made.iter().map(of).collect();
        clients::insert(&tx, practice, &new).await.expect("clients");
        let links: Vec<(Id, Id)> = made.iter().zip(&new).map(|(organization, client)| (organization.id, client.id)).collect();
        clients::link(&tx, practice, &links, now).await.expect("links");
    }
    tx.commit().await.expect("a commit");
    made.iter().map(|o| o.id).collect()
}

fn named(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

both! {
    async fn sixty_organizations_of_one_name_get_the_free_numbers_in_few_statements(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        let there = ["Café Sol", "CAFE SOL (3)", "Café Sol (61)", "Café Solar (2)"];
        for name in there {
            let made = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": name })), None).await;
            assert_eq!(made.status, 201, "{}", made.text);
        }
        let mut ids = vec![];
        for _ in 0..60 {
            ids.push(app.organization(&owner, "Café Sol", &["inventory"]).await);
        }
        let tx = app.platform.db.begin().await.expect("a transaction");
        let import = imports::start(&tx, practice.id, &owner.user, &Wanted::new_clients(&ids), app.platform.clock.now()).await.expect("an import");
        tx.commit().await.expect("a commit");
        // The first fifty: a statement for each name would be more than these.
        assert!(sql::with_fault(45, imports::batch(&app.platform, practice.id, import.id)).await.expect("a batch of few statements"));
        while imports::batch(&app.platform, practice.id, import.id).await.expect("a batch") {}
        let query = "SELECT display_name FROM clients WHERE practice_id = $1";
        let names: Vec<String> = sql::column(app.platform.db.read(), query, vals![practice.id]).await.expect("names");
        let numbered = (2..=63).filter(|n| ![3, 61].contains(n)).map(|n| format!("Café Sol ({n})"));
        let expected: BTreeSet<String> = there.into_iter().map(str::to_owned).chain(numbered).collect();
        assert_eq!((names.len(), names.into_iter().collect::<BTreeSet<_>>()), (64, expected));
    }

    async fn what_may_be_cloned_is_cut_after_rights_were_looked_at(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        // They come first by name, and one may not read their settings.
        let mut all = organizations(&app, &owner, "staff", Some(practice.id), &named(&["Alfa 1", "Alfa 2", "Alfa 3"])).await;
        let shown = organizations(&app, &owner, "read_only", Some(practice.id), &named(&["Beta 1", "Beta 2", "Gamma 3"])).await;
        all.extend(&shown);
        // Roles of an organization's own: one that reads settings, one that does not, and one that is another organization's.
        let (reads, sees, foreign) = (new_id(), new_id(), new_id());
        let mut delta = vec![];
        for (name, role) in [("Delta 1", reads), ("Delta 2", sees), ("Delta 3", foreign)] {
            delta.extend(organizations(&app, &owner, &role.to_string(), Some(practice.id), &named(&[name])).await);
        }
        all.extend(&delta);
        let tx = app.platform.db.begin().await.expect("a transaction");
        let roles = vec![
            vals![delta[0], reads, 1i64, true, "Lee ajustes", "read,edit_accounts"],
            vals![delta[1], sees, 1i64, true, "Solo ve", "read"],
            vals![delta[0], foreign, 2i64, true, "De otra", "read_settings"],
        ];
        sql::insert_many(&tx, "organization_roles", &["organization_id", "id", "position", "active", "name", "rights"], roles).await.expect("roles");
        tx.commit().await.expect("a commit");

        let db = app.platform.db.read();
        let eyes = Eyes { practice: practice.id, user: owner.user.id, visible_to: None };
        let sources = async |search: &str, limit: i64| {
            let (found, cut) = cloning::sources(db, eyes, &Asked { search, ..Asked::default() }, limit).await.expect("sources");
            (found.into_iter().map(|source| source.client_name).collect::<Vec<_>>(), cut)
        };
        assert_eq!(sources("", 2).await, (named(&["Beta 1", "Beta 2"]), true));
        assert_eq!(sources("", 4).await, (named(&["Beta 1", "Beta 2", "Delta 1", "Gamma 3"]), false));
        assert_eq!(sources("bêta", 1).await, (named(&["Beta 1"]), true));
        assert_eq!(sources("a 3", 4).await, (named(&["Gamma 3"]), false));
        // Those of a client that one does not see are none.
        let other = Eyes { visible_to: Some(owner.user.id), ..eyes };
        assert!(cloning::sources(db, other, &Asked::default(), 4).await.expect("sources").0.is_empty());

        let lenders = async |but: Id, search: &str, limit: i64| -> Vec<String> {
            let found = preferences::lenders(db, owner.user.id, but, search, limit).await.expect("organizations");
            found.into_iter().map(|lender| lender.name).collect()
        };
        assert_eq!(lenders(Id::nil(), "", 2).await, ["Beta 1", "Beta 2"]);
        assert_eq!(lenders(shown[0], "", 100).await, ["Beta 2", "Delta 1", "Gamma 3"]);
        assert_eq!(lenders(shown[0], "GAMMA", 100).await, ["Gamma 3"]);
        // The statement says the same as the guard.
        let held = memberships::held_roles(db, &all, owner.user.id).await.expect("roles");
        let readable: BTreeSet<Id> = held.into_iter().filter(|(_, role)| role.rights.may(OrganizationRight::ReadSettings)).map(|(id, _)| id).collect();
        let lent = preferences::lenders(db, owner.user.id, Id::nil(), "", 100).await.expect("organizations");
        assert_eq!(lent.into_iter().map(|lender| lender.id).collect::<BTreeSet<_>>(), readable);
    }

    async fn a_page_tells_that_its_list_was_cut_and_finds_the_rest(engine) {
        const CUT: &str = "Se muestran las ";
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        let names: Vec<String> = (1..=1001).map(|n| format!("Cliente {n:04}")).collect();
        let many = organizations(&app, &owner, "administrator", Some(practice.id), &names).await;
        let option = |id: Id| format!("<option value=\"{id}\"");

        let page = app.get(&owner, &format!("/practices/{}/clients/new?clone=choose", practice.id)).await.text;
        assert!(page.contains(CUT) && page.contains(&option(many[999])) && !page.contains(&option(many[1000])));
        let form = "applications=books&clone.step=choose&clone.do=choose&clone.q=cliente+1001";
        let page = app.post(&owner, &format!("/practices/{}/clients/clone", practice.id), form).await.text;
        assert!(!page.contains(CUT) && page.contains(&option(many[1000])) && !page.contains(&option(many[0])));
        let form = form.replace("cliente+1001", "nadie");
        let page = app.post(&owner, &format!("/practices/{}/clients/clone", practice.id), &form).await.text;
        assert!(page.contains("Ningún cliente coincide") && page.contains("name=\"clone.q\""));

        let last = app.organization(&owner, "Zeta", &["books"]).await;
        let path = format!("/organizations/{}/preference-applications/new", many[0]);
        let page = app.get(&owner, &path).await.text;
        assert!(page.contains(CUT) && page.contains(&option(many[1000])) && !page.contains(&option(last)));
        let page = app.get(&owner, &format!("{path}?q=zeta")).await.text;
        assert!(!page.contains(CUT) && page.contains(&option(last)) && !page.contains(&option(many[1000])));
        // The chosen one is there, wherever it stands.
        let page = app.get(&owner, &format!("{path}?source={last}")).await.text;
        assert!(page.contains(&option(last)) && page.contains("name=\"fingerprint\""));

        let importer = app.person("importer").await;
        let practice = app.practice(&importer, "Otros").await;
        let names: Vec<String> = (1..=2001).map(|n| format!("Empresa {n:04}")).collect();
        let many = organizations(&app, &importer, "staff", None, &names).await;
        let row = |id: Id| format!("name=\"organization_ids\" value=\"{id}\"");
        let path = format!("/practices/{}/clients/add?import=1", practice.id);
        let page = app.get(&importer, &path).await.text;
        assert!(page.contains(CUT) && page.contains(&row(many[1999])) && !page.contains(&row(many[2000])));
        let page = app.get(&importer, &format!("{path}&q=2001")).await.text;
        assert!(!page.contains(CUT) && page.contains(&row(many[2000])) && !page.contains(&row(many[0])));
        let page = app.get(&importer, &format!("{path}&q=nadie")).await.text;
        assert!(page.contains("Ninguna organización coincide") && page.contains("value=\"nadie\"") && !page.contains(CUT));
    }

    async fn a_preview_is_guarded_as_the_pages_of_what_its_body_names(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, helper) = (app.person("owner").await, app.person("helper").await);
        let [source, target, hidden] = [
            app.organization(&owner, "Origen", &["books"]).await,
            app.organization(&owner, "Destino", &["books"]).await,
            app.organization(&owner, "Ajena", &["books"]).await,
        ];
        app.join(Tenant::Organization, source, &helper, "accountant").await;
        app.join(Tenant::Organization, target, &helper, "staff").await;
        let preview = async |person: &Person, body: serde_json::Value| app.api(person, "POST", "/preference-previews", Some(body), None).await.status.as_u16();
        let into = |target: Id| json!({ "source_organization_id": source, "target_organization_id": target, "groups": ["payment_terms"] });
        assert_eq!(preview(&owner, into(target)).await, 200);
        // One who is in the target without the right, and one who is not in it.
        assert_eq!((preview(&helper, into(target)).await, preview(&helper, into(hidden)).await), (403, 404));
        // A client is looked for in a practice, and they are in none.
        assert_eq!(preview(&helper, json!({ "client_id": new_id(), "groups": ["payment_terms"] })).await, 409);
        app.practice(&helper, "Asesores").await;
        assert_eq!(preview(&helper, json!({ "client_id": new_id(), "groups": ["payment_terms"] })).await, 404);
    }
}
