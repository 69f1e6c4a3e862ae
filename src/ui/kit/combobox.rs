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
const DRAWN: usize = 100;

/// Yields the numbers of the choices that match what was typed.
pub type Find = Box<dyn Fn(&str) -> Vec<usize>>;

/// What a combobox is about.
pub struct Combobox {
    pub app: App,
    pub label: &'static str,
    /// Whether the choice of this id is in force.
    pub chosen: Box<dyn Fn(&str) -> bool>,
    /// Whether several can be.
    pub several: bool,
    /// The choices that match what was typed, in their order. Of thousands only few are drawn, so these are numbers.
    pub find: Find,
    /// The choice of a number.
    pub choice: Box<dyn Fn(usize) -> Option<Choice>>,
    /// Is told the id of the picked choice.
    pub pick: Rc<dyn Fn(String)>,
    /// Whether the field takes the focus when it appears.
    pub grab: bool,
    /// What stands between the field and the list.
    pub beside: Option<El>,
    /// What is said where nothing matches.
    pub none: Box<dyn Fn() -> String>,
}

/// The field and its list.
pub fn combobox(of: Combobox) -> El {
    let Combobox {
        app,
        label,
        chosen,
        several,
        find,
        choice,
        pick,
        grab,
        beside,
        none,
    } = of;
    let query = Signal::new(String::new());
    let active = Signal::new(0_usize);
    let shown = Signal::new(Vec::<Choice>::new());
    let count = Signal::new(0_usize);
    follow(Box::new(move || {
        let found = query.with(|query| find(query));
        let next: Vec<Choice> = found
            .iter()
            .take(DRAWN)
            .filter_map(|number| choice(*number))
            .collect();
        if shown.with_untracked(|before| *before != next) {
            shown.set(next);
        }
        if count.get_untracked() != found.len() {
            count.set(found.len());
        }
    }));
    if grab {
        focus_soon(app, "search");
    }
    let drawn = move || shown.with(Vec::len);
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
            let drawn =
                shown.with(|shown| shown.iter().enumerate().map(option).collect::<Vec<_>>());
            made.replace(drawn.iter().map(|option| option.node().clone()).collect());
            drawn
        });
    if several {
        set(list.node(), "aria-multiselectable", Some("true"));
    }
    // Marks move without the list being made anew: a list of a hundred would blink.
    follow(Box::new(move || {
        shown.track();
        let (current, count) = (current(), count.get().to_string());
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
            let id = option.get_attribute("data-choice").unwrap_or_default();
            set(
                option,
                "aria-selected",
                Some(if chosen(&id) { "true" } else { "false" }),
            );
            set(option, "aria-setsize", Some(&count));
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
                    let choice = shown
                        .with_untracked(|shown| shown.get(index).map(|choice| choice.id.clone()));
                    if let Some(id) = choice {
                        pick(id);
                    }
                }
                _ => return,
            }
            event.prevent_default();
        });
    div("combobox")
        .child(field)
        .children(beside)
        .child(list)
        .maybe(move || {
            let words = match count.get() {
                0 => none(),
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
        .attr("aria-posinset", &(index + 1).to_string())
        .children(choice.colour.as_deref().map(|colour| swatch(Some(colour))))
        .child(span("option-name", "").child(foreign(&choice.name)))
        .child(span("faint option-detail", &choice.detail))
}
