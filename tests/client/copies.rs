//! Copies of a session: the tabs that a browser made of one, and the sessions of one account in several places.

use futures_util::future::join_all;
use slotlink::client::Client;
use slotlink::client::ports::Neighbours;

use super::*;

const OTHER: &str = "https://api.calendly.com/users/SOMEBODYELSE0001";

type Ear = Rc<dyn Fn(&str)>;

/// What the pages of one origin tell each other; whoever speaks does not hear himself.
#[derive(Default, Clone)]
struct Air {
    ears: Rc<RefCell<Vec<(usize, Ear)>>>,
    said: Rc<RefCell<Vec<String>>>,
}

struct Mouth {
    air: Air,
    own: usize,
}

impl Neighbours for Mouth {
    fn tell(&self, note: &str) {
        self.air.said.borrow_mut().push(note.to_owned());
        for (ear, heard) in self.air.ears.borrow().iter() {
            if *ear != self.own {
                let (heard, note) = (heard.clone(), note.to_owned());
                tokio::task::spawn_local(async move { heard(&note) });
            }
        }
    }
    fn listen(&self, heard: Box<dyn Fn(&str)>) {
        self.air.ears.borrow_mut().push((self.own, Rc::from(heard)));
    }
}

impl Air {
    fn give_to(&self, session: &Session) {
        let own = self.ears.borrow().len();
        let air = self.clone();
        session.share(Rc::new(Mouth { air, own }));
    }
}

struct Tab {
    session: Session,
    store: Rc<Store>,
    client: Client,
}

/// A tab with a storage of its own, in which these tokens are found; `taken`: by another tab.
async fn tab(bench: &Bench, air: &Air, kept: Option<&Tokens>, taken: bool) -> Tab {
    let store = Rc::new(Store::default());
    store.taken.set(taken);
    store.holder.set(taken);
    if let Some(kept) = kept {
        store.save(&connection().binding(), kept);
    }
    let (server, world) = (bench.server.clone(), bench.world.clone());
    let session = Session::new(connection(), server.clone(), world.clone(), store.clone());
    air.give_to(&session);
    session.restore().await;
    let client = Client::new(session.clone(), server, world);
    Tab {
        session,
        store,
        client,
    }
}

/// A signed-in holder on the air.
fn holder(answer: impl FnMut(&HttpRequest) -> Answer + 'static) -> (Bench, Air) {
    let (bench, air) = (bench(Some(tokens()), answer), Air::default());
    air.give_to(&bench.session);
    (bench, air)
}

async fn copies(bench: &Bench, air: &Air, count: usize) -> Vec<Tab> {
    let kept = tokens();
    join_all((0..count).map(|_| tab(bench, air, Some(&kept), true))).await
}

fn ended(reason: EndReason) -> SessionState {
    SessionState::SignedOut {
        reason: Some(reason),
    }
}

#[test]
fn ten_tabs_and_one_expiry_are_one_token_request_and_only_one_tab_has_the_refresh_token() {
    run(async {
        let (bench, air) = holder(with_tokens(|_| json(200, ME)));
        let copies = copies(&bench, &air, 9).await;
        bench.world.pass(7_100_000);
        let asked = copies.iter().map(|copy| copy.session.access_token());
        for token in join_all(asked).await {
            assert_eq!(token.unwrap(), "access-2");
        }
        assert_eq!(bench.session.access_token().await.unwrap(), "access-2");
        assert_eq!(bench.server.count("oauth/token"), 1);
        for copy in &copies {
            let kept = copy.store.load(&connection().binding()).unwrap();
            assert_eq!(kept.access_token.expose(), "access-2");
            assert!(kept.refresh_token.is_none());
        }
        assert!(
            !air.said
                .borrow()
                .iter()
                .any(|note| note.contains("refresh-"))
        );
    });
}

