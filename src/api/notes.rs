//! The note: what somebody wrote down about a contact (`/notes`), as plain JSON.

use super::endpoint::{Json, endpoint};
use super::uri::NoteUri;
use crate::json::Value;

endpoint! {
    /// Notes about contacts; one's own only.
    #[derive(Default)]
    ListNotes: GET "/notes", ["contacts:read"] => Json {
        /// All parameters, as an object.
        whole_query query: Option<Value>,
    }

    /// Writes a note. Not idempotent: every execution writes another one.
    CreateNote: POST "/notes", ["contacts:write"] => Json {
        whole_body body: Value,
    }

    /// One note.
    GetNote: GET "/notes/{uuid}", ["contacts:read"] => Json {
        path uuid: NoteUri,
        /// All parameters, as an object.
        whole_query query: Option<Value>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::prepare::prepare;
    use crate::json;

    #[test]
    fn the_requests_are_calendlys() {
        let query = json::parse(r#"{"contact":["https://api.calendly.com/contacts/C1"]}"#);
        assert_eq!(
            prepare(&ListNotes { query }).unwrap().target,
            "/notes?contact%5B%5D=https%3A%2F%2Fapi.calendly.com%2Fcontacts%2FC1"
        );
        let uuid = NoteUri::parse("N1", "https://api.calendly.com").unwrap();
        let get = prepare(&GetNote { uuid, query: None }).unwrap();
        assert_eq!(get.target, "/notes/N1");
        let body = r#"{"body":"nachfassen","title":"Angebot"}"#;
        let create = prepare(&CreateNote {
            body: json::parse(body).unwrap(),
        });
        let create = create.unwrap();
        assert_eq!(
            (create.target.as_str(), create.body.as_deref()),
            ("/notes", Some(body))
        );
    }

    #[test]
    fn the_operations_are_marked_as_not_described() {
        for operation in [
            ListNotes::OPERATION,
            CreateNote::OPERATION,
            GetNote::OPERATION,
        ] {
            assert!(!operation.is_described(), "{}", operation.name);
        }
    }
}
