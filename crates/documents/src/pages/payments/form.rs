//! The form in which a payment is recorded.

use despacho_contacts::{Contact, store as contacts};
use despacho_kernel::{
    Id, Invalid,
    money::Money,
    new_id,
    place::{self, Currency},
};
use despacho_ledger::{
    accounts::{preferences::CHART, store as accounts},
    allowed::allowed,
    api::common::currency,
};
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, Result};
use despacho_settings::lists::offer::{self, By};
use despacho_ui::{
    InOrganization, Outcome,
    claim::{self, Claimed},
    components::head,
    fields::notation,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    super::list::{contact_field, today},
    list::name,
    settles,
};
use crate::{
    open::{
        item::OpenItem,
        store::{self as open, Asked},
    },
    payments::{
        actions,
        payment::{TypedPayment, Way},
        store as paid,
    },
    store,
};

/// What the form begins with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Begun {
    /// A document that it settles.
    document: String,
    /// A contact's id, or its number where scripts do not run.
    contact: String,
    #[serde(rename = "contact.key")]
    key: String,
    currency: String,
}

/// Whom it is of, and in which currency.
struct Whose {
    contact: Contact,
    currency: &'static Currency,
}

async fn page(platform: &Platform, who: &InOrganization, way: Way, whose: Option<&Whose>, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = who.lang();
    let title = lang.t(&format!("payment-record-{}", way.word()));
    let list = who.path(&format!("/{}", way.path()));
    let form = Form::new(lang, data, errors);
    let body = match whose {
        None => html! {
            form.stack method="get" action=(format!("{list}/new")) novalidate {
                (form.summary())
                section.card { div.body.grid { (contact_field(&form, who, "contact", lang.t("choose"), None).focused()) } }
                div.foot { button.btn.primary type="submit" { (lang.t("continue")) } a.btn href=(list) { (lang.t("cancel")) } }
            }
        },
        Some(whose) => filled(platform, who, way, whose, (data, errors)).await?,
    };
    let body = html! { div.medium { p.crumbs { a href=(list) { (lang.t(way.path())) } } (head(&title, html! {})) (body) } };
    framed(platform, who, way.path(), &title, &body).await
}

/// The form of a contact's payment.
async fn filled(platform: &Platform, who: &InOrganization, way: Way, whose: &Whose, (data, errors): (&FormData, &Invalid)) -> Result<Markup> {
    let lang = who.lang();
    let form = Form::new(lang, data, errors);
    let list = who.path(&format!("/{}", way.path()));
    let (items, more) = settles::open_of(platform, who.organization, way, whose.contact.id, &whose.currency.code).await?;
    let base = currency(platform, who.organization).await?;
    let others = others(platform, who.organization, way, whose).await?;
    let account = offer::rows(platform, who, &CHART, By::Key, std::slice::from_ref(&data.text("account_code"))).await?;
    let account = account
        .into_field(form.field("account_code").label(lang.t("payment-account")), lang.t("choose"))
        .searched(who.path("/reports/accounts"), "key");
    Ok(html! {
        form.stack method="post" action=(list) data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
            input type="hidden" name="key" value=(data.get("key"));
            input type="hidden" name="contact_id" value=(whose.contact.id);
            input type="hidden" name="currency" value=(whose.currency.code);
            (form.summary_as(&settles::labels(lang, errors)))
            section.card { div.body.grid {
                p.c6 { a.link href=(who.path(&format!("/contacts/{}", whose.contact.id))) { (whose.contact.label()) } " · " (whose.currency.code)
                    @for code in &others { " · " a.link href=(format!("{list}/new?contact={}&currency={code}", whose.contact.id)) { (code) } }
                }
                (form.field("date").day().span(2))
                (form.field("amount").label(lang.t("document-amount")).span(2).focused())
                (account.span(2))
                @if whose.currency.code != base.code { (form.field("rate").label(lang.t("document-rate")).help(lang.t("document-rate-help")).optional().span(2)) }
                (form.field("withheld").label(lang.t("payment-withheld")).help(lang.t("payment-withheld-help")).optional().span(2))
                (form.field("charges").label(lang.t("payment-charges")).help(lang.t("payment-charges-help")).optional().span(2))
                (form.field("reference").label(lang.t("payment-reference")).optional().span(2))
                (form.field("notes").area().optional())
            } }
            (settles::table(who, &items, more, data, errors, whose.currency))
            div.foot { button.btn.primary type="submit" { (lang.t(&format!("payment-record-{}", way.word()))) } a.btn.quiet href=(list) { (lang.t("cancel")) } }
        }
    })
}

