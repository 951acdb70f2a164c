//! `ListParents`.

use super::list_children::Related;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationPage, Refused, arn};
use serde::{Deserialize, Serialize};

/// Tells the one parent of a unit or an account.
///
/// Permission: `organizations:ListParents` on the child.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListParents {
    child_id: String,
    next_token: Option<String>,
    max_results: Option<usize>,
}

/// One page of parents.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListParentsResult {
    parents: Vec<Related>,
    next_token: Option<String>,
}

impl Operation for ListParents {
    const NAME: &'static str = "ListParents";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root CreateOrganizationalUnit ParentId=$r Name=prod -> set ou=OrganizationalUnit.Id
        root ListParents ChildId=$ou -> Parents.1.Id=$r & Parents.1.Type=ROOT
        root ListParents ChildId=111111111111 -> 400 ChildNotFoundException You specified an organizational unit (OU) or account that doesn't exist.
    "#;
    type Output = ListParentsResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Reading,
            "organizations:ListParents",
            |organization| arn::place(organization, &self.child_id),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListParentsResult>, Error> {
        let organization = organizations::organization(cx)?;
        let Some(parent) = organization.parent(&self.child_id) else {
            return Err(Refused::ChildNotFound.error());
        };
        let kind = if *parent == organization.root_id {
            "ROOT"
        } else {
            "ORGANIZATIONAL_UNIT"
        };
        let page = OrganizationPage {
            next_token: &self.next_token,
            max_results: self.max_results,
        };
        let paged = page.of(std::iter::once(parent), |id| id.to_string())?;
        let parents = paged.items.into_iter().map(|id| Related {
            id: id.to_string(),
            r#type: kind.to_owned(),
        });
        Outcome::read(ListParentsResult {
            parents: parents.collect(),
            next_token: paged.marker,
        })
    }
}
