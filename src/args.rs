//! The command line: what can be asked, and nothing about how it is answered.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgAction, CommandFactory, Parser, Subcommand, ValueEnum};

/// Finds permission checks in TypeScript that let in what nobody granted.
#[derive(Debug, Parser)]
#[command(
    name = "portcullis",
    version,
    propagate_version = true,
    override_usage = "portcullis [check] [OPTIONS] [PATHS]...\n       portcullis <COMMAND>",
    after_help = "`portcullis [PATHS]` is short for `portcullis check [PATHS]`; its options: `portcullis check --help`.\nA path that is called like a command is given as `./check`."
)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Report permission checks that let in what nobody granted
    Check(CheckArgs),
    /// List every function that was recognised as a permission check
    Checks(ListArgs),
    /// List every place where a check is asked, and what becomes of its answer
    Calls(ListArgs),
    /// List every function that the outside world calls, and what runs in front of it
    Entries(ListArgs),
    /// Show under which conditions a check allows and denies
    Table(TableArgs),
    /// List the rules
    Rules(RulesArgs),
    /// Show a rule's page, or what a function decides and why it was taken for a check
    Explain(ExplainArgs),
}

/// Options of `check`.
#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    /// Files and folders; `-` reads standard input [default: the working directory, or --root]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub choice: ChoiceArgs,
    #[command(flatten)]
    pub repair: RepairArgs,
    /// How to report: human, concise, json or sarif, and where to: `sarif=FILE`; can be repeated [default: human]
    #[arg(long = "format", value_name = "FORMAT[=FILE]", help_heading = "Output")]
    pub formats: Vec<FormatTarget>,
    /// Write the report to a file instead of standard output
    #[arg(short = 'o', long = "output", value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Say how many files, checks and calls of checks there are, and how many of the calls could be followed
    #[arg(long, help_heading = "Output")]
    pub statistics: bool,
    /// The lowest severity that makes the exit code 1
    #[arg(long, value_name = "SEVERITY", default_value = "warning", help_heading = "Exit code")]
    pub fail_on: SeverityArg,
    /// Exit with 0 even if there are findings
    #[arg(long, help_heading = "Exit code")]
    pub exit_zero: bool,
}

impl CheckArgs {
    /// Whether standard input is among the files.
    pub fn reads_stdin(&self) -> bool {
        self.paths.iter().any(|path| path.as_os_str() == "-")
    }
}

/// Which findings to report.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Findings")]
pub struct ChoiceArgs {
    /// Only these rules, separated by commas; can be repeated
    #[arg(long, value_name = "RULES", value_delimiter = ',', action = ArgAction::Append)]
    pub only: Vec<String>,
    /// All but these rules, separated by commas; can be repeated
    #[arg(long, value_name = "RULES", value_delimiter = ',', action = ArgAction::Append)]
    pub skip: Vec<String>,
    /// Leave out findings below this severity
    #[arg(long, value_name = "SEVERITY", default_value = "note")]
    pub min_severity: SeverityArg,
    /// Leave out findings that are less sure
    #[arg(long, value_name = "CONFIDENCE", default_value = "medium")]
    pub min_confidence: ConfidenceArg,
    /// Report the pedantic rules too
    #[arg(long)]
    pub pedantic: bool,
}

/// What to repair.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Repairs")]
pub struct RepairArgs {
    /// Write the repairs that are safe to the files; of standard input, print the repaired text and report on standard error
    #[arg(long)]
    pub fix: bool,
    /// Print what --fix would change as a unified difference, and write nothing; the exit code is 1 if there is any
    #[arg(long, conflicts_with_all = ["fix", "formats"])]
    pub diff: bool,
    /// Take in repairs that only the author can confirm
    #[arg(long)]
    pub unsafe_fixes: bool,
}

/// Which files to read, and how.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Files")]
pub struct InputArgs {
    /// Take in ignored, hidden, test, generated and vendored files and declarations
    #[arg(long)]
    pub no_ignore: bool,
    /// Analyse files that hold no permission word, too
    #[arg(long)]
    pub no_prefilter: bool,
    /// Leave larger files unanalysed: bytes, or with a suffix k, M or G
    #[arg(long, value_name = "SIZE", default_value = "5M", value_parser = parse_size)]
    pub max_file_size: u64,
    /// How many threads to use [default: one per processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// What to call standard input
    #[arg(long, value_name = "PATH", default_value = "stdin.ts")]
    pub stdin_filename: PathBuf,
    /// List the files that would be analysed, and stop
    #[arg(long)]
    pub show_files: bool,
    /// Print paths relative to this folder instead of the working directory
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Exit with 2 if anything was not analysed
    #[arg(long, help_heading = "Exit code")]
    pub strict: bool,
    #[command(flatten)]
    pub config: ConfigArgs,
    #[command(flatten)]
    pub colour: ColourArgs,
}

