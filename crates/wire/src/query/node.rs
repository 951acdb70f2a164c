//! Parameters seen as a tree: a node is the run of parameters that share a prefix.

use crate::params::{Pair, Params, by_number, first_segment};

use super::scalar::Malformed;

/// The largest index of a list or map element: AWS reads them as signed 32-bit numbers.
const INDEX_MAX: u32 = i32::MAX.unsigned_abs();

/// So many parameters are looked through one by one.
const FEW: usize = 32;

/// One parameter and everything below it. Copies nothing.
#[derive(Clone, Copy)]
pub(crate) struct Node<'p> {
    params: &'p Params,
    /// Sorted, all with this node's name as prefix. INVARIANT: not empty, except at the root.
    pairs: &'p [Pair],
    /// Where the next segment starts: the length of this node's name and one dot; 0 at the root.
    skip: usize,
}

impl<'p> Node<'p> {
    pub(crate) fn root(params: &'p Params) -> Node<'p> {
        Node {
            params,
            pairs: params.pairs(),
            skip: 0,
        }
    }

    /// The text of a string, number or boolean.
    pub(crate) fn scalar(&self) -> Result<&'p str, Malformed> {
        match (self.value(), self.children().next()) {
            (Some(value), None) => Ok(value),
            (_, Some(("member" | "entry", _))) => Err(Malformed::UnexpectedList),
            _ => Err(Malformed::UnexpectedStructure),
        }
    }

    /// The members of a structure by name, known or not.
    pub(crate) fn members(&self) -> Result<Children<'p>, Malformed> {
        self.empty_or_composite()?;
        Ok(self.children())
    }

    /// The elements of a list in the order of their indexes; gaps are closed.
    pub(crate) fn elements(&self) -> Result<Children<'p>, Malformed> {
        self.indexed("member")
    }

    /// Keys and values of a map in the order of their indexes.
    pub(crate) fn entries(&self) -> Result<Vec<(&'p str, Node<'p>)>, Malformed> {
        let mut entries = Vec::new();
        for (_, entry) in self.indexed("entry")? {
            entry.empty_or_composite()?;
            let (Some(key), Some(value)) = (entry.child("key"), entry.child("value")) else {
                return Err(Malformed::HalfEntry);
            };
            entries.push((key.scalar()?, value));
        }
        let mut keys: Vec<_> = entries.iter().map(|(key, _)| *key).collect();
        keys.sort_unstable();
        if keys.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(Malformed::RepeatedKey);
        }
        Ok(entries)
    }

    /// The member of this name.
    pub(crate) fn child(&self, segment: &str) -> Option<Node<'p>> {
        let below = self.below();
        // Few are found sooner by looking at each than by search.
        let start = if below.len() <= FEW {
            below.iter().position(|pair| self.is_below(pair, segment))?
        } else {
            below.partition_point(|pair| by_number(self.segment(pair), segment).is_lt())
        };
        let run = below[start..].iter();
        let run = run.take_while(|pair| self.is_below(pair, segment)).count();
        let pairs = &below[start..start + run];
        (!pairs.is_empty()).then(|| Node {
            params: self.params,
            pairs,
            skip: self.skip + segment.len() + 1,
        })
    }

    /// Everything directly below, in the order of names.
    pub(crate) fn children(&self) -> Children<'p> {
        Children {
            node: *self,
            rest: self.below(),
        }
    }

    fn indexed(&self, kind: &str) -> Result<Children<'p>, Malformed> {
        self.empty_or_composite()?;
        let mut children = self.children();
        let Some((segment, inner)) = children.next() else {
            return Ok(children);
        };
        if segment != kind || children.next().is_some() || inner.value().is_some() {
            return Err(Malformed::UnexpectedElement);
        }
        if inner.children().any(|(index, _)| !is_index(index)) {
            return Err(Malformed::BadIndex);
        }
        Ok(inner.children())
    }

    /// `X=` says that X is present and empty. With a text, or with members beside it, it says nothing clear.
    fn empty_or_composite(&self) -> Result<(), Malformed> {
        match self.value() {
            None => Ok(()),
            Some("") if self.below().is_empty() => Ok(()),
            Some(_) => Err(Malformed::UnexpectedValue),
        }
    }

    fn value(&self) -> Option<&'p str> {
        let first = self.pairs.first()?;
        let own = self.params.name(first).len() + 1 == self.skip;
        own.then(|| self.params.value(first))
    }

    fn below(&self) -> &'p [Pair] {
        let own = usize::from(self.value().is_some());
        &self.pairs[own..]
    }

    fn segment(&self, pair: &Pair) -> &'p str {
        first_segment(&self.params.name(pair)[self.skip..]).0
    }

    /// Whether this is the pair's next segment.
    fn is_below(&self, pair: &Pair, segment: &str) -> bool {
        let rest = &self.params.name(pair).as_bytes()[self.skip..];
        // Most differ in length, which is seen sooner than what they are.
        let ends = match rest.get(segment.len()) {
            None => rest.len() == segment.len(),
            Some(after) => *after == b'.',
        };
        ends && rest.starts_with(segment.as_bytes())
    }
}

/// The nodes directly below one, with their segments.
pub(crate) struct Children<'p> {
    node: Node<'p>,
    rest: &'p [Pair],
}

impl<'p> Iterator for Children<'p> {
    type Item = (&'p str, Node<'p>);

    fn next(&mut self) -> Option<Self::Item> {
        let segment = self.node.segment(self.rest.first()?);
        let run = self
            .rest
            .iter()
            .take_while(|pair| self.node.is_below(pair, segment))
            .count();
        let (pairs, rest) = self.rest.split_at(run);
        self.rest = rest;
        Some((
            segment,
            Node {
                params: self.node.params,
                pairs,
                skip: self.node.skip + segment.len() + 1,
            },
        ))
    }
}

/// A number from 1 as everybody writes it. `01`, `+1` and `0` are refused rather than ignored: an element
/// left out could be the policy that narrows a session.
fn is_index(segment: &str) -> bool {
    let plain = segment.bytes().all(|byte| byte.is_ascii_digit()) && !segment.starts_with('0');
    plain && segment.parse::<u32>().is_ok_and(|index| index <= INDEX_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_many_parameters_are_found_alike() {
        for count in [1, FEW - 1, FEW, FEW + 1, 3 * FEW] {
            let form: Vec<String> = (1..=count)
                .map(|number| format!("m{number}.k=&{number}.k=&{number}.v="))
                .collect();
            let params = Params::parse("", form.join("&").as_bytes(), 1000).unwrap();
            let root = Node::root(&params);
            for number in 1..=count {
                let numbered = root.child(&number.to_string()).unwrap();
                assert_eq!(numbered.children().count(), 2, "{number} of {count}");
                let named = root.child(&format!("m{number}")).unwrap();
                assert_eq!(named.children().count(), 1, "{number} of {count}");
            }
            for none in ["m", "m0", "0", "k", "", "mm", "01"] {
                assert!(root.child(none).is_none(), "{none} of {count}");
            }
        }
    }
}
