//! `ExportDecisionRecords` of the service `portcullis`.

use super::only::operator_only;
use crate::authorize::{self, Allowed, Permission};
use crate::caller::Caller;
use crate::operation::{Cx, Operation, Outcome, Row, Service, Unproven};
use crate::ops::simulation::ContextEntry;
use crate::supposed::{self, Supposed};
use crate::{Error, ops};
use policy::Context;
use policy::record::DecisionRecord;
use serde::{Deserialize, Serialize};
use wire::Params;

/// Where calls are supposed to be signed for, unless the operator says where.
const REGION: &str = "us-east-1";

/// Writes down what the evaluator would be asked about a call, one decision record for each permission that the call needs, with the
/// decision that it would come to. Nothing is performed.
///
/// `Call` is an operation of IAM, STS or Organizations, with its `Parameters` as JSON in the shape of AWS's model; `ActionName` on
/// `ResourceArn` is a permission of any other service. The caller is `PrincipalArn`, or whoever has the credentials `AccessKeyId` and
/// `SessionToken`; operations that nobody signs prove their own. What the connection tells (`aws:SourceIp` and its like) is as of this
/// very request unless `ContextEntries` say otherwise.
///
/// Permission: the caller is the first account's root; no policy can give it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ExportDecisionRecords {
    principal_arn: Option<String>,
    access_key_id: Option<String>,
    session_token: Option<String>,
    region: Option<String>,
    call: Option<String>,
    parameters: Option<String>,
    action_name: Option<String>,
    resource_arn: Option<String>,
    resource_account: Option<String>,
    #[serde(default)]
    context_entries: Vec<ContextEntry>,
}

/// The records, each one line of JSON, in the order in which the permissions are asked for.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ExportDecisionRecordsResult {
    records: Vec<String>,
}

impl Operation for ExportDecisionRecords {
    const NAME: &'static str = "ExportDecisionRecords";
    const EXAMPLE: &'static str = r#"
        root iam:CreateUser UserName=Bob -> ok
        root ExportDecisionRecords PrincipalArn=arn:aws:iam::123456789012:user/Bob Call=iam:GetUser Parameters={"UserName":"Bob"} -> ExportDecisionRecordsResult.Records.1
        root ExportDecisionRecords PrincipalArn=arn:aws:iam::123456789012:user/Bob ActionName=s3:GetObject ResourceArn=arn:aws:s3:::b/k -> ExportDecisionRecordsResult.Records.1 & !ExportDecisionRecordsResult.Records.2
        root ExportDecisionRecords PrincipalArn=arn:aws:iam::123456789012:user/Ann Call=iam:ListUsers -> 404 NoSuchEntity There is no user, root user or role of arn:aws:iam::123456789012:user/Ann.
        root ExportDecisionRecords PrincipalArn=arn:aws:iam::123456789012:user/Bob Call=s3:GetObject -> 400 ValidationError `s3:GetObject` is no operation of IAM, STS or Organizations
    "#;
    type Output = ExportDecisionRecordsResult;

    fn permissions<'a>(&'a self, cx: &Cx<'a>) -> Result<Vec<Permission<'a>>, Error> {
        operator_only(cx.state, cx.caller).map(|()| Vec::new())
    }

    fn decide(&self, cx: &Cx, _: &Allowed) -> Result<Outcome<ExportDecisionRecordsResult>, Error> {
        let mut context = Context::new();
        for entry in &self.context_entries {
            entry.insert(&mut context)?;
        }
        let given = |known: &mut Context| {
            for name in self.context_entries.iter().filter_map(ContextEntry::name) {
                known.remove(name);
            }
            known.extend(&context);
        };
        let records = match (&self.call, &self.action_name) {
            (Some(call), None) => self.of_call(cx, call, &given)?,
            (None, Some(action)) => vec![self.of_permission(cx, action, &given)?],
            _ => {
                return Err(Error::validation_error(
                    "what is asked is a Call or an ActionName, one of them",
                ));
            }
        };
        Outcome::read(ExportDecisionRecordsResult { records })
    }
}

