//! The last-known times: what was seen of an event type, kept to be shown at once when it is opened again.

use super::availability::Availability;
use super::slots::Slot;
use super::windows::Window;
use crate::api::event_types::EventType;
use crate::api::fields;
use crate::json::Object;
use crate::time::{DAY_MILLIS, Timestamp};

/// How long times are kept, in milliseconds: older ones say too little to be worth showing.
const OLDEST: i64 = 7 * DAY_MILLIS;
/// Of how many event types.
const MOST_TYPES: usize = 24;
/// How many times of all of them together: some two megabytes of text.
const MOST_SLOTS: usize = 12_000;

/// The times of one event type as they were last known.
#[derive(Clone, Debug, PartialEq)]
pub struct LastKnown {
    /// URI of the event type.
    pub event_type: String,
    /// What is shown of the event type, as an object of Calendly's own fields; empty where that is not known.
    pub about: String,
    /// The spans of which something was known, and from when that is.
    pub spans: Vec<(Window, Timestamp)>,
    /// Sorted by start.
    pub slots: Vec<Slot>,
}

impl LastKnown {
    /// What is known of an event type now; `None` where that is nothing.
    pub fn of(uri: &str, about: Option<&EventType>, times: &Availability) -> Option<Self> {
        let spans: Vec<_> = times.told().collect();
        (!spans.is_empty()).then(|| Self {
            event_type: uri.to_owned(),
            about: about.map(sketch).unwrap_or_default(),
            spans,
            slots: times.slots().to_vec(),
        })
    }

    /// The event type, as far as it is shown.
    pub fn about(&self) -> Option<EventType> {
        use crate::api::model::Described;
        EventType::read(&fields::parse(&self.about).ok()?).ok()
    }

    /// When the newest part of it was known.
    pub fn at(&self) -> Timestamp {
        let newest = self.spans.iter().map(|(_, at)| *at).max();
        newest.unwrap_or(Timestamp::from_millis(0))
    }

    /// For storage: lines, of which the first three say what it is, and every other is one time.
    pub fn to_text(&self) -> String {
        let mut text = [&self.event_type, "\n", &self.about, "\n"].concat();
        for (window, at) in &self.spans {
            for instant in [window.start, window.end, *at] {
                text.push_str(&instant.as_millis().to_string());
                text.push(' ');
            }
        }
        for slot in &self.slots {
            text.push('\n');
            text.push_str(&slot.start.as_millis().to_string());
            text.push(' ');
            text.push_str(&slot.invitees_remaining.to_string());
            text.push(' ');
            text.push_str(slot.scheduling_url.as_deref().unwrap_or_default());
        }
        text
    }

    /// Reads what [`LastKnown::to_text`] wrote; `None` for what is none of it.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        let (event_type, about) = (lines.next()?.to_owned(), lines.next()?.to_owned());
        let numbers: Option<Vec<Timestamp>> = lines
            .next()?
            .split_terminator(' ')
            .map(|number| Some(Timestamp::from_millis(number.parse().ok()?)))
            .collect();
        let spans = numbers?
            .chunks_exact(3)
            .filter_map(|part| match part {
                [start, end, at] => Some((
                    Window {
                        start: *start,
                        end: *end,
                    },
                    *at,
                )),
                _ => None,
            })
            .collect();
        let slots: Option<Vec<Slot>> = lines.map(slot).collect();
        Some(Self {
            event_type,
            about,
            spans,
            slots: slots?,
        })
    }
}

fn slot(line: &str) -> Option<Slot> {
    let mut parts = line.splitn(3, ' ');
    Some(Slot {
        start: Timestamp::from_millis(parts.next()?.parse().ok()?),
        invitees_remaining: parts.next()?.parse().ok()?,
        scheduling_url: parts
            .next()
            .filter(|url| !url.is_empty())
            .map(str::to_owned),
    })
}

/// As much of an event type as a view shows of it, as JSON text.
fn sketch(event_type: &EventType) -> String {
    let sketch = Object::new()
        .text("uri", event_type.uri.as_str())
        .optional_text("name", event_type.name.as_deref())
        .optional_text("slug", event_type.slug.as_deref())
        .optional_text("color", event_type.color.as_deref())
        .text("kind", event_type.kind.as_str())
        .flag("secret", event_type.secret)
        .number("duration", i64::from(event_type.duration));
    match &event_type.pooling_type {
        Some(pooling) => sketch.text("pooling_type", pooling.as_str()),
        None => sketch,
    }
    .finish()
}

