//! The signal: a value that views follow.
//!
//! Leptos's own signals compile their arena, locks and guards anew for every type they hold; here only the value itself
//! knows its type, and one untyped arena does the rest. Nothing is borrowed while views are told of a change.

use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

use leptos::prelude::{ArcMemo, Notify, Track, WithUntracked, on_cleanup};
use leptos::reactive::signal::ArcTrigger;

/// A value of one element: read by views, changed by verbs. Copies are the same value. It is gone when the element (or
/// the view it was made in) is taken off.
pub struct Signal<T> {
    key: Key,
    // Not `T` itself: the value stays in the arena, so a copy of the signal may go wherever a number may.
    kind: PhantomData<fn() -> T>,
}

/// A value computed from signals: up to date whenever it is read, and views hear of it only when it has changed.
pub struct Derived<T>(Signal<T>);

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

impl<T> Clone for Derived<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Derived<T> {}

/// A place in the arena, and which of its tenants is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Key {
    place: u32,
    tenant: u32,
}

#[derive(Default)]
struct Place {
    tenant: u32,
    value: Option<Rc<dyn Any>>,
    source: Source,
}

/// Through what views follow a value.
#[derive(Clone, Default)]
enum Source {
    /// Nobody has followed it yet.
    #[default]
    None,
    Trigger(ArcTrigger),
    /// Holds how often the value has changed.
    Memo(ArcMemo<u32>),
}

thread_local! {
    static ARENA: RefCell<Vec<Place>> = const { RefCell::new(Vec::new()) };
}

impl Key {
    fn new(value: Rc<dyn Any>) -> Self {
        let key = ARENA.with_borrow_mut(|arena| {
            let free = arena.iter().position(|place| place.value.is_none());
            let index = free.unwrap_or_else(|| {
                arena.push(Place::default());
                arena.len() - 1
            });
            let mut key = Self {
                place: index as u32,
                tenant: 0,
            };
            if let Some(place) = arena.get_mut(index) {
                place.value = Some(value);
                key.tenant = place.tenant;
            }
            key
        });
        on_cleanup(move || key.free());
        key
    }

    fn place<R>(self, act: impl FnOnce(&mut Place) -> R) -> Option<R> {
        ARENA.with_borrow_mut(|arena| {
            let place = arena.get_mut(self.place as usize)?;
            (place.tenant == self.tenant && place.value.is_some()).then(|| act(place))
        })
    }

    /// Puts another value there; false when the value is gone.
    fn put(self, value: Rc<dyn Any>) -> bool {
        // What was there is dropped with the arena free again: it may drop signals of its own.
        self.place(|place| place.value.replace(value)).is_some()
    }

    /// Puts another value there and tells the views.
    fn replace(self, value: Rc<dyn Any>) -> bool {
        let known = self.put(value);
        if known {
            self.notify();
        }
        known
    }

    fn free(self) {
        let gone = self.place(|place| {
            place.tenant = place.tenant.wrapping_add(1);
            (place.value.take(), std::mem::take(&mut place.source))
        });
        // Only now, with the arena free again: what is dropped may drop signals of its own.
        drop(gone);
    }

    /// What is there now.
    fn present(self) -> Option<Rc<dyn Any>> {
        self.place(|place| place.value.clone()).flatten()
    }

    /// What is there once it is up to date.
    fn value(self) -> Option<Rc<dyn Any>> {
        if let Source::Memo(memo) = self.place(|place| place.source.clone())? {
            memo.try_with_untracked(|_| ());
        }
        self.present()
    }

    fn track(self) {
        let source = self.place(|place| {
            if matches!(place.source, Source::None) {
                place.source = Source::Trigger(ArcTrigger::new());
            }
            place.source.clone()
        });
        match source {
            Some(Source::Trigger(trigger)) => trigger.track(),
            Some(Source::Memo(memo)) => memo.track(),
            _ => {}
        }
    }

    fn notify(self) {
        if let Some(Source::Trigger(trigger)) = self.place(|place| place.source.clone()) {
            trigger.notify();
        }
    }
}

/// A value is read that is gone: a mistake in this program, as with Leptos's own signals.
#[cold]
#[inline(never)]
#[allow(clippy::panic)] // There is no value to go on with.
fn gone() -> ! {
    panic!("a signal is read after its end")
}

