//! A client's profile: overview with its contact persons, and activity.

use axum::extract::State;
use despacho_kernel::{Difference, Id, Invalid, access::PracticeRight as R};
use despacho_phones as phone;
use despacho_platform::{
    Error, Platform, Result, Tx,
    activity::{self, Asked},
    i18n::Lang,
    t,
};
use despacho_ui::{
    InPractice, Outcome, Path, Query,
    assets::icon,
    components::{self, avatar, button, card},
    fields::Sight,
    flash::Flash,
    forms::{Form, FormData},
    layout, paging,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    actions::Desk,
    assigned_pages,
    client::{CONTACT, Client, Contact},
    link_pages::pending,
    profile_frame::{change, find, home, profile},
    store,
};
use crate::practices::log::log;

#[derive(Deserialize)]
pub(super) struct OfClient {
    client: Id,
}

#[derive(Deserialize)]
pub(super) struct OfContact {
    client: Id,
    contact: Id,
}

pub(super) async fn overview(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>) -> Outcome {
    let client = find(&platform, &who, of.client).await?;
    Ok(layout::page(overview_page(&platform, &who, &client, &FormData::default(), &Invalid::new(), &[]).await?))
}

/// How many entries of the log the overview begins with.
const LATEST: i64 = 5;

async fn overview_page(platform: &Platform, who: &InPractice, client: &Client, data: &FormData, errors: &Invalid, conflict: &[Difference]) -> Result<Markup> {
    let lang = who.lang();
    let contacts = store::contacts(platform.db.read(), who.practice, client.id).await?;
    let pending = pending(platform, who, client).await?;
    let mut entries = activity::list(platform.db.read(), who.practice, &Asked::of(client.id), LATEST + 1).await?;
    let all = paging::cut(&mut entries, LATEST).then(|| who.path(&format!("/clients/{}/activity", client.id)));
    let content = html! {
        (pending)
        div #contacts { (contacts_card(who, client, &contacts, data, errors, conflict)) }
        div #assigned { (assigned_pages::card(platform, who, client).await?) }
        (card(&lang.t("activity-latest"), log(who, &|_| None).list(&entries, all.as_deref())))
    };
    profile(platform, who, client, "overview", content).await
}

fn contacts_card(who: &InPractice, client: &Client, contacts: &[Contact], data: &FormData, errors: &Invalid, conflict: &[Difference]) -> Markup {
    let lang = who.lang();
    let base = who.path(&format!("/clients/{}/contacts", client.id));
    let edits = who.may(R::EditClients);
    let open = data.get("contact");
    let fields = |form: &Form<'_>| {
        html! {
            (form.summary())
            div.grid {
                (CONTACT.inputs(form, &["name", "position", "email", "phone"]))
            }
            div { button.btn.primary type="submit" { (lang.t("save")) } }
        }
    };
    card(
        &lang.t("contacts"),
        html! {
            @if contacts.is_empty() { p.muted { (lang.t("contacts-empty")) } }
            ul.list { @for contact in contacts {
                li {
                    (avatar(&contact.name))
                    span.grow { b { (contact.name) } @if !contact.position.is_empty() { " · " (contact.position) } br;
                        span.muted { (contact.email) @if !contact.email.is_empty() && !contact.phone.is_empty() { " · " } (phone::show(&contact.phone, &client.country)) } }
                    @if edits {
                        @let is_open = open == contact.id.to_string();
                        details.contact data-controller="disclosure" open[is_open] {
                            summary.btn.small role="button" aria-label=(t!(lang, "edit-named", name = contact.name.as_str())) { (lang.t("edit")) }
                            form.stack method="post" action=(format!("{base}/{}", contact.id)) novalidate {
                                (components::version(contact.version))
                                @if is_open { (components::conflict(lang, conflict)) (fields(&Form::new(lang, data, errors))) } @else {
                                    @let (shown, none) = (contact_data(lang, client, contact), Invalid::new());
                                    (unlabelled(&fields(&Form::new(lang, &shown, &none)), &contact.id.to_string()))
                                }
                            }
                            (button(&format!("{base}/{}/removal", contact.id), "btn small danger", &lang.t("remove")))
                        }
                    }
                }
            } }
            @if edits {
                @let is_open = open == "new";
                details.contact data-controller="disclosure" open[is_open] {
                    summary.btn role="button" { (icon("plus")) (lang.t("contact-add")) }
                    form.stack method="post" action=(base) novalidate {
                        @if is_open { (fields(&Form::new(lang, data, errors))) } @else {
                            @let (empty, none) = (FormData::default(), Invalid::new());
                            (unlabelled(&fields(&Form::new(lang, &empty, &none)), "new"))
                        }
                    }
                }
            }
        },
    )
}

