//! Connections that keep the server waiting: they end in their time, and keep nobody out.

use std::{net::SocketAddr, time::Duration};

use despacho::connections::{Bounds, serve};
use despacho_platform::{Event, testkit::Engine};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    time::timeout,
};

use crate::common::App;

/// Far longer than a test: what ends sooner was ended by what the test is about.
const FAR: Duration = Duration::from_secs(600);
/// A test that waits longer has failed.
const PATIENCE: Duration = Duration::from_secs(20);

const WIDE: Bounds = Bounds { all: 1000, of_one: 1000, head: FAR, body: FAR, write: FAR };

/// The product at an address of its own.
async fn served(bounds: Bounds) -> (App, SocketAddr) {
    let app = App::open(Engine::Sqlite).await.expect("a database");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (router, platform) = (app.router.clone(), app.platform.clone());
    tokio::spawn(async move { serve(listener, router, &platform, bounds).await });
    (app, address)
}

async fn connect(from: &str, to: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind(format!("{from}:0").parse().expect("an address")).expect("an address of this machine");
    timeout(PATIENCE, socket.connect(to)).await.expect("in time").expect("a connection")
}

/// What is told until the connection ends; a connection that is cut has told what it told.
async fn told(stream: &mut TcpStream) -> String {
    let mut text = vec![];
    let _ = timeout(PATIENCE, stream.read_to_end(&mut text)).await.expect("in time");
    String::from_utf8_lossy(&text).into_owned()
}

async fn asks(from: &str, to: SocketAddr) -> String {
    let mut stream = connect(from, to).await;
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.expect("a request");
    told(&mut stream).await
}

/// A connection that begins a request and never ends it.
async fn half(from: &str, to: SocketAddr) -> TcpStream {
    let mut stream = connect(from, to).await;
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nX: ").await.expect("a beginning");
    stream
}

#[tokio::test]
async fn a_head_or_a_body_that_never_ends_is_not_waited_for() {
    let brief = Duration::from_millis(200);
    let (_app, address) = served(Bounds { head: brief, body: brief, ..WIDE }).await;
    assert_eq!(told(&mut half("127.0.0.1", address).await).await, "", "half a head gets no answer");
    assert_eq!(told(&mut connect("127.0.0.1", address).await).await, "", "nor does none at all");
    let mut slow = connect("127.0.0.1", address).await;
    let head = "POST /sign-up HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nname=";
    slow.write_all(head.as_bytes()).await.expect("a beginning");
    let answer = told(&mut slow).await;
    assert!(answer.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{answer}");
    assert!(asks("127.0.0.1", address).await.starts_with("HTTP/1.1 200 OK\r\n"));
}

#[tokio::test]
async fn an_answer_that_nobody_reads_is_not_waited_for() {
    let (_app, address) = served(Bounds { write: Duration::from_millis(200), ..WIDE }).await;
    let mut greedy = connect("127.0.0.1", address).await;
    // So many answers that no buffer between the two takes them all; none is read.
    let ask = "GET /sign-up HTTP/1.1\r\nHost: x\r\n\r\n".repeat(64);
    let cut = async { while greedy.write_all(ask.as_bytes()).await.is_ok() {} };
    timeout(Duration::from_secs(60), cut).await.expect("the connection is closed");
    assert!(asks("127.0.0.1", address).await.starts_with("HTTP/1.1 200 OK\r\n"));
}

#[tokio::test]
async fn half_open_connections_keep_nobody_out() {
    let (app, address) = served(Bounds { all: 24, of_one: 8, ..WIDE }).await;
    let person = app.person("somebody").await;
    // Who is told something is at work, and is not sent away.
    let mut told_to = connect("127.0.0.9", address).await;
    let ask = format!("GET /notifications/events HTTP/1.1\r\nHost: x\r\nCookie: {}\r\n\r\n", person.cookie);
    told_to.write_all(ask.as_bytes()).await.expect("a request");
    hear(&mut told_to, "data: any\n").await;
    // Ten times as many of one address as it may have: its oldest make room for its latest.
    let mut first = half("127.0.0.2", address).await;
    let mut others = vec![];
    for _ in 0..80 {
        others.push(half("127.0.0.2", address).await);
    }
    assert_eq!(told(&mut first).await, "", "the oldest is closed");
    assert!(asks("127.0.0.1", address).await.starts_with("HTTP/1.1 200 OK\r\n"));
    assert!(asks("127.0.0.2", address).await.starts_with("HTTP/1.1 200 OK\r\n"), "its own neighbours get in too");
    // From many addresses, so that all places are taken, with half a body each.
    for of in 10..60 {
        let mut stream = connect(&format!("127.0.0.{of}"), address).await;
        stream
            .write_all(b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\nemail")
            .await
            .expect("a beginning");
        others.push(stream);
    }
    assert!(asks("127.0.0.1", address).await.starts_with("HTTP/1.1 200 OK\r\n"));
    let work = despacho_kernel::new_id();
    app.platform.tell(Event::Progress(work));
    hear(&mut told_to, &work.to_string()).await;
}

async fn hear(stream: &mut TcpStream, wanted: &str) {
    let (mut heard, mut part) = (String::new(), [0; 4096]);
    let reading = async {
        while !heard.contains(wanted) {
            let read = stream.read(&mut part).await.expect("a part");
            assert_ne!(read, 0, "it goes on: {heard}");
            heard.push_str(&String::from_utf8_lossy(&part[..read]));
        }
    };
    timeout(PATIENCE, reading).await.expect("in time");
}
