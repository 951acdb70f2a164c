use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::Value;

/// The file of an operation as far as the model knows it. What only a person can say is left to
/// `compile_error!`, so that it cannot be forgotten. `known` says whether a text occurs among the
/// shapes that replies share.
pub(crate) fn file(
    name: &str,
    service: &str,
    model: &Value,
    known: &dyn Fn(&str) -> bool,
) -> String {
    let operation = &model["operations"][name];
    let mut draft = Draft {
        model,
        known,
        structs: String::new(),
        written: BTreeSet::new(),
        imports: BTreeSet::new(),
    };
    let input = operation["input"].as_str();
    draft.write_struct(name, input, Side::Input);
    let structs = std::mem::take(&mut draft.structs);
    let output = operation["output"].as_str().map(|shape| {
        let result = format!("{name}Result");
        draft.write_struct(&result, Some(shape), Side::Output);
        result
    });
    let output = output.as_deref().unwrap_or("()");
    let serialize = if output == "()" {
        "Deserialize"
    } else {
        "{Deserialize, Serialize}"
    };
    let imports: String = draft
        .imports
        .iter()
        .map(|line| format!("{line}\n"))
        .collect();
    let declared = declared(operation, model);
    format!(
        "//! `{name}`.

use crate::Error;
use crate::authorize::{{Allowed, Permission}};
use crate::operation::{{Cx, Operation, Outcome}};
{imports}use serde::{serialize};

#[doc = compile_error!(\"say in one sentence what the caller gets\")]
///
/// Permission: `{service}:{name}` on …, with …
{structs}{replies}
impl Operation for {name} {{
    const NAME: &'static str = \"{name}\";
    const EXAMPLE: &'static str = compile_error!(\"one call a line: one that works, then one for each refusal\");
    type Output = {output};

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {{
        let resource = compile_error!(\"the ARN that `{service}:{name}` is asked for, and its condition keys\");
        Ok(vec![Permission::on(\"{service}:{name}\", resource, cx.account().id)])
    }}

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<{output}>, Error> {{
        // AWS declares: {declared}.
        compile_error!(\"what is refused, which events happen, what is replied\")
    }}
}}
",
        replies = draft.structs,
    )
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Input,
    Output,
}

struct Draft<'a> {
    model: &'a Value,
    known: &'a dyn Fn(&str) -> bool,
    structs: String,
    written: BTreeSet<String>,
    imports: BTreeSet<String>,
}

impl Draft<'_> {
    /// Writes the struct of a shape, then those of the structures in it.
    fn write_struct(&mut self, name: &str, shape: Option<&str>, side: Side) {
        let facts = shape.map_or(&Value::Null, |shape| &self.model["shapes"][shape]);
        let required = strings(&facts["required"]);
        let members: Vec<(&str, &str)> = facts["members"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|member| Some((member[0].as_str()?, member[1].as_str()?)))
            .collect();
        let mut fields = String::new();
        let mut inner = Vec::new();
        for (member, shape) in members {
            let field = snake(member);
            if pascal(&field) != member {
                writeln!(fields, "    #[serde(rename = \"{member}\")]")
                    .expect("a String takes all");
            }
            let kind = self.rust_type(shape, &mut inner);
            let is_list = kind.starts_with("Vec<") || kind.starts_with("BTreeMap<");
            let optional = !required.contains(&member);
            let kind = match (side, optional && !is_list) {
                (_, true) => format!("Option<{kind}>"),
                (_, false) => kind,
            };
            if side == Side::Input && is_list && optional {
                fields.push_str("    #[serde(default)]\n");
            }
            writeln!(fields, "    {field}: {kind},").expect("a String takes all");
        }
        let derive = match side {
            Side::Input => "Debug, Deserialize",
            Side::Output => "Debug, Serialize",
        };
        let doc = match side {
            Side::Input => String::new(),
            Side::Output => format!("/// AWS's `{}`.\n", shape.unwrap_or(name)),
        };
        writeln!(
            self.structs,
            "{doc}#[derive({derive})]\n#[serde(rename_all = \"PascalCase\")]\npub(crate) struct {name} {{\n{fields}}}\n"
        )
        .expect("a String takes all");
        for shape in inner {
            if self.written.insert(shape.clone()) {
                self.write_struct(&shape, Some(&shape), side);
            }
        }
    }

    /// The Rust type of a shape; structures that are not shared are put on the list of `inner` ones.
    fn rust_type(&mut self, shape: &str, inner: &mut Vec<String>) -> String {
        let facts = &self.model["shapes"][shape];
        match facts["type"].as_str().unwrap_or_default() {
            "boolean" => "bool".to_owned(),
            "integer" if shape == "maxItemsType" => "usize".to_owned(),
            "integer" => "u32".to_owned(),
            "list" => {
                let member = facts["member"].as_str().unwrap_or_default();
                format!("Vec<{}>", self.rust_type(member, inner))
            }
            "map" => {
                self.imports
                    .insert("use std::collections::BTreeMap;".to_owned());
                let [key, value] =
                    ["key", "value"].map(|side| facts[side].as_str().unwrap_or_default());
                let value = self.rust_type(value, inner);
                format!("BTreeMap<{}, {value}>", self.rust_type(key, inner))
            }
            "structure" if shape == "Tag" => {
                self.imports.insert("use crate::state::Tag;".to_owned());
                "Tag".to_owned()
            }
            "structure" => {
                for shared in [format!("{shape}Shape"), shape.to_owned()] {
                    if (self.known)(&format!("struct {shared} ")) {
                        self.imports.insert(format!("use crate::shapes::{shared};"));
                        return shared;
                    }
                }
                inner.push(shape.to_owned());
                shape.to_owned()
            }
            _ => "String".to_owned(),
        }
    }
}

/// The codes of the errors that the model declares for an operation.
fn declared(operation: &Value, model: &Value) -> String {
    let errors = strings(&operation["errors"]);
    let codes: Vec<&str> = errors
        .iter()
        .map(|error| model["errors"][error]["code"].as_str().unwrap_or(error))
        .collect();
    if codes.is_empty() {
        "no errors".to_owned()
    } else {
        codes.join(", ")
    }
}

fn strings(list: &Value) -> Vec<&str> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

/// `CreateUser` as `create_user`; runs of capitals are one word.
pub(crate) fn snake(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let after_small = at > 0 && !letters[at - 1].is_uppercase();
        let before_small = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
        if letter.is_uppercase() && at > 0 && (after_small || before_small) {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

/// What serde makes of a field's name.
fn pascal(field: &str) -> String {
    field
        .split('_')
        .map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|letter| letter.to_ascii_uppercase());
            first.into_iter().chain(letters).collect::<String>()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> Value {
        serde_json::json!({
            "operations": {
                "TagUser": { "errors": ["NoSuchEntityException"], "input": "TagUserRequest" },
                "ListThings": { "input": "ListThingsRequest", "output": "ListThingsResponse" },
            },
            "errors": { "NoSuchEntityException": { "code": "NoSuchEntity" } },
            "shapes": {
                "TagUserRequest": { "type": "structure", "members": [["UserName", "name"], ["Tags", "tags"]], "required": ["UserName", "Tags"] },
                "ListThingsRequest": { "type": "structure", "members": [["SAMLArn", "name"], ["Marker", "name"], ["MaxItems", "maxItemsType"], ["Tags", "tags"]] },
                "ListThingsResponse": { "type": "structure", "members": [["Things", "things"], ["User", "User"], ["IsTruncated", "flag"]], "required": ["Things"] },
                "Thing": { "type": "structure", "members": [["Name", "name"]] },
                "things": { "type": "list", "member": "Thing" },
                "tags": { "type": "list", "member": "Tag" },
                "Tag": { "type": "structure" },
                "User": { "type": "structure" },
                "name": { "type": "string" },
                "flag": { "type": "boolean" },
                "maxItemsType": { "type": "integer" },
            },
        })
    }

    #[test]
    fn names_become_words() {
        for (name, words) in [
            ("CreateUser", "create_user"),
            ("SAMLMetadataDocument", "saml_metadata_document"),
            ("GetMFADevice", "get_mfa_device"),
            ("ClientIDList", "client_id_list"),
        ] {
            assert_eq!(snake(name), words);
        }
        assert_eq!(pascal("saml_arn"), "SamlArn");
    }

    #[test]
    fn an_operation_without_a_reply_replies_nothing() {
        let text = file("TagUser", "iam", &model(), &|_| false);
        for part in [
            "pub(crate) struct TagUser {\n    user_name: String,\n    tags: Vec<Tag>,\n}",
            "use crate::state::Tag;\nuse serde::Deserialize;",
            "type Output = ();",
            "// AWS declares: NoSuchEntity.",
        ] {
            assert!(text.contains(part), "{part}\nis missing in\n{text}");
        }
        assert_eq!(text.matches("compile_error!").count(), 4);
    }

    #[test]
    fn replies_use_shared_shapes_and_write_the_others() {
        let text = file("ListThings", "iam", &model(), &|part| {
            part == "struct UserShape "
        });
        for part in [
            "    #[serde(rename = \"SAMLArn\")]\n    saml_arn: Option<String>,",
            "    max_items: Option<usize>,\n    #[serde(default)]\n    tags: Vec<Tag>,",
            "    things: Vec<Thing>,\n    user: Option<UserShape>,\n    is_truncated: Option<bool>,",
            "/// AWS's `Thing`.\n#[derive(Debug, Serialize)]",
            "use crate::shapes::UserShape;\nuse crate::state::Tag;\nuse serde::{Deserialize, Serialize};",
            "type Output = ListThingsResult;",
        ] {
            assert!(text.contains(part), "{part}\nis missing in\n{text}");
        }
    }
}
