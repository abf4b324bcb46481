//! The page of the installation's administrators.

use std::collections::BTreeMap;

use axum::extract::State;
use despacho_kernel::Id;
use despacho_platform::{
    Error, Platform,
    clock::{DAY, HOUR},
    i18n::Lang,
    jobs::{self, Count, Listed},
    t,
};
use despacho_ui::{
    Outcome, Path, Query, SignedIn,
    components::{button, card, empty, head},
    format, layout, paging,
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    storage::{self, Storage},
    store,
};

/// Jobs of one page of a list.
const PAGE: i64 = 50;
/// Most jobs put back at once.
const RETRIED: i64 = 500;
/// The states of a job, in the order of its life.
const STATES: [&str; 4] = ["queued", "running", "done", "failed"];

#[derive(Deserialize)]
pub(crate) struct Before {
    before: Option<Id>,
}

pub(crate) async fn show(State(platform): State<Platform>, who: SignedIn, Query(query): Query<Before>) -> Outcome {
    let (lang, db) = (who.caller.lang, platform.db.read());
    let counts = jobs::counts(db).await?;
    let failed = jobs::list(db, "failed", query.before, PAGE + 1).await?;
    let waiting = jobs::waiting_again(db, PAGE + 1).await?;
    let running = jobs::list(db, "running", None, PAGE + 1).await?;
    let reader = Reader { lang, zone: &who.user.time_zone };
    let title = lang.t("operations");
    let body = html! {
        div.medium.stack {
            (head(&title, html! {}))
            (card(&lang.t("operations-server"), server(&platform, lang)))
            (card(&lang.t("operations-use"), totals(&platform, lang).await?))
            (card(&lang.t("operations-storage"), kept(&platform, lang).await?))
            (card(&lang.t("operations-mail"), mail(&platform, lang, &counts)))
            (card(&lang.t("operations-jobs"), counted(lang, &counts)))
            (card(&lang.t("operations-failed"), reader.failed(failed, sum(&counts, "failed", ""))))
            @if !waiting.is_empty() {
                (card(&lang.t("operations-waiting"), reader.pending(waiting, |at| t!(lang, "operations-next-at", at = at))))
            }
            @if !running.is_empty() {
                (card(&lang.t("operations-running"), reader.pending(running, |at| t!(lang, "operations-since", at = at))))
            }
        }
    };
    Ok(layout::page(layout::simple(&platform, &who.caller, &title, &body).await?))
}

#[derive(Deserialize)]
pub(crate) struct OfJob {
    job: Id,
}

pub(crate) async fn retry(State(platform): State<Platform>, who: SignedIn, Path(of): Path<OfJob>) -> Outcome {
    let tx = platform.db.begin().await?;
    if !jobs::retry(&tx, of.job, platform.clock.now()).await? {
        return Err(Error::Conflict("job_not_failed").into());
    }
    tx.commit().await?;
    platform.wake_workers();
    // Jobs are no tenant's, so no activity can tell who did it: the log does.
    tracing::info!(user = %who.user.id, job = %of.job, "an administrator put a failed job back");
    Ok(layout::see(&platform, "/operations", "flash-job-retried"))
}

pub(crate) async fn retry_all(State(platform): State<Platform>, who: SignedIn) -> Outcome {
    let tx = platform.db.begin().await?;
    let retried = jobs::retry_oldest(&tx, RETRIED, platform.clock.now()).await?;
    if retried == 0 {
        return Err(Error::Conflict("no_failed_jobs").into());
    }
    tx.commit().await?;
    platform.wake_workers();
    tracing::info!(user = %who.user.id, jobs = retried, "an administrator put failed jobs back");
    Ok(layout::see(&platform, "/operations", "flash-jobs-retried"))
}

/// A list of names and values.
fn facts<const N: usize>(facts: [(String, String); N]) -> Markup {
    html! { dl.facts { @for (name, value) in &facts { div { dt { (name) } dd { (value) } } } } }
}

