//! The `Resource` and `NotResource` of a statement (spec 2.2).

use std::borrow::Cow;

use crate::accept::Kind;
use crate::context::Context;
use crate::document::{Element, Text};
use crate::pattern::Pattern;
use crate::tokens::{Case, MANY, Syntax, Tokens};
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
    pattern: Pattern,
    /// Where the last of six parts begins; beyond the end if there are fewer.
    last: usize,
    form: Form,
    /// Whether the literal `*`, the resource of actions without resources, matches (M-15).
    matches_star: bool,
    /// Whether the last part has variables.
    variables: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Every,
    Parts,
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
    pub(crate) fn beginnings(&self) -> Option<Vec<&[u8]>> {
        let Resources::Listed {
            not: false,
            patterns,
        } = self
        else {
            return None;
        };
        let beginnings = patterns.iter().map(|pattern| match pattern.form {
            Form::Parts => Some(pattern.last().beginning()).filter(|text| !text.is_empty()),
            Form::Every | Form::Malformed => None,
        });
        beginnings.collect()
    }

    /// The values as they stand in the policy.
    pub(crate) fn written(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let patterns = match self {
            Resources::Listed { patterns, .. } => &patterns[..],
            Resources::Attached | Resources::Missing => &[],
        };
        patterns.iter().map(|listed| listed.pattern.written())
    }

    /// The patterns that hold variables.
    pub(crate) fn with_variables(&self) -> impl Iterator<Item = &Pattern> {
        let patterns = match self {
            Resources::Listed { patterns, .. } => &patterns[..],
            Resources::Attached | Resources::Missing => &[],
        };
        let varying = patterns.iter().filter(|listed| listed.variables);
        varying.map(|listed| &listed.pattern)
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

/// A missing part of an ARN (M-14).
const ANY: Tokens<'static> = Tokens(&[MANY]);

impl ResourcePattern {
    fn parse(text: &str, kind: Kind, variables: bool) -> ResourcePattern {
        let stars = !text.is_empty() && text.bytes().all(|byte| byte == b'*');
        let wild = text.bytes().all(|byte| matches!(byte, b'*' | b'?'));
        let short = text.matches(':').count() < 5;
        let last = text
            .match_indices(':')
            .nth(4)
            .map_or(text.len(), |(colon, _)| colon + 1);
        // Variables are honoured in the last part only (M-18).
        let (head, tail) = text.split_at(last);
        let syntax = |variables| Syntax {
            wildcards: true,
            variables,
        };
        let pattern = Pattern::parse_both((head, syntax(false)), (tail, syntax(variables)));
        ResourcePattern {
            variables: pattern.tokens().has_variables(),
            pattern,
            last: if short { usize::MAX } else { last },
            form: if stars {
                Form::Every
            } else if short && !short_form_is_read(text, kind) {
                Form::Malformed
            } else {
                Form::Parts
            },
            matches_star: stars || (wild && text.matches('?').count() == 1),
        }
    }

    fn last(&self) -> Tokens<'_> {
        self.pattern.tokens().0.get(self.last..).map_or(ANY, Tokens)
    }

    /// `None` if the pattern cannot be read for this request.
    fn matches(&self, text: &str, parts: Option<&[&str; 6]>, cx: &Context) -> Option<bool> {
        match self.form {
            Form::Every => return Some(true),
            Form::Malformed => return None,
            Form::Parts => {}
        }
        let last = self.last();
        if self.variables && !last.resolves(cx) {
            return None;
        }
        if text == "*" {
            return Some(self.matches_star);
        }
        let Some(parts) = parts else {
            return Some(false);
        };
        // The last part first: it is the one that tells resources apart.
        if !last.matches(parts[5], Case::Sensitive, cx) {
            return Some(false);
        }
        let mut head = self.pattern.tokens().0.split(|&byte| byte == b':');
        Some(parts[..5].iter().all(|part| {
            let tokens = head.next().map_or(ANY, Tokens);
            tokens.matches(part, unconfirmed::RESOURCE_PREFIX_CASE, cx)
        }))
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
