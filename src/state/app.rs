//! The state of one element: a bundle of signals that is copied into every view.

use std::rc::Rc;

use futures_util::future::{AbortHandle, Abortable, LocalBoxFuture};
use js_sys::Function;
use leptos::prelude::queue_microtask;
use web_sys::HtmlElement;

use super::{Derived, Signal, derived, derived_by};
use crate::api::event_types::EventType;
use crate::api::user_availability_schedules::AvailabilitySchedule;
use crate::api::users::User;
use crate::auth::Connection;
use crate::booking::{
    Beside, Common, Drag, Extras, Form, LastKnown, Layout, LinkRecord, Selection, TypeFilter,
    ZoneEntry,
};
use crate::browser::consent::Consent;
use crate::browser::fetch::Fetch;
use crate::browser::giver::Giver;
use crate::browser::holder::Holder;
use crate::browser::intl::Style;
use crate::browser::neighbours::{Channel, REQUESTS, SESSIONS};
use crate::browser::runtime::{BrowserRuntime, Sleep, now, spawn};
use crate::browser::storage::{MemoryStore, SessionStore};
use crate::browser::window::{Listener, absolute, is_online, own_origin};
use crate::client::ports::{Runtime, TokenStore, Transport};
use crate::client::{Client, Error, Intent, Session};
use crate::element::config::{Options, Problem};
use crate::element::events;
use crate::time::{Date, Month, Timestamp, ZoneOffsets};

/// How long a page may take to set the token of an element that has nothing else to sign in with, in milliseconds.
const TOKEN_MILLIS: u32 = 1000;

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
    /// What a click on the notice asks for in addition.
    pub scopes: Vec<String>,
    /// Whether a check of the connection may tell more.
    pub puzzles: bool,
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
    SecondZone,
    InviteeZone,
    Account,
}

/// The client of one connection; another connection is another stack.
pub struct Stack {
    pub connection: Connection,
    /// The address of the worker that holds the tokens; empty where the page does.
    worker: String,
    pub transport: Rc<dyn Transport>,
    pub session: Session,
    pub client: Client,
    pub runtime: Rc<dyn Runtime>,
    /// Whether the session outlives the page.
    pub keeps: bool,
}

impl Stack {
    /// # Errors
    /// The worker cannot be started.
    fn new(
        connection: Connection,
        face: Face,
        token: Option<Function>,
        worker: String,
    ) -> Result<Self, Problem> {
        // A token that the page gives is in the page already.
        let holds = !worker.is_empty() && token.is_none();
        let transport: Rc<dyn Transport> = if holds {
            let holder = Holder::open(&worker, &connection);
            let holder = holder.map_err(|cause| Problem::worker(&worker, &cause))?;
            Rc::new(Fetch::through(holder))
        } else {
            Rc::new(Fetch::default())
        };
        let runtime: Rc<dyn Runtime> = Rc::new(BrowserRuntime);
        let keeps =
            cfg!(feature = "dashboard") && face == Face::Dashboard && token.is_none() && !holds;
        let store: Rc<dyn TokenStore> = if keeps {
            Rc::new(SessionStore)
        } else {
            Rc::new(MemoryStore)
        };
        let (own, sender, clock) = (connection.clone(), transport.clone(), runtime.clone());
        let session = match token {
            Some(function) => {
                let giver = Rc::new(Giver::new(function, None));
                Session::given(own, sender, clock, giver, store)
            }
            None => Session::new(own, sender, clock, store),
        };
        session.share(Rc::new(Channel::open(SESSIONS)));
        let client = Client::new(session.clone(), transport.clone(), runtime.clone());
        client.share(Rc::new(Channel::open(REQUESTS)));
        Ok(Self {
            connection,
            worker,
            transport,
            session,
            client,
            runtime,
            keeps,
        })
    }
}

