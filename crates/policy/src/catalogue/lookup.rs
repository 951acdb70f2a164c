//! Questions to the catalogue, all without regard to case.

use super::entry::{Action, KeyType, ResourceType, Service};
use super::read::CATALOGUE;
use crate::context::Context;
use crate::pattern::Pattern;
use crate::tokens::{Case, Syntax};

/// Every service, sorted by prefix.
pub fn services() -> &'static [Service] {
    &CATALOGUE.services
}

/// The service of a prefix, in any case.
pub fn service(prefix: &str) -> Option<&'static Service> {
    let lower = |byte: &u8| byte.to_ascii_lowercase();
    let prefix = || prefix.as_bytes().iter().map(lower);
    let at = services().binary_search_by(|service| service.prefix.bytes().cmp(prefix()));
    at.ok().map(|at| &services()[at])
}

/// The action of a name such as `s3:GetObject`, in any case.
///
/// ```
/// use policy::catalogue::{self, AccessLevel};
///
/// let action = catalogue::action("S3:getobject").expect("S3 has it");
/// assert_eq!(action.to_string(), "s3:GetObject");
/// assert_eq!(action.access_level(), AccessLevel::Read);
/// assert!(action.resource_types().any(|kind| kind.name() == "object"));
/// ```
pub fn action(name: &str) -> Option<&'static Action> {
    let (prefix, name) = name.split_once(':')?;
    let actions = service(prefix)?.actions();
    let name = name.to_ascii_lowercase();
    let at = actions.binary_search_by_key(&name, |action| action.name().to_ascii_lowercase());
    at.ok().map(|at| &actions[at])
}

/// The actions that a pattern such as `s3:Get*` names; `*` names all there are.
pub fn actions_matching(pattern: &str) -> impl Iterator<Item = &'static Action> {
    let (prefix, name) = match pattern.split_once(':') {
        Some((prefix, name)) => (Some(prefix), name),
        None if pattern == "*" => (None, "*"),
        None => (Some(""), ""),
    };
    let found = match prefix {
        Some(prefix) => service(prefix).map_or(&[][..], std::slice::from_ref),
        None => services(),
    };
    let syntax = Syntax {
        wildcards: true,
        variables: false,
    };
    let name = Pattern::parse(name, syntax);
    let cx = Context::new();
    found
        .iter()
        .flat_map(Service::actions)
        .filter(move |action| name.tokens().matches(action.name(), Case::Insensitive, &cx))
}

/// Every type of resources of a service; none for a service that is not known.
pub fn resources(prefix: &str) -> &'static [ResourceType] {
    service(prefix).map_or(&[], |service| service.resource_types())
}

/// The type of a condition key's values, in any case. A key such as `aws:RequestTag/team` has that of its family.
///
/// ```
/// use policy::catalogue::{self, KeyKind};
///
/// assert_eq!(catalogue::condition_key("AWS:sourceip").map(|key| key.kind), Some(KeyKind::Ip));
/// assert_eq!(catalogue::condition_key("aws:TagKeys").map(|key| key.multivalued), Some(true));
/// assert_eq!(catalogue::condition_key("aws:ResourceTag/team").map(|key| key.multivalued), Some(false));
/// assert_eq!(catalogue::condition_key("aws:Nonsense"), None);
/// ```
pub fn condition_key(name: &str) -> Option<KeyType> {
    let lower = name.to_ascii_lowercase();
    if let Some((_, kind)) = CATALOGUE.keys.get(&lower) {
        return Some(*kind);
    }
    CATALOGUE
        .templates
        .iter()
        .find(|(template, _, _)| fits(template, &lower))
        .map(|(_, _, kind)| *kind)
}

/// Whether an action cannot be limited to resources (M-15); `None` for an action that is not known.
pub fn wildcard_only(name: &str) -> Option<bool> {
    action(name).map(Action::is_wildcard_only)
}

/// Whether resource control policies apply to a service's requests (E-5).
pub fn rcp_supported(prefix: &str) -> bool {
    service(prefix).is_some_and(Service::rcp_supported)
}

/// Whether AWS defines condition keys that begin with that and a colon. Others are those of outside identity providers.
pub fn is_key_prefix(prefix: &str) -> bool {
    let lower = prefix.to_ascii_lowercase();
    CATALOGUE.key_prefixes.contains(&lower) || service(prefix).is_some()
}

/// Whether a name fits a template, each `*` of which stands for one character or more, in any case.
pub(super) fn fits(template: &str, name: &str) -> bool {
    let Some((literal, rest)) = template.split_once('*') else {
        return template.eq_ignore_ascii_case(name);
    };
    let Some((start, name)) = name.split_at_checked(literal.len()) else {
        return false;
    };
    let mut ends = name
        .char_indices()
        .map(|(at, letter)| at + letter.len_utf8());
    start.eq_ignore_ascii_case(literal) && ends.any(|end| fits(rest, &name[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::KeyKind;

    #[test]
    fn patterns_name_actions() {
        let names: Vec<String> = actions_matching("sts:assumerolewith*")
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            names,
            ["sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"]
        );
        assert!(actions_matching("*").count() > 20_000);
        for nothing in ["", "s3", "nonsense:*", "s3:", "*:GetObject"] {
            assert_eq!(actions_matching(nothing).count(), 0, "{nothing}");
        }
    }

    #[test]
    fn actions_know_their_resources_and_keys() {
        let pass = action("iam:passrole").unwrap();
        let types: Vec<_> = pass.resource_types().map(ResourceType::arn).collect();
        assert_eq!(types, ["arn:*:iam::*:role/*"]);
        assert!(
            pass.condition_keys()
                .any(|key| key == "iam:PassedToService")
        );
        assert_eq!(wildcard_only("iam:GetAccountSummary"), Some(true));
        assert_eq!(wildcard_only("s3:GetObject"), Some(false));
        assert_eq!(wildcard_only("s3:Nonsense"), None);
        assert!(resources("s3").iter().any(|kind| kind.name() == "bucket"));
    }

    #[test]
    fn keys_have_types() {
        let kind = |name| condition_key(name).map(|key| (key.kind, key.multivalued));
        assert_eq!(kind("aws:CurrentTime"), Some((KeyKind::Date, false)));
        assert_eq!(kind("aws:PrincipalOrgPaths"), Some((KeyKind::String, true)));
        assert_eq!(kind("aws:SourceVpcArn"), Some((KeyKind::Arn, false)));
        assert_eq!(
            kind("s3:ExistingObjectTag/a:b/c"),
            Some((KeyKind::String, false))
        );
        assert_eq!(kind("aws:ResourceTag/"), None);
        assert_eq!(kind("identitystore:UserId"), Some((KeyKind::String, false)));
    }

    #[test]
    fn services_of_resource_control_policies_are_marked() {
        assert!(rcp_supported("S3") && rcp_supported("sts"));
        assert!(!rcp_supported("iam") && !rcp_supported("nonsense"));
    }
}
