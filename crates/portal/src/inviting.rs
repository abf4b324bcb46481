//! A client's people come in by invitation; what each may do is changed, and taken away.

use despacho_firm_documents::{
    document::Category,
    people::{Person, Role},
    people_store as people,
};
use despacho_kernel::{Id, Invalid, email, new_id};
use despacho_platform::{
    Error, Platform, Result, Tx,
    activity::{self, Change, Entry},
    clock::DAY,
    i18n::Lang,
    invitations::count_message,
    jobs::{self, Handles, Job, Trouble},
    memberships, t,
    users::{self, User},
};
use despacho_practice::clients::{client::Client, store as clients};
use despacho_ui::{format, letter::Letter};
use serde::{Deserialize, Serialize};

use crate::invitation_store::{self as store, Invitation};

/// How long an invitation is good.
const LIFETIME: i64 = 7 * DAY;

/// What somebody of a client may do, as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rights {
    pub role: Role,
    /// Words of categories, by commas.
    pub categories: String,
}

impl Rights {
    /// From the words of a form; without categories those of the role.
    ///
    /// Errors: `role`, `categories` (`choice`).
    pub fn read(role: &str, categories: &[String]) -> Result<Self, Invalid> {
        let mut errors = Invalid::new();
        let role = errors.take("role", role.parse::<Role>());
        let mut chosen = vec![];
        for word in categories {
            chosen.extend(errors.take("categories", word.parse::<Category>()));
        }
        errors.finish()?;
        let role = role.unwrap_or(Role::ReadOnly);
        if categories.is_empty() {
            chosen = role.categories().to_vec();
        }
        chosen.sort_unstable();
        chosen.dedup();
        let words: Vec<&str> = chosen.iter().filter(|category| **category != Category::General).map(|category| category.word()).collect();
        Ok(Self { role, categories: words.join(",") })
    }
}

/// Sends an invitation.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendClientInvitation {
    pub practice_id: Id,
    pub invitation_id: Id,
}

impl Job for SendClientInvitation {
    const KIND: &'static str = "send_client_invitation";
}

async fn record(tx: &Tx, (practice, by, now): (Id, &User, i64), action: &str, client: &Client, after: &str) -> Result<()> {
    let changes = vec![Change { field: "email".into(), before: String::new(), after: after.into() }];
    let subject = ("client", client.id, client.display_name.as_str());
    activity::record(tx, Entry { tenant: practice, actor: Some(by), action, subject, changes }, now).await
}

/// Invites a contact person of a client by the address that they have; an earlier invitation is taken back.
///
/// Errors: `contact_id` (`contact_no_email`, `already_member`), `email` (limits of mail).
pub async fn invite(tx: &Tx, (practice, by, now): (Id, &User, i64), client: &Client, contact: Id, rights: &Rights) -> Result<Id> {
    memberships::hold(tx, practice).await?;
    let contact = clients::contact(tx, practice, client.id, contact).await?;
    let address = email::parse(&contact.email).map_err(|_| Invalid::one("contact_id", "contact_no_email"))?;
    let with_account = people::of_client(tx, practice, client.id).await?;
    if with_account.iter().any(|person| person.contact_id == contact.id) {
        return Err(Invalid::one("contact_id", "already_member").into());
    }
    count_message(tx, by, &address, now).await?;
    store::revoke_of(tx, practice, contact.id, now).await?;
    let invitation = Invitation {
        practice_id: practice,
        id: new_id(),
        client_id: client.id,
        contact_id: contact.id,
        email: address.clone(),
        role: rights.role.word().into(),
        categories: rights.categories.clone(),
        language: if client.language.is_empty() { by.language.clone() } else { client.language.clone() },
        invited_by: by.id,
        token_hash: None,
        created_at: now,
        expires_at: now + LIFETIME,
        accepted_at: None,
        revoked_at: None,
    };
    store::insert(tx, &invitation).await?;
    jobs::enqueue(tx, &SendClientInvitation { practice_id: practice, invitation_id: invitation.id }, now).await?;
    record(tx, (practice, by, now), "client_person_invited", client, &address).await?;
    Ok(invitation.id)
}

/// Takes an invitation back.
///
/// Errors: conflict `invitation_closed`.
pub async fn revoke(tx: &Tx, (practice, by, now): (Id, &User, i64), client: &Client, id: Id) -> Result<Invitation> {
    let invitation = store::find(tx, practice, client.id, id).await?;
    if !store::revoke(tx, practice, id, now).await? {
        return Err(Error::Conflict("invitation_closed"));
    }
    record(tx, (practice, by, now), "client_invitation_revoked", client, &invitation.email).await?;
    Ok(invitation)
}

