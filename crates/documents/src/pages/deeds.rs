//! What is done with a document by a button: issuing, deleting, what the customer says of an estimate, its invoice, and its paper.

use despacho_books::documents::Printer;
use despacho_kernel::Id;
use despacho_ledger::allowed::allowed;
use despacho_platform::{Error, Platform};
use despacho_ui::{InOrganization, Outcome, flash::Flash, layout};

use super::{
    form,
    rows::{issued, name, path_of},
};
use crate::{actions, api::documents::file, deeds, issue, kind::Kind, printing, store};

/// Issues a draft; what stands against it is told in its form.
pub async fn issue(platform: Platform, who: InOrganization, kind: Kind, id: Id) -> Outcome {
    let tx = platform.db.begin().await?;
    match issue::issue(&tx, who.organization, (kind, id, None), allowed(&platform, &who)).await {
        Ok(document) => {
            tx.commit().await?;
            Ok(layout::see(&platform, &path_of(&who, kind, id), issued(who.lang(), kind, &document)))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            Ok(layout::unprocessable(form::of_draft(&platform, &who, kind, id, &errors).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// Deletes a draft.
pub async fn delete(platform: Platform, who: InOrganization, kind: Kind, id: Id) -> Outcome {
    let tx = platform.db.begin().await?;
    actions::delete(&tx, who.organization, (kind, id), allowed(&platform, &who)).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path(&format!("/{}", kind.path())), "flash-document-deleted"))
}

/// Notes whether the customer takes an estimate.
pub async fn answer(platform: Platform, who: InOrganization, id: Id, accepts: bool) -> Outcome {
    let tx = platform.db.begin().await?;
    let document = deeds::answer(&tx, who.organization, id, accepts, allowed(&platform, &who)).await?;
    tx.commit().await?;
    let flash = Flash::new(if accepts { "flash-estimate-accepted" } else { "flash-estimate-declined" }).name(&name(who.lang(), &document));
    Ok(layout::see(&platform, &path_of(&who, Kind::Estimate, id), flash))
}

/// Makes the invoice of an estimate, or the bill of a purchase order, and leads to it.
pub async fn invoice(platform: Platform, who: InOrganization, kind: Kind, id: Id) -> Outcome {
    let tx = platform.db.begin().await?;
    let made = deeds::invoice(&tx, who.organization, (kind, id), allowed(&platform, &who)).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &path_of(&who, made.kind()?, made.id), "flash-document-kept"))
}

/// The paper of a document: as it was issued, or as a draft stands.
pub async fn paper(platform: Platform, printer: Printer, who: InOrganization, kind: Kind, id: Id) -> Outcome {
    let document = store::find_of(platform.db.read(), who.organization, kind.word(), id).await?;
    let bytes = printing::pdf(&platform, &printer, &document).await?;
    Ok(file(&document.number, bytes))
}
