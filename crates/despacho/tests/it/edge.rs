//! The server's edge: what every answer carries, where nobody is led, and what strangers send that would cost much.

use std::time::{Duration, Instant};

use axum::{
    body::Body,
    http::{HeaderMap, Request, header},
};
use despacho::{check, wiring};
use despacho_platform::{both, config::Config, sql, testkit::Engine};
use despacho_ui::paging;
use serde_json::{Value, json};

use crate::common::{Answer, App};

/// A form that a browser sends from another page, which may be another site's.
async fn post(app: &App, path: &str, form: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.send(request.body(Body::from(form.to_owned())).expect("a request")).await
}

fn carried<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
}

/// The product as it is reached by https.
async fn by_https() -> App {
    let app = App::open(Engine::Sqlite).await.expect("a database");
    let config = Config { public_url: "https://despacho.example".into(), ..app.platform.config.clone() };
    let platform = app.ground.server_with(config).await;
    let (table, router) = wiring::service(&platform);
    App { platform, router, table, ground: app.ground }
}

#[tokio::test]
async fn every_answer_carries_the_headers_a_refusal_too() {
    let app = App::open(Engine::Sqlite).await.expect("a database");
    let page = app.send(Request::get("/").body(Body::empty()).expect("a request")).await;
    let refused = post(&app, "/sign-in", "", &[("sec-fetch-site", "cross-site")]).await;
    let missing = app.send(Request::get("/nothing").body(Body::empty()).expect("a request")).await;
    assert_eq!([page.status.as_u16(), refused.status.as_u16(), missing.status.as_u16()], [200, 403, 404]);
    for answer in [&page, &refused, &missing] {
        let headers = &answer.headers;
        assert!(carried(headers, "content-security-policy").starts_with("default-src 'none'; "));
        assert!(carried(headers, "permissions-policy").starts_with("camera=(), microphone=()"));
        let plain = [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
        ];
        for (name, value) in plain {
            assert_eq!(carried(headers, name), value, "{name}");
        }
        assert_eq!(carried(headers, "strict-transport-security"), "", "by http nobody promises https");
    }
}

#[tokio::test]
async fn by_https_cookies_are_of_this_host_alone() {
    let app = by_https().await;
    let person = app.person("somebody").await;
    let secret = person.cookie.strip_prefix("despacho_session=").expect("a cookie").to_owned();
    let with = async |name: &str| {
        let request = Request::get("/account").header(header::COOKIE, format!("{name}={secret}")).body(Body::empty()).expect("a request");
        app.send(request).await
    };
    let page = with("__Host-despacho_session").await;
    assert_eq!(page.status, 200);
    assert_eq!(carried(&page.headers, "strict-transport-security"), "max-age=31536000");
    assert_eq!(with("despacho_session").await.status, 303, "what another host of the domain may have set is no session");
    let answer = post(&app, "/language", "language=en", &[]).await;
    let cookie = carried(&answer.headers, "set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-despacho_language=en; Path=/; HttpOnly; SameSite=Lax; ") && cookie.ends_with("; Secure"), "{cookie}");
    // The origin is compared whole.
    assert_eq!(
        post(&app, "/language", "language=en", &[("origin", "https://despacho.example"), ("host", "despacho.example")])
            .await
            .status,
        303
    );
    assert_eq!(
        post(&app, "/language", "language=en", &[("origin", "http://despacho.example"), ("host", "despacho.example")])
            .await
            .status,
        403
    );
}

