//! What Organizations refuses, in its words: those of its API reference where no reply of AWS is known.

use crate::Error;
use crate::error::Reason;

macro_rules! refusals {
    ($($name:ident = $code:literal $reason:expr, $message:literal;)*) => {
        /// What is refused; [`Refused::error`] makes the refusal.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Refused { $($name,)* }

        impl Refused {
            /// As the caller is told it.
            pub(crate) fn error(self) -> Error {
                let (code, reason, message): (&'static str, Option<&'static Reason>, &'static str) = match self {
                    $(Refused::$name => ($code, $reason, $message),)*
                };
                Error { code, reason, ..Error::validation_error(message) }
            }

            #[cfg(test)]
            const ALL: &[Refused] = &[$(Refused::$name,)*];
        }
    };
}

refusals! {
    AccountClosed = "AccountAlreadyClosedException" None, "You attempted to close an account that is already closed.";
    AccountInUse = "AlreadyInOrganizationException" None, "The provided account is already a member of an organization.";
    AccountNotFound = "AccountNotFoundException" None, "You specified an account that doesn't exist.";
    AdministratorLeaves = "ConstraintViolationException" Some(&Reason("CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG")), "You attempted to remove an account that is registered as a delegated administrator for a service integrated with your organization. To complete this operation, you must first deregister this account as a delegated administrator.";
    AlreadyAdministrator = "AccountAlreadyRegisteredException" None, "The provided account is already a delegated administrator for your organization.";
    AttachedAlready = "DuplicatePolicyAttachmentException" None, "The selected policy is already attached to the specified target.";
    AwsManaged = "InvalidInputException" Some(&Reason("IMMUTABLE_POLICY")), "You specified a policy that is managed by AWS and can't be modified.";
    ChildNotFound = "ChildNotFoundException" None, "You specified an organizational unit (OU) or account that doesn't exist.";
    CloseAccountQuota = "ConstraintViolationException" Some(&Reason("CLOSE_ACCOUNT_QUOTA_EXCEEDED")), "You have exceeded close account quota for the past 30 days.";
    CloseManagement = "ConstraintViolationException" Some(&Reason("CANNOT_CLOSE_MANAGEMENT_ACCOUNT")), "You attempted to close the management account. To close the management account for the organization, you must first either remove or close all member accounts in the organization.";
    DestinationNotFound = "DestinationParentNotFoundException" None, "You specified a destination parent that doesn't exist.";
    DuplicateAccount = "DuplicateAccountException" None, "That account is already present in the specified destination.";
    DuplicateHandshake = "DuplicateHandshakeException" None, "A handshake with the same action and target already exists.";
    DuplicatePolicy = "DuplicatePolicyException" None, "A policy with the specified name and type already exists.";
    DuplicateTag = "InvalidInputException" Some(&Reason("DUPLICATE_TAG_KEY")), "Tag keys must be unique among the tags attached to the same entity.";
    DuplicateUnit = "DuplicateOrganizationalUnitException" None, "An OU with the same name already exists.";
    EffectiveNotFound = "EffectivePolicyNotFoundException" None, "You specified a policy type that has no effective policy for the target.";
    EmailTarget = "InvalidInputException" Some(&Reason("INVALID_EMAIL_ADDRESS_TARGET")), "You specified an invalid email address for the invited account owner.";
    FeaturesEnabled = "HandshakeConstraintViolationException" Some(&Reason("ORGANIZATION_ALREADY_HAS_ALL_FEATURES")), "The handshake request is invalid because the organization has already enabled all features.";
    FeaturesPending = "HandshakeConstraintViolationException" Some(&Reason("ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION")), "The handshake request is invalid because the organization has already started the process to enable all features.";
    FilterLimit = "InvalidInputException" Some(&Reason("MAX_LIMIT_EXCEEDED_FILTER")), "You can specify only one filter parameter for the operation.";
    HandshakeEnded = "InvalidHandshakeTransitionException" None, "You can't perform the operation on the handshake in its current state.";
    HandshakeInState = "HandshakeAlreadyInStateException" None, "The specified handshake is already in the requested state.";
    HandshakeNotFound = "HandshakeNotFoundException" None, "We can't find a handshake with the HandshakeId that you specified.";
    InvitedIsMember = "HandshakeConstraintViolationException" Some(&Reason("ALREADY_IN_AN_ORGANIZATION")), "The handshake request is invalid because the invited account is already a member of an organization.";
    LastPolicy = "ConstraintViolationException" Some(&Reason("MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED")), "You cannot remove the last policy attached to the specified target. You must have at least one attached at all times.";
    MalformedPolicy = "MalformedPolicyDocumentException" None, "The provided policy document does not meet the requirements of the specified policy type.";
    ManagementLeaves = "MasterCannotLeaveOrganizationException" None, "You can't remove a management account from an organization.";
    ManagementAdministers = "ConstraintViolationException" Some(&Reason("CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR")), "You cannot register master account/yourself as delegated administrator for your organization.";
    NextToken = "InvalidInputException" Some(&Reason("INVALID_NEXT_TOKEN")), "Get the value for the NextToken parameter from the response to a previous call of the operation.";
    NoAdministrator = "AccountNotRegisteredException" None, "The provided account is not a registered delegated administrator for your organization.";
    NoGovCloud = "ConstraintViolationException" Some(&Reason("MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED")), "To complete this operation, the management account must have an associated account in the AWS GovCloud (US-West) Region.";
    NoOrganization = "AWSOrganizationsNotInUseException" None, "Your account is not a member of an organization.";
    NotAttached = "PolicyNotAttachedException" None, "The policy isn't attached to the specified target in the specified root.";
    NotDetachable = "InvalidInputException" Some(&Reason("NON_DETACHABLE_POLICY")), "You can't detach this AWS Managed Policy.";
    NotEmpty = "OrganizationNotEmptyException" None, "To delete an organization you must first remove all member accounts (except the master).";
    ParentNotFound = "ParentNotFoundException" None, "You specified parent that doesn't exist.";
    PartyType = "InvalidInputException" Some(&Reason("INVALID_PARTY_TYPE_TARGET")), "You specified the wrong type of entity (account, organization, or email) as a party.";
    PolicyInUse = "PolicyInUseException" None, "This policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts before performing this operation.";
    PolicyNotFound = "PolicyNotFoundException" None, "You specified a policy that doesn't exist.";
    PolicySize = "ConstraintViolationException" Some(&Reason("POLICY_CONTENT_LIMIT_EXCEEDED")), "You have exceeded the maximum policy size.";
    PolicyTypeEnabled = "PolicyTypeAlreadyEnabledException" None, "The specified policy type is already enabled.";
    PolicyTypeNotAvailable = "PolicyTypeNotAvailableForOrganizationException" None, "You can't use the specified policy type with the feature set currently enabled for this organization.";
    PolicyTypeNotEnabled = "PolicyTypeNotEnabledException" None, "This operation can be performed only for enabled policy types.";
    RequestNotFound = "CreateAccountStatusNotFoundException" None, "You specified an account creation request that doesn't exist.";
    ReservedTag = "InvalidInputException" Some(&Reason("INVALID_SYSTEM_TAGS_PARAMETER")), "You specified a tag key that is a system tag. You can't add, edit, or delete system tag keys because they're reserved for AWS use.";
    ResourcePolicyAction = "InvalidInputException" Some(&Reason("UNSUPPORTED_ACTION_IN_RESOURCE_POLICY")), "You specified an action that a resource policy can't delegate.";
    ResourcePolicyContent = "InvalidInputException" Some(&Reason("INVALID_RESOURCE_POLICY_JSON")), "The provided policy document is not a valid resource-based policy.";
    ResourcePolicyTags = "InvalidInputException" None, "Calls with tags apply to the initial creation of the resource policy.";
    ResourcePolicyPrincipal = "InvalidInputException" Some(&Reason("INVALID_PRINCIPAL")), "You specified an invalid principal element in the policy.";
    ResourcePolicyNotFound = "ResourcePolicyNotFoundException" None, "We can't find a resource policy request with the parameter that you specified.";
    RoleCreation = "AccessDeniedForDependencyException" Some(&Reason("ACCESS_DENIED_DURING_CREATE_SERVICE_LINKED_ROLE")), "The operation that you attempted requires you to have the iam:CreateServiceLinkedRole for organizations.amazonaws.com permission so that Organizations can create the required service-linked role. You don't have that permission.";
    RoleName = "InvalidInputException" Some(&Reason("INVALID_ROLE_NAME")), "You provided a role name that isn't valid. A role name can't begin with the reserved prefix AWSServiceRoleFor.";
    RootNotFound = "RootNotFoundException" None, "You specified a root that doesn't exist.";
    Service = "InvalidInputException" Some(&Reason("UNRECOGNIZED_SERVICE_PRINCIPAL")), "You specified an unrecognized service principal.";
    ServiceNotEnabled = "ConstraintViolationException" Some(&Reason("SERVICE_ACCESS_NOT_ENABLED")), "You attempted to register a delegated administrator before you enabled service access. Call the EnableAWSServiceAccess API first.";
    SourceNotFound = "SourceParentNotFoundException" None, "You specified a source parent that doesn't exist.";
    SuspendedAdministers = "ConstraintViolationException" Some(&Reason("CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR")), "You cannot register a suspended account as a delegated administrator.";
    TagLimit = "ConstraintViolationException" Some(&Reason("MAX_TAG_LIMIT_EXCEEDED")), "You have exceeded the number of tags allowed on this resource.";
    TargetNotFound = "TargetNotFoundException" None, "You specified a target that doesn't exist.";
    TargetUnsupported = "InvalidInputException" Some(&Reason("TARGET_NOT_SUPPORTED")), "You can't perform the specified operation on that target entity.";
    TooManyAccounts = "HandshakeConstraintViolationException" Some(&Reason("ACCOUNT_NUMBER_LIMIT_EXCEEDED")), "You attempted to exceed the limit on the number of accounts in an organization.";
    TooManyAttached = "ConstraintViolationException" Some(&Reason("MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED")), "You have attached the maximum number of policies to the specified target.";
    TooManyPolicies = "ConstraintViolationException" Some(&Reason("POLICY_NUMBER_LIMIT_EXCEEDED")), "You attempted to exceed the number of policies that you can have in an organization.";
    TooManyUnits = "ConstraintViolationException" Some(&Reason("OU_NUMBER_LIMIT_EXCEEDED")), "You attempted to exceed the number of OUs that you can have in an organization.";
    TransferNotFound = "ResponsibilityTransferNotFoundException" None, "We can't find a transfer that you specified.";
    TransferUnsupported = "InvalidInputException" Some(&Reason("UNSUPPORTED_ACTION_IN_RESPONSIBILITY_TRANSFER")), "You provided a value that is not supported by this operation.";
    UnitDepth = "ConstraintViolationException" Some(&Reason("OU_DEPTH_LIMIT_EXCEEDED")), "You attempted to create an OU tree that is too many levels deep.";
    UnitNotEmpty = "OrganizationalUnitNotEmptyException" None, "The specified OU is not empty. Move all accounts to another root or to other OUs, remove all child OUs, and try the operation again.";
    UnitNotFound = "OrganizationalUnitNotFoundException" None, "You specified an organizational unit that doesn't exist.";
    TooYoung = "ConstraintViolationException" Some(&Reason("WAIT_PERIOD_ACTIVE")), "After you create an AWS account, you must wait until at least four days after the account was created. Invited accounts aren't subject to this waiting period.";
    UnsupportedFeatures = "ConstraintViolationException" Some(&Reason("ORGANIZATION_NOT_IN_ALL_FEATURES_MODE")), "You attempted to perform an operation that requires the organization to be configured to support all features.";
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::model::organizations;

    #[test]
    fn every_code_is_declared_by_some_operation() {
        for refused in Refused::ALL {
            let code = refused.error().code;
            let declared = organizations()
                .operations()
                .any(|operation| operation.errors.iter().any(|error| error == code));
            assert!(declared, "{code}");
        }
    }
}
