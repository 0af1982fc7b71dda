//! Which functions are checks, how they spell their decisions, and why.
//!
//! Signals, strongest first: the declared return type, the decisions actually returned, what is tested, what is thrown, the
//! name. A name without the shape of a decision is not enough, nor is the shape without a word of permission around it. Everything here is read from graphs and
//! declarations; nothing is evaluated.

mod answers;
mod mark;
mod matters;
mod mixed;
mod name;
mod places;
mod points;
mod refusal;
mod reports;
mod shape;

use std::collections::BTreeMap;

use crate::cfg::{End, Expr, ExprKind, Place, Step};
use crate::channels::{Answer, Channels, Sent, answers_by_data, mentions_refusal};
use crate::constant::Const;
use crate::contract::Contract;
use crate::decide::{Confidence, Decision};
use crate::frameworks::Proven;
use crate::module::{BindingId, BindingKind, Function, FunctionForm, FunctionId, Module, Position, Type};
use crate::project::{File, FunctionRef, Program};
use crate::settings::Settings;
use crate::versions::{callee_name, for_each_part};
use crate::words::{PERMISSION, has_any, words};

pub(crate) use refusal::{is_malformed, refuses, sends_to_sign_in, speaks_of_danger};
use shape::Shape;

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
    /// Its name says when it refuses, not who may: `throwIfBanned`.
    pub names_denial: bool,
    /// Its name says that what it gives is a person's decision: `awaitConfirmation`.
    pub asks_a_person: bool,
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
pub fn recognise(program: &Program, at: FunctionRef, settings: &Settings) -> Result<Candidate, NoCheck> {
    let File { source, module, .. } = program.file(at.module);
    let (path, id) = (source.path.as_str(), at.function);
    let function = program.function(at);
    if matches!(function.form, FunctionForm::Constructor | FunctionForm::Setter) {
        return Err(NoCheck::because("a constructor or setter gives no answer"));
    }
    if function.is_generator {
        return Err(NoCheck::because("a generator gives its answers one by one"));
    }
    let signals = Signals::of(path, module, id);
    let mark = mark::mark_of(path, function, settings);
    let proven = module.standing.form(id);
    let by_form = proven.and_then(|proven| signals.shape_of_form(proven));
    if by_form.is_none() && proven.is_some_and(|proven| proven.stands) && mark.is_none() {
        return Err(NoCheck::because("a framework asks it before it goes on, and nothing in it holds back"));
    }
    let shape = by_form.or_else(|| signals.shape());
    let shape = match (&mark, shape) {
        (Some(mark), shape) => mark.applied_to(shape),
        (None, Some(shape)) => shape,
        (None, None) => return Err(NoCheck::because("neither its type nor its answers have the shape of a decision")),
    };
    let (points, mut reasons) = signals.weigh(&shape);
    let why = proven.filter(|_| shape.of_framework).map(Proven::reasons).unwrap_or_default();
    reasons.splice(0..0, std::iter::once(shape.reason.clone()).chain(why));
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
        own_words: signals.own_words(settings, &shape),
        confidence,
        reasons,
        sign_in: signals.asks_for_sign_in(),
        deny_list: signals.says_deny_list(),
        open_by_name: signals.is_open_by_name(),
        refuses_by_name: signals.refuses_by_name(),
        names_denial: signals.names_denial() || shape.contract.tells_refusals(),
        asks_a_person: signals.awaits_decision(),
        contract: shape.contract,
    })
}

