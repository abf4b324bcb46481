//! A bank account with a statement of what the books have, and of what they don't yet.

use std::fmt::Write as _;

use despacho_bank_files::iban;
use despacho_banks::{
    account::BankAccount,
    account_actions,
    by_hand::{self, TypedLine},
    importing,
    line_store::{self, Unseen},
    matching,
    proposals::{open, proposal::CERTAIN},
    wanted::Wanted,
};
use despacho_kernel::{Id, Invalid, number::Notation};
use despacho_ledger::journal::Allowed;
use despacho_platform::{Error, Result, Tx};
use jiff::{ToSpan, civil::Date};

/// A bank, a branch and a number that nobody has.
const NUMBER: (&str, &str, &str) = ("9999", "0012", "0034005678");

/// Movements that the books don't have: cents and text.
const NEW: [(i64, &str); 3] =
    [(-605, "COMISION MANTENIMIENTO CUENTA"), (-4_210, "COMPRA TARJETA FERRETERIA FICTICIA"), (15_000, "INGRESO EN OFICINA SIN CONCEPTO")];

fn sign(amount: i64) -> char {
    if amount < 0 { '1' } else { '2' }
}

/// A statement as cuaderno 43 of the AEB has it.
fn norma43((from, to): (Date, Date), opening: i64, lines: &[(Date, i64, String)]) -> String {
    let day = |date: Date| date.strftime("%y%m%d").to_string();
    let account = format!("{}{}{}", NUMBER.0, NUMBER.1, NUMBER.2);
    let mut file = format!("11{account}{}{}{}{:014}9783{:<26}   \n", day(from), day(to), sign(opening), opening.abs(), "TALLERES ARRIAGA FICTICIOS");
    for (date, amount, text) in lines {
        let text: String = text.to_uppercase().chars().take(76).collect();
        let _ = writeln!(file, "22    0012{0}{0}99000{1}{2:014}{3:038}", day(*date), sign(*amount), amount.abs(), "");
        let _ = writeln!(file, "2301{text:<76}");
    }
    let sum = |turn: i64| lines.iter().map(|(_, amount, _)| (amount * turn).max(0)).sum::<i64>();
    let count = |turn: i64| lines.iter().filter(|(_, amount, _)| amount * turn > 0).count();
    let closing = opening + sum(1) - sum(-1);
    let _ = writeln!(file, "33{account}{:05}{:014}{:05}{:014}{}{:014}978    ", count(-1), sum(-1), count(1), sum(1), sign(closing), closing.abs());
    let _ = writeln!(file, "88{}{:06}{:54}", "9".repeat(18), 2 + 2 * lines.len(), "");
    file
}

/// The account that the business keeps in 572, its statement of the last weeks, and half of what is certain matched.
pub async fn keep(tx: &Tx, organization: Id, today: Date, allowed: Allowed<'_>) -> Result<()> {
    let bad = |e: jiff::Error| Error::Other(e.to_string());
    let who = (allowed.by, allowed.now);
    let number = iban::spanish(NUMBER.0, NUMBER.1, NUMBER.2).unwrap_or_default();
    let read = |new: BankAccount, _: &mut Invalid| BankAccount { name: "Banco de Ejemplo, c/c".into(), iban: number, account_code: "572".into(), ..new };
    let account = account_actions::create(tx, organization, read, who).await?;
    let from = today.checked_sub(40.days()).map_err(bad)?.max(today.first_of_year());
    let before = from.yesterday().map_err(bad)?;
    let opening = line_store::book_balance(tx, organization, account.account_id, &before.to_string(), false).await?;
    let known = line_store::unseen(tx, organization, &[account.account_id], &today.to_string(), 1_000).await?;
    // The last posting is still on its way.
    let known: Vec<&Unseen> = known.iter().filter(|of| of.date >= from.to_string()).collect();
    let day = |of: &Unseen| of.date.parse::<Date>().map_err(bad);
    let mut lines = vec![];
    for of in known.iter().take(known.len().saturating_sub(1)) {
        lines.push((day(of)?, of.amount, of.text.clone()));
    }
    lines.extend(NEW.map(|(amount, text)| (today, amount, text.to_owned())));
    let file = norma43((from, today), opening, &lines).into_bytes();
    let read = importing::read_file(&account, ("extracto.n43", file), None, None).await?;
    importing::import(tx, organization, account.id, &read, who).await?;
    // And one that no file tells yet.
    let text = |text: &str| Some(text.to_owned());
    let typed = TypedLine {
        bank_account_id: Some(account.id),
        date: text(&today.to_string()),
        amount: text("-3.15"),
        text: text("Sello de correos"),
        ..TypedLine::default()
    };
    by_hand::create(tx, organization, &typed, Notation::Plain, allowed).await?;
    let (mut ground, waiting) = open::ground(tx, organization).await?;
    for line in waiting.iter().take(waiting.len() / 2) {
        if let Some(best) = ground.proposals(&line.facts(&account.currency)).into_iter().next().filter(|best| best.score >= CERTAIN) {
            ground.take(line.id, &best);
            matching::apply(tx, organization, line.id, &Wanted::of(&best, account.own_currency()?.digits), allowed).await?;
        }
    }
    Ok(())
}
