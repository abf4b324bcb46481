//! One POST over HTTP/1.1 (RFC 9112), to an address that was looked at before. Nothing is followed elsewhere, and of the answer only the status is read.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use rustls::{ClientConfig, RootCertStore, pki_types::ServerName};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;

use crate::address::Target;

/// How long one try may take.
const TIME: Duration = Duration::from_secs(15);
/// Bytes of an answer that are read.
const ANSWER: usize = 4096;

/// A message as it is sent.
pub struct Message<'a> {
    pub id: &'a str,
    /// When it is sent, in seconds.
    pub seconds: i64,
    pub signature: &'a str,
    pub body: &'a str,
}

fn encryption() -> Result<TlsConnector, String> {
    static CONFIG: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    if let Some(config) = CONFIG.get() {
        return Ok(TlsConnector::from(config.clone()));
    }
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| e.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(CONFIG.get_or_init(|| Arc::new(config)).clone()))
}

/// Sends a message; answers the status of the answer, or why there was none.
pub async fn send(target: &Target, message: &Message<'_>) -> Result<u16, String> {
    match tokio::time::timeout(TIME, attempt(target, message)).await {
        Ok(outcome) => outcome,
        Err(_) => Err("webhook_timeout".into()),
    }
}

async fn attempt(target: &Target, message: &Message<'_>) -> Result<u16, String> {
    let places = target.places().await?;
    let stream = TcpStream::connect(places.as_slice()).await.map_err(|_| "webhook_unreachable".to_owned())?;
    if !target.secure {
        return exchange(stream, target, message).await;
    }
    let name = ServerName::try_from(target.host.clone()).map_err(|_| "webhook_url".to_owned())?;
    let stream = encryption()?.connect(name, stream).await.map_err(|_| "webhook_certificate".to_owned())?;
    exchange(stream, target, message).await
}

async fn exchange(mut stream: impl AsyncRead + AsyncWrite + Unpin, target: &Target, message: &Message<'_>) -> Result<u16, String> {
    let usual = if target.secure { 443 } else { 80 };
    let host = if target.host.contains(':') { format!("[{}]", target.host) } else { target.host.clone() };
    let host = if target.port == usual { host } else { format!("{host}:{}", target.port) };
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Despacho\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\
         webhook-id: {}\r\nwebhook-timestamp: {}\r\nwebhook-signature: {}\r\n\r\n",
        target.path,
        message.body.len(),
        message.id,
        message.seconds,
        message.signature
    );
    let lost = |_| "webhook_unreachable".to_owned();
    stream.write_all(head.as_bytes()).await.map_err(lost)?;
    stream.write_all(message.body.as_bytes()).await.map_err(lost)?;
    stream.flush().await.map_err(lost)?;
    let mut answer = vec![];
    let mut piece = [0; 512];
    while !answer.ends_with(b"\n") && !answer.windows(2).any(|pair| pair == b"\r\n") && answer.len() < ANSWER {
        match stream.read(&mut piece).await.map_err(lost)? {
            0 => break,
            read => answer.extend_from_slice(&piece[..read]),
        }
    }
    status(&answer).ok_or_else(|| "webhook_no_http".to_owned())
}

/// The status of an answer's first line: `HTTP/1.1 204 No Content`.
fn status(answer: &[u8]) -> Option<u16> {
    let line = String::from_utf8_lossy(answer);
    let mut words = line.lines().next()?.split(' ');
    words.next().filter(|version| version.starts_with("HTTP/1."))?;
    words.next()?.parse().ok().filter(|status| (100..600).contains(status))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_of_an_answer_is_read() {
        assert_eq!(status(b"HTTP/1.1 204 No Content\r\n\r\n"), Some(204));
        assert_eq!(status(b"HTTP/1.0 500\r\n"), Some(500));
        for other in [&b"220 smtp.example ESMTP\r\n"[..], b"HTTP/1.1 9999 x\r\n", b"", b"\xff\xfe"] {
            assert_eq!(status(other), None);
        }
    }
}
