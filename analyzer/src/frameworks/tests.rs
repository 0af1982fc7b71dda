//! The built-in tables, and what is asked of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::built_in::{TEXTS, tables};
use super::{Framework, Origin};
use crate::cfg::{Block, End};
use crate::project::{ModuleId, Program, Unlinked};
use crate::{Limits, Module, Settings, SourceFile, read};

fn module(text: &str) -> Module {
    read(&SourceFile::new("src/a.ts", text), &Limits::default())
}

#[test]
fn every_table_can_be_read() {
    for (name, text) in TEXTS {
        let table: Result<Framework, _> = serde_json::from_str(text);
        assert!(table.is_ok(), "{name}: {table:?}");
    }
    assert_eq!(tables().len(), TEXTS.len());
    let names: BTreeSet<&str> = tables().iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names.len(), TEXTS.len(), "a name is there twice");
}

#[test]
fn every_file_is_a_table() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/frameworks");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().to_str()?.strip_suffix(".json").map(str::to_owned))
        .collect();
    assert_eq!(files, TEXTS.iter().map(|(name, _)| (*name).to_owned()).collect());
}

/// What is written is what the reader looks for.
#[test]
fn tables_say_what_can_be_found() {
    for table in tables() {
        let name = &table.name;
        for form in &table.forms {
            let article = ["a ", "an ", "the "].iter().any(|article| form.called.starts_with(article));
            assert!(article && !form.when.is_empty(), "{name}: {}", form.called);
            let plain = |note: &String| !note.ends_with('.') && !note.is_empty();
            assert!(form.note.as_ref().is_none_or(plain), "{name}: {:?}", form.note);
            for key in form.parameters.keys() {
                assert!(is_parameter(key), "{name}: {key}");
            }
        }
        for registration in &table.registrations {
            assert!(!registration.by.is_empty(), "{name}");
            assert!(registration.parameters.keys().all(|key| is_parameter(key)), "{name}");
        }
        for path in table.request.iter().chain(&table.principal) {
            let first = path.split('.').next().unwrap();
            let rooted = ["request", "context", "principal"].contains(&first) || first.ends_with("()");
            assert!(rooted, "{name}: {path}");
        }
    }
}

fn is_parameter(key: &str) -> bool {
    let index = key.split('.').next().unwrap_or_default();
    index == "last" || index.parse::<usize>().is_ok()
}

#[test]
fn what_never_returns_and_what_is_canonical_goes_by_its_module() {
    let standing = module("").standing;
    assert!(standing.never_returns("next/navigation", "redirect"));
    assert!(standing.never_returns("@sveltejs/kit", "error"));
    assert!(!standing.never_returns("./navigation", "redirect"));
    assert!(!standing.never_returns("next/navigation", "useRouter"));
    assert!(standing.canonicalises("node:path", "resolve") && standing.canonicalises("fs/promises", "realpath"));
    assert!(!standing.canonicalises("path", "join") && !standing.canonicalises("pathological", "resolve"));
}

#[test]
fn what_may_be_nothing_goes_by_what_the_file_imports() {
    let standing = module("import { PrismaClient } from '@prisma/client';").standing;
    assert!(standing.is_nullable("findUnique"));
    assert!(!standing.is_nullable("findUniqueOrThrow") && !standing.is_nullable("findById"));
    assert!(!module("").standing.is_nullable("findUnique"));
}

#[test]
fn registrations_go_by_what_the_file_imports() {
    let known = |text: &str, callee: &str| {
        let standing = module(text).standing;
        standing.registration(callee).map(|(framework, found)| (framework.name.clone(), found.covers))
    };
    use super::Scope::{All, Later};
    assert_eq!(known("import express from 'express';", "app.use"), Some(("Express".to_owned(), Later)));
    assert_eq!(known("import { Server } from 'socket.io';", "io.use"), Some(("Socket.IO".to_owned(), All)));
    assert_eq!(known("import express from 'express';", "app.reuse"), None);
    assert_eq!(known("", "app.use"), None);
}

/// What is returned by the first function of a text.
fn origin(text: &str) -> Option<Origin> {
    let module = module(text);
    let returned = module.functions[0].cfg.graph.node_weights().find_map(|block: &Block| match &block.end {
        End::Return { value, .. } => value.clone(),
        _ => None,
    });
    module.standing.origin(&module, &returned.unwrap())
}

