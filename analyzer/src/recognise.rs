//! Which functions are checks, how they spell their decisions, and why.
//!
//! Signals, strongest first: the declared return type, the decisions actually returned, what is tested, what is thrown, the
//! name. A name without the shape of a decision is not enough, nor is the shape without a word of permission around it. Everything here is read from graphs and
//! declarations; nothing is evaluated.

mod mark;
mod mixed;
mod name;
mod shape;

use std::collections::BTreeMap;

use crate::cfg::{End, Expr, ExprKind, Place, Step};
use crate::channels::{Answer, Channels, Sent, mentions_refusal};
use crate::constant::Const;
use crate::contract::Contract;
use crate::decide::{Confidence, Decision, Encoding};
use crate::frameworks::form_of;
use crate::module::{Function, FunctionForm, FunctionId, Module, Position, Type};
use crate::settings::Settings;
use crate::versions::{callee_name, for_each_part};
use crate::words::{
    CHECK_VERBS, DENIES, PERMISSION, PRINCIPAL, REFUSAL_ERRORS, REFUSAL_PHRASES, has_any, is_in, words,
};

use shape::Shape;

/// Verbs of a name that promises to refuse.
const PROMISES: &[&str] = &["assert", "require", "ensure", "enforce", "authorize", "authorise", "guard"];

/// A function taken for a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What each way out means.
    pub contract: Contract,
    /// What decision words mean in this project, where it says so.
    pub own_words: BTreeMap<String, Decision>,
    pub confidence: Confidence,
    pub reasons: Vec<String>,
    /// Being signed in is all it asks for, by its name.
    pub sign_in: bool,
    /// Its name or comment says that it is a deny list.
    pub deny_list: bool,
    /// Its name says that everybody may, or its class that it does nothing.
    pub open_by_name: bool,
    /// Its name says that nobody may.
    pub refuses_by_name: bool,
}

/// Why a function is not taken for a check; lower-case clauses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoCheck {
    /// What speaks against it.
    pub reason: String,
    /// What spoke for it.
    pub signs: Vec<String>,
}

impl NoCheck {
    fn because(reason: &str) -> Self {
        NoCheck { reason: reason.to_owned(), signs: Vec::new() }
    }
}

/// Takes a function for a check, or says why not.
///
/// # Errors
/// The reasons why it is none.
pub fn recognise(path: &str, module: &Module, settings: &Settings, id: FunctionId) -> Result<Candidate, NoCheck> {
    let function = &module.functions[id.0 as usize];
    if matches!(function.form, FunctionForm::Constructor | FunctionForm::Setter) {
        return Err(NoCheck::because("a constructor or setter gives no answer"));
    }
    if function.is_generator {
        return Err(NoCheck::because("a generator gives its answers one by one"));
    }
    let signals = Signals::of(path, module, id);
    let mark = mark::mark_of(path, function, settings);
    let form = form_of(path, module, function);
    let shape = form.map(|form| Shape::of_form(form, function)).or_else(|| signals.shape());
    let shape = match (&mark, shape) {
        (Some(mark), shape) => mark.applied_to(shape),
        (None, Some(shape)) => shape,
        (None, None) => return Err(NoCheck::because("neither its type nor its answers have the shape of a decision")),
    };
    let (points, mut reasons) = signals.weigh(&shape);
    reasons.insert(0, shape.reason.clone());
    let confidence = match &mark {
        Some(mark) => {
            reasons.insert(0, mark.reason());
            Confidence::High
        }
        None => signals
            .confidence(&shape, points)
            .map_err(|reason| NoCheck { reason: reason.to_owned(), signs: std::mem::take(&mut reasons) })?,
    };
    Ok(Candidate {
        own_words: signals.own_words(settings),
        confidence,
        reasons,
        sign_in: signals.asks_for_sign_in(),
        deny_list: signals.says_deny_list(),
        open_by_name: signals.is_open_by_name(),
        refuses_by_name: signals.refuses_by_name(),
        contract: shape.contract,
    })
}

