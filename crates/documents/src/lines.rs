//! From lines as they are typed to lines of documents: items, accounts and taxes looked up, every fault at its place.

use std::collections::HashMap;

use despacho_contacts::Contact;
use despacho_kernel::{
    Id, Invalid,
    money::Money,
    number::{Notation, decimal},
    place::Currency,
};
use despacho_ledger::accounts::{Account, store as accounts};
use despacho_platform::{Result, sql::Connection};
use despacho_taxes::{
    document::{self as computing, Discount, LineKind},
    tax::Direction,
};
use jiff::civil::Date;

use crate::{
    document::DocumentLine,
    ground::Ground,
    items::{item::Item, store as items},
    kind::Kind,
    typed::{TypedLine, TypedTax},
};

/// What lines name, by what names it.
pub struct Named {
    items: HashMap<Id, Item>,
    accounts: HashMap<String, Account>,
    by_id: HashMap<Id, Account>,
}

impl Named {
    /// Looks it up.
    pub async fn of(db: &dyn Connection, organization: Id, lines: &[TypedLine]) -> Result<Self> {
        let mut ids: Vec<Id> = lines.iter().filter_map(|line| line.item_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let items: HashMap<Id, Item> = items::of_ids(db, organization, &ids).await?.into_iter().map(|item| (item.id, item)).collect();
        let mut codes: Vec<&str> = lines.iter().map(|line| line.account_code.trim()).filter(|code| !code.is_empty()).collect();
        codes.sort_unstable();
        codes.dedup();
        let found = if codes.is_empty() { vec![] } else { accounts::of_codes(db, organization, &codes).await? };
        let of_items: Vec<Id> = items.values().flat_map(|item| [item.sale_account_id, item.purchase_account_id]).flatten().collect();
        let by_id = if of_items.is_empty() { vec![] } else { accounts::of_ids(db, organization, &of_items).await? };
        Ok(Self {
            items,
            accounts: found.into_iter().map(|account| (account.code.clone(), account)).collect(),
            by_id: by_id.into_iter().map(|account| (account.id, account)).collect(),
        })
    }
}

/// The taxes of a document, those of its lines by their places among them.
#[derive(Default)]
pub struct Taxes {
    /// Places in the organization's.
    pub own: Vec<usize>,
    /// Amounts that the paper has, by place here.
    pub typed: Vec<(usize, i64)>,
}

impl Taxes {
    fn place(&mut self, own: usize) -> usize {
        self.own.iter().position(|at| *at == own).unwrap_or_else(|| {
            self.own.push(own);
            self.own.len() - 1
        })
    }
}

/// Reads lines.
pub struct Reader<'a> {
    pub ground: &'a Ground,
    pub kind: Kind,
    pub currency: &'static Currency,
    pub date: Date,
    pub contact: &'a Contact,
    pub named: &'a Named,
    pub taxes: Taxes,
}

