//! `GetRoleTemplateVersion`.

use super::template;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::operation::{Cx, Operation, Outcome};
use serde::Deserialize;

/// Finds no role template: AWS's services own them, and none is here.
///
/// Permission: `iam:GetRoleTemplateVersion` on the template's ARN.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetRoleTemplateVersion {
    template_arn: String,
    #[serde(rename = "MinorVersion")]
    _minor_version: Option<i32>,
}

impl Operation for GetRoleTemplateVersion {
    const NAME: &'static str = "GetRoleTemplateVersion";
    const EXAMPLE: &'static str = "
        root GetRoleTemplateVersion TemplateArn=arn:aws:iam::aws:role-template/x.amazonaws.com/Reader:1 -> 404 NoSuchEntity The role template arn:aws:iam::aws:role-template/x.amazonaws.com/Reader:1 cannot be found.
        root GetRoleTemplateVersion TemplateArn=arn:aws:iam::aws:role-template/x.amazonaws.com/Reader:1 MinorVersion=-1 -> 404 NoSuchEntity
        root GetRoleTemplateVersion TemplateArn=arn:aws:iam::aws:policy/ReadOnlyAccess MinorVersion=1 -> 400 InvalidInput arn:aws:iam::aws:policy/ReadOnlyAccess is not the ARN of a role template.
    ";
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![template::permission(cx, &self.template_arn)])
    }

    fn decide(&self, _: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        Err(template::none(&self.template_arn))
    }
}
