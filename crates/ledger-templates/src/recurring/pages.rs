//! The list of recurring entries.

use axum::extract::State as Shared;
use despacho_kernel::{Id, access::OrganizationRight as R};
use despacho_organizations::frame::framed;
use despacho_platform::{Platform, Result, i18n::Lang, t};
use despacho_recurrence::{fault::Fault, form as recurrence};
use despacho_ui::{
    InOrganization, Outcome, Path, Query,
    assets::icon,
    components::{empty, head},
    flash::Flash,
    format, layout,
    paging::{self, ListQuery},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    actions,
    rule::{self, ACTIVE, POST},
    store::{self, RecurringEntry},
};

/// The recurring entry that a path names.
#[derive(Deserialize)]
pub struct OfRecurring {
    pub recurring: Id,
}

/// Recurring entries of a page.
const PAGE: i64 = 50;

/// `Cada 3 meses, el último día`.
pub fn told(lang: Lang, of: &RecurringEntry) -> Result<String> {
    Ok(recurrence::told(lang, &rule::schedule(of)?))
}

/// What stands against the next one.
pub fn fault(lang: Lang, of: &RecurringEntry) -> Markup {
    html! { @if let Some(fault) = Fault::kept(&of.fault) {
        p.help.bad { (t!(lang, "recurring-fault", day = format::stored_date(lang, &of.next_on), why = fault.message(lang))) }
    } }
}

fn state(lang: Lang, of: &RecurringEntry) -> Markup {
    html! {
        @if of.next_on.is_empty() { span.tag { (lang.t("recurring-ended")) } }
        @else if of.state != ACTIVE { span.tag.warn { (lang.t("recurring-stopped")) } }
        @else { (format::stored_date(lang, &of.next_on)) }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    after: String,
}

pub async fn list(Shared(platform): Shared<Platform>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let cursor = Some(params.after).filter(|cursor| !cursor.is_empty());
    let after: Option<Id> = ListQuery { cursor, ..ListQuery::default() }.position()?;
    let mut found = store::page(db, who.organization, after, PAGE + 1).await?;
    let next = paging::cut(&mut found, PAGE).then(|| found.last().map(|last| paging::encode(&last.id))).flatten();
    let rows = found.iter().map(|of| Ok((of, told(lang, of)?))).collect::<Result<Vec<_>>>()?;
    let title = lang.t("recurring");
    let add = html! { @if who.may(R::PostEntries) { a.btn.primary href=(who.path("/recurring-entries/new")) { (icon("plus")) (lang.t("recurring-new")) } } };
    let body = html! {
        p.crumbs { a href=(who.path("/journal-entries")) { (lang.t("entries")) } }
        (head(&title, html! { @if !rows.is_empty() { (add) } }))
        p.lead.muted { (lang.t("recurring-about")) }
        @if rows.is_empty() { section.card { (empty(&lang.t("recurring-empty"), add)) } } @else {
            section.card { div.scroll { table.lines {
                caption.vh { (title) }
                thead { tr {
                    th scope="col" { (lang.t("field-name")) }
                    th scope="col" { (lang.t("recurring-when")) }
                    th scope="col" { (lang.t("recurring-does")) }
                    th scope="col" { (lang.t("recurring-next")) }
                } }
                tbody { @for (of, told) in &rows { tr {
                    td { a.to href=(who.path(&format!("/recurring-entries/{}", of.id))) { (of.name) } (fault(lang, of)) }
                    td data-l=(lang.t("recurring-when")) { (told) }
                    td data-l=(lang.t("recurring-does")) { (lang.t(if of.action == POST { "recurring-posts" } else { "recurring-drafts" })) }
                    td data-l=(lang.t("recurring-next")) { (state(lang, of)) }
                } } }
            } } }
            @if let Some(next) = &next {
                nav.pages aria-label=(lang.t("pages")) { p {} a.btn rel="next" href=(format!("?after={next}")) { (lang.t("recurring-more")) (icon("chevron-right")) } }
            }
        }
    };
    Ok(layout::page(framed(&platform, &who, "journal-entries", &title, &body).await?))
}

/// Leaves the next time out.
pub async fn skip(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRecurring>) -> Outcome {
    let tx = platform.db.begin().await?;
    let skipped = actions::skip(&tx, who.organization, of.recurring, (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    platform.wake_workers();
    let flash = Flash::new("flash-recurring-skipped").name(&format::stored_date(who.lang(), &skipped.last_on));
    Ok(layout::see(&platform, &who.path(&format!("/recurring-entries/{}", of.recurring)), flash))
}

pub async fn delete(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfRecurring>) -> Outcome {
    let tx = platform.db.begin().await?;
    let gone = actions::delete(&tx, who.organization, of.recurring, (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/recurring-entries"), Flash::new("flash-recurring-deleted").name(&gone.name)))
}
