//! Single-use links: the one just made, and those made before.

use leptos::prelude::untrack;

use super::dom::{El, button, div, el, paragraph, span};
use super::kit::{CHECK, focus_soon, foreign, heading, icon, labelled, value_of};
use super::text;
use crate::auth::address::is_loopback;
use crate::booking::{Extras, LinkRecord, LinkState, allowed_link, decorate};
use crate::state::App;
use crate::state::app::View;

/// The page of links.
pub fn page(app: App) -> El {
    focus_soon(app, "links-title");
    let back = move || {
        app.made.set(None);
        app.view.set(View::Times);
        focus_soon(app, "create-link");
    };
    div("links")
        .maybe(move || {
            Some(match made(app) {
                Some(record) => created(app, &record),
                None => heading(app, 0, "links-title").text(text::LINKS),
            })
        })
        .child(recent(app))
        .child(div("links-end").child(button("plain", text::BACK_TO_TIMES, back)))
}

fn made(app: App) -> Option<LinkRecord> {
    let id = app.made.get()?;
    app.links
        .with(|links| links.iter().find(|record| record.id == id).cloned())
}

fn created(app: App, record: &LinkRecord) -> El {
    let url = record.booking_url().unwrap_or_default().to_owned();
    // The address with what is to be filled in for the invitee.
    let shown = move || app.extras.with(|extras| decorate(&url, extras));
    let (seen, opened, copied) = (shown.clone(), shown.clone(), shown);
    let loopback = app
        .stack()
        .is_some_and(|stack| is_loopback(&stack.connection.api_url));
    let open = el("a")
        .class("plain")
        .live("href", move || {
            Some(opened()).filter(|url| allowed_link(url, loopback))
        })
        .attr("target", "_blank")
        .attr("rel", "noopener noreferrer")
        .text(text::OPEN);
    let copy = button("primary", text::COPY, move || {
        app.copy_address(untrack(&copied))
    })
    .id("copy-link");
    let title = div("")
        .child(heading(app, 0, "links-title").text(text::LINK_CREATED))
        .child(
            paragraph("faint", "")
                .child(foreign(&record.event_type_name))
                .text(" · ")
                .text(text::LINK_FACTS),
        );
    let campaign = [
        input(app, "utm_source", "", "text", |extras| {
            &mut extras.utm_source
        }),
        input(app, "utm_medium", "", "text", |extras| {
            &mut extras.utm_medium
        }),
        input(app, "utm_campaign", "", "text", |extras| {
            &mut extras.utm_campaign
        }),
        input(app, "utm_content", "", "text", |extras| {
            &mut extras.utm_content
        }),
        input(app, "utm_term", "", "text", |extras| &mut extras.utm_term),
    ];
    div("made")
        .attr("part", "link")
        .child(
            div("made-head")
                .child(span("done", "").child(icon(CHECK)))
                .child(title),
        )
        .child(
            div("address")
                .child(
                    el("output")
                        .class("mono")
                        .id("made-url")
                        .attr("dir", "ltr")
                        .live_text(seen),
                )
                .child(open)
                .child(copy),
        )
        .child(
            div("pair")
                .child(input(
                    app,
                    text::NAME_LABEL,
                    text::NAME_HINT,
                    "text",
                    |extras| &mut extras.name,
                ))
                .child(input(
                    app,
                    text::EMAIL_LABEL,
                    text::EMAIL_HINT,
                    "email",
                    |extras| &mut extras.email,
                )),
        )
        .child(
            el("details")
                .class("campaign")
                .child(el("summary").text(text::CAMPAIGN))
                .child(div("pair").children(campaign)),
        )
}

fn input(
    app: App,
    label: &str,
    hint: &str,
    kind: &str,
    part: fn(&mut Extras) -> &mut String,
) -> El {
    let field = el("input")
        .class("field")
        .attr("type", kind)
        .attr("autocomplete", "off")
        .attr("placeholder", hint)
        .property("value", move || {
            app.extras.with(|extras| part(&mut extras.clone()).clone())
        })
        .on("input", move |event| {
            let typed = value_of(&event);
            app.extras.update(|extras| *part(extras) = typed);
        });
    labelled(label, field)
}

fn recent(app: App) -> El {
    div("recent")
        .child(paragraph("faint strong", text::RECENT_LINKS).id("recent"))
        .maybe(move || {
            app.links
                .with(Vec::is_empty)
                .then(|| paragraph("faint", text::NO_LINKS))
        })
        .maybe(move || {
            let now = app.minute.get();
            let rows = app.links.with(|links| {
                links
                    .iter()
                    .map(|record| row(app, record, now))
                    .collect::<Vec<_>>()
            });
            (!rows.is_empty()).then(|| {
                el("ul")
                    .class("rows")
                    .attr("aria-labelledby", "recent")
                    .children(rows)
            })
        })
}

fn row(app: App, record: &LinkRecord, now: crate::time::Timestamp) -> El {
    let days = record.age_days(now);
    let (chip, state, help) = match &record.state {
        LinkState::Unknown { .. } => (
            "chip warn",
            text::STATE_UNKNOWN,
            text::UNKNOWN_HELP.to_owned(),
        ),
        LinkState::Sending { .. } => (
            "chip warn",
            text::STATE_SENDING,
            text::SENDING_HELP.to_owned(),
        ),
        _ if record.expired(now) => ("chip", text::STATE_EXPIRED, text::EXPIRED_HELP.to_owned()),
        _ if record.expiring(now) => (
            "chip warn",
            text::STATE_OPEN,
            text::ends_soon(90_u32.saturating_sub(days)),
        ),
        _ => ("chip live", text::STATE_OPEN, text::age(days)),
    };
    let mut about = String::new();
    if !record.note.is_empty() {
        about = text::for_note(&record.note) + " · ";
    }
    about.push_str(&help);
    let name = &record.event_type_name;
    let act = match (record.booking_url().map(str::to_owned), &record.state) {
        (Some(url), _) => Some(button("quiet", text::COPY, move || {
            app.copy_address(url.clone())
        })),
        // Another tab is at work on it.
        (None, LinkState::Sending { .. }) => None,
        (None, _) => {
            let (uri, name) = (record.event_type.clone(), record.event_type_name.clone());
            Some(button("quiet", text::CREATE_ANOTHER, move || {
                app.create_link_for(uri.clone(), name.clone())
            }))
        }
    };
    let id = record.id.clone();
    let named = |words: &str| [words, " ", name].concat();
    el("li")
        .class("row")
        .child(span(chip, state))
        .child(span("row-name", "").child(foreign(name)))
        .child(span("faint row-about", "").child(foreign(&about)))
        .child(
            span("row-do", "")
                .children(act.map(|act| act.child(span("hidden", &named("")))))
                .child(
                    button("quiet", text::REMOVE, move || app.forget_link(id.clone()))
                        .child(span("hidden", &named(""))),
                ),
        )
}
