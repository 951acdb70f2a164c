//! `UpdateAssumeRolePolicy`.

use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::operation::{Cx, Operation, Outcome};
use crate::ops::{existence, target};
use crate::{Error, service_linked, trust};
use serde::Deserialize;

/// Replaces a role's trust policy.
///
/// Permission: `iam:UpdateAssumeRolePolicy` on the role, with `iam:PermissionsBoundary`: the boundary that it has. Users and roles in the document must exist (G-23) and are bound to their
/// unique ids anew (G-24): to write the same document again restores the trust in one that was made anew.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateAssumeRolePolicy {
    role_name: String,
    policy_document: String,
}

impl Operation for UpdateAssumeRolePolicy {
    const NAME: &'static str = "UpdateAssumeRolePolicy";
    const EXAMPLE: &'static str = r#"
        root CreateRole RoleName=Reader AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}' -> ok
        root UpdateAssumeRolePolicy RoleName=Reader PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}' -> ok
        root UpdateAssumeRolePolicy RoleName=Reader PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/Gone"},"Action":"sts:AssumeRole"}]}' -> 400 MalformedPolicyDocument Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/Gone"
    "#;
    type Output = ();

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        Ok(vec![target::on_bounded_role(
            cx,
            "iam:UpdateAssumeRolePolicy",
            &self.role_name,
        )])
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<()>, Error> {
        let role = existence::role(cx.account(), &self.role_name)?;
        service_linked::check_modifiable(role)?;
        let size = cx.settings.quotas.trust_size;
        let trust = trust::accept(cx.state, &self.policy_document, size)?;
        if trust.text == role.trust.text() && trust.principals == *role.trust.principals() {
            return Outcome::read(());
        }
        let event = Event::TrustUpdated {
            role: role.name.to_string(),
            trust,
        };
        Outcome::event(event, ())
    }
}
