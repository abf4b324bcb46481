//! Pages of lists of master data.

use std::collections::HashMap;

use axum::extract::State;
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R};
use despacho_platform::{
    Error, Platform, Result,
    activity::{self, Change, Entry},
    i18n::Lang,
};
use despacho_ui::{
    InOrganization, Outcome, Path,
    assets::icon,
    components::{button, empty, head},
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Kind, Record, RecordSet, store};
use crate::{Apps, pages::framed};

#[derive(Deserialize)]
pub struct OfSet {
    set: String,
}

#[derive(Deserialize)]
pub struct OfRecord {
    set: String,
    record: Id,
}

fn key(set: &RecordSet, what: &str) -> String {
    format!("records-{}{what}", set.name.replace('_', "-"))
}

fn path(who: &InOrganization, set: &RecordSet, rest: &str) -> String {
    who.path(&format!("/records/{}{rest}", set.name))
}

fn choice(lang: Lang, set: &RecordSet, column: &str, word: &str) -> String {
    lang.t(&format!("choice-{}-{}-{}", set.name, column, word).replace('_', "-"))
}

/// A value as it is read.
fn shown(lang: Lang, set: &RecordSet, at: usize, record: &Record, accounts: &HashMap<String, String>) -> String {
    let column = &set.columns[at];
    let value = &record.values[at];
    match column.kind {
        Kind::Choice(_) => choice(lang, set, column.name, value),
        Kind::Decimal { .. } => format::decimal(lang, value),
        Kind::Account { .. } => accounts.get(value).cloned().unwrap_or_default(),
        Kind::Long { .. } => value.lines().next().unwrap_or("").chars().take(80).collect(),
        _ => value.clone(),
    }
}

async fn accounts(platform: &Platform, set: &RecordSet, organization: Id) -> Result<Vec<(String, String)>> {
    if set.columns.iter().any(|c| matches!(c.kind, Kind::Account { .. })) { store::account_options(platform.db.read(), organization).await } else { Ok(vec![]) }
}

/// Amounts as they are read, with the currency's code or, for a form, without.
async fn with_amounts(platform: &Platform, who: &InOrganization, set: &RecordSet, mut records: Vec<Record>, code: bool) -> Result<Vec<Record>> {
    let money: Vec<usize> = (0..set.columns.len()).filter(|at| matches!(set.columns[*at].kind, Kind::Money)).collect();
    if money.is_empty() {
        return Ok(records);
    }
    let currency = store::currency(platform.db.read(), who.organization).await?;
    for value in records.iter_mut().flat_map(|r| r.values.iter_mut().enumerate()).filter(|(at, _)| money.contains(at)).map(|(_, v)| v) {
        if let Ok(minor) = value.parse() {
            *value = format::amount(who.lang(), minor, currency.digits);
            if code {
                value.push('\u{a0}');
                value.push_str(&currency.code);
            }
        }
    }
    Ok(records)
}

fn table(lang: Lang, who: &InOrganization, set: &RecordSet, records: &[Record], accounts: &[(String, String)], full: bool) -> Markup {
    let names: HashMap<_, _> = accounts.iter().cloned().collect();
    let numeric = |kind: Kind| matches!(kind, Kind::Decimal { .. } | Kind::Whole { .. } | Kind::Money);
    // The first column that says what the row is, is the link.
    let columns: Vec<usize> = (0..set.columns.len()).filter(|at| !matches!(set.columns[*at].kind, Kind::Long { .. })).take(6).collect();
    let edits = who.may(R::EditSettings);
    html! {
        div.scroll { table.lines {
            thead { tr {
                @for (nth, at) in columns.iter().enumerate() {
                    th.num[numeric(set.columns[*at].kind)].hide-s[nth > 1] { (lang.t(&format!("column-{}-{}", set.name, set.columns[*at].name).replace('_', "-"))) }
                }
                @if full { th { (lang.t("field-status")) } }
                @if full && edits { th { span.vh { (lang.t("actions")) } } }
            } }
            tbody { @for record in records { tr {
                @for (nth, at) in columns.iter().enumerate() {
                    @let text = shown(lang, set, *at, record, &names);
                    td.num[numeric(set.columns[*at].kind)].hide-s[nth > 1] {
                        @if nth == 0 && edits { a.edit-link href=(path(who, set, &format!("/{}", record.id))) { (text) } } @else { (text) }
                    }
                }
                @if full { td {
                    @if record.active { span.tag.ok { (lang.t("state-active")) } } @else { span.tag { (lang.t("state-inactive")) } }
                } }
                @if full && edits { td.num {
                    @let word = if record.active { "deactivation" } else { "activation" };
                    (button(&path(who, set, &format!("/{}/{word}", record.id)), "btn small", &lang.t(if record.active { "deactivate" } else { "activate" })))
                } }
            } } }
        } }
    }
}

