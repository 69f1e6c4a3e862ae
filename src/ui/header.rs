//! The head of the element: which event type, which zone, whose account.

use super::dom::{El, button, div, el, paragraph, span};
use super::event_type::{facts, name_of};
use super::kit::{GLOBE, LINK, focus_soon, foreign, icon, opener, swatch};
use super::{combine, text};
use crate::booking::zone_city;
use crate::browser::intl::offset_seconds;
use crate::state::App;
use crate::state::app::{Panel, View};
use crate::time::{Timestamp, offset_label};

/// The offset of `zone` now, as "UTC+1".
pub fn offset_now(app: App, zone: &str) -> String {
    offset_label(offset_seconds(zone, app.minute.get()).unwrap_or(0))
}

/// The offsets of `zone` from one instant to another, as "UTC+1", or "UTC+1, then UTC+2" where clocks change between.
pub fn offset_between(zone: &str, from: Timestamp, to: Timestamp) -> String {
    let at = |instant| offset_label(offset_seconds(zone, instant).unwrap_or(0));
    let (first, last) = (at(from), at(to));
    if first == last {
        first
    } else {
        text::then(&first, &last)
    }
}

/// The head.
pub fn header(app: App) -> El {
    el("header")
        .class("head")
        .attr("part", "header")
        .maybe(move || {
            let fixed = app
                .options
                .with(|options| options.given("event-type").is_some());
            Some(if fixed {
                what(app, div("what"))
            } else {
                changeable(app)
            })
        })
        .child(
            div("head-side")
                .child(links(app))
                .child(zone(app))
                .child(account_button(app)),
        )
}

fn what(app: App, place: El) -> El {
    place.region(move || {
        let Some(chosen) = app.chosen.get() else {
            return vec![span("what-name", text::EVENT_TYPE)];
        };
        let words = span("what-text", "")
            .child(
                span("what-name", "")
                    .child(foreign(name_of(&chosen)))
                    .text(" ")
                    .child(combine::count(app)),
            )
            .child(span("faint what-facts", &facts(&chosen)));
        vec![swatch(chosen.color.as_deref()), words]
    })
}

fn changeable(app: App) -> El {
    what(app, opener(app, "open-types", "what", Panel::EventTypes)).child(
        span("faint what-change", "").live_text(move || {
            let chosen = app.chosen.with(Option::is_some);
            if chosen {
                text::CHANGE
            } else {
                text::CHOOSE_EVENT_TYPE
            }
            .to_owned()
        }),
    )
}

fn links(app: App) -> El {
    button("plain head-links", "", move || {
        let links = app.view.get_untracked() == View::Links;
        app.made.set(None);
        app.view.set(if links { View::Times } else { View::Links });
    })
    .id("open-links")
    .live_flag("aria-pressed", move || app.view.get() == View::Links)
    .child(icon(LINK))
    .child(span("wide", text::LINKS))
}

fn zone(app: App) -> El {
    opener(app, "open-zone", "plain head-zone", Panel::Zone)
        .child(icon(GLOBE))
        .child(span("hidden", text::TIME_ZONE))
        .child(span("head-city", "").live_text(move || zone_city(&app.zone.get())))
        .child(span("faint", "").live_text(move || offset_now(app, &app.zone.get())))
}

fn account_button(app: App) -> El {
    opener(app, "open-account", "initials", Panel::Account)
        .child(
            span("", "")
                .attr("aria-hidden", "true")
                .live_text(move || initials(&name(app))),
        )
        .child(span("hidden", "").live_text(move || [text::ACCOUNT, ": ", &name(app)].concat()))
}

fn name(app: App) -> String {
    app.user
        .with(|user| user.ready().map(|user| user.name.clone()))
        .unwrap_or_default()
}

/// "AK" for "Ada King"; a dot while the name is not known.
fn initials(name: &str) -> String {
    let mut words = name
        .split_whitespace()
        .filter_map(|word| word.chars().next());
    let Some(first) = words.next() else {
        return "·".into();
    };
    let mut initials = String::from(first);
    initials.extend(words.next_back());
    initials
}

/// Who is signed in, and the way out.
pub fn account(app: App) -> El {
    focus_soon(app, "sign-out");
    let email = move || {
        app.user
            .with(|user| user.ready().map(|user| user.email.clone()))
            .unwrap_or_default()
    };
    let leave = move || {
        app.sign_out();
        focus_soon(app, "sign-in");
    };
    div("panel panel-end")
        .attr("role", "dialog")
        .attr("aria-label", text::ACCOUNT)
        .child(paragraph("strong", "").child(el("bdi").live_text(move || name(app))))
        .child(paragraph("faint", "").child(el("bdi").live_text(email)))
        .child(button("plain", text::SIGN_OUT, leave).id("sign-out"))
}
