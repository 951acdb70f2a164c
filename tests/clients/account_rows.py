"""The operations on managed policies and the whole account, of STS, of simulations and reports: each one's success."""

import issuer
from portcullis import DEV_ACCOUNT, DEV_ROOT
from shapes import (
    ATTACHED,
    BOB_BRIEF,
    BOUNDARY,
    EMPTY_GROUP,
    EMPTY_POLICY_BRIEF,
    EMPTY_ROLE_NEW,
    EMPTY_USER,
    LAST,
    LIMIT_BRIEF,
    PHONE_SERIAL,
    Percent,
    READERS,
    READER_NEW,
    READ_BRIEF,
    VERSION_1,
    VERSION_1_WHOLE,
    VERSION_2,
    WEB_BRIEF,
    credentials,
)
from world import ALLOW_ALL, ALLOW_S3, DENY_ALL, EMPTY_POLICY, LIMIT, Like, NOW, READ, TAGS, arn, document, unique_id
from operation_rows import (
    ASKING,
    AUDIT_TASK,
    FEDERATED,
    ISSUING,
    LATER,
    MATCHED,
    Many,
    NEW_TAG,
    ORGANIZATION_ID,
    ORGANIZED,
    Report,
    Row,
    SHARED_PROVIDER,
    SIMULATED,
    SUMMARY,
    WITH_ISSUER,
    before,
    then,
)

