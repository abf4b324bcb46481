//! The portal: a client's people come in by invitation, and nothing internal ever reaches them.

use axum::{
    body::Body,
    http::{Request, header},
};
use despacho_firm_documents::people::Role;
use despacho_kernel::{Id, new_id};
use despacho_platform::{both, clock::DAY, sql, users};
use despacho_ui::Access;
use serde_json::json;

use crate::{
    common::{App, Person},
    firm_documents::{Firm, PDF, id},
};

/// What stands nowhere that a client's people may look.
const SECRETS: [&str; 7] =
    ["moroso-secreto", "Dudosos-secretos", "riesgo-secreto", "Nota-secreta", "interno-secreto.pdf", "nomina-secreta.pdf", "Otro-cliente-secreto"];

impl Firm {
    fn tab(&self, rest: &str) -> String {
        format!("/practices/{}/clients/{}/portal{rest}", self.practice, self.client)
    }

    async fn one(&self, query: &str) -> Id {
        sql::scalar(self.app.platform.db.read(), query, vec![]).await.expect("a query").expect("a row")
    }
}

impl App {
    /// A form sent by nobody who is signed in.
    async fn post_nobody(&self, path: &str, form: &str) -> crate::common::Answer {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form.to_owned())).expect("a request")).await
    }
}

