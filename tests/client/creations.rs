//! Creations: one intent, one fetch, an honest word.

use super::*;

struct Desk {
    bench: Bench,
    notes: Rc<Notes>,
    padlocks: Rc<Padlocks>,
}

fn desk(answer: impl FnMut(&HttpRequest) -> Answer + 'static) -> Desk {
    Desk {
        bench: bench(Some(tokens()), answer),
        notes: Rc::default(),
        padlocks: Rc::default(),
    }
}

fn intent(id: &str) -> Intent {
    Intent {
        id: id.into(),
        event_type: "https://api.calendly.com/event_types/ETKENNENLERNEN01".into(),
        event_type_name: "Kennenlernen".into(),
        note: "for Ada".into(),
        account: OWNER.into(),
        server: "https://api.calendly.com".into(),
    }
}

impl Desk {
    async fn create(&self, intent: Intent) -> CreateOutcome {
        let (notes, padlocks) = (self.notes.clone(), self.padlocks.clone());
        create_link(
            &self.bench.client,
            notes,
            padlocks,
            self.bench.world.clone(),
            intent,
        )
        .await
    }

    fn posts(&self) -> usize {
        self.bench.server.count("/scheduling_links")
    }

    fn states(&self) -> Vec<LinkState> {
        self.notes
            .writes
            .borrow()
            .iter()
            .map(|record| record.state.clone())
            .collect()
    }
}

fn kind(state: &LinkState) -> &'static str {
    match state {
        LinkState::Created { .. } => "created",
        LinkState::Unknown { .. } => "unknown",
        LinkState::Sending { .. } => "sending",
        LinkState::Refused { .. } => "refused",
        LinkState::NotSent => "not sent",
    }
}

#[test]
fn a_link_is_written_down_before_it_is_asked_for_and_again_when_it_is_there() {
    run(async {
        let desk = desk(|_| json(201, LINK));
        let outcome = desk.create(intent("i1")).await;
        let url = "https://calendly.com/d/cq7r-xk2-9pm/kennenlernen";
        assert!(
            outcome.record.state
                == LinkState::Created {
                    booking_url: url.into()
                }
        );
        assert!(outcome.warning.is_none() && outcome.error.is_none());
        assert_eq!(
            desk.states().iter().map(kind).collect::<Vec<_>>(),
            ["sending", "created"]
        );
        assert!(desk.padlocks.held.borrow().is_empty());
    });
}

#[test]
fn the_journal_is_written_before_the_request_leaves_and_the_lock_is_held_while_it_runs() {
    run(async {
        let notes = Rc::new(Notes::default());
        let padlocks = Rc::new(Padlocks::default());
        let (written, held) = (notes.writes.clone(), padlocks.held.clone());
        let ordered = Rc::new(Cell::new(false));
        let witness = ordered.clone();
        let bench = bench(Some(tokens()), move |_| {
            let sending = written
                .borrow()
                .iter()
                .any(|record| kind(&record.state) == "sending");
            witness.set(sending && held.borrow().contains(&links::lock_name("i1")));
            json(201, LINK)
        });
        create_link(
            &bench.client,
            notes,
            padlocks,
            bench.world.clone(),
            intent("i1"),
        )
        .await;
        assert!(ordered.get());
    });
}

