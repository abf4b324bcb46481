//! Importing entries: a file is looked at, put right, and taken.

use axum::{extract::State as Shared, response::Response};
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R};
use despacho_ledger::{accounts::store as accounts, allowed::allowed};
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Error, Platform, Result, t};
use despacho_ui::{
    InOrganization, Outcome, Path, Query,
    components::{card, file_input, head},
    error::message,
    flash::Flash,
    format,
    forms::{Form, FormData, Upload},
    layout, paging,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    actions::{self, NewImport},
    import::JournalImport,
    read::detect::Source,
    result::{self, Around},
    sent::{KILOBYTES, Sent},
    store,
};

/// Imports of one page of the list.
const PAGE: i64 = 20;

#[derive(Debug, Deserialize)]
pub(super) struct OfImport {
    import: Id,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct After {
    #[serde(default)]
    before: Option<Id>,
}

/// The formats that may be chosen, and that it is found by itself.
fn formats(who: &InOrganization) -> Vec<(String, String)> {
    let lang = who.lang();
    let named = Source::ALL.iter().map(|source| (source.word().to_owned(), lang.t(&format!("diary-source-{}", source.word()))));
    std::iter::once((String::new(), lang.t("diary-source-auto"))).chain(named).collect()
}

async fn page(platform: &Platform, who: &InOrganization, data: &FormData, errors: &Invalid, before: Option<Id>) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let mut past = store::page(db, who.organization, before, PAGE + 1).await?;
    let more = paging::cut(&mut past, PAGE);
    let title = lang.t("diary-title");
    let form = Form::new(lang, data, errors);
    let wrong = errors.0.iter().find(|error| error.field == "file").map(|error| message(lang, error));
    let body = html! {
        div.medium.stack {
            p.crumbs { a href=(who.path("/journal-entries")) { (lang.t("entries")) } }
            (head(&title, html! {}))
            p.lead.muted { (lang.t("diary-about")) }
            @if who.may(R::PostEntries) {
                form.stack method="post" action=(who.path("/journal-imports")) enctype="multipart/form-data" data-turbo="false" {
                    (form.summary())
                    section.card { div.body { div.grid {
                        div class=(if wrong.is_some() { "field c6 error" } else { "field c6" }) {
                            div.label { label for="f-file" { (lang.t("field-file")) } }
                            (file_input("file", None, wrong.is_some(), true))
                            p.help #f-file-help { @match &wrong { Some(wrong) => (wrong), None => (lang.t("diary-file-help")) } }
                        }
                        (form.field("format").label(lang.t("diary-format")).select(formats(who)).span(3))
                        @if who.may(R::EditAccounts) {
                            div.c6 { (form.check("create_accounts", "true", &lang.t("diary-create-accounts"), Some(&lang.t("diary-create-accounts-help")))) }
                        }
                    } } }
                    div.foot { button.btn.primary type="submit" { (lang.t("diary-look")) } }
                }
            }
            @if !past.is_empty() {
                (card(&lang.t("diary-past"), html! { div.scroll { table.dense {
                    caption.vh { (lang.t("diary-past")) }
                    thead { tr {
                        th scope="col" { (lang.t("field-file")) } th scope="col" { (lang.t("field-date")) }
                        th.num scope="col" { (lang.t("entries")) } th scope="col" { (lang.t("entry-state")) }
                    } }
                    tbody { @for import in &past { tr {
                        td.clip { a href=(who.path(&format!("/journal-imports/{}", import.id))) { (result::named(lang, import)) } }
                        td { (format::instant(lang, &who.user.time_zone, import.created_at)) }
                        td.num { (format::number(lang, import.entries)) }
                        td { (result::tag(lang, import)) }
                    } } }
                } } }))
                @if let Some(last) = past.last().filter(|_| more) {
                    nav.pages aria-label=(lang.t("pages")) { p {} a.btn href=(format!("?before={}", last.id)) rel="next" { (lang.t("diary-older")) } }
                }
            }
        }
    };
    framed(platform, who, "journal-entries", &title, &body).await
}

pub(super) async fn list(Shared(platform): Shared<Platform>, who: InOrganization, Query(after): Query<After>) -> Outcome {
    let mut data = FormData::default();
    data.set("create_accounts", "true");
    Ok(layout::page(page(&platform, &who, &data, &Invalid::new(), after.before).await?))
}

/// Keeps a file and looks at it.
pub(super) async fn start(Shared(platform): Shared<Platform>, who: InOrganization, upload: Upload<KILOBYTES>) -> Outcome {
    let data = upload.typed();
    let started = async {
        let mut errors = Invalid::new();
        let sent = Sent::read(&data, &mut errors);
        errors.finish()?;
        let new = NewImport::of(&upload.file_name("file"), upload.file("file"), sent.source, true, sent.settings, sent.accounts).await?;
        let tx = platform.db.begin().await?;
        let import = actions::start(&tx, who.organization, new, (&who.user, platform.clock.now())).await?;
        tx.commit().await?;
        Ok(import)
    };
    match started.await {
        Ok(import) => {
            platform.wake_workers();
            Ok(layout::see(&platform, &who.path(&format!("/journal-imports/{}", import.id)), ""))
        }
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(page(&platform, &who, &data, &errors, None).await?)),
        Err(error) => Err(error.into()),
    }
}

