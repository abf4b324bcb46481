//! Creating and listing clients: all or nothing, once, and only one's own.

use crate::common::App;
use despacho::wiring;
use despacho_kernel::region::LANGUAGES;
use despacho_ledger::catalog;
use despacho_platform::{both, memberships::Tenant, sql};
use serde_json::json;

/// Invoice, estimate, credit note, bill and receipt: each has a series and a template.
const DOCUMENTS: usize = 6;
/// An e-mail with an invoice, an estimate or a credit note, a reminder, a receipt.
const OCCASIONS: usize = 6;

/// Tables that a created client writes to.
const TABLES: [&str; 14] = [
    "clients",
    "client_organizations",
    "client_tags",
    "organizations",
    "tenants",
    "memberships",
    "accounts",
    "taxes",
    "number_series",
    "fiscal_years",
    "invitations",
    "jobs",
    "activity",
    "idempotency_keys",
];

async fn counts(app: &App) -> Vec<i64> {
    let mut found = vec![];
    for table in TABLES {
        found.push(app.count(table).await);
    }
    found
}

fn whole() -> serde_json::Value {
    json!({
        "client_type": "business", "first_name": "Elena", "last_name": "Ficticia", "business_name": "Viveros de Prueba, S. L.",
        "email": "Elena@viveros.example", "phone": "600 11 22 33", "tax_id": "A58818501", "website": "viveros.example", "tags": ["Agrario"],
        "billing_address": { "country": "ES", "street1": "Camino, 1", "city": "Oleiros", "state": "ES-C", "postal_code": "15179" },
        "regional": { "currency": "EUR", "language": "es", "time_zone": "Europe/Madrid" },
        "applications": ["books", "expense", "payroll", "inventory"], "invite_client": true,
    })
}

