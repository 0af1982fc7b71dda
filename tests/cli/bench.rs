//! A folder to work in, and the binary to run there.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// One finding: `default-allow` on line 3, a warning of medium confidence.
pub const SAMPLE: &str = "export function canDelete(user: User): boolean {
  if (user.role === 'guest') return false;
  return true;
}
";

/// A check without a fault.
pub const SOUND: &str = "export function canDelete(user: User): boolean {
  return user.role === 'admin';
}
";

/// A small project.
pub struct Bench {
    folder: TempDir,
}

/// What a run gave.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Bench {
    /// Writes the files; folders come by themselves.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let bench = Bench { folder: tempfile::tempdir().unwrap() };
        for (name, text) in files {
            bench.write(name, text.as_bytes());
        }
        bench
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// The binary in this folder, with nothing of the surroundings that changes its output.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_portcullis"));
        command.current_dir(self.path()).args(arguments).stdin(Stdio::null());
        for name in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CI"] {
            command.env_remove(name);
        }
        command.env("LC_ALL", "C.UTF-8").env("TERM", "xterm-256color");
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        finish(&mut self.command(arguments), b"")
    }

    pub fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Ran {
        finish(self.command(arguments).stdin(Stdio::piped()), input)
    }

    /// Runs where the given paths cannot be read. Root can read everything, so there the binary runs as nobody; `None` where neither
    /// is possible (a binary in a folder that nobody may enter).
    #[cfg(unix)]
    pub fn run_denied(&self, arguments: &[&str], paths: &[&str]) -> Option<Ran> {
        use std::os::unix::fs::PermissionsExt;
        use std::os::unix::process::CommandExt;

        let allow = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        allow(self.path(), 0o755);
        let paths: Vec<_> = paths.iter().map(|path| self.path().join(path)).collect();
        paths.iter().for_each(|path| allow(path, 0o000));
        let is_root = std::fs::read_dir(&paths[0]).is_ok();
        let mut command = self.command(arguments);
        if is_root {
            const NOBODY: u32 = 65_534;
            command.uid(NOBODY).gid(NOBODY);
        }
        let can_start = command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
        let ran = can_start.then(|| finish(&mut command, b""));
        paths.iter().for_each(|path| allow(path, 0o700));
        ran
    }

    /// Runs with `--format json` and reads the report.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let mut all = vec!["--format", "json"];
        all.extend(arguments);
        serde_json::from_str(&self.run(&all).out).unwrap()
    }
}

/// Runs a command to its end.
pub fn finish(command: &mut Command, input: &[u8]) -> Ran {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input).unwrap();
    }
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().expect("ended by a signal"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
