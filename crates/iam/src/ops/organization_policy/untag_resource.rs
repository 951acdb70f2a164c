//! `UntagResource`.

use super::tagged;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationChange};
use serde::Deserialize;
use smol_str::SmolStr;

/// Takes tags away by their keys; keys that are not there are no error.
///
/// Permission: `organizations:UntagResource` on the resource, with `organizations:PolicyType` if it is a policy and `aws:TagKeys`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UntagResource {
    resource_id: String,
    #[serde(default)]
    tag_keys: Vec<String>,
}

impl Operation for UntagResource {
    const NAME: &'static str = "UntagResource";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root TagResource ResourceId=$r Tags=[{"Key":"a","Value":"b"}] -> ok
        root UntagResource ResourceId=$r TagKeys=["a","z"] -> ok
        root UntagResource ResourceId=$r TagKeys=["a"] -> unchanged
        root UntagResource ResourceId=p-12345678 TagKeys=["a"] -> 400 TargetNotFoundException
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let action = "organizations:UntagResource";
        let permission = tagged::permission(cx, Access::Delegable, action, &self.resource_id)?;
        let keys = self.tag_keys.iter().map(SmolStr::new).collect();
        Ok(vec![permission.with_many("aws:TagKeys", keys)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let organization = organizations::organization(cx)?;
        let held = tagged::tags(organization, &self.resource_id)?;
        let keys = self.tag_keys.iter();
        keys.clone()
            .try_for_each(|key| organizations::check_tag_key(key))?;
        if !held
            .iter()
            .any(|tag| keys.clone().any(|key| *key == tag.key))
        {
            return Outcome::read(());
        }
        organizations::changed(
            organization,
            OrganizationChange::Untagged {
                resource: self.resource_id.clone(),
                keys: self.tag_keys.clone(),
            },
            (),
        )
    }
}
