//! What is done with a recurring invoice by a button.

use axum::extract::State as Shared;
use despacho_documents::{
    kind::Kind,
    pages::rows::{issued, path_of},
};
use despacho_kernel::Id;
use despacho_ledger::allowed::allowed;
use despacho_platform::{Error, Platform};
use despacho_ui::{InOrganization, Outcome, Path, flash::Flash, format, forms::FormData, layout};

use super::{
    path::{OfRecurring, path_to},
    view,
};
use crate::actions;

async fn set_active(platform: Platform, who: InOrganization, id: Id, active: bool) -> Outcome {
    let tx = platform.db.begin().await?;
    let after = actions::set_active(&tx, who.organization, id, active, allowed(&platform, &who)).await?;
    tx.commit().await?;
    platform.wake_workers();
    let flash = if active { "flash-recurring-invoice-resumed" } else { "flash-recurring-invoice-stopped" };
    Ok(layout::see(&platform, &path_to(&who, id), Flash::new(flash).name(&after.name)))
}

pub async fn stop(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRecurring>) -> Outcome {
    set_active(platform, who, of.recurring, false).await
}

pub async fn resume(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRecurring>) -> Outcome {
    set_active(platform, who, of.recurring, true).await
}

/// Makes the next one and leads to it; what stands against it is told where it was asked for.
pub async fn make(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRecurring>, data: FormData) -> Outcome {
    let tx = platform.db.begin().await?;
    match actions::make(&tx, who.organization, (of.recurring, data.get("day").parse().ok()), allowed(&platform, &who)).await {
        Ok((_, document)) => {
            tx.commit().await?;
            platform.wake_workers();
            let flash = if document.number.is_empty() { Flash::new("flash-recurring-invoice-drafted") } else { issued(who.lang(), Kind::Invoice, &document) };
            Ok(layout::see(&platform, &path_of(&who, Kind::Invoice, document.id), flash))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            Ok(layout::unprocessable(view::page(&platform, &who, of.recurring, Some(&errors)).await?))
        }
        // Asked twice, or somebody else was first: the page tells what is there now.
        Err(Error::Stale(_)) => Ok(layout::see(&platform, &path_to(&who, of.recurring), Flash::default())),
        Err(error) => Err(error.into()),
    }
}

/// Leaves the next time out.
pub async fn skip(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRecurring>, data: FormData) -> Outcome {
    let tx = platform.db.begin().await?;
    let skipped = match actions::skip(&tx, who.organization, (of.recurring, data.get("day").parse().ok()), allowed(&platform, &who)).await {
        Err(Error::Stale(_)) => return Ok(layout::see(&platform, &path_to(&who, of.recurring), Flash::default())),
        other => other?,
    };
    tx.commit().await?;
    platform.wake_workers();
    let flash = Flash::new("flash-recurring-invoice-skipped").name(&format::stored_date(who.lang(), &skipped.last_on));
    Ok(layout::see(&platform, &path_to(&who, of.recurring), flash))
}

pub async fn delete(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRecurring>) -> Outcome {
    let tx = platform.db.begin().await?;
    let gone = actions::delete(&tx, who.organization, of.recurring, allowed(&platform, &who)).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/recurring-invoices"), Flash::new("flash-recurring-invoice-deleted").name(&gone.name)))
}
