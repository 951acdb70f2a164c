//! Role templates by ARN.

use crate::Error;
use crate::authorize::Permission;
use crate::operation::Cx;

/// Services own the templates: `arn:aws:iam::aws:role-template/SERVICE/NAME:MAJOR`.
const PREFIX: &str = "arn:aws:iam::aws:role-template/";

/// To read a template.
pub(super) fn permission<'a>(cx: &Cx<'a>, template_arn: &'a str) -> Permission<'a> {
    Permission::on("iam:GetRoleTemplateVersion", template_arn, cx.account().id)
}

/// The refusal: AWS's for what cannot be the ARN of a template, and for one that is not there, as none is.
pub(super) fn none(template_arn: &str) -> Error {
    let rest = template_arn.strip_prefix(PREFIX).unwrap_or_default();
    let major = rest.rsplit_once(':').and_then(|(name, major)| {
        let (service, name) = name.split_once('/')?;
        (!service.is_empty() && !name.is_empty()).then_some(major)
    });
    if major.is_none_or(|major| major.parse::<u32>().is_err()) {
        return Error::invalid_input(format!("{template_arn} is not the ARN of a role template."));
    }
    Error::no_such_entity(format!("The role template {template_arn} cannot be found."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_template_is_told_apart_from_one_that_is_not_there() {
        let code = |arn: &str| none(arn).code;
        assert_eq!(
            code("arn:aws:iam::aws:role-template/x.amazonaws.com/Reader:1"),
            "NoSuchEntity"
        );
        for other in [
            "arn:aws:iam::aws:role-template/x.amazonaws.com/Reader",
            "arn:aws:iam::aws:role-template/x.amazonaws.com/Reader:one",
            "arn:aws:iam::aws:role-template/Reader:1",
            "arn:aws:iam::aws:role-template//Reader:1",
            "arn:aws:iam::123456789012:role-template/x.amazonaws.com/Reader:1",
            "arn:aws:iam::aws:policy/x.amazonaws.com/Reader:1",
        ] {
            assert_eq!(code(other), "InvalidInput", "{other}");
        }
    }
}
