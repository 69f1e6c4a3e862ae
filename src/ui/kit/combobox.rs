//! A search field over a list of choices (WAI-ARIA combobox with a listbox).

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::{by_id, colour, focus_soon, nearest};
use crate::state::App;
use crate::ui::text;

/// One choice.
#[derive(Clone, PartialEq)]
pub struct Choice {
    pub id: String,
    pub name: String,
    pub detail: String,
    /// The colour of the mark before the name, if it has one.
    pub colour: Option<String>,
}

/// More choices than this are not drawn; the list says how many there are.
const DRAWN: usize = 200;

/// The field and its list. `find` yields the matching choices for what was typed; `pick` is told the id of the chosen
/// one. The field takes the focus when it appears, where `grab` says so.
pub fn combobox(
    app: App,
    label: &'static str,
    chosen: impl Fn() -> Option<String> + Copy + Send + Sync + 'static,
    find: impl Fn(&str) -> Vec<Choice> + Send + Sync + 'static,
    pick: impl Fn(String) + Copy + Send + Sync + 'static,
    grab: bool,
) -> impl IntoView {
    let query = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let found = Memo::new(move |_| query.with(|query| find(query)));
    if grab {
        focus_soon(app, "search");
    }
    let drawn = move || found.with(|found| found.len().min(DRAWN));
    let current = move || active.get().min(drawn().saturating_sub(1));
    let go = move |index: usize| {
        active.set(index);
        request_animation_frame(move || {
            if let Some(option) = by_id(app, &format!("option-{index}")) {
                option.scroll_into_view_with_bool(false);
            }
        });
    };
    let keys = move |event: KeyboardEvent| {
        let last = drawn().saturating_sub(1);
        let index = current();
        match event.key().as_str() {
            "ArrowDown" => go(if index >= last { 0 } else { index + 1 }),
            "ArrowUp" => go(if index == 0 { last } else { index - 1 }),
            "PageDown" => go((index + 8).min(last)),
            "PageUp" => go(index.saturating_sub(8)),
            "Enter" => {
                let choice = found.with(|found| found.get(index).map(|choice| choice.id.clone()));
                if let Some(id) = choice {
                    pick(id);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    v! {
        <input
            class="field"
            id="search"
            type="text"
            role="combobox"
            autocomplete="off"
            spellcheck="false"
            aria-expanded="true"
            aria-autocomplete="list"
            aria-controls="options"
            aria-label=label
            placeholder=label
            aria-activedescendant=move || (drawn() > 0).then(|| format!("option-{}", current()))
            prop:value=query
            on:input=move |event| {
                query.set(event_target_value(&event));
                active.set(0);
            }
            on:keydown=keys
        />
        <ul
            class="options"
            id="options"
            role="listbox"
            tabindex="-1"
            aria-label=label
            on:mousedown=|event| event.prevent_default()
            on:click=move |event| {
                if let Some(id) = nearest(&event, "data-choice") {
                    pick(id);
                }
            }
        >
            {move || {
                let selected = chosen();
                let now = current();
                found.with(|found| {
                    found
                        .iter()
                        .take(DRAWN)
                        .enumerate()
                        .map(|(index, choice)| option(index, choice, index == now, selected.as_ref() == Some(&choice.id)))
                        .collect_view()
                })
            }}
        </ul>
        {move || {
            let count = found.with(Vec::len);
            let words = match count {
                0 => Some(text::NO_MATCH.to_owned()),
                n if n > DRAWN => Some(text::more_matches(n - DRAWN)),
                _ => None,
            };
            words.map(|words| v! { <p class="faint options-note" role="status">{words}</p> })
        }}
    }
}

fn option(index: usize, choice: &Choice, active: bool, selected: bool) -> impl IntoView + use<> {
    let mark = choice.colour.as_ref().map(|given| colour(Some(given)));
    v! {
        <li
            class="option"
            class:active=active
            id=format!("option-{index}")
            role="option"
            aria-selected=if selected { "true" } else { "false" }
            data-choice=choice.id.clone()
        >
            {mark.map(|colour| v! { <span class="swatch" style:background-color=colour></span> })}
            <span class="option-name"><bdi>{choice.name.clone()}</bdi></span>
            <span class="faint option-detail">{choice.detail.clone()}</span>
        </li>
    }
}
