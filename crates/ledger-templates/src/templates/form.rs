//! The form of a template.

use axum::extract::State as Shared;
use despacho_kernel::{Difference, Id, Invalid, access::OrganizationRight as R};
use despacho_ledger::{
    dimensions::Tagging,
    journal::{again, entry::Journal, store as journal},
};
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Error, Platform, Result, i18n::Lang, t};
use despacho_ui::{
    InOrganization, Outcome, Path, Query,
    components::{self, head},
    confirm::Confirm,
    flash::Flash,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    actions,
    lines::{self, EMPTY, Lines},
    list::OfTemplate,
    store::{self, EntryTemplate},
    template::{Template, TemplateLine},
};

/// What the form shows beside what is typed.
struct Told<'a> {
    errors: &'a Invalid,
    conflict: &'a [Difference],
    version: i64,
    empty: usize,
}

/// The journals that may be chosen.
pub fn journals(lang: Lang) -> Vec<(String, String)> {
    Journal::ALL.iter().map(|journal| (journal.word().to_owned(), lang.t(&format!("journal-{}", journal.word())))).collect()
}

/// What is wrong with the head of a template, as its form names it.
fn head_labels(lang: Lang) -> Vec<(&'static str, String)> {
    vec![("journal", lang.t("entry-journal")), ("lines", lang.t("entry-lines"))]
}

/// The head's values as a form holds them.
fn data_of(template: &Template) -> FormData {
    let mut data = FormData::default();
    data.set("name", &template.name)
        .set("code", &template.code)
        .set("journal", if template.journal.is_empty() { Journal::General.word() } else { &template.journal })
        .set("description", &template.description)
        .set("reference", &template.reference);
    data
}

/// A page of a template; its lines as the reader writes them.
async fn page(platform: &Platform, who: &InOrganization, of: Option<&EntryTemplate>, template: &Template, told: Told<'_>) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let tagging = Tagging::of(db, who.organization, true).await?;
    let names = lines::names(db, who.organization, &template.lines).await?;
    let data = data_of(template);
    let form = Form::new(lang, &data, told.errors);
    let title = of.map_or_else(|| lang.t("template-new"), |stored| stored.name.clone());
    let action = of.map_or_else(|| who.path("/entry-templates"), |stored| who.path(&format!("/entry-templates/{}", stored.id)));
    let deletion = format!("{action}/deletion");
    let edits = who.may(R::PostEntries);
    let mut labels = lines::labels(lang, told.errors);
    labels.extend(head_labels(lang));
    let table = Lines { lang, lines: &template.lines, errors: told.errors, names: &names, tagging: &tagging, empty: if edits { told.empty } else { 0 } };
    let whole: Vec<String> = told
        .errors
        .0
        .iter()
        .filter(|error| error.field == "lines")
        .map(|error| despacho_ui::error::message(lang, error))
        .collect();
    let body = html! {
        p.crumbs { a href=(who.path("/entry-templates")) { (lang.t("templates")) } }
        (head(&title, html! { @if let Some(stored) = of.filter(|_| edits) {
            (Confirm::new(lang, &deletion, lang.t("delete"), t!(lang, "template-delete-question", name = stored.name.as_str())).about(lang.t("template-delete-about")).class("btn danger"))
            a.btn href=(who.path(&format!("/recurring-entries/new?template={}", stored.id))) { (lang.t("recurring-make")) }
            a.btn href=(format!("{action}/use")) { (lang.t("template-use")) }
        } }))
        form.stack method="post" action=(action) data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
            @if of.is_some() { (components::version(told.version)) }
            (components::conflict(lang, told.conflict))
            (form.summary_as(&labels))
            fieldset.plain.stack disabled[!edits] {
                section.card { div.body.grid {
                    (form.field("name").span(4))
                    (form.field("code").help(lang.t("template-code-help")).optional().span(2))
                    (form.field("description").help(lang.t("template-text-help")).optional().span(4))
                    (form.field("journal").label(lang.t("entry-journal")).select(journals(lang)).span(2))
                } }
                section.card {
                    div.body { p.muted { (lang.t("template-lines-about")) } @for text in &whole { p.help.bad { (text) } } }
                    (table.render())
                }
            }
            @if edits { div.foot {
                button.btn.primary type="submit" { (lang.t("save")) }
                button.btn type="submit" name="more" value=(told.empty + EMPTY) { (lang.t("opening-more-rows")) }
                a.btn.quiet href=(who.path("/entry-templates")) { (lang.t("cancel")) }
            } }
        }
    };
    framed(platform, who, "journal-entries", &title, &body).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Begun {
    /// The entry that it is made of.
    entry: String,
}

