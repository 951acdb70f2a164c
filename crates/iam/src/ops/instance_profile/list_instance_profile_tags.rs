//! `ListInstanceProfileTags`.

use super::profile;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::tagging::{self, TagPage};
use crate::page::Page;
use serde::Deserialize;

/// Lists the tags of an instance profile, by key.
///
/// Permission: `iam:ListInstanceProfileTags` on the profile's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListInstanceProfileTags {
    instance_profile_name: String,
    marker: Option<String>,
    max_items: Option<usize>,
}

impl Operation for ListInstanceProfileTags {
    const NAME: &'static str = "ListInstanceProfileTags";
    const EXAMPLE: &'static str = "
        root CreateInstanceProfile InstanceProfileName=Web Tags.member.1.Key=b Tags.member.1.Value=2 Tags.member.2.Key=A Tags.member.2.Value=1 -> ok
        root ListInstanceProfileTags InstanceProfileName=Web MaxItems=1 -> ListInstanceProfileTagsResult.Tags.1.Key=A & ListInstanceProfileTagsResult.IsTruncated=true & set next=ListInstanceProfileTagsResult.Marker
        root ListInstanceProfileTags InstanceProfileName=Web Marker=$next -> ListInstanceProfileTagsResult.Tags.1.Value=2 & !ListInstanceProfileTagsResult.Tags.2
        root ListInstanceProfileTags InstanceProfileName=Other -> 404 NoSuchEntity Instance Profile Other cannot be found.
    ";
    type Output = TagPage;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![profile::permission(
            cx,
            "iam:ListInstanceProfileTags",
            &self.instance_profile_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<TagPage>, Error> {
        let profile = profile::existing(cx, &self.instance_profile_name)?;
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        tagging::list(&profile.tags, &page)
    }
}
