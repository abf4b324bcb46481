//! A fiscal profile is read and changed.

use despacho_kernel::{Id, Invalid, new_id};
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Entry},
    memberships,
    sql::Connection,
    users::User,
};
use despacho_practice::clients::{client::Client, store as clients};
use despacho_ui::fields::Sight;
use jiff::civil::Date;

use super::{
    entity::{FiscalProfile, PROFILE},
    history::{History, Said},
    store,
};

/// Whose fiscal profiles follow rules that are told here.
pub const COUNTRY: &str = "ES";

/// Who acts, and which clients they see.
#[derive(Debug, Clone, Copy)]
pub struct Hand<'a> {
    pub practice: Id,
    pub by: &'a User,
    pub visible_to: Option<Id>,
    /// The present day of who acts.
    pub today: Date,
    /// UTC milliseconds.
    pub now: i64,
}

/// A client with its profile of a day and all that was said of it.
#[derive(Debug, Clone)]
pub struct Known {
    pub client: Client,
    pub profile: FiscalProfile,
    pub history: History,
}

/// The profile of a client on a day; not found where whoever asks does not see the client.
pub async fn known(db: &dyn Connection, practice: Id, client: Id, visible_to: Option<Id>, day: Date) -> Result<Known> {
    let client = clients::find(db, practice, client, visible_to).await?;
    let (history, version) = (store::history(db, practice, client.id).await?, store::version(db, practice, client.id).await?);
    Ok(Known { profile: history.on(day, version), history, client })
}

/// Changes a profile to what `read` makes of that of `valid_from`, or of today's, unless somebody has saved another version since `seen`. What was never told before is so since
/// always unless a day is told.
pub async fn save(
    tx: &Tx,
    hand: Hand<'_>,
    client: Id,
    (seen, valid_from): (Option<i64>, Option<Date>),
    sight: &Sight<'_>,
    read: impl FnOnce(FiscalProfile, &mut Invalid) -> FiscalProfile,
) -> Result<Known> {
    memberships::hold(tx, hand.practice).await?;
    let Known { client, profile: before, mut history } = known(tx, hand.practice, client, hand.visible_to, valid_from.unwrap_or(hand.today)).await?;
    if client.country != COUNTRY {
        return Err(Error::Conflict("fiscal_country"));
    }
    let mut errors = Invalid::new();
    let typed = read(before.clone(), &mut errors).settled(client.fiscal_year_start, &mut errors);
    errors.sort_by(PROFILE.list.iter().map(|field| field.name));
    let after = PROFILE.over(&before, seen, typed, sight, errors)?;
    let changes = PROFILE.changes(&before, &after);
    if changes.is_empty() {
        return Ok(Known { client, profile: before, history });
    }
    let most = usize::try_from(store::MOST).unwrap_or(usize::MAX);
    if history.0.len() + changes.len() > most {
        return Err(Invalid::too_many("", most).into());
    }
    let said: Vec<Said> = PROFILE
        .list
        .iter()
        .filter(|field| (field.get)(&before) != (field.get)(&after))
        .map(|field| {
            let since = match valid_from {
                Some(day) => day.to_string(),
                None if history.has(field.name) => hand.today.to_string(),
                None => String::new(),
            };
            Said {
                practice_id: hand.practice,
                id: new_id(),
                client_id: client.id,
                field: field.name.into(),
                value: (field.get)(&after),
                valid_from: since,
                set_by: hand.by.id,
                set_at: hand.now,
            }
        })
        .collect();
    store::say(tx, hand.practice, client.id, &said, hand.now).await?;
    let subject = ("client", client.id, client.display_name.as_str());
    activity::record(tx, Entry { tenant: hand.practice, actor: Some(hand.by), action: "fiscal_profile_updated", subject, changes }, hand.now).await?;
    history.0.extend(said);
    let version = store::version(tx, hand.practice, client.id).await?;
    Ok(Known { profile: history.on(valid_from.unwrap_or(hand.today), version), history, client })
}
