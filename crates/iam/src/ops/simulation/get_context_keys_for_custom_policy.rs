//! `GetContextKeysForCustomPolicy`.

use super::given;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use policy::{Document, Kind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Lists the context keys that policies given as text ask about: what a simulation of them may want to know.
///
/// Permission: `iam:GetContextKeysForCustomPolicy` on `*`. Keys of conditions and of policy variables, each once, spelled as they stand
/// first; `*`, `?` and `$` where special variables stand for them (Z-14).
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetContextKeysForCustomPolicy {
    #[serde(default)]
    policy_input_list: Vec<String>,
}

/// The keys.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetContextKeysForPolicyResult {
    context_key_names: Vec<String>,
}

impl Operation for GetContextKeysForCustomPolicy {
    const NAME: &'static str = "GetContextKeysForCustomPolicy";
    const EXAMPLE: &'static str = r#"
        root GetContextKeysForCustomPolicy PolicyInputList.member.1='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${aws:username}/*","Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}}}' -> GetContextKeysForCustomPolicyResult.ContextKeyNames.1=aws:SourceIp & GetContextKeysForCustomPolicyResult.ContextKeyNames.2=aws:username & !GetContextKeysForCustomPolicyResult.ContextKeyNames.3
        root GetContextKeysForCustomPolicy PolicyInputList.member.1='{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}}' -> GetContextKeysForCustomPolicyResult.ContextKeyNames.1=aws:SecureTransport
        root GetContextKeysForCustomPolicy PolicyInputList.member.1='{"Version":"2012-10-17"}' -> 400 InvalidInput Syntax errors in policy.
    "#;
    type Output = GetContextKeysForPolicyResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![Permission::on(
            "iam:GetContextKeysForCustomPolicy",
            "*",
            cx.account().id,
        )])
    }

    fn decide(&self, _: &Cx, _: &Allowed) -> Result<Outcome<GetContextKeysForPolicyResult>, Error> {
        let documents = accepted_all(&self.policy_input_list)?;
        Outcome::read(GetContextKeysForPolicyResult::of(&documents))
    }
}

impl GetContextKeysForPolicyResult {
    /// The keys of documents, each once.
    pub(super) fn of(documents: &[Document]) -> GetContextKeysForPolicyResult {
        let mut seen = BTreeSet::new();
        let keys = documents.iter().flat_map(Document::context_keys);
        GetContextKeysForPolicyResult {
            context_key_names: keys
                .filter(|key| seen.insert(key.to_lowercase()))
                .map(str::to_owned)
                .collect(),
        }
    }
}

/// The documents of a list parameter: any permissions policy, also one without a version, as inline policies may be (§1.5).
///
/// # Errors
/// `InvalidInput` for the first that AWS would not store.
pub(super) fn accepted_all(texts: &[String]) -> Result<Vec<Document>, Error> {
    texts
        .iter()
        .map(|text| given::accepted(text, Kind::Identity))
        .collect()
}
