//! Sets of JavaScript values.
//!
//! In come the questions a test asks (a constant, `typeof`, truthiness, a threshold), out comes the set of values that
//! answer it with yes. The sets form a Boolean algebra with one representation per set, so that they can be keys.

mod example;
mod numbers;
mod texts;

use std::sync::Arc;

pub use example::Example;

use crate::constant::Const;
use numbers::Numbers;
use texts::Texts;

/// The values without further structure, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Kinds(u8);

impl Kinds {
    const NONE: Kinds = Kinds(0);
    const UNDEFINED: Kinds = Kinds(1);
    const NULL: Kinds = Kinds(1 << 1);
    const TRUE: Kinds = Kinds(1 << 2);
    const FALSE: Kinds = Kinds(1 << 3);
    const NAN: Kinds = Kinds(1 << 4);
    const OBJECT: Kinds = Kinds(1 << 5);
    const FUNCTION: Kinds = Kinds(1 << 6);
    const SYMBOL: Kinds = Kinds(1 << 7);
    const ALL: Kinds = Kinds(u8::MAX);

    const fn and(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    const fn contains(self, other: Kinds) -> bool {
        self.0 & other.0 == other.0
    }

    /// `self` if `wanted`, else nothing.
    const fn when(self, wanted: bool) -> Kinds {
        if wanted { self } else { Kinds::NONE }
    }
}

/// The four independent components of a set.
#[derive(Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Parts {
    kinds: Kinds,
    numbers: Numbers,
    strings: Texts,
    bigints: Texts,
}

/// A set of JavaScript values.
///
/// Every undefined, null, boolean, number, string and bigint is a value of its own; objects, functions and symbols are
/// three values that stand for all of their kind. Equal sets have equal representations. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ValueSet(Arc<Parts>);

/// Sets to start from.
impl ValueSet {
    fn new(kinds: Kinds, numbers: Numbers, strings: Texts, bigints: Texts) -> Self {
        ValueSet(Arc::new(Parts { kinds, numbers, strings, bigints }))
    }

    fn of_kinds(kinds: Kinds) -> Self {
        Self::new(kinds, Numbers::none(), Texts::none(), Texts::none())
    }

    /// No value.
    pub fn empty() -> Self {
        Self::of_kinds(Kinds::NONE)
    }

    /// Every value.
    pub fn universe() -> Self {
        Self::new(Kinds::ALL, Numbers::all(), Texts::all(), Texts::all())
    }

    /// The values `x` with `x === constant`, where `NaN` counts as equal to itself.
    pub fn of(constant: &Const) -> Self {
        match constant {
            Const::Undefined => Self::of_kinds(Kinds::UNDEFINED),
            Const::Null => Self::of_kinds(Kinds::NULL),
            Const::Bool(true) => Self::of_kinds(Kinds::TRUE),
            Const::Bool(false) => Self::of_kinds(Kinds::FALSE),
            Const::Number(number) if number.get().is_nan() => Self::of_kinds(Kinds::NAN),
            Const::Number(number) => Self::new(Kinds::NONE, Numbers::of(number.get()), Texts::none(), Texts::none()),
            Const::String(text) => Self::new(Kinds::NONE, Numbers::none(), Texts::of(text.clone()), Texts::none()),
            Const::BigInt(digits) => {
                Self::new(Kinds::NONE, Numbers::none(), Texts::none(), Texts::of(canonical_digits(digits)))
            }
        }
    }

