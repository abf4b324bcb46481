//! What is done on an account's page.

use axum::extract::State;
use despacho_kernel::{
    Id, Invalid,
    money::{Money, plain},
};
use despacho_ledger::allowed::allowed;
use despacho_platform::{Error, Platform, Result};
use despacho_ui::{InOrganization, Outcome, Path, fields::Sight, flash::Flash, forms::FormData, layout};
use serde::Deserialize;

use super::{
    sheet::{self, MOST_ACCEPTED, Params, Refused},
    view::{OfAccount, OfLine, path},
};
use crate::{
    line::BankLine,
    line_store, matching,
    proposals::open,
    reconciling, store, undoing,
    wanted::{NamedItem, Wanted},
};

#[derive(Deserialize)]
pub struct OfReconciliation {
    bank_account: Id,
    reconciliation: Id,
}

/// What a form asks for: a proposal as it was shown, documents that are ticked, or an account.
fn wanted(who: &InOrganization, line: &BankLine, currency: &'static despacho_kernel::place::Currency, data: &FormData) -> Result<Wanted> {
    if !data.get("wanted").is_empty() {
        return serde_json::from_str(data.get("wanted")).map_err(|e| Error::Malformed(e.to_string()));
    }
    let mut errors = Invalid::new();
    if data.get("deed") == "documents" {
        let charges = match data.get("charges").trim() {
            "" => String::new(),
            text => errors
                .take("charges", Money::parse(text, currency, Sight::form(who.lang(), "").notation))
                .map_or_else(String::new, |money| plain(money.minor, currency.digits)),
        };
        let items: Vec<NamedItem> = data.all("document").iter().map(|id| NamedItem { document_id: id.parse().ok(), amount: String::new() }).collect();
        if items.is_empty() {
            errors.push("items", "choose_one");
        }
        errors.finish()?;
        return Ok(Wanted { items, charges, ..Wanted::default() });
    }
    let code = data.text("account_code");
    if code.is_empty() {
        errors.push("account_code", "required");
    }
    errors.finish()?;
    let description = data.text("description");
    Ok(Wanted { account_code: code, description: if description.is_empty() { line.text.clone() } else { description }, ..Wanted::default() })
}

/// The line's page again, with what was wrong; or what was done, told on the next page.
async fn answered(platform: &Platform, who: &InOrganization, line: &BankLine, data: FormData, done: Result<Flash>) -> Outcome {
    let next: Option<Id> = data.get("next").parse().ok();
    let back = path(who, line.bank_account_id, &next.map_or_else(String::new, |next| format!("?at={next}")));
    match done {
        Ok(flash) => Ok(layout::see(platform, &back, flash)),
        // Somebody else was first: nothing was changed.
        Err(Error::Conflict("bank_line_done")) => Ok(layout::see(platform, &back, Flash::new("flash-bank-line-done").name(&line.label()))),
        Err(Error::Invalid(errors)) => {
            let refused = Refused { line: Some(line.id), data, errors };
            Ok(layout::unprocessable(sheet::page(platform, who, line.bank_account_id, &Params::default(), &refused).await?))
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn match_line(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfLine>, data: FormData) -> Outcome {
    let db = platform.db.read();
    let line = line_store::find(db, who.organization, of.bank_line).await?;
    let currency = store::account(db, who.organization, line.bank_account_id).await?.own_currency()?;
    let done = async {
        let wanted = wanted(&who, &line, currency, &data)?;
        let tx = platform.db.begin().await?;
        matching::apply(&tx, who.organization, line.id, &wanted, allowed(&platform, &who)).await?;
        tx.commit().await?;
        Ok(Flash::new("flash-bank-line-matched").name(&line.label()).undo(who.path(&format!("/bank-lines/{}/unmatch", line.id))))
    };
    let done = done.await;
    answered(&platform, &who, &line, data, done).await
}

pub async fn unmatch(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfLine>, data: FormData) -> Outcome {
    let line = line_store::find(platform.db.read(), who.organization, of.bank_line).await?;
    let done = async {
        let tx = platform.db.begin().await?;
        undoing::undo(&tx, who.organization, line.id, allowed(&platform, &who)).await?;
        tx.commit().await?;
        Ok(Flash::new("flash-bank-line-unmatched").name(&line.label()))
    };
    let done = done.await;
    answered(&platform, &who, &line, data, done).await
}

pub async fn exclude(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfLine>, data: FormData) -> Outcome {
    let line = line_store::find(platform.db.read(), who.organization, of.bank_line).await?;
    let done = async {
        let tx = platform.db.begin().await?;
        matching::exclude(&tx, who.organization, line.id, data.get("reason"), allowed(&platform, &who)).await?;
        tx.commit().await?;
        Ok(Flash::new("flash-bank-line-excluded").name(&line.label()).undo(who.path(&format!("/bank-lines/{}/unmatch", line.id))))
    };
    let done = done.await;
    answered(&platform, &who, &line, data, done).await
}

/// Accepts what is certain, each line by itself: one that is refused, or that somebody did meanwhile, waits.
pub async fn accept(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>) -> Outcome {
    let db = platform.db.read();
    let account = store::account(db, who.organization, of.bank_account).await?;
    let digits = account.own_currency()?.digits;
    let (mut ground, lines) = open::ground(db, who.organization).await?;
    let mut count = 0;
    for (line, best) in sheet::certain(&mut ground, &account, &lines, MOST_ACCEPTED) {
        let tx = platform.db.begin().await?;
        match matching::apply(&tx, who.organization, line.id, &Wanted::of(&best, digits), allowed(&platform, &who)).await {
            Ok(_) => {
                tx.commit().await?;
                count += 1;
            }
            Err(Error::Invalid(_) | Error::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(layout::see(&platform, &path(&who, account.id, ""), Flash::new("flash-bank-lines-matched").count(count)))
}

pub async fn close(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>, data: FormData) -> Outcome {
    let through = data.day("through");
    let through = Some(through.as_str()).filter(|day| !day.is_empty());
    let tx = platform.db.begin().await?;
    match reconciling::close(&tx, who.organization, of.bank_account, (through, None), (&who.user, platform.clock.now())).await {
        Ok(closed) => {
            tx.commit().await?;
            let day = despacho_ui::format::stored_date(who.lang(), &closed.through);
            Ok(layout::see(&platform, &path(&who, of.bank_account, ""), Flash::new("flash-bank-closed").name(&day)))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            let refused = Refused { line: None, data, errors };
            Ok(layout::unprocessable(sheet::page(&platform, &who, of.bank_account, &Params::default(), &refused).await?))
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn reopen(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfReconciliation>) -> Outcome {
    let tx = platform.db.begin().await?;
    let opened = reconciling::reopen(&tx, who.organization, (of.bank_account, of.reconciliation), (&who.user, platform.clock.now())).await?;
    tx.commit().await?;
    let day = despacho_ui::format::stored_date(who.lang(), &opened.through);
    Ok(layout::see(&platform, &path(&who, of.bank_account, ""), Flash::new("flash-bank-reopened").name(&day)))
}
