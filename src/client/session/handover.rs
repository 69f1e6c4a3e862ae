//! The handover: what the tabs of one account tell each other about its sessions.
//!
//! A browser copies the kept session with the tab. The tab it was copied from is the holder: it alone has the refresh
//! token, which is single-use. A copy keeps the access token only, and asks the holder for another one in time. When
//! somebody signs out, every session of that account, client and addresses ends, in all tabs.

use std::rc::Rc;

use futures_util::future::{FutureExt, LocalBoxFuture};

use super::{EndReason, Session, digest};
use crate::auth::Tokens;
use crate::client::error::{Error, Kind};
use crate::client::ports::Neighbours;

/// Whether copies of a session live of what they are lent. The widget's session is in memory; of one that a program keeps
/// by itself (`keepSession`) a copy is dropped.
pub const LENDS: bool = cfg!(any(not(target_arch = "wasm32"), feature = "dashboard"));

/// How often a copy looks whether the holder has answered, in milliseconds.
const LOOK_MILLIS: u32 = 100;
/// How many looks it takes to give up: as long as a token request may last.
const LOOKS: u32 = 300;
/// How many looks lie between two times of asking.
const LOOKS_APART: u32 = 10;
/// After how many looks without any holder there is none: one that is being reloaded is away for a moment.
const LOOKS_ALONE: u32 = 20;

/// What one tab tells all others.
#[derive(PartialEq, Debug)]
enum Word<'a> {
    /// Somebody has signed out.
    Out,
    /// A copy needs an access token, and not the one with this digest.
    Ask(&'a str),
    /// The holder's tokens, without the refresh token.
    Lend(&'a str),
}

/// What a tab makes of a word.
#[derive(PartialEq, Debug)]
enum Deed<'a> {
    /// Nothing that concerns this session.
    Ignore,
    /// The session ends; `give_back`: its tokens are its own to revoke.
    End {
        give_back: bool,
    },
    /// The asker is to be lent a token; `renew`: not the present one.
    Answer {
        renew: bool,
    },
    Take(&'a str),
}

impl Word<'_> {
    /// The key comes last: it has line breaks in it.
    fn write(&self, key: &str) -> String {
        let (verb, what) = match self {
            Self::Out => ("out", ""),
            Self::Ask(digest) => ("ask", *digest),
            Self::Lend(tokens) => ("lend", *tokens),
        };
        [verb, what, key].join("\n")
    }

    fn read(note: &str) -> Option<(Word<'_>, &str)> {
        let (verb, rest) = note.split_once('\n')?;
        let (what, key) = rest.split_once('\n')?;
        let word = match verb {
            "out" => Word::Out,
            "ask" => Word::Ask(what),
            "lend" => Word::Lend(what),
            _ => return None,
        };
        Some((word, key))
    }
}

/// Decides. `key` is the session's own, `None` while nobody knows whose it is; `copy`: it lives of what it is lent;
/// `held`: the digest of its access token, where it could renew that.
fn decide<'a>(note: &'a str, key: Option<&str>, copy: bool, held: Option<&str>) -> Deed<'a> {
    let Some((word, meant)) = Word::read(note) else {
        return Deed::Ignore;
    };
    if key != Some(meant) {
        return Deed::Ignore;
    }
    match (word, held) {
        (Word::Out, _) => Deed::End { give_back: !copy },
        (Word::Ask(refused), Some(held)) if LENDS && !copy => Deed::Answer {
            renew: refused == held,
        },
        (Word::Lend(tokens), _) if LENDS && copy => Deed::Take(tokens),
        _ => Deed::Ignore,
    }
}

impl Session {
    /// Listens to the other tabs, and lets them know, from now on.
    pub fn share(&self, neighbours: Rc<dyn Neighbours>) {
        let session = Rc::downgrade(&self.0);
        neighbours.listen(Box::new(move |note| {
            if let Some(inner) = session.upgrade() {
                Session(inner).hear(note);
            }
        }));
        let _ = self.0.neighbours.set(neighbours);
    }

