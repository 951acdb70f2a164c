//! What kind of policy a document looks like.

use serde_json::Value;

use super::checking::KindName;

/// Without `Principal` it is an identity policy; with one, only actions of STS and no resources, a trust policy; else the
/// policy of a resource. What is no policy at all is read as the first.
pub(super) fn guess(text: &str) -> KindName {
    let Ok(document) = serde_json::from_str::<Value>(text) else {
        return KindName::Identity;
    };
    let statements = list(&document["Statement"]);
    let any = |names: [&str; 2]| {
        statements
            .iter()
            .any(|it| names.iter().any(|name| it.get(name).is_some()))
    };
    if !any(["Principal", "NotPrincipal"]) {
        return KindName::Identity;
    }
    let actions = statements
        .iter()
        .flat_map(|it| list(&it["Action"]).iter().chain(list(&it["NotAction"])));
    let is_sts = |action: &Value| {
        let text = action.as_str().unwrap_or_default();
        text.get(..4)
            .is_some_and(|it| it.eq_ignore_ascii_case("sts:"))
    };
    let only_sts = actions.filter(|it| !it.is_null()).all(is_sts);
    if only_sts && !any(["Resource", "NotResource"]) {
        KindName::Trust
    } else {
        KindName::Resource
    }
}

/// A bare value is a list of one.
fn list(value: &Value) -> &[Value] {
    match value {
        Value::Array(values) => values,
        one => std::slice::from_ref(one),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_principals_actions_and_resources() {
        for (text, wanted) in [
            ("nonsense", KindName::Identity),
            (
                r#"{"Statement":{"Action":"sts:AssumeRole"}}"#,
                KindName::Identity,
            ),
            (
                r#"{"Statement":[{"Principal":{},"Action":["sts:AssumeRole","STS:TagSession"]}]}"#,
                KindName::Trust,
            ),
            (
                r#"{"Statement":{"Principal":"*","Action":"sts:AssumeRole","Resource":"*"}}"#,
                KindName::Resource,
            ),
            (
                r#"{"Statement":{"NotPrincipal":"*","Action":["sts:AssumeRole","s3:*"]}}"#,
                KindName::Resource,
            ),
        ] {
            assert_eq!(guess(text), wanted, "{text}");
        }
    }
}
