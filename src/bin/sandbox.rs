//! `slotlink-sandbox`: the local stand-in for Calendly, from the command line.

use std::ffi::OsString;
use std::process::ExitCode;

use lexopt::prelude::*;
use slotlink::sandbox::clients::Client;
use slotlink::sandbox::state::{DEFAULT_CLIENT_ID, DEFAULT_REDIRECT_URIS};
use slotlink::sandbox::{Options, Sandbox, carrier};

const HELP: &str = "slotlink-sandbox: a local stand-in for Calendly's OAuth server and API

Usage: slotlink-sandbox [options]

  --port PORT               port to listen on; 0 is any free one   [8787]
  --host HOST               address to listen on                   [127.0.0.1]
  --client-id ID            client id to register beside slotlink-dev
  --redirect-uri URI        redirect URI to register; may be repeated
                            [http://localhost:8080/callback.html and http://127.0.0.1:8080/callback.html]
  --iss                     send `iss` in the callback (RFC 9207)
  --coop VALUE              Cross-Origin-Opener-Policy of the authorize page
  --access-token-ttl SECS   life of an access token                [7200]
  --code-ttl SECS           life of an authorization code          [600]
  --latency MS              time that every answer waits           [0]
  --max-range-days DAYS     longest range of available times       [31]
  --expose-headers          let scripts read the rate limit headers
  --revoke-needs-secret     answer revocation without a secret with 403
  --now TIME                start the clock at this time (RFC 3339)
  -h, --help                this text
";

struct Settings {
    host: String,
    port: u16,
    sandbox: Sandbox,
}

fn main() -> ExitCode {
    match settings(std::env::args_os().skip(1)) {
        Ok(Some(settings)) => run(settings),
        Ok(None) => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        Err(error) => fail(&format!("{error}\nTry slotlink-sandbox --help.")),
    }
}

fn fail(message: &str) -> ExitCode {
    eprintln!("slotlink-sandbox: {message}");
    ExitCode::from(1)
}

fn settings(arguments: impl Iterator<Item = OsString>) -> Result<Option<Settings>, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let (mut host, mut port) = ("127.0.0.1".to_owned(), 8787);
    let mut options = Options::default();
    let mut redirect_uris: Vec<String> = Vec::new();
    let mut client_ids = vec![DEFAULT_CLIENT_ID.to_owned()];
    let mut now: Option<jiff::Timestamp> = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => port = parser.value()?.parse()?,
            Long("host") => host = parser.value()?.string()?,
            Long("client-id") => client_ids.push(parser.value()?.string()?),
            Long("redirect-uri") => redirect_uris.push(parser.value()?.string()?),
            Long("iss") => options.iss = true,
            Long("coop") => options.coop = Some(parser.value()?.string()?),
            Long("access-token-ttl") => options.access_token_ttl = parser.value()?.parse()?,
            Long("code-ttl") => options.code_ttl = parser.value()?.parse()?,
            Long("latency") => options.latency_ms = parser.value()?.parse()?,
            Long("max-range-days") => options.max_range_days = parser.value()?.parse()?,
            Long("expose-headers") => options.expose_headers = true,
            Long("revoke-needs-secret") => options.revoke_requires_secret = true,
            Long("now") => now = Some(parser.value()?.parse()?),
            Short('h') | Long("help") => return Ok(None),
            _ => return Err(argument.unexpected()),
        }
    }
    if redirect_uris.is_empty() {
        redirect_uris = DEFAULT_REDIRECT_URIS
            .iter()
            .map(|uri| (*uri).to_owned())
            .collect();
    }
    let clients = client_ids
        .iter()
        .map(|id| Client::new(id, redirect_uris.clone()))
        .collect();
    let mut sandbox = Sandbox::new(options, clients);
    if let Some(now) = now {
        sandbox.offset_ms = now.as_millisecond() - jiff::Timestamp::now().as_millisecond();
    }
    Ok(Some(Settings {
        host,
        port,
        sandbox,
    }))
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
        let Settings { host, port, sandbox } = settings;
        let (listener, address) = match carrier::bind(&host, port).await {
            Ok(bound) => bound,
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
                return fail(&format!(
                    "port {port} on {host} is in use. Stop the program that uses it, or choose another port: --port {} (or --port 0 for any free one).",
                    port.checked_add(1).unwrap_or(8788)
                ));
            }
            Err(error) => return fail(&format!("cannot listen on {host} port {port}: {error}")),
        };
        // Before the line that says it is ready: whoever reads it may stop the program at once.
        let stop = match StopSignals::new() {
            Ok(stop) => stop,
            Err(error) => return fail(&format!("cannot listen for signals: {error}")),
        };
        println!("slotlink-sandbox listening on http://{address}");
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
