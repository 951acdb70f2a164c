"""Each operation's success: the whole reply, no member more or less, and what is different afterwards."""

import dataclasses
import datetime
import functools
import json
import urllib.parse

import boto3
import botocore.exceptions
import pytest

import idp
import issuer
from portcullis import DEV_ACCOUNT, DEV_ROOT, REGION, documented_operations, model
from shapes import (
    ATTACHED,
    BOB,
    BOBS_PHONE,
    BOB_BRIEF,
    BOUNDARY,
    EMPTY_GROUP,
    EMPTY_POLICY_BRIEF,
    EMPTY_PROFILE,
    EMPTY_ROLE,
    EMPTY_ROLE_NEW,
    EMPTY_USER,
    KEY,
    LAST,
    LIMIT_BRIEF,
    PHONE_LISTED,
    PHONE_SERIAL,
    READER,
    READERS,
    READER_BRIEF,
    READER_NEW,
    READ_BRIEF,
    SIGNING,
    SITE_BRIEF,
    SPARE_LISTED,
    SPARE_SERIAL,
    SSH,
    SSH_LISTED,
    VERSION_1,
    VERSION_1_WHOLE,
    VERSION_2,
    WEB,
    WEB_BRIEF,
    Percent,
    Picture,
    Seed,
    credentials,
)
from world import (
    ALLOW_ALL,
    ALLOW_S3,
    CERTIFICATE,
    CHAIN,
    CURVE_CERTIFICATE,
    CURVE_KEY,
    SSH_KEY,
    SSH_PEM,
    DENY_ALL,
    EMPTY_POLICY,
    LIMIT,
    NOW,
    PHONE,
    READ,
    SPARE,
    TAGS,
    TRUST,
    Like,
    Soon,
    arn,
    codes,
    document,
    unique_id,
)


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

