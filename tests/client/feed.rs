//! The live feed: every change once, whatever fails, ends or lags on the way.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json as js};
use slotlink::api::webhook::{InviteeWebhookEvent, Webhook};
use slotlink::api::webhook_subscriptions::{WebhookEvent, WebhookScope};
use slotlink::client::feed::{Feed, FeedOptions};
use slotlink::time::Timestamp;

use super::*;

const HOUR: i64 = 3_600_000;

fn text(millis: i64) -> String {
    Timestamp::from_millis(millis).to_rfc3339()
}

#[derive(Clone)]
struct Guest {
    number: usize,
    created: i64,
    canceled: Option<i64>,
    missed: Option<i64>,
}

#[derive(Clone)]
struct Meeting {
    number: usize,
    start: i64,
    guests: Vec<Guest>,
}

/// A Calendly with group meetings and routing forms, whose lists of invitees lag.
#[derive(Default)]
struct Calendly {
    meetings: Vec<Meeting>,
    submissions: Vec<(usize, i64)>,
    guests: usize,
    now: Rc<Cell<i64>>,
    lag: i64,
    /// How many requests are answered before one fails.
    fails_after: Option<usize>,
}

type Shared = Rc<RefCell<Calendly>>;

impl Calendly {
    fn book(&mut self, meeting: Option<usize>, starts_in: i64) {
        let now = self.now.get();
        let guest = Guest {
            number: self.guests,
            created: now,
            canceled: None,
            missed: None,
        };
        self.guests += 1;
        if let Some(meeting) = meeting.and_then(|index| self.meetings.get_mut(index)) {
            meeting.guests.push(guest);
            return;
        }
        let meeting = Meeting {
            number: self.meetings.len(),
            start: now + starts_in,
            guests: vec![guest],
        };
        self.meetings.push(meeting);
    }

    fn guest(&mut self, number: usize) -> Option<(i64, &mut Guest)> {
        let count = self.guests;
        let mut all = self.meetings.iter_mut().flat_map(|meeting| {
            let start = meeting.start;
            meeting.guests.iter_mut().map(move |guest| (start, guest))
        });
        all.find(|(_, guest)| guest.number == number % count.max(1))
    }

    fn cancel(&mut self, number: usize) {
        let now = self.now.get();
        if let Some((start, guest)) = self.guest(number)
            && start > now
        {
            guest.canceled.get_or_insert(now);
        }
    }

    fn miss(&mut self, number: usize) {
        let now = self.now.get();
        if let Some((start, guest)) = self.guest(number)
            && start <= now
            && guest.canceled.is_none()
        {
            guest.missed.get_or_insert(now);
        }
    }

    /// The keys of all that happened.
    fn happened(&self) -> BTreeSet<String> {
        let guests = self.meetings.iter().flat_map(|meeting| &meeting.guests);
        let mut keys = BTreeSet::new();
        for guest in guests {
            keys.insert(format!("invitee.created I{}", guest.number));
            if guest.canceled.is_some() {
                keys.insert(format!("invitee.canceled I{}", guest.number));
            }
            if guest.missed.is_some() {
                keys.insert(format!("invitee_no_show.created N{}", guest.number));
            }
        }
        for (number, _) in &self.submissions {
            keys.insert(format!("routing_form_submission.created S{number}"));
        }
        keys
    }

