//! The state of one element: a bundle of signals that is copied into every view.

use std::rc::Rc;

use futures_util::future::{AbortHandle, Abortable};
use leptos::prelude::*;
use web_sys::HtmlElement;

use crate::api::event_types::EventType;
use crate::api::users::User;
use crate::auth::{Connection, Flow};
use crate::booking::{Availability, Extras, LinkRecord, Selection, ZoneEntry};
use crate::browser::broadcast::Inbox;
use crate::browser::fetch::Fetch;
use crate::browser::intl::Style;
use crate::browser::runtime::{BrowserRuntime, now};
use crate::browser::storage::{MemoryStore, SessionStore};
use crate::browser::window::{Listener, Popup};
use crate::client::ports::{Runtime, TokenStore, Transport};
use crate::client::{Client, Error, Session};
use crate::element::config::{Options, Problem};
use crate::time::{Date, Month, Timestamp, ZoneOffsets};

/// Which element it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Face {
    Widget,
    Dashboard,
}

/// How far the element has come.
#[derive(Clone, PartialEq)]
pub enum Phase {
    /// An attribute is missing or wrong.
    Setup(Problem),
    /// Nobody is signed in.
    SignedOut,
    /// The sign-in goes on in another window.
    Waiting,
    /// The answer is being turned into a session.
    Exchanging,
    /// Somebody is signed in.
    SignedIn,
}

/// A message that stays until it is dismissed or overtaken.
#[derive(Clone, PartialEq)]
pub struct Notice {
    pub tone: Tone,
    pub text: String,
}

/// How a message is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Calm,
    Warning,
}

/// Something that is loaded.
#[derive(Clone)]
pub enum Load<T> {
    Idle,
    Loading,
    Ready(T),
    Failed(Error),
}

impl<T> Load<T> {
    pub fn ready(&self) -> Option<&T> {
        if let Self::Ready(value) = self {
            Some(value)
        } else {
            None
        }
    }
}

/// What the body of the element shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum View {
    Times,
    Links,
}

/// The one panel that may be open over the body.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Panel {
    None,
    EventTypes,
    Zone,
    InviteeZone,
    Account,
}

/// The client of one connection; another connection is another stack.
#[derive(Clone)]
pub struct Stack {
    pub connection: Connection,
    pub session: Session,
    pub client: Client,
    pub runtime: Rc<dyn Runtime>,
}

impl Stack {
    fn new(connection: Connection, face: Face) -> Self {
        let transport: Rc<dyn Transport> = Rc::new(Fetch);
        let runtime: Rc<dyn Runtime> = Rc::new(BrowserRuntime);
        let store: Rc<dyn TokenStore> = match face {
            Face::Widget => Rc::new(MemoryStore),
            Face::Dashboard => Rc::new(SessionStore),
        };
        let session = Session::new(
            connection.clone(),
            transport.clone(),
            runtime.clone(),
            store,
        );
        let client = Client::new(session.clone(), transport, runtime.clone());
        Self {
            connection,
            session,
            client,
            runtime,
        }
    }
}

/// A sign-in under way: its state machine, its window, and the ear for the callback page.
#[derive(Default)]
pub struct Attempt {
    pub flow: Flow,
    pub popup: Option<Popup>,
    pub inbox: Option<Inbox>,
}

/// Everything an element knows.
#[derive(Clone, Copy)]
pub struct App {
    pub face: Face,
    pub host: StoredValue<HtmlElement, LocalStorage>,
    pub options: RwSignal<Options>,
    pub phase: RwSignal<Phase>,
    pub notice: RwSignal<Option<Notice>>,
    pub stack: StoredValue<Option<Stack>, LocalStorage>,
    pub attempt: StoredValue<Attempt, LocalStorage>,
    pub token: StoredValue<Option<js_sys::Function>, LocalStorage>,
    /// Rises whenever the account or the connection changes: an answer of an older era is dropped.
    pub era: StoredValue<u32>,
    pub listeners: StoredValue<Vec<Listener>, LocalStorage>,

    pub user: RwSignal<Load<User>>,
    /// The account's own URI, as soon as anything tells it.
    pub account: RwSignal<Option<String>>,
    /// Whose work is on the screen: it outlives an ended session, but not another account.
    pub last_account: StoredValue<Option<String>>,
    pub types: RwSignal<Load<Vec<EventType>>>,
    pub chosen_uri: RwSignal<Option<String>>,
    /// The chosen event type when it is not in the list (set by attribute).
    pub fixed_type: RwSignal<Load<EventType>>,
    pub chosen: Memo<Option<EventType>>,

