//! Four accounts, an organization of three of them, and what happens there by chance.

use super::draw::{Accounts, Draw};
use crate::operation::Service;
use crate::ops;
use crate::scenario::{Reply, World, form};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// A call of an operation, its parameters as AWS's model has them.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub service: Service,
    pub action: &'static str,
    pub params: Value,
}

/// The world, and who in it can call.
pub(super) struct Life {
    pub world: World,
    pub draw: Draw,
    pub accounts: Accounts,
    pub org: String,
    root: String,
    units: Vec<String>,
    rails: Vec<(String, &'static str)>,
    /// Names of credentials in the world.
    pub callers: Vec<String>,
    sessions: usize,
    /// Who asks next for which role.
    next: Option<(String, String)>,
}

const USERS: &[&str] = &["u1", "u2", "u3"];
const ROLES: &[&str] = &["r1", "r2"];

impl Life {
    pub(super) fn new(seed: u8) -> Life {
        let mut world = World::new();
        world.run(None, r#"
            root CreateOrganization -> set org=Organization.Id
            root ListRoots -> set root=Roots.1.Id
            root EnablePolicyType RootId=$root PolicyType=RESOURCE_CONTROL_POLICY -> ok
            root CreateOrganizationalUnit ParentId=$root Name=outer -> set outer=OrganizationalUnit.Id
            root CreateOrganizationalUnit ParentId=$outer Name=inner -> set inner=OrganizationalUnit.Id
            root organizations:CreateAccount AccountName=near Email=near@example.com -> set carn=CreateAccountStatus.Id
            root organizations:CreateAccount AccountName=deep Email=deep@example.com -> set card=CreateAccountStatus.Id
            clock +5
            root DescribeCreateAccountStatus CreateAccountRequestId=$carn -> set near=CreateAccountStatus.AccountId
            root DescribeCreateAccountStatus CreateAccountRequestId=$card -> set deep=CreateAccountStatus.AccountId
            root organizations:MoveAccount AccountId=$near SourceParentId=$root DestinationParentId=$outer -> ok
            root organizations:MoveAccount AccountId=$deep SourceParentId=$root DestinationParentId=$inner -> ok
            root CreateUser UserName=setup -> ok
            root PutUserPolicy UserName=setup PolicyName=all PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' -> ok
            root CreateAccessKey UserName=setup -> as admin0
            admin0 AssumeRole RoleArn=arn:aws:iam::$near:role/OrganizationAccountAccessRole RoleSessionName=setup -> as admin1
            admin0 AssumeRole RoleArn=arn:aws:iam::$deep:role/OrganizationAccountAccessRole RoleSessionName=setup -> as admin2
            root portcullis:CreateAccount AccountId=222222222222 -> as admin3
        "#);
        let variable = |name| world.variable(name).to_owned();
        let (org, root) = (variable("org"), variable("root"));
        let accounts = [
            "123456789012".to_owned(),
            variable("near"),
            variable("deep"),
            "222222222222".to_owned(),
        ];
        let units = vec![root.clone(), variable("outer"), variable("inner")];
        let mut life = Life {
            world,
            draw: Draw::new(seed),
            accounts,
            org,
            root,
            units,
            rails: Vec::new(),
            callers: vec!["root".to_owned(), "admin3".to_owned()],
            sessions: 0,
            next: None,
        };
        for place in 0..4 {
            life.populate(place);
        }
        for place in 0..4 {
            for role in ROLES {
                life.retrust(place, role);
            }
        }
        for _ in 0..3 {
            life.new_rail();
        }
        life
    }

    /// The people of one account.
    fn populate(&mut self, place: usize) {
        let account = self.accounts[place].clone();
        let mut text = String::new();
        for name in ["b1", "m1"] {
            let document = self.draw.permissions(&self.org);
            writeln!(
                text,
                "admin{place} iam:CreatePolicy PolicyName={name} PolicyDocument='{}' -> ok",
                flat(&document)
            )
            .unwrap();
        }
        let document = self.draw.permissions(&self.org);
        writeln!(text, "admin{place} CreateGroup GroupName=g -> ok").unwrap();
        writeln!(
            text,
            "admin{place} PutGroupPolicy GroupName=g PolicyName=p PolicyDocument='{}' -> ok",
            flat(&document)
        )
        .unwrap();
        for user in USERS {
            let document = self.draw.permissions(&self.org);
            writeln!(text, "admin{place} CreateUser UserName={user} Tags.member.1.Key=team Tags.member.1.Value=a -> ok").unwrap();
            writeln!(
                text,
                "admin{place} PutUserPolicy UserName={user} PolicyName=p PolicyDocument='{}' -> ok",
                flat(&document)
            )
            .unwrap();
            writeln!(
                text,
                "admin{place} CreateAccessKey UserName={user} -> as {user}-{place}"
            )
            .unwrap();
            self.callers.push(format!("{user}-{place}"));
        }
        writeln!(
            text,
            "admin{place} AddUserToGroup GroupName=g UserName=u2 -> ok"
        )
        .unwrap();
        writeln!(text, "admin{place} AttachUserPolicy UserName=u3 PolicyArn=arn:aws:iam::{account}:policy/m1 -> ok").unwrap();
        writeln!(text, "admin{place} PutUserPermissionsBoundary UserName=u3 PermissionsBoundary=arn:aws:iam::{account}:policy/b1 -> ok").unwrap();
        for role in ROLES {
            let document = self.draw.permissions(&self.org);
            writeln!(text, "admin{place} CreateRole RoleName={role} Path=/team/ Tags.member.1.Key=team Tags.member.1.Value=b AssumeRolePolicyDocument='{{\"Version\":\"2012-10-17\",\"Statement\":{{\"Effect\":\"Allow\",\"Principal\":{{\"AWS\":\"{account}\"}},\"Action\":\"sts:*\"}}}}' -> ok").unwrap();
            writeln!(
                text,
                "admin{place} PutRolePolicy RoleName={role} PolicyName=p PolicyDocument='{}' -> ok",
                flat(&document)
            )
            .unwrap();
        }
        writeln!(text, "admin{place} PutRolePermissionsBoundary RoleName=r2 PermissionsBoundary=arn:aws:iam::{account}:policy/b1 -> ok").unwrap();
        self.world.run(None, &text);
    }

    fn place(&mut self) -> usize {
        self.draw.below(4)
    }

    fn role_arn(&mut self) -> String {
        let place = self.place();
        let (account, role) = (&self.accounts[place], self.draw.of(ROLES));
        format!("arn:aws:iam::{account}:role/team/{role}")
    }

    /// Somebody as a trust policy may name them.
    fn somebody(&mut self) -> String {
        let place = self.place();
        let account = self.accounts[place].clone();
        match self.draw.below(5) {
            0 => account,
            1 => format!("arn:aws:iam::{account}:root"),
            2 => self.role_arn(),
            3 => format!(
                "arn:aws:sts::{account}:assumed-role/{}/s1",
                self.draw.of(ROLES)
            ),
            _ => format!("arn:aws:iam::{account}:user/{}", self.draw.of(USERS)),
        }
    }

    /// One call, whatever comes of it.
    fn ask(&mut self, who: &str, service: Service, action: &'static str, params: Value) -> Reply {
        let call = Call {
            service,
            action,
            params,
        };
        self.send(who, &call)
    }

    pub(super) fn send(&mut self, who: &str, call: &Call) -> Reply {
        let json = call.params.to_string();
        let body = match call.service.speaks_json() {
            true => json,
            false => {
                let model = ops::model(call.service).and_then(|model| model.operation(call.action));
                let params = wire::json::params(model.unwrap(), json.as_bytes(), 100).unwrap();
                let pairs: Vec<(String, String)> = params
                    .iter()
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .collect();
                form(call.service, call.action, &pairs)
            }
        };
        self.world
            .send(call.service, who, (call.action, &[]), &body)
    }

    /// Somebody, and what they try.
    pub(super) fn turn(&mut self) -> (String, Call) {
        let Some((who, role)) = self.next.take() else {
            return (self.draw.of(&self.callers).clone(), self.call());
        };
        let call = Call {
            service: Service::Sts,
            action: "AssumeRole",
            params: json!({"RoleArn": role, "RoleSessionName": "s1"}),
        };
        (who, call)
    }

    /// A call that somebody may try.
    fn call(&mut self) -> Call {
        let user = *self.draw.of(USERS);
        let iam = |action, params| Call {
            service: Service::Iam,
            action,
            params,
        };
        let sts = |action, params| Call {
            service: Service::Sts,
            action,
            params,
        };
        let org = |action, params| Call {
            service: Service::Organizations,
            action,
            params,
        };
        match self.draw.below(17) {
            0 => iam("GetUser", json!({ "UserName": user })),
            1 => iam("ListUsers", json!({})),
            2 => iam("ListRoles", json!({"PathPrefix": "/team/"})),
            3 => iam(
                "TagUser",
                json!({"UserName": user, "Tags": [{"Key": *self.draw.of(&["team", "cost"]), "Value": *self.draw.of(&["a", "bb"])}]}),
            ),
            4 => iam("GetRole", json!({"RoleName": *self.draw.of(ROLES)})),
            5 => iam(
                "CreateUser",
                json!({"UserName": "new", "Tags": [{"Key": "team", "Value": "a"}]}),
            ),
            6 => iam(
                "AttachUserPolicy",
                json!({"UserName": user, "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}),
            ),
            7 => sts("GetCallerIdentity", json!({})),
            8 => org("ListRoots", json!({})),
            9 => org("DescribeOrganization", json!({})),
            10 => org("ListPolicies", json!({"Filter": "SERVICE_CONTROL_POLICY"})),
            11 => sts("GetSessionToken", json!({})),
            12 => {
                let policy = self.draw.permissions(&self.org);
                sts(
                    "GetFederationToken",
                    json!({"Name": "f1", "Policy": policy}),
                )
            }
            _ => {
                let mut params = json!({"RoleArn": self.role_arn(), "RoleSessionName": *self.draw.of(&["s1", "t1"])});
                if self.draw.often(40) {
                    params["Policy"] = self.draw.permissions(&self.org).into();
                }
                if self.draw.often(30) {
                    params["Tags"] = json!([{"Key": *self.draw.of(&["team", "cost"]), "Value": *self.draw.of(&["a", "b"])}]);
                }
                if self.draw.often(20) {
                    params["ExternalId"] = json!(*self.draw.of(&["outside", "inside"]));
                }
                if self.draw.often(10) {
                    params["SourceIdentity"] = "someone".into();
                }
                sts("AssumeRole", params)
            }
        }
    }

    /// Keeps the credentials that a call of STS gave.
    pub(super) fn keep(&mut self, call: &Call, reply: &Reply) {
        if call.service != Service::Sts
            || call.action == "GetCallerIdentity"
            || reply.error_code().is_some()
        {
            return;
        }
        self.sessions += 1;
        let name = format!("session{}", self.sessions);
        self.world.name(&name, reply);
        self.callers.push(name);
    }

    /// Something changes.
    pub(super) fn change(&mut self) {
        let place = self.place();
        match self.draw.below(14) {
            0 | 1 => self.rewrite(place, "User"),
            2 => self.rewrite(place, "Role"),
            3 | 4 => {
                let role = *self.draw.of(ROLES);
                self.retrust(place, role);
            }
            5 => self.new_rail(),
            6 => self.move_account(),
            7 => self.switch_policy_type(),
            8 => self.recreate_user(place),
            9 => self.delegate(),
            10 => self.rebound(place),
            11 => self.narrow(),
            12 => self.widen(),
            _ => self.unrail(),
        }
    }

    /// A user or role has another inline policy.
    fn rewrite(&mut self, place: usize, kind: &str) {
        let document = self.draw.permissions(&self.org);
        let admin = format!("admin{place}");
        let (action, name) = match kind {
            "User" => ("PutUserPolicy", *self.draw.of(USERS)),
            _ => ("PutRolePolicy", *self.draw.of(ROLES)),
        };
        let params =
            json!({format!("{kind}Name"): name, "PolicyName": "p", "PolicyDocument": document});
        self.ask(&admin, Service::Iam, action, params);
    }

    /// A member account is somewhere else in the tree.
    fn move_account(&mut self) {
        let unit = self.draw.of(&self.units).clone();
        let account = self.accounts[1 + self.draw.below(2)].clone();
        for parent in self.units.clone() {
            let params = json!({"AccountId": account, "SourceParentId": parent, "DestinationParentId": unit});
            self.ask("root", Service::Organizations, "MoveAccount", params);
        }
    }

    /// Policies of a type bind no longer, or again.
    fn switch_policy_type(&mut self) {
        let actions = &["DisablePolicyType", "EnablePolicyType", "EnablePolicyType"];
        let action = *self.draw.of(actions);
        let kind = *self
            .draw
            .of(&["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]);
        let params = json!({"RootId": self.root, "PolicyType": kind});
        self.ask("root", Service::Organizations, action, params);
    }

    /// A member account may read the organization.
    fn delegate(&mut self) {
        let reader = &self.accounts[1 + self.draw.below(2)];
        let statement = json!({"Effect": "Allow", "Principal": {"AWS": reader}, "Action": ["organizations:List*", "organizations:Describe*"], "Resource": "*"});
        let document = json!({"Version": "2012-10-17", "Statement": [statement]}).to_string();
        let put = json!({ "Content": document });
        self.ask("root", Service::Organizations, "PutResourcePolicy", put);
        let near = self.accounts[1].clone();
        let register = json!({"AccountId": near, "ServicePrincipal": "config.amazonaws.com"});
        self.ask(
            "root",
            Service::Organizations,
            "RegisterDelegatedAdministrator",
            register,
        );
    }

    /// A user has a boundary, or none.
    fn rebound(&mut self, place: usize) {
        let user = *self.draw.of(USERS);
        let admin = format!("admin{place}");
        let boundary = format!("arn:aws:iam::{}:policy/b1", self.accounts[place]);
        let (action, params) = match self.draw.often(50) {
            true => ("DeleteUserPermissionsBoundary", json!({ "UserName": user })),
            false => (
                "PutUserPermissionsBoundary",
                json!({"UserName": user, "PermissionsBoundary": boundary}),
            ),
        };
        self.ask(&admin, Service::Iam, action, params);
    }

    /// A role trusts others than before.
    fn retrust(&mut self, place: usize, role: &str) {
        let people: Vec<String> = (0..6).map(|_| self.somebody()).collect();
        let document = self.draw.trust(&self.org, &people);
        let admin = format!("admin{place}");
        self.ask(
            &admin,
            Service::Iam,
            "UpdateAssumeRolePolicy",
            json!({"RoleName": role, "PolicyDocument": document}),
        );
    }

    /// Another user of the same name, whom trust policies that named the first do not mean.
    fn recreate_user(&mut self, place: usize) {
        let admin = format!("admin{place}");
        let account = self.accounts[place].clone();
        let (user, role) = (
            format!("arn:aws:iam::{account}:user/u1"),
            format!("arn:aws:iam::{account}:role/team/r1"),
        );
        let trust = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": user}, "Action": "sts:*"}]});
        self.ask(
            &admin,
            Service::Iam,
            "UpdateAssumeRolePolicy",
            json!({"RoleName": "r1", "PolicyDocument": trust.to_string()}),
        );
        self.next = Some((format!("u1-{place}"), role));
        let key = self.world.credentials(&format!("u1-{place}")).access_key_id;
        let steps = [
            (
                "DeleteAccessKey",
                json!({"UserName": "u1", "AccessKeyId": key}),
            ),
            (
                "DeleteUserPolicy",
                json!({"UserName": "u1", "PolicyName": "p"}),
            ),
            ("DeleteUserPermissionsBoundary", json!({"UserName": "u1"})),
            (
                "DetachUserPolicy",
                json!({"UserName": "u1", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}),
            ),
            ("DeleteUser", json!({"UserName": "u1"})),
            ("CreateUser", json!({"UserName": "u1"})),
            (
                "PutUserPolicy",
                json!({"UserName": "u1", "PolicyName": "p", "PolicyDocument": self.draw.permissions(&self.org)}),
            ),
        ];
        for (action, params) in steps {
            self.ask(&admin, Service::Iam, action, params);
        }
        let reply = self.ask(
            &admin,
            Service::Iam,
            "CreateAccessKey",
            json!({"UserName": "u1"}),
        );
        if reply.error_code().is_none() {
            self.world.name(&format!("u1-{place}"), &reply);
        }
    }

    /// A new policy of the organization, attached somewhere.
    fn new_rail(&mut self) {
        let (kind, content) = match self.draw.often(50) {
            true => ("SERVICE_CONTROL_POLICY", self.draw.scp(&self.org)),
            false => ("RESOURCE_CONTROL_POLICY", self.draw.rcp(&self.org)),
        };
        let target = self.target();
        self.attach_new(kind, &content, &target);
    }

    fn attach_new(&mut self, kind: &'static str, content: &str, target: &str) {
        let name = format!("rail{}", self.rails.len());
        let params = json!({"Name": name, "Description": "", "Type": kind, "Content": content});
        let reply = self.ask("root", Service::Organizations, "CreatePolicy", params);
        let made: Value = serde_json::from_str(&reply.body).unwrap();
        let Some(id) = made
            .pointer("/Policy/PolicySummary/Id")
            .and_then(Value::as_str)
        else {
            panic!("{content}: {}", reply.body)
        };
        self.rails.push((id.to_owned(), kind));
        let params = json!({"PolicyId": id, "TargetId": target});
        self.ask("root", Service::Organizations, "AttachPolicy", params);
    }

    /// At one place of the tree a single service is allowed, in place of everything.
    fn narrow(&mut self) {
        let (target, content) = (self.target(), self.draw.narrow_scp());
        self.attach_new("SERVICE_CONTROL_POLICY", &content, &target);
        let params = json!({"PolicyId": "p-FullAWSAccess", "TargetId": target});
        self.ask("root", Service::Organizations, "DetachPolicy", params);
    }

    /// Everything is allowed again wherever it was not.
    fn widen(&mut self) {
        let places: Vec<String> = self
            .units
            .iter()
            .chain(&self.accounts[1..3])
            .cloned()
            .collect();
        for place in places {
            let params = json!({"PolicyId": "p-FullAWSAccess", "TargetId": place});
            self.ask("root", Service::Organizations, "AttachPolicy", params);
        }
    }

    /// A policy of the organization binds less.
    fn unrail(&mut self) {
        let mut ids: Vec<String> = self.rails.iter().map(|(id, _)| id.clone()).collect();
        ids.push("p-FullAWSAccess".to_owned());
        let id = self.draw.of(&ids).clone();
        for target in self
            .units
            .iter()
            .chain(&self.accounts[1..3])
            .cloned()
            .collect::<Vec<_>>()
        {
            if self.draw.often(60) {
                self.ask(
                    "root",
                    Service::Organizations,
                    "DetachPolicy",
                    json!({"PolicyId": id, "TargetId": target}),
                );
            }
        }
    }

    fn target(&mut self) -> String {
        let targets: Vec<&String> = self.units.iter().chain(&self.accounts[1..3]).collect();
        (*self.draw.of(&targets)).clone()
    }
}

/// Scenario lines have one line.
fn flat(document: &str) -> String {
    let document: Value = serde_json::from_str(document).unwrap();
    document.to_string()
}
