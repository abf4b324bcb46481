//! What came of an import, as a page shows it: errors by line, names and columns to be chosen, what to do next.

use despacho_kernel::{Invalid, access::OrganizationRight as R, place::Currency};
use despacho_ledger::accounts::Account;
use despacho_platform::{i18n::Lang, t};
use despacho_ui::{
    InOrganization,
    assets::icon,
    components::card,
    confirm::Confirm,
    format,
    forms::{Form, FormData},
};
use maud::{Markup, html};

use super::{
    import::{COMPLETED, FAILED, JournalImport, Outcome, RUNNING, Told, UNDONE},
    read::layout::Column,
};

/// Errors and names that a page shows at once.
const SHOWN: usize = 100;

/// What a page needs to know beside the import.
pub(super) struct Around {
    pub currency: &'static Currency,
    pub chart: Vec<Account>,
    /// Whether the file is kept, so that it can be taken again.
    pub kept: bool,
}

/// What an import is called.
pub(super) fn named(lang: Lang, import: &JournalImport) -> String {
    if import.file_name.is_empty() { lang.t("diary-unnamed") } else { import.file_name.clone() }
}

/// Where an import stands.
pub(super) fn tag(lang: Lang, import: &JournalImport) -> Markup {
    let (class, word) = match (import.status.as_str(), import.dry_run) {
        (COMPLETED, true) => ("tag", "looked"),
        (COMPLETED, false) => ("tag ok", "posted"),
        (FAILED, _) => ("tag bad", "failed"),
        (UNDONE, _) => ("tag", "undone"),
        (RUNNING, _) => ("tag warn", "running"),
        _ => ("tag warn", "queued"),
    };
    html! { span class=(class) { (lang.t(&format!("diary-status-{word}"))) } }
}

fn figures(lang: Lang, import: &JournalImport, outcome: &Outcome, around: &Around) -> Markup {
    let count = |number: usize| format::number(lang, i64::try_from(number).unwrap_or(i64::MAX));
    html! {
        dl.figrow {
            div { dt { (lang.t("entries")) } dd { (format::number(lang, import.entries)) } }
            div { dt { (lang.t("diary-postings")) } dd { (format::number(lang, import.postings)) } }
            @if import.total > 0 { div { dt { (lang.t("entry-debit")) } dd { (format::money(lang, import.total, around.currency)) } } }
            @if !import.first_date.is_empty() {
                div { dt { (lang.t("diary-days")) } dd { (format::stored_date(lang, &import.first_date)) " – " (format::stored_date(lang, &import.last_date)) } }
            }
            @if !outcome.errors.is_empty() { div.bad { dt { (lang.t("diary-errors")) } dd { (count(outcome.errors.len())) @if outcome.more_errors { "+" } } } }
        }
    }
}

fn table(lang: Lang, caption: &str, told: &[Told]) -> Markup {
    html! {
        div.scroll { table.dense {
            caption.vh { (caption) }
            thead { tr { th.num scope="col" { (lang.t("diary-line")) } th scope="col" { (lang.t("diary-fault")) } } }
            tbody { @for one in told.iter().take(SHOWN) { tr {
                td.num { @if one.line > 0 { (one.line) } @else { "—" } }
                td { (one.message(lang)) }
            } } }
        } }
    }
}

fn errors(who: &InOrganization, import: &JournalImport, outcome: &Outcome) -> Markup {
    let lang = who.lang();
    let title = lang.t("diary-errors-title");
    html! {
        @if !outcome.errors.is_empty() {
            section.card {
                header {
                    h2 { (title) }
                    a.btn.small href=(who.path(&format!("/journal-imports/{}/errors", import.id))) { (icon("download")) (lang.t("diary-errors-download")) }
                }
                div.body.tight {
                    (table(lang, &title, &outcome.errors))
                    @if outcome.errors.len() > SHOWN || outcome.more_errors { p.muted.pad { (t!(lang, "diary-errors-more", max = SHOWN)) } }
                }
            }
        }
        @if !outcome.notes.is_empty() { (card(&lang.t("diary-notes"), table(lang, &lang.t("diary-notes"), &outcome.notes))) }
    }
}

