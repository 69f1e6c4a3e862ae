//! Signing in and out.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use super::App;
use super::app::{Face, Load, Panel, Phase, Stack, Tone};
use crate::auth::{Connection, Mode, Secret};
use crate::browser::consent::{Answer, Consent, Obstacle, Outcome, answered};
use crate::browser::runtime::{Sleep, spawn};
use crate::browser::window::stay;
use crate::client::{EndReason, Error, Kind, SessionState, SignOut};
use crate::element::events;
use crate::ui::text;

/// How long the other elements of a page are given to take the answer to a redirect, in milliseconds.
const OTHERS_MILLIS: u32 = 1000;

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
        if self.token.with_value(Option::is_some) {
            self.adopt(stack);
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
                    self.say_aloud(Tone::Calm, text::IN_ANOTHER_TAB);
                }
                self.go_on(&stack);
            });
        } else {
            self.go_on(&stack);
        }
    }

    /// Goes on with the answer to a redirect, or with the session there is.
    fn go_on(self, stack: &Rc<Stack>) {
        let redirects = self.face == Face::Dashboard || self.leaves_page();
        if redirects {
            match answered(&stack.connection, false) {
                Answer::Ours(outcome) => return self.conclude(stack, outcome),
                Answer::Foreign => self.take_over(stack.clone()),
                Answer::None => {}
            }
        }
        if stack.session.state().is_signed_in() {
            self.signed_in();
        }
    }

    /// Hears an answer that nobody else on the page has taken: the page's own attributes have changed since.
    fn take_over(self, stack: Rc<Stack>) {
        let era = self.now_era();
        spawn(async move {
            Sleep::new(OTHERS_MILLIS).await;
            if self.is_current(era)
                && self.phase.get_untracked() == Phase::SignedOut
                && let Answer::Ours(outcome) = answered(&stack.connection, true)
            {
                self.conclude(&stack, outcome);
            }
        });
    }

    fn watch_session(self, stack: &Rc<Stack>) {
        let own = Rc::downgrade(stack);
        stack.session.subscribe(move |state| {
            let present = !self.phase.is_disposed()
                && self
                    .stack()
                    .is_some_and(|stack| Rc::as_ptr(&stack) == own.as_ptr());
            if !present {
                return;
            }
            let signed_in = self.phase.get_untracked() == Phase::SignedIn;
            match state {
                SessionState::SignedOut {
                    reason: Some(EndReason::SignedOutElsewhere),
                } => self.account_gone(Tone::Calm, text::SIGNED_OUT_ELSEWHERE, "person"),
                SessionState::SignedOut {
                    reason: Some(EndReason::OwnerChanged),
                } => self.account_gone(Tone::Warning, text::OWNER_CHANGED, "expired"),
                SessionState::SignedOut { reason } if signed_in => {
                    self.session_ended(reason.is_some());
                }
                SessionState::SignedIn {
                    owner: Some(owner), ..
                } if signed_in => self.owner_is(owner),
                _ => {}
            }
        });
    }

    /// Starts a sign-in. Must run within the click: a popup opened later is blocked.
    pub fn sign_in(self) {
        let Some(stack) = self.stack() else { return };
        if self.token.with_value(Option::is_some) {
            // The page signs in by its own token: an expired one is asked for again.
            self.adopt(stack);
            return;
        }
        let mode = if self.leaves_page() {
            Mode::Redirect
        } else {
            Mode::Popup
        };
        self.ask_consent(&stack.connection, mode);
    }

    /// Asks for `scopes` in addition to what was granted, and for nothing else. In a window where the page does not insist on
    /// leaving: what was typed and made would be lost.
    pub fn allow_more(self, scopes: &[String]) {
        let Some(stack) = self.stack() else { return };
        let mut connection = stack.connection.clone();
        connection.scopes = stack.session.state().scopes().to_vec();
        connection.scopes.extend_from_slice(scopes);
        connection.replace_legacy_scopes();
        if connection.validate().is_err() {
            return;
        }
        let redirects = self
            .options
            .with_untracked(|options| options.redirects(false));
        let mode = if redirects {
            Mode::Redirect
        } else {
            Mode::Popup
        };
        self.ask_consent(&connection, mode);
    }

    fn ask_consent(self, connection: &Connection, mode: Mode) {
        match self.phase.get_untracked() {
            Phase::Exchanging => return,
            Phase::Waiting => self.give_sign_in_up(),
            _ => {}
        }
        self.notice.set(None);
        match Consent::begin(connection, mode, move |told| self.returned(told)) {
            Ok(consent) => {
                self.consent.set_value(Some(consent));
                self.phase.set(Phase::Waiting);
                self.announce(if self.is_leaving() {
                    text::LEAVING
                } else {
                    text::WAITING
                });
            }
            Err(obstacle) => self.fail_sign_in(obstacle.code(), text::obstacle(obstacle)),
        }
    }

    /// Whether the sign-in under way takes the page away.
    pub fn is_leaving(self) -> bool {
        let leaves = |consent: &Option<Consent>| consent.as_ref().is_some_and(Consent::leaves);
        self.consent.with_value(leaves)
    }

    /// Gives the sign-in up. Whether its window was closed says nothing (it may look closed while it is not), so this
    /// is the person's own word.
    pub fn cancel_sign_in(self) {
        // Whatever else the page loads is stopped with it, so not while a link is being made.
        let waiting = self.phase.try_get_untracked() == Some(Phase::Waiting);
        if waiting && self.is_leaving() && self.making.with_untracked(Option::is_none) {
            stay();
        }
        self.give_sign_in_up();
    }

    pub(super) fn give_sign_in_up(self) {
        if self.phase.try_get_untracked() != Some(Phase::Waiting) {
            return;
        }
        let consent = self.consent.try_update_value(Option::take);
        if let Some(consent) = consent.flatten() {
            consent.close();
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

    /// The callback page of the attempt under way has spoken, or nothing can come of it.
    fn returned(self, told: Result<Outcome, Obstacle>) {
        if self.phase.is_disposed() {
            return;
        }
        let Some(stack) = self.stack() else { return };
        match told {
            Ok(outcome) => self.conclude(&stack, outcome),
            Err(obstacle) => self.fail_sign_in(obstacle.code(), text::obstacle(obstacle)),
        }
    }

    fn conclude(self, stack: &Stack, outcome: Outcome) {
        let exchange = match outcome {
            Ok(exchange) => exchange,
            Err(error) => {
                if error.is_choice() {
                    self.resume();
                    self.say_aloud(Tone::Calm, text::DENIED);
                } else {
                    self.fail_sign_in(error.code(), &text::sign_in_failed(&error));
                }
                return;
            }
        };
        self.phase.set(Phase::Exchanging);
        self.announce(text::EXCHANGING);
        let era = self.now_era();
        let session = stack.session.clone();
        spawn(async move {
            let result = session.exchange(exchange).await;
            if !self.is_current(era) {
                return;
            }
            match result {
                Ok(()) => self.signed_in(),
                Err(error) => self.exchange_failed(&error),
            }
        });
    }

    // Apart from the exchange, which runs before times are on the screen.
    #[inline(never)]
    fn exchange_failed(self, error: &Error) {
        self.fail_sign_in(error.code(), &text::exchange_failed(error));
        // What is in the way can be found out.
        let puzzles = matches!(
            error.kind(),
            Kind::Network | Kind::Timeout | Kind::TokenUnavailable
        );
        if puzzles {
            self.notice.update(|notice| {
                if let Some(notice) = notice {
                    notice.puzzles = true;
                }
            });
        }
    }

    fn fail_sign_in(self, code: &str, message: &str) {
        if self.phase.is_disposed() {
            return;
        }
        self.consent.set_value(None);
        self.resume();
        self.say_aloud(Tone::Warning, message);
        events::error(&self, code, message);
    }

    /// A token of the page instead of a sign-in.
    fn adopt(self, stack: Rc<Stack>) {
        let era = self.now_era();
        self.phase.set(Phase::Exchanging);
        spawn(async move {
            let token = stack.session.access_token().await;
            if !self.is_current(era) {
                return;
            }
            match token {
                Ok(_) => self.signed_in(),
                Err(error) if error.kind() == Kind::InvalidToken => {
                    self.fail_sign_in(error.code(), text::BAD_TOKEN);
                }
                Err(error) => self.fail_sign_in(error.code(), text::NO_TOKEN),
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
        if source.is_none() && !before {
            return;
        }
        let given = source.is_some();
        self.pasted.set_value(false);
        self.token.set_value(source);
        let old = self.stack();
        if given {
            self.forget();
        } else {
            self.session_ended(false);
        }
        // The next connection has a session of its own.
        self.stack.set_value(None);
        self.drop_session(old);
        self.connect();
    }

    /// Whether a person may paste a personal access token. Not where a worker is to keep all tokens out of the page.
    pub fn takes_token(self) -> bool {
        self.options.with(|options| {
            options.offers_token(self.face == Face::Dashboard)
                && options.given("token-worker").is_none()
        }) && !self.token.with_value(Option::is_some)
    }

    /// Works with a token that a person has pasted; `false` where it cannot be one. It is kept in memory alone, until the
    /// person signs out or Calendly refuses it.
    pub fn paste_token(self, token: &str) -> bool {
        let token = token.trim();
        if Secret::new(token).is_none() {
            return false;
        }
        self.set_token(&token.into());
        self.pasted.set_value(true);
        true
    }

    /// Lets go of a pasted token: the next session is again the connection's own. Whether there was one.
    #[inline(never)]
    fn drop_pasted(self) -> bool {
        let pasted = self
            .pasted
            .try_update_value(std::mem::take)
            .unwrap_or_default();
        if pasted {
            self.token.set_value(None);
            self.stack.set_value(None);
            self.connect_or(false);
        }
        pasted
    }

    /// Ends the session of a token that was taken back: nothing may bring its account to the screen again.
    fn drop_session(self, stack: Option<Rc<Stack>>) {
        self.phase.set(Phase::SignedOut);
        if let Some(stack) = stack {
            spawn(async move {
                let _ = stack.session.sign_out().await;
            });
        }
    }

    fn signed_in(self) {
        self.consent.set_value(None);
        self.notice.set(None);
        self.ask_again();
        // Before the view: its first requests are on their way while it is drawn.
        self.load_account();
        self.phase.set(Phase::SignedIn);
        self.announce(text::SIGNED_IN);
    }

    /// Forgets what has to be asked of the account again; what was chosen, written and made stays.
    fn ask_again(self) {
        self.user.set(Load::Idle);
        self.account.set(None);
        self.forget_types();
        self.panel.set(Panel::None);
    }

    /// The session is over without the person asking for it. What was typed, chosen and made stays.
    #[inline(never)]
    pub fn session_ended(self, surprised: bool) {
        self.era.update_value(|era| *era += 1);
        self.abort_reads();
        self.ask_again();
        self.phase.set(Phase::SignedOut);
        let words = if self.drop_pasted() {
            text::TOKEN_REFUSED
        } else {
            text::SESSION_ENDED
        };
        if surprised {
            self.say_aloud(Tone::Warning, words);
        }
        events::signed_out(&self, if surprised { "expired" } else { "host" });
    }

    /// The account is no longer this element's, by what happened in another tab or at the server: nothing of it stays.
    fn account_gone(self, tone: Tone, words: &str, reason: &str) {
        self.forget_account();
        self.drop_pasted();
        self.say_aloud(tone, words);
        events::signed_out(&self, reason);
    }

    /// Forgets all that belongs to the account, work that is not done included.
    fn forget_account(self) {
        self.forget_kept_times();
        self.forget();
        self.forget_work();
        self.last_account.set_value(None);
        self.phase.set(Phase::SignedOut);
    }

    /// The page's tokens have become another account's: nothing of the former stays.
    fn owner_is(self, owner: &str) {
        let another = self
            .account
            .with_untracked(|known| known.as_deref().is_some_and(|known| known != owner));
        if another {
            self.forget();
            self.signed_in();
        }
    }

    /// Signs out here and, as far as a public client can, at Calendly.
    pub fn sign_out(self) {
        let Some(stack) = self.stack() else { return };
        let nobody = self.phase.get_untracked() == Phase::SignedOut;
        self.forget_account();
        if nobody {
            self.notice.set(None);
            return;
        }
        self.say(Tone::Calm, text::SIGNING_OUT);
        events::signed_out(&self, "person");
        // A token that was given is let go of, and nothing is revoked.
        let given = self.token.with_value(Option::is_some);
        let words = if self.drop_pasted() {
            Some(text::TOKEN_GONE)
        } else {
            given.then_some(text::TOKEN_LEFT)
        };
        if let Some(words) = words {
            self.say_aloud(Tone::Calm, words);
        }
        let era = self.now_era();
        spawn(async move {
            let outcome = stack.session.sign_out_everywhere().await;
            let told = words.is_some() || !self.is_current(era);
            if told || self.phase.get_untracked() != Phase::SignedOut {
                return;
            }
            let (tone, words) = match outcome {
                SignOut::Confirmed => (Tone::Calm, text::SIGNED_OUT),
                SignOut::NotConfirmed => (Tone::Warning, text::SIGNED_OUT_NOT_CONFIRMED),
            };
            self.say_aloud(tone, words);
        });
    }
}
