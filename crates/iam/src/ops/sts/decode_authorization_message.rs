//! `DecodeAuthorizationMessage`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use serde::{Deserialize, Serialize};

/// Opens what [`encode_authorization_message`](crate::encode_authorization_message) sealed for the caller's account (S-62, D-11).
///
/// Permission: `sts:DecodeAuthorizationMessage` on `*`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DecodeAuthorizationMessage {
    encoded_message: String,
}

/// The message: JSON, as text.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DecodeAuthorizationMessageResult {
    decoded_message: String,
}

impl Operation for DecodeAuthorizationMessage {
    const NAME: &'static str = "DecodeAuthorizationMessage";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root CreateAccessKey UserName=Bob -> as bob
        bob DecodeAuthorizationMessage EncodedMessage=AQ -> 403 AccessDenied
        root DecodeAuthorizationMessage EncodedMessage=AQ -> 400 InvalidAuthorizationMessageException Message is not valid
    ";
    type Output = DecodeAuthorizationMessageResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account().id;
        Ok(vec![Permission::on(
            "sts:DecodeAuthorizationMessage",
            "*",
            account,
        )])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<DecodeAuthorizationMessageResult>, Error> {
        let account = cx.account().id;
        match cx.keys.open_message(account, &self.encoded_message) {
            Some(decoded_message) => {
                Outcome::read(DecodeAuthorizationMessageResult { decoded_message })
            }
            None => Err(Error::invalid_authorization_message("Message is not valid")),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::encode_authorization_message;
    use crate::scenario::World;
    use std::collections::BTreeMap;

    /// S-62.
    #[test]
    fn a_message_has_letters_and_ten_thousand_at_most() {
        let (long, longer) = ("A".repeat(10_240), "A".repeat(10_241));
        World::new().run(
            None,
            &format!(
                "root DecodeAuthorizationMessage EncodedMessage= -> 400 ValidationError 1 validation error detected: Value '' at 'encodedMessage' failed to satisfy constraint: Member must have length greater than or equal to 1
                root DecodeAuthorizationMessage EncodedMessage=A -> 400 InvalidAuthorizationMessageException
                root DecodeAuthorizationMessage EncodedMessage={long} -> 400 InvalidAuthorizationMessageException
                root DecodeAuthorizationMessage EncodedMessage={longer} -> 400 ValidationError"
            ),
        );
    }

    /// S-62.
    #[test]
    fn a_message_opens_in_its_own_account_only_and_unchanged_only() {
        let mut world = World::new();
        let account = "123456789012".parse().unwrap();
        let text = r#"{"allowed":false,"explicitDeny":true}"#;
        let message = encode_authorization_message(world.keys(), account, text, [9; 32]).unwrap();
        let changed = format!(
            "{}{}",
            &message[..message.len() - 1],
            if message.ends_with('A') { 'B' } else { 'A' }
        );
        world.run(
            None,
            &format!(
                "root CreateAccount AccountId=222222222222 -> as other
                root DecodeAuthorizationMessage EncodedMessage={message} -> DecodeAuthorizationMessageResult.DecodedMessage={text}
                root DecodeAuthorizationMessage EncodedMessage={changed} -> 400 InvalidAuthorizationMessageException
                other DecodeAuthorizationMessage EncodedMessage={message} -> 400 InvalidAuthorizationMessageException"
            ),
        );
    }

    /// From a decision on some service's action to what those who may decode it read (D-11, D-12, S-62).
    #[test]
    fn a_denial_of_a_service_is_decoded_by_those_of_the_account_who_may() {
        let text = r#"{"Version":"2012-10-17","Statement":{"Sid":"Never","Effect":"Deny","Action":"ec2:*","Resource":"*"}}"#;
        let document = policy::Document::parse(text).unwrap();
        let compiled = policy::compile(&document, policy::Kind::Identity, &BTreeMap::new());
        let identity = [policy::Policy {
            name: "never",
            arn: None,
            compiled: &compiled,
        }];
        let layers = policy::Layers {
            identity: &identity,
            ..policy::Layers::default()
        };
        let principal = policy::Principal {
            kind: policy::PrincipalKind::User { name: "Bob".into() },
            partition: "aws".into(),
            account: "123456789012".into(),
            arn: "arn:aws:iam::123456789012:user/Bob".into(),
            unique_id: Some("AIDAEXAMPLE".into()),
            session: None,
            management_account: false,
        };
        let context = policy::Context::new();
        let request = policy::Request {
            principal: &principal,
            action: "ec2:RunInstances",
            resource: "*",
            resource_account: "123456789012",
            context: &context,
        };
        let decision = policy::evaluate(&request, &layers);
        let told = policy::authorization_message(&request, &layers, &decision, &[]);
        let told = serde_json::to_string(&told).unwrap();
        let mut world = World::new();
        let account = "123456789012".parse().unwrap();
        let message = encode_authorization_message(world.keys(), account, &told, [9; 32]).unwrap();
        assert!(!message.contains("AIDAEXAMPLE"));
        world.run(
            None,
            &format!(
                r#"root CreateUser UserName=Bob -> ok
                root CreateAccessKey UserName=Bob -> as bob
                bob DecodeAuthorizationMessage EncodedMessage={message} -> 403 AccessDenied User: arn:aws:iam::123456789012:user/Bob is not authorized to perform: sts:DecodeAuthorizationMessage on resource: * because no identity-based policy allows the sts:DecodeAuthorizationMessage action
                root PutUserPolicy UserName=Bob PolicyName=p PolicyDocument='{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"sts:DecodeAuthorizationMessage","Resource":"*"}}}}' -> ok
                bob DecodeAuthorizationMessage EncodedMessage={message} -> DecodeAuthorizationMessageResult.DecodedMessage={told}"#
            ),
        );
        for part in [
            r#""explicitDeny":true"#,
            r#""statementId":"Never""#,
            r#""name":"Bob""#,
        ] {
            assert!(told.contains(part), "{told}");
        }
    }
}
