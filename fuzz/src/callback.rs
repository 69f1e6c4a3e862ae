//! Coming back from signing in: any query, given to an attempt that waits for one state.

use slotlink::auth::authorize::authorize_url;
use slotlink::auth::flow::Flow;
use slotlink::auth::forms::exchange_form;
use slotlink::auth::{Connection, Mode, State, Transaction, Verifier, callback};
use slotlink::time::Timestamp;
use url::{Url, form_urlencoded};

const ISSUER: &str = "https://auth.calendly.com";
const REDIRECT: &str = "https://app.example/callback.html";
/// Longer queries are not looked at.
const LONGEST: usize = 16 * 1024;
const PARAMETERS: [&str; 6] = [
    "code",
    "state",
    "iss",
    "error",
    "error_description",
    "error_uri",
];

fn state() -> State {
    State::new(Mode::Popup, [7; 32])
}

/// What is right by the letter of the standards, decided with another parser. `None` where the two may differ:
/// an address that browsers still read although its escapes are broken.
fn right(query: &str) -> Option<Option<String>> {
    let query = query.split('#').next().unwrap_or_default();
    let query = query.strip_prefix('?').unwrap_or(query);
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let all = |name: &str| -> Vec<&str> {
        let pairs = pairs.iter().filter(|(known, _)| known == name);
        pairs.map(|(_, value)| value.as_str()).collect()
    };
    let given = |name: &str| all(name).into_iter().find(|value| !value.is_empty());
    let once = PARAMETERS.iter().all(|name| all(name).len() <= 1);
    let issuer = given("iss").is_none_or(|iss| iss == ISSUER || iss == format!("{ISSUER}/"));
    let ours = given("state") == Some(state().as_str());
    let fits = query.len() <= LONGEST && once && issuer && ours && given("error").is_none();
    let code = given("code").filter(|_| fits).map(str::to_owned);
    // A broken escape, and bytes that are no UTF-8, are refused; the other parser makes something of them.
    let certain = |text: &str| {
        let mut rest = text.split('%').skip(1);
        rest.all(|after| {
            let digits = after.as_bytes().get(..2);
            digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        }) && !form_urlencoded::parse(text.as_bytes()).any(|(name, value)| {
            let mark = '\u{fffd}';
            name.contains(mark) || value.contains(mark)
        })
    };
    (code.is_none() || certain(query)).then_some(code)
}

pub fn run(bytes: &[u8]) {
    let query = String::from_utf8_lossy(bytes);
    parsed(&query);
    delivered(&query);
    kept(&query);
    sent_away(&query);
}

fn parsed(query: &str) {
    match callback::parse(query) {
        Ok(callback) => assert!(!callback.state.is_empty()),
        Err(error) => assert!(error.state.is_none_or(|state| !state.is_empty())),
    }
}

