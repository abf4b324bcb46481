//! The log as a person reads it: every stored code as a word, by day, filtered, with links to what it tells of.

use despacho::wiring;
use despacho_kernel::access::{OrganizationRole, PracticeRole};
use despacho_ledger::accounts::ACCOUNT;
use despacho_organizations::ORGANIZATION;
use despacho_platform::{both, i18n::Lang, memberships::Tenant, sql, vals};
use despacho_practice::{
    clients::client::{CLIENT, CONTACT},
    practices::PRACTICE,
};
use despacho_settings::lists::Kind as Column;
use despacho_ui::{
    activity::value_label,
    fields::{Fields, Kind},
};
use serde_json::json;

use crate::common::App;

/// The words of an entity's choices that a person would read as they are stored.
fn bare<T>(fields: &Fields<T>, tenant: Tenant) -> Vec<String> {
    let mut found = vec![];
    for field in fields.list {
        let samples: Vec<&str> = match field.kind {
            Kind::Choice(words, _) => words.to_vec(),
            Kind::Flag => vec!["yes"],
            Kind::Country => vec!["ES", "GB"],
            Kind::Language => vec!["es", "en"],
            Kind::Month => vec!["1", "12"],
            Kind::DateFormat => vec!["dd/MM/y"],
            Kind::TimeZone => vec!["America/Mexico_City"],
            _ => vec![],
        };
        for lang in [Lang::Es, Lang::En] {
            let kept = samples.iter().filter(|word| value_label(lang, tenant, fields.entity, field.name, word) == **word);
            found.extend(kept.map(|word| format!("{lang:?} {} {} {word}", fields.entity, field.name)));
        }
    }
    found
}

