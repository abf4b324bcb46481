//! Returns: which concern an organization in a year, and one of them with its boxes.

use std::collections::{BTreeMap, HashMap};

use despacho_documents::store as documents;
use despacho_kernel::{Id, tax_id};
use despacho_ledger::{
    accounts::store as accounts,
    catalog,
    journal::entry::Part,
    reports::{Period as Days, sums},
};
use despacho_platform::{Result, sql::Connection};
use despacho_taxes::{
    boxes::{self, Takes},
    filling::{self, Sums},
    forms::{self, Adds, Concerns, Form, Given, Line},
    period::Period,
    tax::{Direction, Effect, Tax},
};
use jiff::civil::Date;

use crate::{
    accrual, accrual_store,
    filed::Filed,
    filing::Filing,
    filing_store,
    ground::{Ground, Group, is_credit},
    records::{self, Record},
    store::{self, Behind, Source},
};

/// A box with its figure: minor units, or a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    pub line: &'static Line,
    pub number: &'static str,
    pub value: i64,
    /// The taxes that it comes from; none of sums and of what the books tell.
    pub sources: Vec<Source>,
    /// Whether it has documents.
    pub opens: bool,
}

impl Figure {
    /// Whether it counts recipients.
    pub fn is_count(&self) -> bool {
        self.line.count.as_deref() == Some(self.number)
    }
}

/// A return of a period, as documents and books are now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    pub form: &'static Form,
    pub period: Period,
    pub days: Days,
    pub figures: Vec<Figure>,
    pub records: Vec<Record>,
    /// The filing whose figures it has; none where they are computed.
    pub filing: Option<Id>,
}

impl Return {
    /// The figure of a box.
    pub fn figure(&self, number: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.number == number)
    }

    /// What is paid, or comes back below zero.
    pub fn result(&self) -> Option<&Figure> {
        self.figure(self.form.result.as_deref()?)
    }
}

/// The days whose documents a period's figures are of.
pub fn days(form: &Form, period: Period) -> Days {
    let (from, to) = form.days(period);
    Days { from, to }
}

/// The return of a model that is filed for a period in a country; none where there is none.
pub fn form(country: &str, model: &str, period: Period) -> Option<&'static Form> {
    forms::on(country, period.days().1).into_iter().find(|form| form.model == model && form.is_for(period))
}

/// Whether a tax goes to a return.
pub fn takes(country: &str, form: &Form, end: Date, tax: &Tax) -> bool {
    [false, true]
        .into_iter()
        .any(|refund| boxes::of(country, tax, refund, end).iter().any(|entry| entry.model == form.model))
}

fn within(groups: &[Group], days: Days) -> impl Iterator<Item = &Group> {
    let month = |day: Date| day.strftime("%Y-%m").to_string();
    let (first, last) = (month(days.from), month(days.to));
    groups.iter().filter(move |group| first <= group.month && group.month <= last)
}

fn source(group: &Group) -> Source {
    Source { tax_id: group.tax_id, rate: group.rate.clone(), kind: group.kind.clone() }
}

/// The taxes behind each box.
fn sources(ground: &Ground, form: &Form, end: Date, groups: &[&Group]) -> HashMap<&'static str, Vec<Source>> {
    let mut found: HashMap<&'static str, Vec<Source>> = HashMap::new();
    for group in groups {
        let Some(tax) = ground.tax(group.tax_id, &group.rate) else { continue };
        for entry in boxes::of(&ground.organization.country, &tax, is_credit(&group.kind), end)
            .into_iter()
            .filter(|entry| entry.model == form.model)
        {
            let (all, own) = (found.entry(entry.number).or_default(), source(group));
            if !all.contains(&own) {
                all.push(own);
            }
        }
    }
    found
}

