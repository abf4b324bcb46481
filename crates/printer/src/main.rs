//! `despacho-printer`: prints documents for the server, which orders them over standard input (`despacho_paper::wire`).
//!
//! A program of its own, so that no document can slow or stop the server: it may be killed at any time, and holds nothing but the order in hand.

mod render;

use std::{
    io::{self, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
    sync::mpsc::{SyncSender, sync_channel},
    thread,
    time::Duration,
};

use despacho_paper::{
    Fault,
    wire::{self, Answer, MAX_DOCUMENT, MAX_ORDER, Order},
};
use rlimit::Resource;

const HELP: &str = "\
Prints documents for `despacho`, which starts it by itself.

Usage: despacho-printer [--memory BYTES]

Options:
  --memory BYTES  Most memory to take
  --version       Print the version
  --help          Print this help";

/// How long the order in hand may still take when nobody is left to order another.
const FAREWELL: Duration = Duration::from_secs(5);
/// Most characters of a fault's message.
const MESSAGE: usize = 1000;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned());
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--version" => {
                println!("despacho-printer {}", env!("CARGO_PKG_VERSION"));
                return ExitCode::SUCCESS;
            }
            "--help" => {
                println!("{HELP}");
                return ExitCode::SUCCESS;
            }
            "--memory" => {
                let Some(bytes) = arguments.next().and_then(|bytes| bytes.parse().ok()) else { return misunderstood("--memory needs a number of bytes") };
                if let Err(error) = limit(bytes) {
                    eprintln!("despacho-printer: the memory can't be limited: {error}");
                    return ExitCode::FAILURE;
                }
            }
            other => return misunderstood(&format!("{other} is unknown")),
        }
    }
    match serve() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("despacho-printer: {error}");
            ExitCode::FAILURE
        }
    }
}

fn misunderstood(why: &str) -> ExitCode {
    eprintln!("despacho-printer: {why}\n\n{HELP}");
    ExitCode::from(2)
}

/// Bounds the memory that the process may take. On Linux RLIMIT_DATA counts all that is its own to write; RLIMIT_AS would count the program and
/// what allocators only reserve.
fn limit(memory: u64) -> io::Result<()> {
    let (_, most) = Resource::DATA.get()?;
    let memory = memory.min(most);
    Resource::DATA.set(memory, memory)?;
    // What is left of a crash would hold people's data.
    Resource::CORE.set(0, 0)
}

/// Answers orders as they come, until there are no more or a document has left the process in doubt.
fn serve() -> io::Result<ExitCode> {
    let (sender, orders) = sync_channel(0);
    thread::spawn(move || listen(sender));
    for order in orders {
        let order: Order = serde_json::from_slice(&order)?;
        let id = order.id;
        let printed = catch_unwind(AssertUnwindSafe(|| render::render(&order.sheet, order.logo, order.paper)));
        let in_doubt = printed.is_err();
        let document = match printed {
            Ok(Ok(document)) if document.len() > MAX_DOCUMENT => Err(Fault::TooLarge),
            Ok(Ok(document)) => Ok(document),
            Ok(Err(message)) => Err(Fault::Document(message.chars().take(MESSAGE).collect())),
            Err(_) => Err(Fault::Document("the printer stumbled over it".into())),
        };
        answer(id, document)?;
        if in_doubt {
            return Ok(ExitCode::FAILURE);
        }
        render::forget();
    }
    Ok(ExitCode::SUCCESS)
}

fn answer(id: u64, document: Result<Vec<u8>, Fault>) -> io::Result<()> {
    let (fault, document) = match document {
        Ok(document) => (None, document),
        Err(fault) => (Some(fault), vec![]),
    };
    let mut out = io::stdout().lock();
    wire::write(&mut out, &serde_json::to_vec(&Answer { id, fault })?)?;
    wire::write(&mut out, &document)?;
    out.flush()
}

/// Reads orders. It has a thread of its own to notice that the server has gone, even while a document takes for ever.
fn listen(orders: SyncSender<Vec<u8>>) {
    let mut input = io::stdin().lock();
    loop {
        match wire::read(&mut input, MAX_ORDER) {
            Ok(Some(order)) => {
                if orders.send(order).is_err() {
                    break;
                }
            }
            Ok(None) => break,
            Err(error) => {
                eprintln!("despacho-printer: {error}");
                break;
            }
        }
    }
    drop(orders);
    thread::sleep(FAREWELL);
    std::process::exit(1)
}

#[cfg(test)]
#[path = "../tests/common/mod.rs"]
mod common;
