"""Each operation's success: the whole reply, no member more or less, and what is different afterwards."""

import datetime
import json
import urllib.parse

import boto3
import botocore.exceptions
import jmespath
import pytest

from portcullis import DEV_ACCOUNT, REGION, documented_operations, model
from shapes import credentials
from world import ALLOW_ALL, ALLOW_S3, PHONE, READ, SPARE, TRUST, arn
from account_rows import ACCOUNT_ROWS
from delegation_rows import DELEGATION_ROWS
from entity_rows import ENTITY_ROWS
from operation_rows import SUMMARY, before

ROWS = [*ENTITY_ROWS, *ACCOUNT_ROWS, *DELEGATION_ROWS]

# Nothing on the wire seals a message: denials of IAM and STS carry none, as on AWS. There are no role templates. A token to trade in
# comes by an operation of ours: test_delegation.py.
HAS_NO_SUCCESS = {"AcquireRole", "DecodeAuthorizationMessage", "GetDelegatedAccessToken", "GetRoleTemplateVersion"}


def forget_uses(reply):
    """Takes out when roles were last used, which depends on the sessions made before: test_usage.py looks at it."""
    for role in (reply.get("Role"), *reply.get("RoleDetailList", ())):
        if role:
            role.pop("RoleLastUsed", None)


def forget_token_size(reply):
    """Takes out how long the session token is, after a look whether it is so."""
    if "SessionTokenSize" in reply:
        assert reply.pop("SessionTokenSize") == len(reply["Credentials"]["SessionToken"])
        assert 1 <= reply.pop("SessionTokenUtilization") <= 100


def prepare(world, row):
    """Makes the calls before a row's own."""
    for operation, parameters, kept in row.before:
        if operation == "advance":
            world.server.advance(**parameters)
            continue
        made = world.call(operation, parameters)
        for name, path in kept:
            world.values[name] = jmespath.search(path, made)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_operation_answers_as_aws_does(world, row):
    prepare(world, row)
    reply = world.call(row.operation, row.parameters, row.caller)
    forget_token_size(reply)
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
