//! What a file is by what is in it, and how its name is taken.

use despacho_kernel::words;

/// How many of a file's first bytes tell its kind.
pub const HEAD: usize = 16;

words! {
    /// The kinds that are told apart, by their media types: whatever its name says, a page or a drawing with scripts is [`Kind::Other`].
    Kind {
        Pdf = "application/pdf",
        Png = "image/png",
        Jpeg = "image/jpeg",
        Gif = "image/gif",
        Webp = "image/webp",
        /// Spreadsheets and text documents of today's programs too.
        Zip = "application/zip",
        Other = "application/octet-stream",
    }
}

impl Kind {
    /// Whether a browser may show it: nothing in it is executed.
    pub fn is_shown(self) -> bool {
        !matches!(self, Self::Zip | Self::Other)
    }
}

/// The kind that the first bytes of a file tell.
pub fn sniffed(head: &[u8]) -> Kind {
    match head {
        head if head.starts_with(b"%PDF-") => Kind::Pdf,
        head if head.starts_with(b"\x89PNG\r\n\x1a\n") => Kind::Png,
        head if head.starts_with(b"\xff\xd8\xff") => Kind::Jpeg,
        head if head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a") => Kind::Gif,
        head if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") => Kind::Webp,
        head if head.starts_with(b"PK\x03\x04") => Kind::Zip,
        _ => Kind::Other,
    }
}

/// Most characters of a name, and of its ending.
const NAME: usize = 150;
const ENDING: usize = 20;

/// Whether a character says how others are shown and shows nothing itself: directions, joiners, marks of width zero (Unicode, UAX #9).
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// A file's name as it is kept: without folders, without what is not seen, of a length that can be shown. Its ending stays.
pub fn name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen: String = last.chars().filter(|c| !c.is_control() && !is_hidden(*c)).collect();
    let words = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = words.trim_start_matches('.').trim();
    if name.is_empty() {
        return "archivo".into();
    }
    if name.chars().count() <= NAME {
        return name.into();
    }
    let ending = name.rfind('.').map(|at| &name[at..]).filter(|ending| ending.chars().count() <= ENDING).unwrap_or_default();
    let kept = NAME - ending.chars().count();
    format!("{}{ending}", name.chars().take(kept).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_told_by_what_is_in_a_file() {
        for (head, kind) in [
            (&b"%PDF-1.7\n"[..], Kind::Pdf),
            (b"\x89PNG\r\n\x1a\n\0\0", Kind::Png),
            (b"\xff\xd8\xff\xe0", Kind::Jpeg),
            (b"GIF89a", Kind::Gif),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Kind::Webp),
            (b"PK\x03\x04", Kind::Zip),
            (b"<svg onload=", Kind::Other),
            (b"<!DOCTYPE html>", Kind::Other),
            (b"RIFF\x10\0\0\0WAVE", Kind::Other),
            (b"", Kind::Other),
        ] {
            assert_eq!(sniffed(head), kind, "{}", String::from_utf8_lossy(head));
        }
        assert!(Kind::Pdf.is_shown() && Kind::Webp.is_shown() && !Kind::Zip.is_shown() && !Kind::Other.is_shown());
    }

    #[test]
    fn a_name_is_one_that_can_be_shown_and_leads_nowhere() {
        for (sent, kept) in [
            ("factura 12.pdf", "factura 12.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Facturas\\uno.pdf", "uno.pdf"),
            ("factura\u{202e}fdp.exe", "facturafdp.exe"),
            ("\u{200f}\u{2066}uno\u{2069}.pdf", "uno.pdf"),
            ("uno\r\ndos\0.pdf", "unodos.pdf"),
            ("<script>alert(1)</script>", "script>"),
            ("..", "archivo"),
            ("  ", "archivo"),
            ("", "archivo"),
            (".htaccess", "htaccess"),
            ("مستند.pdf", "مستند.pdf"),
        ] {
            assert_eq!(name(sent), kept, "{sent:?}");
        }
        let long = name(&format!("{}.pdf", "ñ".repeat(4096)));
        assert_eq!((long.chars().count(), long.ends_with("ñ.pdf")), (150, true));
        assert_eq!(name(&format!("a.{}", "b".repeat(4096))).chars().count(), 150);
    }
}
