"""What a row of the operations' table is, and what several rows say."""

import dataclasses
import datetime

import idp
import issuer
from portcullis import DEV_ACCOUNT
from shapes import ATTACHED, LAST, READER_NEW, READ_BRIEF
from world import ALLOW_S3, DENY_ALL, Like, NOW, READ, Soon, TAGS, arn, document, unique_id


@dataclasses.dataclass(frozen=True)
class Row:
    """A call after those before it, its whole reply, and calls that show what it did: with a reply's members or the code of a refusal."""

    operation: str
    parameters: dict
    reply: dict = dataclasses.field(default_factory=dict)
    then: tuple = ()
    caller: str = "root"
    note: str = ""
    # Calls before it. Each may keep a member of its reply: `("task", "DeletionTaskId")` makes it `$task` afterwards.
    before: tuple = ()

    def __str__(self):
        return f"{self.operation}-{self.note}" if self.note else self.operation


def then(operation, result, **parameters):
    return operation, parameters, result


def before(operation, *kept, **parameters):
    return operation, parameters, kept


BOB_NAME, READERS_NAME, READER_NAME = {"UserName": "Bob"}, {"GroupName": "Readers"}, {"RoleName": "Reader"}
EMPTY = {"UserName": "Empty", "GroupName": "Empty", "RoleName": "Empty"}
IDP_ARN = {"SAMLProviderArn": idp.PROVIDER}
SAML_ID = Like("[A-Z2-7]{26}")
_NOW = datetime.datetime.now(datetime.UTC).replace(day=1)
CENTURY = Soon(round((_NOW.replace(year=_NOW.year + 100) - _NOW).total_seconds()))
SAML_PROVIDER = {"SAMLProviderUUID": SAML_ID, idp.METADATA: idp.shared().metadata, "CreateDate": NOW, "ValidUntil": CENTURY}
NEW_TAG = {"Key": "Env", "Value": ""}
PROVIDER = arn("oidc-provider", "id.example.com/pool")
PROVIDER_ARN = {"OpenIDConnectProviderArn": PROVIDER}
THUMBPRINT = "A031C46782E6E6C662C2C87C76DA9AA62CCABD8E"
KNOWN_PROVIDER = {"Url": "id.example.com/pool", "ClientIDList": ["app"], "ThumbprintList": [THUMBPRINT], "CreateDate": NOW, "Tags": TAGS}
WITH_PROVIDER = (before("CreateOpenIDConnectProvider", Url="https://id.example.com/pool", ClientIDList=["app"], ThumbprintList=[THUMBPRINT], Tags=TAGS),)
ORGANIZED = (
    before("organizations:CreateOrganization", FeatureSet="ALL"),
    before("organizations:EnableAWSServiceAccess", ServicePrincipal="iam.amazonaws.com"),
)
ORGANIZATION_ID = Like("o-[a-z0-9]{10}")
AUDIT_TASK = "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"
ISSUING = (before("EnableOutboundWebIdentityFederation"),)
OWN_ISSUER = Like(r"http://127\.0\.0\.1:\d+/oidc/[0-9a-f-]{36}")
SHARED_PROVIDER = arn("oidc-provider", issuer.shared().name)
WITH_ISSUER = (
    before("CreateOpenIDConnectProvider", Url=issuer.shared().url, ClientIDList=["app"]),
    before("CreateRole", RoleName="Web", AssumeRolePolicyDocument=document(issuer.shared().trust(SHARED_PROVIDER))),
)


def attachment_rows(kind, holder, filled):
    """Attach, detach, list; put, get, delete, list: alike for users, groups and roles."""
    name = f"{kind}Name"
    empty, full = {name: "Empty"}, {name: filled}
    attached, inline = f"ListAttached{kind}Policies", f"List{kind}Policies"
    put = {"PolicyName": "new", "PolicyDocument": document(DENY_ALL)}
    shown = {name: filled, "PolicyName": "inline", "PolicyDocument": holder}
    return [
        Row(
            f"Attach{kind}Policy",
            empty | {"PolicyArn": READ},
            then=(
                then(attached, {"AttachedPolicies": [ATTACHED]}, **empty),
                then("GetPolicy", {"Policy": READ_BRIEF | {"AttachmentCount": 4, "Description": "May read", "Tags": TAGS}}, PolicyArn=READ),
            ),
        ),
        Row(f"Attach{kind}Policy", full | {"PolicyArn": READ}, then=(then(attached, {"AttachedPolicies": [ATTACHED]}, **full),), note="again"),
        Row(f"Detach{kind}Policy", full | {"PolicyArn": READ}, then=(then(attached, {"AttachedPolicies": []}, **full),)),
        Row(attached, full, {"AttachedPolicies": [ATTACHED], **LAST}),
        Row(attached, full | {"PathPrefix": "/other/"}, {"AttachedPolicies": [], **LAST}, note="prefix"),
        Row(
            f"Put{kind}Policy",
            full | put,
            then=(
                then(inline, {"PolicyNames": ["inline", "new"]}, **full),
                then(f"Get{kind}Policy", {"PolicyDocument": DENY_ALL}, **full, PolicyName="new"),
            ),
        ),
        Row(
            f"Put{kind}Policy",
            full | put | {"PolicyName": "inline"},
            then=(then(f"Get{kind}Policy", {"PolicyDocument": DENY_ALL}, **full, PolicyName="inline"),),
            note="replaces",
        ),
        Row(f"Get{kind}Policy", full | {"PolicyName": "inline"}, shown),
        Row(f"Delete{kind}Policy", full | {"PolicyName": "inline"}, then=(then(inline, {"PolicyNames": []}, **full),)),
        Row(inline, full, {"PolicyNames": ["inline"], **LAST}),
        Row(inline, empty, {"PolicyNames": [], **LAST}, note="none"),
    ]


