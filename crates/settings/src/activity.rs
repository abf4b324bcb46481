//! What was done in an organization.

use std::collections::HashSet;

use axum::extract::State;
use despacho_kernel::{Id, access::OrganizationRight as R};
use despacho_organizations::frame::framed;
use despacho_platform::{
    Platform, Result,
    activity::{self, Recorded},
    memberships::Tenant,
};
use despacho_ui::{
    InOrganization, Outcome, Query,
    activity::{LogPage, LogQuery},
    components::head,
    layout,
};
use maud::html;

use crate::door::Apps;

/// The accounts that entries tell of and that are still there: a merged one is not.
async fn accounts(platform: &Platform, apps: &Apps, who: &InOrganization, entries: &[Recorded]) -> Result<HashSet<Id>> {
    let ids: Vec<Id> = entries.iter().filter(|e| e.subject_kind == "account").map(|e| e.subject_id).collect();
    match apps.referable("accounts") {
        Some(accounts) if !ids.is_empty() => Ok(accounts.named(platform.db.read(), who.organization, &ids).await?.into_iter().map(|a| a.id).collect()),
        _ => Ok(HashSet::new()),
    }
}

pub(super) async fn list(State(platform): State<Platform>, apps: Apps, who: InOrganization, Query(query): Query<LogQuery>) -> Outcome {
    let lang = who.lang();
    let path = who.path("/activity");
    let page = LogPage { platform: &platform, tenant: (Tenant::Organization, who.organization), lang, user: &who.user, path: &path, query: &query };
    let found = page.entries().await?;
    let accounts = accounts(&platform, &apps, &who, &found.0).await?;
    let drafts: Vec<Id> = found.0.iter().filter(|e| e.subject_kind == "journal_entry").map(|e| e.subject_id).collect();
    let gone = activity::done_to(platform.db.read(), who.organization, "entry_draft_deleted", &drafts).await?;
    let link = |entry: &Recorded| match entry.subject_kind.as_str() {
        "organization" => Some(who.path("")),
        "user" | "invitation" => Some(who.path("/members")),
        "account" if who.may(R::EditAccounts) && accounts.contains(&entry.subject_id) => Some(who.path(&format!("/accounts/{}", entry.subject_id))),
        "account" => Some(who.path("/accounts")),
        "journal_entry" => (who.may(R::ReadLedger) && !gone.contains(&entry.subject_id)).then(|| who.path(&format!("/journal-entries/{}", entry.subject_id))),
        "fiscal_year" => who.may(R::ClosePeriods).then(|| who.path("/fiscal-years")),
        "period_lock" => who.may(R::ClosePeriods).then(|| who.path("/period-locks")),
        kind => {
            let list = apps.list(kind)?;
            let edits = who.may(R::EditSettings) && who.may(list.edits);
            Some(who.path(&if edits { format!("/records/{kind}/{}", entry.subject_id) } else { format!("/records/{kind}") }))
        }
    };
    let title = lang.t("nav-activity");
    let body = html! { div.medium.stack { (head(&title, html! {})) (page.render(found, &link).await?) } };
    Ok(layout::page(framed(&platform, &who, "activity", &title, &body).await?))
}
