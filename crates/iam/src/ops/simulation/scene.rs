//! One simulation: all its policies, its caller and its context, and how every action fares.

use super::given::GivenPolicy;
use super::question::Question;
use super::result::{EvaluationResult, SimulatePolicyResult};
use crate::Error;
use crate::context;
use crate::operation::Cx;
use crate::ops::held;
use crate::page::Page;
use crate::state::Entity;
use policy::{
    CompiledPolicy, Context, Key, Kind, Layer, Layers, Matched, Policy, Principal, PrincipalKind,
    Simulation,
};
use smol_str::{SmolStr, ToSmolStr};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How many decisions one page may cost; a page with many resources holds the fewer actions.
const DECISIONS_MAX: usize = 20_000;

/// What `aws:userid` is where nobody in particular calls (Z-11).
const STUB: &str = "STUB_PRINCIPAL_FOR_POLICY_SIMULATOR";

/// Stands in for a policy that is held and not to be found: it allows nothing and denies everything (E-21).
static UNAVAILABLE: LazyLock<CompiledPolicy> = LazyLock::new(|| {
    let text =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#;
    let document = policy::Document::parse(text).expect("the document is a constant");
    policy::compile(&document, Kind::Identity, &BTreeMap::new())
});

/// Everything that takes part in a simulation.
pub(super) struct Scene<'a> {
    pub identity: Vec<GivenPolicy<'a>>,
    pub boundary: Option<GivenPolicy<'a>>,
    /// Service control policies, one list a level from the root down; `None` outside organizations.
    pub scp: Option<Vec<Vec<GivenPolicy<'a>>>>,
    resource: Option<GivenPolicy<'a>>,
    caller: Principal,
    /// Who owns resources whose ARN does not say.
    owner: SmolStr,
    context: Context,
}

impl<'a> Scene<'a> {
    /// The scene of a question, without the caller's policies. `source`: whose policies they will be.
    ///
    /// # Errors
    /// `InvalidInput`.
    pub(super) fn of(
        cx: &Cx,
        question: &Question<'a>,
        source: Option<&'a str>,
    ) -> Result<Scene<'a>, Error> {
        question.check_scenario()?;
        let caller = question.caller(source)?;
        let document = question.resource_document(question.names_a_caller(source))?;
        let resource = document.map(|document| {
            GivenPolicy::compiled("ResourcePolicy".to_owned(), &document, Kind::Resource)
        });
        let mut context = Context::new();
        context.insert_known(Key::CURRENT_TIME, context::text(cx.now));
        context.insert_known(Key::EPOCH_TIME, cx.now.as_second().to_smolstr());
        context.insert_known(
            Key::USER_ID,
            caller
                .as_ref()
                .map_or(SmolStr::new_static(STUB), |caller| caller.arn.clone()),
        );
        // A group calls nothing (F-2): it has no user's name, and nothing else that a caller has.
        if let Some(caller) = caller.as_ref().filter(|caller| !is_group(&caller.arn)) {
            context.fill(caller, "");
        }
        for entry in question.context_entries {
            entry.insert(&mut context)?;
        }
        let caller = caller.unwrap_or_else(|| stub(cx));
        let owner = question
            .owner()?
            .map_or_else(|| caller.account.clone(), |owner| owner.to_smolstr());
        Ok(Scene {
            identity: Vec::new(),
            boundary: None,
            scp: None,
            resource,
            caller,
            owner,
            context,
        })
    }

    /// The page of results that the question asks for, an action after the other as they were given (Z-4).
    ///
    /// # Errors
    /// `ValidationError` for a marker that no page gave out.
    pub(super) fn answer(&self, question: &Question) -> Result<SimulatePolicyResult, Error> {
        let resources = question.resources();
        let affordable = (DECISIONS_MAX / resources.len()).max(1);
        let page = Page {
            marker: question.page.marker,
            max_items: Some(question.page.max_items.unwrap_or(100).min(affordable)),
        };
        let actions = question.actions.iter().enumerate();
        let page = page.of(actions, |(index, _)| format!("{index:06}"))?;
        let layers = Owned::of(self);
        let mut results = Vec::new();
        for (_, action) in page.items {
            let outcomes: Vec<(&str, Simulation)> = resources
                .iter()
                .map(|resource| (*resource, self.simulate(action, resource, &layers)))
                .collect();
            results.push(EvaluationResult::of(self, action, &outcomes));
        }
        Ok(SimulatePolicyResult {
            evaluation_results: results,
            is_truncated: page.is_truncated,
            marker: page.marker,
        })
    }

    fn simulate(&self, action: &str, resource: &str, owned: &Owned) -> Simulation {
        let scp: Option<Vec<&[Policy]>> = owned
            .scp
            .as_ref()
            .map(|levels| levels.iter().map(Vec::as_slice).collect());
        let layers = Layers {
            identity: &owned.identity,
            boundary: self.boundary.as_ref().map(lend),
            resource: self.resource.as_ref().map(lend),
            scp: scp.as_deref(),
            ..Layers::default()
        };
        policy::simulate(
            &policy::Request {
                principal: &self.caller,
                action,
                resource,
                resource_account: &self.owner,
                context: &self.context,
            },
            &layers,
        )
    }

    /// The policy of a statement that a simulation tells of.
    pub(super) fn policy(&self, matched: Matched) -> Option<&GivenPolicy<'a>> {
        match matched.layer {
            Layer::Identity => self.identity.get(matched.policy),
            Layer::Boundary => self.boundary.as_ref(),
            Layer::Resource => self.resource.as_ref(),
            Layer::Session | Layer::Scp | Layer::Rcp | Layer::Endpoint | Layer::Service => None,
        }
    }
}

/// Lists of policies as the evaluator takes them, made once a page.
struct Owned<'s> {
    identity: Vec<Policy<'s>>,
    scp: Option<Vec<Vec<Policy<'s>>>>,
}

impl<'s> Owned<'s> {
    fn of(scene: &'s Scene) -> Owned<'s> {
        let scp = scene.scp.as_ref();
        Owned {
            identity: scene.identity.iter().map(lend).collect(),
            scp: scp.map(|levels| {
                let level = |level: &'s Vec<GivenPolicy>| level.iter().map(lend).collect();
                levels.iter().map(level).collect()
            }),
        }
    }
}

fn lend<'s>(policy: &'s GivenPolicy) -> Policy<'s> {
    Policy {
        name: &policy.id,
        arn: None,
        compiled: policy.compiled.as_deref().unwrap_or(&UNAVAILABLE),
    }
}

fn is_group(arn: &str) -> bool {
    matches!(held::entity_of(arn), Some(Entity::Group(_)))
}

/// Nobody in particular, of the account that asks.
fn stub(cx: &Cx) -> Principal {
    Principal {
        kind: PrincipalKind::User {
            name: SmolStr::new_static(STUB),
        },
        partition: SmolStr::new_static("aws"),
        account: cx.account().id.to_smolstr(),
        arn: SmolStr::new_static(STUB),
        unique_id: None,
        session: None,
        management_account: false,
    }
}