/// What a function's graph and declarations say.
struct Signals<'a> {
    module: &'a Module,
    function: &'a Function,
    name: Vec<String>,
    /// The last part of the dotted name.
    own_name: String,
    returns: Vec<&'a Expr>,
    throws: Vec<&'a Expr>,
    /// Names of members, calls and variables in tests and answers.
    tested: Vec<String>,
    /// Constants compared with.
    compared: Vec<&'a str>,
    /// A call grants or refuses by its name, or tells a callback.
    grants: bool,
    refuses: bool,
    /// It calls on: `next()`.
    continues: bool,
    /// It answers with 401 or 403.
    sends_refusal: bool,
    channels: Channels,
    in_component_file: bool,
    in_permission_file: bool,
}

impl<'a> Signals<'a> {
    fn of(path: &str, module: &'a Module, id: FunctionId) -> Self {
        let function = &module.functions[id.0 as usize];
        let own_name = function.name.rsplit('.').next().unwrap_or(&function.name).to_owned();
        let named_by_place = matches!(function.position, Position::Argument { .. }) || own_name.contains('(');
        let own_name = if named_by_place { String::new() } else { own_name };
        let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
        let file = path.rsplit('/').next().unwrap_or(path);
        let mut signals = Signals {
            module,
            function,
            name: words(&own_name),
            own_name,
            returns: Vec::new(),
            throws: Vec::new(),
            tested: Vec::new(),
            compared: Vec::new(),
            grants: false,
            refuses: false,
            continues: false,
            sends_refusal: false,
            channels: Channels::of(module, id),
            in_component_file: file.ends_with(".tsx") || file.ends_with(".jsx"),
            in_permission_file: has_any(folders, PERMISSION) || has_any(file, PERMISSION),
        };
        signals.read_graph();
        signals
    }

    fn read_graph(&mut self) {
        let cfg = &self.function.cfg;
        for block in cfg.graph.node_weights() {
            for step in &block.steps {
                match step {
                    Step::Assign { target: Place::Binding(binding), value, .. } => {
                        // An error on its way to a handler of the function.
                        if cfg.tries.iter().any(|data| data.thrown == Some(*binding)) {
                            self.throws.push(value);
                        }
                        self.read_answer(value);
                    }
                    Step::Assign { target, value, .. } => {
                        self.sends_refusal |= self.channels.stored(target, value).is_some() && mentions_refusal(value);
                    }
                    Step::Evaluate(expr) => self.read_act(expr),
                }
            }
            match &block.end {
                End::Return { value: Some(value), .. } => {
                    self.returns.push(value);
                    self.read_answer(value);
                }
                End::Throw { value, .. } => self.throws.push(value),
                End::Call { call, .. } => self.read_act(call),
                _ => {}
            }
        }
        for test in &cfg.tests {
            self.read_tested(test);
        }
    }

    /// A call made for its effect.
    fn read_act(&mut self, expr: &'a Expr) {
        if let Some(answer) = self.channels.sent(self.module, expr) {
            self.read_sent(answer, expr);
        }
        self.read_value(expr);
    }

    /// An expression whose value is used.
    fn read_answer(&mut self, expr: &'a Expr) {
        if let Some(answer) = self.channels.sent_in_passing(expr) {
            self.read_sent(answer, expr);
        }
        self.read_value(expr);
    }

    fn read_sent(&mut self, answer: Answer<'a>, expr: &'a Expr) {
        match answer.sent {
            Sent::Decision(Decision::Allow) => {
                self.grants = true;
                // Who only hands errors on is a handler.
                self.continues |= self.channels.continues_by(expr);
            }
            Sent::Decision(Decision::Deny) => self.refuses = true,
            Sent::Decision(_) => {}
            Sent::RefusesIf(error) => self.sends_refusal |= refuses(self.module, error),
            Sent::AllowsIf(_) => self.grants = true,
        }
    }

