//! Pages of a practice.

use axum::extract::State;
use despacho_kernel::{Difference, Id, Invalid, access::PracticeRight as R, tax_id};
use despacho_platform::{
    Error, Platform, Result,
    activity::{self, Asked},
    i18n::Lang,
    memberships::{self, Tenant},
};
use despacho_ui::{
    InPractice, Outcome, Path, Query, SignedIn,
    activity::{LogPage, LogQuery},
    assets::icon,
    components::{self, button, card, head},
    fields::Sight,
    flash::Flash,
    forms::{Form, FormData},
    layout::{self, Shell},
    paging,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    actions,
    custom_field::{New, Takes},
    frame::framed,
    log::{log, subject_link},
    practice::{PRACTICE, Practice},
    store,
};
use crate::{
    beside,
    clients::{
        self,
        filter::{ListFilter, Status},
    },
};

pub async fn new(State(platform): State<Platform>, who: SignedIn) -> Outcome {
    let mut data = FormData::default();
    let country = if who.caller.lang == Lang::Es { "ES" } else { "GB" };
    let proposed = Practice::read(&data_of(country), Practice::default(), &Sight::form(who.caller.lang, ""), &mut Invalid::new());
    PRACTICE.fill(&mut data, &proposed, &Sight::form(who.caller.lang, ""));
    Ok(layout::page(new_page(&platform, &who, &data, &Invalid::new()).await?))
}

fn data_of(country: &str) -> FormData {
    let mut data = FormData::default();
    data.set("country", country);
    data
}

fn fields(form: &Form<'_>) -> Markup {
    let lang = form.lang;
    html! {
        (form.summary())
        (card(&lang.t("practice"), html! { div.grid {
            (PRACTICE.input(form, "name").autocomplete("organization"))
            (PRACTICE.input(form, "country").data("action", "change->place#change"))
        } }))
        (card(&lang.t("regional-settings"), html! { div.grid { (components::region_fields(form, "regional.")) } }))
    }
}

async fn new_page(platform: &Platform, who: &SignedIn, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = who.caller.lang;
    let form = Form::new(lang, data, errors);
    let title = lang.t("practice-new");
    let body = html! {
        div.medium {
            (head(&title, html! { a.btn.quiet href="/home" { (lang.t("cancel")) } }))
            form.stack method="post" action="/practices" data-controller="place unsaved" data-place-proposals-value=(components::country_proposals())
                data-unsaved-message-value=(lang.t("unsaved")) novalidate {
                (fields(&form))
                div.foot { button.btn.primary type="submit" { (lang.t("practice-create")) } }
            }
        }
    };
    layout::framed(platform, &who.caller, &who.user, Shell::default(), &title, &body).await
}

pub async fn create(State(platform): State<Platform>, who: SignedIn, data: FormData) -> Outcome {
    let mut errors = Invalid::new();
    let new = Practice::read(&data, Practice::default(), &Sight::form(who.caller.lang, ""), &mut errors);
    match errors.finish() {
        Ok(()) => {
            platform.limits.founding(who.user.id)?;
            let tx = platform.db.begin().await?;
            let practice = actions::create(&tx, new, &who.user, platform.clock.now()).await?;
            tx.commit().await?;
            Ok(layout::see(&platform, &format!("/practices/{}", practice.id), "flash-practice-created"))
        }
        Err(errors) => Ok(layout::unprocessable(new_page(&platform, &who, &data, &errors).await?)),
    }
}

/// How many entries of the log a page begins with.
const LATEST: i64 = 8;
/// Most clients that the home page names.
const MINE: i64 = 20;

