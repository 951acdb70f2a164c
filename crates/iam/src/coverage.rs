//! Which operations of AWS's models are here: the text of `docs/coverage.md`.

use crate::operation::Service;
use crate::ops;
use std::fmt::Write;

const HEADING: &str = "\
# Coverage

Made by `cargo xtask coverage`; a test fails when it is out of date.

*Real*: validated, authorized and carried out as AWS documents. *Record*: validated, authorized, kept and shown; what it does at AWS cannot happen here. *Absent*: the reply is `NotImplemented` (501), after authentication; nothing is pretended.
";

/// What is not as a reader of AWS's documentation would expect of an operation that is real.
const NOTES: &[(&str, &str)] = &[
    (
        "AcceptDelegationRequest",
        "the root approves four hours at most; delegated credentials cannot approve; in a wrong state `ValidationError`, since AWS declares no `InvalidInput` for it; texts of refusals are our own",
    ),
    (
        "AcquireRole",
        "services of AWS own the role templates, and none is here: validated, authorized, and answered as where there is no such template; the permissions on the role to be made are asked as `iam:CreateRole` on `role/*`",
    ),
    (
        "AssociateDelegationRequest",
        "whoever has the id of a request that nobody owns may make it his own, unless a policy denies it; texts of refusals are our own",
    ),
    (
        "AssumeRole",
        "`ProvidedContexts` are authorized and then refused: only AWS can open them; packed size is our own measure (U30); `SessionTokenUtilization` is of the longest token that is taken here, 32 KiB",
    ),
    (
        "AssumeRoleWithSAML",
        "signatures by SHA-1, RSA keys under 2048 bits and RSA PKCS #1 v1.5 key transport are refused; packed size is our own measure (U30); `SessionTokenUtilization` is of the longest token that is taken here, 32 KiB",
    ),
    (
        "AssumeRoleWithWebIdentity",
        "tokens of the issuers that the account knows, by keys fetched over HTTPS or read from a file; the issuers that AWS has built in, and `ProviderId`, are refused; packed size is our own measure (U30)",
    ),
    (
        "AssumeRoot",
        "sessions of the IAM tasks do what AWS documents; those that unlock S3 and SQS resources are for services that decide by Portcullis; a request that was sent to `sts.amazonaws.com` is refused, every other name is a regional endpoint",
    ),
    (
        "CreateDelegationRequest",
        "at AWS for product providers only, here for every account with permission; the policy template is a managed policy of the account that asks, or of AWS, and its `@{Name}` are filled in when the request is made; no `ConsoleDeepLink`; the notification channel is a record: `portcullis delegations` shows what would be published (docs/decisions/0014)",
    ),
    (
        "CreateLoginProfile",
        "passwords are kept as argon2id hashes and held against the account's policy; there is no console to sign in to; in a session of AssumeRoot it lets the root have a password again, and nothing is mailed",
    ),
    (
        "CreateOpenIDConnectProvider",
        "no thumbprint is fetched where none is given; ports in URLs are taken",
    ),
    (
        "CreateSAMLProvider",
        "RSA keys of certificates have 2048 bits or more; `ValidUntil` is what the metadata say, else a hundred years from then",
    ),
    (
        "CreateServiceLinkedRole",
        "for the services whose role name, principal and policy AWS documents; the descriptions that services give their roles are not told",
    ),
    (
        "CreateServiceSpecificCredential",
        "a record: no service here takes them; for Bedrock, Keyspaces, CodeCommit and CloudWatch Logs",
    ),
    (
        "CreateVirtualMFADevice",
        "the QR code says what AWS documents: `otpauth://totp/DEVICE@ACCOUNT?secret=SEED`, with the account's id",
    ),
    (
        "DecodeAuthorizationMessage",
        "opens messages that services which decide by Portcullis seal; denials of IAM and STS carry none, as on AWS",
    ),
    (
        "DeleteServerCertificate",
        "whether a load balancer serves with it is not known",
    ),
    (
        "DeleteServiceLinkedRole",
        "the role goes at once: what a service still uses it for is not known here, except that an organization with all features needs that of Organizations",
    ),
    (
        "DeleteVirtualMFADevice",
        "in a session of AssumeRoot for the devices that the root has or had last",
    ),
    (
        "EnableMFADevice",
        "virtual devices, and the hardware tokens that the operator registered (`portcullis mfa-device`); `iam:FIDO-…` and `iam:RegisterSecurityKey` are never there, since security keys are registered by the operator; the root gives its own name as `root`, since `UserName` is required",
    ),
    (
        "EnableOrganizationsRootCredentialsManagement",
        "by the management account alone, as the errors that AWS declares have it; what it enables is AssumeRoot",
    ),
    (
        "EnableOrganizationsRootSessions",
        "by the management account alone, as the errors that AWS declares have it; what it enables is AssumeRoot",
    ),
    (
        "GenerateOrganizationsAccessReport",
        "the job is done a second later; an account keeps its last 1,000; what is not in the organization fails when it is fetched",
    ),
    (
        "GenerateServiceLastAccessedDetails",
        "the job is done at once; an account keeps its last 1,000",
    ),
    (
        "GetAccessKeyInfo",
        "accounts that are not here are not told, even if the id encodes one",
    ),
    (
        "GetAccountAuthorizationDetails",
        "of AWS managed policies in use, the default version alone",
    ),
    (
        "GetAccountSummary",
        "`PolicyVersionsInUse` is every version of the account's own policies and one of each AWS managed policy that it uses; `AccountPasswordPresent` tells whether the root may have one",
    ),
    (
        "GetCredentialReport",
        "tells of the credentials as they are when it is fetched; nobody signs in with a password; without the column `additional_credentials_info`",
    ),
    (
        "GetDelegatedAccessToken",
        "a token is good once (U31); the session is the approver's, within the request's policy and the approver's own session policies, until the time counted from `SendDelegationToken` is over, and without MFA; packed size is our own measure (U30)",
    ),
    (
        "GetDelegationRequest",
        "the permission check is made at once: each action on each resource as the policy writes them, `UNSURE` where there are conditions, exceptions or wildcards in actions; `RequestorName` is the account's name; requests are forgotten 30 days after they expired",
    ),
    (
        "GetFederationToken",
        "packed size is our own measure (U30); `SessionTokenUtilization` is of the longest token that is taken here, 32 KiB",
    ),
    (
        "GetHumanReadableSummary",
        "a fixed English text made from the request alone, by no language model; `NOT_SUPPORTED` for other languages",
    ),
    (
        "GetMFADevice",
        "AWS documents it for security keys alone; here devices of every kind are shown. `Certifications` are what the operator stated of a security key",
    ),
    (
        "GetOrganizationsAccessReport",
        "uses are those of IAM, STS and Organizations here, by users and roles that are there still; made when it is fetched",
    ),
    (
        "GetPolicy",
        "AWS managed policies are those of a dated collection, without id and description",
    ),
    (
        "GetPolicyVersion",
        "documents of AWS managed policies are without the white space that AWS writes",
    ),
    (
        "GetRoleTemplateVersion",
        "services of AWS own the role templates, and none is here: validated, authorized, and answered as where there is no such template",
    ),
    (
        "GetServiceLastAccessedDetails",
        "uses are those of IAM and STS here; made when it is fetched",
    ),
    (
        "GetSessionToken",
        "`SessionTokenUtilization` is of the longest token that is taken here, 32 KiB",
    ),
    (
        "GetUser",
        "`PasswordLastUsed` is never told: nobody signs in with a password",
    ),
    (
        "GetWebIdentityToken",
        "signed for real, by keys of the account that are made on first use and replaced after 90 days; the documents that outsiders need are served under `--public-url`; a request that was sent to `sts.amazonaws.com` is refused",
    ),
    (
        "ListMFADevices",
        "the root's own devices have the user name `root`",
    ),
    (
        "ListPolicies",
        "AWS managed policies are those of a dated collection, without their ids",
    ),
    (
        "ListPolicyVersions",
        "no dates for some older versions of AWS managed policies: no source tells them",
    ),
    (
        "PutAccountProperties",
        "a record: any `Namespace/PropertyName` is kept and shown, nothing acts on it",
    ),
    ("ResyncMFADevice", "the root gives its own name as `root`"),
    (
        "SendDelegationToken",
        "nothing is published: the account that asked fetches the token with `portcullis delegations`",
    ),
    (
        "SetSecurityTokenServicePreferences",
        "a record: the version is kept and told; tokens are good in every region",
    ),
    (
        "SimulateCustomPolicy",
        "`EvalResourceName` is the resource itself, or `*` for several: no source tells AWS's templates; texts of `InvalidInput` about single inputs are our own",
    ),
    (
        "SimulatePrincipalPolicy",
        "as SimulateCustomPolicy; inline policies are named `user_NAME_POLICY` and alike (U34)",
    ),
    ("UploadSSHPublicKey", "a record: CodeCommit is not here"),
    (
        "UploadServerCertificate",
        "certificate and key are read and held against each other; issuers of a chain are compared by name, not by signature; P-521 is refused",
    ),
    (
        "UploadSigningCertificate",
        "a record: SOAP services that take such signatures are not here",
    ),
];

