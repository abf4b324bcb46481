//! Making, changing and deleting contacts.

use despacho_kernel::{Id, Invalid, new_id};
use despacho_organizations::store as organizations;
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    memberships,
    users::User,
};
use despacho_settings::Applications;
use despacho_ui::fields::Sight;

use super::{
    contact::{CONTACT, Contact, KIND, MAX},
    store::{self, Filter},
};

async fn recorded(tx: &Tx, contact: &Contact, action: &str, changes: Vec<Change>, (by, now): (&User, i64)) -> Result<()> {
    let label = contact.label();
    let entry = Entry { tenant: contact.organization_id, actor: Some(by), action, subject: ("contact", contact.id, &label), changes };
    activity::record(tx, entry, now).await
}

/// Makes a contact as `read` says, with the next number. One that is neither customer nor vendor is both.
pub async fn create(tx: &Tx, organization: Id, read: impl FnOnce(Contact, &mut Invalid) -> Contact, who: (&User, i64)) -> Result<Contact> {
    memberships::hold(tx, organization).await?;
    let home = organizations::find(tx, organization).await?.country;
    let mut errors = Invalid::new();
    let mut contact = read(Contact { active: true, ..Contact::default() }, &mut errors);
    errors.finish()?;
    if store::count(tx, organization, &Filter::default()).await? >= MAX {
        return Err(Invalid::too_many("name", MAX).into());
    }
    if !contact.customer && !contact.vendor {
        (contact.customer, contact.vendor) = (true, true);
    }
    let number = store::next_number(tx, organization).await?;
    let contact = Contact { organization_id: organization, id: new_id(), number, version: 1, ..contact }.settled(&home);
    store::insert(tx, std::slice::from_ref(&contact)).await?;
    recorded(tx, &contact, "contact_created", vec![], who).await?;
    Ok(contact)
}

/// Changes a contact as `read` says over what it was, unless somebody has saved another version since `seen`.
pub async fn update(
    tx: &Tx,
    organization: Id,
    (id, seen): (Id, Option<i64>),
    sight: &Sight<'_>,
    read: impl FnOnce(Contact, &mut Invalid) -> Contact,
    who: (&User, i64),
) -> Result<Contact> {
    memberships::hold(tx, organization).await?;
    let before = store::find(tx, organization, id).await?;
    let mut errors = Invalid::new();
    let typed = read(before.clone(), &mut errors).settled(&before.country);
    typed.check(&mut errors);
    let after = CONTACT.over(&before, seen, typed, sight, errors)?;
    let changes = CONTACT.changes(&before, &after);
    if changes.is_empty() {
        return Ok(before);
    }
    if !store::update(tx, &after).await? {
        return Err(Error::Conflict("stale"));
    }
    recorded(tx, &after, "contact_changed", changes, who).await?;
    store::find(tx, organization, id).await
}

/// Deletes a contact that nothing names; another is only made inactive.
///
/// Errors: conflict `contact_named`.
pub async fn delete(tx: &Tx, applications: &Applications, organization: Id, id: Id, who: (&User, i64)) -> Result<()> {
    memberships::hold(tx, organization).await?;
    let contact = store::find(tx, organization, id).await?;
    if applications.uses(tx, organization, KIND, &[id]).await? {
        return Err(Error::Conflict("contact_named"));
    }
    store::delete(tx, organization, id).await?;
    recorded(tx, &contact, "contact_deleted", vec![], who).await
}
