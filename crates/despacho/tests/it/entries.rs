//! The pages of entries: what is typed in the grid is posted, kept as a draft, corrected and reversed, and what is refused is not lost.

use despacho_kernel::Id;
use despacho_ledger::{
    accounts::store as accounts,
    journal::{
        list::Filter,
        locks::{Level, Scope},
        store::{self, JournalEntry},
    },
};
use despacho_platform::{both, memberships::Tenant};
use despacho_ui::days;
use jiff::ToSpan;

use crate::{
    common::Answer,
    ledger::{Books, entry},
};

/// A form as a browser sends it: its head, and lines of account, text, debit and credit.
fn typed(day: &str, doing: &str, lines: &[[&str; 4]]) -> String {
    let mut form = format!("date={day}&journal=general&description=Compra+de+folios&reference=F-88&do={doing}");
    for (at, line) in lines.iter().enumerate() {
        for (field, value) in ["account_code", "description", "debit", "credit"].iter().zip(line) {
            form.push_str(&format!("&postings[{at}].{field}={}", value.replace(' ', "+")));
        }
    }
    form
}

impl Books {
    fn path(&self, rest: &str) -> String {
        format!("/organizations/{}/journal-entries{rest}", self.organization)
    }

    async fn shown(&self, rest: &str) -> String {
        let answer = self.app.get(&self.owner, &self.path(rest)).await;
        assert_eq!(answer.status, 200, "{rest}: {}", answer.text);
        answer.text
    }

    async fn sent(&self, rest: &str, form: &str) -> Answer {
        self.app.post(&self.owner, &self.path(rest), form).await
    }

    /// The entry that an answer leads to.
    async fn led(&self, answer: &Answer) -> JournalEntry {
        assert_eq!(answer.status, 303, "{}", answer.text);
        let id = answer.location().rsplit('/').next().and_then(|id| id.parse::<Id>().ok()).expect("an entry's page");
        store::find(self.app.platform.db.read(), self.organization, id).await.expect("an entry")
    }

    async fn all(&self) -> Vec<JournalEntry> {
        let filter = Filter { corrections: true, ..Filter::default() };
        store::page(self.app.platform.db.read(), self.organization, &filter, None, 100).await.expect("entries")
    }
}

const BOUGHT: [[&str; 4]; 3] = [["629", "", "1.000,00", ""], ["472", "", "210", ""], ["572", "Transferencia", "", "1.210,00"]];

