//! `ListRoots`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationPage, RootShape};
use serde::{Deserialize, Serialize};

/// Lists the one root of the organization, with the types of policies that are enabled.
///
/// Permission: `organizations:ListRoots` on `*`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListRoots {
    next_token: Option<String>,
    max_results: Option<usize>,
}

/// One page of roots.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListRootsResult {
    roots: Vec<RootShape>,
    next_token: Option<String>,
}

impl Operation for ListRoots {
    const NAME: &'static str = "ListRoots";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> Roots.1.Name=Root & Roots.1.PolicyTypes.1.Type=SERVICE_CONTROL_POLICY & !NextToken
        root ListRoots MaxResults=21 -> 400 InvalidInputException You provided a numeric parameter that has a larger value than allowed.
    "#;
    type Output = ListRootsResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission =
            organizations::permission(cx, Access::Reading, "organizations:ListRoots", |_| {
                "*".into()
            })?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListRootsResult>, Error> {
        let organization = organizations::organization(cx)?;
        let page = OrganizationPage {
            next_token: &self.next_token,
            max_results: self.max_results,
        };
        let paged = page.of(std::iter::once(organization), |root| {
            root.root_id.to_string()
        })?;
        Outcome::read(ListRootsResult {
            roots: paged.items.into_iter().map(RootShape::of).collect(),
            next_token: paged.marker,
        })
    }
}
