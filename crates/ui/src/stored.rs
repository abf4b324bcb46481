//! A stored file as an answer: whatever is in it, nothing of it is executed here.

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use despacho_platform::{
    Error, Platform, Result,
    files::{self, kind::Kind, store::StoredFile},
};
use futures_util::stream;
use tokio::io::AsyncReadExt;

/// What a file may do that a browser opens: show itself, in an origin of its own.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox";

/// Bytes that are read at once.
const PIECE: usize = 64 * 1024;

/// `attachment; filename="..."; filename*=UTF-8''...` (RFC 6266, RFC 8187): the first for programs that know no other.
pub fn disposition(name: &str, shown: bool) -> HeaderValue {
    let plain: String = name.chars().map(|c| if (c.is_ascii_graphic() && !"\"\\%".contains(c)) || c == ' ' { c } else { '_' }).collect();
    let byte = |byte: &u8| {
        let whole = byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(byte);
        if whole { char::from(*byte).to_string() } else { format!("%{byte:02X}") }
    };
    let encoded: String = name.as_bytes().iter().map(byte).collect();
    let how = if shown { "inline" } else { "attachment" };
    HeaderValue::from_str(&format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{encoded}")).unwrap_or(HeaderValue::from_static("attachment"))
}

/// What a PDF may do within a page of ours. Browsers have a program of their own for them, which runs nothing of what a PDF says in our origin, and which they
/// do not start in a sandbox; that it is one is told by its content, and the browser takes it for nothing else.
const FRAMED: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'";

/// A file, to be saved; `shown` in the browser where its kind can be.
pub async fn serve(platform: &Platform, file: &StoredFile, name: &str, shown: bool) -> Result<Response> {
    let kind: Kind = file.kind.parse().unwrap_or(Kind::Other);
    let shown = shown && kind.is_shown();
    let open = files::open(platform, file).await?;
    let pieces = stream::try_unfold(open, async |mut open| {
        let mut piece = vec![0; PIECE];
        let read = open.read(&mut piece).await?;
        piece.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then_some((piece, open)))
    });
    let kind = if kind.is_shown() { kind.word() } else { Kind::Other.word() };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, disposition(name, shown)),
        (header::CONTENT_LENGTH, HeaderValue::from_str(&file.size.to_string()).map_err(|e| Error::Other(e.to_string()))?),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        // As it is: most kinds are compressed already.
        (header::CONTENT_ENCODING, HeaderValue::from_static("identity")),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

/// A PDF, to be seen in a frame of a page of ours; any other file is as [`serve`] has it.
pub async fn framed(platform: &Platform, file: &StoredFile, name: &str) -> Result<Response> {
    let mut response = serve(platform, file, name, true).await?;
    if file.kind == Kind::Pdf.word() {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FRAMED));
        response.headers_mut().insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_to_old_programs_and_to_new_ones() {
        let told = |name: &str| disposition(name, false).to_str().expect("text").to_owned();
        assert_eq!(told("factura 1.pdf"), "attachment; filename=\"factura 1.pdf\"; filename*=UTF-8''factura%201.pdf");
        assert_eq!(told("año\"; x=\"\\.pdf"), "attachment; filename=\"a_o_; x=__.pdf\"; filename*=UTF-8''a%C3%B1o%22%3B%20x%3D%22%5C.pdf");
        assert!(disposition("a.png", true).to_str().expect("text").starts_with("inline; "));
    }
}
