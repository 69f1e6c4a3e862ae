//! A zone in the list to choose from.

use super::names::{CITIES, COUNTRIES, LINKS, canonical, fold, rows};
use crate::time::offset_label;

/// A zone to choose, with what it takes to find it.
#[derive(Clone, Debug, PartialEq)]
pub struct ZoneEntry {
    /// The id as the browser knows it, which may be an old spelling (`Asia/Calcutta`).
    pub id: String,
    /// "New York".
    pub city: String,
    /// Seconds east of UTC at the time the list is for.
    pub offset_seconds: i32,
    /// [`Self::city`] and [`Self::id`] as [`fold`] leaves them.
    pub(super) place: String,
    pub(super) folded_id: String,
    /// The current spelling of the id.
    pub(super) canonical: String,
    /// The id with its old spellings, its countries and its large cities as folded words, each with
    /// a space before it.
    pub(super) words: String,
    /// How many countries and cities there are: a measure of how likely the zone is meant.
    pub(super) names: u8,
}

impl ZoneEntry {
    pub fn new(id: impl Into<String>, offset_seconds: i32) -> Self {
        let id = id.into();
        let canonical = canonical(&id).to_owned();
        let mut words = String::with_capacity(48);
        push_words(&mut words, &id);
        if canonical != id {
            push_words(&mut words, &canonical);
        }
        if let Some((_, olds)) = rows(LINKS).find(|(current, _)| *current == canonical) {
            olds.for_each(|old| push_words(&mut words, old));
        }
        let mut names = 0_u8;
        let named = [COUNTRIES, CITIES].into_iter();
        for table in named.filter(|table| table.contains(&canonical)) {
            for (name, mut zones) in rows(table) {
                if zones.any(|zone| zone == canonical) {
                    push_words(&mut words, name);
                    names = names.saturating_add(1);
                }
            }
        }
        let city = city(&id);
        Self {
            place: fold(&city),
            folded_id: fold(&id),
            city,
            id,
            offset_seconds,
            canonical,
            words,
            names,
        }
    }
}

fn push_words(out: &mut String, text: &str) {
    for word in fold(text).split(' ').filter(|word| !word.is_empty()) {
        out.push(' ');
        out.push_str(word);
    }
}

/// The place that an id names, in its current spelling: "New York", "Kolkata" for `Asia/Calcutta`,
/// "Knox, Indiana" where the last part alone would be too little, "UTC−5" for `Etc/GMT+5`, whose sign
/// is that of POSIX.
pub fn city(id: &str) -> String {
    let id = canonical(id);
    let hours = id.strip_prefix("Etc/GMT").map(str::parse::<i8>);
    if let Some(Ok(hours)) = hours {
        return offset_label(-3600 * i32::from(hours));
    }
    let mut parts = id.rsplit('/');
    let place = parts.next().unwrap_or(id);
    let mut out = spaced(place);
    // America/Indiana/Knox: three parts, of which the middle one says which Knox.
    let state = parts.next();
    if let (Some(state), Some(_)) = (state, parts.next())
        && state != "Argentina"
    {
        out.push_str(", ");
        out.push_str(&spaced(state));
    }
    out
}

fn spaced(part: &str) -> String {
    match part {
        // The ids leave out what a file name on an old system could not hold.
        "Sao_Paulo" => "S\u{e3}o Paulo".to_owned(),
        "Asuncion" => "Asunci\u{f3}n".to_owned(),
        "Bogota" => "Bogot\u{e1}".to_owned(),
        "St_Johns" => "St. John\u{2019}s".to_owned(),
        _ => part.replace('_', " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cities_read_like_places() {
        for (id, name) in [
            ("America/New_York", "New York"),
            ("America/Argentina/Buenos_Aires", "Buenos Aires"),
            ("America/Buenos_Aires", "Buenos Aires"),
            ("America/Indiana/Knox", "Knox, Indiana"),
            ("America/North_Dakota/New_Salem", "New Salem, North Dakota"),
            ("America/Port-au-Prince", "Port-au-Prince"),
            ("America/Sao_Paulo", "S\u{e3}o Paulo"),
            ("Asia/Calcutta", "Kolkata"),
            ("Europe/Kiev", "Kyiv"),
            ("UTC", "UTC"),
            ("Etc/UTC", "UTC"),
            ("Etc/GMT+5", "UTC\u{2212}5"),
            ("Etc/GMT", "GMT"),
            ("+05:30", "+05:30"),
            ("", ""),
        ] {
            assert_eq!(city(id), name);
        }
    }
}
