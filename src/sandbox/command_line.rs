//! The command line: what the native program and the one for Node are told.

use std::ffi::OsString;

use lexopt::prelude::*;

use super::clients::Client;
use super::options::Options;
use super::state::{DEFAULT_CLIENT_ID, DEFAULT_REDIRECT_URIS, Sandbox};

pub const HELP: &str = "slotlink-sandbox: a local stand-in for Calendly's OAuth server and API

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

/// Where to listen, and what answers.
pub struct Settings {
    pub host: String,
    pub port: u16,
    pub sandbox: Sandbox,
}

/// Reads the arguments after the program's name; none if they ask for help. The error is a sentence for whoever typed
/// them. `machine_ms` is the machine's time in milliseconds of the Unix epoch.
pub fn read(
    arguments: impl IntoIterator<Item = OsString>,
    machine_ms: i64,
) -> Result<Option<Settings>, String> {
    settings(arguments, machine_ms)
        .map_err(|error| format!("{error}\nTry slotlink-sandbox --help."))
}

fn settings(
    arguments: impl IntoIterator<Item = OsString>,
    machine_ms: i64,
) -> Result<Option<Settings>, lexopt::Error> {
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
        sandbox.offset_ms = now.as_millisecond().saturating_sub(machine_ms);
    }
    Ok(Some(Settings {
        host,
        port,
        sandbox,
    }))
}

/// What is said when the port is taken.
pub fn busy(host: &str, port: u16) -> String {
    format!(
        "port {port} on {host} is in use. Stop the program that uses it, or choose another port: --port {} (or --port 0 for any free one).",
        port.checked_add(1).unwrap_or(8788)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(arguments: &[&str]) -> Result<Option<Settings>, String> {
        read(arguments.iter().map(OsString::from), 1_000_000)
    }

    #[test]
    fn nothing_said_listens_on_this_machine_by_the_machines_clock() {
        let settings = given(&[]).unwrap().unwrap();
        assert_eq!((settings.host.as_str(), settings.port), ("127.0.0.1", 8787));
        assert_eq!(settings.sandbox.offset_ms, 0);
        assert_eq!(settings.sandbox.clients.len(), 1);
    }

    #[test]
    fn every_option_of_the_help_is_understood() {
        let valued = |line: &str| {
            line.split_whitespace()
                .nth(1)
                .is_some_and(|word| word.chars().all(char::is_uppercase))
        };
        let mut count = 0;
        for line in HELP.lines().filter(|line| line.starts_with("  --")) {
            let option = line.split_whitespace().next().unwrap();
            let value = match option {
                "--now" => "2026-12-01T08:00:00Z",
                _ => "7",
            };
            let arguments = [option, value];
            let arguments = if valued(line) {
                &arguments[..]
            } else {
                &arguments[..1]
            };
            assert!(given(arguments).is_ok(), "{line}");
            count += 1;
        }
        assert_eq!(count, 13);
    }

    #[test]
    fn a_clock_is_set_against_the_machines() {
        let settings = given(&["--now", "1970-01-01T01:00:00Z"]).unwrap().unwrap();
        assert_eq!(settings.sandbox.offset_ms, 3_600_000 - 1_000_000);
    }

    #[test]
    fn help_is_no_setting_and_what_is_wrong_is_named() {
        assert!(given(&["--port", "1", "-h"]).unwrap().is_none());
        for wrong in [&["--prot"] as &[&str], &["--port", "x"], &["more"]] {
            let error = given(wrong).err().unwrap();
            assert!(error.contains(wrong[wrong.len() - 1]), "{error}");
        }
    }

    #[test]
    fn another_port_is_proposed_for_one_that_is_taken() {
        assert!(busy("::1", 80).starts_with("port 80 on ::1 is in use."));
        assert!(busy("::1", 65_535).contains("--port 8788"));
    }
}
