//! Answers that are sent, not returned: a continuation that is called, a response that is ended, a callback that is told, a right that is
//! granted by a call.
//!
//! What a parameter is for (its [`Role`]) is told by its declared type, or by its name beside its neighbours': `(req, res, next)`. A function
//! also answers through the parameters of the functions around it.

mod helpers;
mod role;
mod told;

use std::collections::{BTreeMap, BTreeSet};

pub use helpers::Use;
pub use role::Role;
use told::{continued, navigated, told};

use crate::cfg::{Argument, Block, Expr, ExprKind, Field, Place, Step};
use crate::constant::Const;
use crate::decide::Decision;
use crate::frameworks::Assigned;
use crate::module::{BindingId, BindingKind, Function, FunctionId, Module, Param, Position, Type};
use crate::versions::callee_name;
use crate::vocabulary::{FieldMeaning, field_meaning};
use crate::words::{CONFIRMATION, GRANTS, REFUSES, SENDS, has_any, words};

/// What an expression sends.
#[derive(Debug, Clone, Copy)]
pub enum Sent<'e> {
    Decision(Decision),
    /// A truthy value refuses, any other lets through: `next(error)`.
    RefusesIf(&'e Expr),
    /// A truthy value lets through, any other refuses: `callback(allowed)`.
    AllowsIf(&'e Expr),
}

/// An answer that an expression sends.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'e> {
    pub sent: Sent<'e>,
    /// Nothing that is sent later changes it: a handler that runs has run.
    pub is_final: bool,
}

/// The ways in which one function can answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Channels {
    roles: BTreeMap<BindingId, Role>,
    /// Functions inside the function that call on, or call back: whoever is handed one of them answers later.
    carriers: BTreeSet<FunctionId>,
}

/// Names of what a wrapper is handed.
const HANDLERS: &[&str] =
    &["handler", "fn", "func", "action", "controller", "endpoint", "resolver", "procedure", "loader"];

impl Channels {
    /// The roles of a function's parameters, and of those of the functions around it.
    pub fn of(module: &Module, id: FunctionId) -> Channels {
        let mut channels = Channels::default();
        let mut at = Some(id);
        while let Some(id) = at {
            let function = &module.functions[id.0 as usize];
            channels.add(module, function);
            at = function.parent;
            // Handed back, alone or inside of another wrapper.
            if let (Position::Returned | Position::Argument { .. }, Some(outer)) = (&function.position, at) {
                channels.add_handler(module, &module.functions[outer.0 as usize]);
            }
        }
        if channels.roles.values().any(|role| role.is_told()) {
            channels.carriers = channels.carriers_in(module, id);
        }
        channels
    }

    /// The functions inside a function that call its continuation or callback.
    fn carriers_in(&self, module: &Module, outer: FunctionId) -> BTreeSet<FunctionId> {
        let mut inside: BTreeSet<FunctionId> = BTreeSet::from([outer]);
        let mut carriers = BTreeSet::new();
        // A function stands behind the one around it.
        for (index, function) in module.functions.iter().enumerate() {
            let id = FunctionId(index as u32);
            if function.parent.is_some_and(|parent| inside.contains(&parent)) {
                inside.insert(id);
                let mut values = function.cfg.graph.node_weights().flat_map(Block::evaluated);
                if values.any(|value| self.is_told_by(value)) {
                    carriers.insert(id);
                }
            }
        }
        carriers
    }

