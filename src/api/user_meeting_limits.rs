//! The meeting limits: how many meetings a user takes (`/user_meeting_limits`).

use super::endpoint::{Resource, endpoint};
use super::input::Change;
use super::model::model;
use super::schema::Limit;
use super::uri::UserUri;

/// What a limit can be.
const MEETINGS: Limit = Limit::Range(1, 9999);

model! {
    /// How many meetings a user takes, over all event types. `None`: any number.
    UserMeetingLimits {
        daily_limit: Option<u32>,
        weekly_limit: Option<u32>,
        monthly_limit: Option<u32>,
    }
}

endpoint! {
    /// The limits of the owner of the token. Nobody else's, not even for an admin: Calendly answers 403.
    GetUserMeetingLimits: GET "/user_meeting_limits", ["availability:read"] => Resource<UserMeetingLimits> {
        query user: UserUri,
    }

    /// Changes the limits of the owner of the token. One at least must be given; `null` takes it away, and what is
    /// left out stays.
    #[derive(Default)]
    UpdateUserMeetingLimits: PATCH "/user_meeting_limits", ["availability:write"] => Resource<UserMeetingLimits>,
        rules [any_of(daily_limit, weekly_limit, monthly_limit)] {
        /// The owner of the token.
        query user: Option<UserUri>,
        /// 1 to 9999 meetings a day.
        body daily_limit: Change<u32> where MEETINGS,
        /// 1 to 9999 meetings a week.
        body weekly_limit: Change<u32> where MEETINGS,
        /// 1 to 9999 meetings a month.
        body monthly_limit: Change<u32> where MEETINGS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Endpoint;
    use crate::api::prepare::{prepare, prepare_input};
    use crate::json::{self, Value};

    fn user() -> UserUri {
        UserUri::parse("U1", "https://api.calendly.com").unwrap()
    }

    #[test]
    fn limits_decode_and_null_is_none() {
        let body = include_str!("../../tests/fixtures/user_meeting_limits/get.json");
        let limits = GetUserMeetingLimits::decode(body).unwrap();
        assert_eq!(
            (limits.daily_limit, limits.weekly_limit),
            (Some(6), Some(25))
        );
        assert_eq!(limits.monthly_limit, Some(80));
        let body = include_str!("../../tests/fixtures/user_meeting_limits/update.json");
        let limits = UpdateUserMeetingLimits::decode(body).unwrap();
        assert_eq!(limits.daily_limit, Some(4));
        assert_eq!((limits.weekly_limit, limits.monthly_limit), (None, None));
    }

    #[test]
    fn a_limit_is_set_taken_away_or_left_as_it_is() {
        let target = "/user_meeting_limits?user=https%3A%2F%2Fapi.calendly.com%2Fusers%2FU1";
        let get = GetUserMeetingLimits { user: user() };
        assert_eq!(prepare(&get).unwrap().target, target);
        let change = UpdateUserMeetingLimits {
            user: Some(user()),
            daily_limit: Change::Set(4),
            weekly_limit: Change::Clear,
            monthly_limit: Change::Keep,
        };
        let request = prepare(&change).unwrap();
        assert_eq!(request.target, target);
        assert_eq!(
            request.body.unwrap(),
            r#"{"daily_limit":4,"weekly_limit":null}"#
        );
    }

    #[test]
    fn a_javascript_program_takes_a_limit_away_with_null() {
        let Some(Value::Object(input)) = json::parse(r#"{"monthly_limit":null}"#) else {
            panic!("an object")
        };
        let request = prepare_input(UpdateUserMeetingLimits::OPERATION, input, None).unwrap();
        assert_eq!(request.target, "/user_meeting_limits");
        assert_eq!(request.body.unwrap(), r#"{"monthly_limit":null}"#);
    }

    #[test]
    fn no_limit_is_below_one_or_has_five_digits() {
        for odd in [0, 10_000] {
            let change = UpdateUserMeetingLimits {
                weekly_limit: Change::Set(odd),
                ..UpdateUserMeetingLimits::default()
            };
            assert_eq!(
                prepare(&change).unwrap_err().to_string(),
                "weekly_limit must be a whole number from 1 to 9999"
            );
        }
    }
}
