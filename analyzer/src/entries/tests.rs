//! What the corpus does not show: paths, and what the parameters of handlers are for.

use std::collections::BTreeMap;

use super::names::{covers, join_path, of_file};
use crate::channels::Role;
use crate::project::{ModuleId, Program, Unlinked};
use crate::{Limits, Settings, SourceFile, read};

#[test]
fn paths_are_joined() {
    assert_eq!(join_path("/pins/", "/:id"), "/pins/:id");
    assert_eq!((join_path("/pins", "/"), join_path("", "/")), ("/pins".to_owned(), "/".to_owned()));
    assert_eq!(join_path("", "pin:delete"), "pin:delete");
}

#[test]
fn guards_cover_whole_segments() {
    assert!(covers("/admin", false, "/admin/users") && covers("/admin/*", false, "/admin") && covers("*", false, "/x"));
    assert!(!covers("/admin", false, "/administer") && !covers("/pins", true, "/pins/a"));
}

#[test]
fn files_stand_for_paths() {
    assert_eq!(of_file("api/pins/[id]/route.ts", true), "/api/pins/:id");
    assert_eq!(of_file("(team)/pins.$id.tsx", false), "/pins/:id");
    assert_eq!(of_file("api/[...all].ts", false), "/api/*all");
    assert_eq!(of_file("api/index.ts", false), "/api");
}

/// The roles of the parameters of the first function of the second file.
fn roles(routes: &str, handlers: &str) -> Vec<Option<Role>> {
    let file = |path: &str, text: &str, imports: BTreeMap<String, _>| {
        let source = SourceFile::new(path, text);
        let module = read(&source, &Limits::default());
        Unlinked { source, module, imports }
    };
    let imports = BTreeMap::from([("./handlers".to_owned(), Ok(ModuleId(1)))]);
    let files = vec![file("routes.ts", routes, imports), file("handlers.ts", handlers, BTreeMap::new())];
    let program = Program::link(files, &Settings::default());
    let module = &program.file(ModuleId(1)).module;
    module.functions[0].params.iter().map(|param| module.standing.role(param.binding)).collect()
}

#[test]
fn handlers_of_other_files_know_what_their_parameters_are_for() {
    let express = "import { Router } from 'express'; import { PinController } from './handlers';
        const controller = new PinController(); Router().delete('/pins', wrap(controller.remove.bind(controller)));";
    let class = "export class PinController { remove(req, res) { return res.json(req.body); } }";
    assert_eq!(roles(express, class), [Some(Role::Request), Some(Role::Response)]);
}

#[test]
fn decorated_parameters_are_for_what_their_decorators_say() {
    let nest = "import { Body, Controller, Post } from '@nestjs/common'; import { CurrentUser } from './user';
        @Controller() export class Pins { @Post() save(@Body() pin, @CurrentUser() user, @Other() other) {} }";
    assert_eq!(roles("", nest), [Some(Role::Request), Some(Role::Principal), None]);
}
