use crate::context;
use crate::import::ImportedVersion;
use std::ops::Range;

/// All versions of one policy of AWS, newest first, told without repetition: a document is put together from pieces that versions share.
pub(crate) struct History {
    text: String,
    /// Where each piece is in the text.
    pieces: Vec<Range<usize>>,
    versions: Vec<Version>,
}

/// One version of a policy of AWS.
pub(crate) struct Version {
    pub number: u32,
    /// As replies write it; `None` where no source tells.
    pub created: Option<String>,
    runs: Vec<Range<usize>>,
}

impl History {
    /// Reads what `cargo xtask managed-policies` wrote: a line for each version, an empty line, a line for each piece. A version is
    /// `number date first+count first+count…`, `-` for an unknown date.
    pub(super) fn unpack(packed: &[u8]) -> History {
        let text = miniz_oxide::inflate::decompress_to_vec(packed)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok());
        text.and_then(History::parse)
            .expect("a test unpacks every policy")
    }

    fn parse(text: String) -> Option<History> {
        let pieces_start = text.find("\n\n")? + 2;
        let versions = text[..pieces_start - 2]
            .lines()
            .map(Version::parse)
            .collect::<Option<Vec<Version>>>()?;
        let (mut pieces, mut start) = (Vec::new(), pieces_start);
        for piece in text[pieces_start..].lines() {
            pieces.push(start..start + piece.len());
            start += piece.len() + 1;
        }
        let known = |run: &Range<usize>| run.end <= pieces.len();
        let whole = versions
            .iter()
            .all(|version| version.runs.iter().all(known));
        whole.then_some(History {
            text,
            pieces,
            versions,
        })
    }

    /// The history of an imported policy.
    pub(super) fn of(versions: &[ImportedVersion]) -> History {
        let (mut text, mut pieces, mut known) = (String::new(), Vec::new(), Vec::new());
        for version in versions {
            let start = text.len();
            text.push_str(&version.document);
            let whole = pieces.len()..pieces.len() + 1;
            known.push(Version {
                number: version.number,
                created: version.created.map(|created| context::text(created).into()),
                runs: Vec::from([whole]),
            });
            pieces.push(start..text.len());
        }
        known.sort_by_key(|version| std::cmp::Reverse(version.number));
        History {
            text,
            pieces,
            versions: known,
        }
    }

    /// The newest first.
    pub(crate) fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// The text of a version of this history.
    pub(crate) fn document(&self, version: &Version) -> String {
        let runs = version.runs.iter().cloned();
        runs.flat_map(|run| &self.pieces[run])
            .map(|piece| &self.text[piece.clone()])
            .collect()
    }
}

impl Version {
    fn parse(line: &str) -> Option<Version> {
        let mut words = line.split(' ');
        let number = words.next()?.parse().ok()?;
        let created = Some(words.next()?).filter(|date| *date != "-");
        let runs = words.map(|word| {
            let (first, count) = word.split_once('+')?;
            let first: usize = first.parse().ok()?;
            Some(first..first.checked_add(count.parse().ok()?)?)
        });
        Some(Version {
            number,
            created: created.map(str::to_owned),
            runs: runs.collect::<Option<_>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "2 - 0+2 3+1\n1 2015-01-01T00:00:00Z 0+3\n\n{\"a\":1,\n\"b\":2,\n\"c\":3}\n\"d\":4}\n";

    #[test]
    fn documents_are_put_together_from_pieces() {
        let history = History::parse(TEXT.to_owned()).unwrap();
        let [second, first] = history.versions() else {
            panic!("two versions")
        };
        assert_eq!((second.number, second.created.as_deref()), (2, None));
        assert_eq!(first.created.as_deref(), Some("2015-01-01T00:00:00Z"));
        assert_eq!(history.document(second), r#"{"a":1,"b":2,"d":4}"#);
        assert_eq!(history.document(first), r#"{"a":1,"b":2,"c":3}"#);
    }

    #[test]
    fn a_piece_that_is_not_there_is_refused() {
        assert!(History::parse(TEXT.replace("3+1", "3+2")).is_none());
        assert!(History::parse("1 - 0+1".to_owned()).is_none());
    }
}
