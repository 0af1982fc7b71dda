//! What keeps a claim quiet that nothing binds an access to the one who asks: something else may do so.

use crate::asks::{Ask, AskKind, Asks};
use crate::entries::{Entry, Front};
use crate::module::BindingId;
use crate::project::{FunctionRef, Program};
use crate::source::Span;
use crate::values::{Root, Value, names_principal};
use crate::words::words;

/// Words of guards that ask no more than who somebody is, or how often they ask.
const PLAIN: &[&str] = &[
    "auth", "authentication", "authenticated", "authenticate", "authed", "jwt", "session", "login", "logged", "in",
    "gql", "rest", "http", "guard", "guards", "throttler", "throttle", "rate", "limit", "limiter", "bearer", "cookie",
    "behind", "proxy", "user", "is", "require", "requires", "required", "ensure", "verify", "use", "protect",
    "protected", "middleware", "with", "skip", "api", "key", "token", "json", "cors", "helmet", "log", "logger",
    "parser", "body", "validate", "validation", "pipe", "interceptor", "serializer", "cache", "pat", "and", "or",
    "only",
];

/// Words of what is meant for everybody, or for whoever has the link.
const PUBLIC: &[&str] = &[
    "public", "published", "share", "shared", "sharing", "embed", "embedded", "anonymous", "guest", "anyone", "open",
    "invite", "invitation", "shortcode", "webhook", "callback", "health", "signup", "signin", "login", "register",
    "link",
];

/// Functions that make results and options, or look into them.
const RESULTS: &[&str] = &[
    "left", "right", "isLeft", "isRight", "ok", "err", "isOk", "isErr", "some", "none", "isSome", "isNone", "success",
    "failure", "fromNullable", "fromPredicate", "getOrElse", "match", "fold", "of", "Ok", "Err", "Some", "Left",
    "Right",
];

/// Those that say whether something is there.
pub(super) const FINDS_SOMETHING: &[&str] = &["isSome", "isOk", "isRight"];
pub(super) const FINDS_NOTHING: &[&str] = &["isNone", "isErr", "isLeft"];

/// Whether what runs in front of an entry asks no more than who somebody is: by its name, or it looks at nothing that somebody sends.
pub(super) fn has_plain_front(entry: &Entry) -> bool {
    entry.front.iter().all(is_plain)
}

/// Whether it asks no more than who somebody is, how often they ask, or whether a feature is on.
pub(super) fn is_plain(front: &Front) -> bool {
    let own = words(front.name.rsplit('.').next().unwrap_or(&front.name));
    let is_about_features = own.windows(2).any(|pair| pair[0] == "feature" && pair[1] == "flag");
    front.args.is_empty() && (is_about_features || own.iter().all(|word| PLAIN.contains(&word.as_str())))
}

/// Whether an entry is meant for everybody, by its names or a mark.
pub(super) fn is_public(program: &Program, entry: &Entry, function: FunctionRef) -> bool {
    let names = [entry.name.as_str(), &program.function(entry.handler).name, &program.function(function).name];
    entry.front.iter().any(|front| front.marks_public)
        || names.iter().any(|name| words(name).iter().any(|word| PUBLIC.contains(&word.as_str())))
}

/// Whether a call makes a result or an option, or looks into one.
fn makes_result(ask: &Ask) -> bool {
    matches!(ask.kind, AskKind::GetsPrincipal | AskKind::GetsRequest)
        && RESULTS.contains(&ask.name.rsplit('.').next().unwrap_or_default())
}

/// Whether a function, or what it calls, may decide who gets on; reading who asks does not count, nor does what happens through `except`.
pub(super) fn may_decide(program: &Program, at: FunctionRef, except: Option<Span>) -> bool {
    let asks = Asks::of(program, at);
    asks.is_cut
        || asks.all.iter().any(|ask| {
            ask.kind != AskKind::Principal
                && !makes_result(ask)
                && except.is_none_or(|call| ask.through.span != call && ask.place.1 != call)
        })
}

/// Whether a function, or what it calls, reads who asks.
pub(super) fn reads_principal(program: &Program, at: FunctionRef) -> bool {
    Asks::of(program, at).all.iter().any(|ask| ask.kind == AskKind::Principal)
}

/// Whether the functions of a body read a variable.
pub(super) fn is_read(program: &Program, at: FunctionRef, variable: BindingId) -> bool {
    let module = &program.file(at.module).module;
    module.body(at.function).into_iter().filter_map(|id| module.functions.get(id.0 as usize)).any(|function| {
        let cfg = &function.cfg;
        let evaluated = cfg.graph.node_weights().flat_map(crate::cfg::Block::evaluated).chain(&cfg.tests);
        let thrown = cfg.graph.node_weights().filter_map(|block| match &block.end {
            crate::cfg::End::Throw { value, .. } => Some(value),
            _ => None,
        });
        let places = cfg.graph.node_weights().flat_map(|block| &block.steps).filter_map(|step| match step {
            crate::cfg::Step::Assign {
                target: crate::cfg::Place::Member { object, .. } | crate::cfg::Place::Index { object, .. },
                ..
            } => Some(object),
            _ => None,
        });
        let lists = cfg.loops.iter().filter_map(|found| match &found.kind {
            crate::cfg::LoopKind::Of { list } | crate::cfg::LoopKind::Counted { list, .. } => Some(list),
            crate::cfg::LoopKind::In { object } => Some(object),
            crate::cfg::LoopKind::General => None,
        });
        evaluated.chain(thrown).chain(places).chain(lists).any(|expr| crate::versions::mentions(expr, variable))
    })
}

/// Whether a column says which row.
pub(crate) fn is_identifier(column: &str) -> bool {
    let words = crate::words::words(column);
    words
        .last()
        .is_some_and(|last| ["id", "ids", "uid", "uuid", "slug", "key", "code", "number"].contains(&last.as_str()))
}

/// Whether a value may say who asks: it does, or it is a field of an object that may have been made for somebody.
pub(crate) fn may_say_who(program: &Program, value: &Value) -> bool {
    let last_names = value.last_name().is_some_and(names_principal);
    match &value.root {
        Root::Principal => true,
        Root::Param { module, function, position } => {
            let file = &program.file(*module).module;
            let param = file.functions.get(function.0 as usize).and_then(|it| it.params.get(*position as usize));
            let name = param.and_then(|param| file.bindings.get(param.binding.0 as usize));
            last_names || name.is_some_and(|data| names_principal(&data.name))
        }
        Root::Variable(..) | Root::This => true,
        Root::Call(..) => value.path.is_empty() || last_names,
        Root::Unknown(..) => true,
        Root::Request | Root::Environment | Root::Constant(_) => last_names,
    }
}