ROWS = [
    # Users
    Row(
        "CreateUser",
        {"UserName": "Eve"},
        {"User": EMPTY_USER | {"UserName": "Eve", "Arn": arn("user", "Eve")}},
        then=(then("GetUser", {"User": EMPTY_USER | {"UserName": "Eve", "Arn": arn("user", "Eve")}}, UserName="Eve"),),
    ),
    Row(
        "CreateUser",
        {"UserName": "Eve", "Path": "/a/b/", "Tags": TAGS, "PermissionsBoundary": LIMIT},
        {"User": BOB | {"Path": "/a/b/", "UserName": "Eve", "Arn": arn("user", "a/b/Eve")}},
        note="all-parameters",
    ),
    Row("GetUser", BOB_NAME, {"User": BOB}),
    Row("GetUser", {"UserName": "bob"}, {"User": BOB}, note="other-case"),
    Row("GetUser", {}, {"User": BOB}, caller="bob", note="self"),
    Row(
        "GetUser",
        {},
        {"User": {"UserId": DEV_ACCOUNT, "Arn": f"arn:aws:iam::{DEV_ACCOUNT}:root", "CreateDate": NOW}},
        note="root",
    ),
    Row("ListUsers", {}, {"Users": [BOB_BRIEF, EMPTY_USER], **LAST}),
    Row("ListUsers", {"PathPrefix": "/team"}, {"Users": [BOB_BRIEF], **LAST}, note="prefix"),
    Row(
        "UpdateUser",
        {"UserName": "Bob", "NewUserName": "Robert", "NewPath": "/"},
        then=(
            then("GetUser", "NoSuchEntity", UserName="Bob"),
            then("GetUser", {"User": BOB | {"Path": "/", "UserName": "Robert", "Arn": arn("user", "Robert")}}, UserName="Robert"),
            then("GetGroup", {"Users": [BOB_BRIEF | {"Path": "/", "UserName": "Robert", "Arn": arn("user", "Robert")}]}, **READERS_NAME),
            then("ListAccessKeys", {"AccessKeyMetadata": [KEY | {"UserName": "Robert"}]}, UserName="Robert"),
        ),
    ),
    Row("UpdateUser", {"UserName": "Bob", "NewUserName": "BOB"}, then=(then("GetUser", {"User": BOB | {"UserName": "BOB", "Arn": arn("user", "team/BOB")}}, UserName="bob"),), note="case"),
    Row("DeleteUser", {"UserName": "Empty"}, then=(then("GetUser", "NoSuchEntity", UserName="Empty"),)),
    Row("TagUser", {"UserName": "Bob", "Tags": [NEW_TAG, {"Key": "team", "Value": "blue"}]}, then=(then("ListUserTags", {"Tags": [NEW_TAG, {"Key": "team", "Value": "blue"}]}, **BOB_NAME),)),
    Row("UntagUser", {"UserName": "Bob", "TagKeys": ["TEAM", "absent"]}, then=(then("ListUserTags", {"Tags": []}, **BOB_NAME),)),
    Row("ListUserTags", BOB_NAME, {"Tags": TAGS, **LAST}),
    Row("PutUserPermissionsBoundary", {"UserName": "Bob", "PermissionsBoundary": READ}, then=(then("GetUser", {"User": BOB | {"PermissionsBoundary": BOUNDARY | {"PermissionsBoundaryArn": READ}}}, **BOB_NAME),)),
    Row("DeleteUserPermissionsBoundary", BOB_NAME, then=(then("GetUser", {"User": BOB_BRIEF | {"Tags": TAGS}}, **BOB_NAME),)),
    *attachment_rows("User", ALLOW_ALL, "Bob"),
    # Groups
    Row(
        "CreateGroup",
        {"GroupName": "New", "Path": "/a/"},
        {"Group": READERS | {"Path": "/a/", "GroupName": "New", "Arn": arn("group", "a/New")}},
        then=(then("GetGroup", {"Users": []}, GroupName="New"),),
    ),
    Row("GetGroup", READERS_NAME, {"Group": READERS, "Users": [BOB_BRIEF], **LAST}),
    Row("ListGroups", {}, {"Groups": [EMPTY_GROUP, READERS], **LAST}),
    Row("ListGroups", {"PathPrefix": "/team/"}, {"Groups": [READERS], **LAST}, note="prefix"),
    Row("ListGroupsForUser", BOB_NAME, {"Groups": [READERS], **LAST}),
    Row("AddUserToGroup", {"GroupName": "Empty", "UserName": "Bob"}, then=(then("ListGroupsForUser", {"Groups": [EMPTY_GROUP, READERS]}, **BOB_NAME),)),
    Row("RemoveUserFromGroup", READERS_NAME | BOB_NAME, then=(then("ListGroupsForUser", {"Groups": []}, **BOB_NAME),)),
    Row(
        "UpdateGroup",
        {"GroupName": "Readers", "NewGroupName": "All", "NewPath": "/x/"},
        then=(
            then("GetGroup", "NoSuchEntity", **READERS_NAME),
            then("ListGroupsForUser", {"Groups": [READERS | {"Path": "/x/", "GroupName": "All", "Arn": arn("group", "x/All")}]}, **BOB_NAME),
        ),
    ),
    Row("DeleteGroup", {"GroupName": "Empty"}, then=(then("GetGroup", "NoSuchEntity", GroupName="Empty"),)),
    *attachment_rows("Group", ALLOW_S3, "Readers"),
    # SAML providers
    Row(
        "CreateSAMLProvider",
        {"Name": "Idp", idp.METADATA: idp.shared().metadata},
        IDP_ARN,
        then=(
            then("GetSAMLProvider", SAML_PROVIDER, **IDP_ARN),
            then("ListSAMLProviders", {"SAMLProviderList": [{"Arn": idp.PROVIDER, "ValidUntil": CENTURY, "CreateDate": NOW}]}),
        ),
    ),
    Row(
        "CreateSAMLProvider",
        {"Name": "Idp", idp.METADATA: idp.shared().metadata, "Tags": TAGS, "AssertionEncryptionMode": "Required", "AddPrivateKey": idp.private_key()},
        IDP_ARN | {"Tags": TAGS},
        then=(then("GetSAMLProvider", SAML_PROVIDER | {"Tags": TAGS, "AssertionEncryptionMode": "Required", "PrivateKeyList": [{"KeyId": SAML_ID, "Timestamp": NOW}]}, **IDP_ARN),),
        note="all-parameters",
    ),
    Row("GetSAMLProvider", IDP_ARN, SAML_PROVIDER | {"Tags": TAGS}, before=idp.made()),
    Row("ListSAMLProviders", {}, {"SAMLProviderList": []}, note="none"),
    Row("ListSAMLProviders", {}, {"SAMLProviderList": [{"Arn": idp.PROVIDER, "ValidUntil": CENTURY, "CreateDate": NOW}]}, before=idp.made()),
    Row(
        "UpdateSAMLProvider",
        IDP_ARN | {"AssertionEncryptionMode": "Allowed"},
        IDP_ARN,
        then=(then("GetSAMLProvider", SAML_PROVIDER | {"Tags": TAGS, "AssertionEncryptionMode": "Allowed"}, **IDP_ARN),),
        before=idp.made(),
    ),
    Row("DeleteSAMLProvider", IDP_ARN, then=(then("GetSAMLProvider", "NoSuchEntity", **IDP_ARN),), before=idp.made()),
    Row("TagSAMLProvider", IDP_ARN | {"Tags": [NEW_TAG]}, then=(then("ListSAMLProviderTags", {"Tags": [NEW_TAG, *TAGS]}, **IDP_ARN),), before=idp.made()),
    Row("UntagSAMLProvider", IDP_ARN | {"TagKeys": ["TEAM"]}, then=(then("ListSAMLProviderTags", {"Tags": []}, **IDP_ARN),), before=idp.made()),
    Row("ListSAMLProviderTags", IDP_ARN, {"Tags": TAGS, **LAST}, before=idp.made()),
    Row(
        "AssumeRoleWithSAML",
        {"RoleArn": arn("role", "Empty"), "PrincipalArn": idp.PROVIDER, "SAMLAssertion": idp.shared().response(arn("role", "Empty"))},
        {
            "Credentials": credentials(3600),
            "AssumedRoleUser": {"AssumedRoleId": Like("AROARZPUZDIK.{9}:ann"), "Arn": f"arn:aws:sts::{DEV_ACCOUNT}:assumed-role/Empty/ann"},
            "Subject": "ann",
            "SubjectType": "persistent",
            "Issuer": idp.shared().entity,
            "Audience": idp.RECIPIENT,
            "NameQualifier": Like(r"[\w+/]{27}="),
        },
        before=idp.made(),
    ),
    # Access keys
    Row(
        "CreateAccessKey",
        BOB_NAME,
        {"AccessKey": KEY | {"AccessKeyId": Like("AKIARZPUZDIK[A-P][A-Z2-7]{7}"), "SecretAccessKey": Like(r"[\w/+]{40}")}},
    ),
    Row("CreateAccessKey", {}, {"AccessKey": KEY | {"AccessKeyId": Like("AKIA.{16}"), "SecretAccessKey": Like(r"[\w/+]{40}")}}, caller="bob", note="self"),
    Row("ListAccessKeys", BOB_NAME, {"AccessKeyMetadata": [KEY], **LAST}),
    Row("ListAccessKeys", {"UserName": "Empty"}, {"AccessKeyMetadata": [], **LAST}, note="none"),
    Row("UpdateAccessKey", BOB_NAME | {"AccessKeyId": "$key", "Status": "Inactive"}, then=(then("ListAccessKeys", {"AccessKeyMetadata": [KEY | {"Status": "Inactive"}]}, **BOB_NAME),)),
    Row("DeleteAccessKey", BOB_NAME | {"AccessKeyId": "$key"}, then=(then("ListAccessKeys", {"AccessKeyMetadata": []}, **BOB_NAME),)),
    # Passwords
    Row(
        "CreateLoginProfile",
        {"UserName": "Empty", "Password": PASSWORD, "PasswordResetRequired": True},
        {"LoginProfile": PROFILE | {"PasswordResetRequired": True}},
        then=(then("GetLoginProfile", {"LoginProfile": PROFILE | {"PasswordResetRequired": True}}, UserName="Empty"), then("DeleteUser", "DeleteConflict", UserName="Empty")),
    ),
    Row("GetLoginProfile", {"UserName": "Empty"}, {"LoginProfile": PROFILE}, before=(HAS_PASSWORD,)),
    Row(
        "UpdateLoginProfile",
        {"UserName": "Empty", "Password": PASSWORD + "!", "PasswordResetRequired": True},
        before=(HAS_PASSWORD,),
        then=(then("GetLoginProfile", {"LoginProfile": PROFILE | {"PasswordResetRequired": True}}, UserName="Empty"),),
    ),
    Row("DeleteLoginProfile", {"UserName": "Empty"}, before=(HAS_PASSWORD,), then=(then("GetLoginProfile", "NoSuchEntity", UserName="Empty"),)),
    Row(
        "CreateServiceSpecificCredential",
        {"UserName": "Bob", "ServiceName": "codecommit.amazonaws.com"},
        {"ServiceSpecificCredential": GIT | {"ServiceUserName": f"Bob-at-{DEV_ACCOUNT}", "ServicePassword": Like(r"[\w/+]{43}=")}},
        then=(then("ListServiceSpecificCredentials", {"ServiceSpecificCredentials": [GIT | {"ServiceUserName": f"Bob-at-{DEV_ACCOUNT}"}]}, UserName="Bob"),),
    ),
    Row(
        "CreateServiceSpecificCredential",
        {"UserName": "Bob", "ServiceName": "bedrock.amazonaws.com", "CredentialAgeDays": 1},
        {
            "ServiceSpecificCredential": GIT
            | {"ServiceName": "bedrock.amazonaws.com", "ExpirationDate": Soon(86400)}
            | {"ServiceCredentialAlias": f"Bob-at-{DEV_ACCOUNT}", "ServiceCredentialSecret": Like(r"ABSK[\w/+]+=*")}
        },
        note="key",
    ),
    Row(
        "ListServiceSpecificCredentials",
        {"AllUsers": True, "ServiceName": "codecommit.amazonaws.com"},
        {"ServiceSpecificCredentials": [GIT | {"ServiceUserName": f"Bob-at-{DEV_ACCOUNT}"}], **LAST},
        before=(HAS_GIT,),
    ),
    Row(
        "ResetServiceSpecificCredential",
        {"UserName": "Bob", "ServiceSpecificCredentialId": "$git"},
        {"ServiceSpecificCredential": GIT | {"ServiceUserName": f"Bob-at-{DEV_ACCOUNT}", "ServicePassword": Like(r"[\w/+]{43}=")}},
        before=(HAS_GIT,),
    ),
    Row(
        "UpdateServiceSpecificCredential",
        {"UserName": "Bob", "ServiceSpecificCredentialId": "$git", "Status": "Inactive"},
        before=(HAS_GIT,),
        then=(then("ListServiceSpecificCredentials", {"ServiceSpecificCredentials": [GIT | {"ServiceUserName": f"Bob-at-{DEV_ACCOUNT}", "Status": "Inactive"}]}, UserName="Bob"),),
    ),
    Row(
        "DeleteServiceSpecificCredential",
        {"UserName": "Bob", "ServiceSpecificCredentialId": "$git"},
        before=(HAS_GIT,),
        then=(then("ListServiceSpecificCredentials", {"ServiceSpecificCredentials": []}, UserName="Bob"),),
    ),
    Row("ChangePassword", {"OldPassword": PASSWORD, "NewPassword": PASSWORD + "?"}, caller="bob", before=(before("CreateLoginProfile", UserName="Bob", Password=PASSWORD),)),
    Row(
        "UpdateAccountPasswordPolicy",
        {"MinimumPasswordLength": 12, "RequireSymbols": True, "AllowUsersToChangePassword": True, "MaxPasswordAge": 90, "PasswordReusePrevention": 5, "HardExpiry": True},
        then=(
            then(
                "GetAccountPasswordPolicy",
                {
                    "PasswordPolicy": DEMANDS
                    | {"MinimumPasswordLength": 12, "RequireSymbols": True, "AllowUsersToChangePassword": True, "ExpirePasswords": True}
                    | {"MaxPasswordAge": 90, "PasswordReusePrevention": 5, "HardExpiry": True}
                },
            ),
        ),
    ),
    Row("GetAccountPasswordPolicy", {}, {"PasswordPolicy": DEMANDS}, before=(before("UpdateAccountPasswordPolicy"),)),
    Row("DeleteAccountPasswordPolicy", {}, before=(before("UpdateAccountPasswordPolicy"),), then=(then("GetAccountPasswordPolicy", "NoSuchEntity"),)),
    # MFA devices
    Row(
        "CreateVirtualMFADevice",
        {"VirtualMFADeviceName": "New"},
        {"VirtualMFADevice": {"SerialNumber": arn("mfa", "New"), "Base32StringSeed": Seed(), "QRCodePNG": Picture()}},
        then=(then("ListVirtualMFADevices", {"VirtualMFADevices": [{"SerialNumber": arn("mfa", "New")}, SPARE_LISTED]}, AssignmentStatus="Unassigned"),),
    ),
    Row(
        "CreateVirtualMFADevice",
        {"VirtualMFADeviceName": "New", "Path": "/a/", "Tags": TAGS},
        {"VirtualMFADevice": {"SerialNumber": arn("mfa", "a/New"), "Base32StringSeed": Seed(), "QRCodePNG": Picture(), "Tags": TAGS}},
        then=(then("ListMFADeviceTags", {"Tags": TAGS}, SerialNumber=arn("mfa", "a/New")),),
        note="all-parameters",
    ),
    Row(
        "EnableMFADevice",
        {"UserName": "Empty"} | SPARE_SERIAL | codes("Spare"),
        then=(
            then("ListMFADevices", {"MFADevices": [{"UserName": "Empty", "SerialNumber": SPARE, "EnableDate": NOW}]}, UserName="Empty"),
            then("ListVirtualMFADevices", {"VirtualMFADevices": [SPARE_LISTED | {"User": EMPTY_USER, "EnableDate": NOW}, PHONE_LISTED]}, AssignmentStatus="Assigned"),
            then("EnableMFADevice", "EntityAlreadyExists", UserName="Bob", **SPARE_SERIAL, **codes("Spare", 1)),
        ),
    ),
    Row(
        "EnableMFADevice",
        BOB_NAME | SPARE_SERIAL | codes("Spare"),
        then=(then("ListMFADevices", {"MFADevices": [BOBS_PHONE | SPARE_SERIAL, BOBS_PHONE]}, **BOB_NAME),),
        note="second",
    ),
    Row(
        "EnableMFADevice",
        {"UserName": "root"} | SPARE_SERIAL | codes("Spare"),
        then=(then("ListMFADevices", {"MFADevices": [BOBS_PHONE | SPARE_SERIAL | {"UserName": "root"}]}),),
        note="root",
    ),
    Row("ResyncMFADevice", BOB_NAME | PHONE_SERIAL | codes("Phone", 1), then=(then("ListMFADevices", {"MFADevices": [BOBS_PHONE]}, **BOB_NAME),)),
    Row(
        "DeactivateMFADevice",
        BOB_NAME | PHONE_SERIAL,
        then=(
            then("ListMFADevices", {"MFADevices": []}, **BOB_NAME),
            then("ListVirtualMFADevices", {"VirtualMFADevices": [SPARE_LISTED, {"SerialNumber": PHONE}]}),
            then("ListMFADeviceTags", {"Tags": TAGS}, **PHONE_SERIAL),
        ),
    ),
    Row("DeleteVirtualMFADevice", SPARE_SERIAL, then=(then("ListVirtualMFADevices", {"VirtualMFADevices": [PHONE_LISTED]}),)),
    Row("GetMFADevice", BOB_NAME | PHONE_SERIAL, BOBS_PHONE),
    Row("GetMFADevice", PHONE_SERIAL, BOBS_PHONE, caller="bob", note="self"),
    Row("ListMFADevices", BOB_NAME, {"MFADevices": [BOBS_PHONE], **LAST}),
    Row("ListMFADevices", {}, {"MFADevices": [BOBS_PHONE], **LAST}, caller="bob", note="self"),
    Row("ListMFADevices", {"UserName": "Empty"}, {"MFADevices": [], **LAST}, note="none"),
    Row("ListVirtualMFADevices", {}, {"VirtualMFADevices": [SPARE_LISTED, PHONE_LISTED], **LAST}),
    Row("ListVirtualMFADevices", {"AssignmentStatus": "Assigned"}, {"VirtualMFADevices": [PHONE_LISTED], **LAST}, note="assigned"),
    Row("ListVirtualMFADevices", {"AssignmentStatus": "Unassigned"}, {"VirtualMFADevices": [SPARE_LISTED], **LAST}, note="unassigned"),
    Row("TagMFADevice", PHONE_SERIAL | {"Tags": [NEW_TAG, {"Key": "team", "Value": "blue"}]}, then=(then("ListMFADeviceTags", {"Tags": [NEW_TAG, {"Key": "team", "Value": "blue"}]}, **PHONE_SERIAL),)),
    Row("UntagMFADevice", PHONE_SERIAL | {"TagKeys": ["TEAM", "absent"]}, then=(then("ListMFADeviceTags", {"Tags": []}, **PHONE_SERIAL),)),
    Row("ListMFADeviceTags", PHONE_SERIAL, {"Tags": TAGS, **LAST}),
    Row("ListMFADeviceTags", SPARE_SERIAL, {"Tags": [], **LAST}, note="none"),
    # Roles
    Row(
        "CreateRole",
        {"RoleName": "New", "AssumeRolePolicyDocument": document(TRUST)},
        {"Role": EMPTY_ROLE_NEW | {"RoleName": "New", "Arn": arn("role", "New")}},
        then=(then("GetRole", {"Role": EMPTY_ROLE | {"RoleName": "New", "Arn": arn("role", "New")}}, RoleName="New"),),
    ),
    Row(
        "CreateRole",
        {
            "RoleName": "New",
            "Path": "/a/",
            "Description": "d",
            "MaxSessionDuration": 43200,
            "AssumeRolePolicyDocument": document(TRUST),
            "PermissionsBoundary": LIMIT,
            "Tags": TAGS,
        },
        {"Role": READER_NEW | {"RoleName": "New", "Path": "/a/", "Arn": arn("role", "a/New"), "PermissionsBoundary": BOUNDARY, "Tags": TAGS}},
        then=(
            then(
                "GetRole",
                {"Role": READER | {"RoleName": "New", "Path": "/a/", "Arn": arn("role", "a/New"), "Description": "d", "MaxSessionDuration": 43200}},
                RoleName="New",
            ),
        ),
        note="all-parameters",
    ),
    Row("GetRole", READER_NAME, {"Role": READER}),
    Row("ListRoles", {}, {"Roles": [EMPTY_ROLE, READER_BRIEF], **LAST}),
    Row("ListRoles", {"PathPrefix": "/team/"}, {"Roles": [READER_BRIEF], **LAST}, note="prefix"),
    Row("UpdateRole", {"RoleName": "Empty", "Description": "e", "MaxSessionDuration": 3601}, then=(then("GetRole", {"Role": EMPTY_ROLE | {"Description": "e", "MaxSessionDuration": 3601}}, RoleName="Empty"),)),
    Row("UpdateRoleDescription", {"RoleName": "Reader", "Description": "e"}, {"Role": READER | {"Description": "e"}}, then=(then("GetRole", {"Role": READER | {"Description": "e"}}, **READER_NAME),)),
    Row(
        "UpdateAssumeRolePolicy",
        {"RoleName": "Empty", "PolicyDocument": document(TRUST | {"Id": "other"})},
        then=(then("GetRole", {"Role": EMPTY_ROLE | {"AssumeRolePolicyDocument": TRUST | {"Id": "other"}}}, RoleName="Empty"),),
    ),
    Row("DeleteRole", {"RoleName": "Empty"}, then=(then("GetRole", "NoSuchEntity", RoleName="Empty"),)),
    Row("TagRole", {"RoleName": "Reader", "Tags": [NEW_TAG]}, then=(then("ListRoleTags", {"Tags": [NEW_TAG, *TAGS]}, **READER_NAME),)),
    Row("UntagRole", {"RoleName": "Reader", "TagKeys": ["Team"]}, then=(then("ListRoleTags", {"Tags": []}, **READER_NAME),)),
    Row("ListRoleTags", READER_NAME, {"Tags": TAGS, **LAST}),
    Row("PutRolePermissionsBoundary", {"RoleName": "Empty", "PermissionsBoundary": LIMIT}, then=(then("GetRole", {"Role": EMPTY_ROLE | {"PermissionsBoundary": BOUNDARY}}, RoleName="Empty"),)),
    Row("DeleteRolePermissionsBoundary", READER_NAME, then=(then("GetRole", {"Role": READER_BRIEF | {"Tags": TAGS}}, **READER_NAME),)),
    Row(
        "CreateServiceLinkedRole",
        {"AWSServiceName": "autoscaling.amazonaws.com", "CustomSuffix": "red", "Description": "Scales"},
        {"Role": SCALING},
        then=(
            then("GetRole", {"Role": SCALING | {"Description": "Scales", "MaxSessionDuration": 3600}}, RoleName="AWSServiceRoleForAutoScaling_red"),
            then("ListAttachedRolePolicies", {"AttachedPolicies": [SCALES]}, RoleName="AWSServiceRoleForAutoScaling_red"),
            then("DeleteRole", "UnmodifiableEntity", RoleName="AWSServiceRoleForAutoScaling_red"),
        ),
    ),
    Row(
        "DeleteServiceLinkedRole",
        {"RoleName": "AWSServiceRoleForRDS"},
        {"DeletionTaskId": Like("task/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")},
        before=(before("CreateServiceLinkedRole", AWSServiceName="rds.amazonaws.com"),),
        then=(then("GetRole", "NoSuchEntity", RoleName="AWSServiceRoleForRDS"),),
    ),
    Row(
        "GetServiceLinkedRoleDeletionStatus",
        {"DeletionTaskId": "$task"},
        {"Status": "SUCCEEDED"},
        before=(
            before("CreateServiceLinkedRole", AWSServiceName="rds.amazonaws.com"),
            before("DeleteServiceLinkedRole", ("task", "DeletionTaskId"), RoleName="AWSServiceRoleForRDS"),
        ),
    ),
    Row(
        "GetServiceLinkedRoleDeletionStatus",
        {"DeletionTaskId": "$task"},
        {"Status": "FAILED", "Reason": {"Reason": "The service support.amazonaws.com keeps its role."}},
        before=(
            before("CreateServiceLinkedRole", AWSServiceName="support.amazonaws.com"),
            before("DeleteServiceLinkedRole", ("task", "DeletionTaskId"), RoleName="AWSServiceRoleForSupport"),
        ),
        note="kept",
    ),
    *attachment_rows("Role", ALLOW_S3, "Reader"),
    # Instance profiles
    Row(
        "CreateInstanceProfile",
        {"InstanceProfileName": "New"},
        {"InstanceProfile": EMPTY_PROFILE | {"InstanceProfileName": "New", "Arn": arn("instance-profile", "New")}},
        then=(then("GetInstanceProfile", {"InstanceProfile": EMPTY_PROFILE | {"InstanceProfileName": "New", "Arn": arn("instance-profile", "New")}}, InstanceProfileName="New"),),
    ),
    Row(
        "CreateInstanceProfile",
        {"InstanceProfileName": "New", "Path": "/a/", "Tags": TAGS},
        {"InstanceProfile": EMPTY_PROFILE | {"InstanceProfileName": "New", "Path": "/a/", "Arn": arn("instance-profile", "a/New"), "Tags": TAGS}},
        note="all-parameters",
    ),
    Row("GetInstanceProfile", {"InstanceProfileName": "web"}, {"InstanceProfile": WEB}),
    Row("GetInstanceProfile", {"InstanceProfileName": "Empty"}, {"InstanceProfile": EMPTY_PROFILE}, note="none"),
    Row("ListInstanceProfiles", {}, {"InstanceProfiles": [EMPTY_PROFILE, WEB_BRIEF], **LAST}),
    Row("ListInstanceProfiles", {"PathPrefix": "/team/"}, {"InstanceProfiles": [WEB_BRIEF], **LAST}, note="prefix"),
    Row("ListInstanceProfilesForRole", READER_NAME, {"InstanceProfiles": [WEB_BRIEF], **LAST}),
    Row("ListInstanceProfilesForRole", {"RoleName": "Empty"}, {"InstanceProfiles": [], **LAST}, note="none"),
    Row(
        "AddRoleToInstanceProfile",
        {"InstanceProfileName": "Empty", "RoleName": "Reader"},
        then=(then("ListInstanceProfilesForRole", {"InstanceProfiles": [EMPTY_PROFILE | {"Roles": [READER_NEW]}, WEB_BRIEF]}, **READER_NAME),),
    ),
    Row(
        "RemoveRoleFromInstanceProfile",
        {"InstanceProfileName": "Web", "RoleName": "Reader"},
        then=(
            then("ListInstanceProfilesForRole", {"InstanceProfiles": []}, **READER_NAME),
            then("GetInstanceProfile", {"InstanceProfile": WEB | {"Roles": []}}, InstanceProfileName="Web"),
        ),
    ),
    Row("DeleteInstanceProfile", {"InstanceProfileName": "Empty"}, then=(then("GetInstanceProfile", "NoSuchEntity", InstanceProfileName="Empty"),)),
    Row("TagInstanceProfile", {"InstanceProfileName": "Web", "Tags": [NEW_TAG]}, then=(then("ListInstanceProfileTags", {"Tags": [NEW_TAG, *TAGS]}, InstanceProfileName="Web"),)),
    Row("UntagInstanceProfile", {"InstanceProfileName": "Web", "TagKeys": ["TEAM"]}, then=(then("ListInstanceProfileTags", {"Tags": []}, InstanceProfileName="Web"),)),
    Row("ListInstanceProfileTags", {"InstanceProfileName": "Web"}, {"Tags": TAGS, **LAST}),
    # OpenID Connect providers
    Row(
        "CreateOpenIDConnectProvider",
        {"Url": "https://id.example.com/pool"},
        PROVIDER_ARN,
        then=(
            then("GetOpenIDConnectProvider", {"Url": "id.example.com/pool", "ClientIDList": [], "ThumbprintList": [], "CreateDate": NOW}, **PROVIDER_ARN),
            then("ListOpenIDConnectProviders", {"OpenIDConnectProviderList": [{"Arn": PROVIDER}]}),
        ),
    ),
    Row(
        "CreateOpenIDConnectProvider",
        {"Url": "https://id.example.com/pool", "ClientIDList": ["app"], "ThumbprintList": [THUMBPRINT], "Tags": TAGS},
        PROVIDER_ARN | {"Tags": TAGS},
        then=(then("GetOpenIDConnectProvider", KNOWN_PROVIDER, **PROVIDER_ARN),),
        note="all-parameters",
    ),
    Row("GetOpenIDConnectProvider", PROVIDER_ARN, KNOWN_PROVIDER, before=WITH_PROVIDER),
    Row("ListOpenIDConnectProviders", {}, {"OpenIDConnectProviderList": [{"Arn": PROVIDER}]}, before=WITH_PROVIDER),
    Row("ListOpenIDConnectProviders", {}, {"OpenIDConnectProviderList": []}, note="none"),
    Row(
        "AddClientIDToOpenIDConnectProvider",
        PROVIDER_ARN | {"ClientID": "other"},
        then=(then("GetOpenIDConnectProvider", KNOWN_PROVIDER | {"ClientIDList": ["app", "other"]}, **PROVIDER_ARN),),
        before=WITH_PROVIDER,
    ),
    Row(
        "RemoveClientIDFromOpenIDConnectProvider",
        PROVIDER_ARN | {"ClientID": "app"},
        then=(then("GetOpenIDConnectProvider", KNOWN_PROVIDER | {"ClientIDList": []}, **PROVIDER_ARN),),
        before=WITH_PROVIDER,
    ),
    Row(
        "UpdateOpenIDConnectProviderThumbprint",
        PROVIDER_ARN | {"ThumbprintList": ["6938fd4d98bab03faadb97b34396831e3780aea1"]},
        then=(then("GetOpenIDConnectProvider", KNOWN_PROVIDER | {"ThumbprintList": ["6938fd4d98bab03faadb97b34396831e3780aea1"]}, **PROVIDER_ARN),),
        before=WITH_PROVIDER,
    ),
    Row("TagOpenIDConnectProvider", PROVIDER_ARN | {"Tags": [NEW_TAG]}, then=(then("ListOpenIDConnectProviderTags", {"Tags": [NEW_TAG, *TAGS]}, **PROVIDER_ARN),), before=WITH_PROVIDER),
    Row("UntagOpenIDConnectProvider", PROVIDER_ARN | {"TagKeys": ["TEAM"]}, then=(then("ListOpenIDConnectProviderTags", {"Tags": []}, **PROVIDER_ARN),), before=WITH_PROVIDER),
    Row("ListOpenIDConnectProviderTags", PROVIDER_ARN, {"Tags": TAGS, **LAST}, before=WITH_PROVIDER),
    Row("DeleteOpenIDConnectProvider", PROVIDER_ARN, then=(then("GetOpenIDConnectProvider", "NoSuchEntity", **PROVIDER_ARN),), before=WITH_PROVIDER),
    # Certificates and SSH keys
    Row(
        "UploadServerCertificate",
        {"ServerCertificateName": "New", "CertificateBody": CURVE_CERTIFICATE, "PrivateKey": CURVE_KEY},
        {"ServerCertificateMetadata": SITE_BRIEF | {"Path": "/", "ServerCertificateName": "New", "Arn": arn("server-certificate", "New")}},
        then=(then("GetServerCertificate", {"ServerCertificate": {"ServerCertificateMetadata": SITE_BRIEF | {"Path": "/", "ServerCertificateName": "New", "Arn": arn("server-certificate", "New")}, "CertificateBody": CURVE_CERTIFICATE}}, ServerCertificateName="New"),),
    ),
    Row("GetServerCertificate", {"ServerCertificateName": "site"}, {"ServerCertificate": {"ServerCertificateMetadata": SITE_BRIEF, "CertificateBody": CERTIFICATE, "CertificateChain": CHAIN, "Tags": TAGS}}),
    Row("ListServerCertificates", {"PathPrefix": "/team/"}, {"ServerCertificateMetadataList": [SITE_BRIEF], **LAST}),
    Row(
        "UpdateServerCertificate",
        {"ServerCertificateName": "Site", "NewServerCertificateName": "Other", "NewPath": "/"},
        then=(then("ListServerCertificates", {"ServerCertificateMetadataList": [SITE_BRIEF | {"Path": "/", "ServerCertificateName": "Other", "Arn": arn("server-certificate", "Other")}]}),),
    ),
    Row("DeleteServerCertificate", {"ServerCertificateName": "Site"}, then=(then("GetServerCertificate", "NoSuchEntity", ServerCertificateName="Site"),)),
    Row("TagServerCertificate", {"ServerCertificateName": "Site", "Tags": [NEW_TAG]}, then=(then("ListServerCertificateTags", {"Tags": [NEW_TAG, *TAGS]}, ServerCertificateName="Site"),)),
    Row("UntagServerCertificate", {"ServerCertificateName": "Site", "TagKeys": ["TEAM"]}, then=(then("ListServerCertificateTags", {"Tags": []}, ServerCertificateName="Site"),)),
    Row("ListServerCertificateTags", {"ServerCertificateName": "Site"}, {"Tags": TAGS, **LAST}),
    Row("UploadSigningCertificate", {"UserName": "Empty", "CertificateBody": CERTIFICATE}, {"Certificate": SIGNING | {"UserName": "Empty", "CertificateId": Like("[A-Z2-7]{32}"), "CertificateBody": CERTIFICATE}}),
    Row("ListSigningCertificates", BOB_NAME, {"Certificates": [SIGNING], **LAST}),
    Row("UpdateSigningCertificate", BOB_NAME | {"CertificateId": "$certificate", "Status": "Inactive"}, then=(then("ListSigningCertificates", {"Certificates": [SIGNING | {"Status": "Inactive"}]}, **BOB_NAME),)),
    Row("DeleteSigningCertificate", BOB_NAME | {"CertificateId": "$certificate"}, then=(then("ListSigningCertificates", {"Certificates": []}, **BOB_NAME),)),
    Row("UploadSSHPublicKey", {"UserName": "Empty", "SSHPublicKeyBody": SSH_PEM}, {"SSHPublicKey": SSH | {"UserName": "Empty", "SSHPublicKeyId": Like("APKA.{16}"), "SSHPublicKeyBody": SSH_KEY.rsplit(" ", 1)[0]}}),
    Row("GetSSHPublicKey", BOB_NAME | {"SSHPublicKeyId": "$ssh", "Encoding": "SSH"}, {"SSHPublicKey": SSH}),
    Row("GetSSHPublicKey", BOB_NAME | {"SSHPublicKeyId": "$ssh", "Encoding": "PEM"}, {"SSHPublicKey": SSH | {"SSHPublicKeyBody": SSH_PEM}}, note="pem"),
    Row("ListSSHPublicKeys", BOB_NAME, {"SSHPublicKeys": [SSH_LISTED], **LAST}),
    Row("UpdateSSHPublicKey", BOB_NAME | {"SSHPublicKeyId": "$ssh", "Status": "Inactive"}, then=(then("ListSSHPublicKeys", {"SSHPublicKeys": [SSH_LISTED | {"Status": "Inactive"}]}, **BOB_NAME),)),
    Row("DeleteSSHPublicKey", BOB_NAME | {"SSHPublicKeyId": "$ssh"}, then=(then("ListSSHPublicKeys", {"SSHPublicKeys": []}, **BOB_NAME),)),
    # The account as an issuer
    Row(
        "EnableOutboundWebIdentityFederation",
        {},
        {"IssuerIdentifier": OWN_ISSUER},
        then=(then("GetOutboundWebIdentityFederationInfo", {"IssuerIdentifier": OWN_ISSUER, "JwtVendingEnabled": True}),),
    ),
    Row("GetOutboundWebIdentityFederationInfo", {}, {"IssuerIdentifier": OWN_ISSUER, "JwtVendingEnabled": True}, before=ISSUING),
    Row("DisableOutboundWebIdentityFederation", {}, then=(then("GetOutboundWebIdentityFederationInfo", "FeatureDisabled"),), before=ISSUING),
    # Managed policies
    Row(
        "CreatePolicy",
        {"PolicyName": "New", "PolicyDocument": document(ALLOW_S3)},
        {"Policy": EMPTY_POLICY_BRIEF | {"PolicyName": "New", "Arn": arn("policy", "New")}},
    ),
    Row(
        "CreatePolicy",
        {"PolicyName": "New", "Path": "/a/", "Description": "d", "PolicyDocument": document(ALLOW_S3), "Tags": TAGS},
        {"Policy": EMPTY_POLICY_BRIEF | {"PolicyName": "New", "Path": "/a/", "Arn": arn("policy", "a/New"), "Tags": TAGS}},
        then=(
            then(
                "GetPolicy",
                {"Policy": EMPTY_POLICY_BRIEF | {"PolicyName": "New", "Path": "/a/", "Arn": arn("policy", "a/New"), "Description": "d", "Tags": TAGS}},
                PolicyArn=arn("policy", "a/New"),
            ),
        ),
        note="all-parameters",
    ),
    Row("GetPolicy", {"PolicyArn": READ}, {"Policy": READ_BRIEF | {"Description": "May read", "Tags": TAGS}}),
    Row("GetPolicy", {"PolicyArn": EMPTY_POLICY}, {"Policy": EMPTY_POLICY_BRIEF | {"Tags": []}}, note="no-tags"),
    Row("ListPolicies", {"Scope": "Local"}, {"Policies": [EMPTY_POLICY_BRIEF, LIMIT_BRIEF, READ_BRIEF], **LAST}),
    Row("ListPolicies", {"Scope": "Local", "OnlyAttached": True}, {"Policies": [READ_BRIEF], **LAST}, note="attached"),
    Row("ListPolicies", {"Scope": "Local", "PolicyUsageFilter": "PermissionsBoundary"}, {"Policies": [LIMIT_BRIEF], **LAST}, note="boundaries"),
    Row("ListPolicies", {"Scope": "All", "PathPrefix": "/team/"}, {"Policies": [READ_BRIEF], **LAST}, note="prefix"),
    Row("DeletePolicy", {"PolicyArn": EMPTY_POLICY}, then=(then("GetPolicy", "NoSuchEntity", PolicyArn=EMPTY_POLICY),)),
    Row(
        "CreatePolicyVersion",
        {"PolicyArn": READ, "PolicyDocument": document(DENY_ALL)},
        {"PolicyVersion": {"VersionId": "v3", "IsDefaultVersion": False, "CreateDate": NOW}},
        then=(then("GetPolicyVersion", {"PolicyVersion": VERSION_2 | {"VersionId": "v3", "Document": DENY_ALL}}, PolicyArn=READ, VersionId="v3"),),
    ),
    Row(
        "CreatePolicyVersion",
        {"PolicyArn": EMPTY_POLICY, "PolicyDocument": document(DENY_ALL), "SetAsDefault": True},
        {"PolicyVersion": VERSION_2 | {"IsDefaultVersion": True}},
        then=(then("GetPolicy", {"Policy": EMPTY_POLICY_BRIEF | {"DefaultVersionId": "v2", "Tags": []}}, PolicyArn=EMPTY_POLICY),),
        note="default",
    ),
    Row("GetPolicyVersion", {"PolicyArn": READ, "VersionId": "v1"}, {"PolicyVersion": VERSION_1_WHOLE}),
    Row("ListPolicyVersions", {"PolicyArn": READ}, {"Versions": [VERSION_2, VERSION_1], **LAST}),
    Row("SetDefaultPolicyVersion", {"PolicyArn": READ, "VersionId": "v2"}, then=(then("GetPolicy", {"Policy": READ_BRIEF | {"DefaultVersionId": "v2", "Description": "May read", "Tags": TAGS}}, PolicyArn=READ),)),
    Row("DeletePolicyVersion", {"PolicyArn": READ, "VersionId": "v2"}, then=(then("ListPolicyVersions", {"Versions": [VERSION_1]}, PolicyArn=READ),)),
    Row(
        "ListEntitiesForPolicy",
        {"PolicyArn": READ},
        {
            "PolicyGroups": [{"GroupName": "Readers", "GroupId": unique_id("AGPA")}],
            "PolicyRoles": [{"RoleName": "Reader", "RoleId": unique_id("AROA")}],
            "PolicyUsers": [{"UserName": "Bob", "UserId": unique_id("AIDA")}],
            **LAST,
        },
    ),
    Row(
        "ListEntitiesForPolicy",
        {"PolicyArn": LIMIT, "PolicyUsageFilter": "PermissionsBoundary", "EntityFilter": "User"},
        {"PolicyGroups": [], "PolicyRoles": [], "PolicyUsers": [{"UserName": "Bob", "UserId": unique_id("AIDA")}], **LAST},
        note="filters",
    ),
    Row("TagPolicy", {"PolicyArn": READ, "Tags": [NEW_TAG]}, then=(then("ListPolicyTags", {"Tags": [NEW_TAG, *TAGS]}, PolicyArn=READ),)),
    Row("UntagPolicy", {"PolicyArn": READ, "TagKeys": ["Team"]}, then=(then("ListPolicyTags", {"Tags": []}, PolicyArn=READ),)),
    Row("ListPolicyTags", {"PolicyArn": READ}, {"Tags": TAGS, **LAST}),
    # The whole account
    Row("CreateAccountAlias", {"AccountAlias": "example-corp"}, then=(then("ListAccountAliases", {"AccountAliases": ["example-corp"]}),)),
    Row("DeleteAccountAlias", {"AccountAlias": "world"}, then=(then("ListAccountAliases", {"AccountAliases": []}),)),
    Row("ListAccountAliases", {}, {"AccountAliases": ["world"], **LAST}),
    Row("PutAccountProperties", {"Properties": {"RoleManager/Mode": "a", "RoleManager/Enabled": "true"}}, then=(then("GetAccountProperties", {"Properties": {"RoleManager/Enabled": "true", "RoleManager/Mode": "a"}}),)),
    Row("GetAccountProperties", {}, {"Properties": {}}),
    Row("GetAccountSummary", {}, {"SummaryMap": SUMMARY}),
    Row(
        "GetAccountAuthorizationDetails",
        {"Filter": ["User", "Group"]},
        {
            "UserDetailList": [
                BOB_BRIEF
                | {
                    "UserPolicyList": [{"PolicyName": "inline", "PolicyDocument": ALLOW_ALL}],
                    "GroupList": ["Readers"],
                    "AttachedManagedPolicies": [ATTACHED],
                    "PermissionsBoundary": BOUNDARY,
                    "Tags": TAGS,
                },
                EMPTY_USER | {"UserPolicyList": [], "GroupList": [], "AttachedManagedPolicies": [], "Tags": []},
            ],
            "GroupDetailList": [
                EMPTY_GROUP | {"GroupPolicyList": [], "AttachedManagedPolicies": []},
                READERS
                | {
                    "GroupPolicyList": [{"PolicyName": "inline", "PolicyDocument": ALLOW_S3}],
                    "AttachedManagedPolicies": [ATTACHED],
                },
            ],
            "RoleDetailList": [],
            "Policies": [],
            **LAST,
        },
        note="users-groups",
    ),
    Row(
        "GetAccountAuthorizationDetails",
        {"Filter": ["Role", "LocalManagedPolicy"]},
        {
            "UserDetailList": [],
            "GroupDetailList": [],
            "RoleDetailList": [
                EMPTY_ROLE_NEW | {"InstanceProfileList": [], "RolePolicyList": [], "AttachedManagedPolicies": [], "Tags": []},
                READER_NEW
                | {
                    "InstanceProfileList": [WEB_BRIEF],
                    "RolePolicyList": [{"PolicyName": "inline", "PolicyDocument": ALLOW_S3}],
                    "AttachedManagedPolicies": [ATTACHED],
                    "PermissionsBoundary": BOUNDARY,
                    "Tags": TAGS,
                },
            ],
            "Policies": [
                EMPTY_POLICY_BRIEF | {"PolicyVersionList": [VERSION_1_WHOLE]},
                LIMIT_BRIEF | {"PolicyVersionList": [VERSION_1 | {"Document": ALLOW_ALL}]},
                READ_BRIEF | {"Description": "May read", "PolicyVersionList": [VERSION_2 | {"Document": ALLOW_ALL}, VERSION_1_WHOLE]},
            ],
            **LAST,
        },
        note="roles-policies",
    ),
    # STS
    Row(
        "GetWebIdentityToken",
        {"Audience": ["app"], "SigningAlgorithm": "ES384"},
        {"WebIdentityToken": Like(r"[\w-]+\.[\w-]+\.[\w-]{128}"), "Expiration": credentials(300)["Expiration"]},
        before=ISSUING,
    ),
    Row(
        "AssumeRoleWithWebIdentity",
        {"RoleArn": arn("role", "Web"), "RoleSessionName": "s1", "WebIdentityToken": issuer.shared().token(exp=2**31)},
        {
            "Credentials": credentials(3600),
            "AssumedRoleUser": {
                "AssumedRoleId": Like(r"AROARZPUZDIK[A-P][A-Z2-7]{8}:s1"),
                "Arn": f"arn:aws:sts::{DEV_ACCOUNT}:assumed-role/Web/s1",
            },
            "SubjectFromWebIdentityToken": "ann@example.com",
            "Provider": SHARED_PROVIDER,
            "Audience": "app",
        },
        before=WITH_ISSUER,
    ),
    Row(
        "AssumeRole",
        {"RoleArn": arn("role", "team/Reader"), "RoleSessionName": "s@1"},
        {
            "Credentials": credentials(3600),
            "AssumedRoleUser": {
                "AssumedRoleId": Like(r"AROARZPUZDIK[A-P][A-Z2-7]{8}:s@1"),
                "Arn": f"arn:aws:sts::{DEV_ACCOUNT}:assumed-role/Reader/s@1",
            },
        },
        caller="bob",
    ),
    Row(
        "AssumeRole",
        {
            "RoleArn": arn("role", "Empty"),
            "RoleSessionName": "s1",
            "DurationSeconds": 900,
            "Policy": document(ALLOW_S3),
            "PolicyArns": [{"arn": READ}],
        },
        {
            "Credentials": credentials(900),
            "AssumedRoleUser": {
                "AssumedRoleId": Like(r"AROARZPUZDIK[A-P][A-Z2-7]{8}:s1"),
                "Arn": f"arn:aws:sts::{DEV_ACCOUNT}:assumed-role/Empty/s1",
            },
            "PackedPolicySize": Percent(),
        },
        caller="bob",
        note="session-policies",
    ),
    Row("GetCallerIdentity", {}, {"UserId": unique_id("AIDA"), "Account": DEV_ACCOUNT, "Arn": arn("user", "team/Bob")}, caller="bob"),
    Row("GetSessionToken", {}, {"Credentials": credentials(43200)}, caller="bob"),
    Row("GetSessionToken", {"DurationSeconds": 900}, {"Credentials": credentials(900)}, caller="bob", note="duration"),
    Row("GetSessionToken", {"DurationSeconds": 7200}, {"Credentials": credentials(3600)}, note="root-is-clamped"),
    Row("GetSessionToken", PHONE_SERIAL | {"TokenCode": "code(Phone)"}, {"Credentials": credentials(43200)}, caller="bob", note="mfa"),
    Row("GetFederationToken", {"Name": "ann@x"}, {"Credentials": credentials(43200), "FederatedUser": FEDERATED}, caller="bob"),
    Row(
        "GetFederationToken",
        {"Name": "ann@x", "DurationSeconds": 900, "Policy": document(ALLOW_S3), "PolicyArns": [{"arn": READ}], "Tags": TAGS},
        {"Credentials": credentials(900), "FederatedUser": FEDERATED, "PackedPolicySize": Percent()},
        caller="bob",
        note="all-parameters",
    ),
    Row("GetFederationToken", {"Name": "ann@x", "DurationSeconds": 7200}, {"Credentials": credentials(3600), "FederatedUser": FEDERATED}, note="root-is-clamped"),
    Row("GetAccessKeyInfo", {"AccessKeyId": "$key"}, {"Account": DEV_ACCOUNT}),
    Row("GetAccessKeyInfo", {"AccessKeyId": DEV_ROOT.access_key_id}, {"Account": DEV_ACCOUNT}, caller="bob", note="chosen"),
    Row("GenerateCredentialReport", {}, {"State": "STARTED", "Description": "No report exists. Starting a new report generation task"}, then=(then("GenerateCredentialReport", {"State": "COMPLETE"}),)),
    Row("GetCredentialReport", {}, {"Content": Report(), "ReportFormat": "text/csv", "GeneratedTime": NOW}, before=(("GenerateCredentialReport", {}, ()),)),
    Row("GetAccessKeyLastUsed", {"AccessKeyId": "$key"}, {"UserName": "Bob", "AccessKeyLastUsed": {"LastUsedDate": NOW, "ServiceName": "sts", "Region": "us-east-1"}}),
    # Last uses
    Row("GenerateServiceLastAccessedDetails", {"Arn": arn("user", "team/Bob")}, {"JobId": Like("[0-9a-f-]{36}")}),
    Row(
        "GetServiceLastAccessedDetails",
        {"JobId": "$job"},
        {
            "JobStatus": "COMPLETED",
            "JobType": "SERVICE_LEVEL",
            "JobCreationDate": NOW,
            "JobCompletionDate": NOW,
            "ServicesLastAccessed": [{"ServiceName": "s3", "ServiceNamespace": "s3", "TotalAuthenticatedEntities": 0}],
            **LAST,
        },
        before=(("GenerateServiceLastAccessedDetails", {"Arn": READ}, (("job", "JobId"),)),),
    ),
    Row(
        "GetServiceLastAccessedDetailsWithEntities",
        {"JobId": "$job", "ServiceNamespace": "s3"},
        {
            "JobStatus": "COMPLETED",
            "JobCreationDate": NOW,
            "JobCompletionDate": NOW,
            "EntityDetailsList": [{"EntityInfo": {"Arn": arn("role", "team/Reader"), "Name": "Reader", "Type": "ROLE", "Id": unique_id("AROA"), "Path": "/team/"}}],
            **LAST,
        },
        before=(("GenerateServiceLastAccessedDetails", {"Arn": arn("role", "team/Reader")}, (("job", "JobId"),)),),
    ),
    Row(
        "ListPoliciesGrantingServiceAccess",
        {"Arn": arn("group", "team/Readers"), "ServiceNamespaces": ["sqs", "s3"]},
        {
            "PoliciesGrantingServiceAccess": [
                {"ServiceNamespace": "sqs", "Policies": []},
                {
                    "ServiceNamespace": "s3",
                    "Policies": [
                        {"PolicyName": "inline", "PolicyType": "INLINE", "EntityType": "GROUP", "EntityName": "Readers"},
                        {"PolicyName": "Read", "PolicyType": "MANAGED", "PolicyArn": READ},
                    ],
                },
            ],
            **LAST,
        },
    ),
    # Simulations
    Row("GetContextKeysForCustomPolicy", {"PolicyInputList": [document(ASKING)]}, {"ContextKeyNames": ["aws:SourceIp", "aws:username"]}),
    Row(
        "GetContextKeysForPrincipalPolicy",
        {"PolicySourceArn": arn("user", "team/Bob"), "PolicyInputList": [document(ASKING)]},
        {"ContextKeyNames": ["aws:SourceIp", "aws:username"]},
    ),
    Row(
        "SimulateCustomPolicy",
        {"PolicyInputList": [document(ALLOW_S3)], "ActionNames": ["s3:GetObject", "s3:PutObject"]},
        {
            "EvaluationResults": [
                SIMULATED | {"EvalActionName": "s3:GetObject", "EvalDecision": "allowed", "MatchedStatements": [MATCHED]},
                SIMULATED | {"EvalActionName": "s3:PutObject", "EvalDecision": "implicitDeny", "MatchedStatements": []},
            ],
            **LAST,
        },
    ),
    Row(
        "SimulatePrincipalPolicy",
        {"PolicySourceArn": arn("role", "Reader"), "ActionNames": ["s3:GetObject"], "ResourceArns": ["arn:aws:s3:::b/k"], "PolicyExclusionList": [{"PolicyType": "inline"}, {"PolicyType": "permission-boundary"}]},
        {
            "EvaluationResults": [
                SIMULATED
                | {"EvalActionName": "s3:GetObject", "EvalResourceName": "arn:aws:s3:::b/k", "EvalDecision": "allowed", "EvalDecisionDetails": {}}
                | {"MatchedStatements": [MATCHED | {"SourcePolicyId": "Read"}]}
                | {
                    "ResourceSpecificResults": [
                        {"EvalResourceName": "arn:aws:s3:::b/k", "EvalResourceDecision": "allowed", "MissingContextValues": [], "MatchedStatements": [MATCHED | {"SourcePolicyId": "Read"}]}
                    ]
                }
            ],
            **LAST,
        },
    ),
]

