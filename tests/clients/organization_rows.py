"""Every operation of Organizations: its success with the whole reply, and its main refusals."""

import datetime
import json

from corporation import DENY_S3, SERVICE, TAG_RULES, delegation
from operation_rows import Row, before, then
from portcullis import DEV_ACCOUNT
from world import ALLOW_ALL, OTHER, TAGS, Like


class Recent:
    """Equal to times so many days from now, give or take a minute."""

    def __init__(self, days=0):
        self.days = days

    def __eq__(self, other):
        if not isinstance(other, datetime.datetime) or other.tzinfo is None:
            return False
        expected = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=self.days)
        return abs((other - expected).total_seconds()) < 60

    def __repr__(self):
        return f"Recent({self.days})"


NOW = Recent()
ARN = f"arn:aws:organizations::{DEV_ACCOUNT}:"
NOBODY, NO_HANDSHAKE, NO_POLICY, NO_ROOT = "999999999999", "h-12345678", "p-12345678", "r-9999"
NO_UNIT, NO_TRANSFER = "ou-9999-99999999", "rt-12345678"

SCP, RCP, TAG = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY"


def account(name, parents, **more):
    """An account as it is listed; its place is the ids above it."""
    return {
        "Id": f"${name}", "Arn": f"{ARN}account/$org/${name}", "Name": name, "Email": f"{name}@example.com", "Status": "ACTIVE", "State": "ACTIVE",
        "JoinedMethod": "CREATED", "JoinedTimestamp": NOW, "Paths": [f"$org/{parents}/${name}/"], **more,
    }


def unit(name, parents, unit_id=None, **more):
    unit_id = unit_id or f"${name}"
    path = f"$org/{parents}/{unit_id}/"
    return {"Id": unit_id, "Arn": f"{ARN}ou/$org/{unit_id}", "Name": name, "Path": path} | more


def policy(name, kind, policy_id=None):
    policy_id = policy_id or f"${name}"
    return {
        "Id": policy_id, "Arn": f"{ARN}policy/$org/{kind.lower()}/{policy_id}", "Name": name, "Description": "d", "Type": kind, "AwsManaged": False,
    }


def root(*kinds):
    enabled = [{"Type": kind, "Status": "ENABLED"} for kind in kinds]
    return {"Id": "$root", "Arn": f"{ARN}root/$org/$root", "Name": "Root", "PolicyTypes": enabled}


def organization(org="$org", management=DEV_ACCOUNT):
    arn = f"arn:aws:organizations::{management}:"
    return {
        "Id": org, "Arn": f"{arn}organization/{org}", "FeatureSet": "ALL", "MasterAccountArn": f"{arn}account/{org}/{management}",
        "MasterAccountId": management, "AvailablePolicyTypes": [{"Type": SCP, "Status": "ENABLED"}],
    }


def handshake(state, name="invited"):
    return {
        "Id": f"${name}", "Arn": f"{ARN}handshake/$org/invite/${name}", "Action": "INVITE", "State": state,
        "Parties": [{"Id": Like(r"o-[a-z0-9]{10}"), "Type": "ORGANIZATION"}, {"Id": OTHER, "Type": "ACCOUNT"}],
        "RequestedTimestamp": NOW, "ExpirationTimestamp": Recent(15),
        "Resources": [
            {"Type": "ORGANIZATION", "Value": "$org", "Resources": [{"Type": "ORGANIZATION_FEATURE_SET", "Value": "ALL"}]},
            {"Type": "ACCOUNT", "Value": OTHER},
            {"Type": "NOTES", "Value": "n"},
        ],
    }


def made(name):
    return {
        "Id": f"$car-{name}", "AccountName": name, "State": "SUCCEEDED", "AccountId": f"${name}", "RequestedTimestamp": NOW, "CompletedTimestamp": NOW,
    }


