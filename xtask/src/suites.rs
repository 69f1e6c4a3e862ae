//! `test`: every suite in order, each counted; one that ran nothing has failed.

use std::path::{Path, PathBuf};

use crate::command::Run;
use crate::{Flags, builds, check, pack, project, size, tools};

const SUITES: [&str; 8] = [
    "fmt", "clippy", "native", "web", "size", "node", "e2e", "package",
];
const QUICK: usize = 3;

pub struct Options {
    chosen: Vec<&'static str>,
}

impl Options {
    pub fn take(flags: &mut Flags) -> Result<Self, String> {
        let quick = flags.flag("--quick");
        let chosen = match flags.value("--only")? {
            Some(name) => match SUITES.iter().find(|suite| **suite == name) {
                Some(suite) => vec![*suite],
                None => {
                    return Err(format!(
                        "there is no suite `{name}`; there are {}",
                        SUITES.join(", ")
                    ));
                }
            },
            None => SUITES
                .iter()
                .take(if quick { QUICK } else { SUITES.len() })
                .copied()
                .collect(),
        };
        Ok(Self { chosen })
    }
}

pub fn test(options: &Options) -> Result<(), String> {
    // First of all, so that what is missing is known before minutes are spent.
    for suite in &options.chosen {
        match *suite {
            "clippy" => tools::for_lints()?,
            "web" => tools::for_web_tests().map(|_| ())?,
            "size" | "node" => tools::for_release()?,
            "e2e" | "package" => tools::for_end_to_end().map(|_| ())?,
            _ => {}
        }
    }
    let mut shared = Shared::default();
    let mut passed = 0;
    let mut failures = Vec::new();
    for suite in &options.chosen {
        println!("\n-- suite {suite}");
        let result = match *suite {
            "fmt" => check::formatting().map(Count::all_passed),
            "clippy" => check::lints().map(Count::all_passed),
            "native" => native(),
            "web" => web(),
            "size" => shared.sizes(),
            "node" => shared.package().and_then(|folder| node(&folder)),
            "e2e" => shared
                .sandbox()
                .and_then(|sandbox| playwright("e2e", &sandbox, &mut shared)),
            _ => package(&mut shared),
        };
        match result {
            Ok(count) => {
                passed += count.passed;
                let mut line = format!("== suite {suite}: {} passed", count.passed);
                for (number, what) in [(count.failed, "failed"), (count.skipped, "skipped")] {
                    if number > 0 {
                        line.push_str(&format!(", {number} {what}"));
                    }
                }
                println!("{line}");
                if count.failed > 0 {
                    failures.push((suite, format!("{} failed", count.failed), count.failed));
                } else if count.passed == 0 {
                    failures.push((suite, "ran nothing".to_owned(), 1));
                } else if !count.success {
                    failures.push((suite, "ended with an error".to_owned(), 1));
                }
            }
            Err(message) => {
                println!("== suite {suite}: 0 passed");
                failures.push((suite, message, 1));
            }
        }
    }
    println!();
    for (suite, message, _) in &failures {
        println!("suite {suite}: {message}");
    }
    let failed: u32 = failures.iter().map(|failure| failure.2).sum();
    println!("{passed} passed, {failed} failed");
    if failures.is_empty() {
        Ok(())
    } else {
        let names: Vec<_> = failures.iter().map(|failure| *failure.0).collect();
        Err(format!("failed: {}", names.join(", ")))
    }
}

/// What a suite did. `success` is the exit code, which counts even when every line looked good.
pub struct Count {
    pub passed: u32,
    pub failed: u32,
    pub skipped: u32,
    pub success: bool,
}

impl Count {
    pub fn all_passed(passed: u32) -> Self {
        Self {
            passed,
            failed: 0,
            skipped: 0,
            success: true,
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
            success: self.success && other.success,
        }
    }

