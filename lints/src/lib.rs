//! Stand-in for the rules.

pub mod finding;
pub mod rule;

pub use finding::{Finding, Label, Severity};
use portcullis_analyzer::{Analysis, Confidence, Decision};
pub use rule::Rule;

static DEFAULT_ALLOW: Rule = Rule {
    id: "default-allow",
    summary: "a check allows whatever no test named",
    page: "# default-allow\n\nA check that ends in *allow* lets in what nobody granted.\n\n## Example\n\n```ts\nreturn true;\n```\n\n- use `deny` at the **end**\n",
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    cwe: &[636, 276],
    security_severity: 7.5,
    pedantic: false,
    run: default_allow,
};

static ALWAYS_ALLOW: Rule = Rule {
    id: "always-allow",
    summary: "a check with no way to deny",
    pedantic: true,
    run: |_, _| (),
    ..DEFAULT_ALLOW
};

/// Every rule.
pub static RULES: &[&Rule] = &[&DEFAULT_ALLOW, &ALWAYS_ALLOW];

/// All findings of one file.
pub fn check(analysis: &Analysis) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES {
        (rule.run)(analysis, &mut findings);
    }
    findings
}

fn default_allow(analysis: &Analysis, findings: &mut Vec<Finding>) {
    for check in &analysis.checks {
        let Some(row) =
            check.table.rows.iter().find(|row| row.decision == Decision::Allow && row.condition == "otherwise")
        else {
            continue;
        };
        findings.push(Finding {
            rule: &DEFAULT_ALLOW,
            severity: Severity::Warning,
            confidence: Confidence::Medium,
            message: format!("`{}` allows a role that nothing granted", check.name),
            span: row.exit,
            label: "allows".into(),
            witness: check
                .table
                .rows
                .iter()
                .filter(|row| row.decision == Decision::Deny)
                .map(|row| Label { span: row.exit, text: format!("not `{}`", row.condition) })
                .collect(),
            related: vec![Label {
                span: portcullis_analyzer::Span { start: check.span.start, end: check.span.start + 8 },
                text: "declared here".into(),
            }],
            gets_in: Some("any `user.role` except `'guest'`, for example `'banned'`, or none at all".into()),
            help: "name who may, and deny at the end: `return user.role === 'admin'`".into(),
            function: check.name.clone(),
            condition: "user.role !== 'guest'".into(),
        });
    }
}
