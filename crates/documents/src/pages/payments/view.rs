//! The page of a payment: what it settled, what it leaves over, and what can be done with it.

use std::collections::HashMap;

use despacho_contacts::store as contacts;
use despacho_kernel::{Difference, Id, Invalid, access::OrganizationRight as R};
use despacho_ledger::{
    accounts::store as accounts,
    allowed::allowed,
    journal::{store as journal, view as entries},
};
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, Result, i18n::Lang, sql::Connection, t, users};
use despacho_ui::{
    InOrganization, Outcome,
    components::{self, head},
    confirm::Confirm,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};

use super::{
    super::rows,
    list::{money, name, tag},
    settles,
};
use crate::{
    kind::Kind,
    open::{
        item::{Allocation, OpenItem},
        store as open,
    },
    payments::{
        actions,
        payment::{Payment, Way},
        store,
    },
};

fn path_of(who: &InOrganization, way: Way, id: Id) -> String {
    who.path(&format!("/{}/{id}", way.path()))
}

/// What a payment settled: each document's open item with so much of it.
async fn settled(db: &dyn Connection, organization: Id, own: &[OpenItem]) -> Result<Vec<(OpenItem, Allocation)>> {
    let ids: Vec<Id> = own.iter().map(|item| item.id).collect();
    let allocated = open::allocations(db, organization, &ids).await?;
    let other = |of: &Allocation| if ids.contains(&of.debit_id) { of.credit_id } else { of.debit_id };
    let others: Vec<Id> = allocated.iter().map(other).collect();
    let items: HashMap<Id, OpenItem> = open::of_ids(db, organization, &others).await?.into_iter().map(|item| (item.id, item)).collect();
    Ok(allocated.into_iter().filter_map(|of| Some((items.get(&other(&of))?.clone(), of))).collect())
}

fn table(lang: Lang, who: &InOrganization, payment: &Payment, settled: &[(OpenItem, Allocation)], left: i64) -> Markup {
    html! {
        section.card {
            header.line { h2 { (lang.t("payment-settled")) } }
            @if settled.is_empty() { div.body { p.muted { (lang.t("payment-settled-nothing")) } } }
            @else { table.dense {
                caption.vh { (lang.t("payment-settled")) }
                thead { tr { th scope="col" { (lang.t("payment-document")) } th scope="col" { (lang.t("field-date")) } th.num scope="col" { (lang.t("document-amount")) } } }
                tbody { @for (item, of) in settled {
                    @let label = format!("{} {}", lang.t(&format!("document-kind-{}", rows::key(&item.source))), item.label);
                    tr {
                        td { @match item.source.parse::<Kind>() { Ok(kind) => a.to href=(rows::path_of(who, kind, item.source_id)) { (label) }, Err(_) => (item.label) } }
                        td.code { (format::stored_date(lang, &of.date)) }
                        td.num { (money(lang, payment, of.amount)) }
                    }
                } }
            } }
            @if left != 0 { div.body { p { (t!(lang, "payment-leaves", amount = money(lang, payment, left))) } } }
        }
    }
}