fn delivered(query: &str) {
    let now = Timestamp::from_millis(1_795_000_000_000);
    let connection = Connection::live("client", REDIRECT);
    let verifier = Verifier::from_random([9; 32]);
    let secret = verifier.as_str().to_owned();
    let mut flow = Flow::Idle;
    assert!(
        flow.deliver(query, &connection, now).is_none(),
        "nobody asked"
    );
    flow.begin(Transaction::new(&connection, state(), verifier, now, None));

    let exchange = flow.deliver(query, &connection, now);
    if let Some(expected) = right(query) {
        let code = exchange.as_ref().map(|exchange| exchange.code.as_str());
        assert_eq!(code, expected.as_deref());
    }
    let states: Vec<_> = {
        let query = query.split('#').next().unwrap_or_default();
        let query = query.strip_prefix('?').unwrap_or(query);
        let pairs = form_urlencoded::parse(query.as_bytes());
        let states = pairs.filter(|(name, _)| name == "state");
        states.map(|(_, value)| value.into_owned()).collect()
    };
    let ours = matches!(&states[..], [only] if only == state().as_str());
    match exchange {
        Some(exchange) => {
            assert!(ours, "a code without the exact state");
            assert_eq!(exchange.redirect_uri, REDIRECT);
            let code = exchange.code.clone();
            let form = exchange_form(&connection, exchange);
            let form: Vec<_> = form_urlencoded::parse(form.as_bytes())
                .into_owned()
                .collect();
            let has = |name: &str, value: &str| {
                let found: Vec<_> = form.iter().filter(|(known, _)| known == name).collect();
                matches!(found[..], [(_, only)] if only == value)
            };
            assert!(
                has("code", &code) && has("code_verifier", &secret),
                "{form:?}"
            );
            assert!(has("redirect_uri", REDIRECT) && form.len() == 5, "{form:?}");
        }
        // Whoever does not know the state can neither use the attempt nor end it.
        None if !ours => {
            assert!(flow.is_waiting(), "a foreign callback ended the attempt");
            let own = format!("code=c&state={}", state().as_str());
            let exchange = flow.deliver(&own, &connection, now);
            assert!(exchange.is_some_and(|exchange| exchange.code == "c"));
        }
        None => {}
    }
    let again = flow.deliver(query, &connection, now);
    assert!(again.is_none(), "two exchanges in one attempt");
}

/// What was kept over a redirect is somebody else's text by the time it is read.
fn kept(text: &str) {
    let Some(attempt) = Transaction::from_json(text) else {
        return;
    };
    let written = attempt.to_json();
    let again = Transaction::from_json(&written).map(|again| again.to_json());
    assert_eq!(again, Some(written));
    assert!(!attempt.matches(""), "an empty state matches");
}

/// The address of the sign-in page is the configured one, whatever client and redirect URI are.
fn sent_away(text: &str) {
    let (client, redirect) = text.split_once('\n').unwrap_or((text, text));
    for base in ["https://auth.calendly.com", "http://localhost:8787"] {
        let connection = Connection::sandbox(base, client, redirect);
        let url = authorize_url(&connection, &state(), "challenge");
        let read = Url::parse(&url).unwrap_or_else(|error| panic!("{error}: {url}"));
        let expected = Url::parse(base).map(|url| url.origin());
        assert_eq!(Ok(read.origin()), expected, "{url}");
        assert_eq!((read.path(), read.fragment()), ("/oauth/authorize", None));
        let pairs: Vec<_> = read.query_pairs().collect();
        assert_eq!(pairs.len(), 7, "{url}");
        for (name, value) in [("client_id", client), ("redirect_uri", redirect)] {
            assert!(
                pairs
                    .iter()
                    .any(|pair| *pair == (name.into(), value.into())),
                "{url}"
            );
        }
    }
}

pub fn seeds() -> Vec<Vec<u8>> {
    let state = state();
    let state = state.as_str();
    let attempt = r#"{"state":"p.x","verifier":"v","binding":"b","redirect_uri":"https://app.example/","created_at":1,"return_to":"/x"}"#;
    [
        format!("?code=abc&state={state}"),
        format!("code=a%2Bb&state={state}&iss=https%3A%2F%2Fauth.calendly.com"),
        format!("error=access_denied&error_description=No&error_uri=x&state={state}"),
        format!("code=a&state={state}&state={state}"),
        format!("code=a&%73tate={state}#x"),
        "code=abc&state=p.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned(),
        "client\nhttps://app.example/callback.html?x=1&y=2#z".to_owned(),
        attempt.to_owned(),
    ]
    .map(String::into_bytes)
    .to_vec()
}

pub fn words() -> Vec<String> {
    let mut words = PARAMETERS.map(|name| format!("{name}=")).to_vec();
    words.push(state().as_str().to_owned());
    words.extend(["&", "%26", "%3D", "%00", "%ff", "+", "#", "?"].map(str::to_owned));
    words.extend([
        ISSUER.to_owned(),
        ISSUER.replace(':', "%3A").replace('/', "%2F"),
    ]);
    words
}