both! {
    async fn a_contact_person_comes_in_by_invitation_once_and_sees_what_is_theirs(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let (app, rosa) = (&firm.app, firm.contact(firm.client, "rosa").await);
        let bare = firm.post(&format!("/clients/{}/contacts", firm.client), json!({ "name": "Sin correo" })).await.json();
        let refused = app.post(&firm.owner, &firm.tab("/invitations"), &format!("contact_id={}&role=accounting", id(&bare))).await;
        assert!(refused.status == 422 && refused.text.contains("no tiene correo"), "{}", refused.text);
        assert_eq!(app.post(&firm.owner, &firm.tab("/invitations"), &format!("contact_id={}&role=accounting", new_id())).await.status, 404);
        for _ in 0..2 {
            let invited = app.post(&firm.owner, &firm.tab("/invitations"), &format!("contact_id={rosa}&role=accounting")).await;
            assert_eq!((invited.status.as_u16(), invited.location()), (303, firm.tab("")), "{}", invited.text);
        }
        app.work().await;
        // Of two invitations the later one is good; the first was never mailed, as it was taken back before.
        assert_eq!(app.mail().len(), 1);
        let link = app.link();
        let page = app.send(Request::get(&link).body(Body::empty()).expect("a request")).await;
        assert!(page.status == 200 && page.text.contains("Asesores") && page.text.contains("rosa@test.example"), "{}", page.text);
        let refused = app.post_nobody(&link, "name=Rosa&password=corta").await;
        assert!(refused.status == 422 && refused.text.contains("value=\"Rosa\""), "{}", refused.text);
        let joined = app.post_nobody(&link, "name=Rosa+Ficticia&password=una+frase+bastante+larga").await;
        assert_eq!((joined.status.as_u16(), joined.location()), (303, format!("/portal/{}", firm.client)), "{}", joined.text);
        assert_eq!(app.post_nobody(&link, "name=Otra&password=una+frase+bastante+larga").await.status, 410);
        let user = users::find_by_email(app.platform.db.read(), "rosa@test.example").await.expect("a query").expect("a user");
        let tab = app.get(&firm.owner, &firm.tab("")).await.text;
        assert!(tab.contains("Rosa Ficticia") && tab.contains("Contabilidad") && tab.contains("aún no ha entrado"), "{tab}");

        // Who is at home nowhere else is led to the portal.
        let cookie = joined.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok()).find(|text| text.starts_with("despacho_session=")).expect("a session").split(';').next().expect("a cookie").to_owned();
        let rosa = Person { user: user.clone(), cookie, token: String::new() };
        assert_eq!(app.get(&rosa, "/").await.location(), format!("/portal/{}", firm.client));
        assert_eq!(app.get(&rosa, "/portal").await.location(), format!("/portal/{}", firm.client));
        assert!(app.get(&rosa, "/home").await.text.contains("Viveros Quintana"));
        let home = app.get(&rosa, &format!("/portal/{}", firm.client)).await;
        assert!(home.status == 200 && home.text.contains("Esperamos de usted") && home.text.contains("Nada por ahora."), "{}", home.text);

        // The firm changes what they may do, and ends it.
        assert_eq!(app.post(&firm.owner, &firm.tab(&format!("/people/{}", user.id)), "role=read_only&categories=tax").await.status, 303);
        assert!(app.get(&rosa, &format!("/portal/{}/documents", firm.client)).await.text.contains("Su acceso es de consulta"));
        assert_eq!(app.post(&rosa, &format!("/portal/{}/messages", firm.client), "body=Hola").await.status, 403);
        assert_eq!(app.send_form(&rosa, &format!("/portal/{}/documents", firm.client), &[], ("a.pdf", PDF)).await.status, 403);
        assert_eq!(app.post(&firm.owner, &firm.tab(&format!("/people/{}/removal", user.id)), "").await.status, 303);
        assert_eq!(app.get(&rosa, &format!("/portal/{}", firm.client)).await.status, 404);
        firm.sound().await;
    }

    async fn an_invitation_that_was_taken_back_expired_or_is_for_another_is_no_way_in(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let app = &firm.app;
        let invite = async |name: &str| {
            let contact = firm.contact(firm.client, name).await;
            assert_eq!(app.post(&firm.owner, &firm.tab("/invitations"), &format!("contact_id={contact}&role=payroll")).await.status, 303);
            app.work().await;
            app.link()
        };
        let revoked = invite("uno").await;
        let invitation = firm.one("SELECT id FROM client_invitations").await;
        assert_eq!(app.post(&firm.owner, &firm.tab(&format!("/invitations/{invitation}/revocation")), "").await.status, 303);
        assert_eq!(app.post(&firm.owner, &firm.tab(&format!("/invitations/{invitation}/revocation")), "").await.status, 409);
        assert_eq!(app.post_nobody(&revoked, "name=Uno&password=una+frase+bastante+larga").await.status, 410);
        let expired = invite("dos").await;
        let other = app.person("otra").await;
        let refused = app.post(&other, &expired, "").await;
        assert_eq!((refused.status.as_u16(), app.count("client_people").await), (409, 0));
        app.platform.clock.advance(8 * DAY);
        assert_eq!(app.post_nobody(&expired, "name=Dos&password=una+frase+bastante+larga").await.status, 410);
        assert_eq!(app.count("client_people").await, 0);
        // Who has an account signs in by it, with their own password alone.
        let known = app.person("tres").await;
        app.set_password(&known, "una frase bastante larga").await;
        let link = invite("tres").await;
        assert_eq!(app.post_nobody(&link, "password=otra").await.status, 422);
        assert_eq!(app.post_nobody(&link, "password=una+frase+bastante+larga").await.status, 303);
        assert_eq!(app.count("client_people").await, 1);
        // Staff to whom the client is not assigned, and readers, do none of it.
        let (staff, reader) = (app.person("staff").await, app.person("reader").await);
        app.join(despacho_platform::memberships::Tenant::Practice, firm.practice, &staff, "staff").await;
        app.join(despacho_platform::memberships::Tenant::Practice, firm.practice, &reader, "read_only").await;
        assert_eq!(app.get(&staff, &firm.tab("")).await.status, 404);
        assert_eq!(app.post(&staff, &firm.tab("/messages"), "kind=note&body=x").await.status, 404);
        assert_eq!(app.post(&reader, &firm.tab("/messages"), "kind=note&body=x").await.status, 403);
        firm.sound().await;
    }

    async fn a_note_stays_within_the_firm_and_a_message_goes_to_whom_it_names(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let app = &firm.app;
        let (rosa, of_rosa) = firm.person(firm.client, "rosa", Role::Administrator, &[]).await;
        let (jon, _) = firm.person(firm.client, "jon", Role::Payroll, Role::Payroll.categories()).await;
        let (outsider, _) = firm.person(firm.other, "ajena", Role::Administrator, &[]).await;
        let say = async |form: &str| app.post(&firm.owner, &firm.tab("/messages"), form).await;
        // What does not say that it is a message is a note.
        for form in ["kind=note&body=Nota-secreta", "body=Nota-secreta", &format!("kind=otra&body=Nota-secreta&to={}", rosa.user.id), "kind=note&body=Nota-secreta&to=x"] {
            let said = say(form).await;
            assert!(said.status == 303 && said.flash().contains("note-saved"), "{form}: {}", said.text);
        }
        for form in ["kind=message&body=Hola", &format!("kind=message&body=Hola&to={}", outsider.user.id), &format!("kind=message&body=+&to={}", rosa.user.id)] {
            let refused = say(form).await;
            assert_eq!(refused.status, 422, "{form}");
        }
        let kept = say("kind=message&body=Texto+que+queda").await.text;
        assert!(kept.contains(">Texto que queda</textarea>") && kept.contains("value=\"message\" checked"), "{kept}");
        assert_eq!(say(&format!("kind=message&body=Falta+el+extracto&to={}", rosa.user.id)).await.status, 303);
        let at = |person: &str| format!("/portal/{}{person}", firm.client);
        assert!(app.get(&rosa, &at("")).await.text.contains("Un mensaje sin leer"));
        let read = app.get(&rosa, &at("/messages")).await.text;
        assert!(read.contains("Falta el extracto") && !read.contains("Nota-secreta"), "{read}");
        assert!(!app.get(&rosa, &at("")).await.text.contains("Un mensaje sin leer"));
        let others = app.get(&jon, &at("/messages")).await.text;
        assert!(!others.contains("Falta el extracto") && !others.contains("Nota-secreta"), "{others}");
        assert_eq!(app.get(&outsider, &at("/messages")).await.status, 404);
        // They answer; the firm is told, the other person is not.
        assert_eq!(app.post(&rosa, &at("/messages"), "body=Lo+subo+hoy").await.status, 303);
        assert_eq!(app.post(&rosa, &at("/messages"), "body=+").await.status, 422);
        let tab = app.get(&firm.owner, &firm.tab("")).await.text;
        assert!(tab.contains("Lo subo hoy") && tab.contains("Leído por rosa") && tab.contains("msg in") && tab.contains("msg out") && tab.contains("msg from"), "{tab}");
        assert!(!app.get(&jon, &at("/messages")).await.text.contains("Lo subo hoy"));
        let told: Vec<String> = sql::column(app.platform.db.read(), "SELECT kind FROM notifications ORDER BY id", vec![]).await.expect("notices");
        assert_eq!(told, ["client_message", "client_answer"]);
        // No mail carries what was written.
        app.work().await;
        assert!(app.mail().iter().all(|mail| !mail.contains("extracto") && !mail.contains("subo")), "{:?}", app.mail());
        assert_eq!(of_rosa.role, "administrator");
        firm.sound().await;
    }

    async fn nothing_internal_is_reached_by_any_page_or_endpoint(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let app = &firm.app;
        let (clerk, _) = firm.person(firm.client, "conta", Role::Accounting, Role::Accounting.categories()).await;
        firm.add(firm.client, "statement", "", "interno-secreto.pdf", PDF).await;
        let payslip = firm.add(firm.client, "payslip", "", "nomina-secreta.pdf", PDF).await;
        let others = firm.add(firm.other, "statement", "", "Otro-cliente-secreto", PDF).await;
        let shared = firm.add(firm.client, "statement", "2027-Q1", "extracto-visible.pdf", PDF).await;
        let change = json!({ "note": "moroso-secreto", "folder": "Dudosos-secretos", "tags": ["riesgo-secreto"] });
        assert_eq!(app.api(&firm.owner, "PATCH", &format!("/documents/{}", id(&shared)), Some(change), None).await.status, 200);
        for one in [&payslip, &others, &shared] {
            assert_eq!(firm.post(&format!("/documents/{}/sharing", id(one)), json!({})).await.status, 200);
        }
        assert_eq!(app.post(&firm.owner, &firm.tab("/messages"), "kind=note&body=Nota-secreta").await.status, 303);
        let listed = app.get(&clerk, &format!("/portal/{}/documents", firm.client)).await.text;
        assert!(listed.contains("extracto-visible.pdf"), "{listed}");

        // Every route of the table as this person, with every id that there is.
        let documents: Vec<Id> = sql::column(app.platform.db.read(), "SELECT id FROM firm_documents", vec![]).await.expect("ids");
        let (mut walked, mut reached) = (0, 0);
        for route in app.table.iter().filter(|route| route.access != Access::Anyone && !route.path.ends_with("/events")) {
            for document in &documents {
                for client in [firm.client, firm.other] {
                    let part = |part: &str| match part {
                        "{practice}" => firm.practice.to_string(),
                        "{client}" => client.to_string(),
                        "{document}" => document.to_string(),
                        other if other.starts_with('{') => new_id().to_string(),
                        other => other.to_owned(),
                    };
                    let path = route.path.split('/').map(part).collect::<Vec<_>>().join("/");
                    let of_portal = route.path.starts_with("/portal");
                    let answer = match (route.method.as_str(), route.is_api()) {
                        ("GET", false) => app.get(&clerk, &path).await,
                        // What others change is refused before it is read; what is theirs to change is tried too.
                        ("POST", false) if of_portal => app.post(&clerk, &path, &format!("ids={document}&body=hola")).await,
                        (method, true) => {
                            let request = Request::builder().method(method).uri(&path).header(header::AUTHORIZATION, format!("Bearer {}", clerk.token));
                            app.send(request.header("despacho-practice", firm.practice.to_string()).header(header::CONTENT_TYPE, "application/json").body(Body::from("{}")).expect("a request")).await
                        }
                        _ => continue,
                    };
                    walked += 1;
                    reached += usize::from(answer.status == 200 && of_portal);
                    for secret in SECRETS {
                        assert!(!answer.text.contains(secret), "{} {path}: {secret}", route.method);
                    }
                    if route.path.starts_with("/practices/{practice}") || (of_portal && client == firm.other) {
                        assert!(!answer.status.is_success(), "{} {path}: {}", route.method, answer.status);
                    }
                    if route.path.starts_with("/portal/{client}/documents/{document}") && document.to_string() != id(&shared) {
                        assert_eq!(answer.status, 404, "{} {path}", route.method);
                    }
                    if !route.path.contains("{document}") && !route.path.contains("{client}") {
                        break;
                    }
                }
                if !route.path.contains("{document}") {
                    break;
                }
            }
        }
        assert!(walked > 300 && reached >= 5, "{walked} tried, {reached} reached");
        // The archive has what is seen and nothing else, by its name alone.
        let form = documents.iter().map(|id| format!("ids={id}")).collect::<Vec<_>>().join("&");
        let archive = app.post_bytes(&clerk, &format!("/portal/{}/documents/exported-selection", firm.client), &form).await;
        let read = zip::ZipArchive::new(std::io::Cursor::new(archive)).expect("an archive");
        assert_eq!(read.file_names().map(|name| name.expect("a name").into_owned()).collect::<Vec<_>>(), ["extracto-visible.pdf"]);
        for word in ["moroso", "dudosos", "riesgo", "secreta"] {
            assert!(!app.get(&clerk, &format!("/portal/{}/documents?q={word}", firm.client)).await.text.contains("extracto-visible.pdf"), "{word}");
        }
        // What they saw and saved is told to the firm.
        let page = app.get(&firm.owner, &format!("/practices/{}/documents/{}", firm.practice, id(&shared))).await.text;
        assert!(page.contains("Visto por el cliente") && page.contains("lo ha descargado"), "{page}");
        firm.sound().await;
    }

    async fn what_the_client_sends_is_seen_by_the_firm_and_by_who_sent_it(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let app = &firm.app;
        let (rosa, _) = firm.person(firm.client, "rosa", Role::Accounting, Role::Accounting.categories()).await;
        let (jon, _) = firm.person(firm.client, "jon", Role::Payroll, Role::Payroll.categories()).await;
        let at = format!("/portal/{}/documents", firm.client);
        assert_eq!(app.send_form(&rosa, &at, &[], ("vacio.pdf", b"")).await.status, 422);
        let sent = app.send_form(&rosa, &at, &[("client_id", &firm.other.to_string()), ("kind", "payslip")], ("../foto.jpg", b"\xff\xd8\xff\xe0foto")).await;
        assert_eq!((sent.status.as_u16(), sent.location()), (303, at.clone()), "{}", sent.text);
        let listed = firm.get(&format!("/documents?client_id={}", firm.client)).await["items"][0].clone();
        // Whatever the form says, it is theirs, internal, and of no kind that the firm has not given it.
        assert_eq!((&listed["name"], &listed["source"], &listed["shared"], &listed["kind"], &listed["folder"]), (&json!("foto.jpg"), &json!("client"), &json!(false), &json!("other"), &json!("Enviado por el cliente")));
        assert!(app.get(&rosa, &at).await.text.contains("enviado por usted"));
        assert!(!app.get(&jon, &at).await.text.contains("foto.jpg"));
        let view = app.get(&firm.owner, &format!("/practices/{}/documents?view=client", firm.practice)).await.text;
        assert!(view.contains("foto.jpg") && view.contains("Del cliente"), "{view}");
        let told: Vec<String> = sql::column(app.platform.db.read(), "SELECT kind FROM notifications", vec![]).await.expect("notices");
        assert_eq!(told, ["client_upload"]);
        // More of them are one notice, until it is read.
        assert_eq!(app.send_form(&rosa, &at, &[], ("dos.jpg", b"\xff\xd8\xff\xe0dos")).await.status, 303);
        assert_eq!(app.count("notifications").await, 1);
        assert_eq!(app.post(&firm.owner, "/notifications/read", "").await.status, 303);
        assert_eq!(app.send_form(&rosa, &at, &[], ("tres.jpg", b"\xff\xd8\xff\xe0tres")).await.status, 303);
        assert_eq!(app.count("notifications").await, 2);
        firm.sound().await;
    }

    async fn who_sees_taxes_reads_the_dates_and_nothing_of_how_the_firm_stands(engine) {
        let Some(firm) = Firm::open(engine).await else { return };
        let app = &firm.app;
        let (clerk, _) = firm.person(firm.client, "conta", Role::Accounting, Role::Accounting.categories()).await;
        let (people, _) = firm.person(firm.client, "nominas", Role::Payroll, Role::Payroll.categories()).await;
        let day = despacho_ui::format::local_date("UTC", app.platform.clock.now() + 10 * DAY).expect("a day").to_string();
        for (client, name) in [(firm.client, "Informe convenido"), (firm.client, "Ya no aplica"), (firm.other, "Informe ajeno")] {
            let body = json!({ "client_id": client, "model": "CONTRATO", "period": if name == "Ya no aplica" { "2026" } else { "2027" }, "name": name, "legal_due_on": day });
            let made = firm.post("/obligations", body).await;
            assert_eq!(made.status, 201, "{}", made.text);
            if name == "Ya no aplica" {
                let change = json!({ "state": "not_applicable", "reason": "interno-secreto.pdf" });
                assert_eq!(app.api(&firm.owner, "PATCH", &format!("/obligations/{}", id(&made.json())), Some(change), None).await.status, 200);
            }
        }
        let home = app.get(&clerk, &format!("/portal/{}", firm.client)).await.text;
        assert!(home.contains("Sus fechas") && home.contains("Informe convenido") && home.contains("último día"), "{home}");
        assert!(!home.contains("Ya no aplica") && !home.contains("Informe ajeno") && !home.contains("secreto"), "{home}");
        assert!(!app.get(&people, &format!("/portal/{}", firm.client)).await.text.contains("Informe convenido"));
        firm.sound().await;
    }
}
