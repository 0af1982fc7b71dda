//! The tables that are built in.

use std::sync::{Arc, LazyLock};

use super::table::Framework;

/// Reads the texts of tables, by the names of their files.
macro_rules! texts {
    ($($name:literal,)*) => { &[$(($name, include_str!(concat!($name, ".json")))),*] };
}

/// Their texts. Where two tables would know one function, the first one does: what is about permission alone comes before what may be.
pub(super) const TEXTS: &[(&str, &str)] = texts! {
    "claude-agent",
    "ai-sdk",
    "openai-agents",
    "mastra",
    "langchain",
    "langgraph",
    "mcp",
    "tool-approval",
    "electron",
    "vscode",
    "casl",
    "payload",
    "keystone",
    "graphql-shield",
    "strapi",
    "backstage",
    "next-auth",
    "auth-js",
    "passport",
    "express-jwt",
    "firebase",
    "aws-lambda",
    "angular",
    "vue-router",
    "socket-io",
    "ws",
    "clerk",
    "better-auth",
    "type-graphql",
    "routing-controllers",
    "nest",
    "fastify",
    "hono",
    "express",
    "koa",
    "trpc",
    "orpc",
    "safe-action",
    "next",
    "react-router",
    "sveltekit",
    "graphql",
    "ts-pattern",
    "drizzle",
    "prisma",
    "typeorm",
    "mongoose",
    "knex",
    "sequelize",
    "kysely",
    "sql",
    "node",
    "processes",
    "http-clients",
    "answers",
    "http-errors",
};

/// The built-in tables. One that can't be read is left out here, and fails a test.
pub(super) fn tables() -> &'static [Arc<Framework>] {
    static TABLES: LazyLock<Vec<Arc<Framework>>> =
        LazyLock::new(|| TEXTS.iter().filter_map(|(_, text)| serde_json::from_str(text).ok()).map(Arc::new).collect());
    &TABLES
}
