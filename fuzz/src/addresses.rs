//! Addresses: any text as a resource's URI, as a configured address and as a link, beside what browsers make of it.

use slotlink::api::uri::{
    EventTypeUri, InviteeUri, OrganizationUri, UriError, UserUri, same_resource,
};
use slotlink::auth::Connection;
use slotlink::auth::address::Address;
use slotlink::booking::{Extras, allowed_link, decorate};
use url::{Host, Url, form_urlencoded};

pub fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    link(&text);
    address(&text);
    configured(&text);
    for base in [
        "https://api.calendly.com",
        "http://localhost:8787/",
        "https://proxy.example/v2",
    ] {
        uri(
            UserUri::parse(&text, base).map(|uri| named(uri.as_str(), uri.uuid())),
            "users",
            base,
        );
        let read = EventTypeUri::parse(&text, base);
        uri(
            read.map(|uri| named(uri.as_str(), uri.uuid())),
            "event_types",
            base,
        );
        let read = OrganizationUri::parse(&text, base);
        uri(
            read.map(|uri| named(uri.as_str(), uri.uuid())),
            "organizations",
            base,
        );
        let read = InviteeUri::parse(&text, base);
        uri(
            read.map(|uri| named(uri.as_str(), uri.uuid())),
            "invitees",
            base,
        );
        let again = UserUri::parse(&text, base).and_then(|uri| UserUri::parse(uri.as_str(), base));
        assert_eq!(again, UserUri::parse(&text, base), "a name of a name");
    }
}

fn named(uri: &str, uuid: &str) -> (String, String) {
    (uri.to_owned(), uuid.to_owned())
}

