//! Whether a caller has what a delegation request asks for, as far as that can be told.

use super::template::{statements, texts};
use crate::arn;
use crate::authorize::{self, Permission};
use crate::operation::Cx;

/// So many questions are asked at most; beyond that nothing is said.
const QUESTIONS_MAX: usize = 500;

/// AWS's words: `ALLOWED`, `DENIED` or `UNSURE`. Each action of each allowing statement is asked on each of its resources, as they are
/// written. What cannot be asked so is unsure: conditions, exceptions, and actions with wildcards that no policy refuses whole.
pub(super) fn result(cx: &Cx, policy: &str) -> &'static str {
    let statements = statements(policy);
    let mut questions = Vec::new();
    let mut unsure = false;
    for statement in &statements {
        if statement["Effect"] != "Allow" {
            continue;
        }
        unsure |= ["Condition", "NotAction", "NotResource"]
            .iter()
            .any(|element| statement.get(element).is_some());
        for action in texts(&statement["Action"]) {
            unsure |= !cx.caller.is_root() && action.contains(['*', '?']);
            for resource in texts(&statement["Resource"]) {
                let owner = arn::owner(resource).unwrap_or(cx.account().id);
                questions.push(Permission::on(action, resource, owner));
            }
        }
    }
    if questions.len() > QUESTIONS_MAX {
        "UNSURE"
    } else if !authorize::may_all(cx, &questions) {
        "DENIED"
    } else if unsure {
        "UNSURE"
    } else {
        "ALLOWED"
    }
}
