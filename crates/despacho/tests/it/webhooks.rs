//! Webhooks: signed, tried again until they arrive, and sent anew when asked.

use std::sync::{Arc, Mutex};

use despacho_platform::both;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::common::App;

/// What was received: heads and bodies.
type Received = Arc<Mutex<Vec<(String, String)>>>;

/// A program that answers each message with the next of some statuses, and then with 204.
async fn listener(statuses: Vec<u16>) -> (String, Received) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/hook?a=1", listener.local_addr().expect("an address"));
    let received = Received::default();
    let kept = received.clone();
    tokio::spawn(async move {
        let mut statuses = statuses.into_iter();
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut text = String::new();
            let mut piece = [0; 4096];
            loop {
                let read = stream.read(&mut piece).await.unwrap_or(0);
                text.push_str(&String::from_utf8_lossy(&piece[..read]));
                let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
                let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: ")).and_then(|length| length.parse().ok()).unwrap_or(0);
                if read == 0 || body.len() >= length {
                    kept.lock().expect("a lock").push((head.to_owned(), body.to_owned()));
                    break;
                }
            }
            let status = statuses.next().unwrap_or(204);
            let _ = stream.write_all(format!("HTTP/1.1 {status} x\r\nContent-Length: 0\r\n\r\n").as_bytes()).await;
        }
    });
    (url, received)
}

fn header(head: &str, name: &str) -> String {
    head.lines().find_map(|line| line.strip_prefix(&format!("{name}: "))).unwrap_or_default().to_owned()
}

both! {
    async fn what_happens_is_told_signed_and_again_until_it_arrives(engine) {
        let Some(app) = App::open(engine).await else { return };
        despacho_webhooks::allow_private();
        let owner = app.person("asesora").await;
        let practice = app.practice(&owner, "Asesores").await;
        let (url, received) = listener(vec![500, 503]).await;
        let events = ["client.created", "organization.created"];
        let made = app.api(&owner, "POST", "/webhooks", Some(json!({ "url": url, "events": events, "active": true })), None).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let (id, secret) = (made.json()["id"].as_str().expect("an id").to_owned(), made.json()["secret"].as_str().expect("a secret").to_owned());
        assert!(secret.starts_with("whsec_"));
        let listed = app.api(&owner, "GET", "/webhooks", None, None).await;
        assert!(!listed.text.contains(&secret), "it is told once");

        let client = app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "Uno" })), None).await.json();
        app.work().await;
        assert_eq!(received.lock().expect("a lock").len(), 1);
        let deliveries = async || app.api(&owner, "GET", &format!("/webhooks/{id}/deliveries"), None, None).await.json()["items"].clone();
        let first = deliveries().await[0].clone();
        assert_eq!((&first["status"], &first["attempts"], &first["response_status"]), (&json!("queued"), &json!(1), &json!(500)));
        app.work().await;
        assert_eq!(received.lock().expect("a lock").len(), 1, "it is not tried before its time");
        for wait in [6_000, 301_000] {
            app.platform.clock.advance(wait);
            app.work().await;
        }
        let all = received.lock().expect("a lock").clone();
        assert_eq!(all.len(), 3);
        let done = deliveries().await[0].clone();
        assert_eq!((&done["status"], &done["attempts"], &done["response_status"]), (&json!("delivered"), &json!(3), &json!(204)));
        for (head, body) in &all {
            assert!(head.starts_with("POST /hook?a=1 HTTP/1.1\r\n"), "{head}");
            assert_eq!(header(head, "webhook-id"), done["id"].as_str().expect("an id"), "the same message is known by its id");
            let seconds: i64 = header(head, "webhook-timestamp").parse().expect("seconds");
            assert_eq!(Some(header(head, "webhook-signature")), despacho_webhooks::signature(&secret, &header(head, "webhook-id"), seconds, body));
        }
        let told: Value = serde_json::from_str(&all[2].1).expect("JSON");
        assert_eq!((&told["type"], &told["data"]["id"], &told["data"]["practice_id"]), (&json!("client.created"), &client["id"], &json!(practice.id)));

        // With an organization both are told; what nobody wants is not.
        app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "Dos", "applications": ["inventory"] })), None).await;
        app.api(&owner, "PATCH", &format!("/clients/{}", client["id"].as_str().expect("an id")), Some(json!({ "notes": "x" })), None).await;
        app.work().await;
        let mut kinds: Vec<String> = received.lock().expect("a lock")[3..].iter().map(|(_, body)| serde_json::from_str::<Value>(body).expect("JSON")["type"].to_string()).collect();
        kinds.sort();
        assert_eq!(kinds, ["\"client.created\"", "\"organization.created\""]);

        let again = format!("/webhooks/{id}/deliveries/{}/resending", done["id"].as_str().expect("an id"));
        assert_eq!(app.api(&owner, "POST", &again, None, None).await.status, 202);
        app.work().await;
        assert_eq!(received.lock().expect("a lock").len(), 6);
        let off = app.api(&owner, "PATCH", &format!("/webhooks/{id}"), Some(json!({ "active": false })), None).await;
        assert_eq!(off.status, 200, "{}", off.text);
        app.api(&owner, "POST", "/clients", Some(json!({ "display_name": "Tres" })), None).await;
        app.work().await;
        assert_eq!(received.lock().expect("a lock").len(), 6);
        let wrong = app.api(&owner, "POST", "/webhooks", Some(json!({ "url": "ftp://x", "events": ["nothing"] })), None).await;
        assert_eq!(wrong.status, 422);
        let (other, staff) = (app.person("otra").await, app.person("gestor").await);
        app.practice(&other, "Otros").await;
        app.join(despacho_platform::memberships::Tenant::Practice, practice.id, &staff, "staff").await;
        assert_eq!(app.api(&other, "GET", &format!("/webhooks/{id}"), None, None).await.status, 404);
        assert_eq!(app.api(&staff, "GET", "/webhooks", None, None).await.status, 403);
        assert_eq!(app.api(&owner, "DELETE", &format!("/webhooks/{id}"), None, None).await.status, 204);
        assert_eq!(app.count("webhook_deliveries").await, 0);
    }
}
