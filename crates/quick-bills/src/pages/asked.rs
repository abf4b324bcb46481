//! What the line asks for while one types: vendors, how their last bill was, and whether a number is there already.

use axum::{Json, extract::State, response::IntoResponse};
use despacho_documents::{document::Document, ground::Ground, kind::Kind, store as documents};
use despacho_kernel::{Id, Invalid, text::fold};
use despacho_platform::{Platform, Result, i18n::Lang, sql::Connection, t};
use despacho_ui::{InOrganization, Outcome, Query, format};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{days, last, vendor};

/// Vendors that a search answers.
const FOUND: i64 = 10;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    vendor: String,
    number: String,
    date: String,
    month: String,
    /// The bill that is put right.
    replaces: String,
}

/// The vendors that a text finds, and whom it could be made into.
pub async fn vendors(State(platform): State<Platform>, who: InOrganization, Query(asked): Query<Asked>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let text: String = asked.q.trim().chars().take(200).collect();
    let (found, exact) = vendor::search(db, who.organization, &text, FOUND).await?;
    let usual = Ground::of(db, who.organization, platform.clock.now()).await?.roles.account("payable", "vendor")?.code.clone();
    let controls = vendor::controls(db, who.organization, &found, &usual).await?;
    let item = |contact: &despacho_contacts::Contact| {
        let control = controls.get(&contact.id).map_or("", String::as_str);
        json!({ "code": format!("{control}.{}", contact.number), "name": contact.name, "amount": contact.tax_id, "label": vendor::label(control, contact) })
    };
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let is_tax_id = vendor::is_tax_id(&text);
    let offers = !exact && (is_tax_id || letters >= 3) && !found.iter().any(|contact| contact.name_key == fold(&text));
    let (name, tax_id) = if is_tax_id { ("", text.as_str()) } else { (text.as_str(), "") };
    let new = json!({ "account": usual, "name": name, "tax_id": tax_id, "label": t!(lang, "quick-bill-make-vendor", name = text.as_str()) });
    let items: Vec<Value> = found.iter().map(item).collect();
    let contacts = if offers { vec![new] } else { vec![] };
    Ok(Json(json!({ "items": items, "exact": exact, "contacts": contacts })).into_response())
}

/// How the last bill of a vendor was; nothing where it has none, or where nobody is meant.
pub async fn last(State(platform): State<Platform>, who: InOrganization, Query(asked): Query<Asked>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let Some(contact) = vendor::read(db, who.organization, &asked.vendor, &mut Invalid::new()).await? else { return Ok(Json(json!({})).into_response()) };
    let Some(last) = last::of(db, who.organization, contact.id).await? else { return Ok(Json(json!({})).into_response()) };
    let withholding = last.withheld.as_ref().map(|(_, rate)| format::decimal(lang, rate)).unwrap_or_default();
    Ok(Json(json!({
        "account": last.account.label(),
        "tax": last.tax(),
        "withholding": withholding,
        "told": t!(lang, "quick-bill-as-last", day = format::stored_date(lang, &last.bill.date), number = last.bill.vendor_number.as_str()),
    }))
    .into_response())
}

/// The other bill of a vendor with a number in a year, as a person reads it, with where it is.
pub async fn told_twin(db: &dyn Connection, who: &InOrganization, lang: Lang, id: Id) -> Result<(String, String)> {
    let other = documents::find_of(db, who.organization, Kind::Bill.word(), id).await?;
    let amount = format::money(lang, other.payable, other.own_currency()?);
    let message = t!(
        lang,
        "quick-bill-twin",
        number = if other.number.is_empty() { "—" } else { &other.number },
        day = format::stored_date(lang, &other.date),
        amount = amount
    );
    Ok((message, who.path(&format!("/bills/{id}"))))
}

/// Whether a number of a vendor is there already in its year.
pub async fn twin(State(platform): State<Platform>, who: InOrganization, Query(asked): Query<Asked>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let nothing = || Json(json!({})).into_response();
    let number = asked.number.trim();
    let day = days::read(&asked.date, &asked.month).or_else(|| days::first(&asked.month));
    let Some(day) = day.filter(|_| !number.is_empty()) else { return Ok(nothing()) };
    let Some(contact) = vendor::read(db, who.organization, &asked.vendor, &mut Invalid::new()).await? else { return Ok(nothing()) };
    let wanted = Document {
        organization_id: who.organization,
        id: asked.replaces.parse().unwrap_or_default(),
        contact_id: contact.id,
        kind: Kind::Bill.word().into(),
        vendor_number: number.into(),
        date: day.to_string(),
        ..Document::default()
    };
    let Some(id) = documents::twin(db, &wanted).await? else { return Ok(nothing()) };
    let (message, url) = told_twin(db, &who, lang, id).await?;
    Ok(Json(json!({ "message": message, "url": url, "see": lang.t("quick-bill-see") })).into_response())
}
