//! `DeleteServiceSpecificCredential`.

use super::held;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::subject::Subject;
use serde::Deserialize;

/// Deletes a credential for a service.
///
/// Permission: `iam:DeleteServiceSpecificCredential` on the user's ARN, with `iam:ServiceSpecificCredentialServiceName`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteServiceSpecificCredential {
    user_name: Option<String>,
    service_specific_credential_id: String,
}

impl Operation for DeleteServiceSpecificCredential {
    const NAME: &'static str = "DeleteServiceSpecificCredential";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root CreateServiceSpecificCredential UserName=Bob ServiceName=bedrock.amazonaws.com -> set id=CreateServiceSpecificCredentialResult.ServiceSpecificCredential.ServiceSpecificCredentialId
        root DeleteUser UserName=Bob -> 409 DeleteConflict Cannot delete entity, must remove referenced objects first.
        root DeleteServiceSpecificCredential UserName=Bob ServiceSpecificCredentialId=$id -> ok
        root DeleteServiceSpecificCredential UserName=Bob ServiceSpecificCredentialId=$id -> 404 NoSuchEntity No such credential $id exists
        root DeleteUser UserName=Bob -> ok
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let subject = Subject::of(cx, self.user_name.as_deref())?;
        Ok(vec![held::permission(
            cx,
            "iam:DeleteServiceSpecificCredential",
            &subject,
            &self.service_specific_credential_id,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let user = Subject::of(cx, self.user_name.as_deref())?.user(cx)?;
        let (user, credential) = held::one(user, &self.service_specific_credential_id)?;
        let event = Event::ServiceCredentialDeleted {
            user: user.name.to_string(),
            id: credential.id.to_string(),
        };
        Outcome::event(event, ())
    }
}
