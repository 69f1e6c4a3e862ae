//! The files libFuzzer begins with: seeds and words of a target, made anew from fixtures each time it starts.

use std::fs;
use std::io;

use super::{TARGETS, fixtures};

/// Writes `corpus/<target>/seed-…` and `corpus/<target>.dict`.
///
/// # Errors
/// A folder that cannot be written to, or no target of this name.
pub fn write(target: &str) -> io::Result<()> {
    let target = TARGETS.iter().find(|known| known.name == target);
    let target = target.ok_or(io::ErrorKind::NotFound)?;
    let corpus = fixtures::package().join("corpus");
    let folder = corpus.join(target.name);
    fs::create_dir_all(&folder)?;
    for (index, seed) in (target.seeds)().iter().enumerate() {
        fs::write(folder.join(format!("seed-{index:03}")), seed)?;
    }
    let words = (target.words)();
    let lines: String = words.iter().map(|word| entry(word)).collect();
    fs::write(corpus.join(format!("{}.dict", target.name)), lines)
}

/// A line of libFuzzer's dictionaries.
fn entry(word: &str) -> String {
    let escaped: String = word.bytes().map(|byte| format!("\\x{byte:02x}")).collect();
    format!("\"{escaped}\"\n")
}
