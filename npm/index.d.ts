// Types of the element that importing `slotlink` registers, of its attributes' properties, its methods and its events.
// `<slotlink-dashboard>`, which the standalone page has and this package has not, has the same ones.

/** Where a widget asks: Calendly itself, or a local sandbox. */
export type Server = 'live' | 'sandbox';

/** There is something to choose from: signed in, and the event types or times are on screen. */
export interface ReadyDetail {}

export interface SignedInDetail {
  /** Address of the signed-in user at the API. */
  account: string;
}

export interface SignedOutDetail {
  /** `person`: asked for; `expired`: the session ended by itself; `host`: an option of the element changed. */
  reason: 'person' | 'expired' | 'host';
}

export interface EventTypeChangeDetail {
  /** Full address of the event type at the API, which is also its identity. */
  uri: string;
  name: string;
  /** Minutes. */
  duration: number;
}

export interface SlotSelectDetail {
  /** All chosen times in order, not only the last one touched: RFC 3339 in UTC. */
  times: string[];
}

export interface LinkCreatedDetail {
  /** What an invitee opens. It can be booked once. */
  booking_url: string;
  /** Full address of the event type at the API. */
  event_type: string;
  event_type_name: string;
  /** The note that was typed beside it. */
  note: string;
  /** RFC 3339 in UTC. */
  created_at: string;
}

export interface ErrorDetail {
  /** Stable, for programs. */
  code: string;
  /** For people; the element shows it too. */
  message: string;
}

/** Events of the element. All of them bubble and leave the shadow root. */
export interface SlotlinkEventMap {
  'ready': CustomEvent<ReadyDetail>;
  'signed-in': CustomEvent<SignedInDetail>;
  'signed-out': CustomEvent<SignedOutDetail>;
  'event-type-change': CustomEvent<EventTypeChangeDetail>;
  'slot-select': CustomEvent<SlotSelectDetail>;
  'link-created': CustomEvent<LinkCreatedDetail>;
  'error': CustomEvent<ErrorDetail>;
}

/** What a check of the connection found. */
export interface ConnectionFinding {
  /**
   * `cors`: something answers and the page may not read it; `network`: nothing answers; `error`: what the message says.
   * `clock`: the computer's clock is wrong. It is compared where a sign-in or a renewal in this page has brought tokens, and
   * nowhere else: with a token that was given or pasted, and on a dashboard that was reloaded, a wrong clock is `ok`.
   */
  code: 'ok' | 'signed_out' | 'offline' | 'cors' | 'network' | 'clock' | 'scope' | 'plan' | 'error';
  /** For people; the element shows it too. */
  message: string;
}

/**
 * A personal access token, or a function that returns one or a promise of one within ten seconds: it is asked when one is
 * needed, and once more where Calendly refused it.
 */
export type TokenSource = string | ((why: { reason: 'missing' | 'refused' }) => string | Promise<string>);

/**
 * What the element has. A property is null while its attribute is absent; setting it to null takes
 * the attribute away. Changing one never mounts the element anew.
 */
