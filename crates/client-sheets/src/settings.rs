//! What is said of how a file is imported.

use std::collections::BTreeMap;

use despacho_kernel::{Id, Invalid, access::Application};
use serde::{Deserialize, Serialize};

use crate::{
    mapping::Mapping,
    sheet::{ENCODINGS, How, SEPARATORS},
};

/// What a client is known again by.
pub const MATCHES: [&str; 3] = ["tax_id", "email", "external_id"];
/// What becomes of who is there.
pub const EXISTING: [&str; 2] = ["skip", "update"];

/// How a file is imported. What every row gets holds unless a column of the file says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// None for the one that is remembered or proposed.
    pub mapping: Option<Mapping>,
    /// One of [`MATCHES`].
    pub match_by: String,
    /// One of [`EXISTING`].
    pub existing: String,
    pub applications: Vec<String>,
    pub blueprint_id: Option<Id>,
    pub invite_client: bool,
    pub tags: Vec<String>,
    pub assigned_user_ids: Vec<Id>,
    /// Empty to look.
    pub encoding: String,
    pub separator: String,
    pub dry_run: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            mapping: None,
            match_by: "tax_id".into(),
            existing: "skip".into(),
            applications: vec![],
            blueprint_id: None,
            invite_client: false,
            tags: vec![],
            assigned_user_ids: vec![],
            encoding: String::new(),
            separator: String::new(),
            dry_run: false,
        }
    }
}

impl Settings {
    /// From the `options` of a form, JSON; nothing is the usual.
    ///
    /// Errors, at `options` or its fields: `wrong_type`, `choice`.
    pub fn read(text: &str, errors: &mut Invalid) -> Self {
        if text.trim().is_empty() {
            return Self::default();
        }
        // A mapping to nothing leaves a column out, as an empty one does.
        #[derive(Deserialize)]
        struct Said {
            mapping: Option<BTreeMap<String, Option<String>>>,
            #[serde(flatten)]
            rest: serde_json::Map<String, serde_json::Value>,
        }
        let said = serde_json::from_str::<Said>(text).map_err(|_| "wrong_type");
        let Some(said) = errors.take("options", said) else { return Self::default() };
        // What is null is as if it was not said.
        let rest = said.rest.into_iter().filter(|(_, value)| !value.is_null()).collect();
        let read = serde_path_to_error::deserialize::<_, Self>(serde_json::Value::Object(rest));
        let settings = match read {
            Ok(settings) => settings,
            Err(error) => {
                let path = error.path().to_string();
                errors.push(if path == "." { "options" } else { &path }, "wrong_type");
                return Self::default();
            }
        };
        let mapping = said.mapping.map(|said| said.into_iter().map(|(heading, name)| (heading, name.unwrap_or_default())).collect());
        let settings = Self { mapping, ..settings };
        settings.check(errors);
        settings
    }

    /// Notes what cannot be.
    pub fn check(&self, errors: &mut Invalid) {
        let one_of = |field: &str, words: &[&str], text: &str, errors: &mut Invalid| {
            if !words.contains(&text) {
                errors.push(field, "choice");
            }
        };
        one_of("match_by", &MATCHES, &self.match_by, errors);
        one_of("existing", &EXISTING, &self.existing, errors);
        if !self.encoding.is_empty() {
            one_of("encoding", &ENCODINGS, &self.encoding, errors);
        }
        if !self.separator.is_empty() && self.how().separator.is_none() {
            errors.push("separator", "choice");
        }
        Application::parse_all(&self.applications, errors);
        if self.invite_client && self.applications.is_empty() {
            errors.push("invite_client", "invite_needs_application");
        }
        if self.tags.len() > 20 {
            errors.push_with("tags", "too_many_rows", vec![("max", "20".into())]);
        }
        for tag in &self.tags {
            errors.optional("tags", tag, 40);
        }
        if self.assigned_user_ids.len() > 20 {
            errors.push_with("assigned_user_ids", "too_many_rows", vec![("max", "20".into())]);
        }
    }

    /// How the file's texts are taken.
    pub fn how(&self) -> How {
        let mut letters = self.separator.chars();
        let separator = letters.next().filter(|letter| SEPARATORS.contains(letter) && letters.next().is_none());
        How { encoding: self.encoding.clone(), separator }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Settings, Vec<(String, &'static str)>) {
        let mut errors = Invalid::new();
        let settings = Settings::read(text, &mut errors);
        (settings, errors.0.into_iter().map(|error| (error.field, error.code)).collect())
    }

    #[test]
    fn what_is_said_is_read() {
        let text = r#"{"mapping":{"CIF":"tax_id","X":null},"match_by":"email","existing":"update","applications":["books"],"blueprint_id":null,"invite_client":false,"dry_run":true}"#;
        let (settings, errors) = read(text);
        assert_eq!(errors, []);
        assert_eq!((settings.match_by.as_str(), settings.existing.as_str(), settings.dry_run), ("email", "update", true));
        assert_eq!(settings.mapping, Some([("CIF".to_owned(), "tax_id".to_owned()), ("X".to_owned(), String::new())].into_iter().collect()));
        assert_eq!(read("").0, Settings::default());
        assert_eq!(read(r#"{"separator":"\t"}"#).0.how().separator, Some('\t'));
    }

    #[test]
    fn what_cannot_be_is_told() {
        assert_eq!(read("nothing").1, [("options".to_owned(), "wrong_type")]);
        assert_eq!(read(r#"{"dry_run":"yes"}"#).1, [("dry_run".to_owned(), "wrong_type")]);
        let (_, errors) = read(r#"{"match_by":"name","existing":"kill","encoding":"x","separator":";;","applications":["x"],"invite_client":true}"#);
        let told: Vec<&str> = errors.iter().map(|(field, _)| field.as_str()).collect();
        for field in ["match_by", "existing", "encoding", "separator", "applications"] {
            assert!(told.contains(&field), "{field}: {errors:?}");
        }
        assert_eq!(read(r#"{"invite_client":true}"#).1, [("invite_client".to_owned(), "invite_needs_application")]);
    }
}
