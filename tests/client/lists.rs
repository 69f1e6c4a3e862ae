//! Lists: every page once, whatever the pages say.

use slotlink::api::event_types::EventType;
use slotlink::api::teams::ListTeams;

use super::*;

fn page(from: usize, to: usize, next: Option<&str>) -> String {
    let items: Vec<_> = (from..to)
        .map(|number| serde_json::json!({ "uri": format!("https://api.calendly.com/event_types/E{number}") }))
        .collect();
    serde_json::json!({ "collection": items, "pagination": { "next_page_token": next } })
        .to_string()
}

pub fn all() -> ListEventTypes {
    ListEventTypes::of_user(UserUri::parse("U1", "https://api.calendly.com").unwrap())
}

/// What was read of a list: the identifiers, whether it was cut short, and whether it changed meanwhile.
async fn read(bench: &Bench) -> (Vec<String>, bool, bool) {
    let (items, walk) = bench
        .client
        .all(all())
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    (names(&items), walk.is_cut_short(), walk.has_changed())
}

fn names(items: &[EventType]) -> Vec<String> {
    items
        .iter()
        .map(|item| item.uri.uuid().to_owned())
        .collect()
}

#[test]
fn every_page_is_read_and_what_stands_on_two_is_kept_once() {
    run(async {
        let bench = bench(Some(tokens()), |request| {
            let after = request.url.split("page_token=").nth(1);
            json(
                200,
                match after {
                    None => page(0, 3, Some("second")),
                    Some("second") => page(2, 5, Some("third")),
                    _ => page(5, 6, None),
                },
            )
        });
        let (names, cut, changed) = read(&bench).await;
        assert_eq!(names, ["E0", "E1", "E2", "E3", "E4", "E5"]);
        assert_eq!((cut, changed), (false, true));
        assert!(
            bench
                .server
                .seen
                .borrow()
                .iter()
                .all(|request| request.url.contains("count=100"))
        );
    });
}

#[test]
fn pages_are_handed_over_as_they_arrive_and_none_is_asked_for_that_nobody_wants() {
    run(async {
        let bench = bench(Some(tokens()), |request| {
            let after = request.url.split("page_token=").nth(1);
            json(
                200,
                match after {
                    None => page(0, 3, Some("second")),
                    _ => page(2, 5, Some("third")),
                },
            )
        });
        let mut seen = Vec::new();
        let mut take = |page: Vec<EventType>| {
            seen.push(names(&page));
            seen.len() < 2
        };
        bench.client.pages(all(), &mut take).await.unwrap();
        assert_eq!(seen, [vec!["E0", "E1", "E2"], vec!["E3", "E4"]]);
        assert_eq!(bench.server.seen.borrow().len(), 2);
    });
}

#[test]
fn a_token_that_comes_again_ends_the_list() {
    run(async {
        let bench = bench(Some(tokens()), |request| {
            let second = request.url.contains("page_token");
            json(
                200,
                if second {
                    page(2, 4, Some("loop"))
                } else {
                    page(0, 2, Some("loop"))
                },
            )
        });
        let (names, cut, changed) = read(&bench).await;
        assert_eq!((names.len(), cut, changed), (4, true, false));
        assert_eq!(bench.server.seen.borrow().len(), 2);
    });
}

#[test]
fn a_list_without_end_is_cut() {
    run(async {
        let number = Cell::new(0);
        let bench = bench(Some(tokens()), move |_| {
            let n = number.replace(number.get() + 1);
            json(200, page(n, n + 1, Some(&format!("t{n}"))))
        });
        let (names, cut, changed) = read(&bench).await;
        assert_eq!((names.len(), cut, changed), (200, true, false));
    });
}

#[test]
fn an_expired_page_token_restarts_once_and_keeps_the_rows() {
    run(async {
        let expired = Cell::new(false);
        let bench = bench(Some(tokens()), move |request| {
            if !request.url.contains("page_token") {
                let again = expired.get();
                return json(
                    200,
                    page(
                        if again { 1 } else { 0 },
                        3,
                        Some(if again { "b" } else { "a" }),
                    ),
                );
            }
            if request.url.ends_with("=a") {
                expired.set(true);
                return json(400, TOO_LONG);
            }
            json(200, page(3, 4, None))
        });
        let (names, cut, changed) = read(&bench).await;
        assert_eq!(names, ["E0", "E1", "E2", "E3"]);
        assert_eq!((cut, changed), (false, true));
    });
}

#[test]
fn a_page_token_that_always_expires_is_an_error() {
    run(async {
        let bench = bench(Some(tokens()), |request| {
            if request.url.contains("page_token") {
                json(400, "{}")
            } else {
                json(200, page(0, 3, Some("a")))
            }
        });
        assert_eq!(
            bench.client.all(all()).await.err().unwrap().status(),
            Some(400)
        );
        assert_eq!(bench.server.seen.borrow().len(), 4);
    });
}

#[test]
fn items_that_nothing_tells_apart_are_all_kept() {
    run(async {
        let bench = bench(Some(tokens()), |request| {
            let last = request.url.contains("page_token");
            let items =
                serde_json::json!([{ "name": "same" }, { "name": "same" }, { "uri": "T1" }]);
            let pagination = serde_json::json!({ "next_page_token": (!last).then_some("second") });
            let page = serde_json::json!({ "collection": items, "pagination": pagination });
            json(200, page.to_string())
        });
        let (teams, walk) = bench
            .client
            .all(ListTeams::default())
            .await
            .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((teams.len(), walk.has_changed()), (5, true));
    });
}
