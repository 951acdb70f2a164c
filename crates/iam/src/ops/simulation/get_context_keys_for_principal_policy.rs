//! `GetContextKeysForPrincipalPolicy`.

use super::get_context_keys_for_custom_policy::{GetContextKeysForPolicyResult, accepted_all};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::held;
use policy::Document;
use serde::Deserialize;

/// Lists the context keys that the policies of a user, group or role ask about, and policies given as text besides. A user's groups
/// count; boundaries and organization policies do not.
///
/// Permission: `iam:GetContextKeysForPrincipalPolicy` on the user, group or role, which is found by its name alone (Z-13, Z-14).
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetContextKeysForPrincipalPolicy {
    policy_source_arn: String,
    #[serde(default)]
    policy_input_list: Vec<String>,
}

impl Operation for GetContextKeysForPrincipalPolicy {
    const NAME: &'static str = "GetContextKeysForPrincipalPolicy";
    const EXAMPLE: &'static str = r#"
        root CreateUser UserName=Bob -> ok
        root CreateGroup GroupName=Readers -> ok
        root AddUserToGroup UserName=Bob GroupName=Readers -> ok
        root PutGroupPolicy GroupName=Readers PolicyName=read PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}}}' -> ok
        root GetContextKeysForPrincipalPolicy PolicySourceArn=arn:aws:iam::123456789012:user/Bob -> GetContextKeysForPrincipalPolicyResult.ContextKeyNames.1=aws:SourceIp
        root GetContextKeysForPrincipalPolicy PolicySourceArn=arn:aws:iam::123456789012:user/Eve -> 404 NoSuchEntity The user with name Eve cannot be found.
        root GetContextKeysForPrincipalPolicy PolicySourceArn=arn:aws:iam::123456789012:root -> 400 InvalidInput Invalid Entity Arn: arn:aws:iam::123456789012:root does not clearly define entity type and name.
    "#;
    type Output = GetContextKeysForPolicyResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![held::permission(
            cx,
            "iam:GetContextKeysForPrincipalPolicy",
            &self.policy_source_arn,
        )])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<GetContextKeysForPolicyResult>, Error> {
        let source = &self.policy_source_arn;
        let entity = held::entity_of(source).ok_or_else(|| held::unclear(source))?;
        let held = held::policies_of(cx.account(), &entity)?;
        let texts = held.iter().filter_map(|policy| policy.document);
        // One that no longer parses denies everything and asks about nothing.
        let mut documents: Vec<Document> = texts
            .filter_map(|document| Document::parse(document.text()).ok())
            .collect();
        documents.extend(accepted_all(&self.policy_input_list)?);
        Outcome::read(GetContextKeysForPolicyResult::of(&documents))
    }
}
