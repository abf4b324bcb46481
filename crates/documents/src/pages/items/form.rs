//! The form and the profile of an item.

use axum::extract::State;
use despacho_kernel::{Difference, FieldError, Id, Invalid, access::OrganizationRight as R, number::decimal};
use despacho_ledger::{accounts::preferences::CHART, api::common::currency};
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Error, Platform, Result, i18n::Lang, sql::Connection};
use despacho_settings::{
    Apps,
    lists::offer::{self, By},
};
use despacho_taxes::tax::Direction;
use despacho_ui::{
    InOrganization, Outcome, Path,
    components::{self, head},
    confirm::Confirm,
    fields::notation,
    flash::Flash,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::super::{choices, rows::price};
use crate::{
    ground::Ground,
    items::{
        actions,
        item::{Item, KIND, KINDS, TypedItem},
        store,
    },
    typing,
};

/// The item that a path names.
#[derive(Deserialize)]
pub struct OfItem {
    pub item: Id,
}

/// The two sides of an item, by the word that its fields begin with.
const SIDES: [(&str, Direction); 2] = [("sale", Direction::Sale), ("purchase", Direction::Purchase)];

fn path_of(who: &InOrganization, id: Id, rest: &str) -> String {
    who.path(&format!("/items/{id}{rest}"))
}

/// An item as its form holds it.
async fn filled(db: &dyn Connection, lang: Lang, item: &Item) -> Result<FormData> {
    let codes = typing::codes(db, item.organization_id, [item.sale_account_id, item.purchase_account_id].into_iter().flatten().collect()).await?;
    let code = |id: Option<Id>| id.and_then(|id| codes.get(&id)).cloned().unwrap_or_default();
    let digits = organizations::currency(db, item.organization_id).await?.digits;
    let mut data = FormData::default();
    data.set("name", &item.name).set("sku", &item.sku).set("kind", &item.kind).set("unit", &item.unit);
    data.set("sale_price", price(lang, &item.sale_price, digits))
        .set("purchase_price", price(lang, &item.purchase_price, digits));
    data.set("sale_description", &item.sale_description).set("purchase_description", &item.purchase_description);
    data.set("sale_account_code", code(item.sale_account_id)).set("purchase_account_code", code(item.purchase_account_id));
    for (name, taxes) in [("sale_taxes", &item.sale_taxes), ("purchase_taxes", &item.purchase_taxes)] {
        for tax in taxes.lines() {
            data.set(name, tax);
        }
    }
    data.set("active", if item.active { "yes" } else { "" });
    Ok(data)
}

/// What a form says, with its numbers as they are stored; what is none stays as it is, for its error to be told.
fn typed(lang: Lang, data: &FormData) -> TypedItem {
    let price = |name: &str| match data.get(name).trim() {
        "" => String::new(),
        text => decimal(text, notation(lang), 6).map_or_else(|_| text.to_owned(), |number| number.to_string()),
    };
    TypedItem {
        name: data.text("name"),
        sku: data.text("sku"),
        kind: data.text("kind"),
        unit: data.text("unit"),
        sale_price: price("sale_price"),
        sale_description: data.text("sale_description"),
        sale_account_code: data.text("sale_account_code"),
        sale_taxes: data.all("sale_taxes"),
        purchase_price: price("purchase_price"),
        purchase_description: data.text("purchase_description"),
        purchase_account_code: data.text("purchase_account_code"),
        purchase_taxes: data.all("purchase_taxes"),
        active: Some(data.has("active")),
    }
}

/// Errors of a tax among several stand at them all.
fn placed(errors: &Invalid) -> Invalid {
    let place = |error: &FieldError| FieldError { field: error.field.split('[').next().unwrap_or_default().to_owned(), ..error.clone() };
    Invalid(errors.0.iter().map(place).collect())
}

/// The fields of one side.
async fn side(platform: &Platform, who: &InOrganization, form: &Form<'_>, (word, direction): (&str, Direction), ground: &Ground) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let [price, account, taxes, described] = ["price", "account_code", "taxes", "description"].map(|field| format!("{word}_{field}"));
    let code = &ground.currency.code;
    let offered = offer::rows(platform, who, &CHART, By::Key, std::slice::from_ref(&form.data.text(&account))).await?;
    let field = form.field(&account).label(lang.t("document-account")).optional().span(4);
    let field = offered.into_field(field, lang.t("document-usual-account")).searched(who.path("/reports/accounts"), "key");
    let offered = choices::of(db, who.organization, &ground.taxes, (direction, ground.today), lang).await?;
    let options: Vec<(String, String)> = offered.into_iter().map(|tax| (tax.code.clone(), format!("{} · {}", tax.code, tax.label))).collect();
    let chosen = form.data.all(&taxes);
    let wrong = form.errors.0.iter().any(|error| error.field == taxes);
    Ok(html! {
        section.card { header.line { h2 { (lang.t(&format!("item-{word}"))) } } div.body.grid {
            (form.field(&price).label(format!("{} ({code})", lang.t("document-price"))).optional().span(2))
            (field)
            (form.field(&described).label(lang.t("item-description")).help(lang.t("item-description-help")).area().optional())
            details.c6 open[wrong || !chosen.is_empty()] {
                summary.linkish { (lang.t("item-taxes")) }
                div.apart-top { (form.checks(&taxes, &lang.t("document-taxes"), &options, Some(&lang.t("item-taxes-help")))) }
            }
        } }
    })
}

async fn page(
    platform: &Platform,
    who: &InOrganization,
    stored: Option<&Item>,
    data: &FormData,
    (errors, conflict): (&Invalid, &[Difference]),
) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let errors = placed(errors);
    let form = Form::new(lang, data, &errors);
    let ground = Ground::of(db, who.organization, platform.clock.now()).await?;
    let title = stored.map_or_else(|| lang.t("item-new"), |item| item.name.clone());
    let back = stored.map_or_else(|| who.path("/items"), |item| path_of(who, item.id, ""));
    let action = back.clone();
    let kinds = KINDS.iter().map(|word| ((*word).to_owned(), lang.t(&format!("item-kind-{word}")))).collect();
    let labels = [
        "sale_price",
        "purchase_price",
        "sale_account_code",
        "purchase_account_code",
        "sale_taxes",
        "purchase_taxes",
        "sale_description",
        "purchase_description",
    ];
    let labels: Vec<(&str, String)> = labels
        .into_iter()
        .map(|field| (field, lang.t(&format!("item-{}", field.replace('_', "-")))))
        .chain([("sku", lang.t("item-sku")), ("unit", lang.t("item-unit"))])
        .collect();
    let body = html! { div.medium {
        p.crumbs { a href=(who.path("/items")) { (lang.t("items-title")) } }
        (head(&title, html! {}))
        form.stack method="post" action=(action) data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
            @if let Some(item) = stored { (components::version(item.version)) }
            (components::conflict(lang, conflict))
            (form.summary_as(&labels))
            section.card { div.body.grid {
                (form.field("name").span(4).focused())
                (form.field("sku").label(lang.t("item-sku")).optional().span(2))
                (form.field("kind").label(lang.t("item-kind")).select(kinds).span(3))
                (form.field("unit").label(lang.t("item-unit")).help(lang.t("item-unit-help")).optional().span(3))
                @if stored.is_some() { div.c6 { (form.check("active", "yes", &lang.t("item-active"), Some(&lang.t("item-active-help")))) } } @else { input type="hidden" name="active" value="yes"; }
            } }
            @for of in SIDES { (side(platform, who, &form, of, &ground).await?) }
            div.foot { button.btn.primary type="submit" { (lang.t("save")) } a.btn.quiet href=(back) { (lang.t("cancel")) } }
        }
    } };
    framed(platform, who, "items", &title, &body).await
}

