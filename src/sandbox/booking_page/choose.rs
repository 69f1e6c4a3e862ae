//! The page on which a time is chosen: a month of days with times.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::Place;
use crate::sandbox::free_times::{Free, free};
use crate::sandbox::html::{self, escape, hidden};
use crate::sandbox::message::Response;
use crate::sandbox::params::encode;
use crate::sandbox::state::Sandbox;

/// How many months are looked through for the first free time.
const MONTHS: usize = 13;

pub fn show(state: &Sandbox, place: &Place, now: Timestamp) -> Response {
    let present = place.zone.to_datetime(now).date().first_of_month();
    let asked = place
        .params
        .get("month")
        .and_then(|month| format!("{month}-01").parse::<Date>().ok());
    let month = asked
        .or_else(|| first_month(state, place, present, now))
        .unwrap_or(present);
    let times = times_of(state, place, month, now);
    let name = month.strftime("%B %Y").to_string();
    let list = if times.is_empty() {
        format!("<p>No times in {}.</p>", escape(&name))
    } else {
        days(place, &times)
    };
    let main = format!(
        "{head}\n{zone}\n<h2 id=\"month\">{name}</h2>\n{list}\n<nav aria-label=\"Months\">{before}{after}</nav>",
        head = place.head(),
        zone = zone_form(place, month),
        before = if month > present {
            month_link(place, month, -1)
        } else {
            String::new()
        },
        after = month_link(place, month, 1),
    );
    Response::html(200, html::page(&format!("Choose a time in {name}"), &main))
}

fn times_of(state: &Sandbox, place: &Place, month: Date, now: Timestamp) -> Vec<Free> {
    let begin = |date: Date| {
        date.to_zoned(place.zone.clone())
            .map(|zoned| zoned.timestamp())
    };
    let next = month.checked_add(1.month()).unwrap_or(month);
    match (begin(month), begin(next)) {
        (Ok(from), Ok(to)) => free(state, &place.kind, from, to, now)
            .into_iter()
            .filter(|free| free.start < to)
            .collect(),
        _ => Vec::new(),
    }
}

fn first_month(state: &Sandbox, place: &Place, present: Date, now: Timestamp) -> Option<Date> {
    std::iter::successors(Some(present), |month| month.checked_add(1.month()).ok())
        .take(MONTHS)
        .find(|month| !times_of(state, place, *month, now).is_empty())
}

fn days(place: &Place, times: &[Free]) -> String {
    let mut out = String::new();
    let day_of = |free: &Free| place.zone.to_datetime(free.start).date();
    for day in times.chunk_by(|a, b| day_of(a) == day_of(b)) {
        let Some(first) = day.first() else { continue };
        out.push_str(&format!(
            "<h3>{}</h3>\n<ul class=\"plain times\">\n",
            escape(&place.day(first.start))
        ));
        for free in day {
            let clock = place.clock(free.start);
            // Where the clocks go back an hour comes twice.
            let twice = day
                .iter()
                .filter(|other| place.clock(other.start) == clock)
                .count()
                > 1;
            let offset = if twice {
                format!(" <small>{}</small>", place.offset(free.start))
            } else {
                String::new()
            };
            let seats = if free.remaining > 1 {
                format!(" <small>{} left</small>", free.remaining)
            } else {
                String::new()
            };
            out.push_str(&format!(
                "<li><a href=\"{}\">{}{offset}{seats}</a></li>\n",
                escape(&place.address(free.start)),
                escape(&clock),
            ));
        }
        out.push_str("</ul>\n");
    }
    out
}

fn month_link(place: &Place, month: Date, step: i32) -> String {
    let Ok(month) = month.checked_add(step.months()) else {
        return String::new();
    };
    let mut query = format!("month={}", month.strftime("%Y-%m"));
    for (name, value) in &place.params.0 {
        if name != "month" && name != "date" {
            query.push_str(&format!("&{}={}", encode(name), encode(value)));
        }
    }
    format!(
        "<a href=\"{}?{}\">{}</a>",
        escape(&place.path),
        escape(&query),
        escape(&month.strftime("%B %Y").to_string())
    )
}

const ZONES: &[&str] = &[
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "Africa/Nairobi",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
    "America/Sao_Paulo",
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
];

fn zone_form(place: &Place, month: Date) -> String {
    let mut names: Vec<&str> = ZONES.to_vec();
    if !names.contains(&place.zone_name.as_str()) {
        names.insert(0, &place.zone_name);
    }
    let options: String = names
        .iter()
        .map(|name| {
            let chosen = if *name == place.zone_name {
                " selected"
            } else {
                ""
            };
            format!(
                "<option value=\"{0}\"{chosen}>{1}</option>",
                escape(name),
                escape(&name.replace('_', " "))
            )
        })
        .collect();
    let kept: String = place
        .params
        .0
        .iter()
        .filter(|(name, _)| !["timezone", "month", "date"].contains(&name.as_str()))
        .map(|(name, value)| hidden(name, value))
        .collect();
    format!(
        "<form method=\"get\" action=\"{path}\">{kept}{month}\n<label class=\"field\">Time zone<select name=\"timezone\">{options}</select></label>\n\
         <div class=\"actions\"><button class=\"quiet\">Show in this time zone</button></div></form>",
        path = escape(&place.path),
        month = hidden("month", &month.strftime("%Y-%m").to_string()),
    )
}
