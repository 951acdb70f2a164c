//! `ListAccessKeys`.

use super::held;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::subject::Subject;
use crate::page::Page;
use crate::state::AccessKey;
use crate::{Error, context};
use serde::{Deserialize, Serialize};

/// Lists the access keys of a user, or of the caller, oldest first and without their secrets.
///
/// Permission: `iam:ListAccessKeys` on the user's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListAccessKeys {
    user_name: Option<String>,
    marker: Option<String>,
    max_items: Option<usize>,
}

/// One page of keys, oldest first.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListAccessKeysResult {
    access_key_metadata: Vec<AccessKeyMetadata>,
    is_truncated: bool,
    marker: Option<String>,
}

/// AWS's `AccessKeyMetadata`. The root has no name.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AccessKeyMetadata {
    user_name: Option<String>,
    access_key_id: String,
    status: &'static str,
    create_date: String,
}

impl Operation for ListAccessKeys {
    const NAME: &'static str = "ListAccessKeys";
    const EXAMPLE: &'static str = "
        root CreateUser UserName=Bob -> ok
        root ListAccessKeys UserName=Bob -> ListAccessKeysResult.AccessKeyMetadata & !ListAccessKeysResult.AccessKeyMetadata.1
        root CreateAccessKey UserName=Bob -> set first=CreateAccessKeyResult.AccessKey.AccessKeyId
        clock +1
        root CreateAccessKey UserName=Bob -> set second=CreateAccessKeyResult.AccessKey.AccessKeyId
        root ListAccessKeys UserName=Bob MaxItems=1 -> ListAccessKeysResult.AccessKeyMetadata.1.UserName=Bob & ListAccessKeysResult.AccessKeyMetadata.1.AccessKeyId=$first & set next=ListAccessKeysResult.Marker
        root ListAccessKeys UserName=Bob Marker=$next -> ListAccessKeysResult.AccessKeyMetadata.1.AccessKeyId=$second & !ListAccessKeysResult.AccessKeyMetadata.2
        root ListAccessKeys -> ListAccessKeysResult.AccessKeyMetadata.1.AccessKeyId=AKIARZPUZDIKPORTCULL & !ListAccessKeysResult.AccessKeyMetadata.1.UserName
        root ListAccessKeys UserName=Eve -> 404 NoSuchEntity The user with name Eve cannot be found.
    ";
    type Output = ListAccessKeysResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let subject = Subject::of(cx, self.user_name.as_deref())?;
        Ok(vec![subject.permission(cx, "iam:ListAccessKeys")])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ListAccessKeysResult>, Error> {
        let user = Subject::of(cx, self.user_name.as_deref())?.user(cx)?;
        let mut keys: Vec<&AccessKey> = held::by(cx.account(), user).iter().collect();
        keys.sort_by_key(|key| place(key));
        let page = Page {
            marker: &self.marker,
            max_items: self.max_items,
        };
        let paged = page.of(keys.into_iter(), |key| place(key))?;
        let shown = paged.items.into_iter().map(|key| AccessKeyMetadata {
            user_name: user.map(|user| user.name.to_string()),
            access_key_id: key.id.to_string(),
            status: key.status.text(),
            create_date: context::text(key.created).into(),
        });
        Outcome::read(ListAccessKeysResult {
            access_key_metadata: shown.collect(),
            is_truncated: paged.is_truncated,
            marker: paged.marker,
        })
    }
}

/// Where a key stands in the list: by age, then by id, as text that orders alike.
fn place(key: &AccessKey) -> String {
    format!("{:020} {}", key.created.as_nanosecond(), key.id)
}
