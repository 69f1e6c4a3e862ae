use super::*;
use crate::json::parse;

const BASE: &str = "http://localhost:8787";

fn read_with(input: &str, files: &[(&str, &[u8])]) -> Result<RawRequest, String> {
    let Some(Value::Object(fields)) = parse(input) else {
        panic!("{input} is no object")
    };
    let files = files
        .iter()
        .map(|(field, content)| ((*field).to_owned(), content.to_vec()));
    RawRequest::read(&fields, files.collect(), BASE, || 0.0).map_err(|error| error.to_string())
}

fn read(input: &str) -> Result<RawRequest, String> {
    read_with(input, &[])
}

fn header<'a>(request: &'a RawRequest, name: &str) -> &'a str {
    let header = request.headers.iter().find(|(known, _)| known == name);
    header.map_or("", |(_, value)| value.as_str())
}

fn body(request: &RawRequest) -> &str {
    std::str::from_utf8(request.body.as_deref().unwrap_or_default()).unwrap()
}

#[test]
fn method_and_path_are_enough_and_nothing_is_sent_again() {
    let request = read(r#"{"method":"get","path":"/users/me"}"#).unwrap();
    assert_eq!(
        (request.method.as_str(), request.target.as_str()),
        ("GET", "/users/me")
    );
    assert_eq!(request.response_type, ResponseType::Json);
    assert_eq!(request.timeout_millis, 30_000);
    let none = Retries {
        most: 0,
        delay_millis: 0,
        exponential: false,
        all_errors: false,
    };
    assert_eq!(request.retries, none);
    assert_eq!((request.body, request.debug), (None, None));
}

#[test]
fn every_option_reaches_the_request() {
    let request = read(
        r#"{"method":"POST","path":"scheduling_links?a=1","query":{"b":["x y",2],"c":null},
            "headers":[{"key":"X-Note","value":"hello"}],"json":{"n":1.5,"signing_key":"s3cret"},
            "responseType":"text","timeout":"2000","maxRetries":3,"retryDelay":250,
            "exponentialBackoff":true,"retryAllErrors":true,"debug":true}"#,
    )
    .unwrap();
    assert_eq!(request.target, "/scheduling_links?a=1&b=x%20y&b=2");
    assert_eq!(header(&request, "X-Note"), "hello");
    assert_eq!(header(&request, "Content-Type"), "application/json");
    assert_eq!(body(&request), r#"{"n":1.5,"signing_key":"s3cret"}"#);
    assert_eq!(request.response_type, ResponseType::Text);
    assert_eq!(request.timeout_millis, 2000);
    let retries = Retries {
        most: 3,
        delay_millis: 250,
        exponential: true,
        all_errors: true,
    };
    assert_eq!(request.retries, retries);
    let shown = json::write(&request.debug.unwrap());
    assert_eq!(shown, r#"{"n":1.5,"signing_key":"[redacted]"}"#);
}

#[test]
fn each_kind_of_body_names_its_type() {
    for (given, content_type, sent) in [
        (r#""body":"{\"a\":1}""#, "application/json", r#"{"a":1}"#),
        (r#""body":"plain""#, "text/plain", "plain"),
        (
            r#""form":{"a b":"1&2"}"#,
            "application/x-www-form-urlencoded",
            "a%20b=1%262",
        ),
    ] {
        let input = format!(r#"{{"method":"POST","path":"/x",{given}}}"#);
        let request = read(&input).unwrap();
        assert_eq!(
            (header(&request, "Content-Type"), body(&request)),
            (content_type, sent)
        );
    }
    let request = read_with(
        r#"{"method":"PUT","path":"/x","multipart":{"a":"1"},"fileNames":{"f":"notes.txt"}}"#,
        &[("f", b"content"), ("g", b"")],
    )
    .unwrap();
    assert_eq!(
        header(&request, "Content-Type"),
        "multipart/form-data; boundary=slotlink-0000"
    );
    for part in [
        "name=\"a\"\r\n\r\n1\r\n",
        "filename=\"notes.txt\"",
        "name=\"g\"; filename=\"g\"",
    ] {
        assert!(body(&request).contains(part), "{part}");
    }
}

#[test]
fn a_whole_address_is_taken_where_it_is_the_apis_own() {
    for (path, target) in [
        ("http://localhost:8787/users/me?x=1#here", "/users/me?x=1"),
        ("https://api.calendly.com/users/U1", "/users/U1"),
        ("https://api.calendly.com", "/"),
        ("/users/a:b", "/users/a:b"),
    ] {
        let request = read(&format!(r#"{{"method":"GET","path":"{path}"}}"#));
        assert_eq!(request.unwrap().target, target, "{path}");
    }
}

#[test]
fn no_other_host_can_be_reached() {
    for path in [
        "https://evil.test/users/me",
        "https://api.calendly.com.evil.test/users/me",
        "https://api.calendly.com@evil.test/",
        "http://localhost:87870/",
        "http:evil.test",
        "javascript:alert(1)",
    ] {
        let refusal = read(&format!(r#"{{"method":"GET","path":"{path}"}}"#)).unwrap_err();
        let expected =
            "path is an address of another host; only http://localhost:8787 gets the token";
        assert_eq!(refusal, expected, "{path}");
    }
    for path in [
        "//evil.test/",
        "/../x",
        "/a/%2E%2e/b",
        "/\\\\evil.test",
        "/a b",
        "/a\\nb",
    ] {
        assert!(
            read(&format!(r#"{{"method":"GET","path":"{path}"}}"#)).is_err(),
            "{path}"
        );
    }
}

#[test]
fn what_is_wrong_is_named() {
    for (input, refusal) in [
        (r#"{"path":"/x"}"#, "method is required"),
        (r#"{"method":"GET","path":" "}"#, "path is required"),
        (
            r#"{"method":"GET","path":"/x","url":"/x"}"#,
            "url is not an option of a raw request",
        ),
        (
            r#"{"method":"TRACE","path":"/x"}"#,
            "method must be one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
        ),
        (
            r#"{"method":"GET","path":"/x","headers":{"aUthorization":"x"}}"#,
            "headers cannot set aUthorization: it is the client's own",
        ),
        (
            r#"{"method":"GET","path":"/x","headers":{"a b":"x"}}"#,
            "headers has a name that no header can have",
        ),
        (
            r#"{"method":"GET","path":"/x","headers":{"X":"a\r\nb"}}"#,
            "headers X has characters that cannot be sent",
        ),
        (
            r#"{"method":"GET","path":"/x","body":"x"}"#,
            "method takes no body; leave the body out",
        ),
        (
            r#"{"method":"POST","path":"/x","body":"x","json":{}}"#,
            "json cannot be given beside another body",
        ),
        (
            r#"{"method":"POST","path":"/x","multipart":{},"headers":{"content-type":"x"}}"#,
            "headers cannot set Content-Type here: it names the boundary",
        ),
        (
            r#"{"method":"POST","path":"/x","multipart":{},"fileNames":{"f":"x"}}"#,
            "fileNames names a file that is not given: f",
        ),
        (
            r#"{"method":"GET","path":"/x","maxRetries":101}"#,
            "maxRetries must be a whole number from 0 to 100",
        ),
        (
            r#"{"method":"GET","path":"/x","timeout":0}"#,
            "timeout must be a whole number from 1 to 3600000",
        ),
        (
            r#"{"method":"GET","path":"/x","responseType":"xml"}"#,
            "responseType must be one of json, text, binary",
        ),
        (
            r#"{"method":"GET","path":"/x","debug":"yes"}"#,
            "debug must be true or false",
        ),
        (
            r#"{"method":"GET","path":"/x","query":[{"value":"1"}]}"#,
            "query must have items with key and value",
        ),
        (
            r#"{"method":"GET","path":"/x","query":{"a":{}}}"#,
            "query a must be a text",
        ),
    ] {
        assert_eq!(read(input).unwrap_err(), refusal, "{input}");
    }
}