#[test]
fn no_stored_code_is_shown_as_it_is() {
    wiring::speak();
    let mut found = bare(&CLIENT, Tenant::Practice);
    found.extend(bare(&CONTACT, Tenant::Practice));
    found.extend(bare(&PRACTICE, Tenant::Practice));
    found.extend(bare(&ORGANIZATION, Tenant::Organization));
    found.extend(bare(&ACCOUNT, Tenant::Organization));
    for lang in [Lang::Es, Lang::En] {
        for list in wiring::applications().lists() {
            for column in list.columns {
                let words: &[&str] = match column.kind {
                    Column::Choice(words) | Column::Words(words) => words,
                    Column::Flag => &["yes"],
                    _ => &[],
                };
                let kept = words.iter().filter(|word| value_label(lang, Tenant::Organization, list.name, column.name, word) == **word);
                found.extend(kept.map(|word| format!("{lang:?} {} {} {word}", list.name, column.name)));
            }
        }
        let roles = OrganizationRole::ALL.iter().map(|role| (Tenant::Organization, role.word()));
        for (tenant, role) in roles.chain(PracticeRole::ALL.iter().map(|role| (Tenant::Practice, role.word()))) {
            if value_label(lang, tenant, "user", "role", role) == role {
                found.push(format!("{lang:?} {role}"));
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

both! {
    async fn the_log_is_filtered_by_person_words_kind_and_day_and_leads_to_what_it_tells_of(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, helper) = (app.person("owner").await, app.person("helper").await);
        let practice = app.practice(&owner, "Asesores").await;
        app.join(Tenant::Practice, practice.id, &helper, "manager").await;
        let create = async |who, name: &str| app.api(who, "POST", "/clients", Some(json!({ "display_name": name })), None).await.json()["id"].as_str().expect("an id").to_owned();
        let (sol, luna) = (create(&owner, "Café Sol").await, create(&helper, "Panadería Luna").await);
        let base = format!("/practices/{}", practice.id);
        let shown = async |query: &str| -> (bool, bool) {
            let page = app.get(&owner, &format!("{base}/activity?{query}")).await;
            assert_eq!(page.status, 200, "{query}");
            let of = |name: &str| page.text.split("<main").nth(1).is_some_and(|main| main.contains(&format!(">{name}</a>")));
            (of("Café Sol"), of("Panadería Luna"))
        };
        assert_eq!(shown("").await, (true, true));
        assert_eq!(shown(&format!("person={}", helper.user.id)).await, (false, true));
        assert_eq!(shown("q=sol+cafe").await, (true, false), "words in any order, without accents");
        assert_eq!(shown("q=helper").await, (false, true));
        assert_eq!((shown("kind=client").await, shown("kind=user").await), ((true, true), (false, false)));
        assert_eq!((shown("from=2000-01-01&to=2000-12-31").await, shown("from=2000-01-01").await), ((false, false), (true, true)));
        assert_eq!(shown("person=x&from=ayer&before=y").await, (true, true), "what is no id or day is passed over");
        let page = app.get(&owner, &format!("{base}/activity")).await.text;
        for link in [format!("href=\"{base}/clients/{sol}\""), format!("href=\"{base}/clients/{luna}\""), format!("href=\"{base}/activity?person={}\"", helper.user.id)] {
            assert!(page.contains(&link), "{link}");
        }
        // Earlier entries are offered where there are some, and keep the filters.
        let profile = app.get(&owner, &format!("{base}/clients/{sol}")).await.text;
        assert!(!profile.contains("Ver anteriores"), "{profile}");
        for at in 0..55 {
            let body = json!({ "notes": format!("Nota {at}") });
            assert_eq!(app.api(&owner, "PATCH", &format!("/clients/{sol}"), Some(body), None).await.status, 200);
        }
        assert!(app.get(&owner, &format!("{base}/clients/{sol}")).await.text.contains("Ver anteriores"));
        let page = app.get(&owner, &format!("{base}/activity?q=sol")).await.text;
        assert_eq!(page.matches("cambió el cliente").count(), 50);
        let at = page.find("/activity?q=sol&amp;before=").expect("a link to earlier entries");
        let link = page[at..].split('"').next().expect("a link").replace("&amp;", "&");
        let earlier = app.get(&owner, &format!("{base}{link}")).await.text;
        assert_eq!((earlier.matches("cambió el cliente").count(), earlier.matches("creó el cliente").count(), earlier.contains("Ver anteriores")), (5, 1, false));
    }

    async fn an_organizations_log_reads_roles_and_leads_to_its_records(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, member) = (app.person("owner").await, app.person("member").await);
        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        let base = format!("/organizations/{organization}");
        assert_eq!(app.post(&owner, &format!("{base}/members"), &format!("email={}&role=administrator", member.user.email)).await.status, 303);
        assert_eq!(app.post(&owner, &format!("{base}/records/taxes"), "code=IGIC7&name=IGIC&kind=sale&rate=7").await.status, 303);
        let id = async |table: &str, code: &str| -> despacho_kernel::Id {
            sql::scalar(app.platform.db.read(), &format!("SELECT id FROM {table} WHERE organization_id = $1 AND code = $2"), vals![organization, code]).await.expect("a query").expect("a row")
        };
        let tax = id("taxes", "IGIC7").await;
        assert_eq!(app.post(&owner, &format!("{base}/records/taxes/{tax}"), "code=IGIC7&name=IGIC&kind=withholding&rate=7").await.status, 303);
        let page = app.get(&owner, &format!("{base}/activity")).await.text;
        for seen in ["<ins>Administrador</ins>", "<del>Repercutido</del>", "<ins>Retención</ins>", &format!("href=\"{base}/records/taxes/{tax}\""), &format!("href=\"{base}/members\"")] {
            assert!(page.contains(seen), "{seen} in {page}");
        }
        // An account that was merged away leads to the chart, one that is there to itself.
        for code in ["6291", "6292"] {
            assert_eq!(app.post(&owner, &format!("{base}/accounts"), &format!("code={code}&name=Otros&type=expense&active=yes")).await.status, 303);
        }
        let (gone, kept) = (id("accounts", "6291").await, id("accounts", "6292").await);
        assert_eq!(app.post(&owner, &format!("{base}/accounts/{gone}/merger"), &format!("into={kept}")).await.status, 303);
        let page = app.get(&owner, &format!("{base}/activity?kind=account")).await.text;
        assert!(page.contains(&format!("href=\"{base}/accounts/{kept}\"")) && !page.contains(&format!("/accounts/{gone}")), "{page}");
    }
}
