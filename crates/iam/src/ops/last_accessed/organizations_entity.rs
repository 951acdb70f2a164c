//! What a report on an organization is about: its root, a unit or an account, and the policy that alone counts.

use crate::Error;
use crate::organizations::{self, PolicyType, Refused};
use crate::state::{Member, Node, Organization, OrganizationsReport};
use policy::CompiledPolicy;
use policy::catalogue::Service;

/// The accounts whose uses count, and which services the policies let them use.
pub(super) struct OrganizationsEntity<'a> {
    organization: &'a Organization,
    accounts: Vec<&'a Member>,
    /// Each level must allow; without levels nothing limits.
    levels: Vec<Vec<&'a CompiledPolicy>>,
}

/// What the last part of an entity's path names.
enum Place<'a> {
    Root,
    Unit(&'a str),
    Account(&'a Member),
}

impl<'a> OrganizationsEntity<'a> {
    /// What a report is about.
    ///
    /// # Errors
    /// Those of Organizations: for what is not in the organization, and while it has no service control policies.
    pub(super) fn of(
        organization: &'a Organization,
        report: &OrganizationsReport,
    ) -> Result<OrganizationsEntity<'a>, Error> {
        let place = place(organization, &report.entity_path)
            .ok_or_else(|| Refused::TargetNotFound.error())?;
        if !organization.enabled.contains(&PolicyType::ServiceControl) {
            return Err(Refused::PolicyTypeNotEnabled.error());
        }
        if let Place::Account(member) = place
            && member.account == organization.management
        {
            // No service control policy limits it, so that none is asked.
            return Ok(OrganizationsEntity {
                organization,
                accounts: vec![member],
                levels: Vec::new(),
            });
        }
        let accounts = place.accounts(organization);
        let Some(policy) = &report.policy else {
            return Ok(OrganizationsEntity {
                organization,
                accounts,
                levels: place.levels(organization),
            });
        };
        let rail = organizations::policy(organization, policy)?;
        if rail.policy_type() != PolicyType::ServiceControl {
            return Err(Refused::PolicyNotFound.error());
        }
        let bound = |member: &&Member| {
            let levels = organization.levels_of(member);
            levels.iter().any(|node| node.policies.contains(&rail.id))
        };
        Ok(OrganizationsEntity {
            organization,
            accounts: accounts.into_iter().filter(bound).collect(),
            levels: vec![rail.content.compiled().into_iter().collect()],
        })
    }

    pub(super) fn accounts(&self) -> &[&'a Member] {
        &self.accounts
    }

    /// Whether every level lets principals use a service.
    pub(super) fn allows(&self, service: &Service) -> bool {
        let mut levels = self.levels.iter();
        levels.all(|policies| policy::allows_service(policies, service))
    }

    /// The path of one of the accounts, as the report tells it.
    pub(super) fn path_of(&self, member: &Member) -> String {
        format!("{}{}", self.organization.path_of(member), member.account)
    }
}

impl<'a> Place<'a> {
    /// The accounts below, without the management account.
    fn accounts(&self, organization: &'a Organization) -> Vec<&'a Member> {
        let members = organization.members.values().map(AsRef::as_ref);
        let below = |member: &&Member| match self {
            Place::Root => true,
            Place::Unit(id) => {
                let units = organization.units_to(&member.parent);
                units.iter().any(|unit| unit.id == *id)
            }
            Place::Account(account) => member.account == account.account,
        };
        members
            .filter(|member| member.account != organization.management)
            .filter(below)
            .collect()
    }

    /// The service control policies from the root down to here.
    fn levels(&self, organization: &'a Organization) -> Vec<Vec<&'a CompiledPolicy>> {
        let nodes: Vec<&Node> = match self {
            Place::Root => vec![&organization.root],
            Place::Unit(id) => {
                let units = organization.units_to(id).into_iter();
                let units = units.map(|unit| &unit.node);
                std::iter::once(&organization.root).chain(units).collect()
            }
            Place::Account(member) => organization.levels_of(member),
        };
        let compiled = |node| {
            let policies = organizations::attached(organization, node, PolicyType::ServiceControl);
            policies.iter().map(|policy| policy.compiled).collect()
        };
        nodes.into_iter().map(compiled).collect()
    }
}

/// What the path `o-x/r-y/ou-z/…` names, if each of its parts is where it says.
fn place<'a>(organization: &'a Organization, path: &str) -> Option<Place<'a>> {
    let path = path.trim_end_matches('/');
    let (above, last) = path.rsplit_once('/')?;
    let above = format!("{above}/");
    if last == organization.root_id {
        return (above == format!("{}/", organization.id)).then_some(Place::Root);
    }
    if let Some(unit) = organization.units.get(last) {
        return (above == organization.path_to(&unit.parent)).then_some(Place::Unit(&unit.id));
    }
    let member = organization.member_by_text(last)?;
    (above == organization.path_of(member)).then_some(Place::Account(member))
}
