//! From a name that came with the data to a zone that the browser knows.

use super::names::{ABBREVIATIONS, LINKS, WINDOWS, fold, rows};
use super::search::parse_offset;

/// What a zone name turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Normalised {
    /// It can be used as it is.
    Known(String),
    /// It was mended; the difference may be shown.
    Repaired { from: String, to: String },
    /// Nothing is known by this name. Whoever falls back to another zone has to say so.
    Unknown(String),
}

impl Normalised {
    /// The id to use, unless the name is unknown.
    pub fn id(&self) -> Option<&str> {
        match self {
            Normalised::Known(id) | Normalised::Repaired { to: id, .. } => Some(id),
            Normalised::Unknown(_) => None,
        }
    }
}

/// Finds the zone that a name means.
///
/// `known` lists the ids that are offered (`Intl.supportedValuesOf("timeZone")`), `accepts` tells
/// whether the browser takes an id that is not among them: an old spelling, `UTC`, `+05:30`.
///
/// Calendly's own documents write `America/New York` and `America\/New_York`; calendars hand over
/// Windows ids; people write `EST`. An id that the browser takes keeps the meaning it has there,
/// so `EST` is repaired only where the browser does not take it.
pub fn normalise<S: AsRef<str>>(
    raw: &str,
    known: &[S],
    accepts: impl Fn(&str) -> bool,
) -> Normalised {
    let listed =
        |id: &str| (known.iter().map(AsRef::as_ref)).find(|entry| entry.eq_ignore_ascii_case(id));
    let find = |id: &str| {
        listed(id)
            .map(str::to_owned)
            .or_else(|| accepts(id).then(|| id.to_owned()))
    };
    let trimmed = raw.trim();
    // No id is this long, and nobody should wait for a megabyte to be compared with all of them.
    if trimmed.is_empty() || trimmed.len() > 100 {
        return Normalised::Unknown(trimmed.chars().take(100).collect());
    }
    if let Some(id) = find(raw) {
        return decided(raw, id);
    }
    let cleaned = cleaned(trimmed);
    let folded = fold(trimmed);
    let found = find(&cleaned)
        .or_else(|| other_spelling(&cleaned, &find))
        .or_else(|| named(WINDOWS, &folded, &find))
        .or_else(|| named(ABBREVIATIONS, &folded, &find))
        .or_else(|| fixed(&folded, &find))
        .or_else(|| by_city(&cleaned, known));
    match found {
        Some(id) => decided(raw, id),
        None => Normalised::Unknown(trimmed.to_owned()),
    }
}

fn decided(raw: &str, id: String) -> Normalised {
    if id == raw {
        Normalised::Known(id)
    } else {
        Normalised::Repaired {
            from: raw.to_owned(),
            to: id,
        }
    }
}

/// `America\/New York ` → `America/New_York`.
fn cleaned(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match c {
            '\\' => '/',
            _ if c.is_whitespace() => '_',
            _ => c,
        };
        let doubled = matches!(c, '/' | '_') && (out.ends_with(['/', '_']));
        if c == '/' && out.ends_with('_') {
            out.pop();
        }
        if !doubled || (c == '/' && !out.ends_with('/')) {
            out.push(c);
        }
    }
    out
}

/// The same zone under a name that the browser has, in either direction.
fn other_spelling(id: &str, find: &impl Fn(&str) -> Option<String>) -> Option<String> {
    rows(LINKS)
        .filter(|(current, olds)| {
            current.eq_ignore_ascii_case(id) || olds.clone().any(|old| old.eq_ignore_ascii_case(id))
        })
        .find_map(|(current, mut olds)| find(current).or_else(|| olds.find_map(find)))
}

fn named(
    table: &'static str,
    folded: &str,
    find: &impl Fn(&str) -> Option<String>,
) -> Option<String> {
    let (_, mut zones) = rows(table).find(|(name, _)| *name == folded)?;
    zones.find_map(|zone| find(zone).or_else(|| other_spelling(zone, find)))
}

/// `UTC+2`, `GMT-05:00`, `+0530` as the offset zone of that name, `Etc/GMT-2` where a browser has
/// no offset zones (its sign is that of POSIX: west is positive).
fn fixed(folded: &str, find: &impl Fn(&str) -> Option<String>) -> Option<String> {
    if folded == "z" {
        return find("UTC");
    }
    let seconds = parse_offset(folded).filter(|_| folded.contains(['+', '-']))?;
    if seconds == 0 {
        return find("UTC");
    }
    let total = seconds.unsigned_abs();
    let sign = |east| if (seconds > 0) == east { '+' } else { '-' };
    let two = |out: &mut String, number: u32| {
        out.extend(
            [number / 10, number % 10].map(|digit| char::from_digit(digit, 10).unwrap_or('0')),
        );
    };
    let mut id = String::with_capacity(6);
    id.push(sign(true));
    two(&mut id, total / 3600);
    id.push(':');
    two(&mut id, total / 60 % 60);
    find(&id).or_else(|| {
        let mut etc = String::from("Etc/GMT");
        etc.push(sign(false));
        etc.push_str(&(total / 3600).to_string());
        (total % 3600 == 0).then(|| find(&etc)).flatten()
    })
}

