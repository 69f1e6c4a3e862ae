//! Raw requests: what reaches the server, how often, and what is written down of it.

use futures_util::future::{FutureExt, LocalBoxFuture};
use slotlink::client::raw::{
    RawAnswer, RawFailure, RawHttpRequest, RawHttpResponse, RawRequest, RawTransport,
};
use slotlink::json::{self, Value};

use super::*;

type Exchange = Result<RawHttpResponse, TransportError>;

struct Wire {
    answers: RefCell<Box<dyn FnMut() -> Exchange>>,
    seen: RefCell<Vec<RawHttpRequest>>,
}

impl RawTransport for Wire {
    fn exchange(&self, request: RawHttpRequest) -> LocalBoxFuture<'static, Exchange> {
        self.seen.borrow_mut().push(request);
        let answer = (self.answers.borrow_mut())();
        async move { answer }.boxed_local()
    }
}

/// Hands out one answer after the other, the last one for ever.
fn wire(answers: Vec<Exchange>) -> Wire {
    let mut answers = answers.into_iter();
    let mut last = None;
    let next = move || {
        last = answers.next().or(last.take());
        last.clone().unwrap()
    };
    Wire {
        answers: RefCell::new(Box::new(next)),
        seen: RefCell::default(),
    }
}

fn answered(status: u16, body: &str) -> Exchange {
    Ok(RawHttpResponse {
        status,
        headers: vec![("x-request-id".into(), "req-7".into())],
        body: body.as_bytes().to_vec(),
    })
}

fn lost_raw() -> Exchange {
    Err(TransportError::Lost("TypeError".into()))
}

fn request(input: &str) -> RawRequest {
    let Some(Value::Object(fields)) = json::parse(input) else {
        panic!("{input} is no object")
    };
    RawRequest::read(&fields, Vec::new(), "https://api.calendly.com", || 0.5).unwrap()
}

async fn send(bench: &Bench, wire: &Wire, input: &str) -> Result<RawAnswer, RawFailure> {
    bench.client.raw(wire, request(input)).await
}

fn unused(_: &HttpRequest) -> Answer {
    panic!("nothing but raw requests is sent")
}

const POST: &str = r#"{"method":"POST","path":"/shares","json":{}"#;

#[test]
fn the_token_goes_along_and_the_answer_comes_as_bytes() {
    run(async {
        let (bench, wire) = (bench(Some(tokens()), unused), wire(vec![answered(200, ME)]));
        let input = r#"{"method":"GET","path":"/users/me","headers":{"X-Note":"n"}}"#;
        let answer = send(&bench, &wire, input).await.ok().unwrap();
        assert!(answer.response.text() == ME && answer.record.is_none());
        let sent = wire.seen.borrow()[0].clone();
        assert_eq!(sent.url, "https://api.calendly.com/users/me");
        assert_eq!(sent.headers[0].1, "Bearer access-1");
        assert!(sent.headers.contains(&("X-Note".into(), "n".into())) && sent.body.is_none());
    });
}

#[test]
fn what_is_sent_again_is_what_the_caller_asked_for() {
    let fine = || answered(201, "{}");
    for (name, options, answers, sends, slept, reach) in [
        (
            "none by default",
            "",
            vec![answered(503, ""), fine()],
            1,
            vec![],
            Some(Reach::Unknown),
        ),
        (
            "5xx",
            r#","maxRetries":2"#,
            vec![answered(503, ""), fine()],
            2,
            vec![0],
            None,
        ),
        (
            "no answer",
            r#","maxRetries":2,"retryDelay":700"#,
            vec![lost_raw(), lost_raw(), fine()],
            3,
            vec![700, 700],
            None,
        ),
        (
            "no more than that",
            r#","maxRetries":2"#,
            vec![lost_raw()],
            3,
            vec![0, 0],
            Some(Reach::Unknown),
        ),
        (
            "not a refusal",
            r#","maxRetries":2"#,
            vec![answered(404, "{}"), fine()],
            1,
            vec![],
            Some(Reach::Refused),
        ),
        (
            "a refusal too",
            r#","maxRetries":2,"retryAllErrors":true"#,
            vec![answered(404, "{}"), fine()],
            2,
            vec![0],
            None,
        ),
        (
            "the furthest counts",
            r#","maxRetries":1"#,
            vec![lost_raw(), answered(409, "{}")],
            2,
            vec![0],
            Some(Reach::Unknown),
        ),
        (
            "not what never left",
            r#","maxRetries":2"#,
            vec![Err(TransportError::NotSent("x".into())), fine()],
            1,
            vec![],
            Some(Reach::NotSent),
        ),
    ] {
        run(async {
            let (bench, wire) = (bench(Some(tokens()), unused), wire(answers));
            let answer = send(&bench, &wire, &format!("{POST}{options}}}")).await;
            assert_eq!(
                answer.err().map(|failed| failed.failure.reach),
                reach,
                "{name}"
            );
            assert_eq!(wire.seen.borrow().len(), sends, "{name}");
            assert_eq!(*bench.world.slept.borrow(), slept, "{name}");
        });
    }
}

