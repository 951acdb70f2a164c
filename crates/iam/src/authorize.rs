//! Whether the caller may: gathers the policies that apply and asks the one evaluator.

use crate::caller::Identity;
use crate::context;
use crate::document::StoredTrust;
use crate::operation::{Cx, Given, Service};
use crate::organizations::{Levels, Refused};
use crate::session::{SessionKey, SessionKeyValue};
use crate::settings::Enforcement;
use crate::state::{Account, Attachments, Tag};
use crate::{AccountId, Error, organizations, policies, source, trust};
use policy::{CompiledPolicy, Context, Document, Effect, Kind, Layers, Policy};
use serde_json::{Map, Value};
use smol_str::{SmolStr, ToSmolStr, format_smolstr};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// Stands in for a policy that should be there and is not: what cannot be read denies (spec E-21).
static UNAVAILABLE: LazyLock<CompiledPolicy> = LazyLock::new(|| {
    let text =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#;
    policy::compile(
        &Document::parse(text).expect("the document is a constant"),
        Kind::Identity,
        &BTreeMap::new(),
    )
});

/// What the root may: everything. A federated user of the root has it within its session policies (S-59).
static EVERYTHING: LazyLock<CompiledPolicy> = LazyLock::new(|| {
    let text =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    policy::compile(
        &Document::parse(text).expect("the document is a constant"),
        Kind::Identity,
        &BTreeMap::new(),
    )
});

/// Keys whose values never reach a log.
const MASKED: &[&str] = &["sts:ExternalId"];

/// One permission that an operation needs: an action on a resource, with what the operation adds to the context.
pub(crate) struct Permission<'a> {
    pub action: &'a str,
    /// Further actions that are needed in the same way.
    also: Vec<&'static str>,
    pub resource: Cow<'a, str>,
    pub owner: AccountId,
    /// Condition keys of this operation.
    pub keys: Vec<(SmolStr, Values)>,
    /// The role's trust policy, for the actions that consult it (E-33).
    pub trust: Option<&'a StoredTrust>,
    /// The account's settings give it to every user; policies may still deny it.
    pub given_by_the_account: bool,
    /// Another policy of the resource: what an organization grants its members.
    pub granted: Option<Policy<'a>>,
    /// The unique ids that principals of that policy are bound to.
    bindings: Option<&'a BTreeMap<String, String>>,
    /// What the caller is told who does not have it, where that is not the denial itself.
    refused_as: Option<Refused>,
}

/// A single-valued or a multivalued key.
pub(crate) enum Values {
    One(SmolStr),
    Many(Vec<SmolStr>),
}

