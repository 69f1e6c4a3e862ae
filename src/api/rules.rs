//! The rules: what is checked across several values of a request, declared beside them with [`rules!`].

use crate::json::{Fields, Value};
use crate::time::{Date, Timestamp};

/// A rule over the values of one operation or of one object in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rule {
    /// All of one group must be given; others may be beside it.
    AnyOf(&'static [&'static [&'static str]]),
    /// Where the first is given, and is this word or has it, if there is one, the last must be given.
    Needs(&'static str, &'static str, &'static str),
    /// Where the first is this word or has it, the third must be the fourth.
    Only(&'static str, &'static str, &'static str, &'static str),
    /// The second must not be earlier than the first.
    Ordered(&'static str, &'static str),
    /// The first must be earlier than the second.
    Before(&'static str, &'static str),
    /// The second must be no more than so many days later than the first.
    AtMostDays(&'static str, &'static str, i64),
    /// The second value is no more than so many years later than the first, by the calendar.
    AtMostYears(&'static str, &'static str, i32),
}

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

impl Rule {
    /// Whether the values are as the rule says. What is not given breaks no order.
    pub fn holds(&self, given: &Fields) -> bool {
        let find = |name: &str| given.iter().find(|(known, _)| known == name);
        let is_given = |name: &str| find(name).is_some();
        let has = |name: &str, word: &str| {
            find(name).is_some_and(|(_, value)| match value {
                Value::Array(items) => items.iter().any(|item| item.as_str() == Some(word)),
                value => word.is_empty() || value.as_str() == Some(word),
            })
        };
        let span = |from: &str, to: &str| {
            let (from, to) = (moment(&find(from)?.1)?, moment(&find(to)?.1)?);
            Some(to.saturating_sub(from))
        };
        match *self {
            Self::AnyOf(groups) => groups
                .iter()
                .any(|group| group.iter().all(|name| is_given(name))),
            Self::Needs(name, word, other) => !has(name, word) || is_given(other),
            Self::Only(name, word, other, only) => !has(name, word) || has(other, only),
            Self::Ordered(from, to) => span(from, to).is_none_or(|span| span >= 0),
            Self::Before(from, to) => span(from, to).is_none_or(|span| span > 0),
            Self::AtMostDays(from, to, days) => {
                span(from, to).is_none_or(|span| span <= days.saturating_mul(DAY))
            }
            Self::AtMostYears(from, to, years) => {
                let text = |name| find(name).and_then(|(_, value)| value.as_str());
                let within = || {
                    let ((from, within), (to, later)) = (year(text(from)?)?, year(text(to)?)?);
                    Some((to, later) <= (from + years, within))
                };
                within().unwrap_or(true)
            }
        }
    }

    /// The values it is about, in their order.
    pub fn names(&self) -> Vec<&'static str> {
        match *self {
            Self::AnyOf(groups) => groups.concat(),
            Self::Needs(one, _, other)
            | Self::Only(one, _, other, _)
            | Self::Ordered(one, other)
            | Self::Before(one, other)
            | Self::AtMostDays(one, other, _)
            | Self::AtMostYears(one, other, _) => vec![one, other],
        }
    }

    /// What to do: "give user or organization". Each name and word stands between two `mark`s.
    pub fn advice(&self, mark: &str) -> String {
        let marked = |name: &str| [mark, name, mark].concat();
        let is = |verb: &str, word: &str| [" ", verb, " ", &marked(word)].concat();
        match *self {
            Self::AnyOf(groups) => {
                let groups = groups.iter().map(|group| {
                    let names: Vec<_> = group.iter().map(|name| marked(name)).collect();
                    names.join(" and ")
                });
                ["give ", &groups.collect::<Vec<_>>().join(" or ")].concat()
            }
            Self::Needs(name, word, other) => {
                let what = if word.is_empty() {
                    " is given".to_owned()
                } else {
                    is("is", word)
                };
                ["give ", &marked(other), " where ", &marked(name), &what].concat()
            }
            Self::Only(name, word, other, only) => {
                let (what, has) = (is("be", only), is("has", word));
                [
                    "let ",
                    &marked(other),
                    &what,
                    " where ",
                    &marked(name),
                    &has,
                ]
                .concat()
            }
            Self::Ordered(from, to) => {
                let to = marked(to);
                ["let ", &marked(from), " be no later than ", &to].concat()
            }
            Self::Before(from, to) => {
                let to = marked(to);
                ["let ", &marked(from), " be earlier than ", &to].concat()
            }
            Self::AtMostDays(from, to, days) => {
                at_most(&days.to_string(), " days", &marked(from), &marked(to))
            }
            Self::AtMostYears(from, to, years) => {
                at_most(&years.to_string(), " years", &marked(from), &marked(to))
            }
        }
    }
}

fn at_most(count: &str, of: &str, from: &str, to: &str) -> String {
    ["let ", to, " be at most ", count, of, " later than ", from].concat()
}

/// The year of an instant, and what is written after it.
fn year(instant: &str) -> Option<(i32, &str)> {
    let (year, rest) = instant.split_once('-')?;
    Some((year.parse().ok()?, rest))
}

/// `HH:MM` from 00:00 to 24:00, in minutes since midnight.
pub fn minutes_of_day(text: &str) -> Option<u16> {
    let &[tens, hours, b':', sixths, minutes] = text.as_bytes() else {
        return None;
    };
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u16::from(byte - b'0'));
    let hours = digit(tens)? * 10 + digit(hours)?;
    let minutes = digit(sixths)? * 10 + digit(minutes)?;
    let all = hours * 60 + minutes;
    (minutes < 60 && all <= 24 * 60).then_some(all)
}

