//! The schema: the same whichever way a database came to it.

use axum::{
    body::{Body, to_bytes},
    http::{Request, header},
};
use despacho::{check, wiring};
use despacho_kernel::{Id, new_id, text::fold};
use despacho_platform::{Platform, both, config::Config, jobs, migrations::Migration, sql, testkit::Engine, tokens, users, vals};
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;

use crate::common::App;

fn config(folder: &TempDir) -> Config {
    Config {
        data: folder.path().to_owned(),
        database_url: None,
        public_url: "http://despacho.test".into(),
        smtp_url: None,
        mail_from: "Despacho <despacho@despacho.test>".into(),
        demo: false,
        printer: None,
        administrators: vec![],
        trusted_proxies: vec![],
        storage: Default::default(),
    }
}

/// An empty database of its own and the folder of its data; nothing when the engine is PostgreSQL and no server is named.
pub async fn empty(engine: Engine) -> Option<(TempDir, Config)> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut config = config(&folder);
    if engine == Engine::Postgres {
        let app = App::open(engine).await?;
        let url = app.platform.config.database_url.clone().expect("a server");
        let (server, _) = url.rsplit_once('/').expect("a database's name");
        let name = format!("e{}", new_id().simple());
        sql::run(app.platform.db.read(), &format!("CREATE DATABASE {name}"), vec![]).await.expect("a database");
        config.database_url = Some(format!("{server}/{name}"));
    }
    Some((folder, config))
}

/// Every table, index and constraint, but those of the steps themselves.
async fn schema(platform: &Platform) -> Vec<String> {
    let queries: &[&str] = if platform.db.is_sqlite() {
        &["SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'schema_migrations' ORDER BY name"]
    } else {
        &[
            "SELECT CAST(table_name || ' ' || ordinal_position || ' ' || column_name || ' ' || data_type || ' ' || is_nullable || ' '
               || COALESCE(column_default, '') AS TEXT)
             FROM information_schema.columns WHERE table_schema = current_schema() AND table_name <> 'schema_migrations' ORDER BY 1",
            "SELECT CAST(indexdef AS TEXT) FROM pg_indexes WHERE schemaname = current_schema() AND tablename <> 'schema_migrations' ORDER BY 1",
            "SELECT CAST(c.conrelid::regclass AS TEXT) || ' ' || c.conname || ' ' || pg_get_constraintdef(c.oid) FROM pg_constraint c
             WHERE c.connamespace = CAST(current_schema() AS regnamespace) AND CAST(c.conrelid::regclass AS TEXT) <> 'schema_migrations' ORDER BY 1",
        ]
    };
    let mut found = vec![];
    for query in queries {
        found.extend(sql::column::<String>(platform.db.read(), query, vec![]).await.expect("the schema"));
    }
    found
}

/// Every room's steps in the order in which they came.
fn steps() -> Vec<Migration> {
    let mut steps: Vec<Migration> = wiring::migrations().into_iter().flatten().copied().collect();
    steps.sort_by_key(|step| step.name);
    steps
}

/// Brings a database to where a release had it, and lets go of it.
async fn up_to(config: &Config, some: usize) {
    let platform = Platform::open(config.clone(), &[&steps()[..some]]).await.expect("a platform");
    platform.db.close().await;
}

async fn put(platform: &Platform, table: &str, columns: &[&str], row: Vec<sql::Value>) {
    let tx = platform.db.begin().await.expect("a transaction");
    sql::insert_many(&tx, table, columns, vec![row]).await.unwrap_or_else(|e| panic!("{table}: {e}"));
    tx.commit().await.expect("a commit");
}

async fn text(platform: &Platform, query: &str) -> String {
    sql::scalar(platform.db.read(), query, vec![]).await.unwrap_or_else(|e| panic!("{query}: {e}")).expect("a row")
}

async fn number(platform: &Platform, query: &str) -> i64 {
    sql::scalar(platform.db.read(), query, vec![]).await.unwrap_or_else(|e| panic!("{query}: {e}")).expect("a row")
}

/// Whom and what an old database holds.
struct Held {
    user: Id,
    practice: Id,
    client: Id,
    organization: Id,
    account: Id,
    template: Id,
}

const PASSWORD: &str = "una frase bastante larga";
/// When all of it was written: the first of January of 2026.
const THEN: i64 = 1_767_225_600_000;

