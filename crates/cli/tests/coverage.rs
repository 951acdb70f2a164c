//! `docs/coverage.md` says what this program does.

use std::path::Path;

#[test]
fn the_coverage_page_is_up_to_date() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/coverage.md");
    let made = iam::coverage();
    if std::env::var_os("PORTCULLIS_UPDATE").is_some() {
        std::fs::write(&page, &made).expect("docs/coverage.md can be written");
    }
    let kept = std::fs::read_to_string(&page).unwrap_or_default();
    assert!(
        kept == made,
        "docs/coverage.md is out of date: run `cargo xtask coverage`"
    );
}
