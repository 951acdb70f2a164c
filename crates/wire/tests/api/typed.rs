//! Any shape of the model as a type that serde reads and writes, as the structures of `iam` do.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value, json};
use wire::model::{Kind, Shape};

/// Reads a value of this shape.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'m>(pub(crate) &'m Shape);

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        match &self.0.kind {
            Kind::Structure(_) => deserializer.deserialize_struct("", &[], self),
            Kind::List { .. } => deserializer.deserialize_seq(self),
            Kind::Map { .. } => deserializer.deserialize_map(self),
            Kind::String { .. } | Kind::Timestamp | Kind::Blob(_) => {
                String::deserialize(deserializer).map(Value::String)
            }
            Kind::Integer(_) => i32::deserialize(deserializer).map(|number| json!(number)),
            Kind::Long(_) => i64::deserialize(deserializer).map(|number| json!(number)),
            Kind::Boolean => bool::deserialize(deserializer).map(|truth| json!(truth)),
        }
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.name)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let Kind::List { member, .. } = &self.0.kind else {
            panic!("{} is no list", self.0.name)
        };
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(Reader(member))? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = access.next_key::<String>()? {
            let inner = match &self.0.kind {
                Kind::Map { value, .. } => Some(value),
                _ => self.0.member(&key).map(|member| &member.shape),
            };
            match inner {
                Some(shape) => drop(object.insert(key, access.next_value_seed(Reader(shape))?)),
                None => drop(access.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Value::Object(object))
    }
}

/// Writes a value of this shape.
pub(crate) struct Writer<'m>(pub(crate) &'m Shape, pub(crate) &'m Value);

impl Serialize for Writer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0.kind {
            Kind::Structure(members) => Fields(members, self.1).serialize(serializer),
            Kind::List { member, .. } => {
                let mut seq = serializer.serialize_seq(None)?;
                for item in self.1.as_array().unwrap() {
                    seq.serialize_element(&Writer(member, item))?;
                }
                seq.end()
            }
            Kind::Map { value, .. } => {
                let mut map = serializer.serialize_map(None)?;
                for (key, item) in self.1.as_object().unwrap() {
                    map.serialize_entry(key, &Writer(value, item))?;
                }
                map.end()
            }
            _ => self.1.serialize(serializer),
        }
    }
}

/// A structure: serde wants names that live forever, which the model's do.
struct Fields<'m>(&'m [wire::model::Member], &'m Value);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut structure = serializer.serialize_struct("", self.0.len())?;
        for member in self.0 {
            if let Some(value) = self.1.get(&member.name) {
                structure.serialize_field(forever(&member.name), &Writer(&member.shape, value))?;
            }
        }
        structure.end()
    }
}

/// The same name in the model's own memory.
fn forever(name: &str) -> &'static str {
    use std::collections::HashSet;
    use std::sync::LazyLock;
    static NAMES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
        let mut names = HashSet::new();
        for operation in wire::model::iam()
            .operations()
            .chain(wire::model::sts().operations())
        {
            operation
                .output
                .iter()
                .for_each(|shape| collect(shape, &mut names));
        }
        names
    });
    fn collect(shape: &'static Shape, names: &mut HashSet<&'static str>) {
        match &shape.kind {
            Kind::Structure(members) => members.iter().for_each(|member| {
                names.insert(&member.name);
                collect(&member.shape, names);
            }),
            Kind::List { member, .. } => collect(member, names),
            Kind::Map { value, .. } => collect(value, names),
            _ => {}
        }
    }
    NAMES.get(name).expect("every member of an output is known")
}
