"""Each operation of Organizations by boto3: success, refusals and pages."""

import functools
import json
import re

import botocore
import botocore.exceptions
import pytest

from corporation import DENY_S3, SERVICE, TAG_RULES, Corporation
from organization_rows import NOBODY, ORGANIZATION_REFUSALS, ORGANIZATION_ROWS, SCP, TAG
from portcullis import call, documented_operations, model
from world import OTHER

# Always refused, since what they are about does not exist here: docs/coverage.md says why.
HAVE_NO_SUCCESS = {
    "CreateGovCloudAccount",
    "DescribeResponsibilityTransfer",
    "InviteOrganizationToTransferResponsibility",
    "TerminateResponsibilityTransfer",
    "UpdateResponsibilityTransfer",
    # Organizations that are made here have all features.
    "EnableAllFeatures",
}


@pytest.fixture
def corporation(dev):
    return Corporation(dev)


@pytest.fixture(scope="module")
def _kept():
    return {}


@pytest.fixture
def standing(_running, _kept):
    """The same one again, as long as nobody has set the server back: for what changes nothing."""
    at = _running.process.pid, _running.turns
    if _kept.get("at") != at:
        _running.reset()
        corporation = Corporation(_running)
        _kept.update(at=(_running.process.pid, _running.turns), corporation=corporation, whole=whole(corporation))
    return _kept["corporation"], _kept["whole"]


def whole(corporation):
    """The tree with what is attached where; what a refusal does not change."""
    lists = [("ListAccounts", {}), ("ListRoots", {}), ("ListDelegatedAdministrators", {}), ("ListAWSServiceAccessForOrganization", {}), ("ListHandshakesForOrganization", {})]
    lists += [("ListPolicies", {"Filter": kind}) for kind in (SCP, TAG)]
    lists += [("ListPoliciesForTarget", {"TargetId": target, "Filter": SCP}) for target in ("$root", "$prod", "$deep")]
    lists += [("ListTagsForResource", {"ResourceId": resource}) for resource in ("$prod", "$near")]
    return [corporation.call(*one) for one in lists]


def ordered(reply):
    """Handshakes and accounts are in the order of their ids, which are drawn."""
    for member, key in (("Handshakes", "State"), ("Accounts", "Name"), ("CreateAccountStatuses", "AccountName")):
        if member in reply:
            reply[member].sort(key=lambda one: one.get(key, ""))
    return reply


@pytest.mark.parametrize("row", ORGANIZATION_ROWS, ids=str)
def test_the_operation_answers_as_aws_does(corporation, row):
    for operation, parameters, _ in row.before:
        corporation.call(operation, parameters)
    reply = ordered(corporation.call(row.operation, row.parameters, row.caller))
    assert reply == corporation.filled(row.reply)
    for operation, parameters, expected in row.then:
        if isinstance(expected, str):
            with pytest.raises(botocore.exceptions.ClientError, match=expected):
                corporation.call(operation, parameters)
            continue
        after = ordered(corporation.call(operation, parameters))
        assert {name: after[name] for name in expected} == corporation.filled(expected)


@pytest.mark.parametrize("row", ORGANIZATION_REFUSALS, ids=lambda row: f"{row[0]}-{row[2]}")
def test_the_operation_refuses_as_aws_does(standing, refused, row):
    corporation, before = standing
    operation, parameters, code, *more = row
    reason, caller = [*more, None, None][:2]
    with refused(code, 400) as answer:
        corporation.call(operation, parameters, caller or "root")
    assert answer.reason == reason
    assert answer.message
    shape = model("organizations").operation_model(operation)
    declared = {error.name for error in shape.error_shapes}
    assert code in declared
    assert whole(corporation) == before


def test_every_operation_has_rows_and_is_documented():
    names = set(model("organizations").operation_names)
    assert {row.operation for row in ORGANIZATION_ROWS} == names - HAVE_NO_SUCCESS
    assert {row[0] for row in ORGANIZATION_REFUSALS} == names
    assert documented_operations("Organizations") == names


def test_nobody_may_do_what_no_policy_allows(corporation, refused):
    """Every operation, asked by a user without policies of the management account: nothing about what exists is told."""
    corporation.callers["nobody"] = corporation.server.user("nobody")
    asked = {row.operation: row.parameters for row in ORGANIZATION_ROWS} | {row[0]: row[1] for row in ORGANIZATION_REFUSALS if row[0] in HAVE_NO_SUCCESS}
    before = whole(corporation)
    for operation, parameters in asked.items():
        with refused("AccessDeniedException", 400) as answer:
            corporation.call(operation, parameters, "nobody")
        assert f"is not authorized to perform: organizations:{operation}" in answer.message
    assert whole(corporation) == before


SEVEN = [f"n{number}" for number in range(7)]
SERVICES = [f"{name}.amazonaws.com" for name in ("config", "sso", "ram", "guardduty", "macie", "inspector2", "detective")]


def make_policies(corporation, kind, content):
    for name in SEVEN:
        made = corporation.call("CreatePolicy", {"Name": name, "Description": "", "Type": kind, "Content": content})
        corporation.values[f"policy-{name[1:]}"] = corporation.values[name] = made["Policy"]["PolicySummary"]["Id"]
    return [corporation.values[name] for name in SEVEN]


def seven_units(corporation):
    for name in SEVEN:
        made = corporation.call("CreateOrganizationalUnit", {"ParentId": "$inner", "Name": name})
        yield made["OrganizationalUnit"]["Id"]


