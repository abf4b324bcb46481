//! An organization's profile, what its lists may name, and what is founded only once.

use axum::{
    body::Body,
    http::{Request, header},
};
use despacho_kernel::Id;
use despacho_platform::{both, sql, vals};
use serde_json::json;

use crate::common::{Answer, App, Person};

async fn patch(app: &App, person: &Person, path: &str, tag: &str, body: serde_json::Value) -> Answer {
    let request = Request::patch(format!("/api/v1{path}"))
        .header(header::AUTHORIZATION, format!("Bearer {}", person.token))
        .header(header::IF_MATCH, tag)
        .body(Body::from(body.to_string()))
        .expect("a request");
    app.send(request).await
}

async fn one<T: sql::Cell>(app: &App, query: &str, organization: Id) -> T {
    sql::scalar(app.platform.db.read(), query, vals![organization]).await.expect("a query").expect("a row")
}

fn codes(answer: &Answer) -> Vec<(String, String)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let problem = answer.json();
    problem["errors"]
        .as_array()
        .map(|errors| errors.iter().map(|e| (text(&e["field"]), text(&e["code"]))).collect())
        .unwrap_or_default()
}

both! {
    async fn a_profile_saved_twice_keeps_the_first_and_shows_both(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        let page = format!("/organizations/{organization}/settings/profile");
        let form = |owner: &str, industry: &str, version: i64| {
            format!("name=Caf%C3%A9+Sol&owner_name={owner}&industry={industry}&regional.currency=EUR&regional.language=es&regional.time_zone=Europe%2FMadrid&regional.date_format=d+MMM+y&regional.fiscal_year_start=1&version={version}")
        };
        assert!(app.get(&owner, &page).await.text.contains("name=\"version\" value=\"1\""));
        let saved = app.post(&owner, &page, &form("Ana", "", 1)).await;
        assert_eq!((saved.status.as_u16(), saved.flash().as_str()), (303, "flash-organization-saved"));
        let refused = app.post(&owner, &page, &form("Luz", "Bares", 1)).await;
        assert_eq!(refused.status, 409, "{}", refused.text);
        for seen in ["Ana", "value=\"Luz\"", "value=\"Bares\"", "name=\"version\" value=\"2\""] {
            assert!(refused.text.contains(seen), "{seen}");
        }
        assert_eq!(app.post(&owner, &page, &form("Luz", "Bares", 2)).await.status, 303);
        let path = format!("/organizations/{organization}");
        let read = app.api(&owner, "GET", &path, None, None).await;
        assert_eq!((read.headers[header::ETAG].to_str().ok(), &read.json()["owner_name"]), (Some("\"3\""), &json!("Luz")));
        let stale = patch(&app, &owner, &path, "\"2\"", json!({ "industry": "Cafés" })).await;
        assert_eq!((stale.status.as_u16(), codes(&stale)), (412, vec![("industry".into(), "changed".into())]));
        assert_eq!(patch(&app, &owner, &path, "\"3\"", json!({ "industry": "Cafés" })).await.status, 200);
        // What is left out stays, and what is typed wrong is told at its place.
        let wrong = app.api(&owner, "PATCH", &path, Some(json!({ "website": "javascript:alert(1)", "name": "" })), None).await;
        assert_eq!((wrong.status.as_u16(), codes(&wrong)), (422, vec![("name".into(), "required".into()), ("website".into(), "website".into())]));
        let fine = app.api(&owner, "PATCH", &path, Some(json!({ "website": "cafesol.example" })), None).await.json();
        assert_eq!((&fine["website"], &fine["industry"], &fine["country"]), (&json!("https://cafesol.example"), &json!("Cafés"), &json!("ES")));
    }

    async fn the_currency_stays_once_there_are_amounts(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let yen = json!({ "regional": { "currency": "JPY" } });
        // Books alone holds no amount yet.
        let books = app.organization(&owner, "Sin importes", &["books"]).await;
        let changed = app.api(&owner, "PATCH", &format!("/organizations/{books}"), Some(yen.clone()), None).await;
        assert_eq!((changed.status.as_u16(), &changed.json()["regional"]["currency"]), (200, &json!("JPY")));
        // Expense begins with a policy that asks for a receipt from 25,00 €.
        let expense = app.organization(&owner, "Con importes", &["expense"]).await;
        let path = format!("/organizations/{expense}");
        let refused = app.api(&owner, "PATCH", &path, Some(yen), None).await;
        assert_eq!((refused.status.as_u16(), codes(&refused)), (422, vec![("regional.currency".into(), "currency_in_use".into())]));
        let receipt: i64 = one(&app, "SELECT receipt_from FROM expense_policies WHERE organization_id = $1", expense).await;
        assert_eq!(receipt, 2500);
        // The rest of the profile still changes.
        assert_eq!(app.api(&owner, "PATCH", &path, Some(json!({ "regional": { "currency": "EUR", "date_format": "y-MM-dd" } })), None).await.status, 200);
        let page = app.post(&owner, &format!("{path}/settings/profile"), "name=Con+importes&regional.currency=JPY&version=2").await;
        assert!(page.status == 422 && page.text.contains("La moneda ya no se puede cambiar"), "{}", page.text);
    }

    async fn a_field_offers_the_first_accounts_and_the_others_are_searched(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["expense"]).await;
        let stranger = app.person("stranger").await;
        app.organization(&stranger, "Otra", &["expense"]).await;
        let base = format!("/organizations/{organization}");
        let found = app.get(&owner, &format!("{base}/references/accounts?q=banc+572")).await;
        assert_eq!(found.status, 200, "{}", found.text);
        let items = found.json()["items"].clone();
        assert!(items.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(|item| item["key"].as_str().is_some_and(|key| key.starts_with("572")))), "{items}");
        // A label that was pasted whole finds its account.
        let pasted = app.get(&owner, &format!("{base}/references/accounts?q=629+%C2%B7+Otros+servicios")).await.json();
        assert_eq!(pasted["items"][0]["label"], "629 · Otros servicios");
        let all = app.get(&owner, &format!("{base}/references/accounts?q=")).await.json();
        assert_eq!((all["items"].as_array().map(Vec::len), &all["more"]), (Some(50), &json!(true)));
        assert_eq!(app.get(&owner, &format!("{base}/references/nothing?q=")).await.status, 404);
        assert_eq!(app.get(&stranger, &format!("{base}/references/accounts?q=")).await.status, 404);

        // The page shows the first of them and where the others are; one that is chosen is among them.
        let category: Id = one(&app, "SELECT id FROM expense_categories WHERE organization_id = $1 ORDER BY position LIMIT 1", organization).await;
        let chosen: Id = one(&app, "SELECT account_id FROM expense_categories WHERE organization_id = $1 ORDER BY position LIMIT 1", organization).await;
        let page = app.get(&owner, &format!("{base}/records/expense_categories/{category}")).await.text;
        assert!(page.contains(&format!("value=\"{chosen}\" selected")) && page.contains(&format!("data-combobox-url-value=\"{base}/references/accounts\"")), "{page}");
        assert!(page.matches("<option").count() <= 53);
        // Without scripts an account beyond those is named by its code, and a code that is none is told.
        let named = app.post(&owner, &format!("{base}/records/expense_categories"), "name=Notarios&account_id=&account_id.key=623").await;
        assert_eq!(named.status, 303, "{}", named.text);
        let code: String = one(&app, "SELECT a.code FROM expense_categories e JOIN accounts a ON a.organization_id = e.organization_id AND a.id = e.account_id WHERE e.organization_id = $1 AND e.name = 'Notarios'", organization).await;
        assert_eq!(code, "623");
        assert_eq!(app.post(&owner, &format!("{base}/records/expense_categories"), "name=Nada&account_id=&account_id.key=999999").await.status, 422);
        // Another organization's account is none of this one's.
        let theirs: Id = sql::scalar(app.platform.db.read(), "SELECT id FROM accounts WHERE organization_id <> $1 AND code = '623'", vals![organization]).await.expect("a query").expect("an account");
        assert_eq!(app.post(&owner, &format!("{base}/records/expense_categories"), &format!("name=Ajena&account_id={theirs}")).await.status, 422);
    }

    async fn the_database_itself_refuses_to_lose_what_is_named(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["books", "expense", "payroll"]).await;
        for (table, column) in [("taxes", "account_id"), ("expense_categories", "account_id"), ("payroll_components", "account_id"), ("reminders", "template_id")] {
            let tx = app.platform.db.begin().await.expect("a transaction");
            let named = format!("UPDATE {table} SET {column} = $2 WHERE organization_id = $1");
            assert!(sql::run(&tx, &named, vals![organization, despacho_kernel::new_id()]).await.is_err(), "{table} may not name what is not there");
            drop(tx);
            let target = if column == "account_id" { "accounts" } else { "email_templates" };
            let tx = app.platform.db.begin().await.expect("a transaction");
            let gone = format!("DELETE FROM {target} WHERE organization_id = $1 AND id IN (SELECT {column} FROM {table} WHERE organization_id = $1)");
            assert!(sql::run(&tx, &gone, vals![organization]).await.is_err(), "what {table} names may not go");
        }
    }

    async fn a_further_application_does_not_found_the_ledger_again(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        // A chart may come without any account: all of a clone's may have stayed behind.
        let tx = app.platform.db.begin().await.expect("a transaction");
        for statement in ["UPDATE taxes SET account_id = NULL, due_account_id = NULL WHERE organization_id = $1", "DELETE FROM accounts WHERE organization_id = $1"] {
            sql::run(&tx, statement, vals![organization]).await.expect("a statement");
        }
        tx.commit().await.expect("a commit");
        let (taxes, years) = (app.count("taxes").await, app.count("fiscal_years").await);
        assert_eq!(app.post(&owner, &format!("/organizations/{organization}/applications/expense"), "").await.status, 303);
        assert_eq!((app.count("taxes").await, app.count("fiscal_years").await), (taxes, years));
    }

    async fn preferences_changed_since_they_were_read_are_refused_row_by_row(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        let path = format!("/organizations/{organization}/preferences/payment_terms");
        let tag = app.api(&owner, "GET", &path, None, None).await.headers[header::ETAG].to_str().expect("a tag").to_owned();
        let term = |days: &str| json!({ "items": [{ "values": { "name": "30 días", "days": days, "due_from": "invoice_date" } }] });
        assert_eq!(patch(&app, &owner, &path, &tag, term("31")).await.status, 200);
        let stale = patch(&app, &owner, &path, &tag, term("32")).await;
        assert_eq!((stale.status.as_u16(), codes(&stale)), (412, vec![("payment_terms.30 dias".into(), "changed".into())]));
        let message = stale.json()["errors"][0]["message"].as_str().expect("a message").to_owned();
        assert!(message.contains("31") && message.contains("32"), "{message}");
        let tag = app.api(&owner, "GET", &format!("{path}?limit=1"), None, None).await.headers[header::ETAG].to_str().expect("a tag").to_owned();
        assert_eq!(patch(&app, &owner, &path, &tag, term("32")).await.status, 200);
    }

    async fn a_role_that_somebody_else_changed_meanwhile_is_told(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, member) = (app.person("owner").await, app.person("member").await);
        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        app.join(despacho_platform::memberships::Tenant::Organization, organization, &member, "staff").await;
        let members = format!("/organizations/{organization}/members");
        assert!(app.get(&owner, &members).await.text.contains("name=\"seen\" value=\"staff\""));
        let path = format!("{members}/{}", member.user.id);
        assert_eq!(app.post(&owner, &path, "seen=staff&role=accountant").await.status, 303);
        let refused = app.post(&owner, &path, "seen=staff&role=read_only").await;
        assert!(refused.status == 409 && refused.text.contains("Alguien ha cambiado el rol"), "{}", refused.text);
        assert_eq!(app.post(&owner, &path, "seen=accountant&role=read_only").await.status, 303);
    }

    async fn a_practice_saved_twice_keeps_the_first_and_shows_both(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        let page = format!("/practices/{}/settings", practice.id);
        assert!(app.get(&owner, &page).await.text.contains("name=\"version\" value=\"1\""));
        let form = |name: &str, version: i64| {
            format!("name={name}&country=ES&regional.currency=EUR&regional.language=es&regional.time_zone=Europe%2FMadrid&regional.date_format=d+MMM+y&regional.fiscal_year_start=1&version={version}")
        };
        assert_eq!(app.post(&owner, &page, &form("Asesores+uno", 1)).await.status, 303);
        let refused = app.post(&owner, &page, &form("Asesores+dos", 1)).await;
        assert!(refused.status == 409 && refused.text.contains("Asesores uno") && refused.text.contains("value=\"Asesores dos\""), "{}", refused.text);
        assert_eq!(app.post(&owner, &page, &form("Asesores+dos", 2)).await.status, 303);
        assert_eq!(app.post(&owner, &page, &form("", 3)).await.status, 422);
    }
}
