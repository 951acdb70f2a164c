use std::collections::BTreeMap;

use serde::Deserialize;

use super::*;
use crate::Params;

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Input {
    text: String,
    flag: Option<bool>,
    count: Option<i32>,
    long: Option<i64>,
    list: Option<Vec<String>>,
    tags: Vec<Tag>,
    tag: Option<Tag>,
    map: BTreeMap<String, Tag>,
    status: Option<Status>,
    ratio: Option<f64>,
    nested: Vec<Vec<i32>>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Tag {
    key: String,
    value: String,
}

#[derive(Debug, PartialEq, Deserialize)]
enum Status {
    Active,
    Inactive,
}

fn read(form: &str) -> Result<Input, Error> {
    from_params(&Params::parse("", form.as_bytes(), 100).unwrap())
}

fn check(form: &str, expected: Input) {
    assert_eq!(read(form), Ok(expected), "{form}");
}

fn refused(form: &str, expected: scalar::Malformed) {
    let error = read(form).unwrap_err();
    assert_eq!(
        (error.code(), error.message().to_owned()),
        ("MalformedInput", expected.to_string()),
        "{form}"
    );
}

fn tag(key: &str, value: &str) -> Tag {
    Tag {
        key: key.to_owned(),
        value: value.to_owned(),
    }
}

#[test]
fn scalars() {
    let form = "Text=a+b&Flag=true&Count=%2B0900&Long=-9223372036854775808&Ratio=0.5&Status=Inactive&Action=X";
    check(
        form,
        Input {
            text: "a b".to_owned(),
            flag: Some(true),
            count: Some(900),
            long: Some(i64::MIN),
            ratio: Some(0.5),
            status: Some(Status::Inactive),
            ..Input::default()
        },
    );
    check("", Input::default());
    check("Text=", Input::default());
}

#[test]
fn lists_go_by_index_and_gaps_are_closed() {
    let list = |items: &[&str]| Input {
        list: Some(items.iter().map(|item| (*item).to_owned()).collect()),
        ..Input::default()
    };
    check("List.member.1=a", list(&["a"]));
    check(
        "List.member.10=j&List.member.9=i&List.member.2=b",
        list(&["b", "i", "j"]),
    );
    check(
        "List.member.2147483647=z&List.member.2000000000=y",
        list(&["y", "z"]),
    );
    check("List=", list(&[]));
    check("List.member.1=", list(&[""]));
    check(
        "Nested.member.1.member.2=7&Nested.member.2=",
        Input {
            nested: vec![vec![7], vec![]],
            ..Input::default()
        },
    );
}

#[test]
fn structures_nest() {
    let form =
        "Tags.member.1.Key=a&Tags.member.1.Value=b&Tags.member.3.Key=c&Tag.Value=d&Tag.Unknown.x=1";
    let tags = vec![tag("a", "b"), tag("c", "")];
    check(
        form,
        Input {
            tags,
            tag: Some(tag("", "d")),
            ..Input::default()
        },
    );
    check(
        "Tag=",
        Input {
            tag: Some(Tag::default()),
            ..Input::default()
        },
    );
}

#[test]
fn maps_are_entries() {
    let form =
        "Map.entry.1.key=x%3D%26&Map.entry.1.value.Key=a&Map.entry.2.key=&Map.entry.2.value=";
    let map = BTreeMap::from([
        ("x=&".to_owned(), tag("a", "")),
        (String::new(), Tag::default()),
    ]);
    check(
        form,
        Input {
            map,
            ..Input::default()
        },
    );
    check("Map=", Input::default());
}

#[test]
fn what_has_the_wrong_shape_is_malformed() {
    use scalar::Malformed::*;
    refused("Text.Arn=a", UnexpectedStructure);
    refused("Text=a&Text.Arn=a", UnexpectedStructure);
    refused("Text.member.1=a", UnexpectedList);
    refused("List=a", UnexpectedValue);
    refused("List=&List.member.1=a", UnexpectedValue);
    refused("Tag=a", UnexpectedValue);
    refused("Tags.member.1=a", UnexpectedValue);
    refused("List.1=a", UnexpectedElement);
    refused("List.Member.1=a", UnexpectedElement);
    refused("List.member=a", UnexpectedElement);
    refused("List.member.1=a&List.x=b", UnexpectedElement);
    refused("Map.member.1=a", UnexpectedElement);
    for index in [
        "0",
        "01",
        "+1",
        "-1",
        "",
        "x",
        "2147483648",
        "99999999999999999999",
    ] {
        refused(
            &format!(
                "List.member.1=a&List.member.{}=b",
                index.replace('+', "%2B")
            ),
            BadIndex,
        );
    }
    refused("Map.entry.1.key=a", HalfEntry);
    refused("Map.entry.1.value.Key=a", HalfEntry);
    refused(
        "Map.entry.1.key=a&Map.entry.1.value=&Map.entry.2.key=a&Map.entry.2.value=",
        RepeatedKey,
    );
    refused("Count=900.0", BadInteger);
    refused("Flag=yes", BadBoolean);
    refused("Ratio=x", BadNumber);
}

#[test]
fn own_types_refuse_as_validation_errors_without_repeating_the_value() {
    let error = read("Status=hunter2").unwrap_err();
    let expected = (
        "ValidationError",
        "Member must satisfy enum value set: [Active, Inactive]",
    );
    assert_eq!((error.code(), error.message()), expected);

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Wanted {
        #[expect(dead_code, reason = "only its absence is tested")]
        user_name: String,
    }
    let error = from_params::<Wanted>(&Params::parse("", b"", 1).unwrap()).unwrap_err();
    let null = "1 validation error detected: Value null at 'userName' failed to satisfy constraint: Member must not be null";
    assert_eq!((error.code(), error.message()), ("ValidationError", null));
}

#[test]
fn operations_without_input_read_anything() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Nothing;
    let params = Params::parse("Action=GetAccountSummary&Version=2010-05-08", b"", 9).unwrap();
    assert_eq!(from_params(&params), Ok(Nothing));
}

#[test]
fn an_untyped_reader_gets_the_tree() {
    let params = Params::parse("", b"a=1&b.c=2&b.d.1=3", 9).unwrap();
    let expected = serde_json::json!({"a": "1", "b": {"c": "2", "d": {"1": "3"}}});
    assert_eq!(from_params(&params), Ok(expected));
}
