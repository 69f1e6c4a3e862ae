//! The operations: all that Calendly can be asked, in the order of its own reference.

use super::endpoint::Endpoint;
use super::schema::Operation;

macro_rules! operations {
    ($($resource:ident { $($name:ident),+ $(,)? })+) => {
        /// Every operation this software knows.
        pub const ALL: &[&Operation] = &[
            $($(<super::$resource::$name as Endpoint>::OPERATION,)+)+
        ];

        /// How the answer of each is read, in the order of [`ALL`].
        #[cfg(test)]
        pub(super) const READERS: &[Reader] = &[
            $($(|answer| <super::$resource::$name as Endpoint>::read(answer).map(drop),)+)+
        ];
    };
}

#[cfg(test)]
pub(super) type Reader = fn(&crate::json::Value) -> Result<(), super::DecodeError>;

operations! {
    users { GetCurrentUser }
    event_types { ListEventTypes, GetEventType }
    availability { ListEventTypeAvailableTimes }
    user_availability_schedules {
        ListUserAvailabilitySchedules, GetUserAvailabilitySchedule, CreateUserAvailabilitySchedule,
        UpdateUserAvailabilitySchedule,
    }
    scheduling_links { CreateSchedulingLink }
}

/// The operation of this name: `ListEventTypes`.
pub fn named(name: &str) -> Option<&'static Operation> {
    ALL.iter().find(|operation| operation.name == name).copied()
}
