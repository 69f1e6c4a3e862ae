//! `POST /one_off_event_types`: an event type for a single meeting, apart from the host's page.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use super::errors;
use super::event_types::write::{DURATION, fresh, host, may_act_for};
use super::event_types::{self};
use super::fields::Fields;
use super::gate::Caller;
use super::instant;
use super::meeting_place;
use super::message::{Request, Response};
use super::resource;
use super::sample::Period;
use super::state::Sandbox;
use super::user_availability_schedules::zone;

/// When it can be booked.
enum DateSetting {
    Range(Date, Date),
    /// Days from today on; whether only from Monday to Friday.
    Future(i64, bool),
    Spots(Vec<(Timestamp, Timestamp)>),
}

/// `POST /one_off_event_types`. One that has been booked can be booked again only after that meeting is canceled.
pub fn create(
    state: &mut Sandbox,
    request: &Request,
    caller: &Caller,
    now: Timestamp,
) -> Result<Response, Response> {
    caller.needs("event_types:write")?;
    let base = request.base();
    let mut fields = Fields::read(request)?;
    let name = fields.text("name", 55);
    fields.require("name", &name);
    let host = host(state, &mut fields, "host", &base);
    let co_hosts = co_hosts(state, &mut fields, &base);
    let duration = fields.whole("duration", DURATION);
    fields.require("duration", &duration);
    let timezone = zone(&mut fields, "timezone");
    let location = fields.parse(
        "location",
        "must be a location",
        meeting_place::configuration,
    );
    let in_zone = timezone
        .as_deref()
        .or_else(|| Some(state.host(host?)?.zone))
        .map_or(jiff::tz::TimeZone::UTC, instant::zone);
    let today = in_zone.to_datetime(now).date();
    let setting = date_setting(&mut fields, today, now);
    let ((name, host), (duration, setting)) =
        fields.complete(name.zip(host).zip(duration.zip(setting)))?;
    for slug in std::iter::once(&host).chain(&co_hosts) {
        let organization = |slug: &str| state.host(slug).map(|host| host.organization);
        if organization(slug) != organization(&caller.user) {
            return Err(errors::forbidden("This user is not in your organization"));
        }
    }
    may_act_for(state, caller, host)?;
    let mut kind = fresh(state, host, &name, now);
    kind.adhoc = true;
    kind.secret = true;
    kind.duration = duration;
    kind.locations = location.map_or(Value::Null, |place| json!([place]));
    if !co_hosts.is_empty() {
        kind.pooling = Some("collective");
    }
    kind.hosts.extend(co_hosts);
    let mut only_weekdays = false;
    match setting {
        DateSetting::Range(first, last) => kind.period = Period::Fixed(first, last),
        DateSetting::Future(days, weekdays) => {
            let last = today.checked_add(days.days()).unwrap_or(today);
            kind.period = Period::Fixed(today, last);
            only_weekdays = weekdays;
        }
        DateSetting::Spots(spots) => {
            kind.period = Period::Unlimited;
            kind.notice = 0;
            kind.spots = spots;
        }
    }
    if timezone.is_some() || only_weekdays {
        for slug in kind.hosts.clone() {
            let Some(mut hours) = state.hours_of(&kind, slug).cloned() else {
                continue;
            };
            if let Some(timezone) = &timezone {
                hours.zone.clone_from(timezone);
            }
            if only_weekdays {
                hours.week.iter_mut().skip(5).for_each(Vec::clear);
            }
            kind.own_hours.insert(slug.to_owned(), hours);
        }
    }
    let resource = event_types::render(state, &kind, &base);
    state.event_types.push(kind);
    Ok(Response::json(201, &json!({"resource": resource})))
}

fn co_hosts(state: &Sandbox, fields: &mut Fields, base: &str) -> Vec<&'static str> {
    let found = fields.parse("co_hosts", "must be a list of URIs of users", |value| {
        value
            .as_array()?
            .iter()
            .map(|item| {
                let uuid = resource::uuid(item.as_str()?, base, "users")?;
                Some(state.host_by_uuid(uuid)?.slug)
            })
            .collect()
    });
    found.unwrap_or_default()
}

fn date_setting(fields: &mut Fields, today: Date, now: Timestamp) -> Option<DateSetting> {
    let inner = fields.object("date_setting");
    fields.require("date_setting", &inner);
    let mut inner = inner?;
    let kind = inner.text("type", 32);
    let setting = match kind.as_deref() {
        Some("date_range") => range(&mut inner, today),
        Some("days_in_future") => {
            let days = inner.whole("days", 0..=365);
            inner.require("days", &days);
            let weekdays = inner.flag("only_weekdays").unwrap_or(false);
            days.map(|days| DateSetting::Future(days, weekdays))
        }
        Some("spots") => spots(&mut inner, now),
        _ => {
            inner.refuse("type", "must be date_range, days_in_future or spots");
            None
        }
    };
    fields.join(inner);
    setting
}

fn range(inner: &mut Fields, today: Date) -> Option<DateSetting> {
    let mut date = |name: &str| {
        let date = inner.parse(name, "must be a date as YYYY-MM-DD", |value| {
            value.as_str()?.parse::<Date>().ok()
        });
        inner.require(name, &date);
        date
    };
    let (first, last) = (date("start_date")?, date("end_date")?);
    let limit = today.checked_add(365.days()).unwrap_or(today);
    if last < first || last < today || last >= limit {
        let message = "must not be before start_date or today, and less than 365 days from today";
        inner.refuse("end_date", message);
    }
    Some(DateSetting::Range(first, last))
}

fn spots(inner: &mut Fields, now: Timestamp) -> Option<DateSetting> {
    let message = "must be a list of start_time and end_time, none of them over";
    let spots: Option<Vec<_>> = inner.parse("spots", message, |value| {
        let list = value.as_array().filter(|list| !list.is_empty())?;
        list.iter()
            .map(|spot| {
                let time = |name: &str| instant::parse(spot.get(name)?.as_str()?);
                let (start, end) = (time("start_time")?, time("end_time")?);
                (now < start && start < end).then_some((start, end))
            })
            .collect()
    });
    inner.require("spots", &spots);
    spots.map(DateSetting::Spots)
}

#[cfg(test)]
mod tests;
