//! Bringing accounts in from a CSV file: a look at what it would do first, then the import, all or nothing.

use axum::extract::State;
use despacho_kernel::{FieldError, Invalid};
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, Result, t};
use despacho_ui::{
    InOrganization, Outcome,
    components::{card, head},
    error::message,
    format,
    forms::{FormData, Upload},
    layout,
};
use maud::{Markup, html};

use super::{account::MAX, actions, actions::Imported, csv_file, store};

/// The chart as a file.
pub async fn export(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let accounts = store::all(platform.db.read(), who.organization).await?;
    Ok(layout::download(&who.lang().t("accounts-file-name"), "text/csv; charset=utf-8", csv_file::write(&accounts, who.lang())?))
}

/// What was found in a file: its text and what it would do.
struct Found<'a> {
    text: &'a str,
    would: Imported,
}

async fn page(platform: &Platform, who: &InOrganization, found: Option<Found<'_>>, errors: &Invalid) -> Result<Markup> {
    let lang = who.lang();
    let title = lang.t("accounts-import-title");
    let of_file = errors.0.iter().find(|e| !e.field.starts_with("line."));
    let of_lines: Vec<(&str, &FieldError)> = errors.0.iter().filter_map(|e| Some((e.field.strip_prefix("line.")?, e))).collect();
    let number = |count: usize| format::number(lang, i64::try_from(count).unwrap_or(i64::MAX));
    let body = html! {
        div.medium.stack {
            p.crumbs { a href=(who.path("/settings")) { (lang.t("nav-settings")) } " › " a href=(who.path("/accounts")) { (lang.t("chart-of-accounts")) } }
            (head(&title, html! {}))
            @if !of_lines.is_empty() {
                div.summary role="alert" tabindex="-1" data-controller="focus" {
                    h2 { (lang.t("accounts-faults")) }
                    ul { @for (line, error) in of_lines.iter().take(50) { li { (t!(lang, "accounts-line", line = *line)) ": " (message(lang, error)) } } }
                    @if of_lines.len() > 50 { p { (t!(lang, "clone-more", number = number(of_lines.len() - 50))) } }
                }
            }
            (card(&lang.t("accounts-file"), html! {
                form.stack method="post" action=(who.path("/accounts/import")) enctype="multipart/form-data" data-turbo="false" {
                    p.muted { (lang.t("accounts-import-about")) }
                    div.field.error[of_file.is_some()] {
                        div.label { label for="f-file" { (lang.t("accounts-file")) } }
                        input #f-file type="file" name="file" accept=".csv,text/csv" required aria-invalid=[of_file.map(|_| "true")] aria-describedby=[of_file.map(|_| "f-file-help")];
                        @if let Some(error) = of_file { p.help #f-file-help { (message(lang, error)) } }
                    }
                    div { button.btn.primary[found.is_none()] type="submit" { (lang.t("accounts-look")) } }
                }
            }))
            @if let Some(Found { text, would }) = found {
                (card(&lang.t("accounts-look-title"), html! {
                    form.stack method="post" action=(who.path("/accounts/imports")) {
                        input type="hidden" name="text" value=(text);
                        ul.list {
                            li { (t!(lang, "clone-added", count = would.added, number = number(would.added))) }
                            li { (t!(lang, "clone-replaced", count = would.replaced, number = number(would.replaced))) }
                            li { (t!(lang, "accounts-same", count = would.same, number = number(would.same))) }
                        }
                        div.row {
                            button.btn.primary type="submit" disabled[would.added + would.replaced == 0] { (lang.t("accounts-import-button")) }
                            a.btn href=(who.path("/accounts")) { (lang.t("cancel")) }
                        }
                    }
                }))
            }
        }
    };
    framed(platform, who, "accounts", &title, &body).await
}

pub async fn new(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    Ok(layout::page(page(&platform, &who, None, &Invalid::new()).await?))
}

/// Does what a file says in a transaction, which is kept only if `keep`.
async fn run(platform: &Platform, who: &InOrganization, text: String, keep: bool) -> Result<Imported> {
    // A file of two megabytes takes its time, so it is read on a thread that may be busy.
    let accounts = tokio::task::spawn_blocking(move || csv_file::read(&text, MAX)).await.map_err(|e| Error::Other(e.to_string()))??;
    let tx = platform.db.begin().await?;
    let done = actions::import(&tx, who.organization, accounts, &who.user, platform.clock.now()).await?;
    if keep {
        tx.commit().await?
    } else {
        tx.rollback().await?
    }
    Ok(done)
}

/// Looks at a file without keeping anything.
pub async fn look(State(platform): State<Platform>, who: InOrganization, upload: Upload) -> Outcome {
    let text = csv_file::decode(&upload.file("file"));
    match run(&platform, &who, text.clone(), false).await {
        Ok(would) => Ok(layout::page(page(&platform, &who, Some(Found { text: &text, would }), &Invalid::new()).await?)),
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(page(&platform, &who, None, &errors).await?)),
        Err(error) => Err(error.into()),
    }
}

pub async fn import(State(platform): State<Platform>, who: InOrganization, data: FormData) -> Outcome {
    match run(&platform, &who, data.text("text"), true).await {
        Ok(_) => Ok(layout::see(&platform, &who.path("/accounts"), "flash-accounts-imported")),
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(page(&platform, &who, None, &errors).await?)),
        Err(error) => Err(error.into()),
    }
}
