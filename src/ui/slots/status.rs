//! The line below the calendar: how fresh it is, where the next time is, what did not come.

use leptos::prelude::*;

use super::Days;
use crate::browser::intl::Shape;
use crate::state::App;
use crate::ui::text;

/// Freshness, the way to the next time, and gaps with their own Retry.
pub fn status(app: App, days: Days) -> impl IntoView {
    let empty = move || {
        let month = app.month.get();
        let state = app.month_state();
        !state.loading
            && state.failed.is_empty()
            && !days.with(|days| days.keys().any(|day| month.contains(*day)))
    };
    let month_name =
        move |month: crate::time::Month| app.style.get().say_date(Shape::Month, month.first());
    v! {
        <div class="status" aria-live="off">
            {move || {
                if empty() {
                    return v! { <span class="strong">{text::no_times_in(&month_name(app.month.get()))}</span> }.into_any();
                }
                let state = app.month_state();
                if state.loading {
                    return v! { <span class="faint">{text::LOADING_TIMES}"…"</span> }.into_any();
                }
                let at = state.fetched_at.map(|at| text::updated_at(&app.style.get().say(Shape::Time, &app.zone.get(), at)));
                v! {
                    <span class="faint">{at}</span>
                    <button class="quiet" type="button" on:click=move |_| app.revalidate()>{text::REFRESH}</button>
                }
                .into_any()
            }}
            {move || {
                if app.searching.get() {
                    return Some(v! { <span class="faint" role="status">{text::SEARCHING}</span> }.into_any());
                }
                if !empty() {
                    return None;
                }
                Some(match app.next_known() {
                    Some(slot) => {
                        let when = app.style.get().say(Shape::Short, &app.zone.get(), slot.start);
                        v! {
                            <button class="quiet" type="button" on:click=move |_| app.jump(slot.start)>
                                {text::next_is(&when)}
                            </button>
                        }
                        .into_any()
                    }
                    None => {
                        let until = app.searched_to.get().map(|month| text::nothing_until(&month_name(month)));
                        v! {
                            <span class="faint">{until}</span>
                            <button class="quiet" type="button" on:click=move |_| app.go_to_next_available()>
                                {text::FIND_NEXT}
                            </button>
                        }
                        .into_any()
                    }
                })
            }}
        </div>
        {move || {
            let zone = app.offsets.get();
            let style = app.style.get();
            let state = app.month_state();
            let why = state.error.map(|error| error.0).unwrap_or_default();
            state
                .failed
                .into_iter()
                .map(|window| {
                    let from = style.say_date(Shape::ShortDay, zone.local(window.start).date);
                    let to = style.say_date(Shape::ShortDay, zone.local(window.end.plus_millis(-1)).date);
                    let why = why.clone();
                    v! {
                        <div class="notice warning" role="alert">
                            <p>{text::gap(&from, &to, &why)}</p>
                            <button class="quiet" type="button" on:click=move |_| app.retry_window(window)>{text::RETRY}</button>
                        </div>
                    }
                })
                .collect::<Vec<_>>()
        }}
    }
}