impl<T: 'static> Signal<T> {
    pub fn new(value: T) -> Self {
        Self {
            key: Key::new(Rc::new(RefCell::new(value))),
            kind: PhantomData,
        }
    }

    /// Whether the value is gone.
    pub fn is_disposed(self) -> bool {
        self.key.place(|_| ()).is_none()
    }

    /// Follows the value without reading it.
    pub fn track(self) {
        self.key.track();
    }

    /// Reads without following; nothing when the value is gone or is being changed.
    pub fn try_with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
        let value = self.key.value()?;
        let value = value.downcast_ref::<RefCell<T>>()?.try_borrow().ok()?;
        Some(read(&value))
    }

    /// Reads without following.
    pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.try_with_untracked(read).unwrap_or_else(|| gone())
    }

    /// Reads and follows.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.track();
        self.with_untracked(read)
    }

    /// As [`Signal::with_untracked`].
    pub fn with_value<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.with_untracked(read)
    }

    /// Changes the value and tells nobody; nothing when it is gone or is being read.
    pub fn try_update_value<R>(self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let value = self.key.value()?;
        let mut value = value.downcast_ref::<RefCell<T>>()?.try_borrow_mut().ok()?;
        Some(change(&mut value))
    }

    /// Changes the value and tells nobody.
    pub fn update_value(self, change: impl FnOnce(&mut T)) {
        self.try_update_value(change);
    }

    /// Changes the value and tells the views.
    pub fn try_update<R>(self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let answer = self.try_update_value(change);
        if answer.is_some() {
            self.key.notify();
        }
        answer
    }

    /// Changes the value and tells the views; of no effect when it is gone.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        self.try_update(change);
    }

    /// Replaces the value and tells nobody.
    pub fn set_value(self, value: T) {
        self.key.put(Rc::new(RefCell::new(value)));
    }

    /// Replaces the value and tells the views; false when there is nothing to replace any more.
    pub fn try_set(self, value: T) -> bool {
        self.key.replace(Rc::new(RefCell::new(value)))
    }

    /// Replaces the value and tells the views; of no effect when it is gone.
    pub fn set(self, value: T) {
        self.try_set(value);
    }
}

impl<T: Clone + 'static> Signal<T> {
    /// A copy, without following; nothing when the value is gone.
    pub fn try_get_untracked(self) -> Option<T> {
        self.try_with_untracked(T::clone)
    }

    /// A copy, without following.
    pub fn get_untracked(self) -> T {
        self.try_get_untracked().unwrap_or_else(|| gone())
    }

    /// A copy, and follows.
    pub fn get(self) -> T {
        self.track();
        self.get_untracked()
    }

    /// As [`Signal::try_get_untracked`].
    pub fn try_get_value(self) -> Option<T> {
        self.try_get_untracked()
    }

    /// As [`Signal::get_untracked`].
    pub fn get_value(self) -> T {
        self.get_untracked()
    }
}

/// A value computed by `compute` whenever a signal read in it has changed.
pub fn derived<T: PartialEq + 'static>(
    compute: impl Fn() -> T + Send + Sync + 'static,
) -> Derived<T> {
    derived_by(compute, T::eq)
}

/// As [`derived`]; views hear of a change only where `same` says that it is one.
pub fn derived_by<T: 'static>(
    compute: impl Fn() -> T + Send + Sync + 'static,
    same: fn(&T, &T) -> bool,
) -> Derived<T> {
    // Nothing is there until somebody reads it.
    let key = Key::new(Rc::new(()));
    let renew = move || {
        let fresh = compute();
        let old = key.present();
        let old = old.as_deref().and_then(<dyn Any>::downcast_ref);
        let changed = !old.is_some_and(|old: &RefCell<T>| same(&old.borrow(), &fresh));
        key.put(Rc::new(RefCell::new(fresh)));
        changed
    };
    follow(key, Box::new(renew));
    Derived(Signal {
        key,
        kind: PhantomData,
    })
}

/// Makes the value at `key` one that is renewed before it is read; `renew` tells whether it changed.
fn follow(key: Key, renew: Box<dyn Fn() -> bool + Send + Sync>) {
    let memo = ArcMemo::new_owning(move |changes: Option<u32>| {
        let before = changes.unwrap_or_default();
        let changed = renew();
        (before.wrapping_add(u32::from(changed)), changed)
    });
    key.place(|place| place.source = Source::Memo(memo));
}

impl<T: 'static> Derived<T> {
    /// Reads without following; nothing when the value is gone.
    pub fn try_with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
        self.0.try_with_untracked(read)
    }

    /// Reads without following.
    pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.0.with_untracked(read)
    }

    /// Reads and follows.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.0.with(read)
    }

    /// Follows the value without reading it.
    pub fn track(self) {
        self.0.track();
    }

    /// Whether the value is gone.
    pub fn is_disposed(self) -> bool {
        self.0.is_disposed()
    }
}

impl<T: Clone + 'static> Derived<T> {
    /// A copy, without following.
    pub fn get_untracked(self) -> T {
        self.0.get_untracked()
    }

    /// A copy, and follows.
    pub fn get(self) -> T {
        self.0.get()
    }
}
