//! What a client's people with an account see: the requests that wait for them, each opened by a link that is made for whoever presses it.

use axum::{extract::State, response::IntoResponse, response::Redirect};
use despacho_firm_documents::{
    people_store,
    portal::{Part, Visitor},
};
use despacho_kernel::Id;
use despacho_platform::{Error, Platform, Result, t};
use despacho_ui::{Access, Outcome, Path, Routes, SignedIn, assets::icon, format};
use futures_util::future::BoxFuture;
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    actions::{Addressee, hand, record},
    link::Occasion,
    request::{Line, Request, progress},
    store,
};

/// «Esperamos de usted»: what was asked and is not handed in, what is due first.
pub const WAITING: Part = waiting;

fn waiting<'a>(platform: &'a Platform, visitor: &'a Visitor) -> BoxFuture<'a, Result<Option<Markup>>> {
    Box::pin(async move {
        let (lang, db, person) = (visitor.lang, platform.db.read(), &visitor.person);
        if !person.sends() {
            return Ok(None);
        }
        let mut open: Vec<Request> = store::open_of_clients(db, &[(person.practice_id, person.client_id)]).await?;
        open.retain(|request| request.state().is_answerable());
        let ids: Vec<Id> = open.iter().map(|request| request.id).collect();
        let lines = store::lines_of(db, person.practice_id, &ids).await?;
        let left = |request: &Request| {
            let own: Vec<Line> = lines.iter().filter(|line| line.request_id == request.id).cloned().collect();
            let p = progress(&own);
            p.asked - p.answered
        };
        Ok((!open.is_empty()).then(|| {
            html! {
                @for request in &open { li {
                    (icon("inbox"))
                    form.grow method="post" action=(format!("/client-requests/{}/{}", person.client_id, request.id)) data-turbo="false" {
                        button.link type="submit" { b { (request.title) } }
                        " " small.muted {
                            (t!(lang, "request-portal-left", count = left(request)))
                            @if !request.due_on.is_empty() { " · " (t!(lang, "request-public-due", day = format::stored_date(lang, &request.due_on))) }
                        }
                    }
                } }
            }
        }))
    })
}

#[derive(Deserialize)]
struct OfRequest {
    client: Id,
    request: Id,
}

pub(crate) fn routes(platform: &Platform) -> Routes {
    Routes::new(platform).post("/client-requests/{client}/{request}", Access::SignedIn, open)
}

/// Opens a request for somebody of the client, in their own name.
async fn open(State(platform): State<Platform>, who: SignedIn, Path(of): Path<OfRequest>) -> Outcome {
    let (db, now) = (platform.db.read(), platform.clock.now());
    let person = people_store::at_client(db, of.client, who.user.id).await?;
    let request = store::find(db, person.practice_id, of.request).await?;
    if request.client_id != of.client {
        return Err(Error::NotFound.into());
    }
    if !person.sends() {
        return Err(Error::Forbidden.into());
    }
    let tx = platform.db.begin().await?;
    let to = Addressee { contact_id: Some(person.contact_id), name: who.user.name.clone(), email: who.user.email.clone() };
    let path = hand(&tx, &request, &to, Occasion::Portal, now).await?;
    record(&tx, &request, Some(&who.user), "request_link_made", vec![], now).await?;
    tx.commit().await?;
    Ok(Redirect::to(&path).into_response())
}
