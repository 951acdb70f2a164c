//! The picture that a phone scans.

use qrcode::{Color, QrCode};
use zeroize::Zeroizing;

/// Pixels of a module's side.
const SCALE: usize = 6;
/// Modules of white around the code, as the standard wants them.
const QUIET: usize = 4;

/// `otpauth://totp/DEVICE@ACCOUNT?secret=SEED`, as AWS documents what the picture says.
pub(crate) fn uri(device: &str, account: &str, base32_seed: &str) -> Zeroizing<String> {
    let escaped = percent_encoding::utf8_percent_encode(device, percent_encoding::NON_ALPHANUMERIC);
    Zeroizing::new(format!(
        "otpauth://totp/{escaped}@{account}?secret={base32_seed}"
    ))
}

/// The text as a QR code, in black on white PNG.
pub(crate) fn picture(text: &str) -> Zeroizing<Vec<u8>> {
    let code = QrCode::new(text).expect("an MFA device's URI is shorter than a QR code holds");
    let modules = code.to_colors();
    let width = code.width();
    let side = (width + 2 * QUIET) * SCALE;
    let white = |x: usize, y: usize| {
        let module = |pixel: usize| (pixel / SCALE).checked_sub(QUIET).filter(|at| *at < width);
        match (module(x), module(y)) {
            (Some(x), Some(y)) => modules[y * width + x] == Color::Light,
            _ => true,
        }
    };
    let mut rows = Zeroizing::new(vec![0_u8; side.div_ceil(8) * side]);
    for (y, row) in rows.chunks_exact_mut(side.div_ceil(8)).enumerate() {
        for x in (0..side).filter(|x| white(*x, y)) {
            row[x / 8] |= 0x80 >> (x % 8);
        }
    }
    let side = u32::try_from(side).expect("a QR code has at most 177 modules a side");
    let mut picture = Zeroizing::new(Vec::new());
    let mut encoder = png::Encoder::new(&mut *picture, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder
        .write_header()
        .expect("writing to memory does not fail");
    writer
        .write_image_data(&rows)
        .expect("the rows have the header's size");
    writer.finish().expect("writing to memory does not fail");
    picture
}

/// What a scanner reads from a picture.
#[cfg(test)]
pub(crate) fn scanned(picture: &[u8]) -> String {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(picture));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let size = reader.next_frame(&mut pixels).unwrap();
    let (width, height) = (size.width as usize, size.height as usize);
    let mut prepared =
        rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    let grids = prepared.detect_grids();
    assert_eq!(grids.len(), 1);
    grids[0].decode().unwrap().1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_scans() {
        let seed = "MZXW6YTB".repeat(8);
        let text = uri("Bob", "123456789012", &seed);
        assert_eq!(
            *text,
            format!("otpauth://totp/Bob@123456789012?secret={seed}")
        );
        assert_eq!(scanned(&picture(&text)), *text);
    }

    #[test]
    fn the_longest_name_scans_too() {
        let text = uri(&"+".repeat(226), "123456789012", &"MZXW6YTB".repeat(8));
        assert_eq!(scanned(&picture(&text)), *text);
    }
}
