//! The page of a block: the text, what it comes to, and what is wrong in its rows.

use axum::extract::State as Shared;
use despacho_contacts::store::{self as contacts, Filter};
use despacho_kernel::{Invalid, new_id};
use despacho_ledger::{
    allowed::allowed,
    api::common::currency,
    journal::{AccountRef, ContactRef, EntryDraft, Posting, TypedEntry, TypedLine, codes, post, sheet},
};
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Error, Platform, Result, idempotency, t};
use despacho_ui::{
    InOrganization, Outcome,
    components::head,
    error::message,
    fields::notation,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};

use super::read;
use crate::imports::{
    import::Told,
    people::People,
    read::{Fault, Found},
};

/// Entries and errors that are shown.
const SHOWN: usize = 100;

/// What a block comes to.
#[derive(Default)]
struct Looked {
    drafts: Vec<EntryDraft>,
    /// The rows of each draft: of its first, then of each posting.
    places: Vec<(usize, Vec<usize>)>,
    /// Rows and what is wrong in them.
    wrong: Vec<(usize, String)>,
}

impl Looked {
    fn refuse(&mut self, who: &InOrganization, faults: Vec<(usize, Invalid)>) {
        for (at, errors) in faults {
            let Some((first, places)) = self.places.get(at) else { continue };
            for error in &errors.0 {
                let place = error.field.strip_prefix("postings[").and_then(|rest| rest.split_once(']')).and_then(|(at, _)| at.parse::<usize>().ok());
                let row = place.and_then(|at| places.get(at)).copied().unwrap_or(*first);
                self.wrong.push((row, message(who.lang(), error)));
            }
        }
        self.wrong.sort_by_key(|(row, _)| *row);
    }
}

/// The entries of a text, with the accounts and contacts that they name.
async fn look(platform: &Platform, who: &InOrganization, text: &str) -> Result<Looked> {
    let lang = who.lang();
    let db = platform.db.read();
    let currency = currency(platform, who.organization).await?;
    let mark = if notation(lang) == despacho_kernel::number::Notation::English { '.' } else { ',' };
    let sent = text.to_owned();
    let parsed = tokio::task::spawn_blocking(move || read::entries(&sent, mark, currency)).await;
    let found: Found = parsed.map_err(|e| Error::Other(e.to_string()))?;
    let mut looked = Looked::default();
    for fault in found.faults {
        let row = fault.line;
        looked.wrong.push((row, Told::from(fault).message(lang)));
    }
    // Contacts may be written by their names, as files have them.
    let written = found.entries.iter().flat_map(|entry| &entry.lines).any(|line| !line.contact.is_empty());
    let known = if written { contacts::after(db, who.organization, &Filter::default(), 0, despacho_contacts::MAX).await? } else { vec![] };
    let people = People::new(&known);
    for entry in found.entries {
        let mut line = |line: &crate::imports::read::Line| {
            let (code, contact) = match sheet::apart(&line.account) {
                Some((code, contact)) => (code, contact.to_owned()),
                None if line.contact.is_empty() => (line.account.as_str(), String::new()),
                None => {
                    let number = people.meant(&line.contact);
                    if number.is_none() {
                        looked.wrong.push((line.line, Told::from(Fault::of(line.line, "contact_not_found", &line.contact)).message(lang)));
                    }
                    (line.account.as_str(), number.map_or_else(String::new, |number| number.to_string()))
                }
            };
            TypedLine { account_code: code.to_owned(), contact, ..TypedLine::default() }
        };
        let typed = TypedEntry { postings: entry.lines.iter().map(&mut line).collect(), ..TypedEntry::default() };
        looked.places.push((entry.line, entry.lines.iter().map(|line| line.line).collect()));
        let posting = |line: crate::imports::read::Line, typed: TypedLine| Posting {
            account: AccountRef::Code(typed.account_code),
            amount: line.amount,
            foreign: line.foreign,
            description: line.description,
            tags: Default::default(),
            contact: typed.contact.parse().ok().map(ContactRef::Number),
        };
        let postings = entry.lines.into_iter().zip(typed.postings).map(|(line, typed)| posting(line, typed)).collect();
        let manual = EntryDraft::manual(entry.date, &entry.description, postings);
        looked.drafts.push(EntryDraft { journal: entry.journal, reference: entry.reference, ..manual });
    }
    // What was written short is found for all of them at once.
    let mut all = TypedEntry::default();
    for posting in looked.drafts.iter().flat_map(|draft| &draft.postings) {
        let AccountRef::Code(code) = &posting.account else { continue };
        let contact = match posting.contact {
            Some(ContactRef::Number(number)) => number.to_string(),
            _ => String::new(),
        };
        all.postings.push(TypedLine { account_code: code.clone(), contact, ..TypedLine::default() });
    }
    codes::named(db, who.organization, &mut all).await?;
    let mut settled = all.postings.into_iter();
    for posting in looked.drafts.iter_mut().flat_map(|draft| &mut draft.postings) {
        let Some(line) = settled.next() else { break };
        posting.account = AccountRef::Code(line.account_code);
        posting.contact = line.contact.parse().ok().map(ContactRef::Number);
    }
    Ok(looked)
}

