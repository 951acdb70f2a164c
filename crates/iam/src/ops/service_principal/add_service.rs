//! `AddService` of the service `portcullis`.

use super::name;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::operator_only;
use crate::unique_id::{self, Prefix};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The most services of one server.
const SERVICES_MAX: usize = 500;
/// Letters of a secret access key (I-3).
const SECRET_LETTERS: usize = 40;

/// Registers a service under its principal, such as `lambda.amazonaws.com`, with a key of its own, shown once. With it the service
/// assumes roles whose trust names it (E-27) and asks who may pass it a role (`CheckPassRole`), and nothing else: it has no policies.
/// `SigningName` is what requests of the service's own callers are signed for, if it is not the first part of the principal.
///
/// Permission: the caller is the first account's root; no policy can give it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AddService {
    service_name: String,
    signing_name: Option<String>,
}

/// The service and its only credentials.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AddServiceResult {
    service_name: String,
    signing_name: String,
    access_key_id: String,
    secret_access_key: String,
}

impl Operation for AddService {
    const NAME: &'static str = "AddService";
    const EXAMPLE: &'static str = "
        root AddService ServiceName=lambda.amazonaws.com -> AddServiceResult.SigningName=lambda & as lambda
        root AddService ServiceName=lambda.amazonaws.com -> 409 EntityAlreadyExists The service lambda.amazonaws.com is registered already.
        root AddService ServiceName=Lambda -> 400 ValidationError a service is named by its principal, such as lambda.amazonaws.com
        root AddService ServiceName=ecs-tasks.amazonaws.com SigningName=ecs/x -> 400 ValidationError a signing name is as credential scopes hold it, such as lambda
        root AddService ServiceName=ecs-tasks.amazonaws.com SigningName=ecs -> AddServiceResult.SigningName=ecs
        lambda AddService ServiceName=ec2.amazonaws.com -> 403 AccessDenied User: lambda.amazonaws.com is not authorized to perform: portcullis:AddService
    ";
    type Output = AddServiceResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        operator_only(cx.state, cx.caller).map(|()| Vec::new())
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<AddServiceResult>, Error> {
        let account = cx.account();
        let name = self.service_name.as_str();
        name::check(name)?;
        let signing_name = name::signing_name(name, self.signing_name.as_deref())?;
        if account.services.contains_key(name) {
            return Err(Error::entity_already_exists(format!(
                "The service {name} is registered already."
            )));
        }
        if account.services.len() >= SERVICES_MAX {
            return Err(Error::limit_exceeded(format!(
                "No more than {SERVICES_MAX} services can be registered."
            )));
        }
        let id = unique_id::draw(Prefix::AccessKey, account.id, &cx.seed, "service key id");
        let plain = Zeroizing::new(cx.seed.base64("service secret", SECRET_LETTERS));
        let event = Event::ServiceAdded {
            name: name.to_owned(),
            signing_name: signing_name.to_owned(),
            secret: cx.keys.seal_secret(&id, &plain, &cx.seed),
            id: id.clone(),
        };
        let output = AddServiceResult {
            service_name: name.to_owned(),
            signing_name: signing_name.to_owned(),
            access_key_id: id,
            secret_access_key: plain.to_string(),
        };
        Outcome::event(event, output)
    }
}
