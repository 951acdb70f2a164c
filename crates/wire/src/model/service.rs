//! A service: its operations and errors by name.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::load;
use super::shape::Shape;

/// The API of one service.
#[derive(Debug)]
pub struct Service {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) namespace: String,
    pub(super) operations: BTreeMap<String, Operation>,
    pub(super) statuses: BTreeMap<String, u16>,
}

/// One call of a service.
#[derive(Debug)]
pub struct Operation {
    /// Its name, as `Action` says it.
    pub name: String,
    /// What it takes; none if it takes nothing.
    pub input: Option<Arc<Shape>>,
    /// What it answers; none if only that it was done.
    pub output: Option<Arc<Shape>>,
    /// The codes of the errors it declares, in the model's order.
    pub errors: Vec<String>,
    /// How its results are paged.
    pub paginator: Option<Paginator>,
    /// Whether it is called without a signature.
    pub unsigned: bool,
    /// Whether a name with letters that it may not have is refused in a sentence: IAM does so.
    pub sentences: bool,
}

/// How the results of an operation are paged, by names of members.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paginator {
    /// The input that says where to go on.
    pub input_token: String,
    /// The output to be given as that input.
    pub output_token: String,
    /// The input that limits a page.
    pub limit_key: Option<String>,
    /// The output that says whether there is more.
    pub more_results: Option<String>,
    /// The outputs that the pages make up together.
    pub result_keys: Vec<String>,
}

/// IAM's API.
///
/// ```
/// let create_user = wire::model::iam().operation("CreateUser").unwrap();
/// let user_name = create_user.input.as_ref().unwrap().member("UserName").unwrap();
/// assert!(user_name.required);
/// assert_eq!(wire::model::iam().error_status("NoSuchEntity"), Some(404));
/// ```
pub fn iam() -> &'static Service {
    static IAM: LazyLock<Service> = LazyLock::new(|| load::service(include_str!("iam.json")));
    &IAM
}

/// The API of AWS Organizations, which speaks JSON 1.1: its namespace is what `X-Amz-Target` begins with.
pub fn organizations() -> &'static Service {
    static ORGANIZATIONS: LazyLock<Service> =
        LazyLock::new(|| load::service(include_str!("organizations.json")));
    &ORGANIZATIONS
}

/// STS's API.
pub fn sts() -> &'static Service {
    static STS: LazyLock<Service> = LazyLock::new(|| load::service(include_str!("sts.json")));
    &STS
}

impl Service {
    /// The name that stands in the credential scope: `iam`, `organizations`, `sts`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The `Version` that callers give.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The XML namespace of its answers; of JSON services the prefix of their targets.
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// The operation of this name.
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.get(name)
    }

    /// All operations in the order of names.
    pub fn operations(&self) -> impl ExactSizeIterator<Item = &Operation> {
        self.operations.values()
    }

    /// The HTTP status of an error code that this service declares, or that every service has.
    pub fn error_status(&self, code: &str) -> Option<u16> {
        let common = || {
            COMMON_ERRORS
                .iter()
                .find(|(name, _)| *name == code)
                .map(|(_, status)| *status)
        };
        self.statuses.get(code).copied().or_else(common)
    }
}

