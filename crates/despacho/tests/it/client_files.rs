//! Clients from files: read whatever wrote them, tried whole, imported once, and taken back.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{Request, header},
};
use despacho_kernel::Id;
use despacho_platform::{both, memberships::Tenant, sql, vals};
use despacho_practice::practices::Practice;
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};

use crate::common::{Answer, App, Person};

impl App {
    /// Sends a file of clients by the API.
    pub async fn client_file(&self, person: &Person, name: &str, file: &[u8], options: Value) -> Answer {
        self.client_file_of(person, None, name, file, options).await
    }

    /// The same of somebody who belongs to several practices.
    async fn client_file_of(&self, person: &Person, practice: Option<&Practice>, name: &str, file: &[u8], options: Value) -> Answer {
        let mut body = format!("--x\r\ncontent-disposition: form-data; name=\"options\"\r\n\r\n{options}\r\n").into_bytes();
        body.extend(format!("--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: text/csv\r\n\r\n").bytes());
        body.extend(file);
        body.extend(b"\r\n--x--\r\n");
        let mut request = Request::post("/api/v1/client-file-imports")
            .header(header::AUTHORIZATION, format!("Bearer {}", person.token))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
        if let Some(practice) = practice {
            request = request.header("despacho-practice", practice.id.to_string());
        }
        self.send(request.body(Body::from(body)).expect("a request")).await
    }

    /// A request of somebody who belongs to several practices.
    async fn asked_of(&self, person: &Person, practice: &Practice, method: &str, path: &str, body: Value) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {}", person.token))
            .header("despacho-practice", practice.id.to_string());
        self.send(request.body(Body::from(if body.is_null() { String::new() } else { body.to_string() })).expect("a request"))
            .await
    }

    /// What came of a file.
    async fn imported(&self, person: &Person, file: &[u8], options: Value) -> Value {
        let answer = self.client_file(person, "clientes.csv", file, options).await;
        assert_eq!(answer.status, 202, "{}", answer.text);
        self.work().await;
        self.api(person, "GET", &format!("/client-file-imports/{}", answer.json()["id"].as_str().expect("an id")), None, None)
            .await
            .json()
    }

    /// Names of the practice's clients.
    async fn client_names(&self, practice: &Practice) -> Vec<String> {
        let sql = "SELECT display_name FROM clients WHERE practice_id = $1 ORDER BY display_name";
        sql::column(self.platform.db.read(), sql, vals![practice.id]).await.expect("names")
    }
}

/// Created, updated, skipped, failed.
fn counts(import: &Value) -> [i64; 4] {
    assert_eq!((&import["status"], &import["total"]), (&json!("completed"), &import["done"]), "{import}");
    ["created", "updated", "skipped", "failed"].map(|count| import[count].as_i64().expect("a number"))
}

/// A file of an old program, in Windows-1252: three that are right and three that are wrong.
const OLD: &[u8] = b"CIF/NIF;RAZ\xd3N SOCIAL;E-MAIL;TELF.;C.P.;POBLACI\xd3N;PROVINCIA;GESTOR;C\xd3D. CLIENTE\r\n\
    B99030017;Caf\xe9s Ficticios S.L.;cafe@uno.example;600112233;28001;Madrid;Madrid;asesora;001\r\n\
    00000000T;Ana Ejemplo Le\xf3n;ana@dos.example;;24001;Le\xf3n;Le\xf3n;;002\r\n\
    B99030018;Uno Mal S.L.;;;;;;;003\r\n\
    12345678Z;\"Dos; Bien\";;;1001;Vitoria;\xc1lava;;004\r\n\
    00000000T;Repetida;;;;;;;005\r\n\
    00000001R;Tres Mal;nada;;;;;Nadie;006\r\n";

