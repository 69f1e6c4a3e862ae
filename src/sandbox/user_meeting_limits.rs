//! `/user_meeting_limits`: how many meetings a host wants in a day, a week and a month.

use jiff::Timestamp;
use jiff::civil::{Date, ISOWeekDate};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::errors;
use super::fields::Fields;
use super::gate::Caller;
use super::instant;
use super::message::{Request, Response};
use super::sample::Host;
use super::state::Sandbox;
use super::users;

/// At most so many meetings; none means no limit.
#[derive(Clone, Copy, Default)]
pub struct MeetingLimits {
    pub daily: Option<i64>,
    pub weekly: Option<i64>,
    pub monthly: Option<i64>,
}

/// What a host's limits leave.
pub struct Quota {
    limits: MeetingLimits,
    zone: TimeZone,
    /// The host's dates of all active meetings.
    meetings: Vec<Date>,
}

impl Quota {
    pub fn new(state: &Sandbox, host: &Host) -> Self {
        let zone = instant::zone(host.zone);
        Self {
            limits: state.limits.get(host.slug).copied().unwrap_or_default(),
            meetings: state
                .events
                .iter()
                .filter(|event| event.is_active() && event.has_host(host.slug))
                .map(|event| zone.to_datetime(event.start).date())
                .collect(),
            zone,
        }
    }

    /// Whether one more meeting is wanted then. Days, ISO weeks and months are those of the host's zone.
    pub fn allows(&self, start: Timestamp) -> bool {
        let date = self.zone.to_datetime(start).date();
        let week = |date: Date| -> (i16, i8) {
            let week: ISOWeekDate = date.iso_week_date();
            (week.year(), week.week())
        };
        let fits = |limit: Option<i64>, same: &dyn Fn(Date) -> bool| {
            limit.is_none_or(|limit| {
                let held = self.meetings.iter().filter(|other| same(**other)).count();
                i64::try_from(held).is_ok_and(|held| held < limit)
            })
        };
        fits(self.limits.daily, &|other| other == date)
            && fits(self.limits.weekly, &|other| week(other) == week(date))
            && fits(self.limits.monthly, &|other| {
                other.first_of_month() == date.first_of_month()
            })
    }
}

/// `GET /user_meeting_limits`: one's own only.
pub fn get(state: &Sandbox, request: &Request, caller: &Caller) -> Result<Response, Response> {
    caller.needs("availability:read")?;
    let host = users::asked_self(state, request, caller)?;
    Ok(resource(state, host.slug))
}

/// `PATCH /user_meeting_limits`: what is left out stays, `null` takes a limit away. The query names the user; without
/// one it is the caller.
pub fn update(
    state: &mut Sandbox,
    request: &Request,
    caller: &Caller,
) -> Result<Response, Response> {
    caller.needs("availability:write")?;
    if request.params().get("user").is_some() {
        users::asked_self(state, request, caller)?;
    }
    let mut fields = Fields::read(request)?;
    let mut limits = state.limits.get(&caller.user).copied().unwrap_or_default();
    let mut given = false;
    for (name, limit) in [
        ("daily_limit", &mut limits.daily),
        ("weekly_limit", &mut limits.weekly),
        ("monthly_limit", &mut limits.monthly),
    ] {
        if fields.get(name).is_some() {
            given = true;
            *limit = fields.whole(name, 1..=9999);
        }
    }
    fields.finish()?;
    if !given {
        return Err(errors::invalid(&[(
            "daily_limit",
            "at least one of the limits must be given",
        )]));
    }
    state.limits.insert(caller.user.clone(), limits);
    Ok(resource(state, &caller.user))
}

fn resource(state: &Sandbox, slug: &str) -> Response {
    let limits = state.limits.get(slug).copied().unwrap_or_default();
    let resource: Value = json!({
        "daily_limit": limits.daily, "weekly_limit": limits.weekly, "monthly_limit": limits.monthly,
    });
    Response::json(200, &json!({"resource": resource}))
}

#[cfg(test)]
mod tests;
