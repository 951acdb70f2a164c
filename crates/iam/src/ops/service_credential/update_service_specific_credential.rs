//! `UpdateServiceSpecificCredential`.

use super::held;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::subject::Subject;
use crate::state::KeyStatus;
use serde::Deserialize;

/// Makes a credential for a service active or inactive.
///
/// Permission: `iam:UpdateServiceSpecificCredential` on the user's ARN, with `iam:ServiceSpecificCredentialServiceName`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateServiceSpecificCredential {
    user_name: Option<String>,
    service_specific_credential_id: String,
    status: String,
}

impl Operation for UpdateServiceSpecificCredential {
    const NAME: &'static str = "UpdateServiceSpecificCredential";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root CreateServiceSpecificCredential UserName=Bob ServiceName=cassandra.amazonaws.com -> set id=CreateServiceSpecificCredentialResult.ServiceSpecificCredential.ServiceSpecificCredentialId
        root UpdateServiceSpecificCredential UserName=Bob ServiceSpecificCredentialId=$id Status=Inactive -> ok
        root ListServiceSpecificCredentials UserName=Bob -> ListServiceSpecificCredentialsResult.ServiceSpecificCredentials.1.Status=Inactive
        root UpdateServiceSpecificCredential UserName=Bob ServiceSpecificCredentialId=$id Status=Inactive -> unchanged
        root UpdateServiceSpecificCredential UserName=Bob ServiceSpecificCredentialId=$id Status=Expired -> 400 ValidationError
        root UpdateServiceSpecificCredential ServiceSpecificCredentialId=$id Status=Active -> 404 NoSuchEntity
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let subject = Subject::of(cx, self.user_name.as_deref())?;
        Ok(vec![held::permission(
            cx,
            "iam:UpdateServiceSpecificCredential",
            &subject,
            &self.service_specific_credential_id,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let user = Subject::of(cx, self.user_name.as_deref())?.user(cx)?;
        let (user, credential) = held::one(user, &self.service_specific_credential_id)?;
        let status = match self.status.as_str() {
            "Active" => KeyStatus::Active,
            "Inactive" => KeyStatus::Inactive,
            other => {
                return Err(Error::validation_error(format!(
                    "The status of a credential cannot be set to {other}."
                )));
            }
        };
        if credential.status == status {
            return Outcome::read(());
        }
        let event = Event::ServiceCredentialUpdated {
            user: user.name.to_string(),
            id: credential.id.to_string(),
            status,
        };
        Outcome::event(event, ())
    }
}