/// A bare `New York` or `Berlin`, where only one id ends so.
fn by_city<S: AsRef<str>>(cleaned: &str, known: &[S]) -> Option<String> {
    let mut matching = known.iter().map(AsRef::as_ref).filter(|id| {
        id.rsplit_once('/')
            .is_some_and(|(_, city)| city.eq_ignore_ascii_case(cleaned))
    });
    let first = matching.next()?;
    matching.next().is_none().then(|| first.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As Chromium has them: some current ids, some old ones.
    const KNOWN: [&str; 10] = [
        "America/Los_Angeles",
        "America/New_York",
        "America/Port-au-Prince",
        "Asia/Calcutta",
        "Asia/Tokyo",
        "Europe/Berlin",
        "Europe/Kiev",
        "Europe/London",
        "Africa/Johannesburg",
        "Australia/Sydney",
    ];

    fn accepts(id: &str) -> bool {
        [
            "UTC",
            "Etc/UTC",
            "EST",
            "Asia/Kolkata",
            "Europe/Kyiv",
            "+05:30",
            "Etc/GMT+4",
        ]
        .contains(&id)
    }

    fn normal(raw: &str) -> Normalised {
        normalise(raw, &KNOWN, accepts)
    }

    #[test]
    fn ids_that_the_browser_takes_stay_as_they_are() {
        for id in [
            "America/New_York",
            "UTC",
            "EST",
            "Asia/Kolkata",
            "Asia/Calcutta",
            "+05:30",
        ] {
            assert_eq!(normal(id), Normalised::Known(id.to_owned()));
        }
    }

    #[test]
    fn forty_dirty_names_lead_to_the_zone_they_mean() {
        for (raw, id) in [
            ("America/New York", "America/New_York"),
            ("America\\/New_York", "America/New_York"),
            ("America\\New_York", "America/New_York"),
            ("america/new_york", "America/New_York"),
            ("AMERICA/NEW YORK", "America/New_York"),
            (" America/New_York", "America/New_York"),
            ("America/New_York\n", "America/New_York"),
            ("America / New York", "America/New_York"),
            ("America/New  York", "America/New_York"),
            ("America/port-au-prince", "America/Port-au-Prince"),
            ("New York", "America/New_York"),
            ("new_york", "America/New_York"),
            ("Berlin", "Europe/Berlin"),
            ("US/Eastern", "America/New_York"),
            ("us/pacific", "America/Los_Angeles"),
            ("GB", "Europe/London"),
            ("Japan", "Asia/Tokyo"),
            ("Australia/ACT", "Australia/Sydney"),
            ("Australia/Canberra", "Australia/Sydney"),
            ("Eastern Standard Time", "America/New_York"),
            ("eastern standard time", "America/New_York"),
            ("Pacific Standard Time", "America/Los_Angeles"),
            ("W. Europe Standard Time", "Europe/Berlin"),
            ("GMT Standard Time", "Europe/London"),
            ("India Standard Time", "Asia/Kolkata"),
            ("FLE Standard Time", "Europe/Kyiv"),
            ("Tokyo Standard Time", "Asia/Tokyo"),
            ("AUS Eastern Standard Time", "Australia/Sydney"),
            ("South Africa Standard Time", "Africa/Johannesburg"),
            ("PST", "America/Los_Angeles"),
            ("pdt", "America/Los_Angeles"),
            ("EDT", "America/New_York"),
            ("ET", "America/New_York"),
            ("Eastern Time", "America/New_York"),
            ("CET", "Europe/Berlin"),
            ("CEST", "Europe/Berlin"),
            ("BST", "Europe/London"),
            ("JST", "Asia/Tokyo"),
            ("Z", "UTC"),
            ("Zulu", "UTC"),
            ("utc", "UTC"),
            ("UTC+0", "UTC"),
            ("UTC+5:30", "+05:30"),
            ("GMT+05:30", "+05:30"),
            ("+0530", "+05:30"),
            ("UTC-4", "Etc/GMT+4"),
            ("UTC\u{2212}04:00", "Etc/GMT+4"),
        ] {
            let repaired = Normalised::Repaired {
                from: raw.into(),
                to: id.into(),
            };
            assert_eq!(normal(raw), repaired, "{raw:?}");
        }
    }

    #[test]
    fn links_are_followed_in_both_directions() {
        let only_old = normalise("Asia/Kolkata", &["Asia/Calcutta"], |_| false);
        assert_eq!(only_old.id(), Some("Asia/Calcutta"));
        let only_new = normalise("Asia/Calcutta", &["Asia/Kolkata"], |_| false);
        assert_eq!(only_new.id(), Some("Asia/Kolkata"));
        let windows = normalise("India Standard Time", &["Asia/Calcutta"], |_| false);
        assert_eq!(windows.id(), Some("Asia/Calcutta"));
    }

    #[test]
    fn what_nobody_knows_is_unknown_and_never_utc() {
        for raw in [
            "",
            " ",
            "Mars/Olympus",
            "null",
            "America",
            "Etc",
            "+25:00",
            "UTC+99",
            "5",
            "\u{202e}",
        ] {
            let unknown = normal(raw);
            assert_eq!(unknown, Normalised::Unknown(raw.trim().to_owned()));
            assert_eq!(unknown.id(), None);
        }
        let long = "x".repeat(1_000_000);
        assert_eq!(normal(&long), Normalised::Unknown("x".repeat(100)));
    }
}
