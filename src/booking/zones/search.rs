//! Finding a zone by what people type.

use super::entry::ZoneEntry;
use super::names::{ABBREVIATIONS, CITIES, COUNTRIES, fold, rows};
use crate::order;

/// The indices of the zones that match, the likeliest first; all of them for an empty query.
///
/// A query may be a city or part of one ("berl", "sao paulo"), an id, a country, a large city that
/// no id names ("mumbai"), an abbreviation ("EST"), or an offset ("UTC+2", "+5:30", "-5").
pub fn search(query: &str, zones: &[ZoneEntry]) -> Vec<usize> {
    let query = fold(query);
    if query.is_empty() {
        return (0..zones.len()).collect();
    }
    let offset = parse_offset(&query);
    // The ids of `Etc/GMT+2` and its kind have the sign of POSIX: two hours west. Nobody means that.
    let signed = offset.is_some() && query.contains(['+', '-']);
    let named = named(&query);
    let mut found: Vec<(u32, usize)> = zones
        .iter()
        .enumerate()
        .filter_map(|(index, zone)| {
            let by_name = named
                .iter()
                .filter(|(_, id)| *id == zone.canonical)
                .map(|(rank, _)| *rank)
                .min();
            let by_text = (!signed).then(|| by_text(&query, zone)).flatten();
            let by_offset = (offset == Some(zone.offset_seconds)).then(|| OFFSET + obscurity(zone));
            let rank = [by_name, by_text, by_offset].into_iter().flatten().min()?;
            Some((rank, index))
        })
        .collect();
    order::sort(&mut found, |one, other| one < other);
    found.into_iter().map(|(_, index)| index).collect()
}

// Ranks, the lowest first, with room for the place of a zone in its row and for its obscurity.
const SAME_PLACE: u32 = 0;
const SAME_NAME: u32 = 100;
const PLACE_BEGINS: u32 = 200;
const NAME_BEGINS: u32 = 300;
const WORDS_BEGIN: u32 = 400;
const OFFSET: u32 = 500;
const WITHIN: u32 = 600;

/// The zones that other names lead to, with their ranks.
fn named(query: &str) -> Vec<(u32, &'static str)> {
    let mut found = Vec::new();
    let mut add = |table: &'static str, least: usize| {
        for (name, zones) in rows(table) {
            let rank = if name == query {
                SAME_NAME
            } else if query.len() >= least && name.starts_with(query) {
                NAME_BEGINS
            } else {
                continue;
            };
            found.extend((rank..).zip(zones));
        }
    };
    // "es" is on the way to "espana", not to Eastern time.
    add(ABBREVIATIONS, usize::MAX);
    add(COUNTRIES, 2);
    add(CITIES, 2);
    found
}

fn by_text(query: &str, zone: &ZoneEntry) -> Option<u32> {
    if zone.place == query || zone.folded_id == query {
        Some(SAME_PLACE)
    } else if zone.place.starts_with(query) {
        Some(PLACE_BEGINS + obscurity(zone))
    } else if query
        .split(' ')
        .all(|word| begins_a_word(&zone.words, word))
    {
        Some(WORDS_BEGIN + obscurity(zone))
    } else if query.len() >= 3 && zone.words.contains(query) {
        Some(WITHIN + obscurity(zone))
    } else {
        None
    }
}

/// Berlin comes before Bermuda: less than 100, and least for the zone with the most names.
fn obscurity(zone: &ZoneEntry) -> u32 {
    99 - u32::from(zone.names.min(99))
}

/// `words` has a space before each word; "Port-au-Prince" counts as three.
fn begins_a_word(words: &str, start: &str) -> bool {
    words.match_indices(start).any(|(at, _)| {
        words
            .get(..at)
            .is_some_and(|before| before.ends_with([' ', '-']))
    })
}

