"""Whom a resource policy or a role's trust names, against identity policies, boundary and session policy: the whole matrix (spec 6.4, 6.5)."""

import itertools
import json
import subprocess

import pytest

from portcullis import DEV_ACCOUNT, Credentials, bare_environment, binary, call
from world import ALLOW_ALL, OTHER, allow, arn, document, trust

ALLOWS, SILENT, ABSENT, DENIES = "allows", "silent", "absent", "denies"
DOCUMENTS = {ALLOWS: ALLOW_ALL, SILENT: allow("ec2:*"), DENIES: {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}}
USER, ROLE = arn("user", "team/Ann"), arn("role", "team/Worker")
SESSION = f"arn:aws:sts::{DEV_ACCOUNT}:assumed-role/Worker/s1"
GUEST = f"arn:aws:sts::{DEV_ACCOUNT}:federated-user/guest"
BUCKET = {"arn": "arn:aws:s3:::bucket/key", "account": DEV_ACCOUNT}

# Who calls, and what naming somebody means to them: that they need nothing more, or no identity policy, or everything all the same.
DIRECT, WITHIN, NOTHING = "direct", "within", "nothing"
CALLERS = {
    "user": ({"arn": USER}, {None: NOTHING, DEV_ACCOUNT: NOTHING, USER: DIRECT, "*": DIRECT, arn("user", "team/Eve"): NOTHING}),
    "session": (
        {"arn": SESSION, "role": ROLE},
        {None: NOTHING, DEV_ACCOUNT: NOTHING, ROLE: WITHIN, SESSION: DIRECT, "*": DIRECT, SESSION + "x": NOTHING},
    ),
    "guest": (
        {"arn": GUEST, "issuer": USER},
        {None: NOTHING, DEV_ACCOUNT: NOTHING, USER: WITHIN, GUEST: DIRECT, "*": DIRECT, GUEST + "x": NOTHING},
    ),
}


def cases():
    """Every caller, whoever is named, every state of the other layers, with an explicit deny in any of them or none."""
    for kind, (principal, named) in CALLERS.items():
        sessions = [ABSENT] if kind == "user" else [ABSENT, SILENT, ALLOWS, DENIES]
        layers = itertools.product([SILENT, ALLOWS, DENIES], [ABSENT, SILENT, ALLOWS, DENIES], sessions)
        for (who, means), (identity, boundary, session) in itertools.product(named.items(), layers):
            yield kind, principal, who, means, identity, boundary, session


def may(kind, means, identity, boundary, session):
    """What the specification says."""
    if DENIES in (identity, boundary, session):
        return "explicitDeny"
    limits = boundary in (ALLOWS, ABSENT) and (session == ALLOWS or (session == ABSENT and kind != "guest"))
    allowed = means == DIRECT or (limits and (means == WITHIN or identity == ALLOWS))
    return "allow" if allowed else "implicitDeny"


def record(number, kind, principal, who, means, identity, boundary, session):
    policies = {"identity": [{"name": "identity", "document": DOCUMENTS[identity]}]}
    if boundary != ABSENT:
        policies["boundary"] = {"name": "boundary", "document": DOCUMENTS[boundary]}
    if session != ABSENT:
        policies["session"] = [{"name": "session", "document": DOCUMENTS[session]}]
    if who is not None:
        statement = {"Effect": "Allow", "Principal": {"AWS": who}, "Action": "s3:*", "Resource": "*"}
        policies["resource"] = {"name": "bucket", "document": {"Version": "2012-10-17", "Statement": statement}}
    told = f"{number}: {kind}, {who} named, identity {identity}, boundary {boundary}, session {session}"
    expect = {"decision": may(kind, means, identity, boundary, session)}
    return {"id": told, "principal": principal, "action": "s3:GetObject", "resource": BUCKET, "policies": policies, "expect": expect}


def test_a_resource_policy_counts_by_whom_it_names():
    records = [record(number, *case) for number, case in enumerate(cases())]
    assert len(records) == (5 * 3 * 4) + 2 * (6 * 3 * 4 * 4)
    assert {one["expect"]["decision"] for one in records} == {"allow", "implicitDeny", "explicitDeny"}
    done = subprocess.run(
        [str(binary()), "test", "-"],
        input="".join(json.dumps(one) + "\n" for one in records),
        env=bare_environment(),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(records)} as expected" in done.stdout


# The same over the wire, where the resource policy is a role's trust: there somebody must be named at all, and the boundary of a user
# who is named still counts (spec E-22, U39).


