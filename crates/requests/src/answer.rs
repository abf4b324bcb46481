//! What is answered: read strictly in the reader's language, kept in one way, shown again as the reader writes.

use despacho_kernel::{
    Invalid,
    money::{self, Money},
    number::{self, Notation},
    place,
};
use despacho_platform::i18n::Lang;
use despacho_ui::{days, format};
use serde_json::{Value, json};

use crate::request::{Kind, Line};

/// Most characters of a line of text, and of several lines.
pub const SHORT: usize = 500;
pub const LONG: usize = 5000;
/// Most decimals of a number.
const SCALE: u32 = 6;

/// Reads what was typed for a line as it is kept; its error is noted at `field`. Empty texts are no answer.
pub fn read(line: &Line, typed: &[String], notation: Notation, (field, errors): (&str, &mut Invalid)) -> String {
    let first = typed.first().map(|text| text.trim()).unwrap_or_default();
    match line.kind() {
        Kind::Text => errors.required(field, first, SHORT),
        Kind::LongText => {
            if first.is_empty() {
                errors.push(field, "required");
            }
            errors.optional_long(field, first, LONG)
        }
        Kind::Several => several(line, typed, (field, errors)),
        _ if first.is_empty() => {
            errors.push(field, "required");
            String::new()
        }
        kind => errors.take(field, one(line, kind, first, notation)).unwrap_or_default(),
    }
}

fn several(line: &Line, typed: &[String], (field, errors): (&str, &mut Invalid)) -> String {
    let choices = line.choices();
    let typed: Vec<&String> = typed.iter().filter(|text| !text.trim().is_empty()).collect();
    if typed.is_empty() {
        errors.push(field, "required");
    }
    if typed.iter().any(|text| !choices.contains(text)) {
        errors.push(field, "choice");
    }
    // In the order in which they are offered, each once.
    let chosen: Vec<&String> = choices.iter().filter(|choice| typed.contains(choice)).collect();
    serde_json::to_string(&chosen).unwrap_or_default()
}

fn one(line: &Line, kind: Kind, text: &str, notation: Notation) -> Result<String, &'static str> {
    match kind {
        Kind::Number => number::decimal(text, notation, SCALE).map(|number| number.to_string()),
        Kind::Date => days::read(text).map(|day| day.to_string()).ok_or("date"),
        Kind::Money => {
            let currency = place::currency(&line.currency).map_err(|_| "currency")?;
            Money::parse(text, currency, notation).map(|money| money.minor.to_string())
        }
        Kind::YesNo if matches!(text, "yes" | "no") => Ok(text.into()),
        Kind::ReadAndAccept if text == "yes" => Ok(text.into()),
        Kind::Choice if line.choices().iter().any(|choice| choice == text) => Ok(text.into()),
        _ => Err("choice"),
    }
}

/// What a body of the API says, as texts that [`read`] takes.
pub fn sent(line: &Line, value: &Value) -> Result<Vec<String>, &'static str> {
    match (line.kind(), value) {
        (Kind::YesNo | Kind::ReadAndAccept, Value::Bool(yes)) => Ok(vec![if *yes { "yes" } else { "no" }.into()]),
        (Kind::Several, Value::Array(all)) => all.iter().map(|one| one.as_str().map(str::to_owned).ok_or("wrong_type")).collect(),
        (Kind::Several, _) => Err("wrong_type"),
        (Kind::Upload, _) => Err("request_line_takes_files"),
        (_, Value::String(text)) => Ok(vec![text.clone()]),
        (Kind::Number | Kind::Money, Value::Number(number)) => Ok(vec![number.to_string()]),
        _ => Err("wrong_type"),
    }
}

/// An answer as the API tells it; null where there is none, or where files are the answer.
pub fn told(line: &Line) -> Value {
    if line.answer.is_empty() || line.kind() == Kind::Upload {
        return Value::Null;
    }
    match line.kind() {
        Kind::YesNo | Kind::ReadAndAccept => json!(line.answer == "yes"),
        Kind::Several => serde_json::from_str(&line.answer).unwrap_or_default(),
        Kind::Money => json!(money::plain(line.answer.parse().unwrap_or(0), digits(line))),
        _ => json!(line.answer),
    }
}

fn digits(line: &Line) -> u8 {
    place::currency(&line.currency).map_or(2, |currency| currency.digits)
}

/// An answer as a person reads it.
pub fn shown(lang: Lang, line: &Line) -> String {
    if line.answer.is_empty() {
        return String::new();
    }
    match line.kind() {
        Kind::YesNo => lang.t(if line.answer == "yes" { "yes" } else { "no" }),
        Kind::ReadAndAccept => lang.t("request-read-accepted"),
        Kind::Several => serde_json::from_str::<Vec<String>>(&line.answer).unwrap_or_default().join(", "),
        Kind::Number => format::decimal(lang, &line.answer),
        Kind::Date => format::stored_date(lang, &line.answer),
        Kind::Money => match (place::currency(&line.currency), line.answer.parse()) {
            (Ok(currency), Ok(minor)) => format::money(lang, minor, currency),
            _ => line.answer.clone(),
        },
        _ => line.answer.clone(),
    }
}