impl<'a> Permission<'a> {
    /// `action` on a resource of the account.
    pub(crate) fn on(
        action: &'a str,
        resource: impl Into<Cow<'a, str>>,
        owner: AccountId,
    ) -> Permission<'a> {
        Permission {
            action,
            also: Vec::new(),
            resource: resource.into(),
            owner,
            keys: Vec::new(),
            trust: None,
            given_by_the_account: false,
            granted: None,
            bindings: None,
            refused_as: None,
        }
    }

    /// Needs further actions on the same resource in the same context: they are asked for after the first.
    pub(crate) fn and(mut self, actions: &[&'static str]) -> Permission<'a> {
        self.also.extend(actions);
        self
    }

    /// Adds a single-valued key.
    pub(crate) fn with(mut self, key: &'static str, value: impl Into<SmolStr>) -> Permission<'a> {
        let key = SmolStr::new_static(key);
        self.keys.push((key, Values::One(value.into())));
        self
    }

    /// Adds a single-valued key, if there is a value.
    pub(crate) fn with_some(
        self,
        key: &'static str,
        value: Option<impl Into<SmolStr>>,
    ) -> Permission<'a> {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Adds a multivalued key.
    pub(crate) fn with_many(mut self, key: &'static str, values: Vec<SmolStr>) -> Permission<'a> {
        self.keys
            .push((SmolStr::new_static(key), Values::Many(values)));
        self
    }

    /// Adds `aws:RequestTag/…` and `aws:TagKeys` for tags that the request sets.
    pub(crate) fn with_request_tags(mut self, tags: &[Tag]) -> Permission<'a> {
        if tags.is_empty() {
            return self;
        }
        for tag in tags {
            self.keys.push((
                format_smolstr!("aws:RequestTag/{}", tag.key),
                Values::One(SmolStr::new(&tag.value)),
            ));
        }
        self.with_many(
            "aws:TagKeys",
            tags.iter().map(|tag| SmolStr::new(&tag.key)).collect(),
        )
    }

    /// Adds what an identity provider says.
    pub(crate) fn with_session_keys(mut self, keys: &[SessionKey]) -> Permission<'a> {
        for key in keys {
            let values = match &key.value {
                SessionKeyValue::One(value) => Values::One(value.clone()),
                SessionKeyValue::Many(values) => Values::Many(values.clone()),
            };
            self.keys.push((key.name.clone(), values));
        }
        self
    }

    /// Adds `aws:ResourceTag/…` for tags that the resource has.
    pub(crate) fn with_resource_tags(mut self, tags: &[Tag]) -> Permission<'a> {
        for tag in tags {
            let key = format_smolstr!("aws:ResourceTag/{}", tag.key);
            self.keys.push((key, Values::One(SmolStr::new(&tag.value))));
        }
        self
    }

    /// Adds `aws:ResourceTag/…` and `iam:ResourceTag/…` for the tags of a user or role: IAM's own key is for them alone.
    pub(crate) fn with_entity_tags(mut self, tags: &[Tag]) -> Permission<'a> {
        for tag in tags {
            let key = format_smolstr!("iam:ResourceTag/{}", tag.key);
            self.keys.push((key, Values::One(SmolStr::new(&tag.value))));
        }
        self.with_resource_tags(tags)
    }

    /// Given to every user by the account's settings, unless a policy denies it.
    pub(crate) fn given_by_the_account(mut self) -> Permission<'a> {
        self.given_by_the_account = true;
        self
    }

    /// Consults a policy of the resource.
    pub(crate) fn granted_by(mut self, policy: Policy<'a>) -> Permission<'a> {
        self.granted = Some(policy);
        self
    }

    /// Consults a policy of the resource whose principals are bound to unique ids (G-24).
    pub(crate) fn granted_by_bound(
        mut self,
        policy: Policy<'a>,
        bindings: &'a BTreeMap<String, String>,
    ) -> Permission<'a> {
        self.bindings = Some(bindings);
        self.granted_by(policy)
    }

    /// Is needed for what goes along with the operation: who does not have it is refused in these words.
    pub(crate) fn refused_as(mut self, refused: Refused) -> Permission<'a> {
        self.refused_as = Some(refused);
        self
    }

    /// Consults the role's trust policy.
    pub(crate) fn trusted_by(mut self, trust: &'a StoredTrust) -> Permission<'a> {
        self.trust = Some(trust);
        self
    }
}

/// Proof that every permission was given. Made here only.
#[derive(Debug)]
pub(crate) struct Allowed {
    logged_denials: RefCell<Vec<String>>,
    /// What the audit record tells besides what every record tells.
    told: RefCell<Map<String, Value>>,
}

impl Allowed {
    /// Has the log tell of a denial that is the operation's answer, and no refusal of its caller.
    pub(crate) fn log_denial(&self, denial: String) {
        self.logged_denials.borrow_mut().push(denial);
    }

    /// Has the audit record tell more of this call, under a name in CloudTrail's case. Nothing secret.
    pub(crate) fn tell_audit(&self, name: &str, value: impl Into<Value>) {
        self.told.borrow_mut().insert(name.to_owned(), value.into());
    }

    /// What the audit record is to tell besides.
    pub(crate) fn told(&self) -> Map<String, Value> {
        self.told.borrow().clone()
    }

    /// What would have been refused, where enforcement only logs.
    pub(crate) fn into_logged_denials(self) -> Vec<String> {
        self.logged_denials.into_inner()
    }
}

