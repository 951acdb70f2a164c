//! `GetAccessKeyInfo`.

use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::state::Account;
use crate::{Error, unique_id};
use serde::{Deserialize, Serialize};

/// Tells which account an access key belongs to: long-term or temporary, active, inactive or deleted (S-61). Its id says so,
/// except for those that an operator chose.
///
/// Permission: `sts:GetAccessKeyInfo` on `*`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetAccessKeyInfo {
    access_key_id: String,
}

/// The account.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetAccessKeyInfoResult {
    account: String,
}

impl Operation for GetAccessKeyInfo {
    const NAME: &'static str = "GetAccessKeyInfo";
    const EXAMPLE: &'static str = "
        root CreateAccount AccountId=222222222222 -> as other
        other CreateUser UserName=Bob -> ok
        other CreateAccessKey UserName=Bob -> set key=CreateAccessKeyResult.AccessKey.AccessKeyId & as bob
        root GetAccessKeyInfo AccessKeyId=$key -> GetAccessKeyInfoResult.Account=222222222222
        other DeleteAccessKey UserName=Bob AccessKeyId=$key -> ok
        root GetAccessKeyInfo AccessKeyId=$key -> GetAccessKeyInfoResult.Account=222222222222
        root GetAccessKeyInfo AccessKeyId=AKIARZPUZDIKPORTCULL -> GetAccessKeyInfoResult.Account=123456789012
        root GetAccessKeyInfo AccessKeyId=AKIAAAAAAAAAAAAAAAAA -> 400 ValidationError
        root GetAccessKeyInfo AccessKeyId=AIDARZPUZDIKPORTCULL -> 400 ValidationError
    ";
    type Output = GetAccessKeyInfoResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account().id;
        Ok(vec![Permission::on("sts:GetAccessKeyInfo", "*", account)])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<GetAccessKeyInfoResult>, Error> {
        // Ids of users and roles name an account as well.
        let is_key = |account: &&Account| {
            unique_id::is_access_key(&self.access_key_id)
                || account.access_key(&self.access_key_id).is_some()
        };
        let found = cx.state.account_of_key(&self.access_key_id);
        let Some(account) = found.filter(is_key) else {
            return Err(Error::validation_error(format!(
                "Invalid Access Key ID: {}",
                self.access_key_id
            )));
        };
        Outcome::read(GetAccessKeyInfoResult {
            account: account.id.to_string(),
        })
    }
}