    fn read_value(&mut self, expr: &'a Expr) {
        self.sends_refusal |= self.channels.is_refusal(expr);
        self.read_tested(expr);
    }

    /// Names and constants inside an expression; callbacks count with what they test.
    fn read_tested(&mut self, expr: &'a Expr) {
        match &expr.kind {
            ExprKind::Member { property, .. } => self.tested.push(property.clone()),
            ExprKind::Binding(binding) => {
                let data = &self.module.bindings[binding.0 as usize];
                if !data.name.is_empty() {
                    self.tested.push(data.name.clone());
                }
            }
            ExprKind::Const(Const::String(text)) => self.compared.push(text),
            ExprKind::Function(id) => {
                let inner = &self.module.functions[id.0 as usize];
                for block in inner.cfg.graph.node_weights() {
                    if let End::Return { value: Some(value), .. } = &block.end {
                        self.read_tested(value);
                    }
                }
                inner.cfg.tests.iter().for_each(|test| self.read_tested(test));
            }
            _ => {}
        }
        for_each_part(expr, &mut |part| self.read_tested(part));
    }

    /// How sure, by the points; or why it is none.
    fn confidence(&self, shape: &Shape, points: u32) -> Result<Confidence, &'static str> {
        if self.is_decision() {
            return Err("it puts a decision together, and decides nothing");
        }
        if let Some(why) = self.speaks_of_something_else(shape, points) {
            return Err(why);
        }
        match points {
            // What a component decides is what it shows.
            _ if self.in_component_file => Ok(Confidence::Low),
            6.. => Ok(Confidence::High),
            4..=5 => Ok(Confidence::Medium),
            3 => Ok(Confidence::Low),
            _ => Err("too little around it speaks of permission"),
        }
    }

    /// What words mean by the declared type, where the project says so.
    fn own_words(&self, settings: &Settings) -> BTreeMap<String, Decision> {
        match self.return_type() {
            Some(Type::Named { name, .. }) => settings.decisions.get(&name).cloned().unwrap_or_default(),
            _ => BTreeMap::new(),
        }
    }

    /// Points for words of permission around the shape, with the reasons.
    fn weigh(&self, shape: &Shape) -> (u32, Vec<String>) {
        let encoding = shape.contract.encoding;
        let mut points = 0;
        let mut reasons = Vec::new();
        let mut add = |holds: bool, value: u32, reason: String| {
            if holds {
                points += value;
                reasons.push(reason);
            }
        };
        let name = &self.own_name;
        let verb = self.name.first().is_some_and(|first| is_in(first, CHECK_VERBS));
        let telling = has_any(name, PERMISSION) || has_any(name, DENIES) || self.name_asks();
        add(telling && verb, 3, format!("the name `{name}` asks for a permission"));
        add(telling && !verb, 2, format!("the name `{name}` speaks of permission"));
        let may = self.name.first().is_some_and(|first| first == "can" || first == "may") && self.name.len() > 1;
        add(may && !telling, 2, format!("the name `{name}` asks who may"));
        let telling = encoding != Encoding::Boolean && !self.refuses_in_words_only() && shape.telling;
        add(telling, 3, "its answers are decisions".to_owned());
        add(shape.decides, 4, "the framework asks it who may".to_owned());
        add(self.sends_refusal, 3, "answers with 401 or 403".to_owned());
        let rights: Vec<&String> = self.tested.iter().filter(|name| speaks_of_rights(name)).collect();
        add(!rights.is_empty(), 2, rights.first().map(|name| format!("tests `{name}`")).unwrap_or_default());
        let principal = self.principal();
        add(
            principal.is_some(),
            1,
            principal.map(|name| format!("looks at `{name}`, the one who asks")).unwrap_or_default(),
        );
        add(self.throws.iter().any(|thrown| refuses(self.module, thrown)), 3, "throws a refusal".to_owned());
        let owner = self.function.class.as_ref().is_some_and(|class| {
            has_any(&class.name, PERMISSION) || class.implements.iter().any(|name| has_any(name, PERMISSION))
        });
        add(owner || self.in_permission_file, 1, "stands among permission code".to_owned());
        (points, reasons)
    }

    /// Whether all its refusals are errors of any kind with a message like "not allowed", which validators write too.
    fn refuses_in_words_only(&self) -> bool {
        let mut refusals = self.throws.iter().filter(|thrown| refuses(self.module, thrown)).peekable();
        refusals.peek().is_some() && refusals.all(|thrown| !is_refusal(self.module, thrown, false))
    }

    fn principal(&self) -> Option<&str> {
        let by_param = self.function.params.iter().find_map(|param| {
            let data = &self.module.bindings[param.binding.0 as usize];
            let by_type = match &data.declared_type {
                Some(Type::Named { name, .. }) => has_any(name, PRINCIPAL),
                _ => false,
            };
            (has_any(&data.name, PRINCIPAL) || by_type).then_some(data.name.as_str())
        });
        by_param.or_else(|| self.tested.iter().map(String::as_str).find(|name| has_any(name, PRINCIPAL)))
    }
}

