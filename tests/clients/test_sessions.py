"""Sessions as clients get and use them: roles, session policies, chains, expiry, profiles, presigned URLs."""

import datetime
import json
import re
import subprocess
import sys
import urllib.parse

import boto3
import botocore.auth
import botocore.awsrequest
import botocore.config
import botocore.credentials
import botocore.exceptions
import pytest

from portcullis import DEV_ACCOUNT, REGION, Credentials, bare_environment, fetch, identity
from world import ALLOW_ALL, ALLOW_S3, OTHER, TRUST, Soon, allow, arn, document, trust

EXTERNAL_ID = "only-the-vendor-knows"


def assumed(role, session, account=DEV_ACCOUNT):
    return f"arn:aws:sts::{account}:assumed-role/{role}/{session}"


def test_a_session_is_the_role_and_no_longer_the_user(dev, admin, refused):
    role = dev.role("reader", TRUST, allow("iam:ListUsers"), Path="/team/")
    session = dev.session(role, admin, name="s1")
    assert identity(dev, session) == assumed("reader", "s1")
    user_id = dev.client("sts", session).get_caller_identity()["UserId"]
    assert user_id == dev.client("iam").get_role(RoleName="reader")["Role"]["RoleId"] + ":s1"
    assert dev.client("iam", session).list_users()["Users"]
    with refused("AccessDenied", 403) as answer:
        dev.client("iam", session).create_user(UserName="x")
    assert answer.message == (
        f"User: {assumed('reader', 's1')} is not authorized to perform: iam:CreateUser on resource: {arn('user', 'x')} "
        "because no identity-based policy allows the iam:CreateUser action"
    )


def test_credentials_begin_with_asia_and_end_at_a_whole_second_of_utc(dev, admin):
    """Four elements, of which the token is as long as it is (S-1)."""
    role = dev.role("app", TRUST)
    sts = dev.client("sts", admin)
    queries = (
        ("assume_role", {"RoleArn": role, "RoleSessionName": "s1"}),
        ("get_session_token", {}),
        ("get_federation_token", {"Name": "ann"}),
    )
    for operation, parameters in queries:
        url = sts.generate_presigned_url(operation, Params=parameters, ExpiresIn=60, HttpMethod="GET")
        status, text = fetch(url)
        assert status == 200, text
        found = re.search(r"<Credentials>(.*?)</Credentials>", text, re.DOTALL)[1]
        told = dict(re.findall(r"<(\w+)>([^<]*)</\1>", found))
        assert sorted(told) == ["AccessKeyId", "Expiration", "SecretAccessKey", "SessionToken"]
        assert re.fullmatch(r"ASIA[A-Z2-7]{16}", told["AccessKeyId"])
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", told["Expiration"])
        assert len(told["SecretAccessKey"]) == 40
        assert identity(dev, Credentials(told["AccessKeyId"], told["SecretAccessKey"], told["SessionToken"]))


def test_a_session_policy_only_takes_away(dev, admin, refused):
    role = dev.role("app", TRUST, allow("iam:ListUsers", "iam:ListRoles"))
    listing = allow("iam:ListUsers", "iam:ListGroups")
    session = dev.session(role, admin, Policy=document(listing))
    iam = dev.client("iam", session)
    iam.list_users()
    with refused("AccessDenied", 403, match="because no session policy allows the iam:ListRoles action"):
        iam.list_roles()
    with refused("AccessDenied", 403, match="because no identity-based policy allows the iam:ListGroups action"):
        iam.list_groups()


def test_a_managed_session_policy_is_followed_as_it_changes(dev, admin, refused):
    iam = dev.client("iam")
    limit = iam.create_policy(PolicyName="limit", PolicyDocument=document(allow("iam:ListUsers")))["Policy"]["Arn"]
    role = dev.role("app", TRUST, ALLOW_ALL)
    session = dev.client("iam", dev.session(role, admin, PolicyArns=[{"arn": limit}]))
    session.list_users()
    iam.create_policy_version(PolicyArn=limit, PolicyDocument=document(allow("iam:ListRoles")), SetAsDefault=True)
    session.list_roles()
    with refused("AccessDenied", 403, match="because no session policy allows the iam:ListUsers action"):
        session.list_users()


