//! `cargo xtask …`: set-up, serving, testing, packing and measuring, the same for people and for CI.

mod bench;
mod builds;
mod check;
mod command;
mod fuzz;
mod pack;
mod project;
mod serve;
mod size;
mod suites;
mod tools;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask serve [--port 8080] [--sandbox-port 8787] [--release]
    builds the dashboard, starts it together with the sandbox, prints both addresses
cargo xtask test [--quick] [--only SUITE]
    fmt, clippy, native, web, size, node, e2e, package; --quick stops after native
cargo xtask check
    formatting and clippy, nothing is run
cargo xtask generate
    writes the files that are made out of the declarations of src/api
cargo xtask page
    builds the standalone page as it is deployed, into target/page
cargo xtask npm
    builds the widget and packs target/npm/slotlink-<version>.tgz
cargo xtask profile
    watches which functions run until times are on the screen, and lists the others in xtask/rest.txt: they are in
    the second part of the widget's module
cargo xtask bench [--runs 15] [--signatures]
    bytes and timings against a hand-written page, written to bench/RESULTS.md; --signatures only prints
    whether the time a webhook's verification takes tells where its signature is wrong
cargo xtask fuzz [TARGET] [--seconds 30] [--input FILE]
    looks for inputs that break a target of fuzz/, or all of them one after the other, so long each;
    --input runs one file again

Each of them sets up what it needs and says what it installs.";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let verb = arguments.next().unwrap_or_default();
    let mut rest = Flags(arguments.collect());
    let outcome = match verb.as_str() {
        "serve" => serve::Options::take(&mut rest)
            .and_then(|options| rest.finish().map(|()| options))
            .and_then(|options| serve::serve(&options)),
        "test" => suites::Options::take(&mut rest)
            .and_then(|options| rest.finish().map(|()| options))
            .and_then(|options| suites::test(&options)),
        "check" => rest.finish().and_then(|()| check::check()),
        "generate" => rest.finish().and_then(|()| check::generate()),
        "page" => rest.finish().and_then(|()| pack::page()),
        "profile" => rest.finish().and_then(|()| pack::profile()),
        "npm" => rest.finish().and_then(|()| pack::npm()),
        "bench" => bench::Options::take(&mut rest)
            .and_then(|options| rest.finish().map(|()| options))
            .and_then(|options| bench::bench(&options)),
        "fuzz" => fuzz::Options::take(&mut rest)
            .and_then(|options| rest.finish().map(|()| options))
            .and_then(|options| fuzz::fuzz(&options)),
        "" | "help" | "-h" | "--help" => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(format!("there is no `cargo xtask {other}`\n\n{HELP}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("\nerror: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The words after the verb; each option takes its own away, what is left over is a mistake.
struct Flags(Vec<String>);

impl Flags {
    fn flag(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|word| word != name);
        self.0.len() < before
    }

    fn value(&mut self, name: &str) -> Result<Option<String>, String> {
        if let Some(at) = self.0.iter().position(|word| word == name) {
            self.0.remove(at);
            if at < self.0.len() {
                return Ok(Some(self.0.remove(at)));
            }
            return Err(format!("{name} needs a value"));
        }
        let prefix = format!("{name}=");
        let Some(at) = self.0.iter().position(|word| word.starts_with(&prefix)) else {
            return Ok(None);
        };
        Ok(Some(self.0.remove(at).split_off(prefix.len())))
    }

    /// A word that is no option.
    fn word(&mut self) -> Option<String> {
        let at = self.0.iter().position(|word| !word.starts_with('-'))?;
        Some(self.0.remove(at))
    }

    fn number(&mut self, name: &str) -> Result<Option<u16>, String> {
        self.value(name)?
            .map(|text| {
                text.parse()
                    .map_err(|_| format!("{name} needs a number from 1 to 65535, not `{text}`"))
            })
            .transpose()
    }

    fn finish(&self) -> Result<(), String> {
        match self.0.first() {
            None => Ok(()),
            Some(word) => Err(format!("`{word}` is not understood here\n\n{HELP}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(words: &[&str]) -> Flags {
        Flags(words.iter().map(|word| (*word).to_owned()).collect())
    }

    #[test]
    fn an_option_takes_its_value_in_both_spellings() {
        assert_eq!(flags(&["--port", "1"]).number("--port"), Ok(Some(1)));
        assert_eq!(flags(&["--port=2"]).number("--port"), Ok(Some(2)));
        assert!(flags(&["--port"]).number("--port").is_err());
        assert!(flags(&["--port", "99999"]).number("--port").is_err());
    }

    #[test]
    fn a_word_nobody_took_is_an_error() {
        let mut words = flags(&["--release", "--colour"]);
        assert!(words.flag("--release"));
        assert!(words.finish().is_err());
    }

    #[test]
    fn a_word_is_what_is_no_option() {
        let mut words = flags(&["--seconds", "5", "callback", "--colour"]);
        assert_eq!(words.number("--seconds"), Ok(Some(5)));
        assert_eq!(words.word().as_deref(), Some("callback"));
        assert_eq!(words.word(), None);
    }
}
