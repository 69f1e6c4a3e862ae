//! The wasm target of the pinned Rust tool chain, and its standard library in source.

use crate::command::Run;
use crate::tools::say;

const TARGET: &str = "wasm32-unknown-unknown";

pub fn wasm() -> Result<(), String> {
    // Asked of rustc rather than of rustup, so that a tool chain from a distribution works too.
    let folder = Run::new("rustc")
        .args(["--print", "target-libdir", "--target", TARGET])
        .mend("install Rust from https://rustup.rs")
        .capture()?;
    if std::path::Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    say(&format!("adding the Rust target {TARGET}"));
    Run::new("rustup")
        .args(["target", "add", TARGET])
        .mend(&format!(
            "install rustup from https://rustup.rs, then `rustup target add {TARGET}`"
        ))
        .run()
}

/// Release builds compile the standard library with the rest.
pub fn source() -> Result<(), String> {
    let sysroot = Run::new("rustc").args(["--print", "sysroot"]).capture()?;
    let library = std::path::Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library");
    if library.is_dir() {
        return Ok(());
    }
    say("adding the standard library's source");
    Run::new("rustup")
        .args(["component", "add", "rust-src"])
        .mend("install rustup from https://rustup.rs, then `rustup component add rust-src`")
        .run()
}