both! {
    async fn what_is_typed_in_the_grid_is_posted(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let day = books.day(14).to_string();
        assert!(books.shown("").await.contains("Aún no hay asientos."));
        assert!(books.shown("/new").await.contains("name=\"postings[4].credit\""));
        let answer = books.sent("", &typed(&day, "post", &BOUGHT)).await;
        let posted = books.led(&answer).await;
        assert_eq!((posted.number, posted.total, posted.postings, posted.state.as_str()), (Some(1), 121_000, 3, "posted"));
        assert_eq!((posted.description.as_str(), posted.reference.as_str()), ("Compra de folios", "F-88"));
        assert_eq!(books.balances().await.get("629"), Some(&100_000));
        let page = books.shown(&format!("/{}", posted.id)).await;
        for part in ["Asiento 1", "1.210,00", "Transferencia", "Contabilizado por", "Cuadrado"] {
            assert!(page.contains(part), "{part}: {page}");
        }
        // A negative amount is the other side's, and the next entry has the same day.
        let next = books.sent("", &typed(&day, "new", &[["629", "", "-5", ""], ["", "", "", ""], ["572", "", "5", ""]])).await;
        let location = next.location();
        let (to, saved) = location.split_once("&saved=").expect("what was saved");
        assert_eq!((next.status.as_u16(), to), (303, books.path(&format!("/new?date={day}&journal=general")).as_str()));
        // What was saved takes its files there.
        assert!(books.app.get(&books.owner, &location).await.text.contains(&books.path(&format!("/{saved}/attachments"))));
        assert!(books.shown(&format!("/new?date={day}&journal=bank")).await.contains(&format!("value=\"{}\"", days::shown(&day))));
        assert_eq!(books.balances().await.get("629"), Some(&99_500));
        books.is_sound().await;
    }

    async fn a_refusal_keeps_what_was_typed(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let day = books.day(14).to_string();
        let refused = books.sent("", &typed(&day, "post", &[["629", "Con duda", "1.000,00x", ""], ["9999", "", "", "1.000,00"], ["", "Solo un texto", "", ""]])).await;
        assert_eq!(refused.status, 422);
        for part in [
            "value=\"1.000,00x\"", "value=\"Con duda\"", "value=\"9999\"", "value=\"Solo un texto\"", "value=\"Compra de folios\"", "value=\"F-88\"",
            "aria-invalid=\"true\" aria-describedby=\"f-postings[0]-debit-help\"", "href=\"#f-postings[1]-account_code\"", "Línea 2, cuenta: ", "Escriba un importe, como 25,50.",
        ] {
            assert!(refused.text.contains(part), "{part}: {}", refused.text);
        }
        let unbalanced = books.sent("", &typed(&day, "post", &[["629", "", "1.000,00", ""], ["572", "", "", "991"]])).await;
        assert_eq!(unbalanced.status, 422);
        assert!(unbalanced.text.contains("la diferencia entre el debe y el haber es 9,00\u{a0}€"), "{}", unbalanced.text);
        assert!(unbalanced.text.contains("Faltan 9,00\u{a0}€ en el haber"));
        assert!(books.all().await.is_empty());
        // More rows keep what is there.
        let more = books.sent("", &typed(&day, "rows", &BOUGHT)).await;
        assert_eq!(more.status, 200);
        assert!(more.text.contains("name=\"postings[7].debit\"") && more.text.contains("value=\"1.210,00\""), "{}", more.text);
    }

    async fn a_draft_is_changed_posted_and_deleted(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let day = books.day(14).to_string();
        let lines = [["629", "", "1.000,00", ""], ["", "falta la cuenta", "", "tres"]];
        let draft = books.led(&books.sent("", &typed(&day, "draft", &lines)).await).await;
        assert_eq!((draft.state.as_str(), draft.number, draft.version), ("draft", None, 1));
        let form = books.shown(&format!("/{}/edit", draft.id)).await;
        assert!(form.contains("value=\"1.000,00\"") && form.contains("value=\"tres\"") && form.contains("value=\"falta la cuenta\""), "{form}");
        assert!(books.shown("?status=draft").await.contains("Compra de folios"));
        // As it stands it cannot be posted, which its form tells.
        let refused = books.sent(&format!("/{}/posting", draft.id), "").await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("value=\"tres\"") && refused.text.contains("Línea 2, haber: Escriba un importe, como 25,50."), "{}", refused.text);
        let kept = books.led(&books.sent(&format!("/{}", draft.id), &format!("{}&version=1", typed(&day, "draft", &BOUGHT))).await).await;
        assert_eq!((kept.id, kept.version), (draft.id, 2));
        let stale = books.sent(&format!("/{}", draft.id), &format!("{}&version=1", typed(&day, "draft", &BOUGHT[1..]))).await;
        assert_eq!(stale.status, 409);
        assert!(stale.text.contains("name=\"version\" value=\"2\""), "{}", stale.text);
        let posted = books.led(&books.sent(&format!("/{}/posting", draft.id), "").await).await;
        assert_eq!((posted.id, posted.state.as_str(), posted.number), (draft.id, "posted", Some(1)));
        // Who still has the draft's form does not correct the entry with it.
        assert_eq!(books.sent(&format!("/{}", draft.id), &format!("{}&version=2", typed(&day, "post", &BOUGHT))).await.status, 409);
        let other = books.led(&books.sent("", &typed(&day, "draft", &BOUGHT)).await).await;
        assert_eq!(books.sent(&format!("/{}/deletion", other.id), "").await.location(), books.path(""));
        assert_eq!(books.all().await.len(), 1);
        books.is_sound().await;
    }

    async fn an_entry_is_corrected_and_reversed(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let day = books.day(14).to_string();
        let first = books.led(&books.sent("", &typed(&day, "post", &BOUGHT)).await).await;
        let form = books.shown(&format!("/{}/edit", first.id)).await;
        assert!(form.contains("Editar el asiento 1") && form.contains("value=\"1.210,00\""), "{form}");
        let corrected = books.sent(&format!("/{}", first.id), &typed(&day, "post", &[["628", "", "10", ""], ["572", "", "", "10"]])).await;
        assert!(corrected.headers["set-cookie"].to_str().expect("a cookie").contains("flash-entry-corrected&name=1+%28v2%29"));
        let second = books.led(&corrected).await;
        assert_eq!((second.number, second.revision), (Some(1), 2));
        assert_eq!(books.balances().await.get("628"), Some(&1_000));
        assert!(books.shown(&format!("/{}", first.id)).await.contains("Corregido por"));
        let list = books.shown("").await;
        assert!(list.contains("1 (v2)") && !list.contains("Contraasiento"), "{list}");
        assert!(books.shown("?corrections=on").await.contains("Contraasiento"));

        let path = format!("/{}/reversal", second.id);
        assert!(books.shown(&path).await.contains("¿Anular el asiento 1 (v2)?"));
        let refused = books.sent(&path, "date=x&reason=").await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("Escriba una fecha."), "{}", refused.text);
        let reversed = books.led(&books.sent(&path, &format!("date={day}&reason=Duplicado")).await).await;
        assert_eq!((reversed.id, reversed.state.as_str()), (second.id, "reversed"));
        let texts: Vec<String> = books.all().await.into_iter().filter(|entry| entry.kind == "reversal").map(|entry| entry.description).collect();
        assert_eq!(texts, [format!("Anulación del 1 (v2) · {} (Duplicado)", second.description)]);
        let told = books.app.get(&books.owner, &format!("/organizations/{}/activity", books.organization)).await.text;
        assert!(told.contains(&format!("href=\"{}\"", books.path(&format!("/{}", second.id)))) && told.contains("/1 (v2)") && told.contains("Anulación"), "{told}");
        assert!(books.balances().await.is_empty());
        assert_eq!(books.sent(&path, &format!("date={day}&reason=Otra+vez")).await.status, 409);
        assert_eq!(books.app.get(&books.owner, &books.path(&format!("/{}/edit", second.id))).await.status, 409);
        books.is_sound().await;
    }

    async fn what_cannot_be_done_is_not_offered(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let first = books.led(&books.sent("", &typed(&books.day(3).to_string(), "post", &BOUGHT)).await).await;
        let (edit, reversal) = (books.path(&format!("/{}/edit", first.id)), books.path(&format!("/{}/reversal", first.id)));
        let page = books.shown(&format!("/{}", first.id)).await;
        assert!(page.contains(&edit) && page.contains(&reversal), "{page}");
        books.lock(Scope::All, Level::Soft, Some(books.day(9))).await.expect("locked");
        // Who may post in locked periods is told that they did.
        let there = books.sent("", &typed(&books.day(4).to_string(), "post", &BOUGHT)).await;
        assert!(there.headers["set-cookie"].to_str().expect("a cookie").contains("flash-entry-posted-locked&name=2;"), "{:?}", there.headers["set-cookie"]);
        books.lock(Scope::All, Level::Hard, Some(books.day(363))).await.expect("locked");
        let page = books.shown(&format!("/{}", first.id)).await;
        assert!(!page.contains(&edit) && page.contains(&reversal) && page.contains("inclusive: no se puede editar."), "{page}");
        // The reversal is proposed on the first open day.
        let form = books.shown(&format!("/{}/reversal", first.id)).await;
        assert!(form.contains(&days::shown(&books.day(364).to_string())), "{form}");
        books.lock(Scope::All, Level::Hard, Some(books.day(0).checked_add(2.years()).expect("a day"))).await.expect("locked");
        let page = books.shown(&format!("/{}", first.id)).await;
        assert!(!page.contains(&edit) && !page.contains(&reversal) && page.contains("tampoco se puede anular"), "{page}");
    }

    async fn the_same_form_posts_once(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let form = format!("{}&key=una", typed(&books.day(3).to_string(), "post", &BOUGHT));
        let (one, two) = (books.led(&books.sent("", &form).await).await, books.led(&books.sent("", &form).await).await);
        assert_eq!(one.id, two.id);
        assert_eq!(books.all().await.len(), 1);
        // What says something else is not taken for what was saved: it is told and kept, and saved again it is another entry.
        let other = form.replace("1.210", "1.220").replace("1.000", "1.010");
        let told = books.sent("", &other).await;
        assert_eq!(told.status, 422);
        assert!(told.text.contains("Ya se guardó con otros datos") && told.text.contains("value=\"1.220,00\""), "{}", told.text);
        let key = told.text.split("name=\"key\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a key");
        assert_ne!(key, "una");
        let three = books.led(&books.sent("", &other.replace("key=una", &format!("key={key}"))).await).await;
        assert_eq!((three.total, books.all().await.len()), (122_000, 2));
    }

    async fn zeros_of_an_account_are_filled_in_where_the_chart_has_it(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let made = books.app.post(&books.owner, &format!("/organizations/{}/accounts", books.organization), "code=62900007&name=Residuos&type=expense&active=on").await;
        assert_eq!(made.status, 303, "{}", made.text);
        let posted = books.led(&books.sent("", &typed(&books.day(3).to_string(), "post", &[["629.7", "", "5", ""], ["572", "", "", "5"]])).await).await;
        assert_eq!(books.balances().await.get("62900007"), Some(&500));
        assert!(books.shown(&format!("/{}", posted.id)).await.contains("62900007"));
        let found = books.app.get(&books.owner, &books.path("/accounts?q=629.7")).await.json();
        assert_eq!((&found["items"][0]["code"], &found["new"]), (&"62900007".into(), &serde_json::Value::Null));
        let missing = books.app.get(&books.owner, &books.path("/accounts?q=629.9")).await.json();
        assert_eq!(missing["new"]["code"], "62900009");
        // It is made on the spot, with the type of the account that it depends on.
        let path = books.path("/accounts");
        let refused = books.app.post(&books.owner, &path, "code=629.9&name=").await;
        assert_eq!((refused.status.as_u16(), refused.json()["message"].as_str()), (422, Some("Escriba este dato.")), "{}", refused.text);
        let made = books.app.post(&books.owner, &path, "code=629.9&name=Limpieza").await;
        assert_eq!((made.status.as_u16(), made.json()), (201, serde_json::json!({ "code": "62900009", "name": "Limpieza" })));
        let account = accounts::find_by_code(books.app.platform.db.read(), books.organization, "62900009").await.expect("found").expect("an account");
        assert_eq!((account.r#type.as_str(), account.parent_code.as_str(), account.active), ("expense", "629", true));
        assert!(books.app.get(&books.owner, &format!("/organizations/{}/accounts/new?code=4301", books.organization)).await.text.contains("<option value=\"asset\" selected"));
        let beside = books.shown("/beside?code=629.7").await;
        assert!(beside.contains("Residuos") && beside.contains("data-balance=\"500\"") && beside.contains("Asiento 1"), "{beside}");
    }

    async fn a_list_is_narrowed_and_paged(engine) {
        let Some(books) = Books::open(engine).await else { return };
        for at in 0..55 {
            books.post(&entry(books.day(at), &[("629", 100 + at), ("572", -100 - at)])).await.expect("posted");
        }
        let rows = |page: &str| page.matches("<td class=\"text clip\">").count();
        let first = books.shown("").await;
        let after = |page: &str, rel: &str| {
            let before = page.split(&format!("rel=\"{rel}\"")).next().expect("a link");
            before.rsplit("href=\"").next().and_then(|rest| rest.split('"').next()).expect("an address").replace("&amp;", "&")
        };
        assert_eq!(rows(&first), 50);
        assert!(!first.contains("rel=\"prev\""));
        let second = books.shown(&after(&first, "next")).await;
        assert_eq!((rows(&second), second.contains("rel=\"next\"")), (5, false));
        let back = books.shown(&after(&second, "prev")).await;
        assert_eq!((rows(&back), back.contains("rel=\"prev\"")), (50, false));
        assert_eq!(rows(&books.shown(&format!("?from={}&to={}", books.day(3), books.day(5))).await), 3);
        assert_eq!(rows(&books.shown("?min=1,50").await), 5);
        assert_eq!(rows(&books.shown("?q=7&account=62").await), 1);
        assert_eq!(rows(&books.shown("?account=57&max=1").await), 1);
        assert!(books.shown("?account=999").await.contains("No hay ninguna cuenta con este código."));
        assert!(books.shown("?min=x").await.contains("Escriba un importe, como 25,50."));
    }

    async fn who_may_not_write_reads_and_others_find_nothing(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let (reader, stranger) = (books.app.person("reader").await, books.app.person("stranger").await);
        books.app.join(Tenant::Organization, books.organization, &reader, "read_only").await;
        let theirs = books.app.organization(&stranger, "Otra", &["books"]).await;
        let posted = books.post(&entry(books.day(3), &[("629", 100), ("572", -100)])).await.expect("posted");
        let page = books.app.get(&reader, &books.path(&format!("/{}", posted.id))).await;
        assert_eq!(page.status, 200);
        assert!(!page.text.contains("/reversal") && !page.text.contains("?copy="), "{}", page.text);
        let list = books.app.get(&reader, &books.path("")).await;
        assert!(list.text.contains("Compra de material") && !list.text.contains("/journal-entries/new"));
        for path in ["/new".to_owned(), format!("/{}/edit", posted.id), format!("/{}/reversal", posted.id)] {
            assert_eq!(books.app.get(&reader, &books.path(&path)).await.status, 403, "{path}");
        }
        for path in [String::new(), format!("/{}", posted.id), format!("/{}/posting", posted.id), format!("/{}/deletion", posted.id)] {
            assert_eq!(books.app.post(&reader, &books.path(&path), "").await.status, 403, "{path}");
        }
        for path in ["", "/edit", "/reversal"] {
            assert_eq!(books.app.get(&stranger, &format!("/organizations/{theirs}/journal-entries/{}{path}", posted.id)).await.status, 404, "{path}");
        }
        assert_eq!(books.app.get(&stranger, &format!("/organizations/{theirs}/journal-entries/new?copy={}", posted.id)).await.status, 404);
        assert_eq!(books.app.post(&stranger, &format!("/organizations/{theirs}/journal-entries/{}/reversal", posted.id), "date=2026-01-01&reason=x").await.status, 404);
    }

    async fn entries_are_found_by_what_they_say_and_by_their_amounts(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let day = books.day(0).to_string();
        books.led(&books.sent("", &typed(&day, "post", &BOUGHT)).await).await;
        books.post(&entry(books.day(1), &[("629", 500), ("572", -500)])).await.expect("an entry");
        // The list, by number, document, text, the sum and the amount of a line; what has another is not found.
        for (asked, found) in [("1", 1), ("F-88", 1), ("folios", 1), ("1.210,00", 1), ("210", 1), ("1000", 1), ("5,00", 1), ("folios+210", 1), ("folios+5,00", 0), ("1.210,01", 0)] {
            let page = books.shown(&format!("?q={asked}")).await;
            assert_eq!(page.matches("class=\"to\" href").count(), found, "{asked}: {page}");
        }
        let programs = books.app.api(&books.owner, "GET", &format!("/organizations/{}/journal-entries?search=1210.00", books.organization), None, None).await.json();
        assert_eq!(programs["items"].as_array().map(Vec::len), Some(1));
        let backwards = books.app.get(&books.owner, &books.path(&format!("?from={}&to={day}", books.day(1)))).await;
        assert!(backwards.text.contains("El último día es anterior al primero."), "{}", backwards.text);
        // The search box leads to them, to the ledger of accounts, and to reports.
        let searched = async |words: &str| books.app.get(&books.owner, &format!("/organizations/{}/search?q={words}", books.organization)).await.text;
        for words in ["F-88", "1.210,00", "folios"] {
            let page = searched(words).await;
            assert!(page.contains("Asiento 1 · Compra de folios") && page.contains("F-88 · 1.210,00\u{a0}€"), "{words}: {page}");
        }
        assert!(searched("sumas").await.contains(&format!("/organizations/{}/reports/trial-balance", books.organization)));
        assert!(searched("572").await.contains(&format!("/organizations/{}/reports/general-ledger?account=572\"", books.organization)));
        assert!(!searched("1.210,01").await.contains("Asiento 1"));
        let suggested = books.app.get(&books.owner, &format!("/organizations/{}/search/suggestions?q=F-88", books.organization)).await.text;
        assert!(suggested.contains("Asiento 1 · Compra de folios"), "{suggested}");
    }
}
