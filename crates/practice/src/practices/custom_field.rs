//! A field that a practice adds to its clients: what it takes, how its value is read, kept and shown.

use std::collections::HashMap;

use despacho_bank_files::iban;
use despacho_kernel::{Id, Invalid, new_id, number, number::Notation, tax_id, words};
use despacho_platform::i18n::Lang;
use despacho_ui::{
    days,
    fields::notation,
    format,
    forms::{Form, FormData},
};
use maud::{Markup, html};

words! {
    /// What a field takes.
    Takes {
        Text = "text",
        LongText = "long_text",
        Number = "number",
        Money = "money",
        Date = "date",
        YesNo = "yes_no",
        /// One of its options.
        Choice = "choice",
        /// Several of them, one a line.
        Choices = "choices",
        /// A member of the team.
        Person = "person",
        Iban = "iban",
        TaxId = "tax_id",
    }
}

despacho_platform::row! {
    /// A field that the practice adds to its clients.
    #[derive(Debug, Clone, Default)]
    pub struct CustomField {
        pub id: Id,
        pub name: String,
        pub active: bool,
        /// A [`Takes`].
        pub kind: String,
        pub required: bool,
        /// What a new client has unless told otherwise, as it is kept.
        pub default_value: String,
        /// One a line, of choices.
        pub options: String,
    }
}

/// What is typed of a field that is added.
#[derive(Debug, Clone, Default)]
pub struct New {
    pub name: String,
    /// A [`Takes`]; text where it is empty.
    pub kind: String,
    pub required: bool,
    /// As the API sends values.
    pub default_value: String,
    pub options: Vec<String>,
}

/// Most options of a choice, and characters of one.
const OPTIONS: usize = 100;
const OPTION: usize = 100;

impl New {
    /// The field, checked; `at` is the name's place. `country` and `members` are what values are checked by.
    pub fn read(self, at: &str, (country, members): (&str, &[Id]), errors: &mut Invalid) -> CustomField {
        let kind = match self.kind.as_str() {
            "" => Takes::Text,
            word => errors.take("kind", word.parse()).unwrap_or(Takes::Text),
        };
        let mut options: Vec<String> = vec![];
        for option in self.options.iter().map(|option| option.trim()).filter(|option| !option.is_empty()) {
            let option = errors.optional("options", option, OPTION);
            if !options.contains(&option) {
                options.push(option);
            }
        }
        if options.len() > OPTIONS {
            errors.push_with("options", "too_many_rows", vec![("max", OPTIONS.to_string())]);
        }
        if matches!(kind, Takes::Choice | Takes::Choices) == options.is_empty() {
            errors.push("options", if options.is_empty() { "required" } else { "not_of_kind" });
        }
        let field = CustomField {
            id: new_id(),
            name: errors.required(at, &self.name, 60),
            active: true,
            kind: kind.word().into(),
            required: self.required,
            default_value: String::new(),
            options: options.join("\n"),
        };
        let default_value = errors.take("default", field.checked(&self.default_value, country, members)).unwrap_or_default();
        CustomField { default_value, ..field }
    }
}

/// Values of a practice's fields as they are kept: those of fields that are none of its own are left out, and what is wrong is noted at `custom.` and the field's id. A new
/// client has defaults; what must be filled is, on a new client and where values are changed.
pub fn values(own: &[CustomField], custom: Vec<(Id, String)>, is_new: bool, (country, members): (&str, &[Id]), errors: &mut Invalid) -> Vec<(Id, String)> {
    let given: HashMap<Id, String> = custom.into_iter().collect();
    let mut kept: Vec<(Id, String)> = vec![];
    for field in own {
        let at = field.input_name();
        let text = given.get(&field.id).map_or("", |text| text.trim());
        let value = match (text, given.contains_key(&field.id)) {
            ("", false) if is_new && field.active => field.default_value.clone(),
            (text, _) => match field.checked(text, country, members) {
                Ok(value) => value,
                Err(code) => {
                    let max = if code == "too_long" { vec![("max", field.longest().to_string())] } else { vec![] };
                    errors.push_with(&at, code, max);
                    text.to_owned()
                }
            },
        };
        if value.is_empty() && field.required && field.active {
            errors.push(&at, "required");
        }
        if !value.is_empty() {
            kept.push((field.id, value));
        }
    }
    kept.sort();
    kept
}

/// Most characters of a value.
const LONG: usize = 5000;
const LINE: usize = 500;

impl CustomField {
    pub fn takes(&self) -> Takes {
        self.kind.parse().unwrap_or(Takes::Text)
    }

    /// The options of a choice.
    pub fn options(&self) -> Vec<&str> {
        self.options.lines().filter(|option| !option.is_empty()).collect()
    }

    /// Most letters of a value.
    fn longest(&self) -> usize {
        if matches!(self.takes(), Takes::LongText | Takes::Choices) { LONG } else { LINE }
    }

