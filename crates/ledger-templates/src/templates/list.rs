//! The list of templates.

use axum::extract::State as Shared;
use despacho_kernel::{Id, access::OrganizationRight as R};
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Platform, t};
use despacho_ui::{
    InOrganization, Outcome, Path, Query,
    assets::icon,
    components::{button, empty, head},
    flash::Flash,
    layout,
    paging::{self, ListQuery},
};
use maud::html;
use serde::Deserialize;

use super::{
    actions, shipped,
    store::{self, Place},
    template::question,
};

/// The template that a path names.
#[derive(Deserialize)]
pub struct OfTemplate {
    pub template: Id,
}

/// Templates of a page.
const PAGE: i64 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    q: String,
    after: String,
}

pub async fn list(Shared(platform): Shared<Platform>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let cursor = Some(params.after.clone()).filter(|cursor| !cursor.is_empty());
    let after: Option<Place> = ListQuery { cursor, ..ListQuery::default() }.position()?;
    let search: String = params.q.chars().take(200).collect();
    let mut found = store::page(db, who.organization, &search, after.as_ref(), PAGE + 1).await?;
    let next = paging::cut(&mut found, PAGE).then(|| found.last().map(|last| paging::encode(&(&last.name_key, last.id)))).flatten();
    let rows = found.iter().map(|template| Ok((template, actions::body(template)?))).collect::<despacho_platform::Result<Vec<_>>>()?;
    let edits = who.may(R::PostEntries);
    let usual = edits && !shipped::of(&organizations::find(db, who.organization).await?.country).is_empty();
    let title = lang.t("templates");
    let add = html! {
        @if usual { (button(&who.path("/entry-templates/usual"), "btn", &lang.t("templates-usual"))) }
        @if edits { a.btn.primary href=(who.path("/entry-templates/new")) { (icon("plus")) (lang.t("template-new")) } }
    };
    let body = html! {
        p.crumbs { a href=(who.path("/journal-entries")) { (lang.t("entries")) } }
        (head(&title, html! { (add) }))
        p.lead.muted { (lang.t("templates-about")) }
        @if !search.is_empty() || !rows.is_empty() {
            form.filters method="get" role="search" aria-label=(lang.t("filters")) {
                div.field { div.label { label for="f-q" { (lang.t("search")) } } input id="f-q" type="search" name="q" value=(search) autocomplete="off"; }
                button.btn type="submit" { (lang.t("filter")) }
            }
        }
        @if rows.is_empty() {
            section.card { (empty(&lang.t(if search.is_empty() { "templates-empty" } else { "templates-none" }), html! {})) }
        } @else {
            section.card { div.scroll { table.lines {
                caption.vh { (title) }
                thead { tr {
                    th scope="col" { (lang.t("field-code")) }
                    th scope="col" { (lang.t("field-name")) }
                    th scope="col" { (lang.t("entry-journal")) }
                    th scope="col" { (lang.t("template-asks")) }
                    th scope="col" { span.vh { (lang.t("template-use")) } }
                } }
                tbody { @for (stored, template) in &rows { tr {
                    td data-l=(lang.t("field-code")) { @if !stored.code.is_empty() { span.code { (stored.code) } } }
                    td { a.to href=(who.path(&format!("/entry-templates/{}", stored.id))) { (stored.name) } }
                    td data-l=(lang.t("entry-journal")) { (lang.t(&format!("journal-{}", if template.journal.is_empty() { "general" } else { &template.journal }))) }
                    td.muted data-l=(lang.t("template-asks")) { (template.asks().iter().map(|name| question(name)).collect::<Vec<_>>().join(", ")) }
                    td { @if edits { a.btn.small href=(who.path(&format!("/entry-templates/{}/use", stored.id))) aria-label=(t!(lang, "template-use-named", name = stored.name.as_str())) { (lang.t("template-use")) } } }
                } } }
            } } }
            @if let Some(next) = &next {
                nav.pages aria-label=(lang.t("pages")) { p {}
                    a.btn rel="next" href=(format!("?{}", form_urlencoded::Serializer::new(String::new()).append_pair("q", &search).append_pair("after", next).finish())) { (lang.t("templates-more")) (icon("chevron-right")) }
                }
            }
        }
    };
    Ok(layout::page(framed(&platform, &who, "journal-entries", &title, &body).await?))
}

/// Adds the usual ones of the country.
pub async fn add_usual(Shared(platform): Shared<Platform>, who: InOrganization) -> Outcome {
    let tx = platform.db.begin().await?;
    let added = actions::add_shipped(&tx, who.organization, (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/entry-templates"), Flash::new("flash-templates-added").count(added)))
}

pub async fn delete(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfTemplate>) -> Outcome {
    let tx = platform.db.begin().await?;
    let gone = actions::delete(&tx, who.organization, of.template, (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/entry-templates"), Flash::new("flash-template-deleted").name(&gone.name)))
}