/// An instant or a date, in milliseconds since 1970, or a time of day, in milliseconds since midnight.
fn moment(value: &Value) -> Option<i64> {
    let text = value.as_str()?;
    if let Some(minutes) = minutes_of_day(text) {
        return Some(i64::from(minutes) * 60_000);
    }
    let date = Date::parse_iso(text).map(|date| i64::from(date.epoch_days()) * DAY);
    date.or_else(|| Some(Timestamp::parse(text).ok()?.as_millis()))
}

/// The rules of an operation or of an object: `rules [any_of(user, organization), at_most_days(from, to, 31)]`. They are
/// not sent to browsers whose build checks nothing ([`CHECKS`](super::schema::CHECKS)).
#[cfg(any(not(target_arch = "wasm32"), feature = "client", feature = "dashboard"))]
macro_rules! rules {
    ($($rule:ident $values:tt),*) => { &[$($crate::api::rules::rule!($rule $values)),*] };
}
#[cfg(not(any(not(target_arch = "wasm32"), feature = "client", feature = "dashboard")))]
macro_rules! rules {
    ($($rule:ident $values:tt),*) => {
        &[]
    };
}

#[cfg(any(not(target_arch = "wasm32"), feature = "client", feature = "dashboard"))]
macro_rules! rule {
    (any_of ($($first:ident $(+ $more:ident)*),+)) => {
        $crate::api::rules::Rule::AnyOf(&[$(&[stringify!($first) $(, stringify!($more))*]),+])
    };
    (needs ($name:ident, $other:ident)) => {
        $crate::api::rules::Rule::Needs(stringify!($name), "", stringify!($other))
    };
    (needs ($name:ident = $word:literal, $other:ident)) => {
        $crate::api::rules::Rule::Needs(stringify!($name), $word, stringify!($other))
    };
    (only ($name:ident = $word:literal, $other:ident = $only:literal)) => {
        $crate::api::rules::Rule::Only(stringify!($name), $word, stringify!($other), $only)
    };
    (ordered ($from:ident, $to:ident)) => {
        $crate::api::rules::Rule::Ordered(stringify!($from), stringify!($to))
    };
    (before ($from:ident, $to:ident)) => {
        $crate::api::rules::Rule::Before(stringify!($from), stringify!($to))
    };
    (at_most_days ($from:ident, $to:ident, $days:literal)) => {
        $crate::api::rules::Rule::AtMostDays(stringify!($from), stringify!($to), $days)
    };
    (at_most_years ($from:ident, $to:ident, $years:literal)) => {
        $crate::api::rules::Rule::AtMostYears(stringify!($from), stringify!($to), $years)
    };
}

