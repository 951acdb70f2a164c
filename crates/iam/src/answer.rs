//! One request, from bytes to a reply and the events to append.

use crate::audit::Audit;
use crate::authenticate::authenticate;
use crate::caller::Caller;
use crate::event::{Event, Record};
use crate::form::Form;
use crate::keyring::KeyRing;
use crate::operation::{Cx, Performed, Row, Service, Unproven};
use crate::session_policy_cache::SessionPolicyCache;
use crate::settings::Settings;
use crate::state::State;
use crate::usage::{Usage, Use};
use crate::work::{Done, KeptKeys, Work};
use crate::{AccountId, Error, ops, region};
use jiff::Timestamp;
use sigv4::Claim;
use smol_str::SmolStr;
use wire::{Params, Request, Response};

/// Everything that a decision depends on besides the state and the request.
pub struct Inputs<'a> {
    /// The time that decisions see: session expiry, `aws:CurrentTime`. A development clock may move it.
    pub now: Timestamp,
    /// Real time: freshness of signatures.
    pub wall: Timestamp,
    /// Thirty-two bytes of cryptographic randomness, used for this request only.
    pub seed: [u8; 32],
    /// Opens secrets and session tokens.
    pub keys: &'a KeyRing,
    /// Derived signing keys, kept between requests; holding one changes no answer.
    pub signing_keys: &'a sigv4::SigningKeyCache,
    /// Session policies that were accepted or compiled before; holding one changes no answer.
    pub session_policies: &'a SessionPolicyCache,
    /// What the operator chose.
    pub settings: &'a Settings,
    /// Work that earlier answers to this very request asked for, with its results.
    pub done: &'a [(Work, Done)],
    /// Keys of issuers that are at hand: holding them saves work, and changes no answer.
    pub kept: &'a dyn KeptKeys,
    /// When keys, users and roles were last used.
    pub usage: &'a Usage,
}

/// What to do about a request: append the record, if there is one, write the audit record, then reply.
pub struct Answer {
    /// The reply; it may be sent only after the record is durable.
    pub response: Response,
    /// The events to append; `None` for reads and for refusals, save those that count a failed one-time code.
    pub record: Option<Record>,
    /// Records of other accounts, to append together with the first: an organization's new account, an import.
    pub then: Vec<Record>,
    /// What the audit log keeps.
    pub audit: Audit,
    /// For the operator's log: what policies refused, with the decisive clause where that was asked for. Secrets are masked.
    pub denial: Option<String>,
    /// Whether the caller could not prove who they are.
    pub authentication_failed: bool,
    /// There is no answer yet: this must be done first, and the request answered again with its result.
    pub work: Option<Box<Work>>,
    /// What the request used, refused or not: for the [`Usage`] of later ones.
    pub used: Option<Use>,
}

/// Decides one request. Pure: equal inputs give equal answers; nothing has happened until the record is appended.
#[must_use]
pub fn answer(state: &State, request: &Request, inputs: &Inputs) -> Answer {
    let mut trace = Trace::default();
    let result = try_answer(state, request, inputs, &mut trace);
    trace.finish(request, inputs, result)
}

/// Whether a request is signed by the root of the first account for the service `portcullis`: for what the server
/// does itself, such as a backup.
///
/// # Errors
/// The reply to send instead.
pub fn authorize_operator(
    state: &State,
    request: &Request,
    inputs: &Inputs,
) -> Result<(), Response> {
    let refused = |error: Error| Form::Xml.refusal(Service::Portcullis, &error, &request.id);
    let headers = header_pairs(request);
    let signed = signed_request(request, &headers);
    let claim = sigv4::claim(&signed)
        .map_err(|error| refused(error.into()))?
        .ok_or_else(|| refused(missing_token()))?;
    if claim.scope.service != Service::Portcullis.name() {
        return Err(refused(wrong_service(Service::Portcullis)));
    }
    let caller =
        authenticate(state, &signed, claim, Service::Portcullis, inputs).map_err(refused)?;
    ops::operator_only(state, &caller).map_err(refused)
}

