//! The look on one page, shown in demo mode.

use axum::extract::State;
use despacho_kernel::{Invalid, access::Application};
use despacho_platform::{Error, Platform};
use maud::html;

use crate::{
    caller::Caller,
    components::{application_tags, avatar, card, empty, head},
    error::Outcome,
    forms::{Form, FormData},
    layout,
};

/// Every component in its states.
pub async fn show(State(platform): State<Platform>, caller: Caller) -> Outcome {
    if !platform.config.demo {
        return Err(Error::NotFound.into());
    }
    let lang = caller.lang;
    let (mut data, mut errors) = (FormData::default(), Invalid::new());
    data.set("name", "Viveros Quintana").set("email", "elena@").set("currency", "EUR").set("applications", "books");
    errors.push("email", "email");
    let form = Form::new(lang, &data, &errors);
    let body = html! {
        (head(&lang.t("styleguide"), html! { button.btn { (lang.t("cancel")) } button.btn.primary { (lang.t("save")) } }))
        div.stack {
            (card(&lang.t("styleguide-buttons"), html! { div.row {
                button.btn.primary { (lang.t("save")) } button.btn { (lang.t("cancel")) } button.btn.quiet { (lang.t("close")) }
                button.btn.danger { (lang.t("delete")) } button.btn disabled { (lang.t("save")) }
            } }))
            (card(&lang.t("styleguide-tags"), html! { div.row {
                (avatar("Viveros Quintana")) (application_tags(lang, Application::ALL))
                span.tag.ok { (lang.t("state-active")) } span.tag.warn { (lang.t("state-expired")) } span.tag.bad { (lang.t("state-revoked")) }
            } }))
            (card(&lang.t("styleguide-forms"), html! {
                (form.summary())
                div.grid {
                    (form.field("name").span(2)) (form.field("email").kind("email").span(2))
                    (form.field("currency").currencies(None).span(2)) (form.field("notes").area().optional())
                }
                (form.check("applications", "books", &lang.t("application-books"), Some(&lang.t("application-books-about"))))
            }))
            (card(&lang.t("styleguide-empty"), empty(&lang.t("activity-empty"), html! { button.btn.primary { (lang.t("save")) } })))
            (card(&lang.t("styleguide-progress"), html! { progress value="40" max="100" aria-label="40 %" {} }))
        }
    };
    Ok(layout::page(layout::simple(&platform, &caller, &lang.t("styleguide"), &body).await?))
}
