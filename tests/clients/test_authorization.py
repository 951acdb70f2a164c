"""Personas over the wire, compared with the authorization matrix that the `iam` crate keeps."""

import itertools

import botocore.exceptions
import pytest

from phones import Phone
from portcullis import DEV_ACCOUNT, DEV_ROOT, ROOT_FOLDER, Credentials, call, service_of
from world import ALLOW_ALL, ALLOW_S3, OTHER, TRUST, allow, arn, document

TARGET = arn("policy", "Target")
MINE = {"UserName": "Self", "SerialNumber": arn("mfa", "Mine")}
DEVICE = {"SerialNumber": arn("mfa", "Target")}
MATRIX = ROOT_FOLDER / "crates" / "iam" / "src" / "snapshots" / "iam__matrix__authorization_matrix.snap"

# A call of the matrix, and what root does afterwards where it was allowed and changed something. Calls that take two codes in a row
# get the next two of the device that they name.
CALLS = {
    "AddUserToGroup": ({"GroupName": "Empty", "UserName": "Empty"}, ("RemoveUserFromGroup", {"GroupName": "Empty", "UserName": "Empty"})),
    "AddRoleToInstanceProfile": ({"InstanceProfileName": "Empty", "RoleName": "Empty"}, ("RemoveRoleFromInstanceProfile", {"InstanceProfileName": "Empty", "RoleName": "Empty"})),
    "AssumeRole": ({"RoleArn": arn("role", "Target"), "RoleSessionName": "s1"}, None),
    "AttachUserPolicy": ({"UserName": "Empty", "PolicyArn": TARGET}, ("DetachUserPolicy", {"UserName": "Empty", "PolicyArn": TARGET})),
    "CreateRole": ({"RoleName": "New", "AssumeRolePolicyDocument": document(TRUST)}, ("DeleteRole", {"RoleName": "New"})),
    "CreateUser": ({"UserName": "New"}, ("DeleteUser", {"UserName": "New"})),
    "CreateVirtualMFADevice": ({"VirtualMFADeviceName": "New"}, ("DeleteVirtualMFADevice", {"SerialNumber": arn("mfa", "New")})),
    "DeactivateMFADevice": (MINE, ("EnableMFADevice", MINE)),
    "DeleteUser": ({"UserName": "Empty"}, ("CreateUser", {"UserName": "Empty"})),
    "EnableMFADevice": (DEVICE | {"UserName": "Target"}, ("DeactivateMFADevice", DEVICE | {"UserName": "Target"})),
    "GetAccessKeyInfo": ({"AccessKeyId": DEV_ROOT.access_key_id}, None),
    "GetAccountAuthorizationDetails": ({}, None),
    "GetCallerIdentity": ({}, None),
    "GetFederationToken": ({"Name": "New"}, None),
    "GetMFADevice": (MINE, None),
    "GetPolicy": ({"PolicyArn": TARGET}, None),
    "GetRole": ({"RoleName": "Target"}, None),
    "GetSessionToken": ({}, None),
    "GetUser": ({"UserName": "Self"}, None),
    "ListAccessKeys": ({"UserName": "Self"}, None),
    "ListInstanceProfiles": ({}, None),
    "ListMFADeviceTags": (DEVICE, None),
    "ListMFADevices": ({"UserName": "Self"}, None),
    "ListPolicies": ({}, None),
    "ListUsers": ({}, None),
    "ListVirtualMFADevices": ({}, None),
    "PutUserPolicy": (
        {"UserName": "Self", "PolicyName": "new", "PolicyDocument": document(ALLOW_S3)},
        ("DeleteUserPolicy", {"UserName": "Self", "PolicyName": "new"}),
    ),
    "ResyncMFADevice": (MINE, None),
    "TagMFADevice": (DEVICE | {"Tags": [{"Key": "a", "Value": "b"}]}, ("UntagMFADevice", DEVICE | {"TagKeys": ["a"]})),
    "TagUser": ({"UserName": "Self", "Tags": [{"Key": "a", "Value": "b"}]}, ("UntagUser", {"UserName": "Self", "TagKeys": ["a"]})),
    "UpdateAssumeRolePolicy": ({"RoleName": "Target", "PolicyDocument": document(TRUST)}, None),
}
TAKE_CODES = {"EnableMFADevice", "ResyncMFADevice"}
CELLS = {
    "AccessDenied": "-",
    "InvalidClientTokenId": "token!",
    "MissingAuthenticationToken": "unsigned",
    "NoSuchEntity": "absent",
}


