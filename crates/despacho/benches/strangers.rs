//! What strangers can do to a server, a JSON row for each: a thousand sign-ins at once, two thousand connections that never end their
//! request, images that take long to decode. Of each, what those who work there meanwhile wait, and the most memory that the program took.
//!
//! The program is one of its own, on SQLite in the temporary folder, reached over the loopback addresses.

use std::{
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    task::JoinSet,
};

const EMAIL: &str = "bench@bench.example";
const PASSWORD: &str = "una frase bastante larga";
const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// The program at work, ended with this one.
struct Server {
    child: Child,
    address: SocketAddr,
    _folder: tempfile::TempDir,
    cookie: String,
    token: String,
    practice: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program(arguments: &[&str], input: &str) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_despacho"));
    let mut child = program.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program");
    child.stdin.take().expect("its input").write_all(input.as_bytes()).expect("its input");
    let output = child.wait_with_output().expect("its end");
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).expect("text")
}

/// An answer: its status, its head and what follows.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

async fn connect(from: &str, to: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind(format!("{from}:0").parse().expect("an address")).expect("an address of this machine");
    socket.connect(to).await.expect("a connection")
}

/// Sends a request over a connection of its own; nothing where it was cut.
async fn ask(from: &str, to: SocketAddr, line: &str, headers: &str, body: &str) -> Option<Answer> {
    let mut stream = connect(from, to).await;
    let whole = format!("{line} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len());
    stream.write_all(whole.as_bytes()).await.ok()?;
    let mut bytes = vec![];
    stream.read_to_end(&mut bytes).await.ok()?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n")?;
    Some(Answer { status: head.split(' ').nth(1)?.parse().ok()?, head: head.to_owned(), body: body.to_owned() })
}

impl Server {
    async fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().to_str().expect("a path").to_owned();
        let made = program(&["setup", "--data", &data, "--email", EMAIL, "--name", "Bench", "--practice", "Asesores"], PASSWORD);
        let practice = made.split_whitespace().skip_while(|word| *word != "practice").nth(1).expect("a practice").to_owned();
        let token = program(&["token", "create", "--data", &data, "--email", EMAIL], "").trim().to_owned();
        let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port");
        let mut serve = Command::new(env!("CARGO_BIN_EXE_despacho"));
        serve.args(["serve", "--data", &data, "--listen", &address.to_string()]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = serve.spawn().expect("the program");
        let mut told = String::new();
        BufReader::new(child.stdout.take().expect("what it tells")).read_line(&mut told).expect("a line");
        let form = format!("email={EMAIL}&password={}", PASSWORD.replace(' ', "+"));
        let entered = ask("127.0.0.1", address, "POST /sign-in", &format!("Content-Type: {FORM}\r\n"), &form).await.expect("an answer");
        let cookie = entered.head.split("despacho_session=").nth(1).and_then(|rest| rest.split(';').next()).expect("a session");
        let cookie = format!("Cookie: despacho_session={cookie}\r\n");
        Self { child, address, _folder: folder, cookie, token, practice }
    }

    /// The most memory that the program took, in megabytes.
    fn peak(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("its state");
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("its memory");
        line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<u64>().ok()).expect("a number") / 1024
    }

    async fn api(&self, line: &str, body: &Value) -> Answer {
        let headers = format!("Authorization: Bearer {}\r\nContent-Type: {JSON}\r\n", self.token);
        ask("127.0.0.1", self.address, line, &headers, &body.to_string()).await.expect("an answer")
    }

    /// Reads the list of clients again and again until told to stop; answers what each took.
    async fn read(&self, stop: &AtomicBool) -> Vec<f64> {
        let mut times = vec![];
        while !stop.load(Ordering::Relaxed) {
            let begun = Instant::now();
            let page = ask("127.0.0.1", self.address, &format!("GET /practices/{}/clients", self.practice), &self.cookie, "").await;
            assert_eq!(page.expect("an answer").status, 200);
            times.push(begun.elapsed().as_secs_f64() * 1000.0);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        times
    }

    /// Saves again and again until told to stop; answers what each took.
    async fn write(&self, stop: &AtomicBool) -> Vec<f64> {
        let mut times = vec![];
        while !stop.load(Ordering::Relaxed) {
            let begun = Instant::now();
            let made = self.api("POST /api/v1/clients", &json!({ "display_name": format!("Cliente {}", despacho_kernel::new_id()) })).await;
            assert_eq!(made.status, 201, "{}", made.body);
            times.push(begun.elapsed().as_secs_f64() * 1000.0);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        times
    }

    fn print(&self, bench: &str, begun: Instant, statuses: &mut [u16], mut times: Vec<f64>) {
        times.sort_by(f64::total_cmp);
        statuses.sort_unstable();
        let counts: Vec<String> = statuses.chunk_by(|a, b| a == b).map(|same| format!("\"{}\":{}", same[0], same.len())).collect();
        println!(
            "{{\"bench\":\"{bench}\",\"seconds\":{:.1},\"answers\":{{{}}},\"peak_mb\":{},\"others\":{},\"others_median_ms\":{:.1},\"others_max_ms\":{:.1}}}",
            begun.elapsed().as_secs_f64(),
            counts.join(","),
            self.peak(),
            times.len(),
            times[times.len() / 2],
            times[times.len() - 1]
        );
    }
}

/// Does what strangers do while somebody works; answers the statuses of the ones and the times of the other.
async fn beside<W: Future<Output = Vec<f64>>>(stop: &AtomicBool, strangers: JoinSet<u16>, work: W) -> (Vec<u16>, Vec<f64>) {
    let all = async {
        let statuses = strangers.join_all().await;
        stop.store(true, Ordering::Relaxed);
        statuses
    };
    tokio::join!(all, work)
}

async fn sign_ins(server: &Arc<Server>) {
    let mut strangers = JoinSet::new();
    for at in 0..1000 {
        let server = server.clone();
        strangers.spawn(async move {
            let form = format!("email=p{at}@bench.example&password=una+mala+clave");
            let from = format!("127.1.{}.{}", at / 250, 1 + at % 250);
            ask(&from, server.address, "POST /sign-in", &format!("Content-Type: {FORM}\r\n"), &form)
                .await
                .map_or(0, |answer| answer.status)
        });
    }
    let (stop, begun) = (AtomicBool::new(false), Instant::now());
    let (mut statuses, times) = beside(&stop, strangers, server.read(&stop)).await;
    server.print("sign_ins_1000", begun, &mut statuses, times);
}

async fn half_open(server: &Server) {
    let begun = Instant::now();
    let mut held = vec![];
    for at in 0..2000 {
        let mut stream = connect(&format!("127.2.{}.{}", at / 250, 1 + at % 250), server.address).await;
        let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nX: ").await;
        held.push(stream);
    }
    let stop = AtomicBool::new(false);
    let wait = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        stop.store(true, Ordering::Relaxed);
    };
    let ((), times) = tokio::join!(wait, server.read(&stop));
    server.print("half_open_2000", begun, &mut [], times);
}

/// A PNG of 4,000 by 4,000 pixels of one bit, in base64.
const LARGE: &str = include_str!("../tests/it/large.png.base64");

async fn bombs(server: &Arc<Server>) {
    let new = json!({ "name": "Café Sol", "country": "ES", "applications": ["books"] });
    let made = server.api("POST /api/v1/organizations", &new).await;
    let organization = serde_json::from_str::<Value>(&made.body).expect("an organization")["id"].as_str().expect("an id").to_owned();
    for (bench, items) in [("bombs_7_of_500_images", 500), ("bombs_7_of_1_image", 1)] {
        let mut strangers = JoinSet::new();
        for _ in 0..7 {
            let (server, organization) = (server.clone(), organization.clone());
            strangers.spawn(async move {
                let image = json!({ "values": { "media_type": "image/png", "data": LARGE.trim() } });
                let line = format!("PATCH /api/v1/organizations/{organization}/preferences/logo");
                server.api(&line, &json!({ "items": vec![image; items] })).await.status
            });
        }
        let (stop, begun) = (AtomicBool::new(false), Instant::now());
        let (mut statuses, times) = beside(&stop, strangers, server.write(&stop)).await;
        server.print(bench, begun, &mut statuses, times);
    }
}

#[tokio::main]
async fn main() {
    // `cargo test --benches` only checks that it is there.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let server = Arc::new(Server::open().await);
    let (stop, begun) = (AtomicBool::new(false), Instant::now());
    let rest = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        stop.store(true, Ordering::Relaxed);
    };
    let ((), times) = tokio::join!(rest, server.read(&stop));
    server.print("at_rest", begun, &mut [], times);
    half_open(&server).await;
    sign_ins(&server).await;
    bombs(&server).await;
}
