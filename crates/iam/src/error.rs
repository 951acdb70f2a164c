//! Refusals, in AWS's codes and words.

use crate::event::Event;
use crate::work::Work;
use policy::Refusal;
use wire::Violation;

/// A refusal as the caller is told it: AWS's code, its HTTP status and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// AWS's error code, such as `NoSuchEntity`.
    pub code: &'static str,
    /// HTTP status.
    pub status: u16,
    /// AWS's text; names the thing, never a secret.
    pub message: String,
    /// The text for logs, where the caller's own holds what no log may: an external id, say.
    pub(crate) logged: Option<Box<str>>,
    /// For the operator's log, where a policy refused: the decisive clause, masked.
    pub(crate) clause: Option<Box<str>>,
    /// What happened all the same: a failed one-time code counts (S-33).
    pub(crate) events: Vec<Event>,
    /// Not a refusal at all: what must be done before the request can be decided.
    pub(crate) work: Option<Box<Work>>,
    /// The reason that some services give beside the code.
    pub(crate) reason: Option<&'static Reason>,
}

/// Why, in one word of AWS's: `INVALID_PATTERN`. Behind a pointer, so that errors stay small.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reason(pub &'static str);

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident = $code:literal $status:literal;)*) => {
        impl Error {
            $($(#[$doc])* pub(crate) fn $name(message: impl Into<String>) -> Error {
                Error { code: $code, status: $status, message: message.into(), logged: None, clause: None, events: Vec::new(), work: None, reason: None }
            })*
        }
    };
}

