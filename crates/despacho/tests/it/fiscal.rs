//! The fiscal profile, what follows from it, and who may see and change it.

use axum::{
    body::Body,
    http::{Request, header},
};
use despacho_fiscal::{
    derive,
    obligations::{actions, obligation::State, store},
    profile::actions::Hand,
};
use despacho_kernel::{Id, new_id};
use despacho_platform::{both, jobs, memberships::Tenant, sql};
use despacho_tax_returns::filing::{Filing, ORDINARY, ReturnFiled};
use serde_json::{Value, json};

use crate::common::{Answer, App, Person};

async fn client(app: &App, who: &Person, name: &str, country: &str) -> String {
    let body = json!({ "display_name": name, "billing_address": { "country": country } });
    let made = app.api(who, "POST", "/clients", Some(body), None).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()["id"].as_str().expect("an id").to_owned()
}

async fn patch(app: &App, who: &Person, path: &str, version: Option<i64>, body: Value) -> Answer {
    let mut request = Request::patch(format!("/api/v1{path}")).header(header::AUTHORIZATION, format!("Bearer {}", who.token));
    if let Some(version) = version {
        request = request.header(header::IF_MATCH, format!("\"{version}\""));
    }
    app.send(request.body(Body::from(body.to_string())).expect("a request")).await
}

fn profile() -> Value {
    json!({ "legal_form": "individual", "tax_authority": "aeat", "community": "ES-MD", "vat_regime": "general", "income_tax": "direct_simplified" })
}

