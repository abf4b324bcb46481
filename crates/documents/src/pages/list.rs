//! The list of a kind of documents.

use despacho_contacts::{Contact, store as contacts};
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R, place::Currency};
use despacho_ledger::api::common::currency;
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Platform, Result, i18n::Lang, t};
use despacho_ui::{
    InOrganization, Outcome,
    assets::icon,
    components::{empty, head, pages_of},
    fields::notation,
    format,
    forms::{Form, FormData},
    layout,
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    rows::{self, Beside},
    store::{self, Figures, MOST},
};
use crate::{kind::Kind, open::store as open, store::Filter};

/// Rows of a page.
pub const PAGE: i64 = 50;

/// What a list's address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    pub q: String,
    pub status: String,
    /// A contact's id.
    pub contact: String,
    /// A contact's number, where scripts do not run.
    #[serde(rename = "contact.key")]
    pub key: String,
    pub from: String,
    pub to: String,
    pub page: String,
}

impl Params {
    fn pairs(&self) -> [(&'static str, &str); 6] {
        [("q", &self.q), ("status", &self.status), ("contact", &self.contact), ("contact.key", &self.key), ("from", &self.from), ("to", &self.to)]
    }

    /// The list's address with one parameter changed; another page only when asked.
    pub fn with(&self, name: &str, value: &str) -> String {
        let mut pairs: Vec<(&str, &str)> = self.pairs().into_iter().filter(|(key, value)| *key != name && !value.is_empty()).collect();
        if !value.is_empty() {
            pairs.push((name, value));
        }
        format!("?{}", form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
    }

    pub fn is_filtered(&self) -> bool {
        self.pairs().iter().any(|(_, value)| !value.is_empty())
    }

    /// The days that it asks for; what are none is noted at their fields.
    pub fn days(&self, errors: &mut Invalid) -> (Option<String>, Option<String>) {
        let mut day = |name: &str, text: &str| -> Option<Date> { if text.is_empty() { None } else { errors.take(name, text.parse().map_err(|_| "date")) } };
        let (from, to) = (day("from", &self.from), day("to", &self.to));
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            errors.push("to", "date_order");
        }
        (from.map(|day| day.to_string()), to.map(|day| day.to_string()))
    }

    /// The contact that it asks for, by id or by number.
    pub async fn contact(&self, platform: &Platform, organization: Id, errors: &mut Invalid) -> Result<Option<Contact>> {
        let db = platform.db.read();
        let found = match (self.contact.parse::<Id>(), self.key.trim().parse::<i64>()) {
            (Ok(id), _) => contacts::of_ids(db, organization, &[id]).await?.pop(),
            (_, Ok(number)) => contacts::of_numbers(db, organization, &[number]).await?.pop(),
            _ => None,
        };
        if found.is_none() && !(self.contact.is_empty() && self.key.trim().is_empty()) {
            errors.push("contact", "contact_unknown");
        }
        Ok(found)
    }
}

/// The page that is asked for, of so many rows.
pub fn page_of(text: &str, count: i64) -> i64 {
    let last = ((count.min(MOST) + PAGE - 1) / PAGE).max(1);
    text.parse::<i64>().unwrap_or(1).clamp(1, last)
}

/// The numbered pages of a list of so many rows, of which at most [`MOST`] are counted.
pub fn pages(lang: Lang, params: &Params, page: i64, count: i64) -> Markup {
    let counted = count.min(MOST);
    let told = format::number(lang, counted);
    let told = if count > MOST { t!(lang, "documents-more-than", count = told) } else { told };
    pages_of(lang, page, PAGE, counted, &told, |page| params.with("page", &page.to_string()))
}

/// Today where the organization is, ISO 8601.
pub async fn today(platform: &Platform, organization: Id) -> Result<String> {
    let zone = organizations::find(platform.db.read(), organization).await?.time_zone;
    Ok(format::local_date(&zone, platform.clock.now()).map(|day| day.to_string()).unwrap_or_default())
}

/// The statuses that a kind's list is narrowed by.
pub fn statuses(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Invoice => &["draft", "unpaid", "overdue", "partially_paid", "paid", "written_off"],
        Kind::CreditNote => &["draft", "unpaid", "closed"],
        Kind::Estimate => &["draft", "issued", "accepted", "declined", "invoiced"],
        Kind::Bill => &["draft", "unpaid", "overdue", "partially_paid", "paid", "void"],
        Kind::VendorCredit => &["draft", "unpaid", "closed", "void"],
        Kind::PurchaseOrder => &["draft", "issued", "invoiced", "void"],
    }
}

/// The field that chooses a contact among all.
pub fn contact_field<'a>(form: &'a Form<'a>, who: &InOrganization, name: &'a str, none: String, chosen: Option<&Contact>) -> despacho_ui::forms::Field<'a> {
    let options: Vec<(String, String)> =
        std::iter::once((String::new(), none)).chain(chosen.map(|contact| (contact.id.to_string(), contact.label()))).collect();
    form.field(name).label(form.lang.t("document-contact")).combobox(options).searched(who.path("/reports/contacts"), "id")
}

