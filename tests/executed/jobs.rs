//! What node is asked to run: one job for each check that can be executed.

use std::collections::BTreeSet;

use portcullis_analyzer::cfg::{BinaryOp, ExprKind};
use portcullis_analyzer::module::{Binding, BindingKind, Function, FunctionForm};
use portcullis_analyzer::{Check, Limits, Module, SourceFile, read};
use serde_json::{Value, json};

use super::script::{ConditionScript, Constants, FunctionText, Script};
use super::sent;
use super::shapes::Shapes;
use super::{frameworks, meaning};

/// Whether a file can't run without a class that another one declares.
fn needs_foreign_class(module: &Module) -> bool {
    let imported = |name: &str| {
        let is_it = |binding: &Binding| binding.name == name && matches!(binding.kind, BindingKind::Import { .. });
        module.bindings.iter().any(is_it)
    };
    let extends = |function: &Function| {
        let base = function.class.as_ref().and_then(|class| class.extends.as_deref());
        base.is_some_and(|base| imported(base.split(['.', '(']).next().unwrap_or(base)))
    };
    let asks = |function: &Function| {
        function.cfg.tests.iter().any(|test| match &test.kind {
            ExprKind::Binary { op: BinaryOp::InstanceOf, right, .. } => {
                matches!(right.kind, ExprKind::Binding(binding) if imported(&module.bindings[binding.0 as usize].name))
            }
            _ => false,
        })
    };
    module.functions.iter().any(|function| extends(function) || asks(function))
}

/// A file with what its functions have in common.
pub struct File {
    script: Script,
    ambient: Value,
}

impl File {
    pub fn of(source: &SourceFile) -> Result<File, String> {
        let script = Script::of(&source.text).map_err(|error| format!("not read by swc: {error}"))?;
        let ambient = ambient(source, &script);
        Ok(File { script, ambient })
    }

    /// The job of a check, or why there is none.
    pub fn job(&self, module: &Module, check: &Check) -> Result<Value, String> {
        if !check.table.complete {
            return Err("its table is not exact".to_owned());
        }
        if needs_foreign_class(module) {
            return Err("a class of another file is extended or asked for".to_owned());
        }
        let function = &module.functions[check.function.0 as usize];
        let outer = function.parent.map(|parent| &module.functions[parent.0 as usize]);
        let (place, around) = match outer {
            None => (Place::of(function)?, None),
            Some(outer) if outer.parent.is_none() && outer.class.is_none() => {
                (Place::by_span(), Some(Place::of(outer)?))
            }
            Some(_) => return Err("stands inside another function".to_owned()),
        };
        let text = self.script.function(function.span.start, function.span.end).ok_or("not found by swc")?;
        let mut constants = text.constants.clone();
        let mut rows = Vec::new();
        let mut wanted = BTreeSet::new();
        for row in &check.table.rows {
            rows.push(row_code(&row.condition, text, &mut wanted, &mut constants)?);
        }
        let initial = wanted.iter().map(|name| format!("{name}: {}", runnable(text, &text.locals[*name])));
        let code = format!(
            "'use strict';\n{declared}{code}\nreturn {{ target: () => {target}, outer: () => {outer}, self: () => {owner}, classes: () => ({{ {classes} }}), \
             rows: [{rows}], initial: {{ {initial} }} }};",
            declared = self.declared(),
            code = self.script.code,
            target = place.target,
            outer = around.map_or("undefined".to_owned(), |place| place.target),
            owner = place.owner.as_deref().unwrap_or("undefined"),
            classes = self.script.classes.join(", "),
            rows = rows.join(", "),
            initial = initial.collect::<Vec<_>>().join(", "),
        );
        let shapes = Shapes(module);
        Ok(json!({
            "code": code,
            "ambient": self.ambient,
            "types": shapes.declared(),
            "self": place.class.map(|name| json!({ "kind": "named", "name": name })),
            "params": params(module, check, function, &shapes),
            "outer": outer.map(|outer| params(module, check, outer, &shapes)),
            "at": [text.span.0, text.span.1],
            "answers": sent::answers(check),
            "never": frameworks::never_return(module),
            "makers": meaning::makers(check),
            "strings": strings(&constants),
            "numbers": numbers(&constants),
            "throws": throws(&code),
        }))
    }

    fn declared(&self) -> String {
        let names: Vec<&str> = self.script.ambient.keys().map(String::as_str).collect();
        if names.is_empty() { String::new() } else { format!("const {{ {} }} = $names;\n", names.join(", ")) }
    }
}

/// Where a function is found in the running code.
struct Place {
    target: String,
    /// What it is a member of, where that is a value.
    owner: Option<String>,
    /// The class of its `this`.
    class: Option<String>,
}

impl Place {
    /// It is found where it stands.
    fn by_span() -> Place {
        Place { target: "undefined".to_owned(), owner: None, class: None }
    }