/// The same for Organizations, whose operations share names with IAM's.
const ORGANIZATIONS_NOTES: &[(&str, &str)] = &[
    (
        "CloseAccount",
        "credentials of a closed account end at once; nothing is deleted after 90 days, and its management account may take it out",
    ),
    (
        "CreateAccount",
        "succeeds one second after it was asked for; an address is kept, nothing is mailed",
    ),
    (
        "CreateGovCloudAccount",
        "a record: refused, since no account here has one in GovCloud",
    ),
    (
        "CreateOrganization",
        "the management account has an address only if it has one",
    ),
    (
        "CreatePolicy",
        "service and resource control policies bind every call; policies of other types are kept, inherited and merged, and bind nothing; of their content only the name at the top is held against AWS's documentation",
    ),
    (
        "DescribeEffectivePolicy",
        "merged at the moment of the call",
    ),
    (
        "DescribeResponsibilityTransfer",
        "a record: there is never one to find, since nothing is billed",
    ),
    (
        "EnableAWSServiceAccess",
        "a record: no such service runs here; it lets accounts be registered as administrators, and IAM see to the roots of members; services are those that have actions, and those that the operator registered: no list of AWS's says which take part",
    ),
    (
        "EnableAllFeatures",
        "accounts that the organization made and that deleted the role of Organizations are not asked to have it again",
    ),
    (
        "InviteAccountToOrganization",
        "accounts of this server only, by an address where an organization gave them one; nothing is mailed",
    ),
    (
        "InviteOrganizationToTransferResponsibility",
        "a record: refused, since nothing is billed",
    ),
    (
        "ListAccountsWithInvalidEffectivePolicy",
        "a record: always empty",
    ),
    (
        "ListEffectivePolicyValidationErrors",
        "a record: always empty",
    ),
    (
        "ListInboundResponsibilityTransfers",
        "a record: always empty, since nothing is billed",
    ),
    (
        "ListOutboundResponsibilityTransfers",
        "a record: always empty, since nothing is billed",
    ),
    (
        "PutResourcePolicy",
        "accounts that are not here may be named, users and roles may not",
    ),
    (
        "TerminateResponsibilityTransfer",
        "a record: there is never one to find, since nothing is billed",
    ),
    (
        "UpdateResponsibilityTransfer",
        "a record: there is never one to find, since nothing is billed",
    ),
];

