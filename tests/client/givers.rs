//! Tokens that somebody else gives, in the place of a sign-in.

use std::cell::RefCell;
use std::rc::Rc;

use futures_util::future::{FutureExt, LocalBoxFuture, join};
use slotlink::api::users::GetCurrentUser;
use slotlink::client::ports::TokenGiver;
use slotlink::client::{Client, Error, Kind, Session};

use crate::doubles::*;
use crate::{ME, bearer};

/// Gives one word after the other, and notes why it was asked.
struct Vault {
    words: RefCell<Vec<&'static str>>,
    asked: RefCell<Vec<bool>>,
}

impl TokenGiver for Vault {
    fn give(&self, refused: bool) -> LocalBoxFuture<'static, Result<String, Error>> {
        self.asked.borrow_mut().push(refused);
        let word = self.words.borrow_mut().pop();
        async move {
            settle().await;
            word.map(str::to_owned)
                .ok_or_else(|| Error::new(Kind::NoToken))
        }
        .boxed_local()
    }
}

/// A client whose server takes the token `good` and no other.
fn client(words: &[&'static str]) -> (Client, Bench, Rc<Vault>) {
    let bench = bench(None, |request| match bearer(request) {
        "Bearer good" => json(200, ME),
        _ => json(401, "{}"),
    });
    let vault = Rc::new(Vault {
        words: RefCell::new(words.iter().rev().copied().collect()),
        asked: RefCell::default(),
    });
    let (server, world) = (bench.server.clone(), bench.world.clone());
    let store = bench.store.clone();
    let session = Session::given(
        connection(),
        server.clone(),
        world.clone(),
        vault.clone(),
        store,
    );
    (Client::new(session, server, world), bench, vault)
}

#[test]
fn the_giver_is_asked_once_for_all_and_once_more_where_its_token_was_refused() {
    run(async {
        let (client, bench, vault) = client(&["old", "good"]);
        let both = join(
            client.call(&GetCurrentUser {}),
            client.call(&GetCurrentUser {}),
        )
        .await;
        assert!(both.0.is_ok() && both.1.is_ok());
        assert_eq!(*vault.asked.borrow(), [false, true]);
        assert!(client.current_user().await.is_ok());
        assert_eq!(vault.asked.borrow().len(), 2);
        assert_eq!(bench.server.count("oauth/token"), 0);
    });
}

#[test]
fn a_giver_that_has_no_good_token_is_not_asked_again_and_again() {
    run(async {
        let (client, _, vault) = client(&["old", "older", "oldest"]);
        let error = client.call(&GetCurrentUser {}).await.err().unwrap();
        assert!(error.needs_sign_in());
        assert_eq!(*vault.asked.borrow(), [false, true]);
        let (client, bench, vault) = self::client(&[]);
        let error = client.call(&GetCurrentUser {}).await.err().unwrap();
        assert_eq!(error.code(), "token");
        assert_eq!(
            (vault.asked.borrow().len(), bench.server.count("users/me")),
            (1, 0)
        );
    });
}

#[test]
fn a_token_that_cannot_stand_in_a_header_is_refused_unsent() {
    run(async {
        let (client, bench, _) = client(&["“good”"]);
        let error = client.call(&GetCurrentUser {}).await.err().unwrap();
        assert_eq!(error.code(), "invalid_token");
        assert_eq!(bench.server.count("users/me"), 0);
    });
}
