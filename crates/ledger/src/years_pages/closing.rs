//! The closing of a year: what keeps it from closing, what it will write, and how it is opened again.

use axum::extract::State;
use despacho_kernel::{
    Id, Invalid,
    place::{self, Currency},
};
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Error, Platform, Result, i18n::Lang, t};
use despacho_ui::{
    InOrganization, Outcome, Path,
    assets::icon,
    components::{card, head},
    confirm::Confirm,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};

use super::years::{OfYear, conflict, days, state, tabs};
use crate::{
    allowed::allowed,
    closing::{self, Plan, Planned},
    fiscal_years::OPEN,
    journal::{entry::Kind, store},
};

/// What must be so before a year closes: the word of what stands against it, and the keys of what is said.
const CHECKS: [(&str, &str); 3] =
    [("drafts_in_year", "closing-check-drafts"), ("earlier_year_open", "closing-check-earlier"), ("result_account_missing", "closing-check-result")];

/// What the page is made of besides its plan.
struct Seen<'a> {
    lang: Lang,
    currency: &'static Currency,
    plan: &'a Plan,
    /// Where its drafts are, and the years.
    drafts: String,
    years: String,
}

impl Seen<'_> {
    fn checks(&self) -> Markup {
        let (lang, plan) = (self.lang, self.plan);
        html! {
            section.card #checks tabindex="-1" {
                header { h2 { (lang.t("closing-checks")) } span.muted { (t!(lang, "closing-checks-done", done = CHECKS.len() - self.failing(), all = CHECKS.len())) } }
                div.body.tight { ul.before {
                    @for (word, key) in CHECKS {
                        @let fails = plan.against.contains(&word);
                        li.stop[fails] {
                            (icon(if fails { "circle-alert" } else { "check" }))
                            div {
                                b { (lang.t(key)) }
                                small {
                                    @if !fails { (lang.t("closing-check-passed")) }
                                    @else if word == "drafts_in_year" { (t!(lang, "closing-check-drafts-left", count = plan.drafts, number = format::number(lang, plan.drafts))) }
                                    @else { (lang.t(&format!("problem-{}", word.replace('_', "-")))) }
                                }
                            }
                            span {
                                @if fails && word == "drafts_in_year" { a.btn.small href=(self.drafts) { (lang.t("closing-see-drafts")) } }
                                @else if fails && word == "earlier_year_open" { a.btn.small href=(self.years) { (lang.t("closing-see-years")) } }
                            }
                        }
                    }
                } }
            }
        }
    }

    fn failing(&self) -> usize {
        CHECKS.iter().filter(|(word, _)| self.plan.against.contains(word)).count()
    }

    fn amount(&self, minor: i64) -> String {
        format::amount(self.lang, minor, self.currency.digits)
    }

    fn entry(&self, entry: &Planned, open: bool) -> Markup {
        let lang = self.lang;
        let side = |minor: i64| if minor > 0 { self.amount(minor) } else { String::new() };
        let total: i64 = entry.lines.iter().map(|line| line.amount.max(0)).sum();
        html! {
            details.planned open[open] {
                summary {
                    (icon("chevron-right"))
                    span { b { (entry.draft.description) } small { (format::calendar_date(lang, "", entry.draft.date)) " · " (t!(lang, "reports-postings", count = entry.lines.len(), number = format::number(lang, i64::try_from(entry.lines.len()).unwrap_or(0)))) } }
                    span.num { (self.amount(total)) }
                }
                div.scroll { table.dense {
                    caption.vh { (entry.draft.description) }
                    thead { tr { th scope="col" { (lang.t("reports-account")) } th.num scope="col" { (lang.t("reports-debit")) } th.num scope="col" { (lang.t("reports-credit")) } } }
                    tbody { @for line in &entry.lines { tr {
                        th scope="row" { span.code { (line.code) } " " (line.name) }
                        td.num { (side(line.amount)) } td.num { (side(-line.amount)) }
                    } } }
                    tfoot { tr { th scope="row" { (lang.t("reports-total")) } td.num { (self.amount(total)) } td.num { (self.amount(total)) } } }
                } }
            }
        }
    }

    fn result(&self) -> Markup {
        let (lang, plan) = (self.lang, self.plan);
        html! {
            section.card { div.body {
                p.muted { (lang.t(if plan.result < 0 { "closing-loss" } else { "closing-profit" })) }
                p.result { (format::money(lang, plan.result, self.currency)) }
            } }
            (card(&lang.t("closing-will"), html! {
                ul.will {
                    @for entry in &plan.entries { li { (entry.draft.description) span.num { (format::calendar_date(lang, "", entry.draft.date)) } } }
                    @if plan.makes_next { li { (t!(lang, "closing-makes-year", year = plan.next.name.as_str())) span.num { (days(lang, &plan.next)) } } }
                    li { (lang.t("closing-numbers-book")) }
                }
                p.help { (lang.t("closing-can-reopen")) }
            }))
        }
    }
}

