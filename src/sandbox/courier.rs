//! The courier: sends the calls of the outbox over HTTP and reports what became of them.
//!
//! It speaks plain HTTP to this machine and nothing else: names are not looked up, and a redirect is not followed.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::callback_url::CallbackUrl;
use super::carrier::{Shared, lock, machine_ms};
use super::outbox::Call;

/// How often it looks whether a call is due: the sandbox's clock can be moved at any time.
const LOOK: Duration = Duration::from_millis(50);

/// How long a connection may take, and then an answer.
const CONNECT: Duration = Duration::from_secs(10);
const READ: Duration = Duration::from_secs(15);

/// Sends what is due, for ever. Calls under way end with the future.
pub async fn run(shared: Shared) {
    let mut under_way = JoinSet::new();
    loop {
        let calls = {
            let mut state = lock(&shared);
            let now = state.now(machine_ms());
            state.calls_due(now)
        };
        for call in calls {
            let shared = Shared::clone(&shared);
            under_way.spawn(async move {
                let outcome = send(&call).await;
                let mut state = lock(&shared);
                let now = state.now(machine_ms());
                state.answered(call.number, &outcome, now);
            });
        }
        while under_way.try_join_next().is_some() {}
        sleep(LOOK).await;
    }
}

/// Makes one call: the status of the answer, or in words why there is none.
async fn send(call: &Call) -> Result<u16, String> {
    let mut stream = timeout(CONNECT, connect(&call.url))
        .await
        .map_err(|_| "no connection within 10 seconds".to_owned())??;
    timeout(READ, exchange(&mut stream, call))
        .await
        .map_err(|_| "no answer within 15 seconds".to_owned())?
}

async fn connect(url: &CallbackUrl) -> Result<TcpStream, String> {
    let hosts = if url.is_localhost() {
        vec![
            IpAddr::V4(Ipv4Addr::LOCALHOST),
            IpAddr::V6(Ipv6Addr::LOCALHOST),
        ]
    } else {
        url.host.parse().into_iter().collect()
    };
    let addresses: Vec<SocketAddr> = hosts
        .into_iter()
        .filter(IpAddr::is_loopback)
        .map(|host| SocketAddr::new(host, url.port))
        .collect();
    TcpStream::connect(addresses.as_slice())
        .await
        .map_err(|error| error.to_string())
}

/// More than this of an answer's head is not read.
const HEAD: usize = 16 * 1024;

async fn exchange(stream: &mut TcpStream, call: &Call) -> Result<u16, String> {
    let mut request = format!(
        "POST {} HTTP/1.1\r\nhost: {}\r\nuser-agent: slotlink-sandbox\r\nconnection: close\r\ncontent-length: {}\r\n",
        call.url.target,
        call.url.authority,
        call.body.len()
    );
    for (name, value) in &call.headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("\r\n");
    request.push_str(&call.body);
    // A receiver may answer and hang up before it has read everything: its answer counts all the same.
    let written = stream.write_all(request.as_bytes()).await;
    let mut head = Vec::new();
    let mut piece = [0; 1024];
    while !head.windows(4).any(|bytes| bytes == b"\r\n\r\n") && head.len() < HEAD {
        match stream.read(&mut piece).await {
            Ok(0) | Err(_) => break,
            Ok(count) => head.extend(piece.iter().take(count)),
        }
    }
    match (status(&head), written) {
        (Some(status), _) => Ok(status),
        (None, Err(error)) => Err(error.to_string()),
        (None, Ok(())) => Err("the answer is no HTTP".to_owned()),
    }
}

/// The status in the first line of an answer.
fn status(head: &[u8]) -> Option<u16> {
    let head = String::from_utf8_lossy(head);
    let line = head.strip_prefix("HTTP/1.")?.lines().next()?.to_owned();
    let status = line.split(' ').nth(1)?.parse().ok()?;
    (100..=599).contains(&status).then_some(status)
}

#[cfg(test)]
mod tests;