/// Everything an element knows.
#[derive(Clone, Copy)]
pub struct App {
    pub face: Face,
    pub host: Signal<HtmlElement>,
    pub options: Signal<Options>,
    pub phase: Signal<Phase>,
    pub notice: Signal<Option<Notice>>,
    pub stack: Signal<Option<Rc<Stack>>>,
    /// The sign-in under way.
    pub consent: Signal<Option<Consent>>,
    pub token: Signal<Option<js_sys::Function>>,
    /// Whether a person has pasted that token, and not the page given it.
    pub pasted: Signal<bool>,
    /// Rises whenever the account or the connection changes: an answer of an older era is dropped.
    pub era: Signal<u32>,
    pub listeners: Signal<Vec<Listener>>,

    pub user: Signal<Load<User>>,
    /// The account's own URI, as soon as anything tells it.
    pub account: Signal<Option<String>>,
    /// Whose work is on the screen: it outlives an ended session, but not another account.
    pub last_account: Signal<Option<String>>,
    /// The event types that have arrived, also those that the filter does not offer.
    pub types: Signal<Load<Vec<EventType>>>,
    /// The rest of them: loading while pages are on their way, ready once all are there.
    pub types_left: Signal<Load<()>>,
    /// What each of them is found by, in small letters, in the order of the list.
    pub type_words: Signal<Vec<String>>,
    /// Which reading of the list counts.
    pub type_run: Signal<u32>,
    pub type_filter: Signal<TypeFilter>,
    /// How many of the list are offered, and how many are not.
    pub type_count: Derived<(usize, usize)>,
    /// Whether the organization's event types may be seen, once that is known.
    pub sees_organization: Signal<Option<bool>>,
    pub schedules: Signal<Load<Vec<AvailabilitySchedule>>>,
    /// The sorted URIs of the event types that go by the schedule that is filtered by.
    pub scheduled: Signal<Load<Vec<String>>>,
    pub chosen_uri: Signal<Option<String>>,
    /// The chosen event type when it is not in the list (set by attribute).
    pub fixed_type: Signal<Load<EventType>>,
    pub chosen: Derived<Option<EventType>>,

    /// The times of the chosen event type, and of those that are combined with it.
    pub times: Signal<Common>,
    /// What is known of the event types that are combined, whatever the list has.
    pub combined: Signal<Vec<EventType>>,
    /// Whether an event type that is picked is combined with the chosen one.
    pub combining: Signal<bool>,
    /// The event type that links are made for, where the person has picked one of several.
    pub link_for: Signal<Option<String>>,
    /// What was seen of event types, the last first.
    pub last_known: Signal<Vec<LastKnown>>,
    /// Since when the browser has been offline.
    pub offline_since: Signal<Option<Timestamp>>,
    pub reads: Signal<Vec<AbortHandle>>,
    pub layout: Signal<Layout>,
    pub month: Signal<Month>,
    /// How many months after that a list shows as well.
    pub later: Signal<u8>,
    pub day: Signal<Option<Date>>,
    pub focus: Signal<Date>,
    /// The month whose times were read out last.
    pub spoken: Signal<Option<Month>>,
    /// Until when nothing is sent, because Calendly takes no more requests.
    pub paused_until: Signal<Option<Timestamp>>,
    /// Whether the person has moved the focus of the calendar by key since it was set up.
    pub steered: Signal<bool>,
    pub searching: Signal<bool>,
    pub searched_to: Signal<Option<Month>>,

    pub zone: Signal<String>,
    pub zone_note: Signal<Option<String>>,
    /// The zone that the person wants to see beside the first.
    pub second_zone: Signal<Option<String>>,
    pub invitee_zone: Signal<String>,
    /// The zone that is shown beside the first, where it is another one.
    pub beside: Derived<Option<Beside>>,
    pub zones: Signal<Vec<ZoneEntry>>,
    pub offsets: Derived<ZoneOffsets>,
    pub hours24: Signal<Option<bool>>,
    pub first_day: Signal<Option<crate::time::Weekday>>,
    pub style: Derived<Style>,
    /// The minute in which the element believes it is: what is past is greyed out.
    pub minute: Signal<Timestamp>,

