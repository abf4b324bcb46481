//! Pages of an import: the file, its columns, what every row gets. What comes of it is in `result`.

use axum::{extract::State, response::Response};
use despacho_kernel::{Id, Invalid, access::Application};
use despacho_platform::{Error, Platform, Result, i18n::Lang, memberships, t};
use despacho_practice::practices::store as practices;
use despacho_ui::{
    InPractice, Outcome, Path, Query,
    components::{application_name, file_input},
    error::message,
    format,
    forms::{Form, FormData, Upload},
    layout, paging,
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    actions::{self, NewFile},
    api::KILOBYTES,
    frame::{OfImport, named, page, stage_link, stages, tag},
    import::FileImport,
    mapping::Mapping,
    sample,
    settings::{EXISTING, MATCHES, Settings},
    store, targets,
};

/// Imports that the first page lists.
const PAGE: i64 = 20;
/// Rows from which the first values of a column are shown.
const LOOKED: i64 = 10_000;

#[derive(Debug, Default, Deserialize)]
pub struct Before {
    #[serde(default)]
    before: Option<Id>,
}

async fn file_page(platform: &Platform, who: &InPractice, errors: &Invalid, before: Option<Id>) -> Result<Markup> {
    let lang = who.lang();
    let mut past = store::page(platform.db.read(), who.practice, before, PAGE + 1).await?;
    let more = paging::cut(&mut past, PAGE);
    let data = FormData::default();
    let form = Form::new(lang, &data, errors);
    let wrong = errors.0.iter().find(|error| error.field == "file").map(|error| message(lang, error));
    let sample = |language: Lang, kind: &str| who.path(&format!("/client-file-imports/sample?language={}&format={kind}", language.code()));
    let body = html! {
        form.stack method="post" action=(who.path("/client-file-imports")) enctype="multipart/form-data" data-turbo="false" {
            (form.summary())
            section.card { div.body { div.grid {
                div class=(if wrong.is_some() { "field c6 error" } else { "field c6" }) {
                    div.label { label for="f-file" { (lang.t("field-file")) } }
                    (file_input("file", Some(".csv,.txt,.tsv,.xlsx,.ods"), wrong.is_some(), true))
                    p.help #f-file-help { @match &wrong { Some(wrong) => (wrong), None => (lang.t("sheet-file-help")) } }
                }
                p.c6.muted { (lang.t("sheet-samples")) " "
                    @for (nth, (language, kind)) in [(Lang::Es, "csv"), (Lang::Es, "xlsx"), (Lang::En, "csv"), (Lang::En, "xlsx")].into_iter().enumerate() {
                        @if nth > 0 { " · " }
                        a href=(sample(language, kind)) hreflang=(language.code()) { (lang.t(if language == Lang::Es { "language-es" } else { "language-en" })) " " (kind.to_uppercase()) }
                    }
                }
            } } }
            div.foot { button.btn.primary type="submit" { (lang.t("sheet-next-columns")) } a.btn.quiet href=(who.path("/clients/add")) { (lang.t("cancel")) } }
        }
        @if !past.is_empty() {
            section.card {
                header { h2 { (lang.t("sheet-past")) } }
                div.body.tight { div.scroll { table.dense {
                    caption.vh { (lang.t("sheet-past")) }
                    thead { tr {
                        th scope="col" { (lang.t("field-file")) } th scope="col" { (lang.t("field-date")) }
                        th.num scope="col" { (lang.t("column-client-file-import-rows")) } th scope="col" { (lang.t("field-status")) }
                    } }
                    tbody { @for import in &past { tr {
                        td.clip { a href=(who.path(&format!("/client-file-imports/{}", import.id))) { (named(lang, import)) } }
                        td { (format::instant(lang, &who.user.time_zone, import.created_at)) }
                        td.num { (format::number(lang, import.total)) }
                        td { (tag(lang, import)) }
                    } } }
                } } }
            }
            @if let Some(last) = past.last().filter(|_| more) {
                nav.pages aria-label=(lang.t("pages")) { p {} a.btn href=(format!("?before={}", last.id)) rel="next" { (lang.t("sheet-older")) } }
            }
        }
    };
    page(platform, who, &lang.t("sheet-title"), stages(lang, 0, &|_| None), html! {}, body).await
}

