"""Accounts that move: listings of the AWS CLI in and out, with the same decisions, over kills; organizations; refusals."""

import json
import os
import shutil
import subprocess
import sys
import urllib.parse

import pytest

from portcullis import DEV_ACCOUNT, REGION, ROOT_FOLDER, Credentials, bare_environment, binary
from world import ALLOW_ALL, allow, arn, document

OTHER = "222222222222"
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


def normal(value, name=""):
    """A listing with its documents as objects and its dates in one spelling, without absent members."""
    if isinstance(value, dict):
        return {key: normal(inner, key) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [normal(inner) for inner in value]
    if isinstance(value, str) and name.endswith("Document"):
        return json.loads(urllib.parse.unquote(value))
    if isinstance(value, str) and name.endswith("Date"):
        return value.replace("+00:00", "Z")
    return value


def listed(server, credentials=None):
    """What the AWS CLI prints of an account; its text and its content."""
    done = server.aws("iam", "get-account-authorization-details", credentials=credentials)
    assert done.returncode == 0, done.stderr
    return done.stdout, normal(json.loads(done.stdout))


def exported(server, *arguments):
    done = server.run("export", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def brought_in(server, *arguments, exit_code=0):
    done = server.run("import", *arguments, "--format", "json")
    assert done.returncode == exit_code, done.stdout + done.stderr
    return json.loads(done.stdout) if exit_code == 0 else json.loads(done.stderr)["error"]["message"]


def told(listing):
    """A listing without what calls of sessions change."""
    for role in listing["RoleDetailList"]:
        role.pop("RoleLastUsed", None)
        role.pop("Description", None)
        role.pop("MaxSessionDuration", None)
    for policy in listing["Policies"]:
        policy.pop("Tags", None)
    return listing


def inhabit(server):
    """An account with something of everything that a listing tells."""
    iam = server.client("iam")
    read = iam.create_policy(PolicyName="read", Path="/team/", Description="reads", PolicyDocument=document(allow("s3:*")), Tags=[{"Key": "a", "Value": "b"}])["Policy"]["Arn"]
    iam.create_policy_version(PolicyArn=read, PolicyDocument=document(allow("iam:Get*", "iam:List*", "sts:AssumeRole")), SetAsDefault=True)
    iam.create_policy_version(PolicyArn=read, PolicyDocument=document(allow("iam:*")))
    iam.delete_policy_version(PolicyArn=read, VersionId="v1")
    iam.create_group(GroupName="Readers")
    iam.attach_group_policy(GroupName="Readers", PolicyArn=read)
    iam.create_user(UserName="ann", Path="/team/", PermissionsBoundary=read, Tags=[{"Key": "Team", "Value": "é"}])
    iam.add_user_to_group(GroupName="Readers", UserName="ann")
    iam.put_user_policy(UserName="ann", PolicyName="wide", PolicyDocument=document(ALLOW_ALL))
    iam.create_user(UserName="bob")
    iam.create_user(UserName="gone")
    users = [arn("user", "team/ann"), arn("user", "gone")]
    iam.create_role(RoleName="app", Description="an app", MaxSessionDuration=7200, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": users}, "Action": "sts:AssumeRole"}}))
    iam.delete_user(UserName="gone")
    iam.attach_role_policy(RoleName="app", PolicyArn=ADMINISTRATOR)
    iam.create_instance_profile(InstanceProfileName="app")
    iam.add_role_to_instance_profile(InstanceProfileName="app", RoleName="app")
    iam.create_service_linked_role(AWSServiceName="batch.amazonaws.com")


def decisions(server):
    """What users and sessions of the account may, as pairs of a question and its answer."""
    answers = {}
    for user in ("ann", "bob"):
        key = Credentials.of(server.client("iam").create_access_key(UserName=user)["AccessKey"])
        iam = server.client("iam", key)
        questions = {
            "see": lambda iam=iam: iam.list_users(),
            "see-role": lambda iam=iam: iam.get_role(RoleName="app"),
            "make": lambda iam=iam: iam.create_group(GroupName="no"),
            "assume": lambda key=key: server.session(arn("role", "app"), key, DurationSeconds=7200),
        }
        for question, ask in questions.items():
            try:
                ask()
                answers[user, question] = "allowed"
            except iam.exceptions.ClientError as error:
                answers[user, question] = error.response["Error"]["Message"]
    return answers


@pytest.fixture
def target(servers, tmp_path):
    """A server with a folder of its own and nothing in its account."""
    return servers(name="target", data=tmp_path / "target", arguments=["--account-id", DEV_ACCOUNT])


def test_an_account_moves_to_another_server_and_decides_alike(dev, target, tmp_path):
    inhabit(dev)
    text, content = listed(dev)
    (tmp_path / "account.json").write_text(text)
    answer = brought_in(target, tmp_path / "account.json")
    assert answer["accounts"] == [{"accountId": DEV_ACCOUNT, "created": False, "users": 2, "groups": 1, "roles": 2, "policies": 1, "instanceProfiles": 1}]
    assert answer["notices"] == []
    assert listed(target)[1] == content
    assert told(normal(json.loads(exported(target)))) == told(content)
    # The listing of AWS says nothing of a session's length, so nothing longer than an hour is asked for.
    for server in (dev, target):
        server.client("iam").update_role(RoleName="app", MaxSessionDuration=7200)
    expected = decisions(dev)
    assert {question: answer == "allowed" for question, answer in expected.items()} == {
        ("ann", "see"): True, ("ann", "see-role"): True, ("ann", "make"): False, ("ann", "assume"): True,
        ("bob", "see"): False, ("bob", "see-role"): False, ("bob", "make"): False, ("bob", "assume"): False,
    }  # fmt: skip
    assert decisions(target) == expected


def test_an_export_holds_what_the_listing_lacks_and_a_kill_loses_nothing(dev, target, tmp_path):
    inhabit(dev)
    assert dev.run("export", tmp_path / "account.json").returncode == 0
    content = json.loads((tmp_path / "account.json").read_text())
    role = next(role for role in content["RoleDetailList"] if role["RoleName"] == "app")
    assert (role["Description"], role["MaxSessionDuration"]) == ("an app", 7200)
    brought_in(target, tmp_path / "account.json")
    target.kill()
    target.start()
    assert json.loads(exported(target)) == content
    assert target.run("verify").returncode == 0
    encoded = exported(target, "--documents", "url-encoded")
    assert normal(json.loads(encoded)) == normal(content) and '"PolicyDocument": "%7B%22Version%22' in encoded


def test_an_account_that_is_not_there_is_made_with_a_root(dev, tmp_path):
    listing = {"UserDetailList": [{"Path": "/", "UserName": "eve", "UserId": "AIDAIOSFODNN7EXAMPLE", "Arn": arn("user", "eve", OTHER), "CreateDate": "2020-01-02T03:04:05Z"}]}
    (tmp_path / "a.json").write_text(json.dumps(listing))
    [made] = brought_in(dev, tmp_path / "a.json")["accounts"]
    assert made["created"] and made["accountId"] == OTHER
    root = Credentials(made["accessKeyId"], made["secretAccessKey"])
    [user] = dev.client("iam", root).list_users()["Users"]
    assert (user["UserId"], user["CreateDate"].isoformat()) == ("AIDAIOSFODNN7EXAMPLE", "2020-01-02T03:04:05+00:00")
    assert json.loads(exported(dev, "--account-id", OTHER))["UserDetailList"][0]["UserName"] == "eve"
    text = dev.run("import", tmp_path / "a.json").stderr
    assert "nothing was changed" in text and "UserDetailList[0].UserName: `eve` is taken" in text


def test_what_cannot_come_in_is_told_with_its_place(dev, tmp_path):
    file = tmp_path / "a.json"
    file.write_text('{"UserDetailList": [{"UserName": "a b"}]}')
    message = brought_in(dev, file, exit_code=2)
    assert f"{file}: UserDetailList[0].UserName: `a b` does not match" in message and "UserDetailList[0].Arn: is missing" in message
    file.write_text("{")
    assert "is not JSON" in brought_in(dev, file, exit_code=2)
    assert "cannot read" in brought_in(dev, tmp_path / "none.json", exit_code=2)
    done = dev.run("export", "--account-id", OTHER)
    assert (done.returncode, "is not here" in done.stderr) == (1, True)


def test_a_folder_takes_an_import_once_its_server_has_stopped(dev, target, tmp_path):
    inhabit(dev)
    dev.run("export", tmp_path / "account.json")

    def offline(*arguments):
        command = [str(binary()), *map(str, arguments), "--data", str(target.data)]
        return subprocess.run(command, env=bare_environment(), capture_output=True, text=True, check=False)

    locked = offline("import", tmp_path / "account.json")
    assert locked.returncode == 2, locked.stderr
    target.stop()
    done = offline("import", tmp_path / "account.json")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"account {DEV_ACCOUNT}: 2 users, 1 group, 2 roles, 1 policy, 1 instance profile\n"
    assert offline("export").stdout == (tmp_path / "account.json").read_text()
    target.start()
    assert exported(target) == (tmp_path / "account.json").read_text()


def test_policies_of_aws_come_in_as_an_account_lists_them(stored, tmp_path):
    policy = {
        "PolicyName": "NewsAccess", "PolicyId": "ANPAIOSFODNN7EXAMPLE", "Arn": "arn:aws:iam::aws:policy/NewsAccess", "Path": "/", "DefaultVersionId": "v2",
        "AttachmentCount": 3, "PermissionsBoundaryUsageCount": 0, "IsAttachable": True, "Description": "news", "CreateDate": "2026-11-01T00:00:00+00:00", "UpdateDate": "2026-11-02T00:00:00+00:00",
        "PolicyVersionList": [{"Document": allow("iam:ListUsers"), "VersionId": "v2", "IsDefaultVersion": True, "CreateDate": "2026-11-02T00:00:00+00:00"}],
    }  # fmt: skip
    (tmp_path / "p.json").write_text(json.dumps({"UserDetailList": [], "Policies": [policy]}))
    user = stored.user("ann")
    with pytest.raises(Exception, match="not attachable"):
        stored.client("iam").attach_user_policy(UserName="ann", PolicyArn=policy["Arn"])
    done = stored.run("managed-policies", "import", tmp_path / "p.json")
    assert (done.returncode, done.stdout) == (0, "1 came to be known or newer, 0 were known, 0 are known in a newer version\n"), done.stderr
    stored.kill()
    stored.start()
    stored.client("iam").attach_user_policy(UserName="ann", PolicyArn=policy["Arn"])
    assert len(stored.client("iam", user).list_users()["Users"]) == 1
    shown = stored.client("iam").get_policy(PolicyArn=policy["Arn"])["Policy"]
    assert (shown["PolicyId"], shown["Description"], shown["DefaultVersionId"]) == ("ANPAIOSFODNN7EXAMPLE", "news", "v2")
    assert "NewsAccess" in [known["PolicyName"] for page in stored.client("iam").get_paginator("list_policies").paginate(Scope="AWS") for known in page["Policies"]]


def listed_organization(server, credentials, tmp_path):
    """The folder that `examples/list-organization.sh` makes."""
    aws = tmp_path / "bin" / "aws"
    aws.parent.mkdir()
    aws.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m awscli "$@"\n')
    aws.chmod(0o755)
    environment = bare_environment(**credentials.environment(), AWS_ENDPOINT_URL=server.endpoint, AWS_REGION=REGION, AWS_DEFAULT_REGION=REGION)
    environment["PATH"] = os.pathsep.join([str(aws.parent), environment["PATH"]])
    folder = tmp_path / "organization"
    script = ROOT_FOLDER / "examples" / "list-organization.sh"
    done = subprocess.run([shutil.which("bash"), str(script), str(folder)], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def organized(server):
    """An organization with a unit, a member in it that may make no users, and who administers it; the member's id."""
    organizations = server.client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    [root] = organizations.list_roots()["Roots"]
    if not root["PolicyTypes"]:
        organizations.enable_policy_type(RootId=root["Id"], PolicyType="SERVICE_CONTROL_POLICY")
    unit = organizations.create_organizational_unit(ParentId=root["Id"], Name="work", Tags=[{"Key": "stage", "Value": "prod"}])["OrganizationalUnit"]["Id"]
    status = organizations.create_account(Email="work@example.com", AccountName="work")["CreateAccountStatus"]
    made = organizations.list_accounts()["Accounts"]
    member = next(account["Id"] for account in made if account.get("Name") == "work")
    assert status["AccountName"] == "work"
    organizations.move_account(AccountId=member, SourceParentId=root["Id"], DestinationParentId=unit)
    guard = {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "iam:CreateUser", "Resource": "*"}}
    policy = organizations.create_policy(Name="no-users", Description="", Type="SERVICE_CONTROL_POLICY", Content=json.dumps(guard))["Policy"]["PolicySummary"]["Id"]
    organizations.attach_policy(PolicyId=policy, TargetId=unit)
    return member


def within(server, member):
    """What an administrator of the management account may in the member."""
    administrator = Credentials.of(server.client("iam").create_access_key(UserName="administrator")["AccessKey"])
    session = server.session(f"arn:aws:iam::{member}:role/OrganizationAccountAccessRole", administrator)
    iam = server.client("iam", session)
    iam.create_group(GroupName=f"group-{server.port}")
    try:
        iam.create_user(UserName="no")
        return "allowed"
    except iam.exceptions.ClientError as error:
        return error.response["Error"]["Message"]


def test_an_organization_moves_with_its_accounts(dev, target, tmp_path):
    administrator = dev.user("administrator", ALLOW_ALL)
    member = organized(dev)
    folder = listed_organization(dev, administrator, tmp_path)
    answer = brought_in(target, folder)
    assert [(account["accountId"], account["created"]) for account in answer["accounts"]] == sorted([(DEV_ACCOUNT, False), (member, True)])
    assert all("secretAccessKey" not in account for account in answer["accounts"])
    before, after = (server.client("organizations") for server in (dev, target))
    for ask in (
        lambda api: api.describe_organization()["Organization"],
        lambda api: api.list_roots()["Roots"],
        lambda api: api.list_policies(Filter="SERVICE_CONTROL_POLICY")["Policies"],
        lambda api: api.list_parents(ChildId=member)["Parents"],
        lambda api: [(account["Id"], account.get("Email"), account["JoinedMethod"], account["JoinedTimestamp"].timestamp() // 1) for account in api.list_accounts()["Accounts"]],
        lambda api: api.list_tags_for_resource(ResourceId=api.list_parents(ChildId=member)["Parents"][0]["Id"])["Tags"],
    ):
        assert ask(after) == ask(before)
    refusal = within(dev, member)
    assert "with an explicit deny in a service control policy" in refusal
    assert within(target, member).replace(str(target.port), "") == refusal.replace(str(dev.port), "")
    target.kill()
    target.start()
    assert "is here already" in brought_in(target, folder, exit_code=1)
    assert target.run("verify").returncode == 0
