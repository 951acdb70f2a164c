//! AWS's `User`.

use crate::context::text;
use crate::state::{Account, Tag, User};
use crate::{AccountId, arn};
use serde::Serialize;

/// AWS's `User`. Which members a reply holds differs: lists leave out boundary and tags.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UserShape {
    /// The root has neither path nor name.
    pub path: Option<String>,
    pub user_name: Option<String>,
    pub user_id: String,
    pub arn: String,
    pub create_date: String,
    pub permissions_boundary: Option<AttachedPermissionsBoundary>,
    pub tags: Option<Vec<Tag>>,
}

/// AWS's `AttachedPermissionsBoundary`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AttachedPermissionsBoundary {
    pub permissions_boundary_type: &'static str,
    pub permissions_boundary_arn: String,
}

impl AttachedPermissionsBoundary {
    pub(crate) fn of(arn: &str) -> AttachedPermissionsBoundary {
        AttachedPermissionsBoundary {
            permissions_boundary_type: "Policy",
            permissions_boundary_arn: arn.to_owned(),
        }
    }
}

impl UserShape {
    /// As lists show a user.
    pub(crate) fn brief(account: AccountId, user: &User) -> UserShape {
        UserShape {
            path: Some(user.path.to_string()),
            user_name: Some(user.name.to_string()),
            user_id: user.id.to_string(),
            arn: user.arn(account),
            create_date: text(user.created).into(),
            permissions_boundary: None,
            tags: None,
        }
    }

    /// As `GetUser` shows an account's root: its id is the account's.
    pub(crate) fn root(account: &Account) -> UserShape {
        UserShape {
            path: None,
            user_name: None,
            user_id: account.id.to_string(),
            arn: arn::root(account.id),
            create_date: text(account.created).into(),
            permissions_boundary: None,
            tags: None,
        }
    }

    /// As `GetUser` shows it: with boundary, and with tags if there are any.
    pub(crate) fn whole(account: AccountId, user: &User) -> UserShape {
        UserShape {
            permissions_boundary: user
                .boundary
                .as_deref()
                .map(AttachedPermissionsBoundary::of),
            tags: (!user.tags.is_empty()).then(|| user.tags.clone()),
            ..UserShape::brief(account, user)
        }
    }
}