pub async fn new(State(platform): State<Platform>, who: InPractice, Query(query): Query<Before>) -> Outcome {
    Ok(layout::page(file_page(&platform, &who, &Invalid::new(), query.before).await?))
}

/// Keeps a file, whose columns are mapped next.
pub async fn start(State(platform): State<Platform>, who: InPractice, upload: Upload<KILOBYTES>) -> Outcome {
    let kept = async {
        let new = NewFile::of(&upload.file_name("file"), upload.file("file"), Settings { dry_run: true, ..Settings::default() }).await?;
        let tx = platform.db.begin().await?;
        let practice = practices::find(&tx, who.practice).await?;
        let import = actions::start(&tx, &practice, new, true, (&who.user, platform.clock.now())).await?;
        tx.commit().await?;
        Ok(import)
    };
    match kept.await {
        Ok(import) => Ok(layout::see(&platform, &who.path(&format!("/client-file-imports/{}/columns", import.id)), "")),
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(file_page(&platform, &who, &errors, None).await?)),
        Err(error) => Err(error.into()),
    }
}

/// An import that may still be changed; one that runs or is done shows what came of it.
async fn open(platform: &Platform, who: &InPractice, of: &OfImport) -> Result<Result<FileImport, Response>> {
    let import = store::find(platform.db.read(), who.practice, of.import).await?;
    if import.is_busy() || import.is_imported() {
        return Ok(Err(layout::see(platform, &who.path(&format!("/client-file-imports/{}", import.id)), "")));
    }
    Ok(Ok(import))
}

async fn columns_page(platform: &Platform, who: &InPractice, import: &FileImport, typed: Option<&FormData>, errors: &Invalid) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let own = practices::custom_fields(db, who.practice).await?;
    let (known, headings, mapping) = (targets::targets(lang, &own), import.headings(), import.mapping());
    let rows = store::rows(db, who.practice, import.id, None, LOOKED).await?;
    let chosen = |at: usize, heading: &str| match typed {
        Some(data) => data.text(&format!("column.{at}")),
        None => mapping.get(heading).cloned().unwrap_or_default(),
    };
    let filled = |at: usize| rows.iter().filter(|row| row.cells.get(at).is_some_and(|cell| !cell.is_empty())).count();
    let first = |at: usize| {
        rows.iter()
            .filter_map(|row| row.cells.get(at))
            .filter(|cell| !cell.is_empty())
            .take(3)
            .cloned()
            .collect::<Vec<_>>()
            .join(" · ")
    };
    let mut settings = FormData::default();
    settings.set("encoding", import.encoding.as_str()).set("separator", import.separator.as_str());
    let form = Form::new(lang, &settings, errors);
    let options =
        |words: &[&str], key: &str| words.iter().map(|word| ((*word).to_owned(), lang.t(&format!("{key}-{}", sample::word_of(word))))).collect::<Vec<_>>();
    let path = who.path(&format!("/client-file-imports/{}", import.id));
    let labels: Vec<(String, String)> = headings.iter().enumerate().map(|(at, heading)| (format!("column.{at}"), heading.clone())).collect();
    let labels: Vec<(&str, String)> = labels.iter().map(|(name, label)| (name.as_str(), label.clone())).collect();
    let body = html! {
        div.split {
            form.stack method="post" action=(format!("{path}/columns")) {
                (form.summary_as(&labels))
                section.card {
                    header { h2 { (lang.t("sheet-columns-title")) } span.muted.small { (t!(lang, "sheet-known", known = mapping.len(), all = headings.len())) } }
                    div.body.tight { table.dense.map {
                        caption.vh { (lang.t("sheet-columns-title")) }
                        thead { tr {
                            th scope="col" { (lang.t("sheet-in-file")) } th scope="col" { (lang.t("sheet-first-values")) }
                            th scope="col" { (lang.t("sheet-in-despacho")) } th.num scope="col" { (lang.t("sheet-filled")) }
                        } }
                        tbody { @for (at, heading) in headings.iter().enumerate() {
                            @let name = format!("column.{at}");
                            @let wrong = errors.0.iter().find(|error| error.field == name).map(|error| message(lang, error));
                            @let is = chosen(at, heading);
                            tr {
                                th scope="row" { (heading) }
                                td.samples.muted { (first(at)) }
                                td { div.field.error[wrong.is_some()] {
                                    select id=(format!("f-column-{at}")) name=(name) aria-label=(t!(lang, "sheet-field-for", name = heading.as_str())) aria-invalid=[wrong.as_ref().map(|_| "true")] {
                                        option value="" { (lang.t("sheet-leave-out")) }
                                        @for target in &known { option value=(target.name) selected[target.name == is] { (target.label) } }
                                    }
                                    @if let Some(wrong) = &wrong { p.help { (wrong) } }
                                } }
                                td.num.muted { (t!(lang, "sheet-of", part = format::number(lang, i64::try_from(filled(at)).unwrap_or(0)), all = format::number(lang, import.total))) }
                            }
                        } }
                    } }
                }
                div.foot {
                    button.btn.primary type="submit" { (lang.t("sheet-next-options")) }
                    a.btn.quiet href=(who.path("/client-file-imports/new")) { (lang.t("sheet-other-file")) }
                }
            }
            form.stack method="post" action=(format!("{path}/reading")) {
                section.card {
                    header { h2 { (lang.t("field-file")) } }
                    div.body.stack {
                        dl.facts {
                            div { dt { (lang.t("field-name")) } dd.break { (named(lang, import)) } }
                            div { dt { (lang.t("column-client-file-import-rows")) } dd { (format::number(lang, import.total)) } }
                        }
                        @if import.kind == "csv" {
                            (form.field("encoding").label(lang.t("sheet-encoding")).select(options(&["utf-8", "windows-1252"], "sheet-encoding")))
                            (form.field("separator").label(lang.t("sheet-separator")).select(options(&[";", ",", "\t", "|"], "sheet-separator")))
                            button.btn type="submit" { (lang.t("sheet-read-again")) }
                        }
                    }
                }
            }
        }
    };
    let shown = stages(lang, 1, &|nth| stage_link(who, import, nth));
    page(platform, who, &lang.t("sheet-title"), shown, html! {}, body).await
}

