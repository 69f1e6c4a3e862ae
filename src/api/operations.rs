//! The operations: all that Calendly can be asked, in the order of its own reference.

use super::endpoint::Endpoint;
use super::schema::Operation;

macro_rules! operations {
    ($($resource:ident { $($name:ident),+ $(,)? })+) => {
        /// Every operation this software knows.
        pub const ALL: &[&Operation] = &[
            $($(<super::$resource::$name as Endpoint>::OPERATION,)+)+
        ];

        /// Whether an answer of each can be read, in the order of [`ALL`]. For tests: whoever sends an operation
        /// knows its type.
        #[cfg(not(target_arch = "wasm32"))]
        pub const READERS: &[Reader] = &[
            $($(|answer| <super::$resource::$name as Endpoint>::read(answer).map(drop),)+)+
        ];
    };
}

/// Reads an answer and forgets it.
#[cfg(not(target_arch = "wasm32"))]
pub type Reader = fn(&crate::json::Value) -> Result<(), super::DecodeError>;

operations! {
    users { GetCurrentUser, GetUser }
    organizations { GetOrganization }
    organization_memberships { ListOrganizationMemberships, GetOrganizationMembership, DeleteOrganizationMembership }
    organization_invitations { ListOrganizationInvitations, GetOrganizationInvitation, CreateOrganizationInvitation, RevokeOrganizationInvitation }
    teams { ListTeams, GetTeam }
    groups { ListGroups, GetGroup }
    group_relationships { ListGroupRelationships, GetGroupRelationship }
    event_types { ListEventTypes, GetEventType, CreateEventType, UpdateEventType }
    one_off_event_types { CreateOneOffEventType }
    event_type_memberships { ListEventTypeMemberships }
    availability { ListEventTypeAvailableTimes }
    event_type_availability_schedules { ListEventTypeAvailabilitySchedules, UpdateEventTypeAvailabilitySchedule }
    user_availability_schedules { ListUserAvailabilitySchedules, GetUserAvailabilitySchedule, CreateUserAvailabilitySchedule, UpdateUserAvailabilitySchedule }
    user_busy_times { ListUserBusyTimes }
    user_meeting_limits { GetUserMeetingLimits, UpdateUserMeetingLimits }
    locations { ListUserLocations }
    scheduling_links { CreateSchedulingLink }
    shares { CreateShare, ListShares, UpdateShare, DeleteShare }
    scheduled_events { ListEvents, GetEvent }
    cancellation { CancelEvent }
    invitees { ListEventInvitees, GetEventInvitee, CreateEventInvitee }
    invitee_no_shows { CreateInviteeNoShow, GetInviteeNoShow, DeleteInviteeNoShow }
    routing_forms { ListRoutingForms, GetRoutingForm }
    routing_form_submissions { ListRoutingFormSubmissions, GetRoutingFormSubmission }
    webhook_subscriptions { ListWebhookSubscriptions, CreateWebhookSubscription, GetWebhookSubscription, DeleteWebhookSubscription }
    sample_webhook_data { GetSampleWebhookData }
    contacts { ListContacts, CreateContact, GetContact, UpdateContact, DeleteContact }
    custom_field_definitions { ListCustomFieldDefinitions, CreateCustomFieldDefinition, GetCustomFieldDefinition }
    contact_lists { ListContactLists, CreateContactList, GetContactList, UpdateContactList, AddContactListMemberships, RemoveContactListMemberships }
    notes { ListNotes, CreateNote, GetNote }
    meeting_recaps { ListMeetingRecaps, GetMeetingRecap, GetMeetingRecapTranscript, UpdateMeetingRecap, DeleteMeetingRecap }
    activity_log_entries { ListActivityLogEntries }
    outgoing_communications { ListOutgoingCommunications }
    data_compliance { DeleteInviteeData, DeleteScheduledEventData }
}

/// The operation of this name: `ListEventTypes`.
pub fn named(name: &str) -> Option<&'static Operation> {
    ALL.iter().find(|operation| operation.name == name).copied()
}

#[cfg(test)]
mod tests;
