//! Changes to the account as a whole: its root, its names and settings, the reports that were asked for.

use crate::event::Event;
use crate::state::{AccessKey, AccessReport, Account, KeyStatus, OrganizationsReport};
use jiff::Timestamp;

pub(super) fn apply(account: &mut Account, at: Timestamp, event: &Event) {
    match event {
        Event::RootKeyCreated { id, secret, .. } => account.root_keys.push(AccessKey {
            id: id.into(),
            secret: secret.clone(),
            status: KeyStatus::Active,
            created: at,
        }),
        Event::RootKeyDeleted { id } => account.root_keys.retain(|key| key.id != id.as_str()),
        Event::AccessReportRequested {
            id,
            arn,
            actions,
            by,
        } => account.put_access_report(AccessReport {
            id: id.into(),
            arn: arn.clone(),
            actions: *actions,
            by: by.into(),
            requested: at,
        }),
        Event::OrganizationsReportRequested {
            id,
            entity_path,
            policy,
        } => account.put_organizations_report(OrganizationsReport {
            id: id.into(),
            entity_path: entity_path.clone(),
            policy: policy.clone(),
            requested: at,
        }),
        Event::RootLoginProfileCreated {} => account.root_login_profile = Some(at),
        Event::RootLoginProfileDeleted {} => account.root_login_profile = None,
        Event::GlobalTokenVersionSet { version } => {
            account.global_token_version = Some(*version);
        }
        Event::CredentialReportGenerated {} => account.credential_report = Some(at),
        Event::AccountAliasSet { alias } => account.alias = Some(alias.into()),
        Event::AccountAliasDeleted { alias } => {
            account.alias.take_if(|held| held == alias);
        }
        Event::AccountPropertiesPut { properties } => {
            account.properties.extend(properties.clone());
        }
        _ => {}
    }
}
