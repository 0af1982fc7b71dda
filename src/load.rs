//! One file from the disk to text, or the reason why not.

use std::io::Read;

use portcullis_analyzer::SourceFile;
use portcullis_analyzer::frameworks::lies_at_entry;

use crate::args::InputArgs;
use crate::files::{From, Input, plain};
use crate::fix::Repairs;
use crate::leave_out::{self, Reason};
use crate::prefilter::{OwnWords, holds_permission_word};

/// What became of a file.
#[derive(Debug)]
pub enum Loaded {
    File(SourceFile),
    LeftOut(Reason),
    /// It could not be read.
    Unread(String),
    /// It could be read, but not analysed.
    Unfit(String),
}

/// Reads a file, or takes what it holds since it was repaired. What the user named is not left out, whatever is in it.
pub fn load(input: &Input, options: &InputArgs, own: &OwnWords, repairs: &Repairs) -> Loaded {
    if let Some(file) = repairs.text_of(&input.name) {
        return Loaded::File(SourceFile::clone(file));
    }
    let limit = options.max_file_size;
    let too_large = || Loaded::Unfit(format!("larger than {}; raise --max-file-size to analyse it", in_words(limit)));
    if input.size > limit {
        return too_large();
    }
    let bytes = match read(&input.from, limit) {
        Ok(bytes) => bytes,
        Err(error) => return Loaded::Unread(plain(&error)),
    };
    // A file can have grown since, and the size of what is no ordinary file is not known before.
    if bytes.len() as u64 > limit {
        return too_large();
    }
    if !input.named && !options.no_ignore && leave_out::is_marked_generated(&bytes) {
        return Loaded::LeftOut(Reason::Generated);
    }
    let holds_word = || holds_permission_word(&bytes) || own.are_in(&bytes) || lies_at_entry(&input.name);
    if !input.named && !options.no_prefilter && !holds_word() && is_text(&bytes) {
        return Loaded::LeftOut(Reason::NoWord);
    }
    match SourceFile::decode(input.name.clone(), bytes) {
        Ok(file) => Loaded::File(file),
        Err(error) => Loaded::Unfit(error.to_string()),
    }
}

/// Reads no more than one byte above the limit: what is no ordinary file may never end.
fn read(from: &From, limit: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = limit.saturating_add(1);
    match from {
        From::Disk(path) => std::fs::File::open(path)?.take(limit).read_to_end(&mut bytes)?,
        From::Stdin => std::io::stdin().lock().take(limit).read_to_end(&mut bytes)?,
    };
    Ok(bytes)
}

/// Whether leaving a file out for its words is fair: in UTF-16 no word can be seen.
fn is_text(bytes: &[u8]) -> bool {
    !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok()
}

fn in_words(bytes: u64) -> String {
    match bytes {
        bytes if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) => format!("{} MB", bytes >> 20),
        bytes if bytes >= 1 << 10 && bytes.is_multiple_of(1 << 10) => format!("{} kB", bytes >> 10),
        bytes => format!("{bytes} bytes"),
    }
}