/// Where the configuration is.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Configuration")]
pub struct ConfigArgs {
    /// Read this file [default: the nearest portcullis.json upwards from the first path, within the repository]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Read no portcullis.json
    #[arg(long, conflicts_with = "config")]
    pub no_config: bool,
}

/// Whether to use colour.
#[derive(Debug, clap::Args)]
pub struct ColourArgs {
    /// Use colour; `auto` heeds NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE, then the terminal
    #[arg(long, value_name = "WHEN", default_value = "auto", help_heading = "Output")]
    pub color: ColourWhen,
}

/// Options of `checks`, `calls` and `entries`.
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    /// Files and folders; `-` reads standard input [default: the working directory, or --root]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub listing: ListingArgs,
}

/// Options of `table`.
#[derive(Debug, clap::Args)]
pub struct TableArgs {
    /// A file, or `FILE:NAME` for one of its checks; with --all files and folders
    #[arg(value_name = "FILE[:NAME]", required_unless_present = "all")]
    pub targets: Vec<PathBuf>,
    /// Show every check below the given paths
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub listing: ListingArgs,
}

/// Options of `rules`.
#[derive(Debug, clap::Args)]
pub struct RulesArgs {
    #[command(flatten)]
    pub listing: ListingArgs,
    #[command(flatten)]
    pub colour: ColourArgs,
}

/// Options of `explain`.
#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// The id of a rule, or a place in a function
    #[arg(value_name = "RULE|FILE:LINE[:COLUMN]")]
    pub target: String,
    #[command(flatten)]
    pub input: InputArgs,
}

/// How to print a list, and where to.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub struct ListingArgs {
    /// How to print
    #[arg(long, default_value = "human")]
    pub format: ListingFormat,
    /// Write to a file instead of standard output
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// The forms a list can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListingFormat {
    Human,
    Json,
}

/// The forms a report can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Human,
    Concise,
    Json,
    Sarif,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColourWhen {
    Auto,
    Always,
    Never,
}

/// A severity, on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SeverityArg {
    Note,
    Warning,
    Error,
}

/// A confidence, on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ConfidenceArg {
    Low,
    Medium,
    High,
}

/// `FORMAT` or `FORMAT=FILE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatTarget {
    pub format: Format,
    pub file: Option<PathBuf>,
}

impl std::str::FromStr for FormatTarget {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, file) = match text.split_once('=') {
            Some((_, "")) => return Err("a file name is missing behind `=`".to_owned()),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let format =
            Format::from_str(name, false).map_err(|_| format!("`{name}` is none of human, concise, json, sarif"))?;
        Ok(FormatTarget { format, file })
    }
}

/// Reads the arguments of this process; ends it on a mistake (2), `--help` and `--version` (0).
pub fn parse() -> Args {
    Args::parse_from(with_command(std::env::args_os().collect()))
}

/// Makes the command the first argument: the first argument that is no option nor an option's value, if it names a command, else
/// `check`. So options can stand before the command, and the command can be left out.
fn with_command(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let definition = Args::command();
    let mut index = 1;
    while let Some(argument) = arguments.get(index).and_then(|argument| argument.to_str()) {
        if matches!(argument, "-h" | "--help" | "-V" | "--version") && index == 1 {
            return arguments;
        }
        if argument == "--" {
            break;
        }
        if argument.len() > 1 && argument.starts_with('-') {
            index += if takes_next(&definition, argument) { 2 } else { 1 };
            continue;
        }
        if argument == "help" || definition.find_subcommand(argument).is_some() {
            let command = arguments.remove(index);
            arguments.insert(1, command);
            return arguments;
        }
        break;
    }
    arguments.insert(1.min(arguments.len()), "check".into());
    arguments
}

/// Whether an option's value is the next argument: `--format json`, `-o FILE`, but not `--format=json`, `-oFILE`, `--strict`.
fn takes_next(definition: &clap::Command, option: &str) -> bool {
    definition.get_subcommands().flat_map(|command| command.get_arguments()).any(|argument| {
        let named = argument.get_long().is_some_and(|long| option.strip_prefix("--") == Some(long))
            || argument.get_short().is_some_and(|short| option.strip_prefix('-') == Some(short.to_string().as_str()));
        named && argument.get_action().takes_values()
    })
}

/// `512`, `512k`, `5M`, `5MB`, `1GiB`.
fn parse_size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|character: char| !character.is_ascii_digit());
    let factor: u64 = match text[digits.len()..].to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" | "kib" => 1 << 10,
        "m" | "mb" | "mib" => 1 << 20,
        "g" | "gb" | "gib" => 1 << 30,
        other => return Err(format!("`{other}` is no unit; use k, M or G")),
    };
    let number: u64 = digits.parse().map_err(|_| "not a size; write `500k` or `5M`".to_owned())?;
    number.checked_mul(factor).ok_or_else(|| "too large".to_owned())
}
