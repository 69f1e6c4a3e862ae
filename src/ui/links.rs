//! Single-use links: the one just made, and those made before.

mod answers;
mod made;
mod picture;

use super::dom::{El, button, div, el, paragraph, span};
use super::kit::{focus_soon, foreign, heading};
use super::text;
use crate::booking::{Extras, LinkRecord, LinkState, decorate_tagged};
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
            Some(match made::record(app) {
                Some(record) => made::view(app, &record),
                None => heading(app, 0, "links-title").text(text::LINKS),
            })
        })
        .child(recent(app))
        .child(div("links-end").child(button("plain", text::BACK_TO_TIMES, back)))
}

fn recent(app: App) -> El {
    div("recent")
        .child(
            heading(app, 1, "recent")
                .class("faint strong")
                .text(text::RECENT_LINKS),
        )
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
    if !record.tag.is_empty() {
        about.push_str(" · ");
        about.push_str(&text::tagged(&record.tag));
    }
    let name = &record.event_type_name;
    let url = record
        .booking_url()
        .map(|url| decorate_tagged(url, &Extras::default(), &record.tag));
    let act = match (url, &record.state) {
        (Some(url), _) => {
            let id = record.id.clone();
            Some(button("quiet", text::COPY, move || {
                // Of the link that is open above, what was filled in for its invitee goes along here as well.
                let open = app.made.get_untracked().as_ref() == Some(&id);
                app.copy_address(if open {
                    app.address_of(&id)
                } else {
                    url.clone()
                });
            }))
        }
        // Another tab is at work on it.
        (None, LinkState::Sending { .. }) => None,
        (None, _) => {
            let record = record.clone();
            Some(button("quiet", text::CREATE_ANOTHER, move || {
                let LinkRecord {
                    event_type,
                    event_type_name,
                    note,
                    ..
                } = record.clone();
                app.create_link_for(event_type, event_type_name, note);
            }))
        }
    };
    // The link as it was when it was made: with its QR code, and what is filled in for its invitee.
    let more = record.booking_url().map(|_| {
        let id = record.id.clone();
        button("quiet", text::OPTIONS, move || {
            app.made.set(Some(id.clone()));
            focus_soon(app, "links-title");
        })
    });
    // What is being sent is not over: its sender writes it down again.
    let forget = (!matches!(record.state, LinkState::Sending { .. })).then(|| {
        let id = record.id.clone();
        button("quiet", text::REMOVE, move || app.forget_link(id.clone()))
    });
    // Several rows may be of one event type: whom a link is for tells them apart.
    let mut whose = [" ", name].concat();
    if !record.note.is_empty() {
        whose = [&whose, " ", &text::for_note(&record.note)].concat();
    }
    let named = |button: El| button.child(span("hidden", &whose));
    el("li")
        .class("row")
        .child(span(chip, state))
        .child(span("row-name", "").child(foreign(name)))
        .child(span("faint row-about", "").child(foreign(&about)))
        .child(
            span("row-do", "")
                .children(act.map(named))
                .children(more.map(named))
                .children(forget.map(named)),
        )
}
