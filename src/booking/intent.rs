//! The rules of the link journal: what a record found at start-up means.

use super::links::{LinkRecord, LinkState};
use crate::time::Timestamp;

/// Judges the records of a journal.
///
/// A record still `Sending` that nobody holds (`is_held` is asked for its id) has lost its sender:
/// the link may exist or not, so it becomes `Unknown`, and nothing ever sends it again. One that is
/// held belongs to a request running in this or another tab and stays as it is.
pub fn recover(
    records: Vec<LinkRecord>,
    is_held: impl Fn(&str) -> bool,
    now: Timestamp,
) -> Vec<LinkRecord> {
    records
        .into_iter()
        .map(|record| match record.state {
            LinkState::Sending { since } if !is_held(&record.id) => LinkRecord {
                // A clock that was set back must not date the doubt before the sending.
                state: LinkState::Unknown {
                    since: now.max(since),
                },
                ..record
            },
            _ => record,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: &str, state: LinkState) -> LinkRecord {
        LinkRecord {
            id: id.into(),
            account: String::new(),
            server: String::new(),
            event_type: String::new(),
            event_type_name: String::new(),
            note: String::new(),
            tag: String::new(),
            created_at: Timestamp::from_millis(0),
            state,
        }
    }

    #[test]
    fn only_a_sending_record_with_no_holder_becomes_unknown() {
        let since = Timestamp::from_millis(5);
        let now = Timestamp::from_millis(9);
        let sending = || LinkState::Sending { since };
        let others = [
            LinkState::NotSent,
            LinkState::Unknown { since },
            LinkState::Refused {
                reason: "no".into(),
            },
            LinkState::Created {
                booking_url: "https://calendly.com/d/x".into(),
            },
        ];
        let mut records = vec![record("orphan", sending()), record("running", sending())];
        records.extend(others.iter().map(|state| record("other", state.clone())));

        let judged = recover(records, |id| id == "running", now);
        assert_eq!(judged[0].state, LinkState::Unknown { since: now });
        assert_eq!(judged[1].state, sending());
        for (record, state) in judged[2..].iter().zip(&others) {
            assert_eq!(&record.state, state);
        }
    }

    #[test]
    fn judging_twice_changes_nothing() {
        let since = Timestamp::from_millis(5);
        let once = recover(
            vec![record("a", LinkState::Sending { since })],
            |_| false,
            Timestamp::from_millis(9),
        );
        let twice = recover(once.clone(), |_| false, Timestamp::from_millis(20));
        assert_eq!(once, twice);
    }
}
