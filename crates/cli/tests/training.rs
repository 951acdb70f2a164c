//! The calls that the installed program's profile is taken from are answered as they should be.

use std::path::Path;

#[test]
fn a_server_can_be_trained() {
    load::training::train(Path::new(env!("CARGO_BIN_EXE_portcullis")), 2);
}
