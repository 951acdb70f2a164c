//! `GetServiceLinkedRoleDeletionStatus`.

use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::{Error, arn};
use serde::{Deserialize, Serialize};

/// Tells what came of a deletion (P-9). The account remembers the newest thousand.
///
/// Permission: `iam:GetServiceLinkedRoleDeletionStatus` on the ARN of the role that the task names.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetServiceLinkedRoleDeletionStatus {
    deletion_task_id: String,
}

/// The status: nothing is ever left undecided here, so `SUCCEEDED` or `FAILED`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetServiceLinkedRoleDeletionStatusResult {
    status: &'static str,
    reason: Option<DeletionTaskFailureReason>,
}

/// AWS's `DeletionTaskFailureReason`. What uses the role is the service's to know.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeletionTaskFailureReason {
    reason: String,
}

impl Operation for GetServiceLinkedRoleDeletionStatus {
    const NAME: &'static str = "GetServiceLinkedRoleDeletionStatus";
    const EXAMPLE: &'static str = "
        root CreateServiceLinkedRole AWSServiceName=support.amazonaws.com -> ok
        root DeleteServiceLinkedRole RoleName=AWSServiceRoleForSupport -> set task=DeleteServiceLinkedRoleResult.DeletionTaskId
        root GetServiceLinkedRoleDeletionStatus DeletionTaskId=$task -> GetServiceLinkedRoleDeletionStatusResult.Status=FAILED & GetServiceLinkedRoleDeletionStatusResult.Reason.Reason
        root GetRole RoleName=AWSServiceRoleForSupport -> ok
        root GetServiceLinkedRoleDeletionStatus DeletionTaskId=task/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS/1 -> 404 NoSuchEntity Deletion task task/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS/1 cannot be found.
        root GetServiceLinkedRoleDeletionStatus DeletionTaskId=1 -> 400 InvalidInput The deletion task id 1 is not valid.
    ";
    type Output = GetServiceLinkedRoleDeletionStatusResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account().id;
        let role = match self.role() {
            Some((service, name)) => {
                arn::role(account, &format!("/aws-service-role/{service}/"), name)
            }
            None => arn::role(account, "/aws-service-role/", "*"),
        };
        Ok(vec![Permission::on(
            "iam:GetServiceLinkedRoleDeletionStatus",
            role,
            account,
        )])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<GetServiceLinkedRoleDeletionStatusResult>, Error> {
        let task = &self.deletion_task_id;
        if self.role().is_none() {
            return Err(Error::invalid_input(format!(
                "The deletion task id {task} is not valid."
            )));
        }
        let Some(deletion) = cx.account().role_deletion(task) else {
            return Err(Error::no_such_entity(format!(
                "Deletion task {task} cannot be found."
            )));
        };
        let reason = deletion.failure.clone();
        Outcome::read(GetServiceLinkedRoleDeletionStatusResult {
            status: if reason.is_none() {
                "SUCCEEDED"
            } else {
                "FAILED"
            },
            reason: reason.map(|reason| DeletionTaskFailureReason { reason }),
        })
    }
}

impl GetServiceLinkedRoleDeletionStatus {
    /// The service and the name of the role in `task/aws-service-role/SERVICE/ROLE/UUID`.
    fn role(&self) -> Option<(&str, &str)> {
        let rest = self
            .deletion_task_id
            .strip_prefix("task/aws-service-role/")?;
        let (service, rest) = rest.split_once('/')?;
        let (name, uuid) = rest.split_once('/')?;
        (!uuid.contains('/')).then_some((service, name))
    }
}
