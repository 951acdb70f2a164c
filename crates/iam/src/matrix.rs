//! The authorization matrix: every operation asked by every persona, as a snapshot.

mod cross_account;
mod organizations;
mod services;

use crate::operation::Service;
use crate::scenario::{Reply, World};
use crate::{encode_authorization_message, ops};
use std::fmt::Write;

/// The world that the personas live in. `Target` things exist for operations to be about.
const WORLD: &str = r#"
    root CreateUser UserName=Target -> ok
    root CreateAccessKey UserName=Target -> set key=CreateAccessKeyResult.AccessKey.AccessKeyId
    root CreateGroup GroupName=Target -> ok
    root AddUserToGroup GroupName=Target UserName=Target -> ok
    root CreatePolicy PolicyName=Target PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}' -> ok
    root CreatePolicyVersion PolicyArn=arn:aws:iam::123456789012:policy/Target PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}' -> ok
    root CreateRole RoleName=Target AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}}' -> ok
    root AttachUserPolicy UserName=Target PolicyArn=arn:aws:iam::123456789012:policy/Target -> ok
    root AttachGroupPolicy GroupName=Target PolicyArn=arn:aws:iam::123456789012:policy/Target -> ok
    root AttachRolePolicy RoleName=Target PolicyArn=arn:aws:iam::123456789012:policy/Target -> ok
    root PutUserPolicy UserName=Target PolicyName=inline PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}' -> ok
    root PutGroupPolicy GroupName=Target PolicyName=inline PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}' -> ok
    root PutRolePolicy RoleName=Target PolicyName=inline PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}' -> ok
    root CreateUser UserName=Empty -> ok
    root CreateGroup GroupName=Empty -> ok
    root CreateRole RoleName=Empty AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}}' -> ok
    root CreatePolicy PolicyName=Empty PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}' -> ok
    root CreateAccountAlias AccountAlias=target -> ok
    root UploadServerCertificate ServerCertificateName=Target CertificateBody=$rsacert PrivateKey=$rsakey -> ok
    root UploadSigningCertificate UserName=Target CertificateBody=$eccert -> set certificate=UploadSigningCertificateResult.Certificate.CertificateId
    root UploadSSHPublicKey UserName=Target SSHPublicKeyBody=$sshkey -> set ssh=UploadSSHPublicKeyResult.SSHPublicKey.SSHPublicKeyId
    root CreateInstanceProfile InstanceProfileName=Target -> ok
    root AddRoleToInstanceProfile InstanceProfileName=Target RoleName=Target -> ok
    root CreateInstanceProfile InstanceProfileName=Empty -> ok
    root CreateServiceLinkedRole AWSServiceName=batch.amazonaws.com -> ok
    root CreateVirtualMFADevice VirtualMFADeviceName=Target -> device target
    root CreateVirtualMFADevice VirtualMFADeviceName=Mine -> device mine
    root CreateSAMLProvider Name=Target SAMLMetadataDocument=metadata(idp) -> ok
    root CreateRole RoleName=Saml AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::123456789012:saml-provider/Target"},"Action":"sts:AssumeRoleWithSAML"}}' -> ok
    root CreateOpenIDConnectProvider Url=https://id.example.com ClientIDList.member.1=target -> ok
    root CreateRole RoleName=Web AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::123456789012:oidc-provider/id.example.com"},"Action":"sts:AssumeRoleWithWebIdentity"}}' -> ok
    root UpdateAccountPasswordPolicy MinimumPasswordLength=8 -> ok
    root EnableOutboundWebIdentityFederation -> ok
    root CreateUser UserName=Self -> ok
    root GenerateCredentialReport -> ok
    root CreateLoginProfile UserName=Self Password=Tr0ub4dor&3 -> ok
    root CreateServiceSpecificCredential UserName=Self ServiceName=codecommit.amazonaws.com -> set credential=CreateServiceSpecificCredentialResult.ServiceSpecificCredential.ServiceSpecificCredentialId
    root EnableMFADevice UserName=Self SerialNumber=arn:aws:iam::123456789012:mfa/Mine AuthenticationCode1=code(mine-1) AuthenticationCode2=code(mine) -> ok

    # admin: everything, by a managed policy.
    root CreatePolicy PolicyName=Admin PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' -> ok
    root CreateUser UserName=admin -> ok
    root AttachUserPolicy UserName=admin PolicyArn=arn:aws:iam::123456789012:policy/Admin -> ok
    root CreateAccessKey UserName=admin -> as admin
    # reader: what reads, through a group.
    root CreateGroup GroupName=readers -> ok
    root PutGroupPolicy GroupName=readers PolicyName=read PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:Get*","iam:List*"],"Resource":"*"}}' -> ok
    root CreateUser UserName=reader -> ok
    root AddUserToGroup GroupName=readers UserName=reader -> ok
    root CreateAccessKey UserName=reader -> as reader
    # self: only its own user, by a policy variable.
    root PutUserPolicy UserName=Self PolicyName=self PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"arn:aws:iam::*:user/${aws:username}"}}' -> ok
    root CreateAccessKey UserName=Self -> as self
    # boundary: an administrator within a boundary that reads.
    root CreatePolicy PolicyName=ReadOnly PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:Get*","iam:List*","sts:*"],"Resource":"*"}}' -> ok
    root CreateUser UserName=bounded PermissionsBoundary=arn:aws:iam::123456789012:policy/ReadOnly -> ok
    root AttachUserPolicy UserName=bounded PolicyArn=arn:aws:iam::123456789012:policy/Admin -> ok
    root CreateAccessKey UserName=bounded -> as boundary
    # role: a session of an administrator's role; narrow: the same with a session policy.
    root CreateRole RoleName=Admin AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}}' -> ok
    root AttachRolePolicy RoleName=Admin PolicyArn=arn:aws:iam::123456789012:policy/Admin -> ok
    admin AssumeRole RoleArn=arn:aws:iam::123456789012:role/Admin RoleSessionName=s1 -> as role
    admin AssumeRole RoleArn=arn:aws:iam::123456789012:role/Admin RoleSessionName=s1 Policy='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*User*","Resource":"*"}}' -> as narrow
    # token: GetSessionToken of the administrator, without MFA.
    admin GetSessionToken -> as token
    # vouched: a federated user whom the administrator vouches for, with all that the administrator has.
    admin GetFederationToken Name=vouched PolicyArns.member.1.arn=arn:aws:iam::123456789012:policy/Admin -> as vouched
    # proven: GetSessionToken of an administrator, with MFA.
    root CreateVirtualMFADevice VirtualMFADeviceName=Admin -> device admin
    root EnableMFADevice UserName=admin SerialNumber=arn:aws:iam::123456789012:mfa/Admin AuthenticationCode1=code(admin-1) AuthenticationCode2=code(admin) -> ok
    admin GetSessionToken SerialNumber=arn:aws:iam::123456789012:mfa/Admin TokenCode=code(admin) -> as proven
    # none: a user without policies.
    root CreateUser UserName=none -> ok
    root CreateAccessKey UserName=none -> as none
    # other: an administrator of another account.
    root CreateAccount AccountId=222222222222 -> as otherroot
    otherroot CreateUser UserName=other -> ok
    otherroot GenerateCredentialReport -> ok
    otherroot PutUserPolicy UserName=other PolicyName=all PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' -> ok
    otherroot CreateAccessKey UserName=other -> as other
    # Delegation requests: one that nobody owns, and three of self: assigned, accepted, and one whose token was sent.
    root CreateDelegationRequest Description=d RequestorWorkflowId=flow-1 NotificationChannel=arn:aws:sns:us-east-1:123456789012:t SessionDuration=900 Permissions.PolicyTemplateArn=arn:aws:iam::aws:policy/IAMReadOnlyAccess -> set drfree=CreateDelegationRequestResult.DelegationRequestId
    root CreateDelegationRequest Description=d RequestorWorkflowId=flow-2 NotificationChannel=arn:aws:sns:us-east-1:123456789012:t SessionDuration=900 Permissions.PolicyTemplateArn=arn:aws:iam::aws:policy/IAMReadOnlyAccess -> set drowned=CreateDelegationRequestResult.DelegationRequestId
    self AssociateDelegationRequest DelegationRequestId=$drowned -> ok
    root CreateDelegationRequest Description=d RequestorWorkflowId=flow-3 NotificationChannel=arn:aws:sns:us-east-1:123456789012:t SessionDuration=900 Permissions.PolicyTemplateArn=arn:aws:iam::aws:policy/IAMReadOnlyAccess -> set draccepted=CreateDelegationRequestResult.DelegationRequestId
    self AssociateDelegationRequest DelegationRequestId=$draccepted -> ok
    root AcceptDelegationRequest DelegationRequestId=$draccepted -> ok
    root CreateDelegationRequest Description=d RequestorWorkflowId=flow-4 NotificationChannel=arn:aws:sns:us-east-1:123456789012:t SessionDuration=900 Permissions.PolicyTemplateArn=arn:aws:iam::aws:policy/IAMReadOnlyAccess -> set drsent=CreateDelegationRequestResult.DelegationRequestId
    self AssociateDelegationRequest DelegationRequestId=$drsent -> ok
    root AcceptDelegationRequest DelegationRequestId=$drsent -> ok
    self SendDelegationToken DelegationRequestId=$drsent -> ok
    root ListDelegationNotifications DelegationRequestId=$drsent -> set trade=ListDelegationNotificationsResult.Notifications.4.ExchangeToken
