//! The custom field definition: a field that an organization added to its contacts
//! (`/contacts/custom_field_definitions`), as plain JSON.

use super::endpoint::{Json, endpoint};
use super::uri::CustomFieldDefinitionUri;
use crate::json::Value;

endpoint! {
    /// The fields that were added.
    #[derive(Default)]
    ListCustomFieldDefinitions: GET "/contacts/custom_field_definitions", ["contacts:read"] => Json {
        /// All parameters, as an object.
        whole_query query: Option<Value>,
    }

    /// Adds a field.
    CreateCustomFieldDefinition: POST "/contacts/custom_field_definitions", ["contacts:write"] => Json {
        whole_body body: Value,
    }

    /// One field.
    GetCustomFieldDefinition: GET "/contacts/custom_field_definitions/{uuid}", ["contacts:read"] => Json {
        path uuid: CustomFieldDefinitionUri,
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
        let list = prepare(&ListCustomFieldDefinitions {
            query: json::parse(r#"{"page_token":"t"}"#),
        });
        assert_eq!(
            list.unwrap().target,
            "/contacts/custom_field_definitions?page_token=t"
        );
        let uri = "https://api.calendly.com/contacts/custom_field_definitions/D1";
        let uuid = CustomFieldDefinitionUri::parse(uri, "https://api.calendly.com").unwrap();
        let get = prepare(&GetCustomFieldDefinition { uuid, query: None }).unwrap();
        assert_eq!(get.target, "/contacts/custom_field_definitions/D1");
        let body = r#"{"label":"Branche"}"#;
        let create = prepare(&CreateCustomFieldDefinition {
            body: json::parse(body).unwrap(),
        });
        let create = create.unwrap();
        assert_eq!(
            (create.target.as_str(), create.body.as_deref()),
            ("/contacts/custom_field_definitions", Some(body))
        );
    }

    #[test]
    fn the_operations_are_marked_as_not_described() {
        for operation in [
            ListCustomFieldDefinitions::OPERATION,
            CreateCustomFieldDefinition::OPERATION,
            GetCustomFieldDefinition::OPERATION,
        ] {
            assert!(!operation.is_described(), "{}", operation.name);
        }
    }
}