/// Asks for each permission in order.
///
/// # Errors
/// The first refusal, in AWS's words.
pub(crate) fn authorize(cx: &Cx, permissions: &[Permission]) -> Result<Allowed, Error> {
    let mut logged_denials = Vec::new();
    put_each(cx, permissions, &|_| {}, |permission, request, layers| {
        let Err(error) = decide(cx, permission, request, layers) else {
            return Ok(());
        };
        match cx.settings.enforcement {
            Enforcement::Enforce => return Err(error),
            Enforcement::Log => logged_denials.push(match error.clause {
                Some(clause) => format!("{} ({clause})", error.message),
                None => error.message,
            }),
        }
        Ok(())
    })?;
    Ok(Allowed {
        logged_denials: logged_denials.into(),
        told: RefCell::default(),
    })
}

/// Whether the caller's policies allow all of this, for a reply that tells so: nothing follows from it.
pub(crate) fn may_all(cx: &Cx, permissions: &[Permission]) -> bool {
    let decide = |permission: &Permission, request: &policy::Request, layers: &Layers| {
        decide(cx, permission, request, layers)
    };
    put_each(cx, permissions, &|_| {}, decide).is_ok()
}

/// The decision record of each permission in order, each with the decision that [`authorize`] would come to: of the very layers that it
/// would ask. `given` adds to the context what else is known.
///
/// # Errors
/// Where no permission is asked for yet: what the request says of its source cannot be read.
pub(crate) fn records(
    cx: &Cx,
    permissions: &[Permission],
    given: Given,
) -> Result<Vec<String>, Error> {
    let mut records = Vec::new();
    put_each(cx, permissions, given, |permission, request, layers| {
        let decision = policy::evaluate(request, layers);
        let id = format!("{} {}", request.action, permission.resource);
        // Records hold no unique ids: principals are named as AWS would show them now.
        let trusting = permission.trust.map(StoredTrust::principals);
        let bound = trusting.or(permission.bindings);
        let shown = layers
            .resource
            .and_then(|resource| trust::by_name(cx.state, resource.compiled, bound));
        let resource = layers.resource.map(|resource| Policy {
            compiled: shown.as_ref().unwrap_or(resource.compiled),
            ..resource
        });
        let layers = Layers {
            resource,
            ..*layers
        };
        records.push(policy::record::write(&id, request, &layers, &decision));
        Ok(())
    })?;
    Ok(records)
}

/// Puts the question of each permission as the evaluator takes it, until an answer is an error: the one place where the layers of a
/// decision are gathered.
fn put_each(
    cx: &Cx,
    permissions: &[Permission],
    given: Given,
    mut ask: impl FnMut(&Permission, &policy::Request, &Layers) -> Result<(), Error>,
) -> Result<(), Error> {
    let Some((last, others)) = permissions.split_last() else {
        return Ok(());
    };
    let held = Held::of(cx);
    let mut base = context::base(
        cx.caller,
        cx.request,
        cx.service.region(&cx.caller.region),
        cx.now,
    );
    match cx.caller.identity {
        // Who comes with an assertion is nobody of the organization yet (K-3).
        Identity::Federated => {}
        Identity::Service(_) => source::insert_keys(cx.state, cx.request, &mut base)?,
        Identity::Root | Identity::User(_) | Identity::Role(_) | Identity::FederatedUser(_) => {
            organizations::principal_keys(cx.state, cx.account().id, &mut base);
        }
    }
    let mut put = |permission, base| {
        held.put(cx, permission, (base, given), |request, layers| {
            ask(permission, request, layers)
        })
    };
    for permission in others {
        put(permission, base.clone())?;
    }
    put(last, base)
}

/// Asks the evaluator.
///
/// # Errors
/// A refusal, in AWS's words.
fn decide(
    cx: &Cx,
    permission: &Permission,
    request: &policy::Request,
    layers: &Layers,
) -> Result<(), Error> {
    let decision = policy::evaluate(request, layers);
    if decision.effect == Effect::Allow {
        return Ok(());
    }
    // The reason is the caller's to know only inside one account or organization (D-7); services are in none.
    let reasons = !matches!(cx.caller.identity, Identity::Service(_))
        && organizations::same_organization(cx.state, permission.owner, cx.account().id);
    let error = Error::access_denied(policy::denial_message(request, layers, &decision, reasons));
    let error = permission.refused_as.map_or(error, Refused::error);
    if !cx.settings.explain_denials {
        return Err(error);
    }
    Err(error.explained(policy::explain(request, layers).clause(MASKED)))
}

