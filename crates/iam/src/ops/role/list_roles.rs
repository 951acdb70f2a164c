//! `ListRoles`.

use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::target;
use crate::page::Page;
use crate::shapes::RoleShape;
use crate::{Error, NameKey};
use serde::{Deserialize, Serialize};

/// Lists roles by name.
///
/// Permission: `iam:ListRoles` on `arn:aws:iam::A:role` and the path prefix.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListRoles {
    #[serde(default = "crate::path::root")]
    path_prefix: String,
    marker: Option<String>,
    max_items: Option<usize>,
}

/// One page of roles, without boundaries and tags.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListRolesResult {
    roles: Vec<RoleShape>,
    is_truncated: bool,
    marker: Option<String>,
}

impl Operation for ListRoles {
    const NAME: &'static str = "ListRoles";
    const EXAMPLE: &'static str = r#"
        root CreateRole RoleName=Reader AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' -> ok
        root ListRoles -> ListRolesResult.Roles.1.RoleName=Reader & ListRolesResult.IsTruncated=false
        root ListRoles PathPrefix=/team/ -> !ListRolesResult.Roles.1
        root ListRoles Marker=? -> 400 ValidationError Invalid Marker.
    "#;
    type Output = ListRolesResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_list(
            cx,
            "iam:ListRoles",
            "role",
            &self.path_prefix,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListRolesResult>, Error> {
        let account = cx.account();
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let roles = account
            .roles
            .values()
            .filter(|role| role.path.starts_with(&self.path_prefix));
        let page = page.of(roles, |role| NameKey::of(&role.name).as_str().to_owned())?;
        Outcome::read(ListRolesResult {
            roles: page
                .items
                .into_iter()
                .map(|role| RoleShape::brief(cx.state, account, role))
                .collect(),
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }
}
