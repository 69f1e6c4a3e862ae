//! What is kept between page loads: preferences, the dashboard's session, a redirect sign-in under way.
//! Every call falls back to "nothing stored" where the browser refuses storage.

use web_sys::Storage;

use crate::auth::Tokens;
use crate::client::ports::TokenStore;

const SESSION: &str = "slotlink:session";

fn session() -> Option<Storage> {
    super::window::window().session_storage().ok().flatten()
}

fn local() -> Option<Storage> {
    super::window::window().local_storage().ok().flatten()
}

/// Tokens in memory only: nothing outlives the page.
pub struct MemoryStore;

impl TokenStore for MemoryStore {
    fn load(&self, _: &str) -> Option<Tokens> {
        None
    }
    fn save(&self, _: &str, _: &Tokens) {}
    fn clear(&self, _: &str) {}
}

/// Tokens in this tab's sessionStorage, bound to client id and addresses.
pub struct SessionStore;

impl TokenStore for SessionStore {
    fn load(&self, binding: &str) -> Option<Tokens> {
        let stored = session()?.get_item(SESSION).ok()??;
        let (owner, tokens) = stored.rsplit_once('\n')?;
        (owner == binding).then(|| Tokens::from_storage_json(tokens))?
    }

    fn save(&self, binding: &str, tokens: &Tokens) {
        if let Some(storage) = session() {
            let _ = storage.set_item(SESSION, &format!("{binding}\n{}", tokens.to_storage_json()));
        }
    }

    fn clear(&self, _: &str) {
        if let Some(storage) = session() {
            let _ = storage.remove_item(SESSION);
        }
    }
}

/// A value of this tab: written; false where storage is refused.
pub fn tab_set(key: &str, value: &str) -> bool {
    session().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// A value of this tab: read and removed, so that nobody reads it twice.
pub fn tab_take(key: &str) -> Option<String> {
    let storage = session()?;
    let value = storage.get_item(key).ok()?;
    let _ = storage.remove_item(key);
    value
}

/// A remembered preference.
pub fn preference(key: &str) -> Option<String> {
    local()?.get_item(&format!("slotlink:{key}")).ok()?
}

/// Remembers a preference.
pub fn remember(key: &str, value: &str) {
    if let Some(storage) = local() {
        let _ = storage.set_item(&format!("slotlink:{key}"), value);
    }
}
