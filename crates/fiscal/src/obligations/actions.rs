//! What people do with obligations.

use std::collections::HashMap;

use despacho_kernel::{Difference, Id, Invalid, new_id};
use despacho_platform::{
    Error, Result, Tx,
    activity::{self, Change, Entry},
    memberships,
    sql::Connection,
};
use despacho_practice::clients::{client::Client, store as clients};
use jiff::civil::Date;

use super::{
    obligation::{Obligation, State},
    store,
};
use crate::{
    derive::{self, Derived},
    period::Period,
    profile::{
        actions::{Hand, known},
        history::History,
    },
};

/// What a profile and what is kept differ in, of the periods of a year.
#[derive(Debug, Clone, Default)]
pub struct Proposal {
    /// What the profile asks and nobody has kept.
    pub added: Vec<Derived>,
    /// What is kept and untouched, and the profile no longer asks.
    pub ended: Vec<Obligation>,
    /// What is kept and open, with another last day than the profile's.
    pub moved: Vec<(Obligation, Derived)>,
    /// How many are kept as they are.
    pub kept: usize,
}

impl Proposal {
    /// Whether nothing is proposed.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.ended.is_empty() && self.moved.is_empty()
    }

    /// What a profile's history proposes over what is kept of the same year.
    pub fn of(history: &History, kept: Vec<Obligation>, year: i16) -> Self {
        let mut derived: HashMap<(String, String), Derived> =
            derive::derive(history, year).into_iter().map(|own| ((own.rule.model.clone(), own.period.text()), own)).collect();
        let mut proposal = Self::default();
        for own in kept {
            match derived.remove(&(own.model.clone(), own.period.clone())) {
                Some(now) if own.state().is_open() && is_moved(&own, &now) => proposal.moved.push((own, now)),
                Some(_) => proposal.kept += 1,
                None if !own.rule.is_empty() && own.is_untouched() => proposal.ended.push(own),
                None => proposal.kept += 1,
            }
        }
        proposal.added = derived.into_values().collect();
        proposal.added.sort_by(|a, b| (a.legal_due_on, &a.rule.model, a.period).cmp(&(b.legal_due_on, &b.rule.model, b.period)));
        proposal
    }
}

fn day(text: Option<Date>) -> String {
    text.map(|day| day.to_string()).unwrap_or_default()
}

fn is_moved(own: &Obligation, now: &Derived) -> bool {
    own.legal_due_on != now.legal_due_on.to_string() || own.direct_debit_on != day(now.direct_debit_on)
}

/// What the profile of a client proposes for the periods of a year; nothing is written.
pub async fn proposal(db: &dyn Connection, hand: Hand<'_>, client: Id, year: i16) -> Result<(Client, Proposal)> {
    let known = known(db, hand.practice, client, hand.visible_to, hand.today).await?;
    let kept = store::of_years(db, hand.practice, client, (year, year)).await?;
    Ok((known.client, Proposal::of(&known.history, kept, year)))
}

/// An obligation as it is kept when it is accepted: by a practice at an instant.
fn of_derived((practice, now): (Id, i64), client: Id, own: &Derived) -> Obligation {
    Obligation {
        practice_id: practice,
        id: new_id(),
        client_id: client,
        model: own.rule.model.clone(),
        name: String::new(),
        period: own.period.text(),
        campaign: own.campaign().text(),
        opens_on: own.opens_on.to_string(),
        nominal_due_on: own.nominal_due_on.to_string(),
        legal_due_on: own.legal_due_on.to_string(),
        direct_debit_on: day(own.direct_debit_on),
        state: State::Pending.word().into(),
        reason: String::new(),
        assigned_to: None,
        reference: String::new(),
        csv: String::new(),
        filed_on: String::new(),
        amount: None,
        late_reason: String::new(),
        paid_on: String::new(),
        proof_document_id: None,
        rule: own.rule.rule.clone(),
        explained: serde_json::to_string(&own.explained).unwrap_or_default(),
        created_at: now,
        updated_at: now,
        version: 1,
    }
}

async fn recorded(tx: &Tx, hand: Hand<'_>, action: &str, client: (Id, &str), changes: Vec<Change>) -> Result<()> {
    let entry = Entry { tenant: hand.practice, actor: Some(hand.by), action, subject: ("client", client.0, client.1), changes };
    activity::record(tx, entry, hand.now).await
}

