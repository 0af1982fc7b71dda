//! Objects that are taken for the decision they hold.

use super::{Call, Misread, Misreader, Mistake, compares_answer, tests_presence, tests_truth};
use crate::calls::{Use, UseKind};
use crate::contract::Reading;
use crate::decide::Confidence;
use crate::project::FunctionRef;
use crate::summary::{GivenField, Kinds, fields_given, returns_objects};
use crate::vocabulary::{FieldMeaning, field_meaning};
use crate::words::{PERMISSION, PRINCIPAL, has_any, is_in, words};

impl<'p> Misreader<'_, 'p> {
    /// The first use that takes an object for the decision it holds.
    pub(super) fn object(&self, call: &Call<'p>, callee: FunctionRef, uses: &[Use]) -> Option<Misread> {
        let gives = self.program.summary(callee).gives;
        let settled = |one: &&Use| !gives.promise || one.awaited;
        if !gives.value.always_object() || uses.iter().any(looks_elsewhere) {
            return None;
        }
        let (one, compared) = uses.iter().filter(settled).find_map(|one| match () {
            () if tests_truth(one) || tests_presence(one) => Some((one, false)),
            () if compares_answer(one) => Some((one, true)),
            () => None,
        })?;
        let refusal = self.refusal_behind(one, false);
        let refuses = refusal.is_some() || self.refusal_behind(one, true).is_some();
        let (field, confidence) = self.meant(callee, call, uses, (refusal.is_some(), refuses))?;
        let mistake = if compared { Mistake::ObjectCompared { field } } else { Mistake::ObjectTested { field } };
        let found = self.found(call, Some(callee), mistake).taken_by(one);
        Some(Misread { refusal, confidence, tested: self.tested(call.expr.span, one), ..found })
    }

    /// The member that the test was meant for, if there is one, and how sure it is that the test was not meant as it is. With what is known of the
    /// branches: whether one refuses where nothing is there, whether any refuses.
    fn meant(
        &self,
        callee: FunctionRef,
        call: &Call<'p>,
        uses: &[Use],
        (refuses_without, refuses): (bool, bool),
    ) -> Option<(Option<String>, Confidence)> {
        let is_read =
            |name: &str| uses.iter().any(|one| matches!(&one.kind, UseKind::Member { property } if property == name));
        let fields = fields_given(self.program, callee);
        if let Some(field) = self.decision_field(callee, &fields) {
            let name = crate::calls::name_of(self.program, self.module, call.callee);
            let concerns = refuses || self.concern(callee, &name).is_some() || has_any(&name, PERMISSION);
            // A member that stands deeper is read through the one that holds it.
            let is_deep = fields.iter().all(|given| given.name != field);
            let reads_some = || uses.iter().any(|one| matches!(one.kind, UseKind::Member { .. }));
            let is_missed = if is_deep { !reads_some() } else { !is_read(&field) };
            return (concerns && is_missed).then_some((Some(field), Confidence::High));
        }
        let mut principals = fields.iter().filter(|field| is_absent_principal(field)).peekable();
        if let Some(first) = principals.peek() {
            let first = first.name.clone();
            let is_missed = refuses_without && !principals.any(|field| is_read(&field.name));
            return is_missed.then_some((Some(first), Confidence::High));
        }
        // Nobody is refused here; unless the callee refuses itself, nobody is refused at all.
        let name = crate::calls::name_of(self.program, self.module, call.callee);
        let is_about_who = has_any(&name, PERMISSION) || has_any(&name, PRINCIPAL);
        let never = refuses_without && !self.program.summary(callee).may_throw && returns_objects(self.program, callee);
        (never && is_about_who).then_some((None, Confidence::Medium))
    }

    /// The member of an answer that decides.
    fn decision_field(&self, callee: FunctionRef, fields: &[GivenField]) -> Option<String> {
        if self.is_check(callee)
            && let Some(candidate) = self.program.candidate(callee)
            && let Reading::Field(field) = &candidate.contract.reading
        {
            return Some(field.name.clone());
        }
        let decides = |field: &&GivenField| {
            let meaning = field_meaning(&field.name);
            let by_truth = matches!(meaning, Some(FieldMeaning::Allows | FieldMeaning::Denies | FieldMeaning::Asks));
            by_truth && field.value.meets(Kinds::BOOLEAN | Kinds::UNKNOWN)
        };
        fields.iter().find(decides).map(|field| field.name.clone())
    }
}

/// Whether somebody else may look into the answer.
fn looks_elsewhere(one: &Use) -> bool {
    match &one.kind {
        UseKind::Returned | UseKind::Stored | UseKind::Other => true,
        UseKind::Passed { to, .. } => to != "Boolean",
        UseKind::Tested { .. } | UseKind::Compared { .. } | UseKind::Member { .. } | UseKind::Dropped { .. } => false,
    }
}

/// Who acts, if anybody does: `user: User | null`.
fn is_absent_principal(field: &GivenField) -> bool {
    let names_principal = words(&field.name).last().is_some_and(|last| is_in(last, PRINCIPAL));
    names_principal && field.value.meets(Kinds::NOTHING)
}