"#;

const PERSONAS: &[&str] = &[
    "root", "admin", "reader", "self", "boundary", "role", "narrow", "token", "proven", "vouched",
    "none", "other", "nobody",
];

const DOCUMENT: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#;
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}}"#;

/// What each operation is asked with. `$DOCUMENT`, `$TRUST`, `$POLICY`, `$KEY` and `$MESSAGE` stand for the above.
const CALLS: &[(&str, &str)] = &[
    ("AcceptDelegationRequest", "DelegationRequestId=$drowned"),
    (
        "AcquireRole",
        "TemplateArn=arn:aws:iam::aws:role-template/x.amazonaws.com/Reader:1",
    ),
    (
        "AddClientIDToOpenIDConnectProvider",
        "OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com ClientID=app",
    ),
    (
        "AddRoleToInstanceProfile",
        "InstanceProfileName=Empty RoleName=Empty",
    ),
    (
        "AddHardwareToken",
        "SerialNumber=GAHT12345678 Seed=seed(token)",
    ),
    ("AddSecurityKey", "UserName=Target KeyName=yubikey"),
    ("AddService", "ServiceName=lambda.amazonaws.com"),
    ("AddUserToGroup", "GroupName=Empty UserName=Empty"),
    ("AssociateDelegationRequest", "DelegationRequestId=$drfree"),
    (
        "AssumeRole",
        "RoleArn=arn:aws:iam::123456789012:role/Target RoleSessionName=s1",
    ),
    (
        "AssumeRoleWithSAML",
        "RoleArn=arn:aws:iam::123456789012:role/Saml PrincipalArn=arn:aws:iam::123456789012:saml-provider/Target SAMLAssertion='assertion(idp Role=arn:aws:iam::123456789012:role/Saml,arn:aws:iam::123456789012:saml-provider/Target RoleSessionName=s1)'",
    ),
    (
        "AssumeRoleWithWebIdentity",
        "RoleArn=arn:aws:iam::123456789012:role/Web RoleSessionName=s1 WebIdentityToken='token({\"iss\":\"https://id.example.com\",\"aud\":\"target\",\"sub\":\"someone\"})'",
    ),
    (
        "AssumeRoot",
        "TargetPrincipal=222222222222 TaskPolicyArn.arn=arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials",
    ),
    ("AttachGroupPolicy", "GroupName=Empty PolicyArn=$POLICY"),
    ("AttachRolePolicy", "RoleName=Empty PolicyArn=$POLICY"),
    ("AttachUserPolicy", "UserName=Empty PolicyArn=$POLICY"),
    (
        "CheckPassRole",
        "RoleArn=arn:aws:iam::123456789012:role/Target brought(root)",
    ),
    (
        "ChangePassword",
        "OldPassword=Tr0ub4dor&3 NewPassword=Tr0ub4dor&4",
    ),
    ("CreateAccessKey", "UserName=Empty"),
    ("CreateAccount", "AccountId=333333333333"),
    ("CreateAccountAlias", "AccountAlias=new-alias"),
    (
        "CreateDelegationRequest",
        "Description=d RequestorWorkflowId=flow-5 NotificationChannel=arn:aws:sns:us-east-1:123456789012:t SessionDuration=900 Permissions.PolicyTemplateArn=arn:aws:iam::aws:policy/IAMReadOnlyAccess",
    ),
    ("CreateGroup", "GroupName=New"),
    ("CreateInstanceProfile", "InstanceProfileName=New"),
    ("CreateOpenIDConnectProvider", "Url=https://new.example.com"),
    ("CreateLoginProfile", "UserName=Empty Password=Tr0ub4dor&3"),
    ("CreatePolicy", "PolicyName=New PolicyDocument=$DOCUMENT"),
    (
        "CreatePolicyVersion",
        "PolicyArn=$POLICY PolicyDocument=$DOCUMENT",
    ),
    ("CreateRole", "RoleName=New AssumeRolePolicyDocument=$TRUST"),
    (
        "CreateSAMLProvider",
        "Name=New SAMLMetadataDocument=metadata(idp)",
    ),
    (
        "CreateServiceLinkedRole",
        "AWSServiceName=ecs.amazonaws.com",
    ),
    (
        "CreateServiceSpecificCredential",
        "UserName=Empty ServiceName=codecommit.amazonaws.com",
    ),
    ("CreateUser", "UserName=New"),
    ("CreateVirtualMFADevice", "VirtualMFADeviceName=New"),
    (
        "DeactivateMFADevice",
        "UserName=Self SerialNumber=arn:aws:iam::123456789012:mfa/Mine",
    ),
    ("DecodeAuthorizationMessage", "EncodedMessage=$MESSAGE"),
    ("DeleteAccessKey", "UserName=Target AccessKeyId=$KEY"),
    ("DeleteAccountAlias", "AccountAlias=target"),
    ("DeleteAccountPasswordPolicy", ""),
    ("DeleteGroup", "GroupName=Empty"),
    ("DeleteGroupPolicy", "GroupName=Target PolicyName=inline"),
    ("DeleteInstanceProfile", "InstanceProfileName=Empty"),
    ("DeleteLoginProfile", "UserName=Self"),
    (
        "DeleteOpenIDConnectProvider",
        "OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com",
    ),
    (
        "DeletePolicy",
        "PolicyArn=arn:aws:iam::123456789012:policy/Empty",
    ),
    ("DeletePolicyVersion", "PolicyArn=$POLICY VersionId=v2"),
    ("DeleteRole", "RoleName=Empty"),
    ("DeleteRolePermissionsBoundary", "RoleName=Target"),
    ("DeleteRolePolicy", "RoleName=Target PolicyName=inline"),
    (
        "DeleteSAMLProvider",
        "SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Target",
    ),
    ("DeleteSSHPublicKey", "UserName=Target SSHPublicKeyId=$ssh"),
    ("DeleteServerCertificate", "ServerCertificateName=Target"),
    ("DeleteServiceLinkedRole", "RoleName=AWSServiceRoleForBatch"),
    (
        "DeleteSigningCertificate",
        "UserName=Target CertificateId=$certificate",
    ),
    (
        "DeleteServiceSpecificCredential",
        "UserName=Self ServiceSpecificCredentialId=$credential",
    ),
    ("DeleteUser", "UserName=Empty"),
    ("DeleteUserPermissionsBoundary", "UserName=Target"),
    ("DeleteUserPolicy", "UserName=Target PolicyName=inline"),
    (
        "DeleteVirtualMFADevice",
        "SerialNumber=arn:aws:iam::123456789012:mfa/Target",
    ),
    ("DetachGroupPolicy", "GroupName=Target PolicyArn=$POLICY"),
    ("DetachRolePolicy", "RoleName=Target PolicyArn=$POLICY"),
    ("DetachUserPolicy", "UserName=Target PolicyArn=$POLICY"),
    ("DisableOrganizationsRootCredentialsManagement", ""),
    ("DisableOrganizationsRootSessions", ""),
    ("DisableOutboundWebIdentityFederation", ""),
    (
        "EnableMFADevice",
        "UserName=Target SerialNumber=arn:aws:iam::123456789012:mfa/Target AuthenticationCode1=code(target-1) AuthenticationCode2=code(target)",
    ),
    ("EnableOrganizationsRootCredentialsManagement", ""),
    ("EnableOrganizationsRootSessions", ""),
    ("EnableOutboundWebIdentityFederation", ""),
    ("Export", "AccountId=123456789012"),
    (
        "ExportDecisionRecords",
        "PrincipalArn=arn:aws:iam::123456789012:user/Target Call=iam:ListUsers",
    ),
    ("GenerateCredentialReport", ""),
    (
        "GenerateOrganizationsAccessReport",
        "EntityPath=o-abcdefghij/r-abcd",
    ),
    (
        "GenerateServiceLastAccessedDetails",
        "Arn=arn:aws:iam::123456789012:user/Self",
    ),
    ("GetAccessKeyInfo", "AccessKeyId=$KEY"),
    ("GetAccessKeyLastUsed", "AccessKeyId=$KEY"),
    ("GetAccountAuthorizationDetails", ""),
    ("GetAccountProperties", ""),
    ("GetAccountSummary", ""),
    ("GetAccountPasswordPolicy", ""),
    ("GetCallerIdentity", ""),
    (
        "GetContextKeysForCustomPolicy",
        "PolicyInputList.member.1=$DOCUMENT",
    ),
    (
        "GetContextKeysForPrincipalPolicy",
        "PolicySourceArn=arn:aws:iam::123456789012:user/Self",
    ),
    ("GetCredentialReport", ""),
    ("GetDelegatedAccessToken", "TradeInToken=$trade"),
    ("GetDelegationRequest", "DelegationRequestId=$drowned"),
    ("GetFederationToken", "Name=New"),
    ("GetGroup", "GroupName=Target"),
    ("GetGroupPolicy", "GroupName=Target PolicyName=inline"),
    (
        "GetHumanReadableSummary",
        "EntityArn=arn:aws:iam::123456789012:delegation-request/$drowned",
    ),
    ("GetInstanceProfile", "InstanceProfileName=Target"),
    ("GetLoginProfile", "UserName=Self"),
    (
        "GetMFADevice",
        "UserName=Self SerialNumber=arn:aws:iam::123456789012:mfa/Mine",
    ),
    (
        "GetOpenIDConnectProvider",
        "OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com",
    ),
    (
        "GetOrganizationsAccessReport",
        "JobId=00000000-0000-4000-8000-000000000000",
    ),
    ("GetOutboundWebIdentityFederationInfo", ""),
    ("GetPolicy", "PolicyArn=$POLICY"),
    ("GetPolicyVersion", "PolicyArn=$POLICY VersionId=v1"),
    ("GetRole", "RoleName=Target"),
    ("GetRolePolicy", "RoleName=Target PolicyName=inline"),
    (
        "GetRoleTemplateVersion",
        "TemplateArn=arn:aws:iam::aws:role-template/x.amazonaws.com/Reader:1",
    ),
    (
        "GetSAMLProvider",
        "SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Target",
    ),
    (
        "GetSSHPublicKey",
        "UserName=Target SSHPublicKeyId=$ssh Encoding=SSH",
    ),
    ("GetServerCertificate", "ServerCertificateName=Target"),
    (
        "GetServiceLinkedRoleDeletionStatus",
        "DeletionTaskId=task/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch/1",
    ),
    (
        "GetServiceLastAccessedDetails",
        "JobId=00000000-0000-4000-8000-000000000000",
    ),
    (
        "GetServiceLastAccessedDetailsWithEntities",
        "JobId=00000000-0000-4000-8000-000000000000 ServiceNamespace=iam",
    ),
    ("GetSessionToken", ""),
    ("GetUser", "UserName=Self"),
    ("GetUserPolicy", "UserName=Target PolicyName=inline"),
    (
        "GetWebIdentityToken",
        "Audience.member.1=app SigningAlgorithm=ES384",
    ),
    (
        "Import",
        r#"Content=bundle(a.json={"GroupDetailList":[{"Path":"/","GroupName":"Imported","GroupId":"AGPAIOSFODNN7EXAMPLE","Arn":"arn:aws:iam::123456789012:group/Imported","CreateDate":"2020-01-02T03:04:05Z"}]})"#,
    ),
    (
        "ImportManagedPolicies",
        r#"Content=bundle(a.json={"Policies":[{"PolicyName":"NewsAccess","Arn":"arn:aws:iam::aws:policy/NewsAccess","Path":"/","DefaultVersionId":"v1","CreateDate":"2020-01-02T03:04:05Z","UpdateDate":"2020-01-02T03:04:05Z","PolicyVersionList":[{"VersionId":"v1","IsDefaultVersion":true,"Document":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}}]}]})"#,
    ),
    ("ListAccessKeys", "UserName=Self"),
    ("ListAccountAliases", ""),
    ("ListAccounts", ""),
    ("ListServices", ""),
    ("RemoveService", "ServiceName=lambda.amazonaws.com"),
    ("RetireTokenKeys", ""),
    ("ListAttachedGroupPolicies", "GroupName=Target"),
    ("ListAttachedRolePolicies", "RoleName=Target"),
    ("ListAttachedUserPolicies", "UserName=Target"),
    ("ListDelegationNotifications", ""),
    ("ListDelegationRequests", ""),
    ("ListEntitiesForPolicy", "PolicyArn=$POLICY"),
    ("ListGroupPolicies", "GroupName=Target"),
    ("ListGroups", ""),
    ("ListGroupsForUser", "UserName=Self"),
    ("ListInstanceProfileTags", "InstanceProfileName=Target"),
    ("ListInstanceProfiles", ""),
    ("ListInstanceProfilesForRole", "RoleName=Target"),
    (
        "ListMFADeviceTags",
        "SerialNumber=arn:aws:iam::123456789012:mfa/Target",
    ),
    ("ListMFADevices", "UserName=Self"),
    (
        "ListOpenIDConnectProviderTags",
        "OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com",
    ),
    ("ListOpenIDConnectProviders", ""),
    ("ListOrganizationsFeatures", ""),
    ("ListPhysicalDevices", ""),
    ("ListPolicies", ""),
    (
        "ListPoliciesGrantingServiceAccess",
        "Arn=arn:aws:iam::123456789012:user/Self ServiceNamespaces.member.1=s3",
    ),
    ("ListPolicyTags", "PolicyArn=$POLICY"),
    ("ListPolicyVersions", "PolicyArn=$POLICY"),
    ("ListRolePolicies", "RoleName=Target"),
    ("ListRoleTags", "RoleName=Target"),
    ("ListRoles", ""),
    (
        "ListSAMLProviderTags",
        "SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Target",
    ),
    ("ListSAMLProviders", ""),
    ("ListSSHPublicKeys", "UserName=Self"),
    ("ListServerCertificateTags", "ServerCertificateName=Target"),
    ("ListServerCertificates", ""),
    ("ListSigningCertificates", "UserName=Self"),
    ("ListServiceSpecificCredentials", "UserName=Self"),
    ("ListUserPolicies", "UserName=Target"),
    ("ListUserTags", "UserName=Self"),
    ("ListUsers", ""),
    ("ListVirtualMFADevices", ""),
    (
        "PutAccountProperties",
        "Properties.entry.1.key=RoleManager/Enabled Properties.entry.1.value=true",
    ),
    ("MoveAccount", "AccountId=222222222222 ParentId=r-none"),
    (
        "PutGroupPolicy",
        "GroupName=Target PolicyName=new PolicyDocument=$DOCUMENT",
    ),
    (
        "PutRolePermissionsBoundary",
        "RoleName=Target PermissionsBoundary=$POLICY",
    ),
    (
        "PutRolePolicy",
        "RoleName=Target PolicyName=new PolicyDocument=$DOCUMENT",
    ),
    (
        "PutUserPermissionsBoundary",
        "UserName=Target PermissionsBoundary=$POLICY",
    ),
    (
        "PutUserPolicy",
        "UserName=Self PolicyName=new PolicyDocument=$DOCUMENT",
    ),
    ("RejectDelegationRequest", "DelegationRequestId=$drowned"),
    (
        "RemoveClientIDFromOpenIDConnectProvider",
        "OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com ClientID=app",
    ),
    ("RemovePhysicalDevice", "SerialNumber=GAHT12345678"),
    (
        "RemoveRoleFromInstanceProfile",
        "InstanceProfileName=Target RoleName=Target",
    ),
    ("RemoveUserFromGroup", "GroupName=Target UserName=Target"),
    (
        "ResetServiceSpecificCredential",
        "UserName=Self ServiceSpecificCredentialId=$credential",
    ),
    (
        "ResyncMFADevice",
        "UserName=Self SerialNumber=arn:aws:iam::123456789012:mfa/Mine AuthenticationCode1=code(mine+1) AuthenticationCode2=code(mine+2)",
    ),
    ("SendDelegationToken", "DelegationRequestId=$draccepted"),
    ("SetDefaultPolicyVersion", "PolicyArn=$POLICY VersionId=v2"),
    (
        "SetSecurityTokenServicePreferences",
        "GlobalEndpointTokenVersion=v2Token",
    ),
    (
        "SimulateCustomPolicy",
        "PolicyInputList.member.1=$DOCUMENT ActionNames.member.1=s3:GetObject",
    ),
    (
        "SimulatePrincipalPolicy",
        "PolicySourceArn=arn:aws:iam::123456789012:user/Self ActionNames.member.1=s3:GetObject",
    ),
    (
        "TagInstanceProfile",
        "InstanceProfileName=Target Tags.member.1.Key=a Tags.member.1.Value=b",
    ),
    (
        "TagMFADevice",
        "SerialNumber=arn:aws:iam::123456789012:mfa/Target Tags.member.1.Key=a Tags.member.1.Value=b",
    ),
    (
        "TagOpenIDConnectProvider",
        "OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com Tags.member.1.Key=a Tags.member.1.Value=b",
    ),
    (
        "TagPolicy",
        "PolicyArn=$POLICY Tags.member.1.Key=a Tags.member.1.Value=b",
    ),
    (
        "TagRole",
        "RoleName=Target Tags.member.1.Key=a Tags.member.1.Value=b",
    ),
    (
        "TagSAMLProvider",
        "SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Target Tags.member.1.Key=a Tags.member.1.Value=b",
    ),
    (
        "TagServerCertificate",
        "ServerCertificateName=Target Tags.member.1.Key=a Tags.member.1.Value=b",
    ),
    (
        "TagUser",
        "UserName=Self Tags.member.1.Key=a Tags.member.1.Value=b",
    ),
    (
        "UntagInstanceProfile",
        "InstanceProfileName=Target TagKeys.member.1=a",
    ),
    (
        "UntagMFADevice",
        "SerialNumber=arn:aws:iam::123456789012:mfa/Target TagKeys.member.1=a",
    ),
    (
        "UntagOpenIDConnectProvider",
        "OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com TagKeys.member.1=a",
    ),
    ("UntagPolicy", "PolicyArn=$POLICY TagKeys.member.1=a"),
    ("UntagRole", "RoleName=Target TagKeys.member.1=a"),
    (
        "UntagSAMLProvider",
        "SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Target TagKeys.member.1=a",
    ),
    (
        "UntagServerCertificate",
        "ServerCertificateName=Target TagKeys.member.1=a",
    ),
    ("UntagUser", "UserName=Self TagKeys.member.1=a"),
    (
        "UpdateAccessKey",
        "UserName=Target AccessKeyId=$KEY Status=Inactive",
    ),
    ("UpdateAccountPasswordPolicy", ""),
    (
        "UpdateAssumeRolePolicy",
        "RoleName=Target PolicyDocument=$TRUST",
    ),
    ("UpdateDelegationRequest", "DelegationRequestId=$drowned"),
    ("UpdateGroup", "GroupName=Empty NewGroupName=Renamed"),
    (
        "UpdateOpenIDConnectProviderThumbprint",
        "OpenIDConnectProviderArn=arn:aws:iam::123456789012:oidc-provider/id.example.com ThumbprintList.member.1=A031C46782E6E6C662C2C87C76DA9AA62CCABD8E",
    ),
    (
        "UpdateLoginProfile",
        "UserName=Self PasswordResetRequired=true",
    ),
    ("UpdateRole", "RoleName=Target Description=d"),
    ("UpdateRoleDescription", "RoleName=Target Description=d"),
    (
        "UpdateSAMLProvider",
        "SAMLProviderArn=arn:aws:iam::123456789012:saml-provider/Target SAMLMetadataDocument=metadata(other)",
    ),
    (
        "UpdateSSHPublicKey",
        "UserName=Target SSHPublicKeyId=$ssh Status=Inactive",
    ),
    (
        "UpdateServerCertificate",
        "ServerCertificateName=Target NewServerCertificateName=Renamed",
    ),
    (
        "UpdateSigningCertificate",
        "UserName=Target CertificateId=$certificate Status=Inactive",
    ),
    (
        "UpdateServiceSpecificCredential",
        "UserName=Self ServiceSpecificCredentialId=$credential Status=Inactive",
    ),
    ("UpdateUser", "UserName=Empty NewUserName=Renamed"),
    (
        "UploadSSHPublicKey",
        "UserName=Empty SSHPublicKeyBody=$sshkey",
    ),
    (
        "UploadServerCertificate",
        "ServerCertificateName=New CertificateBody=$eccert PrivateKey=$eckey",
    ),
    (
        "UploadSigningCertificate",
        "UserName=Empty CertificateBody=$rsacert",
    ),
];