/// All that a service may call for itself.
const CALLS_OF_SERVICES: [(Service, &str); 2] = [
    (Service::Sts, "AssumeRole"),
    (Service::Portcullis, "CheckPassRole"),
];

/// Who may make this call at all, whatever policies say: services a few, sessions of IAM's as spec §7.2 has it. Which calls of STS
/// sessions may make is the evaluator's to know.
///
/// # Errors
/// `AccessDenied` for services, `InvalidClientTokenId` (S-9) for sessions.
pub(crate) fn caller_restriction(cx: &Cx, operation: &str) -> Result<(), Error> {
    service_restriction(cx, operation)?;
    session_restriction(cx)
}

/// The part of it that the evaluator does not know.
///
/// # Errors
/// `AccessDenied` for services.
pub(crate) fn service_restriction(cx: &Cx, operation: &str) -> Result<(), Error> {
    if matches!(cx.caller.identity, Identity::Service(_))
        && !CALLS_OF_SERVICES.contains(&(cx.service, operation))
    {
        return Err(Error::access_denied(format!(
            "User: {} is not authorized to perform: {}:{operation}",
            cx.caller.principal.arn,
            cx.service.name()
        )));
    }
    Ok(())
}

fn session_restriction(cx: &Cx) -> Result<(), Error> {
    let Some(session) = &cx.caller.session else {
        return Ok(());
    };
    match (cx.caller.identity, cx.service) {
        // What such a session may do is its task's to say.
        (Identity::Root, Service::Iam) if cx.caller.is_assumed_root() => Ok(()),
        (Identity::Root | Identity::User(_), Service::Iam)
            if session.mfa || session.delegation.is_some() =>
        {
            Ok(())
        }
        (Identity::Root | Identity::User(_) | Identity::FederatedUser(_), Service::Iam) => Err(
            Error::invalid_client_token_id(Service::Iam.unknown_token_text()),
        ),
        (Identity::Role(_) | Identity::Federated | Identity::Service(_), _)
        | (_, Service::Organizations | Service::Sts | Service::Portcullis) => Ok(()),
    }
}

/// The policies of the caller's side, found once a request.
struct Held<'a> {
    identity: Vec<Policy<'a>>,
    boundary: Option<Policy<'a>>,
    /// Each list is a union; where there are several, each binds.
    sessions: Vec<Vec<SessionPolicy<'a>>>,
    scp: Option<Levels<'a>>,
}

enum SessionPolicy<'a> {
    Inline(Arc<CompiledPolicy>),
    Managed(Policy<'a>),
}