pub async fn home(State(platform): State<Platform>, who: InPractice) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let practice = store::find(db, who.practice).await?;
    let filter = |status| ListFilter { visible_to: clients::filter::visible_to(&who), status, ..ListFilter::default() };
    let active = clients::list_store::counted(db, who.practice, &filter(Status::Active)).await?;
    let inactive = clients::list_store::counted(db, who.practice, &filter(Status::Inactive)).await?;
    let members = memberships::list(db, who.practice).await?.len();
    let mut entries = if who.may(R::ReadActivity) { activity::list(db, who.practice, &Asked::default(), LATEST + 1).await? } else { vec![] };
    let path = who.path("/activity");
    let all = paging::cut(&mut entries, LATEST).then_some(path.as_str());
    let mine = if who.role.sees_assigned_only() { clients::list_store::list(db, who.practice, &filter(Status::Active), MINE, 0).await? } else { vec![] };
    let mut parts = vec![];
    for part in beside::rooms().filter_map(|room| room.home) {
        parts.extend(part(&platform, &who).await?);
    }
    let body = html! {
        (head(&practice.name, html! {
            @if who.may(R::ManageClients) { a.btn.primary href=(who.path("/clients/add")) { (icon("plus")) (lang.t("client-new")) } }
        }))
        div.stack {
            @for part in &parts { (part) }
            div.tiles {
                a.tile href=(who.path("/clients")) { span.muted { (lang.t("clients-active")) } span.figure { (active.shown(lang)) } }
                a.tile href=(who.path("/clients?status=inactive")) { span.muted { (lang.t("clients-inactive")) } span.figure { (inactive.shown(lang)) } }
                a.tile href=(who.path("/members")) { span.muted { (lang.t("team")) } span.figure { (members) } }
            }
            @if active.total + inactive.total == 0 && who.may(R::ManageClients) {
                section.card { (components::empty(&lang.t("clients-empty"), html! { a.btn.primary href=(who.path("/clients/add")) { (lang.t("clients-add")) } })) }
            }
            @if who.role.sees_assigned_only() {
                (card(&lang.t("clients-mine"), html! {
                    @if mine.is_empty() { p.muted { (lang.t("clients-mine-empty")) } }
                    ul.list { @for client in &mine {
                        li { a.who.grow href=(who.path(&format!("/clients/{}", client.id))) { (components::avatar(&client.display_name)) span { b { (client.display_name) } small { (tax_id::show(&client.tax_id, &client.country)) } } } }
                    } }
                    @if active.total > MINE { p { a.btn href=(who.path("/clients")) { (lang.t("see-all")) } } }
                }))
            }
            @if who.may(R::ReadActivity) {
                (card(&lang.t("activity-latest"), log(&who, &|entry| subject_link(&who, entry)).list(&entries, all)))
            }
        }
    };
    Ok(layout::page(framed(&platform, &who, "home", &practice.name, &body).await?))
}

pub async fn settings(State(platform): State<Platform>, who: InPractice) -> Outcome {
    let practice = store::find(platform.db.read(), who.practice).await?;
    let mut data = FormData::default();
    PRACTICE.fill(&mut data, &practice, &Sight::form(who.lang(), ""));
    Ok(layout::page(settings_page(&platform, &who, &practice, &data, &Invalid::new(), &[]).await?))
}

async fn settings_page(
    platform: &Platform,
    who: &InPractice,
    practice: &Practice,
    data: &FormData,
    errors: &Invalid,
    conflict: &[Difference],
) -> Result<Markup> {
    let lang = who.lang();
    let form = Form::new(lang, data, errors);
    let title = lang.t("practice-settings");
    let custom = store::custom_fields(platform.db.read(), who.practice).await?;
    let body = html! {
        div.medium.stack {
            (head(&title, html! {
                @for (word, path) in beside::rooms().flat_map(|room| room.settings) { a.btn href=(who.path(path)) { (lang.t(word)) } " " }
                a.btn href=(who.path("/exchange-rates")) { (lang.t("exchange-rates")) } }))
            form.stack method="post" action=(who.path("/settings")) data-controller="place unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
                (components::version(practice.version))
                (components::conflict(lang, conflict))
                (fields(&form))
                div { button.btn.primary type="submit" { (lang.t("save")) } }
            }
            (card(&lang.t("custom-fields"), html! {
                p.muted { (lang.t("custom-fields-about")) }
                ul.list { @for field in &custom {
                    @let path = who.path(&format!("/custom-fields/{}", field.id));
                    li {
                        span.grow { (field.name) br; span.muted { (lang.t(&format!("field-kind-{}", field.kind.replace('_', "-")))) @if field.required { " · " (lang.t("custom-field-required")) } @if !field.options.is_empty() { ": " (field.options().join(", ")) } } }
                        @if field.active { (button(&format!("{path}/deactivation"), "btn small", &lang.t("deactivate"))) }
                        @else { span.tag { (lang.t("state-inactive")) } (button(&format!("{path}/activation"), "btn small", &lang.t("activate"))) }
                    }
                } }
                form.grid method="post" action=(who.path("/custom-fields")) novalidate {
                    (form.field("field_name").span(4))
                    (form.field("kind").select(Takes::ALL.iter().map(|kind| (kind.word().to_owned(), lang.t(&format!("field-kind-{}", kind.word().replace('_', "-"))))).collect()).span(2).label(lang.t("custom-field-kind")))
                    (form.field("options").area().span(6).optional().label(lang.t("custom-field-options")).help(lang.t("custom-field-options-help")))
                    (form.field("default").span(4).optional().label(lang.t("custom-field-default")))
                    div.c6 { (form.check("required", "yes", &lang.t("custom-field-required"), None)) }
                    div.c6 { button.btn type="submit" { (icon("plus")) (lang.t("add")) } }
                }
            }))
        }
    };
    framed(platform, who, "settings", &title, &body).await
}