    pub selection: Signal<Selection>,
    /// The time that was picked last: from here a range goes on.
    pub picked_last: Signal<Option<Timestamp>>,
    pub drag: Signal<Option<Drag>>,
    /// The event type to which the chosen times belong.
    pub selection_of: Signal<String>,
    pub include_link: Signal<bool>,
    pub copying: Signal<bool>,
    /// The form in which times are copied.
    pub copy_as: Signal<Form>,
    /// The message as the person has written it, with placeholders; the default where there is none.
    pub template: Signal<Option<String>>,

    pub links: Signal<Vec<LinkRecord>>,
    pub made: Signal<Option<String>>,
    /// The link that is being made.
    pub making: Signal<Option<Intent>>,
    pub note: Signal<String>,
    pub extras: Signal<Extras>,
    /// What was filled in for the invitees of other links.
    pub invitees: Signal<Vec<Extras>>,

    pub view: Signal<View>,
    pub panel: Signal<Panel>,
    /// What a screen reader is told next.
    pub live: Signal<String>,
}

/// The locale: the attribute, else the page's language, else the browser's own; what is no locale is as if it were not there.
/// Where the page names a language only and the browser's own locale is of that language, the browser knows more (`en` on a
/// page, `en-GB` in the browser).
fn locale_for(attribute: &str, page: &str) -> String {
    let known = crate::browser::intl::known_locale;
    let given = known(attribute).or_else(|| known(page)).unwrap_or_default();
    if !given.is_empty() && !given.contains('-') {
        let own = crate::browser::intl::own_locale();
        if own.split('-').next() == Some(given.as_str()) {
            return own;
        }
    }
    given
}

