//! What strangers can cause, and what ends with a password: messages to others, names in them, keys, sessions.

use axum::{
    body::Body,
    http::{Request, header},
};
use despacho_platform::{both, clock::DAY, invitations, sql, vals};

use crate::common::App;

both! {
    async fn nobody_fills_a_mailbox_by_inviting(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, friend) = (app.person("owner").await, app.person("friend").await);
        let organization = app.organization(&owner, "Café Sol", &["inventory"]).await;
        let members = format!("/organizations/{organization}/members");
        // Adding and removing the same person counts each time.
        for _ in 0..invitations::BY_ONE {
            assert_eq!(app.post(&owner, &members, "email=friend@test.example&role=staff").await.status, 303);
            assert_eq!(app.post(&owner, &format!("{members}/{}/removal", friend.user.id), "").await.status, 303);
        }
        let refused = app.post(&owner, &members, "email=friend@test.example&role=staff").await;
        assert!(refused.status == 422 && refused.text.contains("Ya ha enviado 5 mensajes a esta dirección") && refused.text.contains("value=\"friend@test.example\""), "{}", refused.text);
        // Others may still write to it, until it has had enough of all.
        for at in 0..4 {
            let other = app.person(&format!("other{at}")).await;
            let members = format!("/organizations/{}/members", app.organization(&other, "Bar Luna", &["inventory"]).await);
            for round in 0..invitations::BY_ONE {
                let added = app.post(&other, &members, "email=friend@test.example&role=staff").await;
                if at == 3 {
                    assert!(added.status == 422 && added.text.contains("ya ha recibido 20 mensajes"), "{}", added.text);
                    break;
                }
                assert_eq!(added.status, 303, "{at} {round}");
                assert_eq!(app.post(&other, &format!("{members}/{}/removal", friend.user.id), "").await.status, 303);
            }
        }
        // So does sending an invitation again.
        assert_eq!(app.post(&owner, &members, "email=nadie@test.example&role=staff").await.status, 303);
        let invitation: despacho_kernel::Id = sql::scalar(app.platform.db.read(), "SELECT id FROM invitations", vals![]).await.expect("a query").expect("an invitation");
        let resend = format!("/organizations/{organization}/invitations/{invitation}/resending");
        for _ in 1..invitations::BY_ONE {
            assert_eq!(app.post(&owner, &resend, "").await.status, 303);
        }
        assert_eq!(app.post(&owner, &resend, "").await.status, 422);
        app.platform.clock.advance(DAY + 1);
        assert_eq!(app.post(&owner, &resend, "").await.status, 303, "a day later it goes on");
    }

    async fn a_sender_has_a_bound_too(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["inventory"]).await;
        let now = app.platform.clock.now();
        let tx = app.platform.db.begin().await.expect("a transaction");
        for at in 0..invitations::BY_SENDER {
            invitations::count_message(&tx, &owner.user, &format!("p{at}@test.example"), now).await.expect("within the bound");
        }
        tx.commit().await.expect("a commit");
        let refused = app.post(&owner, &format!("/organizations/{organization}/members"), "email=uno@test.example&role=staff").await;
        assert!(refused.status == 422 && refused.text.contains("ya ha enviado 300 invitaciones"), "{}", refused.text);
    }

    async fn names_hold_no_links_and_no_lines(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["inventory"]).await;
        let path = format!("/organizations/{organization}");
        for (name, code) in [("Entre en http://evil.example", "name_link"), ("WWW.evil.example", "name_link"), ("Gane dinero en banco-malo.com", "name_link"), ("b\u{1d41a}nco.com", "name_link"), ("ｂａｎｃｏ", "characters"), ("Sol\u{202e}moc", "characters"), ("Una\r\nBcc: x", "characters")] {
            let answer = app.api(&owner, "PATCH", &path, Some(serde_json::json!({ "name": name })), None).await;
            assert_eq!(answer.status, 422, "{name}");
            assert_eq!((&answer.json()["errors"][0]["field"], &answer.json()["errors"][0]["code"]), (&serde_json::json!("name"), &serde_json::json!(code)), "{name}");
        }
        assert_eq!(app.post(&owner, "/practices", "name=http%3A%2F%2Fevil.example&country=ES").await.status, 422);
    }

    async fn a_reset_ends_the_keys_of_the_api(engine) {
        let Some(app) = App::open(engine).await else { return };
        let person = app.person("olvido").await;
        assert_eq!(app.api(&person, "GET", "/organizations", None, None).await.status, 200);
        let ask = Request::post("/password-reset")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("email=olvido@test.example"))
            .expect("a request");
        app.send(ask).await;
        app.work().await;
        let choose = Request::post(app.link())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("password=una+frase+bastante+larga"))
            .expect("a request");
        assert_eq!(app.send(choose).await.location(), "/sign-in");
        assert_eq!(app.api(&person, "GET", "/organizations", None, None).await.status, 401);
        let open: i64 = sql::scalar(app.platform.db.read(), "SELECT COUNT(*) FROM email_tokens WHERE used_at IS NULL", vals![]).await.expect("a query").expect("a count");
        assert_eq!(open, 0, "no mailed link works any more");
    }

    async fn a_session_ends_however_much_it_is_used(engine) {
        let Some(app) = App::open(engine).await else { return };
        let person = app.person("constante").await;
        for day in 1..=29 {
            app.platform.clock.advance(DAY);
            assert_eq!(app.get(&person, "/account").await.status, 200, "day {day}");
        }
        app.platform.clock.advance(DAY + 1);
        assert_eq!(app.get(&person, "/account").await.status, 303);
    }

    async fn what_is_no_page_asks_for_no_session(engine) {
        let Some(app) = App::open(engine).await else { return };
        let person = app.person("persona").await;
        app.platform.clock.advance(DAY);
        let seen = async || -> i64 { sql::scalar(app.platform.db.read(), "SELECT seen_at FROM sessions", vals![]).await.expect("a query").expect("a session") };
        let before = seen().await;
        assert_eq!(app.get(&person, "/healthz").await.text, "ok");
        assert_eq!(app.get(&person, "/assets/nothing.js").await.status, 404);
        assert_eq!(seen().await, before, "nobody looked the session up");
        app.get(&person, "/account").await;
        assert_ne!(seen().await, before);
    }
}