    pub times: RwSignal<Availability>,
    pub reads: StoredValue<Vec<AbortHandle>, LocalStorage>,
    pub month: RwSignal<Month>,
    pub day: RwSignal<Option<Date>>,
    pub focus: RwSignal<Date>,
    /// The month whose times were read out last.
    pub spoken: StoredValue<Option<Month>>,
    /// Until when nothing is sent, because Calendly asked to slow down.
    pub paused_until: RwSignal<Option<Timestamp>>,
    pub searching: RwSignal<bool>,
    pub searched_to: RwSignal<Option<Month>>,

    pub zone: RwSignal<String>,
    pub zone_note: RwSignal<Option<String>>,
    pub invitee_zone: RwSignal<String>,
    pub zones: RwSignal<Vec<ZoneEntry>>,
    pub offsets: Memo<ZoneOffsets>,
    pub hours24: RwSignal<Option<bool>>,
    pub first_day: RwSignal<Option<crate::time::Weekday>>,
    pub style: Memo<Style>,
    /// The minute in which the element believes it is: what is past is greyed out.
    pub minute: RwSignal<Timestamp>,

    pub selection: RwSignal<Selection>,
    /// The event type to which the chosen times belong.
    pub selection_of: StoredValue<String>,
    pub include_link: RwSignal<bool>,
    pub copying: RwSignal<bool>,

    pub links: RwSignal<Vec<LinkRecord>>,
    pub made: RwSignal<Option<String>>,
    pub creating: RwSignal<bool>,
    pub note: RwSignal<String>,
    pub extras: RwSignal<Extras>,

    pub view: RwSignal<View>,
    pub panel: RwSignal<Panel>,
    /// What a screen reader is told next.
    pub live: RwSignal<String>,
}

impl App {
    /// A fresh state for `host`.
    pub fn new(face: Face, host: HtmlElement, options: Options) -> Self {
        let types = RwSignal::new(Load::<Vec<EventType>>::Idle);
        let fixed_type = RwSignal::new(Load::<EventType>::Idle);
        let chosen_uri = RwSignal::new(None::<String>);
        let chosen = Memo::new_with_compare(
            move |_| {
                let uri = chosen_uri.get()?;
                let listed = types.with(|types| {
                    types.ready().and_then(|list| {
                        list.iter().find(|found| found.uri.as_str() == uri).cloned()
                    })
                });
                listed.or_else(|| {
                    fixed_type.with(|fixed| {
                        fixed
                            .ready()
                            .filter(|found| found.uri.as_str() == uri)
                            .cloned()
                    })
                })
            },
            |before, after| {
                before.map(|x| x.as_ref().map(|x| &x.uri))
                    != after.map(|x| x.as_ref().map(|x| &x.uri))
            },
        );
        let zone = RwSignal::new(crate::browser::intl::own_zone());
        let here = Timestamp::from_millis(now().as_millis());
        let today = Date::from_epoch_days(here.as_millis().div_euclid(86_400_000) as i32);
        let month = RwSignal::new(today.month());
        let offsets =
            Memo::new(move |_| crate::browser::intl::offsets_around(&zone.get(), month.get()));
        let options = RwSignal::new(options);
        let hours24 = RwSignal::new(None);
        let style = Memo::new(move |_| {
            options.with(|options| Style {
                locale: options.get("locale").to_owned(),
                hours24: options.hours24().or(hours24.get()),
            })
        });
        Self {
            face,
            host: StoredValue::new_local(host),
            options,
            phase: RwSignal::new(Phase::SignedOut),
            notice: RwSignal::new(None),
            stack: StoredValue::new_local(None),
            attempt: StoredValue::new_local(Attempt::default()),
            token: StoredValue::new_local(None),
            era: StoredValue::new(0),
            listeners: StoredValue::new_local(Vec::new()),
            user: RwSignal::new(Load::Idle),
            account: RwSignal::new(None),
            last_account: StoredValue::new(None),
            types,
            chosen_uri,
            fixed_type,
            chosen,
            times: RwSignal::new(Availability::new()),
            reads: StoredValue::new_local(Vec::new()),
            month,
            day: RwSignal::new(None),
            focus: RwSignal::new(today),
            spoken: StoredValue::new(None),
            paused_until: RwSignal::new(None),
            searching: RwSignal::new(false),
            searched_to: RwSignal::new(None),
            invitee_zone: RwSignal::new(zone.get_untracked()),
            zone,
            zone_note: RwSignal::new(None),
            zones: RwSignal::new(Vec::new()),
            offsets,
            hours24,
            first_day: RwSignal::new(None),
            style,
            minute: RwSignal::new(here),
            selection: RwSignal::new(Selection::default()),
            selection_of: StoredValue::new(String::new()),
            include_link: RwSignal::new(false),
            copying: RwSignal::new(false),
            links: RwSignal::new(Vec::new()),
            made: RwSignal::new(None),
            creating: RwSignal::new(false),
            note: RwSignal::new(String::new()),
            extras: RwSignal::new(Extras::default()),
            view: RwSignal::new(View::Times),
            panel: RwSignal::new(Panel::None),
            live: RwSignal::new(String::new()),
        }
    }

