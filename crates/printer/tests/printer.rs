//! The printer as the server uses it: a process that is killed, overrun and not there.

mod common;

use std::{
    os::unix::fs::symlink,
    path::PathBuf,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use common::sheet;
use despacho_paper::{Fault, Paper, Printer, Settings, Sheet};
use tokio::task::JoinSet;

const PROGRAM: &str = env!("CARGO_BIN_EXE_despacho-printer");

/// Time enough for a machine that is busy.
fn settings() -> Settings {
    Settings { time: Duration::from_secs(60), ..Settings::new(PathBuf::from(PROGRAM)) }
}

fn numbered(number: usize) -> Sheet {
    sheet("compact", &format!("F-{number:05}"))
}

/// A sheet of many short lines; an order holds some 700,000.
fn long(lines: usize) -> Sheet {
    Sheet { lines: vec![vec!["x".into(), "1".into()]; lines], ..sheet("classic", "F-00001") }
}

fn kill(pid: u32) -> bool {
    Command::new("kill").args(["-KILL", &pid.to_string()]).stderr(Stdio::null()).status().expect("kill").success()
}

async fn prints(printer: &Printer) {
    let pdf = printer.print(sheet("classic", "F-00001"), None, Paper::Pdf).await.expect("a PDF");
    assert!(pdf.starts_with(b"%PDF-"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_documents_outlive_a_printer_that_is_killed_time_and_again() {
    let alone = Printer::new(settings());
    let mut expected = vec![];
    for number in 0..10 {
        expected.push(alone.print(numbered(number), None, Paper::Svg).await.expect("an image"));
    }
    expected.dedup();
    assert_eq!(expected.len(), 10, "each number gives an image of its own");
    let printer = Printer::new(Settings { processes: 2, ..settings() });
    let mut orders = JoinSet::new();
    for order in 0..100 {
        let printer = printer.clone();
        orders.spawn(async move { (order, printer.print(numbered(order % 10), None, Paper::Svg).await) });
    }
    let (mut done, mut killed) = (0, 0);
    while let Some(printed) = orders.join_next().await {
        let (order, image) = printed.expect("a task");
        assert!(image.expect("an image") == expected[order % 10], "{order}");
        done += 1;
        if done % 15 == 0 {
            killed += printer.pids().into_iter().filter(|pid| kill(*pid)).count();
        }
    }
    assert_eq!(done, 100);
    assert!(killed >= 5, "{killed}");
}

#[tokio::test]
async fn a_document_that_takes_too_long_ends_in_time_and_the_next_is_printed() {
    let time = Duration::from_secs(3);
    let printer = Printer::new(Settings { time, memory: 8 << 30, ..settings() });
    let endless = long(150_000);
    let since = Instant::now();
    assert_eq!(printer.print(endless, None, Paper::Pdf).await, Err(Fault::TooLong));
    assert!(since.elapsed() >= time && since.elapsed() < time + Duration::from_secs(1), "{:?}", since.elapsed());
    prints(&printer).await;
}

#[tokio::test]
async fn a_document_that_takes_too_much_memory_ends_and_the_next_is_printed() {
    let printer = Printer::new(Settings { memory: 128 << 20, ..settings() });
    let fault = printer.print(long(700_000), None, Paper::Pdf).await.expect_err("no room");
    assert!(matches!(fault, Fault::TooLarge | Fault::Document(_)), "{fault}");
    prints(&printer).await;
    let beyond = Sheet { header: "x".repeat(9 << 20), ..sheet("classic", "F-00001") };
    assert_eq!(printer.print(beyond, None, Paper::Pdf).await, Err(Fault::TooLarge));
}

#[tokio::test]
async fn a_faulty_document_is_told_and_the_same_process_prints_the_next() {
    let printer = Printer::new(settings());
    prints(&printer).await;
    let process = printer.pids();
    let faulty = Sheet { accent: "no colour".into(), ..sheet("classic", "F-00001") };
    assert!(matches!(printer.print(faulty, None, Paper::Pdf).await, Err(Fault::Document(_))));
    prints(&printer).await;
    assert_eq!((process.len(), process), (1, printer.pids()));
}

#[tokio::test]
async fn documents_come_alive_when_the_program_appears() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join("despacho-printer");
    let printer = Printer::new(Settings { program: program.clone(), ..settings() });
    assert!(!printer.present());
    assert_eq!(printer.print(numbered(1), None, Paper::Pdf).await, Err(Fault::Absent));
    symlink(PROGRAM, &program).expect("a link");
    assert!(printer.present());
    prints(&printer).await;
}

#[tokio::test]
async fn whoever_stops_waiting_disturbs_nobody() {
    let printer = Printer::new(settings());
    let expected = printer.print(numbered(7), None, Paper::Svg).await.expect("an image");
    for number in 0..5 {
        let order = printer.print(numbered(number), None, Paper::Svg);
        let _ = tokio::time::timeout(Duration::from_millis(number as u64 * 5), order).await;
        assert!(printer.print(numbered(7), None, Paper::Svg).await.expect("an image") == expected);
    }
}

#[tokio::test]
async fn too_many_orders_are_refused() {
    let printer = Printer::new(Settings { waiting: 2, ..settings() });
    let mut orders = JoinSet::new();
    for number in 0..10 {
        let printer = printer.clone();
        orders.spawn(async move { printer.print(numbered(number), None, Paper::Svg).await });
    }
    let answers = orders.join_all().await;
    assert!(answers.contains(&Err(Fault::Busy)));
    assert!(answers.iter().filter(|answer| answer.is_ok()).count() >= 2);
    assert!(answers.iter().all(|answer| matches!(answer, Ok(_) | Err(Fault::Busy))));
}

#[tokio::test]
async fn the_process_ends_with_its_printer() {
    let printer = Printer::new(settings());
    prints(&printer).await;
    let pid = printer.pids()[0];
    drop(printer);
    for _ in 0..100 {
        if !PathBuf::from(format!("/proc/{pid}")).exists() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{pid} is still there");
}

#[test]
fn it_ends_when_its_input_does() {
    let mut child = Command::new(PROGRAM).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("a process");
    drop(child.stdin.take());
    let since = Instant::now();
    assert!(child.wait().expect("an end").success());
    assert!(since.elapsed() < Duration::from_secs(4));
}

#[test]
fn the_command_line_is_told() {
    let run = |arguments: &[&str]| Command::new(PROGRAM).args(arguments).stdin(Stdio::null()).output().expect("an output");
    let version = run(&["--version"]);
    assert!(version.status.success());
    assert_eq!(String::from_utf8_lossy(&version.stdout), format!("despacho-printer {}\n", env!("CARGO_PKG_VERSION")));
    assert!(String::from_utf8_lossy(&run(&["--help"]).stdout).contains("--memory BYTES"));
    assert!(run(&["--memory", "536870912"]).status.success());
    for wrong in [["--memory"].as_slice(), &["--memory", "much"], &["--unknown"], &["document"]] {
        assert_eq!(run(wrong).status.code(), Some(2), "{wrong:?}");
    }
}
