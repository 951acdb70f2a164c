//! Any bytes as the query and the body of a call: read, encoded again, validated against the model
//! of an operation, and read as a structure.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use wire::Params;

const PARAMETERS_MAX: usize = 200;

/// Each form that a parameter can take.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(dead_code, reason = "what is read into it is not looked at")]
struct Everything {
    name: Option<String>,
    count: Option<i32>,
    flag: Option<bool>,
    #[serde(default)]
    tags: Vec<Tag>,
    #[serde(default)]
    settings: BTreeMap<String, String>,
    inner: Option<Box<Everything>>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(dead_code, reason = "what is read into it is not looked at")]
struct Tag {
    key: String,
    value: Option<String>,
}

fuzz_target!(|data: &[u8]| {
    let Some((choice, rest)) = data.split_first() else {
        return;
    };
    let at = rest
        .iter()
        .position(|byte| *byte == 0)
        .unwrap_or(rest.len());
    let query = String::from_utf8_lossy(&rest[..at]);
    let body = rest.get(at + 1..).unwrap_or_default();
    let Ok(params) = Params::parse(&query, body, PARAMETERS_MAX) else {
        return;
    };
    encoded_again(&params);
    validated(&params, usize::from(*choice));
    // Refusing is fine; it must come to an end and say something.
    if let Err(error) = wire::query::from_params::<Everything>(&params) {
        assert!(!error.to_string().is_empty());
    }
});

fn encoded_again(params: &Params) {
    let pairs: Vec<(&str, &str)> = params.iter().collect();
    assert!(pairs.len() <= PARAMETERS_MAX);
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(&pairs)
        .finish();
    let again = Params::parse("", body.as_bytes(), PARAMETERS_MAX).expect("it was read before");
    assert!(again.iter().eq(pairs.iter().copied()));
    for (name, value) in pairs {
        assert_eq!(params.get(name), Some(value));
    }
}

fn validated(params: &Params, choice: usize) {
    let (iam, sts) = (wire::model::iam(), wire::model::sts());
    let operations = iam.operations().len() + sts.operations().len();
    let operation = iam
        .operations()
        .chain(sts.operations())
        .nth(choice % operations);
    let operation = operation.expect("the choice is below the count");
    if let Err(invalid) = wire::validate(operation, params) {
        assert!(!invalid.message.is_empty());
    }
}
