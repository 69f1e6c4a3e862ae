//! The no-show: the mark that an invitee did not come (`/invitee_no_shows`).

use super::endpoint::{Nothing, Resource, endpoint};
use super::model::model;
use super::schema::Limit;
use super::uri::{InviteeNoShowUri, InviteeUri};
use crate::time::Timestamp;

model! {
    /// The mark that an invitee did not come.
    InviteeNoShow by uri {
        uri: InviteeNoShowUri,
        /// `None` where the mark stands in its invitee.
        invitee: Option<InviteeUri>,
        created_at: Option<Timestamp>,
    }
}

endpoint! {
    /// Marks that an invitee did not come.
    CreateInviteeNoShow: POST "/invitee_no_shows", ["scheduled_events:write"] => Resource<InviteeNoShow> {
        /// The whole URI, which names the event too.
        body invitee: InviteeUri where Limit::WholeUri,
    }

    /// One mark.
    GetInviteeNoShow: GET "/invitee_no_shows/{uuid}", ["scheduled_events:read"] => Resource<InviteeNoShow> {
        /// Of the mark and not of the invitee; it stands in the invitee's `no_show`.
        path uuid: InviteeNoShowUri,
    }

    /// Takes a mark away again.
    DeleteInviteeNoShow: DELETE "/invitee_no_shows/{uuid}", ["scheduled_events:write"] => Nothing {
        /// Of the mark and not of the invitee; it stands in the invitee's `no_show`.
        path uuid: InviteeNoShowUri,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::prepare::{Prepared, prepare, prepare_input};
    use crate::api::{Endpoint, InvalidInput, Method};
    use crate::json::Fields;

    const BASE: &str = "https://api.calendly.com";

    fn mark(invitee: &str) -> Result<Prepared, InvalidInput> {
        let input: Fields = vec![("invitee".to_owned(), invitee.into())];
        prepare_input(CreateInviteeNoShow::OPERATION, input, Some(BASE))
    }

    #[test]
    fn a_mark_decodes() {
        let body = include_str!("../../tests/fixtures/invitee_no_shows/create.json");
        let mark = CreateInviteeNoShow::decode(body).unwrap();
        assert_eq!(mark.uri.uuid(), "4f1e7d20-6f0c-4a53-9d5e-1d5b8f6f3c11");
        assert_eq!(mark.invitee.as_ref().unwrap().uuid(), "INVJOAHORN000001");
        assert!(mark.created_at.is_some());
        assert_eq!(GetInviteeNoShow::decode(body).unwrap(), mark);
    }

    #[test]
    fn the_invitee_is_named_by_its_whole_uri() {
        let uri = "https://api.calendly.com/scheduled_events/E1/invitees/I1";
        let request = mark(uri).unwrap();
        assert_eq!(request.target, "/invitee_no_shows");
        assert_eq!(
            request.body.unwrap(),
            r#"{"invitee":"https://api.calendly.com/scheduled_events/E1/invitees/I1"}"#
        );
        let refusal = mark("I1").unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "invitee must be a whole uri: the identifier alone does not name it"
        );
    }

    #[test]
    fn the_uri_of_the_invitee_does_not_pass_for_that_of_the_mark() {
        let invitee = "https://api.calendly.com/scheduled_events/E1/invitees/I1";
        assert!(InviteeNoShowUri::parse(invitee, BASE).is_err());
    }

    #[test]
    fn a_mark_is_read_and_taken_away_by_its_own_identifier() {
        let uuid = InviteeNoShowUri::parse("https://api.calendly.com/invitee_no_shows/N1", BASE);
        let uuid = uuid.unwrap();
        let get = prepare(&GetInviteeNoShow { uuid: uuid.clone() }).unwrap();
        let delete = prepare(&DeleteInviteeNoShow { uuid }).unwrap();
        assert_eq!(get.target, "/invitee_no_shows/N1");
        assert_eq!((delete.target, delete.body), (get.target, None));
        assert_eq!(DeleteInviteeNoShow::OPERATION.method, Method::Delete);
    }
}
