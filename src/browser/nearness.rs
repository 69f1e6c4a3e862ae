//! Elements that come near what can be seen (IntersectionObserver).

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// How near is near: a screen or so above and below.
const MARGIN: &str = "800px";

type Waiting = Rc<RefCell<Vec<(Element, Box<dyn Fn()>)>>>;

/// Waits for elements to come near, for as long as it is kept.
pub struct Nearness {
    observer: IntersectionObserver,
    waiting: Waiting,
    _callback: Closure<dyn FnMut(Array)>,
}

impl Nearness {
    /// Nothing where the browser cannot tell.
    pub fn new() -> Option<Self> {
        let waiting = Waiting::default();
        let watched = waiting.clone();
        let callback = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            for entry in entries.iter() {
                let entry: IntersectionObserverEntry = entry.unchecked_into();
                if !entry.is_intersecting() {
                    continue;
                }
                let near = entry.target();
                let act = {
                    let mut watched = watched.borrow_mut();
                    let index = watched.iter().position(|(element, _)| *element == near);
                    index.map(|index| watched.swap_remove(index).1)
                };
                if let Some(act) = act {
                    act();
                }
            }
        });
        let options = IntersectionObserverInit::new();
        options.set_root_margin(MARGIN);
        // Around what scrolls within the page; browsers that do not know it see such an element only once it is visible.
        let _ = Reflect::set(&options, &"scrollMargin".into(), &MARGIN.into());
        let observer =
            IntersectionObserver::new_with_options(callback.as_ref().unchecked_ref(), &options);
        Some(Self {
            observer: observer.ok()?,
            waiting,
            _callback: callback,
        })
    }

    /// Does `act` once `element` comes near.
    pub fn watch(&self, element: &Element, act: Box<dyn Fn()>) {
        self.waiting.borrow_mut().push((element.clone(), act));
        self.observer.observe(element);
    }
}

impl Drop for Nearness {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
