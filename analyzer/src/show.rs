//! Terms and conditions in the words of the source.
//!
//! Out come TypeScript expressions that read back as the same condition, with the source's own names for what a variable holds.

use crate::cfg::BinaryOp;
use crate::condition::{Condition, Cube, Expression, Literal, Precedence, ValueSet, Variable, literal};
use crate::constant::Const;
use crate::decide::Decision;
use crate::evaluate::Evaluator;
use crate::term::{Term, TermId};

/// Names for elements of quantified lists, outermost last, when the list's own name gives none.
const ELEMENT_NAMES: [&str; 4] = ["item", "other", "third", "fourth"];

impl Evaluator<'_> {
    /// A term as an expression.
    pub fn show_term(&mut self, term: TermId) -> Expression {
        self.show(term, &mut Vec::new())
    }

    /// A sum of cubes as an expression.
    pub fn show_cover(&mut self, cubes: &[Cube]) -> Expression {
        self.cover_text(cubes, &mut Vec::new())
    }

    /// One literal as an expression.
    pub fn show_literal(&mut self, literal: &Literal) -> Expression {
        self.literal_text(literal, &mut Vec::new())
    }

    fn cover_text(&mut self, cubes: &[Cube], bound: &mut Vec<String>) -> Expression {
        let cubes: Vec<Expression> = cubes
            .iter()
            .map(|cube| {
                let literals: Vec<Expression> =
                    cube.literals.iter().map(|literal| self.literal_text(literal, bound)).collect();
                Expression::all(&literals)
            })
            .collect();
        Expression::any(&cubes)
    }

    fn literal_text(&mut self, (variable, set): &Literal, bound: &mut Vec<String>) -> Expression {
        let subject = self.subject(*variable);
        let no = ValueSet::of(&Const::Bool(false));
        match self.terms.get(subject).clone() {
            Term::Relation { op: BinaryOp::StrictEquals, left, right } if *set == no => {
                return self.infix("!==", left, right, bound);
            }
            Term::Relation { op: BinaryOp::LooseEquals, left, right } if *set == no => {
                return self.infix("!=", left, right, bound);
            }
            Term::Throws(call) if *set == no => {
                return Expression::new(format!("passes({})", self.show(call, bound).text), Precedence::Atom);
            }
            _ => {}
        }
        let domain = self.printed_domain(*variable);
        let subject = self.show(subject, bound);
        literal(&subject, &set.intersection(&domain), &domain)
    }

    /// The values worth telling apart when a literal is printed.
    pub fn printed_domain(&self, variable: Variable) -> ValueSet {
        let domain = self.conditions.domain(variable);
        self.closed_domain(variable).map_or_else(|| domain.clone(), |closed| closed.intersection(domain))
    }

    fn infix(&mut self, op: &str, left: TermId, right: TermId, bound: &mut Vec<String>) -> Expression {
        // Operands of a comparison bind more tightly, or stand in parentheses.
        let operand = |expression: Expression| match expression.precedence {
            Precedence::Atom | Precedence::Unary => expression.text,
            _ => format!("({})", expression.text),
        };
        let left = operand(self.show(left, bound));
        let right = operand(self.show(right, bound));
        Expression::new(format!("{left} {op} {right}"), Precedence::Relational)
    }

    fn show(&mut self, term: TermId, bound: &mut Vec<String>) -> Expression {
        if let Some(name) = self.name_of(term) {
            return atom(name);
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
                let link = if matches!(self.terms.get(*object), Term::Find { .. }) { "?." } else { "." };
                atom(format!("{}{link}{property}", self.receiver(*object, bound)))
            }
            Term::Index { object, index, .. } => {
                atom(format!("{}[{}]", self.receiver(*object, bound), self.show(*index, bound).text))
            }
            Term::Call { callee, args, .. } => {
                atom(format!("{}({})", self.receiver(*callee, bound), self.list(args, bound)))
            }
            Term::New { callee, args, .. } => {
                atom(format!("new {}({})", self.receiver(*callee, bound), self.list(args, bound)))
            }
            Term::Await(inner) => self.prefixed("await ", *inner, bound),
            Term::TypeOf(inner) => self.prefixed("typeof ", *inner, bound),
            Term::Relation { op, left, right } | Term::Arithmetic { op, left, right } => {
                self.infix(op.symbol(), *left, *right, bound)
            }
            Term::Template { parts, values } => atom(self.template_text(parts, values, bound)),
            Term::Object { fields, open } => atom(self.object_text(fields, *open, bound)),
            Term::List { items, open } => {
                let rest = if *open { ", …" } else { "" };
                atom(format!("[{}{rest}]", self.list(items, bound)))
            }
            Term::Regex { pattern, flags } => atom(format!("/{pattern}/{flags}")),
            Term::Function(id) => {
                let name = &self.data(*id).name;
                atom(name.rsplit('.').next().unwrap_or(name))
            }
            Term::Element(_) => atom("element"),
            Term::Bound(index) => {
                let name = bound.len().checked_sub(1 + *index as usize).and_then(|at| bound.get(at));
                atom(name.cloned().unwrap_or_else(|| "element".to_owned()))
            }
            Term::Some { list, body } => self.some_text(*list, *body, bound),
            Term::Find { list, body } => self.quantified_text("find", *list, *body, bound),
            Term::Filter { list, body } => self.quantified_text("filter", *list, *body, bound),
            Term::Earlier { list, body, .. } => self.quantified_text("earlier", *list, *body, bound),
            Term::Throws(call) => atom(format!("throws({})", self.show(*call, bound).text)),
            Term::Error(_) => atom("throws()"),
            Term::Caught(_) => atom("error"),
            Term::Refused { .. } => atom("refused"),
            Term::Answer { decision, .. } => atom(if *decision == Decision::Allow { "allowed" } else { "refused" }),
            Term::Unknown { .. } => atom(self.source_text(term).unwrap_or_else(|| "unknown".to_owned())),
        }
    }

    fn receiver(&mut self, term: TermId, bound: &mut Vec<String>) -> String {
        self.show(term, bound).operand_of(Precedence::Atom)
    }

    fn prefixed(&mut self, prefix: &str, inner: TermId, bound: &mut Vec<String>) -> Expression {
        Expression::new(format!("{prefix}{}", self.show(inner, bound).operand_of(Precedence::Unary)), Precedence::Unary)
    }

    fn list(&mut self, terms: &[TermId], bound: &mut Vec<String>) -> String {
        let texts: Vec<String> = terms.iter().map(|term| self.show(*term, bound).text).collect();
        texts.join(", ")
    }

    fn template_text(&mut self, parts: &[String], values: &[TermId], bound: &mut Vec<String>) -> String {
        let mut text = String::from("`");
        for (i, part) in parts.iter().enumerate() {
            text.push_str(&part.replace('\\', "\\\\").replace('`', "\\`"));
            if let Some(value) = values.get(i) {
                text.push_str(&format!("${{{}}}", self.show(*value, bound).text));
            }
        }
        text.push('`');
        text
    }

    fn object_text(&mut self, fields: &[(String, TermId)], open: bool, bound: &mut Vec<String>) -> String {
        let mut texts: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}: {}", self.show(*value, bound).text)).collect();
        if open {
            texts.push("…".to_owned());
        }
        format!("{{ {} }}", texts.join(", "))
    }

    /// A found element that has a name stands for the question whether there is one.
    fn some_text(&mut self, list: TermId, body: Condition, bound: &mut Vec<String>) -> Expression {
        let found = self.terms.find(&Term::Find { list, body });
        if let Some(name) = found.and_then(|found| self.name_of(found)) {
            return atom(name);
        }
        self.quantified_text("some", list, body, bound)
    }

    fn quantified_text(&mut self, method: &str, list: TermId, body: Condition, bound: &mut Vec<String>) -> Expression {
        let receiver = self.receiver(list, bound);
        let name = element_name(&receiver, bound);
        bound.push(name.clone());
        let cubes = self.conditions.cover(body, body).cubes;
        let body = self.cover_text(&cubes, bound).text;
        bound.pop();
        atom(format!("{receiver}.{method}({name} => {body})"))
    }
}

fn atom(text: impl Into<String>) -> Expression {
    Expression::new(text, Precedence::Atom)
}

/// `role` for an element of `user.roles`.
fn element_name(list: &str, bound: &[String]) -> String {
    let last: String = list.chars().rev().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let last: String = last.chars().rev().collect();
    let singular = match () {
        _ if last.ends_with("ies") => format!("{}y", &last[..last.len() - 3]),
        _ if last.ends_with('s') && last.len() > 3 && !last.ends_with("ss") => last[..last.len() - 1].to_owned(),
        _ => ELEMENT_NAMES[bound.len().min(ELEMENT_NAMES.len() - 1)].to_owned(),
    };
    let usable = singular.chars().next().is_some_and(|first| first.is_lowercase()) && !bound.contains(&singular);
    if usable { singular } else { ELEMENT_NAMES[bound.len().min(ELEMENT_NAMES.len() - 1)].to_owned() }
}
