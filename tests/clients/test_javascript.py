"""The AWS SDK for JavaScript: the calls and refusals of the other tests' tables, its paginators, waiters and credential providers."""

import pytest

from drivers import JavaScript, Refused, identified, keys_of
from portcullis import REGION, service_of
from profiles import EXTERNAL_ID, WHO_BY_PROFILE, assumed
from test_operations import HAS_NO_SUCCESS, ROWS, forget_token_size, forget_uses, prepare
from test_pagination import LISTS, make, members, paginators, shown
from test_refusals import ANSWERS_EVERYBODY, REFUSALS, refusal_id
from world import ALLOW_ALL, READ, TAGS, UNABLE, WRONG_CODE, Soon, allow, arn, document, trust


@pytest.fixture(scope="module")
def javascript():
    sdk = JavaScript()
    yield sdk
    sdk.close()


def called(sdk, world, operation, parameters, caller="root"):
    """An operation in the world of `world.py`."""

    def send(operation, filled, caller):
        return sdk.call(world.server, service_of(operation), operation, filled, world.callers[caller])

    return world.call(operation, parameters, caller, send)


# The first row of each operation is enough: what is different from boto3 is how the SDK writes and reads.
FIRST_ROWS = list({row.operation: row for row in reversed(ROWS)}.values())[::-1]


@pytest.mark.parametrize("row", FIRST_ROWS, ids=lambda row: row.operation)
def test_an_operation_answers_as_it_does_to_boto3(javascript, world, row):
    prepare(world, row)
    reply = called(javascript, world, row.operation, row.parameters, row.caller)
    forget_token_size(reply)
    forget_uses(reply)
    assert reply == world.filled(row.reply)


FIRST_REFUSALS = list({row[0]: row for row in reversed(REFUSALS) if row[1]}.values())[::-1]


@pytest.mark.parametrize("row", FIRST_REFUSALS, ids=refusal_id)
def test_an_operation_refuses_as_it_does_to_boto3(javascript, world, row):
    operation, parameters, (code, status), message, *caller = row
    with pytest.raises(Refused) as answer:
        called(javascript, world, operation, parameters, *caller)
    assert (answer.value.code, answer.value.status) == (code, status)
    if message is not None:
        assert answer.value.message == message.replace("$key", world.callers["bob"].access_key_id)


def test_every_operation_that_is_here_is_called(dev):
    assert {row.operation for row in FIRST_ROWS} | HAS_NO_SUCCESS == dev.operations()
    assert {row[0] for row in FIRST_REFUSALS} | ANSWERS_EVERYBODY <= dev.operations()


@pytest.mark.parametrize("listed", LISTS, ids=str)
def test_a_paginator_walks_the_whole_list(javascript, dev, listed):
    make(dev, listed.making)
    pages = javascript.pages(dev, "iam", listed.operation, listed.parameters, listed.page_size)
    walked = [item for page in pages for item in shown(listed, page)]
    assert len(walked) == len(set(walked)) == listed.items
    assert [len(shown(listed, page)) for page in pages[:-1]] == [listed.page_size] * (len(pages) - 1)


def test_every_paginator_of_the_sdk_is_known(javascript, dev):
    walked = {listed.operation for listed in LISTS}
    assert walked == javascript.known("iam")["paginators"] & dev.operations()
    assert javascript.known("iam")["paginators"] == set(paginators())


WAITERS = {
    "UserExists": ("GetUser", {"UserName": "Bob"}),
    "RoleExists": ("GetRole", {"RoleName": "Reader"}),
    "PolicyExists": ("GetPolicy", {"PolicyArn": READ}),
    "InstanceProfileExists": ("GetInstanceProfile", {"InstanceProfileName": "Web"}),
}


@pytest.mark.parametrize("waiter", WAITERS)
def test_a_waiter_sees_what_is_there(javascript, world, waiter):
    assert javascript.wait(world.server, waiter, WAITERS[waiter][1]) == "SUCCESS"