fn filled(params: &str, key: &str) -> String {
    params
        .replace("$DOCUMENT", DOCUMENT)
        .replace("$TRUST", TRUST)
        .replace("$POLICY", "arn:aws:iam::123456789012:policy/Target")
        .replace("$KEY", key)
}

/// A reply in one word.
fn cell(persona: &str, operation: &str, reply: &Reply) -> &'static str {
    match reply.error_code().as_deref() {
        None => "ok",
        Some("AccessDenied" | "AccessDeniedException") => "-",
        Some("InvalidClientTokenId" | "UnrecognizedClientException") => "token!",
        Some("MissingAuthenticationToken" | "MissingAuthenticationTokenException") => "unsigned",
        Some("InvalidUserType") => "nouser",
        Some("NoSuchEntity") => "absent",
        Some("FeatureEnabled") => "enabled",
        Some("FeatureDisabled") => "off",
        Some("InvalidAuthorizationMessageException") => "sealed",
        Some("AWSOrganizationsNotInUseException" | "OrganizationNotFoundException") => "outside",
        Some("ValidationError") if operation == "GetDelegatedAccessToken" => "sealed",
        // What is in the way is told to those who may.
        Some(code) if code.ends_with("Exception") => "refused",
        Some(other) => panic!("{persona} {operation}: {other} {}", reply.body),
    }
}

