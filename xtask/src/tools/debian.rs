//! Packages of Debian, where we are root on one.

use std::path::Path;

use crate::command::{Run, find};
use crate::tools::{say, search_path};

/// Installs packages; `false` where that is not ours to do.
pub fn install(packages: &[&str]) -> Result<bool, String> {
    if !as_root() {
        return Ok(false);
    }
    let names = packages.join(" ");
    say(&format!("installing {}", packages.join(", ")));
    let mend = format!("apt-get update && apt-get install -y {names}");
    Run::new("apt-get")
        .args(["update", "-q"])
        .mend(&mend)
        .run()?;
    Run::new("apt-get")
        .args(["install", "-y", "-q", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .mend(&mend)
        .run()?;
    Ok(true)
}

fn as_root() -> bool {
    Path::new("/etc/debian_version").exists()
        && find("apt-get", &search_path()).is_some()
        && Run::new("id")
            .args(["-u"])
            .capture()
            .is_ok_and(|id| id.trim() == "0")
}
