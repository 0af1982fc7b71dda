//! What a function's name and comment say: polarity, exceptions.

use crate::cfg::{End, ExprKind};
use crate::contract::Contract;
use crate::decide::Decision;
use crate::module::{FunctionForm, Position};
use crate::versions::mentions;
use crate::words::{ACTS, ASKS, CONFIRMATION, DENIES, GRANTS, PERMISSION, REFUSES, UNASKED, is_in, words};

use super::Signals;

impl Signals<'_> {
    pub(super) fn name_asks(&self) -> bool {
        self.name.first().is_some_and(|first| is_in(first, ASKS))
            && self.name.iter().skip(1).any(|word| is_in(word, CONFIRMATION))
            && !self.leaves_unasked()
    }

    /// `shouldAutoApprove`, `canSkipConfirmation`.
    pub(super) fn leaves_unasked(&self) -> bool {
        let unasked = self.name.iter().position(|word| UNASKED.contains(&word.as_str()));
        unasked.is_some_and(|at| self.name[at..].iter().any(|word| is_in(word, CONFIRMATION)))
    }

    /// A limit on how often or how much is about availability, not about rights.
    pub(super) fn is_limit(&self) -> bool {
        let has = |word: &str| self.name.iter().any(|own| own == word);
        has("rate") && (has("limit") || has("limited"))
            || has("throttle")
            || has("throttled")
            || has("quota")
            || has("max")
            || has("usage")
            || self.name.last().is_some_and(|last| is_in(last, &["limit"]))
            || self.function.class.as_ref().is_some_and(|class| {
                words(&class.name)
                    .last()
                    .is_some_and(|last| ["bucket", "limiter", "throttler"].contains(&last.as_str()))
            })
    }

    /// A helper that is a decision (`deny(reason): never`, `allow = () => ({ status: 'allow' })`) checks nothing.
    pub(super) fn is_decision(&self) -> bool {
        self.is_denial() || self.makes_decision()
    }

    /// Puts together the decision its name says: it tests nothing and leaves nothing that it is handed unread.
    fn makes_decision(&self) -> bool {
        let is_first = |list: &[&str]| self.name.first().is_some_and(|first| list.contains(&first.as_str()));
        let named = is_first(REFUSES) || is_first(GRANTS) || is_first(ACTS);
        let one_word = self.name.len() == 1 && !self.name[0].starts_with("authori") && self.returns.is_empty();
        if named && one_word && !self.function.params.is_empty() && (self.grants || self.refuses) && !self.continues {
            return true;
        }
        let untested = named && self.function.cfg.tests.is_empty();
        let [answer] = self.returns[..] else {
            // It grants or refuses what it is told to.
            return untested && self.returns.is_empty() && self.throws.is_empty() && (self.grants || self.refuses);
        };
        let params = &self.function.params;
        let object = matches!(answer.kind, ExprKind::Object(_));
        let reads_all = params.iter().all(|param| mentions(answer, param.binding));
        untested && (object && reads_all || self.channels.is_refusal(answer))
    }

    fn is_denial(&self) -> bool {
        let returns = self
            .function
            .cfg
            .graph
            .node_weights()
            .any(|block| matches!(block.end, End::Return { .. } | End::FallsOff { .. }));
        let named = self
            .name
            .first()
            .is_some_and(|first| is_in(first, REFUSES) || ["throw", "fail", "handle"].contains(&first.as_str()));
        !returns && !self.throws.is_empty() && named
    }

    /// What a boolean of this name means.
    pub(super) fn boolean(&self) -> Contract {
        let negated = self.name.iter().any(|word| word == "not" || word == "non" || word == "no" || word == "un");
        if self.refuses_by_name() {
            return Contract::BOOLEAN;
        }
        if self.name_asks() {
            return Contract::inverted(Decision::Ask);
        }
        let mut words = self.name.iter().enumerate();
        let denies = words.any(|(index, word)| DENIES.contains(&word.as_str()) && !self.is_block_of_something(index))
            && !self.name.iter().any(|word| ["can", "may", "allowed", "allow", "permitted"].contains(&word.as_str()));
        match denies != negated {
            true if denies || self.name.iter().any(|word| is_in(word, PERMISSION)) => {
                Contract::inverted(Decision::Deny)
            }
            _ => Contract::BOOLEAN,
        }
    }

    pub(super) fn asks_for_sign_in(&self) -> bool {
        let sign_in = [
            "authenticated", "authentication", "login", "session", "auth", "signed", "logged", "user", "identity",
            "anonymous",
        ];
        self.asks_for_proof()
            || self.name.iter().any(|word| sign_in.contains(&word.as_str()))
                && !self.name.iter().any(|word| is_in(word, &["permission", "role", "access", "admin", "owner", "can"]))
    }

    /// Its name or comment says that it refuses some; to sign in is open to whoever is not refused.
    pub(super) fn says_deny_list(&self) -> bool {
        if matches!(&self.name[..], [sign, last] if sign == "sign" && (last == "in" || last == "up")) {
            return true;
        }
        let text = format!("{} {}", self.own_name, self.function.doc).to_lowercase().replace(['-', '_'], " ");
        [
            "deny list", "denylist", "block list", "blocklist", "black list", "blacklist", "blocked", "by default",
            "default allow", "allowed unless", "everyone but",
        ]
        .iter()
        .any(|phrase| text.contains(phrase))
    }

    pub(super) fn refuses_by_name(&self) -> bool {
        let class = self.function.class.as_ref().map(|class| words(&class.name)).unwrap_or_default();
        let none = ["nobody", "noone", "never", "none"];
        let names = [&self.name, &class];
        names.into_iter().any(|words| {
            words.iter().any(|word| none.contains(&word.as_str()))
                || words.windows(2).any(|pair| pair == ["deny", "all"] || pair == ["no", "one"])
        })
    }

    /// `throwIfBanned`, `rejectUnless`, `redirectIfAuthenticated`.
    pub(super) fn names_denial(&self) -> bool {
        matches!(&self.name[..], [verb, when, ..] if when == "if"
            && (["throw", "redirect", "return"].contains(&verb.as_str()) || REFUSES.contains(&verb.as_str())))
    }

    pub(super) fn is_open_by_name(&self) -> bool {
        let open = [
            "public", "anyone", "everyone", "anybody", "everybody", "permissive", "unrestricted", "open", "guest",
            "anonymous",
        ];
        let idle = ["null", "noop", "no", "fake", "mock", "stub", "dummy", "default", "base", "abstract"];
        let all = self.name.windows(2).any(|pair| pair == ["allow", "all"] || pair == ["always", "allow"]);
        let class = self.function.class.as_ref().map(|class| words(&class.name)).unwrap_or_default();
        // One way to answer an interface, or one entry of a table, which is asked nothing: what it says is what it is.
        let implements = self.function.class.as_ref().is_some_and(|class| !class.implements.is_empty());
        let entry =
            matches!(self.function.position, Position::Property { .. }) && self.function.form == FunctionForm::Arrow;
        let one_of_many = self.function.params.is_empty() && (implements || entry);
        // To open something is an act: `canOpen`.
        let says_open = |word: &String| word != "open" && open.contains(&word.as_str());
        all || one_of_many
            || self.name.iter().any(says_open)
            || class.iter().any(|word| idle.contains(&word.as_str()) || open.contains(&word.as_str()))
            || class.windows(2).any(|pair| pair == ["allow", "all"] || pair == ["always", "allow"])
    }
}
