//! A line on the terminal that says how far a long run has come.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::Scope;
use std::time::Duration;

/// A running display; dropping it removes the line.
#[derive(Debug)]
pub struct Progress {
    _stop: Option<Sender<()>>,
}

impl Progress {
    /// Shows progress on standard error, if that is a terminal, once the run has taken a second.
    pub fn start<'scope>(scope: &'scope Scope<'scope, '_>, total: usize, ready: &'scope AtomicUsize) -> Self {
        if !std::io::stderr().is_terminal() || std::env::var_os("CI").is_some() {
            return Progress { _stop: None };
        }
        let (stop, stopped) = channel();
        scope.spawn(move || {
            let mut pause = Duration::from_secs(1);
            let mut shown = false;
            while stopped.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                pause = Duration::from_millis(100);
                shown = true;
                let _ = write!(std::io::stderr(), "\r\x1b[K{} of {total} files", ready.load(Ordering::Relaxed));
            }
            if shown {
                let _ = write!(std::io::stderr(), "\r\x1b[K");
            }
        });
        Progress { _stop: Some(stop) }
    }
}