/// A firm with a client and its organization, as the first release wrote them.
async fn fill(platform: &Platform) -> Held {
    let [user, practice, client, organization, account, template] = std::array::from_fn(|_| new_id());
    let hash = users::hash_password(PASSWORD.into()).await.expect("a hash");
    put(
        platform,
        "users",
        &["id", "email", "name", "password_hash", "language", "time_zone", "mail_notices", "confirmed_at", "created_at"],
        vals![user, "marta@test.example", "Marta Ficticia", hash, "es", "Europe/Madrid", true, THEN, THEN],
    )
    .await;
    for (id, kind, name) in [(practice, "practice", "Asesores"), (organization, "organization", "Café Sol")] {
        put(platform, "tenants", &["id", "kind", "name", "name_key", "created_at"], vals![id, kind, name, fold(name), THEN]).await;
    }
    let region = ["country", "currency", "language", "time_zone", "date_format", "fiscal_year_start"];
    let [country, currency, language, time_zone, date_format, fiscal_year_start] = region;
    put(
        platform,
        "practices",
        &["id", country, currency, language, time_zone, date_format, fiscal_year_start, "created_at"],
        vals![practice, "ES", "EUR", "es", "Europe/Madrid", "d MMM y", 1i64, THEN],
    )
    .await;
    put(
        platform,
        "organizations",
        &[
            "id",
            country,
            currency,
            language,
            time_zone,
            date_format,
            fiscal_year_start,
            "owner_name",
            "email",
            "phone",
            "website",
            "tax_id",
            "industry",
            "address",
            "created_at",
            "updated_at",
        ],
        vals![
            organization,
            "GB",
            "GBP",
            "en",
            "Europe/London",
            "dd/MM/y",
            4i64,
            "Ana",
            "cafe@test.example",
            "",
            "https://cafe.example",
            "",
            "Coffee",
            "{\"country\":\"GB\",\"city\":\"York\"}",
            THEN,
            THEN
        ],
    )
    .await;
    for (tenant, kind, role) in [(practice, "practice", "owner"), (organization, "organization", "administrator")] {
        put(platform, "memberships", &["tenant_id", "user_id", "tenant_kind", "role", "created_at"], vals![tenant, user, kind, role, THEN]).await;
    }
    put(platform, "organization_applications", &["organization_id", "application", "enabled_at"], vals![organization, "books", THEN]).await;
    let columns = ["organization_id", "id", "code", "name", "type", "parent_code", "active", "search_text"];
    put(platform, "accounts", &columns, vals![organization, new_id(), "4", "Payables", "liability", "", true, "4 payables"]).await;
    put(platform, "accounts", &columns, vals![organization, account, "477", "Output VAT", "liability", "4", true, "477 output vat"]).await;
    let columns = ["organization_id", "id", "position", "active", "code", "name", "kind", "rate", "account_id"];
    put(platform, "taxes", &columns, vals![organization, new_id(), 1i64, true, "VAT20", "VAT 20%", "sale", "20", account]).await;
    put(platform, "taxes", &columns, vals![organization, new_id(), 2i64, false, "VAT0", "Zero", "sale", "0", None::<Id>]).await;
    let columns = ["organization_id", "id", "name", "starts_on", "ends_on"];
    put(platform, "fiscal_years", &columns, vals![organization, new_id(), "2025–2026", "2025-04-01", "2026-03-31"]).await;
    let columns = ["organization_id", "id", "position", "active", "name", "document", "prefix", "next_number", "digits"];
    put(platform, "number_series", &columns, vals![organization, new_id(), 1i64, true, "Invoices", "invoice", "F-", 42i64, 5i64]).await;
    put(
        platform,
        "payment_terms",
        &["organization_id", "id", "position", "active", "name", "days"],
        vals![organization, new_id(), 1i64, true, "30 days", 30i64],
    )
    .await;
    let columns = ["organization_id", "id", "position", "active", "name", "document", "header", "footer"];
    put(platform, "document_templates", &columns, vals![organization, new_id(), 1i64, true, "Invoice", "invoice", "Head", "Foot"]).await;
    let columns = ["organization_id", "id", "position", "active", "name", "occasion", "subject", "body"];
    put(platform, "email_templates", &columns, vals![organization, template, 1i64, true, "Reminder", "payment_reminder", "Due", "Hello"]).await;
    let mut columns = vec!["practice_id", "id", "kind", "display_name", "name_key", "search_text", "email"];
    columns.extend(["salutation", "first_name", "last_name", "business_name", "phone", "mobile", "website", "tax_id", "industry", "notes"]);
    columns.extend(["country", "billing_address", "shipping_address", currency, language, time_zone, date_format, fiscal_year_start]);
    columns.extend(["active", "created_at", "updated_at"]);
    let mut row = vals![practice, client, "business", "Café Sol", "cafe sol", "cafe sol", "cafe@test.example"];
    row.extend(vec![sql::Value::from(""); 10]);
    row.extend(vals!["GB", "{\"city\":\"York\"}", "{}", "GBP", "en", "Europe/London", "d MMM y", 4i64, true, THEN, THEN]);
    put(platform, "clients", &columns, row).await;
    put(platform, "client_organizations", &["practice_id", "organization_id", "client_id", "linked_at"], vals![practice, organization, client, THEN]).await;
    put(platform, "client_tags", &["practice_id", "client_id", "tag"], vals![practice, client, "VIP"]).await;
    let columns = ["practice_id", "client_id", "id", "name", "position", "email", "phone"];
    put(platform, "client_contacts", &columns, vals![practice, client, new_id(), "Ana", "Owner", "", ""]).await;
    let columns = ["tenant_id", "id", "subject_id", "subject_kind", "subject_name", "action", "actor_id", "actor_name", "changes", "created_at"];
    put(platform, "activity", &columns, vals![practice, new_id(), client, "client", "Café Sol", "client_created", user, "Marta Ficticia", "[]", THEN]).await;
    // A notification whose message the first release had not sent yet.
    let notification = new_id();
    let columns = ["user_id", "id", "kind", "data", "link", "created_at"];
    put(platform, "notifications", &columns, vals![user, notification, "member_added", "{\"tenant\":\"Café Sol\",\"by\":\"Ana\"}", "/", THEN]).await;
    let payload = format!("{{\"user_id\":\"{user}\",\"notification_id\":\"{notification}\"}}");
    let columns = ["id", "kind", "payload", "status", "attempts", "run_at", "locked_until", "error", "created_at"];
    put(platform, "jobs", &columns, vals![new_id(), "send_notification", payload, "queued", 0i64, THEN, 0i64, "", THEN]).await;
    Held { user, practice, client, organization, account, template }
}

