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
    /// What policies of lower levels may do; `None` where no policy has said it.
    allowed: Option<Operators>,
    /// The level whose policy assigned the value.
    assigned: Option<usize>,
}

/// What a policy may do to a setting.
#[derive(Clone, Copy)]
struct Operators {
    assign: bool,
    append: bool,
    remove: bool,
}

impl Operators {
    const ALL: Operators = Operators {
        assign: true,
        append: true,
        remove: true,
    };

    fn read(words: &[String]) -> Operators {
        let has = |operator: &str| {
            !words.iter().any(|word| word == NONE)
                && words.iter().any(|word| word == ALL || word == operator)
        };
        Operators {
            assign: has(ASSIGN),
            append: has(APPEND),
            remove: has(REMOVE),
        }
    }

    fn and(self, other: Operators) -> Operators {
        Operators {
            assign: self.assign && other.assign,
            append: self.append && other.append,
            remove: self.remove && other.remove,
        }
    }
}

/// A level of the tree, while its policies are merged.
struct Level {
    depth: usize,
    /// What it allows the levels below, by the path of the setting.
    limits: Vec<(Vec<String>, Operators)>,
}

/// The policy that these documents come to, the highest level first; documents of one level in their order of attachment.
pub(crate) fn effective(levels: &[Vec<&str>]) -> String {
    let mut settings = Setting::default();
    for (depth, texts) in levels.iter().enumerate() {
        let mut level = Level {
            depth,
            limits: Vec::new(),
        };
        for text in texts {
            if let Ok(Value::Object(members)) = serde_json::from_str(text) {
                settings.merge(members, &mut level, &mut Vec::new());
            }
        }
        // What a level allows binds the levels below, not its own policies; none gives back what one above or beside it took.
        for (path, operators) in level.limits {
            let allowed = &mut settings.at(&path).allowed;
            *allowed = Some(allowed.unwrap_or(Operators::ALL).and(operators));
        }
    }
    settings
        .into_value()
        .unwrap_or(Value::Object(Map::new()))
        .to_string()
}

impl Setting {
    fn merge(&mut self, members: Map<String, Value>, level: &mut Level, path: &mut Vec<String>) {
        let allowed = self.allowed.unwrap_or(Operators::ALL);
        for (name, value) in members {
            match name.as_str() {
                // Of the policies of one level the one that was attached first assigns.
                ASSIGN if allowed.assign && self.assigned != Some(level.depth) => {
                    self.assigned = Some(level.depth);
                    self.value = Some(value);
                }
                APPEND if allowed.append => self.append(items(value)),
                REMOVE if allowed.remove => self.remove(&items(value)),
                ALLOWED => {
                    let operators = Operators::read(&texts(value));
                    level.limits.push((path.clone(), operators));
                }
                _ if name.starts_with("@@") => {}
                _ => self.merge_member(name, value, level, path),
            }
        }
    }

    fn merge_member(
        &mut self,
        name: String,
        value: Value,
        level: &mut Level,
        path: &mut Vec<String>,
    ) {
        let held = self
            .members
            .keys()
            .find(|key| key.eq_ignore_ascii_case(&name))
            .cloned();
        let inherited = match (self.allowed, &held) {
            // Whoever may add to the members may say all of what it adds.
            (Some(Operators { append, assign, .. }), None) if append || assign => {
                Some(Operators::ALL)
            }
            (allowed, _) => allowed,
        };
        let key = held.unwrap_or(name);
        path.push(key.clone());
        let setting = self.members.entry(key).or_default();
        if setting.allowed.is_none() {
            setting.allowed = inherited;
        }
        if let Value::Object(members) = value {
            setting.merge(members, level, path);
        }
        path.pop();
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
        if let Some(value) = self.value.take() {
            let mut held = items(value);
            held.retain(|item| !ended.contains(item));
            self.value = (!held.is_empty()).then_some(Value::Array(held));
        }
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
        let beside = r#"{"tags":{"costcenter":{"tag_key":{"@@append":"costCENTER"}}}}"#;
        check(
            &[&[PARENT, beside]],
            r#"{"tags":{"costcenter":{"tag_key":["CostCenter","costCENTER"],"tag_value":["100","200"]}}}"#,
        );
        check(&[], "{}");
    }

