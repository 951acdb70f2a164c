//! Accounts that are none.

use crate::accept::Kind;
use crate::arn;
use crate::check::Severity;
use crate::check::rule::{Remark, Rule};
use crate::check::subject::Subject;
use crate::condition::Test;

pub(super) const RULE: Rule = Rule {
    name: "malformed-account",
    severity: Severity::Warning,
    what: "an ARN whose account is not twelve digits",
    why: "No resource belongs to such an account, so the ARN matches nothing.",
    example: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-central-1:11112222333:jobs" }
}
"#,
    instead: r#"
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-central-1:111122223333:jobs" }
}
"#,
    kind: Kind::Identity,
    source: "IAM User Guide, IAM identifiers; spec M-9, M-20",
    run,
};

fn run(subject: &Subject) -> Vec<Remark> {
    let operands = subject
        .conditions()
        .filter(|(_, it)| it.operator.test == Test::ArnLike)
        .flat_map(|(_, it)| &it.values);
    let mut remarks = Vec::new();
    for text in subject.resources().chain(operands) {
        let Some(parts) = arn::split(&text.value) else {
            continue;
        };
        let account = parts[4];
        // Some ARNs name no account, or one that AWS itself owns.
        let open = account.contains(['*', '?', '$']);
        let named = !account.is_empty() && account.bytes().all(|byte| byte.is_ascii_digit());
        if named && !open && !arn::is_account_id(account) {
            let message = format!(
                "the account `{account}` has {} digits, not 12",
                account.len()
            );
            remarks.push(Remark::at(text.span, message));
        }
    }
    remarks
}
