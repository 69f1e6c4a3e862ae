//! The page: one answer of a list and where the next one is.

use super::fields::{self, DecodeError};
use crate::json::Value;
use crate::percent;

/// `{collection, pagination}`, as every paged list of API v2 answers.
#[derive(Clone, Default)]
pub struct Page<T> {
    pub collection: Vec<T>,
    pub pagination: Pagination,
}

/// Where a page stands in its list. Everything may be missing.
#[derive(Clone, Default)]
pub struct Pagination {
    pub count: u32,
    pub next_page: Option<String>,
    pub previous_page: Option<String>,
    pub next_page_token: Option<String>,
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

impl<T> Page<T> {
    /// Reads a page. Items that `read` refuses have no name of their own, so nothing could be done with them:
    /// they are left out.
    pub(super) fn read(
        answer: &Value,
        read: fn(&Value) -> Result<T, DecodeError>,
    ) -> Result<Self, DecodeError> {
        let items = fields::collection(answer)?;
        let pagination = answer.get("pagination").unwrap_or(&Value::Null);
        Ok(Self {
            collection: items.iter().filter_map(|item| read(item).ok()).collect(),
            pagination: Pagination {
                count: fields::count(pagination, "count"),
                next_page: fields::optional_text(pagination, "next_page"),
                previous_page: fields::optional_text(pagination, "previous_page"),
                next_page_token: fields::optional_text(pagination, "next_page_token"),
                previous_page_token: fields::optional_text(pagination, "previous_page_token"),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(json: &str) -> Page<i64> {
        let number = |item: &Value| item.as_i64().ok_or(DecodeError::Field("number"));
        Page::read(&fields::parse(json).unwrap(), number).unwrap()
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
            Vec::<i64>::new()
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
        for body in ["{}", "[]", r#"{"collection":{}}"#] {
            let answer = fields::parse(body).unwrap();
            assert!(Page::<()>::read(&answer, |_| Ok(())).is_err(), "{body}");
        }
    }
}
