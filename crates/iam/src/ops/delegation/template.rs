//! What a request's policy template says once its parameters are filled in.

use super::shape::PermissionShape;
use crate::operation::Cx;
use crate::session::SessionPolicies;
use crate::state::DelegationParameter;
use crate::{Error, packed, policies};
use policy::Kind;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Where a placeholder begins; it ends with `}`.
const BEGIN: &str = "@{";

/// What is to be delegated: the template's text where nothing is to be filled in, else the text with every `@{Name}` replaced. A
/// list in a string makes a string of each of its values.
///
/// # Errors
/// `InvalidInput`: no such template, parameters that do not fit it, or a policy that no session can have.
pub(super) fn render(cx: &Cx, permissions: &PermissionShape) -> Result<String, Error> {
    let Some(arn) = &permissions.policy_template_arn else {
        return Err(Error::invalid_input("A policy template ARN is required."));
    };
    let Some(template) = policies::find(cx.account(), arn) else {
        return Err(Error::invalid_input(format!(
            "The policy template {arn} cannot be found."
        )));
    };
    let text = template.in_force().text();
    let policy = fill(text, &permissions.kept()).map_err(Error::invalid_input)?;
    policy::accept(&policy, Kind::Session).map_err(|refusal| {
        let reason = refusal.message;
        Error::invalid_input(format!("The policy template is not valid: {reason}"))
    })?;
    let alone = SessionPolicies {
        inline: Some(policy.clone()),
        managed: Vec::new(),
    };
    packed::percent(Some(&alone), &[]).map_err(|error| Error::invalid_input(error.message))?;
    Ok(policy)
}

fn fill(template: &str, parameters: &[DelegationParameter]) -> Result<String, String> {
    let mut given = BTreeMap::new();
    for parameter in parameters {
        let one = parameter.kind.as_deref() != Some("stringList");
        if parameter.values.is_empty() || (one && parameter.values.len() > 1) {
            return Err(format!(
                "The policy parameter {} has {} values.",
                parameter.name,
                parameter.values.len()
            ));
        }
        if given
            .insert(parameter.name.as_str(), parameter.values.as_slice())
            .is_some()
        {
            return Err(format!(
                "The policy parameter {} is given twice.",
                parameter.name
            ));
        }
    }
    if given.is_empty() && !template.contains(BEGIN) {
        return Ok(template.to_owned());
    }
    let mut document: Value = serde_json::from_str(template)
        .map_err(|_| "The policy template is not a JSON document.".to_owned())?;
    let mut used = BTreeSet::new();
    fill_value(&mut document, &given, &mut used)?;
    if let Some(unused) = given.keys().find(|name| !used.contains(**name)) {
        return Err(format!("The policy template has no parameter {unused}."));
    }
    Ok(document.to_string())
}

type Given<'p> = BTreeMap<&'p str, &'p [String]>;

fn fill_value<'p>(
    value: &mut Value,
    given: &Given<'p>,
    used: &mut BTreeSet<&'p str>,
) -> Result<(), String> {
    match value {
        Value::String(text) => {
            let mut texts = fill_text(text, given, used)?;
            *value = match texts.len() {
                1 => Value::String(texts.remove(0)),
                _ => texts.into(),
            };
        }
        Value::Array(items) => {
            let mut filled = Vec::new();
            for item in items.drain(..) {
                let mut item = item;
                let text = item.is_string();
                fill_value(&mut item, given, used)?;
                match item {
                    Value::Array(many) if text => filled.extend(many),
                    one => filled.push(one),
                }
            }
            *items = filled;
        }
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                if name.contains(BEGIN) {
                    return Err(format!(
                        "A policy parameter cannot stand in the name {name}."
                    ));
                }
                fill_value(member, given, used)?;
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    Ok(())
}

/// The texts that one text becomes: what is filled in is not looked at again.
fn fill_text<'p>(
    text: &str,
    given: &Given<'p>,
    used: &mut BTreeSet<&'p str>,
) -> Result<Vec<String>, String> {
    let mut texts = vec![String::new()];
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        let Some((name, after)) = after.split_once('}') else {
            return Err(format!("A policy parameter does not end in {text}."));
        };
        let Some((&name, values)) = given.get_key_value(name) else {
            return Err(format!("The policy parameter {name} is not given."));
        };
        used.insert(name);
        if texts.len() * values.len() > TEXTS_MAX {
            return Err(format!(
                "The policy parameters make too many values of {text}."
            ));
        }
        texts = texts
            .iter()
            .flat_map(|done| {
                values
                    .iter()
                    .map(move |value| format!("{done}{before}{value}"))
            })
            .collect();
        rest = after;
    }
    for done in &mut texts {
        done.push_str(rest);
    }
    Ok(texts)
}

