//! Sharing out a year's result, on a page: what the law asks for is proposed, and what is left is told while one types.

use axum::extract::State;
use despacho_kernel::{Id, Invalid, money::Money, place::Currency};
use despacho_ledger::{
    allowed::allowed,
    catalog,
    closing::allocation::{self, Waiting},
    journal::{days::Days, store::JournalEntry},
};
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Error, Platform, Result, i18n::Lang, t};
use despacho_ui::{
    InOrganization, Outcome, Path,
    components::head,
    error::message,
    fields::notation,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout,
};
use jiff::civil::Date;
use maud::{Markup, html};

use super::years::{OfYear, tabs};

/// Accounts that are added to those that are offered.
const OTHERS: usize = 2;

/// What is typed of each share: an account's code and an amount.
type Typed = Vec<(String, String)>;

/// The shares of a form, in their order.
fn typed(data: &FormData) -> Typed {
    data.all("code").into_iter().zip(data.all("amount")).collect()
}

/// The shares above zero; amounts that cannot be read, or have no account, are told at their place.
fn read(typed: &Typed, lang: Lang, currency: &'static Currency, errors: &mut Invalid) -> Vec<(String, i64)> {
    let mut found = vec![];
    for (at, (code, amount)) in typed.iter().enumerate() {
        let (code, amount) = (code.trim(), amount.trim());
        if amount.is_empty() {
            continue;
        }
        let parsed = Money::parse(amount, currency, notation(lang)).map_err(|code| if code == "decimals" { code } else { "amount_invalid" });
        let Some(money) = errors.take(&format!("shares[{at}].amount"), parsed) else { continue };
        if money.minor < 0 {
            errors.push(&format!("shares[{at}].amount"), "amount_invalid");
        } else if money.minor > 0 && code.is_empty() {
            errors.push(&format!("shares[{at}].code"), "account_missing");
        } else if money.minor > 0 {
            found.push((code.to_owned(), money.minor));
        }
    }
    found
}

/// The shares as they are proposed, and room for others.
fn proposal(waiting: &Waiting, lang: Lang, digits: u8) -> Typed {
    let amount = |minor: i64| if minor == 0 { String::new() } else { format::amount(lang, minor, digits) };
    let mut all: Typed = waiting.shares.iter().map(|share| (share.account.code.clone(), amount(share.amount))).collect();
    all.extend(vec![(String::new(), String::new()); OTHERS]);
    all
}

struct Seen<'a> {
    lang: Lang,
    currency: &'static Currency,
    waiting: &'a Waiting,
    errors: &'a Invalid,
}

impl Seen<'_> {
    fn error(&self, field: &str) -> Option<String> {
        self.errors.0.iter().find(|error| error.field == field).map(|error| message(self.lang, error))
    }

    /// The message of what is left over, in the reader's way of writing amounts.
    fn rest(&self) -> Option<String> {
        let error = self.errors.0.iter().find(|error| error.field == "shares")?;
        let rest = error
            .params
            .iter()
            .find(|(name, _)| *name == "rest")
            .and_then(|(_, text)| Money::parse(text, self.currency, despacho_kernel::number::Notation::Plain).ok());
        Some(rest.map_or_else(|| message(self.lang, error), |rest| self.left(rest.minor)))
    }

    fn left(&self, minor: i64) -> String {
        let amount = format::money(self.lang, minor.abs(), self.currency);
        t!(self.lang, if minor < 0 { "allocation-over" } else { "allocation-left" }, amount = amount)
    }

    fn row(&self, at: usize, (code, amount): &(String, String)) -> Markup {
        let lang = self.lang;
        let account = self.waiting.shares.iter().map(|share| &share.account).find(|account| account.code == *code);
        let (code_error, amount_error) = (self.error(&format!("shares[{at}].code")), self.error(&format!("shares[{at}].amount")));
        let label =
            account.map_or_else(|| t!(lang, "allocation-other", number = (at + 1).saturating_sub(self.waiting.shares.len()).max(1)), |account| account.label());
        html! {
            tr {
                th scope="row" {
                    @if let Some(account) = account {
                        input type="hidden" name="code" value=(account.code); span.code { (account.code) } " " (account.name)
                    } @else {
                        input id=(format!("code.{at}")) name="code" value=(code) maxlength="20" autocomplete="off" placeholder=(lang.t("allocation-account")) aria-label=(label) aria-invalid=[code_error.as_ref().map(|_| "true")];
                        @if let Some(text) = &code_error { p.help.bad { (text) } }
                    }
                }
                td.num {
                    input id=(format!("amount.{at}")) name="amount" value=(amount) inputmode="decimal" autocomplete="off" aria-label=(t!(lang, "allocation-amount", account = label)) aria-invalid=[amount_error.as_ref().map(|_| "true")]
                        data-allocation-target="amount" data-action="input->allocation#sum change->allocation#settle";
                    @if let Some(text) = &amount_error { p.help.bad { (text) } }
                }
            }
        }
    }
}

