//! Reads: what is repeated, what is waited for, what is dropped.

use slotlink::api::organization_memberships::DeleteOrganizationMembership;
use slotlink::api::uri::OrganizationMembershipUri;

use super::lists::all as types;
use super::*;

#[test]
fn a_read_sends_the_token_in_the_header_and_nowhere_else() {
    run(async {
        let bench = bench(Some(tokens()), |_| json(200, ME));
        let user = bench
            .client
            .call(&GetCurrentUser {})
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(user.uri.as_str(), OWNER);
        let seen = bench.server.seen.borrow();
        assert_eq!(seen[0].url, "https://api.calendly.com/users/me");
        assert_eq!(bearer(&seen[0]), "Bearer access-1");
    });
}

#[test]
fn transient_failures_are_repeated_up_to_four_attempts() {
    for (answers, ok, sent) in [
        (vec![json(503, ""), json(200, ME)], true, 2),
        (vec![lost(), lost(), lost(), json(200, ME)], true, 4),
        (vec![json(500, "")], false, 4),
        (vec![html(502)], false, 4),
        (vec![Err(TransportError::Timeout)], false, 4),
        (
            vec![Err(TransportError::NotSent("header".into()))],
            false,
            1,
        ),
        (vec![json(404, "")], false, 1),
        (vec![json(403, DENIED)], false, 1),
        (vec![json(301, "")], false, 1),
    ] {
        run(async {
            let mut next = script(answers);
            let bench = bench(Some(tokens()), move |_| next());
            let answer = bench.client.call(&GetCurrentUser {}).await;
            assert_eq!((answer.is_ok(), bench.server.count("users/me")), (ok, sent));
        });
    }
}

#[test]
fn a_success_that_is_not_calendlys_is_named_and_not_repeated() {
    for answer in [
        html(200),
        json(200, ""),
        json(204, ""),
        json(200, "{"),
        json(200, "{}"),
        json(200, "[1]"),
    ] {
        run(async {
            let bench = bench(Some(tokens()), move |_| answer.clone());
            let error = bench.client.call(&GetCurrentUser {}).await.err().unwrap();
            assert_eq!(
                (error.code(), bench.server.seen.borrow().len()),
                ("unexpected_answer", 1)
            );
        });
    }
}

#[test]
fn a_401_leads_to_one_refresh_and_one_replay_with_the_new_token() {
    run(async {
        let bench = bench(
            Some(tokens()),
            with_tokens(|request| match bearer(request) {
                "Bearer access-1" => json(401, UNAUTHENTICATED),
                _ => json(200, ME),
            }),
        );
        assert!(bench.client.call(&GetCurrentUser {}).await.is_ok());
        assert_eq!(
            (
                bench.server.count("users/me"),
                bench.server.count("oauth/token")
            ),
            (2, 1)
        );
    });
}

#[test]
fn an_api_that_refuses_even_fresh_tokens_ends_the_session_after_one_refresh() {
    run(async {
        let bench = bench(Some(tokens()), with_tokens(|_| json(401, UNAUTHENTICATED)));
        for _ in 0..20 {
            assert!(
                bench
                    .client
                    .call(&GetCurrentUser {})
                    .await
                    .err()
                    .unwrap()
                    .needs_sign_in()
            );
            bench.world.pass(30_000);
        }
        assert_eq!(
            (
                bench.server.count("users/me"),
                bench.server.count("oauth/token")
            ),
            (2, 1)
        );
        assert_eq!(
            bench.session.state(),
            SessionState::SignedOut {
                reason: Some(EndReason::Rejected)
            }
        );
    });
}

#[test]
fn a_429_pauses_everything_for_as_long_as_is_readable_and_is_then_repeated_once() {
    for (reset, at_least, at_most) in [
        (Some("7"), 7_000, 12_500),
        (None, 60_000, 65_500),
        (Some("-1"), 1_000, 6_500),
    ] {
        run(async {
            let mut next = script(vec![throttled(reset), json(200, ME)]);
            let bench = bench(Some(tokens()), move |_| next());
            assert!(bench.client.call(&GetCurrentUser {}).await.is_ok());
            let slept: u32 = bench.world.slept.borrow().iter().sum();
            assert!((at_least..=at_most).contains(&slept), "{reset:?} {slept}");
            assert_eq!(bench.client.paused_until(), None);
        });
    }
}

