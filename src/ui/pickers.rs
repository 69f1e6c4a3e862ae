//! The pickers: event type, zone, invitee's zone.

use std::rc::Rc;

use leptos::prelude::untrack;

use super::dom::{El, button, div, el, paragraph, span};
use super::event_type::{facts, name_of, owner_of, profile_of};
use super::kit::combobox::{Choice, Combobox, combobox};
use super::kit::{bones, check, close_panel, heading, select};
use super::{combine, text, type_filter, types_loading};
use crate::api::event_types::EventType;
use crate::booking::{TypeFilter, search_zones};
use crate::browser::intl::{Shape, lower};
use crate::state::app::{Load, Panel};
use crate::state::{App, derived};
use crate::time::{Date, Weekday, offset_label};

fn dialog(class: &str, name: &str) -> El {
    div(class).attr("role", "dialog").attr("aria-label", name)
}

fn event_type_list(app: App, grab: bool) -> El {
    let combines = move || app.combining.get();
    combobox(Combobox {
        app,
        label: text::SEARCH_EVENT_TYPES,
        chosen: Box::new(move |uri| {
            if combines() {
                app.times.with(|times| times.has(uri))
            } else {
                app.chosen_uri.with(|chosen| chosen.as_deref() == Some(uri))
            }
        }),
        several: untrack(combines),
        find: Box::new(move |query| {
            let wanted = lower(query.trim());
            let scheduled = app.scheduled.get();
            let scheduled = scheduled.ready().map(Vec::as_slice);
            let filter = app.type_filter.get();
            app.types.with(|types| {
                app.type_words.with_value(|words| {
                    let list = types.ready().map(Vec::as_slice).unwrap_or_default();
                    let matches = |(number, (found, words)): (usize, (&EventType, &String))| {
                        let wanted = wanted.split(' ').all(|word| words.contains(word));
                        (wanted && filter.passes(found, scheduled)).then_some(number)
                    };
                    list.iter()
                        .zip(words)
                        .enumerate()
                        .filter_map(matches)
                        .collect()
                })
            })
        }),
        choice: Box::new(move |number| {
            let organization = app.type_filter.with(|filter| filter.organization);
            app.types.with(|types| {
                let found = types.ready()?.get(number)?;
                Some(choice(found, organization))
            })
        }),
        pick: Rc::new(move |uri| {
            if untrack(combines) {
                app.toggle_combined(&uri);
            } else {
                close_panel(app);
                app.choose_event_type(uri);
            }
        }),
        grab,
        beside: Some(type_filter::view(app)),
        none: Box::new(move || {
            if app.types_left.with(|left| matches!(left, Load::Loading)) {
                return text::STILL_LOADING.to_owned();
            }
            match app.type_count.get().1 {
                0 => text::NO_MATCH.to_owned(),
                hidden => [text::NO_MATCH, " ", &text::hidden_by_filter(hidden)].concat(),
            }
        }),
    })
}

fn choice(of: &EventType, organization: bool) -> Choice {
    let facts = facts(of);
    // Whose it is tells one's own from others in the organization, and may not be cut off at the end.
    let (first, last) = if organization {
        (profile_of(of), None)
    } else {
        (None, owner_of(of))
    };
    let inactive = (!of.active).then_some(text::INACTIVE);
    let parts = [inactive, first, Some(facts.as_str()), last];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    let detail = parts.join(" · ");
    Choice {
        id: of.uri.as_str().to_owned(),
        name: name_of(of).to_owned(),
        detail,
        colour: Some(of.color.clone().unwrap_or_default()),
    }
}

/// The panel that changes the event type, or combines others with it.
pub fn event_types(app: App) -> El {
    dialog("panel panel-start", text::CHOOSE_EVENT_TYPE).region(move || {
        let combines = app.combining.get();
        let list = event_type_list(app, true);
        let chosen = app.chosen_uri.with(Option::is_some);
        let foot = if combines {
            Some(button("primary", text::COMBINE_DONE, move || {
                close_panel(app)
            }))
        } else if chosen {
            Some(combine::begin(app))
        } else {
            None
        };
        let help = combines.then(|| paragraph("faint", text::COMBINE_HELP));
        let head = help.into_iter();
        head.chain([list]).chain(foot).collect()
    })
}

