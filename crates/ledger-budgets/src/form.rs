//! A budget as a sheet to type: accounts down, months across.

use axum::extract::State as Shared;
use despacho_kernel::{
    Invalid,
    access::OrganizationRight as R,
    money::{Money, plain},
    place::Currency,
};
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Error, Platform, Result, i18n::Lang, t};
use despacho_ui::{
    InOrganization, Outcome, Path,
    components::{self, head},
    confirm::Confirm,
    error::message,
    fields::notation,
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};

use super::{
    actions::{self, Whole},
    budget::{MAX_ROWS, State, TypedRow},
    pages::{OfBudget, edition_button, label},
};

/// Empty rows below those that are there, and how many more a button adds.
const EMPTY: usize = 6;

/// A row as it is typed, in the reader's way of writing numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Row {
    code: String,
    tag: String,
    amounts: Vec<String>,
}

impl Row {
    fn is_empty(&self) -> bool {
        self.code.trim().is_empty() && self.tag.trim().is_empty() && self.amounts.iter().all(|text| text.trim().is_empty())
    }
}

/// The rows that are typed, without the empty ones, so that the errors of a row name its place on the page.
fn typed(data: &FormData, months: usize) -> Vec<Row> {
    let [codes, tags, amounts] = ["account_code", "tag", "amount"].map(|name| data.all(name));
    let row = |(at, code): (usize, &String)| Row {
        code: code.clone(),
        tag: tags.get(at).cloned().unwrap_or_default(),
        amounts: (0..months).map(|month| amounts.get(at * months + month).cloned().unwrap_or_default()).collect(),
    };
    codes.iter().enumerate().map(row).filter(|row| !row.is_empty()).take(MAX_ROWS + 1).collect()
}

/// The rows as a budget takes them; amounts that cannot be read are told at their place.
fn read(rows: &[Row], months: &[String], lang: Lang, currency: &'static Currency, errors: &mut Invalid) -> Vec<TypedRow> {
    let mut found = vec![];
    for (at, row) in rows.iter().enumerate() {
        let mut typed = TypedRow { account_code: row.code.trim().to_owned(), tag: Some(row.tag.trim().to_owned()), ..TypedRow::default() };
        for (month, text) in months.iter().zip(&row.amounts).filter(|(_, text)| !text.trim().is_empty()) {
            let parsed = errors.take(&format!("rows[{at}].amounts.{month}"), Money::parse(text.trim(), currency, notation(lang)));
            if let Some(money) = parsed {
                typed.amounts.insert(month.clone(), plain(money.minor, currency.digits));
            }
        }
        found.push(typed);
    }
    found
}

/// The rows that stand, as the reader writes them.
fn shown(whole: &Whole, lang: Lang, currency: &'static Currency) -> Vec<Row> {
    let amount = |minor: &i64| if *minor == 0 { String::new() } else { format::amount(lang, *minor, currency.digits) };
    let row = |row: &super::budget::Row| Row {
        code: whole.account(row).map(|account| account.code.clone()).unwrap_or_default(),
        tag: whole.tag(row),
        amounts: row.amounts.iter().map(amount).collect(),
    };
    whole.rows.iter().map(row).collect()
}

/// The name of a month of a budget: `ene`, with its year where the budget has two.
fn month_name(lang: Lang, month: &str, years: bool) -> String {
    let number: u8 = month.get(5..).and_then(|text| text.parse().ok()).unwrap_or(1);
    let name: String = lang.t(&format!("month-{number}")).chars().take(3).collect();
    if years { format!("{name} {}", month.get(2..4).unwrap_or_default()) } else { name }
}

struct Page<'a> {
    whole: &'a Whole,
    rows: &'a [Row],
    empty: usize,
    errors: &'a Invalid,
    version: i64,
    /// Whether somebody saved another version meanwhile.
    stale: bool,
}

async fn currency_of(platform: &Platform, who: &InOrganization) -> Result<&'static Currency> {
    organizations::currency(platform.db.read(), who.organization).await
}

fn cell(of: &Page<'_>, lang: Lang, (at, field): (usize, &str), (name, value, label): (&str, &str, String)) -> Markup {
    let full = format!("rows[{at}].{field}");
    let id = format!("f-{}", full.replace('.', "-"));
    let error = of.errors.0.iter().find(|error| error.field == full).map(|error| message(lang, error));
    let help = format!("{id}-help");
    let list = (name == "tag").then_some("budget-tags");
    html! {
        input id=(id) name=(name) value=(value) autocomplete="off" spellcheck="false" inputmode=[(name == "amount").then_some("decimal")] list=[list] data-cell=(name)
            aria-label=(label) aria-invalid=[error.as_ref().map(|_| "true")] aria-describedby=[error.as_ref().map(|_| &help)];
        @if let Some(error) = &error { p.help.bad id=(help) { (error) } }
    }
}

