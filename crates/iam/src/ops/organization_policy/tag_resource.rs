//! `TagResource`.

use super::tagged;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationChange};
use crate::state::Tag;
use serde::Deserialize;

/// Sets tags on the root, a unit, an account, a policy or the resource policy; a tag with the same key is replaced.
///
/// Permission: `organizations:TagResource` on the resource, with `organizations:PolicyType` if it is a policy and the request's tags.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TagResource {
    resource_id: String,
    #[serde(default)]
    tags: Vec<Tag>,
}

impl Operation for TagResource {
    const NAME: &'static str = "TagResource";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root TagResource ResourceId=$r Tags=[{"Key":"a","Value":"b"}] -> ok
        root ListTagsForResource ResourceId=$r -> Tags.1.Key=a & Tags.1.Value=b
        root TagResource ResourceId=$r Tags=[{"Key":"a","Value":"b"},{"Key":"a","Value":"c"}] -> 400 InvalidInputException Tag keys must be unique among the tags attached to the same entity.
        root TagResource ResourceId=111111111111 Tags=[{"Key":"a","Value":"b"}] -> 400 TargetNotFoundException
        root TagResource ResourceId=$r Tags=[{"Key":"aws:a","Value":"b"}] -> 400 InvalidInputException
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let action = "organizations:TagResource";
        let permission = tagged::permission(cx, Access::Delegable, action, &self.resource_id)?;
        Ok(vec![permission.with_request_tags(&self.tags)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let organization = organizations::organization(cx)?;
        let held = tagged::tags(organization, &self.resource_id)?;
        organizations::check_tags(held, &self.tags, cx.settings.quotas.tags.limit)?;
        if self.tags.iter().all(|tag| held.contains(tag)) {
            return Outcome::read(());
        }
        organizations::changed(
            organization,
            OrganizationChange::Tagged {
                resource: self.resource_id.clone(),
                tags: self.tags.clone(),
            },
            (),
        )
    }
}
