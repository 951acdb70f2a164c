//! `ImportManagedPolicies` of the service `portcullis`.

use super::only::operator_only;
use crate::Error;
use crate::authorize::{Allowed, Permission};
use crate::event::Event;
use crate::import::{self, Arrival, Bundle, Problems, Taken};
use crate::operation::{Cx, Operation, Outcome};
use serde::{Deserialize, Serialize};

/// Makes AWS's managed policies known in all accounts, as an account of the operator's lists them.
///
/// Permission: the caller is the first account's root; no policy can give it. `Content` is a [`Bundle`] of one file, an output of
/// `get-account-authorization-details --filter AWSManagedPolicy`. A policy that is known in a newer version stays as it is.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ImportManagedPolicies {
    content: String,
}

/// How many policies there were.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ImportManagedPoliciesResult {
    /// News.
    imported: usize,
    /// Known just so.
    known: usize,
    /// Known in a newer version.
    older: usize,
}

impl Operation for ImportManagedPolicies {
    const NAME: &'static str = "ImportManagedPolicies";
    const EXAMPLE: &'static str = r#"
        root ImportManagedPolicies Content=bundle(a.json={"Policies":[{"PolicyName":"NewAccess","PolicyId":"ANPAIOSFODNN7EXAMPLE","Arn":"arn:aws:iam::aws:policy/NewAccess","Path":"/","DefaultVersionId":"v1","CreateDate":"2026-01-02T03:04:05Z","UpdateDate":"2026-01-02T03:04:05Z","PolicyVersionList":[{"VersionId":"v1","IsDefaultVersion":true,"Document":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}}]}]}) -> ImportManagedPoliciesResult.Imported=1 & ImportManagedPoliciesResult.Known=0
        root iam:GetPolicy PolicyArn=arn:aws:iam::aws:policy/NewAccess -> GetPolicyResult.Policy.PolicyId=ANPAIOSFODNN7EXAMPLE
        root ImportManagedPolicies Content=bundle(a.json={"Policies":[{"PolicyName":"Mine","PolicyId":"ANPAIOSFODNN7EXAMPLE","Arn":"arn:aws:iam::123456789012:policy/Mine","Path":"/","DefaultVersionId":"v1","CreateDate":"2026-01-02T03:04:05Z","UpdateDate":"2026-01-02T03:04:05Z","PolicyVersionList":[]}]}) -> 400 MalformedImport nothing was changed: a.json: Policies[0].Arn: arn:aws:iam::123456789012:policy/Mine is no policy of AWS
    "#;
    type Output = ImportManagedPoliciesResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        operator_only(cx.state, cx.caller).map(|()| Vec::new())
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ImportManagedPoliciesResult>, Error> {
        let bundle = Bundle::parse(&self.content).map_err(Error::malformed_import)?;
        let mut problems = Problems::default();
        let mut taken = Taken::default();
        for (file, text) in &bundle.files {
            let details = import::read_aws_policies(file, text, &mut problems);
            problems.malformed()?;
            import::take_aws_policies(cx.state, file, &details.policies, &mut taken, &mut problems);
        }
        problems.impossible()?;
        let policies = taken.policies();
        let output = ImportManagedPoliciesResult {
            imported: policies.len(),
            known: taken.known,
            older: taken.older,
        };
        if policies.is_empty() {
            return Outcome::read(output);
        }
        let event = Event::Imported(Arrival::AwsPolicies { policies });
        Outcome::event(event, output)
    }
}
