//! `CheckPassRole` of the service `portcullis`.

use super::brought_request::BroughtRequest;
use crate::authorize::{self, Allowed, Permission};
use crate::caller::{Caller, Identity};
use crate::operation::{Cx, Operation, Outcome, Service};
use crate::ops::sts::{check_role_arn, role_of_arn};
use crate::state::ServicePrincipal;
use crate::{Error, arn};
use serde::{Deserialize, Serialize};

/// Tells a service whether a caller of its own may pass it a role (P-1), and whether the service could then assume it (P-2). The
/// caller is whoever signed the request that the service brings along; the service that the role is passed to is always the one that
/// asks. `AssociatedResourceArn` is what the role is to be used with. To be asked when something is configured with the role.
///
/// The signer needs `iam:PassRole` on the role, with `iam:PassedToService` and `iam:AssociatedResourceArn` (P-3), by every policy that
/// binds the signer (P-5); never across accounts (P-4). The role's trust is asked as for `AssumeRole`, with the source that
/// the service names, and without a session name.
///
/// Permission: the caller is a registered service.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CheckPassRole {
    role_arn: String,
    associated_resource_arn: Option<String>,
    caller_request: BroughtRequest,
}

/// Whether the role may be passed; if not, what is in the way, and what the signer is to be told.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CheckPassRoleResult {
    allowed: bool,
    /// What is in the way: see [`Obstacle`].
    #[serde(skip_serializing_if = "Option::is_none")]
    obstacle: Option<Obstacle>,
    /// AWS's code and words for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    /// Who signed, where that is proven.
    #[serde(skip_serializing_if = "Option::is_none")]
    caller_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    caller_account: Option<String>,
}

/// What is in the way of passing a role, in the order in which it is looked for.
#[derive(Clone, Copy, Debug, Serialize)]
enum Obstacle {
    /// The request that was brought along proves nobody.
    Caller,
    /// The ARN is none of a role, or the role is another account's, or what it is to be used with is.
    Account,
    /// The signer may not pass the role to this service.
    Permission,
    /// There is no such role.
    Role,
    /// The role does not let this service assume it.
    Trust,
}

impl Operation for CheckPassRole {
    const NAME: &'static str = "CheckPassRole";
    const EXAMPLE: &'static str = r#"
        root AddService ServiceName=lambda.amazonaws.com -> as lambda
        root iam:CreateRole RoleName=App AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}' -> ok
        root iam:CreateUser UserName=Ann -> ok
        root iam:CreateAccessKey UserName=Ann -> as ann
        lambda CheckPassRole RoleArn=arn:aws:iam::123456789012:role/App brought(ann) -> CheckPassRoleResult.Allowed=false & CheckPassRoleResult.Obstacle=Permission & CheckPassRoleResult.Message=User: arn:aws:iam::123456789012:user/Ann is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/App because no identity-based policy allows the iam:PassRole action
        lambda CheckPassRole RoleArn=arn:aws:iam::123456789012:role/App brought(root) -> CheckPassRoleResult.Allowed=true & !CheckPassRoleResult.Obstacle & CheckPassRoleResult.CallerArn=arn:aws:iam::123456789012:root
        lambda CheckPassRole RoleArn=arn:aws:iam::123456789012:role/None brought(root) -> CheckPassRoleResult.Allowed=false & CheckPassRoleResult.Obstacle=Role & CheckPassRoleResult.Code=NoSuchEntity
        root CheckPassRole RoleArn=arn:aws:iam::123456789012:role/App brought(root) -> 403 AccessDenied User: arn:aws:iam::123456789012:root is not a registered service
    "#;
    type Output = CheckPassRoleResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        service(cx).map(|_| Vec::new())
    }

    fn decide(&self, cx: &Cx, allowed: &Allowed) -> Result<Outcome<CheckPassRoleResult>, Error> {
        let service = service(cx)?;
        let request = self.caller_request.rebuilt(&cx.request.id)?;
        let output = match self.caller_request.caller(cx, service, &request) {
            Ok(caller) => {
                let obstacle = self.obstacle(cx, allowed, service, &caller, &request);
                told(Some(&caller), obstacle, allowed)?
            }
            Err(error) => told(None, Some((Obstacle::Caller, error)), allowed)?,
        };
        Outcome::read(output)
    }
}

