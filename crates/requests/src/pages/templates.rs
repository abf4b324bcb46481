//! Templates of requests: their list and their form.

use axum::{extract::State as Platformed, response::Response};
use despacho_kernel::{Id, Invalid, access::PracticeRight as R};
use despacho_platform::{Error, Platform, Result, t};
use despacho_practice::{clients::filter::visible_to, practices::frame::framed};
use despacho_ui::{
    InPractice, Outcome, Path,
    assets::icon,
    components::{empty, head},
    confirm::Confirm,
    flash::Flash,
    format,
    forms::FormData,
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    form::OfRequest,
    sheet::{self, Sheet, Step},
};
use crate::{
    actions, store,
    template::{MOST, of_request},
    template_actions, template_store as templates,
    typed::{TypedLine, TypedRequest, of_lines},
};

#[derive(Deserialize)]
pub(super) struct OfTemplate {
    template: Id,
}

pub(super) async fn list(Platformed(platform): Platformed<Platform>, who: InPractice) -> Outcome {
    let lang = who.lang();
    let found = templates::list(platform.db.read(), who.practice).await?;
    let manages = who.may(R::ManageClients);
    let title = lang.t("request-templates");
    let body = html! {
        p.crumbs { a href=(who.path("/requests")) { (lang.t("requests")) } }
        (head(&title, html! { @if manages { a.btn.primary href=(who.path("/request-templates/new")) { (icon("plus")) (lang.t("request-template-new")) } } }))
        section.card {
            @if found.is_empty() { (empty(&lang.t("request-templates-none"), html! {})) }
            @else { div.body { ul.list { @for template in &found { li {
                div.grow {
                    @if manages { a.link href=(who.path(&format!("/request-templates/{}", template.id))) { b { (template.title) } } } @else { b { (template.title) } }
                    br; span.muted { (t!(lang, "request-template-lines", count = template.typed().lines.len())) " · " (format::date(lang, &who.user.time_zone, template.updated_at)) }
                }
                @if manages {
                    a.btn.small href=(who.path(&format!("/requests/many?template={}", template.id))) { (lang.t("request-many")) }
                    (Confirm::new(lang, &who.path(&format!("/request-templates/{}/removal", template.id)), lang.t("delete"), t!(lang, "request-template-remove-question", title = template.title.as_str())).about(lang.t("request-template-remove-about")))
                }
            } } } } }
            @if i64::try_from(found.len()).unwrap_or(0) >= MOST { div.body { p.muted { (t!(lang, "request-templates-most", max = MOST)) } } }
        }
    };
    Ok(layout::page(framed(&platform, &who, "requests", &title, &body).await?))
}

async fn page(platform: &Platform, who: &InPractice, of: Option<Id>, (typed, errors): (&TypedRequest, &Invalid), version: i64) -> Result<Markup> {
    let lang = who.lang();
    let title = lang.t(if of.is_some() { "request-template-edit" } else { "request-template-new" });
    let action = of.map_or_else(|| who.path("/request-templates"), |id| who.path(&format!("/request-templates/{id}")));
    let back = who.path("/request-templates");
    let hidden = [("version", version.to_string())];
    let sheet = Sheet { lang, action: &action, back: &back, typed, errors, contacts: &[], own: "", hidden: &hidden, of_client: false };
    let body = html! {
        div.medium {
            p.crumbs { a href=(who.path("/requests")) { (lang.t("requests")) } " / " a href=(back) { (lang.t("request-templates")) } }
            (head(&title, html! {}))
            p.note { (lang.t("request-template-about")) }
            (sheet.show())
        }
    };
    framed(platform, who, "requests", &title, &body).await
}

pub(super) async fn new(Platformed(platform): Platformed<Platform>, who: InPractice) -> Outcome {
    let typed = TypedRequest { lines: vec![TypedLine { kind: "upload".into(), ..TypedLine::default() }], ..TypedRequest::default() };
    Ok(layout::page(page(&platform, &who, None, (&typed, &Invalid::new()), 0).await?))
}

pub(super) async fn edit(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfTemplate>) -> Outcome {
    let template = templates::find(platform.db.read(), who.practice, of.template).await?;
    Ok(layout::page(page(&platform, &who, Some(template.id), (&template.typed(), &Invalid::new()), template.version).await?))
}

pub(super) async fn create(Platformed(platform): Platformed<Platform>, who: InPractice, data: FormData) -> Outcome {
    Ok(save(&platform, &who, None, &data).await?)
}

pub(super) async fn update(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfTemplate>, data: FormData) -> Outcome {
    templates::find(platform.db.read(), who.practice, of.template).await?;
    Ok(save(&platform, &who, Some(of.template), &data).await?)
}

async fn save(platform: &Platform, who: &InPractice, of: Option<Id>, data: &FormData) -> Result<Response> {
    let (mut typed, version) = (sheet::read(data), data.get("version").parse().unwrap_or(0));
    if let Some(step) = Step::of(data.get("do")) {
        step.apply(&mut typed.lines);
        return Ok(layout::unprocessable(page(platform, who, of, (&typed, &Invalid::new()), version).await?));
    }
    let tx = platform.db.begin().await?;
    match template_actions::save(&tx, who.practice, of.map(|id| (id, version)), &typed, (&who.user, platform.clock.now())).await {
        Ok(saved) => {
            tx.commit().await?;
            Ok(layout::see(platform, &who.path("/request-templates"), Flash::new("flash-request-template-saved").name(&saved.title)))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            Ok(layout::unprocessable(page(platform, who, of, (&typed, &errors), version).await?))
        }
        Err(Error::Stale(_)) => {
            drop(tx);
            let newest = match of {
                Some(id) => templates::find(platform.db.read(), who.practice, id).await?.version,
                None => 0,
            };
            let errors = Invalid::one("title", "request_changed_meanwhile");
            Ok(layout::conflicting(page(platform, who, of, (&typed, &errors), newest).await?))
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn remove(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfTemplate>) -> Outcome {
    let tx = platform.db.begin().await?;
    let removed = template_actions::remove(&tx, who.practice, of.template, (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/request-templates"), Flash::new("flash-request-template-removed").name(&removed.title)))
}

/// Makes a template of a request.
pub(super) async fn of_one(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfRequest>) -> Outcome {
    let db = platform.db.read();
    let (request, _) = actions::find(db, who.practice, of.request, visible_to(&who)).await?;
    let lines = of_lines(&store::lines(db, who.practice, request.id).await?);
    let typed = of_request(&request.title, &request.message, request.remind_every, request.asks_code, lines);
    let tx = platform.db.begin().await?;
    let saved = template_actions::save(&tx, who.practice, None, &typed, (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path(&format!("/request-templates/{}", saved.id)), Flash::new("flash-request-template-saved").name(&saved.title)))
}