/// What is known of a request so far; the audit record tells it even of refused ones.
#[derive(Default)]
struct Trace<'a> {
    service: Option<Service>,
    region: SmolStr,
    caller: Option<Caller<'a>>,
    claimed_key: Option<SmolStr>,
    row: Option<Row>,
    params: Option<Params>,
    authenticated: bool,
}

fn try_answer<'a>(
    state: &'a State,
    request: &Request,
    inputs: &Inputs,
    trace: &mut Trace<'a>,
) -> Result<Performed, Error> {
    let target = request.target();
    // Whatever is wrong, such a caller reads JSON.
    trace.service = target.map(|_| Service::Organizations);
    check_method(request, target.is_some())?;
    let headers = header_pairs(request);
    let signed = signed_request(request, &headers);
    let claim = sigv4::claim(&signed);
    let called = called(request, inputs.settings);
    if target.is_none() {
        trace.service = spoken_to(claim.as_ref(), called.as_ref());
    }
    let claim = claim?;
    let Called {
        asked,
        action,
        params,
    } = called?;
    let service = match &claim {
        Some(claim) => {
            trace.claimed(claim);
            service_of_scope(claim, asked, action.as_deref())?
        }
        None => asked.unwrap_or(Service::Iam),
    };
    trace.service = Some(service);
    let row = action
        .as_deref()
        .and_then(|action| ops::row(service, action));
    trace.row = row;
    let params = trace.params.insert(params);
    let caller = match row.filter(|row| row.prove.is_some()) {
        Some(row) => {
            trace.claimed_key = None;
            let row = known_operation(service, Some(row), action.as_deref(), params)?;
            validate(service, row, params)?;
            proven(state, request, inputs, row, params)?
        }
        None => {
            let claim = claim.ok_or_else(missing_token)?;
            authenticate(state, &signed, claim, service, inputs)?
        }
    };
    trace.authenticated = true;
    let caller = trace.caller.insert(caller);
    let row = known_operation(service, row, action.as_deref(), params)?;
    if row.prove.is_none() {
        validate(service, row, params)?;
    }
    (row.perform)(&Cx::new(state, inputs, caller, request, service), params)
}

/// The caller whom the input of an operation that nobody signs names and proves.
fn proven<'a>(
    state: &'a State,
    request: &Request,
    inputs: &Inputs,
    row: Row,
    params: &Params,
) -> Result<Caller<'a>, Error> {
    let prove = row.prove.ok_or_else(missing_token)?;
    let unproven = Unproven {
        state,
        wall: inputs.wall,
        keys: inputs.keys,
        request_id: &request.id,
        done: inputs.done,
        kept: inputs.kept,
    };
    prove(&unproven, params)
}

impl Trace<'_> {
    fn claimed(&mut self, claim: &Claim) {
        self.claimed_key = Some(claim.access_key_id.clone());
        self.region.clone_from(&claim.scope.region);
    }

    fn finish(
        self,
        request: &Request,
        inputs: &Inputs,
        result: Result<Performed, Error>,
    ) -> Answer {
        let service = self.service.unwrap_or(Service::Iam);
        let mut audit = Audit::new(request, service, inputs.now);
        audit.region = SmolStr::new(service.region(&self.region));
        audit.event_name = self.row.map(|row| row.name);
        audit.identify(self.caller.as_ref(), self.claimed_key.as_deref());
        if let Some(params) = self.params {
            audit.parameters(params);
        }
        let account: Option<AccountId> = self.caller.as_ref().map(|caller| caller.account.id);
        let record = |of: Option<AccountId>, events: Vec<Event>| {
            let account = of.or(account).filter(|_| !events.is_empty())?;
            Some(Record {
                v: Record::VERSION,
                at: inputs.now,
                request_id: request.id.to_string(),
                account,
                events,
            })
        };
        let action = self.row.map(|row| row.name);
        let used = self
            .caller
            .as_ref()
            .and_then(|caller| Use::of(caller, service, action, inputs.now));
        let told = match result {
            Ok(performed) => success(service, performed, &mut audit),
            Err(error) => refusal(service, error, &mut audit, request),
        };
        Answer {
            response: told.response,
            record: record(told.account, told.events),
            then: told
                .then
                .into_iter()
                .filter_map(|(account, events)| record(Some(account), events))
                .collect(),
            audit,
            denial: told.denial,
            authentication_failed: told.refused && !self.authenticated,
            work: told.work,
            used,
        }
    }
}

