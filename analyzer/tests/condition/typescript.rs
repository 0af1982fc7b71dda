//! Evaluates the fragment of TypeScript that literals are printed in.

use portcullis_analyzer::Const;
use portcullis_analyzer::condition::Example;

/// The value of `source` with `x` bound to `value`, as a boolean.
pub fn holds(source: &str, value: &Example) -> bool {
    let mut parser = Parser { rest: source, x: value };
    let result = parser.or();
    assert!(parser.rest.is_empty(), "cannot read `{}` in `{source}`", parser.rest);
    is_truthy(&result)
}

fn is_truthy(value: &Example) -> bool {
    match value {
        Example::Constant(constant) => constant.is_truthy(),
        _ => true,
    }
}

fn boolean(value: bool) -> Example {
    Example::Constant(Const::Bool(value))
}

fn type_of(value: &Example) -> &'static str {
    match value {
        Example::Constant(constant) => constant.type_of(),
        Example::Object => "object",
        Example::Function => "function",
        Example::Symbol => "symbol",
    }
}

fn is_nan(value: &Example) -> bool {
    matches!(value, Example::Constant(Const::Number(number)) if number.get().is_nan())
}

/// `ToNumber` where the analysis converts at all.
fn to_number(value: &Example) -> Option<f64> {
    match value {
        Example::Constant(Const::Number(number)) => Some(number.get()),
        Example::Constant(Const::Null | Const::Bool(false)) => Some(0.0),
        Example::Constant(Const::Bool(true)) => Some(1.0),
        _ => None,
    }
}

fn loosely_null(value: &Example) -> bool {
    matches!(value, Example::Constant(Const::Undefined | Const::Null))
}

struct Parser<'a> {
    rest: &'a str,
    x: &'a Example,
}

impl Parser<'_> {
    fn eat(&mut self, token: &str) -> bool {
        match self.rest.trim_start().strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn or(&mut self) -> Example {
        let mut value = self.and();
        while self.eat("||") {
            let right = self.and();
            value = if is_truthy(&value) { value } else { right };
        }
        value
    }

    fn and(&mut self) -> Example {
        let mut value = self.relation();
        while self.eat("&&") {
            let right = self.relation();
            value = if is_truthy(&value) { right } else { value };
        }
        value
    }

    fn relation(&mut self) -> Example {
        let left = self.unary();
        let operators = ["===", "!==", "==", "!=", "<=", ">=", "<", ">"];
        let Some(operator) = operators.into_iter().find(|operator| self.eat(operator)) else { return left };
        let right = self.unary();
        let equal = left == right && !is_nan(&left);
        let ordered = |holds: fn(f64, f64) -> bool| {
            to_number(&left).zip(to_number(&right)).is_some_and(|(left, right)| holds(left, right))
        };
        boolean(match operator {
            "===" => equal,
            "!==" => !equal,
            "==" => loosely_null(&left) && loosely_null(&right),
            "!=" => !(loosely_null(&left) && loosely_null(&right)),
            "<=" => ordered(|left, right| left <= right),
            ">=" => ordered(|left, right| left >= right),
            "<" => ordered(|left, right| left < right),
            _ => ordered(|left, right| left > right),
        })
    }

    fn unary(&mut self) -> Example {
        if self.rest.trim_start().starts_with("!=") {
            panic!("operator without operand");
        }
        if self.eat("!") {
            return boolean(!is_truthy(&self.unary()));
        }
        if self.eat("typeof ") {
            return Example::Constant(Const::string(type_of(&self.unary())));
        }
        if self.eat("Number.isNaN(") {
            let value = self.or();
            assert!(self.eat(")"));
            return boolean(is_nan(&value));
        }
        if self.eat("(") {
            let value = self.or();
            assert!(self.eat(")"));
            return value;
        }
        self.primary()
    }

    fn primary(&mut self) -> Example {
        if self.eat("'") {
            let (text, rest) = self.rest.split_once('\'').unwrap();
            self.rest = rest;
            return Example::Constant(Const::string(text));
        }
        let source = self.rest.trim_start();
        let end = source.find([' ', ')']).unwrap_or(source.len());
        let (word, rest) = source.split_at(end);
        self.rest = rest;
        match word {
            "x" => self.x.clone(),
            "undefined" => Example::Constant(Const::Undefined),
            "null" => Example::Constant(Const::Null),
            "true" | "false" => boolean(word == "true"),
            "Infinity" => Example::Constant(Const::number(f64::INFINITY)),
            "-Infinity" => Example::Constant(Const::number(f64::NEG_INFINITY)),
            _ => Example::Constant(match word.strip_suffix('n') {
                Some(digits) => Const::BigInt(digits.into()),
                None => Const::number(word.parse().unwrap()),
            }),
        }
    }
}
