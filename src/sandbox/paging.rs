//! Keyset pages: a token says where the last page ended, not how many rows came before it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::errors;
use super::message::{Request, Response};
use super::params::{Params, encode};
use super::sequence::hash;

/// One row of a list: what it is sorted by, with the identifier last so that no two are equal, and how it looks.
pub struct Row {
    pub key: String,
    pub value: Value,
}

/// The page that the request asks for. `rows` must be in the order of the list; a page begins after the row whose
/// key stands in the token, or, if that row is gone, where it would have been is unknown and the token is refused.
pub fn page(rows: Vec<Row>, request: &Request, path: &str) -> Result<Response, Response> {
    page_of(rows, request, path, 100)
}

/// The same where a page may have up to `most` rows.
pub fn page_of(
    rows: Vec<Row>,
    request: &Request,
    path: &str,
    most: usize,
) -> Result<Response, Response> {
    let (keys, mut values): (Vec<String>, Vec<Value>) =
        rows.into_iter().map(|row| (row.key, row.value)).unzip();
    let look = |row: usize| values.get_mut(row).map(Value::take).unwrap_or_default();
    page_by(&keys, look, request, path, most)
}

/// The same for rows with these keys: how one of them looks is asked only for those that are on the page.
pub fn page_by(
    keys: &[String],
    look: impl FnMut(usize) -> Value,
    request: &Request,
    path: &str,
    most: usize,
) -> Result<Response, Response> {
    let params = request.params();
    let count = match params.get("count") {
        None => 20,
        Some(text) => text
            .parse::<usize>()
            .ok()
            .filter(|count| (1..=most).contains(count))
            .ok_or_else(|| {
                errors::invalid(&[("count", &format!("must be between 1 and {most}"))])
            })?,
    };
    let filters = fingerprint(&params);
    let (start, end) = match params.get("page_token") {
        None => (0, count),
        Some(token) => {
            let (back, key) = read(token, filters).ok_or_else(bad_token)?;
            let at = keys
                .iter()
                .position(|known| *known == key)
                .ok_or_else(bad_token)?;
            if back {
                (at.saturating_sub(count), at)
            } else {
                (at + 1, at + 1 + count)
            }
        }
    };
    let total = keys.len();
    let end = end.min(total);
    let next = (end < total)
        .then(|| keys.get(end.wrapping_sub(1)))
        .flatten()
        .map(|key| write(false, key, filters));
    let previous = (start > 0)
        .then(|| keys.get(start))
        .flatten()
        .map(|key| write(true, key, filters));
    let collection: Vec<Value> = (start..end).map(look).collect();
    let link = |token: &Option<String>| {
        token
            .as_ref()
            .map(|token| format!("{}{path}?{}", request.base(), with_token(&params, token)))
    };
    Ok(Response::json(
        200,
        &json!({
            "pagination": {
                "count": collection.len(),
                "next_page": link(&next),
                "previous_page": link(&previous),
                "next_page_token": next,
                "previous_page_token": previous,
            },
            "collection": collection,
        }),
    ))
}

fn bad_token() -> Response {
    errors::invalid(&[("page_token", "is not valid for this request")])
}

/// All that must stay the same from page to page; `count` may change.
fn fingerprint(params: &Params) -> u64 {
    let mut filters: Vec<String> = params
        .0
        .iter()
        .filter(|(name, _)| name != "page_token" && name != "count")
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    filters.sort();
    hash(&filters.join("&"))
}

fn with_token(params: &Params, token: &str) -> String {
    let mut parts: Vec<String> = params
        .0
        .iter()
        .filter(|(name, _)| name != "page_token")
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    parts.push(format!("page_token={}", encode(token)));
    parts.join("&")
}

fn write(back: bool, key: &str, filters: u64) -> String {
    URL_SAFE_NO_PAD.encode(json!([back, key, filters]).to_string())
}

fn read(token: &str, filters: u64) -> Option<(bool, String)> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (back, key, made_for): (bool, String, u64) = serde_json::from_slice(&bytes).ok()?;
    (made_for == filters).then_some((back, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Row> {
        (0..7)
            .map(|number| Row {
                key: format!("k{number}"),
                value: json!(number),
            })
            .collect()
    }

    fn get(query: &str) -> Value {
        let request = Request::new("GET", &format!("/things?{query}"));
        page(rows(), &request, "/things")
            .unwrap_or_else(|refusal| refusal)
            .value()
    }

    #[test]
    fn pages_follow_one_another_and_lead_back() {
        let first = get("count=3&user=u");
        assert_eq!(first["collection"], json!([0, 1, 2]));
        assert!(first["pagination"]["previous_page"].is_null());
        let token = first["pagination"]["next_page_token"].as_str().unwrap();
        let second = get(&format!("count=3&user=u&page_token={token}"));
        assert_eq!(second["collection"], json!([3, 4, 5]));
        let next = second["pagination"]["next_page"].as_str().unwrap();
        let third = get(next.split_once('?').unwrap().1);
        assert_eq!(third["collection"], json!([6]));
        assert!(third["pagination"]["next_page_token"].is_null());
        let back = second["pagination"]["previous_page_token"]
            .as_str()
            .unwrap();
        let again = get(&format!("count=3&user=u&page_token={back}"));
        assert_eq!(again["collection"], json!([0, 1, 2]));
        assert!(again["pagination"]["previous_page_token"].is_null());
    }

    #[test]
    fn a_token_belongs_to_its_filters() {
        let first = get("count=3&user=u");
        let token = first["pagination"]["next_page_token"].as_str().unwrap();
        assert_eq!(
            get(&format!("count=3&user=other&page_token={token}"))["title"],
            "Invalid Argument"
        );
        assert_eq!(
            get("page_token=nonsense")["details"][0]["parameter"],
            "page_token"
        );
    }

    #[test]
    fn count_is_between_one_and_a_hundred() {
        for count in ["0", "101", "-1", "x", ""] {
            assert_eq!(
                get(&format!("count={count}"))["title"],
                "Invalid Argument",
                "{count}"
            );
        }
        assert_eq!(get("count=100")["pagination"]["count"], 7);
    }
}
