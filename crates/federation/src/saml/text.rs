//! XML's text before a tree is made of it: what XML 1.0 has its reader change first, and the parser leaves as it was.

use memchr::{memchr, memchr2, memchr3, memmem};
use std::borrow::Cow;

/// A text whose lines end by line feeds (XML 1.0, 2.11), with spaces for the other white space that stands as itself in
/// attributes' values (3.3.3). Whoever signs a document signs it so; white space in references is as it was.
pub(super) struct Text<'a>(Cow<'a, str>);

impl<'a> Text<'a> {
    /// The text in that form; most are in it already, and cost two looks.
    pub(super) fn of(text: &'a str) -> Text<'a> {
        let mut text = Cow::Borrowed(text);
        if memchr(b'\r', text.as_bytes()).is_some() {
            text = Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"));
        }
        match spaced(text.as_bytes()) {
            Some(spaced) => {
                let spaced = String::from_utf8(spaced);
                Text(Cow::Owned(
                    spaced.expect("only bytes of ASCII became others of ASCII"),
                ))
            }
            None => Text(text),
        }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text with spaces for tabs and line feeds in values, if there are any.
fn spaced(text: &[u8]) -> Option<Vec<u8>> {
    memchr2(b'\t', b'\n', text)?;
    let mut changed: Option<Vec<u8>> = None;
    let mut place = 0;
    while let Some(tag) = memchr(b'<', &text[place..]) {
        place += tag + 1;
        let rest = &text[place..];
        let skipped = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")]
            .into_iter()
            .find(|(start, _)| rest.starts_with(start.as_bytes()));
        if let Some((start, end)) = skipped {
            let inside = &rest[start.len()..];
            place += start.len() + memmem::find(inside, end.as_bytes())? + end.len();
            continue;
        }
        while let Some(next) = memchr3(b'"', b'\'', b'>', &text[place..]) {
            place += next + 1;
            let quote = text[place - 1];
            if quote == b'>' {
                break;
            }
            let length = memchr(quote, &text[place..])?;
            let value = place..place + length;
            place += length + 1;
            if memchr2(b'\t', b'\n', &text[value.clone()]).is_some() {
                let whole = changed.get_or_insert_with(|| text.to_vec());
                for byte in &mut whole[value] {
                    if matches!(byte, b'\t' | b'\n') {
                        *byte = b' ';
                    }
                }
            }
        }
    }
    changed
}

/// A text without the white space that XML knows around it; any other stays part of a name.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\n', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_as_a_reader_of_xml_has_it() {
        for (from, to) in [
            ("<a>\r\nx\ry\n</a>\r", "<a>\nx\ny\n</a>\n"),
            ("<a\tb='x\ty'\nc=\"\n'\n\"/>", "<a\tb='x y'\nc=\" ' \"/>"),
            (
                "<a b='x\r\ny&#13;&#10;&#9;'/>",
                "<a b='x y&#13;&#10;&#9;'/>",
            ),
            (
                "<!-- '\n' --><?x '\n'?><a>'\n'</a>",
                "<!-- '\n' --><?x '\n'?><a>'\n'</a>",
            ),
            (
                "<a><![CDATA[<b c='\n'>]]></a><d e='\n'/>",
                "<a><![CDATA[<b c='\n'>]]></a><d e=' '/>",
            ),
            ("<a b='\n", "<a b='\n"),
            ("<!-- \n", "<!-- \n"),
            ("<a é='ü\n'>ö</a>", "<a é='ü '>ö</a>"),
        ] {
            assert_eq!(Text::of(from).as_str(), to, "{from:?}");
        }
    }

    #[test]
    fn white_space_that_xml_does_not_know_stays() {
        assert_eq!(trimmed(" \t\r\nann\u{a0}\n"), "ann\u{a0}");
        assert_eq!(trimmed("\u{2003}ann"), "\u{2003}ann");
    }
}
