//! What is read of statement files: `cargo run -p despacho-bank-files --example statement FILE…`.

use despacho_bank_files::{Asked, read};
use despacho_kernel::{money::plain, place};

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let Ok(currency) = place::currency("EUR") else { continue };
        match read(&bytes, &Asked { format: None, currency, mapping: None, day_first: true }) {
            Err(fault) => println!("{path}: {fault}"),
            Ok((format, statements)) => {
                for of in statements {
                    let sum = |sign: i64| plain(of.lines.iter().map(|line| (line.amount * sign).max(0)).sum(), 2);
                    let balance = |minor: Option<i64>| minor.map_or("-".to_owned(), |minor| plain(minor, 2));
                    let (opening, closing) = (balance(of.opening), balance(of.closing));
                    println!(
                        "{path}: {} {} {} lines={} in={} out={} opening={opening} closing={closing}",
                        format.word(),
                        of.account,
                        of.currency,
                        of.lines.len(),
                        sum(1),
                        sum(-1)
                    );
                }
            }
        }
    }
    Ok(())
}