    /// Example 3 of "Policy syntax and inheritance for management policy types", after the first two.
    #[test]
    fn what_is_removed_whole_is_gone() {
        check(
            &[
                &[
                    r#"{"tags":{"costcenter":{"tag_key":{"@@assign":"CostCenter"},"tag_value":{"@@assign":["Development","Support"]}}}}"#,
                ],
                &[
                    r#"{"tags":{"costcenter":{"tag_value":{"@@append":["Marketing"]},"enforced_for":{"@@append":["redshift:*","dynamodb:table"]}}}}"#,
                ],
                &[
                    r#"{"tags":{"costcenter":{"tag_value":{"@@remove":["Development","Marketing"]},"enforced_for":{"@@remove":["redshift:*","dynamodb:table"]},"other":{"@@remove":["a"]}}}}"#,
                ],
            ],
            r#"{"tags":{"costcenter":{"tag_key":"CostCenter","tag_value":["Support"]}}}"#,
        );
    }

    /// Example 5 there, and its note that no child policy reverses what was inherited.
    #[test]
    fn what_one_policy_forbids_no_other_allows() {
        const APPENDED: &str = r#"{"tags":{"project":{"tag_value":["Maintenance","b"]}}}"#;
        let first = r#"{"tags":{"project":{"tag_value":{"@@operators_allowed_for_child_policies":["@@append"],"@@assign":["Maintenance"]}}}}"#;
        let second = r#"{"tags":{"project":{"tag_value":{"@@operators_allowed_for_child_policies":["@@append","@@remove"]}}}}"#;
        let child =
            r#"{"tags":{"project":{"tag_value":{"@@remove":["Maintenance"],"@@append":["b"]}}}}"#;
        check(&[&[first, second], &[child]], APPENDED);
        check(&[&[second, first], &[child]], APPENDED);
        check(&[&[first], &[second], &[child]], APPENDED);
    }

    /// Example 6 there.
    #[test]
    fn the_policy_that_was_attached_first_assigns() {
        let first = r#"{"tags":{"project":{"tag_key":{"@@assign":"PROJECT"},"tag_value":{"@@append":["Maintenance"]}}}}"#;
        let second = r#"{"tags":{"project":{"tag_key":{"@@assign":"project"}}}}"#;
        check(
            &[&[first, second]],
            r#"{"tags":{"project":{"tag_key":"PROJECT","tag_value":["Maintenance"]}}}"#,
        );
        check(
            &[&[first], &[second]],
            r#"{"tags":{"project":{"tag_key":"project","tag_value":["Maintenance"]}}}"#,
        );
    }

    /// Examples 3 and 4 of "Backup policy syntax and examples".
    #[test]
    fn who_may_append_adds_whole_plans() {
        let child = r#"{"plans":{"a":{"regions":{"@@append":["eu-west-1"]}},"b":{"regions":{"@@assign":["eu-central-1"]}}}}"#;
        let parent = |operator: &str| {
            format!(
                r#"{{"plans":{{"@@operators_allowed_for_child_policies":["{operator}"],"a":{{"@@operators_allowed_for_child_policies":["@@none"],"regions":{{"@@append":["us-east-1"]}}}}}}}}"#
            )
        };
        check(
            &[&[&parent("@@append")], &[child]],
            r#"{"plans":{"a":{"regions":["us-east-1"]},"b":{"regions":["eu-central-1"]}}}"#,
        );
        check(
            &[&[&parent("@@none")], &[child]],
            r#"{"plans":{"a":{"regions":["us-east-1"]}}}"#,
        );
    }
}
