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
    const EXAMPLE: &'static str = r#"
        # Whatever the key's state (S-61).
        root CreateAccount AccountId=222222222222 -> as other
        other CreateUser UserName=Bob -> ok
        other CreateAccessKey UserName=Bob -> set key=CreateAccessKeyResult.AccessKey.AccessKeyId & as bob
        root GetAccessKeyInfo AccessKeyId=$key -> GetAccessKeyInfoResult.Account=222222222222
        bob GetAccessKeyInfo AccessKeyId=$key -> 403 AccessDenied User: arn:aws:iam::222222222222:user/Bob is not authorized to perform: sts:GetAccessKeyInfo on resource: * because no identity-based policy allows the sts:GetAccessKeyInfo action
        other PutUserPolicy UserName=Bob PolicyName=p PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:GetAccessKeyInfo","Resource":"*"}}' -> ok
        bob GetAccessKeyInfo AccessKeyId=AKIARZPUZDIKPORTCULL -> GetAccessKeyInfoResult.Account=123456789012
        other UpdateAccessKey UserName=Bob AccessKeyId=$key Status=Inactive -> ok
        root GetAccessKeyInfo AccessKeyId=$key -> GetAccessKeyInfoResult.Account=222222222222
        other DeleteAccessKey UserName=Bob AccessKeyId=$key -> ok
        root GetAccessKeyInfo AccessKeyId=$key -> GetAccessKeyInfoResult.Account=222222222222
        root GetAccessKeyInfo AccessKeyId=AKIARZPUZDIKPORTCULL -> GetAccessKeyInfoResult.Account=123456789012
        root GetAccessKeyInfo AccessKeyId=AKIAAAAAAAAAAAAAAAAA -> 400 ValidationError
        root GetAccessKeyInfo AccessKeyId=AIDARZPUZDIKPORTCULL -> 400 ValidationError
        root GetAccessKeyInfo AccessKeyId=AKIAAAAAAAAAAAA -> 400 ValidationError 1 validation error detected: Value 'AKIAAAAAAAAAAAA' at 'accessKeyId' failed to satisfy constraint: Member must have length greater than or equal to 16
        root GetAccessKeyInfo AccessKeyId=AKIAAAAAAAAAAAAA -> 400 ValidationError Invalid Access Key ID: AKIAAAAAAAAAAAAA
        root GetAccessKeyInfo AccessKeyId=AKIARZPUZDIK-PORTCULL -> 400 ValidationError 1 validation error detected: Value 'AKIARZPUZDIK-PORTCULL' at 'accessKeyId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w]*
    "#;
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

#[cfg(test)]
mod tests {
    use crate::scenario::World;

    /// S-61.
    #[test]
    fn an_id_has_a_hundred_and_twenty_eight_letters_at_most() {
        let (long, longer) = ("A".repeat(128), "A".repeat(129));
        World::new().run(
            None,
            &format!(
                "root GetAccessKeyInfo AccessKeyId={long} -> 400 ValidationError Invalid Access Key ID: {long}
                root GetAccessKeyInfo AccessKeyId={longer} -> 400 ValidationError 1 validation error detected: Value '{longer}' at 'accessKeyId' failed to satisfy constraint: Member must have length less than or equal to 128"
            ),
        );
    }
}