def test_what_the_role_may_is_looked_up_at_every_call(dev, admin, refused):
    role = dev.role("app", TRUST, allow("iam:ListUsers"))
    session = dev.client("iam", dev.session(role, admin))
    session.list_users()
    dev.client("iam").delete_role_policy(RoleName="app", PolicyName="inline")
    with refused("AccessDenied", 403):
        session.list_users()


def test_a_session_dies_with_its_role(dev, admin, refused):
    session = dev.session(dev.role("app", TRUST), admin)
    assert identity(dev, session)
    dev.client("iam").delete_role(RoleName="app")
    dev.role("app", TRUST)
    with refused("InvalidClientTokenId", 403):
        identity(dev, session)


def test_sessions_issued_before_a_moment_are_revoked(dev, admin, refused):
    role = dev.role("app", TRUST, allow("iam:ListUsers"))
    before = dev.session(role, admin)
    now = dev.advance(60)
    revoke = {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"DateLessThan": {"aws:TokenIssueTime": now}}}
    policy = {"Version": "2012-10-17", "Statement": [revoke]}
    dev.client("iam").put_role_policy(RoleName="app", PolicyName="AWSRevokeOlderSessions", PolicyDocument=document(policy))
    with refused("AccessDenied", 403, match="with an explicit deny in an identity-based policy"):
        dev.client("iam", before).list_users()
    dev.advance(1)
    assert dev.client("iam", dev.session(role, admin)).list_users()["Users"]


def test_a_session_expires_to_the_second(dev, admin, refused):
    """AWS's own page of this error has no full stop where the specification has one (S-2)."""
    role = dev.role("app", TRUST)
    answer = dev.client("sts", admin).assume_role(RoleArn=role, RoleSessionName="s1", DurationSeconds=900)
    session = Credentials.of(answer["Credentials"])
    assert answer["Credentials"]["Expiration"] == Soon(900)
    left = answer["Credentials"]["Expiration"] - moment(dev.advance(0))
    dev.advance(int(left.total_seconds()) - 30)
    assert identity(dev, session) == assumed("app", "s1")
    dev.advance(31)
    with refused("ExpiredToken", 403) as expired:
        identity(dev, session)
    assert expired.message == "The security token included in the request is expired"


def moment(text):
    return datetime.datetime.fromisoformat(text)


def test_a_chain_lasts_one_hour(dev, admin, refused):
    first = dev.role("first", TRUST, allow("sts:AssumeRole"))
    second = dev.role("second", trust(first), MaxSessionDuration=43200)
    session = dev.session(first, admin)
    with refused("ValidationError", 400) as answer:
        dev.session(second, session, DurationSeconds=3601)
    assert answer.message == (
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
    )
    chained = dev.session(second, session, DurationSeconds=3600)
    assert identity(dev, chained) == assumed("second", "session")


def test_a_role_does_not_trust_itself(dev, admin, refused):
    itself = dev.role("app", TRUST, ALLOW_ALL)
    dev.client("iam").update_assume_role_policy(RoleName="app", PolicyDocument=document(trust(arn("user", "admin"))))
    with refused("AccessDenied", 403, match="because no role trust policy allows the sts:AssumeRole action"):
        dev.session(itself, dev.session(itself, admin))


def test_naming_the_user_is_enough_and_naming_the_account_is_not(dev, refused):
    bob = dev.user("bob")
    named, delegated = dev.role("named", trust(arn("user", "bob"))), dev.role("delegated", TRUST)
    assert identity(dev, dev.session(named, bob)) == assumed("named", "session")
    with refused("AccessDenied", 403) as answer:
        dev.session(delegated, bob)
    assert answer.message == (
        f"User: {arn('user', 'bob')} is not authorized to perform: sts:AssumeRole on resource: {delegated} "
        "because no identity-based policy allows the sts:AssumeRole action"
    )
    dev.client("iam").put_user_policy(UserName="bob", PolicyName="p", PolicyDocument=document(allow("sts:AssumeRole")))
    assert dev.session(delegated, bob)


def test_trust_does_not_pass_to_a_user_of_the_same_name(dev, refused):
    bob = dev.user("bob")
    role = dev.role("named", trust(arn("user", "bob")))
    assert dev.session(role, bob)
    iam = dev.client("iam")
    iam.delete_access_key(UserName="bob", AccessKeyId=bob.access_key_id)
    iam.delete_user(UserName="bob")
    again = dev.user("bob")
    with refused("AccessDenied", 403):
        dev.session(role, again)
    iam.update_assume_role_policy(RoleName="named", PolicyDocument=document(trust(arn("user", "bob"))))
    assert dev.session(role, again)