/// Income and expenses of the books over days, without what closes years.
async fn books(db: &dyn Connection, organization: Id, days: Days) -> Result<(i64, i64)> {
    let types: HashMap<Id, String> = accounts::all(db, organization).await?.into_iter().map(|account| (account.id, account.r#type)).collect();
    let (mut income, mut expenses) = (0, 0);
    for ((account, part), sums) in sums::over(db, organization, days).await? {
        match types.get(&account).map(String::as_str) {
            Some("income") if part == Part::Normal => income -= sums.balance(),
            Some("expense") if part == Part::Normal => expenses += sums.balance(),
            _ => {}
        }
    }
    Ok((income, expenses))
}

/// What is given to the boxes of a return for one period: what its taxes come to, and what the books tell.
struct Filling<'a> {
    db: &'a dyn Connection,
    ground: &'a Ground,
    form: &'static Form,
    groups: &'a [Group],
    filed: &'a Filed,
}

/// What earlier returns left to be used in a period: of the last that is filed, otherwise what the ledger holds of it before the period.
async fn carried(db: &dyn Connection, ground: &Ground, form: &Form, period: Period, filed: &Filed) -> Result<i64> {
    if let Some(before) = filed.before(&form.model, period) {
        return Ok(filed.left(form, before));
    }
    let Some(of) = &catalog::pack(&ground.organization.country).returns else { return Ok(0) };
    let Some(account) = accounts::find_by_code(db, ground.id(), &of.receivable).await? else { return Ok(0) };
    Ok(filing_store::held_before(db, ground.id(), account.id, &period.days().0.to_string()).await?.max(0))
}

impl Filling<'_> {
    /// Fills a period; `before` is what its boxes came to in earlier periods of the year, where that was above zero.
    async fn fill(&self, period: Period, before: &BTreeMap<&'static str, i64>) -> Result<Return> {
        let (ground, form, country) = (self.ground, self.form, self.ground.organization.country.as_str());
        let (days, end) = (days(form, period), period.days().1);
        let groups: Vec<&Group> = within(self.groups, days).collect();
        let sums: Vec<Sums> = groups.iter().filter_map(|group| group.sums(ground)).collect();
        let mut given = filling::taken(country, &form.model, end, &sums);
        let mut sources = sources(ground, form, end, &groups);
        let of_records = match form.records {
            Some(forms::Records::IntraCommunity) => {
                let keyed = |group: &&&Group| ground.tax(group.tax_id, &group.rate).is_some_and(|tax| tax.between_members().is_some());
                let mut all: Vec<Source> = groups.iter().filter(keyed).map(|group| source(group)).collect();
                all.dedup();
                all
            }
            _ => form
                .lines()
                .filter_map(|line| line.amount.as_deref())
                .find_map(|number| sources.get(number).cloned())
                .unwrap_or_default(),
        };
        let records = if form.records.is_some() { records::records(self.db, ground, form, days, &of_records).await? } else { vec![] };
        let sequence = self.filed.last(&form.model, period).map_or(1, |filing| filing.sequence);
        let earlier = self.filed.earlier(&form.model, period, sequence);
        let told = if form.lines().any(|line| line.takes == Some(Given::Income)) { books(self.db, ground.id(), days).await? } else { (0, 0) };
        let by_day = if form.lines().any(|line| line.takes == Some(Given::CashSold)) { accrual::by_day(self.db, ground, days).await? } else { vec![] };
        let for_cash = |of: Direction| {
            let own = by_day.iter().filter(|group| ground.taxes.get(&group.tax_id).is_some_and(|own| own.tax.direction == of));
            own.fold((0, 0), |(base, amount), group| (base + group.sign() * group.base, amount + group.sign() * group.amount))
        };
        for line in form.lines() {
            let (count, base, amount) = (line.count.as_deref(), line.base.as_deref(), line.amount.as_deref());
            let mut give = |number: Option<&'static str>, value: i64| given.extend(number.map(|number| (number, value)));
            match line.takes {
                Some(Given::Income) => give(amount, told.0),
                Some(Given::Expenses) => give(amount, told.1),
                Some(Given::Before) => give(amount, line.of.as_deref().and_then(|of| before.get(of)).copied().unwrap_or(0)),
                Some(Given::Records) => {
                    give(count, i64::try_from(records.len()).unwrap_or(i64::MAX));
                    give(base, records.iter().map(|record| record.base).sum());
                }
                Some(Given::Carried) => give(amount, carried(self.db, ground, form, period, self.filed).await?),
                Some(of @ (Given::CashSold | Given::CashBought)) => {
                    let (own_base, own_amount) = for_cash(if of == Given::CashSold { Direction::Sale } else { Direction::Purchase });
                    give(base, own_base);
                    give(amount, own_amount);
                }
                Some(of @ (Given::Earlier | Given::Refunded)) => give(amount, earlier.get(&of).copied().unwrap_or(0)),
                None => {
                    if let (Some(_), Some(from)) = (count, amount.and_then(|amount| sources.get(amount))) {
                        give(count, store::counts(self.db, ground.id(), days, from).await?.1);
                    }
                }
            }
        }
        for number in form.lines().filter(|line| line.adds == Some(Adds::WithheldAtPayment)).filter_map(|line| line.amount.as_deref()) {
            let kept = accrual_store::withheld_at_payment(self.db, ground.id(), days, &ground.currency.code).await?;
            *given.entry(number).or_insert(0) += kept;
        }
        let figures = form.filled(&given).into_iter().map(|(line, number, value)| {
            let sources = sources.remove(number).unwrap_or_default();
            Figure { line, number, value, opens: !sources.is_empty(), sources }
        });
        Ok(Return { form, period, days, figures: figures.collect(), records, filing: None })
    }

    /// Fills a period, after the earlier ones of its year where it asks for them.
    async fn after_earlier(&self, period: Period) -> Result<Return> {
        let mut before = BTreeMap::new();
        let asked: Vec<&'static str> = self.form.lines().filter_map(|line| line.of.as_deref()).collect();
        if !asked.is_empty() {
            for earlier in self.form.in_year(period.year).into_iter().filter(|earlier| *earlier < period) {
                // What was filed holds; the rest is computed.
                let held: Option<Vec<i64>> = asked.iter().map(|number| self.filed.held(&self.form.model, earlier, number)).collect();
                let figures = match held {
                    Some(figures) => figures,
                    None => {
                        let filled = self.fill(earlier, &before).await?;
                        asked.iter().map(|number| filled.figure(number).map_or(0, |figure| figure.value)).collect()
                    }
                };
                for (number, figure) in asked.iter().zip(figures) {
                    *before.entry(*number).or_insert(0) += figure.max(0);
                }
            }
        }
        self.fill(period, &before).await
    }
}