FULL = {
    "Id": "p-FullAWSAccess", "Arn": "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess", "Name": "FullAWSAccess",
    "Description": "Allows access to every operation", "Type": SCP, "AwsManaged": True,
}
MANAGEMENT = {
    "Id": DEV_ACCOUNT, "Arn": f"{ARN}account/$org/{DEV_ACCOUNT}", "Status": "ACTIVE", "State": "ACTIVE", "JoinedMethod": "INVITED", "JoinedTimestamp": NOW,
    "Paths": [f"$org/$root/{DEV_ACCOUNT}/"],
}
NEAR, DEEP = account("near", "$root/$prod"), account("deep", "$root")
PROD, INNER = unit("prod", "$root"), unit("inner", "$root/$prod")
GUARD, RULES = policy("guard", SCP), policy("rules", TAG)
ADMINISTRATOR = {name: value for name, value in NEAR.items() if name != "Paths"} | {"DelegationEnabledDate": NOW}
NEW_UNIT, NEW_POLICY = Like(r"ou-[a-z0-9]{4}-[a-z0-9]{8}"), Like(r"p-[a-z0-9]{10}")
NEW_ORGANIZATION = Like(r"o-[a-z0-9]{10}")
EFFECTIVE = {"PolicyType": TAG, "TargetId": "$near", "LastUpdatedTimestamp": NOW, "PolicyContent": json.dumps({"tags": {"team": {"tag_key": "Team"}}}, separators=(",", ":"))}
RESOURCE_POLICY_SUMMARY = {"Id": Like(r"rp-[a-z0-9]{8}"), "Arn": Like(rf"{ARN}resourcepolicy/o-[a-z0-9]{{10}}/rp-[a-z0-9]{{8}}")}
RESOURCE_POLICY = {"ResourcePolicy": {"ResourcePolicySummary": RESOURCE_POLICY_SUMMARY, "Content": delegation("$near")}}
PUT_POLICY = before("PutResourcePolicy", Content=delegation("$near"))
APPLY_RULES = before("AttachPolicy", PolicyId="$rules", TargetId="$prod")
AN_ACCOUNT = {"Type": "ACCOUNT", "Id": OTHER}