@pytest.fixture
def layered(dev):
    """Callers by their layers: users and role sessions."""
    iam = dev.client("iam")
    boundaries = {ABSENT: {}}
    for name in (SILENT, ALLOWS):
        made = iam.create_policy(PolicyName=name, PolicyDocument=document(DOCUMENTS[name]))
        boundaries[name] = {"PermissionsBoundary": made["Policy"]["Arn"]}
    admin = dev.user("admin", ALLOW_ALL)
    users, sessions = {}, {}
    for identity, boundary in itertools.product((SILENT, ALLOWS), boundaries):
        name = f"{identity}-{boundary}"
        users[identity, boundary] = name, dev.user(name, DOCUMENTS[identity], **boundaries[boundary])
        role = dev.role(f"Worker-{name}", trust(DEV_ACCOUNT), DOCUMENTS[identity], **boundaries[boundary])
        for session in (ABSENT, SILENT, ALLOWS):
            policy = {} if session == ABSENT else {"Policy": document(DOCUMENTS[session])}
            sessions[identity, boundary, session] = f"Worker-{name}", dev.session(role, admin, name="s1", **policy)
    return users, sessions


def assumes(server, role, credentials):
    sts = server.client("sts", credentials)
    try:
        call(sts, "AssumeRole", RoleArn=role, RoleSessionName="s2")
    except sts.exceptions.ClientError as refusal:
        assert refusal.response["Error"]["Code"] == "AccessDenied"
        return refusal.response["Error"]["Message"].partition(" because no ")[2].partition(" allows ")[0]
    return "assumed"


def first_silent(**layers):
    """The first policy type that does not allow, in AWS's words, or that the role is assumed."""
    words = {"identity": "identity-based policy", "boundary": "permissions boundary", "session": "session policy"}
    return next((words[layer] for layer, state in layers.items() if state == SILENT), "assumed")


def untrusted(**layers):
    """What is told of a role that does not trust the caller: what the caller lacks first, as of roles that do (S-24)."""
    told = first_silent(**layers)
    return "role trust policy" if told == "assumed" else told


def test_a_trust_policy_counts_by_whom_it_names(dev, layered):
    users, sessions = layered
    asked = 0
    for (identity, boundary), (name, credentials) in users.items():
        expected = {
            DEV_ACCOUNT: first_silent(identity=identity, boundary=boundary),
            arn("user", name): first_silent(boundary=boundary),
            "*": first_silent(boundary=boundary),
            arn("user", "admin"): untrusted(identity=identity, boundary=boundary),
            OTHER: untrusted(identity=identity, boundary=boundary),
        }
        asked += check(dev, expected, credentials, f"user {identity} {boundary}")
        assert assumes(dev, arn("role", "Missing"), credentials) == untrusted(identity=identity, boundary=boundary)
    for (identity, boundary, session), (role, credentials) in sessions.items():
        expected = {
            DEV_ACCOUNT: first_silent(identity=identity, boundary=boundary, session=session),
            arn("role", role): first_silent(boundary=boundary, session=session),
            f"arn:aws:sts::{DEV_ACCOUNT}:assumed-role/{role}/s1": "assumed",
            "*": "assumed",
            f"arn:aws:sts::{DEV_ACCOUNT}:assumed-role/{role}/s2": untrusted(identity=identity, boundary=boundary, session=session),
            arn("user", "admin"): untrusted(identity=identity, boundary=boundary, session=session),
        }
        asked += check(dev, expected, credentials, f"session {identity} {boundary} {session}")
        assert assumes(dev, arn("role", "Missing"), credentials) == untrusted(identity=identity, boundary=boundary, session=session)
    assert asked == 6 * 5 + 18 * 6


def check(server, expected, credentials, who):
    """Assumes a role that trusts each principal in turn; how many there were."""
    for principal, outcome in expected.items():
        role = target(server, principal)
        assert assumes(server, role, credentials) == outcome, f"{who}, trusting {principal}"
    return len(expected)


def target(server, principal):
    """The role Target, trusting one principal."""
    iam = server.client("iam")
    policy = document(trust(principal))
    try:
        iam.update_assume_role_policy(RoleName="Target", PolicyDocument=policy)
    except iam.exceptions.NoSuchEntityException:
        iam.create_role(RoleName="Target", AssumeRolePolicyDocument=policy)
    return arn("role", "Target")


def test_a_guest_is_trusted_by_name_in_vain(dev, refused):
    """Federated users may not assume roles, whomever the trust policy names (spec 7.2)."""
    ann = dev.user("Ann", ALLOW_ALL)
    answer = dev.client("sts", ann).get_federation_token(Name="guest", Policy=document(ALLOW_ALL))
    guest = Credentials.of(answer["Credentials"])
    for principal in (GUEST, arn("user", "Ann"), DEV_ACCOUNT, "*"):
        with refused("AccessDenied", 403) as answer:
            dev.session(target(dev, principal), guest)
        assert answer.message == f"User: {GUEST} is not authorized to perform: sts:AssumeRole on resource: {arn('role', 'Target')}"
