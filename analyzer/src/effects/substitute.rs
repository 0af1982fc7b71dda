//! What a callee does, in terms of the call: its parameters are what they are handed.

use std::collections::BTreeSet;

use super::libraries::Libraries;
use super::select::Selection;
use super::{Datum, Effect, Key, data};
use crate::cfg::{Argument, Expr, ExprKind};
use crate::frameworks::Framework;
use crate::module::{FunctionForm, FunctionId};
use crate::project::{FunctionRef, ModuleId};
use crate::values::{Root, Value, Values};

/// A call to a function of the project.
pub(super) struct At<'p> {
    pub(super) at: Libraries<'p>,
    pub(super) callee: FunctionRef,
    pub(super) call: &'p Expr,
}

impl<'p> At<'p> {
    fn parts(&self) -> Option<(&'p Expr, &'p [Argument])> {
        match &self.call.kind {
            ExprKind::Call { callee, args } => Some((callee, args)),
            _ => None,
        }
    }

    /// What a value of the callee is here.
    pub(super) fn value(&self, value: &Value) -> BTreeSet<Value> {
        let kept = || BTreeSet::from([value.clone()]);
        let Some((callee, args)) = self.parts() else { return kept() };
        let values = Values::of(self.at.program, self.at.at);
        match &value.root {
            Root::Param { module, function, position } if self.is_callee(*module, *function) => {
                let position = *position as usize;
                if args.iter().take(position + 1).any(|arg| arg.spread) {
                    return BTreeSet::from([Value {
                        root: Root::Unknown(self.at.at.module, self.call.span),
                        path: value.path.clone(),
                    }]);
                }
                match args.get(position) {
                    Some(arg) => values.sources_of_member(&arg.value, &value.path),
                    None => BTreeSet::new(),
                }
            }
            Root::This => match &callee.kind {
                ExprKind::Member { object, .. } if self.has_this() => values.sources_of_member(object, &value.path),
                _ => kept(),
            },
            _ => kept(),
        }
    }

    fn is_callee(&self, module: ModuleId, function: FunctionId) -> bool {
        module == self.callee.module && function == self.callee.function
    }

    /// Whether `this` of the callee is what it is called on.
    fn has_this(&self) -> bool {
        self.at.program.function(self.callee).form != FunctionForm::Arrow
    }

    pub(super) fn all(&self, values: &BTreeSet<Value>) -> BTreeSet<Value> {
        values.iter().flat_map(|value| self.value(value)).collect()
    }

    /// What an effect of the callee is here.
    pub(super) fn effect(&self, effect: &Effect) -> Effect {
        let mut here = effect.clone();
        here.call = self.call.span;
        here.given_at = vec![self.call.span];
        here.distance += 1;
        here.keys = Vec::new();
        here.data = Vec::new();
        for key in &effect.keys {
            if key.name == Key::WHOLE {
                self.whole_key(&mut here, key);
            } else {
                add_key(&mut here.keys, &key.name, self.all(&key.values));
            }
        }
        if !effect.keys_known && here.keys.iter().all(|key| key.name != Key::WHOLE) {
            here.keys_known = effect.keys.iter().any(|key| key.name == Key::WHOLE) && here.keys_known;
        }
        effect.data.iter().flat_map(|datum| self.data(datum)).for_each(|datum| data::add(&mut here.data, datum));
        here.is_given = effect.is_returned && !effect.is_sent;
        here.is_returned = effect.is_sent;
        here
    }

    /// An object of conditions that the call hands over.
    fn whole_key(&self, here: &mut Effect, key: &Key) {
        let Some((_, args)) = self.parts() else { return };
        let mut all_read = true;
        for value in &key.values {
            let handed = match &value.root {
                Root::Param { module, function, position } if self.is_callee(*module, *function) => {
                    args.get(*position as usize).filter(|arg| !arg.spread && value.path.is_empty())
                }
                _ => None,
            };
            let Some(arg) = handed else {
                all_read = false;
                continue;
            };
            let library: &Framework = match self.at.program.file(here.act_at.0).module.standing.acting().next() {
                Some(library) => library,
                None => continue,
            };
            let mut selection = Selection { at: self.at, library, keys: Vec::new(), known: true };
            selection.read(&arg.value, &[], None);
            all_read &= selection.known;
            selection.keys.into_iter().for_each(|key| add_key(&mut here.keys, &key.name, key.values));
        }
        here.keys_known = all_read;
    }

    /// What is written, here.
    pub(super) fn data(&self, datum: &Datum) -> Vec<Datum> {
        let Some((_, args)) = self.parts() else { return Vec::new() };
        let mut found = Vec::new();
        let mut rest = BTreeSet::new();
        for value in &datum.values {
            // A whole object that is handed over is written out here, perhaps.
            let handed = match &value.root {
                Root::Param { module, function, position }
                    if datum.field.is_none() && value.path.is_empty() && self.is_callee(*module, *function) =>
                {
                    args.get(*position as usize).filter(|arg| !arg.spread)
                }
                _ => None,
            };
            let Some(arg) = handed else {
                rest.extend(self.value(value));
                continue;
            };
            for mut written in data::of_arguments(self.at, std::slice::from_ref(arg)) {
                if written.field.is_none() {
                    let inner = datum.places.iter().copied();
                    written.places = inner.chain(written.places).collect();
                }
                data::add(&mut found, written);
            }
        }
        if !rest.is_empty() || datum.values.is_empty() {
            data::add(&mut found, Datum { values: rest, ..datum.clone() });
        }
        found
    }
}

fn add_key(keys: &mut Vec<Key>, name: &str, values: BTreeSet<Value>) {
    match keys.iter_mut().find(|key| key.name == name) {
        Some(key) => key.values.extend(values),
        None => keys.push(Key { name: name.to_owned(), values }),
    }
}