def test_session_tags_and_the_source_identity_are_seen_by_policies(dev, admin, refused):
    actions = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
    condition = {"StringEquals": {"aws:PrincipalTag/Team": "red", "aws:SourceIdentity": "ann"}}
    role = dev.role("app", trust(DEV_ACCOUNT, actions), allow("iam:ListUsers", Condition=condition))
    tags = [{"Key": "Team", "Value": "red"}]
    dev.client("iam", dev.session(role, admin, Tags=tags, SourceIdentity="ann")).list_users()
    for parameters in ({"Tags": tags}, {"SourceIdentity": "ann"}, {"Tags": [{"Key": "Team", "Value": "blue"}], "SourceIdentity": "ann"}):
        with refused("AccessDenied", 403):
            dev.client("iam", dev.session(role, admin, **parameters)).list_users()
    untagged = dev.role("untagged", TRUST)
    with refused("AccessDenied", 403, match="is not authorized to perform: sts:TagSession on resource"):
        dev.session(untagged, admin, Tags=tags)
    with refused("AccessDenied", 403, match="is not authorized to perform: sts:SetSourceIdentity on resource"):
        dev.session(untagged, admin, SourceIdentity="ann")


def test_a_boundary_limits_the_sessions_of_its_role(dev, admin, refused):
    limit = dev.client("iam").create_policy(PolicyName="limit", PolicyDocument=document(allow("iam:ListUsers")))
    role = dev.role("app", TRUST, ALLOW_ALL, PermissionsBoundary=limit["Policy"]["Arn"])
    iam = dev.client("iam", dev.session(role, admin))
    iam.list_users()
    with refused("AccessDenied", 403, match="because no permissions boundary allows the iam:ListRoles action"):
        iam.list_roles()


def test_transitive_tags_and_the_source_identity_go_along_a_chain(dev, admin, refused):
    actions = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
    first = dev.role("first", trust(DEV_ACCOUNT, actions), ALLOW_ALL)
    seen = {"StringEquals": {"aws:PrincipalTag/Team": "red", "aws:SourceIdentity": "ann"}, "Null": {"aws:PrincipalTag/Env": "true"}}
    second = dev.role("second", trust(first, actions), allow("iam:ListUsers", Condition=seen))
    tags = [{"Key": "Team", "Value": "red"}, {"Key": "Env", "Value": "dev"}]
    session = dev.session(first, admin, Tags=tags, TransitiveTagKeys=["Team"], SourceIdentity="ann")
    dev.client("iam", dev.session(second, session)).list_users()
    with refused("InvalidParameterValue", 400, match="conflicts with a transitive tag key from the calling session"):
        dev.session(second, session, Tags=[{"Key": "team", "Value": "blue"}])
    with refused("AccessDenied", 403):
        dev.session(second, session, SourceIdentity="eve")


