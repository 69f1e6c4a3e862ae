//! `serve`: the sandbox and the dashboard in one terminal.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener, TcpStream};
use std::process::Child;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crate::command::Run;
use crate::{Flags, builds, tools};

pub struct Options {
    port: u16,
    sandbox_port: u16,
    release: bool,
}

impl Options {
    pub fn take(flags: &mut Flags) -> Result<Self, String> {
        Ok(Self {
            port: flags.number("--port")?.unwrap_or(8080),
            sandbox_port: flags.number("--sandbox-port")?.unwrap_or(8787),
            release: flags.flag("--release"),
        })
    }
}

pub fn serve(options: &Options) -> Result<(), String> {
    free(options.port, "--port")?;
    free(options.sandbox_port, "--sandbox-port")?;
    if options.port == options.sandbox_port {
        return Err("the dashboard and the sandbox need two different ports".to_owned());
    }
    if options.release {
        tools::for_release()?;
    } else {
        tools::for_building()?;
    }
    let program = builds::sandbox()?;

    let stopped = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stopped);
    ctrlc::set_handler(move || flag.store(true, Ordering::SeqCst))
        .map_err(|error| format!("listening for Ctrl-C: {error}"))?;

    let mut both = Running::default();
    let mut sandbox =
        Run::new(&program.to_string_lossy()).args(["--port", &options.sandbox_port.to_string()]);
    for host in ["localhost", "127.0.0.1"] {
        let back = format!("http://{host}:{}/callback.html", options.port);
        sandbox = sandbox.args(["--redirect-uri", &back]);
    }
    both.start("the sandbox", sandbox)?;
    let mut trunk = Run::new("trunk").args([
        "serve",
        "--skip-version-check",
        "--port",
        &options.port.to_string(),
    ]);
    if options.release {
        trunk = builds::small_page(trunk.args(["--release"]));
    }
    tools::say("building the dashboard (a first build takes some minutes)");
    both.start("the dashboard", trunk)?;

    let mut announced = false;
    while !stopped.load(Ordering::SeqCst) {
        both.check()?;
        if !announced && reachable(options.port) && reachable(options.sandbox_port) {
            announced = true;
            println!(
                "\n  dashboard  http://localhost:{port}/?sandbox={sandbox}\n  \
                 sandbox    http://localhost:{sandbox}/\n\n  Ctrl-C ends both.\n",
                port = options.port,
                sandbox = options.sandbox_port
            );
        }
        thread::sleep(Duration::from_millis(150));
    }
    println!("\nstopped");
    Ok(())
}

/// Fails while the port belongs to somebody else, before minutes are spent on building.
fn free(port: u16, option: &str) -> Result<(), String> {
    let busy = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_err() || reachable(port);
    if busy {
        return Err(format!(
            "port {port} is in use\nto mend it: stop what listens there, or choose another with `{option} NUMBER`"
        ));
    }
    Ok(())
}

fn reachable(port: u16) -> bool {
    TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
        || TcpStream::connect((Ipv6Addr::LOCALHOST, port)).is_ok()
}

/// The two programs. However this ends, both are ended with it.
#[derive(Default)]
struct Running(Vec<(&'static str, Child)>);

impl Running {
    fn start(&mut self, name: &'static str, run: Run) -> Result<(), String> {
        let mut child = run.spawn(true)?;
        if let Some(output) = child.stdout.take() {
            thread::spawn(move || {
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    println!("{line}");
                }
            });
        }
        self.0.push((name, child));
        Ok(())
    }

    fn check(&mut self) -> Result<(), String> {
        for (name, child) in &mut self.0 {
            if let Ok(Some(status)) = child.try_wait() {
                return Err(format!("{name} ended by itself ({status})"));
            }
        }
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        for (_, child) in &mut self.0 {
            // It may be gone already: Ctrl-C in a terminal reaches every program there.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