def matrix():
    """The rows of the snapshot: for each operation, what each persona is answered."""
    lines = MATRIX.read_text().split("---\n", 2)[2].splitlines()
    personas = lines[0].split()[1:]
    rows = (line.split() for line in lines[1:] if line)
    return personas, {name: dict(zip(personas, cells, strict=True)) for name, *cells in rows}


class People:
    """The personas of the matrix, in an account of their own."""

    def __init__(self, server):
        self.server = server
        iam = server.client("iam")
        limit = allow("iam:Get*", "iam:List*", "sts:*")
        admin = iam.create_policy(PolicyName="Admin", PolicyDocument=document(ALLOW_ALL))["Policy"]["Arn"]
        read_only = iam.create_policy(PolicyName="ReadOnly", PolicyDocument=document(limit))["Policy"]["Arn"]
        iam.create_policy(PolicyName="Target", PolicyDocument=document(ALLOW_S3))
        for name in ("Target", "Empty"):
            iam.create_user(UserName=name)
            iam.create_group(GroupName=name)
            server.role(name, TRUST)
            iam.create_instance_profile(InstanceProfileName=name)
        iam.create_group(GroupName="readers")
        iam.put_group_policy(GroupName="readers", PolicyName="read", PolicyDocument=document(allow("iam:Get*", "iam:List*")))
        self.credentials = {
            "root": server.root,
            "admin": server.user("admin"),
            "reader": server.user("reader"),
            "self": server.user("Self", allow("iam:*", Resource="arn:aws:iam::*:user/${aws:username}")),
            "boundary": server.user("bounded", PermissionsBoundary=read_only),
            "none": server.user("none"),
        }
        for name in ("admin", "bounded"):
            iam.attach_user_policy(UserName=name, PolicyArn=admin)
        iam.add_user_to_group(GroupName="readers", UserName="reader")
        self.phones = {name: Phone.of(call(iam, "CreateVirtualMFADevice", VirtualMFADeviceName=name)["VirtualMFADevice"]) for name in ("Target", "Mine", "Admin")}
        self.pairs = {phone.serial: itertools.count(-1, 2) for phone in self.phones.values()}
        call(iam, "EnableMFADevice", **self.filled("EnableMFADevice", MINE))
        role = server.role("Admin", TRUST)
        iam.attach_role_policy(RoleName="Admin", PolicyArn=admin)
        made = server.account("create", "--account-id", OTHER)
        other_root = Credentials(*[made[name] for name in sorted(made) if "ccess" in name])
        by_admin = self.credentials["admin"]
        sts, phone = server.client("sts", by_admin), self.phones["Admin"]
        token = sts.get_session_token()["Credentials"]
        iam.enable_mfa_device(UserName="admin", **phone.pair())
        proven = sts.get_session_token(**phone.proof())["Credentials"]
        vouched = sts.get_federation_token(Name="vouched", PolicyArns=[{"arn": admin}])["Credentials"]
        self.credentials |= {
            "role": server.session(role, by_admin, name="s1"),
            "narrow": server.session(role, by_admin, name="s2", Policy=document(allow("iam:*User*"))),
            "token": Credentials.of(token),
            "proven": Credentials.of(proven),
            "vouched": Credentials.of(vouched),
            "other": server.user("other", ALLOW_ALL, credentials=other_root),
        }
        self.clients = {}

    def client(self, persona, service):
        if (persona, service) not in self.clients:
            made = (
                self.server.unsigned(service)
                if persona == "nobody"
                else self.server.client(service, self.credentials[persona])
            )
            self.clients[persona, service] = made
        return self.clients[persona, service]

    def filled(self, operation, parameters):
        """The parameters with two codes, if the operation takes them: newer ones at every call."""
        if operation not in TAKE_CODES:
            return parameters
        serial = parameters["SerialNumber"]
        phone = next(phone for phone in self.phones.values() if phone.serial == serial)
        return parameters | phone.pair(next(self.pairs[serial]))

    def cell(self, persona, operation):
        """What the matrix calls the answer to this persona; the account is afterwards as before."""
        parameters, undo = CALLS[operation]
        try:
            call(self.client(persona, service_of(operation)), operation, **self.filled(operation, parameters))
        except botocore.exceptions.ClientError as refusal:
            code = refusal.response["Error"]["Code"]
            return CELLS.get(code, code)
        if undo and persona != "other":
            call(self.client("root", "iam"), undo[0], **self.filled(*undo))
        elif undo:
            theirs = {name: value.replace(DEV_ACCOUNT, OTHER) for name, value in undo[1].items()}
            call(self.client("other", "iam"), undo[0], **theirs)
        return "ok"


@pytest.fixture
def people(dev):
    return People(dev)


