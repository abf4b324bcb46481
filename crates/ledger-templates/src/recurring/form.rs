//! The form of a recurring entry.

use std::collections::BTreeMap;

use axum::extract::State as Shared;
use despacho_kernel::{
    Id, Invalid,
    access::OrganizationRight as R,
    number::{self, Notation},
};
use despacho_ledger::{
    dimensions::Tagging,
    journal::{again, entry::Journal, store as journal},
};
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Error, Platform, Result, i18n::Lang, t};
use despacho_recurrence::{
    form as recurrence,
    schedule::{Schedule, Unit},
};
use despacho_ui::{
    InOrganization, Outcome, Path, Query,
    components::{self, button, head},
    confirm::Confirm,
    error::message,
    fields::notation,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    actions,
    pages::{OfRecurring, fault, told},
    rule::{self, ACTIVE, DRAFT, POST, Rule, STOPPED, UNITS},
    store::{self, RecurringEntry},
};
use crate::templates::{
    actions as templates, filling,
    lines::{self, EMPTY, Lines},
    store as template_store,
    template::{Template, TemplateLine},
};

/// Times that the page foretells, and that it tells of.
const COMING: usize = 6;
const CAME: i64 = 12;

struct Told<'a> {
    errors: &'a Invalid,
    version: i64,
    stale: bool,
    empty: usize,
}

/// An answer as the reader writes it.
fn written(answer: &str, lang: Lang) -> String {
    match number::decimal(answer, Notation::Plain, 10) {
        Ok(_) if notation(lang) == Notation::Spanish => answer.replace('.', ","),
        _ => answer.to_owned(),
    }
}

/// What a form holds of a rule.
fn data_of(rule: &Rule, lang: Lang) -> FormData {
    let mut data = FormData::default();
    recurrence::fill(&mut data, &rule.schedule);
    data.set("name", &rule.name)
        .set("action", if rule.posts { POST } else { DRAFT })
        .set("status", if rule.active { ACTIVE } else { STOPPED })
        .set("journal", if rule.body.journal.is_empty() { Journal::General.word() } else { &rule.body.journal })
        .set("description", &rule.body.description)
        .set("reference", &rule.body.reference);
    for (name, answer) in &rule.answers {
        data.set(&format!("v.{name}"), written(answer, lang));
    }
    data
}

/// The times that came and that are foretold.
async fn times(platform: &Platform, who: &InOrganization, of: &RecurringEntry) -> Result<Markup> {
    let lang = who.lang();
    let db = platform.db.read();
    let came = store::occurrences(db, who.organization, of.id, CAME).await?;
    let ids: Vec<Id> = came.iter().filter_map(|time| time.entry_id).collect();
    let entries = journal::find_many(db, who.organization, &ids).await?;
    let coming = if of.state == ACTIVE { rule::course(of).coming(&rule::schedule(of)?, COMING) } else { vec![] };
    Ok(html! {
        section.card { header { h2 { (lang.t("recurring-next-dates")) } } div.body {
            (fault(lang, of))
            @if coming.is_empty() { p.muted { (lang.t(if of.next_on.is_empty() { "recurring-ended" } else { "recurring-stopped" })) } }
            ul.plain { @for day in &coming { li { (format::stored_date(lang, &day.to_string())) } } }
            @if !coming.is_empty() && who.may(R::PostEntries) { (button(&who.path(&format!("/recurring-entries/{}/skipping", of.id)), "btn small", &lang.t("recurring-skip"))) }
        } }
        @if !came.is_empty() { section.card { header { h2 { (lang.t("recurring-came")) } } div.body { ul.plain { @for time in &came { li {
            (format::stored_date(lang, &time.date)) " · "
            @match time.entry_id.and_then(|id| entries.iter().find(|entry| entry.id == id)) {
                Some(entry) => { a.link href=(who.path(&format!("/journal-entries/{}", entry.id))) { (match entry.number { Some(number) => t!(lang, "entry-named", number = number), None => lang.t("entry-draft") }) } }
                None => { span.muted { (lang.t(if time.entry_id.is_some() { "recurring-gone" } else { "recurring-left-out" })) } }
            }
        } } } } } }
    })
}

