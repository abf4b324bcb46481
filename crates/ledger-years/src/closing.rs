//! The closing of a year: what keeps it from closing, what it will write, and how it is opened again.

use axum::extract::State;
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R, place::Currency};
use despacho_ledger::{
    allowed::allowed,
    closing::{self, Plan, Planned, allocation, checks, store},
    fiscal_years::OPEN,
    journal::{entry::Kind, store as journal},
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

use super::{
    checks::Seen as Checks,
    years::{OfYear, conflict, days, state, tabs},
};

/// What the page is made of besides its plan.
struct Seen<'a> {
    lang: Lang,
    currency: &'static Currency,
    plan: &'a Plan,
}

impl Seen<'_> {
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
    let mut entries = journal::standing(db, who.organization, plan.year.id, Kind::Regularisation.word()).await?;
    entries.extend(journal::standing(db, who.organization, plan.year.id, Kind::Closing.word()).await?);
    if !plan.makes_next {
        let openings = journal::standing(db, who.organization, plan.next.id, Kind::Opening.word()).await?;
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

/// The page of a year's closing; `typed` is a reason that was refused.
pub(super) async fn page(platform: &Platform, who: &InOrganization, year: Id, typed: (&FormData, &Invalid), against: Option<&str>) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let plan = closing::plan(db, who.organization, year).await?;
    let organization = organizations::find(db, who.organization).await?;
    let currency = organization.own_currency()?;
    let is_open = plan.year.state == OPEN;
    let title = t!(lang, "closing-title", year = plan.year.name.as_str());
    let later = plan.against.contains(&"earlier_year_open");
    let body = if is_open {
        let (checks, book) = checks::of_year(db, who.organization, year).await?;
        let shown = Checks { lang, who, currency, plan: &plan, checks: &checks, book: &book, typed, zone: &organization.time_zone };
        let seen = Seen { lang, currency, plan: &plan };
        html! {
            (head(&title, html! {
                a.btn href=(who.path(&format!("/fiscal-years/{year}/closing"))) { (lang.t("closing-check-again")) }
                (close_button(who, &plan, &shown))
            }))
            (tabs(who, "fiscal-years"))
            p.lead.muted { (days(lang, &plan.year)) " · " (state(lang, &plan.year)) @if shown.against() == 0 && shown.undecided() > 0 { " · " b.warn-ink { (t!(lang, "closing-with-warnings", count = shown.undecided())) } } }
            (conflict(lang, against))
            div.split[!later] {
                div.stack {
                    (shown.card())
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
        }
    } else {
        closed(platform, who, &plan, (currency, &organization.time_zone), typed, against).await?
    };
    framed(platform, who, "fiscal-years", &title, &body).await
}

/// Closes after a question; with something in the way it says what, and closes nothing.
fn close_button(who: &InOrganization, plan: &Plan, shown: &Checks<'_>) -> Markup {
    let lang = who.lang();
    let path = who.path(&format!("/fiscal-years/{}/closing", plan.year.id));
    if shown.against() > 0 {
        return html! { form.inline method="post" action=(path) { input type="hidden" name="only" value="look"; button.btn.primary type="submit" { (lang.t("closing-close")) } } };
    }
    let mut about = t!(lang, "closing-about", count = plan.entries.len());
    if shown.undecided() > 0 {
        about = format!("{} {about}", t!(lang, "closing-about-warnings", count = shown.undecided()));
    }
    html! { (Confirm::new(lang, &path, lang.t("closing-close"), t!(lang, "closing-question", year = plan.year.name.as_str())).about(about).class("btn primary")) }
}

/// What a closed year offers: what its closing wrote, the sharing out of its result, and opening it again.
async fn closed(
    platform: &Platform,
    who: &InOrganization,
    plan: &Plan,
    (currency, zone): (&'static Currency, &str),
    (typed, errors): (&FormData, &Invalid),
    against: Option<&str>,
) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let title = t!(lang, "closing-title", year = plan.year.name.as_str());
    let written = written(platform, who, plan, currency).await?;
    let waiting = allocation::waiting(db, who.organization, plan.year.id).await?;
    let accepted = store::acceptances(db, who.organization, plan.year.id).await?;
    let (checks, _) = checks::of_year(db, who.organization, plan.year.id).await?;
    let name = |word: &str| checks.iter().find(|check| check.of.word == word).map_or(String::new(), |check| check.of.name.in_lang(lang).to_owned());
    let form = Form::new(lang, typed, errors);
    Ok(html! {
        (head(&title, html! {
            @if waiting.is_some() && who.may(R::PostEntries) { a.btn.primary href=(who.path(&format!("/fiscal-years/{}/allocation", plan.year.id))) { (lang.t("allocation-do")) } }
        }))
        (tabs(who, "fiscal-years"))
        p.lead.muted { (days(lang, &plan.year)) " · " (state(lang, &plan.year)) @if let Some(at) = plan.year.closed_at { (format::date(lang, zone, at)) } }
        (conflict(lang, against))
        div.stack.medium {
            @if let Some(waiting) = &waiting {
                p.note { (t!(lang, if waiting.result < 0 { "allocation-waits-loss" } else { "allocation-waits" }, amount = format::money(lang, waiting.result.abs(), currency), account = waiting.account.label())) }
            }
            (written)
            @if !accepted.is_empty() { (card(&lang.t("closing-accepted"), html! {
                ul.list { @for of in &accepted { li { b { (name(&of.word)) } span.grow { (t!(lang, "closing-check-accepted-by", name = of.accepted_name.as_str(), day = format::date(lang, zone, of.accepted_at), reason = of.reason.as_str())) } } } }
            })) }
            form method="post" action=(who.path(&format!("/fiscal-years/{}/reopening", plan.year.id))) novalidate {
                (card(&lang.t("closing-reopen"), html! {
                    (form.summary())
                    p { (lang.t("closing-reopen-about")) }
                    (form.field("reason").help(lang.t("closing-reason-help")))
                    button.btn.danger type="submit" { (lang.t("closing-reopen")) }
                }))
            }
        }
    })
}

async fn bare(platform: &Platform, who: &InOrganization, year: Id, against: Option<&str>) -> Result<Markup> {
    page(platform, who, year, (&FormData::default(), &Invalid::new()), against).await
}

pub async fn show(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfYear>) -> Outcome {
    Ok(layout::page(bare(&platform, &who, of.year, None).await?))
}

pub async fn close(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfYear>, data: FormData) -> Outcome {
    // Sent without the question: what stood in the way is told, and if nothing does any more the page asks.
    if data.get("only") == "look" {
        let plan = closing::plan(platform.db.read(), who.organization, of.year).await?;
        return Ok(match plan.against.first() {
            Some(word) => layout::conflicting(bare(&platform, &who, of.year, Some(word)).await?),
            None => layout::page(bare(&platform, &who, of.year, None).await?),
        });
    }
    let tx = platform.db.begin().await?;
    match closing::close(&tx, who.organization, of.year, allowed(&platform, &who)).await {
        Ok(plan) => {
            tx.commit().await?;
            Ok(layout::see(&platform, &who.path(&format!("/fiscal-years/{}/closing", of.year)), Flash::new("flash-fiscal-year-closed").name(&plan.year.name)))
        }
        Err(Error::Conflict(word)) => {
            drop(tx);
            Ok(layout::conflicting(bare(&platform, &who, of.year, Some(word)).await?))
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
            Ok(layout::unprocessable(page(&platform, &who, of.year, (&data, &errors), None).await?))
        }
        Err(Error::Conflict(word)) => {
            drop(tx);
            Ok(layout::conflicting(page(&platform, &who, of.year, (&data, &Invalid::new()), Some(word)).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// Accepts a recommended check as it is, or takes that back.
pub async fn decide(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfYear>, data: FormData) -> Outcome {
    let decision = if data.has("withdraw") { checks::Decision::Withdraw } else { checks::Decision::Accept(data.get("reason")) };
    let tx = platform.db.begin().await?;
    let path = who.path(&format!("/fiscal-years/{}/closing", of.year));
    match checks::decide(&tx, who.organization, of.year, data.get("check"), decision, (&who.user, platform.clock.now())).await {
        Ok(()) => {
            tx.commit().await?;
            let key = if decision == checks::Decision::Withdraw { "flash-closing-check-withdrawn" } else { "flash-closing-check-accepted" };
            Ok(layout::see(&platform, &path, Flash::new(key)))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            Ok(layout::unprocessable(page(&platform, &who, of.year, (&data, &errors), None).await?))
        }
        Err(Error::Conflict(word)) => {
            drop(tx);
            Ok(layout::conflicting(page(&platform, &who, of.year, (&FormData::default(), &Invalid::new()), Some(word)).await?))
        }
        Err(error) => Err(error.into()),
    }
}