#[test]
fn exponential_delays_grow_and_have_jitter() {
    run(async {
        let (bench, wire) = (bench(Some(tokens()), unused), wire(vec![lost_raw()]));
        let options = r#","maxRetries":9,"exponentialBackoff":true,"retryDelay":7}"#;
        let failed = send(&bench, &wire, &[POST, options].concat()).await;
        assert_eq!(failed.err().unwrap().failure.error.code(), "network");
        let slept = bench.world.slept.borrow();
        assert!(slept.len() == 9 && !slept.contains(&7));
        for (number, millis) in slept.iter().enumerate() {
            assert!(*millis <= (600 << number).min(20_000), "{number}: {millis}");
        }
    });
}

#[test]
fn a_429_pauses_everything_of_the_user_and_is_repeated_only_on_request() {
    run(async {
        let throttled = RawHttpResponse {
            status: 429,
            headers: vec![("x-ratelimit-reset".into(), "9".into())],
            body: Vec::new(),
        };
        let answers = vec![Ok(throttled), answered(201, "{}")];
        let (bench, wire) = (bench(Some(tokens()), unused), wire(answers));
        let failed = send(&bench, &wire, &[POST, "}"].concat())
            .await
            .err()
            .unwrap();
        assert_eq!(failed.failure.error.code(), "rate_limited");
        assert_eq!(
            bench.client.paused_until().unwrap().as_millis(),
            NOW + 9_000
        );
        send(&bench, &wire, &[POST, "}"].concat())
            .await
            .ok()
            .unwrap();
        assert!(bench.world.now.get() >= NOW + 9_000);
    });
}

#[test]
fn a_401_leads_to_one_new_token_without_counting_as_a_retry() {
    run(async {
        let answers = vec![answered(401, UNAUTHENTICATED), answered(200, "{}")];
        let wire = wire(answers);
        let bench = bench(Some(tokens()), with_tokens(unused));
        send(&bench, &wire, &[POST, "}"].concat())
            .await
            .ok()
            .unwrap();
        assert_eq!(wire.seen.borrow()[1].headers[0].1, "Bearer access-2");
    });
}

#[test]
fn an_answer_that_is_not_of_the_expected_type_is_no_success() {
    run(async {
        let (bench, wire) = (
            bench(Some(tokens()), unused),
            wire(vec![answered(200, "<p>")]),
        );
        let get = |kind| format!(r#"{{"method":"GET","path":"/x","responseType":"{kind}"}}"#);
        let failed = send(&bench, &wire, &get("json")).await.err().unwrap();
        assert_eq!(failed.failure.error.code(), "unexpected_answer");
        let answer = send(&bench, &wire, &get("binary")).await.ok().unwrap();
        assert_eq!(answer.response.body, b"<p>");
    });
}

#[test]
fn a_record_tells_everything_but_secrets() {
    run(async {
        let input = r#"{"method":"POST","path":"/x?code=c0de&a=access-1","debug":true,"maxRetries":1,
            "headers":{"X-Api-Key":"k3y","X-Note":"access-1"},
            "json":{"url":"https://a.test","signing_key":"s3cret","deep":[{"password":"pa55"}]}}"#;
        let answers = vec![lost_raw(), answered(403, DENIED)];
        let (bench, wire) = (bench(Some(tokens()), unused), wire(answers));
        let failed = send(&bench, &wire, input).await.err().unwrap();
        let record = failed.record.unwrap();
        let attempts = record.get("attempts").and_then(Value::as_array).unwrap();
        assert_eq!(attempts[0].get("error"), Some(&"network".into()));
        assert_eq!(attempts[1].get("status"), Some(&403.into()));
        let text = json::write(&record);
        assert!(
            text.contains("https://a.test") && text.contains("req-7"),
            "{text}"
        );
        for secret in ["c0de", "access-1", "k3y", "s3cret", "pa55"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    });
}
