//! What a function does itself, by the calls it makes to libraries.

use super::chain::Chain;
use super::libraries::{Known, Libraries};
use super::place::{Place, alternatives, written};
use super::select::{Selection, read_link};
use super::{Datum, Effect, Key, Store, data, sql};
use crate::cfg::{Argument, BlockId, End, Expr, ExprKind, Place as Target, Step};
use crate::frameworks::{Act, ActForm, StoreKind};
use crate::module::{BindingKind, Type, plain_name};
use crate::values::{Root, Value, Values};

/// What a function does itself.
pub(super) fn own(at: Libraries<'_>) -> Vec<Effect> {
    let mut reading = Reading { at, found: Vec::new() };
    let cfg = &at.program.function(at.at).cfg;
    for block in cfg.graph.node_indices() {
        let data = &cfg.graph[block];
        for step in &data.steps {
            if let Step::Assign { target: Target::Member { object, property }, value, .. } = step {
                reading.assigned(block, object, property, value);
            }
        }
        data.evaluated().for_each(|expr| reading.expr(block, expr));
        match &data.end {
            End::Throw { value, .. } => reading.expr(block, value),
            End::Branch(test) => reading.expr(block, &cfg.tests[test.0 as usize]),
            _ => {}
        }
    }
    reading.found
}

struct Reading<'p> {
    at: Libraries<'p>,
    found: Vec<Effect>,
}

impl<'p> Reading<'p> {
    fn expr(&mut self, block: BlockId, expr: &'p Expr) {
        match &expr.kind {
            ExprKind::Call { .. } => {
                let chain = Chain::of(self.at.program.file(self.at.at.module), expr);
                self.chain(block, &chain);
                for link in &chain.links {
                    // What stands at the start of a variable's chain is read there.
                    if expr.span.contains(link.call.span.start) {
                        link.args.iter().for_each(|arg| self.expr(block, &arg.value));
                    }
                }
                if expr.span.contains(chain.root.span.start) {
                    self.expr(block, chain.root);
                }
            }
            ExprKind::Opaque(inside) => {
                self.tagged(block, expr, inside);
                inside.iter().for_each(|part| self.expr(block, part));
            }
            _ => crate::versions::for_each_part(expr, &mut |part| self.expr(block, part)),
        }
    }

    fn add(&mut self, effect: Effect) {
        match self.found.iter_mut().find(|known| known.act_at == effect.act_at) {
            // One chain, taken further by another statement; a `finally` body is lowered several times.
            Some(known) => {
                known.keys_known &= effect.keys_known;
                known.given_at.extend(effect.given_at);
                if known.act == Act::Read {
                    known.act = effect.act;
                }
                for key in effect.keys {
                    match known.keys.iter_mut().find(|own| own.name == key.name) {
                        Some(own) => own.values.extend(key.values),
                        None => known.keys.push(key),
                    }
                }
                effect.data.into_iter().for_each(|datum| data::add(&mut known.data, datum));
            }
            None => self.found.push(effect),
        }
    }

    fn effect(&self, block: BlockId, act: Act, store: Store, call: &Expr) -> Effect {
        Effect {
            act,
            store,
            keys: Vec::new(),
            keys_known: true,
            data: Vec::new(),
            act_at: (self.at.at.module, call.span),
            call: call.span,
            given_at: vec![call.span],
            block,
            function: self.at.at.function,
            distance: 0,
            is_returned: false,
            is_given: act == Act::Read,
            is_sent: false,
        }
    }

    fn chain(&mut self, block: BlockId, chain: &Chain<'p>) {
        let Some(known) = self.at.known(chain) else { return };
        let link = &chain.links[known.link];
        let form = known.form;
        if form.sql {
            return self.statement(block, chain, known.link);
        }
        let act = self.act(chain, &known);
        let entity = self.entity(chain, &known);
        let store = store(form, entity);
        let mut selection = Selection { at: self.at, library: known.library, keys: Vec::new(), known: true };
        for place in &form.keys {
            self.select(&mut selection, form, link.args, place);
        }
        let mut written_data = Vec::new();
        for place in &form.data {
            self.write(&mut written_data, link.args, place);
        }
        for (index, other) in chain.links.iter().enumerate() {
            if index != known.link
                && let Some(form) = known.library.acts.links.get(other.name())
            {
                read_link(&mut selection, form, other.args);
                form.data.iter().for_each(|place| self.write(&mut written_data, other.args, place));
            }
        }
        if form.row {
            self.row(&mut selection, &mut written_data, chain, &known);
        }
        let mut effect = self.effect(block, act, store, link.call);
        effect.keys = selection.keys;
        effect.keys_known = selection.known;
        effect.data = written_data;
        effect.given_at = chain.links[known.link..].iter().map(|link| link.call.span).collect();
        self.add(effect);
    }

