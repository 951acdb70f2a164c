//! `CloseAccount`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationChange, Refused, arn};
use crate::state::Organization;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

/// Closes a member account: nobody may sign with its credentials from now on, and it stays in the organization. In thirty days a fifth
/// of the members may be closed, or 250 where that is more, but never more than a thousand.
///
/// Permission: `organizations:CloseAccount` on the account.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CloseAccount {
    account_id: String,
}

impl Operation for CloseAccount {
    const NAME: &'static str = "CloseAccount";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root ListRoots -> set r=Roots.1.Id
        root CreateAccount AccountName=app Email=app@example.com -> set car=CreateAccountStatus.Id
        clock +5
        root DescribeCreateAccountStatus CreateAccountRequestId=$car -> set acc=CreateAccountStatus.AccountId
        root CloseAccount AccountId=$acc -> ok
        root DescribeAccount AccountId=$acc -> Account.Status=PENDING_CLOSURE
        clock +5
        root DescribeAccount AccountId=$acc -> Account.Status=SUSPENDED & Account.State=CLOSED
        root CloseAccount AccountId=$acc -> 400 AccountAlreadyClosedException You attempted to close an account that is already closed.
        root CloseAccount AccountId=123456789012 -> 400 ConstraintViolationException
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Management,
            "organizations:CloseAccount",
            |organization| arn::account(organization, &self.account_id),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let organization = organizations::organization(cx)?;
        let member = organizations::member(organization, &self.account_id)?;
        let account = member.account;
        if account == organization.management {
            return Err(Refused::CloseManagement.error());
        }
        if !organization.all_features {
            return Err(Refused::UnsupportedFeatures.error());
        }
        if member.closed.is_some() {
            return Err(Refused::AccountClosed.error());
        }
        if closed_lately(organization, cx.now) >= closings_max(organization.members.len() - 1) {
            return Err(Refused::CloseAccountQuota.error());
        }
        organizations::changed(
            organization,
            OrganizationChange::AccountClosed { account },
            (),
        )
    }
}

/// How long a closed account counts for the quota.
const COUNTED: SignedDuration = SignedDuration::from_hours(30 * 24);

fn closed_lately(organization: &Organization, now: Timestamp) -> usize {
    let members = organization.members.values();
    let closed = members.filter_map(|member| member.closed);
    closed.filter(|closed| now < *closed + COUNTED).count()
}

/// How many of so many member accounts may be closed in that time.
fn closings_max(members: usize) -> usize {
    (members / 5).clamp(250, 1000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AccountId;
    use crate::event::Event;
    use crate::state::State;

    /// AWS's "Quotas and service limits for AWS Organizations".
    #[test]
    fn a_fifth_of_the_members_may_be_closed_in_thirty_days() {
        assert_eq!(closings_max(10), 250);
        assert_eq!(closings_max(1249), 250);
        assert_eq!(closings_max(2000), 400);
        assert_eq!(closings_max(10_000), 1000);
    }

    #[test]
    fn accounts_count_for_thirty_days_after_they_were_closed() {
        let management: AccountId = "123456789012".parse().unwrap();
        let member: AccountId = "222222222222".parse().unwrap();
        let closed: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
        let changes = [
            OrganizationChange::Created {
                id: "o-1234567890".to_owned(),
                root: "r-1234".to_owned(),
                all_features: true,
            },
            OrganizationChange::AccountRequested {
                request: "car-12345678".to_owned(),
                account: member,
                name: "app".to_owned(),
                email: "app@example.com".to_owned(),
                tags: Vec::new(),
            },
            OrganizationChange::AccountClosed { account: member },
        ];
        let events: Vec<Event> = changes.into_iter().map(Event::Organization).collect();
        let state = State::after(&State::default(), management, closed, &events);
        let organization = state.organization_of(management).unwrap();
        let days = |days: i64| closed + SignedDuration::from_hours(days * 24);
        assert_eq!(closed_lately(organization, days(29)), 1);
        assert_eq!(closed_lately(organization, days(30)), 0);
    }
}
