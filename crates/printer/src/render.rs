//! From a sheet to a PDF or an SVG, with Typst. It reads nothing but what it is given: no files, no network, no clock.

use std::sync::LazyLock;

use despacho_paper::{Paper, Sheet};
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;

const DESIGN: &str = include_str!("../templates/document.typ");
/// Inter, whole: the frontend's build puts it there.
const INTER: [&[u8]; 2] =
    [include_bytes!("../../../frontend/dist/fonts/inter-400Regular.ttf"), include_bytes!("../../../frontend/dist/fonts/inter-600SemiBold.ttf")];

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));
static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| INTER.into_iter().flat_map(|font| Font::iter(Bytes::new(font))).collect());
static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

struct Desk {
    design: Source,
    data: (FileId, Bytes),
    logo: Option<(FileId, Bytes)>,
}

fn file(name: &str) -> Result<FileId, String> {
    let path = VirtualPath::new(name).map_err(|e| format!("{name}: {e:?}"))?;
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

/// Renders a sheet; `logo` is the bytes of the image that the sheet names. An error says what Typst refused.
pub fn render(sheet: &Sheet, logo: Option<Vec<u8>>, paper: Paper) -> Result<Vec<u8>, String> {
    let data = serde_json::to_vec(sheet).map_err(|e| e.to_string())?;
    let logo = match logo {
        Some(bytes) => Some((file(&sheet.logo)?, Bytes::new(bytes))),
        None => None,
    };
    let desk = Desk { design: Source::new(file("document.typ")?, DESIGN.into()), data: (file("data.json")?, Bytes::new(data)), logo };
    let document: PagedDocument = typst::compile(&desk).output.map_err(|errors| told(&errors))?;
    match paper {
        Paper::Pdf => typst_pdf::pdf(&document, &typst_pdf::PdfOptions::default()).map_err(|errors| told(&errors)),
        Paper::Svg => {
            let page = document.pages().first().ok_or("no page")?;
            Ok(typst_svg::svg(page, &typst_svg::SvgOptions::default()).into_bytes())
        }
    }
}

/// Forgets what Typst remembers of all but the last few documents.
pub fn forget() {
    typst::comemo::evict(5);
}

fn told(errors: &[SourceDiagnostic]) -> String {
    errors.iter().map(|error| error.message.to_string()).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::common::sheet;

    #[test]
    fn every_design_gives_a_pdf_and_an_image() {
        for design in ["classic", "modern", "compact"] {
            let pdf = render(&sheet(design, "F-00001"), None, Paper::Pdf).expect("a PDF");
            assert!(pdf.starts_with(b"%PDF-"), "{design}");
            let svg = String::from_utf8(render(&sheet(design, "F-00001"), None, Paper::Svg).expect("an image")).expect("text");
            assert!(svg.starts_with("<svg") && svg.contains("viewBox"), "{design}");
        }
    }

    #[test]
    fn a_broken_logo_is_an_error_and_no_crash() {
        let broken = Sheet { logo: "logo.png".into(), ..sheet("classic", "F-00001") };
        assert!(render(&broken, Some(b"\x89PNG\r\n\x1a\nnothing".to_vec()), Paper::Pdf).is_err());
        assert!(render(&broken, None, Paper::Pdf).is_err());
    }

    #[test]
    fn texts_are_never_executed() {
        for hostile in ["#panic()", "#read(\"data.json\")", "#import \"document.typ\"", "#while true {}", "$ 1 / 0 $ <label> @label `raw` */ \\", "\u{202e}"] {
            let mut sheet = sheet("modern", hostile);
            for text in [&mut sheet.title, &mut sheet.seller_label, &mut sheet.buyer_label, &mut sheet.header, &mut sheet.footer] {
                *text = hostile.into();
            }
            sheet.seller.lines.push(hostile.into());
            sheet.facts.push((hostile.into(), hostile.into()));
            sheet.columns[0].label = hostile.into();
            sheet.lines = vec![vec![hostile.into(), hostile.into()]];
            sheet.totals[0].value = hostile.into();
            assert!(render(&sheet, None, Paper::Pdf).expect("a PDF").starts_with(b"%PDF-"), "{hostile}");
        }
    }

    #[test]
    fn a_sheet_reaches_no_file() {
        for logo in ["/etc/passwd", "../../etc/passwd", "document.typ", "@preview/example:0.1.0"] {
            assert!(render(&Sheet { logo: logo.into(), ..sheet("classic", "F-00001") }, None, Paper::Svg).is_err(), "{logo}");
        }
        assert!(render(&Sheet { accent: "rgb(\"#000\")".into(), ..sheet("classic", "F-00001") }, None, Paper::Svg).is_err());
    }
}
