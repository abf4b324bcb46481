//! Tax figures by the API: what documents come to in each tax, the books of VAT, returns with their boxes, and the ledger beside them, on both databases.
//! Every figure is computed by hand from the documents of `quarter`.

use despacho_platform::both;
use serde_json::{Value, json};

use crate::ledger::Books;

/// A year of a Spanish company, and what `quarter` made of it.
pub(crate) struct Taxed {
    pub(crate) books: Books,
    pub(crate) year: i16,
}

impl Taxed {
    pub(crate) async fn contact(&self, name: &str, country: &str, tax_id: &str) -> Value {
        let body = json!({ "name": name, "country": country, "tax_id": tax_id });
        self.books.ok("POST", "/contacts", Some(body), 201).await["id"].clone()
    }

    /// An issued document on a day of the year: `(price, taxes, account)` a line.
    pub(crate) async fn issued(&self, path: &str, contact: &Value, day: i64, lines: &[(&str, &[&str], &str)]) -> Value {
        let line =
            |(price, taxes, account): &(&str, &[&str], &str)| json!({ "description": "Trabajo", "unit_price": price, "taxes": taxes, "account_code": account });
        let mut body =
            json!({ "contact_id": contact, "date": self.books.day(day).to_string(), "lines": lines.iter().map(line).collect::<Vec<_>>(), "status": "issued" });
        if path == "/bills" {
            body["vendor_number"] = json!(format!("P-{day}-{}", lines[0].0));
        }
        self.books.ok("POST", path, Some(body), 201).await
    }

    async fn corrected(&self, path: &str, of: &Value, day: i64, deed: &str, price: &str, taxes: &[&str]) -> Value {
        let lines = json!([{ "description": "Abono", "unit_price": price, "taxes": taxes }]);
        let mut body = json!({ "date": self.books.day(day).to_string(), "reason": "Abono", "lines": lines, "status": "issued" });
        if deed == "vendor-credit" {
            body["vendor_number"] = json!(format!("AB-{day}"));
        }
        self.books.ok("POST", &format!("{path}/{}/{deed}", of["id"].as_str().expect("an id")), Some(body), 201).await
    }

    /// The first quarter of the year with one of everything, and an invoice of the second.
    pub(crate) async fn quarter(engine: despacho_platform::testkit::Engine) -> Option<Self> {
        let books = Books::open(engine).await?;
        let year = books.day(0).year();
        let taxed = Self { books, year };
        assert_eq!(taxed.books.day(0).to_string(), format!("{year}-01-01"));
        let home = taxed.contact("Viveros Quintana", "ES", "B12345674").await;
        let shop = taxed.contact("Mercería Olmo", "ES", "12345678Z").await;
        let lisbon = taxed.contact("Azulejos do Tejo", "PT", "PT501234567").await;
        let lima = taxed.contact("Textiles del Rímac", "PE", "20123456789").await;
        let large = taxed.contact("Hoteles Sirena", "ES", "B12345674").await;
        let first = taxed.issued("/invoices", &home, 5, &[("1000", &["IVA21V", "IRPF15V"], "705")]).await;
        taxed.issued("/invoices", &shop, 6, &[("200", &["IVA10V"], "700"), ("100", &["IVA4V"], "700")]).await;
        taxed.issued("/invoices", &shop, 7, &[("300", &["IVA21V", "RE52"], "700")]).await;
        taxed.issued("/invoices", &lisbon, 8, &[("500", &["IVAINTV"], "700")]).await;
        taxed.issued("/invoices", &lima, 8, &[("400", &["IVAEXPV"], "700")]).await;
        taxed.corrected("/invoices", &first, 20, "credit-note", "100", &["IVA21V", "IRPF15V"]).await;
        taxed.issued("/invoices", &large, 95, &[("2500", &["IVA21V"], "700")]).await;

        let vendor = taxed.contact("Papelería Ficticia", "ES", "B12345674").await;
        let porto = taxed.contact("Ferragens do Douro", "PT", "PT509876543").await;
        let lawyer = taxed.contact("Abogada de Ejemplo", "ES", "12345678Z").await;
        let landlord = taxed.contact("Locales Imaginarios", "ES", "B12345674").await;
        let works = taxed.contact("Obras Inventadas", "ES", "B12345674").await;
        let maker = taxed.contact("Maquinaria Supuesta", "ES", "B12345674").await;
        let bill = taxed.issued("/bills", &vendor, 10, &[("600", &["IVA21C"], "629")]).await;
        taxed.issued("/bills", &vendor, 10, &[("100", &["IVA21C50"], "629")]).await;
        taxed.issued("/bills", &porto, 11, &[("1000", &["IVA21ICB"], "600")]).await;
        taxed.issued("/bills", &works, 11, &[("200", &["IVA21ISP"], "629")]).await;
        taxed.issued("/bills", &lawyer, 12, &[("400", &["IVA21C", "IRPF15C"], "623")]).await;
        taxed.issued("/bills", &landlord, 13, &[("800", &["IVA21C", "IRPF19C"], "621")]).await;
        taxed.issued("/bills", &maker, 14, &[("2000", &["IVA21CBI"], "213")]).await;
        taxed.corrected("/bills", &bill, 25, "vendor-credit", "50", &["IVA21C"]).await;
        // What is a draft, or void, is nowhere.
        let void = taxed.issued("/bills", &vendor, 30, &[("70", &["IVA21C"], "629")]).await;
        taxed
            .books
            .ok("POST", &format!("/bills/{}/void", void["id"].as_str().expect("an id")), Some(json!({ "reason": "Duplicada" })), 200)
            .await;
        let draft = json!({ "contact_id": vendor, "date": taxed.books.day(31).to_string(), "lines": [{ "unit_price": "90", "taxes": ["IVA21C"] }] });
        taxed.books.ok("POST", "/bills", Some(draft), 201).await;
        Some(taxed)
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        self.books.ok("GET", path, None, 200).await
    }

