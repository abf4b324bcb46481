//! From lines to bases, tax amounts and totals, by the rules of rounding: each line's net is rounded, then each tax once per rate (or per line).

use rust_decimal::Decimal;

use crate::{
    document::{
        Computed, ComputedLine, Discount, Document, Fault, Line, LineKind, MAX_AMOUNT, MAX_GROUPS, MAX_LINES, Mismatch, Prices, Rounding, TaxRow, Totals,
    },
    exact::{apportion, nearest, scaled},
    supplier::{self, Verdict},
    tax::Effect,
};

/// Decimals of quantities and prices, and of rates and discounts in percent.
const PRICE_DIGITS: u32 = 6;
const RATE_DIGITS: u32 = 4;
/// A hundred percent, in units of rates.
const WHOLE: i128 = 1_000_000;

/// Lines that bear the same taxes, withholdings apart.
struct Group {
    /// Places of the taxes, in their order.
    taxes: Vec<usize>,
    kind: LineKind,
    lines: Vec<usize>,
    /// Of the lines after all discounts, as the prices say.
    sum: i64,
    /// One for each tax.
    amounts: Vec<i64>,
}

pub(crate) fn small(amount: i128) -> Result<i64, Fault> {
    i64::try_from(amount).ok().filter(|amount| amount.abs() <= MAX_AMOUNT).ok_or(Fault::TooLarge)
}

fn percent(number: Decimal) -> Option<i128> {
    scaled(number, RATE_DIGITS).filter(|units| (0..=WHOLE).contains(units))
}

/// A line's net: quantity × price less its discount, rounded to the minor unit once.
fn net(at: usize, line: &Line, digits: u8) -> Result<i64, Fault> {
    let number = |field| Fault::Number { line: at, field };
    // A quantity of 10^9 at a price of 10^12 is beyond any document, and what follows stays within 128 bits.
    let bounded = |number: Decimal, most: i128| scaled(number, PRICE_DIGITS).filter(|units| units.abs() <= most);
    let quantity = bounded(line.quantity, 10i128.pow(15)).ok_or(number("quantity"))?;
    let price = bounded(line.unit_price, 10i128.pow(18)).ok_or(number("unit_price"))?;
    let unit = 10i128.pow(u32::from(digits));
    let gross = quantity * price;
    let one = 10i128.pow(2 * PRICE_DIGITS);
    if gross.abs() / one > i128::from(MAX_AMOUNT) {
        return Err(Fault::TooLarge);
    }
    let net = match line.discount {
        Discount::None => nearest(gross * unit, one),
        Discount::Percent(share) => {
            let share = percent(share).ok_or(number("discount"))?;
            nearest(gross * unit * (WHOLE - share), one * WHOLE)
        }
        Discount::Amount(amount) => nearest(gross * unit, one) - i128::from(amount),
    };
    small(net)
}

