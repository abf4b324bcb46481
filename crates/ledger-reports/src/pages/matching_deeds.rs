//! What is done to postings that are chosen on the general ledger.

use axum::extract::State;
use despacho_ledger::{
    allowed::allowed,
    matching::{
        actions::{self, NewMatch},
        rounding,
        rules::letters,
        store::Match,
    },
};
use despacho_platform::{Error, Platform};
use despacho_ui::{InOrganization, Outcome, Query, flash::Flash, forms::FormData, layout};

use super::{
    asked::{Ground, Params},
    general_ledger_page as ledger,
    ticking::{self, Picked},
};

/// Matches what is chosen, takes matches off, or matches with an entry of the difference; then the ledger again.
pub async fn act(State(platform): State<Platform>, who: InOrganization, Query(params): Query<Params>, data: FormData) -> Outcome {
    let chosen = data.all("posting");
    let postings = ticking::read(chosen.iter().map(String::as_str));
    let now = platform.clock.now();
    let ground = Ground::of(&platform, &who).await?;
    let tx = platform.db.begin().await?;
    let done = match data.get("deed") {
        "unmatch" => actions::remove_of(&tx, who.organization, &postings, (&who.user, now))
            .await
            .map(|count| Flash::new("flash-match-removed").count(count)),
        "round" => rounding::settle(&tx, who.organization, &postings, ground.today, allowed(&platform, &who))
            .await
            .map(|made| matched(&made)),
        _ => {
            let new = NewMatch { postings: postings.clone(), ..NewMatch::default() };
            actions::create(&tx, who.organization, &new, (&who.user, now)).await.map(|made| matched(&made))
        }
    };
    match done {
        Ok(flash) => {
            tx.commit().await?;
            Ok(layout::see(&platform, &params.address(&who.path("/reports/general-ledger"), &[]), flash))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            ledger::page((&platform, None), &who, &params, &Picked { postings, errors }).await
        }
        Err(error) => Err(error.into()),
    }
}

fn matched(made: &Match) -> Flash {
    Flash::new("flash-postings-matched").name(&letters(made.number))
}
