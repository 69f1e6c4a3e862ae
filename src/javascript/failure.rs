//! The failure: what a call that did not succeed tells a JavaScript program.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::object;
use crate::api::error::Detail;
use crate::browser::consent::Obstacle;
use crate::client::retry::Reach;
use crate::client::{Error, Failure, Kind};

/// A failure with everything a program decides by.
#[derive(Clone)]
pub struct Failed {
    code: &'static str,
    message: String,
    /// How far the request got; `None` where there was none.
    reach: Option<Reach>,
    error: Option<Error>,
    /// What was thrown by the page's own function, or given as the reason of an abort.
    cause: JsValue,
    /// What was asked to be recorded of a raw request.
    debug: JsValue,
}

impl Failed {
    fn new(code: &'static str, message: String) -> Self {
        Self {
            code,
            message,
            reach: None,
            error: None,
            cause: JsValue::UNDEFINED,
            debug: JsValue::UNDEFINED,
        }
    }

    /// The options cannot be used.
    pub fn configuration(option: &str, message: &str) -> Self {
        Self::new("configuration", [option, ": ", message].concat())
    }

    pub fn unknown_operation(name: &str) -> Self {
        let message = ["Calendly has no operation “", name, "” that is known here."];
        Self::new("unknown_operation", message.concat())
    }

    /// With what the page's own function threw.
    pub fn because(self, cause: JsValue) -> Self {
        Self { cause, ..self }
    }

    /// Of a request that was executed, or may have been.
    pub fn unknown(self) -> Self {
        Self {
            reach: Some(Reach::Unknown),
            ..self
        }
    }

    /// The signal of the call was aborted.
    pub fn aborted(cause: JsValue, reach: Reach) -> Self {
        Self {
            cause,
            reach: Some(reach),
            ..Self::new("aborted", "The call was aborted.".to_owned())
        }
    }

    /// No sign-in can begin.
    pub fn obstacle(obstacle: Obstacle) -> Self {
        let message = match obstacle {
            Obstacle::InsecureContext => "Signing in needs a page on https or on this computer.",
            Obstacle::PopupBlocked => {
                "The browser blocked the sign-in window. Call signIn within a click."
            }
            Obstacle::NoCrypto => "This browser has no secure random numbers or no SHA-256.",
            Obstacle::NoStorage => "This browser does not let the page remember the sign-in.",
            Obstacle::NoOrigin => {
                "The page is in a frame without an origin, which no answer can reach."
            }
        };
        Self::new(obstacle.code(), message.to_owned())
    }

    /// A sign-in that came to nothing.
    pub fn sign_in(code: &'static str, message: String) -> Self {
        Self::new(code, message)
    }

    /// The file is no CSV.
    #[cfg(feature = "tools")]
    pub fn csv(message: String) -> Self {
        Self::new("invalid_csv", message)
    }

    #[cfg(feature = "tools")]
    /// The same, with what was recorded of a raw request.
    pub fn with_record(self, debug: JsValue) -> Self {
        Self { debug, ..self }
    }

    /// Whether it came of a giver of tokens that gave none.
    pub fn is_without_token(&self) -> bool {
        self.error
            .as_ref()
            .is_some_and(|error| error.kind() == Kind::NoToken)
    }

    /// What the client says, where it was the client.
    pub fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }

    /// The object that the script around this module makes an error of.
    pub fn into_js(self) -> JsValue {
        let null = |text: Option<&str>| text.map_or(JsValue::NULL, JsValue::from);
        let error = self.error.as_ref();
        let details = error.map_or(&[][..], Error::details);
        let scopes = error.map_or(&[][..], Error::required_scopes);
        let status = error.and_then(Error::status);
        let fields = [
            ("code", self.code.into()),
            ("message", self.message.into()),
            ("status", status.map_or(JsValue::NULL, JsValue::from)),
            ("requestId", null(error.and_then(Error::request_id))),
            (
                "details",
                details.iter().map(detail).collect::<Array>().into(),
            ),
            (
                "requiredScopes",
                scopes.iter().map(JsValue::from).collect::<Array>().into(),
            ),
            ("reach", null(self.reach.map(Reach::as_str))),
            ("transient", error.is_some_and(Error::is_transient).into()),
            ("cause", self.cause),
            ("debug", self.debug),
        ];
        let known = fields.iter().filter(|(_, value)| !value.is_undefined());
        object(&known.cloned().collect::<Vec<_>>()).into()
    }
}

fn detail(detail: &Detail) -> JsValue {
    let null = |text: &Option<String>| text.as_deref().map_or(JsValue::NULL, JsValue::from);
    let fields = [
        ("parameter", null(&detail.parameter)),
        ("message", detail.message.as_str().into()),
        ("code", null(&detail.code)),
    ];
    object(&fields).into()
}

impl From<Failure> for Failed {
    fn from(failure: Failure) -> Self {
        Self {
            reach: Some(failure.reach),
            ..Self::from(failure.error)
        }
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self {
            error: Some(error.clone()),
            ..Self::new(error.code(), sentence(&error))
        }
    }
}

/// A sentence for the developer: what happened, and Calendly's own words, which are foreign text.
fn sentence(error: &Error) -> String {
    let mut words = Vec::new();
    if !error.message().is_empty() {
        words.push(error.message().to_owned());
    }
    // Of several parameters that do not fit together the message says all.
    let own = error.status().is_none() && !words.is_empty();
    for detail in error.details().iter().filter(|_| !own) {
        let parameter = detail.parameter.as_deref().unwrap_or_default();
        words.push([parameter, " ", &detail.message].concat().trim().to_owned());
    }
    let words = words.join("; ");
    let own = match error.kind() {
        Kind::Offline => "There is no network.",
        Kind::NotSent => "The request could not be sent.",
        Kind::Network => {
            "No readable answer: the network, CORS, or something that blocks requests."
        }
        Kind::Timeout => "No answer in time.",
        Kind::SignedOut => "Nobody is signed in.",
        Kind::TokenRefused => "The authorization server gave no token.",
        Kind::TokenUnavailable => "The authorization server could not be reached.",
        Kind::TokenBudget => "Too many token requests in the last minute.",
        Kind::NoToken => "The function that gives the token gave none.",
        Kind::InvalidToken => "The token is empty or has characters that cannot be sent.",
        Kind::InvalidArgument => "A parameter is not right.",
        Kind::Unauthenticated => "Calendly does not accept the token.",
        Kind::PermissionDenied => "Calendly does not permit this.",
        Kind::PlanRequired => "The plan of this account does not include this.",
        Kind::InsufficientScope => "The token lacks a scope.",
        Kind::NotFound => "Calendly does not know this resource.",
        Kind::Conflict => "This exists already.",
        Kind::ExternalCalendar => "Calendly cannot read the connected calendar.",
        Kind::RateLimited => "Too many requests.",
        Kind::Server => "Calendly had an error.",
        Kind::Status => "Calendly answered with an unexpected status.",
        Kind::UnexpectedAnswer => "The answer is not what Calendly documents.",
        Kind::OtherAccount => "The session belongs to another account.",
        Kind::UnknownAccount => "The account is not known yet.",
        Kind::InvalidUri => "An address is not that of the resource asked for.",
    };
    if words.is_empty() {
        own.to_owned()
    } else {
        [own, " ", &words].concat()
    }
}
