//! What a form is answered with when it can't be done: the words stand in the frame of its tenant, and what was typed is not thrown away.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use despacho_kernel::new_id;
use despacho_platform::both;

use crate::common::App;

both! {
    async fn what_was_typed_waits_for_whoever_signs_in_again(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesoría Sol").await;
        let path = format!("/practices/{}/clients", practice.id);
        let send = |body: String, kind: &'static str| {
            let request = Request::post(path.as_str()).header(header::COOKIE, "despacho_session=over").header(header::CONTENT_TYPE, kind);
            app.send(request.body(Body::from(body)).expect("a request"))
        };
        let form = "application/x-www-form-urlencoded";
        let answer = send("business_name=Caf%C3%A9+%22Sol%22&email=a%40b.example&new_password=secreto&contacts.token=x".into(), form).await;
        assert_eq!((answer.status, answer.headers["despacho-problem"].as_bytes()), (StatusCode::UNAUTHORIZED, "expired".as_bytes()));
        assert!(answer.text.contains(&format!("action=\"{path}\"")), "{}", answer.text);
        assert!(answer.text.contains("<input type=\"hidden\" name=\"business_name\" value=\"Café &quot;Sol&quot;\">"), "{}", answer.text);
        assert!(answer.text.contains("<input type=\"hidden\" name=\"email\" value=\"a@b.example\">"), "{}", answer.text);
        assert!(!answer.text.contains("secreto") && !answer.text.contains("contacts.token"), "{}", answer.text);

        // A file, or a body beyond what is kept, has to be given again from the page before.
        for (body, kind) in [("x".repeat(70_000), form), ("--x--".into(), "multipart/form-data; boundary=x")] {
            let answer = send(body, kind).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
            assert!(answer.text.contains("retroceda a la página anterior") && !answer.text.contains("Enviar de nuevo"), "{}", answer.text);
        }

        // A page that is only looked at leads to signing in, and says why.
        let seen = |cookie: &'static str| app.send(Request::get(path.as_str()).header(header::COOKIE, cookie).body(Body::empty()).expect("a request"));
        let (over, never) = (seen("despacho_session=over").await, seen("").await);
        assert_eq!((over.status, never.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
        assert!(over.headers[header::SET_COOKIE].to_str().expect("text").contains("flash-session-expired"));
        assert!(!never.headers.contains_key(header::SET_COOKIE));
    }

    async fn a_refusal_stands_in_the_frame_of_its_tenant_for_its_people(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, stranger) = (app.person("owner").await, app.person("stranger").await);
        let practice = app.practice(&owner, "Asesoría Sol").await;
        let organization = app.organization(&owner, "Café Luna", &["books"]).await;
        for (path, frame, name) in [
            (format!("/practices/{}/clients/{}", practice.id, new_id()), format!("/practices/{}/members", practice.id), "Asesoría Sol"),
            (format!("/organizations/{organization}/accounts/{}", new_id()), format!("/organizations/{organization}/members"), "Café Luna"),
        ] {
            let own = app.get(&owner, &path).await;
            assert_eq!(own.status, StatusCode::NOT_FOUND);
            assert!(own.text.contains(&format!("href=\"{frame}\"")) && own.text.contains(name), "{}", own.text);
            let others = app.get(&stranger, &path).await;
            assert_eq!(others.status, StatusCode::NOT_FOUND);
            assert!(!others.text.contains(&frame) && !others.text.contains(name), "{}", others.text);
        }
    }
}
