//! One possible world of a function: what was asked on a run, what was answered, and what that says about any condition.
//!
//! A subject's answer is the set of concrete values that agree with everything asked about it so far; each new question that splits the set is a
//! choice. Choices are replayed from a script, so that all worlds a run can tell apart are visited, one after the other.

use std::collections::HashMap;
use std::rc::Rc;

use portcullis_analyzer::Const;
use portcullis_analyzer::cfg::BinaryOp;
use portcullis_analyzer::condition::{Condition, Example, ValueSet, Variable};
use portcullis_analyzer::evaluate::Evaluator;
use portcullis_analyzer::interpret::Answers;
use portcullis_analyzer::term::{ElementOf, Term, TermId};

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
    /// The loops and callbacks an element of a world was seen by.
    seen_by: HashMap<TermId, Vec<TermId>>,
    plain: HashMap<TermId, bool>,
    script: Vec<(usize, usize)>,
    position: usize,
    known: HashMap<TermId, Candidates>,
    lists: HashMap<TermId, Vec<TermId>>,
    errors: HashMap<TermId, bool>,
    /// Nothing the evaluation takes for possible: a value outside of a subject's domain.
    pub impossible: bool,
}

/// What can be said of a condition in a world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Holds,
    Fails,
    /// It depends on what was not asked.
    Open,
}

/// The value of a subject in a world.
enum Seen {
    Unknown,
    One(Example),
    Among(Candidates),
}

/// Enumeration.
impl World {
    pub fn new(facts: &mut Evaluator<'_>) -> Self {
        let mut world = World { pool: pool(&facts.source.text), ..World::default() };
        for subject in facts.subjects().to_vec() {
            let variable = facts.variable(subject);
            world.domains.insert(subject, facts.conditions.domain(variable).clone());
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
            _ => self
                .as_seen(facts, subject)
                .into_iter()
                .find_map(|seen| self.domains.get(&seen).cloned())
                .unwrap_or_else(ValueSet::universe),
        };
        self.domains.insert(subject, domain.clone());
        domain
    }

    /// The term with the elements of this world as the loops that saw them call them.
    fn as_seen(&self, facts: &mut Evaluator<'_>, subject: TermId) -> Vec<TermId> {
        if let Some(seen) = self.seen_by.get(&subject) {
            return seen.clone();
        }
        let parts = facts.terms.parts(subject);
        for part in parts {
            let others = self.as_seen(facts, part);
            if !others.is_empty() {
                let replace = |other| facts.terms.with_parts(subject, &mut |_, it| if it == part { other } else { it });
                return others.into_iter().map(replace).collect();
            }
        }
        Vec::new()
    }

    fn members(&mut self, set: &ValueSet) -> Rc<Vec<bool>> {
        let pool = &self.pool;
        let members = self.members.entry(set.clone());
        members.or_insert_with(|| Rc::new(pool.iter().map(|value| contains(set, value)).collect())).clone()
    }

