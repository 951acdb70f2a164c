//! The features of centralized root access that an organization has, as their operations show and change them.

use crate::Error;
use crate::authorize::Permission;
use crate::operation::{Cx, Outcome};
use crate::organizations::{self, OrganizationChange, RootFeature, root_access};
use crate::state::Organization;
use serde::Serialize;
use std::collections::BTreeSet;

/// What every one of these operations answers.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OrganizationFeatures {
    organization_id: String,
    enabled_features: Vec<&'static str>,
}

impl OrganizationFeatures {
    fn of(organization: &Organization, features: &BTreeSet<RootFeature>) -> OrganizationFeatures {
        OrganizationFeatures {
            organization_id: organization.id.to_string(),
            enabled_features: features.iter().map(|feature| feature.text()).collect(),
        }
    }
}

/// `action` on `*`.
pub(super) fn permission<'a>(cx: &Cx<'a>, action: &'static str) -> Vec<Permission<'a>> {
    vec![Permission::on(action, "*", cx.account().id)]
}

/// The features that are enabled.
///
/// # Errors
/// As `organization`.
pub(super) fn list(cx: &Cx) -> Result<Outcome<OrganizationFeatures>, Error> {
    let organization = organization(cx)?;
    Outcome::read(OrganizationFeatures::of(
        organization,
        &organization.root_features,
    ))
}

/// Enables a feature, which the management account alone may: only these operations declare AWS's
/// `CallerIsNotManagementAccountException`.
///
/// # Errors
/// As `organization`, and that one.
pub(super) fn enable(
    cx: &Cx,
    feature: RootFeature,
) -> Result<Outcome<OrganizationFeatures>, Error> {
    let organization = organization(cx)?;
    if organization.management != cx.account().id {
        return Err(Error::caller_is_not_management_account(
            "The request was rejected because the account making the request is not the management account for the organization.",
        ));
    }
    let mut features = organization.root_features.clone();
    let output = |features| OrganizationFeatures::of(organization, features);
    if !features.insert(feature) {
        return Outcome::read(output(&features));
    }
    let change = OrganizationChange::RootFeatureEnabled { feature };
    organizations::changed(organization, change, output(&features))
}

/// Disables a feature.
///
/// # Errors
/// As `organization`.
pub(super) fn disable(
    cx: &Cx,
    feature: RootFeature,
) -> Result<Outcome<OrganizationFeatures>, Error> {
    let organization = organization(cx)?;
    let mut features = organization.root_features.clone();
    let output = |features| OrganizationFeatures::of(organization, features);
    if !features.remove(&feature) {
        return Outcome::read(output(&features));
    }
    let change = OrganizationChange::RootFeatureDisabled { feature };
    organizations::changed(organization, change, output(&features))
}

/// The organization whose roots the caller's account sees to.
///
/// # Errors
/// What is in the way, in the words of AWS's API reference.
fn organization<'a>(cx: &Cx<'a>) -> Result<&'a Organization, Error> {
    let Some((organization, member)) = cx.state.membership(cx.account().id) else {
        return Err(Error::organization_not_found(
            "The request was rejected because no organization is associated with your account.",
        ));
    };
    if !root_access::is_administrator(organization, member) {
        return Err(Error::account_not_administrator(
            "The request was rejected because the account making the request is not the management account or delegated administrator account for centralized root access.",
        ));
    }
    if !organization.all_features {
        return Err(Error::organization_not_in_all_features_mode(
            "The request was rejected because your organization does not have All features enabled. For more information, see Available feature sets in the AWS Organizations User Guide.",
        ));
    }
    if !root_access::is_trusted(organization) {
        return Err(Error::service_access_not_enabled(
            "The request was rejected because trusted access is not enabled for IAM in AWS Organizations. For details, see IAM and AWS Organizations in the AWS Organizations User Guide.",
        ));
    }
    Ok(organization)
}
