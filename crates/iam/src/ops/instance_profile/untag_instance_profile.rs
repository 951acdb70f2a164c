//! `UntagInstanceProfile`.

use super::profile;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Tagged;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::tagging;
use serde::Deserialize;

/// Takes tags from an instance profile by their keys, as they are written; keys that are not there are no error.
///
/// Permission: `iam:UntagInstanceProfile` on the profile's ARN, with `aws:TagKeys` and the tags that it has.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UntagInstanceProfile {
    instance_profile_name: String,
    tag_keys: Vec<String>,
}

impl Operation for UntagInstanceProfile {
    const NAME: &'static str = "UntagInstanceProfile";
    const EXAMPLE: &'static str = "
        root CreateInstanceProfile InstanceProfileName=Web Tags.member.1.Key=a Tags.member.1.Value=1 -> ok
        root UntagInstanceProfile InstanceProfileName=Web TagKeys.member.1=A -> unchanged
        root UntagInstanceProfile InstanceProfileName=Web TagKeys.member.1=a -> ok
        root ListInstanceProfileTags InstanceProfileName=Web -> !ListInstanceProfileTagsResult.Tags.1
        root UntagInstanceProfile InstanceProfileName=Other TagKeys.member.1=A -> 404 NoSuchEntity Instance Profile Other cannot be found.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let name = &self.instance_profile_name;
        let permission = profile::permission(cx, "iam:UntagInstanceProfile", name);
        Ok(vec![tagging::with_tag_keys(permission, &self.tag_keys)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let profile = profile::existing(cx, &self.instance_profile_name)?;
        let target = Tagged::InstanceProfile(profile.name.to_string());
        tagging::untag(target, &profile.tags, &self.tag_keys)
    }
}
