//! `ListInstanceProfiles`.

use super::profile::{self, InstanceProfilePage};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::target;
use crate::page::Page;
use serde::Deserialize;

/// Lists instance profiles by name, each with its role.
///
/// Permission: `iam:ListInstanceProfiles` on `arn:aws:iam::A:instance-profile` and the path prefix.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListInstanceProfiles {
    #[serde(default = "crate::path::root")]
    path_prefix: String,
    marker: Option<String>,
    max_items: Option<usize>,
}

impl Operation for ListInstanceProfiles {
    const NAME: &'static str = "ListInstanceProfiles";
    const EXAMPLE: &'static str = "
        root CreateInstanceProfile InstanceProfileName=Web Path=/team/ -> ok
        root CreateInstanceProfile InstanceProfileName=app -> ok
        root ListInstanceProfiles -> ListInstanceProfilesResult.InstanceProfiles.1.InstanceProfileName=app & ListInstanceProfilesResult.InstanceProfiles.2.InstanceProfileName=Web & ListInstanceProfilesResult.IsTruncated=false
        root ListInstanceProfiles PathPrefix=/team/ -> ListInstanceProfilesResult.InstanceProfiles.1.InstanceProfileName=Web & !ListInstanceProfilesResult.InstanceProfiles.2
        root ListInstanceProfiles Marker=? -> 400 ValidationError Invalid Marker.
    ";
    type Output = InstanceProfilePage;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_list(
            cx,
            "iam:ListInstanceProfiles",
            "instance-profile",
            &self.path_prefix,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<InstanceProfilePage>, Error> {
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let profiles = cx.account().instance_profiles.values();
        let profiles = profiles.filter(|profile| profile.path.starts_with(&self.path_prefix));
        profile::list(cx, profiles, &page)
    }
}