/// An answer as it stands in the field that it is typed in: what is shown is read back.
pub fn in_field(lang: Lang, line: &Line) -> String {
    match line.kind() {
        Kind::Number => format::decimal(lang, &line.answer),
        Kind::Date => days::shown(&line.answer),
        Kind::Money => line.answer.parse().map_or_else(|_| String::new(), |minor| format::amount(lang, minor, digits(line))),
        _ => line.answer.clone(),
    }
}

#[cfg(test)]
mod tests {
    use despacho_ui::kinds::notation;
    use proptest::prelude::*;

    use super::*;

    fn of(kind: Kind) -> Line {
        Line { kind: kind.word().into(), currency: "EUR".into(), choices: r#"["Local","Almacén"]"#.into(), ..Line::default() }
    }

    fn typed(kind: Kind, text: &[&str], notation: Notation) -> Result<String, &'static str> {
        let (mut errors, typed) = (Invalid::new(), text.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
        let read = read(&of(kind), &typed, notation, ("answer", &mut errors));
        errors.0.first().map_or(Ok(read), |error| Err(error.code))
    }

    #[test]
    fn each_kind_is_read_strictly_in_the_readers_language() {
        use Notation::{English, Spanish};
        assert_eq!(typed(Kind::Money, &["3.460,00"], Spanish), Ok("346000".into()));
        assert_eq!(typed(Kind::Money, &["3,460.00"], English), Ok("346000".into()));
        assert_eq!(typed(Kind::Money, &["1.000"], Spanish), Ok("100000".into()));
        assert_eq!(typed(Kind::Money, &["1,000.005"], English), Err("decimals"));
        assert_eq!(typed(Kind::Money, &["unos 30"], Spanish), Err("amount"));
        assert_eq!(typed(Kind::Number, &["1.234,5"], Spanish), Ok("1234.5".into()));
        assert_eq!(typed(Kind::Number, &["1.2.3"], Spanish), Err("number"));
        assert_eq!(typed(Kind::Date, &["5/1/2027"], Spanish), Ok("2027-01-05".into()));
        assert_eq!(typed(Kind::Date, &["31/02/2027"], Spanish), Err("date"));
        assert_eq!(typed(Kind::YesNo, &["yes"], Spanish), Ok("yes".into()));
        assert_eq!(typed(Kind::YesNo, &["sí"], Spanish), Err("choice"));
        assert_eq!(typed(Kind::ReadAndAccept, &["no"], Spanish), Err("choice"));
        assert_eq!(typed(Kind::Choice, &["Local"], Spanish), Ok("Local".into()));
        assert_eq!(typed(Kind::Choice, &["Otro"], Spanish), Err("choice"));
        assert_eq!(typed(Kind::Several, &["Almacén", "Local", "Almacén"], Spanish), Ok(r#"["Local","Almacén"]"#.into()));
        assert_eq!(typed(Kind::Several, &["Local", "Otro"], Spanish), Err("choice"));
        for kind in Kind::ALL.iter().filter(|kind| **kind != Kind::Upload) {
            assert_eq!(typed(*kind, &["  "], Spanish), Err("required"), "{kind:?}");
        }
    }

    #[test]
    fn the_api_tells_what_it_takes() {
        for (kind, value, kept) in [
            (Kind::Money, json!("3460.00"), "346000"),
            (Kind::Number, json!("1234.5"), "1234.5"),
            (Kind::YesNo, json!(false), "no"),
            (Kind::Several, json!(["Local"]), r#"["Local"]"#),
            (Kind::Date, json!("2027-01-05"), "2027-01-05"),
        ] {
            let texts = sent(&of(kind), &value).expect("texts");
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            assert_eq!(typed(kind, &texts, Notation::Plain).as_deref(), Ok(kept));
            assert_eq!(told(&Line { answer: kept.into(), ..of(kind) }), value);
        }
        assert_eq!(sent(&of(Kind::Upload), &json!("x")), Err("request_line_takes_files"));
        assert_eq!(sent(&of(Kind::Money), &json!(true)), Err("wrong_type"));
    }

    proptest! {
        #[test]
        fn what_stands_in_a_field_is_read_back(minor in -1_000_000_000_000i64..1_000_000_000_000, scale in 0u32..6, english: bool) {
            let lang = if english { Lang::En } else { Lang::Es };
            let back = |kind: Kind, kept: &str| {
                let text = in_field(lang, &Line { answer: kept.into(), ..of(kind) });
                typed(kind, &[&text], notation(lang))
            };
            prop_assert_eq!(back(Kind::Money, &minor.to_string()), Ok(minor.to_string()));
            let number = number::decimal(&money::plain(minor, u8::try_from(scale).unwrap_or(0)), Notation::Plain, SCALE).expect("a number").to_string();
            prop_assert_eq!(back(Kind::Number, &number), Ok(number.clone()));
        }

        #[test]
        fn any_text_is_an_answer_or_an_error(text in ".{0,20}", kind in 0usize..10) {
            let _ = typed(Kind::ALL[kind], &[&text], Notation::Spanish);
        }
    }
}
