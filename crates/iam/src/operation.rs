//! What an operation is, and the one way in which every operation is performed.

use crate::authorize::{self, Allowed, Permission};
use crate::caller::Caller;
use crate::event::Event;
use crate::form::Form;
use crate::keyring::KeyRing;
use crate::seed::Seed;
use crate::session_policy_cache::SessionPolicyCache;
use crate::settings::Settings;
use crate::state::{Account, State};
use crate::usage::Usage;
use crate::work::{Done, KeptKeys, Work};
use crate::{AccountId, Error, Inputs};
use jiff::Timestamp;
use policy::Context;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sigv4::SigningKeyCache;
use wire::Params;

/// One operation: its input is the type that implements this.
pub(crate) trait Operation: DeserializeOwned {
    /// AWS's name, such as `CreateUser`.
    const NAME: &'static str;
    /// Calls and replies, one a line, that a test runs: see `scenario`.
    #[cfg_attr(
        not(test),
        expect(
            dead_code,
            reason = "examples are for readers and for the test that runs them"
        )
    )]
    const EXAMPLE: &'static str;
    /// For operations that nobody signs: who calls, proven from the input itself, such as an identity provider's token.
    /// What it finds is the caller that permissions and the audit record are about.
    const PROVE: Option<Prove> = None;
    /// What the reply holds; `()` where AWS's reply holds nothing.
    type Output: Serialize;

    /// Every permission that the caller needs. None at all only where AWS asks for none.
    ///
    /// # Errors
    /// Where the caller must be told before permission is looked at; existence is not one of these cases.
    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error>;

    /// What happens, and the reply. Reads no clock and draws chance from `cx` only.
    ///
    /// # Errors
    /// AWS's refusals: what does not exist, exists already, or is too much.
    fn decide(&self, cx: &Cx, allowed: &Allowed) -> Result<Outcome<Self::Output>, Error>;
}

/// What one request sees: a state, a time, a seed, and who is calling.
#[derive(Clone, Copy)]
pub(crate) struct Cx<'a> {
    pub state: &'a State,
    /// The time that policies and expiry see.
    pub now: Timestamp,
    /// Real time, which no development clock moves: one-time codes.
    pub wall: Timestamp,
    pub seed: Seed,
    pub keys: &'a KeyRing,
    /// Derived signing keys, for requests that a caller brings along.
    pub signing_keys: &'a SigningKeyCache,
    /// What is known of session policies from other requests.
    pub session_policies: &'a SessionPolicyCache,
    pub settings: &'a Settings,
    /// Work done for this request so far: see `Cx::work`.
    pub done: &'a [(Work, Done)],
    /// When keys, users and roles were last used, before this request.
    pub usage: &'a Usage,
    pub caller: &'a Caller<'a>,
    pub request: &'a wire::Request,
    pub service: Service,
}

impl<'a> Cx<'a> {
    /// What a proven caller's request sees.
    pub(crate) fn new(
        state: &'a State,
        inputs: &Inputs<'a>,
        caller: &'a Caller<'a>,
        request: &'a wire::Request,
        service: Service,
    ) -> Cx<'a> {
        Cx {
            state,
            now: inputs.now,
            wall: inputs.wall,
            seed: Seed::new(inputs.seed),
            keys: inputs.keys,
            signing_keys: inputs.signing_keys,
            session_policies: inputs.session_policies,
            settings: inputs.settings,
            done: inputs.done,
            usage: inputs.usage,
            caller,
            request,
            service,
        }
    }

    /// The caller's account, which IAM calls are about.
    pub(crate) fn account(&self) -> &'a Account {
        self.caller.account
    }
}

/// What there is to prove a caller from, before there is a caller.
pub(crate) struct Unproven<'a, 'i> {
    pub state: &'a State,
    /// Real time, which no development clock moves: what others signed is held against it.
    pub wall: Timestamp,
    pub keys: &'i KeyRing,
    pub request_id: &'i str,
    /// Work done for this request so far: see `Unproven::work`.
    pub done: &'i [(Work, Done)],
    /// Keys of issuers that are at hand.
    pub kept: &'i dyn KeptKeys,
}

/// See `Operation::PROVE`. Parameters have been validated against the model.
pub(crate) type Prove = for<'a, 'i> fn(&Unproven<'a, 'i>, &Params) -> Result<Caller<'a>, Error>;

/// What a decision comes to: the events to append, none for reads, and the reply.
#[derive(Debug)]
pub(crate) struct Outcome<T> {
    /// The account that the events change, where it is not the caller's.
    pub account: Option<AccountId>,
    pub events: Vec<Event>,
    /// What happens to other accounts, right after: a record for each.
    pub then: Vec<(AccountId, Vec<Event>)>,
    pub output: T,
}

impl<T> Outcome<T> {
    /// A reply without a change.
    pub(crate) fn read(output: T) -> Result<Outcome<T>, Error> {
        Ok(Outcome {
            account: None,
            events: Vec::new(),
            then: Vec::new(),
            output,
        })
    }

    /// One event and its reply.
    pub(crate) fn event(event: Event, output: T) -> Result<Outcome<T>, Error> {
        Ok(Outcome {
            account: None,
            events: vec![event],
            then: Vec::new(),
            output,
        })
    }
}