/// Seconds east of UTC, from folded text: `utc+2`, `gmt-5`, `+5:30`, `+0530`, `-5`, `5:45`, and
/// `utc` or `utc+` alone.
pub(super) fn parse_offset(folded: &str) -> Option<i32> {
    let text = folded
        .strip_prefix("utc")
        .or_else(|| folded.strip_prefix("gmt"));
    let (named, text) = (text.is_some(), text.unwrap_or(folded).trim());
    let (sign, number) = if let Some(rest) = text.strip_prefix('-') {
        (-1, rest)
    } else {
        (1, text.strip_prefix('+').unwrap_or(text))
    };
    let number = number.trim();
    if number.is_empty() {
        return named.then_some(0);
    }
    let (hours, minutes) = match number.split_once(':') {
        Some((hours, minutes)) => (hours, minutes),
        // 530 and 0530: the last two digits are minutes.
        None if number.len() > 2 => number.split_at_checked(number.len() - 2)?,
        None => (number, "0"),
    };
    let value = |digits: &str| {
        let valid = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        valid.then(|| digits.parse::<i32>().ok()).flatten()
    };
    let (hours, minutes) = (value(hours)?, value(minutes)?);
    // "+5:3" is on the way to "+5:30".
    let minutes = if number.ends_with(":3") { 30 } else { minutes };
    (hours <= 14 && minutes <= 59).then_some(sign * (hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All zones of the bundled database that have a city, on 15 January 2027, in their order.
    fn zones() -> Vec<ZoneEntry> {
        let instant = jiff::Timestamp::from_second(1_800_000_000).unwrap();
        let db = jiff::tz::TimeZoneDatabase::bundled();
        db.available()
            .filter(|name| name.as_str() == "UTC" || name.as_str().contains('/'))
            .map(|name| {
                let offset = db.get(name.as_str()).unwrap().to_offset(instant).seconds();
                ZoneEntry::new(name.as_str(), offset)
            })
            .collect()
    }

    fn found(query: &str) -> Vec<String> {
        let zones = zones();
        search(query, &zones)
            .into_iter()
            .map(|index| zones[index].canonical.clone())
            .collect()
    }

    #[test]
    fn the_first_hit_is_what_people_mean() {
        for (query, id) in [
            ("berlin", "Europe/Berlin"),
            ("Berl", "Europe/Berlin"),
            ("ber", "Europe/Berlin"),
            ("los", "America/Los_Angeles"),
            ("+1", "Europe/Berlin"),
            ("utc-8", "America/Los_Angeles"),
            ("new york", "America/New_York"),
            ("new y", "America/New_York"),
            ("york", "America/New_York"),
            ("york new", "America/New_York"),
            ("America/New_York", "America/New_York"),
            ("sao paulo", "America/Sao_Paulo"),
            ("S\u{e3}o Paulo", "America/Sao_Paulo"),
            ("zurich", "Europe/Zurich"),
            ("Z\u{fc}rich", "Europe/Zurich"),
            ("st johns", "America/St_Johns"),
            ("india", "Asia/Kolkata"),
            ("calcutta", "Asia/Kolkata"),
            ("kolkata", "Asia/Kolkata"),
            ("mumbai", "Asia/Kolkata"),
            ("kiev", "Europe/Kyiv"),
            ("port au prince", "America/Port-au-Prince"),
            ("nyc", "America/New_York"),
            ("washington dc", "America/New_York"),
            ("munich", "Europe/Berlin"),
            ("M\u{fc}nchen", "Europe/Berlin"),
            ("san fran", "America/Los_Angeles"),
            ("germany", "Europe/Berlin"),
            ("berlin germany", "Europe/Berlin"),
            ("usa", "America/New_York"),
            ("united states", "America/New_York"),
            ("uk", "Europe/London"),
            ("EST", "America/New_York"),
            ("pst", "America/Los_Angeles"),
            ("ist", "Asia/Kolkata"),
            ("cet", "Europe/Berlin"),
            ("utc", "UTC"),
            ("gmt", "Etc/GMT"),
            ("brazil", "America/Sao_Paulo"),
            ("russia", "Europe/Moscow"),
        ] {
            assert_eq!(
                found(query).first().map(String::as_str),
                Some(id),
                "{query}"
            );
        }
    }

    #[test]
    fn both_spellings_find_a_zone_whichever_the_browser_has() {
        for ids in [
            ["Asia/Kolkata", "Europe/Kyiv", "Asia/Ho_Chi_Minh"],
            ["Asia/Calcutta", "Europe/Kiev", "Asia/Saigon"],
        ] {
            let zones = ids.map(|id| ZoneEntry::new(id, 0));
            for (index, queries) in [
                ["kolkata", "calcutta", "india"],
                ["kyiv", "kiev", "ukraine"],
                ["ho chi minh", "saigon", "vietnam"],
            ]
            .iter()
            .enumerate()
            {
                for query in queries {
                    assert_eq!(search(query, &zones), [index], "{query}");
                }
            }
        }
    }

    #[test]
    fn an_offset_finds_the_zones_that_have_it_now() {
        let zones = zones();
        for (query, seconds) in [
            ("UTC+2", 7200),
            ("utc +2", 7200),
            ("gmt+2", 7200),
            ("+2", 7200),
            ("+02:00", 7200),
            ("UTC\u{2212}5", -18_000),
            ("-5", -18_000),
            ("+5:30", 19_800),
            ("+0530", 19_800),
            ("5:45", 20_700),
            ("+5:3", 19_800),
        ] {
            let hits = search(query, &zones);
            let first = &zones[hits[0]];
            assert_eq!(first.offset_seconds, seconds, "{query} found {}", first.id);
            let all = zones.iter().filter(|zone| zone.offset_seconds == seconds);
            assert!(hits.len() >= all.count(), "{query}");
        }
    }

    #[test]
    fn a_country_with_several_zones_lists_them_by_size() {
        let usa = found("usa");
        let mut usa: Vec<&str> = usa.iter().map(String::as_str).collect();
        usa.dedup();
        assert_eq!(
            usa[..4],
            [
                "America/New_York",
                "America/Chicago",
                "America/Denver",
                "America/Los_Angeles"
            ]
        );
    }

    #[test]
    fn an_empty_query_keeps_the_list_and_nonsense_finds_nothing() {
        let zones = zones();
        assert_eq!(search(" ", &zones).len(), zones.len());
        assert_eq!(search("qqqq", &zones), [0_usize; 0]);
        assert_eq!(search("+99", &zones), [0_usize; 0]);
        let _ = search(&"\u{202e}\u{1f600}".repeat(1000), &zones);
    }
}
