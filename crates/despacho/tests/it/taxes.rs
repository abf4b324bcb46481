//! Taxes as data: how they work, from the pages and the API to their boxes and to other organizations.

use despacho_ledger::{
    journal::{Allowed, EntryDraft, Journal, Kind, Past, post},
    taxes,
};
use despacho_platform::{both, sql, vals};
use despacho_taxes::{
    boxes,
    document::{Discount, Document, Line, Prices, Rounding},
    plan,
    tax::{Direction, Effect, Treatment},
};
use serde_json::{Value, json};

use crate::common::App;

/// What an answer says of a tax.
fn told(tax: &Value) -> [String; 6] {
    ["treatment", "direction", "nature", "cause", "valid_from", "deductible_percent"].map(|field| tax[field].as_str().unwrap_or("").to_owned())
}

both! {
    async fn a_spanish_organization_starts_with_taxes_of_both_legs(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        let page = app.api(&owner, "GET", &format!("/organizations/{organization}/records/taxes?limit=200"), None, None).await.json();
        let of = |code: &str| page["items"].as_array().expect("items").iter().find(|tax| tax["code"] == code).unwrap_or_else(|| panic!("{code}")).clone();
        assert_eq!(told(&of("IVA21V")), ["standard", "sale", "any", "none", "2012-09-01", ""]);
        assert_eq!(told(&of("IVA0V")), ["exempt", "sale", "any", "e1", "", ""]);
        assert_eq!(told(&of("IVAINTV")), ["intra_community", "sale", "goods", "e5", "", ""]);
        assert_eq!(told(&of("IVA21ICS")), ["intra_community", "purchase", "services", "none", "2012-09-01", ""]);
        assert_eq!(told(&of("IVA21CBI50")), ["standard", "purchase", "investment", "none", "2012-09-01", "50"]);
        assert_eq!(told(&of("IRPF15V"))[..3], ["withholding", "sale", "professional"]);
        assert_eq!(told(&of("IRPF19C"))[..3], ["withholding", "purchase", "rent"]);

        let own = taxes::all(app.platform.db.read(), organization).await.expect("taxes");
        let code_of = async |account: Option<despacho_kernel::Id>| -> String {
            let Some(account) = account else { return String::new() };
            let query = "SELECT code FROM accounts WHERE organization_id = $1 AND id = $2";
            sql::scalar(app.platform.db.read(), query, vals![organization, account]).await.expect("a query").expect("an account")
        };
        let found = |code: &str| own.iter().find(|own| own.tax.code == code).unwrap_or_else(|| panic!("{code}"));
        for (code, effect, account, due) in [
            ("IVA21V", Effect::Charged, "477", ""),
            ("IVA21ISP", Effect::SelfAssessed, "472", "477"),
            ("IVA21IMP", Effect::Charged, "472", ""),
            ("IVA21IMPD", Effect::SelfAssessed, "472", "4750"),
            ("IRPF15C", Effect::Withheld, "4751", ""),
        ] {
            let tax = found(code);
            assert_eq!((tax.tax.effect(), code_of(tax.account).await.as_str(), code_of(tax.due_account).await.as_str()), (effect, account, due), "{code}");
        }
        // 303: due in 12 and 13, deducted in 28 and 29.
        let day = "2026-03-31".parse().expect("a date");
        let isp: Vec<&str> = boxes::of("ES", &found("IVA21ISP").tax, false, day).iter().filter(|entry| entry.model == "303").map(|entry| entry.number).collect();
        assert_eq!(isp, ["12", "13", "28", "29"]);
    }

    async fn a_tax_is_made_and_changed_in_either_shape(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        let path = format!("/organizations/{organization}/records/taxes");
        let account = async |code: &str| -> String {
            let query = "SELECT id FROM accounts WHERE organization_id = $1 AND code = $2";
            let id: Option<despacho_kernel::Id> = sql::scalar(app.platform.db.read(), query, vals![organization, code]).await.expect("a query");
            id.expect("an account").to_string()
        };
        let (output, input) = (account("477").await, account("472").await);
        let made = app.api(&owner, "POST", &path, Some(json!({ "code": "ORO", "name": "Oro", "kind": "purchase", "rate": "21", "account_id": input,
            "treatment": "reverse_charge", "nature": "investment", "due_account_id": output, "deductible_percent": "87.5", "valid_from": "2026-01-01", "valid_to": null })), None).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let made = made.json();
        assert_eq!(told(&made), ["reverse_charge", "purchase", "investment", "none", "2026-01-01", "87.5"]);
        assert_eq!((made["due_account_id"].as_str(), made["valid_to"].clone()), (Some(output.as_str()), Value::Null));
        // What a change leaves out stays; what has no meaning for a sale goes.
        let one = format!("{path}/{}", made["id"].as_str().expect("an id"));
        let changed = app.api(&owner, "PATCH", &one, Some(json!({ "name": "Oro de inversión" })), None).await.json();
        assert_eq!((told(&changed), changed["due_account_id"].as_str()), (told(&made), Some(output.as_str())));
        let sold = app.api(&owner, "PATCH", &one, Some(json!({ "kind": "sale", "rate": "0" })), None).await.json();
        assert_eq!((told(&sold), sold["due_account_id"].clone()), (["reverse_charge", "sale", "any", "none", "2026-01-01", ""].map(str::to_owned), Value::Null));
        // The older shape.
        let old = app.api(&owner, "POST", &path, Some(json!({ "code": "IGIC7", "name": "IGIC", "kind": "sale", "rate": "7" })), None).await.json();
        assert_eq!(told(&old), ["standard", "sale", "any", "none", "", ""]);
        for (body, field) in [
            (json!({ "code": "A", "name": "A", "kind": "sale", "rate": "21", "treatment": "export" }), "rate"),
            (json!({ "code": "A", "name": "A", "kind": "sale", "rate": "0", "treatment": "withholding" }), "treatment"),
            (json!({ "code": "A", "name": "A", "kind": "sale", "rate": "0", "treatment": "barter" }), "treatment"),
            (json!({ "code": "A", "name": "A", "kind": "purchase", "rate": "21", "nature": "rent" }), "nature"),
            (json!({ "code": "A", "name": "A", "kind": "purchase", "rate": "21", "deductible_percent": "101" }), "deductible_percent"),
            (json!({ "code": "A", "name": "A", "kind": "sale", "rate": "21", "valid_from": "2026-02-01", "valid_to": "2026-01-31" }), "valid_to"),
        ] {
            let refused = app.api(&owner, "POST", &path, Some(body), None).await;
            assert_eq!((refused.status.as_u16(), refused.json()["errors"][0]["field"].as_str()), (422, Some(field)), "{}", refused.text);
        }
        // A second account is kept like the first: one that a tax names is not merged away without it.
        let named: Option<i64> = sql::scalar(app.platform.db.read(), "SELECT COUNT(*) FROM taxes WHERE organization_id = $1 AND due_account_id = $2", vals![organization, output.parse::<despacho_kernel::Id>().expect("an id")]).await.expect("a query");
        assert_eq!(named, Some(9));
    }

    async fn a_form_keeps_what_was_typed_and_says_what_is_wrong(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        let base = format!("/organizations/{organization}/records/taxes");
        let page = app.get(&owner, &base).await.text;
        for shown in ["Inversión del sujeto pasivo", "Intracomunitaria", "Exenta", "Recargo de equivalencia"] {
            assert!(page.contains(shown), "{shown}");
        }
        let refused = app.post(&owner, &base, "code=EXP&name=Fuera&kind=sale&rate=21%2C0&treatment=export&cause=e2&direction=sale&nature=any").await;
        assert!(refused.status == 422 && refused.text.contains("el porcentaje es 0") && refused.text.contains("value=\"21,0\""), "{}", refused.text);
        assert_eq!(app.post(&owner, &base, "code=EXP&name=Fuera&kind=sale&rate=0%2C0&treatment=export&cause=e2&direction=purchase&nature=investment").await.status, 303);
        let own = taxes::all(app.platform.db.read(), organization).await.expect("taxes");
        let tax = &own.iter().find(|own| own.tax.code == "EXP").expect("a tax").tax;
        assert_eq!((tax.treatment, tax.direction, tax.spanish_class()), (Treatment::Export, Direction::Sale, "E2"));
    }

    async fn taxes_travel_with_all_they_say(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let source = app.organization(&owner, "Origen", &["books"]).await;
        let target = app.organization(&owner, "Destino", &["books"]).await;
        let put = async |of: despacho_kernel::Id, values: Value| {
            let body = json!({ "items": [{ "set": "taxes", "values": values }] });
            let answer = app.api(&owner, "PATCH", &format!("/organizations/{of}/preferences/taxes"), Some(body), None).await;
            assert_eq!(answer.status, 200, "{}", answer.text);
            answer.json()
        };
        put(source, json!({ "code": "ORO", "name": "Oro", "kind": "purchase", "rate": "21", "account_id": "472", "treatment": "reverse_charge", "due_account_id": "477", "valid_to": "2026-12-31" })).await;
        put(target, json!({ "code": "ORO", "name": "Oro", "kind": "purchase", "rate": "21", "account_id": "472" })).await;
        // The same in the older shape is the same.
        let again = put(target, json!({ "code": "ORO", "name": "Oro", "kind": "purchase", "rate": "21", "account_id": "472" })).await;
        assert_eq!((again["added"].as_i64(), again["replaced"].as_i64()), (Some(0), Some(0)));
        let path = format!("/organizations/{target}/preference-applications");
        let applied = app.api(&owner, "POST", &path, Some(json!({ "source_organization_id": source, "groups": ["taxes"] })), None).await;
        assert_eq!((applied.status.as_u16(), applied.json()["replaced"].as_i64()), (201, Some(1)), "{}", applied.text);
        let applied = applied.json();
        let oro = async || taxes::all(app.platform.db.read(), target).await.expect("taxes").into_iter().find(|own| own.tax.code == "ORO").expect("a tax");
        let carried = oro().await;
        let due: Option<String> = sql::scalar(app.platform.db.read(), "SELECT code FROM accounts WHERE organization_id = $1 AND id = $2", vals![target, carried.due_account.expect("an account")]).await.expect("a query");
        assert_eq!((carried.tax.effect(), due.as_deref(), carried.tax.valid.1.map(|day| day.to_string()).as_deref()), (Effect::SelfAssessed, Some("477"), Some("2026-12-31")));
        // What an application of before kept of the row, in the older shape, is written back as a tax that is charged.
        let old = r#"[{"set":"taxes","added":[],"replaced":[{"key":"oro","name":"ORO · Oro","values":["ORO","Oro","purchase","21","472"],"active":true}]}]"#;
        let tx = app.platform.db.begin().await.expect("a transaction");
        sql::run(&tx, "UPDATE preference_applications SET inverse = $2 WHERE organization_id = $1", vals![target, old]).await.expect("a change");
        tx.commit().await.expect("a commit");
        let undone = app.api(&owner, "POST", &format!("{path}/{}/reversal", applied["id"].as_str().expect("an id")), None, None).await;
        assert_eq!(undone.status, 201, "{}", undone.text);
        let back = oro().await;
        assert_eq!((back.tax.treatment, back.tax.effect(), back.due_account, back.tax.valid.1), (Treatment::Standard, Effect::Charged, None, None));
    }

    async fn what_the_catalogue_has_besides_is_added_once(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        let base = format!("/organizations/{organization}/records/taxes");
        let codes = async || {
            let query = "SELECT code FROM taxes WHERE organization_id = $1 ORDER BY position, id";
            sql::column::<String>(app.platform.db.read(), query, vals![organization]).await.expect("codes")
        };
        let whole = codes().await;
        assert!(!app.get(&owner, &base).await.text.contains("que faltan"));
        // An organization of before, whose chart lacks an account that one of them names.
        let tx = app.platform.db.begin().await.expect("a transaction");
        for statement in [
            "DELETE FROM taxes WHERE organization_id = $1 AND code IN ('IVA21ISP', 'IVA21IMPD', 'IVA4ICB')",
            "DELETE FROM accounts WHERE organization_id = $1 AND code = '4750'",
        ] {
            sql::run(&tx, statement, vals![organization]).await.expect("a change");
        }
        tx.commit().await.expect("a commit");
        assert!(app.get(&owner, &base).await.text.contains("Añadir los 3 que faltan"));
        assert_eq!(app.post(&owner, &format!("{base}/completion"), "").await.status, 303);
        let mut sorted = (codes().await, whole);
        assert_eq!(sorted.0.len(), sorted.1.len());
        sorted.0.sort();
        sorted.1.sort();
        assert_eq!(sorted.0, sorted.1);
        let own = taxes::all(app.platform.db.read(), organization).await.expect("taxes");
        let found = |code: &str| own.iter().find(|own| own.tax.code == code).expect("a tax");
        assert_eq!((found("IVA21ISP").due_account.is_some(), found("IVA21IMPD").due_account), (true, None));
        // Again it adds none, and lists without a catalogue have no such thing.
        assert_eq!(app.post(&owner, &format!("{base}/completion"), "").await.status, 303);
        assert_eq!(codes().await.len(), sorted.1.len());
        assert_eq!(app.post(&owner, &format!("/organizations/{organization}/records/payment_terms/completion"), "").await.status, 404);
        let added = "SELECT COUNT(*) FROM activity WHERE tenant_id = $1 AND action = 'preferences_changed'";
        assert_eq!(sql::scalar::<i64>(app.platform.db.read(), added, vals![organization]).await.expect("a query"), Some(1));
    }

    async fn a_bill_under_reverse_charge_is_posted_with_both_legs(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        let own = taxes::all(app.platform.db.read(), organization).await.expect("taxes");
        let bought = ["IVA21ISP", "IVA21C", "IRPF15C"].map(|code| own.iter().find(|own| own.tax.code == code).expect("a tax").clone());
        let (kinds, accounts): (Vec<_>, Vec<_>) = bought.iter().map(|own| (own.tax.clone(), own.accounts())).unzip();
        let account = async |code: &str| -> despacho_kernel::Id {
            let query = "SELECT id FROM accounts WHERE organization_id = $1 AND code = $2";
            sql::scalar(app.platform.db.read(), query, vals![organization, code]).await.expect("a query").expect("an account")
        };
        let lines = [Line::new(2.into(), 500.into(), &[0]), Line::new(1.into(), 200.into(), &[1, 2])];
        let document = Document { lines: &lines, taxes: &kinds, discount: Discount::None, prices: Prices::Net, rounding: Rounding::PerTax, typed: &[], digits: 2 };
        let computed = document.compute().expect("a document");
        assert_eq!(computed.totals.payable, 121_200, "1,000 without tax, and 200 with 42 of VAT less 30 withheld");
        let (control, costs) = (account("410").await, [account("629").await, account("623").await]);
        let planned = plan::postings(Direction::Purchase, &computed, &lines, plan::Accounts { control: &control, lines: &costs, taxes: &accounts }).expect("accounts");
        let postings = planned.iter().map(|one| taxes::posting(one, None)).collect();
        let query = "SELECT starts_on FROM fiscal_years WHERE organization_id = $1 ORDER BY starts_on LIMIT 1";
        let starts: String = sql::scalar(app.platform.db.read(), query, vals![organization]).await.expect("a query").expect("a year");
        let date = starts.parse().expect("a date");
        let draft = EntryDraft { journal: Journal::Purchases, kind: Kind::Document, ..EntryDraft::manual(date, "Factura recibida", postings) };
        let tx = app.platform.db.begin().await.expect("a transaction");
        let allowed = Allowed { by: &owner.user, now: app.platform.clock.now(), past: Past::Nothing };
        let posted = post::post(&tx, organization, &draft, allowed).await.expect("posted");
        tx.commit().await.expect("a commit");
        let query = "SELECT a.code || ' ' || CAST(p.amount AS TEXT) FROM postings p JOIN accounts a ON a.organization_id = p.organization_id AND a.id = p.account_id
                     WHERE p.organization_id = $1 AND p.entry_id = $2 ORDER BY 1";
        let found: Vec<String> = sql::column(app.platform.db.read(), query, vals![organization, posted.id]).await.expect("postings");
        assert_eq!(found, ["410 -121200", "472 25200", "4751 -3000", "477 -21000", "623 20000", "629 100000"]);
    }
}
