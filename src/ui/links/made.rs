//! The link just made: its address, what is filled in for the invitee, and the ways to hand it out.

use std::rc::Rc;

use leptos::prelude::untrack;

use super::{answers, picture};
use crate::auth::address::is_loopback;
use crate::booking::{Extras, LinkRecord, allowed_link};
use crate::browser::intl::Shape;
use crate::browser::share::can_share;
use crate::state::App;
use crate::ui::dom::{El, button, div, el, paragraph, span};
use crate::ui::kit::{CHECK, check, disclosure, foreign, heading, icon, labelled, typed};
use crate::ui::text;

/// The link to show first. What is known of it changes while it is worked with: only another one is another view.
pub fn record(app: App) -> Option<LinkRecord> {
    let id = app.made.get()?;
    untrack(|| app.link(&id))
}

pub fn view(app: App, record: &LinkRecord) -> El {
    app.fill_in_for(&record.id);
    let id: Rc<str> = record.id.as_str().into();
    div("made")
        .attr("part", "link")
        .child(
            div("made-head")
                .child(span("done", "").child(icon(CHECK)))
                .child(title(app, record)),
        )
        .child(address(app, id.clone(), &record.event_type_name))
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
        .child(month(app))
        .child(answers::view(app, record.event_type.clone()))
        .child(campaign(app, id.clone()))
        .child(picture::view(app, id))
}

fn title(app: App, record: &LinkRecord) -> El {
    div("")
        .child(heading(app, 0, "links-title").text(text::LINK_CREATED))
        .child(
            paragraph("faint", "")
                .child(foreign(&record.event_type_name))
                .text(" · ")
                .text(text::LINK_FACTS)
                .text(" · ")
                .text(&text::age(record.age_days(app.minute.get_untracked()))),
        )
}

fn address(app: App, id: Rc<str>, name: &str) -> El {
    let shown = move || app.address_of(&id);
    let (seen, opened, shared, copied) = (shown.clone(), shown.clone(), shown.clone(), shown);
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
    let name = name.to_owned();
    let share = can_share().then(|| {
        button("plain", text::SHARE, move || {
            app.share_address(&name, &untrack(&shared))
        })
    });
    let copy = button("primary", text::COPY, move || {
        app.copy_address(untrack(&copied))
    })
    .id("copy-link");
    div("address")
        .child(
            el("output")
                .class("mono")
                .id("made-url")
                // It changes with every letter of a name.
                .attr("aria-live", "off")
                .attr("dir", "ltr")
                .live_text(seen),
        )
        .child(open)
        .children(share)
        .child(copy)
}

fn month(app: App) -> El {
    let month = app.month.get_untracked().first();
    let name = app
        .style
        .with_untracked(|style| style.say_date(Shape::Month, month));
    check(
        &text::open_at(&name),
        move || app.extras.with(|extras| !extras.month.is_empty()),
        move |ticked| app.open_at_month(ticked),
    )
}

type Part = fn(&mut Extras) -> &mut String;

const CAMPAIGN: [(&str, Part); 4] = [
    ("utm_source", |extras| &mut extras.utm_source),
    ("utm_medium", |extras| &mut extras.utm_medium),
    ("utm_campaign", |extras| &mut extras.utm_campaign),
    ("utm_term", |extras| &mut extras.utm_term),
];

fn campaign(app: App, id: Rc<str>) -> El {
    let tag = {
        let id = id.clone();
        move || app.tag_of(&id)
    };
    let is_tagged = {
        let tag = tag.clone();
        move || !tag().is_empty()
    };
    let (seen, fixed) = (tag, is_tagged.clone());
    // While the link has a tag, that is its content.
    let content = move || {
        let tag = seen();
        if tag.is_empty() {
            app.extras.with(|extras| extras.utm_content.clone())
        } else {
            tag
        }
    };
    let write = move |typed| app.extras.update(|extras| extras.utm_content = typed);
    let content =
        typed("input", "text", Box::new(content), Box::new(write)).property("readOnly", fixed);
    let mut fields = Vec::new();
    for (label, part) in CAMPAIGN {
        fields.push(input(app, label, "", "text", part));
    }
    fields.insert(3, labelled("utm_content", content));
    let tagging = check(text::TAG_LINK, is_tagged, move |ticked| {
        app.tag_link(&id, ticked)
    });
    disclosure("more", text::CAMPAIGN)
        .child(tagging)
        .child(div("pair").children(fields))
}

fn input(app: App, label: &str, hint: &str, kind: &str, part: Part) -> El {
    let value = move || {
        app.extras.track();
        let read = |extras: &mut Extras| part(extras).clone();
        app.extras.try_update_value(read).unwrap_or_default()
    };
    let write = move |typed| app.extras.update(|extras| *part(extras) = typed);
    let field = typed("input", kind, Box::new(value), Box::new(write)).attr("placeholder", hint);
    labelled(label, field)
}