fn server(platform: &Platform, lang: Lang) -> Markup {
    let engine = if platform.db.is_sqlite() { lang.t("operations-engine-sqlite") } else { lang.t("operations-engine-postgres") };
    let printer = if storage::has_printer(platform) { lang.t("operations-printer-there") } else { lang.t("operations-printer-missing") };
    facts([
        (lang.t("operations-version"), env!("CARGO_PKG_VERSION").to_owned()),
        (lang.t("operations-engine"), engine),
        (lang.t("operations-uptime"), duration(lang, platform.clock.now() - platform.started_at)),
        (lang.t("operations-printer"), printer),
    ])
}

async fn totals(platform: &Platform, lang: Lang) -> Result<Markup, Error> {
    let found = store::totals(platform.db.read()).await?;
    Ok(facts([
        (lang.t("operations-people"), format::number(lang, found.people)),
        (lang.t("operations-practices"), format::number(lang, found.practices)),
        (lang.t("operations-organizations"), format::number(lang, found.organizations)),
    ]))
}

async fn kept(platform: &Platform, lang: Lang) -> Result<Markup, Error> {
    let Storage { database, mail, files } = Storage::of(platform).await?;
    let mail = if mail.cut {
        t!(lang, "operations-storage-mail-cut", files = format::number(lang, mail.files), size = size(lang, mail.bytes))
    } else {
        t!(lang, "operations-storage-mail-files", files = mail.files, size = size(lang, mail.bytes))
    };
    let files = t!(lang, "operations-storage-files-kept", files = files.files, size = size(lang, files.bytes));
    Ok(facts([
        (lang.t("operations-storage-database"), size(lang, database)),
        (lang.t("operations-storage-files"), files),
        (lang.t("operations-storage-mail"), mail),
    ]))
}

fn mail(platform: &Platform, lang: Lang, counts: &[Count]) -> Markup {
    let server = if platform.mailer.keeps_files() { lang.t("operations-mail-kept") } else { lang.t("operations-mail-configured") };
    let waiting = sum(counts, "queued", "send_") + sum(counts, "running", "send_");
    facts([
        (lang.t("operations-mail-server"), server),
        (lang.t("operations-mail-waiting"), format::number(lang, waiting)),
        (lang.t("operations-mail-failed"), format::number(lang, sum(counts, "failed", "send_"))),
    ])
}

/// How many jobs are in a state, of the kinds that begin so.
fn sum(counts: &[Count], status: &str, beginning: &str) -> i64 {
    counts.iter().filter(|count| count.status == status && count.kind.starts_with(beginning)).map(|count| count.jobs).sum()
}

/// How many jobs there are of each kind, in each state.
fn counted(lang: Lang, counts: &[Count]) -> Markup {
    let mut kinds: BTreeMap<String, [i64; STATES.len()]> = BTreeMap::new();
    for count in counts {
        if let Some(at) = STATES.iter().position(|state| *state == count.status) {
            kinds.entry(kind_name(lang, &count.kind)).or_default()[at] += count.jobs;
        }
    }
    html! {
        @if kinds.is_empty() {
            (empty(&lang.t("operations-jobs-empty"), html! {}))
        } @else {
            div.scroll tabindex="0" role="region" aria-label=(lang.t("operations-jobs")) { table {
                thead { tr {
                    th { (lang.t("operations-job")) }
                    @for state in STATES { th.num { (lang.t(&format!("operations-status-{state}"))) } }
                } }
                tbody { @for (kind, jobs) in &kinds { tr {
                    td { (kind) }
                    @for jobs in jobs { td.num { (format::number(lang, *jobs)) } }
                } } }
            } }
        }
    }
}

/// What a person reads of a kind of job; one that the product no longer has keeps its stable name.
fn kind_name(lang: Lang, kind: &str) -> String {
    let key = format!("job-{}", kind.replace('_', "-"));
    if lang.has(&key) { lang.t(&key) } else { kind.to_owned() }
}

