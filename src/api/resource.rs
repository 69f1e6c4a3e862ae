//! The resource: the `{"resource": …}` wrapping of single answers.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::endpoint::DecodeError;

#[derive(Deserialize)]
struct Resource<T> {
    resource: T,
}

/// Reads `{"resource": …}` and hands out what is inside.
pub fn decode<T: DeserializeOwned>(body: &str) -> Result<T, DecodeError> {
    serde_json::from_str::<Resource<T>>(body).map(|wrapped| wrapped.resource)
}
