//! The fields that a practice adds to its clients: each takes what it says, in the API and in forms.

use despacho_platform::both;
use serde_json::{Value, json};

use crate::common::App;

both! {
    async fn a_field_takes_what_it_says(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await.id;
        let add = async |body: Value| app.api(&owner, "POST", "/client-fields", Some(body), None).await;
        let field = async |body: Value| {
            let made = add(body).await;
            assert_eq!(made.status, 201, "{}", made.text);
            made.json()["id"].as_str().expect("an id").to_owned()
        };
        let fee = field(json!({ "name": "Cuota", "kind": "money" })).await;
        let agreement = field(json!({ "name": "Convenio", "kind": "choice", "options": ["Metal", " Comercio ", "Metal"], "default": "Metal" })).await;
        let services = field(json!({ "name": "Servicios", "kind": "choices", "options": ["Fiscal", "Laboral", "Contable"] })).await;
        let since = field(json!({ "name": "Alta", "kind": "date" })).await;
        let person = field(json!({ "name": "Responsable", "kind": "person" })).await;
        let account = field(json!({ "name": "Cuenta", "kind": "iban" })).await;

        // What a field cannot be.
        for (body, at) in [
            (json!({ "name": "Otro", "kind": "choice" }), "options"),
            (json!({ "name": "Otro", "kind": "text", "options": ["a"] }), "options"),
            (json!({ "name": "Otro", "kind": "number", "default": "uno" }), "default"),
            (json!({ "name": "cuota" }), "name"),
            (json!({ "name": "Otro", "kind": "colour" }), "kind"),
        ] {
            let refused = add(body.clone()).await;
            assert!(refused.status == 422 && refused.json()["errors"][0]["field"] == at, "{body}: {}", refused.text);
        }
        let listed = app.api(&owner, "GET", "/client-fields?search=conv", None, None).await.json();
        assert_eq!((listed["items"][0]["options"].clone(), listed["items"][0]["default"].clone(), listed["next_cursor"].clone()), (json!(["Metal", "Comercio"]), json!("Metal"), Value::Null));

        // Values are checked and kept in one form; a default is there unless told otherwise.
        let create = async |name: &str, custom: Value| app.api(&owner, "POST", "/clients", Some(json!({ "display_name": name, "custom_fields": custom })), None).await;
        let wrong = create("Mal", json!({ &fee: "1.000,50", &agreement: "Otro", &services: "Fiscal\nOtro", &since: "31/02/2026", &person: practice, &account: "ES00" })).await;
        let mut fields: Vec<String> = wrong.json()["errors"].as_array().expect("errors").iter().map(|error| error["field"].as_str().expect("a field").to_owned()).collect();
        fields.sort();
        let mut expected: Vec<String> = [&fee, &agreement, &services, &since, &person, &account].iter().map(|id| format!("custom_fields.{id}")).collect();
        expected.sort();
        assert_eq!((wrong.status.as_u16(), fields), (422, expected), "{}", wrong.text);
        let right = json!({ &fee: "1000.50", &services: "Fiscal\nLaboral", &since: "2026-05-01", &person: owner.user.id, &account: "es91 2100 0418 4502 0005 1332" });
        let made = create("Bien", right).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let made = made.json();
        let kept = &made["custom_fields"];
        assert_eq!((kept[&fee].as_str(), kept[&agreement].as_str(), kept[&services].as_str()), (Some("1000.50"), Some("Metal"), Some("Fiscal\nLaboral")));
        assert_eq!((kept[&since].as_str(), kept[&account].as_str()), (Some("2026-05-01"), Some("ES9121000418450200051332")));

        // What a form shows is read back as the same.
        let client = format!("/practices/{practice}/clients/{}", made["id"].as_str().expect("an id"));
        let form = app.get(&owner, &format!("{client}/edit")).await.text;
        for shown in ["value=\"1.000,50\"", "value=\"01/05/2026\"", "value=\"ES9121000418450200051332\""] {
            assert!(form.contains(shown), "{shown}: {form}");
        }
        let typed = |fee_typed: &str| {
            format!("version=1&display_name=Bien&custom.{fee}={fee_typed}&custom.{agreement}=Comercio&custom.{services}=Fiscal&custom.{services}=Contable&custom.{since}=01%2F05%2F2026&custom.{person}={}&custom.{account}=ES9121000418450200051332", owner.user.id)
        };
        let refused = app.post(&owner, &client, &typed("mil")).await;
        assert!(refused.status == 422 && refused.text.contains("value=\"mil\""), "{}", refused.text);
        assert_eq!(app.post(&owner, &client, &typed("1.000,50")).await.status, 303);
        let after = app.api(&owner, "GET", &format!("/clients/{}", made["id"].as_str().expect("an id")), None, None).await.json();
        assert_eq!((after["custom_fields"][&fee].as_str(), after["custom_fields"][&services].as_str()), (Some("1000.50"), Some("Fiscal\nContable")));
        assert!(app.get(&owner, &client).await.text.contains("ES91 2100 0418 4502 0005 1332"));

        // One that must be filled is, on a new client; one that has been there may change other things without it.
        field(json!({ "name": "Expediente", "required": true })).await;
        assert_eq!(create("Sin expediente", json!({})).await.status, 422);
        let changed = app.api(&owner, "PATCH", &format!("/clients/{}", made["id"].as_str().expect("an id")), Some(json!({ "industry": "Metal" })), None).await;
        assert_eq!(changed.status, 200, "{}", changed.text);
    }
}
