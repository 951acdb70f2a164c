//! `bundle(NAME=TEXT;;NAME=TEXT)`: files as an import sends them.

use crate::Bundle;

/// The files of what stands between the brackets.
pub(super) fn packed(files: &str) -> String {
    let mut bundle = Bundle::default();
    for file in files.split(";;") {
        let (name, text) = file.split_once('=').unwrap();
        bundle.files.insert(name.to_owned(), text.to_owned());
    }
    bundle.to_text()
}
