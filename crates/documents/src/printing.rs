//! Printing a document: the sheet that was frozen when it was issued, or what a draft would say.

use despacho_kernel::Id;
use despacho_paper::{Paper, Printer, Sheet};
use despacho_platform::{Error, Platform, Result, files, memberships, sql::Connection};
use despacho_settings::preferences::logo;

use crate::{
    document::Document,
    ground::Ground,
    mailing::store::{self as papers, KeptPaper},
    paper, store,
};

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
    let sheet = sheet(platform.db.read(), document, platform.clock.now()).await?;
    on_paper(platform, printer, document.organization_id, sheet, paper).await
}

/// All pages of any sheet, with the organization's logo where the sheet has one.
///
/// Errors: the word of why it was not printed, as a conflict.
pub async fn print_sheet(platform: &Platform, printer: &Printer, organization: Id, sheet: Sheet) -> Result<Vec<u8>> {
    on_paper(platform, printer, organization, sheet, Paper::Pdf).await
}

async fn on_paper(platform: &Platform, printer: &Printer, organization: Id, mut sheet: Sheet, paper: Paper) -> Result<Vec<u8>> {
    let logo = if sheet.logo.is_empty() { None } else { logo_of(platform.db.read(), organization).await? };
    sheet.logo = logo.as_ref().map_or_else(String::new, |(name, _)| (*name).to_owned());
    printer.print(sheet, logo.map(|(_, bytes)| bytes), paper).await.map_err(|fault| Error::Conflict(fault.word()))
}

/// All its pages. Of an issued document they are printed once and kept: whoever asks again is given the same bytes.
pub async fn pdf(platform: &Platform, printer: &Printer, document: &Document) -> Result<Vec<u8>> {
    if document.sheet.is_empty() {
        return print(platform, printer, document, Paper::Pdf).await;
    }
    if let Some(bytes) = kept(platform, document).await? {
        return Ok(bytes);
    }
    let bytes = print(platform, printer, document, Paper::Pdf).await?;
    let file = files::incoming::keep(platform, document.organization_id, &bytes).await?;
    let tx = platform.db.begin().await?;
    memberships::hold(&tx, document.organization_id).await?;
    // Somebody else may have printed it meanwhile: theirs stays.
    if papers::paper(&tx, document.organization_id, document.id).await?.is_none() {
        let file = files::add(&tx, platform, document.organization_id, &file).await?;
        let (organization_id, document_id, printed_at) = (document.organization_id, document.id, platform.clock.now());
        papers::insert_paper(&tx, &KeptPaper { organization_id, document_id, file_id: file.id, printed_at }).await?;
        tx.commit().await?;
        return Ok(bytes);
    }
    drop(tx);
    kept(platform, document).await?.ok_or(Error::NotFound)
}

/// What was printed of it, if anything was.
async fn kept(platform: &Platform, document: &Document) -> Result<Option<Vec<u8>>> {
    let db = platform.db.read();
    let Some(paper) = papers::paper(db, document.organization_id, document.id).await? else { return Ok(None) };
    let file = files::store::find(db, document.organization_id, paper.file_id).await?;
    Ok(Some(files::read(platform, &file).await?))
}

/// A document's paper as a file of its number.
pub fn file_name(number: &str) -> String {
    let name: String = number.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' }).collect();
    format!("{}.pdf", if name.is_empty() { "draft" } else { &name })
}
