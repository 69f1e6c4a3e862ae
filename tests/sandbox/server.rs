//! The program on a port of its own, and requests to it over a socket.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

pub const PAT: &str = "authorization: Bearer sandbox-pat-mira-albrecht\r\n";

/// The program on a port of its own; it ends with the test.
pub struct Sandbox {
    pub child: Child,
    pub address: String,
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The native program, or the script that `SLOTLINK_SANDBOX_SCRIPT` names, by Node.
pub fn program() -> Command {
    let Some(script) = std::env::var_os("SLOTLINK_SANDBOX_SCRIPT") else {
        return Command::new(env!("CARGO_BIN_EXE_slotlink-sandbox"));
    };
    let mut command = Command::new("node");
    command.arg(script);
    command
}

pub fn start(options: &[&str]) -> Sandbox {
    let mut child = program()
        .args(["--port", "0"])
        .args(options)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line
        .trim()
        .strip_prefix("slotlink-sandbox listening on http://")
        .unwrap()
        .to_owned();
    Sandbox { child, address }
}

pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

impl Sandbox {
    /// Everything the server sends until it closes, and how it closed.
    pub fn raw(
        &self,
        method: &str,
        target: &str,
        headers: &str,
        body: &str,
    ) -> (Vec<u8>, std::io::Result<()>) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        let request = format!(
            "{method} {target} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n{body}",
            self.address,
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        let end = stream.read_to_end(&mut bytes).map(|_| ());
        (bytes, end)
    }

    pub fn send(&self, method: &str, target: &str, headers: &str, body: &str) -> Answer {
        let (bytes, end) = self.raw(method, target, headers, body);
        end.unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer {
            status,
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    pub fn get(&self, target: &str) -> Answer {
        self.send("GET", target, PAT, "")
    }

    pub fn post(&self, target: &str, body: &Value) -> Answer {
        let headers = format!("{PAT}content-type: application/json\r\n");
        self.send("POST", target, &headers, &body.to_string())
    }

    pub fn form(&self, target: &str, body: &str) -> Answer {
        self.send(
            "POST",
            target,
            "content-type: application/x-www-form-urlencoded\r\n",
            body,
        )
    }

    pub fn control(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let answer = self.send(method, &format!("/__sandbox/{path}"), "", &body);
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    pub fn fault(&self, fault: Value) {
        self.control("POST", "faults", &fault);
    }

    pub fn ledger(&self) -> Value {
        self.control("GET", "ledger", &Value::Null)
    }

    /// The body of a link creation for the first host's half-hour meeting.
    pub fn intent(&self) -> Value {
        let user = format!("http://{}/users/MIRAALBRECHT2026", self.address);
        let list = self
            .get(&format!("/event_types?user={user}&count=100"))
            .json();
        let kinds = list["collection"].as_array().unwrap();
        let kind = kinds.iter().find(|kind| kind["slug"] == "30min").unwrap();
        json!({"max_event_count": 1, "owner": kind["uri"], "owner_type": "EventType"})
    }
}
