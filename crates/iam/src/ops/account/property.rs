//! Properties of an account: their keys are `Namespace/PropertyName`.

use crate::Error;
use crate::authorize::Permission;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// Adds `iam:AccountPropertyNamespaces`: the namespaces that are read or written, each once; none without properties.
pub(super) fn with_namespaces<'a>(
    permission: Permission<'a>,
    properties: &BTreeMap<String, String>,
) -> Permission<'a> {
    // A key without a slash is refused later, and asked for as if it were a namespace.
    let before_slash = |key: &String| SmolStr::new(key.split('/').next().unwrap_or_default());
    let namespaces: BTreeSet<SmolStr> = properties.keys().map(before_slash).collect();
    if namespaces.is_empty() {
        return permission;
    }
    permission.with_many(
        "iam:AccountPropertyNamespaces",
        namespaces.into_iter().collect(),
    )
}

/// What stands before the one slash of a key.
///
/// # Errors
/// `InvalidInput`.
pub(super) fn namespace(key: &str) -> Result<&str, Error> {
    match key.split_once('/') {
        Some((namespace, name))
            if !namespace.is_empty() && !name.is_empty() && !name.contains('/') =>
        {
            Ok(namespace)
        }
        _ => Err(Error::invalid_input(format!(
            "Property key {key} must have the format Namespace/PropertyName."
        ))),
    }
}
