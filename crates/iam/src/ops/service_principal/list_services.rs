//! `ListServices` of the service `portcullis`.

use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::operator_only;
use crate::{Error, context};
use serde::{Deserialize, Serialize};

/// Lists the services that are callers, by name.
///
/// Permission: the caller is the first account's root; no policy can give it.
#[derive(Debug, Deserialize)]
pub(crate) struct ListServices {}

/// The services, by name.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListServicesResult {
    services: Vec<ServiceShape>,
}

/// One service, without its secret.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ServiceShape {
    service_name: String,
    signing_name: String,
    access_key_id: String,
    create_date: String,
}

impl Operation for ListServices {
    const NAME: &'static str = "ListServices";
    const EXAMPLE: &'static str = "
        root ListServices -> !ListServicesResult.Services.1
        root AddService ServiceName=lambda.amazonaws.com -> as lambda
        root ListServices -> ListServicesResult.Services.1.ServiceName=lambda.amazonaws.com & !ListServicesResult.Services.2
        lambda ListServices -> 403 AccessDenied
    ";
    type Output = ListServicesResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        operator_only(cx.state, cx.caller).map(|()| Vec::new())
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListServicesResult>, Error> {
        let services = cx.account().services.values().map(|service| ServiceShape {
            service_name: service.name.to_string(),
            signing_name: service.signing_name.to_string(),
            access_key_id: service.key.id.to_string(),
            create_date: context::text(service.key.created).into(),
        });
        Outcome::read(ListServicesResult {
            services: services.collect(),
        })
    }
}