impl Reader<'_> {
    fn amount(&self, field: &str, text: &str, errors: &mut Invalid) -> Option<i64> {
        errors.take(field, Money::parse(text.trim(), self.currency, Notation::Plain)).map(|money| money.minor)
    }

    /// The taxes of a line by their places among the document's.
    fn taxes_of(&mut self, at: usize, line: &TypedLine, item: Option<&Item>, errors: &mut Invalid) -> Vec<usize> {
        let direction = self.kind.direction();
        let Some(typed) = &line.taxes else {
            let proposed = self.ground.proposed(direction, self.contact, item, self.date);
            return proposed.into_iter().map(|own| self.taxes.place(own)).collect();
        };
        let mut found = vec![];
        for (nth, tax) in typed.iter().enumerate() {
            let field = format!("lines[{at}].taxes[{nth}]");
            let own = self.ground.taxes.iter().position(|own| own.tax.code.eq_ignore_ascii_case(tax.code()));
            let Some(own) = own else {
                errors.push(&field, "tax_unknown");
                continue;
            };
            let of = &self.ground.taxes[own].tax;
            if of.direction != direction {
                errors.push(&field, "tax_direction");
            } else if !of.is_valid_on(self.date) {
                errors.push(&field, "tax_not_valid");
            }
            let place = self.taxes.place(own);
            if found.contains(&place) {
                errors.push(&field, "repeated");
                continue;
            }
            found.push(place);
            if let TypedTax::Amount(amount) = tax {
                self.typed(&format!("{field}.amount"), place, &amount.amount, errors);
            }
        }
        found
    }

    /// Notes the amount that the paper has of a tax.
    pub fn typed(&mut self, field: &str, place: usize, text: &str, errors: &mut Invalid) {
        if text.trim().is_empty() {
            return;
        }
        if self.kind.direction() == Direction::Sale {
            return errors.push(field, "tax_amount_of_bills");
        }
        let Some(amount) = self.amount(field, text, errors) else { return };
        match self.taxes.typed.iter_mut().find(|(at, _)| *at == place) {
            Some((_, sum)) => *sum += amount.abs(),
            None => self.taxes.typed.push((place, amount.abs())),
        }
    }

    fn account(&self, at: usize, line: &TypedLine, item: Option<&Item>, errors: &mut Invalid) -> Result<Option<Account>> {
        let code = line.account_code.trim();
        if !code.is_empty() {
            let found = self.named.accounts.get(code);
            if found.is_none() {
                errors.push(&format!("lines[{at}].account_code"), "account_unknown");
            }
            return Ok(found.cloned());
        }
        let sale = self.kind.direction() == Direction::Sale;
        let own = item.and_then(|item| if sale { item.sale_account_id } else { item.purchase_account_id });
        if let Some(account) = own.and_then(|id| self.named.by_id.get(&id)) {
            return Ok(Some(account.clone()));
        }
        let goods = item.is_some_and(|item| item.kind == "goods");
        let role = match (sale, goods) {
            (true, true) => "sales_goods",
            (true, false) => "sales_services",
            (false, true) => "purchases_goods",
            (false, false) => "expenses",
        };
        Ok(Some(self.ground.roles.account(role, &format!("lines[{at}].account_code"))?.clone()))
    }

    /// A line as it is stored, as it is computed, and its account; none where something is at fault.
    pub fn line(&mut self, at: usize, line: &TypedLine, errors: &mut Invalid) -> Result<Option<(DocumentLine, computing::Line, Account)>> {
        let field = |name: &str| format!("lines[{at}].{name}");
        let item = match line.item_id {
            Some(id) => {
                let found = self.named.items.get(&id);
                match found {
                    None => errors.push(&field("item_id"), "item_unknown"),
                    Some(item) if !item.active => errors.push(&field("item_id"), "item_inactive"),
                    Some(_) => {}
                }
                found
            }
            None => None,
        };
        let sale = self.kind.direction() == Direction::Sale;
        let own = |of: fn(&Item) -> (&String, &String)| item.map_or("", |item| if sale { of(item).0 } else { of(item).1 });
        let or = |text: &str, usual: &str| if text.trim().is_empty() { usual.to_owned() } else { text.trim().to_owned() };
        let described = or(&line.description, &or(own(|item| (&item.sale_description, &item.purchase_description)), item.map_or("", |item| &item.name)));
        let price = or(&line.unit_price, own(|item| (&item.sale_price, &item.purchase_price)));
        let mut number = |name: &str, text: &str, scale: u32| errors.take(&field(name), decimal(text, Notation::Plain, scale));
        let quantity = number("quantity", &or(&line.quantity, "1"), 6);
        let unit_price = if price.is_empty() { None } else { number("unit_price", &price, 6) };
        let discount = number("discount_percent", &or(&line.discount_percent, "0"), 4);
        if price.is_empty() {
            errors.push(&field("unit_price"), "required");
        }
        let description = errors.optional_long(&field("description"), &described, 2000);
        let taxes = self.taxes_of(at, line, item, errors);
        let account = self.account(at, line, item, errors)?;
        let (Some(quantity), Some(unit_price), Some(discount), Some(account)) = (quantity, unit_price, discount, account) else { return Ok(None) };
        let codes: Vec<&str> = taxes.iter().map(|place| self.ground.taxes[self.taxes.own[*place]].tax.code.as_str()).collect();
        let stored = DocumentLine {
            position: i64::try_from(at).unwrap_or(i64::MAX),
            item_id: item.map(|item| item.id),
            description,
            quantity: quantity.to_string(),
            unit_price: unit_price.to_string(),
            discount_percent: discount.to_string(),
            taxes: codes.join("\n"),
            account_id: account.id,
            ..DocumentLine::default()
        };
        let discount = if discount.is_zero() { Discount::None } else { Discount::Percent(discount) };
        let computing = computing::Line { kind: LineKind::Normal, quantity, unit_price, discount, taxes };
        Ok(Some((stored, computing, account)))
    }
}
