//! Faults: when they strike, what they spoil, and which are refused.

use super::*;
use serde_json::json;

fn fault(value: Value) -> Fault {
    Fault::from_json(&value).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_fault_strikes_after_and_as_often_as_it_says() {
    let mut faults = vec![fault(
        json!({"route": "GET /a", "after": 1, "times": 2, "status": 500}),
    )];
    let request = Request::new("GET", "/a");
    let struck: Vec<bool> = (0..5)
        .map(|_| strike(&mut faults, &request).is_some())
        .collect();
    assert_eq!(struck, [false, true, true, false, false]);
    assert!(faults.is_empty());
}

#[test]
fn a_fault_runs_the_request_unless_it_brings_its_own_answer() {
    assert!(fault(json!({"route": "GET /a", "delay_ms": 5})).executes());
    assert!(fault(json!({"route": "GET /a", "cut": "mid_body"})).executes());
    assert!(!fault(json!({"route": "GET /a", "cut": "before_headers"})).executes());
    assert!(!fault(json!({"route": "GET /a", "status": 503})).executes());
    assert!(fault(json!({"route": "GET /a", "status": 503, "execute": true})).executes());
}

#[test]
fn an_answer_is_spoilt_as_asked() {
    let real = Response::json(200, &json!({"a": 1, "b": {"c": 2, "d": 3}}))
        .with("access-control-allow-origin", "*");
    let spoilt = fault(json!({
        "route": "GET /a", "merge": {"a": "one", "b": {"c": null}}, "no_cors": true,
        "headers": {"X-Extra": "1", "content-type": null},
    }))
    .spoil(real.clone());
    assert_eq!(spoilt.value(), json!({"a": "one", "b": {"d": 3}}));
    assert_eq!(spoilt.headers, [("x-extra".to_owned(), "1".to_owned())]);
    let raw =
        fault(json!({"route": "GET /a", "body_base64": "/w==", "status": 200})).spoil(real.clone());
    assert_eq!(raw.raw.as_deref(), Some([0xff].as_slice()));
    let large = fault(json!({"route": "GET /a", "pad": 100})).spoil(real.clone());
    assert_eq!(
        (large.body.len(), large.value()),
        (real.body.len() + 100, real.value())
    );
    let cut = fault(json!({"route": "GET /a", "truncate": 5})).spoil(real);
    assert_eq!((cut.status, cut.body.as_str()), (200, "{\"a\":"));
}

#[test]
fn a_misspelt_fault_is_refused() {
    for wrong in [
        json!({"route": "GET /a", "statsu": 1}),
        json!({"route": "nowhere"}),
        json!({"route": "GET /a", "cut": "later"}),
        json!({"route": "GET /a", "status": 99}),
        json!([]),
    ] {
        assert!(Fault::from_json(&wrong).is_err(), "{wrong}");
    }
}
