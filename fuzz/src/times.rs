//! Instants and zones: how they are written, and what odd names of them mean.

use std::sync::LazyLock;

use jiff::tz::TimeZoneDatabase;
use slotlink::booking::zones::{Normalised, ZoneEntry, normalise, search};
use slotlink::time::{DAY_MILLIS, Date, Timestamp, TimestampError, offset_label};

use super::input::Input;

/// 0000-01-01 and the end of 9999-12-31: what four digits of a year can write.
const FIRST: i64 = -62_167_219_200_000;
const LAST: i64 = 253_402_300_799_999;

pub fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    instant(&text);
    zone(&text);
    let mut input = Input::new(bytes);
    let (millis, more) = (input.number(), input.number());
    written(millis);
    // Numbers from everywhere are hardly ever ones that can be written.
    written(FIRST + millis.rem_euclid(LAST - FIRST + 1));
    arithmetic(Timestamp::from_millis(millis), more);
    instant(&made(&mut Input::new(bytes)));
}

/// A text of the right form with numbers that are a little too large now and then, which letters changed one by one
/// hardly ever come to.
fn made(input: &mut Input) -> String {
    let year = u16::from_le_bytes([input.byte(), input.byte()]) % 10_000;
    let mut below = |limit: u8| input.byte() % limit;
    let date = format!("{year:04}-{:02}-{:02}", below(14), below(33));
    let time = format!("{:02}:{:02}:{:02}", below(26), below(61), below(61));
    let fraction = match below(4) {
        0 => String::new(),
        digits => format!(".{:0>1$}", below(200), usize::from(digits) * 2),
    };
    let offset = match below(3) {
        0 => "Z".to_owned(),
        1 => format!("+{:02}:{:02}", below(25), below(61)),
        _ => format!("-{:02}:{:02}", below(25), below(61)),
    };
    format!("{date}T{time}{fraction}{offset}")
}

/// RFC 3339 section 5.6 by its grammar, with midnight written as hour 24 and without leap seconds. The calendar is
/// jiff's.
fn expected(text: &str) -> Result<i64, TimestampError> {
    let form = TimestampError::Form;
    let bytes = text.as_bytes();
    let at = |pattern: &[u8], from: usize| {
        let part = bytes.get(from..from + pattern.len());
        part.is_some_and(|part| {
            part.iter().zip(pattern).all(|(byte, kind)| match kind {
                b'9' => byte.is_ascii_digit(),
                b'T' => matches!(byte, b'T' | b't'),
                other => byte == other,
            })
        })
    };
    if !at(b"9999-99-99T99:99:99", 0) {
        return Err(form);
    }
    let number = |from: usize, count: usize| text[from..from + count].parse::<i64>().unwrap_or(-1);
    let mut end = 19;
    let mut millis = 0;
    if bytes.get(end) == Some(&b'.') {
        let digits: String = text[end + 1..]
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        if digits.is_empty() {
            return Err(form);
        }
        end += 1 + digits.len();
        millis = format!("{digits}000")[..3].parse().unwrap_or(-1);
    }
    let offset = match &text[end..] {
        "Z" | "z" => 0,
        rest if rest.len() == 6 && (at(b"+99:99", end) || at(b"-99:99", end)) => {
            let (hours, minutes) = (number(end + 1, 2), number(end + 4, 2));
            if hours > 23 || minutes > 59 {
                return Err(TimestampError::Range);
            }
            let sign = if bytes[end] == b'-' { -1 } else { 1 };
            sign * (hours * 60 + minutes)
        }
        _ => return Err(form),
    };
    let (year, month, day) = (number(0, 4) as i16, number(5, 2) as i8, number(8, 2) as i8);
    let date = jiff::civil::Date::new(year, month, day).map_err(|_| TimestampError::Range)?;
    let days = date.duration_since(jiff::civil::date(1970, 1, 1)).as_secs() / 86_400;
    let (hour, minute, second) = (number(11, 2), number(14, 2), number(17, 2));
    let midnight = (hour, minute, second, millis) == (24, 0, 0, 0);
    if hour > 23 && !midnight || minute > 59 || second > 59 {
        return Err(TimestampError::Range);
    }
    let seconds = hour * 3600 + minute * 60 + second - offset * 60;
    Ok(days * DAY_MILLIS + seconds * 1000 + millis)
}

fn instant(text: &str) {
    let read = Timestamp::parse(text);
    assert_eq!(read.map(Timestamp::as_millis), expected(text), "{text:?}");
    if let Ok(at) = read {
        written(at.as_millis());
    }
    if let Some(date) = Date::parse_iso(text) {
        assert_eq!(date.to_iso(), text);
    }
}