    /// The act, as a later link makes of it: `insert(pins).onConflictDoUpdate(…)`.
    fn act(&self, chain: &Chain<'p>, known: &Known<'p>) -> Act {
        let others = chain.links.iter().enumerate().filter(|(index, _)| *index != known.link);
        let by_link = others.filter_map(|(_, link)| known.library.acts.links.get(link.name())?.act).next_back();
        by_link.unwrap_or(known.form.act)
    }

    fn select(&self, selection: &mut Selection<'p>, form: &ActForm, args: &'p [Argument], place: &str) {
        let index: usize = place.split('.').next().and_then(|index| index.parse().ok()).unwrap_or(usize::MAX);
        let scalar = form.key.as_deref();
        match written(self.at, args, place) {
            Place::Value(value) if form.store != StoreKind::Table => {
                let values = Values::of(self.at.program, self.at.at).ingredients(value);
                selection.add(scalar.unwrap_or("path"), values);
            }
            Place::Value(value) => {
                let rest = if place.contains('.') { &[] } else { args.get(index + 1..).unwrap_or_default() };
                selection.read(value, rest, scalar);
            }
            Place::Values(values) => values.into_iter().for_each(|value| selection.read(value, &[], scalar)),
            Place::Nothing => {}
            Place::Unknown(expr) => {
                let path: Vec<String> = place.split('.').skip(1).map(str::to_owned).collect();
                let values = Values::of(self.at.program, self.at.at).sources_of_member(expr, &path);
                let handed = values.into_iter().filter(|value| matches!(value.root, Root::Param { .. })).collect();
                selection.add(Key::WHOLE, handed);
                selection.known = false;
            }
        }
    }

    fn write(&self, found: &mut Vec<Datum>, args: &'p [Argument], place: &str) {
        let values = match written(self.at, args, place) {
            Place::Value(value) => vec![value],
            Place::Values(values) => values,
            Place::Nothing => return,
            Place::Unknown(expr) => {
                let path: Vec<String> = place.split('.').skip(1).map(str::to_owned).collect();
                let values = Values::of(self.at.program, self.at.at).sources_of_member(expr, &path);
                return data::add(found, data::whole(self.at, expr.span, values));
            }
        };
        for datum in values.into_iter().flat_map(|value| data::data(self.at, value)) {
            data::add(found, datum);
        }
    }

    /// The entity, as the form names it, or a link of the chain.
    fn entity(&self, chain: &Chain<'p>, known: &Known<'p>) -> String {
        let link = &chain.links[known.link];
        let acts = &known.library.acts;
        match known.form.entity.as_deref() {
            Some("receiver") => {
                let made = chain.links[..known.link]
                    .iter()
                    .rev()
                    .find(|other| acts.clients.made.iter().any(|made| made == other.name()));
                if let Some(first) = made.and_then(|made| made.args.first()) {
                    return self.at.entity_of(&first.value);
                }
                match self.at.client_type(chain, known.link, known.library) {
                    Some(Type::Named { arguments, .. }) if !arguments.is_empty() => match &arguments[0] {
                        Type::Named { name, .. } => plain_name(name).to_owned(),
                        _ => String::new(),
                    },
                    _ => {
                        let first = chain.links.first().and_then(|first| match known.link {
                            0 => first.receiver_name(),
                            _ => first.path.first().copied(),
                        });
                        without_suffix(link.receiver_name().or(first).unwrap_or("")).to_owned()
                    }
                }
            }
            Some(number) => {
                let arg = number.parse::<usize>().ok().and_then(|index| link.args.get(index));
                arg.map(|arg| self.at.entity_of(&arg.value)).unwrap_or_default()
            }
            None => {
                let named = chain.links.iter().find_map(|other| {
                    let index = acts.links.get(other.name())?.entity.as_ref()?.parse::<usize>().ok()?;
                    Some(self.at.entity_of(&other.args.get(index)?.value))
                });
                named.unwrap_or_default()
            }
        }
    }

    /// A row that is saved or removed as a whole: by its identifier, which is that of the row that was read.
    fn row(&self, selection: &mut Selection<'p>, written: &mut Vec<Datum>, chain: &Chain<'p>, known: &Known<'p>) {
        let link = &chain.links[known.link];
        let row = match known.form.entity.as_deref() {
            Some("receiver") if known.form.keys.is_empty() && known.form.at_least == 0 => link.receiver,
            _ => link.args.last().map(|arg| &arg.value),
        };
        let Some(row) = row else { return };
        for value in alternatives(self.at, row) {
            if let ExprKind::Object(_) = value.kind {
                let ids = Values::of(self.at.program, self.at.at).sources_of_member(value, &["id".to_owned()]);
                if !ids.is_empty() {
                    selection.add("id", ids);
                }
                continue;
            }
            let values = Values::of(self.at.program, self.at.at).sources_of_member(value, &["id".to_owned()]);
            selection.add("id", values);
        }
        if known.form.act != Act::Delete {
            let is_row = |value: &Value| matches!(value.root, Root::Call(..)) && value.path.is_empty();
            for mut datum in data::data(self.at, row) {
                // The row itself is no news.
                if datum.field.is_none() {
                    datum.values.retain(|value| !is_row(value));
                }
                if !datum.values.is_empty() {
                    data::add(written, datum);
                }
            }
        }
    }

