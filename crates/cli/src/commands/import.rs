//! `portcullis import`.

use std::path::Path;

use serde::Serialize;

use super::listing;
use super::target::Operated;
use super::waiting::Waiting;
use crate::arguments::{Format, Target};
use crate::output::{Failure, Verdict, print};
use crate::xml;

const ENDPOINT: &str = "http://127.0.0.1:4747";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Imported {
    accounts: Vec<Account>,
    aws_policies: u64,
    organization_id: Option<String>,
    notices: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Account {
    account_id: String,
    created: bool,
    users: u64,
    groups: u64,
    roles: u64,
    policies: u64,
    instance_profiles: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_key_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_access_key: Option<String>,
}

/// Brings in one file, or a folder of them.
pub(crate) fn import(
    format: Format,
    path: &Path,
    account_id: Option<&str>,
    keep_absent_principals: bool,
    target: &Target,
) -> Result<Verdict, Failure> {
    let is_folder = path.is_dir();
    if is_folder && account_id.is_some() {
        return Err(Failure::new(
            "--account-id is for one file: the files of a folder are named for their accounts",
        ));
    }
    let waiting = Waiting::new("reading");
    let bundle = if is_folder {
        listing::folder(path)?
    } else {
        listing::file(path)?
    };
    let content = bundle.to_text();
    let mut operated = Operated::open(target)?;
    let mut parameters = vec![("Content", content.as_str())];
    parameters.extend(account_id.map(|id| ("AccountId", id)));
    if is_folder {
        parameters.push(("Folder", "true"));
    }
    if keep_absent_principals {
        parameters.push(("KeepAbsentPrincipals", "true"));
    }
    waiting.step("importing");
    let reply = operated.call("Import", &parameters)?;
    drop(waiting);
    let imported = Imported::of(&reply);
    let endpoint = operated.endpoint().unwrap_or(ENDPOINT);
    print(format, &imported.text(endpoint), &imported)?;
    Ok(Verdict::Fine)
}

impl Imported {
    fn of(reply: &str) -> Imported {
        let members = |name: &str| {
            let list = xml::element(reply, name).unwrap_or_default();
            xml::elements(list, "member")
        };
        Imported {
            accounts: members("Accounts").map(Account::of).collect(),
            aws_policies: number(reply, "AwsPolicies"),
            organization_id: xml::text(reply, "OrganizationId"),
            notices: members("Notices").map(xml::unescape).collect(),
        }
    }

    fn text(&self, endpoint: &str) -> String {
        let mut text = String::new();
        for account in &self.accounts {
            text.push_str(&account.text(endpoint));
        }
        if self.aws_policies > 0 {
            let count = counted(self.aws_policies, "policy", "policies");
            text.push_str(&format!("{count} of AWS came to be known\n"));
        }
        if let Some(id) = &self.organization_id {
            text.push_str(&format!("organization {id}\n"));
        }
        for notice in &self.notices {
            text.push_str(&format!("note: {notice}\n"));
        }
        text
    }
}

impl Account {
    fn of(member: &str) -> Account {
        Account {
            account_id: xml::text(member, "AccountId").unwrap_or_default(),
            created: xml::text(member, "Created").as_deref() == Some("true"),
            users: number(member, "Users"),
            groups: number(member, "Groups"),
            roles: number(member, "Roles"),
            policies: number(member, "Policies"),
            instance_profiles: number(member, "InstanceProfiles"),
            access_key_id: xml::text(member, "AccessKeyId"),
            secret_access_key: xml::text(member, "SecretAccessKey"),
        }
    }

    fn text(&self, endpoint: &str) -> String {
        let new = if self.created { " (new)" } else { "" };
        let counts = [
            counted(self.users, "user", "users"),
            counted(self.groups, "group", "groups"),
            counted(self.roles, "role", "roles"),
            counted(self.policies, "policy", "policies"),
            counted(
                self.instance_profiles,
                "instance profile",
                "instance profiles",
            ),
        ];
        let mut text = format!("account {}{new}: {}\n", self.account_id, counts.join(", "));
        if let (Some(id), Some(secret)) = (&self.access_key_id, &self.secret_access_key) {
            let exports = server::exports(id, secret, endpoint);
            text.push_str("\nIts root's access key, shown this once:\n\n");
            text.push_str(exports.as_str());
            text.push('\n');
        }
        text
    }
}

fn counted(count: u64, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}

pub(super) fn number(xml: &str, name: &str) -> u64 {
    let text = xml::text(xml, name);
    text.and_then(|text| text.parse().ok()).unwrap_or_default()
}
