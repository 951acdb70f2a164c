//! `ListCreateAccountStatus`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::organizations::{self, Access, AccountStatusShape, OrganizationPage};
use serde::{Deserialize, Serialize};

/// Lists requests for accounts by id, those in the given states alone.
///
/// Permission: `organizations:ListCreateAccountStatus` on `*`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListCreateAccountStatus {
    #[serde(default)]
    states: Vec<String>,
    next_token: Option<String>,
    max_results: Option<usize>,
}

/// One page of requests.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListCreateAccountStatusResult {
    create_account_statuses: Vec<AccountStatusShape>,
    next_token: Option<String>,
}

impl Operation for ListCreateAccountStatus {
    const NAME: &'static str = "ListCreateAccountStatus";
    const EXAMPLE: &'static str = r#"
        root CreateOrganization -> set org=Organization.Id
        root CreateAccount AccountName=app Email=app@example.com -> ok
        root ListCreateAccountStatus States=["SUCCEEDED"] -> !CreateAccountStatuses.1
        clock +5
        root ListCreateAccountStatus States=["SUCCEEDED"] -> CreateAccountStatuses.1.AccountName=app
        root ListCreateAccountStatus States=["DONE"] -> 400 InvalidInputException
    "#;
    type Output = ListCreateAccountStatusResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let permission = organizations::permission(
            cx,
            Access::Reading,
            "organizations:ListCreateAccountStatus",
            |_| "*".into(),
        )?;
        Ok(vec![permission])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<ListCreateAccountStatusResult>, Error> {
        let organization = organizations::organization(cx)?;
        let wanted = |status: &AccountStatusShape| {
            self.states.is_empty() || self.states.iter().any(|state| state == status.state)
        };
        let requests = organization.requests.values();
        let statuses = requests
            .map(|request| AccountStatusShape::of(request, cx.now))
            .filter(wanted);
        let page = OrganizationPage {
            next_token: &self.next_token,
            max_results: self.max_results,
        };
        let paged = page.of(statuses, AccountStatusShape::id)?;
        Outcome::read(ListCreateAccountStatusResult {
            create_account_statuses: paged.items,
            next_token: paged.marker,
        })
    }
}