#[test]
fn each_end_of_a_request_is_said_as_it_is() {
    let unreadable_link = LINK.replace("https://calendly.com", "javascript:alert(1)//");
    for (name, answers, state, posts) in [
        ("created", vec![json(201, LINK)], "created", 1),
        (
            "throttled once",
            vec![throttled(Some("3")), json(201, LINK)],
            "created",
            2,
        ),
        (
            "throttled twice",
            vec![throttled(Some("3")), throttled(Some("3")), json(201, LINK)],
            "refused",
            2,
        ),
        (
            "server error",
            vec![json(500, ""), json(201, LINK)],
            "unknown",
            1,
        ),
        (
            "bad gateway page",
            vec![html(502), json(201, LINK)],
            "unknown",
            1,
        ),
        (
            "request timeout",
            vec![json(408, ""), json(201, LINK)],
            "unknown",
            1,
        ),
        ("lost", vec![lost(), json(201, LINK)], "unknown", 1),
        (
            "no answer in time",
            vec![Err(TransportError::Timeout), json(201, LINK)],
            "unknown",
            1,
        ),
        (
            "never left",
            vec![Err(TransportError::NotSent("x".into())), json(201, LINK)],
            "not sent",
            1,
        ),
        (
            "denied",
            vec![json(403, DENIED), json(201, LINK)],
            "refused",
            1,
        ),
        (
            "bad input",
            vec![json(400, "{}"), json(201, LINK)],
            "refused",
            1,
        ),
        ("gone", vec![json(404, ""), json(201, LINK)], "refused", 1),
        (
            "redirected",
            vec![json(302, ""), json(201, LINK)],
            "unknown",
            1,
        ),
        (
            "half an answer",
            vec![json(201, &LINK[..60]), json(201, LINK)],
            "unknown",
            1,
        ),
        (
            "an empty success",
            vec![json(204, ""), json(201, LINK)],
            "unknown",
            1,
        ),
        (
            "a portal's page",
            vec![html(200), json(201, LINK)],
            "unknown",
            1,
        ),
        (
            "an address to run",
            vec![json(201, unreadable_link.clone()), json(201, LINK)],
            "unknown",
            1,
        ),
        (
            "throttled, then lost",
            vec![throttled(None), lost(), json(201, LINK)],
            "unknown",
            2,
        ),
    ] {
        run(async {
            let mut next = script(answers);
            let desk = desk(move |_| next());
            let outcome = desk.create(intent("i1")).await;
            assert_eq!(
                (kind(&outcome.record.state), desk.posts()),
                (state, posts),
                "{name}"
            );
            assert_eq!(outcome.error.is_none(), state == "created", "{name}");
            let last = desk.states().pop().unwrap();
            assert_eq!(kind(&last), state, "{name}: the journal says the same");
        });
    }
}

#[test]
fn a_401_is_answered_with_one_refresh_and_one_more_post() {
    run(async {
        let desk = desk(with_tokens(|request| match bearer(request) {
            "Bearer access-1" => json(401, UNAUTHENTICATED),
            _ => json(201, LINK),
        }));
        let outcome = desk.create(intent("i1")).await;
        assert_eq!((kind(&outcome.record.state), desk.posts()), ("created", 2));
        assert_eq!(desk.bench.server.count("oauth/token"), 1);
    });
}

