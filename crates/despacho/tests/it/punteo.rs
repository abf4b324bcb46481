//! Matching on the pages of the general ledger: what is chosen is matched, taken off, rounded, proposed and taken back. Figures known by hand.

use despacho_kernel::{Id, access::OrganizationRole};
use despacho_ledger::journal::EntryDraft;
use despacho_platform::{both, memberships::Tenant, testkit::Engine};

use crate::{
    common::Answer,
    contacts::{of, sale},
    ledger::{Books, line},
};

struct Ledger {
    books: Books,
}

impl Ledger {
    async fn open(engine: Engine) -> Option<Self> {
        let books = Books::open(engine).await?;
        for name in ["Ana", "Bruno"] {
            books.contact(name).await;
        }
        Some(Self { books })
    }

    fn path(&self, rest: &str) -> String {
        let year = self.books.day(0).year();
        format!("/organizations/{}/reports/general-ledger{rest}account=430&from={year}-01-01&to={year}-12-31", self.books.organization)
    }

    async fn get(&self, rest: &str) -> String {
        let answer = self.books.app.get(&self.books.owner, &self.path(rest)).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.text
    }

    async fn send(&self, rest: &str, form: &str) -> Answer {
        self.books.app.post(&self.books.owner, &self.path(rest), form).await
    }

    async fn posted(&self, draft: &EntryDraft) -> Id {
        self.books.post(draft).await.expect("posted").id
    }

    async fn paid(&self, day: i64, number: i64, amount: i64) -> Id {
        self.posted(&EntryDraft::manual(self.books.day(day), "Cobro", vec![line("572", amount), of("430", -amount, number)]))
            .await
    }
}

/// The boxes of a page that can be ticked, and those that are.
fn boxes(page: &str) -> (usize, usize) {
    let all: Vec<&str> = page.split("<input").filter(|input| input.contains("name=\"posting\"")).collect();
    (all.len(), all.iter().filter(|input| input.split('>').next().is_some_and(|tag| tag.contains(" checked"))).count())
}

