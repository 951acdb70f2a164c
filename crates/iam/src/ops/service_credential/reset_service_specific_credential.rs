//! `ResetServiceSpecificCredential`.

use super::held::{self, CredentialShape};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::subject::Subject;
use serde::{Deserialize, Serialize};

/// Gives a credential another secret, shown once; the old one is good for nothing from then on.
///
/// Permission: `iam:ResetServiceSpecificCredential` on the user's ARN, with `iam:ServiceSpecificCredentialServiceName`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ResetServiceSpecificCredential {
    user_name: Option<String>,
    service_specific_credential_id: String,
}

/// The credential with its new secret.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ResetServiceSpecificCredentialResult {
    service_specific_credential: CredentialShape,
}

impl Operation for ResetServiceSpecificCredential {
    const NAME: &'static str = "ResetServiceSpecificCredential";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root CreateServiceSpecificCredential UserName=Bob ServiceName=cassandra.amazonaws.com -> set id=CreateServiceSpecificCredentialResult.ServiceSpecificCredential.ServiceSpecificCredentialId
        root ResetServiceSpecificCredential UserName=Bob ServiceSpecificCredentialId=$id -> ResetServiceSpecificCredentialResult.ServiceSpecificCredential.ServicePassword & ResetServiceSpecificCredentialResult.ServiceSpecificCredential.ServiceUserName=Bob-at-123456789012
        root ResetServiceSpecificCredential ServiceSpecificCredentialId=$id -> 404 NoSuchEntity No such credential $id exists
    ";
    type Output = ResetServiceSpecificCredentialResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let subject = Subject::of(cx, self.user_name.as_deref())?;
        Ok(vec![held::permission(
            cx,
            "iam:ResetServiceSpecificCredential",
            &subject,
            &self.service_specific_credential_id,
        )])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<ResetServiceSpecificCredentialResult>, Error> {
        let user = Subject::of(cx, self.user_name.as_deref())?.user(cx)?;
        let (user, credential) = held::one(user, &self.service_specific_credential_id)?;
        let plain = held::form_of(credential).draw(cx, &credential.alias);
        let event = Event::ServiceCredentialReset {
            user: user.name.to_string(),
            id: credential.id.to_string(),
            secret: cx.keys.seal_secret(&credential.id, &plain, &cx.seed),
        };
        let output = ResetServiceSpecificCredentialResult {
            service_specific_credential: CredentialShape::of(cx, user, credential, &plain),
        };
        Outcome::event(event, output)
    }
}