# Nothing on the wire seals a message: denials of IAM and STS carry none, as on AWS.
HAS_NO_SUCCESS = {"DecodeAuthorizationMessage"}


def forget_uses(reply):
    """Takes out when roles were last used, which depends on the sessions made before: test_usage.py looks at it."""
    for role in (reply.get("Role"), *reply.get("RoleDetailList", ())):
        if role:
            role.pop("RoleLastUsed", None)


def prepare(world, row):
    """Makes the calls before a row's own."""
    for operation, parameters, kept in row.before:
        made = world.call(operation, parameters)
        for name, path in kept:
            world.values[name] = functools.reduce(lambda part, member: part[member], path.split("."), made)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_operation_answers_as_aws_does(world, row):
    prepare(world, row)
    reply = world.call(row.operation, row.parameters, row.caller)
    # STS tells the size of the token besides; AWS's own value is of no use to anybody else.
    reply.pop("SessionTokenSize", None)
    forget_uses(reply)
    assert reply == world.filled(row.reply)
    for operation, parameters, expected in row.then:
        if isinstance(expected, str):
            with pytest.raises(botocore.exceptions.ClientError, match=expected):
                world.call(operation, parameters)
            continue
        after = world.call(operation, parameters)
        forget_uses(after)
        assert {name: after[name] for name in expected} == world.filled(expected)


