//! Members and invitations: who is known by name, who is told, who may go and who may not.

use axum::{
    body::Body,
    http::{Request, header},
};
use despacho_platform::{both, memberships::Tenant, sql, vals};
use serde_json::json;

use crate::common::{Answer, App};

async fn post(app: &App, path: &str, form: &str) -> Answer {
    let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    app.send(request.body(Body::from(form.to_owned())).expect("a request")).await
}

both! {
    async fn a_stranger_s_name_is_theirs_until_they_come(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, stranger, friend) = (app.person("owner").await, app.person("extraña").await, app.person("amiga").await);
        let organization = app.organization(&owner, "Café Sol, S. L.", &["inventory"]).await;
        let practice = app.practice(&owner, "Asesores").await;
        app.join(Tenant::Practice, practice.id, &friend, "staff").await;
        let members = format!("/organizations/{organization}/members");
        let add = async |email: &str| app.api(&owner, "POST", &members, Some(json!({ "email": email, "role": "staff" })), None).await;
        // A member at once, without a name, as the list is.
        let added = add("extraña@test.example").await;
        assert_eq!(added.status, 201, "{}", added.text);
        assert_eq!((added.json()["status"].as_str(), added.json()["name"].as_str(), added.json()["email"].as_str()), (Some("active"), Some(""), Some("extraña@test.example")));
        let known = add("amiga@test.example").await;
        assert_eq!(known.json()["name"], "amiga", "who shares a tenant is known");
        let name_of = async |email: &str| -> String {
            let list = app.api(&owner, "GET", &members, None, None).await.json();
            let items = list["items"].as_array().expect("a list").clone();
            items.iter().find(|item| item["email"] == email).expect("a member")["name"].as_str().expect("a name").to_owned()
        };
        assert_eq!(name_of("extraña@test.example").await, "");
        let subjects: Vec<String> = sql::column(app.platform.db.read(), "SELECT subject_name FROM activity WHERE action = 'member_added' ORDER BY id", vals![]).await.expect("activity");
        assert_eq!(subjects, ["extraña@test.example", "amiga"]);
        let page = app.get(&owner, &format!("/organizations/{organization}/members")).await;
        assert!(page.text.contains("<b>extraña@test.example</b>") && page.text.contains("Aún no ha entrado"), "{}", page.text);
        // They are told, by nobody's words but the tenant's name, with one stop after the abbreviation.
        let told = app.api(&stranger, "GET", "/notifications", None, None).await.json();
        assert_eq!(told["items"][0]["text"], "Ahora tiene acceso a Café Sol, S. L.");
        app.work().await;
        let mail = app.mail().into_iter().find(|mail| mail.contains("Subject: Ahora tiene acceso") || mail.contains("extra")).expect("a message");
        assert!(!mail.contains("owner"), "{mail}");
        // Once they come, the organization knows them.
        assert_eq!(app.get(&stranger, &format!("/organizations/{organization}")).await.status, 200);
        assert_eq!(name_of("extraña@test.example").await, "extraña");
    }

    async fn whoever_adds_one_to_a_practice_changes_nothing_for_ones_tokens(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (one, other) = (app.person("una").await, app.person("otra").await);
        let (mine, theirs) = (app.practice(&one, "La mía").await, app.practice(&other, "La suya").await);
        let clients = async || app.api(&one, "GET", "/clients", None, None).await.status.as_u16();
        assert_eq!(clients().await, 200);
        app.join(Tenant::Practice, theirs.id, &one, "read_only").await;
        assert_eq!(clients().await, 200, "they have not been there");
        assert_eq!(app.get(&one, &format!("/practices/{}", theirs.id)).await.status, 200);
        assert_eq!(clients().await, 409, "now they work in both, and have to say in which");
        assert_ne!(mine.id, theirs.id);
    }

    async fn one_leaves_a_tenant_oneself_but_the_last_who_can_manage_it(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, staff) = (app.person("owner").await, app.person("empleada").await);
        let practice = app.practice(&owner, "Asesores").await.id;
        let organization = app.organization(&owner, "Café Sol", &["inventory"]).await;
        app.join(Tenant::Practice, practice, &staff, "staff").await;
        app.join(Tenant::Organization, organization, &staff, "read_only").await;
        for (base, reason) in [(format!("/practices/{practice}"), "Debe quedar al menos un titular"), (format!("/organizations/{organization}"), "Debe quedar al menos un administrador")] {
            let home = app.get(&staff, "/home").await;
            assert!(home.text.contains(&format!("action=\"{base}/leaving\"")), "{}", home.text);
            assert_eq!(app.post(&staff, &format!("{base}/leaving"), "").await.status, 422, "no bare request leaves");
            let left = app.post(&staff, &format!("{base}/leaving"), "confirm=yes").await;
            assert_eq!((left.location(), left.status.as_u16()), ("/home".into(), 303));
            assert_eq!(app.get(&staff, &base).await.status, 404);
            // The last one reads the reason in place, and is refused.
            let members = app.get(&owner, &format!("{base}/members")).await;
            assert!(members.text.contains(reason) && members.text.contains("disabled aria-describedby=\"last-"), "{}", members.text);
            assert!(!app.get(&owner, "/home").await.text.contains(&format!("action=\"{base}/leaving\"")));
            let refused = app.post(&owner, &format!("{base}/leaving"), "confirm=yes").await;
            assert!(refused.status == 409 && refused.text.contains(reason), "{}", refused.text);
        }
        let left: Vec<String> = sql::column(app.platform.db.read(), "SELECT actor_name FROM activity WHERE action = 'member_left'", vals![]).await.expect("activity");
        assert_eq!(left, ["empleada", "empleada"]);
    }

    async fn whoever_invited_is_told_that_it_was_accepted(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["inventory"]).await;
        app.practice(&owner, "Asesoría Luna").await;
        let home = format!("/organizations/{organization}");
        let sent = app.post(&owner, &format!("{home}/members"), "email=nueva@test.example&role=staff").await;
        assert_eq!(sent.flash(), "flash-invited&name=nueva%40test.example");
        app.work().await;
        let link = app.link();
        let page = app.send(Request::get(&link).body(Body::empty()).expect("a request")).await;
        assert!(page.text.contains("owner, de Asesoría Luna, le invita a Café Sol"), "{}", page.text);
        let accepted = post(&app, &link, "name=Elena+Ficticia&password=una+frase+bastante+larga").await;
        assert_eq!(accepted.location(), home);
        let told = app.api(&owner, "GET", "/notifications", None, None).await.json();
        assert_eq!((told["items"][0]["text"].as_str(), told["items"][0]["link"].as_str()), (Some("Elena Ficticia ha aceptado su invitación a Café Sol."), Some(format!("{home}/members").as_str())));
        app.work().await;
        assert!(app.mail().iter().any(|mail| mail.contains("To: owner@test.example")));
        // The same person opens the link again and is let in; anybody else is told that it was used.
        let session = accepted.headers.get_all(header::SET_COOKIE).iter().filter_map(|c| c.to_str().ok()).find(|c| c.starts_with("despacho_session=")).expect("a session");
        let again = Request::get(&link).header(header::COOKIE, session.split(';').next().expect("a cookie")).body(Body::empty()).expect("a request");
        assert_eq!(app.send(again).await.location(), home);
        assert_eq!(app.send(Request::get(&link).body(Body::empty()).expect("a request")).await.status, 410);
        assert_eq!(app.get(&owner, &link).await.status, 410);
        // Opening the notice marks it as read.
        let notice = told["items"][0]["id"].as_str().expect("an id").to_owned();
        assert_eq!(app.get(&owner, &format!("/notifications/{notice}")).await.location(), format!("{home}/members"));
        assert_eq!(app.api(&owner, "GET", "/notifications", None, None).await.json()["items"][0]["read"], true);
    }

    async fn an_invitation_ends_with_who_sent_it_and_an_owner_s_is_an_owner_s(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, administrator) = (app.person("owner").await, app.person("admin").await);
        let practice = app.practice(&owner, "Asesores").await.id;
        app.join(Tenant::Practice, practice, &administrator, "administrator").await;
        let base = format!("/practices/{practice}");
        let invitation = async |email: &str| -> despacho_kernel::Id {
            sql::scalar(app.platform.db.read(), "SELECT id FROM invitations WHERE email = $1", vals![email]).await.expect("a query").expect("an invitation")
        };
        assert_eq!(app.post(&owner, &format!("{base}/members"), "email=socia@test.example&role=owner").await.status, 303);
        assert_eq!(app.post(&administrator, &format!("{base}/members"), "email=nueva@test.example&role=staff").await.status, 303);
        app.work().await;
        let link = app.link();
        let of_owner = invitation("socia@test.example").await;
        for what in ["resending", "revocation"] {
            assert_eq!(app.post(&administrator, &format!("{base}/invitations/{of_owner}/{what}"), "").await.status, 403, "{what}");
        }
        let page = app.get(&administrator, &format!("{base}/members")).await;
        assert!(page.text.contains("de owner") && page.text.contains("2 invitaciones pendientes"), "{}", page.text);
        assert!(!page.text.contains(&format!("{of_owner}/revocation")));
        // The administrator goes, and what they sent with them.
        let gone = app.post(&owner, &format!("{base}/members/{}/removal", administrator.user.id), "").await;
        assert_eq!(gone.flash(), "flash-member-removed&name=admin");
        assert_eq!(post(&app, &link, "name=Nueva&password=una+frase+bastante+larga").await.status, 410);
        let open: Vec<String> = sql::column(app.platform.db.read(), "SELECT email FROM invitations WHERE revoked_at IS NULL", vals![]).await.expect("invitations");
        assert_eq!(open, ["socia@test.example"]);
        let logged: Vec<String> = sql::column(app.platform.db.read(), "SELECT subject_name FROM activity WHERE action = 'invitation_revoked'", vals![]).await.expect("activity");
        assert_eq!(logged, ["nueva@test.example"]);
    }
}
