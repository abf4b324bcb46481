//! A line as it is typed.

use std::collections::BTreeMap;

use despacho_kernel::Id;
use despacho_ui::forms::FormData;

/// Most rates of a bill.
pub const RATES: usize = 6;

/// A base with its tax, and the amount that the paper has of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rate {
    pub base: String,
    /// A tax's code; empty where nothing is charged.
    pub tax: String,
    /// Computed where it is empty.
    pub quota: String,
}

/// A line as it is typed: texts in the reader's notation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// A number, a number behind an account, a tax id or a name.
    pub vendor: String,
    pub number: String,
    /// Of the batch's month where it is left out.
    pub date: String,
    pub account: String,
    pub rates: Vec<Rate>,
    /// In percent; nothing is withheld where it is empty.
    pub withholding: String,
    /// Computed where it is empty.
    pub withheld: String,
    /// What the paper says is to be paid.
    pub total: String,
    pub paid: bool,
    pub paid_account: String,
    pub description: String,
    pub due_date: String,
    pub reference: String,
    /// The month of the batch: `2027-04`.
    pub month: String,
    /// The bill that it takes the place of.
    pub replaces: Option<Id>,
    /// The document that it is typed from.
    pub paper: Option<Id>,
}

/// The name of a cell of a rate.
pub fn cell(at: usize, field: &str) -> String {
    format!("rates[{at}].{field}")
}

/// The place and the field of a rate's cell.
pub fn place(name: &str) -> Option<(usize, &str)> {
    let (at, field) = name.strip_prefix("rates[")?.split_once("].")?;
    Some((at.parse().ok().filter(|at| *at < RATES)?, field))
}

/// The line as a form sent it. Rates of which nothing is typed are left out, the first stays.
pub fn sent(data: &FormData) -> Line {
    let mut rates: BTreeMap<usize, Rate> = BTreeMap::new();
    for (name, value) in &data.0 {
        let Some((at, field)) = place(name) else { continue };
        let rate = rates.entry(at).or_default();
        let kept = match field {
            "base" => &mut rate.base,
            "tax" => &mut rate.tax,
            "quota" => &mut rate.quota,
            _ => continue,
        };
        value.trim().clone_into(kept);
    }
    let said = |(at, rate): (usize, Rate)| (at == 0 || !rate.base.is_empty() || !rate.quota.is_empty()).then_some(rate);
    let mut rates: Vec<Rate> = rates.into_iter().filter_map(said).collect();
    if rates.is_empty() {
        rates.push(Rate::default());
    }
    let text = |name: &str| data.get(name).trim().to_owned();
    Line {
        vendor: text("vendor"),
        number: text("number"),
        date: text("date"),
        account: text("account"),
        rates,
        withholding: text("withholding"),
        withheld: text("withheld"),
        total: text("total"),
        paid: data.has("paid"),
        paid_account: text("paid_account"),
        description: text("description"),
        due_date: text("due_date"),
        reference: text("reference"),
        month: text("month"),
        replaces: data.get("replaces").parse().ok(),
        paper: data.get("paper").parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_of_which_nothing_is_typed_are_left_out() {
        let data = |pairs: &[(&str, &str)]| FormData(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
        let line = sent(&data(&[
            ("vendor", " 31 "),
            ("rates[0].base", ""),
            ("rates[0].tax", "IVA21C"),
            ("rates[1].base", "36,50"),
            ("rates[1].tax", "IVA10C"),
            ("rates[2].base", ""),
            ("rates[2].tax", "IVA21C"),
            ("rates[99].base", "1"),
            ("paid", "on"),
        ]));
        let told: Vec<(&str, &str)> = line.rates.iter().map(|rate| (rate.base.as_str(), rate.tax.as_str())).collect();
        assert_eq!((line.vendor.as_str(), line.paid, told), ("31", true, vec![("", "IVA21C"), ("36,50", "IVA10C")]));
        assert_eq!(sent(&data(&[])).rates, [Rate::default()]);
    }
}
