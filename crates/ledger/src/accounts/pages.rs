//! The chart as a tree that can be searched, and the form of one account.

use std::collections::HashMap;

use axum::extract::State;
use despacho_kernel::{Difference, Id, Invalid, access::OrganizationRight as R};
use despacho_organizations::{Apps, pages::framed};
use despacho_platform::{Error, Platform, Result, i18n::Lang, t};
use despacho_ui::{
    InOrganization, Outcome, Path,
    assets::icon,
    components::{self, card, currency_options, head},
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Account, AccountInput, TYPES, actions, store};

/// The chart as a tree with a search box.
pub async fn tree(platform: &Platform, who: &InOrganization) -> Result<Markup> {
    let lang = who.lang();
    let accounts = store::all(platform.db.read(), who.organization).await?;
    let mut children: HashMap<&str, Vec<&Account>> = HashMap::new();
    for account in &accounts {
        children.entry(&account.parent_code).or_default().push(account);
    }
    let edits = who.may(R::EditAccounts);
    Ok(html! {
        section.card data-controller="tree" {
            header {
                h2 { (lang.t("chart-of-accounts")) }
                span.tag { (t!(lang, "accounts-count", count = format::number(lang, i64::try_from(accounts.len()).unwrap_or(0)))) }
                a.btn.small href=(who.path("/accounts/export")) data-turbo="false" { (icon("download")) (lang.t("accounts-export")) }
                @if edits { a.btn.small href=(who.path("/accounts/import")) { (icon("import")) (lang.t("accounts-import")) } }
                @if edits { a.btn.small href=(who.path("/accounts/new")) { (icon("plus")) (lang.t("account-add")) } }
            }
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
    })
}

fn branch(lang: Lang, who: &InOrganization, parent: &str, children: &HashMap<&str, Vec<&Account>>, edits: bool, depth: usize) -> Markup {
    // No chart is deeper; a longer chain would be a loop.
    let own: &[&Account] = if depth > 40 { &[] } else { children.get(parent).map_or(&[], Vec::as_slice) };
    html! {
        @for account in own {
            @let line = html! {
                span.code { (account.code) }
                span.name { (account.name) }
                @if !account.currency.is_empty() { span.tag { (account.currency) } }
                @if depth == 0 { span.tag.hide-s { (lang.t(&format!("account-type-{}", account.r#type))) } }
            };
            li data-text=(format!("{} {}", account.code, account.name)) .off[!account.active] {
                @if children.contains_key(account.code.as_str()) {
                    details { summary { (icon("chevron-right")) (line) } ul { (branch(lang, who, &account.code, children, edits, depth + 1)) } }
                } @else {
                    div.leaf { (line) }
                }
                @if edits { a.edit href=(who.path(&format!("/accounts/{}", account.id))) aria-label=(t!(lang, "edit-named", name = account.code.as_str())) { (lang.t("edit")) } }
            }
        }
    }
}

pub async fn list(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let title = who.lang().t("chart-of-accounts");
    let body = html! { (head(&title, html! {})) (tree(&platform, &who).await?) };
    Ok(layout::page(framed(&platform, &who, "accounts", &title, &body).await?))
}

#[derive(Deserialize)]
pub struct OfAccount {
    account: Id,
}

fn read(data: &FormData) -> AccountInput {
    AccountInput {
        code: data.text("code"),
        name: data.text("name"),
        r#type: data.text("type"),
        parent_code: data.text("parent_code"),
        currency: data.text("currency"),
        active: data.has("active"),
    }
}

/// Every account but one, as options: the value is the code or, to merge, the id.
fn account_options(lang: Lang, accounts: &[Account], but: Option<Id>, none: &str, value: impl Fn(&Account) -> String) -> Vec<(String, String)> {
    let others = accounts.iter().filter(|a| Some(a.id) != but).map(|a| (value(a), format!("{} · {}", a.code, a.name)));
    std::iter::once((String::new(), lang.t(none))).chain(others).collect()
}

async fn form_page(platform: &Platform, who: &InOrganization, id: Option<Id>, data: &FormData, errors: &Invalid, conflict: &[Difference]) -> Result<Markup> {
    let lang = who.lang();
    let (merge_errors, errors) = errors.split("into");
    let (form, merger) = (Form::new(lang, data, &errors), Form::new(lang, data, &merge_errors));
    let accounts = store::all(platform.db.read(), who.organization).await?;
    let parents = account_options(lang, &accounts, id, "account-parent-none", |a| a.code.clone());
    let currencies = std::iter::once((String::new(), lang.t("account-currency-own"))).chain(currency_options(lang)).collect();
    let title = lang.t(if id.is_some() { "account-edit" } else { "account-add" });
    let action = who.path(&id.map_or("/accounts".into(), |id| format!("/accounts/{id}")));
    let types = TYPES.iter().map(|word| ((*word).to_owned(), lang.t(&format!("account-type-{word}")))).collect();
    let body = html! {
        div.medium {
            p.crumbs { a href=(who.path("/accounts")) { (lang.t("chart-of-accounts")) } }
            (head(&title, html! {}))
            form.stack method="post" action=(action) data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
                @if let Some(version) = accounts.iter().find(|a| Some(a.id) == id).map(|a| a.version) { (components::version(version)) }
                (components::conflict(lang, conflict))
                (form.summary())
                section.card { div.body.grid {
                    (form.field("code").span(2))
                    (form.field("name").label(lang.t("account-name")).span(4))
                    (form.field("type").select(types).span(3))
                    (form.field("parent_code").combobox(parents).optional().help(lang.t("account-parent-help")).span(3))
                    (form.field("currency").combobox(currencies).optional().help(lang.t("account-currency-help")).span(3))
                    div.c6 { (form.check("active", "on", &lang.t("account-active"), Some(&lang.t("account-active-help")))) }
                } }
                div.foot { button.btn.primary type="submit" { (lang.t("save")) } a.btn href=(who.path("/accounts")) { (lang.t("cancel")) } }
            }
            @if let Some(id) = id {
                form.apart-top method="post" action=(who.path(&format!("/accounts/{id}/merger"))) {
                    (card(&lang.t("account-merge"), html! { (merger.summary()) div.grid {
                        p.c6.muted { (lang.t("account-merge-about")) }
                        (merger.field("into").label(lang.t("account-merge-into")).combobox(account_options(lang, &accounts, Some(id), "choose", |a| a.id.to_string())).span(4))
                        div.c6 { button.btn.danger type="submit" { (lang.t("account-merge-button")) } }
                    } }))
                }
            }
        }
    };
    framed(platform, who, "accounts", &title, &body).await
}

pub async fn new(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let mut data = FormData::default();
    data.set("active", "on").set("type", "expense");
    Ok(layout::page(form_page(&platform, &who, None, &data, &Invalid::new(), &[]).await?))
}

/// The form as the account is.
fn filled(account: Account) -> FormData {
    let mut data = FormData::default();
    data.set("code", account.code)
        .set("name", account.name)
        .set("type", account.r#type)
        .set("parent_code", account.parent_code)
        .set("currency", account.currency);
    if account.active {
        data.set("active", "on");
    }
    data
}

pub async fn edit(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>) -> Outcome {
    let data = filled(store::find(platform.db.read(), who.organization, of.account).await?);
    Ok(layout::page(form_page(&platform, &who, Some(of.account), &data, &Invalid::new(), &[]).await?))
}

async fn save(platform: &Platform, who: &InOrganization, id: Option<Id>, data: &FormData) -> Outcome {
    let now = platform.clock.now();
    let tx = platform.db.begin().await?;
    let saved = match id {
        Some(id) => actions::update(&tx, who.organization, (id, components::version_of(data)), read(data), (&who.user, who.lang()), now).await,
        None => actions::create(&tx, who.organization, read(data), &who.user, now).await,
    };
    match saved {
        Ok(_) => {
            tx.commit().await?;
            Ok(layout::see(platform, &who.path("/accounts"), "flash-saved"))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            Ok(layout::unprocessable(form_page(platform, who, id, data, &errors, &[]).await?))
        }
        Err(Error::Stale(differences)) => {
            drop(tx);
            Ok(layout::conflicting(form_page(platform, who, id, data, &Invalid::new(), &differences).await?))
        }
        Err(error) => Err(error.into()),
    }
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
    let merged = match data.get("into").parse() {
        Ok(into) => actions::merge(&tx, &apps, who.organization, of.account, into, &who.user, platform.clock.now()).await,
        Err(_) => Err(Invalid::one("into", "choice").into()),
    };
    match merged {
        Ok(_) => {
            tx.commit().await?;
            Ok(layout::see(&platform, &who.path("/accounts"), "flash-account-merged"))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            let mut form = filled(account);
            form.set("into", data.text("into"));
            Ok(layout::unprocessable(form_page(&platform, &who, Some(of.account), &form, &errors, &[]).await?))
        }
        Err(error) => Err(error.into()),
    }
}
