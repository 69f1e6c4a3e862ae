//! The fixtures of the tests, as seeds.

use std::fs;
use std::path::{Path, PathBuf};

/// The repository's root, whichever of the two packages this is compiled into.
fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    match own.file_name() {
        Some(name) if name == "fuzz" => own.parent().unwrap_or(own).to_owned(),
        _ => own.to_owned(),
    }
}

/// The folder of this package.
pub fn package() -> PathBuf {
    root().join("fuzz")
}

/// One fixture.
pub fn read(path: &str) -> String {
    let path = root().join("tests/fixtures").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every answer and every call among the fixtures, in the order of their paths.
pub fn answers() -> Vec<Vec<u8>> {
    let folder = root().join("tests/fixtures");
    let mut paths = Vec::new();
    let folders = fs::read_dir(&folder).into_iter().flatten().flatten();
    for folder in folders.filter(|folder| folder.path().is_dir()) {
        let files = fs::read_dir(folder.path()).into_iter().flatten().flatten();
        paths.extend(files.map(|file| file.path()));
    }
    paths.retain(|path| path.extension().is_some_and(|end| end == "json"));
    // Lists of cases, which nobody answers with.
    paths.retain(|path| {
        !path
            .parent()
            .is_some_and(|folder| folder.ends_with("webhooks"))
    });
    paths.sort();
    let read = |path: &PathBuf| fs::read(path).unwrap_or_default();
    let answers: Vec<_> = paths.iter().map(read).collect();
    assert!(answers.len() > 50, "{} has few fixtures", folder.display());
    answers
}
