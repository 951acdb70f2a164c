//! `RemoveService` of the service `portcullis`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::operator_only;
use serde::Deserialize;

/// Takes a service's key away: it calls no more. Sessions of roles that it assumed live on until they end, as sessions do whose
/// role trusts the caller no more.
///
/// Permission: the caller is the first account's root; no policy can give it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RemoveService {
    service_name: String,
}

impl Operation for RemoveService {
    const NAME: &'static str = "RemoveService";
    const EXAMPLE: &'static str = "
        root AddService ServiceName=lambda.amazonaws.com -> as lambda
        root RemoveService ServiceName=lambda.amazonaws.com -> ok
        root RemoveService ServiceName=lambda.amazonaws.com -> 404 NoSuchEntity The service lambda.amazonaws.com is not registered.
        lambda ListServices -> 403 InvalidClientTokenId The security token included in the request is invalid.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        operator_only(cx.state, cx.caller).map(|()| Vec::new())
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let name = self.service_name.as_str();
        if !cx.account().services.contains_key(name) {
            return Err(Error::no_such_entity(format!(
                "The service {name} is not registered."
            )));
        }
        let name = name.to_owned();
        Outcome::event(Event::ServiceRemoved { name }, ())
    }
}
