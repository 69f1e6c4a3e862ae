//! The contact: somebody met or to be met (`/contacts`), as plain JSON.

use super::endpoint::{Json, endpoint};
use super::uri::ContactUri;
use crate::json::Value;

endpoint! {
    /// Contacts, page by page.
    #[derive(Default)]
    ListContacts: GET "/contacts", ["contacts:read"] => Json {
        /// All parameters, as an object.
        whole_query query: Option<Value>,
    }

    /// Makes a contact.
    CreateContact: POST "/contacts", ["contacts:write"] => Json {
        whole_body body: Value,
    }

    /// One contact.
    GetContact: GET "/contacts/{uuid}", ["contacts:read"] => Json {
        path uuid: ContactUri,
        /// All parameters, as an object.
        whole_query query: Option<Value>,
    }

    /// Changes a contact.
    UpdateContact: PATCH "/contacts/{uuid}", ["contacts:write"] => Json {
        path uuid: ContactUri,
        whole_body body: Value,
    }

    /// Deletes a contact.
    DeleteContact: DELETE "/contacts/{uuid}", ["contacts:write"] => Json {
        path uuid: ContactUri,
        /// All parameters, as an object.
        whole_query query: Option<Value>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::prepare::prepare;
    use crate::api::{Endpoint, Method};
    use crate::json;

    fn uuid() -> ContactUri {
        ContactUri::parse("C1", "https://api.calendly.com").unwrap()
    }

    #[test]
    fn a_query_is_sent_as_it_is_given() {
        let query = r#"{"count":2,"email":"a@b.example","tags":["x","y"],"city":null}"#;
        let list = ListContacts {
            query: json::parse(query),
        };
        assert_eq!(
            prepare(&list).unwrap().target,
            "/contacts?count=2&email=a%40b.example&tags%5B%5D=x&tags%5B%5D=y"
        );
        let list = prepare(&ListContacts::default()).unwrap();
        assert_eq!((list.target.as_str(), list.body), ("/contacts", None));
    }

    #[test]
    fn a_body_is_sent_as_it_is_given() {
        let body = r#"{"city":null,"emails":[{"value":"a@b.example"}],"first_name":"Paula"}"#;
        let create = prepare(&CreateContact {
            body: json::parse(body).unwrap(),
        });
        let create = create.unwrap();
        assert_eq!(
            (create.target.as_str(), create.body.as_deref()),
            ("/contacts", Some(body))
        );
        let update = prepare(&UpdateContact {
            uuid: uuid(),
            body: json::parse(body).unwrap(),
        });
        let update = update.unwrap();
        assert_eq!(
            (update.target.as_str(), update.body.as_deref()),
            ("/contacts/C1", Some(body))
        );
    }

    #[test]
    fn what_is_no_object_is_neither_a_query_nor_a_body() {
        let body = Value::Array(Vec::new());
        assert_eq!(
            prepare(&CreateContact { body }).unwrap_err().to_string(),
            "body must be an object"
        );
        let query = Some(Value::from("count=2"));
        assert_eq!(
            prepare(&ListContacts { query }).unwrap_err().to_string(),
            "query must be an object"
        );
    }

    #[test]
    fn one_contact_is_read_and_deleted_by_its_identifier() {
        let get = GetContact {
            uuid: uuid(),
            query: None,
        };
        assert_eq!(prepare(&get).unwrap().target, "/contacts/C1");
        let delete = DeleteContact {
            uuid: uuid(),
            query: None,
        };
        let delete = prepare(&delete).unwrap();
        assert_eq!(
            (delete.target.as_str(), delete.body),
            ("/contacts/C1", None)
        );
        assert_eq!(DeleteContact::decode("").unwrap(), Value::Null);
    }

    #[test]
    fn the_operations_are_marked_as_not_described() {
        for (operation, method) in [
            (ListContacts::OPERATION, Method::Get),
            (CreateContact::OPERATION, Method::Post),
            (GetContact::OPERATION, Method::Get),
            (UpdateContact::OPERATION, Method::Patch),
            (DeleteContact::OPERATION, Method::Delete),
        ] {
            assert!(!operation.is_described(), "{}", operation.name);
            assert_eq!(operation.method, method, "{}", operation.name);
        }
    }
}
