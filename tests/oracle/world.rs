//! One possible world of a function: what was asked on a run, what was answered, and what that says about any condition.
//!
//! A subject's answer is the set of concrete values that agree with everything asked about it so far; each new question that splits the set is a
//! choice. Choices are replayed from a script, so that all worlds a run can tell apart are visited, one after the other.

use std::collections::HashMap;
use std::rc::Rc;

use portcullis_analyzer::Const;
use portcullis_analyzer::condition::{Example, ValueSet};
use portcullis_analyzer::evaluate::Evaluator;
use portcullis_analyzer::interpret::Answers;
use portcullis_analyzer::term::{ElementOf, Term, TermId};

#[path = "pool.rs"]
mod pool;
#[path = "verdict.rs"]
mod verdict;

pub use verdict::Verdict;

use pool::{contains, pool};

/// Elements of the worlds are numbered from here, apart from those of loops.
const FIRST_ELEMENT: u32 = 1 << 30;

/// The most elements a list has, unless its length was asked before.
const ELEMENTS: usize = 2;

/// Positions in the pool of values.
type Candidates = Rc<Vec<u16>>;

#[derive(Default)]
pub struct World {
    pool: Vec<Example>,
    domains: HashMap<TermId, ValueSet>,
    members: HashMap<ValueSet, Rc<Vec<bool>>>,
    element_terms: HashMap<(TermId, usize), TermId>,
    /// The same for what is asked about any element.
    element_domains: HashMap<String, ValueSet>,
    plain: HashMap<TermId, bool>,
    script: Vec<(usize, usize)>,
    position: usize,
    known: HashMap<TermId, Candidates>,
    lists: HashMap<TermId, Vec<TermId>>,
    errors: HashMap<TermId, bool>,
    /// Nothing the evaluation takes for possible: a value outside of a subject's domain.
    pub impossible: bool,
}

/// Enumeration.
impl World {
    pub fn new(facts: &mut Evaluator<'_>) -> Self {
        let mut world = World { pool: pool(&facts.source.text), ..World::default() };
        for subject in facts.subjects().to_vec() {
            let variable = facts.variable(subject);
            let domain = facts.conditions.domain(variable).clone();
            let known = world.element_domains.entry(about_any(facts, subject)).or_insert_with(ValueSet::empty);
            *known = known.union(&domain);
            world.domains.insert(subject, domain);
        }
        world
    }

    /// Forgets everything but the script.
    pub fn start(&mut self) {
        self.position = 0;
        self.known.clear();
        self.lists.clear();
        self.errors.clear();
        self.impossible = false;
    }

    /// Moves on to the next script; `false` when there is none.
    pub fn next(&mut self) -> bool {
        self.script.truncate(self.position);
        while let Some((chosen, of)) = self.script.pop() {
            if chosen + 1 < of {
                self.script.push((chosen + 1, of));
                return true;
            }
        }
        false
    }

    /// Every text a value can have.
    pub fn constants(&self) -> Vec<Const> {
        let texts = self.pool.iter().filter_map(|value| match value {
            Example::Constant(text @ Const::String(_)) => Some(text.clone()),
            _ => None,
        });
        texts.collect()
    }

    fn choose(&mut self, of: usize) -> usize {
        if of < 2 {
            return 0;
        }
        if self.position == self.script.len() {
            self.script.push((0, of));
        }
        let (chosen, _) = self.script[self.position];
        self.position += 1;
        chosen
    }

    /// What was asked, and what is left of it, for messages.
    pub fn describe(&self, facts: &mut Evaluator<'_>) -> String {
        let mut lines: Vec<String> = Vec::new();
        for (&subject, candidates) in &self.known {
            let text = facts.show_term(subject).text;
            let values: Vec<String> = candidates.iter().take(6).map(|&at| self.pool[at as usize].to_string()).collect();
            let more = if candidates.len() > 6 { " …" } else { "" };
            lines.push(format!("    {text} in {}{more}", values.join(", ")));
        }
        for (&list, elements) in &self.lists {
            lines.push(format!("    {} has {} elements", facts.show_term(list).text, elements.len()));
        }
        for (&error, &threw) in &self.errors {
            lines.push(format!("    {}: {threw}", facts.show_term(error).text));
        }
        lines.sort();
        lines.join("\n")
    }
}

