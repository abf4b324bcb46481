//! What the client reads of its conversation, and what they answer.

use axum::extract::State;
use despacho_kernel::{Id, Invalid};
use despacho_platform::{Error, Platform, Result};
use despacho_ui::{
    Outcome, Path, Query, SignedIn,
    components::empty,
    format,
    forms::{Form, FormData},
    layout, paging,
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    conversation,
    conversation_store::{self as store, Told},
    home::OfClient,
    visitor::AtPortal,
};

/// Messages of a page.
const PAGE: i64 = 50;

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    before: Option<Id>,
}

pub async fn show(State(platform): State<Platform>, who: SignedIn, Path(of): Path<OfClient>, Query(asked): Query<Asked>) -> Outcome {
    let at = AtPortal::find(&platform, who, of.client).await?;
    let markup = page(&platform, &at, asked.before, &FormData::default(), &Invalid::new()).await?;
    // What is on the page is read.
    let tx = platform.db.begin().await?;
    store::read(&tx, at.key(), platform.clock.now()).await?;
    tx.commit().await?;
    Ok(layout::page(markup))
}

async fn page(platform: &Platform, at: &AtPortal, before: Option<Id>, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = at.lang();
    let mut found = store::of_person(platform.db.read(), at.key(), before, PAGE + 1).await?;
    let next = paging::cut(&mut found, PAGE).then(|| found.last().map(|last| last.id)).flatten();
    found.reverse();
    let form = Form::new(lang, data, errors);
    let title = lang.t("portal-messages");
    let body = html! {
        h1 { (title) }
        div.stack {
            section.card { div.body {
                @if let Some(next) = next { p { a.btn rel="next" href=(format!("{}?before={next}", at.path("/messages"))) { (lang.t("portal-earlier")) } } }
                @if found.is_empty() { (empty(&lang.t("portal-no-messages"), html! {})) }
                div.thread { @for message in &found { (said(at, message)) } }
            } }
            @if at.person.sends() {
                form.card method="post" action=(at.path("/messages")) novalidate { div.body.stack {
                    (form.field("body").label(despacho_platform::t!(lang, "portal-message-to", firm = at.firm.as_str())).area())
                    div { button.btn.primary type="submit" { (lang.t("portal-send")) } }
                } }
            } @else { p.muted { (lang.t("portal-only-reads")) } }
        }
    };
    at.framed(platform, "messages", &title, &body).await
}

fn said(at: &AtPortal, message: &Told) -> Markup {
    let mine = message.author_id == at.who.user.id;
    html! {
        article class=(if mine { "msg from" } else { "msg out" }) {
            header { b { (message.author) } span { @if !mine { (at.firm) " · " } (format::instant(at.lang(), &at.who.user.time_zone, message.created_at)) } }
            @for line in message.body.lines().filter(|line| !line.trim().is_empty()) { p { (line) } }
        }
    }
}

pub async fn answer(State(platform): State<Platform>, who: SignedIn, Path(of): Path<OfClient>, data: FormData) -> Outcome {
    let at = AtPortal::find(&platform, who, of.client).await?;
    let tx = platform.db.begin().await?;
    match conversation::answer(&tx, (&at.person, &at.who.user, platform.clock.now()), data.get("body")).await {
        Ok(told) => {
            tx.commit().await?;
            conversation::wake(&platform, &told);
            Ok(layout::see(&platform, &at.path("/messages"), "flash-portal-message-sent"))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            Ok(layout::unprocessable(page(&platform, &at, None, &data, &errors).await?))
        }
        Err(error) => Err(error.into()),
    }
}