pub async fn new(Shared(platform): Shared<Platform>, who: InOrganization, Query(begun): Query<Begun>) -> Outcome {
    let db = platform.db.read();
    let template = match begun.entry.parse::<Id>() {
        Ok(id) => {
            let currency = organizations::currency(db, who.organization).await?;
            Template::of(&again::typed(db, who.organization, &journal::find(db, who.organization, id).await?, currency).await?)
        }
        Err(_) => Template::default(),
    };
    let template = Template { lines: lines::shown(&template.lines, who.lang()), ..template };
    let told = Told { errors: &Invalid::new(), conflict: &[], version: 0, empty: EMPTY };
    Ok(layout::page(page(&platform, &who, None, &template, told).await?))
}

pub async fn edit(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfTemplate>) -> Outcome {
    let stored = store::find(platform.db.read(), who.organization, of.template).await?;
    let template = actions::body(&stored)?;
    let template = Template { lines: lines::shown(&template.lines, who.lang()), ..template };
    let told = Told { errors: &Invalid::new(), conflict: &[], version: stored.version, empty: EMPTY };
    Ok(layout::page(page(&platform, &who, Some(&stored), &template, told).await?))
}

/// Saves what was typed, or shows it again with what is wrong.
async fn keep(platform: &Platform, who: &InOrganization, of: Option<&EntryTemplate>, data: &FormData) -> Outcome {
    let lang = who.lang();
    let tagging = Tagging::of(platform.db.read(), who.organization, true).await?;
    let typed: Vec<TemplateLine> = lines::typed(data, &tagging);
    let text = |name: &str| data.text(name);
    // A document's number is of each entry, so the form does not ask for it; one that a program gave stays.
    let reference = of.map(actions::body).transpose()?.map(|before| before.reference).unwrap_or_default();
    let template = Template { name: text("name"), code: text("code"), journal: text("journal"), description: text("description"), reference, lines: typed };
    let version = components::version_of(data).unwrap_or(0);
    let again = async |errors: &Invalid, conflict: &[Difference], empty: usize| {
        // Saved once more, it goes over what was shown beside it.
        let version = of.filter(|_| !conflict.is_empty()).map_or(version, |stored| stored.version);
        page(platform, who, of, &template, Told { errors, conflict, version, empty }).await
    };
    if let Ok(more) = data.get("more").parse::<usize>() {
        return Ok(layout::page(again(&Invalid::new(), &[], more.min(200)).await?));
    }
    let by = (&who.user, platform.clock.now());
    let saved = async {
        let mut errors = Invalid::new();
        let plain = Template { lines: lines::stored(&template.lines, lang, &mut errors), ..template.clone() };
        errors.finish()?;
        let tx = platform.db.begin().await?;
        let saved = match of {
            Some(stored) => actions::change(&tx, who.organization, (stored.id, components::version_of(data)), &plain, lang, by).await?,
            None => actions::create(&tx, who.organization, &plain, by).await?,
        };
        tx.commit().await?;
        Ok(saved)
    };
    match saved.await {
        Ok(saved) => Ok(layout::see(platform, &who.path("/entry-templates"), Flash::new("flash-template-saved").name(&saved.name))),
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(again(&errors, &[], EMPTY).await?)),
        Err(Error::Stale(differences)) => Ok(layout::conflicting(again(&Invalid::new(), &differences, EMPTY).await?)),
        Err(error) => Err(error.into()),
    }
}

pub async fn create(Shared(platform): Shared<Platform>, who: InOrganization, data: FormData) -> Outcome {
    keep(&platform, &who, None, &data).await
}

pub async fn update(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfTemplate>, data: FormData) -> Outcome {
    let stored = store::find(platform.db.read(), who.organization, of.template).await?;
    keep(&platform, &who, Some(&stored), &data).await
}
