//! Previews of templates with sample data.

use axum::{
    Extension,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use data_encoding::BASE64;
use despacho_kernel::{Id, access::OrganizationRight as R};
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Error, Platform, Result, i18n::Lang};
use despacho_settings::lists::{ListRow, MasterList, store as lists};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Routes,
    assets::icon,
    components::{card, head},
    fields,
    forms::FormData,
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Paper, Print, Printer, sample};
use crate::preferences::{DOCUMENT_TEMPLATES, EMAIL_TEMPLATES, email_templates};

pub(crate) fn routes(platform: &Platform) -> Routes {
    let (read, edit) = (Access::Organization(R::ReadSettings), Access::Organization(R::EditSettings));
    Routes::new(platform)
        .get("/organizations/{organization}/document-templates/{record}/preview", read, document)
        .get("/organizations/{organization}/document-templates/{record}/preview.pdf", read, pdf)
        .get("/organizations/{organization}/document-templates/{record}/preview.svg", read, svg)
        .get("/organizations/{organization}/email-templates/{record}/preview", read, email)
        .post("/organizations/{organization}/document-templates/preview", edit, document_as_typed)
        .post("/organizations/{organization}/email-templates/preview", edit, email_as_typed)
}

#[derive(Deserialize)]
struct OfRecord {
    record: Id,
}

async fn template(platform: &Platform, set: &MasterList, who: &InOrganization, id: Id) -> Result<ListRow> {
    lists::find(platform.db.read(), set, who.organization, id).await
}

/// The paths of a list and of one of its rows, and the row's name.
fn crumbs(who: &InOrganization, set: &MasterList, record: &ListRow) -> Markup {
    let lang = who.lang();
    let list = who.path(&format!("/records/{}", set.name));
    html! {
        p.crumbs {
            a href=(who.path("/settings")) { (lang.t("nav-settings")) } " › "
            a href=(list) { (lang.t(&format!("records-{}", set.name.replace('_', "-")))) }
            @if who.may(R::EditSettings) { " › " a href=(format!("{list}/{}", record.id)) { (lang.t("edit")) } }
        }
    }
}

/// Instead of a document while the program that prints is not there. With scripts the page looks again by itself.
fn waiting(lang: Lang, page: &str) -> Markup {
    html! {
        div.note.stack data-controller="waiting" data-waiting-url-value=(page) {
            p role="status" { (lang.t("printer-absent")) }
            p { a.btn href=(page) { (lang.t("printer-check")) } }
        }
    }
}

async fn document(State(platform): State<Platform>, Extension(printer): Print, who: InOrganization, Path(of): Path<OfRecord>) -> Outcome {
    let lang = who.lang();
    let present = printer.present();
    let record = template(&platform, &DOCUMENT_TEMPLATES, &who, of.record).await?;
    let base = who.path(&format!("/document-templates/{}", record.id));
    let title = format!("{} · {}", lang.t("preview"), DOCUMENT_TEMPLATES.values(&record).get("name"));
    let body = html! {
        (crumbs(&who, &DOCUMENT_TEMPLATES, &record))
        (head(&title, html! {
            @if present { a.btn href=(format!("{base}/preview.pdf")) data-turbo="false" { (icon("download")) (lang.t("download-pdf")) } }
        }))
        p.muted.lead { (lang.t("document-preview-about")) }
        @if present {
            img.sheet src=(format!("{base}/preview.svg")) alt=(lang.t("document-preview-image"));
        } @else {
            (waiting(lang, &format!("{base}/preview")))
        }
    };
    Ok(layout::page(framed(&platform, &who, "settings", &title, &body).await?))
}

/// The document that a form's template would make, without storing it.
async fn document_as_typed(State(platform): State<Platform>, Extension(printer): Print, who: InOrganization, data: FormData) -> Outcome {
    let lang = who.lang();
    let record = DOCUMENT_TEMPLATES.sketch(platform.db.read(), who.organization, &data, fields::notation(lang)).await?;
    let svg = printed(&platform, &printer, &who, &record, Paper::Svg).await?;
    let title = format!("{} · {}", lang.t("preview"), DOCUMENT_TEMPLATES.values(&record).get("name"));
    let body = html! {
        (head(&title, html! {}))
        p.muted.lead { (lang.t("document-preview-about")) " " (lang.t("preview-as-typed")) }
        img.sheet src=(format!("data:image/svg+xml;base64,{}", BASE64.encode(&svg))) alt=(lang.t("document-preview-image"));
    };
    Ok(layout::page(framed(&platform, &who, "settings", &title, &body).await?))
}

