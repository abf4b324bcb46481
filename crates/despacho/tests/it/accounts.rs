//! A person's own account: tokens, another address or password, and what happened around it.

use axum::{
    body::Body,
    http::{Request, header},
};
use despacho_platform::{
    both,
    clock::DAY,
    security, sql,
    tokens::{self, NewToken},
    vals,
};
use serde_json::json;

use crate::common::{Answer, App, Person};

const PASSWORD: &str = "una frase bastante larga";

async fn post(app: &App, path: &str, form: &str) -> Answer {
    let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    app.send(request.body(Body::from(form.to_owned())).expect("a request")).await
}

/// A request of a program with a token, for a practice where one is named.
async fn call(app: &App, token: &str, method: &str, path: &str, practice: Option<&str>) -> Answer {
    let mut request = Request::builder().method(method).uri(format!("/api/v1{path}")).header(header::AUTHORIZATION, format!("Bearer {token}"));
    if let Some(practice) = practice {
        request = request.header("despacho-practice", practice);
    }
    let body = if method == "GET" { Body::empty() } else { Body::from(json!({ "display_name": "Uno", "first_name": "Uno" }).to_string()) };
    app.send(request.body(body).expect("a request")).await
}

async fn token(app: &App, person: &Person, new: NewToken) -> String {
    let tx = app.platform.db.begin().await.expect("a transaction");
    let secret = tokens::issue_api(&tx, person.user.id, &new, app.platform.clock.now()).await.expect("a token");
    tx.commit().await.expect("a commit");
    secret
}

/// The kinds of what happened to a person, the first first.
async fn happened(app: &App, person: &Person) -> Vec<String> {
    let mut all = security::list(app.platform.db.read(), person.user.id, None, 100).await.expect("a list");
    all.reverse();
    all.into_iter().map(|event| event.kind).collect()
}

fn secret(answer: &Answer) -> String {
    let rest = answer.text.split("dsp_").nth(1).expect("a token");
    format!("dsp_{}", rest.split('<').next().expect("its end"))
}

