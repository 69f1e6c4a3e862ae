//! The generated files: what is written out of the declarations of `src/api`. A stale one fails here;
//! `cargo xtask generate` writes them anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;
mod names;
mod reference;
mod types;

use common::{current, method};

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

/// The sentences of a doc comment, which the compiler gives line by line with a blank before each.
fn sentences(doc: &[&str]) -> String {
    let lines: Vec<_> = doc.iter().map(|line| line.trim()).collect();
    lines.join(" ").trim().to_owned()
}
