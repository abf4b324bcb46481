//! The list of clients and what is made of it: pages, columns, filters, files and a practice's own fields.

use despacho_kernel::Id;
use despacho_platform::{both, memberships::Tenant, sql, vals};
use serde_json::{Value, json};

use crate::common::{App, Person};

async fn client(app: &App, owner: &Person, body: Value) -> String {
    let answer = app.api(owner, "POST", "/clients", Some(body), None).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()["id"].as_str().expect("an id").to_owned()
}

async fn execute(app: &App, statement: &str, values: Vec<sql::Value>) -> u64 {
    let tx = app.platform.db.begin().await.expect("a transaction");
    let touched = sql::run(&tx, statement, values).await.expect("a change");
    tx.commit().await.expect("a commit");
    touched
}

/// What an item of a list says of itself, in order.
fn each(page: &Value, field: &str) -> Vec<String> {
    page["items"].as_array().expect("items").iter().map(|item| item[field].as_str().expect("a text").to_owned()).collect()
}

/// The names of the clients on a page of the list.
fn shown(page: &str) -> Vec<&str> {
    page.split("<span><b>").skip(1).filter_map(|rest| rest.split("</b>").next()).collect()
}

both! {
    async fn the_page_after_a_row_that_is_gone_leaves_out_none_and_repeats_none(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        app.practice(&owner, "Asesores").await;
        let mut ids = vec![];
        for name in ["Álamo", "Boj", "Cedro", "Drago", "Encina"] {
            ids.push(client(&app, &owner, json!({ "display_name": name })).await);
        }
        let first = app.api(&owner, "GET", "/clients?limit=2", None, None).await.json();
        assert_eq!(each(&first, "display_name"), ["Álamo", "Boj"]);
        let next = |page: &Value| format!("/clients?limit=2&cursor={}", page["next_cursor"].as_str().expect("a cursor"));
        // The row that the cursor names, and the one after it.
        for id in [&ids[1], &ids[2]] {
            let id: Id = id.parse().expect("an id");
            execute(&app, "DELETE FROM client_words WHERE client_id = $1", vals![id]).await;
            assert_eq!(execute(&app, "DELETE FROM clients WHERE id = $1", vals![id]).await, 1);
        }
        let second = app.api(&owner, "GET", &next(&first), None, None).await.json();
        assert_eq!(each(&second, "display_name"), ["Drago", "Encina"]);
        assert_eq!(second["next_cursor"], Value::Null, "nothing is left");
        // What comes in before the cursor is not told, what comes in after it is.
        client(&app, &owner, json!({ "display_name": "Acacia" })).await;
        client(&app, &owner, json!({ "display_name": "Ceibo" })).await;
        let second = app.api(&owner, "GET", &next(&first), None, None).await.json();
        assert_eq!(each(&second, "display_name"), ["Ceibo", "Drago"]);
        let third = app.api(&owner, "GET", &next(&second), None, None).await.json();
        assert_eq!(each(&third, "display_name"), ["Encina"]);

        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        let path = format!("/organizations/{organization}/accounts?limit=3");
        let first = app.api(&owner, "GET", &path, None, None).await.json();
        assert_eq!(each(&first, "code"), ["1", "10", "100"]);
        assert_eq!(execute(&app, "DELETE FROM accounts WHERE organization_id = $1 AND code = '100'", vals![organization]).await, 1);
        let cursor = first["next_cursor"].as_str().expect("a cursor");
        let second = app.api(&owner, "GET", &format!("{path}&cursor={cursor}"), None, None).await.json();
        let codes: Vec<String> = sql::column(app.platform.db.read(), "SELECT code FROM accounts WHERE organization_id = $1 AND code > '100' ORDER BY code LIMIT 3", vals![organization]).await.expect("codes");
        assert_eq!(each(&second, "code"), codes);
    }

    async fn a_page_that_is_there_no_more_shows_the_last_one(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        let list = format!("/practices/{}/clients", practice.id);
        let mut ids = vec![];
        for at in 0..51 {
            ids.push(client(&app, &owner, json!({ "display_name": format!("Cliente {at:02}") })).await);
        }
        let first = app.get(&owner, &list).await.text;
        assert_eq!((shown(&first).len(), shown(&first)[0], shown(&first)[49]), (50, "Cliente 00", "Cliente 49"));
        assert!(first.contains("1–50 de 51") && first.contains("?page=2"));
        let second = app.get(&owner, &format!("{list}?page=2")).await.text;
        assert_eq!(shown(&second), ["Cliente 50"]);
        let gone: Id = ids[7].parse().expect("an id");
        execute(&app, "DELETE FROM client_words WHERE client_id = $1", vals![gone]).await;
        assert_eq!(execute(&app, "DELETE FROM clients WHERE id = $1", vals![gone]).await, 1);
        for page in ["?page=2", "?page=99", "?page=0", "?page=-3", "?page=x"] {
            let answer = app.get(&owner, &format!("{list}{page}")).await;
            assert_eq!((answer.status.as_u16(), shown(&answer.text).len()), (200, 50), "{page}");
            assert!(answer.text.contains("1–50 de 50") && !answer.text.contains("Cliente 07"), "{page}");
        }
    }

    async fn a_practice_s_own_field_is_asked_shown_hidden_and_kept(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, other) = (app.person("owner").await, app.person("other").await);
        let practice = app.practice(&owner, "Asesores").await;
        let elsewhere = app.practice(&other, "Otros").await;
        let base = format!("/practices/{}", practice.id);
        let fields = format!("{base}/custom-fields");
        assert_eq!(app.post(&owner, &fields, "field_name=").await.status, 422);
        for name in ["N%C3%BAmero+de+expediente", "Ruta"] {
            assert_eq!(app.post(&owner, &fields, &format!("field_name={name}")).await.status, 303);
        }
        let again = app.post(&owner, &fields, "field_name=RUTA").await;
        assert!(again.status == 422 && again.text.contains("Ya existe otro igual") && again.text.contains("value=\"RUTA\""), "{}", again.text);
        assert_eq!(app.post(&other, &format!("/practices/{}/custom-fields", elsewhere.id), "field_name=Ajeno").await.status, 303);
        let of = async |name: &str| -> Id {
            sql::scalar(app.platform.db.read(), "SELECT id FROM custom_fields WHERE name = $1", vals![name]).await.expect("a query").expect("a field")
        };
        let (number, route, foreign) = (of("Número de expediente").await, of("Ruta").await, of("Ajeno").await);

        let form = app.get(&owner, &format!("{base}/clients/new")).await.text;
        assert!(form.contains(&format!("name=\"custom.{number}\"")) && form.contains("Número de expediente") && form.contains(&format!("name=\"custom.{route}\"")));
        assert!(!form.contains("Ajeno"));
        let typed = format!("idempotency_key=k&display_name=Viveros&custom.{number}=EXP-7&custom.{route}=&custom.{foreign}=intruso");
        let made = app.post(&owner, &format!("{base}/clients"), &typed).await;
        assert_eq!(made.status, 303, "{}", made.text);
        let page = made.location();
        let stored = async || -> Vec<String> { sql::column(app.platform.db.read(), "SELECT value FROM client_custom_values ORDER BY value", vec![]).await.expect("values") };
        assert_eq!(stored().await, ["EXP-7"], "an empty one and another practice's are not kept");
        let told = "<dt>Número de expediente</dt><dd>EXP-7</dd>";
        assert!(app.get(&owner, &page).await.text.contains(told));
        assert!(app.get(&owner, &format!("{page}/edit")).await.text.contains("value=\"EXP-7\""));
        let long = app.post(&owner, &page, &format!("display_name=Viveros&custom.{number}={}", "x".repeat(501))).await;
        assert_eq!(long.status, 422);

        // Hidden, it is neither asked nor shown, and a form without it leaves its value as it is.
        assert_eq!(app.post(&owner, &format!("{fields}/{number}/deactivation"), "").await.status, 303);
        assert!(!app.get(&owner, &page).await.text.contains("EXP-7"));
        assert!(!app.get(&owner, &format!("{page}/edit")).await.text.contains(&number.to_string()));
        assert_eq!(app.post(&owner, &page, &format!("display_name=Viveros+Sol&custom.{route}=Norte")).await.status, 303);
        assert_eq!(stored().await, ["EXP-7", "Norte"]);
        assert_eq!(app.post(&owner, &format!("{fields}/{number}/activation"), "").await.status, 303);
        let profile = app.get(&owner, &page).await.text;
        assert!(profile.contains(told) && profile.contains("<dt>Ruta</dt><dd>Norte</dd>"));
        assert!(app.get(&owner, &format!("{page}/activity")).await.text.contains("<ins>EXP-7, Norte</ins>"));
        // Emptied in the form, it is gone.
        assert_eq!(app.post(&owner, &page, &format!("display_name=Viveros+Sol&custom.{number}=&custom.{route}=Norte")).await.status, 303);
        assert_eq!(stored().await, ["Norte"]);
        assert_eq!(app.post(&owner, &format!("{fields}/{foreign}/deactivation"), "").await.status, 404);
    }

    async fn each_member_chooses_the_columns_of_the_list(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, manager) = (app.person("owner").await, app.person("manager").await);
        let practice = app.practice(&owner, "Asesores").await;
        app.join(Tenant::Practice, practice.id, &manager, "manager").await;
        let list = format!("/practices/{}/clients", practice.id);
        let id = client(&app, &owner, json!({ "display_name": "Viveros", "email": "viveros@test.example", "tags": ["Agrario"], "billing_address": { "country": "PT" } })).await;
        let head = |column: &str| format!("<th class=\"hide-s\">{column}</th>");
        let columns = |page: &str| -> Vec<String> { ["Aplicaciones", "Correo electrónico", "Teléfono", "Etiquetas", "Asignado a", "País"].into_iter().filter(|c| page.contains(&head(c)) || page.contains(&format!(" title=\"Ordenar\">{c}</a></th>"))).map(str::to_owned).collect() };
        let cell = |text: &str| format!("<td class=\"hide-s\">{text}</td>");
        let first = app.get(&owner, &list).await.text;
        assert_eq!(columns(&first), ["Aplicaciones", "Etiquetas", "Asignado a"]);
        assert!(first.contains(&cell("<span class=\"tag\">Agrario</span>")) && first.contains("sort=updated") && !first.contains("sort=created"));

        // Unknown words are left out, and the order is the list's.
        assert_eq!(app.post(&owner, &format!("{list}/columns"), "columns=created&columns=country&columns=password&columns=email").await.status, 303);
        let page = app.get(&owner, &list).await.text;
        assert_eq!(columns(&page), ["Correo electrónico", "País"]);
        assert!(page.contains(&cell("viveros@test.example")) && page.contains(&cell("Portugal")) && !page.contains(&cell("<span class=\"tag\">Agrario</span>")));
        assert!(page.contains("sort=created") && !page.contains("sort=updated"));
        let ticked: Vec<&str> = page.split("name=\"columns\" value=\"").skip(1).filter(|rest| rest.split('>').next().is_some_and(|tag| tag.contains(" checked"))).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(ticked, ["email", "country", "created"]);
        assert_eq!(columns(&app.get(&manager, &list).await.text), ["Aplicaciones", "Etiquetas", "Asignado a"], "another member's list stays as it was");

        // None but the name may be left.
        assert_eq!(app.post(&owner, &format!("{list}/columns"), "").await.status, 303);
        let bare = app.get(&owner, &list).await.text;
        assert_eq!((columns(&bare), shown(&bare)), (vec![], vec!["Viveros"]), "{id}");
    }

    async fn a_list_is_filtered_sorted_and_exported_as_it_is_shown(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, staff) = (app.person("owner").await, app.person("staff").await);
        let practice = app.practice(&owner, "Asesores").await;
        app.join(Tenant::Practice, practice.id, &staff, "staff").await;
        let list = format!("/practices/{}/clients", practice.id);
        let business = json!({
            "client_type": "business", "business_name": "Viveros, S. L.", "display_name": "Viveros", "email": "viveros@test.example", "phone": "600112233", "tax_id": "A58818501",
            "website": "viveros.example", "billing_address": { "country": "ES", "city": "Oleiros" }, "tags": ["Pyme", "Agrario"], "applications": ["inventory", "books"],
        });
        let one = client(&app, &owner, business).await;
        app.platform.clock.advance(1000);
        let two = client(&app, &owner, json!({ "client_type": "individual", "first_name": "Ana", "last_name": "=1+1; \"x\"", "tags": ["Agrario"] })).await;
        app.platform.clock.advance(1000);
        let three = client(&app, &owner, json!({ "display_name": "Bar Luna", "regional": { "currency": "USD" } })).await;
        let inactive = client(&app, &owner, json!({ "display_name": "Antiguo", "tags": ["Agrario"] })).await;
        assert_eq!(app.post(&owner, &format!("{list}/{inactive}/deactivation"), "").await.status, 303);
        assert_eq!(app.post(&owner, &format!("{list}/{three}/assignments"), &format!("users={}", staff.user.id)).await.status, 303);

        let names = |text: &str| shown(text).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let ana = "Ana =1+1; &quot;x&quot;";
        for (query, expected) in [
            ("", vec![ana, "Bar Luna", "Viveros"]),
            ("?sort=-name", vec!["Viveros", "Bar Luna", ana]),
            ("?sort=created", vec!["Viveros", ana, "Bar Luna"]),
            ("?status=inactive", vec!["Antiguo"]),
            ("?status=all&tag=Agrario", vec![ana, "Antiguo", "Viveros"]),
            ("?tag=Agrario", vec![ana, "Viveros"]),
            ("?tag=agrario", vec![]),
            ("?application=books", vec!["Viveros"]),
            ("?application=payroll", vec![]),
            ("?q=VIVEROS%40test", vec!["Viveros"]),
            ("?q=luna&tag=Agrario", vec![]),
            (&format!("?assigned={}", staff.user.id), vec!["Bar Luna"]),
        ] {
            assert_eq!(names(&app.get(&owner, &format!("{list}{query}")).await.text), expected, "{query}");
        }

        let headings = "\u{feff}Nombre para mostrar;Tipo de cliente;Nombre o razón social;Nombre comercial;Nombre;Apellidos;NIF;Correo electrónico;Teléfono;Móvil;Sitio web;Calle y número;Piso, puerta;Código postal;Población;Provincia o estado;País;Moneda;Aplicaciones;Etiquetas;Estado;Asignado a;Alta\n";
        let today = despacho_ui::format::date(despacho_platform::i18n::Lang::Es, "Europe/Madrid", app.platform.clock.now());
        let viveros = format!("Viveros;Empresa;;Viveros, S. L.;;;A58818501;viveros@test.example;+34600112233;;https://viveros.example;;;;Oleiros;;España;EUR;Contabilidad, Inventario;Agrario, Pyme;Activo;;{today}\n");
        let ana = format!("\"Ana =1+1; \"\"x\"\"\";Particular;;;Ana;\"'=1+1; \"\"x\"\"\";;;;;;;;;;;España;EUR;;Agrario;Activo;;{today}\n");
        let luna = format!("Bar Luna;Empresa;;;;;;;;;;;;;;;España;USD;;;Activo;staff;{today}\n");
        let antiguo = format!("Antiguo;Empresa;;;;;;;;;;;;;;;España;EUR;;Agrario;Inactivo;;{today}\n");
        let (viveros, ana, luna, antiguo) = (viveros.as_str(), ana.as_str(), luna.as_str(), antiguo.as_str());
        for (query, rows) in [("", [ana, luna, viveros].concat()), ("&tag=Agrario&sort=-name", [viveros, ana].concat()), ("&status=inactive", antiguo.into()), ("&q=nadie", String::new())] {
            let file = app.get(&owner, &format!("{list}/export?format=csv{query}")).await;
            assert_eq!(file.text, format!("{headings}{rows}"), "{query}");
            assert_eq!(file.headers["content-disposition"], "attachment; filename=\"clientes.csv\"");
            assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
        }
        // Ticked ones, active or not, whatever the list was narrowed to; ids of nothing are passed over.
        let ticked = format!("format=csv&ids={inactive}&ids={one}&ids={}", despacho_kernel::new_id());
        let file = app.post(&owner, &format!("{list}/exported-selection"), &ticked).await;
        assert_eq!(file.text, [headings, antiguo, viveros].concat());
        let file = app.post(&staff, &format!("{list}/exported-selection"), &format!("format=csv&ids={one}&ids={three}")).await;
        assert_eq!(file.text, [headings, luna].concat(), "staff get what is assigned to them");
        let file = app.get(&owner, &format!("{list}/export?format=xlsx")).await;
        assert!(file.text.starts_with("PK") && file.headers["content-disposition"] == "attachment; filename=\"clientes.xlsx\"");
        let too_many: String = (0..1001).map(|_| format!("ids={two}&")).collect();
        assert_eq!(app.post(&owner, &format!("{list}/exported-selection"), &too_many).await.status, 400);

        // What is done to several at once shows in the list.
        assert_eq!(app.post(&owner, &format!("{list}/selection"), &format!("do=tag&tag=+VIP+&ids={two}&ids={three}")).await.status, 303);
        assert_eq!(shown(&app.get(&owner, &format!("{list}?tag=VIP")).await.text).len(), 2);
        assert_eq!(app.post(&owner, &format!("{list}/selection"), &format!("do=deactivate&ids={two}&ids={three}")).await.status, 303);
        assert_eq!(names(&app.get(&owner, &list).await.text), ["Viveros"]);
        assert_eq!(app.post(&owner, &format!("{list}/selection"), "do=activate").await.status, 422, "nothing is selected");
        assert_eq!(app.post(&owner, &format!("{list}/selection"), &format!("do=vanish&ids={two}")).await.status, 400);
    }
}
