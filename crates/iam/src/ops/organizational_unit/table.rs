//! Operations on organizational units.

use super::create_organizational_unit::CreateOrganizationalUnit;
use super::delete_organizational_unit::DeleteOrganizationalUnit;
use super::describe_organizational_unit::DescribeOrganizationalUnit;
use super::list_children::ListChildren;
use super::list_organizational_units_for_parent::ListOrganizationalUnitsForParent;
use super::list_parents::ListParents;
use super::update_organizational_unit::UpdateOrganizationalUnit;
use crate::operation::{Row, row};

/// Sorted by name.
pub(crate) const TABLE: &[Row] = &[
    row::<CreateOrganizationalUnit>(),
    row::<DeleteOrganizationalUnit>(),
    row::<DescribeOrganizationalUnit>(),
    row::<ListChildren>(),
    row::<ListOrganizationalUnitsForParent>(),
    row::<ListParents>(),
    row::<UpdateOrganizationalUnit>(),
];
