//! From a sheet to a PDF or an SVG, with Typst. It reads nothing but what it is given: no files, no network, no clock.

use std::sync::LazyLock;

use despacho_platform::{Error, Result};
use despacho_ui::assets;
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;

use super::Sheet;

const DESIGN: &str = include_str!("../../templates/document.typ");

/// What a sheet becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    Pdf,
    /// The first page as an image.
    Svg,
}

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| assets::fonts().into_iter().flat_map(|font| Font::iter(Bytes::new(font.into_owned()))).collect());
static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

struct Desk {
    design: Source,
    data: (FileId, Bytes),
    logo: Option<(FileId, Bytes)>,
}

fn file(name: &str) -> Result<FileId> {
    let path = VirtualPath::new(name).map_err(|e| Error::Other(format!("{name}: {e:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.design.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.design.id() { Ok(self.design.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let files = [Some(&self.data), self.logo.as_ref()];
        files.into_iter().flatten().find(|(own, _)| *own == id).map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Renders a sheet; `logo` is the image's bytes. Takes some tens of milliseconds of a processor: call it where that is no harm.
pub fn render(sheet: &Sheet, logo: Option<Vec<u8>>, paper: Paper) -> Result<Vec<u8>> {
    let data = serde_json::to_vec(sheet).map_err(|e| Error::Other(e.to_string()))?;
    let logo = match logo {
        Some(bytes) => Some((file(&sheet.logo)?, Bytes::new(bytes))),
        None => None,
    };
    let desk = Desk { design: Source::new(file("document.typ")?, DESIGN.into()), data: (file("data.json")?, Bytes::new(data)), logo };
    let faults = |errors: &[typst::diag::SourceDiagnostic]| Error::Other(errors.iter().map(|e| e.message.to_string()).collect::<Vec<_>>().join("; "));
    let document: PagedDocument = typst::compile(&desk).output.map_err(|e| faults(&e))?;
    let bytes = match paper {
        Paper::Pdf => typst_pdf::pdf(&document, &typst_pdf::PdfOptions::default()).map_err(|e| faults(&e))?,
        Paper::Svg => match document.pages().first() {
            Some(page) => typst_svg::svg(page, &typst_svg::SvgOptions::default()).into_bytes(),
            None => return Err(Error::NotFound),
        },
    };
    // What Typst remembers of former documents is forgotten after a few more.
    typst::comemo::evict(5);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::{LineColumn, Party, Total};

    fn sheet(design: &str) -> Sheet {
        let party = |name: &str| Party { name: name.into(), lines: vec!["Calle Inventada, 1".into()] };
        let column = |label: &str, number| LineColumn { label: label.into(), number, wide: !number };
        Sheet {
            lang: "es".into(),
            design: design.into(),
            paper: "a4".into(),
            accent: "#1f5c4a".into(),
            logo: String::new(),
            title: "Factura".into(),
            number: "F-00001".into(),
            seller_label: "De".into(),
            seller: party("#panic(\"no\") $x$ *Vendedora* <etiqueta>"),
            buyer_label: "Para".into(),
            buyer: party("Cliente"),
            facts: vec![("Fecha".into(), "12 nov 2026".into())],
            header: "Una línea\nOtra".into(),
            columns: vec![column("Descripción", false), column("Importe", true)],
            lines: vec![vec!["Servicio".into(), "100,00".into()]; 60],
            totals: vec![Total { label: "Total".into(), value: "6.000,00 €".into(), strong: true }],
            footer: "Gracias".into(),
        }
    }

    #[test]
    fn every_design_gives_a_pdf_and_an_image() {
        for design in ["classic", "modern", "compact"] {
            let pdf = render(&sheet(design), None, Paper::Pdf).expect("a PDF");
            assert!(pdf.starts_with(b"%PDF-"), "{design}");
            let svg = String::from_utf8(render(&sheet(design), None, Paper::Svg).expect("an image")).expect("text");
            assert!(svg.starts_with("<svg") && svg.contains("viewBox"), "{design}");
        }
    }

    #[test]
    fn a_broken_logo_is_an_error_and_no_crash() {
        let broken = Sheet { logo: "logo.png".into(), ..sheet("classic") };
        assert!(render(&broken, Some(b"\x89PNG\r\n\x1a\nnothing".to_vec()), Paper::Pdf).is_err());
        assert!(render(&broken, None, Paper::Pdf).is_err());
    }
}
