//! The list of budgets, and a new one.

use axum::extract::State as Shared;
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R};
use despacho_ledger::fiscal_years::store::{self as years, FiscalYear};
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, Result, t};
use despacho_ui::{
    InOrganization, Outcome, Path,
    assets::icon,
    components::{button, empty, head},
    fields::notation,
    flash::Flash,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    actions::{self, From},
    api::percent,
    budget::State,
    store::{self, Budget},
};

/// The budget that a path names.
#[derive(Deserialize)]
pub struct OfBudget {
    pub budget: Id,
}

/// `Presupuesto`, and `Presupuesto (2.ª versión)` of a later edition.
pub fn label(who: &InOrganization, budget: &Budget) -> String {
    if budget.edition == 1 { budget.name.clone() } else { t!(who.lang(), "budget-edition-of", name = budget.name.as_str(), edition = budget.edition) }
}

pub async fn list(Shared(platform): Shared<Platform>, who: InOrganization) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let years = years::list(db, who.organization).await?;
    let all = store::list(db, who.organization).await?;
    let title = lang.t("budgets");
    let edits = who.may(R::PostEntries);
    let add = html! { @if edits { a.btn.primary href=(who.path("/budgets/new")) { (icon("plus")) (lang.t("budget-new")) } } };
    let body = html! {
        nav.crumbs aria-label=(lang.t("reports-way")) { a href=(who.path("/reports")) { (lang.t("reports")) } }
        (head(&title, html! { @if !all.is_empty() { (add) } }))
        @if all.is_empty() { section.card { (empty(&lang.t("budgets-empty"), add)) } } @else {
            section.card { div.scroll { table.lines {
                caption.vh { (title) }
                thead { tr { th scope="col" { (lang.t("field-name")) } th scope="col" { (lang.t("budget-year")) } th scope="col" { (lang.t("field-status")) } th scope="col" { span.vh { (lang.t("budget-report")) } } } }
                tbody { @for budget in &all { tr {
                    td { a.to href=(who.path(&format!("/budgets/{}", budget.id))) { (label(&who, budget)) } }
                    td { (years.iter().find(|year| year.id == budget.fiscal_year_id).map_or("", |year| year.name.as_str())) }
                    td { span.tag.ok[budget.state == State::Approved.word()] { (lang.t(&format!("budget-state-{}", budget.state))) } }
                    td { a.btn.small href=(who.path(&format!("/reports/budget?budget={}", budget.id))) { (lang.t("budget-report-short")) } }
                } } }
            } } }
        }
    };
    Ok(layout::page(framed(&platform, &who, "reports", &title, &body).await?))
}

async fn page(platform: &Platform, who: &InOrganization, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let years = years::list(db, who.organization).await?;
    let all = store::list(db, who.organization).await?;
    let form = Form::new(lang, data, errors);
    let title = lang.t("budget-new");
    let mut from = vec![(String::new(), lang.t("budget-from-nothing"))];
    from.extend(years.iter().map(|year| (format!("year {}", year.id), t!(lang, "budget-from-year", year = year.name.as_str()))));
    from.extend(all.iter().map(|budget| (format!("budget {}", budget.id), label(who, budget))));
    let body = html! {
        div.medium {
            p.crumbs { a href=(who.path("/budgets")) { (lang.t("budgets")) } }
            (head(&title, html! {}))
            form.stack method="post" action=(who.path("/budgets")) novalidate {
                (form.summary_as(&[("fiscal_year", lang.t("budget-year")), ("from_actuals", lang.t("budget-from")), ("percent", lang.t("budget-percent"))]))
                section.card { div.body.grid {
                    (form.field("name").span(4).focused())
                    (form.field("fiscal_year").label(lang.t("budget-year")).select(years.iter().map(|year| (year.id.to_string(), year.name.clone())).collect()).span(2))
                    (form.field("from_actuals").label(lang.t("budget-from")).select(from).span(4))
                    (form.field("percent").label(lang.t("budget-percent")).help(lang.t("budget-percent-help")).optional().span(2))
                } }
                div.foot { button.btn.primary type="submit" { (lang.t("budget-make")) } a.btn href=(who.path("/budgets")) { (lang.t("cancel")) } }
            }
        }
    };
    framed(platform, who, "reports", &title, &body).await
}

fn usual(years: &[FiscalYear]) -> String {
    years.first().map(|year| year.id.to_string()).unwrap_or_default()
}

pub async fn new(Shared(platform): Shared<Platform>, who: InOrganization) -> Outcome {
    let years = years::list(platform.db.read(), who.organization).await?;
    let mut data = FormData::default();
    data.set("name", who.lang().t("budget")).set("fiscal_year", usual(&years));
    Ok(layout::page(page(&platform, &who, &data, &Invalid::new()).await?))
}

pub async fn create(Shared(platform): Shared<Platform>, who: InOrganization, data: FormData) -> Outcome {
    let made = async {
        let mut errors = Invalid::new();
        errors.required("name", data.get("name"), 100);
        let year = errors.take("fiscal_year", data.get("fiscal_year").parse::<Id>().map_err(|_| "choice"));
        let percent = percent(Some(data.get("percent")), notation(who.lang()), &mut errors);
        let of = data.get("from_actuals").split_once(' ').and_then(|(kind, id)| Some((kind, id.parse::<Id>().ok()?)));
        errors.finish()?;
        let year = year.ok_or_else(|| Invalid::one("fiscal_year", "choice"))?;
        let from = match of {
            Some(("year", id)) => From::Actuals(id, percent),
            Some((_, id)) => From::Budget(id, percent),
            None => From::Rows(vec![]),
        };
        let tx = platform.db.begin().await?;
        let made = actions::create(&tx, who.organization, (data.get("name"), year), State::Draft, from, (&who.user, platform.clock.now())).await?;
        tx.commit().await?;
        Ok(made)
    };
    match made.await {
        Ok(made) => Ok(layout::see(&platform, &who.path(&format!("/budgets/{}", made.id)), "flash-saved")),
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(page(&platform, &who, &data, &errors).await?)),
        Err(error) => Err(error.into()),
    }
}

/// Makes the next edition of a budget, with its rows.
pub async fn edition(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfBudget>) -> Outcome {
    let tx = platform.db.begin().await?;
    let budget = store::find(&tx, who.organization, of.budget).await?;
    let from = From::Budget(budget.id, rust_decimal::Decimal::ZERO);
    let made = actions::create(&tx, who.organization, (&budget.name, budget.fiscal_year_id), State::Draft, from, (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path(&format!("/budgets/{}", made.id)), "flash-saved"))
}

pub async fn delete(Shared(platform): Shared<Platform>, who: InOrganization, Path(of): Path<OfBudget>) -> Outcome {
    let tx = platform.db.begin().await?;
    let name = label(&who, &store::find(&tx, who.organization, of.budget).await?);
    actions::delete(&tx, who.organization, of.budget, (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/budgets"), Flash::new("flash-budget-deleted").name(&name)))
}

/// A form of one button that makes another edition.
pub fn edition_button(who: &InOrganization, budget: &Budget) -> Markup {
    button(&who.path(&format!("/budgets/{}/editions", budget.id)), "btn", &who.lang().t("budget-new-edition"))
}