/// How notes on operations begin that have no effect here beyond what they keep and show.
const RECORD: &str = "a record: ";

/// `docs/coverage.md`: every operation of IAM's, STS's and Organizations' models, and whether it is here.
///
/// ```
/// let text = iam::coverage();
/// assert!(text.contains("| CreateUser | real |"));
/// ```
#[must_use]
pub fn coverage() -> String {
    let mut text = HEADING.to_owned();
    for (service, title) in [
        (Service::Iam, "IAM"),
        (Service::Sts, "STS"),
        (Service::Organizations, "Organizations"),
    ] {
        let Some(model) = ops::model(service) else {
            continue;
        };
        let mut names: Vec<&str> = model
            .operations()
            .map(|operation| operation.name.as_ref())
            .collect();
        names.sort_unstable();
        let answered = names
            .iter()
            .filter(|name| ops::row(service, name).is_some())
            .count();
        write!(
            text,
            "\n## {title}: {answered} of {}\n\n| operation | here | notes |\n| --- | --- | --- |\n",
            names.len()
        )
        .expect("writing to a string");
        for name in names {
            let notes = match service {
                Service::Organizations => ORGANIZATIONS_NOTES,
                Service::Iam | Service::Sts | Service::Portcullis => NOTES,
            };
            let note = notes
                .iter()
                .find(|(of, _)| *of == name)
                .map_or("", |(_, note)| *note);
            let (here, note) = match (ops::row(service, name), note.strip_prefix(RECORD)) {
                (None, _) => ("absent", ""),
                (Some(_), Some(why)) => ("record", why),
                (Some(_), None) => ("real", note),
            };
            writeln!(text, "| {name} | {here} | {note} |").expect("writing to a string");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_sorted_and_about_operations_that_are_here() {
        assert!(NOTES.is_sorted_by_key(|(name, _)| *name));
        assert!(ORGANIZATIONS_NOTES.is_sorted_by_key(|(name, _)| *name));
        for (name, _) in ORGANIZATIONS_NOTES {
            assert!(ops::row(Service::Organizations, name).is_some(), "{name}");
        }
        for (name, _) in NOTES {
            assert!(
                Service::ALL
                    .iter()
                    .any(|service| ops::row(*service, name).is_some()),
                "{name}"
            );
        }
    }
}
