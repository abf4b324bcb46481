//! The chart as a tree that can be searched, and the form of one account.

use std::collections::{HashMap, HashSet};

use axum::extract::State;
use despacho_kernel::{Difference, Id, Invalid, access::OrganizationRight as R};
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, Result, i18n::Lang, t};
use despacho_settings::{
    Apps,
    lists::offer::{self, By},
};
use despacho_ui::{
    InOrganization, Outcome, Path, Query,
    assets::icon,
    components::{self, card, head},
    fields::Sight,
    flash::Flash,
    format,
    forms::{self, Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    account::{ACCOUNT, Account, DEPTH, TYPES},
    actions,
    preferences::CHART,
    store,
};

/// The chart as a card of another page: a tree with a search box.
pub async fn tree(platform: &Platform, who: &InOrganization) -> Result<Markup> {
    let accounts = store::all(platform.db.read(), who.organization).await?;
    let heading = html! { header { h2 { (who.lang().t("chart-of-accounts")) } (actions(who, &accounts)) } };
    Ok(chart(who, &accounts, &heading))
}

/// How many accounts there are, and what can be done to all of them.
fn actions(who: &InOrganization, accounts: &[Account]) -> Markup {
    let (lang, edits) = (who.lang(), who.may(R::EditAccounts));
    html! {
        span.tag { (t!(lang, "accounts-count", count = accounts.len(), number = format::number(lang, i64::try_from(accounts.len()).unwrap_or(0)))) }
        a.btn.small href=(who.path("/accounts/export")) data-turbo="false" { (icon("download")) (lang.t("accounts-export")) }
        @if edits { a.btn.small href=(who.path("/accounts/import")) { (icon("import")) (lang.t("accounts-import")) } }
        @if edits { a.btn.small href=(who.path("/accounts/new")) { (icon("plus")) (lang.t("account-add")) } }
    }
}

fn chart(who: &InOrganization, accounts: &[Account], heading: &Markup) -> Markup {
    let lang = who.lang();
    let mut children: HashMap<&str, Vec<&Account>> = HashMap::new();
    for account in accounts {
        children.entry(&account.parent_code).or_default().push(account);
    }
    let edits = who.may(R::EditAccounts);
    html! {
        section.card data-controller="tree" {
            (heading)
            div.body {
                div.filters {
                    div.field.wide {
                        div.label { label for="account-search" { (lang.t("account-search")) } }
                        input #account-search type="search" autocomplete="off" data-tree-target="filter" data-action="input->tree#filter";
                    }
                    button.btn type="button" data-action="tree#expand" { (lang.t("expand")) }
                    button.btn type="button" data-action="tree#collapse" { (lang.t("collapse")) }
                }
                p.empty data-tree-target="none" hidden { (lang.t("account-none")) }
                ul.tree { (branch(lang, who, "", &children, edits, 0)) }
            }
        }
    }
}

fn branch(lang: Lang, who: &InOrganization, parent: &str, children: &HashMap<&str, Vec<&Account>>, edits: bool, depth: usize) -> Markup {
    // No chart is deeper; a longer chain would be a loop.
    let reads = who.may(R::ReadLedger);
    let own: &[&Account] = if depth > DEPTH { &[] } else { children.get(parent).map_or(&[], Vec::as_slice) };
    html! {
        @for account in own {
            @let line = html! {
                span.code { (account.code) }
                span.name { (account.name) }
                @if !account.currency.is_empty() { span.tag { (account.currency) } }
                @if depth == 0 { span.tag.hide-s { (types(lang, account, children)) } }
            };
            li data-text=(format!("{} {}", account.code, account.name)) .off[!account.active] {
                @if children.contains_key(account.code.as_str()) {
                    details { summary { (icon("chevron-right")) (line) } ul { (branch(lang, who, &account.code, children, edits, depth + 1)) } }
                } @else {
                    div.leaf { (line) }
                }
                @if reads { a.entries href=(who.path(&format!("/reports/general-ledger?account={}", account.code))) aria-label=(t!(lang, "account-ledger-of", name = account.code.as_str())) { (lang.t("account-ledger")) } }
                @if edits { a.edit href=(who.path(&format!("/accounts/{}", account.id))) aria-label=(t!(lang, "edit-named", name = account.code.as_str())) { (lang.t("edit")) } }
            }
        }
    }
}

/// What a group holds: the types of its accounts, as a group of the chart may gather assets and liabilities alike.
fn types(lang: Lang, group: &Account, children: &HashMap<&str, Vec<&Account>>) -> String {
    let (mut found, mut seen, mut left) = (HashSet::new(), HashSet::new(), vec![group]);
    while let Some(account) = left.pop().filter(|account| seen.insert(account.code.as_str())) {
        match children.get(account.code.as_str()) {
            Some(own) => left.extend(own),
            None => {
                found.insert(account.r#type.as_str());
            }
        }
    }
    let names = TYPES.iter().filter(|word| found.contains(**word)).map(|word| lang.t(&format!("account-type-{word}")));
    names.collect::<Vec<_>>().join(" · ")
}

pub async fn list(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let title = who.lang().t("chart-of-accounts");
    let accounts = store::all(platform.db.read(), who.organization).await?;
    let body = html! { (head(&title, actions(&who, &accounts))) (chart(&who, &accounts, &html! {})) };
    Ok(layout::page(framed(&platform, &who, "accounts", &title, &body).await?))
}

#[derive(Deserialize)]
pub struct OfAccount {
    account: Id,
}

async fn form_page(platform: &Platform, who: &InOrganization, id: Option<Id>, data: &FormData, errors: &Invalid, conflict: &[Difference]) -> Result<Markup> {
    let lang = who.lang();
    let (merge_errors, errors) = errors.split("into");
    let (form, merger) = (Form::new(lang, data, &errors), Form::new(lang, data, &merge_errors));
    let stored = match id {
        Some(id) => Some(store::find(platform.db.read(), who.organization, id).await?),
        None => None,
    };
    let own = stored.as_ref();
    let parents = offer::rows(platform, who, &CHART, By::Key, &data.all("parent_code")).await?.without(own.map(|a| a.code.as_str()));
    let others = match id {
        Some(id) => offer::rows(platform, who, &CHART, By::Id, &data.all("into")).await?.without(Some(&id.to_string())),
        None => offer::Offered::default(),
    };
    let title = lang.t(if id.is_some() { "account-edit" } else { "account-add" });
    let action = who.path(&id.map_or("/accounts".into(), |id| format!("/accounts/{id}")));
    let body = html! {
        div.medium {
            p.crumbs { a href=(who.path("/accounts")) { (lang.t("chart-of-accounts")) } }
            (head(&title, html! {}))
            form.stack method="post" action=(action) data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
                @if let Some(account) = own { (components::version(account.version)) }
                (components::conflict(lang, conflict))
                (form.summary())
                section.card { div.body.grid {
                    (ACCOUNT.inputs(&form, &["code", "name", "type"]))
                    (parents.into_field(ACCOUNT.input(&form, "parent_code"), lang.t("account-parent-none")))
                    (ACCOUNT.input(&form, "currency").currencies(Some(lang.t("account-currency-own"))))
                    (ACCOUNT.inputs(&form, &["control", "active"]))
                } }
                div.foot { button.btn.primary type="submit" { (lang.t("save")) } a.btn href=(who.path("/accounts")) { (lang.t("cancel")) } }
            }
            @if let Some(id) = id {
                form.apart-top method="post" action=(who.path(&format!("/accounts/{id}/merger"))) {
                    (card(&lang.t("account-merge"), html! { (merger.summary()) div.grid {
                        p.c6.muted { (lang.t("account-merge-about")) }
                        (others.into_field(merger.field("into").label(lang.t("account-merge-into")).span(4), lang.t("choose")))
                        div.c6 { button.btn.danger type="submit" { (lang.t("account-merge-button")) } }
                    } }))
                }
            }
        }
    };
    framed(platform, who, "accounts", &title, &body).await
}

/// What a new account begins with.
#[derive(Deserialize)]
pub struct Begun {
    /// The code of one that is missing where it was typed.
    #[serde(default)]
    code: String,
}

pub async fn new(State(platform): State<Platform>, who: InOrganization, Query(begun): Query<Begun>) -> Outcome {
    let code: String = begun.code.chars().take(20).collect();
    let r#type = actions::proposed_type(platform.db.read(), who.organization, &code).await?;
    let data = filled(&who, &Account { active: true, r#type, code, ..Account::default() });
    Ok(layout::page(form_page(&platform, &who, None, &data, &Invalid::new(), &[]).await?))
}

/// The form as the account is.
fn filled(who: &InOrganization, account: &Account) -> FormData {
    let mut data = FormData::default();
    ACCOUNT.fill(&mut data, account, &Sight::form(who.lang(), ""));
    data
}

pub async fn edit(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>) -> Outcome {
    let data = filled(&who, &store::find(platform.db.read(), who.organization, of.account).await?);
    Ok(layout::page(form_page(&platform, &who, Some(of.account), &data, &Invalid::new(), &[]).await?))
}

async fn save(platform: &Platform, who: &InOrganization, id: Option<Id>, data: &FormData) -> Outcome {
    let now = platform.clock.now();
    let sight = Sight::form(who.lang(), "");
    let read = |before: Account, errors: &mut Invalid| {
        let typed = ACCOUNT.read(data, before, &sight, errors);
        // Without scripts a parent beyond those that are offered is named by its code.
        let code = data.get(&forms::key_name("parent_code")).trim();
        if code.is_empty() { typed } else { Account { parent_code: code.to_owned(), ..typed } }
    };
    let tx = platform.db.begin().await?;
    let saved = match id {
        Some(id) => actions::update(&tx, who.organization, (id, components::version_of(data)), &sight, read, (&who.user, now)).await,
        None => actions::create(&tx, who.organization, read, &who.user, now).await,
    };
    let (errors, differences) = match saved {
        Ok(account) => {
            tx.commit().await?;
            return Ok(layout::see(platform, &who.path("/accounts"), Flash::new("flash-record-saved").name(&account.label())));
        }
        Err(Error::Invalid(errors)) => (errors, vec![]),
        Err(Error::Stale(differences)) => (Invalid::new(), differences),
        Err(error) => return Err(error.into()),
    };
    drop(tx);
    let page = form_page(platform, who, id, data, &errors, &differences).await?;
    Ok(if differences.is_empty() { layout::unprocessable(page) } else { layout::conflicting(page) })
}

pub async fn create(State(platform): State<Platform>, who: InOrganization, data: FormData) -> Outcome {
    save(&platform, &who, None, &data).await
}

pub async fn update(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>, data: FormData) -> Outcome {
    save(&platform, &who, Some(of.account), &data).await
}

pub async fn merge(State(platform): State<Platform>, apps: Apps, who: InOrganization, Path(of): Path<OfAccount>, data: FormData) -> Outcome {
    let tx = platform.db.begin().await?;
    let account = store::find(&tx, who.organization, of.account).await?;
    let into = match data.get(&forms::key_name("into")).trim() {
        "" => data.get("into").parse().ok(),
        code => store::find_by_code(&tx, who.organization, code).await?.map(|account| account.id),
    };
    let merged = match into {
        Some(into) => actions::merge(&tx, &apps, who.organization, of.account, into, &who.user, platform.clock.now()).await,
        None => Err(Invalid::one("into", "choice").into()),
    };
    match merged {
        Ok(_) => {
            tx.commit().await?;
            Ok(layout::see(&platform, &who.path("/accounts"), "flash-account-merged"))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            let mut form = filled(&who, &account);
            form.set("into", data.text("into")).set(&forms::key_name("into"), data.text(&forms::key_name("into")));
            Ok(layout::unprocessable(form_page(&platform, &who, Some(of.account), &form, &errors, &[]).await?))
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_tells_the_types_of_its_accounts() {
        crate::speak();
        let account =
            |code: &str, kind: &str, parent: &str| Account { code: code.into(), r#type: kind.into(), parent_code: parent.into(), ..Account::default() };
        let chart = [
            account("4", "asset", ""),
            account("40", "asset", "4"),
            account("400", "liability", "40"),
            account("430", "asset", "4"),
            account("7", "income", ""),
        ];
        let mut children: HashMap<&str, Vec<&Account>> = HashMap::new();
        for account in &chart {
            children.entry(&account.parent_code).or_default().push(account);
        }
        assert_eq!(types(Lang::Es, &chart[0], &children), "Activo · Pasivo");
        assert_eq!(types(Lang::Es, &chart[4], &children), "Ingreso");
    }
}