    fn ask(&mut self, facts: &mut Evaluator<'_>, subject: TermId, property: &dyn Fn(&Example) -> bool) -> bool {
        let candidates = self.candidates(facts, subject);
        let known_length = self.known_length(facts, subject).map(Const::number);
        let fits = |value: &Example| known_length.as_ref().is_none_or(|length| *value == Example::Constant(length.clone()));
        let predicted = self.predicted(facts, subject);
        let fits = |value: &Example| fits(value) && predicted.is_none_or(|answer| *value == Example::Constant(Const::Bool(answer)));
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

    fn elements(&mut self, facts: &mut Evaluator<'_>, list: TermId, of: ElementOf) -> Option<Vec<TermId>> {
        let nullish = ValueSet::nullish();
        if self.known.get(&list).is_some_and(|known| known.iter().all(|&at| contains(&nullish, &self.pool[at as usize]))) {
            return None;
        }
        let elements = match self.lists.get(&list) {
            Some(known) => known.clone(),
            None => self.fill(facts, list),
        };
        let seen_as = facts.terms.intern(Term::Element(of));
        for element in &elements {
            let names = self.seen_by.entry(*element).or_default();
            if !names.contains(&seen_as) {
                names.push(seen_as);
            }
        }
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

/// Conditions.
impl World {
    /// What can be said of a condition, given that the theory holds.
    pub fn verdict(&mut self, facts: &mut Evaluator<'_>, condition: Condition, theory: Condition) -> Verdict {
        let plain = match self.outcomes(facts, condition) {
            (true, false) => return Verdict::Holds,
            (false, _) => return Verdict::Fails,
            (true, true) => Verdict::Open,
        };
        let not = facts.conditions.not(condition);
        let (yes, no) = (facts.conditions.and(condition, theory), facts.conditions.and(not, theory));
        match (self.outcomes(facts, yes).0, self.outcomes(facts, no).0) {
            (true, false) => Verdict::Holds,
            (false, true) => Verdict::Fails,
            _ => plain,
        }
    }

    /// Whether the condition can hold in this world, and whether it can fail.
    pub fn outcomes(&mut self, facts: &mut Evaluator<'_>, condition: Condition) -> (bool, bool) {
        self.outcomes_with(facts, condition, &[], &mut HashMap::new())
    }

    fn outcomes_with(
        &mut self,
        facts: &mut Evaluator<'_>,
        condition: Condition,
        bound: &[TermId],
        done: &mut HashMap<Condition, (bool, bool)>,
    ) -> (bool, bool) {
        let Some((variable, arcs)) = facts.conditions.arcs(condition) else {
            return (condition == Condition::TRUE, condition == Condition::FALSE);
        };
        if let Some(known) = done.get(&condition) {
            return *known;
        }
        let arcs = arcs.to_vec();
        let seen = self.seen(facts, variable, bound);
        let mut outcomes = (false, false);
        let mut some_arc = false;
        for (set, child) in arcs {
            let taken = match &seen {
                Seen::Unknown => true,
                Seen::One(value) => contains(&set, value),
                Seen::Among(candidates) => {
                    let members = self.members(&set);
                    candidates.iter().any(|&at| members[at as usize])
                }
            };
            if taken {
                some_arc = true;
                let (yes, no) = self.outcomes_with(facts, child, bound, done);
                outcomes = (outcomes.0 | yes, outcomes.1 | no);
            }
        }
        self.impossible |= !some_arc;
        done.insert(condition, outcomes);
        outcomes
    }

    fn seen(&mut self, facts: &mut Evaluator<'_>, variable: Variable, bound: &[TermId]) -> Seen {
        let subject = facts.subject(variable);
        let Some(term) = self.concrete(facts, subject, bound) else { return Seen::Unknown };
        match facts.terms.get(term) {
            Term::Const(value) => return Seen::One(Example::Constant(value.clone())),
            Term::Object { .. } | Term::List { .. } | Term::New { .. } | Term::Regex { .. } => return Seen::One(Example::Object),
            Term::Function(_) => return Seen::One(Example::Function),
            _ => {}
        }
        if let Some(answer) = self.predicted(facts, term) {
            return Seen::One(Example::Constant(Const::Bool(answer)));
        }
        if let Some(equal) = self.equals_constant(facts, term) {
            return Seen::One(Example::Constant(Const::Bool(equal)));
        }
        if let Some(length) = self.known_length(facts, term) {
            return Seen::One(Example::Constant(Const::number(length)));
        }
        self.known.get(&term).map_or(Seen::Unknown, |candidates| Seen::Among(candidates.clone()))
    }

    /// A comparison with an element that turned out to be a constant.
    fn equals_constant(&self, facts: &Evaluator<'_>, term: TermId) -> Option<bool> {
        let Term::Relation { op: BinaryOp::StrictEquals, left, right } = *facts.terms.get(term) else { return None };
        let (constant, other) = match (facts.terms.as_const(left), facts.terms.as_const(right)) {
            (Some(left), Some(right)) => return Some(left == right),
            (Some(constant), None) => (constant, right),
            (None, Some(constant)) => (constant, left),
            (None, None) => return None,
        };
        let value = Example::Constant(constant.clone());
        let mut answers = self.known.get(&other)?.iter().map(|&at| self.pool[at as usize] == value);
        let first = answers.next()?;
        answers.all(|answer| answer == first).then_some(first)
    }

    /// A term of the evaluation as a term of this world: quantifiers answered, elements found.
    pub fn concrete(&mut self, facts: &mut Evaluator<'_>, term: TermId, bound: &[TermId]) -> Option<TermId> {
        if self.is_plain(facts, term) {
            return Some(term);
        }
        match facts.terms.get(term).clone() {
            Term::Bound(depth) => bound.iter().rev().nth(depth as usize).copied(),
            Term::Error(_) => {
                let threw = *self.errors.get(&term)?;
                Some(facts.terms.constant(Const::Bool(threw)))
            }
            Term::Some { list, body } => {
                let verdicts = self.each(facts, list, body, bound)?;
                let answer = match () {
                    _ if verdicts.iter().any(|(_, verdict)| *verdict == Verdict::Holds) => true,
                    _ if verdicts.iter().all(|(_, verdict)| *verdict == Verdict::Fails) => false,
                    _ => return None,
                };
                Some(facts.terms.constant(Const::Bool(answer)))
            }
            Term::Find { list, body } => {
                let verdicts = self.each(facts, list, body, bound)?;
                let (element, verdict) = verdicts.into_iter().find(|(_, verdict)| *verdict != Verdict::Fails)?;
                (verdict == Verdict::Holds).then_some(element)
            }
            Term::Filter { list, body } => {
                let verdicts = self.each(facts, list, body, bound)?;
                if verdicts.iter().any(|(_, verdict)| *verdict == Verdict::Open) {
                    return None;
                }
                let items = verdicts.into_iter().filter(|(_, verdict)| *verdict == Verdict::Holds).map(|(element, _)| element);
                let items = items.collect();
                Some(facts.terms.intern(Term::List { items, open: false }))
            }
            Term::Earlier { .. } | Term::Collected { .. } | Term::Carried { .. } | Term::AfterLoop { .. } => None,
            _ => {
                let mut parts = HashMap::new();
                for part in facts.terms.parts(term) {
                    parts.insert(part, self.concrete(facts, part, bound)?);
                }
                let replaced = facts.terms.with_parts(term, &mut |_, part| parts[&part]);
                Some(folded(facts, replaced))
            }
        }
    }

    /// Whether a term is its own answer's name.
    fn is_plain(&mut self, facts: &Evaluator<'_>, term: TermId) -> bool {
        *self.plain.entry(term).or_insert_with(|| {
            !facts.terms.any(term, &mut |part| {
                matches!(
                    part,
                    Term::Bound(_)
                        | Term::Error(_)
                        | Term::Some { .. }
                        | Term::Find { .. }
                        | Term::Filter { .. }
                        | Term::Earlier { .. }
                        | Term::Collected { .. }
                        | Term::Carried { .. }
                        | Term::AfterLoop { .. }
                )
            })
        })
    }

    /// What a body says of each element of a list.
    fn each(&mut self, facts: &mut Evaluator<'_>, list: TermId, body: Condition, bound: &[TermId]) -> Option<Vec<(TermId, Verdict)>> {
        let list = self.concrete(facts, list, bound)?;
        let elements = match facts.terms.get(list) {
            Term::List { items, open: false } => items.clone(),
            Term::Const(_) => Vec::new(),
            _ => self.known_elements(list)?,
        };
        let mut verdicts = Vec::new();
        for element in elements {
            let mut inner = bound.to_vec();
            inner.push(element);
            let verdict = match self.outcomes_with(facts, body, &inner, &mut HashMap::new()) {
                (true, false) => Verdict::Holds,
                (true, true) => Verdict::Open,
                (false, _) => Verdict::Fails,
            };
            verdicts.push((element, verdict));
        }
        Some(verdicts)
    }

    /// Nothing has no elements.
    fn known_elements(&self, list: TermId) -> Option<Vec<TermId>> {
        let nullish = ValueSet::nullish();
        let absent = |known: &Candidates| known.iter().all(|&at| contains(&nullish, &self.pool[at as usize]));
        match self.lists.get(&list) {
            Some(elements) => Some(elements.clone()),
            None => self.known.get(&list).filter(|known| absent(known)).map(|_| Vec::new()),
        }
    }
}

/// A member of a literal, or of nothing.
fn folded(facts: &mut Evaluator<'_>, term: TermId) -> TermId {
    let Term::Member { object, property, .. } = facts.terms.get(term) else { return term };
    let constant = match facts.terms.get(*object) {
        Term::List { items, open: false } if property == "length" || property == "size" => Const::number(items.len() as f64),
        Term::Object { fields, open } => match fields.iter().find(|(name, _)| name == property) {
            Some((_, value)) => return *value,
            None if !open => Const::Undefined,
            None => return term,
        },
        _ => return term,
    };
    facts.terms.constant(constant)
}

fn contains(set: &ValueSet, value: &Example) -> bool {
    match value {
        Example::Constant(constant) => set.contains(constant),
        other => other.value_set().is_subset_of(set),
    }
}

/// Values to answer with: those a file names and their neighbours, and one of each kind.
fn pool(text: &str) -> Vec<Example> {
    let mut pool = vec![Const::Undefined, Const::Null, Const::Bool(true), Const::Bool(false), Const::BigInt("0".into())];
    pool.push(Const::BigInt("7".into()));
    pool.extend(["", "another", "-another-"].map(Const::string));
    pool.extend([f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.5, 0.5].map(Const::number));
    pool.extend((-1..=4).map(|number| Const::number(f64::from(number))));
    for literal in literals(text) {
        match literal.parse::<f64>() {
            Ok(number) => pool.extend([number - 1.0, number, number + 0.5, number + 1.0].map(Const::number)),
            Err(_) => pool.extend([literal.clone(), format!("{literal}~"), format!("~{literal}")].map(|text| Const::string(&text))),
        }
        pool.push(Const::string(&literal));
    }
    pool.sort();
    pool.dedup();
    let objects = [Example::Object, Example::Function, Example::Symbol];
    pool.into_iter().map(Example::Constant).chain(objects).collect()
}

/// Quoted texts and numbers of a source, roughly.
fn literals(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for quote in ['\'', '"', '`'] {
            found.extend(line.split(quote).skip(1).step_by(2).filter(|text| text.len() < 60).map(str::to_owned));
        }
        let numbers = line.split(|character: char| !character.is_ascii_digit() && character != '.' && character != '_');
        found.extend(numbers.map(|number| number.replace('_', "")).filter(|number| number.parse::<f64>().is_ok()));
    }
    found.sort();
    found.dedup();
    found
}