both! {
    async fn a_client_comes_with_its_organization_and_invitation(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        app.practice(&owner, "Asesores").await;
        let answer = app.api(&owner, "POST", "/clients", Some(whole()), None).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        let client = answer.json();
        assert_eq!(client["display_name"], "Viveros de Prueba, S. L.");
        assert_eq!(client["email"], "elena@viveros.example");
        assert_eq!(client["phone"], "+34600112233");
        assert_eq!(client["applications"], json!(["books", "expense", "payroll", "inventory"]));
        let organization = client["organization_ids"][0].as_str().expect("an organization").to_owned();

        let accounts = app.api(&owner, "GET", &format!("/organizations/{organization}/accounts?limit=200&search=bancos"), None, None).await.json();
        assert!(accounts["items"].as_array().expect("items").iter().any(|a| a["code"] == "572" && a["type"] == "asset" && a["parent_code"] == "57"));
        let pack = catalog::pack("ES");
        assert_eq!((pack.accounts().len(), pack.taxes.len()), (770, 53), "the Spanish catalogue");
        // What a firm's first client with all four applications leaves: the catalogue's rows once, and what each application begins with.
        let expected = [
            ("clients", 1), ("client_organizations", 1), ("client_tags", 1), ("organizations", 1), ("organization_applications", 4),
            ("tenants", 2), ("memberships", 2), ("invitations", 1), ("jobs", 1),
            ("accounts", pack.accounts().len()), ("taxes", pack.taxes.len()), ("tax_groups", pack.tax_groups.len()),
            ("fiscal_years", 2),
            ("number_series", DOCUMENTS), ("document_templates", DOCUMENTS), ("email_templates", OCCASIONS * LANGUAGES.len()),
            ("payment_terms", 4), ("reminders", 3), ("bank_rules", 0),
            ("document_custom_fields", 0), ("organization_roles", 0), ("dimensions", 2), ("dimension_values", 0),
            ("expense_categories", pack.expense_categories.len()), ("expense_policies", 1), ("mileage_rates", 1),
            ("pay_schedules", 1), ("payroll_components", pack.payroll_components.len()),
            ("warehouses", 1), ("units", 8), ("adjustment_reasons", 5), ("valuation_methods", 1),
        ];
        for (table, rows) in expected {
            assert_eq!(app.count(table).await, i64::try_from(rows).expect("a count"), "{table}");
        }
        for set in wiring::applications().lists() {
            assert!(expected.iter().any(|(table, _)| *table == set.table), "nobody counts {}", set.table);
        }

        app.work().await;
        let link = app.link();
        assert!(link.starts_with("/invitations/"), "{link}");
        let stored: Vec<String> = sql::column(app.platform.db.read(), "SELECT payload FROM jobs", vec![]).await.expect("jobs");
        let secret = link.trim_start_matches("/invitations/");
        assert!(stored.iter().all(|payload| !payload.contains(secret)), "the queue never holds a secret");

        // A second person answers the link, becomes administrator and sees no practice.
        let answer = app.send(axum::http::Request::post(&link).header("content-type", "application/x-www-form-urlencoded")
            .body("name=Elena&password=una+frase+bastante+larga".into()).expect("a request")).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        assert_eq!(answer.location(), format!("/organizations/{organization}"));
        let again = app.send(axum::http::Request::post(&link).header("content-type", "application/x-www-form-urlencoded").body("".into()).expect("a request")).await;
        assert_eq!(again.status, 410);
        let tampered = app.send(axum::http::Request::get(format!("{link}x")).body("".into()).expect("a request")).await;
        assert_eq!(tampered.status, 410);
        let roles: Vec<String> = sql::column(app.platform.db.read(), "SELECT m.role FROM memberships m JOIN users u ON u.id = m.user_id WHERE u.email = 'elena@viveros.example'", vec![]).await.expect("roles");
        assert_eq!(roles, ["administrator"]);
    }

    async fn a_fault_at_any_step_leaves_nothing_behind(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        app.practice(&owner, "Asesores").await;
        let before = counts(&app).await;
        let mut steps = 0;
        loop {
            // The request's own reads of who is asking come first; faults in them fail as well.
            let answer = sql::with_fault(steps, app.api(&owner, "POST", "/clients", Some(whole()), Some("the-key"))).await;
            if answer.status == 201 {
                break;
            }
            assert_eq!(answer.status, 500, "step {steps}: {}", answer.text);
            assert_eq!(counts(&app).await, before, "step {steps}");
            steps += 1;
            assert!(steps < 500, "it never succeeds");
        }
        assert!(steps > 40, "only {steps} steps");
        assert_eq!(app.count("clients").await, 1);
        assert_eq!(app.count("organizations").await, 1);
    }

    async fn twenty_requests_with_one_key_make_one_client(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        app.practice(&owner, "Asesores").await;
        let app = std::sync::Arc::new(app);
        let owner = std::sync::Arc::new(owner);
        let tasks: Vec<_> = (0..20).map(|_| {
            let (app, owner) = (app.clone(), owner.clone());
            tokio::spawn(async move { app.api(&owner, "POST", "/clients", Some(whole()), Some("same")).await })
        }).collect();
        let mut bodies = vec![];
        for task in tasks {
            let answer = task.await.expect("a task");
            assert_eq!(answer.status, 201, "{}", answer.text);
            bodies.push(answer.text);
        }
        assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]));
        assert_eq!(app.count("clients").await, 1);
        assert_eq!(app.count("organizations").await, 1);
        let other = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "Otro" })), Some("same")).await;
        assert_eq!(other.status, 409);
        assert_eq!(other.json()["type"], "/problems/idempotency-key-reused");
    }

    async fn a_form_sent_twice_makes_one_client(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        let form = "idempotency_key=abc&display_name=Caf%C3%A9+Sol&applications=books&regional.currency=EUR";
        let path = format!("/practices/{}/clients", practice.id);
        let (first, second) = tokio::join!(app.post(&owner, &path, form), app.post(&owner, &path, form));
        assert_eq!(first.status, 303, "{}", first.text);
        assert_eq!(first.location(), second.location());
        assert_eq!(app.count("clients").await, 1);
    }

    async fn a_wrong_form_keeps_what_was_typed_and_says_all_that_is_wrong(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        let path = format!("/practices/{}/clients", practice.id);
        let answer = app.post(&owner, &path, "idempotency_key=k&display_name=Caf%C3%A9&email=mal&phone=1&tax_id=B1&applications=books&invite_client=on").await;
        assert_eq!(answer.status, 422);
        for text in ["value=\"Café\"", "value=\"mal\"", "value=\"1\"", "value=\"B1\"", "role=\"alert\"", "No es una dirección de correo", "No es un teléfono válido"] {
            assert!(answer.text.contains(text), "{text}");
        }
        // Mended and sent with the same key, it is created.
        assert_eq!(app.post(&owner, &path, "idempotency_key=k&display_name=Caf%C3%A9").await.status, 303);
        // A taken name, whatever its case and accents, is refused and offers the client that has it.
        let answer = app.post(&owner, &path, "idempotency_key=l&display_name=CAFE").await;
        assert_eq!(answer.status, 422);
        assert!(answer.text.contains("Abrir ese cliente"));
    }

    async fn lists_are_paged_searched_and_stay_in_the_practice(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (one, two) = (app.person("one").await, app.person("two").await);
        app.practice(&one, "Una").await;
        app.practice(&two, "Dos").await;
        for name in ["Álamo", "abedul", "Zarza", "Boj 50%", "Encina"] {
            assert_eq!(app.api(&one, "POST", "/clients", Some(json!({ "display_name": name })), None).await.status, 201);
        }
        assert_eq!(app.api(&two, "POST", "/clients", Some(json!({ "display_name": "Álamo" })), None).await.status, 201);
        let mut names = vec![];
        let mut path = "/clients?limit=2".to_owned();
        loop {
            let page = app.api(&one, "GET", &path, None, None).await.json();
            names.extend(page["items"].as_array().expect("items").iter().map(|c| c["display_name"].as_str().expect("a name").to_owned()));
            match page["next_cursor"].as_str() {
                Some(cursor) => path = format!("/clients?limit=2&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(names, ["abedul", "Álamo", "Boj 50%", "Encina", "Zarza"]);
        let found = app.api(&one, "GET", "/clients?search=50%25", None, None).await.json();
        assert_eq!(found["items"].as_array().expect("items").len(), 1);
        let found = app.api(&one, "GET", "/clients?search=ALAMO", None, None).await.json();
        assert_eq!(found["items"].as_array().expect("items").len(), 1);
        for bad in ["/clients?limit=0", "/clients?limit=201", "/clients?limit=x", "/clients?cursor=nonsense"] {
            let answer = app.api(&one, "GET", bad, None, None).await;
            assert_eq!(answer.status, 400, "{bad}");
            assert_eq!(answer.headers["content-type"], "application/problem+json");
        }
    }

    async fn staff_see_what_is_assigned_to_them(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, staff) = (app.person("owner").await, app.person("staff").await);
        let practice = app.practice(&owner, "Asesores").await;
        app.join(Tenant::Practice, practice.id, &staff, "staff").await;
        let mut ids = vec![];
        for name in ["Uno", "Dos"] {
            let made = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": name })), None).await.json();
            ids.push(made["id"].as_str().expect("an id").to_owned());
        }
        let assign = format!("/practices/{}/clients/{}/assignments", practice.id, ids[0]);
        assert_eq!(app.post(&owner, &assign, &format!("users={}", staff.user.id)).await.status, 303);
        let seen = app.api(&staff, "GET", "/clients", None, None).await.json();
        assert_eq!(seen["items"].as_array().expect("items").len(), 1);
        assert_eq!(app.api(&staff, "GET", &format!("/clients/{}", ids[0]), None, None).await.status, 200);
        assert_eq!(app.api(&staff, "GET", &format!("/clients/{}", ids[1]), None, None).await.status, 404);
        assert_eq!(app.api(&staff, "PATCH", &format!("/clients/{}", ids[1]), Some(json!({ "notes": "x" })), None).await.status, 404);
        assert_eq!(app.get(&staff, &format!("/practices/{}/clients/{}/activity", practice.id, ids[1])).await.status, 404);
        let export = app.post(&staff, &format!("/practices/{}/clients/exported-selection", practice.id), &format!("format=csv&ids={}&ids={}", ids[0], ids[1])).await;
        assert!(export.text.contains("Uno") && !export.text.contains("Dos"));
    }

    async fn a_change_is_in_the_activity_with_before_and_after(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        let id = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "Uno", "industry": "Pan" })), None).await.json()["id"].as_str().expect("an id").to_owned();
        assert_eq!(app.api(&owner, "PATCH", &format!("/clients/{id}"), Some(json!({ "industry": "Harina", "active": false })), None).await.status, 200);
        let page = app.get(&owner, &format!("/practices/{}/clients/{id}/activity", practice.id)).await;
        for text in ["<del>Pan</del>", "<ins>Harina</ins>", "desactivó el cliente", "creó el cliente"] {
            assert!(page.text.contains(text), "{text}");
        }
    }

    async fn what_is_done_to_a_client_is_told_with_its_name(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        let id = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "Uno" })), None).await.json()["id"].as_str().expect("an id").to_owned();
        let organization = app.organization(&owner, "Taller", &["inventory"]).await;
        let base = format!("/practices/{}/clients/{id}", practice.id);
        let contact = app.post(&owner, &format!("{base}/contacts"), "name=Elena").await;
        assert_eq!(contact.flash(), "flash-record-saved&name=Elena", "{}", contact.text);
        let contacts = app.api(&owner, "GET", &format!("/clients/{id}/contacts"), None, None).await.json();
        let elena = format!("{base}/contacts/{}", contacts["items"][0]["id"].as_str().expect("an id"));
        for (path, form, told) in [
            (elena.clone(), "name=Helena&version=1", "flash-record-saved&name=Helena"),
            (format!("{elena}/removal"), "", "flash-contact-removed&name=Helena"),
            (format!("{base}/deactivation"), "", "flash-deactivated&name=Uno"),
            (format!("{base}/activation"), "", "flash-activated&name=Uno"),
            (format!("{base}/organization-links"), &format!("organization={organization}"), "flash-organization-linked&name=Taller"),
            (format!("{base}/organization-links/{organization}/removal"), "", "flash-organization-unlinked&name=Taller"),
            (base.clone(), "client_type=business&display_name=Dos&version=3", "flash-record-saved&name=Dos"),
        ] {
            let done = app.post(&owner, &path, form).await;
            assert_eq!((done.status.as_u16(), done.flash().as_str()), (303, told), "{path}: {}", done.text);
        }
    }

    async fn master_data_is_checked_stored_and_logged(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["expense"]).await;
        let base = format!("/organizations/{organization}/records/expense_policies");
        let wrong = app.post(&owner, &base, "name=&max_amount=1,234&receipt_from=-5&days_to_report=0").await;
        assert_eq!(wrong.status, 422);
        for text in ["Escriba este dato", "Escriba un importe", "entre 1 y 365"] {
            assert!(wrong.text.contains(text), "{text}");
        }
        let form = "name=Viajes&max_amount=1.234%2C50&receipt_from=&days_to_report=15";
        assert_eq!(app.post(&owner, &base, form).await.status, 303);
        let stored: Option<i64> = sql::scalar(app.platform.db.read(), "SELECT max_amount FROM expense_policies WHERE name = 'Viajes'", vec![]).await.expect("a query");
        assert_eq!(stored, Some(123_450));
        let page = app.get(&owner, &base).await.text;
        assert!(page.contains("1.234,50\u{a0}€") && page.contains("25,00\u{a0}€"));
        assert_eq!(app.post(&owner, &format!("/organizations/{organization}/records/expense_categories"), "name=COMIDAS").await.status, 422);
        let activity = app.get(&owner, &format!("/organizations/{organization}/activity")).await.text;
        assert!(activity.contains("Políticas de gasto · Viajes"));
    }
}
