//! Libraries in which a policy is data: rules are declared in one place and decide where they are asked.

use super::{Form, Proof};
use crate::contract::Contract;

pub(super) const FORMS: &[Form] = &[
    // No rule is a denial, and the last rule that matches wins.
    Form {
        framework: "CASL",
        called: "a definition of abilities",
        proofs: &[
            Proof::Argument { callees: &["defineAbility"], imported_from: &["@casl/ability"] },
            Proof::Makes { class: "AbilityBuilder", imported_from: &["@casl/ability"] },
        ],
        contract: || Contract::BUILDER,
        decides: true,
    },
];