fn table(of: &Page<'_>, lang: Lang, currency: &'static Currency) -> Markup {
    let whole = of.whole;
    let years = whole.months.first().and_then(|first| first.get(..4)) != whole.months.last().and_then(|last| last.get(..4));
    let names: Vec<String> = whole.months.iter().map(|month| month_name(lang, month, years)).collect();
    let tags = !whole.tagging.is_empty() || of.rows.iter().any(|row| !row.tag.is_empty());
    let typed = |text: &String| Money::parse(text.trim(), currency, notation(lang)).map_or(0, |money| money.minor);
    let amount = |minor: i64| if minor == 0 { String::new() } else { format::amount(lang, minor, currency.digits) };
    let blank = Row { amounts: vec![String::new(); names.len()], ..Row::default() };
    let account_name = |code: &str| whole.chart.iter().find(|account| account.code == code.trim()).map_or("", |account| account.name.as_str());
    html! {
        datalist #budget-tags { @for (dimension, value) in whole.tagging.offered() { option value=(format!("{}:{}", dimension.code, value.code)) { (value.name) } } }
        div.scroll { table.typed-rows.budget #f-rows data-controller="sheet" data-sheet-digits-value=(currency.digits) data-action="keydown->sheet#press input->sheet#count paste->sheet#paste focusin->sheet#enter" {
            caption.vh { (label_of(whole)) }
            thead { tr {
                th.w-code scope="col" { (lang.t("reports-account")) }
                @if tags { th.w-code scope="col" { (lang.t("entry-tags")) } }
                @for name in &names { th.num scope="col" { (name) } }
                th.num scope="col" { (lang.t("reports-total")) }
            } }
            tbody { @for (at, row) in of.rows.iter().chain(std::iter::repeat_n(&blank, of.empty)).enumerate() { tr data-sheet-target="row" {
                td title=(account_name(&row.code)) {
                    (cell(of, lang, (at, "account_code"), ("account_code", &row.code, t!(lang, "budget-cell", column = lang.t("reports-account"), row = at + 1))))
                    small.muted { (account_name(&row.code)) }
                }
                @if tags { td { (cell(of, lang, (at, "tag"), ("tag", &row.tag, t!(lang, "budget-cell", column = lang.t("entry-tags"), row = at + 1)))) } }
                @for ((month, name), text) in whole.months.iter().zip(&names).zip(&row.amounts) {
                    td.num data-l=(name) { (cell(of, lang, (at, &format!("amounts.{month}")), ("amount", text, t!(lang, "budget-cell", column = name.as_str(), row = at + 1)))) }
                }
                td.num.sum data-sheet-target="sum" { (amount(row.amounts.iter().map(typed).sum())) }
            } } }
        } }
    }
}

fn label_of(whole: &Whole) -> String {
    format!("{} {}", whole.budget.name, whole.year.name)
}

async fn page(platform: &Platform, who: &InOrganization, of: Page<'_>) -> Result<Markup> {
    let lang = who.lang();
    let currency = currency_of(platform, who).await?;
    let budget = &of.whole.budget;
    let path = who.path(&format!("/budgets/{}", budget.id));
    let edits = who.may(R::PostEntries);
    let (data, title) = (FormData::default(), format!("{} · {}", label(who, budget), of.whole.year.name));
    let form = Form::new(lang, &data, of.errors);
    let labels: Vec<(&str, String)> = of
        .errors
        .0
        .iter()
        .filter_map(|error| {
            let (row, field) = error.field.strip_prefix("rows[")?.split_once("].")?;
            let column = match field {
                "account_code" => lang.t("reports-account"),
                "tag" => lang.t("entry-tags"),
                month => month_name(lang, month.trim_start_matches("amounts."), true),
            };
            Some((error.field.as_str(), t!(lang, "budget-cell", column = column, row = row.parse::<usize>().ok()? + 1)))
        })
        .collect();
    let report = html! { a.btn href=(who.path(&format!("/reports/budget?budget={}", budget.id))) { (lang.t("budget-report-short")) } };
    let deletion = format!("{path}/deletion");
    let body = html! {
        p.crumbs { a href=(who.path("/budgets")) { (lang.t("budgets")) } }
        (head(&title, html! {
            @if edits {
                (Confirm::new(lang, &deletion, lang.t("delete"), t!(lang, "budget-delete-question", name = label(who, budget))).about(lang.t("budget-delete-about")).class("btn danger"))
                (edition_button(who, budget))
            }
            (report)
        }))
        @if budget.state == State::Approved.word() || !edits {
            p.lead.muted { span.tag.ok { (lang.t(&format!("budget-state-{}", budget.state))) } " " (lang.t("budget-approved-about")) }
            section.card { fieldset.plain disabled { (table(&Page { empty: 0, ..of }, lang, currency)) } }
        } @else {
            p.lead.muted { (lang.t("budget-about")) }
            form.stack method="post" action=(path) data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
                (components::version(of.version))
                @if of.stale { p.notice.bad role="alert" { (lang.t("budget-stale")) } }
                (form.summary_as(&labels))
                section.card { (table(&of, lang, currency)) }
                div.foot {
                    button.btn.primary type="submit" { (lang.t("save")) }
                    button.btn type="submit" name="do" value="approve" { (lang.t("budget-approve")) }
                    button.btn type="submit" name="more" value=(of.empty + EMPTY) { (lang.t("opening-more-rows")) }
                }
            }
        }
    };
    framed(platform, who, "reports", &title, &body).await
}

