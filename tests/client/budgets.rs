//! Budgets: how many requests leave in a minute, who hears of them, and what is said to those who wait.

use futures_util::future::FutureExt;
use slotlink::api::scheduling_links::CreateSchedulingLink;
use slotlink::client::budget::{DEFAULT_LIMIT, News, Note, RateLimit};
use slotlink::client::ports::Neighbours;
use slotlink::client::{Client, Progress};
use slotlink::time::Timestamp;

use super::*;

type Heard = Box<dyn Fn(&str)>;

/// The pages of one origin.
#[derive(Default)]
struct Street {
    houses: RefCell<Vec<Heard>>,
    told: RefCell<Vec<String>>,
}

struct House {
    street: Rc<Street>,
    number: Cell<usize>,
}

impl House {
    fn on(street: &Rc<Street>) -> Rc<Self> {
        Rc::new(Self {
            street: street.clone(),
            number: Cell::new(usize::MAX),
        })
    }
}

impl Neighbours for House {
    fn tell(&self, note: &str) {
        self.street.told.borrow_mut().push(note.to_owned());
        for (number, heard) in self.street.houses.borrow().iter().enumerate() {
            if number != self.number.get() {
                heard(note);
            }
        }
    }
    fn listen(&self, heard: Heard) {
        let mut houses = self.street.houses.borrow_mut();
        self.number.set(houses.len());
        houses.push(heard);
    }
}

fn seconds_since_start(bench: &Bench) -> i64 {
    (bench.world.now.get() - NOW) / 1000
}

const THREE: RateLimit = RateLimit {
    requests: 3,
    seconds: 60,
};

#[test]
fn requests_beyond_the_budget_wait_for_their_turn_and_are_told_until_when() {
    run(async {
        let bench = bench(Some(tokens()), |_| json(200, ME));
        bench.client.limit_rate(THREE);
        let told = Rc::new(RefCell::new(Vec::new()));
        let notes = told.clone();
        let client = bench
            .client
            .observed(Rc::new(move |progress| notes.borrow_mut().push(progress)));
        for _ in 0..3 {
            client.call(&GetCurrentUser {}).await.unwrap();
        }
        assert_eq!(seconds_since_start(&bench), 0);
        assert_eq!(*told.borrow(), [Progress::Sent { attempt: 1 }; 3]);
        told.borrow_mut().clear();
        client.call(&GetCurrentUser {}).await.unwrap();
        let until = Timestamp::from_millis(NOW + 60_000);
        assert_eq!(
            *told.borrow(),
            [Progress::Waiting { until }, Progress::Sent { attempt: 1 }]
        );
        assert_eq!(seconds_since_start(&bench), 60);
    });
}

