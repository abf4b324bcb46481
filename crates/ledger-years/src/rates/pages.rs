//! Exchange rates for people: the latest, one to type, and a file to take.

use axum::extract::State;
use despacho_kernel::{
    Id, Invalid,
    number::{self, Notation},
    place,
};
use despacho_ledger::{
    accounts::csv_file,
    rates::{
        actions::{self, Typed},
        rate::DECIMALS,
        store::{self, ExchangeRate, Filter, Place},
    },
};
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Error, Platform, Result, i18n::Lang, t, users::User};
use despacho_ui::{
    InOrganization, Outcome, Query,
    components::{card, empty, file_input, head},
    error::message,
    fields::notation,
    flash::Flash,
    format,
    forms::{Form, FormData, Upload},
    layout, paging,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::api::{from_file, today};

/// Rates of a page.
const PAGE: i64 = 50;

/// What the page's address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    currency: String,
    after: String,
}

/// Whose rates are shown, and what stands around them.
pub struct Shown<'a> {
    /// The tenant whose rates are put here, and those whose rates it uses too.
    pub tenants: &'a [Id],
    /// The currency that rates are usually of.
    pub base: &'a str,
    /// The page's own path.
    pub path: &'a str,
    pub lang: Lang,
    pub may_put: bool,
}

/// The page without its frame: also a practice's.
pub async fn body(platform: &Platform, of: &Shown<'_>, params: &Params, typed: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = of.lang;
    let after: Option<Place> = paging::position(&params.after)?;
    let filter = Filter { currency: params.currency.chars().take(3).collect::<String>().to_uppercase(), ..Filter::default() };
    let mut found = store::page(platform.db.read(), of.tenants, &filter, after.as_ref(), PAGE + 1).await?;
    let more = paging::cut(&mut found, PAGE);
    let next = found.last().filter(|_| more).map(|rate| paging::encode(&(&rate.date, &rate.currency, &rate.base, rate.tenant_id)));
    let currencies: Vec<(String, String)> = place::currencies()
        .iter()
        .map(|c| (c.code.clone(), format!("{} · {}", c.code, lang.pick(&c.name_es, &c.name_en))))
        .collect();
    let mut filters = FormData::default();
    filters.set("currency", filter.currency.clone());
    let none = Invalid::new();
    let filtering = Form::new(lang, &filters, &none);
    let every = [vec![(String::new(), lang.t("rates-all"))], currencies.clone()].concat();
    Ok(html! {
        p.lead.muted { (lang.t("rates-about")) }
        div.split {
            div.stack {
                form.filters method="get" aria-label=(lang.t("filters")) {
                    (filtering.field("currency").combobox(every).optional())
                    button.btn type="submit" { (lang.t("filter")) }
                }
                section.card aria-label=(lang.t("exchange-rates")) {
                    @if found.is_empty() { (empty(&lang.t("rates-none"), html! {})) } @else { (table(of, &found)) }
                }
                @if let Some(next) = next {
                    @let query = form_urlencoded::Serializer::new(String::new()).append_pair("currency", &filter.currency).append_pair("after", &next).finish();
                    nav.pages aria-label=(lang.t("pages")) { p {} a.btn rel="next" href=(format!("{}?{query}", of.path)) { (lang.t("rates-older")) } }
                }
            }
            @if of.may_put { div.stack { (forms(of, typed, errors, &currencies)) } }
        }
    })
}

