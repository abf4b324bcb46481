//! Where a client's people see what is waiting for them, and the firm's side of it.
//!
//! Nothing internal is ever read here: documents come through `people::Eyes::Client`, the conversation through `conversation_store::of_person`, and what other
//! rooms have to say through the parts that they give (`firm_documents::portal::Part`).

mod accepting;
pub mod conversation;
mod conversation_store;
mod documents;
mod firm_pages;
pub mod home;
mod invitation_store;
mod inviting;
mod messages;
mod visitor;

use axum::{extract::DefaultBodyLimit, handler::Handler};
use despacho_firm_documents::people_store as people;
use despacho_identity::elsewhere::Place;
use despacho_kernel::{Id, access::PracticeRight as R};
use despacho_platform::{Platform, Result, jobs::Kind, migration, texts};
use despacho_practice::beside::{Beside, Tab};
use despacho_ui::{Access, Invariant, Room, Routes, received};
use futures_util::future::BoxFuture;

/// The room.
pub const ROOM: Room = Room {
    name: "portal",
    migrations: &[migration!("0421_portal")],
    texts: &[texts!("portal")],
    routes,
    jobs: &[Kind::of::<inviting::SendClientInvitation, inviting::Mails>()],
    invariants: INVARIANTS,
    ..Room::EMPTY
};

/// What the room puts into the practice's pages.
pub const BESIDE: Beside = Beside { tabs: &[Tab { word: "portal", path: "/portal" }], ..Beside::EMPTY };

const INVARIANTS: &[Invariant] = &[
    Invariant {
        meaning: "a note of the firm's is for somebody of the client",
        query: "SELECT m.id FROM client_messages m WHERE m.kind <> 'message' AND EXISTS (SELECT 1 FROM client_message_recipients r
                WHERE r.practice_id = m.practice_id AND r.message_id = m.id) LIMIT 20",
    },
    Invariant {
        meaning: "a message to the client is for nobody",
        query: "SELECT m.id FROM client_messages m WHERE m.kind = 'message' AND NOT EXISTS (SELECT 1 FROM client_message_recipients r
                WHERE r.practice_id = m.practice_id AND r.message_id = m.id) LIMIT 20",
    },
];

/// Most clients of one person that their first page lists.
const PLACES: i64 = 100;

/// Where somebody of a client is at home.
pub fn places<'a>(platform: &'a Platform, user: Id) -> BoxFuture<'a, Result<Vec<Place>>> {
    Box::pin(async move {
        let all = people::places(platform.db.read(), user, PLACES).await?;
        Ok(all
            .into_iter()
            .map(|place| Place { path: format!("/portal/{}", place.client_id), name: place.client, about: place.practice })
            .collect())
    })
}

fn routes(platform: &Platform) -> Routes {
    let (read, edit) = (Access::Practice(R::ReadClients), Access::Practice(R::EditClients));
    let limit = received::body_limit(platform);
    Routes::new(platform)
        .get("/portal", Access::SignedIn, home::places)
        .get("/portal/{client}", Access::SignedIn, home::show)
        .get("/portal/{client}/documents", Access::SignedIn, documents::list)
        .post("/portal/{client}/documents", Access::SignedIn, documents::send.layer(DefaultBodyLimit::max(limit)))
        .post("/portal/{client}/documents/exported-selection", Access::SignedIn, documents::export)
        .get("/portal/{client}/documents/{document}", Access::SignedIn, documents::show)
        .get("/portal/{client}/documents/{document}/content", Access::SignedIn, documents::content)
        .get("/portal/{client}/messages", Access::SignedIn, messages::show)
        .post("/portal/{client}/messages", Access::SignedIn, messages::answer)
        .get("/portal-invitations/{token}", Access::Anyone, accepting::show)
        .post("/portal-invitations/{token}", Access::Anyone, accepting::accept)
        .get("/practices/{practice}/clients/{client}/portal", read, firm_pages::show)
        .post("/practices/{practice}/clients/{client}/portal/messages", edit, firm_pages::say)
        .post("/practices/{practice}/clients/{client}/portal/invitations", edit, firm_pages::invite)
        .post("/practices/{practice}/clients/{client}/portal/invitations/{invitation}/revocation", edit, firm_pages::revoke)
        .post("/practices/{practice}/clients/{client}/portal/people/{user}", edit, firm_pages::update)
        .post("/practices/{practice}/clients/{client}/portal/people/{user}/removal", edit, firm_pages::remove)
}
