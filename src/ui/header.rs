//! The head of the element: which event type, which zone, whose account.

use leptos::prelude::*;

use super::event_type::{facts, name_of};
use super::kit::{GLOBE, LINK, close_panel, colour, focus_soon, icon};
use super::text;
use crate::booking::zone_city;
use crate::browser::intl::offset_seconds;
use crate::state::App;
use crate::state::app::{Panel, View};
use crate::time::offset_label;

/// The offset of `zone` now, as "UTC+1".
pub fn offset_now(app: App, zone: &str) -> String {
    offset_label(offset_seconds(zone, app.minute.get()).unwrap_or(0))
}

fn toggle(app: App, panel: Panel) {
    if app.panel.get_untracked() == panel {
        close_panel(app);
    } else {
        app.list_zones();
        app.panel.set(panel);
    }
}

fn is_open(app: App, panel: Panel) -> &'static str {
    if app.panel.get() == panel {
        "true"
    } else {
        "false"
    }
}

/// The head.
pub fn header(app: App) -> impl IntoView {
    let fixed = move || {
        app.options
            .with(|options| options.given("event-type").is_some())
    };
    let what = move || {
        let Some(chosen) = app.chosen.get() else {
            return v! { <span class="what-name">{text::EVENT_TYPE}</span> }.into_any();
        };
        let name = name_of(&chosen).to_owned();
        v! {
            <span class="swatch" style:background-color=colour(chosen.color.as_deref())></span>
            <span class="what-text">
                <span class="what-name"><bdi>{name}</bdi></span>
                <span class="faint what-facts">{facts(&chosen)}</span>
            </span>
        }
        .into_any()
    };
    v! {
        <header class="head" part="header">
            {move || if fixed() {
                v! { <div class="what">{what}</div> }.into_any()
            } else {
                v! {
                    <button
                        class="what"
                        id="open-types"
                        type="button"
                        aria-haspopup="dialog"
                        aria-expanded=move || is_open(app, Panel::EventTypes)
                        on:click=move |_| toggle(app, Panel::EventTypes)
                    >
                        {what}
                        <span class="faint what-change">
                            {move || if app.chosen.with(Option::is_some) { text::CHANGE } else { text::CHOOSE_EVENT_TYPE }}
                        </span>
                    </button>
                }
                .into_any()
            }}
            <div class="head-side">
                <button
                    class="plain head-links"
                    id="open-links"
                    type="button"
                    aria-pressed=move || if app.view.get() == View::Links { "true" } else { "false" }
                    on:click=move |_| {
                        let links = app.view.get_untracked() == View::Links;
                        app.made.set(None);
                        app.view.set(if links { View::Times } else { View::Links });
                        if !links {
                            focus_soon(app, "links-title");
                        }
                    }
                >
                    {icon(LINK)}
                    <span class="wide">{text::LINKS}</span>
                </button>
                <button
                    class="plain head-zone"
                    id="open-zone"
                    type="button"
                    aria-haspopup="dialog"
                    aria-label=move || {
                        let zone = app.zone.get();
                        format!("{}: {}, {}", text::TIME_ZONE, zone_city(&zone), offset_now(app, &zone))
                    }
                    aria-expanded=move || is_open(app, Panel::Zone)
                    on:click=move |_| toggle(app, Panel::Zone)
                >
                    {icon(GLOBE)}
                    <span class="head-city">{move || zone_city(&app.zone.get())}</span>
                    <span class="faint">{move || offset_now(app, &app.zone.get())}</span>
                </button>
                <button
                    class="initials"
                    id="open-account"
                    type="button"
                    aria-haspopup="dialog"
                    aria-label=move || format!("{}: {}", text::ACCOUNT, name(app))
                    aria-expanded=move || is_open(app, Panel::Account)
                    on:click=move |_| toggle(app, Panel::Account)
                >
                    {move || initials(&name(app))}
                </button>
            </div>
        </header>
    }
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
pub fn account(app: App) -> impl IntoView {
    focus_soon(app, "sign-out");
    let email = move || {
        app.user
            .with(|user| user.ready().map(|user| user.email.clone()))
            .unwrap_or_default()
    };
    v! {
        <div class="panel panel-end" role="dialog" aria-label=text::ACCOUNT>
            <p class="strong"><bdi>{move || name(app)}</bdi></p>
            <p class="faint"><bdi>{email}</bdi></p>
            <button class="plain" id="sign-out" type="button" on:click=move |_| {
                app.sign_out();
                focus_soon(app, "sign-in");
            }>{text::SIGN_OUT}</button>
        </div>
    }
}
