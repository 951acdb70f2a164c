//! `DeleteOrganizationalUnit`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationChange, Refused, arn};
use serde::Deserialize;

/// Deletes a unit that holds neither units nor accounts.
///
/// Permission: `organizations:DeleteOrganizationalUnit` on the unit.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteOrganizationalUnit {
    organizational_unit_id: String,
}

impl Operation for DeleteOrganizationalUnit {
    const NAME: &'static str = "DeleteOrganizationalUnit";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root CreateOrganizationalUnit ParentId=$r Name=prod -> set ou=OrganizationalUnit.Id
        root CreateOrganizationalUnit ParentId=$ou Name=inner -> set inner=OrganizationalUnit.Id
        root DeleteOrganizationalUnit OrganizationalUnitId=$ou -> 400 OrganizationalUnitNotEmptyException
        root DeleteOrganizationalUnit OrganizationalUnitId=$inner -> ok
        root DeleteOrganizationalUnit OrganizationalUnitId=$ou -> ok
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Management,
            "organizations:DeleteOrganizationalUnit",
            |organization| arn::unit(organization, &self.organizational_unit_id),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let organization = organizations::organization(cx)?;
        let id = &organizations::unit(organization, &self.organizational_unit_id)?.id;
        let units = organization.units.values().any(|unit| unit.parent == *id);
        if units
            || organization
                .members
                .values()
                .any(|member| member.parent == *id)
        {
            return Err(Refused::UnitNotEmpty.error());
        }
        let id = id.to_string();
        organizations::changed(organization, OrganizationChange::UnitDeleted { id }, ())
    }
}
