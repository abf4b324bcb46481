//! What the firm asks of a client, line by line, answered without an account.

pub mod actions;
pub mod answer;
pub mod answering;
mod api;
mod api_shapes;
mod job;
pub mod judging;
pub mod link;
pub mod link_store;
pub mod many;
pub mod pages;
pub mod portal;
mod public;
pub mod reminder;
pub mod request;
pub mod store;
pub mod template;
pub mod template_actions;
pub mod template_store;
pub mod typed;

use despacho_platform::{Platform, jobs::Kind, migration, texts};
use despacho_ui::{Invariant, Room, Routes};

/// Requests of clients.
pub const ROOM: Room = Room {
    name: "requests",
    migrations: &[migration!("0430_requests"), migration!("0431_request_templates")],
    texts: &[texts!("requests")],
    routes,
    jobs: &[
        Kind::of::<link::SendLink, job::Mails>(),
        Kind::of::<link::SendCode, job::Mails>(),
        Kind::of::<link::TellReturned, job::Mails>(),
        Kind::of::<link::RemindClients, job::Mails>(),
        Kind::of::<many::SendRound, many::Rounds>(),
    ],
    hourly: &[|platform| Box::pin(job::call_due(platform))],
    invariants: INVARIANTS,
    ..Room::EMPTY
};

const INVARIANTS: &[Invariant] = &[
    Invariant {
        meaning: "a request is accepted though a line that is required has no answer",
        query: "SELECT r.id FROM client_requests r WHERE r.state = 'accepted' AND EXISTS (SELECT 1 FROM request_lines l
                WHERE l.practice_id = r.practice_id AND l.request_id = r.id AND l.required AND l.condition_line IS NULL AND l.state <> 'accepted') LIMIT 20",
    },
    Invariant {
        meaning: "a line of a request was returned without a reason",
        query: "SELECT id FROM request_lines WHERE state = 'returned' AND reason = '' LIMIT 20",
    },
    Invariant {
        meaning: "an open link leads to a cancelled request",
        query: "SELECT l.id FROM request_links l JOIN client_requests r ON r.practice_id = l.practice_id AND r.id = l.request_id
                WHERE r.state = 'cancelled' AND l.revoked_at IS NULL LIMIT 20",
    },
    Invariant {
        meaning: "a file of a request is not what its stored file is",
        query: "SELECT b.id FROM request_files b JOIN stored_files f ON f.tenant_id = b.practice_id AND f.id = b.id WHERE f.sha256 <> b.sha256 LIMIT 20",
    },
];

fn routes(platform: &Platform) -> Routes {
    api::routes(platform).merge(pages::routes(platform)).merge(portal::routes(platform)).merge(public::routes(platform))
}
