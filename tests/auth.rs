//! Signing in, as properties of the public API: what may lead to an exchange, and what an answer becomes.
// Helpers of tests may fail loudly too; the exemption in clippy.toml covers only the test functions themselves.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use proptest::prelude::*;
use slotlink::auth::callback::CallbackErrorKind;
use slotlink::auth::sign_in_error::Refusal;
use slotlink::auth::{
    Connection, Flow, Mode, SignInError, State, TokenError, Tokens, Transaction, Verifier,
    callback, tokens,
};
use slotlink::time::Timestamp;

const NOW: Timestamp = Timestamp::from_millis(1_795_000_000_000);
const MINUTE: i64 = 60_000;

fn connection() -> Connection {
    Connection::live("client-1", "https://app.example/callback.html")
}

fn attempt(seed: u8) -> Transaction {
    let state = State::new(Mode::Popup, [seed; 32]);
    Transaction::new(
        &connection(),
        state,
        Verifier::from_random([seed; 32]),
        NOW,
        None,
    )
}

fn answer(state: &str) -> String {
    let mut query = String::from("?code=the-code&state=");
    slotlink::percent::encode_into(&mut query, state);
    query
}

/// What both ways to accept a callback say: the redirect (a stored attempt) and the popup (a waiting flow).
fn both_refuse(query: &str, connection: &Connection, now: Timestamp) -> Option<SignInError> {
    let mut flow = Flow::default();
    flow.begin(attempt(1));
    assert!(flow.deliver(query, connection, now).is_none(), "{query}");
    match callback::parse(query) {
        Ok(callback) => Some(attempt(1).accept(callback, connection, now).err().unwrap()),
        Err(error) => Some(SignInError::Callback(error.kind)),
    }
}

#[test]
fn none_of_twelve_bad_states_leads_to_an_exchange() {
    let good = attempt(1).state.as_str().to_owned();
    let others = State::new(Mode::Popup, [2; 32]);
    let look_alike = good.replacen('A', "\u{0410}", 1);
    assert_ne!(look_alike, good);
    let mismatch = Some(SignInError::StateMismatch);
    let missing = Some(SignInError::Callback(CallbackErrorKind::MissingState));
    let repeated = Some(SignInError::Callback(CallbackErrorKind::Repeated));
    for (name, query, expected) in [
        ("missing", "?code=the-code".to_owned(), missing.clone()),
        ("wrong", answer("p.wrong"), mismatch.clone()),
        ("empty", answer(""), missing),
        (
            "duplicate",
            format!("{}&state={good}", answer(&good)),
            repeated,
        ),
        ("constructor", answer("constructor"), mismatch.clone()),
        ("__proto__", answer("__proto__"), mismatch.clone()),
        ("look-alike", answer(&look_alike), mismatch.clone()),
        ("case", answer(&good.to_ascii_lowercase()), mismatch.clone()),
        (
            "trailing space",
            answer(&format!("{good} ")),
            mismatch.clone(),
        ),
        ("another attempt's", answer(others.as_str()), mismatch),
    ] {
        assert_eq!(both_refuse(&query, &connection(), NOW), expected, "{name}");
    }

    let other_client = Connection::live("client-2", "https://app.example/callback.html");
    assert_eq!(
        both_refuse(&answer(&good), &other_client, NOW),
        Some(SignInError::OtherConnection)
    );
    let late = NOW.plus_millis(10 * MINUTE + 1);
    assert_eq!(
        both_refuse(&answer(&good), &connection(), late),
        Some(SignInError::Expired)
    );

    let mut used = Flow::default();
    used.begin(attempt(1));
    assert!(used.deliver(&answer(&good), &connection(), NOW).is_some());
    assert!(
        used.deliver(&answer(&good), &connection(), NOW).is_none(),
        "used"
    );
}

