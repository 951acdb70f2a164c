//! `Import` of the service `portcullis`.

use super::only::operator_only;
use crate::authorize::{Allowed, Permission};
use crate::import::{self, Bundle, Folder, PlannedAccount, Problems};
use crate::operation::{Cx, Operation, Outcome};
use crate::{AccountId, Error};
use serde::{Deserialize, Serialize};

/// Brings accounts in as the AWS CLI lists them, with the ids and dates that they had: all of it, or nothing.
///
/// Permission: the caller is the first account's root; no policy can give it. `Content` is a [`Bundle`]: one output of
/// `get-account-authorization-details` under any name, or, with `Folder`, several of them and the listings of an organization, as
/// docs/import.md names them. An account that is not there is made. Names, ARNs, ids, quotas, documents, attachments and principals
/// must be possible; whatever is not is told with its place.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Import {
    content: String,
    #[serde(default)]
    folder: bool,
    account_id: Option<String>,
    #[serde(default)]
    keep_absent_principals: bool,
}

/// What came in.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ImportResult {
    accounts: Vec<AccountImported>,
    aws_policies: usize,
    organization_id: Option<String>,
    notices: Vec<String>,
}

/// What came into one account, and the key of its root where that is new.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AccountImported {
    account_id: String,
    created: bool,
    users: usize,
    groups: usize,
    roles: usize,
    policies: usize,
    instance_profiles: usize,
    access_key_id: Option<String>,
    secret_access_key: Option<String>,
}

impl Operation for Import {
    const NAME: &'static str = "Import";
    const EXAMPLE: &'static str = r#"
        root Import Content=bundle(account.json={"UserDetailList":[{"Path":"/","UserName":"Ann","UserId":"AIDAIOSFODNN7EXAMPLE","Arn":"arn:aws:iam::111111111111:user/Ann","CreateDate":"2020-01-02T03:04:05+00:00"}]}) -> ImportResult.Accounts.1.AccountId=111111111111 & ImportResult.Accounts.1.Created=true & ImportResult.Accounts.1.Users=1
        root Import Content=bundle(account.json={"UserDetailList":[{"Path":"/","UserName":"ann","UserId":"AIDAIOSFODNN7EXAMPLF","Arn":"arn:aws:iam::111111111111:user/ann","CreateDate":"2020-01-02T03:04:05+00:00"}]}) -> 409 ImportRefused nothing was changed: account.json: UserDetailList[0].UserName: `ann` is taken: the account has one of that name already
        root Import Content=bundle(account.json={"Users":[]}) -> 400 MalformedImport
    "#;
    type Output = ImportResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        operator_only(cx.state, cx.caller).map(|()| Vec::new())
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ImportResult>, Error> {
        let bundle = Bundle::parse(&self.content).map_err(Error::malformed_import)?;
        let wanted: Option<AccountId> = match &self.account_id {
            Some(id) => Some(id.parse().map_err(Error::malformed_import)?),
            None => None,
        };
        let mut problems = Problems::default();
        let folder = match self.folder {
            true => import::read_folder(&bundle, &mut problems),
            false => Folder::of_one_account(&bundle, wanted, &mut problems),
        };
        problems.malformed()?;
        let plan = import::plan(cx, &folder, self.keep_absent_principals, problems)?;
        let mut records = plan.records.into_iter();
        let first = records.next();
        let (account, events) = first.map_or((None, Vec::new()), |(account, events)| {
            (Some(account), events)
        });
        Ok(Outcome {
            account,
            events,
            then: records.collect(),
            output: ImportResult {
                accounts: plan.accounts.into_iter().map(AccountImported::of).collect(),
                aws_policies: plan.aws_policies,
                organization_id: plan.organization,
                notices: plan.notices,
            },
        })
    }
}

impl AccountImported {
    fn of(planned: PlannedAccount) -> AccountImported {
        let counts = planned.counts;
        let secret = planned.root.as_ref();
        AccountImported {
            account_id: planned.id.to_string(),
            created: planned.is_new,
            users: counts.users,
            groups: counts.groups,
            roles: counts.roles,
            policies: counts.policies,
            instance_profiles: counts.instance_profiles,
            access_key_id: planned.root.as_ref().map(|root| root.access_key_id.clone()),
            secret_access_key: secret.map(|root| root.secret_access_key.to_string()),
        }
    }
}

impl std::fmt::Debug for AccountImported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccountImported")
            .field("account_id", &self.account_id)
            .finish_non_exhaustive()
    }
}