#[test]
fn a_second_429_is_left_to_the_person_and_the_pause_is_shown() {
    run(async {
        let bench = bench(Some(tokens()), |_| throttled(None));
        let error = bench.client.call(&GetCurrentUser {}).await.err().unwrap();
        assert!(error.rate_limited() && error.is_transient());
        assert_eq!(bench.server.seen.borrow().len(), 2);
        let until = bench.client.paused_until().unwrap();
        assert_eq!(until.millis_since(bench.world.now()), 60_000);
        bench.world.pass(-3_600_000);
        assert_eq!(
            bench.client.paused_until(),
            None,
            "a clock set back does not make it an hour"
        );
    });
}

/// A bench whose server has answered once, and of whose later answers none may be read but, where `who`, whose token it is.
async fn silenced(who: bool) -> Bench {
    let answered = Rc::new(Cell::new(false));
    let bench = bench(Some(tokens()), move |request| {
        let first = !answered.replace(true);
        let is_who = request.url.contains("users/me");
        if first || (who && is_who) {
            json(200, ME)
        } else {
            lost()
        }
    });
    assert!(bench.client.call(&GetCurrentUser {}).await.is_ok());
    bench
}

/// Which of the sleeps so far were no moment between two tries.
fn long_sleeps(bench: &Bench) -> Vec<usize> {
    let slept = bench.world.slept.borrow();
    (0..slept.len())
        .filter(|place| slept[*place] > 50_000)
        .collect()
}

#[test]
fn where_no_answer_may_be_read_any_longer_a_read_is_tried_twice_and_then_everything_waits_for_a_minute()
 {
    run(async {
        let bench = silenced(false).await;
        bench.server.there.set(true);
        assert!(bench.client.call(&types()).await.is_err());
        assert_eq!(bench.server.count("event_types"), 4);
        assert_eq!(bench.server.count("users/me"), 2, "asked once");
        // Before it: a moment between two tries, the patience for what is found out, and another moment.
        assert_eq!(long_sleeps(&bench), [3]);
    });
}

#[test]
fn nothing_waits_where_another_answer_may_be_read_or_nothing_answers() {
    for (who, there) in [(true, true), (false, false)] {
        run(async {
            let bench = silenced(who).await;
            bench.server.there.set(there);
            assert!(bench.client.call(&types()).await.is_err());
            assert_eq!(bench.server.count("event_types"), 4);
            assert_eq!(bench.server.count("users/me"), 2);
            assert!(long_sleeps(&bench).is_empty());
        });
    }
}

#[test]
fn a_pause_that_may_be_read_when_it_is_found_out_is_as_long_as_it_says() {
    run(async {
        let mut answers = script(vec![
            json(200, ME),
            lost(),
            lost(),
            throttled(Some("7")),
            json(200, "{}"),
        ]);
        let bench = bench(Some(tokens()), move |_| answers());
        assert!(bench.client.call(&GetCurrentUser {}).await.is_ok());
        let _ = bench.client.call(&types()).await;
        let slept = bench.world.slept.borrow();
        let longest = *slept.iter().max().unwrap();
        assert!((6_000..8_000).contains(&longest), "{longest}");
    });
}

#[test]
fn who_comes_after_a_sign_out_does_not_wait_for_what_the_one_before_met() {
    run(async {
        let bench = silenced(false).await;
        bench.server.there.set(true);
        let (client, session) = (bench.client.clone(), bench.session.clone());
        let read = tokio::task::spawn_local(async move { client.call(&types()).await.is_err() });
        while bench.server.count("event_types") < 2 {
            tokio::task::yield_now().await;
        }
        // Neither the second answer nor what is found out after it comes before the sign-out.
        bench.server.open.set(false);
        settle().await;
        tokio::task::spawn_local(async move { session.sign_out().await });
        settle().await;
        bench.server.open.set(true);
        assert!(read.await.unwrap());
        assert_eq!(bench.server.count("users/me"), 1);
        assert!(long_sleeps(&bench).is_empty());
    });
}

#[test]
fn nothing_waits_where_no_answer_could_ever_be_read() {
    run(async {
        let bench = bench(Some(tokens()), |_| lost());
        bench.server.there.set(true);
        assert!(bench.client.call(&types()).await.is_err());
        assert_eq!(bench.server.seen.borrow().len(), 4);
        assert!(long_sleeps(&bench).is_empty());
    });
}