def test_the_wire_and_the_matrix_agree(people):
    personas, rows = matrix()
    found = {operation: {persona: people.cell(persona, operation) for persona in personas} for operation in CALLS}
    assert found == {operation: rows[operation] for operation in CALLS}


def test_the_matrix_has_every_operation_that_is_here(dev):
    assert dev.operations() <= set(matrix()[1])


SESSION, NARROW = (f"arn:aws:sts::{DEV_ACCOUNT}:assumed-role/Admin/{name}" for name in ("s1", "s2"))
ROLES_BELOW = f"arn:aws:iam::{DEV_ACCOUNT}:role/"
USERS_BELOW = f"arn:aws:iam::{DEV_ACCOUNT}:user/"

# Persona, operation, who the message names, on what, and why.
DENIALS = [
    ("none", "ListUsers", arn("user", "none"), "iam:ListUsers", USERS_BELOW, "because no identity-based policy allows the iam:ListUsers action"),
    ("reader", "CreateUser", arn("user", "reader"), "iam:CreateUser", arn("user", "New"), "because no identity-based policy allows the iam:CreateUser action"),
    ("self", "GetRole", arn("user", "Self"), "iam:GetRole", arn("role", "Target"), "because no identity-based policy allows the iam:GetRole action"),
    ("boundary", "CreateUser", arn("user", "bounded"), "iam:CreateUser", arn("user", "New"), "because no permissions boundary allows the iam:CreateUser action"),
    ("narrow", "GetRole", NARROW, "iam:GetRole", arn("role", "Target"), "because no session policy allows the iam:GetRole action"),
    ("none", "AssumeRole", arn("user", "none"), "sts:AssumeRole", arn("role", "Target"), "because no identity-based policy allows the sts:AssumeRole action"),
    ("none", "GetAccountAuthorizationDetails", arn("user", "none"), "iam:GetAccountAuthorizationDetails", "*", "because no identity-based policy allows the iam:GetAccountAuthorizationDetails action"),
    ("none", "CreateVirtualMFADevice", arn("user", "none"), "iam:CreateVirtualMFADevice", arn("mfa", "New"), "because no identity-based policy allows the iam:CreateVirtualMFADevice action"),
    ("none", "ListVirtualMFADevices", arn("user", "none"), "iam:ListVirtualMFADevices", f"arn:aws:iam::{DEV_ACCOUNT}:mfa/", "because no identity-based policy allows the iam:ListVirtualMFADevices action"),
    ("reader", "TagMFADevice", arn("user", "reader"), "iam:TagMFADevice", arn("mfa", "Target"), "because no identity-based policy allows the iam:TagMFADevice action"),
    ("none", "GetMFADevice", arn("user", "none"), "iam:GetMFADevice", arn("user", "Self"), "because no identity-based policy allows the iam:GetMFADevice action"),
    (
        "none",
        "GetFederationToken",
        arn("user", "none"),
        "sts:GetFederationToken",
        f"arn:aws:sts::{DEV_ACCOUNT}:federated-user/New",
        "because no identity-based policy allows the sts:GetFederationToken action",
    ),
    ("none", "GetAccessKeyInfo", arn("user", "none"), "sts:GetAccessKeyInfo", "*", "because no identity-based policy allows the sts:GetAccessKeyInfo action"),
    ("none", "TagUser", arn("user", "none"), "iam:TagUser", arn("user", "Self"), "because no identity-based policy allows the iam:TagUser action"),
]


@pytest.mark.parametrize(("persona", "operation", "who", "action", "resource", "reason"), DENIALS)
def test_denials_read_as_aws_writes_them(people, refused, persona, operation, who, action, resource, reason):
    with refused("AccessDenied", 403) as answer:
        call(people.client(persona, service_of(operation)), operation, **CALLS[operation][0])
    assert answer.message == f"User: {who} is not authorized to perform: {action} on resource: {resource} {reason}"


def test_an_explicit_deny_beats_everything_and_is_named(dev, refused):
    iam = dev.client("iam")
    alice = dev.user("alice", ALLOW_ALL)
    as_alice = dev.client("iam", alice)
    as_alice.list_users()
    deny = {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "iam:ListUsers", "Resource": "*"}}
    policy = iam.create_policy(PolicyName="Deny", PolicyDocument=document(deny))["Policy"]["Arn"]
    text = f"User: {arn('user', 'alice')} is not authorized to perform: iam:ListUsers on resource: {USERS_BELOW} with an explicit deny in "
    attach = {"UserName": "alice", "PolicyArn": policy}
    iam.attach_user_policy(**attach)
    with refused("AccessDenied", 403) as answer:
        as_alice.list_users()
    assert answer.message == f"{text}an identity-based policy: {policy}"
    iam.detach_user_policy(**attach)
    as_alice.list_users()
    iam.put_user_policy(UserName="alice", PolicyName="deny", PolicyDocument=document(deny))
    with refused("AccessDenied", 403) as answer:
        as_alice.list_users()
    assert answer.message == f"{text}an identity-based policy"
    iam.delete_user_policy(UserName="alice", PolicyName="deny")
    iam.put_user_permissions_boundary(UserName="alice", PermissionsBoundary=policy)
    with refused("AccessDenied", 403) as answer:
        as_alice.list_users()
    assert answer.message == f"{text}a permissions boundary: {policy}"


