"""The AWS SDK for Go: the calls and refusals of the other tests' tables, its typed errors, paginators, waiters, profiles and signed addresses."""

import pytest

from drivers import Go, Refused, identified
from portcullis import REGION, fetch, model, service_of
from profiles import WHO_BY_PROFILE, assumed
from test_javascript import FIRST_REFUSALS, FIRST_ROWS, WAITERS, called
from test_operations import forget_token_size, forget_uses, prepare
from test_pagination import LISTS, make, shown
from test_refusals import refusal_id
from world import WRONG_CODE


@pytest.fixture(scope="module")
def go():
    sdk = Go()
    yield sdk
    sdk.close()


@pytest.fixture(scope="module")
def known(go):
    """What the SDK has, by service; it is older than some operations."""
    return {service: go.known(service) for service in ("iam", "sts")}


# What these rows send or get is newer than the SDK.
NEWER = {"GetSAMLProvider", "ListServiceSpecificCredentials", "SimulatePrincipalPolicy", "UpdateSAMLProvider"}
ROWS = [row for row in FIRST_ROWS if row.operation not in NEWER]


def told_apart(value):
    """A reply without the falsehoods, zeros and empty texts, which this SDK does not tell from what is not there."""
    if isinstance(value, dict):
        return {name: told_apart(member) for name, member in value.items() if not (isinstance(member, (bool, int, str)) and not member)}
    return [told_apart(member) for member in value] if isinstance(value, list) else value


def has(known, operation):
    if operation not in known[service_of(operation)]["operations"]:
        pytest.skip(f"the SDK has no {operation}")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.operation)
def test_an_operation_answers_as_it_does_to_boto3(go, known, world, row):
    has(known, row.operation)
    prepare(world, row)
    reply = called(go, world, row.operation, row.parameters, row.caller)
    forget_token_size(reply)
    forget_uses(reply)
    assert told_apart(reply) == told_apart(world.filled(row.reply))


@pytest.mark.parametrize("row", FIRST_REFUSALS, ids=refusal_id)
def test_an_operation_refuses_with_the_error_of_its_type(go, known, world, row):
    operation, parameters, (code, status), message, *caller = row
    has(known, operation)
    with pytest.raises(Refused) as answer:
        called(go, world, operation, parameters, *caller)
    assert (answer.value.code, answer.value.status) == (code, status)
    if message is not None:
        assert answer.value.message == message.replace("$key", world.callers["bob"].access_key_id)
    shapes = {shape.metadata.get("error", {}).get("code", shape.name): shape for shape in declared(operation)}
    assert answer.value.name == (f"*types.{shapes[code].name}" if code in shapes else "*smithy.GenericAPIError")


def declared(operation):
    return model(service_of(operation)).operation_model(operation).error_shapes


def test_most_operations_are_called(known, dev):
    called_by_this = known["iam"]["operations"] | known["sts"]["operations"]
    assert called_by_this <= dev.operations()
    assert called_by_this - {row.operation for row in ROWS} == NEWER | {"DecodeAuthorizationMessage"}


@pytest.mark.parametrize("listed", LISTS, ids=str)
def test_a_paginator_walks_the_whole_list(go, known, dev, listed):
    if listed.operation not in known["iam"]["paginators"]:
        pytest.skip(f"the SDK has no paginator for {listed.operation}")
    make(dev, listed.making)
    pages = go.pages(dev, "iam", listed.operation, listed.parameters, listed.page_size)
    walked = [item for page in pages for item in shown(listed, page)]
    assert len(walked) == len(set(walked)) == listed.items
    assert [len(shown(listed, page)) for page in pages[:-1]] == [listed.page_size] * (len(pages) - 1)


@pytest.mark.parametrize("waiter", WAITERS)
def test_a_waiter_sees_what_is_there(go, world, waiter):
    assert go.wait(world.server, waiter, WAITERS[waiter][1]) == "SUCCESS"


def test_a_waiter_gives_up_where_nothing_comes(go, known, dev):
    assert set(WAITERS) == known["iam"]["waiters"]
    with pytest.raises(Refused) as late:
        go.wait(dev, "UserExists", {"UserName": "nobody"}, seconds=1)
    assert "exceeded max wait time" in late.value.message


@pytest.mark.parametrize("profile", WHO_BY_PROFILE)
def test_a_program_that_says_nothing_follows_its_profile(dev, ann, profile):
    caller = identified(Go, **ann.environment(), AWS_PROFILE=profile, AWS_ENDPOINT_URL=dev.endpoint, AWS_REGION=REGION)
    assert caller == WHO_BY_PROFILE[profile]


def test_a_profile_with_a_device_asks_for_the_code(dev, ann):
    environment = {**ann.environment(), "AWS_PROFILE": "guarded", "AWS_ENDPOINT_URL": dev.endpoint, "AWS_REGION": REGION}
    code = ann.phone.code()
    assert identified(Go, code, **environment) == assumed("guarded", "proven")
    with pytest.raises(Refused) as refused:
        identified(Go, code, **environment)
    assert (refused.value.code, refused.value.message) == ("AccessDenied", WRONG_CODE)


def test_a_signed_address_says_who_the_caller_is(go, dev, ann):
    signed = go.presigned(dev, ann.credentials)
    status, text = fetch(signed["url"])
    assert (signed["method"], status) == ("GET", 200)
    assert "<Arn>arn:aws:iam::123456789012:user/ann</Arn>" in text
    status, text = fetch(signed["url"].replace("Action=GetCallerIdentity", "Action=GetSessionToken"))
    assert status == 403 and "SignatureDoesNotMatch" in text
