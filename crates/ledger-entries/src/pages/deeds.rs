//! What is done to a stored entry: a draft is posted or deleted, an entry is reversed.

use axum::extract::State as Shared;
use despacho_kernel::Invalid;
use despacho_ledger::{
    allowed::allowed,
    api::common::currency,
    journal::{
        days::Days,
        drafts, post as posting, sheet,
        store::{self, JournalEntry},
        typed::TypedEntry,
        view,
    },
};
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Error, Platform, Result};
use despacho_ui::{
    InOrganization, Outcome, Path,
    components::head,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};

use super::{
    form, rows,
    view::{OfEntry, question},
};

/// Posts a draft; what stands against it is told in its form.
pub async fn post(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfEntry>) -> Outcome {
    let tx = platform.db.begin().await?;
    match drafts::post(&tx, who.organization, of.entry, allowed(&platform, &who)).await {
        Ok(posted) => {
            tx.commit().await?;
            let flash = form::posted_flash(&posted);
            Ok(layout::see(&platform, &who.path(&format!("/journal-entries/{}", of.entry)), flash))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            let head = store::find(platform.db.read(), who.organization, of.entry).await?;
            Ok(layout::unprocessable(form::refused(&platform, &who, &head, &errors).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// Deletes a draft.
pub async fn delete(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfEntry>) -> Outcome {
    let tx = platform.db.begin().await?;
    drafts::delete(&tx, who.organization, of.entry, allowed(&platform, &who)).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/journal-entries"), "flash-entry-deleted"))
}

async fn page(platform: &Platform, who: &InOrganization, head_of: &JournalEntry, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = who.lang();
    let currency = currency(platform, who.organization).await?;
    let errors = sheet::told(errors, &TypedEntry::default(), lang, currency);
    let form = Form::new(lang, data, &errors);
    let path = who.path(&format!("/journal-entries/{}", head_of.id));
    let title = question(lang, head_of);
    let body = html! {
        div.medium {
            p.crumbs { a href=(path) { (view::name(lang, head_of)) } }
            (head(&title, html! {}))
            form.stack method="post" action=(format!("{path}/reversal")) data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
                (form.summary())
                section.card { div.body.grid {
                    p.c6 { (rows::text(lang, head_of)) " · " (format::stored_date(lang, &head_of.date)) " · " (format::money(lang, head_of.total, currency)) }
                    p.c6.muted { (lang.t("entry-reverse-about")) }
                    (form.field("date").day().span(2))
                    (form.field("reason").span(4).focused())
                } }
                div.foot { button.btn.danger type="submit" { (lang.t("entry-reverse")) } a.btn href=(path) { (lang.t("cancel")) } }
            }
        }
    };
    framed(platform, who, "journal-entries", &title, &body).await
}

/// Asks on which day and why an entry is reversed.
pub async fn reversal(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfEntry>) -> Outcome {
    let entry = store::find(platform.db.read(), who.organization, of.entry).await?;
    let organization = organizations::find(platform.db.read(), who.organization).await?;
    let today = format::local_date(&organization.time_zone, platform.clock.now()).map(|day| day.to_string()).unwrap_or_default();
    // It undoes what was, so not before it; and on a day that takes entries.
    let days = Days::of(platform.db.read(), who.organization, allowed(&platform, &who).poster()).await?;
    let latest = today.max(entry.date.clone());
    let day = days.first_open(&entry, &latest).or_else(|| days.first_open(&entry, &entry.date));
    let mut data = FormData::default();
    data.set("date", day.unwrap_or(latest));
    Ok(layout::page(page(&platform, &who, &entry, &data, &Invalid::new()).await?))
}

pub async fn reverse(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfEntry>, data: FormData) -> Outcome {
    let mut errors = Invalid::new();
    let date = errors.take("date", data.day("date").parse().map_err(|_| "date"));
    errors.required("reason", data.get("reason"), 300);
    let tx = platform.db.begin().await?;
    let reversed = match (date, errors.0.is_empty()) {
        (Some(date), true) => posting::reverse(&tx, who.organization, of.entry, date, data.get("reason"), allowed(&platform, &who)).await,
        _ => Err(errors.into()),
    };
    match reversed {
        Ok(posted) => {
            tx.commit().await?;
            let flash = Flash::new("flash-entry-reversed").name(&posted.number.to_string());
            Ok(layout::see(&platform, &who.path(&format!("/journal-entries/{}", of.entry)), flash))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            let entry = store::find(platform.db.read(), who.organization, of.entry).await?;
            Ok(layout::unprocessable(page(&platform, &who, &entry, &data, &errors).await?))
        }
        Err(error) => Err(error.into()),
    }
}
