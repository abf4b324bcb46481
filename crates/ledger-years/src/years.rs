//! The fiscal years of an organization.

use axum::extract::State;
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R};
use despacho_ledger::{
    closing::{add_year, remove_year},
    fiscal_years::{
        OPEN,
        store::{self as years, FiscalYear},
    },
};
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Error, Platform, Result, i18n::Lang, sql::Connection, t};
use despacho_ui::{
    InOrganization, Outcome, Path,
    components::{card, empty, head},
    confirm::Confirm,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout,
};
use jiff::{ToSpan, civil::Date};
use maud::{Markup, html};
use serde::Deserialize;

/// The year that a path names.
#[derive(Deserialize)]
pub struct OfYear {
    pub year: Id,
}

/// The tag of a year's state.
pub(super) fn state(lang: Lang, year: &FiscalYear) -> Markup {
    html! { @if year.state == OPEN { span.tag.ok { (lang.t("fiscal-year-open")) } } @else { span.tag { (lang.t("fiscal-year-closed")) } } }
}

/// The pages around years, as links beside each other.
pub(crate) fn tabs(who: &InOrganization, current: &str) -> Markup {
    let lang = who.lang();
    let all = [
        ("fiscal-years", R::ClosePeriods, "nav-fiscal-years"),
        ("period-locks", R::ClosePeriods, "period-locks"),
        ("opening-balances", R::PostEntries, "opening-balances"),
        ("revaluations", R::ClosePeriods, "revaluation"),
    ];
    html! {
        nav.tabs aria-label=(lang.t("nav-fiscal-years")) {
            @for (path, _, key) in all.into_iter().filter(|(_, right, _)| who.may(*right)) {
                a href=(who.path(&format!("/{path}"))) aria-current=[(path == current).then_some("page")] { (lang.t(key)) }
            }
        }
    }
}

/// The year that would come next, twelve months after the last.
fn proposed(all: &[FiscalYear]) -> FormData {
    let mut data = FormData::default();
    let last: Option<Date> = all.first().and_then(|year| year.ends_on.parse().ok());
    if let Some(starts) = last.and_then(|last| last.tomorrow().ok())
        && let Ok(ends) = starts.checked_add(1.year()).and_then(|next| next.yesterday())
    {
        data.set("starts_on", starts.to_string()).set("ends_on", ends.to_string());
    }
    data
}

/// The years that could be taken away again: the first and the last, open and without entries; one stays.
async fn removable(db: &dyn Connection, organization: Id, all: &[FiscalYear]) -> Result<Vec<Id>> {
    let mut ends: Vec<&FiscalYear> = all.first().into_iter().chain(all.last()).filter(|year| all.len() > 1 && year.state == OPEN).collect();
    ends.dedup_by_key(|year| year.id);
    let mut found = vec![];
    for year in ends {
        if !years::has_entries(db, organization, year).await? {
            found.push(year.id);
        }
    }
    Ok(found)
}

async fn page(platform: &Platform, who: &InOrganization, typed: Option<&FormData>, errors: &Invalid) -> Result<Markup> {
    let lang = who.lang();
    let all = years::list(platform.db.read(), who.organization).await?;
    let zone = organizations::find(platform.db.read(), who.organization).await?.time_zone;
    let removable = removable(platform.db.read(), who.organization, &all).await?;
    let proposed = proposed(&all);
    let form = Form::new(lang, typed.unwrap_or(&proposed), errors);
    let title = lang.t("nav-fiscal-years");
    let body = html! {
        (head(&title, html! {}))
        (tabs(who, "fiscal-years"))
        div.stack {
            section.card aria-label=(title) {
                @if all.is_empty() { (empty(&lang.t("fiscal-years-none"), html! {})) } @else { div.scroll { table.lines {
                    thead { tr {
                        th scope="col" { (lang.t("fiscal-year")) } th scope="col" { (lang.t("fiscal-year-days")) } th scope="col" { (lang.t("fiscal-year-state")) } th scope="col" { span.vh { (lang.t("fiscal-year-closing")) } }
                    } }
                    tbody { @for year in &all { tr {
                        th scope="row" { b { (year.name) } }
                        td { (format::stored_date(lang, &year.starts_on)) " – " (format::stored_date(lang, &year.ends_on)) }
                        td { (state(lang, year)) @if let Some(at) = year.closed_at { span.muted { (format::date(lang, &zone, at)) } } }
                        td.num {
                            @let word = if year.state == OPEN { "fiscal-year-close" } else { "fiscal-year-see-closing" };
                            @if removable.contains(&year.id) {
                                (Confirm::new(lang, &who.path(&format!("/fiscal-years/{}/removal", year.id)), lang.t("fiscal-year-remove"), t!(lang, "fiscal-year-remove-question", year = year.name.as_str()))
                                    .about(lang.t("fiscal-year-remove-about"))) " "
                            }
                            a.btn.small href=(who.path(&format!("/fiscal-years/{}/closing", year.id))) aria-label=(format!("{} {}", lang.t(word), year.name)) { (lang.t(word)) }
                        }
                    } } }
                } } }
            }
            form.medium method="post" action=(who.path("/fiscal-years")) novalidate {
                (card(&lang.t("fiscal-year-add"), html! {
                    (form.summary())
                    p.muted { (lang.t("fiscal-year-add-about")) " " (lang.t("fiscal-year-added-about")) }
                    div.grid { (form.field("starts_on").day().span(3)) (form.field("ends_on").day().span(3)) }
                    button.btn.primary type="submit" { (lang.t("fiscal-year-add")) }
                }))
            }
        }
    };
    framed(platform, who, "fiscal-years", &title, &body).await
}

pub async fn list(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    Ok(layout::page(page(&platform, &who, None, &Invalid::new()).await?))
}

pub async fn add(State(platform): State<Platform>, who: InOrganization, data: FormData) -> Outcome {
    let tx = platform.db.begin().await?;
    let days = (data.day("starts_on"), data.day("ends_on"));
    match add_year(&tx, who.organization, (&days.0, &days.1), (&who.user, platform.clock.now())).await {
        Ok(year) => {
            tx.commit().await?;
            Ok(layout::see(
                &platform,
                &who.path("/fiscal-years"),
                Flash::new("flash-fiscal-year-added").name(&year.name).undo(who.path(&format!("/fiscal-years/{}/removal", year.id))),
            ))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            Ok(layout::unprocessable(page(&platform, &who, Some(&data), &errors).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes away a year without entries.
pub async fn remove(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfYear>) -> Outcome {
    let tx = platform.db.begin().await?;
    let year = remove_year(&tx, who.organization, of.year, (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/fiscal-years"), Flash::new("flash-fiscal-year-removed").name(&year.name)))
}

/// What a page says of a conflict.
pub(crate) fn conflict(lang: Lang, word: Option<&str>) -> Markup {
    html! {
        @if let Some(word) = word {
            div.summary role="alert" tabindex="-1" data-controller="focus" { h2 { (lang.t(&format!("problem-{}", word.replace('_', "-")))) } }
        }
    }
}

/// `1 ene 2026 – 31 dic 2026`.
pub(super) fn days(lang: Lang, year: &FiscalYear) -> String {
    t!(lang, "reports-period-of", from = format::stored_date(lang, &year.starts_on), to = format::stored_date(lang, &year.ends_on))
}
