//! `portcullis account`.

use serde::Serialize;

use super::target::Operated;
use crate::arguments::{Format, Target};
use crate::output::{Failure, Verdict, columns, print};
use crate::xml;

const ENDPOINT: &str = "http://127.0.0.1:4747";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Created {
    account_id: String,
    access_key_id: String,
    secret_access_key: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Account {
    account_id: String,
    account_name: Option<String>,
    create_date: String,
    operator: bool,
}

/// Makes an account and prints its root's key.
pub(crate) fn create(
    format: Format,
    account_id: Option<&str>,
    name: Option<&str>,
    target: &Target,
) -> Result<Verdict, Failure> {
    let mut operated = Operated::open(target)?;
    let given = [("AccountId", account_id), ("AccountName", name)];
    let parameters: Vec<_> = given
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect();
    let reply = operated.call("CreateAccount", &parameters)?;
    let part = |name: &str| {
        xml::text(&reply, name).ok_or_else(|| Failure::new(format!("the reply lacks {name}")))
    };
    let created = Created {
        account_id: part("AccountId")?,
        access_key_id: part("AccessKeyId")?,
        secret_access_key: part("SecretAccessKey")?,
    };
    let endpoint = operated.endpoint().unwrap_or(ENDPOINT);
    let exports = server::exports(&created.access_key_id, &created.secret_access_key, endpoint);
    let text = format!(
        "account {}\n\nIts root's access key, shown this once:\n\n{}",
        created.account_id,
        exports.as_str()
    );
    print(format, &text, &created)?;
    Ok(Verdict::Fine)
}

/// Lists all accounts.
pub(crate) fn list(format: Format, target: &Target) -> Result<Verdict, Failure> {
    let reply = Operated::open(target)?.call("ListAccounts", &[])?;
    let accounts: Vec<Account> = xml::elements(&reply, "member")
        .map(|member| Account {
            account_id: xml::text(member, "AccountId").unwrap_or_default(),
            account_name: xml::text(member, "AccountName"),
            create_date: xml::text(member, "CreateDate").unwrap_or_default(),
            operator: xml::text(member, "Operator").as_deref() == Some("true"),
        })
        .collect();
    let mut rows = vec![
        ["ACCOUNT", "NAME", "CREATED", "ROLE"]
            .map(str::to_owned)
            .to_vec(),
    ];
    rows.extend(accounts.iter().map(|account| {
        let name = account
            .account_name
            .clone()
            .unwrap_or_else(|| "-".to_owned());
        let role = if account.operator { "operator" } else { "" };
        vec![
            account.account_id.clone(),
            name,
            account.create_date.clone(),
            role.to_owned(),
        ]
    }));
    print(format, &columns(&rows), &accounts)?;
    Ok(Verdict::Fine)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Moved<'a> {
    account_id: &'a str,
    parent_id: &'a str,
}

/// Moves an account within its organization.
pub(crate) fn move_to(
    format: Format,
    account_id: &str,
    parent_id: &str,
    target: &Target,
) -> Result<Verdict, Failure> {
    let parameters = [("AccountId", account_id), ("ParentId", parent_id)];
    Operated::open(target)?.call("MoveAccount", &parameters)?;
    let moved = Moved {
        account_id,
        parent_id,
    };
    let text = format!("account {account_id} is in {parent_id}");
    print(format, &text, &moved)?;
    Ok(Verdict::Fine)
}
