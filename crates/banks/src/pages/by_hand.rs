//! Lines that are typed on a page.

use axum::extract::State;
use despacho_kernel::{Id, Invalid, new_id};
use despacho_ledger::allowed::allowed;
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, Result};
use despacho_ui::{
    InOrganization, Outcome, Path,
    claim::{self, Claimed},
    components::head,
    fields::Sight,
    flash::Flash,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};

use super::view::{OfAccount, OfLine, View, path};
use crate::{
    by_hand::{self, TypedLine},
    line_store, store,
};

async fn page(platform: &Platform, who: &InOrganization, account: Id, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = who.lang();
    let account = store::account(platform.db.read(), who.organization, account).await?;
    let view = View::of(who, &account)?;
    let form = Form::new(lang, data, errors);
    let title = lang.t("bank-line-new");
    // What was made with this key said something else: sent again, it is another line.
    let key = if data.get("key").is_empty() || errors.0.iter().any(|error| error.code == "sent_before") { new_id().to_string() } else { data.text("key") };
    let body = html! { div.medium {
        p.crumbs { a href=(who.path("/bank-accounts")) { (lang.t("banks-title")) } " " span aria-hidden="true" { "›" } " " a href=(view.path("")) { (account.name) } }
        (head(&title, html! {}))
        form.stack method="post" action=(view.path("/lines")) data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
            input type="hidden" name="key" value=(key);
            (form.summary_as(&[("text", lang.t("bank-column-text")), ("amount", lang.t("entry-amount"))]))
            section.card { div.body.grid {
                (form.field("date").day().span(2).focused())
                (form.field("amount").label(lang.t("entry-amount")).help(lang.t("bank-line-amount-help")).span(2))
                (form.field("reference").label(lang.t("bank-fact-reference")).optional().span(2))
                (form.field("text").label(lang.t("bank-column-text")))
                (form.field("counterparty").label(lang.t("bank-fact-party")).optional())
            } }
            div.foot { button.btn.primary type="submit" { (lang.t("save")) } a.btn href=(view.path("")) { (lang.t("cancel")) } }
        }
    } };
    framed(platform, who, "banks", &title, &body).await
}

pub async fn new(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>) -> Outcome {
    Ok(layout::page(page(&platform, &who, of.bank_account, &FormData::default(), &Invalid::new()).await?))
}

pub async fn create(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>, data: FormData) -> Outcome {
    store::account(platform.db.read(), who.organization, of.bank_account).await?;
    let text = |name: &str| Some(data.text(name));
    let typed = TypedLine {
        bank_account_id: Some(of.bank_account),
        date: Some(data.day("date")),
        amount: text("amount"),
        text: text("text"),
        reference: text("reference"),
        counterparty: text("counterparty"),
        ..TypedLine::default()
    };
    match once(&platform, &who, &typed, &data).await {
        Ok((to, told)) => Ok(layout::see(&platform, &to, told)),
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(page(&platform, &who, of.bank_account, &data, &errors).await?)),
        Err(error) => Err(error.into()),
    }
}

/// Makes the line of a form once, however often it is sent; answers where its page is.
async fn once(platform: &Platform, who: &InOrganization, typed: &TypedLine, data: &FormData) -> Result<(String, Flash)> {
    let tx = platform.db.begin().await?;
    let claim = match claim::claimed(&tx, platform, who, "bank-line", data, "text").await? {
        Claimed::Before(path) => return Ok((path, Flash::default())),
        Claimed::Now(claim) => claim,
    };
    let line = by_hand::create(&tx, who.organization, typed, Sight::form(who.lang(), "").notation, allowed(platform, who)).await?;
    let to = path(who, line.bank_account_id, &format!("?at={}", line.id));
    claim::answer(&tx, claim, &to).await?;
    tx.commit().await?;
    Ok((to, Flash::new("flash-bank-line-created").name(&line.label())))
}

pub async fn remove(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfLine>) -> Outcome {
    let line = line_store::find(platform.db.read(), who.organization, of.bank_line).await?;
    let tx = platform.db.begin().await?;
    by_hand::delete(&tx, who.organization, (line.id, None), allowed(&platform, &who)).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &path(&who, line.bank_account_id, ""), Flash::new("flash-bank-line-deleted").name(&line.label())))
}
