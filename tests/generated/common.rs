//! What all generated files share.

use std::path::Path;

/// Compares a file with what it should be, or writes it where that was asked for.
pub fn current(name: &str, wanted: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("SLOTLINK_GENERATE").is_some() {
        std::fs::write(&path, wanted).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    let lines = found.lines().zip(wanted.lines()).enumerate();
    let first = lines
        .into_iter()
        .find(|(_, (found, wanted))| found != wanted);
    assert!(
        found == wanted,
        "{name} is not what the declarations say (first difference: {first:?}); run `cargo xtask generate`"
    );
}

/// `listEventTypes` for `ListEventTypes`.
pub fn method(operation: &str) -> String {
    operation[..1].to_lowercase() + &operation[1..]
}