impl Document<'_> {
    /// Computes it, or tells the first fault.
    pub fn compute(&self) -> Result<Computed, Fault> {
        self.check()?;
        let nets = self.lines.iter().enumerate().map(|(at, line)| net(at, line, self.digits)).collect::<Result<Vec<i64>, Fault>>()?;
        let shares = self.shares(&nets)?;
        let after: Vec<i64> = nets.iter().zip(&shares).map(|(net, share)| net - share).collect();
        let mut groups = self.groups(&after)?;
        let mut mismatches = self.put_typed(&mut groups)?;
        let bases = self.bases(&after, &groups);
        let mut taxes = vec![];
        for (nth, group) in groups.iter().enumerate() {
            let base = group.lines.iter().map(|at| bases[*at]).sum();
            for (tax, amount) in group.taxes.iter().zip(&group.amounts) {
                taxes.push(TaxRow { group: Some(nth), ..self.row(*tax, base, *amount)? });
            }
        }
        let groups: Vec<Vec<usize>> = groups.into_iter().map(|group| group.lines).collect();
        let not_deductible = not_deductible(&bases, &groups, &taxes);
        for (tax, base) in self.withheld_bases(&bases) {
            let computed = small(nearest(i128::from(base) * self.rate(tax).abs(), WHOLE))?;
            let lines = self.lines.iter().filter(|line| line.taxes.contains(&tax)).count();
            let amount = self.settle(tax, computed, lines, &mut mismatches)?;
            taxes.push(self.row(tax, base, amount)?);
        }
        let totals = totals(self.lines, &nets, &shares, &bases, &taxes)?;
        let lines = nets.iter().zip(shares).zip(bases).zip(not_deductible);
        let lines = lines.map(|(((net, discount), base), not_deductible)| ComputedLine { net: *net, discount, base, not_deductible });
        Ok(Computed { lines: lines.collect(), taxes, groups, totals, mismatches })
    }

    fn check(&self) -> Result<(), Fault> {
        if self.lines.len() > MAX_LINES {
            return Err(Fault::TooManyLines);
        }
        for (at, tax) in self.taxes.iter().enumerate() {
            let rate = scaled(tax.rate, RATE_DIGITS).filter(|units| units.abs() <= 10 * WHOLE);
            if rate.is_none() || percent(tax.deductible).is_none() {
                return Err(Fault::Rate { tax: at });
            }
        }
        for (at, line) in self.lines.iter().enumerate() {
            let twice = line.taxes.iter().enumerate().any(|(nth, tax)| line.taxes[..nth].contains(tax));
            let unknown = line.taxes.iter().any(|tax| *tax >= self.taxes.len());
            if twice || unknown || (line.kind == LineKind::PassedThrough && !line.taxes.is_empty()) {
                return Err(Fault::Taxes { line: at });
            }
            if line.kind == LineKind::PassedThrough && line.discount != Discount::None {
                return Err(Fault::Number { line: at, field: "discount" });
            }
        }
        Ok(())
    }

    /// Each line's share of the document's discount, which is taken off what is owed and taxed.
    fn shares(&self, nets: &[i64]) -> Result<Vec<i64>, Fault> {
        let weights: Vec<i128> = self
            .lines
            .iter()
            .zip(nets)
            .map(|(line, net)| if line.kind == LineKind::Normal { i128::from(*net) } else { 0 })
            .collect();
        let whole: i128 = weights.iter().sum();
        let discount = match self.discount {
            Discount::None => return Ok(vec![0; nets.len()]),
            Discount::Percent(share) => nearest(whole * percent(share).ok_or(Fault::Discount)?, WHOLE),
            Discount::Amount(amount) => i128::from(amount),
        };
        if discount.abs() > whole.abs() || (discount != 0 && discount.signum() != whole.signum()) {
            return Err(Fault::Discount);
        }
        let discount = small(discount)?;
        if discount == 0 { Ok(vec![0; nets.len()]) } else { Ok(spread(discount, &weights)) }
    }

    fn effect(&self, tax: usize) -> Effect {
        self.taxes[tax].effect()
    }

    fn rate(&self, tax: usize) -> i128 {
        scaled(self.taxes[tax].rate, RATE_DIGITS).unwrap_or(0)
    }

    /// Whether the group's prices have its charged taxes in them.
    fn includes(&self, kind: LineKind) -> bool {
        self.prices == Prices::TaxIncluded && kind == LineKind::Normal
    }

    /// The rates of a group's charged taxes together.
    fn charged_rate(&self, taxes: &[usize]) -> i128 {
        taxes.iter().filter(|tax| self.effect(**tax) == Effect::Charged).map(|tax| self.rate(*tax)).sum()
    }

    fn groups(&self, after: &[i64]) -> Result<Vec<Group>, Fault> {
        let mut groups: Vec<Group> = vec![];
        for (at, line) in self.lines.iter().enumerate().filter(|(_, line)| line.kind != LineKind::PassedThrough) {
            let mut taxes: Vec<usize> = line.taxes.iter().copied().filter(|tax| self.effect(*tax) != Effect::Withheld).collect();
            taxes.sort_unstable();
            match groups.iter_mut().find(|group| group.taxes == taxes && group.kind == line.kind) {
                Some(group) => group.lines.push(at),
                None => groups.push(Group { taxes, kind: line.kind, lines: vec![at], sum: 0, amounts: vec![] }),
            }
        }
        if groups.len() > MAX_GROUPS {
            return Err(Fault::TooManyGroups);
        }
        for group in &mut groups {
            group.sum = small(group.lines.iter().map(|at| i128::from(after[*at])).sum())?;
            let together = self.charged_rate(&group.taxes);
            let included = self.includes(group.kind);
            // Charged taxes are in the price or upon it; others stand upon what it is without them.
            let amount_on = |tax: usize, sum: i64, base: i64| {
                let charged = self.effect(tax) == Effect::Charged;
                let (on, over) = if included && charged { (sum, WHOLE + together) } else { (base, WHOLE) };
                if over <= 0 { Err(Fault::Rate { tax }) } else { small(nearest(i128::from(on) * self.rate(tax), over)) }
            };
            let all_on = |sum: i64| -> Result<Vec<i64>, Fault> {
                let mut base = sum;
                if included {
                    for tax in group.taxes.iter().filter(|tax| self.effect(**tax) == Effect::Charged) {
                        base -= amount_on(*tax, sum, sum)?;
                    }
                }
                group.taxes.iter().map(|tax| amount_on(*tax, sum, base)).collect()
            };
            group.amounts = match self.rounding {
                Rounding::PerTax => all_on(group.sum)?,
                Rounding::PerLine => {
                    let mut sums = vec![0; group.taxes.len()];
                    for at in &group.lines {
                        for (sum, amount) in sums.iter_mut().zip(all_on(after[*at])?) {
                            *sum += amount;
                        }
                    }
                    sums
                }
            };
        }
        Ok(groups)
    }

    /// What stands for a tax: what was typed, where it is near enough.
    fn settle(&self, tax: usize, computed: i64, lines: usize, mismatches: &mut Vec<Mismatch>) -> Result<i64, Fault> {
        let Some((_, typed)) = self.typed.iter().find(|(of, _)| *of == tax) else { return Ok(computed) };
        let verdict = supplier::judge(*typed, computed, lines);
        if verdict == Verdict::Refused {
            return Err(Fault::Typed { tax, typed: *typed, computed });
        }
        if *typed != computed {
            mismatches.push(Mismatch { tax, typed: *typed, computed, verdict });
        }
        Ok(*typed)
    }

    /// Puts typed amounts in the place of computed ones; a difference goes to the tax's largest group.
    fn put_typed(&self, groups: &mut [Group]) -> Result<Vec<Mismatch>, Fault> {
        let mut mismatches = vec![];
        for (tax, typed) in self.typed {
            if *tax >= self.taxes.len() || !self.lines.iter().any(|line| line.taxes.contains(tax)) {
                return Err(Fault::Typed { tax: *tax, typed: *typed, computed: 0 });
            }
            if self.effect(*tax) == Effect::Withheld {
                continue;
            }
            let bearing = |group: &Group| group.taxes.iter().position(|of| of == tax);
            let computed = groups.iter().filter_map(|group| Some(group.amounts[bearing(group)?])).sum::<i64>();
            let lines = groups.iter().filter(|group| bearing(group).is_some()).map(|group| group.lines.len()).sum();
            let stands = self.settle(*tax, computed, lines, &mut mismatches)?;
            let largest = groups.iter_mut().filter(|group| bearing(group).is_some()).max_by_key(|group| group.sum.abs());
            if let Some(group) = largest
                && let Some(nth) = bearing(group)
            {
                group.amounts[nth] += stands - computed;
            }
        }
        Ok(mismatches)
    }

    /// The base of each line: what it comes to, without the taxes that are in it.
    fn bases(&self, after: &[i64], groups: &[Group]) -> Vec<i64> {
        let mut bases = after.to_vec();
        for group in groups.iter().filter(|group| self.includes(group.kind)) {
            let charged = group.taxes.iter().zip(&group.amounts).filter(|(tax, _)| self.effect(**tax) == Effect::Charged);
            let base = group.sum - charged.map(|(_, amount)| amount).sum::<i64>();
            let numerators: Vec<i128> = group.lines.iter().map(|at| i128::from(after[*at]) * WHOLE).collect();
            let parts = apportion(base, &numerators, WHOLE + self.charged_rate(&group.taxes));
            for (at, part) in group.lines.iter().zip(parts) {
                bases[*at] = part;
            }
        }
        bases
    }

    /// What each withholding stands upon, in the order of their first lines.
    fn withheld_bases(&self, bases: &[i64]) -> Vec<(usize, i64)> {
        let mut withheld: Vec<(usize, i64)> = vec![];
        for (line, base) in self.lines.iter().zip(bases) {
            for tax in line.taxes.iter().filter(|tax| self.effect(**tax) == Effect::Withheld) {
                match withheld.iter_mut().find(|(of, _)| of == tax) {
                    Some((_, sum)) => *sum += base,
                    None => withheld.push((*tax, *base)),
                }
            }
        }
        withheld
    }

    fn row(&self, tax: usize, base: i64, amount: i64) -> Result<TaxRow, Fault> {
        let effect = self.effect(tax);
        let share = if effect == Effect::Withheld { WHOLE } else { percent(self.taxes[tax].deductible).ok_or(Fault::Rate { tax })? };
        Ok(TaxRow { tax, group: None, effect, base, amount, deductible: small(nearest(i128::from(amount) * share, WHOLE))? })
    }
}

