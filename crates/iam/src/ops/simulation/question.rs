//! What both simulators are asked: who calls what on which resources, in which context.

use super::context_entry::ContextEntry;
use super::given;
use crate::ops::held;
use crate::page::Page;
use crate::state::Entity;
use crate::{AccountId, Error, arn};
use policy::{Document, Kind, Principal, PrincipalKind};
use smol_str::{SmolStr, ToSmolStr};

/// The members that the inputs of both simulators have.
pub(super) struct Question<'a> {
    pub actions: &'a [String],
    pub resources: &'a [String],
    pub resource_policy: Option<&'a str>,
    pub resource_owner: Option<&'a str>,
    pub caller_arn: Option<&'a str>,
    pub context_entries: &'a [ContextEntry],
    pub resource_handling_option: Option<&'a str>,
    pub page: Page<'a>,
}

/// The scenarios of EC2 that can be asked for, and which kinds of resources each needs.
const SCENARIOS: &[(&str, &[&str])] = &[
    (
        "EC2-VPC-EBS",
        &[
            "instance",
            "image",
            "security-group",
            "network-interface",
            "volume",
        ],
    ),
    (
        "EC2-VPC-EBS-Subnet",
        &[
            "instance",
            "image",
            "security-group",
            "network-interface",
            "subnet",
            "volume",
        ],
    ),
    (
        "EC2-VPC-InstanceStore",
        &["instance", "image", "security-group", "network-interface"],
    ),
    (
        "EC2-VPC-InstanceStore-Subnet",
        &[
            "instance",
            "image",
            "security-group",
            "network-interface",
            "subnet",
        ],
    ),
];

impl<'a> Question<'a> {
    /// The resources, `*` where none are given.
    pub(super) fn resources(&self) -> Vec<&'a str> {
        if self.resources.is_empty() {
            return vec!["*"];
        }
        self.resources.iter().map(String::as_str).collect()
    }

    /// Who calls: `CallerArn`, or whose policies are simulated; nobody in particular if both are absent.
    ///
    /// # Errors
    /// `InvalidInput` for anything else than a user, group or role.
    pub(super) fn caller(&self, source: Option<&'a str>) -> Result<Option<Principal>, Error> {
        let Some(caller) = self.caller_arn.or(source) else {
            return Ok(None);
        };
        let owner = arn::owner(caller).ok_or_else(|| held::unclear(caller))?;
        let kind = match held::entity_of(caller) {
            Some(Entity::User(name) | Entity::Group(name)) => {
                PrincipalKind::User { name: name.into() }
            }
            Some(Entity::Role(_)) => PrincipalKind::RoleSession {
                role_arn: caller.into(),
                session_name: SmolStr::default(),
                service_linked: false,
            },
            None => return Err(held::unclear(caller)),
        };
        Ok(Some(Principal {
            kind,
            partition: SmolStr::new_static("aws"),
            account: owner.to_smolstr(),
            arn: caller.into(),
            unique_id: None,
            session: None,
            management_account: false,
        }))
    }

    /// Whether a resource's policy can be asked about somebody: about `CallerArn`, or about the user whose policies are
    /// simulated. A role or group calls nobody's resources by itself (Z-2).
    pub(super) fn names_a_caller(&self, source: Option<&str>) -> bool {
        let is_user = |source| matches!(held::entity_of(source), Some(Entity::User(_)));
        self.caller_arn.is_some() || source.is_some_and(is_user)
    }

    /// Who owns resources whose ARN does not say, if the call says.
    ///
    /// # Errors
    /// `InvalidInput` for what is no ARN of an account; an account's number is none (Z-2).
    pub(super) fn owner(&self) -> Result<Option<AccountId>, Error> {
        let Some(owner) = self.resource_owner else {
            return Ok(None);
        };
        let account = arn::owner(owner).filter(|_| owner.starts_with("arn:aws:iam::"));
        account.map(Some).ok_or_else(|| {
            Error::invalid_input(format!("'{owner}' is not a valid as a Resource Owner."))
        })
    }

    /// The resource's policy: it wants a caller, resources by ARN, and to speak of every one of them (Z-10).
    ///
    /// # Errors
    /// `InvalidInput`.
    pub(super) fn resource_document(&self, caller: bool) -> Result<Option<Document>, Error> {
        let Some(text) = self.resource_policy else {
            return Ok(None);
        };
        if !caller {
            return Err(Error::invalid_input(
                "CallerArn is required when ResourcePolicy is given.",
            ));
        }
        let document = given::accepted(text, Kind::Resource)?;
        let any = document.resources().any(|resource| resource == "*");
        if any || self.resources().contains(&"*") {
            return Err(Error::invalid_input(
                "A simulation with a ResourcePolicy needs the ARNs of its resources.",
            ));
        }
        let compiled = policy::compile(
            &document,
            Kind::Resource,
            &std::collections::BTreeMap::new(),
        );
        let mut resources = self.resources.iter();
        match resources.find(|resource| !policy::concerns(&compiled, resource)) {
            Some(resource) => Err(Error::invalid_input(format!(
                "ResourcePolicy does not apply to resource {resource}."
            ))),
            None => Ok(Some(document)),
        }
    }

    /// Refuses a scenario that is not known, or whose resources are not all there.
    ///
    /// # Errors
    /// `InvalidInput`.
    pub(super) fn check_scenario(&self) -> Result<(), Error> {
        let Some(option) = self.resource_handling_option else {
            return Ok(());
        };
        let Some((_, needed)) = SCENARIOS.iter().find(|(name, _)| *name == option) else {
            return Err(Error::invalid_input(format!(
                "Invalid ResourceHandlingOption: {option}."
            )));
        };
        let has = |kind: &str| {
            self.resources.iter().any(|resource| {
                let name = resource.splitn(6, ':').nth(5);
                name.is_some_and(|name| name.split('/').next() == Some(kind))
            })
        };
        match needed.iter().find(|kind| !has(kind)) {
            Some(kind) => Err(Error::invalid_input(format!(
                "ResourceHandlingOption {option} needs a resource of type {kind}."
            ))),
            None => Ok(()),
        }
    }
}