/// The same fields several times on a page: their ids are told apart.
fn unlabelled(fields: &Markup, key: &str) -> Markup {
    let text = fields.0.replace("\"f-", &format!("\"f-{key}-"));
    maud::PreEscaped(text)
}

fn contact_data(lang: Lang, client: &Client, contact: &Contact) -> FormData {
    let mut data = FormData::default();
    CONTACT.fill(&mut data, contact, &Sight::form(lang, &client.country));
    data
}

#[derive(Deserialize)]
pub(super) struct Before {
    before: Option<Id>,
}

pub(super) async fn activity(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, Query(query): Query<Before>) -> Outcome {
    const PAGE: i64 = 50;
    let lang = who.lang();
    let client = find(&platform, &who, of.client).await?;
    let asked = Asked { before: query.before, ..Asked::of(of.client) };
    let mut entries = activity::list(platform.db.read(), who.practice, &asked, PAGE + 1).await?;
    let more = paging::cut(&mut entries, PAGE);
    let path = who.path(&format!("/clients/{}/activity", of.client));
    let more = entries.last().filter(|_| more).map(|last| format!("{path}?before={}", last.id));
    let content = card(&lang.t("nav-activity"), log(&who, &|_| None).list(&entries, more.as_deref()));
    Ok(layout::page(profile(&platform, &who, &client, "activity", content).await?))
}

async fn set_active(platform: &Platform, who: &InPractice, client: Id, active: bool) -> Outcome {
    let name = find(platform, who, client).await?.display_name;
    let key = if active { "flash-activated" } else { "flash-deactivated" };
    change(platform, who, home(who, client, ""), async |desk, tx| {
        desk.set_active(tx, &[client], active).await?;
        Ok(Flash::new(key).name(&name))
    })
    .await
}

pub(super) async fn activate(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>) -> Outcome {
    set_active(&platform, &who, of.client, true).await
}

pub(super) async fn deactivate(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>) -> Outcome {
    set_active(&platform, &who, of.client, false).await
}

/// Back to the profile, or to the open form with its errors.
async fn contact_outcome(platform: &Platform, who: &InPractice, client: Id, key: &str, mut data: FormData, outcome: Outcome) -> Outcome {
    let (errors, differences) = match outcome {
        Err(despacho_ui::Failure(Error::Invalid(errors))) => (errors, vec![]),
        Err(despacho_ui::Failure(Error::Stale(differences))) => (Invalid::new(), differences),
        other => return other,
    };
    data.set("contact", key);
    let client = find(platform, who, client).await?;
    let markup = overview_page(platform, who, &client, &data, &errors, &differences).await?;
    Ok(if differences.is_empty() { layout::unprocessable(markup) } else { layout::conflicting(markup) })
}

pub(super) async fn add_contact(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, data: FormData) -> Outcome {
    let client = find(&platform, &who, of.client).await?;
    let sight = Sight::form(who.lang(), &client.country);
    let added = async |desk: &Desk<'_>, tx: &Tx| {
        let mut errors = Invalid::new();
        let contact = CONTACT.read(&data, Contact::default(), &sight, &mut errors);
        errors.finish()?;
        let told = Flash::new("flash-record-saved").name(&contact.name);
        desk.add_contact(tx, of.client, contact).await?;
        Ok(told)
    };
    let outcome = change(&platform, &who, home(&who, of.client, ""), added).await;
    contact_outcome(&platform, &who, of.client, "new", data, outcome).await
}

pub(super) async fn update_contact(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfContact>, data: FormData) -> Outcome {
    let client = find(&platform, &who, of.client).await?;
    let sight = Sight::form(who.lang(), &client.country);
    let changed = async |desk: &Desk<'_>, tx: &Tx| {
        let read = |before: Contact, errors: &mut Invalid| CONTACT.read(&data, before, &sight, errors);
        let name = desk.update_contact(tx, (of.client, of.contact), components::version_of(&data), &sight, read).await?;
        Ok(Flash::new("flash-record-saved").name(&name))
    };
    let outcome = change(&platform, &who, home(&who, of.client, ""), changed).await;
    contact_outcome(&platform, &who, of.client, &of.contact.to_string(), data, outcome).await
}

pub(super) async fn remove_contact(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfContact>) -> Outcome {
    change(&platform, &who, home(&who, of.client, ""), async |desk, tx| {
        Ok(Flash::new("flash-contact-removed").name(&desk.remove_contact(tx, of.client, of.contact).await?))
    })
    .await
}
