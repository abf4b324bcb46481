//! The form of a message, whatever it sends: its fields, how they are read, and where its errors stand.

use despacho_kernel::Invalid;
use despacho_platform::t;
use despacho_ui::forms::{Form, FormData};
use maud::{Markup, html};

use super::message::{MOST_COPIES, TypedMessage};

/// The summary of errors, with the labels that the fields have here.
pub fn summary(form: &Form<'_>) -> Markup {
    let labels = [("to", "document-email-to"), ("cc", "document-email-cc"), ("subject", "document-email-subject"), ("body", "document-email-body")];
    form.summary_as(&labels.map(|(field, key)| (field, form.lang.t(key))))
}

/// Whom it goes to, its subject and its text.
pub fn fields(form: &Form<'_>) -> Markup {
    let lang = form.lang;
    html! {
        (form.field("to").label(lang.t("document-email-to")).kind("email").span(3).focused())
        (form.field("cc").label(lang.t("document-email-cc")).help(t!(lang, "document-email-cc-help", max = MOST_COPIES.to_string())).optional().span(3))
        (form.field("subject").label(lang.t("document-email-subject")).span(6))
        (form.field("body").label(lang.t("document-email-body")).area().span(6))
    }
}

/// The message of a form, whose copies are one field.
pub fn typed(data: &FormData) -> TypedMessage {
    let copies = data.text("cc").split([',', ';', ' ']).map(str::trim).filter(|address| !address.is_empty()).map(str::to_owned).collect();
    TypedMessage { to: data.text("to"), cc: copies, subject: data.text("subject"), body: data.text("body"), ..TypedMessage::default() }
}

/// The errors at the form's fields.
pub fn at_fields(mut errors: Invalid) -> Invalid {
    for error in errors.0.iter_mut().filter(|error| error.field.starts_with("cc[")) {
        error.field = "cc".into();
    }
    errors
}