ORGANIZATION_ROWS = [
    Row("AcceptHandshake", {"HandshakeId": "$invited"}, {"Handshake": handshake("ACCEPTED")}, caller="other", then=(then("DescribeAccount", {"Account": {**MANAGEMENT, "Id": OTHER, "Arn": f"{ARN}account/$org/{OTHER}", "Paths": [f"$org/$root/{OTHER}/"]}}, AccountId=OTHER),)),
    Row("AttachPolicy", {"PolicyId": "$guard", "TargetId": "$deep"}, then=(then("ListPoliciesForTarget", {"Policies": [FULL, GUARD]}, TargetId="$deep", Filter=SCP),)),
    Row("CancelHandshake", {"HandshakeId": "$invited"}, {"Handshake": handshake("CANCELED")}, then=(then("DescribeHandshake", {"Handshake": handshake("CANCELED")}, HandshakeId="$invited"),)),
    Row("CloseAccount", {"AccountId": "$deep"}, then=(then("DescribeAccount", {"Account": DEEP | {"Status": "PENDING_CLOSURE", "State": "PENDING_CLOSURE"}}, AccountId="$deep"),)),
    Row("CreateAccount", {"AccountName": "new", "Email": "new@example.com", "Tags": TAGS, "RoleName": "Admin", "IamUserAccessToBilling": "ALLOW"}, {"CreateAccountStatus": {"Id": Like(r"car-[a-z0-9]{32}"), "AccountName": "new", "State": "IN_PROGRESS", "RequestedTimestamp": NOW}}),
    Row("CreateOrganization", {}, {"Organization": organization(NEW_ORGANIZATION, OTHER) | {"Arn": Like(rf"arn:aws:organizations::{OTHER}:organization/o-[a-z0-9]{{10}}"), "MasterAccountArn": Like(rf"arn:aws:organizations::{OTHER}:account/o-[a-z0-9]{{10}}/{OTHER}")}}, caller="other"),
    Row("CreateOrganizationalUnit", {"ParentId": "$inner", "Name": "new", "Tags": TAGS}, {"OrganizationalUnit": {"Id": NEW_UNIT, "Arn": Like(rf"{ARN}ou/o-[a-z0-9]+/ou-[a-z0-9-]+"), "Name": "new", "Path": Like(r"o-\w+/r-\w+/(ou-[\w-]+/){3}")}}),
    Row("CreatePolicy", {"Name": "new", "Description": "d", "Type": SCP, "Content": DENY_S3, "Tags": TAGS}, {"Policy": {"PolicySummary": policy("new", SCP, "p-x") | {"Id": NEW_POLICY, "Arn": Like(rf"{ARN}policy/o-[a-z0-9]+/service_control_policy/p-[a-z0-9]{{10}}")}, "Content": DENY_S3}}),
    Row("DeclineHandshake", {"HandshakeId": "$invited"}, {"Handshake": handshake("DECLINED")}, caller="other"),
    Row("DeleteOrganization", {}, before=(before("wait", days=4), before("DeregisterDelegatedAdministrator", AccountId="$near", ServicePrincipal=SERVICE), before("RemoveAccountFromOrganization", AccountId="$near"), before("RemoveAccountFromOrganization", AccountId="$deep"), before("DeleteOrganizationalUnit", OrganizationalUnitId="$inner"), before("DetachPolicy", PolicyId="$guard", TargetId="$prod"), before("DeleteOrganizationalUnit", OrganizationalUnitId="$prod"), before("DeletePolicy", PolicyId="$guard"), before("DeletePolicy", PolicyId="$rules"), before("CancelHandshake", HandshakeId="$invited")), then=(then("DescribeOrganization", "AWSOrganizationsNotInUseException"),)),
    Row("DeleteOrganizationalUnit", {"OrganizationalUnitId": "$inner"}, then=(then("DescribeOrganizationalUnit", "OrganizationalUnitNotFoundException", OrganizationalUnitId="$inner"),)),
    Row("DeletePolicy", {"PolicyId": "$rules"}, then=(then("DescribePolicy", "PolicyNotFoundException", PolicyId="$rules"),)),
    Row("DeleteResourcePolicy", {}, before=(PUT_POLICY,), then=(then("DescribeResourcePolicy", "ResourcePolicyNotFoundException"),)),
    Row("DeregisterDelegatedAdministrator", {"AccountId": "$near", "ServicePrincipal": SERVICE}, then=(then("ListDelegatedAdministrators", {"DelegatedAdministrators": []}),)),
    Row("DescribeAccount", {"AccountId": "$near"}, {"Account": NEAR}),
    Row("DescribeCreateAccountStatus", {"CreateAccountRequestId": "$car-near"}, {"CreateAccountStatus": made("near")}),
    Row("DescribeEffectivePolicy", {"PolicyType": TAG, "TargetId": "$near"}, {"EffectivePolicy": EFFECTIVE}, before=(APPLY_RULES,)),
    Row("DescribeHandshake", {"HandshakeId": "$invited"}, {"Handshake": handshake("OPEN")}),
    Row("DescribeOrganization", {}, {"Organization": organization()}, caller="deep"),
    Row("DescribeOrganizationalUnit", {"OrganizationalUnitId": "$inner"}, {"OrganizationalUnit": INNER}),
    Row("DescribePolicy", {"PolicyId": "$guard"}, {"Policy": {"PolicySummary": GUARD, "Content": DENY_S3}}),
    Row("DescribeResourcePolicy", {}, RESOURCE_POLICY, before=(PUT_POLICY,)),
    Row("DetachPolicy", {"PolicyId": "$guard", "TargetId": "$prod"}, then=(then("ListTargetsForPolicy", {"Targets": []}, PolicyId="$guard"),)),
    Row("DisableAWSServiceAccess", {"ServicePrincipal": SERVICE}, then=(then("ListAWSServiceAccessForOrganization", {"EnabledServicePrincipals": []}),)),
    Row("DisablePolicyType", {"RootId": "$root", "PolicyType": RCP}, {"Root": root(SCP, TAG)}),
    Row("EnableAWSServiceAccess", {"ServicePrincipal": "sso.amazonaws.com"}, then=(then("ListAWSServiceAccessForOrganization", {"EnabledServicePrincipals": [{"ServicePrincipal": SERVICE, "DateEnabled": NOW}, {"ServicePrincipal": "sso.amazonaws.com", "DateEnabled": NOW}]}),)),
    Row("EnablePolicyType", {"RootId": "$root", "PolicyType": "BACKUP_POLICY"}, {"Root": root(SCP, RCP, TAG, "BACKUP_POLICY")}),
    Row("InviteAccountToOrganization", {"Target": AN_ACCOUNT, "Notes": "n", "Tags": TAGS}, {"Handshake": handshake("OPEN") | {"Id": Like(r"h-[a-z0-9]{8,32}"), "Arn": Like(rf"{ARN}handshake/o-[a-z0-9]+/invite/h-[a-z0-9]+")}}, before=(before("CancelHandshake", HandshakeId="$invited"),)),
    Row("LeaveOrganization", {}, caller="deep", before=(before("wait", days=4),), then=(then("DescribeAccount", "AccountNotFoundException", AccountId="$deep"),)),
    Row("ListAWSServiceAccessForOrganization", {}, {"EnabledServicePrincipals": [{"ServicePrincipal": SERVICE, "DateEnabled": NOW}]}),
    Row("ListAccounts", {}, {"Accounts": [MANAGEMENT, DEEP, NEAR]}),
    Row("ListAccountsForParent", {"ParentId": "$prod"}, {"Accounts": [NEAR]}),
    Row("ListAccountsWithInvalidEffectivePolicy", {"PolicyType": TAG}, {"Accounts": [], "PolicyType": TAG}),
    Row("ListChildren", {"ParentId": "$root", "ChildType": "ORGANIZATIONAL_UNIT"}, {"Children": [{"Id": "$prod", "Type": "ORGANIZATIONAL_UNIT"}]}),
    Row("ListCreateAccountStatus", {"States": ["SUCCEEDED"]}, {"CreateAccountStatuses": [made("deep"), made("near")]}),
    Row("ListDelegatedAdministrators", {}, {"DelegatedAdministrators": [ADMINISTRATOR]}),
    Row("ListDelegatedAdministrators", {"ServicePrincipal": "sso.amazonaws.com"}, {"DelegatedAdministrators": []}, note="of-a-service"),
    Row("ListDelegatedServicesForAccount", {"AccountId": "$near"}, {"DelegatedServices": [{"ServicePrincipal": SERVICE, "DelegationEnabledDate": NOW}]}),
    Row("ListEffectivePolicyValidationErrors", {"AccountId": "$near", "PolicyType": TAG}, {"AccountId": "$near", "PolicyType": TAG, "Path": "$org/$root/$prod/$near/", "EvaluationTimestamp": NOW, "EffectivePolicyValidationErrors": []}, before=(APPLY_RULES,)),
    Row("ListHandshakesForAccount", {}, {"Handshakes": [handshake("CANCELED", "ended"), handshake("OPEN")]}, caller="other"),
    Row("ListHandshakesForOrganization", {}, {"Handshakes": [handshake("CANCELED", "ended"), handshake("OPEN")]}),
    Row("ListInboundResponsibilityTransfers", {"Type": "BILLING"}, {"ResponsibilityTransfers": []}),
    Row("ListOrganizationalUnitsForParent", {"ParentId": "$root"}, {"OrganizationalUnits": [PROD]}),
    Row("ListOutboundResponsibilityTransfers", {"Type": "BILLING"}, {"ResponsibilityTransfers": []}),
    Row("ListParents", {"ChildId": "$near"}, {"Parents": [{"Id": "$prod", "Type": "ORGANIZATIONAL_UNIT"}]}),
    Row("ListPolicies", {"Filter": SCP}, {"Policies": [FULL, GUARD]}, caller="near"),
    Row("ListPolicies", {"Filter": TAG}, {"Policies": [RULES]}, note="of-another-type"),
    Row("ListPoliciesForTarget", {"TargetId": "$prod", "Filter": SCP}, {"Policies": [FULL, GUARD]}),
    Row("ListRoots", {}, {"Roots": [root(SCP, RCP, TAG)]}),
    Row("ListTagsForResource", {"ResourceId": "$guard"}, {"Tags": TAGS}),
    Row("ListTargetsForPolicy", {"PolicyId": "$guard"}, {"Targets": [{"TargetId": "$prod", "Arn": f"{ARN}ou/$org/$prod", "Name": "prod", "Type": "ORGANIZATIONAL_UNIT"}]}),
    Row("MoveAccount", {"AccountId": "$deep", "SourceParentId": "$root", "DestinationParentId": "$inner"}, then=(then("DescribeAccount", {"Account": account("deep", "$root/$prod/$inner")}, AccountId="$deep"),)),
    Row("PutResourcePolicy", {"Content": delegation("$near"), "Tags": TAGS}, RESOURCE_POLICY, then=(then("DescribeResourcePolicy", RESOURCE_POLICY),)),
    Row("RegisterDelegatedAdministrator", {"AccountId": "$deep", "ServicePrincipal": SERVICE}, then=(then("ListDelegatedServicesForAccount", {"DelegatedServices": [{"ServicePrincipal": SERVICE, "DelegationEnabledDate": NOW}]}, AccountId="$deep"),)),
    Row("RemoveAccountFromOrganization", {"AccountId": "$deep"}, before=(before("wait", days=4),), then=(then("ListAccounts", {"Accounts": [MANAGEMENT, NEAR]}),)),
    Row("TagResource", {"ResourceId": "$near", "Tags": TAGS}, then=(then("ListTagsForResource", {"Tags": TAGS}, ResourceId="$near"),)),
    Row("UntagResource", {"ResourceId": "$prod", "TagKeys": ["Team"]}, then=(then("ListTagsForResource", {"Tags": []}, ResourceId="$prod"),)),
    Row("UpdateOrganizationalUnit", {"OrganizationalUnitId": "$inner", "Name": "renamed"}, {"OrganizationalUnit": INNER | {"Name": "renamed"}}),
    Row("UpdatePolicy", {"PolicyId": "$rules", "Name": "renamed", "Description": "e", "Content": TAG_RULES}, {"Policy": {"PolicySummary": RULES | {"Name": "renamed", "Description": "e"}, "Content": TAG_RULES}}),
]

