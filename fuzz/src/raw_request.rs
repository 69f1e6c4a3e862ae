//! Raw requests: any options, and what would be sent for them.

use slotlink::client::raw::{INPUTS, RawRequest};
use slotlink::json::{self, Fields, Value};
use url::{Url, form_urlencoded};

use super::decoders::alike;
use super::mutate::Random;

const BASES: [&str; 3] = [
    "https://api.calendly.com",
    "http://localhost:8787/",
    "https://proxy.example/calendly/v2",
];

/// JSON: `{"options": {…}, "files": {"field": "content"}}`.
pub fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Some(input) = json::parse(&text) else {
        return;
    };
    let Some(Value::Object(options)) = input.get("options") else {
        return;
    };
    let files: Vec<(String, Vec<u8>)> = match input.get("files") {
        Some(Value::Object(files)) => files
            .iter()
            .map(|(field, content)| (field.clone(), json::write(content).into_bytes()))
            .collect(),
        _ => Vec::new(),
    };
    let mut random = Random::new(bytes.len() as u32);
    for base in BASES {
        let numbers = || random.below(1000) as f64 / 1000.0;
        match RawRequest::read(options, files.clone(), base, numbers) {
            Ok(request) => sent(&request, options, &files, base),
            // The parameter may be an option of no name, which nobody knows.
            Err(error) => assert!(!error.message.is_empty()),
        }
    }
}

fn sent(request: &RawRequest, options: &Fields, files: &[(String, Vec<u8>)], base: &str) {
    let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    assert!(methods.contains(&request.method.as_str()));
    let bare = ["GET", "HEAD"].contains(&request.method.as_str());
    assert!(!bare || request.body.is_none(), "a read with a body");
    assert!((1..=3_600_000).contains(&request.timeout_millis));
    assert!(request.retries.most <= 100 && request.retries.delay_millis <= 3_600_000);

    // The token goes nowhere but below the configured address.
    let base = base.trim_end_matches('/');
    let url = [base, &request.target].concat();
    let read = Url::parse(&url).unwrap_or_else(|error| panic!("{error}: {url}"));
    let home = Url::parse(base).unwrap_or_else(|error| panic!("{error}: {base}"));
    assert_eq!(read.origin(), home.origin(), "{url}");
    assert_eq!((read.username(), read.password()), ("", None), "{url}");
    let below = [home.path().trim_end_matches('/'), "/"].concat();
    assert!(read.path().starts_with(&below), "{url} is not below {base}");
    assert_eq!(read.fragment(), None, "{url}");
    // No segment was taken for a way up, in whatever way it was written.
    let path = url.split('?').next().unwrap_or_default();
    let depth = |path: &str| path.matches('/').count();
    assert_eq!(depth(path), depth(read.path()) + 2, "{url} is {read}");

    let mut types = Vec::new();
    for (name, value) in &request.headers {
        let own = ["authorization", "proxy-authorization", "cookie", "host"];
        assert!(!own.contains(&name.to_ascii_lowercase().as_str()), "{name}");
        let token = |byte: u8| byte.is_ascii_graphic() && !b"\"(),/:;<=>?@[\\]{}".contains(&byte);
        assert!(!name.is_empty() && name.bytes().all(token), "{name:?}");
        assert!(
            value.bytes().all(|byte| (b' '..=b'~').contains(&byte)),
            "{value:?}"
        );
        if name.eq_ignore_ascii_case("content-type") {
            types.push(value.as_str());
        }
    }
    assert!(
        request.body.is_none() || !types.is_empty(),
        "a body of no type"
    );

    let given = |name: &str| {
        let field = options.iter().find(|(known, _)| known == name);
        field
            .map(|(_, value)| value)
            .filter(|value| **value != Value::Null)
    };
    let asked = given("debug") == Some(&Value::Bool(true));
    assert_eq!(request.debug.is_some(), asked, "a record nobody asked for");
    let body = request.body.as_deref();
    if let Some(value) = given("json") {
        let text = String::from_utf8_lossy(body.unwrap_or_default());
        let read = json::parse(&text);
        assert!(read.is_some_and(|read| alike(&read, value)), "{text}");
    } else if given("form").is_some() {
        let read: Vec<_> = form_urlencoded::parse(body.unwrap_or_default())
            .into_owned()
            .collect();
        assert_eq!(read, pairs(given("form")));
    } else if let Some(value) = given("body") {
        assert_eq!(body, value.as_str().map(str::as_bytes));
    } else if given("multipart").is_some() || !files.is_empty() {
        let names = pairs(given("fileNames"));
        let parts = parts(body.unwrap_or_default(), &types);
        let texts = pairs(given("multipart")).into_iter();
        let texts = texts.map(|(name, value)| (name, None, value.into_bytes()));
        let files = files.iter().map(|(field, content)| {
            let name = names.iter().find(|(known, _)| known == field);
            let name = name.map_or(field, |(_, name)| name).clone();
            (field.clone(), Some(name), content.clone())
        });
        let expected: Vec<Part> = texts.chain(files).collect();
        assert_eq!(parts.len(), expected.len(), "parts run into each other");
        for (part, (name, file, content)) in parts.iter().zip(&expected) {
            assert_eq!(part.0, escaped(name));
            assert_eq!(part.1, file.as_deref().map(escaped));
            assert_eq!(&part.2, content);
        }
    } else {
        assert_eq!(body, None, "a body nobody gave");
    }
}

