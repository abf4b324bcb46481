//! The grid of entries: contacts on control accounts, and what its cells find, complete and make.

use despacho_ledger::journal::{
    locks::{Level, Scope},
    store,
};
use despacho_platform::both;
use despacho_ui::days;
use jiff::ToSpan;
use serde_json::{Value, json};

use crate::ledger::Books;

impl Books {
    fn grid_path(&self, rest: &str) -> String {
        format!("/organizations/{}/journal-entries{rest}", self.organization)
    }

    /// Posts lines of account, debit and credit, and answers where it leads.
    async fn type_lines(&self, rest: &str, lines: &[[&str; 3]]) -> crate::common::Answer {
        let mut form = format!("date={}&journal=general&description=Venta&reference=&do=post", self.day(14));
        for (at, line) in lines.iter().enumerate() {
            for (field, value) in ["account_code", "debit", "credit"].iter().zip(line) {
                form.push_str(&format!("&postings[{at}].{field}={}", form_urlencoded::byte_serialize(value.as_bytes()).collect::<String>()));
            }
        }
        self.app.post(&self.owner, &self.grid_path(rest), &form).await
    }

    async fn finds(&self, text: &str) -> Value {
        let query: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
        self.app.get(&self.owner, &self.grid_path(&format!("/accounts?q={query}"))).await.json()
    }
}

fn codes(found: &Value) -> Vec<&str> {
    found["items"].as_array().expect("items").iter().filter_map(|item| item["code"].as_str()).collect()
}

