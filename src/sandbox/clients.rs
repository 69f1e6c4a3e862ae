//! The applications registered at the sandbox.

use serde_json::Value;

use super::scopes;

/// A public client of native kind: no secret, PKCE required.
#[derive(Clone)]
pub struct Client {
    pub id: String,
    pub name: String,
    pub redirect_uris: Vec<String>,
    pub scopes: Vec<String>,
    /// What webhook calls are signed with if the subscription names no key of its own.
    pub signing_key: String,
}

impl Client {
    pub fn new(id: &str, redirect_uris: Vec<String>) -> Self {
        Self {
            id: id.to_owned(),
            name: "Slotlink".to_owned(),
            redirect_uris,
            scopes: scopes::all(),
            signing_key: format!("sandbox-signing-key-{id}"),
        }
    }

    /// Reads `{client_id, redirect_uris, name?, scopes?, signing_key?}`.
    pub fn from_json(value: &Value) -> Result<Self, String> {
        let id = value.get("client_id").and_then(Value::as_str);
        let uris = value.get("redirect_uris").and_then(texts);
        let (Some(id), Some(uris)) = (id, uris) else {
            return Err("client_id and redirect_uris are required".to_owned());
        };
        let mut client = Self::new(id, uris);
        if let Some(name) = value.get("name").and_then(Value::as_str) {
            client.name = name.to_owned();
        }
        if let Some(scopes) = value.get("scopes").and_then(texts) {
            client.scopes = scopes;
        }
        if let Some(key) = value.get("signing_key").and_then(Value::as_str) {
            client.signing_key = key.to_owned();
        }
        Ok(client)
    }

    /// Exact comparison, character by character, as RFC 9700 2.1 asks for.
    pub fn has_redirect_uri(&self, uri: &str) -> bool {
        self.redirect_uris.iter().any(|known| known == uri)
    }
}

fn texts(value: &Value) -> Option<Vec<String>> {
    value
        .as_array()?
        .iter()
        .map(|item| item.as_str().map(str::to_owned))
        .collect()
}
