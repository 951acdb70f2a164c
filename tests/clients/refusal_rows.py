"""Calls and the code, status and text that AWS refuses them with."""

import idp
from portcullis import DEV_ACCOUNT
from world import (
    ALLOW_S3,
    CERTIFICATE,
    CERTIFICATE_KEY,
    CURVE_CERTIFICATE,
    CURVE_KEY,
    EMPTY_POLICY,
    LIMIT,
    PHONE,
    READ,
    SPARE,
    SSH_ODD,
    SSH_PEM,
    TAGS,
    TRUST,
    UNABLE,
    WRONG_CODE,
    arn,
    codes,
    document,
)

NO_USER = "The user with name Nobody cannot be found."
NO_GROUP = "The group with name Nobody cannot be found."
NO_ROLE = "The role with name Nobody cannot be found."
NO_POLICY_ARN = arn("policy", "Nothing")
NO_POLICY = f"Policy {NO_POLICY_ARN} was not found."
NOT_ATTACHABLE = f"Policy {NO_POLICY_ARN} does not exist or is not attachable."
NO_SCOPE = f"Scope ARN: {NO_POLICY_ARN} does not exist or is not attachable."
NO_VERSION = f"Policy {READ} version v9 does not exist or is not attachable."
NOT_PARSED = "Invalid ARN:  Could not be parsed!"
CUT_SHORT = "arn:aws:iam:aws:policy/AdministratorAccess"
DUPLICATE_TAGS = "Duplicate tag keys found. Please note that Tag keys are case insensitive."
SYSTEM_TAGS = "System tags cannot be added/updated/deleted by users."
REMOVE_FIRST = "Cannot delete entity, must remove roles from instance profile first."
NO_CERTIFICATE, CERTIFICATE_NAME = "The Server Certificate with name Nothing cannot be found.", {"ServerCertificateName": "Nothing"}
NO_SSH_KEY = f"The Public Key with id {'A' * 20} cannot be found."
NO_PROFILE = "Instance Profile Nothing cannot be found."
DETACH_FIRST = "Cannot delete entity, must detach all policies first."
NO_DEVICE_SERIAL = arn("mfa", "Nothing")
NO_DEVICE = f"VirtualMFADevice with serial number {NO_DEVICE_SERIAL} doesn't exist."
NOT_THEIRS = "MFA Device invalid for user."
NOT_VALID = "Authentication code for device is not valid."
INCOMPLETE = "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code."
NO_USER_NAME = "Must specify userName when calling with non-User credentials"
USER, GROUP, ROLE = {"UserName": "Nobody"}, {"GroupName": "Nobody"}, {"RoleName": "Nobody"}
POLICY, PROFILE = {"PolicyArn": NO_POLICY_ARN}, {"InstanceProfileName": "Nothing"}
DEVICE, PHONE_SERIAL, SPARE_SERIAL = ({"SerialNumber": serial} for serial in (NO_DEVICE_SERIAL, PHONE, SPARE))
NO_PASSWORD_POLICY = f"The Password Policy with domain name {DEV_ACCOUNT} cannot be found."
NO_SERVICE = "NotSupportedService", 404
UNFIT = "PasswordPolicyViolation", 400
NO_TASK = "task/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS/1"
IDP = {"SAMLProviderArn": idp.PROVIDER}
TWICE = [{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}]
# Where keys are told apart by case.
TWICE_AS_WRITTEN = [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]
RESERVED = [{"Key": "aws:a", "Value": "1"}]
ABSENT = "NoSuchEntity", 404
THERE = "EntityAlreadyExists", 409
IN_USE = "DeleteConflict", 409
TOO_MANY = "LimitExceeded", 409
INVALID = "ValidationError", 400
MALFORMED = "MalformedPolicyDocument", 400
DENIED = "AccessDenied", 403
NO_CODE = "InvalidAuthenticationCode", 403


NO_REQUEST_ID = "1cbe991a-1400-8000-8000-000000000000"
NO_REQUEST, REQUEST_MISSING = {"DelegationRequestId": NO_REQUEST_ID}, f"The delegation request with id {NO_REQUEST_ID} cannot be found."
ASKED = {
    "Description": "d",
    "RequestorWorkflowId": "workflow-1",
    "NotificationChannel": f"arn:aws:sns:us-east-1:{DEV_ACCOUNT}:provider",
    "SessionDuration": 3600,
    "Permissions": {"PolicyTemplateArn": READ},
}
NO_TEMPLATE = "arn:aws:iam::aws:role-template/x.amazonaws.com/Reader:1"
NO_PROVIDER = {"OpenIDConnectProviderArn": arn("oidc-provider", "none.example.com")}
PROVIDER_MISSING = f"OpenIDConnect Provider not found for arn {NO_PROVIDER['OpenIDConnectProviderArn']}"


def detected(*violations):
    """AWS's one message of all violated constraints (S-11); a violation is a value, a member and a constraint."""
    plural = "s" if len(violations) > 1 else ""
    told = "; ".join(
        f"Value {value} at '{member}' failed to satisfy constraint: Member must {constraint}"
        for value, member, constraint in violations
    )
    return f"{len(violations)} validation error{plural} detected: {told}"


def missing(*members):
    return detected(*[("null", member, "not be null") for member in members])


def not_trusted(role):
    """To Bob a role that is not there is like one that does not trust him (S-24)."""
    denied = f"User: {arn('user', 'team/Bob')} is not authorized to perform: sts:AssumeRole on resource: {arn('role', role)}"
    return f"{denied} because no role trust policy allows the sts:AssumeRole action"


def needs_mfa(action):
    """Who has a device changes his own in a session with MFA (S-34)."""
    return f"User: {arn('user', 'team/Bob')} is not authorized to perform: {action} on resource: {arn('user', 'team/Bob')}"


def not_a_name(member):
    return f"The specified value for {member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-"


NOT_AN_ALIAS = "The specified value for accountAlias is invalid. It must be a minimum length of 3 characters and maximum length of 63 characters, contain only digits, lowercase letters, and hyphens (-), but cannot begin or end with a hyphen."
NOT_A_PATH = "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters."
NAME_PATTERN = r"satisfy regular expression pattern: [\w+=,.@-]+"
NOT_A_PREFIX = "The specified value for pathPrefix is invalid. It must begin with the / character and contain only alphanumeric characters and/or / characters."
PATH_PATTERN = r"satisfy regular expression pattern: (\u002F)|(\u002F[\u0021-\u007E]+\u002F)"