PASSWORD = "Tr0ub4dor&3"
GIT = {
    "UserName": "Bob",
    "ServiceName": "codecommit.amazonaws.com",
    "ServiceSpecificCredentialId": unique_id("ACCA"),
    "CreateDate": NOW,
    "Status": "Active",
}
GIT_ID = ("git", "ServiceSpecificCredential.ServiceSpecificCredentialId")
HAS_GIT = before("CreateServiceSpecificCredential", GIT_ID, UserName="Bob", ServiceName="codecommit.amazonaws.com")
HAS_PASSWORD = before("CreateLoginProfile", UserName="Empty", Password=PASSWORD)
PROFILE = {"UserName": "Empty", "CreateDate": NOW, "PasswordResetRequired": False}
DEMANDS = {
    "MinimumPasswordLength": 6,
    "RequireSymbols": False,
    "RequireNumbers": False,
    "RequireUppercaseCharacters": False,
    "RequireLowercaseCharacters": False,
    "AllowUsersToChangePassword": False,
    "ExpirePasswords": False,
}
SCALING = READER_NEW | {
    "Path": "/aws-service-role/autoscaling.amazonaws.com/",
    "RoleName": "AWSServiceRoleForAutoScaling_red",
    "Arn": arn("role", "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling_red"),
    "AssumeRolePolicyDocument": {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "autoscaling.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    },
}
SCALING_NEW = SCALING | {
    "AssumeRolePolicyDocument": {
        "Version": "2012-10-17",
        "Statement": [{"Action": ["sts:AssumeRole"], "Effect": "Allow", "Principal": {"Service": ["autoscaling.amazonaws.com"]}}],
    },
}
SCALES = {"PolicyName": "AutoScalingServiceRolePolicy", "PolicyArn": "arn:aws:iam::aws:policy/aws-service-role/AutoScalingServiceRolePolicy"}
FEDERATED = {"FederatedUserId": f"{DEV_ACCOUNT}:ann@x", "Arn": f"arn:aws:sts::{DEV_ACCOUNT}:federated-user/ann@x"}
# Every key of AWS's summary.
SUMMARY = {
    "AccessKeysPerUserQuota": 2,
    "AccountAccessKeysPresent": 1,
    "AccountMFAEnabled": 0,
    "AccountPasswordPresent": 0,
    "AccountSigningCertificatesPresent": 0,
    "AssumeRolePolicySizeQuota": 2048,
    "AttachedPoliciesPerGroupQuota": 10,
    "AttachedPoliciesPerRoleQuota": 10,
    "AttachedPoliciesPerUserQuota": 10,
    "GlobalEndpointTokenVersion": 1,
    "GroupPolicySizeQuota": 5120,
    "Groups": 2,
    "GroupsPerUserQuota": 10,
    "GroupsQuota": 300,
    "InstanceProfiles": 2,
    "InstanceProfilesQuota": 1000,
    "MFADevices": 2,
    "MFADevicesInUse": 1,
    "Policies": 3,
    "PoliciesQuota": 1500,
    "PolicySizeQuota": 6144,
    "PolicyVersionsInUse": 4,
    "PolicyVersionsInUseQuota": 10000,
    "Providers": 0,
    "RolePolicySizeQuota": 10240,
    "Roles": 2,
    "RolesQuota": 1000,
    "ServerCertificates": 1,
    "ServerCertificatesQuota": 20,
    "SigningCertificatesPerUserQuota": 2,
    "UserPolicySizeQuota": 2048,
    "Users": 2,
    "UsersQuota": 5000,
    "VersionsPerPolicyQuota": 5,
}
class Report:
    """Equal to a credential report of the world: the root first, then each user."""

    def __eq__(self, content):
        lines = [line.split(",") for line in content.decode().splitlines()]
        return [line[0] for line in lines] == ["user", "<root_account>", "Bob", "Empty"] and {len(line) for line in lines} == {22}


# What the simulator tells of a statement of `ALLOW_S3`, and of every action.
ASKING = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::${aws:username}/*", "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}],
}
BRACE = document(ALLOW_S3).index("{", 1) + 1
MATCHED = {
    "SourcePolicyId": "PolicyInputList.1",
    "SourcePolicyType": "IAM Policy",
    "StartPosition": {"Line": 1, "Column": BRACE + 1},
    "EndPosition": {"Line": 1, "Column": document(ALLOW_S3).index("}") + 2},
}
SIMULATED = {"EvalResourceName": "*", "MissingContextValues": [], "OrganizationsDecisionDetail": {"AllowedByOrganizations": True}}


class Many:
    """Equal to any number that counts AWS's services."""

    def __eq__(self, count):
        return isinstance(count, int) and count > 300


# Two seconds go by.
LATER = ("advance", {"seconds": 2}, ())
