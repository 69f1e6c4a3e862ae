//! What the shell calls. Elements are known by number: a number cannot be used after it is freed, nor borrowed twice.

use std::cell::RefCell;

use js_sys::{Array, Function, Object, Promise};
use leptos::mount::{UnmountHandle, mount_to};
use wasm_bindgen::prelude::*;
use web_sys::{CssStyleSheet, HtmlElement, ShadowRoot};

use super::config::Options;
use crate::browser::object::object;
use crate::browser::runtime::promise;
use crate::browser::window::next_frame;
use crate::state::App;
use crate::state::app::Face;
use crate::time::Timestamp;
use crate::ui;

struct Mounted {
    app: App,
    // Dropping it ends the effects; the shell takes the nodes off.
    _view: UnmountHandle<leptos::web_sys::Comment>,
}

thread_local! {
    static MOUNTED: RefCell<Vec<(u32, Mounted)>> = const { RefCell::new(Vec::new()) };
    static NEXT: RefCell<u32> = const { RefCell::new(1) };
    static SHEET: RefCell<Option<CssStyleSheet>> = const { RefCell::new(None) };
}

/// Must be called once before anything else; `died` is told when the program panics, which ends every element. Release
/// builds end without words, and the shell sees the trap. `holder` starts a worker that holds tokens, and `rest` promises
/// the rest of a program that is built in two parts.
#[wasm_bindgen]
pub fn start(died: Function, holder: Function, rest: Option<Function>) {
    crate::browser::holder::open_with(holder);
    crate::browser::rest::given_by(rest);
    crate::json::read_with(crate::browser::json::parse);
    // The widget alone sends none.
    if cfg!(feature = "dashboard") {
        crate::json::fractions_with(crate::browser::json::fraction);
    }
    if cfg!(debug_assertions) {
        crate::browser::runtime::tell_panics(died);
    }
}

/// Mounts an element of `kind` (`widget`, `dashboard`) into its shadow root and returns its number. `token` is its
/// property of that name, `undefined` when it was not set.
#[wasm_bindgen]
pub fn mount(
    kind: &str,
    host: HtmlElement,
    root: ShadowRoot,
    attributes: &Object,
    token: &JsValue,
) -> u32 {
    let mut options = Options::default();
    for entry in Object::entries(attributes).iter() {
        let entry: Array = entry.into();
        if let (Some(name), Some(value)) = (entry.get(0).as_string(), entry.get(1).as_string()) {
            options.set(&name, &value);
        }
    }
    let face = match kind {
        "dashboard" if cfg!(feature = "dashboard") => Face::Dashboard,
        _ => Face::Widget,
    };
    adopt_sheet(&root);
    let slot: std::rc::Rc<RefCell<Option<App>>> = std::rc::Rc::default();
    let made = slot.clone();
    let token = App::token_source(token);
    let place = root.clone();
    let view = mount_to(root.unchecked_into(), move || {
        made.replace(Some(drawn(App::new(face, host, options), token, &place)));
    });
    let Some(app) = slot.borrow_mut().take() else {
        return 0;
    };
    let number = NEXT.with_borrow_mut(|next| {
        *next += 1;
        *next - 1
    });
    MOUNTED.with_borrow_mut(|mounted| mounted.push((number, Mounted { app, _view: view })));
    app.prepare();
    number
}

/// A fresh `app`, set up and then drawn into `place`: what is known before is not drawn twice. What it has to say at once is
/// said once its live region is there, since screen readers hear of changes.
fn drawn(app: App, token: Option<Function>, place: &ShadowRoot) -> App {
    app.read_preferences();
    app.read_layout();
    app.keep_time();
    app.token.set_value(token);
    app.connect_first();
    let words = app.live.get_untracked();
    app.live.set(String::new());
    let _ = place.append_child(ui::root(app).node());
    if !words.is_empty() {
        next_frame(Box::new(move || {
            // A page in the background has no frames: what was said since then is newer.
            if app.live.try_with_untracked(String::is_empty) == Some(true) {
                app.announce(words);
            }
        }));
    }
    app
}