    fn answer(&mut self, url: &str) -> Answer {
        if let Some(left) = &mut self.fails_after {
            if *left == 0 {
                self.fails_after = None;
                return json(403, DENIED);
            }
            *left -= 1;
        }
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let path = path.trim_start_matches("https://api.calendly.com");
        if path == "/users/me" {
            return json(200, ME);
        }
        if path == "/routing_forms" {
            let form = js!({"uri": "https://api.calendly.com/routing_forms/F1"});
            return self.page(vec![form], query);
        }
        if path == "/routing_form_submissions" {
            let newest = self.submissions.iter().rev();
            let item = |(number, at): &(usize, i64)| {
                js!({
                    "uri": format!("https://api.calendly.com/routing_form_submissions/S{number}"),
                    "created_at": text(*at),
                })
            };
            return self.page(newest.map(item).collect(), query);
        }
        if path == "/scheduled_events" {
            let from = query.split("min_start_time=").nth(1).unwrap();
            let from = from.split('&').next().unwrap().replace("%3A", ":");
            let from = Timestamp::parse(&from).unwrap().as_millis();
            let visible = self.meetings.iter().filter(|meeting| meeting.start >= from);
            return self.page(visible.map(Meeting::json).collect(), query);
        }
        let number = path.trim_start_matches("/scheduled_events/E");
        let number: usize = number.trim_end_matches("/invitees").parse().unwrap();
        let (now, lag) = (self.now.get(), self.lag);
        let visible = self.meetings[number].guests.iter();
        let visible = visible.filter(|guest| guest.created + lag <= now);
        let guests = visible.map(|guest| guest.json(number)).collect();
        self.page(guests, query)
    }

    /// Two items a page.
    fn page(&self, items: Vec<Json>, query: &str) -> Answer {
        let token = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("page_token="));
        let at: usize = token.unwrap_or("0").parse().unwrap();
        let next = (at + 2 < items.len()).then(|| (at + 2).to_string());
        let items: Vec<_> = items.into_iter().skip(at).take(2).collect();
        let pagination = js!({"next_page_token": next});
        json(
            200,
            js!({"collection": items, "pagination": pagination}).to_string(),
        )
    }
}

impl Meeting {
    /// Its `updated_at` tells of cancellations and not of marks.
    fn json(&self) -> Json {
        let canceled = self.guests.iter().filter(|guest| guest.canceled.is_some());
        let (total, canceled) = (self.guests.len(), canceled.count());
        js!({
            "uri": format!("https://api.calendly.com/scheduled_events/E{}", self.number),
            "name": "Runde",
            "status": if canceled == total { "canceled" } else { "active" },
            "start_time": text(self.start),
            "end_time": text(self.start + HOUR),
            "created_at": text(self.guests[0].created),
            "updated_at": text(self.guests[0].created),
            "invitees_counter": {"total": total, "active": total - canceled, "limit": 50},
        })
    }
}

impl Guest {
    fn json(&self, meeting: usize) -> Json {
        let uri = format!(
            "https://api.calendly.com/scheduled_events/E{meeting}/invitees/I{}",
            self.number
        );
        let mut guest = js!({
            "uri": uri,
            "name": "Paula Prinz",
            "status": if self.canceled.is_some() { "canceled" } else { "active" },
            "created_at": text(self.created),
            "updated_at": text(self.created),
            "a_field_of_tomorrow": [1.5],
            "no_show": null,
        });
        if let Some(at) = self.canceled {
            guest["cancellation"] = js!({"canceled_by": "Paula Prinz", "created_at": text(at)});
        }
        if let Some(at) = self.missed {
            guest["no_show"] = js!({
                "uri": format!("https://api.calendly.com/invitee_no_shows/N{}", self.number),
                "created_at": text(at),
            });
        }
        guest
    }
}

fn options() -> FeedOptions {
    FeedOptions::new(
        vec![
            WebhookEvent::InviteeCreated,
            WebhookEvent::InviteeCanceled,
            WebhookEvent::InviteeNoShowCreated,
            WebhookEvent::RoutingFormSubmissionCreated,
        ],
        WebhookScope::Organization,
    )
}

/// A feed, its Calendly, and what was handed out how often.
struct Trial {
    bench: Bench,
    calendly: Shared,
    feed: Feed,
    options: FeedOptions,
    handed: BTreeMap<String, usize>,
}