impl<'a> Held<'a> {
    fn of(cx: &Cx<'a>) -> Held<'a> {
        let caller = cx.caller;
        let account = caller.account;
        let mut identity = Vec::new();
        let boundary = match caller.identity {
            Identity::Root | Identity::Federated | Identity::Service(_) => None,
            Identity::FederatedUser(None) => {
                identity.push(Policy {
                    name: "root",
                    arn: None,
                    compiled: &EVERYTHING,
                });
                None
            }
            Identity::User(user) | Identity::FederatedUser(Some(user)) => {
                gather(account, &user.attachments, &mut identity);
                for group in user
                    .groups
                    .iter()
                    .filter_map(|group| account.groups.get(group))
                {
                    gather(account, &group.attachments, &mut identity);
                }
                user.boundary.as_deref()
            }
            Identity::Role(role) => {
                gather(account, &role.attachments, &mut identity);
                role.boundary.as_deref()
            }
        };
        let boundary = boundary.map(|arn| managed(account, arn));
        let session = caller.session.as_ref();
        let own = session.and_then(|session| session.policies.as_ref());
        let delegation = session.and_then(|session| session.delegation.as_ref());
        let approvers = delegation.and_then(|delegation| delegation.within.as_ref());
        let sessions = own.into_iter().chain(approvers).map(|policies| {
            let inline = policies
                .inline
                .as_deref()
                .map(|text| SessionPolicy::Inline(compiled_session(cx, text)));
            let managed = policies
                .managed
                .iter()
                .map(|arn| SessionPolicy::Managed(managed(account, arn)));
            inline.into_iter().chain(managed).collect()
        });
        Held {
            identity,
            boundary,
            sessions: sessions.collect(),
            scp: match caller.identity {
                // E-6
                Identity::Service(_) => None,
                Identity::Root
                | Identity::User(_)
                | Identity::Role(_)
                | Identity::FederatedUser(_)
                | Identity::Federated => organizations::scp_levels(cx.state, account.id),
            },
        }
    }

    /// Lends the question of one permission, for each of its actions once for each list of session policies, until an answer is an
    /// error. `context`: what is known of every permission, and who adds what else is known.
    fn put(
        &self,
        cx: &Cx,
        permission: &Permission,
        (mut context, given): (Context, Given),
        mut ask: impl FnMut(&policy::Request, &Layers) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let owner = permission.owner.to_smolstr();
        for (key, values) in &permission.keys {
            match values {
                Values::One(value) => context.insert(key, value.clone()),
                Values::Many(values) => context.insert_many(key, values.iter().cloned()),
            }
        }
        organizations::resource_keys(cx.state, permission.owner, &mut context);
        context.fill(&cx.caller.principal, &owner);
        given(&mut context);
        let mut identity = Cow::Borrowed(&self.identity);
        if permission.given_by_the_account {
            identity.to_mut().push(Policy {
                name: "account settings",
                arn: None,
                compiled: &EVERYTHING,
            });
        }
        let scp = self.scp.as_ref().map(organizations::as_layers);
        let rcp = organizations::rcp_levels(cx.state, permission.owner);
        let rcp = rcp.as_ref().map(organizations::as_layers);
        let trust = permission.trust.map(|trust| Policy {
            name: "role trust policy",
            arn: None,
            compiled: trust.compiled(),
        });
        let layers = Layers {
            identity: identity.as_slice(),
            boundary: self.boundary,
            session: None,
            resource: trust.or(permission.granted),
            scp: scp.as_deref(),
            rcp: rcp.as_deref(),
            ..Layers::default()
        };
        for action in [&permission.action].into_iter().chain(&permission.also) {
            let request = policy::Request {
                principal: &cx.caller.principal,
                action,
                resource: &permission.resource,
                resource_account: &owner,
                context: &context,
            };
            if self.sessions.is_empty() {
                ask(&request, &layers)?;
            }
            for list in &self.sessions {
                let session = Some(&lend(list)[..]);
                ask(&request, &Layers { session, ..layers })?;
            }
        }
        Ok(())
    }
}

/// Session policies as the evaluator takes them.
fn lend<'p>(policies: &'p [SessionPolicy<'p>]) -> Vec<Policy<'p>> {
    let lend = |policy: &'p SessionPolicy<'p>| match policy {
        SessionPolicy::Inline(compiled) => Policy {
            name: "session policy",
            arn: None,
            compiled,
        },
        SessionPolicy::Managed(policy) => *policy,
    };
    policies.iter().map(lend).collect()
}

/// A session policy that was accepted when the session was made; one that cannot be read denies.
fn compiled_session(cx: &Cx, text: &str) -> Arc<CompiledPolicy> {
    cx.session_policies
        .compiled(text, || match Document::parse(text) {
            Ok(document) => policy::compile(&document, Kind::Session, &BTreeMap::new()),
            Err(_) => UNAVAILABLE.clone(),
        })
}

fn gather<'a>(account: &'a Account, attachments: &'a Attachments, policies: &mut Vec<Policy<'a>>) {
    policies.extend(attachments.inline.iter().map(|(name, policy)| Policy {
        name,
        arn: None,
        compiled: policy.compiled(),
    }));
    policies.extend(attachments.managed.iter().map(|arn| managed(account, arn)));
}

/// A managed policy at its default version (E-1).
fn managed<'a>(account: &'a Account, arn: &'a str) -> Policy<'a> {
    match policies::find(account, arn) {
        Some(policy) => Policy {
            name: policy.name(),
            arn: Some(arn),
            compiled: policy.in_force().compiled(),
        },
        None => Policy {
            name: arn,
            arn: Some(arn),
            compiled: &UNAVAILABLE,
        },
    }
}
