//! `CreateOrganizationalUnit`.

use super::names;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationChange, Refused, UnitShape, arn};
use crate::state::{Organization, Tag};
use serde::{Deserialize, Serialize};

/// Makes a unit in the root or in another unit, five deep at most. Its name is unique in its parent, whatever the case.
///
/// Permission: `organizations:CreateOrganizationalUnit` on the parent, with the request's tags; with tags also `organizations:TagResource` on the unit.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateOrganizationalUnit {
    parent_id: String,
    name: String,
    #[serde(default)]
    tags: Vec<Tag>,
}

/// How deep units may be nested below the root.
pub(crate) const DEPTH_MAX: usize = 5;
/// Units of one organization.
pub(crate) const UNITS_MAX: usize = 2000;

/// The unit.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UnitResult {
    pub organizational_unit: UnitShape,
}

impl Operation for CreateOrganizationalUnit {
    const NAME: &'static str = "CreateOrganizationalUnit";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root CreateOrganizationalUnit ParentId=$r Name=prod -> OrganizationalUnit.Name=prod & set ou=OrganizationalUnit.Id
        root CreateOrganizationalUnit ParentId=$r Name=Prod -> 400 DuplicateOrganizationalUnitException An OU with the same name already exists.
        root CreateOrganizationalUnit ParentId=$ou Name=prod Tags=[{"Key":"a","Value":"b"}] -> ok
        root CreateOrganizationalUnit ParentId=r-none Name=prod -> 400 ParentNotFoundException You specified parent that doesn't exist.
    "#;
    type Output = UnitResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let parent = |organization: &Organization| arn::place(organization, &self.parent_id);
        let create = organizations::permission(
            cx,
            Access::Management,
            "organizations:CreateOrganizationalUnit",
            parent,
        )?;
        let mut permissions = vec![create.with_request_tags(&self.tags)];
        if !self.tags.is_empty() {
            let unit =
                |organization: &Organization| arn::unit(organization, &new_id(cx, organization));
            let tag = organizations::permission(
                cx,
                Access::Management,
                "organizations:TagResource",
                unit,
            )?;
            permissions.push(tag.with_request_tags(&self.tags));
        }
        Ok(permissions)
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<UnitResult>, Error> {
        let organization = organizations::organization(cx)?;
        organizations::parent(organization, &self.parent_id)?;
        organizations::check_tags(&[], &self.tags, cx.settings.quotas.tags.limit)?;
        names::check(organization, &self.parent_id, &self.name, None)?;
        if organization.units_to(&self.parent_id).len() >= DEPTH_MAX {
            return Err(Refused::UnitDepth.error());
        }
        if organization.units.len() >= UNITS_MAX {
            return Err(Refused::TooManyUnits.error());
        }
        let id = new_id(cx, organization);
        let unit = UnitShape::new(organization, &id, &self.name, &self.parent_id);
        organizations::changed(
            organization,
            OrganizationChange::UnitCreated {
                id,
                name: self.name.clone(),
                parent: self.parent_id.clone(),
                tags: self.tags.clone(),
            },
            UnitResult {
                organizational_unit: unit,
            },
        )
    }
}

/// The id that this request's unit has: it begins with the root's.
fn new_id(cx: &Cx, organization: &Organization) -> String {
    let root = organization.root_id.trim_start_matches("r-");
    format!("ou-{root}-{}", cx.seed.base36("unit id", 8))
}
