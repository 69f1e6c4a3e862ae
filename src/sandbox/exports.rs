//! What Node's script calls: the sandbox as a class of a wasm module. Requests and replies cross as the text of [`wire`].

use std::ffi::OsString;

use wasm_bindgen::prelude::*;

use super::command_line::{self, HELP};
use super::state::Sandbox;
use super::{respond, wire};

#[wasm_bindgen]
pub fn help() -> String {
    HELP.to_owned()
}

#[wasm_bindgen]
pub struct Core {
    host: String,
    port: u16,
    sandbox: Sandbox,
}

/// Times are the machine's, in milliseconds of the Unix epoch.
#[wasm_bindgen]
impl Core {
    /// By the arguments of a command line; none if they ask for help. Throws what is wrong with them.
    pub fn start(arguments: Vec<String>, now: f64) -> Result<Option<Core>, JsError> {
        let arguments = arguments.into_iter().map(OsString::from);
        let settings = command_line::read(arguments, millis(now));
        let settings = settings.map_err(|error| JsError::new(&error))?;
        Ok(settings.map(|settings| Self {
            host: settings.host,
            port: settings.port,
            sandbox: settings.sandbox,
        }))
    }

    #[wasm_bindgen(getter)]
    pub fn host(&self) -> String {
        self.host.clone()
    }

    #[wasm_bindgen(getter)]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What to say when the port is taken.
    pub fn busy(&self) -> String {
        command_line::busy(&self.host, self.port)
    }

    /// Answers a request. Throws if the text is none.
    pub fn respond(&mut self, request: &str, now: f64) -> Result<String, JsError> {
        let request = wire::request(request).ok_or_else(|| JsError::new("no request"))?;
        Ok(wire::reply(&respond(
            &mut self.sandbox,
            &request,
            millis(now),
        )))
    }

    /// The webhook calls that are due.
    pub fn calls(&mut self, now: f64) -> String {
        let now = self.sandbox.now(millis(now));
        wire::calls(&self.sandbox.calls_due(now))
    }

    /// What became of a call: the status of the answer, or else in words why there was none.
    pub fn answered(&mut self, number: f64, status: Option<u16>, error: String, now: f64) {
        let now = self.sandbox.now(millis(now));
        let outcome = status.ok_or(error);
        self.sandbox.answered(number as u64, &outcome, now);
    }
}

/// Clocks of JavaScript count in floating point, well below 2⁵³.
fn millis(now: f64) -> i64 {
    now as i64
}
