//! What gets built, once per run: the sandbox, the flavours of the module, and the standalone page.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::Run;
use crate::{project, tools};

const TARGET: &str = "wasm32-unknown-unknown";
/// Cargo's flags for that target; it looks at `RUSTFLAGS` first.
const RUSTFLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// How wasm-opt makes the module small to send, which is not quite the same as small: code moved into its one caller is
/// fewer bytes, but compresses worse, and functions that stand beside their kin compress better. Control flow that is
/// taken apart and built anew is smaller than what LLVM leaves. The two promises about memory hold for Rust: it begins as
/// zeros, and its lowest kilobyte is the far end of the stack.
const SMALLEST: [&str; 10] = [
    "-Oz",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--low-memory-unused",
    "--zero-filled-memory",
    "--one-caller-inline-max-function-size",
    "20",
    "--reorder-functions-by-name",
];

/// Flags that keep the builder's own folders out of the module: panics name the source files of dependencies by path.
fn rustflags() -> Result<String, String> {
    let sysroot = Run::new("rustc").args(["--print", "sysroot"]).capture()?;
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let mut folders = vec![Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library")];
    folders.extend(home.map(|home| home.join("registry/src")));
    let flags = folders.iter().filter_map(|folder| folder.to_str());
    // Flags in this variable are parted by spaces: a folder with one in its name keeps it.
    let flags = flags.filter(|folder| !folder.contains(' '));
    let flags: Vec<_> = flags
        .map(|folder| format!("--remap-path-prefix={folder}="))
        .collect();
    Ok(flags.join(" "))
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
}

/// The elements.
pub const WIDGET: Flavour = Flavour {
    name: "widget",
    features: &[],
    stem: "slotlink",
    optimize: &SMALLEST,
};

/// The headless client.
pub const CLIENT: Flavour = Flavour {
    name: "client",
    features: &["--no-default-features", "--features", "client"],
    stem: "slotlink_client",
    optimize: &SMALLEST,
};

/// The headless client with what is beside Calendly's own operations.
pub const TOOLS: Flavour = Flavour {
    name: "tools",
    features: &["--no-default-features", "--features", "tools"],
    stem: "slotlink_tools",
    optimize: &SMALLEST,
};

/// The sandbox for Node.
pub const SANDBOX: Flavour = Flavour {
    name: "sandbox",
    features: &["--no-default-features", "--features", "sandbox"],
    stem: "core",
    optimize: &["-Oz"],
};

/// A flavour: a folder with its glue and its module, ready to ship.
pub fn flavour(flavour: &Flavour) -> Result<PathBuf, String> {
    tools::for_release()?;
    tools::say(&format!("building the {} flavour", flavour.name));
    // A target folder of its own: all flavours have one file name, and cargo would compile each anew after another.
    let own = project::target().join("flavours").join(flavour.name);
    Run::new("cargo")
        // The cdylib alone: beside an rlib, the linker keeps what only another crate could call.
        .args(["rustc", "--release", "--lib", "--crate-type", "cdylib"])
        .args(["--target", TARGET])
        .args(flavour.features)
        .arg_path("--target-dir", &own)
        .env(RUSTFLAGS, rustflags()?)
        .run()?;
    let compiled = own.join(TARGET).join("release/slotlink.wasm");
    let folder = project::target().join(flavour.name);
    fresh(&folder)?;
    // The module's address is always passed in, so that the loader decides where it is fetched
    // from and bundlers see it in one place only.
    Run::new("wasm-bindgen")
        .args(["--target", "web", "--no-typescript"])
        .args(["--omit-default-module-path", "--out-name", flavour.stem])
        .arg_path("--out-dir", &folder)
        .args([&compiled])
        .run()?;
    let module = folder.join(format!("{}_bg.wasm", flavour.stem));
    Run::new("wasm-opt")
        .args(flavour.optimize)
        .arg_path("--output", &module)
        .args([&module])
        .mend("delete xtask/node/node_modules and run this again")
        .run()?;
    Ok(folder)
}

/// Minifies the scripts of a folder, and shortens the names that its glue and its module call each other's functions by.
pub fn shortened(folder: &Path) -> Result<(), String> {
    let script = project::root().join("xtask/node/shorten.mjs");
    Run::new("node").args([script.as_path(), folder]).run()
}

/// The standalone page as it would be deployed.
pub fn page() -> Result<PathBuf, String> {
    tools::for_release()?;
    tools::say("building the standalone page");
    let folder = project::target().join("page");
    Run::new("trunk")
        .args(["build", "--release", "--skip-version-check"])
        .arg_path("--dist", &folder)
        .env(RUSTFLAGS, rustflags()?)
        .run()?;
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
