// Types of the live feed: what webhooks tell of, found by asking.
import type { InviteeWebhook, RoutingFormSubmissionWebhook } from '../webhooks.js';

/** What can be found by asking. The other events of webhooks are refused: Calendly keeps or describes too little. */
export type LiveFeedEvent =
  | 'invitee.created' | 'invitee.canceled' | 'invitee_no_show.created' | 'routing_form_submission.created';

/**
 * The envelope of a webhook. `created_at` is when the thing happened, `created_by` the user who polls, and the payload
 * is as it is when it is found. `webhookKey` of `slotlink/webhooks` tells a change from every other.
 */
export type LiveFeedEnvelope<Event extends LiveFeedEvent = LiveFeedEvent> = Event extends 'routing_form_submission.created'
  ? RoutingFormSubmissionWebhook
  : InviteeWebhook & { event: Event };

/** What survives a reload, and who polls. Texts under names; there is nothing about people in them. */
export interface LiveFeedStore {
  load(name: string): string | null | undefined | Promise<string | null | undefined>;
  save(name: string, memory: string): void | Promise<void>;
  /** Waits until nobody else has the name; kept with a function that gives it back. */
  lock?(name: string, signal?: AbortSignal): Promise<() => void>;
}

export interface LiveFeedOptions<Event extends LiveFeedEvent = LiveFeedEvent> {
  events: readonly Event[];
  /** Of whose changes. `routing_form_submission.created` goes with `organization` only. */
  scope: 'organization' | 'user' | 'group';
  /** Address or identifier; that of the user who is signed in, unless said otherwise. */
  organization?: string;
  /** In the scope `user`: who is signed in, unless said otherwise. */
  user?: string;
  /** Needed in the scope `group`. */
  group?: string;
  /**
   * From when on changes count, by Calendly's clock; from now on by this machine's, unless said otherwise. What the store
   * remembers goes before it.
   */
  since?: Date | string;
  /** For how many days after its beginning a meeting is looked at; 7 unless said otherwise. */
  horizonDays?: number;
  /** Most requests that are begun in a minute, repetitions not counted; 25 unless said otherwise. */
  requestsPerMinute?: number;
  /** Seconds between two polls; 60 unless said otherwise. After failures it grows, up to five minutes. */
  interval?: number;
  /** In a page `localStorage` with a Web Lock, elsewhere the memory of this feed, unless said otherwise. */
  store?: LiveFeedStore;
  /** Ends the feed. */
  signal?: AbortSignal;
  /** Is told of failures that pass; the feed goes on after them. */
  onError?(error: Error): void;
}

export interface ClientFeed {
  /**
   * The changes that webhooks tell of, found by asking. Every change that can be seen is handed out at least once, and
   * again only where the program ended before it asked for the next one. Ends when its signal is aborted; failures that
   * do not pass, and those of the store, are thrown.
   */
  liveFeed<Event extends LiveFeedEvent>(options: LiveFeedOptions<Event>): AsyncGenerator<LiveFeedEnvelope<Event>, void, undefined>;
}
