//! The firm's side: who of a client comes in, and the conversation.

use axum::extract::State;
use despacho_firm_documents::{
    document::Category,
    people::{Person, Role},
    people_store as people,
    store::names,
};
use despacho_kernel::{Id, Invalid, access::PracticeRight as R};
use despacho_platform::{Error, Platform, Result, Tx, i18n::Lang, t};
use despacho_practice::clients::{
    client::{Client, Contact},
    profile_frame::{find, profile},
    store as clients,
};
use despacho_ui::{
    InPractice, Outcome, Path, Query,
    assets::icon,
    components::{avatar, card},
    confirm::Confirm,
    error::message,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout, paging,
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    conversation::{self, Said},
    conversation_store::{self as store, Recipient, Told},
    invitation_store as invitations,
    inviting::{self, Rights},
};

/// Messages of a page.
const PAGE: i64 = 50;

#[derive(Deserialize)]
pub struct OfClient {
    client: Id,
}

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    before: Option<Id>,
}

/// What a form was refused, and which one.
#[derive(Default)]
struct Wrong<'a> {
    of: &'a str,
    data: FormData,
    errors: Invalid,
}

pub async fn show(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, Query(asked): Query<Asked>) -> Outcome {
    let client = find(&platform, &who, of.client).await?;
    Ok(layout::page(page(&platform, &who, &client, asked.before, &Wrong::default()).await?))
}

async fn page(platform: &Platform, who: &InPractice, client: &Client, before: Option<Id>, wrong: &Wrong<'_>) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let with_account = people::of_client(db, who.practice, client.id).await?;
    let named = names(db, &with_account.iter().map(|person| person.user_id).collect::<Vec<_>>()).await?;
    let contacts = clients::contacts(db, who.practice, client.id).await?;
    let waiting = invitations::waiting(db, who.practice, client.id).await?;
    let mut said = store::of_client(db, who.practice, client.id, before, PAGE + 1).await?;
    let next = paging::cut(&mut said, PAGE).then(|| said.last().map(|last| last.id)).flatten();
    said.reverse();
    let to = store::recipients(db, who.practice, &said.iter().map(|message| message.id).collect::<Vec<_>>()).await?;
    let base = who.path(&format!("/clients/{}/portal", client.id));
    let edits = who.may(R::EditClients);
    let named_of = |person: &Person| named.get(&person.user_id).cloned().unwrap_or_default();
    let content = html! {
        section.card.talk #conversation {
            header { h2 { (lang.t("portal-conversation")) } span.muted { (lang.t("portal-conversation-about")) } }
            div.body {
                @if let Some(next) = next { p { a.btn rel="next" href=(format!("{base}?before={next}")) { (lang.t("portal-earlier")) } } }
                @if said.is_empty() { p.muted { (lang.t("portal-nothing-said")) } }
                div.thread { @for message in &said { (one(who, message, to.get(&message.id).map_or(&[][..], Vec::as_slice))) } }
                @if edits { (composer(lang, &base, &with_account.iter().map(|person| (person.user_id, named_of(person))).collect::<Vec<_>>(), wrong)) }
            }
        }
        (card(&lang.t("portal-people"), html! {
            @if with_account.is_empty() && waiting.is_empty() { p.muted { (lang.t("portal-nobody")) } }
            ul.list {
                @for person in &with_account { (of_person(who, &base, person, &named_of(person), &contacts, edits)) }
                @for invitation in &waiting {
                    @let expired = !invitation.is_open(platform.clock.now());
                    @let revocation = format!("{base}/invitations/{}/revocation", invitation.id);
                    li {
                        (icon("mail"))
                        div.grow { b { (invitation.email) } br; span.muted {
                            (role(lang, &invitation.role)) " · "
                            @if expired { (lang.t("portal-invitation-expired")) } @else { (t!(lang, "portal-invitation-until", day = format::date(lang, &who.user.time_zone, invitation.expires_at))) }
                        } }
                        @if edits { (Confirm::new(lang, &revocation, lang.t("portal-revoke"), t!(lang, "portal-revoke-question", email = invitation.email.as_str()))) }
                    }
                }
            }
            @if edits { (invite_form(lang, &base, client, &contacts, &with_account, wrong)) }
        }))
    };
    profile(platform, who, client, "portal", content).await
}

