//! The list of entries.

use axum::extract::State as Shared;
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R, money::Money, place::Currency};
use despacho_ledger::{
    api::common::currency,
    journal::{
        list::{Filter, Place},
        store::{self, JournalEntry},
    },
};
use despacho_organizations::frame::framed;
use despacho_platform::{Platform, Result, i18n::Lang};
use despacho_ui::{
    InOrganization, Outcome, Query,
    assets::icon,
    components::{empty, head},
    fields::notation,
    forms::{Form, FormData},
    layout,
    paging::{self, ListQuery},
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::{rows::table, store as own};

/// Entries of a page.
const PAGE: i64 = 50;

/// What the list's address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    q: String,
    from: String,
    to: String,
    account: String,
    min: String,
    max: String,
    status: String,
    corrections: String,
    /// The place that the page comes after, or before.
    after: String,
    before: String,
}

impl Params {
    fn pairs(&self) -> [(&'static str, &str); 8] {
        [
            ("q", &self.q),
            ("from", &self.from),
            ("to", &self.to),
            ("account", &self.account),
            ("min", &self.min),
            ("max", &self.max),
            ("status", &self.status),
            ("corrections", &self.corrections),
        ]
    }

    /// The list's address with one parameter changed; another page only when asked.
    fn with(&self, name: &str, value: &str) -> String {
        let mut pairs: Vec<(&str, &str)> = self.pairs().into_iter().filter(|(key, value)| *key != name && !value.is_empty()).collect();
        if !value.is_empty() {
            pairs.push((name, value));
        }
        format!("?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
    }

    fn is_filtered(&self) -> bool {
        self.pairs().iter().any(|(_, value)| !value.is_empty())
    }

    /// What it asks for, all but the account; what cannot be read is noted at its field.
    fn filter(&self, lang: Lang, currency: &'static Currency, errors: &mut Invalid) -> Filter {
        let mut day = |name: &str, text: &str| -> Option<Date> { if text.is_empty() { None } else { errors.take(name, text.parse().map_err(|_| "date")) } };
        let (from, to) = (day("from", &self.from), day("to", &self.to));
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            errors.push("to", "date_order");
        }
        let notation = notation(lang);
        let mut amount = |name: &str, text: &str| -> Option<i64> {
            if text.is_empty() { None } else { errors.take(name, Money::parse(text, currency, notation).map(|money| money.minor)) }
        };
        let (min, max) = (amount("min", &self.min), amount("max", &self.max));
        Filter {
            from,
            to,
            accounts: None,
            search: self.q.chars().take(200).collect(),
            amounts: Some((currency, notation)),
            min,
            max,
            state: self.status.parse().ok(),
            corrections: !self.corrections.is_empty(),
        }
    }
}

/// A page of the list, and whether there are newer and older ones.
struct Found {
    entries: Vec<JournalEntry>,
    newer: bool,
    older: bool,
}

async fn found(platform: &Platform, organization: Id, filter: &Filter, params: &Params) -> Result<Found> {
    let db = platform.db.read();
    let place = |cursor: &str| -> Result<Option<Place>> {
        let cursor = Some(cursor.to_owned()).filter(|cursor| !cursor.is_empty());
        ListQuery { cursor, ..ListQuery::default() }.position()
    };
    if let Some(before) = place(&params.before)? {
        let mut entries = own::newer(db, organization, filter, &before, PAGE + 1).await?;
        let newer = i64::try_from(entries.len()).is_ok_and(|count| count > PAGE);
        if newer {
            entries.remove(0);
        }
        return Ok(Found { entries, newer, older: true });
    }
    let after = place(&params.after)?;
    let mut entries = store::page(db, organization, filter, after.as_ref(), PAGE + 1).await?;
    let older = paging::cut(&mut entries, PAGE);
    Ok(Found { entries, newer: after.is_some(), older })
}

/// The latest entries, beside the grid.
pub async fn latest(platform: &Platform, organization: Id, corrections: bool) -> Result<Vec<JournalEntry>> {
    store::page(platform.db.read(), organization, &Filter { corrections, ..Filter::default() }, None, 10).await
}

pub async fn list(Shared(platform): Shared<Platform>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    let lang = who.lang();
    let currency = currency(&platform, who.organization).await?;
    let mut errors = Invalid::new();
    let mut filter = params.filter(lang, currency, &mut errors);
    if !params.account.is_empty() {
        let accounts = own::beginning(platform.db.read(), who.organization, params.account.trim()).await?;
        if accounts.is_empty() {
            errors.push("account", "account_unknown");
        }
        filter.accounts = Some(accounts);
    }
    let found =
        if errors.0.is_empty() { found(&platform, who.organization, &filter, &params).await? } else { Found { entries: vec![], newer: false, older: false } };
    let title = lang.t("entries");
    let new = who
        .may(R::PostEntries)
        .then(|| html! { a.btn.primary href=(who.path("/journal-entries/new")) { (icon("plus")) (lang.t("entry-new")) } });
    let body = html! {
        (head(&title, html! { a.btn href=(who.path("/recurring-entries")) { (lang.t("recurring")) } a.btn href=(who.path("/entry-templates")) { (lang.t("templates")) } @if let Some(new) = &new { a.btn href=(who.path("/journal-imports")) { (lang.t("diary-title")) } (new) } }))
        nav.tabs aria-label=(lang.t("views")) {
            @for word in ["", "posted", "draft", "reversed"] {
                @let current = params.status == word;
                a href=(params.with("status", word)) aria-current=[current.then_some("page")] { (lang.t(&format!("entries-{}", if word.is_empty() { "all" } else { word }))) }
            }
        }
        (filters(lang, &params, &errors))
        @if found.entries.is_empty() && errors.0.is_empty() {
            section.card {
                @if params.is_filtered() { (empty(&lang.t("entries-none"), html! { a.btn href=(who.path("/journal-entries")) { (lang.t("clear-filters")) } })) }
                @else { (empty(&lang.t("entries-empty"), html! { @if let Some(new) = &new { (new) } })) }
            }
        }
        @if !found.entries.is_empty() {
            section.card { (table(lang, &who, &title, &found.entries, currency)) }
            (pages(lang, &params, &found))
        }
    };
    Ok(layout::page(framed(&platform, &who, "journal-entries", &title, &body).await?))
}

fn pages(lang: Lang, params: &Params, found: &Found) -> Markup {
    let cursor = |entry: &JournalEntry| paging::encode(&(entry.date.clone(), entry.id));
    html! {
        nav.pages aria-label=(lang.t("pages")) {
            p {}
            @if let Some(first) = found.entries.first().filter(|_| found.newer) {
                a.btn href=(params.with("before", &cursor(first))) rel="prev" { (icon("chevron-left")) (lang.t("entries-newer")) }
            }
            @if let Some(last) = found.entries.last().filter(|_| found.older) {
                a.btn href=(params.with("after", &cursor(last))) rel="next" { (lang.t("entries-older")) (icon("chevron-right")) }
            }
        }
    }
}

fn filters(lang: Lang, params: &Params, errors: &Invalid) -> Markup {
    let mut data = FormData::default();
    for (name, value) in params.pairs() {
        data.set(name, value);
    }
    let form = Form::new(lang, &data, errors);
    html! {
        form.filters.of-entries method="get" role="search" aria-label=(lang.t("filters")) {
            input type="hidden" name="status" value=(params.status);
            (form.field("q").kind("search").label(lang.t("entries-search")).optional())
            (form.field("from").kind("date").label(lang.t("entries-from")).optional())
            (form.field("to").kind("date").label(lang.t("entries-to")).optional())
            (form.field("account").label(lang.t("entries-account")).optional())
            (form.field("min").label(lang.t("entries-min")).optional())
            (form.field("max").label(lang.t("entries-max")).optional())
            (form.check("corrections", "on", &lang.t("entries-corrections"), None))
            button.btn type="submit" { (lang.t("filter")) }
        }
    }
}

#[cfg(test)]
mod tests {
    use despacho_kernel::place::currency;

    use super::*;
    use despacho_ledger::journal::entry::State;

    #[test]
    fn an_address_says_what_is_asked_for() {
        let params = Params {
            q: "fra 12".into(),
            from: "2026-01-01".into(),
            to: "x".into(),
            min: "1.000,5".into(),
            max: "1,234".into(),
            status: "draft".into(),
            ..Params::default()
        };
        let mut errors = Invalid::new();
        let filter = params.filter(Lang::Es, currency("EUR").expect("the euro"), &mut errors);
        assert_eq!((filter.from, filter.to), (Some(Date::constant(2026, 1, 1)), None));
        assert_eq!((filter.min, filter.max, filter.state), (Some(100_050), None, Some(State::Draft)));
        assert_eq!(errors.0.iter().map(|e| (e.field.as_str(), e.code)).collect::<Vec<_>>(), [("to", "date"), ("max", "decimals")]);
        assert_eq!(params.with("status", ""), "?q=fra+12&from=2026-01-01&to=x&min=1.000%2C5&max=1%2C234");
        assert!(params.is_filtered() && !Params::default().is_filtered());
    }
}
