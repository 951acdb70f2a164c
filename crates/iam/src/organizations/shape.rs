//! What replies of Organizations hold, in AWS's shapes.

use super::arn;
use super::guard_rail::GuardRail;
use super::policy_type::PolicyType;
use crate::AccountId;
use crate::state::{AccountRequest, Member, Organization, State, Unit};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// How long an account takes to be made, and to be closed. Nothing waits: whoever asks later is told another status.
const SETTLING: SignedDuration = SignedDuration::from_secs(1);

/// A moment as JSON 1.1 writes it: seconds since 1970.
pub(crate) fn seconds(moment: Timestamp) -> f64 {
    moment.as_millisecond() as f64 / 1000.0
}

/// AWS's `Organization`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct OrganizationShape {
    id: String,
    arn: String,
    feature_set: &'static str,
    master_account_arn: String,
    master_account_id: AccountId,
    master_account_email: Option<String>,
    available_policy_types: Vec<PolicyTypeSummary>,
}

/// AWS's `PolicyTypeSummary`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PolicyTypeSummary {
    r#type: &'static str,
    status: &'static str,
}

impl PolicyTypeSummary {
    pub(crate) fn enabled(policy_type: PolicyType) -> PolicyTypeSummary {
        PolicyTypeSummary {
            r#type: policy_type.text(),
            status: "ENABLED",
        }
    }
}

impl OrganizationShape {
    pub(crate) fn of(organization: &Organization) -> OrganizationShape {
        let management = organization.members.get(&organization.management);
        OrganizationShape {
            id: organization.id.to_string(),
            arn: arn::organization(organization),
            feature_set: if organization.all_features {
                "ALL"
            } else {
                "CONSOLIDATED_BILLING"
            },
            master_account_arn: arn::account(organization, &organization.management.to_string()),
            master_account_id: organization.management,
            master_account_email: management.and_then(|member| member.email.clone()),
            // AWS says here that the one type is there with all features, and that `ListRoots` tells what is enabled.
            available_policy_types: organization
                .all_features
                .then(|| PolicyTypeSummary::enabled(PolicyType::ServiceControl))
                .into_iter()
                .collect(),
        }
    }
}

/// AWS's `Root`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RootShape {
    id: String,
    arn: String,
    name: &'static str,
    policy_types: Vec<PolicyTypeSummary>,
}

impl RootShape {
    /// The root with these types enabled.
    pub(crate) fn with(
        organization: &Organization,
        enabled: impl Iterator<Item = PolicyType>,
    ) -> RootShape {
        RootShape {
            id: organization.root_id.to_string(),
            arn: arn::root(organization),
            name: "Root",
            policy_types: enabled.map(PolicyTypeSummary::enabled).collect(),
        }
    }

    pub(crate) fn of(organization: &Organization) -> RootShape {
        RootShape::with(organization, organization.enabled.iter().copied())
    }
}

/// AWS's `OrganizationalUnit`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UnitShape {
    id: String,
    arn: String,
    name: String,
    path: String,
}

impl UnitShape {
    pub(crate) fn new(
        organization: &Organization,
        id: &str,
        name: &str,
        parent: &str,
    ) -> UnitShape {
        UnitShape {
            id: id.to_owned(),
            arn: arn::unit(organization, id),
            name: name.to_owned(),
            path: format!("{}{id}/", organization.path_to(parent)),
        }
    }

    pub(crate) fn of(organization: &Organization, unit: &Unit) -> UnitShape {
        UnitShape::new(organization, &unit.id, &unit.name, &unit.parent)
    }
}

/// AWS's `Account`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AccountShape {
    id: AccountId,
    arn: String,
    email: Option<String>,
    name: Option<String>,
    status: &'static str,
    state: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    paths: Vec<String>,
    joined_method: &'static str,
    joined_timestamp: f64,
    delegation_enabled_date: Option<f64>,
}