    /// Runs a command and adds up its `test result: ok. 3 passed; 0 failed; 1 ignored` lines, or Node's `# pass 3`.
    fn of(run: Run) -> Result<Self, String> {
        let mut count = Self::all_passed(0);
        count.success = run.watch(|line| count.read(line))?;
        Ok(count)
    }

    fn read(&mut self, line: &str) {
        if let Some((what, number)) = line
            .strip_prefix("# ")
            .and_then(|line| line.split_once(' '))
            && let Ok(number) = number.parse::<u32>()
        {
            match what {
                "pass" => self.passed += number,
                "fail" | "cancelled" => self.failed += number,
                "skipped" | "todo" => self.skipped += number,
                _ => {}
            }
        }
        let Some((_, numbers)) = line.split_once("test result: ") else {
            return;
        };
        let words: Vec<_> = numbers
            .split(|letter: char| letter.is_whitespace() || letter == ';' || letter == '.')
            .filter(|word| !word.is_empty())
            .collect();
        for pair in words.windows(2) {
            if let [number, what] = pair
                && let Ok(number) = number.parse::<u32>()
            {
                match *what {
                    "passed" => self.passed += number,
                    "failed" => self.failed += number,
                    "ignored" => self.skipped += number,
                    _ => {}
                }
            }
        }
    }
}

/// What several suites need, built by the first of them.
#[derive(Default)]
struct Shared {
    package: Option<PathBuf>,
    page: Option<PathBuf>,
    sandbox: Option<PathBuf>,
    example: Option<PathBuf>,
}

impl Shared {
    fn package(&mut self) -> Result<PathBuf, String> {
        once(&mut self.package, pack::staged)
    }

    fn page(&mut self) -> Result<PathBuf, String> {
        once(&mut self.page, builds::page)
    }

    fn sizes(&mut self) -> Result<Count, String> {
        size::check(&self.package()?, &self.page()?)
    }

    fn sandbox(&mut self) -> Result<PathBuf, String> {
        once(&mut self.sandbox, builds::sandbox)
    }
}

fn once(
    place: &mut Option<PathBuf>,
    build: impl FnOnce() -> Result<PathBuf, String>,
) -> Result<PathBuf, String> {
    if let Some(path) = place {
        return Ok(path.clone());
    }
    Ok(place.insert(build()?).clone())
}

fn native() -> Result<Count, String> {
    Count::of(Run::new("cargo").args([
        "test",
        "--quiet",
        "--no-fail-fast",
        "--workspace",
        "--features",
        "slotlink/sandbox",
    ]))
}