    async fn within(&self, report: &str, more: &str) -> Value {
        let year = self.year;
        self.get(&format!("/reports/{report}?from={year}-01-01&to={year}-03-31{more}")).await
    }

    pub(crate) async fn of(&self, model: &str, period: &str) -> Value {
        self.get(&format!("/tax-returns/{model}/{}{period}", self.year)).await
    }
}

/// The boxes of a return that are not zero, in its order.
fn boxes(of: &Value) -> Vec<(&str, &str)> {
    let all = of["boxes"].as_array().expect("boxes").iter();
    let told = all.map(|one| (one["box"].as_str().expect("a box"), one["amount"].as_str().expect("an amount")));
    told.filter(|(_, amount)| !["0.00", "0"].contains(amount)).collect()
}

/// The accounts of taxes: code, documents, ledger, settled, difference, and how many entries are none of documents.
fn ties(of: &Value) -> Vec<(String, [String; 4], i64)> {
    let text = |of: &Value| of.as_str().expect("a text").to_owned();
    let one = |tie: &Value| {
        (
            text(&tie["account_code"]),
            ["documents", "ledger", "settled", "difference"].map(|name| text(&tie[name])),
            tie["entries_count"].as_i64().expect("a count"),
        )
    };
    of["ties"].as_array().expect("ties").iter().map(one).collect()
}

fn tie(code: &str, amounts: [&str; 4], entries: i64) -> (String, [String; 4], i64) {
    (code.into(), amounts.map(str::to_owned), entries)
}