/// Cards of several lists: how many rows, the first of them, a link to all.
pub async fn overview(platform: &Platform, who: &InOrganization, sets: &[&'static RecordSet]) -> Result<Markup> {
    const FIRST: i64 = 6;
    let lang = who.lang();
    let mut cards = vec![];
    for set in sets {
        let records = store::list(platform.db.read(), set, who.organization, FIRST).await?;
        let records = with_amounts(platform, who, set, records, true).await?;
        let count = store::count(platform.db.read(), set, who.organization).await?;
        let accounts = accounts(platform, set, who.organization).await?;
        let link = who.may(R::ReadSettings).then(|| path(who, set, ""));
        cards.push(html! {
            section.card {
                header {
                    h2 { (lang.t(&key(set, ""))) }
                    span.tag { (format::number(lang, count)) }
                    @if let Some(link) = link { a.btn.small.quiet href=(link) aria-label=(format!("{}: {}", lang.t("see-all"), lang.t(&key(set, "")))) { (lang.t("see-all")) } }
                }
                div.body.tight {
                    @if records.is_empty() { (empty(&lang.t("records-empty"), html! {})) } @else { (table(lang, who, set, &records, &accounts, false)) }
                }
            }
        });
    }
    Ok(html! { div.stack { @for card in cards { (card) } } })
}

pub async fn list(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfSet>) -> Outcome {
    let lang = who.lang();
    let set = apps.record_set(&of.set).ok_or(Error::NotFound)?;
    let records = store::list(platform.db.read(), set, who.organization, store::MAX).await?;
    let records = with_amounts(&platform, &who, set, records, true).await?;
    let accounts = accounts(&platform, set, who.organization).await?;
    let title = lang.t(&key(set, ""));
    let add = html! { @if who.may(R::EditSettings) { a.btn.primary href=(path(&who, set, "/new")) { (icon("plus")) (lang.t("add")) } } };
    let body = html! {
        (head(&title, add))
        section.card { div.body.tight {
            @if records.is_empty() { (empty(&lang.t("records-empty"), html! {})) } @else { (table(lang, &who, set, &records, &accounts, true)) }
        } }
    };
    Ok(layout::page(framed(&platform, &who, set.name, &title, &body).await?))
}

async fn form_page(platform: &Platform, who: &InOrganization, set: &RecordSet, record: Option<Id>, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = who.lang();
    let form = Form::new(lang, data, errors);
    let title = lang.t(&key(set, if record.is_some() { "-edit" } else { "-new" }));
    let accounts = accounts(platform, set, who.organization).await?;
    let action = path(who, set, &record.map_or(String::new(), |id| format!("/{id}")));
    let body = html! {
        div.medium {
            p.crumbs { a href=(path(who, set, "")) { (lang.t(&key(set, ""))) } }
            (head(&title, html! {}))
            form.stack method="post" action=(action) data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
                (form.summary())
                section.card { div.body.grid {
                    @for column in set.columns {
                        @let label = lang.t(&format!("column-{}-{}", set.name, column.name).replace('_', "-"));
                        @let field = form.field(column.name).label(label);
                        @match column.kind {
                            Kind::Text { required: true, .. } | Kind::Code { .. } => { (field.span(3)) }
                            Kind::Text { required: false, .. } => { (field.optional().span(3)) }
                            Kind::Long { .. } => { (field.area().optional()) }
                            Kind::Choice(words) => { (field.select(words.iter().map(|w| ((*w).to_owned(), choice(lang, set, column.name, w))).collect()).span(3)) }
                            Kind::Decimal { required: true, .. } | Kind::Whole { .. } => { (field.span(3)) }
                            Kind::Decimal { required: false, .. } | Kind::Money => { (field.optional().span(3)) }
                            Kind::Account { required } => {
                                @let mut options = accounts.clone();
                                @if !required { @let () = options.insert(0, (String::new(), "—".into())); }
                                (field.combobox(options).span(3))
                            }
                        }
                    }
                } }
                div.foot { button.btn.primary type="submit" { (lang.t("save")) } a.btn href=(path(who, set, "")) { (lang.t("cancel")) } }
            }
        }
    };
    framed(platform, who, set.name, &title, &body).await
}

