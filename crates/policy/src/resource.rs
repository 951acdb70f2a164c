//! The `Resource` and `NotResource` of a statement (spec 2.2).

use smol_str::SmolStr;

use crate::accept::Kind;
use crate::context::Context;
use crate::document::{Element, Text};
use crate::pattern::{Case, Pattern, Syntax};
use crate::unconfirmed;

/// Which resources a statement speaks of.
#[derive(Clone, Debug)]
pub(crate) enum Resources {
    Listed {
        not: bool,
        patterns: Box<[ResourcePattern]>,
    },
    /// The one resource that the policy is attached to (M-21).
    Attached,
    /// None: the element is required and missing.
    Missing,
}

/// One pattern of resources.
#[derive(Clone, Debug)]
pub(crate) struct ResourcePattern {
    form: Form,
    /// Whether the literal `*`, the resource of actions without resources, matches (M-15).
    matches_star: bool,
}

#[derive(Clone, Debug)]
enum Form {
    Every,
    Parts(Box<[Pattern; 6]>),
    /// Too short an ARN for its kind of policy (M-14).
    Malformed,
}

/// How resources compare with the request's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResourceMatch {
    Yes,
    No,
    /// A pattern of `NotResource` that cannot be read must not widen the statement (M-17, U10).
    Unreadable,
}

impl Resources {
    /// Reads the element as its kind of policy demands it.
    pub(crate) fn compile(
        element: Option<&Element<Vec<Text>>>,
        kind: Kind,
        variables: bool,
    ) -> Resources {
        match (element, kind) {
            (Some(element), _) => Resources::Listed {
                not: element.not,
                patterns: element
                    .values
                    .iter()
                    .map(|text| ResourcePattern::parse(&text.value, kind, variables))
                    .collect(),
            },
            (None, Kind::Trust | Kind::Resource) => Resources::Attached,
            (None, _) => Resources::Missing,
        }
    }

    /// What the last part of an ARN must begin with to match, one of them; `None` if it may begin otherwise.
    pub(crate) fn beginnings(&self) -> Option<Vec<SmolStr>> {
        let Resources::Listed {
            not: false,
            patterns,
        } = self
        else {
            return None;
        };
        let beginnings = patterns.iter().map(|pattern| match &pattern.form {
            Form::Parts(parts) => Some(parts[5].beginning()).filter(|text| !text.is_empty()),
            Form::Every | Form::Malformed => None,
        });
        beginnings.collect()
    }

    /// Compares with the request's resource: its text, and its parts if it is an ARN.
    pub(crate) fn matches(
        &self,
        text: &str,
        parts: Option<&[&str; 6]>,
        cx: &Context,
    ) -> ResourceMatch {
        let (not, patterns) = match self {
            Resources::Listed { not, patterns } => (*not, patterns),
            Resources::Attached => return ResourceMatch::Yes,
            Resources::Missing => return ResourceMatch::No,
        };
        let mut readable = true;
        for pattern in patterns {
            match pattern.matches(text, parts, cx) {
                Some(true) if not => return ResourceMatch::No,
                Some(true) => return ResourceMatch::Yes,
                Some(false) => {}
                None => readable = false,
            }
        }
        match (not, readable) {
            (false, _) => ResourceMatch::No,
            (true, true) => ResourceMatch::Yes,
            (true, false) if unconfirmed::UNREADABLE_NOT_RESOURCE_MATCHES => ResourceMatch::Yes,
            (true, false) => ResourceMatch::Unreadable,
        }
    }
}

impl ResourcePattern {
    fn parse(text: &str, kind: Kind, variables: bool) -> ResourcePattern {
        let stars = !text.is_empty() && text.bytes().all(|byte| byte == b'*');
        let wild = text.bytes().all(|byte| matches!(byte, b'*' | b'?'));
        let matches_star = stars || (wild && text.matches('?').count() == 1);
        if stars {
            return ResourcePattern {
                form: Form::Every,
                matches_star,
            };
        }
        let mut parts = text.splitn(6, ':');
        let short = text.matches(':').count() < 5;
        if short && !short_form_is_read(text, kind) {
            return ResourcePattern {
                form: Form::Malformed,
                matches_star,
            };
        }
        // Missing parts are `*` (M-14); variables are honoured in the last part only (M-18).
        let mut part = |variables| {
            Pattern::parse(
                parts.next().unwrap_or("*"),
                Syntax {
                    wildcards: true,
                    variables,
                },
            )
        };
        let head = [
            part(false),
            part(false),
            part(false),
            part(false),
            part(false),
        ];
        let [a, b, c, d, e] = head;
        let parts = Box::new([a, b, c, d, e, part(variables)]);
        ResourcePattern {
            form: Form::Parts(parts),
            matches_star,
        }
    }

    /// `None` if the pattern cannot be read for this request.
    fn matches(&self, text: &str, parts: Option<&[&str; 6]>, cx: &Context) -> Option<bool> {
        match &self.form {
            Form::Every => Some(true),
            Form::Malformed => None,
            Form::Parts(patterns) => {
                let [.., last] = &**patterns;
                if !last.resolves(cx) {
                    return None;
                }
                if text == "*" {
                    return Some(self.matches_star);
                }
                let Some(parts) = parts else {
                    return Some(false);
                };
                let matches = |index: usize, case| {
                    patterns[index].matches(parts[index], case, cx) == Some(true)
                };
                // The last part first: it is the one that tells resources apart.
                Some(
                    matches(5, Case::Sensitive)
                        && (0..5).all(|index| matches(index, unconfirmed::RESOURCE_PREFIX_CASE)),
                )
            }
        }
    }
}

/// M-14.
fn short_form_is_read(text: &str, kind: Kind) -> bool {
    match kind {
        Kind::Identity | Kind::Managed | Kind::Boundary | Kind::Session => true,
        Kind::Trust | Kind::Resource | Kind::Endpoint => text.contains(['*', '?']),
        Kind::Scp => text.ends_with('*'),
        Kind::Rcp => false,
    }
}
