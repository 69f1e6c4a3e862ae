//! The data compliance: deleting personal data for good (`/data_compliance/deletion/…`).

use super::endpoint::{Nothing, endpoint};
use super::input::Email;
use crate::time::Timestamp;

endpoint! {
    /// Deletes all data of invitees with these addresses, for good. Accepted at once and done within seven days.
    /// Needs the Enterprise plan.
    DeleteInviteeData: POST "/data_compliance/deletion/invitees", ["data_compliance:write"] => Nothing {
        body emails: Vec<Email>,
    }

    /// Deletes all scheduled events of a time in the past, for good. Accepted at once and done within seven days.
    /// Needs the Enterprise plan.
    DeleteScheduledEventData: POST "/data_compliance/deletion/events", ["data_compliance:write"] => Nothing,
        rules [before(start_time, end_time), at_most_years(start_time, end_time, 2)] {
        body start_time: Timestamp,
        /// At most 24 months after the start.
        body end_time: Timestamp,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::prepare::prepare;

    #[test]
    fn invitees_are_deleted_by_address() {
        let emails = ["a@kundin.example", "b@kundin.example"];
        let sent = prepare(&DeleteInviteeData {
            emails: emails.map(|email| Email(email.to_owned())).to_vec(),
        })
        .unwrap();
        assert_eq!(sent.target, "/data_compliance/deletion/invitees");
        assert_eq!(
            sent.body.unwrap(),
            r#"{"emails":["a@kundin.example","b@kundin.example"]}"#
        );
    }

    #[test]
    fn an_address_that_is_none_is_named_with_its_place() {
        let refusal = prepare(&DeleteInviteeData {
            emails: vec![
                Email("a@kundin.example".to_owned()),
                Email("kundin".to_owned()),
            ],
        });
        assert_eq!(
            refusal.unwrap_err().to_string(),
            "emails[1] must be an e-mail address"
        );
    }

    #[test]
    fn events_are_deleted_by_time() {
        let at = |text| Timestamp::parse(text).unwrap();
        let sent = prepare(&DeleteScheduledEventData {
            start_time: at("2025-01-01T00:00:00Z"),
            end_time: at("2026-01-01T00:00:00Z"),
        })
        .unwrap();
        assert_eq!(sent.target, "/data_compliance/deletion/events");
        assert_eq!(
            sent.body.unwrap(),
            r#"{"start_time":"2025-01-01T00:00:00.000000Z","end_time":"2026-01-01T00:00:00.000000Z"}"#
        );
    }

    #[test]
    fn an_accepted_deletion_has_nothing_to_read() {
        assert_eq!(DeleteInviteeData::decode("{}"), Ok(()));
        assert_eq!(DeleteScheduledEventData::decode(""), Ok(()));
    }
}
