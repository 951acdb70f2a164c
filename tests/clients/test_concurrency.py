"""Many clients at once: of two who cannot both win, one does; nobody's write is lost."""

import concurrent.futures
import threading

import botocore.exceptions
import pytest

from world import ALLOW_ALL, ALLOW_S3, TRUST, arn, document

CLIENTS = 8


def at_once(server, action, credentials=None):
    """Runs `action(client, number)` with a client each, all starting together; the error codes, None where there was none."""
    clients = [server.client("iam", credentials) for _ in range(CLIENTS)]
    start = threading.Barrier(CLIENTS)

    def run(number):
        start.wait(30)
        try:
            action(clients[number], number)
        except botocore.exceptions.ClientError as refusal:
            return refusal.response["Error"]["Code"]
        return None

    with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(run, range(CLIENTS)))


@pytest.fixture(params=["dev", "stored"])
def server(request):
    """Both stores: memory and the data folder."""
    return request.getfixturevalue(request.param)


# What everybody does at once, the answer of all but the winners, and how many win.
RACES = {
    "one name": ([], lambda iam, n: iam.create_user(UserName="same" if n % 2 else "SAME"), "EntityAlreadyExists", 1),
    "the last keys": (
        [("create_user", {"UserName": "u"})],
        lambda iam, n: iam.create_access_key(UserName="u"),
        "LimitExceeded",
        2,
    ),
    "the last versions": (
        [("create_policy", {"PolicyName": "p", "PolicyDocument": document(ALLOW_S3)})],
        lambda iam, n: iam.create_policy_version(PolicyArn=arn("policy", "p"), PolicyDocument=document(ALLOW_ALL)),
        "LimitExceeded",
        4,
    ),
    "one deletion": (
        [("create_role", {"RoleName": "r", "AssumeRolePolicyDocument": document(TRUST)})],
        lambda iam, n: iam.delete_role(RoleName="r"),
        "NoSuchEntity",
        1,
    ),
    "one new name": (
        [("create_user", {"UserName": f"u{n}"}) for n in range(CLIENTS)],
        lambda iam, n: iam.update_user(UserName=f"u{n}", NewUserName="wanted"),
        "EntityAlreadyExists",
        1,
    ),
    "attach and delete": (
        [("create_user", {"UserName": "u"}), ("create_policy", {"PolicyName": "p", "PolicyDocument": document(ALLOW_S3)})],
        lambda iam, n: (
            iam.attach_user_policy(UserName="u", PolicyArn=arn("policy", "p"))
            if n % 2
            else iam.delete_policy(PolicyArn=arn("policy", "p"))
        ),
        None,
        None,
    ),
}


@pytest.mark.parametrize("race", RACES)
def test_a_race_has_as_many_winners_as_there_is_room(server, race):
    before, action, refusal, winners = RACES[race]
    iam = server.client("iam")
    for operation, parameters in before:
        getattr(iam, operation)(**parameters)
    codes = at_once(server, action)
    if winners is None:
        # Either the policy was attached and stayed, or it is gone from everywhere.
        attached = iam.list_attached_user_policies(UserName="u")["AttachedPolicies"]
        there = iam.list_policies(Scope="Local")["Policies"]
        assert bool(attached) == bool(there), codes
        assert set(codes) <= {None, "DeleteConflict", "NoSuchEntity"}
        return
    assert sorted(codes, key=str) == sorted([None] * winners + [refusal] * (CLIENTS - winners), key=str)


def test_writes_of_many_clients_are_all_there(server):
    def write(iam, number):
        for count in range(5):
            iam.create_user(UserName=f"u{number}-{count}")
            iam.put_user_policy(UserName=f"u{number}-{count}", PolicyName="p", PolicyDocument=document(ALLOW_S3))
        iam.delete_user_policy(UserName=f"u{number}-0", PolicyName="p")
        iam.delete_user(UserName=f"u{number}-0")

    assert at_once(server, write) == [None] * CLIENTS
    details = server.client("iam").get_account_authorization_details(Filter=["User"])["UserDetailList"]
    assert sorted(user["UserName"] for user in details) == sorted(
        f"u{number}-{count}" for number in range(CLIENTS) for count in range(1, 5)
    )
    assert len({user["UserId"] for user in details}) == len(details)
    assert all([policy["PolicyName"] for policy in user["UserPolicyList"]] == ["p"] for user in details)


def test_a_write_is_seen_by_whoever_asks_next(server):
    """AWS is only eventually consistent; here an acknowledged change binds the next call of everybody."""
    bob = server.user("bob", ALLOW_ALL)
    iam, as_bob = server.client("iam"), server.client("iam", bob)
    for _ in range(10):
        as_bob.list_users()
        iam.delete_user_policy(UserName="bob", PolicyName="inline")
        with pytest.raises(botocore.exceptions.ClientError, match="AccessDenied"):
            as_bob.list_users()
        iam.put_user_policy(UserName="bob", PolicyName="inline", PolicyDocument=document(ALLOW_ALL))
