//! The authorize address: where the person is sent to allow access (RFC 6749 section 4.1.1, RFC 7636 section 4.3).

use super::config::Connection;
use super::state_param::State;
use crate::percent;

/// The full address. `challenge` is [`super::pkce::challenge`] of this attempt's verifier.
pub fn authorize_url(connection: &Connection, state: &State, challenge: &str) -> String {
    let mut url = connection.authorize_url.clone();
    url.push(if url.contains('?') { '&' } else { '?' });
    for (name, value) in [
        ("client_id", connection.client_id.as_str()),
        ("response_type", "code"),
        ("redirect_uri", &connection.redirect_uri),
        ("scope", &connection.scopes.join(" ")),
        ("state", state.as_str()),
        ("code_challenge", challenge),
        ("code_challenge_method", "S256"),
    ] {
        percent::append(&mut url, name, value);
    }
    url
}

#[cfg(test)]
mod tests {
    use super::super::state_param::Mode;
    use super::*;

    #[test]
    fn the_address_carries_exactly_the_seven_parameters() {
        let connection = Connection::live("abc", "https://app.example/callback.html");
        let state = State::new(Mode::Redirect, [0; 32]);
        let url = authorize_url(
            &connection,
            &state,
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        );
        assert_eq!(
            url,
            "https://auth.calendly.com/oauth/authorize?client_id=abc&response_type=code\
             &redirect_uri=https%3A%2F%2Fapp.example%2Fcallback.html\
             &scope=users%3Aread%20event_types%3Aread%20availability%3Aread%20scheduling_links%3Awrite\
             &state=r.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
             &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
        );
    }

    #[test]
    fn an_authorize_address_with_a_query_keeps_it() {
        let mut connection = Connection::live("abc", "https://app.example/cb");
        connection.authorize_url.push_str("?tenant=1");
        let url = authorize_url(&connection, &State::new(Mode::Popup, [0; 32]), "c");
        assert!(
            url.starts_with("https://auth.calendly.com/oauth/authorize?tenant=1&client_id=abc&")
        );
    }
}
