//! `CreateDelegationRequest`.

use super::request;
use super::shape::PermissionShape;
use super::template;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::state::DelegationTerms;
use crate::{AccountId, Error};
use serde::{Deserialize, Serialize};
use smol_str::ToSmolStr;

/// How many requests an account may have that are not over; AWS does not say.
const REQUESTS_MAX: usize = 1000;

/// Asks for the permissions of a policy template, to be lent by whoever approves, for up to twelve hours. Whoever gets the id may
/// make the request his own; `OwnerAccountId` keeps other accounts out. A request that nobody owns expires after a day.
///
/// Permission: `iam:CreateDelegationRequest` on `arn:aws:iam::A:delegation-request/*`, with `iam:TemplateArn`,
/// `iam:NotificationChannel` and `iam:DelegationDuration`. The template is a managed policy of the account that asks, or of AWS; its
/// `@{Name}` are filled in now, so that what is reviewed is what is lent. One request a workflow id.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateDelegationRequest {
    owner_account_id: Option<String>,
    description: String,
    permissions: PermissionShape,
    request_message: Option<String>,
    requestor_workflow_id: String,
    redirect_url: Option<String>,
    notification_channel: String,
    session_duration: u32,
    only_send_by_owner: Option<bool>,
}

/// The new request's id. `ConsoleDeepLink` is left out: there is no console to approve in.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateDelegationRequestResult {
    delegation_request_id: String,
}

impl Operation for CreateDelegationRequest {
    const NAME: &'static str = "CreateDelegationRequest";
    const EXAMPLE: &'static str = r#"
        root CreatePolicy PolicyName=Setup PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::@{bucket}/*"}}' -> ok
        root CreateDelegationRequest Description=d RequestorWorkflowId=flow-1 NotificationChannel=arn:aws:sns:us-east-1:123456789012:t SessionDuration=3600 Permissions.PolicyTemplateArn=arn:aws:iam::123456789012:policy/Setup Permissions.Parameters.member.1.Name=bucket Permissions.Parameters.member.1.Values.member.1=logs -> CreateDelegationRequestResult.DelegationRequestId & !CreateDelegationRequestResult.ConsoleDeepLink
        root CreateDelegationRequest Description=d RequestorWorkflowId=flow-1 NotificationChannel=arn:aws:sns:us-east-1:123456789012:t SessionDuration=3600 Permissions.PolicyTemplateArn=arn:aws:iam::123456789012:policy/Setup Permissions.Parameters.member.1.Name=bucket Permissions.Parameters.member.1.Values.member.1=logs -> 409 EntityAlreadyExists A delegation request with the requestor workflow id flow-1 already exists.
        root CreateDelegationRequest Description=d RequestorWorkflowId=flow-2 NotificationChannel=arn:aws:sqs:us-east-1:123456789012:t SessionDuration=3600 Permissions.PolicyTemplateArn=arn:aws:iam::aws:policy/IAMReadOnlyAccess -> 400 InvalidInput The notification channel arn:aws:sqs:us-east-1:123456789012:t is not the ARN of an SNS topic.
        root CreateDelegationRequest Description=d RequestorWorkflowId=flow-2 NotificationChannel=arn:aws:sns:us-east-1:123456789012:t SessionDuration=3600 Permissions.PolicyTemplateArn=arn:aws:iam::123456789012:policy/None -> 400 InvalidInput The policy template arn:aws:iam::123456789012:policy/None cannot be found.
        root CreateDelegationRequest Description=d RequestorWorkflowId=flow-2 NotificationChannel=arn:aws:sns:us-east-1:123456789012:t SessionDuration=3600 Permissions.PolicyTemplateArn=arn:aws:iam::123456789012:policy/Setup -> 400 InvalidInput The policy parameter bucket is not given.
    "#;
    type Output = CreateDelegationRequestResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account().id;
        let permission = Permission::on(
            "iam:CreateDelegationRequest",
            request::arn(account, "*"),
            account,
        )
        .with_some(
            "iam:TemplateArn",
            self.permissions.policy_template_arn.as_deref(),
        )
        .with(
            "iam:NotificationChannel",
            self.notification_channel.as_str(),
        )
        .with("iam:DelegationDuration", self.session_duration.to_smolstr());
        Ok(vec![permission])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<CreateDelegationRequestResult>, Error> {
        if !is_topic(&self.notification_channel) {
            return Err(Error::invalid_input(format!(
                "The notification channel {} is not the ARN of an SNS topic.",
                self.notification_channel
            )));
        }
        let policy = template::render(cx, &self.permissions)?;
        let owner_account: Option<AccountId> = self
            .owner_account_id
            .as_deref()
            .map(str::parse)
            .transpose()
            .map_err(Error::invalid_input)?;
        let workflow = &self.requestor_workflow_id;
        let held = cx.account().delegations.values();
        let held: Vec<_> = held.filter(|held| !held.is_over(cx.now)).collect();
        if held.iter().any(|held| held.terms.workflow == *workflow) {
            return Err(Error::entity_already_exists(format!(
                "A delegation request with the requestor workflow id {workflow} already exists."
            )));
        }
        if held.len() >= REQUESTS_MAX {
            return Err(Error::limit_exceeded(format!(
                "Cannot exceed quota for DelegationRequestsPerAccount: {REQUESTS_MAX}"
            )));
        }
        let id = request::draw_id(cx);
        let template = self.permissions.policy_template_arn.clone();
        let terms = DelegationTerms {
            id: id.clone(),
            workflow: workflow.clone(),
            description: self.description.clone(),
            message: self.request_message.clone(),
            redirect: self.redirect_url.clone(),
            channel: self.notification_channel.clone(),
            seconds: self.session_duration,
            only_send_by_owner: self.only_send_by_owner.unwrap_or(false),
            owner_account,
            template: template.unwrap_or_default(),
            parameters: self.permissions.kept(),
            policy,
        };
        let created = Event::DelegationRequestCreated {
            terms: Box::new(terms),
        };
        let output = CreateDelegationRequestResult {
            delegation_request_id: id,
        };
        Outcome::event(created, output)
    }
}

/// AWS publishes to topics of SNS alone. Whether there is such a topic cannot be known here.
fn is_topic(channel: &str) -> bool {
    let parts: Vec<&str> = channel.split(':').collect();
    let ["arn", partition, "sns", region, account, topic] = parts[..] else {
        return false;
    };
    partition.starts_with("aws")
        && !region.is_empty()
        && account.parse::<AccountId>().is_ok()
        && !topic.is_empty()
}
