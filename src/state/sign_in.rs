//! Signing in and out.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::App;
use super::app::{Face, Load, Panel, Phase, Stack, Tone};
use crate::auth::authorize::authorize_url;
use crate::auth::pkce::challenge;
use crate::auth::{Exchange, Flow, Mode, SignInError, State, Transaction, Verifier, callback};
use crate::browser::broadcast::{Inbox, Returned};
use crate::browser::crypto::{is_secure_context, random_bytes, sha256};
use crate::browser::runtime::{now, spawn};
use crate::browser::storage::{tab_set, tab_take};
use crate::browser::window::{Popup, go_to, origin_of, place};
use crate::client::SignOut;
use crate::element::events;
use crate::ui::text;

/// Where the callback page leaves the answer to a redirect sign-in.
const CALLBACK: &str = "slotlink:callback";

fn transaction_key(state: &str) -> String {
    format!("slotlink:transaction:{state}")
}

/// What a delivered query comes to: nothing when it is not for this attempt.
fn outcome(flow: &mut Flow, query: &str, stack: &Stack) -> Option<Result<Exchange, SignInError>> {
    if !flow.is_waiting() {
        return None;
    }
    match flow.deliver(query, &stack.connection, now()) {
        Some(exchange) => Some(Ok(exchange)),
        None => match flow {
            Flow::Failed(error) => Some(Err(error.clone())),
            _ => None,
        },
    }
}

impl App {
    /// Whether the sign-in leaves the page.
    pub fn leaves_page(self) -> bool {
        self.options
            .with_untracked(|options| options.redirects(self.face == Face::Dashboard))
    }

    /// Begins with a new connection: a session kept in this tab, or the answer to a redirect, or a token.
    pub fn begin(self) {
        let Some(stack) = self.stack() else { return };
        self.watch_session(&stack);
        if let Some(source) = self.token.get_value() {
            self.adopt(source);
        } else if stack.session.is_kept() {
            self.phase.set(Phase::Exchanging);
            let era = self.now_era();
            spawn(async move {
                let own = stack.session.restore().await;
                if !self.is_current(era) {
                    return;
                }
                self.phase.set(Phase::SignedOut);
                if !own {
                    self.say(Tone::Calm, text::IN_ANOTHER_TAB);
                    self.announce(text::IN_ANOTHER_TAB);
                }
                self.go_on(&stack);
            });
        } else {
            self.go_on(&stack);
        }
    }

    /// Goes on with the answer to a redirect, or with the session there is.
    fn go_on(self, stack: &Stack) {
        if let Some(query) = (self.face == Face::Dashboard || self.leaves_page())
            .then(|| tab_take(CALLBACK))
            .flatten()
        {
            self.finish_redirect(stack, &query);
        } else if stack.session.state().is_signed_in() {
            self.signed_in();
        }
    }

    fn watch_session(self, stack: &Stack) {
        let own = stack.connection.clone();
        stack.session.subscribe(move |state| {
            let present = !self.phase.is_disposed()
                && self.stack().is_some_and(|stack| stack.connection == own);
            if !present || self.phase.get_untracked() != Phase::SignedIn {
                return;
            }
            if let crate::client::SessionState::SignedOut { reason } = state {
                self.session_ended(reason.is_some());
            }
        });
    }

