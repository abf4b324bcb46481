//! What e-mails to customers say.

use despacho_kernel::{Invalid, region::LANGUAGES, text::fold};
use despacho_platform::i18n::Lang;
use despacho_settings::{
    lists::{Column, Kind, MasterList, Values},
    preferences::PreferenceGroup,
};

use super::words::key;

/// Occasions on which mail goes to customers.
pub const OCCASIONS: &[&str] = &["invoice", "estimate", "credit_note", "payment_reminder", "payment_receipt", "purchase_order"];

/// What a text may mention, as `{{ customer_name }}`.
pub const VARIABLES: [&str; 8] = ["company_name", "customer_name", "document_number", "document_date", "due_date", "total", "balance", "payment_amount"];

/// A subject and a text for an occasion in a language.
pub static EMAIL_TEMPLATES: MasterList = MasterList {
    name: "email_templates",
    table: "email_templates",
    columns: &[
        Column { name: "name", kind: Kind::Text { max: 60, required: true } },
        Column { name: "occasion", kind: Kind::Choice(OCCASIONS) },
        Column { name: "language", kind: Kind::Choice(&LANGUAGES) },
        Column { name: "subject", kind: Kind::Text { max: 200, required: true } },
        Column { name: "body", kind: Kind::Long { max: 5000, required: true } },
    ],
    key: &["language", "name"],
    rule: Some(rule),
    preview: Some("email-templates"),
    defaults: |organization| {
        // The organization's language comes first.
        let own = Lang::of(&organization.language);
        let languages = [own, if own == Lang::Es { Lang::En } else { Lang::Es }];
        let all = languages.into_iter().flat_map(|lang| OCCASIONS.iter().map(move |occasion| (lang, *occasion)));
        let row = |(lang, occasion): (Lang, &str)| {
            let name = lang.t(&key("choice-email-templates-occasion", occasion));
            vec![name, occasion.into(), lang.code().into(), lang.t(&key("default-mail-subject", occasion)), lang.t(&key("default-mail-body", occasion))]
        };
        all.map(row).collect()
    },
    ..MasterList::PLAIN
};

/// E-mail templates.
pub static GROUP: PreferenceGroup =
    PreferenceGroup { name: "email_templates", sets: &[&EMAIL_TEMPLATES], needs: &[], proposed: true, page: "/records/email_templates" };

/// The key of the template that a new organization has for an occasion.
pub(super) fn key_of_default(occasion: &str, lang: Lang) -> String {
    fold(&format!("{} · {}", lang.code(), lang.t(&key("choice-email-templates-occasion", occasion))))
}

/// What a text mentions, in order; an opening mark without its end mentions what follows.
pub fn mentions(text: &str) -> Vec<&str> {
    text.split("{{").skip(1).map(|rest| rest.split("}}").next().unwrap_or(rest).trim()).collect()
}

/// A text with what it mentions put in.
pub fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut parts = text.split("{{");
    let mut filled = parts.next().unwrap_or("").to_owned();
    for part in parts {
        match part.split_once("}}").and_then(|(name, rest)| Some((value(name.trim())?, rest))) {
            Some((value, rest)) => filled.push_str(&format!("{value}{rest}")),
            None => filled.push_str(&format!("{{{{{part}")),
        }
    }
    filled
}

/// Subject and text mention only what there is.
fn rule(values: &Values<'_>, errors: &mut Invalid) {
    for field in ["subject", "body"] {
        let unknown = mentions(values.get(field)).into_iter().find(|name| !VARIABLES.contains(name));
        if let Some(name) = unknown {
            let name = name.chars().take(40).collect();
            errors.push_with(field, "variable_unknown", vec![("name", name)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_filled() {
        let value = |name: &str| (name == "total").then(|| "12,10 €".to_owned());
        assert_eq!(fill("Son {{ total }}, {{total}}.", value), "Son 12,10 €, 12,10 €.");
        assert_eq!(fill("{{ otra }} y {{", value), "{{ otra }} y {{");
        assert_eq!(fill("sin nada", value), "sin nada");
    }

    #[test]
    fn only_known_variables_are_mentioned() {
        let faults = |body: &str| {
            let mut errors = Invalid::new();
            let values = ["n", "invoice", "es", "Su factura", body].map(String::from);
            rule(&Values { columns: EMAIL_TEMPLATES.columns, values: &values }, &mut errors);
            errors.0.into_iter().map(|e| (e.field, e.code)).collect::<Vec<_>>()
        };
        assert_eq!(faults("Hola {{customer_name}}"), []);
        assert_eq!(faults("Hola {{ nombre }}"), [("body".into(), "variable_unknown")]);
        assert_eq!(faults("Hola {{"), [("body".into(), "variable_unknown")]);
    }

    proptest::proptest! {
        #[test]
        fn a_text_without_marks_stays(text in "[^{}]*") {
            proptest::prop_assert_eq!(fill(&text, |_| None), text);
        }
    }
}
