//! Decisions: the retry rule under any sequence of outcomes.

use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    /// Any sequence of outcomes: the sends are bounded, and a write is sent again only after an answer that says it
    /// was not executed, once for a 401 and once for a 429.
    #[test]
    fn sends_are_bounded_and_a_write_is_repeated_only_when_it_was_not_executed(
        method in prop_oneof![Just(Method::Get), Just(Method::Post), Just(Method::Patch), Just(Method::Delete)],
        outcomes in prop::collection::vec(
            prop_oneof![
                6 => (100u16..600).prop_map(|status| Outcome::Answer { status, pause_millis: 60_000 }),
                3 => prop_oneof![Just(401u16), Just(429), Just(503)]
                    .prop_map(|status| Outcome::Answer { status, pause_millis: 1_000 }),
                1 => Just(Outcome::NotSent),
                1 => Just(Outcome::Lost),
                1 => Just(Outcome::Timeout),
            ],
            30,
        ),
        random in 0.0f64..1.0,
    ) {
        let mut attempts = Attempts::default();
        let mut replays = Vec::new();
        for outcome in outcomes {
            attempts.sent += 1;
            match decide(method, attempts, outcome, random) {
                Decision::Accept => {
                    let success = matches!(outcome, Outcome::Answer { status: 200..=299, .. });
                    prop_assert!(success);
                    break;
                }
                Decision::GiveUp(reach) => {
                    let refused = matches!(outcome, Outcome::Answer { status: 400..=407 | 409..=499, .. });
                    prop_assert_eq!(reach == Reach::Refused, refused);
                    prop_assert_eq!(reach == Reach::NotSent, outcome == Outcome::NotSent);
                    break;
                }
                Decision::Refresh => {
                    let unauthenticated = matches!(outcome, Outcome::Answer { status: 401, .. });
                    prop_assert!(unauthenticated && !attempts.refreshed);
                    attempts.refreshed = true;
                    replays.push(401);
                }
                Decision::Pause { millis } => {
                    let throttled = matches!(outcome, Outcome::Answer { status: 429, .. });
                    prop_assert!(throttled && !attempts.throttled && (1_000..=305_000).contains(&millis));
                    attempts.throttled = true;
                    replays.push(429);
                }
                Decision::Retry { millis } => {
                    prop_assert!(method == Method::Get && millis <= 20_000);
                    attempts.elapsed_millis += i64::from(millis);
                }
            }
        }
        prop_assert!(attempts.sent <= MOST_SENDS);
        if method.is_write() {
            prop_assert!(replays.len() <= 2);
            prop_assert!(attempts.sent as usize <= replays.len() + 1);
        }
    }
}