/// The return of a period, computed.
pub async fn computed(db: &dyn Connection, ground: &Ground, form: &'static Form, period: Period, filed: &Filed) -> Result<Return> {
    let groups = accrual::groups(db, ground, Days { from: days(form, period).from.first_of_year(), to: days(form, period).to }).await?;
    Filling { db, ground, form, groups: &groups, filed }.after_earlier(period).await
}

/// The returns that concern an organization in a calendar year, computed, in the order of the catalogue.
pub async fn of_year(db: &dyn Connection, ground: &Ground, year: i16, filed: &Filed) -> Result<Vec<Return>> {
    of_year_where(db, ground, year, filed, |_, _| true).await
}

/// The periods of a form in its year before one that have figures and that nobody has marked as filed.
pub async fn unfiled_before(db: &dyn Connection, ground: &Ground, (form, period): (&Form, Period), filed: &Filed) -> Result<Vec<Period>> {
    let is_filed = |period: Period| filed.last(&form.model, period).is_some_and(Filing::is_filed);
    let wanted = |of: &Form, other: Period| of.model == form.model && other.text() < period.text() && period.quarter.is_some() && !is_filed(other);
    let found = of_year_where(db, ground, period.year, filed, wanted).await?;
    Ok(found.into_iter().filter(|of| of.figures.iter().any(|figure| figure.value != 0)).map(|of| of.period).collect())
}

/// Those of them that are wanted; the others are not computed.
pub async fn of_year_where(db: &dyn Connection, ground: &Ground, year: i16, filed: &Filed, wanted: impl Fn(&Form, Period) -> bool) -> Result<Vec<Return>> {
    let end = Period { year, quarter: None }.days();
    let forms: Vec<(&'static Form, Vec<Period>)> = forms::on(&ground.organization.country, end.1)
        .into_iter()
        .map(|form| (form, form.in_year(year).into_iter().filter(|period| wanted(form, *period)).collect::<Vec<_>>()))
        .filter(|(_, periods)| !periods.is_empty())
        .collect();
    if forms.is_empty() {
        return Ok(vec![]);
    }
    let groups = accrual::groups(db, ground, Days { from: end.0, to: end.1 }).await?;
    let mut found = vec![];
    for (form, periods) in forms {
        let filling = Filling { db, ground, form, groups: &groups, filed };
        let concerns = surely(ground, form).unwrap_or_else(|| match form.concerns {
            // Whoever withholds in one quarter files all of the year's.
            Concerns::Boxes => groups
                .iter()
                .any(|group| ground.tax(group.tax_id, &group.rate).is_some_and(|tax| takes(&ground.organization.country, form, end.1, &tax))),
            _ => true,
        });
        for period in periods.into_iter().filter(|_| concerns) {
            let one = filling.after_earlier(period).await?;
            if form.concerns != Concerns::Records || !one.records.is_empty() || filed.last(&form.model, period).is_some() {
                found.push(one);
            }
        }
    }
    Ok(found)
}

/// Whether a form concerns an organization, where that needs no look at its documents.
pub fn surely(ground: &Ground, form: &Form) -> Option<bool> {
    match form.concerns {
        Concerns::Vat => Some(ground.taxes.values().any(|own| own.tax.effect() != Effect::Withheld)),
        Concerns::Activity => Some(tax_id::is_of_person(&ground.organization.tax_id, &ground.organization.country)),
        Concerns::Boxes | Concerns::Records => None,
    }
}

/// A document behind a box, and what it gives to it in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoxDocument {
    pub document: Behind,
    pub amount: i64,
}