def seven_accounts(corporation, parent="$root"):
    for name in SEVEN:
        corporation.call("CreateAccount", {"AccountName": name, "Email": f"{name}@example.com"})
    corporation.server.advance(2)
    made = [one for one in corporation.call("ListCreateAccountStatus", {})["CreateAccountStatuses"] if one["AccountName"] in SEVEN]
    assert {one["State"] for one in made} == {"SUCCEEDED"}
    for one in made:
        if parent != "$root":
            corporation.call("MoveAccount", {"AccountId": one["AccountId"], "SourceParentId": "$root", "DestinationParentId": parent})
    return [one["AccountId"] for one in made]


def tags(corporation):
    names = [{"Key": name, "Value": "v"} for name in SEVEN]
    corporation.call("TagResource", {"ResourceId": "$deep", "Tags": names})


def services(corporation):
    for service in SERVICES[1:]:
        corporation.call("EnableAWSServiceAccess", {"ServicePrincipal": service})
        corporation.call("RegisterDelegatedAdministrator", {"AccountId": "$near", "ServicePrincipal": service})


def administrators(corporation):
    for account in seven_accounts(corporation)[:6]:
        corporation.call("RegisterDelegatedAdministrator", {"AccountId": account, "ServicePrincipal": SERVICE})


def handshakes(corporation):
    for _ in range(5):
        [open_one] = [one for one in corporation.call("ListHandshakesForAccount", {}, "other")["Handshakes"] if one["State"] == "OPEN"]
        corporation.call("CancelHandshake", {"HandshakeId": open_one["Id"]})
        corporation.call("InviteAccountToOrganization", {"Target": {"Type": "ACCOUNT", "Id": OTHER}})


def attached(corporation):
    for policy in make_policies(corporation, TAG, TAG_RULES):
        corporation.call("AttachPolicy", {"PolicyId": policy, "TargetId": "$inner"})


def targets(corporation):
    for unit in seven_units(corporation):
        corporation.call("AttachPolicy", {"PolicyId": "$rules", "TargetId": unit})


# What makes the items, the list's parameters, the member that holds them, how many there are, and who asks.
LISTS = {
    "ListAccounts": (seven_accounts, {}, "Accounts", 10, "root"),
    "ListAccountsForParent": (functools.partial(seven_accounts, parent="$inner"), {"ParentId": "$inner"}, "Accounts", 7, "root"),
    "ListChildren": (lambda corporation: list(seven_units(corporation)), {"ParentId": "$inner", "ChildType": "ORGANIZATIONAL_UNIT"}, "Children", 7, "root"),
    "ListCreateAccountStatus": (seven_accounts, {}, "CreateAccountStatuses", 9, "root"),
    "ListDelegatedAdministrators": (administrators, {}, "DelegatedAdministrators", 7, "root"),
    "ListDelegatedServicesForAccount": (services, {"AccountId": "$near"}, "DelegatedServices", 7, "root"),
    "ListAWSServiceAccessForOrganization": (services, {}, "EnabledServicePrincipals", 7, "root"),
    "ListHandshakesForAccount": (handshakes, {}, "Handshakes", 7, "other"),
    "ListHandshakesForOrganization": (handshakes, {}, "Handshakes", 7, "root"),
    "ListOrganizationalUnitsForParent": (lambda corporation: list(seven_units(corporation)), {"ParentId": "$inner"}, "OrganizationalUnits", 7, "root"),
    "ListPolicies": (lambda corporation: make_policies(corporation, SCP, DENY_S3), {"Filter": SCP}, "Policies", 9, "root"),
    "ListPoliciesForTarget": (attached, {"TargetId": "$inner", "Filter": TAG}, "Policies", 7, "root"),
    "ListTagsForResource": (tags, {"ResourceId": "$deep"}, "Tags", 7, "root"),
    "ListTargetsForPolicy": (targets, {"PolicyId": "$rules"}, "Targets", 7, "root"),
}
# Lists that never have more than one item, or none.
SHORT = {
    "ListAccountsWithInvalidEffectivePolicy",
    "ListEffectivePolicyValidationErrors",
    "ListInboundResponsibilityTransfers",
    "ListOutboundResponsibilityTransfers",
    "ListParents",
    "ListRoots",
}


@pytest.mark.parametrize("operation", LISTS)
def test_a_list_by_twos_is_the_whole_list(corporation, operation):
    make, parameters, member, count, caller = LISTS[operation]
    make(corporation)
    expected = corporation.call(operation, parameters, caller)
    assert "NextToken" not in expected
    assert len(expected[member]) == count
    assert len({json.dumps(item, default=str) for item in expected[member]}) == count
    shape = model("organizations").operation_model(operation).input_shape
    # Tags are listed whole unless there are more than a page's fill: AWS takes no size for them.
    size = {"MaxResults": 2} if "MaxResults" in shape.members else {}
    walked, sizes, token = [], [], {}
    while True:
        page = corporation.call(operation, parameters | size | token, caller)
        walked += page[member]
        sizes.append(len(page[member]))
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert walked == expected[member]
    if size:
        assert sizes == [2] * (count // 2) + [1] * (count % 2)


def test_every_list_is_walked():
    session = botocore.session.get_session()
    pages = session.get_component("data_loader").load_service_model("organizations", "paginators-1")["pagination"]
    assert set(pages) <= set(LISTS) | SHORT
    listing = {name for name in model("organizations").operation_names if "NextToken" in (model("organizations").operation_model(name).output_shape.members if model("organizations").operation_model(name).output_shape else ())}
    assert listing == set(LISTS) | SHORT


def test_a_token_of_another_list_is_refused(corporation, refused):
    seven_accounts(corporation)
    token = corporation.call("ListAccounts", {"MaxResults": 2})["NextToken"]
    for broken in (token + "!", "x", "\u00e9"):
        with refused("InvalidInputException", 400) as answer:
            corporation.call("ListAccounts", {"NextToken": broken})
        assert answer.reason == "INVALID_NEXT_TOKEN"