both! {
    async fn a_file_is_tried_corrected_imported_once_and_taken_back(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("asesora").await;
        let practice = app.practice(&owner, "Asesores").await;
        let tried = app.imported(&owner, OLD, json!({ "dry_run": true, "applications": ["books"] })).await;
        assert_eq!(counts(&tried), [3, 0, 0, 3]);
        assert_eq!((&tried["encoding"], &tried["separator"], &tried["dry_run"]), (&json!("windows-1252"), &json!(";"), &json!(true)));
        assert_eq!(tried["mapping"]["CIF/NIF"], "tax_id");
        assert_eq!(tried["mapping"]["GESTOR"], "assigned");
        let told: Vec<(i64, &str, &str, &str)> = tried["errors"].as_array().expect("errors").iter()
            .map(|error| (error["row"].as_i64().expect("a row"), error["column"].as_str().expect("a column"), error["value"].as_str().expect("a value"), error["code"].as_str().expect("a code")))
            .collect();
        assert_eq!(told, [
            (4, "CIF/NIF", "B99030018", "tax_id_check"),
            (6, "CIF/NIF", "00000000T", "sheet_twice"),
            (7, "GESTOR", "Nadie", "sheet_nobody"),
            (7, "E-MAIL", "nada", "email"),
        ]);
        assert!(tried["errors"][0]["message"].as_str().is_some_and(|text| !text.is_empty()));
        assert_eq!((app.count("clients").await, app.count("organizations").await), (0, 0), "nothing is written");

        let done = app.imported(&owner, OLD, json!({ "applications": ["books"], "tags": ["Archivo"] })).await;
        assert_eq!(counts(&done), [3, 0, 0, 3]);
        assert_eq!(app.client_names(&practice).await, ["Ana Ejemplo León", "Cafés Ficticios S.L.", "Dos; Bien"]);
        assert_eq!((app.count("organizations").await, app.count("client_organizations").await), (3, 3));
        let clients = app.api(&owner, "GET", "/clients", None, None).await.json();
        let cafe = clients["items"].as_array().expect("items").iter().find(|client| client["tax_id"] == "B99030017").expect("a client").clone();
        assert_eq!((&cafe["phone"], &cafe["billing_address"]["state"], &cafe["tags"]), (&json!("+34600112233"), &json!("ES-M"), &json!(["Archivo"])));
        let assigned = app.api(&owner, "GET", &format!("/clients/{}/assignments", cafe["id"].as_str().expect("an id")), None, None).await.json();
        assert_eq!(assigned["items"][0]["name"], "asesora");
        let bien = clients["items"].as_array().expect("items").iter().find(|client| client["tax_id"] == "12345678Z").expect("a client").clone();
        assert_eq!(bien["billing_address"]["postal_code"], "01001", "the zero that spreadsheets take is given back");
        assert!(app.mail().last().expect("a message").contains("3 nuevos"));

        // The same again makes none; corrected, the others come too.
        assert_eq!(counts(&app.imported(&owner, OLD, json!({ "applications": ["books"] })).await), [0, 0, 3, 3]);
        let corrected: Vec<u8> = String::from_utf8_lossy(OLD).replace("B99030018", "B99030025").into_bytes();
        let again = app.imported(&owner, &corrected, json!({ "mapping": { "CIF/NIF": "tax_id" }, "applications": ["books"] })).await;
        assert_eq!(counts(&again)[0], 0, "without a name there is no client: {again}");
        assert_eq!(app.count("clients").await, 3);

        // Taken back: but for the one that was changed since.
        let path = format!("/client-file-imports/{}", done["id"].as_str().expect("an id"));
        let changed = app.api(&owner, "PATCH", &format!("/clients/{}", bien["id"].as_str().expect("an id")), Some(json!({ "notes": "x" })), None).await;
        assert_eq!(changed.status, 200, "{}", changed.text);
        let undone = app.api(&owner, "POST", &format!("{path}/reversal"), Some(json!({})), None).await;
        assert_eq!(undone.status, 200, "{}", undone.text);
        assert_eq!(app.client_names(&practice).await, ["Dos; Bien"]);
        assert_eq!((app.count("organizations").await, app.count("accounts").await > 0), (1, true));
        assert_eq!(app.api(&owner, "POST", &format!("{path}/reversal"), Some(json!({})), None).await.status, 409);
        let found = despacho::check::broken(&app.platform).await.expect("checked");
        assert!(found.is_empty(), "{found:?}");
    }

    async fn what_is_there_is_left_or_changed_as_it_is_said(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, staff) = (app.person("asesora").await, app.person("gestor").await);
        let practice = app.practice(&owner, "Asesores").await;
        app.join(Tenant::Practice, practice.id, &staff, "staff").await;
        let first = "NIF;Cliente;Email;Código;Contacto;Etiquetas\n00000000T;Uno;uno@a.example;A1;Eva;Pyme, Mensual\n12345678Z;Dos;dos@a.example;A2;;\n".as_bytes();
        assert_eq!(counts(&app.imported(&owner, first, json!({})).await), [2, 0, 0, 0]);
        assert_eq!(app.count("client_contacts").await, 1);
        let second = "Código;Cliente;Notas;Estado;Gestor;Contacto\nA1;Uno nuevo;Hola;Baja;gestor;Eva\nA2;Dos;;;;\nA3;Uno nuevo;;;;\n".as_bytes();
        let left = app.imported(&owner, second, json!({ "match_by": "external_id", "dry_run": true })).await;
        assert_eq!(counts(&left), [1, 0, 2, 0]);
        let done = app.imported(&owner, second, json!({ "match_by": "external_id", "existing": "update" })).await;
        // The third wants a name that the first has got meanwhile.
        assert_eq!(counts(&done), [0, 1, 1, 1], "{done}");
        assert_eq!(done["errors"][0]["code"], "display_name_taken");
        let clients = app.api(&owner, "GET", "/clients?status=all", None, None).await.json();
        let one = clients["items"].as_array().expect("items").iter().find(|client| client["tax_id"] == "00000000T").expect("a client").clone();
        assert_eq!((&one["display_name"], &one["notes"], &one["email"], &one["active"]), (&json!("Uno nuevo"), &json!("Hola"), &json!("uno@a.example"), &json!(false)));
        assert_eq!(app.count("client_contacts").await, 1, "who is there is not added twice");
        assert_eq!(counts(&app.imported(&owner, second, json!({ "match_by": "external_id", "existing": "update" })).await), [0, 0, 2, 1]);
        // By address, whatever its case.
        let third = "Correo;Nombre\nDOS@a.example;Dos\n".as_bytes();
        assert_eq!(counts(&app.imported(&owner, third, json!({ "match_by": "email" })).await), [0, 0, 1, 0]);
    }

    async fn hostile_files_are_refused_with_a_reason(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("asesora").await;
        app.practice(&owner, "Asesores").await;
        let mut wide = "h;".repeat(10_000).into_bytes();
        wide.extend(b"\n1\n");
        let many = "NIF;Nombre\n".to_owned() + &"x;y\n".repeat(10_001);
        let files: [(&str, Vec<u8>, &str); 9] = [
            ("ceros.csv", vec![0; 100_000_000], "file_too_large"),
            ("ceros.csv", vec![0; 1_000_000], "sheet_format"),
            ("foto.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "sheet_format"),
            ("bomba.xlsx", bomb(), "sheet_unpacks"),
            ("ancho.csv", wide, "sheet_columns"),
            ("largo.csv", many.into_bytes(), "sheet_rows"),
            ("dos.csv", b"NIF;Nombre;NIF\n1;a;2\n".to_vec(), "sheet_headings_twice"),
            ("raro.csv", b"NIF;Nombre\n1;a\x07\n".to_vec(), "sheet_controls"),
            ("nada.csv", vec![], "required"),
        ];
        for (name, file, code) in files {
            let answer = app.client_file(&owner, name, &file, json!({ "dry_run": true })).await;
            assert_eq!((answer.status.as_u16(), &answer.json()["errors"][0]["code"]), (422, &json!(code)), "{name}: {}", answer.text);
            assert!(answer.json()["errors"][0]["message"].as_str().is_some_and(|text| text.len() > 10), "{name}");
        }
        let formula = app.imported(&owner, b"NIF;Nombre\n00000000T;=HYPERLINK(\"x\")\n", json!({})).await;
        assert_eq!((counts(&formula), &formula["errors"][0]["code"]), ([0, 0, 0, 1], &json!("sheet_formula")));
        let wrong = app.client_file(&owner, "a.csv", b"NIF;Nombre\n00000000T;a\n", json!({ "mapping": { "NIF": "tax_id", "Nombre": "tax_id", "X": "email" } })).await;
        assert_eq!(wrong.status, 422, "{}", wrong.text);
        assert_eq!((app.count("clients").await, app.count("client_file_imports").await), (0, 1));
    }

    async fn a_fault_at_any_statement_imports_no_row_twice(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("asesora").await;
        let practice = app.practice(&owner, "Asesores").await;
        let started = app.client_file(&owner, "a.csv", b"NIF;Cliente\n00000000T;Uno\n12345678Z;Dos\nB99030018;Mal\n", json!({ "applications": ["inventory"] })).await.json();
        let id: Id = started["id"].as_str().expect("an id").parse().expect("an id");
        let applications = despacho::wiring::applications();
        let (mut step, mut failed, mut ended) = (0, 0, false);
        while !ended {
            match sql::with_fault(step, despacho_client_sheets::actions::step(&app.platform, &applications, practice.id, id)).await {
                Ok(more) => (ended, step) = (!more, 0),
                Err(_) => {
                    (failed, step) = (failed + 1, step + 1);
                    let (rows, clients): (i64, i64) = (made(&app).await, app.count("clients").await);
                    assert_eq!(rows, clients, "step {step}");
                }
            }
            assert!(failed < 1000, "it never ends");
        }
        assert!(failed > 60, "every statement was to fail once: {failed}");
        let import = app.api(&owner, "GET", &format!("/client-file-imports/{id}"), None, None).await.json();
        assert_eq!(counts(&import), [2, 0, 0, 1]);
        assert_eq!((app.count("clients").await, app.count("organizations").await, app.count("notifications").await), (2, 2, 1));
        // Once more, as a worker would that took over: nothing happens.
        assert!(!despacho_client_sheets::actions::step(&app.platform, &applications, practice.id, id).await.expect("a step"));
        assert_eq!(app.count("notifications").await, 1);
    }

    async fn a_file_of_clients_brought_into_an_empty_practice_is_written_the_same(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (one, two) = (app.person("asesora").await, app.person("asesor").await);
        let (from, to) = (app.practice(&one, "Una").await, app.practice(&two, "Otra").await);
        for (practice, other) in [(&from, &two), (&to, &one)] {
            app.join(Tenant::Practice, practice.id, other, "staff").await;
            let tx = app.platform.db.begin().await.expect("a transaction");
            despacho_practice::practices::actions::add_custom_field(&tx, practice.id, ("field_name", "Carpeta física"), &other.user, app.platform.clock.now()).await.expect("a field");
            tx.commit().await.expect("a commit");
        }
        let field = despacho_practice::practices::store::custom_fields(app.platform.db.read(), from.id).await.expect("fields")[0].id;
        let word = "[A-Za-zñÑáéíóúüÁ=+@' .,;\"&-]{1,24}[a-z]";
        let one_client = (
            (word, word, word, word, any::<bool>()),
            prop_oneof![Just("00000000T"), Just("12345678Z"), Just("B99030017"), Just("")],
            prop_oneof![Just("ES"), Just("FR"), Just("US"), Just("MX")],
            (prop_oneof![Just(""), Just("28001"), Just("01001")], prop_oneof![Just(""), Just("ES-M"), Just("ES-VI")], word),
            proptest::collection::btree_set("[A-Za-zñ]{2,8}", 0..4),
            (any::<bool>(), prop_oneof![Just(""), Just("+34600112233")], "[a-z]{0,8}"),
        );
        let mut runner = TestRunner::new_with_rng(Config::default(), proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha));
        let mut tax_ids = BTreeSet::new();
        for at in 0..60 {
            let ((first, last, legal, business, person), tax_id, country, (postal_code, state, street), tags, (active, phone, custom)) =
                one_client.new_tree(&mut runner).expect("a client").current();
            let spanish = country == "ES";
            let tax_id = if spanish && tax_ids.insert(tax_id) { tax_id } else { "" };
            let mut body = json!({
                "client_type": if person { "individual" } else { "business" }, "first_name": first, "last_name": last, "legal_name": legal, "business_name": business,
                "display_name": format!("{business} {at}"), "tax_id": tax_id, "phone": phone, "email": format!("c{at}@test.example"), "tags": tags,
                "website": if person { "https://uno.example" } else { "" },
                "billing_address": { "country": country, "street1": street, "postal_code": if spanish { postal_code } else { "" }, "state": if spanish { state } else { "" }, "city": "León" },
            });
            if at % 3 == 0 {
                body["applications"] = json!(["inventory", "expense"]);
            }
            let made = app.asked_of(&one, &from, "POST", "/clients", body).await;
            // A name that no client may have is none of the file's.
            if made.status != 201 {
                continue;
            }
            let id = made.json()["id"].as_str().expect("an id").to_owned();
            let tx = app.platform.db.begin().await.expect("a transaction");
            let client: Id = id.parse().expect("an id");
            if !active {
                sql::run(&tx, "UPDATE clients SET active = $2 WHERE id = $1", vals![client, false]).await.expect("changed");
            }
            if !custom.is_empty() {
                let sql = "INSERT INTO client_custom_values (practice_id, client_id, field_id, value) VALUES ($1, $2, $3, $4)";
                sql::run(&tx, sql, vals![from.id, client, field, custom]).await.expect("a value");
            }
            tx.commit().await.expect("a commit");
            if at % 4 == 0 {
                let body = json!({ "user_ids": [one.user.id, two.user.id] });
                app.asked_of(&one, &from, "PUT", &format!("/clients/{id}/assignments"), body).await;
            }
        }
        let exported = async |person: &Person, practice: &Practice, kind: &str| {
            let request = Request::get(format!("/practices/{}/clients/export?status=all&format={kind}", practice.id)).header(header::COOKIE, &person.cookie);
            let response = tower::ServiceExt::oneshot(app.router.clone(), request.body(Body::empty()).expect("a request")).await.expect("an answer");
            axum::body::to_bytes(response.into_body(), 10_000_000).await.expect("a file").to_vec()
        };
        let file = exported(&one, &from, "csv").await;
        let lines = String::from_utf8_lossy(&file).lines().count();
        assert!(lines > 40, "{lines}");
        let import = app.client_file_of(&two, Some(&to), "clientes.csv", &file, json!({})).await;
        assert_eq!(import.status, 202, "{}", import.text);
        app.work().await;
        let import = app.asked_of(&two, &to, "GET", &format!("/client-file-imports/{}", import.json()["id"].as_str().expect("an id")), Value::Null).await.json();
        assert_eq!(import["failed"], 0, "{}", import["errors"]);
        let back = exported(&two, &to, "csv").await;
        assert_eq!(String::from_utf8_lossy(&back), String::from_utf8_lossy(&file));
        // The same of a workbook: everyone in it is there.
        let book = exported(&one, &from, "xlsx").await;
        let again = app.client_file_of(&two, Some(&to), "clientes.xlsx", &book, json!({ "dry_run": true })).await;
        app.work().await;
        let again = app.asked_of(&two, &to, "GET", &format!("/client-file-imports/{}", again.json()["id"].as_str().expect("an id")), Value::Null).await.json();
        assert_eq!((&again["skipped"], &again["failed"], &again["format"]), (&import["created"], &json!(0), &json!("xlsx")), "{}", again["errors"]);
    }
}

