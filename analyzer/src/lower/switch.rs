//! `switch`: a chain of tests in order, bodies that fall through in source order, `default` tested last.

use swc_ecma_ast as ast;

use super::builder::{Builder, Effect, Value, comparison, span_of};
use super::frames::Frame;
use crate::cfg::{BinaryOp, BlockId, Fallthrough};
use crate::source::Span;

impl<'s> Builder<'s, '_> {
    pub(super) fn switch(&mut self, switch: &'s ast::SwitchStmt) {
        // `switch (true)`: each case is a condition of its own.
        let discriminant = if Self::is_true(&switch.discriminant) {
            None
        } else {
            let value = self.value(&switch.discriminant);
            Some(if value.effect == Effect::Stable { value } else { self.spill(value) })
        };
        let behind = self.block();
        let bodies: Vec<BlockId> = switch.cases.iter().map(|_| self.block()).collect();
        self.tests(&switch.cases, &bodies, discriminant.as_ref(), behind);
        self.frames.push(Frame::Breakable {
            labels: Vec::new(),
            break_to: behind,
            continue_to: None,
            unlabelled: true,
        });
        let mut above: Option<&ast::SwitchCase> = None;
        for (case, body) in switch.cases.iter().zip(bodies) {
            if let Some(above) = above.filter(|above| !above.cons.is_empty() && self.current.is_some()) {
                self.cfg.fallthroughs.push(Fallthrough { span: head(above), into: head(case), target: body });
            }
            self.goto(body);
            self.enter(body);
            self.statements(&case.cons);
            above = Some(case);
        }
        self.frames.pop();
        self.goto(behind);
        self.enter(behind);
    }

    fn tests(
        &mut self,
        cases: &'s [ast::SwitchCase],
        bodies: &[BlockId],
        discriminant: Option<&Value>,
        behind: BlockId,
    ) {
        let mut default = behind;
        for (case, &body) in cases.iter().zip(bodies) {
            let Some(test) = &case.test else {
                default = body;
                continue;
            };
            let next = self.block();
            match discriminant {
                None => self.branch(test, body, next),
                Some(discriminant) => {
                    let span = span_of(&**test);
                    let value = self.value(test);
                    let left = discriminant.expr.clone();
                    let equal = comparison(BinaryOp::StrictEquals, left, value.expr, span);
                    self.branch_on(equal, body, next);
                }
            }
            self.enter(next);
        }
        self.goto(default);
    }
}

/// `case 'guest'` or `default`.
fn head(case: &ast::SwitchCase) -> Span {
    let whole = span_of(case);
    let end = case.test.as_ref().map_or(whole.start + "default".len() as u32, |test| span_of(&**test).end);
    Span::new(whole.start, end)
}
