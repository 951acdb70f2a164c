//! Server certificates by name: permissions on them, and whether they exist.

use crate::authorize::Permission;
use crate::operation::Cx;
use crate::state::ServerCertificate;
use crate::{Error, arn};

/// `action` on a server certificate, with its tags; on path `/` if there is none of this name.
pub(super) fn permission<'a>(cx: &Cx<'a>, action: &'static str, name: &str) -> Permission<'a> {
    let account = cx.account();
    match account.server_certificate(name) {
        Some(certificate) => Permission::on(action, certificate.arn(account.id), account.id)
            .with_resource_tags(&certificate.tags),
        None => Permission::on(
            action,
            arn::server_certificate(account.id, "/", name),
            account.id,
        ),
    }
}

/// The server certificate with this name, in any case.
///
/// # Errors
/// `NoSuchEntity`.
pub(super) fn existing<'a>(cx: &Cx<'a>, name: &str) -> Result<&'a ServerCertificate, Error> {
    let Some(certificate) = cx.account().server_certificate(name) else {
        return Err(Error::no_such_entity(format!(
            "The Server Certificate with name {name} cannot be found."
        )));
    };
    Ok(certificate)
}

/// Refuses a name that a server certificate has, in any case (I-6).
///
/// # Errors
/// `EntityAlreadyExists`.
pub(super) fn is_free(cx: &Cx, name: &str) -> Result<(), Error> {
    match cx.account().server_certificate(name) {
        Some(_) => Err(Error::entity_already_exists(format!(
            "The Server Certificate with name {name} already exists."
        ))),
        None => Ok(()),
    }
}