pub async fn new(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let item = Item { organization_id: who.organization, kind: KINDS[0].into(), active: true, ..Item::default() };
    let data = filled(platform.db.read(), who.lang(), &item).await?;
    Ok(layout::page(page(&platform, &who, None, &data, (&Invalid::new(), &[])).await?))
}

pub async fn edit(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfItem>) -> Outcome {
    let db = platform.db.read();
    let item = store::find(db, who.organization, of.item).await?;
    let data = filled(db, who.lang(), &item).await?;
    Ok(layout::page(page(&platform, &who, Some(&item), &data, (&Invalid::new(), &[])).await?))
}

/// What somebody saved meanwhile, field by field, against what is typed.
async fn differences(db: &dyn Connection, lang: Lang, item: &Item, data: &FormData) -> Result<Vec<Difference>> {
    let stored = filled(db, lang, item).await?;
    let fields = [
        "name",
        "sku",
        "kind",
        "unit",
        "sale_price",
        "sale_account_code",
        "sale_taxes",
        "sale_description",
        "purchase_price",
        "purchase_account_code",
        "purchase_taxes",
        "purchase_description",
        "active",
    ];
    let label = |field: &str| if field == "name" { lang.t("field-name") } else { lang.t(&format!("item-{}", field.replace('_', "-"))) };
    let of = |field: &str| Difference { field: field.to_owned(), label: label(field), stored: stored.all(field).join(", "), typed: data.all(field).join(", ") };
    Ok(fields.into_iter().map(of).filter(|of| of.stored != of.typed).collect())
}

