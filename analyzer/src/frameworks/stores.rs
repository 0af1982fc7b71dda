//! Content and data servers with access maps: Payload, Keystone, graphql-shield.

use super::{Form, Proof};
use crate::contract::{Contract, Reading};
use crate::decide::{Decision, Encoding};

pub(super) const FORMS: &[Form] = &[
    // A `Where` object is "allowed, filtered"; nothing is a denial.
    Form {
        framework: "Payload",
        called: "an access function",
        proofs: &[
            Proof::Typed { names: &["Access", "FieldAccess", "CollectionAccess"], imported_from: &["payload"] },
            Proof::Property {
                within: "access",
                names: &["create", "read", "update", "delete", "admin", "unlock", "readVersions"],
                imported_from: &["payload"],
            },
            Proof::Takes { types: &["AccessArgs"], named: &[] },
        ],
        contract: || Contract::BOOLEAN_OR_FILTER,
        decides: true,
    },
    // Anything but a boolean is an error, and errors refuse.
    Form {
        framework: "Keystone",
        called: "an access function",
        proofs: &[
            Proof::Property {
                within: "operation",
                names: &["query", "create", "update", "delete"],
                imported_from: &["@keystone-6/core"],
            },
            Proof::Property {
                within: "filter",
                names: &["query", "update", "delete"],
                imported_from: &["@keystone-6/core"],
            },
            Proof::Property {
                within: "item",
                names: &["create", "update", "delete"],
                imported_from: &["@keystone-6/core"],
            },
        ],
        contract: || Contract::BOOLEAN_OR_FILTER,
        decides: true,
    },
    // Exactly `true` allows; an error or a text is the message of a denial.
    Form {
        framework: "graphql-shield",
        called: "a rule",
        proofs: &[Proof::Argument { callees: &["rule()", "rule"], imported_from: &["graphql-shield"] }],
        contract: shield_rule,
        decides: true,
    },
    Form {
        framework: "Strapi",
        called: "a policy",
        proofs: &[Proof::Property {
            within: "",
            names: &["policy"],
            imported_from: &["@strapi/utils", "@strapi/strapi"],
        }],
        contract: strapi_policy,
        decides: true,
    },
];

fn shield_rule() -> Contract {
    Contract { encoding: Encoding::Boolean, reading: Reading::True, nothing: Decision::Deny, error: Decision::Deny }
}

/// `true` and nothing allow.
fn strapi_policy() -> Contract {
    let reading = Reading::Truth { truthy: Decision::Allow, falsy: Decision::Deny, nullish: Decision::Allow };
    Contract { encoding: Encoding::Boolean, reading, nothing: Decision::Allow, error: Decision::Deny }
}
