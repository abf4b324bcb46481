//! Reading a statement.

use despacho_contacts::{Contact, store as contacts};
use despacho_kernel::{Id, Invalid};
use despacho_organizations::{Organization, store as organizations};
use despacho_platform::{Error, Platform, Result, sql::Connection};
use despacho_ui::format;
use jiff::civil::Date;

use super::{
    statement::{Asked, MOST, Section, Shape, sections},
    store,
};

/// A statement with whose it is.
pub struct Statement {
    pub organization: Organization,
    pub contact: Contact,
    pub asked: Asked,
    pub sections: Vec<Section>,
}

/// What a statement is asked for as, in an address or a body; this year's movements through today where nothing is.
///
/// Errors: `shape` `choice`, `from` and `to` `date`, `to` `date_order`.
pub async fn asked(platform: &Platform, organization: Id, (shape, from, to): (&str, &str, &str), errors: &mut Invalid) -> Result<Asked> {
    let zone = organizations::find(platform.db.read(), organization).await?.time_zone;
    let today = format::local_date(&zone, platform.clock.now()).unwrap_or_default();
    let mut day = |field: &str, text: &str, usual: Date| match text.trim() {
        "" => usual,
        text => errors.take(field, text.parse().map_err(|_| "date")).unwrap_or(usual),
    };
    let last = day("to", to, today);
    let first = day("from", from, Date::new(last.year(), 1, 1).unwrap_or(last));
    let shape = match shape.trim() {
        "" => Shape::Movements,
        word => errors.take("shape", word.parse()).unwrap_or(Shape::Movements),
    };
    if first > last {
        errors.push("to", "date_order");
    }
    Ok(Asked { shape, first, last })
}

/// The statement of a contact.
///
/// Errors: not found; `from` `too_many_rows` (max) where it has more lines than a paper takes.
pub async fn of(db: &dyn Connection, organization: Id, contact: Id, asked: Asked) -> Result<Statement> {
    let contact = contacts::find(db, organization, contact).await?;
    let (first, last) = (asked.first.to_string(), asked.last.to_string());
    let (carried, items) = match asked.shape {
        Shape::Movements => {
            (store::carried(db, organization, contact.id, &first).await?, store::movements(db, organization, contact.id, (&first, &last), MOST + 1).await?)
        }
        Shape::Open => (vec![], store::open(db, organization, contact.id, &last, MOST + 1).await?),
    };
    if i64::try_from(items.len()).unwrap_or(i64::MAX) > MOST {
        return Err(Error::Invalid(Invalid::too_many("from", MOST)));
    }
    Ok(Statement { organization: organizations::find(db, organization).await?, contact, asked, sections: sections(asked, carried, items)? })
}
