//! Images that people upload: of which kind they are, and whether they are whole. Decoded to check them, never kept decoded.

#![warn(missing_docs)]

use std::{io::Cursor, panic::catch_unwind};

use png::{Decoder, DecodingError, Limits, Transformations};
use zune_jpeg::{
    JpegDecoder,
    zune_core::{bytestream::ZCursor, options::DecoderOptions},
};

/// Most pixels of a side.
pub const MAX_SIDE: usize = 4000;

/// Most bytes that checking one image takes.
const MAX_MEMORY: usize = 64 * 1024 * 1024;

/// The media type of a PNG or a JPEG, by how the file begins (PNG: ISO/IEC 15948 §5.2; JPEG: ISO/IEC 10918-1 B.1).
pub fn media_type(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Some("image/jpeg")
    } else {
        None
    }
}

/// Whether it is a PNG or a JPEG of at most [`MAX_SIDE`] pixels a side that decodes to its end.
///
/// Takes at most 64 MiB: a JPEG that comes in several scans, whose coefficients are held together, may have 7.4 million pixels.
pub fn is_whole(bytes: &[u8]) -> bool {
    match media_type(bytes) {
        Some("image/png") => png(bytes).unwrap_or(false),
        Some(_) => jpeg(bytes).unwrap_or(false),
        None => false,
    }
}

/// Reads a PNG row by row, to its last chunk.
fn png(bytes: &[u8]) -> Result<bool, DecodingError> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: MAX_MEMORY });
    // They are compressed on their own, and nobody reads them here.
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(Transformations::EXPAND);
    let header = decoder.read_header_info()?;
    if header.width as usize > MAX_SIDE || header.height as usize > MAX_SIDE {
        return Ok(false);
    }
    let mut reader = decoder.read_info()?;
    while reader.next_row()?.is_some() {}
    reader.finish().map(|()| true)
}

/// What the headers of a JPEG say.
struct Frame {
    width: usize,
    height: usize,
    components: usize,
    /// All pixels' coefficients are held until the last scan.
    held: bool,
    /// Where the first scan's data begin.
    data: usize,
}

/// Reads a JPEG's headers up to its first scan (ISO/IEC 10918-1, B.2.1 to B.2.3).
fn frame(bytes: &[u8]) -> Option<Frame> {
    let mut found = None;
    let mut at = 2;
    loop {
        let [0xff, marker] = *bytes.get(at..at + 2)? else { return None };
        if marker == 0xff {
            // Fill bytes may stand before a marker.
            at += 1;
            continue;
        }
        at += 2;
        let length = usize::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
        let segment = bytes.get(at + 2..at + length)?;
        at += length;
        match (marker, found, segment) {
            // Baseline, extended and progressive; the others are hardly ever met and not read.
            (0xc0..=0xc2, None, [_, h1, h0, w1, w0, components, ..]) => {
                let [height, width] = [[*h1, *h0], [*w1, *w0]].map(|bytes| usize::from(u16::from_be_bytes(bytes)));
                found = Some((width, height, usize::from(*components), marker == 0xc2));
            }
            (0xda, Some((width, height, components, progressive)), [together, ..]) => {
                let held = progressive || usize::from(*together) < components;
                return Some(Frame { width, height, components, held, data: at });
            }
            (0xc0..=0xc2 | 0xda, ..) => return None,
            _ => {}
        }
    }
}

