//! Sessions: who asks for tokens, how often, and what ends a session.

use futures_util::FutureExt;
use slotlink::client::Client;

use super::*;

/// Tokens that are due to be refreshed.
fn stale() -> Tokens {
    tokens_with(&pair(1).replace("7200", "1"))
}

fn aged(bench: &Bench) {
    bench.world.pass(3_000_000_000);
}

#[test]
fn ten_callers_at_once_are_one_token_request() {
    run(async {
        let bench = bench(Some(tokens()), with_tokens(|_| json(200, ME)));
        bench.world.pass(7_000_000);
        let calls = join_all((0..10).map(|_| bench.session.access_token())).await;
        assert!(
            calls
                .iter()
                .all(|token| token.as_deref().ok() == Some("access-2"))
        );
        assert_eq!(bench.server.count("oauth/token"), 1);
        let saved = bench.store.load(&connection().binding()).unwrap();
        assert_eq!(saved.refresh_token.unwrap().expose(), "refresh-2");
    });
}

#[test]
fn ten_requests_refused_at_once_are_one_token_request() {
    run(async {
        let bench = bench(
            Some(tokens()),
            with_tokens(|request| match bearer(request) {
                "Bearer access-2" => json(200, ME),
                _ => json(401, UNAUTHENTICATED),
            }),
        );
        let calls = join_all((0..10).map(|_| bench.client.call(&GetCurrentUser {}))).await;
        assert!(calls.iter().all(Result::is_ok));
        assert_eq!(
            (
                bench.server.count("oauth/token"),
                bench.server.count("users/me")
            ),
            (1, 20)
        );
    });
}

#[test]
fn a_refresh_happens_five_minutes_or_a_tenth_of_the_life_ahead() {
    run(async {
        let bench = bench(Some(tokens()), with_tokens(|_| json(200, ME)));
        bench.world.pass(6_899_000);
        assert_eq!(bench.session.access_token().await.unwrap(), "access-1");
        bench.world.pass(1_000);
        assert_eq!(bench.session.access_token().await.unwrap(), "access-2");
    });
    run(async {
        let short = tokens_with(&pair(1).replace("7200", "600"));
        let bench = bench(Some(short), with_tokens(|_| json(200, ME)));
        bench.world.pass(539_000);
        assert_eq!(bench.session.access_token().await.unwrap(), "access-1");
        bench.world.pass(1_000);
        assert_eq!(bench.session.access_token().await.unwrap(), "access-2");
    });
}

#[test]
fn a_refresh_once_sent_is_finished_though_its_caller_is_gone() {
    run(async {
        let bench = bench(Some(tokens()), with_tokens(|_| json(200, ME)));
        aged(&bench);
        bench.server.open.set(false);
        let session = bench.session.clone();
        let caller = tokio::task::spawn_local(async move { session.access_token().await });
        settle().await;
        caller.abort();
        assert!(caller.await.is_err());
        bench.server.open.set(true);
        settle().await;
        assert_eq!(bench.session.access_token().await.unwrap(), "access-2");
        assert_eq!(bench.server.count("oauth/token"), 1);
    });
}