#[test]
fn the_right_state_is_accepted_up_to_the_last_millisecond() {
    let good = attempt(1).state.as_str().to_owned();
    let callback = callback::parse(&answer(&good)).ok().unwrap();
    let last = NOW.plus_millis(10 * MINUTE);
    let exchange = attempt(1)
        .accept(callback, &connection(), last)
        .ok()
        .unwrap();
    assert_eq!(exchange.code, "the-code");
    assert_eq!(exchange.redirect_uri, "https://app.example/callback.html");
    assert_eq!(
        exchange.verifier.as_str(),
        Verifier::from_random([1; 32]).as_str()
    );
}

#[test]
fn foreign_states_leave_the_flow_waiting_and_a_spoilt_answer_of_ours_ends_it() {
    let good = attempt(1).state.as_str().to_owned();
    let mut flow = Flow::default();
    flow.begin(attempt(1));
    for foreign in [
        "",
        "?",
        "code=a",
        &answer("p.x"),
        "garbage%zz",
        &format!("code=a&state=p.x&state={good}"),
    ] {
        assert!(flow.deliver(foreign, &connection(), NOW).is_none());
        assert!(flow.is_waiting(), "{foreign}");
    }
    assert!(
        flow.deliver(&format!("code=a&code=b&state={good}"), &connection(), NOW)
            .is_none()
    );
    assert!(matches!(
        flow,
        Flow::Failed(SignInError::Callback(CallbackErrorKind::Repeated))
    ));
}

#[test]
fn a_code_that_is_being_exchanged_cannot_be_called_back() {
    let mut flow = Flow::default();
    let state = attempt(3).state.as_str().to_owned();
    assert!(flow.begin(attempt(3)));
    assert!(flow.deliver(&answer(&state), &connection(), NOW).is_some());
    assert!(!flow.begin(attempt(4)));
    assert!(matches!(flow, Flow::Exchanging));
}

#[test]
fn every_authorization_error_is_named_after_the_state_was_checked() {
    let good = attempt(1).state.as_str().to_owned();
    for (code, transient, choice) in [
        ("invalid_request", false, false),
        ("unauthorized_client", false, false),
        ("access_denied", false, true),
        ("unsupported_response_type", false, false),
        ("invalid_scope", false, false),
        ("server_error", true, false),
        ("temporarily_unavailable", true, false),
        ("something_new", false, false),
    ] {
        let query = format!(
            "?error={code}&error_description=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&state={good}"
        );
        let mut flow = Flow::default();
        flow.begin(attempt(1));
        assert!(flow.deliver(&query, &connection(), NOW).is_none());
        let Flow::Failed(error) = flow else {
            panic!("{code} must end the attempt")
        };
        assert_eq!(
            (error.is_transient(), error.is_choice()),
            (transient, choice),
            "{code}"
        );
        let SignInError::Refused {
            code: refusal,
            description,
        } = error
        else {
            panic!("{code}")
        };
        assert_eq!(refusal.as_str(), code);
        assert_eq!(description.as_deref(), Some("<img src=x onerror=alert(1)>"));
        assert_eq!(
            matches!(refusal, Refusal::Other(_)),
            code == "something_new"
        );

        let mut other = Flow::default();
        other.begin(attempt(2));
        assert!(other.deliver(&query, &connection(), NOW).is_none());
        assert!(
            other.is_waiting(),
            "an error for another attempt says nothing about this one"
        );
    }
}

#[test]
fn the_issuer_must_be_right_when_it_is_named_and_named_when_it_was_announced() {
    let good = attempt(1).state.as_str().to_owned();
    let accepts = |connection: &Connection, iss: &str| {
        let callback = callback::parse(&format!("{}{iss}", answer(&good)))
            .ok()
            .unwrap();
        attempt(1).accept(callback, connection, NOW).is_ok()
    };
    assert!(accepts(&connection(), ""));
    assert!(accepts(
        &connection(),
        "&iss=https%3A%2F%2Fauth.calendly.com"
    ));
    assert!(!accepts(&connection(), "&iss=https%3A%2F%2Fevil.example"));
    let mut announced = connection();
    announced.issuer = Some("https://auth.calendly.com/realm".into());
    assert!(!accepts(&announced, ""));
    assert!(!accepts(&announced, "&iss=https%3A%2F%2Fauth.calendly.com"));
    assert!(accepts(
        &announced,
        "&iss=https%3A%2F%2Fauth.calendly.com%2Frealm"
    ));
}

