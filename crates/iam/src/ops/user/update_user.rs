//! `UpdateUser`.

use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::name::NameKey;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use crate::{Error, arn};
use serde::Deserialize;

/// Gives a user another name, another path or both; its id, groups, keys and policies stay.
///
/// Permission: `iam:UpdateUser` on the user's ARN, and on the ARN that it will have. Names are unique regardless of case (I-6).
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateUser {
    user_name: String,
    new_path: Option<String>,
    new_user_name: Option<String>,
}

impl Operation for UpdateUser {
    const NAME: &'static str = "UpdateUser";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Old -> ok
        root CreateUser UserName=Taken -> ok
        root UpdateUser UserName=Old NewUserName=taken -> 409 EntityAlreadyExists User with name taken already exists.
        root UpdateUser UserName=Old NewUserName=New NewPath=/team/ -> ok
        root GetUser UserName=New -> GetUserResult.User.Arn=arn:aws:iam::123456789012:user/team/New
        root UpdateUser UserName=Old NewUserName=Other -> 404 NoSuchEntity The user with name Old cannot be found.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account();
        let held = account.user(&self.user_name);
        let path = held.map_or("/", |user| user.path.as_str());
        let name = held.map_or(self.user_name.as_str(), |user| user.name.as_str());
        let source = target::on_user(cx, "iam:UpdateUser", &self.user_name);
        let renamed = arn::user(
            account.id,
            self.new_path.as_deref().unwrap_or(path),
            self.new_user_name.as_deref().unwrap_or(name),
        );
        if source.resource == renamed {
            return Ok(vec![source]);
        }
        let mut destination = target::on_user(cx, "iam:UpdateUser", &self.user_name);
        destination.resource = renamed.into();
        Ok(vec![source, destination])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let account = cx.account();
        let user = existence::user(account, &self.user_name)?;
        let changed = |new: &Option<String>, old: &str| new.clone().filter(|new| new != old);
        let new_name = changed(&self.new_user_name, &user.name);
        let new_path = changed(&self.new_path, &user.path);
        if let Some(name) = &new_name
            && NameKey::of(name) != NameKey::of(&user.name)
            && account.user(name).is_some()
        {
            return Err(Error::entity_already_exists(format!(
                "User with name {name} already exists."
            )));
        }
        if new_name.is_none() && new_path.is_none() {
            return Outcome::read(());
        }
        let event = Event::UserUpdated {
            name: user.name.to_string(),
            new_name,
            new_path,
        };
        Outcome::event(event, ())
    }
}
