"""AWS's own managed policies: what they grant and bound, lists in pages, documents; nobody changes them."""

import itertools
import json

import pytest

from portcullis import DEV_ACCOUNT, ROOT_FOLDER, Credentials, call, verify
from world import ALLOW_ALL, ALLOW_S3, OTHER, TRUST, allow, arn, document

AWS = "arn:aws:iam::aws:policy"
ADMINISTRATOR, READ_ONLY, POWER_USER = f"{AWS}/AdministratorAccess", f"{AWS}/ReadOnlyAccess", f"{AWS}/PowerUserAccess"
S3_FULL, IAM_READ_ONLY = f"{AWS}/AmazonS3FullAccess", f"{AWS}/IAMReadOnlyAccess"
FOR_A_SERVICE = f"{AWS}/aws-service-role/AmazonECSServiceRolePolicy"
CATALOGUE = ROOT_FOLDER / "crates" / "iam" / "src" / "managed" / "data" / "catalogue.tsv"


def catalogue():
    """ARN, creation, last update and default version of every policy, in the order of their names."""
    rows = (line.split("\t") for line in CATALOGUE.read_text().splitlines())
    return [(f"{AWS}{path}{name}", created, updated, f"v{version}") for name, path, created, updated, version, *_ in rows]


def shown(policy):
    """A listed policy like a row of the catalogue."""
    created, updated = (policy[name].strftime("%Y-%m-%dT%H:%M:%SZ") for name in ("CreateDate", "UpdateDate"))
    return policy["Arn"], created, updated, policy["DefaultVersionId"]


def arns(policies):
    return [policy["Arn"] for policy in policies]


@pytest.fixture
def iam(dev):
    return dev.client("iam")


# What they grant and bound.


def test_administrators_may_do_everything_while_it_is_attached(dev, iam, refused):
    ann = dev.client("iam", dev.user("ann"))
    with refused("AccessDenied", 403):
        ann.create_user(UserName="eve")
    iam.attach_user_policy(UserName="ann", PolicyArn=ADMINISTRATOR)
    ann.create_user(UserName="eve")
    shown_attached = ann.list_attached_user_policies(UserName="ann")["AttachedPolicies"]
    assert shown_attached == [{"PolicyName": "AdministratorAccess", "PolicyArn": ADMINISTRATOR}]
    assert iam.get_policy(PolicyArn=ADMINISTRATOR)["Policy"]["AttachmentCount"] == 1
    iam.detach_user_policy(UserName="ann", PolicyArn=ADMINISTRATOR)
    assert iam.get_policy(PolicyArn=ADMINISTRATOR)["Policy"]["AttachmentCount"] == 0
    with refused("AccessDenied", 403):
        ann.delete_user(UserName="eve")
    with refused("NoSuchEntity", 404, match=f"Policy {ADMINISTRATOR} was not found."):
        iam.detach_user_policy(UserName="ann", PolicyArn=ADMINISTRATOR)


def test_readers_read_and_do_not_write(dev, iam, refused):
    iam.create_group(GroupName="readers")
    iam.attach_group_policy(GroupName="readers", PolicyArn=READ_ONLY)
    ann = dev.client("iam", dev.user("ann"))
    iam.add_user_to_group(GroupName="readers", UserName="ann")
    assert ann.list_users()["Users"]
    assert ann.get_policy_version(PolicyArn=ADMINISTRATOR, VersionId="v1")
    assert ann.get_account_authorization_details()["GroupDetailList"]
    with refused("AccessDenied", 403) as answer:
        ann.create_user(UserName="eve")
    assert answer.message == (
        f"User: {arn('user', 'ann')} is not authorized to perform: iam:CreateUser on resource: {arn('user', 'eve')} "
        "because no identity-based policy allows the iam:CreateUser action"
    )
    with refused("AccessDenied", 403):
        ann.delete_group(GroupName="readers")


