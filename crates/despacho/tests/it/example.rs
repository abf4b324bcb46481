//! A whole entity as a room makes one, walked in ARCHITECTURE.md: depots of an organization, with list, form, profile and API. In a
//! room its parts stand in files of their own, and the table is made by a migration.

use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho::wiring;
use despacho_kernel::{Difference, Id, Invalid, access::OrganizationRight as R, new_id, text::like_pattern};
use despacho_organizations::frame::framed;
use despacho_platform::{
    Error, Platform, Result, Tx,
    activity::{self, Entry},
    both, memberships, sql,
    sql::{Connection, FromRow, Versioned},
    users::User,
    vals,
};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    api::{List, Object, if_match, json, once},
    components::{self, head},
    field,
    fields::{Fields, Kind, Sight, Use},
    forms::{Form, FormData},
    layout,
    openapi::Operation,
    paging::{self, ListQuery},
    server,
    table::{self, Column, Sorted, Table},
};
use maud::{Markup, html};
use serde_json::{Value, json as value};

use crate::common::App;

// depot.rs: the entity.
despacho_platform::row! {
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    struct Depot in "depots" key (organization_id, id) {
        organization_id: Id,
        id: Id,
        code: String,
        name: String,
        notes: String,
        active: bool,
        version: i64,
    }
}

impl Versioned for Depot {
    fn version(&self) -> i64 {
        self.version
    }
}

static DEPOT: Fields<Depot> = Fields {
    entity: "depot",
    list: &[
        field!(Depot, code, Kind::Text(20)).required().span(2),
        field!(Depot, name, Kind::Text(100)).required().span(4),
        field!(Depot, notes, Kind::Long(1000)).span(6),
        field!(Depot, active, Kind::Flag).label("state-active"),
    ],
};

static DEPOTS: Table<Depot, ()> = Table(&[Column::new("notes", "field-notes", |_, depot: &Depot, _: &()| depot.notes.clone())]);

// store.rs: the statements beyond find, insert and update_version.
async fn page_of(db: &dyn Connection, organization: Id, search: &str, after: Option<String>, limit: i64) -> Result<Vec<Depot>> {
    let sql = format!("SELECT {} FROM depots WHERE organization_id = $1 AND code > $2 AND LOWER(name) LIKE $3 ORDER BY code LIMIT $4", Depot::columns());
    Ok(sql::rows(db, &sql, vals![organization, after.unwrap_or_default(), like_pattern(search), limit]).await?)
}

async fn find(db: &dyn Connection, organization: Id, id: Id) -> Result<Depot> {
    sql::find(db, vals![organization, id]).await?.ok_or(Error::NotFound)
}

// actions.rs: the use cases.
async fn save(
    tx: &Tx,
    organization: Id,
    (id, seen): (Option<Id>, Option<i64>),
    sight: &Sight<'_>,
    read: impl FnOnce(Depot, &mut Invalid) -> Depot,
    (by, now): (&User, i64),
) -> Result<Depot> {
    memberships::hold(tx, organization).await?;
    let before = match id {
        Some(id) => find(tx, organization, id).await?,
        None => Depot { organization_id: organization, id: new_id(), active: true, version: 1, ..Depot::default() },
    };
    let mut errors = Invalid::new();
    let typed = read(before.clone(), &mut errors);
    let after = DEPOT.over(&before, seen, typed, sight, errors)?;
    let taken = "SELECT id FROM depots WHERE organization_id = $1 AND code = $2 AND id <> $3";
    if sql::scalar::<Id>(tx, taken, vals![organization, after.code.as_str(), after.id]).await?.is_some() {
        return Err(Invalid::one("code", "taken").into());
    }
    let (action, changes) = match id {
        Some(_) => ("record_updated", DEPOT.changes(&before, &after)),
        None => ("record_created", vec![]),
    };
    match id {
        Some(_) if changes.is_empty() => return Ok(before),
        Some(_) => sql::update_version(tx, &after).await.map(drop)?,
        None => sql::insert(tx, std::slice::from_ref(&after)).await?,
    }
    let subject = ("depot", after.id, after.name.as_str());
    activity::record(tx, Entry { tenant: organization, actor: Some(by), action, subject, changes }, now).await?;
    find(tx, organization, after.id).await
}

