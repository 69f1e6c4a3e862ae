//! The example program, as a person starts it, against the sandbox over HTTP.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// A sandbox that ends with the test.
struct Sandbox(Child, String);

impl Sandbox {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_slotlink-sandbox"))
            .args(["--port", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.find_map(|line| line.ok().filter(|line| line.contains("listening on ")));
        let (_, url) = line
            .as_deref()
            .unwrap()
            .split_once("listening on ")
            .unwrap();
        let url = url.trim().trim_end_matches('/').to_owned();
        Self(child, url)
    }

    fn run(&self, token: &str, arguments: &[&str]) -> Output {
        let folder = Path::new(env!("CARGO_BIN_EXE_slotlink-sandbox"))
            .parent()
            .unwrap();
        Command::new(
            folder
                .join("examples")
                .join(["program", std::env::consts::EXE_SUFFIX].concat()),
        )
        .args(arguments)
        .env("CALENDLY_TOKEN", token)
        .env("CALENDLY_API_URL", &self.1)
        .output()
        .unwrap()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_native_program_lists_event_types_and_makes_a_link() {
    let sandbox = Sandbox::start();
    let done = sandbox.run("sandbox-pat-mira-albrecht", &["Photo session"]);
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let lines: Vec<&str> = said.lines().collect();
    // More than one page of them, and the link last.
    assert!(lines.len() > 60, "{said}");
    assert!(lines.iter().any(|line| line.starts_with("Photo session (")));
    assert!(lines.last().unwrap().contains("/d/"), "{said}");
}

#[test]
fn a_native_program_is_told_why_not() {
    let sandbox = Sandbox::start();
    let refused = sandbox.run("sandbox-pat-of-nobody", &[]);
    assert!(!refused.status.success());
    let words = String::from_utf8(refused.stderr).unwrap();
    assert!(words.contains("does not accept the token"), "{words}");
    let odd = sandbox.run("“quoted”", &[]);
    assert!(String::from_utf8_lossy(&odd.stderr).contains("invalid_token"));
}
