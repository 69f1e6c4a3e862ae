//! Bytes: of every file that is shipped, as it is, with gzip and with brotli; and the budget.

use std::path::Path;

use crate::command::Run;
use crate::project;
use crate::suites::Count;

/// All files of the widget flavour together, brotli at its highest level. What it weighs today and a little more: it may
/// only be lowered. The aim is 120 000 (ARCHITECTURE.md says where the bytes are).
const BUDGET: u64 = 166_000;

pub struct Asset {
    pub name: String,
    pub raw: u64,
    pub gzip: u64,
    pub brotli: u64,
}

/// The files a browser may fetch from a folder, largest first.
pub fn assets(folder: &Path) -> Result<Vec<Asset>, String> {
    // Node brings both compressors; nothing else here would need them as crates.
    let script = project::root().join("xtask/node/sizes.mjs");
    let table = Run::new("node")
        .args([script.as_path(), folder])
        .mend("install Node 20 or newer from https://nodejs.org")
        .capture()?;
    table.lines().map(parse).collect()
}

fn parse(line: &str) -> Result<Asset, String> {
    let mut cells = line.split('\t');
    let mut number = || cells.next()?.parse::<u64>().ok();
    let sizes = (number(), number(), number());
    match (sizes, cells.next()) {
        ((Some(raw), Some(gzip), Some(brotli)), Some(name)) => Ok(Asset {
            name: name.to_owned(),
            raw,
            gzip,
            brotli,
        }),
        _ => Err(format!("sizes.mjs printed `{line}`")),
    }
}

/// The suite: every asset is there and not empty, and together they stay within the budget.
pub fn check(package: &Path) -> Result<Count, String> {
    let assets = assets(package)?;
    let mut count = Count::all_passed(0);
    for asset in &assets {
        println!(
            "{:>9} raw {:>9} gzip {:>9} brotli  {}",
            asset.raw, asset.gzip, asset.brotli, asset.name
        );
        if asset.raw == 0 {
            println!("{} is empty", asset.name);
            count.failed += 1;
        } else {
            count.passed += 1;
        }
    }
    let sum: u64 = assets.iter().map(|asset| asset.brotli).sum();
    println!("{sum} bytes brotli of {BUDGET}");
    if !assets.iter().any(|asset| asset.name.ends_with(".wasm")) {
        return Err("the package has no wasm file".to_owned());
    }
    if sum > BUDGET {
        println!("over the budget by {} bytes", sum - BUDGET);
        count.failed += 1;
    } else {
        count.passed += 1;
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_line_has_three_numbers_and_a_name() {
        let asset = parse("10\t5\t4\tslotlink.js").expect("parses");
        assert_eq!((asset.raw, asset.gzip, asset.brotli), (10, 5, 4));
        assert_eq!(asset.name, "slotlink.js");
        assert!(parse("10\t5\tslotlink.js").is_err());
    }
}
