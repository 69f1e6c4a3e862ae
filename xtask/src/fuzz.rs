//! `fuzz`: the targets of `fuzz/` under libFuzzer, with the tool chain that everything else is built with.
//!
//! libFuzzer is linked by the crate `libfuzzer-sys`; what it needs of the compiler, counters at every branch, are plain
//! options of rustc. No sanitizer: those need a nightly tool chain and look for what safe Rust does not have.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::Run;
use crate::{Flags, project, tools};

const SECONDS: u16 = 30;

const INSTRUMENTED: [&str; 6] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    // Branches stay as they were written, so that each half of a condition counts.
    "-Cllvm-args=-simplifycfg-branch-fold-threshold=0",
];

pub struct Options {
    targets: Vec<String>,
    seconds: u16,
    input: Option<PathBuf>,
}

impl Options {
    pub fn take(flags: &mut Flags) -> Result<Self, String> {
        let seconds = flags.number("--seconds")?.unwrap_or(SECONDS);
        // Relative to where the command was called, not to the root.
        let input = flags.value("--input")?.map(std::path::absolute);
        let input = input.transpose().map_err(|error| error.to_string())?;
        let all = targets()?;
        let targets = match flags.word() {
            None => all,
            Some(name) if all.contains(&name) => vec![name],
            Some(name) => {
                let all = all.join(", ");
                return Err(format!("there is no fuzz target `{name}`; there are {all}"));
            }
        };
        if input.is_some() && targets.len() > 1 {
            return Err("--input needs the target it is for".to_owned());
        }
        Ok(Self {
            targets,
            seconds,
            input,
        })
    }
}

fn folder() -> PathBuf {
    project::root().join("fuzz")
}

/// The names of the programs.
fn targets() -> Result<Vec<String>, String> {
    let folder = folder().join("fuzz_targets");
    let files = fs::read_dir(&folder);
    let files = files.map_err(|error| format!("reading {}: {error}", folder.display()))?;
    let paths = files.flatten().map(|file| file.path());
    let mut names: Vec<String> = paths
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    Ok(names)
}

pub fn fuzz(options: &Options) -> Result<(), String> {
    tools::for_fuzzing()?;
    let programs = built(&options.targets)?;
    if let (Some(input), [name]) = (&options.input, &options.targets[..]) {
        return again(&programs.join(name), name, input);
    }
    let mut failures = Vec::new();
    let mut reports = Vec::new();
    for name in &options.targets {
        let seconds = options.seconds;
        println!("\n-- target {name}, {seconds} s");
        match searched(&programs.join(name), name, seconds) {
            Ok(report) => {
                println!("== {report}");
                reports.push(report);
            }
            Err(failure) => {
                println!("== {failure}");
                failures.push(failure);
            }
        }
    }
    println!();
    for report in &reports {
        println!("{report}");
    }
    match failures.is_empty() {
        true => Ok(()),
        false => Err(failures.join("\n\n")),
    }
}

/// Builds the programs of these targets and returns their folder.
fn built(targets: &[String]) -> Result<PathBuf, String> {
    let version = Run::new("rustc").args(["-vV"]).capture()?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.ok_or("`rustc -vV` names no host")?;
    let target = project::target().join("fuzz");
    if !target.is_dir() {
        let folder = target.display();
        tools::say(&format!(
            "compiling the fuzz targets into {folder} (about 3 minutes, once)"
        ));
    }
    let mut run = Run::new("cargo")
        .args(["build", "--locked", "--release", "--target", host])
        .args(["--manifest-path", "fuzz/Cargo.toml"])
        .arg_path("--target-dir", &target);
    for name in targets {
        run = run.args(["--bin", name]);
    }
    // With `--target`, build scripts and macros are compiled without these.
    run.env("RUSTFLAGS", INSTRUMENTED.join(" "))
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .mend("the lines above; a fuzz/Cargo.lock that is too old: `cargo update --workspace` in fuzz/")
        .run()?;
    Ok(target.join(host).join("release"))
}

/// Runs a program with libFuzzer's own ways of saying things.
fn program(path: &Path) -> Run {
    Run::new(&path.to_string_lossy()).dir(&folder())
}

