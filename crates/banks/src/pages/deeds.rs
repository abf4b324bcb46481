//! What is done on an account's page.

use axum::extract::State;
use despacho_documents::open::store as documents;
use despacho_kernel::{
    Id, Invalid,
    money::{Money, plain},
};
use despacho_ledger::allowed::allowed;
use despacho_platform::{Error, Platform, Result, users};
use despacho_ui::{InOrganization, Outcome, Path, fields::Sight, flash::Flash, forms::FormData, layout};
use serde::Deserialize;

use super::{
    options,
    sheet::{self, Params, Refused},
    view::{OfAccount, OfLine, path},
};
use crate::{
    line::BankLine,
    line_store, matching, reconciling, store, undoing,
    wanted::{NamedItem, NamedPosting, NamedShare, Wanted},
};

#[derive(Deserialize)]
pub struct OfReconciliation {
    bank_account: Id,
    reconciliation: Id,
}

/// What a form asks for: a proposal as it was shown, documents that are ticked, or an account.
/// Whether what is left over is credit of whose the first document is, stands beside it.
fn wanted(who: &InOrganization, line: &BankLine, currency: &'static despacho_kernel::place::Currency, data: &FormData) -> Result<(Wanted, bool)> {
    if !data.get("wanted").is_empty() {
        return serde_json::from_str(data.get("wanted")).map(|wanted| (wanted, false)).map_err(|e| Error::Malformed(e.to_string()));
    }
    let mut errors = Invalid::new();
    let notation = Sight::form(who.lang(), "").notation;
    // An amount as programs write it; empty where none is typed.
    let amount = |field: &str, text: &str, sign: i64, errors: &mut Invalid| match text.trim() {
        "" => String::new(),
        text => errors
            .take(field, Money::parse(text, currency, notation))
            .map_or_else(String::new, |money| plain(money.minor * sign, currency.digits)),
    };
    match data.get("deed") {
        "documents" => {
            let charges = amount("charges", data.get("charges"), 1, &mut errors);
            let mut items = vec![];
            for (at, id) in data.all("document").iter().enumerate() {
                let amount = amount(&format!("items[{at}].amount"), data.get(&options::applied(id)), 1, &mut errors);
                items.push(NamedItem { document_id: id.parse().ok(), amount });
            }
            if items.is_empty() {
                errors.push("items", "choose_one");
            }
            errors.finish()?;
            let rest = data.get("rest") == "credit";
            return Ok((Wanted { items, charges, ..Wanted::default() }, rest));
        }
        "postings" => {
            let posting = |text: &String| {
                let (entry, position) = text.split_once(':')?;
                Some(NamedPosting { entry_id: entry.parse().ok()?, position: position.parse().ok()? })
            };
            let postings: Vec<NamedPosting> = data.all("posting").iter().filter_map(posting).collect();
            if postings.is_empty() {
                errors.push("postings", "choose_one");
            }
            errors.finish()?;
            return Ok((Wanted { postings, ..Wanted::default() }, false));
        }
        "shares" => {
            let mut lines = vec![];
            for nth in 0..options::SHARES {
                let field = |name: &str| format!("lines[{nth}].{name}");
                let [account_code, typed, description] = ["account_code", "amount", "description"].map(|name| data.text(&field(name)));
                if account_code.is_empty() && typed.is_empty() {
                    continue;
                }
                let amount = amount(&field("amount"), &typed, line.amount.signum(), &mut errors);
                lines.push(NamedShare { account_code, amount, description });
            }
            if lines.is_empty() {
                errors.push("lines[0].account_code", "required");
            }
            errors.finish()?;
            return Ok((Wanted { lines, ..Wanted::default() }, false));
        }
        "transfer" => {
            let bank_account_id: Option<Id> = data.get("bank_account_id").parse().ok();
            if bank_account_id.is_none() {
                errors.push("bank_account_id", "required");
            }
            errors.finish()?;
            return Ok((Wanted { bank_account_id, ..Wanted::default() }, false));
        }
        _ => {}
    }
    let code = data.text("account_code");
    if code.is_empty() {
        errors.push("account_code", "required");
    }
    errors.finish()?;
    let description = data.text("description");
    Ok((Wanted { account_code: code, description: if description.is_empty() { line.text.clone() } else { description }, ..Wanted::default() }, false))
}

/// The line's page again, with what was wrong; or what was done, told on the next page.
async fn answered(platform: &Platform, who: &InOrganization, line: &BankLine, data: FormData, done: Result<Flash>) -> Outcome {
    let next: Option<Id> = data.get("next").parse().ok();
    let back = path(who, line.bank_account_id, &next.map_or_else(String::new, |next| format!("?at={next}")));
    match done {
        Ok(flash) => Ok(layout::see(platform, &back, flash)),
        // Somebody else was first: nothing was changed, and who it was is told.
        Err(Error::Conflict("bank_line_done")) => {
            let now = line_store::find(platform.db.read(), who.organization, line.id).await?;
            let by = match now.matched_by {
                Some(id) => users::find(platform.db.read(), id).await?.map(|user| user.name),
                None => None,
            };
            let when = now.matched_at.map(|at| despacho_ui::format::instant(who.lang(), &who.user.time_zone, at)).unwrap_or_default();
            let told = format!("{} · {} · {when}", line.label(), by.unwrap_or_default());
            Ok(layout::see(platform, &back, Flash::new("flash-bank-line-done").name(&told)))
        }
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
        let (mut wanted, rest) = wanted(&who, &line, currency, &data)?;
        if let Some(first) = wanted.items.first().and_then(|of| of.document_id).filter(|_| rest) {
            let items = documents::of_sources(db, who.organization, &[first]).await?;
            wanted.contact_id = items.first().map(|item| item.contact_id);
        }
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

pub async fn close(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>, data: FormData) -> Outcome {
    let through = data.day("through");
    let through = Some(through.as_str()).filter(|day| !day.is_empty());
    let currency = store::account(platform.db.read(), who.organization, of.bank_account).await?.own_currency()?;
    let mut errors = Invalid::new();
    let told = match data.get("balance").trim() {
        "" => None,
        text => errors.take("balance", Money::parse(text, currency, Sight::form(who.lang(), "").notation)).map(|money| money.minor),
    };
    if !errors.0.is_empty() {
        let refused = Refused { line: None, data, errors };
        return Ok(layout::unprocessable(sheet::page(&platform, &who, of.bank_account, &Params::default(), &refused).await?));
    }
    let tx = platform.db.begin().await?;
    match reconciling::close(&tx, who.organization, of.bank_account, (through, told), (&who.user, platform.clock.now())).await {
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
