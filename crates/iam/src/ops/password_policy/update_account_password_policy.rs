//! `UpdateAccountPasswordPolicy`.

use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::state::PasswordPolicy;
use serde::Deserialize;

/// The shortest password where the call does not say.
const LENGTH_DEFAULT: u32 = 6;

/// Sets what the account demands of passwords; what is left out goes back to its default. Passwords that there are stay.
///
/// Permission: `iam:UpdateAccountPasswordPolicy` on `*`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateAccountPasswordPolicy {
    minimum_password_length: Option<u32>,
    #[serde(default)]
    require_symbols: bool,
    #[serde(default)]
    require_numbers: bool,
    #[serde(default)]
    require_uppercase_characters: bool,
    #[serde(default)]
    require_lowercase_characters: bool,
    #[serde(default)]
    allow_users_to_change_password: bool,
    max_password_age: Option<u32>,
    password_reuse_prevention: Option<u32>,
    hard_expiry: Option<bool>,
}

impl Operation for UpdateAccountPasswordPolicy {
    const NAME: &'static str = "UpdateAccountPasswordPolicy";
    const EXAMPLE: &'static str = "
        root UpdateAccountPasswordPolicy MinimumPasswordLength=14 RequireSymbols=true PasswordReusePrevention=5 -> ok
        root GetAccountPasswordPolicy -> GetAccountPasswordPolicyResult.PasswordPolicy.PasswordReusePrevention=5 & GetAccountPasswordPolicyResult.PasswordPolicy.RequireSymbols=true
        root UpdateAccountPasswordPolicy -> ok
        root GetAccountPasswordPolicy -> GetAccountPasswordPolicyResult.PasswordPolicy.MinimumPasswordLength=6 & !GetAccountPasswordPolicyResult.PasswordPolicy.PasswordReusePrevention
        root UpdateAccountPasswordPolicy -> unchanged
        root UpdateAccountPasswordPolicy MinimumPasswordLength=5 -> 400 ValidationError 1 validation error detected: Value '5' at 'minimumPasswordLength' failed to satisfy constraint: Member must have value greater than or equal to 6
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account().id;
        Ok(vec![Permission::on(
            "iam:UpdateAccountPasswordPolicy",
            "*",
            account,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let policy = PasswordPolicy {
            length_min: self.minimum_password_length.unwrap_or(LENGTH_DEFAULT),
            symbols: self.require_symbols,
            numbers: self.require_numbers,
            uppercase: self.require_uppercase_characters,
            lowercase: self.require_lowercase_characters,
            users_may_change: self.allow_users_to_change_password,
            age_days_max: self.max_password_age,
            reuse_prevention: self.password_reuse_prevention,
            hard_expiry: self.hard_expiry,
        };
        if cx.account().password_policy.as_ref() == Some(&policy) {
            return Outcome::read(());
        }
        Outcome::event(Event::PasswordPolicyPut { policy }, ())
    }
}
