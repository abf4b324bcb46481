//! The grid of locks: scopes down and the months of a year across, each cell leading to the form that moves its lock.

use despacho_ledger::{
    fiscal_years::store::FiscalYear,
    journal::{
        locks::{Level, Scope},
        store::PeriodLock,
    },
    reports::sums::Period,
};
use despacho_platform::{i18n::Lang, t};
use despacho_ui::{InOrganization, assets::icon, format};
use jiff::civil::Date;
use maud::{Markup, html};

/// How a scope stands in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Standing {
    Open,
    Locked(Level),
    /// Through a day before the month's last.
    Partly(Level, String),
}

/// How a scope stands from one day to another, by its own locks and by those of everything.
fn standing(locks: &[PeriodLock], scope: Scope, first: &str, last: &str) -> Standing {
    let over = locks
        .iter()
        .filter(|lock| [scope.word(), Scope::All.word()].contains(&lock.scope.as_str()) && lock.locked_through.as_str() >= first);
    let held: Vec<(bool, &str)> = over.filter_map(|lock| Some((lock.level.parse::<Level>().ok()? == Level::Hard, lock.locked_through.as_str()))).collect();
    let level = |hard: bool| if hard { Level::Hard } else { Level::Soft };
    if let Some(hard) = held.iter().filter(|(_, day)| *day >= last).map(|(hard, _)| *hard).max() {
        return Standing::Locked(level(hard));
    }
    held.into_iter()
        .max_by_key(|(_, day)| *day)
        .map_or(Standing::Open, |(hard, day)| Standing::Partly(level(hard), day.to_owned()))
}

/// The first and last days of the months of a period, twelve or so.
fn months(period: Period) -> Vec<(Date, Date)> {
    let mut all = vec![];
    let mut first = period.from;
    while all.len() < 24 {
        let last = first.last_of_month().min(period.to);
        all.push((first, last));
        match last.tomorrow() {
            Ok(next) if next <= period.to => first = next,
            _ => break,
        }
    }
    all
}

/// The year that is shown, and the ways to those before and after it.
fn year_bar(lang: Lang, years: &[FiscalYear], period: Period) -> Markup {
    let (from, to) = (period.from.to_string(), period.to.to_string());
    let name = years
        .iter()
        .find(|year| year.starts_on == from)
        .map_or_else(|| period.from.year().to_string(), |year| year.name.clone());
    let before = years.iter().filter(|year| year.ends_on < from).max_by(|a, b| a.ends_on.cmp(&b.ends_on));
    let after = years.iter().filter(|year| year.starts_on > to).min_by(|a, b| a.starts_on.cmp(&b.starts_on));
    let step = |year: Option<&FiscalYear>, of: &str| {
        html! { @if let Some(year) = year {
            @let label = t!(lang, "lock-year", year = year.name.as_str());
            a.btn.small href=(format!("?on={}", year.starts_on)) aria-label=(label) title=(label) { (icon(of)) }
        } }
    };
    html! { header.line { h2 { (t!(lang, "lock-year", year = name)) } div.period { (step(before, "chevron-left")) (step(after, "chevron-right")) } } }
}

/// The grid over a period, one of `years` where there are any.
pub(crate) fn grid(who: &InOrganization, locks: &[PeriodLock], years: &[FiscalYear], period: Period) -> Markup {
    let lang = who.lang();
    let all = months(period);
    let short = |day: &Date| lang.t(&format!("month-{}", day.month())).chars().take(3).collect::<String>();
    let cell = |scope: Scope, first: &Date, last: &Date| {
        let standing = standing(locks, scope, &first.to_string(), &last.to_string());
        let level = |level: Level| lang.t(&format!("lock-level-{}", level.word()));
        let (class, state, shown) = match &standing {
            Standing::Open => ("open", lang.t("lock-open"), html! { "–" }),
            Standing::Locked(Level::Hard) => ("hard", level(Level::Hard), icon("lock")),
            Standing::Locked(Level::Soft) => ("soft", level(Level::Soft), icon("check")),
            Standing::Partly(of, day) => {
                let through = t!(lang, "lock-through", day = format::stored_date(lang, day));
                ("partly", format!("{} {through}", level(*of)), html! { (day.get(8..).unwrap_or_default()) })
            }
        };
        let name = lang.t(&format!("lock-scope-{}", scope.word()));
        let month = lang.t(&format!("month-{}", last.month()));
        let month = if lang == Lang::Es { month.to_lowercase() } else { month };
        let label = t!(lang, "lock-cell", scope = name, month = month, year = i64::from(last.year()).to_string(), state = state);
        html! { td class=(class) { a href=(format!("?on={}&scope={}&through={last}#f-locked_through", period.from, scope.word())) aria-label=(label) title=(label) { (shown) } } }
    };
    html! {
        (year_bar(lang, years, period))
        div.scroll { table.months data-controller="cells" data-action="keydown->cells#press" {
            caption.vh { (lang.t("period-locks")) }
            thead { tr { th scope="col" { (lang.t("lock-scope")) } @for (_, last) in &all { th scope="col" { (short(last)) } } } }
            tbody { @for scope in Scope::ALL { tr {
                th scope="row" { (lang.t(&format!("lock-scope-{}", scope.word()))) }
                @for (first, last) in &all { (cell(*scope, first, last)) }
            } } }
        } }
        p.months-key {
            span { (icon("lock")) " " (lang.t("lock-level-hard-about")) }
            span { (icon("check")) " " (lang.t("lock-level-soft-about")) }
            span { "15 " (lang.t("lock-partly-about")) }
            span { "– " (lang.t("lock-open")) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(scope: &str, level: &str, through: &str) -> PeriodLock {
        PeriodLock { scope: scope.into(), level: level.into(), locked_through: through.into(), ..PeriodLock::default() }
    }

    #[test]
    fn a_month_is_locked_once_its_last_day_is() {
        let locks = [lock("sales", "hard", "2026-02-28"), lock("sales", "soft", "2026-04-15"), lock("all", "soft", "2026-01-31")];
        let of = |scope, month: &str, last: &str| standing(&locks, scope, &format!("2026-{month}-01"), &format!("2026-{month}-{last}"));
        assert_eq!(of(Scope::Sales, "02", "28"), Standing::Locked(Level::Hard));
        assert_eq!(of(Scope::Sales, "03", "31"), Standing::Locked(Level::Soft));
        assert_eq!(of(Scope::Sales, "04", "30"), Standing::Partly(Level::Soft, "2026-04-15".into()));
        assert_eq!(of(Scope::Sales, "05", "31"), Standing::Open);
        // What locks everything locks each of them.
        assert_eq!((of(Scope::All, "01", "31"), of(Scope::Bank, "01", "31")), (Standing::Locked(Level::Soft), Standing::Locked(Level::Soft)));
        assert_eq!(of(Scope::Bank, "02", "28"), Standing::Open);
    }

    #[test]
    fn a_year_has_its_months() {
        let all = |from: &str, to: &str| {
            let period = Period { from: from.parse().expect("a date"), to: to.parse().expect("a date") };
            months(period).iter().map(|(first, last)| format!("{first} {last}")).collect::<Vec<_>>()
        };
        assert_eq!(all("2028-01-15", "2028-03-10"), ["2028-01-15 2028-01-31", "2028-02-01 2028-02-29", "2028-03-01 2028-03-10"]);
        assert_eq!(all("2026-01-01", "2026-12-31").len(), 12);
    }
}