pub async fn columns(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfImport>) -> Outcome {
    match open(&platform, &who, &of).await? {
        Ok(import) => Ok(layout::page(columns_page(&platform, &who, &import, None, &Invalid::new()).await?)),
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// What was chosen for the columns, and each column's place for the errors of headings.
fn mapping_of(headings: &[String], data: &FormData) -> Mapping {
    headings.iter().enumerate().map(|(at, heading)| (heading.clone(), data.text(&format!("column.{at}")))).collect()
}

pub async fn map(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfImport>, data: FormData) -> Outcome {
    let import = match open(&platform, &who, &of).await? {
        Ok(import) => import,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let headings = import.headings();
    let settings = Settings { mapping: Some(mapping_of(&headings, &data)), ..import.settings() };
    let done = async {
        let tx = platform.db.begin().await?;
        let practice = practices::find(&tx, who.practice).await?;
        actions::again(&tx, &practice, of.import, settings, false, (&who.user, platform.clock.now())).await?;
        tx.commit().await
    };
    match done.await {
        Ok(()) => Ok(layout::see(&platform, &who.path(&format!("/client-file-imports/{}/options", of.import)), "")),
        Err(Error::Invalid(errors)) => {
            let mut told = Invalid::new();
            for error in errors.0 {
                let at = headings.iter().position(|heading| error.field == format!("mapping.{heading}")).unwrap_or(0);
                told.push_with(&format!("column.{at}"), error.code, error.params);
            }
            Ok(layout::unprocessable(columns_page(&platform, &who, &import, Some(&data), &told).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// Reads the file in another encoding, or with another separator.
pub async fn reread(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfImport>, data: FormData) -> Outcome {
    let import = match open(&platform, &who, &of).await? {
        Ok(import) => import,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let settings = Settings { encoding: data.text("encoding"), separator: data.text("separator"), ..import.settings() };
    let practice = practices::find(platform.db.read(), who.practice).await?;
    let mut errors = Invalid::new();
    settings.check(&mut errors);
    let done = match errors.finish() {
        Ok(()) => actions::reread(&platform, &practice, of.import, settings).await.map(|_| ()),
        Err(errors) => Err(errors.into()),
    };
    match done {
        Ok(()) => Ok(layout::see(&platform, &who.path(&format!("/client-file-imports/{}/columns", of.import)), "")),
        Err(Error::Invalid(errors)) => {
            // What is wrong with the file is told at what was chosen.
            let mut told = Invalid::new();
            for error in errors.0 {
                told.push_with(if error.field == "encoding" { "encoding" } else { "separator" }, error.code, error.params);
            }
            Ok(layout::unprocessable(columns_page(&platform, &who, &import, None, &told).await?))
        }
        Err(error) => Err(error.into()),
    }
}

async fn options_page(platform: &Platform, who: &InPractice, import: &FileImport, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = who.lang();
    let members = memberships::list(platform.db.read(), who.practice).await?;
    let form = Form::new(lang, data, errors);
    let choices =
        |words: &[&str], key: &str| words.iter().map(|word| ((*word).to_owned(), lang.t(&format!("{key}-{}", word.replace('_', "-"))))).collect::<Vec<_>>();
    let applications: Vec<(String, String)> = Application::ALL.iter().map(|a| (a.word().to_owned(), application_name(lang, *a))).collect();
    let people: Vec<(String, String)> = members.iter().map(|member| (member.user_id.to_string(), member.name.clone())).collect();
    let path = who.path(&format!("/client-file-imports/{}", import.id));
    let body = html! {
        form.stack method="post" action=(format!("{path}/options")) {
            (form.summary())
            section.card { div.body { div.grid {
                (form.field("match_by").label(lang.t("sheet-match-by")).help(lang.t("sheet-match-by-help")).select(choices(&MATCHES, "sheet-match")).span(3))
                (form.field("existing").label(lang.t("sheet-existing")).help(lang.t("sheet-existing-help")).select(choices(&EXISTING, "sheet-existing")).span(3))
                (form.checks("applications", &lang.t("field-applications"), &applications, Some(&lang.t("sheet-applications-help"))))
                div.c6 { (form.check("invite_client", "on", &lang.t("sheet-invite-each"), Some(&lang.t("sheet-invite-help")))) }
                (form.field("tags").label(lang.t("field-tags")).help(lang.t("tags-help")).optional())
                (form.checks("assigned_user_ids", &lang.t("field-assigned"), &people, None))
            } } }
            div.foot {
                button.btn.primary type="submit" { (lang.t("sheet-next-trial")) }
                a.btn.quiet href=(format!("{path}/columns")) { (lang.t("back")) }
            }
        }
    };
    let shown = stages(lang, 2, &|nth| stage_link(who, import, nth));
    page(platform, who, &lang.t("sheet-title"), shown, html! {}, body).await
}

pub async fn options(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfImport>) -> Outcome {
    let import = match open(&platform, &who, &of).await? {
        Ok(import) => import,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let settings = import.settings();
    let mut data = FormData::default();
    data.set("match_by", settings.match_by).set("existing", settings.existing).set("tags", settings.tags.join(", "));
    for application in settings.applications {
        data.set("applications", application);
    }
    for id in settings.assigned_user_ids {
        data.set("assigned_user_ids", id.to_string());
    }
    if settings.invite_client {
        data.set("invite_client", "on");
    }
    Ok(layout::page(options_page(&platform, &who, &import, &data, &Invalid::new()).await?))
}

/// Keeps what every row gets, and looks at the whole file.
pub async fn choose(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfImport>, data: FormData) -> Outcome {
    let import = match open(&platform, &who, &of).await? {
        Ok(import) => import,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let settings = Settings {
        match_by: data.text("match_by"),
        existing: data.text("existing"),
        applications: data.all("applications"),
        invite_client: data.has("invite_client"),
        tags: data.get("tags").split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect(),
        assigned_user_ids: data.all("assigned_user_ids").iter().filter_map(|id| id.parse().ok()).collect(),
        dry_run: true,
        ..import.settings()
    };
    let done = async {
        let tx = platform.db.begin().await?;
        let practice = practices::find(&tx, who.practice).await?;
        actions::again(&tx, &practice, of.import, settings, true, (&who.user, platform.clock.now())).await?;
        tx.commit().await
    };
    match done.await {
        Ok(()) => {
            platform.wake_workers();
            Ok(layout::see(&platform, &who.path(&format!("/client-file-imports/{}", of.import)), ""))
        }
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(options_page(&platform, &who, &import, &data, &errors).await?)),
        Err(error) => Err(error.into()),
    }
}
