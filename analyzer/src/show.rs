//! Terms and conditions in the words of the source.
//!
//! Out come TypeScript expressions that read back as the same condition, with the source's own names for what a variable holds.

use crate::cfg::BinaryOp;
use crate::condition::{Condition, Cube, Expression, Literal, Precedence, ValueSet, Variable, literal};
use crate::constant::Const;
use crate::decide::Decision;
use crate::evaluate::Evaluator;
use crate::module::{FunctionId, Position, Type};
use crate::term::{Term, TermId};

/// Names for elements of quantified lists, outermost last, when the list's own name gives none.
const ELEMENT_NAMES: [&str; 4] = ["item", "other", "third", "fourth"];

/// Bytes of a callback that is still written out.
const LONGEST_CALLBACK: usize = 60;

/// What a name means where a term is written.
#[derive(Default)]
struct Words {
    /// Elements of the quantified lists around, innermost last.
    bound: Vec<String>,
    /// Objects that may be missing here, so that their members are read with `?.`.
    missing: Vec<TermId>,
    /// Terms written out so far: a term is shared by others, a text is not.
    written: usize,
}

/// Alternatives that somebody may read through.
const MOST_READ: usize = 32;

/// Terms one text may be written out from; what is beyond reads `…`.
const LONGEST: usize = 500;

