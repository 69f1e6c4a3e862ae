//! What to do with the chosen times: see the message, copy it, make a link.

use leptos::prelude::untrack;

use crate::booking::zone_city;
use crate::state::App;
use crate::state::app::Panel;
use crate::ui::dom::{El, button, div, el, paragraph, span};
use crate::ui::header::offset_now;
use crate::ui::kit::{check, focus_soon, opener, value_of};
use crate::ui::text;

fn count(app: App) -> usize {
    app.selection.with(|selection| selection.len())
}

fn can_create(app: App) -> bool {
    !app.creating.get() && app.chosen.with(Option::is_some)
}

fn copy(app: App, rich: bool) {
    if untrack(move || count(app)) > 0 && !app.copying.get_untracked() {
        let copied = app.copy_times(rich);
        crate::browser::runtime::spawn(Box::pin(async move { drop(copied.await) }));
    }
}

/// The tray: always there, so that a link can be made without choosing times.
pub fn tray(app: App) -> El {
    let tray = div("")
        .live("class", move || {
            Some(if count(app) > 0 { "tray some" } else { "tray" }.to_owned())
        })
        .attr("part", "tray")
        .child(what(app))
        .child(actions(app));
    let more = div("tray-more")
        .child(options(app))
        .maybe(move || (count(app) > 0).then(|| preview(app)));
    div("").child(tray).child(more)
}

fn what(app: App) -> El {
    let zone = opener(app, "open-invitee-zone", "quiet", Panel::InviteeZone).live_text(move || {
        let zone = app.invitee_zone.get();
        [&zone_city(&zone), " · ", &offset_now(app, &zone)].concat()
    });
    let clear = move || {
        button("quiet", text::CLEAR, move || {
            app.clear_selection();
            focus_soon(app, "create-link");
        })
    };
    div("tray-what")
        .child(
            paragraph("tray-count", "")
                .child(span("strong", "").live_text(move || text::selected(count(app))))
                .maybe(move || (count(app) > 0).then(clear)),
        )
        .child(
            paragraph("faint", text::FOR_INVITEE_IN)
                .text(" ")
                .child(zone),
        )
}

fn actions(app: App) -> El {
    let create = move || {
        if untrack(move || can_create(app)) {
            app.create_link();
        }
    };
    div("tray-do")
        .child(
            button("plain", "", move || copy(app, true))
                .id("copy-times")
                .attr("part", "copy")
                .live_flag("aria-disabled", move || count(app) == 0)
                .live_text(move || {
                    if app.copying.get() {
                        text::COPYING
                    } else {
                        text::COPY_TIMES
                    }
                    .to_owned()
                }),
        )
        .child(
            button("primary", "", create)
                .id("create-link")
                .attr("part", "create-link")
                .live_flag("aria-disabled", move || !can_create(app))
                .live_text(move || {
                    if app.creating.get() {
                        text::CREATING_SHORT
                    } else {
                        text::CREATE_LINK
                    }
                    .to_owned()
                }),
        )
}

fn options(app: App) -> El {
    let note = el("input")
        .class("field")
        .attr("type", "text")
        .attr("maxlength", "120")
        .attr("autocomplete", "off")
        .attr("placeholder", text::NOTE_HINT)
        .property("value", move || app.note.get())
        .on("input", move |event| app.note.set(value_of(&event)));
    let include = move || {
        check(
            text::INCLUDE_LINK,
            move || app.include_link.get(),
            move |ticked| app.include_link.set(ticked),
        )
    };
    div("tray-options")
        .child(
            el("label")
                .class("tray-note")
                .child(span("faint", text::NOTE))
                .child(note),
        )
        .maybe(move || (count(app) > 0).then(include))
}

fn preview(app: App) -> El {
    let words = move || {
        // Everything that the message is made of.
        app.selection.track();
        app.invitee_zone.track();
        app.style.track();
        app.chosen.track();
        app.times.track();
        app.message(None).text
    };
    el("details")
        .class("preview")
        .attr("open", "")
        .child(el("summary").text(text::PREVIEW))
        .child(
            el("pre")
                .class("message")
                .attr("tabindex", "0")
                .attr("role", "group")
                .attr("aria-label", text::PREVIEW)
                .live_text(words),
        )
        .child(button("quiet", text::COPY_PLAIN, move || copy(app, false)))
}
