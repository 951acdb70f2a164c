//! A user's credentials for one service, as replies show them.

use super::service::{self, Form};
use crate::authorize::Permission;
use crate::operation::Cx;
use crate::ops::subject::Subject;
use crate::state::{ServiceCredential, User};
use crate::{Error, context};
use serde::Serialize;

/// AWS's `ServiceSpecificCredential`: with its secret, which is shown when it is made.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct CredentialShape {
    create_date: String,
    expiration_date: Option<String>,
    service_name: String,
    service_user_name: Option<String>,
    service_password: Option<String>,
    service_credential_alias: Option<String>,
    service_credential_secret: Option<String>,
    service_specific_credential_id: String,
    user_name: String,
    status: &'static str,
}

/// AWS's `ServiceSpecificCredentialMetadata`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct MetadataShape {
    user_name: String,
    status: &'static str,
    service_user_name: Option<String>,
    service_credential_alias: Option<String>,
    create_date: String,
    expiration_date: Option<String>,
    service_specific_credential_id: String,
    service_name: String,
}

impl CredentialShape {
    pub(super) fn of(cx: &Cx, user: &User, held: &ServiceCredential, secret: &str) -> Self {
        let form = form_of(held);
        let alias = held.alias.to_string();
        CredentialShape {
            create_date: context::text(held.created).into(),
            expiration_date: held.expires.map(|moment| context::text(moment).into()),
            service_name: held.service.to_string(),
            service_user_name: (form == Form::Password).then(|| alias.clone()),
            service_password: (form == Form::Password).then(|| secret.to_owned()),
            service_credential_alias: (form == Form::ApiKey).then_some(alias),
            service_credential_secret: (form == Form::ApiKey).then(|| secret.to_owned()),
            service_specific_credential_id: held.id.to_string(),
            user_name: user.name.to_string(),
            status: held.status_at(cx.now),
        }
    }
}

impl MetadataShape {
    pub(super) fn of(cx: &Cx, user: &User, held: &ServiceCredential) -> MetadataShape {
        let form = form_of(held);
        let alias = held.alias.to_string();
        MetadataShape {
            user_name: user.name.to_string(),
            status: held.status_at(cx.now),
            service_user_name: (form == Form::Password).then(|| alias.clone()),
            service_credential_alias: (form == Form::ApiKey).then_some(alias),
            create_date: context::text(held.created).into(),
            expiration_date: held.expires.map(|moment| context::text(moment).into()),
            service_specific_credential_id: held.id.to_string(),
            service_name: held.service.to_string(),
        }
    }
}

/// What a stored credential looks like.
pub(super) fn form_of(held: &ServiceCredential) -> Form {
    service::form(&held.service).unwrap_or(Form::Password)
}

/// `action` on the user who has the credential with this id, with the service that it is for.
pub(super) fn permission<'a>(
    cx: &Cx<'a>,
    action: &'static str,
    subject: &Subject<'a>,
    id: &str,
) -> Permission<'a> {
    let user = subject.user(cx).ok().flatten();
    let service = one(user, id).ok().map(|(_, held)| held.service.clone());
    subject
        .permission(cx, action)
        .with_some("iam:ServiceSpecificCredentialServiceName", service)
}

/// The user's credential with this id.
///
/// # Errors
/// `NoSuchEntity`, also for those of others.
pub(super) fn one<'a>(
    user: Option<&'a User>,
    id: &str,
) -> Result<(&'a User, &'a ServiceCredential), Error> {
    let held = user.and_then(|user| {
        let mut all = user.service_credentials.iter();
        all.find(|held| held.id == id).map(|held| (user, held))
    });
    held.ok_or_else(|| Error::no_such_entity(format!("No such credential {id} exists")))
}
