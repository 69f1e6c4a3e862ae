//! The walk through a list: which page comes next, and which items have not been seen yet.

use super::error::Error;

/// Most pages one list is read from; at 100 items a page that is more than any account has.
const MOST_PAGES: u32 = 200;

/// Where a walk stands. It ends at the last page; before that at a page token seen before, and after 200 pages.
#[derive(Default)]
pub struct Walk {
    pages: u32,
    /// The token of the page to be read; `None` is the first.
    token: Option<String>,
    ended: bool,
    restarted: bool,
    /// An item was on two pages, or a page's token expired.
    changed: bool,
    /// A page named one before it as the next.
    repeated: bool,
    // Sorted. (Sets would bring a tree of their own into the wasm.)
    keys: Vec<String>,
    tokens: Vec<String>,
}

impl Walk {
    /// The token of the page to be read now, `Some(None)` for the first; nothing where the walk is over.
    pub fn next_page(&mut self) -> Option<Option<String>> {
        if self.ended || self.pages >= MOST_PAGES {
            return None;
        }
        self.pages += 1;
        Some(self.token.clone())
    }

    /// Notes the key of an item; `false` where it was on an earlier page already. One without a key is always new.
    pub fn is_new(&mut self, key: &str) -> bool {
        let new = key.is_empty() || note(&mut self.keys, key);
        self.changed |= !new;
        new
    }

    /// A page was read, and this is the token it gives for the next one.
    pub fn turn(&mut self, next: Option<String>) {
        let named = next.is_some();
        self.token = next.filter(|token| note(&mut self.tokens, token));
        self.ended = self.token.is_none();
        self.repeated = named && self.ended;
    }

    /// A page could not be read. Where its token expired on the way the walk starts again, once, and keeps in mind
    /// what was seen; `false` where the error is the walk's end.
    pub fn starts_again(&mut self, error: &Error) -> bool {
        let expired = self.token.is_some() && error.status() == Some(400) && !self.restarted;
        if expired {
            self.restarted = true;
            self.token = None;
            self.tokens.clear();
        }
        expired
    }

    /// Whether the list changed while it was read: items may have moved from page to page.
    pub fn has_changed(&self) -> bool {
        self.changed || self.restarted
    }

    /// Whether the walk ended before the list did: after 200 pages, or at a page that came again.
    pub fn is_cut_short(&self) -> bool {
        self.repeated || (!self.ended && self.pages >= MOST_PAGES)
    }
}

/// Notes `text` in a sorted list; `false` where it was there.
fn note(known: &mut Vec<String>, text: &str) -> bool {
    match known.binary_search_by(|other| other.as_str().cmp(text)) {
        Ok(_) => false,
        Err(position) => {
            known.insert(position, text.to_owned());
            true
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_ends_with_the_list_or_where_a_token_comes_again() {
        let mut walk = Walk::default();
        assert_eq!(walk.next_page(), Some(None));
        walk.turn(Some("b".to_owned()));
        assert_eq!(walk.next_page(), Some(Some("b".to_owned())));
        walk.turn(Some("b".to_owned()));
        assert_eq!(walk.next_page(), None);
        assert!(walk.is_cut_short());
        let mut walk = Walk::default();
        walk.next_page();
        walk.turn(None);
        assert_eq!(walk.next_page(), None);
        assert!(!walk.is_cut_short());
    }

    #[test]
    fn a_list_without_an_end_is_cut_short() {
        let mut walk = Walk::default();
        let mut pages = 0;
        while walk.next_page().is_some() {
            pages += 1;
            walk.turn(Some(format!("token {pages}")));
        }
        assert_eq!(pages, MOST_PAGES);
        assert!(walk.is_cut_short());
    }

    #[test]
    fn an_item_is_new_once() {
        let mut walk = Walk::default();
        assert!(walk.is_new("b") && walk.is_new("a"));
        assert!(!walk.is_new("b"));
    }
}
