//! Reports, years and locks on their pages and as files. Figures computed by hand.

use despacho::wiring;
use despacho_kernel::{access::OrganizationRole, new_id};
use despacho_ledger::fiscal_years::store as years;
use despacho_platform::{Platform, both, config::Config, memberships::Tenant, testkit::Engine};
use serde_json::json;

use crate::{
    common::{Answer, Person},
    ledger::{Books, entry},
};

/// The figures of a page: its text without tags, each run of blanks one.
fn plain(page: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in page.chars() {
        match c {
            '<' => {
                inside = true;
                text.push(' ');
            }
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Pages {
    books: Books,
    /// The year that the books begin with.
    year: i16,
}

impl Pages {
    /// Capital 3,000.00 on the first day; a sale of 1,000.00 and VAT on 10 February; a purchase of 400.00 and VAT on 20 February, paid on 12 March.
    async fn open(engine: Engine) -> Option<Self> {
        let books = Books::open(engine).await?;
        for (day, lines) in [
            (0, &[("572", 300_000), ("100", -300_000)][..]),
            (40, &[("430", 121_000), ("700", -100_000), ("477", -21_000)]),
            (50, &[("600", 40_000), ("472", 8_400), ("400", -48_400)]),
            (70, &[("400", 48_400), ("572", -48_400)]),
        ] {
            books.post(&entry(books.day(day), lines)).await.expect("posted");
        }
        let year = books.day(0).year();
        Some(Self { books, year })
    }

    fn path(&self, rest: &str) -> String {
        format!("/organizations/{}{}", self.books.organization, rest.replace("YEAR", &self.year.to_string()))
    }

    async fn get(&self, rest: &str) -> Answer {
        self.get_as(&self.books.owner, rest).await
    }

    async fn get_as(&self, person: &Person, rest: &str) -> Answer {
        self.books.app.get(person, &self.path(rest)).await
    }

    async fn post(&self, rest: &str, form: &str) -> Answer {
        self.books.app.post(&self.books.owner, &self.path(rest), form).await
    }

    /// The lines of a CSV file, without its mark.
    async fn csv(&self, rest: &str) -> Vec<String> {
        let answer = self.get(rest).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.headers["content-type"], "text/csv; charset=utf-8");
        answer.text.trim_start_matches('\u{feff}').lines().map(str::to_owned).collect()
    }
}

both! {
    async fn the_trial_balance_shows_what_was_posted_and_leads_to_its_postings(engine) {
        let Some(pages) = Pages::open(engine).await else { return };
        let whole = pages.get("/reports/trial-balance?from=YEAR-01-01&to=YEAR-12-31").await;
        assert_eq!(whole.status, 200);
        let text = plain(&whole.text);
        for row in ["100 Capital social 3.000,00 3.000,00", "572 Bancos e instituciones de crédito c/c vista, euros 3.000,00 484,00 2.516,00", "Total Cuadra 0,00 5.178,00 5.178,00 4.210,00 4.210,00"] {
            assert!(text.contains(row), "{row}: {text}");
        }
        let link = pages.path("/reports/general-ledger?account=572&amp;from=YEAR-01-01&amp;to=YEAR-12-31");
        assert!(whole.text.contains(&format!("href=\"{link}\"")), "{link}");
        // From March on, what came before is the opening; the sales of February are in it.
        let march = pages.csv("/reports/trial-balance?from=YEAR-03-01&to=YEAR-03-31&level=1&format=csv").await;
        assert_eq!(march, [
            "Código;Cuenta;Saldo inicial;Debe;Haber;Deudor;Acreedor",
            "1;Financiación básica;-3000,00;0,00;0,00;0,00;3000,00",
            "4;Acreedores y deudores por operaciones comerciales;600,00;484,00;0,00;1294,00;210,00",
            "5;Cuentas financieras;3000,00;0,00;484,00;2516,00;0,00",
            "6;Compras y gastos;400,00;0,00;0,00;400,00;0,00",
            "7;Ventas e ingresos;-1000,00;0,00;0,00;0,00;1000,00",
            ";Total;0,00;484,00;484,00;4210,00;4210,00",
        ]);
        // Beside what was held a month before.
        let compared = pages.csv("/reports/trial-balance?from=YEAR-03-01&to=YEAR-03-31&level=1&compare=previous&format=csv").await;
        assert_eq!(compared[0], format!("Código;Cuenta;Saldo inicial;Debe;Haber;Deudor;Acreedor;28 feb {}", pages.year));
        assert_eq!(compared[2..], [
            "4;Acreedores y deudores por operaciones comerciales;600,00;484,00;0,00;1294,00;210,00;600,00",
            "5;Cuentas financieras;3000,00;0,00;484,00;2516,00;0,00;3000,00",
            "6;Compras y gastos;400,00;0,00;0,00;400,00;0,00;400,00",
            "7;Ventas e ingresos;-1000,00;0,00;0,00;0,00;1000,00;-1000,00",
            ";Total;0,00;484,00;484,00;4210,00;4210,00;0,00",
        ]);
        let page = plain(&pages.get("/reports/trial-balance?from=YEAR-03-01&to=YEAR-03-31&compare=previous").await.text);
        assert!(page.contains("euros 3.000,00 484,00 2.516,00 3.000,00 −16,1 %"), "{page}");
        let xlsx = pages.get("/reports/trial-balance?from=YEAR-03-01&to=YEAR-03-31&format=xlsx").await;
        assert!(xlsx.status == 200 && xlsx.text.starts_with("PK"), "{}", xlsx.status);
        let empty = pages.get("/reports/trial-balance?from=2001-01-01&to=2001-12-31").await;
        assert!(plain(&empty.text).contains("No hay movimientos en este periodo."));
        let zero = plain(&pages.get("/reports/trial-balance?from=YEAR-01-01&to=YEAR-12-31&zero=1").await.text);
        assert!(zero.contains("570 Caja, euros"), "{zero}");
    }

    async fn a_period_is_chosen_by_a_word_or_by_its_days(engine) {
        let Some(pages) = Pages::open(engine).await else { return };
        let led = pages.get("/reports/trial-balance?from=YEAR-03-01&to=YEAR-03-31&level=2&period=previous").await;
        assert_eq!((led.status.as_u16(), led.location()), (303, pages.path("/reports/trial-balance?from=YEAR-02-01&to=YEAR-02-28&level=2")));
        let usual = pages.get("/reports/trial-balance").await;
        assert!(usual.text.contains(&format!("name=\"from\" value=\"{}-01-01\"", pages.year)), "the present year");
        // What was typed stays, with its error at its place.
        let bad = pages.get("/reports/trial-balance?from=mal&to=YEAR-12-31").await;
        assert_eq!(bad.status, 422);
        assert!(bad.text.contains("value=\"mal\"") && plain(&bad.text).contains("Escriba una fecha."), "{}", bad.text);
        let turned = pages.get("/reports/general-ledger?account=572&from=YEAR-12-31&to=YEAR-01-01").await;
        assert!(turned.status == 422 && plain(&turned.text).contains("El último día es anterior al primero."));
    }

    async fn the_general_ledger_runs_from_what_was_before(engine) {
        let Some(pages) = Pages::open(engine).await else { return };
        let ledger = pages.csv("/reports/general-ledger?account=572&from=YEAR-03-01&to=YEAR-12-31&format=csv").await;
        let paid = pages.books.day(70);
        assert_eq!(ledger, [
            "Fecha;Asiento;Concepto;Documento;Cuenta;Contrapartida;Debe;Haber;Saldo;Contacto;Punteo".to_owned(),
            ";;Saldo anterior;;;;;;3000,00;;".into(),
            format!("{paid};4;Compra de material;;572;400;;484,00;2516,00;;"),
            ";;Total;;;;0,00;484,00;2516,00;;".into(),
        ]);
        // Several accounts together, each told apart; two on the other side.
        let four = plain(&pages.get("/reports/general-ledger?account=4&from=YEAR-01-01&to=YEAR-12-31").await.text);
        for text in ["700 +1 1.210,00 1.210,00", "400 84,00 1.084,00", "600 +1 484,00 600,00", "Total 1.778,00 694,00 1.084,00"] {
            assert!(four.contains(text), "{text}: {four}");
        }
        let unknown = pages.get("/reports/general-ledger?account=999").await;
        assert!(unknown.status == 422 && plain(&unknown.text).contains("No hay ninguna cuenta con este código."));
        assert_eq!(pages.get("/reports/general-ledger").await.status, 200);
        assert_eq!(pages.get("/reports/general-ledger?account=572&after=x").await.status, 400);
        // Beyond a page the balance goes on from what is counted, whatever the address says.
        for day in 100..205 {
            pages.books.post(&entry(pages.books.day(day), &[("570", 100), ("572", -100)])).await.expect("posted");
        }
        let first = pages.get("/reports/general-ledger?account=570&from=YEAR-01-01&to=YEAR-12-31").await;
        let next = first.text.split("rel=\"next\" href=\"").nth(1).expect("a next page").split('"').next().expect("its end").replace("&amp;", "&");
        let second = plain(&pages.books.app.get(&pages.books.owner, &next).await.text);
        for text in ["Suma y sigue 100,00", "572 1,00 101,00", "Total 105,00 0,00 105,00", "105 apuntes"] {
            assert!(second.contains(text), "{text}: {second}");
        }
    }

    async fn statements_stand_beside_those_of_another_time(engine) {
        let Some(pages) = Pages::open(engine).await else { return };
        let year = pages.year;
        let result = pages.csv("/reports/profit-and-loss?from=YEAR-03-01&to=YEAR-03-31&compare=previous&format=csv").await;
        assert_eq!(result[0], format!("Apartado;Código;Cuenta;Del 1 mar {year} al 31 mar {year};Del 1 feb {year} al 28 feb {year}"));
        assert_eq!(result[1..], [
            "Ingresos;700;Ventas de mercaderías;0,00;1000,00",
            "Ingresos;;Total ingresos;0,00;1000,00",
            "Gastos;600;Compras de mercaderías;0,00;400,00",
            "Gastos;;Total gastos;0,00;400,00",
            ";;Resultado: beneficio;0,00;600,00",
        ]);
        let sheet = pages.get("/reports/balance-sheet?to=YEAR-12-31&compare=year").await;
        let text = plain(&sheet.text);
        for row in ["Total activo 3.810,00 0,00 nueva", "Resultado del ejercicio, sin cerrar 600,00 0,00 nueva", "Total patrimonio neto 3.600,00 0,00 nueva", "Total pasivo 210,00 0,00 nueva", "Patrimonio neto y pasivo Cuadra 3.810,00 0,00 nueva"] {
            assert!(text.contains(row), "{row}: {text}");
        }
        let link = pages.path("/reports/general-ledger?account=572&amp;from=YEAR-01-01&amp;to=YEAR-12-31");
        assert!(sheet.text.contains(&link), "{link}");
        let xlsx = pages.get("/reports/balance-sheet?to=YEAR-12-31&format=xlsx").await;
        assert!(xlsx.text.starts_with("PK") && xlsx.headers["content-disposition"].to_str().is_ok_and(|name| name.contains(&format!("balance-{year}-12-31.xlsx"))));
        assert_eq!(pages.get("/reports/balance-sheet?to=x").await.status, 422);
    }

    async fn statements_are_by_official_models_and_in_columns(engine) {
        let Some(mut pages) = Pages::open(engine).await else { return };
        let year = pages.year;
        // Each line is opened to its accounts, and each account leads to its postings.
        let sheet = pages.get("/reports/balance-sheet?to=YEAR-12-31&model=pymes").await;
        let text = plain(&sheet.text);
        for row in ["Total activo 3.810,00", "Total patrimonio neto y pasivo 3.810,00", "VII. Resultado del ejercicio 600,00", "3. Otros deudores 3. Otros deudores 84,00", "472 Hacienda Pública, IVA soportado 84,00", "importes en EUR · PYMES"] {
            assert!(text.contains(row), "{row}: {text}");
        }
        let link = pages.path("/reports/general-ledger?account=572&amp;from=YEAR-01-01&amp;to=YEAR-12-31");
        assert_eq!(sheet.text.matches(&format!("href=\"{link}\"")).count(), 2, "its name and its figure");
        assert!(sheet.text.contains("aria-expanded=\"false\"") && sheet.text.contains(" account in-3\" hidden"), "{}", sheet.text);
        assert!(!pages.get("/reports/balance-sheet?to=YEAR-12-31&model=pymes&accounts=1").await.text.contains(" account in-3\" hidden"));
        let rows = pages.csv("/reports/profit-and-loss?from=YEAR-01-01&to=YEAR-12-31&model=pymes&accounts=1&format=csv").await;
        assert_eq!(rows[..3], [format!("Código;Partida;Del 1 ene {year} al 31 dic {year}"), rows[1].clone(), "700;Ventas de mercaderías;1000,00".to_owned()]);
        assert!(rows[1].ends_with(";1000,00") && rows.last().is_some_and(|last| last.ends_with(";600,00")), "{rows:?}");
        // Quarters of the year, and the year.
        let quarters = pages.csv("/reports/profit-and-loss?from=YEAR-01-01&to=YEAR-12-31&compare=quarter&format=csv").await;
        assert_eq!(quarters[0], format!("Apartado;Código;Cuenta;1.º trim. {year};2.º trim. {year};3.º trim. {year};4.º trim. {year};Total"));
        assert_eq!(quarters[1], "Ingresos;700;Ventas de mercaderías;1000,00;0,00;0,00;0,00;1000,00");
        let months = pages.csv("/reports/balance-sheet?to=YEAR-03-31&compare=month&level=1&format=csv").await;
        assert_eq!(months[0], format!("Apartado;Código;Cuenta;31 ene {year};28 feb {year};31 mar {year}"));
        assert!(months.contains(&"Activo;;Total activo;3000,00;4294,00;3810,00".to_owned()), "{months:?}");
        let long = pages.get("/reports/profit-and-loss?from=2020-01-01&to=YEAR-12-31&compare=month").await;
        assert!(long.status == 422 && plain(&long.text).contains("Son demasiadas columnas: 24 como máximo."), "{}", long.text);
        // Cash: 3,000.00 of capital less the 484.00 that were paid.
        let cash = plain(&pages.get("/reports/cash-flow?from=YEAR-01-01&to=YEAR-12-31").await.text);
        assert!(cash.contains("Efectivo al final del periodo Cuadra 2.516,00") && cash.contains("Efectivo al comienzo del periodo 0,00"), "{cash}");
        let equity = pages.csv("/reports/changes-in-equity?from=YEAR-01-01&to=YEAR-12-31&format=csv").await;
        assert_eq!(equity, [
            "Código;Cuenta;Saldo inicial;Resultado del periodo;Aumentos;Disminuciones;Saldo final",
            "100;Capital social;0,00;0,00;3000,00;0,00;3000,00",
            "129;Resultado del ejercicio;0,00;600,00;0,00;0,00;600,00",
            ";Total;0,00;600,00;3000,00;0,00;3600,00",
        ]);
        // Without the program that prints there is no PDF, and that is told.
        let config = Config { printer: Some("/none/despacho-printer".into()), ..pages.books.app.platform.config.clone() };
        let server = Platform::open(config, &wiring::migrations()).await.expect("a platform");
        pages.books.app.router = wiring::service(&server).1;
        let pdf = pages.get("/reports/trial-balance?from=YEAR-01-01&to=YEAR-12-31&format=pdf").await;
        assert!(pdf.status == 409 && pdf.text.contains("Aún no se puede imprimir"), "{}", pdf.status);
    }

    async fn the_journal_has_every_posting_by_date(engine) {
        let Some(pages) = Pages::open(engine).await else { return };
        let (sold, bought) = (pages.books.day(40), pages.books.day(50));
        let file = pages.csv("/reports/journal?from=YEAR-02-01&to=YEAR-02-28&format=csv").await;
        assert_eq!(file, [
            "Fecha;Asiento;Diario;Código;Cuenta;Concepto;Documento;Debe;Haber".to_owned(),
            format!("{sold};2;General;430;Clientes;Compra de material;;1210,00;"),
            format!("{sold};2;General;700;Ventas de mercaderías;Compra de material;;;1000,00"),
            format!("{sold};2;General;477;Hacienda Pública, IVA repercutido;Compra de material;;;210,00"),
            format!("{bought};3;General;600;Compras de mercaderías;Compra de material;;400,00;"),
            format!("{bought};3;General;472;Hacienda Pública, IVA soportado;Compra de material;;84,00;"),
            format!("{bought};3;General;400;Proveedores;Compra de material;;;484,00"),
            ";;;;;Total;;1694,00;1694,00".into(),
        ]);
        let page = plain(&pages.get("/reports/journal?from=YEAR-01-01&to=YEAR-12-31").await.text);
        assert!(page.contains("4 asientos · suman 5.178,00"), "{page}");
        for day in 100..150 {
            pages.books.post(&entry(pages.books.day(day), &[("570", 100), ("572", -100)])).await.expect("posted");
        }
        let first = pages.get("/reports/journal?from=YEAR-01-01&to=YEAR-12-31").await;
        let next = first.text.split("rel=\"next\" href=\"").nth(1).expect("a next page").split('"').next().expect("its end").replace("&amp;", "&");
        let second = pages.books.app.get(&pages.books.owner, &next).await;
        assert_eq!((first.text.matches("class=\"first\"").count(), second.text.matches("class=\"first\"").count()), (50, 4));
    }

    async fn a_year_is_closed_and_opened_again_on_its_page(engine) {
        let Some(pages) = Pages::open(engine).await else { return };
        let db = pages.books.app.platform.db.read();
        let all = years::list(db, pages.books.organization).await.expect("years");
        let (next, year) = (format!("/fiscal-years/{}", all[0].id), format!("/fiscal-years/{}", all[1].id));
        let seen = plain(&pages.get(&format!("{year}/closing")).await.text);
        for text in ["10 de 14", "Resultado del ejercicio, beneficio 600,00 €", "129 Resultado del ejercicio 600,00", "700 Ventas de mercaderías 1.000,00", "Total 1.000,00 1.000,00", "572 Bancos e instituciones de crédito c/c vista, euros 2.516,00"] {
            assert!(seen.contains(text), "{text}: {seen}");
        }
        // Of the year after it there is nothing to see yet: the balances of this one are in its own.
        let later = plain(&pages.get(&format!("{next}/closing")).await.text);
        assert!(later.contains("Las cifras y los asientos se verán cuando") && !later.contains("600,00") && !later.contains("Regularización"), "{later}");
        // The year after it is refused, and says why, as long as this one is open.
        let early = pages.post(&format!("{next}/closing"), "").await;
        assert!(early.status == 409 && plain(&early.text).contains("Hay un ejercicio anterior sin cerrar"), "{}", early.text);
        let closed = pages.post(&format!("{year}/closing"), "").await;
        assert_eq!((closed.status.as_u16(), closed.location()), (303, pages.path(&format!("{year}/closing"))));
        pages.books.is_sound().await;
        assert!(plain(&pages.get("/fiscal-years").await.text).contains("Cerrado"));
        let seen = plain(&pages.get(&format!("{year}/closing")).await.text);
        let (this, after) = (pages.year, pages.year + 1);
        for text in [format!("Regularización del ejercicio {this} 31 dic {this} 1.000,00"), format!("Cierre del ejercicio {this} 31 dic {this} 3.810,00"), format!("Apertura del ejercicio {after} 1 ene {after} 3.810,00")] {
            assert!(seen.contains(&text), "{text}: {seen}");
        }
        // What is closed reads as before, unless its closing is asked for.
        let before = pages.csv("/reports/trial-balance?from=YEAR-01-01&to=YEAR-12-31&level=1&format=csv").await;
        assert_eq!(before.last().map(String::as_str), Some(";Total;0,00;5178,00;5178,00;4210,00;4210,00"));
        let after = pages.csv("/reports/trial-balance?from=YEAR-01-01&to=YEAR-12-31&level=1&closing=1&format=csv").await;
        assert!(after.last().is_some_and(|total| total.ends_with(";0,00;0,00")), "{after:?}");
        let silent = pages.post(&format!("{year}/reopening"), "reason=").await;
        assert_eq!(silent.status, 422);
        assert_eq!(pages.post(&format!("{year}/reopening"), "reason=Faltaba+una+factura").await.status, 303);
        let twice = pages.post(&format!("{year}/reopening"), "reason=Otra+vez").await;
        assert!(twice.status == 409 && plain(&twice.text).contains("El ejercicio está abierto"), "{}", twice.text);
        pages.books.is_sound().await;
        assert_eq!(pages.get(&format!("/fiscal-years/{}/closing", new_id())).await.status, 404);
    }

    async fn opening_balances_of_a_closed_year_are_shown_and_no_longer_typed(engine) {
        let Some(pages) = Pages::open(engine).await else { return };
        let db = pages.books.app.platform.db.read();
        let year = years::list(db, pages.books.organization).await.expect("years").last().expect("a year").id;
        let rows = json!([{ "account_code": "213", "debit": "500.00" }, { "account_code": "100", "credit": "500.00" }]);
        pages.books.ok("PUT", "/opening-balances", Some(json!({ "rows": rows })), 200).await;
        let typed = pages.get("/opening-balances").await.text;
        assert!(typed.contains("name=\"more\"") && !typed.contains("<fieldset class=\"plain\" disabled>"), "{typed}");
        pages.books.close(year).await.expect("closed");
        let shown = pages.get("/opening-balances").await.text;
        assert!(plain(&shown).contains(&format!("Son del ejercicio {}, que está cerrado", pages.year)), "{shown}");
        assert!(shown.contains("value=\"500,00\"") && shown.contains("<fieldset class=\"plain\" disabled>") && !shown.contains("name=\"more\""), "{shown}");
    }

    async fn years_are_added_and_what_was_typed_of_one_stays(engine) {
        let Some(pages) = Pages::open(engine).await else { return };
        let after = pages.year + 2;
        let form = pages.get("/fiscal-years").await;
        assert!(form.text.contains(&format!("value=\"01/01/{after}\"")), "the year after the last is proposed");
        let gap = pages.post("/fiscal-years", &format!("starts_on={after}-02-01&ends_on={after}-12-31")).await;
        assert!(gap.status == 422 && gap.text.contains(&format!("value=\"01/02/{after}\"")) && plain(&gap.text).contains("sin días en medio"), "{}", gap.text);
        assert_eq!(pages.post("/fiscal-years", &format!("starts_on={after}-01-01&ends_on={after}-06-30")).await.status, 303);
        let all = async || years::list(pages.books.app.platform.db.read(), pages.books.organization).await.expect("years");
        let years = all().await;
        assert_eq!(years.len(), 3);
        // What was added by mistake is taken away again; a year with entries, or between two, stays.
        let removal = |at: usize| format!("/fiscal-years/{}/removal", years[at].id);
        assert!(pages.get("/fiscal-years").await.text.contains(&removal(0)));
        for at in [1, 2] {
            let refused = pages.post(&removal(at), "").await;
            assert!(refused.status == 409 && !pages.get("/fiscal-years").await.text.contains(&removal(at)), "{}", refused.text);
        }
        assert_eq!(pages.post(&removal(0), "").await.status, 303);
        assert_eq!(all().await.len(), 2);
        assert_eq!(pages.post(&removal(0), "").await.status, 404);
        assert!(plain(&pages.get("/activity").await.text).contains("quitó el ejercicio"));
    }

    async fn periods_are_locked_with_a_reason_and_a_firm_lock_only_moves_forward(engine) {
        let Some(pages) = Pages::open(engine).await else { return };
        let set = async |level: &str, day: &str, reason: &str| {
            let day = day.replace("YEAR", &pages.year.to_string());
            pages.post("/period-locks", &format!("scope=sales&level={level}&locked_through={day}&reason={reason}")).await
        };
        // What cannot be taken back asks first; the answer is of one scope and day.
        for answer in ["", "&sure=sales+YEAR-02-28"] {
            let asked = set("hard", &format!("YEAR-03-31{answer}"), "Presentado+el+303").await;
            assert!(asked.status == 422 && plain(&asked.text).contains(&format!("¿Bloquear en firme ventas hasta el 31 mar {}?", pages.year)), "{}", asked.text);
            assert!(asked.text.contains("value=\"Presentado el 303\"") && asked.text.contains(&format!("name=\"sure\" value=\"sales {}-03-31\"", pages.year)), "{}", asked.text);
        }
        assert!(plain(&pages.get("/period-locks").await.text).contains("No hay nada bloqueado."));
        assert_eq!(set("hard", "YEAR-03-31&sure=sales+YEAR-03-31", "Presentado+el+303").await.status, 303);
        let back = set("hard", "YEAR-02-28&sure=sales+YEAR-02-28", "Error").await;
        assert!(back.status == 422 && plain(&back.text).contains("Un bloqueo firme solo avanza.") && back.text.contains("value=\"Error\""), "{}", back.text);
        assert_eq!(set("soft", "", "Nada").await.status, 422, "there is none to take away");
        assert_eq!(set("soft", "YEAR-06-30", "En+revisión").await.status, 303);
        assert_eq!(set("soft", "", "Revisado").await.status, 303);
        assert!(plain(&pages.get("/activity").await.text).contains("cambió el bloqueo de ventas, firme"));
        let year = pages.year;
        // A lock of everything locks each scope, here half of April; a cell leads to the form, filled.
        let set_all = pages.post("/period-locks", &format!("scope=all&level=soft&locked_through={year}-04-15&reason=Abril")).await;
        assert_eq!(set_all.status, 303);
        let grid = pages.get("/period-locks").await.text;
        for told in [
            format!("Ventas, marzo de {year}: Bloqueo firme"),
            format!("Bancos, marzo de {year}: Bloqueo"),
            format!("Bancos, abril de {year}: Bloqueo hasta el 15 abr {year} inclusive"),
            format!("Bancos, mayo de {year}: abierto"),
        ] {
            assert!(grid.contains(&format!("aria-label=\"{told}\"")), "{told}: {grid}");
        }
        let chosen = pages.get(&format!("/period-locks?scope=bank&through={year}-05-31")).await.text;
        assert!(chosen.contains("<option value=\"bank\" selected>") && chosen.contains(&format!("value=\"31/05/{year}\"")), "{chosen}");
        let page = plain(&grid);
        assert!(page.contains(&format!("Ventas Bloqueo firme hasta el 31 mar {year} inclusive Presentado el 303")), "{page}");
        assert!(page.contains(&format!("Ventas Bloqueo 30 jun {year} → abierto · Revisado")), "{page}");
        assert!(page.contains(&format!("Ventas Bloqueo firme abierto → 31 mar {year} · Presentado el 303")), "{page}");
    }

    async fn opening_balances_are_typed_as_a_sheet(engine) {
        let Some(books) = Books::open(engine).await else { return };
        let path = format!("/organizations/{}/opening-balances", books.organization);
        let row = |code: &str, debit: &str, credit: &str| format!("account_code={code}&debit={debit}&credit={credit}&description=");
        let put = async |rows: &[String]| books.app.post(&books.owner, &path, &format!("date=&{}", rows.join("&"))).await;
        let bad = put(&[row("572", "1.234,50", ""), row("", "", ""), row("999", "", "10"), row("100", "", "mucho")]).await;
        assert_eq!(bad.status, 422);
        assert!(bad.text.contains("value=\"mucho\"") && bad.text.contains("value=\"1.234,50\"") && bad.text.contains("id=\"f-rows[2]-credit-help\""), "{}", bad.text);
        let unknown = put(&[row("572", "1.234,50", ""), row("999", "", "10")]).await;
        assert!(unknown.status == 422 && unknown.text.contains("id=\"f-rows[1]-account_code-help\"") && plain(&unknown.text).contains("No hay ninguna cuenta con este código."));
        // It is told with the amounts that cannot be read.
        let both = put(&[row("999", "mucho", ""), row("100", "", "1")]).await;
        assert!(both.text.contains("id=\"f-rows[0]-debit-help\"") && both.text.contains("id=\"f-rows[0]-account_code-help\""), "{}", both.text);
        // Another row is made room for, and nothing is kept of it.
        let more = put(&[row("572", "1", ""), "more=16".into()]).await;
        assert!(more.status == 422 && more.text.contains("name=\"more\" value=\"24\""), "{}", more.text);
        assert_eq!(books.balances().await, [].into());
        assert_eq!(put(&[row("572", "1.234,50", ""), row("100", "", "1.000")]).await.status, 303);
        assert_eq!(books.balances().await, [("572".to_owned(), 123_450), ("100".into(), -100_000), ("555".into(), -23_450)].into());
        let page = books.app.get(&books.owner, &path).await;
        assert!(page.text.contains("value=\"1.234,50\"") && page.text.contains("value=\"1.000,00\"") && plain(&page.text).contains("Faltan 234,50 € en el haber"), "{}", page.text);
        books.is_sound().await;
    }

    async fn reports_are_for_who_may_see_them_and_of_ones_own(engine) {
        let Some(pages) = Pages::open(engine).await else { return };
        let stranger = pages.books.app.person("stranger").await;
        pages.books.app.organization(&stranger, "Otra", &["books"]).await;
        let staff = pages.books.app.person("staff").await;
        pages.books.app.join(Tenant::Organization, pages.books.organization, &staff, OrganizationRole::Staff.word()).await;
        for page in ["", "/trial-balance", "/general-ledger?account=572", "/accounts?q=banc", "/journal", "/profit-and-loss", "/balance-sheet", "/cash-flow", "/changes-in-equity"] {
            assert_eq!(pages.get_as(&stranger, &format!("/reports{page}")).await.status, 404, "{page}");
            assert_eq!(pages.get_as(&staff, &format!("/reports{page}")).await.status, 200, "{page}");
        }
        for page in ["/fiscal-years", "/period-locks"] {
            assert_eq!(pages.get_as(&stranger, page).await.status, 404, "{page}");
            assert_eq!(pages.get_as(&staff, page).await.status, 403, "{page}");
        }
        assert_eq!(pages.get_as(&staff, "/opening-balances").await.status, 200);
        let found = pages.get_as(&staff, "/reports/accounts?q=572").await.json();
        assert_eq!(found["items"][0]["key"], "572");
    }
}