export declare class SlotlinkElement extends HTMLElement {
  /** `client-id`: of the OAuth app registered with Calendly. There is never a secret. */
  clientId: string | null;
  /** `redirect-uri`: where callback.html is served; must equal the registered one character by character. */
  redirectUri: string | null;
  /** `server`: `live` unless told otherwise. */
  server: Server | null;
  /** `scopes`: separated by spaces, or a list; by default the fewest the element needs. */
  get scopes(): string | null;
  set scopes(value: string | readonly string[] | null);
  /** `authorize-url`: in the place of Calendly's. */
  authorizeUrl: string | null;
  /** `token-url`: in the place of Calendly's. */
  tokenUrl: string | null;
  /** `revoke-url`: in the place of Calendly's. */
  revokeUrl: string | null;
  /** `api-url`: in the place of Calendly's. */
  apiUrl: string | null;
  /** `event-type`: address or id of the one event type to offer; without it the host chooses. */
  eventType: string | null;
  /** `timezone`: IANA name; by default the browser's. */
  timezone: string | null;
  /** `invitee-timezone`: the zone of copied times; by default the one above. */
  inviteeTimezone: string | null;
  /** `hour-cycle`: by default what the person chose, else the locale's. */
  hourCycle: '12' | '24' | null;
  /** `first-day`: first day of the week, 1 is Monday and 7 Sunday; by default what the person chose, else the locale's. */
  firstDay: '1' | '2' | '3' | '4' | '5' | '6' | '7' | null;
  /** `locale`: BCP 47, for dates and numbers; by default the page's language. */
  locale: string | null;
  /** `view`: how times are laid out at first; by default what the person chose last, else a month. */
  view: 'month' | 'week' | 'list' | null;
  /** `heading-level`: level of the element's topmost heading, 1 to 6; 2 when absent. */
  headingLevel: string | null;
  /**
   * `token-worker`: address of the package's `worker.js` on the page's own origin. The worker then holds the tokens and
   * makes the requests; the page has none, and a reload ends the session.
   */
  tokenWorker: string | null;
  /**
   * `personal-token`: whether a person may paste a personal access token in the place of signing in. It stays in the page's
   * memory. By default it is hidden, and with `token-worker` always.
   */
  personalToken: 'offer' | 'hide' | null;
  /** `theme`: by default the page's `color-scheme` decides. */
  theme: 'light' | 'dark' | null;

  /**
   * A token to use instead of signing in. Never an attribute, so that it is not in the page's markup;
   * reading it gives nothing back.
   */
  set token(value: TokenSource | null);
  get token(): undefined;

  // The attribute `sign-in` (popup or redirect) has no property: its name is the method's. `setAttribute` sets it.

  /** Starts signing in. Call it in a click: browsers open popups only then. */
  signIn(): Promise<void>;
  /** Gives up a sign-in that is under way. Where that is about to leave the page, all loading of the page is stopped with it. */
  cancelSignIn(): Promise<void>;
  /** Ends the session here, and at the server as far as a client without a secret can. */
  signOut(): Promise<void>;
  /** Chooses an event type by its address. */
  selectEventType(uri: string): Promise<void>;
  /** Chooses exactly these times, RFC 3339 with a zone; those that are not offered are left out. */
  selectTimes(times: readonly string[]): Promise<void>;
  /**
   * Copies the chosen times, in the form that the person has chosen, and resolves to the text of it, or to null when
   * nothing was copied: also while an earlier copy is under way. Call it in a click: browsers guard the clipboard.
   */
  copyTimes(): Promise<string | null>;
  /**
   * Makes one single-use link for the chosen event type and resolves to its address, or to null when
   * it was not made or nobody knows; the `error` event and the element say which: `signed_out`, `no_event_type`,
   * `unknown_account`, or what Calendly said. Never sent twice: called again while one is made for the same event type
   * and with the same note, it resolves to that one; for another it is `busy`.
   */
  createLink(): Promise<string | null>;
  /** Asks for the shown times again. */
  refresh(): Promise<void>;
  /** Shows the day of the next available time of the chosen event type; does nothing while none is chosen. */
  goToNextAvailable(): Promise<void>;
  /** Finds out what stands between this page and Calendly, shows it, and resolves to it; null where an option is wrong. */
  testConnection(): Promise<ConnectionFinding | null>;

  addEventListener<K extends keyof SlotlinkEventMap>(
    type: K,
    listener: (this: this, event: SlotlinkEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof SlotlinkEventMap>(
    type: K,
    listener: (this: this, event: SlotlinkEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** `<slotlink-widget>`: sign in, pick an event type, see its times, copy them, make links. */
export declare class SlotlinkWidget extends SlotlinkElement {}

declare global {
  interface HTMLElementTagNameMap {
    'slotlink-widget': SlotlinkWidget;
  }
}
