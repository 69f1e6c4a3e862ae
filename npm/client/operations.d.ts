// Written by `cargo xtask generate` out of the declarations of src/api.

import type { CallOptions, List, Page } from './index.js';

/** RFC 3339 in UTC, with microseconds: `2026-12-01T09:00:00.000000Z`. */
export type Instant = string;

/** `YYYY-MM-DD`. */
export type DateText = string;

/** Full address of a resource at the API, which is also its identity. */
export type Uri = string;

/** A full address, or its last part alone. */
export type UriOrId = string;

/** What Calendly does not describe. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** A word of Calendly's that is newer than this version. */
export type NewWord = string & {};

/** Who did it: a user, or something that is none. */
export interface ActivityLogActor {
  /** URI of the user. */
  uri?: string | null;
  type: string;
  organization?: ActorOrganization | null;
  group?: ActorGroup | null;
  display_name?: string | null;
  /** What else the actor is known by, such as an e-mail address. */
  alternative_identifier?: string | null;
}

/** Something that was done. */
export interface ActivityLogEntry {
  uri: string;
  occurred_at?: Instant | null;
  actor?: ActivityLogActor | null;
  /** What else there is to know; its fields depend on the action. */
  details: Json;
  /** Namespace and action, with a dot between them. */
  fully_qualified_name: string;
  /** What it was done to, such as `User`. */
  namespace: string;
  /** What was done, such as `Add`. */
  action: string;
  /** URI of the organization it was done in. */
  organization: string;
}

/** What is said about all entries that were found, on each of their pages. */
export interface ActivityLogTotals {
  /** When the newest entry occurred. */
  last_event_time?: Instant | null;
  /** How many entries were found. */
  total_count: number;
  /** Whether there are more than `total_count`: Calendly stopped counting. */
  exceeds_max_total_count: boolean;
}

/** The group of an actor. */
export interface ActorGroup {
  uri: string;
  name: string;
  /** Written with a capital: `Admin`. */
  role: string;
}

/** The organization of an actor. */
export interface ActorOrganization {
  uri: string;
  /** Written with a capital: `Owner`. */
  role: string;
}

/** Parameters of `addContactListMemberships`. */
export interface AddContactListMembershipsInput {
  uuid: UriOrId;
  body: Json;
}

/** The hours of one weekday or one date. No intervals: not available. */
export interface AvailabilityRule {
  type: RuleClass | NewWord;
  /** `sunday` to `saturday`. */
  wday?: string | null;
  /** `YYYY-MM-DD`. */
  date?: string | null;
  intervals: Interval[];
}

/** The hours of one weekday or one date, as they are set. */
export interface AvailabilityRuleInput {
  type: RuleClass;
  /** For a weekday's rule. */
  wday?: RuleWeekday;
  /** For a date's rule; not before today in the schedule's zone. */
  date?: DateText;
  /** None: not available. */
  intervals: IntervalInput[];
}

/** Weekly hours with exceptions, in one time zone. */
export interface AvailabilitySchedule {
  uri: Uri;
  /** Whether new event types take it. */
  default: boolean;
  name: string;
  user?: Uri | null;
  /** As Calendly sent it; may be no IANA name. */
  timezone: string;
  rules: AvailabilityRule[];
}

/** Whose hours count for an event type. */
export type AvailabilitySetting = 'host';

/** A start time that can be booked. */
export interface AvailableTime {
  status: Status | NewWord;
  /** Places left; more than 1 for group types. */
  invitees_remaining: number;
  start_time: Instant;
  /** Deep link to the booking step of this time on the public page. */
  scheduling_url?: string | null;
}

/** Booked at once or voted on. */
export type BookingMethod = 'instant' | 'poll';

/** A span in which a user is not free. */
export interface BusyTime {
  type: BusyTimeClass | NewWord;
  start_time: Instant;
  end_time: Instant;
  /** With the buffer before the event; missing for entries of other calendars. */
  buffered_start_time?: Instant | null;
  /** With the buffer after the event; missing for entries of other calendars. */
  buffered_end_time?: Instant | null;
  /** Missing for entries of other calendars, of which nothing else is told. */
  event?: BusyTimeEvent | null;
}

/** What keeps a user busy: an event of Calendly's, a time that is held, or an entry of a connected calendar. */
export type BusyTimeClass = 'calendly' | 'reserved' | 'external';

/** The event a user is busy with. */
export interface BusyTimeEvent {
  uri: Uri;
}

/** The entry in a connected calendar. */
export interface CalendarEvent {
  kind: CalendarKind | NewWord;
  /** The calendar's own name for the entry. */
  external_id?: string | null;
}

/** Whose calendar it is. */
export type CalendarKind = 'exchange' | 'google' | 'icloud' | 'outlook' | 'outlook_desktop';

/** Parameters of `cancelEvent`. */
export interface CancelEventInput {
  uuid: UriOrId;
  /** Goes to the invitees. At most 10000 characters. */
  reason?: string;
}

/** On which side of the meeting somebody canceled. */
export type CancelerType = 'host' | 'invitee';

/** Why a meeting, or one invitee's part in it, does not take place. */
export interface Cancellation {
  /** Name of the person. */
  canceled_by: string;
  reason?: string | null;
  canceler_type: CancelerType | NewWord;
  created_at?: Instant | null;
}

/** An ordinary type or a one-off meeting. */
export type Class = 'StandardEventType' | 'AdhocEventType';

/** How far the service has come with setting up the meeting. */
export type ConferenceStatus = 'initiated' | 'processing' | 'pushed' | 'failed';

/** Parameters of `createContact`. */
export interface CreateContactInput {
  body: Json;
}

/** Parameters of `createContactList`. */
export interface CreateContactListInput {
  body: Json;
}

/** Parameters of `createCustomFieldDefinition`. */
export interface CreateCustomFieldDefinitionInput {
  body: Json;
}

/** Parameters of `createEventInvitee`. */
export interface CreateEventInviteeInput {
  event_type: UriOrId;
  /** Exactly as the list of available times has it. Ends in `Z`. */
  start_time: Instant | Date;
  invitee: InviteeInput;
  /** Needed where the event type has places, and not taken where its hosts take turns (`round_robin`). */
  location?: InviteeLocationInput;
  /** Required questions must be answered. */
  questions_and_answers?: InviteeAnswerInput[];
  tracking?: TrackingInput;
  /** At most 10. */
  event_guests?: string[];
}

/** Parameters of `createEventType`. */
export interface CreateEventTypeInput {
  /** Whose page it stands on. */
  owner: UriOrId;
  name: string;
  /** Left out: not to be booked yet. */
  active?: boolean;
  description?: string;
  /** Minutes. From 1 to 720. */
  duration?: number;
  /** Minutes the invitee may choose from; at most 4. At most 4. From 1 to 720. */
  duration_options?: number[];
  locations?: LocationConfigurationInput[];
  /** `#rrggbb`, in small letters. `#` and six hexadecimal digits. */
  color?: string;
  locale?: EventTypeLocale;
  /** Minutes between two start times; 30 where left out. From 5 to 720. */
  start_time_increment?: number;
  /** Minutes kept free before a meeting. One of 0, 5, 10, 15, 30, 45, 60, 90, 120, 150, 180. */
  before_buffer?: number;
  /** Minutes kept free after a meeting. One of 0, 5, 10, 15, 30, 45, 60, 90, 120, 150, 180. */
  after_buffer?: number;
}

/** Parameters of `createInviteeNoShow`. */
export interface CreateInviteeNoShowInput {
  /** The whole URI, which names the event too. The full address. */
  invitee: UriOrId;
}

/** Parameters of `createNote`. */
export interface CreateNoteInput {
  body: Json;
}

/** Parameters of `createOneOffEventType`. */
export interface CreateOneOffEventTypeInput {
  /** At most 55 characters. */
  name: string;
  host: UriOrId;
  /** Hosts who come too. */
  co_hosts?: UriOrId[];
  /** Minutes, at most 720. From 1 to 720. */
  duration: number;
  /** An IANA name. Left out: the host's zone. */
  timezone?: string;
  date_setting: DateSetting;
  location?: LocationConfigurationInput;
}

/** Parameters of `createOrganizationInvitation`. */
export interface CreateOrganizationInvitationInput {
  /** The organization. */
  uuid: UriOrId;
  email: string;
}

/** Parameters of `createSchedulingLink`. */
export interface CreateSchedulingLinkInput {
  /** One of 1. `1` where it is left out. */
  max_event_count?: number;
  /** The event type that is booked. */
  owner: UriOrId;
  /** `EventType` where it is left out. */
  owner_type?: SchedulingLinkOwnerType;
}

/** Parameters of `createShare`. */
export interface CreateShareInput {
  event_type: UriOrId;
  /** At most 55 characters. */
  name?: string;
  /** Minutes, at most 720. From 1 to 720. */
  duration?: number;
  /** Minutes the invitee may choose from; at most 4. At most 4. From 1 to 720. */
  duration_options?: number[];
  period_type?: PeriodType;
  /** Needed for a `fixed` period. */
  start_date?: DateText;
  /** Needed for a `fixed` period. */
  end_date?: DateText;
  /** Days; needed for a `moving` or `available_moving` period. */
  max_booking_time?: number;
  /** Whether the place is told only after booking; counts only for a single place of the kind `custom`. */
  hide_location?: boolean;
  location_configurations?: ShareLocationInput[];
  availability_rule?: ShareHoursInput;
  /** For whom it is. Calendly does not describe what stands here. */
  contact?: Json;
}

