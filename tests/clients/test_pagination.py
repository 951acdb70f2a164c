"""Every list in pages: nothing lost, nothing twice, whatever changes between two pages."""

import base64
import dataclasses
import json

import botocore
import pytest

import idp
from portcullis import DEV_ACCOUNT, call, model
from world import ALLOW_S3, CERTIFICATE, CERTIFICATE_KEY, CURVE_CERTIFICATE, SSH_KEY, TRUST, World, arn, codes, document

TRUST_TEXT, POLICY_TEXT = document(TRUST), document(ALLOW_S3)
SEVEN = [f"N{number}" for number in range(7)]
NAMES = [f"Target-{name}" for name in SEVEN]
POLICY = arn("policy", "Target")


def document_key(number):
    """An SSH key of 2048 bits that nobody has the other half of: the modulus is any number of that size."""
    modulus = b"\0\x81" + bytes(254) + bytes([number])
    fields = (b"ssh-rsa", b"\1\0\1", modulus)
    return "ssh-rsa " + base64.b64encode(b"".join(len(field).to_bytes(4, "big") + field for field in fields)).decode()


def each(operation, **parameters):
    """The operation once for each of the seven names, which stand for `$`."""
    text = json.dumps(parameters)
    return [(operation, json.loads(text.replace("$", name))) for name in NAMES]


USERS, GROUPS = each("CreateUser", UserName="$"), each("CreateGroup", GroupName="$")
ROLES = each("CreateRole", RoleName="$", AssumeRolePolicyDocument=TRUST_TEXT)
POLICIES = each("CreatePolicy", PolicyName="$", PolicyDocument=POLICY_TEXT)
DEVICES = each("CreateVirtualMFADevice", VirtualMFADeviceName="$")
DEVICE = arn("mfa", "Target")
PROFILES = each("CreateInstanceProfile", InstanceProfileName="$")
CERTIFICATES = each("UploadServerCertificate", ServerCertificateName="$", CertificateBody=CERTIFICATE, PrivateKey=CERTIFICATE_KEY)
SSH_KEYS = [SSH_KEY, *(document_key(number) for number in (1, 2))]
TAGS = [{"Key": name, "Value": "v"} for name in NAMES]
TARGETS = {
    "User": ("CreateUser", {"UserName": "Target"}),
    "Group": ("CreateGroup", {"GroupName": "Target"}),
    "Role": ("CreateRole", {"RoleName": "Target", "AssumeRolePolicyDocument": TRUST_TEXT}),
    "Policy": ("CreatePolicy", {"PolicyName": "Target", "PolicyDocument": POLICY_TEXT}),
}


@dataclasses.dataclass(frozen=True)
class Paged:
    """A list: what makes its items, how it is asked, what tells items apart, and how many there are."""

    operation: str
    making: list
    parameters: dict = dataclasses.field(default_factory=dict)
    key: str | None = None
    items: int = 7
    page_size: int = 2

    def __str__(self):
        return self.operation


def holder_lists(kind):
    name = f"{kind}Name"
    place = {name: "Target"}
    return [
        Paged(
            f"ListAttached{kind}Policies",
            [TARGETS[kind], *POLICIES, *each(f"Attach{kind}Policy", **place, PolicyArn=arn("policy", "$"))],
            place,
            "PolicyName",
        ),
        Paged(
            f"List{kind}Policies",
            [TARGETS[kind], *each(f"Put{kind}Policy", **place, PolicyName="$", PolicyDocument=POLICY_TEXT)],
            place,
        ),
    ]


