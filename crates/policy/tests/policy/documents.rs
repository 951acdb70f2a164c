//! What documents weigh, and what becomes of those that cannot be read.

use policy::record::DecisionRecord;
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

/// E-21: where a policy in force cannot be read there is no decision, not one without it.
#[test]
fn a_record_with_an_unreadable_policy_has_no_answer() {
    let record = |document: &str| {
        let text = format!(
            r#"{{"principal":{{"arn":"arn:aws:iam::111111111111:user/ana"}},"action":"s3:GetObject",
            "resource":{{"arn":"arn:aws:s3:::b/k"}},"policies":{{"identity":[
            {{"name":"all","document":{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"*","Resource":"*"}}}}}}],
            "boundary":{{"name":"limit","document":{document}}}}}}}"#
        );
        DecisionRecord::parse(&text).map(|record| record.answer().to_string())
    };
    let readable =
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#;
    assert!(
        record(readable)
            .unwrap()
            .contains("boundary policy `limit`")
    );
    for unreadable in [r#"{"Statement":[]}"#, r#"{"statement":{}}"#, "null", "[]"] {
        assert!(record(unreadable).is_err(), "{unreadable}");
    }
}