async fn around(platform: &Platform, who: &InOrganization, import: &JournalImport) -> Result<Around> {
    let db = platform.db.read();
    Ok(Around {
        currency: organizations::currency(db, who.organization).await?,
        chart: accounts::all(db, who.organization).await?,
        kept: store::has_file(db, who.organization, import.id).await?,
    })
}

async fn shown(platform: &Platform, who: &InOrganization, import: &JournalImport, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = who.lang();
    let title = result::named(lang, import);
    let fragment = who.path(&format!("/journal-imports/{}/progress", import.id));
    let running = !import.is_finished();
    let inside = result::show(who, import, &around(platform, who, import).await?, data, errors);
    let body = html! {
        div.medium.stack {
            p.crumbs { a href=(who.path("/journal-entries")) { (lang.t("entries")) } " › " a href=(who.path("/journal-imports")) { (lang.t("diary-title")) } }
            (head(&title, html! { (result::tag(lang, import)) }))
            div data-controller=[running.then_some("progress")] data-progress-url-value=(fragment) data-progress-id-value=(import.id) { (inside) }
        }
    };
    framed(platform, who, "journal-entries", &title, &body).await
}

pub(super) async fn show(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfImport>) -> Outcome {
    let import = store::find(platform.db.read(), who.organization, of.import).await?;
    Ok(layout::page(shown(&platform, &who, &import, &FormData::default(), &Invalid::new()).await?))
}

/// The outcome alone, which the page asks for whenever it hears that the import moved on.
pub(super) async fn look(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfImport>) -> Outcome {
    let import = store::find(platform.db.read(), who.organization, of.import).await?;
    let around = around(&platform, &who, &import).await?;
    Ok(layout::page(result::show(&who, &import, &around, &FormData::default(), &Invalid::new())))
}

/// The errors as a file, in the reader's language.
pub(super) async fn errors(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfImport>) -> Outcome {
    let lang = who.lang();
    let import = store::find(platform.db.read(), who.organization, of.import).await?;
    let headings = [lang.t("diary-line"), lang.t("diary-fault")];
    let outcome = import.outcome();
    let rows = outcome.errors.iter().map(|told| vec![told.line.to_string(), told.message(lang)]);
    let separator = if lang == despacho_platform::i18n::Lang::Es { ';' } else { ',' };
    let file = despacho_sheets::csv(&headings, rows, separator).map_err(|e| Error::Other(e.to_string()))?;
    Ok(layout::download(&format!("{}.csv", lang.t("diary-errors-file")), "text/csv; charset=utf-8", file))
}

/// Looks again with what was chosen, or takes the file.
pub(super) async fn again(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfImport>, data: FormData) -> Outcome {
    let posts = data.get("do") == "post";
    let done = async {
        let mut errors = Invalid::new();
        let sent = Sent::read(&data, &mut errors);
        errors.finish()?;
        let tx = platform.db.begin().await?;
        actions::choose(&tx, who.organization, &sent.accounts).await?;
        actions::again(&tx, who.organization, of.import, (sent.settings, !posts), (&who.user, platform.clock.now())).await?;
        tx.commit().await
    };
    match done.await {
        Ok(()) => {
            platform.wake_workers();
            Ok(layout::see(&platform, &who.path(&format!("/journal-imports/{}", of.import)), ""))
        }
        Err(Error::Invalid(errors)) => refused(&platform, &who, of.import, &data, &errors).await,
        Err(error) => Err(error.into()),
    }
}

async fn refused(platform: &Platform, who: &InOrganization, id: Id, data: &FormData, errors: &Invalid) -> Result<Response, despacho_ui::error::Failure> {
    let import = store::find(platform.db.read(), who.organization, id).await?;
    Ok(layout::unprocessable(shown(platform, who, &import, data, errors).await?))
}

pub(super) async fn undo(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfImport>) -> Outcome {
    let lang = who.lang();
    let path = who.path(&format!("/journal-imports/{}", of.import));
    let tx = platform.db.begin().await?;
    match actions::undo(&tx, who.organization, of.import, allowed(&platform, &who)).await {
        Ok(import) => {
            tx.commit().await?;
            let count = usize::try_from(import.entries).unwrap_or(0);
            Ok(layout::see(&platform, &path, Flash::new("flash-diary-undone").name(&import.file_name).count(count)))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            let why = errors.0.first().map_or_else(String::new, |error| message(lang, error));
            let import = store::find(platform.db.read(), who.organization, of.import).await?;
            let around = around(&platform, &who, &import).await?;
            let title = result::named(lang, &import);
            let body = html! {
                div.medium.stack {
                    (head(&title, html! { (result::tag(lang, &import)) }))
                    div.summary role="alert" tabindex="-1" data-controller="focus" { h2 { (t!(lang, "diary-undo-refused", why = why)) } }
                    (result::show(&who, &import, &around, &FormData::default(), &Invalid::new()))
                }
            };
            Ok(layout::unprocessable(framed(&platform, &who, "journal-entries", &title, &body).await?))
        }
        Err(error) => Err(error.into()),
    }
}
