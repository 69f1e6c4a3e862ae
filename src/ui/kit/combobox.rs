//! A search field over a list of choices (WAI-ARIA combobox with a listbox).

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::untrack;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::{by_id, focus_soon, foreign, nearest, swatch, value_of};
use crate::browser::window::next_frame;
use crate::state::{App, Signal};
use crate::ui::dom::{El, div, el, follow, paragraph, set, span};
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

/// Yields the choices that match what was typed.
pub type Find = Box<dyn Fn(&str) -> Vec<Choice>>;

/// What a combobox is about.
pub struct Combobox {
    pub app: App,
    pub label: &'static str,
    /// The id of the choice in force.
    pub chosen: Box<dyn Fn() -> Option<String>>,
    /// The choices that match what was typed, in their order.
    pub find: Find,
    /// Is told the id of the picked choice.
    pub pick: Rc<dyn Fn(String)>,
    /// Whether the field takes the focus when it appears.
    pub grab: bool,
}

/// The field and its list.
pub fn combobox(of: Combobox) -> El {
    let Combobox {
        app,
        label,
        chosen,
        find,
        pick,
        grab,
    } = of;
    let query = Signal::new(String::new());
    let active = Signal::new(0_usize);
    let found = Signal::new(Vec::<Choice>::new());
    follow(Box::new(move || {
        let next = query.with(|query| find(query));
        if found.with_untracked(|before| *before != next) {
            found.set(next);
        }
    }));
    if grab {
        focus_soon(app, "search");
    }
    let drawn = move || found.with(|found| found.len().min(DRAWN));
    let current = move || active.get().min(drawn().saturating_sub(1));

    let by_click = pick.clone();
    let options: Rc<RefCell<Vec<Element>>> = Rc::default();
    let made = options.clone();
    let list = el("ul")
        .class("options")
        .id("options")
        .attr("role", "listbox")
        .attr("tabindex", "-1")
        .attr("aria-label", label)
        .on("mousedown", |event| event.prevent_default())
        .on("click", move |event| {
            if let Some(id) = nearest(&event, "data-choice") {
                by_click(id);
            }
        })
        .region(move || {
            let drawn = found.with(|found| {
                found
                    .iter()
                    .take(DRAWN)
                    .enumerate()
                    .map(option)
                    .collect::<Vec<_>>()
            });
            made.replace(drawn.iter().map(|option| option.node().clone()).collect());
            drawn
        });
    // Marks move without the list being made anew: a list of two hundred would blink.
    follow(Box::new(move || {
        found.track();
        let (current, chosen) = (current(), chosen());
        for (index, option) in options.borrow().iter().enumerate() {
            set(
                option,
                "class",
                Some(if index == current {
                    "option active"
                } else {
                    "option"
                }),
            );
            let selected = option.get_attribute("data-choice") == chosen;
            set(
                option,
                "aria-selected",
                Some(if selected { "true" } else { "false" }),
            );
        }
    }));

    let go = move |index: usize| {
        active.set(index);
        next_frame(Box::new(move || {
            if let Some(option) = by_id(app, &option_id(index)) {
                option.scroll_into_view_with_bool(false);
            }
        }));
    };
    let field = el("input")
        .class("field")
        .id("search")
        .attr("type", "text")
        .attr("role", "combobox")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("aria-expanded", "true")
        .attr("aria-autocomplete", "list")
        .attr("aria-controls", "options")
        .attr("aria-label", label)
        .attr("placeholder", label)
        .live("aria-activedescendant", move || {
            (drawn() > 0).then(|| option_id(current()))
        })
        .on("input", move |event| {
            query.set(value_of(&event));
            active.set(0);
        })
        .on("keydown", move |event| {
            let last = untrack(drawn).saturating_sub(1);
            let index = untrack(current);
            match event.unchecked_ref::<KeyboardEvent>().key().as_str() {
                "ArrowDown" => go(if index >= last { 0 } else { index + 1 }),
                "ArrowUp" => go(if index == 0 { last } else { index - 1 }),
                "PageDown" => go((index + 8).min(last)),
                "PageUp" => go(index.saturating_sub(8)),
                "Enter" => {
                    let choice = found
                        .with_untracked(|found| found.get(index).map(|choice| choice.id.clone()));
                    if let Some(id) = choice {
                        pick(id);
                    }
                }
                _ => return,
            }
            event.prevent_default();
        });
    div("combobox").child(field).child(list).maybe(move || {
        let words = match found.with(Vec::len) {
            0 => text::NO_MATCH.to_owned(),
            count if count > DRAWN => text::more_matches(count - DRAWN),
            _ => return None,
        };
        Some(paragraph("faint options-note", &words).attr("role", "status"))
    })
}

fn option_id(index: usize) -> String {
    ["option-", &index.to_string()].concat()
}

fn option((index, choice): (usize, &Choice)) -> El {
    el("li")
        .class("option")
        .id(&option_id(index))
        .attr("role", "option")
        .attr("data-choice", &choice.id)
        .children(choice.colour.as_deref().map(|colour| swatch(Some(colour))))
        .child(span("option-name", "").child(foreign(&choice.name)))
        .child(span("faint option-detail", &choice.detail))
}
