//! `bench`: bytes of each flavour, and the widget's page against a hand-written one. Only printed
//! and written down, never asserted: timings belong to the machine they were taken on.

use std::fmt::Write;
use std::path::Path;

use crate::command::Run;
use crate::{Flags, builds, pack, project, size, tools};

const RESULTS: &str = "bench/RESULTS.md";

pub struct Options {
    runs: u16,
    only_signatures: bool,
}

impl Options {
    pub fn take(flags: &mut Flags) -> Result<Self, String> {
        Ok(Self {
            runs: flags.number("--runs")?.unwrap_or(15),
            only_signatures: flags.flag("--signatures"),
        })
    }
}

pub fn bench(options: &Options) -> Result<(), String> {
    if options.only_signatures {
        println!("{}", signatures()?);
        return Ok(());
    }
    let runs = options.runs;
    if runs < 7 {
        return Err("fewer than 7 runs say nothing; leave --runs out for 15".to_owned());
    }
    let browser = tools::for_end_to_end()?;
    let package = pack::staged()?;
    let page = builds::page()?;
    let sandbox = builds::sandbox()?;
    tools::say(&format!("measuring, {runs} runs of each page"));
    let timings = Run::new("node")
        .args(["measure.mjs", &runs.to_string()])
        .dir(&project::root().join("tests/e2e"))
        .env("CHROME", browser.chrome)
        .env("SLOTLINK_SANDBOX", sandbox)
        .env("SLOTLINK_PAGE", &page)
        .env("SLOTLINK_PACKAGE", &package)
        .output_of()?;

    tools::say("measuring calls of the client");
    let calls = Run::new("node")
        .args([project::root().join("bench/call.mjs"), package.clone()])
        .output_of()?;

    let signatures = signatures()?;

    let mut text = String::from(INTRODUCTION);
    table(&mut text, "The widget, as packed for npm", &package)?;
    table(&mut text, "The standalone page", &page)?;
    text.push_str("## Widget and floor\n\n");
    text.push_str(COMPARED);
    text.push_str(&timings);
    text.push_str("\n## A call of the client\n\n");
    text.push_str(CALLS);
    text.push_str(&calls);
    text.push_str("\n## A wrong signature of a webhook\n\n");
    text.push_str(&signatures);
    let path = project::root().join(RESULTS);
    std::fs::write(&path, &text).map_err(|error| format!("writing {RESULTS}: {error}"))?;
    println!("\n{text}\nwritten to {RESULTS}");
    Ok(())
}

/// What the time of a verification tells of the signature.
fn signatures() -> Result<String, String> {
    tools::say("timing the verification of signatures, in Rust");
    let rust = Run::new("cargo")
        .args(["bench", "--quiet", "--features", "webhooks"])
        .args(["--bench", "signature"])
        .output_of()?;
    tools::say("timing the verification of signatures, in JavaScript");
    let javascript = Run::new("node")
        .args([project::root().join("bench/signature.mjs")])
        .output_of()?;
    Ok([SIGNATURES, &rust, &javascript].concat())
}

const INTRODUCTION: &str = "\
# Measured

Written by `cargo xtask bench`; the numbers are of the machine it ran on. Bytes are of release
builds: raw, gzip at level 9, brotli at level 11.

";

const CALLS: &str = "\
`createClient` in Node beside a hand-written `fetch` that sends the same headers, looks at the status and parses the
body, both against a server in another process on this machine. Each number is the median of 40 rounds of 25 calls one
after the other, with the fastest and the slowest round; rounds of the two alternate.

";

const SIGNATURES: &str = "\
Calls of two kinds in random order, and Welch's t of their times without the slowest tenth, as dudect takes it
(`bench/signature.rs`, `bench/signature.mjs`). Beyond 4.5 either way, time tells the two apart; the calls of one kind
alone show what chance does here. Where a signature is wrong must not show, so first and last byte are to be alike;
that it is wrong is said aloud by the answer. The last row of each language stops at the first difference, which this
software does not: it shows that the test would see it.

| | one kind, ns | the other, ns | t |
|---|--:|--:|--:|
";

const COMPARED: &str = "\
Both pages do the same job in the same run: sign in through a popup at the sandbox, which allows it
without a click, and show a month of one event type's times with those of the first day. The floor
(`bench/floor.html`, `bench/floor.js`) is written by hand for exactly this, with no framework and no
error handling. Each run has a new browser context (cold caches) and a new sandbox; files are sent
compressed; runs of the two alternate. A slow network is as Chromium's developer tools emulate one, in
both windows. \"Start to slots visible\" is navigation to sign-in button plus click to the first visible
time, so the time between button and click is not in it. Layout shift counts every shift, also those
right after input. Memory is taken 1.5 s after the slots, after a garbage collection.

";

fn table(text: &mut String, title: &str, folder: &Path) -> Result<(), String> {
    let assets = size::assets(folder)?;
    let mut rows = String::new();
    let (mut raw, mut gzip, mut brotli) = (0, 0, 0);
    for asset in &assets {
        row(&mut rows, &asset.name, asset.raw, asset.gzip, asset.brotli);
        raw += asset.raw;
        gzip += asset.gzip;
        brotli += asset.brotli;
    }
    row(&mut rows, "all", raw, gzip, brotli);
    text.push_str(&format!(
        "## {title}\n\n| asset | raw | gzip | brotli |\n|---|--:|--:|--:|\n{rows}\n"
    ));
    Ok(())
}

fn row(text: &mut String, name: &str, raw: u64, gzip: u64, brotli: u64) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "| {name} | {raw} | {gzip} | {brotli} |");
}