/// One input, as it was found.
fn again(path: &Path, name: &str, input: &Path) -> Result<(), String> {
    let run = program(path).args([input]).env("RUST_BACKTRACE", "1");
    if run.watch_complaints(|line| eprintln!("{line}"))? {
        println!("{name} holds for {}", input.display());
        return Ok(());
    }
    Err(format!("{name} does not hold for {}", input.display()))
}

/// What a search came to, read from libFuzzer's lines.
#[derive(Default)]
struct Seen {
    executions: u64,
    covered: String,
    found: Option<String>,
}

impl Seen {
    fn read(&mut self, line: &str) {
        if let Some((_, path)) = line.split_once("Test unit written to ") {
            self.found = Some(path.trim().to_owned());
        }
        if let Some(number) = line.strip_prefix("stat::number_of_executed_units:") {
            self.executions = number.trim().parse().unwrap_or_default();
        }
        // `#123  DONE   cov: 1000 ft: 2000 corp: 30/4kb …`
        if line.starts_with('#')
            && let Some((_, rest)) = line.split_once(" cov: ")
        {
            let number = rest.split(' ').next().unwrap_or_default();
            self.covered = number.to_owned();
        }
    }

    /// Whether a line is for people: not one for each input that was kept.
    fn matters(line: &str) -> bool {
        let kept = ["NEW", "REDUCE", "RELOAD"];
        let of_input = line.starts_with('#') && kept.iter().any(|word| line.contains(word));
        let of_words = line.starts_with("###") || line.contains("\" # Uses: ");
        !(of_input || of_words || line.starts_with("stat::"))
    }
}

fn searched(path: &Path, name: &str, seconds: u16) -> Result<String, String> {
    let corpus = folder().join("corpus").join(name);
    let artifacts = folder().join("artifacts").join(name);
    let regressions = folder().join("regressions").join(name);
    for folder in [&corpus, &artifacts] {
        fs::create_dir_all(folder)
            .map_err(|error| format!("making {}: {error}", folder.display()))?;
    }
    // Words have to be there before the program reads its options; it writes both when it starts.
    let dictionary = corpus.with_extension("dict");
    let mut run = program(path)
        .args([format!("-max_total_time={seconds}")])
        .args([format!("-artifact_prefix={}/", artifacts.display())])
        .args([format!("-dict={}", dictionary.display())])
        .args(["-max_len=20000", "-timeout=20", "-rss_limit_mb=2048"])
        .args(["-print_final_stats=1", "-print_funcs=0"])
        // The first folder is the one that grows.
        .args([&corpus]);
    if regressions.is_dir() {
        run = run.args([&regressions]);
    }
    let mut seen = Seen::default();
    let success = run.watch_complaints(|line| {
        seen.read(line);
        if Seen::matters(line) {
            eprintln!("{line}");
        }
    })?;
    if let Some(found) = seen.found {
        return Err(format!(
            "{name} does not hold for the input {found}\n\
             run it again: cargo xtask fuzz {name} --input {found}\n\
             once it is mended, keep the input under fuzz/regressions/{name}/, named after the defect: \
             `cargo test` runs what is there"
        ));
    }
    if !success || seen.executions == 0 {
        return Err(format!("{name}: libFuzzer ended by itself, see above"));
    }
    Ok(format!(
        "{name}: {} executions in {seconds} s, {} branches reached, nothing found",
        seen.executions, seen.covered
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_read_from_the_lines_of_libfuzzer() {
        let mut seen = Seen::default();
        for line in [
            "#2048\tpulse  cov: 12 ft: 20 corp: 4/9b exec/s: 682 rss: 40Mb",
            "#4096\tDONE   cov: 345 ft: 678 corp: 9/10kb lim: 99 exec/s: 1365 rss: 55Mb",
            "stat::number_of_executed_units: 4096",
            "artifact_prefix='a/'; Test unit written to a/crash-0b",
        ] {
            seen.read(line);
        }
        assert_eq!((seen.executions, seen.covered.as_str()), (4096, "345"));
        assert_eq!(seen.found.as_deref(), Some("a/crash-0b"));
    }

    #[test]
    fn the_line_of_each_kept_input_is_not_shown() {
        assert!(!Seen::matters("#9\tNEW    cov: 3 ft: 4 corp: 2/5b"));
        assert!(Seen::matters(
            "thread '<unnamed>' panicked at src/x.rs:1:2:"
        ));
        assert!(Seen::matters("#2048\tpulse  cov: 12 ft: 20"));
    }
}
