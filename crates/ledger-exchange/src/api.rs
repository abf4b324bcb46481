//! The whole books in the formats of other programs.

use axum::{
    body::Body,
    extract::State as Shared,
    http::{HeaderValue, header},
    response::IntoResponse,
};
use despacho_kernel::access::OrganizationRight as R;
use despacho_ledger::{api::shapes, reports::Period};
use despacho_platform::{Error, Platform};
use despacho_ui::{Access, InOrganization, Outcome, Path, Query, Routes, openapi::Operation};
use futures_util::{StreamExt, stream};
use jiff::civil::Date;
use serde::Deserialize;

use crate::exports::{
    Format,
    export::{ALL_DAYS, Export},
};

pub fn routes(platform: &Platform) -> Routes {
    Routes::new(platform).api(
        Operation::get("/api/v1/organizations/{organization}/exports/{format}", "api-export")
            .asks("from", shapes::date())
            .asks("to", shapes::date())
            .answers_file()
            .answers_workbook(),
        Access::Organization(R::ReadLedger),
        export,
    )
}

#[derive(Deserialize)]
struct OfFormat {
    format: String,
}

#[derive(Debug, Default, Deserialize)]
struct Days {
    from: Option<Date>,
    to: Option<Date>,
}

async fn export(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfFormat>, Query(days): Query<Days>) -> Outcome {
    let format: Format = of.format.parse().map_err(|_| Error::NotFound)?;
    let period = Period { from: days.from.unwrap_or(ALL_DAYS.from), to: days.to.unwrap_or(ALL_DAYS.to) };
    let mut export = Export::open(platform.db.read(), who.organization, format, period).await?;
    // What cannot be made is told before anything is sent.
    let first = export.next(platform.db.read()).await?.unwrap_or_default();
    let rest = stream::try_unfold((export, platform), async |(mut export, platform)| {
        let piece = export.next(platform.db.read()).await?;
        Ok::<_, Error>(piece.map(|piece| (piece, (export, platform))))
    });
    let pieces = stream::once(async { Ok(first) }).chain(rest);
    let name = format!("attachment; filename=\"books.{}\"", format.word());
    let disposition = HeaderValue::from_str(&name).map_err(|e| Error::Other(e.to_string()))?;
    let kind = HeaderValue::from_static(match format {
        Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "text/plain; charset=utf-8",
    });
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], Body::from_stream(pieces)).into_response())
}
