//! The npm package: staged from the widget build, the sandbox for Node and npm/, packed, and installed for its test.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::Run;
use crate::{builds, project, size, tools};

/// Files of the repository that are shipped as they are, and their names in the package.
const FILES: &[(&str, &str)] = &[
    ("npm/index.d.ts", "index.d.ts"),
    ("npm/shell.d.ts", "shell.d.ts"),
    ("npm/webhooks.js", "webhooks.js"),
    ("npm/webhooks.d.ts", "webhooks.d.ts"),
    ("npm/custom-elements.json", "custom-elements.json"),
    ("npm/README.md", "README.md"),
    ("npm/sandbox/cli.js", "sandbox/cli.js"),
    ("npm/sandbox/carrier.js", "sandbox/carrier.js"),
    ("npm/sandbox/courier.js", "sandbox/courier.js"),
    (SHELL, "shell.js"),
    ("src/element/callback.js", "callback.js"),
    ("src/element/worker.js", "worker.js"),
    ("callback.html", "callback.html"),
    ("npm/client/index.js", "client/index.js"),
    ("npm/client/index.d.ts", "client/index.d.ts"),
    ("npm/client/behaviour.d.ts", "client/behaviour.d.ts"),
    ("npm/client/feed.js", "client/feed.js"),
    ("npm/client/feed.d.ts", "client/feed.d.ts"),
    ("npm/client/operations.js", "client/operations.js"),
    ("npm/client/operations.d.ts", "client/operations.d.ts"),
    ("npm/client/client.js", "client/client.js"),
    ("npm/client/node.js", "client/node.js"),
    ("npm/client/workerd.js", "client/workerd.js"),
    ("CHANGELOG.md", "CHANGELOG.md"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
];

const SHELL: &str = "src/element/shell.js";
const ENTRY: &str = "npm/index.js";

/// `cargo xtask npm`.
pub fn npm() -> Result<(), String> {
    let package = staged()?;
    println!();
    for asset in size::assets(&package)? {
        println!(
            "{:>9} raw {:>9} brotli  {}",
            asset.raw, asset.brotli, asset.name
        );
    }
    println!("\npacked {}", tarball()?.display());
    Ok(())
}

/// `cargo xtask page`.
pub fn page() -> Result<(), String> {
    println!("\nbuilt {}", builds::page()?.display());
    Ok(())
}

/// The package's folder, with the tarball of the same content beside it.
pub fn staged() -> Result<PathBuf, String> {
    let widget = builds::flavour(&builds::WIDGET)?;
    let client = builds::flavour(&builds::CLIENT)?;
    let tools = builds::flavour(&builds::TOOLS)?;
    let sandbox = builds::flavour(&builds::SANDBOX)?;
    tools::say("packing the npm package");
    let around = project::target().join("npm");
    builds::fresh(&around)?;
    let package = around.join("package");
    copy_all(&widget, &package)?;
    copy_all(&client, &package.join("client"))?;
    copy_all(&tools, &package.join("client/tools"))?;
    copy_all(&sandbox, &package.join("sandbox"))?;
    for (from, to) in FILES {
        copy(&project::root().join(from), &package.join(to))?;
    }
    write_entry(&package)?;
    // What Node alone runs is left readable.
    let scripts = FILES.iter().map(|(_, to)| *to).chain(["index.js"]);
    let scripts = scripts.filter(|to| to.ends_with(".js") && !to.starts_with("sandbox/"));
    let scripts: Vec<PathBuf> = scripts.map(|to| package.join(to)).collect();
    builds::minified(&scripts)?;
    let manifest = project::read("npm/package.json")?.replace("0.0.0", &project::version()?);
    write(&package.join("package.json"), &manifest)?;
    Run::new("npm")
        .args(["pack", "--silent", "--ignore-scripts"])
        .arg_path("--pack-destination", &around)
        .dir(&package)
        .mend("see what npm says above; npm/package.json is the source of the manifest")
        .capture()?;
    Ok(package)
}

/// Writes the entry of a package whose glue is there: with that and the shell in itself, a page waits for one script.
fn write_entry(package: &Path) -> Result<(), String> {
    let script = project::root().join("xtask/node/entry.mjs");
    let entry = Run::new("node")
        .args([script.as_path(), Path::new(ENTRY), Path::new(SHELL)])
        .args([package.join("slotlink.js")])
        .capture()?;
    write(&package.join("index.js"), &entry)
}

/// `cargo xtask profile`: finds out which functions of the elements run until times are on the screen.
pub fn profile() -> Result<(), String> {
    let browser = tools::for_end_to_end()?;
    let observed = builds::flavour(&builds::OBSERVED)?;
    let sandbox = builds::sandbox()?;
    let package = project::target().join("profile");
    builds::fresh(&package)?;
    copy_all(&observed, &package)?;
    write_entry(&package)?;
    for (from, to) in FILES {
        if matches!(*to, "callback.html" | "callback.js") {
            copy(&project::root().join(from), &package.join(to))?;
        }
    }
    let page = builds::observed_page()?;
    tools::say("watching which functions run");
    for (program, list) in [("widget", builds::REST), ("page", builds::REST_OF_PAGE)] {
        let prints = Run::new("node")
            .args(["profile.mjs", program])
            .dir(&project::root().join("tests/e2e"))
            .env("CHROME", &browser.chrome)
            .env("SLOTLINK_SANDBOX", &sandbox)
            .env("SLOTLINK_PACKAGE", &package)
            .env("SLOTLINK_PAGE", &page)
            .capture()?;
        write(&project::root().join(list), &prints)?;
        println!("\nwritten to {list}");
    }
    Ok(())
}

fn tarball() -> Result<PathBuf, String> {
    let name = format!("slotlink-{}.tgz", project::version()?);
    let path = project::target().join("npm").join(name);
    if path.is_file() {
        Ok(path)
    } else {
        Err(format!("npm pack left no {}", path.display()))
    }
}

/// Installs the tarball in a fresh copy of the Vite example and builds that. It is the one thing that no lock file names: it
/// was made here, and depends on nothing.
pub fn installed_in_example() -> Result<PathBuf, String> {
    let page = project::target().join("package-test");
    builds::fresh(&page)?;
    let example = project::root().join("examples/vite");
    for name in ["package.json", "package-lock.json", "vite.config.js"] {
        copy(&example.join(name), &page.join(name))?;
    }
    for name in ["index.html", "main.js"] {
        copy(&example.join(name), &page.join(name))?;
    }
    tools::for_package(&page)?;
    Run::new("npm")
        .args(["install", "--no-save", "--no-audit", "--no-fund"])
        .args([&tarball()?])
        .dir(&page)
        .mend("see what npm says above; the tarball is what `cargo xtask npm` makes")
        .run()?;
    Run::new("npx")
        .args(["--no-install", "vite", "build"])
        .dir(&page)
        .mend("see what Vite says above; examples/vite is what it builds, with the package as it was packed")
        .run()?;
    Ok(page)
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("writing {}: {error}", path.display()))
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::copy(from, to)
        .map(|_| ())
        .map_err(|error| format!("copying {} to {}: {error}", from.display(), to.display()))
}

fn copy_all(from: &Path, to: &Path) -> Result<(), String> {
    let failed = |error| format!("reading {}: {error}", from.display());
    fs::create_dir_all(to).map_err(failed)?;
    for entry in fs::read_dir(from).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let Some(name) = path.file_name() else {
            continue;
        };
        if path.is_dir() {
            copy_all(&path, &to.join(name))?;
        } else {
            copy(&path, &to.join(name))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_about_the_package_names_the_tarball_that_is_made() {
        let version = project::version().expect("has one");
        let name = format!("target/npm/slotlink-{version}.tgz");
        for file in ["README.md", "npm/README.md", "examples/vite/main.js"] {
            let text = project::read(file).expect("is there");
            assert!(text.contains(&name), "{file} does not name {name}");
        }
    }
}
