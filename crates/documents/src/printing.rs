//! Printing a document: the sheet that was frozen when it was issued, or what a draft would say.

use despacho_kernel::Id;
use despacho_paper::{Paper, Printer, Sheet};
use despacho_platform::{Error, Platform, Result, sql::Connection};
use despacho_settings::preferences::logo;

use crate::{document::Document, ground::Ground, paper, store};

/// What the paper of a document says: as it was issued, or as it stands.
pub async fn sheet(db: &dyn Connection, document: &Document, now: i64) -> Result<Sheet> {
    if document.sheet.is_empty() {
        let ground = Ground::of(db, document.organization_id, now).await?;
        let whole = store::whole(db, document.clone()).await?;
        return paper::sheet(db, &ground, &whole).await;
    }
    serde_json::from_str(&document.sheet).map_err(|e| Error::Other(format!("sheet of document {}: {e}", document.id)))
}

/// The logo's file and bytes.
async fn logo_of(db: &dyn Connection, organization: Id) -> Result<Option<(&'static str, Vec<u8>)>> {
    let found = logo::logo(db, organization).await?;
    Ok(found.map(|(media_type, bytes)| (if media_type == "image/png" { "logo.png" } else { "logo.jpg" }, bytes.to_vec())))
}

/// A document on paper.
pub async fn print(platform: &Platform, printer: &Printer, document: &Document, paper: Paper) -> Result<Vec<u8>> {
    let db = platform.db.read();
    let mut sheet = sheet(db, document, platform.clock.now()).await?;
    let logo = if sheet.logo.is_empty() { None } else { logo_of(db, document.organization_id).await? };
    sheet.logo = logo.as_ref().map_or_else(String::new, |(name, _)| (*name).to_owned());
    printer.print(sheet, logo.map(|(_, bytes)| bytes), paper).await.map_err(|fault| Error::Conflict(fault.word()))
}

/// All its pages.
pub async fn pdf(platform: &Platform, printer: &Printer, document: &Document) -> Result<Vec<u8>> {
    print(platform, printer, document, Paper::Pdf).await
}
