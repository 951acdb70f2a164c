//! `ListChildren`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationPage, arn};
use serde::{Deserialize, Serialize};

/// Lists the ids of the units or of the accounts directly in the root or a unit.
///
/// Permission: `organizations:ListChildren` on the parent.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListChildren {
    parent_id: String,
    child_type: String,
    next_token: Option<String>,
    max_results: Option<usize>,
}

/// One page of children.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListChildrenResult {
    children: Vec<Related>,
    next_token: Option<String>,
}

/// AWS's `Child` and `Parent`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Related {
    pub id: String,
    pub r#type: String,
}

impl Operation for ListChildren {
    const NAME: &'static str = "ListChildren";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root CreateOrganizationalUnit ParentId=$r Name=prod -> set ou=OrganizationalUnit.Id
        root ListChildren ParentId=$r ChildType=ORGANIZATIONAL_UNIT -> Children.1.Id=$ou
        root ListChildren ParentId=$r ChildType=ACCOUNT -> Children.1.Id=123456789012 & Children.1.Type=ACCOUNT
        root ListChildren ParentId=r-none ChildType=ACCOUNT -> 400 ParentNotFoundException
    "#;
    type Output = ListChildrenResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Reading,
            "organizations:ListChildren",
            |organization| arn::place(organization, &self.parent_id),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListChildrenResult>, Error> {
        let organization = organizations::organization(cx)?;
        organizations::parent(organization, &self.parent_id)?;
        let parent = self.parent_id.as_str();
        let ids: Vec<String> = if self.child_type == "ACCOUNT" {
            let members = organization.members.values();
            let children = members.filter(|member| member.parent == parent);
            children.map(|member| member.account.to_string()).collect()
        } else {
            let units = organization.units.values();
            let children = units.filter(|unit| unit.parent == parent);
            children.map(|unit| unit.id.to_string()).collect()
        };
        let page = OrganizationPage {
            next_token: &self.next_token,
            max_results: self.max_results,
        };
        let paged = page.of(ids.into_iter(), String::clone)?;
        let children = paged.items.into_iter().map(|id| Related {
            id,
            r#type: self.child_type.clone(),
        });
        Outcome::read(ListChildrenResult {
            children: children.collect(),
            next_token: paged.marker,
        })
    }
}