impl ExportDecisionRecords {
    /// The records of an operation, for each of its permissions.
    fn of_call(
        &self,
        cx: &Cx,
        call: &str,
        given: &dyn Fn(&mut Context),
    ) -> Result<Vec<String>, Error> {
        let (service, row) = operation(call).ok_or_else(|| {
            Error::validation_error(format!(
                "`{call}` is no operation of IAM, STS or Organizations"
            ))
        })?;
        if self.resource_arn.is_some() || self.resource_account.is_some() {
            return Err(Error::validation_error(
                "a Call names its resources in its Parameters",
            ));
        }
        let body = self.parameters.as_deref().unwrap_or_default();
        let params = parameters(cx, service, row.name, body)?;
        let caller = match row.prove {
            Some(prove) => {
                if self.supposed()?.is_some() {
                    return Err(Error::validation_error(format!(
                        "{call} proves its caller by its Parameters"
                    )));
                }
                let unproven = Unproven {
                    state: cx.state,
                    wall: cx.wall,
                    keys: cx.keys,
                    request_id: &cx.request.id,
                    done: cx.done,
                    kept: &(),
                };
                prove(&unproven, &params)?
            }
            None => self.caller(cx)?,
        };
        (row.records)(&on_behalf(cx, &caller, service), &params, given)
    }

    /// The record of a permission that a service would ask for.
    fn of_permission(
        &self,
        cx: &Cx,
        action: &str,
        given: &dyn Fn(&mut Context),
    ) -> Result<String, Error> {
        let service = action.split(':').next().unwrap_or_default();
        if Service::ALL
            .iter()
            .any(|ours| ours.name().eq_ignore_ascii_case(service))
        {
            return Err(Error::validation_error(format!(
                "`{action}` is asked for by operations: name one of them as the Call"
            )));
        }
        if self.parameters.is_some() {
            return Err(Error::validation_error("an ActionName has no Parameters"));
        }
        let resource = self.resource_arn.as_deref().unwrap_or("*");
        let caller = self.caller(cx)?;
        let owner = match &self.resource_account {
            Some(account) => account.parse().map_err(Error::validation_error)?,
            None => crate::arn::owner(resource).unwrap_or(caller.account.id),
        };
        let permission = Permission::on(action, resource, owner);
        // A service that is not ours asks where the call was signed for, as STS does.
        let cx = on_behalf(cx, &caller, Service::Sts);
        let records = authorize::records(&cx, &[permission], given)?;
        let record = records
            .into_iter()
            .next()
            .expect("one permission, one record");
        match DecisionRecord::parse(&record) {
            Ok(_) => Ok(record),
            Err(malformed) => Err(Error::validation_error(malformed.message)),
        }
    }

    fn caller<'a>(&self, cx: &Cx<'a>) -> Result<Caller<'a>, Error> {
        let supposed = self.supposed()?.ok_or_else(|| {
            Error::validation_error("who calls is a PrincipalArn or an AccessKeyId, one of them")
        })?;
        supposed::caller(cx, supposed, self.region.as_deref().unwrap_or(REGION))
    }

    fn supposed(&self) -> Result<Option<Supposed<'_>>, Error> {
        let token = self.session_token.as_deref();
        match (&self.principal_arn, &self.access_key_id) {
            (Some(arn), None) if token.is_none() => Ok(Some(Supposed::Principal(arn))),
            (None, Some(access_key_id)) => Ok(Some(Supposed::Credentials {
                access_key_id,
                session_token: token,
            })),
            (None, None) if token.is_none() => Ok(None),
            _ => Err(Error::validation_error(
                "who calls is a PrincipalArn or an AccessKeyId, one of them",
            )),
        }
    }
}

/// The operation of AWS that `service:Name` means.
fn operation(call: &str) -> Option<(Service, Row)> {
    let (service, name) = call.split_once(':')?;
    let mut services = Service::ALL.into_iter();
    let service = services.find(|known| known.name() == service && ops::model(*known).is_some())?;
    Some((service, ops::row(service, name)?))
}

/// The parameters as a request would have them, held against AWS's model.
fn parameters(cx: &Cx, service: Service, name: &str, body: &str) -> Result<Params, Error> {
    let model = ops::model(service).and_then(|model| model.operation(name));
    let model = model.ok_or_else(|| Error::validation_error("no model of AWS has it"))?;
    let params = wire::json::params(model, body.as_bytes(), cx.settings.parameters_max)
        .map_err(|error| Error::validation_error(error.to_string()))?;
    wire::validate(model, &params)?;
    Ok(params)
}

/// What the supposed caller's request would see.
fn on_behalf<'a>(cx: &'a Cx, caller: &'a Caller, service: Service) -> Cx<'a> {
    Cx {
        caller,
        service,
        ..*cx
    }
}
