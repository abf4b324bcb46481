//! Sending a document by e-mail, and what was sent.

use despacho_kernel::{Id, Invalid, new_id};
use despacho_ledger::allowed::allowed;
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, Result, i18n::Lang};
use despacho_ui::{
    InOrganization, Outcome,
    claim::{self, Claimed},
    components::head,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};

use super::rows::{name, path_of};
use crate::{
    kind::Kind,
    mailing::{actions, form, message::Message, store},
    reminding::store as reminding,
};

/// Most messages that a document's page tells; the API has all.
const TOLD: i64 = 10;

async fn page(platform: &Platform, who: &InOrganization, (kind, id): (Kind, Id), data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = who.lang();
    let (document, _) = actions::draft(platform.db.read(), who.organization, (kind, id), platform.clock.now()).await?;
    let form = Form::new(lang, data, errors);
    let path = path_of(who, kind, id);
    let title = lang.t("document-email-title");
    let body = html! {
        div.medium {
            p.crumbs { a href=(path) { (name(lang, &document)) } }
            (head(&title, html! {}))
            form.stack.letter-form method="post" action=(format!("{path}/email")) data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
                input type="hidden" name="key" value=(data.get("key"));
                (form::summary(&form))
                section.card { div.body.grid {
                    (form::fields(&form))
                    p.c6.muted { (lang.t("document-email-about")) }
                } }
                div.foot {
                    button.btn.primary type="submit" { (lang.t("document-email-send")) }
                    a.btn.quiet href=(path) { (lang.t("cancel")) }
                }
            }
        }
    };
    framed(platform, who, kind.path(), &title, &body).await
}

/// What the template says, to be looked at before it goes.
pub async fn ask(platform: Platform, who: InOrganization, (kind, id): (Kind, Id)) -> Outcome {
    let (_, draft) = actions::draft(platform.db.read(), who.organization, (kind, id), platform.clock.now()).await?;
    let mut data = FormData::default();
    for (field, text) in [("to", draft.to), ("subject", draft.subject), ("body", draft.body), ("key", new_id().to_string())] {
        data.set(field, text);
    }
    Ok(layout::page(page(&platform, &who, (kind, id), &data, &Invalid::new()).await?))
}

/// Sends it, or shows the form again with what is wrong.
pub async fn send(platform: Platform, who: InOrganization, (kind, id): (Kind, Id), data: FormData) -> Outcome {
    let path = path_of(&who, kind, id);
    let typed = form::typed(&data);
    let tx = platform.db.begin().await?;
    let sent = match claim::claimed(&tx, &platform, &who, "email", &data, "subject").await {
        Ok(Claimed::Before(path)) => return Ok(layout::see(&platform, &path, Flash::default())),
        Ok(Claimed::Now(claim)) => match actions::send(&tx, who.organization, (kind, id), &typed, allowed(&platform, &who)).await {
            Ok(message) => {
                claim::answer(&tx, claim, &path).await?;
                tx.commit().await?;
                Ok(message)
            }
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    };
    match sent {
        Ok(message) => {
            platform.wake_workers();
            Ok(layout::see(&platform, &path, Flash::new("flash-document-emailed").name(&message.recipient)))
        }
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(page(&platform, &who, (kind, id), &data, &form::at_fields(errors)).await?)),
        Err(error) => Err(error.into()),
    }
}

/// The card of what was sent; nothing where nothing was.
pub async fn card(platform: &Platform, who: &InOrganization, document: Id) -> Result<Markup> {
    let lang = who.lang();
    let db = platform.db.read();
    let all = store::page(db, who.organization, document, None, TOLD).await?;
    let reminders = reminding::sent(db, who.organization, &[document]).await?;
    let reminder = |message: &Message| reminders.iter().find(|sent| sent.message_id == Some(message.id)).map(|sent| sent.name.as_str());
    Ok(html! {
        @if !all.is_empty() {
            section.card {
                header.line { h2 { (lang.t("document-messages")) } }
                div.body { ul.list { @for message in &all { li {
                    span.grow { (message.recipient) @for copy in message.copies.lines() { ", " (copy) } @if let Some(name) = reminder(message) { " " span.tag { (lang.t("reminders-one")) ": " (name) } } }
                    (state(lang, &who.user.time_zone, message))
                } } } }
            }
        }
    })
}

fn state(lang: Lang, zone: &str, message: &Message) -> Markup {
    let at = |instant: i64| format::instant(lang, zone, instant);
    html! {
        @match (message.opened_at, message.sent_at, message.state.as_str()) {
            (Some(opened), ..) => { span.tag { (lang.t("document-message-opened")) } span.muted { (at(opened)) } }
            (None, _, "failed") => { span.tag.warn { (lang.t("document-message-failed")) } span.muted { (at(message.created_at)) } }
            (None, Some(sent), _) => { span.tag { (lang.t("document-message-sent")) } span.muted { (at(sent)) } }
            _ => { span.tag { (lang.t("document-message-queued")) } span.muted { (at(message.created_at)) } }
        }
    }
}