/// Names and values, as the options say it.
fn pairs(given: Option<&Value>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut put = |name: &str, value: &Value| match value {
        Value::Null => {}
        Value::String(text) => pairs.push((name.to_owned(), text.clone())),
        other => pairs.push((name.to_owned(), json::write(other))),
    };
    match given {
        Some(Value::Object(fields)) => {
            for (name, value) in fields {
                match value {
                    Value::Array(items) => items.iter().for_each(|item| put(name, item)),
                    one => put(name, one),
                }
            }
        }
        Some(Value::Array(items)) => {
            for item in items {
                put(item.text("key"), item.get("value").unwrap_or(&Value::Null));
            }
        }
        _ => {}
    }
    pairs
}

/// Name, file name and content.
type Part = (String, Option<String>, Vec<u8>);

/// As browsers escape a name (HTML, "multipart/form-data encoding algorithm").
fn escaped(name: &str) -> String {
    let escape = |c: char| match c {
        '"' => "%22".to_owned(),
        '\r' => "%0D".to_owned(),
        '\n' => "%0A".to_owned(),
        other => other.to_string(),
    };
    name.chars().map(escape).collect()
}

/// Reads a body by RFC 2046 section 5.1.1, as a server does that knows only the header.
fn parts(body: &[u8], types: &[&str]) -> Vec<Part> {
    let [only] = types else {
        panic!("{types:?}");
    };
    let boundary = only.strip_prefix("multipart/form-data; boundary=");
    let boundary = boundary.unwrap_or_else(|| panic!("{only}"));
    assert!(
        boundary.len() <= 70,
        "RFC 2046 allows no longer boundary: {boundary}"
    );
    let delimiter = ["\r\n--", boundary].concat();
    // The first one needs no line before it.
    let mut rest = [b"\r\n", body].concat();
    let mut found = Vec::new();
    loop {
        let at = position(&rest, delimiter.as_bytes());
        let before = rest.split_off(at.unwrap_or_else(|| panic!("no end")));
        if !found.is_empty() || !rest.is_empty() {
            found.push(rest);
        }
        rest = before[delimiter.len()..].to_vec();
        if rest == b"--\r\n" {
            break;
        }
        assert!(rest.starts_with(b"\r\n"), "a delimiter within a line");
    }
    found.iter().map(|part| self::part(part)).collect()
}

fn part(part: &[u8]) -> Part {
    let end = position(part, b"\r\n\r\n").unwrap_or_else(|| panic!("a part without a head"));
    let head = String::from_utf8_lossy(&part[..end]).into_owned();
    let mut lines = head.split("\r\n").skip(1);
    let start = "Content-Disposition: form-data; name=\"";
    let line = lines.next().and_then(|line| line.strip_prefix(start));
    let line = line.unwrap_or_else(|| panic!("{head}"));
    let (name, file) = match line.split_once("\"; filename=\"") {
        Some((name, file)) => (name, file.strip_suffix('"')),
        None => (
            line.strip_suffix('"').unwrap_or_else(|| panic!("{head}")),
            None,
        ),
    };
    let rest: Vec<_> = lines.collect();
    let of_file = ["Content-Type: application/octet-stream"];
    assert_eq!(
        rest,
        if file.is_some() { &of_file[..] } else { &[] },
        "{head}"
    );
    (
        name.to_owned(),
        file.map(str::to_owned),
        part[end + 4..].to_vec(),
    )
}

fn position(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

pub fn seeds() -> Vec<Vec<u8>> {
    [
        r#"{"options":{"method":"GET","path":"/users/me"}}"#,
        r#"{"options":{"method":"get","path":"https://api.calendly.com/event_types?user=x","query":{"count":5,"sort":["a","b"]},"headers":{"X-A":"b"}}}"#,
        r#"{"options":{"method":"POST","path":"https://proxy.example/calendly/v2/webhook_subscriptions","json":{"a":[1,{"b":null}]},"timeout":"5000","maxRetries":3,"retryDelay":10,"exponentialBackoff":true,"retryAllErrors":true,"debug":true}}"#,
        r#"{"options":{"method":"PUT","path":"x","form":[{"key":"a","value":"1"},{"key":"a","value":true}],"headers":[{"key":"Content-Type","value":"text/plain"}]}}"#,
        r#"{"options":{"method":"POST","path":"/x","multipart":{"a":["1","slotlink-1"],"b\"\r\n":"é"},"fileNames":{"f":"n\".txt"},"responseType":"binary"},"files":{"f":"\r\n--slotlink-0","g":null}}"#,
        r#"{"options":{"method":"POST","path":"http://localhost:8787/x","body":"{}","responseType":"text"}}"#,
        r#"{"options":{"method":"DELETE","path":"/a/%2e%2e/b"}}"#,
        r#"{"options":{"method":"GET","path":"/%2E./x?y=/../z"}}"#,
        r#"{"options":{"method":"GET","path":"//evil.test/\\x"}}"#,
    ]
    .map(|seed| seed.as_bytes().to_vec())
    .to_vec()
}

pub fn words() -> Vec<String> {
    let mut words: Vec<_> = INPUTS.iter().map(|name| format!("\"{name}\"")).collect();
    let more = [
        "\"POST\"",
        "\"HEAD\"",
        "\"OPTIONS\"",
        "\"binary\"",
        "slotlink-",
        "\\r\\n--",
        "%2e%2e/",
        "/../",
        "//",
        "\\\\",
        "https://api.calendly.com",
        "@evil.test",
        "Authorization",
        "content-type",
        "\"key\"",
        "\"value\"",
    ];
    words.extend(more.map(str::to_owned));
    words
}
