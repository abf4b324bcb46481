//! The form of a bank account.

use axum::extract::State;
use despacho_kernel::{Difference, Id, Invalid};
use despacho_organizations::{frame::framed, store as organizations};
use despacho_platform::{Error, Platform, Result};
use despacho_ui::{
    InOrganization, Outcome, Path,
    components::{self, head},
    confirm::Confirm,
    fields::Sight,
    flash::Flash,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};

use super::view::{OfAccount, path};
use crate::{
    account::{BANK_ACCOUNT, BankAccount},
    account_actions as actions, store,
};

async fn page(platform: &Platform, who: &InOrganization, id: Option<Id>, data: &FormData, errors: &Invalid, conflict: &[Difference]) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let form = Form::new(lang, data, errors);
    let stored = match id {
        Some(id) => Some(store::account(db, who.organization, id).await?),
        None => None,
    };
    let used = match id {
        Some(id) => store::has_statements(db, who.organization, id).await?,
        None => true,
    };
    let title = stored.as_ref().map_or_else(|| lang.t("bank-account-new"), |account| account.name.clone());
    let back = id.map_or_else(|| who.path("/bank-accounts"), |id| path(who, id, ""));
    let deletion = id.map(|id| path(who, id, "/deletion"));
    let body = html! {
        div.medium {
            p.crumbs { a href=(who.path("/bank-accounts")) { (lang.t("banks-title")) } }
            (head(&title, html! {
                @if let Some(deletion) = deletion.as_ref().filter(|_| !used) {
                    (Confirm::new(lang, deletion, lang.t("delete"), lang.t("bank-account-delete-question")).class("btn danger"))
                }
            }))
            form.stack method="post" action=(if id.is_some() { back.clone() } else { who.path("/bank-accounts") }) data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
                @if let Some(account) = &stored { (components::version(account.version)) }
                (components::conflict(lang, conflict))
                (form.summary())
                section.card { div.body.grid {
                    (BANK_ACCOUNT.input(&form, "name").focused())
                    (BANK_ACCOUNT.inputs(&form, &["iban", "account_code", "currency"]))
                    @if stored.is_some() { (BANK_ACCOUNT.inputs(&form, &["active"])) } @else { input type="hidden" name="active" value="yes"; }
                } }
                div.foot { button.btn.primary type="submit" { (lang.t("save")) } a.btn href=(back) { (lang.t("cancel")) } }
            }
        }
    };
    framed(platform, who, "banks", &title, &body).await
}

fn filled(who: &InOrganization, account: &BankAccount) -> FormData {
    let mut data = FormData::default();
    BANK_ACCOUNT.fill(&mut data, account, &Sight::form(who.lang(), ""));
    data
}

pub async fn new(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let currency = organizations::currency(platform.db.read(), who.organization).await?.code.clone();
    let data = filled(&who, &BankAccount { active: true, currency, ..BankAccount::default() });
    Ok(layout::page(page(&platform, &who, None, &data, &Invalid::new(), &[]).await?))
}

pub async fn edit(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>) -> Outcome {
    let data = filled(&who, &store::account(platform.db.read(), who.organization, of.bank_account).await?);
    Ok(layout::page(page(&platform, &who, Some(of.bank_account), &data, &Invalid::new(), &[]).await?))
}

async fn save(platform: &Platform, who: &InOrganization, id: Option<Id>, data: &FormData) -> Outcome {
    let sight = Sight::form(who.lang(), "");
    let read = |before: BankAccount, errors: &mut Invalid| BANK_ACCOUNT.read(data, before, &sight, errors);
    let by = (&who.user, platform.clock.now());
    let tx = platform.db.begin().await?;
    let saved = match id {
        Some(id) => actions::change(&tx, who.organization, (id, components::version_of(data)), &sight, read, by).await,
        None => actions::create(&tx, who.organization, read, by).await,
    };
    let (errors, differences) = match saved {
        Ok(account) => {
            tx.commit().await?;
            return Ok(layout::see(platform, &path(who, account.id, ""), Flash::new("flash-record-saved").name(&account.name)));
        }
        Err(Error::Invalid(errors)) => (errors, vec![]),
        Err(Error::Stale(differences)) => (Invalid::new(), differences),
        Err(error) => return Err(error.into()),
    };
    drop(tx);
    let page = page(platform, who, id, data, &errors, &differences).await?;
    Ok(if differences.is_empty() { layout::unprocessable(page) } else { layout::conflicting(page) })
}

pub async fn create(State(platform): State<Platform>, who: InOrganization, data: FormData) -> Outcome {
    save(&platform, &who, None, &data).await
}

pub async fn update(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>, data: FormData) -> Outcome {
    save(&platform, &who, Some(of.bank_account), &data).await
}

pub async fn remove(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>) -> Outcome {
    let tx = platform.db.begin().await?;
    actions::delete(&tx, who.organization, of.bank_account, (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/bank-accounts"), "flash-bank-account-deleted"))
}
