//! Every operation takes a full input and gives it back unchanged.

use wire::model::{Kind, Operation, Service, Shape, iam, organizations, sts};
use wire::{query, validate};

use crate::form::{form, json_body, params};
use crate::sample::full;
use crate::typed::Reader;

pub(crate) fn all() -> impl Iterator<Item = (&'static Service, &'static Operation)> {
    [iam(), sts()].into_iter().flat_map(|service| {
        service
            .operations()
            .map(move |operation| (service, operation))
    })
}

#[test]
fn full_inputs_are_accepted_and_come_back() {
    let mut inputs = 0;
    for (service, operation) in all() {
        let Some(input) = &operation.input else {
            continue;
        };
        for size in [0, 1, 2, 11] {
            let value = full(input, size);
            let body = format!(
                "Action={}&Version={}&{}",
                operation.name,
                service.version(),
                form(input, &value)
            );
            let params = params(&body);
            assert_eq!(validate(operation, &params), Ok(()), "{}", operation.name);
            assert_eq!(
                query::from_params_seed(Reader(input), &params),
                Ok(value),
                "{}",
                operation.name
            );
        }
        inputs += 1;
    }
    assert_eq!(inputs, 183);
}

#[test]
fn full_inputs_in_json_are_accepted_and_come_back() {
    let mut inputs = 0;
    for operation in organizations().operations() {
        let Some(input) = &operation.input else {
            continue;
        };
        for size in [0, 1, 2, 11] {
            let value = full(input, size);
            let params = wire::json::params(operation, &json_body(&value), 100_000);
            let params = params.unwrap_or_else(|error| panic!("{}: {error}", operation.name));
            assert_eq!(validate(operation, &params), Ok(()), "{}", operation.name);
            let read = query::from_params_seed(Reader(input), &params);
            assert_eq!(read, Ok(value), "{}", operation.name);
        }
        inputs += 1;
    }
    assert_eq!(inputs, 58);
}

#[test]
fn errors_and_paginators_name_what_exists() {
    let json = organizations();
    let json = json.operations().map(|operation| (json, operation));
    for (service, operation) in all().chain(json) {
        for code in &operation.errors {
            assert!(
                service.error_status(code).is_some(),
                "{}: {code}",
                operation.name
            );
        }
        let Some(pages) = &operation.paginator else {
            continue;
        };
        let has = |shape: &Option<std::sync::Arc<Shape>>, name: &str| {
            shape
                .as_ref()
                .is_some_and(|shape| shape.member(name).is_some())
        };
        assert!(
            has(&operation.input, &pages.input_token),
            "{}",
            operation.name
        );
        assert!(
            pages
                .limit_key
                .iter()
                .all(|name| has(&operation.input, name)),
            "{}",
            operation.name
        );
        let mut outputs = pages
            .result_keys
            .iter()
            .chain(&pages.more_results)
            .chain([&pages.output_token]);
        assert!(
            outputs.all(|name| has(&operation.output, name)),
            "{}",
            operation.name
        );
    }
}

#[test]
fn secrets_of_inputs_are_known() {
    let mut secrets = Vec::new();
    for (_, operation) in all() {
        let members = operation.input.iter().flat_map(|input| input.members());
        let secret = members.filter(|member| member.shape.sensitive);
        secrets.extend(secret.map(|member| format!("{}.{}", operation.name, member.name)));
    }
    let expected = [
        "ChangePassword.OldPassword",
        "ChangePassword.NewPassword",
        "CreateLoginProfile.Password",
        "CreateSAMLProvider.AddPrivateKey",
        "EnableMFADevice.AuthenticationCode1",
        "EnableMFADevice.AuthenticationCode2",
        "ResyncMFADevice.AuthenticationCode1",
        "ResyncMFADevice.AuthenticationCode2",
        "UpdateLoginProfile.Password",
        "UpdateSAMLProvider.AddPrivateKey",
        "UploadServerCertificate.PrivateKey",
        "AssumeRole.TokenCode",
        "AssumeRoleWithSAML.SAMLAssertion",
        "AssumeRoleWithWebIdentity.WebIdentityToken",
        "GetDelegatedAccessToken.TradeInToken",
        "GetSessionToken.TokenCode",
    ];
    assert_eq!(secrets, expected);
}

#[test]
fn no_input_holds_what_the_samples_do_not_exercise() {
    fn kinds(shape: &Shape) -> bool {
        match &shape.kind {
            Kind::Structure(members) => members.iter().all(|member| kinds(&member.shape)),
            Kind::List { member, .. } => kinds(member),
            Kind::Map { value, .. } => kinds(value),
            Kind::Timestamp | Kind::Blob(_) => false,
            Kind::String { .. } | Kind::Integer(_) | Kind::Long(_) | Kind::Boolean => true,
        }
    }
    for (_, operation) in all() {
        assert!(
            operation.input.iter().all(|input| kinds(input)),
            "{}",
            operation.name
        );
    }
}
