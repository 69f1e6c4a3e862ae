//! Combined event types: which they are, whether all or any of them has to be free, and what links are made for.

use leptos::prelude::untrack;

use super::dom::{El, button, div, el, paragraph, span};
use super::event_type::name_of;
use super::kit::{self, foreign, icon_button, labelled, opener, select, swatch};
use super::text;
use crate::api::event_types::EventType;
use crate::booking::Mode;
use crate::state::app::Panel;
use crate::state::{App, derived_by};
use crate::time::Timestamp;

/// What stands above the calendar while several are combined.
pub fn bar(app: App) -> El {
    // Made anew only when other event types are combined: answers must not take the focus away.
    let combined = derived_by(
        move || app.combined_types(),
        |before: &Vec<EventType>, after| before == after,
    );
    div("combine-place").maybe(move || {
        let types = combined.get();
        (types.len() > 1).then(|| {
            div("combine")
                .attr("role", "group")
                .attr("aria-label", text::COMBINED)
                .child(chips(app, &types))
                .child(
                    div("combine-how")
                        .child(modes(app))
                        .child(link_for(app, &types)),
                )
                .maybe(move || {
                    let all = app.times.with(|times| times.mode() == Mode::All);
                    durations(&combined.get()).filter(|_| all)
                })
        })
    })
}

fn chips(app: App, types: &[EventType]) -> El {
    let chip = |(index, of): (usize, &EventType)| {
        let uri = of.uri.as_str().to_owned();
        let name = [text::TAKE_OUT, " ", name_of(of)].concat();
        let take_out = move || app.toggle_combined(&uri);
        el("li")
            .class("combined")
            .child(swatch(of.color.as_deref()))
            .child(span("combined-name", "").child(foreign(name_of(of))))
            .child(span("faint", &text::minutes(of.duration)))
            // The chosen one is changed in the head.
            .children((index > 0).then(|| icon_button("icon small", kit::CROSS, &name, take_out)))
    };
    let add = opener(app, "add-type", "quiet", Panel::EventTypes)
        .text(text::ADD_ANOTHER)
        .on("click", move |_| app.combining.set(true));
    el("ul")
        .class("combined-types")
        .children(types.iter().enumerate().map(chip))
        .child(el("li").child(add))
}

fn modes(app: App) -> El {
    let mode = move || app.times.with(|times| times.mode());
    let choice = |of: Mode, words: &str| {
        let input = el("input")
            .attr("type", "radio")
            .attr("name", "mode")
            .property("checked", move || mode() == of)
            .on("change", move |_| app.choose_mode(of));
        el("label")
            .class("check")
            .child(input)
            .child(span("", words))
    };
    div("modes")
        .attr("role", "radiogroup")
        .attr("aria-label", text::TIMES_WHEN)
        .child(choice(Mode::All, text::ALL_FREE))
        .child(choice(Mode::Any, text::ANY_FREE))
}

fn link_for(app: App, types: &[EventType]) -> El {
    let choices: Vec<_> = types
        .iter()
        .map(|of| (of.uri.as_str().to_owned(), name_of(of).to_owned()))
        .collect();
    let chosen = move || {
        let of = app.link_type();
        of.map(|of| of.uri.as_str().to_owned()).unwrap_or_default()
    };
    let choose = move |uri| app.link_for.set(Some(uri));
    let field = select(&choices, Box::new(chosen), Box::new(choose)).id("link-for");
    labelled(text::LINK_FOR, field)
}

/// That they end at different times, where they do.
fn durations(types: &[EventType]) -> Option<El> {
    let first = types.first()?.duration;
    if types.iter().all(|of| of.duration == first) {
        return None;
    }
    let mut minutes = String::new();
    for of in types {
        if !minutes.is_empty() {
            minutes.push_str(", ");
        }
        minutes.push_str(&of.duration.to_string());
    }
    Some(paragraph("faint", &text::different_durations(&minutes)))
}

/// How many are combined with the chosen one, for the head.
pub fn count(app: App) -> El {
    span("faint combined-count", "").live_text(move || {
        match app.times.with(|times| times.count()) {
            0 | 1 => String::new(),
            count => text::and_more(count - 1),
        }
    })
}

/// What is said beside a time: that it is new, and who is free then.
pub fn marks(app: App, at: Timestamp) -> El {
    let names = move || {
        app.types.track();
        app.times
            .with(|times| app.names_at(times, at))
            .unwrap_or_default()
    };
    span("marks", "")
        .child(span("faint slot-types", "").live_text(names))
        .maybe(move || {
            app.times
                .with(|times| times.is_new(at))
                .then(|| span("chip live", text::NEW))
        })
}

/// Opens the list to combine further event types with the chosen one.
pub fn begin(app: App) -> El {
    button("quiet", text::COMBINE, move || {
        app.combining.set(true);
        untrack(move || app.announce(text::COMBINE_HELP));
    })
    .id("combine")
}