impl Trial {
    fn new(options: FeedOptions) -> Self {
        let calendly = Shared::default();
        let answering = calendly.clone();
        let bench = bench(None, move |request| {
            answering.borrow_mut().answer(&request.url)
        });
        // One that does not expire while days pass.
        let adopted = bench.session.adopt_token("pat-1".to_owned());
        adopted.unwrap_or_else(|error| panic!("{error}"));
        calendly.borrow_mut().now = bench.world.now.clone();
        let feed = Feed::new(options.clone(), bench.world.now()).unwrap();
        Self {
            bench,
            calendly,
            feed,
            options,
            handed: BTreeMap::new(),
        }
    }

    async fn poll(&mut self) -> Result<(), slotlink::client::Error> {
        self.feed.poll(&self.bench.client, &*self.bench.world).await
    }

    /// Takes so many of what was found.
    fn take(&mut self, most: usize) -> Vec<String> {
        let mut keys = Vec::new();
        while keys.len() < most
            && let Some(change) = self.feed.first()
        {
            *self.handed.entry(change.key.clone()).or_default() += 1;
            keys.push(change.key.clone());
            self.feed.taken();
        }
        keys
    }

    async fn polled(&mut self) -> Vec<String> {
        self.poll().await.unwrap_or_else(|error| panic!("{error}"));
        self.take(usize::MAX)
    }

    /// The program ends and begins again with what it kept.
    fn restart(&mut self) {
        let memory = self.feed.memory();
        self.feed = Feed::new(self.options.clone(), self.bench.world.now()).unwrap();
        assert!(self.feed.restore(&memory));
    }
}

#[test]
fn a_booking_a_cancellation_and_a_mark_come_in_the_envelope_of_a_webhook() {
    run(async {
        let mut trial = Trial::new(options());
        assert!(trial.polled().await.is_empty());
        trial.calendly.borrow_mut().book(None, HOUR);
        trial.bench.world.pass(1000);
        trial.poll().await.unwrap_or_else(|error| panic!("{error}"));
        let change = trial.feed.first().unwrap().clone();
        assert_eq!(change.key, "invitee.created I0");
        let Some(Webhook::Invitee(webhook)) = change.webhook() else {
            panic!("an invitee")
        };
        assert_eq!(webhook.event, InviteeWebhookEvent::Created);
        assert_eq!(webhook.created_at.unwrap().as_millis(), NOW);
        let me: Json = serde_json::from_str(ME).unwrap();
        assert_eq!(webhook.created_by.unwrap().as_str(), me["resource"]["uri"]);
        assert_eq!(webhook.payload.base.name, "Paula Prinz");
        let meeting = webhook.payload.more.scheduled_event.unwrap();
        assert_eq!(meeting.name.as_deref(), Some("Runde"));
        let payload = change.envelope.get("payload").unwrap();
        assert!(payload.get("a_field_of_tomorrow").is_some());
        assert_eq!(trial.take(9), ["invitee.created I0"]);

        trial.calendly.borrow_mut().cancel(0);
        trial.calendly.borrow_mut().book(None, HOUR);
        assert_eq!(
            trial.polled().await,
            ["invitee.canceled I0", "invitee.created I1"]
        );
        trial.bench.world.pass(2 * HOUR);
        trial.calendly.borrow_mut().miss(1);
        assert_eq!(trial.polled().await, ["invitee_no_show.created N1"]);
        trial
            .calendly
            .borrow_mut()
            .submissions
            .push((0, NOW + HOUR));
        assert_eq!(trial.polled().await, ["routing_form_submission.created S0"]);
        assert!(trial.polled().await.is_empty());
    });
}