/// What a result comes to, before it is known what is recorded of it.
struct Told {
    response: Response,
    account: Option<AccountId>,
    events: Vec<Event>,
    then: Vec<(AccountId, Vec<Event>)>,
    denial: Option<String>,
    refused: bool,
    work: Option<Box<Work>>,
}

fn success(service: Service, performed: Performed, audit: &mut Audit) -> Told {
    // CloudTrail calls all of STS reading.
    audit.read_only = performed.events.is_empty() || service == Service::Sts;
    audit.told(performed.told);
    let denials = performed.logged_denials;
    Told {
        response: Response {
            status: 200,
            content_type: performed.form.content_type(),
            headers: Vec::new(),
            body: performed.body,
        },
        account: performed.account,
        events: performed.events,
        then: performed.then,
        denial: (!denials.is_empty()).then(|| denials.join("; ")),
        refused: false,
        work: None,
    }
}

fn refusal(service: Service, error: Error, audit: &mut Audit, request: &Request) -> Told {
    let denied = error.code == "AccessDenied";
    let error = match service {
        Service::Organizations => error.told_in_json(),
        Service::Sts => error.told_by_sts(),
        Service::Iam | Service::Portcullis => error,
    };
    audit.refused(&error);
    Told {
        response: Form::of(service, request).refusal(service, &error, &request.id),
        account: None,
        events: error.events,
        then: Vec::new(),
        denial: denied.then(|| match error.clause {
            Some(clause) => format!("{} ({clause})", error.message),
            None => error.message,
        }),
        refused: true,
        work: error.work,
    }
}

pub(crate) fn header_pairs(request: &Request) -> Vec<(&str, &[u8])> {
    request
        .parts
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_bytes()))
        .collect()
}

fn signed_request<'a>(
    request: &'a Request,
    headers: &'a [(&'a str, &'a [u8])],
) -> sigv4::Request<'a> {
    sigv4::Request {
        method: request.parts.method.as_str(),
        path: request.path(),
        query: request.query(),
        headers,
        body: &request.body,
    }
}

/// Query has GET and POST, JSON has POST.
fn check_method(request: &Request, json: bool) -> Result<(), Error> {
    match request.parts.method {
        http::Method::POST => Ok(()),
        http::Method::GET if !json => Ok(()),
        _ if json => Err(Error::method_not_allowed("JSON 1.1 has POST only.")),
        _ => Err(Error::method_not_allowed(
            "The Query protocol has GET and POST only.",
        )),
    }
}

/// What a request says it wants, before anybody is known to have said it.
struct Called {
    asked: Option<Service>,
    action: Option<SmolStr>,
    params: Params,
}

fn called(request: &Request, settings: &Settings) -> Result<Called, Error> {
    match request.target() {
        Some(target) => called_by_target(request, target, settings),
        None => called_by_params(request, settings),
    }
}

fn called_by_params(request: &Request, settings: &Settings) -> Result<Called, Error> {
    let body = if request.is_form() || request.body.is_empty() {
        &request.body[..]
    } else {
        return Err(Error::malformed_query_string(
            "The body is not application/x-www-form-urlencoded.",
        ));
    };
    let params = Params::parse(request.query(), body, settings.parameters_max)
        .map_err(|error| Error::malformed_query_string(error.to_string()))?;
    Ok(Called {
        asked: service_of_params(&params),
        action: params.get("Action").map(SmolStr::new),
        params,
    })
}