async fn page(platform: &Platform, who: &InOrganization, waiting: &Waiting, data: &FormData, typed: &Typed, errors: &Invalid) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let organization = organizations::find(db, who.organization).await?;
    let currency = organization.own_currency()?;
    let seen = Seen { lang, currency, waiting, errors };
    let form = Form::new(lang, data, errors);
    let mut ignored = Invalid::new();
    let rest = waiting.result.abs() - read(typed, lang, currency, &mut ignored).iter().map(|(_, amount)| amount).sum::<i64>();
    let title = t!(lang, "allocation-title", year = waiting.year.name.as_str());
    let closing = who.path(&format!("/fiscal-years/{}/closing", waiting.year.id));
    let loss = waiting.result < 0;
    let legal = catalog::pack(&organization.country).allocation.legal.as_ref().filter(|_| !loss);
    let amount = format::amount(lang, waiting.result.abs(), currency.digits);
    let body = html! {
        p.crumbs { a href=(closing) { (t!(lang, "closing-title", year = waiting.year.name.as_str())) } }
        (head(&title, html! {}))
        (tabs(who, "fiscal-years"))
        form.medium.stack method="post" action=(who.path(&format!("/fiscal-years/{}/allocation", waiting.year.id))) novalidate
            data-controller="allocation unsaved" data-unsaved-message-value=(lang.t("unsaved")) data-allocation-result-value=(waiting.result.abs()) data-allocation-digits-value=(currency.digits)
            data-allocation-left-value=(lang.t("allocation-left-live")) data-allocation-over-value=(lang.t("allocation-over-live")) data-allocation-done-value=(lang.t("allocation-ties")) {
            @if !errors.0.is_empty() {
                div.summary role="alert" tabindex="-1" data-controller="focus" {
                    h2 { (t!(lang, "errors-found", count = errors.0.len())) }
                    ul { @for error in &errors.0 { li { @if error.field == "shares" { (seen.rest().unwrap_or_default()) } @else { (message(lang, error)) } } } }
                }
            }
            section.card aria-label=(title) {
                div.body {
                    p { (t!(lang, if loss { "allocation-about-loss" } else { "allocation-about" }, amount = format::money(lang, waiting.result.abs(), currency), account = waiting.account.label())) }
                    @if let Some(legal) = legal { p.muted { (t!(lang, "allocation-legal", account = legal.account.as_str(), percent = legal.percent, of = legal.of_capital)) } }
                    div.grid { (form.field("date").day().help(lang.t("allocation-date-help")).span(3)) }
                }
                table.dense.typed-rows.allocation {
                    caption.vh { (title) }
                    thead { tr { th scope="col" { (lang.t("reports-account")) } th.num scope="col" { (lang.t(if loss { "reports-debit" } else { "reports-credit" })) } } }
                    tbody {
                        @for (at, share) in typed.iter().enumerate() { (seen.row(at, share)) }
                    }
                    tfoot {
                        tr { th scope="row" { span.code { (waiting.account.code) } " " (waiting.account.name) ", " (lang.t(if loss { "reports-credit" } else { "reports-debit" })) } td.num { (amount) } }
                        tr { th scope="row" colspan="2" role="status" data-allocation-target="told" { @if rest == 0 { span.tag.ok { (lang.t("allocation-ties")) } } @else { span.tag.warn { (seen.left(rest)) } } } }
                    }
                }
            }
            div.foot { button.btn.primary type="submit" { (lang.t("allocation-post")) } a.btn href=(closing) { (lang.t("cancel")) } }
        }
    };
    framed(platform, who, "fiscal-years", &title, &body).await
}

/// The result that waits; a page that has nothing to share out leads back to the closing.
async fn waiting_of(platform: &Platform, who: &InOrganization, year: Id) -> Result<Option<Waiting>> {
    allocation::waiting(platform.db.read(), who.organization, year).await
}

fn back(platform: &Platform, who: &InOrganization, year: Id) -> axum::response::Response {
    layout::see(platform, &who.path(&format!("/fiscal-years/{year}/closing")), "flash-nothing-to-allocate")
}

