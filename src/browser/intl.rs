//! Time zones and the wording of dates and times, from the browser's `Intl`.

use std::cell::RefCell;

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::time::{Date, Month, Timestamp, Weekday, ZoneOffsets};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Intl, js_name = supportedValuesOf)]
    fn supported_values_of(key: &str) -> Result<Array, JsValue>;
    /// `Intl.DateTimeFormat`, with a constructor that may throw (an unknown zone does).
    #[wasm_bindgen(js_namespace = Intl, js_name = DateTimeFormat)]
    type Formatter;
    #[wasm_bindgen(catch, constructor, js_namespace = Intl, js_class = "DateTimeFormat")]
    fn new(locale: &JsValue, options: &Object) -> Result<Formatter, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn format(this: &Formatter) -> Function;
    #[wasm_bindgen(method, js_name = resolvedOptions)]
    fn resolved_options(this: &Formatter) -> Object;
    #[wasm_bindgen(catch, method, js_name = formatRange)]
    fn format_range(this: &Formatter, start: f64, end: f64) -> Result<String, JsValue>;
    #[wasm_bindgen(js_namespace = Intl, js_name = Locale)]
    type Locale;
    #[wasm_bindgen(catch, constructor, js_namespace = Intl, js_class = "Locale")]
    fn new(tag: &str) -> Result<Locale, JsValue>;
    #[wasm_bindgen(js_namespace = Intl, js_name = PluralRules)]
    type Plurals;
    #[wasm_bindgen(catch, constructor, js_namespace = Intl, js_class = "PluralRules")]
    fn new(locale: &JsValue) -> Result<Plurals, JsValue>;
    #[wasm_bindgen(method, js_name = resolvedOptions)]
    fn resolved_options(this: &Plurals) -> Object;
    #[wasm_bindgen(catch, js_namespace = ["Temporal", "Now"], js_name = timeZoneId)]
    fn zone_now() -> Result<String, JsValue>;
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object
}

fn say(formatter: &Formatter, millis: f64) -> String {
    let answer = formatter.format().call1(&JsValue::NULL, &millis.into());
    answer
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// One of the options that an `Intl` object has settled on.
fn resolved(options: &Object, name: &str) -> Option<String> {
    Reflect::get(options, &name.into()).ok()?.as_string()
}

/// The browser's own zone, for example `Europe/Berlin`.
///
/// The first `DateTimeFormat` of a page takes some twenty milliseconds, and mostly nobody needs one before somebody signs
/// in: `Temporal` answers at once where the browser has it.
pub fn own_zone() -> String {
    zone_now()
        .ok()
        .or_else(|| {
            let formatter = Formatter::new(&JsValue::UNDEFINED, &Object::new()).ok()?;
            resolved(&formatter.resolved_options(), "timeZone")
        })
        // What ICU says of a machine whose zone it does not make out, and takes for none itself.
        .filter(|zone| zone != "Etc/Unknown")
        .unwrap_or_else(|| "UTC".into())
}

/// The browser's own locale, for example `en-GB`.
pub fn own_locale() -> String {
    super::window::window()
        .navigator()
        .language()
        .unwrap_or_default()
}

/// A locale as `Intl` takes it; many pages write `en_US` for `en-US`. Nothing for what is none.
pub fn known_locale(tag: &str) -> Option<String> {
    let tag = tag.replace('_', "-");
    Locale::new(&tag).ok().map(|_| tag)
}

/// `text` in small letters, of any script.
pub fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// Every zone the browser names; empty where it cannot list them.
pub fn zones() -> Vec<String> {
    let Ok(list) = supported_values_of("timeZone") else {
        return Vec::new();
    };
    list.iter().filter_map(|zone| zone.as_string()).collect()
}

/// Whether `Intl` takes this zone id.
pub fn knows_zone(zone: &str) -> bool {
    Formatter::new(&JsValue::UNDEFINED, &options(&[("timeZone", zone)])).is_ok()
}

thread_local! {
    /// One formatter per zone that prints UTC-comparable digits: making one costs a thousand times more than using it.
    static DIGITS: RefCell<Vec<(String, Option<Formatter>)>> = const { RefCell::new(Vec::new()) };
}

/// Seconds east of UTC in `zone` at `at`; nothing for a zone that `Intl` does not know.
pub fn offset_seconds(zone: &str, at: Timestamp) -> Option<i32> {
    DIGITS.with_borrow_mut(|cache| {
        if !cache.iter().any(|(known, _)| known == zone) {
            let digits = options(&[
                ("timeZone", zone),
                ("calendar", "gregory"),
                ("numberingSystem", "latn"),
                ("hourCycle", "h23"),
                ("year", "numeric"),
                ("month", "numeric"),
                ("day", "numeric"),
                ("hour", "numeric"),
                ("minute", "numeric"),
                ("second", "numeric"),
            ]);
            let made = Formatter::new(&"en-US".into(), &digits).ok();
            cache.push((zone.to_owned(), made));
        }
        let (_, formatter) = cache.iter().find(|(known, _)| known == zone)?;
        let formatter = formatter.as_ref()?;
        local_seconds(&say(formatter, at.as_millis() as f64))
            .map(|local| (local - at.as_millis().div_euclid(1000)) as i32)
    })
}

/// Reads `12/8/2026, 08:00:00` as seconds since the epoch, as if it were UTC.
fn local_seconds(text: &str) -> Option<i64> {
    let mut numbers = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(str::parse::<i64>);
    let mut next = || numbers.next()?.ok();
    let (month, day, year) = (next()?, next()?, next()?);
    let (hour, minute, second) = (next()?, next()?, next()?);
    let date = Date::new(
        i32::try_from(year).ok()?,
        u8::try_from(month).ok()?,
        u8::try_from(day).ok()?,
    )?;
    Some(i64::from(date.epoch_days()) * 86_400 + hour * 3600 + minute * 60 + second)
}

/// The offsets of `zone` from well before `month` to well after it.
pub fn offsets_around(zone: &str, month: Month) -> ZoneOffsets {
    offsets_over(zone, month.first(), month.last())
}

/// The offsets of `zone` from well before `first` to well after `last`.
pub fn offsets_over(zone: &str, first: Date, last: Date) -> ZoneOffsets {
    let at = |date: Date| Timestamp::from_millis(i64::from(date.epoch_days()) * 86_400_000);
    ZoneOffsets::probe(at(first.plus_days(-45)), at(last.plus_days(45)), |when| {
        offset_seconds(zone, when).unwrap_or(0)
    })
}

/// How a page writes dates and times: a locale and whether it wants 12 or 24 hours.
#[derive(Clone, PartialEq)]
pub struct Style {
    /// A BCP 47 tag; empty for the browser's own.
    pub locale: String,
    /// `Some(true)` for 24 hours, `Some(false)` for 12, nothing for the locale's rule.
    pub hours24: Option<bool>,
}

/// What is said of an instant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// `14:30`
    Time,
    /// `Tuesday 8 December`
    Day,
    /// `Tuesday, 8 December 2026`
    FullDay,
    /// `Tue 8 Dec, 14:30`
    Short,
    /// `Tue 8 Dec`
    ShortDay,
    /// `December 2026`
    Month,
    /// `Tue`
    Weekday,
    /// `Tuesday`
    LongWeekday,
    /// `8`
    Number,
    /// `8 Dec 2026`, for spans of days
    Date,
}

