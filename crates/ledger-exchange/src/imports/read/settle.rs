//! Entries of plain-text accounting as ours: omitted amounts, prices, balances that are claimed, and every value in the organization's currency.

use std::collections::{BTreeMap, HashMap};

use despacho_kernel::place::{self, Currency};
use despacho_ledger::journal::{Foreign, Journal, Kind, entry::MAX_AMOUNT};
use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

use super::{
    Entry, Fault, Found, Line, MAX_ENTRIES, MAX_POSTINGS,
    amounts::{self, Amount},
};

/// What a posting's amount is worth in another commodity.
#[derive(Debug, Clone)]
pub struct Price {
    pub amount: Amount,
    /// Of all of it, not of one.
    pub total: bool,
}

/// What an account is said to hold.
#[derive(Debug, Clone)]
pub struct Claim {
    pub amount: Amount,
    /// How far off it may be.
    pub tolerance: Decimal,
    /// Nothing of any other commodity.
    pub only: bool,
    /// With the accounts below it.
    pub below: bool,
}

/// A posting as it is written.
#[derive(Debug, Clone)]
pub struct RawPosting {
    pub line: usize,
    pub account: String,
    /// None where it is what balances the entry, or what a claim says.
    pub amount: Option<Amount>,
    pub price: Option<Price>,
    pub claim: Option<Claim>,
    /// It balances among those of its kind alone.
    pub apart: bool,
    pub description: String,
    /// Whose it is: a number and a name.
    pub contact: String,
}

impl RawPosting {
    /// Every quantity that it names.
    fn quantities(&self) -> impl Iterator<Item = Decimal> {
        let amounts = [self.amount.as_ref(), self.price.as_ref().map(|price| &price.amount), self.claim.as_ref().map(|claim| &claim.amount)];
        amounts.into_iter().flatten().map(|amount| amount.quantity)
    }
}

/// Most postings of an entry, and most levels of an account's name.
const MAX_OF_ENTRY: usize = 10_000;
const MAX_LEVELS: usize = 50;

/// An entry as it is written.
#[derive(Debug, Clone)]
pub struct RawEntry {
    pub line: usize,
    pub date: Date,
    pub journal: Journal,
    pub kind: Kind,
    pub description: String,
    pub reference: String,
    pub postings: Vec<RawPosting>,
}

/// A claim that stands by itself: it is of the beginning of its day.
#[derive(Debug, Clone)]
pub struct RawClaim {
    pub line: usize,
    pub date: Date,
    pub account: String,
    pub claim: Claim,
}

/// A journal as it is written.
#[derive(Debug, Default)]
pub struct Raw {
    pub entries: Vec<RawEntry>,
    pub claims: Vec<RawClaim>,
    /// Day, commodity and what one of it is worth.
    pub prices: Vec<(Date, String, Amount)>,
    pub found: Found,
}

impl Raw {
    /// Adds an entry, within the bounds of a file; answers whether more are read.
    pub fn push(&mut self, entry: RawEntry) -> bool {
        let line = entry.line;
        if entry.postings.len() > MAX_OF_ENTRY {
            self.entries.clear();
            self.found.fault(Fault { line, code: "too_many_postings", params: vec![("max", MAX_OF_ENTRY.to_string())] });
            return false;
        }
        self.entries.push(entry);
        if self.entries.len() > MAX_ENTRIES {
            self.entries.clear();
            self.found.fault(Fault { line, code: "too_many_entries", params: vec![("max", MAX_ENTRIES.to_string())] });
            return false;
        }
        true
    }
}

/// The name under which a commodity is kept: the code of a currency where it is one.
fn named(commodity: &str, base: &'static Currency) -> String {
    amounts::currency(commodity, base).map_or_else(|| commodity.to_owned(), |currency| currency.code.clone())
}

/// Whole minor units of a currency, halves away from zero.
fn minor(value: Decimal, of: &Currency) -> Option<i64> {
    let scaled = value.checked_mul(Decimal::from(10u64.pow(of.digits.into())))?;
    scaled
        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
        .to_i64()
        .filter(|minor| minor.abs() <= MAX_AMOUNT)
}