/// Answers.
impl World {
    fn candidates(&mut self, facts: &mut Evaluator<'_>, subject: TermId) -> Candidates {
        if let Some(known) = self.known.get(&subject) {
            return known.clone();
        }
        let domain = self.domain(facts, subject);
        let inside = self.members(&domain);
        Rc::new((0..self.pool.len() as u16).filter(|&at| inside[at as usize]).collect())
    }

    fn domain(&mut self, facts: &mut Evaluator<'_>, subject: TermId) -> ValueSet {
        if let Some(domain) = self.domains.get(&subject) {
            return domain.clone();
        }
        let domain = match facts.terms.get(subject) {
            Term::Relation { .. } | Term::Throws(_) => ValueSet::booleans(),
            _ => self.element_domains.get(&about_any(facts, subject)).cloned().unwrap_or_else(ValueSet::universe),
        };
        self.domains.insert(subject, domain.clone());
        domain
    }

    fn members(&mut self, set: &ValueSet) -> Rc<Vec<bool>> {
        let pool = &self.pool;
        let members = self.members.entry(set.clone());
        members.or_insert_with(|| Rc::new(pool.iter().map(|value| contains(set, value)).collect())).clone()
    }

    fn ask(&mut self, facts: &mut Evaluator<'_>, subject: TermId, property: &dyn Fn(&Example) -> bool) -> bool {
        let candidates = self.candidates(facts, subject);
        let known_length = self.known_length(facts, subject).map(Const::number);
        let fits =
            |value: &Example| known_length.as_ref().is_none_or(|length| *value == Example::Constant(length.clone()));
        let predicted = self.predicted(facts, subject);
        let fits = |value: &Example| {
            fits(value) && predicted.is_none_or(|answer| *value == Example::Constant(Const::Bool(answer)))
        };
        let (yes, no): (Vec<u16>, Vec<u16>) = candidates
            .iter()
            .filter(|&&at| fits(&self.pool[at as usize]))
            .partition(|&&at| property(&self.pool[at as usize]));
        let answer = match (yes.is_empty(), no.is_empty()) {
            (false, false) => self.choose(2) == 0,
            (only_no, _) => !only_no,
        };
        self.known.insert(subject, Rc::new(if answer { yes } else { no }));
        self.narrow_text(facts, subject);
        answer
    }

    /// How long a list is whose elements are known.
    fn known_length(&self, facts: &Evaluator<'_>, subject: TermId) -> Option<f64> {
        match facts.terms.get(subject) {
            Term::Member { object, property, .. } if property == "length" || property == "size" => {
                Some(self.lists.get(object)?.len() as f64)
            }
            _ => None,
        }
    }

    /// `text.startsWith('a')`: what is asked of which text, and how to answer it.
    fn text_question(&self, facts: &Evaluator<'_>, subject: TermId) -> Option<(TermId, impl Fn(&str) -> bool + use<>)> {
        let Term::Call { callee, args, .. } = facts.terms.get(subject) else { return None };
        let Term::Member { object, property, .. } = facts.terms.get(*callee) else { return None };
        let [arg] = args[..] else { return None };
        let Some(Const::String(arg)) = facts.terms.as_const(arg).cloned() else { return None };
        let kind = ["startsWith", "endsWith", "includes"].iter().position(|name| name == property)?;
        let answer = move |text: &str| match kind {
            0 => text.starts_with(&*arg),
            1 => text.ends_with(&*arg),
            _ => text.contains(&*arg),
        };
        Some((*object, answer))
    }

    /// The answer that follows from what is known of the text itself.
    fn predicted(&self, facts: &Evaluator<'_>, subject: TermId) -> Option<bool> {
        let (text, answer) = self.text_question(facts, subject)?;
        let mut answers = self.known.get(&text)?.iter().map(|&at| match &self.pool[at as usize] {
            Example::Constant(Const::String(text)) => Some(answer(text)),
            _ => None,
        });
        let first = answers.next()??;
        answers.all(|answer| answer == Some(first)).then_some(first)
    }

