//! `primaryLocationLineHash`, by which GitHub recognises an alert whose line has moved. Computed as GitHub's own upload action does, so
//! that it finds nothing to correct.
//!
//! The hash of a line covers the 100 UTF-16 units from its first unit on, running over into the lines below. Spaces and tabs are
//! dropped, CR and CRLF count as LF, one unit 65535 follows the text, and behind that come zeros. It is a polynomial in 37, modulo 2^64.
//! A number behind it counts how often the hash was seen before in the file.

use std::collections::HashMap;

const WINDOW: usize = 100;
const BASE: u64 = 37;
const END: u16 = u16::MAX;

/// The hash of every line, the first line first. A byte order mark is part of the text here.
pub fn line_hashes(text: &str, has_bom: bool) -> Vec<String> {
    let bom = has_bom.then_some('\u{feff}');
    let mut units = Vec::with_capacity(text.len() + WINDOW + 2);
    let mut starts = Vec::new();
    let mut line_start = true;
    let mut after_cr = false;
    let mut buffer = [0; 2];
    for character in bom.into_iter().chain(text.chars()) {
        let dropped = matches!(character, ' ' | '\t') || (after_cr && character == '\n');
        after_cr = character == '\r';
        if dropped {
            continue;
        }
        let character = if after_cr { '\n' } else { character };
        if std::mem::replace(&mut line_start, character == '\n') {
            starts.push(units.len());
        }
        units.extend_from_slice(character.encode_utf16(&mut buffer));
    }
    if line_start {
        starts.push(units.len());
    }
    units.push(END);
    units.resize(units.len() + WINDOW, 0);
    number(hash(&units, &starts))
}

/// The hash of each window, rolled along from one start to the next.
fn hash(units: &[u16], starts: &[usize]) -> Vec<u64> {
    let highest = (0..WINDOW).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let mut value = 0_u64;
    let mut reached = 0;
    let mut hashes = Vec::with_capacity(starts.len());
    for start in starts {
        while reached < start + WINDOW {
            let leaving = if reached >= WINDOW { u64::from(units[reached - WINDOW]) } else { 0 };
            let entering = u64::from(units[reached]);
            value = value.wrapping_mul(BASE).wrapping_add(entering).wrapping_sub(highest.wrapping_mul(leaving));
            reached += 1;
        }
        hashes.push(value);
    }
    hashes
}

fn number(hashes: Vec<u64>) -> Vec<String> {
    let mut seen: HashMap<u64, usize> = HashMap::new();
    let hashes = hashes.into_iter().map(|hash| {
        let times = seen.entry(hash).or_default();
        *times += 1;
        format!("{hash:x}:{times}")
    });
    hashes.collect()
}

#[cfg(test)]
mod tests {
    use super::line_hashes;

    /// The definition, without rolling.
    fn slow(units: &[u16]) -> u64 {
        let padded = units.iter().copied().chain(std::iter::repeat(0));
        padded.take(100).fold(0_u64, |hash, unit| hash.wrapping_mul(37).wrapping_add(u64::from(unit)))
    }

    #[test]
    fn agrees_with_the_published_value_for_an_empty_file() {
        assert_eq!(line_hashes("", false), ["c129715d7a2bc9a3:1"]);
        assert_eq!(slow(&[0xffff]), 0xc129_715d_7a2b_c9a3);
    }

    #[test]
    fn drops_blanks_and_reads_every_line_break_as_one() {
        let plain = line_hashes("a\nb", false);
        assert_eq!(plain, line_hashes(" a\t\r\n  b", false));
        assert_eq!(plain, line_hashes("a\rb", false));
        let units = [u16::from(b'a'), u16::from(b'\n'), u16::from(b'b'), 0xffff];
        assert_eq!(plain, [format!("{:x}:1", slow(&units)), format!("{:x}:1", slow(&units[2..]))]);
    }

    #[test]
    fn counts_utf16_units_and_the_byte_order_mark() {
        assert_eq!(line_hashes("😀", false), [format!("{:x}:1", slow(&[0xd83d, 0xde00, 0xffff]))]);
        assert_eq!(line_hashes("a", true), [format!("{:x}:1", slow(&[0xfeff, u16::from(b'a'), 0xffff]))]);
    }

    #[test]
    fn looks_no_further_than_a_hundred_units_and_numbers_equal_lines() {
        let line = "x".repeat(120) + "\n";
        let hashes = line_hashes(&line.repeat(3), false);
        let hash = slow(&[u16::from(b'x'); 100]);
        assert_eq!(hashes[..3], [format!("{hash:x}:1"), format!("{hash:x}:2"), format!("{hash:x}:3")]);
        assert_eq!(hashes.len(), 4);
    }
}
