//! Concrete values to answer with.

use portcullis_analyzer::Const;
use portcullis_analyzer::condition::{Example, ValueSet};

/// Values to answer with: those a file names and their neighbours, and one of each kind.
pub fn pool(text: &str) -> Vec<Example> {
    let mut pool =
        vec![Const::Undefined, Const::Null, Const::Bool(true), Const::Bool(false), Const::BigInt("0".into())];
    pool.push(Const::BigInt("7".into()));
    pool.extend(["", "another", "-another-"].map(Const::string));
    pool.extend([f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.5, 0.5].map(Const::number));
    pool.extend((-1..=4).map(|number| Const::number(f64::from(number))));
    for literal in literals(text) {
        match literal.parse::<f64>() {
            Ok(number) => pool.extend([number - 1.0, number, number + 0.5, number + 1.0].map(Const::number)),
            Err(_) => pool.extend(
                [literal.clone(), format!("{literal}~"), format!("~{literal}")].map(|text| Const::string(&text)),
            ),
        }
        pool.push(Const::string(&literal));
    }
    pool.sort();
    pool.dedup();
    let objects = [Example::Object, Example::Function, Example::Symbol];
    pool.into_iter().map(Example::Constant).chain(objects).collect()
}

/// Quoted texts and numbers of a source, roughly.
fn literals(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for quote in ['\'', '"', '`'] {
            found.extend(line.split(quote).skip(1).step_by(2).filter(|text| text.len() < 60).map(str::to_owned));
        }
        let numbers = line.split(|character: char| !character.is_ascii_digit() && character != '.' && character != '_');
        found.extend(numbers.map(|number| number.replace('_', "")).filter(|number| number.parse::<f64>().is_ok()));
    }
    found.sort();
    found.dedup();
    found
}

/// Whether a set holds a value.
pub fn contains(set: &ValueSet, value: &Example) -> bool {
    match value {
        Example::Constant(constant) => set.contains(constant),
        other => other.value_set().is_subset_of(set),
    }
}