/** Parameters of `createUserAvailabilitySchedule`. */
export interface CreateUserAvailabilityScheduleInput {
  name?: string;
  /** An IANA name. */
  timezone?: string;
  /** One rule for each of the seven weekdays, and any number of dates. One for each of the seven weekdays. */
  rules: AvailabilityRuleInput[];
}

/** Parameters of `createWebhookSubscription`. */
export interface CreateWebhookSubscriptionInput {
  /** Where the calls are to go. Begins with `https://`. */
  url: string;
  /** `routing_form_submission.created` goes with the scope `organization` only. */
  events: WebhookEvent[];
  organization: UriOrId;
  scope: WebhookScope;
  /** Needed in the scope `user`. */
  user?: UriOrId;
  /** Needed in the scope `group`. */
  group?: UriOrId;
  /** What calls are to be signed with. For subscriptions made with a personal access token; an OAuth application has a key of its own. */
  signing_key?: string;
}

/** What is shown in place of a calendar. */
export interface CustomMessage {
  headline: string;
  body: string;
}

/** A question the invitee is asked. */
export interface CustomQuestion {
  name: string;
  type: QuestionClass | NewWord;
  position: number;
  enabled: boolean;
  required: boolean;
  answer_choices: string[];
  include_other: boolean;
}

/** From one date to another, both included. */
export interface DateRange {
  start_date: DateText;
  /** Less than 365 days after the start. */
  end_date: DateText;
}

/** When a one-off meeting can be booked. */
export type DateSetting =
  | (DateRange & { type: 'date_range' })
  | (DaysInFuture & { type: 'days_in_future' })
  | (Spots & { type: 'spots' });

/** From today on. */
export interface DaysInFuture {
  /** From 0 to 365. */
  days: number;
  /** Only from Monday to Friday. */
  only_weekdays?: boolean;
}

/** Parameters of `deleteContact`. */
export interface DeleteContactInput {
  uuid: UriOrId;
  /** All parameters, as an object. */
  query?: Json;
}

/** Parameters of `deleteInviteeData`. */
export interface DeleteInviteeDataInput {
  emails: string[];
}

/** Parameters of `deleteInviteeNoShow`. */
export interface DeleteInviteeNoShowInput {
  /** Of the mark and not of the invitee; it stands in the invitee's `no_show`. */
  uuid: UriOrId;
}

/** Parameters of `deleteMeetingRecap`. */
export interface DeleteMeetingRecapInput {
  uuid: UriOrId;
  /** All parameters, as an object. */
  query?: Json;
}

/** Parameters of `deleteOrganizationMembership`. */
export interface DeleteOrganizationMembershipInput {
  uuid: UriOrId;
}

/** Parameters of `deleteScheduledEventData`. */
export interface DeleteScheduledEventDataInput {
  start_time: Instant | Date;
  /** At most 24 months after the start. */
  end_time: Instant | Date;
}

/** Parameters of `deleteShare`. */
export interface DeleteShareInput {
  uuid: UriOrId;
}

/** Parameters of `deleteWebhookSubscription`. */
export interface DeleteWebhookSubscriptionInput {
  webhook_uuid: UriOrId;
}

/** A meeting. */
export interface Event {
  uri: Uri;
  /** Name of its event type when it was booked. */
  name?: string | null;
  meeting_notes_plain?: string | null;
  /** Foreign markup: never to be put into a page as it is. */
  meeting_notes_html?: string | null;
  status: EventStatus | NewWord;
  /** In older answers only. */
  booking_method?: BookingMethod | NewWord | null;
  start_time: Instant;
  end_time: Instant;
  event_type?: Uri | null;
  location?: EventLocation | null;
  invitees_counter?: InviteesCounter | null;
  created_at?: Instant | null;
  updated_at?: Instant | null;
  event_memberships: EventMembership[];
  event_guests: EventGuest[];
  /** The entry in the host's own calendar. */
  calendar_event?: CalendarEvent | null;
  /** Missing unless the event is canceled. */
  cancellation?: Cancellation | null;
}

/** An online meeting. */
export interface EventConference {
  type: EventConferenceKind | NewWord;
  status: ConferenceStatus | NewWord;
  /** `None` until `status` is `pushed`. */
  join_url?: string | null;
  /** What the service says of the meeting, in fields of its own. */
  data: Json;
}

/** Services for online meetings. GoToMeeting is `gotomeeting` here and `gotomeeting_conference` at an event type. */
export type EventConferenceKind = 'google_conference' | 'zoom_conference' | 'gotomeeting' | 'microsoft_teams_conference' | 'webex_conference';

/** Somebody an invitee brings along. */
export interface EventGuest {
  email: string;
  created_at?: Instant | null;
  updated_at?: Instant | null;
}

/** Where an event takes place. */
export type EventLocation =
  | (EventPlace & { type: 'physical' | 'outbound_call' | 'inbound_call' | 'ask_invitee' | 'custom' })
  | (EventConference & { type: 'google_conference' | 'zoom_conference' | 'gotomeeting' | 'microsoft_teams_conference' | 'webex_conference' })
  | { type: NewWord; [name: string]: Json };

/** One host of the event. */
export interface EventMembership {
  user?: Uri | null;
  user_email?: string | null;
  user_name?: string | null;
  /** The host is busy from here on, the buffer before the event included. */
  buffered_start_time?: Instant | null;
  /** The host is busy until here, the buffer after the event included. */
  buffered_end_time?: Instant | null;
}

/** A place, or a telephone number to be called. */
export interface EventPlace {
  type: EventPlaceKind | NewWord;
  /** Address, number, or what the host or invitee wrote. */
  location?: string | null;
  additional_info?: string | null;
}

/** Places that need no service. */
export type EventPlaceKind = 'physical' | 'outbound_call' | 'inbound_call' | 'ask_invitee' | 'custom';

/** Whether the event takes place. */
export type EventStatus = 'active' | 'canceled';

/** A kind of meeting that invitees can book. */
export interface EventType {
  uri: Uri;
  /** `None` for a type that was never named. */
  name?: string | null;
  active: boolean;
  booking_method: BookingMethod | NewWord;
  slug?: string | null;
  scheduling_url?: string | null;
  /** Minutes. */
  duration: number;
  /** Minutes the invitee may choose from. */
  duration_options?: number[] | null;
  kind: Kind | NewWord;
  pooling_type?: PoolingType | NewWord | null;
  type: Class | NewWord;
  /** `#rrggbb`. */
  color?: string | null;
  created_at?: Instant | null;
  updated_at?: Instant | null;
  deleted_at?: Instant | null;
  internal_note?: string | null;
  description_plain?: string | null;
  /** Foreign markup: never to be put into a page as it is. */
  description_html?: string | null;
  profile?: Profile | null;
  secret: boolean;
  admin_managed: boolean;
  is_paid: boolean;
  locale?: string | null;
  position?: number | null;
  locations: LocationConfiguration[];
  custom_questions: CustomQuestion[];
  /** Minutes between two start times. */
  start_time_increment?: number | null;
  /** Minutes kept free before a meeting. */
  before_buffer: number;
  /** Minutes kept free after a meeting. */
  after_buffer: number;
}

/** The hours of one host, or of all of them, for one event type. */
export interface EventTypeAvailabilitySchedule {
  availability_rule?: EventTypeHours | null;
  availability_setting: AvailabilitySetting | NewWord;
}

/** Weekly hours with exceptions, in one time zone. */
export interface EventTypeHours {
  /** As Calendly sent it; may be no IANA name. */
  timezone: string;
  rules: AvailabilityRule[];
  /** Whose hours they are; `None` where all hosts have the same. */
  user?: Uri | null;
}

/** The hours of one host, as they are set. */
export interface EventTypeHoursInput {
  /** An IANA name. */
  timezone: string;
  /** Replaces all rules. */
  rules?: AvailabilityRuleInput[];
  /** Needed where an admin sets the hours of another host. */
  user?: UriOrId;
}

/** Languages of a booking page. */
export type EventTypeLocale = 'de' | 'en' | 'es' | 'fr' | 'it' | 'nl' | 'pt' | 'uk';

/** A host of an event type. */
export interface EventTypeMembership {
  uri: string;
  /** The event type: its URI, or the whole of it. Calendly does not describe which. */
  event_type: Json;
  /** The host. */
  member?: User | null;
}

/** Parameters of `getContact`. */
export interface GetContactInput {
  uuid: UriOrId;
  /** All parameters, as an object. */
  query?: Json;
}

/** Parameters of `getContactList`. */
export interface GetContactListInput {
  uuid: UriOrId;
  /** All parameters, as an object. */
  query?: Json;
}

/** Parameters of `getCustomFieldDefinition`. */
export interface GetCustomFieldDefinitionInput {
  uuid: UriOrId;
  /** All parameters, as an object. */
  query?: Json;
}

/** Parameters of `getEvent`. */
export interface GetEventInput {
  uuid: UriOrId;
}

/** Parameters of `getEventInvitee`. */
export interface GetEventInviteeInput {
  /** Can be left out where `invitee_uuid` is a whole URI. */
  event_uuid: UriOrId;
  invitee_uuid: UriOrId;
}

/** Parameters of `getEventType`. */
export interface GetEventTypeInput {
  uuid: UriOrId;
}