/// The filters of a list, with the hidden status.
pub fn filters(who: &InOrganization, params: &Params, contact: Option<&Contact>, searches: bool, errors: &Invalid) -> Markup {
    let lang = who.lang();
    let mut data = FormData::default();
    data.set("q", &params.q).set("from", &params.from).set("to", &params.to);
    data.set("contact", contact.map(|contact| contact.id.to_string()).unwrap_or_default()).set("contact.key", &params.key);
    let form = Form::new(lang, &data, errors);
    html! {
        form.filters.of-entries method="get" role="search" aria-label=(lang.t("filters")) {
            input type="hidden" name="status" value=(params.status);
            @if searches { (form.field("q").kind("search").label(lang.t("documents-search")).optional()) }
            (contact_field(&form, who, "contact", lang.t("documents-everybody"), contact).optional())
            (form.field("from").kind("date").label(lang.t("documents-from")).optional())
            (form.field("to").kind("date").label(lang.t("documents-to")).optional())
            button.btn type="submit" { (lang.t("filter")) }
        }
    }
}

/// The list of a kind.
pub async fn list(platform: Platform, who: InOrganization, kind: Kind, params: Params) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let mut errors = Invalid::new();
    let (from, to) = params.days(&mut errors);
    let contact = params.contact(&platform, who.organization, &mut errors).await?;
    let today = today(&platform, who.organization).await?;
    let filter = Filter {
        kind: kind.word().into(),
        search: params.q.chars().take(200).collect(),
        amounts: Some((currency(&platform, who.organization).await?, notation(lang))),
        contact: contact.as_ref().map(|contact| contact.id),
        from,
        to,
        status: Some(params.status.clone()).filter(|status| statuses(kind).contains(&status.as_str())).unwrap_or_default(),
        today: today.clone(),
    };
    let (mut figures, mut documents, mut page) = (Figures::default(), vec![], 1);
    if errors.0.is_empty() {
        figures = store::figures(db, who.organization, &filter).await?;
        page = page_of(&params.page, figures.count);
        documents = store::list(db, who.organization, &filter, PAGE, (page - 1) * PAGE).await?;
    }
    let ids: Vec<Id> = documents.iter().map(|document| document.id).collect();
    let beside = Beside { left: open::left(db, who.organization, &ids).await?, today };
    let title = lang.t(kind.title());
    let new = (who.may(R::PostEntries)).then(|| html! { a.btn.primary href=(who.path(&format!("/{}/new", kind.path()))) { (icon("plus")) (lang.t(&format!("document-new-{}", rows::key(kind.word())))) } });
    let body = html! {
        (head(&title, html! { @if let Some(new) = &new { (new) } }))
        nav.tabs aria-label=(lang.t("views")) {
            @for word in std::iter::once("").chain(statuses(kind).iter().copied()) {
                a href=(params.with("status", word)) aria-current=[(filter.status == word).then_some("page")] {
                    (lang.t(&if word.is_empty() { "documents-all".to_owned() } else { format!("documents-status-{}", rows::key(word)) }))
                }
            }
        }
        (filters(&who, &params, contact.as_ref(), true, &errors))
        @if documents.is_empty() && errors.0.is_empty() {
            section.card {
                @if params.is_filtered() { (empty(&lang.t("documents-none"), html! { a.btn href=(who.path(&format!("/{}", kind.path()))) { (lang.t("clear-filters")) } })) }
                @else { (empty(&lang.t(&format!("documents-first-{}", rows::key(kind.word()))), html! { @if let Some(new) = &new { (new) } })) }
            }
        }
        @if !documents.is_empty() {
            section.card {
                (rows::table(&who, kind, &title, &documents, &beside))
                (sums(lang, kind, &figures, currency(&platform, who.organization).await?))
            }
            (pages(lang, &params, page, figures.count))
        }
    };
    Ok(layout::page(framed(&platform, &who, kind.path(), &title, &body).await?))
}

/// What the rows of all pages come to.
fn sums(lang: Lang, kind: Kind, figures: &Figures, currency: &'static Currency) -> Markup {
    html! {
        footer.sums {
            @if figures.is_cut() { p.muted { (t!(lang, "documents-not-summed", max = format::number(lang, MOST))) } }
            @else {
                p { span.muted { (lang.t("documents-sum")) } " " b { (format::money(lang, figures.payable, currency)) } }
                @if kind.posts() { p { span.muted { (lang.t("document-open")) } " " b { (format::money(lang, figures.open, currency)) } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_asked_for() {
        let params =
            Params { q: "fra 12".into(), status: "overdue".into(), from: "2026-03-01".into(), to: "2026-02-01".into(), page: "9".into(), ..Params::default() };
        assert_eq!(params.with("status", ""), "?q=fra+12&from=2026-03-01&to=2026-02-01");
        let mut errors = Invalid::new();
        assert_eq!(params.days(&mut errors), (Some("2026-03-01".into()), Some("2026-02-01".into())));
        assert_eq!((errors.0[0].field.as_str(), errors.0[0].code), ("to", "date_order"));
        assert!(params.is_filtered() && !Params { page: "2".into(), ..Params::default() }.is_filtered());
        assert_eq!((page_of("9", 120), page_of("x", 120), page_of("0", 0), page_of("500", MOST + 1)), (3, 1, 1, MOST / PAGE));
    }
}
