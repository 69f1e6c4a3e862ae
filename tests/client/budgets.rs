//! Budgets: how many requests leave in a minute, who hears of them, and what is said to those who wait.

use futures_util::future::FutureExt;
use slotlink::client::Progress;
use slotlink::client::budget::{News, Note, RateLimit};
use slotlink::client::ports::Neighbours;
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
