//! What gets built, once per run: the sandbox, the flavours of the module, and the standalone page.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::command::Run;
use crate::{project, tools};

const TARGET: &str = "wasm32-unknown-unknown";
/// How wasm-opt makes the module small to send, which is not quite the same as small: code moved into its one caller, or
/// shared through one more local, is fewer bytes, but compresses worse, and functions that stand beside their kin compress
/// better. Control flow that is taken apart and built anew is smaller than what LLVM leaves. The two promises about memory
/// hold for Rust: it begins as zeros, and its lowest kilobyte is the far end of the stack.
const SMALLEST: [&str; 14] = [
    "-Oz",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--reorder-locals",
    "--low-memory-unused",
    "--zero-filled-memory",
    "--one-caller-inline-max-function-size",
    "20",
    "--skip-pass=local-cse",
    "--skip-pass=simplify-locals",
    "--skip-pass=merge-locals",
    "--reorder-functions-by-name",
];

/// What cargo compiles for the browser with, beside the profile. These settings are not stable yet; `RUSTC_BOOTSTRAP`
/// lets the pinned tool chain take them.
///
/// The standard library is compiled for size with the rest, and panics name no source line: the builder's folders would
/// be in them, too. Functions of one content are merged by wasm-opt, not before: until then each has its own name, by which
/// `prune.mjs` knows what is dead.
const SETTINGS: [(&str, &str); 3] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
];
const RUSTFLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// What a panic does, and with it what the build is for: whoever ends at once is an element, and has a stack of a quarter of
/// the linker's usual megabyte, which would be the larger part of its memory.
#[derive(Clone, Copy)]
enum Panic {
    /// Tells the hook its words, for those who wait for an answer; then the program ends.
    Tells,
    /// Ends the program at once, without words: the shell sees the trap.
    Ends,
}

impl Panic {
    fn rustflags(self) -> &'static str {
        match self {
            Self::Tells => "-Zlocation-detail=none -Zfmt-debug=none -Zmerge-functions=disabled",
            Self::Ends => {
                "-Zlocation-detail=none -Zfmt-debug=none -Zmerge-functions=disabled -Zunstable-options -Cpanic=immediate-abort -Clink-arg=-zstack-size=262144"
            }
        }
    }
}

/// A program that compiles the page, made small.
pub fn small_page(run: Run) -> Run {
    small(run, Panic::Ends)
}

fn small(run: Run, panic: Panic) -> Run {
    let run = SETTINGS
        .iter()
        .fold(run, |run, (name, value)| run.env(name, value));
    run.env(RUSTFLAGS, panic.rustflags())
}

/// The sandbox program.
pub fn sandbox() -> Result<PathBuf, String> {
    tools::say("building the sandbox");
    Run::new("cargo")
        .args([
            "build",
            "--features",
            "sandbox",
            "--bin",
            "slotlink-sandbox",
        ])
        .run()?;
    let name = format!("slotlink-sandbox{}", std::env::consts::EXE_SUFFIX);
    Ok(project::target().join("debug").join(name))
}

/// What a module is built with, and what its files are called.
pub struct Flavour {
    name: &'static str,
    features: &'static [&'static str],
    /// Its files are `stem.js` and `stem_bg.wasm`.
    stem: &'static str,
    optimize: &'static [&'static str],
    panic: Panic,
    parts: Parts,
}

/// In how many parts a module is shipped.
#[derive(Clone, Copy, PartialEq)]
enum Parts {
    One,
    /// What runs until times are on the screen, and beside it `stem_rest.wasm`, with what [`REST`] lists.
    Two,
    /// One, which tells of each function's first call.
    Observed,
}

/// Fingerprints of the functions that no page calls until times are on the screen, as `cargo xtask profile` saw it. What is
/// new is not among them, and thus in the first part. The standalone page has its own: it is another program, and what one
/// compiler inlines the other calls.
pub const REST: &str = "xtask/rest.txt";
pub const REST_OF_PAGE: &str = "xtask/rest-of-page.txt";

/// The elements.
pub const WIDGET: Flavour = Flavour {
    name: "widget",
    features: &[],
    stem: "slotlink",
    optimize: &SMALLEST,
    panic: Panic::Ends,
    parts: Parts::Two,
};

/// The elements, to find out which functions they call.
pub const OBSERVED: Flavour = Flavour {
    parts: Parts::Observed,
    ..WIDGET
};

/// The headless client.
pub const CLIENT: Flavour = Flavour {
    name: "client",
    features: &["--no-default-features", "--features", "client"],
    stem: "slotlink_client",
    optimize: &SMALLEST,
    panic: Panic::Tells,
    parts: Parts::One,
};

/// The headless client with what is beside Calendly's own operations.
pub const TOOLS: Flavour = Flavour {
    name: "tools",
    features: &["--no-default-features", "--features", "tools"],
    stem: "slotlink_tools",
    optimize: &SMALLEST,
    panic: Panic::Tells,
    parts: Parts::One,
};

