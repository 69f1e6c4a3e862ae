//! Views: they read signals, call verbs, and know nothing of requests.

use leptos::prelude::*;

/// `view!` that never goes through `innerHTML`: with a global class Leptos builds static parts element by element, which
/// is what `require-trusted-types-for 'script'` allows. Every view uses this form; `cargo xtask check` looks for others.
macro_rules! v {
    ($($view:tt)*) => { leptos::prelude::view! { class="s", $($view)* } };
}

pub mod event_type;
mod header;
mod kit;
mod links;
mod pickers;
mod sign_in;
mod slots;
pub mod text;

use crate::browser::intl::Shape;
use crate::state::App;
use crate::state::app::{Load, Panel, Phase, Tone, View};

/// The one style sheet of all elements.
pub const STYLE: &str = concat!(
    include_str!("../style/tokens.css"),
    include_str!("../style/base.css"),
    include_str!("../style/header.css"),
    include_str!("../style/picker.css"),
    include_str!("../style/calendar.css"),
    include_str!("../style/day.css"),
    include_str!("../style/tray.css"),
    include_str!("../style/links.css"),
    include_str!("../style/states.css"),
);

/// The element's whole content.
pub fn root(app: App) -> impl IntoView {
    let direction = move || {
        if app.style.get().is_right_to_left() {
            "rtl"
        } else {
            "ltr"
        }
    };
    v! {
        <div class="root" dir=direction on:keydown=move |event| kit::close_on_escape(app, &event)>
            <section class="card" part="card" aria-label=text::NAME>
                {move || match app.phase.get() {
                    Phase::Setup(problem) => sign_in::setup(app, problem).into_any(),
                    Phase::SignedOut => sign_in::signed_out(app).into_any(),
                    Phase::Waiting => sign_in::waiting(app).into_any(),
                    Phase::Exchanging => sign_in::exchanging(app).into_any(),
                    Phase::SignedIn => signed_in(app).into_any(),
                }}
            </section>
            <p class="hidden" role="status" aria-live="polite">{move || app.live.get()}</p>
        </div>
    }
}

fn signed_in(app: App) -> impl IntoView {
    v! {
        {header::header(app)}
        {panels(app)}
        {notice(app)}
        {move || match app.view.get() {
            View::Links => links::page(app).into_any(),
            View::Times if app.chosen_uri.with(Option::is_some) => slots::page(app).into_any(),
            View::Times => pickers::first_choice(app).into_any(),
        }}
    }
}

fn panels(app: App) -> impl IntoView {
    move || match app.panel.get() {
        Panel::None => None,
        Panel::EventTypes => Some(pickers::event_types(app).into_any()),
        Panel::Zone => Some(pickers::zone(app).into_any()),
        Panel::InviteeZone => Some(pickers::invitee_zone(app).into_any()),
        Panel::Account => Some(header::account(app).into_any()),
    }
}

/// What must be read: stays until it is dismissed or overtaken.
fn notice(app: App) -> impl IntoView {
    move || {
        let account = app
            .account_error()
            .filter(|_| app.phase.get() == Phase::SignedIn);
        let account = account.map(|error| {
            let consent = error.insufficient_scope() || error.needs_sign_in();
            v! {
                <div class="notice warning" role="alert">
                    <p>{text::problem(&error)}</p>
                    <button class="quiet" type="button" on:click=move |_| {
                        if consent { app.sign_in() } else { app.retry_account() }
                    }>{if consent { text::SIGN_IN_AGAIN } else { text::RETRY }}</button>
                </div>
            }
        });
        let said = app.notice.get().map(|notice| {
            let class = if notice.tone == Tone::Warning { "notice warning" } else { "notice" };
            v! {
                <div class=class>
                    <p>{notice.text}</p>
                    <button class="icon" type="button" aria-label=text::DISMISS on:click=move |_| app.notice.set(None)>
                        {kit::icon(kit::CROSS)}
                    </button>
                </div>
            }
        });
        let zone = app
            .zone_note
            .get()
            .map(|note| v! { <div class="notice warning"><p>{note}</p></div> });
        let paused = app.paused_until.get().map(|until| {
            let until = app.style.get().say(Shape::Time, &app.zone.get(), until);
            v! { <div class="notice" role="status"><p>{text::paused(&until)}</p></div> }
        });
        (account, said, zone, paused)
    }
}

/// Whether the list of event types is still on its way.
fn types_loading(app: App) -> bool {
    app.types
        .with(|types| matches!(types, Load::Idle | Load::Loading))
}