both! {
    async fn nobody_is_led_to_another_site(engine) {
        let Some(app) = App::open(engine).await else { return };
        let person = app.person("somebody").await;
        let hash = despacho_platform::users::hash_password("una frase bastante larga".into()).await.expect("a hash");
        let tx = app.platform.db.begin().await.expect("a transaction");
        despacho_platform::users::set_password(&tx, person.user.id, &hash).await.expect("a password");
        tx.commit().await.expect("a commit");
        for next in ["/%09/evil.example", "/%01", "//evil.example", "/%5Cevil.example", "https://evil.example", "/%0D%0Ax:y", "/%7F", "/%C2%A0/evil.example"] {
            let switched = post(&app, "/language", &format!("language=es&next={next}"), &[]).await;
            assert_eq!((switched.status.as_u16(), switched.location().as_str()), (303, "/"), "{next}");
            let form = format!("email=somebody@test.example&password=una+frase+bastante+larga&next={next}");
            let entered = post(&app, "/sign-in", &form, &[]).await;
            assert_eq!((entered.status.as_u16(), entered.location().as_str()), (303, "/"), "{next}");
        }
        let entered = post(&app, "/sign-in", "email=somebody@test.example&password=una+frase+bastante+larga&next=/account?x=%2509", &[]).await;
        assert_eq!(entered.location(), "/account?x=%09");
        let left = app.post(&person, "/sign-out", "").await;
        assert_eq!((left.location().as_str(), carried(&left.headers, "clear-site-data")), ("/", "\"cache\", \"storage\""));
    }

    async fn a_body_that_is_no_object_is_refused(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        app.practice(&owner, "Asesores").await;
        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        let client = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "Viveros" })), None).await.json()["id"].as_str().expect("an id").to_owned();
        for (method, path) in [
            ("PATCH", format!("/organizations/{organization}")),
            ("PATCH", format!("/clients/{client}")),
            ("POST", "/clients".into()),
            ("POST", format!("/organizations/{organization}/accounts")),
            ("POST", format!("/organizations/{organization}/members")),
        ] {
            for body in [json!([]), json!(["a@b.example", "staff"]), json!("x"), json!(5), json!(null)] {
                let refused = app.api(&owner, method, &path, Some(body.clone()), None).await;
                assert_eq!((refused.status.as_u16(), &refused.json()["type"]), (400, &json!("/problems/malformed")), "{method} {path} {body}");
            }
        }
    }

    async fn a_text_that_no_database_keeps_is_refused_alike_by_both(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await.id;
        let organization = app.organization(&owner, "Café Sol", &["books", "expense"]).await;
        let at = format!("/organizations/{organization}");
        for path in [format!("{at}/references/accounts?q=4%00"), format!("/practices/{practice}/clients?tag=%00")] {
            assert_eq!(app.get(&owner, &path).await.status, 400, "{path}");
        }
        let id = organization.to_string();
        for (path, cursor) in [
            (format!("{at}/accounts"), paging::encode(&"\0")),
            ("/organizations".into(), paging::encode(&("\0", &id))),
            ("/clients".into(), paging::encode(&("\0", &id))),
            ("/importable-organizations".into(), paging::encode(&("\0", &id))),
        ] {
            let refused = app.api(&owner, "GET", &format!("{path}?cursor={cursor}"), None, None).await;
            assert_eq!(refused.status, 400, "{path}: {}", refused.text);
        }
        let form = "name=Taxi&account_id.key=%00";
        assert_eq!(app.post(&owner, &format!("{at}/records/expense_categories"), form).await.status, 400);
        // A field tells it itself.
        let refused = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "Viveros\0" })), None).await;
        assert_eq!((refused.status.as_u16(), &refused.json()["errors"][0]["code"]), (422, &json!("characters")));
    }

    async fn a_stored_website_that_is_no_link_is_found(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        app.practice(&owner, "Asesores").await;
        let body = json!({ "display_name": "Viveros", "website": "viveros.example", "applications": ["books"], "business_name": "Viveros" });
        let client = app.api(&owner, "POST", "/clients", Some(body), None).await.json();
        let (client, organization) = (client["id"].as_str().expect("an id"), client["organization_ids"][0].as_str().expect("an id"));
        assert_eq!(check::broken(&app.platform).await.expect("a check"), [""; 0]);
        let tx = app.platform.db.begin().await.expect("a transaction");
        for table in ["clients", "organizations"] {
            let statement = format!("UPDATE {table} SET website = 'javascript:alert(1)'");
            assert_eq!(sql::run(&tx, &statement, vec![]).await.expect("a change"), 1, "{table}");
        }
        tx.commit().await.expect("a commit");
        let told = [format!("an organization has a website that is no link: {organization}"), format!("a client has a website that is no link: {client}")];
        assert_eq!(check::broken(&app.platform).await.expect("a check"), told);
    }

    async fn five_hundred_logos_are_refused_unread(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        let path = format!("/organizations/{organization}/preferences/logo");
        let items = |count: usize| -> Value { json!({ "items": vec![json!({ "values": { "media_type": "image/png", "data": large() } }); count] }) };
        let refused = app.api(&owner, "PATCH", &path, Some(items(500)), None).await;
        assert_eq!(refused.status, 422);
        assert_eq!(refused.json()["errors"].as_array().map(|errors| errors.iter().map(|e| (e["field"].clone(), e["code"].clone())).collect::<Vec<_>>()), Some(vec![(json!("items"), json!("too_many_rows"))]));
        // While one is read somebody else writes.
        let begun = Instant::now();
        let other = app.person("other").await;
        let practice = app.practice(&other, "Asesores").await;
        let (read, saved) = tokio::join!(app.api(&owner, "PATCH", &path, Some(items(1)), None), async {
            app.post(&other, &format!("/practices/{}/custom-fields", practice.id), "field_name=Expediente").await
        });
        assert_eq!((read.status.as_u16(), saved.status.as_u16()), (200, 303), "{}", read.text);
        assert!(begun.elapsed() < Duration::from_secs(20));
        // Of the profile there is one as well; of other groups a row that comes twice is refused.
        let profile = json!({ "items": vec![json!({ "values": { "industry": "x", "fiscal_year_start": "1", "date_format": "dd/MM/y" } }); 2] });
        let refused = app.api(&owner, "PATCH", &format!("/organizations/{organization}/preferences/organization_profile"), Some(profile), None).await;
        assert_eq!((refused.status.as_u16(), refused.json()["errors"][0]["code"].clone()), (422, json!("too_many_rows")));
    }

    async fn an_answer_tells_a_hundred_errors_and_that_there_are_more(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        let items: Vec<Value> = (0..500).map(|at| json!({ "values": { "name": format!("{at} días"), "days": "x", "due_from": "never" } })).collect();
        let refused = app.api(&owner, "PATCH", &format!("/organizations/{organization}/preferences/payment_terms"), Some(json!({ "items": items })), None).await;
        assert_eq!(refused.status, 422);
        let errors = refused.json()["errors"].as_array().cloned().expect("errors");
        assert_eq!((errors.len(), errors[100]["code"].clone()), (101, json!("more_errors")));
        assert_eq!(errors[100]["message"], "Hay más errores; se muestran los 100 primeros.");
    }
}

/// A PNG of 4,000 by 4,000 pixels of one bit, some two thousand bytes: what takes long to decode and is quickly sent.
fn large() -> String {
    include_str!("large.png.base64").trim().to_owned()
}
