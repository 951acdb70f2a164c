//! The committed JSON, read and resolved.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Deserialize;

use super::pattern::Pattern;
use super::service::{Operation, Paginator, Service};
use super::shape::{Bounds, Kind, Member, Shape, member_path};

/// Shapes whose values are secrets though the model does not say so: one-time codes.
const SECRET_TOO: [&str; 2] = ["authenticationCodeType", "tokenCodeType"];

/// Lists whose greatest length AWS's reference tells and the model does not: the managed session policies of one call.
const LENGTH_TOO: [(&str, i64); 1] = [("policyDescriptorListType", 10)];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceText<'t> {
    name: String,
    version: String,
    namespace: String,
    #[serde(borrow)]
    operations: BTreeMap<String, OperationText<'t>>,
    errors: HashMap<&'t str, ErrorText>,
    shapes: HashMap<&'t str, ShapeText<'t>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OperationText<'t> {
    #[serde(borrow)]
    errors: Vec<&'t str>,
    input: Option<&'t str>,
    output: Option<&'t str>,
    #[serde(default)]
    unsigned: bool,
    paginator: Option<Paginator>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ErrorText {
    code: String,
    status: u16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShapeText<'t> {
    r#type: &'t str,
    #[serde(borrow, default)]
    members: Vec<(&'t str, &'t str)>,
    #[serde(default)]
    required: Vec<&'t str>,
    member: Option<&'t str>,
    key: Option<&'t str>,
    value: Option<&'t str>,
    min: Option<i64>,
    max: Option<i64>,
    pattern: Option<String>,
    #[serde(default)]
    r#enum: Vec<String>,
    #[serde(default)]
    sensitive: bool,
}

/// A service from its committed text, which the build embeds: a text that cannot be read is a broken build.
pub(super) fn service(text: &str) -> Service {
    let text: ServiceText<'_> =
        serde_json::from_str(text).expect("the committed model is what model.py prints");
    let mut shapes = Shapes {
        texts: &text.shapes,
        done: HashMap::new(),
        open: Vec::new(),
        cut: false,
        patterns: HashMap::new(),
    };
    let mut operations = BTreeMap::new();
    for (name, row) in &text.operations {
        let operation = Operation {
            name: name.clone(),
            input: row.input.map(|shape| shapes.resolve(shape, 0)),
            output: row.output.map(|shape| shapes.resolve(shape, 0)),
            errors: row
                .errors
                .iter()
                .map(|shape| text.errors[shape].code.clone())
                .collect(),
            paginator: row.paginator.clone(),
            unsigned: row.unsigned,
            sentences: text.name == "iam",
        };
        operations.insert(name.clone(), operation);
    }
    let statuses = text
        .errors
        .into_values()
        .map(|error| (error.code, error.status))
        .collect();
    Service {
        name: text.name,
        version: text.version,
        namespace: text.namespace,
        operations,
        statuses,
    }
}

struct Shapes<'t> {
    texts: &'t HashMap<&'t str, ShapeText<'t>>,
    done: HashMap<&'t str, Arc<Shape>>,
    /// The shapes that are being resolved, the outermost first.
    open: Vec<&'t str>,
    /// Whether a shape that contains itself was cut off since `open` was empty.
    cut: bool,
    patterns: HashMap<&'t str, Arc<Pattern>>,
}

impl<'t> Shapes<'t> {
    /// The shape of this name with everything it contains. A shape that contains itself, as the resources of a handshake do, is
    /// known two deep; below that it has no members.
    fn resolve(&mut self, name: &'t str, depth: usize) -> Arc<Shape> {
        if let Some(shape) = self.done.get(name) {
            return Arc::clone(shape);
        }
        assert!(depth < 32, "shape {name} is nested without end");
        let text = &self.texts[name];
        if self.open.iter().filter(|open| **open == name).count() == 2 {
            self.cut = true;
            return Arc::new(Shape {
                name: name.to_owned(),
                kind: Kind::Structure(Vec::new()),
                sensitive: false,
            });
        }
        if self.open.is_empty() {
            self.cut = false;
        }
        self.open.push(name);
        let sensitive = text.sensitive || SECRET_TOO.contains(&name);
        let shape = Arc::new(Shape {
            name: name.to_owned(),
            kind: self.kind(name, text, depth + 1),
            sensitive,
        });
        self.open.pop();
        if !self.cut {
            self.done.insert(name, Arc::clone(&shape));
        }
        shape
    }

    fn kind(&mut self, name: &str, text: &'t ShapeText<'t>, depth: usize) -> Kind {
        let told = LENGTH_TOO.iter().find(|(list, _)| *list == name);
        let bounds = Bounds {
            min: text.min,
            max: text.max.or(told.map(|(_, max)| *max)),
        };
        let mut inner = |name: Option<&'t str>| {
            self.resolve(
                name.expect("model.py prints what lists and maps hold"),
                depth,
            )
        };
        match text.r#type {
            "structure" => Kind::Structure(
                text.members
                    .iter()
                    .map(|row| self.member(text, *row, depth))
                    .collect(),
            ),
            "list" => Kind::List {
                member: inner(text.member),
                length: bounds,
            },
            "map" => Kind::Map {
                key: inner(text.key),
                value: inner(text.value),
                length: bounds,
            },
            "string" => Kind::String {
                length: bounds,
                pattern: text.pattern.as_deref().map(|pattern| self.pattern(pattern)),
                values: text.r#enum.clone(),
            },
            "integer" => Kind::Integer(bounds),
            "long" => Kind::Long(bounds),
            "boolean" => Kind::Boolean,
            "timestamp" => Kind::Timestamp,
            "blob" => Kind::Blob(bounds),
            other => panic!("no kind of shape is called {other}"),
        }
    }

    fn member(
        &mut self,
        structure: &ShapeText<'_>,
        (name, shape): (&'t str, &'t str),
        depth: usize,
    ) -> Member {
        Member {
            name: name.to_owned(),
            path: member_path(name),
            required: structure.required.contains(&name),
            shape: self.resolve(shape, depth),
        }
    }

    fn pattern(&mut self, text: &'t str) -> Arc<Pattern> {
        Arc::clone(
            self.patterns
                .entry(text)
                .or_insert_with(|| Arc::new(Pattern::new(text))),
        )
    }
}