fn is_whole(value: Decimal, of: &Currency) -> bool {
    value.normalize().scale() <= u32::from(of.digits)
}

/// No quantity and no value of a file is larger, so that no sum of a file's overflows.
const LARGEST: Decimal = Decimal::from_parts(1_661_992_960, 1_808_227_885, 5, false, 0);

/// The quantity, or `amount_invalid` where it is too large.
fn bounded(line: usize, quantity: Decimal) -> Outcome<Decimal> {
    if quantity.abs() > LARGEST { Err(Fault::new(line, "amount_invalid")) } else { Ok(quantity) }
}

/// What accounts hold so far, by name and commodity.
#[derive(Default)]
struct Running {
    own: HashMap<String, HashMap<String, Decimal>>,
    /// With all that stand below.
    whole: HashMap<String, HashMap<String, Decimal>>,
}

impl Running {
    fn add(&mut self, account: &str, commodity: &str, quantity: Decimal) {
        fn to(held: &mut HashMap<String, HashMap<String, Decimal>>, account: &str, commodity: &str, quantity: Decimal) {
            if !held.contains_key(account) {
                held.insert(account.to_owned(), HashMap::new());
            }
            if let Some(sum) = held.get_mut(account) {
                *sum.entry(commodity.to_owned()).or_default() += quantity;
            }
        }
        to(&mut self.own, account, commodity, quantity);
        to(&mut self.whole, account, commodity, quantity);
        for (at, _) in account.match_indices(':') {
            to(&mut self.whole, &account[..at], commodity, quantity);
        }
    }

    fn of(&self, account: &str, commodity: &str, below: bool) -> Decimal {
        let held = if below { &self.whole } else { &self.own };
        held.get(account).and_then(|held| held.get(commodity)).copied().unwrap_or_default()
    }

    /// Whether a claim holds, or what there is instead.
    fn holds(&self, account: &str, claim: &Claim, base: &'static Currency) -> Result<(), String> {
        let commodity = named(&claim.amount.commodity, base);
        let held = self.of(account, &commodity, claim.below);
        if (held - claim.amount.quantity).abs() > claim.tolerance {
            return Err(format!("{} {commodity}", held.normalize()));
        }
        let other = self
            .own
            .get(account)
            .filter(|_| claim.only)
            .and_then(|held| held.iter().find(|(name, sum)| **name != commodity && !sum.is_zero()));
        other.map_or(Ok(()), |(name, sum)| Err(format!("{} {name}", sum.normalize())))
    }
}

/// A posting whose quantity is known.
struct Part<'a> {
    posting: &'a RawPosting,
    quantity: Decimal,
    commodity: String,
    /// What it counts for where entries balance.
    weight: (Decimal, String),
    /// Whether its value was computed, so that it may be off by a rounding.
    computed: bool,
    rate: String,
}

/// What an entry is settled with.
struct Settler<'a> {
    base: &'static Currency,
    prices: &'a HashMap<String, Vec<(Date, Decimal)>>,
    running: Running,
}

type Outcome<T> = Result<T, Fault>;

