//! Before anybody is signed in: what is missing, the invitation, and the wait for the other window.

use super::dom::{El, button, div, el, paragraph};
use super::kit::{bones, focus_soon, heading};
use super::text;
use super::token_form::token_form;
use crate::browser::window::is_loopback_page;
use crate::element::config::Problem;
use crate::state::App;
use crate::state::app::Face;

/// An attribute is missing or wrong.
pub fn setup(app: App, problem: &Problem) -> El {
    let sandbox = app.face == Face::Dashboard && is_loopback_page();
    let link = el("a").attr("href", "?sandbox").text("?sandbox");
    div("stage")
        .attr("role", "alert")
        .child(heading(app, 0, "title").text(text::SETUP_TITLE))
        .child(paragraph("", &problem.message))
        .child(paragraph("faint", "").child(el("code").text(problem.attribute)))
        .children(sandbox.then(|| paragraph("faint", text::TRY_SANDBOX).text(" ").child(link)))
        // A token makes the client id needless.
        .children(
            (problem.attribute == "client-id")
                .then(|| token_form(app))
                .flatten(),
        )
}

/// The invitation to sign in.
pub fn signed_out(app: App) -> El {
    div("stage")
        .child(heading(app, 0, "title").text(text::SIGN_IN_TITLE))
        .child(paragraph("lead", text::SIGN_IN_LEAD))
        .child(
            button("primary", text::SIGN_IN, move || app.sign_in())
                .id("sign-in")
                .attr("part", "sign-in"),
        )
        .child(paragraph("faint", "").live_text(move || {
            let scopes = app.stack().map(|stack| stack.connection.scopes.clone());
            text::sign_in_scopes(&scopes.unwrap_or_default())
        }))
        .maybe(move || {
            let legacy = app.options.with(|options| options.asks_legacy_scope());
            let scopes = app
                .stack()
                .map(|stack| stack.connection.scopes.join(" "))
                .unwrap_or_default();
            legacy.then(|| paragraph("faint", &text::legacy_scope(&scopes)))
        })
        .maybe(move || token_form(app))
}

/// The sign-in goes on elsewhere, or takes the page along.
pub fn waiting(app: App) -> El {
    focus_soon(app, "cancel");
    let cancel = move || {
        app.cancel_sign_in();
        focus_soon(app, "sign-in");
    };
    let (title, help) = if app.is_leaving() {
        (text::LEAVING, text::LEAVING_HELP)
    } else {
        (text::WAITING_TITLE, text::WAITING_HELP)
    };
    div("stage")
        .child(heading(app, 0, "title").text(title))
        .child(paragraph("lead", help))
        .child(button("plain", text::CANCEL, cancel).id("cancel"))
}

/// The code is being exchanged.
pub fn exchanging(app: App) -> El {
    div("stage")
        .attr("aria-busy", "true")
        .child(heading(app, 0, "title").text(text::EXCHANGING))
        .child(bones(3))
}
