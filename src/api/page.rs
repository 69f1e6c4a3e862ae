//! The page: one answer of a list and where the next one is.

use crate::json::Value;

use super::fields::{self, DecodeError};
use super::schema::{Absent, Limit, Parameter, Place, Shape, docs};
use crate::percent;

/// The answer of a paged list.
pub trait Paged {
    type Item;
}

impl<T> Paged for Page<T> {
    type Item = T;
}

/// What makes an item itself, so that one seen on two pages is kept once.
pub trait Keyed {
    /// Empty where nothing does: such items are all kept.
    fn key(&self) -> &str;
}

/// An item that Calendly does not describe.
impl Keyed for Value {
    fn key(&self) -> &str {
        let uri = self.get("uri").and_then(Value::as_str);
        uri.unwrap_or_default()
    }
}

/// How many items a page has.
pub(super) const fn count_parameter(most: i64) -> Parameter {
    Parameter {
        name: "count",
        doc: docs!(" Items per page; Calendly's default is 20."),
        place: Place::Query,
        shape: Shape::Integer,
        absent: Absent::Omit,
        limit: Limit::Range(1, most),
    }
}

/// Which page is asked for.
pub(super) const PAGE_TOKEN_PARAMETER: Parameter = Parameter {
    name: "page_token",
    doc: docs!(" `next_page_token` or `previous_page_token` of an answer to the same request."),
    place: Place::Query,
    shape: Shape::Text,
    absent: Absent::Omit,
    limit: Limit::None,
};

/// `{collection, pagination}`, as every paged list of API v2 answers.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Page<T> {
    pub collection: Vec<T>,
    pub pagination: Pagination,
}

/// Where a page stands in its list. Everything may be missing.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Pagination {
    pub count: u32,
    pub next_page: Option<String>,
    pub previous_page: Option<String>,
    pub next_page_token: Option<String>,
    pub previous_page_token: Option<String>,
}

impl Pagination {
    /// That of an answer; empty where it has none.
    pub fn of(answer: &Value) -> Self {
        let pagination = answer.get("pagination").unwrap_or(&Value::Null);
        Self {
            count: fields::count(pagination, "count"),
            next_page: fields::optional_text(pagination, "next_page"),
            previous_page: fields::optional_text(pagination, "previous_page"),
            next_page_token: fields::optional_text(pagination, "next_page_token"),
            previous_page_token: fields::optional_text(pagination, "previous_page_token"),
        }
    }

    /// The token of the next page. Where only the full `next_page` address is given its `page_token` is read;
    /// the address itself is never followed, because it could name another host.
    pub fn next_token(&self) -> Option<String> {
        token(self.next_page_token.as_deref(), self.next_page.as_deref())
    }

    /// The same for the previous page.
    pub fn previous_token(&self) -> Option<String> {
        let token_given = self.previous_page_token.as_deref();
        token(token_given, self.previous_page.as_deref())
    }
}

fn token(given: Option<&str>, page: Option<&str>) -> Option<String> {
    if let Some(given) = given.filter(|given| !given.is_empty()) {
        return Some(given.to_owned());
    }
    let (_, query) = page?.split_once('?')?;
    let query = query.split('#').next().unwrap_or_default();
    let value = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("page_token="))?;
    percent::decode(value).filter(|token| !token.is_empty())
}

/// A page with more beside it: `{collection, pagination, …}`.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct PageWith<T, M> {
    pub page: Page<T>,
    pub more: M,
}

impl<T, M> Paged for PageWith<T, M> {
    type Item = T;
}

impl<T, M> From<PageWith<T, M>> for Page<T> {
    fn from(answer: PageWith<T, M>) -> Self {
        answer.page
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
        Ok(Self {
            collection: items.iter().filter_map(|item| read(item).ok()).collect(),
            pagination: Pagination::of(answer),
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
