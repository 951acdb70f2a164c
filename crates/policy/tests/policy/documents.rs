//! What documents weigh.

use policy::{Kind, Severity, check};

/// Every character of an organization's policies counts (G-11), beyond their own limits (G-45, G-49, U6).
#[test]
fn policies_of_organizations_have_limits_of_their_own() {
    let is_too_large = |kind: Kind, head: &str, characters: usize| {
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Deny",{head}"Action":"s3:GetObject","Resource":"*"}}}}"#
        );
        let text = format!("{text}{}", " ".repeat(characters - text.len()));
        check(&text, kind)
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    };
    for (kind, head, limit) in [
        (Kind::Scp, "", 10_240),
        (Kind::Rcp, r#""Principal":"*","#, 5_120),
    ] {
        assert!(!is_too_large(kind, head, limit), "{kind:?}");
        assert!(is_too_large(kind, head, limit + 1), "{kind:?}");
    }
}
