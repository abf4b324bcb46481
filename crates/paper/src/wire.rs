//! How the two programs speak, over the printer's standard input and output.
//!
//! All travels in frames: a length in four bytes, big-endian, and as many bytes. An order is one frame with JSON ([`Order`]). An answer is two
//! frames: JSON ([`Answer`]), and the document, empty when there is none. Orders are answered one at a time, as they come. After a frame beyond
//! its bound, or one that breaks off, nothing more can be understood: that printer is over.

use std::io::{self, Read, Write};

use data_encoding::BASE64;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::{Fault, Paper, Sheet};

/// Most bytes of an order's frame.
pub const MAX_ORDER: usize = 8 * 1024 * 1024;
/// Most bytes of the JSON of an answer.
pub const MAX_ANSWER: usize = 64 * 1024;
/// Most bytes of a document.
pub const MAX_DOCUMENT: usize = 64 * 1024 * 1024;

/// What shall be printed.
#[derive(Debug, Serialize, Deserialize)]
pub struct Order {
    /// The answer carries it too.
    pub id: u64,
    /// What stands on the paper.
    pub sheet: Sheet,
    /// What it becomes.
    pub paper: Paper,
    /// The logo's bytes, in base64 on the way.
    #[serde(with = "base64")]
    pub logo: Option<Vec<u8>>,
}

/// What became of an order.
#[derive(Debug, Serialize, Deserialize)]
pub struct Answer {
    /// The order's.
    pub id: u64,
    /// Why no document follows.
    pub fault: Option<Fault>,
}

mod base64 {
    use super::*;

    pub fn serialize<S: Serializer>(bytes: &Option<Vec<u8>>, to: S) -> Result<S::Ok, S::Error> {
        bytes.as_ref().map(|bytes| BASE64.encode(bytes)).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<u8>>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        text.map(|text| BASE64.decode(text.as_bytes()).map_err(D::Error::custom)).transpose()
    }
}

/// The four bytes in front of a frame.
fn prefix(bytes: &[u8]) -> io::Result<[u8; 4]> {
    u32::try_from(bytes.len()).map(u32::to_be_bytes).map_err(|_| io::ErrorKind::InvalidInput.into())
}

/// How many bytes follow.
fn length(prefix: [u8; 4], most: usize) -> io::Result<usize> {
    let length = u32::from_be_bytes(prefix) as usize;
    if length <= most { Ok(length) } else { Err(io::Error::new(io::ErrorKind::InvalidData, format!("a frame of {length} bytes; the most is {most}"))) }
}

fn whole(bytes: Vec<u8>, length: usize) -> io::Result<Vec<u8>> {
    if bytes.len() == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// Writes a frame. An error is the writer's.
pub fn write(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    to.write_all(&prefix(bytes)?)?;
    to.write_all(bytes)
}

/// Reads a frame of at most so many bytes; nothing where the conversation has ended. A longer frame, or one that breaks off, is an error.
pub fn read(from: &mut impl Read, most: usize) -> io::Result<Option<Vec<u8>>> {
    let mut prefix = Vec::with_capacity(4);
    from.by_ref().take(4).read_to_end(&mut prefix)?;
    if prefix.is_empty() {
        return Ok(None);
    }
    let prefix = prefix.try_into().map_err(|_| io::Error::from(io::ErrorKind::UnexpectedEof))?;
    let length = length(prefix, most)?;
    let mut bytes = vec![];
    from.by_ref().take(length as u64).read_to_end(&mut bytes)?;
    whole(bytes, length).map(Some)
}

/// Writes a frame, as [`write`] does.
pub(crate) async fn send(to: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) -> io::Result<()> {
    to.write_all(&prefix(bytes)?).await?;
    to.write_all(bytes).await?;
    to.flush().await
}

/// Reads a frame of at most so many bytes; the end of the conversation is an error too.
pub(crate) async fn receive(from: &mut (impl AsyncRead + Unpin), most: usize) -> io::Result<Vec<u8>> {
    let mut prefix = [0; 4];
    from.read_exact(&mut prefix).await?;
    let length = length(prefix, most)?;
    let mut bytes = vec![];
    AsyncReadExt::take(from, length as u64).read_to_end(&mut bytes).await?;
    whole(bytes, length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LineColumn, Party, Total};

    fn order() -> Order {
        let party = |name: &str| Party { name: name.into(), lines: vec!["Calle Inventada, 1".into()] };
        let sheet = Sheet {
            lang: "es".into(),
            design: "classic".into(),
            paper: "a4".into(),
            accent: "#1f5c4a".into(),
            logo: "logo.png".into(),
            title: "Factura".into(),
            number: "F-1".into(),
            seller_label: "De".into(),
            seller: party("Vendedora"),
            buyer_label: "Para".into(),
            buyer: party("Cliente"),
            facts: vec![("Fecha".into(), "12 nov 2026".into())],
            header: String::new(),
            columns: vec![LineColumn { label: "Importe".into(), number: true, wide: true }],
            lines: vec![vec!["100,00 €".into()]],
            totals: vec![Total { label: "Total".into(), value: "100,00 €".into(), strong: true }],
            footer: String::new(),
            landscape: false,
            strong: vec![],
        };
        Order { id: 7, sheet, paper: Paper::Svg, logo: Some(vec![0, 255, 10]) }
    }

    #[test]
    fn an_order_arrives_as_it_was_sent() {
        let sent = order();
        let mut pipe = vec![];
        write(&mut pipe, &serde_json::to_vec(&sent).expect("JSON")).expect("a frame");
        let mut from = pipe.as_slice();
        let frame = read(&mut from, MAX_ORDER).expect("a frame").expect("no end");
        let received: Order = serde_json::from_slice(&frame).expect("an order");
        assert_eq!((received.id, received.sheet, received.paper, received.logo), (sent.id, sent.sheet, sent.paper, sent.logo));
        assert_eq!(read(&mut from, MAX_ORDER).expect("the end"), None);
    }

    #[test]
    fn a_frame_that_is_too_long_or_breaks_off_is_an_error() {
        let mut pipe = vec![];
        write(&mut pipe, b"twelve bytes").expect("a frame");
        assert_eq!(read(&mut pipe.as_slice(), 12).expect("a frame").as_deref(), Some(b"twelve bytes".as_slice()));
        assert_eq!(read(&mut pipe.as_slice(), 11).map_err(|e| e.kind()), Err(io::ErrorKind::InvalidData));
        for end in [1, 3, 4, 15] {
            assert_eq!(read(&mut &pipe[..end], 12).map_err(|e| e.kind()), Err(io::ErrorKind::UnexpectedEof), "{end}");
        }
        assert_eq!(read(&mut [255; 4].as_slice(), MAX_DOCUMENT).map_err(|e| e.kind()), Err(io::ErrorKind::InvalidData));
    }
}