// Codes and statuses of spec §7.10 and §12.5.
refusals! {
    /// The account does not see to the roots of its organization.
    account_not_administrator = "AccountNotManagementOrDelegatedAdministratorException" 400;
    /// Policy, trust, session restriction.
    access_denied = "AccessDenied" 403;
    /// The account does not manage its organization.
    caller_is_not_management_account = "CallerIsNotManagementAccountException" 400;
    /// Something still refers to the entity.
    delete_conflict = "DeleteConflict" 409;
    /// The same certificate is a user's already.
    duplicate_certificate = "DuplicateCertificate" 409;
    /// The user has the same SSH public key already.
    duplicate_ssh_public_key = "DuplicateSSHPublicKey" 400;
    /// The name is taken.
    entity_already_exists = "EntityAlreadyExists" 409;
    /// The token of a delegation request that can no longer be exchanged.
    expired_trade_in_token = "ExpiredTradeInTokenException" 400;
    /// A web identity token or an assertion is past its expiry.
    expired_foreign_token = "ExpiredTokenException" 400;
    /// The identity provider could not be asked for its keys.
    idp_communication_error = "IDPCommunicationError" 400;
    /// The identity provider says what cannot be accepted.
    idp_rejected_claim = "IDPRejectedClaim" 403;
    /// No such operation on this endpoint.
    invalid_action = "InvalidAction" 400;
    /// The key or token is unknown.
    invalid_client_token_id = "InvalidClientTokenId" 403;
    /// One-time codes that the device does not show.
    invalid_authentication_code = "InvalidAuthenticationCode" 403;
    /// A message that this account's STS did not encode.
    invalid_authorization_message = "InvalidAuthorizationMessageException" 400;
    /// A web identity token or an assertion that cannot be used.
    invalid_identity_token = "InvalidIdentityToken" 400;
    /// What is to be imported is readable and cannot come to be.
    import_refused = "ImportRefused" 409;
    /// A parameter makes no sense to the operation.
    invalid_input = "InvalidInput" 400;
    /// Session tags that contradict each other (S-40).
    invalid_parameter_value = "InvalidParameterValue" 400;
    /// A certificate that cannot be used.
    invalid_certificate = "InvalidCertificate" 400;
    /// A public key that cannot be used.
    invalid_public_key = "InvalidPublicKey" 400;
    /// A private key that is not the certificate's.
    key_pair_mismatch = "KeyPairMismatch" 400;
    /// An account feature that is off.
    feature_disabled = "FeatureDisabled" 404;
    /// An account feature that is on already.
    feature_enabled = "FeatureEnabled" 409;
    /// A token for outside with more in it than fits.
    jwt_payload_size_exceeded = "JWTPayloadSizeExceededException" 400;
    /// No tokens for outside are issued by this account.
    outbound_disabled = "OutboundWebIdentityFederationDisabledException" 403;
    /// A token that would outlive the session that asks for it.
    session_duration_escalation = "SessionDurationEscalationException" 403;
    /// A quota is reached.
    limit_exceeded = "LimitExceeded" 409;
    /// What is to be imported is not in the form that the AWS CLI prints.
    malformed_import = "MalformedImport" 400;
    /// What is not a certificate, or not a chain of them.
    malformed_certificate = "MalformedCertificate" 400;
    /// A policy document that AWS would refuse.
    malformed_policy_document = "MalformedPolicyDocument" 400;
    /// The body or query string is not what the protocol says.
    malformed_query_string = "MalformedQueryString" 400;
    /// The Query protocol has GET and POST.
    method_not_allowed = "MethodNotAllowed" 405;
    /// Nothing was signed.
    missing_authentication_token = "MissingAuthenticationToken" 403;
    /// Only users have a password to change.
    invalid_user_type = "InvalidUserType" 400;
    /// The entity does not exist.
    no_such_entity = "NoSuchEntity" 404;
    /// An operation of AWS that this version does not have; `docs/coverage.md` lists them.
    not_implemented = "NotImplemented" 501;
    /// The service has no credentials of its own.
    not_supported_service = "NotSupportedService" 404;
    /// The account has no organization.
    organization_not_found = "OrganizationNotFoundException" 400;
    /// The organization is for billing alone.
    organization_not_in_all_features_mode = "OrganizationNotInAllFeaturesModeException" 400;
    /// Session policies and tags beyond the packed size (S-45).
    packed_policy_too_large = "PackedPolicyTooLarge" 400;
    /// A password that the account's policy does not let pass.
    password_policy_violation = "PasswordPolicyViolation" 400;
    /// A policy that only the role of its service may have.
    policy_not_attachable = "PolicyNotAttachable" 400;
    /// Too many reports are being made.
    report_generation_limit_exceeded = "ReportGenerationLimitExceeded" 409;
    /// The organization does not let the service in.
    service_access_not_enabled = "ServiceAccessNotEnabledException" 400;
    /// Something of ours went wrong.
    service_failure = "ServiceFailure" 500;
    /// A JSON body that is not as the model has it.
    serialization = "SerializationException" 400;
    /// The credential report is older than four hours.
    report_expired = "ReportExpired" 410;
    /// No credential report was generated.
    report_not_present = "ReportNotPresent" 410;
    /// Signature, scope or freshness.
    signature_does_not_match = "SignatureDoesNotMatch" 403;
    /// Only the service that owns the role may change it.
    unmodifiable_entity = "UnmodifiableEntity" 400;
    /// A public key in no form that is known.
    unrecognized_public_key_encoding = "UnrecognizedPublicKeyEncoding" 400;
    /// Parameters that break the model's or the operation's constraints.
    validation_error = "ValidationError" 400;
}

impl Error {
    /// The same refusal with the decisive clause for the operator's log.
    pub(crate) fn explained(mut self, clause: String) -> Error {
        self.clause = Some(clause.into());
        self
    }

    /// The decision waits for this work; a caller is told so only if nobody does it.
    pub(crate) fn needs(work: Work) -> Error {
        let mut error = Error::service_failure("The request needs work that was not done.");
        error.work = Some(Box::new(work));
        error
    }

    /// The same refusal with what happened all the same.
    pub(crate) fn after(mut self, event: Event) -> Error {
        self.events.push(event);
        self
    }
}

