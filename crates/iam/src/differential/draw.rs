//! Documents by chance, from pools in which everything meets everything.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::{Map, Value, json};

/// The accounts of the world, by place: the first manages the organization, the last is of none.
pub(super) type Accounts = [String; 4];

/// Chance that is the same in every run.
pub(super) struct Draw(ChaCha8Rng);

const ACTIONS: &[&str] = &[
    "*",
    "iam:*",
    "iam:Get*",
    "iam:List*",
    "iam:*User*",
    "iam:*Role*",
    "iam:Tag*",
    "iam:PassRole",
    "sts:*",
    "sts:AssumeRole",
    "sts:Tag*",
    "sts:Get*",
    "organizations:*",
    "organizations:List*",
    "s3:*",
    "s3:Get*",
];

const RCP_ACTIONS: &[&str] = &["sts:*", "sts:AssumeRole", "sts:TagSession", "s3:Get*"];

const TRUST_ACTIONS: &[&str] = &[
    r#""sts:AssumeRole""#,
    r#"["sts:AssumeRole","sts:TagSession"]"#,
    r#"["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]"#,
    r#""sts:*""#,
];

const RESOURCES: &[&str] = &[
    "arn:aws:iam::*:user/*",
    "arn:aws:iam::*:user/u1",
    "arn:aws:iam::*:user/${aws:username}",
    "arn:aws:iam::*:role/*",
    "arn:aws:iam::*:role/team/r1",
    "arn:aws:iam::*:group/*",
    "arn:aws:iam::*:policy/*",
    "arn:aws:s3:::bucket/*",
    "arn:aws:s3:::bucket/${aws:PrincipalTag/team}/*",
    "arn:aws:organizations::*:*",
];

/// Conditions as they stand in a document; `$ORG` is the organization's id.
const CONDITIONS: &[&str] = &[
    r#"{"StringEquals":{"aws:PrincipalTag/team":"a"}}"#,
    r#"{"StringNotEquals":{"aws:PrincipalTag/team":"a"}}"#,
    r#"{"StringEquals":{"aws:PrincipalOrgID":"$ORG"}}"#,
    r#"{"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"$ORG"}}"#,
    r#"{"StringNotEqualsIfExists":{"aws:ResourceOrgID":"$ORG"}}"#,
    r#"{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"$ORG/*/ou-*"}}"#,
    r#"{"ForAllValues:StringNotLike":{"aws:ResourceOrgPaths":"$ORG/*/ou-*"}}"#,
    r#"{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#,
    r#"{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}"#,
    r#"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/*1"}}"#,
    r#"{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/team/*"}}"#,
    r#"{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}"#,
    r#"{"NotIpAddress":{"aws:SourceIp":"203.0.113.9"}}"#,
    r#"{"ForAnyValue:StringEquals":{"aws:TagKeys":["team","cost"]}}"#,
    r#"{"ForAllValues:StringEquals":{"aws:TagKeys":"team"}}"#,
    r#"{"StringLike":{"aws:RequestTag/team":"?"}}"#,
    r#"{"StringEquals":{"iam:ResourceTag/team":"${aws:PrincipalTag/team}"}}"#,
    r#"{"Null":{"sts:ExternalId":"true"}}"#,
    r#"{"StringEquals":{"sts:ExternalId":"outside"}}"#,
    r#"{"StringLike":{"sts:RoleSessionName":"s*"}}"#,
    r#"{"Null":{"aws:TokenIssueTime":"true"}}"#,
    r#"{"StringLike":{"aws:userid":"AROA*"}}"#,
    r#"{"StringEquals":{"aws:PrincipalType":"User"}}"#,
    r#"{"NumericLessThan":{"aws:EpochTime":"1"}}"#,
    r#"{"DateGreaterThan":{"aws:CurrentTime":"2026-11-21T12:00:30Z"}}"#,
    r#"{"StringEqualsIgnoreCase":{"aws:username":"U1"}}"#,
    r#"{"StringLike":{"aws:UserAgent":"scenario/*"},"Bool":{"aws:SecureTransport":"true"}}"#,
    r#"{"StringEquals":{"aws:ResourceAccount":"${aws:PrincipalAccount}"}}"#,
    r#"{"ArnEquals":{"iam:PolicyARN":"arn:aws:iam::aws:policy/ReadOnlyAccess"}}"#,
];

impl Draw {
    pub(super) fn new(seed: u8) -> Draw {
        Draw(ChaCha8Rng::from_seed([seed; 32]))
    }