async fn made(app: &App) -> i64 {
    sql::scalar(app.platform.db.read(), "SELECT COUNT(*) FROM client_file_import_rows WHERE client_id IS NOT NULL", vec![])
        .await
        .expect("a count")
        .unwrap_or(0)
}

/// A workbook that unpacks to far more than it says.
fn bomb() -> Vec<u8> {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    let options = zip::write::SimpleFileOptions::default();
    let mut put = |name: &str, text: &dyn Fn(&mut dyn Write)| {
        archive.start_file(name, options).expect("a part");
        text(&mut archive);
    };
    put("xl/workbook.xml", &|part| part.write_all(b"<workbook xmlns:r=\"r\"><sheets><sheet name=\"a\" r:id=\"x\"/></sheets></workbook>").expect("written"));
    put("xl/_rels/workbook.xml.rels", &|part| part.write_all(b"<r><Relationship Id=\"x\" Target=\"worksheets/sheet1.xml\"/></r>").expect("written"));
    put("xl/worksheets/sheet1.xml", &|part| {
        part.write_all(b"<worksheet><sheetData>").expect("written");
        let row = format!("<row><c t=\"inlineStr\"><is><t>{}</t></is></c></row>", "x".repeat(100_000));
        for _ in 0..2000 {
            part.write_all(row.as_bytes()).expect("written");
        }
        part.write_all(b"</sheetData></worksheet>").expect("written");
    });
    archive.finish().expect("an archive").into_inner()
}