pub async fn new(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfSet>) -> Outcome {
    let set = apps.record_set(&of.set).ok_or(Error::NotFound)?;
    Ok(layout::page(form_page(&platform, &who, set, None, &FormData::default(), &Invalid::new()).await?))
}

pub async fn edit(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfRecord>) -> Outcome {
    let set = apps.record_set(&of.set).ok_or(Error::NotFound)?;
    let record = store::find(platform.db.read(), set, who.organization, of.record).await?;
    let record = with_amounts(&platform, &who, set, vec![record], false).await?.pop().ok_or(Error::NotFound)?;
    let mut data = FormData::default();
    for (at, column) in set.columns.iter().enumerate() {
        let value = match column.kind {
            Kind::Decimal { .. } => format::decimal(who.lang(), &record.values[at]),
            _ => record.values[at].clone(),
        };
        data.set(column.name, value);
    }
    Ok(layout::page(form_page(&platform, &who, set, Some(of.record), &data, &Invalid::new()).await?))
}

pub async fn create(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfSet>, data: FormData) -> Outcome {
    let set = apps.record_set(&of.set).ok_or(Error::NotFound)?;
    save(&platform, &who, set, None, &data).await
}

pub async fn update(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfRecord>, data: FormData) -> Outcome {
    let set = apps.record_set(&of.set).ok_or(Error::NotFound)?;
    save(&platform, &who, set, Some(of.record), &data).await
}

async fn save(platform: &Platform, who: &InOrganization, set: &RecordSet, record: Option<Id>, data: &FormData) -> Outcome {
    let typed: Vec<String> = set.columns.iter().map(|c| data.text(c.name)).collect();
    let tx = platform.db.begin().await?;
    let before = match record {
        Some(id) => Some(store::find(&tx, set, who.organization, id).await?),
        None => None,
    };
    let values = match set.check(&tx, who.organization, record, &typed).await? {
        Ok(values) => values,
        Err(errors) => {
            drop(tx);
            return Ok(layout::unprocessable(form_page(platform, who, set, record, data, &errors).await?));
        }
    };
    let id = match record {
        Some(id) => {
            store::update(&tx, set, who.organization, id, values).await?;
            id
        }
        None => store::insert(&tx, set, who.organization, vec![values]).await?.first().copied().ok_or(Error::NotFound)?,
    };
    let after = store::find(&tx, set, who.organization, id).await?;
    let named = |record: &Record| -> Vec<(&str, String)> { set.columns.iter().map(|c| c.name).zip(record.values.clone()).collect() };
    let (action, changes) = match &before {
        Some(before) => ("record_updated", activity::differences(&named(before), &named(&after))),
        None => ("record_created", vec![]),
    };
    if before.is_none() || !changes.is_empty() {
        log(&tx, platform, who, set, &after, action, changes).await?;
    }
    tx.commit().await?;
    Ok(layout::see(platform, &path(who, set, ""), "flash-saved"))
}

async fn log(
    tx: &despacho_platform::Tx,
    platform: &Platform,
    who: &InOrganization,
    set: &RecordSet,
    record: &Record,
    action: &str,
    changes: Vec<Change>,
) -> Result<()> {
    let name = format!("{} · {}", who.lang().t(&key(set, "")), record.values.first().map_or("", String::as_str));
    let entry = Entry { tenant: who.organization, actor: Some(&who.user), action, subject: (set.name, record.id, &name), changes };
    activity::record(tx, entry, platform.clock.now()).await
}

async fn set_active(platform: &Platform, apps: &Apps, who: &InOrganization, of: &OfRecord, active: bool) -> Outcome {
    let set = apps.record_set(&of.set).ok_or(Error::NotFound)?;
    let tx = platform.db.begin().await?;
    let record = store::find(&tx, set, who.organization, of.record).await?;
    if record.active != active {
        store::set_active(&tx, set, who.organization, of.record, active).await?;
        let action = if active { "record_activated" } else { "record_deactivated" };
        log(&tx, platform, who, set, &record, action, vec![]).await?;
    }
    tx.commit().await?;
    Ok(layout::see(platform, &path(who, set, ""), "flash-saved"))
}

pub async fn activate(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfRecord>) -> Outcome {
    set_active(&platform, &apps, &who, &of, true).await
}

pub async fn deactivate(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfRecord>) -> Outcome {
    set_active(&platform, &apps, &who, &of, false).await
}
