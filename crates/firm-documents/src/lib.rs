//! Documents of the firm's clients: files with versions, kind and period, and who may see them.
//!
//! A room that has a stored file makes a document of it with [`actions::of_stored`]; one that names documents links them with [`store::link`], so that they
//! are not removed for good while it does.

pub mod actions;
mod api;
pub mod archive;
pub mod document;
mod job;
mod pages;
pub mod people;
pub mod people_store;
pub mod period;
pub mod portal;
mod retention;
pub mod store;
mod zipping;

use despacho_platform::{Platform, jobs, migration, texts};
use despacho_ui::{Invariant, Room, Routes};

pub use pages::BESIDE;

/// The room.
pub const ROOM: Room = Room {
    name: "firm-documents",
    migrations: &[migration!("0420_firm_documents")],
    texts: &[texts!("firm_documents")],
    routes,
    jobs: &[jobs::Kind::of::<job::EmptyBin, job::Sweeper>()],
    hourly: &[job::hourly],
    invariants: INVARIANTS,
    ..Room::EMPTY
};

const INVARIANTS: &[Invariant] = &[
    Invariant {
        meaning: "a document's latest version is not the one it tells",
        query: "SELECT d.id FROM firm_documents d WHERE NOT EXISTS (SELECT 1 FROM firm_document_versions v WHERE v.practice_id = d.practice_id
                AND v.document_id = d.id AND v.number = d.number AND v.file_id = d.file_id AND v.sha256 = d.sha256) LIMIT 20",
    },
    Invariant {
        meaning: "a document's versions have gaps",
        query: "SELECT d.id FROM firm_documents d WHERE d.number <> (SELECT COUNT(*) FROM firm_document_versions v WHERE v.practice_id = d.practice_id
                AND v.document_id = d.id) LIMIT 20",
    },
    Invariant {
        meaning: "a version's hash is not that of its stored file",
        query: "SELECT v.document_id FROM firm_document_versions v JOIN stored_files f ON f.tenant_id = v.practice_id AND f.id = v.file_id
                WHERE f.sha256 <> v.sha256 OR f.size <> v.size LIMIT 20",
    },
    Invariant {
        meaning: "a document is shared with somebody of another client",
        query: "SELECT r.document_id FROM firm_document_recipients r JOIN firm_documents d ON d.practice_id = r.practice_id AND d.id = r.document_id
                JOIN client_contacts c ON c.practice_id = r.practice_id AND c.id = r.contact_id WHERE c.client_id <> d.client_id LIMIT 20",
    },
    Invariant {
        meaning: "somebody of a client is a contact person of another",
        query: "SELECT p.user_id FROM client_people p JOIN client_contacts c ON c.practice_id = p.practice_id AND c.id = p.contact_id
                WHERE c.client_id <> p.client_id LIMIT 20",
    },
    Invariant { meaning: "a document that is held is in the bin", query: "SELECT id FROM firm_documents WHERE held AND deleted_at IS NOT NULL LIMIT 20" },
];

fn routes(platform: &Platform) -> Routes {
    api::routes(platform).merge(pages::routes(platform))
}
