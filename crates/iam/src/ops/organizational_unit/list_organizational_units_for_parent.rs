//! `ListOrganizationalUnitsForParent`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationPage, UnitShape, arn};
use serde::{Deserialize, Serialize};

/// Lists the units directly in the root or a unit, by id.
///
/// Permission: `organizations:ListOrganizationalUnitsForParent` on the parent.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListOrganizationalUnitsForParent {
    parent_id: String,
    next_token: Option<String>,
    max_results: Option<usize>,
}

/// One page of units.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UnitsResult {
    organizational_units: Vec<UnitShape>,
    next_token: Option<String>,
}

impl Operation for ListOrganizationalUnitsForParent {
    const NAME: &'static str = "ListOrganizationalUnitsForParent";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root CreateOrganizationalUnit ParentId=$r Name=prod -> set ou=OrganizationalUnit.Id
        root ListOrganizationalUnitsForParent ParentId=$r -> OrganizationalUnits.1.Id=$ou
        root ListOrganizationalUnitsForParent ParentId=r-none -> 400 ParentNotFoundException
    "#;
    type Output = UnitsResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Reading,
            "organizations:ListOrganizationalUnitsForParent",
            |organization| arn::place(organization, &self.parent_id),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<UnitsResult>, Error> {
        let organization = organizations::organization(cx)?;
        organizations::parent(organization, &self.parent_id)?;
        let units = organization.units.values();
        let children = units.filter(|unit| unit.parent == self.parent_id);
        let page = OrganizationPage {
            next_token: &self.next_token,
            max_results: self.max_results,
        };
        let paged = page.of(children, |unit| unit.id.to_string())?;
        let units = paged.items.into_iter();
        Outcome::read(UnitsResult {
            organizational_units: units
                .map(|unit| UnitShape::of(organization, unit))
                .collect(),
            next_token: paged.marker,
        })
    }
}