def holder_rows(kind, full):
    """Alike for users, groups and roles."""
    name, word = f"{kind}Name", kind.lower()
    nobody, somebody = {name: "Nobody"}, {name: full}
    absent = f"The {word} with name Nobody cannot be found."
    no_inline = f"The {word} policy with name none cannot be found."
    put = {"PolicyName": "p", "PolicyDocument": document(ALLOW_S3)}
    limit = {"User": 2048, "Group": 5120, "Role": 10240}[kind]
    return [
        (f"Attach{kind}Policy", nobody | {"PolicyArn": READ}, ABSENT, absent),
        (f"Attach{kind}Policy", somebody | POLICY, ABSENT, NOT_ATTACHABLE),
        (f"Attach{kind}Policy", somebody | {"PolicyArn": "a-name-and-not-an-arn"}, INVALID, NOT_PARSED),
        (f"Attach{kind}Policy", somebody | {"PolicyArn": arn("role", "team/Reader")}, ("InvalidInput", 400), f"ARN {arn('role', 'team/Reader')} is not valid."),
        (f"Attach{kind}Policy", somebody | {"PolicyArn": CUT_SHORT}, ("InvalidInput", 400), f"ARN {CUT_SHORT} is not valid."),
        (f"Detach{kind}Policy", nobody | {"PolicyArn": READ}, ABSENT, absent),
        (f"Detach{kind}Policy", somebody | {"PolicyArn": EMPTY_POLICY}, ABSENT, f"Policy {EMPTY_POLICY} was not found."),
        (f"ListAttached{kind}Policies", nobody, ABSENT, absent),
        (f"ListAttached{kind}Policies", somebody | {"Marker": "not-a-marker!"}, INVALID, "Invalid Marker."),
        (f"Put{kind}Policy", nobody | put, ABSENT, absent),
        (f"Put{kind}Policy", somebody | put | {"PolicyDocument": "{}"}, MALFORMED, "Syntax errors in policy."),
        (
            f"Put{kind}Policy",
            somebody | put | {"PolicyDocument": document(ALLOW_S3 | {"Id": "x" * limit})},
            TOO_MANY,
            f"Maximum policy size of {limit} bytes exceeded for {word} {full}",
        ),
        (f"Put{kind}Policy", somebody | put | {"PolicyDocument": "\u20ac"}, INVALID, detected(("'\u20ac'", "policyDocument", "satisfy regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"))),
        (f"Get{kind}Policy", nobody | {"PolicyName": "none"}, ABSENT, absent),
        (f"Get{kind}Policy", somebody | {"PolicyName": "none"}, ABSENT, no_inline),
        (f"Delete{kind}Policy", nobody | {"PolicyName": "none"}, ABSENT, absent),
        (f"Delete{kind}Policy", somebody | {"PolicyName": "none"}, ABSENT, no_inline),
        (f"List{kind}Policies", nobody, ABSENT, absent),
        (f"List{kind}Policies", {}, INVALID, missing(f"{word}Name")),
        (f"Delete{kind}", nobody, ABSENT, absent),
    ]


