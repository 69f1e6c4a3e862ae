//! Elements with reactive parts.
//!
//! Leptos' `view!` makes a type of its own for every element; measured on this crate that costs three times the bytes
//! of these few functions over the same signals and effects, which also never go through `innerHTML`, as
//! `require-trusted-types-for 'script'` demands. An effect lives as long as the region or the root that it was made in.

use leptos::prelude::{LocalStorage, Owner, RenderEffect, StoredValue, untrack};
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, Node, ShadowRoot, Text};

use crate::browser::window::document;

/// An element under construction.
pub struct El(Element);

/// A new HTML element.
#[allow(clippy::expect_used)] // Every tag is a literal of ours.
pub fn el(tag: &str) -> El {
    El(document().create_element(tag).expect("a valid tag"))
}

/// A new SVG element.
#[allow(clippy::expect_used)] // As above.
pub fn svg(tag: &str) -> El {
    El(document()
        .create_element_ns(Some("http://www.w3.org/2000/svg"), tag)
        .expect("a valid tag"))
}

/// A new element of this class.
pub fn div(class: &str) -> El {
    el("div").class(class)
}

/// A new span of this class that says `text`.
pub fn span(class: &str, text: &str) -> El {
    el("span").class(class).text(text)
}

/// A new paragraph of this class that says `text`.
pub fn paragraph(class: &str, text: &str) -> El {
    el("p").class(class).text(text)
}

/// A new button of this class that says `text` and does `act`.
pub fn button(class: &str, text: &str, act: impl Fn() + 'static) -> El {
    let button = el("button")
        .class(class)
        .attr("type", "button")
        .on("click", move |_| act());
    if text.is_empty() {
        button
    } else {
        button.text(text)
    }
}

impl El {
    /// The element itself.
    pub fn node(&self) -> &Element {
        &self.0
    }

    pub fn class(self, names: &str) -> Self {
        if names.is_empty() {
            self
        } else {
            self.attr("class", names)
        }
    }

    pub fn id(self, id: &str) -> Self {
        self.attr("id", id)
    }

    pub fn attr(self, name: &str, value: &str) -> Self {
        set(&self.0, name, Some(value));
        self
    }

    /// An attribute that follows what `value` reads; absent while it yields nothing.
    pub fn live(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        self.follow_attribute(name, Box::new(value));
        self
    }

    /// An attribute that is `true` or `false` as `value` is.
    pub fn live_flag(self, name: &'static str, value: impl Fn() -> bool + 'static) -> Self {
        self.live(name, move || {
            Some(if value() { "true" } else { "false" }.to_owned())
        })
    }

    fn follow_attribute(&self, name: &'static str, value: Box<dyn Fn() -> Option<String>>) {
        let element = self.0.clone();
        follow(Box::new(move || set(&element, name, value().as_deref())));
    }

    /// A property (not an attribute) that follows what `value` reads.
    pub fn property<T: Into<JsValue>>(
        self,
        name: &'static str,
        value: impl Fn() -> T + 'static,
    ) -> Self {
        self.follow_property(name, Box::new(move || value().into()));
        self
    }

    fn follow_property(&self, name: &'static str, value: Box<dyn Fn() -> JsValue>) {
        let element = self.0.clone();
        follow(Box::new(move || {
            let value = value();
            // Writing the same text again would move the caret.
            if js_sys::Reflect::get(&element, &name.into()).as_ref() != Ok(&value) {
                let _ = js_sys::Reflect::set(&element, &name.into(), &value);
            }
        }));
    }

    /// The background colour, through the CSSOM: a style attribute would need `'unsafe-inline'`.
    pub fn background(self, colour: &str) -> Self {
        if let Some(element) = self.0.dyn_ref::<web_sys::HtmlElement>() {
            let _ = element.style().set_property("background-color", colour);
        }
        self
    }

    /// A custom property for the style sheet that follows what `value` reads.
    pub fn measure(self, name: &'static str, value: impl Fn() -> usize + 'static) -> Self {
        if let Some(element) = self.0.dyn_ref::<web_sys::HtmlElement>().cloned() {
            follow(Box::new(move || {
                let _ = (element.style()).set_property(name, &value().to_string());
            }));
        }
        self
    }

    /// Does `act` on every `event`.
    pub fn on(self, event: &str, act: impl FnMut(Event) + 'static) -> Self {
        self.listen(event, Box::new(act));
        self
    }

    fn listen(&self, event: &str, act: Box<dyn FnMut(Event)>) {
        let callback = Closure::wrap(act);
        let _ = self
            .0
            .add_event_listener_with_callback(event, callback.as_ref().unchecked_ref());
        keep(callback);
    }

    pub fn text(self, text: &str) -> Self {
        append(&self.0, &document().create_text_node(text));
        self
    }

    /// Text that follows what `text` reads.
    pub fn live_text(self, text: impl Fn() -> String + 'static) -> Self {
        self.follow_text(Box::new(text));
        self
    }

    fn follow_text(&self, text: Box<dyn Fn() -> String>) {
        let node: Text = document().create_text_node("");
        append(&self.0, &node);
        follow(Box::new(move || {
            let text = text();
            if node.data() != text {
                node.set_data(&text);
            }
        }));
    }

    pub fn child(self, child: El) -> Self {
        append(&self.0, &child.0);
        self
    }

