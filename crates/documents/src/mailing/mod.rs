//! Documents by e-mail: a message with the paper and a link, on which whoever has it sees the document and answers an estimate.

pub mod actions;
mod api;
pub mod form;
mod job;
pub mod message;
mod public;
pub mod store;

use despacho_platform::{Platform, jobs::Kind};
use despacho_ui::{Access, Routes};

pub(crate) const JOBS: [Kind; 2] = [Kind::of::<message::SendDocument, job::Mails>(), Kind::of::<message::PrintDocument, job::Mails>()];

pub(crate) fn routes(platform: &Platform) -> Routes {
    let public = Routes::new(platform)
        .get("/d/{secret}", Access::Anyone, public::show)
        .get("/d/{secret}/paper", Access::Anyone, public::paper)
        .post("/d/{secret}/answer", Access::Anyone, public::answer);
    public.merge(api::routes(platform))
}