both! {
    async fn postings_are_matched_on_the_page_and_what_was_matched_meanwhile_is_told_at_its_row(engine) {
        let Some(ledger) = Ledger::open(engine).await else { return };
        let books = &ledger.books;
        let (one, two) = (ledger.posted(&sale(books.day(3), 1, 12_100)).await, ledger.posted(&sale(books.day(4), 2, 5_000)).await);
        let (pays, part) = (ledger.paid(9, 1, 12_100).await, ledger.paid(10, 2, 4_997).await);
        let page = ledger.get("?").await;
        assert_eq!(boxes(&page), (4, 0));
        // 121.00 + 50.00 − 121.00 − 49.97
        assert!(page.contains("Sin puntear") && page.contains("0,03"), "{page}");
        assert_eq!(ledger.send("?", &format!("deed=match&posting={two}.0&posting={part}.1")).await.status, 422);
        let done = ledger.send("?", &format!("deed=match&posting={one}.0&posting={pays}.1")).await;
        assert_eq!((done.status.as_u16(), done.location()), (303, ledger.path("?")));
        let open = ledger.get("?matched=open&").await;
        assert_eq!(boxes(&open), (2, 0));
        assert_eq!(boxes(&ledger.get("?matched=yes&").await), (2, 0));
        // Somebody has matched two of them: their rows say so and are left, the others stay chosen.
        let late = ledger.send("?", &format!("deed=match&posting={one}.0&posting={pays}.1&posting={two}.0")).await;
        assert_eq!((late.status.as_u16(), boxes(&late.text)), (422, (4, 1)));
        assert_eq!(late.text.matches("class=\"say\"").count(), 2);
        assert!(late.text.contains("El apunte ya está punteado."));

        // Three cents go to the account of small differences.
        assert_eq!(ledger.send("?", &format!("deed=round&posting={two}.0&posting={part}.1")).await.status, 303);
        assert_eq!(books.balances().await.get("659"), Some(&3));
        assert!(ledger.get("?matched=open&").await.contains("No queda nada por puntear"));
        // What was matched is taken off by any of its postings.
        assert_eq!(ledger.send("?", &format!("deed=unmatch&posting={two}.0")).await.status, 303);
        assert_eq!(boxes(&ledger.get("?matched=open&").await), (3, 0));
        assert_eq!(ledger.send("?", &format!("deed=unmatch&posting={two}.0")).await.status, 422);
        books.is_sound().await;
    }

    async fn a_difference_that_is_not_small_is_not_rounded(engine) {
        let Some(ledger) = Ledger::open(engine).await else { return };
        let books = &ledger.books;
        let (sold, pays) = (ledger.posted(&sale(books.day(3), 1, 12_100)).await, ledger.paid(9, 1, 11_999).await);
        let refused = ledger.send("?", &format!("deed=round&posting={sold}.0&posting={pays}.1")).await;
        assert_eq!((refused.status.as_u16(), boxes(&refused.text)), (422, (2, 2)));
        assert!(refused.text.contains("demasiado grande para redondeos"));
        assert_eq!(books.balances().await.get("659"), None);
        // Nothing at all is chosen.
        assert_eq!(ledger.send("?", "deed=match").await.status, 422);
    }

    async fn proposals_are_accepted_at_once_and_taken_back_within_ten_minutes(engine) {
        let Some(ledger) = Ledger::open(engine).await else { return };
        let books = &ledger.books;
        for (number, amount) in [(1, 12_100), (2, 5_000)] {
            ledger.posted(&sale(books.day(3), number, amount)).await;
            ledger.paid(9, number, amount).await;
        }
        let path = "/proposals?";
        let page = ledger.get(path).await;
        let words: Vec<&str> = page.split("name=\"proposal\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(words.len(), 2);
        let form = words.iter().map(|word| format!("proposal={word}")).collect::<Vec<_>>().join("&");
        let accepted = ledger.send(path, &form).await;
        assert_eq!(accepted.status, 303);
        assert!(accepted.flash().contains("count=2"), "{}", accepted.flash());
        assert_eq!(boxes(&ledger.get("?matched=yes&").await), (4, 0));
        // Sent twice, nothing more is matched, and what is left is told.
        let again = ledger.send(path, &form).await;
        assert!(again.flash().contains("flash-nothing-matched"), "{}", again.flash());
        let undo = accepted.flash();
        let undo = form_urlencoded::parse(undo.split_once('&').expect("arguments").1.as_bytes()).find(|(name, _)| name == "undo").expect("a way back").1.into_owned();
        // Another person takes nothing of it back.
        let helper = books.app.person("helper").await;
        books.app.join(Tenant::Organization, books.organization, &helper, OrganizationRole::Staff.word()).await;
        assert_eq!(books.app.post(&helper, &undo, "").await.status, 303);
        assert_eq!(boxes(&ledger.get("?matched=yes&").await), (4, 0));
        assert_eq!(books.app.post(&books.owner, &undo, "").await.status, 303);
        assert_eq!(boxes(&ledger.get("?matched=open&").await), (4, 0));
        let late = undo.replace("at=", "at=1");
        assert_eq!(books.app.post(&books.owner, &late, "").await.status, 409);
        books.is_sound().await;
    }

    async fn whoever_only_reads_sees_matches_and_no_boxes(engine) {
        let Some(ledger) = Ledger::open(engine).await else { return };
        let books = &ledger.books;
        let (sold, pays) = (ledger.posted(&sale(books.day(3), 1, 12_100)).await, ledger.paid(9, 1, 12_100).await);
        ledger.send("?", &format!("deed=match&posting={sold}.0&posting={pays}.1")).await;
        let reader = books.app.person("reader").await;
        books.app.join(Tenant::Organization, books.organization, &reader, OrganizationRole::ReadOnly.word()).await;
        let answer = books.app.get(&reader, &ledger.path("?contact=1&")).await;
        assert_eq!((answer.status.as_u16(), boxes(&answer.text), answer.text.matches("tickmark").count()), (200, (0, 0), 2));
        assert_eq!(books.app.post(&reader, &ledger.path("?"), "deed=match").await.status, 403);
    }

    async fn balances_by_contact_are_a_page_a_file_and_part_of_the_profile(engine) {
        let Some(ledger) = Ledger::open(engine).await else { return };
        let books = &ledger.books;
        ledger.posted(&sale(books.day(3), 1, 12_100)).await;
        ledger.posted(&sale(books.day(4), 2, 5_000)).await;
        ledger.paid(9, 2, 6_000).await;
        ledger.posted(&EntryDraft::manual(books.day(10), "Sin contacto", vec![line("430", 700), line("700", -700)])).await;
        let year = books.day(0).year();
        let path = |rest: &str| format!("/organizations/{}/reports/contact-balances?to={year}-12-31{rest}", books.organization);
        let page = books.app.get(&books.owner, &path("")).await;
        assert_eq!(page.status, 200);
        for seen in ["430", "Clientes", "118,00", "Ana", "121,00", "Bruno", "10,00", "Sin contacto", "7,00", "128,00"] {
            assert!(page.text.contains(seen), "{seen}: {}", page.text);
        }
        let file = books.app.get(&books.owner, &path("&format=csv")).await;
        let lines: Vec<&str> = file.text.trim_start_matches('\u{feff}').lines().skip(1).collect();
        assert_eq!(lines, ["430;Clientes;1;Ana;;121,00;", "430;Clientes;2;Bruno;;;10,00", "430;Clientes;;Sin contacto;;7,00;", ";Total;;;;128,00;10,00"]);
        // A contact's profile asks for what it holds, which leads to its ledger.
        let ana = books.app.get(&books.owner, &path("&contact=1")).await;
        assert!(ana.text.contains("id=\"contact-balance\"") && ana.text.contains("account=430&amp;only=1&amp;contact=1"), "{}", ana.text);
        assert!(!ana.text.contains("Bruno"));
        assert_eq!(books.app.get(&books.owner, &path("&contact=9")).await.status, 422);
        let stranger = books.app.person("stranger").await;
        assert_eq!(books.app.get(&stranger, &path("")).await.status, 404);
        assert!(books.app.get(&books.owner, &format!("/organizations/{}/reports/trial-balance?to={year}-12-31", books.organization)).await.text.contains("por contacto"));
    }
}