/// Two lists in one string multiply.
const TEXTS_MAX: usize = 256;

/// The permissions boundaries of which the policy demands one wherever it lets roles be made: none where it lets them be made
/// without.
pub(super) fn role_boundaries(policy: &str) -> Vec<String> {
    let mut boundaries = BTreeSet::new();
    for statement in statements(policy).iter().filter(|one| makes_roles(one)) {
        let demanded = demanded_boundaries(statement);
        if demanded.is_empty() {
            return Vec::new();
        }
        boundaries.extend(demanded);
    }
    boundaries.into_iter().collect()
}

fn makes_roles(statement: &Value) -> bool {
    let named = |element: &str| {
        let mut actions = texts(&statement[element]).map(str::to_ascii_lowercase);
        actions.any(|action| policy::matches_wildcards(&action, "iam:createrole"))
    };
    let speaks = match statement.get("NotAction") {
        Some(_) => !named("NotAction"),
        None => named("Action"),
    };
    speaks && statement["Effect"] == "Allow"
}

/// The operators that a role without a boundary does not fulfil, nor one with another.
const DEMANDING: &[&str] = &[
    "StringEquals",
    "StringEqualsIgnoreCase",
    "StringLike",
    "ArnEquals",
    "ArnLike",
];

fn demanded_boundaries(statement: &Value) -> Vec<String> {
    let operators = statement["Condition"].as_object();
    operators
        .into_iter()
        .flatten()
        .filter(|(operator, _)| {
            let one = operator.strip_prefix("ForAnyValue:").unwrap_or(operator);
            DEMANDING.contains(&one)
        })
        .filter_map(|(_, keys)| keys.as_object())
        .flatten()
        .filter(|(key, _)| key.eq_ignore_ascii_case("iam:PermissionsBoundary"))
        .flat_map(|(_, values)| texts(values).map(str::to_owned))
        .collect()
}

/// The statements of a policy, which may be one without a list.
pub(super) fn statements(policy: &str) -> Vec<Value> {
    let mut document: Value = serde_json::from_str(policy).unwrap_or_default();
    match document["Statement"].take() {
        Value::Array(statements) => statements,
        one => vec![one],
    }
}

