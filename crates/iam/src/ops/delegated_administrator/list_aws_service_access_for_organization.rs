//! `ListAWSServiceAccessForOrganization`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, OrganizationPage};
use serde::{Deserialize, Serialize};

/// Lists the services that may act in the organization, by name.
///
/// Permission: `organizations:ListAWSServiceAccessForOrganization` on `*`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListAWSServiceAccessForOrganization {
    next_token: Option<String>,
    max_results: Option<usize>,
}

/// One page of services.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListServiceAccessResult {
    enabled_service_principals: Vec<EnabledServicePrincipal>,
    next_token: Option<String>,
}

/// AWS's `EnabledServicePrincipal`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct EnabledServicePrincipal {
    service_principal: String,
    date_enabled: f64,
}

impl Operation for ListAWSServiceAccessForOrganization {
    const NAME: &'static str = "ListAWSServiceAccessForOrganization";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root EnableAWSServiceAccess ServicePrincipal=access-analyzer.amazonaws.com -> ok
        root ListAWSServiceAccessForOrganization -> EnabledServicePrincipals.1.DateEnabled
        root ListAWSServiceAccessForOrganization MaxResults=0 -> 400 InvalidInputException
    "#;
    type Output = ListServiceAccessResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Reading,
            "organizations:ListAWSServiceAccessForOrganization",
            |_| "*".into(),
        )?;
        Ok(vec![permission])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListServiceAccessResult>, Error> {
        let organization = organizations::organization(cx)?;
        let page = OrganizationPage {
            next_token: &self.next_token,
            max_results: self.max_results,
        };
        let paged = page.of(organization.services.iter(), |(service, _)| {
            (*service).clone()
        })?;
        let services = paged.items.into_iter();
        let services = services.map(|(service, since)| EnabledServicePrincipal {
            service_principal: service.clone(),
            date_enabled: organizations::seconds(*since),
        });
        Outcome::read(ListServiceAccessResult {
            enabled_service_principals: services.collect(),
            next_token: paged.marker,
        })
    }
}