async fn page(
    platform: &Platform,
    who: &InOrganization,
    of: Option<&RecurringEntry>,
    data: &FormData,
    typed: &[TemplateLine],
    told_of: Told<'_>,
) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let tagging = Tagging::of(db, who.organization, true).await?;
    let names = lines::names(db, who.organization, typed).await?;
    let errors = told_of.errors;
    let form = Form::new(lang, data, errors);
    let title = of.map_or_else(|| lang.t("recurring-new"), |stored| stored.name.clone());
    let action = of.map_or_else(|| who.path("/recurring-entries"), |stored| who.path(&format!("/recurring-entries/{}", stored.id)));
    let deletion = format!("{action}/deletion");
    let edits = who.may(R::PostEntries);
    let asks = Template { lines: lines::stored(typed, lang, &mut Invalid::new()), ..Template::default() }.asks();
    let own = |field: &'static str, key: &str| (field, lang.t(key));
    let mut labels = lines::labels(lang, errors);
    labels.extend(filling::asked_labels(errors));
    labels.extend(recurrence::labels(lang));
    labels.extend([own("journal", "entry-journal"), own("lines", "entry-lines")]);
    let table = Lines { lang, lines: typed, errors, names: &names, tagging: &tagging, empty: if edits { told_of.empty } else { 0 } };
    let whole: Vec<String> = errors.0.iter().filter(|error| error.field == "lines").map(|error| message(lang, error)).collect();
    let does = [DRAFT, POST]
        .map(|word| (word.to_owned(), lang.t(if word == POST { "recurring-posts" } else { "recurring-drafts" })))
        .to_vec();
    let states = [ACTIVE, STOPPED]
        .map(|word| (word.to_owned(), lang.t(if word == ACTIVE { "recurring-active" } else { "recurring-stopped" })))
        .to_vec();
    let journals = Journal::ALL.iter().map(|journal| (journal.word().to_owned(), lang.t(&format!("journal-{}", journal.word())))).collect();
    let fields = html! {
        section.card { div.body.grid {
            (form.field("name").span(4))
            (form.field("action").label(lang.t("recurring-does")).select(does).span(2))
            (recurrence::fields(&form, &UNITS))
            @if of.is_some() { (form.field("status").label(lang.t("field-status")).select(states).span(2)) }
        } }
        section.card { div.body.grid {
            (form.field("description").help(lang.t("template-text-help")).optional().span(4))
            (form.field("journal").label(lang.t("entry-journal")).select(journals).span(2))
            (filling::inputs(&form, &asks))
            p.c6.muted { (lang.t("recurring-lines-about")) }
            @for text in &whole { p.c6.help.bad { (text) } }
        } (table.render()) }
    };
    let when = of.map(|stored| told(lang, stored)).transpose()?;
    let aside = match of {
        Some(stored) => Some(times(platform, who, stored).await?),
        None => None,
    };
    let body = html! {
        p.crumbs { a href=(who.path("/recurring-entries")) { (lang.t("recurring")) } }
        (head(&title, html! { @if let Some(stored) = of.filter(|_| edits) {
            (Confirm::new(lang, &deletion, lang.t("delete"), t!(lang, "template-delete-question", name = stored.name.as_str())).about(lang.t("recurring-delete-about")).class("btn danger"))
        } }))
        @if let Some(when) = &when { p.lead.muted { (when) } }
        div.split[aside.is_some()] {
            form.stack method="post" action=(action) data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
                @if of.is_some() { (components::version(told_of.version)) }
                @if told_of.stale { p.notice.bad role="alert" { (lang.t("recurring-stale")) } }
                (form.summary_as(&labels))
                fieldset.plain.stack disabled[!edits] { (fields) }
                @if edits { div.foot {
                    button.btn.primary type="submit" { (lang.t("save")) }
                    button.btn type="submit" name="more" value=(told_of.empty + EMPTY) { (lang.t("opening-more-rows")) }
                    a.btn.quiet href=(who.path("/recurring-entries")) { (lang.t("cancel")) }
                } }
            }
            @if let Some(aside) = &aside { aside.stack aria-label=(lang.t("recurring-next-dates")) { (aside) } }
        }
    };
    framed(platform, who, "journal-entries", &title, &body).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Begun {
    /// What it is made of.
    template: String,
    entry: String,
}