#[test]
fn values_come_from_the_request_or_say_who_asks() {
    let express = "import type { Request, Response, RequestHandler } from 'express';\n";
    let of = |body: &str| origin(&format!("{express}const f: RequestHandler = (req, res) => {body};"));
    assert_eq!(of("req.body.id"), Some(Origin::Request));
    assert_eq!(of("req.get('host')"), Some(Origin::Request));
    assert_eq!(of("req.user.id"), Some(Origin::Principal));
    assert_eq!(of("req.bodyguard"), None);
    assert_eq!(of("res.body"), None);
    let session = "import { getServerSession } from 'next-auth';\n";
    assert_eq!(origin(&format!("{session}const f = () => getServerSession();")), Some(Origin::Principal));
    assert_eq!(origin("const f = () => getServerSession();"), None);
}

/// The names of the functions that have a form, with what it is called.
fn forms(text: &str) -> Vec<String> {
    let module = module(text);
    let ids = (0..module.functions.len() as u32).map(crate::FunctionId);
    ids.filter_map(|id| {
        let proven = module.standing.form(id)?;
        Some(format!("{} {}", module.functions[id.0 as usize].name, proven.reason()))
    })
    .collect()
}

#[test]
fn guards_stand_among_the_arguments_of_a_registration() {
    let text = "import express from 'express';
        const app = express();
        const seen = new Map();
        function admins(req, res, next) {}
        function show(req, res) {}
        app.use(admins);
        app.get('/a', (req, res, next) => {}, show);
        app.get('/b', [admins, (req, res, next) => {}], show);
        seen.get('/c', (a, b, c) => {}, show);";
    let guard = "is a middleware of Express";
    assert_eq!(
        forms(text),
        [format!("admins {guard}"), format!("app.get('/a') {guard}"), format!("app.get('/b') {guard}")]
    );
}

#[test]
fn functions_are_handed_over_by_their_names() {
    let text = "import { fastify } from 'fastify';
        async function admins(request) {}
        const members = async (request) => {};
        async function others(request) {}
        const onRequest = async (request) => {};
        app.route({ method: 'GET', url: '/', preHandler: [admins, others.name], handler: others });
        app.get('/', { preHandler: members }, others);
        app.get('/', { onRequest }, others);";
    let hook = "is a hook of Fastify";
    assert_eq!(forms(text), [format!("admins {hook}"), format!("members {hook}"), format!("onRequest {hook}")]);
}

#[test]
fn without_the_import_nothing_is_registered() {
    assert_eq!(forms("app.use((req, res, next) => {}); io.use((socket, next) => {});"), [] as [&str; 0]);
}

#[test]
fn the_number_of_parameters_tells_forms_apart() {
    let text = "import { WebSocketServer } from 'ws';
        new WebSocketServer({ verifyClient: info => true });
        new WebSocketServer({ verifyClient: (info, done) => done(true) });";
    assert_eq!(
        forms(text),
        [
            "WebSocketServer.verifyClient is a handshake check of ws",
            "WebSocketServer.verifyClient is a handshake check with a callback of ws"
        ]
    );
}

/// A file without any of them holds no guard that a table alone makes one.
#[test]
fn marks_are_what_tells_frameworks_apart() {
    let marks = super::marks();
    for mark in ["CanUseTool", "verifyClient", "'graphql-shield", "\"@angular/router", "needsApproval", "Strategy"] {
        assert!(marks.iter().any(|known| known == mark), "{mark}: {marks:?}");
    }
    assert!(marks.iter().all(|mark| mark.len() > 6), "{marks:?}");
}

#[test]
fn guards_of_other_files_are_handed_over_by_their_names() {
    let file = |path: &str, text: &str, imports: BTreeMap<String, _>| {
        let source = SourceFile::new(path, text);
        let module = read(&source, &Limits::default());
        Unlinked { source, module, imports }
    };
    let app = "import { fastify } from 'fastify'; import { admins, list } from './guards';
        fastify().get('/', { preHandler: [admins] }, list);";
    let guards = "export async function admins(request) {} export async function list(request) {}";
    let imports = BTreeMap::from([("./guards".to_owned(), Ok(ModuleId(1)))]);
    let files = vec![file("app.ts", app, imports), file("guards.ts", guards, BTreeMap::new())];
    let program = Program::link(files, &Settings::default());
    let standing = &program.file(ModuleId(1)).module.standing;
    let handed_to = |function: u32| standing.form(crate::FunctionId(function)).map(|proven| proven.handed_to.clone());
    assert_eq!(handed_to(0), Some(Some("fastify().get('/').preHandler".to_owned())));
    assert_eq!(handed_to(1), None);
}
