//! Texts whose keys are made of parts: every word of the code that ends such a key has its text in both languages.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use despacho::wiring;
use despacho_documents::{document, items::item::KINDS, kind::Kind as DocumentKind, payments::payment::Way};
use despacho_home::parts::Part;
use despacho_kernel::{
    access::{Application, OrganizationRole, PracticeRole},
    region::LANGUAGES,
};
use despacho_ledger::{
    accounts,
    journal::{
        entry,
        locks::{Level, Scope},
    },
    reports::periods::Chosen,
};
use despacho_ledger_exchange::imports::read::{detect::Source, layout::Column};
use despacho_platform::{i18n::Lang, security::What};
use despacho_practice::{
    clients::client::{CLIENT, CONTACT},
    control::check::Check,
    insights::insight::{Measure, Span},
};
use despacho_requests::request;
use despacho_settings::lists::Kind;
use despacho_tasks::{
    digest,
    filter::{Grouping, When},
    parts::SUBTASK,
    series::SERIES,
    task::{self, Awaited},
    template::{self, TEMPLATE},
};
use despacho_ui::fields;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The messages of a Fluent file and the variables that each mentions.
fn messages(file: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(file).expect("a locale file");
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in text.lines() {
        if line.starts_with(|c: char| c.is_ascii_lowercase()) {
            key = line.split(" =").next().unwrap_or(line).to_owned();
            assert!(found.insert(key.clone(), BTreeSet::new()).is_none(), "{key} stands twice in {}", file.display());
        }
        if line.starts_with('#') || key.is_empty() {
            continue;
        }
        let variable = |rest: &str| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>();
        found.entry(key.clone()).or_default().extend(line.split('$').skip(1).map(variable));
    }
    found
}

fn locale(lang: &str) -> BTreeMap<String, PathBuf> {
    let entries = fs::read_dir(root().join("locales").join(lang)).expect("a locale").map(|entry| entry.expect("a file").path());
    entries.map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), path)).collect()
}

#[test]
fn each_file_has_the_same_keys_and_each_key_the_same_variables() {
    let (es, en) = (locale("es"), locale("en"));
    assert_eq!(es.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
    let mut keys = 0;
    for (name, path) in &es {
        let (spanish, english) = (messages(path), messages(&en[name]));
        keys += spanish.len();
        assert_eq!(spanish, english, "{name}");
    }
    assert!(keys > 900, "only {keys} keys were found");
}

/// What the rooms say in their code, without their unit tests.
fn code() -> String {
    fn read(folder: &Path, found: &mut String) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                read(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).expect("text");
                found.push_str(text.split("#[cfg(test)]").next().unwrap_or(""));
            }
        }
    }
    let mut found = String::new();
    for crate_folder in fs::read_dir(root().join("crates")).expect("the crates") {
        read(&crate_folder.expect("a crate").path().join("src"), &mut found);
    }
    found
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

/// The codes of field errors: the second argument of what notes one, and what a rule answers.
fn error_codes(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for call in [".push(", ".push_with(", "Invalid::one("] {
        for rest in code.split(call).skip(1) {
            let Some((first, second)) = rest.split_once(',') else { continue };
            let word = second.trim_start().strip_prefix('"').and_then(|text| text.split('"').next()).unwrap_or("");
            // The call has ended before the comma: what comes after it is something else's.
            let ended = first.matches(')').count() > first.matches('(').count();
            if !first.contains("!(") && !ended && is_word(word) {
                found.insert(word.to_owned());
            }
        }
    }
    found.extend(code.split("Err(\"").skip(1).filter_map(|rest| rest.split('"').next()).filter(|word| is_word(word)).map(str::to_owned));
    found
}

/// The faults and notes of files that are brought in.
fn diary_faults(code: &str) -> Vec<String> {
    let mut found = BTreeSet::new();
    for call in ["Fault::new(", "Fault::of(", "tell(&mut outcome,"] {
        for rest in code.split(call).skip(1) {
            let Some((_, second)) = rest.split_once('"') else { continue };
            found.extend(second.split('"').next().filter(|word| is_word(word)).map(str::to_owned));
        }
    }
    let of_posting = [
        "fiscal_year_missing",
        "fiscal_year_closed",
        "period_locked",
        "account_inactive",
        "account_not_postable",
        "currency_mismatch",
        "too_long",
        "characters",
    ];
    for rest in code.split("Fault {").skip(1) {
        let near: String = rest.chars().take(80).collect();
        found.extend(near.split("code: \"").nth(1).and_then(|word| word.split('"').next()).filter(|word| is_word(word)).map(str::to_owned));
    }
    found.extend(of_posting.map(str::to_owned));
    found.into_iter().collect()
}

