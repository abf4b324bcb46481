//! Preferences: read, changed, previewed, cloned into a new client's organization, applied to one that is there, and undone.

use crate::common::{App, Person};
use despacho::{check, wiring};
use despacho_kernel::Id;
use despacho_organizations::{Organization, store as organizations};
use despacho_platform::{both, memberships::Tenant, sql, vals};
use despacho_settings::preferences::{Chosen, Item, Snapshot, choose};
use proptest::{
    collection::vec,
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Value, json};

const GROUPS: [&str; 12] = [
    "organization_profile",
    "document_templates",
    "email_templates",
    "chart_of_accounts",
    "custom_fields",
    "taxes",
    "number_series",
    "payment_terms",
    "reminders",
    "bank_rules",
    "dimensions",
    "roles",
];

/// Tables that hold something of an organization.
const TABLES: [&str; 23] = [
    "dimensions",
    "dimension_values",
    "accounts",
    "taxes",
    "tax_groups",
    "fiscal_years",
    "number_series",
    "payment_terms",
    "document_templates",
    "email_templates",
    "reminders",
    "bank_rules",
    "document_custom_fields",
    "organization_roles",
    "organization_logos",
    "organization_applications",
    "preference_applications",
    "expense_categories",
    "expense_policies",
    "payroll_components",
    "warehouses",
    "units",
    "adjustment_reasons",
];

fn chosen(names: &[&str]) -> Vec<Chosen> {
    let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
    choose(&wiring::applications().groups(), &names).expect("known groups")
}

async fn organization(app: &App, id: Id) -> Organization {
    organizations::find(app.platform.db.read(), id).await.expect("an organization")
}

async fn snapshot(app: &App, id: Id, names: &[&str]) -> Snapshot {
    let groups: Vec<Chosen> = chosen(names).into_iter().filter(|c| names.contains(&c.group.name)).collect();
    Snapshot::read(app.platform.db.read(), id, &groups).await.expect("a snapshot")
}

fn id(value: &Value) -> Id {
    value.as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("an id: {value}"))
}

/// A client with an organization; answers both ids.
async fn client(app: &App, owner: &Person, body: Value) -> (String, Id) {
    let answer = app.api(owner, "POST", "/clients", Some(body), None).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let made = answer.json();
    (made["id"].as_str().expect("an id").to_owned(), id(&made["organization_ids"][0]))
}

async fn change(app: &App, owner: &Person, organization: Id, group: &str, items: Value) -> Value {
    let answer = app
        .api(owner, "PATCH", &format!("/organizations/{organization}/preferences/{group}"), Some(json!({ "items": items })), None)
        .await;
    assert_eq!(answer.status, 200, "{group}: {}", answer.text);
    answer.json()
}

fn word() -> impl Strategy<Value = String> {
    "[A-Za-zÁñ][A-Za-z0-9 áéñ&€\"'<>=;,%-]{0,18}[a-z0-9]"
}

fn pick(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::sample::select(words).prop_map(str::to_owned)
}

/// Random rows of every group, as the API takes them; accounts come apart, as taxes name them.
fn preferences() -> impl Strategy<Value = Vec<(&'static str, Vec<Value>)>> {
    let yes = || pick(&["yes", ""]);
    let profile = (word(), 1u8..=12, pick(&["d MMM y", "dd/MM/y", "MM/dd/y", "y-MM-dd"]));
    let accounts =
        vec((word(), pick(&["asset", "liability", "equity", "income", "expense"]), pick(&["", "", "EUR", "USD"]), any::<bool>(), any::<bool>()), 1..12);
    let taxes = vec((word(), pick(&["sale", "purchase", "withholding"]), -1000i32..=1000, any::<bool>(), any::<bool>()), 1..6);
    let terms = vec((word(), 0u16..=365, pick(&["invoice_date", "end_of_month"]), any::<bool>()), 0..4);
    let series = vec((word(), pick(&["invoice", "estimate", "bill"]), "[A-Z]{0,4}-?", 1u8..=9, any::<bool>()), 0..4);
    let documents = vec(
        (
            word(),
            pick(&["invoice", "receipt"]),
            pick(&["classic", "modern", "compact"]),
            "#[0-9a-f]{6}",
            yes(),
            pick(&["amount", "code,description,tax", "price,discount"]),
            word(),
        ),
        0..4,
    );
    let mails = vec(
        (word(), pick(&["invoice", "payment_reminder"]), pick(&["es", "en"]), word(), pick(&["Hola {{customer_name}}", "Son {{ total }}.\nGracias"])),
        0..4,
    );
    let fields = vec((word(), pick(&["contact", "item", "invoice", "bill"]), pick(&["text", "date", "choice", "amount"]), yes(), yes(), any::<bool>()), 0..5);
    let roles = vec((word(), pick(&["read", "read,edit_settings", "manage_members"]), any::<bool>()), 0..3);
    (profile, accounts, taxes, terms, (series, documents, mails), fields, roles).prop_map(|(profile, accounts, taxes, terms, (series, documents, mails), fields, roles)| {
        let number = |at: usize, name: &str| format!("{at} {name}");
        let account_items: Vec<Value> = accounts.iter().enumerate().map(|(at, (name, kind, currency, child, active))| {
            // Only accounts in the organization's own currency have others under them or are named by taxes.
            let parent = if at > 0 && *child && accounts[at - 1].2.is_empty() { format!("Z{}", at - 1) } else { String::new() };
            json!({ "values": { "code": format!("Z{at}"), "name": name, "type": kind, "parent_code": parent, "currency": currency }, "active": active })
        }).collect();
        let own = accounts.iter().position(|(_, _, currency, ..)| currency.is_empty());
        let mut tax_items: Vec<Value> = taxes.iter().enumerate().map(|(at, (name, kind, rate, with_account, active))| {
            let account = own.filter(|_| *with_account).map_or(String::new(), |own| format!("Z{own}"));
            let rate = f64::from(*rate) / 10.0;
            json!({ "set": "taxes", "values": { "code": format!("T{at}"), "name": name, "kind": kind, "rate": rate.to_string(), "account_id": account }, "active": active })
        }).collect();
        let names: Vec<String> = (0..taxes.len()).map(|at| format!("t{at}")).collect();
        tax_items.push(json!({ "set": "tax_groups", "values": { "name": "Grupo", "taxes": names.join("\n") } }));
        let reminders: Vec<Value> = mails.iter().enumerate().map(|(at, (name, _, language, ..))| {
            let key = despacho_kernel::text::fold(&format!("{language} · {}", number(at, name)));
            json!({ "values": { "name": format!("R{at}"), "days": at.to_string(), "moment": "after_due", "template_id": key } })
        }).collect();
        vec![
            ("organization_profile", vec![json!({ "values": { "industry": profile.0, "fiscal_year_start": profile.1.to_string(), "date_format": profile.2 } })]),
            ("chart_of_accounts", account_items),
            ("taxes", tax_items),
            ("payment_terms", terms.into_iter().enumerate().map(|(at, (name, days, from, active))| json!({ "values": { "name": number(at, &name), "days": days.to_string(), "due_from": from }, "active": active })).collect()),
            ("number_series", series.into_iter().enumerate().map(|(at, (name, document, prefix, digits, active))| json!({ "values": { "name": number(at, &name), "document": document, "prefix": prefix, "digits": digits.to_string() }, "active": active })).collect()),
            ("document_templates", documents.into_iter().enumerate().map(|(at, (name, document, design, accent, logo, shown, footer))| json!({ "values": { "name": number(at, &name), "document": document, "design": design, "paper": "a4", "accent": accent, "show_logo": logo, "shown": shown, "header": "", "footer": footer } })).collect()),
            ("email_templates", mails.into_iter().enumerate().map(|(at, (name, occasion, language, subject, body))| json!({ "values": { "name": number(at, &name), "occasion": occasion, "language": language, "subject": subject, "body": body } })).collect()),
            ("reminders", reminders),
            ("custom_fields", fields.into_iter().enumerate().map(|(at, (label, record, kind, required, printed, active))| {
                let options = if kind == "choice" { "Norte\nSur" } else { "" };
                json!({ "values": { "label": number(at, &label), "record": record, "kind": kind, "options": options, "required": required, "printed": printed, "help": "" }, "active": active })
            }).collect()),
            ("roles", roles.into_iter().enumerate().map(|(at, (name, rights, active))| json!({ "values": { "name": number(at, &name), "rights": rights }, "active": active })).collect()),
        ]
    })
}

