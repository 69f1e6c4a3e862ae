//! Before anybody is signed in: what is missing, the invitation, and the wait for the other window.

use leptos::prelude::*;

use super::kit::heading;
use super::{notice, text};
use crate::browser::window::is_loopback_page;
use crate::element::config::Problem;
use crate::state::App;
use crate::state::app::Face;

/// An attribute is missing or wrong.
pub fn setup(app: App, problem: Problem) -> impl IntoView {
    let sandbox = app.face == Face::Dashboard && is_loopback_page();
    v! {
        <div class="stage" role="alert">
            {heading(app, 0, "title", || text::SETUP_TITLE.to_owned())}
            <p>{problem.message}</p>
            <p class="faint"><code>{problem.attribute}</code></p>
            {sandbox.then(|| v! {
                <p class="faint">{text::TRY_SANDBOX}" "<a href="?sandbox">"?sandbox"</a></p>
            })}
        </div>
    }
}

/// The invitation to sign in.
pub fn signed_out(app: App) -> impl IntoView {
    v! {
        {notice(app)}
        <div class="stage">
            {heading(app, 0, "title", || text::SIGN_IN_TITLE.to_owned())}
            <p class="lead">{text::SIGN_IN_LEAD}</p>
            <button class="primary" part="sign-in" id="sign-in" type="button" on:click=move |_| app.sign_in()>
                {text::SIGN_IN}
            </button>
            <p class="faint">{text::SIGN_IN_SCOPES}</p>
            {move || {
                let legacy = app.options.with(|options| options.asks_legacy_scope());
                let scopes = app.stack().map(|stack| stack.connection.scopes.join(" ")).unwrap_or_default();
                legacy.then(|| v! { <p class="faint">{text::legacy_scope(&scopes)}</p> })
            }}
        </div>
    }
}

/// The sign-in goes on elsewhere.
pub fn waiting(app: App) -> impl IntoView {
    super::kit::focus_soon(app, "cancel");
    v! {
        <div class="stage">
            {heading(app, 0, "title", || text::WAITING_TITLE.to_owned())}
            <p class="lead">{text::WAITING_HELP}</p>
            <button class="plain" id="cancel" type="button" on:click=move |_| {
                app.cancel_sign_in();
                super::kit::focus_soon(app, "sign-in");
            }>
                {text::CANCEL}
            </button>
        </div>
    }
}

/// The code is being exchanged.
pub fn exchanging(app: App) -> impl IntoView {
    v! {
        <div class="stage" aria-busy="true">
            {heading(app, 0, "title", || text::EXCHANGING.to_owned())}
            <div class="bones" aria-hidden="true"><i></i><i></i><i></i></div>
        </div>
    }
}
