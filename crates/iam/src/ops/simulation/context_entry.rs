//! What a caller of a simulation says that a request's context holds.

use crate::Error;
use policy::Context;
use policy::catalogue::KeyKind;
use serde::Deserialize;
use smol_str::SmolStr;

/// AWS's `ContextEntry`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ContextEntry {
    context_key_name: Option<String>,
    #[serde(default)]
    context_key_values: Vec<String>,
    context_key_type: Option<ContextKeyType>,
}

/// AWS's `ContextKeyTypeEnum`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
enum ContextKeyType {
    String,
    StringList,
    Numeric,
    NumericList,
    Boolean,
    BooleanList,
    Ip,
    IpList,
    Binary,
    BinaryList,
    Date,
    DateList,
}

impl ContextKeyType {
    fn name(self) -> &'static str {
        match self {
            ContextKeyType::String => "string",
            ContextKeyType::StringList => "stringList",
            ContextKeyType::Numeric => "numeric",
            ContextKeyType::NumericList => "numericList",
            ContextKeyType::Boolean => "boolean",
            ContextKeyType::BooleanList => "booleanList",
            ContextKeyType::Ip => "ip",
            ContextKeyType::IpList => "ipList",
            ContextKeyType::Binary => "binary",
            ContextKeyType::BinaryList => "binaryList",
            ContextKeyType::Date => "date",
            ContextKeyType::DateList => "dateList",
        }
    }

    fn kind(self) -> KeyKind {
        match self {
            ContextKeyType::String | ContextKeyType::StringList => KeyKind::String,
            ContextKeyType::Numeric | ContextKeyType::NumericList => KeyKind::Numeric,
            ContextKeyType::Boolean | ContextKeyType::BooleanList => KeyKind::Bool,
            ContextKeyType::Ip | ContextKeyType::IpList => KeyKind::Ip,
            ContextKeyType::Binary | ContextKeyType::BinaryList => KeyKind::Binary,
            ContextKeyType::Date | ContextKeyType::DateList => KeyKind::Date,
        }
    }

    fn is_list(self) -> bool {
        self.name().ends_with("List")
    }
}

impl ContextEntry {
    /// The key, if it has a name.
    pub(crate) fn name(&self) -> Option<&str> {
        self.context_key_name.as_deref()
    }

    /// Adds the key to the context, in place of whatever the simulator would have given it (Z-11, Z-12).
    ///
    /// # Errors
    /// `InvalidInput` for an entry without name or type, for several values of a single-valued type, and for a value that its
    /// type cannot be.
    pub(crate) fn insert(&self, context: &mut Context) -> Result<(), Error> {
        let (Some(name), Some(kind)) = (&self.context_key_name, self.context_key_type) else {
            return Err(Error::invalid_input(
                "A context entry needs ContextKeyName, ContextKeyValues and ContextKeyType.",
            ));
        };
        let values = &self.context_key_values;
        let wrong = values
            .iter()
            .find(|value| !policy::well_typed(kind.kind(), value));
        if let Some(value) = wrong {
            return Err(Error::invalid_input(format!(
                "Invalid value {value} of context key {name}: it is not of type {}.",
                kind.name()
            )));
        }
        match (kind.is_list(), values.as_slice()) {
            (true, values) => context.insert_many(name, values.iter().map(SmolStr::new)),
            (false, [value]) => context.insert(name, value.as_str()),
            // A key without a value is as good as absent.
            (false, []) => drop(context.remove(name)),
            (false, _) => {
                return Err(Error::invalid_input(format!(
                    "Context key {name} of type {} has more than one value.",
                    kind.name()
                )));
            }
        }
        Ok(())
    }
}
