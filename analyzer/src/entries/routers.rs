//! Routers put together: the paths in front of each route, and everything that runs in front of it, in order.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::calls::{At, Does, Event, Scan};
use super::{Found, Front, Group, chains, names};
use crate::frameworks::Scope;

/// Routers one inside the other.
const DEPTH: u32 = 8;

/// The entries of all files that are registered by calls.
pub(super) fn join(scans: Vec<Scan<'_>>) -> Vec<Found> {
    let (mut events, mut chained, mut placed, mut roots) = (Vec::new(), Vec::new(), Vec::new(), BTreeSet::new());
    for scan in scans {
        events.extend(scan.events);
        chained.extend(scan.chains);
        placed.extend(scan.placed);
        roots.extend(scan.roots);
    }
    let mut found = chains::named(chained, &placed);
    let mut registered = Vec::new();
    let mut routers = Routers { roots, ..Routers::default() };
    for event in events {
        match event.does {
            Does::Registers(_) => registered.push(event),
            Does::Mounts(ref child) => {
                routers.mounts.entry(child.clone()).or_default().push(event);
            }
            Does::Guards { .. } => routers.guards.entry(event.on.clone()).or_default().push(event),
        }
    }
    found.extend(registered.into_iter().filter_map(|event| routers.finished(event)));
    found
}

/// What is done to each router.
#[derive(Debug, Default)]
struct Routers {
    guards: FxHashMap<Group, Vec<Event>>,
    /// Where each router is mounted.
    mounts: FxHashMap<Group, Vec<Event>>,
    roots: BTreeSet<Group>,
}

/// What runs in front of something on a router, and the path that leads there.
#[derive(Debug, Clone, Default)]
struct Before {
    front: Vec<Front>,
    path: String,
    is_open: bool,
}

impl Routers {
    fn finished(&self, event: Event) -> Option<Found> {
        let Does::Registers(mut found) = event.does else { return None };
        let before = self.before(&event.on, event.at, event.path.as_deref(), DEPTH);
        let entry = &mut found.entry;
        let own = std::mem::take(&mut entry.front);
        entry.front = before.front.into_iter().chain(own).collect();
        entry.is_open |= before.is_open;
        entry.name = names::entry(entry.kind, &entry.name, &before.path);
        Some(*found)
    }

    /// What runs before something that is done to a router for a path.
    fn before(&self, on: &Group, at: At, path: Option<&str>, depth: u32) -> Before {
        let own_path = path.unwrap_or_default();
        let mut own = Before { path: own_path.to_owned(), ..Before::default() };
        for guard in self.guards.get(on).into_iter().flatten() {
            let Does::Guards { front, is_open, is_exact, covers } = &guard.does else { continue };
            let is_before = *covers == Scope::All || guard.at.may_be_before(at);
            let is_for = match (&guard.path, path) {
                (Some(guarded), Some(path)) => names::covers(guarded, *is_exact, path),
                _ => true,
            };
            if is_before && is_for {
                own.front.extend(front.iter().cloned());
                own.is_open |= is_open;
            }
        }
        let Some(depth) = depth.checked_sub(1) else { return Before { is_open: true, ..own } };
        let mounted = self.mounts.get(on).into_iter().flatten().filter(|mount| mount.on != *on);
        let outer = mounted.map(|mount| {
            let inside = names::join_path(mount.path.as_deref().unwrap_or_default(), own_path);
            let inside = if path.is_some() || mount.path.is_some() { Some(inside) } else { None };
            self.before(&mount.on, mount.at, inside.as_deref(), depth)
        });
        // Of several ways in the one with the least in front of it counts.
        match outer.min_by_key(|outer| outer.front.len()) {
            Some(outer) => Before {
                front: outer.front.into_iter().chain(own.front).collect(),
                path: outer.path,
                is_open: outer.is_open || own.is_open,
            },
            None => Before { is_open: own.is_open || !self.roots.contains(on), ..own },
        }
    }
}
