//! The generated files: what is written out of the declarations of `src/api`. A stale one fails here;
//! `cargo xtask generate` writes them anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod names;
mod reference;
mod types;

use std::path::Path;

/// Compares a file with what it should be, or writes it where that was asked for.
fn current(name: &str, wanted: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("SLOTLINK_GENERATE").is_some() {
        std::fs::write(&path, wanted).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    let lines = found.lines().zip(wanted.lines()).enumerate();
    let first = lines
        .into_iter()
        .find(|(_, (found, wanted))| found != wanted);
    assert!(
        found == wanted,
        "{name} is not what the declarations say (first difference: {first:?}); run `cargo xtask generate`"
    );
}

#[test]
fn the_types_of_the_javascript_client_are_current() {
    current("npm/client/operations.d.ts", &types::declarations());
}

#[test]
fn the_names_of_the_javascript_clients_methods_are_current() {
    current("npm/client/operations.js", &names::table());
}

#[test]
fn the_reference_of_the_operations_is_current() {
    current("docs/operations.md", &reference::page());
}

/// `listEventTypes` for `ListEventTypes`.
fn method(operation: &str) -> String {
    operation[..1].to_lowercase() + &operation[1..]
}

/// The sentences of a doc comment, which the compiler gives line by line with a blank before each.
fn sentences(doc: &[&str]) -> String {
    let lines: Vec<_> = doc.iter().map(|line| line.trim()).collect();
    lines.join(" ").trim().to_owned()
}