/// The name of the constant that holds what a function is wrapped in: `const isAdmin = rule()(() => …)`; else empty.
fn wrapped_name(module: &Module, id: FunctionId) -> String {
    let wraps = |initial: &Expr| match &initial.kind {
        ExprKind::Call { args, .. } => {
            args.iter().any(|arg| matches!(arg.value.kind, ExprKind::Function(own) if own == id))
        }
        _ => false,
    };
    let holder = module
        .bindings
        .iter()
        .find(|binding| matches!(&binding.kind, BindingKind::Local { initial: Some(initial) } if wraps(initial)));
    // What a wrapper hands back inside of another wrapper goes by its name: `const withUser = (handler) => logged(async (req) => …)`.
    let wrapper = module.functions[id.0 as usize].parent.filter(|_| Channels::of(module, id).is_wrapped());
    let wrapper = wrapper.map(|wrapper| module.functions[wrapper.0 as usize].name.clone());
    holder.map(|binding| binding.name.clone()).or(wrapper).unwrap_or_default()
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
    /// It answers with 401 or 403, or sends to the sign-in.
    sends_refusal: bool,
    /// It sends an object or a flag that decides: `publish({ confirmed: true })`.
    sends_decision: bool,
    /// A path, host or command tested against a list or a root.
    place: Option<String>,
    id: FunctionId,
    /// What was computed on the way to an expression, where it is one thing.
    temporaries: BTreeMap<BindingId, Vec<&'a Expr>>,
    channels: Channels,
    in_component_file: bool,
    in_permission_file: bool,
    in_cookie_file: bool,
}

