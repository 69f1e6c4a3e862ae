// Types of `slotlink/client`: every operation of Calendly's API for programs in pages, workers and servers.

import type { ClientBehaviour, Progress, RateLimit, RawRecord } from './behaviour.js';
import type { ClientFeed } from './feed.js';
import type { Operations } from './operations.js';

export * from './behaviour.js';
export * from './feed.js';
export * from './operations.js';

/** What every call takes beside its parameters. */
export interface CallOptions {
  /** Gives the call up. A write that was sent already may have been executed all the same. */
  signal?: AbortSignal;
  /** Told how far the call is. */
  onProgress?: (progress: Progress) => void;
}

/** Where a page stands in its list. */
export interface Pagination {
  /** Items on this page. */
  count: number;
  /** Full address of the next page; `null` on the last one. */
  next_page: string | null;
  previous_page: string | null;
  /** Goes into `page_token` of the same request; `null` on the last page. */
  next_page_token: string | null;
  previous_page_token: string | null;
}

/** One page of a list. Its two methods are not enumerable: as JSON it is what Calendly sent. */
export interface Page<Item> {
  collection: Item[];
  pagination: Pagination;
  /** The page after this one; `null` on the last one. */
  nextPage(): Promise<this | null>;
  /** The page before this one; `null` on the first one. */
  previousPage(): Promise<this | null>;
}

/**
 * A list. Awaited, it is its first page; iterated, it is every item of all pages, each once. Nothing is sent before one of
 * the two happens.
 */
export interface List<Item, Of = Page<Item>> extends PromiseLike<Of>, AsyncIterable<Item> {
  catch<Other = never>(broken?: ((reason: unknown) => Other | PromiseLike<Other>) | null): Promise<Of | Other>;
  finally(done?: (() => void) | null): Promise<Of>;
  /** The pages one after the other, without the items that were on an earlier one. */
  pages(): AsyncGenerator<Of, void>;
  /** Every item of all pages. */
  toArray(): Promise<Item[]>;
}

/** A complaint about one parameter. Of several that do not fit together each has one. */
export interface ErrorDetail {
  /** With a dot or an index for what stands inside of it: `invitee.email`, `rules[2].wday`. */
  parameter: string | null;
  message: string;
  code: string | null;
  /** Of a CSV file: the line in which the row begins; 1 is the first. */
  row?: number;
}

/** What went wrong. */
export declare class SlotlinkError extends Error {
  readonly name: 'SlotlinkError';
  /**
   * Stable: `offline`, `not_sent`, `network`, `timeout`, `aborted`, `signed_out`, `token`, `token_refused`, `token_unavailable`,
   * `token_budget`, `invalid_token`, `invalid_argument`, `range_too_long`, `unauthenticated`, `permission_denied`,
   * `plan_required`, `insufficient_scope`, `not_found`, `conflict`, `external_calendar`, `rate_limited`, `server_error`, `unexpected_status`,
   * `unexpected_answer`, `invalid_uri`, `configuration`, `unknown_operation`, `invalid_csv`, `module`, `internal`; of a sign-in also `not_a_page`,
   * `insecure_context`, `popup_blocked`, `no_crypto`, `no_storage`, `no_origin`, `access_denied`, `invalid_scope`, `authorization_refused`,
   * `state_mismatch`, `attempt_expired`, `connection_changed`, `issuer_mismatch`, `attempt_damaged`, `callback_invalid`.
   */
  readonly code: string;
  /** HTTP status, where there was an answer. */
  readonly status: number | null;
  /** What Calendly calls the exchange, where it lets scripts read it. */
  readonly requestId: string | null;
  readonly details: readonly ErrorDetail[];
  /** Scopes the token lacks, where that is the reason. */
  readonly requiredScopes: readonly string[];
  /** How far the request got: nothing left this machine, it was answered and not executed, or nobody knows. */
  readonly reach: 'not_sent' | 'refused' | 'unknown' | null;
  /** Whether the same call may succeed in a while. */
  readonly transient: boolean;
  /** Of a CSV file: how many problems there are; `details` has the first hundred. */
  readonly total?: number;
  /** Of a raw request that asked for it: what was sent and answered. */
  readonly debug?: RawRecord;
}

