//! Whether memory stays flat while many documents are printed: a JSON row before, at every tenth of the way and after.
//!
//! `cargo bench -p despacho-printer --bench flat -- 2000` or `DESPACHO_DOCUMENTS=2000` prints so many; 10,000 unless told. Memory is what is
//! resident of this process, which orders, and of those that print.

#[path = "../tests/common/mod.rs"]
mod common;

use std::time::Instant;

use despacho_paper::{Paper, Printer, Settings};
use tokio::task::JoinSet;

/// Orders under way at once.
const AT_ONCE: usize = 8;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let told = std::env::args().skip(1).chain(std::env::var("DESPACHO_DOCUMENTS")).find_map(|word| word.parse::<usize>().ok());
    let documents = told.unwrap_or(10_000);
    let printer = Printer::new(Settings::new(env!("CARGO_BIN_EXE_despacho-printer").into()));
    let since = Instant::now();
    let mut orders = JoinSet::new();
    row(&printer, 0, since);
    for number in 1..=documents {
        if orders.len() == AT_ONCE {
            orders.join_next().await.expect("an order").expect("a task");
        }
        let (own, sheet) = (printer.clone(), common::sheet("modern", &format!("F-{number:05}")));
        orders.spawn(async move {
            own.print(sheet, None, Paper::Pdf).await.expect("a PDF");
        });
        if number % (documents / 10).max(1) == 0 && number != documents {
            row(&printer, number, since);
        }
    }
    orders.join_all().await;
    row(&printer, documents, since);
}

fn row(printer: &Printer, documents: usize, since: Instant) {
    let client = resident(std::process::id());
    let printers: u64 = printer.pids().into_iter().map(resident).sum();
    let speed = documents as f64 / since.elapsed().as_secs_f64();
    println!("{{\"bench\":\"flat\",\"documents\":{documents},\"per_second\":{speed:.1},\"client_rss_kib\":{client},\"printers_rss_kib\":{printers}}}");
}

/// KiB of a process that are in memory; 0 when it has just ended.
fn resident(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim_end_matches("kB").trim().parse().ok()).unwrap_or(0)
}
