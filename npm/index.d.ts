// Types of the elements that importing `slotlink` registers, of their attributes' properties,
// their methods and their events.

/** Where a widget asks: Calendly itself, or a local sandbox. */
export type Server = 'live' | 'sandbox';

/** How signing in happens: in a popup, or by leaving the page and coming back. */
export type SignInMode = 'popup' | 'redirect';

/** One time that can be booked. */
export interface Slot {
  /** The instant it starts, in UTC: "2026-12-08T08:00:00.000000Z". */
  start: string;
  /** How many invitees still fit in: 1 for one-on-one types. */
  inviteesRemaining: number;
  /** The booking page of exactly this time, when Calendly names one. */
  schedulingUrl?: string;
}

/** An event type of the signed-in host. */
export interface EventType {
  /** Its full address at the API, which is also its identity. */
  uri: string;
  name: string;
  /** Minutes. */
  duration: number;
  schedulingUrl?: string;
}

/** A single-use link that exists. */
export interface SingleUseLink {
  /** What an invitee opens, with the prefill and campaign parameters that were asked for. */
  url: string;
  /** The event type it books. */
  eventType: string;
  /** The instant it was made, in UTC. */
  createdAt: string;
}

export interface ReadyDetail {
  /** Version of the package. */
  version: string;
}

export interface SignedInDetail {
  /** Address of the signed-in user at the API. */
  user: string;
  /** Scopes that were granted, which may be fewer than were asked for. */
  scopes: string[];
}

export interface SignedOutDetail {
  /** `user`: asked for; `ended`: the server ended it; `changed`: client id or an address changed. */
  reason: 'user' | 'ended' | 'changed';
  /** Whether the server confirmed that the tokens are revoked. */
  revoked: boolean;
}

export interface EventTypeChangeDetail {
  eventType: EventType | null;
}

export interface SlotSelectDetail {
  /** All selected times in order, not only the last one touched. */
  slots: Slot[];
}

export interface LinkCreatedDetail {
  link: SingleUseLink;
}

export interface ErrorDetail {
  /** Stable, for programs. */
  code: string;
  /** For logs; what people read is on the element itself. */
  message: string;
  /** HTTP status of the answer, when there was one. */
  status?: number;
}

/** Events of both elements. All of them bubble and leave the shadow root. */
export interface SlotlinkEventMap {
  'ready': CustomEvent<ReadyDetail>;
  'signed-in': CustomEvent<SignedInDetail>;
  'signed-out': CustomEvent<SignedOutDetail>;
  'event-type-change': CustomEvent<EventTypeChangeDetail>;
  'slot-select': CustomEvent<SlotSelectDetail>;
  'link-created': CustomEvent<LinkCreatedDetail>;
  'error': CustomEvent<ErrorDetail>;
}

/** What both elements have. Every property reflects the attribute named beside it. */
export declare class SlotlinkElement extends HTMLElement {
  /** `client-id`: of the OAuth app registered with Calendly. There is never a secret. */
  clientId: string;
  /** `redirect-uri`: where callback.html is served; must equal the registered one character by character. */
  redirectUri: string;
  /** `server`: `live` unless told otherwise. */
  server: Server;
  /** `scopes`: separated by spaces; by default the fewest the element needs. */
  scopes: string;
  /** `authorize-url`: in the place of Calendly's. */
  authorizeUrl: string;
  /** `token-url`: in the place of Calendly's. */
  tokenUrl: string;
  /** `revoke-url`: in the place of Calendly's. */
  revokeUrl: string;
  /** `api-url`: in the place of Calendly's. */
  apiUrl: string;
  /** `event-type`: address or id of the one event type to offer; without it the host chooses. */
  eventType: string;
  /** `timezone`: IANA name; by default the browser's. */
  timezone: string;
  /** `invitee-timezone`: the zone of copied times; by default the one above. */
  inviteeTimezone: string;
  /** `hour-cycle`: 12 or 24; by default the locale's. */
  hourCycle: '12' | '24' | '';
  /** `first-day`: first day of the week, 1 is Monday and 7 Sunday; by default the locale's. */
  firstDay: '1' | '2' | '3' | '4' | '5' | '6' | '7' | '';
  /** `locale`: BCP 47, for dates and numbers; by default the page's language. */
  locale: string;
  /** `sign-in`: `popup` for the widget, `redirect` for the dashboard. */
  signInMode: SignInMode;
  /** `heading-level`: level of the element's topmost heading, 1 to 6. */
  headingLevel: string;

  /** Starts signing in. Call it in a click: browsers open popups only then. */
  signIn(): Promise<void>;
  /** Ends the session here, and at the server as far as a client without a secret can. */
  signOut(): Promise<void>;
  /** Chooses an event type by its address. */
  selectEventType(uri: string): Promise<void>;
  /** Selects exactly these times, given as instants; those that are not offered are left out. */
  selectTimes(times: Iterable<string | Date>): Promise<Slot[]>;
  /** Copies the selected times as a message. Call it in a click: browsers guard the clipboard. */
  copyTimes(): Promise<void>;
  /** Makes one single-use link for the chosen event type. Never sent twice for one call. */
  createLink(): Promise<SingleUseLink>;
  /** Asks for the shown times again. */
  refresh(): Promise<void>;
  /** Shows the day of the next available time. */
  goToNextAvailable(): Promise<void>;

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