both! {
    async fn the_summary_tells_each_tax_and_ties_with_the_ledger(engine) {
        let Some(taxed) = Taxed::quarter(engine).await else { return };
        let found = taxed.within("tax-summary", "").await;
        let row = |of: &Value| {
            let text = |name: &str| of[name].as_str().expect("a text").to_owned();
            (text("code"), [text("rate"), text("base"), text("tax"), text("deductible")], of["count"].as_i64().expect("a count"))
        };
        let rows: Vec<_> = found["items"].as_array().expect("taxes").iter().map(row).collect();
        let expected = [
            ("IRPF15V", ["-15", "900.00", "135.00"], 2),
            ("IVA10V", ["10", "200.00", "20.00"], 1),
            ("IVA21V", ["21", "1200.00", "252.00"], 3),
            ("IVA4V", ["4", "100.00", "4.00"], 1),
            ("IVAEXPV", ["0", "400.00", "0.00"], 1),
            ("IVAINTV", ["0", "500.00", "0.00"], 1),
            ("RE52", ["5.2", "300.00", "15.60"], 1),
            ("IRPF15C", ["-15", "400.00", "60.00"], 1),
            ("IRPF19C", ["-19", "800.00", "152.00"], 1),
            ("IVA21C", ["21", "1750.00", "367.50"], 4),
            ("IVA21C50", ["21", "100.00", "21.00"], 1),
            ("IVA21CBI", ["21", "2000.00", "420.00"], 1),
            ("IVA21ICB", ["21", "1000.00", "210.00"], 1),
            ("IVA21ISP", ["21", "200.00", "42.00"], 1),
        ];
        let told: Vec<(&str, [&str; 3], i64)> = rows.iter().map(|(code, [rate, base, tax, _], count)| (code.as_str(), [rate.as_str(), base, tax], *count)).collect();
        assert_eq!(told, expected);
        assert_eq!(rows.iter().find(|(code, ..)| code == "IVA21C50").map(|(_, [.., deductible], _)| deductible.as_str()), Some("10.50"));
        let agree = vec![
            tie("472", ["1050.00", "1050.00", "0.00", "0.00"], 2),
            tie("473", ["135.00", "135.00", "0.00", "0.00"], 0),
            tie("4751", ["212.00", "212.00", "0.00", "0.00"], 0),
            tie("477", ["543.60", "543.60", "0.00", "0.00"], 0),
        ];
        // The bill that is void and what undid it are told, and come to nothing.
        assert_eq!((ties(&found), &found["ties_differ"]), (agree, &json!(false)));

        // By hand: VAT without a document, and the quarter's settlement, which takes what is there.
        let post = async |lines: Value| {
            let body = json!({ "date": format!("{}-03-31", taxed.year), "description": "A mano", "postings": lines });
            taxed.books.ok("POST", "/journal-entries", Some(body), 201).await
        };
        let by_hand = post(json!([{ "account_code": "472", "debit": "25.20" }, { "account_code": "572", "credit": "25.20" }])).await;
        post(json!([{ "account_code": "477", "debit": "543.60" }, { "account_code": "4700", "debit": "506.40" }, { "account_code": "472", "credit": "1050.00" }])).await;
        post(json!([{ "account_code": "629", "debit": "7.00" }, { "account_code": "4751", "credit": "7.00" }])).await;
        let found = taxed.within("tax-summary", "").await;
        let differ = vec![
            tie("472", ["1050.00", "25.20", "-1050.00", "25.20"], 4),
            tie("473", ["135.00", "135.00", "0.00", "0.00"], 0),
            tie("4751", ["212.00", "219.00", "0.00", "7.00"], 1),
            tie("477", ["543.60", "0.00", "-543.60", "0.00"], 1),
        ];
        assert_eq!((ties(&found), &found["ties_differ"]), (differ, &json!(true)));
        let entries = found["ties"][0]["entries"].as_array().expect("entries");
        let entry = entries.iter().find(|entry| entry["entry"] == by_hand["id"]).expect("the entry by hand");
        assert_eq!((&entry["amount"], &entry["settles"], &entry["description"]), (&json!("25.20"), &json!(false), &json!("A mano")));
        assert!(entries.iter().any(|entry| entry["amount"] == "-1050.00" && entry["settles"] == true), "{entries:?}");
        // What differs is told on the return too.
        assert_eq!(taxed.of("303", "-1T").await["ties_differ"], json!(true));
        assert_eq!(taxed.of("303", "-2T").await["ties_differ"], json!(false));
        taxed.books.is_sound().await;
    }

    async fn the_books_of_vat_tell_each_document_by_its_rates(engine) {
        let Some(taxed) = Taxed::quarter(engine).await else { return };
        let issued = taxed.within("vat-book-issued", "").await;
        let totals = ["documents", "total", "base", "tax", "deductible_tax", "surcharge", "withheld"];
        let sums = |of: &Value| totals.map(|name| of["totals"][name].as_str().map_or_else(|| of["totals"][name].to_string(), str::to_owned));
        assert_eq!(sums(&issued), ["6", "2691.60", "2400.00", "276.00", "276.00", "15.60", "135.00"]);
        let told = |of: &Value, names: &[&str]| of["items"].as_array().expect("rows").iter().map(|row| names.iter().map(|name| row[*name].as_str().unwrap_or("-").to_owned()).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>();
        assert_eq!(told(&issued, &["invoice_type", "tax_id_type", "country", "operation_key", "classification", "exemption", "total", "base", "rate", "tax", "surcharge_rate", "surcharge", "withholding_rate", "withheld"]), [
            "F1 - - 01 S1 - 1210.00 1000.00 21 210.00 - - 15 150.00",
            "F1 - - 01 S1 - 324.00 200.00 10 20.00 - - - -",
            "F1 - - 01 S1 - - 100.00 4 4.00 - - - -",
            "F1 - - 01 S1 - 378.60 300.00 21 63.00 5.2 15.60 - -",
            "F1 02 PT 01 - E5 500.00 500.00 - - - - - -",
            "F1 04 PE 02 - E2 400.00 400.00 - - - - - -",
            "R1 - - 01 S1 - -121.00 -100.00 21 -21.00 - - 15 -15.00",
        ]);
        assert_eq!(issued["items"][0]["name"], json!("Viveros Quintana"));
        assert_eq!((&issued["items"][0]["year"], &issued["items"][0]["period"]), (&json!(taxed.year.to_string()), &json!("1T")));

        let received = taxed.within("vat-book-received", "").await;
        assert_eq!(sums(&received), ["8", "5858.50", "5050.00", "1060.50", "1050.00", "0.00", "212.00"]);
        assert_eq!(told(&received, &["invoice_type", "operation_key", "investment_good", "reverse_charge", "total", "base", "rate", "tax", "deductible_tax", "withholding_rate", "withheld"]), [
            "F1 01 N N 726.00 600.00 21 126.00 126.00 - -",
            "F1 01 N N 121.00 100.00 21 21.00 10.50 - -",
            "F1 09 N N 1000.00 1000.00 21 210.00 210.00 - -",
            "F1 01 N S 200.00 200.00 21 42.00 42.00 - -",
            "F1 01 N N 484.00 400.00 21 84.00 84.00 15 60.00",
            "F1 01 N N 968.00 800.00 21 168.00 168.00 19 152.00",
            "F1 01 S N 2420.00 2000.00 21 420.00 420.00 - -",
            "R1 01 N N -60.50 -50.00 21 -10.50 -10.50 - -",
        ]);

        // A page is of documents: the one of two rates stays whole, and what comes after begins at the next.
        let page = taxed.within("vat-book-issued", "&limit=2").await;
        assert_eq!((page["items"].as_array().map(Vec::len), sums(&page)), (Some(3), sums(&issued)));
        let mut rows = page["items"].as_array().expect("rows").clone();
        let mut cursor = page["next_cursor"].clone();
        while let Some(next) = cursor.as_str() {
            let page = taxed.within("vat-book-issued", &format!("&limit=2&cursor={next}")).await;
            rows.extend(page["items"].as_array().expect("rows").iter().cloned());
            cursor = page["next_cursor"].clone();
        }
        assert_eq!(Value::from(rows), issued["items"]);
        // Other days have other documents.
        let next = taxed.get(&format!("/reports/vat-book-issued?from={0}-04-01&to={0}-06-30", taxed.year)).await;
        assert_eq!(sums(&next), ["1", "3025.00", "2500.00", "525.00", "525.00", "0.00", "0.00"]);
    }

    async fn returns_have_their_boxes_and_each_box_its_documents(engine) {
        let Some(taxed) = Taxed::quarter(engine).await else { return };
        let found = taxed.of("303", "-1T").await;
        assert_eq!(boxes(&found), [
            ("01", "100.00"), ("03", "4.00"), ("04", "200.00"), ("06", "20.00"), ("07", "1300.00"), ("09", "273.00"),
            ("10", "1000.00"), ("11", "210.00"), ("12", "200.00"), ("13", "42.00"), ("14", "-100.00"), ("15", "-21.00"),
            ("22", "300.00"), ("24", "15.60"), ("27", "543.60"),
            ("28", "2100.00"), ("29", "430.50"), ("30", "2000.00"), ("31", "420.00"), ("36", "1000.00"), ("37", "210.00"), ("40", "-50.00"), ("41", "-10.50"),
            ("45", "1050.00"), ("46", "-506.40"), ("59", "500.00"), ("60", "400.00"), ("64", "-506.40"), ("66", "-506.40"), ("69", "-506.40"), ("71", "-506.40"),
        ]);
        assert_eq!((&found["model"], &found["period"], &found["state"]), (&json!("303"), &json!(format!("{}-1T", taxed.year)), &json!("draft")));
        assert_eq!(found["result"], json!({ "box": "71", "amount": "-506.40" }));
        let of_box = |of: &Value, number: &str| of["boxes"].as_array().expect("boxes").iter().find(|one| one["box"] == number).cloned().expect("a box");
        // What a box comes to is what its documents give.
        for one in found["boxes"].as_array().expect("boxes") {
            let documents = one["documents"].as_array().expect("documents");
            assert_eq!(one["documents_count"].as_i64(), i64::try_from(documents.len()).ok());
            let cents = |of: &Value| of.as_str().expect("an amount").replace('.', "").parse::<i64>().expect("an amount");
            if !documents.is_empty() {
                assert_eq!(documents.iter().map(|of| cents(&of["amount"])).sum::<i64>(), cents(&one["amount"]), "{one}");
            }
        }
        let told: Vec<_> = of_box(&found, "29")["documents"].as_array().expect("documents").iter().map(|of| of["amount"].clone()).collect();
        assert_eq!(told, ["126.00", "10.50", "42.00", "84.00", "168.00"]);
        assert_eq!(of_box(&found, "27")["documents"], json!([]));
        assert_eq!(of_box(&found, "15")["documents"][0]["kind"], json!("credit_note"));
        // The rest of a box's documents, page by page.
        let path = format!("/tax-returns/303/{}-1T/boxes/29", taxed.year);
        let page = taxed.get(&format!("{path}?limit=3")).await;
        let rest = taxed.get(&format!("{path}?limit=3&cursor={}", page["next_cursor"].as_str().expect("more"))).await;
        assert_eq!((page["items"].as_array().map(Vec::len), rest["items"].as_array().map(Vec::len), &rest["next_cursor"]), (Some(3), Some(2), &Value::Null));
        assert_eq!((&page["amount"], &rest["items"][1]["amount"]), (&json!("430.50"), &json!("168.00")));

        assert_eq!(boxes(&taxed.of("303", "-2T").await), [("07", "2500.00"), ("09", "525.00"), ("27", "525.00"), ("46", "525.00"), ("64", "525.00"), ("66", "525.00"), ("69", "525.00"), ("71", "525.00")]);
        assert_eq!(boxes(&taxed.of("303", "-3T").await), []);
        let year = taxed.of("390", "").await;
        let named = |of: &Value, numbers: &[&str]| numbers.iter().map(|number| of_box(of, number)["amount"].as_str().expect("an amount").to_owned()).collect::<Vec<_>>();
        assert_eq!(named(&year, &["5", "6", "25", "26", "27", "28", "29", "30", "33", "34", "601", "602", "47"]), ["3800.00", "798.00", "1000.00", "210.00", "200.00", "42.00", "-100.00", "-21.00", "5200.00", "1053.00", "300.00", "15.60", "1068.60"]);
        // What the year's quarters come to.
        assert_eq!(named(&year, &["48", "49", "51", "57", "62", "64", "65", "86", "99", "103", "104", "108"]), ["2100.00", "430.50", "420.00", "210.00", "-10.50", "1050.00", "18.60", "18.60", "4000.00", "500.00", "400.00", "4900.00"]);
    }

    async fn what_is_withheld_and_told_of_parties_has_its_returns(engine) {
        let Some(taxed) = Taxed::quarter(engine).await else { return };
        let (of_work, of_rent) = (taxed.of("111", "-1T").await, taxed.of("115", "-1T").await);
        assert_eq!(boxes(&of_work), [("07", "1"), ("08", "400.00"), ("09", "60.00"), ("28", "60.00"), ("30", "60.00")]);
        assert_eq!(boxes(&of_rent), [("01", "1"), ("02", "800.00"), ("03", "152.00"), ("05", "152.00")]);
        let records = |of: &Value| {
            let one = |of: &Value| [&of["key"], &of["contact_name"], &of["base"], &of["withheld"]].map(|text| text.as_str().expect("a text").to_owned()).join(" ");
            of["records"].as_array().expect("records").iter().map(one).collect::<Vec<_>>()
        };
        assert_eq!(records(&taxed.of("190", "").await), ["G Abogada de Ejemplo 400.00 60.00"]);
        assert_eq!(records(&taxed.of("180", "").await), [" Locales Imaginarios 800.00 152.00"]);
        let union = taxed.of("349", "-1T").await;
        assert_eq!(records(&union), ["E Azulejos do Tejo 500.00 0.00", "A Ferragens do Douro 1000.00 210.00"]);
        assert_eq!(boxes(&union), [("01", "2"), ("02", "1500.00")]);
        // Beyond 3,005.06 euros in the year, by quarter.
        let parties = taxed.of("347", "").await;
        assert_eq!(records(&parties), ["B Hoteles Sirena 3025.00 0.00"]);
        assert_eq!(parties["records"][0]["quarters"], json!(["0.00", "3025.00", "0.00", "0.00"]));
        let paged = taxed.of("349", "-1T?limit=1").await;
        assert_eq!((records(&paged).len(), &paged["records_count"]), (1, &json!(2)));
        let rest = taxed.of("349", &format!("-1T?limit=1&cursor={}", paged["next_cursor"].as_str().expect("more"))).await;
        assert_eq!((records(&rest), &rest["next_cursor"]), (vec!["A Ferragens do Douro 1000.00 210.00".to_owned()], &Value::Null));

        // By direct estimation: income and expenses of the books since January, and what customers kept back.
        assert_eq!(boxes(&taxed.of("130", "-1T").await), [("01", "2400.00"), ("02", "3060.50"), ("03", "-660.50"), ("06", "135.00"), ("07", "-135.00")]);
        assert_eq!(boxes(&taxed.of("130", "-2T").await), [("01", "4900.00"), ("02", "3060.50"), ("03", "1839.50"), ("04", "367.90"), ("06", "135.00"), ("07", "232.90"), ("12", "232.90"), ("14", "232.90"), ("17", "232.90"), ("19", "232.90")]);
        assert_eq!(boxes(&taxed.of("130", "-3T").await)[3..5], [("04", "367.90"), ("05", "232.90")]);

        let year = taxed.get(&format!("/tax-returns?year={}", taxed.year)).await;
        let listed: Vec<String> = year["items"].as_array().expect("returns").iter().map(|of| format!("{} {}", of["model"].as_str().expect("a model"), of["period"].as_str().expect("a period").trim_start_matches(&taxed.year.to_string()))).collect();
        let quarters = |model: &str| (1..=4).map(|quarter| format!("{model} -{quarter}T")).collect::<Vec<_>>();
        let expected: Vec<String> = [quarters("303"), vec!["390 ".into()], quarters("111"), quarters("115"), vec!["190 ".into(), "180 ".into(), "349 -1T".into(), "347 ".into()]].concat();
        assert_eq!(listed, expected);
        assert_eq!(year["items"][1]["result"], json!({ "box": "71", "amount": "525.00" }));
        assert_eq!(taxed.get("/tax-returns?year=2019").await["items"].as_array().map(Vec::len), Some(0));

        // A period is read as people write it; what is none, or of another return, is not found.
        let same = taxed.of("303", "-1T").await;
        for text in [format!("{}Q1", taxed.year), format!("1T?year={}", taxed.year)] {
            assert_eq!(taxed.get(&format!("/tax-returns/303/{text}")).await, same);
        }
        for path in ["303/2026", "303/2026-5T", "390/2026-1T", "999/2026-1T", "303/2015-1T", "303/x", "303/2026-1T/boxes/999"] {
            assert_eq!(taxed.books.call("GET", &format!("/tax-returns/{path}"), None).await.status.as_u16(), 404, "{path}");
        }
    }
}
