//! `DeleteServiceLinkedRole`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use crate::organizations::service_role;
use crate::service_linked;
use serde::{Deserialize, Serialize};

/// Asks for the deletion of a service-linked role; `GetServiceLinkedRoleDeletionStatus` tells what came of it (P-9). Nothing here uses
/// the role, so that it goes at once, sessions included; a role that its service keeps stays, and the task fails, as for that of
/// Organizations in an organization with all features.
///
/// Permission: `iam:DeleteServiceLinkedRole` on the role, with `iam:AWSServiceName`: the service that it is linked to.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteServiceLinkedRole {
    role_name: String,
}

/// The task: `task/aws-service-role/SERVICE/ROLE/UUID`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteServiceLinkedRoleResult {
    deletion_task_id: String,
}

impl Operation for DeleteServiceLinkedRole {
    const NAME: &'static str = "DeleteServiceLinkedRole";
    const EXAMPLE: &'static str = r#"
        root CreateServiceLinkedRole AWSServiceName=ecs.amazonaws.com -> ok
        root DeleteRole RoleName=AWSServiceRoleForECS -> 400 UnmodifiableEntity Cannot perform the operation on the protected role 'AWSServiceRoleForECS' - this role is only modifiable by AWS
        root DeleteServiceLinkedRole RoleName=AWSServiceRoleForECS -> set task=DeleteServiceLinkedRoleResult.DeletionTaskId
        root GetServiceLinkedRoleDeletionStatus DeletionTaskId=$task -> GetServiceLinkedRoleDeletionStatusResult.Status=SUCCEEDED
        root DeleteServiceLinkedRole RoleName=AWSServiceRoleForECS -> 404 NoSuchEntity The role with name AWSServiceRoleForECS cannot be found.
        root CreateRole RoleName=Own AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' -> ok
        root DeleteServiceLinkedRole RoleName=Own -> 404 NoSuchEntity There is no service-linked role with name Own.
    "#;
    type Output = DeleteServiceLinkedRoleResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let role = cx.account().role(&self.role_name);
        let service = role.and_then(|role| role.linked_service.clone());
        let permission = target::on_role(cx, "iam:DeleteServiceLinkedRole", &self.role_name);
        Ok(vec![permission.with_some("iam:AWSServiceName", service)])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<DeleteServiceLinkedRoleResult>, Error> {
        let role = existence::role(cx.account(), &self.role_name)?;
        let Some(service) = &role.linked_service else {
            return Err(Error::no_such_entity(format!(
                "There is no service-linked role with name {}.",
                self.role_name
            )));
        };
        let kept = service_linked::find(service).is_some_and(|service| service.kept)
            || service_role::is_needed(cx.state, cx.account().id, service);
        let uuid = cx.seed.uuid("deletion task");
        let deletion_task_id = format!("task/aws-service-role/{service}/{}/{uuid}", role.name);
        let event = Event::ServiceLinkedRoleDeletion {
            role: role.name.to_string(),
            task: deletion_task_id.clone(),
            failure: kept.then(|| format!("The service {service} keeps its role.")),
        };
        Outcome::event(event, DeleteServiceLinkedRoleResult { deletion_task_id })
    }
}