def test_every_operation_that_is_here_has_a_row_and_is_documented(dev):
    here = dev.operations()
    assert here == {row.operation for row in ROWS} | HAS_NO_SUCCESS
    assert here == documented_operations()


def test_the_summary_has_every_key_of_the_model():
    assert set(SUMMARY) == set(model("iam").shape_for("summaryKeyType").enum)


AWKWARD = """{ "Version" : "2012-10-17",
\t"Statement" : [ { "Effect":"Allow", "Action":"s3:*", "Resource":"arn:aws:s3:::caf\u00e9+%20&=?/*",
  "Condition":{"StringEquals":{"aws:PrincipalTag/a":["\\u00e9\\/ <>","\u00ff"]}} } ] }
"""


@pytest.mark.parametrize(
    ("write", "read", "member"),
    [
        ("PutUserPolicy", "GetUserPolicy", "PolicyDocument"),
        ("PutGroupPolicy", "GetGroupPolicy", "PolicyDocument"),
        ("PutRolePolicy", "GetRolePolicy", "PolicyDocument"),
        ("CreatePolicy", "GetPolicyVersion", "PolicyVersion"),
    ],
)
def test_documents_come_back_byte_for_byte(world, write, read, member):
    raw = []
    kind = write[3:-6]
    place = {f"{kind}Name": "Empty", "PolicyName": "p"}
    read_place = place
    if write == "CreatePolicy":
        place, read_place = {"PolicyName": "p"}, {"PolicyArn": arn("policy", "p"), "VersionId": "v1"}
    client = world.server.client("iam")
    # Before boto3 makes an object of it.
    client.meta.events.register_first(f"after-call.iam.{read}", lambda parsed, **_: raw.append(json.dumps(parsed, default=str)))
    world.call(write, place | {"PolicyDocument": AWKWARD})
    getattr(client, {"GetPolicyVersion": "get_policy_version"}.get(read, f"get_{kind.lower()}_policy"))(**read_place)
    shown = json.loads(raw[0])[member]
    shown = shown["Document"] if member == "PolicyVersion" else shown
    assert urllib.parse.unquote(shown) == AWKWARD
    assert set(shown) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%")