// pages.rs: list, form, profile.
#[derive(serde::Deserialize)]
struct OfDepot {
    depot: Id,
}

async fn list(State(platform): State<Platform>, who: InOrganization, Query(query): Query<ListQuery>) -> Outcome {
    let lang = who.lang();
    let mut depots = page_of(platform.db.read(), who.organization, query.search.as_deref().unwrap_or(""), query.position()?, 51).await?;
    let more = paging::cut(&mut depots, 50);
    let next = depots.last().filter(|_| more).map(|depot| format!("?cursor={}", paging::encode(&depot.code)));
    let columns = DEPOTS.chosen(&["notes"]);
    let body = html! {
        (head(&lang.t("records-warehouses"), html! { @if who.may(R::EditSettings) { a.btn.primary href=(who.path("/depots/new")) { (lang.t("add")) } } }))
        table {
            thead { tr { th { (lang.t("field-name")) } (table::headings(lang, &columns, Sorted::of("", "name"), |_| String::new())) } }
            tbody { @for depot in &depots { tr {
                td { a href=(who.path(&format!("/depots/{}", depot.id))) { (depot.code) " · " (depot.name) } }
                (table::cells(lang, &columns, depot, &()))
            } } }
        }
        @if let Some(next) = next { a.btn href=(next) { (lang.t("pages-next")) } }
    };
    Ok(layout::page(framed(&platform, &who, "settings", &lang.t("records-warehouses"), &body).await?))
}

async fn show(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfDepot>) -> Outcome {
    let depot = find(platform.db.read(), who.organization, of.depot).await?;
    let facts = DEPOT.facts(&depot, &["code", "notes", "active"], &Sight::form(who.lang(), ""));
    let body = html! {
        (head(&depot.name, html! { @if who.may(R::EditSettings) { a.btn href=(who.path(&format!("/depots/{}/edit", depot.id))) { (who.lang().t("edit")) } } }))
        dl { @for (label, value) in facts { dt { (label) } dd { (value) } } }
    };
    Ok(layout::page(framed(&platform, &who, "settings", &depot.name, &body).await?))
}

async fn form_page(platform: &Platform, who: &InOrganization, id: Option<Id>, data: &FormData, errors: &Invalid, conflict: &[Difference]) -> Result<Markup> {
    let form = Form::new(who.lang(), data, errors);
    let title = who.lang().t(if id.is_some() { "records-warehouses-edit" } else { "records-warehouses-new" });
    let version = match id {
        Some(id) => Some(find(platform.db.read(), who.organization, id).await?.version),
        None => None,
    };
    let action = who.path(&id.map_or("/depots".to_owned(), |id| format!("/depots/{id}")));
    let body = html! {
        (head(&title, html! {}))
        form.stack method="post" action=(action) novalidate {
            @if let Some(version) = version { (components::version(version)) }
            (components::conflict(who.lang(), conflict))
            (form.summary())
            div.grid { (DEPOT.inputs(&form, &["code", "name", "notes", "active"])) }
            button.btn.primary type="submit" { (who.lang().t("save")) }
        }
    };
    framed(platform, who, "settings", &title, &body).await
}

async fn new(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let mut data = FormData::default();
    DEPOT.fill(&mut data, &Depot { active: true, ..Depot::default() }, &Sight::form(who.lang(), ""));
    Ok(layout::page(form_page(&platform, &who, None, &data, &Invalid::new(), &[]).await?))
}

async fn edit(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfDepot>) -> Outcome {
    let mut data = FormData::default();
    DEPOT.fill(&mut data, &find(platform.db.read(), who.organization, of.depot).await?, &Sight::form(who.lang(), ""));
    Ok(layout::page(form_page(&platform, &who, Some(of.depot), &data, &Invalid::new(), &[]).await?))
}