/// The sandbox for Node.
pub const SANDBOX: Flavour = Flavour {
    name: "sandbox",
    features: &["--no-default-features", "--features", "sandbox"],
    stem: "core",
    optimize: &["-Oz"],
    panic: Panic::Tells,
    parts: Parts::One,
};

/// A flavour: a folder with its glue and its module, ready to ship.
pub fn flavour(flavour: &Flavour) -> Result<PathBuf, String> {
    tools::for_release()?;
    tools::say(&format!("building the {} flavour", flavour.name));
    // A target folder of its own: all flavours have one file name, and cargo would compile each anew after another.
    let own = project::target().join("flavours").join(flavour.name);
    let compile = Run::new("cargo")
        // The cdylib alone: beside an rlib, the linker keeps what only another crate could call.
        .args(["rustc", "--release", "--lib", "--crate-type", "cdylib"])
        .args(["--target", TARGET])
        .args(flavour.features)
        .arg_path("--target-dir", &own);
    small(compile, flavour.panic).run()?;
    let compiled = own.join(TARGET).join("release/slotlink.wasm");
    // Not beside what else is in `target`: a flavour's name must not take away another's folder, as that of installed tools.
    let folder = own.join("ready");
    fresh(&folder)?;
    // The module's address is always passed in, so that the loader decides where it is fetched
    // from and bundlers see it in one place only.
    Run::new("wasm-bindgen")
        .args(["--target", "web", "--no-typescript"])
        .args(["--omit-default-module-path", "--out-name", flavour.stem])
        .arg_path("--out-dir", &folder)
        .args([&compiled])
        .run()?;
    finish(&folder, flavour.optimize, flavour.parts, REST)?;
    Ok(folder)
}

/// Makes what wasm-bindgen has written ready to ship; `rest` lists what is in the second of two parts.
fn finish(folder: &Path, optimize: &[&str], parts: Parts, rest: &str) -> Result<(), String> {
    script("prune.mjs", [folder])?;
    let module = module_in(folder)?;
    // The names of functions tell the parts apart.
    let names: &[&str] = if parts == Parts::One { &[] } else { &["-g"] };
    Run::new("wasm-opt")
        .args(names)
        .args(optimize)
        .arg_path("--output", &module)
        .args([&module])
        .mend("delete xtask/node/node_modules and run this again")
        .run()?;
    match parts {
        Parts::One => {}
        Parts::Two => script("split.mjs", [folder, &project::root().join(rest)])?,
        Parts::Observed => script("split.mjs", [folder, Path::new("--observed")])?,
    }
    script("shorten.mjs", [folder])
}

/// The module of a folder that has one.
fn module_in(folder: &Path) -> Result<PathBuf, String> {
    let entries =
        fs::read_dir(folder).map_err(|error| format!("reading {}: {error}", folder.display()))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let is_module = |path: &PathBuf| path.to_string_lossy().ends_with("_bg.wasm");
    let module = paths.into_iter().find(is_module);
    module.ok_or_else(|| format!("there is no module in {}", folder.display()))
}

/// Makes scripts smaller.
pub fn minified(scripts: &[PathBuf]) -> Result<(), String> {
    script("minify.mjs", scripts)
}

/// Runs a script of `xtask/node`.
fn script<A: AsRef<OsStr>>(name: &str, args: impl IntoIterator<Item = A>) -> Result<(), String> {
    let path = project::root().join("xtask/node").join(name);
    Run::new("node").args([path]).args(args).run()
}

/// The standalone page as it would be deployed.
pub fn page() -> Result<PathBuf, String> {
    let folder = page_in("page", Parts::Two)?;
    let scripts = ["boot.js", "shell.js", "callback.js", "worker.js"];
    minified(&scripts.map(|name| folder.join(name)))?;
    Ok(folder)
}

/// The standalone page, to find out which functions it calls.
pub fn observed_page() -> Result<PathBuf, String> {
    page_in("profile-page", Parts::Observed)
}

fn page_in(folder: &str, parts: Parts) -> Result<PathBuf, String> {
    tools::for_release()?;
    tools::say("building the standalone page");
    let folder = project::target().join(folder);
    let trunk = Run::new("trunk")
        .args(["build", "--release", "--skip-version-check"])
        .arg_path("--dist", &folder);
    small_page(trunk).run()?;
    finish(&folder, &SMALLEST, parts, REST_OF_PAGE)?;
    // Only now it is known what is in them.
    script("name.mjs", [&folder])?;
    Ok(folder)
}

/// An empty folder in the place of whatever was there.
pub fn fresh(folder: &Path) -> Result<(), String> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .map_err(|error| format!("emptying {}: {error}", folder.display()))?;
    }
    fs::create_dir_all(folder).map_err(|error| format!("creating {}: {error}", folder.display()))
}