fn speaks_of_rights(name: &str) -> bool {
    const TELLING: &[&str] = &[
        "admin", "administrator", "owner", "member", "membership", "role", "permission", "privilege", "scope",
        "banned", "blocked", "revoked", "suspended", "trusted", "allowed", "denied", "authorized", "approved",
        "forbidden", "access", "grant", "allowlist", "denylist", "whitelist", "blacklist", "blocklist", "moderator",
        "tenant", "policy", "acl", "consent", "approval", "entitlement", "dangerous", "safe", "verified",
        "authenticated", "superuser", "staff",
    ];
    has_any(name, TELLING)
}

/// Whether a thrown value is a refusal: by its class, its message, or a status 401 or 403.
pub(crate) fn refuses(module: &Module, thrown: &Expr) -> bool {
    is_refusal(module, thrown, true)
}

/// Whether a text says no.
fn says_refusal(value: &Expr) -> bool {
    let text = match &value.kind {
        ExprKind::Const(Const::String(text)) => text.to_lowercase(),
        ExprKind::Template { parts, .. } => parts.join(" ").to_lowercase(),
        ExprKind::Binary { left, right, .. } => return says_refusal(left) || says_refusal(right),
        _ => return false,
    };
    REFUSAL_PHRASES.iter().any(|phrase| text.contains(phrase))
}

/// Whether a thrown value is a refusal by its class or status, or, where they count, by the words of its message.
fn is_refusal(module: &Module, thrown: &Expr, words_count: bool) -> bool {
    let mut found = false;
    let mut visit = |expr: &Expr| match &expr.kind {
        ExprKind::New { callee, .. } | ExprKind::Call { callee, .. } => {
            found |= has_any(callee_name(module, callee), REFUSAL_ERRORS);
        }
        ExprKind::Member { property, .. } => {
            found |= ["FORBIDDEN", "UNAUTHORIZED", "Forbidden", "Unauthorized"].contains(&property.as_str());
        }
        ExprKind::Const(Const::Number(number)) => found |= number.get() == 401.0 || number.get() == 403.0,
        ExprKind::Const(Const::String(text)) if words_count => {
            let text = text.to_lowercase();
            found |= REFUSAL_PHRASES.iter().any(|phrase| text.contains(phrase));
        }
        ExprKind::Template { parts, .. } if words_count => {
            let text = parts.join(" ").to_lowercase();
            found |= REFUSAL_PHRASES.iter().any(|phrase| text.contains(phrase));
        }
        _ => {}
    };
    fn walk<'e>(expr: &'e Expr, visit: &mut dyn FnMut(&'e Expr)) {
        visit(expr);
        for_each_part(expr, &mut |part| walk(part, visit));
    }
    walk(thrown, &mut visit);
    found
}