fn role(lang: Lang, word: &str) -> String {
    lang.t(&format!("portal-role-{}", word.replace('_', "-")))
}

fn category(lang: Lang, category: Category) -> String {
    lang.t(&format!("firm-document-category-{}", category.word()))
}

/// A note and a message look nothing alike.
fn one(who: &InPractice, message: &Told, to: &[Recipient]) -> Markup {
    let lang = who.lang();
    let at = format::instant(lang, &who.user.time_zone, message.created_at);
    let names: Vec<&str> = to.iter().map(|recipient| recipient.name.as_str()).collect();
    let read: Vec<&Recipient> = to.iter().filter(|recipient| recipient.read_at.is_some()).collect();
    let (class, symbol, tag) = match message.kind.as_str() {
        "note" => ("msg in", "lock", lang.t("portal-internal")),
        "message" => ("msg out", "mail", t!(lang, "portal-to-client", names = names.join(", "))),
        _ => ("msg from", "user", lang.t("portal-from-client")),
    };
    html! {
        article class=(class) {
            header { b { (message.author) } span { (at) } span.side-tag { (icon(symbol)) (tag) } }
            @for line in message.body.lines().filter(|line| !line.trim().is_empty()) { p { (line) } }
            @for recipient in read { p.muted { (t!(lang, "portal-read-by", name = recipient.name.as_str(), at = format::instant(lang, &who.user.time_zone, recipient.read_at.unwrap_or_default()))) } }
        }
    }
}

/// What is typed is a note until somebody says otherwise; who says so sees whom it goes to, and how many they are. A text that was begun as a note asks again.
fn composer(lang: Lang, base: &str, people: &[(Id, String)], wrong: &Wrong<'_>) -> Markup {
    let mine = wrong.of == "message";
    let out = mine && wrong.data.get("kind") == "message";
    let ticked = wrong.data.all("to");
    let none = Invalid::new();
    let data = if mine { wrong.data.clone() } else { FormData::default() };
    let form = Form::new(lang, &data, if mine { &wrong.errors } else { &none });
    let field = form.field("body").label(lang.t("portal-text")).area();
    html! {
        form.composer method="post" action=(format!("{base}/messages")) novalidate data-controller="composer"
            data-composer-one-value=(t!(lang, "portal-send-to", count = 1)) data-composer-other-value=(t!(lang, "portal-send-to", count = "#")) data-composer-sure-value=(lang.t("portal-sure")) {
            @if mine { (form.summary_as(&[("body", lang.t("portal-text")), ("to", lang.t("portal-recipients"))])) }
            fieldset {
                legend.vh { (lang.t("portal-who-reads")) }
                label.in { input type="radio" name="kind" value="note" checked[!out] data-composer-target="note" data-action="composer#choose"; (icon("lock")) (lang.t("portal-note")) }
                @if !people.is_empty() { label.out { input type="radio" name="kind" value="message" checked[out] data-composer-target="message" data-action="composer#choose"; (icon("mail")) (lang.t("portal-message")) } }
            }
            div.text { (field) }
            @if !people.is_empty() {
                fieldset.only-out.recipients {
                    legend { (lang.t("portal-recipients")) }
                    @for (user, name) in people {
                        label.check { input type="checkbox" name="to" value=(user) checked[!mine || ticked.contains(&user.to_string())] data-composer-target="to" data-action="composer#count"; span { (name) } }
                    }
                    @for error in wrong.errors.0.iter().filter(|error| mine && error.field == "to") { p.help.bad role="alert" { (message(lang, error)) } }
                }
            }
            div.end {
                p { span.only-in { (icon("lock")) " " (lang.t("portal-note-about")) } span.only-out { (lang.t("portal-message-about")) } }
                button.btn.only-in type="submit" { (lang.t("portal-save-note")) }
                @if !people.is_empty() {
                    button.btn.primary.only-out type="submit" data-composer-target="send" data-action="composer#send" { (t!(lang, "portal-send-to", count = people.len())) }
                }
            }
        }
    }
}

