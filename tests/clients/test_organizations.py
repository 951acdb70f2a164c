"""AWS Organizations through boto3 and the AWS CLI: a management account, two units, five accounts, and guard rails that bind them."""

import json
import os
import subprocess
import sys
import threading

import botocore.exceptions
import pytest

from portcullis import DEV_ACCOUNT, ROOT_FOLDER, Credentials, binary, model
from world import ALLOW_ALL, document

TRUSTING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": DEV_ACCOUNT}, "Action": "sts:AssumeRole"}]}


def deny(action, **more):
    """A policy that denies; `more` are elements of its statement."""
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": action, "Resource": "*", **more}]})


class Company:
    """An organization of a management account, the units `prod` and `dev`, and five accounts."""

    def __init__(self, server):
        self.server = server
        self.api = server.client("organizations")
        self.organization = self.api.create_organization(FeatureSet="ALL")["Organization"]
        self.root = self.api.list_roots()["Roots"][0]["Id"]
        self.units = {name: self.api.create_organizational_unit(ParentId=self.root, Name=name)["OrganizationalUnit"]["Id"] for name in ("prod", "dev")}
        self.admin = server.user("admin", ALLOW_ALL)
        requests = {name: self.api.create_account(AccountName=name, Email=f"{name}@example.com")["CreateAccountStatus"] for name in ("a", "b", "c", "d", "e")}
        assert {request["State"] for request in requests.values()} == {"IN_PROGRESS"}
        server.advance(2)
        self.accounts = {}
        for name, request in requests.items():
            status = self.api.describe_create_account_status(CreateAccountRequestId=request["Id"])["CreateAccountStatus"]
            assert status["State"] == "SUCCEEDED", status
            self.accounts[name] = status["AccountId"]
        for name, unit in [("a", "prod"), ("b", "prod"), ("c", "dev"), ("d", "dev")]:
            self.move(name, self.root, self.units[unit])

    def move(self, name, source, destination):
        self.api.move_account(AccountId=self.accounts[name], SourceParentId=source, DestinationParentId=destination)

    def member(self, name, role="OrganizationAccountAccessRole", caller=None):
        """Credentials of a session in a member account."""
        sts = self.server.client("sts", caller or self.admin)
        arn = f"arn:aws:iam::{self.accounts[name]}:role/{role}"
        return Credentials.of(sts.assume_role(RoleArn=arn, RoleSessionName="s1")["Credentials"])

    def rail(self, name, content, target, policy_type="SERVICE_CONTROL_POLICY"):
        """Makes a policy and attaches it; returns its ARN."""
        made = self.api.create_policy(Name=name, Description="", Type=policy_type, Content=content)["Policy"]["PolicySummary"]
        self.api.attach_policy(PolicyId=made["Id"], TargetId=target)
        return made["Arn"]


@pytest.fixture
def company(dev):
    return Company(dev)


def test_the_tree_is_listed_as_it_was_made(company):
    api, organization = company.api, company.organization
    assert organization["Arn"] == f"arn:aws:organizations::{DEV_ACCOUNT}:organization/{organization['Id']}"
    pages = api.get_paginator("list_accounts").paginate(PaginationConfig={"PageSize": 2})
    assert sorted(account["Id"] for page in pages for account in page["Accounts"]) == sorted([DEV_ACCOUNT, *company.accounts.values()])
    children = api.get_paginator("list_children").paginate(ParentId=company.units["prod"], ChildType="ACCOUNT").build_full_result()["Children"]
    assert {child["Id"] for child in children} == {company.accounts["a"], company.accounts["b"]}
    assert api.list_parents(ChildId=company.accounts["e"])["Parents"] == [{"Id": company.root, "Type": "ROOT"}]
    account = api.describe_account(AccountId=company.accounts["a"])["Account"]
    assert (account["Status"], account["JoinedMethod"], account["Name"], account["Email"]) == ("ACTIVE", "CREATED", "a", "a@example.com")
    path = f"{organization['Id']}/{company.root}/{company.units['prod']}/"
    assert account["Paths"] == [f"{path}{company.accounts['a']}/"]


