//! One principal with ever more statements in its 10 policies, of which at most two speak of a request.

use crate::workload::{Asked, Statement, World};

const BASES: [(&str, &str); 5] = [
    ("s3", "arn:aws:s3:::"),
    ("dynamodb", "arn:aws:dynamodb:eu-west-1:111111111111:table/"),
    ("sqs", "arn:aws:sqs:eu-west-1:111111111111:"),
    ("lambda", "arn:aws:lambda:eu-west-1:111111111111:function:"),
    ("ecr", "arn:aws:ecr:eu-west-1:111111111111:repository/"),
];

/// How statements spread over services: over five, or all in one.
#[derive(Clone, Copy)]
pub(crate) enum Spread {
    Services,
    OneService,
}

impl Spread {
    fn base(self, index: usize) -> (&'static str, &'static str) {
        match self {
            Spread::Services => BASES[index % BASES.len()],
            Spread::OneService => BASES[0],
        }
    }

    /// 10 policies of `count / 10` statements; every tenth statement denies.
    pub(crate) fn world(self, count: usize) -> World {
        let each = count / 10;
        let policy = |at: usize| (at * each..(at + 1) * each).map(|index| self.statement(index));
        World {
            identity: (0..10).map(|at| policy(at).collect()).collect(),
            ..World::default()
        }
    }

    fn statement(self, index: usize) -> Statement {
        let (service, base) = self.base(index);
        let allow = index % 10 != 7;
        let names: &[&str] = if allow {
            &["Get*", "Put*", "Start*"]
        } else {
            &["*"]
        };
        Statement {
            allow,
            user: None,
            actions: names
                .iter()
                .map(|name| format!("{service}:{name}"))
                .collect(),
            resources: vec![format!("{base}app-{index:05}-*")],
            conditions: vec![],
        }
    }

    /// Requests for what the first, a middle and the last statements speak of, and for what none does.
    pub(crate) fn requests(self, count: usize) -> Vec<Asked> {
        let ask = |index: usize, name: &str, allowed| {
            let (service, base) = self.base(index);
            let resource = format!("{base}app-{index:05}-x");
            Asked::new(&format!("{service}:{name}"), &resource, allowed)
        };
        vec![
            ask(0, "GetItem", true),
            ask(count / 2, "PutItem", true),
            ask(count - 1, "StartItem", true),
            ask(count - 1, "DeleteItem", false),
            ask(count - 3, "GetItem", false),
            ask(count + 5, "GetItem", false),
            Asked::new(
                "ec2:StartInstances",
                "arn:aws:ec2:eu-west-1:111111111111:instance/i",
                false,
            ),
        ]
    }
}
