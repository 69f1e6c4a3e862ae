//! Tokens that somebody else gives, in the place of a sign-in.

use std::cell::RefCell;
use std::rc::Rc;

use futures_util::future::{FutureExt, LocalBoxFuture, join};
use slotlink::api::EventTypeUri;
use slotlink::api::UserUri;
use slotlink::api::event_types::ListEventTypes;
use slotlink::api::scheduling_links::CreateSchedulingLink;
use slotlink::api::users::GetCurrentUser;
use slotlink::client::ports::TokenGiver;
use slotlink::client::request::Request;
use slotlink::client::retry::Reach;
use slotlink::client::{Client, EndReason, Error, Kind, Session, SessionState};

use slotlink::client::http::HttpRequest;

use crate::doubles::*;
use crate::{LINK, ME, bearer};

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
            tokio::task::yield_now().await;
            word.map(str::to_owned)
                .ok_or_else(|| Error::new(Kind::NoToken))
        }
        .boxed_local()
    }
}

/// A client whose server takes the token `good` and no other.
fn client(words: &[&'static str]) -> (Client, Bench, Rc<Vault>) {
    client_of(words, |request| match bearer(request) {
        "Bearer good" => json(200, ME),
        _ => json(401, "{}"),
    })
}

fn client_of(
    words: &[&'static str],
    answer: impl FnMut(&HttpRequest) -> Answer + 'static,
) -> (Client, Bench, Rc<Vault>) {
    let bench = bench(None, answer);
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

#[test]
fn a_refused_token_is_told_as_refused_and_not_as_a_sign_out() {
    run(async {
        let (client, _, vault) = client(&["old", "older", "good"]);
        let me = || Request::of(&GetCurrentUser {}).unwrap();
        let (one, other) = join(client.answer(me()), client.answer(me())).await;
        for failure in [one, other].map(|answer| answer.err().unwrap()) {
            assert_eq!(failure.error.kind(), Kind::Unauthenticated);
            assert_eq!(
                (failure.error.status(), failure.reach),
                (Some(401), Reach::Refused)
            );
        }
        let reason = Some(EndReason::Rejected);
        assert_eq!(client.session().state(), SessionState::SignedOut { reason });
        assert!(client.answer(me()).await.is_ok());
        assert_eq!(*vault.asked.borrow(), [false, true, false]);
    });
}

#[test]
fn what_else_is_under_way_keeps_its_answer_until_somebody_signs_out() {
    run(async {
        let user = UserUri::parse("U1", "https://api.calendly.com").unwrap();
        let list = ListEventTypes::of_user(user);
        let (client, _, _) = client_of(&["old", "older"], |request| {
            if request.url.contains("users/me") || bearer(request) == "Bearer old" {
                return json(401, "{}");
            }
            json(200, r#"{"collection":[],"pagination":{}}"#)
        });
        let (me, types) = join(client.call(&GetCurrentUser {}), client.call(&list)).await;
        assert_eq!(me.err().unwrap().kind(), Kind::Unauthenticated);
        assert!(types.is_ok());

        let (client, bench, vault) = self::client(&["old", "good"]);
        bench.server.open.set(false);
        let late = async {
            settle().await;
            settle().await;
            client.session().sign_out().await;
            bench.server.open.set(true);
        };
        let (me, ()) = join(client.call(&GetCurrentUser {}), late).await;
        assert_eq!(me.err().unwrap().kind(), Kind::SignedOut);
        assert_eq!(*vault.asked.borrow(), [false]);
    });
}

/// Never gives anything.
struct Silent;

impl TokenGiver for Silent {
    fn give(&self, _: bool) -> LocalBoxFuture<'static, Result<String, Error>> {
        std::future::pending().boxed_local()
    }
}

#[test]
fn a_giver_that_does_not_answer_is_given_up_after_ten_seconds_and_asked_anew_next_time() {
    run(async {
        let bench = bench(None, |_| json(200, ME));
        let (server, world) = (bench.server.clone(), bench.world.clone());
        let store = bench.store.clone();
        let giver = Rc::new(Silent);
        let session = Session::given(connection(), server.clone(), world.clone(), giver, store);
        for _ in 0..2 {
            let error = session.access_token().await.err().unwrap();
            assert_eq!((error.code(), error.needs_sign_in()), ("token", true));
        }
        assert_eq!(*world.slept.borrow(), [10_000, 10_000]);
        assert!(server.seen.borrow().is_empty());
        assert!(!session.state().is_signed_in());
    });
}

/// A server that knows two tokens of two accounts, and no longer the first one's.
fn two_accounts() -> (Client, Bench, Rc<Vault>) {
    let expired = Rc::new(std::cell::Cell::new(false));
    let seen = expired.clone();
    let bench = bench(None, move |request| {
        let link = request.url.ends_with("/scheduling_links");
        match bearer(request) {
            "Bearer first" if !seen.get() => {
                seen.set(link);
                json(if link { 401 } else { 200 }, ME)
            }
            "Bearer second" if link => json(201, LINK),
            "Bearer second" => json(200, ME.replace("HOSTLENAWEISSAA1", "SOMEBODYELSE0001")),
            _ => json(401, "{}"),
        }
    });
    let vault = Rc::new(Vault {
        words: RefCell::new(vec!["third", "second", "first"]),
        asked: RefCell::default(),
    });
    let (server, world) = (bench.server.clone(), bench.world.clone());
    let giver = vault.clone();
    let store = bench.store.clone();
    let session = Session::given(connection(), server.clone(), world.clone(), giver, store);
    (Client::new(session, server, world), bench, vault)
}

#[test]
fn what_was_meant_for_one_account_is_not_done_with_the_token_of_another() {
    run(async {
        let (client, bench, vault) = two_accounts();
        client.current_user().await.unwrap();
        let heard = Rc::new(RefCell::new(Vec::new()));
        let ears = heard.clone();
        let listener = move |state: &slotlink::client::SessionState| {
            ears.borrow_mut().extend(state.owner().map(str::to_owned));
        };
        client.session().subscribe(listener);
        let event_type = EventTypeUri::parse("E1", "https://api.calendly.com").unwrap();
        let link = client.call(&CreateSchedulingLink::of(event_type)).await;
        assert!(link.is_err());
        assert_eq!(bench.server.count("scheduling_links"), 1);
        // Everybody hears whose session it is now, and it goes on with the token that was given.
        assert_eq!(heard.borrow().len(), 1);
        assert!(heard.borrow()[0].ends_with("SOMEBODYELSE0001"));
        assert_eq!(client.session().access_token().await.unwrap(), "second");
        assert_eq!(*vault.asked.borrow(), [false, true]);
    });
}

#[test]
fn the_owner_of_a_given_token_is_known_once_asked_and_follows_the_giver() {
    run(async {
        let (client, bench, _) = client_of(&["one", "other"], |request| match bearer(request) {
            "Bearer one" => json(200, ME),
            _ => json(200, ME.replace("HOSTLENAWEISSAA1", "HOSTMIRAALBRECH1")),
        });
        client.call(&GetCurrentUser {}).await.unwrap();
        assert_eq!(client.session().state().owner(), None);
        client.current_user().await.unwrap();
        assert_eq!(client.session().state().owner(), Some(OWNER));
        let refused = client.session().refresh_after_401("one").await;
        assert_eq!(refused.err().unwrap().kind(), Kind::OtherAccount);
        let owner = client.session().state().owner().map(str::to_owned);
        assert_eq!(
            owner.unwrap(),
            OWNER.replace("HOSTLENAWEISSAA1", "HOSTMIRAALBRECH1")
        );
        // Twice by these calls, once to see whose the other token is.
        assert_eq!(bench.server.count("users/me"), 3);
    });
}

#[test]
fn an_answer_about_the_account_of_the_token_before_names_nobody_the_owner_of_the_next() {
    run(async {
        let (client, bench, _) = client_of(&["one", "other"], |request| match bearer(request) {
            "Bearer one" => json(200, ME),
            _ => json(200, ME.replace("HOSTLENAWEISSAA1", "SOMEBODYELSE0001")),
        });
        // Nobody knows yet whose the first token is when it is refused elsewhere, and its answer is on the way.
        bench.server.open.set(false);
        let replace = async {
            settle().await;
            assert_eq!(bench.server.count("users/me"), 1);
            client.session().refresh_after_401("one").await.unwrap();
            bench.server.open.set(true);
        };
        let (me, ()) = join(client.current_user(), replace).await;
        assert_eq!(me.unwrap().uri.uuid(), "SOMEBODYELSE0001");
        let owner = client.session().state().owner().map(str::to_owned);
        assert!(owner.unwrap().ends_with("SOMEBODYELSE0001"));
        assert_eq!(bench.server.count("users/me"), 2);
    });
}

#[test]
fn a_token_whose_account_cannot_be_known_takes_nobodys_place() {
    run(async {
        let (client, bench, vault) = client(&["good", "other"]);
        client.current_user().await.unwrap();
        let refreshed = client.session().refresh_after_401("good").await;
        assert_eq!(refreshed.err().unwrap().code(), "unauthenticated");
        assert!(!client.session().state().is_signed_in());
        assert_eq!(bench.server.count("users/me"), 2);
        assert_eq!(vault.asked.borrow().len(), 2);
    });
}

#[test]
fn the_account_of_a_refused_token_is_remembered_until_the_next_ones_is_known() {
    run(async {
        // The next token is refused for links as well; the third is another account's.
        let (client, bench, _) = client_of(&["one", "stale", "other"], |request| {
            let link = request.url.ends_with("/scheduling_links");
            match bearer(request) {
                "Bearer one" | "Bearer stale" if !link => json(200, ME),
                "Bearer other" => json(200, ME.replace("HOSTLENAWEISSAA1", "SOMEBODYELSE0001")),
                _ => json(401, "{}"),
            }
        });
        client.current_user().await.unwrap();
        let event_type = EventTypeUri::parse("E1", "https://api.calendly.com").unwrap();
        let link = || CreateSchedulingLink::of(event_type.clone());
        assert!(client.call(&link()).await.is_err());
        assert!(client.call(&link()).await.is_err());
        let owner = client.session().state().owner().map(str::to_owned);
        assert!(owner.unwrap().ends_with("SOMEBODYELSE0001"));
        let sent = bench.server.seen.borrow();
        let sent = sent.iter().filter(|one| bearer(one) == "Bearer other");
        assert!(sent.into_iter().all(|one| one.url.ends_with("users/me")));
    });
}
