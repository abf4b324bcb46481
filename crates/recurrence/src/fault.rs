//! Why the next one could not be made.

use despacho_kernel::{FieldError, Invalid};
use despacho_platform::{
    Error, Result,
    i18n::{FluentArgs, Lang},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Why one could not be made, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    pub code: String,
    pub params: Vec<(String, String)>,
}

impl Fault {
    fn of(error: &FieldError) -> Self {
        Self { code: error.code.into(), params: error.params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect() }
    }

    /// The first of these errors as it is stored.
    pub fn text(errors: &Invalid) -> Result<String> {
        let Some(error) = errors.0.first() else { return Ok(String::new()) };
        serde_json::to_string(&Self::of(error)).map_err(|e| Error::Other(e.to_string()))
    }

    /// The one that is stored; none where nothing stood against it.
    pub fn kept(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// What it says to a reader.
    pub fn message(&self, lang: Lang) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in &self.params {
            args.set(name.clone(), value.clone());
        }
        lang.ta(&format!("error-{}", self.code.replace('_', "-")), &args)
    }

    /// How the API answers it.
    pub fn answered(&self, lang: Lang) -> Value {
        json!({ "code": self.code, "message": self.message(lang) })
    }

    /// How the API describes it.
    pub fn shape() -> Value {
        json!({ "type": ["object", "null"], "properties": { "code": { "type": "string" }, "message": { "type": "string" } } })
    }
}