#[test]
fn a_hundred_at_once_leave_within_the_budget_and_in_their_order() {
    run(async {
        let moments = Rc::new(RefCell::new(Vec::new()));
        let clock = Rc::new(RefCell::new(None::<Rc<World>>));
        let (seen, now) = (moments.clone(), clock.clone());
        let bench = bench(Some(tokens()), move |request| {
            let world = now.borrow().clone().unwrap();
            seen.borrow_mut()
                .push((world.now.get(), request.url.clone()));
            json(200, r#"{"collection":[]}"#)
        });
        clock.replace(Some(bench.world.clone()));
        bench.client.limit_rate(DEFAULT_LIMIT);
        let user =
            |number: usize| UserUri::parse(&format!("U{number:03}"), "https://api.calendly.com");
        let lists: Vec<_> = (0..100)
            .map(|number| ListEventTypes::of_user(user(number).unwrap()))
            .collect();
        let calls = lists.iter().map(|list| bench.client.call(list));
        assert!(join_all(calls).await.iter().all(Result::is_ok));
        let moments = moments.borrow();
        for pair in moments.windows(51) {
            assert!(pair[50].0 - pair[0].0 >= 60_000, "51 in a minute");
        }
        let first_fifty: Vec<_> = moments[..50].iter().map(|(_, url)| url).collect();
        assert!(first_fifty.is_sorted() && moments.len() == 100);
    });
}

#[test]
fn thousands_that_wait_are_woken_a_few_times_each() {
    run(async {
        const CALLS: usize = 5_000;
        let moments = Rc::new(RefCell::new(Vec::new()));
        let clock = Rc::new(RefCell::new(None::<Rc<World>>));
        let (seen, now) = (moments.clone(), clock.clone());
        let bench = bench(Some(tokens()), move |_| {
            seen.borrow_mut()
                .push(now.borrow().as_ref().unwrap().now.get());
            json(200, ME)
        });
        clock.replace(Some(bench.world.clone()));
        bench.client.limit_rate(RateLimit {
            requests: 500,
            seconds: 60,
        });
        let calls = (0..CALLS).map(|_| bench.client.call(&GetCurrentUser {}));
        // The token lasts for longer than they wait.
        assert!(join_all(calls).await.iter().all(Result::is_ok));
        let moments = moments.borrow();
        assert_eq!(moments.len(), CALLS);
        for pair in moments.windows(501) {
            assert!(pair[500] - pair[0] >= 60_000, "501 in a minute");
        }
        assert_eq!((moments[CALLS - 1] - NOW) / 60_000, 9);
        let seconds = 10 * 60;
        let sleeps = bench.world.slept.borrow().len();
        assert!(sleeps <= 2 * CALLS + seconds, "{sleeps} sleeps");
        let looks = bench.world.looked.get();
        assert!(
            looks <= 8 * CALLS + 2 * seconds,
            "{looks} looks at the clock"
        );
    });
}

#[test]
fn one_that_waits_first_and_stands_still_keeps_only_its_own_place() {
    run(async {
        let bench = bench(Some(tokens()), |_| json(200, ME));
        bench.client.limit_rate(RateLimit {
            requests: 2,
            ..THREE
        });
        for _ in 0..2 {
            bench.client.call(&GetCurrentUser {}).await.unwrap();
        }
        let mut still = std::pin::pin!(bench.client.call(&GetCurrentUser {}));
        assert!(still.as_mut().now_or_never().is_none());
        bench.world.pass(60_000);
        bench.client.call(&GetCurrentUser {}).await.unwrap();
        assert_eq!(bench.server.seen.borrow().len(), 3);
        assert_eq!(seconds_since_start(&bench), 60);
    });
}

#[test]
fn what_an_answer_allows_is_used_at_once() {
    run(async {
        let bench = bench(Some(tokens()), |_| {
            json(200, ME).map(|answer| HttpResponse {
                rate_limit: Some("500".to_owned()),
                ..answer
            })
        });
        for _ in 0..500 {
            bench.client.call(&GetCurrentUser {}).await.unwrap();
        }
        assert_eq!(seconds_since_start(&bench), 0);
        bench.client.call(&GetCurrentUser {}).await.unwrap();
        assert_eq!(seconds_since_start(&bench), 60);
    });
}

/// Calendly for a user of a plan: so many in a minute that begins with a request, and then `refusal`.
struct Plan {
    now: Rc<RefCell<Option<Rc<World>>>>,
    /// When each request came, and whether it was refused.
    seen: Rc<RefCell<Vec<(i64, bool)>>>,
}

impl Plan {
    fn of(most: usize, refusal: fn() -> Answer) -> (Bench, Self) {
        let plan = Self {
            now: Rc::default(),
            seen: Rc::default(),
        };
        let (clock, seen) = (plan.now.clone(), plan.seen.clone());
        let (mut begun, mut count) = (i64::MIN / 2, 0);
        let bench = bench(Some(tokens()), move |_| {
            let now = clock.borrow().as_ref().unwrap().now.get();
            if now - begun >= 60_000 {
                (begun, count) = (now, 0);
            }
            count += 1;
            seen.borrow_mut().push((now, count > most));
            if count > most {
                refusal()
            } else {
                json(200, ME)
            }
        });
        plan.now.replace(Some(bench.world.clone()));
        (bench, plan)
    }

    fn refused(&self) -> usize {
        self.seen.borrow().iter().filter(|seen| seen.1).count()
    }
}

fn many(client: &Client, number: usize) -> impl Future<Output = bool> {
    let calls = (0..number).map(|_| client.call(&GetCurrentUser {}));
    let all = join_all(calls.collect::<Vec<_>>());
    async { all.await.iter().all(Result::is_ok) }
}

#[test]
fn a_larger_limit_that_no_header_tells_is_found_out_by_one_request_after_the_other() {
    run(async {
        let (bench, plan) = Plan::of(500, || throttled(None));
        assert!(many(&bench.client, 1).await);
        assert!(many(&bench.client, 499).await);
        assert_eq!((plan.refused(), seconds_since_start(&bench)), (0, 0));
        assert!(many(&bench.client, 1).await);
        assert_eq!((plan.refused(), seconds_since_start(&bench)), (0, 60));
    });
}

#[test]
fn whoever_may_have_no_more_loses_one_request_for_it_and_no_time() {
    for refusal in [|| throttled(None), lost] as [fn() -> Answer; 2] {
        run(async {
            let (bench, plan) = Plan::of(50, refusal);
            assert!(many(&bench.client, 1).await);
            assert!(many(&bench.client, 99).await);
            assert_eq!(plan.refused(), 1);
            assert_eq!(seconds_since_start(&bench), 60);
            assert!(bench.client.paused_until().is_none());
            // Nor does anybody try again, for an hour.
            assert!(many(&bench.client, 2_900).await);
            assert_eq!((plan.refused(), seconds_since_start(&bench)), (1, 59 * 60));
            assert!(many(&bench.client, 150).await);
            assert_eq!((plan.refused(), seconds_since_start(&bench)), (2, 62 * 60));
        });
    }
}

#[test]
fn nobody_tries_for_more_with_a_write_or_where_the_limit_is_known() {
    run(async {
        let (bench, plan) = Plan::of(500, || throttled(None));
        assert!(many(&bench.client, 50).await);
        let event_type = EventTypeUri::parse("E1", "https://api.calendly.com").unwrap();
        let link = CreateSchedulingLink::of(event_type);
        let _ = bench.client.call(&link).await;
        assert_eq!(seconds_since_start(&bench), 60);
        let (bench, _) = Plan::of(500, || throttled(None));
        bench.client.limit_rate(DEFAULT_LIMIT);
        assert!(many(&bench.client, 51).await);
        assert_eq!(seconds_since_start(&bench), 60);
        assert_eq!(plan.refused(), 0);
        let told = |limit: &str| {
            let limit = Some(limit.to_owned());
            move |_: &_| {
                json(200, ME).map(|answer| HttpResponse {
                    rate_limit: limit.clone(),
                    ..answer
                })
            }
        };
        let bench = self::bench(Some(tokens()), told("50"));
        assert!(many(&bench.client, 51).await);
        assert_eq!(seconds_since_start(&bench), 60);
    });
}

#[test]
fn one_at_a_time_tries_for_more_and_one_that_is_given_up_ends_it_for_a_minute() {
    run(async {
        let (bench, plan) = Plan::of(500, || throttled(None));
        let seen = || plan.seen.borrow().len();
        assert!(many(&bench.client, 50).await);
        bench.world.pass(1_000);
        bench.server.open.set(false);
        let mut try_and_two_more = Box::pin(many(&bench.client, 3));
        assert!(try_and_two_more.as_mut().now_or_never().is_none());
        assert_eq!(seen(), 51);
        drop(try_and_two_more);
        bench.server.open.set(true);
        assert!(many(&bench.client, 1).await);
        assert_eq!((seen(), seconds_since_start(&bench)), (52, 60));
    });
}

#[test]
fn what_pages_were_let_through_together_shows_a_larger_limit_to_each() {
    run(async {
        let street = Rc::new(Street::default());
        let (bench, plan) = Plan::of(500, || throttled(None));
        bench.client.share(House::on(&street));
        assert!(many(&bench.client, 1).await);
        let other = House::on(&street);
        for _ in 0..100 {
            let news = News::Sent(Timestamp::from_millis(NOW));
            let user = OWNER.to_owned();
            other.tell(&Note { user, news }.write());
        }
        // What the other page has just sent may be under way, and must not be refused for a try.
        assert!(many(&bench.client, 399).await);
        assert_eq!((plan.refused(), seconds_since_start(&bench)), (0, 2));
        assert!(many(&bench.client, 1).await);
        assert_eq!(seconds_since_start(&bench), 60);
    });
}

#[test]
fn nobody_tries_while_something_that_has_its_turn_is_under_way() {
    run(async {
        let (bench, plan) = Plan::of(500, || throttled(None));
        assert!(many(&bench.client, 49).await);
        let event_type = EventTypeUri::parse("E1", "https://api.calendly.com").unwrap();
        let link = CreateSchedulingLink::of(event_type);
        bench.server.open.set(false);
        let mut link = std::pin::pin!(bench.client.call(&link));
        assert!(link.as_mut().now_or_never().is_none());
        let mut read = std::pin::pin!(many(&bench.client, 1));
        assert!(read.as_mut().now_or_never().is_none());
        assert_eq!(plan.seen.borrow().len(), 50, "the read does not overtake");
        bench.server.open.set(true);
        let _ = link.await;
        assert!(read.await);
        assert_eq!(seconds_since_start(&bench), 0);
    });
}

#[test]
fn pages_of_one_user_share_a_budget_and_a_pause() {
    run(async {
        let street = Rc::new(Street::default());
        let answers = script(vec![
            json(200, ME),
            json(200, ME),
            throttled(Some("7")),
            json(200, ME),
        ]);
        let answers = Rc::new(RefCell::new(answers));
        let busy = bench(Some(tokens()), move |_| (answers.borrow_mut())());
        let other = bench(Some(tokens()), |_| json(200, ME));
        for page in [&busy, &other] {
            page.client.limit_rate(THREE);
            page.client.share(House::on(&street));
        }
        busy.client.call(&GetCurrentUser {}).await.unwrap();
        busy.client.call(&GetCurrentUser {}).await.unwrap();
        other.client.call(&GetCurrentUser {}).await.unwrap();
        assert_eq!(seconds_since_start(&other), 0);
        other.client.call(&GetCurrentUser {}).await.unwrap();
        assert_eq!(
            seconds_since_start(&other),
            60,
            "two of the three were the other page's"
        );
        busy.world.pass(60_000);
        assert!(other.client.paused_until().is_none());
        let _ = busy.client.call(&GetCurrentUser {}).await;
        let paused = |note: &String| matches!(Note::read(note).unwrap().news, News::PausedUntil(_));
        assert_eq!(
            street
                .told
                .borrow()
                .iter()
                .filter(|note| paused(note))
                .count(),
            1
        );
        assert!(other.client.paused_until().is_some());
        assert!(
            street
                .told
                .borrow()
                .iter()
                .all(|note| !note.contains("access-1"))
        );
    });
}

#[test]
fn pages_of_other_users_and_absurd_pauses_are_not_listened_to() {
    run(async {
        let street = Rc::new(Street::default());
        let bench = bench(Some(tokens()), |_| json(200, ME));
        bench.client.share(House::on(&street));
        let until = |millis| News::PausedUntil(Timestamp::from_millis(NOW + millis));
        let told = |user: &str, news| {
            let user = user.to_owned();
            House::on(&street).tell(&Note { user, news }.write());
        };
        told("https://api.calendly.com/users/ANOTHER", until(5_000));
        told("", until(5_000));
        told(OWNER, until(86_400_000));
        assert!(bench.client.paused_until().is_none());
        told(OWNER, until(5_000));
        assert!(bench.client.paused_until().is_some());
    });
}

#[test]
fn two_pages_with_one_personal_access_token_know_each_other_and_the_token_is_not_told() {
    run(async {
        let street = Rc::new(Street::default());
        let pages = [(); 2].map(|()| bench(None, |_| json(200, ME)));
        for page in &pages {
            page.session
                .adopt_token("a-personal-token".to_owned())
                .unwrap();
            page.client.limit_rate(RateLimit {
                requests: 1,
                ..THREE
            });
            page.client.share(House::on(&street));
        }
        let [one, other] = &pages;
        one.client.call(&GetCurrentUser {}).await.unwrap();
        other.client.call(&GetCurrentUser {}).await.unwrap();
        assert_eq!(seconds_since_start(other), 60);
        assert!(
            street
                .told
                .borrow()
                .iter()
                .all(|note| !note.contains("personal-token"))
        );
    });
}

#[test]
fn a_page_that_came_to_know_the_owner_still_shares_with_one_that_knows_the_token_alone() {
    run(async {
        let street = Rc::new(Street::default());
        let pages = [(); 2].map(|()| bench(None, |_| json(200, ME)));
        for page in &pages {
            page.session
                .adopt_token("a-personal-token".to_owned())
                .unwrap();
            page.client.limit_rate(THREE);
            page.client.share(House::on(&street));
        }
        let [one, other] = &pages;
        one.client.current_user().await.unwrap();
        one.client.call(&GetCurrentUser {}).await.unwrap();
        other.client.call(&GetCurrentUser {}).await.unwrap();
        assert_eq!(seconds_since_start(other), 0);
        one.client.call(&GetCurrentUser {}).await.unwrap();
        assert_eq!(
            seconds_since_start(one),
            60,
            "the first and the other page's count"
        );
        other.client.call(&GetCurrentUser {}).await.unwrap();
        assert_eq!(
            seconds_since_start(other),
            60,
            "two of the three were the first page's"
        );
    });
}

#[test]
fn a_call_that_is_given_up_while_it_waits_sends_nothing_and_frees_its_place() {
    run(async {
        let bench = bench(Some(tokens()), |_| json(200, ME));
        bench.client.limit_rate(RateLimit {
            requests: 1,
            ..THREE
        });
        bench.client.call(&GetCurrentUser {}).await.unwrap();
        {
            let call = bench.client.call(&GetCurrentUser {});
            let mut call = std::pin::pin!(call);
            assert!(call.as_mut().now_or_never().is_none());
        }
        bench.client.call(&GetCurrentUser {}).await.unwrap();
        assert_eq!(bench.server.seen.borrow().len(), 2);
        assert!(seconds_since_start(&bench) <= 61);
    });
}

#[test]
fn what_waits_for_its_turn_is_not_sent_once_somebody_else_is_signed_in() {
    run(async {
        let bench = bench(Some(tokens()), |_| json(200, ME));
        bench.client.limit_rate(RateLimit {
            requests: 1,
            seconds: 60,
        });
        bench.client.call(&GetCurrentUser {}).await.unwrap();
        let client = bench.client.clone();
        let waiting =
            tokio::task::spawn_local(async move { client.call(&GetCurrentUser {}).await });
        while bench.world.slept.borrow().is_empty() {
            tokio::task::yield_now().await;
        }
        bench
            .session
            .adopt_token("of-somebody-else".into())
            .unwrap();
        let error = waiting.await.unwrap().err().unwrap();
        assert_eq!(error.kind(), Kind::SignedOut);
        assert_eq!(bench.server.count("users/me"), 1);
    });
}