/// Every text that an organization's rows hold, and what its activity says.
async fn texts(app: &App, organization: Id) -> String {
    let mut all = String::new();
    let mut queries: Vec<String> = TABLES.iter().map(|table| format!("SELECT * FROM {table} WHERE organization_id = $1")).collect();
    queries.extend(
        [
            "SELECT * FROM organizations WHERE id = $1",
            "SELECT * FROM tenants WHERE id = $1",
            "SELECT * FROM activity WHERE tenant_id = $1",
            "SELECT * FROM invitations WHERE tenant_id = $1",
        ]
        .map(String::from),
    );
    for query in queries {
        for row in sql::raw_rows(app.platform.db.read(), &query, vals![organization]).await.expect("rows") {
            for column in row.columns() {
                all.push_str(&row.get::<String>(column).unwrap_or_default());
                all.push('\n');
            }
        }
    }
    all
}

both! {
    async fn a_clone_has_the_source_s_chosen_groups_and_the_defaults_of_the_rest(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let firm = app.practice(&owner, "Asesores").await;
        let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
        let cases = (preferences(), proptest::sample::subsequence(GROUPS.to_vec(), 1..GROUPS.len()), pick(&["US", "GB", "ES"]), pick(&["EUR", "USD"]), pick(&["EUR", "USD"]));
        let source_only = ["MARCA-NOMBRE", "marca@origen.example", "MARCA-CALLE", "MARCA-CIUDAD", "marca.example", "A58818501", "MARCA-PERSONA"];
        for case in 0..10 {
            let (rows, groups, country, from, to) = cases.new_tree(&mut runner).expect("a case").current();
            let (source_client, source) = client(&app, &owner, json!({
                "client_type": "business", "business_name": format!("MARCA-NOMBRE {case}"), "first_name": "MARCA-PERSONA", "email": "marca@origen.example", "website": "marca.example",
                "tax_id": if country == "ES" { "A58818501" } else { "" },
                "billing_address": { "country": country, "street1": "MARCA-CALLE", "city": "MARCA-CIUDAD" }, "regional": { "currency": from }, "applications": ["books"],
            })).await;
            for (group, items) in rows {
                if !items.is_empty() {
                    change(&app, &owner, source, group, json!(items)).await;
                }
            }
            let next = format!("UPDATE number_series SET next_number = {} WHERE organization_id = $1", 77 + case);
            let tx = app.platform.db.begin().await.expect("a transaction");
            sql::run(&tx, &next, vals![source]).await.expect("an update");
            tx.commit().await.expect("a commit");

            let body = |name: String| json!({
                "client_type": "business", "business_name": name, "email": "nueva@clon.example",
                "billing_address": { "country": "ES" }, "regional": { "currency": to, "language": "es" }, "applications": ["books", "expense", "payroll"],
            });
            let (_, plain) = client(&app, &owner, body(format!("Sin clonar {case}"))).await;
            let mut cloning = body(format!("Clon {case}"));
            cloning["clone"] = json!({ "client_id": source_client, "groups": groups });
            let (_, clone) = client(&app, &owner, cloning).await;

            let taken = chosen(&groups);
            let expected = Snapshot::read(app.platform.db.read(), source, &taken).await.expect("a snapshot").carry(&taken, &to).0;
            let found = Snapshot::read(app.platform.db.read(), clone, &taken).await.expect("a snapshot");
            assert_eq!(found, expected, "case {case}: {groups:?}");
            let rest: Vec<&str> = GROUPS.into_iter().filter(|g| !taken.iter().any(|c| c.group.name == *g)).collect();
            if !rest.is_empty() {
                // A default that names an account which the cloned chart lacks does without it.
                let known = |of: &str, key: &str| found.sets.get(of).is_none_or(|items| items.iter().any(|item| item.key == key));
                let mut defaults = snapshot(&app, plain, &rest).await;
                for set in chosen(&rest).iter().flat_map(|c| c.group.sets) {
                    if let Some(items) = defaults.sets.remove(set.name()) {
                        defaults.sets.insert(set.name(), set.fit(items, &known));
                    }
                }
                assert_eq!(snapshot(&app, clone, &rest).await, defaults, "case {case}: the rest, {rest:?}");
            }

            // Nothing of the source's own crosses, not even into the activity that the new client will see.
            let texts = texts(&app, clone).await;
            for mark in source_only {
                assert!(!texts.contains(mark), "case {case}: {mark}");
            }
            let counters: Vec<i64> = sql::column(app.platform.db.read(), "SELECT next_number FROM number_series WHERE organization_id = $1", vals![clone]).await.expect("counters");
            assert!(counters.iter().all(|next| *next == 1), "case {case}: {counters:?}");
            let members: Vec<Id> = sql::column(app.platform.db.read(), "SELECT user_id FROM memberships WHERE tenant_id = $1", vals![clone]).await.expect("members");
            assert_eq!(members, [owner.user.id]);
            assert_eq!(organization(&app, clone).await.currency, to, "the currency stays the form's");
            assert_eq!(snapshot(&app, clone, &["logo"]).await.items("logo"), [], "the logo only if it is ticked");
            // The practice's activity does say from whom.
            let noted: Vec<String> = sql::column(app.platform.db.read(), "SELECT changes FROM activity WHERE tenant_id = $1 AND action = 'client_created' ORDER BY id DESC LIMIT 1", vals![firm.id]).await.expect("activity");
            assert!(noted[0].contains("MARCA-NOMBRE"), "{noted:?}");
        }
        assert_eq!(wiring::applications().iter().count(), 4);
        assert_eq!(check::broken(&app.platform).await.expect("a check"), Vec::<String>::new());
    }

    async fn a_fault_at_any_step_of_a_clone_leaves_nothing_behind(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        app.practice(&owner, "Asesores").await;
        let (source, of) = client(&app, &owner, json!({ "display_name": "Origen", "billing_address": { "country": "GB" }, "applications": ["books"] })).await;
        change(&app, &owner, of, "custom_fields", json!([{ "values": { "label": "Ruta", "record": "contact", "kind": "text" } }])).await;
        change(&app, &owner, of, "roles", json!([{ "values": { "name": "Caja", "rights": "read" } }])).await;
        let logo = logo();
        change(&app, &owner, of, "logo", json!([{ "values": { "media_type": "image/png", "data": logo } }])).await;
        let mut tables: Vec<&str> = TABLES.to_vec();
        tables.extend(["clients", "client_organizations", "client_tags", "organizations", "tenants", "memberships", "invitations", "jobs", "activity", "idempotency_keys"]);
        let counts = async || {
            let mut found = vec![];
            for table in &tables {
                found.push(app.count(table).await);
            }
            found
        };
        let groups: Vec<&str> = GROUPS.into_iter().chain(["logo"]).collect();
        let body = json!({ "display_name": "Clon", "email": "clon@test.example", "applications": ["books", "expense", "payroll", "inventory"], "invite_client": true,
            "tags": ["Pyme"], "clone": { "client_id": source, "groups": groups } });
        let before = counts().await;
        let mut steps = 0;
        loop {
            let answer = sql::with_fault(steps, app.api(&owner, "POST", "/clients", Some(body.clone()), Some("the-key"))).await;
            if answer.status == 201 {
                break;
            }
            assert_eq!(answer.status, 500, "step {steps}: {}", answer.text);
            assert_eq!(counts().await, before, "step {steps}");
            steps += 1;
            assert!(steps < 500, "it never succeeds");
        }
        assert!(steps > 70, "only {steps} steps");
        assert_eq!(app.count("clients").await, 2);
    }

    async fn what_was_looked_at_is_what_is_cloned_or_nothing_is(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, other) = (app.person("owner").await, app.person("other").await);
        app.practice(&owner, "Asesores").await;
        app.practice(&other, "Otros").await;
        let (source, of) = client(&app, &owner, json!({ "display_name": "Origen", "applications": ["books"] })).await;
        let (foreign, _) = client(&app, &other, json!({ "display_name": "Ajeno", "applications": ["books"] })).await;
        let (without_books, _) = client(&app, &owner, json!({ "display_name": "Sin libros", "applications": ["inventory"] })).await;

        // The dependency comes along, and the preview says why.
        let preview = app.api(&owner, "POST", "/preference-previews", Some(json!({ "client_id": source, "groups": ["taxes"], "country": "GB", "regional": { "currency": "GBP" } })), None).await;
        assert_eq!(preview.status, 200, "{}", preview.text);
        let preview = preview.json();
        let names: Vec<_> = preview["groups"].as_array().expect("groups").iter().map(|g| (g["group"].as_str().unwrap_or(""), g["pulled_in_by"].as_str().unwrap_or(""))).collect();
        assert_eq!(names, [("chart_of_accounts", "taxes"), ("taxes", "")]);
        assert_eq!(preview["other_currency"], "EUR");
        assert!(preview["groups"][0]["added"].as_u64() > Some(500), "{}", preview["groups"][0]["added"]);
        assert!(preview["groups"][0]["left"].as_u64() > Some(0), "British defaults that the source lacks are left out");
        let fingerprint = preview["fingerprint"].as_str().expect("a fingerprint").to_owned();

        let cloned = |name: &str, clone: Value| json!({ "display_name": name, "applications": ["books"], "clone": clone });
        let fresh = cloned("Uno", json!({ "client_id": source, "groups": ["taxes"], "fingerprint": fingerprint }));
        assert_eq!(app.api(&owner, "POST", "/clients", Some(fresh), None).await.status, 201);

        let refused = async |who: &Person, body: Value, code: &str| {
            let clients = app.count("clients").await;
            let answer = app.api(who, "POST", "/clients", Some(body), None).await;
            assert_eq!(answer.status, 422, "{code}: {}", answer.text);
            assert!(answer.json()["errors"].as_array().expect("errors").iter().any(|e| e["code"] == code), "{code}: {}", answer.text);
            assert_eq!(app.count("clients").await, clients, "{code}");
        };
        change(&app, &owner, of, "taxes", json!([{ "set": "taxes", "values": { "code": "NUEVO", "name": "Nuevo", "kind": "sale", "rate": "3" } }])).await;
        refused(&owner, cloned("Dos", json!({ "client_id": source, "groups": ["taxes"], "fingerprint": fingerprint })), "clone_source_changed").await;
        refused(&owner, cloned("Dos", json!({ "client_id": foreign, "groups": ["taxes"] })), "clone_source_lost").await;
        refused(&owner, cloned("Dos", json!({ "client_id": without_books, "groups": ["taxes"] })), "clone_source_lost").await;
        refused(&owner, cloned("Dos", json!({ "client_id": source, "groups": ["everything"] })), "preference_group_unknown").await;
        refused(&owner, cloned("Dos", json!({ "client_id": source, "groups": [] })), "choose_one").await;
        let mut no_books = cloned("Dos", json!({ "client_id": source, "groups": ["taxes"] }));
        no_books["applications"] = json!(["inventory"]);
        refused(&owner, no_books, "clone_needs_books").await;
        // A preview of what is not one's own is not found.
        let spied = app.api(&other, "POST", "/preference-previews", Some(json!({ "client_id": source, "groups": ["taxes"] })), None).await;
        assert_eq!(spied.status, 404);
        let spied = app.api(&other, "POST", "/preference-previews", Some(json!({ "source_organization_id": of, "groups": ["taxes"] })), None).await;
        assert_eq!(spied.status, 404);

        // A tax whose account works in another currency: the account stays behind, so the tax can't come.
        change(&app, &owner, of, "chart_of_accounts", json!([{ "values": { "code": "4779", "name": "IVA en dólares", "type": "liability", "parent_code": "477", "currency": "USD" } }])).await;
        let preview = app.api(&owner, "POST", "/preference-previews", Some(json!({ "client_id": source, "groups": ["chart_of_accounts"] })), None).await.json();
        let behind: Vec<_> = preview["groups"][0]["changes"].as_array().expect("changes").iter().filter(|c| c["reason"] == "other_currency").map(|c| c["item"]["key"].as_str().unwrap_or("")).collect();
        assert_eq!(behind, ["4779"]);
        change(&app, &owner, of, "taxes", json!([{ "set": "taxes", "values": { "code": "USD", "name": "Dólares", "kind": "sale", "rate": "1", "account_id": "4779" } }])).await;
        refused(&owner, cloned("Dos", json!({ "client_id": source, "groups": ["taxes"] })), "clone_missing").await;
        let into_dollars = json!({ "display_name": "Dólares", "applications": ["books"], "regional": { "currency": "USD" }, "clone": { "client_id": source, "groups": ["taxes"] } });
        assert_eq!(app.api(&owner, "POST", "/clients", Some(into_dollars), None).await.status, 201);

        // Access is lost between the look and the save.
        let tx = app.platform.db.begin().await.expect("a transaction");
        sql::run(&tx, "UPDATE memberships SET role = 'staff' WHERE tenant_id = $1", vals![of]).await.expect("an update");
        tx.commit().await.expect("a commit");
        refused(&owner, cloned("Dos", json!({ "client_id": source, "groups": ["payment_terms"] })), "clone_source_lost").await;
    }

    async fn defaults_fit_what_was_cloned(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        app.practice(&owner, "Asesores").await;
        let (source, of) = client(&app, &owner, json!({ "display_name": "Origen", "billing_address": { "country": "US" }, "regional": { "language": "en" }, "applications": ["books"] })).await;
        let tx = app.platform.db.begin().await.expect("a transaction");
        sql::run(&tx, "DELETE FROM email_templates WHERE organization_id = $1 AND language = 'es'", vals![of]).await.expect("a delete");
        tx.commit().await.expect("a commit");
        // The defaults name accounts and templates of Spain, which the American source lacks.
        let body = json!({ "display_name": "Clon", "billing_address": { "country": "ES" }, "regional": { "language": "es" }, "applications": ["books", "expense", "payroll", "inventory"],
            "clone": { "client_id": source, "groups": ["chart_of_accounts", "email_templates"] } });
        let (_, clone) = client(&app, &owner, body).await;
        let found = snapshot(&app, clone, &["taxes", "reminders"]).await;
        assert_eq!(found.items("taxes").len(), 53);
        assert!(found.items("taxes").iter().all(|tax| tax.values[4].is_empty() && tax.values[10].is_empty()), "a tax without its account waits for one");
        assert_eq!(found.items("tax_groups").len(), 6);
        assert_eq!(found.items("reminders"), [], "a reminder needs its template");
        assert_eq!(check::broken(&app.platform).await.expect("a check"), Vec::<String>::new());
    }

    async fn staff_clone_only_from_clients_assigned_to_them(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, manager) = (app.person("owner").await, app.person("manager").await);
        let practice = app.practice(&owner, "Asesores").await;
        app.join(Tenant::Practice, practice.id, &manager, "manager").await;
        let (source, _) = client(&app, &owner, json!({ "display_name": "Origen", "applications": ["books"] })).await;
        // The manager sees the client but is no member of its organization.
        let body = json!({ "display_name": "Clon", "applications": ["books"], "clone": { "client_id": source, "groups": ["taxes"] } });
        let answer = app.api(&manager, "POST", "/clients", Some(body), None).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text.contains("clone_source_lost"));
        let page = app.get(&manager, &format!("/practices/{}/clients/new?clone=choose", practice.id)).await;
        assert!(page.text.contains("Ningún cliente tiene Contabilidad") && !page.text.contains("Origen"));
    }

    async fn applying_adds_and_replaces_and_can_be_undone_until_it_is_used(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let source = app.organization(&owner, "Origen", &["books"]).await;
        let target = app.organization(&owner, "Destino", &["books", "expense"]).await;
        change(&app, &owner, source, "chart_of_accounts", json!([
            { "values": { "code": "6299", "name": "Gastos varios", "type": "expense", "parent_code": "629" } },
            { "values": { "code": "629", "name": "Servicios diversos", "type": "expense", "parent_code": "62" } },
        ])).await;
        change(&app, &owner, source, "taxes", json!([{ "set": "taxes", "values": { "code": "IGIC7", "name": "IGIC 7 %", "kind": "sale", "rate": "7", "account_id": "477" } }])).await;
        change(&app, &owner, source, "organization_profile", json!([{ "values": { "industry": "Pan", "fiscal_year_start": "7", "date_format": "y-MM-dd" } }])).await;
        change(&app, &owner, target, "payment_terms", json!([{ "values": { "name": "90 días", "days": "90", "due_from": "invoice_date" } }])).await;
        let all: Vec<&str> = GROUPS.to_vec();
        let before = snapshot(&app, target, &all).await;
        let path = format!("/organizations/{target}/preference-applications");

        let preview = app.api(&owner, "POST", "/preference-previews", Some(json!({ "source_organization_id": source, "target_organization_id": target, "groups": all })), None).await.json();
        let numbers = |name: &str| { let g = preview["groups"].as_array().expect("groups").iter().find(|g| g["group"] == name).expect("a group").clone(); (g["added"].as_u64(), g["replaced"].as_u64(), g["left"].as_u64()) };
        assert_eq!(numbers("chart_of_accounts"), (Some(1), Some(1), Some(769)));
        assert_eq!(numbers("organization_profile"), (Some(0), Some(1), Some(0)));
        assert_eq!(numbers("payment_terms"), (Some(0), Some(0), Some(5)), "what the target has besides stays");

        let body = json!({ "source_organization_id": source, "groups": all, "fingerprint": preview["fingerprint"] });
        let applied = app.api(&owner, "POST", &path, Some(body.clone()), None).await;
        assert_eq!(applied.status, 201, "{}", applied.text);
        let applied = applied.json();
        assert_eq!((applied["added"].as_i64(), applied["replaced"].as_i64()), (Some(2), Some(2)));
        let after = snapshot(&app, target, &all).await;
        let named = |items: &[Item], key: &str| items.iter().find(|i| i.key == key).map(|i| i.values.clone());
        assert_eq!(named(after.items("accounts"), "629").expect("an account")[1], "Servicios diversos");
        assert_eq!(named(after.items("taxes"), "igic7").expect("a tax")[4], "477", "the tax names the target's own account");
        assert!(named(after.items("payment_terms"), "90 dias").is_some());
        assert_eq!(organization(&app, target).await.fiscal_year_start, 7);
        let again = app.api(&owner, "POST", &path, Some(body), None).await;
        assert_eq!((again.status.as_u16(), again.json()["type"].as_str().unwrap_or("").to_owned()), (409, "/problems/preferences-same".into()));

        let undo = format!("{path}/{}/reversal", applied["id"].as_str().expect("an id"));
        // An expense category uses the new account: nothing is undone, nothing is touched.
        let account: Id = sql::scalar(app.platform.db.read(), "SELECT id FROM accounts WHERE organization_id = $1 AND code = '6299'", vals![target]).await.expect("a query").expect("an account");
        assert_eq!(app.post(&owner, &format!("/organizations/{target}/records/expense_categories"), &format!("name=Varios&account_id={account}")).await.status, 303);
        let refused = app.api(&owner, "POST", &undo, None, None).await;
        assert_eq!(refused.json()["type"], "/problems/preferences-used");
        assert_eq!(snapshot(&app, target, &all).await, after);
        let tx = app.platform.db.begin().await.expect("a transaction");
        sql::run(&tx, "DELETE FROM expense_categories WHERE organization_id = $1 AND name = 'Varios'", vals![target]).await.expect("a delete");
        tx.commit().await.expect("a commit");
        let undone = app.api(&owner, "POST", &undo, None, None).await;
        assert_eq!(undone.status, 201, "{}", undone.text);
        assert_eq!(snapshot(&app, target, &all).await, before, "all is as it was");
        assert_eq!(app.api(&owner, "POST", &undo, None, None).await.json()["type"], "/problems/preferences-undone");

        // A later change of what was applied keeps it from being undone.
        let applied = app.api(&owner, "POST", &path, Some(json!({ "source_organization_id": source, "groups": ["taxes"] })), None).await.json();
        change(&app, &owner, target, "taxes", json!([{ "set": "taxes", "values": { "code": "IGIC7", "name": "IGIC", "kind": "sale", "rate": "7", "account_id": "477" } }])).await;
        let undo = format!("{path}/{}/reversal", applied["id"].as_str().expect("an id"));
        assert_eq!(app.api(&owner, "POST", &undo, None, None).await.json()["type"], "/problems/preferences-used");
        let listed = app.api(&owner, "GET", &path, None, None).await.json();
        assert_eq!(listed["items"].as_array().expect("items").iter().map(|i| i["undone"].as_bool()).collect::<Vec<_>>(), [Some(false), Some(true)]);
        let itself = app.api(&owner, "POST", &path, Some(json!({ "source_organization_id": target, "groups": ["taxes"] })), None).await;
        assert_eq!(itself.json()["errors"][0]["code"], "clone_itself");
        let activity = app.get(&owner, &format!("/organizations/{target}/activity")).await.text;
        for text in ["aplicó preferencias a", "deshizo las preferencias", "Plan de cuentas"] {
            assert!(activity.contains(text), "{text}");
        }
    }

    async fn a_fault_while_applying_or_undoing_leaves_all_as_it_was(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let source = app.organization(&owner, "Origen", &["books"]).await;
        let target = app.organization(&owner, "Destino", &["books"]).await;
        change(&app, &owner, source, "taxes", json!([{ "set": "taxes", "values": { "code": "IGIC7", "name": "IGIC 7 %", "kind": "sale", "rate": "7" } }])).await;
        change(&app, &owner, source, "email_templates", json!([{ "values": { "name": "Envío de factura", "occasion": "invoice", "language": "es", "subject": "Otro asunto", "body": "Otro texto" } }])).await;
        let groups = ["taxes", "email_templates"];
        let path = format!("/organizations/{target}/preference-applications");
        let mut present = snapshot(&app, target, &groups).await;
        let mut path_of_undo = String::new();
        for round in 0..2 {
            let mut steps = 0;
            loop {
                let answer = if round == 0 {
                    sql::with_fault(steps, app.api(&owner, "POST", &path, Some(json!({ "source_organization_id": source, "groups": groups })), None)).await
                } else {
                    sql::with_fault(steps, app.api(&owner, "POST", &path_of_undo, None, None)).await
                };
                if answer.status == 201 {
                    path_of_undo = format!("{path}/{}/reversal", answer.json()["id"].as_str().expect("an id"));
                    break;
                }
                assert_eq!(answer.status, 500, "step {steps}: {}", answer.text);
                assert_eq!(snapshot(&app, target, &groups).await, present, "round {round}, step {steps}");
                assert_eq!(app.count("preference_applications").await, round);
                steps += 1;
                assert!(steps < 300, "it never succeeds");
            }
            let after = snapshot(&app, target, &groups).await;
            assert_ne!(after, present);
            present = after;
        }
    }

    async fn an_own_role_gives_its_rights_and_no_more(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, person) = (app.person("owner").await, app.person("persona").await);
        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        let base = format!("/organizations/{organization}");
        assert_eq!(app.post(&owner, &format!("{base}/records/roles"), "name=Gestor&rights=edit_settings").await.status, 303);
        assert_eq!(app.post(&owner, &format!("{base}/records/roles"), "name=GESTOR&rights=read").await.status, 422, "a name is used once");
        assert_eq!(app.post(&owner, &format!("{base}/records/roles"), "name=Vacío").await.status, 422);
        let role: Id = sql::scalar(app.platform.db.read(), "SELECT id FROM organization_roles", vec![]).await.expect("a query").expect("a role");
        let add = format!("email={}&role={role}", person.user.email.replace('@', "%40"));
        assert_eq!(app.post(&owner, &format!("{base}/members"), &add).await.status, 303);
        let members = app.get(&owner, &format!("{base}/members")).await.text;
        assert!(members.contains("Gestor"));
        assert!(app.get(&person, "/home").await.text.contains("Gestor"));

        assert_eq!(app.get(&person, &format!("{base}/records/taxes/new")).await.status, 200);
        assert_eq!(app.get(&person, &format!("{base}/accounts")).await.status, 200, "who changes settings sees them");
        assert_eq!(app.get(&person, &format!("{base}/accounts/new")).await.status, 403);
        assert_eq!(app.post(&person, &format!("{base}/members"), "email=x%40test.example&role=staff").await.status, 403);
        // Nobody lifts themselves up: roles take the right to manage users, by page, API and application alike.
        for (path, form) in [("/records/roles", "name=Jefe&rights=manage_members".to_owned()), (&format!("/records/roles/{role}"), "name=Gestor&rights=manage_members".into()), (&format!("/records/roles/{role}/deactivation"), String::new())] {
            assert_eq!(app.post(&person, &format!("{base}{path}"), &form).await.status, 403, "{path}");
        }
        let items = json!({ "items": [{ "values": { "name": "Gestor", "rights": "manage_members" } }] });
        assert_eq!(app.api(&person, "PATCH", &format!("{base}/preferences/roles"), Some(items), None).await.status, 403);
        let mine = app.organization(&person, "Mía", &["books"]).await;
        change(&app, &person, mine, "roles", json!([{ "values": { "name": "Gestor", "rights": "manage_members" } }])).await;
        let apply = json!({ "source_organization_id": mine, "groups": ["roles"] });
        assert_eq!(app.api(&person, "POST", &format!("{base}/preference-applications"), Some(apply), None).await.status, 403);
        let chart = json!({ "items": [{ "values": { "code": "1", "name": "x", "type": "asset" } }] });
        assert_eq!(app.api(&person, "PATCH", &format!("{base}/preferences/chart_of_accounts"), Some(chart), None).await.status, 403);

        // A changed role counts at once; one that is not offered any more is not given.
        assert_eq!(app.post(&owner, &format!("{base}/records/roles/{role}"), "name=Gestor&rights=read").await.status, 303);
        assert_eq!(app.get(&person, &format!("{base}/accounts")).await.status, 403);
        assert_eq!(app.post(&owner, &format!("{base}/records/roles/{role}/deactivation"), "").await.status, 303);
        assert_eq!(app.post(&owner, &format!("{base}/members/{}", owner.user.id), &format!("role={role}")).await.status, 422);
    }

    async fn accounts_are_moved_merged_and_brought_in(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["books", "expense"]).await;
        let base = format!("/organizations/{organization}");
        let find = async |code: &str| {
            let found = app.api(&owner, "GET", &format!("{base}/accounts?search={code}&limit=200"), None, None).await.json();
            found["items"].as_array().expect("items").iter().find(|a| a["code"] == code).cloned()
        };
        let id_of = async |code: &str| find(code).await.expect("an account")["id"].as_str().expect("an id").to_owned();
        let (from, into, parent) = (id_of("623").await, id_of("629").await, id_of("62").await);
        let used = "SELECT COUNT(*) FROM expense_categories e JOIN accounts a ON a.organization_id = e.organization_id AND a.id = e.account_id WHERE a.code = $1";
        let uses = async |code: &str| sql::scalar::<i64>(app.platform.db.read(), used, vals![code]).await.expect("a count").unwrap_or(0);
        let (before, with) = (uses("629").await, uses("623").await);
        assert!(with > 0);
        assert_eq!(app.api(&owner, "POST", &format!("{base}/accounts"), Some(json!({ "code": "6231", "name": "Abogados", "type": "expense" })), None).await.status, 201);
        let refused = |answer: crate::common::Answer, code: &str| assert_eq!(answer.json()["errors"][0]["code"], code, "{}", answer.text);
        refused(app.api(&owner, "POST", &format!("{base}/accounts/{from}/merger"), Some(json!({ "into": from })), None).await, "account_merge_itself");
        refused(app.api(&owner, "POST", &format!("{base}/accounts/{from}/merger"), Some(json!({ "into": id_of("430").await })), None).await, "account_merge_type");
        refused(app.api(&owner, "POST", &format!("{base}/accounts/{parent}/merger"), Some(json!({ "into": from })), None).await, "account_merge_child");
        let merged = app.api(&owner, "POST", &format!("{base}/accounts/{from}/merger"), Some(json!({ "into": into })), None).await;
        assert_eq!(merged.status, 201, "{}", merged.text);
        assert!(find("623").await.is_none());
        assert_eq!(find("6231").await.expect("the child")["parent_code"], "629");
        assert_eq!(uses("629").await, before + with);

        let moved = app.api(&owner, "PATCH", &format!("{base}/accounts/{}", id_of("6231").await), Some(json!({ "parent_code": "62", "active": false })), None).await.json();
        assert_eq!((moved["parent_code"].as_str(), moved["active"].as_bool()), (Some("62"), Some(false)));
        refused(app.api(&owner, "PATCH", &format!("{base}/accounts/{parent}"), Some(json!({ "parent_code": "6231" })), None).await, "account_loop");

        // A file: first a look that keeps nothing, then all of it; a fault tells its line and nothing is kept.
        let count = app.count("accounts").await;
        let upload = async |text: &str| {
            let body = format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{text}\r\n--x--\r\n");
            app.send(axum::http::Request::post(format!("{base}/accounts/import")).header("cookie", &owner.cookie).header("content-type", "multipart/form-data; boundary=x").body(body.into()).expect("a request")).await
        };
        let look = upload("código;nombre;tipo\n62310;Notarios;Gasto\n629;Otros;Gasto\n").await;
        assert_eq!(look.status, 200, "{}", look.text);
        assert!(look.text.contains("1 se añade") && look.text.contains("1 se sustituye"));
        assert!(look.text.contains("62310 Notarios") && look.text.contains("<del>Otros servicios</del> → <ins>Otros</ins>"), "{}", look.text);
        assert_eq!(app.count("accounts").await, count);
        let wrong = upload("código;nombre;tipo\n62310;Notarios;Gasto\n6 3;Mal;Gasto\n").await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text.contains("<th scope=\"row\">3</th><td>Código</td><td>6 3</td><td>Un código lleva solo letras, dígitos, puntos y guiones.</td>"), "{}", wrong.text);
        assert_eq!(upload("nada\n").await.status, 422);
        let large = upload(&"x".repeat(3_000_000)).await;
        assert_eq!(large.status, 422);
        assert!(large.text.contains("2048 KB"), "{}", large.text);
        let orphan = upload("code,name,type,parent_code\nA1,Huérfana,asset,A0\n").await;
        assert_eq!(orphan.status, 422);
        assert!(orphan.text.contains("<th scope=\"row\">2</th><td>Cuenta superior</td><td>A0</td><td>No hay ninguna cuenta con este código.</td>"), "{}", orphan.text);
        let text = "code%2Cname%2Ctype%0A62310%2CNotarios%2Cexpense%0A629%2COtros%2Cexpense%0A";
        assert_eq!(app.post(&owner, &format!("{base}/accounts/imports"), &format!("text={text}")).await.status, 303);
        assert_eq!(app.count("accounts").await, count + 1);
        assert_eq!(find("62310").await.expect("the new one")["parent_code"], "6231");
        assert_eq!(find("6231").await.expect("the moved one")["parent_code"], "62");
        let again = "text=code%2Cname%2Ctype%0A6231%2CAbogados%2Cexpense%0A";
        assert_eq!(app.post(&owner, &format!("{base}/accounts/imports"), again).await.status, 303);
        assert_eq!(find("6231").await.expect("the moved one")["parent_code"], "62", "a file without parents moves nothing");
        let exported = app.get(&owner, &format!("{base}/accounts/export")).await;
        assert_eq!(exported.headers["content-disposition"], "attachment; filename=\"plan-de-cuentas-cafe-sol.csv\"");
        assert!(exported.text.contains("62310;Notarios;Gasto;6231;;Sí"), "{}", &exported.text[..200]);
    }

    async fn bad_rows_are_told_one_by_one_and_none_is_kept(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        let path = format!("/organizations/{organization}/preferences");
        let before = snapshot(&app, organization, &GROUPS).await;
        let refused = async |group: &str, items: Value, field: &str, code: &str| {
            let answer = app.api(&owner, "PATCH", &format!("{path}/{group}"), Some(json!({ "items": items })), None).await;
            assert_eq!(answer.status, 422, "{group}: {}", answer.text);
            assert!(answer.json()["errors"].as_array().expect("errors").iter().any(|e| e["field"] == field && e["code"] == code), "{field} {code}: {}", answer.text);
        };
        refused("payment_terms", json!([{ "values": { "name": "A", "days": "400", "due_from": "invoice_date" } }]), "items.0.days", "between").await;
        refused("payment_terms", json!([{ "values": { "name": "A", "days": "4", "due_from": "invoice_date" } }, { "values": { "name": "a", "days": "5", "due_from": "invoice_date" } }]), "items.1", "taken").await;
        refused("payment_terms", json!([{ "values": { "name": "A", "days": "4", "due_from": "invoice_date", "color": "red" } }]), "items.0.color", "choice").await;
        refused("taxes", json!([{ "values": { "code": "A" } }]), "items.0.set", "choice").await;
        refused("taxes", json!([{ "set": "tax_groups", "values": { "name": "A", "taxes": "nothing" } }]), "taxes", "choice").await;
        refused("email_templates", json!([{ "values": { "name": "A", "occasion": "invoice", "language": "es", "subject": "{{secret}}", "body": "x" } }]), "items.0.subject", "variable_unknown").await;
        refused("custom_fields", json!([{ "values": { "label": "A", "record": "contact", "kind": "choice", "options": "una" } }]), "items.0.options", "options_two").await;
        refused("document_templates", json!([{ "values": { "name": "A", "document": "invoice", "design": "classic", "paper": "a4", "accent": "red", "shown": "amount" } }]), "items.0.accent", "color").await;
        refused("reminders", json!([{ "values": { "name": "A", "days": "1", "moment": "after_due", "template_id": "es · nothing" } }]), "template_id", "choice").await;
        refused("organization_profile", json!([{ "values": { "industry": "", "fiscal_year_start": "13", "date_format": "y-MM-dd" } }]), "items.0.fiscal_year_start", "choice").await;
        refused("logo", json!([{ "values": { "media_type": "image/png", "data": "aG9sYQ==" } }]), "items.0.logo", "image").await;
        refused("logo", json!([{ "values": { "media_type": "image/png", "data": &logo()[..60] } }]), "items.0.logo", "image").await;
        refused("chart_of_accounts", json!([{ "values": { "code": "9 9", "name": "x", "type": "asset" } }]), "items.0.code", "account_code").await;
        refused("chart_of_accounts", json!([{ "values": { "code": "99", "name": "x", "type": "asset", "parent_code": "nothing" } }]), "items", "choice").await;
        assert_eq!(snapshot(&app, organization, &GROUPS).await, before);
        assert_eq!(app.api(&owner, "GET", &format!("{path}/nothing"), None, None).await.status, 404);

        // A list has an end, and what is beyond it is refused, not hidden.
        let many: Vec<Value> = (0..497).map(|at| json!({ "values": { "name": format!("T{at}"), "days": "1", "due_from": "invoice_date" } })).collect();
        refused("payment_terms", json!(many), "name", "too_many_rows").await;
        assert_eq!(app.count("payment_terms").await, 4);

        // Every group tells its rows, page by page.
        let groups = app.api(&owner, "GET", &path, None, None).await.json();
        for group in groups["items"].as_array().expect("groups") {
            let name = group["group"].as_str().expect("a name");
            let (mut rows, mut cursor) = (0, String::new());
            loop {
                let page = app.api(&owner, "GET", &format!("{path}/{name}?limit=200{cursor}"), None, None).await.json();
                rows += page["items"].as_array().expect("items").len();
                match page["next_cursor"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
            assert_eq!(group["count"].as_u64(), Some(rows as u64), "{name}");
        }
        // A row of the same key is replaced, and its place and counter stay.
        assert_eq!(change(&app, &owner, organization, "payment_terms", json!([{ "values": { "name": "30 DÍAS", "days": "31", "due_from": "end_of_month" } }])).await, json!({ "added": 0, "replaced": 1 }));
        let terms = snapshot(&app, organization, &["payment_terms"]).await;
        assert_eq!(terms.items("payment_terms")[2].values, ["30 DÍAS", "31", "end_of_month"]);
    }

    async fn rows_change_places_and_previews_show_what_is_set(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        let base = format!("/organizations/{organization}");
        let ids: Vec<Id> = sql::column(app.platform.db.read(), "SELECT id FROM payment_terms WHERE organization_id = $1 ORDER BY position", vals![organization]).await.expect("ids");
        assert_eq!(app.post(&owner, &format!("{base}/records/payment_terms/{}/position", ids[2]), "move=up").await.status, 303);
        assert_eq!(app.post(&owner, &format!("{base}/records/payment_terms/{}/position", ids[2]), "move=up").await.status, 303);
        assert_eq!(app.post(&owner, &format!("{base}/records/payment_terms/{}/position", ids[2]), "move=up").await.status, 303, "at the top it stays");
        let names: Vec<String> = snapshot(&app, organization, &["payment_terms"]).await.items("payment_terms").iter().map(|i| i.name.clone()).collect();
        assert_eq!(names, ["30 días", "Al contado", "15 días", "60 días"]);

        change(&app, &owner, organization, "logo", json!([{ "values": { "media_type": "image/png", "data": logo() } }])).await;
        assert_eq!(app.get(&owner, &format!("{base}/logo")).await.headers["content-type"], "image/png");
        for design in ["classic", "modern", "compact"] {
            change(&app, &owner, organization, "document_templates", json!([{ "values": { "name": "Factura", "document": "invoice", "design": design, "paper": "letter", "accent": "#28567f", "show_logo": "yes", "shown": "code,description,discount,amount", "header": "Nota\nOtra", "footer": "Pie" } }])).await;
            let template: Id = sql::scalar(app.platform.db.read(), "SELECT id FROM document_templates WHERE organization_id = $1 AND document = 'invoice'", vals![organization]).await.expect("a query").expect("a template");
            let svg = app.get(&owner, &format!("{base}/document-templates/{template}/preview.svg")).await;
            assert_eq!((svg.status.as_u16(), svg.headers["content-type"].to_str().unwrap_or("")), (200, "image/svg+xml"));
            assert!(svg.text.contains("#28567f") && svg.text.contains("<image"), "{design}: the colour and the logo");
            let pdf = app.get(&owner, &format!("{base}/document-templates/{template}/preview.pdf")).await;
            assert!(pdf.text.starts_with("%PDF-"), "{design}");
        }
        let mail: Id = sql::scalar(app.platform.db.read(), "SELECT id FROM email_templates WHERE organization_id = $1 AND occasion = 'invoice' AND language = 'es'", vals![organization]).await.expect("a query").expect("a template");
        let page = app.get(&owner, &format!("{base}/email-templates/{mail}/preview")).await.text;
        assert!(page.contains("Hola, Cliente de Ejemplo, S. L.:") && page.contains("F-00001") && !page.contains("{{"), "variables are filled");
        // Another's template is not found.
        let stranger = app.person("stranger").await;
        let other = app.organization(&stranger, "Otra", &["books"]).await;
        assert_eq!(app.get(&stranger, &format!("/organizations/{other}/email-templates/{mail}/preview")).await.status, 404);
    }
}

/// A small green PNG, in base64.
fn logo() -> &'static str {
    "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAEElEQVR4nGOQj/GCIwbiOAA9swxRwe6zXgAAAABJRU5ErkJggg=="
}

#[test]
fn each_group_comes_after_those_it_needs() {
    let groups = wiring::applications().groups();
    for (at, group) in groups.iter().enumerate() {
        for need in group.needs {
            assert!(groups[..at].iter().any(|earlier| earlier.name == *need), "{} needs {need}", group.name);
        }
    }
    let names: Vec<&str> = groups.iter().map(|g| g.name).filter(|name| *name != "logo").collect();
    assert_eq!(names, GROUPS);
}