pub async fn new(Shared(platform): Shared<Platform>, who: InOrganization, Query(begun): Query<Begun>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let organization = organizations::find(db, who.organization).await?;
    let currency = organization.own_currency()?;
    let today = format::local_date(&organization.time_zone, platform.clock.now()).unwrap_or_default();
    let body = match (begun.template.parse::<Id>(), begun.entry.parse::<Id>()) {
        (Ok(id), _) => templates::body(&template_store::find(db, who.organization, id).await?)?,
        (_, Ok(id)) => Template::of(&again::typed(db, who.organization, &journal::find(db, who.organization, id).await?, currency).await?),
        _ => Template::default(),
    };
    let schedule = Schedule { unit: Unit::Months, every: 1, day: today.day().into(), starts_on: today, ends_on: None, times: 0 };
    let lines = lines::shown(&body.lines, lang);
    let rule = Rule { name: body.name.clone(), schedule, posts: false, active: true, body, answers: BTreeMap::new() };
    let told = Told { errors: &Invalid::new(), version: 0, stale: false, empty: EMPTY };
    Ok(layout::page(page(&platform, &who, None, &data_of(&rule, lang), &lines, told).await?))
}

pub async fn edit(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRecurring>) -> Outcome {
    let stored = store::find(platform.db.read(), who.organization, of.recurring).await?;
    let rule = rule::rule(&stored)?;
    let lines = lines::shown(&rule.body.lines, who.lang());
    let told = Told { errors: &Invalid::new(), version: stored.version, stale: false, empty: EMPTY };
    Ok(layout::page(page(&platform, &who, Some(&stored), &data_of(&rule, who.lang()), &lines, told).await?))
}

/// The rule that a form says; what cannot be read is told at its field.
fn read(data: &FormData, typed: &[TemplateLine], lang: Lang) -> Result<Rule> {
    let mut errors = Invalid::new();
    let body = Template {
        journal: data.text("journal"),
        description: data.text("description"),
        reference: data.text("reference"),
        lines: lines::stored(typed, lang, &mut errors),
        ..Template::default()
    };
    let answers = filling::answers(data, &body.asks(), lang, &mut errors);
    let schedule = recurrence::read(data, &mut errors);
    errors.required("name", data.get("name"), 100);
    errors.finish()?;
    let schedule = schedule.ok_or_else(|| Error::Other("a rule that was not read".into()))?;
    Ok(Rule { name: data.text("name"), schedule, posts: data.get("action") == POST, active: data.get("status") != STOPPED, body, answers })
}

async fn keep(platform: &Platform, who: &InOrganization, of: Option<&RecurringEntry>, data: &FormData) -> Outcome {
    let lang = who.lang();
    let tagging = Tagging::of(platform.db.read(), who.organization, true).await?;
    let typed = lines::typed(data, &tagging);
    let version = components::version_of(data).unwrap_or(0);
    let again = async |errors: &Invalid, stale: bool, empty: usize| {
        let version = of.filter(|_| stale).map_or(version, |stored| stored.version);
        page(platform, who, of, data, &typed, Told { errors, version, stale, empty }).await
    };
    if let Ok(more) = data.get("more").parse::<usize>() {
        return Ok(layout::page(again(&Invalid::new(), false, more.min(200)).await?));
    }
    let by = (&who.user, platform.clock.now());
    let saved = async {
        let rule = read(data, &typed, lang)?;
        let tx = platform.db.begin().await?;
        let saved = match of {
            Some(stored) => actions::change(&tx, who.organization, (stored.id, components::version_of(data)), &rule, by).await?,
            None => actions::create(&tx, who.organization, &rule, by).await?,
        };
        tx.commit().await?;
        platform.wake_workers();
        Ok(saved)
    };
    match saved.await {
        Ok(saved) => {
            let path = who.path(&format!("/recurring-entries/{}", saved.id));
            Ok(layout::see(platform, &path, Flash::new("flash-template-saved").name(&saved.name)))
        }
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(again(&errors, false, EMPTY).await?)),
        Err(Error::Stale(_)) => Ok(layout::conflicting(again(&Invalid::new(), true, EMPTY).await?)),
        Err(error) => Err(error.into()),
    }
}

pub async fn create(Shared(platform): Shared<Platform>, who: InOrganization, data: FormData) -> Outcome {
    keep(&platform, &who, None, &data).await
}

pub async fn update(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRecurring>, data: FormData) -> Outcome {
    let stored = store::find(platform.db.read(), who.organization, of.recurring).await?;
    keep(&platform, &who, Some(&stored), &data).await
}
