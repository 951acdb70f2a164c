//! How denials name resources: by ARN, except where IAM is asked by name.

use std::borrow::Cow;

/// The actions on what IAM was asked for by its name, and which kind of it they are on. IAM tells the ARN of what is being made, of lists,
/// and of everything else.
const BY_NAME: &[(&str, &str)] = &[
    ("iam:AddRoleToInstanceProfile", "instance-profile"),
    ("iam:AddUserToGroup", "group"),
    ("iam:AttachGroupPolicy", "group"),
    ("iam:AttachRolePolicy", "role"),
    ("iam:AttachUserPolicy", "user"),
    ("iam:CreateAccessKey", "user"),
    ("iam:CreateLoginProfile", "user"),
    ("iam:CreatePolicy", "policy"),
    ("iam:CreatePolicyVersion", "policy"),
    ("iam:CreateServiceSpecificCredential", "user"),
    ("iam:DeactivateMFADevice", "user"),
    ("iam:DeleteAccessKey", "user"),
    ("iam:DeleteGroup", "group"),
    ("iam:DeleteGroupPolicy", "group"),
    ("iam:DeleteInstanceProfile", "instance-profile"),
    ("iam:DeleteLoginProfile", "user"),
    ("iam:DeletePolicy", "policy"),
    ("iam:DeletePolicyVersion", "policy"),
    ("iam:DeleteRole", "role"),
    ("iam:DeleteRolePermissionsBoundary", "role"),
    ("iam:DeleteRolePolicy", "role"),
    ("iam:DeleteUser", "user"),
    ("iam:DeleteUserPermissionsBoundary", "user"),
    ("iam:DeleteUserPolicy", "user"),
    ("iam:DetachGroupPolicy", "group"),
    ("iam:DetachRolePolicy", "role"),
    ("iam:DetachUserPolicy", "user"),
    ("iam:EnableMFADevice", "user"),
    ("iam:GetGroup", "group"),
    ("iam:GetGroupPolicy", "group"),
    ("iam:GetInstanceProfile", "instance-profile"),
    ("iam:GetLoginProfile", "user"),
    ("iam:GetPolicy", "policy"),
    ("iam:GetPolicyVersion", "policy"),
    ("iam:GetRole", "role"),
    ("iam:GetRolePolicy", "role"),
    ("iam:GetUser", "user"),
    ("iam:GetUserPolicy", "user"),
    ("iam:ListAccessKeys", "user"),
    ("iam:ListAttachedGroupPolicies", "group"),
    ("iam:ListAttachedRolePolicies", "role"),
    ("iam:ListAttachedUserPolicies", "user"),
    ("iam:ListEntitiesForPolicy", "policy"),
    ("iam:ListGroupPolicies", "group"),
    ("iam:ListGroupsForUser", "user"),
    ("iam:ListInstanceProfilesForRole", "role"),
    ("iam:ListMFADevices", "user"),
    ("iam:ListPolicyVersions", "policy"),
    ("iam:ListRolePolicies", "role"),
    ("iam:ListSSHPublicKeys", "user"),
    ("iam:ListServiceSpecificCredentials", "user"),
    ("iam:ListSigningCertificates", "user"),
    ("iam:ListUserPolicies", "user"),
    ("iam:PutGroupPolicy", "group"),
    ("iam:PutRolePermissionsBoundary", "role"),
    ("iam:PutRolePolicy", "role"),
    ("iam:PutUserPermissionsBoundary", "user"),
    ("iam:PutUserPolicy", "user"),
    ("iam:RemoveRoleFromInstanceProfile", "instance-profile"),
    ("iam:RemoveUserFromGroup", "group"),
    ("iam:ResyncMFADevice", "user"),
    ("iam:SetDefaultPolicyVersion", "policy"),
    ("iam:UpdateAccessKey", "user"),
    ("iam:UpdateAssumeRolePolicy", "role"),
    ("iam:UpdateGroup", "group"),
    ("iam:UpdateLoginProfile", "user"),
    ("iam:UpdateRole", "role"),
    ("iam:UpdateRoleDescription", "role"),
    ("iam:UpdateUser", "user"),
    ("iam:UploadSSHPublicKey", "user"),
    ("iam:UploadSigningCertificate", "user"),
];

/// The resource as a denial tells it: `user Bob`, `role Reader`, `policy arn:…`, or its ARN.
pub(crate) fn told<'r>(action: &str, resource: &'r str) -> Cow<'r, str> {
    let row = BY_NAME.binary_search_by(|(name, _)| (*name).cmp(action));
    let Ok(kind) = row.map(|at| BY_NAME[at].1) else {
        return resource.into();
    };
    let named = resource
        .splitn(6, ':')
        .nth(5)
        .and_then(|rest| rest.strip_prefix(kind)?.strip_prefix('/'))
        .and_then(|rest| rest.rsplit('/').next())
        .filter(|name| !name.is_empty());
    match (kind, named) {
        (_, None) => resource.into(),
        ("policy", Some(_)) if action != "iam:CreatePolicy" => format!("policy {resource}").into(),
        ("instance-profile", Some(name)) => format!("instance profile {name}").into(),
        (kind, Some(name)) => format!("{kind} {name}").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As AWS's clients have printed them.
    #[test]
    fn iam_tells_names_where_it_was_asked_by_name() {
        assert!(BY_NAME.is_sorted_by(|a, b| a.0 < b.0));
        for (action, resource, expected) in [
            ("GetUser", "user/team/Bob", "user Bob"),
            ("UpdateAssumeRolePolicy", "role/Reader", "role Reader"),
            ("GetGroup", "group/Readers", "group Readers"),
            (
                "GetInstanceProfile",
                "instance-profile/Web",
                "instance profile Web",
            ),
            (
                "GetPolicy",
                "policy/team/Read",
                "policy arn:aws:iam::111111111111:policy/team/Read",
            ),
            ("CreatePolicy", "policy/team/Read", "policy Read"),
            (
                "CreateUser",
                "user/Bob",
                "arn:aws:iam::111111111111:user/Bob",
            ),
            ("ListUsers", "user/", "arn:aws:iam::111111111111:user/"),
            (
                "PassRole",
                "role/Reader",
                "arn:aws:iam::111111111111:role/Reader",
            ),
            ("EnableMFADevice", "root", "arn:aws:iam::111111111111:root"),
        ] {
            let resource = format!("arn:aws:iam::111111111111:{resource}");
            assert_eq!(told(&format!("iam:{action}"), &resource), expected);
        }
        assert_eq!(told("iam:GetUser", "*"), "*");
    }
}