#[test]
fn a_copys_401_is_one_refresh_by_the_holder_and_one_replay() {
    run(async {
        let (bench, air) = holder(with_tokens(|request| match bearer(request) {
            "Bearer access-2" => json(200, ME),
            _ => json(401, UNAUTHENTICATED),
        }));
        let copies = copies(&bench, &air, 3).await;
        let calls = copies
            .iter()
            .map(|copy| copy.client.call(&GetCurrentUser {}));
        assert!(join_all(calls).await.iter().all(Result::is_ok));
        assert_eq!(bench.server.count("oauth/token"), 1);
    });
}

#[test]
fn a_copy_whose_holder_is_gone_works_until_its_token_expires_and_then_asks_to_sign_in() {
    run(async {
        let (bench, air) = (bench(None, with_tokens(|_| json(200, ME))), Air::default());
        let copy = tab(&bench, &air, Some(&tokens()), true).await;
        copy.store.holder.set(false);
        bench.world.pass(7_000_000);
        assert_eq!(copy.session.access_token().await.unwrap(), "access-1");
        assert!(copy.session.state().is_signed_in());
        bench.world.pass(1_000_000);
        assert!(copy.session.access_token().await.is_err());
        assert_eq!(copy.session.state(), ended(EndReason::Expired));
        assert_eq!(bench.server.count("oauth/token"), 0);
    });
}

#[test]
fn a_copy_without_a_holder_whose_token_is_refused_asks_to_sign_in() {
    run(async {
        let (bench, air) = (bench(None, |_| json(401, UNAUTHENTICATED)), Air::default());
        let copy = tab(&bench, &air, Some(&tokens()), true).await;
        copy.store.holder.set(false);
        assert!(copy.client.call(&GetCurrentUser {}).await.is_err());
        assert_eq!(copy.session.state(), ended(EndReason::Expired));
    });
}

#[test]
fn a_holder_that_is_being_reloaded_is_waited_for() {
    run(async {
        let (bench, air) = (bench(None, with_tokens(|_| json(200, ME))), Air::default());
        let copy = tab(&bench, &air, Some(&tokens()), true).await;
        copy.store.holder.set(false);
        bench.world.pass(7_300_000);
        let session = copy.session.clone();
        let caller = tokio::task::spawn_local(async move { session.access_token().await });
        let before = bench.world.slept.borrow().len();
        while bench.world.slept.borrow().len() < before + 3 {
            tokio::task::yield_now().await;
        }
        assert!(!caller.is_finished());
        // It is back, renews its session, and answers who asked while it was away.
        copy.store.holder.set(true);
        let back = tab(&bench, &air, Some(&tokens()), false).await;
        assert_eq!(back.session.access_token().await.unwrap(), "access-2");
        assert_eq!(caller.await.unwrap().unwrap(), "access-2");
        assert_eq!(bench.server.count("oauth/token"), 1);
    });
}

#[test]
fn a_holder_that_cannot_renew_just_now_ends_no_session() {
    run(async {
        let (bench, air) = holder(|_| json(503, ""));
        let copy = copies(&bench, &air, 1).await.remove(0);
        bench.world.pass(7_300_000);
        let error = copy.session.access_token().await.err().unwrap();
        assert!(error.is_transient(), "{error}");
        assert!(copy.session.state().is_signed_in() && bench.session.state().is_signed_in());
    });
}

#[test]
fn signing_out_in_one_tab_ends_every_session_of_that_account_and_none_of_another() {
    for by_copy in [false, true] {
        run(async {
            let (bench, air) = holder(with_tokens(|_| json(200, ME)));
            let copies = copies(&bench, &air, 2).await;
            let apart = tokens_with(&pair(7));
            let apart = tab(&bench, &air, Some(&apart), false).await;
            let others = tokens_with(&pair(8).replace(OWNER, OTHER));
            let others = tab(&bench, &air, Some(&others), false).await;
            let first = if by_copy {
                &copies[0].session
            } else {
                &bench.session
            };
            assert_eq!(first.sign_out_everywhere().await, SignOut::Confirmed);
            settle().await;
            let elsewhere = ended(EndReason::SignedOutElsewhere);
            assert_eq!(copies[1].session.state(), elsewhere);
            assert_eq!(apart.session.state(), elsewhere);
            assert!(!bench.session.state().is_signed_in());
            assert!(
                copies
                    .iter()
                    .all(|copy| copy.store.kept.borrow().is_empty())
            );
            assert!(others.session.state().is_signed_in());
            let said = air.said.borrow();
            let out = said.iter().filter(|note| note.starts_with("out\n"));
            assert_eq!(out.count(), 1, "who hears it does not tell it on");
            let seen = bench.server.seen.borrow();
            let revoked: Vec<_> = seen
                .iter()
                .filter_map(|sent| field(sent, "token"))
                .collect();
            for token in ["refresh-1", "access-1", "refresh-7", "access-7"] {
                assert!(revoked.iter().any(|gone| gone == token), "{token}");
            }
            assert!(!revoked.iter().any(|gone| gone.ends_with('8')));
        });
    }
}

