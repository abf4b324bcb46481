//! The cards that show rather than list: the chart, what is due, and ages.

use despacho_documents::open::ages::{AGES, Side};
use despacho_kernel::money::plain;
use despacho_platform::{i18n::Lang, t};
use despacho_taxes::period::Period;
use despacho_ui::{InOrganization, format};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::{
    chart,
    due::{Due, DueOn, What},
    parts::Shown,
    standing::{Flow, Ground, Open, quarter},
};

/// What the cards are drawn for.
pub struct Cards<'a> {
    pub who: &'a InOrganization,
    pub ground: &'a Ground,
}

/// Filled bars are income, outlined ones expenses.
pub fn legend(lang: Lang) -> Markup {
    html! {
        p.legend {
            span { svg viewBox="0 0 12 12" aria-hidden="true" { rect class="c-in" width="12" height="12" {} } (lang.t("home-income")) }
            span { svg viewBox="0 0 12 12" aria-hidden="true" { rect class="c-out" x="1" y="1" width="10" height="10" {} } (lang.t("home-expenses")) }
        }
    }
}

/// `1T 2026`, `2026`.
pub fn period_named(lang: Lang, period: Period) -> String {
    match period.quarter {
        Some(quarter) => t!(lang, "tax-quarter", quarter = i64::from(quarter), year = period.year.to_string()),
        None => period.year.to_string(),
    }
}

fn side_word(side: Side) -> &'static str {
    match side {
        Side::Receivable => "receivables",
        Side::Payable => "payables",
    }
}

impl Cards<'_> {
    fn lang(&self) -> Lang {
        self.who.lang()
    }

    fn money(&self, minor: i64) -> String {
        format::money(self.lang(), minor, self.ground.currency)
    }

    pub fn months(&self, months: &[Flow]) -> Markup {
        html! { div.body { (chart::chart(self.who, self.ground.currency, months)) } }
    }

    /// The quarter that is looked back on.
    pub fn quarter(&self) -> Markup {
        let from = quarter(self.ground.today).from;
        html! { span.sub { (period_named(self.lang(), Period { year: from.year(), quarter: Some((from.month() - 1) / 3 + 1) })) } }
    }

    pub fn overdue(&self, open: &Shown<Open>) -> Markup {
        html! { @if let Some(open) = open.told().filter(|open| open.overdue() != 0) { span.sub { (t!(self.lang(), "home-overdue", amount = self.money(open.overdue()))) } } }
    }

    fn day(&self, day: Date) -> String {
        let lang = self.lang();
        match (day - self.ground.today).get_days() {
            0 => lang.t("home-today"),
            1 => lang.t("home-tomorrow"),
            _ => format::calendar_date(lang, "", day),
        }
    }

    fn due_on(&self, of: &DueOn) -> Markup {
        let lang = self.lang();
        let row = |late: bool, href: &str, name: &str, amount: Option<i64>, beneath: String| {
            html! {
                li.late[late] {
                    time datetime=(of.day) { (self.day(of.day)) }
                    span { a.link href=(self.who.path(href)) { (name) } }
                    span.num { @match amount { Some(amount) => (self.money(amount)), None => {} } }
                    @if !beneath.is_empty() { span.mini { (beneath) } }
                }
            }
        };
        match &of.what {
            What::Return(deadline) => {
                let name = t!(lang, "home-due-return", model = deadline.model(), period = period_named(lang, deadline.period()));
                let state = match deadline.mismatches {
                    0 => deadline.name(lang).to_owned(),
                    count => t!(lang, "home-due-mismatch", count = count),
                };
                row(deadline.mismatches > 0, &format!("/tax-returns/{}/{}", deadline.model(), deadline.period().text()), &name, deadline.result(), state)
            }
            What::Items { side, items, amount, contacts } => {
                let name = t!(lang, &format!("home-due-{}", side_word(*side)), count = *items);
                row(false, &format!("/reports/aged-{}?due={}", side_word(*side), of.day), &name, Some(*amount), contacts.join(", "))
            }
        }
    }

    pub fn due(&self, due: &Due) -> Markup {
        let lang = self.lang();
        html! { div.body {
            @if due.items.is_empty() {
                p.muted { @match due.next {
                    Some((day, Some(period))) => (t!(lang, "home-due-none-until-returns", day = format::calendar_date(lang, "", day), period = period_named(lang, period))),
                    Some((day, None)) => (t!(lang, "home-due-none-until", day = format::calendar_date(lang, "", day))),
                    None => (lang.t("home-due-none")),
                } }
            } @else { ul.week { @for of in &due.items { (self.due_on(of)) } } }
        } }
    }

    /// What is open by age: a bar of its parts, and each with how many items it has and what they come to.
    pub fn ages(&self, open: &Open, side: Side) -> Markup {
        let lang = self.lang();
        let word = side_word(side);
        let title = lang.t(&format!("aged-{word}"));
        let amount = |minor: i64| format::amount(lang, minor, self.ground.currency.digits);
        let whole: i64 = open.ages.iter().map(|(_, amount)| (*amount).max(0)).sum();
        let mut at = 0i64;
        let bars: Vec<(usize, i64, i64)> = open
            .ages
            .iter()
            .enumerate()
            .filter(|(_, (_, amount))| *amount > 0 && whole > 0)
            .map(|(age, (_, amount))| {
                // Ten-thousandths of the bar.
                let width = i64::try_from(i128::from(*amount) * 10_000 / i128::from(whole)).unwrap_or(0);
                let begins = at;
                at += width;
                (age, begins, width)
            })
            .collect();
        let told = t!(lang, "home-ages-told", name = title.as_str(), overdue = self.money(open.overdue()), total = self.money(open.total()));
        html! { div.body { div.ages {
            @if open.items() == 0 { p.muted { (lang.t("aged-none")) } } @else if !bars.is_empty() {
                svg.agebar viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label=(told) {
                    @for (age, begins, width) in &bars { rect class=(format!("a{age}")) x=(plain(*begins, 1)) width=(plain((width - 30).max(10), 1)) height="10" {} }
                }
            }
            @if open.items() > 0 { table {
                caption.vh { (title) }
                thead.vh { tr { th scope="col" { (lang.t("home-age")) } th scope="col" { (lang.t("home-items")) } th scope="col" { (lang.t("document-amount")) } } }
                tbody { @for (age, (items, sum)) in AGES.iter().zip(open.ages) { tr {
                    th scope="row" { svg.key viewBox="0 0 10 10" aria-hidden="true" { rect class=(format!("a{}", AGES.iter().position(|of| of == age).unwrap_or(0))) width="10" height="10" {} } (lang.t(&format!("age-{}", age.replace('_', "-")))) }
                    td.num.muted { @if items > 0 { (format::number(lang, items)) } }
                    td.num { @if items > 0 { a.link href=(self.who.path(&format!("/reports/aged-{word}?age={age}"))) { (amount(sum)) } } @else { span.muted { "—" } } }
                } } }
                tfoot { tr { th scope="row" { (lang.t("reports-total")) } td.num { (format::number(lang, open.items())) } td.num { (amount(open.total())) } } }
            } }
        } } }
    }
}
