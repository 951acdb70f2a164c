//! AWS's `Group`.

use crate::AccountId;
use crate::context::text;
use crate::state::Group;
use serde::Serialize;

/// AWS's `Group`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GroupShape {
    pub path: String,
    pub group_name: String,
    pub group_id: String,
    pub arn: String,
    pub create_date: String,
}

impl GroupShape {
    pub(crate) fn of(account: AccountId, group: &Group) -> GroupShape {
        GroupShape {
            path: group.path.to_string(),
            group_name: group.name.to_string(),
            group_id: group.id.to_string(),
            arn: group.arn(account),
            create_date: text(group.created).into(),
        }
    }
}
