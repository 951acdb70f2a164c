//! `UpdateOrganizationalUnit`.

use super::create_organizational_unit::UnitResult;
use super::names;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationChange, UnitShape, arn};
use serde::Deserialize;

/// Renames a unit; what is attached to it stays.
///
/// Permission: `organizations:UpdateOrganizationalUnit` on the unit.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateOrganizationalUnit {
    organizational_unit_id: String,
    name: Option<String>,
}

impl Operation for UpdateOrganizationalUnit {
    const NAME: &'static str = "UpdateOrganizationalUnit";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root CreateOrganizationalUnit ParentId=$r Name=prod -> set ou=OrganizationalUnit.Id
        root UpdateOrganizationalUnit OrganizationalUnitId=$ou Name=live -> OrganizationalUnit.Name=live
        root UpdateOrganizationalUnit OrganizationalUnitId=ou-none-12345678 Name=x -> 400 OrganizationalUnitNotFoundException You specified an organizational unit that doesn't exist.
    "#;
    type Output = UnitResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Management,
            "organizations:UpdateOrganizationalUnit",
            |organization| arn::unit(organization, &self.organizational_unit_id),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<UnitResult>, Error> {
        let organization = organizations::organization(cx)?;
        let unit = organizations::unit(organization, &self.organizational_unit_id)?;
        let Some(name) = self.name.as_ref().filter(|name| **name != unit.name) else {
            return Outcome::read(UnitResult {
                organizational_unit: UnitShape::of(organization, unit),
            });
        };
        names::check(organization, &unit.parent, name, Some(&unit.id))?;
        let shape = UnitShape::new(organization, &unit.id, name, &unit.parent);
        organizations::changed(
            organization,
            OrganizationChange::UnitRenamed {
                id: unit.id.to_string(),
                name: name.clone(),
            },
            UnitResult {
                organizational_unit: shape,
            },
        )
    }
}
