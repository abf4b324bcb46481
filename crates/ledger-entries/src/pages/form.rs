//! A new entry, a draft that is gone on with, and the correction of an entry.

use std::collections::BTreeMap;

use axum::extract::State as Shared;
use despacho_kernel::{Difference, Id, Invalid, access::OrganizationRight as R, new_id};
use despacho_ledger::{
    allowed::allowed,
    api::common::currency,
    dimensions::Tagging,
    journal::{
        Allowed, Posted, accrual, again, codes, drafts,
        entry::{Journal, Kind, State},
        post, sheet,
        store::{self, JournalEntry},
        typed::TypedEntry,
        view as shown,
    },
};
use despacho_ledger_templates::templates::filling as templates;
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Error, Platform, Result, Tx, idempotency, t};
use despacho_ui::{
    InOrganization, Outcome, Path, Query,
    assets::icon,
    components::{self, making},
    days,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use super::{
    grid::{self, Grid},
    list, rows, store as own,
    view::OfEntry,
};
use crate::attachments::card as attachments;

/// What a form is of.
#[derive(Clone, Copy)]
enum Of<'a> {
    New,
    Draft(&'a JournalEntry),
    Correction(&'a JournalEntry),
}

/// What the form shows beside what is typed.
struct Told<'a> {
    errors: &'a Invalid,
    conflict: &'a [Difference],
    key: String,
    /// Whether more rows were asked for.
    more: bool,
    /// Whether it is the next of a series: its day is there, so it begins at its document.
    follows: bool,
    /// The entry that was saved just before.
    saved: Option<Id>,
}

/// Today where the organization is.
async fn today(platform: &Platform, who: &InOrganization) -> Result<String> {
    let organization = organizations::find(platform.db.read(), who.organization).await?;
    Ok(format::local_date(&organization.time_zone, platform.clock.now()).map(|day| day.to_string()).unwrap_or_default())
}

fn path_of(who: &InOrganization, id: Id) -> String {
    who.path(&format!("/journal-entries/{id}"))
}

/// A stored entry as it would be typed.
async fn typed_again(platform: &Platform, who: &InOrganization, head: &JournalEntry) -> Result<TypedEntry> {
    again::typed(platform.db.read(), who.organization, head, currency(platform, who.organization).await?).await
}

/// What stands in the cells of tags as dimensions and their values.
fn tags_of(tagging: &Tagging, typed: &mut TypedEntry) {
    for line in &mut typed.postings {
        if let Some(text) = line.tags.remove("") {
            line.tags.extend(tagging.read(&text));
        }
    }
}

/// What a new entry is called: with the number that it would get on its day.
async fn new_title(platform: &Platform, who: &InOrganization, typed: &TypedEntry) -> Result<String> {
    let lang = who.lang();
    let Some(day) = days::read(&typed.date) else { return Ok(lang.t("entry-new")) };
    let journal = if typed.journal.is_empty() { Journal::General.word() } else { &typed.journal };
    let number = own::next_number(platform.db.read(), who.organization, &day.to_string(), journal).await?;
    Ok(number.map_or_else(|| lang.t("entry-new"), |number| t!(lang, "entry-new-numbered", number = number.to_string())))
}

async fn page(platform: &Platform, who: &InOrganization, of: Of<'_>, typed: &TypedEntry, told: Told<'_>) -> Result<Markup> {
    let lang = who.lang();
    let currency = currency(platform, who.organization).await?;
    let mut typed = typed.clone();
    let named = codes::named(platform.db.read(), who.organization, &mut typed).await?;
    let tagging = Tagging::of(platform.db.read(), who.organization, true).await?;
    tags_of(&tagging, &mut typed);
    let errors = sheet::told(told.errors, &typed, lang, currency);
    let mut data = FormData::default();
    data.set("date", &typed.date)
        .set("journal", &typed.journal)
        .set("reference", &typed.reference)
        .set("description", &typed.description);
    data.set("reverse_on", &typed.reverse_on);
    let form = Form::new(lang, &data, &errors);
    let (title, action, back) = match of {
        Of::New => (new_title(platform, who, &typed).await?, who.path("/journal-entries"), who.path("/journal-entries")),
        Of::Draft(head) => (lang.t("entry-edit-draft"), path_of(who, head.id), path_of(who, head.id)),
        Of::Correction(head) => (t!(lang, "entry-correct", number = shown::number(head)), path_of(who, head.id), path_of(who, head.id)),
    };
    let journals = Journal::ALL.iter().map(|journal| (journal.word().to_owned(), lang.t(&format!("journal-{}", journal.word())))).collect();
    let latest = if matches!(of, Of::New) { list::latest(platform, who.organization, false).await? } else { vec![] };
    let saved = attachments::of_saved(platform, who, told.saved).await?.map(|(entry, files)| (shown::name(lang, &entry), files));
    let (date, reference) = (form.field("date").day(), form.field("reference").optional());
    // A phone's keyboard would cover the page.
    let first = if !errors.0.is_empty() {
        ""
    } else if told.follows {
        "reference"
    } else {
        "date"
    };
    let grid = Grid { who, typed: &typed, errors: &errors, named: &named, currency, tagging: &tagging };
    let body = html! {
        p.crumbs { a href=(who.path("/journal-entries")) { (lang.t("entries")) } }
        (components::head(&title, html! { @if matches!(of, Of::New) { a.btn.quiet href=(who.path("/journal-block")) { (lang.t("block-title")) } } }))
        @if let Of::Correction(_) = of { p.lead.muted { (lang.t("entry-correct-about")) } }
        div.beside {
            div data-controller="templates" data-action="keydown->templates#press" {
                form.card.entry method="post" action=(action) novalidate data-controller="unsaved entry" data-unsaved-message-value=(lang.t("unsaved"))
                    data-entry-search-value=(who.path("/journal-entries/accounts")) data-entry-contacts-value=(who.path("/journal-entries/contacts")) data-entry-first-value=(first) data-entry-pasted-value=(who.path("/journal-entries/pasted")) data-entry-block-value=[matches!(of, Of::New).then(|| who.path("/journal-block"))] data-entry-day-value=(who.path("/journal-entries/day")) data-entry-ledger-value=(who.path("/reports/general-ledger")) data-entry-beside-value=(who.path("/journal-entries/beside"))
                    data-entry-words-value=(grid::words(lang)) data-entry-digits-value=(currency.digits) data-entry-money-value=(format::money(lang, 0, currency))
                    data-action="keydown->entry#press focusin->entry#enter focusout->entry#leave input->entry#type paste->entry#paste" {
                    input type="hidden" name="key" value=(told.key);
                    @if let Of::Draft(head) = of { (components::version(head.version)) }
                    @if !told.conflict.is_empty() || !errors.0.is_empty() {
                        div.told { (components::conflict(lang, told.conflict)) (form.summary_as(&grid::labels(lang, &errors)))
                            @if errors.0.iter().any(|error| error.code == "period_locked") && !who.may(R::ClosePeriods) {
                                // Another page, so that nothing typed is lost.
                                p { a.btn.small href=(who.path(&format!("/lock-exception-request?date={}", form_urlencoded::byte_serialize(typed.date.as_bytes()).collect::<String>()))) target="_blank" rel="noopener" { (lang.t("exception-ask")) } }
                            }
                        }
                    }
                    div.entry-head {
                        (date)
                        (form.field("journal").label(lang.t("entry-journal")).select(journals))
                        (reference)
                        (form.field("description").optional())
                    }
                    div.note.warn.of-day role="status" hidden data-entry-target="day" {}
                    (grid.render(told.more))
                    div.entry-more {
                        button.btn.small.scripted type="button" data-action="templates#open" { kbd { "F9" } " " (lang.t("templates")) }
                        @if !matches!(of, Of::Correction(_)) {
                            details.reverses open[!typed.reverse_on.is_empty()] {
                                summary { (lang.t("entry-reverse-on")) }
                                (form.field("reverse_on").label(lang.t("entry-reverse-on-day")).help(lang.t("entry-reverse-on-about")).day().optional())
                            }
                        }
                    }
                    noscript { p.more-rows { button.btn.small type="submit" name="do" value="rows" { (lang.t("entry-add-rows")) } } }
                    footer.entry-foot {
                        p.keys.hands.scripted {
                            span { kbd { "=" } (lang.t("entry-key-balance")) }
                            span { kbd { "\"" } (lang.t("entry-key-copy")) }
                            span { kbd { "F4" } (lang.t("entry-key-search")) }
                            button.linkish type="button" data-action="keys#help" { kbd { "?" } (lang.t("entry-key-all")) }
                        }
                        @match of {
                            Of::New => {
                                button.btn type="submit" name="do" value="draft" { (lang.t("entry-keep-draft")) }
                                button.btn type="submit" name="do" value="post" { (lang.t("save")) }
                                button.btn.primary type="submit" name="do" value="new" { (lang.t("entry-save-new")) kbd.only-wide.scripted { (lang.t("entry-key-save")) } }
                            }
                            Of::Draft(_) => {
                                button.btn type="submit" name="do" value="draft" { (lang.t("entry-keep-draft")) }
                                button.btn.primary type="submit" name="do" value="post" { (lang.t("entry-post")) }
                            }
                            Of::Correction(_) => { button.btn.primary type="submit" name="do" value="post" { (lang.t("entry-save-correction")) } }
                        }
                        a.btn.quiet href=(back) { (lang.t("cancel")) }
                    }
                    (making(lang, "entry", false))
                    (grid::keys(lang))
                }
                @if let Some((name, files)) = &saved {
                    details.apart-top { summary.btn.small { (icon("paperclip")) " " (t!(lang, "attachments-to-saved", entry = name.as_str())) } (files) }
                }
                (templates::dialog(lang, who))
                @if !latest.is_empty() {
                    section.card.apart-top {
                        header.line { h2 { (lang.t("entries-latest")) } a.btn.small.quiet href=(who.path("/journal-entries")) { (lang.t("entries-all")) } }
                        (rows::table(lang, who, &lang.t("entries-latest"), &latest, currency))
                    }
                }
            }
            aside aria-label=(lang.t("entry-beside")) { turbo-frame #beside { section.card.account.scripted { div.body { p.muted { (icon("book-open")) " " (lang.t("entry-beside-none")) } } } } }
        }
    };
    framed(platform, who, "journal-entries", &title, &body).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Begun {
    date: String,
    journal: String,
    /// The entry that is copied.
    copy: String,
    /// The entry that was saved just before.
    saved: String,
}

pub async fn new(
    Shared(platform): Shared<Platform>,
    who: InOrganization,
    Query(begun): Query<Begun>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    let today = today(&platform, &who).await?;
    let of_template = templates::of_query(&platform, &who, &query).await?;
    let (follows, saved) = (!begun.date.is_empty() && begun.copy.is_empty() && of_template.is_none(), begun.saved.parse().ok());
    let day = days::read(&begun.date).map(|day| day.to_string());
    let typed = match begun.copy.parse::<Id>() {
        _ if of_template.is_some() => of_template.unwrap_or_default(),
        Ok(id) => {
            TypedEntry { date: day.unwrap_or(today), ..typed_again(&platform, &who, &store::find(platform.db.read(), who.organization, id).await?).await? }
        }
        Err(_) => TypedEntry { date: day.unwrap_or(today), journal: begun.journal, ..TypedEntry::default() },
    };
    let typed = sheet::shown(&typed, who.lang(), currency(&platform, who.organization).await?);
    let key = new_id().to_string();
    Ok(layout::page(page(&platform, &who, Of::New, &typed, Told { errors: &Invalid::new(), conflict: &[], key, more: false, follows, saved }).await?))
}

pub async fn edit(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfEntry>) -> Outcome {
    let head = store::find(platform.db.read(), who.organization, of.entry).await?;
    let typed = typed_again(&platform, &who, &head).await?;
    let typed = sheet::shown(&typed, who.lang(), currency(&platform, who.organization).await?);
    let of = of_head(&head)?;
    Ok(layout::page(
        page(&platform, &who, of, &typed, Told { errors: &Invalid::new(), conflict: &[], key: String::new(), more: false, follows: false, saved: None })
            .await?,
    ))
}

/// What a stored entry's form is of. What is undone, or was made by something else, has none.
fn of_head(head: &JournalEntry) -> Result<Of<'_>> {
    match head.state.parse() {
        Ok(State::Draft) => Ok(Of::Draft(head)),
        Ok(State::Posted) if head.kind == Kind::Manual.word() && head.source_kind.is_empty() => Ok(Of::Correction(head)),
        Ok(State::Posted) => Err(Error::Conflict("entry_of_document")),
        _ => Err(Error::Conflict("entry_undone")),
    }
}

/// What was saved: where it leads and what is told.
#[derive(Serialize, Deserialize)]
enum Saved {
    Draft(Id),
    Posted(Posted),
}

async fn save(tx: &Tx, who: &InOrganization, of: Of<'_>, typed: &TypedEntry, data: &FormData, allowed: Allowed<'_>) -> Result<Saved> {
    let draft = data.get("do") == "draft";
    match of {
        Of::New if draft => Ok(Saved::Draft(drafts::create(tx, who.organization, typed, allowed).await?.id)),
        Of::New => {
            let entry = drafts::read(tx, who.organization, typed).await?;
            let posted = post::post(tx, who.organization, &entry, allowed).await?;
            accrual::reverse_on(tx, who.organization, posted.id, &typed.reverse_on, allowed).await?;
            Ok(Saved::Posted(posted))
        }
        Of::Draft(head) => {
            let seen = (head.id, components::version_of(data));
            let changed = drafts::change(tx, who.organization, seen, typed, who.lang(), allowed).await?;
            if draft { Ok(Saved::Draft(changed.id)) } else { Ok(Saved::Posted(drafts::post(tx, who.organization, head.id, allowed).await?)) }
        }
        Of::Correction(head) => {
            let entry = drafts::read(tx, who.organization, typed).await?;
            Ok(Saved::Posted(post::correct(tx, who.organization, head.id, &entry, allowed).await?))
        }
    }
}

/// Saves what was typed, or shows it again with what is wrong.
async fn keep(platform: &Platform, who: &InOrganization, of: Of<'_>, data: &FormData) -> Outcome {
    let lang = who.lang();
    let currency = currency(platform, who.organization).await?;
    let mut typed = sheet::typed(data);
    let again = async |typed: &TypedEntry, errors: &Invalid, conflict: &[Difference], more: bool| {
        // What was saved with this key said something else: saved again, it is another entry.
        let key = if errors.0.iter().any(|error| error.code == "sent_before") { new_id().to_string() } else { data.text("key") };
        let told = Told { errors, conflict, key, more, follows: false, saved: None };
        page(platform, who, of, typed, told).await
    };
    if data.get("do") == "rows" {
        return Ok(layout::page(again(&typed, &Invalid::new(), &[], true).await?));
    }
    let named = codes::named(platform.db.read(), who.organization, &mut typed).await?;
    tags_of(&Tagging::of(platform.db.read(), who.organization, true).await?, &mut typed);
    let plain = sheet::stored(&typed, lang, currency);
    if data.get("do") == "draft" && plain.postings.is_empty() && plain.description.is_empty() && plain.reference.is_empty() {
        let shown = again(&typed, &Invalid::one("postings", "entry_empty"), &[], false).await?;
        return Ok(layout::unprocessable(shown));
    }
    let plain = if data.get("do") == "draft" { plain } else { plain.without_empty() };
    let tx = platform.db.begin().await?;
    let saved = match claimed(&tx, platform, who, of, data).await {
        Err(Error::Conflict("idempotency_key_reused")) => Err(Invalid::one("postings", "sent_before").into()),
        Err(error) => Err(error),
        Ok(Ok(claim)) => match save(&tx, who, of, &plain, data, allowed(platform, who)).await {
            Ok(saved) => {
                if let Some(claim) = claim {
                    let kept = serde_json::to_string(&saved).map_err(|e| Error::Other(e.to_string()))?;
                    claim.answer(&tx, 201, &kept).await?;
                }
                tx.commit().await?;
                Ok(saved)
            }
            Err(error) => {
                drop(tx);
                Err(error)
            }
        },
        Ok(Err(answer)) => serde_json::from_str(&answer.body).map_err(|_| Error::NotFound),
    };
    let (errors, conflict) = match saved {
        Ok(saved) => return Ok(led(platform, who, data, &saved, matches!(of, Of::Correction(_)))),
        // Amounts are read before accounts are looked for: both are told at once.
        Err(Error::Invalid(errors)) => (codes::with_missing(errors, &typed, &named), vec![]),
        Err(Error::Stale(differences)) => (Invalid::new(), differences),
        Err(error) => return Err(error.into()),
    };
    let shown = again(&typed, &errors, &conflict, false).await?;
    Ok(if conflict.is_empty() { layout::unprocessable(shown) } else { layout::conflicting(shown) })
}

/// The number of what was posted, with its version.
fn told(posted: &Posted) -> String {
    let version = if posted.revision > 1 { format!(" (v{})", posted.revision) } else { String::new() };
    format!("{}{version}", posted.number)
}

/// What the next page tells of what was posted.
pub fn posted_flash(posted: &Posted) -> Flash {
    Flash::new(if posted.in_locked { "flash-entry-posted-locked" } else { "flash-entry-posted" }).name(&told(posted))
}

/// Claims the key of a new entry's form, so that it is saved once however often it is sent; what says something else is refused.
async fn claimed(
    tx: &Tx,
    platform: &Platform,
    who: &InOrganization,
    of: Of<'_>,
    data: &FormData,
) -> Result<Result<Option<idempotency::Claim>, idempotency::Answer>> {
    let key: String = data.get("key").chars().take(100).collect();
    if key.is_empty() || !matches!(of, Of::New) {
        return Ok(Ok(None));
    }
    let request = format!("entry {} {:?}", who.organization, data.0);
    Ok(idempotency::claim(tx, who.user.id, &format!("form:{key}"), &request, platform.clock.now()).await?.map(Some))
}

/// Where a saved entry leads: to itself, or to a new one of the same day and journal.
fn led(platform: &Platform, who: &InOrganization, data: &FormData, saved: &Saved, corrected: bool) -> axum::response::Response {
    let (id, flash) = match saved {
        Saved::Draft(id) => (*id, Flash::new("flash-entry-drafted")),
        Saved::Posted(posted) if corrected => (posted.id, Flash::new("flash-entry-corrected").name(&told(posted))),
        Saved::Posted(posted) => (posted.id, posted_flash(posted)),
    };
    let next = if data.get("do") == "new" {
        let saved = id.to_string();
        let date = data.day("date");
        let pairs = [("date", date.as_str()), ("journal", data.get("journal")), ("saved", saved.as_str())];
        who.path(&format!("/journal-entries/new?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()))
    } else {
        path_of(who, id)
    };
    layout::see(platform, &next, flash)
}

/// The form of a draft that could not be posted as it stands.
pub async fn refused(platform: &Platform, who: &InOrganization, head: &JournalEntry, errors: &Invalid) -> Result<Markup> {
    // The errors name the lines as they are stored, which the form keeps.
    let typed = sheet::shown(&drafts::typed(head)?, who.lang(), currency(platform, who.organization).await?);
    page(platform, who, of_head(head)?, &typed, Told { errors, conflict: &[], key: String::new(), more: false, follows: false, saved: None }).await
}

pub async fn create(Shared(platform): Shared<Platform>, who: InOrganization, data: FormData) -> Outcome {
    keep(&platform, &who, Of::New, &data).await
}

pub async fn update(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfEntry>, data: FormData) -> Outcome {
    let head = store::find(platform.db.read(), who.organization, of.entry).await?;
    let of = of_head(&head)?;
    // What was begun as a draft is corrected by nobody who does not know that it was posted meanwhile.
    if matches!(of, Of::Correction(_)) && data.has("version") {
        return Err(Error::Conflict("entry_posted").into());
    }
    keep(&platform, &who, of, &data).await
}
