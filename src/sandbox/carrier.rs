//! The sandbox on a socket: reads requests, asks the core, sends the answers, and spoils the delivery when told to.
//! Beside it runs the courier, who calls webhooks.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request as HttpRequest};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response as HttpResponse;
use axum::{Extension, Router};
use futures_util::stream;
use tokio::net::TcpListener;
use tokio::time::sleep;

use super::courier;
use super::cut::{CutListener, Peer};
use super::faults::{Cut, Delivery};
use super::message::{Request, Response};
use super::router::{Reply, respond};
use super::state::Sandbox;

/// The state that all connections share.
pub type Shared = Arc<Mutex<Sandbox>>;

/// Serves until the future is dropped or the listener fails.
pub async fn serve(listener: TcpListener, sandbox: Sandbox) -> std::io::Result<()> {
    let shared: Shared = Arc::new(Mutex::new(sandbox));
    let app = Router::new()
        .fallback(carry)
        .layer(Extension(Shared::clone(&shared)))
        .into_make_service_with_connect_info::<Peer>();
    tokio::select! {
        ended = axum::serve(CutListener::new(listener), app).into_future() => ended,
        () = courier::run(shared) => Ok(()),
    }
}

/// The state, for one thing. A panic while it was held leaves it as it is.
pub(super) fn lock(shared: &Shared) -> MutexGuard<'_, Sandbox> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The machine's time in milliseconds of the Unix epoch.
pub(super) fn machine_ms() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| {
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
        })
}

/// Binds an address; port 0 is any free one.
pub async fn bind(host: &str, port: u16) -> std::io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((host, port)).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// The largest body that is read.
const LIMIT: usize = 1 << 20;

async fn carry(
    Extension(shared): Extension<Shared>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    request: HttpRequest,
) -> Result<HttpResponse, Infallible> {
    let Some(request) = read(request, &peer).await else {
        return Ok(write(Response::empty(413), Body::empty()));
    };
    let reply = respond(&mut lock(&shared), &request, machine_ms());
    Ok(deliver(reply, peer).await)
}

async fn read(request: HttpRequest, peer: &Peer) -> Option<Request> {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, LIMIT).await.ok()?;
    let headers = parts
        .headers
        .iter()
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), value)
        })
        .collect();
    Some(Request {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers,
        body: String::from_utf8_lossy(&body).into_owned(),
        loopback: peer.address.ip().to_canonical().is_loopback(),
        connection: (peer.connection, peer.count()),
    })
}

/// Sends the answer as the delivery says.
async fn deliver(reply: Reply, peer: Peer) -> HttpResponse {
    let Reply { response, delivery } = reply;
    pause(delivery.delay_ms).await;
    let early = matches!(delivery.cut, None | Some(Cut::BeforeHeaders));
    if early {
        pause(delivery.stall_ms).await;
    }
    let bytes = match &response.raw {
        Some(raw) => Bytes::from(raw.clone()),
        None => Bytes::from(response.body.clone()),
    };
    match delivery.cut {
        Some(Cut::BeforeHeaders) => {
            peer.cut(delivery.reset);
            write(response, Body::empty())
        }
        Some(Cut::AfterHeaders) => cut_after(response, Bytes::new(), bytes.len(), delivery, peer),
        Some(Cut::MidBody) => {
            let half = bytes.slice(..bytes.len() / 2);
            cut_after(response, half, bytes.len(), delivery, peer)
        }
        None if delivery.bytes_per_second > 0 => drip(response, bytes, delivery.bytes_per_second),
        None => write(response, Body::from(bytes)),
    }
}

async fn pause(millis: u64) {
    if millis > 0 {
        sleep(Duration::from_millis(millis)).await;
    }
}

/// How long what was sent so far gets to leave before the connection is cut.
const LEAVE_MS: u64 = 20;

/// Promises the whole body, sends `part` of it, and cuts.
fn cut_after(
    response: Response,
    part: Bytes,
    whole: usize,
    delivery: Delivery,
    peer: Peer,
) -> HttpResponse {
    let steps = stream::unfold((Some(part), peer), move |(part, peer)| async move {
        match part {
            Some(part) if !part.is_empty() => Some((Ok(part), (None, peer))),
            _ => {
                pause(delivery.stall_ms.saturating_add(LEAVE_MS)).await;
                peer.cut(delivery.reset);
                Some((Err(std::io::Error::other("cut")), (None, peer)))
            }
        }
    });
    // At least one byte, so that an empty body can be cut too.
    write(
        with_length(response, whole.max(1)),
        Body::from_stream(steps),
    )
}

/// A stream has no length that hyper knows; a real server would have sent one.
fn with_length(response: Response, length: usize) -> Response {
    response.with("content-length", &length.to_string())
}

/// Sends the body slowly, in up to ten pieces a second.
fn drip(response: Response, bytes: Bytes, bytes_per_second: u64) -> HttpResponse {
    let piece = usize::try_from(bytes_per_second.div_ceil(10))
        .unwrap_or(1)
        .max(1);
    let wait = 1000 * u64::try_from(piece).unwrap_or(1) / bytes_per_second;
    let response = with_length(response, bytes.len());
    let steps = stream::unfold(bytes, move |mut rest| async move {
        if rest.is_empty() {
            return None;
        }
        pause(wait).await;
        let next = rest.split_to(piece.min(rest.len()));
        Some((Ok::<_, Infallible>(next), rest))
    });
    write(response, Body::from_stream(steps))
}

fn write(response: Response, body: Body) -> HttpResponse {
    let mut http = HttpResponse::new(body);
    *http.status_mut() =
        StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in &response.headers {
        if let (Ok(name), Ok(value)) = (
            HeaderName::try_from(name.as_str()),
            HeaderValue::from_bytes(value.as_bytes()),
        ) {
            http.headers_mut().append(name, value);
        }
    }
    http
}
