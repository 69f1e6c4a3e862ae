//! The filter: which event types are offered, and in what order.

use crate::api::event_types::{EventType, EventTypeSort};
use crate::api::input::Sort;

/// In what order event types are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum TypeOrder {
    #[default]
    Name,
    /// As the host has arranged them.
    Position,
    /// The newest first.
    Created,
    /// The last changed first.
    Updated,
}

impl TypeOrder {
    pub const ALL: [Self; 4] = [Self::Name, Self::Position, Self::Created, Self::Updated];

    /// Its name where it is remembered.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Position => "position",
            Self::Created => "created",
            Self::Updated => "updated",
        }
    }

    /// The order of this name; the first one where there is none.
    pub fn named(name: &str) -> Self {
        let found = Self::ALL.into_iter().find(|order| order.name() == name);
        found.unwrap_or_default()
    }

    /// What is asked for; nothing for the order that Calendly has of itself.
    pub fn sort(self) -> Vec<Sort<EventTypeSort>> {
        let (field, descending) = match self {
            Self::Name => return Vec::new(),
            Self::Position => (EventTypeSort::Position, false),
            Self::Created => (EventTypeSort::CreatedAt, true),
            Self::Updated => (EventTypeSort::UpdatedAt, true),
        };
        vec![Sort { field, descending }]
    }
}

/// Which event types are offered.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct TypeFilter {
    /// Those of the organization, not only one's own.
    pub organization: bool,
    /// Those that are switched off as well.
    pub inactive: bool,
    /// Only those that an admin manages.
    pub managed: bool,
    /// URI of the availability schedule they go by. Calendly tells that of one's own only.
    pub schedule: Option<String>,
    pub order: TypeOrder,
}

impl TypeFilter {
    /// Whether this event type is offered. `scheduled`: the sorted URIs of those that go by the schedule, where one is
    /// asked for.
    pub fn passes(&self, event_type: &EventType, scheduled: Option<&[String]>) -> bool {
        let uri = event_type.uri.as_str();
        let by_schedule = match scheduled {
            Some(list) if self.asked_schedule().is_some() => list
                .binary_search_by(|known| known.as_str().cmp(uri))
                .is_ok(),
            _ => true,
        };
        (self.inactive || event_type.active)
            && (!self.managed || event_type.admin_managed)
            && by_schedule
    }

    /// The schedule that counts: in the organization's list none can be asked for.
    pub fn asked_schedule(&self) -> Option<&str> {
        self.schedule.as_deref().filter(|_| !self.organization)
    }

    /// Whether another list has to be asked for than with `other`.
    pub fn lists_others(&self, other: &Self) -> bool {
        (self.organization, self.order) != (other.organization, other.order)
    }

    /// For where it is remembered: words with spaces between them, which no URI has.
    pub fn to_text(&self) -> String {
        let mut text = self.order.name().to_owned();
        for (applies, word) in [
            (self.organization, " organization"),
            (self.inactive, " inactive"),
            (self.managed, " managed"),
        ] {
            if applies {
                text.push_str(word);
            }
        }
        if let Some(schedule) = &self.schedule {
            text.push_str(" schedule=");
            text.push_str(schedule);
        }
        text
    }

    /// Reads what [`TypeFilter::to_text`] wrote; what it does not know is passed over.
    pub fn from_text(text: &str) -> Self {
        let mut filter = Self::default();
        for word in text.split(' ') {
            match word {
                "organization" => filter.organization = true,
                "inactive" => filter.inactive = true,
                "managed" => filter.managed = true,
                _ => match word.strip_prefix("schedule=") {
                    Some(uri) => filter.schedule = Some(uri.to_owned()),
                    None if filter.order == TypeOrder::Name => {
                        filter.order = TypeOrder::named(word);
                    }
                    None => {}
                },
            }
        }
        filter
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::api::Endpoint;
    use crate::api::event_types::GetEventType;

    fn event_type(id: &str, active: bool, managed: bool) -> EventType {
        let body = format!(
            r#"{{"resource":{{"uri":"https://api.calendly.com/event_types/{id}","active":{active},"admin_managed":{managed}}}}}"#
        );
        GetEventType::decode(&body).unwrap()
    }

    #[test]
    fn of_itself_only_what_is_switched_on_is_offered() {
        let filter = TypeFilter::default();
        assert!(filter.passes(&event_type("A", true, false), None));
        assert!(!filter.passes(&event_type("A", false, false), None));
        let all = TypeFilter {
            inactive: true,
            ..filter
        };
        assert!(all.passes(&event_type("A", false, false), None));
    }

    #[test]
    fn only_those_that_an_admin_manages() {
        let filter = TypeFilter {
            managed: true,
            ..TypeFilter::default()
        };
        assert!(filter.passes(&event_type("A", true, true), None));
        assert!(!filter.passes(&event_type("A", true, false), None));
    }

    #[test]
    fn a_schedule_counts_for_ones_own_and_is_not_lost_in_the_organizations() {
        let own = TypeFilter {
            schedule: Some("https://api.calendly.com/user_availability_schedules/S".to_owned()),
            ..TypeFilter::default()
        };
        let scheduled = ["https://api.calendly.com/event_types/B".to_owned()];
        let [a, b] = ["A", "B"].map(|id| event_type(id, true, false));
        assert!(!own.passes(&a, Some(&scheduled)) && own.passes(&b, Some(&scheduled)));
        // Until it is known which they are, none is hidden.
        assert!(own.passes(&a, None));
        let organization = TypeFilter {
            organization: true,
            ..own
        };
        assert!(organization.passes(&a, Some(&scheduled)));
        assert!(organization.asked_schedule().is_none() && organization.schedule.is_some());
    }

    #[test]
    fn only_another_owner_or_order_is_another_list() {
        let plain = TypeFilter::default();
        let shown = TypeFilter {
            inactive: true,
            managed: true,
            ..plain.clone()
        };
        assert!(!plain.lists_others(&shown));
        let sorted = TypeFilter {
            order: TypeOrder::Created,
            ..plain.clone()
        };
        assert!(plain.lists_others(&sorted));
    }

    proptest! {
        #[test]
        fn what_is_remembered_is_read_again(
            (organization, inactive, managed) in any::<(bool, bool, bool)>(),
            order in 0_usize..4,
            schedule in prop::option::of("[!-~]{1,40}"),
        ) {
            let filter = TypeFilter {
                organization,
                inactive,
                managed,
                schedule,
                order: TypeOrder::ALL[order],
            };
            prop_assert_eq!(TypeFilter::from_text(&filter.to_text()), filter);
        }

        #[test]
        fn any_text_is_some_filter(text in ".*") {
            let filter = TypeFilter::from_text(&text);
            prop_assert_eq!(TypeFilter::from_text(&filter.to_text()), filter);
        }
    }
}