#[test]
fn only_a_refusal_of_the_grant_ends_the_session() {
    let refusal = |code: &str| json(400, format!(r#"{{"error":"{code}"}}"#));
    for (answer, ends, transient) in [
        (refusal("invalid_grant"), true, false),
        (refusal("invalid_client"), true, false),
        (refusal("invalid_request"), false, false),
        (html(400), false, true),
        (json(400, ""), false, true),
        (json(500, r#"{"error":"invalid_grant"}"#), false, true),
        (json(503, ""), false, true),
        (json(429, "{}"), false, true),
        (html(200), false, true),
        (lost(), false, true),
        (Err(TransportError::Timeout), false, true),
    ] {
        run(async {
            let bench = bench(Some(tokens()), move |_| answer.clone());
            aged(&bench);
            let error = bench.session.access_token().await.err().unwrap();
            let expected = SessionState::SignedOut {
                reason: Some(EndReason::Expired),
            };
            assert_eq!(bench.session.state() == expected, ends, "{error}");
            assert_eq!(error.is_transient(), transient, "{error}");
            assert_eq!(bench.store.load(&connection().binding()).is_none(), ends);
            assert_eq!(bench.server.count("oauth/token"), 1);
            assert!(bench.store.locks.held.borrow().is_empty(), "{error}");
        });
    }
}

#[test]
fn a_failed_refresh_ahead_of_time_leaves_the_old_token_in_use() {
    run(async {
        let bench = bench(Some(tokens()), |_| json(503, ""));
        bench.world.pass(7_000_000);
        for _ in 0..20 {
            assert_eq!(bench.session.access_token().await.unwrap(), "access-1");
        }
        assert_eq!(
            bench.server.count("oauth/token"),
            1,
            "not asked again at once"
        );
    });
}

#[test]
fn a_pair_that_someone_else_rotated_is_taken_from_the_store() {
    for meanwhile in [false, true] {
        run(async {
            let bench = bench(Some(tokens()), |_| {
                json(400, r#"{"error":"invalid_grant"}"#)
            });
            aged(&bench);
            let theirs = slotlink::auth::tokens::parse_response(
                200,
                None,
                &pair(9),
                None,
                bench.world.now(),
            );
            let theirs = theirs.unwrap();
            let save = || bench.store.save(&connection().binding(), &theirs);
            bench.server.open.set(!meanwhile);
            if !meanwhile {
                save();
            }
            let session = bench.session.clone();
            let caller = tokio::task::spawn_local(async move { session.access_token().await });
            settle().await;
            save();
            bench.server.open.set(true);
            assert_eq!(caller.await.unwrap().unwrap(), "access-9");
            // What is known to be used up is not sent; what was sent before is forgiven.
            assert_eq!(bench.server.count("oauth/token"), usize::from(meanwhile));
        });
    }
}

#[test]
fn two_sessions_on_one_store_use_a_refresh_token_once() {
    run(async {
        let bench = bench(Some(tokens()), with_tokens(|_| json(200, ME)));
        let (server, world, store) = (
            bench.server.clone(),
            bench.world.clone(),
            bench.store.clone(),
        );
        let other = Session::new(connection(), server, world, store);
        assert!(other.restore().await);
        bench.world.pass(7_000_000);
        let both = join_all([bench.session.access_token(), other.access_token()]).await;
        assert!(
            both.iter()
                .all(|token| token.as_deref().ok() == Some("access-2"))
        );
        assert_eq!(bench.server.count("oauth/token"), 1);
    });
}

#[test]
fn a_session_that_another_page_has_is_not_taken_over_and_its_copy_is_dropped() {
    run(async {
        let bench = bench(None, |_| json(200, ME));
        bench.store.save(&connection().binding(), &tokens());
        bench.store.taken.set(true);
        assert!(bench.session.is_kept());
        assert!(!bench.session.restore().await);
        assert!(!bench.session.state().is_signed_in());
        assert!(!bench.session.is_kept());
        assert!(bench.session.access_token().await.is_err());
        assert!(bench.server.seen.borrow().is_empty());
    });
}

#[test]
fn a_refresh_that_brings_another_owner_ends_the_session_and_gives_the_tokens_back() {
    run(async {
        let bench = bench(Some(tokens()), |request| {
            if request.url.ends_with("revoke") {
                return json(200, "");
            }
            json(200, pair(2).replace("HOSTLENAWEISSAA1", "SOMEBODYELSE0001"))
        });
        aged(&bench);
        assert!(bench.session.access_token().await.is_err());
        assert_eq!(
            bench.session.state(),
            SessionState::SignedOut {
                reason: Some(EndReason::OwnerChanged)
            }
        );
        settle().await;
        assert_eq!(
            field(&bench.server.seen.borrow()[1], "token").as_deref(),
            Some("refresh-2")
        );
    });
}

#[test]
fn odd_lives_never_make_more_than_four_token_requests_a_minute() {
    for life in [
        "0",
        "-1",
        "1",
        "2147483648",
        "1e20",
        "\"7200\"",
        "null",
        "0.5",
        "\"\"",
        "-1e300",
    ] {
        run(async {
            let odd = pair(1).replace("7200", life);
            let body = odd.clone();
            let bench = bench(Some(tokens_with(&odd)), move |request| {
                if request.url.ends_with("token") {
                    json(200, body.clone())
                } else {
                    json(200, ME)
                }
            });
            let begun = bench.world.now();
            for _ in 0..600 {
                let _ = bench.client.call(&GetCurrentUser {}).await;
                bench.world.pass(1_000);
            }
            let minutes = bench.world.now().millis_since(begun) / 60_000 + 1;
            let asked = bench.server.count("oauth/token") as i64;
            assert!(asked <= 4 * minutes, "{life}: {asked} in {minutes} minutes");
            assert!(bench.session.state().is_signed_in(), "{life}");
        });
    }
}

#[test]
fn where_other_pages_have_taken_the_token_requests_of_the_minute_this_one_sends_none() {
    run(async {
        let bench = bench(Some(stale()), with_tokens(|_| json(401, UNAUTHENTICATED)));
        aged(&bench);
        bench.store.spent.set(true);
        // What was not sent is not charged to this one either.
        for _ in 0..5 {
            let error = bench.client.call(&GetCurrentUser {}).await.err().unwrap();
            assert_eq!(
                (error.code(), bench.server.count("/token")),
                ("token_budget", 0)
            );
        }
        assert!(bench.session.state().is_signed_in());
        bench.store.spent.set(false);
        let _ = bench.client.call(&GetCurrentUser {}).await;
        assert!(bench.server.count("/token") > 0);
    });
}

#[test]
fn who_has_just_consented_does_not_wait_for_what_other_pages_say_of_their_token_requests() {
    run(async {
        let bench = bench(None, with_tokens(|_| json(200, ME)));
        bench.store.spent.set(true);
        let error = bench.session.exchange(exchange()).await.unwrap_err();
        assert_eq!(
            (error.code(), bench.server.count("/token")),
            ("token_budget", 0)
        );
        bench.store.unheard.set(true);
        bench.session.exchange(exchange()).await.unwrap();
        assert_eq!(bench.server.count("/token"), 1);
        // They are told of it all the same.
        for _ in 0..8 {
            tokio::task::yield_now().await;
        }
        assert_eq!(bench.store.noted.get(), 1);
        // A renewal does wait.
        aged(&bench);
        let waits = bench.session.access_token().now_or_never();
        assert!(waits.is_none() && bench.server.count("/token") == 1);
    });
}

#[test]
fn an_api_and_a_token_endpoint_that_are_both_down_are_not_stormed() {
    run(async {
        let bench = bench(Some(stale()), |request| {
            if request.url.ends_with("token") {
                json(503, "")
            } else {
                json(401, UNAUTHENTICATED)
            }
        });
        bench.world.pass(2_000);
        let begun = bench.world.now();
        for _ in 0..300 {
            let _ = bench.client.call(&GetCurrentUser {}).await;
            bench.world.pass(1_000);
        }
        let minutes = bench.world.now().millis_since(begun) / 60_000 + 1;
        assert!(bench.server.count("oauth/token") as i64 <= 4 * minutes);
        assert!(bench.session.state().is_signed_in());
    });
}

#[test]
fn a_clock_that_jumps_causes_no_storm() {
    run(async {
        let bench = bench(Some(tokens()), with_tokens(|_| json(200, ME)));
        for jump in [86_400_000, -86_400_000, 3_600_000, -3_600_000, 3_600_000] {
            bench.world.pass(jump);
            for _ in 0..20 {
                assert!(bench.client.call(&GetCurrentUser {}).await.is_ok());
            }
        }
        assert!(
            bench.server.count("oauth/token") <= 3,
            "{}",
            bench.server.count("oauth/token")
        );
    });
}

fn exchange() -> Exchange {
    Exchange {
        code: "the-code".into(),
        verifier: Verifier::from_random([1; 32]),
        redirect_uri: "https://app.example/callback.html".into(),
    }
}

#[test]
fn an_exchange_signs_in_and_says_so_once() {
    run(async {
        let bench = bench(None, with_tokens(|_| json(200, ME)));
        let heard = Rc::new(RefCell::new(Vec::new()));
        let ears = heard.clone();
        let id = bench
            .session
            .subscribe(move |state| ears.borrow_mut().push(state.clone()));
        bench.session.exchange(exchange()).await.unwrap();
        let signed_in = SessionState::SignedIn {
            owner: Some(OWNER.into()),
            scopes: vec!["users:read".into()],
        };
        assert_eq!(*heard.borrow(), [signed_in]);
        bench.session.unsubscribe(id);
        bench.session.sign_out().await;
        assert_eq!(heard.borrow().len(), 1);
        let seen = bench.server.seen.borrow();
        assert_eq!(
            field(&seen[0], "grant_type").as_deref(),
            Some("authorization_code")
        );
        assert_eq!(field(&seen[0], "client_secret"), None);
        assert!(
            seen[0]
                .headers
                .iter()
                .all(|(name, _)| *name != "Authorization")
        );
    });
}

#[test]
fn a_code_is_sent_once_whatever_the_answer() {
    for answer in [
        lost(),
        json(500, ""),
        json(429, "{}"),
        html(200),
        json(400, r#"{"error":"invalid_grant"}"#),
    ] {
        run(async {
            let bench = bench(None, move |_| answer.clone());
            assert!(bench.session.exchange(exchange()).await.is_err());
            assert_eq!(bench.server.seen.borrow().len(), 1);
            assert_eq!(
                bench.session.state(),
                SessionState::SignedOut { reason: None }
            );
        });
    }
}

#[test]
fn a_second_sign_in_gives_back_the_grant_of_somebody_else_and_not_ones_own() {
    run(async {
        let bench = bench(
            Some(Tokens {
                owner: Some("https://api.calendly.com/users/SOMEBODYELSE".to_owned()),
                ..tokens()
            }),
            with_tokens(|_| json(200, "{}")),
        );
        let given_back = || {
            let seen = bench.server.seen.borrow();
            let revoked = seen.iter().filter(|request| request.url.contains("revoke"));
            revoked
                .filter_map(|request| field(request, "token"))
                .collect::<Vec<_>>()
        };
        bench.session.exchange(exchange()).await.unwrap();
        settle().await;
        assert_eq!(given_back(), ["refresh-1", "access-1"]);
        assert_eq!(bench.session.access_token().await.unwrap(), "access-2");
        // A server may go on with the grant of the same person: its tokens would go together.
        bench.session.exchange(exchange()).await.unwrap();
        settle().await;
        assert_eq!(given_back().len(), 2);
        assert_eq!(bench.session.access_token().await.unwrap(), "access-3");

        // A personal token has no grant, and takes the place of one.
        bench.session.adopt_token("own".to_owned()).unwrap();
        settle().await;
        assert_eq!(given_back().len(), 4);
        bench.session.exchange(exchange()).await.unwrap();
        settle().await;
        assert_eq!(given_back().len(), 4);
    });
}

#[test]
fn signing_out_forgets_first_and_then_asks_for_confirmation() {
    for (answer, expected) in [
        (json(200, ""), SignOut::Confirmed),
        (json(403, "{}"), SignOut::NotConfirmed),
        (json(503, ""), SignOut::NotConfirmed),
        (lost(), SignOut::NotConfirmed),
    ] {
        run(async {
            let bench = bench(Some(tokens()), move |_| answer.clone());
            bench.server.open.set(false);
            let session = bench.session.clone();
            let leaving = tokio::task::spawn_local(async move { session.sign_out().await });
            settle().await;
            assert_eq!(
                bench.session.state(),
                SessionState::SignedOut { reason: None }
            );
            assert!(bench.store.kept.borrow().is_empty());
            bench.server.open.set(true);
            assert_eq!(leaving.await.unwrap(), expected);
            let seen = bench.server.seen.borrow();
            let given_back: Vec<_> = seen
                .iter()
                .filter_map(|request| field(request, "token"))
                .collect();
            assert_eq!(given_back, ["refresh-1", "access-1"]);
        });
    }
}

#[test]
fn a_refresh_that_lands_after_signing_out_is_revoked_and_not_kept() {
    run(async {
        let bench = bench(Some(tokens()), with_tokens(|_| json(200, ME)));
        aged(&bench);
        bench.server.open.set(false);
        let session = bench.session.clone();
        let caller = tokio::task::spawn_local(async move { session.access_token().await });
        settle().await;
        let session = bench.session.clone();
        let leaving = tokio::task::spawn_local(async move { session.sign_out().await });
        settle().await;
        bench.server.open.set(true);
        assert_eq!(leaving.await.unwrap(), SignOut::Confirmed);
        assert_eq!(caller.await.unwrap().err().unwrap().code(), "signed_out");
        assert!(bench.store.kept.borrow().is_empty());
        assert!(!bench.session.state().is_signed_in());
        let seen = bench.server.seen.borrow();
        assert!(
            seen.iter()
                .any(|request| field(request, "token").as_deref() == Some("refresh-2"))
        );
    });
}

#[test]
fn a_personal_token_is_forgotten_and_never_revoked_or_refreshed() {
    run(async {
        let bench = bench(None, |_| json(401, UNAUTHENTICATED));
        bench.session.adopt_token("personal".into()).unwrap();
        assert_eq!(bench.session.sign_out().await, SignOut::Confirmed);
        assert!(bench.server.seen.borrow().is_empty());
        bench.session.adopt_token("personal".into()).unwrap();
        assert!(bench.client.call(&GetCurrentUser {}).await.is_err());
        assert_eq!(bench.server.count("oauth"), 0);
        assert_eq!(
            bench.session.state(),
            SessionState::SignedOut {
                reason: Some(EndReason::Expired)
            }
        );
    });
}

#[test]
fn a_session_of_another_connection_is_not_picked_up() {
    run(async {
        let bench = bench(Some(tokens()), |_| json(200, ME));
        let mut other = connection();
        other.api_url = "https://proxy.example".into();
        let session = Session::new(
            other,
            bench.server.clone(),
            bench.world.clone(),
            bench.store.clone(),
        );
        assert!(!session.is_kept() && session.restore().await);
        assert!(!session.state().is_signed_in());
    });
}

/// An authorization server that takes each refresh token once, and ends the family when one comes again.
fn strict() -> impl FnMut(&HttpRequest) -> Answer + 'static {
    let mut valid = 1;
    let mut dead = false;
    move |request| {
        if !request.url.ends_with("/oauth/token") {
            let current = bearer(request) == format!("Bearer access-{valid}");
            return if current && !dead {
                json(200, ME)
            } else {
                json(401, UNAUTHENTICATED)
            };
        }
        let sent = field(request, "refresh_token").unwrap_or_default();
        if dead || sent != format!("refresh-{valid}") {
            dead = true;
            return json(400, r#"{"error":"invalid_grant"}"#);
        }
        valid += 1;
        json(200, pair(valid))
    }
}

#[test]
fn c14_a15_a_tab_that_dies_at_any_point_of_a_refresh_has_a_session_or_a_clean_sign_in_next() {
    let mut outcomes = std::collections::BTreeSet::new();
    for moment in 0..40 {
        let (server, world) = (Server::new(strict()), World::new());
        let store = Rc::new(Store::default());
        store.save(&connection().binding(), &tokens());
        world.pass(7_100_000);
        let tab = || {
            let session = Session::new(connection(), server.clone(), world.clone(), store.clone());
            (
                session.clone(),
                Client::new(session, server.clone(), world.clone()),
            )
        };
        run(async {
            let (session, client) = tab();
            session.restore().await;
            // Of every other one the answer does not come while it lives.
            server.open.set(moment % 2 == 0);
            tokio::task::spawn_local(async move { client.call(&GetCurrentUser {}).await });
            for _ in 0..moment {
                tokio::task::yield_now().await;
            }
        });
        // The tab is gone with everything in it, its locks too. What it sent is on its way all the same.
        store.locks.held.borrow_mut().clear();
        server.open.set(true);
        let asked = server.count("oauth/token");
        run(async {
            let (session, client) = tab();
            session.restore().await;
            let answer = client.call(&GetCurrentUser {}).await;
            assert_eq!(answer.is_ok(), session.state().is_signed_in());
            for _ in 0..20 {
                let _ = client.call(&GetCurrentUser {}).await;
            }
            let again = server.count("oauth/token") - asked;
            assert!(again <= 1, "{again} token requests after dying at {moment}");
            assert_eq!(store.kept.borrow().is_empty(), answer.is_err());
            outcomes.insert((asked, again, answer.is_ok()));
        });
    }
    // Before it was sent, while the answer was on its way, and after it was kept.
    let expected = [(0, 1, true), (1, 0, true), (1, 1, false)];
    assert_eq!(outcomes, expected.into());
}

#[test]
fn c18_what_a_server_may_say_to_a_revocation_is_confirmed_only_by_a_success() {
    for (answer, expected) in [
        (json(200, ""), SignOut::Confirmed),
        (json(200, r#"{"unknown":"token"}"#), SignOut::Confirmed),
        (html(200), SignOut::Confirmed),
        (
            json(400, r#"{"error":"unsupported_token_type"}"#),
            SignOut::NotConfirmed,
        ),
        (
            json(401, r#"{"error":"invalid_client"}"#),
            SignOut::NotConfirmed,
        ),
        (json(503, ""), SignOut::NotConfirmed),
        (json(429, "{}"), SignOut::NotConfirmed),
    ] {
        run(async {
            let bench = bench(Some(tokens()), move |_| answer.clone());
            assert_eq!(bench.session.sign_out().await, expected);
            // Each is sent once: there is nothing to be gained by asking again.
            assert_eq!(bench.server.count("oauth/revoke"), 2);
            assert!(!bench.session.state().is_signed_in());
        });
    }
}

#[test]
fn where_another_is_renewing_for_too_long_the_refresh_token_is_not_sent_as_well() {
    run(async {
        let bench = bench(Some(tokens()), with_tokens(|_| json(200, ME)));
        aged(&bench);
        bench.store.endless.set(true);
        let error = bench.session.access_token().await.err().unwrap();
        assert!(error.is_transient());
        assert!(bench.session.state().is_signed_in());
        assert_eq!(bench.server.count("oauth/token"), 0);
    });
}
