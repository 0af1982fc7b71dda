//! Agent tools: permission callbacks, hooks, approvals.

use super::{Form, Proof};
use crate::contract::{Contract, Reading};
use crate::decide::{Decision, Encoding};

pub(super) const FORMS: &[Form] = &[
    Form {
        framework: "Claude Agent SDK",
        called: "a permission callback",
        proofs: &[
            Proof::Property { within: "", names: &["canUseTool"], imported_from: &[] },
            Proof::Typed { names: &["CanUseTool"], imported_from: &[] },
        ],
        contract: || Contract::object("behavior"),
        decides: true,
    },
    // No field that decides is no opinion: the hook lets the next stage decide.
    Form {
        framework: "Claude Agent SDK",
        called: "a hook",
        proofs: &[Proof::Typed { names: &["HookCallback"], imported_from: &[] }],
        contract: || Contract { nothing: Decision::NotApplicable, ..Contract::object("permissionDecision") },
        decides: false,
    },
    // Falsy, and nothing too, runs the tool unasked.
    Form {
        framework: "tool approval",
        called: "a predicate that asks for approval",
        proofs: &[
            Proof::Property {
                within: "",
                names: &["needsApproval", "requireApproval", "requireToolApproval"],
                imported_from: &[],
            },
            Proof::Typed { names: &["ToolApprovalFunction"], imported_from: &[] },
        ],
        contract: needs_approval,
        decides: true,
    },
    Form {
        framework: "AI SDK",
        called: "an approval policy",
        proofs: &[
            Proof::Property { within: "", names: &["toolApproval"], imported_from: &["ai"] },
            Proof::Typed { names: &["SingleToolApprovalFunction", "GenericToolApprovalFunction"], imported_from: &[] },
        ],
        contract: || Contract { nothing: Decision::Allow, ..Contract::words(Encoding::Literal) },
        decides: true,
    },
    Form {
        framework: "OpenAI Agents",
        called: "an approval callback",
        proofs: &[Proof::Property { within: "", names: &["onApproval"], imported_from: &["@openai/agents"] }],
        contract: || Contract::object("approve"),
        decides: true,
    },
    Form {
        framework: "OpenAI Agents",
        called: "a guardrail",
        proofs: &[Proof::Typed {
            names: &["InputGuardrailFunction", "OutputGuardrailFunction", "GuardrailFunctionOutput"],
            imported_from: &[],
        }],
        contract: || Contract { error: Decision::Deny, ..Contract::object("tripwireTriggered") },
        decides: true,
    },
    Form {
        framework: "Electron",
        called: "a permission handler",
        proofs: &[Proof::Argument { callees: &["setPermissionRequestHandler"], imported_from: &[] }],
        contract: || Contract::CALLBACK,
        decides: true,
    },
    Form {
        framework: "Electron",
        called: "a permission check",
        proofs: &[Proof::Argument {
            callees: &["setPermissionCheckHandler", "setDevicePermissionHandler"],
            imported_from: &[],
        }],
        contract: || Contract { nothing: Decision::Deny, ..Contract::BOOLEAN },
        decides: true,
    },
];

fn needs_approval() -> Contract {
    let reading = Reading::Truth { truthy: Decision::Ask, falsy: Decision::Allow, nullish: Decision::Allow };
    Contract { encoding: Encoding::Boolean, reading, nothing: Decision::Allow, error: Decision::Indeterminate }
}