# Operation, parameters, code and status, text; Bob calls where the fifth column says so.
REFUSALS = [
    # Users
    ("CreateUser", {"UserName": "BOB"}, THERE, "User with name BOB already exists."),
    ("CreateUser", {}, INVALID, missing("userName")),
    ("CreateUser", {"UserName": "a b"}, INVALID, not_a_name("userName")),
    ("CreateUser", {"UserName": "a" * 65}, INVALID, detected((f"'{'a' * 65}'", "userName", "have length less than or equal to 64"))),
    ("CreateUser", {"UserName": "", "Path": "a"}, INVALID, detected(("'a'", "path", PATH_PATTERN), ("''", "userName", NAME_PATTERN), ("''", "userName", "have length greater than or equal to 1"))),
    ("CreateUser", {"UserName": "Eve", "Tags": TWICE}, ("InvalidInput", 400), DUPLICATE_TAGS),
    ("CreateUser", {"UserName": "Eve", "Tags": RESERVED}, INVALID, SYSTEM_TAGS),
    ("CreateUser", {"UserName": "Eve", "PermissionsBoundary": NO_POLICY_ARN}, ABSENT, NO_SCOPE),
    ("CreateUser", {"UserName": "Eve", "PermissionsBoundary": "x" * 20}, INVALID, NOT_PARSED),
    ("GetUser", USER, ABSENT, NO_USER),
    ("GetUser", {}, INVALID, NO_USER_NAME, "session"),
    ("ListUsers", {"MaxItems": 0}, INVALID, detected(("'0'", "maxItems", "have value greater than or equal to 1"))),
    ("ListUsers", {"MaxItems": 1001}, INVALID, detected(("'1001'", "maxItems", "have value less than or equal to 1000"))),
    ("ListUsers", {"Marker": "not-a-marker!"}, INVALID, "Invalid Marker."),
    ("ListUsers", {"PathPrefix": "a"}, INVALID, NOT_A_PREFIX),
    ("ListPolicies", {"PathPrefix": "/a"}, INVALID, NOT_A_PREFIX),
    ("UpdateUser", {"UserName": "Nobody", "NewUserName": "x"}, ABSENT, NO_USER),
    ("UpdateUser", {"UserName": "Bob", "NewUserName": "empty"}, THERE, "User with name empty already exists."),
    ("DeleteUser", {"UserName": "Bob"}, IN_USE, "Cannot delete entity, must delete access keys first."),
    ("TagUser", USER | {"Tags": []}, ABSENT, NO_USER),
    ("TagUser", {"UserName": "Bob", "Tags": TWICE}, ("InvalidInput", 400), DUPLICATE_TAGS),
    ("TagUser", {"UserName": "Bob", "Tags": [{"Key": f"k{n}", "Value": ""} for n in range(50)]}, TOO_MANY, "Cannot exceed quota for TagsPerResource: 50"),
    ("UntagUser", USER | {"TagKeys": ["a"]}, ABSENT, NO_USER),
    ("UntagUser", {"UserName": "Bob", "TagKeys": ["aws:a"]}, INVALID, SYSTEM_TAGS),
    ("ListUserTags", USER, ABSENT, NO_USER),
    ("PutUserPermissionsBoundary", USER | {"PermissionsBoundary": LIMIT}, ABSENT, NO_USER),
    ("PutUserPermissionsBoundary", {"UserName": "Bob", "PermissionsBoundary": NO_POLICY_ARN}, ABSENT, NO_SCOPE),
    ("DeleteUserPermissionsBoundary", USER, ABSENT, NO_USER),
    *holder_rows("User", "Bob"),
    # Groups
    ("CreateGroup", {"GroupName": "readers"}, THERE, "Group with name readers already exists."),
    ("CreateGroup", {}, INVALID, missing("groupName")),
    ("GetGroup", GROUP, ABSENT, NO_GROUP),
    ("ListGroups", {"Marker": "!"}, INVALID, "Invalid Marker."),
    ("ListGroupsForUser", USER, ABSENT, NO_USER),
    ("AddUserToGroup", GROUP | {"UserName": "Bob"}, ABSENT, NO_GROUP),
    ("AddUserToGroup", {"GroupName": "Readers", "UserName": "Nobody"}, ABSENT, NO_USER),
    ("RemoveUserFromGroup", GROUP | {"UserName": "Bob"}, ABSENT, NO_GROUP),
    ("RemoveUserFromGroup", {"GroupName": "Readers", "UserName": "Nobody"}, ABSENT, NO_USER),
    ("UpdateGroup", GROUP | {"NewGroupName": "x"}, ABSENT, NO_GROUP),
    ("UpdateGroup", {"GroupName": "Readers", "NewGroupName": "Empty"}, THERE, "Group with name Empty already exists."),
    ("DeleteGroup", {"GroupName": "Readers"}, IN_USE, "Cannot delete entity, must remove users from group first."),
    *holder_rows("Group", "Readers"),
    # Access keys
    ("CreateAccessKey", USER, ABSENT, NO_USER),
    ("CreateAccessKey", {}, INVALID, NO_USER_NAME, "session"),
    ("ListAccessKeys", USER, ABSENT, NO_USER),
    ("UpdateAccessKey", {"UserName": "Bob", "AccessKeyId": "A" * 20, "Status": "Active"}, ABSENT, f"The Access Key with id {'A' * 20} cannot be found."),
    ("UpdateAccessKey", {"UserName": "Empty", "AccessKeyId": "$key", "Status": "Inactive"}, ABSENT, "The Access Key with id $key cannot be found."),
    ("UpdateAccessKey", {"UserName": "Bob", "AccessKeyId": "$key", "Status": "Off"}, INVALID, detected(("'Off'", "status", "satisfy enum value set: [Active, Inactive, Expired]"))),
    ("DeleteAccessKey", {"UserName": "Empty", "AccessKeyId": "$key"}, ABSENT, "The Access Key with id $key cannot be found."),
    # Passwords
    ("CreateLoginProfile", USER | {"Password": "Tr0ub4dor&3"}, ABSENT, NO_USER),
    ("CreateLoginProfile", {"UserName": "Empty", "Password": "short"}, UNFIT, "Password should have a minimum length of 8, Password should meet 2 more of the following requirements: Password should have at least one uppercase letter, Password should have at least one number, Password should have at least one symbol"),
    ("CreateLoginProfile", {"UserName": "Empty", "Password": "a" * 129}, INVALID, detected(("'***'", "password", "have length less than or equal to 128"))),
    ("CreateLoginProfile", {"Password": "Tr0ub4dor&3"}, INVALID, NO_USER_NAME, "session"),
    ("CreateServiceSpecificCredential", USER | {"ServiceName": "codecommit.amazonaws.com"}, ABSENT, NO_USER),
    ("CreateServiceSpecificCredential", {"UserName": "Bob", "ServiceName": "s3.amazonaws.com"}, NO_SERVICE, "No such service s3.amazonaws.com is supported for Service Specific Credentials"),
    ("CreateServiceSpecificCredential", {"UserName": "Bob", "ServiceName": "codecommit.amazonaws.com", "CredentialAgeDays": 0}, INVALID, detected(("'0'", "credentialAgeDays", "have value greater than or equal to 1"))),
    ("ListServiceSpecificCredentials", USER, ABSENT, NO_USER),
    ("ListServiceSpecificCredentials", {"UserName": "Bob", "Marker": "!"}, INVALID, "Invalid Marker."),
    ("ListServiceSpecificCredentials", {"UserName": "Bob", "ServiceName": "s3.amazonaws.com"}, NO_SERVICE, "No such service s3.amazonaws.com is supported for Service Specific Credentials"),
    ("ResetServiceSpecificCredential", {"UserName": "Bob", "ServiceSpecificCredentialId": "A" * 20}, ABSENT, f"No such credential {'A' * 20} exists"),
    ("UpdateServiceSpecificCredential", {"UserName": "Bob", "ServiceSpecificCredentialId": "A" * 20, "Status": "Active"}, ABSENT, f"No such credential {'A' * 20} exists"),
    ("DeleteServiceSpecificCredential", {"UserName": "Bob", "ServiceSpecificCredentialId": "A" * 20}, ABSENT, f"No such credential {'A' * 20} exists"),
    ("DeleteServiceSpecificCredential", {}, INVALID, missing("serviceSpecificCredentialId")),
    ("GetLoginProfile", {"UserName": "Empty"}, ABSENT, "Login Profile for User Empty cannot be found."),
    ("UpdateLoginProfile", {"UserName": "Empty", "PasswordResetRequired": True}, ABSENT, "Login Profile for User Empty cannot be found."),
    ("DeleteLoginProfile", {"UserName": "Empty"}, ABSENT, "Login Profile for User Empty cannot be found."),
    ("DeleteLoginProfile", USER, ABSENT, NO_USER),
    ("ChangePassword", {"OldPassword": "a", "NewPassword": "b"}, ("InvalidUserType", 400), "Only IAM Users can change their own password"),
    ("ChangePassword", {"OldPassword": "a", "NewPassword": "b"}, ABSENT, "Login Profile for User Bob cannot be found.", "bob"),
    ("GetAccountPasswordPolicy", {}, ABSENT, NO_PASSWORD_POLICY),
    ("DeleteAccountPasswordPolicy", {}, ABSENT, NO_PASSWORD_POLICY),
    ("UpdateAccountPasswordPolicy", {"MinimumPasswordLength": 5}, INVALID, detected(("'5'", "minimumPasswordLength", "have value greater than or equal to 6"))),
    # MFA devices
    ("CreateVirtualMFADevice", {"VirtualMFADeviceName": "SPARE"}, THERE, "MFADevice entity at the same path and name already exists."),
    ("CreateVirtualMFADevice", {}, INVALID, missing("virtualMFADeviceName")),
    ("CreateVirtualMFADevice", {"VirtualMFADeviceName": "a b"}, INVALID, not_a_name("virtualMFADeviceName")),
    ("CreateVirtualMFADevice", {"VirtualMFADeviceName": "New", "Path": "a"}, INVALID, NOT_A_PATH),
    ("CreateVirtualMFADevice", {"VirtualMFADeviceName": "New", "Tags": TWICE_AS_WRITTEN}, ("InvalidInput", 400), DUPLICATE_TAGS),
    ("CreateVirtualMFADevice", {"VirtualMFADeviceName": "New", "Tags": RESERVED}, INVALID, SYSTEM_TAGS),
    ("EnableMFADevice", USER | SPARE_SERIAL | codes("Spare"), ABSENT, NO_USER),
    ("EnableMFADevice", {"UserName": "Empty"} | DEVICE | codes("Spare"), ABSENT, NO_DEVICE),
    ("EnableMFADevice", {"UserName": "Empty", "SerialNumber": arn("mfa", "spare")} | codes("Spare"), ABSENT, NO_DEVICE.replace("Nothing", "spare")),
    ("EnableMFADevice", {"UserName": "Empty"} | PHONE_SERIAL | codes("Phone", 1), THERE, "MFA Device is already in use."),
    ("EnableMFADevice", {"UserName": "Empty"} | SPARE_SERIAL | codes("Phone"), NO_CODE, NOT_VALID),
    ("EnableMFADevice", {"UserName": "Empty"} | SPARE_SERIAL | codes("Spare", 1002), NO_CODE, NOT_VALID),
    (
        "EnableMFADevice",
        {"UserName": "Empty"} | SPARE_SERIAL | {"AuthenticationCode1": "12345", "AuthenticationCode2": "1234567"},
        INVALID,
        detected(("'***'", "authenticationCode1", "have length greater than or equal to 6"), ("'***'", "authenticationCode2", "have length less than or equal to 6")),
    ),
    ("EnableMFADevice", {"UserName": "Bob"} | SPARE_SERIAL | codes("Spare"), DENIED, needs_mfa("iam:EnableMFADevice"), "bob"),
    ("ResyncMFADevice", USER | PHONE_SERIAL | codes("Phone", 1), ABSENT, NO_USER),
    ("ResyncMFADevice", {"UserName": "Empty"} | PHONE_SERIAL | codes("Phone", 1), ABSENT, NOT_THEIRS),
    ("ResyncMFADevice", {"UserName": "Bob"} | SPARE_SERIAL | codes("Spare", 1), ABSENT, NOT_THEIRS),
    ("ResyncMFADevice", {"UserName": "Bob"} | PHONE_SERIAL | codes("Phone", -5), NO_CODE, NOT_VALID),
    ("ResyncMFADevice", {"UserName": "Bob"} | PHONE_SERIAL | codes("Spare", 1), NO_CODE, NOT_VALID),
    ("DeactivateMFADevice", USER | PHONE_SERIAL, ABSENT, NO_USER),
    ("DeactivateMFADevice", {"UserName": "Empty"} | PHONE_SERIAL, ABSENT, NOT_THEIRS),
    ("DeactivateMFADevice", PHONE_SERIAL, ABSENT, NOT_THEIRS),
    ("DeactivateMFADevice", PHONE_SERIAL, INVALID, NO_USER_NAME, "session"),
    ("DeactivateMFADevice", PHONE_SERIAL, DENIED, needs_mfa("iam:DeactivateMFADevice"), "bob"),
    ("DeleteVirtualMFADevice", DEVICE, ABSENT, NO_DEVICE),
    ("DeleteVirtualMFADevice", PHONE_SERIAL, IN_USE, "MFA VirtualDevice in use. Must deactivate first."),
    ("DeleteVirtualMFADevice", {"SerialNumber": "GAHT1234"}, INVALID, detected(("'GAHT1234'", "serialNumber", "have length greater than or equal to 9"))),
    ("GetMFADevice", USER | PHONE_SERIAL, ABSENT, NO_USER),
    ("GetMFADevice", {"UserName": "Bob"} | SPARE_SERIAL, ABSENT, NOT_THEIRS),
    ("ListMFADevices", USER, ABSENT, NO_USER),
    ("ListMFADevices", {}, INVALID, NO_USER_NAME, "session"),
    ("ListMFADevices", {"Marker": "!"}, INVALID, "Invalid Marker."),
    ("ListVirtualMFADevices", {"Marker": "!"}, INVALID, "Invalid Marker."),
    ("ListVirtualMFADevices", {"AssignmentStatus": "Some"}, INVALID, detected(("'Some'", "assignmentStatus", "satisfy enum value set: [Assigned, Unassigned, Any]"))),
    ("TagMFADevice", DEVICE | {"Tags": [{"Key": "a", "Value": "b"}]}, ABSENT, NO_DEVICE),
    ("TagMFADevice", PHONE_SERIAL | {"Tags": TWICE_AS_WRITTEN}, ("InvalidInput", 400), DUPLICATE_TAGS),
    ("TagMFADevice", PHONE_SERIAL | {"Tags": [{"Key": f"k{n}", "Value": ""} for n in range(50)]}, TOO_MANY, "Cannot exceed quota for TagsPerResource: 50"),
    ("UntagMFADevice", DEVICE | {"TagKeys": ["a"]}, ABSENT, NO_DEVICE),
    ("UntagMFADevice", PHONE_SERIAL | {"TagKeys": ["aws:a"]}, INVALID, SYSTEM_TAGS),
    ("ListMFADeviceTags", DEVICE, ABSENT, NO_DEVICE),
    # Roles
    ("CreateRole", {"RoleName": "reader", "AssumeRolePolicyDocument": document(TRUST)}, THERE, "Role with name reader already exists."),
    ("CreateRole", {}, INVALID, missing("roleName", "assumeRolePolicyDocument")),
    ("CreateRole", {"RoleName": "x", "AssumeRolePolicyDocument": document(TRUST), "PermissionsBoundary": NO_POLICY_ARN}, ABSENT, NO_SCOPE),
    ("CreateRole", {"RoleName": "x", "AssumeRolePolicyDocument": document(TRUST), "MaxSessionDuration": 43201}, INVALID, detected(("'43201'", "maxSessionDuration", "have value less than or equal to 43200"))),
    ("CreateRole", {"RoleName": "x", "AssumeRolePolicyDocument": document(TRUST | {"Id": "x" * 2048})}, TOO_MANY, "Cannot exceed quota for ACLSizePerRole: 2048"),
    ("GetRole", ROLE, ABSENT, NO_ROLE),
    ("ListRoles", {"Marker": "!"}, INVALID, "Invalid Marker."),
    ("UpdateRole", ROLE | {"Description": "d"}, ABSENT, NO_ROLE),
    ("UpdateRole", {"RoleName": "Reader", "MaxSessionDuration": 3599}, INVALID, detected(("'3599'", "maxSessionDuration", "have value greater than or equal to 3600"))),
    ("UpdateRoleDescription", ROLE | {"Description": "d"}, ABSENT, NO_ROLE),
    ("UpdateAssumeRolePolicy", ROLE | {"PolicyDocument": document(TRUST)}, ABSENT, NO_ROLE),
    ("DeleteRole", {"RoleName": "Reader"}, IN_USE, REMOVE_FIRST),
    ("TagRole", ROLE | {"Tags": RESERVED[:0]}, ABSENT, NO_ROLE),
    ("TagRole", {"RoleName": "Reader", "Tags": RESERVED}, INVALID, SYSTEM_TAGS),
    ("UntagRole", ROLE | {"TagKeys": ["a"]}, ABSENT, NO_ROLE),
    ("ListRoleTags", ROLE, ABSENT, NO_ROLE),
    ("PutRolePermissionsBoundary", ROLE | {"PermissionsBoundary": LIMIT}, ABSENT, NO_ROLE),
    ("PutRolePermissionsBoundary", {"RoleName": "Reader", "PermissionsBoundary": NO_POLICY_ARN}, ABSENT, NO_SCOPE),
    ("DeleteRolePermissionsBoundary", ROLE, ABSENT, NO_ROLE),
    *holder_rows("Role", "Reader"),
    # SAML providers
    ("CreateSAMLProvider", {"Name": "Idp", idp.METADATA: "x" * 1000}, ("InvalidInput", 400), "Could not parse metadata."),
    ("CreateSAMLProvider", {"Name": "a b", idp.METADATA: idp.shared().metadata}, INVALID, detected(("'a b'", "name", r"satisfy regular expression pattern: [\w._-]+"))),
    ("CreateSAMLProvider", {"Name": "Idp", idp.METADATA: "x" * 999}, INVALID, None),
    ("CreateSAMLProvider", {"Name": "Idp", idp.METADATA: idp.shared().metadata, "Tags": TWICE_AS_WRITTEN}, ("InvalidInput", 400), DUPLICATE_TAGS),
    ("CreateSAMLProvider", {"Name": "Idp", idp.METADATA: idp.shared().metadata, "AddPrivateKey": "x"}, ("InvalidInput", 400), "Invalid private key."),
    *[
        (operation, IDP | more, ABSENT, f"Manifest not found for arn {idp.PROVIDER}")
        for operation, more in {
            "GetSAMLProvider": {},
            "UpdateSAMLProvider": {idp.METADATA: idp.shared().metadata},
            "DeleteSAMLProvider": {},
            "TagSAMLProvider": {"Tags": [{"Key": "a", "Value": "b"}]},
            "UntagSAMLProvider": {"TagKeys": ["a"]},
            "ListSAMLProviderTags": {},
        }.items()
    ],
    ("GetSAMLProvider", {"SAMLProviderArn": arn("role", "Reader")}, ("InvalidInput", 400), f"ARN {arn('role', 'Reader')} is not valid."),
    ("ListSAMLProviders", {}, DENIED, None, "session"),
    ("AssumeRoleWithSAML", {"RoleArn": arn("role", "Empty"), "PrincipalArn": idp.PROVIDER, "SAMLAssertion": "AAAA"}, ("InvalidIdentityToken", 400), None),
    ("AssumeRoleWithSAML", {"RoleArn": arn("user", "team/Bob"), "PrincipalArn": idp.PROVIDER, "SAMLAssertion": "AAAA"}, INVALID, "Request ARN is invalid"),
    ("AssumeRoleWithSAML", {"RoleArn": arn("role", "Empty"), "PrincipalArn": idp.PROVIDER}, INVALID, missing("sAMLAssertion")),
    # Instance profiles
    ("CreateInstanceProfile", {"InstanceProfileName": "WEB"}, THERE, "Instance Profile WEB already exists."),
    ("CreateInstanceProfile", {}, INVALID, missing("instanceProfileName")),
    ("CreateInstanceProfile", {"InstanceProfileName": "New", "Tags": TWICE_AS_WRITTEN}, ("InvalidInput", 400), DUPLICATE_TAGS),
    ("CreateInstanceProfile", {"InstanceProfileName": "New", "Path": "a"}, INVALID, NOT_A_PATH),
    ("GetInstanceProfile", PROFILE, ABSENT, NO_PROFILE),
    ("ListInstanceProfiles", {"Marker": "!"}, INVALID, "Invalid Marker."),
    ("ListInstanceProfilesForRole", ROLE, ABSENT, NO_ROLE),
    ("AddRoleToInstanceProfile", PROFILE | {"RoleName": "Reader"}, ABSENT, NO_PROFILE),
    ("AddRoleToInstanceProfile", {"InstanceProfileName": "Empty"} | ROLE, ABSENT, NO_ROLE),
    ("AddRoleToInstanceProfile", {"InstanceProfileName": "Web", "RoleName": "Empty"}, TOO_MANY, "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1"),
    ("RemoveRoleFromInstanceProfile", PROFILE | {"RoleName": "Reader"}, ABSENT, NO_PROFILE),
    ("RemoveRoleFromInstanceProfile", {"InstanceProfileName": "Web"} | ROLE, ABSENT, NO_ROLE),
    ("DeleteInstanceProfile", PROFILE, ABSENT, NO_PROFILE),
    ("DeleteInstanceProfile", {"InstanceProfileName": "Web"}, IN_USE, REMOVE_FIRST),
    ("TagInstanceProfile", PROFILE | {"Tags": [{"Key": "a", "Value": "b"}]}, ABSENT, NO_PROFILE),
    ("TagInstanceProfile", {"InstanceProfileName": "Web", "Tags": RESERVED}, INVALID, SYSTEM_TAGS),
    ("UntagInstanceProfile", PROFILE | {"TagKeys": ["a"]}, ABSENT, NO_PROFILE),
    ("ListInstanceProfileTags", PROFILE, ABSENT, NO_PROFILE),
    # Service-linked roles
    ("CreateRole", {"RoleName": "x", "Path": "/aws-service-role/ecs.amazonaws.com/", "AssumeRolePolicyDocument": document(TRUST)}, ("InvalidInput", 400), "Path prefix '/aws-service-role/' can only be used for AWS Service linked Roles"),
    ("CreateServiceLinkedRole", {}, INVALID, missing("aWSServiceName")),
    ("CreateServiceLinkedRole", {"AWSServiceName": "account.amazonaws.com"}, DENIED, "Cannot find Service Linked Role template for account.amazonaws.com"),
    ("CreateServiceLinkedRole", {"AWSServiceName": "es.amazonaws.com", "CustomSuffix": "a"}, ("InvalidInput", 400), "Custom suffix is not allowed for es.amazonaws.com"),
    ("DeleteServiceLinkedRole", ROLE, ABSENT, NO_ROLE),
    ("DeleteServiceLinkedRole", {"RoleName": "Reader"}, ABSENT, "There is no service-linked role with name Reader."),
    ("GetServiceLinkedRoleDeletionStatus", {"DeletionTaskId": "1"}, ("InvalidInput", 400), "The deletion task id 1 is not valid."),
    ("GetServiceLinkedRoleDeletionStatus", {"DeletionTaskId": NO_TASK}, ABSENT, f"Deletion task {NO_TASK} cannot be found."),
    # Certificates and SSH keys
    ("UploadServerCertificate", {"ServerCertificateName": "SITE", "CertificateBody": CERTIFICATE, "PrivateKey": CERTIFICATE_KEY}, THERE, "The Server Certificate with name SITE already exists."),
    ("UploadServerCertificate", {"ServerCertificateName": "New", "CertificateBody": CERTIFICATE, "PrivateKey": CURVE_KEY}, ("KeyPairMismatch", 400), "The private key does not match the public key of the certificate."),
    ("UploadServerCertificate", {"ServerCertificateName": "New", "CertificateBody": "x", "PrivateKey": CURVE_KEY}, ("MalformedCertificate", 400), "Unable to parse certificate. Please ensure the certificate is in PEM format."),
    ("UploadServerCertificate", {"ServerCertificateName": "New"}, INVALID, None),
    ("GetServerCertificate", CERTIFICATE_NAME, ABSENT, NO_CERTIFICATE),
    ("ListServerCertificates", {"Marker": "!"}, INVALID, "Invalid Marker."),
    ("UpdateServerCertificate", CERTIFICATE_NAME | {"NewPath": "/a/"}, ABSENT, NO_CERTIFICATE),
    ("DeleteServerCertificate", CERTIFICATE_NAME, ABSENT, NO_CERTIFICATE),
    ("TagServerCertificate", CERTIFICATE_NAME | {"Tags": [{"Key": "a", "Value": "b"}]}, ABSENT, NO_CERTIFICATE),
    ("UntagServerCertificate", CERTIFICATE_NAME | {"TagKeys": ["a"]}, ABSENT, NO_CERTIFICATE),
    ("ListServerCertificateTags", CERTIFICATE_NAME, ABSENT, NO_CERTIFICATE),
    ("UploadSigningCertificate", {"UserName": "Empty", "CertificateBody": CURVE_CERTIFICATE}, ("DuplicateCertificate", 409), "The same certificate is associated with an IAM user in the account."),
    ("UploadSigningCertificate", USER | {"CertificateBody": CERTIFICATE}, ABSENT, NO_USER),
    ("ListSigningCertificates", USER, ABSENT, NO_USER),
    ("UpdateSigningCertificate", {"UserName": "Empty", "CertificateId": "A" * 24, "Status": "Active"}, ABSENT, f"The Certificate with id {'A' * 24} cannot be found."),
    ("DeleteSigningCertificate", {"UserName": "Empty", "CertificateId": "A" * 24}, ABSENT, f"The Certificate with id {'A' * 24} cannot be found."),
    ("UploadSSHPublicKey", {"UserName": "Bob", "SSHPublicKeyBody": SSH_PEM}, ("DuplicateSSHPublicKey", 400), "The SSH public key is already associated with the specified IAM user."),
    ("UploadSSHPublicKey", {"UserName": "Empty", "SSHPublicKeyBody": SSH_ODD}, ("InvalidPublicKey", 400), "The public key is malformed or otherwise invalid."),
    ("UploadSSHPublicKey", {"UserName": "Empty", "SSHPublicKeyBody": "x"}, ("UnrecognizedPublicKeyEncoding", 400), "The public key encoding format is unsupported or unrecognized."),
    ("GetSSHPublicKey", {"UserName": "Empty", "SSHPublicKeyId": "A" * 20, "Encoding": "SSH"}, ABSENT, NO_SSH_KEY),
    ("ListSSHPublicKeys", USER, ABSENT, NO_USER),
    ("UpdateSSHPublicKey", {"UserName": "Empty", "SSHPublicKeyId": "A" * 20, "Status": "Active"}, ABSENT, NO_SSH_KEY),
    ("DeleteSSHPublicKey", {"UserName": "Empty", "SSHPublicKeyId": "A" * 20}, ABSENT, NO_SSH_KEY),
    # Managed policies
    ("CreatePolicy", {"PolicyName": "read", "PolicyDocument": document(ALLOW_S3)}, THERE, "A policy called read already exists. Duplicate names are not allowed."),
    ("CreatePolicy", {}, INVALID, missing("policyName", "policyDocument")),
    ("CreatePolicy", {"PolicyName": "x", "PolicyDocument": document(ALLOW_S3 | {"Id": "x" * 6144})}, TOO_MANY, "Cannot exceed quota for PolicySize: 6144"),
    ("GetPolicy", POLICY, ABSENT, NO_POLICY),
    ("GetPolicy", {"PolicyArn": "a-name-and-not-an-arn"}, INVALID, NOT_PARSED),
    ("ListPolicies", {"Scope": "Mine"}, INVALID, detected(("'Mine'", "scope", "satisfy enum value set: [All, AWS, Local]"))),
    ("DeletePolicy", POLICY, ABSENT, NO_POLICY),
    ("DeletePolicy", {"PolicyArn": READ}, IN_USE, "Cannot delete a policy attached to entities."),
    ("DeletePolicy", {"PolicyArn": LIMIT}, IN_USE, "Cannot delete a policy attached to entities."),
    ("CreatePolicyVersion", POLICY | {"PolicyDocument": document(ALLOW_S3)}, ABSENT, NO_POLICY),
    ("CreatePolicyVersion", {"PolicyArn": READ, "PolicyDocument": "[]"}, MALFORMED, "Syntax errors in policy."),
    ("GetPolicyVersion", {"PolicyArn": READ, "VersionId": "v9"}, ABSENT, NO_VERSION),
    ("GetPolicyVersion", {"PolicyArn": READ, "VersionId": "1"}, INVALID, detected(("'1'", "versionId", r"satisfy regular expression pattern: v[1-9][0-9]*(\.[A-Za-z0-9-]*)?"))),
    ("ListPolicyVersions", POLICY, ABSENT, NO_POLICY),
    ("SetDefaultPolicyVersion", {"PolicyArn": READ, "VersionId": "v9"}, ABSENT, NO_VERSION),
    ("DeletePolicyVersion", {"PolicyArn": READ, "VersionId": "v1"}, IN_USE, "Cannot delete the default version of a policy."),
    ("DeletePolicyVersion", {"PolicyArn": READ, "VersionId": "v9"}, ABSENT, NO_VERSION),
    ("ListEntitiesForPolicy", POLICY, ABSENT, NO_POLICY),
    ("TagPolicy", POLICY | {"Tags": [{"Key": "a", "Value": "b"}]}, ABSENT, NO_POLICY),
    ("UntagPolicy", POLICY | {"TagKeys": ["a"]}, ABSENT, NO_POLICY),
    ("ListPolicyTags", POLICY, ABSENT, NO_POLICY),
    ("GetAccountAuthorizationDetails", {"Filter": ["Bucket"]}, INVALID, detected(("'[Bucket]'", "filter", "satisfy constraint: [Member must satisfy enum value set: [User, Role, Group, LocalManagedPolicy, AWSManagedPolicy]]"))),
    # The account
    ("CreateAccountAlias", {"AccountAlias": "world"}, THERE, "The account alias world already exists."),
    ("CreateAccountAlias", {"AccountAlias": "a--b"}, INVALID, NOT_AN_ALIAS),
    ("DeleteAccountAlias", {"AccountAlias": "other"}, ABSENT, "The account alias other cannot be found."),
    ("ListAccountAliases", {"Marker": "!"}, INVALID, "Invalid Marker."),
    ("PutAccountProperties", {"Properties": {"A/x": "1", "B/x": "1"}}, ("InvalidInput", 400), "All properties must belong to the same namespace."),
    ("PutAccountProperties", {}, INVALID, missing("properties")),
    ("GetAccountProperties", {}, DENIED, None, "session"),
    ("GetAccountSummary", {}, DENIED, None, "session"),
    # The account as an issuer
    ("DisableOutboundWebIdentityFederation", {}, ("FeatureDisabled", 404), None),
    ("GetOutboundWebIdentityFederationInfo", {}, ("FeatureDisabled", 404), None),
    ("EnableOutboundWebIdentityFederation", {}, DENIED, None, "session"),
    ("GetWebIdentityToken", {"Audience": ["app"], "SigningAlgorithm": "RS256"}, ("OutboundWebIdentityFederationDisabledException", 403), None),
    ("GetWebIdentityToken", {"Audience": ["app"], "SigningAlgorithm": "RS256", "Tags": TWICE}, ("InvalidParameterValue", 400), DUPLICATE_TAGS),
    # OpenID Connect providers
    ("CreateOpenIDConnectProvider", {"Url": "http://id.example.com"}, INVALID, "Invalid Open ID Connect Provider URL"),
    ("CreateOpenIDConnectProvider", {"Url": "https://id.example.com", "ThumbprintList": ["x" * 40]}, ("InvalidInput", 400), "Thumbprint must be a 40-character hexadecimal string."),
    ("CreateOpenIDConnectProvider", {"Url": "https://id.example.com", "ThumbprintList": [f"{n:040}" for n in range(6)]}, ("InvalidInput", 400), "Thumbprint list must contain fewer than 5 entries."),
    ("CreateOpenIDConnectProvider", {"Url": "https://id.example.com", "ClientIDList": [str(n) for n in range(101)]}, ("LimitExceeded", 409), "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100"),
    ("CreateOpenIDConnectProvider", {"Url": "https://id.example.com", "Tags": TWICE_AS_WRITTEN}, ("InvalidInput", 400), DUPLICATE_TAGS),
    ("GetOpenIDConnectProvider", NO_PROVIDER, ABSENT, PROVIDER_MISSING),
    ("AddClientIDToOpenIDConnectProvider", NO_PROVIDER | {"ClientID": "app"}, ABSENT, PROVIDER_MISSING),
    ("RemoveClientIDFromOpenIDConnectProvider", NO_PROVIDER | {"ClientID": "app"}, ABSENT, PROVIDER_MISSING),
    ("UpdateOpenIDConnectProviderThumbprint", NO_PROVIDER | {"ThumbprintList": ["0" * 40]}, ABSENT, PROVIDER_MISSING),
    ("TagOpenIDConnectProvider", NO_PROVIDER | {"Tags": [{"Key": "a", "Value": "b"}]}, ABSENT, PROVIDER_MISSING),
    ("UntagOpenIDConnectProvider", NO_PROVIDER | {"TagKeys": ["a"]}, ABSENT, PROVIDER_MISSING),
    ("ListOpenIDConnectProviderTags", NO_PROVIDER, ABSENT, PROVIDER_MISSING),
    ("DeleteOpenIDConnectProvider", {}, INVALID, missing("openIDConnectProviderArn")),
    ("ListOpenIDConnectProviders", {}, DENIED, None, "session"),
    # Delegation requests
    ("CreateDelegationRequest", ASKED | {"Permissions": {"PolicyTemplateArn": NO_POLICY_ARN}}, ("InvalidInput", 400), f"The policy template {NO_POLICY_ARN} cannot be found."),
    ("CreateDelegationRequest", ASKED | {"Permissions": {"PolicyTemplateArn": READ, "Parameters": [{"Name": "bucket", "Values": ["b"]}]}}, ("InvalidInput", 400), "The policy template has no parameter bucket."),
    ("CreateDelegationRequest", ASKED | {"SessionDuration": 299}, INVALID, detected(("'299'", "sessionDuration", "have value greater than or equal to 300"))),
    ("CreateDelegationRequest", ASKED | {"SessionDuration": 43201}, INVALID, detected(("'43201'", "sessionDuration", "have value less than or equal to 43200"))),
    ("CreateDelegationRequest", ASKED, DENIED, None, "session"),
    ("AssociateDelegationRequest", NO_REQUEST, ABSENT, REQUEST_MISSING),
    ("GetDelegationRequest", NO_REQUEST, ABSENT, REQUEST_MISSING),
    ("GetDelegationRequest", NO_REQUEST, DENIED, None, "session"),
    ("UpdateDelegationRequest", NO_REQUEST, ABSENT, REQUEST_MISSING),
    ("AcceptDelegationRequest", NO_REQUEST, ABSENT, REQUEST_MISSING),
    ("RejectDelegationRequest", NO_REQUEST, ABSENT, REQUEST_MISSING),
    ("SendDelegationToken", NO_REQUEST, ABSENT, REQUEST_MISSING),
    ("SendDelegationToken", {}, INVALID, missing("delegationRequestId")),
    ("ListDelegationRequests", {"Marker": "!"}, INVALID, "Invalid Marker."),
    ("ListDelegationRequests", {}, DENIED, None, "session"),
    ("GetHumanReadableSummary", {"EntityArn": arn("delegation-request", NO_REQUEST_ID)}, ABSENT, REQUEST_MISSING),
    ("GetHumanReadableSummary", {"EntityArn": arn("user", "Bob")}, ("InvalidInput", 400), f"{arn('user', 'Bob')} is not the ARN of a delegation request."),
    ("AcquireRole", {"TemplateArn": NO_TEMPLATE, "ReplacementValues": {"bucket": {"Values": ["b"]}}}, ABSENT, f"The role template {NO_TEMPLATE} cannot be found."),
    ("AcquireRole", {"TemplateArn": NO_TEMPLATE}, DENIED, None, "session"),
    ("GetRoleTemplateVersion", {"TemplateArn": NO_TEMPLATE}, ABSENT, f"The role template {NO_TEMPLATE} cannot be found."),
    ("GetRoleTemplateVersion", {"TemplateArn": READ, "MinorVersion": 1}, ("InvalidInput", 400), f"{READ} is not the ARN of a role template."),
    # STS
    ("GetDelegatedAccessToken", {"TradeInToken": "x"}, INVALID, "The trade-in token is not valid."),
    ("GetDelegatedAccessToken", {"TradeInToken": "x"}, DENIED, None, "session"),
    ("AssumeRoleWithWebIdentity", {"RoleArn": arn("role", "Empty"), "RoleSessionName": "ss", "WebIdentityToken": "abcd"}, ("InvalidIdentityToken", 400), "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"),
    ("AssumeRole", {"RoleArn": arn("role", "Empty"), "RoleSessionName": "s"}, INVALID, detected(("'s'", "roleSessionName", "have length greater than or equal to 2")), "bob"),
    ("AssumeRole", {"RoleArn": "x" * 20, "RoleSessionName": "ss"}, INVALID, f"{'x' * 20} is invalid", "bob"),
    ("AssumeRole", {"RoleArn": arn("role", "Empty"), "RoleSessionName": "ss"}, DENIED, "Roles may not be assumed by root accounts."),
    ("AssumeRole", {"RoleArn": arn("role", "Nobody"), "RoleSessionName": "ss"}, DENIED, not_trusted("Nobody"), "bob"),
    ("AssumeRole", {"RoleArn": arn("role", "Reader"), "RoleSessionName": "ss"}, DENIED, not_trusted("Reader"), "bob"),
    ("AssumeRole", {"RoleArn": arn("role", "Empty"), "RoleSessionName": "ss", "DurationSeconds": 3601}, INVALID, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", "bob"),
    ("AssumeRole", {"RoleArn": arn("role", "Empty"), "RoleSessionName": "ss", "DurationSeconds": 899}, INVALID, detected(("'899'", "durationSeconds", "have value greater than or equal to 900")), "bob"),
    ("AssumeRole", {"RoleArn": arn("role", "Empty"), "RoleSessionName": "ss", "DurationSeconds": "9e2"}, ("MalformedInput", 400), None, "bob"),
    ("AssumeRole", {"RoleArn": arn("role", "Empty"), "RoleSessionName": "ss", "Policy": "{"}, MALFORMED, "Syntax errors in policy.", "bob"),
    ("AssumeRole", {"RoleArn": arn("role", "Empty"), "RoleSessionName": "ss", "PolicyArns": [{"arn": NO_POLICY_ARN}]}, MALFORMED, None, "bob"),
    (
        "AssumeRole",
        {"RoleArn": arn("role", "Empty"), "RoleSessionName": "ss", "PolicyArns": [{"arn": NO_POLICY_ARN}] * 11},
        INVALID,
        detected((f"'[{', '.join(['{arn=' + NO_POLICY_ARN + '}'] * 11)}]'", "policyArns", "have length less than or equal to 10")),
        "bob",
    ),
    ("AssumeRole", {"RoleArn": arn("role", "Empty"), "RoleSessionName": "ss", "Policy": document(ALLOW_S3 | {"Id": "x" * 2048})}, ("PackedPolicyTooLarge", 400), None, "bob"),
    ("AssumeRole", {"RoleArn": arn("role", "Empty"), "RoleSessionName": "ss", "TokenCode": "123456"}, DENIED, INCOMPLETE, "bob"),
    ("AssumeRole", {"RoleArn": arn("role", "Empty"), "RoleSessionName": "ss"} | PHONE_SERIAL, DENIED, INCOMPLETE, "bob"),
    ("AssumeRole", {"RoleArn": arn("role", "Empty"), "RoleSessionName": "ss", "TokenCode": "code(Phone+50)"} | PHONE_SERIAL, DENIED, WRONG_CODE, "bob"),
    ("AssumeRole", {"RoleArn": arn("role", "Empty"), "RoleSessionName": "ss", "TokenCode": "code(Phone)"} | PHONE_SERIAL, DENIED, UNABLE, "session"),
    ("AssumeRole", {"RoleArn": arn("role", "Empty"), "RoleSessionName": "ss", "Tags": TWICE}, ("InvalidParameterValue", 400), DUPLICATE_TAGS, "bob"),
    ("AssumeRole", {"RoleArn": arn("role", "Empty"), "RoleSessionName": "ss", "Tags": RESERVED}, INVALID, "Tag keys beginning with aws: are reserved.", "bob"),
    (
        "AssumeRole",
        {"RoleArn": arn("role", "Empty"), "RoleSessionName": "ss", "Tags": TAGS, "TransitiveTagKeys": ["Env"]},
        ("InvalidParameterValue", 400),
        "The specified transitive tag key must be included in the requested tags.",
        "bob",
    ),
    ("AssumeRole", {"RoleArn": arn("role", "Empty"), "RoleSessionName": "ss", "SourceIdentity": "aws:ann"}, INVALID, detected(("'aws:ann'", "sourceIdentity", r"satisfy regular expression pattern: [\w+=,.@-]*")), "bob"),
    ("AssumeRole", {"RoleArn": arn("role", "Empty"), "RoleSessionName": "ss", "ExternalId": "x"}, INVALID, detected(("'x'", "externalId", "have length greater than or equal to 2")), "bob"),
    ("AssumeRole", {"RoleArn": arn("role", "Empty"), "RoleSessionName": "ss", "DurationSeconds": 43201}, INVALID, detected(("'43201'", "durationSeconds", "have value less than or equal to 43200")), "bob"),
    *[
        ("AssumeRole", {"RoleArn": arn("role", "Empty"), "RoleSessionName": "ss", "DurationSeconds": number}, ("MalformedInput", 400), None, "bob")
        for number in (" 900 ", "900.0", "2147483648")
    ],
    ("AssumeRole", {"RoleArn": arn("role", "Empty"), "RoleSessionName": "ss", "DurationSeconds": 0}, INVALID, detected(("'0'", "durationSeconds", "have value greater than or equal to 900")), "bob"),
    ("GetSessionToken", {"DurationSeconds": 129601}, INVALID, detected(("'129601'", "durationSeconds", "have value less than or equal to 129600"))),
    ("GetSessionToken", {}, DENIED, "Cannot call GetSessionToken with session credentials", "session"),
    ("GetSessionToken", DEVICE | {"TokenCode": "123456"}, DENIED, UNABLE, "bob"),
    ("GetSessionToken", SPARE_SERIAL | {"TokenCode": "code(Spare)"}, DENIED, UNABLE, "bob"),
    ("GetSessionToken", PHONE_SERIAL | {"TokenCode": "code(Phone)"}, DENIED, UNABLE),
    ("GetSessionToken", PHONE_SERIAL | {"TokenCode": "code(Phone+50)"}, DENIED, WRONG_CODE, "bob"),
    ("GetFederationToken", {}, INVALID, missing("name")),
    ("GetFederationToken", {"Name": "a"}, INVALID, detected(("'a'", "name", "have length greater than or equal to 2"))),
    ("GetFederationToken", {"Name": "a" * 33}, INVALID, detected((f"'{'a' * 33}'", "name", "have length less than or equal to 32"))),
    ("GetFederationToken", {"Name": "ann", "DurationSeconds": 129601}, INVALID, detected(("'129601'", "durationSeconds", "have value less than or equal to 129600"))),
    ("GetFederationToken", {"Name": "ann"}, DENIED, "Cannot call GetFederationToken with session credentials", "session"),
    ("GetFederationToken", {"Name": "ann", "Tags": TWICE}, ("InvalidParameterValue", 400), DUPLICATE_TAGS),
    ("GetFederationToken", {"Name": "ann", "Policy": "{"}, MALFORMED, "Syntax errors in policy."),
    ("GetFederationToken", {"Name": "ann", "PolicyArns": [{"arn": NO_POLICY_ARN}]}, MALFORMED, NOT_ATTACHABLE),
    ("GetFederationToken", {"Name": "ann", "Policy": "x" * 2049}, INVALID, detected((f"'{'x' * 2049}'", "policy", "have length less than or equal to 2048"))),
    (
        "GetFederationToken",
        {"Name": "ann", "Tags": [{"Key": f"{n:0128}", "Value": f"{n:0256}"} for n in range(50)], "PolicyArns": [{"arn": READ}], "Policy": document(ALLOW_S3 | {"Id": "x" * 1900})},
        ("PackedPolicyTooLarge", 400),
        None,
    ),
    ("GetAccessKeyInfo", {"AccessKeyId": "AKIAAAAAAAAAAAAAAAAA"}, INVALID, "Invalid Access Key ID: AKIAAAAAAAAAAAAAAAAA"),
    ("GetAccessKeyInfo", {"AccessKeyId": "AKIA"}, INVALID, detected(("'AKIA'", "accessKeyId", "have length greater than or equal to 16"))),
    ("DecodeAuthorizationMessage", {"EncodedMessage": "AQ"}, ("InvalidAuthorizationMessageException", 400), "Message is not valid"),
    ("DecodeAuthorizationMessage", {"EncodedMessage": "not base64!"}, ("InvalidAuthorizationMessageException", 400), "Message is not valid"),
    ("GenerateServiceLastAccessedDetails", {"Arn": arn("user", "Nobody")}, ABSENT, NO_USER),
    ("GenerateServiceLastAccessedDetails", {"Arn": NO_POLICY_ARN}, ABSENT, NO_POLICY),
    ("GetServiceLastAccessedDetails", {"JobId": "0" * 36}, ABSENT, f"The report job with id {'0' * 36} cannot be found."),
    ("GetServiceLastAccessedDetailsWithEntities", {"JobId": "0" * 36, "ServiceNamespace": "s3"}, ABSENT, f"The report job with id {'0' * 36} cannot be found."),
    ("GenerateOrganizationsAccessReport", {"EntityPath": "o-abcdefghij/r-abcd"}, DENIED, f"User: arn:aws:iam::{DEV_ACCOUNT}:root is not authorized to perform: iam:GenerateOrganizationsAccessReport"),
    ("GetOrganizationsAccessReport", {"JobId": "0" * 36}, ABSENT, f"The report job with id {'0' * 36} cannot be found."),
    # Centralized root access
    *(
        (operation, {}, ("OrganizationNotFoundException", 400), "The request was rejected because no organization is associated with your account.")
        for operation in (
            "DisableOrganizationsRootCredentialsManagement",
            "DisableOrganizationsRootSessions",
            "EnableOrganizationsRootCredentialsManagement",
            "EnableOrganizationsRootSessions",
            "ListOrganizationsFeatures",
        )
    ),
    (
        "AssumeRoot",
        {"TargetPrincipal": "222222222222", "TaskPolicyArn": {"arn": "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"}},
        DENIED,
        f"User: {arn('user', 'team/Bob')} is not authorized to perform: sts:AssumeRoot on resource: arn:aws:iam::222222222222:root",
        "bob",
    ),
    ("AssumeRoot", {"TargetPrincipal": "Bob"}, INVALID, detected(("'Bob'", "targetPrincipal", "have length greater than or equal to 12"), ("null", "taskPolicyArn", "not be null"))),
    ("SetSecurityTokenServicePreferences", {"GlobalEndpointTokenVersion": "v3Token"}, INVALID, detected(("'v3Token'", "globalEndpointTokenVersion", "satisfy enum value set: [v1Token, v2Token]"))),
    ("ListPoliciesGrantingServiceAccess", {"Arn": arn("role", "Nobody"), "ServiceNamespaces": ["s3"]}, ABSENT, NO_ROLE),
    ("ListPoliciesGrantingServiceAccess", {"Arn": arn("role", "Reader"), "ServiceNamespaces": ["nothing"]}, ("InvalidInput", 400), "Invalid service namespace: nothing."),
    ("GenerateCredentialReport", {}, DENIED, None, "session"),
    ("GetCredentialReport", {}, ("ReportNotPresent", 410), None),
    ("GetAccessKeyLastUsed", {"AccessKeyId": "A" * 20}, DENIED, f"User: arn:aws:iam::{DEV_ACCOUNT}:root is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key {'A' * 20}"),
    ("CreateAccountAlias", {"AccountAlias": "123456789012"}, INVALID, "The account alias 123456789012 is not valid: an alias cannot be a 12-digit number."),
    # Simulations
    ("GetContextKeysForCustomPolicy", {"PolicyInputList": ["{}"]}, ("InvalidInput", 400), "Syntax errors in policy."),
    ("GetContextKeysForPrincipalPolicy", {"PolicySourceArn": arn("user", "Nobody")}, ABSENT, NO_USER),
    ("GetContextKeysForPrincipalPolicy", {"PolicySourceArn": arn("policy", "Read")}, ("InvalidInput", 400), f"Invalid Entity Arn: {arn('policy', 'Read')} does not clearly define entity type and name."),
    ("SimulateCustomPolicy", {"PolicyInputList": ["{}"], "ActionNames": ["s3:GetObject"]}, ("InvalidInput", 400), "Syntax errors in policy."),
    ("SimulateCustomPolicy", {"PolicyInputList": []}, INVALID, missing("actionNames")),
    ("SimulateCustomPolicy", {"PolicyInputList": [], "ActionNames": ["s3:GetObject"], "ResourceOwner": DEV_ACCOUNT}, ("InvalidInput", 400), f"'{DEV_ACCOUNT}' is not a valid as a Resource Owner."),
    ("SimulatePrincipalPolicy", {"PolicySourceArn": arn("role", "Nobody"), "ActionNames": ["s3:GetObject"]}, ABSENT, NO_ROLE),
    ("SimulatePrincipalPolicy", {"PolicySourceArn": arn("group", "Nobody"), "ActionNames": ["s3:GetObject"]}, ABSENT, NO_GROUP),
]