def test_an_account_begins_with_a_role_for_the_management_account(company, refused):
    member = company.member("a")
    iam = company.server.client("iam", member)
    assert iam.get_role(RoleName="OrganizationAccountAccessRole")["Role"]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == {"AWS": f"arn:aws:iam::{DEV_ACCOUNT}:root"}
    assert iam.list_users()["Users"] == []
    assert company.server.client("organizations", member).describe_organization()["Organization"]["Id"] == company.organization["Id"]
    with refused("AccessDeniedException", 400, match="You don't have permissions to access this resource."):
        company.server.client("organizations", member).list_accounts()


def test_a_region_lock_spares_global_services(company, refused):
    server, member = company.server, company.member("a")
    lock = {"Effect": "Deny", "NotAction": ["iam:*", "organizations:*"], "Resource": "*", "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-central-1"}}}
    arn = company.rail("region", json.dumps({"Version": "2012-10-17", "Statement": [lock]}), company.units["prod"])
    assert server.client("iam", member).create_user(UserName="ann")
    with refused("AccessDenied", 403) as answer:
        server.client("sts", member).get_access_key_info(AccessKeyId=server.root.access_key_id)
    assert answer.message.endswith(f"with an explicit deny in a service control policy: {arn}")
    assert server.client("sts", member, region_name="eu-central-1").get_access_key_info(AccessKeyId=server.root.access_key_id)
    assert server.client("sts", company.member("c")).get_access_key_info(AccessKeyId=server.root.access_key_id)


def test_nobody_leaves(company, refused):
    arn = company.rail("stay", deny("organizations:LeaveOrganization"), company.root)
    company.server.advance(4 * 24 * 3600)
    leaving = company.server.client("organizations", company.member("e"))
    with refused("AccessDeniedException", 400) as answer:
        leaving.leave_organization()
    assert answer.message.endswith(f"with an explicit deny in a service control policy: {arn}")
    company.api.detach_policy(PolicyId=arn.rsplit("/", 1)[1], TargetId=company.root)
    leaving.leave_organization()
    with refused("AWSOrganizationsNotInUseException", 400):
        leaving.describe_organization()


