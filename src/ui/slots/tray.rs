//! What to do with the chosen times: see the message, copy it, make a link.

use std::rc::Rc;

use leptos::prelude::untrack;

use crate::booking::{Form, unknown_placeholders, zone_city};
use crate::state::app::Panel;
use crate::state::{App, Signal, derived};
use crate::ui::dom::{El, button, div, el, paragraph, span};
use crate::ui::header::offset_now;
use crate::ui::kit::{check, disclosure, focus_soon, opener, select, switch, typed};
use crate::ui::text;

fn count(app: App) -> usize {
    app.selection.with(|selection| selection.len())
}

fn can_create(app: App) -> bool {
    app.making.with(Option::is_none) && app.chosen.with(Option::is_some)
}

fn copy(app: App) {
    if untrack(move || count(app)) > 0 && !app.copying.get_untracked() {
        let copied = app.copy_times();
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
        .maybe(move || (count(app) > 0).then(|| preview(app)))
        .maybe(move || (count(app) > 0).then(|| message(app)));
    div("").child(tray).child(more)
}

fn what(app: App) -> El {
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
        .maybe(move || {
            let words = app.caution().filter(|_| count(app) > 0)?;
            Some(paragraph("warned", &words))
        })
        .maybe(move || {
            let second = app
                .second_zone
                .get()
                .filter(|second| *second != app.zone.get());
            Some(match second {
                Some(second) => write_in(app, second),
                None => paragraph("faint", text::FOR_INVITEE_IN)
                    .text(" ")
                    .child(invitee_zone(app)),
            })
        })
}

fn invitee_zone(app: App) -> El {
    let words = move || {
        let zone = app.invitee_zone.get();
        [&zone_city(&zone), " · ", &offset_now(app, &zone)].concat()
    };
    opener(app, "open-invitee-zone", "quiet", Panel::InviteeZone)
        .live("aria-label", move || {
            Some([text::INVITEE_ZONE, ": ", &words()].concat())
        })
        .live_text(words)
}

/// In which of the shown zones messages are written.
fn write_in(app: App, second: String) -> El {
    let mut zones = vec![app.zone.get_untracked(), second];
    // The one in force stays a choice where it is a third one.
    let invitee = app.invitee_zone.get_untracked();
    if !zones.contains(&invitee) {
        zones.push(invitee);
    }
    let zones: Vec<_> = zones
        .into_iter()
        .map(|zone| {
            let city = zone_city(&zone);
            (zone, city)
        })
        .collect();
    let choice = switch(
        "write-in",
        text::WRITE_TIMES_IN,
        &zones,
        Rc::new(move || app.invitee_zone.get()),
        Box::new(move |zone| app.choose_invitee_zone(zone)),
    );
    div("write-in")
        .child(span("faint", text::WRITE_TIMES_IN).attr("aria-hidden", "true"))
        .child(choice)
}

fn actions(app: App) -> El {
    let create = move || {
        if untrack(move || can_create(app)) {
            app.create_link();
        }
    };
    div("tray-do")
        .child(
            button("plain", "", move || copy(app))
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
                    if app.making.with(Option::is_some) {
                        text::CREATING_SHORT
                    } else {
                        text::CREATE_LINK
                    }
                    .to_owned()
                }),
        )
}

fn options(app: App) -> El {
    let note = typed(
        "input",
        "text",
        Box::new(move || app.note.get()),
        Box::new(move |note| app.note.set(note)),
    )
    .attr("maxlength", "120")
    .attr("placeholder", text::NOTE_HINT);
    let include = move || {
        check(
            text::INCLUDE_LINK,
            move || app.include_link.get(),
            move |ticked| app.include_link.set(ticked),
        )
    };
    let forms = move || {
        let forms = Form::ALL.map(|form| (form.name().to_owned(), text::form(form).to_owned()));
        let field = select(
            &forms,
            Box::new(move || app.copy_as.get().name().to_owned()),
            Box::new(move |name| app.choose_form(Form::named(&name))),
        );
        beside("tray-form", text::COPY_AS, field)
    };
    div("tray-options")
        .child(beside("tray-note", text::NOTE, note))
        .maybe(move || (count(app) > 0).then(forms))
        .maybe(move || (count(app) > 0).then(include))
}

/// A field with its label before it.
fn beside(class: &str, label: &str, field: El) -> El {
    el("label")
        .class(class)
        .child(span("faint", label))
        .child(field)
}

fn preview(app: App) -> El {
    let words = derived(move || {
        // Everything that the message is made of.
        app.selection.track();
        app.invitee_zone.track();
        app.style.track();
        app.chosen.track();
        app.link_for.track();
        app.times.track();
        app.user.track();
        app.note.track();
        app.template.track();
        let link = app
            .include_link
            .get()
            .then(|| text::LINK_TO_COME.to_owned());
        app.message(app.copy_as.get(), app.note.get(), link).text
    });
    let lines = move || words.with(|words| words.split_inclusive('\n').map(line).collect());
    let file = move || {
        let name = [text::DOWNLOAD, " .ics"].concat();
        button("quiet", &name, move || app.download_times())
    };
    disclosure("preview", text::PREVIEW)
        .attr("open", "")
        .child(
            el("pre")
                .class("message")
                .attr("tabindex", "0")
                .attr("role", "group")
                .attr("aria-label", text::PREVIEW)
                // Who writes the words writes them for the dates in them.
                .live("lang", move || {
                    let own = app.template.with(Option::is_some);
                    own.then(|| app.style.get().resolved_locale())
                })
                .region(lines),
        )
        .maybe(move || (app.copy_as.get() == Form::Calendar).then(file))
}

/// A line of its own direction. Within one text Chromium takes what stands before a number for a part of the line above it.
fn line(text: &str) -> El {
    span("line", text)
}

/// The message to write oneself.
fn message(app: App) -> El {
    let template = move || {
        let own = app.template.get();
        own.unwrap_or_else(|| text::default_message(count(app)).to_owned())
    };
    let unknown = move || {
        let template = template();
        text::unknown_placeholders(&unknown_placeholders(&template))
    };
    // What was written before it was taken out.
    let former = Signal::new(None::<String>);
    let reset = move || {
        former.set(app.template.get_untracked());
        app.write_template(None);
        app.announce(text::MESSAGE_RESET);
        focus_soon(app, "template");
    };
    let bring_back = move || {
        app.write_template(former.get_untracked());
        former.set(None);
        focus_soon(app, "template");
    };
    let change = move || {
        if app.template.with(Option::is_some) {
            Some(button("quiet", text::RESET_MESSAGE, reset))
        } else {
            let is_there = former.with(Option::is_some);
            is_there.then(|| button("quiet", text::UNDO, bring_back))
        }
    };
    let write = move |words: String| app.write_template(Some(words));
    let field = typed("textarea", "", Box::new(template), Box::new(write))
        .id("template")
        .attr("rows", "6")
        .attr("dir", "auto")
        .attr("aria-label", text::MESSAGE)
        .attr("aria-describedby", "template-help template-unknown");
    disclosure("template", text::EDIT_MESSAGE)
        .child(field)
        .child(paragraph("faint", text::MESSAGE_HELP).id("template-help"))
        .child(
            paragraph("warned", "")
                .id("template-unknown")
                .attr("role", "status")
                .live_text(unknown),
        )
        .maybe(change)
}