#[test]
fn nothing_is_asked_that_nobody_wants() {
    run(async {
        let events = vec![WebhookEvent::RoutingFormSubmissionCreated];
        let mut trial = Trial::new(FeedOptions::new(events, WebhookScope::Organization));
        trial.polled().await;
        assert_eq!(trial.bench.server.count("/scheduled_events"), 0);
        let events = vec![WebhookEvent::InviteeCreated];
        let mut trial = Trial::new(FeedOptions::new(events, WebhookScope::User));
        trial.calendly.borrow_mut().book(None, -HOUR);
        trial.bench.world.pass(1000);
        assert_eq!(trial.polled().await, ["invitee.created I0"]);
        for _ in 0..10 {
            trial.bench.world.pass(60_000);
            assert!(trial.polled().await.is_empty());
        }
        assert_eq!(trial.bench.server.count("/routing_forms"), 0);
        assert_eq!(trial.bench.server.count("organization="), 0);
        // At once, and once more later.
        assert_eq!(trial.bench.server.count("/invitees"), 2);
    });
}

#[test]
fn what_was_before_the_feed_is_left_out_and_what_was_while_it_was_off_is_not() {
    run(async {
        let mut trial = Trial::new(options());
        trial.calendly.borrow_mut().book(None, 60 * HOUR);
        trial.bench.world.pass(HOUR);
        trial.feed = Feed::new(options(), trial.bench.world.now()).unwrap();
        trial.calendly.borrow_mut().book(None, 2 * HOUR);
        assert_eq!(trial.polled().await, ["invitee.created I1"]);
        trial.calendly.borrow_mut().book(None, 2 * HOUR);
        // Three weeks, in which the meeting came and went.
        trial.bench.world.pass(21 * 24 * HOUR);
        trial.restart();
        assert_eq!(trial.polled().await, ["invitee.created I2"]);
        trial.bench.world.pass(HOUR);
        trial.polled().await;
        trial.calendly.borrow_mut().miss(2);
        // Beyond the horizon.
        assert!(trial.polled().await.is_empty());
    });
}

#[test]
fn requests_are_begun_at_the_pace_that_is_set_and_what_is_new_goes_first() {
    run(async {
        let mut options = options();
        options.requests_per_minute = 10;
        options.since = Some(Timestamp::from_millis(NOW + HOUR));
        let mut trial = Trial::new(options);
        for _ in 0..40 {
            trial.calendly.borrow_mut().book(None, 50 * HOUR);
        }
        trial.bench.world.pass(2 * HOUR);
        trial.calendly.borrow_mut().book(None, 50 * HOUR);
        let began = trial.bench.world.now.get();
        assert_eq!(trial.polled().await, ["invitee.created I40"]);
        // Who it is, the forms, the submissions, 21 pages of meetings, the new one, and old ones until the minute is full.
        let sent = trial.bench.server.seen.borrow().len();
        assert_eq!(sent, 1 + 1 + 1 + 21 + 1 + 6);
        let minutes = (trial.bench.world.now.get() - began) / 60_000;
        assert_eq!(
            minutes, 2,
            "the one that asks who is signed in is not counted"
        );
    });
}

#[test]
fn meetings_whose_data_were_deleted_do_not_stop_the_feed_and_other_refusals_do() {
    run(async {
        let answers = |status| {
            move |request: &HttpRequest| {
                let url = &request.url;
                if url.ends_with("/users/me") {
                    return json(200, ME);
                }
                if url.contains("/invitees") {
                    return json(status, "{}");
                }
                let meeting = Meeting {
                    number: 0,
                    start: NOW + HOUR,
                    guests: vec![Guest {
                        number: 0,
                        created: NOW,
                        canceled: None,
                        missed: None,
                    }],
                };
                let page = js!({"collection": [meeting.json()], "pagination": {}});
                json(200, page.to_string())
            }
        };
        for (status, goes_on) in [(404, true), (403, false)] {
            let bench = bench(Some(tokens()), answers(status));
            let events = vec![WebhookEvent::InviteeCreated];
            let options = FeedOptions::new(events, WebhookScope::User);
            let mut feed = Feed::new(options, bench.world.now()).unwrap();
            let polled = feed.poll(&bench.client, &*bench.world).await;
            assert_eq!(polled.is_ok(), goes_on, "{status}");
        }
    });
}