pub async fn show(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfBudget>) -> Outcome {
    let whole = actions::whole(platform.db.read(), who.organization, of.budget).await?;
    let rows = shown(&whole, who.lang(), currency_of(&platform, &who).await?);
    let of = Page { whole: &whole, rows: &rows, empty: EMPTY, errors: &Invalid::new(), version: whole.budget.version, stale: false };
    Ok(layout::page(page(&platform, &who, of).await?))
}

pub async fn save(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfBudget>, data: FormData) -> Outcome {
    let whole = actions::whole(platform.db.read(), who.organization, of.budget).await?;
    let rows = typed(&data, whole.months.len());
    let version = components::version_of(&data).unwrap_or(whole.budget.version);
    let again = |empty: usize, stale: bool| Page { whole: &whole, rows: &rows, empty, errors: &EMPTY_ERRORS, version, stale };
    if let Ok(more) = data.get("more").parse::<usize>() {
        return Ok(layout::page(page(&platform, &who, again(more.min(200), false)).await?));
    }
    let saved = async {
        let mut errors = Invalid::new();
        let typed = read(&rows, &whole.months, who.lang(), currency_of(&platform, &who).await?, &mut errors);
        errors.finish()?;
        let state = if data.get("do") == "approve" { State::Approved } else { State::Draft };
        let tx = platform.db.begin().await?;
        actions::put(&tx, who.organization, (of.budget, Some(version)), state, &typed, (&who.user, platform.clock.now())).await?;
        tx.commit().await
    };
    match saved.await {
        Ok(()) => Ok(layout::see(&platform, &who.path(&format!("/budgets/{}", of.budget)), "flash-saved")),
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(page(&platform, &who, Page { errors: &errors, ..again(EMPTY, false) }).await?)),
        Err(Error::Stale(_)) => {
            // What was typed stays; saving once more puts it over what is there now.
            let now = Page { version: whole.budget.version, ..again(EMPTY, true) };
            Ok(layout::conflicting(page(&platform, &who, now).await?))
        }
        Err(error) => Err(error.into()),
    }
}

static EMPTY_ERRORS: Invalid = Invalid(vec![]);

#[cfg(test)]
mod tests {
    use despacho_kernel::place::currency;

    use super::*;

    #[test]
    fn rows_are_read_month_by_month() {
        despacho_platform::i18n::speak(&[despacho_platform::texts!("common")]);
        let mut data = FormData::default();
        for (code, tag, first, second) in [("629", "", "1.234,50", ""), ("", "", "", ""), ("705", "project:A", "", "x")] {
            data.set("account_code", code).set("tag", tag).set("amount", first).set("amount", second);
        }
        let rows = typed(&data, 2);
        assert_eq!(rows.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), ["629", "705"]);
        let months = ["2026-01".to_owned(), "2026-02".to_owned()];
        let mut errors = Invalid::new();
        let found = read(&rows, &months, Lang::Es, currency("EUR").expect("the euro"), &mut errors);
        assert_eq!(found[0].amounts.get("2026-01").map(String::as_str), Some("1234.50"));
        assert_eq!(errors.0.iter().map(|e| (e.field.as_str(), e.code)).collect::<Vec<_>>(), [("rows[1].amounts.2026-02", "amount")]);
        assert_eq!((month_name(Lang::Es, "2026-03", false).len(), month_name(Lang::En, "2026-03", true).ends_with(" 26")), (3, true));
    }
}
