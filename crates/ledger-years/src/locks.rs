//! Locks of periods: how far each scope is locked, the form that moves a lock, and what was done before.

use axum::extract::State;
use despacho_kernel::Invalid;
use despacho_ledger::{
    fiscal_years::store as years,
    journal::{
        locks::{self, Level, NewLock, Scope},
        store::{self, PeriodLock},
    },
    reports::periods::{self, FIRST, LAST},
};
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{
    Error, Platform, Result,
    activity::{self, Asked, Recorded},
    i18n::Lang,
    t,
};
use despacho_ui::{
    InOrganization, Outcome, Query,
    components::{card, head},
    format,
    forms::{Form, FormData},
    layout,
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::{lock_grid::grid, years::tabs};

/// How many of the last changes are told.
const HISTORY: i64 = 20;

fn scope_name(lang: Lang, scope: &str) -> String {
    lang.t(&format!("lock-scope-{scope}"))
}

fn level_name(lang: Lang, level: &str) -> String {
    lang.t(&format!("lock-level-{level}"))
}

fn standing(lang: Lang, locks: &[PeriodLock]) -> Markup {
    html! {
        @if locks.is_empty() { p.muted { (lang.t("locks-none")) } }
        ul.list { @for lock in locks { li {
            b { (scope_name(lang, &lock.scope)) } span.tag { (level_name(lang, &lock.level)) }
            span.grow { (t!(lang, "lock-through", day = format::stored_date(lang, &lock.locked_through))) " " span.muted { (lock.reason) } }
        } } }
    }
}

/// A change of a lock as a sentence.
fn told(lang: Lang, zone: &str, entry: &Recorded) -> Markup {
    let (scope, level) = entry.subject_name.split_once('/').unwrap_or((entry.subject_name.as_str(), "soft"));
    let changes = entry.changes();
    let of = |field: &str| changes.iter().find(|change| change.field == field);
    let day = |text: &str| if text.is_empty() { lang.t("lock-open") } else { format::stored_date(lang, text) };
    html! {
        li {
            b { (scope_name(lang, scope)) } span.tag { (level_name(lang, level)) }
            span.grow {
                @if let Some(days) = of("locked_through") { (day(&days.before)) " → " (day(&days.after)) }
                @if let Some(reason) = of("reason") { " · " (reason.after) }
            }
            span.muted { (entry.actor_name) " · " (format::instant(lang, zone, entry.created_at)) }
        }
    }
}

/// What a firm lock is asked for by: as it cannot be taken back, it is set once the same scope and day are sent with the answer.
fn answer(scope: Scope, day: Date) -> String {
    format!("{} {day}", scope.word())
}

/// The question before a firm lock, with what follows from it.
fn question(lang: Lang, scope: Scope, day: Date, today: Date) -> Markup {
    html! {
        div.summary role="alert" tabindex="-1" data-controller="focus" {
            h2 { (t!(lang, "lock-sure", scope = lang.t(&format!("activity-subject-period-lock-{}", scope.word())), day = format::calendar_date(lang, "", day))) }
            p { (lang.t("lock-sure-about")) }
            @if day >= today { p { b { (lang.t("lock-sure-future")) } } }
            input type="hidden" name="sure" value=(answer(scope, day));
        }
    }
}

async fn page(platform: &Platform, who: &InOrganization, typed: &FormData, on: Option<Date>, errors: &Invalid, sure: Option<(Scope, Date)>) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let found = store::locks(db, who.organization).await?;
    let zone = organizations::find(db, who.organization).await?.time_zone;
    let today = format::local_date(&zone, platform.clock.now()).ok_or_else(|| Error::Other("no day".into()))?;
    let years = years::list(db, who.organization).await?;
    let period = periods::usual(&years, on.unwrap_or(today));
    let asked = Asked { kind: "period_lock".into(), ..Asked::default() };
    let history = activity::list(db, who.organization, &asked, HISTORY).await?;
    let form = Form::new(lang, typed, errors);
    let scopes = Scope::ALL.iter().map(|scope| (scope.word().to_owned(), scope_name(lang, scope.word()))).collect();
    let levels = Level::ALL.iter().map(|level| (level.word().to_owned(), level_name(lang, level.word()))).collect();
    let title = lang.t("period-locks");
    let body = html! {
        (head(&title, html! { a.btn href=(who.path("/lock-exceptions")) { (lang.t("lock-exceptions")) } }))
        (tabs(who, "period-locks"))
        div.split {
            div.stack {
                section.card aria-label=(title) { (grid(who, &found, &years, period)) }
                (card(&lang.t("locks-standing"), standing(lang, &found)))
                @if !history.is_empty() { (card(&lang.t("locks-history"), html! { ul.list { @for entry in &history { (told(lang, &who.user.time_zone, entry)) } } })) }
            }
            form method="post" action=(who.path("/period-locks")) novalidate {
                (card(&lang.t("lock-change"), html! {
                    @if let Some((scope, day)) = &sure { (question(lang, *scope, *day, today)) }
                    (form.summary_as(&[("scope", lang.t("lock-scope")), ("level", lang.t("lock-level"))]))
                    (form.field("scope").label(lang.t("lock-scope")).select(scopes))
                    (form.field("level").label(lang.t("lock-level")).select(levels))
                    (form.field("locked_through").day().help(lang.t("lock-through-help")))
                    (form.field("reason"))
                    @if sure.is_some() {
                        div.foot { button.btn.danger type="submit" { (lang.t("lock-sure-do")) } a.btn href=(who.path("/period-locks")) { (lang.t("cancel")) } }
                    } @else { button.btn.primary type="submit" { (lang.t("save")) } }
                }))
            }
        }
    };
    framed(platform, who, "fiscal-years", &title, &body).await
}