def test_a_trust_policy_may_deny_and_may_ask_for_the_name(dev, admin, refused):
    deny = {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole", "Condition": {"StringLike": {"sts:RoleSessionName": "evil*"}}}
    named = trust(DEV_ACCOUNT, Condition={"StringLike": {"sts:RoleSessionName": ["${aws:username}", "evil*"]}})
    role = dev.role("app", named | {"Statement": [*named["Statement"], deny]})
    assert dev.session(role, admin, name="admin")
    with refused("AccessDenied", 403, match="because no role trust policy allows the sts:AssumeRole action"):
        dev.session(role, admin, name="other")
    with refused("AccessDenied", 403, match="with an explicit deny in the role trust policy"):
        dev.session(role, admin, name="evil-one")


def test_a_user_within_a_boundary_assumes_only_what_it_allows(dev, refused):
    limit = dev.client("iam").create_policy(PolicyName="limit", PolicyDocument=document(allow("iam:*")))["Policy"]["Arn"]
    bob = dev.user("bob", ALLOW_ALL, PermissionsBoundary=limit)
    for principal in (DEV_ACCOUNT, arn("user", "bob")):
        role = dev.role(f"for-{len(principal)}", trust(principal))
        with refused("AccessDenied", 403, match="because no permissions boundary allows the sts:AssumeRole action"):
            dev.session(role, bob)


def test_one_session_is_named_and_no_other(dev, admin, refused):
    first = dev.role("first", TRUST)
    second = dev.role("second", trust(assumed("first", "chosen")))
    assert dev.session(second, dev.session(first, admin, name="chosen"))
    with refused("AccessDenied", 403):
        dev.session(second, dev.session(first, admin, name="another"))


def test_a_role_arn_has_its_path(dev, admin, refused):
    """S-27, U28."""
    role = dev.role("app", TRUST, Path="/team/")
    assert dev.session(role, admin)
    for wrong in (arn("role", "app"), arn("role", "Team/app"), arn("role", "team/App"), arn("role", "app", OTHER)):
        with refused("AccessDenied", 403):
            dev.session(wrong, admin)


# GetSessionToken: the same principal, and hardly any call (spec 7.2, S-9).


def test_a_token_of_a_user_is_the_user_and_may_not_call_iam(dev, admin, refused):
    token = Credentials.of(dev.client("sts", admin).get_session_token()["Credentials"])
    assert identity(dev, token) == arn("user", "admin")
    with refused("InvalidClientTokenId", 403) as answer:
        dev.client("iam", token).list_users()
    assert answer.message == "The security token included in the request is invalid"
    with refused("AccessDenied", 403) as answer:
        dev.client("sts", token).get_session_token()
    assert answer.message == "Cannot call GetSessionToken with session credentials"
    role = dev.role("app", TRUST, MaxSessionDuration=43200)
    assert identity(dev, dev.session(role, token)) == assumed("app", "session")
    with refused("ValidationError", 400, match="by role chaining"):
        dev.session(role, token, DurationSeconds=7200)


def test_a_token_dies_with_its_user_and_outlives_its_key(dev, admin, refused):
    token = Credentials.of(dev.client("sts", admin).get_session_token()["Credentials"])
    iam = dev.client("iam")
    iam.delete_access_key(UserName="admin", AccessKeyId=admin.access_key_id)
    assert identity(dev, token) == arn("user", "admin")
    iam.delete_user_policy(UserName="admin", PolicyName="inline")
    iam.delete_user(UserName="admin")
    with refused("InvalidClientTokenId", 403):
        identity(dev, token)


def test_a_token_of_root_lasts_an_hour(dev, refused):
    token = Credentials.of(dev.client("sts").get_session_token(DurationSeconds=43200)["Credentials"])
    assert identity(dev, token).endswith(":root")
    with refused("AccessDenied", 403, match="Roles may not be assumed by root accounts."):
        dev.session(dev.role("app", TRUST), token)
    dev.advance(3601)
    with refused("ExpiredToken", 403):
        identity(dev, token)


def test_key_secret_and_token_belong_together(dev, admin, refused):
    """Whichever part is unknown or another's, no more is told than that; a wrong secret is a wrong signature (S-2)."""
    role = dev.role("app", TRUST)
    one, two = dev.session(role, admin), dev.session(role, admin)
    mixed = [
        (Credentials(one.access_key_id, one.secret), "InvalidClientTokenId"),
        (Credentials(one.access_key_id, one.secret, two.token), "InvalidClientTokenId"),
        (Credentials(one.access_key_id, one.secret, one.token[:-4] + "AAAA"), "InvalidClientTokenId"),
        (Credentials(one.access_key_id, two.secret, one.token), "SignatureDoesNotMatch"),
        (Credentials(admin.access_key_id, admin.secret, one.token), "InvalidClientTokenId"),
        (Credentials("AKIAQQQQQQQQQQQQQQQQ", admin.secret), "InvalidClientTokenId"),
        (Credentials("ASIAQQQQQQQQQQQQQQQQ", one.secret, one.token), "InvalidClientTokenId"),
        (Credentials(one.access_key_id, one.secret, "not-a-token"), "InvalidClientTokenId"),
        (Credentials(admin.access_key_id, one.secret), "SignatureDoesNotMatch"),
    ]
    for credentials, code in mixed:
        with refused(code, 403) as answer:
            identity(dev, credentials)
        assert credentials.secret not in answer.message
        if code == "InvalidClientTokenId":
            assert answer.message == "The security token included in the request is invalid."


def test_a_token_is_as_long_as_was_asked_and_whatever_fits_into_a_session_can_be_used(dev, admin):
    """MinimumSessionTokenSize; and tags that pack well are many bytes once they are unpacked (S-45)."""
    role = dev.role("app", trust(DEV_ACCOUNT, ["sts:AssumeRole", "sts:TagSession"]), allow("iam:ListUsers"))
    sts = dev.client("sts", admin)
    named = {"RoleArn": role, "RoleSessionName": "s1"}
    for asked in (0, 1, 1000, 4096):
        for answer in (
            sts.assume_role(**named, MinimumSessionTokenSize=asked),
            sts.get_session_token(MinimumSessionTokenSize=asked),
            sts.get_federation_token(Name="ann", MinimumSessionTokenSize=asked),
        ):
            session = Credentials.of(answer["Credentials"])
            assert max(asked, 100) <= answer["SessionTokenSize"] == len(session.token) < max(asked, 600) + 8
            assert 1 <= answer["SessionTokenUtilization"] <= 100
            assert identity(dev, session)
    tags = [{"Key": f"{number:02}{'k' * 126}", "Value": "é" * 256} for number in range(50)]
    answer = sts.assume_role(**named, Tags=tags, TransitiveTagKeys=[tag["Key"] for tag in tags], MinimumSessionTokenSize=4096)
    assert 4096 <= answer["SessionTokenSize"] < 8192
    session = Credentials.of(answer["Credentials"])
    assert identity(dev, session) == assumed("app", "s1")
    assert [user["UserName"] for user in dev.client("iam", session).list_users()["Users"]] == ["admin"]


# Two accounts: both halves, and no reason told across the border.


def test_both_accounts_and_the_external_id_must_agree(dev, vendor, refused):
    condition = {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}}
    role = dev.role("for-vendor", trust(OTHER, Condition=condition), allow("iam:ListUsers"))
    eve = dev.user("eve", credentials=vendor)
    text = f"User: {arn('user', 'eve', OTHER)} is not authorized to perform: sts:AssumeRole on resource: {role}"

    def denied(**parameters):
        with refused("AccessDenied", 403) as answer:
            dev.session(role, eve, **parameters)
        assert answer.message == text

    denied(ExternalId=EXTERNAL_ID)
    allowed = document(allow("sts:AssumeRole", Resource=role))
    dev.client("iam", vendor).put_user_policy(UserName="eve", PolicyName="p", PolicyDocument=allowed)
    denied()
    denied(ExternalId="guessed")
    session = dev.session(role, eve, ExternalId=EXTERNAL_ID)
    assert identity(dev, session) == assumed("for-vendor", "session")
    assert dev.client("iam", session).list_users()["Users"] == []
    assert [user["UserName"] for user in dev.client("iam", vendor).list_users()["Users"]] == ["eve"]
    with refused("AccessDenied", 403):
        dev.session(role, vendor, ExternalId=EXTERNAL_ID)
    assert EXTERNAL_ID not in dev.wrote()


