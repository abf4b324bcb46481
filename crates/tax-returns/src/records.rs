//! What informative returns list by party.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};

use despacho_contacts::{Contact, store as contacts};
use despacho_kernel::Id;
use despacho_ledger::reports::Period;
use despacho_platform::{Result, sql::Connection};
use despacho_taxes::{
    forms::{Form, Records},
    tax::{Tax, Treatment},
};

use crate::{
    ground::Ground,
    store::{self, Source},
};

/// A record: what there was with a party under a key, in minor units of the organization's currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    pub contact_id: Id,
    /// The return's own: `G` for professionals, `E` for goods supplied; empty where it has none.
    pub key: Cow<'static, str>,
    /// The sum of documents; one of several taxes counts for each.
    pub documents: i64,
    pub base: i64,
    pub withheld: i64,
    /// Each quarter's, where the return tells them.
    pub quarters: Option<[i64; 4]>,
}

async fn by_contact(db: &dyn Connection, ground: &Ground, days: Period, sources: &[Source], key: impl Fn(&Tax) -> Option<&'static str>) -> Result<Vec<Record>> {
    let mut found: BTreeMap<(Id, &'static str), Record> = BTreeMap::new();
    for row in store::by_contact(db, ground.id(), days, sources).await? {
        let Some(key) = ground.taxes.get(&row.tax_id).and_then(|own| key(&own.tax)) else { continue };
        let record = found
            .entry((row.contact_id, key))
            .or_insert(Record { contact_id: row.contact_id, key: key.into(), ..Record::default() });
        record.documents += row.documents;
        record.base += row.base;
        record.withheld += row.amount;
    }
    Ok(found.into_values().collect())
}

/// The records of a return over days; `sources` are the taxes that go to its boxes, or those between member states.
pub async fn records(db: &dyn Connection, ground: &Ground, form: &'static Form, days: Period, sources: &[Source]) -> Result<Vec<Record>> {
    match form.records {
        None => Ok(vec![]),
        Some(Records::Withheld) => by_contact(db, ground, days, sources, |tax| Some(form.key(tax.nature.word()))).await,
        Some(Records::IntraCommunity) => by_contact(db, ground, days, sources, |tax| Some(form.key(tax.between_members()?))).await,
        Some(Records::Parties) => {
            // What other returns or customs tell is left out (Spain: RD 1065/2007, art. 33.2).
            let told = [Treatment::IntraCommunity, Treatment::Export, Treatment::Import];
            let without: Vec<Id> = ground.taxes.values().filter(|own| told.contains(&own.tax.treatment)).map(|own| own.id).collect();
            let of = |party: store::Party| Record {
                contact_id: party.contact_id,
                key: form.key(&party.key).into(),
                documents: party.documents,
                base: party.total,
                withheld: 0,
                quarters: Some([party.first, party.second, party.third, party.fourth]),
            };
            Ok(store::parties(db, ground.id(), days, form.threshold, &without).await?.into_iter().map(of).collect())
        }
    }
}

/// Records with whose they are, by name.
pub async fn named(db: &dyn Connection, organization: Id, records: Vec<Record>) -> Result<Vec<(Contact, Record)>> {
    let ids: Vec<Id> = records.iter().map(|record| record.contact_id).collect();
    let contacts: HashMap<Id, Contact> = contacts::of_ids(db, organization, &ids).await?.into_iter().map(|contact| (contact.id, contact)).collect();
    let mut found: Vec<(Contact, Record)> = records.into_iter().filter_map(|record| Some((contacts.get(&record.contact_id)?.clone(), record))).collect();
    found.sort_by(|(a, one), (b, other)| (&a.name, a.number, &one.key).cmp(&(&b.name, b.number, &other.key)));
    Ok(found)
}
