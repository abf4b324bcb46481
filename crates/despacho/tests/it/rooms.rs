//! The rooms of an organization: what its lists show, take and undo.

use despacho_kernel::Id;
use despacho_platform::{both, sql, vals};
use serde_json::json;

use crate::common::App;

both! {
    async fn percentages_and_payroll_rates_are_shown_as_they_are_read(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["books", "expense", "payroll"]).await;
        let base = format!("/organizations/{organization}");
        let taxes = app.get(&owner, &format!("{base}/records/taxes")).await.text;
        assert!(taxes.contains("21\u{a0}%") && taxes.contains("5,2\u{a0}%"), "{taxes}");
        // A sign that is typed with the figure is taken.
        assert_eq!(app.post(&owner, &format!("{base}/records/taxes"), "code=IGIC7&name=IGIC&kind=sale&rate=7%2C5+%25").await.status, 303);
        let rate: Option<String> = sql::scalar(app.platform.db.read(), "SELECT rate FROM taxes WHERE code = 'IGIC7'", vec![]).await.expect("a query");
        assert_eq!(rate.as_deref(), Some("7.5"));
        // Rates that change each January say since when they apply and by which rule.
        let components = app.get(&owner, &format!("{base}/records/payroll_components")).await.text;
        for shown in ["Vigente desde", "0,15\u{a0}%", "0,75\u{a0}%", "1 ene 2026", "LGSS, disp. transitoria 43.ª"] {
            assert!(components.contains(shown), "{shown} in {components}");
        }
        let accounts = "SELECT a.code FROM expense_categories e JOIN accounts a ON a.organization_id = e.organization_id AND a.id = e.account_id
                        WHERE e.organization_id = $1 AND e.name = $2";
        for (category, code) in [("Transporte y mensajería", "624"), ("Seguros", "625"), ("Publicidad", "627"), ("Luz y agua", "628"), ("Otros gastos", "629")] {
            let found: Option<String> = sql::scalar(app.platform.db.read(), accounts, vals![organization, category]).await.expect("a query");
            assert_eq!(found.as_deref(), Some(code), "{category}");
        }
        let wrong = app.post(&owner, &format!("{base}/records/payroll_components"), "name=Plus&kind=earning&account_id.key=640&valid_from=ayer").await;
        assert!(wrong.status == 422 && wrong.text.contains("Escriba una fecha."), "{}", wrong.text);
        let policies = app.get(&owner, &format!("{base}/records/expense_policies")).await.text;
        assert!(policies.contains("25,00\u{a0}€"), "{policies}");
    }

    async fn a_template_is_looked_at_as_it_is_typed(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        let base = format!("/organizations/{organization}");
        let typed = "name=Otra&occasion=invoice&language=es&subject=Factura+%7B%7Bdocument_number%7D%7D&body=Hola%2C+%7B%7Bcustomer_name%7D%7D%3A+%7B%7Btotal%7D%7D";
        let before = app.count("email_templates").await;
        let page = app.post(&owner, &format!("{base}/email-templates/preview"), typed).await;
        assert_eq!(page.status, 200, "{}", page.text);
        for shown in ["Hola, Cliente de Ejemplo, S. L.: 1.450,90\u{a0}€", "todavía no se ha guardado"] {
            assert!(page.text.contains(shown), "{shown} in {}", page.text);
        }
        assert_eq!(app.count("email_templates").await, before);
        assert_eq!(app.post(&owner, &format!("{base}/email-templates/preview"), "name=&occasion=never").await.status, 422);
        let template: Id = sql::scalar(app.platform.db.read(), "SELECT id FROM email_templates WHERE organization_id = $1 LIMIT 1", vals![organization]).await.expect("a query").expect("a row");
        let form = app.get(&owner, &format!("{base}/records/email_templates/{template}")).await.text;
        assert!(form.contains(&format!("formaction=\"{base}/email-templates/preview\"")) && form.contains("formtarget=\"_blank\""), "{form}");
    }

    async fn a_series_that_gave_numbers_is_not_undone(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let (source, target) = (app.organization(&owner, "Origen", &["books"]).await, app.organization(&owner, "Destino", &["books"]).await);
        let series = json!({ "items": [
            { "values": { "name": "Tienda", "document": "invoice", "prefix": "T-", "digits": "4" } },
            { "values": { "name": "Facturas", "document": "invoice", "prefix": "FAC-", "digits": "4" } },
        ] });
        assert_eq!(app.api(&owner, "PATCH", &format!("/organizations/{source}/preferences/number_series"), Some(series), None).await.status, 200);
        let path = format!("/organizations/{target}/preference-applications");
        let applied = app.api(&owner, "POST", &path, Some(json!({ "source_organization_id": source, "groups": ["number_series"] })), None).await;
        assert_eq!((applied.status.as_u16(), &applied.json()["added"], &applied.json()["replaced"]), (201, &json!(1), &json!(1)));
        let undo = format!("{path}/{}/reversal", applied.json()["id"].as_str().expect("an id"));
        let next = async |name: &str| -> Option<i64> {
            sql::scalar(app.platform.db.read(), "SELECT next_number FROM number_series WHERE organization_id = $1 AND name = $2", vals![target, name]).await.expect("a query")
        };
        let count_on = async |name: &str, to: i64| {
            let tx = app.platform.db.begin().await.expect("a transaction");
            sql::run(&tx, "UPDATE number_series SET next_number = $3 WHERE organization_id = $1 AND name = $2", vals![target, name, to]).await.expect("an update");
            tx.commit().await.expect("a commit");
        };
        // The added series gave numbers: gone and made again, it would give them twice.
        count_on("Tienda", 8).await;
        count_on("Facturas", 5).await;
        assert_eq!(app.api(&owner, "POST", &undo, None, None).await.json()["type"], "/problems/preferences-used");
        assert_eq!((next("Tienda").await, next("Facturas").await), (Some(8), Some(5)));
        // A replaced one gets its former prefix back and goes on counting.
        count_on("Tienda", 1).await;
        assert_eq!(app.api(&owner, "POST", &undo, None, None).await.status, 201);
        assert_eq!((next("Tienda").await, next("Facturas").await), (None, Some(5)));
    }
}