/// The documents behind a box from beyond a place, at most `limit`, each with what it gives.
pub async fn behind(db: &dyn Connection, ground: &Ground, of: &Return, figure: &Figure, after: (&str, Id), limit: i64) -> Result<Vec<BoxDocument>> {
    if let Some(filing) = of.filing {
        let taken = filing_store::behind(db, (ground.id(), filing, figure.number), after, limit).await?;
        let one = |of: filing_store::TakenDocument| BoxDocument {
            amount: of.amount,
            document: Behind {
                id: of.id,
                kind: of.kind,
                number: of.number,
                vendor_number: of.vendor_number,
                date: of.date,
                contact_id: of.contact_id,
                contact_name: of.contact_name,
            },
        };
        return Ok(taken.into_iter().map(one).collect());
    }
    if figure.sources.is_empty() {
        return Ok(vec![]);
    }
    let paid = accrued_behind(db, ground, of, figure).await?;
    let found = store::behind(db, ground.id(), (of.days, &by_day(ground, figure)), after, limit).await?;
    let ids: Vec<Id> = found.iter().map(|document| document.id).collect();
    let end = of.period.days().1;
    let mut given: HashMap<Id, i64> = HashMap::new();
    let kinds: HashMap<Id, &str> = found.iter().map(|document| (document.id, document.kind.as_str())).collect();
    for row in documents::taxes(db, ground.id(), &ids).await? {
        let Some(tax) = ground.tax(row.tax_id, &row.rate) else { continue };
        let credit = kinds.get(&row.document_id).is_some_and(|kind| is_credit(kind));
        let sign = if credit { -1 } else { 1 };
        for entry in boxes::of(&ground.organization.country, &tax, credit, end) {
            if entry.model == of.form.model && entry.number == figure.number {
                *given.entry(row.document_id).or_insert(0) += sign
                    * match entry.takes {
                        Takes::Base => row.base_base,
                        Takes::Amount => row.base_amount,
                        Takes::Deducted => row.base_deductible,
                    };
            }
        }
    }
    let own = found.into_iter().map(|document| BoxDocument { amount: given.get(&document.id).copied().unwrap_or(0), document });
    let beyond = |of: &BoxDocument| (of.document.date.as_str(), of.document.id) > after;
    let mut all: Vec<BoxDocument> = own.chain(paid.into_iter().filter(beyond)).collect();
    all.sort_by(|a, b| (&a.document.date, a.document.id).cmp(&(&b.document.date, b.document.id)));
    all.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(all)
}

/// The taxes of a box that count by their documents' days.
pub fn by_day(ground: &Ground, figure: &Figure) -> Vec<Source> {
    let counts = |source: &&Source| ground.taxes.get(&source.tax_id).is_none_or(|own| !accrual::is_cash(own));
    figure.sources.iter().filter(counts).cloned().collect()
}

/// What accrued of the documents under the cash criterion that are behind a box, by their days.
pub async fn accrued_behind(db: &dyn Connection, ground: &Ground, of: &Return, figure: &Figure) -> Result<Vec<BoxDocument>> {
    let mut found: BTreeMap<(String, Id), BoxDocument> = BTreeMap::new();
    if by_day(ground, figure).len() == figure.sources.len() {
        return Ok(vec![]);
    }
    let end = of.period.days().1;
    for accrued in accrual::accrued(db, ground, of.days).await? {
        let group = &accrued.group;
        let Some(tax) = ground.tax(group.tax_id, &group.rate) else { continue };
        for entry in boxes::of(&ground.organization.country, &tax, is_credit(&group.kind), end) {
            if entry.model != of.form.model || entry.number != figure.number {
                continue;
            }
            let amount = group.sign()
                * match entry.takes {
                    Takes::Base => group.base,
                    Takes::Amount => group.amount,
                    Takes::Deducted => group.deducted,
                };
            let key = (accrued.document.date.clone(), accrued.document.id);
            found.entry(key).or_insert(BoxDocument { document: accrued.document.clone(), amount: 0 }).amount += amount;
        }
    }
    Ok(found.into_values().collect())
}

/// How many documents there are behind a box.
pub async fn count_behind(db: &dyn Connection, ground: &Ground, of: &Return, figure: &Figure) -> Result<i64> {
    match of.filing {
        Some(filing) => filing_store::count(db, (ground.id(), filing, figure.number)).await,
        None => {
            let paid = i64::try_from(accrued_behind(db, ground, of, figure).await?.len()).unwrap_or(0);
            Ok(store::counts(db, ground.id(), of.days, &by_day(ground, figure)).await?.0 + paid)
        }
    }
}