/** Parameters of `getGroup`. */
export interface GetGroupInput {
  uuid: UriOrId;
}

/** Parameters of `getGroupRelationship`. */
export interface GetGroupRelationshipInput {
  uuid: UriOrId;
}

/** Parameters of `getInviteeNoShow`. */
export interface GetInviteeNoShowInput {
  /** Of the mark and not of the invitee; it stands in the invitee's `no_show`. */
  uuid: UriOrId;
}

/** Parameters of `getMeetingRecap`. */
export interface GetMeetingRecapInput {
  uuid: UriOrId;
  /** All parameters, as an object. */
  query?: Json;
}

/** Parameters of `getMeetingRecapTranscript`. */
export interface GetMeetingRecapTranscriptInput {
  uuid: UriOrId;
  /** All parameters, as an object. */
  query?: Json;
}

/** Parameters of `getNote`. */
export interface GetNoteInput {
  uuid: UriOrId;
  /** All parameters, as an object. */
  query?: Json;
}

/** Parameters of `getOrganization`. */
export interface GetOrganizationInput {
  uuid: UriOrId;
}

/** Parameters of `getOrganizationInvitation`. */
export interface GetOrganizationInvitationInput {
  org_uuid: UriOrId;
  uuid: UriOrId;
}

/** Parameters of `getOrganizationMembership`. */
export interface GetOrganizationMembershipInput {
  uuid: UriOrId;
}

/** Parameters of `getRoutingForm`. */
export interface GetRoutingFormInput {
  uuid: UriOrId;
}

/** Parameters of `getRoutingFormSubmission`. */
export interface GetRoutingFormSubmissionInput {
  uuid: UriOrId;
}

/** Parameters of `getSampleWebhookData`. */
export interface GetSampleWebhookDataInput {
  /** `routing_form_submission.created` goes with the scope `organization` only. */
  event: WebhookEvent;
  organization: UriOrId;
  scope: WebhookScope;
  /** Needed in the scope `user`. */
  user?: UriOrId;
  /** Needed in the scope `group`. */
  group?: UriOrId;
}

/** Parameters of `getTeam`. */
export interface GetTeamInput {
  uuid: UriOrId;
}

/** Parameters of `getUserAvailabilitySchedule`. */
export interface GetUserAvailabilityScheduleInput {
  uuid: UriOrId;
}

/** Parameters of `getUser`. */
export interface GetUserInput {
  uuid: UriOrId;
}

/** Parameters of `getUserMeetingLimits`. */
export interface GetUserMeetingLimitsInput {
  user: UriOrId;
}

/** Parameters of `getWebhookSubscription`. */
export interface GetWebhookSubscriptionInput {
  webhook_uuid: UriOrId;
}

/** From and to as `HH:MM` on the clock of the schedule's zone. */
export interface Interval {
  from: string;
  to: string;
}

/** From and to as `HH:MM` on the clock of the schedule's zone. */
export interface IntervalInput {
  /** `00:00` to `24:00`. */
  from: string;
  /** `00:00` to `24:00`. */
  to: string;
}

/** What became of an invitation. */
export type InvitationStatus = 'pending' | 'accepted' | 'declined';

/** Somebody who booked. */
export interface Invitee {
  /** Below that of the event; in some answers with `/api/v2` before it. */
  uri: Uri;
  email: string;
  name: string;
  /** `None` where the event type asks for the name in one field. */
  first_name?: string | null;
  /** `None` where the event type asks for the name in one field. */
  last_name?: string | null;
  status: InviteeStatus | NewWord;
  questions_and_answers: InviteeAnswer[];
  /** As Calendly sent it; may be no IANA name. */
  timezone?: string | null;
  event?: Uri | null;
  created_at?: Instant | null;
  updated_at?: Instant | null;
  tracking?: Tracking | null;
  /** Where text messages go, with the country's code. */
  text_reminder_number?: string | null;
  /** Whether this booking gave way to another one, `new_invitee`. */
  rescheduled: boolean;
  /** The booking this one was made in place of. */
  old_invitee?: Uri | null;
  /** The booking that was made in place of this one. */
  new_invitee?: Uri | null;
  /** Page on which the invitee can cancel. */
  cancel_url?: string | null;
  /** Page on which the invitee can choose another time. The API itself cannot move a meeting. */
  reschedule_url?: string | null;
  /** The routing form's answers that led here. */
  routing_form_submission?: Uri | null;
  /** Missing unless the invitee is canceled. */
  cancellation?: Cancellation | null;
  payment?: Payment | null;
  /** Set where the invitee was marked as not having come. */
  no_show?: InviteeNoShow | null;
  /** Set where the invitee was asked to confirm again. */
  reconfirmation?: Reconfirmation | null;
  /** `None` for a booking on Calendly's page. */
  scheduling_method?: SchedulingMethod | NewWord | null;
  /** The user who booked in the invitee's place. */
  invitee_scheduled_by?: Uri | null;
}

/** What the invitee answered to a question of the event type. */
export interface InviteeAnswer {
  question: string;
  /** Several choices stand in lines of their own. */
  answer: string;
  /** Place of the question, from 0. */
  position: number;
}

/** What is answered to a question of the event type. */
export interface InviteeAnswerInput {
  /** The name of the question, letter by letter. */
  question: string;
  /** May be empty. */
  answer: string;
  /** The position of the question. */
  position: number;
}

/** Who books. */
export interface InviteeInput {
  /** The whole name, or `first_name` and `last_name` in its place. */
  name?: string;
  first_name?: string;
  last_name?: string;
  email: string;
  /** An IANA name. */
  timezone: string;
  /** `+` and digits (E.164). `+` and 2 to 15 digits. */
  text_reminder_number?: string;
}

/** Which of the event type's places it is. */
export interface InviteeLocationInput {
  kind: LocationKind;
  /** Where the invitee has to say it: a place or a telephone number. */
  location?: string;
}

/** The meeting of an invitee. */
export interface InviteeMeeting {
  scheduled_event?: Event | null;
}

/** The mark that an invitee did not come. */
export interface InviteeNoShow {
  uri: Uri;
  /** `None` where the mark stands in its invitee. */
  invitee?: Uri | null;
  created_at?: Instant | null;
}

/** Whether the invitee comes. */
export type InviteeStatus = 'active' | 'canceled';

/** What happened to an invitee. */
export interface InviteeWebhook {
  event: InviteeWebhookEvent | NewWord;
  created_at?: Instant | null;
  /** Who made the subscription. */
  created_by?: Uri | null;
  /** The invitee, with the meeting in it. */
  payload: Invitee & InviteeMeeting;
}

/** What happened to an invitee. */
export type InviteeWebhookEvent = 'invitee.created' | 'invitee.canceled' | 'invitee_no_show.created' | 'invitee_no_show.deleted';

/** How many people booked a place in the event. */
export interface InviteesCounter {
  /** Canceled ones included. */
  total: number;
  active: number;
  /** Most that can be active at once. */
  limit: number;
}

/** One host with one invitee, or with several. */
export type Kind = 'solo' | 'group';

/** Parameters of `listActivityLogEntries`. */
export interface ListActivityLogEntriesInput {
  organization: UriOrId;
  /** `a | b` finds either, `a + b` both, `-a` what has none, `"a b"` the words as they stand, `a*` beginnings; parentheses group. At most 300 characters. */
  search_term?: string;
  /** Entries of these users. */
  actor?: UriOrId[];
  action?: string[];
  namespace?: string[];
  sort?: string[];
  min_occurred_at?: Instant | Date;
  max_occurred_at?: Instant | Date;
  /** Items per page; Calendly's default is 20. From 1 to 1000. */
  count?: number;
  /** `next_page_token` or `previous_page_token` of an answer to the same request. */
  page_token?: string;
}

/** Parameters of `listContactLists`. */
export interface ListContactListsInput {
  /** All parameters, as an object. */
  query?: Json;
}

/** Parameters of `listContacts`. */
export interface ListContactsInput {
  /** All parameters, as an object. */
  query?: Json;
}

/** Parameters of `listCustomFieldDefinitions`. */
export interface ListCustomFieldDefinitionsInput {
  /** All parameters, as an object. */
  query?: Json;
}

/** Parameters of `listEventInvitees`. */
export interface ListEventInviteesInput {
  uuid: UriOrId;
  status?: InviteeStatus;
  /** Comma-separated; each is one of `created_at` with `:asc` or `:desc`. */
  sort?: string;
  email?: string;
  /** Items per page; Calendly's default is 20. From 1 to 100. */
  count?: number;
  /** `next_page_token` or `previous_page_token` of an answer to the same request. */
  page_token?: string;
}

/** Parameters of `listEventTypeAvailabilitySchedules`. */
export interface ListEventTypeAvailabilitySchedulesInput {
  event_type: UriOrId;
}

/** Parameters of `listEventTypeAvailableTimes`. */
export interface ListEventTypeAvailableTimesInput {
  event_type: UriOrId;
  start_time: Instant | Date;
  /** At most 31 days after the start. */
  end_time: Instant | Date;
}

/** Parameters of `listEventTypeMemberships`. */
export interface ListEventTypeMembershipsInput {
  event_type: UriOrId;
  /** Items per page; Calendly's default is 20. From 1 to 100. */
  count?: number;
  /** `next_page_token` or `previous_page_token` of an answer to the same request. */
  page_token?: string;
}

