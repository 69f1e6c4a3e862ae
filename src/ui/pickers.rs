//! The pickers: event type, zone, invitee's zone.

use std::rc::Rc;

use super::dom::{El, button, div, el, paragraph, span};
use super::event_type::{facts, has_word, name_of, owner_of};
use super::kit::combobox::{Choice, Combobox, combobox};
use super::kit::{bones, check, close_panel, heading, select};
use super::{text, types_loading};
use crate::api::event_types::EventType;
use crate::booking::search_zones;
use crate::browser::intl::Shape;
use crate::state::App;
use crate::state::app::Panel;
use crate::time::{Date, Weekday, offset_label};

fn dialog(class: &str, name: &str) -> El {
    div(class).attr("role", "dialog").attr("aria-label", name)
}

fn event_type_list(app: App, grab: bool) -> El {
    combobox(Combobox {
        app,
        label: text::SEARCH_EVENT_TYPES,
        chosen: Box::new(move || app.chosen_uri.get()),
        find: Box::new(move |query| {
            let wanted = query.trim().to_ascii_lowercase();
            app.types.with(|types| {
                let list = types.ready().map(Vec::as_slice).unwrap_or_default();
                let matches =
                    |found: &&EventType| wanted.split(' ').all(|word| has_word(found, word));
                list.iter().filter(matches).map(choice).collect()
            })
        }),
        pick: Rc::new(move |uri| {
            close_panel(app);
            app.choose_event_type(uri);
        }),
        grab,
    })
}

fn choice(of: &EventType) -> Choice {
    let mut detail = facts(of);
    if let Some(owner) = owner_of(of) {
        detail.push_str(" · ");
        detail.push_str(owner);
    }
    Choice {
        id: of.uri.as_str().to_owned(),
        name: name_of(of).to_owned(),
        detail,
        colour: Some(of.color.clone().unwrap_or_default()),
    }
}

/// The panel that changes the event type.
pub fn event_types(app: App) -> El {
    dialog("panel panel-start", text::CHOOSE_EVENT_TYPE).child(event_type_list(app, true))
}

/// The first question: which event type?
pub fn first_choice(app: App) -> El {
    div("choice").maybe(move || {
        if types_loading(app) {
            return Some(div("stage").attr("aria-busy", "true").child(bones(5)));
        }
        let count = app.types.with(|types| types.ready().map(Vec::len))?;
        Some(if count == 0 {
            div("stage")
                .child(heading(app, 0, "title").text(text::NO_EVENT_TYPES_TITLE))
                .child(paragraph("lead", text::NO_EVENT_TYPES))
                .child(button("plain", text::RELOAD_LIST, move || {
                    app.load_event_types()
                }))
        } else {
            div("first-choice")
                .child(heading(app, 0, "title").text(text::CHOOSE_EVENT_TYPE))
                .child(event_type_list(app, false))
        })
    })
}

fn zone_list(app: App, panel: Panel) -> El {
    combobox(Combobox {
        app,
        label: text::SEARCH_ZONES,
        chosen: Box::new(move || match panel {
            Panel::SecondZone => app.second_zone.get(),
            Panel::InviteeZone => Some(app.invitee_zone.get()),
            _ => Some(app.zone.get()),
        }),
        find: Box::new(move |query| {
            app.zones.with(|zones| {
                let found = search_zones(query, zones)
                    .into_iter()
                    .filter_map(|index| zones.get(index));
                found
                    .map(|zone| Choice {
                        id: zone.id.clone(),
                        name: zone.city.clone(),
                        detail: [&offset_label(zone.offset_seconds), " · ", &zone.id].concat(),
                        colour: None,
                    })
                    .collect()
            })
        }),
        pick: Rc::new(move |zone| {
            close_panel(app);
            match panel {
                Panel::SecondZone => app.choose_second_zone(Some(zone)),
                Panel::InviteeZone => app.choose_invitee_zone(zone),
                _ => app.choose_zone(zone),
            }
        }),
        grab: true,
    })
}

/// The zone in which times are shown, and how they are written.
pub fn zone(app: App) -> El {
    // 4 January 2027 is a Monday.
    let monday = Date::new(2027, 1, 4);
    let day = |number: u8| {
        let name = monday.map(|monday| monday.plus_days(i32::from(number) - 1));
        let name = name.map(|day| app.style.get().say_date(Shape::LongWeekday, day));
        (number.to_string(), name.unwrap_or_default())
    };
    let days: Vec<_> = (1..=7).map(day).collect();
    let choose = move |number: String| {
        if let Some(day) = number.parse().ok().and_then(Weekday::from_number) {
            app.choose_first_day(day);
        }
    };
    let clock = check(
        text::CLOCK_24,
        move || app.style.get().is_24_hours(),
        move |ticked| app.choose_hours24(ticked),
    );
    let weeks = el("label")
        .class("week-start")
        .child(span("", text::WEEK_STARTS))
        .child(select(
            &days,
            Box::new(move || app.week_start().number().to_string()),
            Box::new(choose),
        ));
    dialog("panel panel-end", text::TIME_ZONE)
        .child(zone_list(app, Panel::Zone))
        .child(div("writing").child(clock).child(weeks))
}

/// The zone that is shown beside the first.
pub fn second_zone(app: App) -> El {
    dialog("panel panel-end panel-second", text::SECOND_ZONE)
        .child(zone_list(app, Panel::SecondZone))
}

/// The zone for which messages are written.
pub fn invitee_zone(app: App) -> El {
    dialog("panel panel-bottom", text::INVITEE_ZONE).child(zone_list(app, Panel::InviteeZone))
}
