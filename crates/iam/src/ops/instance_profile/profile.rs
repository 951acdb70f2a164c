//! Instance profiles by name: permissions on them, that they exist, and pages of them.

use crate::authorize::Permission;
use crate::operation::{Cx, Outcome};
use crate::page::Page;
use crate::shapes::InstanceProfileShape;
use crate::state::InstanceProfile;
use crate::{Error, NameKey, arn};
use serde::Serialize;
use std::sync::Arc;

/// `action` on an instance profile, with its tags; on path `/` if there is none of this name.
pub(super) fn permission<'a>(cx: &Cx<'a>, action: &'static str, name: &str) -> Permission<'a> {
    let account = cx.account();
    match account.instance_profile(name) {
        Some(profile) => Permission::on(action, profile.arn(account.id), account.id)
            .with_resource_tags(&profile.tags),
        None => Permission::on(
            action,
            arn::instance_profile(account.id, "/", name),
            account.id,
        ),
    }
}

/// The instance profile with this name, in any case.
///
/// # Errors
/// `NoSuchEntity`.
pub(super) fn existing<'a>(cx: &Cx<'a>, name: &str) -> Result<&'a InstanceProfile, Error> {
    let Some(profile) = cx.account().instance_profile(name) else {
        return Err(Error::no_such_entity(format!(
            "Instance Profile {name} cannot be found."
        )));
    };
    Ok(profile)
}

/// One page of instance profiles, each with its role, without tags.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct InstanceProfilePage {
    instance_profiles: Vec<InstanceProfileShape>,
    is_truncated: bool,
    marker: Option<String>,
}

/// The instance profiles of one page, which come by name.
///
/// # Errors
/// `ValidationError` for a marker that no list gave out.
pub(super) fn list<'a>(
    cx: &Cx,
    profiles: impl Iterator<Item = &'a Arc<InstanceProfile>>,
    page: &Page,
) -> Result<Outcome<InstanceProfilePage>, Error> {
    let page = page.of(profiles, |profile| {
        NameKey::of(&profile.name).as_str().to_owned()
    })?;
    let shown = page.items.into_iter();
    Outcome::read(InstanceProfilePage {
        instance_profiles: shown
            .map(|profile| InstanceProfileShape::brief(cx.state, cx.account(), profile))
            .collect(),
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}