/** Parameters of `listEventTypes`. */
export interface ListEventTypesInput {
  user?: UriOrId;
  /** Needs an owner or admin. */
  organization?: UriOrId;
  /** Left out: both. `false` is *only* inactive ones. */
  active?: boolean;
  admin_managed?: boolean;
  /** Types with this primary schedule; only together with `user`. */
  user_availability_schedule?: UriOrId;
  /** Comma-separated; each is one of `name`, `position`, `created_at`, `updated_at` with `:asc` or `:desc`. */
  sort?: string;
  /** Items per page; Calendly's default is 20. From 1 to 100. */
  count?: number;
  /** `next_page_token` or `previous_page_token` of an answer to the same request. */
  page_token?: string;
}

/** Parameters of `listEvents`. */
export interface ListEventsInput {
  /** Alone only for the owner of the token; for another user together with `organization`, or Calendly answers 403. */
  user?: UriOrId;
  /** Needs an owner or admin. */
  organization?: UriOrId;
  group?: UriOrId;
  /** Events this person booked. */
  invitee_email?: string;
  status?: EventStatus;
  /** Comma-separated; each is one of `start_time` with `:asc` or `:desc`. */
  sort?: string;
  /** Events that begin then or later. */
  min_start_time?: Instant | Date;
  /** Events that begin before. */
  max_start_time?: Instant | Date;
  /** Items per page; Calendly's default is 20. From 1 to 100. */
  count?: number;
  /** `next_page_token` or `previous_page_token` of an answer to the same request. */
  page_token?: string;
}

/** Parameters of `listGroupRelationships`. */
export interface ListGroupRelationshipsInput {
  organization?: UriOrId;
  /** Whole URI of a membership of the organization, or of an invitation to it. The full address. */
  owner?: string;
  group?: UriOrId;
  /** Items per page; Calendly's default is 20. From 1 to 100. */
  count?: number;
  /** `next_page_token` or `previous_page_token` of an answer to the same request. */
  page_token?: string;
}

/** Parameters of `listGroups`. */
export interface ListGroupsInput {
  organization: UriOrId;
  /** Items per page; Calendly's default is 20. From 1 to 100. */
  count?: number;
  /** `next_page_token` or `previous_page_token` of an answer to the same request. */
  page_token?: string;
}

/** Parameters of `listMeetingRecaps`. */
export interface ListMeetingRecapsInput {
  /** All parameters, as an object. */
  query?: Json;
}

/** Parameters of `listNotes`. */
export interface ListNotesInput {
  /** All parameters, as an object. */
  query?: Json;
}

/** Parameters of `listOrganizationInvitations`. */
export interface ListOrganizationInvitationsInput {
  /** The organization. */
  uuid: UriOrId;
  email?: string;
  status?: InvitationStatus;
  /** Comma-separated; each is one of `created_at` with `:asc` or `:desc`. */
  sort?: string;
  /** Items per page; Calendly's default is 20. From 1 to 100. */
  count?: number;
  /** `next_page_token` or `previous_page_token` of an answer to the same request. */
  page_token?: string;
}

/** Parameters of `listOrganizationMemberships`. */
export interface ListOrganizationMembershipsInput {
  user?: UriOrId;
  organization?: UriOrId;
  /** The member with this address. */
  email?: string;
  role?: OrganizationRole;
  /** Items per page; Calendly's default is 20. From 1 to 100. */
  count?: number;
  /** `next_page_token` or `previous_page_token` of an answer to the same request. */
  page_token?: string;
}

/** Parameters of `listOutgoingCommunications`. */
export interface ListOutgoingCommunicationsInput {
  organization: UriOrId;
  min_created_at?: Instant | Date;
  max_created_at?: Instant | Date;
  /** Items per page; Calendly's default is 20. From 1 to 100. */
  count?: number;
  /** `next_page_token` or `previous_page_token` of an answer to the same request. */
  page_token?: string;
}

/** Parameters of `listRoutingFormSubmissions`. */
export interface ListRoutingFormSubmissionsInput {
  /** The routing form. */
  form: UriOrId;
  /** Comma-separated; each is one of `created_at` with `:asc` or `:desc`. */
  sort?: string;
  /** Items per page; Calendly's default is 20. From 1 to 100. */
  count?: number;
  /** `next_page_token` or `previous_page_token` of an answer to the same request. */
  page_token?: string;
}

/** Parameters of `listRoutingForms`. */
export interface ListRoutingFormsInput {
  organization: UriOrId;
  /** Comma-separated; each is one of `created_at` with `:asc` or `:desc`. */
  sort?: string;
  /** Items per page; Calendly's default is 20. From 1 to 100. */
  count?: number;
  /** `next_page_token` or `previous_page_token` of an answer to the same request. */
  page_token?: string;
}

/** Parameters of `listShares`. */
export interface ListSharesInput {
  /** The owner of the token. */
  user: UriOrId;
  event_type?: UriOrId;
  min_created_at?: Instant | Date;
  max_created_at?: Instant | Date;
  /** Comma-separated; each is one of `created_at` with `:asc` or `:desc`. */
  sort?: string;
  /** Items per page; Calendly's default is 20. From 1 to 100. */
  count?: number;
  /** `next_page_token` or `previous_page_token` of an answer to the same request. */
  page_token?: string;
}

/** Parameters of `listTeams`. */
export interface ListTeamsInput {
  user?: UriOrId;
  /** Items per page; Calendly's default is 20. From 1 to 100. */
  count?: number;
  /** `next_page_token` or `previous_page_token` of an answer to the same request. */
  page_token?: string;
}

/** Parameters of `listUserAvailabilitySchedules`. */
export interface ListUserAvailabilitySchedulesInput {
  user: UriOrId;
}

/** Parameters of `listUserBusyTimes`. */
export interface ListUserBusyTimesInput {
  user: UriOrId;
  /** Not in the past. */
  start_time: Instant | Date;
  /** At most 7 days after the start. */
  end_time: Instant | Date;
}

/** Parameters of `listUserLocations`. */
export interface ListUserLocationsInput {
  user: UriOrId;
}

/** Parameters of `listWebhookSubscriptions`. */
export interface ListWebhookSubscriptionsInput {
  organization: UriOrId;
  scope: WebhookScope;
  /** Needed in the scope `user`. */
  user?: UriOrId;
  /** Needed in the scope `group`. */
  group?: UriOrId;
  /** Comma-separated; each is one of `created_at` with `:asc` or `:desc`. */
  sort?: string;
  /** Items per page; Calendly's default is 20. From 1 to 100. */
  count?: number;
  /** `next_page_token` or `previous_page_token` of an answer to the same request. */
  page_token?: string;
}

/** Where the meeting takes place, as configured. */
export interface LocationConfiguration {
  kind: string;
  location?: string | null;
  additional_info?: string | null;
  phone_number?: string | null;
}

/** Where the meeting takes place, as it is set. */
export interface LocationConfigurationInput {
  kind: LocationKind;
  location?: string;
  additional_info?: string;
  phone_number?: string;
}

/** Kinds of places an event type can offer. A scheduled event calls one of them otherwise: `gotomeeting`. */
export type LocationKind = 'ask_invitee' | 'custom' | 'google_conference' | 'gotomeeting_conference' | 'inbound_call' | 'microsoft_teams_conference' | 'outbound_call' | 'physical' | 'webex_conference' | 'zoom_conference';

/** An organization. Calendly lists no words for `plan`, `stage` and `kind`, so they are texts. */
export interface Organization {
  uri: Uri;
  name: string;
  /** What is subscribed to, such as `teams`. */
  plan?: string | null;
  /** Whether the plan is tried or paid for, such as `paid`. */
  stage?: string | null;
  /** Which sort of organization it is, such as `single`. */
  kind?: string | null;
  created_at?: Instant | null;
  updated_at?: Instant | null;
}

/** An invitation by e-mail. */
export interface OrganizationInvitation {
  uri: Uri;
  organization?: Uri | null;
  email: string;
  status: InvitationStatus | NewWord;
  created_at?: Instant | null;
  updated_at?: Instant | null;
  /** When the e-mail was sent, the last time. */
  last_sent_at?: Instant | null;
  /** Who accepted it. */
  user?: Uri | null;
}

/** That a user belongs to an organization. */
export interface OrganizationMembership {
  uri: Uri;
  role: OrganizationRole | NewWord;
  /** The user as a whole, not only the URI. */
  user?: User | null;
  organization?: Uri | null;
  created_at?: Instant | null;
  updated_at?: Instant | null;
}

/** What a member may do in the organization. */
export type OrganizationRole = 'user' | 'admin' | 'owner';

/** What the invitee paid. */
export interface Payment {
  /** The provider's own name for the payment. */
  external_id?: string | null;
  provider: PaymentProvider | NewWord;
  /** In the currency's main unit. Calendly sends a number or a text. */
  amount?: number | string | null;
  /** Three letters (ISO 4217). */
  currency?: string | null;
  /** What the event type says of paying. */
  terms?: string | null;
  successful: boolean;
}

/** Who handles the money. */
export type PaymentProvider = 'stripe' | 'paypal';

/** How far ahead can be booked: so many days in which the host has hours (`available_moving`), so many days of the calendar (`moving`), from one date to another (`fixed`), or without end. */
export type PeriodType = 'available_moving' | 'moving' | 'fixed' | 'unlimited';

/** How several hosts share a type. */
export type PoolingType = 'round_robin' | 'collective' | 'multi_pool';

