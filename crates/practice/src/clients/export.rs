//! The list of clients as CSV or XLSX.

use axum::{extract::State, response::Response};
use despacho_kernel::{Id, Invalid, access::Application};
use despacho_platform::{Error, Platform, Result, i18n::Lang};
use despacho_ui::{InPractice, Outcome, Query, components::application_name, forms::FormData, layout};
use serde::Deserialize;

use super::{
    client::Client,
    filter::{ListFilter, Status, visible_to},
    form_pages::kind_label,
    list_pages::{ListParams, selected},
    store,
};

/// Most clients of one file.
const MAX: i64 = 50_000;

const HEADINGS: [&str; 16] = [
    "display-name",
    "client-type",
    "business-name",
    "first-name",
    "last-name",
    "tax-id",
    "email",
    "phone",
    "mobile",
    "website",
    "country",
    "city",
    "currency",
    "applications",
    "tags",
    "status",
];

fn row(lang: Lang, c: &Client, applications: &[Application]) -> Vec<String> {
    vec![
        c.display_name.clone(),
        kind_label(lang, &c.kind),
        c.business_name.clone(),
        c.first_name.clone(),
        c.last_name.clone(),
        c.tax_id.clone(),
        c.email.clone(),
        c.phone.clone(),
        c.mobile.clone(),
        c.website.clone(),
        c.country.clone(),
        c.billing_address.city.clone(),
        c.currency.clone(),
        applications.iter().map(|a| application_name(lang, *a)).collect::<Vec<_>>().join(", "),
        c.tags.join(", "),
        lang.t(if c.active { "state-active" } else { "state-inactive" }),
    ]
}

async fn file(platform: &Platform, who: &InPractice, filter: &ListFilter, kind: &str) -> Result<Response> {
    let (lang, db) = (who.lang(), platform.db.read());
    let total = store::count(db, who.practice, filter).await?;
    if total > MAX {
        // Half a file that looks whole would be worse than none.
        return Err(Invalid::too_many("clients", MAX).into());
    }
    let clients = store::list(db, who.practice, filter, MAX, 0).await?;
    let ids: Vec<Id> = clients.iter().map(|c| c.id).collect();
    let applications = store::applications_of(db, who.practice, &ids).await?;
    let headings = HEADINGS.map(|key| lang.t(&format!("field-{key}")));
    let rows = clients.iter().map(|c| row(lang, c, applications.get(&c.id).map_or(&[], Vec::as_slice)));
    let other = |e: despacho_sheets::Error| Error::Other(e.to_string());
    let name = lang.t("clients-file");
    if kind == "xlsx" {
        let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        return Ok(layout::download(&format!("{name}.xlsx"), media, despacho_sheets::xlsx(&headings, rows).map_err(other)?));
    }
    // Spanish spreadsheets take a comma for a decimal mark, and separate lists by semicolons.
    let separator = if lang == Lang::Es { ';' } else { ',' };
    Ok(layout::download(&format!("{name}.csv"), "text/csv; charset=utf-8", despacho_sheets::csv(&headings, rows, separator).map_err(other)?))
}

#[derive(Deserialize)]
pub(super) struct Format {
    #[serde(default)]
    format: String,
}

/// The list as it is filtered and sorted.
pub(super) async fn export(State(platform): State<Platform>, who: InPractice, Query(params): Query<ListParams>, Query(format): Query<Format>) -> Outcome {
    Ok(file(&platform, &who, &params.filter(&who), &format.format).await?)
}

/// The clients that were ticked.
pub(super) async fn selection(State(platform): State<Platform>, who: InPractice, data: FormData) -> Outcome {
    let ids = Some(selected(&data)?);
    let filter = ListFilter { ids, status: Status::All, visible_to: visible_to(&who), ..ListFilter::default() };
    Ok(file(&platform, &who, &filter, data.get("format")).await?)
}
