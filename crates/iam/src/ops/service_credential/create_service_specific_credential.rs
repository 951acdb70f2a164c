//! `CreateServiceSpecificCredential`.

use super::held::CredentialShape;
use super::service::{self, Form};
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use crate::state::{KeyStatus, ServiceCredential};
use crate::unique_id::{self, Prefix};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use smol_str::ToSmolStr;

const HOURS_PER_DAY: i64 = 24;

/// Gives a user a password or key for one service, shown once and kept sealed.
///
/// Permission: `iam:CreateServiceSpecificCredential` on the user's ARN, with `iam:ServiceSpecificCredentialServiceName` and
/// `iam:ServiceSpecificCredentialAgeDays`. Two a user and service; keys may expire, passwords do not.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateServiceSpecificCredential {
    user_name: String,
    service_name: String,
    credential_age_days: Option<u32>,
}

/// The new credential with its secret.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CreateServiceSpecificCredentialResult {
    service_specific_credential: CredentialShape,
}

impl Operation for CreateServiceSpecificCredential {
    const NAME: &'static str = "CreateServiceSpecificCredential";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root CreateServiceSpecificCredential UserName=Bob ServiceName=codecommit.amazonaws.com -> CreateServiceSpecificCredentialResult.ServiceSpecificCredential.ServiceUserName=Bob-at-123456789012 & CreateServiceSpecificCredentialResult.ServiceSpecificCredential.ServicePassword & !CreateServiceSpecificCredentialResult.ServiceSpecificCredential.ServiceCredentialAlias
        root CreateServiceSpecificCredential UserName=Bob ServiceName=codecommit.amazonaws.com -> CreateServiceSpecificCredentialResult.ServiceSpecificCredential.ServiceUserName=Bob+1-at-123456789012
        root CreateServiceSpecificCredential UserName=Bob ServiceName=codecommit.amazonaws.com -> 409 LimitExceeded Cannot exceed quota for ServiceSpecificCredentialsPerUser: 2
        root CreateServiceSpecificCredential UserName=Bob ServiceName=s3.amazonaws.com -> 404 NotSupportedService No such service s3.amazonaws.com is supported for Service Specific Credentials
        root CreateServiceSpecificCredential UserName=Eve ServiceName=codecommit.amazonaws.com -> 404 NoSuchEntity The user with name Eve cannot be found.
    ";
    type Output = CreateServiceSpecificCredentialResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission =
            target::on_user(cx, "iam:CreateServiceSpecificCredential", &self.user_name)
                .with(
                    "iam:ServiceSpecificCredentialServiceName",
                    self.service_name.as_str(),
                )
                .with_some(
                    "iam:ServiceSpecificCredentialAgeDays",
                    self.credential_age_days.map(|days| days.to_smolstr()),
                );
        Ok(vec![permission])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<CreateServiceSpecificCredentialResult>, Error> {
        let account = cx.account();
        let user = existence::user(account, &self.user_name)?;
        let form = service::form(&self.service_name)?;
        let expires = self.expires(form, cx.now)?;
        let aliases: Vec<&str> = user
            .service_credentials
            .iter()
            .filter(|held| held.service == self.service_name)
            .map(|held| held.alias.as_str())
            .collect();
        let quota = cx.settings.quotas.service_credentials_per_user;
        quota.room_beside(aliases.len())?;
        let id = unique_id::draw(
            Prefix::ServiceCredential,
            account.id,
            &cx.seed,
            "service credential id",
        );
        let alias = service::alias(&user.name, account.id, &aliases);
        let plain = form.draw(cx, &alias);
        let secret = cx.keys.seal_secret(&id, &plain, &cx.seed);
        let held = ServiceCredential {
            id: id.as_str().into(),
            service: self.service_name.as_str().into(),
            alias: alias.as_str().into(),
            secret: secret.clone(),
            status: KeyStatus::Active,
            created: cx.now,
            expires,
        };
        let output = CreateServiceSpecificCredentialResult {
            service_specific_credential: CredentialShape::of(cx, user, &held, &plain),
        };
        let event = Event::ServiceCredentialCreated {
            user: user.name.to_string(),
            id,
            service: self.service_name.clone(),
            alias,
            secret,
            expires,
        };
        Outcome::event(event, output)
    }
}

impl CreateServiceSpecificCredential {
    fn expires(&self, form: Form, now: Timestamp) -> Result<Option<Timestamp>, Error> {
        let Some(days) = self.credential_age_days else {
            return Ok(None);
        };
        if form == Form::Password {
            return Err(Error::validation_error(format!(
                "CredentialAgeDays is not supported for {}",
                self.service_name
            )));
        }
        let age = SignedDuration::from_hours(i64::from(days) * HOURS_PER_DAY);
        Ok(now.checked_add(age).ok())
    }
}