/// Who reads the lists of jobs.
struct Reader<'a> {
    lang: Lang,
    zone: &'a str,
}

impl Reader<'_> {
    /// A job's name, when, how often it was tried, and what went wrong.
    fn job(&self, job: &Listed, when: &str) -> Markup {
        html! {
            div.grow {
                b { (kind_name(self.lang, &job.kind)) } br;
                span.muted { (when) " · " (t!(self.lang, "operations-attempts", count = job.attempts)) }
                @if !job.error.is_empty() { br; code { (job.error) } }
            }
        }
    }

    /// A page of failed jobs, read with one more than a page has; `total` is how many there are in all.
    fn failed(&self, mut jobs: Vec<Listed>, total: i64) -> Markup {
        let lang = self.lang;
        let more = paging::cut(&mut jobs, PAGE);
        let all = if total > RETRIED { t!(lang, "operations-retry-some", count = RETRIED) } else { lang.t("operations-retry-all") };
        html! {
            @if total == 0 { (empty(&lang.t("operations-failed-empty"), html! {})) }
            @if total > 1 { (button("/operations/jobs/retry", "btn", &all)) }
            ul.list { @for job in &jobs { li {
                (self.job(job, &t!(lang, "operations-failed-at", at = self.at(job.finished_at.unwrap_or(job.run_at)))))
                (button(&format!("/operations/jobs/{}/retry", job.id), "btn small", &lang.t("operations-retry")))
            } } }
            @if let Some(last) = jobs.last().filter(|_| more) {
                p { (lang.t("operations-failed-more")) }
                p { a.btn href=(format!("/operations?before={}", last.id)) { (lang.t("activity-earlier")) } }
            }
        }
    }

    /// The first jobs of those that are not done yet, read with one more than is shown; `when` says what their time is.
    fn pending(&self, mut jobs: Vec<Listed>, when: impl Fn(String) -> String) -> Markup {
        let more = paging::cut(&mut jobs, PAGE);
        html! {
            ul.list { @for job in &jobs { li { (self.job(job, &when(self.at(job.run_at)))) } } }
            @if more { p.muted { (t!(self.lang, "operations-cut", count = PAGE)) } }
        }
    }

    fn at(&self, instant: i64) -> String {
        format::instant(self.lang, self.zone, instant)
    }
}

/// A stretch of time, as exact as one asks of a server.
fn duration(lang: Lang, span: i64) -> String {
    match span / DAY {
        0 => t!(lang, "operations-uptime-hours", hours = span / HOUR, minutes = span % HOUR / 60_000),
        days => t!(lang, "operations-uptime-days", days = days, hours = span % DAY / HOUR),
    }
}

/// Bytes as a person reads them, in powers of a thousand: `12,4 MB`.
fn size(lang: Lang, bytes: i64) -> String {
    let (unit, one) = match bytes {
        ..1_000 => return t!(lang, "operations-size-b", size = bytes),
        1_000..1_000_000 => ("kb", 1_000),
        1_000_000..1_000_000_000 => ("mb", 1_000_000),
        _ => ("gb", 1_000_000_000),
    };
    let tenths = bytes / (one / 10);
    t!(lang, &format!("operations-size-{unit}"), size = format::decimal(lang, &format!("{}.{}", tenths / 10, tenths % 10)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_summed_by_state_and_beginning() {
        let count = |kind: &str, status: &str, jobs| Count { kind: kind.into(), status: status.into(), jobs };
        let counts = [count("send_reset", "failed", 2), count("send_known", "failed", 3), count("send_known", "done", 5), count("import_clients", "failed", 7)];
        assert_eq!(sum(&counts, "failed", "send_"), 5);
        assert_eq!(sum(&counts, "failed", ""), 12);
        assert_eq!(sum(&counts, "running", ""), 0);
    }
}