/** Whose page the event type stands on. */
export interface Profile {
  type: ProfileClass | NewWord;
  name: string;
  /** URI of the user or team. */
  owner: string;
}

/** A person's page or a team's. */
export type ProfileClass = 'User' | 'Team';

/** How a question is answered. */
export type QuestionClass = 'string' | 'text' | 'phone_number' | 'single_select' | 'multi_select';

/** The question whether the meeting still suits. */
export interface Reconfirmation {
  /** When it was asked. */
  created_at?: Instant | null;
  /** When the invitee said yes. */
  confirmed_at?: Instant | null;
}

/** What happened to something that Calendly does not describe. */
export interface RecordWebhook {
  event: RecordWebhookEvent | NewWord;
  created_at?: Instant | null;
  /** Who made the subscription. */
  created_by?: Uri | null;
  payload: Json;
}

/** What happened to a meeting recap or a contact. */
export type RecordWebhookEvent = 'meeting_recap.created' | 'meeting_recap.updated' | 'meeting_recap.deleted' | 'contact.created' | 'contact.updated' | 'contact.deleted';

/** Parameters of `removeContactListMemberships`. */
export interface RemoveContactListMembershipsInput {
  uuid: UriOrId;
  body: Json;
}

/** Parameters of `revokeOrganizationInvitation`. */
export interface RevokeOrganizationInvitationInput {
  org_uuid: UriOrId;
  uuid: UriOrId;
}

/** A form in front of event types. */
export interface RoutingForm {
  uri: Uri;
  organization?: Uri | null;
  name: string;
  status: RoutingFormStatus | NewWord;
  questions: RoutingFormQuestion[];
  created_at?: Instant | null;
  updated_at?: Instant | null;
}

/** A question as it was asked, and the answer. */
export interface RoutingFormAnswer {
  /** `None` where the question has been deleted from the form. */
  question_uuid?: string | null;
  question: string;
  answer: string;
}

/** A question of a form. */
export interface RoutingFormQuestion {
  /** By which an answer names it. */
  uuid: string;
  name: string;
  type: RoutingFormQuestionClass | NewWord;
  required: boolean;
  /** What can be chosen from, where something can. */
  answer_choices?: string[] | null;
}

/** How a question of a form is answered. */
export type RoutingFormQuestionClass = 'name' | 'text' | 'email' | 'phone' | 'textarea' | 'select' | 'radios';

/** Whether a form can be filled in. */
export type RoutingFormStatus = 'draft' | 'published';

/** A form that was filled in. */
export interface RoutingFormSubmission {
  uri: Uri;
  routing_form?: Uri | null;
  questions_and_answers: RoutingFormAnswer[];
  /** What the address of the form carried. */
  tracking?: Tracking | null;
  /** Missing as long as nothing was decided. */
  result?: SubmissionResult | null;
  /** URI of the invitee, once the submission led to a booking. */
  submitter?: string | null;
  submitter_type?: SubmitterClass | NewWord | null;
  created_at?: Instant | null;
  updated_at?: Instant | null;
}

/** That a routing form was filled in. */
export interface RoutingFormSubmissionWebhook {
  event: RoutingFormSubmissionWebhookEvent | NewWord;
  created_at?: Instant | null;
  /** Who made the subscription. */
  created_by?: Uri | null;
  payload: RoutingFormSubmission;
}

/** What happened to a routing form. */
export type RoutingFormSubmissionWebhookEvent = 'routing_form_submission.created';

/** Whether a rule is for a weekday or for one date. */
export type RuleClass = 'wday' | 'date';

/** A day of the week. */
export type RuleWeekday = 'sunday' | 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday';

/** A link as Calendly answers it: without identifier, expiry or state, so nothing can be asked about it later. */
export interface SchedulingLink {
  booking_url: string;
  /** URI of the event type. */
  owner: string;
  owner_type: string;
}

/** What a scheduling link can belong to: an event type. */
export type SchedulingLinkOwnerType = 'EventType';

/** How the booking was made, where not on Calendly's page. */
export type SchedulingMethod = 'instant_book' | 'api';

/** A customised single-use link. Calendly answered only `scheduling_links` and `share_override` before 6 November 2026. */
export interface Share {
  /** The link itself, one. */
  scheduling_links: SchedulingLink[];
  share_override?: ShareOverride | null;
  uri?: Uri | null;
  /** For whom it is. Calendly does not describe what stands here. */
  contact: Json;
  created_at?: Instant | null;
  status?: ShareStatus | NewWord | null;
}

/** Weekly hours with exceptions, in one time zone. */
export interface ShareHours {
  rules: AvailabilityRule[];
  /** As Calendly sent it; may be no IANA name. */
  timezone: string;
}

/** The hours of the link, as they are set. */
export interface ShareHoursInput {
  rules: AvailabilityRuleInput[];
  /** An IANA name. */
  timezone: string;
}

/** Where the meeting takes place. */
export interface ShareLocation {
  kind: LocationKind | NewWord;
  location?: string | null;
  additional_info?: string | null;
  phone_number?: string | null;
  position?: number | null;
}

/** Where the meeting takes place, as it is set. */
export interface ShareLocationInput {
  kind: LocationKind;
  /** At most 255 characters. */
  location?: string;
  /** At most 255 characters. */
  additional_info?: string;
  phone_number?: string;
  position?: number;
}

/** What counts for the link, whether it was customised or is the event type's own. */
export interface ShareOverride {
  name?: string | null;
  /** Minutes. */
  duration?: number | null;
  /** Minutes the invitee may choose from. */
  duration_options?: number[] | null;
  period_type?: PeriodType | NewWord | null;
  /** `YYYY-MM-DD`, of a `fixed` period. */
  start_date?: string | null;
  /** `YYYY-MM-DD`, of a `fixed` period. */
  end_date?: string | null;
  /** Days ahead that can be booked, of a `moving` or `available_moving` period. */
  max_booking_time?: number | null;
  /** How long before a meeting it can still be booked. Calendly does not tell the unit. */
  min_booking_time?: number | null;
  /** Whether the place is told only after booking. */
  hide_location: boolean;
  location_configurations: ShareLocation[];
  availability_rule?: ShareHours | null;
}

/** Whether the link can still be booked. */
export type ShareStatus = 'active' | 'booked' | 'expired';

/** One chosen time. */
export interface Spot {
  start_time: Instant | Date;
  end_time: Instant | Date;
}

/** At chosen times. */
export interface Spots {
  spots: Spot[];
}

/** Whether the time can be booked. */
export type Status = 'available';

/** Somebody was shown a message. */
export interface SubmissionMessage {
  type: SubmissionMessageClass | NewWord;
  value: CustomMessage;
}

/** That it was a message. */
export type SubmissionMessageClass = 'custom_message';

/** Somebody was sent on. */
export interface SubmissionRedirect {
  type: SubmissionRedirectClass | NewWord;
  /** URI of the event type, or the address. */
  value: string;
}

/** Whether it was an event type that somebody was sent to. */
export type SubmissionRedirectClass = 'event_type' | 'external_url';

/** Where a submission led. */
export type SubmissionResult =
  | (SubmissionRedirect & { type: 'event_type' | 'external_url' })
  | (SubmissionMessage & { type: 'custom_message' })
  | { type: NewWord; [name: string]: Json };

/** What sort of thing the submitter is. */
export type SubmitterClass = 'Invitee';

/** How the user reads times of day. `Other("")` where Calendly did not say. */
export type TimeNotation = '12h' | '24h';

/** Where the invitee came from, as the address of the booking page told. */
export interface Tracking {
  utm_campaign?: string | null;
  utm_source?: string | null;
  utm_medium?: string | null;
  utm_content?: string | null;
  utm_term?: string | null;
  salesforce_uuid?: string | null;
}

/** Where the invitee comes from. All six names are sent: Calendly refuses a body that lacks one. */
export interface TrackingInput {
  /** Sent as `null` where it is left out. */
  utm_campaign?: string | null;
  /** Sent as `null` where it is left out. */
  utm_source?: string | null;
  /** Sent as `null` where it is left out. */
  utm_medium?: string | null;
  /** Sent as `null` where it is left out. */
  utm_content?: string | null;
  /** Sent as `null` where it is left out. */
  utm_term?: string | null;
  /** Sent as `null` where it is left out. */
  salesforce_uuid?: string | null;
}

/** Parameters of `updateContact`. */
export interface UpdateContactInput {
  uuid: UriOrId;
  body: Json;
}

/** Parameters of `updateContactList`. */
export interface UpdateContactListInput {
  uuid: UriOrId;
  body: Json;
}

/** Parameters of `updateEventTypeAvailabilitySchedule`. */
export interface UpdateEventTypeAvailabilityScheduleInput {
  event_type: UriOrId;
  availability_rule: EventTypeHoursInput;
  availability_setting?: AvailabilitySetting;
}