impl<'a> Signals<'a> {
    fn of(path: &str, module: &'a Module, id: FunctionId) -> Self {
        let function = &module.functions[id.0 as usize];
        let own_name = function.name.rsplit('.').next().unwrap_or(&function.name).to_owned();
        let named_by_place = matches!(function.position, Position::Argument { .. }) || own_name.contains('(');
        let own_name = if named_by_place { wrapped_name(module, id) } else { own_name };
        // A name that the framework asks for says nothing, unless the framework asks nothing but who may.
        let proven = module.standing.form(id).filter(|proven| proven.is_named_by_form);
        let is_general = proven.and_then(Proven::form).is_some_and(|form| !form.decides);
        let own_name = if is_general && !named_by_place { String::new() } else { own_name };
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
            sends_decision: false,
            place: None,
            id,
            temporaries: BTreeMap::new(),
            channels: Channels::of(module, id),
            in_component_file: file.ends_with(".tsx") || file.ends_with(".jsx"),
            in_permission_file: has_any(folders, PERMISSION) || has_any(file, PERMISSION),
            in_cookie_file: has_any(path, &["cookie", "gdpr"]),
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
                        self.temporaries.entry(*binding).or_default().push(value);
                        // An error on its way to a handler of the function.
                        if cfg.tries.iter().any(|data| data.thrown == Some(*binding)) {
                            self.throws.push(value);
                        }
                        self.read_answer(value);
                    }
                    Step::Assign { target, value, .. } => {
                        self.sends_refusal |=
                            self.channels.stored(self.module, target, value).is_some() && mentions_refusal(value);
                    }
                    Step::Evaluate(expr) => self.read_act(expr),
                }
            }
            match &block.end {
                End::Return { value: Some(value), .. } => {
                    self.returns.push(value);
                    self.read_answer(value);
                }
                End::Throw { value, .. } => {
                    self.throws.push(value);
                    self.sends_refusal |= sends_to_sign_in(self.module, value);
                }
                End::Call { call, result } => {
                    self.temporaries.entry(*result).or_default().push(call);
                    self.read_asserted(call);
                    self.read_act(call);
                }
                _ => {}
            }
        }
        for test in &cfg.tests {
            self.read_tested(test);
        }
    }

    /// What a temporary of lowering stands for, where it has one value.
    fn resolved<'e>(&'e self, expr: &'e Expr) -> &'e Expr {
        let ExprKind::Binding(binding) = expr.kind else { return expr };
        let data = &self.module.bindings[binding.0 as usize];
        match (&data.kind, self.temporaries.get(&binding).map(Vec::as_slice)) {
            (BindingKind::Temporary, Some([only])) => only,
            _ => expr,
        }
    }

    /// The error that an assertion throws where it fails: `assertThat(allowed, new Forbidden())`.
    fn read_asserted(&mut self, call: &'a Expr) {
        match &call.kind {
            ExprKind::Await(inner) => self.read_asserted(inner),
            ExprKind::Call { callee, args } => {
                let name = words(callee_name(self.module, callee));
                if name.first().is_some_and(|first| ["assert", "invariant", "ensure"].contains(&first.as_str())) {
                    let errors = args.iter().map(|arg| &arg.value);
                    self.throws.extend(errors.filter(|arg| matches!(arg.kind, ExprKind::New { .. })));
                }
            }
            _ => {}
        }
    }

    /// A call made for its effect.
    fn read_act(&mut self, expr: &'a Expr) {
        let sent = self.channels.sent(self.module, expr).filter(|_| !reports::settles_a_promise(self.module, expr));
        if let Some(answer) = sent {
            self.read_sent(answer, expr);
            self.sends_decision |= answers_by_data(self.module, expr);
        }
        self.read_value(expr);
    }

    /// An expression whose value is used.
    fn read_answer(&mut self, expr: &'a Expr) {
        if let Some(answer) = self.channels.sent_in_passing(self.module, expr) {
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
            Sent::Decision(_) => self.continues |= self.channels.hands_on_carrier(expr),
            Sent::RefusesIf(error) => self.sends_refusal |= refuses(self.module, error),
            Sent::AllowsIf(_) => self.grants = true,
        }
    }

    fn read_value(&mut self, expr: &'a Expr) {
        self.sends_refusal |= self.channels.is_refusal(expr) || sends_to_sign_in(self.module, expr);
        self.read_tested(expr);
    }

    /// Names and constants inside an expression; callbacks count with what they test.
    fn read_tested(&mut self, expr: &'a Expr) {
        match &expr.kind {
            ExprKind::Member { property, .. } => self.tested.push(property.clone()),
            // Classes, enums and namespaces are where things come from, not what is asked.
            ExprKind::Binding(binding) => {
                let data = &self.module.bindings[binding.0 as usize];
                let declares = matches!(data.kind, BindingKind::Class | BindingKind::Enum);
                let imported =
                    matches!(data.kind, BindingKind::Import { .. }) && data.name.starts_with(char::is_uppercase);
                let constant = !data.name.contains(char::is_lowercase);
                if !data.name.is_empty() && !declares && (!imported || constant) {
                    self.tested.push(data.name.clone());
                }
            }
            ExprKind::Call { callee, args } => self.read_place(callee, args),
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
        if self.is_decision() && !(shape.stands && shape.decides) {
            return Err("it puts a decision together, and decides nothing");
        }
        if let Some(why) = self.speaks_of_something_else(shape, points) {
            return Err(why);
        }
        let rights = &["role", "permission", "owner", "admin", "scope", "membership"];
        let about_rights = || self.principal().is_some() || self.tested.iter().any(|name| has_any(name, rights));
        let may = self.asks_who_may() && about_rights();
        let said =
            may || self.name_tells() || shape.telling || shape.decides || self.sends_refusal || self.is_refusing();
        match points {
            // What a component decides is what it shows.
            3.. if self.in_component_file => Ok(Confidence::Low),
            3.. if self.asks_vaguely(shape) || self.reports_a_block(shape) => Ok(Confidence::Low),
            // Only what it looks at speaks of permission.
            3.. if !said && self.place.is_none() => Ok(Confidence::Low),
            6.. => Ok(Confidence::High),
            4..=5 => Ok(Confidence::Medium),
            3 => Ok(Confidence::Low),
            _ => Err("too little around it speaks of permission"),
        }
    }

    /// What words mean by the declared type, where the project says so.
    fn own_words(&self, settings: &Settings, shape: &Shape) -> BTreeMap<String, Decision> {
        let of_type = match self.return_type() {
            Some(Type::Named { name, .. }) => settings.decisions.get(&name).cloned().unwrap_or_default(),
            _ => BTreeMap::new(),
        };
        shape.words.clone().into_iter().chain(of_type).collect()
    }
}
