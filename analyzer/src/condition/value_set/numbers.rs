//! Sets of numbers, `NaN` apart.
//!
//! The doubles are a finite chain, so a set of them is a list of closed runs, and an open end is a closed end at the
//! neighbour: `x < 5` is everything up to the largest double below 5. That makes the representation canonical, which
//! open ends over a dense order would not be. Runs are kept over *ranks*, the position of a double in the chain.

/// The rank of positive infinity, the last of the chain.
const LAST: i64 = f64::INFINITY.to_bits() as i64;
/// The rank of negative infinity, the first of the chain.
const FIRST: i64 = -LAST;

/// How many neighbouring doubles are still listed one by one.
const ENUMERABLE: i64 = 64;

/// The position of a number that is not `NaN` in the chain of all doubles; both zeros have rank 0.
fn rank(number: f64) -> i64 {
    let magnitude = number.abs().to_bits() as i64;
    if number.is_sign_negative() { -magnitude } else { magnitude }
}

/// The number at a position of the chain.
fn number(rank: i64) -> f64 {
    let magnitude = f64::from_bits(rank.unsigned_abs());
    if rank < 0 { -magnitude } else { magnitude }
}

/// A run of ranks, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Run {
    low: i64,
    high: i64,
}

/// A set of numbers other than `NaN`: sorted runs with gaps between them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Numbers(Vec<Run>);

impl Numbers {
    /// No number.
    pub(super) fn none() -> Self {
        Numbers(Vec::new())
    }

    /// Every number but `NaN`, the infinities included.
    pub(super) fn all() -> Self {
        Numbers(vec![Run { low: FIRST, high: LAST }])
    }

    /// One number, which is not `NaN`.
    pub(super) fn of(value: f64) -> Self {
        Numbers(vec![Run { low: rank(value), high: rank(value) }])
    }

    /// The numbers below `bound`, which is not `NaN`.
    pub(super) fn below(bound: f64, inclusive: bool) -> Self {
        Self::run(FIRST, rank(bound) - i64::from(!inclusive))
    }

    /// The numbers above `bound`, which is not `NaN`.
    pub(super) fn above(bound: f64, inclusive: bool) -> Self {
        Self::run(rank(bound) + i64::from(!inclusive), LAST)
    }

    fn run(low: i64, high: i64) -> Self {
        Numbers(if low <= high { vec![Run { low, high }] } else { Vec::new() })
    }

    pub(super) fn intersection(&self, other: &Self) -> Self {
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut runs = Vec::new();
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            let (low, high) = (a.low.max(b.low), a.high.min(b.high));
            if low <= high {
                runs.push(Run { low, high });
            }
            if a.high < b.high {
                left.next()
            } else {
                right.next()
            };
        }
        Numbers(runs)
    }

    pub(super) fn complement(&self) -> Self {
        let mut runs = Vec::new();
        let mut low = FIRST;
        for run in &self.0 {
            if low < run.low {
                runs.push(Run { low, high: run.low - 1 });
            }
            low = run.high + 1;
        }
        if low <= LAST {
            runs.push(Run { low, high: LAST });
        }
        Numbers(runs)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn contains(&self, value: f64) -> bool {
        let rank = rank(value);
        !value.is_nan() && self.0.iter().any(|run| run.low <= rank && rank <= run.high)
    }

    /// The runs as numbers, both ends included.
    pub(super) fn runs(&self) -> impl Iterator<Item = (f64, f64)> {
        self.0.iter().map(|run| (number(run.low), number(run.high)))
    }

    /// The members one by one, unless they form ranges.
    pub(super) fn members(&self) -> Option<Vec<f64>> {
        let listed = self.0.iter().all(|run| run.high.saturating_sub(run.low) < ENUMERABLE);
        listed.then(|| self.0.iter().flat_map(|run| run.low..=run.high).map(number).collect())
    }

    /// A member, as plain as can be: 0, 1, -1, else a whole number near an end, else a midpoint or an end.
    pub(super) fn example(&self) -> Option<f64> {
        let near_ends = self.runs().flat_map(|(low, high)| [low.ceil(), high.floor()]).filter(|n| n.is_finite());
        let midpoints = self.runs().map(|(low, high)| f64::midpoint(low.next_down(), high.next_up()));
        let ends = self.runs().map(|(low, _)| low);
        [0.0, 1.0, -1.0].into_iter().chain(near_ends).chain(midpoints).chain(ends).find(|n| self.contains(*n))
    }
}