#[test]
fn an_attempt_survives_storage_and_damage_to_it_is_noticed() {
    let stored = attempt(1).to_json();
    let good = attempt(1).state.as_str().to_owned();
    let callback = || callback::parse(&answer(&good)).ok().unwrap();
    let restored = Transaction::from_json(&stored).unwrap();
    assert!(restored.accept(callback(), &connection(), NOW).is_ok());
    for damage in ["", "{}", "null", "[]", &stored[..stored.len() - 2]] {
        assert!(Transaction::from_json(damage).is_none(), "{damage}");
    }
    // With its quotes: the state of this test is made from the same bytes.
    let verifier = format!("{:?}", Verifier::from_random([1; 32]).as_str());
    let weak = Transaction::from_json(&stored.replace(&verifier, "\"short\"")).unwrap();
    assert_eq!(
        weak.accept(callback(), &connection(), NOW).err(),
        Some(SignInError::DamagedAttempt)
    );
    let mut empty = Transaction::from_json(&stored.replace(&good, "")).unwrap();
    empty.created_at = NOW;
    assert!(!empty.matches(""), "an empty stored state matches nothing");
}

#[derive(Clone, Debug)]
enum Message {
    Begin(u8),
    Deliver(u8),
    DeliverNoise(String),
    DeliverTwice(u8),
    DeliverError(u8),
    Pass(i64),
    /// Cancelled, or exchanged: the element puts a new flow in its place.
    Over,
}