impl Evaluator<'_> {
    /// A term as an expression.
    pub fn show_term(&mut self, term: TermId) -> Expression {
        self.show(term, &mut Words::default())
    }

    /// A sum of cubes as an expression.
    pub fn show_cover(&mut self, cubes: &[Cube]) -> Expression {
        self.cover_text(cubes, &mut Words::default())
    }

    /// The same where something is known already. An object whose absence is asked about, and not ruled out where a member of it is read, is read
    /// with `?.`.
    pub fn show_cover_within(&mut self, cubes: &[Cube], mut known: Condition) -> Expression {
        if cubes.len() < 2 || cubes.len() > MOST_READ {
            return self.show_cover(cubes);
        }
        let mut asked: Vec<TermId> =
            cubes.iter().flat_map(|cube| &cube.literals).map(|(variable, _)| self.subject(*variable)).collect();
        asked.sort_unstable();
        asked.dedup();
        let mut texts = Vec::new();
        for cube in cubes {
            // Read from left to right: what comes before holds, or this is not looked at.
            let mut before = known;
            let mut literals = Vec::new();
            for literal in &cube.literals {
                let missing = asked.iter().copied().filter(|object| self.may_be_missing(*object, before)).collect();
                literals.push(self.literal_text(literal, &mut Words { missing, ..Words::default() }));
                let holds = self.conditions.test(literal.0, &literal.1);
                before = self.conditions.and(before, holds);
            }
            texts.push(Expression::all(&literals));
            let fails = self.conditions.not(before);
            known = self.conditions.and(known, fails);
        }
        Expression::any(&texts)
    }

    fn may_be_missing(&mut self, object: TermId, here: Condition) -> bool {
        let missing = self.belongs(object, &ValueSet::nullish());
        self.conditions.and(here, missing) != Condition::FALSE
    }

    /// One literal as an expression.
    pub fn show_literal(&mut self, literal: &Literal) -> Expression {
        self.literal_text(literal, &mut Words::default())
    }

    fn cover_text(&mut self, cubes: &[Cube], words: &mut Words) -> Expression {
        let cubes: Vec<Expression> = cubes.iter().map(|cube| self.cube_text(cube, words)).collect();
        Expression::any(&cubes)
    }

    fn cube_text(&mut self, cube: &Cube, words: &mut Words) -> Expression {
        let literals: Vec<Expression> = cube.literals.iter().map(|literal| self.literal_text(literal, words)).collect();
        Expression::all(&literals)
    }

    fn literal_text(&mut self, (variable, set): &Literal, words: &mut Words) -> Expression {
        let subject = self.subject(*variable);
        let no = ValueSet::of(&Const::Bool(false));
        match self.terms.get(subject).clone() {
            Term::Relation { op: BinaryOp::StrictEquals, left, right } if *set == no => {
                return self.infix("!==", left, right, words);
            }
            Term::Relation { op: BinaryOp::LooseEquals, left, right } if *set == no => {
                return self.infix("!=", left, right, words);
            }
            Term::Throws(call) if *set == no => {
                return Expression::new(format!("passes({})", self.show(call, words).text), Precedence::Atom);
            }
            _ => {}
        }
        let domain = self.printed_domain(*variable);
        if let Some((name, default)) = self.with_default(subject)
            && set.contains(&default) == set.contains(&Const::Undefined)
        {
            let given = domain.difference(&ValueSet::of(&Const::Undefined)).union(&ValueSet::of(&default));
            return literal(&atom(name), &set.intersection(&given), &given);
        }
        let subject = self.show(subject, words);
        literal(&subject, &set.intersection(&domain), &domain)
    }

    /// The values worth telling apart when a literal is printed.
    pub fn printed_domain(&self, variable: Variable) -> ValueSet {
        let domain = self.conditions.domain(variable);
        self.closed_domain(variable).map_or_else(|| domain.clone(), |closed| closed.intersection(domain))
    }

    fn infix(&mut self, op: &str, left: TermId, right: TermId, words: &mut Words) -> Expression {
        // Operands of a comparison bind more tightly, or stand in parentheses.
        let operand = |expression: Expression| match expression.precedence {
            Precedence::Atom | Precedence::Unary => expression.text,
            _ => format!("({})", expression.text),
        };
        let left = operand(self.show(left, words));
        let right = operand(self.show(right, words));
        Expression::new(format!("{left} {op} {right}"), Precedence::Relational)
    }

    fn show(&mut self, term: TermId, words: &mut Words) -> Expression {
        if let Some(name) = self.name_of(term) {
            return atom(name);
        }
        words.written += 1;
        if words.written > LONGEST {
            return atom("…");
        }
        match &self.terms.get(term).clone() {
            Term::Const(value) => atom(value.to_string()),
            Term::Param(position) => atom(format!("arguments[{position}]")),
            Term::Variable { binding, .. }
            | Term::Collected { binding, .. }
            | Term::Carried { binding, .. }
            | Term::AfterLoop { binding, .. } => atom(self.module.bindings[binding.0 as usize].name.clone()),
            Term::Global(name) => atom(name.clone()),
            Term::This => atom("this"),
            Term::Member { object, property, .. } => {
                let found = matches!(self.terms.get(*object), Term::Find { .. });
                let optional = found || words.missing.contains(object);
                let set = is_of_sets(property) && self.is_declared_list(*object);
                let mut receiver = self.receiver(*object, words);
                if set {
                    receiver = format!("new Set({receiver})");
                }
                atom(format!("{receiver}{}", member_text(property, optional)))
            }
            Term::Index { object, index, .. } => {
                atom(format!("{}[{}]", self.receiver(*object, words), self.show(*index, words).text))
            }
            Term::Call { callee, args, .. } => {
                atom(format!("{}({})", self.receiver(*callee, words), self.list(args, words)))
            }
            Term::New { callee, args, .. } => {
                atom(format!("new {}({})", self.receiver(*callee, words), self.list(args, words)))
            }
            Term::Await(inner) => self.prefixed("await ", *inner, words),
            Term::TypeOf(inner) => self.prefixed("typeof ", *inner, words),
            Term::Relation { op, left, right } | Term::Arithmetic { op, left, right } => {
                self.infix(op.symbol(), *left, *right, words)
            }
            Term::Template { parts, values } => atom(self.template_text(parts, values, words)),
            Term::Object { fields, open } => atom(self.object_text(fields, *open, words)),
            Term::List { items, open } => {
                let rest = if *open { ", …" } else { "" };
                atom(format!("[{}{rest}]", self.list(items, words)))
            }
            Term::Regex { pattern, flags } => atom(format!("/{pattern}/{flags}")),
            Term::Function(id) => {
                let name = &self.data(*id).name;
                match self.callback_text(*id) {
                    Some(text) => Expression::new(text, Precedence::Lowest),
                    None => atom(name.rsplit('.').next().unwrap_or(name)),
                }
            }
            Term::Element(_) => atom("element"),
            Term::Bound(index) => {
                let name = words.bound.len().checked_sub(1 + *index as usize).and_then(|at| words.bound.get(at));
                atom(name.cloned().unwrap_or_else(|| "element".to_owned()))
            }
            Term::Some { list, body } => self.some_text(*list, *body, words),
            Term::Find { list, body, last } => {
                self.quantified_text(if *last { "findLast" } else { "find" }, *list, *body, words)
            }
            Term::Filter { list, body } => self.quantified_text("filter", *list, *body, words),
            Term::Earlier { list, body, .. } => self.quantified_text("earlier", *list, *body, words),
            Term::Throws(call) => atom(format!("throws({})", self.show(*call, words).text)),
            Term::Error(_) => atom("throws()"),
            Term::Caught(_) => atom("error"),
            Term::Refused { .. } => atom("refused"),
            Term::Answer { decision, .. } => atom(if *decision == Decision::Allow { "allowed" } else { "refused" }),
            Term::Fulfilled(value) => atom(format!("Promise.resolve({})", self.show(*value, words).text)),
            Term::Rejected { error, .. } => atom(format!("Promise.reject({})", self.show(*error, words).text)),
            Term::Unsettled => atom("new Promise(() => {})"),
            Term::Unknown { .. } => atom(self.source_text(term).unwrap_or_else(|| "unknown".to_owned())),
        }
    }

    /// Whether a term is a list: as written, or as declared.
    fn is_declared_list(&self, term: TermId) -> bool {
        let declared = || self.type_of(term, 0).map(|declared| self.resolved_type(&declared, 0));
        matches!(self.terms.get(term), Term::List { .. }) || matches!(declared(), Some(Type::Array(_)))
    }

    /// A short function that is handed to a call, as written: its name is that of the call.
    fn callback_text(&self, id: FunctionId) -> Option<String> {
        let function = self.module.functions.get(id.0 as usize)?;
        let text = one_line(self.source.slice(function.span));
        let is_callback = matches!(function.position, Position::Argument { .. });
        (is_callback && text.len() <= LONGEST_CALLBACK && !text.contains("//")).then_some(text)
    }

    fn receiver(&mut self, term: TermId, words: &mut Words) -> String {
        self.show(term, words).operand_of(Precedence::Atom)
    }

    fn prefixed(&mut self, prefix: &str, inner: TermId, words: &mut Words) -> Expression {
        Expression::new(format!("{prefix}{}", self.show(inner, words).operand_of(Precedence::Unary)), Precedence::Unary)
    }

    fn list(&mut self, terms: &[TermId], words: &mut Words) -> String {
        let texts: Vec<String> = terms.iter().map(|term| self.show(*term, words).text).collect();
        texts.join(", ")
    }

    fn template_text(&mut self, parts: &[String], values: &[TermId], words: &mut Words) -> String {
        let mut text = String::from("`");
        for (i, part) in parts.iter().enumerate() {
            text.push_str(&part.replace('\\', "\\\\").replace('`', "\\`"));
            if let Some(value) = values.get(i) {
                text.push_str(&format!("${{{}}}", self.show(*value, words).text));
            }
        }
        text.push('`');
        text
    }

    fn object_text(&mut self, fields: &[(String, TermId)], open: bool, words: &mut Words) -> String {
        let mut texts: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}: {}", self.show(*value, words).text)).collect();
        if open {
            texts.push("…".to_owned());
        }
        format!("{{ {} }}", texts.join(", "))
    }

    /// A found element that has a name stands for the question whether there is one.
    fn some_text(&mut self, list: TermId, body: Condition, words: &mut Words) -> Expression {
        let found = self.terms.find(&Term::Find { list, body, last: false });
        if let Some(name) = found.and_then(|found| self.name_of(found)) {
            return atom(name);
        }
        self.quantified_text("some", list, body, words)
    }

    /// A name for the elements of a list, which neither an element around it nor a parameter has.
    fn element_name(&self, list: &str, bound: &[String]) -> String {
        let params = self.function().params.iter().map(|param| &self.module.bindings[param.binding.0 as usize].name);
        let taken: Vec<&String> = bound.iter().chain(params).collect();
        let free = |name: &String| !taken.contains(&name);
        let plain = ELEMENT_NAMES.iter().skip(bound.len().min(ELEMENT_NAMES.len() - 1)).map(|name| (*name).to_owned());
        singular(list).into_iter().chain(plain).find(free).unwrap_or_else(|| format!("element{}", bound.len()))
    }

    fn quantified_text(&mut self, method: &str, list: TermId, body: Condition, words: &mut Words) -> Expression {
        let receiver = self.receiver(list, words);
        let name = self.element_name(&receiver, &words.bound);
        words.bound.push(name.clone());
        let cubes = self.conditions.cover(body, body).cubes;
        let body = self.cover_text(&cubes, words).text;
        words.bound.pop();
        atom(format!("{receiver}.{method}({name} => {body})"))
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn atom(text: impl Into<String>) -> Expression {
    Expression::new(text, Precedence::Atom)
}

/// Members that lists do not have: a list that is asked for one is what a set was made of.
fn is_of_sets(property: &str) -> bool {
    matches!(property, "size" | "has")
}

/// `.role`, `?.role`, `[0]`, `?.['x-y']`
fn member_text(property: &str, optional: bool) -> String {
    let link = if optional { "?." } else { "" };
    let is_name = !property.starts_with(|c: char| c.is_ascii_digit())
        && property.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | '#'));
    let is_number = property.parse::<f64>().is_ok_and(|number| number.to_string() == property);
    match () {
        _ if is_name && !property.is_empty() => format!("{}{property}", if optional { "?." } else { "." }),
        _ if is_number => format!("{link}[{property}]"),
        _ => format!("{link}[{}]", Const::string(property)),
    }
}

/// `role` for an element of `user.roles`.
fn singular(list: &str) -> Option<String> {
    let last: String = list.chars().rev().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let last: String = last.chars().rev().collect();
    let singular = match () {
        _ if last.ends_with("ies") => format!("{}y", &last[..last.len() - 3]),
        _ if last.ends_with('s') && last.len() > 3 && !last.ends_with("ss") => last[..last.len() - 1].to_owned(),
        _ => return None,
    };
    singular.starts_with(char::is_lowercase).then_some(singular)
}