    /// Whether a call hands on a function that calls on.
    pub fn hands_on_carrier(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Await(inner) => self.hands_on_carrier(inner),
            ExprKind::Call { args, .. } => self.continues() && args.iter().any(|arg| self.is_carrier(&arg.value)),
            _ => false,
        }
    }

    fn is_carrier(&self, expr: &Expr) -> bool {
        matches!(expr.kind, ExprKind::Function(id) if self.carriers.contains(&id))
    }

    /// Whether the function has a way to let a request through.
    pub fn continues(&self) -> bool {
        self.roles.values().any(|role| role.continues())
    }

    /// Whether the function around it is a wrapper, whose handler it calls.
    pub fn is_wrapped(&self) -> bool {
        self.roles.values().any(|role| *role == Role::Handler)
    }

    fn add(&mut self, module: &Module, function: &Function) {
        let params = &function.params;
        self.add_by_form(module, function);
        let last_name = |param: &Param| module.bindings[param.binding.0 as usize].name.trim_start_matches('_');
        let type_role = |param: &Param| match &module.bindings[param.binding.0 as usize].declared_type {
            Some(Type::Named { name, .. }) => module.standing.role_of_type(name.rsplit('.').next().unwrap_or(name)),
            _ => None,
        };
        for (index, param) in params.iter().enumerate() {
            let name = last_name(param);
            let before = index.checked_sub(1).map(|index| &params[index]);
            let behind_request =
                before.is_some_and(|before| ["req", "request", "err", "error"].contains(&last_name(before)));
            let after = params.get(index + 1);
            let continued =
                after.is_some_and(|after| last_name(after) == "next" || type_role(after) == Some(Role::Continuation));
            let declared = type_role(param);
            let role = match name {
                _ if declared == Some(Role::Continuation) => Role::Continuation,
                "next" if index > 0 => Role::Continuation,
                "done" if index == 2 && ["reply", "res"].contains(&last_name(&params[1])) => Role::Continuation,
                "res" | "response" | "reply" if declared == Some(Role::Response) || behind_request => Role::Response,
                _ if declared == Some(Role::Response) && before.is_some() => Role::Response,
                "c" | "ctx" | "context" if continued || declared == Some(Role::Context) => Role::Context,
                "callback" | "cb" | "done" if index > 0 && index + 1 == params.len() => Role::Callback,
                _ => continue,
            };
            self.roles.entry(param.binding).or_insert(role);
        }
        self.add_destructured(module, function);
    }

    /// What the framework that asks the function says of its parameters.
    fn add_by_form(&mut self, module: &Module, function: &Function) {
        for param in &function.params {
            self.roles.extend(module.standing.role(param.binding).map(|role| (param.binding, role)));
        }
        for step in &function.cfg.graph[function.cfg.entry].steps {
            if let Step::Assign { target: Place::Binding(binding), .. } = step {
                self.roles.extend(module.standing.role(*binding).map(|role| (*binding, role)));
            }
        }
    }

    /// The function that a wrapper is handed.
    fn add_handler(&mut self, module: &Module, wrapper: &Function) {
        let Some(first) = wrapper.params.first() else { return };
        let data = &module.bindings[first.binding.0 as usize];
        let is_function = matches!(data.declared_type, Some(Type::Function { .. }));
        if is_function || HANDLERS.contains(&data.name.as_str()) {
            self.roles.entry(first.binding).or_insert(Role::Handler);
        }
    }

    /// `async ({ ctx, next }) => …`: the first steps take the parameter apart.
    fn add_destructured(&mut self, module: &Module, function: &Function) {
        let Some(first) = function.params.first() else { return };
        for step in &function.cfg.graph[function.cfg.entry].steps {
            if let Step::Assign { target: Place::Binding(binding), value, .. } = step
                && let ExprKind::Member { object, property } = &value.kind
                && property == "next"
                && matches!(object.kind, ExprKind::Binding(root) if root == first.binding)
                && module.bindings[first.binding.0 as usize].name.is_empty()
            {
                self.roles.entry(*binding).or_insert(Role::Continuation);
            }
        }
    }

    /// What a call made for its effect sends, if anything.
    pub fn sent<'e>(&self, module: &Module, expr: &'e Expr) -> Option<Answer<'e>> {
        self.or_by_helper(module, expr, self.sent_by_itself(module, expr))
    }

    /// What a call made for its effect sends, helpers of the project left out.
    pub(crate) fn sent_by_itself<'e>(&self, module: &Module, expr: &'e Expr) -> Option<Answer<'e>> {
        match &expr.kind {
            ExprKind::Await(inner) => self.sent_by_itself(module, inner),
            ExprKind::Call { callee, args } => {
                let sent = self.sent_in_passing(module, expr).or_else(|| by_name(module, callee));
                sent.or_else(|| by_data(module, callee, args))
            }
            _ => None,
        }
    }

    /// What a call sends whose value is used: `return next()`.
    pub fn sent_in_passing<'e>(&self, module: &Module, expr: &'e Expr) -> Option<Answer<'e>> {
        match &expr.kind {
            ExprKind::Await(inner) => self.sent_in_passing(module, inner),
            ExprKind::Call { callee, args } => self.by_role(module, callee, args).or_else(|| self.handed_on(args)),
            _ => None,
        }
    }

    /// Whether an assignment takes back what a status said before: `ctx.status = 200`.
    pub fn takes_back(&self, module: &Module, target: &Place, value: &Expr) -> bool {
        let Place::Member { object, property } = target else { return false };
        module.standing.assigned(property) == Some(Assigned::Status)
            && self.is_context(object)
            && status_of(value).is_some_and(|status| status < 400.0)
    }

    /// What an assignment sends: `c.res = …`, `ctx.status = 401`.
    pub fn stored(&self, module: &Module, target: &Place, value: &Expr) -> Option<Answer<'static>> {
        let Place::Member { object, property } = target else { return None };
        let refuses = self.is_context(object)
            && match module.standing.assigned(property)? {
                Assigned::Response => true,
                Assigned::Status => status_of(value).is_some_and(|status| status >= 400.0),
            };
        refuses.then_some(Answer { sent: Sent::Decision(Decision::Deny), is_final: false })
    }

    /// Whether an expression is a refusal made through a response: its status is 401 or 403.
    pub fn is_refusal(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Await(inner) => self.is_refusal(inner),
            ExprKind::Call { callee, .. } => {
                self.root_role(callee).is_some_and(|role| matches!(role, Role::Response | Role::Context))
                    && mentions_refusal(expr)
            }
            _ => false,
        }
    }

    /// Whether an expression is a context, which throws by a method of its own.
    pub fn is_context(&self, expr: &Expr) -> bool {
        matches!(expr.kind, ExprKind::Binding(binding) if self.roles.get(&binding) == Some(&Role::Context))
    }

    /// Whether an expression calls a continuation.
    pub fn continues_by(&self, expr: &Expr) -> bool {
        self.called_role(expr).is_some_and(Role::continues)
    }

    /// Whether an expression calls a continuation or a callback.
    fn is_told_by(&self, expr: &Expr) -> bool {
        self.called_role(expr).is_some_and(Role::is_told)
    }

    fn called_role(&self, expr: &Expr) -> Option<Role> {
        match &expr.kind {
            ExprKind::Await(inner) => self.called_role(inner),
            ExprKind::Call { callee, .. } => match callee.kind {
                ExprKind::Binding(binding) => self.roles.get(&binding).copied(),
                _ => None,
            },
            _ => None,
        }
    }

    fn by_role<'e>(&self, module: &Module, callee: &Expr, args: &'e [Argument]) -> Option<Answer<'e>> {
        let denies = Answer { sent: Sent::Decision(Decision::Deny), is_final: false };
        match (self.root_role(callee)?, &callee.kind) {
            (Role::Continuation, ExprKind::Binding(_)) => Some(continued(args)),
            (Role::Handler | Role::Resumption, ExprKind::Binding(_)) => {
                Some(Answer { sent: Sent::Decision(Decision::Allow), is_final: true })
            }
            (Role::Navigation, ExprKind::Binding(_)) => Some(navigated(args)),
            (Role::Callback, ExprKind::Binding(_)) => told(args),
            (Role::Outcome, ExprKind::Binding(_)) => match args {
                [_] => Some(Answer { is_final: true, ..denies }),
                _ => told(args),
            },
            (Role::Verdict, ExprKind::Binding(_)) => {
                args.first().map(|first| Answer { sent: Sent::AllowsIf(&first.value), is_final: true })
            }
            // Who cannot call on answers with what was asked for; only a refusal is a denial then.
            (Role::Response | Role::Context, ExprKind::Member { property, .. }) => {
                let answers = module.standing.ends(property) && (self.continues() || states_refusal(callee, args));
                answers.then_some(denies)
            }
            _ => None,
        }
    }

    /// The role of what a chain of members and calls starts with.
    fn root_role(&self, expr: &Expr) -> Option<Role> {
        match &expr.kind {
            ExprKind::Binding(binding) => self.roles.get(binding).copied(),
            ExprKind::Member { object, .. } => self.root_role(object),
            ExprKind::Call { callee, .. } => self.root_role(callee),
            _ => None,
        }
    }

    /// Whoever is handed the continuation or the response may answer.
    fn handed_on<'e>(&self, args: &'e [Argument]) -> Option<Answer<'e>> {
        let handed = args.iter().any(|arg| match arg.value.kind {
            ExprKind::Binding(binding) => self
                .roles
                .get(&binding)
                .is_some_and(|role| !matches!(role, Role::Context | Role::Handler | Role::Request | Role::Principal)),
            _ => self.is_carrier(&arg.value),
        });
        handed.then_some(Answer { sent: Sent::Decision(Decision::Delegated), is_final: false })
    }
}