/// Makes the one who answers somebody of the client, once.
///
/// Errors: gone `invitation_used`; conflict `already_of_client` where they are another contact person of it.
pub async fn accept(tx: &Tx, invitation: &Invitation, user: &User, now: i64) -> Result<Person> {
    memberships::hold(tx, invitation.practice_id).await?;
    if !store::accepted(tx, invitation, now).await? {
        return Err(Error::Gone("invitation_used"));
    }
    let present = people::of_client(tx, invitation.practice_id, invitation.client_id).await?;
    if present.iter().any(|person| person.user_id == user.id || person.contact_id == invitation.contact_id) {
        return Err(Error::Conflict("already_of_client"));
    }
    let person = Person {
        practice_id: invitation.practice_id,
        client_id: invitation.client_id,
        user_id: user.id,
        contact_id: invitation.contact_id,
        role: invitation.role.clone(),
        categories: invitation.categories.clone(),
        created_at: now,
        seen_at: None,
    };
    people::insert(tx, &person).await?;
    let client = clients::find(tx, invitation.practice_id, invitation.client_id, None).await?;
    record(tx, (invitation.practice_id, user, now), "client_person_joined", &client, &invitation.email).await?;
    Ok(person)
}

/// A client's person by their user.
async fn person(tx: &Tx, practice: Id, client: Id, user: Id) -> Result<Person> {
    memberships::hold(tx, practice).await?;
    people::of_client(tx, practice, client).await?.into_iter().find(|person| person.user_id == user).ok_or(Error::NotFound)
}

async fn address(tx: &Tx, user: Id) -> Result<String> {
    Ok(users::find(tx, user).await?.map(|user| user.email).unwrap_or_default())
}

/// Changes what somebody of a client may do.
pub async fn change(tx: &Tx, (practice, by, now): (Id, &User, i64), client: &Client, user: Id, rights: &Rights) -> Result<()> {
    let before = person(tx, practice, client.id, user).await?;
    people::update(tx, &Person { role: rights.role.word().into(), categories: rights.categories.clone(), ..before }).await?;
    record(tx, (practice, by, now), "client_person_changed", client, &address(tx, user).await?).await
}

/// Ends somebody's access to a client.
pub async fn remove(tx: &Tx, (practice, by, now): (Id, &User, i64), client: &Client, user: Id) -> Result<()> {
    let person = person(tx, practice, client.id, user).await?;
    people::remove(tx, &person).await?;
    record(tx, (practice, by, now), "client_person_removed", client, &address(tx, user).await?).await
}

/// Sends invitations. A link's secret is minted when its message is sent, so the queue never holds it.
pub struct Mails;

impl Handles<SendClientInvitation> for Mails {
    async fn run(platform: &Platform, job: SendClientInvitation) -> Result<(), Trouble> {
        let now = platform.clock.now();
        let tx = platform.db.begin().await?;
        let Some((invitation, secret)) = store::mint(&tx, job.practice_id, job.invitation_id, now).await? else { return Ok(()) };
        tx.commit().await?;
        let (db, lang) = (platform.db.read(), Lang::of(&invitation.language));
        let firm = memberships::tenant_name(db, invitation.practice_id).await?.unwrap_or_default();
        let client = clients::find(db, invitation.practice_id, invitation.client_id, None).await?;
        let by = users::find(db, invitation.invited_by).await?;
        let zone = by.as_ref().map(|by| by.time_zone.clone()).unwrap_or_default();
        let by = by.map(|by| by.name).unwrap_or_default();
        let link = format!("{}/portal-invitations/{secret}", platform.config.public_url);
        let text = t!(lang, "mail-portal-invitation", by = by, firm = firm.as_str(), client = client.display_name.as_str());
        let letter = Letter {
            lang,
            to: &invitation.email,
            subject: t!(lang, "mail-portal-invitation-subject", firm = firm.as_str()),
            text: &text,
            link: &link,
            label: &lang.t("invitation-accept"),
            note: &t!(lang, "mail-portal-invitation-note", until = format::date(lang, &zone, invitation.expires_at)),
        };
        Ok(platform.mailer.send(letter.mail()).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_are_those_of_the_role_unless_others_are_chosen() {
        let of = |role: &str, words: &[&str]| Rights::read(role, &words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!(of("accounting", &[]), Ok(Rights { role: Role::Accounting, categories: "accounting,tax".into() }));
        assert_eq!(of("read_only", &["tax", "general", "tax"]), Ok(Rights { role: Role::ReadOnly, categories: "tax".into() }));
        let wrong = of("boss", &["secret"]).expect_err("no role");
        assert_eq!(wrong.0.iter().map(|error| (error.field.as_str(), error.code)).collect::<Vec<_>>(), [("role", "choice"), ("categories", "choice")]);
    }
}
