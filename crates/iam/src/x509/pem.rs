//! PEM: one block or several, with nothing but white space around them.

use x509_parser::pem::Pem;
use zeroize::Zeroizing;

/// A block's label, and what it holds: wiped when dropped, since it may be a private key.
pub(super) struct Block {
    pub label: String,
    pub contents: Zeroizing<Vec<u8>>,
}

/// Every block of a text; `None` if it holds anything else, or more blocks than `most`.
pub(super) fn blocks(text: &str, most: usize) -> Option<Vec<Block>> {
    let mut blocks = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        if blocks.len() == most || !rest.starts_with("-----BEGIN ") {
            return None;
        }
        let label = rest["-----BEGIN ".len()..].split_once("-----")?.0;
        let end = format!("-----END {label}-----");
        let length = rest.find(&end)? + end.len();
        let (block, after) = rest.split_at(length);
        // A block that begins inside this one belongs to no sane file.
        if block.matches("-----BEGIN ").count() != 1 {
            return None;
        }
        let (pem, _) = Pem::read(std::io::Cursor::new(block.as_bytes())).ok()?;
        blocks.push(Block {
            label: pem.label,
            contents: Zeroizing::new(pem.contents),
        });
        rest = after.trim_start();
    }
    (!blocks.is_empty()).then_some(blocks)
}

/// The only block of a text.
pub(super) fn block(text: &str) -> Option<Block> {
    blocks(text, 1)?.pop()
}

/// A block as a text, in lines of 64 letters.
pub(super) fn write(label: &str, contents: &[u8]) -> String {
    use base64::Engine;
    let letters = base64::engine::general_purpose::STANDARD.encode(contents);
    let mut text = format!("-----BEGIN {label}-----\n");
    for line in letters.as_bytes().chunks(64) {
        text.push_str(std::str::from_utf8(line).expect("base64 is ASCII"));
        text.push('\n');
    }
    text.push_str(&format!("-----END {label}-----"));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_read_and_anything_beside_them_is_refused() {
        let one = write("THING", b"abc");
        assert_eq!(&*block(&one).unwrap().contents, b"abc");
        assert_eq!(
            blocks(&format!("\n{one}\n\n{one}\r\n"), 2).unwrap().len(),
            2
        );
        for refused in [
            String::new(),
            format!("text\n{one}"),
            format!("{one}\ntext"),
            one.replace("END THING", "END OTHER"),
            format!("-----BEGIN THING-----\n{one}"),
            format!("{one}\n{one}\n{one}"),
        ] {
            assert!(blocks(&refused, 2).is_none(), "{refused}");
        }
    }

    proptest::proptest! {
        #[test]
        fn reading_never_panics(text in "(-----(BEGIN|END) [A-Z]{0,3}-----|[A-Za-z=\n -]){0,12}") {
            let _ = blocks(&text, 4);
        }
    }
}