    /// Whether there are other tabs that could lend a token.
    pub(super) fn is_shared(&self) -> bool {
        LENDS && self.0.neighbours.get().is_some()
    }

    /// Whose session this is, for whom and where; `None` while the owner is not known.
    pub(super) fn key(&self) -> Option<String> {
        let tokens = self.0.tokens.borrow();
        let owner = tokens.as_ref()?.owner.as_deref()?;
        Some([owner, "\n", &self.0.binding].concat())
    }

    pub(super) fn is_copy(&self) -> bool {
        LENDS && self.0.copy.get()
    }

    /// Ends every session of this account, client and addresses in all other tabs and elements.
    pub(super) fn tell_out(&self) {
        self.tell(&Word::Out);
    }

    fn tell(&self, word: &Word<'_>) {
        // The second module's session is the first one's, which tells.
        if !cfg!(feature = "tools")
            && let (Some(neighbours), Some(key)) = (self.0.neighbours.get(), self.key())
        {
            neighbours.tell(&word.write(&key));
        }
    }

    fn hear(&self, note: &str) {
        let held = match &*self.0.tokens.borrow() {
            // Only what is kept for the tab is copied with it.
            Some(tokens) if LENDS && tokens.refresh_token.is_some() && self.is_kept() => {
                Some(digest(tokens.access_token.expose()))
            }
            _ => None,
        };
        match decide(note, self.key().as_deref(), self.is_copy(), held.as_deref()) {
            Deed::Ignore => {}
            Deed::End { give_back } => {
                let tokens = self.forget(Some(EndReason::SignedOutElsewhere));
                self.notify();
                if let Some(tokens) = tokens.filter(|tokens| give_back && !tokens.personal) {
                    self.abandon(tokens);
                }
            }
            Deed::Answer { renew } => {
                let tokens = self.0.tokens.borrow();
                let used = tokens.as_ref().filter(|_| renew);
                // Now: when it is its turn another may have renewed it.
                let used = used.map(|tokens| tokens.access_token.expose().to_owned());
                let session = self.clone();
                let work = async move { session.lend(used).await };
                self.0.runtime.spawn(work.boxed_local());
            }
            Deed::Take(tokens) => self.take_lent(tokens),
        }
    }

    async fn lend(&self, used: Option<String>) {
        // Where it cannot be renewed just now the old one says that the holder is there.
        let _ = match used {
            Some(used) => self.refresh_after_401(&used).await,
            None => self.access_token().await.map(|_| ()),
        };
        let lent = self.0.tokens.borrow().as_ref().map(Tokens::lent);
        if let Some(lent) = lent {
            self.tell(&Word::Lend(&lent.to_storage_json()));
        }
    }

    fn take_lent(&self, tokens: &str) {
        let Some(tokens) = Tokens::from_storage_json(tokens) else {
            return;
        };
        self.0.answers.set(self.0.answers.get() + 1);
        if self.holds(tokens.access_token.expose()) || !self.is_worth(&tokens) {
            return;
        }
        let tokens = tokens.lent();
        let before = self.state();
        self.0.store.keep_copy(&self.0.binding, &tokens);
        *self.0.tokens.borrow_mut() = Some(tokens);
        if self.state() != before {
            self.notify();
        }
    }

    /// Whether lent tokens are this session's own owner's, and last as long as what there is.
    fn is_worth(&self, lent: &Tokens) -> bool {
        let held = self.0.tokens.borrow();
        held.as_ref().is_some_and(|held| {
            !lent.personal && lent.owner == held.owner && lent.expires_at >= held.expires_at
        })
    }