/// A name is one of the API's own, and its last part can stand in a path.
fn uri(read: Result<(String, String), UriError>, collection: &str, base: &str) {
    let Ok((uri, uuid)) = read else {
        return;
    };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    assert!(!uuid.is_empty() && uuid.bytes().all(plain), "{uri:?}");
    assert!(
        uri.ends_with(&uuid) && same_resource(&uri, &uuid),
        "{uri:?}"
    );
    if !uri.contains('/') {
        assert_eq!(collection, "invitees", "{uri:?}");
        return;
    }
    let host = |url: &str| {
        let url = Url::parse(url).unwrap_or_else(|error| panic!("{error}: {url:?}"));
        assert_eq!((url.username(), url.password()), ("", None), "{url}");
        (
            url.scheme().to_owned(),
            url.host_str().unwrap_or_default().to_owned(),
        )
    };
    let local = [base, &uri].map(|url| Url::parse(url).is_ok_and(|url| is_this_machine(&url)));
    let local = local == [true, true];
    let home = [base, "https://api.calendly.com"].map(host);
    assert!(
        local || home.contains(&host(&uri)),
        "{uri:?} is not of {base}"
    );
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// What is encrypted or local to us has to be so to a browser, which reads every address once more.
fn judged(url: &str, plain: bool) -> Option<Url> {
    // What it cannot read it does not open.
    let read = Url::parse(url).ok()?;
    let scheme = read.scheme();
    assert!(scheme == "https" || plain && scheme == "http", "{url:?}");
    assert!(
        scheme == "https" || is_this_machine(&read),
        "{url:?} is {:?}",
        read.host()
    );
    assert_eq!((read.username(), read.password()), ("", None), "{url:?}");
    Some(read)
}

fn address(text: &str) {
    let Some(address) = Address::parse(text) else {
        return;
    };
    let Ok(read) = Url::parse(text) else {
        return;
    };
    assert_eq!(address.secure, read.scheme() == "https", "{text:?}");
    assert_eq!(address.has_fragment, read.fragment().is_some(), "{text:?}");
    let origin = Url::parse(address.origin).map(|url| url.origin());
    assert_eq!(origin, Ok(read.origin()), "{text:?}");
    if address.is_loopback() {
        assert!(is_this_machine(&read), "{text:?} is {:?}", read.host());
    }
    if address.is_allowed() {
        judged(text, true);
    }
}

/// No code and no token goes to an address that a browser would open otherwise.
fn configured(text: &str) {
    let connection = Connection::live("client", text);
    if connection.validate().is_ok() {
        let read = judged(text, true);
        assert!(read.is_none_or(|url| url.fragment().is_none()), "{text:?}");
    }
    let mut live = Connection::live("client", "https://app.example/callback.html");
    live.api_url = text.to_owned();
    if live.validate().is_ok() {
        judged(text, true);
    }
}

fn link(text: &str) {
    let (strict, local) = (allowed_link(text, false), allowed_link(text, true));
    assert!(local || !strict, "less is allowed where more is");
    if strict {
        judged(text, false);
    }
    let read = if local { judged(text, true) } else { None };

    let (name, rest) = text.split_once('\n').unwrap_or((text, text));
    let extras = Extras {
        name: name.to_owned(),
        utm_source: rest.to_owned(),
        ..Extras::default()
    };
    assert_eq!(
        decorate(text, &Extras::default()),
        text,
        "nothing was to be added"
    );
    let url = "https://calendly.com/d/x?utm_source=a&month=2026-12#f";
    let decorated = decorate(url, &extras);
    assert_eq!(decorate(&decorated, &extras), decorated, "decorated twice");
    let query = decorated.split(['?', '#']).nth(1).unwrap_or_default();
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    for (parameter, value) in [("name", name.trim()), ("utm_source", rest.trim())] {
        let found: Vec<_> = pairs
            .iter()
            .filter(|(known, _)| known == parameter)
            .collect();
        match found[..] {
            [] => assert!(value.is_empty(), "{decorated}"),
            [(_, only)] => assert!(only == value || value.is_empty(), "{decorated}"),
            _ => panic!("{parameter} is there twice: {decorated}"),
        }
    }
    // What is added changes nothing of where a link leads.
    if let Some(read) = read {
        let decorated = decorate(text, &extras);
        let opened = Url::parse(&decorated).unwrap_or_else(|error| panic!("{error}: {decorated}"));
        assert_eq!(
            (opened.origin(), opened.path()),
            (read.origin(), read.path())
        );
        assert_eq!(opened.fragment(), read.fragment(), "{decorated}");
        assert!(allowed_link(&decorated, true), "{decorated}");
    }
}

pub fn seeds() -> Vec<Vec<u8>> {
    [
        "https://calendly.com/acme/call?month=2026-12&name=x#top",
        "https://api.calendly.com/users/AAAAAAAAAAAAAAAA",
        "https://api.calendly.com/scheduled_events/E1/invitees/I1",
        "http://localhost:8787/event_types/GBGBDCAADAEDCRZ2",
        "http://[::1]:9000/api/v2/organizations/O-1_x/",
        "http://127.0.0.1:8080/callback.html",
        "https://proxy.example/v2/users/U1",
        "https://b\u{fc}cher.example:443/zeit",
        "http://127.1.2.3.localhost/",
        "GBGBDCAADAEDCRZ2",
        "javascript:alert(1)",
        "https://user:pass@calendly.com\\@evil.test/",
    ]
    .map(|seed| seed.as_bytes().to_vec())
    .to_vec()
}

pub fn words() -> Vec<String> {
    [
        "https://",
        "http://",
        "localhost",
        ".localhost",
        "127.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "@",
        "\\",
        "%2f",
        "%00",
        "\t",
        "\n",
        "\u{202e}",
        "\u{3002}",
        "\u{ff0f}",
        "0x7f",
        "127.0.0.+1",
        "%6c",
        "0177",
        "0127.",
        "http://127.0.0.1",
        ":443",
        "/users/",
        "/invitees/",
        "api.calendly.com",
        "..",
        "utm_source=",
    ]
    .map(str::to_owned)
    .to_vec()
}