def test_accounts_do_not_see_each_other(dev, vendor, refused):
    dev.user("mine")
    theirs = dev.client("iam", vendor)
    assert theirs.list_users()["Users"] == []
    with refused("NoSuchEntity", 404):
        theirs.get_user(UserName="mine")
    mine = dev.client("iam").create_policy(PolicyName="p", PolicyDocument=document(ALLOW_S3))["Policy"]["Arn"]
    for call in (theirs.get_policy, theirs.delete_policy, theirs.list_policy_versions):
        with pytest.raises(botocore.exceptions.ClientError) as error:
            call(PolicyArn=mine)
        assert error.value.response["Error"]["Code"] in ("AccessDenied", "NoSuchEntity")
    theirs.create_user(UserName="mine")
    dev.role("mine", trust(arn("user", "mine", OTHER)))
    identities = [user["Arn"] for user in theirs.list_users()["Users"]]
    assert identities == [arn("user", "mine", OTHER)]


# Profiles.

CONFIGURATION = """
[profile base]
region = {region}
[profile role]
role_arn = {role}
source_profile = base
role_session_name = by-profile
external_id = {external_id}
duration_seconds = 900
region = {region}
[profile chain]
role_arn = {next_role}
source_profile = role
role_session_name = chained
region = {region}
[profile process]
credential_process = {process}
region = {region}
"""


