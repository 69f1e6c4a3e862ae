//! Views: they read signals, call verbs, and know nothing of requests.

mod combine;
mod dom;
pub mod event_type;
mod header;
mod kit;
mod links;
mod pickers;
mod sign_in;
mod slots;
pub mod text;
mod token_form;
mod type_filter;

use wasm_bindgen::JsCast;

use crate::browser::intl::Shape;
use crate::browser::runtime::spawn;
use crate::state::app::{Load, Panel, Phase, Tone, View};
use crate::state::{App, derived};
use dom::{El, button, div, el, paragraph};
use kit::icon_button;

/// The one style sheet of all elements.
pub const STYLE: &str = concat!(
    include_str!("../style/tokens.css"),
    include_str!("../style/base.css"),
    include_str!("../style/header.css"),
    include_str!("../style/picker.css"),
    include_str!("../style/combine.css"),
    include_str!("../style/views.css"),
    include_str!("../style/calendar.css"),
    include_str!("../style/day.css"),
    include_str!("../style/week.css"),
    include_str!("../style/list.css"),
    include_str!("../style/tray.css"),
    include_str!("../style/links.css"),
    include_str!("../style/states.css"),
);

/// Builds the element's whole content.
pub fn root(app: App) -> El {
    div("root")
        .live("dir", move || {
            Some(
                if app.style.get().is_right_to_left() {
                    "rtl"
                } else {
                    "ltr"
                }
                .to_owned(),
            )
        })
        // All words are English; dates and hours that stand for themselves say what they are in.
        .attr("lang", "en")
        .on("keydown", move |event| {
            kit::close_on_escape(app, event.unchecked_ref())
        })
        .on("focusin", move |event| kit::close_from_beside(app, &event))
        .on("pointerdown", move |event| {
            kit::close_from_beside(app, &event)
        })
        .child(
            el("section")
                .class("card")
                .attr("part", "card")
                .attr("aria-label", text::NAME)
                .region(move || match app.phase.get() {
                    Phase::Setup(problem) => vec![notices(app), sign_in::setup(app, &problem)],
                    Phase::SignedOut => vec![notices(app), sign_in::signed_out(app)],
                    Phase::Waiting => vec![sign_in::waiting(app)],
                    Phase::Exchanging => vec![sign_in::exchanging(app)],
                    Phase::SignedIn => {
                        vec![header::header(app), panel(app), notices(app), page(app)]
                    }
                }),
        )
        .child(
            paragraph("hidden", "")
                .attr("role", "status")
                .attr("aria-live", "polite")
                .live_text(move || app.live.get()),
        )
}

fn page(app: App) -> El {
    // Apart from the other options: what changes among those does not make the page anew.
    let problem = derived(move || app.event_type_problem());
    div("page").maybe(move || {
        Some(match app.view.get() {
            View::Links => links::page(app),
            View::Times if app.chosen_uri.with(Option::is_some) => slots::page(app),
            View::Times => match problem.get() {
                Some(problem) => sign_in::setup(app, &problem),
                None => pickers::first_choice(app),
            },
        })
    })
}

fn panel(app: App) -> El {
    div("panel-place").maybe(move || match app.panel.get() {
        Panel::None => None,
        Panel::EventTypes => Some(pickers::event_types(app)),
        Panel::Zone => Some(pickers::zone(app)),
        Panel::SecondZone => Some(pickers::second_zone(app)),
        Panel::InviteeZone => Some(pickers::invitee_zone(app)),
        Panel::Account => Some(header::account(app)),
    })
}

/// What must be read: stays until it is dismissed or overtaken.
fn notices(app: App) -> El {
    div("notices")
        .maybe(move || {
            let since = app
                .offline_since
                .get()
                .filter(|_| app.phase.get() == Phase::SignedIn)?;
            let since = app.style.get().say(Shape::Time, &app.zone.get(), since);
            Some(
                div("notice warning offline")
                    .attr("role", "status")
                    .child(paragraph("", &text::offline_since(&since))),
            )
        })
        .maybe(move || {
            let error = app
                .account_error()
                .filter(|_| app.phase.get() == Phase::SignedIn)
                // It is said above, and mends itself.
                .filter(|error| !(error.is_offline() && app.offline_since.get().is_some()))?;
            let words = warning(&text::problem(&error));
            if error.insufficient_scope() {
                return Some(words.children(allow(app, error.required_scopes())));
            }
            let again = error.needs_sign_in();
            let label = if again {
                text::SIGN_IN_AGAIN
            } else {
                text::RETRY
            };
            let retry = button("quiet", label, move || {
                if again {
                    app.sign_in();
                } else {
                    app.retry_account();
                }
            });
            Some(words.child(retry).child(check(app)))
        })
        .maybe(move || {
            let notice = app.notice.get()?;
            let class = if notice.tone == Tone::Warning {
                "notice warning"
            } else {
                "notice"
            };
            let dismiss = icon_button("icon", kit::CROSS, text::DISMISS, move || {
                app.notice.set(None)
            });
            Some(
                div(class)
                    .child(paragraph("", &notice.text))
                    .children(allow(app, &notice.scopes))
                    .children(notice.puzzles.then(|| check(app)))
                    .child(dismiss),
            )
        })
        .maybe(move || app.zone_note.get().map(|note| warning(&note)))
        .maybe(move || {
            let until = app
                .style
                .get()
                .say(Shape::Time, &app.zone.get(), app.paused_until.get()?);
            Some(
                div("notice")
                    .attr("role", "status")
                    .child(paragraph("", &text::paused(&until))),
            )
        })
}

/// The button that finds out what is wrong.
fn check(app: App) -> El {
    button("quiet", text::CHECK, move || {
        spawn(async move { drop(app.check_connection().await) });
    })
}

/// The button that asks for these scopes in addition; a token of the page cannot be given more.
fn allow(app: App, scopes: &[String]) -> Option<El> {
    let scopes = scopes.to_vec();
    if scopes.is_empty() {
        return None;
    }
    Some(if app.token.with_value(Option::is_some) {
        paragraph("", text::TOKEN_LACKS)
    } else {
        button("quiet", text::ALLOW, move || app.allow_more(&scopes))
    })
}

fn warning(words: &str) -> El {
    div("notice warning")
        .attr("role", "alert")
        .child(paragraph("", words))
}

/// Whether the list of event types is still on its way.
fn types_loading(app: App) -> bool {
    app.account_error().is_none()
        && app
            .types
            .with(|types| matches!(types, Load::Idle | Load::Loading))
}
