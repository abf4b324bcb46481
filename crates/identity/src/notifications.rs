//! The bell's page, and the stream of what pages wait for.

use axum::{
    Extension,
    extract::State,
    response::{IntoResponse, Redirect, sse},
};
use despacho_kernel::Id;
use despacho_platform::{
    Error, Event, Platform,
    i18n::{FluentArgs, FluentValue, Lang},
    notifications::{self, Notification},
};
use despacho_ui::{
    Outcome, Path, Query, SignedIn,
    came_from::CameFrom,
    components::{button, empty, head},
    format,
    frames::Frames,
    layout, paging,
};
use maud::html;
use serde::Deserialize;

/// A notification's text in the reader's language.
pub(crate) fn text(lang: Lang, notification: &Notification) -> String {
    let mut args = FluentArgs::new();
    for (name, value) in notification.data() {
        match value {
            serde_json::Value::Number(n) => args.set(name, FluentValue::from(n.as_i64().unwrap_or(0))),
            serde_json::Value::String(s) => args.set(name, s),
            _ => {}
        }
    }
    lang.ta(&format!("notification-{}", notification.kind.replace('_', "-")), &args)
}

#[derive(Deserialize)]
pub(crate) struct Before {
    before: Option<Id>,
    practice: Option<Id>,
    organization: Option<Id>,
}

pub(crate) async fn list(State(platform): State<Platform>, Extension(frames): Extension<Frames>, who: SignedIn, Query(query): Query<Before>) -> Outcome {
    let from = CameFrom { practice: query.practice, organization: query.organization };
    const PAGE: i64 = 50;
    let (lang, now) = (who.caller.lang, platform.clock.now());
    let mut found = notifications::list(platform.db.read(), who.user.id, query.before, PAGE + 1).await?;
    let more = paging::cut(&mut found, PAGE);
    let title = lang.t("notifications");
    let body = html! {
        div.medium {
            (head(&title, html! { @if found.iter().any(|n| n.read_at.is_none()) { (button(&from.keep("/notifications/read"), "btn", &lang.t("notifications-read"))) } }))
            section.card { div.body {
                @if found.is_empty() { (empty(&lang.t("notifications-empty"), html! {})) }
                ul.list { @for n in &found { li {
                    a.grow href=(format!("/notifications/{}", n.id)) data-turbo-prefetch="false" { @if n.read_at.is_none() { b { (text(lang, n)) } } @else { (text(lang, n)) } }
                    @if n.read_at.is_none() { span.tag.ok { (lang.t("notification-new")) } }
                    span.muted { (format::ago(lang, &who.user.time_zone, n.created_at, now)) }
                } } }
                @if let Some(last) = found.last().filter(|_| more) { a.btn href=(from.keep(&format!("/notifications?before={}", last.id))) { (lang.t("activity-earlier")) } }
            } }
        }
    };
    Ok(layout::page(frames.page(&platform, &who.caller, &from.place(), &title, &body).await?))
}

#[derive(Deserialize)]
pub(crate) struct OfNotification {
    notification: Id,
}

/// Marks a notification as read and goes where it leads.
pub(crate) async fn open(State(platform): State<Platform>, who: SignedIn, Path(of): Path<OfNotification>) -> Outcome {
    let tx = platform.db.begin().await?;
    let link = notifications::read(&tx, who.user.id, of.notification, platform.clock.now()).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    platform.tell(Event::Notified(who.user.id));
    Ok(Redirect::to(&link).into_response())
}

pub(crate) async fn read_all(State(platform): State<Platform>, who: SignedIn, Query(from): Query<CameFrom>) -> Outcome {
    let tx = platform.db.begin().await?;
    notifications::read_all(&tx, who.user.id, platform.clock.now()).await?;
    tx.commit().await?;
    platform.tell(Event::Notified(who.user.id));
    Ok(layout::see(&platform, &from.keep("/notifications"), "flash-notifications-read"))
}

/// The one stream of a browser, for all its tabs: how many notifications are unread, and which background work moved on.
pub(crate) async fn events(State(platform): State<Platform>, who: SignedIn) -> Outcome {
    let (source, user) = (platform.clone(), who.user.id);
    let stream = despacho_ui::sse::stream(&platform, user, who.session.unwrap_or(user), move |event| {
        let platform = source.clone();
        async move {
            let mut sent = vec![];
            if event == Event::Missed || event == Event::Notified(user) {
                let unread = notifications::unread(platform.db.read(), user).await.ok()?;
                sent.push(sse::Event::default().event("notified").data(unread.to_string()));
            }
            match event {
                // To everyone: an id is random and says nothing by itself, and the page that is about it asks for what its reader may see.
                Event::Progress(id) => sent.push(sse::Event::default().event("progress").data(id.to_string())),
                Event::Missed => sent.push(sse::Event::default().event("progress").data("any")),
                Event::Notified(_) | Event::SessionsEnded(_) | Event::Job => {}
            }
            Some(sent)
        }
    });
    Ok(stream.into_response())
}