impl App {
    /// A fresh state for `host`.
    pub fn new(face: Face, host: HtmlElement, options: Options) -> Self {
        let types = Signal::new(Load::<Vec<EventType>>::Idle);
        let fixed_type = Signal::new(Load::<EventType>::Idle);
        let chosen_uri = Signal::new(None::<String>);
        let chosen = derived_by(
            move || {
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
            |before: &Option<EventType>, after| {
                before.as_ref().map(|x| &x.uri) == after.as_ref().map(|x| &x.uri)
            },
        );
        let type_filter = Signal::new(TypeFilter::default());
        let scheduled = Signal::new(Load::<Vec<String>>::Idle);
        let type_count = derived(move || {
            types.with(|types| {
                let list = types.ready().map(Vec::as_slice).unwrap_or_default();
                let offered = type_filter.with(|filter| {
                    scheduled.with(|scheduled| {
                        let scheduled = scheduled.ready().map(Vec::as_slice);
                        let passes = |found: &&EventType| filter.passes(found, scheduled);
                        list.iter().filter(passes).count()
                    })
                });
                (offered, list.len() - offered)
            })
        });
        let zone = Signal::new(crate::browser::intl::own_zone());
        let here = Timestamp::from_millis(now().as_millis());
        let today = Date::from_epoch_days(here.as_millis().div_euclid(86_400_000) as i32);
        let month = Signal::new(today.month());
        let later = Signal::new(0);
        let offsets_of = move |zone: &str| {
            let (first, last) = (month.get(), month.get().plus(later.get().into()));
            crate::browser::intl::offsets_over(zone, first.first(), last.last())
        };
        let offsets = derived(move || offsets_of(&zone.get()));
        let second_zone = Signal::new(None::<String>);
        let invitee_zone = Signal::new(zone.get_untracked());
        let beside = derived(move || {
            let beside = second_zone.get().unwrap_or_else(|| invitee_zone.get());
            let offsets = (beside != zone.get()).then(|| offsets_of(&beside))?;
            Some(Beside {
                zone: beside,
                offsets,
            })
        });
        let options = Signal::new(options);
        let hours24 = Signal::new(None);
        let page_language = crate::browser::window::language_around(&host);
        let style = derived(move || {
            options.with(|options| Style {
                locale: locale_for(options.get("locale"), &page_language),
                hours24: options.hours24().or(hours24.get()),
            })
        });
        Self {
            face,
            host: Signal::new(host),
            options,
            phase: Signal::new(Phase::SignedOut),
            notice: Signal::new(None),
            stack: Signal::new(None),
            consent: Signal::new(None),
            token: Signal::new(None),
            pasted: Signal::new(false),
            era: Signal::new(0),
            listeners: Signal::new(Vec::new()),
            user: Signal::new(Load::Idle),
            account: Signal::new(None),
            last_account: Signal::new(None),
            types,
            types_left: Signal::new(Load::Idle),
            type_words: Signal::new(Vec::new()),
            type_run: Signal::new(0),
            type_filter,
            type_count,
            sees_organization: Signal::new(None),
            schedules: Signal::new(Load::Idle),
            scheduled,
            chosen_uri,
            fixed_type,
            chosen,
            times: Signal::new(Common::default()),
            combined: Signal::new(Vec::new()),
            combining: Signal::new(false),
            link_for: Signal::new(None),
            last_known: Signal::new(Vec::new()),
            offline_since: Signal::new((!is_online()).then_some(here)),
            reads: Signal::new(Vec::new()),
            layout: Signal::new(Layout::Month),
            month,
            later,
            day: Signal::new(None),
            focus: Signal::new(today),
            spoken: Signal::new(None),
            paused_until: Signal::new(None),
            steered: Signal::new(false),
            searching: Signal::new(false),
            searched_to: Signal::new(None),
            zone,
            second_zone,
            invitee_zone,
            beside,
            zone_note: Signal::new(None),
            zones: Signal::new(Vec::new()),
            offsets,
            hours24,
            first_day: Signal::new(None),
            style,
            minute: Signal::new(here),
            selection: Signal::new(Selection::default()),
            picked_last: Signal::new(None),
            drag: Signal::new(None),
            selection_of: Signal::new(String::new()),
            include_link: Signal::new(false),
            copying: Signal::new(false),
            copy_as: Signal::new(Form::Rich),
            template: Signal::new(None),
            links: Signal::new(Vec::new()),
            made: Signal::new(None),
            making: Signal::new(None),
            note: Signal::new(String::new()),
            extras: Signal::new(Extras::default()),
            invitees: Signal::new(Vec::new()),
            view: Signal::new(View::Times),
            panel: Signal::new(Panel::None),
            live: Signal::new(String::new()),
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
    pub fn stack(&self) -> Option<Rc<Stack>> {
        self.stack.try_get_value().flatten()
    }

    /// Runs `task` until it ends or the account, the connection or the event type changes.
    pub fn read(&self, task: impl Future<Output = ()> + 'static) {
        self.read_boxed(Box::pin(task));
    }

    fn read_boxed(&self, task: LocalBoxFuture<'static, ()>) {
        let (handle, registration) = AbortHandle::new_pair();
        let ended = handle.clone();
        self.reads.update_value(|reads| {
            reads.retain(|read| !read.is_aborted());
            reads.push(handle);
        });
        spawn(async move {
            let _ = Abortable::new(task, registration).await;
            // What has ended is let go with the next read, as what was aborted.
            ended.abort();
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
            scopes: Vec::new(),
            puzzles: false,
        }));
    }

    /// Shows `text` until it is dismissed, and has it spoken.
    pub fn say_aloud(&self, tone: Tone, text: &str) {
        self.say(tone, text);
        self.announce(text);
    }

    /// Shows `text` because of `error` and has it spoken, with the way to mend it where that is a permission.
    pub fn say_error(&self, text: &str, error: &Error) {
        self.notice.try_set(Some(Notice {
            tone: Tone::Warning,
            text: text.to_owned(),
            scopes: error.required_scopes().to_vec(),
            puzzles: false,
        }));
        self.announce(text);
    }

    /// The connection that the options name.
    fn connection(&self) -> Result<Connection, Problem> {
        let redirect = absolute("callback.html").unwrap_or_default();
        let token_given = self.token.with_value(Option::is_some);
        self.options.with_untracked(|options| {
            options.connection(redirect, absolute, &own_origin(), token_given)
        })
    }

    /// Connects now, or, where something is wrong, only once the page has set everything it sets in this turn.
    pub fn connect_first(self) {
        if self.connection().is_ok() {
            self.connect();
        } else {
            self.connect_soon();
        }
    }

    /// Whether all that is missing is what a token would make needless, and the page may yet set.
    fn may_get_token(self, problem: &Problem) -> bool {
        let unnamed = |options: &Options| options.given("client-id").is_none();
        let told = matches!(self.phase.get_untracked(), Phase::Setup(_));
        problem.attribute == "client-id" && !told && self.options.with_untracked(unnamed)
    }

    /// Reads the options and, if who is asked or as whom has changed, starts over with a new connection.
    pub fn connect(self) {
        self.connect_or(true);
    }

    /// The same; `patient`: a page that has not said how to sign in may still set the token.
    pub(super) fn connect_or(self, patient: bool) {
        let connection = self.connection();
        let worker = self.worker();
        let old = self.stack();
        if let (Some(old), Ok(connection)) = (&old, &connection)
            && old.connection == *connection
            && old.worker == worker
        {
            return;
        }
        // A session belongs to its client id and addresses: with others it is gone, never sent elsewhere.
        if let Some(old) = old
            && old.session.state().is_signed_in()
            && !connection
                .as_ref()
                .is_ok_and(|fresh| self.keeps(&old.connection, fresh))
        {
            events::signed_out(&self, "host");
            spawn(async move {
                let _ = old.session.sign_out().await;
            });
        }
        self.forget();
        let stack = connection.and_then(|connection| {
            Stack::new(connection, self.face, self.token.get_value(), worker)
        });
        match stack {
            Ok(stack) => {
                self.stack.set_value(Some(Rc::new(stack)));
                self.phase.set(Phase::SignedOut);
                self.begin();
            }
            Err(problem) if patient && self.may_get_token(&problem) => {
                self.stack.set_value(None);
                self.phase.set(Phase::Exchanging);
                spawn(async move {
                    Sleep::new(TOKEN_MILLIS).await;
                    let waits = self.phase.try_get_untracked() == Some(Phase::Exchanging);
                    if waits && self.stack().is_none() {
                        self.connect_or(false);
                    }
                });
            }
            Err(problem) => {
                self.stack.set_value(None);
                events::error(&self, "configuration", &problem.message);
                self.phase.set(Phase::Setup(problem));
            }
        }
    }

    /// The address of the worker that is to hold the tokens; empty where the page does not want one.
    fn worker(&self) -> String {
        self.options.with_untracked(|options| {
            let given = options.get("token-worker");
            // What is no address is refused by the browser when the worker is to be started.
            absolute(given)
                .filter(|_| !given.is_empty())
                .unwrap_or_else(|| given.to_owned())
        })
    }

    /// Whether a session goes over from one connection to the other: the same client and addresses, and it is kept.
    fn keeps(&self, old: &Connection, fresh: &Connection) -> bool {
        self.face == Face::Dashboard && self.worker().is_empty() && old.binding() == fresh.binding()
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
        self.drop_times();
        self.selection_of.set_value(String::new());
        self.note.set(String::new());
        self.extras.set(Extras::default());
        self.invitees.set_value(Vec::new());
        self.template.set(None);
        self.links.set(Vec::new());
        self.made.set(None);
        self.last_known.set_value(Vec::new());
        self.combined.set_value(Vec::new());
    }

    /// Forgets the event types that were loaded.
    pub fn forget_types(&self) {
        self.types.set(Load::Idle);
        self.types_left.set(Load::Idle);
        self.fixed_type.set(Load::Idle);
    }

    /// Drops all that belongs to the account, and every request under way for it.
    pub fn forget(&self) {
        self.era.update_value(|era| *era += 1);
        self.abort_reads();
        self.consent.set_value(None);
        self.user.set(Load::Idle);
        self.account.set(None);
        self.forget_types();
        self.chosen_uri.set(None);
        self.times.update(|times| times.set_types(&[]));
        self.last_known.set_value(Vec::new());
        self.links.set(Vec::new());
        self.made.set(None);
        self.making.set(None);
        self.view.set(View::Times);
        self.panel.set(Panel::None);
    }
}
