// Types of `slotlink/webhooks`: the check of a webhook's signature, and what a webhook says.

/** The header's name, in small letters. */
export const HEADER: 'calendly-webhook-signature';
/** Seconds that a call may be older or newer than the clock, unless said otherwise. */
export const TOLERANCE: 180;

export interface WebhookCall {
  /** As it arrived: a body that was parsed and written again is another one. */
  body: string | Uint8Array | ArrayBuffer | ArrayBufferView;
  /** Value of `Calendly-Webhook-Signature`; missing where the call has none. */
  header: string | null | undefined;
  /** The subscription's signing key, or the OAuth application's. */
  signingKey: string | Uint8Array | ArrayBuffer;
  /** Seconds that the call may be older or newer than `now`; 180 unless said otherwise. */
  tolerance?: number | { oldest?: number; newest?: number };
  /** The server's clock, in milliseconds since 1970 where it is a number; now unless said otherwise. */
  now?: Date | number;
}

/**
 * - `missing`: there is no signature
 * - `malformed`: the header has another form
 * - `unknown_scheme`: all signatures are of schemes other than `v1`
 * - `mismatch`: another key, another body or another time
 * - `too_old`, `too_new`: rightly signed, beyond the tolerance; `too_old` of a guard: from before what it remembers
 * - `replayed`: taken already
 * - `too_many`: more calls within the tolerance than can be remembered; to be answered with 503: Calendly calls again
 * - `not_json`, `not_webhook`: rightly signed, but no envelope
 */
export type WebhookErrorCode =
  | 'missing' | 'malformed' | 'unknown_scheme' | 'mismatch' | 'too_old' | 'too_new' | 'replayed' | 'too_many'
  | 'not_json' | 'not_webhook';

/** Why a call is not taken. */
export class WebhookError extends Error {
  constructor(code: WebhookErrorCode);
  readonly name: 'WebhookError';
  /** Stable, for programs. */
  readonly code: WebhookErrorCode;
}

export interface VerifiedSignature {
  readonly signedAt: Date;
}

/** Checks a call's signature. Throws a `WebhookError`, and a `TypeError` where the options cannot be used. */
export function verifySignature(call: WebhookCall): Promise<VerifiedSignature>;

/** Checks a call's signature and reads its body. Throws as `verifySignature` does. */
export function verifyWebhook(call: WebhookCall): Promise<Webhook>;

/** What tells a change from every other: the same however often it is told, by a webhook or by the live feed. */
export function webhookKey(webhook: Webhook): string;

/**
 * Takes each call once. Servers that share a subscription share the guard too, or a call can be taken by each of them.
 */
export class ReplayGuard {
  /** Remembers at most so many calls: as many as can arrive within the tolerance. */
  constructor(most: number);
  /**
   * Takes what `verifyWebhook` or `verifySignature` gave. Throws `replayed` or `too_many`, and `too_old` where it cannot
   * know any more whether it took the call: a clock was set back, or more is tolerated than ever before.
   */
  take(verified: Webhook | VerifiedSignature, now?: Date | number): void;
  /** Gives a call back that could not be handled, so that it is taken when Calendly repeats it. */
  giveBack(verified: Webhook | VerifiedSignature): void;
}

/** One of the documented words; Calendly adds newer ones without notice. */
type Word<Known extends string> = Known | (string & {});

/** What happened. */
export type Webhook = InviteeWebhook | RoutingFormSubmissionWebhook | RecordWebhook;

/** What happened to an invitee. */
export interface InviteeWebhook {
  event: 'invitee.created' | 'invitee.canceled' | 'invitee_no_show.created' | 'invitee_no_show.deleted';
  /** RFC 3339 in UTC, as all times are. */
  created_at: string | null;
  /** Who made the subscription; of the live feed, who polls. */
  created_by: string | null;
  payload: Invitee & InviteeMeeting;
}

/** That a routing form was filled in. */
export interface RoutingFormSubmissionWebhook {
  event: 'routing_form_submission.created';
  created_at: string | null;
  created_by: string | null;
  payload: RoutingFormSubmission;
}

/** What happened to something that Calendly does not describe. */
export interface RecordWebhook {
  event:
    | 'meeting_recap.created' | 'meeting_recap.updated' | 'meeting_recap.deleted'
    | 'contact.created' | 'contact.updated' | 'contact.deleted';
  created_at: string | null;
  created_by: string | null;
  payload: { [name: string]: unknown };
}

/** The meeting of an invitee. */
export interface InviteeMeeting {
  scheduled_event: Event;
}