/** Parameters of `updateEventType`. */
export interface UpdateEventTypeInput {
  uuid: UriOrId;
  /** Whose page it stands on. */
  owner?: UriOrId;
  name?: string;
  active?: boolean;
  description?: string;
  /** Minutes. From 1 to 720. */
  duration?: number;
  /** Minutes the invitee may choose from; at most 4. At most 4. From 1 to 720. */
  duration_options?: number[];
  /** Replaces all of them. */
  locations?: LocationConfigurationInput[];
  /** `#rrggbb`, in small letters. `#` and six hexadecimal digits. */
  color?: string;
  locale?: EventTypeLocale;
  /** Minutes between two start times. From 5 to 720. */
  start_time_increment?: number;
  /** Minutes kept free before a meeting. One of 0, 5, 10, 15, 30, 45, 60, 90, 120, 150, 180. */
  before_buffer?: number;
  /** Minutes kept free after a meeting. One of 0, 5, 10, 15, 30, 45, 60, 90, 120, 150, 180. */
  after_buffer?: number;
}

/** Parameters of `updateMeetingRecap`. */
export interface UpdateMeetingRecapInput {
  uuid: UriOrId;
  body: Json;
}

/** Parameters of `updateShare`. */
export interface UpdateShareInput {
  uuid: UriOrId;
  /** At most 55 characters. */
  name?: string | null;
  /** Minutes, at most 720. From 1 to 720. */
  duration?: number | null;
  /** Minutes the invitee may choose from; at most 4. At most 4. From 1 to 720. */
  duration_options?: number[] | null;
  period_type?: PeriodType | null;
  /** Needed for a `fixed` period. */
  start_date?: DateText | null;
  /** Needed for a `fixed` period. */
  end_date?: DateText | null;
  /** Days; needed for a `moving` or `available_moving` period. */
  max_booking_time?: number | null;
  /** Whether the place is told only after booking; counts only for a single place of the kind `custom`. */
  hide_location?: boolean | null;
  location_configurations?: ShareLocationInput[] | null;
  availability_rule?: ShareHoursInput | null;
  /** For whom it is. Calendly does not describe what stands here. */
  contact?: Json | null;
}

/** Parameters of `updateUserAvailabilitySchedule`. */
export interface UpdateUserAvailabilityScheduleInput {
  uuid: UriOrId;
  name?: string;
  /** An IANA name. */
  timezone?: string;
  /** Replaces all rules. */
  rules?: AvailabilityRuleInput[];
  /** Only `true`. */
  default?: boolean;
}

/** Parameters of `updateUserMeetingLimits`. */
export interface UpdateUserMeetingLimitsInput {
  /** The owner of the token. */
  user?: UriOrId;
  /** 1 to 9999 meetings a day. From 1 to 9999. */
  daily_limit?: number | null;
  /** 1 to 9999 meetings a week. From 1 to 9999. */
  weekly_limit?: number | null;
  /** 1 to 9999 meetings a month. From 1 to 9999. */
  monthly_limit?: number | null;
}

/** A Calendly user. */
export interface User {
  uri: Uri;
  name: string;
  slug: string;
  email: string;
  scheduling_url?: string | null;
  /** As Calendly sent it; may be no IANA name ("America/New York"). */
  timezone: string;
  time_notation: TimeNotation | NewWord;
  avatar_url?: string | null;
  locale?: string | null;
  created_at?: Instant | null;
  updated_at?: Instant | null;
  current_organization?: Uri | null;
  resource_type?: string | null;
}

/** A kind of place a user can meet at. */
export interface UserLocation {
  kind: LocationKind | NewWord;
  /** Whether the user has connected the service. `None` for a place that needs none. */
  connected?: boolean | null;
}

/** How many meetings a user takes, over all event types. `None`: any number. */
export interface UserMeetingLimits {
  daily_limit?: number | null;
  weekly_limit?: number | null;
  monthly_limit?: number | null;
}

/** What happened. A move is told twice: `invitee.canceled` with `rescheduled` and `new_invitee`, and `invitee.created` with `old_invitee`. */
export type Webhook =
  | (InviteeWebhook & { event: 'invitee.created' | 'invitee.canceled' | 'invitee_no_show.created' | 'invitee_no_show.deleted' })
  | (RoutingFormSubmissionWebhook & { event: 'routing_form_submission.created' })
  | (RecordWebhook & { event: 'meeting_recap.created' | 'meeting_recap.updated' | 'meeting_recap.deleted' | 'contact.created' | 'contact.updated' | 'contact.deleted' })
  | { event: NewWord; [name: string]: Json };

/** What a webhook tells of. */
export type WebhookEvent = 'invitee.created' | 'invitee.canceled' | 'invitee_no_show.created' | 'invitee_no_show.deleted' | 'routing_form_submission.created' | 'meeting_recap.created' | 'meeting_recap.updated' | 'meeting_recap.deleted' | 'contact.created' | 'contact.updated' | 'contact.deleted';

/** Of whose changes a webhook tells. */
export type WebhookScope = 'organization' | 'user' | 'group';

/** Whether the address is called. A disabled subscription stays so. */
export type WebhookState = 'active' | 'disabled';

/** A subscription. It cannot be changed: another one is made in its place. */
export interface WebhookSubscription {
  uri: Uri;
  /** Where the calls go. */
  callback_url: string;
  created_at?: Instant | null;
  updated_at?: Instant | null;
  /** Since when calls fail. After 24 hours Calendly disables the subscription. */
  retry_started_at?: Instant | null;
  state: WebhookState | NewWord;
  events: (WebhookEvent | NewWord)[];
  scope: WebhookScope | NewWord;
  organization?: Uri | null;
  /** In the scope `user`. */
  user?: Uri | null;
  /** In the scope `group`. */
  group?: Uri | null;
  creator?: Uri | null;
}

/** Every operation of Calendly's API, by Calendly's own name for it. */
export interface Operations {
  /**
   * The owner of the token.
   *
   * `GET /users/me`, scope `users:read`
   */
  getCurrentUser(input?: Record<string, never>, options?: CallOptions): Promise<User>;

  /**
   * Another user of the same organization.
   *
   * `GET /users/{uuid}`, scope `users:read`
   */
  getUser(input: GetUserInput, options?: CallOptions): Promise<User>;

  /**
   * One organization; of others than one's own Calendly answers 403.
   *
   * `GET /organizations/{uuid}`, scope `organizations:read`
   */
  getOrganization(input: GetOrganizationInput, options?: CallOptions): Promise<Organization>;

  /**
   * Memberships of a user or of an organization; one of the two must be set. Everybody's are shown to owner and admins only.
   *
   * `GET /organization_memberships`, scope `organizations:read`
   */
  listOrganizationMemberships(input?: ListOrganizationMembershipsInput, options?: CallOptions): List<OrganizationMembership>;

  /**
   * One membership.
   *
   * `GET /organization_memberships/{uuid}`, scope `organizations:read`
   */
  getOrganizationMembership(input: GetOrganizationMembershipInput, options?: CallOptions): Promise<OrganizationMembership>;

  /**
   * Removes a user from the organization. Open to owner and admins, for everybody but the owner and themselves.
   *
   * `DELETE /organization_memberships/{uuid}`, scope `organizations:write`
   */
  deleteOrganizationMembership(input: DeleteOrganizationMembershipInput, options?: CallOptions): Promise<void>;

  /**
   * The invitations of an organization.
   *
   * `GET /organizations/{uuid}/invitations`, scope `organizations:read`
   */
  listOrganizationInvitations(input: ListOrganizationInvitationsInput, options?: CallOptions): List<OrganizationInvitation>;

  /**
   * One invitation.
   *
   * `GET /organizations/{org_uuid}/invitations/{uuid}`, scope `organizations:read`
   */
  getOrganizationInvitation(input: GetOrganizationInvitationInput, options?: CallOptions): Promise<OrganizationInvitation>;

  /**
   * Invites somebody. Refused where the address belongs to a member, has an open invitation, or no seat is left.
   *
   * `POST /organizations/{uuid}/invitations`, scope `organizations:write`
   */
  createOrganizationInvitation(input: CreateOrganizationInvitationInput, options?: CallOptions): Promise<OrganizationInvitation>;

  /**
   * Takes an invitation back, as long as it has not been accepted.
   *
   * `DELETE /organizations/{org_uuid}/invitations/{uuid}`, scope `organizations:write`
   */
  revokeOrganizationInvitation(input: RevokeOrganizationInvitationInput, options?: CallOptions): Promise<void>;

  /**
   * The teams of a user.
   *
   * `GET /teams`
   */
  listTeams(input?: ListTeamsInput, options?: CallOptions): List<Json>;

  /**
   * One team.
   *
   * `GET /teams/{uuid}`
   */
  getTeam(input: GetTeamInput, options?: CallOptions): Promise<Json>;

  /**
   * The groups of an organization.
   *
   * `GET /groups`, scope `groups:read`
   */
  listGroups(input: ListGroupsInput, options?: CallOptions): List<Json>;

  /**
   * One group.
   *
   * `GET /groups/{uuid}`, scope `groups:read`
   */
  getGroup(input: GetGroupInput, options?: CallOptions): Promise<Json>;

  /**
   * Who is in which group.
   *
   * `GET /group_relationships`, scope `groups:read`
   */
  listGroupRelationships(input?: ListGroupRelationshipsInput, options?: CallOptions): List<Json>;

  /**
   * One relationship.
   *
   * `GET /group_relationships/{uuid}`, scope `groups:read`
   */
  getGroupRelationship(input: GetGroupRelationshipInput, options?: CallOptions): Promise<Json>;

  /**
   * Event types of a user or an organization; one of the two must be set, or Calendly answers 400.
   *
   * `GET /event_types`, scope `event_types:read`
   */
  listEventTypes(input?: ListEventTypesInput, options?: CallOptions): List<EventType>;