LISTS = [
    Paged("ListUsers", USERS, {}, "UserName"),
    Paged("ListGroups", GROUPS, {}, "GroupName"),
    Paged("ListRoles", ROLES, {}, "RoleName"),
    Paged("ListPolicies", POLICIES, {"Scope": "Local"}, "PolicyName"),
    *holder_lists("User"),
    *holder_lists("Group"),
    *holder_lists("Role"),
    Paged("GetGroup", [TARGETS["Group"], *USERS, *each("AddUserToGroup", GroupName="Target", UserName="$")], {"GroupName": "Target"}, "UserName"),
    Paged("ListGroupsForUser", [TARGETS["User"], *GROUPS, *each("AddUserToGroup", GroupName="$", UserName="Target")], {"UserName": "Target"}, "GroupName"),
    Paged("ListAccessKeys", [TARGETS["User"], *[("CreateAccessKey", {"UserName": "Target"})] * 2], {"UserName": "Target"}, "AccessKeyId", 2, 1),
    Paged("ListPolicyVersions", [TARGETS["Policy"], *[("CreatePolicyVersion", {"PolicyArn": POLICY, "PolicyDocument": POLICY_TEXT})] * 4], {"PolicyArn": POLICY}, "VersionId", 5),
    Paged("ListUserTags", [TARGETS["User"], ("TagUser", {"UserName": "Target", "Tags": TAGS})], {"UserName": "Target"}, "Key"),
    Paged("ListRoleTags", [TARGETS["Role"], ("TagRole", {"RoleName": "Target", "Tags": TAGS})], {"RoleName": "Target"}, "Key"),
    Paged("ListMFADevices", [TARGETS["User"], *DEVICES, *each("EnableMFADevice", UserName="Target", SerialNumber=arn("mfa", "$"), **codes("$"))], {"UserName": "Target"}, "SerialNumber"),
    Paged("ListVirtualMFADevices", DEVICES, {}, "SerialNumber"),
    Paged("ListOpenIDConnectProviderTags", [("CreateOpenIDConnectProvider", {"Url": "https://id.example.com"}), ("TagOpenIDConnectProvider", {"OpenIDConnectProviderArn": arn("oidc-provider", "id.example.com"), "Tags": TAGS})], {"OpenIDConnectProviderArn": arn("oidc-provider", "id.example.com")}, "Key"),
    Paged("ListMFADeviceTags", [("CreateVirtualMFADevice", {"VirtualMFADeviceName": "Target"}), ("TagMFADevice", {"SerialNumber": DEVICE, "Tags": TAGS})], {"SerialNumber": DEVICE}, "Key"),
    Paged("ListInstanceProfiles", PROFILES, {}, "InstanceProfileName"),
    Paged("ListInstanceProfilesForRole", [TARGETS["Role"], *PROFILES, *each("AddRoleToInstanceProfile", InstanceProfileName="$", RoleName="Target")], {"RoleName": "Target"}, "InstanceProfileName"),
    Paged("ListInstanceProfileTags", [PROFILES[0], ("TagInstanceProfile", {"InstanceProfileName": NAMES[0], "Tags": TAGS})], {"InstanceProfileName": NAMES[0]}, "Key"),
    Paged("ListAccountAliases", [("CreateAccountAlias", {"AccountAlias": "target"})], {}, None, 1, 1),
    Paged(
        "ListSAMLProviderTags",
        [("CreateSAMLProvider", {"Name": "Idp", idp.METADATA: idp.shared().metadata}), ("TagSAMLProvider", {"SAMLProviderArn": idp.PROVIDER, "Tags": TAGS})],
        {"SAMLProviderArn": idp.PROVIDER},
        "Key",
    ),
    Paged("ListServerCertificates", CERTIFICATES, {}, "ServerCertificateName"),
    Paged("ListServerCertificateTags", [CERTIFICATES[0], ("TagServerCertificate", {"ServerCertificateName": NAMES[0], "Tags": TAGS})], {"ServerCertificateName": NAMES[0]}, "Key"),
    Paged("ListSigningCertificates", [TARGETS["User"], *[("UploadSigningCertificate", {"UserName": "Target", "CertificateBody": body}) for body in (CERTIFICATE, CURVE_CERTIFICATE)]], {"UserName": "Target"}, "CertificateId", 2, 1),
    Paged("ListSSHPublicKeys", [TARGETS["User"], *[("UploadSSHPublicKey", {"UserName": "Target", "SSHPublicKeyBody": key}) for key in SSH_KEYS]], {"UserName": "Target"}, "SSHPublicKeyId", 3),
    Paged("ListPolicyTags", [TARGETS["Policy"], ("TagPolicy", {"PolicyArn": POLICY, "Tags": TAGS})], {"PolicyArn": POLICY}, "Key"),
    Paged(
        "ListEntitiesForPolicy",
        [
            TARGETS["Policy"],
            *USERS[:3],
            *GROUPS[:2],
            *ROLES[:2],
            *each("AttachUserPolicy", UserName="$", PolicyArn=POLICY)[:3],
            *each("AttachGroupPolicy", GroupName="$", PolicyArn=POLICY)[:2],
            *each("AttachRolePolicy", RoleName="$", PolicyArn=POLICY)[:2],
        ],
        {"PolicyArn": POLICY},
    ),
    Paged("SimulateCustomPolicy", [], {"PolicyInputList": [], "ActionNames": [f"s3:{name}" for name in NAMES]}, "EvalActionName"),
    Paged("SimulatePrincipalPolicy", [TARGETS["User"]], {"PolicySourceArn": arn("user", "Target"), "ActionNames": [f"s3:{name}" for name in NAMES]}, "EvalActionName"),
    Paged("GetAccountAuthorizationDetails", [*USERS[:2], *GROUPS[:2], *ROLES[:2], *POLICIES[:1]], {}, "Arn"),
]


def members(operation):
    """The members of a reply that hold a list's items, as the model's paginator tells."""
    keys = paginators()[operation]["result_key"]
    return keys if isinstance(keys, list) else [keys]


def paginators():
    session = botocore.session.get_session()
    return session.get_component("data_loader").load_service_model("iam", "paginators-1")["pagination"]


def shown(listed, page):
    """What tells a page's items apart."""
    items = [(member, item) for member in members(listed.operation) for item in page.get(member, [])]
    return [f"{member} {item[listed.key] if listed.key else json.dumps(item, default=str)}" for member, item in items]