pub async fn update(State(platform): State<Platform>, who: InPractice, data: FormData) -> Outcome {
    let sight = Sight::form(who.lang(), "");
    let read = |before: Practice, errors: &mut Invalid| Practice::read(&data, before, &sight, errors);
    let tx = platform.db.begin().await?;
    let saved = actions::update(&tx, (who.practice, components::version_of(&data)), &sight, read, (&who.user, platform.clock.now())).await;
    let (errors, differences) = match saved {
        Ok(()) => {
            tx.commit().await?;
            return Ok(layout::see(&platform, &who.path("/settings"), "flash-practice-saved"));
        }
        Err(Error::Invalid(errors)) => (errors, vec![]),
        Err(Error::Stale(differences)) => (Invalid::new(), differences),
        Err(error) => return Err(error.into()),
    };
    drop(tx);
    let practice = store::find(platform.db.read(), who.practice).await?;
    let page = settings_page(&platform, &who, &practice, &data, &errors, &differences).await?;
    Ok(if differences.is_empty() { layout::unprocessable(page) } else { layout::conflicting(page) })
}

pub async fn add_field(State(platform): State<Platform>, who: InPractice, data: FormData) -> Outcome {
    let tx = platform.db.begin().await?;
    let new = New {
        name: data.text("field_name"),
        kind: data.text("kind"),
        required: data.has("required"),
        default_value: data.text("default"),
        options: data.get("options").lines().map(str::to_owned).collect(),
    };
    match actions::add_field(&tx, who.practice, ("field_name", new), &who.user, platform.clock.now()).await {
        Ok((_, name)) => {
            tx.commit().await?;
            Ok(layout::see(&platform, &who.path("/settings"), Flash::new("flash-record-saved").name(&name)))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            let practice = store::find(platform.db.read(), who.practice).await?;
            let mut all = data;
            PRACTICE.fill(&mut all, &practice, &Sight::form(who.lang(), ""));
            Ok(layout::unprocessable(settings_page(&platform, &who, &practice, &all, &errors, &[]).await?))
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
pub struct OfField {
    field: Id,
}

async fn set_field(platform: &Platform, who: &InPractice, field: Id, active: bool) -> Outcome {
    let tx = platform.db.begin().await?;
    let name = actions::set_custom_field_active(&tx, who.practice, field, active, &who.user, platform.clock.now()).await?;
    tx.commit().await?;
    let told = Flash::new(if active { "flash-activated" } else { "flash-deactivated" }).name(&name);
    Ok(layout::see(platform, &who.path("/settings"), told))
}

pub async fn activate_field(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfField>) -> Outcome {
    set_field(&platform, &who, of.field, true).await
}

pub async fn deactivate_field(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfField>) -> Outcome {
    set_field(&platform, &who, of.field, false).await
}

pub async fn activity(State(platform): State<Platform>, who: InPractice, Query(query): Query<LogQuery>) -> Outcome {
    let lang = who.lang();
    let path = who.path("/activity");
    let page = LogPage { platform: &platform, tenant: (Tenant::Practice, who.practice), lang, user: &who.user, path: &path, query: &query };
    let found = page.entries().await?;
    let title = lang.t("nav-activity");
    let body = html! { div.medium.stack { (head(&title, html! {})) (page.render(found, &|entry| subject_link(&who, entry)).await?) } };
    Ok(layout::page(framed(&platform, &who, "activity", &title, &body).await?))
}
