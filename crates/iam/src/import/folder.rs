//! Several accounts in one import, with the organization that they may belong to: which file is what.

use super::bundle::Bundle;
use super::details::{self, Details};
use super::place::{Place, Problems};
use super::tree::{self, Tree};
use crate::{AccountId, arn};

/// Everything that an import holds, read.
#[derive(Default)]
pub(crate) struct Folder {
    pub accounts: Vec<AccountListing>,
    pub tree: Option<Tree>,
}

/// One account's file.
pub(crate) struct AccountListing {
    pub file: String,
    pub account: AccountId,
    pub details: Details,
}

/// The call whose outputs list accounts.
const DETAILS: &str = "get-account-authorization-details";

impl Folder {
    /// One file under any name; its account is `wanted`, else the one that its ARNs name.
    pub(crate) fn of_one_account(
        bundle: &Bundle,
        wanted: Option<AccountId>,
        problems: &mut Problems,
    ) -> Folder {
        let mut folder = Folder::default();
        for (file, text) in &bundle.files {
            let details = details::read(file, text, problems);
            let Some(account) = wanted.or_else(|| account_of(&details)) else {
                if problems.none() {
                    let what = "names no account in its ARNs: say whose it is";
                    problems.add(&Place::File(file), what);
                }
                continue;
            };
            if bundle.files.len() > 1 {
                problems.add(
                    &Place::File(file),
                    "is not alone: several files are a folder",
                );
            }
            folder.accounts.push(AccountListing {
                file: file.clone(),
                account,
                details,
            });
        }
        folder
    }
}

/// The account of the first ARN that names one.
fn account_of(details: &Details) -> Option<AccountId> {
    let users = details.users.iter().map(|user| &user.named);
    let groups = details.groups.iter().map(|group| &group.named);
    let roles = details.roles.iter().map(|role| &role.named);
    let policies = details.policies.iter().map(|policy| &policy.named);
    let mut all = users.chain(groups).chain(roles).chain(policies);
    all.find_map(|named| arn::owner(&named.arn))
}

/// Files that are named for the calls that printed them: `CALL.json`, or `CALL/ARGUMENT.json`.
pub(crate) fn read(bundle: &Bundle, problems: &mut Problems) -> Folder {
    let mut folder = Folder::default();
    for (file, text) in &bundle.files {
        let argument = file
            .strip_prefix(DETAILS)
            .and_then(|rest| rest.strip_prefix('/'))
            .and_then(|rest| rest.strip_suffix(".json"));
        let Some(argument) = argument else { continue };
        match argument.parse() {
            Ok(account) => folder.accounts.push(AccountListing {
                file: file.clone(),
                account,
                details: details::read(file, text, problems),
            }),
            Err(error) => problems.add(&Place::File(file), error),
        }
    }
    let listings = bundle.files.iter();
    let listings = listings.filter(|(file, _)| !file.starts_with(&format!("{DETAILS}/")));
    folder.tree = tree::read(&listings.collect(), problems);
    if folder.accounts.is_empty() && folder.tree.is_none() && problems.none() {
        let file = format!("{DETAILS}/ACCOUNT.json");
        problems.add(
            &Place::File(&file),
            "is missing: there is nothing to import",
        );
    }
    folder
}
