//! `PutAccountProperties`.

use super::property;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most properties that an account keeps: our own limit, so that nobody fills the state with them.
const PROPERTIES_MAX: usize = 100;

/// Puts properties on the account, in place of those with the same keys. All keys are `Namespace/PropertyName` in one namespace.
/// They are kept and shown; nothing here acts on them.
///
/// Permission: `iam:PutAccountProperties` on `*`, with `iam:AccountPropertyNamespaces`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PutAccountProperties {
    properties: BTreeMap<String, String>,
}

/// Nothing, in an element of its own.
#[derive(Debug, Serialize)]
pub(crate) struct PutAccountPropertiesResult {}

impl Operation for PutAccountProperties {
    const NAME: &'static str = "PutAccountProperties";
    const EXAMPLE: &'static str = "
        root PutAccountProperties Properties.entry.1.key=RoleManager/Enabled Properties.entry.1.value=true -> ok
        root PutAccountProperties Properties.entry.1.key=RoleManager/Enabled Properties.entry.1.value=true -> unchanged
        root PutAccountProperties Properties.entry.1.key=Enabled Properties.entry.1.value=true -> 400 InvalidInput Property key Enabled must have the format Namespace/PropertyName.
        root PutAccountProperties Properties.entry.1.key=A/x Properties.entry.1.value=1 Properties.entry.2.key=B/x Properties.entry.2.value=1 -> 400 InvalidInput All properties must belong to the same namespace.
    ";
    type Output = PutAccountPropertiesResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = Permission::on("iam:PutAccountProperties", "*", cx.account().id);
        Ok(vec![property::with_namespaces(
            permission,
            &self.properties,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<PutAccountPropertiesResult>, Error> {
        let mut namespaces = Vec::new();
        for key in self.properties.keys() {
            namespaces.push(property::namespace(key)?);
        }
        if namespaces.windows(2).any(|pair| pair[0] != pair[1]) {
            return Err(Error::invalid_input(
                "All properties must belong to the same namespace.",
            ));
        }
        let held = &cx.account().properties;
        let new = self
            .properties
            .keys()
            .filter(|key| !held.contains_key(*key));
        if held.len() + new.count() > PROPERTIES_MAX {
            return Err(Error::invalid_input(format!(
                "An account has at most {PROPERTIES_MAX} properties."
            )));
        }
        let same = |(key, value): (&String, &String)| held.get(key) == Some(value);
        if self.properties.iter().all(same) {
            return Outcome::read(PutAccountPropertiesResult {});
        }
        let properties = self.properties.clone();
        Outcome::event(
            Event::AccountPropertiesPut { properties },
            PutAccountPropertiesResult {},
        )
    }
}
