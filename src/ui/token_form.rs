//! The field for a personal access token, in the place of a sign-in.

use super::dom::{El, button, el, paragraph};
use super::kit::{disclosure, focus_soon, is_open, labelled, typed};
use super::text;
use crate::state::App;
use crate::state::app::Notice;
use crate::state::signal::Signal;

/// The form behind a disclosure, where a person may paste a token.
pub fn token_form(app: App) -> Option<El> {
    app.takes_token().then(|| {
        let written = Signal::new(String::new());
        let refused = Signal::new(false);
        let write = move |text| {
            written.set(text);
            refused.set(false);
        };
        let field = typed(
            "input",
            "password",
            Box::new(move || written.get()),
            Box::new(write),
        )
        .id("token")
        .attr("dir", "ltr")
        .attr("spellcheck", "false")
        .attr("aria-describedby", "token-help token-problem")
        .live("aria-invalid", move || refused.get().then(|| "true".into()));
        let submit = move |event: web_sys::Event| {
            event.prevent_default();
            if !app.paste_token(&written.get_untracked()) {
                refused.set(true);
                focus_soon(app, "token");
            }
        };
        let problem = move || String::from(if refused.get() { text::BAD_TOKEN } else { "" });
        let form = el("form")
            .on("submit", submit)
            .child(labelled(text::TOKEN, field))
            .child(
                paragraph("problem", "")
                    .id("token-problem")
                    .attr("role", "alert")
                    .live_text(problem),
            )
            .child(button("plain", text::USE_TOKEN, || {}).attr("type", "submit"))
            .child(paragraph("faint", text::TOKEN_HELP).id("token-help"));
        // After a token that Calendly does not accept the next one can be pasted at once. A person may open it, too.
        let opened = Signal::new(false);
        let open = move || {
            let refused = |notice: &Option<Notice>| {
                let said = notice.as_ref().map(|notice| notice.text.as_str());
                said == Some(text::TOKEN_REFUSED)
            };
            opened.update_value(|opened| *opened |= app.notice.with(refused));
            opened.get_untracked().then(String::new)
        };
        disclosure("token", text::TOKEN_INSTEAD)
            .live("open", open)
            .on("toggle", move |event| opened.set_value(is_open(&event)))
            .child(form)
    })
}