    /// Starts a sign-in. Must run within the click: a popup opened later is blocked.
    pub fn sign_in(self) {
        let Some(stack) = self.stack() else { return };
        if let Some(source) = self.token.get_value() {
            // The page signs in by its own token: an expired one is asked for again.
            self.adopt(source);
            return;
        }
        match self.phase.get_untracked() {
            Phase::Exchanging => return,
            Phase::Waiting => self.cancel_sign_in(),
            _ => {}
        }
        self.notice.set(None);
        if !is_secure_context() {
            self.fail_sign_in("insecure_context", text::INSECURE);
            return;
        }
        let redirect = self.leaves_page();
        let popup = if redirect { None } else { Popup::open() };
        if !redirect && popup.is_none() {
            self.fail_sign_in("popup_blocked", text::POPUP_BLOCKED);
            return;
        }
        let (Some(for_verifier), Some(for_state)) = (random_bytes(), random_bytes()) else {
            if let Some(popup) = popup {
                popup.close();
            }
            self.fail_sign_in("no_random", text::NO_RANDOM);
            return;
        };
        let mode = if redirect {
            Mode::Redirect
        } else {
            Mode::Popup
        };
        let state = State::new(mode, for_state);
        let verifier = Verifier::from_random(for_verifier);
        let hashed = verifier.as_str().to_owned();
        let transaction = Transaction::new(
            &stack.connection,
            state.clone(),
            verifier,
            now(),
            redirect.then(place),
        );
        if redirect && !tab_set(&transaction_key(state.as_str()), &transaction.to_json()) {
            self.fail_sign_in("no_storage", text::NO_STORAGE);
            return;
        }
        let inbox = (!redirect).then(|| {
            let origin = origin_of(&stack.connection.redirect_uri).unwrap_or_default();
            Inbox::open(origin, move |returned| self.returned(returned))
        });
        self.attempt.update_value(|attempt| {
            attempt.flow.begin(transaction);
            attempt.popup.clone_from(&popup);
            attempt.inbox = inbox;
        });
        self.phase.set(Phase::Waiting);
        self.announce(text::WAITING);
        let era = self.now_era();
        spawn(async move {
            let Some(digest) = sha256(&hashed).await else {
                self.fail_sign_in("no_crypto", text::NO_RANDOM);
                return;
            };
            if !self.is_current(era) || self.phase.get_untracked() != Phase::Waiting {
                return;
            }
            let url = authorize_url(&stack.connection, &state, &challenge(digest));
            match popup {
                Some(popup) => drop(popup.navigate(&url)),
                None => go_to(&url),
            }
        });
    }

    /// Gives the sign-in up. Whether its window was closed says nothing (it may look closed while it is not), so this
    /// is the person's own word.
    pub fn cancel_sign_in(self) {
        if self.phase.try_get_untracked() != Some(Phase::Waiting) {
            return;
        }
        let popup = self.attempt.try_update_value(|attempt| {
            attempt.flow = Flow::default();
            attempt.inbox = None;
            attempt.popup.take()
        });
        if let Some(popup) = popup.flatten() {
            popup.close();
        }
        self.resume();
        self.announce(text::CANCELLED);
    }

    /// After a sign-in that came to nothing: back to the session that is still there, if there is one.
    fn resume(self) {
        if !self
            .stack()
            .is_some_and(|stack| stack.session.state().is_signed_in())
        {
            self.phase.set(Phase::SignedOut);
            return;
        }
        self.phase.set(Phase::SignedIn);
        if self.account.with_untracked(Option::is_none) {
            self.load_account();
        }
    }

    /// A callback page has spoken. Only the exact state of the attempt under way is heard.
    fn returned(self, returned: Returned) {
        if self.phase.is_disposed() {
            return;
        }
        let Some(stack) = self.stack() else { return };
        let outcome = self
            .attempt
            .try_update_value(|attempt| outcome(&mut attempt.flow, &returned.query, &stack));
        let Some(outcome) = outcome.flatten() else {
            return;
        };
        returned.acknowledge();
        self.attempt.update_value(|attempt| attempt.inbox = None);
        self.conclude(&stack, outcome);
    }

    fn finish_redirect(self, stack: &Stack, query: &str) {
        let state = match callback::parse(query) {
            Ok(callback) => Some(callback.state),
            Err(error) => error.state,
        };
        let stored = state.and_then(|state| tab_take(&transaction_key(&state)));
        let Some(transaction) = stored.as_deref().and_then(Transaction::from_json) else {
            self.fail_sign_in("state_mismatch", text::NOT_STARTED_HERE);
            return;
        };
        let mut flow = Flow::default();
        flow.begin(transaction);
        match outcome(&mut flow, query, stack) {
            Some(outcome) => self.conclude(stack, outcome),
            None => self.fail_sign_in("state_mismatch", text::NOT_STARTED_HERE),
        }
    }

    fn conclude(self, stack: &Stack, outcome: Result<Exchange, SignInError>) {
        let exchange = match outcome {
            Ok(exchange) => exchange,
            Err(error) => {
                if error.is_choice() {
                    self.resume();
                    self.say(Tone::Calm, text::DENIED);
                    self.announce(text::DENIED);
                } else {
                    self.fail_sign_in(error.code(), &text::sign_in_failed(&error));
                }
                return;
            }
        };
        self.phase.set(Phase::Exchanging);
        let era = self.now_era();
        let session = stack.session.clone();
        spawn(async move {
            let result = session.exchange(exchange).await;
            if !self.is_current(era) {
                return;
            }
            match result {
                Ok(()) => self.signed_in(),
                Err(error) => self.fail_sign_in(error.code(), &text::exchange_failed(&error)),
            }
        });
    }