    /// A number below `count`.
    pub(super) fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count).unwrap();
        usize::try_from(self.0.next_u64() % count).unwrap()
    }

    /// True so many times of a hundred.
    pub(super) fn often(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(super) fn of<'a, T>(&mut self, pool: &'a [T]) -> &'a T {
        &pool[self.below(pool.len())]
    }

    /// A policy of a caller: identity, boundary and session policies are alike.
    pub(super) fn permissions(&mut self, org: &str) -> String {
        let broad = self.often(60);
        self.document(org, broad, |draw, statement| draw.asked(statement))
    }

    /// A service control policy that allows nearly everything, or little.
    pub(super) fn scp(&mut self, org: &str) -> String {
        let broad = self.often(80);
        self.document(org, broad, |draw, statement| draw.asked(statement))
    }

    /// A service control policy that allows one service.
    pub(super) fn narrow_scp(&mut self) -> String {
        let action = self.of(&["iam:*", "sts:*", "organizations:*"]);
        let statement = json!({"Effect": "Allow", "Action": action, "Resource": "*"});
        json!({"Version": "2012-10-17", "Statement": statement}).to_string()
    }

    pub(super) fn rcp(&mut self, org: &str) -> String {
        let mut statement = Map::new();
        statement.insert("Effect".to_owned(), json!("Deny"));
        statement.insert("Principal".to_owned(), json!("*"));
        statement.insert("Action".to_owned(), json!(self.of(RCP_ACTIONS)));
        statement.insert("Resource".to_owned(), json!("*"));
        self.condition(org, 90, &mut statement);
        json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
    }

    /// A trust policy; `principals` are those that it may name.
    pub(super) fn trust(&mut self, org: &str, principals: &[String]) -> String {
        let mut statements = Vec::new();
        for _ in 0..=self.below(2) {
            let mut statement = Map::new();
            let denies = self.often(15);
            let effect = if denies { "Deny" } else { "Allow" };
            statement.insert("Effect".to_owned(), json!(effect));
            let named = match self.often(15) {
                true => json!("*"),
                false => {
                    let all: Vec<_> = (0..=self.below(3)).map(|_| self.of(principals)).collect();
                    json!({ "AWS": all })
                }
            };
            let element = match denies && named != "*" && self.often(40) {
                true => "NotPrincipal",
                false => "Principal",
            };
            statement.insert(element.to_owned(), named);
            let action = *self.of(TRUST_ACTIONS);
            let action = serde_json::from_str(action).unwrap();
            statement.insert("Action".to_owned(), action);
            self.condition(org, 30, &mut statement);
            statements.push(statement);
        }
        json!({"Version": "2012-10-17", "Statement": statements}).to_string()
    }

    fn document(
        &mut self,
        org: &str,
        broad: bool,
        element: impl Fn(&mut Draw, &mut Map<String, Value>),
    ) -> String {
        let mut statements = Vec::new();
        if broad {
            statements.push(json!({"Effect": "Allow", "Action": "*", "Resource": "*"}));
        }
        let more = if broad { 2 } else { 3 };
        for index in 0..=self.below(more) {
            let mut statement = Map::new();
            if self.often(30) {
                statement.insert("Sid".to_owned(), json!(format!("S{index}")));
            }
            let effect = if self.often(if broad { 70 } else { 15 }) {
                "Deny"
            } else {
                "Allow"
            };
            statement.insert("Effect".to_owned(), json!(effect));
            element(self, &mut statement);
            self.condition(org, if effect == "Deny" { 60 } else { 25 }, &mut statement);
            statements.push(Value::Object(statement));
        }
        let document = json!({"Version": "2012-10-17", "Statement": statements});
        match self.often(20) {
            true => serde_json::to_string_pretty(&document).unwrap(),
            false => document.to_string(),
        }
    }

    fn asked(&mut self, statement: &mut Map<String, Value>) {
        let action = if self.often(10) {
            "NotAction"
        } else {
            "Action"
        };
        let actions: Vec<_> = (0..=self.below(2)).map(|_| self.of(ACTIONS)).collect();
        statement.insert(action.to_owned(), json!(actions));
        let resource = match self.often(60) {
            true => ("Resource", json!("*")),
            false if self.often(15) => ("NotResource", json!(self.of(RESOURCES))),
            false => ("Resource", json!([self.of(RESOURCES), self.of(RESOURCES)])),
        };
        statement.insert(resource.0.to_owned(), resource.1);
    }

    fn condition(&mut self, org: &str, percent: usize, statement: &mut Map<String, Value>) {
        if self.often(percent) {
            let condition = self.of(CONDITIONS).replace("$ORG", org);
            let condition = serde_json::from_str(&condition).unwrap();
            statement.insert("Condition".to_owned(), condition);
        }
    }
}