/// How many were added, ended and moved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Accepted {
    pub added: usize,
    pub ended: usize,
    pub moved: usize,
}

/// Accepts what the profile proposes for a year: adds what it asks, ends with `reason` what it no longer does, and moves last days.
pub async fn accept(tx: &Tx, hand: Hand<'_>, client: Id, year: i16, reason: &str) -> Result<Accepted> {
    memberships::hold(tx, hand.practice).await?;
    let (client, proposal) = proposal(tx, hand, client, year).await?;
    if proposal.is_empty() {
        return Ok(Accepted::default());
    }
    let added: Vec<Obligation> = proposal.added.iter().map(|own| of_derived((hand.practice, hand.now), client.id, own)).collect();
    store::insert(tx, &added).await?;
    for own in &proposal.ended {
        let ended = Obligation { state: State::NotApplicable.word().into(), reason: reason.into(), updated_at: hand.now, ..own.clone() };
        store::update(tx, &ended).await?;
    }
    for (own, now) in &proposal.moved {
        let fresh = of_derived((hand.practice, hand.now), client.id, now);
        let moved = Obligation {
            opens_on: fresh.opens_on,
            nominal_due_on: fresh.nominal_due_on,
            legal_due_on: fresh.legal_due_on,
            direct_debit_on: fresh.direct_debit_on,
            campaign: fresh.campaign,
            rule: fresh.rule,
            explained: fresh.explained,
            updated_at: hand.now,
            ..own.clone()
        };
        store::update(tx, &moved).await?;
    }
    let done = Accepted { added: added.len(), ended: proposal.ended.len(), moved: proposal.moved.len() };
    let told = [("obligations_added", done.added), ("obligations_ended", done.ended), ("obligations_moved", done.moved)];
    let changes = told.iter().filter(|(_, count)| *count > 0);
    let changes = changes
        .map(|(field, count)| Change { field: (*field).into(), before: String::new(), after: count.to_string() })
        .collect();
    recorded(tx, hand, "obligations_derived", (client.id, &client.display_name), changes).await?;
    Ok(done)
}

/// What is typed of an obligation that is added.
#[derive(Debug, Clone, Default)]
pub struct New {
    pub model: String,
    pub period: String,
    /// What it is, where the catalogue has no such model.
    pub name: String,
    /// The last day, where no rule tells it.
    pub legal_due_on: String,
    pub assigned_to: Option<Id>,
}

/// Adds one obligation to a client: as its profile asks it, or by hand with its last day.
pub async fn add(tx: &Tx, hand: Hand<'_>, client: Id, new: New) -> Result<Obligation> {
    memberships::hold(tx, hand.practice).await?;
    let known = known(tx, hand.practice, client, hand.visible_to, hand.today).await?;
    let mut errors = Invalid::new();
    let model = errors.required("model", &new.model, 20);
    let name = errors.optional("name", &new.name, 200);
    let period = errors.take("period", Period::read(new.period.trim()).ok_or("fiscal_period"));
    let due: Option<Date> = match new.legal_due_on.trim() {
        "" => None,
        text => errors.take("legal_due_on", text.parse().map_err(|_| "date")),
    };
    let derived = period.and_then(|period| derive::derive_one(&known.history, &model, period));
    if derived.is_none() && due.is_none() && !errors.has("legal_due_on") {
        errors.push("legal_due_on", "required");
    }
    if derived.is_some() && due.is_some_and(|day| derived.as_ref().is_some_and(|own| own.legal_due_on != day)) {
        errors.push("legal_due_on", "fiscal_legal_day");
    }
    if derived.is_none() && name.is_empty() && crate::rules::model(&model).is_none() {
        errors.push("name", "required");
    }
    member(tx, hand, new.assigned_to, &mut errors).await?;
    errors.finish()?;
    let Some(period) = period else { return Err(Invalid::one("period", "fiscal_period").into()) };
    if store::find_by_period(tx, hand.practice, client, &model, &period.text()).await?.is_some() {
        return Err(Invalid::one("period", "taken").into());
    }
    let own = match (derived, due) {
        (Some(derived), _) => Obligation { name, assigned_to: new.assigned_to, ..of_derived((hand.practice, hand.now), client, &derived) },
        (None, due) => {
            let due = due.unwrap_or(hand.today);
            let campaign = match period {
                Period::Year(_) => Period::quarter_of(due.first_of_month().yesterday().unwrap_or(due)),
                other => Period::quarter_of(other.days().0),
            };
            Obligation {
                practice_id: hand.practice,
                id: new_id(),
                client_id: client,
                model,
                name,
                period: period.text(),
                campaign: campaign.text(),
                opens_on: String::new(),
                nominal_due_on: due.to_string(),
                legal_due_on: due.to_string(),
                direct_debit_on: String::new(),
                state: State::Pending.word().into(),
                reason: String::new(),
                assigned_to: new.assigned_to,
                reference: String::new(),
                csv: String::new(),
                filed_on: String::new(),
                amount: None,
                late_reason: String::new(),
                paid_on: String::new(),
                proof_document_id: None,
                rule: String::new(),
                explained: String::new(),
                created_at: hand.now,
                updated_at: hand.now,
                version: 1,
            }
        }
    };
    store::insert(tx, std::slice::from_ref(&own)).await?;
    let change = Change { field: "obligation".into(), before: String::new(), after: own.label() };
    recorded(tx, hand, "obligation_added", (client, &known.client.display_name), vec![change]).await?;
    Ok(own)
}

