//! A condition as its author wrote it, judged by itself.

use rustc_hash::FxHashMap;

use crate::cfg::{BlockId, Outcome, WrittenCondition};
use crate::condition::Condition;

use super::flow::reverse_postorder;
use super::{Evaluator, ExitKind, Place, State};

impl Evaluator<'_> {
    /// When a written condition holds and when it fails, judged by itself: whatever led to it. `None` where evaluation never came to it.
    pub fn alone(&mut self, written: &WrittenCondition) -> Option<(Condition, Condition)> {
        let mut place = self.place(self.function);
        place.derefs_prove = false;
        let cfg = self.cfg(&place);
        let entry = self.entries.get(&written.entry)?;
        let state = State { reach: Condition::TRUE, env: entry.env.clone() };
        let stops = crate::idle::stops(written);
        let mut incoming: FxHashMap<BlockId, Vec<State>> = FxHashMap::default();
        incoming.insert(written.entry, vec![state]);
        let (mut holds, mut fails) = (Condition::FALSE, Condition::FALSE);
        for block in reverse_postorder(cfg) {
            let Some(states) = incoming.remove(&block) else { continue };
            let state = self.joined(&place, states);
            let tested = match &written.outcome {
                Outcome::Tested { then, .. } if block == *then => Some((state.reach, Condition::FALSE)),
                Outcome::Tested { otherwise, .. } if block == *otherwise => Some((Condition::FALSE, state.reach)),
                Outcome::Returned(_) if stops.contains(&block) => {
                    Some(self.returned_truth(&place, block, state.clone()))
                }
                _ => None,
            };
            if let Some((yes, no)) = tested {
                holds = self.conditions.or(holds, yes);
                fails = self.conditions.or(fails, no);
                continue;
            }
            for (_, target, state) in self.run_block(&place, block, state, &mut Vec::new()) {
                incoming.entry(target).or_default().push(state);
            }
        }
        (!self.conditions.exceeded()).then_some((holds, fails))
    }

    fn returned_truth(&mut self, place: &Place, block: BlockId, state: State) -> (Condition, Condition) {
        let mut exits = Vec::new();
        let reach = state.reach;
        self.run_block(place, block, state, &mut exits);
        let mut holds = Condition::FALSE;
        for exit in exits.iter().filter(|exit| exit.kind == ExitKind::Return) {
            let truth = self.truth(&exit.value);
            holds = self.conditions.or(holds, truth);
        }
        let not = self.conditions.not(holds);
        (holds, self.conditions.and(reach, not))
    }
}
