//! One external command: how it is started, what it said, and what to do when it is missing.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::{project, tools};

/// A command line in the making. Runs in the repository's root unless told otherwise, and finds
/// the project's own tools first.
pub struct Run {
    command: Command,
    program: String,
    mend: Option<String>,
}

impl Run {
    pub fn new(program: &str) -> Self {
        // npm and npx are batch files on Windows, which `Command` finds only by their full name.
        let batch = cfg!(windows) && matches!(program, "npm" | "npx");
        let name = if batch {
            format!("{program}.cmd")
        } else {
            program.to_owned()
        };
        let path = tools::search_path();
        let mut command = Command::new(find(&name, &path).unwrap_or_else(|| PathBuf::from(&name)));
        command
            .current_dir(project::root())
            .env("PATH", path)
            // Trunk reads NO_COLOR=1 as the value of a flag that wants true or false, and stops.
            .env_remove("NO_COLOR")
            .stdin(Stdio::null());
        Self {
            command,
            program: program.to_owned(),
            mend: None,
        }
    }

    pub fn args<I, S>(mut self, args: I) -> Self
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        self.command.args(args);
        self
    }

    /// An option whose value is a path.
    pub fn arg_path(mut self, name: &str, path: &Path) -> Self {
        self.command.arg(name).arg(path);
        self
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn env_remove(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    pub fn dir(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// What a person should do when this command is missing or fails.
    pub fn mend(mut self, advice: &str) -> Self {
        self.mend = Some(advice.to_owned());
        self
    }

    /// Runs it with its output on the terminal.
    pub fn run(mut self) -> Result<(), String> {
        let status = self
            .command
            .status()
            .map_err(|error| self.not_started(&error))?;
        if status.success() {
            Ok(())
        } else {
            Err(self.failed(&status.to_string()))
        }
    }

    /// Runs it silently and returns what it printed; its complaint is part of the error.
    pub fn capture(mut self) -> Result<String, String> {
        let output = self
            .command
            .output()
            .map_err(|error| self.not_started(&error))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(self.failed(&format!("{}\n{}", output.status, said.trim())))
    }

    /// Runs it with its complaints on the terminal and returns what it printed.
    pub fn output_of(mut self) -> Result<String, String> {
        self.command.stderr(Stdio::inherit());
        self.capture()
    }

    /// Runs it with its output on the terminal, each line of it passed to `see` as well.
    /// Returns whether it succeeded, so that the caller can count before it complains.
    pub fn watch(mut self, mut see: impl FnMut(&str)) -> Result<bool, String> {
        self.command.stdout(Stdio::piped());
        let mut child = self.launch()?;
        let output = child.stdout.take();
        self.read(child, output, |line| {
            println!("{line}");
            see(line);
        })
    }

    /// As [`Run::watch`] for what it complains of, which is not printed unless `see` does.
    pub fn watch_complaints(mut self, see: impl FnMut(&str)) -> Result<bool, String> {
        self.command.stderr(Stdio::piped());
        let mut child = self.launch()?;
        let output = child.stderr.take();
        self.read(child, output, see)
    }

    fn launch(&mut self) -> Result<Child, String> {
        self.command
            .spawn()
            .map_err(|error| self.not_started(&error))
    }

    /// Passes the lines on until it ends; whether it succeeded.
    fn read(
        &self,
        mut child: Child,
        output: Option<impl Read>,
        mut see: impl FnMut(&str),
    ) -> Result<bool, String> {
        if let Some(output) = output {
            for line in BufReader::new(output).split(b'\n') {
                let line = line.map_err(|error| format!("reading {}: {error}", self.program))?;
                see(&String::from_utf8_lossy(&line));
            }
        }
        let status = child
            .wait()
            .map_err(|error| format!("waiting for {}: {error}", self.program))?;
        Ok(status.success())
    }

    /// Starts it and returns at once; `piped` keeps its standard output for the caller.
    pub fn spawn(mut self, piped: bool) -> Result<Child, String> {
        if piped {
            self.command.stdout(Stdio::piped());
        }
        self.launch()
    }

    fn not_started(&self, error: &std::io::Error) -> String {
        let what = match error.kind() {
            ErrorKind::NotFound => format!("{} is not installed", self.program),
            _ => format!("{} could not be started: {error}", self.program),
        };
        self.advise(what)
    }

    fn failed(&self, how: &str) -> String {
        let words: Vec<_> = self
            .command
            .get_args()
            .map(|word| word.to_string_lossy())
            .collect();
        self.advise(format!("`{} {}`: {how}", self.program, words.join(" ")))
    }

    fn advise(&self, what: String) -> String {
        match &self.mend {
            Some(advice) => format!("{what}\nto mend it: {advice}"),
            None => what,
        }
    }
}

/// The full path of a program, looked up in `path` (a PATH-like list).
pub fn find(program: &str, path: &OsStr) -> Option<PathBuf> {
    let names: &[String] = &if cfg!(windows) && !program.contains('.') {
        vec![format!("{program}.exe"), format!("{program}.cmd")]
    } else {
        vec![program.to_owned()]
    };
    std::env::split_paths(path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|file| file.is_file())
}