/// A text, or each of a list of texts.
pub(super) fn texts(value: &Value) -> impl Iterator<Item = &str> {
    let many = value.as_array().into_iter().flatten();
    value
        .as_str()
        .into_iter()
        .chain(many.filter_map(Value::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(name: &str, values: &[&str], list: bool) -> DelegationParameter {
        DelegationParameter {
            name: name.to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            kind: list.then(|| "stringList".to_owned()),
        }
    }

    const TEMPLATE: &str = r#"{"Statement":{"Action":["s3:GetObject"],"Resource":["arn:aws:s3:::@{bucket}/*","x"],"Condition":{"StringEquals":{"aws:y":"@{teams}"}}}}"#;

    #[test]
    fn a_list_makes_a_text_of_each_of_its_values() {
        let parameters = [
            parameter("bucket", &["one", "two"], true),
            parameter("teams", &["@{bucket}"], false),
        ];
        assert_eq!(
            fill(TEMPLATE, &parameters).unwrap(),
            r#"{"Statement":{"Action":["s3:GetObject"],"Condition":{"StringEquals":{"aws:y":"@{bucket}"}},"Resource":["arn:aws:s3:::one/*","arn:aws:s3:::two/*","x"]}}"#
        );
        let list = [
            parameter("bucket", &["one"], false),
            parameter("teams", &["a", "b"], true),
        ];
        let filled = fill(TEMPLATE, &list).unwrap();
        assert!(filled.contains(r#""aws:y":["a","b"]"#), "{filled}");
    }

    #[test]
    fn parameters_and_placeholders_are_the_same() {
        let bucket = parameter("bucket", &["b"], false);
        let teams = parameter("teams", &["t"], false);
        for (parameters, told) in [
            (
                vec![bucket.clone()],
                "The policy parameter teams is not given.",
            ),
            (
                vec![
                    bucket.clone(),
                    teams.clone(),
                    parameter("other", &["o"], false),
                ],
                "The policy template has no parameter other.",
            ),
            (
                vec![bucket.clone(), teams.clone(), bucket.clone()],
                "The policy parameter bucket is given twice.",
            ),
            (
                vec![parameter("bucket", &["a", "b"], false), teams.clone()],
                "The policy parameter bucket has 2 values.",
            ),
            (
                vec![parameter("bucket", &[], true), teams.clone()],
                "The policy parameter bucket has 0 values.",
            ),
        ] {
            assert_eq!(fill(TEMPLATE, &parameters).unwrap_err(), told);
        }
        let name = r#"{"Statement":{"Condition":{"StringEquals":{"@{bucket}":"x"}}}}"#;
        assert_eq!(
            fill(name, std::slice::from_ref(&bucket)).unwrap_err(),
            "A policy parameter cannot stand in the name @{bucket}."
        );
        let open = r#"{"Statement":{"Resource":"@{bucket"}}"#;
        assert_eq!(
            fill(open, &[bucket]).unwrap_err(),
            "A policy parameter does not end in @{bucket."
        );
        let many: Vec<String> = (0..20).map(|number| number.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let twice = r#"{"Statement":{"Resource":"@{lists}@{lists}"}}"#;
        let refused = fill(twice, &[parameter("lists", &many, true)]).unwrap_err();
        assert!(refused.contains("too many values"), "{refused}");
    }

    #[test]
    fn a_template_without_parameters_is_taken_byte_for_byte() {
        let text = "{ \"Statement\" : [] }";
        assert_eq!(fill(text, &[]).unwrap(), text);
    }

    #[test]
    fn boundaries_are_told_of_policies_that_make_roles() {
        let with = |action: &str| {
            format!(
                r#"{{"Statement":[{{"Effect":"Allow","Action":["s3:GetObject","{action}"],"Resource":"*","Condition":{{"StringEquals":{{"iam:permissionsboundary":["b","a"]}}}}}}]}}"#
            )
        };
        for action in [
            "iam:CreateRole",
            "iam:Create*",
            "iam:*Role",
            "IAM:createrol?",
            "*",
        ] {
            assert_eq!(role_boundaries(&with(action)), ["a", "b"], "{action}");
        }
        for action in ["iam:CreateUser", "iam:CreateUser*", "iam:C*User", "s3:*"] {
            assert!(role_boundaries(&with(action)).is_empty(), "{action}");
        }
        let except = with("s3:*").replace(r#""Action""#, r#""NotAction""#);
        assert_eq!(role_boundaries(&except), ["a", "b"]);
    }

    #[test]
    fn boundaries_are_told_only_where_no_role_is_made_without() {
        let with = |operator: &str, other: &str| {
            format!(
                r#"{{"Statement":[{{"Effect":"Allow","Action":"iam:CreateRole","Resource":"*","Condition":{{"{operator}":{{"iam:PermissionsBoundary":"a"}}}}}},{{"Effect":"Allow","Action":"{other}","Resource":"*"}}]}}"#
            )
        };
        for operator in ["StringEquals", "ArnLike", "ForAnyValue:StringLike"] {
            assert_eq!(
                role_boundaries(&with(operator, "s3:*")),
                ["a"],
                "{operator}"
            );
            assert!(role_boundaries(&with(operator, "iam:*")).is_empty());
        }
        for operator in [
            "StringNotEquals",
            "StringEqualsIfExists",
            "ForAllValues:StringEquals",
            "Null",
        ] {
            assert!(
                role_boundaries(&with(operator, "s3:*")).is_empty(),
                "{operator}"
            );
        }
    }
}