@pytest.fixture
def profiles(dev, tmp_path):
    """The environment of clients that have the profiles `base`, `role`, `chain` and `process`."""
    bob = dev.user("bob", allow("sts:AssumeRole"))
    condition = {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}}
    role = dev.role("app", trust(DEV_ACCOUNT, Condition=condition), allow("iam:ListUsers", "sts:AssumeRole"))
    next_role = dev.role("next", trust(role))
    session = dev.session(next_role, dev.session(role, bob, ExternalId=EXTERNAL_ID), name="by-process")
    printed = {
        "Version": 1,
        "AccessKeyId": session.access_key_id,
        "SecretAccessKey": session.secret,
        "SessionToken": session.token,
        "Expiration": (datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)).isoformat(),
    }
    (tmp_path / "process.json").write_text(json.dumps(printed))
    (tmp_path / "process.py").write_text(f"print(open({str(tmp_path / 'process.json')!r}).read())")
    (tmp_path / "config").write_text(
        CONFIGURATION.format(
            region=REGION,
            role=role,
            next_role=next_role,
            external_id=EXTERNAL_ID,
            process=f"{sys.executable} {tmp_path / 'process.py'}",
        )
    )
    (tmp_path / "credentials").write_text(
        f"[base]\naws_access_key_id = {bob.access_key_id}\naws_secret_access_key = {bob.secret}\n"
    )
    return bare_environment(
        AWS_CONFIG_FILE=str(tmp_path / "config"),
        AWS_SHARED_CREDENTIALS_FILE=str(tmp_path / "credentials"),
        AWS_ENDPOINT_URL=dev.endpoint,
        HOME=str(tmp_path),
    )


WHO_BY_PROFILE = {
    "base": arn("user", "bob"),
    "role": assumed("app", "by-profile"),
    "chain": assumed("next", "chained"),
    "process": assumed("next", "by-process"),
}


