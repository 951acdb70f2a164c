use std::collections::BTreeMap;

use super::*;

fn check(value: &impl Serialize, expected: &str) {
    let mut out = Vec::new();
    value.serialize(Element::new(&mut out, "X")).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Inner {
    name: Option<&'static str>,
    list: Vec<Inner>,
}

#[derive(Serialize)]
enum Status {
    Active,
    Custom(&'static str),
}

#[test]
fn scalars() {
    check(&true, "<X>true</X>");
    check(&-5i64, "<X>-5</X>");
    check(&u64::MAX, "<X>18446744073709551615</X>");
    check(&1.5f32, "<X>1.5</X>");
    check(&f64::NEG_INFINITY, "<X>-Infinity</X>");
    check(&f64::NAN, "<X>NaN</X>");
    check(&'<', "<X>&lt;</X>");
    check(&"", "<X/>");
    check(&"é😀", "<X>é😀</X>");
    check(&Status::Active, "<X>Active</X>");
    check(&Status::Custom("a"), "<X><Custom>a</Custom></X>");
}

#[test]
fn nothing_writes_nothing() {
    check(&(), "");
    check(&None::<u8>, "");
    check(&vec![None, Some(1)], "<X><member>1</member></X>");
    check(&vec![None::<u8>], "<X/>");
}

#[test]
fn lists_and_structures_nest() {
    check(&Vec::<u8>::new(), "<X/>");
    check(
        &vec![vec!["a"], vec![]],
        "<X><member><member>a</member></member><member/></X>",
    );
    let inner = Inner {
        name: None,
        list: vec![Inner {
            name: Some("b"),
            list: vec![],
        }],
    };
    check(
        &inner,
        "<X><List><member><Name>b</Name><List/></member></List></X>",
    );
    check(&("a", 1), "<X><member>a</member><member>1</member></X>");
}

#[test]
fn maps_are_entries() {
    let map = BTreeMap::from([("a&", 1), ("b", 2)]);
    let expected = "<X><entry><key>a&amp;</key><value>1</value></entry><entry><key>b</key><value>2</value></entry></X>";
    check(&map, expected);
    check(&BTreeMap::<u8, u8>::new(), "<X/>");
    check(
        &BTreeMap::from([(7, true)]),
        "<X><entry><key>7</key><value>true</value></entry></X>",
    );
    let composite = BTreeMap::from([(vec!["a"], 1)]);
    assert!(
        composite
            .serialize(Element::new(&mut Vec::new(), "X"))
            .is_err()
    );
}

#[test]
fn bytes_are_base64() {
    struct Blob(&'static [u8]);
    impl Serialize for Blob {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_bytes(self.0)
        }
    }
    check(&Blob(b"\x00\xff"), "<X>AP8=</X>");
}

#[test]
fn what_xml_cannot_carry_is_a_reference() {
    check(
        &"a\0\u{1b}\r\n\t\u{fffe}\u{ffff}b",
        "<X>a&#x0;&#x1B;&#xD;\n\t&#xFFFE;&#xFFFF;b</X>",
    );
    check(&"&<>\"'", "<X>&amp;&lt;&gt;&quot;'</X>");
}