both! {
    async fn a_fresh_database_and_one_that_grew_step_by_step_are_alike(engine) {
        let (Some((_one, fresh)), Some((_two, grown))) = (empty(engine).await, empty(engine).await) else { return };
        let whole = Platform::open(fresh, &wiring::migrations()).await.expect("a platform");
        // As releases came: first what the first one had, then the rest.
        for some in [8, 12, steps().len()] {
            up_to(&grown, some).await;
        }
        let stepwise = Platform::open(grown, &wiring::migrations()).await.expect("a platform");
        let expected = schema(&whole).await;
        assert!(expected.iter().any(|line| line.contains("clients_by_name")), "{expected:?}");
        assert_eq!(schema(&stepwise).await, expected);
    }

    async fn a_database_with_data_is_brought_up_to_date_and_loses_nothing(engine) {
        let (Some((_one, fresh)), Some((folder, old))) = (empty(engine).await, empty(engine).await) else { return };
        // What the first release wrote, and what the one with roles, tax groups and reminders added.
        let first = Platform::open(old.clone(), &[&steps()[..8]]).await.expect("a platform");
        let held = fill(&first).await;
        first.db.close().await;
        let second = Platform::open(old.clone(), &[&steps()[..12]]).await.expect("a platform");
        let (role, of) = (new_id(), held.organization);
        put(&second, "organization_roles", &["organization_id", "id", "position", "active", "name", "rights"], vals![of, role, 1i64, true, "Till", "read"]).await;
        let tax: Id = sql::scalar(second.db.read(), "SELECT id FROM taxes WHERE code = 'VAT20'", vec![]).await.expect("a query").expect("a tax");
        put(&second, "tax_groups", &["organization_id", "id", "position", "active", "name", "taxes"], vals![of, new_id(), 1i64, true, "Standard", tax.to_string()]).await;
        let columns = ["organization_id", "id", "position", "active", "name", "days", "moment", "template_id"];
        put(&second, "reminders", &columns, vals![of, new_id(), 1i64, true, "After a week", 7i64, "after_due", held.template]).await;
        let columns = ["organization_id", "id", "position", "active", "label", "record", "kind", "options", "required", "printed", "help"];
        put(&second, "document_custom_fields", &columns, vals![of, new_id(), 1i64, true, "Route", "contact", "text", "", false, true, ""]).await;
        second.db.close().await;

        let platform = Platform::open(old, &wiring::migrations()).await.expect("a platform");
        wiring::speak();
        let whole = Platform::open(fresh, &wiring::migrations()).await.expect("a platform");
        assert_eq!(schema(&platform).await, schema(&whole).await);
        assert_eq!(check::broken(&platform).await.expect("a check"), Vec::<String>::new());

        // Every row is there, at its first version, with what the new columns say of it.
        let tables = [
            ("users", 1), ("tenants", 2), ("memberships", 2), ("practices", 1), ("organizations", 1), ("organization_applications", 1), ("organization_roles", 1),
            ("accounts", 2), ("taxes", 2), ("tax_groups", 1), ("fiscal_years", 1), ("number_series", 1), ("payment_terms", 1), ("document_templates", 1),
            ("email_templates", 1), ("reminders", 1), ("document_custom_fields", 1), ("clients", 1), ("client_organizations", 1), ("client_tags", 1),
            ("client_contacts", 1), ("activity", 1), ("notifications", 1),
            // One waited, and one gives the clients the words that they are found by.
            ("jobs", 2),
        ];
        for (table, rows) in tables {
            assert_eq!(number(&platform, &format!("SELECT COUNT(*) FROM {table}")).await, rows, "{table}");
        }
        for table in ["accounts", "taxes", "tax_groups", "number_series", "payment_terms", "document_templates", "email_templates", "reminders", "document_custom_fields", "organization_roles", "clients", "client_contacts"] {
            assert_eq!(number(&platform, &format!("SELECT COUNT(*) FROM {table} WHERE version <> 1")).await, 0, "{table}");
        }
        for (query, expected) in [
            ("SELECT due_from FROM payment_terms", "invoice_date"),
            ("SELECT language FROM email_templates", "en"),
            ("SELECT design || ' ' || paper || ' ' || accent || ' ' || shown FROM document_templates WHERE show_logo", "classic a4 #1f5c4a description,quantity,price,tax,amount"),
            ("SELECT currency || code || name FROM accounts WHERE code = '477'", "477Output VAT"),
            ("SELECT prefix || CAST(next_number AS TEXT) FROM number_series", "F-42"),
            ("SELECT website FROM organizations", "https://cafe.example"),
            ("SELECT name FROM tenants WHERE kind = 'organization'", "Café Sol"),
        ] {
            assert_eq!(text(&platform, query).await, expected, "{query}");
        }
        let named: Option<Id> = sql::scalar(platform.db.read(), "SELECT account_id FROM taxes WHERE code = 'VAT20'", vec![]).await.expect("a query");
        assert_eq!(named, Some(held.account));

        // And it is at work again: one signs in, reads and changes, and what was queued is done.
        assert!(users::authenticate(platform.db.read(), "marta@test.example", PASSWORD).await.expect("an answer").is_some_and(|user| user.id == held.user));
        let tx = platform.db.begin().await.expect("a transaction");
        let token = tokens::issue_api(&tx, held.user, &tokens::NewToken::named("test"), platform.clock.now()).await.expect("a token");
        tx.commit().await.expect("a commit");
        let (_, router) = wiring::service(&platform);
        let ask = async |method: &str, path: String, body: &str| -> (u16, Value) {
            let request = Request::builder().method(method).uri(path).header(header::AUTHORIZATION, format!("Bearer {token}")).body(Body::from(body.to_owned())).expect("a request");
            let answer = router.clone().oneshot(request).await.expect("an answer");
            let status = answer.status().as_u16();
            let bytes = to_bytes(answer.into_body(), 1_000_000).await.expect("a body");
            (status, serde_json::from_slice(&bytes).expect("JSON"))
        };
        let (status, client) = ask("GET", format!("/api/v1/clients/{}", held.client), "").await;
        assert_eq!((status, client["display_name"].as_str(), client["billing_address"]["city"].as_str(), client["version"].as_i64()), (200, Some("Café Sol"), Some("York"), Some(1)));
        assert_eq!((client["tags"][0].as_str(), client["organization_ids"][0].as_str()), (Some("VIP"), Some(held.organization.to_string().as_str())));
        let (status, client) = ask("PATCH", format!("/api/v1/clients/{}", held.client), "{\"industry\":\"Coffee\"}").await;
        assert_eq!((status, client["industry"].as_str(), client["version"].as_i64()), (200, Some("Coffee"), Some(2)));
        for (group, rows) in [("email_templates", 1), ("taxes", 3), ("reminders", 1), ("roles", 1), ("chart_of_accounts", 2), ("document_templates", 1), ("payment_terms", 1)] {
            let (status, page) = ask("GET", format!("/api/v1/organizations/{}/preferences/{group}", held.organization), "").await;
            assert_eq!((status, page["items"].as_array().map(Vec::len)), (200, Some(rows)), "{group}");
        }
        let (status, page) = ask("GET", "/api/v1/organizations".into(), "").await;
        assert_eq!((status, page["items"][0]["id"].as_str()), (200, Some(held.organization.to_string().as_str())), "{}", held.practice);
        jobs::run_due(&platform, &wiring::jobs()).await.expect("the jobs");
        assert_eq!(number(&platform, "SELECT COUNT(*) FROM jobs WHERE status <> 'done'").await, 0);
        let (status, page) = ask("GET", "/api/v1/clients?search=sol+cafe".into(), "").await;
        assert_eq!((status, page["items"][0]["id"].as_str()), (200, Some(held.client.to_string().as_str())));
        assert_eq!(std::fs::read_dir(folder.path().join("mail")).expect("messages").count(), 1);
        assert_eq!(check::broken(&platform).await.expect("a check"), Vec::<String>::new());
    }

    async fn a_tax_of_the_older_shape_is_told_how_it_works(engine) {
        let Some((_folder, config)) = empty(engine).await else { return };
        let first = Platform::open(config.clone(), &[&steps()[..8]]).await.expect("a platform");
        let held = fill(&first).await;
        let tx = first.db.begin().await.expect("a transaction");
        sql::run(&tx, "UPDATE organizations SET country = 'ES' WHERE id = $1", vals![held.organization]).await.expect("a change");
        tx.commit().await.expect("a commit");
        let withheld = new_id();
        let columns = ["organization_id", "id", "code", "name", "type", "parent_code", "active", "search_text"];
        put(&first, "accounts", &columns, vals![held.organization, withheld, "473", "Withheld", "asset", "4", true, "473 withheld"]).await;
        let columns = ["organization_id", "id", "position", "active", "code", "name", "kind", "rate", "account_id"];
        let rows = [
            ("IVA21V", "sale", "21", Some(held.account)), ("IVA21C", "purchase", "21", None), ("IVA0V", "sale", "0", None), ("IVAINTV", "sale", "0", None),
            ("IVAEXPV", "sale", "3", None), ("RE52", "sale", "5.2", None), ("IRPF15V", "withholding", "-15", Some(withheld)),
            ("IRPF7V", "withholding", "-7", None), ("IRPF19C", "withholding", "-19", Some(held.account)), ("MIO", "withholding", "-2", None),
        ];
        for (at, (code, kind, rate, account)) in rows.into_iter().enumerate() {
            let position = i64::try_from(at).expect("a place") + 3;
            put(&first, "taxes", &columns, vals![held.organization, new_id(), position, code != "MIO", code, code, kind, rate, account]).await;
        }
        first.db.close().await;

        let platform = Platform::open(config, &wiring::migrations()).await.expect("a platform");
        let query = "SELECT code || ' ' || treatment || ' ' || direction || ' ' || nature || ' ' || cause FROM taxes ORDER BY position";
        let found: Vec<String> = sql::column(platform.db.read(), query, vec![]).await.expect("taxes");
        assert_eq!(found, [
            "VAT20 standard sale any none", "VAT0 standard sale any none", "IVA21V standard sale any none", "IVA21C standard purchase any none",
            "IVA0V exempt sale any e1", "IVAINTV intra_community sale goods e5",
            // Somebody gave it a rate: it is charged.
            "IVAEXPV standard sale any none",
            "RE52 surcharge sale any none", "IRPF15V withholding sale professional none", "IRPF7V withholding sale professional none",
            "IRPF19C withholding purchase rent none", "MIO withholding purchase any none",
        ]);
        let kept = "SELECT COUNT(*) FROM taxes WHERE (account_id IS NULL) = (code NOT IN ('VAT20', 'IVA21V', 'IRPF15V', 'IRPF19C')) AND active = (code NOT IN ('VAT0', 'MIO')) AND version = 1";
        assert_eq!(number(&platform, kept).await, 12);
        assert_eq!(check::broken(&platform).await.expect("a check"), Vec::<String>::new());
    }

    async fn a_step_that_was_edited_after_it_ran_is_refused(engine) {
        let Some((_folder, config)) = empty(engine).await else { return };
        let step = |sql| [Migration { name: "0001_one", sql }];
        Platform::open(config.clone(), &[&step("CREATE TABLE one (id UUID PRIMARY KEY)")]).await.expect("a platform");
        let edited = Platform::open(config.clone(), &[&step("CREATE TABLE one (id UUID PRIMARY KEY, name TEXT)")]).await;
        assert!(edited.err().expect("a refusal").to_string().contains("0001_one was edited"));
        let twice = [Migration { name: "0002_a", sql: "" }, Migration { name: "0002_b", sql: "" }];
        let refused = Platform::open(config, &[&step("CREATE TABLE one (id UUID PRIMARY KEY)"), &twice]).await;
        assert!(refused.err().expect("a refusal").to_string().contains("one number"));
    }

    async fn steps_run_in_the_order_of_their_names_whichever_room_has_them(engine) {
        let Some((_folder, config)) = empty(engine).await else { return };
        // The second room's step changes the first's table, and the first's last one needs that change.
        let one = [
            Migration { name: "0001_one", sql: "CREATE TABLE one (id UUID PRIMARY KEY)" },
            Migration { name: "0003_one", sql: "CREATE INDEX one_by_name ON one(name)" },
        ];
        let two = [Migration { name: "0002_two", sql: "ALTER TABLE one ADD COLUMN name TEXT NOT NULL DEFAULT ''" }];
        let platform = Platform::open(config.clone(), &[&one, &two]).await.expect("a platform");
        let names: Vec<String> = sql::column(platform.db.read(), "SELECT name FROM schema_migrations ORDER BY name", vec![]).await.expect("names");
        assert_eq!(names, ["0001_one", "0002_two", "0003_one"]);
        // One that fails keeps nothing of itself, and what came before it stays.
        let broken = [Migration { name: "0004_two", sql: "CREATE TABLE two (id UUID PRIMARY KEY); CREATE TABLE one (id UUID)" }];
        let refused = Platform::open(config.clone(), &[&one, &two, &broken]).await.err().expect("a refusal").to_string();
        assert!(refused.contains("migration 0004_two"), "{refused}");
        let mended = [Migration { name: "0004_two", sql: "CREATE TABLE two (id UUID PRIMARY KEY)" }];
        Platform::open(config, &[&one, &two, &mended]).await.expect("a platform");
        assert_eq!(number(&platform, "SELECT COUNT(*) FROM schema_migrations").await, 4);
    }

    async fn a_database_from_before_checksums_is_taken_as_it_is(engine) {
        let Some((_folder, config)) = empty(engine).await else { return };
        let migrations = wiring::migrations();
        let platform = Platform::open(config.clone(), &migrations).await.expect("a platform");
        let tx = platform.db.begin().await.expect("a transaction");
        sql::run(&tx, "ALTER TABLE schema_migrations DROP COLUMN checksum", vec![]).await.expect("a change");
        tx.commit().await.expect("a commit");
        platform.db.close().await;
        let again = Platform::open(config, &migrations).await.expect("a platform");
        let without: i64 = sql::scalar(again.db.read(), "SELECT COUNT(*) FROM schema_migrations WHERE checksum = ''", vals![]).await.expect("a count").expect("a row");
        assert_eq!(without, 0);
    }
}