/// Puts `fresh` before the others, of which only so many, so old and so large ones are kept.
pub fn keep(list: &mut Vec<LastKnown>, fresh: Option<LastKnown>, now: Timestamp) {
    if let Some(fresh) = fresh {
        list.retain(|known| known.event_type != fresh.event_type);
        list.insert(0, fresh);
    }
    for known in list.iter_mut() {
        let young = |at: Timestamp| (0..OLDEST).contains(&now.millis_since(at));
        known
            .spans
            .retain(|(window, at)| window.end > now && young(*at));
        let spans = &known.spans;
        known.slots.retain(|slot| {
            slot.start > now && spans.iter().any(|(window, _)| window.contains(slot.start))
        });
    }
    let (mut types, mut slots) = (0, 0);
    list.retain(|known| {
        types += 1;
        slots += known.slots.len();
        !known.spans.is_empty() && types <= MOST_TYPES && slots <= MOST_SLOTS
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::api::Endpoint;
    use crate::api::event_types::GetEventType;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn known(id: &str, starts: impl IntoIterator<Item = i64>, seen: i64) -> LastKnown {
        let whole = Window {
            start: at(0),
            end: at(i64::from(i32::MAX)),
        };
        LastKnown {
            event_type: id.to_owned(),
            about: String::new(),
            spans: vec![(whole, at(seen))],
            slots: starts
                .into_iter()
                .map(|start| Slot {
                    start: at(start),
                    invitees_remaining: 1,
                    scheduling_url: None,
                })
                .collect(),
        }
    }

    #[test]
    fn the_latest_comes_first_and_takes_the_place_of_its_predecessor() {
        let mut list = Vec::new();
        keep(&mut list, Some(known("a", [10, 20], 1)), at(5));
        keep(&mut list, Some(known("b", [10], 2)), at(5));
        keep(&mut list, Some(known("a", [20], 3)), at(5));
        let names: Vec<_> = list.iter().map(|known| known.event_type.as_str()).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(list[0].slots.len(), 1);
        assert_eq!(list[0].at(), at(3));
    }

    #[test]
    fn times_that_have_begun_and_times_seen_long_ago_are_dropped() {
        let mut list = vec![known("a", [10, 20], 1)];
        keep(&mut list, None, at(10));
        assert_eq!(list[0].slots, known("a", [20], 1).slots);
        keep(&mut list, None, at(1 + OLDEST));
        assert!(list.is_empty());
        // A clock that was set back does not make old times young.
        let mut list = vec![known("a", [10], 9)];
        keep(&mut list, None, at(5));
        assert!(list.is_empty());
    }

    #[test]
    fn neither_many_event_types_nor_large_ones_fill_the_storage() {
        let mut list = Vec::new();
        for index in 0..40 {
            keep(&mut list, Some(known(&index.to_string(), [10], 1)), at(5));
        }
        assert_eq!(list.len(), MOST_TYPES);
        assert_eq!(list[0].event_type, "39");
        keep(&mut list, Some(known("large", 10..12_005, 1)), at(5));
        assert_eq!(list.len(), 6);
        keep(&mut list, Some(known("too large", 10..12_020, 1)), at(5));
        assert!(list.is_empty());
    }

    #[test]
    fn what_is_shown_of_an_event_type_is_kept_with_its_times() {
        let body = include_str!("../../tests/fixtures/event_types/get.json");
        let event_type = GetEventType::decode(body).unwrap();
        let kept = LastKnown {
            about: sketch(&event_type),
            ..known("a", [], 1)
        };
        let kept = LastKnown::from_text(&kept.to_text()).unwrap();
        let about = kept.about().unwrap();
        assert_eq!(about.uri, event_type.uri);
        assert_eq!(about.name, event_type.name);
        assert_eq!(about.duration, event_type.duration);
        assert_eq!(about.pooling_type, event_type.pooling_type);
        assert!(known("a", [], 1).about().is_none());
    }

    proptest! {
        #[test]
        fn what_is_kept_is_read_again(
            spans in prop::collection::vec((any::<i32>(), any::<i32>(), any::<i32>()), 0..4),
            slots in prop::collection::vec((any::<i32>(), any::<u32>(), prop::option::of("https://[a-z/?=&]{1,20}")), 0..6),
        ) {
            let kept = LastKnown {
                event_type: "https://api.calendly.com/event_types/E".to_owned(),
                about: r#"{"name":"a\nb"}"#.to_owned(),
                spans: spans
                    .into_iter()
                    .map(|(start, end, seen)| {
                        let window = Window { start: at(start.into()), end: at(end.into()) };
                        (window, at(seen.into()))
                    })
                    .collect(),
                slots: slots
                    .into_iter()
                    .map(|(start, invitees_remaining, scheduling_url)| Slot {
                        start: at(start.into()),
                        invitees_remaining,
                        scheduling_url,
                    })
                    .collect(),
            };
            prop_assert_eq!(LastKnown::from_text(&kept.to_text()), Some(kept));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "(.|\n){0,60}") {
            let _ = LastKnown::from_text(&text);
        }
    }
}