async fn page(
    platform: &Platform,
    who: &InOrganization,
    way: Way,
    id: Id,
    data: Option<&FormData>,
    (errors, conflict): (&Invalid, &[Difference]),
) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let payment = store::find_of(db, who.organization, way.word(), id).await?;
    let own = open::of_sources(db, who.organization, &[id]).await?;
    let left: i64 = own.iter().map(|item| item.remaining.abs()).sum();
    let settled = settled(db, who.organization, &own).await?;
    let contact = contacts::find(db, who.organization, payment.contact_id).await?;
    let account = accounts::of_ids(db, who.organization, &[payment.account_id]).await?.pop();
    let entry = journal::find(db, who.organization, payment.entry_id).await?;
    let by = users::find(db, payment.created_by).await?.map(|user| user.name).unwrap_or_default();
    let title = name(lang, &payment);
    let path = path_of(who, way, id);
    let void = format!("{path}/void");
    let posted = payment.stage == "posted";
    let mut stored = FormData::default();
    stored.set("reference", &payment.reference).set("notes", &payment.notes);
    let form = Form::new(lang, data.unwrap_or(&stored), errors);
    let amount = |label: &str, minor: i64| html! { @if minor != 0 { div { dt { (lang.t(label)) } dd { (money(lang, &payment, minor)) } } } };
    let body = html! {
        p.crumbs { a href=(who.path(&format!("/{}", way.path()))) { (lang.t(way.path())) } }
        (head(&title, html! { @if who.may(R::PostEntries) && posted {
            (Confirm::new(lang, &void, lang.t("payment-void"), lang.t("payment-void-question")).about(lang.t("payment-void-about")).class("btn danger"))
            @if left != 0 { a.btn.primary href=(format!("{path}/allocation")) { (lang.t("payment-allocate")) } }
        } }))
        p.lead { (contact.name) " " (tag(lang, &payment, left)) }
        div.split {
            div.stack {
                (table(lang, who, &payment, &settled, left))
                @if who.may(R::PostEntries) {
                    section.card { header.line { h2 { (lang.t("payment-texts")) } } div.body {
                        form.stack method="post" action=(path) data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
                            (components::version(payment.version))
                            (components::conflict(lang, conflict))
                            (form.summary())
                            (form.field("reference").label(lang.t("payment-reference")).optional())
                            (form.field("notes").area().optional())
                            p { button.btn type="submit" { (lang.t("save")) } }
                        }
                    } }
                }
            }
            section.card { div.body { dl.facts {
                div { dt { (lang.t("document-contact")) } dd { a.link href=(who.path(&format!("/contacts/{}", contact.id))) { (contact.name) } } }
                div { dt { (lang.t("field-date")) } dd { (format::stored_date(lang, &payment.date)) } }
                div { dt { (lang.t("document-amount")) } dd { (money(lang, &payment, payment.amount)) } }
                (amount("payment-withheld", payment.withheld))
                (amount("payment-charges", payment.charges))
                @if let Some(account) = &account { div { dt { (lang.t("payment-account")) } dd { (account.label()) } } }
                @if !payment.rate.is_empty() { div { dt { (lang.t("field-currency")) } dd { (t!(lang, "document-at-rate", currency = payment.currency.as_str(), rate = format::decimal(lang, &payment.rate))) } } }
                @if !who.may(R::PostEntries) && !payment.reference.is_empty() { div { dt { (lang.t("payment-reference")) } dd { (payment.reference) } } }
                div { dt { (lang.t("document-entry")) } dd { a.link href=(who.path(&format!("/journal-entries/{}", entry.id))) { (entries::name(lang, &entry)) } } }
                div { dt { (lang.t("payment-recorded-by")) } dd { (by) br; span.muted { (format::instant(lang, &who.user.time_zone, payment.created_at)) } } }
            } } }
        }
    };
    framed(platform, who, way.path(), &title, &body).await
}

pub async fn show(platform: Platform, who: InOrganization, way: Way, id: Id) -> Outcome {
    Ok(layout::page(page(&platform, &who, way, id, None, (&Invalid::new(), &[])).await?))
}

