"""What each operation refuses: code, status and AWS's exact text. A refusal changes nothing."""

import json

import pytest

from portcullis import DEV_ACCOUNT
from refusal_rows import DETACH_FIRST, PHONE_SERIAL, REFUSALS, REMOVE_FIRST, SPARE_SERIAL
from world import ALLOW_ALL, ALLOW_S3, EMPTY_POLICY, READ, TRUST, arn, codes, document, trust

# Refused by nothing but the signature.
ANSWERS_EVERYBODY = {"GetCallerIdentity"}


def refusal_id(row):
    return f"{row[0]}-{row[2][0]}" if isinstance(row, tuple) and isinstance(row[0], str) else None


@pytest.mark.parametrize("row", REFUSALS, ids=refusal_id)
def test_the_operation_refuses_as_aws_does(world, refused, row):
    operation, parameters, (code, status), message, *caller = row
    with refused(code, status) as answer:
        world.call(operation, parameters, *caller)
    if message is not None:
        assert answer.message == message.replace("$key", world.callers["bob"].access_key_id)
    assert answer.error["Type"] == "Sender"
    assert world.is_as_built()


def test_every_operation_that_is_here_has_a_refusal(dev):
    assert dev.operations() == {row[0] for row in REFUSALS} | ANSWERS_EVERYBODY


def statement(**changes):
    """A policy of one statement: ALLOW_S3's with elements changed, or left out where they are None."""
    elements = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"} | changes
    return ALLOW_S3 | {"Statement": [{name: value for name, value in elements.items() if value is not None}]}


