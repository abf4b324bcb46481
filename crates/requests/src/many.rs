//! One template to many clients: who gets it, who can't and why, and the sending in the background, each client by itself.

use despacho_kernel::{Id, new_id};
use despacho_platform::{
    Error, Platform, Result,
    i18n::Lang,
    jobs::{Handles, Job, Trouble},
    notifications,
    sql::Connection,
    users,
};
use despacho_practice::clients::{
    client::{Client, Contact},
    store as clients,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    actions::{Addressee, Desk, addressees},
    request::{RECIPIENTS, Recipient},
    store,
    template::{called, for_period},
    typed::TypedRequest,
};

/// Most clients at once.
pub const MOST: usize = 500;

/// What becomes of a client in it.
#[derive(Debug, Clone)]
pub struct Planned {
    pub client: Client,
    pub to: Vec<Addressee>,
    pub typed: TypedRequest,
    /// Whether one of the same title is open already.
    pub again: bool,
}

/// What is sent: a template, for a period, due on a day.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Round {
    pub template: TypedRequest,
    pub period: String,
    pub due_on: String,
}

/// Contact persons with an address get it, or the client's own address where none has one.
fn planned(practice: Id, client: Client, contacts: &[Contact], open: &[(Id, String)], round: &Round) -> Planned {
    let own: Vec<Contact> = contacts.iter().filter(|contact| contact.client_id == client.id).cloned().collect();
    let recipients: Vec<Recipient> = own
        .iter()
        .filter(|contact| !contact.email.is_empty())
        .take(RECIPIENTS)
        .map(|contact| Recipient { practice_id: practice, contact_id: contact.id, name: contact.name.clone(), ..Recipient::default() })
        .collect();
    let (to, _) = addressees(&client, &own, &recipients);
    let lang = Lang::of(&client.language);
    let typed = TypedRequest {
        recipients: recipients.iter().map(|one| one.contact_id).collect(),
        due_on: Some(round.due_on.clone()),
        ..for_period(&round.template, &round.period, &called(lang, &round.period))
    };
    let again = open.iter().any(|(of, title)| *of == client.id && *title == typed.title);
    Planned { client, to, typed, again }
}

/// What becomes of each of these clients, in their order; those that a member may not see are left out.
pub async fn plan(db: &dyn Connection, practice: Id, ids: &[Id], visible_to: Option<Id>, round: &Round) -> Result<Vec<Planned>> {
    let seen = match visible_to {
        Some(user) => clients::assigned_among(db, practice, user, ids).await?,
        None => ids.to_vec(),
    };
    let contacts = store::contacts_of(db, practice, &seen).await?;
    let open = store::open_titles(db, practice, &seen).await?;
    Ok(clients::find_many(db, practice, &seen)
        .await?
        .into_iter()
        .map(|client| planned(practice, client, &contacts, &open, round))
        .collect())
}

/// Sends a round. Each client's request has its id beforehand, so that a server that ends in the midst of it asks nobody twice.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendRound {
    pub practice_id: Id,
    pub user_id: Id,
    pub round: Round,
    /// Each client, and the id of its request.
    pub clients: Vec<(Id, Id)>,
}

impl Job for SendRound {
    const KIND: &'static str = "send_requests";
}

impl SendRound {
    pub fn new(practice_id: Id, user_id: Id, round: Round, clients: &[Id]) -> Self {
        Self { practice_id, user_id, round, clients: clients.iter().map(|client| (*client, new_id())).collect() }
    }
}

/// Sends rounds.
pub struct Rounds;

impl Handles<SendRound> for Rounds {
    async fn run(platform: &Platform, job: SendRound) -> Result<(), Trouble> {
        let (db, now) = (platform.db.read(), platform.clock.now());
        let Some(by) = users::find(db, job.user_id).await? else { return Ok(()) };
        let (mut sent, mut failed) = (0, 0);
        let ids: Vec<Id> = job.clients.iter().map(|(client, _)| *client).collect();
        let plan = plan(db, job.practice_id, &ids, None, &job.round).await?;
        for planned in &plan {
            let Some((_, id)) = job.clients.iter().find(|(client, _)| *client == planned.client.id) else { continue };
            if store::find(db, job.practice_id, *id).await.is_ok() {
                sent += 1;
                continue;
            }
            let tx = platform.db.begin().await?;
            let desk = Desk { platform, tx: &tx, practice: job.practice_id, by: &by, visible_to: None, now };
            let done = async {
                let made = desk.create_as(*id, planned.client.id, &planned.typed).await?;
                desk.send(made.id).await
            };
            match done.await {
                Ok(_) => {
                    tx.commit().await?;
                    sent += 1;
                }
                // Without an address, or beyond what goes in a day: the others go.
                Err(Error::Invalid(_) | Error::Conflict(_) | Error::NotFound) => failed += 1,
                Err(error) => return Err(error.into()),
            }
        }
        platform.wake_workers();
        let tx = platform.db.begin().await?;
        let link = format!("/practices/{}/requests?view=open", job.practice_id);
        notifications::notify(&tx, by.id, "request_round", json!({ "title": job.round.template.title, "sent": sent, "failed": failed }), &link, now).await?;
        Ok(tx.commit().await?)
    }
}
