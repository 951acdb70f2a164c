"""Delegation requests between two accounts, from asking to a call made with what was lent."""

import concurrent.futures
import datetime
import json

import botocore.exceptions
import pytest

from portcullis import DEV_ACCOUNT, Credentials
from world import ALLOW_ALL, OTHER, Soon, allow, arn, document, trust

CHANNEL = f"arn:aws:sns:us-east-1:{OTHER}:provider"
TEMPLATE = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": ["iam:CreateGroup", "iam:ListGroups"], "Resource": "*"},
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::@{account}:role/@{roles}"},
    ],
}
MANAGE = allow("iam:AcceptDelegationRequest", "iam:GetDelegationRequest", "iam:SendDelegationToken", "iam:CreateGroup", "sts:AssumeRole")


class Provider:
    """Another account, which asks for delegations by a template of its own."""

    def __init__(self, server):
        self.server = server
        made = server.account("create", "--account-id", OTHER, "--name", "Example Corp")
        self.credentials = Credentials(made["accessKeyId"], made["secretAccessKey"])
        self.iam, self.sts = (server.client(service, self.credentials) for service in ("iam", "sts"))
        self.iam.create_policy(PolicyName="Setup", PolicyDocument=document(TEMPLATE))

    def ask(self, workflow, **parameters):
        asked = {
            "Description": "Sets up the product",
            "RequestorWorkflowId": workflow,
            "NotificationChannel": CHANNEL,
            "SessionDuration": 7200,
            "OwnerAccountId": DEV_ACCOUNT,
            "Permissions": {
                "PolicyTemplateArn": arn("policy", "Setup", OTHER),
                "Parameters": [
                    {"Name": "account", "Values": [DEV_ACCOUNT], "Type": "string"},
                    {"Name": "roles", "Values": ["deploy", "read"], "Type": "stringList"},
                ],
            },
        }
        return self.iam.create_delegation_request(**asked | parameters)["DelegationRequestId"]

    def notified(self, request):
        return [(told["type"], told["state"]) for told in self.server.delegations(request, self.credentials)]

    def trade_in(self, request):
        token = self.server.trade_in_token(request, self.credentials)
        return self.sts.get_delegated_access_token(TradeInToken=token)


@pytest.fixture
def provider(dev):
    return Provider(dev)


def test_a_delegation_from_asking_to_a_call_with_what_was_lent(dev, provider, refused):
    request = {"DelegationRequestId": provider.ask("workflow-1", RequestMessage="as discussed")}
    owner, approver = dev.user("owner"), dev.user("approver", MANAGE)
    owners, approvers = (dev.client("iam", credentials) for credentials in (owner, approver))

    shown = owners.get_delegation_request(**request)["DelegationRequest"]
    assert (shown["State"], shown["RequestorId"], shown["RequestorName"]) == ("UNASSIGNED", OTHER, "Example Corp")
    policy = json.loads(shown["PermissionPolicy"])
    assert policy["Statement"][1]["Resource"] == [arn("role", "deploy"), arn("role", "read")]
    with refused("NoSuchEntity", 404):
        provider.iam.get_delegation_request(**request)

    owners.associate_delegation_request(**request)
    with refused("AccessDenied", 403, "iam:AcceptDelegationRequest"):
        owners.accept_delegation_request(**request)
    owners.update_delegation_request(**request, Notes="please look")
    checked = approvers.get_delegation_request(**request, DelegationPermissionCheck=True)
    # The approver may not list groups.
    assert (checked["PermissionCheckStatus"], checked["PermissionCheckResult"]) == ("COMPLETE", "DENIED")
    approvers.accept_delegation_request(**request)
    assert provider.notified(request["DelegationRequestId"]) == [("StateChange", "ASSIGNED"), ("StateChange", "PENDING_APPROVAL"), ("StateChange", "ACCEPTED")]
    owners.send_delegation_token(**request)
    mine = owners.list_delegation_requests(OwnerId=arn("user", "owner"))["DelegationRequests"]
    assert [(one["State"], one["ApproverId"]) for one in mine] == [("FINALIZED", arn("user", "approver"))]

    token = provider.server.trade_in_token(request["DelegationRequestId"], provider.credentials)
    with refused("ValidationError", 400, "not valid"):
        dev.client("sts").get_delegated_access_token(TradeInToken=token)
    answer = provider.sts.get_delegated_access_token(TradeInToken=token)
    assert answer["AssumedPrincipal"] == arn("user", "approver")
    assert answer["Credentials"]["Expiration"] == Soon(7200)
    assert 0 < answer["PackedPolicySize"] <= 100
    with refused("ExpiredTradeInTokenException", 400):
        provider.sts.get_delegated_access_token(TradeInToken=token)

    lent = Credentials.of(answer["Credentials"])
    iam, sts = (dev.client(service, lent) for service in ("iam", "sts"))
    assert sts.get_caller_identity()["Arn"] == arn("user", "approver")
    assert iam.create_group(GroupName="made")["Group"]["Arn"] == arn("group", "made")
    # What the approver lacks, and what was not asked for.
    with refused("AccessDenied", 403, "no identity-based policy allows"):
        iam.list_groups()
    with refused("AccessDenied", 403, "no session policy allows"):
        iam.get_delegation_request(**request)
    for name, allowed in (("deploy", True), ("admin", False)):
        role = dev.role(name, trust(arn("user", "approver")), ALLOW_ALL)
        if allowed:
            assert dev.session(role, lent)
        else:
            # A trust that names the approver is bound by what was asked for.
            with refused("AccessDenied", 403):
                dev.session(role, lent)
    with refused("AccessDenied", 403):
        sts.get_session_token()


