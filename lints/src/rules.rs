//! Every rule, in the order in which one wrong exit is given to one of them.

mod always_allow;
mod bypass_switch;
mod constant_condition;
mod default_allow;
mod deny_without_return;
mod fail_open_error;
mod inverted_check;
mod late_check;
mod loose_match;
mod mass_assignment;
mod mismatched_check;
mod missing_denial;
mod object_as_decision;
mod overwritten_deny;
mod partial_decision;
mod request_controlled;
mod skippable_check;
mod suppression_without_reason;
mod unaudited_decision;
mod unawaited_check;
mod undefined_match;
mod unenforced_check;
mod unguarded_entry;
mod unguarded_sibling;
mod unknown_value;
mod unreachable_allow;
mod unreachable_deny;
mod unready_guard;
mod unscoped_sibling;
mod unused_principal;
pub(crate) mod unused_suppression;
mod vacuous_allow;
mod weaker_sibling;

use crate::rule::Rule;

/// Every rule. Everything that lists rules is printed from here.
pub const RULES: &[&Rule] = &[
    &fail_open_error::RULE,
    &deny_without_return::RULE,
    &unawaited_check::RULE,
    &object_as_decision::RULE,
    &unenforced_check::RULE,
    &inverted_check::RULE,
    &constant_condition::RULE,
    &undefined_match::RULE,
    &unknown_value::RULE,
    &request_controlled::RULE,
    &overwritten_deny::RULE,
    &unreachable_deny::RULE,
    &mismatched_check::RULE,
    &skippable_check::RULE,
    &partial_decision::RULE,
    &unready_guard::RULE,
    &bypass_switch::RULE,
    &loose_match::RULE,
    &vacuous_allow::RULE,
    &always_allow::RULE,
    &missing_denial::RULE,
    &default_allow::RULE,
    &late_check::RULE,
    &mass_assignment::RULE,
    &unused_principal::RULE,
    &unscoped_sibling::RULE,
    &unguarded_entry::RULE,
    &unguarded_sibling::RULE,
    &weaker_sibling::RULE,
    &unreachable_allow::RULE,
    &unaudited_decision::RULE,
    &suppression_without_reason::RULE,
    &unused_suppression::RULE,
];