/// What runs in Node without a browser: the package's own scripts, and the staged package against its sandbox.
fn node(package: &Path) -> Result<Count, String> {
    let folder = project::root().join("tests/node");
    let entries = std::fs::read_dir(&folder);
    let entries = entries.map_err(|error| format!("reading {}: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    let mut total = Count::all_passed(0);
    for file in files {
        let run = Run::new("node")
            .args(["--test", "--test-reporter", "tap"])
            .args([&file])
            .env("SLOTLINK_PACKAGE", package);
        let mut count = Count::all_passed(0);
        // Node counts a file without a test as one that passed, by the name of the file.
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let mut ran = true;
        count.success = run.watch(|line| {
            count.read(line);
            ran &= !(line.starts_with("ok ") && line.ends_with(name.as_ref()));
        })?;
        if !ran || count.passed + count.failed == 0 {
            return Err(format!("{name} ran nothing"));
        }
        total = total.and(count);
    }
    Ok(total)
}

fn web() -> Result<Count, String> {
    let browser = tools::for_web_tests()?;
    let mut run = Run::new("cargo")
        .args(["test", "--test", "web", "--features", "dashboard"])
        .args(["--target", "wasm32-unknown-unknown"])
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            "wasm-bindgen-test-runner",
        )
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        .env(
            "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
            capabilities(&browser.chrome)?,
        );
    if let Some(driver) = browser.driver {
        run = run.env("CHROMEDRIVER", driver);
    }
    Count::of(run)
}

/// A copy of `webdriver.json` that names the browser: a driver by itself starts whichever it finds.
fn capabilities(chrome: &Path) -> Result<PathBuf, String> {
    let path = project::target().join("webdriver.json");
    let text = with_binary(&project::read("webdriver.json")?, chrome)?;
    std::fs::create_dir_all(project::target())
        .and_then(|()| std::fs::write(&path, text))
        .map_err(|error| format!("writing {}: {error}", path.display()))?;
    Ok(path)
}

fn with_binary(capabilities: &str, chrome: &Path) -> Result<String, String> {
    const OPTIONS: &str = "\"goog:chromeOptions\": {";
    let (before, after) = capabilities
        .split_once(OPTIONS)
        .ok_or("webdriver.json has no goog:chromeOptions")?;
    let chrome = chrome.to_string_lossy();
    let binary = chrome.replace('\\', "\\\\").replace('"', "\\\"");
    Ok(format!(
        "{before}{OPTIONS}\n    \"binary\": \"{binary}\",{after}"
    ))
}

fn playwright(name: &str, sandbox: &Path, shared: &mut Shared) -> Result<Count, String> {
    let browser = tools::for_end_to_end()?;
    let mut run = Run::new("npx")
        .args(["--no-install", "playwright", "test", "--project", name])
        .dir(&project::root().join("tests/e2e"))
        .env("CHROME", browser.chrome)
        .env("SLOTLINK_SANDBOX", sandbox)
        .env("SLOTLINK_PAGE", shared.page()?)
        .env("SLOTLINK_PACKAGE", shared.package()?);
    if let Some(example) = &shared.example {
        run = run.env("SLOTLINK_EXAMPLE", example);
    }
    Count::of(run)
}

/// The installed package, with its own sandbox; and that sandbox by the native one's tests.
fn package(shared: &mut Shared) -> Result<Count, String> {
    shared.package()?;
    let example = pack::installed_in_example()?;
    let sandbox = example.join("node_modules/slotlink/sandbox/cli.js");
    shared.example = Some(example);
    let over_http = Count::of(
        Run::new("cargo")
            .args(["test", "--quiet", "--features", "sandbox"])
            .args(["--test", "sandbox"])
            .env("SLOTLINK_SANDBOX_SCRIPT", &sandbox),
    )?;
    Ok(over_http.and(playwright("package", &sandbox, shared)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_driver_is_told_which_browser_to_start() {
        let given = "{\n  \"goog:chromeOptions\": {\n    \"args\": []\n  }\n}";
        let named = with_binary(given, Path::new(r#"C:\a "b"\chrome.exe"#)).expect("is written");
        assert_eq!(
            named,
            "{\n  \"goog:chromeOptions\": {\n    \"binary\": \"C:\\\\a \\\"b\\\"\\\\chrome.exe\",\n    \"args\": []\n  }\n}"
        );
        assert!(with_binary("{}", Path::new("chrome")).is_err());
        let own = project::read("webdriver.json").expect("is there");
        assert!(with_binary(&own, Path::new("chrome")).is_ok());
    }

    #[test]
    fn the_result_lines_of_all_runners_add_up() {
        let mut count = Count::all_passed(0);
        count.read("test result: ok. 12 passed; 0 failed; 3 ignored; 0 measured; 0 filtered out");
        count.read("test result: FAILED. 2 passed; 1 failed; 0 ignored");
        count.read("12 passed in some other sentence");
        assert_eq!((count.passed, count.failed, count.skipped), (14, 1, 3));
        for line in [
            "# tests 9",
            "# pass 4",
            "# fail 2",
            "# cancelled 1",
            "# skipped 2",
            "# todo 0",
            "# pass time",
        ] {
            count.read(line);
        }
        assert_eq!((count.passed, count.failed, count.skipped), (18, 4, 5));
    }
}
