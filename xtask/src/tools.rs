//! The tools this project builds and tests with. What is there in the right version is kept, the
//! rest comes from the registries into target/tools and the node_modules folders.

pub mod browser;
mod compiler;
mod crates;
mod debian;
mod node;
mod target;

use std::ffi::OsString;
use std::path::Path;

use crate::project;

/// Compiling for the browser: the wasm target, Trunk and wasm-bindgen.
pub fn for_building() -> Result<(), String> {
    target::wasm()?;
    crates::trunk()?;
    crates::wasm_bindgen()
}

/// Lints look at the browser build too.
pub fn for_lints() -> Result<(), String> {
    target::wasm()
}

/// Release builds also run through wasm-opt, and the package through a minifier.
pub fn for_release() -> Result<(), String> {
    for_building()?;
    target::source()?;
    node::installed(Path::new("xtask/node"))
}

/// Tests in a browser, driven by wasm-bindgen's own runner.
pub fn for_web_tests() -> Result<browser::Browser, String> {
    target::wasm()?;
    crates::wasm_bindgen()?;
    browser::found(true)
}

/// End-to-end tests and measurements, driven by Playwright.
pub fn for_end_to_end() -> Result<browser::Browser, String> {
    for_release()?;
    node::installed(Path::new("tests/e2e"))?;
    browser::found(false)
}

/// Fuzzing: libFuzzer comes as source with a crate.
pub fn for_fuzzing() -> Result<(), String> {
    compiler::cxx()
}

/// The example page that the packed tarball is installed into, and what runs programs outside of browsers, beside Node.
pub fn for_package(folder: &Path) -> Result<(), String> {
    node::installed(Path::new("tests/e2e/package/runtimes"))?;
    node::installed(folder)
}

/// PATH with the project's own tools in front.
pub fn search_path() -> OsString {
    let own = [
        project::target().join("tools/bin"),
        project::root().join("xtask/node/node_modules/.bin"),
    ];
    let inherited = std::env::var_os("PATH").unwrap_or_default();
    let all = own.into_iter().chain(std::env::split_paths(&inherited));
    std::env::join_paths(all).unwrap_or(inherited)
}

/// One line of progress, told apart from what the tools print themselves.
pub fn say(what: &str) {
    println!("xtask: {what}");
}
