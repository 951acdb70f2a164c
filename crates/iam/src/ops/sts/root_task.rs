//! What a session of AssumeRoot may be for (S-63).

use crate::Error;
use crate::operation::Cx;
use crate::organizations::RootFeature;

const POLICY_PREFIX: &str = "arn:aws:iam::aws:policy/root-task/";
/// AWS's endpoint that is in no region.
const GLOBAL_ENDPOINT: &str = "sts.amazonaws.com";

/// A task of the root, named by the policy of AWS that limits it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RootTask {
    policy: &'static str,
    /// Must be enabled for it.
    pub feature: RootFeature,
}

const TASKS: &[RootTask] = &[
    RootTask {
        policy: "IAMAuditRootUserCredentials",
        feature: RootFeature::RootCredentialsManagement,
    },
    RootTask {
        policy: "IAMCreateRootUserPassword",
        feature: RootFeature::RootCredentialsManagement,
    },
    RootTask {
        policy: "IAMDeleteRootUserCredentials",
        feature: RootFeature::RootCredentialsManagement,
    },
    RootTask {
        policy: "S3UnlockBucketPolicy",
        feature: RootFeature::RootSessions,
    },
    RootTask {
        policy: "SQSUnlockQueuePolicy",
        feature: RootFeature::RootSessions,
    },
];

impl RootTask {
    /// The task whose policy has this ARN.
    ///
    /// # Errors
    /// `ValidationError`; AWS's words for it are not known.
    pub(super) fn of(policy_arn: Option<&str>) -> Result<&'static RootTask, Error> {
        let arn = policy_arn.unwrap_or_default();
        let name = arn.strip_prefix(POLICY_PREFIX);
        let task = name.and_then(|name| TASKS.iter().find(|task| task.policy == name));
        task.ok_or_else(|| Error::validation_error(format!("{arn} is not a task policy")))
    }

    pub(super) fn policy_arn(&self) -> String {
        format!("{POLICY_PREFIX}{}", self.policy)
    }
}

/// Refuses a call that was sent to AWS's global endpoint by name: there is no such operation.
///
/// # Errors
/// `InvalidAction`.
pub(super) fn check_endpoint(cx: &Cx, operation: &str) -> Result<(), Error> {
    let host = cx.request.header("host").unwrap_or_default();
    let name = host.split(':').next().unwrap_or_default();
    if name.eq_ignore_ascii_case(GLOBAL_ENDPOINT) {
        return Err(Error::invalid_action(format!(
            "Could not find operation {operation} for version {}",
            cx.service.version()
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::managed;
    use std::collections::BTreeSet;

    #[test]
    fn tasks_are_the_policies_of_aws_for_root_tasks() {
        let tasks: BTreeSet<String> = TASKS.iter().map(RootTask::policy_arn).collect();
        let policies = managed::all().iter();
        let policies = policies.filter(|policy| policy.path == "/root-task/");
        assert_eq!(tasks, policies.map(|policy| policy.arn()).collect());
    }

    #[test]
    fn another_policy_is_no_task() {
        for arn in [
            "",
            POLICY_PREFIX,
            "arn:aws:iam::aws:policy/S3UnlockBucketPolicy",
        ] {
            assert_eq!(
                RootTask::of(Some(arn)).unwrap_err().code,
                "ValidationError",
                "{arn}"
            );
        }
        assert!(RootTask::of(None).is_err());
    }
}
