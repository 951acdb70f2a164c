//! The way from the root of a document to the value or key that begins at a place.

use crate::json::{Member, Node, Span, Value};

/// What begins at a place, and all that it lies in.
pub(super) struct Trail<'a> {
    /// The values that it lies in, the root first, each with the place of the next step among its children.
    pub(super) steps: Vec<(&'a Node, usize)>,
    pub(super) end: End<'a>,
}

/// What begins at a place.
pub(super) enum End<'a> {
    Node(&'a Node),
    Key(&'a Member),
}

impl<'a> Trail<'a> {
    /// The way to what begins at `offset`, if something does.
    pub(super) fn to(root: &'a Node, offset: usize) -> Option<Trail<'a>> {
        let mut steps = Vec::new();
        let mut node = root;
        loop {
            if node.span.start as usize == offset {
                return Some(Trail {
                    steps,
                    end: End::Node(node),
                });
            }
            match &node.value {
                Value::Array(nodes) => {
                    let at = nodes.iter().position(|it| holds(it.span, offset))?;
                    steps.push((node, at));
                    node = &nodes[at];
                }
                Value::Object(members) => {
                    let at = members.iter().position(|it| {
                        it.key_span.start as usize == offset || holds(it.node.span, offset)
                    })?;
                    steps.push((node, at));
                    let member = &members[at];
                    if member.key_span.start as usize == offset {
                        return Some(Trail {
                            steps,
                            end: End::Key(member),
                        });
                    }
                    node = &member.node;
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
            }
        }
    }

    /// The names of the members on the way, the outermost first.
    pub(super) fn names(&self) -> Vec<&'a str> {
        self.steps
            .iter()
            .filter_map(|(node, at)| Some(node.members()?[*at].key.as_str()))
            .collect()
    }

    /// What is pointed at: of a value that spans lines only its first character.
    pub(super) fn span(&self, text: &str) -> Span {
        let span = match self.end {
            End::Node(node) => node.span,
            End::Key(member) => member.key_span,
        };
        let whole = text.get(span.start as usize..span.end as usize);
        if whole.is_some_and(|whole| whole.contains('\n')) {
            return Span {
                start: span.start,
                end: span.start + 1,
            };
        }
        span
    }
}

fn holds(span: Span, offset: usize) -> bool {
    (span.start as usize..span.end as usize).contains(&offset)
}