    fn narrow_text(&mut self, facts: &mut Evaluator<'_>, subject: TermId) {
        let Some((text, answer)) = self.text_question(facts, subject) else { return };
        let [given] = self.known[&subject][..] else { return };
        let given = self.pool[given as usize] == Example::Constant(Const::Bool(true));
        let mut candidates = (*self.candidates(facts, text)).clone();
        candidates.retain(|&at| match &self.pool[at as usize] {
            Example::Constant(Const::String(text)) => answer(text) == given,
            _ => true,
        });
        self.known.insert(text, Rc::new(candidates));
    }

    /// Fixes how many elements a list has.
    fn fill(&mut self, facts: &mut Evaluator<'_>, list: TermId) -> Vec<TermId> {
        let counts = self.possible_counts(facts, list);
        let count = counts[self.choose(counts.len())];
        let elements: Vec<TermId> = (0..count).map(|position| self.element(facts, list, position)).collect();
        self.lists.insert(list, elements.clone());
        elements
    }

    fn possible_counts(&self, facts: &Evaluator<'_>, list: TermId) -> Vec<usize> {
        let mut counts: Vec<usize> = (0..=ELEMENTS).collect();
        for (&subject, candidates) in &self.known {
            let Term::Member { object, property, .. } = facts.terms.get(subject) else { continue };
            if *object != list || (property != "length" && property != "size") {
                continue;
            }
            let lengths: Vec<usize> = (0..20)
                .filter(|&length| {
                    let length = Example::Constant(Const::number(length as f64));
                    candidates.iter().any(|&at| self.pool[at as usize] == length)
                })
                .collect();
            counts.retain(|count| lengths.contains(count));
            if counts.is_empty() {
                counts.extend(lengths.first());
            }
        }
        if let Term::List { items, .. } = facts.terms.get(list)
            && items.iter().any(|item| facts.terms.as_const(*item).is_some())
        {
            counts.retain(|count| *count > 0);
        }
        if counts.is_empty() { vec![0] } else { counts }
    }

    fn element(&mut self, facts: &mut Evaluator<'_>, list: TermId, position: usize) -> TermId {
        let of = ElementOf(FIRST_ELEMENT + self.element_terms.len() as u32);
        *self.element_terms.entry((list, position)).or_insert_with(|| {
            facts.declare_element(of, list);
            facts.terms.intern(Term::Element(of))
        })
    }
}

impl Answers for World {
    fn holds(&mut self, facts: &mut Evaluator<'_>, subject: TermId, property: &dyn Fn(&Example) -> bool) -> bool {
        self.ask(facts, subject, property)
    }

    fn elements(&mut self, facts: &mut Evaluator<'_>, list: TermId) -> Option<Vec<TermId>> {
        let nullish = ValueSet::nullish();
        if self
            .known
            .get(&list)
            .is_some_and(|known| known.iter().all(|&at| contains(&nullish, &self.pool[at as usize])))
        {
            return None;
        }
        let elements = match self.lists.get(&list) {
            Some(known) => known.clone(),
            None => self.fill(facts, list),
        };
        Some(elements)
    }

    fn throws(&mut self, facts: &mut Evaluator<'_>, call: TermId, any: Option<TermId>) -> bool {
        let threw = self.ask(facts, call, &|value| *value == Example::Constant(Const::Bool(true)));
        if let Some(any) = any {
            *self.errors.entry(any).or_default() |= threw;
        }
        threw
    }
}

/// A subject with every element taken for any.
fn about_any(facts: &Evaluator<'_>, subject: TermId) -> String {
    match facts.terms.get(subject) {
        Term::Element(_) | Term::Bound(_) | Term::Find { .. } => "*".to_owned(),
        Term::Member { object, property, .. } => format!("{}.{property}", about_any(facts, *object)),
        other => {
            let parts: Vec<String> =
                facts.terms.parts(subject).into_iter().map(|part| about_any(facts, part)).collect();
            match parts.is_empty() {
                true => format!("{subject:?}"),
                false => format!("{:?}{parts:?}", std::mem::discriminant(other)),
            }
        }
    }
}
