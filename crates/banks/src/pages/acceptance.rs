//! What is certain, listed before it is accepted.

use axum::extract::State;
use despacho_kernel::Id;
use despacho_ledger::allowed::allowed;
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, t};
use despacho_ui::{InOrganization, Outcome, Path, components::head, flash::Flash, format, forms::FormData, layout};
use maud::html;

use super::{
    rows::{reason, score, title},
    sheet::{self, MOST_ACCEPTED},
    view::{OfAccount, View, path},
};
use crate::{matching, proposals::open, store, wanted::Wanted};

/// The lines whose best proposal is certain, each ticked.
pub async fn list(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>) -> Outcome {
    let (lang, db) = (who.lang(), platform.db.read());
    let account = store::account(db, who.organization, of.bank_account).await?;
    let view = View::of(&who, &account)?;
    let (mut ground, lines) = open::ground(db, who.organization).await?;
    let all = sheet::certain(&mut ground, &account, &lines, MOST_ACCEPTED);
    if all.is_empty() {
        return Ok(layout::see(&platform, &path(&who, account.id, ""), Flash::new("flash-bank-lines-matched").count(0)));
    }
    let heading = t!(lang, "bank-accept-certain", count = all.len());
    let wanted = |of: &_| serde_json::to_string(&Wanted::of(of, view.currency.digits)).unwrap_or_default();
    let body = html! {
        p.crumbs { a href=(who.path("/bank-accounts")) { (lang.t("banks-title")) } " " span aria-hidden="true" { "›" } " " a href=(view.path("")) { (account.name) } }
        (head(&heading, html! {}))
        form.stack method="post" action=(view.path("/acceptance")) {
            p.muted { (lang.t("bank-accept-about")) }
            section.card { div.scroll { table.dense.certain {
                caption.vh { (heading) }
                thead { tr {
                    th scope="col" { (lang.t("bank-line")) } th.num scope="col" { (lang.t("entry-amount")) } th scope="col" { (lang.t("bank-proposal")) } th scope="col" { (lang.t("bank-reason")) }
                } }
                tbody { @for (line, best) in &all { tr {
                    td { div.check { input type="checkbox" id=(format!("line{}", line.id)) name="line" value=(line.id) checked; label for=(format!("line{}", line.id)) { (format::stored_date(lang, &line.date)) " · " @if line.text.is_empty() { (line.counterparty) } @else { (line.text) } } }
                        input type="hidden" name=(format!("wanted-{}", line.id)) value=(wanted(best)); }
                    td.num { (view.money(line.amount)) }
                    td { (title(&view, line, best)) }
                    td { (score(&view, best)) small.block { (reason(&view, best)) } }
                } } }
            } } }
            div.foot { button.btn.primary type="submit" { (lang.t("bank-accept-these")) } a.btn href=(view.path("")) { (lang.t("cancel")) } }
        }
    };
    Ok(layout::page(framed(&platform, &who, "banks", &heading, &body).await?))
}

/// Accepts what was listed and is ticked, each line by itself: one that is refused, or that somebody did meanwhile, waits.
pub async fn accept(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfAccount>, data: FormData) -> Outcome {
    let account = store::account(platform.db.read(), who.organization, of.bank_account).await?;
    let ids: Vec<Id> = data.all("line").iter().filter_map(|id| id.parse().ok()).take(MOST_ACCEPTED).collect();
    let (mut count, mut left) = (0, 0);
    for id in ids {
        let wanted: Wanted = serde_json::from_str(data.get(&format!("wanted-{id}"))).map_err(|e| Error::Malformed(e.to_string()))?;
        let tx = platform.db.begin().await?;
        match matching::apply(&tx, who.organization, id, &wanted, allowed(&platform, &who)).await {
            Ok(line) if line.bank_account_id == account.id => {
                tx.commit().await?;
                count += 1;
            }
            Ok(_) | Err(Error::Invalid(_) | Error::Conflict(_) | Error::NotFound | Error::Stale(_)) => left += 1,
            Err(error) => return Err(error.into()),
        }
    }
    let flash =
        if left == 0 { Flash::new("flash-bank-lines-matched").count(count) } else { Flash::new("flash-bank-lines-some").count(count).name(&left.to_string()) };
    Ok(layout::see(&platform, &path(&who, account.id, ""), flash))
}