@pytest.mark.parametrize("profile", WHO_BY_PROFILE)
def test_the_aws_cli_follows_its_profiles(profiles, profile):
    done = subprocess.run(
        [sys.executable, "-m", "awscli", "sts", "get-caller-identity", "--profile", profile, "--query", "Arn"],
        env=profiles,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == WHO_BY_PROFILE[profile]


def test_boto3_follows_a_profile_and_renews_its_session(dev, profiles, monkeypatch):
    for name, value in profiles.items():
        monkeypatch.setenv(name, value)
    session = boto3.Session(profile_name="role")
    assert session.get_credentials().method == "assume-role"
    frozen = session.get_credentials().get_frozen_credentials()
    assert session.client("sts").get_caller_identity()["Arn"] == WHO_BY_PROFILE["role"]
    assert session.client("iam").list_users()["Users"]
    # boto3 renews what is about to expire; its clock is the machine's.
    session.get_credentials()._expiry_time = datetime.datetime.now(datetime.UTC)
    renewed = session.get_credentials().get_frozen_credentials()
    assert renewed.access_key != frozen.access_key
    assert session.client("sts").get_caller_identity()["Arn"] == WHO_BY_PROFILE["role"]


# URLs and query strings.


def presigned(server, credentials, seconds=60):
    client = server.client("sts", credentials)
    return client.generate_presigned_url("get_caller_identity", ExpiresIn=seconds, HttpMethod="GET")


def test_a_presigned_url_tells_who_signed_it(dev, admin):
    session = dev.session(dev.role("node", TRUST), admin, name="i-1")
    for credentials, expected in ((admin, arn("user", "admin")), (session, assumed("node", "i-1"))):
        status, text = fetch(presigned(dev, credentials))
        assert status == 200, text
        assert f"<Arn>{expected}</Arn>" in text
        assert '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">' in text


def test_a_presigned_url_with_a_signed_header_wants_that_header(dev, admin):
    """As EKS does: the cluster's name in a header that the URL signs."""
    client = dev.client("sts", admin)

    def add_header(request, **_):
        request.headers["x-k8s-aws-id"] = "cluster"

    client.meta.events.register("before-sign.sts.GetCallerIdentity", add_header)
    url = client.generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
    assert "x-k8s-aws-id" in urllib.parse.unquote(url)
    assert fetch(url, headers={"x-k8s-aws-id": "cluster"})[0] == 200
    for headers in ({}, {"x-k8s-aws-id": "another"}):
        status, text = fetch(url, headers=headers)
        assert (status, "<Code>SignatureDoesNotMatch</Code>" in text) == (403, True)


def test_a_tampered_url_is_refused(dev, admin):
    url = presigned(dev, admin)
    session = presigned(dev, dev.session(dev.role("node", TRUST), admin))
    changes = [
        (url, "GetCallerIdentity", "GetSessionToken", "SignatureDoesNotMatch"),
        (url, "X-Amz-Expires=60", "X-Amz-Expires=61", "SignatureDoesNotMatch"),
        (url, "X-Amz-Signature=", "X-Amz-Signature=0", "SignatureDoesNotMatch"),
        (url, "us-east-1", "us-east-2", "SignatureDoesNotMatch"),
        (url, admin.access_key_id, dev.root.access_key_id, "SignatureDoesNotMatch"),
        (url, "X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders=", "IncompleteSignature"),
        (url, "X-Amz-Signature=", "X-Amz-Sig=", "IncompleteSignature"),
        (url, "Action=", "More=1&Action=", "SignatureDoesNotMatch"),
        (session, "X-Amz-Security-Token=", "X-Amz-Security-Tokem=", "InvalidClientTokenId"),
    ]
    assert fetch(url)[0] == fetch(session)[0] == 200
    for original, old, new, code in changes:
        assert old in original
        status, text = fetch(original.replace(old, new, 1))
        assert f"<Code>{code}</Code>" in text, (old, new, text)
        assert status == (400 if code == "IncompleteSignature" else 403), text


def signed_at(server, credentials, seconds, expires, monkeypatch):
    """A URL that was signed so many seconds from now."""
    real = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    then = real + datetime.timedelta(seconds=seconds)
    with monkeypatch.context() as patch:
        patch.setattr("botocore.auth.get_current_datetime", lambda **_: then)
        return presigned(server, credentials, expires)


def test_a_url_holds_for_fifteen_minutes_whatever_it_says(dev, admin, monkeypatch):
    table = [
        (-59, 90, None),
        (-840, 60, None),
        (-840, 604800, None),
        (-1000, 60, "Signature expired: "),
        (-1000, 3600, "Signature expired: "),
        (-1000, 604800, "Signature expired: "),
        (600, 60, None),
        (1200, 60, "Signature not yet current: "),
    ]
    for seconds, expires, message in table:
        status, text = fetch(signed_at(dev, admin, seconds, expires, monkeypatch))
        if message is None:
            assert status == 200, (seconds, expires, text)
        else:
            assert (status, f"<Code>SignatureDoesNotMatch</Code><Message>{message}" in text.replace("\n", "")) == (403, True), text


def test_too_long_a_url_is_refused(dev, admin):
    status, text = fetch(presigned(dev, admin, 604801))
    assert (status, "<Code>IncompleteSignature</Code>" in text) == (400, True), text
    assert "must be less than a week" in text


def signed_get(server, credentials, service, query):
    """A GET whose query string, not its body, has the call, signed in the header."""
    url = f"{server.endpoint}/?{urllib.parse.urlencode(query)}"
    request = botocore.awsrequest.AWSRequest(method="GET", url=url)
    keys = botocore.credentials.Credentials(credentials.access_key_id, credentials.secret, credentials.token)
    botocore.auth.SigV4Auth(keys, service, REGION).add_auth(request)
    return fetch(url, headers=dict(request.headers))


def test_calls_may_stand_in_the_query_string(dev, admin):
    status, text = signed_get(dev, admin, "sts", {"Action": "GetCallerIdentity", "Version": "2011-06-15"})
    assert (status, arn("user", "admin") in text) == (200, True)
    made = {"Action": "CreateUser", "Version": "2010-05-08", "UserName": "by+get@x", "Path": "/a~b/"}
    status, text = signed_get(dev, admin, "iam", made)
    assert status == 200, text
    assert dev.client("iam").get_user(UserName="by+get@x")["User"]["Path"] == "/a~b/"


def test_any_region_of_aws_will_do(dev, admin, refused):
    def ask(region):
        session = boto3.Session(admin.access_key_id, admin.secret, region_name=region)
        config = botocore.config.Config(retries={"total_max_attempts": 1})
        return session.client("sts", endpoint_url=dev.endpoint, config=config).get_caller_identity()["Arn"]

    assert ask("eu-central-1") == ask("ap-southeast-2") == arn("user", "admin")
    with refused("SignatureDoesNotMatch", 403, match="Credential should be scoped to a valid region"):
        ask("mars-north-1")