fn message() -> impl Strategy<Value = Message> {
    prop_oneof![
        3 => (0u8..4).prop_map(Message::Begin),
        5 => (0u8..4).prop_map(Message::Deliver),
        2 => "\\PC{0,60}".prop_map(Message::DeliverNoise),
        1 => (0u8..4).prop_map(Message::DeliverTwice),
        1 => (0u8..4).prop_map(Message::DeliverError),
        2 => (0i64..6 * MINUTE).prop_map(Message::Pass),
        1 => Just(Message::Over),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    /// Each `Begin` is one attempt. However messages interleave: at most one exchange for it, only while it is the
    /// one waiting, only for its exact state, only while it is young.
    #[test]
    fn any_interleaving_gives_at_most_one_exchange_per_attempt(messages in prop::collection::vec(message(), 1..40)) {
        let mut flow = Flow::default();
        let mut now = NOW;
        // The attempt that waits, as a much simpler model knows it: its seed and its birth.
        let mut waiting: Option<(u8, Timestamp)> = None;
        let mut exchanging = false;
        let mut begun = 0;
        let mut exchanged = 0;
        let state = |seed: u8| State::new(Mode::Popup, [seed; 32]).as_str().to_owned();
        for message in messages {
            match message {
                Message::Begin(seed) => {
                    let fresh = Transaction::new(
                        &connection(), State::new(Mode::Popup, [seed; 32]), Verifier::from_random([seed; 32]), now, None,
                    );
                    prop_assert_eq!(flow.begin(fresh), !exchanging);
                    if !exchanging {
                        waiting = Some((seed, now));
                        begun += 1;
                    }
                }
                Message::Deliver(seed) => {
                    let exchange = flow.deliver(&answer(&state(seed)), &connection(), now);
                    let ours = waiting.filter(|(own, _)| *own == seed);
                    let young = ours.is_some_and(|(_, born)| now.millis_since(born) <= 10 * MINUTE);
                    prop_assert_eq!(exchange.is_some(), young);
                    if let Some(exchange) = exchange {
                        exchanged += 1;
                        exchanging = true;
                        let verifier = Verifier::from_random([seed; 32]);
                        prop_assert_eq!(exchange.verifier.as_str(), verifier.as_str());
                    }
                    if ours.is_some() {
                        waiting = None;
                    }
                }
                Message::DeliverNoise(noise) => {
                    prop_assert!(flow.deliver(&noise, &connection(), now).is_none());
                }
                Message::DeliverTwice(seed) => {
                    let query = format!("{}&code=other", answer(&state(seed)));
                    prop_assert!(flow.deliver(&query, &connection(), now).is_none());
                    waiting = waiting.filter(|(own, _)| *own != seed);
                }
                Message::DeliverError(seed) => {
                    let query = format!("?error=access_denied&state={}", state(seed));
                    prop_assert!(flow.deliver(&query, &connection(), now).is_none());
                    waiting = waiting.filter(|(own, _)| *own != seed);
                }
                Message::Pass(millis) => now = now.plus_millis(millis),
                Message::Over => {
                    flow = Flow::default();
                    waiting = None;
                    exchanging = false;
                }
            }
            prop_assert_eq!(flow.is_waiting(), waiting.is_some());
            prop_assert_eq!(matches!(flow, Flow::Exchanging), exchanging);
            prop_assert!(exchanged <= begun);
        }
    }

    /// No text at all is accepted in place of the state.
    #[test]
    fn only_the_exact_state_is_accepted(text in "\\PC{0,60}", seed in any::<u8>()) {
        let good = attempt(seed).state.as_str().to_owned();
        prop_assume!(text != good);
        let mut flow = Flow::default();
        flow.begin(attempt(seed));
        prop_assert!(flow.deliver(&answer(&text), &connection(), NOW).is_none());
        prop_assert!(flow.is_waiting());
    }

    /// One changed byte of the right state is not the right state.
    #[test]
    fn one_changed_byte_of_the_state_is_noticed(position in 0usize..45, replacement in b'!'..b'~') {
        let good = attempt(1).state.as_str().to_owned();
        let mut bytes = good.clone().into_bytes();
        prop_assume!(bytes[position] != replacement);
        bytes[position] = replacement;
        prop_assert!(!attempt(1).matches(std::str::from_utf8(&bytes).unwrap()));
    }
}

fn previous() -> Tokens {
    let body = r#"{"token_type":"Bearer","access_token":"old-access","refresh_token":"old-refresh","expires_in":7200,
        "scope":"users:read event_types:read","owner":"https://api.calendly.com/users/U","organization":"O"}"#;
    tokens::parse_response(200, None, body, None, NOW).unwrap()
}

const BASE: &str = r#""token_type":"Bearer","access_token":"a""#;

/// One good answer: its members, and what it must become (refresh token, seconds of life, scopes, owner).
type Good = (
    &'static str,
    Option<&'static str>,
    Option<i64>,
    &'static [&'static str],
    Option<&'static str>,
);

