//! `ListTagsForResource`.

use super::tagged;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationPage};
use crate::state::Tag;
use serde::{Deserialize, Serialize};

/// Lists the tags of a resource, by key.
///
/// Permission: `organizations:ListTagsForResource` on the resource, with `organizations:PolicyType` if it is a policy.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListTagsForResource {
    resource_id: String,
    next_token: Option<String>,
}

/// One page of tags.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListTagsForResourceResult {
    tags: Vec<Tag>,
    next_token: Option<String>,
}

impl Operation for ListTagsForResource {
    const NAME: &'static str = "ListTagsForResource";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root ListTagsForResource ResourceId=$r -> !Tags.1
        root ListTagsForResource ResourceId=p-FullAWSAccess -> !Tags.1
        root ListTagsForResource ResourceId=ou-none-12345678 -> 400 TargetNotFoundException
    "#;
    type Output = ListTagsForResourceResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let action = "organizations:ListTagsForResource";
        let permission = tagged::permission(cx, Access::Reading, action, &self.resource_id)?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListTagsForResourceResult>, Error> {
        let organization = organizations::organization(cx)?;
        let mut tags = tagged::tags(organization, &self.resource_id)?.to_vec();
        tags.sort_by(|a, b| a.key.cmp(&b.key));
        let page = OrganizationPage {
            next_token: &self.next_token,
            max_results: None,
        };
        let paged = page.of(tags.into_iter(), |tag| tag.key.clone())?;
        Outcome::read(ListTagsForResourceResult {
            tags: paged.items,
            next_token: paged.marker,
        })
    }
}
