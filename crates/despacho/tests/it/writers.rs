//! Two who write at once: of what there can be only one, one is made.

use despacho_kernel::Id;
use despacho_platform::{
    both,
    memberships::Tenant,
    sql,
    tokens::{self, NewToken},
    vals,
};
use futures_util::future::join_all;
use serde_json::json;

use crate::common::App;

/// The statuses of several answers, in order.
fn sorted(answers: &[crate::common::Answer]) -> Vec<u16> {
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    statuses
}

both! {
    async fn of_two_rows_of_a_list_with_one_name_one_is_made(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["books", "inventory"]).await;
        let base = format!("/organizations/{organization}/records");
        for (set, table, form) in [
            ("taxes", "taxes", "code=IGIC7&name=IGIC&kind=sale&rate=7"),
            ("payment_terms", "payment_terms", "name=90+d%C3%ADas&days=90&due_from=invoice_date"),
            ("units", "units", "code=TNE&name=Tonelada"),
        ] {
            let before = app.count(table).await;
            let path = format!("{base}/{set}");
            let answers = join_all((0..8).map(|_| app.post(&owner, &path, form))).await;
            assert_eq!(sorted(&answers), [303, 422, 422, 422, 422, 422, 422, 422], "{set}");
            assert_eq!(app.count(table).await, before + 1, "{set}");
            let told = answers.iter().filter(|answer| answer.text.contains("Ya existe otro igual")).count();
            assert_eq!(told, 7, "{set}: whoever comes late is told at the field");
        }
    }

    async fn of_two_rows_that_take_one_name_one_has_it(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        let ids: Vec<Id> = sql::column(app.platform.db.read(), "SELECT id FROM payment_terms WHERE organization_id = $1 ORDER BY position", vals![organization]).await.expect("ids");
        let rename = |id: &Id| {
            let path = format!("/organizations/{organization}/records/payment_terms/{id}");
            let (app, owner) = (&app, &owner);
            async move { app.post(owner, &path, "name=A+convenir&days=0&due_from=invoice_date").await }
        };
        let answers = join_all(ids.iter().map(rename)).await;
        assert_eq!(sorted(&answers), [303, 422, 422, 422]);
        let named: Option<i64> = sql::scalar(app.platform.db.read(), "SELECT COUNT(*) FROM payment_terms WHERE name = 'A convenir'", vec![]).await.expect("a count");
        assert_eq!(named, Some(1));
    }

    async fn of_two_who_deactivate_a_row_one_does_and_of_two_who_remove_a_logo_one_does(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        let base = format!("/organizations/{organization}");
        let term: Id = sql::scalar(app.platform.db.read(), "SELECT id FROM payment_terms WHERE organization_id = $1 LIMIT 1", vals![organization]).await.expect("a query").expect("a row");
        let off = format!("{base}/records/payment_terms/{term}/deactivation");
        let answers = join_all((0..6).map(|_| app.post(&owner, &off, ""))).await;
        assert_eq!(sorted(&answers), [303; 6]);
        let tx = app.platform.db.begin().await.expect("a transaction");
        sql::run(&tx, "INSERT INTO organization_logos (organization_id, media_type, data) VALUES ($1, 'image/png', '')", vals![organization]).await.expect("a logo");
        tx.commit().await.expect("a commit");
        let gone = format!("{base}/logo/removal");
        let answers = join_all((0..6).map(|_| app.post(&owner, &gone, ""))).await;
        assert_eq!(sorted(&answers), [303; 6]);
        for action in ["record_deactivated", "logo_removed"] {
            let told: Option<i64> = sql::scalar(app.platform.db.read(), "SELECT COUNT(*) FROM activity WHERE action = $1", vals![action]).await.expect("a count");
            assert_eq!(told, Some(1), "{action}");
        }
    }

    async fn of_two_changes_through_the_api_that_add_one_row_one_adds_it(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        let path = format!("/organizations/{organization}/preferences/payment_terms");
        let change = |at: i64| {
            let body = json!({ "items": [{ "values": { "name": "90 días", "days": (90 + at).to_string(), "due_from": "invoice_date" } }] });
            let (app, owner, path) = (&app, &owner, &path);
            async move { app.api(owner, "PATCH", path, Some(body), None).await }
        };
        let answers = join_all((0..6).map(change)).await;
        // One adds it; the others replace it, or are told that it came in meanwhile.
        let added = answers.iter().filter(|answer| answer.status == 200 && answer.json()["added"] == 1).count();
        assert_eq!(added, 1, "{:?}", sorted(&answers));
        assert!(answers.iter().all(|answer| [200, 409, 412, 422].contains(&answer.status.as_u16())), "{:?}", sorted(&answers));
        assert_eq!(app.count("payment_terms").await, 5);
    }

    async fn of_several_tokens_at_once_none_is_one_too_many(engine) {
        let Some(app) = App::open(engine).await else { return };
        let person = app.person("somebody").await;
        app.set_password(&person, "una frase bastante larga").await;
        let tx = app.platform.db.begin().await.expect("a transaction");
        // With the one that the person came with, one is left.
        for _ in 2..tokens::MOST {
            tokens::issue_api(&tx, person.user.id, &NewToken::named("more"), app.platform.clock.now()).await.expect("a token");
        }
        tx.commit().await.expect("a commit");
        let form = "token_name=Prueba&token_password=una+frase+bastante+larga";
        let answers = join_all((0..5).map(|_| app.post(&person, "/account/tokens", form))).await;
        assert_eq!(sorted(&answers), [200, 422, 422, 422, 422]);
        assert_eq!(app.count("api_tokens").await, tokens::MOST);
    }

    async fn two_owners_who_step_down_at_once_do_not_leave_the_practice_to_nobody(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (one, two) = (app.person("one").await, app.person("two").await);
        for round in 0..5 {
            let practice = app.practice(&one, &format!("Asesores {round}")).await;
            app.join(Tenant::Practice, practice.id, &two, "owner").await;
            let members = format!("/practices/{}/members", practice.id);
            let (of_one, of_two) = (format!("{members}/{}", one.user.id), format!("{members}/{}", two.user.id));
            // Each makes the other staff: whoever comes late is no owner any more, or finds that nobody else is.
            let (first, second) = tokio::join!(app.post(&one, &of_two, "role=staff"), app.post(&two, &of_one, "role=staff"));
            let statuses = sorted(&[first, second]);
            assert_eq!(statuses[0], 303, "round {round}: {statuses:?}");
            assert!([403, 409].contains(&statuses[1]), "round {round}: {statuses:?}");
            let owners: Option<i64> = sql::scalar(app.platform.db.read(), "SELECT COUNT(*) FROM memberships WHERE tenant_id = $1 AND role = 'owner'", vals![practice.id]).await.expect("a count");
            assert_eq!(owners, Some(1), "round {round}");
        }
    }

    async fn two_administrators_who_step_down_at_once_do_not_leave_the_organization_to_nobody(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (one, two) = (app.person("one").await, app.person("two").await);
        for round in 0..5 {
            let organization = app.organization(&one, &format!("Café {round}"), &["inventory"]).await;
            app.join(Tenant::Organization, organization, &two, "administrator").await;
            let members = format!("/organizations/{organization}/members");
            let (of_one, of_two) = (format!("{members}/{}/removal", one.user.id), format!("{members}/{}", two.user.id));
            let (first, second) = tokio::join!(app.post(&one, &of_two, "role=staff"), app.post(&two, &of_one, ""));
            let statuses = sorted(&[first, second]);
            assert_eq!(statuses[0], 303, "round {round}: {statuses:?}");
            let sql = "SELECT COUNT(*) FROM memberships WHERE tenant_id = $1 AND role = 'administrator'";
            let administrators: Option<i64> = sql::scalar(app.platform.db.read(), sql, vals![organization]).await.expect("a count");
            assert_eq!(administrators, Some(1), "round {round}: {statuses:?}");
        }
    }

    async fn of_two_clients_that_take_one_tax_id_at_once_one_is_warned_of(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        app.practice(&owner, "Asesores").await;
        let create = |at: usize| {
            let body = json!({ "display_name": format!("Cliente {at}"), "tax_id": "A58818501", "refuse_same_tax_id": true });
            let (app, owner) = (&app, &owner);
            async move { app.api(owner, "POST", "/clients", Some(body), None).await }
        };
        let answers = join_all((0..6).map(create)).await;
        assert_eq!(sorted(&answers), [201, 422, 422, 422, 422, 422]);
        assert_eq!(app.count("clients").await, 1);
        // And of those that change to one.
        let mut ids = vec![];
        for at in 0..4 {
            let made = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": format!("Otro {at}") })), None).await.json();
            ids.push(made["id"].as_str().expect("an id").to_owned());
        }
        let change = |id: &String| {
            let (app, owner, path) = (&app, &owner, format!("/clients/{id}"));
            async move { app.api(owner, "PATCH", &path, Some(json!({ "tax_id": "12345678Z", "refuse_same_tax_id": true })), None).await }
        };
        let answers = join_all(ids.iter().map(change)).await;
        assert_eq!(sorted(&answers), [200, 422, 422, 422]);
    }

    async fn changes_of_one_client_at_once_are_each_made_over_the_last(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        app.practice(&owner, "Asesores").await;
        let made = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "Uno" })), None).await.json();
        let path = format!("/clients/{}", made["id"].as_str().expect("an id"));
        let fields = ["notes", "industry", "legal_name", "business_name", "first_name", "last_name"];
        let change = |field: &'static str| {
            let (app, owner, path) = (&app, &owner, &path);
            async move { app.api(owner, "PATCH", path, Some(json!({ field: "x" })), None).await }
        };
        let answers = join_all(fields.into_iter().map(change)).await;
        assert_eq!(sorted(&answers), [200; 6], "nobody is told of a conflict who named no version");
        let whole = app.api(&owner, "GET", &path, None, None).await.json();
        assert!(fields.iter().all(|field| whole[*field] == "x"), "{whole}");
    }

    async fn contacts_stay_within_their_bound_and_an_organization_is_linked_once(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        let made = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "Uno", "email": "uno@test.example" })), None).await.json();
        let client = format!("/practices/{}/clients/{}", practice.id, made["id"].as_str().expect("an id"));
        for at in 0..98 {
            assert_eq!(app.post(&owner, &format!("{client}/contacts"), &format!("name=Persona+{at}")).await.status, 303);
        }
        let path = format!("{client}/contacts");
        let answers = join_all((0..6).map(|_| app.post(&owner, &path, "name=Otra"))).await;
        assert_eq!(sorted(&answers), [303, 303, 422, 422, 422, 422]);
        assert_eq!(app.count("client_contacts").await, 100);
        let organization = app.organization(&owner, "Café Sol", &["inventory"]).await;
        let (path, form) = (format!("{client}/organization-links"), format!("organization={organization}"));
        let answers = join_all((0..4).map(|_| app.post(&owner, &path, &form))).await;
        assert_eq!(sorted(&answers), [303, 409, 409, 409]);
        let path = format!("{client}/organization-links/{organization}/invitations");
        let answers = join_all((0..4).map(|_| app.post(&owner, &path, ""))).await;
        assert_eq!(sorted(&answers), [303, 409, 409, 409]);
        assert_eq!(app.count("invitations").await, 1);
    }

    async fn a_selection_is_undone_once(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        let made = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "Uno" })), None).await.json();
        let list = format!("/practices/{}/clients", practice.id);
        let form = format!("do=deactivate&ids={}", made["id"].as_str().expect("an id"));
        assert_eq!(app.post(&owner, &format!("{list}/selection"), &form).await.status, 303);
        let selection: Id = sql::scalar(app.platform.db.read(), "SELECT id FROM client_selections", vec![]).await.expect("a query").expect("a selection");
        let path = format!("{list}/selections/{selection}/undoing");
        let answers = join_all((0..4).map(|_| app.post(&owner, &path, ""))).await;
        assert_eq!(sorted(&answers), [303, 404, 404, 404]);
    }
}
