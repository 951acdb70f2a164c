//! What a denial was about, in the shape that `sts:DecodeAuthorizationMessage` shows (spec D-12).

use serde::Serialize;
use smol_str::SmolStr;

use crate::context::{Context, Value};
use crate::facts::Facts;
use crate::layers::{Decision, Effect, Layers};
use crate::message::denying;
use crate::principal::Principals;
use crate::request::{PrincipalKind, Request};
use crate::resource::Resources;

/// What a denial was about: the statement that denied, and the request with its context.
///
/// Serializes as JSON in AWS's shape. Sealed, a denial may carry it: only those who may decode it learn what it says.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthorizationMessage {
    allowed: bool,
    explicit_deny: bool,
    matched_statements: Items<MatchedStatement>,
    failures: Items<Valued>,
    context: Asked,
}

#[derive(Clone, Debug, Serialize)]
struct Items<T> {
    items: Vec<T>,
}

#[derive(Clone, Debug, Serialize)]
struct Valued {
    value: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct MatchedStatement {
    statement_id: String,
    effect: &'static str,
    principals: Items<Valued>,
    principal_groups: Items<Valued>,
    actions: Items<Valued>,
    resources: Items<Valued>,
    conditions: Items<Condition>,
}

#[derive(Clone, Debug, Serialize)]
struct Condition {
    key: String,
    values: Items<Valued>,
}

#[derive(Clone, Debug, Serialize)]
struct Asked {
    principal: Caller,
    action: String,
    resource: String,
    conditions: Items<Condition>,
}

#[derive(Clone, Debug, Serialize)]
struct Caller {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<SmolStr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<SmolStr>,
    arn: SmolStr,
}

/// What a decision was about. The values of the condition keys in `mask`, in any case, are left out.
///
/// For an explicit deny the statement that denied is in it, with its `Action` and `Resource` (AWS documents no shape for
/// `NotAction` and `NotResource`: those stay empty); an implicit deny matched none.
///
/// ```
/// # use policy::{CompiledPolicy, Context, Document, Kind, Layers, Policy, Principal, PrincipalKind, Request};
/// # let text = r#"{"Version":"2012-10-17","Statement":{"Sid":"Never","Effect":"Deny","Action":"s3:*","Resource":"*"}}"#;
/// # let compiled = policy::compile(&Document::parse(text).unwrap(), Kind::Identity, &Default::default());
/// # let identity = [Policy { name: "never", arn: None, compiled: &compiled }];
/// # let layers = Layers { identity: &identity, ..Layers::default() };
/// # let principal = Principal { kind: PrincipalKind::User { name: "Ann".into() }, partition: "aws".into(), account: "123456789012".into(),
/// #     arn: "arn:aws:iam::123456789012:user/Ann".into(), unique_id: Some("AIDAEXAMPLE".into()), session: None, management_account: false };
/// # let context = Context::new();
/// let request = Request { principal: &principal, action: "s3:GetObject", resource: "*", resource_account: "123456789012", context: &context };
/// let decision = policy::evaluate(&request, &layers);
/// let message = serde_json::to_value(policy::authorization_message(&request, &layers, &decision, &[])).unwrap();
/// assert_eq!(message["matchedStatements"]["items"][0]["statementId"], "Never");
/// assert_eq!(message["context"]["principal"]["id"], "AIDAEXAMPLE");
/// ```
pub fn authorization_message(
    request: &Request,
    layers: &Layers,
    decision: &Decision,
    mask: &[&str],
) -> AuthorizationMessage {
    let mut context = request.context.clone();
    context.fill(request.principal, request.resource_account);
    let matched = matched(request, layers, decision, &context, mask);
    AuthorizationMessage {
        allowed: decision.allowed(),
        explicit_deny: decision.effect == Effect::ExplicitDeny,
        matched_statements: Items {
            items: matched.into_iter().collect(),
        },
        failures: Items { items: Vec::new() },
        context: Asked {
            principal: Caller {
                id: single(&context, "aws:userid"),
                name: match &request.principal.kind {
                    PrincipalKind::User { name } => Some(name.clone()),
                    _ => None,
                },
                arn: request.principal.arn.clone(),
            },
            action: request.action.to_owned(),
            resource: request.resource.to_owned(),
            conditions: Items {
                items: context
                    .iter()
                    .filter(|(key, _)| !masked(mask, key))
                    .map(|(key, value)| Condition {
                        key: key.to_owned(),
                        values: match value {
                            Value::Single(value) => values([value.as_str()]),
                            Value::Multi(all) => values(all.iter().map(SmolStr::as_str)),
                        },
                    })
                    .collect(),
            },
        },
    }
}

/// The statement that denied.
fn matched(
    request: &Request,
    layers: &Layers,
    decision: &Decision,
    context: &Context,
    mask: &[&str],
) -> Option<MatchedStatement> {
    if decision.effect != Effect::ExplicitDeny {
        return None;
    }
    let policy = denying(&Facts::new(request, layers), layers, decision)?;
    let statement = policy.compiled.statements().get(decision.by?.statement)?;
    let principals: Vec<String> = match &statement.principals {
        // A policy of the caller: AWS shows whose.
        Principals::Caller => single(context, "aws:userid")
            .map(String::from)
            .into_iter()
            .collect(),
        named => named.written().map(str::to_owned).collect(),
    };
    let actions = (!statement.actions.not).then(|| statement.actions.written());
    let negated = matches!(statement.resources, Resources::Listed { not: true, .. });
    let resources = (!negated).then(|| statement.resources.written());
    let conditions = statement
        .conditions
        .iter()
        .filter(|clause| !masked(mask, &clause.key));
    Some(MatchedStatement {
        statement_id: statement.sid.as_deref().unwrap_or_default().to_owned(),
        effect: "DENY",
        principals: values(principals),
        principal_groups: Items { items: Vec::new() },
        actions: values(actions.into_iter().flatten()),
        resources: values(resources.into_iter().flatten()),
        conditions: Items {
            items: conditions
                .map(|clause| Condition {
                    key: clause.key.to_string(),
                    values: values(clause.written()),
                })
                .collect(),
        },
    })
}

fn values(texts: impl IntoIterator<Item = impl Into<String>>) -> Items<Valued> {
    let items = texts.into_iter().map(|text| Valued { value: text.into() });
    Items {
        items: items.collect(),
    }
}

fn single(context: &Context, key: &str) -> Option<SmolStr> {
    match context.get(key)? {
        Value::Single(value) => Some(value.clone()),
        Value::Multi(_) => None,
    }
}

fn masked(mask: &[&str], key: &str) -> bool {
    mask.iter().any(|masked| masked.eq_ignore_ascii_case(key))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;
    use crate::{Document, Kind, Policy, Principal, compile, evaluate};

    /// The whole message about Ana, who asks to run an instance, beside the policy and the bucket's policy given.
    fn message(identity: &str, resource: Option<&str>) -> serde_json::Value {
        let compiled =
            |text: &str, kind| compile(&Document::parse(text).unwrap(), kind, &BTreeMap::new());
        let identity = compiled(identity, Kind::Identity);
        let resource = resource.map(|text| compiled(text, Kind::Resource));
        let named = |compiled| Policy {
            name: "p",
            arn: None,
            compiled,
        };
        let identity = [named(&identity)];
        let layers = Layers {
            identity: &identity,
            resource: resource.as_ref().map(named),
            ..Layers::default()
        };
        let principal = Principal {
            kind: PrincipalKind::RoleSession {
                role_arn: "arn:aws:iam::123456789012:role/Developer".into(),
                session_name: "Ana".into(),
                service_linked: false,
            },
            partition: "aws".into(),
            account: "123456789012".into(),
            arn: "arn:aws:sts::123456789012:assumed-role/Developer/Ana".into(),
            unique_id: Some("AROAEXAMPLE".into()),
            session: None,
            management_account: false,
        };
        let mut context = Context::new();
        context.insert("aws:PrincipalType", "AssumedRole");
        context.insert("ec2:InstanceType", "t3a.micro");
        context.insert("sts:ExternalId", "secret");
        context.insert_many("aws:TagKeys", ["a".into(), "b".into()]);
        let request = Request {
            principal: &principal,
            action: "ec2:RunInstances",
            resource: "arn:aws:ec2:us-east-1:123456789012:instance/*",
            resource_account: "123456789012",
            context: &context,
        };
        let decision = evaluate(&request, &layers);
        let message = authorization_message(&request, &layers, &decision, &["STS:externalid"]);
        serde_json::to_value(message).unwrap()
    }

    fn items(values: &[&str]) -> serde_json::Value {
        let values: Vec<_> = values.iter().map(|value| json!({"value": value})).collect();
        json!({"items": values})
    }

    /// D-12.
    #[test]
    fn an_explicit_deny_shows_its_statement() {
        let told = message(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},
            {"Sid":"Small","Effect":"Deny","Action":["ec2:Run*","ec2:Start*"],"Resource":"*",
            "Condition":{"StringEquals":{"ec2:InstanceType":["t3a.micro","t3a.nano"]},"StringLike":{"sts:ExternalId":"s*"}}}]}"#,
            None,
        );
        assert_eq!(told["allowed"], false);
        assert_eq!(told["explicitDeny"], true);
        assert_eq!(
            told["matchedStatements"]["items"],
            json!([{
                "statementId": "Small",
                "effect": "DENY",
                "principals": items(&["AROAEXAMPLE:Ana"]),
                "principalGroups": items(&[]),
                "actions": items(&["ec2:Run*", "ec2:Start*"]),
                "resources": items(&["*"]),
                "conditions": {"items": [{"key": "ec2:InstanceType", "values": items(&["t3a.micro", "t3a.nano"])}]},
            }])
        );
        assert_eq!(told["failures"], items(&[]));
    }

    /// D-12: nothing matched, no name for anybody but users, and no value that is masked.
    #[test]
    fn an_implicit_deny_shows_the_request_only() {
        let told = message(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#,
            None,
        );
        assert_eq!(told["explicitDeny"], false);
        assert_eq!(told["matchedStatements"], items(&[]));
        let context = &told["context"];
        assert_eq!(
            context["principal"],
            json!({"id": "AROAEXAMPLE:Ana", "arn": "arn:aws:sts::123456789012:assumed-role/Developer/Ana"})
        );
        assert_eq!(context["action"], "ec2:RunInstances");
        assert_eq!(
            context["resource"],
            "arn:aws:ec2:us-east-1:123456789012:instance/*"
        );
        let conditions = context["conditions"]["items"].as_array().unwrap();
        assert!(conditions.contains(&json!({"key": "aws:TagKeys", "values": items(&["a", "b"])})));
        assert!(
            conditions
                .contains(&json!({"key": "ec2:InstanceType", "values": items(&["t3a.micro"])}))
        );
        assert!(!told.to_string().contains("secret"));
    }

    #[test]
    fn a_policy_of_the_resource_shows_whom_it_names() {
        let told = message(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#,
            Some(
                r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","NotAction":"s3:*","NotResource":"arn:aws:s3:::b"}}"#,
            ),
        );
        let statement = &told["matchedStatements"]["items"][0];
        assert_eq!(statement["principals"], items(&["*"]));
        assert_eq!(statement["actions"], items(&[]));
        assert_eq!(statement["resources"], items(&[]));
        assert_eq!(statement["statementId"], "");
    }
}
