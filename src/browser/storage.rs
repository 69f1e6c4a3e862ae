//! What is kept between page loads: preferences, the dashboard's session, a redirect sign-in under way.
//! Every call falls back to "nothing stored" where the browser refuses storage.

use std::any::Any;
use std::cell::RefCell;

use futures_util::future::LocalBoxFuture;
use web_sys::Storage;

use super::locks::WebLocks;
use super::runtime::{Sleep, now, spawn};
use super::window::is_browser;

use crate::auth::Tokens;
use crate::client::ports::{Locks, TokenStore};
use crate::client::session::{LENDS, MINUTE_MILLIS, MOST_PER_MINUTE, TokenBudget};
use crate::time::Timestamp;

const SESSION: &str = "slotlink:session";

/// How often a lock is asked for that another page has: one that is just going, and one that renews the session, which
/// takes as long as a token request may.
const CLAIMS: u32 = 10;
const TURNS: u32 = 300;
/// How long to wait in between, in milliseconds.
const PAUSE: u32 = 100;
/// The names of the locks of token requests, as many as there may be in a minute.
const SPENT: [&str; MOST_PER_MINUTE] = ["1", "2", "3", "4"];

/// The storage of the tab; nothing where this runs outside of a page, as [`local`] does.
fn session() -> Option<Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// Takes one of the token requests of all pages of this origin; a program outside of a page may have many users.
///
/// Each is a lock that is held for a minute, since what one page writes another may read only some time later. What a page
/// had that is gone is written down.
fn spend(name: String) -> LocalBoxFuture<'static, bool> {
    Box::pin(async move {
        if !is_browser() {
            return true;
        }
        let key = ["spent:", &name].concat();
        let mut budget = TokenBudget::read(&preference(&key).unwrap_or_default());
        if !budget.take(now()) {
            return false;
        }
        for place in SPENT {
            let lock = WebLocks.hold([&named(&key), ":", place].concat()).await;
            if lock.is_some() {
                remember(&key, &budget.write());
                spawn(async {
                    Sleep::new(MINUTE_MILLIS).await;
                    drop(lock);
                });
                return true;
            }
        }
        false
    })
}

/// Tokens in memory only: nothing outlives the page.
pub struct MemoryStore;

impl TokenStore for MemoryStore {
    fn spend(&self, name: String) -> LocalBoxFuture<'static, bool> {
        spend(name)
    }

    fn note_out(&self, name: &str, at: Timestamp) {
        note_out(name, at);
    }
}

/// Tokens in this tab's sessionStorage, bound to client id and addresses.
///
/// A browser copies that storage when a tab is duplicated. So a kept session has an id, and the page whose session it is
/// holds a lock of that name. A copy is marked, and never claimed: its holder may only be away for a reload.
pub struct SessionStore;

type Lock = Option<Box<dyn Any>>;

thread_local! {
    /// The id of the session that is this page's own, and the lock on it once it was granted.
    static OWN: RefCell<Option<(String, Lock)>> = const { RefCell::new(None) };
}

/// The id of the kept session, and the rest.
fn kept() -> Option<(String, String)> {
    let stored = session()?.get_item(SESSION).ok()??;
    let (id, rest) = stored.split_once('\n')?;
    Some((id.to_owned(), rest.to_owned()))
}

fn is_own(id: &str) -> bool {
    OWN.with_borrow(|own| own.as_ref().is_some_and(|(known, _)| known == id))
}

/// In front of the name of sessions that were signed out.
const OUT: &str = "out:";

fn note_out(name: &str, at: Timestamp) {
    remember(&[OUT, name].concat(), &at.as_millis().to_string());
}

/// In front of the id of a copy.
const COPY: char = '~';

fn session_lock(id: &str) -> String {
    let id = if LENDS {
        id.trim_start_matches(COPY)
    } else {
        id
    };
    ["slotlink:session:", id].concat()
}

fn write(id: &str, binding: &str, tokens: &Tokens) {
    if let Some(storage) = session() {
        let text = [id, binding, &tokens.to_storage_json()].join("\n");
        // First what stands there: its refresh token is perhaps used up, and must not stay where the new one does not fit.
        let _ = storage.remove_item(SESSION);
        let _ = storage.set_item(SESSION, &text);
    }
}

