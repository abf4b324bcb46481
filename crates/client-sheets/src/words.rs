//! What people write in cells for what forms take by words and codes: a country's name, «sí», a month.

use std::{collections::HashMap, sync::OnceLock};

use despacho_kernel::{access::Application, place, text::fold};
use despacho_platform::i18n::Lang;
use despacho_practice::clients::client::CLIENT;
use despacho_ui::{
    components::{application_name, country_name, language_options, month_options},
    fields::Kind,
};

const LANGS: [Lang; 2] = [Lang::Es, Lang::En];

/// What is written besides the labels of forms: the field, what it means, and the words, folded.
const OTHERS: &[(&str, &str, &[&str])] = &[
    ("client_type", "business", &["sociedad", "persona juridica", "juridica", "company", "legal entity", "sl", "sa"]),
    ("client_type", "individual", &["persona fisica", "fisica", "autonomo", "autonoma", "persona", "person", "self-employed", "sole trader"]),
    ("salutation", "mr", &["sr", "sr.", "don", "mr", "mr."]),
    ("salutation", "ms", &["sra", "sra.", "dona", "ms", "ms.", "mrs", "mrs."]),
    ("status", "active", &["alta", "si", "yes", "x", "1", "true", "verdadero"]),
    ("status", "inactive", &["baja", "no", "0", "false", "falso"]),
    ("invite_client", "yes", &["si", "s", "yes", "y", "x", "1", "true", "verdadero"]),
    ("invite_client", "no", &["no", "n", "0", "false", "falso", ""]),
    ("regional.currency", "EUR", &["€", "euro", "euros"]),
    ("regional.currency", "USD", &["$", "us$", "dolar", "dollar"]),
    ("regional.currency", "GBP", &["£", "libra", "pound"]),
];

/// What words mean, by the field in which they stand.
#[derive(Debug, Default)]
pub struct Words {
    by_field: HashMap<&'static str, HashMap<String, String>>,
}

impl Words {
    /// The words, made once.
    pub fn known_ones() -> &'static Self {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(Self::new)
    }

    /// The words of forms in both languages, and what is written besides.
    fn new() -> Self {
        let mut words = Self::default();
        for lang in LANGS {
            for field in CLIENT.list {
                if let Kind::Choice(values, prefix) = field.kind {
                    for value in values {
                        words.put(field.name, &lang.t(&format!("{prefix}{}", value.replace('_', "-"))), value);
                    }
                }
            }
            for country in place::countries() {
                words.put("billing_address.country", &country_name(lang, &country.code), &country.code);
                words.put("shipping_address.country", &country_name(lang, &country.code), &country.code);
            }
            for (value, label) in language_options(lang) {
                words.put("regional.language", &label, &value);
            }
            for (value, label) in month_options(lang) {
                words.put("regional.fiscal_year_start", &label, &value);
            }
            for application in Application::ALL {
                words.put("applications", &application_name(lang, *application), application.word());
            }
            for (value, key) in [("active", "state-active"), ("inactive", "state-inactive")] {
                words.put("status", &lang.t(key), value);
            }
        }
        for application in Application::ALL {
            words.put("applications", application.word(), application.word());
        }
        for (field, value, texts) in OTHERS {
            for text in *texts {
                words.put(field, text, value);
            }
        }
        words
    }

    fn put(&mut self, field: &'static str, text: &str, value: &str) {
        self.by_field.entry(field).or_default().entry(fold(text)).or_insert_with(|| value.to_owned());
    }

    /// What a text means in a field; as it is where that is not known.
    pub fn meant(&self, field: &str, text: &str) -> String {
        self.known(field, text).map_or_else(|| text.to_owned(), str::to_owned)
    }

    /// What a text means in a field, if it is known.
    pub fn known(&self, field: &str, text: &str) -> Option<&str> {
        self.by_field.get(field)?.get(&fold(text)).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_both_languages_are_known() {
        crate::speak();
        let words = Words::new();
        for (field, text, value) in [
            ("client_type", "EMPRESA", "business"),
            ("client_type", "Autónomo", "individual"),
            ("billing_address.country", "españa", "ES"),
            ("billing_address.country", "Germany", "DE"),
            ("regional.fiscal_year_start", "Enero", "1"),
            ("regional.currency", "€", "EUR"),
            ("status", "Baja", "inactive"),
            ("invite_client", "Sí", "yes"),
            ("billing_address.country", "FR", "FR"),
            ("email", "a@b.example", "a@b.example"),
        ] {
            assert_eq!(words.meant(field, text), value, "{field} {text}");
        }
    }
}
