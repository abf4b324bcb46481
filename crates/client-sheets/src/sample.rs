//! A file with every column, to be filled.

use axum::extract::State;
use despacho_platform::{Error, Platform, i18n::Lang};
use despacho_practice::practices::store as practices;
use despacho_ui::{InPractice, Outcome, Query, layout};
use serde::Deserialize;

use crate::targets;

/// The key's end of what no key can hold.
pub fn word_of(text: &str) -> String {
    match text {
        ";" => "semicolon".into(),
        "," => "comma".into(),
        "\t" => "tab".into(),
        "|" => "bar".into(),
        other => other.to_owned(),
    }
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    language: String,
    #[serde(default)]
    format: String,
}

/// What stands in a field of the sample's one row.
fn example(lang: Lang, name: &str) -> String {
    match name {
        "client_type" => lang.t("client-type-business"),
        "first_name" => "Ana".into(),
        "last_name" => "Ejemplo Ficticio".into(),
        "legal_name" => "Viveros Ejemplo, S. L.".into(),
        "business_name" | "display_name" => "Viveros Ejemplo".into(),
        "email" => "viveros@ejemplo.example".into(),
        "tax_id" => "B99030017".into(),
        "phone" => "912 555 010".into(),
        "mobile" => "600 555 010".into(),
        "website" => "https://viveros.example".into(),
        "tags" => lang.t("sheet-sample-tags"),
        "billing_address.country" => despacho_ui::components::country_name(lang, "ES"),
        "billing_address.street1" => "Calle Inventada, 1".into(),
        "billing_address.postal_code" => "28001".into(),
        "billing_address.city" | "billing_address.state" => "Madrid".into(),
        "external_id" => "0001".into(),
        "status" => lang.t("state-active"),
        "invite_client" => lang.t("no"),
        "contact.name" => "Eva Inventada".into(),
        "contact.email" => "eva@ejemplo.example".into(),
        _ => String::new(),
    }
}

pub async fn download(State(platform): State<Platform>, who: InPractice, Query(asked): Query<Asked>) -> Outcome {
    let lang = match asked.language.as_str() {
        "es" => Lang::Es,
        "en" => Lang::En,
        _ => who.lang(),
    };
    let own = practices::custom_fields(platform.db.read(), who.practice).await?;
    let mut known = targets::targets(lang, &own);
    // Two columns of one heading could not be told apart: the fields of contact persons have theirs.
    let mut seen = std::collections::HashSet::new();
    known.retain(|target| seen.insert(targets::key(&target.label)));
    let headings: Vec<String> = known.iter().map(|target| target.label.clone()).collect();
    let row: Vec<String> = known.iter().map(|target| example(lang, &target.name)).collect();
    let name = lang.t("sheet-sample-file");
    let failed = |e: despacho_sheets::Error| Error::Other(e.to_string());
    Ok(match asked.format.as_str() {
        "xlsx" => {
            let bytes = despacho_sheets::xlsx(&lang.t("clients"), &headings, std::iter::once(row)).map_err(failed)?;
            layout::download(&format!("{name}.xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes)
        }
        _ => {
            let separator = if lang == Lang::Es { ';' } else { ',' };
            let bytes = despacho_sheets::csv(&headings, std::iter::once(row), separator).map_err(failed)?;
            layout::download(&format!("{name}.csv"), "text/csv; charset=utf-8", bytes)
        }
    })
}
