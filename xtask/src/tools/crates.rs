//! Trunk and the wasm-bindgen command line, compiled from crates.io when they are not there.

use crate::command::Run;
use crate::project;
use crate::tools::say;

/// The last Trunk that compiles with the pinned tool chain; 0.22 asks for a newer one.
const TRUNK: &str = "0.21.14";

pub fn trunk() -> Result<(), String> {
    install("trunk", "trunk", TRUNK, &["--locked"], "3 to 5 minutes")
}

/// The command line must equal the crate: the two talk through a private format.
pub fn wasm_bindgen() -> Result<(), String> {
    let version = project::locked("wasm-bindgen")?;
    // Not `--locked`: the lock file it ships names a crate version that registries have withdrawn.
    install(
        "wasm-bindgen-cli",
        "wasm-bindgen",
        &version,
        &[],
        "about 4 minutes",
    )
}

/// How the tools are compiled, in the place of their own profiles: they start other programs and wait, so that minutes spent on
/// making them faster would never come back.
const PROFILE: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
];

fn install(
    krate: &str,
    program: &str,
    version: &str,
    flags: &[&str],
    time: &str,
) -> Result<(), String> {
    let found = Run::new(program).args(["--version"]).capture();
    if let Ok(text) = &found
        && text.split_whitespace().nth(1) == Some(version)
    {
        return Ok(());
    }
    let why = match &found {
        Ok(text) => format!("found {}, needed {version}", text.trim()),
        Err(_) => "not found".to_owned(),
    };
    let folder = project::target().join("tools");
    say(&format!(
        "compiling {krate} {version} into {} ({why}; {time}, once)",
        folder.display()
    ));
    let cargo = PROFILE
        .iter()
        .fold(Run::new("cargo"), |run, (name, value)| run.env(name, value));
    cargo
        .args(["install", &format!("{krate}@{version}")])
        .args(flags)
        .arg_path("--root", &folder)
        .mend(&format!(
            "run `cargo install {krate}@{version}{}{}` yourself and see what it says; \
             it needs a C compiler and the network",
            if flags.is_empty() { "" } else { " " },
            flags.join(" ")
        ))
        .run()
}