def test_the_root_of_an_invited_account_is_denied(company, refused, dev):
    guest = Credentials(*_created(dev, "222222222222"))
    handshake = company.api.invite_account_to_organization(Target={"Id": "222222222222", "Type": "ACCOUNT"})["Handshake"]
    assert handshake["State"] == "OPEN"
    company.rail("noroot", deny("*", Condition={"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}), company.root)
    iam = dev.client("iam", guest)
    iam.create_user(UserName="before")
    assert dev.client("organizations", guest).accept_handshake(HandshakeId=handshake["Id"])["Handshake"]["State"] == "ACCEPTED"
    with refused("AccessDenied", 403, match="with an explicit deny in a service control policy"):
        iam.create_user(UserName="after")
    assert dev.client("iam").create_user(UserName="management-is-exempt")


def _created(server, account):
    """Access key id and secret of the root of a new independent account."""
    environment = {**os.environ, **server.root.environment()}
    command = [binary(), "account", "create", "--account-id", account, "--endpoint", server.endpoint, "--format", "json"]
    made = json.loads(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)
    return made["accessKeyId"], made["secretAccessKey"]


def test_a_role_is_protected_and_a_boundary_and_a_tag_are_required(company, refused):
    iam = company.server.client("iam", company.member("a"))
    own = company.accounts["a"]
    boundary = iam.create_policy(PolicyName="Boundary", PolicyDocument=document(ALLOW_ALL))["Policy"]["Arn"]
    iam.create_role(RoleName="Auditor", AssumeRolePolicyDocument=document(TRUSTING))
    company.rail(
        "protect",
        deny(["iam:DeleteRole", "iam:UpdateAssumeRolePolicy"], Resource="arn:aws:iam::*:role/Auditor", Condition={"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Custodian"}}),
        company.units["prod"],
    )
    company.rail("boundary", deny("iam:CreateUser", Condition={"StringNotEquals": {"iam:PermissionsBoundary": boundary}}), own)
    company.rail("tag", deny("iam:CreateRole", Condition={"Null": {"aws:RequestTag/Team": "true"}}), own)
    with refused("AccessDenied", 403, match="explicit deny in a service control policy"):
        iam.delete_role(RoleName="Auditor")
    with refused("AccessDenied", 403, match="explicit deny in a service control policy"):
        iam.create_user(UserName="free")
    assert iam.create_user(UserName="bound", PermissionsBoundary=boundary)
    with refused("AccessDenied", 403, match="explicit deny in a service control policy"):
        iam.create_role(RoleName="untagged", AssumeRolePolicyDocument=document(TRUSTING))
    assert iam.create_role(RoleName="tagged", AssumeRolePolicyDocument=document(TRUSTING), Tags=[{"Key": "Team", "Value": "red"}])
    other = company.server.client("iam", company.member("b"))
    assert other.create_user(UserName="free")


def test_a_data_perimeter_keeps_outsiders_from_roles(company, refused, dev):
    company.api.enable_policy_type(RootId=company.root, PolicyType="RESOURCE_CONTROL_POLICY")
    vendor = Credentials(*_created(dev, "333333333333"))
    dev.client("iam", vendor).create_user(UserName="val")
    dev.client("iam", vendor).put_user_policy(UserName="val", PolicyName="all", PolicyDocument=document(ALLOW_ALL))
    val = Credentials.of(dev.client("iam", vendor).create_access_key(UserName="val")["AccessKey"])
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": ["333333333333", DEV_ACCOUNT]}, "Action": "sts:AssumeRole"}]}
    dev.client("iam", company.member("c")).create_role(RoleName="shared", AssumeRolePolicyDocument=document(trust))
    assert company.member("c", "shared", val)
    perimeter = deny("sts:AssumeRole", Principal="*", Condition={"StringNotEqualsIfExists": {"aws:PrincipalOrgID": company.organization["Id"]}})
    company.rail("perimeter", perimeter, company.units["dev"], "RESOURCE_CONTROL_POLICY")
    with refused("AccessDenied", 403) as answer:
        company.member("c", "shared", val)
    assert answer.message.endswith(":role/shared"), answer.message
    assert company.member("c", "shared")


def test_malformed_and_oversized_policies_are_refused(company, refused):
    with refused("MalformedPolicyDocumentException", 400, match="The provided policy document does not meet the requirements of the specified policy type."):
        company.rail("rcp", deny("iam:*", Principal="*"), company.root, "RESOURCE_CONTROL_POLICY")
    with refused("ConstraintViolationException", 400, match="You have exceeded the maximum policy size.") as answer:
        company.api.create_policy(Name="long", Description="", Type="SERVICE_CONTROL_POLICY", Content=deny("s3:*") + " " * 10_240)
    assert answer.reason == "POLICY_CONTENT_LIMIT_EXCEEDED"
    with refused("ConstraintViolationException", 400) as answer:
        company.api.detach_policy(PolicyId="p-FullAWSAccess", TargetId=company.root)
    assert answer.reason == "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"
    with refused("InvalidInputException", 400, match="You provided a value that does not match the required pattern."):
        company.api.describe_policy(PolicyId="x")


def test_units_are_five_deep_at_most(company, refused):
    parent = company.root
    for depth in range(5):
        parent = company.api.create_organizational_unit(ParentId=parent, Name=f"level{depth}")["OrganizationalUnit"]["Id"]
    with refused("ConstraintViolationException", 400) as answer:
        company.api.create_organizational_unit(ParentId=parent, Name="level5")
    assert answer.reason == "OU_DEPTH_LIMIT_EXCEEDED"


def test_concurrent_calls_see_one_tree_while_an_account_moves(company):
    """In both units users may be made and groups may not; between the two places nothing else is ever allowed."""
    for unit in company.units.values():
        company.rail(f"nogroups-{unit}", deny("iam:CreateGroup"), unit)
    iam = company.server.client("iam", company.member("a"))
    places, wrong, ended = [company.units["prod"], company.units["dev"]], [], threading.Event()

    def call():
        while not ended.is_set():
            try:
                iam.create_group(GroupName="never")
                wrong.append("a group was made")
            except botocore.exceptions.ClientError as error:
                if "service control policy" not in error.response["Error"]["Message"]:
                    wrong.append(str(error))

    callers = [threading.Thread(target=call) for _ in range(4)]
    for caller in callers:
        caller.start()
    for _ in range(40):
        company.move("a", *places)
        places.reverse()
    ended.set()
    for caller in callers:
        caller.join()
    assert wrong == []


def test_the_cli_lists_and_moves(company):
    environment = {**os.environ, **company.server.root.environment(), "AWS_DEFAULT_REGION": "us-east-1", "AWS_ENDPOINT_URL": company.server.endpoint, "AWS_PAGER": ""}

    def aws(*arguments):
        command = [sys.executable, "-m", "awscli", "organizations", *arguments, "--output", "json"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    assert len(aws("list-accounts")["Accounts"]) == 6
    made = aws("create-policy", "--name", "p", "--description", "", "--type", "SERVICE_CONTROL_POLICY", "--content", deny("s3:*"))
    policy = made["Policy"]["PolicySummary"]["Id"]
    assert aws("attach-policy", "--policy-id", policy, "--target-id", company.root) is None
    assert [target["TargetId"] for target in aws("list-targets-for-policy", "--policy-id", policy)["Targets"]] == [company.root]
    assert aws("tag-resource", "--resource-id", policy, "--tags", "Key=a,Value=b") is None
    assert aws("list-tags-for-resource", "--resource-id", policy)["Tags"] == [{"Key": "a", "Value": "b"}]


def test_portcullis_moves_an_account(company):
    environment = {**os.environ, **company.server.root.environment()}
    command = [binary(), "account", "move", "--account-id", company.accounts["e"], "--to", company.units["dev"], "--endpoint", company.server.endpoint]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert company.api.list_parents(ChildId=company.accounts["e"])["Parents"][0]["Id"] == company.units["dev"]


def test_every_operation_is_answered_in_its_own_protocol(company):
    """None is `NotImplemented`, and each refusal is one that the operation declares or that all share."""
    shared = {"InvalidInputException", "AccessDeniedException", "SerializationException"}
    client = company.server.client("organizations", parameter_validation=False)
    operations = model("organizations").operation_names
    for name in operations:
        if name == "DeleteOrganization":
            continue
        declared = {error.name for error in model("organizations").operation_model(name).error_shapes}
        try:
            client._make_api_call(name, {})
        except botocore.exceptions.ClientError as error:
            assert error.response["Error"]["Code"] in declared | shared, (name, error)
    coverage = (ROOT_FOLDER / "docs" / "coverage.md").read_text()
    assert f"## Organizations: {len(operations)} of {len(operations)}" in coverage


TASKS = "arn:aws:iam::aws:policy/root-task/"


def test_the_root_of_an_invited_account_loses_its_key_to_a_task(company, dev, refused):
    """Centralized root access by boto3: what a member's root has is audited and deleted, within the task and nothing else."""
    iam, sts = dev.client("iam"), dev.client("sts", company.admin)
    company.api.enable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    with refused("AccessDenied", 403):
        sts.assume_root(TargetPrincipal=company.accounts["a"], TaskPolicyArn={"arn": TASKS + "IAMAuditRootUserCredentials"})
    assert iam.enable_organizations_root_credentials_management()["EnabledFeatures"] == ["RootCredentialsManagement"]
    guest = Credentials(*_created(dev, "222222222222"))
    handshake = company.api.invite_account_to_organization(Target={"Id": "222222222222", "Type": "ACCOUNT"})["Handshake"]
    dev.client("organizations", guest).accept_handshake(HandshakeId=handshake["Id"])

    def session(task, target="222222222222"):
        return Credentials.of(sts.assume_root(TargetPrincipal=target, TaskPolicyArn={"arn": TASKS + task})["Credentials"])

    auditor, deleter = session("IAMAuditRootUserCredentials"), session("IAMDeleteRootUserCredentials")
    assert dev.client("sts", auditor).get_caller_identity()["Arn"] == "arn:aws:iam::222222222222:root"
    assert [key["AccessKeyId"] for key in dev.client("iam", auditor).list_access_keys()["AccessKeyMetadata"]] == [guest.access_key_id]
    with refused("AccessDenied", 403) as answer:
        dev.client("iam", auditor).delete_access_key(AccessKeyId=guest.access_key_id)
    assert answer.message.endswith(f"with an explicit deny in a session policy: {TASKS}IAMAuditRootUserCredentials")
    dev.client("iam", deleter).delete_access_key(AccessKeyId=guest.access_key_id)
    with refused("InvalidClientTokenId", 403):
        dev.client("sts", guest).get_caller_identity()
    assert dev.client("iam", auditor).get_account_summary()["SummaryMap"]["AccountAccessKeysPresent"] == 0
    # A new account's root has nothing, and a session for it ends after a quarter of an hour.
    fresh = dev.client("iam", session("IAMAuditRootUserCredentials", company.accounts["b"]))
    assert fresh.list_access_keys()["AccessKeyMetadata"] == []
    dev.advance(900)
    with refused("ExpiredToken", 403):
        fresh.list_access_keys()
