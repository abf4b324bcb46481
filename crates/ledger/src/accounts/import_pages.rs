//! Bringing accounts in from a CSV file: a look at what it would do first, then the import, all or nothing.

use axum::extract::State;
use despacho_kernel::{FieldError, Invalid, text::fold};
use despacho_organizations::frame::framed;
use despacho_platform::{
    Error, Platform, Result,
    i18n::Lang,
    memberships::{self, Tenant},
    t,
};
use despacho_ui::{
    InOrganization, Outcome,
    activity::change_line,
    components::{card, file_input, head},
    error::message,
    flash::Flash,
    format,
    forms::{FormData, Upload},
    layout,
};
use maud::{Markup, html};

use super::{
    account::MAX,
    actions::{self, Imported, Touched},
    csv_file, store,
};

/// The chart as a file.
pub async fn export(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let accounts = store::all(platform.db.read(), who.organization).await?;
    let organization = memberships::tenant_name(platform.db.read(), who.organization).await?.unwrap_or_default();
    let name = format!("{}-{}.csv", who.lang().t("accounts-file-name"), file_part(&organization));
    Ok(layout::download(&name, "text/csv; charset=utf-8", csv_file::write(&accounts, who.lang())?))
}

/// A name as part of a file's: letters and digits of ASCII, with hyphens between.
fn file_part(name: &str) -> String {
    let folded = fold(name);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").chars().take(60).collect()
}

/// Most lines with faults, and accounts of each kind, that the page shows.
const SHOWN: usize = 100;

/// What was found in a file: its text and what it would do.
struct Found<'a> {
    text: &'a str,
    would: Imported,
}

async fn page(platform: &Platform, who: &InOrganization, found: Option<Found<'_>>, errors: &Invalid) -> Result<Markup> {
    let lang = who.lang();
    let title = lang.t("accounts-import-title");
    let of_file = errors.0.iter().find(|e| !e.field.starts_with("line."));
    let of_lines: Vec<(&str, &str, &FieldError)> = errors
        .0
        .iter()
        .filter_map(|e| {
            let (line, column) = e.field.strip_prefix("line.")?.split_once('.')?;
            Some((line, column, e))
        })
        .collect();
    let number = |count: usize| format::number(lang, i64::try_from(count).unwrap_or(i64::MAX));
    let body = html! {
        div.medium.stack {
            p.crumbs { a href=(who.path("/settings")) { (lang.t("nav-settings")) } " › " a href=(who.path("/accounts")) { (lang.t("chart-of-accounts")) } }
            (head(&title, html! {}))
            @if !of_lines.is_empty() {
                div.summary role="alert" tabindex="-1" data-controller="focus" {
                    h2 { (lang.t("accounts-faults")) }
                    div.scroll { table.lines {
                        thead { tr { th { (lang.t("accounts-fault-line")) } th { (lang.t("accounts-fault-column")) } th { (lang.t("accounts-fault-value")) } th { (lang.t("accounts-fault-what")) } } }
                        tbody { @for (line, column, error) in of_lines.iter().take(SHOWN) { tr {
                            th scope="row" { (t!(lang, "accounts-line", line = *line)) }
                            td { (column_label(lang, column)) }
                            td { @match error.params.iter().find(|(name, value)| *name == "value" && !value.is_empty()) { Some((_, value)) => { (value) } None => { span.muted { (lang.t("activity-emptied")) } } } }
                            td { (message(lang, error)) }
                        } } }
                    } }
                    @if of_lines.len() > SHOWN { p { (t!(lang, "clone-more", number = number(of_lines.len() - SHOWN))) } }
                }
            }
            (card(&lang.t("accounts-file"), html! {
                form.stack method="post" action=(who.path("/accounts/import")) enctype="multipart/form-data" data-turbo="false" {
                    p.muted { (lang.t("accounts-import-about")) }
                    div.field.error[of_file.is_some()] {
                        div.label { label for="f-file" { (lang.t("accounts-file")) } }
                        (file_input("file", Some(".csv,text/csv"), of_file.is_some(), false))
                        @if let Some(error) = of_file { p.help #f-file-help data-help="" { (message(lang, error)) } }
                    }
                    div { button.btn.primary[found.is_none()] type="submit" { (lang.t("accounts-look")) } }
                }
            }))
            @if let Some(Found { text, would }) = found {
                (card(&lang.t("accounts-look-title"), html! {
                    form.stack method="post" action=(who.path("/accounts/imports")) {
                        input type="hidden" name="text" value=(text);
                        p { b { (t!(lang, "clone-added", count = would.added.len(), number = number(would.added.len()))) } }
                        (touched(lang, &would.added))
                        p { b { (t!(lang, "clone-replaced", count = would.replaced.len(), number = number(would.replaced.len()))) } }
                        (touched(lang, &would.replaced))
                        p.muted { (t!(lang, "accounts-same", count = would.same, number = number(would.same))) }
                        div.row {
                            button.btn.primary type="submit" disabled[would.added.is_empty() && would.replaced.is_empty()] { (lang.t("accounts-import-button")) }
                            a.btn href=(who.path("/accounts")) { (lang.t("cancel")) }
                        }
                    }
                }))
            }
        }
    };
    framed(platform, who, "accounts", &title, &body).await
}

/// What a person calls a column.
fn column_label(lang: Lang, column: &str) -> String {
    csv_file::COLUMNS.iter().position(|known| *known == column).map_or_else(String::new, |at| lang.t(csv_file::LABELS[at]))
}

/// Accounts that are touched, with what becomes of them.
fn touched(lang: Lang, accounts: &[Touched]) -> Markup {
    html! {
        @if !accounts.is_empty() {
            ul.list { @for account in accounts.iter().take(SHOWN) {
                li {
                    span.grow { (account.name) }
                    @if !account.changes.is_empty() {
                        ul.changes.wide { @for change in &account.changes { (change_line(lang, Tenant::Organization, "account", change)) } }
                    }
                }
            } }
            @if accounts.len() > SHOWN { p.muted { (t!(lang, "clone-more", number = format::number(lang, i64::try_from(accounts.len() - SHOWN).unwrap_or(0)))) } }
        }
    }
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
        Ok(done) => Ok(layout::see(&platform, &who.path("/accounts"), Flash::new("flash-accounts-imported").count(done.added.len() + done.replaced.len()))),
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(page(&platform, &who, None, &errors).await?)),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::file_part;

    #[test]
    fn a_file_is_named_after_its_organization() {
        assert_eq!(file_part("Panadería «La Espiga», S. L."), "panaderia-la-espiga-s-l");
        assert_eq!(file_part("日本"), "");
    }
}
