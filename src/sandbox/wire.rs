//! The wire: requests, replies and calls as JSON text, for a carrier that is not written in Rust.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::faults::Cut;
use super::message::Request;
use super::outbox::Call;
use super::router::Reply;

/// Reads `{method, path, query, headers: [[name, value]], body, loopback, connection: [number, on_connection]}`, see
/// [`Request`]; none if it is anything else.
pub fn request(text: &str) -> Option<Request> {
    let value: Value = serde_json::from_str(text).ok()?;
    let field = |name: &str| Some(value.get(name)?.as_str()?.to_owned());
    let headers = value.get("headers")?.as_array()?;
    let header = |pair: &Value| {
        let name = pair.get(0)?.as_str()?.to_ascii_lowercase();
        Some((name, pair.get(1)?.as_str()?.to_owned()))
    };
    let connection = value.get("connection")?;
    Some(Request {
        method: field("method")?,
        path: field("path")?,
        query: field("query")?,
        headers: headers.iter().map(header).collect::<Option<_>>()?,
        body: field("body")?,
        loopback: value.get("loopback")?.as_bool()?,
        connection: (connection.get(0)?.as_u64()?, connection.get(1)?.as_u64()?),
    })
}

/// `{status, headers: [[name, value]], body | body_base64, delay_ms, stall_ms, cut, reset, bytes_per_second}`, see
/// [`Delivery`](super::faults::Delivery).
pub fn reply(reply: &Reply) -> String {
    let Reply { response, delivery } = reply;
    let (name, body) = match &response.raw {
        Some(raw) => ("body_base64", STANDARD.encode(raw)),
        None => ("body", response.body.clone()),
    };
    let cut = delivery.cut.map(|cut| match cut {
        Cut::BeforeHeaders => "before_headers",
        Cut::AfterHeaders => "after_headers",
        Cut::MidBody => "mid_body",
    });
    json!({
        "status": response.status, "headers": response.headers, name: body,
        "delay_ms": delivery.delay_ms, "stall_ms": delivery.stall_ms, "cut": cut, "reset": delivery.reset,
        "bytes_per_second": delivery.bytes_per_second,
    })
    .to_string()
}

/// `[{number, addresses: [{host, port}], authority, target, headers: [[name, value]], body}]`; the addresses are of this
/// machine.
pub fn calls(calls: &[Call]) -> String {
    let calls: Vec<Value> = calls
        .iter()
        .map(|call| {
            let addresses = call.url.addresses().into_iter();
            let addresses: Vec<Value> = addresses
                .map(|address| json!({"host": address.ip().to_string(), "port": address.port()}))
                .collect();
            json!({
                "number": call.number, "addresses": addresses, "authority": call.url.authority,
                "target": call.url.target, "headers": call.headers, "body": call.body,
            })
        })
        .collect();
    json!(calls).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::callback_url::CallbackUrl;
    use crate::sandbox::faults::Delivery;
    use crate::sandbox::message::Response;

    #[test]
    fn a_request_is_read_whole_or_not_at_all() {
        let whole = json!({
            "method": "POST", "path": "/a%20b", "query": "c=d", "headers": [["Host", "x"]], "body": "{}",
            "loopback": true, "connection": [3, 2],
        });
        let read = request(&whole.to_string()).unwrap();
        assert_eq!(
            (read.method.as_str(), read.path.as_str()),
            ("POST", "/a%20b")
        );
        assert_eq!((read.query.as_str(), read.body.as_str()), ("c=d", "{}"));
        assert_eq!(read.header("host"), Some("x"));
        assert!(read.loopback && read.connection == (3, 2));
        for name in whole.as_object().unwrap().keys() {
            let mut part = whole.clone();
            part.as_object_mut().unwrap().remove(name);
            assert!(request(&part.to_string()).is_none(), "{name}");
        }
        assert!(request("{").is_none());
    }

    #[test]
    fn a_reply_says_how_it_travels_and_bytes_go_in_base64() {
        let delivery = Delivery {
            delay_ms: 1,
            cut: Some(Cut::MidBody),
            stall_ms: 2,
            reset: true,
            bytes_per_second: 3,
        };
        let response = Response::json(201, &json!({"a": 1}));
        let text = reply(&Reply { response, delivery });
        let expected = json!({
            "status": 201, "headers": [["content-type", "application/json; charset=utf-8"]], "body": "{\"a\":1}",
            "delay_ms": 1, "stall_ms": 2, "cut": "mid_body", "reset": true, "bytes_per_second": 3,
        });
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), expected);
        let response = Response {
            raw: Some(vec![0xff]),
            ..Response::empty(200)
        };
        let delivery = Delivery::default();
        let text = reply(&Reply { response, delivery });
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["body_base64"], "/w==");
        assert!(value["cut"].is_null() && value.get("body").is_none());
    }

    #[test]
    fn a_call_goes_to_addresses_of_this_machine_only() {
        let call = |url: &str| Call {
            number: 7,
            url: CallbackUrl::parse(url).unwrap(),
            headers: vec![("a".to_owned(), "b".to_owned())],
            body: "{}".to_owned(),
        };
        let text = calls(&[
            call("http://hooks.localhost:9/x?y"),
            call("http://10.0.0.1/"),
        ]);
        let value: Value = serde_json::from_str(&text).unwrap();
        let expected = json!({
            "number": 7, "addresses": [{"host": "127.0.0.1", "port": 9}, {"host": "::1", "port": 9}],
            "authority": "hooks.localhost:9", "target": "/x?y", "headers": [["a", "b"]], "body": "{}",
        });
        assert_eq!(value[0], expected);
        assert_eq!(value[1]["addresses"], json!([]));
    }
}
