//! What an organization costs: the same decisions below five levels of five service control policies, and below none.

use std::hint::black_box;

use policy::{CompiledPolicy, Kind, Policy};

use crate::ours::{self, Case, Compiled, Texts};
use crate::timing::nanoseconds;
use crate::workload::{self, World};

const LEVELS: usize = 5;

/// What many organizations attach: everything allowed, and guard rails that seldom bite.
const EACH_LEVEL: [&str; 5] = [
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#,
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","NotAction":["iam:*","organizations:*","sts:*","route53:*","cloudfront:*","support:*"],"Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":["eu-west-1","eu-central-1","eu-north-1","us-east-1"]},"ArnNotLike":{"aws:PrincipalARN":["arn:aws:iam::*:role/OrganizationAccountAccessRole"]}}}]}"#,
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["organizations:LeaveOrganization","account:CloseAccount"],"Resource":"*"}]}"#,
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::*:root"}}}]}"#,
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["iam:AttachRolePolicy","iam:DeleteRole","iam:DeleteRolePolicy","iam:PutRolePolicy","iam:UpdateAssumeRolePolicy","iam:UpdateRole"],"Resource":["arn:aws:iam::*:role/audit/*"]}]}"#,
];

/// Times both and prints the ratio.
pub(crate) fn organization() {
    let world = World {
        scp: Vec::new(),
        ..workload::layered()
    };
    let (principal, asked) = (ours::alice(), workload::requests());
    let compiled = Compiled::of(&Texts::of(&world));
    let policies = compiled.in_force();
    let cases: Vec<Case> = asked
        .iter()
        .map(|asked| Case::new(&principal, asked))
        .collect();
    let texts: Vec<CompiledPolicy> = EACH_LEVEL
        .iter()
        .map(|text| ours::compile(text, Kind::Scp))
        .collect();
    let level: Vec<Policy> = texts
        .iter()
        .map(|compiled| Policy {
            name: "policy",
            arn: None,
            compiled,
        })
        .collect();
    let above = vec![&level[..]; LEVELS];
    let of = |wanted: bool| {
        let cases = cases.iter();
        cases
            .filter(|case| case.with(&policies, &[], policy::evaluate).allowed() == wanted)
            .collect::<Vec<_>>()
    };
    println!(
        "nanoseconds a decision below {LEVELS} levels of {} service control policies, and below none",
        EACH_LEVEL.len()
    );
    for (name, cases) in [("allowed", of(true)), ("denied", of(false))] {
        for case in &cases {
            assert_eq!(
                case.with(&policies, &[], policy::evaluate).allowed(),
                case.with(&policies, &above, policy::evaluate).allowed(),
                "the guard rails stand in nobody's way here"
            );
        }
        let cost = |levels: &[&[Policy]]| {
            let all = nanoseconds(|| {
                for case in &cases {
                    black_box(case.with(&policies, levels, policy::evaluate));
                }
            });
            all / cases.len() as f64
        };
        let (with, without) = (cost(&above), cost(&[]));
        println!(
            "{name:<44}{with:>10.0}{without:>12.0}{:>12.2} times",
            with / without
        );
    }
    println!();
}
