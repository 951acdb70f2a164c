//! `GetAccountPasswordPolicy`.

use super::held;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use serde::{Deserialize, Serialize};

/// Shows what the account demands of passwords, where it has set that.
///
/// Permission: `iam:GetAccountPasswordPolicy` on `*`.
#[derive(Debug, Deserialize)]
pub(crate) struct GetAccountPasswordPolicy {}

/// The policy.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetAccountPasswordPolicyResult {
    password_policy: PasswordPolicyShape,
}

/// AWS's `PasswordPolicy`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct PasswordPolicyShape {
    minimum_password_length: u32,
    require_symbols: bool,
    require_numbers: bool,
    require_uppercase_characters: bool,
    require_lowercase_characters: bool,
    allow_users_to_change_password: bool,
    expire_passwords: bool,
    max_password_age: Option<u32>,
    password_reuse_prevention: Option<u32>,
    hard_expiry: Option<bool>,
}

impl Operation for GetAccountPasswordPolicy {
    const NAME: &'static str = "GetAccountPasswordPolicy";
    const EXAMPLE: &'static str = "
        root GetAccountPasswordPolicy -> 404 NoSuchEntity The Password Policy with domain name 123456789012 cannot be found.
        root UpdateAccountPasswordPolicy MinimumPasswordLength=12 MaxPasswordAge=90 -> ok
        root GetAccountPasswordPolicy -> GetAccountPasswordPolicyResult.PasswordPolicy.MinimumPasswordLength=12 & GetAccountPasswordPolicyResult.PasswordPolicy.ExpirePasswords=true & GetAccountPasswordPolicyResult.PasswordPolicy.MaxPasswordAge=90 & !GetAccountPasswordPolicyResult.PasswordPolicy.HardExpiry
    ";
    type Output = GetAccountPasswordPolicyResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account().id;
        Ok(vec![Permission::on(
            "iam:GetAccountPasswordPolicy",
            "*",
            account,
        )])
    }

    fn decide(
        &self,
        cx: &Cx,
        _: &Allowed,
    ) -> Result<Outcome<GetAccountPasswordPolicyResult>, Error> {
        let policy = held::existing(cx)?;
        Outcome::read(GetAccountPasswordPolicyResult {
            password_policy: PasswordPolicyShape {
                minimum_password_length: policy.length_min,
                require_symbols: policy.symbols,
                require_numbers: policy.numbers,
                require_uppercase_characters: policy.uppercase,
                require_lowercase_characters: policy.lowercase,
                allow_users_to_change_password: policy.users_may_change,
                expire_passwords: policy.age_days_max.is_some(),
                max_password_age: policy.age_days_max,
                password_reuse_prevention: policy.reuse_prevention,
                hard_expiry: policy.hard_expiry,
            },
        })
    }
}