  /**
   * One event type, deleted ones included.
   *
   * `GET /event_types/{uuid}`, scope `event_types:read`
   */
  getEventType(input: GetEventTypeInput, options?: CallOptions): Promise<EventType>;

  /**
   * Makes an event type of one host with one invitee. Its questions and hosts cannot be set through the API, nor can it be deleted.
   *
   * `POST /event_types`, scope `event_types:write`
   */
  createEventType(input: CreateEventTypeInput, options?: CallOptions): Promise<EventType>;

  /**
   * Changes an event type of one host with one invitee. What is left out stays.
   *
   * `PATCH /event_types/{uuid}`, scope `event_types:write`
   */
  updateEventType(input: UpdateEventTypeInput, options?: CallOptions): Promise<EventType>;

  /**
   * Makes an event type for one meeting, and answers with it: its link is the `scheduling_url`.
   *
   * `POST /one_off_event_types`, scope `event_types:write`
   */
  createOneOffEventType(input: CreateOneOffEventTypeInput, options?: CallOptions): Promise<EventType>;

  /**
   * The hosts of an event type.
   *
   * `GET /event_type_memberships`, scope `event_types:read`
   */
  listEventTypeMemberships(input: ListEventTypeMembershipsInput, options?: CallOptions): List<EventTypeMembership>;

  /**
   * The available times of an event type in a window of at most 31 days that begins in the future.
   *
   * `GET /event_type_available_times`, scope `availability:read` and `event_types:read`
   */
  listEventTypeAvailableTimes(input: ListEventTypeAvailableTimesInput, options?: CallOptions): Promise<AvailableTime[]>;

  /**
   * The hours that count for an event type. The list is not paged.
   *
   * `GET /event_type_availability_schedules`, scope `availability:read`
   */
  listEventTypeAvailabilitySchedules(input: ListEventTypeAvailabilitySchedulesInput, options?: CallOptions): Promise<EventTypeAvailabilitySchedule[]>;

  /**
   * Replaces the hours of one host for an event type.
   *
   * `PATCH /event_type_availability_schedules`, scope `availability:write`
   */
  updateEventTypeAvailabilitySchedule(input: UpdateEventTypeAvailabilityScheduleInput, options?: CallOptions): Promise<EventTypeAvailabilitySchedule[]>;

  /**
   * The schedules of a user. The list is not paged.
   *
   * `GET /user_availability_schedules`, scope `availability:read`
   */
  listUserAvailabilitySchedules(input: ListUserAvailabilitySchedulesInput, options?: CallOptions): Promise<AvailabilitySchedule[]>;

  /**
   * One schedule.
   *
   * `GET /user_availability_schedules/{uuid}`, scope `availability:read`
   */
  getUserAvailabilitySchedule(input: GetUserAvailabilityScheduleInput, options?: CallOptions): Promise<AvailabilitySchedule>;

  /**
   * Makes a schedule for the owner of the token. It is not applied to any event type.
   *
   * `POST /user_availability_schedules`, scope `availability:write`
   */
  createUserAvailabilitySchedule(input: CreateUserAvailabilityScheduleInput, options?: CallOptions): Promise<AvailabilitySchedule>;

  /**
   * Changes a schedule.
   *
   * `PATCH /user_availability_schedules/{uuid}`, scope `availability:write`
   */
  updateUserAvailabilitySchedule(input: UpdateUserAvailabilityScheduleInput, options?: CallOptions): Promise<AvailabilitySchedule>;

  /**
   * When a user is not free, in order. At most 7 days at once, and not paged. Calendly answers 424 where a connected calendar cannot be read.
   *
   * `GET /user_busy_times`, scope `availability:read`
   */
  listUserBusyTimes(input: ListUserBusyTimesInput, options?: CallOptions): Promise<BusyTime[]>;

  /**
   * The limits of the owner of the token. Nobody else's, not even for an admin: Calendly answers 403.
   *
   * `GET /user_meeting_limits`, scope `availability:read`
   */
  getUserMeetingLimits(input: GetUserMeetingLimitsInput, options?: CallOptions): Promise<UserMeetingLimits>;

  /**
   * Changes the limits of the owner of the token. One at least must be given; `null` takes it away, and what is left out stays.
   *
   * `PATCH /user_meeting_limits`, scope `availability:write`
   */
  updateUserMeetingLimits(input?: UpdateUserMeetingLimitsInput, options?: CallOptions): Promise<UserMeetingLimits>;

  /**
   * Where a user can hold meetings. The list is not paged.
   *
   * `GET /locations`, scope `locations:read`
   */
  listUserLocations(input: ListUserLocationsInput, options?: CallOptions): Promise<UserLocation[]>;

  /**
   * Makes a single-use link. Not idempotent: every execution makes another one.
   *
   * `POST /scheduling_links`, scope `scheduling_links:write`
   */
  createSchedulingLink(input: CreateSchedulingLinkInput, options?: CallOptions): Promise<SchedulingLink>;

  /**
   * Makes a customised single-use link to an event type of one host with one invitee. What is left out is as at the event type. Not idempotent: every execution makes another one.
   *
   * `POST /shares`, scope `shares:write`
   */
  createShare(input: CreateShareInput, options?: CallOptions): Promise<Share>;

  /**
   * The shares of the owner of the token: those of the tab of single-use links, one-off meetings included.
   *
   * `GET /shares`, scope `shares:read`
   */
  listShares(input: ListSharesInput, options?: CallOptions): List<Share>;

  /**
   * Changes a share that was not booked yet. `null` brings back what the event type has, and what is left out stays.
   *
   * `PATCH /shares/{uuid}`, scope `shares:write`
   */
  updateShare(input: UpdateShareInput, options?: CallOptions): Promise<Share>;

  /**
   * Takes back a share that was not booked yet.
   *
   * `DELETE /shares/{uuid}`, scope `shares:write`
   */
  deleteShare(input: DeleteShareInput, options?: CallOptions): Promise<void>;

  /**
   * Events of a user, a group or an organization; one of them must be set. There is no filter for the event type.
   *
   * `GET /scheduled_events`, scope `scheduled_events:read`
   */
  listEvents(input?: ListEventsInput, options?: CallOptions): List<Event>;

  /**
   * One event.
   *
   * `GET /scheduled_events/{uuid}`, scope `scheduled_events:read`
   */
  getEvent(input: GetEventInput, options?: CallOptions): Promise<Event>;

  /**
   * Cancels a whole event, for every invitee of it: a single one of a group cannot be canceled this way. Calendly answers 403 where the event is over, already canceled, or not the caller's to cancel.
   *
   * `POST /scheduled_events/{uuid}/cancellation`, scope `scheduled_events:write`
   */
  cancelEvent(input: CancelEventInput, options?: CallOptions): Promise<Cancellation>;

  /**
   * The invitees of an event.
   *
   * `GET /scheduled_events/{uuid}/invitees`, scope `scheduled_events:read`
   */
  listEventInvitees(input: ListEventInviteesInput, options?: CallOptions): List<Invitee>;

  /**
   * One invitee.
   *
   * `GET /scheduled_events/{event_uuid}/invitees/{invitee_uuid}`, scope `scheduled_events:read`
   */
  getEventInvitee(input: GetEventInviteeInput, options?: CallOptions): Promise<Invitee>;

  /**
   * Books a time in an invitee's place. Not idempotent: after an unclear end look among the events before booking again. A time that was taken meanwhile is a 400 with the title "Internal Server Error" and no details. Bookings have limits of their own, on paid plans 10 a minute, 50 an hour and 100 a day.
   *
   * `POST /invitees`, scope `scheduled_events:write`
   */
  createEventInvitee(input: CreateEventInviteeInput, options?: CallOptions): Promise<Invitee>;

  /**
   * Marks that an invitee did not come.
   *
   * `POST /invitee_no_shows`, scope `scheduled_events:write`
   */
  createInviteeNoShow(input: CreateInviteeNoShowInput, options?: CallOptions): Promise<InviteeNoShow>;

  /**
   * One mark.
   *
   * `GET /invitee_no_shows/{uuid}`, scope `scheduled_events:read`
   */
  getInviteeNoShow(input: GetInviteeNoShowInput, options?: CallOptions): Promise<InviteeNoShow>;

  /**
   * Takes a mark away again.
   *
   * `DELETE /invitee_no_shows/{uuid}`, scope `scheduled_events:write`
   */
  deleteInviteeNoShow(input: DeleteInviteeNoShowInput, options?: CallOptions): Promise<void>;

  /**
   * The routing forms of an organization.
   *
   * `GET /routing_forms`, scope `routing_forms:read`
   */
  listRoutingForms(input: ListRoutingFormsInput, options?: CallOptions): List<RoutingForm>;

  /**
   * One routing form.
   *
   * `GET /routing_forms/{uuid}`, scope `routing_forms:read`
   */
  getRoutingForm(input: GetRoutingFormInput, options?: CallOptions): Promise<RoutingForm>;

  /**
   * The submissions of a routing form.
   *
   * `GET /routing_form_submissions`, scope `routing_forms:read`
   */
  listRoutingFormSubmissions(input: ListRoutingFormSubmissionsInput, options?: CallOptions): List<RoutingFormSubmission>;

  /**
   * One submission.
   *
   * `GET /routing_form_submissions/{uuid}`, scope `routing_forms:read`
   */
  getRoutingFormSubmission(input: GetRoutingFormSubmissionInput, options?: CallOptions): Promise<RoutingFormSubmission>;