#[test]
fn an_answer_that_arrives_after_signing_out_in_another_tab_is_dropped() {
    run(async {
        let (bench, air) = holder(with_tokens(|_| json(200, ME)));
        let apart = tab(&bench, &air, Some(&tokens_with(&pair(7))), false).await;
        bench.server.open.set(false);
        let client = bench.client.clone();
        let late = tokio::task::spawn_local(async move { client.call(&GetCurrentUser {}).await });
        settle().await;
        let leaving = apart.session.clone();
        tokio::task::spawn_local(async move { leaving.sign_out_everywhere().await });
        settle().await;
        bench.server.open.set(true);
        assert_eq!(late.await.unwrap().err().unwrap().code(), "signed_out");
    });
}

#[test]
fn a_tab_that_slept_through_a_sign_out_does_not_come_back_signed_in() {
    run(async {
        let (bench, _) = holder(with_tokens(|_| json(200, ME)));
        let asleep = Rc::new(Store {
            outs: bench.store.outs.clone(),
            ..Store::default()
        });
        asleep.save(&connection().binding(), &tokens_with(&pair(7)));
        bench.world.pass(60_000);
        bench.session.sign_out_everywhere().await;
        let wake = || {
            let (server, world) = (bench.server.clone(), bench.world.clone());
            Session::new(connection(), server, world, asleep.clone())
        };
        let session = wake();
        session.restore().await;
        assert_eq!(session.state(), ended(EndReason::SignedOutElsewhere));
        assert!(asleep.load(&connection().binding()).is_none());
        // Who signs in after that stays.
        bench.world.pass(60_000);
        let mut later = tokens_with(&pair(8));
        later.issued_at = bench.world.now();
        asleep.save(&connection().binding(), &later);
        let session = wake();
        session.restore().await;
        assert!(session.state().is_signed_in());
    });
}

#[test]
fn who_signs_in_in_a_copy_has_a_session_of_his_own_and_takes_nothing_from_the_holder() {
    run(async {
        let (bench, air) = holder(with_tokens(|_| json(200, ME)));
        let copy = copies(&bench, &air, 1).await.remove(0);
        let exchange = Exchange {
            code: "the-code".into(),
            verifier: Verifier::from_random([1; 32]),
            redirect_uri: "https://app.example/callback.html".into(),
        };
        copy.session.exchange(exchange).await.unwrap();
        settle().await;
        assert_eq!(bench.server.count("oauth/revoke"), 0);
        let kept = copy.store.load(&connection().binding()).unwrap();
        assert_eq!(kept.refresh_token.unwrap().expose(), "refresh-2");
        // It renews that by itself from now on.
        bench.world.pass(7_100_000);
        assert_eq!(copy.session.access_token().await.unwrap(), "access-3");
    });
}

#[test]
fn a_copy_of_nobody_knows_whose_session_is_dropped() {
    run(async {
        let (bench, air) = (bench(None, |_| json(200, ME)), Air::default());
        let nameless = tokens_with(&pair(1).replace(&format!(r#","owner":"{OWNER}""#), ""));
        assert!(nameless.owner.is_none());
        let copy = tab(&bench, &air, Some(&nameless), true).await;
        assert!(!copy.session.state().is_signed_in());
        assert!(copy.store.kept.borrow().is_empty());
    });
}