def test_power_users_have_no_iam_for_a_boundary(dev, iam, refused):
    ann = dev.client("iam", dev.user("ann", ALLOW_ALL, PermissionsBoundary=POWER_USER))
    assert ann.list_roles()["Roles"] == []
    with refused("AccessDenied", 403) as answer:
        ann.create_user(UserName="eve")
    assert answer.message.endswith("because no permissions boundary allows the iam:CreateUser action")
    boundary = {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": POWER_USER}
    assert iam.get_user(UserName="ann")["User"]["PermissionsBoundary"] == boundary
    counts = iam.get_policy(PolicyArn=POWER_USER)["Policy"]
    assert (counts["AttachmentCount"], counts["PermissionsBoundaryUsageCount"]) == (0, 1)
    iam.put_user_permissions_boundary(UserName="ann", PermissionsBoundary=ADMINISTRATOR)
    ann.create_user(UserName="eve")


def test_a_session_is_narrowed_by_one(dev, iam, refused):
    role = dev.role("admin", TRUST, PermissionsBoundary=ADMINISTRATOR)
    iam.attach_role_policy(RoleName="admin", PolicyArn=ADMINISTRATOR)
    caller = dev.user("ann", allow("sts:AssumeRole"))
    assert dev.client("iam", dev.session(role, caller)).create_group(GroupName="made")
    narrow = dev.client("iam", dev.session(role, caller, PolicyArns=[{"arn": IAM_READ_ONLY}]))
    assert narrow.list_groups()["Groups"]
    with refused("AccessDenied", 403, match="because no session policy allows the iam:DeleteGroup action"):
        narrow.delete_group(GroupName="made")
    with refused("MalformedPolicyDocument", 400, match=f"Policy {AWS}/Nothing does not exist or is not attachable."):
        dev.session(role, caller, PolicyArns=[{"arn": f"{AWS}/Nothing"}])


def test_whoever_attaches_is_held_to_some(dev, iam, refused):
    only = {"ArnLike": {"iam:PolicyARN": f"{AWS}/*ReadOnlyAccess"}}
    ann = dev.client("iam", dev.user("ann", allow("iam:AttachUserPolicy", Condition=only)))
    ann.attach_user_policy(UserName="ann", PolicyArn=IAM_READ_ONLY)
    for other in (ADMINISTRATOR, S3_FULL):
        with refused("AccessDenied", 403):
            ann.attach_user_policy(UserName="ann", PolicyArn=other)


def test_a_permission_names_them_by_their_arn(dev, iam, refused):
    own = iam.create_policy(PolicyName="own", PolicyDocument=document(ALLOW_S3))["Policy"]["Arn"]
    ann = dev.client("iam", dev.user("ann", allow("iam:GetPolicy", Resource=f"{AWS}/*")))
    assert ann.get_policy(PolicyArn=S3_FULL)
    with refused("NoSuchEntity", 404):
        ann.get_policy(PolicyArn=f"{AWS}/Nothing")
    with refused("AccessDenied", 403):
        ann.get_policy(PolicyArn=own)


# Lists.


@pytest.mark.parametrize("page_size", [1000, 333, 7])
def test_the_list_in_pages_is_the_whole_catalogue(iam, page_size):
    expected = catalogue()
    assert len(expected) == len(set(expected)) > 1500
    pages = list(iam.get_paginator("list_policies").paginate(Scope="AWS", PaginationConfig={"PageSize": page_size}))
    assert [shown(policy) for page in pages for policy in page["Policies"]] == expected
    sizes = [len(page["Policies"]) for page in pages]
    assert sizes[:-1] == [page_size] * (len(pages) - 1)
    assert [page["IsTruncated"] for page in pages] == [True] * (len(pages) - 1) + [False]


def test_scopes_tell_own_from_aws(iam):
    for name in ("AAA", "administratorAccess", "zzz"):
        iam.create_policy(PolicyName=name, PolicyDocument=document(ALLOW_S3))
    own = [arn("policy", name) for name in ("AAA", "administratorAccess", "zzz")]
    aws = [policy for policy, *_ in catalogue()]
    scopes = {}
    for scope in ("All", "AWS", "Local", None):
        asked = {"Scope": scope} if scope else {}
        pages = iam.get_paginator("list_policies").paginate(**asked, PaginationConfig={"PageSize": 500})
        scopes[scope] = [policy for page in pages for policy in arns(page["Policies"])]
    assert (scopes["Local"], scopes["AWS"]) == (own, aws)
    assert scopes["All"] == scopes[None]
    assert sorted(scopes["All"]) == sorted(own + aws)
    names = [policy.rpartition("/")[2].lower() for policy in scopes["All"]]
    assert names == sorted(names)


def test_own_policies_come_and_go_between_pages(iam):
    """Nothing of AWS's is lost or repeated, and of one's own only what went."""
    for number in range(6):
        iam.create_policy(PolicyName=f"B{number}", PolicyDocument=document(ALLOW_S3))
    seen, marker = [], None
    for number in itertools.count():
        page = iam.list_policies(MaxItems=150, **({"Marker": marker} if marker else {}))
        seen += arns(page["Policies"])
        marker = page.get("Marker")
        if not marker:
            break
        iam.create_policy(PolicyName=f"A-before-{number}", PolicyDocument=document(ALLOW_S3))
        if number == 0:
            iam.delete_policy(PolicyArn=arn("policy", "B5"))
            iam.create_policy(PolicyName="Zz-after", PolicyDocument=document(ALLOW_S3))
    assert [policy for policy in seen if DEV_ACCOUNT not in policy] == [policy for policy, *_ in catalogue()]
    own = [policy for policy in seen if DEV_ACCOUNT in policy]
    assert own == [arn("policy", name) for name in ("B0", "B1", "B2", "B3", "B4", "Zz-after")]


def test_lists_are_narrowed_by_path_and_use(dev, iam):
    def listed(**asked):
        return arns(iam.list_policies(MaxItems=1000, **asked)["Policies"])

    job_functions = [policy for policy, *_ in catalogue() if "/job-function/" in policy]
    assert listed(PathPrefix="/job-function/") == listed(PathPrefix="/job-function/", Scope="AWS") == job_functions
    assert listed(PathPrefix="/job-function/", Scope="Local") == []
    assert listed(OnlyAttached=True) == listed(PolicyUsageFilter="PermissionsBoundary") == []
    dev.user("ann", PermissionsBoundary=POWER_USER)
    for name in ("AdministratorAccess", "own"):
        iam.create_policy(PolicyName=name, PolicyDocument=document(ALLOW_S3))
    for policy in (ADMINISTRATOR, arn("policy", "AdministratorAccess")):
        iam.attach_user_policy(UserName="ann", PolicyArn=policy)
    assert listed(OnlyAttached=True) == [arn("policy", "AdministratorAccess"), ADMINISTRATOR]
    assert listed(OnlyAttached=True, Scope="AWS") == [ADMINISTRATOR]
    assert listed(PolicyUsageFilter="PermissionsPolicy", Scope="AWS") == [ADMINISTRATOR]
    assert listed(PolicyUsageFilter="PermissionsBoundary") == [POWER_USER]


def test_who_uses_one_is_listed(dev, iam):
    dev.user("ann", PermissionsBoundary=ADMINISTRATOR)
    iam.create_group(GroupName="admins")
    iam.attach_group_policy(GroupName="admins", PolicyArn=ADMINISTRATOR)
    answer = call(iam, "ListEntitiesForPolicy", PolicyArn=ADMINISTRATOR)
    assert [user["UserName"] for user in answer["PolicyUsers"]] == ["ann"]
    assert [group["GroupName"] for group in answer["PolicyGroups"]] == ["admins"]
    users_only = call(iam, "ListEntitiesForPolicy", PolicyArn=ADMINISTRATOR, PolicyUsageFilter="PermissionsPolicy")
    assert (users_only["PolicyUsers"], len(users_only["PolicyGroups"])) == ([], 1)
    details = iam.get_account_authorization_details(Filter=["AWSManagedPolicy"])
    assert arns(details["Policies"]) == [ADMINISTRATOR]
    assert details["Policies"][0]["PolicyVersionList"][0]["Document"] == ALLOW_ALL | {"Statement": [ALLOW_ALL["Statement"]]}


def test_accounts_use_them_each_for_itself(dev, iam):
    made = dev.account("create", "--account-id", OTHER)
    theirs = dev.client("iam", Credentials(*[made[name] for name in sorted(made) if "ccess" in name]))
    theirs.create_user(UserName="eve")
    theirs.attach_user_policy(UserName="eve", PolicyArn=ADMINISTRATOR)
    assert theirs.get_policy(PolicyArn=ADMINISTRATOR)["Policy"]["AttachmentCount"] == 1
    assert iam.get_policy(PolicyArn=ADMINISTRATOR)["Policy"]["AttachmentCount"] == 0
    assert call(iam, "ListEntitiesForPolicy", PolicyArn=ADMINISTRATOR)["PolicyUsers"] == []


# Documents.


def test_documents_are_those_of_aws(iam):
    def shown_document(policy, version):
        return iam.get_policy_version(PolicyArn=policy, VersionId=version)["PolicyVersion"]["Document"]

    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    assert shown_document(ADMINISTRATOR, "v1") == {"Version": "2012-10-17", "Statement": [everything]}
    s3 = {"Version": "2012-10-17", "Statement": [everything | {"Action": "s3:*"}]}
    both = {"Version": "2012-10-17", "Statement": [everything | {"Action": ["s3:*", "s3-object-lambda:*"]}]}
    assert (shown_document(S3_FULL, "v1"), shown_document(S3_FULL, "v2")) == (s3, both)


def test_every_tenth_policy_has_a_document_that_can_be_read(iam):
    for policy, _, _, default in catalogue()[::10]:
        version = iam.get_policy_version(PolicyArn=policy, VersionId=default)["PolicyVersion"]
        assert (version["VersionId"], version["IsDefaultVersion"]) == (default, True)
        statements = version["Document"]["Statement"]
        statements = statements if isinstance(statements, list) else [statements]
        assert statements, policy
        assert {statement["Effect"] for statement in statements} <= {"Allow", "Deny"}, policy


def test_versions_are_listed_in_pages_newest_first(iam):
    paginator = iam.get_paginator("list_policy_versions")
    versions = [
        version
        for page in paginator.paginate(PolicyArn=f"{AWS}/SecurityAudit", PaginationConfig={"PageSize": 10})
        for version in page["Versions"]
    ]
    numbers = [int(version["VersionId"][1:]) for version in versions]
    default = next(row[3] for row in catalogue() if row[0] == f"{AWS}/SecurityAudit")
    assert len(numbers) > 10
    assert numbers == sorted(set(numbers), reverse=True)
    assert [version["VersionId"] for version in versions if version["IsDefaultVersion"]] == [default]
    assert versions[0]["VersionId"] == default


def test_the_command_line_lists_and_shows_them(dev):
    counted = dev.aws("iam", "list-policies", "--scope", "AWS", "--query", "length(Policies)")
    assert json.loads(counted.stdout) == len(catalogue()), counted.stderr
    version = dev.aws("iam", "get-policy-version", "--policy-arn", ADMINISTRATOR, "--version-id", "v1", "--query", "PolicyVersion.Document.Statement[0].Action")
    assert json.loads(version.stdout) == "*", version.stderr


# What is refused.

CHANGES = [
    ("CreatePolicyVersion", {"PolicyDocument": document(ALLOW_S3)}),
    ("SetDefaultPolicyVersion", {"VersionId": "v1"}),
    ("DeletePolicyVersion", {"VersionId": "v1"}),
    ("DeletePolicy", {}),
    ("TagPolicy", {"Tags": [{"Key": "a", "Value": "b"}]}),
    ("UntagPolicy", {"TagKeys": ["a"]}),
]


@pytest.mark.parametrize(("operation", "parameters"), CHANGES)
def test_nobody_changes_them(dev, iam, refused, operation, parameters):
    before = call(iam, "GetPolicy", PolicyArn=S3_FULL), call(iam, "ListPolicyVersions", PolicyArn=S3_FULL)
    callers = {
        f"arn:aws:iam::{DEV_ACCOUNT}:root": dev.root,
        arn("user", "ann"): dev.user("ann", ALLOW_ALL),
    }
    for who, credentials in callers.items():
        with refused("AccessDenied", 403) as answer:
            call(dev.client("iam", credentials), operation, PolicyArn=S3_FULL, **parameters)
        assert answer.message.startswith(f"User: {who} is not authorized to perform: iam:{operation} on resource: {S3_FULL}")
    assert (call(iam, "GetPolicy", PolicyArn=S3_FULL), call(iam, "ListPolicyVersions", PolicyArn=S3_FULL)) == before
    assert call(iam, "ListPolicyTags", PolicyArn=S3_FULL)["Tags"] == []


NOTHING = f"{AWS}/Nothing"
NOT_ATTACHABLE = "PolicyNotAttachable", 400
ABSENT = "NoSuchEntity", 404
ANY_ROLE = {"RoleName": "app"}
SERVICE_LINKED = "AWS service role policies can only be attached to the service-linked role for that service."
REFUSALS = [
    ("AttachUserPolicy", {"UserName": "ann", "PolicyArn": NOTHING}, ABSENT, f"Policy {NOTHING} does not exist or is not attachable."),
    ("AttachUserPolicy", {"UserName": "ann", "PolicyArn": ADMINISTRATOR.lower()}, ABSENT, f"Policy {ADMINISTRATOR.lower()} does not exist or is not attachable."),
    ("AttachUserPolicy", {"UserName": "ann", "PolicyArn": f"{AWS}/Billing"}, ABSENT, f"Policy {AWS}/Billing does not exist or is not attachable."),
    ("AttachRolePolicy", ANY_ROLE | {"PolicyArn": FOR_A_SERVICE}, NOT_ATTACHABLE, "Cannot attach a Service Role Policy to a Customer Role."),
    ("AttachUserPolicy", {"UserName": "ann", "PolicyArn": FOR_A_SERVICE}, NOT_ATTACHABLE, SERVICE_LINKED),
    ("PutUserPermissionsBoundary", {"UserName": "ann", "PermissionsBoundary": FOR_A_SERVICE}, NOT_ATTACHABLE, SERVICE_LINKED),
    ("PutUserPermissionsBoundary", {"UserName": "ann", "PermissionsBoundary": NOTHING}, ABSENT, f"Scope ARN: {NOTHING} does not exist or is not attachable."),
    ("CreateUser", {"UserName": "eve", "PermissionsBoundary": NOTHING}, ABSENT, f"Scope ARN: {NOTHING} does not exist or is not attachable."),
    ("GetPolicy", {"PolicyArn": NOTHING}, ABSENT, f"Policy {NOTHING} was not found."),
    ("ListEntitiesForPolicy", {"PolicyArn": NOTHING}, ABSENT, f"Policy {NOTHING} was not found."),
    ("GetPolicyVersion", {"PolicyArn": S3_FULL, "VersionId": "v999"}, ABSENT, f"Policy {S3_FULL} version v999 does not exist or is not attachable."),
    ("ListPolicies", {"Scope": "AWS", "Marker": "!"}, ("ValidationError", 400), "Invalid Marker."),
]


@pytest.mark.parametrize(("operation", "parameters", "code", "message"), REFUSALS)
def test_refusals_are_in_aws_words(dev, iam, refused, operation, parameters, code, message):
    dev.user("ann")
    dev.role("app", TRUST)
    with refused(*code) as answer:
        call(iam, operation, **parameters)
    assert answer.message == message


def test_attachments_and_boundaries_outlive_a_kill(stored, refused):
    iam = stored.client("iam")
    ann = stored.client("iam", stored.user("ann", PermissionsBoundary=POWER_USER))
    iam.attach_user_policy(UserName="ann", PolicyArn=READ_ONLY)
    stored.kill()
    assert verify(stored.data).returncode == 0
    stored.start()
    assert ann.list_roles()["Roles"] == []
    with refused("AccessDenied", 403, match="because no permissions boundary allows the iam:ListGroups action"):
        ann.list_groups()
    iam.delete_user_permissions_boundary(UserName="ann")
    assert ann.list_groups()["Groups"] == []
    assert iam.get_policy(PolicyArn=READ_ONLY)["Policy"]["AttachmentCount"] == 1
