//! Node and the npm packages of a folder, from its lock file.

use std::fs;
use std::path::Path;

use crate::command::Run;
use crate::project;
use crate::tools::say;

const OLDEST_NODE: u32 = 20;

/// `npm ci` in a folder (relative to the root, or absolute), unless what is installed there
/// already came from this lock file.
pub fn installed(folder: &Path) -> Result<(), String> {
    new_enough()?;
    let path = project::root().join(folder);
    let name = folder.display();
    let lock = fs::read_to_string(path.join("package-lock.json"))
        .map_err(|error| format!("reading package-lock.json of {name}: {error}"))?;
    let stamp = path.join("node_modules/.slotlink-lock");
    if fs::read_to_string(&stamp).is_ok_and(|old| old == lock) {
        return Ok(());
    }
    say(&format!("installing the npm packages of {name}"));
    Run::new("npm")
        .args(["ci", "--no-audit", "--no-fund"])
        .dir(&path)
        .mend(&format!(
            "run `npm ci` in {name} and see what it says; it needs the npm registry"
        ))
        .run()?;
    fs::write(&stamp, lock).map_err(|error| format!("writing {}: {error}", stamp.display()))
}

fn new_enough() -> Result<(), String> {
    let mend = format!("install Node {OLDEST_NODE} or newer from https://nodejs.org");
    let version = Run::new("node").args(["--version"]).mend(&mend).capture()?;
    let major = version.trim().trim_start_matches('v').split('.').next();
    match major.and_then(|text| text.parse::<u32>().ok()) {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => Err(format!(
            "Node {} is too old\nto mend it: {mend}",
            version.trim()
        )),
    }
}
