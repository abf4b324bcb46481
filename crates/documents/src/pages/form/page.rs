//! The page of a document's form.

use std::collections::BTreeMap;

use despacho_books::preferences::NUMBER_SERIES;
use despacho_contacts::{Contact, store as contacts};
use despacho_kernel::{
    Difference, Invalid,
    place::{self, Currency},
};
use despacho_ledger::api::common::currency;
use despacho_organizations::frame::framed;
use despacho_platform::{Platform, Result, i18n::Lang, sql::Connection, t};
use despacho_settings::lists::ListRow;
use despacho_taxes::tax::Direction;
use despacho_ui::{
    InOrganization, components, days, format,
    forms::{Form, FormData},
};
use maud::{Markup, html};

use super::{
    super::{
        choices,
        list::contact_field,
        rows::{self, path_of},
    },
    cells::Lines,
    sheet,
    sketch::{self, Sketch},
};
use crate::{document::Document, ground::Ground, kind::Kind, paper, store, typed::TypedDocument};

/// What a form is of.
#[derive(Clone, Copy)]
pub enum Of<'a> {
    New,
    Draft(&'a Document),
}

/// What the form shows beside what is typed.
pub struct Told<'a> {
    pub errors: &'a Invalid,
    pub conflict: &'a [Difference],
    pub key: String,
    /// Whether more rows were asked for.
    pub more: bool,
}

