//! `slotlink-sandbox`: the local stand-in for Calendly, from the command line.

use std::io::IsTerminal;
use std::process::ExitCode;

use slotlink::sandbox::carrier;
use slotlink::sandbox::command_line::{self, HELP, Settings};

fn main() -> ExitCode {
    match command_line::read(std::env::args_os().skip(1), carrier::machine_ms()) {
        Ok(Some(settings)) => run(settings),
        Ok(None) => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        Err(error) => fail(&error),
    }
}

fn fail(message: &str) -> ExitCode {
    eprintln!("slotlink-sandbox: {message}");
    ExitCode::from(1)
}

fn run(settings: Settings) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("cannot start: {error}")),
    };
    runtime.block_on(async {
        let Settings {
            host,
            port,
            sandbox,
        } = settings;
        let (listener, address) = match carrier::bind(&host, port).await {
            Ok(bound) => bound,
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
                return fail(&command_line::busy(&host, port));
            }
            Err(error) => return fail(&format!("cannot listen on {host} port {port}: {error}")),
        };
        // Before the line that says it is ready: whoever reads it may stop the program at once.
        let stop = match StopSignals::new() {
            Ok(stop) => stop,
            Err(error) => return fail(&format!("cannot listen for signals: {error}")),
        };
        println!("slotlink-sandbox listening on http://{address}");
        // For people; a program has read what it needs, and may have closed its end.
        if std::io::stdout().is_terminal() {
            println!("its hosts and their personal access tokens: http://{address}/");
        }
        tokio::select! {
            ended = carrier::serve(listener, sandbox) => match ended {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => fail(&format!("stopped: {error}")),
            },
            () = stop.wait() => ExitCode::SUCCESS,
        }
    })
}

/// Ctrl-C, and SIGTERM where there is one.
struct StopSignals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl StopSignals {
    fn new() -> std::io::Result<Self> {
        #[cfg(unix)]
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            #[cfg(unix)]
            interrupt: signal(SignalKind::interrupt())?,
            #[cfg(unix)]
            terminate: signal(SignalKind::terminate())?,
        })
    }

    #[cfg(unix)]
    async fn wait(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    #[cfg(not(unix))]
    async fn wait(self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}