fn table(of: &Shown<'_>, rates: &[ExchangeRate]) -> Markup {
    let lang = of.lang;
    let removal = format!("{}/removal", of.path);
    html! {
        div.scroll { table.lines {
            caption.vh { (lang.t("exchange-rates")) }
            thead { tr {
                th scope="col" { (lang.t("field-date")) } th scope="col" { (lang.t("rates-pair")) } th.num scope="col" { (lang.t("field-rate")) } th scope="col" { (lang.t("rates-source")) }
                @if of.may_put { th scope="col" { span.vh { (lang.t("remove")) } } }
            } }
            tbody { @for rate in rates {
                @let own = of.tenants.first() == Some(&rate.tenant_id);
                tr {
                    th scope="row" { (format::stored_date(lang, &rate.date)) }
                    td { (t!(lang, "rates-one-is", currency = rate.currency.as_str(), base = rate.base.as_str())) }
                    td.num { (format::decimal(lang, &rate.rate)) }
                    td { span.tag { (lang.t(&format!("rates-source-{}", rate.source))) } @if !own { " " span.muted { (lang.t("rates-of-practice")) } } }
                    @if of.may_put { td.num { @if own {
                        form.inline method="post" action=(removal) {
                            input type="hidden" name="date" value=(rate.date); input type="hidden" name="currency" value=(rate.currency); input type="hidden" name="base" value=(rate.base);
                            button.btn.small type="submit" aria-label=(t!(lang, "rates-remove-one", currency = rate.currency.as_str(), base = rate.base.as_str(), date = format::stored_date(lang, &rate.date))) { (lang.t("remove")) }
                        }
                    } } }
                }
            } }
        } }
    }
}