/// Errors of every service (spec 7.10), sorted.
const COMMON_ERRORS: &[(&str, u16)] = &[
    ("AccessDenied", 403),
    ("ExpiredToken", 403),
    ("IncompleteSignature", 400),
    ("InternalFailure", 500),
    ("InvalidAction", 400),
    ("InvalidClientTokenId", 403),
    ("InvalidParameterCombination", 400),
    ("InvalidParameterValue", 400),
    ("MalformedInput", 400),
    ("MalformedQueryString", 400),
    ("MissingAction", 400),
    ("MissingAuthenticationToken", 403),
    ("MissingParameter", 400),
    ("RequestEntityTooLarge", 413),
    ("ServiceUnavailable", 503),
    ("SignatureDoesNotMatch", 403),
    ("Throttling", 400),
    ("ValidationError", 400),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_errors_are_sorted_and_no_service_contradicts_them() {
        assert!(COMMON_ERRORS.is_sorted_by(|a, b| a.0 < b.0));
        for (code, status) in COMMON_ERRORS {
            for service in [iam(), sts()] {
                assert_eq!(
                    service.error_status(code),
                    Some(*status),
                    "{code} in {}",
                    service.name()
                );
            }
        }
        assert_eq!(iam().error_status("NoSuchCode"), None);
    }

    #[test]
    fn the_models_are_those_of_the_specification() {
        assert_eq!(
            (iam().operations().len(), sts().operations().len()),
            (180, 11)
        );
        assert_eq!(
            (
                organizations().operations().len(),
                organizations().version(),
                organizations().namespace()
            ),
            (63, "2016-11-28", "AWSOrganizationsV20161128")
        );
        assert_eq!(
            (iam().version(), sts().version()),
            ("2010-05-08", "2011-06-15")
        );
        assert_eq!(
            sts().namespace(),
            "https://sts.amazonaws.com/doc/2011-06-15/"
        );
        let unsigned: Vec<_> = sts()
            .operations()
            .filter(|op| op.unsigned)
            .map(|op| op.name.as_str())
            .collect();
        assert_eq!(
            unsigned,
            ["AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"]
        );
        assert!(!iam().operations().any(|operation| operation.unsigned));
        let pages = iam()
            .operation("ListPolicies")
            .unwrap()
            .paginator
            .as_ref()
            .unwrap();
        assert_eq!(
            (pages.input_token.as_str(), pages.result_keys.as_slice()),
            ("Marker", &["Policies".to_owned()][..])
        );
        assert_eq!(
            iam()
                .operation("DeleteConflict")
                .map(|operation| &operation.name),
            None
        );
    }

    /// Spec 12.5, and 7.10 for STS.
    #[test]
    fn declared_errors_have_the_specifications_statuses() {
        let iam_rows = "ConcurrentModification 409 DeleteConflict 409 DuplicateCertificate 409 DuplicateSSHPublicKey 400 \
            EntityAlreadyExists 409 EntityTemporarilyUnmodifiable 409 FeatureDisabled 404 FeatureEnabled 409 \
            InvalidAuthenticationCode 403 InvalidCertificate 400 InvalidInput 400 InvalidPublicKey 400 \
            InvalidUserType 400 KeyPairMismatch 400 LimitExceeded 409 MalformedCertificate 400 \
            MalformedPolicyDocument 400 NoSuchEntity 404 NotSupportedService 404 OpenIdIdpCommunicationError 400 \
            PasswordPolicyViolation 400 PolicyEvaluation 500 PolicyNotAttachable 400 ReportExpired 410 \
            ReportGenerationLimitExceeded 409 ReportInProgress 404 ReportNotPresent 410 ServiceFailure 500 \
            UnmodifiableEntity 400 UnrecognizedPublicKeyEncoding 400";
        let sts_rows = "ExpiredTokenException 400 IDPCommunicationError 400 IDPRejectedClaim 403 \
            InvalidAuthorizationMessageException 400 InvalidIdentityToken 400 JWTPayloadSizeExceededException 400 \
            MalformedPolicyDocument 400 OutboundWebIdentityFederationDisabledException 403 PackedPolicyTooLarge 400 \
            RegionDisabledException 403 SessionDurationEscalationException 403 ExpiredTradeInTokenException 400";
        for (service, rows) in [(iam(), iam_rows), (sts(), sts_rows)] {
            let words: Vec<_> = rows.split_whitespace().collect();
            for row in words.chunks(2) {
                assert_eq!(service.error_status(row[0]), row[1].parse().ok(), "{row:?}");
            }
        }
    }
}