def test_every_waiter_of_the_sdk_is_known(javascript):
    assert set(WAITERS) == javascript.known("iam")["waiters"]
    assert javascript.known("sts")["waiters"] == set()


def test_a_waiter_gives_up_where_nothing_comes(javascript, dev):
    with pytest.raises(Refused) as late:
        javascript.wait(dev, "UserExists", {"UserName": "nobody"}, seconds=1)
    assert late.value.name == "TimeoutError"
    assert "cannot be found" in late.value.message


# Credential providers.


@pytest.mark.parametrize("profile", WHO_BY_PROFILE)
def test_a_profile_is_followed(javascript, dev, ann, profile):
    found = javascript.provided(dev, "fromIni", ann.files | {"profile": profile})
    assert (found["arn"], found["asked"]) == (WHO_BY_PROFILE[profile], [])


def test_a_profile_with_a_device_asks_for_the_code(javascript, dev, ann):
    asked = ann.files | {"profile": "guarded"}
    found = javascript.provided(dev, "fromIni", asked, code=ann.phone.code())
    assert (found["arn"], found["asked"]) == (assumed("guarded", "proven"), [ann.phone.serial])
    for code in (ann.phone.code(), ann.phone.code(50)):
        with pytest.raises(Refused) as refused:
            javascript.provided(dev, "fromIni", asked, code=code)
        assert (refused.value.code, refused.value.message) == ("AccessDenied", WRONG_CODE)


@pytest.mark.parametrize("profile", WHO_BY_PROFILE)
def test_the_chain_of_node_follows_a_profile(javascript, dev, ann, profile):
    found = javascript.provided(dev, "fromNodeProviderChain", ann.files | {"profile": profile})
    assert (found["arn"], found["asked"]) == (WHO_BY_PROFILE[profile], [])


def test_the_chain_of_node_asks_for_the_code(javascript, dev, ann):
    found = javascript.provided(dev, "fromNodeProviderChain", ann.files | {"profile": "guarded"}, code=ann.phone.code())
    assert (found["arn"], found["asked"]) == (assumed("guarded", "proven"), [ann.phone.serial])


@pytest.mark.parametrize("profile", WHO_BY_PROFILE)
def test_a_program_that_says_nothing_follows_its_profile(dev, ann, profile):
    caller = identified(**ann.environment(), AWS_PROFILE=profile, AWS_ENDPOINT_URL=dev.endpoint, AWS_REGION=REGION)
    assert caller == WHO_BY_PROFILE[profile]


def test_a_process_gives_credentials(javascript, dev, ann):
    found = javascript.provided(dev, "fromProcess", ann.files | {"profile": "process"})
    assert found["arn"] == arn("user", "ann")


def test_temporary_credentials_are_made_and_renewed(javascript, dev, ann):
    role = {"RoleArn": ann.role, "RoleSessionName": "s1", "ExternalId": EXTERNAL_ID, "DurationSeconds": 7200}
    role |= {"Policy": document(ALLOW_ALL), "Tags": TAGS}
    found = javascript.provided(dev, "fromTemporaryCredentials", {"masterCredentials": keys_of(ann.credentials), "params": role}, again=True)
    assert found["arn"] == assumed("app", "s1")
    assert found["expiration"] == Soon(7200)
    first, second = found["keys"]
    assert first != second and first.startswith("ASIA")


def test_temporary_credentials_are_made_with_a_code(javascript, dev, ann):
    role = {"RoleArn": ann.guarded, "RoleSessionName": "s1", "SerialNumber": ann.phone.serial}
    options = {"masterCredentials": keys_of(ann.credentials), "params": role}
    found = javascript.provided(dev, "fromTemporaryCredentials", options, code=ann.phone.code())
    assert (found["arn"], found["asked"]) == (assumed("guarded", "s1"), [ann.phone.serial])
    with pytest.raises(Refused) as refused:
        javascript.provided(dev, "fromTemporaryCredentials", options | {"params": role | {"SerialNumber": arn("mfa", "other")}}, code="123456")
    assert (refused.value.code, refused.value.message) == ("AccessDenied", UNABLE)
