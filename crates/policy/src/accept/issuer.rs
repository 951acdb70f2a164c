//! Identity providers that many tenants share: a trust policy must say which tenant it means (G-41).

use crate::condition::{Operator, Set, Test};
use crate::document::ConditionText;

/// A shared issuer and the condition keys of which one must pin the tenant.
struct Issuer {
    /// The host and path of the provider, or their beginning where `prefix` is set.
    name: &'static str,
    prefix: bool,
    keys: &'static [&'static str],
}

const COGNITO: &str = "cognito-identity.amazonaws.com";

const SHARED: &[Issuer] = &[
    shared("agent.buildkite.com", &["agent.buildkite.com:sub"]),
    shared("api.pulumi.com/oidc", &["api.pulumi.com/oidc:aud"]),
    shared("app.terraform.io", &["app.terraform.io:sub"]),
    shared(COGNITO, &["cognito-identity.amazonaws.com:aud"]),
    shared("gitlab.com", &["gitlab.com:sub"]),
    shared(
        "oidc-configuration.audit-log.githubusercontent.com",
        &["oidc-configuration.audit-log.githubusercontent.com:sub"],
    ),
    shared("oidc.codefresh.io", &["oidc.codefresh.io:sub"]),
    shared("oidc.vercel.com", &["oidc.vercel.com:aud"]),
    shared("proidc.upbound.io", &["proidc.upbound.io:sub"]),
    shared("sandboxes.cloud", &["sandboxes.cloud:aud"]),
    shared("scalr.io", &["scalr.io:sub"]),
    Issuer {
        name: "sts.windows.net/33e01921-",
        prefix: true,
        keys: &["sts:RoleSessionName"],
    },
    shared("studio.datachain.ai/api", &["studio.datachain.ai/api:sub"]),
    shared(
        "token.actions.githubusercontent.com",
        &[
            "token.actions.githubusercontent.com:sub",
            "token.actions.githubusercontent.com:job_workflow_ref",
        ],
    ),
    shared("tokens.cloud.shisho.dev", &["tokens.cloud.shisho.dev:sub"]),
    shared(
        "vstoken.actions.githubusercontent.com",
        &["vstoken.actions.githubusercontent.com:sub"],
    ),
];

const fn shared(name: &'static str, keys: &'static [&'static str]) -> Issuer {
    Issuer {
        name,
        prefix: false,
        keys,
    }
}

/// AWS's words for a statement that trusts a shared issuer without saying whom it means; `None` if it says it.
pub(super) fn unpinned(federated: &str, conditions: &[ConditionText]) -> Option<String> {
    let host = federated
        .split_once(":oidc-provider/")
        .map_or(federated, |(_, host)| host);
    let issuer = SHARED.iter().find(|issuer| issuer.is(host))?;
    if conditions
        .iter()
        .any(|condition| issuer.is_pinned_by(condition))
    {
        return None;
    }
    Some(if issuer.name == COGNITO {
        "A condition block must be present for the Cognito provider".to_owned()
    } else {
        crate::unconfirmed::issuer_refused(issuer.name, issuer.keys)
    })
}

impl Issuer {
    fn is(&self, host: &str) -> bool {
        if self.prefix {
            host.starts_with(self.name)
        } else {
            host == self.name
        }
    }

    /// A positive String condition on one of the keys, every value of which says something.
    fn is_pinned_by(&self, condition: &ConditionText) -> bool {
        let Operator {
            set,
            test,
            negated,
            if_exists,
            ..
        } = condition.operator;
        let positive = !negated && !if_exists;
        let set = matches!(set, None | Some(Set::ForAllValues | Set::ForAnyValue));
        let says_something: fn(&str) -> bool = match test {
            Test::StringEquals | Test::StringEqualsIgnoreCase => |value| !value.is_empty(),
            Test::StringLike => |value| !value.trim_matches(['*', '?']).is_empty(),
            _ => return false,
        };
        let values = &condition.values;
        let key = self
            .keys
            .iter()
            .any(|key| key.eq_ignore_ascii_case(&condition.key.value));
        positive
            && set
            && key
            && !values.is_empty()
            && values.iter().all(|value| says_something(&value.value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers_are_sorted_and_unique() {
        assert!(SHARED.is_sorted_by(|left, right| left.name < right.name));
    }
}