    /// A value as it is kept, of a text as the API sends it; or the code of its error. `country` is whose rules tax ids follow.
    ///
    /// Errors: `too_long`, `characters`, `decimals` and others of numbers, `date`, `choice`, `iban`, those of tax ids.
    pub fn checked(&self, text: &str, country: &str, members: &[Id]) -> Result<String, &'static str> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(String::new());
        }
        if text.chars().count() > self.longest() {
            return Err("too_long");
        }
        let lines = matches!(self.takes(), Takes::LongText | Takes::Choices);
        if text.chars().any(|c| c.is_control() && !(lines && matches!(c, '\n' | '\r' | '\t'))) {
            return Err("characters");
        }
        match self.takes() {
            Takes::Text | Takes::LongText => Ok(text.to_owned()),
            Takes::Number => number::decimal(text, Notation::Plain, 6).map(|number| number.to_string()),
            Takes::Money => number::decimal(text, Notation::Plain, 2).map(|number| format!("{number:.2}")),
            Takes::Date => days::read(text).map(|day| day.to_string()).ok_or("date"),
            Takes::YesNo => match text {
                "yes" | "no" => Ok(text.to_owned()),
                _ => Err("choice"),
            },
            Takes::Choice => {
                if self.options().contains(&text) {
                    Ok(text.to_owned())
                } else {
                    Err("choice")
                }
            }
            Takes::Choices => {
                let chosen: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
                if chosen.iter().all(|one| self.options().contains(one)) { Ok(chosen.join("\n")) } else { Err("choice") }
            }
            Takes::Person => match text.parse::<Id>() {
                Ok(id) if members.contains(&id) => Ok(id.to_string()),
                _ => Err("choice"),
            },
            Takes::Iban => iban::checked(text).ok_or("iban"),
            Takes::TaxId => tax_id::parse(text, country),
        }
    }

    /// What was typed in a form as [`checked`](Self::checked) takes it; what is no number stays as it was typed.
    pub fn plain(&self, lang: Lang, typed: &[String]) -> String {
        let text = typed.first().map(|text| text.trim()).unwrap_or_default();
        match self.takes() {
            Takes::Number | Takes::Money => number::decimal(text, notation(lang), 6)
                .map_or_else(|_| if text.is_empty() { String::new() } else { format!("~{text}") }, |number| number.to_string()),
            Takes::Choices => typed.join("\n").trim().to_owned(),
            _ => text.to_owned(),
        }
    }

    /// A kept value as a person reads it.
    pub fn shown(&self, lang: Lang, value: &str, names: &HashMap<Id, String>) -> String {
        match self.takes() {
            _ if value.is_empty() => String::new(),
            Takes::Number => format::decimal(lang, value),
            Takes::Money => format!("{} €", format::decimal(lang, value)),
            Takes::Date => format::stored_date(lang, value),
            Takes::YesNo => lang.t(if value == "yes" { "yes" } else { "no" }),
            Takes::Choices => value.replace('\n', ", "),
            Takes::Person => value.parse::<Id>().ok().and_then(|id| names.get(&id).cloned()).unwrap_or_else(|| "—".into()),
            Takes::Iban => iban::grouped(value),
            _ => value.to_owned(),
        }
    }

    /// A kept value in a form.
    pub fn fill(&self, data: &mut FormData, lang: Lang, value: &str) {
        let name = self.input_name();
        match self.takes() {
            Takes::Number | Takes::Money => _ = data.set(&name, format::decimal(lang, value)),
            Takes::Choices => value.lines().for_each(|one| _ = data.set(&name, one)),
            _ => _ = data.set(&name, value),
        }
    }

    /// The name of its input.
    pub fn input_name(&self) -> String {
        format!("custom.{}", self.id)
    }

    /// Its input; `people` are the members of the team.
    pub fn input(&self, form: &Form<'_>, people: &[(Id, String)]) -> Markup {
        let (lang, name) = (form.lang, self.input_name());
        let options = self.options();
        if self.takes() == Takes::Choices {
            let options: Vec<(String, String)> = options.iter().map(|option| ((*option).to_owned(), (*option).to_owned())).collect();
            return form.checks(&name, &self.name, &options, None);
        }
        let none = || std::iter::once((String::new(), "—".to_owned()));
        let own = |option: &&str| ((*option).to_owned(), (*option).to_owned());
        let field = form.field(&name).label(&self.name).span(3);
        let field = match self.takes() {
            Takes::LongText => field.area().span(6),
            Takes::Date => field.day(),
            Takes::YesNo => field.select(none().chain([("yes".to_owned(), lang.t("yes")), ("no".to_owned(), lang.t("no"))]).collect()),
            Takes::Choice => field.select(none().chain(options.iter().map(own)).collect()),
            Takes::Person => field.select(none().chain(people.iter().map(|(id, name)| (id.to_string(), name.clone()))).collect()),
            _ => field,
        };
        html! { @if self.required { (field) } @else { (field.optional()) } }
    }
}
