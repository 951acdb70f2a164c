//! The `Action` and `NotAction` of a statement (spec 2.1).

use std::borrow::Cow;

use smol_str::{SmolStr, StrExt as _};

use crate::context::Context;
use crate::document::Element;
use crate::document::Text;
use crate::pattern::Pattern;
use crate::tokens::{Case, MANY, Syntax, Tokens};

/// Which actions a statement speaks of.
#[derive(Clone, Debug)]
pub(crate) struct Actions {
    pub(crate) not: bool,
    /// `*`, a service and a pattern of names, or what no action matches (M-2, M-3).
    patterns: Box<[Pattern]>,
}

impl Actions {
    /// Reads the element; a statement without one speaks of no action.
    pub(crate) fn compile(element: Option<&Element<Vec<Text>>>) -> Actions {
        match element {
            Some(element) => Actions {
                not: element.not,
                patterns: element
                    .values
                    .iter()
                    .map(|text| parse(&text.value))
                    .collect(),
            },
            None => Actions {
                not: false,
                patterns: Box::default(),
            },
        }
    }

    /// Whether the statement speaks of `service:name`, in any case (M-1, M-4).
    pub(crate) fn matches(&self, service: &str, name: &str, cx: &Context) -> bool {
        let mut patterns = self.patterns.iter().map(Pattern::tokens);
        let listed = patterns.any(|tokens| {
            is_every(tokens)
                || name_of(service, tokens)
                    .is_some_and(|pattern| pattern.matches(name, Case::Insensitive, cx))
        });
        listed != self.not
    }

    /// The services of the actions in lower case; `None` if the statement may speak of every service.
    pub(crate) fn services(&self) -> Option<impl Iterator<Item = SmolStr>> {
        let every = self.patterns.iter().map(Pattern::tokens).any(is_every);
        let service = |pattern: &Pattern| {
            let colon = pattern.tokens().0.iter().position(|&byte| byte == b':')?;
            let service = std::str::from_utf8(&pattern.tokens().0[..colon]).ok()?;
            Some(service.to_ascii_lowercase_smolstr())
        };
        (!self.not && !every).then(|| self.patterns.iter().filter_map(service))
    }

    /// The values as they stand in the policy.
    pub(crate) fn written(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.patterns.iter().map(Pattern::written)
    }
}

fn parse(text: &str) -> Pattern {
    // Variables have no meaning in actions (V-2).
    let syntax = Syntax {
        wildcards: true,
        variables: false,
    };
    let matchable = match text.split_once(':') {
        Some((service, name)) => {
            !name.is_empty()
                && !name.contains(':')
                && !service.contains(['*', '?'])
                && !text.contains(char::is_whitespace)
        }
        None => text == "*",
    };
    if matchable {
        Pattern::parse(text, syntax)
    } else {
        Pattern::never(text)
    }
}

fn is_every(tokens: Tokens) -> bool {
    tokens.0 == [MANY]
}

/// What follows the service, if it is this one.
fn name_of<'a>(service: &str, tokens: Tokens<'a>) -> Option<Tokens<'a>> {
    let (start, rest) = tokens.0.split_at_checked(service.len())?;
    let name = rest.strip_prefix(b":")?;
    start
        .eq_ignore_ascii_case(service.as_bytes())
        .then_some(Tokens(name))
}