fn rights_fields(lang: Lang, form: &Form<'_>, key: &str) -> Markup {
    let roles = Role::ALL.iter().map(|of| (of.word().to_owned(), role(lang, of.word()))).collect();
    let categories: Vec<(String, String)> = Category::ALL
        .iter()
        .filter(|of| **of != Category::General)
        .map(|of| (of.word().to_owned(), category(lang, *of)))
        .collect();
    let fields = html! {
        (form.field("role").label(lang.t("portal-role")).select(roles).help(lang.t("portal-role-help")).span(6))
        (form.checks("categories", &lang.t("portal-categories"), &categories, Some(&lang.t("portal-categories-help"))))
    };
    maud::PreEscaped(fields.0.replace("\"f-", &format!("\"f-{key}-")))
}

fn of_person(who: &InPractice, base: &str, person: &Person, name: &str, contacts: &[Contact], edits: bool) -> Markup {
    let lang = who.lang();
    let contact = contacts.iter().find(|contact| contact.id == person.contact_id);
    let sees: Vec<String> = person.sees().into_iter().filter(|of| *of != Category::General).map(|of| category(lang, of)).collect();
    let mut data = FormData::default();
    data.set("role", person.role.as_str());
    for word in person.categories.split(',').filter(|word| !word.is_empty()) {
        data.set("categories", word);
    }
    let none = Invalid::new();
    let form = Form::new(lang, &data, &none);
    let (action, removal) = (format!("{base}/people/{}", person.user_id), format!("{base}/people/{}/removal", person.user_id));
    html! {
        li {
            (avatar(name))
            div.grow {
                b { (name) } @if let Some(contact) = contact.filter(|contact| !contact.email.is_empty()) { " · " (contact.email) }
                br;
                span.muted {
                    (role(lang, &person.role)) @if !sees.is_empty() { " · " (sees.join(", ")) }
                    " · " @match person.seen_at { Some(at) => { (t!(lang, "portal-seen", at = format::instant(lang, &who.user.time_zone, at))) } None => { (lang.t("portal-never-seen")) } }
                }
            }
            @if edits {
                details.contact data-controller="disclosure" {
                    summary.btn.small role="button" aria-label=(t!(lang, "edit-named", name = name)) { (lang.t("edit")) }
                    form.stack method="post" action=(action) novalidate { (rights_fields(lang, &form, &person.user_id.to_string())) div { button.btn.primary type="submit" { (lang.t("save")) } } }
                }
                (Confirm::new(lang, &removal, lang.t("portal-end"), t!(lang, "portal-end-question", name = name)).about(lang.t("portal-end-about")))
            }
        }
    }
}

fn invite_form(lang: Lang, base: &str, client: &Client, contacts: &[Contact], with_account: &[Person], wrong: &Wrong<'_>) -> Markup {
    let mine = wrong.of == "invitation";
    let free: Vec<&Contact> = contacts.iter().filter(|contact| !with_account.iter().any(|person| person.contact_id == contact.id)).collect();
    let none = Invalid::new();
    let data = if mine { wrong.data.clone() } else { FormData::default() };
    let form = Form::new(lang, &data, if mine { &wrong.errors } else { &none });
    let options = free
        .iter()
        .map(|contact| (contact.id.to_string(), if contact.email.is_empty() { contact.name.clone() } else { format!("{} · {}", contact.name, contact.email) }));
    html! {
        @if free.is_empty() { p.muted { (lang.t("portal-no-contacts")) " " a.edit-link href=(base.trim_end_matches("/portal")) { (client.display_name) } } }
        @else {
            details.contact data-controller="disclosure" open[mine] {
                summary.btn role="button" { (icon("user-plus")) (lang.t("portal-invite")) }
                form.stack method="post" action=(format!("{base}/invitations")) novalidate {
                    (form.summary_as(&[("contact_id", lang.t("portal-contact"))]))
                    (form.field("contact_id").label(lang.t("portal-contact")).select(options.collect()).help(lang.t("portal-contact-help")))
                    (rights_fields(lang, &form, "invite"))
                    div { button.btn.primary type="submit" { (lang.t("portal-invite")) } }
                }
            }
        }
    }
}