#[test]
fn one_pause_holds_back_the_requests_of_every_clone() {
    run(async {
        let mut next = script(vec![throttled(Some("30")), json(200, ME)]);
        let bench = bench(Some(tokens()), move |_| next());
        let clones: Vec<_> = (0..5).map(|_| bench.client.clone()).collect();
        let first = bench.client.call(&GetCurrentUser {});
        let begun = bench.world.now();
        assert!(first.await.is_ok());
        let others = join_all(clones.iter().map(|client| client.call(&GetCurrentUser {}))).await;
        assert!(others.iter().all(Result::is_ok));
        assert!(bench.world.now().millis_since(begun) >= 30_000);
    });
}

#[test]
fn a_window_refused_for_its_length_says_so() {
    run(async {
        let bench = bench(Some(tokens()), |_| json(400, TOO_LONG));
        let event_type = EventTypeUri::parse("E1", "https://api.calendly.com").unwrap();
        let start_time = bench.world.now();
        let times = ListEventTypeAvailableTimes {
            event_type,
            start_time,
            end_time: start_time.plus_days(31),
        };
        let error = bench.client.call(&times).await.err().unwrap();
        assert!(error.is_range_too_long());
        assert_eq!(error.code(), "range_too_long");
    });
}

#[test]
fn without_a_session_nothing_is_sent() {
    run(async {
        let bench = bench(None, |_| json(200, ME));
        assert_eq!(
            bench
                .client
                .call(&GetCurrentUser {})
                .await
                .err()
                .unwrap()
                .code(),
            "signed_out"
        );
        assert!(bench.server.seen.borrow().is_empty());
    });
}

#[test]
fn an_answer_that_arrives_after_signing_out_is_dropped() {
    run(async {
        let bench = bench(Some(tokens()), with_tokens(|_| json(200, ME)));
        bench.server.open.set(false);
        let client = bench.client.clone();
        let call =
            tokio::task::spawn_local(async move { client.call(&GetCurrentUser {}).await.err() });
        settle().await;
        let session = bench.session.clone();
        let leaving = tokio::task::spawn_local(async move { session.sign_out().await });
        settle().await;
        bench.server.open.set(true);
        assert_eq!(call.await.unwrap().unwrap().code(), "signed_out");
        assert_eq!(leaving.await.unwrap(), SignOut::Confirmed);
    });
}

#[test]
fn the_current_user_becomes_the_owner_of_a_personal_token() {
    run(async {
        let bench = bench(None, |_| json(200, ME));
        assert!(bench.session.adopt_token("“quoted”".into()).is_err());
        bench
            .session
            .adopt_token(" personal-token\n".into())
            .unwrap();
        assert_eq!(bench.session.state().owner(), None);
        assert!(bench.client.current_user().await.is_ok());
        assert_eq!(bench.session.state().owner(), Some(OWNER));
        assert_eq!(
            bearer(&bench.server.seen.borrow()[0]),
            "Bearer personal-token"
        );
    });
}

#[test]
fn another_current_user_than_the_tokens_owner_ends_the_session() {
    run(async {
        let other = ME.replace("HOSTLENAWEISSAA1", "SOMEBODYELSE0001");
        let bench = bench(Some(tokens()), move |_| json(200, other.clone()));
        assert_eq!(
            bench.client.current_user().await.err().unwrap().kind(),
            Kind::OtherAccount
        );
        assert_eq!(
            bench.session.state(),
            SessionState::SignedOut {
                reason: Some(EndReason::OwnerChanged)
            }
        );
    });
}

#[test]
fn offline_a_read_fails_at_once_and_says_so() {
    run(async {
        let bench = bench(Some(tokens()), |_| lost());
        bench.world.online.set(false);
        let error = bench.client.call(&GetCurrentUser {}).await.err().unwrap();
        assert!(error.is_offline());
        assert_eq!(bench.server.seen.borrow().len(), 1);
    });
}

#[test]
fn an_answer_without_content_is_what_a_removal_waits_for() {
    run(async {
        let bench = bench(Some(tokens()), |_| json(204, ""));
        let uuid = OrganizationMembershipUri::parse("M1", "https://api.calendly.com").unwrap();
        let removed = bench
            .client
            .call(&DeleteOrganizationMembership { uuid })
            .await;
        assert!(removed.is_ok());
        let seen = bench.server.seen.borrow();
        assert_eq!(seen.len(), 1);
        assert_eq!(seen[0].method, "DELETE");
        assert_eq!(
            seen[0].url,
            "https://api.calendly.com/organization_memberships/M1"
        );
    });
}
