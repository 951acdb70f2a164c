//! How settings are inherited: the effective policy of an account, merged from the root down.

use serde_json::{Map, Value};

const ASSIGN: &str = "@@assign";
const APPEND: &str = "@@append";
const REMOVE: &str = "@@remove";
const ALLOWED: &str = "@@operators_allowed_for_child_policies";
const ALL: &str = "@@all";
const NONE: &str = "@@none";

/// A place in the tree of settings, with what later policies may do there.
#[derive(Default)]
struct Setting {
    value: Option<Value>,
    members: std::collections::BTreeMap<String, Setting>,
    /// What policies of lower levels may do; `None` is everything.
    allowed: Option<Vec<String>>,
}

/// The policy that these documents come to, the highest level first; documents of one level in their order of attachment.
pub(crate) fn effective(levels: &[Vec<&str>]) -> String {
    let mut settings = Setting::default();
    for level in levels {
        // What a level allows binds the levels below, not its own policies.
        let mut limits = Vec::new();
        for text in level {
            if let Ok(Value::Object(members)) = serde_json::from_str(text) {
                settings.merge(members, &mut limits, &mut Vec::new());
            }
        }
        for (path, allowed) in limits {
            settings.at(&path).allowed = Some(allowed);
        }
    }
    settings
        .into_value()
        .unwrap_or(Value::Object(Map::new()))
        .to_string()
}

type Limits = Vec<(Vec<String>, Vec<String>)>;

impl Setting {
    fn merge(&mut self, members: Map<String, Value>, limits: &mut Limits, path: &mut Vec<String>) {
        for (name, value) in members {
            match name.as_str() {
                ASSIGN if self.may(ASSIGN) => self.value = Some(value),
                APPEND if self.may(APPEND) => self.append(items(value)),
                REMOVE if self.may(REMOVE) => self.remove(&items(value)),
                ALLOWED => limits.push((path.clone(), texts(value))),
                _ if name.starts_with("@@") => {}
                _ => {
                    let inherited = self.allowed.clone();
                    let key = self
                        .members
                        .keys()
                        .find(|key| key.eq_ignore_ascii_case(&name));
                    let key = key.cloned().unwrap_or(name);
                    path.push(key.clone());
                    let setting = self.members.entry(key).or_default();
                    if setting.allowed.is_none() {
                        setting.allowed = inherited;
                    }
                    if let Value::Object(members) = value {
                        setting.merge(members, limits, path);
                    }
                    path.pop();
                }
            }
        }
    }

    fn may(&self, operator: &str) -> bool {
        self.allowed.as_ref().is_none_or(|allowed| {
            !allowed.iter().any(|word| word == NONE)
                && allowed.iter().any(|word| word == ALL || word == operator)
        })
    }

    fn append(&mut self, more: Vec<Value>) {
        let mut held = items(self.value.take().unwrap_or(Value::Array(Vec::new())));
        for item in more {
            if !held.contains(&item) {
                held.push(item);
            }
        }
        self.value = Some(Value::Array(held));
    }

    fn remove(&mut self, ended: &[Value]) {
        let mut held = items(self.value.take().unwrap_or(Value::Array(Vec::new())));
        held.retain(|item| !ended.contains(item));
        self.value = Some(Value::Array(held));
    }

    fn at(&mut self, path: &[String]) -> &mut Setting {
        path.iter().fold(self, |setting, name| {
            setting.members.entry(name.clone()).or_default()
        })
    }

    fn into_value(self) -> Option<Value> {
        if self.value.is_some() {
            return self.value;
        }
        let members: Map<String, Value> = self
            .members
            .into_iter()
            .filter_map(|(name, setting)| Some((name, setting.into_value()?)))
            .collect();
        (!members.is_empty()).then_some(Value::Object(members))
    }
}

fn items(value: Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items,
        value => vec![value],
    }
}

fn texts(value: Value) -> Vec<String> {
    items(value)
        .iter()
        .filter_map(|item| item.as_str().map(str::to_owned))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARENT: &str = r#"{"tags":{"costcenter":{"tag_key":{"@@assign":"CostCenter","@@operators_allowed_for_child_policies":["@@none"]},"tag_value":{"@@assign":["100","200"]}}}}"#;

    fn check(levels: &[&[&str]], expected: &str) {
        let levels: Vec<Vec<&str>> = levels.iter().map(|level| level.to_vec()).collect();
        assert_eq!(effective(&levels), expected);
    }

    #[test]
    fn a_child_appends_removes_and_assigns() {
        check(
            &[&[PARENT]],
            r#"{"tags":{"costcenter":{"tag_key":"CostCenter","tag_value":["100","200"]}}}"#,
        );
        check(
            &[
                &[PARENT],
                &[r#"{"tags":{"costcenter":{"tag_value":{"@@append":["300"]}}}}"#],
                &[r#"{"tags":{"CostCenter":{"tag_value":{"@@remove":"100"}}}}"#],
            ],
            r#"{"tags":{"costcenter":{"tag_key":"CostCenter","tag_value":["200","300"]}}}"#,
        );
        check(
            &[
                &[PARENT],
                &[r#"{"tags":{"costcenter":{"tag_value":{"@@assign":"900"}}}}"#],
            ],
            r#"{"tags":{"costcenter":{"tag_key":"CostCenter","tag_value":"900"}}}"#,
        );
    }

    #[test]
    fn what_a_parent_forbids_its_children_cannot_do() {
        let child = r#"{"tags":{"costcenter":{"tag_key":{"@@assign":"costCENTER"}}}}"#;
        check(
            &[&[PARENT], &[child]],
            r#"{"tags":{"costcenter":{"tag_key":"CostCenter","tag_value":["100","200"]}}}"#,
        );
        // Policies of one level do not bind each other.
        check(
            &[&[PARENT, child]],
            r#"{"tags":{"costcenter":{"tag_key":"costCENTER","tag_value":["100","200"]}}}"#,
        );
        check(&[], "{}");
    }
}
