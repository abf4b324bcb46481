//! People's own pages: sign-up, sign-in, password, invitations, account, notifications.

mod account;
pub mod answering;
mod api;
pub mod attempts;
mod developer;
pub mod elsewhere;
mod first_start;
mod home;
mod invitations;
mod mails;
pub mod network;
mod notifications;
mod password;
pub mod sign_in;
mod sign_up;

use despacho_platform::{Platform, texts};
use despacho_ui::{Access, Room, Routes, styleguide};

/// People's own pages and the mail that is sent to them.
pub const ROOM: Room = Room { name: "identity", texts: &[texts!("identity")], routes, jobs: mails::JOBS, ..Room::EMPTY };

fn routes(platform: &Platform) -> Routes {
    Routes::new(platform)
        .get("/", Access::Anyone, home::landing)
        .get("/first-start", Access::Anyone, first_start::show)
        .post("/first-start", Access::Anyone, first_start::create)
        .get("/home", Access::SignedIn, home::home)
        .post("/language", Access::Anyone, home::language)
        .get("/sign-up", Access::Anyone, sign_up::show)
        .post("/sign-up", Access::Anyone, sign_up::create)
        .get("/sign-up/sent", Access::Anyone, sign_up::sent)
        .post("/sign-up/sent", Access::Anyone, sign_up::again)
        .get("/confirmations/{token}", Access::Anyone, sign_up::confirmation)
        .post("/confirmations/{token}", Access::Anyone, sign_up::confirm)
        .post("/confirmations/{token}/another", Access::Anyone, sign_up::another)
        .get("/sign-in", Access::Anyone, sign_in::show)
        .post("/sign-in", Access::Anyone, sign_in::create)
        .post("/sign-out", Access::Anyone, sign_in::destroy)
        .get("/password-reset", Access::Anyone, password::show)
        .post("/password-reset", Access::Anyone, password::request)
        .get("/password-reset/sent", Access::Anyone, password::sent)
        .get("/password-resets/{token}", Access::Anyone, password::choose)
        .post("/password-resets/{token}", Access::Anyone, password::change)
        .get("/invitations/{token}", Access::Anyone, invitations::show)
        .post("/invitations/{token}", Access::Anyone, invitations::accept)
        .get("/notifications", Access::SignedIn, notifications::list)
        .post("/notifications/read", Access::SignedIn, notifications::read_all)
        .get("/notifications/{notification}", Access::SignedIn, notifications::open)
        .get("/notifications/events", Access::SignedIn, notifications::events)
        .get("/styleguide", Access::Anyone, styleguide::show)
        .get("/developer/mail", Access::Anyone, developer::mail)
        .merge(account::routes(platform))
        .merge(api::routes(platform))
}
