//! `CreatePolicy`.

use crate::authorize::{Allowed, Permission};
use crate::document::DocumentText;
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::shapes::PolicyShape;
use crate::state::Tag;
use crate::tags::TagKeys;
use crate::unique_id::{self, Prefix};
use crate::{Error, NameKey, arn, context};
use policy::Kind;
use serde::{Deserialize, Serialize};

/// Makes a managed policy with one version, `v1`.
///
/// Permission: `iam:CreatePolicy` on the new policy's ARN, with `aws:RequestTag/…` and `aws:TagKeys`; with tags also
/// `iam:TagPolicy` on it. Names are unique regardless of case and path (I-6). At most 6144 characters without white space
/// (G-36); the document is kept byte for byte.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreatePolicy {
    policy_name: String,
    #[serde(default = "crate::path::root")]
    path: String,
    policy_document: String,
    description: Option<String>,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// The new policy.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreatePolicyResult {
    policy: PolicyShape,
}

impl Operation for CreatePolicy {
    const NAME: &'static str = "CreatePolicy";
    const EXAMPLE: &'static str = r#"
        root CreatePolicy PolicyName=Read Path=/team/ PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> CreatePolicyResult.Policy.Arn=arn:aws:iam::123456789012:policy/team/Read & CreatePolicyResult.Policy.DefaultVersionId=v1
        root CreatePolicy PolicyName=read PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}' -> 409 EntityAlreadyExists A policy called read already exists. Duplicate names are not allowed.
        root CreatePolicy PolicyName=Bad PolicyDocument='{"Version":"2012-10-17"' -> 400 MalformedPolicyDocument Syntax errors in policy.
    "#;
    type Output = CreatePolicyResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account().id;
        let arn = arn::policy(account, &self.path, &self.policy_name);
        let mut permissions = vec![
            Permission::on("iam:CreatePolicy", arn.clone(), account).with_request_tags(&self.tags),
        ];
        if !self.tags.is_empty() {
            permissions
                .push(Permission::on("iam:TagPolicy", arn, account).with_request_tags(&self.tags));
        }
        Ok(permissions)
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<CreatePolicyResult>, Error> {
        let account = cx.account();
        let quotas = &cx.settings.quotas;
        TagKeys::AsWritten.check(&[], &self.tags, quotas.tags)?;
        let document = policy::accept(&self.policy_document, Kind::Managed)?;
        quotas.policy_size.fits(document.size())?;
        if account
            .policies
            .contains_key(&NameKey::of(&self.policy_name))
        {
            return Err(Error::entity_already_exists(format!(
                "A policy called {} already exists. Duplicate names are not allowed.",
                self.policy_name
            )));
        }
        quotas.policies.room_beside(account.policies.len())?;
        quotas
            .policy_versions_in_use
            .room_beside(account.policy_versions_in_use())?;
        let id = unique_id::draw(Prefix::Policy, account.id, &cx.seed, "policy id");
        let now = String::from(context::text(cx.now));
        let policy = PolicyShape {
            policy_name: self.policy_name.clone(),
            policy_id: Some(id.clone()),
            arn: arn::policy(account.id, &self.path, &self.policy_name),
            path: self.path.clone(),
            default_version_id: "v1".to_owned(),
            attachment_count: 0,
            permissions_boundary_usage_count: 0,
            is_attachable: true,
            description: None,
            create_date: now.clone(),
            update_date: now,
            tags: (!self.tags.is_empty()).then(|| self.tags.clone()),
        };
        let event = Event::PolicyCreated {
            name: self.policy_name.clone(),
            path: self.path.clone(),
            id,
            description: self.description.clone(),
            document: DocumentText::new(&self.policy_document),
            tags: self.tags.clone(),
        };
        Outcome::event(event, CreatePolicyResult { policy })
    }
}