    /// Whether the element still exists and still belongs to the account and connection of `era`.
    /// To be asked after every `.await`, before any signal is read.
    pub fn is_current(&self, era: u32) -> bool {
        self.era.try_get_value() == Some(era)
    }

    /// The present era.
    pub fn now_era(&self) -> u32 {
        self.era.try_get_value().unwrap_or_default()
    }

    /// The client stack, once the options allow one.
    pub fn stack(&self) -> Option<Stack> {
        self.stack.try_get_value().flatten()
    }

    /// Runs `task` until it ends or the account, the connection or the event type changes.
    pub fn read(&self, task: impl Future<Output = ()> + 'static) {
        let (handle, registration) = AbortHandle::new_pair();
        self.reads.update_value(|reads| {
            reads.retain(|read| !read.is_aborted());
            reads.push(handle);
        });
        wasm_bindgen_futures::spawn_local(async move {
            let _ = Abortable::new(task, registration).await;
        });
    }

    /// Aborts every read under way.
    pub fn abort_reads(&self) {
        let reads = self
            .reads
            .try_update_value(std::mem::take)
            .unwrap_or_default();
        reads.iter().for_each(AbortHandle::abort);
    }

    /// Says `text` to screen readers.
    pub fn announce(&self, text: impl Into<String>) {
        let text = text.into();
        // The same words twice would not be spoken twice: a no-break space makes them different.
        let same = self
            .live
            .try_with_untracked(|live| *live == text)
            .unwrap_or(false);
        self.live.try_set(if same { text + "\u{a0}" } else { text });
    }

    /// Shows `text` until it is dismissed.
    pub fn say(&self, tone: Tone, text: impl Into<String>) {
        self.notice.try_set(Some(Notice {
            tone,
            text: text.into(),
        }));
    }

    /// Reads the options and, if who is asked or as whom has changed, starts over with a new connection.
    pub fn connect(&self) {
        let redirect = crate::browser::window::absolute("callback.html").unwrap_or_default();
        let token_given = self.token.with_value(Option::is_some);
        let connection = self.options.with_untracked(|options| {
            options.connection(
                redirect,
                |address| crate::browser::window::absolute(address),
                token_given,
            )
        });
        let connection = match connection {
            Ok(connection) => connection,
            Err(problem) => {
                self.forget();
                self.stack.set_value(None);
                crate::element::events::error(self, "configuration", &problem.message);
                self.phase.set(Phase::Setup(problem));
                return;
            }
        };
        let same = self
            .stack()
            .is_some_and(|stack| stack.connection == connection);
        if same && !matches!(self.phase.get_untracked(), Phase::Setup(_)) {
            return;
        }
        // A session belongs to its client id and addresses: with others it is gone, never sent elsewhere.
        let bound_elsewhere = self
            .stack()
            .filter(|stack| stack.connection.binding() != connection.binding());
        if let Some(old) = bound_elsewhere {
            wasm_bindgen_futures::spawn_local(async move {
                let _ = old.session.sign_out().await;
            });
        }
        self.forget();
        self.stack
            .set_value(Some(Stack::new(connection, self.face)));
        self.phase.set(Phase::SignedOut);
        self.begin();
    }

    /// Connects once all attributes of this turn have been set.
    pub fn connect_soon(self) {
        queue_microtask(move || {
            if !self.phase.is_disposed() {
                self.connect();
            }
        });
    }

    /// Drops what was chosen, written and made.
    pub fn forget_work(&self) {
        self.selection.update(Selection::clear);
        self.selection_of.set_value(String::new());
        self.note.set(String::new());
        self.extras.set(Extras::default());
        self.links.set(Vec::new());
        self.made.set(None);
    }

    /// Drops all that belongs to the account, and every request under way for it.
    pub fn forget(&self) {
        self.era.update_value(|era| *era += 1);
        self.abort_reads();
        self.attempt.set_value(Attempt::default());
        self.user.set(Load::Idle);
        self.account.set(None);
        self.types.set(Load::Idle);
        self.fixed_type.set(Load::Idle);
        self.chosen_uri.set(None);
        self.times.set(Availability::new());
        self.links.set(Vec::new());
        self.made.set(None);
        self.creating.set(false);
        self.view.set(View::Times);
        self.panel.set(Panel::None);
    }
}
