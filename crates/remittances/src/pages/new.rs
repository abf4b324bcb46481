//! A new order, from what is due.

use std::collections::{HashMap, HashSet};

use axum::extract::State as Shared;
use despacho_banks::store as banks;
use despacho_contacts::store as contacts;
use despacho_documents::{
    kind::Kind as DocumentKind,
    open::{
        item::OpenItem,
        store::{self as open, Asked},
    },
};
use despacho_kernel::{FieldError, Id, Invalid, new_id};
use despacho_ledger::allowed::allowed;
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Error, Platform, Result, t};
use despacho_ui::{
    InOrganization, Outcome, Query,
    claim::{self, Claimed},
    components::{empty, head},
    error::message,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout,
};
use jiff::ToSpan;
use maud::{Markup, html};
use serde::Deserialize;

use super::told::euros;
use crate::{
    actions::{self, TypedItem, TypedRemittance},
    remittance::{Kind, MOST},
    store,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    kind: String,
    /// What is due through this day is offered; within a week where it is empty.
    due: String,
}

/// A document that an order may have.
struct Offer {
    document: Id,
    label: String,
    contact: Id,
    due_on: String,
    amount: i64,
    /// The key of what it lacks.
    lacks: Option<&'static str>,
}

/// What is open of a side in euros and due through a day, by document, what is due first first; and whether there is more.
async fn offers(platform: &Platform, organization: Id, kind: Kind, due: &str) -> Result<(Vec<Offer>, bool)> {
    let db = platform.db.read();
    let asked = Asked { contact: None, receivable: Some(kind == Kind::Debits), due: Some(due.to_owned()), currency: Some("EUR".into()) };
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    let mut found: Vec<OpenItem> = open::open(db, organization, &asked, most + 1).await?;
    let more = found.len() > MOST;
    found.truncate(MOST);
    found.retain(|item| item.source.parse::<DocumentKind>().is_ok_and(|of| of.corrects().is_none()));
    let people: Vec<Id> = found.iter().map(|item| item.contact_id).collect::<HashSet<_>>().into_iter().collect();
    let documents: Vec<Id> = found.iter().map(|item| item.source_id).collect::<HashSet<_>>().into_iter().collect();
    let with_account: HashSet<Id> = store::banks(db, organization, &people).await?.into_iter().map(|bank| bank.contact_id).collect();
    let mandated: HashSet<Id> = store::mandates(db, organization, &people)
        .await?
        .into_iter()
        .filter(|of| of.next().is_some())
        .map(|of| of.contact_id)
        .collect();
    let ordered: HashSet<Id> = store::ordered(db, organization, &documents).await?.into_iter().collect();
    let mut offers: Vec<Offer> = vec![];
    for item in found {
        if let Some(known) = offers.iter_mut().find(|offer| offer.document == item.source_id) {
            known.amount += item.remaining.abs();
            continue;
        }
        let lacks = if ordered.contains(&item.source_id) {
            Some("remittance-lacks-nothing")
        } else if !with_account.contains(&item.contact_id) {
            Some("remittance-lacks-iban")
        } else if kind == Kind::Debits && !mandated.contains(&item.contact_id) {
            Some("remittance-lacks-mandate")
        } else {
            None
        };
        let label = if item.reference.is_empty() || kind == Kind::Debits { item.label } else { item.reference };
        offers.push(Offer { document: item.source_id, label, contact: item.contact_id, due_on: item.due_on, amount: item.remaining.abs(), lacks });
    }
    Ok((offers, more))
}

/// The documents that were ticked, in the order in which they were offered.
fn ticked(data: &FormData) -> Vec<Id> {
    data.all("items").iter().filter_map(|text| text.parse().ok()).collect()
}