/// The currency that is typed, or the organization's.
pub fn currency_of(typed: &TypedDocument, base: &'static Currency) -> &'static Currency {
    place::currency(typed.currency.trim()).unwrap_or(base)
}

/// What a form comes to. `places` are where its lines stood.
pub async fn sketched(platform: &Platform, who: &InOrganization, kind: Kind, typed: &TypedDocument, places: &[usize]) -> Result<Sketch> {
    let (lang, db) = (who.lang(), platform.db.read());
    let ground = Ground::of(db, who.organization, platform.clock.now()).await?;
    let plain = sheet::stored(typed, lang, currency_of(typed, ground.currency));
    let mut sketch = sketch::of(db, &ground, kind, &plain, places).await?;
    if let Some(drafted) = sketch.drafted.as_ref().filter(|_| previewed(kind)) {
        sketch.paper = Some(paper::sheet(db, &ground, &drafted.whole).await?);
    }
    Ok(sketch)
}

/// The series of a kind, each with the number that it would give now.
fn series(ground: &Ground, kind: Kind) -> Vec<(String, String)> {
    let of_kind = ground.series.iter().filter(|row| NUMBER_SERIES.values(row).get("document") == kind.series());
    let label = |row: &ListRow| {
        let values = NUMBER_SERIES.values(row);
        let next = values.get("next_number").parse().map(|next| ground.number(row.id, next)).unwrap_or_default();
        (row.id.to_string(), format!("{} · {next}", values.get("name")))
    };
    of_kind.map(label).collect()
}

/// The last day of the series of one's own paper, which the next may not come before.
async fn last_day(db: &dyn Connection, ground: &Ground, kind: Kind, typed: &TypedDocument) -> Result<Option<String>> {
    match ground.series_of(kind.series(), &typed.series).filter(|_| kind.is_own_paper()) {
        Some(row) => store::last_day(db, ground.organization.id, row.id).await,
        None => Ok(None),
    }
}

fn filled(typed: &TypedDocument, ground: &Ground, kind: Kind) -> FormData {
    let series = ground.series_of(kind.series(), &typed.series).map(|row| row.id.to_string()).unwrap_or_default();
    let mut data = FormData::default();
    data.set("contact_id", typed.contact_id.map(|id| id.to_string()).unwrap_or_default())
        .set("date", &typed.date)
        .set("due_date", &typed.due_date)
        .set("series", series)
        .set("currency", if typed.currency.is_empty() { &ground.currency.code } else { &typed.currency })
        .set("rate", &typed.rate)
        .set("prices", if typed.prices_include_tax { "tax_included" } else { "net" })
        .set("simplified", if typed.simplified { "yes" } else { "" })
        .set("reference", &typed.reference)
        .set("notes", &typed.notes)
        .set("vendor_number", &typed.vendor_number)
        .set("method", &typed.method)
        .set("reason", &typed.reason);
    data
}

/// What a form is called, where it is sent to, and where one goes back to.
fn place_of(who: &InOrganization, kind: Kind, of: Of<'_>) -> (String, String, String) {
    let (lang, list) = (who.lang(), who.path(&format!("/{}", kind.path())));
    match of {
        Of::New => (lang.t(&format!("document-new-{}", rows::key(kind.word()))), list.clone(), list),
        Of::Draft(document) => {
            let path = path_of(who, kind, document.id);
            (rows::name(lang, document), path.clone(), path)
        }
    }
}

/// What a document's form is made of, for whoever puts it around other fields.
pub struct Parts {
    /// The fields over the lines, in a grid.
    pub head: Markup,
    /// The card of the lines.
    pub lines: Markup,
    /// Notes and totals.
    pub ends: Markup,
    /// What the page's keys are, for the dialog that shows them.
    pub keys: Markup,
}

/// The parts of a form; `typed` is in the reader's notation, `errors` stand at cells. What comes again has no day of its own: it is not `dated`.
pub async fn parts(
    platform: &Platform,
    who: &InOrganization,
    kind: Kind,
    typed: &TypedDocument,
    errors: &Invalid,
    (more, dated): (bool, bool),
) -> Result<Parts> {
    let (lang, db) = (who.lang(), platform.db.read());
    let ground = Ground::of(db, who.organization, platform.clock.now()).await?;
    let identity: Vec<usize> = (0..typed.lines.len()).collect();
    let sketch = sketched(platform, who, kind, typed, &identity).await?;
    let taxes = choices::of(db, who.organization, &ground.taxes, (kind.direction(), days::read(&typed.date).unwrap_or(ground.today)), lang).await?;
    let contact = match typed.contact_id {
        Some(id) => contacts::of_ids(db, who.organization, &[id]).await?.pop(),
        None => None,
    };
    let corrects = match typed.corrects_id {
        Some(id) => store::of_ids(db, who.organization, &[id]).await?.pop(),
        None => None,
    };
    let data = filled(typed, &ground, kind);
    let form = Form::new(lang, &data, errors);
    let digits = currency_of(typed, currency(platform, who.organization).await?).digits;
    let lines = Lines { who, kind, typed, errors, taxes: &taxes, sketch: &sketch, digits };
    let last = if dated { last_day(db, &ground, kind, typed).await? } else { None };
    Ok(Parts {
        head: html! {
            (head(who, kind, &form, &ground, contact.as_ref(), (dated, last)))
            @if kind.is_credit() {
                @if let Some(of) = &corrects { p.c6 { (lang.t("document-corrects")) " " a.link href=(path_of(who, of.kind()?, of.id)) target="_blank" { (rows::name(lang, of)) } } }
                (form.field("reason").label(lang.t("document-reason")))
            }
        },
        lines: html! {
            section.card.of-cells {
                (lines.render(more))
                @if kind.is_vendors() { div.body { (lines.paper_taxes()) } }
            }
        },
        ends: html! {
            div.doc-ends {
                section.card { div.body { (form.field("notes").area().optional()) } }
                (sketch.card(lang))
            }
        },
        keys: keys(lang),
    })
}

/// A form with a document's parts in it, computed and found as one types.
pub fn around(who: &InOrganization, kind: Kind, action: &str, inside: Markup) -> Markup {
    let lang = who.lang();
    let found = who.path(if kind.direction() == Direction::Purchase { "/items/bought" } else { "/items/sold" });
    html! {
        form.stack.paper method="post" action=(action) novalidate data-controller="unsaved paper" data-unsaved-message-value=(lang.t("unsaved"))
            data-paper-contacts-value=(who.path("/document-contacts")) data-paper-side-value=(if kind.direction() == Direction::Purchase { "vendor" } else { "customer" })
            data-paper-day-value=(who.path("/journal-entries/day")) data-paper-journal-value=[kind.posts().then(|| kind.journal().word())]
            data-paper-items-value=(found) data-paper-accounts-value=(who.path("/journal-entries/accounts")) data-paper-words-value=(words(lang))
            data-action="keydown->paper#press focusin->paper#enter focusout->paper#leave input->paper#type change->paper#change submit->paper#sent turbo:submit-end->paper#settled turbo:frame-load->paper#fill" {
            (inside)
            (components::making(lang, "paper", true))
        }
    }
}

/// The page of a form; `typed` is in the reader's notation.
pub async fn page(platform: &Platform, who: &InOrganization, (kind, of): (Kind, Of<'_>), typed: &TypedDocument, told: Told<'_>) -> Result<Markup> {
    let lang = who.lang();
    let errors = sheet::placed(told.errors);
    let parts = parts(platform, who, kind, typed, &errors, (told.more, true)).await?;
    let (title, action, back) = place_of(who, kind, of);
    let nothing = FormData::default();
    let inside = html! {
        input type="hidden" name="key" value=(told.key);
        @if let Of::Draft(document) = of { (components::version(document.version)) }
        @if let Some(id) = typed.corrects_id { input type="hidden" name="corrects_id" value=(id); }
        // What corrects a simplified invoice is one like it.
        @if kind.is_credit() && typed.simplified { input type="hidden" name="simplified" value="yes"; }
        (components::conflict(lang, told.conflict))
        (Form::new(lang, &nothing, &errors).summary_as(&sheet::labels(lang, &errors)))
        div.with-preview {
            div.stack {
                section.card { div.body.grid { (parts.head) } div.note.warn.of-day role="status" hidden data-paper-target="day" {} }
                (parts.lines)
                (parts.ends)
            }
            @if previewed(kind) { (viewer(lang)) }
        }
        div.foot {
            button.btn.primary type="submit" name="do" value="draft" { (lang.t("document-keep-draft")) }
            (issuing(lang, kind))
            a.btn.quiet href=(back) { (lang.t("cancel")) }
        }
        (parts.keys)
    };
    let body = html! {
        p.crumbs { a href=(who.path(&format!("/{}", kind.path()))) { (lang.t(kind.title())) } }
        (components::head(&title, html! {}))
        (around(who, kind, &action, inside))
    };
    framed(platform, who, kind.path(), &title, &body).await
}

/// Whether a kind has a paper of one's own to look at.
fn previewed(kind: Kind) -> bool {
    kind.is_printed()
}

/// Where the paper is shown as one types: by scripts, which put it there.
fn viewer(lang: Lang) -> Markup {
    html! {
        aside.viewer.preview.scripted aria-label=(lang.t("document-preview")) {
            header { p { (lang.t("document-preview")) } }
            div.desk tabindex="0" role="region" aria-label=(lang.t("document-preview-paper")) data-paper-target="preview" { p.muted { (lang.t("document-totals-contact")) } }
        }
    }
}

/// The fields over the lines.
fn head(who: &InOrganization, kind: Kind, form: &Form<'_>, ground: &Ground, contact: Option<&Contact>, (dated, last): (bool, Option<String>)) -> Markup {
    let lang = form.lang;
    let foreign = form.data.get("currency") != ground.currency.code || form.data.get("prices") != "net" || form.data.has("simplified");
    let more = foreign || form.errors.0.iter().any(|error| ["currency", "rate", "simplified"].contains(&error.field.as_str()));
    let (mut date, mut due) = (form.field("date").day().span(2), form.field("due_date").day().span(2).optional());
    if let Some(last) = last {
        date = date.help(t!(lang, "document-last-day", day = format::stored_date(lang, &last)));
    }
    due = due.label(lang.t(rows::due_label(kind))).help(lang.t("document-due-help"));
    html! {
        (contact_field(form, who, "contact_id", lang.t("choose"), contact).span(4).help(lang.t("document-contact-help")))
        (form.field("series").label(lang.t("document-series")).help(lang.t("document-series-help")).select(series(ground, kind)).span(2))
        @if dated { (date) (due) }
        @if kind.is_vendors() { (form.field("vendor_number").label(lang.t("document-vendor-number")).span(2)) }
        @else { (form.field("reference").label(lang.t("document-reference")).optional().span(2)) }
        details.c6 open[more] {
            summary.linkish { (lang.t("document-more")) }
            div.grid.apart-top {
                (form.field("currency").currencies(None).span(2))
                @if dated { (form.field("rate").label(lang.t("document-rate")).help(lang.t("document-rate-help")).optional().span(2)) }
                (form.field("prices").label(lang.t("document-prices")).select(["net", "tax_included"].map(|word| (word.to_owned(), lang.t(&format!("document-prices-{}", rows::key(word))))).to_vec()).span(2))
                @if kind.is_vendors() { (form.field("reference").label(lang.t("document-own-reference")).optional().span(2)) }
                @if kind == Kind::Invoice { div.c6 #f-simplified { (form.check("simplified", "yes", &lang.t("document-simplified"), Some(&lang.t("document-simplified-help")))) } }
            }
        }
    }
}

/// The button that issues, with its question: what is issued may be final.
fn issuing(lang: Lang, kind: Kind) -> Markup {
    let label = t!(lang, "document-issue", kind = kind.word());
    html! {
        span.inline data-controller="dialog" {
            button.btn type="button" aria-haspopup="dialog" popovertarget="issuing" data-action="dialog#open" { (label) }
            dialog.sure popover #issuing aria-labelledby="issuing-title" data-dialog-target="dialog" {
                header { h2 #issuing-title { (t!(lang, "document-issue-question", kind = kind.word())) } }
                div.inside { p { (lang.t(if kind.posts() { "document-issue-typed" } else { "document-issue-offered" })) } }
                footer {
                    span.grow {}
                    button.btn type="button" popovertarget="issuing" popovertargetaction="hide" data-action="dialog#close" { (lang.t("cancel")) }
                    button.btn.primary type="submit" name="do" value="issue" { (label) }
                }
            }
        }
    }
}

/// The keys of the lines, for the dialog that shows every key of the page.
fn keys(lang: Lang) -> Markup {
    let keys = [
        ("Intro / Tab", "document-keys-next"),
        ("\"", "entry-keys-copy"),
        ("Alt + Supr", "entry-keys-remove"),
        ("Alt + ↑ ↓", "entry-keys-move"),
        ("F4", "document-keys-items"),
        ("Alt + N", "document-keys-contact"),
        ("Ctrl + Intro", "document-keep-draft"),
    ];
    let name = |key: &str| match lang {
        Lang::Es => key.to_owned(),
        Lang::En => key.replace("Intro", "Enter").replace("Supr", "Del"),
    };
    html! { template #page-keys { h3 { (lang.t("document-lines")) } dl { @for (key, about) in keys { div { dt { kbd { (name(key)) } } dd { (lang.t(about)) } } } } } }
}

/// What the scripts of the lines say, with `%n` for the line.
fn words(lang: Lang) -> String {
    let n = "%n";
    let labels: BTreeMap<&str, String> = ["description", "account_code", "quantity", "unit_price", "discount_percent", "taxes"]
        .map(|field| (field, sheet::label(lang, n, field)))
        .into();
    serde_json::json!({
        "labels": labels,
        "remove": t!(lang, "entry-remove-line", line = n),
        "removed": t!(lang, "entry-line-removed", line = n),
        "proposed": lang.t("document-taxes-proposed"),
        "none": lang.t("document-no-taxes"),
        "unknown": lang.t("document-items-none"),
        "found_one": lang.t("entry-found-one"),
        "found": t!(lang, "entry-found", number = n),
        "offer_contact": t!(lang, "document-make-contact", name = "%t"),
        "make_contact": lang.t("contact-new"),
        "about_contact": lang.t("document-make-contact-about"),
    })
    .to_string()
}
