//! An organization whose tree changes under calls: every reply is of one tree, before a change or after it.

use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::client::{Caller, Reply, exchange, form};
use crate::running::Server;

const EVERYTHING: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
const NO_GROUPS: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:CreateGroup","Resource":"*"}}"#;
const FULL_ACCESS: &str = "p-FullAWSAccess";
const AUDIT: &str = "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials";

/// A management account with an administrator, two units, and one account in the first of them.
struct Company {
    server: Server,
    admin: Caller,
    root: String,
    units: [String; 2],
    account: String,
}

impl Company {
    fn found(flags: &[(&str, &str)]) -> Company {
        let server = Server::dev(flags);
        server.iam("CreateUser", &[("UserName", "admin")]).ok();
        let all = [
            ("UserName", "admin"),
            ("PolicyName", "all"),
            ("PolicyDocument", EVERYTHING),
        ];
        server.iam("PutUserPolicy", &all).ok();
        let key = server.iam("CreateAccessKey", &[("UserName", "admin")]).ok();
        let mut company = Company {
            admin: credentials(&key),
            server,
            root: String::new(),
            units: [String::new(), String::new()],
            account: String::new(),
        };
        company.call("CreateOrganization", json!({}));
        company.root = text(&company.call("ListRoots", json!({}))["Roots"][0]["Id"]);
        company.units = ["prod", "dev"].map(|name| {
            let unit = json!({"ParentId": company.root, "Name": name});
            text(&company.call("CreateOrganizationalUnit", unit)["OrganizationalUnit"]["Id"])
        });
        let asked = json!({"AccountName": "app", "Email": "app@example.com"});
        company.call("CreateAccount", asked);
        let all = company.call("ListAccounts", json!({}));
        let accounts = all["Accounts"].as_array().unwrap();
        let made = accounts.iter().find(|account| account["Name"] == "app");
        company.account = text(&made.unwrap()["Id"]);
        let root = company.root.clone();
        company.move_account(&root, &company.units[0]);
        company
    }

    /// A call of the management account's root that succeeds.
    #[track_caller]
    fn call(&self, action: &str, body: Value) -> Value {
        let root = self.server.root();
        let reply = root.organizations(self.server.address, action, &body.to_string());
        let reply = reply.ok();
        serde_json::from_str(&reply.body).unwrap_or(Value::Null)
    }

    fn move_account(&self, from: &str, to: &str) {
        let body =
            json!({"AccountId": self.account, "SourceParentId": from, "DestinationParentId": to});
        self.call("MoveAccount", body);
    }

    fn attach(&self, policy: &str, target: &str) {
        self.call(
            "AttachPolicy",
            json!({"PolicyId": policy, "TargetId": target}),
        );
    }

    fn detach(&self, policy: &str, target: &str) {
        self.call(
            "DetachPolicy",
            json!({"PolicyId": policy, "TargetId": target}),
        );
    }

    /// A service control policy under which no groups are made; its id.
    fn no_groups(&self, name: &str) -> String {
        let body = json!({"Name": name, "Description": "", "Type": "SERVICE_CONTROL_POLICY", "Content": NO_GROUPS});
        text(&self.call("CreatePolicy", body)["Policy"]["PolicySummary"]["Id"])
    }

    /// A session of an administrator of the account.
    fn member(&self) -> Caller {
        let role = format!(
            "arn:aws:iam::{}:role/OrganizationAccountAccessRole",
            self.account
        );
        let asked = [("RoleArn", role.as_str()), ("RoleSessionName", "s1")];
        credentials(
            &self
                .admin
                .sts(self.server.address, "AssumeRole", &asked)
                .ok(),
        )
    }
}

