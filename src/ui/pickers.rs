//! The pickers: event type, zone, invitee's zone.

use leptos::prelude::*;

use super::event_type::{facts, has_word, name_of, owner_of};
use super::kit::combobox::{Choice, combobox};
use super::kit::{close_panel, heading};
use super::{text, types_loading};
use crate::booking::search_zones;
use crate::browser::intl::Shape;
use crate::state::App;
use crate::time::{Date, Weekday, offset_label};

fn event_type_list(app: App, grab: bool) -> impl IntoView {
    combobox(
        app,
        text::SEARCH_EVENT_TYPES,
        move || app.chosen_uri.get(),
        move |query| {
            app.types.with(|types| {
                let wanted = query.trim().to_ascii_lowercase();
                let list = types.ready().map(Vec::as_slice).unwrap_or_default();
                list.iter()
                    .filter(|found| wanted.split(' ').all(|word| has_word(found, word)))
                    .map(|found| Choice {
                        id: found.uri.as_str().to_owned(),
                        name: name_of(found).to_owned(),
                        detail: match owner_of(found) {
                            Some(owner) => format!("{} · {owner}", facts(found)),
                            None => facts(found),
                        },
                        colour: Some(found.color.clone().unwrap_or_default()),
                    })
                    .collect()
            })
        },
        move |uri| {
            close_panel(app);
            app.choose_event_type(uri);
        },
        grab,
    )
}

/// The panel that changes the event type.
pub fn event_types(app: App) -> impl IntoView {
    v! {
        <div class="panel panel-start" role="dialog" aria-label=text::CHOOSE_EVENT_TYPE>
            {event_type_list(app, true)}
        </div>
    }
}

/// The first question: which event type?
pub fn first_choice(app: App) -> impl IntoView {
    move || {
        if types_loading(app) {
            return v! {
                <div class="stage" aria-busy="true">
                    <div class="bones" aria-hidden="true"><i></i><i></i><i></i><i></i><i></i></div>
                </div>
            }
            .into_any();
        }
        let Some(count) = app.types.with(|types| types.ready().map(Vec::len)) else {
            return ().into_any();
        };
        if count == 0 {
            return v! {
                <div class="stage">
                    {heading(app, 0, "title", || text::NO_EVENT_TYPES_TITLE.to_owned())}
                    <p class="lead">{text::NO_EVENT_TYPES}</p>
                    <button class="plain" type="button" on:click=move |_| app.load_event_types()>{text::RELOAD_LIST}</button>
                </div>
            }
            .into_any();
        }
        v! {
            <div class="first-choice">
                {heading(app, 0, "title", || text::CHOOSE_EVENT_TYPE.to_owned())}
                {event_type_list(app, false)}
            </div>
        }
        .into_any()
    }
}

fn zone_list(app: App, invitee: bool) -> impl IntoView {
    combobox(
        app,
        text::SEARCH_ZONES,
        move || {
            Some(if invitee {
                app.invitee_zone.get()
            } else {
                app.zone.get()
            })
        },
        move |query| {
            app.zones.with(|zones| {
                search_zones(query, zones)
                    .into_iter()
                    .filter_map(|index| zones.get(index))
                    .map(|zone| Choice {
                        id: zone.id.clone(),
                        name: zone.city.clone(),
                        detail: format!("{} · {}", offset_label(zone.offset_seconds), zone.id),
                        colour: None,
                    })
                    .collect()
            })
        },
        move |zone| {
            close_panel(app);
            if invitee {
                app.choose_invitee_zone(zone)
            } else {
                app.choose_zone(zone)
            }
        },
        true,
    )
}

/// The zone in which times are shown, and how they are written.
pub fn zone(app: App) -> impl IntoView {
    let days = move || {
        // 4 January 2027 is a Monday.
        let monday = Date::new(2027, 1, 4);
        (0..7_u8)
            .filter_map(|ahead| {
                let day = monday?.plus_days(i32::from(ahead));
                let name = app.style.get().say_date(Shape::LongWeekday, day);
                let number = ahead + 1;
                let chosen = app.week_start().number() == number;
                Some(v! { <option value=number.to_string() selected=chosen>{name}</option> })
            })
            .collect_view()
    };
    v! {
        <div class="panel panel-end" role="dialog" aria-label=text::TIME_ZONE>
            {zone_list(app, false)}
            <div class="writing">
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=move || app.style.get().is_24_hours()
                        on:change=move |event| app.choose_hours24(event_target_checked(&event))
                    />
                    <span>{text::CLOCK_24}</span>
                </label>
                <label class="week-start">
                    <span>{text::WEEK_STARTS}</span>
                    <select class="field" on:change=move |event| {
                        if let Some(day) = event_target_value(&event).parse().ok().and_then(Weekday::from_number) {
                            app.choose_first_day(day);
                        }
                    }>{days}</select>
                </label>
            </div>
        </div>
    }
}

/// The zone for which messages are written.
pub fn invitee_zone(app: App) -> impl IntoView {
    v! {
        <div class="panel panel-bottom" role="dialog" aria-label=text::INVITEE_ZONE>
            {zone_list(app, true)}
        </div>
    }
}