    /// The values equal to one of the constants.
    pub fn from_constants<'a>(constants: impl IntoIterator<Item = &'a Const>) -> Self {
        let mut sets: Vec<_> = constants.into_iter().map(Self::of).collect();
        // Pairwise, because lists of allowed values can be long.
        while sets.len() > 1 {
            sets = sets.chunks(2).map(|pair| pair[1..].iter().fold(pair[0].clone(), |a, b| a.union(b))).collect();
        }
        sets.pop().unwrap_or_else(Self::empty)
    }

    /// The values `x` for which `if (x)` takes the branch.
    pub fn truthy() -> Self {
        Self::falsy().complement()
    }

    /// The values `x` for which `if (!x)` takes the branch.
    pub fn falsy() -> Self {
        let kinds = Kinds::UNDEFINED.and(Kinds::NULL).and(Kinds::FALSE).and(Kinds::NAN);
        Self::new(kinds, Numbers::of(0.0), Texts::of(Arc::from("")), Texts::of(Arc::from("0")))
    }

    /// The values `x` with `x == null`.
    pub fn nullish() -> Self {
        Self::of_kinds(Kinds::UNDEFINED.and(Kinds::NULL))
    }

    /// The values `x` with `typeof x === name`, or nothing if `typeof` never gives `name`. As in the language, `null`
    /// is an `'object'`.
    pub fn type_of(name: &str) -> Option<Self> {
        Some(match name {
            "undefined" => Self::of_kinds(Kinds::UNDEFINED),
            "object" => Self::of_kinds(Kinds::OBJECT.and(Kinds::NULL)),
            "boolean" => Self::booleans(),
            "number" => Self::numbers(),
            "string" => Self::strings(),
            "bigint" => Self::bigints(),
            "function" => Self::functions(),
            "symbol" => Self::symbols(),
            _ => return None,
        })
    }

    /// `true` and `false`.
    pub fn booleans() -> Self {
        Self::of_kinds(Kinds::TRUE.and(Kinds::FALSE))
    }

    /// All numbers, `NaN` and the infinities included.
    pub fn numbers() -> Self {
        Self::new(Kinds::NAN, Numbers::all(), Texts::none(), Texts::none())
    }

    /// All strings.
    pub fn strings() -> Self {
        Self::new(Kinds::NONE, Numbers::none(), Texts::all(), Texts::none())
    }

    /// All bigints.
    pub fn bigints() -> Self {
        Self::new(Kinds::NONE, Numbers::none(), Texts::none(), Texts::all())
    }

    /// All objects that are not functions; not `null`.
    pub fn objects() -> Self {
        Self::of_kinds(Kinds::OBJECT)
    }

    /// All functions and classes.
    pub fn functions() -> Self {
        Self::of_kinds(Kinds::FUNCTION)
    }

    /// All symbols.
    pub fn symbols() -> Self {
        Self::of_kinds(Kinds::SYMBOL)
    }

    /// The values `x` with `x < bound`, or `x <= bound` if `inclusive`.
    ///
    /// Numbers, and `null`, `false` and `true` as 0, 0 and 1; never `undefined` or `NaN`. Strings, bigints and objects
    /// are left out although some of them would convert to a number that fits: where they are possible, the set is
    /// not exact, and neither is its complement.
    pub fn below(bound: f64, inclusive: bool) -> Self {
        let holds = |value: f64| value < bound || (inclusive && value == bound);
        let numbers = if bound.is_nan() { Numbers::none() } else { Numbers::below(bound, inclusive) };
        Self::new(Self::converted(holds), numbers, Texts::none(), Texts::none())
    }

    /// The values `x` with `x > bound`, or `x >= bound` if `inclusive`; see [`ValueSet::below`] for what is left out.
    pub fn above(bound: f64, inclusive: bool) -> Self {
        let holds = |value: f64| value > bound || (inclusive && value == bound);
        let numbers = if bound.is_nan() { Numbers::none() } else { Numbers::above(bound, inclusive) };
        Self::new(Self::converted(holds), numbers, Texts::none(), Texts::none())
    }

    /// The values that are no numbers but convert to one for which `holds`.
    fn converted(holds: impl Fn(f64) -> bool) -> Kinds {
        Kinds::NULL.and(Kinds::FALSE).when(holds(0.0)).and(Kinds::TRUE.when(holds(1.0)))
    }
}

/// The algebra.
impl ValueSet {
    /// The values in either set.
    pub fn union(&self, other: &Self) -> Self {
        if self == other {
            return self.clone();
        }
        self.complement().intersection(&other.complement()).complement()
    }

    /// The values in both sets.
    pub fn intersection(&self, other: &Self) -> Self {
        if self == other {
            return self.clone();
        }
        let (a, b) = (&*self.0, &*other.0);
        Self::new(
            Kinds(a.kinds.0 & b.kinds.0),
            a.numbers.intersection(&b.numbers),
            a.strings.intersection(&b.strings),
            a.bigints.intersection(&b.bigints),
        )
    }

    /// The values not in the set.
    pub fn complement(&self) -> Self {
        let parts = &*self.0;
        let numbers = parts.numbers.complement();
        Self::new(Kinds(!parts.kinds.0), numbers, parts.strings.complement(), parts.bigints.complement())
    }

