//! `UpdateGroup`.

use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::name::NameKey;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use crate::{Error, arn};
use serde::Deserialize;

/// Gives a group another name, another path or both; its id, members and policies stay.
///
/// Permission: `iam:UpdateGroup` on the group's ARN, and on the ARN that it will have. Names are unique regardless of case (I-6).
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateGroup {
    group_name: String,
    new_path: Option<String>,
    new_group_name: Option<String>,
}

impl Operation for UpdateGroup {
    const NAME: &'static str = "UpdateGroup";
    const EXAMPLE: &'static str = "
        root CreateGroup GroupName=Old -> ok
        root CreateGroup GroupName=Taken -> ok
        root UpdateGroup GroupName=Old NewGroupName=taken -> 409 EntityAlreadyExists Group with name taken already exists.
        root UpdateGroup GroupName=Old NewGroupName=New NewPath=/team/ -> ok
        root GetGroup GroupName=New -> GetGroupResult.Group.Arn=arn:aws:iam::123456789012:group/team/New
        root UpdateGroup GroupName=Old NewGroupName=Other -> 404 NoSuchEntity The group with name Old cannot be found.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account();
        let held = account.group(&self.group_name);
        let path = held.map_or("/", |group| group.path.as_str());
        let name = held.map_or(self.group_name.as_str(), |group| group.name.as_str());
        let source = target::on_group(cx, "iam:UpdateGroup", &self.group_name);
        let renamed = arn::group(
            account.id,
            self.new_path.as_deref().unwrap_or(path),
            self.new_group_name.as_deref().unwrap_or(name),
        );
        if source.resource == renamed {
            return Ok(vec![source]);
        }
        let mut destination = target::on_group(cx, "iam:UpdateGroup", &self.group_name);
        destination.resource = renamed.into();
        Ok(vec![source, destination])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let account = cx.account();
        let group = existence::group(account, &self.group_name)?;
        let changed = |new: &Option<String>, old: &str| new.clone().filter(|new| new != old);
        let new_name = changed(&self.new_group_name, &group.name);
        let new_path = changed(&self.new_path, &group.path);
        if let Some(name) = &new_name
            && NameKey::of(name) != NameKey::of(&group.name)
            && account.group(name).is_some()
        {
            return Err(Error::entity_already_exists(format!(
                "Group with name {name} already exists."
            )));
        }
        if new_name.is_none() && new_path.is_none() {
            return Outcome::read(());
        }
        let event = Event::GroupUpdated {
            name: group.name.to_string(),
            new_name,
            new_path,
        };
        Outcome::event(event, ())
    }
}
