//! The forms: bodies of token and revocation requests, `application/x-www-form-urlencoded`.
//!
//! A form makes the request a simple one for CORS. A public client has no secret, so none is ever in it.

use super::config::Connection;
use super::transaction::Exchange;
use crate::percent;

/// What is being revoked (RFC 7009 section 2.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TokenHint {
    Refresh,
    Access,
}

/// Exchanges a code (RFC 6749 section 4.1.3, RFC 7636 section 4.5). Uses the exchange up.
pub fn exchange_form(connection: &Connection, exchange: Exchange) -> String {
    form(&[
        ("grant_type", "authorization_code"),
        ("client_id", &connection.client_id),
        ("code", &exchange.code),
        ("redirect_uri", &exchange.redirect_uri),
        ("code_verifier", &exchange.verifier.into_string()),
    ])
}

/// Asks for a new pair (RFC 6749 section 6). No scope: it stays what it was.
pub fn refresh_form(connection: &Connection, refresh_token: &str) -> String {
    form(&[
        ("grant_type", "refresh_token"),
        ("client_id", &connection.client_id),
        ("refresh_token", refresh_token),
    ])
}

/// Gives a token back (RFC 7009 section 2.1).
pub fn revoke_form(connection: &Connection, token: &str, hint: TokenHint) -> String {
    let hint = match hint {
        TokenHint::Refresh => "refresh_token",
        TokenHint::Access => "access_token",
    };
    form(&[
        ("client_id", &connection.client_id),
        ("token", token),
        ("token_type_hint", hint),
    ])
}

fn form(pairs: &[(&str, &str)]) -> String {
    let mut body = String::new();
    for (name, value) in pairs {
        percent::append(&mut body, name, value);
    }
    body
}

#[cfg(test)]
mod tests {
    use super::super::pkce::Verifier;
    use super::*;

    #[test]
    fn the_forms_carry_what_the_rfcs_ask_for_and_no_secret() {
        let connection = Connection::live("cid", "https://app.example/cb?x=1");
        let exchange = Exchange {
            code: "a/b+c".into(),
            verifier: Verifier::from_random([0; 32]),
            redirect_uri: "https://app.example/cb?x=1".into(),
        };
        assert_eq!(
            exchange_form(&connection, exchange),
            "grant_type=authorization_code&client_id=cid&code=a%2Fb%2Bc\
             &redirect_uri=https%3A%2F%2Fapp.example%2Fcb%3Fx%3D1\
             &code_verifier=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        );
        assert_eq!(
            refresh_form(&connection, "r=1"),
            "grant_type=refresh_token&client_id=cid&refresh_token=r%3D1"
        );
        assert_eq!(
            revoke_form(&connection, "t", TokenHint::Refresh),
            "client_id=cid&token=t&token_type_hint=refresh_token"
        );
    }
}
