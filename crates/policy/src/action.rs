//! The `Action` and `NotAction` of a statement (spec 2.1).

use smol_str::{SmolStr, StrExt as _};

use crate::context::Context;
use crate::document::Element;
use crate::document::Text;
use crate::pattern::{Case, Pattern, Syntax};

/// Which actions a statement speaks of.
#[derive(Clone, Debug)]
pub(crate) struct Actions {
    pub(crate) not: bool,
    pub(crate) patterns: Box<[ActionPattern]>,
}

/// One pattern of actions.
#[derive(Clone, Debug)]
pub(crate) enum ActionPattern {
    /// `*`.
    Every,
    /// A service in lower case, and a pattern of names.
    Of { service: SmolStr, name: Pattern },
    /// What no action matches (M-2, M-3).
    None,
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
                    .map(|text| ActionPattern::parse(&text.value))
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
        let listed = self
            .patterns
            .iter()
            .any(|pattern| pattern.matches(service, name, cx));
        listed != self.not
    }
}

impl ActionPattern {
    fn parse(text: &str) -> ActionPattern {
        if text == "*" {
            return ActionPattern::Every;
        }
        let Some((service, name)) = text.split_once(':') else {
            return ActionPattern::None;
        };
        let unmatchable = name.is_empty()
            || name.contains(':')
            || service.contains(['*', '?'])
            || text.contains(char::is_whitespace);
        if unmatchable {
            return ActionPattern::None;
        }
        // Variables have no meaning in actions (V-2).
        let syntax = Syntax {
            wildcards: true,
            variables: false,
        };
        ActionPattern::Of {
            service: service.to_ascii_lowercase_smolstr(),
            name: Pattern::parse(name, syntax),
        }
    }

    fn matches(&self, service: &str, name: &str, cx: &Context) -> bool {
        match self {
            ActionPattern::Every => true,
            ActionPattern::Of {
                service: wanted,
                name: pattern,
            } => {
                wanted.eq_ignore_ascii_case(service)
                    && pattern.matches(name, Case::Insensitive, cx) == Some(true)
            }
            ActionPattern::None => false,
        }
    }
}