    fn of(function: &Function) -> Result<Place, &'static str> {
        let name = &function.name;
        let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || "_$".contains(c));
        if !name.split('.').all(is_word) || name == "default" {
            return Ok(Place::by_span());
        }
        let (owner, method) = match name.rsplit_once('.') {
            None => return Ok(Place { target: name.clone(), owner: None, class: None }),
            Some(parts) => parts,
        };
        match &function.class {
            None => Ok(Place { target: name.clone(), owner: Some(owner.to_owned()), class: None }),
            Some(class) if class.is_static => {
                Ok(Place { target: name.clone(), owner: Some(owner.to_owned()), class: None })
            }
            Some(class) if function.form == FunctionForm::Method => {
                let target = format!("{owner}.prototype.{method}");
                Ok(Place { target, owner: None, class: Some(class.name.clone()) })
            }
            Some(class) if function.form == FunctionForm::Getter => {
                let target = format!("Object.getOwnPropertyDescriptor({owner}.prototype, '{method}').get");
                Ok(Place { target, owner: None, class: Some(class.name.clone()) })
            }
            Some(_) => Err("is a property of a class"),
        }
    }
}

/// One row: its condition as a function of the variables it names, `this` and the parameters.
fn row_code<'t>(
    condition: &str,
    text: &'t FunctionText,
    wanted: &mut BTreeSet<&'t str>,
    constants: &mut Constants,
) -> Result<String, String> {
    if condition == "otherwise" {
        return Ok("{ otherwise: true }".to_owned());
    }
    if condition.contains('…') {
        return Err("a condition leaves something out with `…`".to_owned());
    }
    let script = ConditionScript::of(condition, text)?;
    for name in &script.needs {
        wanted.extend(text.locals.get_key_value(name).map(|(name, _)| name.as_str()));
    }
    constants.add(script.constants);
    let condition = runnable(text, &script.code);
    Ok(format!("{{ needs: {}, condition: ($locals) => {condition} }}", json!(script.needs)))
}

/// An expression of a function as one of its own.
fn runnable(text: &FunctionText, expression: &str) -> String {
    format!("async function ({}) {{ return ({expression}); }}", text.params)
}

fn params(module: &Module, check: &Check, function: &Function, shapes: &Shapes<'_>) -> Vec<Value> {
    let shape =
        |param: &portcullis_analyzer::module::Param| match &module.bindings[param.binding.0 as usize].declared_type {
            Some(ty) => shapes.optional(ty, param.optional),
            None => json!({ "kind": "unknown" }),
        };
    let name = |param: &portcullis_analyzer::module::Param| module.bindings[param.binding.0 as usize].name.as_str();
    let params = function.params.iter().enumerate();
    params
        .map(|(at, param)| json!({ "name": name(param), "shape": shape(param), "rest": param.rest, "role": sent::role(check, module, function, at) }))
        .collect()
}

/// The shapes of names that come from elsewhere. The analyzer reads their types as it reads all types, in a copy of the file that declares variables
/// of these types.
fn ambient(source: &SourceFile, script: &Script) -> Value {
    let mut text = source.text.to_string();
    for (at, shape) in script.ambient.values().enumerate() {
        text.push_str(&format!("\ndeclare const $ambient{at}: {};", shape.as_deref().unwrap_or("unknown")));
    }
    let module = read(&SourceFile::new(source.path.clone(), text), &Limits::default());
    let shapes = Shapes(&module);
    let shape = |at: usize| {
        let named = |binding: &&portcullis_analyzer::module::Binding| binding.name == format!("$ambient{at}");
        let binding = module.bindings.iter().find(named);
        let ty = binding.and_then(|binding| binding.declared_type.as_ref());
        ty.map_or_else(|| json!({ "kind": "unknown" }), |ty| shapes.of(ty))
    };
    // What is imported is there, whatever it is; and so is what has a type from elsewhere.
    let anything = json!({ "kind": "anything" });
    let made = |at: usize, declared: &Option<String>| match declared.as_deref() {
        Some("unknown" | "any") => shape(at),
        Some(_) if shape(at)["kind"] == "unknown" => anything.clone(),
        Some(_) => shape(at),
        None => anything.clone(),
    };
    script.ambient.iter().enumerate().map(|(at, (name, declared))| (name.clone(), made(at, declared))).collect()
}

/// Something that is compared with, something else, something else again, and nothing.
fn strings(constants: &Constants) -> Vec<&str> {
    let mut all: Vec<&str> = constants.strings.iter().map(String::as_str).filter(|text| text.len() < 40).collect();
    all.extend(["", "one", "two"].into_iter().filter(|text| !constants.strings.contains(*text)));
    all
}

fn numbers(constants: &Constants) -> BTreeSet<i64> {
    constants.numbers.iter().flat_map(|number| [number - 1, *number, number + 1]).chain([0, 1]).collect()
}

/// Whether it makes a difference that a call throws.
fn throws(code: &str) -> bool {
    code.contains("$tools.caught") || code.contains("$tools.throws")
}
