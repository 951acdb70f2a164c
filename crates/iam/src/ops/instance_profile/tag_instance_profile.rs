//! `TagInstanceProfile`.

use super::profile;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Tagged;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::tagging;
use crate::state::Tag;
use serde::Deserialize;

/// Sets tags on an instance profile; one whose key is there already, in the same case, is replaced.
///
/// Permission: `iam:TagInstanceProfile` on the profile's ARN, with `aws:RequestTag/…`, `aws:TagKeys` and the tags that it has.
/// Up to 50 tags.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TagInstanceProfile {
    instance_profile_name: String,
    tags: Vec<Tag>,
}

impl Operation for TagInstanceProfile {
    const NAME: &'static str = "TagInstanceProfile";
    const EXAMPLE: &'static str = "
        root CreateInstanceProfile InstanceProfileName=Web Tags.member.1.Key=a Tags.member.1.Value=1 -> CreateInstanceProfileResult.InstanceProfile.Tags.1.Value=1
        root TagInstanceProfile InstanceProfileName=web Tags.member.1.Key=A Tags.member.1.Value=2 -> ok
        root TagInstanceProfile InstanceProfileName=web Tags.member.1.Key=a Tags.member.1.Value=3 -> ok
        root ListInstanceProfileTags InstanceProfileName=Web -> ListInstanceProfileTagsResult.Tags.1.Key=A & ListInstanceProfileTagsResult.Tags.1.Value=2 & ListInstanceProfileTagsResult.Tags.2.Key=a & ListInstanceProfileTagsResult.Tags.2.Value=3 & !ListInstanceProfileTagsResult.Tags.3
        root TagInstanceProfile InstanceProfileName=Other Tags.member.1.Key=a Tags.member.1.Value=1 -> 404 NoSuchEntity Instance Profile Other cannot be found.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let name = &self.instance_profile_name;
        let permission = profile::permission(cx, "iam:TagInstanceProfile", name);
        Ok(vec![permission.with_request_tags(&self.tags)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let profile = profile::existing(cx, &self.instance_profile_name)?;
        let target = Tagged::InstanceProfile(profile.name.to_string());
        tagging::tag(cx, target, &profile.tags, &self.tags)
    }
}