/// What is written is read again, by others too.
fn written(millis: i64) {
    let at = Timestamp::from_millis(millis);
    let text = at.to_rfc3339();
    if (FIRST..=LAST).contains(&millis) {
        assert_eq!(Timestamp::parse(&text), Ok(at), "{text}");
        let other: Result<jiff::Timestamp, _> = text.parse();
        // Its range ends a day before ours does, on both sides.
        if let Ok(other) = other {
            assert_eq!(other.as_millisecond(), millis, "{text}");
        }
    }
}

fn arithmetic(at: Timestamp, more: i64) {
    let later = at.plus_millis(more);
    let exact = i128::from(at.as_millis()) + i128::from(more);
    assert_eq!(
        i128::from(later.as_millis()),
        exact.clamp(i64::MIN.into(), i64::MAX.into())
    );
    let label = offset_label(more as i32);
    assert!(label.contains("UTC") || label.contains("GMT"), "{label}");
    let date = Date::from_epoch_days(more as i32);
    let moved = date
        .plus_days(at.as_millis() as i32)
        .plus_months(more as i32);
    for date in [date, moved] {
        assert_eq!(Date::parse_iso(&date.to_iso()), Some(date));
    }
}

static KNOWN: LazyLock<Vec<String>> = LazyLock::new(|| {
    let database = TimeZoneDatabase::bundled();
    let mut names: Vec<_> = database.available().map(|name| name.to_string()).collect();
    names.retain(|name| name.contains('/') && !name.starts_with("Etc/"));
    assert!(names.len() > 300, "the bundled database is not there");
    names
});

static ENTRIES: LazyLock<Vec<ZoneEntry>> = LazyLock::new(|| {
    let some = KNOWN.iter().step_by(7).enumerate();
    some.map(|(index, id)| ZoneEntry::new(id.clone(), (index as i32 - 24) * 1800))
        .collect()
});

/// What a browser takes beside its own list.
fn accepts(id: &str) -> bool {
    matches!(id, "UTC" | "Etc/UTC" | "+05:30" | "Etc/GMT+4")
}

fn zone(text: &str) {
    let usable = |id: &str| KNOWN.iter().any(|known| known == id) || accepts(id);
    let meant = normalise(text, &KNOWN, accepts);
    match &meant {
        Normalised::Known(id) => assert!(id == text && usable(id), "{text:?}"),
        Normalised::Repaired { from, to } => {
            assert!(from == text && to != text && usable(to), "{text:?}: {to}");
            // Only names of it may mean the zone that has no summer time and no country. Marks are no part of a name.
            if (to == "UTC" || to == "Etc/UTC") && text.is_ascii() {
                let mut named = text.to_ascii_lowercase();
                named.retain(|letter| letter.is_ascii_alphanumeric());
                let names = ["utc", "gmt", "z", "uct", "greenwich", "universal", "0"];
                assert!(
                    names.iter().any(|name| named.contains(name)),
                    "{text:?} is not UTC"
                );
            }
            let again = normalise(to, &KNOWN, accepts);
            assert_eq!(again, Normalised::Known(to.clone()), "mended twice");
        }
        Normalised::Unknown(name) => {
            assert!(name.chars().count() <= 100 && text.trim().starts_with(name.as_str()));
        }
    }
    // Space around a name means nothing.
    let spaced = normalise(&format!(" {text}\n"), &KNOWN, accepts);
    assert_eq!(spaced.id(), meant.id(), "{text:?}");

    let mut found = search(text, &ENTRIES);
    let count = found.len();
    found.sort_unstable();
    found.dedup();
    assert_eq!(found.len(), count, "{text:?} finds a zone twice");
    assert!(found.iter().all(|index| *index < ENTRIES.len()));
}

pub fn seeds() -> Vec<Vec<u8>> {
    [
        "2026-12-08T09:00:00.000000Z",
        "2020-01-02t20:00:00+05:30",
        "2024-02-16T24:00:00.000000Z",
        "2024-02-30T10:00:00-00:00",
        "0000-01-01T00:00:00.1Z",
        "9999-12-31T23:59:59.999999999Z",
        "2016-12-31T23:59:60Z",
        "2026-12-08",
        "America/New York",
        "America\\/New_York",
        "W. Europe Standard Time",
        "UTC+5:30",
        "GMT\u{2212}04:00",
        "eastern time",
        "mumbai",
        "-0930",
    ]
    .map(|seed| seed.as_bytes().to_vec())
    .to_vec()
}

pub fn words() -> Vec<String> {
    let mut words: Vec<String> = KNOWN.iter().step_by(5).cloned().collect();
    words.extend(
        [
            "Standard Time",
            "UTC",
            "GMT",
            "+05:30",
            "T24:00:00",
            ".000000Z",
            "Etc/GMT+4",
            "US/",
        ]
        .map(str::to_owned),
    );
    words
}
