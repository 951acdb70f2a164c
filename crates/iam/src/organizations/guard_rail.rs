//! Policies of an organization, compiled once where decisions ask them.

use super::arn;
use super::policy_type::PolicyType;
use crate::AccountId;
use crate::state::Tag;
use policy::{CompiledPolicy, Document, Kind};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// The service control policy that allows everything.
pub(crate) const FULL_ACCESS: &str = "p-FullAWSAccess";
/// The resource control policy that allows everything; it is never taken away.
pub(crate) const RCP_FULL_ACCESS: &str = "p-RCPFullAWSAccess";

/// A policy of an organization, or one of AWS's that every organization has.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct GuardRail {
    pub id: SmolStr,
    pub arn: SmolStr,
    pub name: String,
    pub description: String,
    pub content: Arc<Content>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

/// The text of a policy with its type, and what decisions need of it.
#[derive(Serialize, Deserialize)]
#[serde(from = "ContentText", into = "ContentText")]
pub(crate) struct Content {
    pub policy_type: PolicyType,
    pub text: String,
    compiled: Option<CompiledPolicy>,
}

impl Clone for Content {
    fn clone(&self) -> Content {
        Content::new(self.policy_type, &self.text)
    }
}

#[derive(Serialize, Deserialize)]
struct ContentText {
    r#type: PolicyType,
    text: String,
}

impl From<ContentText> for Content {
    fn from(content: ContentText) -> Content {
        Content::new(content.r#type, &content.text)
    }
}

impl From<Content> for ContentText {
    fn from(content: Content) -> ContentText {
        ContentText {
            r#type: content.policy_type,
            text: content.text,
        }
    }
}

impl Content {
    pub(crate) fn new(policy_type: PolicyType, text: &str) -> Content {
        Content {
            policy_type,
            text: text.to_owned(),
            compiled: kind(policy_type).map(|kind| compile(text, kind)),
        }
    }

    /// What decisions ask; settings of services have none.
    pub(crate) fn compiled(&self) -> Option<&CompiledPolicy> {
        self.compiled.as_ref()
    }
}

impl GuardRail {
    pub(crate) fn new(
        management: AccountId,
        organization: &str,
        id: &str,
        policy_type: PolicyType,
        content: &str,
    ) -> GuardRail {
        GuardRail {
            id: id.into(),
            arn: arn::policy(management, organization, policy_type, id).into(),
            name: String::new(),
            description: String::new(),
            content: Arc::new(Content::new(policy_type, content)),
            tags: Vec::new(),
        }
    }

    pub(crate) fn policy_type(&self) -> PolicyType {
        self.content.policy_type
    }

    /// Whether it is one of AWS's.
    pub(crate) fn is_aws_managed(&self) -> bool {
        matches!(self.id.as_str(), FULL_ACCESS | RCP_FULL_ACCESS)
    }
}

/// How a policy of this type is validated and compiled; `None` for settings of services.
pub(crate) fn kind(policy_type: PolicyType) -> Option<Kind> {
    match policy_type {
        PolicyType::ServiceControl => Some(Kind::Scp),
        PolicyType::ResourceControl => Some(Kind::Rcp),
        _ => None,
    }
}

/// A stored policy that no longer parses denies (spec E-21).
fn compile(text: &str, kind: Kind) -> CompiledPolicy {
    const DENY_ALL: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}"#;
    let document = Document::parse(text)
        .unwrap_or_else(|_| Document::parse(DENY_ALL).expect("the document is a constant"));
    policy::compile(&document, kind, &BTreeMap::new())
}

fn aws_managed(
    id: &str,
    name: &str,
    description: &str,
    policy_type: PolicyType,
    text: &str,
) -> GuardRail {
    GuardRail {
        id: id.into(),
        arn: arn::aws_policy(policy_type, id).into(),
        name: name.to_owned(),
        description: description.to_owned(),
        content: Arc::new(Content::new(policy_type, text)),
        tags: Vec::new(),
    }
}

/// AWS's own policies: one that allows everything for each type that restricts.
pub(crate) static AWS_MANAGED: LazyLock<[GuardRail; 2]> = LazyLock::new(|| {
    [
        aws_managed(
            FULL_ACCESS,
            "FullAWSAccess",
            "Allows access to every operation",
            PolicyType::ServiceControl,
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#,
        ),
        aws_managed(
            RCP_FULL_ACCESS,
            "RCPFullAWSAccess",
            "Allows access to every resource",
            PolicyType::ResourceControl,
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#,
        ),
    ]
});

/// What is attached everywhere as soon as a type is enabled.
pub(crate) fn full_access(policy_type: PolicyType) -> Option<&'static str> {
    match policy_type {
        PolicyType::ServiceControl => Some(FULL_ACCESS),
        PolicyType::ResourceControl => Some(RCP_FULL_ACCESS),
        _ => None,
    }
}