/// Other currencies in which something is open of the contact.
async fn others(platform: &Platform, organization: Id, way: Way, whose: &Whose) -> Result<Vec<String>> {
    let asked = Asked { contact: Some(whose.contact.id), receivable: Some(way == Way::Received), ..Asked::default() };
    let mut all: Vec<String> = open::open(platform.db.read(), organization, &asked, 200).await?.into_iter().map(|item| item.currency).collect();
    all.retain(|code| *code != whose.currency.code);
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// The code of the account of the last payment.
async fn account_code(platform: &Platform, organization: Id, way: Way) -> Result<String> {
    let db = platform.db.read();
    let Some(id) = paid::last_account(db, organization, way.word()).await? else { return Ok(String::new()) };
    Ok(accounts::of_ids(db, organization, &[id])
        .await?
        .pop()
        .filter(|account| account.active)
        .map(|account| account.code)
        .unwrap_or_default())
}

pub async fn new(platform: Platform, who: InOrganization, way: Way, begun: Begun) -> Outcome {
    let (db, base) = (platform.db.read(), currency(&platform, who.organization).await?);
    let document = match begun.document.parse::<Id>() {
        Ok(id) => Some(store::find(db, who.organization, id).await?),
        Err(_) => None,
    };
    let contact = match (&document, begun.contact.parse::<Id>(), begun.key.trim().parse::<i64>()) {
        (Some(document), _, _) => Some(contacts::find(db, who.organization, document.contact_id).await?),
        (_, Ok(id), _) => Some(contacts::find(db, who.organization, id).await?),
        (_, _, Ok(number)) => contacts::of_numbers(db, who.organization, &[number]).await?.pop(),
        _ => None,
    };
    let mut data = FormData::default();
    let Some(contact) = contact else {
        let mut errors = Invalid::new();
        if !begun.key.trim().is_empty() {
            errors.push("contact", "contact_unknown");
        }
        return Ok(layout::page(page(&platform, &who, way, None, &data, &errors).await?));
    };
    let currency = match &document {
        Some(document) => document.own_currency()?,
        None => place::currency(&begun.currency).unwrap_or(base),
    };
    let (items, _) = settles::open_of(&platform, who.organization, way, contact.id, &currency.code).await?;
    let asked: Option<(usize, &OpenItem)> = items.iter().enumerate().find(|(_, item)| document.as_ref().is_some_and(|document| document.id == item.source_id));
    let today = today(&platform, who.organization).await?;
    data.set("key", new_id().to_string())
        .set("date", today)
        .set("account_code", account_code(&platform, who.organization, way).await?);
    if let Some((at, item)) = asked {
        data.set("amount", format::amount(who.lang(), item.remaining.abs(), currency.digits));
        data.set(&format!("allocations[{at}].document_id"), item.source_id.to_string())
            .set(&format!("allocations[{at}].on"), "on");
    }
    Ok(layout::page(page(&platform, &who, way, Some(&Whose { contact, currency }), &data, &Invalid::new()).await?))
}

pub async fn create(platform: Platform, who: InOrganization, way: Way, data: FormData) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let found = match data.get("contact_id").parse::<Id>() {
        Ok(id) => contacts::of_ids(db, who.organization, &[id]).await?.pop(),
        Err(_) => None,
    };
    let Some(contact) = found else {
        return Ok(layout::unprocessable(page(&platform, &who, way, None, &data, &Invalid::one("contact", "required")).await?));
    };
    let base = currency(&platform, who.organization).await?;
    let whose = Whose { contact, currency: place::currency(data.get("currency")).unwrap_or(base) };
    let (items, _) = settles::open_of(&platform, who.organization, way, whose.contact.id, &whose.currency.code).await?;
    let minor = |name: &str| Money::parse(data.get(name).trim(), whose.currency, notation(lang)).map_or(0, |money| money.minor);
    let allocations = settles::read(lang, &data, &items, minor("amount").saturating_add(minor("withheld")), whose.currency);
    let amount = |name: &str| settles::stored(lang, data.get(name), whose.currency);
    let rate = despacho_kernel::number::decimal(data.get("rate").trim(), notation(lang), 10).map_or_else(|_| data.text("rate"), |rate| rate.to_string());
    let typed = TypedPayment {
        contact_id: Some(whose.contact.id),
        date: data.day("date"),
        amount: amount("amount"),
        account_code: data.text("account_code"),
        currency: whose.currency.code.clone(),
        rate,
        withheld: amount("withheld"),
        charges: amount("charges"),
        reference: data.text("reference"),
        notes: data.text("notes"),
        allocations: allocations.iter().map(|(_, of)| of.clone()).collect(),
    };
    let tx = platform.db.begin().await?;
    let made = match claim::claimed(&tx, &platform, &who, way.path(), &data, "amount").await {
        Ok(Claimed::Before(path)) => return Ok(layout::see(&platform, &path, Flash::default())),
        Ok(Claimed::Now(claim)) => match actions::create(&tx, who.organization, way, &typed, allowed(&platform, &who)).await {
            Ok(payment) => {
                let path = who.path(&format!("/{}/{}", way.path(), payment.id));
                claim::answer(&tx, claim, &path).await?;
                tx.commit().await?;
                Ok((payment, path))
            }
            Err(error) => {
                drop(tx);
                Err(error)
            }
        },
        Err(error) => Err(error),
    };
    match made {
        Ok((payment, path)) => Ok(layout::see(&platform, &path, Flash::new("flash-payment-recorded").name(&name(lang, &payment)))),
        Err(Error::Invalid(errors)) => {
            let errors = settles::placed(errors, &allocations);
            Ok(layout::unprocessable(page(&platform, &who, way, Some(&whose), &data, &errors).await?))
        }
        Err(error) => Err(error.into()),
    }
}