/// Notes where somebody is no member of the practice.
async fn member(tx: &Tx, hand: Hand<'_>, user: Option<Id>, errors: &mut Invalid) -> Result<()> {
    if let Some(user) = user
        && memberships::find(tx, hand.practice, user).await?.is_none()
    {
        errors.push("assigned_to", "choice");
    }
    Ok(())
}

/// What is changed of an obligation; what is none stays.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    pub state: Option<State>,
    pub reason: Option<String>,
    pub assigned_to: Option<Option<Id>>,
    pub reference: Option<String>,
    pub csv: Option<String>,
    pub filed_on: Option<String>,
    pub amount: Option<Option<i64>>,
    pub late_reason: Option<String>,
    pub paid_on: Option<String>,
    pub proof_document_id: Option<Option<Id>>,
}

/// An obligation with an edit made, checked: what a state needs is there, and what it does not have is not.
pub fn edited(before: &Obligation, edit: Edit, today: Date, errors: &mut Invalid) -> Obligation {
    let mut after = before.clone();
    let state = edit.state.unwrap_or_else(|| before.state());
    after.state = state.word().into();
    for (field, to, typed, max) in [
        ("reason", &mut after.reason, edit.reason, 300),
        ("reference", &mut after.reference, edit.reference, 60),
        ("csv", &mut after.csv, edit.csv, 60),
        ("late_reason", &mut after.late_reason, edit.late_reason, 300),
    ] {
        if let Some(text) = typed {
            *to = errors.optional(field, &text, max);
        }
    }
    for (field, to, typed) in [("filed_on", &mut after.filed_on, edit.filed_on), ("paid_on", &mut after.paid_on, edit.paid_on)] {
        if let Some(text) = typed {
            match (text.trim(), text.trim().parse::<Date>()) {
                ("", _) => to.clear(),
                (_, Ok(day)) if day <= today => *to = day.to_string(),
                (_, Ok(_)) => {
                    errors.push(field, "fiscal_future");
                }
                (_, Err(_)) => {
                    errors.push(field, "date");
                }
            }
        }
    }
    if let Some(amount) = edit.amount {
        after.amount = amount;
    }
    if let Some(user) = edit.assigned_to {
        after.assigned_to = user;
    }
    if let Some(proof) = edit.proof_document_id {
        after.proof_document_id = proof;
    }
    if state == State::NotApplicable {
        if after.reason.is_empty() && !errors.has("reason") {
            errors.push("reason", "required");
        }
    } else {
        after.reason.clear();
    }
    if matches!(state, State::Filed | State::Paid) {
        if after.filed_on.is_empty() && !errors.has("filed_on") {
            after.filed_on = today.to_string();
        }
        if after.filed_on > after.legal_due_on {
            if after.late_reason.is_empty() && !errors.has("late_reason") {
                errors.push("late_reason", "fiscal_late_reason");
            }
        } else {
            after.late_reason.clear();
        }
    } else {
        // What was taken back is told by the activity.
        after.filed_on.clear();
        after.reference.clear();
        after.csv.clear();
        after.late_reason.clear();
        after.amount = None;
    }
    if state == State::Paid {
        if after.paid_on.is_empty() && !errors.has("paid_on") {
            after.paid_on = today.to_string();
        }
    } else {
        after.paid_on.clear();
    }
    after
}

