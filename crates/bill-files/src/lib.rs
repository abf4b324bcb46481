//! Electronic invoices, pure: UBL 2.1 (EN 16931) and Facturae 3.2.x as what a vendor's bill says. What is read is a proposal: nothing is computed or judged
//! here.

mod facturae;
mod said;
mod ubl;

use despacho_xml::{Next, Node, Xml};

pub use said::{Charged, Read, Why};

/// Most bytes that are read.
pub const MOST: usize = 5 * 1024 * 1024;

/// What a file says, if it is of one of the formats.
pub fn read(bytes: &[u8]) -> Result<Read, Why> {
    let written = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).map_err(|_| Why::Unknown)?;
    if bytes.len() > MOST || !written.trim_start().starts_with('<') {
        return Err(Why::Unknown);
    }
    let mut xml = Xml::new(written);
    loop {
        match xml.step().map_err(|_| Why::Broken)? {
            Next::Begins(name) => {
                let read: fn(&Node) -> Result<Read, Why> = match name.as_str() {
                    "Invoice" | "CreditNote" => ubl::read,
                    "Facturae" => facturae::read,
                    _ => return Err(Why::Unknown),
                };
                return read(&xml.whole(name).map_err(|_| Why::Broken)?);
            }
            Next::Ends(_) => {}
            Next::Over => return Err(Why::Unknown),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_none_of_the_formats_is_told() {
        for (text, why) in [
            ("", Why::Unknown),
            ("%PDF-1.7", Why::Unknown),
            ("<html><body/></html>", Why::Unknown),
            ("<Invoice><cbc:ID>1", Why::Broken),
            ("<!DOCTYPE x [<!ENTITY a \"b\">]><Invoice><ID>&a;</ID></Invoice>", Why::Broken),
            ("<Facturae></Facturae>", Why::Broken),
        ] {
            assert_eq!(read(text.as_bytes()), Err(why), "{text}");
        }
        assert_eq!(read(b"\xff\xfe<"), Err(Why::Unknown));
    }
}
