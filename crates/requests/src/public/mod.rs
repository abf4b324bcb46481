//! Answering without an account: what a link opens, and nothing else.

mod door;
mod pages;
mod parts;
mod whence;
mod writes;

pub(crate) use parts::size;

use axum::{extract::DefaultBodyLimit, handler::Handler};
use despacho_platform::Platform;
use despacho_ui::{Access, Routes, received};

pub(crate) fn routes(platform: &Platform) -> Routes {
    let files = DefaultBodyLimit::max(received::body_limit(platform));
    Routes::new(platform)
        .get("/r/{secret}", Access::Anyone, pages::overview)
        .post("/r/{secret}/submission", Access::Anyone, writes::submit)
        .post("/r/{secret}/renewal", Access::Anyone, door::renew)
        .post("/r/{secret}/code", Access::Anyone, door::code)
        .get("/r/{secret}/lines/{line}", Access::Anyone, pages::line)
        .post("/r/{secret}/lines/{line}", Access::Anyone, writes::answer)
        .post("/r/{secret}/lines/{line}/files", Access::Anyone, writes::bring.layer(files))
        .get("/r/{secret}/files/{file}", Access::Anyone, pages::file)
        .post("/r/{secret}/files/{file}/removal", Access::Anyone, writes::take_away)
}
