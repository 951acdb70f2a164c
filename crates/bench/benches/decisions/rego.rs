//! The workload as Rego, for the interpreter `regorus`: a rule for each statement, with the cheapest builtins that say it.

use std::fmt::Write as _;

use regorus::{Engine, Value};
use serde_json::json;

use crate::workload::{Asked, Condition, Statement, TEAM, World};

pub(crate) struct Rego {
    engine: Engine,
    inputs: Vec<Value>,
}

impl Rego {
    pub(crate) fn new(world: &World, asked: &[Asked]) -> Rego {
        let mut engine = Engine::new();
        engine
            .add_policy("world.rego".to_owned(), text(world))
            .unwrap();
        Rego {
            engine,
            inputs: asked.iter().map(input).collect(),
        }
    }

    pub(crate) fn allows(&mut self, at: usize) -> bool {
        self.engine.set_input(self.inputs[at].clone());
        let answer = self.engine.eval_rule("data.world.allow".to_owned());
        *answer.unwrap().as_bool().unwrap()
    }
}

fn input(asked: &Asked) -> Value {
    let mut input = json!({
        "action": asked.action, "resource": asked.resource, "secure": asked.secure, "mfa": asked.mfa,
        "region": asked.region, "from": asked.from, "user": "alice", "team": TEAM,
    });
    if let Some(team) = asked.resource_team {
        input["resource_team"] = json!(team);
    }
    if let Some(prefix) = asked.prefix {
        input["prefix"] = json!(prefix);
    }
    Value::from_json_str(&input.to_string()).unwrap()
}

fn text(world: &World) -> String {
    let mut rules = Rules {
        text: "package world\nimport rego.v1\ndefault allow := false\n".to_owned(),
        count: 0,
    };
    for statement in world.identity.iter().chain(&world.bucket).flatten() {
        rules.statement(statement, "granted");
    }
    let mut needed = vec!["granted".to_owned()];
    for (index, layer) in world.limits().enumerate() {
        let name = format!("limit{index}");
        for statement in layer {
            rules.statement(statement, &name);
        }
        needed.push(name);
    }
    let mut text = rules.text;
    text.push_str("default denied := false\n");
    writeln!(text, "allow if {{ {}; not denied }}", needed.join("; ")).unwrap();
    text
}

struct Rules {
    text: String,
    count: usize,
}

impl Rules {
    fn statement(&mut self, statement: &Statement, grants: &str) {
        self.count += 1;
        let name = format!("s{}", self.count);
        let mut body = Vec::new();
        for (what, patterns) in [
            ("action", &statement.actions),
            ("resource", &statement.resources),
        ] {
            match &patterns[..] {
                _ if patterns.iter().any(|pattern| pattern == "*") => {}
                [one] => body.push(fits(what, one)),
                several => {
                    for pattern in several {
                        writeln!(self.text, "{name}_{what} if {}", fits(what, pattern)).unwrap();
                    }
                    body.push(format!("{name}_{what}"));
                }
            }
        }
        body.extend(
            statement
                .user
                .map(|user| format!("input.user == \"{user}\"")),
        );
        body.extend(statement.conditions.iter().map(condition));
        if body.is_empty() {
            body.push("true".to_owned());
        }
        let head = if statement.allow { grants } else { "denied" };
        writeln!(self.text, "{head} if {{ {} }}", body.join("; ")).unwrap();
    }
}

fn fits(what: &str, pattern: &str) -> String {
    match pattern.strip_suffix('*') {
        Some(prefix) => format!("startswith(input.{what}, \"{prefix}\")"),
        None => format!("input.{what} == \"{pattern}\""),
    }
}

fn condition(condition: &Condition) -> String {
    match condition {
        Condition::Secure(secure) => format!("input.secure == {secure}"),
        Condition::RegionIn(regions) => {
            format!("input.region in {{{}}}", listed(regions))
        }
        Condition::RegionNotIn(regions) => {
            format!("not input.region in {{{}}}", listed(regions))
        }
        Condition::NotFrom(range) => format!("not net.cidr_contains(\"{range}\", input.from)"),
        Condition::Mfa => "input.mfa".to_owned(),
        Condition::SameTeam => "input.resource_team == input.team".to_owned(),
        Condition::PrefixLike(pattern) => fits("prefix", pattern),
    }
}

fn listed(texts: &[&str]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| format!("\"{text}\"")).collect();
    quoted.join(", ")
}
