//! Where things are: the repository, its target folder, its version, its locked crates.

use std::path::PathBuf;

/// The repository's root, whatever folder the command was started in.
pub fn root() -> PathBuf {
    let manifest = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().map(PathBuf::from).unwrap_or(manifest)
}

pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// The version in the root Cargo.toml, which is also the npm package's.
pub fn version() -> Result<String, String> {
    let manifest = read("Cargo.toml")?;
    manifest
        .lines()
        .find_map(|line| line.strip_prefix("version = "))
        .map(|value| value.trim().trim_matches('"').to_owned())
        .ok_or_else(|| "Cargo.toml has no `version = …` line".to_owned())
}

/// The version of a crate in Cargo.lock.
pub fn locked(name: &str) -> Result<String, String> {
    locked_in(&read("Cargo.lock")?, name)
        .ok_or_else(|| format!("Cargo.lock does not name {name}; run `cargo metadata` once"))
}

fn locked_in(lock: &str, name: &str) -> Option<String> {
    let wanted = format!("name = \"{name}\"");
    let mut lines = lock.lines().skip_while(|line| *line != wanted);
    lines.next()?;
    let version = lines.next()?.strip_prefix("version = ")?;
    Some(version.trim_matches('"').to_owned())
}

pub fn read(path: &str) -> Result<String, String> {
    std::fs::read_to_string(root().join(path)).map_err(|error| format!("reading {path}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_of_the_crate_with_exactly_that_name() {
        let lock = "[[package]]\nname = \"a-b\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"a\"\nversion = \"2.0.0\"\n";
        assert_eq!(locked_in(lock, "a").as_deref(), Some("2.0.0"));
        assert_eq!(locked_in(lock, "c"), None);
    }
}
