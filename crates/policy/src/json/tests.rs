use super::*;

#[test]
fn spans_include_quotes_and_brackets() {
    let text = r#" {"a": ["x", 1e999, null]} "#;
    let root = parse(text).unwrap().root;
    let cut = |span: Span| &text[span.start as usize..span.end as usize];
    assert_eq!(cut(root.span), r#"{"a": ["x", 1e999, null]}"#);
    let member = root.member("a").unwrap();
    assert_eq!(cut(member.key_span), r#""a""#);
    let cuts: Vec<_> = member
        .node
        .elements()
        .iter()
        .map(|node| cut(node.span))
        .collect();
    assert_eq!(cuts, [r#""x""#, "1e999", "null"]);
}

#[test]
fn numbers_keep_their_source_text() {
    let number = |text: &str| parse(text).unwrap().root.value;
    assert_eq!(number("-0.50E+3"), Value::Number("-0.50E+3".into()));
    assert_eq!(number("1e999"), Value::Number("1e999".into()));
}

#[test]
fn repeated_keys_are_reported_unescaped() {
    let parsed = parse(r#"{"a":1,"\u0061":2}"#).unwrap();
    assert_eq!(parsed.repeated, Some(Span { start: 7, end: 15 }));
    assert_eq!(
        parse(r#"{"a":{"a":1},"b":{"a":2}}"#).unwrap().repeated,
        None
    );
}

#[test]
fn nesting_is_limited() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(parse(&nested(DEPTH_MAX)).is_ok());
    assert!(parse(&nested(DEPTH_MAX + 1)).is_err());
    assert!(parse(&"[".repeat(1_000_000)).is_err());
}