  /**
   * The subscriptions of one scope.
   *
   * `GET /webhook_subscriptions`, scope `webhooks:read`
   */
  listWebhookSubscriptions(input: ListWebhookSubscriptionsInput, options?: CallOptions): List<WebhookSubscription>;

  /**
   * Subscribes an address. Beside its own scope it needs the reading scope of each event. Answered with 409 where the address is subscribed already.
   *
   * `POST /webhook_subscriptions`, scope `webhooks:write`
   */
  createWebhookSubscription(input: CreateWebhookSubscriptionInput, options?: CallOptions): Promise<WebhookSubscription>;

  /**
   * One subscription.
   *
   * `GET /webhook_subscriptions/{webhook_uuid}`, scope `webhooks:read`
   */
  getWebhookSubscription(input: GetWebhookSubscriptionInput, options?: CallOptions): Promise<WebhookSubscription>;

  /**
   * Ends a subscription.
   *
   * `DELETE /webhook_subscriptions/{webhook_uuid}`, scope `webhooks:write`
   */
  deleteWebhookSubscription(input: DeleteWebhookSubscriptionInput, options?: CallOptions): Promise<void>;

  /**
   * An example of what a webhook of this event and scope is sent.
   *
   * `GET /sample_webhook_data`, scope `webhooks:read`
   */
  getSampleWebhookData(input: GetSampleWebhookDataInput, options?: CallOptions): Promise<Webhook>;

  /**
   * Contacts, page by page.
   *
   * `GET /contacts`, scope `contacts:read`
   *
   * Calendly does not describe it in public: parameters and answer are plain JSON.
   */
  listContacts(input?: ListContactsInput, options?: CallOptions): Promise<Json>;

  /**
   * Makes a contact.
   *
   * `POST /contacts`, scope `contacts:write`
   *
   * Calendly does not describe it in public: parameters and answer are plain JSON.
   */
  createContact(input: CreateContactInput, options?: CallOptions): Promise<Json>;

  /**
   * One contact.
   *
   * `GET /contacts/{uuid}`, scope `contacts:read`
   *
   * Calendly does not describe it in public: parameters and answer are plain JSON.
   */
  getContact(input: GetContactInput, options?: CallOptions): Promise<Json>;

  /**
   * Changes a contact.
   *
   * `PATCH /contacts/{uuid}`, scope `contacts:write`
   *
   * Calendly does not describe it in public: parameters and answer are plain JSON.
   */
  updateContact(input: UpdateContactInput, options?: CallOptions): Promise<Json>;

  /**
   * Deletes a contact.
   *
   * `DELETE /contacts/{uuid}`, scope `contacts:write`
   *
   * Calendly does not describe it in public: parameters and answer are plain JSON.
   */
  deleteContact(input: DeleteContactInput, options?: CallOptions): Promise<Json>;

  /**
   * The fields that were added.
   *
   * `GET /contacts/custom_field_definitions`, scope `contacts:read`
   *
   * Calendly does not describe it in public: parameters and answer are plain JSON.
   */
  listCustomFieldDefinitions(input?: ListCustomFieldDefinitionsInput, options?: CallOptions): Promise<Json>;

  /**
   * Adds a field.
   *
   * `POST /contacts/custom_field_definitions`, scope `contacts:write`
   *
   * Calendly does not describe it in public: parameters and answer are plain JSON.
   */
  createCustomFieldDefinition(input: CreateCustomFieldDefinitionInput, options?: CallOptions): Promise<Json>;

  /**
   * One field.
   *
   * `GET /contacts/custom_field_definitions/{uuid}`, scope `contacts:read`
   *
   * Calendly does not describe it in public: parameters and answer are plain JSON.
   */
  getCustomFieldDefinition(input: GetCustomFieldDefinitionInput, options?: CallOptions): Promise<Json>;

  /**
   * The lists of contacts.
   *
   * `GET /contact_lists`, scope `contacts:read`
   *
   * Calendly does not describe it in public: parameters and answer are plain JSON.
   */
  listContactLists(input?: ListContactListsInput, options?: CallOptions): Promise<Json>;

  /**
   * Makes a list.
   *
   * `POST /contact_lists`, scope `contacts:write`
   *
   * Calendly does not describe it in public: parameters and answer are plain JSON.
   */
  createContactList(input: CreateContactListInput, options?: CallOptions): Promise<Json>;

  /**
   * One list.
   *
   * `GET /contact_lists/{uuid}`, scope `contacts:read`
   *
   * Calendly does not describe it in public: parameters and answer are plain JSON.
   */
  getContactList(input: GetContactListInput, options?: CallOptions): Promise<Json>;

  /**
   * Changes a list.
   *
   * `PATCH /contact_lists/{uuid}`, scope `contacts:write`
   *
   * Calendly does not describe it in public: parameters and answer are plain JSON.
   */
  updateContactList(input: UpdateContactListInput, options?: CallOptions): Promise<Json>;

  /**
   * Puts contacts into a list.
   *
   * `POST /contact_lists/{uuid}/memberships`, scope `contacts:write`
   *
   * Calendly does not describe it in public: parameters and answer are plain JSON.
   */
  addContactListMemberships(input: AddContactListMembershipsInput, options?: CallOptions): Promise<Json>;

  /**
   * Takes contacts out of a list.
   *
   * `POST /contact_lists/{uuid}/memberships/removal`, scope `contacts:write`
   *
   * Calendly does not describe it in public: parameters and answer are plain JSON.
   */
  removeContactListMemberships(input: RemoveContactListMembershipsInput, options?: CallOptions): Promise<Json>;

  /**
   * Notes about contacts; one's own only.
   *
   * `GET /notes`, scope `contacts:read`
   *
   * Calendly does not describe it in public: parameters and answer are plain JSON.
   */
  listNotes(input?: ListNotesInput, options?: CallOptions): Promise<Json>;

  /**
   * Writes a note. Not idempotent: every execution writes another one.
   *
   * `POST /notes`, scope `contacts:write`
   *
   * Calendly does not describe it in public: parameters and answer are plain JSON.
   */
  createNote(input: CreateNoteInput, options?: CallOptions): Promise<Json>;

  /**
   * One note.
   *
   * `GET /notes/{uuid}`, scope `contacts:read`
   *
   * Calendly does not describe it in public: parameters and answer are plain JSON.
   */
  getNote(input: GetNoteInput, options?: CallOptions): Promise<Json>;

  /**
   * Recaps, page by page.
   *
   * `GET /meeting_recaps`, scope `meeting_recaps:read`
   *
   * Calendly does not describe it in public: parameters and answer are plain JSON.
   */
  listMeetingRecaps(input?: ListMeetingRecapsInput, options?: CallOptions): Promise<Json>;

  /**
   * One recap.
   *
   * `GET /meeting_recaps/{uuid}`, scope `meeting_recaps:read`
   *
   * Calendly does not describe it in public: parameters and answer are plain JSON.
   */
  getMeetingRecap(input: GetMeetingRecapInput, options?: CallOptions): Promise<Json>;

  /**
   * What was said in a meeting.
   *
   * `GET /meeting_recaps/{uuid}/transcript`, scope `meeting_recaps:read`
   *
   * Calendly does not describe it in public: parameters and answer are plain JSON.
   */
  getMeetingRecapTranscript(input: GetMeetingRecapTranscriptInput, options?: CallOptions): Promise<Json>;

  /**
   * Changes a recap.
   *
   * `PATCH /meeting_recaps/{uuid}`, scope `meeting_recaps:write`
   *
   * Calendly does not describe it in public: parameters and answer are plain JSON.
   */
  updateMeetingRecap(input: UpdateMeetingRecapInput, options?: CallOptions): Promise<Json>;

  /**
   * Deletes a recap.
   *
   * `DELETE /meeting_recaps/{uuid}`, scope `meeting_recaps:write`
   *
   * Calendly does not describe it in public: parameters and answer are plain JSON.
   */
  deleteMeetingRecap(input: DeleteMeetingRecapInput, options?: CallOptions): Promise<Json>;

  /**
   * The activity log of an organization, the newest entries first. Needs the Enterprise plan.
   *
   * `GET /activity_log_entries`, scope `activity_log:read`
   */
  listActivityLogEntries(input: ListActivityLogEntriesInput, options?: CallOptions): List<ActivityLogEntry, Page<ActivityLogEntry> & ActivityLogTotals>;

  /**
   * The messages that were sent for an organization. Needs the Enterprise plan.
   *
   * `GET /outgoing_communications`, scope `outgoing_communications:read`
   */
  listOutgoingCommunications(input: ListOutgoingCommunicationsInput, options?: CallOptions): List<Json>;

  /**
   * Deletes all data of invitees with these addresses, for good. Accepted at once and done within seven days. Needs the Enterprise plan.
   *
   * `POST /data_compliance/deletion/invitees`, scope `data_compliance:write`
   */
  deleteInviteeData(input: DeleteInviteeDataInput, options?: CallOptions): Promise<void>;

  /**
   * Deletes all scheduled events of a time in the past, for good. Accepted at once and done within seven days. Needs the Enterprise plan.
   *
   * `POST /data_compliance/deletion/events`, scope `data_compliance:write`
   */
  deleteScheduledEventData(input: DeleteScheduledEventDataInput, options?: CallOptions): Promise<void>;
}