def test_what_was_lent_ends_with_its_time_and_with_the_approvers_permission(dev, provider, refused):
    request = {"DelegationRequestId": provider.ask("workflow-1", SessionDuration=300)}
    approver = dev.user("approver", allow("iam:*"))
    iam = dev.client("iam", approver)
    iam.associate_delegation_request(**request)
    iam.accept_delegation_request(**request)
    iam.send_delegation_token(**request)
    lent = Credentials.of(provider.trade_in(request["DelegationRequestId"])["Credentials"])
    assert dev.client("iam", lent).list_groups()["Groups"] == []
    dev.client("iam").delete_user_policy(UserName="approver", PolicyName=dev.client("iam").list_user_policies(UserName="approver")["PolicyNames"][0])
    with refused("AccessDenied", 403, "no identity-based policy allows"):
        dev.client("iam", lent).list_groups()
    dev.advance(300)
    with refused("ExpiredToken", 403):
        dev.client("iam", lent).list_groups()


def test_a_request_expires_by_the_time(dev, provider, refused):
    request = {"DelegationRequestId": provider.ask("workflow-1")}
    iam = dev.client("iam")
    dev.advance(86400)
    shown = iam.get_delegation_request(**request)["DelegationRequest"]
    assert shown["State"] == "EXPIRED"
    assert shown["ExpirationTime"] - shown["CreateDate"] == datetime.timedelta(days=1)
    with refused("InvalidInput", 400):
        iam.associate_delegation_request(**request)
    assert provider.notified(request["DelegationRequestId"]) == [("StateChange", "EXPIRED")]


def test_one_of_many_trades_a_token_in(dev, provider):
    """Whoever comes at the same moment with the same token goes away without credentials."""
    request = {"DelegationRequestId": provider.ask("workflow-1")}
    iam = dev.client("iam")
    iam.associate_delegation_request(**request)
    iam.accept_delegation_request(**request)
    iam.send_delegation_token(**request)
    token = dev.trade_in_token(request["DelegationRequestId"], provider.credentials)

    def trade(_):
        try:
            return provider.sts.get_delegated_access_token(TradeInToken=token)["AssumedPrincipal"]
        except botocore.exceptions.ClientError as error:
            return error.response["Error"]["Code"]

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        found = sorted(pool.map(trade, range(8)))
    assert found == ["ExpiredTradeInTokenException"] * 7 + [f"arn:aws:iam::{DEV_ACCOUNT}:root"]
