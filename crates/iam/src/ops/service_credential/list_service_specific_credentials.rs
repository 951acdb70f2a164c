//! `ListServiceSpecificCredentials`.

use super::held::MetadataShape;
use super::service;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::subject::Subject;
use crate::ops::target;
use crate::page::Page;
use crate::state::{ServiceCredential, User};
use serde::{Deserialize, Serialize};

/// Lists the credentials for services of a user, of the caller, or of all users, without their secrets: by user, oldest first.
///
/// Permission: `iam:ListServiceSpecificCredentials` on the user's ARN; for all users on `arn:aws:iam::A:user/`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListServiceSpecificCredentials {
    user_name: Option<String>,
    service_name: Option<String>,
    #[serde(default)]
    all_users: bool,
    marker: Option<String>,
    max_items: Option<usize>,
}

/// One page of credentials.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListServiceSpecificCredentialsResult {
    service_specific_credentials: Vec<MetadataShape>,
    is_truncated: bool,
    marker: Option<String>,
}

impl Operation for ListServiceSpecificCredentials {
    const NAME: &'static str = "ListServiceSpecificCredentials";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root CreateUser UserName=Ann -> ok
        root CreateServiceSpecificCredential UserName=Bob ServiceName=bedrock.amazonaws.com CredentialAgeDays=30 -> ok
        root CreateServiceSpecificCredential UserName=Ann ServiceName=codecommit.amazonaws.com -> ok
        root ListServiceSpecificCredentials UserName=Bob -> ListServiceSpecificCredentialsResult.ServiceSpecificCredentials.1.ServiceCredentialAlias=Bob-at-123456789012 & ListServiceSpecificCredentialsResult.ServiceSpecificCredentials.1.ExpirationDate=2026-12-21T12:00:00Z
        root ListServiceSpecificCredentials AllUsers=true MaxItems=1 -> ListServiceSpecificCredentialsResult.ServiceSpecificCredentials.1.UserName=Ann & set next=ListServiceSpecificCredentialsResult.Marker
        root ListServiceSpecificCredentials AllUsers=true Marker=$next -> ListServiceSpecificCredentialsResult.ServiceSpecificCredentials.1.UserName=Bob & !ListServiceSpecificCredentialsResult.ServiceSpecificCredentials.2
        root ListServiceSpecificCredentials UserName=Bob ServiceName=codecommit.amazonaws.com -> !ListServiceSpecificCredentialsResult.ServiceSpecificCredentials.1
        root ListServiceSpecificCredentials UserName=Eve -> 404 NoSuchEntity The user with name Eve cannot be found.
    ";
    type Output = ListServiceSpecificCredentialsResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let action = "iam:ListServiceSpecificCredentials";
        if !self.all_users {
            let subject = Subject::of(cx, self.user_name.as_deref())?;
            return Ok(vec![subject.permission(cx, action)]);
        }
        if self.user_name.is_some() {
            return Err(Error::validation_error(
                "UserName and AllUsers cannot be specified together",
            ));
        }
        Ok(vec![target::on_list(cx, action, "user", "/")])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<ListServiceSpecificCredentialsResult>, Error> {
        if let Some(service) = &self.service_name {
            service::form(service)?;
        }
        let users: Vec<&User> = if self.all_users {
            cx.account().users.values().map(AsRef::as_ref).collect()
        } else {
            let subject = Subject::of(cx, self.user_name.as_deref())?;
            subject.user(cx)?.into_iter().collect()
        };
        let held = users.into_iter().flat_map(|user| {
            let all = user.service_credentials.iter();
            all.filter(|held| self.asks_for(held))
                .map(move |held| (user, held))
        });
        let mut held: Vec<(&User, &ServiceCredential)> = held.collect();
        held.sort_by_cached_key(place);
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let paged = page.of(held.into_iter(), place)?;
        let shown = paged.items.into_iter();
        Outcome::read(ListServiceSpecificCredentialsResult {
            service_specific_credentials: shown
                .map(|(user, held)| MetadataShape::of(cx, user, held))
                .collect(),
            is_truncated: paged.is_truncated,
            marker: paged.marker,
        })
    }
}

impl ListServiceSpecificCredentials {
    fn asks_for(&self, held: &ServiceCredential) -> bool {
        let wanted = self.service_name.as_deref();
        wanted.is_none_or(|wanted| held.service == wanted)
    }
}

/// Where a credential stands in the list, as text that orders alike.
fn place((user, held): &(&User, &ServiceCredential)) -> String {
    let created = held.created.as_nanosecond();
    format!(
        "{}\0{created:020} {}",
        user.name.to_ascii_lowercase(),
        held.id
    )
}