both! {
    async fn a_profile_has_a_history_and_versions(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await.id;
        let id = client(&app, &owner, "Ana Prueba", "ES").await;
        let path = format!("/clients/{id}/fiscal-profile");

        let empty = app.api(&owner, "GET", &path, None, None).await;
        assert_eq!((empty.status.as_u16(), empty.json()["version"].as_i64(), empty.json()["history"].as_array().map(Vec::len)), (200, Some(0), Some(0)), "{}", empty.text);
        let first = app.api(&owner, "PATCH", &path, Some(profile()), None).await;
        assert_eq!(first.status, 200, "{}", first.text);
        let first = first.json();
        assert_eq!((first["version"].as_i64(), first["vat_period"].as_str(), first["fiscal_year_end"].as_i64()), (Some(1), Some("quarter"), Some(12)));
        assert!(first["history"].as_array().expect("a history").iter().all(|own| own["valid_from"].is_null() && own["valid_to"].is_null()));

        // What changes holds from the day that is told, and the day before stays as it was.
        let changed = app.api(&owner, "PATCH", &path, Some(json!({ "has_employees": true, "income_tax": "direct_normal", "valid_from": "2026-05-01" })), None).await;
        assert_eq!((changed.status.as_u16(), changed.json()["version"].as_i64()), (200, Some(2)), "{}", changed.text);
        let on = async |day: &str| app.api(&owner, "GET", &format!("{path}?on={day}"), None, None).await.json();
        assert_eq!((on("2026-04-30").await["income_tax"].clone(), on("2026-05-01").await["income_tax"].clone()), (json!("direct_simplified"), json!("direct_normal")));
        let history = on("2026-05-01").await["history"].clone();
        let told: Vec<(&str, &Value, &Value)> = history.as_array().expect("a history").iter().filter(|own| own["field"] == "income_tax").map(|own| (own["value"].as_str().expect("a value"), &own["valid_from"], &own["valid_to"])).collect();
        assert_eq!(told, [("direct_normal", &json!("2026-05-01"), &Value::Null), ("direct_simplified", &Value::Null, &json!("2026-04-30"))]);

        // Two who read the same version; what is wrong at its place; another country.
        assert_eq!(patch(&app, &owner, &path, Some(1), json!({ "income_tax": "objective" })).await.status, 412);
        let wrong = app.api(&owner, "PATCH", &path, Some(json!({ "vat_regime": "other", "bank_accounts": ["ES00"], "valid_from": "ayer" })), None).await;
        let fields: Vec<String> = wrong.json()["errors"].as_array().expect("errors").iter().map(|own| own["field"].as_str().expect("a field").to_owned()).collect();
        assert!(wrong.status == 422 && ["vat_regime", "valid_from"].iter().all(|field| fields.contains(&(*field).to_owned())), "{}", wrong.text);
        let abroad = client(&app, &owner, "Abroad", "FR").await;
        assert_eq!(app.api(&owner, "PATCH", &format!("/clients/{abroad}/fiscal-profile"), Some(profile()), None).await.status, 409);

        // The page tells the same, and keeps what was typed wrong.
        let base = format!("/practices/{practice}/clients/{id}/fiscal");
        let page = app.get(&owner, &base).await;
        assert!(page.status == 200 && page.text.contains("Persona física") && page.text.contains("111"), "{}", page.text);
        let refused = app.post(&owner, &base, "legal_form=sl&active_from=31%2F02%2F2026&municipality=Getafe").await;
        assert!(refused.status == 422 && refused.text.contains("31/02/2026") && refused.text.contains("Getafe"), "{}", refused.text);
        assert!(app.get(&owner, &format!("{base}/edit")).await.text.contains("name=\"version\" value=\"2\""));
    }

    async fn obligations_follow_from_the_profile_and_are_filed(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        let id = client(&app, &owner, "Ana Prueba", "ES").await;
        app.api(&owner, "PATCH", &format!("/clients/{id}/fiscal-profile"), Some(profile()), None).await;
        let proposals = format!("/clients/{id}/obligation-proposals");

        let proposed = app.api(&owner, "POST", &proposals, Some(json!({ "year": 2026 })), None).await;
        assert_eq!(proposed.status, 200, "{}", proposed.text);
        let added = proposed.json()["added"].as_array().expect("proposals").clone();
        let vat = added.iter().find(|own| own["model"] == "303" && own["period"] == "2026-Q1").expect("a return");
        assert_eq!((vat["legal_due_on"].as_str(), vat["direct_debit_on"].as_str(), vat["explanation"]["rule"].as_str()), (Some("2026-04-20"), Some("2026-04-15"), Some("303-quarter")));
        assert!(vat["explanation"]["source"].as_str().is_some_and(|law| law.contains("RD 1624/1992")) && vat["explanation"]["facts"].as_array().is_some_and(|facts| facts.len() == 2));
        assert_eq!(app.count("obligations").await, 0, "proposing writes nothing");

        let accepted = app.api(&owner, "POST", &format!("/clients/{id}/obligation-acceptances"), Some(json!({ "year": 2026 })), None).await;
        assert_eq!((accepted.status.as_u16(), accepted.json()["added"].as_i64()), (201, Some(10)), "{}", accepted.text);
        let again = app.api(&owner, "POST", &proposals, Some(json!({ "year": 2026 })), None).await.json();
        assert_eq!((again["added"].as_array().map(Vec::len), again["kept"].as_i64()), (Some(0), Some(10)));

        let listed = app.api(&owner, "GET", &format!("/obligations?client_id={id}&period=2026-Q1&state=pending"), None, None).await.json();
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(2), "{listed}");
        let own = listed["items"].as_array().expect("items").iter().find(|own| own["model"] == "303").expect("a return").clone();
        let one = format!("/obligations/{}", own["id"].as_str().expect("an id"));

        // It needs a reason to be late, keeps its proof, and two who read the same version do not write over each other.
        let late = app.api(&owner, "PATCH", &one, Some(json!({ "state": "filed", "filed_on": "2026-04-21" })), None).await;
        assert!(late.status == 422 && late.json()["errors"][0]["field"] == "late_reason", "{}", late.text);
        let filed = app.api(&owner, "PATCH", &one, Some(json!({ "state": "filed", "filed_on": "2026-04-14", "reference": "3031234567890", "csv": "ABCD1234EFGH5678", "amount": 123_456 })), None).await.json();
        assert_eq!((filed["state"].as_str(), filed["amount"].as_i64(), filed["csv"].as_str(), filed["version"].as_i64()), (Some("filed"), Some(123_456), Some("ABCD1234EFGH5678"), Some(2)), "{filed}");
        assert_eq!(patch(&app, &owner, &one, Some(1), json!({ "state": "paid" })).await.status, 412);
        let paid = patch(&app, &owner, &one, Some(2), json!({ "state": "paid", "paid_on": "2026-04-20" })).await;
        assert_eq!((paid.status.as_u16(), paid.json()["paid_on"].as_str()), (200, Some("2026-04-20")), "{}", paid.text);
        let reason = app.api(&owner, "PATCH", &one, Some(json!({ "state": "not_applicable" })), None).await;
        assert!(reason.status == 422 && reason.json()["errors"][0]["field"] == "reason", "{}", reason.text);

        // By hand: a rule's day is not typed, and where there is no rule it is.
        let add = async |body: Value| app.api(&owner, "POST", "/obligations", Some(body), None).await;
        let by_hand = add(json!({ "client_id": id, "model": "CONTRATO", "period": "2026-06", "name": "Informe mensual", "legal_due_on": "2026-07-05" })).await;
        assert_eq!((by_hand.status.as_u16(), by_hand.json()["explanation"].clone()), (201, Value::Null), "{}", by_hand.text);
        assert_eq!(add(json!({ "client_id": id, "model": "CONTRATO", "period": "2026-06", "name": "Otro", "legal_due_on": "2026-07-05" })).await.status, 422, "it is there already");
        assert_eq!(add(json!({ "client_id": id, "model": "303", "period": "2027-Q1", "legal_due_on": "2027-04-19" })).await.json()["errors"][0]["code"], "fiscal_legal_day");
        assert_eq!(add(json!({ "client_id": id, "model": "303", "period": "2027-Q1" })).await.json()["legal_due_on"], "2027-04-20");
        assert_eq!(add(json!({ "client_id": id, "model": "200", "period": "2027" })).await.json()["errors"][0]["field"], "legal_due_on");

        // A change of the profile ends what nobody touched, and other rooms set states within their own transactions.
        app.api(&owner, "PATCH", &format!("/clients/{id}/fiscal-profile"), Some(json!({ "active_to": "2026-06-30" })), None).await;
        let ended = app.api(&owner, "POST", &proposals, Some(json!({ "year": 2026 })), None).await.json();
        let ended: Vec<&str> = ended["ended"].as_array().expect("what ended").iter().map(|own| own["period"].as_str().expect("a period")).collect();
        assert_eq!(ended, ["2026-Q3", "2026-Q3", "2026-Q4", "2026-Q4"]);
        let hand = Hand { practice: practice.id, by: &owner.user, visible_to: None, today: "2026-04-01".parse().expect("a day"), now: app.platform.clock.now() };
        let found = store::find_by_period(app.platform.db.read(), practice.id, id.parse().expect("an id"), "130", "2026-Q1").await.expect("a query").expect("an instalment");
        let tx = app.platform.db.begin().await.expect("a transaction");
        actions::set_state(&tx, hand, found.id, State::InPreparation).await.expect("a state");
        tx.commit().await.expect("a commit");
        assert_eq!(app.api(&owner, "GET", &format!("/obligations/{}", found.id), None, None).await.json()["state"], "in_preparation");
        assert_eq!(derive::years_about("2026-02-01".parse().expect("a day")), [2025, 2026]);
    }

    async fn what_the_books_file_is_filed_among_obligations(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        app.practice(&owner, "Asesores").await;
        let body = json!({ "display_name": "Ana Prueba", "business_name": "Ana Prueba", "billing_address": { "country": "ES" }, "applications": ["books"] });
        let made = app.api(&owner, "POST", "/clients", Some(body), None).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let (id, organization) = (made.json()["id"].as_str().expect("an id").to_owned(), made.json()["organization_ids"][0].as_str().expect("an id").to_owned());
        app.api(&owner, "PATCH", &format!("/clients/{id}/fiscal-profile"), Some(profile()), None).await;
        app.api(&owner, "POST", &format!("/clients/{id}/obligation-acceptances"), Some(json!({ "year": 2026 })), None).await;

        let organization: Id = organization.parse().expect("an id");
        let now = app.platform.clock.now();
        let filing = Filing {
            organization_id: organization,
            id: new_id(),
            model: "303".into(),
            period: "2026-1T".into(),
            sequence: 1,
            kind: ORDINARY.into(),
            state: "filed".into(),
            outcome: "pay".into(),
            result: 12_345,
            through: "2026-03-31".into(),
            approved_by: None,
            approved_at: None,
            filed_on: "2026-04-14".into(),
            filed_by: Some(owner.user.id),
            filed_at: Some(now),
            reference: "3031234567890".into(),
            csv: "ejemplo0csv00000".into(),
            proof_id: None,
            proof_name: String::new(),
            reason: String::new(),
            entry_id: None,
            paid_on: String::new(),
            payment_entry_id: None,
            locks_before: String::new(),
            version: 1,
        };
        let told = ReturnFiled { organization_id: organization, model: "303".into(), period: "2026-1T".into() };
        let tx = app.platform.db.begin().await.expect("a transaction");
        sql::insert(&tx, std::slice::from_ref(&filing)).await.expect("a filing");
        jobs::enqueue(&tx, &told, now).await.expect("a job");
        tx.commit().await.expect("a commit");
        app.work().await;
        let filed = app.api(&owner, "GET", &format!("/obligations?client_id={id}&state=filed"), None, None).await.json();
        let own = &filed["items"][0];
        assert_eq!((filed["items"].as_array().map(Vec::len), own["model"].as_str(), own["period"].as_str()), (Some(1), Some("303"), Some("2026-Q1")), "{filed}");
        assert_eq!((own["reference"].as_str(), own["amount"].as_i64(), own["filed_on"].as_str()), (Some("3031234567890"), Some(12_345), Some("2026-04-14")));
    }

    async fn staff_see_and_change_what_is_of_their_clients(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, staff) = (app.person("owner").await, app.person("staff").await);
        let practice = app.practice(&owner, "Asesores").await;
        app.join(Tenant::Practice, practice.id, &staff, "staff").await;
        let id = client(&app, &owner, "Ana Prueba", "ES").await;
        app.api(&owner, "PATCH", &format!("/clients/{id}/fiscal-profile"), Some(profile()), None).await;
        app.api(&owner, "POST", &format!("/clients/{id}/obligation-acceptances"), Some(json!({ "year": 2026 })), None).await;
        let own = app.api(&owner, "GET", "/obligations", None, None).await.json()["items"][0]["id"].as_str().expect("an id").to_owned();

        for path in [format!("/clients/{id}/fiscal-profile"), format!("/obligations/{own}")] {
            assert_eq!(app.api(&staff, "GET", &path, None, None).await.status, 404, "{path}");
            assert_eq!(app.api(&staff, "PATCH", &path, Some(json!({})), None).await.status, 404, "{path}");
        }
        assert_eq!(app.api(&staff, "GET", "/obligations", None, None).await.json()["items"], json!([]));
        app.api(&owner, "PUT", &format!("/clients/{id}/assignments"), Some(json!({ "user_ids": [staff.user.id] })), None).await;
        assert_eq!(app.api(&staff, "GET", "/obligations", None, None).await.json()["items"].as_array().map(Vec::len), Some(10));
        assert_eq!(app.api(&staff, "PATCH", &format!("/obligations/{own}"), Some(json!({ "assigned_to": staff.user.id })), None).await.status, 200);
        assert_eq!(app.api(&staff, "PATCH", &format!("/obligations/{own}"), Some(json!({ "assigned_to": "01890a5d-ac96-774b-bcce-b302099a8057" })), None).await.status, 422);
    }
}
