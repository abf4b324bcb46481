//! Two who write at once: of what there can be only one, one is made.

use despacho_kernel::Id;
use despacho_platform::{both, memberships::Tenant, sql, vals};
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
}