SYNTAX = "Syntax errors in policy."
LEGACY = "The policy failed legacy parsing"
IDENTITY_POLICIES = [
    ("not json", SYNTAX),
    ('"text"', SYNTAX),
    ('{"Version":"2012-10-17","Version":"2012-10-17","Statement":[]}', SYNTAX),
    (ALLOW_S3 | {"Version": "2012-10-18"}, SYNTAX),
    (ALLOW_S3 | {"Statement": []}, SYNTAX),
    (ALLOW_S3 | {"statement": []}, SYNTAX),
    (statement(Effect="Maybe"), SYNTAX),
    (statement(NotAction="s3:*"), SYNTAX),
    (statement(NotResource="*"), SYNTAX),
    (statement(Condition={"StringLikes": {"a": "b"}}), SYNTAX),
    (statement(Condition={"StringEquals": {"a": {"b": "c"}}}), SYNTAX),
    (statement(Effect="allow"), LEGACY),
    (statement(Effect="allow", Action=None), LEGACY),
    (statement(Condition={"DateLessThan": {"aws:CurrentTime": "soon"}}), LEGACY),
    (ALLOW_S3 | {"Statement": [statement(Sid="A")["Statement"][0]] * 2}, "Statement IDs (SID) in a single policy must be unique."),
    (statement(Action=None), "Policy statement must contain actions."),
    (statement(Action=[]), "Policy statement must contain actions."),
    (statement(Resource="bucket"), 'Resource bucket must be in ARN format or "*".'),
    (statement(Resource="arn:mars:s3:::b"), 'Partition "mars" is not valid for resource "arn:mars:s3:::b".'),
    (statement(Resource="arn:aws:iam:us-east-1:1:user/a"), "IAM resource arn:aws:iam:us-east-1:1:user/a cannot contain region information."),
    (statement(Resource="arn:aws:s3:us-east-1::b"), "Resource arn:aws:s3:us-east-1::b can not contain region information."),
    (
        statement(Resource="arn:aws:iam::1:thing/a"),
        'IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, '
        "server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.",
    ),
    (statement(Action="GetObject"), "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
    (statement(Action="s3:Get:Object"), "Actions/Condition can contain only one colon."),
    (statement(Action="s 3:Get"), "Vendor s 3 is not valid"),
    (statement(Resource=None), "Policy statement must contain resources."),
    (statement(Principal="*"), "Policy document should not specify a principal."),
]


@pytest.mark.parametrize(("policy", "message"), IDENTITY_POLICIES)
def test_identity_policies_are_refused_in_aws_order_and_words(world, refused, policy, message):
    text = policy if isinstance(policy, str) else document(policy)
    for operation, place in (("CreatePolicy", {}), ("PutUserPolicy", {"UserName": "Bob"})):
        with refused("MalformedPolicyDocument", 400) as answer:
            world.call(operation, place | {"PolicyName": "refused", "PolicyDocument": text})
        assert answer.message == message, operation


def test_only_managed_policies_need_the_new_version(world, refused):
    for old in (ALLOW_S3 | {"Version": "2008-10-17"}, {"Statement": ALLOW_S3["Statement"]}):
        with refused("MalformedPolicyDocument", 400) as answer:
            world.call("CreatePolicy", {"PolicyName": "old", "PolicyDocument": document(old)})
        assert answer.message == "Policy document must be version 2012-10-17 or greater."
        world.call("PutUserPolicy", {"UserName": "Empty", "PolicyName": "old", "PolicyDocument": document(old)})


def trusting(**changes):
    elements = TRUST["Statement"] | changes
    return TRUST | {"Statement": [{name: value for name, value in elements.items() if value is not None}]}


NOBODY = arn("user", "Nobody")
TRUST_POLICIES = [
    ("{", "This policy contains invalid Json"),
    (trusting(Resource="*"), "Has prohibited field Resource"),
    (TRUST | {"Version": "2012-10-18"}, "The policy must contain a valid version string"),
    (TRUST | {"Statement": []}, "Could not parse the policy: Statement is empty!"),
    (trusting(Effect=None), "Missing required field Effect"),
    (trusting(Effect="Maybe"), "Invalid effect: Maybe"),
    (trusting(Principal=None), "Missing required field Principal"),
    (trusting(Principal={}), "Missing required field Principal cannot be empty!"),
    (
        trusting(Principal={"AWS": []}),
        "Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: "
        "The passed in policy has a statement with no principals!",
    ),
    (trusting(Principal="*"), "Principal must be a JSON object."),
    (trusting(Principal=None, NotPrincipal={"AWS": "*"}), "Allow with NotPrincipal is not allowed."),
    (trusting(Action=None), "Missing required field Action"),
    (trusting(Action="s3:GetObject"), "AssumeRole policy may only specify STS AssumeRole actions."),
    (trusting(Action="*"), "AssumeRole policy may only specify STS AssumeRole actions."),
    (trusting(Principal={"AWS": NOBODY}), f'Invalid principal in policy: "AWS":"{NOBODY}"'),
    (trusting(Principal={"AWS": arn("user", "Bob")}), f'Invalid principal in policy: "AWS":"{arn("user", "Bob")}"'),
    (trusting(Principal={"AWS": arn("group", "team/Readers")}), f'Invalid principal in policy: "AWS":"{arn("group", "team/Readers")}"'),
    (trusting(Principal={"AWS": arn("user", "*")}), f'Invalid principal in policy: "AWS":"{arn("user", "*")}"'),
    (trusting(Principal={"Federated": "nowhere"}, Action="sts:AssumeRoleWithSAML"), "Federated principals must be valid domain names or SAML metadata ARNs"),
]


@pytest.mark.parametrize(("policy", "message"), TRUST_POLICIES)
def test_trust_policies_are_refused_in_aws_words(world, refused, policy, message):
    text = policy if isinstance(policy, str) else document(policy)
    calls = (
        ("CreateRole", {"RoleName": "refused", "AssumeRolePolicyDocument": text}),
        ("UpdateAssumeRolePolicy", {"RoleName": "Reader", "PolicyDocument": text}),
    )
    for operation, parameters in calls:
        with refused("MalformedPolicyDocument", 400) as answer:
            world.call(operation, parameters)
        assert answer.message == message, operation


# What fills an account to the brim, and what is then one too many.
QUOTAS = [
    (
        [
            call
            for n in range(8)
            for call in (
                ("CreateVirtualMFADevice", {"VirtualMFADeviceName": f"d{n}"}),
                ("EnableMFADevice", {"UserName": "Empty", "SerialNumber": arn("mfa", f"d{n}")} | codes(f"d{n}")),
            )
        ],
        ("EnableMFADevice", {"UserName": "Empty"} | SPARE_SERIAL | codes("Spare")),
        "Cannot exceed quota for MFADevicesPerUser: 8",
    ),
    ([("CreateAccessKey", {"UserName": "Bob"})], ("CreateAccessKey", {"UserName": "Bob"}), "Cannot exceed quota for AccessKeysPerUser: 2"),
    (
        [("CreatePolicyVersion", {"PolicyArn": READ, "PolicyDocument": document(ALLOW_S3)})] * 3,
        ("CreatePolicyVersion", {"PolicyArn": READ, "PolicyDocument": document(ALLOW_S3)}),
        "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
    ),
    (
        [
            call
            for n in range(10)
            for call in (("CreateGroup", {"GroupName": f"g{n}"}), ("AddUserToGroup", {"GroupName": f"g{n}", "UserName": "Empty"}))
        ],
        ("AddUserToGroup", {"GroupName": "Readers", "UserName": "Empty"}),
        "Cannot exceed quota for GroupsPerUser: 10",
    ),
    *[
        (
            [
                call
                for n in range(10)
                for call in (
                    ("CreatePolicy", {"PolicyName": f"p{n}", "PolicyDocument": document(ALLOW_S3)}),
                    (f"Attach{kind}Policy", {f"{kind}Name": "Empty", "PolicyArn": arn("policy", f"p{n}")}),
                )
            ],
            (f"Attach{kind}Policy", {f"{kind}Name": "Empty", "PolicyArn": READ}),
            f"Cannot exceed quota for PoliciesPer{kind}: 10",
        )
        for kind in ("User", "Group", "Role")
    ],
]


@pytest.mark.parametrize(("filling", "too_many", "message"), QUOTAS, ids=lambda value: value if isinstance(value, str) else "")
def test_quotas_hold(world, refused, filling, too_many, message):
    for operation, parameters in filling:
        world.call(operation, parameters)
    with refused("LimitExceeded", 409) as answer:
        world.call(*too_many)
    assert answer.message == message


# In this order each thing must go before the user, group or role can.
UNDOING = {
    "User": [
        ("Cannot delete entity, must delete access keys first.", "DeleteAccessKey", {"AccessKeyId": "$key"}),
        ("Cannot delete entity, must delete signing certificates first.", "DeleteSigningCertificate", {"CertificateId": "$certificate"}),
        ("Cannot delete entity, must remove referenced objects first.", "DeleteSSHPublicKey", {"SSHPublicKeyId": "$ssh"}),
        ("Cannot delete entity, must delete MFA device first.", "DeactivateMFADevice", PHONE_SERIAL),
        (DETACH_FIRST, "DetachUserPolicy", {"PolicyArn": READ}),
        ("Cannot delete entity, must delete policies first.", "DeleteUserPolicy", {"PolicyName": "inline"}),
        ("Cannot delete entity, must remove users from group first.", "RemoveUserFromGroup", {"GroupName": "Readers"}),
    ],
    "Group": [
        ("Cannot delete entity, must remove users from group first.", "RemoveUserFromGroup", {"UserName": "Bob"}),
        (DETACH_FIRST, "DetachGroupPolicy", {"PolicyArn": READ}),
        ("Cannot delete entity, must delete policies first.", "DeleteGroupPolicy", {"PolicyName": "inline"}),
    ],
    "Role": [
        (REMOVE_FIRST, "RemoveRoleFromInstanceProfile", {"InstanceProfileName": "Web"}),
        (DETACH_FIRST, "DetachRolePolicy", {"PolicyArn": READ}),
        ("Cannot delete entity, must delete policies first.", "DeleteRolePolicy", {"PolicyName": "inline"}),
    ],
}


@pytest.mark.parametrize("kind", UNDOING)
def test_what_is_in_use_is_not_deleted(world, refused, kind):
    place = {f"{kind}Name": {"User": "Bob", "Group": "Readers", "Role": "Reader"}[kind]}
    for message, operation, parameters in UNDOING[kind]:
        with refused("DeleteConflict", 409) as answer:
            world.call(f"Delete{kind}", place)
        assert answer.message == message
        world.call(operation, place | parameters)
    world.call(f"Delete{kind}", place)


def test_a_policy_goes_after_its_versions(world, refused):
    world.call("CreatePolicyVersion", {"PolicyArn": EMPTY_POLICY, "PolicyDocument": document(ALLOW_ALL)})
    with refused("DeleteConflict", 409) as answer:
        world.call("DeletePolicy", {"PolicyArn": EMPTY_POLICY})
    assert answer.message == (
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. "
        "The default version is deleted with the policy."
    )
    world.call("DeletePolicyVersion", {"PolicyArn": EMPTY_POLICY, "VersionId": "v2"})
    again = world.call("CreatePolicyVersion", {"PolicyArn": EMPTY_POLICY, "PolicyDocument": document(ALLOW_ALL)})
    assert again["PolicyVersion"]["VersionId"] == "v3", "the number of a deleted version is not used again"


def test_a_trust_policy_follows_the_user_and_not_the_name(world):
    for name in ("Friend", "Gone"):
        world.call("CreateUser", {"UserName": name})
    mine = trust([arn("user", "Friend"), arn("user", "Gone"), DEV_ACCOUNT])
    world.call("UpdateAssumeRolePolicy", {"RoleName": "Empty", "PolicyDocument": document(mine)})

    def shown():
        return world.call("GetRole", {"RoleName": "Empty"})["Role"]["AssumeRolePolicyDocument"]

    assert shown() == mine
    gone = world.call("GetUser", {"UserName": "Gone"})["User"]["UserId"]
    world.call("DeleteUser", {"UserName": "Gone"})
    world.call("CreateUser", {"UserName": "Gone"})
    world.call("UpdateUser", {"UserName": "Friend", "NewUserName": "Renamed"})
    assert shown() == trust([arn("user", "Renamed"), gone, DEV_ACCOUNT])
    assert json.dumps(shown()).count(gone) == 1


PROTECTED = "AWSServiceRoleForECS"
# What each operation asks of a service's role, whose name is added.
UNMODIFIABLE = {
    "AddRoleToInstanceProfile": {"InstanceProfileName": "Web"},
    "AttachRolePolicy": {"PolicyArn": READ},
    "DeleteRole": {},
    "DeleteRolePermissionsBoundary": {},
    "DeleteRolePolicy": {"PolicyName": "inline"},
    "DetachRolePolicy": {"PolicyArn": READ},
    "PutRolePermissionsBoundary": {"PermissionsBoundary": READ},
    "PutRolePolicy": {"PolicyName": "inline", "PolicyDocument": document(ALLOW_ALL)},
    "RemoveRoleFromInstanceProfile": {"InstanceProfileName": "Web"},
    "UpdateAssumeRolePolicy": {"PolicyDocument": document(TRUST)},
    "UpdateRole": {"MaxSessionDuration": 7200},
    # AWS documents that the description of a service-linked role may be edited.
    "UpdateRoleDescription": None,
}


def test_a_services_role_is_refused_wherever_aws_declares_it(world, refused):
    model = world.client("iam").meta.service_model
    declaring = {
        name
        for name in model.operation_names
        if any(shape.name == "UnmodifiableEntityException" for shape in model.operation_model(name).error_shapes)
    }
    assert declaring == set(UNMODIFIABLE)
    world.call("CreateServiceLinkedRole", {"AWSServiceName": "ecs.amazonaws.com"})
    for operation, parameters in UNMODIFIABLE.items():
        if parameters is None:
            assert world.call(operation, {"RoleName": PROTECTED, "Description": "Containers"})
            continue
        with refused("UnmodifiableEntity", 400) as answer:
            world.call(operation, {"RoleName": PROTECTED} | parameters)
        assert answer.message == f"Cannot perform the operation on the protected role '{PROTECTED}' - this role is only modifiable by AWS", operation