def test_denials_come_before_existence(people, refused):
    for name in ("Target", "Nobody"):
        with refused("AccessDenied", 403):
            people.client("none", "iam").get_role(RoleName=name)


def test_denials_are_explained_to_the_operator_only(dev, refused):
    alice = dev.user("alice", allow("iam:ListUsers", Condition={"StringEquals": {"aws:PrincipalTag/Team": "red"}}))
    before = len(dev.wrote())
    with refused("AccessDenied", 403) as answer:
        dev.client("iam", alice).list_users()
    assert "Team" not in answer.message
    assert "aws:PrincipalTag/Team" in dev.wrote()[before:]


CONDITIONS = [
    ({"StringEquals": {"aws:username": "alice"}}, True),
    ({"StringEquals": {"aws:username": "Alice"}}, False),
    ({"StringEqualsIgnoreCase": {"aws:username": "Alice"}}, True),
    ({"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}, True),
    ({"NotIpAddress": {"aws:SourceIp": "127.0.0.0/8"}}, False),
    ({"Bool": {"aws:SecureTransport": "false"}}, True),
    ({"Bool": {"aws:SecureTransport": "true"}}, False),
    ({"Null": {"aws:TokenIssueTime": "true"}}, True),
    ({"Bool": {"aws:MultiFactorAuthPresent": "false"}}, False),
    ({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}, True),
    ({"StringLike": {"aws:UserAgent": "Boto3/*"}}, True),
    ({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/a*"}}, True),
    ({"StringEquals": {"aws:PrincipalType": "User", "aws:PrincipalAccount": DEV_ACCOUNT}}, True),
    ({"StringEquals": {"aws:RequestedRegion": "us-east-1"}}, True),
    ({"StringEquals": {"aws:PrincipalTag/team": "red"}}, True),
    ({"StringNotEquals": {"aws:PrincipalTag/Absent": "red"}}, True),
    ({"StringEquals": {"aws:PrincipalTag/Absent": "red"}}, False),
    ({"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}, True),
    ({"DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}, False),
    ({"StringEquals": {"aws:PrincipalTag/Team": "${aws:PrincipalTag/Team}"}}, True),
]


def test_conditions_see_the_request(dev):
    iam = dev.client("iam")
    alice = dev.client("iam", dev.user("alice", Tags=[{"Key": "Team", "Value": "red"}]))
    for condition, allowed in CONDITIONS:
        policy = document(allow("iam:ListUsers", Condition=condition))
        iam.put_user_policy(UserName="alice", PolicyName="p", PolicyDocument=policy)
        try:
            alice.list_users()
            found = True
        except alice.exceptions.ClientError as refusal:
            assert refusal.response["Error"]["Code"] == "AccessDenied"
            found = False
        assert found == allowed, condition


def test_a_delegate_may_make_users_only_within_the_boundary(dev, refused):
    limit = dev.client("iam").create_policy(PolicyName="limit", PolicyDocument=document(ALLOW_S3))["Policy"]["Arn"]
    within = {"StringEquals": {"iam:PermissionsBoundary": limit}}
    delegate = dev.client("iam", dev.user("delegate", allow("iam:CreateUser", "iam:PutUserPolicy", "iam:AttachUserPolicy", Condition=within)))
    delegate.create_user(UserName="made", PermissionsBoundary=limit)
    delegate.put_user_policy(UserName="made", PolicyName="p", PolicyDocument=document(ALLOW_ALL))
    for call_it in (
        lambda: delegate.create_user(UserName="free"),
        lambda: delegate.create_user(UserName="free", PermissionsBoundary=arn("policy", "other")),
        lambda: delegate.put_user_policy(UserName="delegate", PolicyName="p", PolicyDocument=document(ALLOW_ALL)),
        lambda: delegate.delete_user_permissions_boundary(UserName="made"),
    ):
        with refused("AccessDenied", 403):
            call_it()


# A policy's statement, and what it then allows and refuses: keys of the operation, not of the caller.
ATTACH, TAG = "iam:AttachUserPolicy", "iam:TagUser"
RED = {"Tags": [{"Key": "Team", "Value": "red"}]}
OPERATION_KEYS = [
    (allow(ATTACH, Condition={"ArnEquals": {"iam:PolicyARN": TARGET}}), "AttachUserPolicy", {"PolicyArn": TARGET}, {"PolicyArn": arn("policy", "Other")}),
    (allow(TAG, Condition={"StringEquals": {"aws:RequestTag/Team": "red"}}), "TagUser", RED, {"Tags": [{"Key": "Team", "Value": "blue"}]}),
    (
        allow(TAG, Condition={"ForAllValues:StringEquals": {"aws:TagKeys": ["Team", "Env"]}}),
        "TagUser",
        RED,
        {"Tags": [*RED["Tags"], {"Key": "Root", "Value": ""}]},
    ),
    (allow(TAG, Condition={"StringEquals": {"aws:ResourceTag/Owner": "${aws:username}"}}), "TagUser", RED, RED | {"UserName": "others"}),
    (allow(TAG, Condition={"StringEquals": {"iam:ResourceTag/Owner": "alice"}}), "TagUser", RED, RED | {"UserName": "others"}),
    (allow(TAG, Resource=arn("user", "team/*")), "TagUser", RED, RED | {"UserName": "others"}),
    (
        allow("iam:PutUserPermissionsBoundary", Condition={"StringLike": {"iam:PermissionsBoundary": "*:policy/T*"}}),
        "PutUserPermissionsBoundary",
        {"PermissionsBoundary": TARGET},
        {"PermissionsBoundary": arn("policy", "Other")},
    ),
]


@pytest.mark.parametrize(("policy", "operation", "allowed", "denied"), OPERATION_KEYS)
def test_conditions_see_the_operation(dev, refused, policy, operation, allowed, denied):
    iam = dev.client("iam")
    for name in ("Target", "Other"):
        iam.create_policy(PolicyName=name, PolicyDocument=document(ALLOW_S3))
    iam.create_user(UserName="mine", Path="/team/", Tags=[{"Key": "Owner", "Value": "alice"}])
    iam.create_user(UserName="others")
    alice = dev.client("iam", dev.user("alice", policy))
    call(alice, operation, **{"UserName": "mine"} | allowed)
    with refused("AccessDenied", 403):
        call(alice, operation, **{"UserName": "mine"} | denied)


def test_tags_at_creation_need_a_permission_of_their_own(dev, refused):
    alice = dev.client("iam", dev.user("alice", allow("iam:CreateUser", "iam:CreateRole", "iam:CreatePolicy", "iam:CreateVirtualMFADevice", "iam:CreateInstanceProfile", "iam:CreateOpenIDConnectProvider")))
    for operation, parameters, action in (
        ("CreateUser", {"UserName": "x"}, "iam:TagUser"),
        ("CreateRole", {"RoleName": "x", "AssumeRolePolicyDocument": document(TRUST)}, "iam:TagRole"),
        ("CreatePolicy", {"PolicyName": "x", "PolicyDocument": document(ALLOW_S3)}, "iam:TagPolicy"),
        ("CreateVirtualMFADevice", {"VirtualMFADeviceName": "x"}, "iam:TagMFADevice"),
        ("CreateInstanceProfile", {"InstanceProfileName": "x"}, "iam:TagInstanceProfile"),
        ("CreateOpenIDConnectProvider", {"Url": "https://x.example.com"}, "iam:TagOpenIDConnectProvider"),
    ):
        with refused("AccessDenied", 403, match=f"is not authorized to perform: {action} on resource"):
            call(alice, operation, **parameters, **RED)
        call(alice, operation, **parameters)


def test_nobody_can_be_denied_to_know_who_they_are(dev):
    deny = {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}
    alice = dev.client("sts", dev.user("alice", deny))
    assert alice.get_caller_identity()["Arn"] == arn("user", "alice")
    assert alice.get_session_token()["Credentials"]


def test_enforcement_that_only_logs_authenticates_all_the_same(servers, refused):
    server = servers(arguments=["--enforcement", "log"])
    nobody = server.user("nobody")
    assert server.client("iam", nobody).list_users()["Users"]
    assert "is not authorized to perform: iam:ListUsers" in server.wrote()
    with refused("SignatureDoesNotMatch", 403):
        server.client("iam", Credentials(nobody.access_key_id, "wrong")).list_users()
    with refused("MissingAuthenticationToken", 403):
        server.unsigned("iam").list_users()
    assert '"enforcement":"log"' in server.admin("/health")[1].replace(" ", "")