/// How far the question for the event type is.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Loading,
    Failed,
    Empty,
    Offered,
}

/// Whether the whole list is there and all of it is switched off.
fn none_is_on(app: App) -> bool {
    let whole = app.types_left.with(|left| left.ready().is_some());
    let plain = app
        .type_filter
        .with(|filter| !filter.inactive && !filter.managed && filter.asked_schedule().is_none());
    whole && plain && app.type_count.get().0 == 0
}

fn show_inactive(app: App) -> El {
    let words = move || text::show_inactive(app.type_count.get().1);
    button("quiet", "", move || {
        app.filter_types(TypeFilter {
            inactive: true,
            ..app.type_filter.get_untracked()
        });
    })
    .live_text(words)
}

/// The first question: which event type?
pub fn first_choice(app: App) -> El {
    let stage = derived(move || {
        if types_loading(app) {
            return Stage::Loading;
        }
        match app.types.with(|types| types.ready().map(Vec::len)) {
            None => Stage::Failed,
            Some(0) => Stage::Empty,
            Some(_) if none_is_on(app) => Stage::Empty,
            // Pages may be on their way, or a filter may keep all of them back: the list says so.
            Some(_) => Stage::Offered,
        }
    });
    div("choice").maybe(move || match stage.get() {
        Stage::Loading => Some(div("stage").attr("aria-busy", "true").child(bones(5))),
        Stage::Failed => None,
        Stage::Empty => Some(
            div("stage")
                .child(heading(app, 0, "title").text(text::NO_EVENT_TYPES_TITLE))
                .child(paragraph("lead", text::NO_EVENT_TYPES))
                .child(button("plain", text::RELOAD_LIST, move || {
                    app.load_event_types()
                }))
                .maybe(move || (app.type_count.get().1 > 0).then(|| show_inactive(app))),
        ),
        Stage::Offered => Some(
            div("first-choice")
                .child(heading(app, 0, "title").text(text::CHOOSE_EVENT_TYPE))
                .child(event_type_list(app, false)),
        ),
    })
}

fn zone_list(app: App, panel: Panel) -> El {
    combobox(Combobox {
        app,
        label: text::SEARCH_ZONES,
        chosen: Box::new(move |id| match panel {
            Panel::SecondZone => app.second_zone.with(|zone| zone.as_deref() == Some(id)),
            Panel::InviteeZone => app.invitee_zone.with(|zone| zone == id),
            _ => app.zone.with(|zone| zone == id),
        }),
        several: false,
        find: Box::new(move |query| app.zones.with(|zones| search_zones(query, zones))),
        choice: Box::new(move |number| {
            app.zones.with(|zones| {
                let zone = zones.get(number)?;
                Some(Choice {
                    id: zone.id.clone(),
                    name: zone.city.clone(),
                    detail: [&offset_label(zone.offset_seconds), " · ", &zone.id].concat(),
                    colour: None,
                })
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
        beside: None,
        none: Box::new(|| text::NO_MATCH.to_owned()),
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
    let clock = move || {
        check(
            text::CLOCK_24,
            move || app.style.get().is_24_hours(),
            move |ticked| app.choose_hours24(ticked),
        )
    };
    let weeks = move || {
        el("label")
            .class("week-start")
            .child(span("", text::WEEK_STARTS))
            .child(select(
                &days,
                Box::new(move || app.week_start().number().to_string()),
                Box::new(choose),
            ))
    };
    // What the page's attributes decide is nobody's choice.
    let (cycle, first) = app
        .options
        .with_untracked(|options| (options.hours24(), options.first_day()));
    dialog("panel panel-end", text::TIME_ZONE)
        .child(zone_list(app, Panel::Zone))
        .child(
            div("writing")
                .children(cycle.is_none().then(clock))
                .children(first.is_none().then(weeks)),
        )
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
