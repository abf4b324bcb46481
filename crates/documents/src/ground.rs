//! What documents stand on: the organization with its taxes, series, payment terms and accounts, and today.

use despacho_books::preferences::{NUMBER_SERIES, PAYMENT_TERMS, payment_terms::due_on};
use despacho_contacts::Contact;
use despacho_kernel::{Id, money::Money, number::Notation, place::Currency};
use despacho_ledger::{
    catalog::{self, PackDocuments},
    rates::actions::look_up,
    taxes::{self, OwnTax},
};
use despacho_organizations::{Organization, store as organizations};
use despacho_platform::{Error, Result, sql::Connection};
use despacho_settings::lists::{ListRow, store as lists};
use despacho_taxes::{
    propose::{self, Party},
    tax::{Direction, Nature, Treatment},
    union,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use rust_decimal::Decimal;

use crate::{items::item::Item, roles::Roles};

/// What documents of an organization stand on.
pub struct Ground {
    pub organization: Organization,
    pub currency: &'static Currency,
    pub taxes: Vec<OwnTax>,
    pub roles: Roles,
    pub series: Vec<ListRow>,
    terms: Option<ListRow>,
    pub today: Date,
}

impl Ground {
    /// Reads it.
    pub async fn of(db: &dyn Connection, organization: Id, now: i64) -> Result<Self> {
        let organization = organizations::find(db, organization).await?;
        let id = organization.id;
        let zone = TimeZone::get(&organization.time_zone).unwrap_or(TimeZone::UTC);
        let today = Timestamp::from_millisecond(now).map_err(|e| Error::Other(e.to_string()))?.to_zoned_datetime(zone).date();
        let active = |rows: Vec<ListRow>| rows.into_iter().filter(|row| row.active).collect::<Vec<_>>();
        Ok(Self {
            currency: organization.own_currency()?,
            taxes: taxes::all(db, id).await?,
            roles: Roles::of(db, id, &organization.country).await?,
            series: active(lists::list(db, &NUMBER_SERIES, id, lists::MAX).await?),
            terms: active(lists::list(db, &PAYMENT_TERMS, id, lists::MAX).await?).into_iter().next(),
            today,
            organization,
        })
    }

    /// What the country's law asks of documents.
    pub fn rules(&self) -> &'static PackDocuments {
        &catalog::pack(&self.organization.country).documents
    }

    /// Whether what is issued is final here.
    pub fn is_final(&self) -> bool {
        self.rules().is_final
    }

    /// The most that a simplified invoice of a day comes to, in minor units.
    pub fn most_simplified(&self, day: Date) -> Option<i64> {
        let bound = self.rules().most_simplified.iter().filter(|bound| bound.valid_from <= day).max_by_key(|bound| bound.valid_from)?;
        Money::parse(&bound.most, self.currency, Notation::Plain).ok().map(|money| money.minor)
    }

    /// When a document of a day is due by the organization's payment terms.
    pub fn due_on(&self, date: Date) -> Date {
        let terms = self.terms.as_ref().map(|row| PAYMENT_TERMS.values(row));
        terms.map_or(date, |row| due_on(date, row.get("days").parse().unwrap_or(0), row.get("due_from")))
    }

    /// A series for a word of documents, by its id or name; the first one where none is named.
    pub fn series_of(&self, word: &str, named: &str) -> Option<&ListRow> {
        let named = named.trim();
        let mut all = self.series.iter().filter(|row| NUMBER_SERIES.values(row).get("document") == word);
        if named.is_empty() { all.next() } else { all.find(|row| row.id.to_string() == named || NUMBER_SERIES.values(row).get("name") == named) }
    }

    /// The rate of a currency on a day: units of the organization's for one of it.
    pub async fn rate(&self, db: &dyn Connection, currency: &str, day: Date) -> Result<Option<Decimal>> {
        let found = look_up(db, self.organization.id, &self.currency.code, &[(currency, day)]).await?;
        Ok(found.into_values().next().map(|found| found.rate))
    }

    /// How a contact is treated on a day.
    pub fn party(&self, contact: &Contact, day: Date) -> Party {
        let home = self.organization.country.as_str();
        let both = union::has(home, day) && union::has(&contact.country, day);
        if contact.country == home || contact.country.is_empty() {
            Party::Domestic
        } else if both && !contact.tax_id.is_empty() {
            Party::IntraCommunity
        } else if both {
            // Who has no number for VAT is charged as at home (Ley 37/1992, arts. 68 and 70).
            Party::Domestic
        } else {
            Party::Outside
        }
    }

    /// The taxes that a line is proposed, by their places: the item's own at home, else those that follow from contact, item and day.
    pub fn proposed(&self, direction: Direction, contact: &Contact, item: Option<&Item>, day: Date) -> Vec<usize> {
        let party = self.party(contact, day);
        let place = |code: &str| self.taxes.iter().position(|own| own.tax.code == code && own.active);
        let own: Vec<usize> = item
            .map(|item| if direction == Direction::Sale { &item.sale_taxes } else { &item.purchase_taxes })
            .into_iter()
            .flat_map(|codes| codes.lines().filter_map(place))
            .collect();
        if party == Party::Domestic && !own.is_empty() {
            return own;
        }
        let usual = |at: &usize| {
            let tax = &self.taxes[*at].tax;
            tax.direction == direction && tax.treatment == Treatment::Standard && tax.is_valid_on(day)
        };
        let rate = own.iter().find(|at| usual(at)).map(|at| self.taxes[*at].tax.rate);
        let offered: Vec<usize> = (0..self.taxes.len()).filter(|at| self.taxes[*at].active).collect();
        let highest = || offered.iter().filter(|at| usual(at)).map(|at| self.taxes[*at].tax.rate).max();
        let Some(rate) = rate.or_else(highest) else { return vec![] };
        let nature = if item.is_some_and(|item| item.kind == "goods") { Nature::Goods } else { Nature::Services };
        let taxes: Vec<_> = offered.iter().map(|at| self.taxes[*at].tax.clone()).collect();
        let line = propose::Line { direction, party, nature, rate, withheld: None, day };
        propose::propose(&taxes, &line).into_iter().map(|at| offered[at]).collect()
    }

    /// The number of a series as it is written.
    pub fn number(&self, series: Id, sequence: i64) -> String {
        let row = self.series.iter().find(|row| row.id == series).map(|row| NUMBER_SERIES.values(row));
        row.map_or_else(String::new, |row| despacho_books::preferences::number_series::number(row.get("prefix"), &sequence.to_string(), row.get("digits")))
    }
}
