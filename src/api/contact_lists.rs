//! The contact list: contacts that somebody put together (`/contact_lists`), as plain JSON.

use super::endpoint::{Json, endpoint};
use super::uri::ContactListUri;
use crate::json::Value;

endpoint! {
    /// The lists of contacts.
    #[derive(Default)]
    ListContactLists: GET "/contact_lists", ["contacts:read"] => Json {
        /// All parameters, as an object.
        whole_query query: Option<Value>,
    }

    /// Makes a list.
    CreateContactList: POST "/contact_lists", ["contacts:write"] => Json {
        whole_body body: Value,
    }

    /// One list.
    GetContactList: GET "/contact_lists/{uuid}", ["contacts:read"] => Json {
        path uuid: ContactListUri,
        /// All parameters, as an object.
        whole_query query: Option<Value>,
    }

    /// Changes a list.
    UpdateContactList: PATCH "/contact_lists/{uuid}", ["contacts:write"] => Json {
        path uuid: ContactListUri,
        whole_body body: Value,
    }

    /// Puts contacts into a list.
    AddContactListMemberships: POST "/contact_lists/{uuid}/memberships", ["contacts:write"] => Json {
        path uuid: ContactListUri,
        whole_body body: Value,
    }

    /// Takes contacts out of a list.
    RemoveContactListMemberships: POST "/contact_lists/{uuid}/memberships/removal", ["contacts:write"] => Json {
        path uuid: ContactListUri,
        whole_body body: Value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::prepare::prepare;
    use crate::api::{Endpoint, Method};
    use crate::json;

    const BODY: &str = r#"{"contacts":["https://api.calendly.com/contacts/C1"]}"#;

    fn uuid() -> ContactListUri {
        ContactListUri::parse("L1", "https://api.calendly.com").unwrap()
    }

    fn body() -> Value {
        json::parse(BODY).unwrap()
    }

    /// Method, target and body.
    fn sent<E: Endpoint>(endpoint: E) -> (Method, String, Option<String>) {
        assert!(!E::OPERATION.is_described(), "{}", E::OPERATION.name);
        let prepared = prepare(&endpoint).unwrap();
        (E::OPERATION.method, prepared.target, prepared.body)
    }

    #[test]
    fn the_requests_are_calendlys() {
        let with_body = |method, target: &str| (method, target.to_owned(), Some(BODY.to_owned()));
        let without = |target: &str| (Method::Get, target.to_owned(), None);
        let query = json::parse(r#"{"type":"static_list"}"#);
        assert_eq!(
            sent(ListContactLists { query }),
            without("/contact_lists?type=static_list")
        );
        let query = None;
        assert_eq!(
            sent(GetContactList {
                uuid: uuid(),
                query
            }),
            without("/contact_lists/L1")
        );
        assert_eq!(
            sent(CreateContactList { body: body() }),
            with_body(Method::Post, "/contact_lists")
        );
        assert_eq!(
            sent(UpdateContactList {
                uuid: uuid(),
                body: body()
            }),
            with_body(Method::Patch, "/contact_lists/L1")
        );
        assert_eq!(
            sent(AddContactListMemberships {
                uuid: uuid(),
                body: body()
            }),
            with_body(Method::Post, "/contact_lists/L1/memberships")
        );
        assert_eq!(
            sent(RemoveContactListMemberships {
                uuid: uuid(),
                body: body()
            }),
            with_body(Method::Post, "/contact_lists/L1/memberships/removal")
        );
    }

    #[test]
    fn the_answer_is_the_body_as_it_came() {
        assert_eq!(CreateContactList::decode(BODY).unwrap(), body());
        assert_eq!(
            RemoveContactListMemberships::decode("").unwrap(),
            Value::Null
        );
    }
}
