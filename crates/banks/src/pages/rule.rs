//! A rule made from a line: filled from it, tried on the lines of the last days, then kept.

use std::collections::BTreeMap;

use axum::extract::State;
use despacho_books::preferences::BANK_RULES;
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R, text::fold};
use despacho_ledger::{CHART, accounts::store as chart, allowed::allowed};
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, Result, t};
use despacho_settings::lists::{
    actions as lists,
    offer::{self, By},
};
use despacho_ui::{
    InOrganization, Outcome, Path,
    components::{card, head},
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout,
};
use jiff::ToSpan;
use maud::{Markup, html};

use super::view::{OfLine, View, path};
use crate::{
    line::{BankLine, MATCHED},
    line_store, matching,
    proposals::{facts::Ruling, open, proposal::Kind},
    store,
    wanted::Wanted,
};

/// Days before the line on which a rule is tried, and lines of them that are looked at and listed.
const DAYS: i64 = 90;
const LOOKED_AT: i64 = 20_000;
const LISTED: usize = 10;

const FIELDS: [&str; 6] = ["name", "direction", "field", "comparator", "value", "account_id"];

/// The longest run of words without digits: what a text says each time.
fn lasting(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let runs = words.split(|word| word.chars().any(|c| c.is_ascii_digit())).map(|run| run.join(" "));
    runs.max_by_key(|run| run.chars().count()).unwrap_or_default().chars().take(100).collect()
}

/// A rule as the line says it.
async fn filled(platform: &Platform, who: &InOrganization, line: &BankLine, currency: &str) -> Result<FormData> {
    let db = platform.db.read();
    let (ground, _) = open::ground(db, who.organization).await?;
    let proposals = ground.proposals(&line.facts(currency));
    let code = proposals.iter().find(|of| matches!(of.kind, Kind::Account | Kind::Rule)).map(|of| of.account_code.clone());
    let account = match code {
        Some(code) => chart::find_by_code(db, who.organization, &code).await?.map(|account| account.id),
        None => None,
    };
    let (field, value) = if line.counterparty.is_empty() { ("text", lasting(&line.text)) } else { ("counterparty", lasting(&line.counterparty)) };
    let mut data = FormData::default();
    data.set("name", value.chars().take(60).collect::<String>())
        .set("direction", if line.amount > 0 { "in" } else { "out" })
        .set("field", field)
        .set("comparator", "contains")
        .set("value", value)
        .set("account_id", account.map_or_else(String::new, |id| id.to_string()));
    Ok(data)
}

/// What came of trying a rule.
#[derive(Default)]
struct Tried {
    count: usize,
    same: usize,
    waiting: usize,
    /// Otherwise: to which account or how, and how often.
    others: BTreeMap<String, usize>,
    lines: Vec<BankLine>,
}

async fn tried(platform: &Platform, view: &View<'_>, line: &BankLine, data: &FormData) -> Result<Tried> {
    let db = platform.db.read();
    let organization = view.who.organization;
    let text = |name: &str| data.text(name);
    let rule = Ruling {
        id: Id::nil(),
        name: text("name"),
        direction: text("direction"),
        field: text("field"),
        comparator: text("comparator"),
        value: fold(&text("value")),
        account_code: String::new(),
    };
    let from = line.day().checked_sub(DAYS.days()).unwrap_or(line.day());
    let account: Option<Id> = data.get("account_id").parse().ok();
    let lines = line_store::since(db, organization, &from.to_string(), LOOKED_AT).await?;
    let lines: Vec<BankLine> = lines.into_iter().filter(|of| of.id != line.id && rule.applies(&of.facts(&view.account.currency))).collect();
    let ids: Vec<Id> = lines.iter().filter_map(|of| of.account_id).collect();
    let named = chart::of_ids(db, organization, &ids).await?;
    let mut found = Tried { count: lines.len(), ..Tried::default() };
    for of in &lines {
        match of.account_id {
            Some(own) if of.status == MATCHED && Some(own) == account => found.same += 1,
            Some(own) if of.status == MATCHED => {
                let label = named
                    .iter()
                    .find(|account| account.id == own)
                    .map(|account| format!("{} {}", account.code, account.name))
                    .unwrap_or_default();
                *found.others.entry(label).or_default() += 1;
            }
            None if of.status == MATCHED => *found.others.entry(view.lang().t(&format!("bank-kind-{}", of.kind.replace('_', "-")))).or_default() += 1,
            _ => found.waiting += 1,
        }
    }
    found.lines = lines.into_iter().take(LISTED).collect();
    Ok(found)
}

fn told(view: &View<'_>, tried: &Tried) -> Markup {
    let lang = view.lang();
    let mut parts = vec![];
    if tried.same > 0 {
        parts.push(t!(lang, "bank-rule-same", count = tried.same));
    }
    for (how, count) in &tried.others {
        parts.push(t!(lang, "bank-rule-other", count = *count, how = how.as_str()));
    }
    if tried.waiting > 0 {
        parts.push(t!(lang, "bank-rule-waiting", count = tried.waiting));
    }
    html! {
        p.note.warn[!tried.others.is_empty()] role="status" { (t!(lang, "bank-rule-tried", count = tried.count, days = DAYS)) @if !parts.is_empty() { " " (parts.join("; ")) "." } }
        @if !tried.lines.is_empty() { (card(&lang.t("bank-rule-lines"), html! { div.scroll { table.dense {
            caption.vh { (lang.t("bank-rule-lines")) }
            thead { tr { th scope="col" { (lang.t("field-date")) } th scope="col" { (lang.t("bank-column-text")) } th.num scope="col" { (lang.t("entry-amount")) } } }
            tbody { @for of in &tried.lines { tr { td { (format::stored_date(lang, &of.date)) } td { (of.text) } td.num { (view.money(of.amount)) } } } }
        } } })) }
    }
}

