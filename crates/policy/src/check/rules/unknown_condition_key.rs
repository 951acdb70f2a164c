//! Condition keys that do not exist.

use crate::accept::Kind;
use crate::catalogue;
use crate::check::Severity;
use crate::check::edit;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::{Subject, resources, variables};

pub(super) const RULE: Rule = Rule {
    name: "unknown-condition-key",
    severity: Severity::Warning,
    what: "a condition key or policy variable that AWS does not define",
    why: "The key is missing from every request: a positive condition never holds, a negated one always does, and a string with such a variable matches nothing.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
    "Condition": { "IpAddress": { "aws:SoruceIp": "203.0.113.0/24" } }
  }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
    "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } }
  }
}
"#,
    kind: Kind::Identity,
    source: "IAM User Guide, AWS global condition context keys; Service Authorization Reference; spec K-12, V-10",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (_, condition) in subject.conditions() {
        let key = &condition.key;
        if is_known(&key.value) {
            continue;
        }
        let remark = Remark::at(
            key.span,
            format!("AWS has no condition key `{}`", key.value),
        );
        let near = catalogue::near_condition_keys(&key.value);
        remarks.push(match near.first() {
            Some(near) => remark.fix(
                format!("perhaps `{near}` is meant"),
                vec![edit::replacement(key, near)],
            ),
            None => remark,
        });
    }
    if !subject.document.has_variables() {
        return remarks;
    }
    for statement in subject.statements() {
        let values = statement
            .conditions
            .iter()
            .filter(|it| it.operator.expands_variables())
            .flat_map(|it| &it.values);
        for text in resources(statement).iter().chain(values) {
            for key in variables(&text.value)
                .into_iter()
                .filter(|key| !is_known(key))
            {
                let message = format!("AWS has no condition key `{key}` to put here");
                let remark = Remark::at(text.span, message);
                let near = catalogue::near_condition_keys(key);
                remarks.push(match near.first() {
                    Some(near) => remark.help(format!("perhaps `{near}` is meant")),
                    None => remark,
                });
            }
        }
    }
    remarks
}

/// What AWS makes keys of in the tokens of every issuer (X-25).
const CLAIMS: &[&str] = &["amr", "aud", "email", "oaud", "sub"];

/// Keys of identity providers outside AWS are anybody's to choose; their names begin with a host.
fn is_known(key: &str) -> bool {
    let outside = key.rsplit_once(':').is_some_and(|(prefix, claim)| {
        let of_every_issuer = CLAIMS.iter().any(|it| it.eq_ignore_ascii_case(claim));
        prefix.contains('.') && (of_every_issuer || !catalogue::is_key_prefix(prefix))
    });
    outside || catalogue::condition_key(key).is_some()
}