#[test]
fn feeds_of_the_same_changes_have_one_name_and_others_another() {
    run(async {
        let mut names = BTreeSet::new();
        let created = || vec![WebhookEvent::InviteeCreated, WebhookEvent::InviteeCanceled];
        let mut turned = created();
        turned.reverse();
        for (events, scope) in [
            (created(), WebhookScope::User),
            (turned, WebhookScope::User),
            (created(), WebhookScope::Organization),
            (vec![WebhookEvent::InviteeCreated], WebhookScope::User),
        ] {
            let mut trial = Trial::new(FeedOptions::new(events, scope));
            let name = trial.feed.begin(&trial.bench.client).await;
            names.insert(name.unwrap_or_else(|error| panic!("{error}")));
        }
        assert_eq!(names.len(), 3, "{names:?}");
    });
}

/// What happens between two polls, and to them.
#[derive(Clone, Debug)]
enum Step {
    Book {
        meeting: Option<usize>,
        starts_in: i64,
    },
    Cancel(usize),
    Miss(usize),
    Submit,
    Pass(i64),
    Poll,
    /// A poll whose request of this number fails.
    FailedPoll(usize),
    Take(usize),
    /// The program ends, and begins again.
    Restart,
    /// A change is handed out, and the program ends before it is taken.
    Crash,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (prop::option::of(0..4usize), -2..20i64)
            .prop_map(|(meeting, hours)| Step::Book { meeting, starts_in: hours * HOUR }),
        2 => (0..20usize).prop_map(Step::Cancel),
        2 => (0..20usize).prop_map(Step::Miss),
        1 => Just(Step::Submit),
        3 => (0..6 * HOUR).prop_map(Step::Pass),
        3 => Just(Step::Poll),
        2 => (0..12usize).prop_map(Step::FailedPoll),
        2 => (1..4usize).prop_map(Step::Take),
        1 => Just(Step::Restart),
        1 => Just(Step::Crash),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_change_is_handed_out_once_and_again_only_after_a_crash(
        steps in prop::collection::vec(step(), 1..40),
        lag in 0..100_000i64,
    ) {
        run(async move {
            let mut trial = Trial::new(options());
            trial.calendly.borrow_mut().lag = lag;
            let mut crashes = 0;
            for step in steps {
                let calendly = trial.calendly.clone();
                match step {
                    Step::Book { meeting, starts_in } => calendly.borrow_mut().book(meeting, starts_in),
                    Step::Cancel(number) => calendly.borrow_mut().cancel(number),
                    Step::Miss(number) => calendly.borrow_mut().miss(number),
                    Step::Submit => {
                        let mut calendly = calendly.borrow_mut();
                        let (number, now) = (calendly.submissions.len(), calendly.now.get());
                        calendly.submissions.push((number, now));
                    }
                    Step::Pass(millis) => trial.bench.world.pass(millis),
                    Step::Poll => trial.poll().await.unwrap_or_else(|error| panic!("{error}")),
                    Step::FailedPoll(number) => {
                        calendly.borrow_mut().fails_after = Some(number);
                        let _ = trial.poll().await;
                        calendly.borrow_mut().fails_after = None;
                    }
                    Step::Take(most) => drop(trial.take(most)),
                    Step::Restart => trial.restart(),
                    Step::Crash => {
                        if let Some(change) = trial.feed.first() {
                            *trial.handed.entry(change.key.clone()).or_default() += 1;
                            crashes += 1;
                        }
                        trial.restart();
                    }
                }
            }
            for _ in 0..5 {
                trial.bench.world.pass(130_000);
                trial.polled().await;
            }
            let handed: BTreeSet<String> = trial.handed.keys().cloned().collect();
            assert_eq!(handed, trial.calendly.borrow().happened());
            let again: usize = trial.handed.values().map(|times| times - 1).sum();
            assert!(again <= crashes, "{:?}", trial.handed);
            assert!(trial.polled().await.is_empty());
        });
    }
}