    /// The values of this set that are not in the other.
    pub fn difference(&self, other: &Self) -> Self {
        self.intersection(&other.complement())
    }

    /// Whether no value is in the set.
    pub fn is_empty(&self) -> bool {
        let Parts { kinds, numbers, strings, bigints } = &*self.0;
        *kinds == Kinds::NONE && numbers.is_empty() && strings.is_empty() && bigints.is_empty()
    }

    /// Whether every value is in the set.
    pub fn is_universe(&self) -> bool {
        *self == Self::universe()
    }

    /// Whether the constant is in the set.
    pub fn contains(&self, constant: &Const) -> bool {
        let parts = &*self.0;
        match constant {
            Const::Undefined => parts.kinds.contains(Kinds::UNDEFINED),
            Const::Null => parts.kinds.contains(Kinds::NULL),
            Const::Bool(true) => parts.kinds.contains(Kinds::TRUE),
            Const::Bool(false) => parts.kinds.contains(Kinds::FALSE),
            Const::Number(number) if number.get().is_nan() => parts.kinds.contains(Kinds::NAN),
            Const::Number(number) => parts.numbers.contains(number.get()),
            Const::String(text) => parts.strings.contains(text),
            Const::BigInt(digits) => parts.bigints.contains(&canonical_digits(digits)),
        }
    }

    /// Whether every value of this set is in the other.
    pub fn is_subset_of(&self, other: &Self) -> bool {
        self.intersection(other) == *self
    }

    /// Whether no value is in both sets.
    pub fn is_disjoint_from(&self, other: &Self) -> bool {
        self.intersection(other).is_empty()
    }
}

/// What is in a set.
impl ValueSet {
    /// All members in the order of [`Const`], if they are constants and can be listed; a range of numbers cannot.
    pub fn constants(&self) -> Option<Vec<Const>> {
        let Parts { kinds, numbers, strings, bigints } = &*self.0;
        let mut constants = self.plain_constants()?;
        constants.extend(numbers.members()?.into_iter().map(Const::number));
        constants.extend(kinds.contains(Kinds::NAN).then(|| Const::number(f64::NAN)));
        constants.extend(strings.members()?.cloned().map(Const::String));
        constants.extend(bigints.members()?.cloned().map(Const::BigInt));
        constants.sort();
        Some(constants)
    }

    /// `undefined`, `null` and the booleans in the set; nothing if it holds values that are no constants.
    fn plain_constants(&self) -> Option<Vec<Const>> {
        let plain = [
            (Kinds::UNDEFINED, Const::Undefined),
            (Kinds::NULL, Const::Null),
            (Kinds::FALSE, Const::Bool(false)),
            (Kinds::TRUE, Const::Bool(true)),
        ];
        let kinds = self.0.kinds;
        let identities = Kinds::OBJECT.and(Kinds::FUNCTION).and(Kinds::SYMBOL);
        let listed = || plain.into_iter().filter(|(kind, _)| kinds.contains(*kind)).map(|(_, constant)| constant);
        (kinds.0 & identities.0 == 0).then(|| listed().collect())
    }

    /// A concrete member, or nothing if there is none.
    ///
    /// Prefers what tells most in a witness: a string (one of `hints` if it is a member, else a listed one, else an
    /// invented one), then a number, `true`, an object, `undefined` and the rest. The empty string is the last resort
    /// among strings.
    pub fn example(&self, hints: &[Const]) -> Option<Example> {
        example::choose(&self.0, hints)
    }

    /// The runs of consecutive numbers in the set, ascending, both ends included, `NaN` apart.
    pub(super) fn number_runs(&self) -> impl Iterator<Item = (f64, f64)> {
        self.0.numbers.runs()
    }
}

/// The digits of a bigint without leading zeros, so that equal bigints have equal digits.
fn canonical_digits(digits: &Arc<str>) -> Arc<str> {
    let (sign, magnitude) = match digits.strip_prefix('-') {
        Some(magnitude) => ("-", magnitude.trim_start_matches('0')),
        None => ("", digits.trim_start_matches('0')),
    };
    match magnitude {
        "" => Arc::from("0"),
        _ => Arc::from(format!("{sign}{magnitude}")),
    }
}
