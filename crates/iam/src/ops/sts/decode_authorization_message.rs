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
}