async fn page(platform: &Platform, who: &InOrganization, data: &FormData, looked: Option<&Looked>) -> Result<Markup> {
    let lang = who.lang();
    let currency = organizations::currency(platform.db.read(), who.organization).await?;
    let no_errors = Invalid::new();
    let form = Form::new(lang, data, &no_errors);
    let title = lang.t("block-title");
    let fits = looked.filter(|looked| looked.wrong.is_empty() && !looked.drafts.is_empty());
    let body = html! {
        p.crumbs { a href=(who.path("/journal-entries")) { (lang.t("entries")) } }
        (head(&title, html! {}))
        p.lead.muted { (lang.t("block-about")) }
        form.stack method="post" action=(who.path("/journal-block")) {
            input type="hidden" name="key" value=(new_id());
            @if let Some(looked) = looked {
                @if !looked.wrong.is_empty() {
                    div.summary role="alert" tabindex="-1" data-controller="focus" {
                        h2 { (t!(lang, "block-wrong", count = looked.wrong.len())) }
                        ul { @for (row, text) in looked.wrong.iter().take(SHOWN) { li { a href="#f-block" { @if *row > 0 { (t!(lang, "block-row", row = *row)) ": " } (text) } } } }
                    }
                } @else if looked.drafts.is_empty() {
                    p.note.warn role="alert" { (lang.t("block-empty")) }
                }
            }
            @if let Some(looked) = fits {
                section.card aria-label=(lang.t("block-preview")) {
                    header.line { h2 { (t!(lang, "block-entries", count = looked.drafts.len(), number = format::number(lang, i64::try_from(looked.drafts.len()).unwrap_or(0)))) }
                        span.muted { (t!(lang, "reports-sum", sum = format::money(lang, looked.drafts.iter().fold(0i64, |sum, draft| sum.saturating_add(draft.total())), currency))) }
                    }
                    table.dense {
                        caption.vh { (lang.t("block-preview")) }
                        thead { tr { th scope="col" { (lang.t("field-date")) } th scope="col" { (lang.t("field-description")) } th scope="col" { (lang.t("entry-lines")) } th.num scope="col" { (lang.t("entry-amount")) } } }
                        tbody { @for draft in looked.drafts.iter().take(SHOWN) { tr {
                            td { (format::stored_date(lang, &draft.date.to_string())) }
                            td { @if draft.description.is_empty() { (lang.t("entry-without-text")) } @else { (draft.description) } }
                            td { (draft.postings.len()) }
                            td.num { (format::amount(lang, draft.total(), currency.digits)) }
                        } } }
                    }
                    @if looked.drafts.len() > SHOWN { div.body { p.muted { (t!(lang, "block-more", number = looked.drafts.len() - SHOWN)) } } }
                }
                div.foot { button.btn.primary type="submit" name="do" value="post" autofocus { (t!(lang, "block-post", count = looked.drafts.len(), number = format::number(lang, i64::try_from(looked.drafts.len()).unwrap_or(0)))) } a.btn href=(who.path("/journal-entries")) { (lang.t("cancel")) } }
            }
            section.card { div.body { (form.field("block").label(lang.t("block-text")).help(lang.t("block-help")).area()) } }
            div.foot { button.btn.primary[fits.is_none()] type="submit" name="do" value="look" { (lang.t("block-look")) } }
        }
    };
    framed(platform, who, "journal-entries", &title, &body).await
}

pub async fn show(Shared(platform): Shared<Platform>, who: InOrganization) -> Outcome {
    Ok(layout::page(page(&platform, &who, &FormData::default(), None).await?))
}

/// Looks at a block, or posts all of it.
pub async fn take(Shared(platform): Shared<Platform>, who: InOrganization, data: FormData) -> Outcome {
    let mut looked = look(&platform, &who, data.get("block")).await?;
    let posts = data.get("do") == "post" && looked.wrong.is_empty() && !looked.drafts.is_empty();
    let tx = platform.db.begin().await?;
    if posts {
        let key: String = data.get("key").chars().take(100).collect();
        let request = format!("block {} {}", who.organization, data.get("block"));
        let claim = match idempotency::claim(&tx, who.user.id, &format!("form:{key}"), &request, platform.clock.now()).await? {
            Ok(claim) => claim,
            // It was posted already.
            Err(answer) => return Ok(layout::see(&platform, &who.path("/journal-entries"), Flash::new("flash-block-posted").name(&answer.body))),
        };
        match post::post_many(&tx, who.organization, &looked.drafts, allowed(&platform, &who)).await? {
            Ok(posted) => {
                let number = format::number(who.lang(), i64::try_from(posted.len()).unwrap_or(0));
                claim.answer(&tx, 201, &number).await?;
                tx.commit().await?;
                return Ok(layout::see(&platform, &who.path("/journal-entries"), Flash::new("flash-block-posted").name(&number)));
            }
            Err(faults) => looked.refuse(&who, faults),
        }
    } else {
        let faults = post::check_many(&tx, who.organization, &looked.drafts, allowed(&platform, &who)).await?;
        looked.refuse(&who, faults);
    }
    drop(tx);
    Ok(layout::unprocessable(page(&platform, &who, &data, Some(&looked)).await?))
}
