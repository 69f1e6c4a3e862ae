//! Formatting and lints, warnings denied, for the host and for the browser.

use crate::command::Run;
use crate::tools;

/// Both, for people who want the answer before they commit.
pub fn check() -> Result<(), String> {
    formatting()?;
    lints().map(|_| ())
}

/// Returns the number of packages looked at.
pub fn formatting() -> Result<u32, String> {
    Run::new("cargo")
        .args(["fmt", "--all", "--check"])
        .mend("`cargo fmt --all`; without rustfmt, `rustup component add rustfmt`")
        .run()?;
    Run::new("cargo")
        .args(["fmt", "--check", "--manifest-path", "fuzz/Cargo.toml"])
        .mend("`cargo fmt --manifest-path fuzz/Cargo.toml`")
        .run()?;
    Ok(3)
}

/// Returns the number of configurations looked at.
pub fn lints() -> Result<u32, String> {
    tools::for_lints()?;
    // Tests that run on the host do not compile for the browser: their crates are not there.
    let browser = [
        "-p",
        "slotlink",
        "--lib",
        "--test",
        "web",
        "--target",
        "wasm32-unknown-unknown",
    ];
    let configurations = [
        vec![
            "--workspace",
            "--all-targets",
            "--features",
            "slotlink/sandbox",
        ],
        browser.to_vec(),
        [browser.as_slice(), &["--features", "dashboard"]].concat(),
        headless("client"),
        headless("tools"),
        headless("sandbox"),
    ];
    let mut unhappy = Vec::new();
    for configuration in &configurations {
        println!("clippy {}", configuration.join(" "));
        let outcome = Run::new("cargo")
            .args(["clippy", "--quiet"])
            .args(configuration)
            .args(["--", "-D", "warnings"])
            .mend("the lines above; without clippy, `rustup component add clippy`")
            .run();
        // All of them are looked at, so that one round shows everything there is to mend.
        unhappy.extend(outcome.err());
    }
    match unhappy.is_empty() {
        true => Ok(configurations.len() as u32),
        false => Err(unhappy.join("\n")),
    }
}

/// A flavour without elements.
fn headless(feature: &str) -> Vec<&str> {
    let target = ["--lib", "--target", "wasm32-unknown-unknown"];
    [
        target.as_slice(),
        &["--no-default-features", "--features", feature],
    ]
    .concat()
}

/// Writes the generated files anew: their tests do it, where they are told to.
pub fn generate() -> Result<(), String> {
    Run::new("cargo")
        .args(["test", "--quiet", "--test", "generated"])
        .args(["--test", "connectors"])
        .env("SLOTLINK_GENERATE", "1")
        .run()
}