/// The fields of an obligation that may differ, with what is told of them.
fn told(own: &Obligation) -> [(&'static str, String); 10] {
    [
        ("state", own.state.clone()),
        ("reason", own.reason.clone()),
        ("assigned_to", own.assigned_to.map(|id| id.to_string()).unwrap_or_default()),
        ("reference", own.reference.clone()),
        ("csv", own.csv.clone()),
        ("filed_on", own.filed_on.clone()),
        ("amount", own.amount.map(|amount| amount.to_string()).unwrap_or_default()),
        ("late_reason", own.late_reason.clone()),
        ("paid_on", own.paid_on.clone()),
        ("proof_document_id", own.proof_document_id.map(|id| id.to_string()).unwrap_or_default()),
    ]
}

/// Changes an obligation, unless somebody has saved another version since `seen`. The practice is held.
pub async fn change(tx: &Tx, hand: Hand<'_>, id: Id, seen: Option<i64>, edit: Edit) -> Result<Obligation> {
    memberships::hold(tx, hand.practice).await?;
    let before = store::find(tx, hand.practice, id, hand.visible_to).await?;
    let mut errors = Invalid::new();
    if let Some(user) = edit.assigned_to {
        member(tx, hand, user, &mut errors).await?;
    }
    let after = edited(&before, edit, hand.today, &mut errors);
    errors.finish()?;
    let pairs = told(&before).into_iter().zip(told(&after)).filter(|(before, after)| before != after);
    let different: Vec<(&str, String, String)> = pairs.map(|((field, before), (_, after))| (field, before, after)).collect();
    if different.is_empty() {
        return Ok(before);
    }
    if seen.is_some_and(|seen| seen != before.version) {
        let differences = different
            .into_iter()
            .map(|(field, stored, typed)| Difference { field: field.into(), label: field.into(), stored, typed });
        return Err(Error::Stale(differences.collect()));
    }
    let after = Obligation { updated_at: hand.now, ..after };
    store::update(tx, &after).await?;
    let client = clients::find(tx, hand.practice, after.client_id, hand.visible_to).await?;
    let names: HashMap<Id, String> = memberships::list(tx, hand.practice).await?.into_iter().map(|member| (member.user_id, member.name)).collect();
    let person = |text: String| text.parse::<Id>().ok().and_then(|id| names.get(&id).cloned()).unwrap_or(text);
    let mut changes = vec![Change { field: "obligation".into(), before: after.label(), after: after.label() }];
    changes.extend(different.into_iter().map(|(field, before, after)| match field {
        "assigned_to" => Change { field: field.into(), before: person(before), after: person(after) },
        // Their own words: others call a document's number so, and a place.
        "state" => Change { field: "obligation_state".into(), before, after },
        "reference" => Change { field: "filing_reference".into(), before, after },
        "amount" => Change { field: "filing_amount".into(), before: euros(&before), after: euros(&after) },
        _ => Change { field: field.into(), before, after },
    }));
    recorded(tx, hand, "obligation_changed", (client.id, &client.display_name), changes).await?;
    store::find(tx, hand.practice, id, hand.visible_to).await
}

/// An amount in cents as the activity keeps it: `1234.56`.
fn euros(minor: &str) -> String {
    minor.parse().map_or_else(|_| minor.to_owned(), |minor| despacho_kernel::money::plain(minor, 2))
}

/// Sets where an obligation stands, for rooms whose work it is; what it was filed with is told apart. The practice is held.
pub async fn set_state(tx: &Tx, hand: Hand<'_>, id: Id, state: State) -> Result<Obligation> {
    change(tx, hand, id, None, Edit { state: Some(state), ..Edit::default() }).await
}

#[cfg(test)]
mod tests;
