"""Rows of the operations' table about delegation requests."""

import re

from operation_rows import Row, before, then
from portcullis import DEV_ACCOUNT
from world import ALLOW_S3, NOW, Like, Soon, arn, document

DAY = 86400
ROOT = f"arn:aws:iam::{DEV_ACCOUNT}:root"
REQUEST_ID = Like("1cbe991a-14[0-9a-f]{2}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
CHANNEL = f"arn:aws:sns:us-east-1:{DEV_ACCOUNT}:provider"
TEMPLATE = document(ALLOW_S3 | {"Statement": [{"Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "arn:aws:s3:::@{bucket}/*"}]})
RENDERED = '{"Statement":[{"Action":["s3:GetObject"],"Effect":"Allow","Resource":"arn:aws:s3:::logs/*","Sid":"Read"}],"Version":"2012-10-17"}'
PERMISSIONS = {
    "PolicyTemplateArn": arn("policy", "Setup"),
    "Parameters": [{"Name": "bucket", "Values": ["logs"], "Type": "string"}],
}
ASKED = {
    "Description": "Sets up the product",
    "RequestMessage": "as discussed",
    "RequestorWorkflowId": "workflow-1",
    "NotificationChannel": CHANNEL,
    "SessionDuration": 3600,
    "Permissions": PERMISSIONS,
    "RedirectUrl": "https://example.com/done?x=1",
    "OnlySendByOwner": True,
}
HAS_TEMPLATE = before("CreatePolicy", PolicyName="Setup", PolicyDocument=TEMPLATE)
HAS_REQUEST = before("CreateDelegationRequest", ("request", "DelegationRequestId"), **ASKED)
THE_REQUEST = {"DelegationRequestId": "$request"}
OWNED = before("AssociateDelegationRequest", **THE_REQUEST)
ACCEPTED = before("AcceptDelegationRequest", **THE_REQUEST)
MADE = (HAS_TEMPLATE, HAS_REQUEST)
SHOWN = {
    "DelegationRequestId": REQUEST_ID,
    "Description": "Sets up the product",
    "RequestMessage": "as discussed",
    "Permissions": PERMISSIONS,
    "PermissionPolicy": RENDERED,
    "RolePermissionRestrictionArns": [],
    "State": "UNASSIGNED",
    "ExpirationTime": Soon(DAY),
    "RequestorId": DEV_ACCOUNT,
    "CreateDate": NOW,
    "SessionDuration": 3600,
    "RedirectUrl": "https://example.com/done?x=1",
    "OnlySendByOwner": True,
    "UpdatedTime": NOW,
}
ASSIGNED = SHOWN | {"State": "ASSIGNED", "OwnerId": ROOT, "OwnerAccountId": DEV_ACCOUNT, "ExpirationTime": Soon(7 * DAY)}
SUMMARY = f"""Account {DEV_ACCOUNT} asks for temporary access for 1 hour.
Description: Sets up the product
Message: as discussed
Policy template: {arn("policy", "Setup")}
- Allows s3:GetObject on arn:aws:s3:::logs/*.
Whoever approves lends only permissions that he has.
Only the owner of the request can release the access.
"""


def now(**changes):
    """The request as it is now."""
    return then("GetDelegationRequest", {"DelegationRequest": ASSIGNED | changes}, **THE_REQUEST)


DELEGATION_ROWS = [
    Row("CreateDelegationRequest", ASKED, {"DelegationRequestId": REQUEST_ID}, before=(HAS_TEMPLATE,)),
    Row("GetDelegationRequest", THE_REQUEST, {"DelegationRequest": SHOWN}, before=MADE),
    Row(
        "GetDelegationRequest",
        THE_REQUEST | {"DelegationPermissionCheck": True},
        {"DelegationRequest": SHOWN, "PermissionCheckStatus": "COMPLETE", "PermissionCheckResult": "DENIED"},
        caller="session",
        note="checked",
        before=MADE,
    ),
    Row("AssociateDelegationRequest", THE_REQUEST, then=(now(),), before=MADE),
    Row("UpdateDelegationRequest", THE_REQUEST | {"Notes": "please"}, then=(now(State="PENDING_APPROVAL", Notes="please"),), before=(*MADE, OWNED)),
    Row("AcceptDelegationRequest", THE_REQUEST, then=(now(State="ACCEPTED", ApproverId=ROOT),), before=(*MADE, OWNED)),
    Row("RejectDelegationRequest", THE_REQUEST | {"Notes": "no"}, then=(now(State="REJECTED", RejectionReason="no"),), before=(*MADE, OWNED)),
    Row("SendDelegationToken", THE_REQUEST, then=(now(State="FINALIZED", ApproverId=ROOT),), before=(*MADE, OWNED, ACCEPTED)),
    Row("ListDelegationRequests", {"OwnerId": ROOT}, {"DelegationRequests": [ASSIGNED], "isTruncated": False}, before=(*MADE, OWNED)),
    Row(
        "GetHumanReadableSummary",
        {"EntityArn": arn("delegation-request", "$request"), "Locale": "en-GB"},
        {"SummaryContent": Like(re.escape(SUMMARY) + r"Requested at [\dT:-]+Z\.\n?"), "Locale": "en-GB", "SummaryState": "AVAILABLE"},
        before=MADE,
    ),
]