#[test]
fn every_operation_answers_every_persona_as_the_snapshot_says() {
    let mut world = World::new();
    world.run(None, WORLD);
    let key = world.variable("key").to_owned();
    let account = "123456789012".parse().unwrap();
    let message = encode_authorization_message(world.keys(), account, "{}", [9; 32]).unwrap();
    let mut table = format!("{:<32}", "operation");
    for persona in PERSONAS {
        write!(table, "{persona:<10}").unwrap();
    }
    let rows = ops::rows_by_name().into_iter();
    for (service, row) in rows.filter(|(service, _)| *service != Service::Organizations) {
        let params = CALLS.iter().find(|(name, _)| *name == row.name);
        let (_, params) = params.unwrap_or_else(|| panic!("{} is not in the matrix", row.name));
        write!(table, "\n{:<31} ", row.name).unwrap();
        for persona in PERSONAS {
            let params = filled(params, &key).replace("$MESSAGE", &message);
            let reply = world.probe(service, persona, row.name, &params);
            write!(table, "{:<10}", cell(persona, row.name, &reply)).unwrap();
        }
    }
    let table = table
        .lines()
        .map(str::trim_end)
        .collect::<Vec<_>>()
        .join("\n");
    insta::assert_snapshot!("authorization_matrix", table);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

    /// Whatever is called in whatever order, a replay of the records comes to the same state.
    #[test]
    fn calls_in_any_order_replay_exactly(order: Vec<(proptest::sample::Index, proptest::sample::Index)>) {
        let mut world = World::new();
        world.run(None, WORLD);
        let key = world.variable("key").to_owned();
        for (call, persona) in order {
            let (action, params) = call.get(CALLS);
            let who = persona.get(&["root", "admin", "role"]);
            world.replay_after(who, action, &filled(params, &key));
        }
    }
}
