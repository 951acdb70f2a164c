//! ARNs: six parts, split at the first five colons (M-9).

use crate::context::Context;
use crate::pattern::{Case, Pattern, Syntax};

/// The six parts of an ARN; `None` for other text.
pub(crate) fn split(text: &str) -> Option<[&str; 6]> {
    let parts = six(text)?;
    (parts[0] == "arn").then_some(parts)
}

/// True for twelve digits.
pub(crate) fn is_account_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn six(text: &str) -> Option<[&str; 6]> {
    let mut parts = text.splitn(6, ':');
    let mut next = || parts.next();
    Some([next()?, next()?, next()?, next()?, next()?, next()?])
}

/// An operand of the ARN operators (C-33): compared part by part, case-sensitively.
#[derive(Clone, Debug)]
pub(crate) enum ArnOperand {
    Parts(Box<[Pattern; 6]>),
    /// With variables, which may hold colons: split when they are replaced.
    Whole(Pattern),
    /// No ARN (C-35).
    Malformed,
}

/// How an operand of an ARN operator compares with an ARN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArnMatch {
    Hit,
    Miss,
    Malformed,
}

impl ArnOperand {
    pub(crate) fn parse(text: &str, variables: bool) -> ArnOperand {
        let whole = Pattern::parse(
            text,
            Syntax {
                wildcards: true,
                variables,
            },
        );
        if whole.has_variables() {
            return ArnOperand::Whole(whole);
        }
        let parse = |part| {
            Pattern::parse(
                part,
                Syntax {
                    wildcards: true,
                    variables,
                },
            )
        };
        match split(text) {
            Some(parts) => ArnOperand::Parts(Box::new(parts.map(parse))),
            None => ArnOperand::Malformed,
        }
    }

    /// Compares with an ARN; an operand whose variable cannot be replaced is a miss.
    pub(crate) fn compare(&self, arn: &[&str; 6], cx: &Context) -> ArnMatch {
        let hit = match self {
            ArnOperand::Parts(patterns) => {
                Some(patterns.iter().zip(arn).all(|(pattern, part)| {
                    pattern.matches(part, Case::Sensitive, cx) == Some(true)
                }))
            }
            ArnOperand::Whole(whole) if !whole.resolves(cx) => Some(false),
            ArnOperand::Whole(whole) => whole.matches_arn(arn, cx),
            ArnOperand::Malformed => None,
        };
        match hit {
            Some(true) => ArnMatch::Hit,
            Some(false) => ArnMatch::Miss,
            None => ArnMatch::Malformed,
        }
    }
}