async fn store(platform: &Platform, who: &InOrganization, id: Option<Id>, data: &FormData) -> Outcome {
    let sight = Sight::form(who.lang(), "");
    let read = |before: Depot, errors: &mut Invalid| DEPOT.read(data, before, &sight, errors);
    let tx = platform.db.begin().await?;
    let (errors, differences) = match save(&tx, who.organization, (id, components::version_of(data)), &sight, read, (&who.user, platform.clock.now())).await {
        Ok(depot) => {
            tx.commit().await?;
            return Ok(layout::see(platform, &who.path(&format!("/depots/{}", depot.id)), "flash-saved"));
        }
        Err(Error::Invalid(errors)) => (errors, vec![]),
        Err(Error::Stale(differences)) => (Invalid::new(), differences),
        Err(error) => return Err(error.into()),
    };
    drop(tx);
    let page = form_page(platform, who, id, data, &errors, &differences).await?;
    Ok(if differences.is_empty() { layout::unprocessable(page) } else { layout::conflicting(page) })
}

async fn create(State(platform): State<Platform>, who: InOrganization, data: FormData) -> Outcome {
    store(&platform, &who, None, &data).await
}

async fn update(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfDepot>, data: FormData) -> Outcome {
    store(&platform, &who, Some(of.depot), &data).await
}

// api.rs: JSON.
fn answered(depot: &Depot) -> Value {
    DEPOT.json(depot, value!({ "id": depot.id, "version": depot.version }))
}

async fn api_list(State(platform): State<Platform>, who: InOrganization, Query(query): Query<ListQuery>) -> Outcome {
    let limit = query.limit()?;
    let mut found = page_of(platform.db.read(), who.organization, query.search.as_deref().unwrap_or(""), query.position()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|depot| paging::encode(&depot.code));
    Ok(json(StatusCode::OK, &List { items: found.iter().map(answered).collect(), next_cursor }))
}

async fn api_create(State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, body: Object) -> Outcome {
    api_save(&platform, &who, None, &headers, &body, StatusCode::CREATED).await
}

async fn api_change(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfDepot>, headers: HeaderMap, body: Object) -> Outcome {
    api_save(&platform, &who, Some(of.depot), &headers, &body, StatusCode::OK).await
}

async fn api_save(platform: &Platform, who: &InOrganization, id: Option<Id>, headers: &HeaderMap, body: &Object, status: StatusCode) -> Outcome {
    let (seen, now, sight) = (if_match(headers)?, platform.clock.now(), Sight::api(who.lang(), ""));
    let read = |before: Depot, errors: &mut Invalid| DEPOT.patch(body, before, &sight, errors);
    let request = format!("depots {} {id:?} {seen:?} {body}", who.organization);
    let saved = once(platform, who.user.id, headers, &request, status, async |tx| {
        Ok(answered(&save(tx, who.organization, (id, seen), &sight, read, (&who.user, now)).await?))
    });
    Ok(saved.await?)
}

// mod.rs: the routes, each with the right that it takes.
fn routes(platform: &Platform) -> Routes {
    const ALL: &str = "/api/v1/organizations/{organization}/depots";
    const ONE: &str = "/api/v1/organizations/{organization}/depots/{depot}";
    let (read, edit_right) = (Access::Organization(R::ReadSettings), Access::Organization(R::EditSettings));
    let answer = DEPOT.schema(Use::Answer, value!({ "id": { "type": "string", "format": "uuid" }, "version": { "type": "integer" } }));
    let (made, changed) = (DEPOT.schema(Use::Create, value!({})), DEPOT.schema(Use::Change, value!({})));
    Routes::new(platform)
        .get("/organizations/{organization}/depots", read, list)
        .get("/organizations/{organization}/depots/new", edit_right, new)
        .post("/organizations/{organization}/depots", edit_right, create)
        .get("/organizations/{organization}/depots/{depot}", read, show)
        .get("/organizations/{organization}/depots/{depot}/edit", edit_right, edit)
        .post("/organizations/{organization}/depots/{depot}", edit_right, update)
        .api(Operation::get(ALL, "Depots").lists_schema("Depot", answer.clone()), read, api_list)
        .api(Operation::post(ALL, "Add a depot").takes_schema("NewDepot", made).answers_schema(201, "Depot", answer.clone()), edit_right, api_create)
        .api(
            Operation::patch(ONE, "Change a depot")
                .takes_schema("DepotChange", changed)
                .versioned()
                .answers_schema(200, "Depot", answer),
            edit_right,
            api_change,
        )
}
// The entity ends here.

