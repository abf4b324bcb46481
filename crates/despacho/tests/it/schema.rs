//! The schema: the same whichever way a database came to it.

use despacho::wiring;
use despacho_platform::{Platform, config::Config, migrations::Migration, sql, vals};

fn config(folder: &tempfile::TempDir) -> Config {
    Config {
        data: folder.path().to_owned(),
        database_url: None,
        public_url: "http://despacho.test".into(),
        smtp_url: None,
        mail_from: "Despacho <despacho@despacho.test>".into(),
        demo: false,
        printer: None,
        administrators: vec![],
    }
}

async fn schema(platform: &Platform) -> Vec<String> {
    let query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'schema_migrations' ORDER BY name";
    sql::column(platform.db.read(), query, vec![]).await.expect("the schema")
}

#[tokio::test]
async fn a_fresh_database_and_one_that_grew_step_by_step_are_alike() {
    let (fresh, grown) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let whole = Platform::open(config(&fresh), &wiring::migrations()).await.expect("a platform");
    // As releases came: first what the first one had, then the rest.
    let mut steps: Vec<Migration> = wiring::migrations().into_iter().flatten().copied().collect();
    steps.sort_by_key(|step| step.name);
    for some in [8, 12, steps.len()] {
        Platform::open(config(&grown), &[&steps[..some]]).await.expect("a platform");
    }
    let stepwise = Platform::open(config(&grown), &wiring::migrations()).await.expect("a platform");
    assert_eq!(schema(&whole).await, schema(&stepwise).await);
}

#[tokio::test]
async fn a_step_that_was_edited_after_it_ran_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let step = |sql| [Migration { name: "0001_one", sql }];
    Platform::open(config(&folder), &[&step("CREATE TABLE one (id UUID PRIMARY KEY)")]).await.expect("a platform");
    let edited = Platform::open(config(&folder), &[&step("CREATE TABLE one (id UUID PRIMARY KEY, name TEXT)")]).await;
    assert!(edited.err().expect("a refusal").to_string().contains("0001_one was edited"));
    let twice = [Migration { name: "0002_a", sql: "" }, Migration { name: "0002_b", sql: "" }];
    let refused = Platform::open(config(&folder), &[&step("CREATE TABLE one (id UUID PRIMARY KEY)"), &twice]).await;
    assert!(refused.err().expect("a refusal").to_string().contains("one number"));
}

#[tokio::test]
async fn a_database_from_before_checksums_is_taken_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let migrations = wiring::migrations();
    let platform = Platform::open(config(&folder), &migrations).await.expect("a platform");
    let tx = platform.db.begin().await.expect("a transaction");
    sql::run(&tx, "ALTER TABLE schema_migrations DROP COLUMN checksum", vec![]).await.expect("a change");
    tx.commit().await.expect("a commit");
    let again = Platform::open(config(&folder), &migrations).await.expect("a platform");
    let without: i64 = sql::scalar(again.db.read(), "SELECT COUNT(*) FROM schema_migrations WHERE checksum = ''", vals![])
        .await
        .expect("a count")
        .expect("a row");
    assert_eq!(without, 0);
}
