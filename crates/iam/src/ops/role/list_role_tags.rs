//! `ListRoleTags`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::tagging::{self, TagPage};
use crate::ops::{existence, target};
use crate::page::Page;
use serde::Deserialize;

/// Lists the tags of a role, by key.
///
/// Permission: `iam:ListRoleTags` on the role's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListRoleTags {
    role_name: String,
    marker: Option<String>,
    max_items: Option<usize>,
}

impl Operation for ListRoleTags {
    const NAME: &'static str = "ListRoleTags";
    const EXAMPLE: &'static str = r#"
        root CreateRole RoleName=App AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' Tags.member.1.Key=b Tags.member.1.Value=2 Tags.member.2.Key=A Tags.member.2.Value=1 -> ok
        root ListRoleTags RoleName=App MaxItems=1 -> ListRoleTagsResult.Tags.1.Key=A & ListRoleTagsResult.IsTruncated=true & set next=ListRoleTagsResult.Marker
        root ListRoleTags RoleName=App Marker=$next -> ListRoleTagsResult.Tags.1.Value=2 & ListRoleTagsResult.IsTruncated=false & !ListRoleTagsResult.Tags.2
        root ListRoleTags RoleName=Nobody -> 404 NoSuchEntity The role with name Nobody cannot be found.
    "#;
    type Output = TagPage;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_role(
            cx,
            "iam:ListRoleTags",
            &self.role_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<TagPage>, Error> {
        let role = existence::role(cx.account(), &self.role_name)?;
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        tagging::list(&role.tags, &page)
    }
}