    /// What a copy does in the place of a refresh. In a box, and so in no build that has no copies.
    pub(super) fn ask(
        &self,
        previous: Tokens,
        generation: u64,
    ) -> LocalBoxFuture<'static, Result<(), Error>> {
        if !LENDS {
            return std::future::ready(Err(Error::new(Kind::SignedOut))).boxed_local();
        }
        let session = self.clone();
        async move { session.ask_holder(&previous, generation).await }.boxed_local()
    }

    async fn ask_holder(&self, previous: &Tokens, generation: u64) -> Result<(), Error> {
        let answers = self.0.answers.get();
        let used = previous.access_token.expose();
        let mut alone = 0;
        for look in 0..LOOKS {
            // Again and again: a holder that is being reloaded has not heard it.
            if look % LOOKS_APART == 0 {
                self.tell(&Word::Ask(&digest(used)));
            }
            self.0.runtime.sleep(LOOK_MILLIS).await;
            if self.generation() != generation {
                return Err(Error::new(Kind::SignedOut));
            }
            if !self.holds(used) {
                return Ok(());
            }
            if self.0.answers.get() != answers {
                // It is there, and could not renew its session either.
                return Err(Error::new(Kind::TokenUnavailable));
            }
            alone = if self.0.store.has_holder().await {
                0
            } else {
                alone + 1
            };
            if alone >= LOOKS_ALONE {
                // What was lent is good until it expires.
                let now = self.0.runtime.now();
                if previous.expires_at.is_none_or(|at| at <= now) {
                    self.end(EndReason::Expired);
                }
                return Err(Error::new(Kind::SignedOut));
            }
        }
        // Its holder is there and only silent, suspended perhaps: it may answer the next time.
        Err(Error::new(Kind::TokenUnavailable))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "https://api.calendly.com/users/A\nclient\nhttps://auth";

    fn told(word: &Word<'_>) -> String {
        word.write(KEY)
    }

    #[test]
    fn a_word_is_read_as_it_was_written() {
        for word in [Word::Out, Word::Ask("7"), Word::Lend("{\"a\":1}")] {
            let note = told(&word);
            assert_eq!(Word::read(&note), Some((word, KEY)));
        }
        for odd in ["", "out", "out\n", "shout\n\nkey"] {
            assert_eq!(Word::read(odd), None, "{odd:?}");
        }
    }

    #[test]
    fn another_account_client_or_address_hears_nothing() {
        for key in [
            None,
            Some("https://api.calendly.com/users/B\nclient\nhttps://auth"),
            Some("https://api.calendly.com/users/A\nother\nhttps://auth"),
            Some("https://api.calendly.com/users/A\nclient\nhttps://elsewhere"),
        ] {
            for word in [Word::Out, Word::Ask("7"), Word::Lend("{}")] {
                for copy in [false, true] {
                    assert_eq!(decide(&told(&word), key, copy, Some("7")), Deed::Ignore);
                }
            }
        }
    }

    #[test]
    fn only_a_holder_answers_and_only_a_copy_takes() {
        let (ask, lend) = (told(&Word::Ask("7")), told(&Word::Lend("{}")));
        let decide = |note, copy, held| decide(note, Some(KEY), copy, held);
        assert_eq!(decide(&ask, false, Some("7")), Deed::Answer { renew: true });
        assert_eq!(
            decide(&ask, false, Some("8")),
            Deed::Answer { renew: false }
        );
        assert_eq!(decide(&ask, false, None), Deed::Ignore);
        assert_eq!(decide(&ask, true, Some("7")), Deed::Ignore);
        assert_eq!(decide(&lend, true, None), Deed::Take("{}"));
        assert_eq!(decide(&lend, false, Some("7")), Deed::Ignore);
    }

    #[test]
    fn signing_out_ends_all_and_a_copy_has_nothing_to_give_back() {
        let out = told(&Word::Out);
        assert_eq!(
            decide(&out, Some(KEY), false, Some("7")),
            Deed::End { give_back: true }
        );
        assert_eq!(
            decide(&out, Some(KEY), true, None),
            Deed::End { give_back: false }
        );
    }
}
