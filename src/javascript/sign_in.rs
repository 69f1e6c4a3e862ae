//! Signing in and out, for a program in a page.

use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use super::Inner;
use super::failure::Failed;
use crate::auth::{Mode, SignInError};
use crate::browser::consent::{self, Answer, Consent, Outcome};
use crate::browser::runtime::{promise, spawn};
use crate::browser::window::is_document;
use crate::client::{Error, Kind, SignOut};

/// A promise that is kept when somebody is signed in.
pub fn begin(inner: &Rc<Inner>, redirect: bool) -> Promise {
    if !is_document() {
        let failed = Failed::sign_in(
            "not_a_page",
            "Signing in needs a page; pass a token here.".to_owned(),
        );
        return Promise::reject(&failed.into_js());
    }
    cancel(inner);
    let mode = if redirect {
        Mode::Redirect
    } else {
        Mode::Popup
    };
    Promise::new(&mut |resolve, reject| open(inner, mode, resolve, reject))
}

fn open(inner: &Rc<Inner>, mode: Mode, resolve: Function, reject: Function) {
    let attempt = inner.attempt.get();
    let fail = reject.clone();
    let kept = Rc::downgrade(inner);
    let begun = Consent::begin(inner.session.connection(), mode, move |told| {
        let (resolve, reject, kept) = (resolve.clone(), reject.clone(), kept.clone());
        spawn(async move {
            let outcome = match (kept.upgrade(), told) {
                (Some(inner), Ok(outcome)) if inner.attempt.get() == attempt => {
                    inner.consent.take();
                    let signed_in = conclude(&inner, outcome).await;
                    if inner.attempt.get() == attempt {
                        signed_in
                    } else {
                        // Given up, or begun anew, while the code was exchanged.
                        if signed_in.is_ok() {
                            inner.session.sign_out().await;
                        }
                        Err(given_up())
                    }
                }
                (Some(_), Err(obstacle)) => Err(Failed::obstacle(obstacle)),
                _ => Err(given_up()),
            };
            let _ = match outcome {
                Ok(()) => resolve.call0(&JsValue::NULL),
                Err(failed) => reject.call1(&JsValue::NULL, &failed.into_js()),
            };
        });
    });
    match begun {
        Ok(consent) => drop(inner.consent.replace(Some(consent))),
        Err(obstacle) => drop(fail.call1(&JsValue::NULL, &Failed::obstacle(obstacle).into_js())),
    }
    inner.pending.replace(Some(fail));
}

/// Gives up the sign-in under way, if there is one: its promise is broken.
pub fn cancel(inner: &Rc<Inner>) {
    inner.attempt.set(inner.attempt.get() + 1);
    if let Some(consent) = inner.consent.take() {
        consent.close();
    }
    if let Some(fail) = inner.pending.take() {
        let _ = fail.call1(&JsValue::NULL, &given_up().into_js());
    }
}

/// A promise of whether there is a session: one kept in this tab, or one that a redirect has brought.
pub fn restore(inner: &Rc<Inner>) -> Promise {
    let inner = inner.clone();
    promise(async move {
        if inner.session.is_kept() {
            inner.session.restore().await;
        }
        if is_document()
            && let Answer::Ours(outcome) = consent::answered(inner.session.connection(), false)
        {
            conclude(&inner, outcome).await.map_err(Failed::into_js)?;
        }
        Ok(inner.session.state().is_signed_in().into())
    })
}

/// A promise of whether Calendly confirmed that the access is revoked.
pub fn sign_out(inner: &Rc<Inner>) -> Promise {
    cancel(inner);
    let session = inner.session.clone();
    promise(async move { Ok((session.sign_out_everywhere().await == SignOut::Confirmed).into()) })
}

async fn conclude(inner: &Inner, outcome: Outcome) -> Result<(), Failed> {
    let exchange = outcome.map_err(|error| refused(&error))?;
    Ok(inner.session.exchange(exchange).await?)
}

fn refused(error: &SignInError) -> Failed {
    Failed::sign_in(error.code(), error.to_string())
}

fn given_up() -> Failed {
    Failed::from(Error::new(Kind::SignedOut))
}
