//! The sandbox over real HTTP: the program itself, the carrier, and connections that are really cut.
#![cfg(feature = "sandbox")]
// A panic is how a test fails; clippy knows that only of functions marked as tests, not of what they share.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod operations;
mod server;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use slotlink::api::webhook::signature::{Refusal, Verifier};
use slotlink::sandbox::outbox;

use server::{PAT, program, start};

fn s256(verifier: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

fn query_value(url: &str, name: &str) -> String {
    let query = url.split_once('?').unwrap().1;
    let pair = query
        .split('&')
        .find_map(|pair| pair.strip_prefix(&format!("{name}=")));
    pair.unwrap().to_owned()
}

#[test]
fn the_main_job_from_sign_in_to_a_used_link() {
    let sandbox = start(&["--now", "2026-12-01T08:00:00Z"]);
    let verifier = "v".repeat(43);
    let redirect = "http%3A%2F%2F127.0.0.1%3A8080%2Fcallback.html";
    let scopes =
        "users%3Aread%20event_types%3Aread%20availability%3Aread%20scheduling_links%3Awrite";
    let asked = format!(
        "client_id=slotlink-dev&response_type=code&redirect_uri={redirect}&scope={scopes}&state=p.abc&code_challenge={}&code_challenge_method=S256",
        s256(&verifier)
    );
    let page = sandbox.get(&format!("/oauth/authorize?{asked}"));
    assert_eq!(page.status, 200);
    assert_eq!(page.body.matches("type=\"checkbox\"").count(), 4);
    let decision = format!(
        "{asked}&user=mira-albrecht&decision=allow&granted=users%3Aread&granted=event_types%3Aread&granted=availability%3Aread&granted=scheduling_links%3Awrite"
    );
    let back = sandbox.form("/oauth/authorize", &decision);
    assert_eq!(back.status, 303);
    let location = back.header("location").unwrap();
    assert!(location.starts_with("http://127.0.0.1:8080/callback.html?"));
    assert_eq!(query_value(location, "state"), "p.abc");
    let exchange = format!(
        "grant_type=authorization_code&client_id=slotlink-dev&redirect_uri={redirect}&code={}&code_verifier={verifier}",
        query_value(location, "code")
    );
    let tokens = sandbox.form("/oauth/token", &exchange).json();
    let token = format!(
        "authorization: Bearer {}\r\n",
        tokens["access_token"].as_str().unwrap()
    );
    let me = sandbox.send("GET", "/users/me", &token, "").json();
    assert_eq!(me["resource"]["uri"], tokens["owner"]);
    let intent = sandbox.intent();
    let times = format!(
        "/event_type_available_times?event_type={}&start_time=2026-12-02T00:00:00.000000Z&end_time=2026-12-31T00:00:00.000000Z",
        intent["owner"].as_str().unwrap()
    );
    let free = sandbox.send("GET", &times, &token, "").json();
    assert!(free["collection"].as_array().unwrap().len() > 20);
    let made = sandbox.send(
        "POST",
        "/scheduling_links",
        &format!("{token}content-type: application/json\r\n"),
        &intent.to_string(),
    );
    assert_eq!(made.status, 201);
    let url = made.json()["resource"]["booking_url"]
        .as_str()
        .unwrap()
        .to_owned();
    let link = url
        .strip_prefix(&format!("http://{}", sandbox.address))
        .unwrap();
    assert_eq!(sandbox.get(link).status, 200);
    let start = free["collection"][0]["start_time"].as_str().unwrap();
    let booked = sandbox.form(&format!("{link}/{start}"), "name=Ada&email=ada%40b.example");
    assert_eq!(booked.status, 303);
    let used = sandbox.get(link);
    assert_eq!(used.status, 410);
    assert!(used.body.contains("already been used"));
    let facts = sandbox.ledger()["facts"].clone();
    let kinds: Vec<&str> = facts
        .as_array()
        .unwrap()
        .iter()
        .map(|fact| fact["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "code_issued",
            "token_issued",
            "link_created",
            "booked",
            "announced"
        ]
    );
    assert_eq!(facts[3]["link"], url);
}

#[test]
fn a_cut_before_the_headers_resets_the_connection_and_the_link_may_exist() {
    let sandbox = start(&[]);
    let intent = sandbox.intent();
    let headers = format!("{PAT}content-type: application/json\r\n");
    for (execute, links) in [(true, 1), (false, 1)] {
        sandbox.fault(
            json!({"route": "POST /scheduling_links", "cut": "before_headers", "execute": execute}),
        );
        let (bytes, end) = sandbox.raw("POST", "/scheduling_links", &headers, &intent.to_string());
        assert!(bytes.is_empty(), "{}", String::from_utf8_lossy(&bytes));
        assert_eq!(end.unwrap_err().kind(), std::io::ErrorKind::ConnectionReset);
        let facts = sandbox.ledger()["facts"].clone();
        assert_eq!(
            facts.as_array().unwrap().len(),
            links,
            "executed: {execute}"
        );
    }
    assert_eq!(sandbox.post("/scheduling_links", &intent).status, 201);
}

#[test]
fn a_cut_with_fin_ends_the_connection_without_a_byte() {
    let sandbox = start(&[]);
    sandbox.fault(json!({"route": "GET /users/me", "cut": "before_headers", "cut_with": "fin"}));
    let (bytes, end) = sandbox.raw("GET", "/users/me", PAT, "");
    assert!(bytes.is_empty() && end.is_ok());
}

#[test]
fn a_cut_after_the_headers_and_in_the_body_leaves_that_much() {
    let sandbox = start(&[]);
    let whole = sandbox.get("/users/me").body;
    sandbox.fault(json!([
        {"route": "GET /users/me", "cut": "after_headers"},
        {"route": "GET /users/me", "cut": "mid_body"},
        {"route": "GET /users/me", "cut": "mid_body", "cut_with": "rst"},
    ]));
    for (part, reset) in [
        (0, false),
        (whole.len() / 2, false),
        (whole.len() / 2, true),
    ] {
        let (bytes, end) = sandbox.raw("GET", "/users/me", PAT, "");
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200 OK"));
        assert!(
            head.contains(&format!("content-length: {}", whole.len())),
            "{head}"
        );
        assert_eq!(body, &whole[..part]);
        assert_eq!(end.is_err(), reset);
    }
    assert_eq!(sandbox.get("/users/me").body, whole);
}

#[test]
fn delays_stalls_and_slow_bodies_take_their_time() {
    let sandbox = start(&[]);
    sandbox.fault(json!([
        {"route": "GET /users/me", "delay_ms": 300},
        {"route": "GET /users/me", "cut": "mid_body", "stall_ms": 300},
        {"route": "GET /users/me", "bytes_per_second": 1000},
    ]));
    for complete in [true, false, true] {
        let begin = Instant::now();
        let (bytes, _) = sandbox.raw("GET", "/users/me", PAT, "");
        assert!(
            begin.elapsed() >= Duration::from_millis(290),
            "{:?}",
            begin.elapsed()
        );
        assert_eq!(bytes.ends_with(b"}}"), complete);
    }
}

#[test]
fn a_body_of_more_than_a_mebibyte_is_refused_and_the_sandbox_goes_on() {
    let sandbox = start(&[]);
    let body = "x".repeat((1 << 20) + 1);
    assert_eq!(sandbox.send("POST", "/shares", PAT, &body).status, 413);
    let fits = "x".repeat(1 << 20);
    assert_eq!(sandbox.send("POST", "/shares", PAT, &fits).status, 400);
}

#[test]
fn a_client_that_hangs_up_leaves_the_sandbox_running() {
    let sandbox = start(&[]);
    sandbox.fault(json!([
        {"route": "GET /users/me", "delay_ms": 100},
        {"route": "GET /users/me", "bytes_per_second": 100},
        {"route": "GET /users/me", "cut": "mid_body", "stall_ms": 100},
    ]));
    for _ in 0..3 {
        let mut stream = TcpStream::connect(&sandbox.address).unwrap();
        let request = format!("GET /users/me HTTP/1.1\r\nhost: x\r\n{PAT}\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        std::thread::sleep(Duration::from_millis(50));
    }
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(sandbox.get("/users/me").status, 200);
}

#[test]
fn head_is_answered_like_get_without_the_body() {
    let sandbox = start(&[]);
    let whole = sandbox.get("/users/me").body.len().to_string();
    let head = sandbox.send("HEAD", "/users/me", PAT, "");
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(head.header("content-length"), Some(whole.as_str()));
}

#[test]
fn the_ledger_tells_connections_apart() {
    let sandbox = start(&[]);
    let mut stream = TcpStream::connect(&sandbox.address).unwrap();
    for _ in 0..2 {
        let request = format!(
            "GET /users/me HTTP/1.1\r\nhost: {}\r\n{PAT}\r\n",
            sandbox.address
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut some = [0; 4096];
        assert!(stream.read(&mut some).unwrap() > 0);
    }
    sandbox.get("/users/me");
    let requests = sandbox.ledger()["requests"].clone();
    assert_eq!(requests[0]["connection"], requests[1]["connection"]);
    assert_ne!(requests[1]["connection"], requests[2]["connection"]);
    assert_eq!(requests[1]["on_connection"], 2);
    assert!(!requests.to_string().contains("sandbox-pat"));
}

#[test]
fn without_keep_alive_every_request_comes_on_a_fresh_connection() {
    let sandbox = start(&[]);
    sandbox.control("PUT", "options", &json!({"keep_alive": false}));
    let mut stream = TcpStream::connect(&sandbox.address).unwrap();
    let request = format!(
        "OPTIONS /scheduling_links HTTP/1.1\r\nhost: {}\r\n\r\n",
        sandbox.address
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut text = String::new();
    // It ends although the client did not ask for that.
    stream.read_to_string(&mut text).unwrap();
    assert!(
        text.starts_with("HTTP/1.1 204") && text.contains("connection: close"),
        "{text}"
    );
}

#[test]
fn links_and_uris_use_the_address_the_request_came_to() {
    let sandbox = start(&[]);
    let port = sandbox.address.rsplit(':').next().unwrap();
    let mut stream = TcpStream::connect(&sandbox.address).unwrap();
    let request = format!(
        "GET /users/me HTTP/1.1\r\nhost: localhost:{port}\r\nconnection: close\r\n{PAT}\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    assert!(text.contains(&format!(
        "\"uri\":\"http://localhost:{port}/users/MIRAALBRECHT2026\""
    )));
}

#[test]
fn the_command_line_registers_clients_and_sets_options() {
    let sandbox = start(&[
        "--client-id",
        "mine",
        "--redirect-uri",
        "https://app.example/cb",
        "--iss",
        "--coop",
        "same-origin",
        "--access-token-ttl",
        "9",
    ]);
    let asked = format!(
        "/oauth/authorize?client_id=mine&response_type=code&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&scope=users%3Aread&code_challenge={}&code_challenge_method=S256",
        s256("x")
    );
    let page = sandbox.get(&asked);
    assert_eq!(
        (page.status, page.header("cross-origin-opener-policy")),
        (200, Some("same-origin"))
    );
    let denied = sandbox.form("/oauth/authorize", asked.split_once('?').unwrap().1);
    let iss = query_value(denied.header("location").unwrap(), "iss");
    assert_eq!(
        iss,
        format!("http%3A%2F%2F{}", sandbox.address.replace(':', "%3A"))
    );
    assert_eq!(
        sandbox.control("GET", "options", &Value::Null)["access_token_ttl"],
        9
    );
}

#[test]
fn a_busy_port_is_named_with_what_to_do() {
    let sandbox = start(&[]);
    let port = sandbox.address.rsplit(':').next().unwrap();
    let second = program().args(["--port", port]).output().unwrap();
    assert_eq!(second.status.code(), Some(1));
    assert!(second.stdout.is_empty());
    let error = String::from_utf8(second.stderr).unwrap();
    assert!(
        error.contains(&format!("port {port} on 127.0.0.1 is in use"))
            && error.contains("--port 0"),
        "{error}"
    );
    let wrong = program().arg("--prot").output().unwrap();
    assert_eq!(wrong.status.code(), Some(1));
    assert!(String::from_utf8(wrong.stderr).unwrap().contains("--prot"));
}

/// Takes one call, answers it with this status, and gives its head and its body.
fn called(receiver: &TcpListener, status: &str) -> (String, String) {
    let (mut stream, _) = receiver.accept().unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert!(reader.read_line(&mut head).unwrap() > 0, "{head}");
    }
    let head = head.to_ascii_lowercase();
    let length = head.split_once("content-length: ").unwrap().1;
    let mut body = vec![0; length.lines().next().unwrap().parse().unwrap()];
    reader.read_exact(&mut body).unwrap();
    let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
    stream.write_all(answer.as_bytes()).unwrap();
    (head, String::from_utf8(body).unwrap())
}

#[test]
fn a_call_is_accepted_by_its_verifier_and_refused_with_any_byte_changed() {
    let sandbox = start(&["--now", "2026-12-01T08:00:00Z"]);
    let receiver = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = receiver.local_addr().unwrap().port();
    let me = sandbox.get("/users/me").json();
    let wish = json!({
        "url": format!("http://127.0.0.1:{port}/hook"), "events": ["contact.created"], "scope": "organization",
        "organization": me["resource"]["current_organization"], "signing_key": "a key of its own",
    });
    assert_eq!(sandbox.post("/webhook_subscriptions", &wish).status, 201);
    let contact = json!({"name": "Zoë", "email": "zoe@example.com"});
    assert_eq!(sandbox.post("/contacts", &contact).status, 201);
    let (head, body) = called(&receiver, "200 Yes");
    let header = head.split_once("calendly-webhook-signature: ").unwrap().1;
    let header = header.lines().next().unwrap();
    let now = slotlink::time::Timestamp::parse("2026-12-01T08:00:30Z").unwrap();
    let verifier = Verifier::new(b"a key of its own").unwrap();
    let verify = |header: &str, body: &[u8]| verifier.verify(Some(header), body, now);
    assert!(verify(header, body.as_bytes()).is_ok(), "{header}");
    for index in 0..body.len() {
        let mut changed = body.clone().into_bytes();
        changed[index] ^= 1;
        let refusal = verify(header, &changed).unwrap_err();
        assert_eq!(refusal, Refusal::Mismatch, "byte {index}");
    }
    for index in 0..header.len() {
        for bits in 1..128 {
            let mut changed = header.to_owned().into_bytes();
            changed[index] ^= bits;
            let changed = String::from_utf8(changed).unwrap();
            assert!(verify(&changed, body.as_bytes()).is_err(), "{changed}");
        }
    }
}

#[test]
fn a_booking_calls_the_webhooks_and_a_call_that_failed_comes_again() {
    let sandbox = start(&["--now", "2026-12-01T08:00:00Z"]);
    let receiver = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = receiver.local_addr().unwrap().port();
    let me = sandbox.get("/users/me").json();
    let wish = json!({
        "url": format!("http://hooks.localhost:{port}/hook?a=b"), "events": ["invitee.created"], "scope": "organization",
        "organization": me["resource"]["current_organization"], "signing_key": "a key of its own",
    });
    let made = sandbox.post("/webhook_subscriptions", &wish);
    assert_eq!(made.status, 201, "{}", made.body);
    let page = "/mira-albrecht/30min";
    let text = sandbox.get(page).body;
    let time = text.split_once(&format!("href=\"{page}/")).unwrap().1;
    let (time, _) = time.split_once('?').unwrap();
    let booked = sandbox.form(&format!("{page}/{time}"), "name=Ada&email=ada%40b.example");
    assert_eq!(booked.status, 303);

    let (head, body) = called(&receiver, "500 No");
    assert!(head.starts_with("post /hook?a=b http/1.1\r\n"), "{head}");
    assert!(head.contains(&format!("host: hooks.localhost:{port}\r\n")));
    let event: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(event["event"], "invitee.created");
    assert_eq!(event["payload"]["name"], "Ada");
    let signature = head.split_once("calendly-webhook-signature: t=").unwrap().1;
    let (at, _) = signature.split_once(',').unwrap();
    let at = Timestamp::from_second(at.parse().unwrap()).unwrap();
    let expected = outbox::signature("a key of its own", at, &body).unwrap();
    assert!(head.contains(&expected), "{head}");

    let waits = || sandbox.control("GET", "webhooks", &Value::Null);
    while waits()[0]["failures"] != 1 {
        std::thread::sleep(Duration::from_millis(10));
    }
    sandbox.control("PUT", "clock", &json!({"advance_ms": 30_000}));
    assert_eq!(called(&receiver, "200 Yes").1, body);
    while waits() != json!([]) {
        std::thread::sleep(Duration::from_millis(10));
    }
    let facts = sandbox.ledger()["facts"].clone();
    let facts = facts.as_array().unwrap().iter();
    let outcomes: Vec<(&Value, &Value)> = facts
        .filter(|fact| fact.get("try").is_some())
        .map(|fact| (&fact["kind"], &fact["status"]))
        .collect();
    let (failed, delivered) = (json!("webhook_failed"), json!("webhook_delivered"));
    assert_eq!(
        outcomes,
        [(&failed, &json!(500)), (&delivered, &json!(200))]
    );
}

#[cfg(unix)]
#[test]
fn a_terminate_signal_ends_it_cleanly() {
    let mut sandbox = start(&[]);
    let pid = sandbox.child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(sandbox.child.wait().unwrap().code(), Some(0));
}