impl CheckPassRole {
    /// What is in the way of this signer, if anything is.
    fn obstacle(
        &self,
        cx: &Cx,
        allowed: &Allowed,
        service: &ServicePrincipal,
        caller: &Caller,
        request: &wire::Request,
    ) -> Option<(Obstacle, Error)> {
        let account = caller.account.id;
        if let Err(error) = check_role_arn(&self.role_arn) {
            return Some((Obstacle::Account, error));
        }
        let used_with = self.associated_resource_arn.as_deref();
        let used_elsewhere = used_with
            .and_then(arn::owner)
            .is_some_and(|owner| owner != account);
        if arn::owner(&self.role_arn) != Some(account) || used_elsewhere {
            let error = Error::access_denied("Cross-account pass role is not allowed.");
            return Some((Obstacle::Account, error));
        }
        if let Err(error) = self.permitted(cx, allowed, service, caller, request) {
            return Some((Obstacle::Permission, error));
        }
        let Some((_, role)) = role_of_arn(cx.state, &self.role_arn) else {
            let name = self.role_arn.rsplit('/').next().unwrap_or_default();
            let text = format!("The role with name {name} cannot be found.");
            return Some((Obstacle::Role, Error::no_such_entity(text)));
        };
        let assuming = Permission::on("sts:AssumeRole", self.role_arn.as_str(), account)
            .with_entity_tags(&role.tags)
            .trusted_by(&role.trust);
        match authorize::authorize(cx, &[assuming]) {
            Ok(given) => take_note(allowed, given),
            Err(error) => return Some((Obstacle::Trust, error)),
        }
        None
    }

    /// Whether the signer may pass the role, in the circumstances of the signer's own request.
    fn permitted(
        &self,
        cx: &Cx,
        allowed: &Allowed,
        service: &ServicePrincipal,
        caller: &Caller,
        request: &wire::Request,
    ) -> Result<(), Error> {
        let passing = Permission::on("iam:PassRole", self.role_arn.as_str(), caller.account.id)
            .with("iam:PassedToService", service.name.clone())
            .with_some(
                "iam:AssociatedResourceArn",
                self.associated_resource_arn.as_deref(),
            );
        let theirs = Cx {
            caller,
            request,
            // Of all services here the one whose requested region is that of the signature, as the asking service's is.
            service: Service::Sts,
            ..*cx
        };
        take_note(allowed, authorize::authorize(&theirs, &[passing])?);
        Ok(())
    }
}

/// The answer to the service.
///
/// # Errors
/// What is no refusal of the signer, but a fault here.
fn told(
    caller: Option<&Caller>,
    obstacle: Option<(Obstacle, Error)>,
    allowed: &Allowed,
) -> Result<CheckPassRoleResult, Error> {
    allowed.tell_audit("allowed", obstacle.is_none());
    if let Some(caller) = caller {
        allowed.tell_audit("callerArn", caller.principal.arn.as_str());
    }
    if let Some((obstacle, _)) = &obstacle {
        allowed.tell_audit("obstacle", format!("{obstacle:?}"));
    }
    let mut answer = CheckPassRoleResult {
        allowed: obstacle.is_none(),
        obstacle: None,
        code: None,
        message: None,
        caller_arn: caller.map(|caller| caller.principal.arn.to_string()),
        // A service has none.
        caller_account: caller
            .map(|caller| caller.principal.account.to_string())
            .filter(|account| !account.is_empty()),
    };
    let Some((obstacle, error)) = obstacle else {
        return Ok(answer);
    };
    if error.status >= 500 {
        return Err(error);
    }
    if error.code == "AccessDenied" {
        allowed.log_denial(match error.clause {
            Some(clause) => format!("{} ({clause})", error.message),
            None => error.message.clone(),
        });
    }
    answer.obstacle = Some(obstacle);
    answer.code = Some(error.code);
    answer.message = Some(error.message);
    Ok(answer)
}

/// What enforcement only logs of another permission's denials.
fn take_note(allowed: &Allowed, given: Allowed) {
    for denial in given.into_logged_denials() {
        allowed.log_denial(denial);
    }
}

fn service<'a>(cx: &Cx<'a>) -> Result<&'a ServicePrincipal, Error> {
    match cx.caller.identity {
        Identity::Service(service) => Ok(service),
        Identity::Root
        | Identity::User(_)
        | Identity::Role(_)
        | Identity::FederatedUser(_)
        | Identity::Federated => Err(Error::access_denied(format!(
            "User: {} is not a registered service",
            cx.caller.principal.arn
        ))),
    }
}
