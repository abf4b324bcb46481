//! Exceptions to locks for people: what is asked for, what is given, and the form of each.

use std::collections::HashMap;

use axum::extract::State;
use despacho_kernel::{Id, Invalid};
use despacho_ledger::{
    exceptions::{
        actions::{self, Given},
        exception::{LockException, Standing},
        store,
    },
    journal::locks::Scope,
};
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, Result, clock::DAY, i18n::Lang, memberships, t};
use despacho_ui::{
    InOrganization, Outcome, Path, Query,
    components::{button, card, empty, head},
    confirm::Confirm,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::years::{conflict, tabs};

/// How many are shown.
const SHOWN: i64 = 50;

/// Hours that an exception is given for, by choice.
const HOURS: [i64; 5] = [1, 4, 24, 72, 168];

/// What the page's address says: the request that is answered.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    request: String,
}

fn days(lang: Lang, of: &LockException) -> String {
    let day = |text: &str| format::stored_date(lang, text);
    match (of.first_day.is_empty(), of.last_day.is_empty()) {
        (true, true) => lang.t("exception-any-day"),
        (false, false) if of.first_day == of.last_day => day(&of.first_day),
        (false, false) => t!(lang, "reports-period-of", from = day(&of.first_day), to = day(&of.last_day)),
        (false, true) => t!(lang, "exception-from", date = day(&of.first_day)),
        (true, false) => t!(lang, "exception-through", date = day(&of.last_day)),
    }
}

fn row(lang: Lang, who: &InOrganization, of: &LockException, names: &HashMap<Id, String>, now: i64) -> Markup {
    let name = |id: Option<Id>| id.and_then(|id| names.get(&id)).cloned();
    let open = of.is_open(now);
    let state = if of.state == Standing::Granted.word() && !open { "expired" } else { of.state.as_str() };
    let path = who.path(&format!("/lock-exceptions/{}", of.id));
    let (refusal, ending) = (format!("{path}/refusal"), format!("{path}/ending"));
    html! {
        li {
            b { (name(of.user_id).unwrap_or_else(|| lang.t("exception-everyone"))) }
            span.tag.ok[open].warn[state == "asked"] { (lang.t(&format!("exception-state-{state}"))) }
            span.grow {
                (lang.t(&format!("lock-scope-{}", of.scope))) " · " (days(lang, of)) " · " (of.reason)
                @if of.expires_at > 0 { " · " span.muted { (t!(lang, "exception-until", at = format::instant(lang, &who.user.time_zone, of.expires_at))) } }
                @if let Some(by) = name(of.decided_by) { " · " span.muted { (by) } }
            }
            @if state == "asked" {
                a.btn.small.primary href=(who.path(&format!("/lock-exceptions?request={}", of.id))) { (lang.t("exception-give")) }
                (button(&refusal, "btn small", &lang.t("exception-refuse")))
            }
            @if open { (Confirm::new(lang, &ending, lang.t("exception-end"), lang.t("exception-end-question"))) }
        }
    }
}

async fn page(platform: &Platform, who: &InOrganization, data: &FormData, errors: &Invalid, against: Option<&str>) -> Result<Markup> {
    let (lang, db, now) = (who.lang(), platform.db.read(), platform.clock.now());
    let all = store::page(db, who.organization, None, SHOWN).await?;
    let mut people: Vec<Id> = all.iter().flat_map(|of| [of.user_id, of.decided_by]).flatten().collect();
    people.sort_unstable();
    people.dedup();
    let names = store::names(db, &people).await?;
    let members: Vec<(String, String)> = memberships::list(db, who.organization)
        .await?
        .into_iter()
        .map(|member| (member.user_id.to_string(), member.name))
        .collect();
    let members = [vec![(String::new(), lang.t("exception-everyone"))], members].concat();
    let form = Form::new(lang, data, errors);
    let scopes = Scope::ALL.iter().map(|scope| (scope.word().to_owned(), lang.t(&format!("lock-scope-{}", scope.word())))).collect();
    let hours = HOURS.iter().map(|hours| (hours.to_string(), t!(lang, "exception-hours", count = *hours))).collect();
    let title = lang.t("lock-exceptions");
    let body = html! {
        (head(&title, html! {}))
        (tabs(who, "period-locks"))
        p.lead.muted { (lang.t("exceptions-about")) }
        div.split {
            section.card aria-label=(title) {
                @if all.is_empty() { (empty(&lang.t("exceptions-none"), html! {})) }
                @else { ul.list { @for of in &all { (row(lang, who, of, &names, now)) } } }
            }
            form method="post" action=(who.path("/lock-exceptions")) novalidate {
                (card(&lang.t("exception-give"), html! {
                    (conflict(lang, against))
                    (form.summary_as(&[("user", lang.t("exception-for")), ("scope", lang.t("lock-scope")), ("expires_at", lang.t("exception-for-hours"))]))
                    input type="hidden" name="request" value=(data.get("request"));
                    (form.field("user").label(lang.t("exception-for")).select(members))
                    (form.field("scope").label(lang.t("lock-scope")).select(scopes))
                    div.grid {
                        (form.field("first_day").day().optional().span(3))
                        (form.field("last_day").day().optional().span(3))
                    }
                    (form.field("expires_at").label(lang.t("exception-for-hours")).select(hours))
                    (form.field("reason"))
                    button.btn.primary type="submit" { (lang.t("exception-give")) }
                }))
            }
        }
    };
    framed(platform, who, "fiscal-years", &title, &body).await
}

