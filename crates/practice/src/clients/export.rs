//! The list of clients as CSV or XLSX.

use axum::{extract::State, response::Response};
use despacho_kernel::{Id, access::Application};
use despacho_platform::{Error, Platform, Result, i18n::Lang};
use despacho_ui::{InPractice, Outcome, Query, components::application_name, format, forms::FormData, layout};
use serde::Deserialize;

use super::{
    Client, ListFilter, Status,
    form_pages::kind_label,
    list_pages::{ListParams, selected},
    store, visible_to,
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

fn row(lang: Lang, c: &Client, applications: &[Application]) -> [String; 16] {
    [
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
        c.billing.city.clone(),
        c.region.currency.clone(),
        applications.iter().map(|a| application_name(lang, *a)).collect::<Vec<_>>().join(", "),
        c.tags.join(", "),
        lang.t(if c.active { "state-active" } else { "state-inactive" }),
    ]
}

async fn file(platform: &Platform, who: &InPractice, filter: &ListFilter, kind: &str) -> Result<Response> {
    let (lang, db) = (who.lang(), platform.db.read());
    let clients = store::list(db, who.practice, filter, MAX, 0).await?;
    let ids: Vec<Id> = clients.iter().map(|c| c.id).collect();
    let applications = store::applications_of(db, who.practice, &ids).await?;
    let headings = HEADINGS.map(|key| lang.t(&format!("field-{key}")));
    let rows = clients.iter().map(|c| row(lang, c, applications.get(&c.id).map_or(&[], Vec::as_slice)));
    let other = |e: &dyn std::fmt::Display| Error::Other(e.to_string());
    match kind {
        "xlsx" => {
            let mut book = rust_xlsxwriter::Workbook::new();
            let bold = rust_xlsxwriter::Format::new().set_bold();
            let sheet = book.add_worksheet();
            for (column, heading) in (0u16..).zip(&headings) {
                sheet.write_with_format(0, column, heading, &bold).map_err(|e| other(&e))?;
            }
            for (at, row) in (1u32..).zip(rows) {
                for (column, text) in (0u16..).zip(row) {
                    sheet.write(at, column, text).map_err(|e| other(&e))?;
                }
            }
            let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            Ok(layout::download("clients.xlsx", kind, book.save_to_buffer().map_err(|e| other(&e))?))
        }
        _ => {
            // The mark tells spreadsheets that it is UTF-8.
            let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
            writer.write_record(&headings).map_err(|e| other(&e))?;
            for row in rows {
                writer.write_record(row.map(format::spreadsheet_text)).map_err(|e| other(&e))?;
            }
            Ok(layout::download("clients.csv", "text/csv; charset=utf-8", writer.into_inner().map_err(|e| other(&e))?))
        }
    }
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