both! {
    async fn a_token_is_made_by_whoever_knows_the_password_and_its_owner_is_told(engine) {
        let Some(app) = App::open(engine).await else { return };
        let person = app.person("clave").await;
        app.set_password(&person, PASSWORD).await;
        let wrong = app.post(&person, "/account/tokens", "token_name=Mi+programa&token_days=30&token_password=otra").await;
        assert!(wrong.status == 422 && wrong.text.contains("No es su contraseña actual."), "{}", wrong.text);
        assert!(wrong.text.contains("value=\"Mi programa\"") && wrong.text.contains("<option value=\"30\" selected"), "what was typed stays");
        assert_eq!(app.count("api_tokens").await, 1, "only the test's own");
        let made = app.post(&person, "/account/tokens", "token_name=Mi+programa&token_days=30&token_read_only=on&token_password=una+frase+bastante+larga").await;
        assert_eq!(made.status, 200, "{}", made.text);
        let secret = secret(&made);
        app.work().await;
        let mail = app.mail().pop().expect("a message");
        assert!(mail.contains("To: clave@test.example") && mail.contains("Mi programa"), "{mail}");
        // It reads, and it changes nothing.
        assert_eq!(call(&app, &secret, "GET", "/organizations", None).await.status, 200);
        let refused = call(&app, &secret, "POST", "/clients", None).await;
        assert_eq!((refused.status.as_u16(), refused.json()["type"].as_str()), (403, Some("/problems/token-read-only")));
        // Its last use is written at most every ten minutes.
        let used = async || -> Option<i64> {
            sql::scalar(app.platform.db.read(), "SELECT used_at FROM api_tokens WHERE read_only = $1", vals![true]).await.expect("a query")
        };
        let first = used().await.expect("an instant");
        app.platform.clock.advance(60_000);
        call(&app, &secret, "GET", "/organizations", None).await;
        assert_eq!(used().await, Some(first));
        app.platform.clock.advance(600_000);
        call(&app, &secret, "GET", "/organizations", None).await;
        assert!(used().await > Some(first));
        // It ends.
        app.platform.clock.advance(30 * DAY);
        assert_eq!(call(&app, &secret, "GET", "/organizations", None).await.status, 401);
        assert_eq!(happened(&app, &person).await, ["sign_in_failed", "token_made"]);
    }

    async fn a_token_acts_for_one_practice_and_never_for_one_it_did_not_name(engine) {
        let Some(app) = App::open(engine).await else { return };
        let person = app.person("asesora").await;
        let any = token(&app, &person, NewToken::named("any")).await;
        let none = call(&app, &any, "GET", "/clients", None).await;
        assert_eq!((none.status.as_u16(), none.json()["type"].as_str()), (409, Some("/problems/no-practice")));
        let one = app.practice(&person, "Primero").await.id.to_string();
        assert_eq!(call(&app, &any, "GET", "/clients", None).await.status, 200);
        let two = app.practice(&person, "Segundo").await.id;
        let lost = call(&app, &any, "POST", "/clients", None).await;
        assert_eq!((lost.status.as_u16(), lost.json()["type"].as_str()), (409, Some("/problems/practice-required")));
        assert_eq!(app.count("clients").await, 0);
        assert_eq!(call(&app, &any, "GET", "/clients", Some(&one)).await.status, 200);
        let second = token(&app, &person, NewToken { practice: Some(two), ..NewToken::named("second") }).await;
        assert_eq!(call(&app, &second, "POST", "/clients", None).await.status, 201);
        let of: Vec<despacho_kernel::Id> = sql::column(app.platform.db.read(), "SELECT practice_id FROM clients", vals![]).await.expect("clients");
        assert_eq!(of, [two]);
        assert_eq!(call(&app, &second, "GET", "/clients", Some(&one)).await.status, 404);
    }

    async fn another_address_is_confirmed_at_the_new_one_and_both_are_told(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (person, other) = (app.person("antes").await, app.person("otra").await);
        app.set_password(&person, PASSWORD).await;
        let wrong = app.post(&person, "/account/email", "new_email=nuevo@test.example&email_password=otra").await;
        assert!(wrong.status == 422 && wrong.text.contains("value=\"nuevo@test.example\""), "{}", wrong.text);
        assert_eq!(app.post(&person, "/account/email", "new_email=antes@test.example&email_password=una+frase+bastante+larga").await.status, 422);
        // Somebody else's address: nobody learns that it is theirs, and they are told.
        let form = "email_password=una+frase+bastante+larga&new_email";
        assert_eq!(app.post(&person, "/account/email", &format!("{form}={}", other.user.email)).await.status, 303);
        app.work().await;
        assert!(app.mail().iter().any(|mail| mail.contains("To: otra@test.example") && mail.contains("/sign-in")));
        assert_eq!(app.post(&person, "/account/email", &format!("{form}=Nuevo@Test.example")).await.status, 303);
        app.work().await;
        let mail = app.mail();
        let link = mail.iter().rev().find(|mail| mail.contains("To: nuevo@test.example")).expect("a message to the new address");
        let at = link.find("http://despacho.test/new-addresses/").expect("a link") + "http://despacho.test".len();
        let link = link[at..].split_whitespace().next().expect("a path").to_owned();
        assert!(mail.iter().any(|mail| mail.contains("To: antes@test.example") && mail.contains("nuevo@test.example")), "the present address is told");
        // Looking does nothing; the button does, once.
        let page = app.send(Request::get(&link).body(Body::empty()).expect("a request")).await;
        assert!(page.status == 200 && page.text.contains("nuevo@test.example"));
        assert_eq!(post(&app, "/sign-in", "email=nuevo@test.example&password=una+frase+bastante+larga").await.status, 422);
        assert_eq!(post(&app, &link, "").await.status, 303);
        assert_eq!(post(&app, &link, "").await.status, 410);
        app.work().await;
        let last = app.mail().into_iter().rev().find(|mail| mail.contains("To: antes@test.example")).expect("a message");
        assert!(last.contains("nuevo@test.example"), "{last}");
        assert_eq!(post(&app, "/sign-in", "email=nuevo@test.example&password=una+frase+bastante+larga").await.location(), "/");
        assert_eq!(post(&app, "/sign-in", "email=antes@test.example&password=una+frase+bastante+larga").await.status, 422);
    }

    async fn what_happened_around_an_account_is_listed_with_time_and_place(engine) {
        let Some(app) = App::open(engine).await else { return };
        let person = app.person("vigilada").await;
        app.set_password(&person, PASSWORD).await;
        let from = async |network: &str, password: &str| {
            let address: std::net::SocketAddr = format!("{network}:4000").parse().expect("an address");
            let request = Request::post("/sign-in")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::USER_AGENT, "Mozilla/5.0 (Windows NT 10.0) Firefox/140")
                .extension(axum::extract::ConnectInfo(address))
                .body(Body::from(format!("email=vigilada@test.example&password={password}")))
                .expect("a request");
            app.send(request).await
        };
        assert_eq!(from("203.0.113.9", "guess").await.status, 422);
        for _ in 0..9 {
            from("203.0.113.9", "guess").await;
        }
        // The limit is a message of the form, with what was typed.
        let blocked = from("203.0.113.9", "una+frase+bastante+larga").await;
        assert!(blocked.status == 429 && blocked.text.contains("value=\"vigilada@test.example\"") && blocked.text.contains("Demasiados intentos"), "{}", blocked.text);
        assert!(blocked.headers.contains_key(header::RETRY_AFTER));
        from("203.0.113.9", "guess").await;
        assert_eq!(from("198.51.100.1", "una+frase+bastante+larga").await.status, 303);
        app.work().await;
        let mut kinds = happened(&app, &person).await;
        kinds.sort();
        let failed = vec!["sign_in_failed"; 10];
        assert_eq!(kinds, [vec!["sign_in_blocked"], failed, vec!["signed_in"]].concat(), "a block is noted once an hour");
        let page = app.get(&person, "/account/security").await;
        assert!(page.status == 200 && page.text.contains("203.0.113.9") && page.text.contains("198.51.100.1") && page.text.contains("Firefox · Windows"), "{}", page.text);
        // An address without an account leaves a job that finds nobody.
        assert_eq!(post(&app, "/sign-in", "email=nadie@test.example&password=guess").await.status, 422);
        app.work().await;
        assert_eq!(app.count("security_events").await, 12);
        let other = app.person("otra").await;
        assert!(!app.get(&other, "/account/security").await.text.contains("203.0.113.9"));
    }

    async fn another_password_ends_sessions_links_and_what_the_cookie_was(engine) {
        let Some(app) = App::open(engine).await else { return };
        let person = app.person("cambio").await;
        app.set_password(&person, "una frase bastante larga").await;
        assert_eq!(post(&app, "/password-reset", "email=cambio@test.example").await.status, 303);
        app.work().await;
        let link = app.link();
        let other = post(&app, "/sign-in", "email=cambio@test.example&password=una+frase+bastante+larga").await;
        let session = |answer: &Answer| {
            let cookies = answer.headers.get_all(header::SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
            cookies.map(str::to_owned).find(|cookie| cookie.starts_with("despacho_session=")).expect("a session")
        };
        let opens = async |cookie: String| app.send(Request::get("/account").header(header::COOKIE, cookie).body(Body::empty()).expect("a request")).await.status.as_u16();
        assert_eq!(opens(session(&other)).await, 200);
        let changed = app.post(&person, "/account/password", "current_password=una+frase+bastante+larga&password=otra+frase+bastante+larga").await;
        assert_eq!(changed.location(), "/account");
        assert_eq!((opens(session(&changed)).await, opens(session(&other)).await, opens(person.cookie.clone()).await), (200, 303, 303));
        assert_eq!(post(&app, &link, "password=una+frase+bastante+larga").await.status, 410);
    }

    async fn a_reset_takes_one_path_for_every_address(engine) {
        let Some(app) = App::open(engine).await else { return };
        app.person("olvido").await;
        for (at, email) in ["olvido@test.example", "nadie@test.example"].into_iter().enumerate() {
            assert_eq!(post(&app, "/password-reset", &format!("email={email}")).await.location(), "/password-reset/sent");
            assert_eq!(app.count("jobs").await, i64::try_from(at + 1).expect("a number"), "a job for each");
        }
        app.work().await;
        assert_eq!(app.mail().len(), 1);
        let dead = app.send(Request::get("/password-resets/nothing").body(Body::empty()).expect("a request")).await;
        assert!(dead.status == 410 && dead.text.contains("href=\"/password-reset\""), "{}", dead.text);
    }

    async fn common_passwords_are_refused_at_their_field(engine) {
        let Some(app) = App::open(engine).await else { return };
        for (password, status) in [("Contrase%C3%B1a2026", 422), ("1234567890", 422), ("qwertyuiop!", 422), ("perro+verde+1987", 303)] {
            let answer = post(&app, "/sign-up", &format!("name=Marta&email=marta@test.example&password={password}")).await;
            assert_eq!(answer.status, status, "{password}");
            assert_eq!(answer.text.contains("Es de las primeras que probaría cualquiera"), status == 422, "{password}");
        }
    }

    async fn a_sign_up_says_where_its_link_went_and_sends_another(engine) {
        let Some(app) = App::open(engine).await else { return };
        let sign_up = post(&app, "/sign-up", "name=Marta&email=marta@test.example&password=una+frase+bastante+larga").await;
        let cookie = sign_up.headers[header::SET_COOKIE].to_str().expect("text").split(';').next().expect("a cookie").to_owned();
        let ask = async |method: &str, path: &str| {
            let request = Request::builder().method(method).uri(path).header(header::COOKIE, &cookie);
            app.send(request.body(Body::empty()).expect("a request")).await
        };
        let page = ask("GET", "/sign-up/sent").await;
        assert!(page.text.contains("marta@test.example") && page.text.contains("Reenviar el correo") && page.text.contains("Corregir la dirección"), "{}", page.text);
        app.work().await;
        let first = app.link();
        assert_eq!(ask("POST", "/sign-up/sent").await.status, 303);
        app.work().await;
        let second = app.link();
        assert_ne!(first, second);
        assert_eq!(app.count("sign_ups").await, 1, "the same sign-up");
        // Two days later the link is dead, and another one is a button away.
        app.platform.clock.advance(3 * DAY);
        let dead = ask("GET", &second).await;
        assert!(dead.status == 410 && dead.text.contains("Enviar otro enlace"), "{}", dead.text);
        assert_eq!(ask("POST", &format!("{second}/another")).await.location(), "/sign-up/sent");
        app.work().await;
        let third = app.link();
        assert_eq!(post(&app, &third, "password=una+frase+bastante+larga").await.location(), "/home");
        // The limit is told on the page.
        let mut statuses = vec![];
        for _ in 0..6 {
            statuses.push(ask("POST", "/sign-up/sent").await.status.as_u16());
        }
        assert!(statuses.contains(&429), "{statuses:?}");
    }

    async fn light_and_dark_are_kept_for_visitors_and_for_people(engine) {
        let Some(app) = App::open(engine).await else { return };
        let person = app.person("noche").await;
        assert!(!app.get(&person, "/account").await.text.contains("data-theme"));
        assert_eq!(app.post(&person, "/theme", "theme=dark&next=/account").await.location(), "/account");
        assert!(app.get(&person, "/account").await.text.contains("<html lang=\"es\" data-theme=\"dark\">"));
        let chosen = post(&app, "/theme", "theme=light&next=/sign-in").await;
        let cookie = chosen.headers[header::SET_COOKIE].to_str().expect("text").split(';').next().expect("a cookie").to_owned();
        let page = app.send(Request::get("/sign-in").header(header::COOKIE, cookie).body(Body::empty()).expect("a request")).await;
        assert!(page.text.contains("data-theme=\"light\""), "{}", page.text);
        assert_eq!(post(&app, "/theme", "theme=neon&next=//evil.example").await.location(), "/");
    }
}
