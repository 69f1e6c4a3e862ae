//! Changes that leave JSON what it is: the search would otherwise spend its time on what is none.

use serde_json::{Value, json};

/// A small generator, so that the same number always makes the same change (xorshift, Marsaglia 2003).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u32) -> Self {
        Self(u64::from(seed) << 1 | 1 << 40 | 1)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }
}

/// One to four changes; `None` for what is no JSON, and for a result of more than `most` bytes.
pub fn json(bytes: &[u8], most: usize, random: &mut Random) -> Option<Vec<u8>> {
    let mut whole: Value = serde_json::from_slice(bytes).ok()?;
    for _ in 0..=random.below(4) {
        change(&mut whole, random);
    }
    let written = whole.to_string().into_bytes();
    (written.len() <= most).then_some(written)
}

fn change(whole: &mut Value, random: &mut Random) {
    let count = places(whole);
    let copied = find(whole, &mut random.below(count)).map(|value| value.clone());
    let Some(value) = find(whole, &mut random.below(count)) else {
        return;
    };
    match (random.below(8), value) {
        // A field or an item goes, is there twice, or changes places with another.
        (0, Value::Object(fields)) if !fields.is_empty() => {
            let name = fields.keys().nth(random.below(fields.len())).cloned();
            name.and_then(|name| fields.remove(&name));
        }
        (0, Value::Array(items)) if !items.is_empty() => {
            items.remove(random.below(items.len()));
        }
        (1, Value::Array(items)) if !items.is_empty() && items.len() < 50 => {
            items.push(items[random.below(items.len())].clone());
        }
        (2, Value::Array(items)) if !items.is_empty() => {
            let (one, other) = (random.below(items.len()), random.below(items.len()));
            items.swap(one, other);
        }
        (3, value) => *value = copied.unwrap_or_default(),
        (4, Value::String(text)) => {
            let odd = [
                "/..", "%2E%2e/", "//", "@", "?", " ", "\u{0}", "\u{202e}", "%", "/", "é", "\r\n",
                ":", "9",
            ];
            let mut at = random.below(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            text.insert_str(at, odd[random.below(odd.len())]);
        }
        (5, Value::String(text)) => {
            let kept = random.below(text.chars().count() + 1);
            *text = text.chars().take(kept).collect();
        }
        (_, value) => *value = odd(random),
    }
}

fn odd(random: &mut Random) -> Value {
    let mut odd = [
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(-1),
        json!(0.5),
        json!(1e300),
        json!(9_007_199_254_740_993_i64),
        json!(""),
        json!("x"),
        json!("12"),
        json!("a word nobody knows"),
        json!("2026-12-01T24:00:00Z"),
        json!([]),
        json!([null]),
        json!({}),
        json!([{}]),
    ];
    odd[random.below(17)].take()
}

/// How many values there are in a value, itself among them.
fn places(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(places).sum(),
        Value::Object(fields) => fields.values().map(places).sum(),
        _ => 0,
    }
}

/// The value at a place, counted from the front.
fn find<'a>(value: &'a mut Value, place: &mut usize) -> Option<&'a mut Value> {
    if *place == 0 {
        return Some(value);
    }
    *place -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| find(item, place)),
        Value::Object(fields) => fields.values_mut().find_map(|field| find(field, place)),
        _ => None,
    }
}