    fn fail_sign_in(self, code: &str, message: &str) {
        if self.phase.is_disposed() {
            return;
        }
        self.attempt.set_value(super::app::Attempt::default());
        self.resume();
        self.say(Tone::Warning, message);
        self.announce(message);
        events::error(&self, code, message);
    }

    /// A token, or a function that gives one, instead of a sign-in.
    pub fn adopt(self, source: js_sys::Function) {
        let Some(stack) = self.stack() else { return };
        let era = self.now_era();
        self.phase.set(Phase::Exchanging);
        spawn(async move {
            let token = async {
                let answer = source.call0(&JsValue::NULL).ok()?;
                JsFuture::from(Promise::resolve(&answer))
                    .await
                    .ok()?
                    .as_string()
            }
            .await;
            if !self.is_current(era) {
                return;
            }
            match token.filter(|token| !token.trim().is_empty()) {
                Some(token) => match stack.session.adopt_token(token.trim().to_owned()) {
                    Ok(()) => self.signed_in(),
                    Err(error) => self.fail_sign_in(error.code(), text::BAD_TOKEN),
                },
                None => self.fail_sign_in("token", text::NO_TOKEN),
            }
        });
    }

    /// What gives the token of the `token` property: a string or a function.
    pub fn token_source(value: &JsValue) -> Option<js_sys::Function> {
        let Some(token) = value.as_string() else {
            return value.dyn_ref::<js_sys::Function>().cloned();
        };
        let give = Closure::<dyn Fn() -> JsValue>::new(move || JsValue::from(token.as_str()));
        Some(give.into_js_value().unchecked_into())
    }

    /// Takes the `token` property.
    pub fn set_token(self, value: &JsValue) {
        let source = Self::token_source(value);
        let before = self.token.with_value(Option::is_some);
        self.token.set_value(source.clone());
        let old = self.stack();
        match source {
            Some(source) if old.is_some() => {
                self.forget();
                self.drop_session(old);
                self.adopt(source);
            }
            Some(_) => self.connect(),
            None if before => {
                self.session_ended(false);
                self.drop_session(old);
            }
            None => {}
        }
    }

    /// Ends the session of a token that was taken back: nothing may bring its account to the screen again.
    fn drop_session(self, stack: Option<std::rc::Rc<Stack>>) {
        self.phase.set(Phase::SignedOut);
        if let Some(stack) = stack {
            spawn(async move {
                let _ = stack.session.sign_out().await;
            });
        }
    }

    fn signed_in(self) {
        self.attempt
            .update_value(|attempt| *attempt = super::app::Attempt::default());
        self.notice.set(None);
        self.ask_again();
        self.phase.set(Phase::SignedIn);
        self.announce(text::SIGNED_IN);
        self.load_account();
    }

    /// Forgets what has to be asked of the account again; what was chosen, written and made stays.
    fn ask_again(self) {
        self.user.set(Load::Idle);
        self.account.set(None);
        self.types.set(Load::Idle);
        self.fixed_type.set(Load::Idle);
        self.panel.set(Panel::None);
    }

    /// The session is over without the person asking for it. What was typed, chosen and made stays.
    pub fn session_ended(self, surprised: bool) {
        self.era.update_value(|era| *era += 1);
        self.abort_reads();
        self.ask_again();
        self.phase.set(Phase::SignedOut);
        if surprised {
            self.say(Tone::Warning, text::SESSION_ENDED);
            self.announce(text::SESSION_ENDED);
        }
        events::signed_out(&self, if surprised { "expired" } else { "host" });
    }

    /// Signs out here and, as far as a public client can, at Calendly.
    pub fn sign_out(self) {
        let Some(stack) = self.stack() else { return };
        self.forget();
        self.forget_work();
        self.phase.set(Phase::SignedOut);
        self.say(Tone::Calm, text::SIGNING_OUT);
        events::signed_out(&self, "person");
        let era = self.now_era();
        spawn(async move {
            let outcome = stack.session.sign_out().await;
            if !self.is_current(era) || self.phase.get_untracked() != Phase::SignedOut {
                return;
            }
            let (tone, words) = match outcome {
                SignOut::Confirmed => (Tone::Calm, text::SIGNED_OUT),
                SignOut::NotConfirmed => (Tone::Warning, text::SIGNED_OUT_NOT_CONFIRMED),
            };
            self.say(tone, words);
            self.announce(words);
        });
    }
}