fn credentials(reply: &Reply) -> Caller {
    let token = reply.element("SessionToken");
    Caller {
        token: (!token.is_empty()).then(|| token.to_owned()),
        ..Caller::new(
            reply.element("AccessKeyId"),
            reply.element("SecretAccessKey"),
        )
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Tells the readers that it is over, even where the writer fails.
struct Ending<'a>(&'a AtomicBool);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Each reader looks again and again, in a thread of its own, while the writer changes things.
fn while_it_changes(readers: &[&(dyn Fn() + Sync)], writer: impl FnOnce()) {
    let ended = AtomicBool::new(false);
    let start = Barrier::new(readers.len() + 1);
    let ended = &ended;
    std::thread::scope(|scope| {
        for look in readers {
            let start = &start;
            scope.spawn(move || {
                start.wait();
                while !ended.load(Ordering::Relaxed) {
                    look();
                }
            });
        }
        let _ending = Ending(ended);
        start.wait();
        writer();
    });
}

#[test]
fn each_call_sees_one_tree_while_accounts_move_and_policies_come_and_go() {
    let company = Company::found(&[]);
    let (address, member) = (company.server.address, company.member());
    let [first, second, spare] = ["first", "second", "spare"].map(|name| company.no_groups(name));
    company.attach(&first, &company.units[0]);
    company.attach(&second, &company.units[1]);
    let denying = [&first, &second, &spare];

    // In both units, and at every moment between, some policy forbids to make groups.
    let no_group_is_made = || {
        let reply = member.iam(address, "CreateGroup", &[("GroupName", "never")]);
        let reply = reply.refused(403, "AccessDenied");
        let message = reply.element("Message");
        let named = denying.iter().any(|id| message.ends_with(id.as_str()));
        assert!(
            named && message.contains("explicit deny in a service control policy"),
            "{message}"
        );
    };
    // The account stands in one of them, never in both or in none.
    let there_is_one_parent = || {
        let body = json!({"ChildId": company.account});
        let parents = company.call("ListParents", body);
        let parents = parents["Parents"].as_array().unwrap();
        let ids: Vec<String> = parents.iter().map(|parent| text(&parent["Id"])).collect();
        assert_eq!(ids.len(), 1);
        assert!(company.units.contains(&ids[0]), "{ids:?}");
        let account = company.call("DescribeAccount", json!({"AccountId": company.account}));
        let path = text(&account["Account"]["Paths"][0]);
        let of_a_unit = company
            .units
            .iter()
            .any(|unit| path.ends_with(&format!("{}/{unit}/{}/", company.root, company.account)));
        assert!(of_a_unit, "{path}");
    };
    let a_policy_is_left = || {
        for unit in &company.units {
            let body = json!({"TargetId": unit, "Filter": "SERVICE_CONTROL_POLICY"});
            let policies = company.call("ListPoliciesForTarget", body);
            let policies = policies["Policies"].as_array().unwrap();
            let ids: Vec<String> = policies.iter().map(|policy| text(&policy["Id"])).collect();
            assert!(ids.iter().any(|id| id == FULL_ACCESS), "{ids:?}");
            assert!(ids.iter().any(|id| denying.contains(&id)), "{ids:?}");
        }
    };

    let readers: [&(dyn Fn() + Sync); 4] = [
        &no_group_is_made,
        &no_group_is_made,
        &there_is_one_parent,
        &a_policy_is_left,
    ];
    while_it_changes(&readers, || {
        for round in 0..30 {
            let (here, there) = (&company.units[round % 2], &company.units[(round + 1) % 2]);
            let held = [&first, &second][(round + 1) % 2];
            company.move_account(here, there);
            company.attach(&spare, there);
            company.detach(held, there);
            company.attach(held, there);
            company.detach(&spare, there);
        }
    });
}

#[test]
fn a_policy_type_is_disabled_and_enabled_everywhere_at_once() {
    let company = Company::found(&[]);
    let (address, member) = (company.server.address, company.member());
    // Without policies everything is allowed, and with the one that allows everything at every level too: what was enabled on some
    // levels alone would deny.
    let users_are_listed = || {
        member.iam(address, "ListUsers", &[]).ok();
    };
    // The root, two units, two accounts.
    let all_or_none = || {
        let targets = company.call("ListTargetsForPolicy", json!({"PolicyId": FULL_ACCESS}));
        let count = targets["Targets"].as_array().unwrap().len();
        assert!([0, 5].contains(&count), "{targets}");
    };
    while_it_changes(
        &[&users_are_listed, &users_are_listed, &all_or_none],
        || {
            let scps = json!({"RootId": company.root, "PolicyType": "SERVICE_CONTROL_POLICY"});
            for _ in 0..30 {
                company.call("DisablePolicyType", scps.clone());
                company.call("EnablePolicyType", scps.clone());
            }
        },
    );
}

#[test]
fn a_session_of_assume_root_is_made_by_regional_endpoints_and_told_in_the_trail() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("audit.jsonl");
    let company = Company::found(&[("audit", path.to_str().unwrap())]);
    let address = company.server.address;
    let trust = json!({"ServicePrincipal": "iam.amazonaws.com"});
    company.call("EnableAWSServiceAccess", trust);
    let enable = "EnableOrganizationsRootCredentialsManagement";
    company.server.iam(enable, &[]).ok();

    let asked = [
        ("TargetPrincipal", company.account.as_str()),
        ("TaskPolicyArn.arn", AUDIT),
    ];
    let body = form("AssumeRoot", "2011-06-15", &asked);
    for host in ["sts.amazonaws.com", "STS.amazonaws.com:443"] {
        let bytes = company.admin.signed("sts", body.as_bytes(), host);
        exchange(address, &bytes).refused(400, "InvalidAction");
    }
    let regional = "sts.eu-west-1.amazonaws.com";
    let bytes = company.admin.signed("sts", body.as_bytes(), regional);
    let auditor = credentials(&exchange(address, &bytes).ok());

    auditor.iam(address, "ListAccessKeys", &[]).ok();
    let trail = std::fs::read_to_string(&path).unwrap();
    let last: Value = serde_json::from_str(trail.lines().last().unwrap()).unwrap();
    assert_eq!(last["eventName"], "ListAccessKeys");
    let who = &last["userIdentity"];
    assert_eq!(who["type"], "Root");
    assert_eq!(who["accountId"], company.account.as_str());
    assert_eq!(who["accessKeyId"], auditor.access_key_id.as_str());
    assert_eq!(who["sessionContext"]["assumedRoot"], "true");
    assert_eq!(
        who["sessionContext"]["attributes"]["mfaAuthenticated"],
        "false"
    );
}