pub async fn show(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfYear>) -> Outcome {
    let Some(waiting) = waiting_of(&platform, &who, of.year).await? else { return Ok(back(&platform, &who, of.year)) };
    let organization = organizations::find(platform.db.read(), who.organization).await?;
    let digits = organization.own_currency()?.digits;
    let today = format::local_date(&organization.time_zone, platform.clock.now()).map(|day| day.to_string()).unwrap_or_default();
    // Approved in the year after, on a day that takes entries.
    let from = today.clamp(waiting.next.starts_on.clone(), waiting.next.ends_on.clone());
    let days = Days::of(platform.db.read(), who.organization, allowed(&platform, &who).poster()).await?;
    let entry = JournalEntry { journal: "general".into(), ..JournalEntry::default() };
    let day = days.first_open(&entry, &from).filter(|day| *day <= waiting.next.ends_on).unwrap_or(from);
    let mut data = FormData::default();
    data.set("date", day);
    Ok(layout::page(page(&platform, &who, &waiting, &data, &proposal(&waiting, who.lang(), digits), &Invalid::new()).await?))
}

pub async fn post(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfYear>, data: FormData) -> Outcome {
    let Some(waiting) = waiting_of(&platform, &who, of.year).await? else { return Ok(back(&platform, &who, of.year)) };
    let lang = who.lang();
    let organization = organizations::find(platform.db.read(), who.organization).await?;
    let currency = organization.own_currency()?;
    let typed = typed(&data);
    let mut errors = Invalid::new();
    let date: Option<Date> = errors.take("date", data.day("date").parse().map_err(|_| "date"));
    let shares = read(&typed, lang, currency, &mut errors);
    let done = match date.filter(|_| errors.0.is_empty()) {
        None => Err(errors.into()),
        Some(date) => {
            let tx = platform.db.begin().await?;
            match allocation::allocate(&tx, who.organization, of.year, date, &shares, allowed(&platform, &who)).await {
                Ok(posted) => {
                    tx.commit().await?;
                    Ok(posted)
                }
                Err(error) => Err(error),
            }
        }
    };
    match done {
        Ok(posted) => {
            let name = format!("{}", posted.number);
            Ok(layout::see(&platform, &who.path(&format!("/journal-entries/{}", posted.id)), Flash::new("flash-result-allocated").name(&name)))
        }
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(page(&platform, &who, &waiting, &data, &typed, &placed(errors, &typed)).await?)),
        Err(Error::Conflict(_)) => Ok(back(&platform, &who, of.year)),
        Err(error) => Err(error.into()),
    }
}

/// What posting says of its lines, at the shares that they came from: the first line is the result's.
fn placed(mut errors: Invalid, typed: &Typed) -> Invalid {
    let filled: Vec<usize> = (0..typed.len())
        .filter(|at| !typed[*at].1.trim().is_empty() && typed[*at].1.trim().chars().any(|c| ('1'..='9').contains(&c)))
        .collect();
    for error in &mut errors.0 {
        let place = error
            .field
            .strip_prefix("postings[")
            .and_then(|rest| rest.split_once(']'))
            .and_then(|(at, rest)| Some((at.parse::<usize>().ok()?.checked_sub(1)?, rest.to_owned())));
        if let Some((at, rest)) = place
            && let Some(share) = filled.get(at)
        {
            error.field = format!("shares[{share}].{}", if rest.contains("account") { "code" } else { "amount" });
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_as_the_reader_writes_amounts() {
        let euro = despacho_kernel::place::currency("EUR").expect("the euro");
        let all: Typed = [("112", "1.397,51"), ("113", ""), ("", "5"), ("120", "0,00"), ("526", "x"), ("121", "-3")]
            .map(|(code, amount)| (code.into(), amount.into()))
            .to_vec();
        let mut errors = Invalid::new();
        assert_eq!(read(&all, Lang::Es, euro, &mut errors), [("112".to_owned(), 139_751)]);
        let told: Vec<String> = errors.0.iter().map(|error| format!("{} {}", error.field, error.code)).collect();
        assert_eq!(told, ["shares[2].code account_missing", "shares[4].amount amount_invalid", "shares[5].amount amount_invalid"]);
    }

    #[test]
    fn what_posting_refuses_is_told_at_its_share() {
        let all: Typed = [("112", "5"), ("113", ""), ("x", "7")].map(|(code, amount)| (code.into(), amount.into())).to_vec();
        let told = placed(Invalid::one("postings[2].account_code", "account_unknown"), &all);
        assert_eq!(told.0[0].field, "shares[2].code");
        assert_eq!(placed(Invalid::one("date", "period_locked"), &all).0[0].field, "date");
    }
}
