//! Which operations there are, by service.

use super::{
    access_key, account, delegated_administrator, delegation, group, handshake, instance_profile,
    last_accessed, login_profile, member_account, mfa, oidc_provider, operator, organization,
    organization_policy, organizational_unit, outbound, password_policy, physical_device, policy,
    responsibility_transfer, role, role_template, root_access, saml, server_certificate,
    service_credential, service_linked_role, service_principal, signing_certificate, simulation,
    ssh_public_key, sts, user,
};
use crate::operation::{Row, Service};
use wire::model;

/// The tables of every folder, with the service that they belong to.
pub(crate) const TABLES: &[(Service, &[Row])] = &[
    (Service::Iam, access_key::TABLE),
    (Service::Iam, account::TABLE),
    (Service::Iam, delegation::TABLE),
    (Service::Portcullis, delegation::NOTIFICATIONS),
    (Service::Iam, group::TABLE),
    (Service::Iam, instance_profile::TABLE),
    (Service::Iam, last_accessed::TABLE),
    (Service::Iam, login_profile::TABLE),
    (Service::Iam, mfa::TABLE),
    (Service::Iam, oidc_provider::TABLE),
    (Service::Portcullis, operator::TABLE),
    (Service::Portcullis, physical_device::TABLE),
    (Service::Portcullis, service_principal::TABLE),
    (Service::Iam, outbound::TABLE),
    (Service::Iam, password_policy::TABLE),
    (Service::Organizations, delegated_administrator::TABLE),
    (Service::Organizations, handshake::TABLE),
    (Service::Organizations, member_account::TABLE),
    (Service::Organizations, organization::TABLE),
    (Service::Organizations, organization_policy::TABLE),
    (Service::Organizations, organizational_unit::TABLE),
    (Service::Organizations, responsibility_transfer::TABLE),
    (Service::Iam, policy::TABLE),
    (Service::Iam, role::TABLE),
    (Service::Iam, root_access::TABLE),
    (Service::Iam, role_template::TABLE),
    (Service::Iam, server_certificate::TABLE),
    (Service::Iam, signing_certificate::TABLE),
    (Service::Iam, ssh_public_key::TABLE),
    (Service::Iam, service_credential::TABLE),
    (Service::Iam, service_linked_role::TABLE),
    (Service::Iam, simulation::TABLE),
    (Service::Iam, saml::TABLE),
    (Service::Sts, sts::TABLE),
    (Service::Iam, user::TABLE),
];

/// The row of an operation. Each table is sorted by name.
pub(crate) fn row(service: Service, name: &str) -> Option<Row> {
    TABLES
        .iter()
        .filter(|(of, _)| *of == service)
        .find_map(|(_, table)| {
            let index = table.binary_search_by_key(&name, |row| row.name).ok()?;
            Some(table[index])
        })
}

/// Every operation there is.
#[cfg(test)]
pub(crate) fn rows() -> impl Iterator<Item = (Service, Row)> {
    TABLES
        .iter()
        .flat_map(|(service, table)| table.iter().map(|row| (*service, *row)))
}

/// Every operation, by name.
#[cfg(test)]
pub(crate) fn rows_by_name() -> Vec<(Service, Row)> {
    let mut all: Vec<(Service, Row)> = rows().collect();
    all.sort_by_key(|(_, row)| row.name);
    all
}

/// AWS's model of a service; our own has none.
pub(crate) fn model(service: Service) -> Option<&'static model::Service> {
    match service {
        Service::Iam => Some(model::iam()),
        Service::Organizations => Some(model::organizations()),
        Service::Sts => Some(model::sts()),
        Service::Portcullis => None,
    }
}
