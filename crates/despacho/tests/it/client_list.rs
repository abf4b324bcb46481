//! The list of clients as the day's tool: found by any words, narrowed, sorted, changed by the dozen, and kept from doubling.

use despacho::wiring;
use despacho_kernel::Id;
use despacho_platform::{both, jobs, memberships::Tenant, sql, vals};
use serde_json::{Value, json};

use crate::common::{Answer, App, Person};

/// Makes a client; answers its id.
async fn client(app: &App, by: &Person, body: Value) -> String {
    let made = app.api(by, "POST", "/clients", Some(body), None).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()["id"].as_str().expect("an id").to_owned()
}

/// The names that the API finds for a search.
async fn found(app: &App, by: &Person, search: &str) -> Vec<String> {
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("search", search).finish();
    let page = app.api(by, "GET", &format!("/clients?{query}"), None, None).await.json();
    page["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|c| c["display_name"].as_str().expect("a name").to_owned())
        .collect()
}

/// The names of a page of the list, in order.
fn rows(page: &str) -> Vec<String> {
    let body = page.split("<tbody>").nth(1).and_then(|rest| rest.split("</tbody>").next()).unwrap_or_default();
    body.split("<a class=\"who\"")
        .skip(1)
        .filter_map(|row| row.split("<b>").nth(1)?.split("</b>").next().map(str::to_owned))
        .collect()
}

/// The path that undoes what an answer tells.
fn way_back(answer: &Answer, told: &str) -> String {
    let flash = answer.headers["set-cookie"].to_str().expect("a cookie");
    assert!(flash.contains(told), "{flash}");
    let value = flash.split_once('=').expect("a value").1.split(';').next().unwrap_or_default();
    form_urlencoded::parse(value.as_bytes()).find(|(name, _)| name == "undo").expect("a way back").1.into_owned()
}

both! {
    async fn clients_are_found_by_their_words_in_any_order(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, other) = (app.person("owner").await, app.person("other").await);
        let practice = app.practice(&owner, "Asesores").await;
        app.practice(&other, "Otros").await;
        let id = client(&app, &owner, json!({
            "display_name": "Talleres Arriaga", "legal_name": "Arriaga e Hijos, S. L.", "business_name": "El Taller", "first_name": "Begoña", "email": "taller@arriaga.example",
            "tax_id": "A-58818501", "phone": "600 11 22 33"
        })).await;
        client(&app, &owner, json!({ "display_name": "Panadería Núñez" })).await;
        client(&app, &other, json!({ "display_name": "Talleres Arriaga" })).await;
        for search in ["arriaga talleres", "TALL arr", "hijos", "el taller", "begona", "taller@arriaga.example", "A58818501", "a-58818501", "a 58.818.501", "58818501", "600112233", "+34 600 11 22 33"] {
            assert_eq!(found(&app, &owner, search).await, ["Talleres Arriaga"], "{search}");
        }
        for search in ["arriaga panaderia", "allere", "%", "600 11 22 34", "·"] {
            assert_eq!(found(&app, &owner, search).await, Vec::<String>::new(), "{search}");
        }
        assert_eq!(found(&app, &owner, " ").await.len(), 2, "white space asks nothing");
        // What changes is found by its new words, and by the old ones no more.
        assert_eq!(app.api(&owner, "PATCH", &format!("/clients/{id}"), Some(json!({ "business_name": "La Forja" })), None).await.status, 200);
        assert_eq!(found(&app, &owner, "forja").await, ["Talleres Arriaga"]);
        assert_eq!(found(&app, &owner, "el").await, Vec::<String>::new());
        // The search box of the top bar offers them while one types.
        let offered = app.get(&owner, &format!("/practices/{}/search/suggestions?q=arr", practice.id)).await;
        assert!(offered.text.contains(&format!("/clients/{id}")) && offered.text.contains("A58818501") && !offered.text.contains("Núñez"), "{}", offered.text);
        assert_eq!(app.get(&owner, &format!("/practices/{}/search/suggestions?q=", practice.id)).await.text, "");
        assert_eq!(app.get(&other, &format!("/practices/{}/search/suggestions?q=arr", practice.id)).await.status, 404);
    }

    async fn clients_of_earlier_releases_get_their_words(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, other) = (app.person("owner").await, app.person("other").await);
        app.practice(&owner, "Asesores").await;
        app.practice(&other, "Otros").await;
        for at in 0..3 {
            client(&app, &owner, json!({ "display_name": format!("Café {at}") })).await;
            client(&app, &other, json!({ "display_name": format!("Bar {at}") })).await;
        }
        let tx = app.platform.db.begin().await.expect("a transaction");
        sql::run(&tx, "DELETE FROM client_words", vec![]).await.expect("no words");
        let columns = ["id", "kind", "payload", "status", "attempts", "run_at", "locked_until", "error", "created_at"];
        let job = vals![despacho_kernel::new_id(), "index_clients", "{}", "queued", 0i64, 0i64, 0i64, "", 0i64];
        sql::insert_many(&tx, "jobs", &columns, vec![job]).await.expect("a job");
        tx.commit().await.expect("a commit");
        assert_eq!(found(&app, &owner, "cafe").await, Vec::<String>::new());
        jobs::run_due(&app.platform, &wiring::jobs()).await.expect("the jobs");
        assert_eq!(found(&app, &owner, "cafe").await, ["Café 0", "Café 1", "Café 2"]);
        assert_eq!(found(&app, &other, "bar 1").await, ["Bar 1"]);
    }

    async fn a_list_is_narrowed_and_sorted_by_what_it_shows(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        let list = format!("/practices/{}/clients", practice.id);
        let b = client(&app, &owner, json!({ "display_name": "B", "tax_id": "B82387770", "tags": ["Pyme"], "client_type": "individual" })).await;
        let a = client(&app, &owner, json!({ "display_name": "A", "tax_id": "A58818501", "tags": ["Pyme"] })).await;
        let c = client(&app, &owner, json!({ "display_name": "C", "tax_id": "12345678Z", "applications": ["inventory"] })).await;
        assert_eq!(app.post(&owner, &format!("{list}/{b}/assignments"), &format!("users={}", owner.user.id)).await.status, 303);
        assert_eq!(app.post(&owner, &format!("{list}/{b}/deactivation"), "").await.status, 303);
        let (owner_id, names) = (owner.user.id, async |query: &str| rows(&app.get(&owner, &format!("{list}?{query}")).await.text));
        for (query, expected) in [
            ("", vec!["A", "C"]), ("status=all", vec!["A", "B", "C"]), ("status=inactive", vec!["B"]), ("status=all&sort=-name", vec!["C", "B", "A"]),
            ("status=all&sort=tax_id", vec!["C", "A", "B"]), ("status=all&sort=-tax_id", vec!["B", "A", "C"]), ("sort=tax_id", vec!["C", "A"]),
            ("status=all&sort=kind", vec!["A", "C", "B"]), ("status=all&sort=status", vec!["B", "A", "C"]), ("status=all&sort=created", vec!["B", "A", "C"]),
            ("status=all&sort=-created", vec!["C", "A", "B"]), ("status=all&sort=-assigned", vec!["B", "C", "A"]), ("status=all&tag=Pyme&sort=tax_id", vec!["A", "B"]),
            ("status=all&application=inventory", vec!["C"]), ("status=all&q=b82387770", vec!["B"]), ("tag=Pyme&q=a", vec!["A"]), ("status=inactive&sort=updated", vec!["B"]),
            (format!("status=all&assigned={owner_id}").as_str(), vec!["B"]), ("tag=none", vec![]),
        ] {
            assert_eq!(names(query).await, expected, "{query}");
        }
        // Of several who are assigned the first name counts, whatever becomes of it: another name, somebody who leaves.
        let (ana, zoe) = (app.person("ana").await, app.person("zoe").await);
        for person in [&ana, &zoe] {
            app.join(Tenant::Practice, practice.id, person, "staff").await;
        }
        let assign = async |client: &str, people: &[&Person]| {
            let users: Vec<String> = people.iter().map(|person| format!("users={}", person.user.id)).collect();
            assert_eq!(app.post(&owner, &format!("{list}/{client}/assignments"), &users.join("&")).await.status, 303);
        };
        let by_assigned = async || names("status=all&sort=assigned").await;
        assign(&a, &[&zoe, &ana]).await;
        assign(&c, &[&zoe]).await;
        assert_eq!(by_assigned().await, ["A", "B", "C"], "ana, owner, zoe");
        let renamed = app.post(&ana, "/account", "name=zzz&time_zone=Europe%2FMadrid&language=es").await;
        assert_eq!((renamed.status.as_u16(), renamed.flash().as_str()), (303, "flash-account-saved"));
        app.work().await;
        assert_eq!(by_assigned().await, ["B", "A", "C"], "owner, zoe, zoe");
        assert_eq!(app.post(&owner, &format!("/practices/{}/members/{}/removal", practice.id, zoe.user.id), "").await.status, 303);
        assert_eq!(by_assigned().await, ["C", "B", "A"], "nobody, owner, zzz");
        assign(&b, &[]).await;
        assert_eq!(by_assigned().await, ["B", "C", "A"], "nobody, nobody, zzz");
        let page = app.get(&owner, &format!("{list}?status=all&sort=-tax_id&tag=Pyme&q=a")).await.text;
        // The column says how it is sorted; what is narrowed is told, and taken away by a link that keeps the rest.
        assert!(page.contains("aria-sort=\"descending\""), "{page}");
        for link in ["?q=a&amp;status=all&amp;sort=-tax_id\"", "?status=all&amp;tag=Pyme&amp;sort=-tax_id\"", "?status=all&amp;sort=-tax_id\""] {
            assert!(page.contains(link), "{link} in {page}");
        }
        assert!(page.contains("Quitar filtro Etiqueta: Pyme") && page.contains("Quitar todos") && page.contains("1 cliente"), "{page}");
        // Columns are saved and lead back to the list as it was.
        let saved = app.post(&owner, &format!("{list}/columns"), "columns=email&columns=tax_id&list=%3Ftag%3DPyme%26page%3D1").await;
        assert_eq!(saved.location(), format!("{list}?tag=Pyme&page=1"));
    }

    async fn what_is_done_to_a_selection_is_told_kept_in_its_list_and_undone(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, staff) = (app.person("owner").await, app.person("staff").await);
        let practice = app.practice(&owner, "Asesores").await;
        app.join(Tenant::Practice, practice.id, &staff, "staff").await;
        let list = format!("/practices/{}/clients", practice.id);
        let mut ids = vec![];
        for name in ["Uno", "Dos", "Tres"] {
            ids.push(client(&app, &owner, json!({ "display_name": name, "tags": ["Pyme"] })).await);
        }
        let ticked = format!("ids={}&ids={}&list=%3Ftag%3DPyme%26sort%3D-name", ids[0], ids[1]);
        let back = format!("{list}?tag=Pyme&sort=-name");
        let active = async || {
            let sql = "SELECT display_name FROM clients WHERE active = $1 ORDER BY display_name";
            sql::column::<String>(app.platform.db.read(), sql, vals![true]).await.expect("names")
        };
        let done = app.post(&owner, &format!("{list}/selection"), &format!("{ticked}&do=deactivate")).await;
        assert_eq!((done.status.as_u16(), done.location()), (303, back.clone()), "{}", done.text);
        assert_eq!(active().await, ["Tres"]);
        let undo = way_back(&done, "flash-clients-deactivated&count=2&undo=");
        // Another person can't undo it; the one who did it can, once.
        let second = app.person("second").await;
        app.join(Tenant::Practice, practice.id, &second, "administrator").await;
        assert_eq!(app.post(&second, &undo, "").await.status, 404);
        let undone = app.post(&owner, &undo, "").await;
        assert_eq!((undone.status.as_u16(), undone.location()), (303, back.clone()));
        assert_eq!(active().await, ["Dos", "Tres", "Uno"]);
        assert_eq!(app.post(&owner, &undo, "").await.status, 404);

        // People are assigned beside those who are.
        let assign = format!("{ticked}&do=assign&users={}&users={}", staff.user.id, owner.user.id);
        assert_eq!(app.post(&owner, &format!("{list}/{}/assignments", ids[0]), &format!("users={}", owner.user.id)).await.status, 303);
        let assigned = app.post(&owner, &format!("{list}/selection"), &assign).await;
        assert_eq!(assigned.location(), back);
        assert_eq!(app.count("client_assignments").await, 4);
        // Undone, whoever was assigned before still is.
        let undo = way_back(&assigned, "flash-clients-assigned&count=2&undo=");
        assert_eq!(app.post(&owner, &undo, "").await.location(), back);
        let left: Vec<Id> = sql::column(app.platform.db.read(), "SELECT user_id FROM client_assignments", vec![]).await.expect("people");
        assert_eq!(left, [owner.user.id]);
        for _ in 0..2 {
            assert_eq!(app.post(&owner, &format!("{list}/selection"), &assign).await.location(), back);
            assert_eq!(app.count("client_assignments").await, 4);
        }
        assert_eq!(rows(&app.get(&staff, &list).await.text), ["Dos", "Uno"]);
        let home = app.get(&staff, &format!("/practices/{}", practice.id)).await.text;
        assert!(home.contains("Dos") && home.contains("Uno") && !home.contains("Tres"), "staff find their clients at home");
        let stranger = app.person("stranger").await;
        assert_eq!(app.post(&owner, &format!("{list}/selection"), &format!("{ticked}&do=assign&users={}", stranger.user.id)).await.status, 404);

        // What can't be done is told in the same list, with what was ticked and typed.
        for (refused, message) in [("do=tag&tag=+", "Escriba este dato"), ("do=assign", "Elija al menos a una persona")] {
            let answer = app.post(&owner, &format!("{list}/selection"), &format!("{ticked}&{refused}")).await;
            assert_eq!(answer.status, 422, "{refused}");
            assert!(answer.text.contains(message), "{refused}");
            assert_eq!(answer.text.matches("checked aria-label=\"Seleccionar").count(), 2, "{refused}");
            assert_eq!(rows(&answer.text), ["Uno", "Tres", "Dos"], "{refused}");
        }
        let nothing = app.post(&owner, &format!("{list}/selection"), "do=deactivate&list=%3Ftag%3DPyme").await;
        assert!(nothing.status == 422 && nothing.text.contains("No ha seleccionado nada"));
        let version = async || app.api(&owner, "GET", &format!("/clients/{}", ids[0]), None, None).await.json()["version"].as_i64().expect("a version");
        let before = version().await;
        assert_eq!(app.post(&owner, &format!("{list}/selection"), &format!("ids={}&do=tag&tag=VIP", ids[0])).await.status, 303);
        assert_eq!(version().await, before + 1, "a form that is open elsewhere is of an older version");
        let tagged = app.post(&owner, &format!("{list}/selection"), &format!("{ticked}&do=tag&tag=VIP")).await;
        assert_eq!(rows(&app.get(&owner, &format!("{list}?tag=VIP")).await.text), ["Dos", "Uno"]);
        // Who had the tag before keeps it.
        let undo = way_back(&tagged, "flash-clients-tagged&count=1&undo=");
        assert_eq!(app.post(&owner, &undo, "").await.location(), back);
        assert_eq!(rows(&app.get(&owner, &format!("{list}?tag=VIP")).await.text), ["Uno"]);
    }

    async fn a_second_client_of_one_tax_id_is_warned_of_and_may_be_made(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, staff) = (app.person("owner").await, app.person("staff").await);
        let practice = app.practice(&owner, "Asesores").await;
        app.join(Tenant::Practice, practice.id, &staff, "staff").await;
        let list = format!("/practices/{}/clients", practice.id);
        let first = client(&app, &owner, json!({ "display_name": "Secreta, S. L.", "tax_id": "A58818501" })).await;
        let form = "idempotency_key=a&display_name=Otra&tax_id=a-58.818.501";
        let warned = app.post(&owner, &list, form).await;
        assert_eq!(warned.status, 422);
        for text in ["Ya hay un cliente con este NIF: Secreta, S. L.", &format!("{list}/{first}"), "Abrir ese cliente", "name=\"same_tax_id\"", "value=\"Otra\""] {
            assert!(warned.text.contains(text), "{text}");
        }
        assert_eq!(app.post(&owner, &list, &format!("{form}&same_tax_id=on")).await.status, 303);
        assert_eq!(app.count("clients").await, 2);
        // Through the API it may be, unless one asks to be warned.
        let body = json!({ "display_name": "Tercera", "tax_id": "A58818501", "refuse_same_tax_id": true });
        let refused = app.api(&owner, "POST", "/clients", Some(body), None).await;
        assert_eq!((refused.status.as_u16(), &refused.json()["errors"][0]["code"]), (422, &json!("tax_id_taken")));
        let third = client(&app, &owner, json!({ "display_name": "Tercera", "tax_id": "A58818501" })).await;
        let changed = json!({ "notes": "x", "refuse_same_tax_id": true });
        assert_eq!(app.api(&owner, "PATCH", &format!("/clients/{third}"), Some(changed), None).await.status, 200, "what was there stays");
        // Who may not see the other client learns neither its name nor its id.
        let mine = client(&app, &owner, json!({ "display_name": "Mía" })).await;
        assert_eq!(app.post(&owner, &format!("{list}/{mine}/assignments"), &format!("users={}", staff.user.id)).await.status, 303);
        let form = "display_name=M%C3%ADa&tax_id=A58818501&regional.currency=EUR&regional.language=es&regional.time_zone=Europe%2FMadrid&regional.date_format=d+MMM+y&regional.fiscal_year_start=1&client_type=business";
        let told = app.post(&staff, &format!("{list}/{mine}"), form).await;
        assert_eq!(told.status, 422, "{}", told.text);
        assert!(told.text.contains("Ya hay otro cliente con este NIF") && !told.text.contains("Secreta") && !told.text.contains(&first));
        assert_eq!(app.post(&staff, &format!("{list}/{mine}"), &format!("{form}&same_tax_id=on")).await.status, 303);
    }

    async fn a_file_holds_all_of_a_client_in_the_readers_language(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        assert_eq!(app.post(&owner, &format!("/practices/{}/custom-fields", practice.id), "field_name=Expediente").await.status, 303);
        let field: Id = sql::scalar(app.platform.db.read(), "SELECT id FROM custom_fields", vec![]).await.expect("a query").expect("a field");
        let list = format!("/practices/{}/clients", practice.id);
        let form = format!("idempotency_key=a&legal_name=Arriaga%2C+S.+L.&display_name=Arriaga&tax_id=A58818501&custom.{field}=E-7&billing_address.country=ES&billing_address.street1=Calle+Mayor%2C+1&billing_address.postal_code=46001&billing_address.state=ES-V");
        let made = app.post(&owner, &list, &form).await;
        assert_eq!(made.status, 303, "{}", made.text);
        assert_eq!(app.post(&owner, &format!("{}/assignments", made.location()), &format!("users={}", owner.user.id)).await.status, 303);
        let file = app.get(&owner, &format!("{list}/export?format=csv")).await;
        assert!(file.headers["content-disposition"].to_str().expect("a name").contains("clientes.csv"));
        let mut lines = file.text.trim_start_matches('\u{feff}').lines();
        let (heading, row) = (lines.next().expect("headings"), lines.next().expect("a row"));
        let headings: Vec<&str> = heading.split(';').collect();
        for name in ["Nombre o razón social", "NIF", "Calle y número", "Código postal", "Provincia o estado", "País", "Asignado a", "Alta", "Expediente"] {
            assert!(headings.contains(&name), "{name} in {heading}");
        }
        for value in ["Arriaga, S. L.", "A58818501", "Calle Mayor, 1", "46001", "Valencia", "España", "owner", "E-7"] {
            assert!(row.split(';').any(|cell| cell.trim_matches('"') == value), "{value} in {row}");
        }
        let xlsx = app.get(&owner, &format!("{list}/export?format=xlsx")).await;
        assert!(xlsx.text.starts_with("PK"));
    }

    async fn an_organization_that_is_a_client_already_is_linked_if_one_says_so(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, stranger) = (app.person("owner").await, app.person("stranger").await);
        let practice = app.practice(&owner, "Asesores").await;
        app.practice(&stranger, "Otros").await;
        let known = client(&app, &owner, json!({ "display_name": "Panadería", "tax_id": "A58818501" })).await;
        let foreign = client(&app, &stranger, json!({ "display_name": "Ajena" })).await;
        let (bakery, double) = (app.organization(&owner, "La Espiga", &["inventory"]).await, app.organization(&owner, "panaderia", &["inventory"]).await);
        let tx = app.platform.db.begin().await.expect("a transaction");
        sql::run(&tx, "UPDATE organizations SET tax_id = 'A58818501' WHERE id = $1", vals![bakery]).await.expect("a tax id");
        tx.commit().await.expect("a commit");
        let dialog = app.get(&owner, &format!("/practices/{}/clients/add?import=1", practice.id)).await.text;
        for text in ["Ya hay un cliente con este NIF: Panadería.", "Ya hay un cliente con este nombre: Panadería.", "Vincular a Panadería", "Crear otro cliente"] {
            assert!(dialog.contains(text), "{text}");
        }
        let body = |client: &str| json!({ "organization_ids": [bakery, double], "links": [{ "organization_id": bakery, "client_id": client }] });
        assert_eq!(app.api(&owner, "POST", "/client-imports", Some(body(&foreign)), None).await.status, 404);
        assert_eq!(app.count("client_imports").await, 0);
        let form = format!("organization_ids={bakery}&organization_ids={double}&link.{bakery}={known}&link.{double}=");
        let started = app.post(&owner, &format!("/practices/{}/client-imports", practice.id), &form).await;
        assert_eq!(started.status, 303);
        app.work().await;
        let of_bakery: Option<Id> = sql::scalar(app.platform.db.read(), "SELECT client_id FROM client_organizations WHERE organization_id = $1", vals![bakery]).await.expect("a query");
        assert_eq!(of_bakery.map(|id| id.to_string()), Some(known));
        assert_eq!(app.count("clients").await, 3, "two were there, and one is new");
        // The page tells each by the name that it has now, and says once that it is over.
        let page = app.get(&owner, &started.location()).await.text;
        assert!(page.contains("panaderia (2)</a>") && page.contains("Panadería</a>") && !page.contains("Puede salir"), "{page}");
        // Where the organization is known, its client is.
        let country: Option<String> = sql::scalar(app.platform.db.read(), "SELECT billing_address FROM clients WHERE display_name = 'panaderia (2)'", vec![]).await.expect("a query");
        assert!(country.as_deref().is_some_and(|address| address.contains("\"country\":\"ES\"")), "{country:?}");
    }

    async fn a_legal_name_goes_from_the_client_to_its_organization(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        app.practice(&owner, "Asesores").await;
        let made = app.api(&owner, "POST", "/clients", Some(json!({ "legal_name": "Espiga de Oro, S. L.", "business_name": "La Espiga", "applications": ["inventory"] })), None).await.json();
        assert_eq!((&made["display_name"], &made["legal_name"]), (&json!("La Espiga"), &json!("Espiga de Oro, S. L.")));
        let organization = made["organization_ids"][0].as_str().expect("an organization");
        let found = app.api(&owner, "GET", &format!("/organizations/{organization}"), None, None).await.json();
        assert_eq!((&found["name"], &found["legal_name"]), (&json!("La Espiga"), &json!("Espiga de Oro, S. L.")));
        let alone = app.api(&owner, "POST", "/clients", Some(json!({ "legal_name": "Solo Legal, S. A.", "first_name": "Ana" })), None).await.json();
        assert_eq!(alone["display_name"], "Solo Legal, S. A.");
    }

    async fn a_change_that_is_no_object_is_refused(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        app.practice(&owner, "Asesores").await;
        let made = client(&app, &owner, json!({ "display_name": "Uno", "applications": ["books"] })).await;
        let organization = app.api(&owner, "GET", &format!("/clients/{made}"), None, None).await.json()["organization_ids"][0].as_str().expect("an organization").to_owned();
        let account: Id = sql::scalar(app.platform.db.read(), "SELECT id FROM accounts WHERE code = '572'", vec![]).await.expect("a query").expect("an account");
        let paths = [format!("/clients/{made}"), format!("/organizations/{organization}"), format!("/organizations/{organization}/accounts/{account}"), format!("/organizations/{organization}/preferences/taxes")];
        for path in paths {
            for body in [json!([]), json!("x"), json!(null), json!(1), json!(true)] {
                let answer = app.api(&owner, "PATCH", &path, Some(body.clone()), None).await;
                assert_eq!(answer.status, 400, "{path} {body}: {}", answer.text);
            }
        }
        for body in [json!([]), json!(null)] {
            assert_eq!(app.api(&owner, "POST", "/clients", Some(body), None).await.status, 400);
        }
    }

    async fn a_pending_invitation_is_on_the_profile_with_what_can_be_done_to_it(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, manager) = (app.person("owner").await, app.person("manager").await);
        let practice = app.practice(&owner, "Asesores").await;
        app.join(Tenant::Practice, practice.id, &manager, "manager").await;
        let made = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "Uno", "email": "uno@test.example", "applications": ["inventory"], "invite_client": true })), None).await.json();
        let (client, organization) = (made["id"].as_str().expect("an id").to_owned(), made["organization_ids"][0].as_str().expect("an organization").to_owned());
        let invitation: Id = sql::scalar(app.platform.db.read(), "SELECT id FROM invitations", vec![]).await.expect("a query").expect("an invitation");
        let profile = format!("/practices/{}/clients/{client}", practice.id);
        let base = format!("{profile}/organization-links/{organization}/invitations/{invitation}");
        let page = app.get(&owner, &profile).await.text;
        assert!(page.contains("Invitación pendiente hasta el") && page.contains(&format!("{base}/resending")), "{page}");
        // Who does not administer the organization neither sees nor does it.
        assert!(!app.get(&manager, &profile).await.text.contains("Invitación pendiente"));
        assert_eq!(app.post(&manager, &format!("{base}/resending"), "").await.status, 404);
        let resent = app.post(&owner, &format!("{base}/resending"), "").await;
        assert_eq!((resent.status.as_u16(), resent.location()), (303, profile.clone()));
        assert_eq!(app.post(&owner, &format!("{base}/revocation"), "").await.status, 303);
        assert!(!app.get(&owner, &profile).await.text.contains("Invitación pendiente"));
    }
}
