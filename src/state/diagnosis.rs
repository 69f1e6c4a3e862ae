//! The check of the connection: what stands between this page and Calendly, in words.

use super::App;
use super::app::{Stack, Tone};
use crate::api::event_types::ListEventTypes;
use crate::api::user_availability_schedules::ListUserAvailabilitySchedules;
use crate::api::users::GetCurrentUser;
use crate::api::{Endpoint, UserUri};
use crate::browser::window::is_online;
use crate::client::diagnosis::{Finding, Seen, find};
use crate::client::request::Request;
use crate::client::{Error, Kind};
use crate::ui::text;

impl App {
    /// Looks, and says what it found. Its code and its words.
    pub async fn check_connection(self) -> Option<(&'static str, String)> {
        let stack = self.stack()?;
        let given = self.token.with_value(Option::is_some);
        let (finding, error) = look(&stack, given).await;
        let words = text::finding(&finding, error.as_ref());
        if !self.notice.is_disposed() {
            let tone = match finding {
                Finding::Fine => Tone::Calm,
                _ => Tone::Warning,
            };
            self.say_aloud(tone, &words);
        }
        Some((finding.code(), words))
    }
}

/// Looks at both servers; at the authorization server only where tokens come from it, and are not `given` by the page.
async fn look(stack: &Stack, given: bool) -> (Finding, Option<Error>) {
    let (session, connection) = (&stack.session, &stack.connection);
    let token = session.access_token().await;
    let mut error = token.as_ref().err().cloned();
    // Where no token could be had it is the other server that was asked. Without a session whether anything answers can be
    // seen all the same.
    let mut asked = &connection.token_url;
    let mut lacking = Vec::new();
    let may_ask = error
        .as_ref()
        .is_none_or(|error| error.kind() == Kind::SignedOut);
    if may_ask {
        asked = &connection.api_url;
        let token = token.unwrap_or_default();
        error = match ask(stack, &GetCurrentUser {}, &token).await {
            Ok(user) => probe(stack, user.uri, &token, &mut lacking).await.err(),
            Err(error) => Some(error),
        };
        let signed_out = !given && error.as_ref().is_some_and(Error::needs_sign_in);
        // Whoever is signed out needs the other server next.
        if signed_out && let Err(other) = session.reach_token_endpoint().await {
            asked = &connection.token_url;
            error = Some(other);
        }
    }
    let lost = error
        .as_ref()
        .is_some_and(|error| error.kind() == Kind::Network);
    let answers = if lost {
        Some(stack.transport.answers(asked.clone()).await)
    } else {
        None
    };
    let granted = session.state();
    if granted.is_signed_in() && !given {
        lacking.clone_from(&connection.scopes);
        lacking.retain(|scope| !granted.scopes().contains(scope));
    }
    let seen = Seen {
        error: error.as_ref(),
        answers,
        skew_millis: session.skew_millis(),
        lacking,
    };
    (find(seen), error)
}

/// Asks for what can be read of the user, as a plan or a role may not allow it. What a sign-in was granted the server says; of a
/// given token only these answers tell, so what they say is missing is noted. Whether links may be made no request can tell
/// without making one.
async fn probe(
    stack: &Stack,
    user: UserUri,
    token: &str,
    lacking: &mut Vec<String>,
) -> Result<(), Error> {
    let types = ListEventTypes {
        count: Some(1),
        ..ListEventTypes::of_user(user.clone())
    };
    let answers = [
        ask(stack, &types, token).await.map(drop),
        ask(stack, &ListUserAvailabilitySchedules { user }, token)
            .await
            .map(drop),
    ];
    for answer in answers {
        match answer {
            Err(error) if error.insufficient_scope() => {
                lacking.extend_from_slice(error.required_scopes());
            }
            answer => answer?,
        }
    }
    Ok(())
}

/// Asks once, beside the queue.
async fn ask<E: Endpoint>(stack: &Stack, endpoint: &E, token: &str) -> Result<E::Response, Error> {
    let request = Request::of(endpoint)?.to_http(&stack.connection.api_url, token);
    let answer = stack.transport.send(request).await;
    let answer = answer.map_err(|error| Error::from_transport(&error, is_online()))?;
    if !(200..300).contains(&answer.status) {
        return Err(Error::from_answer(&answer));
    }
    E::decode(&answer.body.text()).map_err(|error| Error::undecodable(&error))
}
