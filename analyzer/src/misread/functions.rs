//! Functions that are tested, or asked for each element of a list, where their answers are meant.

use super::{Misread, Misreader, Mistake};
use crate::calls::{Asked, CallSite, name_of};
use crate::decide::Confidence;
use crate::module::{Function, FunctionForm, FunctionId, TypeDeclaration};
use crate::project::{FunctionRef, for_each_call};

/// Methods of lists that go by the truth of what a function answers.
const ASKING: &[&str] = &["filter", "some", "every", "find", "findIndex", "findLast", "findLastIndex"];

impl<'p> Misreader<'_, 'p> {
    /// Functions that are named and not called.
    pub(super) fn functions(&self) -> Vec<Misread> {
        let values = self.uses.functions_as_values().chain(self.tested_members());
        values.filter_map(|site| self.as_value(&site)).collect()
    }

    /// Methods whose truth is tested, unless their being there may be the question.
    fn tested_members(&self) -> impl Iterator<Item = CallSite> {
        self.uses.tested_members().filter_map(|(member, site)| {
            let at = FunctionRef { module: self.module, function: site.caller };
            let callee = self.program.function_behind(at, member).ok()?;
            let is_getter = self.program.function(callee).form == FunctionForm::Getter;
            let asked = !is_getter && !self.is_optional(callee, &site.name);
            asked.then_some(CallSite { callee: Ok(callee), ..site })
        })
    }

    fn as_value(&self, site: &CallSite) -> Option<Misread> {
        let callee = *site.callee.as_ref().ok()?;
        match &site.asked {
            Asked::Tested { .. } => {
                let is_asked = self.is_check(callee) && !self.calls(site.caller, &site.name);
                is_asked.then(|| named(site, callee, Mistake::FunctionTested, Confidence::High))
            }
            Asked::Handed { to, index: 0 } => self.asked_by_list(site, callee, to),
            _ => None,
        }
    }

    /// A method of a list that is handed a function which gives promises.
    fn asked_by_list(&self, site: &CallSite, callee: FunctionRef, to: &str) -> Option<Misread> {
        let by = to.rsplit('.').next().filter(|by| ASKING.contains(by))?;
        let is_method = self.program.file(self.module).source.slice(site.by).contains(&format!(".{by}"));
        let promises = self.program.summary(callee).gives.always_promise;
        // What a function of the project does with it, or gives a promise of, is not the language's method of lists.
        let is_other = self.program.callee_at(self.module, site.by).is_some()
            || self.uses.at(site.block, site.caller, site.by).iter().any(|one| one.awaited);
        if !promises || !is_method || is_other {
            return None;
        }
        let within = callee.module == self.module && self.asks_check(callee.function);
        let confidence = self.concern(callee, &site.name).or(within.then_some(Confidence::High))?;
        Some(named(site, callee, Mistake::PromiseAsked { by: by.to_owned() }, confidence))
    }

    /// Whether a function calls something by this name: then its being there is what is asked before.
    fn calls(&self, caller: FunctionId, name: &str) -> bool {
        let at = FunctionRef { module: self.module, function: caller };
        let mut found = false;
        for_each_call(&self.program.function(at).cfg, &mut |_, _, callee| {
            found |= name_of(self.program, self.module, callee) == name;
        });
        found
    }

    /// Whether an interface that the method's class implements need not have it.
    fn is_optional(&self, callee: FunctionRef, name: &str) -> bool {
        let own = name.rsplit('.').next().unwrap_or(name);
        let Function { class: Some(class), .. } = self.program.function(callee) else { return false };
        let types = &self.program.file(callee.module).module.types;
        class.implements.iter().chain(&class.extends).any(|base| match types.get(base) {
            Some(TypeDeclaration::Interface { members, .. }) => {
                members.iter().any(|member| member.name == own && member.optional)
            }
            _ => false,
        })
    }
}

fn named(site: &CallSite, callee: FunctionRef, mistake: Mistake, confidence: Confidence) -> Misread {
    Misread {
        function: site.caller,
        name: site.name.clone(),
        callee: Some(callee),
        span: site.span,
        mistake,
        taken: None,
        refusal: None,
        confidence,
        awaitable: None,
        tested: None,
    }
}