/// A year that is looked at by one of its days, and the cell of the grid that was chosen.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Params {
    on: String,
    scope: String,
    through: String,
}

pub async fn show(State(platform): State<Platform>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    let mut data = FormData::default();
    let scope = params.scope.parse().unwrap_or(Scope::All);
    data.set("scope", scope.word()).set("level", Level::Soft.word());
    if let Ok(day) = params.through.parse::<Date>() {
        data.set("locked_through", day.to_string());
    }
    Ok(layout::page(page(&platform, &who, &data, params.on.parse().ok(), &Invalid::new(), None).await?))
}

/// The lock that a form asks for: its scope, how firm it is and its last day.
fn read(data: &FormData) -> Result<(Scope, Level, Option<Date>), Invalid> {
    let mut errors = Invalid::new();
    let scope = errors.take("scope", data.get("scope").parse());
    let level: Option<Level> = errors.take("level", data.get("level").parse());
    let typed = data.day("locked_through");
    let day = typed
        .parse()
        .map_err(|_| "date")
        .and_then(|day: Date| if (FIRST..=LAST).contains(&day) { Ok(day) } else { Err("date") });
    let through = if typed.is_empty() { None } else { errors.take("locked_through", day) };
    // A firm lock cannot be taken away, so without a day it says nothing.
    if typed.is_empty() && level == Some(Level::Hard) {
        errors.push("locked_through", "required");
    }
    errors.required("reason", data.get("reason"), 300);
    errors.finish()?;
    match (scope, level) {
        (Some(scope), Some(level)) => Ok((scope, level, through)),
        _ => Err(Invalid::one("scope", "choice")),
    }
}

pub async fn set(State(platform): State<Platform>, who: InOrganization, data: FormData) -> Outcome {
    let saved = async {
        let (scope, level, through) = read(&data)?;
        if let (Level::Hard, Some(day)) = (level, through)
            && data.get("sure") != answer(scope, day)
        {
            return Ok(Some((scope, day)));
        }
        let tx = platform.db.begin().await?;
        if through.is_none() && store::lock(&tx, who.organization, scope.word(), level.word()).await?.is_none() {
            return Err(Invalid::one("locked_through", "required").into());
        }
        locks::set(&tx, who.organization, NewLock { scope, level, through, reason: data.get("reason") }, (&who.user, platform.clock.now())).await?;
        tx.commit().await?;
        Ok(None)
    };
    match saved.await {
        Ok(None) => Ok(layout::see(&platform, &who.path("/period-locks"), "flash-saved")),
        Ok(sure) => Ok(layout::unprocessable(page(&platform, &who, &data, None, &Invalid::new(), sure).await?)),
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(page(&platform, &who, &data, None, &errors, None).await?)),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_firm_lock_needs_a_day_and_each_a_reason() {
        let form = |level: &str, day: &str, reason: &str| {
            let mut data = FormData::default();
            data.set("scope", "sales").set("level", level).set("locked_through", day).set("reason", reason);
            read(&data)
                .map(|(.., through)| through.map(|day| day.to_string()))
                .map_err(|errors| errors.0.into_iter().map(|e| format!("{} {}", e.field, e.code)).collect::<Vec<_>>())
        };
        assert_eq!(form("soft", "", "x"), Ok(None));
        assert_eq!(form("hard", "2026-01-31", "x"), Ok(Some("2026-01-31".into())));
        assert_eq!(form("hard", "", ""), Err(vec!["locked_through required".into(), "reason required".into()]));
        assert_eq!(form("firm", "x", "y"), Err(vec!["level choice".into(), "locked_through date".into()]));
    }
}