async fn printed(platform: &Platform, printer: &Printer, who: &InOrganization, record: &ListRow, paper: Paper) -> Result<Vec<u8>> {
    let db = platform.db.read();
    let organization = organizations::find(db, who.organization).await?;
    let values = DOCUMENT_TEMPLATES.values(record);
    let discounts = values.get("shown").split(',').any(|column| column == "discount");
    let sample = sample::sample(db, organization, values.get("document"), discounts, platform.clock.now()).await?;
    let logo = sample::logo(db, who.organization).await?;
    let sheet = sample.sheet(record, logo.as_ref().map(|(name, _)| *name));
    let logo = logo.filter(|_| !sheet.logo.is_empty()).map(|(_, bytes)| bytes);
    printer.print(sheet, logo, paper).await.map_err(|fault| Error::Conflict(fault.word()))
}

async fn pdf(State(platform): State<Platform>, Extension(printer): Print, who: InOrganization, Path(of): Path<OfRecord>) -> Outcome {
    let record = template(&platform, &DOCUMENT_TEMPLATES, &who, of.record).await?;
    let bytes = printed(&platform, &printer, &who, &record, Paper::Pdf).await?;
    Ok(layout::download(&who.lang().t("document-preview-file"), "application/pdf", bytes))
}

async fn svg(State(platform): State<Platform>, Extension(printer): Print, who: InOrganization, Path(of): Path<OfRecord>) -> Outcome<Response> {
    let record = template(&platform, &DOCUMENT_TEMPLATES, &who, of.record).await?;
    let bytes = printed(&platform, &printer, &who, &record, Paper::Svg).await?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "private, no-cache")], bytes).into_response())
}

async fn email(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfRecord>) -> Outcome {
    let record = template(&platform, &EMAIL_TEMPLATES, &who, of.record).await?;
    let crumbs = crumbs(&who, &EMAIL_TEMPLATES, &record);
    letter(&platform, &who, &record, crumbs, "email-preview-about").await
}

/// The message that a form's template would make, without storing it.
async fn email_as_typed(State(platform): State<Platform>, who: InOrganization, data: FormData) -> Outcome {
    let record = EMAIL_TEMPLATES.sketch(platform.db.read(), who.organization, &data, fields::notation(who.lang())).await?;
    letter(&platform, &who, &record, html! {}, "preview-as-typed").await
}

async fn letter(platform: &Platform, who: &InOrganization, record: &ListRow, crumbs: Markup, about: &str) -> Outcome {
    let lang = who.lang();
    let db = platform.db.read();
    let values = EMAIL_TEMPLATES.values(record);
    let [name, occasion, language, subject, text] = ["name", "occasion", "language", "subject", "body"].map(|column| values.get(column));
    let organization = organizations::find(db, who.organization).await?;
    let document = if matches!(occasion, "estimate" | "credit_note" | "purchase_order") { occasion } else { "invoice" };
    let mut sample = sample::sample(db, organization, document, false, platform.clock.now()).await?;
    sample.lang = Lang::of(language);
    let value = |variable: &str| {
        Some(match variable {
            "company_name" => sample.organization.printed_name().to_owned(),
            "customer_name" => sample.customer(),
            "document_number" => sample.number.clone(),
            "document_date" => sample.date(sample.today),
            "due_date" => sample.date(sample.due),
            "total" | "balance" | "payment_amount" => sample.money(sample.total),
            _ => return None,
        })
    };
    let title = format!("{} · {name}", lang.t("preview"));
    let filled = email_templates::fill(text, value);
    let body = html! {
        div.medium {
            (crumbs)
            (head(&title, html! {}))
            p.muted.lead { (lang.t(about)) }
            (card(&email_templates::fill(subject, value), html! { p.letter lang=(language) { (filled) } }))
        }
    };
    Ok(layout::page(framed(platform, who, "settings", &title, &body).await?))
}