def make(server, making):
    world = World(server)
    for operation, parameters in making:
        world.call(operation, parameters)
    return world.client("iam")


@pytest.mark.parametrize("listed", LISTS, ids=str)
def test_a_list_by_twos_is_the_whole_list(dev, listed):
    iam = make(dev, listed.making)
    whole = call(iam, listed.operation, **listed.parameters)
    assert whole["IsTruncated"] is False
    assert "Marker" not in whole
    expected = shown(listed, whole)
    assert len(expected) == len(set(expected)) == listed.items
    paginator = iam.get_paginator(botocore.xform_name(listed.operation))
    pages = list(paginator.paginate(**listed.parameters, PaginationConfig={"PageSize": listed.page_size}))
    walked = [item for page in pages for item in shown(listed, page)]
    # A reply with several lists tells nothing of the order between them.
    assert sorted(walked, key=lambda item: members(listed.operation).index(item.split()[0])) == expected
    sizes = [len(shown(listed, page)) for page in pages]
    assert sizes[:-1] == [listed.page_size] * (len(pages) - 1)
    assert 1 <= sizes[-1] <= listed.page_size
    assert [page["IsTruncated"] for page in pages] == [True] * (len(pages) - 1) + [False]


def test_every_list_that_is_here_is_walked(dev):
    assert {listed.operation for listed in LISTS} == set(paginators()) & dev.operations()
    assert set(paginators()) <= set(model("iam").operation_names)


@pytest.mark.parametrize("listed", LISTS, ids=str)
def test_a_last_page_that_is_full_is_the_last(dev, listed):
    iam = make(dev, listed.making)
    for size, truncated in ((listed.items, False), (listed.items - 1, True)):
        if size == 0:
            continue
        page = call(iam, listed.operation, **listed.parameters, MaxItems=size)
        assert (page["IsTruncated"], "Marker" in page) == (truncated, truncated)
        assert len(shown(listed, page)) == size


# Lists of entities, how one is made and deleted, and how those of the account are asked for.
ENTITIES = {
    "ListUsers": ("UserName", "CreateUser", "DeleteUser", {}, {}),
    "ListGroups": ("GroupName", "CreateGroup", "DeleteGroup", {}, {}),
    "ListRoles": ("RoleName", "CreateRole", "DeleteRole", {"AssumeRolePolicyDocument": TRUST_TEXT}, {}),
    "ListInstanceProfiles": ("InstanceProfileName", "CreateInstanceProfile", "DeleteInstanceProfile", {}, {}),
    "ListPolicies": ("PolicyName", "CreatePolicy", "DeletePolicy", {"PolicyDocument": POLICY_TEXT}, {"Scope": "Local"}),
    # The pages of AWS's policies and the account's own: test_managed_policies.py.
}


@pytest.mark.parametrize("operation", ENTITIES)
def test_changes_between_pages_lose_and_repeat_nothing(dev, operation):
    name, create, delete, more, asked = ENTITIES[operation]
    iam = dev.client("iam")
    for item in NAMES:
        call(iam, create, **{name: item}, **more)
    first = call(iam, operation, **asked, MaxItems=3)
    # The item that the marker is about, one before it, one after it; new ones on both sides.
    for item in (NAMES[2], NAMES[0], NAMES[4]):
        place = {"PolicyArn": arn("policy", item)} if name == "PolicyName" else {name: item}
        call(iam, delete, **place)
    for item in ("Target-A", "Target-Z"):
        call(iam, create, **{name: item}, **more)
    rest, marker = [], first["Marker"]
    while marker:
        page = call(iam, operation, **asked, MaxItems=2, Marker=marker)
        rest += [item[name] for item in page[members(operation)[0]]]
        marker = page.get("Marker")
    assert rest == [NAMES[3], NAMES[5], NAMES[6], "Target-Z"]


def test_lists_are_in_order_of_names_whatever_their_case(dev):
    iam = dev.client("iam")
    for name in ("b", "C", "a", "D", "_", "Z", "1"):
        iam.create_user(UserName=name)
    names = [user["UserName"] for user in iam.list_users()["Users"]]
    assert names == sorted(names, key=str.lower)


def test_a_hundred_come_without_being_asked(dev):
    iam = dev.client("iam")
    for number in range(101):
        iam.create_group(GroupName=f"g{number:03}")
    page = iam.list_groups()
    assert (len(page["Groups"]), page["IsTruncated"]) == (100, True)
    assert len(iam.list_groups(MaxItems=1000)["Groups"]) == 101
    assert page["Groups"][0]["Arn"] == f"arn:aws:iam::{DEV_ACCOUNT}:group/g000"


def test_a_marker_that_no_list_gave_out_is_refused(dev, refused):
    iam = dev.client("iam", parameter_validation=False)
    for name in SEVEN:
        iam.create_user(UserName=name)
    marker = iam.list_users(MaxItems=3)["Marker"]
    for broken in (marker + "!", "", " ", "\u00e9"):
        with refused("ValidationError", 400):
            iam.list_users(Marker=broken)
