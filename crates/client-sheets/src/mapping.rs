//! Which column is which field: proposed by headings and by what the columns hold, checked where somebody says.

use std::collections::{BTreeMap, BTreeSet};

use despacho_kernel::{Invalid, email, tax_id, text::fold};
use despacho_phones as phone;
use despacho_platform::secret;
use despacho_practice::practices::custom_field::CustomField;

use crate::{
    sheet::Sheet,
    targets::{self, Target},
};

/// A heading and the field that its column is.
pub type Mapping = BTreeMap<String, String>;

/// Values of a column that are looked at.
const LOOKED: usize = 200;

/// What files with these headings are known by, in whatever order they stand.
pub fn known_by(headings: &[String]) -> String {
    let mut folded: Vec<String> = headings.iter().map(|heading| fold(heading)).collect();
    folded.sort();
    secret::hash(&folded.join("\0"))
}

/// What each column seems to be: by its heading, or by its values where the heading says nothing. No field is proposed twice.
pub fn proposed(sheet: &Sheet, own: &[CustomField], home: &str) -> Mapping {
    let mut mapping = Mapping::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for heading in &sheet.headings {
        if let Some(target) = targets::of_heading(heading, own)
            && taken.insert(target.clone())
        {
            mapping.insert(heading.clone(), target);
        }
    }
    for (at, heading) in sheet.headings.iter().enumerate().filter(|(_, heading)| !mapping.contains_key(*heading)).collect::<Vec<_>>() {
        if let Some(target) = of_values(sheet, at, home).into_iter().find(|target| !taken.contains(*target)) {
            taken.insert(target.to_owned());
            mapping.insert(heading.clone(), target.to_owned());
        }
    }
    // A column of names alone, without one of surnames or of other names, is what clients are called.
    let has = |name: &str| mapping.values().any(|target| target == name);
    if !["last_name", "display_name", "legal_name", "business_name"].iter().any(|name| has(name))
        && let Some(target) = mapping.values_mut().find(|target| *target == "first_name")
    {
        *target = "display_name".into();
    }
    mapping
}

/// What the values of a column may be, the likeliest first; nothing where they are too few or too mixed.
fn of_values(sheet: &Sheet, at: usize, home: &str) -> Vec<&'static str> {
    let values: Vec<&str> = sheet
        .rows
        .iter()
        .filter_map(|row| row.cells.get(at))
        .map(String::as_str)
        .filter(|text| !text.is_empty())
        .take(LOOKED)
        .collect();
    let most = |is: &dyn Fn(&str) -> bool| values.iter().filter(|text| is(text)).count() * 10 >= values.len() * 6;
    if values.is_empty() {
        return vec![];
    }
    // Numbers of nine digits are tax ids in countries where any would do: only a country that checks them tells.
    let checked = |text: &str| tax_id::parse(text, home).is_ok() && tax_id::parse("123456789", home).is_err();
    if most(&|text| text.contains('@') && email::parse(text).is_ok()) {
        return vec!["email", "contact.email", "contact2.email"];
    }
    if most(&checked) {
        return vec!["tax_id"];
    }
    if most(&|text| text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www.")) {
        return vec!["website"];
    }
    if most(&|text| text.chars().filter(char::is_ascii_digit).count() >= 9 && phone::parse(text, home).is_ok()) {
        return vec!["phone", "mobile"];
    }
    vec![]
}

/// A mapping as somebody says it, with whole names. What is empty is left out.
///
/// Errors, at `mapping.HEADING`: `column_unknown`, `field_unknown`, `column_twice`.
pub fn checked(said: &Mapping, headings: &[String], known: &[Target], errors: &mut Invalid) -> Mapping {
    let mut mapping = Mapping::new();
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    for (said, name) in said.iter().filter(|(_, name)| !name.trim().is_empty()) {
        let at = format!("mapping.{said}");
        let name = targets::whole(name.trim());
        let Some(heading) = headings.iter().find(|heading| fold(heading) == fold(said)) else {
            errors.push(&at, "column_unknown");
            continue;
        };
        if !known.iter().any(|target| target.name == name) {
            errors.push(&at, "field_unknown");
        } else if let Some(other) = taken.insert(name.to_owned(), heading.clone()) {
            errors.push_with(&at, "columns_to_one", vec![("name", other)]);
        } else {
            mapping.insert(heading.clone(), name.to_owned());
        }
    }
    mapping
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::{How, read};

    fn of(file: &str) -> Vec<(String, String)> {
        crate::speak();
        let sheet = read(file.as_bytes(), &How::default()).expect("a table");
        proposed(&sheet, &[], "ES").into_iter().collect()
    }

    fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
        of.iter().map(|(heading, target)| ((*heading).to_owned(), (*target).to_owned())).collect()
    }

    #[test]
    fn columns_are_known_by_headings_and_by_what_they_hold() {
        assert_eq!(of("NIF;Nombre;Apellidos\n00000000T;Ana;Ejemplo\n"), pairs(&[("Apellidos", "last_name"), ("NIF", "tax_id"), ("Nombre", "first_name")]));
        assert_eq!(
            of("Nombre;X1;X2\nUno;00000000T;a@uno.example\nDos;B99030017;b@dos.example\n"),
            pairs(&[("Nombre", "display_name"), ("X1", "tax_id"), ("X2", "email")])
        );
        assert_eq!(of("NIF;X1;X2\n00000000T;912345678;hola\n"), pairs(&[("NIF", "tax_id"), ("X1", "phone")]));
        assert_eq!(of("NIF;CIF\n00000000T;\n").len(), 1, "no field is proposed twice");
    }

    #[test]
    fn what_is_said_is_checked() {
        crate::speak();
        let headings = ["NIF", "Otro", "Más"].map(str::to_owned);
        let known = targets::targets(despacho_platform::i18n::Lang::Es, &[]);
        let said = Mapping::from_iter(pairs(&[("nif", "tax_id"), ("Otro", ""), ("Más", "city")]));
        let mut errors = Invalid::new();
        assert_eq!(checked(&said, &headings, &known, &mut errors), Mapping::from_iter(pairs(&[("NIF", "tax_id"), ("Más", "billing_address.city")])));
        assert_eq!(errors.0, vec![]);
        let said = Mapping::from_iter(pairs(&[("NIF", "tax_id"), ("Otro", "tax_id"), ("Más", "x"), ("Nada", "email")]));
        checked(&said, &headings, &known, &mut errors);
        let told: Vec<(&str, &str)> = errors.0.iter().map(|error| (error.field.as_str(), error.code)).collect();
        assert_eq!(told, [("mapping.Más", "field_unknown"), ("mapping.Nada", "column_unknown"), ("mapping.Otro", "columns_to_one")]);
        assert_eq!(known_by(&headings), known_by(&["más", "nif", "OTRO"].map(str::to_owned)));
    }
}
