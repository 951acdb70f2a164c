//! Condition keys of every request, ready to be put into a context.

/// A condition key in AWS's spelling, and in the lower case by which it is found (C-2).
///
/// ```
/// let mut cx = policy::Context::new();
/// cx.insert_known(policy::Key::SOURCE_IP, "203.0.113.7");
/// assert!(cx.get("aws:sourceip").is_some());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    pub(crate) name: &'static str,
    pub(crate) lower: &'static str,
}

macro_rules! keys {
    ($($constant:ident: $name:literal, $lower:literal;)*) => {
        impl Key {
            $(
                #[doc = concat!("`", $name, "`.")]
                pub const $constant: Key = Key::new($name, $lower);
            )*
        }
    };
}

keys! {
    ASSUMED_ROOT: "aws:AssumedRoot", "aws:assumedroot";
    CURRENT_TIME: "aws:CurrentTime", "aws:currenttime";
    EPOCH_TIME: "aws:EpochTime", "aws:epochtime";
    MULTI_FACTOR_AUTH_AGE: "aws:MultiFactorAuthAge", "aws:multifactorauthage";
    MULTI_FACTOR_AUTH_PRESENT: "aws:MultiFactorAuthPresent", "aws:multifactorauthpresent";
    PRINCIPAL_ACCOUNT: "aws:PrincipalAccount", "aws:principalaccount";
    PRINCIPAL_ARN: "aws:PrincipalArn", "aws:principalarn";
    PRINCIPAL_IS_AWS_SERVICE: "aws:PrincipalIsAWSService", "aws:principalisawsservice";
    PRINCIPAL_SERVICE_NAME: "aws:PrincipalServiceName", "aws:principalservicename";
    PRINCIPAL_TYPE: "aws:PrincipalType", "aws:principaltype";
    REFERER: "aws:Referer", "aws:referer";
    REQUESTED_REGION: "aws:RequestedRegion", "aws:requestedregion";
    RESOURCE_ACCOUNT: "aws:ResourceAccount", "aws:resourceaccount";
    SECURE_TRANSPORT: "aws:SecureTransport", "aws:securetransport";
    SOURCE_IDENTITY: "aws:SourceIdentity", "aws:sourceidentity";
    SOURCE_IP: "aws:SourceIp", "aws:sourceip";
    TOKEN_ISSUE_TIME: "aws:TokenIssueTime", "aws:tokenissuetime";
    USER_AGENT: "aws:UserAgent", "aws:useragent";
    USER_ID: "aws:userid", "aws:userid";
    USER_NAME: "aws:username", "aws:username";
    VIA_AWS_SERVICE: "aws:ViaAWSService", "aws:viaawsservice";
}

impl Key {
    /// Does not compile where `lower` is not `name` in lower case.
    const fn new(name: &'static str, lower: &'static str) -> Key {
        let (spelled, letters) = (name.as_bytes(), lower.as_bytes());
        assert!(spelled.len() == letters.len());
        let mut at = 0;
        while at < letters.len() {
            assert!(spelled[at].to_ascii_lowercase() == letters[at]);
            at += 1;
        }
        Key { name, lower }
    }
}