pub async fn list(State(platform): State<Platform>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    let mut data = FormData::default();
    data.set("expires_at", "24");
    if let Ok(id) = params.request.parse::<Id>() {
        let asked = store::find(platform.db.read(), who.organization, id).await?;
        data.set("request", id.to_string()).set("scope", asked.scope.clone()).set("reason", asked.reason.clone());
        data.set("user", asked.user_id.map(|user| user.to_string()).unwrap_or_default());
        data.set("first_day", asked.first_day.clone()).set("last_day", asked.last_day);
    }
    Ok(layout::page(page(&platform, &who, &data, &Invalid::new(), None).await?))
}

pub async fn grant(State(platform): State<Platform>, who: InOrganization, data: FormData) -> Outcome {
    let now = platform.clock.now();
    let hours: i64 = data.get("expires_at").parse().unwrap_or(0);
    let id = |name: &str| -> Result<Option<Id>, Invalid> {
        let text = data.get(name);
        if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| Invalid::one(name, "choice")) }
    };
    let granted = async {
        let given = Given {
            scope: data.text("scope"),
            user: id("user")?,
            first_day: data.day("first_day"),
            last_day: data.day("last_day"),
            expires_at: now.saturating_add(hours.clamp(0, 24 * (actions::MAX_DAYS + 1)) * (DAY / 24)),
            reason: data.text("reason"),
            request: id("request")?,
        };
        let tx = platform.db.begin().await?;
        actions::grant(&tx, who.organization, &given, (&who.user, now)).await?;
        tx.commit().await?;
        platform.wake_workers();
        Ok::<(), Error>(())
    };
    match granted.await {
        Ok(()) => Ok(layout::see(&platform, &who.path("/lock-exceptions"), "flash-exception-granted")),
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(page(&platform, &who, &data, &errors, None).await?)),
        Err(Error::Conflict(word)) => Ok(layout::conflicting(page(&platform, &who, &data, &Invalid::new(), Some(word)).await?)),
        Err(error) => Err(error.into()),
    }
}

/// The exception that a path names.
#[derive(Deserialize)]
pub struct OfException {
    exception: Id,
}

pub async fn end(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfException>) -> Outcome {
    let tx = platform.db.begin().await?;
    actions::end(&tx, who.organization, of.exception, (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/lock-exceptions"), "flash-exception-ended"))
}

pub async fn refuse(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfException>) -> Outcome {
    let tx = platform.db.begin().await?;
    actions::refuse(&tx, who.organization, of.exception, (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    platform.wake_workers();
    Ok(layout::see(&platform, &who.path("/lock-exceptions"), "flash-exception-refused"))
}

/// What the form of a request begins with.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    date: String,
}

async fn request_page(platform: &Platform, who: &InOrganization, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = who.lang();
    let form = Form::new(lang, data, errors);
    let title = lang.t("exception-ask");
    let body = html! {
        div.medium {
            p.crumbs { a href=(who.path("/journal-entries")) { (lang.t("nav-entries")) } }
            (head(&title, html! {}))
            form.stack method="post" action=(who.path("/lock-exception-request")) novalidate {
                (form.summary())
                section.card { div.body.grid {
                    p.c6.muted { (lang.t("exception-ask-about")) }
                    (form.field("date").day().span(2))
                    (form.field("reason").span(4).focused())
                } }
                div.foot { button.btn.primary type="submit" { (lang.t("exception-ask")) } a.btn href=(who.path("/journal-entries")) { (lang.t("cancel")) } }
            }
        }
    };
    framed(platform, who, "journal-entries", &title, &body).await
}

pub async fn request(State(platform): State<Platform>, who: InOrganization, Query(wanted): Query<Wanted>) -> Outcome {
    let mut data = FormData::default();
    data.set("date", wanted.date);
    Ok(layout::page(request_page(&platform, &who, &data, &Invalid::new()).await?))
}

pub async fn ask(State(platform): State<Platform>, who: InOrganization, data: FormData) -> Outcome {
    let tx = platform.db.begin().await?;
    match actions::ask(&tx, who.organization, (&data.day("date"), data.get("reason")), (&who.user, platform.clock.now())).await {
        Ok(_) => {
            tx.commit().await?;
            platform.wake_workers();
            Ok(layout::see(&platform, &who.path("/journal-entries"), Flash::new("flash-exception-asked")))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            Ok(layout::unprocessable(request_page(&platform, &who, &data, &errors).await?))
        }
        Err(error) => Err(error.into()),
    }
}