ACCOUNT_ROWS = [
    # Managed policies
    Row(
        "CreatePolicy",
        {"PolicyName": "New", "PolicyDocument": document(ALLOW_S3)},
        {"Policy": EMPTY_POLICY_BRIEF | {"PolicyName": "New", "Arn": arn("policy", "New")}},
    ),
    Row(
        "CreatePolicy",
        {"PolicyName": "New", "Path": "/a/", "Description": "d", "PolicyDocument": document(ALLOW_S3), "Tags": TAGS},
        {"Policy": EMPTY_POLICY_BRIEF | {"PolicyName": "New", "Path": "/a/", "Arn": arn("policy", "a/New"), "Tags": TAGS}},
        then=(
            then(
                "GetPolicy",
                {"Policy": EMPTY_POLICY_BRIEF | {"PolicyName": "New", "Path": "/a/", "Arn": arn("policy", "a/New"), "Description": "d", "Tags": TAGS}},
                PolicyArn=arn("policy", "a/New"),
            ),
        ),
        note="all-parameters",
    ),
    Row("GetPolicy", {"PolicyArn": READ}, {"Policy": READ_BRIEF | {"Description": "May read", "Tags": TAGS}}),
    Row("GetPolicy", {"PolicyArn": EMPTY_POLICY}, {"Policy": EMPTY_POLICY_BRIEF | {"Tags": []}}, note="no-tags"),
    Row("ListPolicies", {"Scope": "Local"}, {"Policies": [EMPTY_POLICY_BRIEF, LIMIT_BRIEF, READ_BRIEF], **LAST}),
    Row("ListPolicies", {"Scope": "Local", "OnlyAttached": True}, {"Policies": [READ_BRIEF], **LAST}, note="attached"),
    Row("ListPolicies", {"Scope": "Local", "PolicyUsageFilter": "PermissionsBoundary"}, {"Policies": [LIMIT_BRIEF], **LAST}, note="boundaries"),
    Row("ListPolicies", {"Scope": "All", "PathPrefix": "/team/"}, {"Policies": [READ_BRIEF], **LAST}, note="prefix"),
    Row("DeletePolicy", {"PolicyArn": EMPTY_POLICY}, then=(then("GetPolicy", "NoSuchEntity", PolicyArn=EMPTY_POLICY),)),
    Row(
        "CreatePolicyVersion",
        {"PolicyArn": READ, "PolicyDocument": document(DENY_ALL)},
        {"PolicyVersion": {"VersionId": "v3", "IsDefaultVersion": False, "CreateDate": NOW}},
        then=(then("GetPolicyVersion", {"PolicyVersion": VERSION_2 | {"VersionId": "v3", "Document": DENY_ALL}}, PolicyArn=READ, VersionId="v3"),),
    ),
    Row(
        "CreatePolicyVersion",
        {"PolicyArn": EMPTY_POLICY, "PolicyDocument": document(DENY_ALL), "SetAsDefault": True},
        {"PolicyVersion": VERSION_2 | {"IsDefaultVersion": True}},
        then=(then("GetPolicy", {"Policy": EMPTY_POLICY_BRIEF | {"DefaultVersionId": "v2", "Tags": []}}, PolicyArn=EMPTY_POLICY),),
        note="default",
    ),
    Row("GetPolicyVersion", {"PolicyArn": READ, "VersionId": "v1"}, {"PolicyVersion": VERSION_1_WHOLE}),
    Row("ListPolicyVersions", {"PolicyArn": READ}, {"Versions": [VERSION_2, VERSION_1], **LAST}),
    Row("SetDefaultPolicyVersion", {"PolicyArn": READ, "VersionId": "v2"}, then=(then("GetPolicy", {"Policy": READ_BRIEF | {"DefaultVersionId": "v2", "Description": "May read", "Tags": TAGS}}, PolicyArn=READ),)),
    Row("DeletePolicyVersion", {"PolicyArn": READ, "VersionId": "v2"}, then=(then("ListPolicyVersions", {"Versions": [VERSION_1]}, PolicyArn=READ),)),
    Row(
        "ListEntitiesForPolicy",
        {"PolicyArn": READ},
        {
            "PolicyGroups": [{"GroupName": "Readers", "GroupId": unique_id("AGPA")}],
            "PolicyRoles": [{"RoleName": "Reader", "RoleId": unique_id("AROA")}],
            "PolicyUsers": [{"UserName": "Bob", "UserId": unique_id("AIDA")}],
            **LAST,
        },
    ),
    Row(
        "ListEntitiesForPolicy",
        {"PolicyArn": LIMIT, "PolicyUsageFilter": "PermissionsBoundary", "EntityFilter": "User"},
        {"PolicyGroups": [], "PolicyRoles": [], "PolicyUsers": [{"UserName": "Bob", "UserId": unique_id("AIDA")}], **LAST},
        note="filters",
    ),
    Row("TagPolicy", {"PolicyArn": READ, "Tags": [NEW_TAG]}, then=(then("ListPolicyTags", {"Tags": [NEW_TAG, *TAGS]}, PolicyArn=READ),)),
    Row("UntagPolicy", {"PolicyArn": READ, "TagKeys": ["Team"]}, then=(then("ListPolicyTags", {"Tags": []}, PolicyArn=READ),)),
    Row("ListPolicyTags", {"PolicyArn": READ}, {"Tags": TAGS, **LAST}),
    # The whole account
    Row("CreateAccountAlias", {"AccountAlias": "example-corp"}, then=(then("ListAccountAliases", {"AccountAliases": ["example-corp"]}),)),
    Row("DeleteAccountAlias", {"AccountAlias": "world"}, then=(then("ListAccountAliases", {"AccountAliases": []}),)),
    Row("ListAccountAliases", {}, {"AccountAliases": ["world"], **LAST}),
    Row("PutAccountProperties", {"Properties": {"RoleManager/Mode": "a", "RoleManager/Enabled": "true"}}, then=(then("GetAccountProperties", {"Properties": {"RoleManager/Enabled": "true", "RoleManager/Mode": "a"}}),)),
    Row("GetAccountProperties", {}, {"Properties": {}}),
    Row("GetAccountSummary", {}, {"SummaryMap": SUMMARY}),
    Row(
        "GetAccountAuthorizationDetails",
        {"Filter": ["User", "Group"]},
        {
            "UserDetailList": [
                BOB_BRIEF
                | {
                    "UserPolicyList": [{"PolicyName": "inline", "PolicyDocument": ALLOW_ALL}],
                    "GroupList": ["Readers"],
                    "AttachedManagedPolicies": [ATTACHED],
                    "PermissionsBoundary": BOUNDARY,
                    "Tags": TAGS,
                },
                EMPTY_USER | {"UserPolicyList": [], "GroupList": [], "AttachedManagedPolicies": [], "Tags": []},
            ],
            "GroupDetailList": [
                EMPTY_GROUP | {"GroupPolicyList": [], "AttachedManagedPolicies": []},
                READERS
                | {
                    "GroupPolicyList": [{"PolicyName": "inline", "PolicyDocument": ALLOW_S3}],
                    "AttachedManagedPolicies": [ATTACHED],
                },
            ],
            "RoleDetailList": [],
            "Policies": [],
            **LAST,
        },
        note="users-groups",
    ),
    Row(
        "GetAccountAuthorizationDetails",
        {"Filter": ["Role", "LocalManagedPolicy"]},
        {
            "UserDetailList": [],
            "GroupDetailList": [],
            "RoleDetailList": [
                EMPTY_ROLE_NEW | {"InstanceProfileList": [], "RolePolicyList": [], "AttachedManagedPolicies": [], "Tags": []},
                READER_NEW
                | {
                    "InstanceProfileList": [WEB_BRIEF],
                    "RolePolicyList": [{"PolicyName": "inline", "PolicyDocument": ALLOW_S3}],
                    "AttachedManagedPolicies": [ATTACHED],
                    "PermissionsBoundary": BOUNDARY,
                    "Tags": TAGS,
                },
            ],
            "Policies": [
                EMPTY_POLICY_BRIEF | {"PolicyVersionList": [VERSION_1_WHOLE]},
                LIMIT_BRIEF | {"PolicyVersionList": [VERSION_1 | {"Document": ALLOW_ALL}]},
                READ_BRIEF | {"Description": "May read", "PolicyVersionList": [VERSION_2 | {"Document": ALLOW_ALL}, VERSION_1_WHOLE]},
            ],
            **LAST,
        },
        note="roles-policies",
    ),
    # STS
    Row(
        "GetWebIdentityToken",
        {"Audience": ["app"], "SigningAlgorithm": "ES384"},
        {"WebIdentityToken": Like(r"[\w-]+\.[\w-]+\.[\w-]{128}"), "Expiration": credentials(300)["Expiration"]},
        before=ISSUING,
    ),
    Row(
        "AssumeRoleWithWebIdentity",
        {"RoleArn": arn("role", "Web"), "RoleSessionName": "s1", "WebIdentityToken": issuer.shared().token(exp=2**31)},
        {
            "Credentials": credentials(3600),
            "AssumedRoleUser": {
                "AssumedRoleId": Like(r"AROARZPUZDIK[A-P][A-Z2-7]{8}:s1"),
                "Arn": f"arn:aws:sts::{DEV_ACCOUNT}:assumed-role/Web/s1",
            },
            "SubjectFromWebIdentityToken": "ann@example.com",
            "Provider": SHARED_PROVIDER,
            "Audience": "app",
        },
        before=WITH_ISSUER,
    ),
    Row(
        "AssumeRole",
        {"RoleArn": arn("role", "team/Reader"), "RoleSessionName": "s@1"},
        {
            "Credentials": credentials(3600),
            "AssumedRoleUser": {
                "AssumedRoleId": Like(r"AROARZPUZDIK[A-P][A-Z2-7]{8}:s@1"),
                "Arn": f"arn:aws:sts::{DEV_ACCOUNT}:assumed-role/Reader/s@1",
            },
        },
        caller="bob",
    ),
    Row(
        "AssumeRole",
        {
            "RoleArn": arn("role", "Empty"),
            "RoleSessionName": "s1",
            "DurationSeconds": 900,
            "Policy": document(ALLOW_S3),
            "PolicyArns": [{"arn": READ}],
        },
        {
            "Credentials": credentials(900),
            "AssumedRoleUser": {
                "AssumedRoleId": Like(r"AROARZPUZDIK[A-P][A-Z2-7]{8}:s1"),
                "Arn": f"arn:aws:sts::{DEV_ACCOUNT}:assumed-role/Empty/s1",
            },
            "PackedPolicySize": Percent(),
        },
        caller="bob",
        note="session-policies",
    ),
    Row("GetCallerIdentity", {}, {"UserId": unique_id("AIDA"), "Account": DEV_ACCOUNT, "Arn": arn("user", "team/Bob")}, caller="bob"),
    Row("GetSessionToken", {}, {"Credentials": credentials(43200)}, caller="bob"),
    Row("GetSessionToken", {"DurationSeconds": 900}, {"Credentials": credentials(900)}, caller="bob", note="duration"),
    Row("GetSessionToken", {"DurationSeconds": 7200}, {"Credentials": credentials(3600)}, note="root-is-clamped"),
    Row("GetSessionToken", PHONE_SERIAL | {"TokenCode": "code(Phone)"}, {"Credentials": credentials(43200)}, caller="bob", note="mfa"),
    Row("GetFederationToken", {"Name": "ann@x"}, {"Credentials": credentials(43200), "FederatedUser": FEDERATED}, caller="bob"),
    Row(
        "GetFederationToken",
        {"Name": "ann@x", "DurationSeconds": 900, "Policy": document(ALLOW_S3), "PolicyArns": [{"arn": READ}], "Tags": TAGS},
        {"Credentials": credentials(900), "FederatedUser": FEDERATED, "PackedPolicySize": Percent()},
        caller="bob",
        note="all-parameters",
    ),
    Row("GetFederationToken", {"Name": "ann@x", "DurationSeconds": 7200}, {"Credentials": credentials(3600), "FederatedUser": FEDERATED}, note="root-is-clamped"),
    Row("GetAccessKeyInfo", {"AccessKeyId": "$key"}, {"Account": DEV_ACCOUNT}),
    Row("GetAccessKeyInfo", {"AccessKeyId": DEV_ROOT.access_key_id}, {"Account": DEV_ACCOUNT}, caller="bob", note="chosen"),
    Row("GenerateCredentialReport", {}, {"State": "STARTED", "Description": "No report exists. Starting a new report generation task"}, then=(then("GenerateCredentialReport", {"State": "COMPLETE"}),)),
    Row("GetCredentialReport", {}, {"Content": Report(), "ReportFormat": "text/csv", "GeneratedTime": NOW}, before=(("GenerateCredentialReport", {}, ()),)),
    Row("GetAccessKeyLastUsed", {"AccessKeyId": "$key"}, {"UserName": "Bob", "AccessKeyLastUsed": {"LastUsedDate": NOW, "ServiceName": "sts", "Region": "us-east-1"}}),
    # Last uses
    Row("GenerateServiceLastAccessedDetails", {"Arn": arn("user", "team/Bob")}, {"JobId": Like("[0-9a-f-]{36}")}),
    Row(
        "GetServiceLastAccessedDetails",
        {"JobId": "$job"},
        {
            "JobStatus": "COMPLETED",
            "JobType": "SERVICE_LEVEL",
            "JobCreationDate": NOW,
            "JobCompletionDate": NOW,
            "ServicesLastAccessed": [{"ServiceName": "Amazon S3", "ServiceNamespace": "s3", "TotalAuthenticatedEntities": 0}],
            **LAST,
        },
        before=(("GenerateServiceLastAccessedDetails", {"Arn": READ}, (("job", "JobId"),)),),
    ),
    Row(
        "GetServiceLastAccessedDetailsWithEntities",
        {"JobId": "$job", "ServiceNamespace": "s3"},
        {
            "JobStatus": "COMPLETED",
            "JobCreationDate": NOW,
            "JobCompletionDate": NOW,
            "EntityDetailsList": [{"EntityInfo": {"Arn": arn("role", "team/Reader"), "Name": "Reader", "Type": "ROLE", "Id": unique_id("AROA"), "Path": "/team/"}}],
            **LAST,
        },
        before=(("GenerateServiceLastAccessedDetails", {"Arn": arn("role", "team/Reader")}, (("job", "JobId"),)),),
    ),
    Row(
        "ListPoliciesGrantingServiceAccess",
        {"Arn": arn("group", "team/Readers"), "ServiceNamespaces": ["sqs", "s3"]},
        {
            "PoliciesGrantingServiceAccess": [
                {"ServiceNamespace": "sqs", "Policies": []},
                {
                    "ServiceNamespace": "s3",
                    "Policies": [
                        {"PolicyName": "inline", "PolicyType": "INLINE", "EntityType": "GROUP", "EntityName": "Readers"},
                        {"PolicyName": "Read", "PolicyType": "MANAGED", "PolicyArn": READ},
                    ],
                },
            ],
            **LAST,
        },
    ),
    Row(
        "GenerateOrganizationsAccessReport",
        {"EntityPath": "$path"},
        {"JobId": Like("[0-9a-f-]{36}")},
        before=(*ORGANIZED, before("organizations:DescribeAccount", ("path", "Account.Paths[0]"), AccountId=DEV_ACCOUNT)),
    ),
    Row(
        "GetOrganizationsAccessReport",
        {"JobId": "$job", "MaxItems": 1},
        {
            "JobStatus": "COMPLETED",
            "JobCreationDate": NOW,
            "JobCompletionDate": NOW,
            "NumberOfServicesAccessible": Many(),
            "NumberOfServicesNotAccessed": Many(),
            "AccessDetails": [{"ServiceName": "AWS App2Container", "ServiceNamespace": "a2c"}],
            "IsTruncated": True,
            "Marker": Like(".+"),
        },
        before=(
            *ORGANIZED,
            before("organizations:DescribeAccount", ("path", "Account.Paths[0]"), AccountId=DEV_ACCOUNT),
            before("GenerateOrganizationsAccessReport", ("job", "JobId"), EntityPath="$path"),
            LATER,
        ),
    ),
    # Centralized root access
    Row(
        "EnableOrganizationsRootCredentialsManagement",
        {},
        {"OrganizationId": ORGANIZATION_ID, "EnabledFeatures": ["RootCredentialsManagement"]},
        (then("ListOrganizationsFeatures", {"EnabledFeatures": ["RootCredentialsManagement"]}),),
        before=ORGANIZED,
    ),
    Row(
        "EnableOrganizationsRootSessions",
        {},
        {"OrganizationId": ORGANIZATION_ID, "EnabledFeatures": ["RootCredentialsManagement", "RootSessions"]},
        before=(*ORGANIZED, before("EnableOrganizationsRootCredentialsManagement")),
    ),
    Row("ListOrganizationsFeatures", {}, {"OrganizationId": ORGANIZATION_ID, "EnabledFeatures": []}, before=ORGANIZED),
    Row(
        "DisableOrganizationsRootCredentialsManagement",
        {},
        {"OrganizationId": ORGANIZATION_ID, "EnabledFeatures": []},
        before=(*ORGANIZED, before("EnableOrganizationsRootCredentialsManagement")),
    ),
    Row(
        "DisableOrganizationsRootSessions",
        {},
        {"OrganizationId": ORGANIZATION_ID, "EnabledFeatures": []},
        before=(*ORGANIZED, before("EnableOrganizationsRootSessions")),
    ),
    Row(
        "AssumeRoot",
        {"TargetPrincipal": "$member", "TaskPolicyArn": {"arn": AUDIT_TASK}, "DurationSeconds": 300},
        {"Credentials": credentials(300) | {"AccessKeyId": Like("ASIA[A-Z2-7]{16}")}},
        caller="bob",
        before=(
            *ORGANIZED,
            before("EnableOrganizationsRootCredentialsManagement"),
            before("organizations:CreateAccount", AccountName="app", Email="app@example.com"),
            before("organizations:ListAccounts", ("member", "Accounts[?Name=='app'].Id | [0]")),
        ),
    ),
    Row(
        "SetSecurityTokenServicePreferences",
        {"GlobalEndpointTokenVersion": "v2Token"},
        then=(then("GetAccountSummary", {"SummaryMap": SUMMARY | {"GlobalEndpointTokenVersion": 2}}),),
    ),
    # Simulations
    Row("GetContextKeysForCustomPolicy", {"PolicyInputList": [document(ASKING)]}, {"ContextKeyNames": ["aws:SourceIp", "aws:username"]}),
    Row(
        "GetContextKeysForPrincipalPolicy",
        {"PolicySourceArn": arn("user", "team/Bob"), "PolicyInputList": [document(ASKING)]},
        {"ContextKeyNames": ["aws:SourceIp", "aws:username"]},
    ),
    Row(
        "SimulateCustomPolicy",
        {"PolicyInputList": [document(ALLOW_S3)], "ActionNames": ["s3:GetObject", "s3:PutObject"]},
        {
            "EvaluationResults": [
                SIMULATED | {"EvalActionName": "s3:GetObject", "EvalDecision": "allowed", "MatchedStatements": [MATCHED]},
                SIMULATED | {"EvalActionName": "s3:PutObject", "EvalDecision": "implicitDeny", "MatchedStatements": []},
            ],
            **LAST,
        },
    ),
    Row(
        "SimulatePrincipalPolicy",
        {"PolicySourceArn": arn("role", "Reader"), "ActionNames": ["s3:GetObject"], "ResourceArns": ["arn:aws:s3:::b/k"], "PolicyExclusionList": [{"PolicyType": "inline"}, {"PolicyType": "permission-boundary"}]},
        {
            "EvaluationResults": [
                SIMULATED
                | {"EvalActionName": "s3:GetObject", "EvalResourceName": "arn:aws:s3:::b/k", "EvalDecision": "allowed", "EvalDecisionDetails": {}}
                | {"MatchedStatements": [MATCHED | {"SourcePolicyId": "Read"}]}
                | {
                    "ResourceSpecificResults": [
                        {"EvalResourceName": "arn:aws:s3:::b/k", "EvalResourceDecision": "allowed", "MissingContextValues": [], "MatchedStatements": [MATCHED | {"SourcePolicyId": "Read"}]}
                    ]
                }
            ],
            **LAST,
        },
    ),
]