/// JSON 1.1 names service and operation in `X-Amz-Target`, as `AWSOrganizationsV20161128.ListRoots`.
fn called_by_target(request: &Request, target: &str, settings: &Settings) -> Result<Called, Error> {
    let (prefix, action) = target.split_once('.').unwrap_or_default();
    let services = Service::ALL.into_iter();
    let asked = services
        .filter(|service| service.speaks_json())
        .find(|service| service.namespace() == prefix);
    let Some(service) = asked else {
        return Err(Error::invalid_action(""));
    };
    let unreadable = |text: String| Error::serialization(text);
    if !request.is_json() {
        return Err(unreadable(
            "the body is not application/x-amz-json-1.1".to_owned(),
        ));
    }
    let model = ops::model(service).and_then(|model| model.operation(action));
    let params = match model {
        Some(operation) => wire::json::params(operation, &request.body, settings.parameters_max)
            .map_err(|error| unreadable(error.to_string()))?,
        None => Params::default(),
    };
    Ok(Called {
        asked: Some(service),
        action: Some(SmolStr::new(action)),
        params,
    })
}

/// The service that the Version parameter names.
fn service_of_params(params: &Params) -> Option<Service> {
    let version = params.get("Version")?;
    Service::ALL
        .into_iter()
        .filter(|service| !service.speaks_json())
        .find(|service| service.version() == version)
}

/// The service whose protocol and namespace a refusal is written in, however little of the request can be read: the one that is asked
/// for, else the one that it is signed for.
fn spoken_to(
    claim: Result<&Option<Claim>, &sigv4::Error>,
    called: Result<&Called, &Error>,
) -> Option<Service> {
    let asked = called.ok().and_then(|called| called.asked);
    asked.or_else(|| signed_for(claim.ok()?.as_ref()?))
}

fn signed_for(claim: &Claim) -> Option<Service> {
    Service::ALL
        .into_iter()
        .find(|service| service.name() == claim.scope.service)
}

/// The service that the request is signed for. A call to another service, or another region than AWS has, is refused.
fn service_of_scope(
    claim: &Claim,
    asked: Option<Service>,
    action: Option<&str>,
) -> Result<Service, Error> {
    let service = signed_for(claim);
    let has = |service| action.is_some_and(|action| ops::row(service, action).is_some());
    let agrees = |service: &Service| match asked {
        Some(asked) if asked == *service => true,
        // A call of the service's own under another service's version is spoken to this one all the same.
        Some(asked) => !asked.speaks_json() && has(*service) && !has(asked),
        // A call of a JSON service says so in its header.
        None => !service.speaks_json(),
    };
    let Some(service) = service.filter(agrees) else {
        return Err(wrong_service(asked.or(service).unwrap_or(Service::Iam)));
    };
    if !region::known(&claim.scope.region) {
        return Err(Error::signature_does_not_match(
            "Credential should be scoped to a valid region.",
        ));
    }
    Ok(service)
}

fn wrong_service(service: Service) -> Error {
    Error::signature_does_not_match(format!(
        "Credential should be scoped to correct service: '{}'.",
        service.name()
    ))
}

fn missing_token() -> Error {
    Error::missing_authentication_token("Request is missing Authentication Token")
}

/// Every constraint of the model.
fn validate(service: Service, row: Row, params: &Params) -> Result<(), Error> {
    match ops::model(service).and_then(|model| model.operation(row.name)) {
        Some(model) => {
            wire::validate(model, params).map_err(|invalid| match service.speaks_json() {
                true => Error::invalid_in_json(&invalid),
                false => Error::from(invalid),
            })
        }
        None => Ok(()),
    }
}

/// The operation's row; names that AWS does not have and those that this version does not have are told apart.
fn known_operation(
    service: Service,
    row: Option<Row>,
    action: Option<&str>,
    params: &Params,
) -> Result<Row, Error> {
    let action = action.unwrap_or_default();
    let version = match service.speaks_json() {
        true => service.version(),
        false => params.get("Version").unwrap_or("NO_VERSION_SPECIFIED"),
    };
    if version != service.version() {
        return Err(Error::invalid_action(format!(
            "Could not find operation {action} for version {version}"
        )));
    }
    if let Some(row) = row {
        return Ok(row);
    }
    match ops::model(service).and_then(|model| model.operation(action)) {
        Some(_) => Err(Error::not_implemented(format!(
            "{action} is an operation of AWS that this version of Portcullis does not have; docs/coverage.md lists them"
        ))),
        None => Err(Error::invalid_action(format!(
            "Could not find operation {action} for version {version}"
        ))),
    }
}
