//! What is attached to an entry, as its page shows it.

use despacho_kernel::{Id, Invalid, access::OrganizationRight as R};
use despacho_ledger::{
    allowed::allowed,
    attachments::{
        actions::{self, MOST},
        store::{self, Listed},
    },
    journal::{
        days::Days,
        entry::State,
        store::{self as journal, JournalEntry},
    },
};
use despacho_platform::{Platform, Result, files::kind::Kind, i18n::Lang, t};
use despacho_ui::{InOrganization, assets::icon, components::files_input, confirm::Confirm, error::message, format};
use maud::{Markup, html};

/// Files that were not attached: their names, and why.
pub type Refused = [(String, Invalid)];

/// Bytes as people read them.
pub fn size(lang: Lang, bytes: i64) -> String {
    match bytes {
        ..1_000 => t!(lang, "attachments-size-b", size = bytes),
        1_000..1_000_000 => t!(lang, "attachments-size-kb", size = format::number(lang, bytes / 1_000)),
        _ => t!(lang, "attachments-size-mb", size = format::decimal(lang, &format!("{}.{}", bytes / 1_000_000, bytes % 1_000_000 / 100_000))),
    }
}

fn row(who: &InOrganization, path: &str, of: &Listed, removable: bool) -> Markup {
    let lang = who.lang();
    let shown = of.kind.parse().is_ok_and(Kind::is_shown);
    let removal = format!("{path}/{}/removal", of.id);
    html! {
        li {
            (icon("file"))
            div.grow {
                @if shown { a.link href=(format!("{path}/{}?inline=true", of.id)) target="_blank" rel="noopener" { bdi { (of.name) } } }
                @else { a.link href=(format!("{path}/{}", of.id)) download data-turbo="false" { bdi { (of.name) } } }
                br;
                span.muted { (size(lang, of.size)) " · " (of.author) ", " (format::instant(lang, &who.user.time_zone, of.created_at)) }
            }
            @if shown { a.btn.small href=(format!("{path}/{}", of.id)) download data-turbo="false" aria-label=(t!(lang, "attachments-save-named", name = of.name.as_str())) { (icon("download")) } }
            @if removable {
                (Confirm::new(lang, &removal, lang.t("remove"), t!(lang, "attachments-remove-question", name = of.name.as_str())).about(lang.t("attachments-remove-about")))
            }
        }
    }
}

/// The card of an entry's files, with the form that attaches more; `refused` are those that were just sent and not taken.
pub async fn card(platform: &Platform, who: &InOrganization, entry: &JournalEntry, refused: &Refused) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let first = store::first_of(db, who.organization, entry.id).await?;
    let all = store::list(db, who.organization, first, MOST).await?;
    let path = who.path(&format!("/journal-entries/{}/attachments", entry.id));
    let takes = who.may(R::PostEntries) && entry.state != State::Superseded.word();
    let removable = takes && !all.is_empty() && actions::is_open(entry, &Days::of(db, who.organization, allowed(platform, who).poster()).await?);
    Ok(html! {
        section.card.attachments #attachments {
            header { h2 { (lang.t("attachments")) } @if !all.is_empty() { span.muted { (format::number(lang, i64::try_from(all.len()).unwrap_or(0))) } } }
            @if all.is_empty() { div.body { p.muted { (lang.t("attachments-none")) } } }
            @else { div.body { ul.list { @for of in &all { (row(who, &path, of, removable)) } } } }
            @if takes { (form(platform, lang, &path, refused, all.len())) }
            @if takes && !all.is_empty() && !removable { div.body { p.muted { (icon("lock")) " " (lang.t("attachments-fixed")) } } }
        }
    })
}

/// The form that attaches files to an entry.
fn form(platform: &Platform, lang: Lang, path: &str, refused: &Refused, present: usize) -> Markup {
    let help = t!(lang, "attachments-help", max = i64::try_from(platform.config.storage.file / 1_000_000).unwrap_or(0));
    html! {
        @if i64::try_from(present).unwrap_or(0) >= MOST { div.body { p.muted { (t!(lang, "attachments-most", max = MOST)) } } }
        @else {
            form.body.stack method="post" action=(path) enctype="multipart/form-data" novalidate {
                div.field.error[!refused.is_empty()] {
                    div.label { label for="f-file" { (lang.t("attachments-choose")) } }
                    (files_input("file", None, true, !refused.is_empty(), true))
                    div.help #f-file-help tabindex=[(!refused.is_empty()).then_some("-1")] data-controller=[(!refused.is_empty()).then_some("focus")] role=[(!refused.is_empty()).then_some("alert")] {
                        @if refused.is_empty() { (help) }
                        @for (name, why) in refused { @for error in &why.0 { p { @if !name.is_empty() { b { bdi { (name) } } ": " } (message(lang, error)) } } }
                    }
                }
                div { button.btn type="submit" { (lang.t("attachments-add")) } }
            }
        }
    }
}

/// The card of an entry that was just saved, on the page of the next one.
pub async fn of_saved(platform: &Platform, who: &InOrganization, saved: Option<Id>) -> Result<Option<(JournalEntry, Markup)>> {
    let Some(id) = saved else { return Ok(None) };
    match journal::find(platform.db.read(), who.organization, id).await {
        Ok(entry) => {
            let shown = card(platform, who, &entry, &[]).await?;
            Ok(Some((entry, shown)))
        }
        // An address that somebody changed.
        Err(despacho_platform::Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