def test_times_are_those_of_the_server(world):
    before = world.call("GetUser", {"UserName": "Bob"})["User"]["CreateDate"]
    world.server.advance(86400)
    world.call("CreateUser", {"UserName": "Late"})
    after = world.call("GetUser", {"UserName": "Late"})["User"]["CreateDate"]
    assert datetime.timedelta(hours=23) < after - before < datetime.timedelta(hours=25)
    assert world.call("GetUser", {"UserName": "Bob"})["User"]["CreateDate"] == before


def test_ids_are_never_used_again(world):
    first = world.call("GetUser", {"UserName": "Empty"})["User"]["UserId"]
    world.call("DeleteUser", {"UserName": "Empty"})
    again = world.call("CreateUser", {"UserName": "Empty"})["User"]["UserId"]
    assert first != again


NAMES = ["a", "A" * 64, "_+=,.@-", "0", "ann@example.com", "With.Capitals-and_more"]
PATHS = ["/", "/a/", "/a//b/", "/!\"#$%&'()*+,-.:;<=>?@[]^_`{|}~/"]
TAG_TEXTS = ["plain", "with space", "caf\u00e9", "\u65e5\u672c", "a/b:c=d+e-f@g.h_i", "\u00a0x"]


def test_every_legal_name_path_and_tag_comes_back(dev):
    iam = dev.client("iam")
    tags = [{"Key": text, "Value": text * 2} for text in TAG_TEXTS] + [{"Key": "empty", "Value": ""}]
    for number, (name, path) in enumerate((name, path) for name in NAMES for path in PATHS):
        made = iam.create_user(UserName=name, Path=path, Tags=tags)["User"]
        assert (made["UserName"], made["Path"]) == (name, path)
        assert made["Arn"] == f"arn:aws:iam::{DEV_ACCOUNT}:user{path}{name}"
        shown = iam.get_user(UserName=name)["User"]
        assert {name: value for name, value in shown.items() if name != "Tags"} == {
            name: value for name, value in made.items() if name != "Tags"
        }
        assert sorted(shown["Tags"], key=str) == sorted(tags, key=str)
        assert iam.list_users(PathPrefix=path)["Users"][0]["Path"] == path
        iam.delete_user(UserName=name)
        assert iam.list_users()["Users"] == [], number


