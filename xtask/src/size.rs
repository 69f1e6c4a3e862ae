//! Bytes: of every file that is shipped, as it is, with gzip and with brotli; and the budget.

use std::path::Path;

use crate::command::Run;
use crate::project;
use crate::suites::Count;

/// A part of the package that is fetched together, and how many bytes it may have, brotli at its highest level.
struct Part {
    name: &'static str,
    /// The folder its files are in; empty for those in none.
    folder: &'static str,
    budget: u64,
}

/// What the widget fetches once times are on the screen, and how many bytes that may have.
const REST: (&str, u64) = ("slotlink_rest.wasm", 87_000);

/// What the widget weighs today and a little more: it is raised only by what a change is worth, and its commit says so. The aim
/// is 120 000 (ARCHITECTURE.md says where the bytes are).
const PARTS: [Part; 3] = [
    Part {
        name: "widget, until times are on the screen",
        folder: "",
        budget: 152_800,
    },
    Part {
        name: "client",
        folder: "client",
        budget: 87_400,
    },
    // Fetched by programs that use what is beside the operations.
    Part {
        name: "tools",
        folder: "client/tools",
        budget: 124_000,
    },
];

/// What the standalone page begins with: all but the rest, the page that OAuth returns to, and the worker.
const PAGE_BUDGET: u64 = 172_000;
const BESIDE_PAGE: [&str; 3] = ["callback.html", "callback.js", "worker.js"];

/// What lies beside the widget's files and is fetched by none, or by those alone whose page wants it: `index.js` has the
/// shell and the glue in itself.
const APART: [&str; 4] = ["webhooks.js", "shell.js", "slotlink.js", "worker.js"];

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

/// The suite: every asset is there and not empty, and those of each part together stay within its budget.
pub fn check(package: &Path, page: &Path) -> Result<Count, String> {
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
    for part in &PARTS {
        let own = |asset: &&Asset| {
            let folder = asset.name.rsplit_once('/').map_or("", |(folder, _)| folder);
            folder == part.folder && asset.name != REST.0 && !APART.contains(&asset.name.as_str())
        };
        weigh(
            part.name,
            part.budget,
            assets.iter().filter(own),
            &mut count,
        )?;
    }
    let rest = assets.iter().filter(|asset| asset.name == REST.0);
    weigh("widget, after that", REST.1, rest, &mut count)?;
    let of_page = self::assets(page)?;
    let begins = |asset: &&Asset| {
        let name = asset.name.as_str();
        !name.ends_with("_rest.wasm") && !BESIDE_PAGE.contains(&name)
    };
    let begins = of_page.iter().filter(begins);
    weigh(
        "standalone page, at its beginning",
        PAGE_BUDGET,
        begins,
        &mut count,
    )?;
    Ok(count)
}

/// Compares what files weigh together with what they may.
fn weigh<'a>(
    name: &str,
    budget: u64,
    files: impl Iterator<Item = &'a Asset>,
    count: &mut Count,
) -> Result<(), String> {
    let (mut sum, mut has_module) = (0, false);
    for asset in files {
        sum += asset.brotli;
        has_module |= asset.name.ends_with(".wasm");
    }
    println!("{name}: {sum} bytes brotli of {budget}");
    if !has_module {
        return Err(format!("{name}: there is no wasm file"));
    }
    if sum > budget {
        println!("over the budget by {} bytes", sum - budget);
        count.failed += 1;
    } else {
        count.passed += 1;
    }
    Ok(())
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