both! {
    async fn a_new_entity_has_list_form_profile_api_versions_and_activity(engine) {
        let Some(app) = App::open(engine).await else { return };
        let tx = app.platform.db.begin().await.expect("a transaction");
        let table = "CREATE TABLE depots (organization_id UUID NOT NULL REFERENCES organizations(id), id UUID NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL,
                     notes TEXT NOT NULL, active BOOLEAN NOT NULL, version BIGINT NOT NULL, PRIMARY KEY (organization_id, id))";
        sql::run(&tx, table, vals![]).await.expect("a table");
        tx.commit().await.expect("a commit");
        let (table, router) = wiring::routes(&app.platform).merge(routes(&app.platform)).finish();
        let app = App { router: server::service(&app.platform, wiring::ROOMS, router.layer(Extension(wiring::applications()))), table, ..app };
        let owner = app.person("owner").await;
        let organization = app.organization(&owner, "Café Sol", &["inventory"]).await;
        let base = format!("/organizations/{organization}/depots");

        let refused = app.post(&owner, &base, "code=&name=Norte&notes=Dos%0Al%C3%ADneas").await;
        assert!(refused.status == 422 && refused.text.contains("value=\"Norte\"") && refused.text.contains("Dos\nlíneas"), "{}", refused.text);
        let made = app.post(&owner, &base, "code=N1&name=Norte&active=yes").await;
        assert_eq!(made.status, 303, "{}", made.text);
        let profile = app.get(&owner, &made.location()).await;
        assert!(profile.text.contains("<dd>N1</dd>") && profile.text.contains("<dd>Sí</dd>"), "{}", profile.text);
        assert!(app.get(&owner, &base).await.text.contains("N1 · Norte"));
        assert_eq!(app.post(&owner, &base, "code=N1&name=Otro").await.status, 422, "the code is taken");

        // Two who read the first version: the second is shown both values.
        assert!(app.get(&owner, &format!("{}/edit", made.location())).await.text.contains("name=\"version\" value=\"1\""));
        assert_eq!(app.post(&owner, &made.location(), "code=N1&name=Norte+uno&active=yes&version=1").await.status, 303);
        let stale = app.post(&owner, &made.location(), "code=N1&name=Norte+dos&active=yes&version=1").await;
        assert!(stale.status == 409 && stale.text.contains("Norte uno") && stale.text.contains("Norte dos"), "{}", stale.text);

        let api = app.api(&owner, "GET", &base, None, None).await.json();
        assert_eq!((&api["items"][0]["name"], &api["items"][0]["version"], &api["items"][0]["active"]), (&value!("Norte uno"), &value!(2), &value!(true)));
        let id = api["items"][0]["id"].as_str().expect("an id");
        let changed = app.api(&owner, "PATCH", &format!("{base}/{id}"), Some(value!({ "notes": "Junto al puerto" })), None).await;
        assert_eq!((changed.status.as_u16(), &changed.json()["name"], &changed.json()["version"]), (200, &value!("Norte uno"), &value!(3)));
        let stranger = app.person("stranger").await;
        assert_eq!(app.get(&stranger, &base).await.status, 404);
        let told: Option<i64> = sql::scalar(app.platform.db.read(), "SELECT COUNT(*) FROM activity WHERE subject_kind = 'depot'", vals![]).await.expect("a count");
        assert_eq!(told, Some(3));
    }
}

#[test]
fn a_new_entity_takes_less_than_250_lines() {
    let own = include_str!("example.rs").split("// The entity ends here.").next().unwrap_or_default();
    let lines = own.lines().filter(|line| !line.trim().is_empty()).count();
    assert!(lines < 250, "{lines} lines");
}
