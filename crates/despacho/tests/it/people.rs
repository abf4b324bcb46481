//! Sign-up, sign-in, passwords, invitations and teams.

use crate::common::{Answer, App};
use axum::{
    body::Body,
    http::{Request, header},
};
use despacho_platform::{both, clock::DAY, devices, memberships::Tenant, security::Origin, sql};

async fn post(app: &App, path: &str, form: &str) -> Answer {
    app.send(
        Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()))
            .expect("a request"),
    )
    .await
}

async fn get(app: &App, path: &str) -> Answer {
    app.send(Request::get(path).body(Body::empty()).expect("a request")).await
}

const PASSWORD: &str = "password=una+frase+bastante+larga";
const SIGN_UP: &str = "name=Marta+Ficticia&email=Marta@Test.Example&password=una+frase+bastante+larga";
const SIGN_IN: &str = "email=marta@test.example&password=una+frase+bastante+larga";

both! {
    async fn a_visitor_signs_up_confirms_and_signs_in(engine) {
        let Some(app) = App::open(engine).await else { return };
        assert_eq!(post(&app, "/sign-up", "name=&email=x&password=corta").await.status, 422);
        assert_eq!(post(&app, "/sign-up", SIGN_UP).await.location(), "/sign-up/sent");
        // Before the address is confirmed, nobody enters.
        assert_eq!(post(&app, "/sign-in", SIGN_IN).await.status, 422);
        app.work().await;
        let link = app.link();
        assert_eq!(get(&app, &link).await.status, 200);
        assert_eq!(get(&app, &link).await.status, 200, "looking at the link does not use it up");
        assert_eq!(post(&app, &link, "").await.status, 422, "the link alone does not open the account");
        let answer = post(&app, &link, PASSWORD).await;
        assert_eq!(answer.location(), "/home");
        let cookie = answer.headers[header::SET_COOKIE].to_str().expect("text").to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        let again = post(&app, &link, PASSWORD).await;
        assert!(again.status == 410 && again.text.contains("Su correo ya está confirmado") && again.text.contains("href=\"/sign-in\""), "{}", again.text);
        assert_eq!(get(&app, &link).await.status, 410);
        assert_eq!(post(&app, "/sign-in", SIGN_IN).await.location(), "/");
        assert_eq!(post(&app, "/sign-in", "email=marta@test.example&password=otra").await.status, 422);
        assert_eq!(post(&app, "/sign-in", &format!("{SIGN_IN}&next=//evil.example")).await.location(), "/");
        assert_eq!(post(&app, "/sign-in", &format!("{SIGN_IN}&next=/account")).await.location(), "/account");
        // A second sign-up tells nobody that the address is taken, but its owner.
        assert_eq!(post(&app, "/sign-up", SIGN_UP).await.location(), "/sign-up/sent");
        app.work().await;
        assert_eq!(app.link(), "/sign-in");
        let stored: Vec<String> = sql::column(app.platform.db.read(), "SELECT password_hash FROM users", vec![]).await.expect("users");
        assert!(stored.len() == 1 && stored[0].starts_with("$argon2id$"));
    }

    async fn a_forgotten_password_is_replaced_once_and_ends_sessions(engine) {
        let Some(app) = App::open(engine).await else { return };
        let person = app.person("olvido").await;
        assert_eq!(post(&app, "/password-reset", "email=nobody@test.example").await.location(), "/password-reset/sent");
        app.work().await;
        assert!(app.mail().is_empty());
        assert_eq!(post(&app, "/password-reset", "email=olvido@test.example").await.location(), "/password-reset/sent");
        app.work().await;
        let link = app.link();
        assert_eq!(post(&app, &link, "password=corta").await.status, 422);
        assert_eq!(post(&app, &link, "password=una+frase+bastante+larga").await.location(), "/sign-in");
        assert_eq!(post(&app, &link, "password=otra+frase+bastante+larga").await.status, 410);
        assert_eq!(app.get(&person, "/account").await.status, 303, "the old session is ended");
        assert_eq!(post(&app, "/sign-in", "email=olvido@test.example&password=una+frase+bastante+larga").await.location(), "/");
    }

    async fn a_stranger_s_sign_up_gives_nothing_of_the_owner_s(engine) {
        let Some(app) = App::open(engine).await else { return };
        assert_eq!(post(&app, "/sign-up", SIGN_UP).await.status, 303);
        app.work().await;
        let owners = app.link();
        // A stranger signs up with the same address and a password of their own; their link reaches the owner too.
        let strange = "password=clave+del+extra%C3%B1o";
        assert_eq!(post(&app, "/sign-up", &format!("name=Otra&email=marta@test.example&{strange}")).await.status, 303);
        app.work().await;
        let strangers = app.link();
        assert_ne!(owners, strangers);
        // The owner opens the stranger's link: their own password is not that sign-up's.
        let refused = post(&app, &strangers, PASSWORD).await;
        assert!(refused.status == 422 && refused.text.contains("Esta no es la contraseña"), "{}", refused.text);
        // Their own link still works, with their password and no other, and theirs is the name.
        assert_eq!(post(&app, &owners, strange).await.status, 422);
        assert_eq!(post(&app, &owners, PASSWORD).await.location(), "/home");
        let names: Vec<String> = sql::column(app.platform.db.read(), "SELECT name FROM users", vec![]).await.expect("users");
        assert_eq!(names, ["Marta Ficticia"]);
        assert_eq!(post(&app, "/sign-in", &format!("email=marta@test.example&{strange}")).await.status, 422);
        assert_eq!(post(&app, &strangers, strange).await.status, 410, "the stranger's link is void");
        assert_eq!(app.count("sign_ups").await, 0);
    }

    async fn the_password_of_an_account_that_nobody_confirmed_is_as_wrong_as_any(engine) {
        let Some(app) = App::open(engine).await else { return };
        assert_eq!(post(&app, "/sign-up", SIGN_UP).await.status, 303);
        app.work().await;
        let wrong = post(&app, "/sign-in", "email=marta@test.example&password=otra").await;
        let right = post(&app, "/sign-in", SIGN_IN).await;
        assert_eq!((wrong.status.as_u16(), right.status.as_u16()), (422, 422));
        assert_eq!(wrong.text, right.text, "who tries learns nothing");
        assert!(right.text.contains("El correo o la contraseña no son correctos") && right.text.contains("¿Se ha registrado hace poco?"));
        // Whoever signed up gets another link all the same, as long as the address has not had too many.
        app.work().await;
        assert_eq!(app.mail().len(), 2);
        for _ in 0..6 {
            assert_eq!(post(&app, "/sign-in", SIGN_IN).await.text, wrong.text);
        }
        app.work().await;
        assert_eq!(app.mail().len(), 5);
        let link = app.link();
        // Both count as attempts: ten are tried.
        assert_eq!(post(&app, "/sign-in", SIGN_IN).await.status, 422);
        assert_eq!(post(&app, "/sign-in", "email=marta@test.example&password=otra").await.status, 422);
        assert_eq!(post(&app, "/sign-in", SIGN_IN).await.status, 429);
        assert_eq!(post(&app, &link, PASSWORD).await.location(), "/home");
    }

    async fn what_a_stranger_typed_of_an_address_does_not_stay(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await.id;
        let stranger_signs_up = async |email: &str| {
            let request = Request::post("/sign-up")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::ACCEPT_LANGUAGE, "en")
                .body(Body::from(format!("name=Palabras+de+otro&email={email}&password=clave+del+otro+lado")))
                .expect("a request");
            assert_eq!(app.send(request).await.status, 303);
            app.work().await;
        };
        let stored = async |email: &str| -> (String, String) {
            let user = despacho_platform::users::find_by_email(app.platform.db.read(), email).await.expect("a query").expect("a user");
            (user.name, user.language)
        };
        // By an invitation.
        stranger_signs_up("nueva@test.example").await;
        assert_eq!(app.post(&owner, &format!("/practices/{practice}/members"), "email=nueva@test.example&role=manager").await.status, 303);
        app.work().await;
        let accepted = post(&app, &app.link(), "name=Nueva+Ficticia&password=una+frase+bastante+larga").await;
        assert_eq!(accepted.location(), format!("/practices/{practice}"));
        assert_eq!(stored("nueva@test.example").await, ("Nueva Ficticia".into(), "es".into()));
        let told: Vec<String> = sql::column(app.platform.db.read(), "SELECT data FROM notifications", vec![]).await.expect("notifications");
        assert!(told.len() == 1 && told[0].contains("Nueva Ficticia"), "{told:?}");
        // By choosing another password: the name is asked for.
        stranger_signs_up("otra@test.example").await;
        assert_eq!(post(&app, "/password-reset", "email=otra@test.example").await.status, 303);
        app.work().await;
        let link = app.link();
        assert!(get(&app, &link).await.text.contains("name=\"name\""));
        let refused = post(&app, &link, PASSWORD).await;
        assert!(refused.status == 422 && refused.text.contains("id=\"f-name\""), "{}", refused.text);
        assert_eq!(post(&app, &link, &format!("name=Otra+Ficticia&{PASSWORD}")).await.location(), "/sign-in");
        assert_eq!(stored("otra@test.example").await, ("Otra Ficticia".into(), "es".into()));
        assert_eq!(post(&app, "/sign-in", "email=otra@test.example&password=clave+del+otro+lado").await.status, 422);
        assert_eq!(post(&app, "/sign-in", "email=otra@test.example&password=una+frase+bastante+larga").await.location(), "/");
        // By the link of a sign-up of one's own.
        stranger_signs_up("marta@test.example").await;
        assert_eq!(post(&app, "/sign-up", SIGN_UP).await.status, 303);
        app.work().await;
        assert_eq!(post(&app, &app.link(), PASSWORD).await.location(), "/home");
        assert_eq!(stored("marta@test.example").await, ("Marta Ficticia".into(), "es".into()));
    }

    async fn who_resets_a_password_is_known_by_the_browser_and_no_other_is(engine) {
        let Some(app) = App::open(engine).await else { return };
        let person = app.person("olvido").await;
        let now = app.platform.clock.now();
        let tx = app.platform.db.begin().await.expect("a transaction");
        devices::remember(&tx, person.user.id, "of-a-thief", now).await.expect("a browser");
        tx.commit().await.expect("a commit");
        assert_eq!(post(&app, "/password-reset", "email=olvido@test.example").await.status, 303);
        app.work().await;
        let answer = post(&app, &app.link(), PASSWORD).await;
        assert_eq!(answer.location(), "/sign-in");
        let mut cookies = answer.headers.get_all(header::SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok()?.split(';').next()?.strip_prefix("despacho_device="));
        let device = cookies.next_back().expect("a known browser");
        let known = async |secret: &str| devices::is_known(app.platform.db.read(), "olvido@test.example", secret, now).await.expect("an answer");
        assert_eq!((known(device).await, known("of-a-thief").await), (true, false));
    }

    async fn the_first_account_is_made_with_the_code_that_the_program_told(engine) {
        let Some(app) = App::open(engine).await else { return };
        assert!(!get(&app, "/").await.text.contains("/first-start"), "no code was told");
        assert_eq!(get(&app, "/first-start").await.location(), "/");
        let code = app.platform.first_start.offer().expect("a code");
        let landing = get(&app, "/").await;
        assert!(landing.text.contains("Primera cuenta") && landing.text.contains("action=\"/first-start\""), "{}", landing.text);
        // Who signs up first and has confirmed nothing is nobody yet.
        assert_eq!(post(&app, "/sign-up", SIGN_UP).await.status, 303);
        let form = |code: &str, password: &str| format!("code={code}&name=Primera+Ficticia&email=marta@test.example&password={password}");
        for wrong in ["", "x", "x%00"] {
            assert_eq!(post(&app, "/first-start", &form(wrong, "una+frase+bastante+larga")).await.status, 422, "{wrong}");
        }
        assert_eq!(get(&app, "/first-start?code=x").await.status, 422);
        let page = get(&app, &format!("/first-start?code={code}")).await;
        assert!(page.status == 200 && page.text.contains(&format!("name=\"code\" value=\"{code}\"")), "{}", page.text);
        let refused = post(&app, "/first-start", &form(&code, "corta")).await;
        assert!(refused.status == 422 && refused.text.contains("value=\"Primera Ficticia\""), "{}", refused.text);
        let made = post(&app, "/first-start", &form(&code, "una+frase+bastante+larga")).await;
        assert_eq!(made.location(), "/practices/new");
        let cookie = made.headers[header::SET_COOKIE].to_str().expect("text").split(';').next().expect("a cookie").to_owned();
        let request = Request::get("/practices/new").header(header::COOKIE, cookie).body(Body::empty()).expect("a request");
        assert_eq!(app.send(request).await.status, 200);
        assert_eq!(post(&app, "/sign-in", SIGN_IN).await.location(), "/");
        let names: Vec<String> = sql::column(app.platform.db.read(), "SELECT name FROM users", vec![]).await.expect("users");
        assert_eq!(names, ["Primera Ficticia"]);
        // Once.
        assert_eq!(post(&app, "/first-start", &form(&code, "una+frase+bastante+larga")).await.location(), "/");
        assert_eq!(get(&app, &format!("/first-start?code={code}")).await.location(), "/");
        assert!(!get(&app, "/").await.text.contains("/first-start"));
    }

    async fn one_lands_where_one_was_last(engine) {
        let Some(app) = App::open(engine).await else { return };
        let person = app.person("somebody").await;
        let lands = async || app.get(&person, "/").await.location();
        assert_eq!(lands().await, "/home");
        let (cafe, bar) = (app.organization(&person, "Café", &["books"]).await, app.organization(&person, "Bar", &["books"]).await);
        assert_eq!(lands().await, "/home", "of two that were never used there is no last one");
        assert_eq!(app.get(&person, &format!("/organizations/{bar}")).await.status, 200);
        app.platform.clock.advance(1);
        assert_eq!(lands().await, format!("/organizations/{bar}"));
        assert_eq!(app.get(&person, &format!("/organizations/{cafe}")).await.status, 200);
        assert_eq!(lands().await, format!("/organizations/{cafe}"));
        // A practice comes before: its only one, or the one of several that was used last.
        let one = app.practice(&person, "Asesores").await.id;
        assert_eq!(lands().await, format!("/practices/{one}"));
        app.platform.clock.advance(1);
        let other = app.practice(&person, "Otros").await.id;
        assert_eq!(lands().await, format!("/practices/{other}"), "whoever founds one is at work in it");
        assert_eq!(app.get(&person, &format!("/practices/{other}")).await.status, 200);
        assert_eq!(lands().await, format!("/practices/{other}"));
        app.platform.clock.advance(600_001);
        assert_eq!(app.get(&person, &format!("/practices/{one}")).await.status, 200);
        assert_eq!(lands().await, format!("/practices/{one}"));
    }

    async fn guessing_passwords_is_slowed_down_and_keeps_nobody_else_out(engine) {
        let Some(app) = App::open(engine).await else { return };
        let victim = app.person("victima").await;
        app.set_password(&victim, "una frase bastante larga").await;
        let from = async |network: &str, cookie: &str, password: &str| {
            let address: std::net::SocketAddr = format!("{network}:4000").parse().expect("an address");
            let request = Request::post("/sign-in")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::COOKIE, cookie)
                .extension(axum::extract::ConnectInfo(address))
                .body(Body::from(format!("email=victima@test.example&password={password}")))
                .expect("a request");
            app.send(request).await
        };
        let right = "una+frase+bastante+larga";
        let own = from("198.51.100.1", "", right).await;
        assert_eq!(own.status, 303);
        let cookies: Vec<&str> = own.headers.get_all(header::SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok()?.split(';').next()).collect();
        let device = cookies.iter().find(|cookie| cookie.starts_with("despacho_device=")).copied().expect("a known browser");
        // Guesses that are made at once count before they are tried: ten are, whatever their number, and none after.
        let guesses = (0..14).map(|_| from("203.0.113.9", "", "guess"));
        let mut statuses: Vec<u16> = futures_util::future::join_all(guesses).await.iter().map(|answer| answer.status.as_u16()).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [[422; 10].as_slice(), &[429; 4]].concat());
        assert_eq!(from("203.0.113.9", "", right).await.status, 429, "a guess that is right learns nothing either");
        // The owner elsewhere gets in all the same.
        assert_eq!(from("198.51.100.1", "", right).await.status, 303);
        // From ever other networks an account takes a hundred, and some more while a slow machine tries them; then only who is known gets in.
        for network in 0..14 {
            for _ in 0..9 {
                from(&format!("192.0.2.{network}"), "", "guess").await;
            }
        }
        assert_eq!(from("198.51.100.2", "", right).await.status, 429);
        assert_eq!(from("198.51.100.2", device, right).await.status, 303);
    }

    async fn sessions_and_tokens_are_listed_and_ended(engine) {
        let Some(app) = App::open(engine).await else { return };
        let person = app.person("sesiones").await;
        let tx = app.platform.db.begin().await.expect("a transaction");
        let from = Origin::new("203.0.113.7".into(), "Mozilla/5.0 (Windows) Firefox/1");
        despacho_platform::sessions::open(&tx, person.user.id, &from, app.platform.clock.now()).await.expect("a session");
        tx.commit().await.expect("a commit");
        let page = app.get(&person, "/account").await;
        assert!(page.text.contains("Firefox · Windows") && page.text.contains("203.0.113.7") && page.text.contains("Esta sesión"));
        assert_eq!(app.post(&person, "/account/other-sessions/end", "").await.status, 303);
        assert_eq!(app.count("sessions").await, 1);
        app.set_password(&person, "una frase bastante larga").await;
        let made = app.post(&person, "/account/tokens", "token_name=Prueba&token_password=una+frase+bastante+larga").await;
        let secret = made.text.split("dsp_").nth(1).and_then(|rest| rest.split('<').next()).expect("a token");
        let stored: Vec<String> = sql::column(app.platform.db.read(), "SELECT token_hash FROM api_tokens", vec![]).await.expect("tokens");
        assert!(stored.iter().all(|hash| !hash.contains(secret)));
        app.platform.clock.advance(15 * DAY);
        assert_eq!(app.get(&person, "/account").await.status, 303, "an unused session expires");
    }

    async fn a_business_owner_adds_the_accountant_who_imports(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (business, accountant) = (app.person("negocio").await, app.person("asesora").await);
        let practice = app.practice(&accountant, "Asesores").await;
        let answer = app.post(&business, "/organizations", "name=Caf%C3%A9+Sol&country=ES&applications=books").await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        let home = answer.location();
        assert_eq!(app.get(&accountant, &home).await.status, 404);
        assert_eq!(app.post(&business, &format!("{home}/members"), "email=asesora@test.example&role=accountant").await.status, 303);
        assert_eq!(app.post(&business, &format!("{home}/members"), "email=asesora@test.example&role=accountant").await.status, 422);
        assert_eq!(app.get(&accountant, &home).await.status, 200);
        let dialog = app.get(&accountant, &format!("/practices/{}/clients/add", practice.id)).await;
        assert!(dialog.text.contains("Café Sol"));
        // The last administrator can neither leave nor step down.
        let me = format!("{home}/members/{}", business.user.id);
        assert_eq!(app.post(&business, &me, "role=staff").await.status, 409);
        assert_eq!(app.post(&business, &format!("{me}/removal"), "").await.status, 409);
    }

    async fn an_invitation_expires_is_resent_and_revoked(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        let base = format!("/practices/{}", practice.id);
        assert_eq!(app.post(&owner, &format!("{base}/members"), "email=nueva@test.example&role=manager").await.status, 303);
        app.work().await;
        let first = app.link();
        app.platform.clock.advance(8 * DAY);
        assert_eq!(get(&app, &first).await.status, 410);
        let id: despacho_kernel::Id = sql::scalar(app.platform.db.read(), "SELECT id FROM invitations", vec![]).await.expect("a query").expect("an invitation");
        assert_eq!(app.post(&owner, &format!("{base}/invitations/{id}/resending"), "").await.status, 303);
        app.work().await;
        let second = app.link();
        assert_ne!(first, second);
        assert_eq!(get(&app, &first).await.status, 410, "the first link stays dead");
        assert_eq!(get(&app, &second).await.status, 200);
        assert_eq!(app.post(&owner, &format!("{base}/invitations/{id}/revocation"), "").await.status, 303);
        assert_eq!(post(&app, &second, "name=Nueva&password=una+frase+bastante+larga").await.status, 410);
        assert_eq!(app.post(&owner, &format!("{base}/invitations/{id}/resending"), "").await.status, 409);
    }

    async fn an_administrator_touches_no_owner(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, administrator) = (app.person("owner").await, app.person("admin").await);
        let practice = app.practice(&owner, "Asesores").await;
        app.join(Tenant::Practice, practice.id, &administrator, "administrator").await;
        let base = format!("/practices/{}/members", practice.id);
        assert_eq!(app.post(&administrator, &format!("{base}/{}", administrator.user.id), "role=owner").await.status, 403);
        assert_eq!(app.post(&administrator, &format!("{base}/{}", owner.user.id), "role=staff").await.status, 403);
        assert_eq!(app.post(&administrator, &format!("{base}/{}/removal", owner.user.id), "").await.status, 403);
        assert_eq!(app.post(&administrator, &base, "email=x@test.example&role=owner").await.status, 403);
    }
}
