//! `CreateServiceLinkedRole`.

use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::service_linked::{self, LinkedService, PATH_PREFIX};
use crate::shapes::{RoleShape, url_encoded};
use crate::unique_id::{self, Prefix};
use crate::{Error, arn, context};
use serde::{Deserialize, Serialize};

/// The longest name of a role.
const NAME_CHARACTERS_MAX: usize = 64;

/// Makes the role that a service of AWS uses for itself, with its fixed trust and policy (P-8). Which services have one is known from
/// AWS's documentation; some take a suffix, so that there may be several.
///
/// Permission: `iam:CreateServiceLinkedRole` on the new role's ARN, with `iam:AWSServiceName`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateServiceLinkedRole {
    #[serde(rename = "AWSServiceName")]
    service_name: String,
    description: Option<String>,
    custom_suffix: Option<String>,
}

/// The new role.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateServiceLinkedRoleResult {
    role: RoleShape,
}

impl Operation for CreateServiceLinkedRole {
    const NAME: &'static str = "CreateServiceLinkedRole";
    const EXAMPLE: &'static str = "
        root CreateServiceLinkedRole AWSServiceName=ecs.amazonaws.com -> CreateServiceLinkedRoleResult.Role.Arn=arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS
        root ListAttachedRolePolicies RoleName=AWSServiceRoleForECS -> ListAttachedRolePoliciesResult.AttachedPolicies.1.PolicyName=AmazonECSServiceRolePolicy
        root CreateServiceLinkedRole AWSServiceName=ecs.amazonaws.com -> 400 InvalidInput Service role name AWSServiceRoleForECS has been taken in this account, please try a different suffix.
        root CreateServiceLinkedRole AWSServiceName=ecs.amazonaws.com CustomSuffix=a -> 400 InvalidInput Custom suffix is not allowed for ecs.amazonaws.com
        root CreateServiceLinkedRole AWSServiceName=autoscaling.amazonaws.com CustomSuffix=a -> CreateServiceLinkedRoleResult.Role.RoleName=AWSServiceRoleForAutoScaling_a
        root CreateServiceLinkedRole AWSServiceName=account.amazonaws.com -> 403 AccessDenied Cannot find Service Linked Role template for account.amazonaws.com
    ";
    type Output = CreateServiceLinkedRoleResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account().id;
        let arn = match service_linked::find(&self.service_name) {
            Some(service) => self.role_arn(cx, service),
            None => arn::role(
                account,
                &format!("{PATH_PREFIX}{}/", self.service_name),
                "*",
            ),
        };
        let permission = Permission::on("iam:CreateServiceLinkedRole", arn, account);
        Ok(vec![
            permission.with("iam:AWSServiceName", self.service_name.as_str()),
        ])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<CreateServiceLinkedRoleResult>, Error> {
        let Some(service) = service_linked::find(&self.service_name) else {
            return Err(Error::access_denied(format!(
                "Cannot find Service Linked Role template for {}",
                self.service_name
            )));
        };
        let name = self.role_name(cx, service)?;
        let account = cx.account();
        cx.settings.quotas.roles.room_beside(account.roles.len())?;
        let id = unique_id::draw(Prefix::Role, account.id, &cx.seed, "role id");
        let suffix = self.custom_suffix.as_deref();
        let event = service.creation(id.clone(), suffix, self.description.clone());
        let role = RoleShape {
            path: service.role_path(),
            role_name: name,
            role_id: id,
            arn: self.role_arn(cx, service),
            create_date: context::text(cx.now).into(),
            assume_role_policy_document: url_encoded(&service.trust_at_creation()),
            description: None,
            max_session_duration: None,
            permissions_boundary: None,
            tags: None,
            role_last_used: None,
        };
        Outcome::event(event, CreateServiceLinkedRoleResult { role })
    }
}

impl CreateServiceLinkedRole {
    fn role_arn(&self, cx: &Cx, service: &LinkedService) -> String {
        let name = service.role_name(self.custom_suffix.as_deref());
        arn::role(cx.account().id, &service.role_path(), &name)
    }

    /// The new role's name, if it may have it.
    fn role_name(&self, cx: &Cx, service: &LinkedService) -> Result<String, Error> {
        if self.custom_suffix.is_some() && !service.takes_suffix {
            return Err(Error::invalid_input(format!(
                "Custom suffix is not allowed for {}",
                service.principal
            )));
        }
        let name = service.role_name(self.custom_suffix.as_deref());
        if name.len() > NAME_CHARACTERS_MAX {
            return Err(Error::invalid_input(format!(
                "Service role name {name} has more than {NAME_CHARACTERS_MAX} characters, please try a different suffix."
            )));
        }
        if cx.account().role(&name).is_some() {
            return Err(Error::invalid_input(format!(
                "Service role name {name} has been taken in this account, please try a different suffix."
            )));
        }
        Ok(name)
    }
}
