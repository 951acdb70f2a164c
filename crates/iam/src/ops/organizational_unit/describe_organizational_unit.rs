//! `DescribeOrganizationalUnit`.

use super::create_organizational_unit::UnitResult;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, UnitShape, arn};
use serde::Deserialize;

/// Tells name and place of a unit.
///
/// Permission: `organizations:DescribeOrganizationalUnit` on the unit.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DescribeOrganizationalUnit {
    organizational_unit_id: String,
}

impl Operation for DescribeOrganizationalUnit {
    const NAME: &'static str = "DescribeOrganizationalUnit";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root CreateOrganizationalUnit ParentId=$r Name=prod -> set ou=OrganizationalUnit.Id
        root DescribeOrganizationalUnit OrganizationalUnitId=$ou -> OrganizationalUnit.Path=$org/$r/$ou/
        root DescribeOrganizationalUnit OrganizationalUnitId=ou-none-12345678 -> 400 OrganizationalUnitNotFoundException
    "#;
    type Output = UnitResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Reading,
            "organizations:DescribeOrganizationalUnit",
            |organization| arn::unit(organization, &self.organizational_unit_id),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<UnitResult>, Error> {
        let organization = organizations::organization(cx)?;
        let unit = organizations::unit(organization, &self.organizational_unit_id)?;
        Outcome::read(UnitResult {
            organizational_unit: UnitShape::of(organization, unit),
        })
    }
}