/// What a bare call answers by its name: `grantAccess(user)` allows, `reject()` refuses. Nothing for a function of this file that
/// may throw: that one is a guard.
fn by_name(module: &Module, callee: &Expr) -> Option<Answer<'static>> {
    let name = callee_name(module, callee);
    let first = words(name).into_iter().next()?;
    if let ExprKind::Binding(binding) = callee.kind
        && matches!(module.bindings[binding.0 as usize].kind, BindingKind::Function(_))
        && first != "grant"
        && first != "deny"
    {
        return None;
    }
    let decision = match first {
        word if GRANTS.contains(&word.as_str()) && !word.starts_with("authori") => Decision::Allow,
        word if REFUSES.contains(&word.as_str()) => Decision::Deny,
        _ => return None,
    };
    Some(Answer { sent: Sent::Decision(decision), is_final: false })
}

/// The number a status is, where it is written.
fn status_of(value: &Expr) -> Option<f64> {
    match &value.kind {
        ExprKind::Const(Const::Number(number)) => Some(number.get()),
        ExprKind::Member { property, .. } => match words(property).join(" ").as_str() {
            "unauthorized" | "http status unauthorized" => Some(401.0),
            "forbidden" | "http status forbidden" => Some(403.0),
            _ => None,
        },
        _ => None,
    }
}