def test_boto3_resources_work(world):
    """The object-oriented side of boto3, with its own ideas of identifiers and collections."""
    credentials = world.callers["bob"]
    session = boto3.Session(credentials.access_key_id, credentials.secret, region_name=REGION)
    iam = session.resource("iam", endpoint_url=world.server.endpoint)
    assert [user.name for user in iam.users.all()] == ["Bob", "Empty"]
    bob = iam.User("Bob")
    assert bob.arn == iam.CurrentUser().arn == arn("user", "team/Bob")
    assert [policy.arn for policy in bob.attached_policies.all()] == [READ]
    assert [group.name for group in bob.groups.all()] == ["Readers"]
    assert [policy.policy_document for policy in bob.policies.all()] == [ALLOW_ALL]
    assert [key.status for key in bob.access_keys.all()] == ["Active"]
    assert [device.serial_number for device in bob.mfa_devices.all()] == [PHONE]
    assert sorted(device.serial_number for device in iam.virtual_mfa_devices.all()) == [SPARE, PHONE]
    role = iam.Role("Reader")
    assert role.assume_role_policy_document == TRUST
    assert [policy.policy_name for policy in role.attached_policies.all()] == ["Read"]
    policy = iam.Policy(READ)
    assert (policy.attachment_count, policy.default_version.document) == (3, ALLOW_S3)
    assert [user.name for user in policy.attached_users.all()] == ["Bob"]
    assert [role.name for role in policy.attached_roles.all()] == ["Reader"]
