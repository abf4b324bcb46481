//! Keeping what a form holds: as a draft, or issued at once.

use axum::http::HeaderMap;
use despacho_contacts::store as contacts;
use despacho_kernel::{Difference, Id, Invalid, new_id};
use despacho_ledger::{allowed::allowed, api::common::currency};
use despacho_platform::{Error, Platform, Result, Tx, i18n::Lang, sql::Connection};
use despacho_ui::{
    InOrganization, Outcome,
    claim::{self, Claimed},
    components,
    flash::Flash,
    format,
    forms::FormData,
    layout,
};

use super::{
    super::rows::{issued, path_of},
    page::{self, Of, Told, currency_of},
    sheet::{self, Sent},
};
use crate::{actions, document::Document, issue, kind::Kind, store, typed::TypedDocument, typing};

/// What is kept of what was typed.
async fn save(tx: &Tx, platform: &Platform, who: &InOrganization, (kind, of): (Kind, Of<'_>), plain: &TypedDocument, data: &FormData) -> Result<Document> {
    let (issues, allowed) = (data.get("do") == "issue", allowed(platform, who));
    match of {
        Of::New => Ok(actions::create(tx, who.organization, (kind, issues), plain, allowed).await?.0),
        Of::Draft(document) => {
            let seen = (kind, document.id, components::version_of(data));
            let (changed, _) = actions::change(tx, who.organization, seen, plain, allowed).await?;
            if issues { issue::issue(tx, who.organization, (kind, changed.id, None), allowed).await } else { Ok(changed) }
        }
    }
}

/// Keeps it once, however often it is sent; answers where it leads where it was sent before.
async fn once(
    platform: &Platform,
    who: &InOrganization,
    (kind, of): (Kind, Of<'_>),
    plain: &TypedDocument,
    data: &FormData,
) -> Result<std::result::Result<Document, String>> {
    let tx = platform.db.begin().await?;
    let claim = match claim::claimed(&tx, platform, who, kind.word(), data, "lines").await? {
        Claimed::Before(path) => return Ok(Err(path)),
        Claimed::Now(claim) => claim,
    };
    let document = save(&tx, platform, who, (kind, of), plain, data).await?;
    claim::answer(&tx, claim, &path_of(who, kind, document.id)).await?;
    tx.commit().await?;
    Ok(Ok(document))
}

/// The contact that was chosen, or, where scripts do not run, whose number was typed.
pub async fn contact_of(db: &dyn Connection, organization: Id, chosen: Option<Id>, data: &FormData) -> Result<Option<Id>> {
    match (chosen, data.get("contact_id.key").trim().parse()) {
        (None, Ok(number)) => Ok(contacts::of_numbers(db, organization, &[number]).await?.pop().map(|contact| contact.id)),
        (chosen, _) => Ok(chosen),
    }
}

async fn sent(platform: &Platform, who: &InOrganization, data: &FormData) -> Result<Sent> {
    let Sent { typed, places } = sheet::sent(data);
    let contact_id = contact_of(platform.db.read(), who.organization, typed.contact_id, data).await?;
    Ok(Sent { typed: TypedDocument { contact_id, ..typed }, places })
}

/// Whether nothing is to be kept, or shown again, but what the document comes to.
pub fn is_sketch(headers: &HeaderMap, data: &FormData) -> bool {
    !["draft", "issue"].contains(&data.get("do")) && headers.get("turbo-frame").is_some()
}

/// What a document comes to as it is typed.
pub async fn sketch(platform: &Platform, who: &InOrganization, kind: Kind, data: &FormData) -> Outcome {
    let Sent { typed, places } = sent(platform, who, data).await?;
    let sketch = page::sketched(platform, who, kind, &typed, &places).await?;
    Ok(layout::page(sketch.card(who.lang())))
}

/// Saves what was typed, or shows it again with what it comes to or what is wrong.
pub async fn keep(platform: &Platform, who: &InOrganization, (kind, of): (Kind, Of<'_>), data: &FormData) -> Outcome {
    let lang = who.lang();
    let Sent { typed, .. } = sent(platform, who, data).await?;
    let again = async |errors: &Invalid, conflict: &[Difference], more: bool| {
        // What was saved with this key said something else: saved again, it is another document.
        let key = if errors.0.iter().any(|error| error.code == "sent_before") { new_id().to_string() } else { data.text("key") };
        page::page(platform, who, (kind, of), &typed, Told { errors, conflict, key, more }).await
    };
    if !["draft", "issue"].contains(&data.get("do")) {
        return Ok(layout::page(again(&Invalid::new(), &[], data.get("do") == "rows").await?));
    }
    let base = currency(platform, who.organization).await?;
    let plain = sheet::stored(&typed, lang, currency_of(&typed, base));
    let (errors, conflict) = match once(platform, who, (kind, of), &plain, data).await {
        Ok(Ok(document)) => {
            let flash = if document.number.is_empty() { Flash::new("flash-document-kept") } else { issued(lang, kind, &document) };
            return Ok(layout::see(platform, &path_of(who, kind, document.id), flash));
        }
        Ok(Err(path)) => return Ok(layout::see(platform, &path, Flash::default())),
        Err(Error::Invalid(errors)) => (errors, vec![]),
        Err(Error::Stale(_)) => match of {
            Of::Draft(document) => (Invalid::new(), differences(platform.db.read(), lang, document, &plain).await?),
            Of::New => return Err(Error::Stale(vec![]).into()),
        },
        Err(error) => return Err(error.into()),
    };
    let shown = again(&errors, &conflict, false).await?;
    Ok(if conflict.is_empty() { layout::unprocessable(shown) } else { layout::conflicting(shown) })
}

/// A document's lines as a sentence has them.
pub fn told(lang: Lang, typed: &TypedDocument) -> String {
    let line = |line: &crate::typed::TypedLine| {
        let taxes: Vec<&str> = line.taxes.iter().flatten().map(|tax| tax.code()).collect();
        let quantity = if line.quantity.is_empty() { "1" } else { &line.quantity };
        format!("{} {} × {} {}", line.description, format::decimal(lang, quantity), format::decimal(lang, &line.unit_price), taxes.join(" "))
    };
    typed.lines.iter().map(line).collect::<Vec<_>>().join("; ")
}

/// What somebody saved meanwhile, field by field, against what is typed.
async fn differences(db: &dyn Connection, lang: Lang, document: &Document, typed: &TypedDocument) -> Result<Vec<Difference>> {
    let whole = store::whole(db, document.clone()).await?;
    let stored = typing::typed(db, &whole).await?;
    let name = |id: Option<Id>| id.map(|id| id.to_string()).unwrap_or_default();
    let day = |text: &str| format::stored_date(lang, text);
    let mut contacts = vec![];
    for of in [&stored, typed] {
        let ids: Vec<Id> = of.contact_id.into_iter().collect();
        contacts.push(
            contacts::of_ids(db, document.organization_id, &ids)
                .await?
                .pop()
                .map_or_else(|| name(of.contact_id), |contact| contact.name),
        );
    }
    let all = [
        ("contact_id", "document-contact", contacts[0].clone(), contacts[1].clone()),
        ("date", "field-date", day(&stored.date), day(&typed.date)),
        ("due_date", "document-due-on", day(&stored.due_date), if typed.due_date.is_empty() { day(&stored.due_date) } else { day(&typed.due_date) }),
        ("reference", "document-reference", stored.reference.clone(), typed.reference.clone()),
        ("vendor_number", "document-vendor-number", stored.vendor_number.clone(), typed.vendor_number.clone()),
        ("reason", "document-reason", stored.reason.clone(), typed.reason.clone()),
        ("notes", "field-notes", stored.notes.clone(), typed.notes.clone()),
        ("lines", "document-lines", told(lang, &stored), told(lang, typed)),
    ];
    let difference =
        |(field, label, stored, typed): (&'static str, &str, String, String)| Difference { field: field.into(), label: lang.t(label), stored, typed };
    let found: Vec<Difference> = all.into_iter().map(difference).filter(|of| of.stored != of.typed).collect();
    // Somebody saved the same: it is told all the same, and saved over.
    let same = || Difference { field: "lines".into(), label: lang.t("document-lines"), stored: told(lang, &stored), typed: told(lang, typed) };
    Ok(if found.is_empty() { vec![same()] } else { found })
}