fn forms(of: &Shown<'_>, typed: &FormData, errors: &Invalid, currencies: &[(String, String)]) -> Markup {
    let lang = of.lang;
    let own = Invalid(errors.0.iter().filter(|error| error.field != "file" && !error.field.starts_with("line.")).cloned().collect());
    let form = Form::new(lang, typed, &own);
    let of_file = errors.0.iter().find(|error| error.field == "file");
    let of_lines: Vec<(&str, String)> = errors
        .0
        .iter()
        .filter_map(|error| Some((error.field.strip_prefix("line.")?.split_once('.')?.0, message(lang, error))))
        .collect();
    html! {
        form method="post" action=(of.path) novalidate {
            (card(&lang.t("rates-type"), html! {
                (form.summary())
                div.grid {
                    (form.field("date").day().span(3))
                    (form.field("rate").span(3).help(lang.t("rates-rate-help")))
                    (form.field("currency").combobox(currencies.to_vec()).span(3))
                    (form.field("base").label(lang.t("rates-base")).combobox(currencies.to_vec()).span(3))
                }
                button.btn.primary type="submit" { (lang.t("save")) }
            }))
        }
        (card(&lang.t("rates-file"), html! {
            form.stack method="post" action=(format!("{}/file", of.path)) enctype="multipart/form-data" data-turbo="false" {
                p.muted { (lang.t("rates-file-about")) }
                @if !of_lines.is_empty() {
                    div.summary role="alert" tabindex="-1" data-controller="focus" {
                        h2 { (lang.t("rates-faults")) }
                        ul { @for (line, told) in of_lines.iter().take(20) { li { (t!(lang, "rates-line", line = *line)) ": " (told) } } }
                    }
                }
                div.field.error[of_file.is_some()] {
                    div.label { label for="f-file" { (lang.t("rates-file-choose")) } }
                    (file_input("file", Some(".csv,.xml,text/csv,text/xml"), of_file.is_some(), false))
                    @if let Some(error) = of_file { p.help #f-file-help { (message(lang, error)) } }
                }
                div { button.btn type="submit" { (lang.t("rates-file-take")) } }
            }
        }))
    }
}

/// A form's rate as it is read: the reader writes numbers in their own way.
pub fn typed(data: &FormData, lang: Lang) -> Typed {
    let text = data.get("rate").trim();
    let rate = number::decimal(text, notation(lang), DECIMALS).or_else(|_| number::decimal(text, Notation::Plain, DECIMALS));
    Typed {
        date: data.day("date"),
        currency: data.text("currency"),
        base: data.text("base"),
        // What is no number is told as one that is none.
        rate: rate.map_or_else(|_| if text.is_empty() { "-".to_owned() } else { text.to_owned() }, |rate| rate.to_string()),
    }
}

/// Puts the rate of a form.
pub async fn put_typed(platform: &Platform, tenant: Id, base: &str, (data, lang): (&FormData, Lang), by: &User) -> Result<()> {
    let mut errors = Invalid::new();
    let put = typed(data, lang).read(base, "", &mut errors);
    errors.finish()?;
    let tx = platform.db.begin().await?;
    actions::put(&tx, tenant, put.into_iter().collect(), "typed", (by, platform.clock.now())).await?;
    tx.commit().await
}

/// Takes the rate of a row away.
pub async fn remove_one(platform: &Platform, tenant: Id, data: &FormData, by: &User) -> Result<()> {
    let mut errors = Invalid::new();
    let put = Typed { date: data.day("date"), currency: data.text("currency"), base: data.text("base"), rate: String::new() }.read("", "", &mut errors);
    errors.finish()?;
    let tx = platform.db.begin().await?;
    actions::put(&tx, tenant, put.into_iter().collect(), "typed", (by, platform.clock.now())).await?;
    tx.commit().await
}

/// Takes the rates of a file; answers how many.
pub async fn take_file(platform: &Platform, tenant: Id, base: &str, upload: &Upload, by: &User) -> Result<usize> {
    let text = csv_file::decode(&upload.file("file"));
    let (rates, source, _) = from_file(text, base.to_owned(), today(platform)).await?;
    if rates.is_empty() {
        return Err(Invalid::one("file", "rates_file").into());
    }
    let tx = platform.db.begin().await?;
    let put = actions::put(&tx, tenant, rates, source, (by, platform.clock.now())).await?;
    tx.commit().await?;
    Ok(put)
}

/// What a form begins with.
pub fn blank(base: &str, date: String) -> FormData {
    let mut data = FormData::default();
    data.set("date", date).set("base", base);
    data
}

async fn page(platform: &Platform, who: &InOrganization, params: &Params, typed: Option<&FormData>, errors: &Invalid) -> Result<Markup> {
    let db = platform.db.read();
    let organization = organizations::find(db, who.organization).await?;
    let tenants = actions::tenants(db, who.organization).await?;
    let path = who.path("/exchange-rates");
    let lang = who.lang();
    let may_put = who.may(despacho_kernel::access::OrganizationRight::EditSettings);
    let of = Shown { tenants: &tenants, base: &organization.currency, path: &path, lang, may_put };
    let today = format::local_date(&organization.time_zone, platform.clock.now()).map(|day| day.to_string()).unwrap_or_default();
    let blank = blank(&organization.currency, today);
    let title = lang.t("exchange-rates");
    let inside = body(platform, &of, params, typed.unwrap_or(&blank), errors).await?;
    let whole = html! {
        p.crumbs { a href=(who.path("/settings")) { (lang.t("nav-settings")) } }
        (head(&title, html! {}))
        (inside)
    };
    framed(platform, who, "settings", &title, &whole).await
}

pub async fn show(State(platform): State<Platform>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    Ok(layout::page(page(&platform, &who, &params, None, &Invalid::new()).await?))
}

async fn told(platform: &Platform, who: &InOrganization, done: Result<Flash>, data: Option<&FormData>) -> Outcome {
    match done {
        Ok(flash) => Ok(layout::see(platform, &who.path("/exchange-rates"), flash)),
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(page(platform, who, &Params::default(), data, &errors).await?)),
        Err(error) => Err(error.into()),
    }
}

pub async fn put(State(platform): State<Platform>, who: InOrganization, data: FormData) -> Outcome {
    let base = organizations::currency(platform.db.read(), who.organization).await?;
    let done = put_typed(&platform, who.organization, &base.code, (&data, who.lang()), &who.user).await;
    told(&platform, &who, done.map(|()| Flash::new("flash-saved")), Some(&data)).await
}

pub async fn remove(State(platform): State<Platform>, who: InOrganization, data: FormData) -> Outcome {
    let done = remove_one(&platform, who.organization, &data, &who.user).await;
    told(&platform, &who, done.map(|()| Flash::new("flash-rate-removed")), None).await
}

pub async fn file(State(platform): State<Platform>, who: InOrganization, upload: Upload) -> Outcome {
    let base = organizations::currency(platform.db.read(), who.organization).await?;
    let done = take_file(&platform, who.organization, &base.code, &upload, &who.user).await;
    told(&platform, &who, done.map(|put| Flash::new("flash-rates-taken").count(put)), None).await
}