/// A service of AWS, or ours for operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    Iam,
    Organizations,
    Sts,
    /// Account creation and the like, for the first account's root.
    Portcullis,
}

impl Service {
    pub(crate) const ALL: [Service; 4] = [
        Service::Iam,
        Service::Organizations,
        Service::Sts,
        Service::Portcullis,
    ];

    /// Whether it speaks JSON 1.1 and not Query.
    pub(crate) fn speaks_json(self) -> bool {
        match self {
            Service::Organizations => true,
            Service::Iam | Service::Sts | Service::Portcullis => false,
        }
    }

    /// The name in credential scopes and action prefixes.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Service::Iam => "iam",
            Service::Organizations => "organizations",
            Service::Sts => "sts",
            Service::Portcullis => "portcullis",
        }
    }

    /// The name in audit records.
    pub(crate) fn event_source(self) -> &'static str {
        match self {
            Service::Iam => "iam.amazonaws.com",
            Service::Organizations => "organizations.amazonaws.com",
            Service::Sts => "sts.amazonaws.com",
            Service::Portcullis => "portcullis.amazonaws.com",
        }
    }

    /// The API's version.
    pub(crate) fn version(self) -> &'static str {
        match self {
            Service::Iam => "2010-05-08",
            Service::Organizations => "2016-11-28",
            Service::Sts => "2011-06-15",
            Service::Portcullis => "2026-11-21",
        }
    }

    /// The XML namespace of replies; of JSON services what their targets begin with.
    pub(crate) fn namespace(self) -> &'static str {
        match self {
            Service::Iam => "https://iam.amazonaws.com/doc/2010-05-08/",
            Service::Organizations => "AWSOrganizationsV20161128",
            Service::Sts => "https://sts.amazonaws.com/doc/2011-06-15/",
            Service::Portcullis => "urn:portcullis:2026-11-21",
        }
    }

    /// S-9: the two services differ by a full stop.
    pub(crate) fn unknown_token_text(self) -> &'static str {
        match self {
            Service::Iam => "The security token included in the request is invalid",
            Service::Organizations | Service::Sts | Service::Portcullis => {
                "The security token included in the request is invalid."
            }
        }
    }

    /// Where the caller is asked for `aws:RequestedRegion`: global services answer from `us-east-1` (spec §5.5), and STS whoever
    /// signs for no region.
    pub(crate) fn region(self, signed_for: &str) -> &str {
        match self {
            Service::Iam | Service::Organizations | Service::Portcullis => "us-east-1",
            Service::Sts if signed_for.is_empty() => "us-east-1",
            Service::Sts => signed_for,
        }
    }
}

/// A row of the operation table.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub name: &'static str,
    #[cfg(test)]
    pub example: &'static str,
    pub perform: fn(&Cx, &Params) -> Result<Performed, Error>,
    /// What the evaluator would be asked, as decision records.
    pub records: fn(&Cx, &Params, Given) -> Result<Vec<String>, Error>,
    /// Finds the caller of operations that nobody signs.
    pub prove: Option<Prove>,
}

/// What is known of a request's context besides what the operation and its caller tell.
pub(crate) type Given<'a> = &'a dyn Fn(&mut Context);

/// The row of one operation.
pub(crate) const fn row<O: Operation>() -> Row {
    Row {
        name: O::NAME,
        #[cfg(test)]
        example: O::EXAMPLE,
        perform: perform::<O>,
        records: records::<O>,
        prove: O::PROVE,
    }
}

/// An operation carried out: nothing has been stored yet.
pub(crate) struct Performed {
    pub account: Option<AccountId>,
    pub events: Vec<Event>,
    pub then: Vec<(AccountId, Vec<Event>)>,
    pub body: Vec<u8>,
    /// What the body is written in.
    pub form: Form,
    /// What policies would have refused, where enforcement only logs.
    pub logged_denials: Vec<String>,
    /// What the audit record tells of this call alone.
    pub told: Map<String, Value>,
}

/// The input, or a part of it, from parameters that have been validated against the model.
pub(crate) fn decode<'p, T: Deserialize<'p>>(params: &'p Params) -> Result<T, Error> {
    wire::query::from_params(params).map_err(|error| Error::validation_error(error.to_string()))
}

/// Decode, authorize, decide, encode. Parameters have been validated against the model.
fn perform<O: Operation>(cx: &Cx, params: &Params) -> Result<Performed, Error> {
    authorize::caller_restriction(cx, O::NAME)?;
    let input: O = decode(params)?;
    let allowed = authorize::authorize(cx, &input.permissions(cx)?)?;
    let outcome = input.decide(cx, &allowed)?;
    let form = Form::of(cx.service, cx.request);
    let body = form.reply(cx.service, O::NAME, &outcome.output, &cx.request.id);
    Ok(Performed {
        account: outcome.account,
        events: outcome.events,
        then: outcome.then,
        body,
        form,
        told: allowed.told(),
        logged_denials: allowed.into_logged_denials(),
    })
}

/// Decode, and write down each question that `perform` would put to the evaluator.
fn records<O: Operation>(cx: &Cx, params: &Params, given: Given) -> Result<Vec<String>, Error> {
    authorize::service_restriction(cx, O::NAME)?;
    let input: O = decode(params)?;
    authorize::records(cx, &input.permissions(cx)?, given)
}
