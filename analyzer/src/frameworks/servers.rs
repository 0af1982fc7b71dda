//! Web servers: Fastify, Hono, Koa, Express, NestJS, tRPC, Next.js.

use super::{Form, Proof};
use crate::contract::{Contract, Reading};
use crate::decide::{Decision, Encoding};

pub(super) const FORMS: &[Form] = &[
    Form {
        framework: "NestJS",
        called: "a guard",
        proofs: &[
            Proof::Method { of: &["CanActivate", "AuthGuard"], name: "canActivate" },
            // Interceptors and decorators take one too.
            Proof::Takes { types: &["ExecutionContext"], named: &["canActivate"] },
        ],
        contract: nest_guard,
        decides: true,
    },
    // A hook that just ends lets through; answering or throwing stops the chain, with or without a `return`.
    Form {
        framework: "Fastify",
        called: "a hook",
        proofs: &[
            Proof::Typed {
                names: &[
                    "preHandlerHookHandler",
                    "onRequestHookHandler",
                    "preValidationHookHandler",
                    "preHandlerAsyncHookHandler",
                    "onRequestAsyncHookHandler",
                ],
                imported_from: &[],
            },
            Proof::Argument { callees: &["addHook"], imported_from: &[] },
            Proof::Property {
                within: "",
                names: &["onRequest", "preHandler", "preValidation"],
                imported_from: &["fastify"],
            },
            Proof::Takes { types: &["FastifyRequest", "FastifyReply"], named: &[] },
        ],
        contract: fastify_hook,
        decides: false,
    },
    Form {
        framework: "Hono",
        called: "a middleware",
        proofs: &[
            Proof::Typed { names: &["MiddlewareHandler"], imported_from: &[] },
            Proof::Argument { callees: &["createMiddleware"], imported_from: &["hono"] },
        ],
        contract: || Contract::CONTINUATION,
        decides: false,
    },
    Form {
        framework: "Express",
        called: "a middleware",
        proofs: &[Proof::Typed {
            names: &["RequestHandler", "ErrorRequestHandler", "NextHandleFunction"],
            imported_from: &[],
        }],
        contract: || Contract::CONTINUATION,
        decides: false,
    },
    Form {
        framework: "Koa",
        called: "a middleware",
        proofs: &[Proof::Typed { names: &["Middleware"], imported_from: &["koa", "@koa/router", "koa-router"] }],
        contract: || Contract::CONTINUATION,
        decides: false,
    },
    Form {
        framework: "tRPC",
        called: "a middleware",
        proofs: &[Proof::Argument { callees: &["middleware"], imported_from: &["@trpc/server"] }],
        contract: || Contract::CONTINUATION,
        decides: false,
    },
    Form {
        framework: "Next.js",
        called: "the middleware",
        proofs: &[
            Proof::Exported { names: &["middleware", "proxy", "default"], files: &["middleware", "proxy"] },
            Proof::Typed { names: &["NextMiddleware"], imported_from: &[] },
        ],
        contract: next_middleware,
        decides: false,
    },
];

/// Truthy lets through, whatever it is; anything else, nothing included, is refused with 403.
fn nest_guard() -> Contract {
    let reading = Reading::Truth { truthy: Decision::Allow, falsy: Decision::Deny, nullish: Decision::Deny };
    Contract { encoding: Encoding::Boolean, reading, nothing: Decision::Deny, error: Decision::Deny }
}

fn fastify_hook() -> Contract {
    let reading = Reading::Truth { truthy: Decision::Allow, falsy: Decision::Allow, nullish: Decision::Allow };
    Contract { encoding: Encoding::Continuation, reading, nothing: Decision::Allow, error: Decision::Deny }
}

fn next_middleware() -> Contract {
    const MADE: &[(&str, Decision)] =
        &[("NextResponse.next", Decision::Allow), ("NextResponse.rewrite", Decision::Allow)];
    let reading = Reading::Made { by: MADE, truthy: Decision::Deny, nullish: Decision::Allow };
    Contract { encoding: Encoding::Response, reading, nothing: Decision::Allow, error: Decision::Deny }
}