#[cfg(any(not(target_arch = "wasm32"), feature = "client", feature = "dashboard"))]
pub(in crate::api) use rule;
pub(in crate::api) use rules;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    fn holds(rule: Rule, given: &str) -> bool {
        match json::parse(given).unwrap() {
            Value::Object(given) => rule.holds(&given),
            _ => panic!("an object"),
        }
    }

    #[test]
    fn one_whole_group_is_enough() {
        let rule = rule!(any_of(name, first_name + last_name));
        for (given, right) in [
            ("{}", false),
            (r#"{"first_name":"Jo"}"#, false),
            (r#"{"last_name":"Ek"}"#, false),
            (r#"{"name":"Jo Ek"}"#, true),
            (r#"{"first_name":"Jo","last_name":"Ek"}"#, true),
            (r#"{"name":"Jo Ek","first_name":"Jo"}"#, true),
            // It is sent, and means something where it is.
            (r#"{"name":null}"#, true),
        ] {
            assert_eq!(holds(rule, given), right, "{given}");
        }
        assert_eq!(rule.advice(""), "give name or first_name and last_name");
        assert_eq!(rule.names(), ["name", "first_name", "last_name"]);
    }

    #[test]
    fn what_another_value_needs_is_needed_only_then() {
        let rule = rule!(needs(scope = "user", user));
        assert!(holds(rule, r#"{"scope":"organization"}"#));
        assert!(!holds(rule, r#"{"scope":"user"}"#));
        assert!(holds(rule, r#"{"scope":"user","user":"U"}"#));
        assert_eq!(rule.advice("`"), "give `user` where `scope` is `user`");
        let rule = rule!(needs(schedule, user));
        assert!(holds(rule, "{}") && !holds(rule, r#"{"schedule":"S"}"#));
        assert_eq!(rule.advice(""), "give user where schedule is given");
        let rule = rule!(only(events = "a", scope = "all"));
        assert!(holds(rule, r#"{"events":["b"],"scope":"one"}"#));
        assert!(!holds(rule, r#"{"events":["b","a"],"scope":"one"}"#));
        assert!(holds(rule, r#"{"events":["b","a"],"scope":"all"}"#));
        assert_eq!(rule.advice(""), "let scope be all where events has a");
    }

    #[test]
    fn an_order_counts_to_the_millisecond_and_is_not_broken_by_what_is_missing() {
        let span = |from: &str, to: &str| format!(r#"{{"from":"{from}","to":"{to}"}}"#);
        let (early, late) = ("2026-12-01T09:00:00Z", "2026-12-01T10:00:00+01:00");
        let same = span(early, late);
        assert!(holds(rule!(ordered(from, to)), &same));
        assert!(!holds(rule!(before(from, to)), &same));
        let turned = span("2026-12-02", "2026-12-01");
        assert!(!holds(rule!(ordered(from, to)), &turned));
        let week = rule!(at_most_days(from, to, 7));
        assert!(holds(
            week,
            &span("2026-12-01T09:00:00Z", "2026-12-08T09:00:00Z")
        ));
        assert!(!holds(
            week,
            &span("2026-12-01T09:00:00Z", "2026-12-08T09:00:00.001Z")
        ));
        let years = rule!(at_most_years(from, to, 2));
        for (from, to, right) in [
            ("2021-01-01T00:00:00Z", "2023-01-01T00:00:00Z", true),
            ("2021-01-01T00:00:00Z", "2023-01-01T00:00:01Z", false),
            ("2023-03-01T00:00:00Z", "2025-03-01T00:00:00Z", true),
            ("2022-02-28T12:00:00Z", "2024-02-28T12:00:00Z", true),
            ("2024-02-29T12:00:00Z", "2026-02-28T12:00:00Z", true),
            ("2024-02-29T12:00:00Z", "2026-03-01T00:00:00Z", false),
        ] {
            assert_eq!(holds(years, &span(from, to)), right, "{from} {to}");
        }
        assert_eq!(
            years.advice(""),
            "let to be at most 2 years later than from"
        );
        for missing in ["{}", r#"{"from":"2026-12-01"}"#, r#"{"to":null}"#] {
            assert!(holds(week, missing) && holds(rule!(before(from, to)), missing));
        }
    }
}