/// Whether 401 or 403 stands anywhere in a chain: `res.status(403).json(…)`, `c.json(…, 401)`, `new Response('', { status: 403 })`.
pub fn mentions_refusal(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Await(inner) => mentions_refusal(inner),
        ExprKind::Const(_) => is_refusing_status(expr),
        ExprKind::Call { callee, args } | ExprKind::New { callee, args } => states_refusal(callee, args),
        ExprKind::Member { object, .. } => is_refusing_status(expr) || mentions_refusal(object),
        _ => false,
    }
}

/// Whether a call has 401 or 403 among its arguments, or in what it is called on.
fn states_refusal(callee: &Expr, args: &[Argument]) -> bool {
    args.iter().any(|arg| is_refusing_status(&arg.value) || holds_status(&arg.value)) || mentions_refusal(callee)
}

fn is_refusing_status(value: &Expr) -> bool {
    status_of(value).is_some_and(|status| status == 401.0 || status == 403.0)
}

/// `{ status: 403 }`.
fn holds_status(expr: &Expr) -> bool {
    let ExprKind::Object(fields) = &expr.kind else { return false };
    fields.iter().any(|field| match field {
        Field::Named { name, value } => {
            ["status", "statusCode", "code"].contains(&name.as_str())
                && status_of(value).is_some_and(|status| status == 401.0 || status == 403.0)
        }
        _ => false,
    })
}

/// Whether a bare call sends a decision to whoever waits for it.
pub fn answers_by_data(module: &Module, expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Await(inner) => answers_by_data(module, inner),
        ExprKind::Call { callee, args } => by_data(module, callee, args).is_some(),
        _ => false,
    }
}

/// `bus.publish({ confirmed: true })`, `sendApproval(approved)`.
fn by_data<'e>(module: &Module, callee: &Expr, args: &'e [Argument]) -> Option<Answer<'e>> {
    let name = callee_name(module, callee);
    if !words(name).first().is_some_and(|first| SENDS.contains(&first.as_str())) {
        return None;
    }
    let fields = args.iter().filter_map(|arg| match &arg.value.kind {
        ExprKind::Object(fields) => Some(fields),
        _ => None,
    });
    let deciding = fields.flatten().find_map(|field| match field {
        Field::Named { name, value } => match field_meaning(name)? {
            FieldMeaning::Allows => Some(Sent::AllowsIf(value)),
            FieldMeaning::Denies => Some(Sent::RefusesIf(value)),
            _ => None,
        },
        _ => None,
    });
    let flag = match args {
        [only] if has_any(name, CONFIRMATION) => match &only.value.kind {
            ExprKind::Const(Const::Bool(_)) => Some(Sent::AllowsIf(&only.value)),
            ExprKind::Binding(binding) => {
                let given = &module.bindings[binding.0 as usize].name;
                matches!(field_meaning(given), Some(FieldMeaning::Allows)).then_some(Sent::AllowsIf(&only.value))
            }
            _ => None,
        },
        _ => None,
    };
    let sent = deciding.or(flag)?;
    Some(Answer { sent, is_final: false })
}
