//! Paths of users, groups, roles and policies.

/// The path of what names none.
pub(crate) fn root() -> String {
    "/".to_owned()
}