/// A session that begins on this page: nobody else can have its id.
fn own_new() -> String {
    // A whole number: nothing else here writes fractions.
    let id = ((js_sys::Math::random() * (1u64 << 53) as f64) as u64).to_string();
    OWN.set(Some((id.clone(), None)));
    let wanted = id.clone();
    spawn(async move {
        let lock = WebLocks.hold(session_lock(&wanted)).await;
        OWN.with_borrow_mut(|own| {
            if let Some((id, held)) = own
                && *id == wanted
            {
                *held = lock;
            }
        });
    });
    id
}

impl TokenStore for SessionStore {
    fn load(&self, binding: &str) -> Option<Tokens> {
        let (_, stored) = kept()?;
        let (owner, tokens) = stored.rsplit_once('\n')?;
        (owner == binding).then(|| Tokens::from_storage_json(tokens))?
    }

    fn save(&self, binding: &str, tokens: &Tokens) {
        let own = OWN.with_borrow(|own| own.as_ref().map(|(id, _)| id.clone()));
        write(&own.unwrap_or_else(own_new), binding, tokens);
    }

    fn clear(&self, _: &str) {
        OWN.set(None);
        if let Some(storage) = session() {
            let _ = storage.remove_item(SESSION);
        }
    }

    fn claim(&self) -> LocalBoxFuture<'static, bool> {
        Box::pin(async {
            let Some((id, _)) = kept() else { return true };
            if LENDS && id.starts_with(COPY) {
                return false;
            }
            // After a reload the page before this one may still be letting go.
            for _ in 0..CLAIMS {
                // Another element of this page may have been quicker.
                if is_own(&id) {
                    return true;
                }
                let lock = WebLocks.hold(session_lock(&id)).await;
                if lock.is_some() {
                    OWN.set(Some((id, lock)));
                    return true;
                }
                Sleep::new(PAUSE).await;
            }
            false
        })
    }

    fn spend(&self, name: String) -> LocalBoxFuture<'static, bool> {
        spend(name)
    }

    fn note_out(&self, name: &str, at: Timestamp) {
        note_out(name, at);
    }

    fn out_at(&self, name: &str) -> Option<Timestamp> {
        let noted = preference(&[OUT, name].concat())?;
        Some(Timestamp::from_millis(noted.parse().ok()?))
    }

    fn keep_copy(&self, binding: &str, tokens: &Tokens) {
        if LENDS && let Some((id, _)) = kept() {
            let id = id.trim_start_matches(COPY);
            write(&[COPY.to_string().as_str(), id].concat(), binding, tokens);
        }
    }

    fn has_holder(&self) -> LocalBoxFuture<'static, bool> {
        match kept() {
            Some((id, _)) if LENDS => WebLocks.is_held(session_lock(&id)),
            _ => Box::pin(std::future::ready(false)),
        }
    }

    fn turn(&self, name: String) -> LocalBoxFuture<'static, Lock> {
        Box::pin(async move {
            for _ in 0..TURNS {
                let lock = WebLocks.hold(name.clone()).await;
                if lock.is_some() {
                    return lock;
                }
                Sleep::new(PAUSE).await;
            }
            None
        })
    }
}

/// A value of this tab: written; false where storage is refused.
pub fn tab_set(key: &str, value: &str) -> bool {
    session().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// Takes every value of this tab away whose key begins with `prefix`.
pub fn tab_clear(prefix: &str) {
    tab_keys(prefix).iter().for_each(|key| tab_remove(key));
}

/// A value of this tab.
pub fn tab_get(key: &str) -> Option<String> {
    session()?.get_item(key).ok()?
}

/// Takes a value of this tab away.
pub fn tab_remove(key: &str) {
    if let Some(storage) = session() {
        let _ = storage.remove_item(key);
    }
}

/// The keys of this tab's values that begin with `prefix`.
pub fn tab_keys(prefix: &str) -> Vec<String> {
    let Some(storage) = session() else {
        return Vec::new();
    };
    let count = storage.length().unwrap_or_default();
    let keys = (0..count).filter_map(|index| storage.key(index).ok()?);
    keys.filter(|key| key.starts_with(prefix)).collect()
}

fn named(key: &str) -> String {
    ["slotlink:", key].concat()
}

/// A remembered preference.
pub fn preference(key: &str) -> Option<String> {
    local()?.get_item(&named(key)).ok()?
}

/// Forgets a preference.
pub fn forget_preference(key: &str) {
    if let Some(storage) = local() {
        let _ = storage.remove_item(&named(key));
    }
}

/// Remembers a preference.
pub fn remember(key: &str, value: &str) {
    if let Some(storage) = local() {
        let _ = storage.set_item(&named(key), value);
    }
}