impl AccountShape {
    pub(crate) fn of(
        state: &State,
        organization: &Organization,
        member: &Member,
        now: Timestamp,
    ) -> AccountShape {
        let id = member.account;
        let (status, account_state) = match member.closed {
            None => ("ACTIVE", "ACTIVE"),
            Some(closed) if now < closed + SETTLING => ("PENDING_CLOSURE", "PENDING_CLOSURE"),
            Some(_) => ("SUSPENDED", "CLOSED"),
        };
        AccountShape {
            id,
            arn: arn::account(organization, &id.to_string()),
            email: member.email.clone(),
            name: state.account(id).and_then(|account| account.name.clone()),
            status,
            state: account_state,
            paths: vec![format!("{}{id}/", organization.path_of(member))],
            joined_method: if member.invited { "INVITED" } else { "CREATED" },
            joined_timestamp: seconds(member.joined),
            delegation_enabled_date: None,
        }
    }

    /// The same as AWS's `DelegatedAdministrator`.
    pub(crate) fn delegated(mut self, since: Timestamp) -> AccountShape {
        self.delegation_enabled_date = Some(seconds(since));
        self.paths.clear();
        self
    }
}

/// AWS's `CreateAccountStatus`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AccountStatusShape {
    id: String,
    account_name: String,
    pub state: &'static str,
    requested_timestamp: f64,
    completed_timestamp: Option<f64>,
    account_id: Option<AccountId>,
    failure_reason: Option<String>,
}

impl AccountStatusShape {
    /// What pages of a list go on after.
    pub(crate) fn id(&self) -> String {
        self.id.clone()
    }

    /// What has become of a request by now: it follows from what happened and the time.
    pub(crate) fn of(request: &AccountRequest, now: Timestamp) -> AccountStatusShape {
        let completed = request.requested + SETTLING;
        let settled = now >= completed;
        let state = match (&request.result, settled) {
            (_, false) => "IN_PROGRESS",
            (Ok(_), true) => "SUCCEEDED",
            (Err(_), true) => "FAILED",
        };
        AccountStatusShape {
            id: request.id.to_string(),
            account_name: request.name.clone(),
            state,
            requested_timestamp: seconds(request.requested),
            completed_timestamp: settled.then(|| seconds(completed)),
            account_id: request.result.as_ref().ok().copied().filter(|_| settled),
            failure_reason: request.result.as_ref().err().cloned().filter(|_| settled),
        }
    }
}

/// AWS's `PolicySummary`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PolicySummary {
    id: String,
    arn: String,
    name: String,
    description: String,
    r#type: &'static str,
    aws_managed: bool,
}

impl PolicySummary {
    pub(crate) fn of(policy: &GuardRail) -> PolicySummary {
        PolicySummary {
            id: policy.id.to_string(),
            arn: policy.arn.to_string(),
            name: policy.name.clone(),
            description: policy.description.clone(),
            r#type: policy.policy_type().text(),
            aws_managed: policy.is_aws_managed(),
        }
    }
}

/// AWS's `Policy`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PolicyContentShape {
    policy_summary: PolicySummary,
    content: String,
}

impl PolicyContentShape {
    pub(crate) fn of(policy: &GuardRail) -> PolicyContentShape {
        PolicyContentShape {
            policy_summary: PolicySummary::of(policy),
            content: policy.content.text.clone(),
        }
    }
}

/// AWS's `PolicyTargetSummary`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TargetShape {
    pub target_id: String,
    arn: String,
    name: Option<String>,
    r#type: &'static str,
}

impl TargetShape {
    /// The root, unit or account with this id.
    pub(crate) fn of(state: &State, organization: &Organization, id: &str) -> TargetShape {
        let account = || id.parse().ok().and_then(|id| state.account(id));
        let (name, kind) = if id == organization.root_id {
            (Some("Root".to_owned()), "ROOT")
        } else if let Some(unit) = organization.units.get(id) {
            (Some(unit.name.clone()), "ORGANIZATIONAL_UNIT")
        } else {
            (
                account().and_then(|account| account.name.clone()),
                "ACCOUNT",
            )
        };
        TargetShape {
            target_id: id.to_owned(),
            arn: arn::place(organization, id),
            name,
            r#type: kind,
        }
    }
}