    pub fn children(self, children: impl IntoIterator<Item = El>) -> Self {
        for child in children {
            append(&self.0, &child.0);
        }
        self
    }

    /// Children that are made anew whenever what `content` reads changes.
    pub fn region(self, content: impl Fn() -> Vec<El> + 'static) -> Self {
        self.follow_children(Box::new(content));
        self
    }

    /// A child that is made anew, or not at all, whenever what `content` reads changes.
    pub fn maybe(self, content: impl Fn() -> Option<El> + 'static) -> Self {
        self.follow_children(Box::new(move || content().into_iter().collect()));
        self
    }

    /// Children by ascending key. Each is made once, and stays as it is for as long as its key is there.
    pub fn keyed(
        self,
        keys: impl Fn() -> Vec<i32> + 'static,
        make: impl Fn(i32) -> El + 'static,
    ) -> Self {
        self.follow_keys(Box::new(keys), Box::new(make));
        self
    }

    fn follow_keys(&self, keys: Box<dyn Fn() -> Vec<i32>>, make: Box<dyn Fn(i32) -> El>) {
        let end: Text = document().create_text_node("");
        append(&self.0, &end);
        let parent = self.0.clone();
        // What a child follows must outlive this effect's next run, which cleans up what it made itself.
        let owner = Owner::current().unwrap_or_default();
        let mut shown: Vec<(i32, El, Owner)> = Vec::new();
        follow(Box::new(move || {
            let keys = keys();
            let (stay, go) = std::mem::take(&mut shown)
                .into_iter()
                .partition::<Vec<_>, _>(|(key, ..)| keys.contains(key));
            let gone: Vec<El> = go.into_iter().map(|(_, old, _)| old).collect();
            let focused = focused_in(&parent, &gone);
            gone.iter().for_each(|El(old)| old.remove());
            let mut stay = stay.into_iter().peekable();
            for key in keys {
                if let Some(old) = stay.next_if(|(known, ..)| *known == key) {
                    shown.push(old);
                    continue;
                }
                let own = owner.child();
                let new = own.with(|| untrack(|| make(key)));
                let before = stay
                    .peek()
                    .map_or::<&Node, _>(&end, |(_, El(next), _)| next);
                let _ = parent.insert_before(&new.0, Some(before));
                shown.push((key, new, own));
            }
            if let Some(lost) = focused {
                keep_focus(&lost, &parent, &[]);
            }
        }));
    }

    fn follow_children(&self, content: Box<dyn Fn() -> Vec<El>>) {
        let end: Text = document().create_text_node("");
        append(&self.0, &end);
        let parent = self.0.clone();
        let mut shown: Vec<El> = Vec::new();
        follow(Box::new(move || {
            let next = content();
            let focused = focused_in(&parent, &shown);
            for El(old) in shown.drain(..) {
                old.remove();
            }
            for El(new) in &next {
                let _ = parent.insert_before(new, Some(&end));
            }
            shown = next;
            if let Some(lost) = focused {
                keep_focus(&lost, &parent, &shown);
            }
        }));
    }
}

/// What has the focus, if it is in what is about to be replaced.
fn focused_in(parent: &Element, shown: &[El]) -> Option<Element> {
    let root: ShadowRoot = parent.get_root_node().dyn_into().ok()?;
    let focused = root.active_element()?;
    shown
        .iter()
        .any(|El(old)| old.contains(Some(&focused)))
        .then_some(focused)
}

/// Focus that falls to the page's body is lost for whoever works without a mouse. It goes to what has taken the place
/// of the element that had it, else to the nearest thing around that takes focus.
fn keep_focus(lost: &Element, parent: &Element, shown: &[El]) {
    const TAKES_FOCUS: &str =
        "button,input,select,textarea,[tabindex='0'],[tabindex='-1'][role=heading]";
    let same = (!lost.id().is_empty()).then(|| ["#", &lost.id()].concat());
    let find = |place: &Element, selector: &str| place.query_selector(selector).ok().flatten();
    let within = |selector: &str| {
        shown.iter().find_map(|El(new)| {
            if new.matches(selector).unwrap_or(false) {
                Some(new.clone())
            } else {
                find(new, selector)
            }
        })
    };
    let mut next = same
        .as_deref()
        .and_then(within)
        .or_else(|| within(TAKES_FOCUS));
    let mut around = Some(parent.clone());
    while let (None, Some(place)) = (&next, &around) {
        next = find(place, TAKES_FOCUS);
        around = place.parent_element();
    }
    if let Some(next) = next.and_then(|next| next.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = next.focus();
    }
}

fn append(parent: &Element, child: &Node) {
    let _ = parent.append_child(child);
}

/// Writes an attribute only where it changes, so that nothing is announced twice.
pub fn set(element: &Element, name: &str, value: Option<&str>) {
    match value {
        Some(value) if element.get_attribute(name).as_deref() != Some(value) => {
            let _ = element.set_attribute(name, value);
        }
        Some(_) => {}
        None => {
            let _ = element.remove_attribute(name);
        }
    }
}

/// Runs `act` now and whenever what it reads changes.
pub fn follow(mut act: Box<dyn FnMut()>) {
    keep(RenderEffect::new(move |_: Option<()>| act()));
}

/// Keeps `thing` until the reactive owner that is current now is cleaned up.
fn keep<T: 'static>(thing: T) {
    let _: StoredValue<T, LocalStorage> = StoredValue::new_local(thing);
}