/// One sheet for all elements of the document, adopted by each shadow root: works under `style-src 'none'`.
fn adopt_sheet(root: &ShadowRoot) {
    let sheet = SHEET.with_borrow_mut(|sheet| {
        if sheet.is_none()
            && let Ok(made) = CssStyleSheet::new()
        {
            made.replace_sync(ui::STYLE).ok();
            *sheet = Some(made);
        }
        sheet.clone()
    });
    if let Some(sheet) = sheet {
        let sheets =
            js_sys::Reflect::get(root, &"adoptedStyleSheets".into()).map(|list| Array::from(&list));
        let sheets = sheets.unwrap_or_default();
        if !sheets.includes(&sheet, 0) {
            sheets.push(&sheet);
            let _ = js_sys::Reflect::set(root, &"adoptedStyleSheets".into(), &sheets);
        }
    }
}

fn app(number: u32) -> Option<App> {
    MOUNTED.with_borrow(|mounted| {
        let found = mounted.iter().find(|(known, _)| *known == number);
        found.map(|(_, mounted)| mounted.app)
    })
}

/// Takes an element off.
#[wasm_bindgen]
pub fn unmount(number: u32) {
    let gone = MOUNTED.with_borrow_mut(|mounted| {
        let index = mounted.iter().position(|(known, _)| *known == number)?;
        Some(mounted.swap_remove(index).1)
    });
    if let Some(gone) = gone {
        gone.app.abort_reads();
        drop(gone);
    }
}

/// An attribute has changed; `undefined` when it was removed.
#[wasm_bindgen]
pub fn set_option(number: u32, name: &str, value: Option<String>) {
    let Some(app) = app(number) else { return };
    app.options
        .update(|options| options.set(name, value.as_deref().unwrap_or_default()));
    match name {
        "timezone" | "invitee-timezone" => app.read_preferences(),
        "event-type" => app.change_fixed_type(),
        "view" => app.read_layout(),
        "hour-cycle" | "first-day" | "locale" | "heading-level" | "sign-in" => {}
        _ => app.connect_soon(),
    }
}

/// The `token` property has changed.
#[wasm_bindgen]
pub fn set_token(number: u32, value: &JsValue) {
    if let Some(app) = app(number) {
        app.set_token(value);
    }
}

/// Runs a verb and returns a promise of its result.
#[wasm_bindgen]
pub fn call(number: u32, verb: &str, argument: &JsValue) -> Promise {
    let Some(app) = app(number) else {
        return refuse("the element is not on the page");
    };
    match verb {
        "signIn" => app.sign_in(),
        "cancelSignIn" => app.cancel_sign_in(),
        "signOut" => app.sign_out(),
        "refresh" => app.revalidate(),
        "goToNextAvailable" => app.go_to_next_available(),
        "selectEventType" => match argument.as_string() {
            Some(given) => match app.offered_event_type(&given) {
                Ok(uri) => app.choose_event_type(uri),
                Err(why) => return refuse(&why),
            },
            None => return refuse("selectEventType takes the URI of an event type"),
        },
        "selectTimes" => {
            let given = Array::is_array(argument).then(|| Array::from(argument));
            let times: Option<Vec<Timestamp>> = given.and_then(|list| {
                list.iter()
                    .map(|time| Timestamp::parse(&time.as_string()?).ok())
                    .collect()
            });
            match times {
                Some(times) => app.select_times(&times),
                None => return refuse("selectTimes takes a list of RFC 3339 times"),
            }
        }
        "copyTimes" => {
            let copied = app.copy_times();
            return promise(async move { Ok(copied.await.map_or(JsValue::NULL, JsValue::from)) });
        }
        "testConnection" => {
            return promise(async move {
                let Some((code, message)) = app.check_connection().await else {
                    return Ok(JsValue::NULL);
                };
                let found = object(&[("code", code.into()), ("message", message.into())]);
                Ok(found.into())
            });
        }
        "createLink" => {
            return promise(async move {
                Ok(app
                    .make_link(true)
                    .await
                    .map_or(JsValue::NULL, JsValue::from))
            });
        }
        _ => return refuse("there is no such verb"),
    }
    Promise::resolve(&JsValue::UNDEFINED)
}

fn refuse(why: &str) -> Promise {
    Promise::reject(&js_sys::TypeError::new(&format!("slotlink: {why}")))
}