    /// A call with a statement of SQL, and its parameters: behind it, or of the call that runs what was prepared.
    fn statement(&mut self, block: BlockId, chain: &Chain<'p>, index: usize) {
        let link = &chain.links[index];
        let Some(first) = link.args.first() else { return };
        let own = link.args.get(1..).unwrap_or_default();
        let params = match chain.links.get(index + 1) {
            Some(next) if own.is_empty() => next.args,
            _ => own,
        };
        for value in alternatives(self.at, &first.value) {
            self.sql(block, value, link.call, params);
        }
    }

    fn tagged(&mut self, block: BlockId, expr: &'p Expr, inside: &'p [Expr]) {
        let Some(tag) = inside.first() else { return };
        let file = self.at.program.file(self.at.at.module);
        let name = match &tag.kind {
            ExprKind::Member { property, .. } => property,
            ExprKind::Binding(binding) => &file.module.bindings[binding.0 as usize].name,
            ExprKind::Call { callee, .. } => crate::versions::callee_name(&file.module, callee),
            _ => return,
        };
        let is_tag =
            file.module.standing.acting().any(|library| library.acts.conditions.tags.iter().any(|tag| tag == name));
        if is_tag {
            self.sql(block, expr, expr, &[]);
        }
    }

    fn sql(&mut self, block: BlockId, expr: &'p Expr, call: &'p Expr, params: &'p [Argument]) {
        let Some(text) = sql::text_of(self.at, expr) else { return };
        let Some(statement) = sql::statement(&text) else { return };
        let Some(library) = self.at.program.file(self.at.at.module).module.standing.acting().next() else { return };
        let mut selection = Selection { at: self.at, library, keys: Vec::new(), known: true };
        selection.statement_keys(&text, params);
        let mut effect = self.effect(block, statement.act, Store::Table(statement.entity), call);
        effect.keys = selection.keys;
        for (column, parameter) in &statement.data {
            data::add(&mut effect.data, data::field_of(column, sql::values_of(self.at, parameter, &text, params)));
        }
        self.add(effect);
    }

    /// `req.session.userId = id`, `ctx.body = pin`.
    fn assigned(&mut self, block: BlockId, object: &'p Expr, property: &'p str, value: &'p Expr) {
        let values = Values::of(self.at.program, self.at.at);
        let is_session = matches!(&object.kind, ExprKind::Member { property, object }
            if property == "session" && matches!(object.kind, ExprKind::Binding(binding) if self.is_param(binding)));
        let store = if is_session {
            Store::Session
        } else if matches!(property, "body" | "response")
            && matches!(object.kind, ExprKind::Binding(binding) if self.is_param(binding) && self.is_context(binding))
        {
            Store::Response
        } else {
            return;
        };
        let act = if is_session { Act::Write } else { Act::Send };
        let mut effect = self.effect(block, act, store, value);
        let written = values.carried(value);
        let datum =
            if is_session { data::field_of(property, written) } else { data::whole(self.at, value.span, written) };
        data::add(&mut effect.data, datum);
        self.add(effect);
    }

    fn is_param(&self, binding: crate::module::BindingId) -> bool {
        let module = &self.at.program.file(self.at.at.module).module;
        matches!(module.bindings[binding.0 as usize].kind, BindingKind::Param { .. })
    }

    fn is_context(&self, binding: crate::module::BindingId) -> bool {
        let module = &self.at.program.file(self.at.at.module).module;
        module.standing.role_in(module, binding) == Some(crate::channels::Role::Context)
            || ["ctx", "context"].contains(&module.bindings[binding.0 as usize].name.as_str())
    }
}

fn store(form: &ActForm, entity: String) -> Store {
    match form.store {
        StoreKind::Table => Store::Table(entity),
        StoreKind::Files => Store::Files,
        StoreKind::Process => Store::Process,
        StoreKind::Network => Store::Network,
        StoreKind::Session => Store::Session,
        StoreKind::Response => Store::Response,
    }
}

/// The name of an entity, from that of what gives access to it: `userModel`, `PinRepository`.
fn without_suffix(name: &str) -> &str {
    let bare = name.trim_start_matches('_');
    ["Repository", "Repo", "Model", "Collection", "Entity", "Table", "Dao"]
        .iter()
        .find_map(|end| bare.strip_suffix(end).filter(|rest| !rest.is_empty()))
        .unwrap_or(bare)
}