/// Decodes a JPEG strictly, as otherwise what is missing is painted grey; nothing when its headers can't be read.
fn jpeg(bytes: &[u8]) -> Option<bool> {
    let frame = frame(bytes)?;
    let per_pixel = if frame.held { 3 + 2 * frame.components } else { 3 };
    if frame.width > MAX_SIDE || frame.height > MAX_SIDE || frame.width * frame.height * per_pixel > MAX_MEMORY {
        return Some(false);
    }
    let options = DecoderOptions::default().set_max_width(MAX_SIDE).set_max_height(MAX_SIDE).set_strict_mode(true);
    // The decoder panics over some images in four colours, where it widens the halved ones.
    let decoded = catch_unwind(|| JpegDecoder::new_with_options(ZCursor::new(bytes), options).decode().is_ok());
    // The decoder doesn't miss the mark of the end when all pixels are there. In a scan's data it can stand only as itself.
    Some(decoded.unwrap_or(false) && bytes[frame.data..].windows(2).any(|pair| pair == [0xff, 0xd9]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A ramp of grey, 16 × 16: baseline, in one scan.
    const BASELINE: &str = "ffd8ffe000104a46494600010200000100010000ffc0000b080010001001001100ffdb004300100b0c0e0c0a100e0d0e1211101318281a181616183123251d28\
         3a333d3c3933383740485c4e404457453738506d51575f626768673e4d71797064785c656763ffdb0043011112121815182f1a1a2f6342384263636363636363\
         63636363636363636363636363636363636363636363636363636363636363636363636363636363636363ffc400150001010000000000000000000000000000\
         0706ffc400161000030000000000000000000000000000000542ffda0008010000003f009b4b2202590fd2c880964fffd9";
    /// The same, progressive.
    const PROGRESSIVE: &str = "ffd8ffe000104a46494600010200000100010000ffc2000b080010001001001100ffdb004300100b0c0e0c0a100e0d0e1211101318281a181616183123251d28\
         3a333d3c3933383740485c4e404457453738506d51575f626768673e4d71797064785c656763ffdb0043011112121815182f1a1a2f6342384263636363636363\
         63636363636363636363636363636363636363636363636363636363636363636363636363636363636363ffc400150001010000000000000000000000000000\
         0706ffc400161001010100000000000000000000000000000542ffda00080100000000009b403f40ffda00080100000114008b945ca2e5172fffda0008010000\
         1529000fffda00080100002a3f000fffd9";

    /// Where the height stands in both.
    const HEIGHT: usize = 25;

    fn bytes(hex: &str) -> Vec<u8> {
        let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).expect("ASCII"), 16).expect("hex");
        hex.as_bytes().chunks(2).map(byte).collect()
    }

    fn png_of(width: u32, height: u32) -> Vec<u8> {
        let mut file = vec![];
        let mut writer = png::Encoder::new(&mut file, width, height).write_header().expect("a header");
        writer.write_image_data(&vec![200; (width * height) as usize]).expect("data");
        writer.finish().expect("an end");
        file
    }

    fn samples() -> [Vec<u8>; 3] {
        [png_of(7, 5), bytes(BASELINE), bytes(PROGRESSIVE)]
    }

    #[test]
    fn whole_ones_are_taken_and_cut_ones_are_not() {
        for (file, kind) in samples().iter().zip(["image/png", "image/jpeg", "image/jpeg"]) {
            assert_eq!(media_type(file), Some(kind));
            assert!(is_whole(file), "{kind}");
            assert!((0..file.len()).all(|length| !is_whole(&file[..length])), "{kind}");
        }
        for other in [b"GIF89a".as_slice(), b"<svg/>", b"", b"\xff\xd8"] {
            assert!(media_type(other).is_none() && !is_whole(other));
        }
    }

    #[test]
    fn large_ones_are_refused_by_their_headers() {
        assert!(is_whole(&png_of(4000, 1)) && is_whole(&png_of(1, 4000)));
        assert!(!is_whole(&png_of(4001, 1)) && !is_whole(&png_of(1, 4001)));
        let mut file = vec![];
        drop(png::Encoder::new(&mut file, 100_000, 100_000).write_header().expect("a header"));
        assert!(!png(&file).expect("looked at no further than the header"));
        for hex in [BASELINE, PROGRESSIVE] {
            let mut file = bytes(hex);
            file[HEIGHT..HEIGHT + 2].copy_from_slice(&4001u16.to_be_bytes());
            assert_eq!(jpeg(&file), Some(false));
        }
        // Held whole, 4000 × 4000 in four colours would take more than may be taken.
        let mut file = bytes(PROGRESSIVE);
        file[HEIGHT..HEIGHT + 4].copy_from_slice(&[0x0f, 0xa0, 0x0f, 0xa0]);
        assert_eq!(jpeg(&file), Some(false));
    }

    proptest! {
        #[test]
        fn no_bytes_are_a_crash(at in 0..300usize, byte: u8, tail in proptest::collection::vec(any::<u8>(), 0..100)) {
            for mut file in samples() {
                let begin = [&file[..3], &tail].concat();
                let at = at % file.len();
                file[at] = byte;
                let _ = (is_whole(&file), is_whole(&begin));
            }
        }
    }
}