#[test]
fn c17_thirty_token_responses_become_what_rfc_6749_says() {
    const YEAR: i64 = 366 * 24 * 3600;
    const OLD: &[&str] = &["users:read", "event_types:read"];
    let old = Some("https://api.calendly.com/users/U");
    // As answers to a refresh: what they leave out stays as it was.
    let good: [Good; 21] = [
        ("", Some("old-refresh"), None, OLD, old),
        (r#","refresh_token":"new""#, Some("new"), None, OLD, old),
        (
            r#","refresh_token":null"#,
            Some("old-refresh"),
            None,
            OLD,
            old,
        ),
        (
            r#","refresh_token":"""#,
            Some("old-refresh"),
            None,
            OLD,
            old,
        ),
        (r#","refresh_token":7"#, Some("old-refresh"), None, OLD, old),
        (
            r#","expires_in":7200"#,
            Some("old-refresh"),
            Some(7200),
            OLD,
            old,
        ),
        (
            r#","expires_in":"7200""#,
            Some("old-refresh"),
            Some(7200),
            OLD,
            old,
        ),
        (
            r#","expires_in":7200.9"#,
            Some("old-refresh"),
            Some(7200),
            OLD,
            old,
        ),
        (r#","expires_in":1"#, Some("old-refresh"), Some(1), OLD, old),
        (r#","expires_in":0"#, Some("old-refresh"), None, OLD, old),
        (r#","expires_in":-1"#, Some("old-refresh"), None, OLD, old),
        (
            r#","expires_in":2147483648"#,
            Some("old-refresh"),
            Some(YEAR),
            OLD,
            old,
        ),
        (
            r#","expires_in":1e20"#,
            Some("old-refresh"),
            Some(YEAR),
            OLD,
            old,
        ),
        (
            r#","expires_in":"soon""#,
            Some("old-refresh"),
            None,
            OLD,
            old,
        ),
        (r#","expires_in":null"#, Some("old-refresh"), None, OLD, old),
        (
            r#","scope":"users:read""#,
            Some("old-refresh"),
            None,
            &["users:read"],
            old,
        ),
        (
            r#","scope":"  users:read   a:b ""#,
            Some("old-refresh"),
            None,
            &["users:read", "a:b"],
            old,
        ),
        (r#","scope":"""#, Some("old-refresh"), None, OLD, old),
        (
            r#","scope":["x","y"]"#,
            Some("old-refresh"),
            None,
            &["x", "y"],
            old,
        ),
        (
            r#","owner":"someone-else""#,
            Some("old-refresh"),
            None,
            OLD,
            Some("someone-else"),
        ),
        (
            r#","future":{"a":[1]},"created_at":1,"id_token":"x""#,
            Some("old-refresh"),
            None,
            OLD,
            old,
        ),
    ];
    for (members, refresh, life, scopes, owner) in good {
        let body = format!("{{{BASE}{members}}}");
        let read =
            tokens::parse_response(200, Some("application/json"), &body, Some(&previous()), NOW)
                .ok()
                .unwrap();
        assert_eq!(read.access_token.expose(), "a");
        assert_eq!(
            read.refresh_token.as_ref().map(|token| token.expose()),
            refresh,
            "{members}"
        );
        assert_eq!(
            read.expires_at.map(|at| at.millis_since(NOW) / 1000),
            life,
            "{members}"
        );
        assert_eq!(read.scope.as_deref().unwrap(), scopes, "{members}");
        assert_eq!(read.owner.as_deref(), owner, "{members}");
    }

    for kind in ["bearer", "BEARER", "bEaReR"] {
        let body = format!(r#"{{"token_type":"{kind}","access_token":"a"}}"#);
        assert!(
            tokens::parse_response(
                200,
                Some("application/json; charset=utf-8"),
                &body,
                None,
                NOW
            )
            .is_ok()
        );
    }

    let bad: [(&str, TokenError); 9] = [
        (
            r#"{"token_type":"mac","access_token":"a"}"#,
            TokenError::TokenType,
        ),
        (
            r#"{"token_type":"DPoP","access_token":"a"}"#,
            TokenError::TokenType,
        ),
        (r#"{"access_token":"a"}"#, TokenError::TokenType),
        (
            r#"{"token_type":"Bearer"}"#,
            TokenError::Unreadable { status: 200 },
        ),
        (
            r#"{"token_type":"Bearer","access_token":""}"#,
            TokenError::Unreadable { status: 200 },
        ),
        (
            r#"{"token_type":"Bearer","access_token":"two words"}"#,
            TokenError::Unreadable { status: 200 },
        ),
        (
            r#"{"token_type":"Bearer","access_token":["a"]}"#,
            TokenError::Unreadable { status: 200 },
        ),
        (
            r#"[{"token_type":"Bearer","access_token":"a"}]"#,
            TokenError::Unreadable { status: 200 },
        ),
        ("", TokenError::Unreadable { status: 200 }),
    ];
    for (body, expected) in bad {
        let read =
            tokens::parse_response(200, Some("application/json"), body, Some(&previous()), NOW);
        assert_eq!(read.err(), Some(expected), "{body}");
    }
}

#[test]
fn the_first_answer_without_a_scope_means_what_was_asked_for() {
    let read = tokens::parse_response(200, None, &format!("{{{BASE}}}"), None, NOW)
        .ok()
        .unwrap();
    assert!(read.scope.is_none() && read.refresh_token.is_none() && read.owner.is_none());
}

#[test]
fn a_success_that_is_not_json_gives_no_tokens() {
    let body = format!("{{{BASE}}}");
    for content_type in [
        "text/html",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonp",
        "",
    ] {
        let read = tokens::parse_response(200, Some(content_type), &body, None, NOW);
        assert_eq!(
            read.err(),
            Some(TokenError::Unreadable { status: 200 }),
            "{content_type}"
        );
    }
    for content_type in [
        "application/json",
        "Application/JSON;charset=UTF-8",
        "application/problem+json",
    ] {
        assert!(
            tokens::parse_response(200, Some(content_type), &body, None, NOW).is_ok(),
            "{content_type}"
        );
    }
}

#[test]
fn c15_each_rfc_error_in_each_dress_ends_the_session_or_keeps_it() {
    for (code, status, ends) in [
        ("invalid_request", 400, false),
        ("invalid_client", 401, true),
        ("invalid_grant", 400, true),
        ("unauthorized_client", 400, true),
        ("unsupported_grant_type", 400, false),
        ("invalid_scope", 400, false),
        ("temporarily_unavailable", 400, false),
    ] {
        let json = format!(r#"{{"error":"{code}","error_description":"<b>no</b>"}}"#);
        let html = "<!doctype html><title>invalid_grant</title>";
        for (content_type, body, readable) in [
            ("application/json", json.as_str(), true),
            // A fixed word of the protocol counts whatever the content type says it is.
            ("text/plain", json.as_str(), true),
            ("text/html", html, false),
            ("application/json", "", false),
        ] {
            let error =
                tokens::parse_response(status, Some(content_type), body, Some(&previous()), NOW)
                    .err()
                    .unwrap();
            assert_eq!(
                error.ends_session(),
                ends && readable,
                "{code} {content_type} {body}"
            );
            assert!(!error.is_transient());
            assert_eq!(error.oauth_code(), readable.then_some(code));
            assert_eq!(error.status(), Some(status));
        }
        // The same words with a status that says otherwise.
        for status in [429, 500, 502, 503] {
            let error = tokens::parse_response(status, Some("application/json"), &json, None, NOW)
                .err()
                .unwrap();
            assert!(
                error.is_transient() && !error.ends_session(),
                "{code} {status}"
            );
        }
    }
}

#[test]
fn tokens_survive_storage_and_printing_them_shows_nothing() {
    let stored = previous().to_storage_json();
    assert!(Tokens::from_storage_json(&stored) == Some(previous()));
    for damage in [
        "",
        "{}",
        "[]",
        r#"{"access_token":"a"}"#,
        r#"{"access_token":"a b","issued_at":1}"#,
    ] {
        assert!(Tokens::from_storage_json(damage).is_none(), "{damage}");
    }
    assert_eq!(format!("{:?}", previous().access_token), "Secret(…)");
}

proptest! {
    #[test]
    fn any_body_of_the_token_endpoint_is_read_or_refused(status in 100u16..600, body in "\\PC{0,80}") {
        let _ = tokens::parse_response(status, None, &body, None, NOW);
    }

    #[test]
    fn any_number_of_seconds_gives_a_life_of_at_most_a_year(seconds in any::<f64>()) {
        if let Ok(number) = serde_json::to_string(&seconds) {
            let body = format!("{{{BASE},\"expires_in\":{number}}}");
            if let Ok(read) = tokens::parse_response(200, None, &body, None, NOW)
                && let Some(at) = read.expires_at
            {
                prop_assert!((1..=366 * 24 * 3600).contains(&(at.millis_since(NOW) / 1000)));
            }
        }
    }
}
