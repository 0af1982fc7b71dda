//! Object, array and template literals.

use crate::cfg::{Argument, Expr, Field};
use crate::constant::Const;
use crate::term::{Term, TermId};

use super::{Evaluator, Guarded, Place, State};

impl Evaluator<'_> {
    pub(super) fn object(&mut self, place: &Place, state: &mut State, fields: &[Field], expr: &Expr) -> Guarded {
        let mut names = Vec::new();
        let mut values = Vec::new();
        for field in fields {
            match field {
                Field::Named { name, value } => {
                    values.push(self.value(place, state, value));
                    names.push(Some(name.clone()));
                }
                Field::Computed { key, value } => {
                    self.value(place, state, key);
                    self.value(place, state, value);
                    // It may overwrite any field before it, as a spread may.
                    values.push(Guarded::single(self.terms.intern(Term::Unknown { site: key.span.start })));
                    names.push(None);
                }
                Field::Spread(value) => {
                    values.push(self.value(place, state, value));
                    names.push(None);
                }
            }
        }
        let Some(cases) = self.combinations(&values) else {
            return Guarded::single(self.unknown(expr.span, "an object has too many possible values"));
        };
        let mut all = Vec::new();
        for (guard, terms) in cases {
            all.push((guard, self.object_of(&names, terms)));
        }
        self.merged(Guarded(all))
    }

    /// An object literal; a spread literal brings its fields, any other spread may overwrite every field before it.
    fn object_of(&mut self, names: &[Option<String>], values: Vec<TermId>) -> TermId {
        let mut open = false;
        let mut fields: Vec<(String, TermId)> = Vec::new();
        for (name, value) in names.iter().zip(values) {
            let brought = match (name, self.terms.get(value)) {
                (Some(name), _) => vec![(name.clone(), value)],
                (None, Term::Object { fields: spread, open: spread_open }) => {
                    if *spread_open {
                        fields.clear();
                        open = true;
                    }
                    spread.clone()
                }
                (None, Term::Const(_)) => Vec::new(),
                (None, _) => {
                    fields.clear();
                    open = true;
                    Vec::new()
                }
            };
            for (name, value) in brought {
                fields.retain(|(known, _)| *known != name);
                fields.push((name, value));
            }
        }
        self.terms.intern(Term::Object { fields, open })
    }

    pub(super) fn array(&mut self, place: &Place, state: &mut State, items: &[Argument], expr: &Expr) -> Guarded {
        let values: Vec<Guarded> = items.iter().map(|item| self.value(place, state, &item.value)).collect();
        let Some(cases) = self.combinations(&values) else {
            return Guarded::single(self.unknown(expr.span, "an array has too many possible values"));
        };
        let mut all = Vec::new();
        for (guard, terms) in cases {
            let mut list = Vec::new();
            let mut open = false;
            for (item, term) in items.iter().zip(terms) {
                match (item.spread, self.terms.get(term)) {
                    (false, _) => list.push(term),
                    (true, Term::List { items, open: inner }) => {
                        open |= inner;
                        list.extend(items.iter().copied());
                    }
                    // A list that is spread is kept as a part, so that two spreads of different lists differ.
                    (true, _) => {
                        open = true;
                        list.push(term);
                    }
                }
            }
            all.push((guard, self.terms.intern(Term::List { items: list, open })));
        }
        self.merged(Guarded(all))
    }

    pub(super) fn template(
        &mut self,
        place: &Place,
        state: &mut State,
        parts: &[String],
        values: &[Expr],
        expr: &Expr,
    ) -> Guarded {
        let values: Vec<Guarded> = values.iter().map(|value| self.value(place, state, value)).collect();
        let Some(cases) = self.combinations(&values) else {
            return Guarded::single(self.unknown(expr.span, "a template has too many possible values"));
        };
        let mut all = Vec::new();
        for (guard, terms) in cases {
            all.push((guard, self.template_of(parts, terms)));
        }
        self.merged(Guarded(all))
    }

    fn template_of(&mut self, parts: &[String], values: Vec<TermId>) -> TermId {
        let text: Option<String> = parts
            .iter()
            .enumerate()
            .map(|(i, part)| match values.get(i).map(|value| self.terms.as_const(*value)) {
                None => Some(part.clone()),
                Some(Some(Const::String(text))) => Some(format!("{part}{text}")),
                Some(_) => None,
            })
            .collect();
        match text {
            Some(text) => self.terms.constant(Const::string(&text)),
            None => self.terms.intern(Term::Template { parts: parts.to_vec(), values }),
        }
    }
}
