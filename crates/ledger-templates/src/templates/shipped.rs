//! Templates that come with a country's chart.

use std::sync::LazyLock;

use despacho_ledger::catalog::Names;
use despacho_platform::i18n::Lang;
use serde::Deserialize;

use super::template::{Template, TemplateLine};

/// A line of one; its text is in both languages where it has one.
#[derive(Debug, Deserialize)]
struct Line {
    #[serde(default)]
    account: String,
    #[serde(default)]
    contact: String,
    #[serde(default)]
    debit: String,
    #[serde(default)]
    credit: String,
    text: Option<Names>,
}

/// A template of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Shipped {
    code: String,
    name: Names,
    journal: String,
    text: Names,
    /// The first day of the law that its figures follow.
    valid_from: String,
    /// The last one; empty as long as it holds.
    #[serde(default)]
    valid_to: String,
    lines: Vec<Line>,
}

#[derive(Debug, Deserialize)]
struct File {
    templates: Vec<Shipped>,
}

static SPAIN: LazyLock<File> = LazyLock::new(|| {
    let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalog/entry_templates/es.toml"));
    toml::from_str(text).unwrap_or_else(|error| panic!("catalog/entry_templates/es.toml: {error}"))
});

/// Those of a country's chart; none where the catalogue has none.
pub fn of(country: &str) -> &'static [Shipped] {
    if country == "ES" { &SPAIN.templates } else { &[] }
}

impl Shipped {
    /// Whether its figures are right on a day, ISO 8601.
    pub fn holds_on(&self, day: &str) -> bool {
        self.valid_from.as_str() <= day && (self.valid_to.is_empty() || day <= self.valid_to.as_str())
    }

    /// It as an organization keeps it.
    pub fn in_lang(&self, lang: Lang) -> Template {
        let line = |line: &Line| TemplateLine {
            account_code: line.account.clone(),
            contact: line.contact.clone(),
            description: line.text.as_ref().map(|text| text.in_lang(lang).to_owned()).unwrap_or_default(),
            debit: line.debit.clone(),
            credit: line.credit.clone(),
            ..TemplateLine::default()
        };
        Template {
            name: self.name.in_lang(lang).into(),
            code: self.code.clone(),
            journal: self.journal.clone(),
            description: self.text.in_lang(lang).into(),
            reference: String::new(),
            lines: self.lines.iter().map(line).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use despacho_kernel::{Invalid, place::currency};
    use jiff::civil::Date;

    use super::*;
    use despacho_ledger::catalog;

    #[test]
    fn each_can_be_used_with_the_chart_of_its_country() {
        let chart = catalog::pack("ES").accounts();
        for shipped in of("ES") {
            for lang in [Lang::Es, Lang::En] {
                let template = shipped.in_lang(lang);
                let mut errors = Invalid::new();
                template.check(&mut errors);
                assert_eq!(errors.0, [], "{}", template.code);
                for line in &template.lines {
                    assert!(
                        line.account_code.is_empty() || chart.iter().any(|account| account.code == line.account_code),
                        "{} {}",
                        template.code,
                        line.account_code
                    );
                }
            }
        }
        assert_eq!(of("FR").len(), 0);
        assert!(of("ES").iter().all(|shipped| shipped.holds_on("2026-01-01") && !shipped.holds_on("2007-12-31")));
    }

    #[test]
    fn figures_are_those_of_the_law() {
        let made = |code: &str, answers: &[(&str, &str)]| {
            let template = of("ES").iter().find(|template| template.code == code).expect("a template").in_lang(Lang::Es);
            // Its text names a month, which is said elsewhere.
            let template = Template { description: String::new(), ..template };
            let answers: BTreeMap<String, String> = answers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
            let mut errors = Invalid::new();
            let entry = template.filled(Date::constant(2026, 3, 31), &answers, currency("EUR").expect("the euro"), Lang::Es, &mut errors);
            assert_eq!(errors.0, [], "{code}");
            entry.postings.into_iter().map(|line| (line.account_code, line.debit, line.credit)).collect::<Vec<_>>()
        };
        let row = |code: &str, debit: &str, credit: &str| (code.to_owned(), debit.to_owned(), credit.to_owned());
        assert_eq!(made("IVA21", &[("base", "100.05")]), [row("600", "100.05", ""), row("472", "21.01", ""), row("400", "", "121.06")]);
        assert_eq!(made("ALQ", &[("base", "850")]), [row("621", "850.00", ""), row("472", "178.50", ""), row("4751", "", "161.50"), row("410", "", "867.00")]);
        // 2,450 gross of which 15 % is withheld and 158.70 the worker's share; 779 the company's.
        assert_eq!(
            made("NOM", &[("bruto", "2450"), ("retencion", "15"), ("ss_trabajador", "158.70"), ("ss_empresa", "779")]),
            [row("640", "2450.00", ""), row("642", "779.00", ""), row("4751", "", "367.50"), row("476", "", "937.70"), row("465", "", "1923.80")]
        );
    }
}