/// What a document comes to, of its lines' nets, discounts and bases and of its taxes.
pub(crate) fn totals(lines: &[Line], nets: &[i64], discounts: &[i64], bases: &[i64], taxes: &[TaxRow]) -> Result<Totals, Fault> {
    let of = |effect| taxes.iter().filter(|row| row.effect == effect).map(|row| i128::from(row.amount)).sum::<i128>();
    let over = |values: &[i64], kind| lines.iter().zip(values).filter(|(line, _)| line.kind == kind).map(|(_, value)| i128::from(*value)).sum::<i128>();
    let (net, passed_through) = (over(bases, LineKind::Normal), over(nets, LineKind::PassedThrough));
    let (charged, withheld) = (of(Effect::Charged), of(Effect::Withheld));
    Ok(Totals {
        discount: small(discounts.iter().map(|discount| i128::from(*discount)).sum())?,
        net: small(net)?,
        taxes: small(charged)?,
        total: small(net + charged)?,
        withheld: small(withheld)?,
        passed_through: small(passed_through)?,
        payable: small(net + charged - withheld + passed_through)?,
    })
}

/// What can't be deducted of each group's taxes, over its lines in proportion to their bases.
pub(crate) fn not_deductible(bases: &[i64], groups: &[Vec<usize>], taxes: &[TaxRow]) -> Vec<i64> {
    let mut costs = vec![0; bases.len()];
    for row in taxes.iter().filter(|row| row.deductible != row.amount) {
        let Some(group) = row.group.and_then(|nth| groups.get(nth)) else { continue };
        let weights: Vec<i128> = group.iter().map(|at| i128::from(bases[*at])).collect();
        for (at, share) in group.iter().zip(spread(row.amount - row.deductible, &weights)) {
            costs[*at] += share;
        }
    }
    costs
}

/// An amount over weights, by the largest remainder; all of it to the first where they come to nothing.
pub(crate) fn spread(amount: i64, weights: &[i128]) -> Vec<i64> {
    let whole: i128 = weights.iter().sum();
    if whole == 0 {
        return weights.iter().enumerate().map(|(at, _)| if at == 0 { amount } else { 0 }).collect();
    }
    let numerators: Vec<i128> = weights.iter().map(|weight| i128::from(amount) * weight * whole.signum()).collect();
    apportion(amount, &numerators, whole.abs())
}