/// The entries that closed a year, each leading to itself.
async fn written(platform: &Platform, who: &InOrganization, plan: &Plan, currency: &Currency) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let mut entries = store::standing(db, who.organization, plan.year.id, Kind::Regularisation.word()).await?;
    entries.extend(store::standing(db, who.organization, plan.year.id, Kind::Closing.word()).await?);
    if !plan.makes_next {
        let openings = store::standing(db, who.organization, plan.next.id, Kind::Opening.word()).await?;
        // One that was typed is the business's own.
        entries.extend(openings.into_iter().filter(|entry| entry.source_kind.is_empty()));
    }
    Ok(card(
        &lang.t("closing-written"),
        html! {
            @if entries.is_empty() { p.muted { (lang.t("closing-wrote-nothing")) } }
            ul.list { @for entry in &entries { li {
                a.edit-link href=(who.path(&format!("/journal-entries/{}", entry.id))) { (entry.description) }
                span.grow.muted { (format::stored_date(lang, &entry.date)) }
                span.num { (format::amount(lang, entry.total, currency.digits)) }
            } } }
        },
    ))
}

async fn page(platform: &Platform, who: &InOrganization, year: Id, typed: &FormData, errors: &Invalid, against: Option<&str>) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let plan = closing::plan(db, who.organization, year).await?;
    let organization = organizations::find(db, who.organization).await?;
    let currency = place::currency(&organization.currency).map_err(|e| Error::Other(e.into()))?;
    let drafts = who.path(&format!("/journal-entries?status=draft&from={}&to={}", plan.year.starts_on, plan.year.ends_on));
    let seen = Seen { lang, currency, plan: &plan, drafts, years: who.path("/fiscal-years") };
    let is_open = plan.year.state == OPEN;
    let title = t!(lang, "closing-title", year = plan.year.name.as_str());
    let path = who.path(&format!("/fiscal-years/{year}/closing"));
    let ready = is_open && seen.failing() == 0;
    let question = t!(lang, "closing-question", year = plan.year.name.as_str());
    let form = Form::new(lang, typed, errors);
    let later = plan.against.contains(&"earlier_year_open");
    let written = if is_open {
        html! {}
    } else {
        written(platform, who, &plan, currency).await?
    };
    let body = html! {
        (head(&title, html! {
            @if ready { (Confirm::new(lang, &path, lang.t("closing-close"), question).about(t!(lang, "closing-about", count = plan.entries.len())).class("btn primary")) }
            @else if is_open { a.btn.primary href="#checks" { (lang.t("closing-close")) } }
        }))
        (tabs(who, "fiscal-years"))
        p.lead.muted { (days(lang, &plan.year)) " · " (state(lang, &plan.year)) @if let Some(at) = plan.year.closed_at { (format::date(lang, &organization.time_zone, at)) } }
        (conflict(lang, against))
        @if is_open {
            div.split[!later] {
                div.stack {
                    (seen.checks())
                    section.card {
                        header { h2 { (lang.t("closing-entries")) } }
                        div.body.tight {
                            @if later { p.empty { (lang.t("closing-later")) } } @else if plan.entries.is_empty() { p.empty { (lang.t("closing-nothing")) } }
                            @for (at, entry) in plan.entries.iter().enumerate() { (seen.entry(entry, at == 0)) }
                        }
                    }
                }
                @if !later { div.stack { (seen.result()) } }
            }
        } @else {
            div.stack.medium {
            (written)
            form method="post" action=(who.path(&format!("/fiscal-years/{year}/reopening"))) novalidate {
                (card(&lang.t("closing-reopen"), html! {
                    (form.summary())
                    p { (lang.t("closing-reopen-about")) }
                    (form.field("reason").help(lang.t("closing-reason-help")))
                    button.btn.danger type="submit" { (lang.t("closing-reopen")) }
                }))
            }
            }
        }
    };
    framed(platform, who, "fiscal-years", &title, &body).await
}

pub async fn show(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfYear>) -> Outcome {
    Ok(layout::page(page(&platform, &who, of.year, &FormData::default(), &Invalid::new(), None).await?))
}

pub async fn close(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfYear>) -> Outcome {
    let tx = platform.db.begin().await?;
    match closing::close(&tx, who.organization, of.year, allowed(&platform, &who)).await {
        Ok(plan) => {
            tx.commit().await?;
            Ok(layout::see(&platform, &who.path(&format!("/fiscal-years/{}/closing", of.year)), Flash::new("flash-fiscal-year-closed").name(&plan.year.name)))
        }
        Err(Error::Conflict(word)) => {
            drop(tx);
            Ok(layout::conflicting(page(&platform, &who, of.year, &FormData::default(), &Invalid::new(), Some(word)).await?))
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn reopen(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfYear>, data: FormData) -> Outcome {
    let tx = platform.db.begin().await?;
    match closing::reopen(&tx, who.organization, of.year, data.get("reason"), allowed(&platform, &who)).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(layout::see(&platform, &who.path(&format!("/fiscal-years/{}/closing", of.year)), "flash-fiscal-year-reopened"))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            Ok(layout::unprocessable(page(&platform, &who, of.year, &data, &errors, None).await?))
        }
        Err(Error::Conflict(word)) => {
            drop(tx);
            Ok(layout::conflicting(page(&platform, &who, of.year, &data, &Invalid::new(), Some(word)).await?))
        }
        Err(error) => Err(error.into()),
    }
}