impl Settler<'_> {
    fn money(&self, commodity: &str) -> Option<&'static Currency> {
        place::currency(commodity).ok()
    }

    fn part<'a>(&self, posting: &'a RawPosting, quantity: Decimal, commodity: &str) -> Outcome<Part<'a>> {
        let commodity = named(commodity, self.base);
        let bad = || Fault::new(posting.line, "amount_invalid");
        let (weight, computed, rate) = match &posting.price {
            None => ((quantity, commodity.clone()), false, String::new()),
            Some(price) => {
                let of = named(&price.amount.commodity, self.base);
                let value = price.amount.quantity.abs();
                let one = if price.total { if quantity.is_sign_negative() { -value } else { value } } else { quantity.checked_mul(value).ok_or_else(bad)? };
                let one = bounded(posting.line, one)?;
                let rate = if price.total { String::new() } else { rate_text(value) };
                ((one, of), true, rate)
            }
        };
        Ok(Part { posting, quantity, commodity, weight, computed, rate })
    }

    /// The parts of an entry with what is omitted filled in.
    fn parts<'a>(&self, entry: &'a RawEntry) -> Outcome<Vec<Part<'a>>> {
        let mut parts: Vec<Part<'a>> = vec![];
        let mut open: Vec<&RawPosting> = vec![];
        // What the entry adds to accounts before a posting that only claims.
        let mut here: HashMap<(&str, String), Decimal> = HashMap::new();
        for posting in &entry.postings {
            for quantity in posting.quantities() {
                bounded(posting.line, quantity)?;
            }
            if posting.account.matches(':').count() > MAX_LEVELS {
                return Err(Fault::of(posting.line, "account_unknown", &posting.account.chars().take(100).collect::<String>()));
            }
            let amount = match (&posting.amount, &posting.claim) {
                (Some(amount), _) => amount.clone(),
                (None, Some(claim)) => {
                    let commodity = named(&claim.amount.commodity, self.base);
                    let added = here.get(&(posting.account.as_str(), commodity.clone())).copied().unwrap_or_default();
                    let held = self.running.of(&posting.account, &commodity, false) + added;
                    Amount { quantity: claim.amount.quantity - held, commodity }
                }
                (None, None) => {
                    open.push(posting);
                    continue;
                }
            };
            let part = self.part(posting, amount.quantity, &amount.commodity)?;
            *here.entry((posting.account.as_str(), part.commodity.clone())).or_default() += part.quantity;
            parts.push(part);
        }
        for apart in [false, true] {
            let omitted: Vec<&RawPosting> = open.iter().copied().filter(|posting| posting.apart == apart).collect();
            if let Some(second) = omitted.get(1) {
                return Err(Fault::new(second.line, "amounts_omitted"));
            }
            let mut sums = sums(&parts, apart);
            match omitted.first() {
                Some(posting) => {
                    for (commodity, sum) in sums.into_iter().filter(|(_, sum)| !sum.is_zero()) {
                        let lacking = match self.money(&commodity) {
                            Some(of) => -sum.round_dp_with_strategy(of.digits.into(), RoundingStrategy::MidpointAwayFromZero),
                            None => -sum,
                        };
                        parts.push(self.part(posting, lacking, &commodity)?);
                    }
                }
                None => {
                    sums.retain(|_, sum| !sum.is_zero());
                    infer(&mut parts, apart, &sums, &self.base.code);
                }
            }
        }
        Ok(parts)
    }

    /// The last price of a commodity on a day.
    fn rate(&self, commodity: &str, date: Date) -> Option<Decimal> {
        let all = self.prices.get(commodity)?;
        let at = all.partition_point(|(day, _)| *day <= date);
        at.checked_sub(1).map(|at| all[at].1)
    }

    /// The lines of an entry in the organization's currency.
    fn lines(&self, entry: &RawEntry, parts: &[Part<'_>], notes: &mut Vec<Fault>) -> Outcome<Vec<Line>> {
        for apart in [false, true] {
            let computed = parts.iter().filter(|part| part.posting.apart == apart && part.computed).count();
            for (commodity, sum) in sums(parts, apart) {
                let digits = self.money(&commodity).map_or(4, |of| of.digits);
                let most = Decimal::new(5, u32::from(digits) + 1) * Decimal::from(computed);
                if sum.abs() > most {
                    let params = vec![("difference", format!("{} {commodity}", sum.normalize()))];
                    return Err(Fault { line: entry.line, code: "unbalanced", params });
                }
            }
        }
        let mut lines: Vec<(Line, bool)> = vec![];
        for part in parts {
            let at = part.posting.line;
            let (weight, of) = (&part.weight.0, part.weight.1.as_str());
            let mut rate = part.rate.clone();
            let (value, computed) = match self.money(of) {
                Some(money) if money.code == self.base.code => {
                    if !part.computed && !is_whole(*weight, money) {
                        return Err(Fault { line: at, code: "decimals", params: vec![("value", format!("{} {of}", weight.normalize()))] });
                    }
                    (*weight, part.computed)
                }
                Some(_) => {
                    let market = self.rate(of, entry.date).ok_or_else(|| Fault::of(at, "rate_missing", of))?;
                    if part.commodity == of {
                        rate = rate_text(market);
                    }
                    (weight.checked_mul(market).ok_or_else(|| Fault::new(at, "amount_invalid"))?, true)
                }
                // What is no money balances by itself, and is not kept in books of account.
                None if part.commodity == of => {
                    notes.extend([Fault::of(at, "not_money", of)]);
                    continue;
                }
                None => return Err(Fault::of(at, "commodity_unknown", of)),
            };
            let amount = minor(value, self.base).ok_or_else(|| Fault::new(at, "amount_invalid"))?;
            let mut description = part.posting.description.clone();
            let foreign = match self.money(&part.commodity) {
                Some(money) if money.code == self.base.code => None,
                Some(money) => {
                    if !is_whole(part.quantity, money) {
                        return Err(Fault { line: at, code: "decimals", params: vec![("value", format!("{} {}", part.quantity.normalize(), money.code))] });
                    }
                    let quantity = minor(part.quantity, money).ok_or_else(|| Fault::new(at, "amount_invalid"))?;
                    Some(Foreign { currency: money.code.clone(), amount: quantity, rate })
                }
                None => {
                    let held = format!("{} {}", part.quantity.normalize(), part.commodity);
                    description = if description.is_empty() { held } else { format!("{description} · {held}") };
                    None
                }
            };
            let (account, contact) = (part.posting.account.clone(), part.posting.contact.clone());
            lines.push((Line { line: at, account, amount, foreign, description, contact }, computed));
        }
        even(&mut lines, entry.line, self.base)?;
        let lines: Vec<Line> = lines.into_iter().map(|(line, _)| line).filter(|line| line.amount != 0 || line.foreign.is_some()).collect();
        match lines.iter().find(|line| line.amount == 0) {
            Some(line) => Err(Fault::new(line.line, "amount_invalid")),
            None => Ok(lines),
        }
    }

    /// Adds an entry's parts to what accounts hold; a claim of one of them that does not hold is told.
    fn run(&mut self, entry: &RawEntry, parts: &[Part<'_>]) -> Vec<Fault> {
        let mut faults = vec![];
        let mut of: HashMap<*const RawPosting, Vec<&Part<'_>>> = HashMap::new();
        for part in parts {
            of.entry(std::ptr::from_ref(part.posting)).or_default().push(part);
        }
        for posting in &entry.postings {
            for part in of.get(&std::ptr::from_ref(posting)).into_iter().flatten() {
                self.running.add(&posting.account, &part.commodity, part.quantity);
            }
            if let Some(claim) = &posting.claim
                && let Err(held) = self.running.holds(&posting.account, claim, self.base)
            {
                faults.push(claimed(posting.line, &posting.account, claim, held));
            }
        }
        faults
    }
}

fn claimed(line: usize, account: &str, claim: &Claim, held: String) -> Fault {
    let said = format!("{} {}", claim.amount.quantity.normalize(), claim.amount.commodity);
    Fault { line, code: "assertion_failed", params: vec![("account", account.to_owned()), ("value", said.trim().to_owned()), ("held", held)] }
}

/// A rate as it is kept: at most ten decimals.
fn rate_text(rate: Decimal) -> String {
    rate.round_dp(10).normalize().to_string()
}

/// What parts come to by commodity, those that balance apart or the others.
fn sums(parts: &[Part<'_>], apart: bool) -> BTreeMap<String, Decimal> {
    let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
    for part in parts.iter().filter(|part| part.posting.apart == apart) {
        *sums.entry(part.weight.1.clone()).or_default() += part.weight.0;
    }
    sums
}

/// Two commodities without any price: the one is worth the other, as hledger and ledger infer it.
fn infer(parts: &mut [Part<'_>], apart: bool, sums: &BTreeMap<String, Decimal>, base: &str) {
    if sums.len() != 2 || parts.iter().any(|part| part.posting.apart == apart && part.computed) {
        return;
    }
    let (Some(own), Some((other, foreign))) = (sums.get(base), sums.iter().find(|(commodity, _)| *commodity != base)) else { return };
    if own.is_sign_negative() == foreign.is_sign_negative() {
        return;
    }
    let Some(rate) = (-*own).checked_div(*foreign) else { return };
    for part in parts.iter_mut().filter(|part| part.posting.apart == apart && part.commodity == *other) {
        let Some(worth) = part.quantity.checked_mul(rate) else { return };
        (part.weight, part.computed) = ((worth, base.to_owned()), true);
    }
}

/// Brings values that were rounded to balance: what is left over goes to the largest of those that were computed.
fn even(lines: &mut [(Line, bool)], line: usize, base: &Currency) -> Outcome<()> {
    let rest: i128 = lines.iter().map(|(line, _)| i128::from(line.amount)).sum();
    if rest == 0 {
        return Ok(());
    }
    let computed = lines.iter().filter(|(_, computed)| *computed).count();
    let largest = lines.iter_mut().filter(|(_, computed)| *computed).max_by_key(|(line, _)| line.amount.abs());
    match (largest, i64::try_from(rest)) {
        (Some((largest, _)), Ok(rest)) if rest.unsigned_abs() <= computed as u64 => {
            largest.amount -= rest;
            Ok(())
        }
        (_, rest) => {
            let difference = rest.map_or_else(|_| String::new(), |rest| format!("{} {}", despacho_kernel::money::plain(rest, base.digits), base.code));
            Err(Fault { line, code: "unbalanced", params: vec![("difference", difference)] })
        }
    }
}

/// The entries of a journal. Claims hold in the order of days, or of the file where `by_day` is not so.
pub fn settle(raw: Raw, base: &'static Currency, by_day: bool) -> Found {
    let Raw { mut entries, mut claims, prices, mut found } = raw;
    let mut rates: HashMap<String, Vec<(Date, Decimal)>> = HashMap::new();
    for (day, commodity, amount) in prices {
        if named(&amount.commodity, base) == base.code {
            rates.entry(named(&commodity, base)).or_default().push((day, amount.quantity));
        }
    }
    for of in rates.values_mut() {
        of.sort_by_key(|(day, _)| *day);
    }
    if by_day {
        entries.sort_by_key(|entry| entry.date);
    }
    claims.sort_by_key(|claim| claim.date);
    let mut claims = claims.into_iter().peekable();
    let mut settler = Settler { base, prices: &rates, running: Running::default() };
    let mut postings = 0;
    for entry in &entries {
        while let Some(claim) = claims.next_if(|claim| claim.date <= entry.date) {
            if let Err(fault) = bounded(claim.line, claim.claim.amount.quantity) {
                found.fault(fault);
            } else if let Err(held) = settler.running.holds(&claim.account, &claim.claim, base) {
                found.fault(claimed(claim.line, &claim.account, &claim.claim, held));
            }
        }
        if found.is_full() {
            return found;
        }
        let mut notes = vec![];
        let settled = settler.parts(entry).and_then(|parts| {
            let faults = settler.run(entry, &parts);
            faults.into_iter().for_each(|fault| _ = found.fault(fault));
            settler.lines(entry, &parts, &mut notes)
        });
        for note in notes {
            // One note for each commodity is enough.
            if !found.notes.iter().any(|other| other.code == note.code && other.params == note.params) {
                found.note(note);
            }
        }
        match settled {
            Ok(lines) if lines.len() < 2 => found.note(Fault::new(entry.line, "entry_empty")),
            Ok(lines) => {
                postings += lines.len();
                if postings > MAX_POSTINGS {
                    found.fault(Fault { line: entry.line, code: "too_many_postings", params: vec![("max", MAX_POSTINGS.to_string())] });
                    return found;
                }
                found.entries.push(Entry {
                    line: entry.line,
                    date: entry.date,
                    journal: entry.journal,
                    kind: entry.kind,
                    description: entry.description.clone(),
                    reference: entry.reference.clone(),
                    lines,
                });
            }
            Err(fault) => _ = found.fault(fault),
        }
    }
    for claim in claims {
        if let Err(fault) = bounded(claim.line, claim.claim.amount.quantity) {
            found.fault(fault);
        } else if let Err(held) = settler.running.holds(&claim.account, &claim.claim, base) {
            found.fault(claimed(claim.line, &claim.account, &claim.claim, held));
        }
    }
    found.entries.sort_by_key(|entry| entry.date);
    found.faults.sort_by_key(|fault| fault.line);
    found
}