/// The beginnings of keys that the code completes: `format!("state-{state}")`, and `key("default-term", word)` in Books.
fn beginnings(code: &str) -> BTreeSet<String> {
    let is_beginning = |text: &str| text.len() > 1 && text.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let mut found = BTreeSet::new();
    for literal in code.split("format!(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        if let Some((beginning, _)) = literal.split_once('{')
            && beginning.ends_with('-')
            && is_beginning(beginning)
        {
            found.insert(beginning.to_owned());
        }
    }
    for (before, rest) in code.split("key(\"").collect::<Vec<_>>().windows(2).map(|pair| (pair[0], pair[1])) {
        let own = !before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if let Some(beginning) = rest.split('"').next().filter(|text| own && is_beginning(text)) {
            found.insert(format!("{beginning}-"));
        }
    }
    found
}

/// The words of a choice in a list of master data.
fn choices(set: &str, column: &str) -> Vec<String> {
    let sets = wiring::applications().lists();
    let set = sets.into_iter().find(|s| s.name == set).expect("a list");
    match set.columns.iter().find(|c| c.name == column).expect("a column").kind {
        Kind::Choice(words) | Kind::Settled(words) | Kind::Words(words) => words.iter().map(|word| (*word).to_owned()).collect(),
        _ => panic!("{column} is no choice"),
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Beginnings of keys, and every word that the code may put after each.
fn made_of_parts(code: &str) -> Vec<(&'static str, Vec<String>)> {
    let applications = wiring::applications();
    let (sets, groups) = (applications.lists(), applications.groups());
    let mut columns = vec![];
    let mut chosen = vec![];
    for set in &sets {
        for column in set.columns {
            columns.push(format!("{}-{}", set.name, column.name));
            if let Kind::Choice(words) | Kind::Settled(words) | Kind::Words(words) = column.kind {
                chosen.extend(words.iter().map(|word| format!("{}-{}-{word}", set.name, column.name)));
            }
        }
    }
    let each = |names: Vec<&str>, ends: &[&str]| -> Vec<String> { names.iter().flat_map(|name| ends.iter().map(move |end| format!("{name}{end}"))).collect() };
    let months: Vec<String> = (1..=12).map(|month| month.to_string()).collect();
    let documents = choices("number_series", "document");
    let occasions = choices("email_templates", "occasion");
    let told = [What::PasswordReset, What::PasswordChanged, What::EmailChangeAsked, What::EmailChanged, What::TokenMade];
    let kinds: Vec<String> = DocumentKind::ALL.iter().map(|kind| kind.word().to_owned()).collect();
    let ways: Vec<String> = Way::ALL.iter().map(|way| way.word().to_owned()).collect();
    vec![
        ("account-type-", words(accounts::TYPES)),
        // The other test of translations reads the actions from the calls that log them.
        ("activity-", vec![]),
        (
            "activity-kind-",
            words(&[
                "account",
                "budget",
                "client",
                "custom_field",
                "entry_template",
                "exchange_rates",
                "firm_document",
                "import",
                "invitation",
                "journal_entry",
                "lock_exception",
                "organization",
                "period_lock",
                "recurring_entry",
                "recurring_invoice",
                "practice",
                "request",
                "request_template",
                "task",
                "task_series",
                "task_template",
                "user",
            ]),
        ),
        // The test of the API's description reads its parts from the table of routes.
        ("api-", vec![]),
        ("api-part-", vec![]),
        ("age-", words(&despacho_documents::open::ages::AGES)),
        ("aged-", words(&["receivables", "payables"])),
        ("home-", Part::ALL.iter().map(|part| part.word().to_owned()).collect()),
        ("home-due-", words(&["receivables", "payables"])),
        ("blueprint-default-", words(&["for", "none", "any", "business", "individual"])),
        ("blueprint-error-", words(&["access-lost", "preferences-used", "clone-missing", "interrupted", "refused"])),
        ("blueprint-result-", words(&["done", "failed", "undone"])),
        ("field-kind-", words(&["text", "long-text", "number", "money", "date", "yes-no", "choice", "choices", "person", "iban", "tax-id"])),
        ("fiscal-", words(&["years", "year-open", "year-closed", "years-none", "year", "year-days"])),
        ("fiscal-view-", words(&["quarter", "month", "year", "person"])),
        ("fiscal-weekday-", words(&["1", "2", "3", "4", "5", "6", "7"])),
        ("obligation-state-", words(&["pending", "in-preparation", "waiting-approval", "filed", "paid", "not-applicable"])),
        ("requests-home-", words(&["to-judge", "open", "late"])),
        ("sheet-", words(&["external-id", "invite", "blueprint", "shipping", "contact", "title"])),
        ("sheet-ended-", words(&["stopped", "interrupted", "access-lost"])),
        ("sheet-remedy-", words(&["tax-id", "name", "email", "phone", "tax-id-length", "sheet-formula", "sheet-twice", "required", "postal-code"])),
        ("sheet-stage-", words(&["file", "columns", "options", "trial", "import"])),
        ("sheet-status-", words(&["draft", "tried", "running", "ended", "imported", "undone"])),
        ("task-frequency-", words(&["weekly", "monthly", "quarterly", "yearly"])),
        ("home-step-", each(vec!["opening", "banks", "invoice", "import"], &["", "-about", "-do"])),
        ("insight-", Measure::ALL.iter().map(|measure| measure.word().to_owned()).collect()),
        ("insights-", Span::ALL.iter().map(|span| span.word().to_owned()).collect()),
        ("api-query-", words(&["limit", "search", "cursor"])),
        ("application-", each(Application::ALL.iter().map(|a| a.word()).collect(), &["", "-about"])),
        ("dimension-", words(&["project", "cost_center"])),
        ("practice-role-", each(PracticeRole::ALL.iter().map(|r| r.word()).collect(), &["", "-about"])),
        ("organization-role-", each(OrganizationRole::ALL.iter().map(|r| r.word()).collect(), &["", "-about"])),
        ("records-", each(sets.iter().map(|s| s.name).collect(), &["", "-new", "-edit"])),
        ("column-", columns),
        ("choice-", chosen),
        (
            "choice-bank-rules-",
            words(&[
                "direction-both",
                "direction-in",
                "direction-out",
                "field-text",
                "field-counterparty",
                "field-reference",
                "field-iban",
                "comparator-contains",
                "comparator-starts-with",
                "comparator-equals",
            ]),
        ),
        ("column-bank-rules-", words(&["name", "direction", "field", "comparator", "value", "account-id"])),
        ("choice-document-templates-document-", documents.clone()),
        ("choice-document-templates-shown-", choices("document_templates", "shown")),
        ("choice-email-templates-occasion-", occasions.clone()),
        ("preferences-", each(groups.iter().map(|g| g.name).collect(), &["", "-about", "-count"])),
        ("client-type-", words(&["business", "individual"])),
        ("client-tab-", words(&["overview", "organizations", "activity", "firm-documents", "portal", "tasks"])),
        ("portal-role-", despacho_firm_documents::people::Role::ALL.iter().map(|role| role.word().to_owned()).collect()),
        ("firm-document-category-", words(despacho_firm_documents::document::CATEGORIES)),
        ("firm-document-kind-", words(despacho_firm_documents::document::KINDS)),
        ("clone-", words(&["added", "replaced", "left"])),
        ("clone-effect-", words(&["added", "replaced", "same", "other_currency", "kept", "omitted"])),
        (
            "activity-subject-",
            Scope::ALL
                .iter()
                .map(|scope| scope.word())
                .chain(Level::ALL.iter().map(|level| level.word()))
                .map(|word| format!("period-lock-{word}"))
                .collect(),
        ),
        ("activity-subject-lock-exception-", Scope::ALL.iter().map(|scope| scope.word().to_owned()).collect()),
        ("activity-subject-period-lock-", Scope::ALL.iter().map(|scope| scope.word().to_owned()).collect()),
        (
            "reports-key-",
            ["period", "periods", "level", "row", "export", "account", "accounts", "select", "range", "match", "unmatch"]
                .map(str::to_owned)
                .to_vec(),
        ),
        ("lock-scope-", Scope::ALL.iter().map(|scope| scope.word().to_owned()).collect()),
        ("exception-state-", words(&["asked", "granted", "refused", "ended", "expired"])),
        ("rates-source-", words(&["typed", "file", "ecb"])),
        ("reminders-deed-", words(&["pause", "dispute", "contact", "resume"])),
        ("reports-compare-", words(&["previous3", "year", "year3", "month", "quarter"])),
        ("revaluation-reversal-", words(&["none", "next_day"])),
        ("lock-level-", Level::ALL.iter().map(|level| level.word().to_owned()).collect()),
        (
            "reports-period-",
            Chosen::ALL
                .iter()
                .map(|word| word.word().to_owned())
                .filter(|word| !["previous", "next"].contains(&word.as_str()))
                .collect(),
        ),
        ("default-series-", documents.clone()),
        ("default-prefix-", documents),
        ("default-mail-subject-", occasions.clone()),
        ("default-mail-body-", occasions),
        ("default-term-", words(&["on-receipt", "15", "30", "60"])),
        ("default-reminder-", words(&["before", "week", "month"])),
        ("default-unit-", words(&["c62", "kgm", "grm", "ltr", "mtr", "mtk", "hur", "xbx"])),
        ("bank-certainty-", words(&["certain", "likely", "doubtful"])),
        ("bank-format-", despacho_bank_files::Format::ALL.iter().map(|format| format.word().to_owned()).collect()),
        ("bank-kind-", despacho_banks::proposals::proposal::Kind::ALL.iter().map(|kind| kind.word().to_owned()).collect()),
        ("bank-reason-", despacho_banks::proposals::proposal::Reason::ALL.iter().map(|reason| reason.word().to_owned()).collect()),
        ("budget-state-", words(&["draft", "approved"])),
        ("recurring-", words(&["every", "unit", "day", "from", "until", "count"])),
        ("recurring-every-", words(&["months", "years", "weeks", "days"])),
        ("recurring-unit-", words(&["months", "years", "weeks", "days"])),
        ("recurring-invoice-", words(&["active", "stopped", "ended"])),
        ("recurring-invoice-does-", words(&["draft", "issue", "issue_and_send"])),
        ("recurring-invoices-", words(&["all", "active", "stopped", "ended", "failing"])),
        ("default-reason-", words(&["damage", "loss", "theft", "count", "found"])),
        ("document-kind-", kinds.clone()),
        ("document-method-", words(&["differences"])),
        ("document-new-", kinds.clone()),
        ("document-prices-", words(&["net", "tax_included"])),
        ("document-status-", words(document::STATUSES).into_iter().chain(words(&["overdue"])).collect()),
        ("documents-first-", kinds),
        ("documents-status-", words(document::STATUSES).into_iter().chain(words(&["unpaid", "overdue"])).collect()),
        ("document-mail-see-", words(&["invoice", "credit_note", "estimate", "purchase_order"])),
        ("document-corrects-none-", words(&["invoice", "bill"])),
        ("document-public-", words(&["void", "accepted", "declined"])),
        ("entries-", words(&["all", "posted", "draft", "reversed"])),
        ("entry-kind-", entry::Kind::ALL.iter().map(|kind| kind.word().to_owned()).collect()),
        ("error-", error_codes(code).into_iter().collect()),
        (
            "field-",
            words(&[
                "display-name",
                "client-type",
                "business-name",
                "first-name",
                "last-name",
                "tax-id",
                "email",
                "phone",
                "mobile",
                "website",
                "country",
                "city",
                "currency",
                "applications",
                "tags",
                "status",
            ]),
        ),
        ("flash-clients-", words(&["activated", "deactivated", "tagged", "assigned"])),
        ("import-error-", words(&["access_lost", "already_linked", "interrupted"])),
        ("import-status-", words(&["queued", "running", "completed"])),
        (
            "item-",
            ["sale", "purchase"]
                .iter()
                .flat_map(|side| ["", "-price", "-account-code", "-taxes", "-description"].map(|field| format!("{side}{field}")))
                .chain(words(&["sku", "kind", "unit", "active"]))
                .collect(),
        ),
        ("item-kind-", words(KINDS)),
        ("job-", wiring::jobs().iter().map(|kind| kind.name().to_owned()).collect()),
        ("journal-", entry::Journal::ALL.iter().map(|journal| journal.word().to_owned()).collect()),
        ("diary-column-", Column::ALL.iter().map(|column| column.word().to_owned()).collect()),
        ("diary-source-", Source::ALL.iter().map(|source| source.word().to_owned()).collect()),
        ("diary-status-", words(&["queued", "running", "looked", "posted", "failed", "undone"])),
        ("diary-fault-", diary_faults(code)),
        ("language-", words(&LANGUAGES)),
        ("mail-security-", told.iter().flat_map(|what| [what.word().to_owned(), format!("{}-subject", what.word())]).collect()),
        ("match-reason-", words(&["reference", "amount"])),
        ("control-", Check::ALL.iter().map(|check| check.word().to_owned()).collect()),
        ("control-threshold-", words(&["days", "count", "months", "money"])),
        ("month-", months),
        (
            "nav-",
            words(&["estimates", "invoices", "credit-notes", "payments-received", "items", "bills", "vendor-credits", "payments-made", "sales", "purchases"]),
        ),
        (
            "notification-",
            words(&[
                "member_added",
                "import_completed",
                "invitation_accepted",
                "journal_import_completed",
                "journal_import_failed",
                "lock_exception_asked",
                "lock_exception_granted",
                "lock_exception_refused",
                "client_message",
                "client_answer",
                "client_upload",
                "request_submitted",
                "request_round",
            ]),
        ),
        ("payment-", ways.clone()),
        ("payment-record-", ways.clone()),
        ("payments-", words(&["all", "posted", "void"])),
        ("payments-first-", ways),
        ("tax-direction-", words(&["sale", "purchase"])),
        ("tax-kind-", words(&["ordinary", "rectifying", "complementary", "substitute"])),
        ("tax-outcome-", words(&["carry", "refund"])),
        ("tax-prepare-", words(&["rectifying", "complementary", "substitute"])),
        ("tax-role-", words(&["output", "input", "withheld_by_customers", "withheld_from_vendors", "carried"])),
        ("tax-state-", words(&["draft", "approved", "filed", "paid"])),
        (
            "vat-book-",
            words(&[
                "base",
                "classification",
                "country",
                "deductible_tax",
                "exemption",
                "investment_good",
                "invoice_type",
                "issue_date",
                "name",
                "number",
                "operation_key",
                "period",
                "rate",
                "reception_date",
                "reception_number",
                "reverse_charge",
                "surcharge",
                "surcharge_rate",
                "tax",
                "tax_id",
                "tax_id_type",
                "total",
                "vendor_number",
                "withheld",
                "withholding_rate",
                "year",
            ]),
        ),
        ("operations-size-", words(&["b", "kb", "mb", "gb"])),
        ("operations-status-", words(&["queued", "running", "done", "failed"])),
        ("problem-", words(&["not_found", "unauthenticated", "forbidden", "malformed", "invalid", "stale", "too_many", "internal"])),
        (
            "request-did-",
            words(&[
                "sent",
                "opened",
                "answered",
                "not_applicable",
                "uploaded",
                "removed",
                "submitted",
                "accepted",
                "returned",
                "reconsidered",
                "cancelled",
                "revoked",
            ]),
        ),
        ("request-document-", words(&request::DOCUMENT_KINDS)),
        (
            "request-field-",
            words(&[
                "title",
                "kind",
                "choices",
                "document_kind",
                "period",
                "file_kinds",
                "currency",
                "help",
                "condition",
                "required",
                "due_on",
                "message",
                "remind_every",
                "asks_code",
                "lines",
            ]),
        ),
        ("request-file-kind-", request::FileKind::ALL.iter().map(|kind| kind.word().to_owned()).collect()),
        ("request-kind-", request::Kind::ALL.iter().map(|kind| kind.word().to_owned()).collect()),
        ("request-line-state-", request::LineState::ALL.iter().map(|state| state.word().to_owned()).collect()),
        ("request-many-", words(&["template", "period", "due_on", "ids"])),
        ("request-mail-", words(&["sending", "reminder", "return", "renewal"])),
        ("request-mail-subject-", words(&["sending", "reminder", "return", "renewal", "code"])),
        ("request-ready-", words(&["illegible", "other_period", "missing_page"])),
        ("request-slot-", words(&["uploading", "waiting", "cancel", "retry", "failed", "done", "remove"])),
        ("request-state-", request::State::ALL.iter().map(|state| state.word().to_owned()).collect()),
        ("mandate-", words(&["scheme-core", "scheme-b2b", "usage-recurrent", "usage-once"])),
        ("mandate-scheme-", words(&["core", "b2b"])),
        ("mandate-usage-", words(&["recurrent", "once"])),
        ("mandate-sequence-", words(&["first", "recurrent", "once"])),
        ("remittance-kind-", words(&["transfers", "debits"])),
        ("remittance-new-", words(&["transfers", "debits"])),
        ("remittance-state-", words(&["prepared", "posted", "cancelled"])),
        ("sample-value-", choices("custom_fields", "kind")),
        ("security-", What::ALL.iter().map(|what| what.word().to_owned()).collect()),
        ("shortcut-", words(&["search", "new-client", "received-bill", "clients", "move", "select", "help"])),
        ("statement-none-", words(&["movements", "open"])),
        ("statement-shape-", words(&["movements", "open"])),
        ("state-", words(&["open", "accepted", "revoked", "expired"])),
        ("switch-", words(&["practice", "organization"])),
        ("task-anchor-", template::Anchor::ALL.iter().map(|anchor| anchor.word().to_owned()).collect()),
        ("task-awaited-", Awaited::ALL.iter().map(|awaited| awaited.word().to_owned()).collect()),
        ("task-digest-", digest::What::ALL.iter().map(|what| what.word().to_owned()).collect()),
        ("mail-task-digest-", digest::What::ALL.iter().map(|what| what.word().to_owned()).collect()),
        ("task-fault-", Awaited::ALL.iter().map(|awaited| awaited.word().to_owned()).collect()),
        ("task-group-", Grouping::ALL.iter().map(|grouping| grouping.word().to_owned()).collect()),
        ("task-kind-", task::Work::ALL.iter().map(|kind| kind.word().to_owned()).collect()),
        ("task-ours-", task::Status::ALL.iter().map(|status| status.word().to_owned()).collect()),
        ("task-priority-", task::Priority::ALL.iter().map(|priority| priority.word().to_owned()).collect()),
        ("task-status-", task::Status::ALL.iter().map(|status| status.word().to_owned()).collect()),
        ("task-view-", words(&["list", "board", "calendar", "load", "week"])),
        ("task-wait-", Awaited::ALL.iter().map(|awaited| awaited.word().to_owned()).collect()),
        ("task-when-", When::ALL.iter().map(|when| when.word().to_owned()).collect()),
        ("weekday-", (1..=7).map(|day| day.to_string()).collect()),
        ("team-last-", words(&["owner", "administrator"])),
        ("team-remove-about-", words(&["practice", "organization"])),
    ]
}

/// Beginnings that make ids of elements and names of folders, not keys.
const NO_KEYS: [&str; 16] = [
    "--",
    "applied-",
    "despacho-storage-",
    "f-",
    "f-answer-",
    "f-column-",
    "f-variables-",
    "filter-",
    "import-",
    "in-",
    "last-",
    "line-",
    "log-",
    "part-",
    "suggestion-",
    "wanted-",
];

fn missing(keys: impl Iterator<Item = String>) -> Vec<String> {
    keys.filter(|key| !Lang::Es.has(key) || !Lang::En.has(key)).collect()
}

#[test]
fn every_word_that_ends_a_key_has_its_text() {
    wiring::speak();
    let code = code();
    let known = made_of_parts(&code);
    let keys = known.iter().flat_map(|(beginning, words)| words.iter().map(move |word| format!("{beginning}{word}").replace('_', "-")));
    assert_eq!(missing(keys), Vec::<String>::new());
    let unknown: Vec<String> = beginnings(&code)
        .into_iter()
        .filter(|found| !NO_KEYS.contains(&found.as_str()) && !known.iter().any(|(beginning, _)| beginning == found))
        .collect();
    assert_eq!(unknown, Vec::<String>::new(), "say in this test which words may follow");
    assert!(error_codes(&code).contains("too_long"), "codes are found");
}

/// The keys of an entity's fields: labels, help, and the words of choices.
fn keys_of<T: 'static>(list: &[fields::Field<T>]) -> Vec<String> {
    let mut keys = vec![];
    for field in list {
        let last = field.name.rsplit('.').next().unwrap_or(field.name);
        keys.push(field.label.map_or_else(|| format!("field-{}", last.replace('_', "-")), str::to_owned));
        keys.extend(field.help.map(str::to_owned));
        if let fields::Kind::Choice(words, beginning) = field.kind {
            keys.extend(words.iter().map(|word| format!("{beginning}{}", word.replace('_', "-"))));
        }
    }
    keys
}

#[test]
fn every_field_of_an_entity_has_its_texts() {
    wiring::speak();
    let keys =
        [keys_of(CLIENT.list), keys_of(CONTACT.list), keys_of(task::TASK.list), keys_of(SUBTASK.list), keys_of(TEMPLATE.list), keys_of(SERIES.list)].concat();
    assert!(keys.contains(&"salutation-mr".to_owned()) && keys.contains(&"field-contact-email".to_owned()), "{keys:?}");
    assert_eq!(missing(keys.into_iter()), Vec::<String>::new());
}