/// Runs one change and goes back to the tab; what is refused is shown there, with what was typed.
async fn change(
    platform: &Platform,
    who: &InPractice,
    client: Id,
    (of, data): (&str, FormData),
    work: impl AsyncFnOnce(&Tx, &Client, &FormData) -> Result<(Flash, Vec<Id>)>,
) -> Outcome {
    let client = find(platform, who, client).await?;
    let tx = platform.db.begin().await?;
    match work(&tx, &client, &data).await {
        Ok((told, woken)) => {
            tx.commit().await?;
            conversation::wake(platform, &woken);
            Ok(layout::see(platform, &who.path(&format!("/clients/{}/portal", client.id)), told))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            Ok(layout::unprocessable(page(platform, who, &client, None, &Wrong { of, data, errors }).await?))
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn say(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, data: FormData) -> Outcome {
    let now = platform.clock.now();
    change(&platform, &who, of.client, ("message", data), async |tx, client, data| {
        let to: Vec<Id> = data.all("to").iter().filter_map(|id| id.parse().ok()).collect();
        // Nothing but a plain word makes a message of a note.
        let said = if data.get("kind") == "message" { Said::Message(&to) } else { Said::Note };
        let told = conversation::say(tx, (who.practice, &who.user, now), client, &said, data.get("body")).await?;
        let flash = if said == Said::Note { Flash::new("flash-portal-note-saved") } else { Flash::new("flash-portal-message-sent-to").count(told.len()) };
        Ok((flash, told))
    })
    .await
}

pub async fn invite(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, data: FormData) -> Outcome {
    let now = platform.clock.now();
    change(&platform, &who, of.client, ("invitation", data), async |tx, client, data| {
        let rights = Rights::read(data.get("role"), &data.all("categories"))?;
        let contact = data.get("contact_id").parse().map_err(|_| Invalid::one("contact_id", "required"))?;
        inviting::invite(tx, (who.practice, &who.user, now), client, contact, &rights).await?;
        Ok((Flash::new("flash-portal-invited"), vec![]))
    })
    .await
}

#[derive(Deserialize)]
pub struct OfInvitation {
    client: Id,
    invitation: Id,
}

pub async fn revoke(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfInvitation>) -> Outcome {
    let now = platform.clock.now();
    change(&platform, &who, of.client, ("", FormData::default()), async |tx, client, _| {
        let invitation = inviting::revoke(tx, (who.practice, &who.user, now), client, of.invitation).await?;
        Ok((Flash::new("flash-portal-revoked").name(&invitation.email), vec![]))
    })
    .await
}

#[derive(Deserialize)]
pub struct OfPerson {
    client: Id,
    user: Id,
}

pub async fn update(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfPerson>, data: FormData) -> Outcome {
    let now = platform.clock.now();
    change(&platform, &who, of.client, ("", data), async |tx, client, data| {
        let rights = Rights::read(data.get("role"), &data.all("categories"))?;
        inviting::change(tx, (who.practice, &who.user, now), client, of.user, &rights).await?;
        Ok((Flash::new("flash-saved"), vec![]))
    })
    .await
}

pub async fn remove(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfPerson>) -> Outcome {
    let now = platform.clock.now();
    change(&platform, &who, of.client, ("", FormData::default()), async |tx, client, _| {
        inviting::remove(tx, (who.practice, &who.user, now), client, of.user).await?;
        Ok((Flash::new("flash-portal-ended"), vec![]))
    })
    .await
}
