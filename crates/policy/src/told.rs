//! What AWS's words for a denial call the resource (D-3).

use std::borrow::Cow;

use crate::facts::Facts;

/// IAM's actions on a user, role, group or instance profile whose ARN is told, as it is for what is tagged: they make it, or
/// take its ARN.
const TOLD_BY_ARN: &[&str] = &[
    "CreateGroup",
    "CreateInstanceProfile",
    "CreateRole",
    "CreateServiceLinkedRole",
    "CreateUser",
    "DeleteServiceLinkedRole",
    "GenerateServiceLastAccessedDetails",
    "GetContextKeysForPrincipalPolicy",
    "ListPoliciesGrantingServiceAccess",
    "PassRole",
    "SimulatePrincipalPolicy",
];

/// The resource as a denial names it. IAM tells those whom a call names by their names, `user Bob`, whatever their paths are: so
/// a denial tells nobody whether there is such a user (D-10). All else is told by its ARN.
pub(crate) fn told<'a>(facts: &Facts<'a>) -> Cow<'a, str> {
    named(facts).map_or(Cow::Borrowed(facts.request.resource), Cow::Owned)
}

fn named(facts: &Facts) -> Option<String> {
    let resource = facts.resource.filter(|_| facts.is_service("iam"))?;
    let (kind, path) = resource[5].split_once('/')?;
    let name = path.rsplit('/').next().filter(|name| !name.is_empty())?;
    let noun = match kind {
        "group" | "role" | "user" => kind,
        "instance-profile" => "instance profile",
        "policy" if facts.is_action("iam", "CreatePolicy") => "policy",
        _ => return None,
    };
    let by_arn = facts.is_one_of("iam", TOLD_BY_ARN) || is_of_tags(facts.name);
    (resource[2] == "iam" && !by_arn).then(|| format!("{noun} {name}"))
}

/// `TagRole`, `UntagRole`, `ListRoleTags`.
fn is_of_tags(action: &str) -> bool {
    ["Tag", "Untag"]
        .iter()
        .any(|start| action.starts_with(start))
        || action.ends_with("Tags")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, Layers, Principal, PrincipalKind, Request};

    /// As logs of clients have them: GetRole, AttachRolePolicy, GetUser and GetUserPolicy by name, CreateRole, TagRole and
    /// PassRole by ARN, CreatePolicy by the name it wants.
    #[test]
    fn d3_iam_names_whom_a_call_names() {
        let caller = Principal {
            kind: PrincipalKind::Anonymous,
            partition: "aws".into(),
            account: "123456789012".into(),
            arn: "".into(),
            unique_id: None,
            session: None,
            management_account: false,
        };
        let table = [
            ("iam:GetUser", "user/team/Bob", Some("user Bob")),
            ("iam:GetUserPolicy", "user/Bob", Some("user Bob")),
            ("iam:CreateAccessKey", "user/Bob", Some("user Bob")),
            ("iam:getrole", "role/a/b/App", Some("role App")),
            ("iam:AttachRolePolicy", "role/App", Some("role App")),
            ("iam:GetGroup", "group/x/Readers", Some("group Readers")),
            (
                "iam:GetInstanceProfile",
                "instance-profile/Web",
                Some("instance profile Web"),
            ),
            ("iam:CreatePolicy", "policy/y/read", Some("policy read")),
            ("iam:CreateUser", "user/team/Bob", None),
            ("iam:CreateRole", "role/App", None),
            ("iam:PassRole", "role/App", None),
            ("iam:TagRole", "role/App", None),
            ("iam:UntagUser", "user/Bob", None),
            ("iam:ListRoleTags", "role/App", None),
            ("iam:SimulatePrincipalPolicy", "user/Bob", None),
            ("iam:ListUsers", "user/", None),
            ("iam:ListUsers", "user/team/", None),
            ("iam:CreateAccessKey", "root", None),
            ("iam:DeleteVirtualMFADevice", "mfa/Phone", None),
            ("sts:AssumeRole", "role/App", None),
        ];
        for (action, resource, expected) in table {
            let arn = format!("arn:aws:iam::123456789012:{resource}");
            let request = Request {
                principal: &caller,
                action,
                resource: &arn,
                resource_account: "123456789012",
                context: &Context::new(),
            };
            let facts = Facts::new(&request, &Layers::default());
            assert_eq!(told(&facts), expected.unwrap_or(&arn), "{action}");
        }
    }
}
