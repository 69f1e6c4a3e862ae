//! The page: one answer of a list and where the next one is.

use serde::{Deserialize, Deserializer};

use super::lenient;
use crate::percent;

/// `{collection, pagination}`, as every paged list of API v2 answers.
#[derive(Clone, Default)]
pub struct Page<T> {
    pub collection: Vec<T>,
    pub pagination: Pagination,
}

/// Where a page stands in its list. Everything may be missing.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Pagination {
    #[serde(deserialize_with = "lenient::count")]
    pub count: u32,
    #[serde(deserialize_with = "lenient::optional_text")]
    pub next_page: Option<String>,
    #[serde(deserialize_with = "lenient::optional_text")]
    pub previous_page: Option<String>,
    #[serde(deserialize_with = "lenient::optional_text")]
    pub next_page_token: Option<String>,
    #[serde(deserialize_with = "lenient::optional_text")]
    pub previous_page_token: Option<String>,
}

impl Pagination {
    /// The token of the next page. Where only the full `next_page` address is given its `page_token` is read;
    /// the address itself is never followed, because it could name another host.
    pub fn next_token(&self) -> Option<String> {
        let token = self
            .next_page_token
            .clone()
            .filter(|token| !token.is_empty());
        token.or_else(|| {
            let (_, query) = self.next_page.as_deref()?.split_once('?')?;
            let query = query.split('#').next().unwrap_or_default();
            let value = query
                .split('&')
                .find_map(|pair| pair.strip_prefix("page_token="))?;
            percent::decode(value).filter(|token| !token.is_empty())
        })
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(bound = "T: Deserialize<'de>")]
        struct Wire<T> {
            // Not defaulted: an answer without it is not a list, and an empty list would be a false word.
            #[serde(deserialize_with = "lenient::list")]
            collection: Vec<T>,
            #[serde(default)]
            pagination: Option<Pagination>,
        }

        let wire = Wire::deserialize(deserializer)?;
        Ok(Self {
            collection: wire.collection,
            pagination: wire.pagination.unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(json: &str) -> Page<u8> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn the_last_page_has_no_token() {
        let last = page(
            r#"{"collection":[1],"pagination":{"count":1,"next_page":null,"next_page_token":null}}"#,
        );
        assert_eq!(last.pagination.next_token(), None);
        assert_eq!(page(r#"{"collection":[]}"#).pagination.next_token(), None);
        assert_eq!(
            page(r#"{"collection":null,"pagination":null}"#).collection,
            Vec::<u8>::new()
        );
    }

    #[test]
    fn the_token_is_read_out_of_the_address_when_it_stands_only_there() {
        let next = page(
            r#"{"collection":[],"pagination":{"next_page":"https://elsewhere.test/event_types?count=2&page_token=a%2Bb#x"}}"#,
        );
        assert_eq!(next.pagination.next_token().as_deref(), Some("a+b"));
    }

    #[test]
    fn an_answer_without_a_collection_is_not_an_empty_list() {
        assert!(serde_json::from_str::<Page<u8>>("{}").is_err());
    }
}