/// Names of accounts that nobody knows, each with a box for the account that it means.
fn names(who: &InOrganization, outcome: &Outcome, around: &Around, data: &FormData, errors: &Invalid) -> Markup {
    let lang = who.lang();
    html! {
        @if !outcome.unknown.is_empty() {
            section.card {
                header { h2 { (t!(lang, "diary-unknown", count = outcome.unknown.len())) } }
                div.body.stack {
                    p.muted { (lang.t("diary-unknown-about")) }
                    datalist #diary-chart { @for account in around.chart.iter().filter(|account| account.active && !account.is_heading()) {
                        option value=(account.label()) {}
                    } }
                    div.scroll { table.dense.typed-rows {
                        caption.vh { (lang.t("diary-unknown-caption")) }
                        thead { tr { th scope="col" { (lang.t("diary-name")) } th.num scope="col" { (lang.t("diary-postings")) } th scope="col" { (lang.t("entry-account")) } } }
                        tbody { @for unknown in outcome.unknown.iter().take(SHOWN) {
                            @let name = format!("account.{}", unknown.name);
                            @let wrong = errors.has(&format!("accounts.{}", unknown.name));
                            tr {
                                td { b { (unknown.name) } @if !unknown.title.is_empty() { br; small.muted { (unknown.title) } } }
                                td.num { (unknown.postings) }
                                td { div.field.error[wrong] {
                                    input name=(name) value=(data.get(&name)) list="diary-chart" autocomplete="off" spellcheck="false"
                                        aria-label=(t!(lang, "diary-account-of", name = unknown.name.as_str())) aria-invalid=[wrong.then_some("true")];
                                    @if wrong { p.help { (lang.t("error-account-unknown")) } }
                                } }
                            }
                        } }
                    } }
                    @if outcome.unknown.len() > SHOWN { p.muted { (t!(lang, "diary-unknown-more", max = SHOWN)) } }
                }
            }
        }
    }
}

/// The columns of a table, each with what it is.
fn columns(lang: Lang, outcome: &Outcome, data: &FormData, errors: &Invalid) -> Markup {
    let Some(layout) = outcome.layout.as_ref().filter(|_| !outcome.headings.is_empty()) else { return html! {} };
    let typed = !data.0.is_empty();
    let chosen = |at: usize| -> &str {
        if typed { data.get(&format!("column.{at}")) } else { layout.columns.iter().find(|(_, place)| **place == at).map_or("", |(word, _)| word.as_str()) }
    };
    let mut shown = data.clone();
    if !typed {
        shown.set("decimal_mark", &layout.decimal).set("date_order", &layout.dates);
    }
    let form = Form::new(lang, &shown, errors);
    let marks = [("", "diary-mark-auto"), (",", "diary-mark-comma"), (".", "diary-mark-point")];
    let orders = [("", "diary-dates-auto"), ("dmy", "diary-dates-dmy"), ("mdy", "diary-dates-mdy"), ("ymd", "diary-dates-ymd")];
    let options = |list: &[(&str, &str)]| list.iter().map(|(value, key)| ((*value).to_owned(), lang.t(key))).collect::<Vec<_>>();
    html! {
        section.card {
            header { h2 { (lang.t("diary-columns")) } }
            div.body.stack {
                p.muted { (lang.t("diary-columns-about")) }
                div.scroll { table.dense.typed-rows {
                    caption.vh { (lang.t("diary-columns")) }
                    thead { tr { th scope="col" { (lang.t("diary-heading")) } th scope="col" { (lang.t("diary-sample")) } th scope="col" { (lang.t("diary-is")) } } }
                    tbody { @for (at, heading) in outcome.headings.iter().enumerate() {
                        @let name = format!("column.{at}");
                        @let wrong = errors.0.iter().find(|error| error.field == name).map(|error| despacho_ui::error::message(lang, error));
                        tr {
                            td { b { (heading) } }
                            td.muted.clip { (outcome.sample.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.is_empty()).take(3).cloned().collect::<Vec<_>>().join(" · ")) }
                            td { div.field.error[wrong.is_some()] {
                                select name=(name) aria-label=(t!(lang, "diary-column-of", name = heading.as_str())) aria-invalid=[wrong.as_ref().map(|_| "true")] {
                                    option value="" { (lang.t("diary-column-none")) }
                                    @for column in Column::ALL {
                                        option value=(column.word()) selected[chosen(at) == column.word()] { (lang.t(&format!("diary-column-{}", column.word().replace('_', "-")))) }
                                    }
                                }
                                @if let Some(wrong) = &wrong { p.help { (wrong) } }
                            } }
                        }
                    } }
                } }
                div.grid {
                    (form.field("decimal_mark").label(lang.t("diary-mark")).select(options(&marks)).span(3))
                    (form.field("date_order").label(lang.t("diary-dates")).select(options(&orders)).span(3))
                }
            }
        }
    }
}