async fn page(platform: &Platform, who: &InOrganization, line: &BankLine, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = who.lang();
    let account = store::account(platform.db.read(), who.organization, line.bank_account_id).await?;
    let view = View::of(who, &account)?;
    let form = Form::new(lang, data, errors);
    let label = |name: &str| lang.t(&format!("column-bank-rules-{}", name.replace('_', "-")));
    let choices = |name: &str, words: &[&str]| {
        words
            .iter()
            .map(|word| ((*word).to_owned(), lang.t(&format!("choice-bank-rules-{name}-{}", word.replace('_', "-")))))
            .collect::<Vec<_>>()
    };
    let account = offer::rows(platform, who, &CHART, By::Id, std::slice::from_ref(&data.text("account_id"))).await?;
    let account = account
        .into_field(form.field("account_id").label(label("account_id")), lang.t("choose"))
        .searched(who.path("/reports/accounts"), "id");
    let labels: Vec<(&str, String)> = FIELDS.iter().map(|name| (*name, label(name))).collect();
    let tried = tried(platform, &view, line, data).await?;
    let title = lang.t("bank-rule-new");
    let apply = who.may(R::PostEntries) && line.status == crate::line::UNMATCHED;
    let body = html! { div.medium.stack {
        p.crumbs { a href=(who.path("/bank-accounts")) { (lang.t("banks-title")) } " " span aria-hidden="true" { "›" } " " a href=(view.path(&format!("?line={0}#line{0}", line.id))) { (view.account.name) } }
        (head(&title, html! {}))
        p.muted { (line.label()) " · " (view.money(line.amount)) }
        form.stack method="post" action=(who.path(&format!("/bank-lines/{}/rule", line.id))) novalidate {
            (form.summary_as(&labels))
            section.card { div.body.grid {
                (form.field("name").label(label("name")).span(3).focused())
                (form.field("direction").label(label("direction")).select(choices("direction", &["both", "in", "out"])).span(3))
                (form.field("field").label(label("field")).select(choices("field", &["text", "counterparty", "reference", "iban"])).span(2))
                (form.field("comparator").label(label("comparator")).select(choices("comparator", &["contains", "starts_with", "equals"])).span(2))
                (form.field("value").label(label("value")).span(2))
                (account.span(6))
            } }
            (told(&view, &tried))
            div.foot {
                button.btn.primary type="submit" name="deed" value="save" { (lang.t(if apply { "bank-rule-save-apply" } else { "save" })) }
                button.btn type="submit" name="deed" value="try" { (lang.t("bank-rule-try")) }
                a.btn href=(view.path(&format!("?at={}", line.id))) { (lang.t("cancel")) }
            }
        }
    } };
    framed(platform, who, "banks", &title, &body).await
}

pub async fn show(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfLine>) -> Outcome {
    let db = platform.db.read();
    let line = line_store::find(db, who.organization, of.bank_line).await?;
    let currency = store::account(db, who.organization, line.bank_account_id).await?.currency;
    let data = filled(&platform, &who, &line, &currency).await?;
    Ok(layout::page(page(&platform, &who, &line, &data, &Invalid::new()).await?))
}

/// Tries the rule again as it is typed, or keeps it and does the line by it.
pub async fn save(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfLine>, data: FormData) -> Outcome {
    let line = line_store::find(platform.db.read(), who.organization, of.bank_line).await?;
    if data.get("deed") == "try" {
        return Ok(layout::unprocessable(page(&platform, &who, &line, &data, &Invalid::new()).await?));
    }
    let typed: Vec<String> = FIELDS.iter().map(|name| data.text(name)).collect();
    let done = async {
        let tx = platform.db.begin().await?;
        let rule = lists::add(&tx, &BANK_RULES, &who, &typed, platform.clock.now()).await?;
        // Done by it, where it still waits and whoever makes it may.
        let waits = line_store::find(&tx, who.organization, line.id).await?.status == crate::line::UNMATCHED;
        if who.may(R::PostEntries) && waits {
            let wanted = Wanted { rule_id: Some(rule.id), ..Wanted::default() };
            matching::apply(&tx, who.organization, line.id, &wanted, allowed(&platform, &who)).await.map_err(at_account)?;
        }
        tx.commit().await?;
        Ok(rule)
    };
    let done: Result<_> = done.await;
    match done {
        Ok(rule) => {
            Ok(layout::see(&platform, &path(&who, line.bank_account_id, ""), Flash::new("flash-bank-rule-made").name(BANK_RULES.values(&rule).get("name"))))
        }
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(page(&platform, &who, &line, &data, &errors).await?)),
        Err(error) => Err(error.into()),
    }
}

/// What is wrong with the rule's account, at the field that names it.
fn at_account(error: Error) -> Error {
    let Error::Invalid(mut errors) = error else { return error };
    for fault in errors.0.iter_mut().filter(|fault| fault.field == "account_code") {
        fault.field = "account_id".into();
    }
    Error::Invalid(errors)
}

#[cfg(test)]
mod tests {
    use super::lasting;

    #[test]
    fn what_lasts_of_a_text_is_its_words_without_numbers() {
        assert_eq!(lasting("COMPRA TARJ *4411 HERRAMIENTAS TENAZA FICTICIA"), "HERRAMIENTAS TENAZA FICTICIA");
        assert_eq!(lasting("RECIBO 2027-04"), "RECIBO");
        assert_eq!(lasting("123"), "");
    }
}
