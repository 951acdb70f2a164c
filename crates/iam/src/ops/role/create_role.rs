//! `CreateRole`.

use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::shapes::{AttachedPermissionsBoundary, RoleShape, url_encoded};
use crate::state::Tag;
use crate::tags::TagKeys;
use crate::unique_id::{self, Prefix};
use crate::{Error, arn, boundary, context, service_linked, trust};
use serde::{Deserialize, Serialize};

/// How long sessions may last where the role does not say, in seconds.
const SESSION_SECONDS_DEFAULT: u32 = 3600;

/// Makes a role that its trust policy's principals may assume, without permissions.
///
/// Permission: `iam:CreateRole` on the new role's ARN, with `aws:RequestTag/…`, `aws:TagKeys` and
/// `iam:PermissionsBoundary`; with tags also `iam:TagRole` on it. Names are unique regardless of case (I-6). Users and roles in the
/// trust policy must exist (G-23) and are bound to their unique ids (G-24). Sessions last up to `MaxSessionDuration`, 3600 to 43200
/// seconds.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateRole {
    role_name: String,
    #[serde(default = "crate::path::root")]
    path: String,
    assume_role_policy_document: String,
    description: Option<String>,
    max_session_duration: Option<u32>,
    permissions_boundary: Option<String>,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// The new role.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateRoleResult {
    role: RoleShape,
}

impl Operation for CreateRole {
    const NAME: &'static str = "CreateRole";
    const EXAMPLE: &'static str = r#"
        root CreateRole RoleName=Reader Path=/team/ AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' -> CreateRoleResult.Role.Arn=arn:aws:iam::123456789012:role/team/Reader
        root CreateRole RoleName=reader AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' -> 409 EntityAlreadyExists Role with name reader already exists.
        root CreateRole RoleName=Mine Path=/aws-service-role/ecs.amazonaws.com/ AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' -> 400 InvalidInput Path prefix '/aws-service-role/' can only be used for AWS Service linked Roles
        root CreateRole RoleName=Other AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/Nobody"},"Action":"sts:AssumeRole"}]}' -> 400 MalformedPolicyDocument Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:user/Nobody"
    "#;
    type Output = CreateRoleResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account().id;
        let arn = arn::role(account, &self.path, &self.role_name);
        let mut permissions = vec![
            Permission::on("iam:CreateRole", arn.clone(), account)
                .with_request_tags(&self.tags)
                .with_some(
                    "iam:PermissionsBoundary",
                    self.permissions_boundary.as_deref(),
                ),
        ];
        if !self.tags.is_empty() {
            permissions
                .push(Permission::on("iam:TagRole", arn, account).with_request_tags(&self.tags));
        }
        Ok(permissions)
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<CreateRoleResult>, Error> {
        let account = cx.account();
        let quotas = &cx.settings.quotas;
        if self.path.starts_with(service_linked::PATH_PREFIX) {
            return Err(Error::invalid_input(
                "Path prefix '/aws-service-role/' can only be used for AWS Service linked Roles",
            ));
        }
        TagKeys::InAnyCase.check(&[], &self.tags, quotas.tags)?;
        let trust = trust::accept(
            cx.state,
            &self.assume_role_policy_document,
            quotas.trust_size,
        )?;
        if account.role(&self.role_name).is_some() {
            return Err(Error::entity_already_exists(format!(
                "Role with name {} already exists.",
                self.role_name
            )));
        }
        quotas.roles.room_beside(account.roles.len())?;
        boundary::check(account, self.permissions_boundary.as_deref())?;
        let id = unique_id::draw(Prefix::Role, account.id, &cx.seed, "role id");
        let role = RoleShape {
            path: self.path.clone(),
            role_name: self.role_name.clone(),
            role_id: id.clone(),
            arn: arn::role(account.id, &self.path, &self.role_name),
            create_date: context::text(cx.now).into(),
            assume_role_policy_document: url_encoded(&self.assume_role_policy_document),
            description: None,
            max_session_duration: None,
            permissions_boundary: self
                .permissions_boundary
                .as_deref()
                .map(AttachedPermissionsBoundary::of),
            tags: (!self.tags.is_empty()).then(|| self.tags.clone()),
            role_last_used: None,
        };
        let event = Event::RoleCreated {
            name: self.role_name.clone(),
            path: self.path.clone(),
            id,
            description: self.description.clone(),
            session_seconds_max: self.max_session_duration.unwrap_or(SESSION_SECONDS_DEFAULT),
            trust,
            boundary: self.permissions_boundary.clone(),
            tags: self.tags.clone(),
        };
        Outcome::event(event, CreateRoleResult { role })
    }
}
