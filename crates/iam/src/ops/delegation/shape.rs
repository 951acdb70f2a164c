//! AWS's shapes of delegation requests.

use super::template;
use crate::context::text;
use crate::operation::Cx;
use crate::state::{Account, DelegationParameter, DelegationRequest};
use serde::{Deserialize, Serialize};

/// The longest name of a requestor, in characters.
const REQUESTOR_CHARACTERS_MAX: usize = 30;

/// AWS's `DelegationPermission`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct PermissionShape {
    pub policy_template_arn: Option<String>,
    #[serde(default)]
    pub parameters: Vec<ParameterShape>,
}

/// AWS's `PolicyParameter`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ParameterShape {
    name: Option<String>,
    #[serde(default)]
    values: Vec<String>,
    #[serde(rename = "Type")]
    kind: Option<String>,
}

impl PermissionShape {
    /// The parameters as requests keep them.
    pub(super) fn kept(&self) -> Vec<DelegationParameter> {
        let kept = |parameter: &ParameterShape| DelegationParameter {
            name: parameter.name.clone().unwrap_or_default(),
            values: parameter.values.clone(),
            kind: parameter.kind.clone(),
        };
        self.parameters.iter().map(kept).collect()
    }

    fn of(request: &DelegationRequest) -> PermissionShape {
        let shown = |parameter: &DelegationParameter| ParameterShape {
            name: Some(parameter.name.clone()),
            values: parameter.values.clone(),
            kind: parameter.kind.clone(),
        };
        PermissionShape {
            policy_template_arn: Some(request.terms.template.clone()),
            parameters: request.terms.parameters.iter().map(shown).collect(),
        }
    }
}

/// AWS's `DelegationRequest`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DelegationRequestShape {
    delegation_request_id: String,
    owner_account_id: Option<String>,
    description: String,
    request_message: Option<String>,
    permissions: PermissionShape,
    permission_policy: String,
    role_permission_restriction_arns: Vec<String>,
    owner_id: Option<String>,
    approver_id: Option<String>,
    state: &'static str,
    expiration_time: String,
    requestor_id: String,
    requestor_name: Option<String>,
    create_date: String,
    session_duration: u32,
    redirect_url: Option<String>,
    notes: Option<String>,
    rejection_reason: Option<String>,
    only_send_by_owner: bool,
    updated_time: String,
}

impl DelegationRequestShape {
    /// The request as it is now.
    pub(super) fn of(
        cx: &Cx,
        requestor: &Account,
        request: &DelegationRequest,
    ) -> DelegationRequestShape {
        let terms = &request.terms;
        DelegationRequestShape {
            delegation_request_id: terms.id.clone(),
            owner_account_id: request.owner_account().map(|account| account.to_string()),
            description: terms.description.clone(),
            request_message: terms.message.clone(),
            permissions: PermissionShape::of(request),
            permission_policy: terms.policy.clone(),
            role_permission_restriction_arns: template::role_boundaries(&terms.policy),
            owner_id: request.owner.as_ref().map(|owner| owner.arn.clone()),
            approver_id: request
                .approver
                .as_ref()
                .map(|approver| approver.arn.clone()),
            state: request.state(cx.now).text(),
            expiration_time: text(request.expires()).into(),
            requestor_id: requestor.id.to_string(),
            requestor_name: requestor_name(requestor),
            create_date: text(request.created()).into(),
            session_duration: terms.seconds,
            redirect_url: terms.redirect.clone(),
            notes: request.notes.clone(),
            rejection_reason: request.rejection.clone(),
            only_send_by_owner: terms.only_send_by_owner,
            updated_time: text(request.updated).into(),
        }
    }
}

/// What the account that asks is called here, if AWS's shape can say it.
pub(super) fn requestor_name(requestor: &Account) -> Option<String> {
    let name = requestor.name.as_deref()?;
    (name.chars().count() <= REQUESTOR_CHARACTERS_MAX).then(|| name.to_owned())
}
