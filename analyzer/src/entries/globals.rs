//! Guards that stand in front of everything: `app.useGlobalGuards(…)`, `{ provide: APP_GUARD, useClass: … }`.

use std::collections::BTreeSet;

use super::follow::field;
use super::walk::for_each;
use super::{Found, Front, front};
use crate::cfg::ExprKind;
use crate::frameworks::Scope;
use crate::project::{ModuleId, Program};

/// A guard, the framework that runs it, and the files it covers.
struct Global {
    framework: String,
    front: Vec<Front>,
    covers: BTreeSet<ModuleId>,
}

/// Puts them in front of the entries of their frameworks.
pub(super) fn add(program: &Program, found: &mut [Found]) {
    let frameworks: BTreeSet<&str> = found.iter().map(|found| found.entry.framework.as_str()).collect();
    let has_globals = program.ids().first().is_some_and(|first| {
        let known = program.file(*first).module.standing.tables();
        known.filter(|framework| frameworks.contains(framework.name.as_str())).any(|framework| framework.has_globals())
    });
    if !has_globals {
        return;
    }
    let globals: Vec<Global> = program.of_each_file(|id| globals(program, id)).into_iter().flatten().collect();
    for one in found {
        let mine = globals.iter().filter(|global| {
            global.framework == one.entry.framework && global.covers.contains(&one.entry.registered.0)
        });
        let outer: Vec<Front> = mine.flat_map(|global| global.front.iter().cloned()).collect();
        let inner = std::mem::take(&mut one.entry.front);
        one.entry.front = outer.into_iter().chain(inner).collect();
    }
}

fn globals(program: &Program, id: ModuleId) -> Vec<Global> {
    let standing = &program.file(id).module.standing;
    if !standing.imported().any(|framework| framework.has_globals()) {
        return Vec::new();
    }
    let mut found: Vec<(String, Vec<Front>)> = Vec::new();
    for_each(program, id, &mut |around, expr| match &expr.kind {
        ExprKind::Object(fields) => {
            let Some(provided) = field(fields, "provide") else { return };
            let name = front::name_of(around.reader, provided);
            let framework = standing.imported().find(|framework| framework.decorators.providers.contains(&name));
            let guard = ["useClass", "useExisting", "useFactory", "useValue"].iter().find_map(|key| field(fields, key));
            if let (Some(framework), Some(guard)) = (framework, guard) {
                found.push((framework.name.clone(), front::of(around.reader, guard)));
            }
        }
        ExprKind::Call { callee, args } => {
            let ExprKind::Member { property, .. } = &callee.kind else { return };
            let framework = standing.imported().find(|framework| {
                let mut registrations = framework.registrations.iter();
                registrations.any(|one| one.covers == Scope::Program && one.by.contains(property))
            });
            if let Some(framework) = framework {
                found.push((framework.name.clone(), front::of_arguments(around.reader, args).0));
            }
        }
        _ => {}
    });
    if found.is_empty() {
        return Vec::new();
    }
    let covers = program.loaded_with(id);
    found.into_iter().map(|(framework, front)| Global { framework, front, covers: covers.clone() }).collect()
}