async fn page(platform: &Platform, who: &InOrganization, kind: Kind, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let (offers, more) = offers(platform, who.organization, kind, data.get("due")).await?;
    let people: Vec<Id> = offers.iter().map(|offer| offer.contact).collect::<HashSet<_>>().into_iter().collect();
    let names: HashMap<Id, String> = contacts::of_ids(db, who.organization, &people).await?.into_iter().map(|of| (of.id, of.name)).collect();
    let accounts = banks::accounts(db, who.organization)
        .await?
        .into_iter()
        .filter(|bank| bank.active && !bank.iban.is_empty() && bank.currency == "EUR");
    let options: Vec<(String, String)> = accounts.map(|bank| (bank.id.to_string(), bank.label())).collect();
    let form = Form::new(lang, data, errors);
    let chosen: HashSet<Id> = ticked(data).into_iter().collect();
    let title = lang.t(&format!("remittance-new-{}", kind.word()));
    let body = html! {
        p.crumbs { a href=(who.path("/remittances")) { (lang.t("remittances-title")) } }
        (head(&title, html! {}))
        form.filters.of-entries method="get" role="search" aria-label=(lang.t("filters")) {
            input type="hidden" name="kind" value=(kind.word());
            (form.field("due").kind("date").label(lang.t("remittance-due-through")))
            button.btn type="submit" { (lang.t("filter")) }
        }
        @if options.is_empty() { p.note.warn { (lang.t("remittance-no-bank")) " " a.link href=(who.path("/bank-accounts")) { (lang.t("nav-banks")) } } }
        form.stack method="post" action=(who.path("/remittances")) novalidate data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) {
            input type="hidden" name="key" value=(data.get("key")); input type="hidden" name="kind" value=(kind.word()); input type="hidden" name="due" value=(data.get("due"));
            (form.summary_as(&[("bank_account_id", lang.t("remittance-bank")), ("date", lang.t("remittance-day")), ("items", lang.t("remittance-documents"))]))
            section.card { div.body.grid {
                (form.field("bank_account_id").label(lang.t("remittance-bank")).select(options).span(3))
                (form.field("date").day().label(lang.t("remittance-day")).span(2))
                div.c6 { (form.check("batch", "yes", &lang.t("remittance-batch"), Some(&lang.t("remittance-batch-help")))) }
            } }
            section.card #f-items tabindex="-1" {
                header.line { h2 { (lang.t("remittance-documents")) } }
                @if offers.is_empty() { (empty(&lang.t("remittance-nothing-due"), html! {})) }
                @else { div.scroll tabindex="0" role="region" aria-label=(lang.t("remittance-documents")) { table.dense {
                    caption.vh { (lang.t("remittance-documents")) }
                    thead { tr {
                        th scope="col" { span.vh { (lang.t("remittance-include")) } } th scope="col" { (lang.t("document-number")) } th scope="col" { (lang.t("document-contact")) }
                        th scope="col" { (lang.t("document-due-on")) } th.num scope="col" { (lang.t("document-open")) }
                    } }
                    tbody { @for offer in &offers { tr {
                        @let name = names.get(&offer.contact).map_or("", String::as_str);
                        td.box { input type="checkbox" name="items" value=(offer.document) checked[chosen.contains(&offer.document)] disabled[offer.lacks.is_some()] aria-label=(format!("{} · {name}", offer.label)); }
                        th scope="row" { (offer.label) }
                        td { (name) @if let Some(lacks) = offer.lacks { " " a.tag.warn href=(who.path(&format!("/contacts/{}/bank-details", offer.contact))) { (lang.t(lacks)) } } }
                        td.code { (format::stored_date(lang, &offer.due_on)) }
                        td.num { (euros(lang, offer.amount)) }
                    } } }
                } } }
                @if more { div.body { p.muted { (t!(lang, "remittance-more", max = MOST.to_string())) } } }
            }
            div.foot { button.btn.primary type="submit" { (lang.t("remittance-prepare")) } a.btn.quiet href=(who.path("/remittances")) { (lang.t("cancel")) } }
        }
    };
    framed(platform, who, "remittances", &title, &body).await
}

fn kind_of(text: &str) -> Kind {
    text.parse().unwrap_or(Kind::Transfers)
}

pub async fn show(Shared(platform): Shared<Platform>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    let kind = kind_of(&params.kind);
    let organization = organizations::find(platform.db.read(), who.organization).await?;
    let today = actions::today(&organization, platform.clock.now());
    let due = params.due.parse().unwrap_or_else(|_| today.saturating_add(7.days()));
    let mut data = FormData::default();
    data.set("due", due.to_string()).set("date", today.to_string()).set("batch", "yes").set("key", new_id().to_string());
    let (offered, _) = offers(&platform, who.organization, kind, data.get("due")).await?;
    data.0
        .extend(offered.iter().filter(|offer| offer.lacks.is_none()).map(|offer| ("items".to_owned(), offer.document.to_string())));
    Ok(layout::page(page(&platform, &who, kind, &data, &Invalid::new()).await?))
}

/// Prepares it, or shows the form again with what is wrong.
pub async fn create(Shared(platform): Shared<Platform>, who: InOrganization, data: FormData) -> Outcome {
    let lang = who.lang();
    let typed = TypedRemittance {
        kind: data.text("kind"),
        bank_account_id: data.get("bank_account_id").parse().ok(),
        date: data.day("date"),
        batch: Some(data.has("batch")),
        items: ticked(&data).into_iter().map(|id| TypedItem { document_id: Some(id), amount: String::new() }).collect(),
    };
    let tx = platform.db.begin().await?;
    let made = match claim::claimed(&tx, &platform, &who, "remittance", &data, "items").await {
        Ok(Claimed::Before(path)) => return Ok(layout::see(&platform, &path, Flash::default())),
        Ok(Claimed::Now(claim)) => match actions::create(&tx, who.organization, &typed, allowed(&platform, &who)).await {
            Ok(made) => {
                let path = who.path(&format!("/remittances/{}", made.remittance.id));
                claim::answer(&tx, claim, &path).await?;
                tx.commit().await?;
                return Ok(layout::see(&platform, &path, Flash::new("flash-remittance-prepared").name(&made.remittance.label())));
            }
            Err(error) => error,
        },
        Err(error) => error,
    };
    match made {
        Error::Invalid(errors) => {
            drop(tx);
            // What is wrong with documents is told over them, each once.
            let mut told: Vec<String> = errors.0.iter().filter(|error| error.field.starts_with("items[")).map(|error| message(lang, error)).collect();
            told.sort();
            told.dedup();
            let mut shown = Invalid(errors.0.iter().filter(|error| !error.field.starts_with("items[")).cloned().collect::<Vec<FieldError>>());
            if !told.is_empty() && !shown.0.iter().any(|error| error.field == "items") {
                shown.0.extend(
                    errors
                        .0
                        .iter()
                        .find(|error| error.field.starts_with("items["))
                        .map(|error| FieldError { field: "items".into(), ..error.clone() }),
                );
            }
            Ok(layout::unprocessable(page(&platform, &who, kind_of(data.get("kind")), &data, &shown).await?))
        }
        error => Err(error.into()),
    }
}
