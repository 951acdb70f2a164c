//! `WHO may ACTION RESOURCE -> yes` and `-> no REASON…`: what the caller's policies say of any service's action, asked as operations
//! ask. Nothing is called.

use super::{World, header_pairs};
use crate::authenticate::authenticate;
use crate::authorize::{self, Permission};
use crate::operation::{Cx, Service};
use crate::{AccountId, Inputs};

impl World {
    /// Panics with the line if the answer is another.
    pub(super) fn check_may(&self, line: &str, words: &[String], expected: &str) {
        let [who, _, action, resource] = words else {
            panic!("not `WHO may ACTION RESOURCE`: {line}")
        };
        let answer = match self.may(who, action, resource) {
            Ok(()) => "yes".to_owned(),
            Err(message) => format!("no {message}"),
        };
        let holds = match expected {
            "no" => answer.starts_with("no "),
            expected => answer == expected,
        };
        assert!(holds, "\n  line:   {line}\n  answer: {answer}");
    }

    /// The refusal's text, if there is one. The resource is the account's that its ARN names, else the caller's.
    pub(crate) fn may(&self, who: &str, action: &str, resource: &str) -> Result<(), String> {
        let service = Service::Sts;
        let request = self.request(who, service, "", "", &[]);
        let headers = header_pairs(&request);
        let signed = sigv4::Request {
            method: "POST",
            path: "/",
            query: "",
            headers: &headers,
            body: b"",
        };
        let inputs = Inputs {
            now: self.now,
            wall: self.wall,
            seed: [0; 32],
            keys: &self.keys,
            signing_keys: &self.cache,
            session_policies: &self.session_policies,
            settings: &self.settings,
            done: &[],
            kept: &(),
            usage: &self.usage,
        };
        let claim = sigv4::claim(&signed).unwrap().unwrap();
        let caller = authenticate(&self.state, &signed, claim, service, &inputs)
            .map_err(|error| error.message)?;
        let cx = Cx::new(&self.state, &inputs, &caller, &request, service);
        let owner: Option<AccountId> = resource.split(':').nth(4).and_then(|id| id.parse().ok());
        let permission = Permission::on(action, resource, owner.unwrap_or(caller.account.id));
        authorize::authorize(&cx, &[permission])
            .map(drop)
            .map_err(|error| error.message)
    }
}