#[test]
fn a_401_whose_refresh_is_lost_means_that_nothing_was_made() {
    for answer in [
        lost(),
        json(503, ""),
        json(400, r#"{"error":"invalid_grant"}"#),
    ] {
        run(async {
            let desk = desk(move |request| {
                if request.url.ends_with("token") {
                    answer.clone()
                } else {
                    json(401, UNAUTHENTICATED)
                }
            });
            let outcome = desk.create(intent("i1")).await;
            assert_eq!((kind(&outcome.record.state), desk.posts()), ("refused", 1));
        });
    }
}

#[test]
fn one_intent_clicked_twice_is_one_fetch_at_once_and_afterwards() {
    for broken in [false, true] {
        run(async {
            let desk = desk(|_| json(201, LINK));
            desk.notes.broken.set(broken);
            let both = join_all([desk.create(intent("i1")), desk.create(intent("i1"))]).await;
            let third = desk.create(intent("i1")).await;
            assert_eq!(desk.posts(), 1);
            let all: Vec<_> = both
                .iter()
                .chain([&third])
                .map(|outcome| kind(&outcome.record.state))
                .collect();
            assert_eq!(all, ["created"; 3]);
            desk.create(intent("i2")).await;
            assert_eq!(desk.posts(), 2, "another intent is another link");
        });
    }
}

#[test]
fn another_tab_at_work_on_the_same_intent_is_left_alone() {
    run(async {
        let desk = desk(|_| json(201, LINK));
        desk.padlocks
            .held
            .borrow_mut()
            .insert(links::lock_name("i1"));
        let outcome = desk.create(intent("i1")).await;
        assert_eq!((kind(&outcome.record.state), desk.posts()), ("sending", 0));
    });
}

#[test]
fn what_a_crash_left_as_sending_is_unknown_and_never_sent_again() {
    run(async {
        let first = desk(|_| json(201, LINK));
        first.bench.server.open.set(false);
        let (notes, padlocks) = (first.notes.clone(), Rc::new(Padlocks::default()));
        let (client, world) = (first.bench.client.clone(), first.bench.world.clone());
        let crash = tokio::task::spawn_local(async move {
            create_link(&client, notes, padlocks, world, intent("i1")).await;
        });
        settle().await;
        crash.abort();
        assert_eq!(
            first.states().iter().map(kind).collect::<Vec<_>>(),
            ["sending"]
        );

        let next = Desk {
            notes: first.notes.clone(),
            ..desk(|_| json(201, LINK))
        };
        let outcome = next.create(intent("i1")).await;
        assert_eq!((kind(&outcome.record.state), next.posts()), ("unknown", 0));
        assert_eq!(kind(&next.notes.records.borrow()["i1"].state), "unknown");
    });
}

#[test]
fn a_creation_goes_on_though_its_view_is_gone() {
    run(async {
        let desk = desk(|_| json(201, LINK));
        desk.bench.server.open.set(false);
        let (notes, padlocks) = (desk.notes.clone(), desk.padlocks.clone());
        let (client, world) = (desk.bench.client.clone(), desk.bench.world.clone());
        let view = tokio::task::spawn_local(async move {
            create_link(&client, notes, padlocks, world, intent("i1")).await;
        });
        settle().await;
        view.abort();
        desk.bench.server.open.set(true);
        settle().await;
        assert_eq!(kind(&desk.notes.records.borrow()["i1"].state), "created");
        assert_eq!(desk.posts(), 1);
    });
}

#[test]
fn a_journal_that_cannot_be_written_allows_the_link_and_warns() {
    run(async {
        let desk = desk(|_| json(201, LINK));
        desk.notes.broken.set(true);
        let outcome = desk.create(intent("i1")).await;
        assert_eq!(kind(&outcome.record.state), "created");
        assert_eq!(outcome.warning, Some(JournalError::Full));
    });
}

#[test]
fn nothing_is_sent_for_an_account_that_is_not_known_or_not_the_sessions() {
    type Change = fn(&mut Intent);
    let changes: [(&str, Change); 5] = [
        ("unknown_account", |intent| intent.account.clear()),
        ("other_account", |intent| intent.account.push('X')),
        ("other_account", |intent| {
            intent.server = "https://elsewhere.example".into()
        }),
        ("invalid_uri", |intent| {
            intent.event_type = "https://evil.example/event_types/E".into()
        }),
        ("unknown_account", |intent| intent.id.clear()),
    ];
    for (code, change) in changes {
        run(async {
            let desk = desk(|_| json(201, LINK));
            let mut wrong = intent("i1");
            change(&mut wrong);
            let outcome = desk.create(wrong).await;
            assert!(
                outcome.record.state
                    == LinkState::Refused {
                        reason: code.into()
                    },
                "{code}"
            );
            assert!(
                desk.bench.server.seen.borrow().is_empty() && desk.notes.writes.borrow().is_empty()
            );
            assert_eq!(
                kind(&desk.create(intent("i1")).await.record.state),
                "created",
                "and it may be tried again"
            );
        });
    }
}

#[test]
fn a_personal_token_whose_owner_is_not_known_yet_makes_no_link() {
    run(async {
        let desk = desk(|request| {
            if request.url.ends_with("me") {
                json(200, ME)
            } else {
                json(201, LINK)
            }
        });
        desk.bench.session.adopt_token("personal".into()).unwrap();
        assert!(desk.create(intent("i1")).await.error.unwrap().kind() == Kind::UnknownAccount);
        assert_eq!(desk.posts(), 0);
        assert!(desk.bench.client.current_user().await.is_ok());
        assert_eq!(
            kind(&desk.create(intent("i1")).await.record.state),
            "created"
        );
    });
}

#[test]
fn offline_a_link_is_not_sent_and_the_same_intent_may_be_tried_later() {
    run(async {
        let desk = desk(|_| json(201, LINK));
        desk.bench.world.online.set(false);
        let outcome = desk.create(intent("i1")).await;
        assert_eq!((kind(&outcome.record.state), desk.posts()), ("not sent", 0));
        assert!(outcome.error.unwrap().is_offline());
        desk.bench.world.online.set(true);
        assert_eq!(
            kind(&desk.create(intent("i1")).await.record.state),
            "created"
        );
        assert_eq!(desk.posts(), 1);
    });
}

#[test]
fn a_link_that_arrives_after_signing_out_is_still_written_down_for_its_account() {
    run(async {
        let desk = desk(with_tokens(|_| json(201, LINK)));
        desk.bench.server.open.set(false);
        let (notes, padlocks) = (desk.notes.clone(), desk.padlocks.clone());
        let (client, world) = (desk.bench.client.clone(), desk.bench.world.clone());
        let work = tokio::task::spawn_local(async move {
            create_link(&client, notes, padlocks, world, intent("i1")).await
        });
        settle().await;
        let session = desk.bench.session.clone();
        tokio::task::spawn_local(async move { session.sign_out().await });
        settle().await;
        desk.bench.server.open.set(true);
        assert_eq!(kind(&work.await.unwrap().record.state), "created");
        assert_eq!(desk.notes.records.borrow()["i1"].account, OWNER);
    });
}

#[test]
fn the_first_link_without_an_answer_is_reason_to_find_out_whether_the_next_may_go() {
    for (read, who, pause) in [
        (true, json(200, ME), false),
        (true, lost(), true),
        // Nothing was read before.
        (false, lost(), true),
    ] {
        run(async {
            let mut all = vec![lost(), who];
            if read {
                all.insert(0, json(200, ME));
            }
            let mut answers = script(all);
            let desk = desk(move |_| answers());
            desk.bench.server.there.set(true);
            if read {
                assert!(desk.bench.client.call(&GetCurrentUser {}).await.is_ok());
            }
            let outcome = desk.create(intent("i1")).await;
            assert_eq!(kind(&outcome.record.state), "unknown");
            assert_eq!(
                (desk.posts(), desk.bench.server.count("users/me")),
                (1, 1 + usize::from(read))
            );
            assert_eq!(desk.bench.client.paused_until().is_some(), pause);
        });
    }
}

#[test]
fn intent_ids_differ() {
    let world = World::new();
    let ids: std::collections::BTreeSet<_> = (0..1000).map(|_| links::intent_id(&*world)).collect();
    assert!(ids.len() > 990 && ids.iter().all(|id| id.len() == 37));
}

#[derive(Clone, Debug)]
enum Fate {
    Created,
    Lost,
    Timeout,
    NotSent,
    Status(u16),
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        2 => Just(Fate::Created),
        1 => Just(Fate::Lost),
        1 => Just(Fate::Timeout),
        1 => Just(Fate::NotSent),
        3 => prop_oneof![Just(401u16), Just(429), Just(400), Just(403), Just(404), Just(500), Just(503), Just(408)]
            .prop_map(Fate::Status),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever the server does and however often one intent is clicked: the links that exist are those shown
    /// as created or unknown, and no more than one was executed.
    #[test]
    fn links_that_exist_are_shown_or_unknown_and_never_two(
        fates in prop::collection::vec((fate(), any::<bool>()), 1..6), clicks in 1usize..4, broken in any::<bool>()
    ) {
        run(async {
            let made = Rc::new(Cell::new(0));
            let ledger = made.clone();
            let mut fates = fates.into_iter();
            let desk = desk(with_tokens(move |request| {
                if request.method == "GET" {
                    return json(200, ME);
                }
                // A fault may hit before or after the server did its work.
                let (fate, executed) = fates.next().unwrap_or((Fate::Created, true));
                let done = match fate {
                    Fate::Created => true,
                    Fate::Lost | Fate::Timeout => executed,
                    Fate::Status(status) => executed && (status >= 500 || status == 408),
                    Fate::NotSent => false,
                };
                ledger.set(ledger.get() + usize::from(done));
                match fate {
                    Fate::Created => json(201, LINK),
                    Fate::Lost => lost(),
                    Fate::Timeout => Err(TransportError::Timeout),
                    Fate::NotSent => Err(TransportError::NotSent("x".into())),
                    Fate::Status(status) => json(status, "{}"),
                }
            }));
            desk.notes.broken.set(broken);
            // All clicks fall while the first request is on its way.
            desk.bench.server.open.set(false);
            let gate = desk.bench.server.open.clone();
            tokio::task::spawn_local(async move {
                settle().await;
                gate.set(true);
            });
            let outcomes = join_all((0..clicks).map(|_| desk.create(intent("i1")))).await;
            let record: &LinkRecord = &outcomes[0].record;
            match kind(&record.state) {
                "created" => assert_eq!(made.get(), 1),
                "unknown" => assert!(made.get() <= 1),
                other => assert_eq!(made.get(), 0, "{other}"),
            }
            for outcome in &outcomes {
                assert!(outcome.record == *record);
            }
        });
    }
}

#[test]
fn a_link_whose_answer_has_an_odd_content_type_is_still_a_link() {
    run(async {
        let desk = desk(|_| {
            json(201, LINK).map(|answer| HttpResponse {
                content_type: Some("text/plain".into()),
                ..answer
            })
        });
        assert_eq!(
            kind(&desk.create(intent("i1")).await.record.state),
            "created"
        );
    });
}