/// What JSON services call the refusals that all services share.
const JSON_CODES: &[(&str, &str)] = &[
    ("AccessDenied", "AccessDeniedException"),
    ("ExpiredToken", "ExpiredTokenException"),
    ("IncompleteSignature", "IncompleteSignatureException"),
    ("InternalFailure", "ServiceException"),
    ("InvalidAction", "UnknownOperationException"),
    ("InvalidClientTokenId", "UnrecognizedClientException"),
    ("MalformedInput", "SerializationException"),
    (
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
    ),
    ("ServiceFailure", "ServiceException"),
    ("SignatureDoesNotMatch", "InvalidSignatureException"),
    ("Throttling", "TooManyRequestsException"),
    ("ValidationError", "InvalidInputException"),
];

/// Why Organizations refuses a value, and its words: those of its API reference.
fn reason(kind: Violation) -> Option<(&'static Reason, &'static str)> {
    Some(match kind {
        Violation::Type => return None,
        Violation::Required => (
            &Reason("INPUT_REQUIRED"),
            "You must include a value for all required parameters.",
        ),
        Violation::Longer => (
            &Reason("MAX_LENGTH_EXCEEDED"),
            "You provided a string parameter that is longer than allowed.",
        ),
        Violation::Shorter => (
            &Reason("MIN_LENGTH_EXCEEDED"),
            "You provided a string parameter that is shorter than allowed.",
        ),
        Violation::Larger => (
            &Reason("MAX_VALUE_EXCEEDED"),
            "You provided a numeric parameter that has a larger value than allowed.",
        ),
        Violation::Smaller => (
            &Reason("MIN_VALUE_EXCEEDED"),
            "You provided a numeric parameter that has a smaller value than allowed.",
        ),
        Violation::Pattern => (
            &Reason("INVALID_PATTERN"),
            "You provided a value that does not match the required pattern.",
        ),
        Violation::Enum => (&Reason("INVALID_ENUM"), "You specified an invalid value."),
        Violation::Element => (
            &Reason("INVALID_LIST_MEMBER"),
            "You provided a list to a parameter that contains at least one invalid value.",
        ),
    })
}

impl Error {
    /// The same refusal in the words of JSON services: their codes end in `Exception`, and all refusals are 400.
    pub(crate) fn told_in_json(mut self) -> Error {
        if let Some((_, code)) = JSON_CODES.iter().find(|(code, _)| *code == self.code) {
            self.code = code;
        }
        if self.status < 500 {
            self.status = 400;
        }
        self
    }

    /// The same refusal in the words of STS, which calls faults of its own otherwise than IAM (7.10).
    pub(crate) fn told_by_sts(mut self) -> Error {
        if self.code == "ServiceFailure" {
            self.code = "InternalFailure";
        }
        self
    }

    /// The refusal of a value that breaks the model of a JSON service.
    pub(crate) fn invalid_in_json(invalid: &wire::Invalid) -> Error {
        let Some((reason, message)) = reason(invalid.kind) else {
            return Error::serialization(invalid.message.clone());
        };
        Error {
            reason: Some(reason),
            logged: Some(invalid.logged().into()),
            ..Error::validation_error(message)
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Error {
        Error::malformed_policy_document(refusal.message)
    }
}

impl From<sigv4::Error> for Error {
    fn from(error: sigv4::Error) -> Error {
        Error {
            code: error.code(),
            status: error.status(),
            message: error.message(),
            logged: None,
            clause: None,
            events: Vec::new(),
            work: None,
            reason: None,
        }
    }
}

impl From<wire::Invalid> for Error {
    fn from(invalid: wire::Invalid) -> Error {
        Error {
            code: invalid.code,
            status: 400,
            logged: Some(invalid.logged().into()),
            message: invalid.message,
            clause: None,
            events: Vec::new(),
            work: None,
            reason: None,
        }
    }
}
