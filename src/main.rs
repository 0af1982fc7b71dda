//! The command line: arguments in, exit code out.

mod account;
mod args;
mod calls;
mod check;
mod choose;
mod config;
mod entries;
mod explain;
mod files;
mod fix;
mod inventory;
mod leave_out;
mod load;
mod output;
mod place;
mod prefilter;
mod progress;
mod project;
mod report;
mod resolve;
mod run;
mod statistics;
mod table;
mod terminal;
mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use args::Command;
use config::Faults;
use output::{Ending, fail};
use terminal::Look;

/// A syntax tree is many small boxes; this allocator is a quarter faster on them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let command = args::parse().command;
    // A panic in a file costs that file; one that gets here costs the run.
    let ending = catch_unwind(AssertUnwindSafe(|| run(&command)))
        .unwrap_or_else(|_| fail("internal error, please report it", Look::of_stderr(args::ColourWhen::Auto)));
    ExitCode::from(match ending {
        Ending::Clean => 0,
        Ending::Findings => 1,
        Ending::Failed => 2,
    })
}

fn run(command: &Command) -> Ending {
    let (ending, colour) = match command {
        Command::Check(args) => (check::check(args), &args.input.colour),
        Command::Checks(args) => (inventory::checks(args), &args.input.colour),
        Command::Calls(args) => (calls::calls(args), &args.input.colour),
        Command::Entries(args) => (entries::entries(args), &args.input.colour),
        Command::Table(args) => (table::table(args), &args.input.colour),
        Command::Rules(args) => (explain::rules(args), &args.colour),
        Command::Explain(args) => (explain::explain(args), &args.input.colour),
    };
    let messages = Look::of_stderr(colour.color);
    ending.unwrap_or_else(|error| match error.downcast_ref::<Faults>() {
        Some(faults) => faults.say(messages),
        None => fail(format_args!("{error:#}"), messages),
    })
}
