//! What the endpoints share.

use despacho_contacts::store as contacts;
use despacho_kernel::{Id, Invalid, place::Currency};
use despacho_organizations::store as organizations;
use despacho_platform::{Error, Platform, Result, sql::Connection};

/// The currency that an organization keeps its books in.
pub async fn currency(platform: &Platform, organization: Id) -> Result<&'static Currency> {
    let code = organizations::currency(platform.db.read(), organization).await?;
    despacho_kernel::place::currency(&code).map_err(|e| Error::Other(format!("currency {code}: {e}")))
}

/// Faults of a body as this API names their places: `postings[2].debit`.
pub fn placed(errors: Invalid) -> Invalid {
    let placed = |field: &str| {
        let mut parts = field.split('.');
        let mut name = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let number = part.bytes().all(|byte| byte.is_ascii_digit());
            name = if number { format!("{name}[{part}]") } else { format!("{name}.{part}") };
        }
        name
    };
    Invalid(
        errors
            .0
            .into_iter()
            .map(|mut error| {
                error.field = placed(&error.field);
                error
            })
            .collect(),
    )
}

/// The contact that a parameter names by number or id: none where it is empty.
pub async fn contact_named(db: &dyn Connection, organization: Id, text: &str) -> Result<Option<Id>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let found = match (text.parse::<i64>(), text.parse::<Id>()) {
        (Ok(number), _) => contacts::of_numbers(db, organization, &[number]).await?,
        (_, Ok(id)) => contacts::of_ids(db, organization, &[id]).await?,
        _ => vec![],
    };
    found
        .first()
        .map(|contact| Some(contact.id))
        .ok_or_else(|| Error::Parameters(Invalid::one("contact", "contact_unknown")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_lists_are_in_brackets() {
        let told = |field: &str| placed(Invalid::one(field, "required")).0[0].field.clone();
        assert_eq!(told("postings.2.debit"), "postings[2].debit");
        assert_eq!(told("postings[2].debit"), "postings[2].debit");
        assert_eq!(told("date"), "date");
        assert_eq!(told("rows.0"), "rows[0]");
    }
}