/** Somebody who booked. */
export interface Invitee {
  uri: string;
  email: string;
  name: string;
  first_name: string | null;
  last_name: string | null;
  status: Word<'active' | 'canceled'>;
  questions_and_answers: InviteeAnswer[];
  /** As Calendly sent it; may be no IANA name. */
  timezone: string | null;
  event: string;
  created_at: string;
  updated_at: string;
  tracking: Tracking | null;
  text_reminder_number: string | null;
  /** Whether this booking gave way to another one, `new_invitee`. */
  rescheduled: boolean;
  old_invitee: string | null;
  new_invitee: string | null;
  cancel_url: string | null;
  reschedule_url: string | null;
  routing_form_submission: string | null;
  /** Missing unless the invitee is canceled. */
  cancellation?: Cancellation | null;
  payment: Payment | null;
  no_show: InviteeNoShow | null;
  reconfirmation: Reconfirmation | null;
  scheduling_method: Word<'instant_book' | 'api'> | null;
  invitee_scheduled_by: string | null;
}

export interface InviteeAnswer {
  question: string;
  /** Several choices stand in lines of their own. */
  answer: string;
  position: number;
}

export interface Tracking {
  utm_campaign: string | null;
  utm_source: string | null;
  utm_medium: string | null;
  utm_content: string | null;
  utm_term: string | null;
  salesforce_uuid: string | null;
}

export interface Cancellation {
  canceled_by: string;
  reason: string | null;
  canceler_type: Word<'host' | 'invitee'>;
  created_at: string;
}

export interface Payment {
  external_id: string | null;
  provider: Word<'stripe' | 'paypal'>;
  amount: number | string | null;
  currency: string | null;
  terms: string | null;
  successful: boolean;
}

export interface InviteeNoShow {
  uri: string;
  /** Missing where the mark stands in its invitee. */
  invitee?: string;
  created_at: string;
}

export interface Reconfirmation {
  created_at: string | null;
  confirmed_at: string | null;
}

/** A meeting. */
export interface Event {
  uri: string;
  name: string | null;
  meeting_notes_plain: string | null;
  /** Foreign markup: never to be put into a page as it is. */
  meeting_notes_html: string | null;
  status: Word<'active' | 'canceled'>;
  /** In older answers only. */
  booking_method?: Word<'instant' | 'poll'> | null;
  start_time: string;
  end_time: string;
  event_type: string | null;
  location: EventLocation | null;
  invitees_counter: InviteesCounter;
  created_at: string;
  updated_at: string;
  event_memberships: EventMembership[];
  event_guests: EventGuest[];
  calendar_event: CalendarEvent | null;
  /** Missing unless the event is canceled. */
  cancellation?: Cancellation | null;
}

export type EventLocation = EventPlace | EventConference | { type: string & {}; [name: string]: unknown };

export interface EventPlace {
  type: 'physical' | 'outbound_call' | 'inbound_call' | 'ask_invitee' | 'custom';
  location: string | null;
  additional_info?: string | null;
}

export interface EventConference {
  type: 'google_conference' | 'zoom_conference' | 'gotomeeting' | 'microsoft_teams_conference' | 'webex_conference';
  status: Word<'initiated' | 'processing' | 'pushed' | 'failed'>;
  join_url: string | null;
  data: unknown;
}

export interface InviteesCounter {
  /** Canceled ones included. */
  total: number;
  active: number;
  limit: number;
}

export interface EventMembership {
  user: string | null;
  user_email: string | null;
  user_name: string | null;
  buffered_start_time: string | null;
  buffered_end_time: string | null;
}

export interface EventGuest {
  email: string;
  created_at: string;
  updated_at: string;
}

export interface CalendarEvent {
  kind: Word<'exchange' | 'google' | 'icloud' | 'outlook' | 'outlook_desktop'>;
  external_id: string | null;
}

/** A form that was filled in. */
export interface RoutingFormSubmission {
  uri: string;
  routing_form: string;
  questions_and_answers: RoutingFormAnswer[];
  tracking: Tracking | null;
  /** Missing as long as nothing was decided. */
  result?: SubmissionResult | null;
  submitter: string | null;
  submitter_type: Word<'Invitee'> | null;
  created_at: string;
  updated_at: string;
}

export interface RoutingFormAnswer {
  question_uuid: string | null;
  question: string;
  answer: string;
}

export type SubmissionResult =
  | SubmissionRedirect | SubmissionMessage | { type: string & {}; [name: string]: unknown };

export interface SubmissionRedirect {
  type: 'event_type' | 'external_url';
  value: string;
}

export interface SubmissionMessage {
  type: 'custom_message';
  value: CustomMessage;
}

export interface CustomMessage {
  headline: string;
  body: string;
}