type Wording = ((Shape, String, String, Option<bool>), Formatter);

thread_local! {
    static WORDING: RefCell<Vec<Wording>> = const { RefCell::new(Vec::new()) };
    /// Locales, as asked for and as `Intl` uses them.
    static RESOLVED: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

impl Style {
    fn locale(&self) -> JsValue {
        if self.locale.is_empty() {
            JsValue::UNDEFINED
        } else {
            self.locale.as_str().into()
        }
    }

    /// `at`, said in `zone` in the given shape.
    pub fn say(&self, shape: Shape, zone: &str, at: Timestamp) -> String {
        let said = self.with_formatter(shape, zone, &|formatter| {
            say(formatter, at.as_millis() as f64)
        });
        said.unwrap_or_else(|| at.to_rfc3339())
    }

    fn with_formatter(
        &self,
        shape: Shape,
        zone: &str,
        use_it: &dyn Fn(&Formatter) -> String,
    ) -> Option<String> {
        let key = (shape, zone.to_owned(), self.locale.clone(), self.hours24);
        WORDING.with_borrow_mut(|cache| {
            if !cache.iter().any(|(known, _)| *known == key) {
                if cache.len() > 64 {
                    cache.clear();
                }
                let made = self
                    .formatter(shape, zone)
                    .or_else(|| self.formatter(shape, "UTC"));
                cache.push((key.clone(), made?));
            }
            let (_, formatter) = cache.iter().find(|(known, _)| *known == key)?;
            Some(use_it(formatter))
        })
    }

    /// A civil date, said in the given shape; it has no zone.
    pub fn say_date(&self, shape: Shape, date: Date) -> String {
        self.say(shape, "UTC", noon(date))
    }

    /// The dates from `first` to `last`, said in the given shape: "7–13 Dec 2026", "December 2026 – January 2027".
    pub fn say_dates(&self, shape: Shape, first: Date, last: Date) -> String {
        let ends = [first, last].map(|date| noon(date).as_millis() as f64);
        let said = self.with_formatter(shape, "UTC", &|formatter| {
            let [start, end] = ends;
            formatter.format_range(start, end).unwrap_or_default()
        });
        said.unwrap_or_default()
    }

    fn formatter(&self, shape: Shape, zone: &str) -> Option<Formatter> {
        let parts: &[(&str, &str)] = match shape {
            Shape::Time => &[("hour", "numeric"), ("minute", "2-digit")],
            Shape::Day => &[("weekday", "long"), ("day", "numeric"), ("month", "long")],
            Shape::FullDay => &[
                ("weekday", "long"),
                ("day", "numeric"),
                ("month", "long"),
                ("year", "numeric"),
            ],
            Shape::Short => &[
                ("weekday", "short"),
                ("day", "numeric"),
                ("month", "short"),
                ("hour", "numeric"),
                ("minute", "2-digit"),
            ],
            Shape::ShortDay => &[("weekday", "short"), ("day", "numeric"), ("month", "short")],
            Shape::Month => &[("month", "long"), ("year", "numeric")],
            Shape::Weekday => &[("weekday", "short")],
            Shape::LongWeekday => &[("weekday", "long")],
            Shape::Number => &[("day", "numeric")],
            Shape::Date => &[("day", "numeric"), ("month", "short"), ("year", "numeric")],
        };
        let object = options(parts);
        // The grid counts Gregorian days, so that is the calendar in which they are named.
        let _ = Reflect::set(&object, &"calendar".into(), &"gregory".into());
        let _ = Reflect::set(&object, &"timeZone".into(), &zone.into());
        if matches!(shape, Shape::Time | Shape::Short) {
            let hours24 = self.is_24_hours();
            if self.hours24.is_some() {
                let cycle = if hours24 { "h23" } else { "h12" };
                let _ = Reflect::set(&object, &"hourCycle".into(), &cycle.into());
            }
            // `numeric` with minutes is `9:00` even where everybody writes `09:00`.
            if hours24 {
                let _ = Reflect::set(&object, &"hour".into(), &"2-digit".into());
            }
        }
        Formatter::new(&self.locale(), &object).ok()
    }

    /// Whether this style ends up with 24 hours.
    pub fn is_24_hours(&self) -> bool {
        self.hours24.unwrap_or_else(|| {
            let Ok(formatter) = Formatter::new(&self.locale(), &options(&[("hour", "numeric")]))
            else {
                return true;
            };
            resolved(&formatter.resolved_options(), "hourCycle")
                .is_none_or(|cycle| cycle.starts_with("h2"))
        })
    }

    /// The first day of the week by the locale's rule.
    pub fn first_weekday(&self) -> Weekday {
        first_weekday(&self.resolved_locale())
    }

    /// Whether the locale is written from right to left.
    ///
    /// Asked before anybody is signed in, so it does without a formatter where it can: `PluralRules` has every locale that
    /// `DateTimeFormat` has, and some more, for which that takes the browser's own.
    pub fn is_right_to_left(&self) -> bool {
        let may = |locale: &JsValue| {
            let rules = Plurals::new(locale).ok();
            let known = rules.and_then(|rules| resolved(&rules.resolved_options(), "locale"));
            known.is_none_or(|tag| goes_left(&tag))
        };
        (may(&self.locale()) || may(&JsValue::UNDEFINED)) && goes_left(&self.resolved_locale())
    }

    /// The locale that `Intl` uses for this style.
    pub fn resolved_locale(&self) -> String {
        RESOLVED.with_borrow_mut(|cache| {
            if let Some((_, known)) = cache.iter().find(|(asked, _)| *asked == self.locale) {
                return known.clone();
            }
            let fresh = Formatter::new(&self.locale(), &Object::new())
                .ok()
                .and_then(|formatter| resolved(&formatter.resolved_options(), "locale"))
                .unwrap_or_else(|| "en".into());
            cache.push((self.locale.clone(), fresh.clone()));
            fresh
        })
    }
}

/// Whether the language of `tag` is written from right to left.
fn goes_left(tag: &str) -> bool {
    let language = tag.split('-').next().unwrap_or_default();
    ["ar", "fa", "he", "ur", "ps", "dv", "yi", "ckb", "sd", "ug"].contains(&language)
}

/// Noon of a date in UTC: the same date in all formats without a zone.
fn noon(date: Date) -> Timestamp {
    Timestamp::from_millis(i64::from(date.epoch_days()) * 86_400_000 + 43_200_000)
}

/// `Intl.Locale`'s week information where the browser has it, else a table of the regions that do not begin on Monday.
fn first_weekday(tag: &str) -> Weekday {
    let told = Locale::new(tag).ok().and_then(|locale| {
        let method = Reflect::get(&locale, &"getWeekInfo".into()).ok()?;
        let info = match method.dyn_ref::<Function>() {
            Some(method) => method.call0(&locale).ok()?,
            None => Reflect::get(&locale, &"weekInfo".into()).ok()?,
        };
        Weekday::from_number(Reflect::get(&info, &"firstDay".into()).ok()?.as_f64()? as u8)
    });
    told.unwrap_or_else(|| {
        let region = tag.rsplit('-').next().unwrap_or_default();
        match region {
            "US" | "CA" | "MX" | "BR" | "JP" | "KR" | "TW" | "IL" | "IN" | "ZA" | "AU" | "PH"
            | "en" => Weekday::Sunday,
            "EG" | "AE" | "DZ" | "IQ" | "IR" | "JO" | "KW" | "LY" | "QA" | "SY" => {
                Weekday::Saturday
            }
            _ => Weekday::Monday,
        }
    })
}