# Operation, parameters, code, the reason that AWS gives beside it, and the caller if it is not `root`. The words are pinned in crates/iam.
ORGANIZATION_REFUSALS = [
    ("AcceptHandshake", {"HandshakeId": NO_HANDSHAKE}, "HandshakeNotFoundException", None, "other"),
    ("AcceptHandshake", {"HandshakeId": "$ended"}, "InvalidHandshakeTransitionException", None, "other"),
    ("AcceptHandshake", {"HandshakeId": "$invited"}, "AccessDeniedException"),
    ("AttachPolicy", {"PolicyId": "$guard", "TargetId": "$prod"}, "DuplicatePolicyAttachmentException"),
    ("AttachPolicy", {"PolicyId": NO_POLICY, "TargetId": "$prod"}, "PolicyNotFoundException"),
    ("AttachPolicy", {"PolicyId": "$guard", "TargetId": NOBODY}, "TargetNotFoundException"),
    ("AttachPolicy", {"PolicyId": "$guard", "TargetId": "$prod"}, "AccessDeniedException", None, "deep"),
    ("CancelHandshake", {"HandshakeId": "$ended"}, "HandshakeAlreadyInStateException"),
    ("CancelHandshake", {"HandshakeId": NO_HANDSHAKE}, "HandshakeNotFoundException"),
    ("CloseAccount", {"AccountId": "$mgmt"}, "ConstraintViolationException", "CANNOT_CLOSE_MANAGEMENT_ACCOUNT"),
    ("CloseAccount", {"AccountId": NOBODY}, "AccountNotFoundException"),
    ("CreateAccount", {"AccountName": "new", "Email": "nobody"}, "InvalidInputException", "INVALID_PATTERN"),
    ("CreateAccount", {"AccountName": "new", "Email": "a@example.com"}, "AccessDeniedException", None, "deep"),
    ("CreateAccount", {"AccountName": "new", "Email": "a@example.com"}, "AWSOrganizationsNotInUseException", None, "other"),
    ("CreateGovCloudAccount", {"AccountName": "new", "Email": "new@example.com"}, "ConstraintViolationException", "MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED"),
    ("CreateOrganization", {}, "AlreadyInOrganizationException"),
    ("CreateOrganization", {"FeatureSet": "SOME"}, "InvalidInputException", "INVALID_ENUM", "other"),
    ("CreateOrganizationalUnit", {"ParentId": "$root", "Name": "prod"}, "DuplicateOrganizationalUnitException"),
    ("CreateOrganizationalUnit", {"ParentId": NO_ROOT, "Name": "x"}, "ParentNotFoundException"),
    ("CreateOrganizationalUnit", {"ParentId": "$root"}, "InvalidInputException", "INPUT_REQUIRED"),
    ("CreatePolicy", {"Name": "new", "Description": "", "Type": "SERVICE_CONTROL_POLICY", "Content": json.dumps(ALLOW_ALL | {"Statement": {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}})}, "MalformedPolicyDocumentException"),
    ("CreatePolicy", {"Name": "guard", "Description": "", "Type": "SERVICE_CONTROL_POLICY", "Content": DENY_S3}, "DuplicatePolicyException"),
    ("DeclineHandshake", {"HandshakeId": "$ended"}, "InvalidHandshakeTransitionException", None, "other"),
    ("DeclineHandshake", {"HandshakeId": NO_HANDSHAKE}, "HandshakeNotFoundException", None, "other"),
    ("DeleteOrganization", {}, "OrganizationNotEmptyException"),
    ("DeleteOrganization", {}, "AccessDeniedException", None, "deep"),
    ("DeleteOrganizationalUnit", {"OrganizationalUnitId": "$prod"}, "OrganizationalUnitNotEmptyException"),
    ("DeleteOrganizationalUnit", {"OrganizationalUnitId": NO_UNIT}, "OrganizationalUnitNotFoundException"),
    ("DeletePolicy", {"PolicyId": "$guard"}, "PolicyInUseException"),
    ("DeletePolicy", {"PolicyId": NO_POLICY}, "PolicyNotFoundException"),
    ("DeletePolicy", {"PolicyId": "p-FullAWSAccess"}, "InvalidInputException", "IMMUTABLE_POLICY"),
    ("DeleteResourcePolicy", {}, "ResourcePolicyNotFoundException"),
    ("DeregisterDelegatedAdministrator", {"AccountId": "$deep", "ServicePrincipal": SERVICE}, "AccountNotRegisteredException"),
    ("DeregisterDelegatedAdministrator", {"AccountId": NOBODY, "ServicePrincipal": SERVICE}, "AccountNotFoundException"),
    ("DescribeAccount", {"AccountId": NOBODY}, "AccountNotFoundException"),
    ("DescribeAccount", {"AccountId": "1"}, "InvalidInputException", "INVALID_PATTERN"),
    ("DescribeCreateAccountStatus", {"CreateAccountRequestId": "car-12345678"}, "CreateAccountStatusNotFoundException"),
    ("DescribeEffectivePolicy", {"PolicyType": "TAG_POLICY", "TargetId": "$near"}, "EffectivePolicyNotFoundException"),
    ("DescribeEffectivePolicy", {"PolicyType": "TAG_POLICY", "TargetId": NOBODY}, "TargetNotFoundException"),
    ("DescribeEffectivePolicy", {"PolicyType": "TAG_POLICY", "TargetId": "$root"}, "InvalidInputException", "TARGET_NOT_SUPPORTED"),
    ("DescribeHandshake", {"HandshakeId": NO_HANDSHAKE}, "HandshakeNotFoundException"),
    ("DescribeOrganization", {}, "AWSOrganizationsNotInUseException", None, "other"),
    ("DescribeOrganizationalUnit", {"OrganizationalUnitId": NO_UNIT}, "OrganizationalUnitNotFoundException"),
    ("DescribePolicy", {"PolicyId": NO_POLICY}, "PolicyNotFoundException"),
    ("DescribeResourcePolicy", {}, "ResourcePolicyNotFoundException"),
    ("DescribeResponsibilityTransfer", {"Id": NO_TRANSFER}, "ResponsibilityTransferNotFoundException"),
    ("DetachPolicy", {"PolicyId": "$guard", "TargetId": "$root"}, "PolicyNotAttachedException"),
    ("DetachPolicy", {"PolicyId": "p-FullAWSAccess", "TargetId": "$root"}, "ConstraintViolationException", "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"),
    ("DetachPolicy", {"PolicyId": "p-RCPFullAWSAccess", "TargetId": "$root"}, "InvalidInputException", "NON_DETACHABLE_POLICY"),
    ("DisableAWSServiceAccess", {"ServicePrincipal": "Not A Service"}, "InvalidInputException", "INVALID_PATTERN"),
    ("DisableAWSServiceAccess", {"ServicePrincipal": "none.amazonaws.com"}, "InvalidInputException", "UNRECOGNIZED_SERVICE_PRINCIPAL"),
    ("DisableAWSServiceAccess", {"ServicePrincipal": SERVICE}, "AccessDeniedException", None, "deep"),
    ("DisablePolicyType", {"RootId": "$root", "PolicyType": "BACKUP_POLICY"}, "PolicyTypeNotEnabledException"),
    ("DisablePolicyType", {"RootId": NO_ROOT, "PolicyType": "TAG_POLICY"}, "RootNotFoundException"),
    ("EnableAWSServiceAccess", {"ServicePrincipal": ""}, "InvalidInputException", "MIN_LENGTH_EXCEEDED"),
    ("EnableAWSServiceAccess", {"ServicePrincipal": "none.amazonaws.com"}, "InvalidInputException", "UNRECOGNIZED_SERVICE_PRINCIPAL"),
    ("EnableAWSServiceAccess", {"ServicePrincipal": SERVICE}, "AccessDeniedException", None, "deep"),
    ("EnableAllFeatures", {}, "HandshakeConstraintViolationException", "ORGANIZATION_ALREADY_HAS_ALL_FEATURES"),
    ("EnablePolicyType", {"RootId": "$root", "PolicyType": "TAG_POLICY"}, "PolicyTypeAlreadyEnabledException"),
    ("EnablePolicyType", {"RootId": NO_ROOT, "PolicyType": "TAG_POLICY"}, "RootNotFoundException"),
    ("InviteAccountToOrganization", {"Target": {"Id": "$other", "Type": "ACCOUNT"}}, "DuplicateHandshakeException"),
    ("InviteAccountToOrganization", {"Target": {"Id": "$near", "Type": "ACCOUNT"}}, "HandshakeConstraintViolationException", "ALREADY_IN_AN_ORGANIZATION"),
    ("InviteAccountToOrganization", {"Target": {"Id": "nobody@example.com", "Type": "EMAIL"}}, "InvalidInputException", "INVALID_EMAIL_ADDRESS_TARGET"),
    ("InviteOrganizationToTransferResponsibility", {"Type": "BILLING", "Target": {"Id": "$other", "Type": "ACCOUNT"}, "StartTimestamp": "2026-12-01T00:00:00Z", "SourceName": "s"}, "InvalidInputException", "UNSUPPORTED_ACTION_IN_RESPONSIBILITY_TRANSFER"),
    ("LeaveOrganization", {}, "MasterCannotLeaveOrganizationException"),
    ("LeaveOrganization", {}, "AWSOrganizationsNotInUseException", None, "other"),
    ("LeaveOrganization", {}, "ConstraintViolationException", "WAIT_PERIOD_ACTIVE", "deep"),
    ("ListAWSServiceAccessForOrganization", {}, "AccessDeniedException", None, "deep"),
    ("ListAWSServiceAccessForOrganization", {}, "AWSOrganizationsNotInUseException", None, "other"),
    ("ListAccounts", {}, "AccessDeniedException", None, "deep"),
    ("ListAccounts", {"MaxResults": 21}, "InvalidInputException", "MAX_VALUE_EXCEEDED"),
    ("ListAccounts", {"NextToken": "x"}, "InvalidInputException", "INVALID_NEXT_TOKEN"),
    ("ListAccountsForParent", {"ParentId": NO_ROOT}, "ParentNotFoundException"),
    ("ListAccountsWithInvalidEffectivePolicy", {"PolicyType": "TAG_POLICY"}, "AccessDeniedException", None, "deep"),
    ("ListAccountsWithInvalidEffectivePolicy", {"PolicyType": "SERVICE_CONTROL_POLICY"}, "InvalidInputException", "INVALID_ENUM"),
    ("ListChildren", {"ParentId": NO_ROOT, "ChildType": "ACCOUNT"}, "ParentNotFoundException"),
    ("ListCreateAccountStatus", {"States": ["DONE"]}, "InvalidInputException", "INVALID_LIST_MEMBER"),
    ("ListCreateAccountStatus", {}, "AWSOrganizationsNotInUseException", None, "other"),
    ("ListDelegatedAdministrators", {}, "AccessDeniedException", None, "deep"),
    ("ListDelegatedServicesForAccount", {"AccountId": "$deep"}, "AccountNotRegisteredException"),
    ("ListDelegatedServicesForAccount", {"AccountId": NOBODY}, "AccountNotFoundException"),
    ("ListEffectivePolicyValidationErrors", {"AccountId": "$near", "PolicyType": "TAG_POLICY"}, "EffectivePolicyNotFoundException"),
    ("ListEffectivePolicyValidationErrors", {"AccountId": NOBODY, "PolicyType": "TAG_POLICY"}, "AccountNotFoundException"),
    ("ListHandshakesForAccount", {"MaxResults": 0}, "InvalidInputException", "MIN_VALUE_EXCEEDED", "other"),
    ("ListHandshakesForAccount", {"Filter": {"ActionType": "INVITE", "ParentHandshakeId": NO_HANDSHAKE}}, "InvalidInputException", "MAX_LIMIT_EXCEEDED_FILTER", "other"),
    ("ListHandshakesForOrganization", {}, "AWSOrganizationsNotInUseException", None, "other"),
    ("ListHandshakesForOrganization", {}, "AccessDeniedException", None, "deep"),
    ("ListInboundResponsibilityTransfers", {"Type": "BILLING"}, "AccessDeniedException", None, "deep"),
    ("ListInboundResponsibilityTransfers", {"Type": "OTHER"}, "InvalidInputException", "INVALID_ENUM"),
    ("ListOrganizationalUnitsForParent", {"ParentId": NO_UNIT}, "ParentNotFoundException"),
    ("ListOutboundResponsibilityTransfers", {"Type": "BILLING"}, "AccessDeniedException", None, "deep"),
    ("ListOutboundResponsibilityTransfers", {"Type": "BILLING"}, "AWSOrganizationsNotInUseException", None, "other"),
    ("ListParents", {"ChildId": NOBODY}, "ChildNotFoundException"),
    ("ListPolicies", {"Filter": "OTHER"}, "InvalidInputException", "INVALID_ENUM"),
    ("ListPolicies", {"Filter": "SERVICE_CONTROL_POLICY"}, "AccessDeniedException", None, "deep"),
    ("ListPoliciesForTarget", {"TargetId": NOBODY, "Filter": "TAG_POLICY"}, "TargetNotFoundException"),
    ("ListRoots", {}, "AWSOrganizationsNotInUseException", None, "other"),
    ("ListRoots", {}, "AccessDeniedException", None, "deep"),
    ("ListTagsForResource", {"ResourceId": NOBODY}, "TargetNotFoundException"),
    ("ListTargetsForPolicy", {"PolicyId": NO_POLICY}, "PolicyNotFoundException"),
    ("MoveAccount", {"AccountId": "$deep", "SourceParentId": "$prod", "DestinationParentId": "$inner"}, "SourceParentNotFoundException"),
    ("MoveAccount", {"AccountId": "$deep", "SourceParentId": "$root", "DestinationParentId": NO_UNIT}, "DestinationParentNotFoundException"),
    ("MoveAccount", {"AccountId": "$deep", "SourceParentId": "$root", "DestinationParentId": "$root"}, "DuplicateAccountException"),
    ("MoveAccount", {"AccountId": NOBODY, "SourceParentId": "$root", "DestinationParentId": "$prod"}, "AccountNotFoundException"),
    ("PutResourcePolicy", {"Content": "{}"}, "InvalidInputException", "INVALID_RESOURCE_POLICY_JSON"),
    ("PutResourcePolicy", {"Content": delegation(DEV_ACCOUNT).replace("Action", "NotAction")}, "InvalidInputException", "INVALID_RESOURCE_POLICY_JSON"),
    ("PutResourcePolicy", {"Content": delegation(DEV_ACCOUNT).replace("List*", "CloseAccount")}, "InvalidInputException", "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY"),
    ("PutResourcePolicy", {"Content": "{}"}, "AccessDeniedException", None, "deep"),
    ("RegisterDelegatedAdministrator", {"AccountId": "$near", "ServicePrincipal": SERVICE}, "AccountAlreadyRegisteredException"),
    ("RegisterDelegatedAdministrator", {"AccountId": "$mgmt", "ServicePrincipal": SERVICE}, "ConstraintViolationException", "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR"),
    ("RegisterDelegatedAdministrator", {"AccountId": NOBODY, "ServicePrincipal": SERVICE}, "AccountNotFoundException"),
    ("RegisterDelegatedAdministrator", {"AccountId": "$deep", "ServicePrincipal": "config"}, "InvalidInputException", "UNRECOGNIZED_SERVICE_PRINCIPAL"),
    ("RemoveAccountFromOrganization", {"AccountId": "$mgmt"}, "MasterCannotLeaveOrganizationException"),
    ("RemoveAccountFromOrganization", {"AccountId": NOBODY}, "AccountNotFoundException"),
    ("RemoveAccountFromOrganization", {"AccountId": "$deep"}, "ConstraintViolationException", "WAIT_PERIOD_ACTIVE"),
    ("TagResource", {"ResourceId": NOBODY, "Tags": [{"Key": "a", "Value": "b"}]}, "TargetNotFoundException"),
    ("TagResource", {"ResourceId": "$near", "Tags": [{"Key": "aws:a", "Value": "b"}]}, "InvalidInputException", "INVALID_SYSTEM_TAGS_PARAMETER"),
    ("TagResource", {"ResourceId": "$near", "Tags": [{"Key": "a", "Value": "b"}, {"Key": "a", "Value": "c"}]}, "InvalidInputException", "DUPLICATE_TAG_KEY"),
    ("TerminateResponsibilityTransfer", {"Id": NO_TRANSFER}, "ResponsibilityTransferNotFoundException"),
    ("UntagResource", {"ResourceId": NOBODY, "TagKeys": ["a"]}, "TargetNotFoundException"),
    ("UpdateOrganizationalUnit", {"OrganizationalUnitId": NO_UNIT, "Name": "x"}, "OrganizationalUnitNotFoundException"),
    ("UpdatePolicy", {"PolicyId": NO_POLICY}, "PolicyNotFoundException"),
    ("UpdatePolicy", {"PolicyId": "p-FullAWSAccess", "Name": "x"}, "InvalidInputException", "IMMUTABLE_POLICY"),
    ("UpdatePolicy", {"PolicyId": "$guard", "Content": "{}"}, "MalformedPolicyDocumentException"),
    ("UpdateResponsibilityTransfer", {"Id": NO_TRANSFER, "Name": "n"}, "ResponsibilityTransferNotFoundException"),
]
