//! Wildcards and variables: spec 4.

use policy::{Context, Value as Key};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Is(u16),
    One,
    Many,
}

pub(super) fn units(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

pub(super) fn wild(text: &str) -> Vec<Token> {
    expand(text, false, true, &Context::new()).unwrap()
}

/// Spec 4: the text with its variables replaced; `None` if one cannot be.
pub(super) fn expand(
    text: &str,
    version: bool,
    wildcards: bool,
    cx: &Context,
) -> Option<Vec<Token>> {
    let literal = |text: &str| text.encode_utf16().map(Token::Is).collect::<Vec<_>>();
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find('}').filter(|_| version && rest.starts_with("${"));
        if let Some(end) = end {
            let name = &rest[2..end];
            rest = &rest[end + 1..];
            if ["*", "?", "$"].contains(&name) {
                tokens.extend(literal(name));
                continue;
            }
            let quoted = name
                .split_once(", '")
                .and_then(|(key, rest)| Some((key, rest.strip_suffix('\'')?)));
            let (key, default) = quoted.map_or((name, None), |(key, default)| (key, Some(default)));
            match (cx.get(key), default) {
                (Some(Key::Single(value)), _) => tokens.extend(literal(value)),
                (None, Some(default)) => tokens.extend(literal(default)),
                _ => return None,
            }
            continue;
        }
        match first {
            '*' if wildcards => tokens.push(Token::Many),
            '?' if wildcards => tokens.push(Token::One),
            _ => tokens.extend(literal(first.encode_utf8(&mut [0; 4]))),
        }
        rest = &rest[first.len_utf8()..];
    }
    Some(tokens)
}

pub(super) fn text(tokens: &[Token]) -> String {
    let units: Vec<u16> = tokens
        .iter()
        .map(|token| match token {
            Token::Is(unit) => *unit,
            Token::One | Token::Many => unreachable!(),
        })
        .collect();
    String::from_utf16(&units).unwrap()
}

pub(super) fn glob(pattern: &[Token], text: &[u16]) -> bool {
    match (pattern.first(), text.first()) {
        (None, None) => true,
        (Some(Token::Many), _) => {
            glob(&pattern[1..], text) || (!text.is_empty() && glob(pattern, &text[1..]))
        }
        (Some(Token::One), Some(_)) => glob(&pattern[1..], &text[1..]),
        (Some(Token::Is(wanted)), Some(unit)) => wanted == unit && glob(&pattern[1..], &text[1..]),
        _ => false,
    }
}