/** A token, or a function that gives one: it is asked when one is needed, and once more where Calendly refused it. */
export type TokenSource = string | ((why: { reason: 'missing' | 'refused' }) => string | Promise<string>);

export interface ClientOptions {
  /** Calendly itself, or the local sandbox at its usual address. `live` unless told otherwise. */
  server?: 'live' | 'sandbox';
  /** A personal access token or one of your own server, instead of a sign-in. */
  token?: TokenSource;
  /** Of the OAuth app registered with Calendly, kind "native". There is never a secret. */
  clientId?: string;
  /** Where callback.html is served; `callback.html` beside the page unless told otherwise. */
  redirectUri?: string;
  /** What to ask for; the fewest that the widget needs unless told otherwise. */
  scopes?: string | readonly string[];
  /** In the place of Calendly's. */
  authorizeUrl?: string;
  tokenUrl?: string;
  revokeUrl?: string;
  apiUrl?: string;
  /** Keeps the session in this tab's storage, over a reload. Otherwise it lives in memory. */
  keepSession?: boolean;
  /** The compiled module, where compiling is forbidden; or where it is to be fetched from. */
  module?: WebAssembly.Module | BufferSource | Response | URL | string;
  /** By default 50 requests in 60 seconds until an answer says, or a read that tries shows, that more are allowed. The pages of one user share it. */
  rateLimit?: RateLimit;
  /** The same for the second module, of what is beside Calendly's own operations (`slotlink/tools.wasm`). */
  toolsModule?: ClientOptions['module'];
  /**
   * Told what is to be known of a list that was read to the end of its pages; without it the console is. `list_cut_short`:
   * the pages did not end, at the 200th or at one that came again, and the rest was not read. `list_changed`: an item was on
   * two pages, or a page token expired and the list was read again; something may have moved to a page that was read before.
   */
  onNotice?: (notice: { code: 'list_cut_short' | 'list_changed'; operation: string }) => void;
}

/** What a client is doing. */
export interface ClientStatus {
  signedIn: boolean;
  /**
   * Address of the user, once it is known. After a sign-in it is at once; of a given token it is after `getCurrentUser`, or
   * after something else that has to ask who that is (`liveFeed`, `reconcile` of some operations). Reading `status` sends
   * nothing.
   */
  owner: string | null;
  /** What a sign-in was granted; empty for a given token, of which Calendly does not tell it. */
  scopes: string[];
  /** Until when requests wait, because Calendly takes no more for now or the rate budget is used up. */
  pausedUntil: Date | null;
}

export interface Client extends Operations, ClientBehaviour, ClientFeed {
  /** Kept when the module runs and the options are right. Calls wait for it by themselves. */
  readonly ready: Promise<void>;
  readonly status: ClientStatus;
  /**
   * Signs in, in a window of its own or by leaving the page. To be called within a click, after `ready`.
   * Whether the person has closed the window cannot be known: until `cancelSignIn` the promise stays open.
   */
  signIn(options?: { redirect?: boolean }): Promise<void>;
  /** Gives up a sign-in under way; its promise is broken with `signed_out`. */
  cancelSignIn(): void;
  /** Takes over the session this tab kept, or the answer to a redirect. Whether there is one. */
  restore(): Promise<boolean>;
  /** Signs out. Whether Calendly confirmed that the access is revoked. */
  signOut(): Promise<boolean>;
  /** Calls an operation by its own name, `ListEventTypes`; a list answers with its first page, as plain JSON. */
  call(operation: string, input?: object, options?: CallOptions): Promise<unknown>;
}

/** A client of Calendly's API. Nothing is sent until a method is called. */
export declare function createClient(options?: ClientOptions): Client;