/// What can be put right, and the buttons that go on.
fn choices(who: &InOrganization, import: &JournalImport, outcome: &Outcome, around: &Around, data: &FormData, wrong: &Invalid) -> Markup {
    let lang = who.lang();
    let settings = import.settings();
    let mut ticked = data.clone();
    if data.0.is_empty() {
        for (name, on) in [("create_accounts", settings.create_accounts), ("again", settings.again)] {
            if on {
                ticked.set(name, "true");
            }
        }
    }
    let form = Form::new(lang, &ticked, wrong);
    let ready = outcome.errors.is_empty();
    let known = outcome.errors.iter().any(|told| told.code == "already_imported") || settings.again;
    html! {
        form.stack method="post" action=(who.path(&format!("/journal-imports/{}", import.id))) {
            @if !wrong.0.is_empty() { (form.summary_as(&[])) }
            (names(who, outcome, around, data, wrong))
            (columns(lang, outcome, data, wrong))
            section.card { div.body.stack {
                @if who.may(R::EditAccounts) { (form.check("create_accounts", "true", &lang.t("diary-create-accounts"), Some(&lang.t("diary-create-accounts-help")))) }
                @if known { (form.check("again", "true", &lang.t("diary-again"), Some(&lang.t("diary-again-help")))) }
                @if !outcome.made.is_empty() {
                    details { summary { (t!(lang, "diary-made", count = outcome.made.len())) }
                        ul { @for (code, name) in outcome.made.iter().take(SHOWN) { li { code { (code) } " " (name) } } }
                    }
                }
            } }
            div.foot {
                @if ready { button.btn.primary type="submit" name="do" value="post" { (t!(lang, "diary-post", count = import.entries)) } }
                button.btn.primary[!ready] type="submit" name="do" value="look" { (lang.t("diary-look-again")) }
            }
        }
    }
}

/// The part of an import's page that moves on.
pub(super) fn show(who: &InOrganization, import: &JournalImport, around: &Around, data: &FormData, wrong: &Invalid) -> Markup {
    let lang = who.lang();
    let outcome = import.outcome();
    let told = match (import.status.as_str(), import.dry_run) {
        (COMPLETED, true) => "diary-told-looked",
        (COMPLETED, false) => "diary-told-posted",
        (FAILED, _) => "diary-told-failed",
        (UNDONE, _) => "diary-told-undone",
        _ => "diary-told-running",
    };
    let undoing = who.path(&format!("/journal-imports/{}/undoing", import.id));
    html! {
        div.stack data-finished[import.is_finished()] {
            section.card { div.body.stack {
                p role="status" { b { (lang.t(told)) } }
                @if !import.is_finished() { progress aria-label=(lang.t("diary-progress")) {} p.muted { (lang.t("diary-may-leave")) } }
                @else { (figures(lang, import, &outcome, around)) }
                @if import.is_posted() { div.row {
                    a.btn.primary href=(who.path(&format!("/journal-entries?from={}&to={}", import.first_date, import.last_date))) { (lang.t("diary-see")) }
                    @if who.may(R::PostEntries) {
                        (Confirm::new(lang, &undoing, lang.t("diary-undo"), t!(lang, "diary-undo-sure", count = import.entries)).about(lang.t("diary-undo-about")).class("btn"))
                    }
                } }
            } }
            (errors(who, import, &outcome))
            @if import.is_finished() && !import.is_posted() && who.may(R::PostEntries) {
                @if around.kept { (choices(who, import, &outcome, around, data, wrong)) }
                @else if import.status != UNDONE { p.note { (lang.t("diary-file-gone")) } }
            }
        }
    }
}
