//! ARNs of what IAM and STS hold (spec §12.2).

use crate::{AccountId, Error};

/// `arn:aws:iam::A:user/path/Name`.
pub(crate) fn user(account: AccountId, path: &str, name: &str) -> String {
    entity(account, "user", path, name)
}

/// `arn:aws:iam::A:group/path/Name`.
pub(crate) fn group(account: AccountId, path: &str, name: &str) -> String {
    entity(account, "group", path, name)
}

/// `arn:aws:iam::A:role/path/Name`.
pub(crate) fn role(account: AccountId, path: &str, name: &str) -> String {
    entity(account, "role", path, name)
}

/// `arn:aws:iam::A:policy/path/Name`.
pub(crate) fn policy(account: AccountId, path: &str, name: &str) -> String {
    entity(account, "policy", path, name)
}

/// `arn:aws:iam::A:instance-profile/path/Name`.
pub(crate) fn instance_profile(account: AccountId, path: &str, name: &str) -> String {
    entity(account, "instance-profile", path, name)
}

/// `arn:aws:iam::A:server-certificate/path/Name`.
pub(crate) fn server_certificate(account: AccountId, path: &str, name: &str) -> String {
    entity(account, "server-certificate", path, name)
}

/// `arn:aws:iam::A:mfa/path/Name`: the serial number of a virtual MFA device.
pub(crate) fn mfa_device(account: AccountId, path: &str, name: &str) -> String {
    entity(account, "mfa", path, name)
}

/// `arn:aws:iam::A:u2f/user/Name/Id`, or `arn:aws:iam::A:u2f/root/Id`: the serial number of a FIDO security key.
pub(crate) fn security_key(account: AccountId, user: Option<&str>, id: &str) -> String {
    match user {
        Some(name) => format!("arn:aws:iam::{account}:u2f/user/{name}/{id}"),
        None => format!("arn:aws:iam::{account}:u2f/root/{id}"),
    }
}

/// `arn:aws:iam::A:oidc-provider/host/path`.
pub(crate) fn oidc_provider(account: AccountId, name: &str) -> String {
    format!("arn:aws:iam::{account}:oidc-provider/{name}")
}

fn entity(account: AccountId, kind: &str, path: &str, name: &str) -> String {
    format!("arn:aws:iam::{account}:{kind}{path}{name}")
}

/// `arn:aws:iam::A:saml-provider/Name`.
pub(crate) fn saml_provider(account: AccountId, name: &str) -> String {
    entity(account, "saml-provider", "/", name)
}

/// `arn:aws:iam::A:root`.
pub(crate) fn root(account: AccountId) -> String {
    format!("arn:aws:iam::{account}:root")
}

/// `arn:aws:sts::A:assumed-role/Name/Session`; a role's path is not part of it.
pub(crate) fn assumed_role(account: AccountId, role_name: &str, session_name: &str) -> String {
    format!("arn:aws:sts::{account}:assumed-role/{role_name}/{session_name}")
}

/// `arn:aws:sts::A:federated-user/Name`.
pub(crate) fn federated_user(account: AccountId, name: &str) -> String {
    format!("arn:aws:sts::{account}:federated-user/{name}")
}

/// `arn:aws:sts::A:self`: whoever calls, for `GetWebIdentityToken`.
pub(crate) fn sts_self(account: AccountId) -> String {
    format!("arn:aws:sts::{account}:self")
}

/// The account, kind, path and name of an IAM ARN: `arn:aws:iam::A:kind/path/Name`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IamArn<'a> {
    /// The text of the account field: twelve digits, or `aws`.
    pub account: &'a str,
    /// `user`, `role`, `policy`, …
    pub kind: &'a str,
    /// Path with both slashes.
    pub path: &'a str,
    /// Name after the path.
    pub name: &'a str,
}

/// Splits an IAM ARN; `None` if it is anything else.
pub(crate) fn parse_iam(arn: &str) -> Option<IamArn<'_>> {
    let rest = arn.strip_prefix("arn:aws:iam::")?;
    let (account, resource) = rest.split_once(is_colon)?;
    let kind_end = resource.find('/')?;
    let name_start = resource.rfind('/')? + 1;
    let (kind, path, name) = (
        &resource[..kind_end],
        &resource[kind_end..name_start],
        &resource[name_start..],
    );
    (!name.is_empty()).then_some(IamArn {
        account,
        kind,
        path,
        name,
    })
}

/// The account that an ARN names in its fifth field, if it names one.
pub(crate) fn owner(arn: &str) -> Option<AccountId> {
    arn.split(is_colon).nth(4)?.parse().ok()
}

/// Fields are short: looking at each character is the fastest search.
pub(crate) fn is_colon(char: char) -> bool {
    char == ':'
}

/// Refuses what cannot be the ARN of a managed policy, whether or not such a policy exists.
///
/// # Errors
/// As [`check_kind`].
pub(crate) fn check_policy(arn: &str) -> Result<(), Error> {
    check_kind(arn, "policy")
}

/// Refuses what cannot be the ARN of a thing of this kind, whether or not there is such a thing.
///
/// # Errors
/// `ValidationError` for what does not even begin as an ARN (spec §12.5); `InvalidInput` for every other text, as reports of
/// AWS's users have it for parts that are missing and for ARNs of something else.
pub(crate) fn check_kind(arn: &str, kind: &str) -> Result<(), Error> {
    if !arn.starts_with("arn:") {
        return Err(Error::validation_error(
            "Invalid ARN:  Could not be parsed!",
        ));
    }
    match parse_iam(arn) {
        Some(parsed) if parsed.kind == kind => Ok(()),
        _ => Err(Error::invalid_input(format!("ARN {arn} is not valid."))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iam_arn_splits_into_account_kind_path_and_name() {
        let parsed = parse_iam("arn:aws:iam::123456789012:role/team/app/Reader").unwrap();
        assert_eq!(
            (parsed.account, parsed.kind, parsed.path, parsed.name),
            ("123456789012", "role", "/team/app/", "Reader")
        );
        assert_eq!(
            parse_iam("arn:aws:iam::123456789012:user/Bob")
                .unwrap()
                .path,
            "/"
        );
        assert_eq!(parse_iam("arn:aws:iam::123456789012:root"), None);
        assert_eq!(
            parse_iam("arn:aws:sts::123456789012:assumed-role/a/b"),
            None
        );
    }
}