both! {
    async fn a_contact_is_typed_behind_its_account(engine) {
        let Some(books) = Books::open(engine).await else { return };
        for name in ["Viveros Quintana, S. L.", "Vidrios Ámbar"] {
            books.contact(name).await;
        }
        let posted = books.type_lines("", &[["430.2", "121", ""], ["700", "", "100"], ["477", "", "21"]]).await;
        assert_eq!(posted.status, 303, "{}", posted.text);
        let again = books.type_lines("", &[["430 · 2", "", "20"], ["430 · 1", "20", ""]]).await;
        assert_eq!(again.status, 303, "{}", again.text);
        assert_eq!(books.held_by("430", books.day(14)).await, [(2, 10_100), (1, 2_000)].into());

        // One entry, its correction and its copy show and keep it.
        let id = posted.location().rsplit('/').next().expect("an id").to_owned();
        let page = books.app.get(&books.owner, &books.grid_path(&format!("/{id}"))).await.text;
        assert!(page.contains("430 · 2</span> Vidrios Ámbar") && page.contains("account=430&amp;only=1&amp;contact=2"), "{page}");
        for path in [format!("/{id}/edit"), format!("/new?copy={id}")] {
            let form = books.app.get(&books.owner, &books.grid_path(&path)).await.text;
            assert!(form.contains("value=\"430 · 2\"") && form.contains("Vidrios Ámbar"), "{path}: {form}");
        }
        let corrected = books.type_lines(&format!("/{id}"), &[["430 · 2", "242", ""], ["700", "", "242"]]).await;
        assert_eq!(corrected.status, 303, "{}", corrected.text);
        assert_eq!(books.held_by("430", books.day(14)).await, [(2, 22_200), (1, 2_000)].into());
        let ledger = books.app.get(&books.owner, &format!("/organizations/{}/reports/general-ledger?account=430&only=1&contact=1&period=year", books.organization)).await;
        assert_eq!(ledger.status, 303);
        let ledger = books.app.get(&books.owner, &ledger.location()).await.text;
        assert!(ledger.contains("1 · Viveros Quintana") && ledger.contains("20,00") && !ledger.contains("242,00"), "{ledger}");
        books.is_sound().await;
    }

    async fn what_names_nobody_is_told_and_not_refused(engine) {
        let Some(books) = Books::open(engine).await else { return };
        books.contact("Viveros Quintana").await;
        let posted = books.type_lines("", &[["430", "5", ""], ["700", "", "5"]]).await;
        assert_eq!(posted.status, 303);
        let page = books.app.get(&books.owner, &posted.location()).await.text;
        assert!(page.contains("sin contacto"), "{page}");
        // A contact that is not there is told at the cell of its account, with what is wrong besides.
        let refused = books.type_lines("", &[["430.9", "5", ""], ["700", "", "x"], ["572 · 1", "1", ""]]).await;
        assert_eq!(refused.status, 422);
        for part in ["value=\"430 · 9\"", "href=\"#f-postings[0]-account_code\"", "No hay ningún contacto con ese número.", "Línea 2, haber: "] {
            assert!(refused.text.contains(part), "{part}: {}", refused.text);
        }
        let not_taken = books.type_lines("", &[["572 · 1", "5", ""], ["700", "", "5"]]).await;
        assert!(not_taken.status == 422 && not_taken.text.contains("La cuenta no se lleva por contactos"), "{}", not_taken.text);
    }

    async fn a_draft_keeps_its_contact(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let contact = books.contact("Viveros Quintana").await;
        let body = json!({ "date": books.day(3).to_string(), "status": "draft", "postings": [{ "account_code": "430", "debit": "5", "contact": contact.id.to_string() }] });
        let draft = books.ok("POST", "/journal-entries", Some(body), 201).await;
        let id = draft["id"].as_str().expect("an id").to_owned();
        let page = books.app.get(&books.owner, &books.grid_path(&format!("/{id}"))).await.text;
        assert!(page.contains("430 · 1</span> Viveros Quintana"), "{page}");
        let form = books.app.get(&books.owner, &books.grid_path(&format!("/{id}/edit"))).await.text;
        assert!(form.contains("value=\"430 · 1\""), "{form}");
        let posted = books.type_lines(&format!("/{id}"), &[["430 · 1", "5", ""], ["700", "", "5"]]).await;
        assert_eq!(posted.status, 303, "{}", posted.text);
        let head = store::find(books.app.platform.db.read(), books.organization, id.parse().expect("an id")).await.expect("an entry");
        assert_eq!((head.state.as_str(), head.number), ("posted", Some(1)));
        assert_eq!(books.held_by("430", books.day(3)).await, [(1, 500)].into());
    }

    async fn a_text_finds_accounts_and_contacts(engine) {
        let Some(books) = Books::open(engine).await else { return };
        for name in ["Viveros Quintana", "Vidrios Ámbar", "Clientes Varios"] {
            books.contact(name).await;
        }
        for nth in 0..5 {
            books.contact(&format!("Otro {nth}")).await;
        }
        books.type_lines("", &[["430 · 2", "121", ""], ["400 · 2", "", "121"]]).await;
        // A code that is there is itself before all that begin so.
        let found = books.finds("430").await;
        assert_eq!((codes(&found)[..2].to_vec(), &found["exact"], &found["items"][0]["lacks"]), (vec!["430", "4300"], &json!(true), &json!(true)));
        assert_eq!(books.finds("43").await["exact"], json!(false));
        // Behind a control account stands the number of a contact, or its name.
        let found = books.finds("430.2").await;
        assert_eq!((codes(&found), &found["exact"], &found["items"][0]["name"], &found["items"][0]["amount"]), (vec!["430 · 2"], &json!(true), &json!("Vidrios Ámbar"), &json!("121,00")));
        assert_eq!(found["contacts"][0]["label"], json!("Crear contacto en 430 Clientes…"));
        let missing = books.finds("430.9").await;
        assert_eq!((codes(&missing), &missing["exact"], &missing["new"]), (Vec::<&str>::new(), &json!(false), &Value::Null));
        assert_eq!(codes(&books.finds("430 · vi").await), ["430 · 2", "430 · 1"]);
        // A name finds accounts and contacts, these where they have postings or by what they are.
        let found = books.finds("vidrios").await;
        assert_eq!((codes(&found), &found["exact"]), (vec!["400 · 2", "430 · 2"], &json!(false)));
        assert_eq!(codes(&books.finds("quintana").await), ["400 · 1", "430 · 1"]);
        let found = books.finds("clientes").await;
        assert_eq!((codes(&found)[0], &found["exact"]), ("430", &json!(true)));
        assert!(codes(&found).contains(&"430 · 3"), "{found}");
        // What is not there is made on the spot, of the kind of its account.
        let found = books.finds("Nácar Ambiental").await;
        let labels: Vec<&Value> = found["contacts"].as_array().expect("offers").iter().map(|of| &of["account"]).collect();
        assert_eq!((codes(&found), labels), (Vec::<&str>::new(), vec![&json!("400"), &json!("430")]));
        let path = books.grid_path("/contacts");
        let made = books.app.post(&books.owner, &path, "account=400&name=N%C3%A1car+Ambiental").await;
        assert_eq!((made.status.as_u16(), made.json()), (201, json!({ "code": "400 · 9", "name": "Nácar Ambiental", "number": 9 })));
        let listed = books.ok("GET", "/contacts?kind=vendor&search=nacar", None, 200).await;
        assert_eq!((&listed["items"][0]["number"], &listed["items"][0]["customer"], &listed["items"][0]["country"]), (&json!(9), &json!(false), &json!("ES")));
        let refused = books.app.post(&books.owner, &path, "account=572&name=X").await;
        assert_eq!(refused.status, 422);
        assert_eq!(books.app.post(&books.owner, &path, "account=400&name=").await.json()["message"], json!("Escriba este dato."));
    }

    async fn a_day_that_takes_no_entry_is_told_with_who_locked_it(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let asked = async |day: jiff::civil::Date| books.app.get(&books.owner, &books.grid_path(&format!("/day?date={}&journal=general", days::shown(&day.to_string())))).await.json();
        assert_eq!(asked(books.day(3)).await, json!({ "number": 1 }));
        books.lock(Scope::All, Level::Hard, Some(books.day(9))).await.expect("locked");
        let told = asked(books.day(3)).await;
        let message = told["message"].as_str().expect("a message");
        assert!(message.starts_with("Bloqueado hasta el ") && message.contains(&books.owner.user.name), "{told}");
        assert_eq!(told["open"]["date"], json!(days::shown(&books.day(10).to_string())));
        let none = asked(books.day(0).checked_add(20.years()).expect("a day")).await;
        assert!(none["message"].as_str().expect("a message").starts_with("Ningún ejercicio contiene el ") && none["open"].is_null(), "{none}");
        // The form takes the day as it is written.
        let written = days::shown(&books.day(14).to_string());
        let sent = format!("date={written}&journal=general&do=post&postings[0].account_code=629&postings[0].debit=5&postings[1].account_code=572&postings[1].credit=5");
        let posted = books.app.post(&books.owner, &books.grid_path(""), &sent).await;
        assert_eq!(posted.status, 303, "{}", posted.text);
        let refused = books.app.post(&books.owner, &books.grid_path(""), &sent.replace(&written, "31/02/2026")).await;
        assert!(refused.status == 422 && refused.text.contains("value=\"31/02/2026\"") && refused.text.contains("Escriba una fecha."), "{}", refused.text);
    }

    async fn an_empty_grid_makes_no_draft(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let sent = format!("date={}&journal=general&do=draft&postings[0].account_code=&postings[0].debit=", books.day(3));
        assert_eq!(books.app.post(&books.owner, &books.grid_path(""), &sent).await.status, 422);
        // One side alone is what it holds.
        let one = books.app.post(&books.owner, &books.grid_path(""), &format!("{sent}&postings[1].account_code=572&postings[1].credit=98,76")).await;
        assert_eq!(one.status, 303);
        assert!(books.app.get(&books.owner, &books.grid_path("?status=draft")).await.text.contains("98,76"));
    }

    async fn exports_name_contacts_and_imports_keep_them(engine) {
        let Some(books) = Books::open(engine).await else { return };
        for name in ["Viveros Quintana, S. L.", "Vidrios Ámbar"] {
            books.contact(name).await;
        }
        books.type_lines("", &[["430 · 1", "121", ""], ["700", "", "121"]]).await;
        books.type_lines("", &[["430 · 2", "5", ""], ["430", "2", ""], ["700", "", "7"]]).await;
        let get = async |format: &str| books.app.api(&books.owner, "GET", &format!("/organizations/{}/exports/{format}", books.organization), None, None).await.text;
        for (format, part) in [
            ("hledger", "; contact: 1 Viveros Quintana S. L.\n"),
            ("ledger", "tag contact\n"),
            ("beancount", "    contact: \"1 Viveros Quintana, S. L.\"\n"),
            ("csv", ",1,\"Viveros Quintana, S. L.\"\n"),
            ("jsonl", "\"contact\":1,\"contact_name\":\"Viveros Quintana, S. L.\""),
        ] {
            let text = get(format).await;
            assert!(text.contains(part), "{format}: {text}");
        }
        // Other books with the same people under other numbers.
        for format in ["hledger", "ledger", "beancount", "csv"] {
            let Some(others) = Books::open(engine).await else { return };
            for name in ["Nadie", "Vidrios Ámbar", "Viveros Quintana, S. L."] {
                others.contact(name).await;
            }
            let taken = others.bring(&format!("libro.{format}"), get(format).await.as_bytes(), &[("format", format)]).await;
            assert_eq!(taken["status"], json!("completed"), "{format}: {taken}");
            assert_eq!(others.held_by("430", books.day(14)).await, [(3, 12_100), (2, 500), (0, 200)].into(), "{format}");
            others.is_sound().await;
        }
    }

    async fn a_block_of_entries_is_looked_at_and_posted_whole_or_not_at_all(engine) {
        let Some(books) = Books::open(engine).await else { return };
        books.contact("Viveros Quintana").await;
        let path = format!("/organizations/{}/journal-block", books.organization);
        let send = async |text: &str, doing: &str, key: &str| {
            let block: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
            books.app.post(&books.owner, &path, &format!("block={block}&do={doing}&key={key}")).await
        };
        let day = |nth: i64| days::shown(&books.day(nth).to_string());
        let text = format!("{0}\t430.1\tVenta\t121,00\t\n{0}\t700\tVenta\t\t100,00\n{0}\t477\tVenta\t\t21,00\n{1}\t629\tPapel\t1.000,00\t\n{1}\t572\tPapel\t\t1.000,00\n", day(3), day(5));
        assert_eq!(books.app.get(&books.owner, &path).await.status, 200);
        let looked = send(&text, "look", "a").await;
        for part in ["2 asientos", "1.121,00", "Contabilizar los 2 asientos", "Venta"] {
            assert!(looked.text.contains(part), "{part}: {}", looked.text);
        }
        assert!(books.balances().await.is_empty());
        let posted = send(&text, "post", "a").await;
        assert_eq!(posted.status, 303, "{}", posted.text);
        // Sent again, it is the same.
        assert_eq!(send(&text, "post", "a").await.status, 303);
        assert_eq!((books.balances().await.get("629"), books.held_by("430", books.day(3)).await), (Some(&100_000), [(1, 12_100)].into()));
        let wrong = send(&text.replace("430.1", "430.8").replace("572", "9999"), "post", "b").await;
        assert_eq!(wrong.status, 422);
        for part in ["Fila 1: No hay ningún contacto", "Fila 5: No hay ninguna cuenta", "430.8"] {
            assert!(wrong.text.contains(part), "{part}: {}", wrong.text);
        }
        assert_eq!(books.balances().await.get("629"), Some(&100_000));
        books.is_sound().await;
    }

    async fn pasted_accounts_are_named_at_once(engine) {
        let Some(books) = Books::open(engine).await else { return };
        books.contact("Viveros Quintana").await;
        let named = books.app.post(&books.owner, &books.grid_path("/pasted"), "q=430.1&q=629&q=430.9&q=629.9&q=430").await.json();
        assert_eq!(named["items"][0], json!({ "code": "430 · 1", "name": "Viveros Quintana", "lacks": false }));
        assert_eq!((&named["items"][1]["code"], &named["items"][2]["missing"], &named["items"][3]["missing"]), (&json!("629"), &json!("430 · 9"), &json!("62900009")));
        assert_eq!(named["items"][4]["lacks"], json!(true));
    }

    async fn beside_the_grid_stands_what_the_contact_holds(engine) {
        let Some(books) = Books::open(engine).await else { return };
        books.contact("Viveros Quintana").await;
        books.type_lines("", &[["430 · 1", "121", ""], ["700", "", "121"]]).await;
        books.type_lines("", &[["430", "9", ""], ["700", "", "9"]]).await;
        let shown = books.app.get(&books.owner, &books.grid_path("/beside?code=430%20%C2%B7%201")).await.text;
        for part in ["data-balance=\"12100\"", "data-code=\"430 · 1\"", "Viveros Quintana", "Repetir el 1", "contact=1"] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
        let whole = books.app.get(&books.owner, &books.grid_path("/beside?code=430")).await.text;
        assert!(whole.contains("data-balance=\"13000\"") && whole.contains("Repetir el 2"), "{whole}");
    }
}
