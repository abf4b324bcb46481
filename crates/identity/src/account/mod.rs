//! A person's own account: profile, e-mail, password, sessions, API tokens, and what happened around it.

mod email;
mod page;
mod password;
mod profile;
mod security;
mod sessions;
mod tokens;

use despacho_platform::Platform;
use despacho_ui::{Access, Routes};

pub(crate) fn routes(platform: &Platform) -> Routes {
    Routes::new(platform)
        .get("/account", Access::SignedIn, profile::show)
        .post("/account", Access::SignedIn, profile::update)
        .post("/account/email", Access::SignedIn, email::ask)
        .get("/new-addresses/{token}", Access::Anyone, email::show)
        .post("/new-addresses/{token}", Access::Anyone, email::confirm)
        .post("/account/password", Access::SignedIn, password::change)
        .post("/account/sessions/{session}/end", Access::SignedIn, sessions::end)
        .post("/account/other-sessions/end", Access::SignedIn, sessions::end_others)
        .post("/account/tokens", Access::SignedIn, tokens::create)
        .post("/account/tokens/{token}/revocation", Access::SignedIn, tokens::revoke)
        .get("/account/security", Access::SignedIn, security::list)
        .post("/theme", Access::Anyone, profile::theme)
}
