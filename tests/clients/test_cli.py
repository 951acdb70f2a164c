"""The AWS CLI, every operation once: long lives of things, calls that do not depend on each other side by side."""

import json
import shlex

import botocore
import pytest

import idp
import issuer
from phones import Phone
from portcullis import DEV_ACCOUNT, ROOT_FOLDER
from world import ALLOW_ALL, ALLOW_S3, TRUST, arn, document

WEB_TRUST = issuer.shared().trust(arn("oidc-provider", issuer.shared().name))
DOCUMENTS = {"ALLOW": ALLOW_S3, "ALL": ALLOW_ALL, "TRUST": TRUST, "WEB": WEB_TRUST, "SAML": idp.trust()}
POLICY, ROLE, DEVICE = arn("policy", "team/read"), arn("role", "app"), arn("mfa", "phone")
SESSION = f"arn:aws:sts::{DEV_ACCOUNT}:assumed-role/app/cli"

X509 = f"file://{ROOT_FOLDER}/crates/iam/tests/x509/"

# A life is a list of waves; the calls of a wave are made side by side. A call is the command line, whose `@NAME` is a document, and
# what of the printed JSON must be so; `None` is nothing printed at all.
POLICIES_AND_USERS = [
    [
        ("create-policy --policy-name read --path /team/ --description reads --policy-document @ALLOW", {"Policy": {"Arn": POLICY, "DefaultVersionId": "v1", "AttachmentCount": 0}}),
        ("create-user --user-name ann --path /team/ --tags Key=Team,Value=red", {"User": {"Arn": arn("user", "team/ann"), "Tags": [{"Key": "Team", "Value": "red"}]}}),
        ("create-account-alias --account-alias example-corp", None),
        ("create-group --group-name readers", {"Group": {"Arn": arn("group", "readers")}}),
    ],
    [
        ("wait user-exists --user-name ann", None),
        ("wait policy-exists --policy-arn " + POLICY, None),
        ("add-user-to-group --group-name readers --user-name ann", None),
        ("create-policy-version --policy-arn {policy} --policy-document @ALL", {"PolicyVersion": {"VersionId": "v2", "IsDefaultVersion": False}}),
        ("attach-user-policy --user-name ann --policy-arn {policy}", None),
        ("attach-group-policy --group-name readers --policy-arn {policy}", None),
        ("put-user-policy --user-name ann --policy-name mine --policy-document @ALLOW", None),
        ("put-group-policy --group-name readers --policy-name ours --policy-document @ALLOW", None),
        ("put-user-permissions-boundary --user-name ann --permissions-boundary {policy}", None),
        ("tag-user --user-name ann --tags Key=Env,Value=dev Key=Cost,Value=", None),
        ("tag-policy --policy-arn {policy} --tags Key=Env,Value=dev", None),
        ("create-access-key --user-name ann", {"AccessKey": {"UserName": "ann", "Status": "Active"}}),
    ],
    [
        ("get-user --user-name ann", {"User": {"UserName": "ann", "PermissionsBoundary": {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": POLICY}}}),
        ("list-users --path-prefix /team/ --query Users[].UserName", ["ann"]),
        ("list-user-tags --user-name ann --query Tags[].Key", ["Cost", "Env", "Team"]),
        ("list-access-keys --user-name ann --query AccessKeyMetadata[].Status", ["Active"]),
        ("list-account-aliases --query AccountAliases", ["example-corp"]),
        ("get-account-summary --query [SummaryMap.Users,SummaryMap.Groups]", [2, 1]),
        ("get-context-keys-for-custom-policy --policy-input-list @ALLOW", {"ContextKeyNames": []}),
        ("get-context-keys-for-principal-policy --policy-source-arn {policy-user}", {"ContextKeyNames": []}),
        ("simulate-custom-policy --policy-input-list @ALLOW --action-names s3:GetObject --query EvaluationResults[].EvalDecision", ["allowed"]),
        ("simulate-principal-policy --policy-source-arn {policy-user} --action-names s3:GetObject s3:PutObject --query EvaluationResults[].EvalDecision", ["allowed", "implicitDeny"]),
        ("generate-credential-report", {"State": "STARTED"}),
        ("generate-service-last-accessed-details --arn {policy-user}", {}),
        ("list-policies-granting-service-access --arn {policy-user} --service-namespaces s3 --query PoliciesGrantingServiceAccess[].ServiceNamespace", ["s3"]),
        ("get-access-key-last-used --access-key-id {key}", {"UserName": "ann", "AccessKeyLastUsed": {"ServiceName": "N/A"}}),
        ("list-groups --query Groups[].GroupName", ["readers"]),
        ("list-groups-for-user --user-name ann --query Groups[].GroupName", ["readers"]),
        ("get-group --group-name readers --query Users[].UserName", ["ann"]),
        ("list-attached-user-policies --user-name ann", {"AttachedPolicies": [{"PolicyName": "read", "PolicyArn": POLICY}]}),
        ("list-attached-group-policies --group-name readers", {"AttachedPolicies": [{"PolicyName": "read", "PolicyArn": POLICY}]}),
        ("list-user-policies --user-name ann", {"PolicyNames": ["mine"]}),
        ("list-group-policies --group-name readers", {"PolicyNames": ["ours"]}),
        ("get-user-policy --user-name ann --policy-name mine", {"UserName": "ann", "PolicyName": "mine", "PolicyDocument": ALLOW_S3}),
        ("get-group-policy --group-name readers --policy-name ours", {"GroupName": "readers", "PolicyName": "ours", "PolicyDocument": ALLOW_S3}),
        ("get-policy --policy-arn {policy}", {"Policy": {"Description": "reads", "AttachmentCount": 2, "PermissionsBoundaryUsageCount": 1}}),
        ("get-policy-version --policy-arn {policy} --version-id v2", {"PolicyVersion": {"Document": ALLOW_ALL, "IsDefaultVersion": False}}),
        ("list-policies --scope Local --query Policies[].PolicyName", ["read"]),
        ("list-policy-versions --policy-arn {policy} --query Versions[].VersionId", ["v2", "v1"]),
        ("list-policy-tags --policy-arn {policy}", {"Tags": [{"Key": "Env", "Value": "dev"}]}),
        ("list-entities-for-policy --policy-arn {policy} --policy-usage-filter PermissionsPolicy --query [PolicyUsers[].UserName,PolicyGroups[].GroupName]", [["ann"], ["readers"]]),
        ("get-account-authorization-details --filter User Group --query [UserDetailList[].UserName,GroupDetailList[].GroupName]", [["admin", "ann"], ["readers"]]),
    ],
    [
        ("set-default-policy-version --policy-arn {policy} --version-id v2", None),
        ("update-access-key --user-name ann --access-key-id {key} --status Inactive", None),
        ("get-credential-report --query ReportFormat", "text/csv"),
        ("get-service-last-accessed-details --job-id {job} --query JobStatus", "COMPLETED"),
        ("get-service-last-accessed-details-with-entities --job-id {job} --service-namespace s3 --query EntityDetailsList[].EntityInfo.Name", ["ann"]),
    ],
    [
        ("delete-user-permissions-boundary --user-name ann", None),
        ("delete-account-alias --account-alias example-corp", None),
        ("untag-user --user-name ann --tag-keys Env Cost", None),
        ("untag-policy --policy-arn {policy} --tag-keys Env", None),
        ("delete-policy-version --policy-arn {policy} --version-id v1", None),
        ("detach-user-policy --user-name ann --policy-arn {policy}", None),
        ("detach-group-policy --group-name readers --policy-arn {policy}", None),
        ("delete-user-policy --user-name ann --policy-name mine", None),
        ("delete-group-policy --group-name readers --policy-name ours", None),
        ("delete-access-key --user-name ann --access-key-id {key}", None),
        ("remove-user-from-group --group-name readers --user-name ann", None),
    ],
    [
        ("update-user --user-name ann --new-user-name anna", None),
        ("update-group --group-name readers --new-group-name all --new-path /x/", None),
        ("delete-policy --policy-arn {policy}", None),
    ],
    [("delete-user --user-name anna", None), ("delete-group --group-name all", None)],
]

ROLES = [
    [
        ("create-policy --policy-name read --path /team/ --policy-document @ALLOW", {"Policy": {"Arn": POLICY}}),
        ("create-role --role-name app --assume-role-policy-document @TRUST --max-session-duration 7200", {"Role": {"Arn": ROLE, "AssumeRolePolicyDocument": TRUST}}),
    ],
    [
        ("wait role-exists --role-name app", None),
        ("create-instance-profile --instance-profile-name web --path /team/", {"InstanceProfile": {"Arn": arn("instance-profile", "team/web"), "Roles": []}}),
        ("attach-role-policy --role-name app --policy-arn {policy}", None),
        ("put-role-policy --role-name app --policy-name mine --policy-document @ALL", None),
        ("put-role-permissions-boundary --role-name app --permissions-boundary {policy}", None),
        ("tag-role --role-name app --tags Key=Env,Value=dev", None),
        ("update-role --role-name app --description one", {}),
        ("update-assume-role-policy --role-name app --policy-document @TRUST", None),
    ],
    [
        ("wait instance-profile-exists --instance-profile-name web", None),
        ("add-role-to-instance-profile --instance-profile-name web --role-name app", None),
        ("tag-instance-profile --instance-profile-name web --tags Key=Env,Value=dev", None),
    ],
    [
        ("get-instance-profile --instance-profile-name web --query InstanceProfile.Roles[].RoleName", ["app"]),
        ("list-instance-profiles --path-prefix /team/ --query InstanceProfiles[].InstanceProfileName", ["web"]),
        ("list-instance-profiles-for-role --role-name app --query InstanceProfiles[].InstanceProfileName", ["web"]),
        ("list-instance-profile-tags --instance-profile-name web --query Tags[].Key", ["Env"]),
        ("get-role --role-name app", {"Role": {"MaxSessionDuration": 7200, "Tags": [{"Key": "Env", "Value": "dev"}], "Description": "one"}}),
        ("list-roles --query Roles[].RoleName", ["app"]),
        ("list-role-tags --role-name app", {"Tags": [{"Key": "Env", "Value": "dev"}]}),
        ("list-attached-role-policies --role-name app --query AttachedPolicies[].PolicyName", ["read"]),
        ("list-role-policies --role-name app", {"PolicyNames": ["mine"]}),
        ("get-role-policy --role-name app --policy-name mine", {"RoleName": "app", "PolicyName": "mine", "PolicyDocument": ALLOW_ALL}),
        ("sts get-caller-identity", {"Account": DEV_ACCOUNT}),
        ("sts get-session-token --duration-seconds 900 --query keys(Credentials)|sort(@)", ["AccessKeyId", "Expiration", "SecretAccessKey", "SessionToken"]),
        ("sts assume-role --role-arn {role} --role-session-name cli --duration-seconds 900", {"AssumedRoleUser": {"Arn": SESSION}}),
    ],
    [
        ("update-role-description --role-name app --description two", {"Role": {"Description": "two"}}),
        ("delete-role-permissions-boundary --role-name app", None),
        ("untag-role --role-name app --tag-keys Env", None),
        ("untag-instance-profile --instance-profile-name web --tag-keys Env", None),
        ("remove-role-from-instance-profile --instance-profile-name web --role-name app", None),
        ("detach-role-policy --role-name app --policy-arn {policy}", None),
        ("delete-role-policy --role-name app --policy-name mine", None),
    ],
    [("delete-role --role-name app", None), ("delete-instance-profile --instance-profile-name web", None)],
]

# `{seed}` is a file; `{code-1}` is what the device showed a step before it was made.
DEVICES = [
    [
        ("create-user --user-name ann", {"User": {"UserName": "ann"}}),
        ("create-virtual-mfa-device --virtual-mfa-device-name phone --tags Key=Env,Value=dev --outfile {seed} --bootstrap-method Base32StringSeed", {"VirtualMFADevice": {"SerialNumber": DEVICE}}),
        ("create-virtual-mfa-device --virtual-mfa-device-name other --outfile {picture} --bootstrap-method QRCodePNG", {"VirtualMFADevice": {"SerialNumber": arn("mfa", "other")}}),
    ],
    [
        ("enable-mfa-device --user-name ann --serial-number {device} --authentication-code1 {code-1} --authentication-code2 {code+0}", None),
        ("tag-mfa-device --serial-number {device} --tags Key=Cost,Value=", None),
    ],
    [
        ("get-mfa-device --user-name ann --serial-number {device}", {"UserName": "ann", "SerialNumber": DEVICE}),
        ("list-mfa-devices --user-name ann --query MFADevices[].SerialNumber", [DEVICE]),
        ("list-virtual-mfa-devices --assignment-status Assigned --query VirtualMFADevices[].User.UserName", ["ann"]),
        ("list-mfa-device-tags --serial-number {device} --query Tags[].Key", ["Cost", "Env"]),
        ("resync-mfa-device --user-name ann --serial-number {device} --authentication-code1 {code+1} --authentication-code2 {code+2}", None),
        ("sts get-access-key-info --access-key-id {admin}", {"Account": DEV_ACCOUNT}),
        ("sts get-federation-token --name guest --duration-seconds 900 --query FederatedUser.FederatedUserId", f"{DEV_ACCOUNT}:guest"),
    ],
    [
        ("untag-mfa-device --serial-number {device} --tag-keys Env Cost", None),
        ("deactivate-mfa-device --user-name ann --serial-number {device}", None),
    ],
    [
        ("upload-server-certificate --server-certificate-name site --certificate-body {x509}rsa.pem --private-key {x509}rsa.key --certificate-chain {x509}chain.pem", {"ServerCertificateMetadata": {"Arn": arn("server-certificate", "site")}}),
        ("upload-signing-certificate --user-name ann --certificate-body {x509}ec.pem", {"Certificate": {"Status": "Active"}}),
        ("upload-ssh-public-key --user-name ann --ssh-public-key-body {x509}rsa.pub", {"SSHPublicKey": {"Fingerprint": "9f:0a:68:d3:f0:07:ae:64:ae:88:dd:94:39:8f:04:87"}}),
    ],
    [
        ("get-server-certificate --server-certificate-name site --query ServerCertificate.ServerCertificateMetadata.Path", "/"),
        ("list-server-certificates --query ServerCertificateMetadataList[].ServerCertificateName", ["site"]),
        ("tag-server-certificate --server-certificate-name site --tags Key=Env,Value=dev", None),
        ("list-signing-certificates --user-name ann --query Certificates[].Status", ["Active"]),
        ("list-ssh-public-keys --user-name ann --query SSHPublicKeys[].Status", ["Active"]),
        ("get-ssh-public-key --user-name ann --ssh-public-key-id {ssh} --encoding SSH --query SSHPublicKey.Status", "Active"),
    ],
    [
        ("list-server-certificate-tags --server-certificate-name site --query Tags[].Key", ["Env"]),
        ("update-signing-certificate --user-name ann --certificate-id {certificate} --status Inactive", None),
        ("update-ssh-public-key --user-name ann --ssh-public-key-id {ssh} --status Inactive", None),
        ("update-server-certificate --server-certificate-name site --new-path /a/", None),
    ],
    [("untag-server-certificate --server-certificate-name site --tag-keys Env", None)],
    [
        ("delete-server-certificate --server-certificate-name site", None),
        ("delete-signing-certificate --user-name ann --certificate-id {certificate}", None),
        ("delete-ssh-public-key --user-name ann --ssh-public-key-id {ssh}", None),
    ],
    [("delete-virtual-mfa-device --serial-number {device}", None), ("delete-user --user-name ann", None)],
]
PASSWORDS = [
    [
        ("create-user --user-name ann", {"User": {"UserName": "ann"}}),
        ("update-account-password-policy --minimum-password-length 10 --require-numbers --allow-users-to-change-password", None),
    ],
    [("create-login-profile --user-name ann --password Tr0ub4dor&3 --password-reset-required", {"LoginProfile": {"PasswordResetRequired": True}})],
    [
        ("get-login-profile --user-name ann --query LoginProfile.UserName", "ann"),
        ("get-account-password-policy --query PasswordPolicy.MinimumPasswordLength", 10),
        ("create-login-profile --user-name admin --password Tr0ub4dor&3", {}),
    ],
    [("create-service-specific-credential --user-name ann --service-name codecommit.amazonaws.com", {"ServiceSpecificCredential": {"UserName": "ann"}})],
    [("list-service-specific-credentials --user-name ann --query ServiceSpecificCredentials[].Status", ["Active"])],
    [("reset-service-specific-credential --user-name ann --service-specific-credential-id {credential}", {})],
    [("update-service-specific-credential --user-name ann --service-specific-credential-id {credential} --status Inactive", None)],
    [("delete-service-specific-credential --user-name ann --service-specific-credential-id {credential}", None)],
    [
        ("update-login-profile --user-name ann --no-password-reset-required", None),
        ("change-password --old-password Tr0ub4dor&3 --new-password Tr0ub4dor&4", None),
    ],
    [("delete-login-profile --user-name ann", None), ("delete-account-password-policy", None)],
]
PROVIDERS = [
    [("create-open-id-connect-provider --url {issuer} --client-id-list app", {"OpenIDConnectProviderArn": arn("oidc-provider", issuer.shared().name)})],
    [
        ("create-role --role-name web --assume-role-policy-document @WEB", {"Role": {"RoleName": "web"}}),
        ("add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn {provider} --client-id cli", None),
        ("update-open-id-connect-provider-thumbprint --open-id-connect-provider-arn {provider} --thumbprint-list 6938fd4d98bab03faadb97b34396831e3780aea1", None),
        ("tag-open-id-connect-provider --open-id-connect-provider-arn {provider} --tags Key=Env,Value=dev", None),
        ("list-open-id-connect-providers --query OpenIDConnectProviderList[].Arn", [arn("oidc-provider", issuer.shared().name)]),
    ],
    [
        ("get-open-id-connect-provider --open-id-connect-provider-arn {provider} --query ClientIDList", ["app", "cli"]),
        ("list-open-id-connect-provider-tags --open-id-connect-provider-arn {provider} --query Tags[].Key", ["Env"]),
        (
            "sts assume-role-with-web-identity --role-arn {web} --role-session-name cli --web-identity-token {token} --query AssumedRoleUser.Arn",
            f"arn:aws:sts::{DEV_ACCOUNT}:assumed-role/web/cli",
        ),
    ],
    [
        ("remove-client-id-from-open-id-connect-provider --open-id-connect-provider-arn {provider} --client-id cli", None),
        ("untag-open-id-connect-provider --open-id-connect-provider-arn {provider} --tag-keys Env", None),
    ],
    [("enable-outbound-web-identity-federation --query length(IssuerIdentifier)>`50`", True)],
    [
        ("get-outbound-web-identity-federation-info --query JwtVendingEnabled", True),
        ("sts get-web-identity-token --audience app --signing-algorithm RS256 --query length(WebIdentityToken)>`500`", True),
    ],
    [("disable-outbound-web-identity-federation", None)],
    [("delete-open-id-connect-provider --open-id-connect-provider-arn {provider}", None)],
]
SERVICE_LINKED = [
    [("create-service-linked-role --aws-service-name ecs.amazonaws.com", {"Role": {"RoleName": "AWSServiceRoleForECS"}})],
    [("delete-service-linked-role --role-name AWSServiceRoleForECS", {})],
    [("get-service-linked-role-deletion-status --deletion-task-id {task}", {"Status": "SUCCEEDED"})],
]
# `{metadata}` is a file, `{assertion}` a response that lets its bearer assume the role.
SAML = [
    [
        ("create-saml-provider --name Idp --saml-metadata-document file://{metadata} --tags Key=Env,Value=dev", {"SAMLProviderArn": idp.PROVIDER}),
        ("create-role --role-name app --assume-role-policy-document @SAML", {"Role": {"Arn": ROLE}}),
    ],
    [
        ("get-saml-provider --saml-provider-arn {saml} --query Tags[].Key", ["Env"]),
        ("list-saml-providers --query SAMLProviderList[].Arn", [idp.PROVIDER]),
        ("update-saml-provider --saml-provider-arn {saml} --assertion-encryption-mode Allowed", {"SAMLProviderArn": idp.PROVIDER}),
        ("sts assume-role-with-saml --role-arn {role} --principal-arn {saml} --saml-assertion {assertion} --query [Subject,Issuer,Audience]", ["ann", idp.shared().entity, idp.RECIPIENT]),
    ],
    [("tag-saml-provider --saml-provider-arn {saml} --tags Key=Cost,Value=", None)],
    [("list-saml-provider-tags --saml-provider-arn {saml} --query Tags[].Key", ["Cost", "Env"])],
    [("untag-saml-provider --saml-provider-arn {saml} --tag-keys Env Cost", None), ("delete-role --role-name app", None)],
    [("delete-saml-provider --saml-provider-arn {saml}", None)],
]
# `{member}` is the account that was made, `{organization}/{tree}` the path of the organization's root.
ORGANIZATION = [
    [("organizations create-organization --feature-set ALL", {"Organization": {"FeatureSet": "ALL"}})],
    [
        ("organizations enable-aws-service-access --service-principal iam.amazonaws.com", None),
        ("organizations create-account --account-name app --email app@example.com", {}),
    ],
    [("enable-organizations-root-credentials-management --query EnabledFeatures", ["RootCredentialsManagement"])],
    [
        ("enable-organizations-root-sessions --query EnabledFeatures", ["RootCredentialsManagement", "RootSessions"]),
        ("organizations list-accounts", {}),
        ("organizations describe-organization", {}),
        ("organizations list-roots", {}),
    ],
    [
        ("list-organizations-features --query EnabledFeatures", ["RootCredentialsManagement", "RootSessions"]),
        (
            "sts assume-root --target-principal {member} --task-policy-arn arn=arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials --query keys(Credentials)|sort(@)",
            ["AccessKeyId", "Expiration", "SecretAccessKey", "SessionToken"],
        ),
        ("generate-organizations-access-report --entity-path {organization}/{tree}", {}),
        ("set-security-token-service-preferences --global-endpoint-token-version v2Token", None),
    ],
    [
        ("get-organizations-access-report --job-id {job} --query \"contains(['IN_PROGRESS','COMPLETED'],JobStatus)\"", True),
        ("get-account-summary --query SummaryMap.GlobalEndpointTokenVersion", 2),
        ("disable-organizations-root-sessions --query EnabledFeatures", ["RootCredentialsManagement"]),
    ],
    [("disable-organizations-root-credentials-management --query length(EnabledFeatures)", 0)],
]
ASKING = "create-delegation-request --description d --requestor-workflow-id {flow} --notification-channel arn:aws:sns:us-east-1:123456789012:t --session-duration 900 --permissions PolicyTemplateArn=arn:aws:iam::aws:policy/IAMReadOnlyAccess"
OF_REQUEST = "--delegation-request-id {request}"
DELEGATIONS = [
    [(ASKING.replace("{flow}", "flow-1"), {})],
    [
        (f"associate-delegation-request {OF_REQUEST}", None),
        (f"get-human-readable-summary --entity-arn {arn('delegation-request', '{request}')} --query SummaryState", "AVAILABLE"),
    ],
    [(f"update-delegation-request {OF_REQUEST} --notes please", None), ("list-delegation-requests --query length(DelegationRequests)", 1)],
    [(f"accept-delegation-request {OF_REQUEST}", None)],
    [(f"get-delegation-request {OF_REQUEST} --delegation-permission-check --query [DelegationRequest.State,PermissionCheckResult]", ["ACCEPTED", "UNSURE"])],
    [(f"send-delegation-token {OF_REQUEST}", None)],
    [("sts get-delegated-access-token --trade-in-token {trade-in} --query AssumedPrincipal", arn("user", "admin/admin"))],
    [(ASKING.replace("{flow}", "flow-2"), {})],
    [(f"associate-delegation-request {OF_REQUEST}", None)],
    [(f"reject-delegation-request {OF_REQUEST} --notes no", None)],
]
LIVES = {
    "organizations": ORGANIZATION,
    "delegation requests": DELEGATIONS,
    "SAML providers": SAML,
    "policies, users and groups": POLICIES_AND_USERS,
    "roles and sessions": ROLES,
    "devices and federated users": DEVICES,
    "service-linked roles": SERVICE_LINKED,
    "passwords": PASSWORDS,
    "identity providers": PROVIDERS,
}


def words(line, **values):
    """The command line as words: service, command, arguments."""
    line = line.replace("{issuer}", issuer.shared().url).replace("{provider}", arn("oidc-provider", issuer.shared().name)).replace("{web}", arn("role", "web"))
    line = line.replace("{token}", issuer.shared().token()) if "{token}" in line else line
    line = line.replace("{policy}", POLICY).replace("{saml}", idp.PROVIDER).replace("{role}", ROLE).replace("{device}", DEVICE).replace("{x509}", X509).replace("{policy-user}", arn("user", "team/ann"))
    for name, value in values.items():
        line = line.replace("{" + name + "}", value)
    split = shlex.split(line)
    split = [document(DOCUMENTS[word[1:]]) if word.startswith("@") else word for word in split]
    return split if split[0] in ("sts", "organizations") else ["iam", *split]


def contains(found, expected):
    """Whether everything expected is in what was found."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return all(name in found and contains(found[name], value) for name, value in expected.items())
    return found == expected


@pytest.mark.parametrize("life", LIVES)
def test_a_life_by_the_command_line(dev, life, tmp_path):
    seed, picture = tmp_path / "seed", tmp_path / "picture.png"
    # Nobody but users and sessions may assume a role.
    admin = dev.user("admin", ALLOW_ALL, Path="/admin/")
    metadata = tmp_path / "metadata.xml"
    metadata.write_text(idp.shared().metadata)
    values = {"metadata": str(metadata), "assertion": idp.shared().response(ROLE), "seed": str(seed), "picture": str(picture), "admin": admin.access_key_id}
    for wave in LIVES[life]:
        done = dev.aws_lines([words(line, **values) for line, _ in wave], admin)
        for (line, expected), (code, printed, errors) in zip(wave, done, strict=True):
            assert code == 0, f"{line}\n{errors}"
            if line.startswith("create-access-key"):
                values["key"] = json.loads(printed)["AccessKey"]["AccessKeyId"]
            if line.startswith("create-service-specific-credential"):
                values["credential"] = json.loads(printed)["ServiceSpecificCredential"]["ServiceSpecificCredentialId"]
            if line.startswith("create-delegation-request"):
                values["request"] = json.loads(printed)["DelegationRequestId"]
            if line.startswith("send-delegation-token"):
                values["trade-in"] = dev.trade_in_token(values["request"])
            if line.startswith("delete-service-linked-role"):
                values["task"] = json.loads(printed)["DeletionTaskId"]
            if line.startswith("upload-signing-certificate"):
                values["certificate"] = json.loads(printed)["Certificate"]["CertificateId"]
            if line.startswith("upload-ssh-public-key"):
                values["ssh"] = json.loads(printed)["SSHPublicKey"]["SSHPublicKeyId"]
            if line.startswith("organizations list-accounts"):
                values["member"] = next(account["Id"] for account in json.loads(printed)["Accounts"] if account.get("Name") == "app")
            if line.startswith("organizations describe-organization"):
                values["organization"] = json.loads(printed)["Organization"]["Id"]
            if line.startswith("organizations list-roots"):
                values["tree"] = json.loads(printed)["Roots"][0]["Id"]
            if line.startswith(("generate-service-last", "generate-organizations")):
                values["job"] = json.loads(printed)["JobId"]
            if "Base32StringSeed" in line:
                phone = Phone.of({"SerialNumber": DEVICE, "Base32StringSeed": seed.read_bytes()})
                values |= {f"code{steps:+}": phone.code(steps) for steps in (-1, 0, 1, 2)}
            if "QRCodePNG" in line:
                assert picture.read_bytes().startswith(b"\x89PNG")
            if expected is None:
                assert printed == "", line
            elif expected or expected == 0:
                assert contains(json.loads(printed), expected), f"{line}\n{printed}"


def test_every_operation_that_is_here_is_called(dev):
    lines = [words(line) for life in LIVES.values() for wave in life for line, _ in wave]
    called = {line[1] for line in lines if line[1] != "wait" and line[0] != "organizations"}
    # Nothing on the wire seals a message that could be decoded.
    only_refused = {words(line)[1] for line, _, _ in REFUSALS if "decode" in line}
    # The CLI's own copy of the model is older than boto3's.
    unknown = {"acquire-role", "get-account-properties", "get-role-template-version", "put-account-properties"}
    assert called | only_refused | unknown == {command_name(operation) for operation in dev.operations()}


def command_name(operation):
    return botocore.xform_name(operation, "-")


def test_documents_are_read_from_files(dev, tmp_path):
    file = tmp_path / "policy.json"
    file.write_text(json.dumps(ALLOW_S3, indent=2) + "\n")
    made = dev.aws("iam", "create-policy", "--policy-name", "p", "--policy-document", file.as_uri())
    assert made.returncode == 0, made.stderr
    shown = dev.client("iam").get_policy_version(PolicyArn=arn("policy", "p"), VersionId="v1")
    assert shown["PolicyVersion"]["Document"] == ALLOW_S3


REFUSALS = [
    ("get-role --role-name app", "NoSuchEntity", "The role with name app cannot be found."),
    ("create-user --user-name root/er", "ValidationError", "The specified value for userName is invalid."),
    ("list-ssh-public-keys --user-name ann", "NoSuchEntity", "The user with name ann cannot be found."),
    ("sts decode-authorization-message --encoded-message AQ", "InvalidAuthorizationMessageException", "Message is not valid"),
    ("create-policy --policy-name p --policy-document {}", "MalformedPolicyDocument", "Syntax errors in policy."),
]


@pytest.mark.parametrize(("line", "code", "text"), REFUSALS)
def test_refusals_are_printed_with_their_code(dev, line, code, text):
    done = dev.aws(*words(line))
    assert done.returncode in (254, 255)
    assert f"({code})" in done.stderr
    assert text in done.stderr
    assert done.stdout == ""


def test_the_command_line_pages_by_itself(dev):
    iam = dev.client("iam")
    for number in range(7):
        iam.create_user(UserName=f"u{number}")
    names = [f"u{number}" for number in range(7)]
    everything = dev.aws("iam", "list-users", "--page-size", "2", "--query", "Users[].UserName")
    assert json.loads(everything.stdout) == names, everything.stderr
    first = json.loads(dev.aws("iam", "list-users", "--max-items", "3").stdout)
    rest = json.loads(dev.aws("iam", "list-users", "--starting-token", first["NextToken"]).stdout)
    assert [user["UserName"] for user in first["Users"] + rest["Users"]] == names