/// Changes what a payment says beside its amounts.
pub async fn change(platform: Platform, who: InOrganization, way: Way, id: Id, data: FormData) -> Outcome {
    let texts = (Some(data.get("reference")), Some(data.get("notes")));
    let tx = platform.db.begin().await?;
    match actions::change(&tx, who.organization, (way, id, components::version_of(&data)), texts, allowed(&platform, &who)).await {
        Ok(payment) => {
            tx.commit().await?;
            Ok(layout::see(&platform, &path_of(&who, way, id), Flash::new("flash-record-saved").name(&name(who.lang(), &payment))))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            Ok(layout::unprocessable(page(&platform, &who, way, id, Some(&data), (&errors, &[])).await?))
        }
        Err(Error::Stale(_)) => {
            drop(tx);
            let lang = who.lang();
            let stored = store::find_of(platform.db.read(), who.organization, way.word(), id).await?;
            let of = |field: &'static str, label: &str, stored: &str| Difference {
                field: field.into(),
                label: lang.t(label),
                stored: stored.to_owned(),
                typed: data.text(field),
            };
            let all = [of("reference", "payment-reference", &stored.reference), of("notes", "field-notes", &stored.notes)];
            let conflict: Vec<Difference> = all.into_iter().filter(|of| of.stored != of.typed).collect();
            Ok(layout::conflicting(page(&platform, &who, way, id, Some(&data), (&Invalid::new(), &conflict)).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// Undoes a payment: what it settled is open again.
pub async fn void(platform: Platform, who: InOrganization, way: Way, id: Id) -> Outcome {
    let reason = who.lang().t("payment-void-reason");
    let tx = platform.db.begin().await?;
    let payment = actions::void(&tx, who.organization, (way, id), &reason, allowed(&platform, &who)).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &path_of(&who, way, id), Flash::new("flash-payment-voided").name(&name(who.lang(), &payment))))
}

async fn asking(platform: &Platform, who: &InOrganization, way: Way, id: Id, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let payment = store::find_of(db, who.organization, way.word(), id).await?;
    let currency = payment.own_currency()?;
    let left: i64 = open::left(db, who.organization, &[id]).await?.into_values().sum();
    let (items, more) = settles::open_of(platform, who.organization, way, payment.contact_id, &payment.currency).await?;
    let contact = contacts::find(db, who.organization, payment.contact_id).await?;
    let path = path_of(who, way, id);
    let title = lang.t("payment-allocate");
    let form = Form::new(lang, data, errors);
    let body = html! { div.medium {
        p.crumbs { a href=(path) { (name(lang, &payment)) } }
        (head(&title, html! {}))
        form.stack method="post" action=(format!("{path}/allocation")) data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
            (form.summary_as(&settles::labels(lang, errors)))
            p.lead { (contact.name) " · " (t!(lang, "payment-leaves", amount = money(lang, &payment, left.abs()))) }
            (settles::table(who, &items, more, data, errors, currency))
            div.foot { button.btn.primary type="submit" { (lang.t("payment-allocate")) } a.btn.quiet href=(path) { (lang.t("cancel")) } }
        }
    } };
    framed(platform, who, way.path(), &title, &body).await
}

/// Asks what is settled by what a payment left over.
pub async fn allocation(platform: Platform, who: InOrganization, way: Way, id: Id) -> Outcome {
    Ok(layout::page(asking(&platform, &who, way, id, &FormData::default(), &Invalid::new()).await?))
}

pub async fn allocate(platform: Platform, who: InOrganization, way: Way, id: Id, data: FormData) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let payment = store::find_of(db, who.organization, way.word(), id).await?;
    let left: i64 = open::left(db, who.organization, &[id]).await?.into_values().sum();
    let (items, _) = settles::open_of(&platform, who.organization, way, payment.contact_id, &payment.currency).await?;
    let allocations = settles::read(lang, &data, &items, left.abs(), payment.own_currency()?);
    let typed: Vec<_> = allocations.iter().map(|(_, of)| of.clone()).collect();
    let tx = platform.db.begin().await?;
    match actions::allocate(&tx, who.organization, (way, id), &typed, allowed(&platform, &who)).await {
        Ok(payment) => {
            tx.commit().await?;
            Ok(layout::see(&platform, &path_of(&who, way, id), Flash::new("flash-payment-allocated").name(&name(lang, &payment))))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            let errors = settles::placed(errors, &allocations);
            Ok(layout::unprocessable(asking(&platform, &who, way, id, &data, &errors).await?))
        }
        Err(error) => Err(error.into()),
    }
}
