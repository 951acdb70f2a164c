//! `CreateGroup`.

use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::shapes::GroupShape;
use crate::unique_id::{self, Prefix};
use crate::{Error, arn, context};
use serde::{Deserialize, Serialize};

/// Makes a group without members and without policies.
///
/// Permission: `iam:CreateGroup` on the new group's ARN. Names are unique regardless of case (I-6).
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateGroup {
    #[serde(default = "crate::path::root")]
    path: String,
    group_name: String,
}

/// The new group.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateGroupResult {
    group: GroupShape,
}

impl Operation for CreateGroup {
    const NAME: &'static str = "CreateGroup";
    const EXAMPLE: &'static str = "
        root CreateGroup GroupName=Readers Path=/team/ -> CreateGroupResult.Group.Arn=arn:aws:iam::123456789012:group/team/Readers
        root CreateGroup GroupName=readers -> 409 EntityAlreadyExists Group with name readers already exists.
    ";
    type Output = CreateGroupResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account().id;
        let arn = arn::group(account, &self.path, &self.group_name);
        Ok(vec![Permission::on("iam:CreateGroup", arn, account)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<CreateGroupResult>, Error> {
        let account = cx.account();
        if account.group(&self.group_name).is_some() {
            return Err(Error::entity_already_exists(format!(
                "Group with name {} already exists.",
                self.group_name
            )));
        }
        cx.settings
            .quotas
            .groups
            .room_beside(account.groups.len())?;
        let id = unique_id::draw(Prefix::Group, account.id, &cx.seed, "group id");
        let group = GroupShape {
            path: self.path.clone(),
            group_name: self.group_name.clone(),
            group_id: id.clone(),
            arn: arn::group(account.id, &self.path, &self.group_name),
            create_date: context::text(cx.now).into(),
        };
        let event = Event::GroupCreated {
            name: self.group_name.clone(),
            path: self.path.clone(),
            id,
        };
        Outcome::event(event, CreateGroupResult { group })
    }
}
