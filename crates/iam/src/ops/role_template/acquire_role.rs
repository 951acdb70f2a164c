//! `AcquireRole`.

use super::template;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Makes no role: that takes a role template, AWS's services own them, and none is here.
///
/// Permission: `iam:GetRoleTemplateVersion` on the template's ARN and, what a role is called being the template's to say,
/// `iam:CreateRole` on `arn:aws:iam::A:role/*`, with `iam:RoleTemplateARN`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AcquireRole {
    template_arn: String,
    #[serde(rename = "TemplateMinorVersion")]
    _template_minor_version: Option<i32>,
    #[serde(default, rename = "ReplacementValues")]
    _replacement_values: BTreeMap<String, ReplacementValue>,
}

/// AWS's `ReplacementValueEntry`.
#[derive(Debug, Deserialize)]
struct ReplacementValue {
    #[serde(default, rename = "Values")]
    _values: Vec<String>,
}

impl Operation for AcquireRole {
    const NAME: &'static str = "AcquireRole";
    const EXAMPLE: &'static str = "
        root AcquireRole TemplateArn=arn:aws:iam::aws:role-template/x.amazonaws.com/Reader:1 -> 404 NoSuchEntity The role template arn:aws:iam::aws:role-template/x.amazonaws.com/Reader:1 cannot be found.
        root AcquireRole TemplateArn=arn:aws:iam::aws:role-template/x.amazonaws.com/Reader:1 TemplateMinorVersion=2 ReplacementValues.entry.1.key=bucket ReplacementValues.entry.1.value.Values.member.1=logs -> 404 NoSuchEntity
        root AcquireRole TemplateArn=arn:aws:iam::123456789012:role/Reader -> 400 InvalidInput arn:aws:iam::123456789012:role/Reader is not the ARN of a role template.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        let account = cx.account().id;
        let create = Permission::on(
            "iam:CreateRole",
            format!("arn:aws:iam::{account}:role/*"),
            account,
        );
        Ok(vec![
            template::permission(cx, &self.template_arn),
            create.with("iam:RoleTemplateARN", self.template_arn.as_str()),
        ])
    }

    fn decide(&self, _: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        Err(template::none(&self.template_arn))
    }
}