async fn save(platform: &Platform, who: &InOrganization, id: Option<Id>, data: &FormData) -> Outcome {
    let (lang, by) = (who.lang(), (&who.user, platform.clock.now()));
    let typed = typed(lang, data);
    let tx = platform.db.begin().await?;
    let saved = match id {
        Some(id) => actions::change(&tx, who.organization, (id, components::version_of(data)), &typed, by).await,
        None => actions::create(&tx, who.organization, &typed, by).await,
    };
    let fault = match saved {
        Ok(item) => {
            tx.commit().await?;
            return Ok(layout::see(platform, &path_of(who, item.id, ""), Flash::new("flash-record-saved").name(&item.name)));
        }
        Err(error) => error,
    };
    drop(tx);
    let db = platform.db.read();
    let stored = match id {
        Some(id) => Some(store::find(db, who.organization, id).await?),
        None => None,
    };
    match (fault, &stored) {
        (Error::Invalid(errors), stored) => Ok(layout::unprocessable(page(platform, who, stored.as_ref(), data, (&errors, &[])).await?)),
        (Error::Stale(_), Some(item)) => {
            let conflict = differences(db, lang, item, data).await?;
            Ok(layout::conflicting(page(platform, who, Some(item), data, (&Invalid::new(), &conflict)).await?))
        }
        (error, _) => Err(error.into()),
    }
}

pub async fn create(State(platform): State<Platform>, who: InOrganization, data: FormData) -> Outcome {
    save(&platform, &who, None, &data).await
}

pub async fn update(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfItem>, data: FormData) -> Outcome {
    save(&platform, &who, Some(of.item), &data).await
}

pub async fn show(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfItem>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let item = store::find(db, who.organization, of.item).await?;
    let used = store::is_used(db, who.organization, item.id).await?;
    let recurs = apps.uses(db, who.organization, KIND, &[item.id]).await?;
    let data = filled(db, lang, &item).await?;
    let code = &currency(&platform, who.organization).await?.code;
    let deletion = path_of(&who, item.id, "/deletion");
    let fact = |label: String, value: String| html! { @if !value.is_empty() { div { dt { (label) } dd.letter { (value) } } } };
    let priced = |word: &str| match data.get(&format!("{word}_price")) {
        "" => String::new(),
        price => format!("{price} {code}"),
    };
    let body = html! {
        p.crumbs { a href=(who.path("/items")) { (lang.t("items-title")) } }
        (head(&item.name, html! { @if who.may(R::PostEntries) {
            @if !used && !recurs { (Confirm::new(lang, &deletion, lang.t("delete"), lang.t("item-delete-question")).about(lang.t("item-delete-about")).class("btn danger")) }
            a.btn.primary href=(path_of(&who, item.id, "/edit")) { (lang.t("edit")) }
        } }))
        @if recurs { p.note { (lang.t("item-recurs")) " " a.link href=(who.path("/recurring-invoices")) { (lang.t("nav-recurring-invoices")) } } }
        @if !item.active { p.lead { span.tag.warn { (lang.t("state-inactive")) } } }
        section.card { div.body { dl.facts {
            (fact(lang.t("item-sku"), item.sku.clone()))
            (fact(lang.t("item-kind"), lang.t(&format!("item-kind-{}", item.kind))))
            (fact(lang.t("item-unit"), item.unit.clone()))
        } } }
        div.halves.apart-top { @for (word, _) in SIDES {
            section.card { header.line { h2 { (lang.t(&format!("item-{word}"))) } } div.body { dl.facts {
                (fact(lang.t("document-price"), priced(word)))
                (fact(lang.t("document-account"), data.text(&format!("{word}_account_code"))))
                (fact(lang.t("document-taxes"), data.all(&format!("{word}_taxes")).join(", ")))
                (fact(lang.t("item-description"), data.text(&format!("{word}_description"))))
            } } }
        } }
    };
    Ok(layout::page(framed(&platform, &who, "items", &item.name, &body).await?))
}

pub async fn delete(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfItem>) -> Outcome {
    let tx = platform.db.begin().await?;
    actions::delete(&tx, &apps, who.organization, of.item, (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/items"), "flash-item-deleted"))
}
