//! `AssumeRoot`.

use super::root_task::{self, RootTask};
use super::session_policies::PolicyDescriptor;
use crate::authorize::{Allowed, Permission};
use crate::caller::Identity;
use crate::credentials::{self, Credentials, Grant};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::root_access;
use crate::session::{SessionOf, SessionPolicies};
use crate::{AccountId, Error, arn};
use serde::{Deserialize, Serialize};

/// A quarter of an hour: what a caller gets who does not say, and the most.
const SECONDS_DEFAULT: u32 = 900;

/// Makes the caller the root of a member account for one task, whose policy is the most that the session may (S-63). Users and
/// roles of the management account may, and those of delegated administrators for IAM, while the task's feature is enabled; nobody
/// else may, not even root itself. The source identity of the caller goes on.
///
/// Permission: `sts:AssumeRoot` on the member's root, with `sts:TaskPolicyArn`; RCPs that bind the member count. Whoever the
/// organization does not let is refused like one whom no policy lets.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AssumeRoot {
    target_principal: String,
    task_policy_arn: PolicyDescriptor,
    duration_seconds: Option<u32>,
    minimum_session_token_size: Option<usize>,
}

/// Credentials of the root session.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AssumeRootResult {
    credentials: Credentials,
    source_identity: Option<String>,
    session_token_utilization: usize,
    session_token_size: usize,
}

impl Operation for AssumeRoot {
    const NAME: &'static str = "AssumeRoot";
    const EXAMPLE: &'static str = r#"
        root iam:CreateUser UserName=Ann -> ok
        root iam:PutUserPolicy UserName=Ann PolicyName=audit PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRoot","Resource":"*"}}' -> ok
        root iam:CreateAccessKey UserName=Ann -> as ann
        root organizations:CreateOrganization -> ok
        root organizations:CreateAccount AccountName=app Email=app@example.com -> set car=CreateAccountStatus.Id
        clock +5
        root organizations:DescribeCreateAccountStatus CreateAccountRequestId=$car -> set acc=CreateAccountStatus.AccountId
        ann AssumeRoot TargetPrincipal=$acc TaskPolicyArn.arn=arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials -> 403 AccessDenied
        root organizations:EnableAWSServiceAccess ServicePrincipal=iam.amazonaws.com -> ok
        root iam:EnableOrganizationsRootCredentialsManagement -> ok
        ann AssumeRoot TargetPrincipal=$acc TaskPolicyArn.arn=arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials -> as auditor
        auditor GetCallerIdentity -> GetCallerIdentityResult.Arn=arn:aws:iam::$acc:root & GetCallerIdentityResult.UserId=$acc
        auditor iam:ListAccessKeys -> !ListAccessKeysResult.AccessKeyMetadata.1
        auditor iam:CreateAccessKey -> 403 AccessDenied
        ann AssumeRoot TargetPrincipal=$acc TaskPolicyArn.arn=arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy -> 403 AccessDenied
        ann AssumeRoot TargetPrincipal=$acc TaskPolicyArn.arn=arn:aws:iam::aws:policy/AdministratorAccess -> 400 ValidationError arn:aws:iam::aws:policy/AdministratorAccess is not a task policy
        root AssumeRoot TargetPrincipal=$acc TaskPolicyArn.arn=arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials -> 403 AccessDenied
    "#;
    type Output = AssumeRootResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        root_task::check_endpoint(cx, Self::NAME)?;
        let target = self.target()?;
        let task = RootTask::of(self.task_policy_arn.arn.as_deref())?;
        match cx.caller.identity {
            Identity::User(_) | Identity::Role(_) => {}
            Identity::Root
            | Identity::FederatedUser(_)
            | Identity::Federated
            | Identity::Service(_) => return Err(self.denied(cx, target)),
        }
        let permission = Permission::on("sts:AssumeRoot", arn::root(target), target)
            .with("sts:TaskPolicyArn", task.policy_arn());
        Ok(vec![if self.is_let(cx, target, task) {
            permission.granted_by(root_access::grant())
        } else {
            permission
        }])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<AssumeRootResult>, Error> {
        let target = self.target()?;
        let task = RootTask::of(self.task_policy_arn.arn.as_deref())?;
        // Inside one account policies alone would do.
        if !self.is_let(cx, target, task) {
            return Err(self.denied(cx, target));
        }
        let session = cx.caller.session.as_ref();
        let source_identity = session.and_then(|session| session.source_identity.clone());
        let grant = Grant {
            account: target,
            of: SessionOf::AssumedRoot,
            seconds: self.duration_seconds.unwrap_or(SECONDS_DEFAULT),
            mfa: false,
            policies: Some(SessionPolicies {
                inline: None,
                managed: vec![task.policy_arn()],
            }),
            tags: Vec::new(),
            transitive: Vec::new(),
            source_identity: source_identity.clone(),
            keys: Vec::new(),
            delegation: None,
            token_bytes_min: self.minimum_session_token_size.unwrap_or(0),
        };
        let credentials = credentials::issue(cx, grant);
        Outcome::read(AssumeRootResult {
            session_token_utilization: credentials.token_utilization(),
            session_token_size: credentials.token_bytes(),
            credentials,
            source_identity,
        })
    }
}

impl AssumeRoot {
    /// The account whose root is wanted: `222222222222`, or `arn:aws:iam::222222222222:root`.
    ///
    /// # Errors
    /// `ValidationError`, as for ARNs of roles (S-13).
    fn target(&self) -> Result<AccountId, Error> {
        let text = self.target_principal.as_str();
        let id = text
            .strip_prefix("arn:aws:iam::")
            .and_then(|rest| rest.strip_suffix(":root"))
            .unwrap_or(text);
        id.parse()
            .map_err(|_| Error::validation_error(format!("{text} is invalid")))
    }

    fn is_let(&self, cx: &Cx, target: AccountId, task: &RootTask) -> bool {
        root_access::lets(cx.state, cx.account().id, target, task.feature)
    }

    fn denied(&self, cx: &Cx, target: AccountId) -> Error {
        Error::access_denied(format!(
            "User: {} is not authorized to perform: sts:AssumeRoot on resource: {}",
            cx.caller.principal.arn,
            arn::root(target)
        ))
    }
}
