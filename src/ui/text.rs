//! Every sentence that a person reads. Each says what happened and what to do.

use crate::auth::{DEFAULT_SCOPES, SignInError};
use crate::booking::{Form, Layout, TypeOrder};
use crate::browser::consent::Obstacle;
use crate::client::diagnosis::Finding;
use crate::client::{Error, Kind};

pub const NAME: &str = "Slotlink";
pub const SIGN_IN: &str = "Sign in with Calendly";
pub const SIGN_IN_AGAIN: &str = "Sign in again";
pub const ALLOW: &str = "Allow it";
pub const TOKEN_LACKS: &str = "Use a token that has it.";
pub const SIGN_IN_TITLE: &str = "Share times that work";
pub const SIGN_IN_LEAD: &str = "Sign in to see the available times of your event types, copy some of them, and make links that can be booked once.";
const SIGN_IN_SCOPES: &str = "Slotlink asks to read your profile, event types and availability, and to create scheduling links. Nothing else.";
pub const WAITING_TITLE: &str = "Continue in the other window";
pub const WAITING: &str = "The sign-in goes on in the window that opened.";
pub const WAITING_HELP: &str =
    "If you do not see it, look behind this window, or cancel and sign in again.";
pub const LEAVING: &str = "Going to Calendly…";
pub const LEAVING_HELP: &str =
    "The sign-in takes the place of this page, which comes back after it.";
pub const EXCHANGING: &str = "Signing in…";
pub const SIGNED_IN: &str = "Signed in.";
pub const IN_ANOTHER_TAB: &str = "This tab is a copy: its session goes on in the tab it was copied from. Sign in to work here as well.";
pub const CANCELLED: &str = "Sign-in cancelled.";
pub const CANCEL: &str = "Cancel";
pub const DENIED: &str = "Access was not allowed. You can sign in again whenever you like.";
const POPUP_BLOCKED: &str = "The browser blocked the sign-in window. Allow pop-ups for this page, then choose “Sign in” again.";
const INSECURE: &str = "Signing in needs a secure page. Open this page over https.";
const NO_CRYPTO: &str = "This browser has no secure random numbers, so signing in would not be safe. Use a current browser.";
const NO_ORIGIN: &str = "This page is in a frame that may not keep its own origin, so the answer of a sign-in could never reach it. The page around it must allow that (sandbox=\"allow-same-origin\").";
const NO_STORAGE: &str = "This browser does not let the page remember the sign-in. Allow storage for this page, then sign in again.";
pub const NO_TOKEN: &str = "The page gave no access token. Reload the page, or ask its developer.";
pub const BAD_TOKEN: &str =
    "The access token has characters that cannot be sent. Copy it again, without quotation marks.";
pub const TOKEN_INSTEAD: &str = "Use a personal access token instead";
pub const TOKEN: &str = "Personal access token";
pub const USE_TOKEN: &str = "Use this token";
pub const TOKEN_HELP: &str = "It stays in the memory of this page, and is gone when you sign out or reload. Calendly makes one under Integrations, API & webhooks.";
pub const TOKEN_REFUSED: &str =
    "Calendly does not accept this token, or no longer. Paste another one, or sign in.";
pub const TOKEN_GONE: &str = "Signed out: the token is no longer in this page. Calendly accepts it until you revoke it there.";
const NOT_STARTED_HERE: &str =
    "That sign-in was not started in this tab, or was finished already. Sign in again.";
pub const SESSION_ENDED: &str =
    "Your session has ended. Sign in again to go on; what you chose and wrote is kept.";
pub const SIGNING_OUT: &str = "Signing out…";
pub const SIGNED_OUT: &str = "Signed out, and the access was revoked at Calendly.";
pub const SIGNED_OUT_NOT_CONFIRMED: &str = "Signed out here. Calendly did not confirm that the access was revoked; you can remove it there under connected apps.";
pub const TOKEN_LEFT: &str =
    "Signed out here. The page has a token of its own, which Calendly still accepts.";
pub const OWNER_CHANGED: &str = "Calendly now answers for another account, so you were signed out. Nothing of the one before is left here. Sign in again.";
pub const SIGNED_OUT_ELSEWHERE: &str =
    "Signed out: you signed out of this account in another place.";
pub const ACCOUNT_UNKNOWN: &str =
    "Calendly has not said yet whose account this is. Wait a moment, then create the link again.";
pub const SIGN_IN_FIRST: &str = "Nobody is signed in. Sign in, then create the link again.";
pub const NO_EVENT_TYPE: &str =
    "No event type is chosen yet. Choose one, then create the link again.";
pub const LINK_BUSY: &str =
    "Another link is just being created. Wait until it is there, then try again.";
pub const CREATING: &str = "Creating a link…";
pub const LINK_UNKNOWN: &str = "Calendly did not answer. The link may exist, perhaps more than once, but nobody has its address. It is marked Unknown in your links; you can create another.";
pub const LINK_NOT_SENT: &str =
    "You are offline, so nothing was sent. Create the link again when you are back online.";
pub const JOURNAL_REFUSED: &str = "This browser does not keep a list of links for this page. Copy the link now: it cannot be shown again later.";
pub const LINK_FORGOTTEN: &str = "Removed from the list. The link itself still works.";
pub const UNKNOWN_FORGOTTEN: &str =
    "Removed from the list. Whether there is such a link, nobody knows.";
pub const EXPIRED_FORGOTTEN: &str = "Removed from the list.";
pub const NOT_FORGOTTEN: &str =
    "This browser could not take the link out of its list. It stays there; try again later.";
pub const LINK_COPIED: &str = "Link copied.";
pub const COPY_REFUSED: &str =
    "The browser did not allow copying. Select the text and copy it by hand.";
pub const NOTHING_AHEAD: &str = "No times in the next 12 months.";
pub const SINGLE_USE_LABEL: &str = "Or choose another time (this link can be booked once)";

pub const EVENT_TYPE: &str = "Event type";
pub const CHANGE: &str = "Change";
pub const UNNAMED: &str = "Unnamed event type";
pub const ONE_ON_ONE: &str = "one-on-one";
pub const GROUP: &str = "group";
pub const ROUND_ROBIN: &str = "round robin";
pub const COLLECTIVE: &str = "collective";
pub const TEAM: &str = "team";
pub const SECRET: &str = "secret";
pub const SEVERAL_PLACES: &str = "several places";
pub const CHOOSE_EVENT_TYPE: &str = "Choose an event type";
pub const SEARCH_EVENT_TYPES: &str = "Search event types";
pub const NO_EVENT_TYPES_TITLE: &str = "No active event types";
pub const NO_EVENT_TYPES: &str = "This account has no active event type. Create one, or switch one on, in Calendly, then reload the list.";
pub const STILL_LOADING: &str = "More event types are still on their way.";
pub const FILTER: &str = "Filter";
pub const WHOSE: &str = "Whose";
pub const MINE: &str = "My event types";
pub const ORGANIZATION: &str = "All of the organization";
pub const ORDER: &str = "Sort by";
pub const SCHEDULE: &str = "Availability schedule";
pub const ANY_SCHEDULE: &str = "Any schedule";
pub const BY_SCHEDULE: &str = "Filter by availability schedule";
pub const LOADING_SCHEDULES: &str = "Loading schedules…";
pub const INACTIVE_TOO: &str = "Inactive ones too";
pub const MANAGED_ONLY: &str = "Managed by an admin only";
pub const RESET_FILTER: &str = "Reset the filter";
pub const INACTIVE: &str = "inactive";
pub const COMBINE: &str = "Combine with others";
pub const COMBINE_HELP: &str = "Choose the event types to show together. The first one stays.";
pub const COMBINE_DONE: &str = "Show common times";
pub const COMBINED: &str = "Combined event types";
pub const TIMES_WHEN: &str = "Show times when";
pub const ALL_OF_THEM: &str = "all of them";
pub const ALL_FREE: &str = "All are free";
pub const ANY_FREE: &str = "Any is free";
pub const LINK_FOR: &str = "Links are for";
pub const ADD_ANOTHER: &str = "Add another";
pub const TAKE_OUT: &str = "Take out";
pub const NEW: &str = "new";
pub const OFFLINE: &str = "You are offline.";
pub const ONLINE: &str = "You are online again.";
pub const NO_LINK_OFFLINE: &str = "No link was added: that needs a network.";
pub const NO_MATCH: &str = "Nothing matches. Try fewer letters.";
pub const RELOAD_LIST: &str = "Reload the list";
pub const TIME_ZONE: &str = "Time zone";
pub const SEARCH_ZONES: &str = "Search by city, zone or offset";
pub const INVITEE_ZONE: &str = "Invitee’s time zone";
pub const CLOCK_24: &str = "24-hour clock";
pub const WEEK_STARTS: &str = "Week starts on";
pub const VIEW: &str = "View";
pub const TODAY: &str = "Today";
pub const PREVIOUS_WEEK: &str = "Previous week";
pub const NEXT_WEEK: &str = "Next week";
pub const SHOW_LATER: &str = "Show later times";
pub const TIMES_KEYS: &str = "Arrow keys move between times. With Shift they pick, as Shift and Space do, from the time that was picked last.";
pub const SECOND_ZONE: &str = "Second time zone";
pub const ADD_SECOND_ZONE: &str = "Add a second time zone";
pub const SECOND_ZONE_REMOVED: &str = "Times are shown in one time zone.";
pub const WRITE_TIMES_IN: &str = "Write times in:";
pub const DRAG_CANCELLED: &str = "Cancelled. What was picked before is picked.";
pub const PREVIOUS_MONTH: &str = "Previous month";
pub const NEXT_MONTH: &str = "Next month";
pub const REFRESH: &str = "Refresh";
pub const LOADING_TIMES: &str = "Loading times";
pub const RETRY: &str = "Retry";
pub const CHECK: &str = "Check the connection";
pub const SELECT_DAY: &str = "Select day";
pub const CLEAR_DAY: &str = "Clear day";
pub const CLEAR: &str = "Clear";
pub const COPY: &str = "Copy";
pub const COPY_TIMES: &str = "Copy times";
pub const COPY_AS: &str = "Copy as";
pub const DOWNLOAD: &str = "Download";
pub const EDIT_MESSAGE: &str = "Edit the message";
pub const MESSAGE: &str = "Message";
pub const RESET_MESSAGE: &str = "Reset to default";
pub const UNDO: &str = "Undo";
pub const MESSAGE_RESET: &str = "The message is the default again. Undo brings yours back.";
pub const MESSAGE_HELP: &str = "{times} are the chosen times, {link} a new single-use link where one is added, {event} and {duration} the event type’s, {zone} the invitee’s time zone, {note} your note, {name} your name. A line whose placeholder has nothing to say is left out. A calendar file has no message.";
pub const BOOK_THIS: &str = "Book this time";
pub const COPYING: &str = "Copying…";
pub const PREVIEW: &str = "Preview";
pub const INCLUDE_LINK: &str = "Add a new single-use link";
pub const CREATE_LINK: &str = "Create single-use link";
pub const CREATING_SHORT: &str = "Creating…";
pub const NOTE: &str = "Note for your list";
/// Where a link will stand that is made when the message is copied.
pub const LINK_TO_COME: &str = "https://calendly.com/d/…";
pub const TAG_REFUSED: &str = "This browser could not keep the tag. Write it down with the link.";
pub const NOTE_HINT: &str = "Who is it for?";
pub const LINKS: &str = "Links";
pub const RECENT_LINKS: &str = "Recent links";
pub const NO_LINKS: &str = "No links yet. A link that you create is kept here, in this browser.";
pub const BACK_TO_TIMES: &str = "Back to times";
pub const OPEN: &str = "Open";
pub const OPTIONS: &str = "Options";
pub const REMOVE: &str = "Remove";
pub const CREATE_ANOTHER: &str = "Create another";
pub const NAME_LABEL: &str = "Name";
pub const NAME_HINT: &str = "Filled in for the invitee";
pub const EMAIL_LABEL: &str = "Email";
pub const EMAIL_HINT: &str = "name@example.com";
pub const CAMPAIGN: &str = "Campaign tracking (UTM)";
pub const SHARE: &str = "Share";
pub const SHARE_REFUSED: &str = "The browser did not allow sharing. Copy the link instead.";
pub const QR_CODE: &str = "QR code";
pub const QR_NAME: &str = "QR code of the link";
pub const DOWNLOAD_SVG: &str = "Download SVG";
pub const QR_TOO_LONG: &str =
    "The link is too long for a QR code. Shorten what is filled in for the invitee.";
pub const ANSWERS: &str = "Answers to your questions";
pub const ANSWERS_HELP: &str = "Filled in for the invitee, who can change them.";
pub const NO_ANSWER: &str = "No answer";
pub const TAG_LINK: &str = "Tag this link, so that its booking can be recognised (utm_content)";
pub const LINK_FACTS: &str = "can be booked once · unused links end after 90 days";
pub const STATE_OPEN: &str = "Open";
pub const STATE_UNKNOWN: &str = "Unknown";
pub const STATE_SENDING: &str = "Sending";
pub const STATE_EXPIRED: &str = "Expired";
pub const UNKNOWN_HELP: &str = "Calendly did not answer; it may exist";
pub const SENDING_HELP: &str = "Another tab is creating it";
pub const EXPIRED_HELP: &str = "over 90 days old: probably no longer bookable";
pub const ACCOUNT: &str = "Account";
pub const SIGN_OUT: &str = "Sign out";
pub const DISMISS: &str = "Dismiss";
pub const SETUP_TITLE: &str = "One thing is missing";
pub const TRY_SANDBOX: &str = "Or try it without an account: start the local sandbox and open";
pub const NO_DAY: &str = "Choose a day to see its times.";
pub const NO_TIMES_DAY: &str = "No times on this day.";
pub const SEARCHING: &str = "Looking ahead…";
pub const FIND_NEXT: &str = "Find the next available time";
pub const NOT_LOADED: &str = "times not loaded";
pub const FOR_INVITEE_IN: &str = "for an invitee in";

pub fn unknown_zone(unknown: &str, used: &str) -> String {
    format!("“{unknown}” is not a time zone this browser knows. Times are shown in {used} instead.")
}

pub fn unknown_invitee_zone(unknown: &str, used: &str) -> String {
    format!(
        "“{unknown}” is not a time zone this browser knows. Messages are written for {used} instead."
    )
}

pub fn zone_changed(city: &str) -> String {
    format!("Times are shown in {city} time.")
}

pub fn invitee_zone_changed(city: &str) -> String {
    format!("Messages are written for {city} time.")
}

pub fn second_zone_added(city: &str) -> String {
    format!("Every time is shown in {city} time as well.")
}

pub fn remove_zone(city: &str) -> String {
    format!("Remove {city}")
}

/// The second time of each slot, and what the moon beside it means. The hours are in the locale's own script and direction.
pub fn legend(city: &str, offset: &str, from: &str, to: &str) -> String {
    format!(
        "The second time is in {city} ({offset}). Shaded, with a moon: night there, \u{2068}{from}\u{2069}–\u{2068}{to}\u{2069}."
    )
}

pub const LIST_CUT_SHORT: &str =
    "There are more event types than could be read. Reset or change the filter to find others.";
pub const LIST_CHANGED: &str =
    "The list of event types changed while it was read. Reload the page if one is missing.";

/// What a sign-in asks for.
pub fn sign_in_scopes(scopes: &[String]) -> String {
    let usual = scopes
        .iter()
        .all(|scope| DEFAULT_SCOPES.contains(&scope.as_str()));
    if usual {
        SIGN_IN_SCOPES.to_owned()
    } else {
        let scopes = scopes.join(", ");
        format!("Slotlink asks for these permissions: {scopes}. Nothing else.")
    }
}

/// Times of an answer that are none.
pub fn not_understood(count: usize) -> String {
    let (times, are) = if count == 1 {
        ("time", "is")
    } else {
        ("times", "are")
    };
    format!(
        "Calendly sent {count} {times} that cannot be read and {are} not shown. Its own page has all of them."
    )
}

/// What follows on what.
pub fn then(first: &str, last: &str) -> String {
    format!("{first}, then {last}")
}

pub fn night_in(city: &str) -> String {
    format!("night in {city}")
}

/// "+1 day".
pub fn days_apart(days: i32) -> String {
    let sign = if days < 0 { "−" } else { "+" };
    match days.unsigned_abs() {
        1 => format!("{sign}1 day"),
        n => format!("{sign}{n} days"),
    }
}

/// The same, as it is read out.
pub fn days_apart_aloud(days: i32) -> String {
    match days {
        1 => "the next day".into(),
        -1 => "the day before".into(),
        n if n < 0 => format!("{} days before", n.unsigned_abs()),
        n => format!("{n} days later"),
    }
}

/// Clocks are moved by so many minutes on `day`, after which they show `offset`.
pub fn clock_change(city: &str, minutes: i32, day: &str, offset: &str) -> String {
    let way = if minutes < 0 { "back" } else { "forward" };
    let minutes = minutes.unsigned_abs();
    let by = match (minutes / 60, minutes % 60) {
        (1, 0) => "1 hour".into(),
        (hours, 0) => format!("{hours} hours"),
        _ => format!("{minutes} minutes"),
    };
    format!("Clocks in {city} go {way} by {by} on {day}. Times after that are in {offset}.")
}

/// So many times of a range were picked or dropped, and how many are chosen now.
pub fn range_picked(picked: bool, count: usize, all: usize) -> String {
    let done = if picked { "picked" } else { "dropped" };
    [&times(count), " ", done, ". ", &selected(all), "."].concat()
}

pub fn event_types_loaded(count: usize) -> String {
    if count == 0 {
        return "No event types.".to_owned();
    }
    format!("{count} event types. Choose one.")
}

pub fn event_type_chosen(name: &str) -> String {
    format!("{name} chosen.")
}

/// How many are offered, and how many the filter keeps back.
pub fn offered(count: usize, hidden: usize) -> String {
    format!("{count} event types, {hidden} hidden by the filter.")
}

pub fn hidden(count: usize) -> String {
    format!("{count} hidden")
}

pub fn hidden_by_filter(count: usize) -> String {
    format!("{count} hidden by the filter.")
}

pub fn show_inactive(count: usize) -> String {
    match count {
        1 => "Show the inactive one".into(),
        n => format!("Show the {n} inactive ones"),
    }
}

/// The order of a list of event types.
pub fn order(order: TypeOrder) -> &'static str {
    match order {
        TypeOrder::Name => "Name",
        TypeOrder::Position => "Order on the booking page",
        TypeOrder::Created => "Newest first",
        TypeOrder::Updated => "Last changed first",
    }
}

pub fn joined(name: &str, count: usize) -> String {
    format!("{name} added: {count} event types are combined.")
}

pub fn left(name: &str, count: usize) -> String {
    match count {
        1 => format!("{name} taken out: one event type is shown."),
        n => format!("{name} taken out: {n} event types are combined."),
    }
}

/// "Intro call + 2 more"
pub fn and_more(count: usize) -> String {
    format!("+ {count} more")
}

/// That combined event types end at different times.
pub fn different_durations(minutes: &str) -> String {
    format!("They begin together and last {minutes} min.")
}

/// How old something is: "just now", "5 minutes ago", "3 hours ago", "2 days ago".
pub fn ago(minutes: i64) -> String {
    let (count, unit) = match minutes {
        ..1 => return "just now".into(),
        1..60 => (minutes, "minute"),
        60..1440 => (minutes / 60, "hour"),
        _ => (minutes / 1440, "day"),
    };
    let many = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{many} ago")
}

/// Times that were seen earlier; `checking`: they are being asked for again.
pub fn as_of(ago: &str, checking: bool) -> String {
    let rest = if checking { ", checking…" } else { "" };
    format!("As of {ago}{rest}")
}

/// What an answer has changed: "2 new, 3 are gone"
pub fn changed(came: usize, went: usize) -> String {
    let new = format!("{came} new");
    let gone = match went {
        1 => "1 time is gone".to_owned(),
        n => format!("{n} times are gone"),
    };
    match (came, went) {
        (_, 0) => new,
        (0, _) => gone,
        _ => [&new, ", ", &gone].concat(),
    }
}

pub fn offline_since(time: &str) -> String {
    format!(
        "You are offline since {time}. What is shown is what was last known; it is checked by itself when you are online again."
    )
}

pub fn may_be_gone(seen: &str) -> String {
    format!("These are the times as of {seen}: some may be gone by now.")
}

pub fn more_matches(count: usize) -> String {
    format!("{count} more: type to narrow the list")
}

pub fn times(count: usize) -> String {
    match count {
        0 => "no times".into(),
        1 => "1 time".into(),
        n => format!("{n} times"),
    }
}

pub fn day_summary(day: &str, count: usize) -> String {
    format!("{day}: {}", times(count))
}

pub fn selected(count: usize) -> String {
    match count {
        0 => "No times selected".into(),
        1 => "1 time selected".into(),
        n => format!("{n} times selected"),
    }
}

pub fn times_gone(count: usize) -> String {
    match count {
        1 => "One of the chosen times is no longer available and was taken out.".into(),
        n => format!("{n} of the chosen times are no longer available and were taken out."),
    }
}

pub fn copied(count: usize) -> String {
    match count {
        1 => "1 time copied.".into(),
        n => format!("{n} times copied."),
    }
}

pub fn downloaded(count: usize) -> String {
    match count {
        1 => "Calendar file with 1 time downloaded.".into(),
        n => format!("Calendar file with {n} times downloaded."),
    }
}

/// The message of those who have written none.
pub fn default_message(count: usize) -> &'static str {
    if count == 1 {
        "This time works for {event}:\n\n{times}\n\nOr choose another time (this link can be booked once): {link}"
    } else {
        "These times work for {event}:\n\n{times}\n\nOr choose another time (this link can be booked once): {link}"
    }
}

pub fn unknown_placeholders(words: &[&str]) -> String {
    let mut out = String::new();
    for word in words {
        let comma = if out.is_empty() { "{" } else { ", {" };
        out = [&out, comma, word, "}"].concat();
    }
    out + match words {
        [] => "",
        [_] => " is not a placeholder and stays as it is.",
        _ => " are not placeholders and stay as they are.",
    }
}

/// A way of laying times out.
pub fn layout(layout: Layout) -> &'static str {
    match layout {
        Layout::Month => "Month",
        Layout::Week => "Week",
        Layout::List => "List",
    }
}

/// A form in which times are copied.
pub fn form(form: Form) -> &'static str {
    match form {
        Form::Rich => "Formatted text",
        Form::Plain => "Plain text",
        Form::Markdown => "Markdown",
        Form::Slack => "Slack",
        Form::Calendar => "Calendar file",
    }
}

pub const LINK_CREATED: &str = "Link created";

pub fn link_created(name: &str) -> String {
    format!("Link for {name} created.")
}

/// Nothing is sent until this time: Calendly asked for a pause or lets no answer be read, or as much was sent as it allows in a
/// minute.
pub fn paused(until: &str) -> String {
    format!(
        "Calendly takes no more requests for now. Slotlink goes on by itself soon after {until}."
    )
}

pub fn legacy_scope(scopes: &str) -> String {
    format!(
        "The scope “default” is Calendly’s old word for everything. Slotlink asks for what it needs instead: {scopes}."
    )
}

pub fn updated_at(time: &str) -> String {
    format!("Updated {time}")
}

pub fn no_times_in(month: &str) -> String {
    format!("No times in {month}.")
}

pub fn next_is(when: &str) -> String {
    format!("Next: {when}")
}

pub fn nothing_until(month: &str) -> String {
    format!("No times up to {month}.")
}

/// `of`: the event type, where there are several.
pub fn gap(of: &str, from: &str, to: &str, why: &str) -> String {
    let days = if from == to {
        from.to_owned()
    } else {
        format!("{from} to {to}")
    };
    let of = if of.is_empty() {
        String::new()
    } else {
        format!("“{of}” from ")
    };
    format!("The times of {of}{days} could not be loaded. {why}")
}

pub fn spots(count: u32) -> String {
    if count == 1 {
        "1 spot left".into()
    } else {
        format!("{count} spots left")
    }
}

pub fn for_note(note: &str) -> String {
    format!("for {note}")
}

pub fn tagged(tag: &str) -> String {
    format!("tag {tag}")
}

pub fn open_at(month: &str) -> String {
    format!("Start with {month}")
}

pub fn age(days: u32) -> String {
    match days {
        0 => "today".into(),
        1 => "yesterday".into(),
        n => format!("{n} days ago"),
    }
}

pub fn ends_soon(days: u32) -> String {
    match days {
        0 => "ends today if unused".into(),
        1 => "ends tomorrow if unused".into(),
        n => format!("ends in {n} days if unused"),
    }
}

pub fn bad_event_type(given: &str, why: &crate::api::uri::UriError) -> String {
    format!("The event type “{given}” cannot be used: {why}. Set event-type to its URI or UUID.")
}

pub fn foreign_event_type(given: &str) -> String {
    format!("“{given}” is none of the event types of the account that is signed in.")
}

pub fn minutes(minutes: u32) -> String {
    format!("{minutes} min")
}

/// Why no sign-in can begin here.
pub fn obstacle(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::InsecureContext => INSECURE,
        Obstacle::PopupBlocked => POPUP_BLOCKED,
        Obstacle::NoCrypto => NO_CRYPTO,
        Obstacle::NoStorage => NO_STORAGE,
        Obstacle::NoOrigin => NO_ORIGIN,
    }
}

/// Why the browser came back from the authorization page without a code, or with one that cannot be used.
pub fn sign_in_failed(error: &SignInError) -> String {
    match error.code() {
        "state_mismatch" => NOT_STARTED_HERE.into(),
        "attempt_expired" => "The sign-in took longer than ten minutes. Sign in again.".into(),
        "invalid_scope" => {
            "Calendly refused the requested scopes. The app must be registered with every scope that this page asks for.".into()
        }
        _ if error.is_transient() => "Calendly could not sign you in just now. Wait a minute, then sign in again.".into(),
        _ => format!("The sign-in did not succeed: {error}. Sign in again."),
    }
}

/// As many tokens were asked for as may be in a minute.
const TOKENS_SPENT: &str =
    "Slotlink signs in and renews sessions four times a minute at most. Try again in a minute.";

/// Why a code could not be turned into a session.
pub fn exchange_failed(error: &Error) -> String {
    if error.kind() == Kind::TokenBudget {
        return TOKENS_SPENT.into();
    }
    if error.oauth_code() == Some("invalid_grant") {
        return "The sign-in was used already or took too long. Sign in again.".into();
    }
    if error.is_offline() {
        return "You are offline. Sign in again when you are back online.".into();
    }
    // A timeout of the server's is no refusal.
    if let Some(status @ 400..500) = error.status().filter(|status| *status != 408)
        && error.oauth_code().is_none()
    {
        return format!("Calendly refused to finish the sign-in ({status}). Sign in again.");
    }
    if error.is_transient() {
        return "Calendly could not be reached to finish the sign-in. Sign in again.".into();
    }
    format!(
        "The sign-in did not succeed: {}. Sign in again.",
        error.message()
    )
}

/// Why Calendly made no link.
pub fn link_refused(error: &Error) -> String {
    format!("No link was created. {}", problem(error))
}

/// What an error of the API means and what to do about it.
pub fn problem(error: &Error) -> String {
    if error.insufficient_scope() {
        return lacking(error.required_scopes());
    }
    if error.needs_sign_in() {
        return "Sign in again to go on.".into();
    }
    if error.is_offline() {
        return "You are offline.".into();
    }
    if error.kind() == Kind::NotSent {
        let cause = match error.message() {
            "" => "Calendly cannot be reached",
            cause => cause,
        };
        return ["Nothing was sent: ", cause, ". Try again."].concat();
    }
    if error.kind() == Kind::TokenBudget {
        return TOKENS_SPENT.into();
    }
    if error.rate_limited() {
        return "Calendly asks to slow down. Try again in a minute.".into();
    }
    if error.is_transient() || error.status() == Some(408) {
        return "Calendly did not answer.".into();
    }
    if error.kind() == Kind::UnexpectedAnswer {
        return format!(
            "What came is no answer of Calendly’s ({}). If this network has a sign-in page of its own, open that first; then try again.",
            error.message()
        );
    }
    let mut words = error.message().to_owned();
    for detail in error.details() {
        words = [&words, " ", &detail.message].concat();
    }
    if words.is_empty() {
        let status = error.status().unwrap_or_default();
        return format!("Calendly answered with {status} and without a word. Try again later.");
    }
    format!("Calendly says: {words}")
}

/// What a check of the connection found.
pub fn finding(finding: &Finding, error: Option<&Error>) -> String {
    match finding {
        Finding::Fine => "The connection is fine: Calendly answers and knows the account.".into(),
        Finding::SignedOut => "Calendly answers, but nobody is signed in, or no longer. Sign in again.".into(),
        Finding::Offline => "This device is offline. Go online and try again.".into(),
        Finding::Cors => "The server answers, but does not let this page read what it says (CORS). The page’s developer must check its address, or the proxy in between.".into(),
        Finding::Network => "Nothing answers. A firewall, a content blocker or this page’s own policy (connect-src) may be in the way; or the server is down.".into(),
        Finding::Clock(minutes) => {
            let direction = if *minutes > 0 { "fast" } else { "slow" };
            let minutes = minutes.unsigned_abs();
            format!("The clock of this device is {minutes} minutes {direction}. Set it right, then sign in again.")
        }
        Finding::Scope(scopes) => lacking(scopes),
        Finding::Plan => ["Calendly does not allow this to the account: its plan or its role is not enough. ", &error.map(problem).unwrap_or_default()].concat(),
        Finding::Other => error.map(problem).unwrap_or_default(),
    }
}

fn lacking(scopes: &[String]) -> String {
    let scopes = scopes.join(", ");
    format!("This needs a permission that was not given: {scopes}.")
}

/// A location of an event type, by Calendly's `kind`.
pub fn place(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "zoom_conference" => "Zoom",
        "google_conference" => "Google Meet",
        "microsoft_teams_conference" => "Microsoft Teams",
        "webex_conference" => "Webex",
        "gotomeeting_conference" => "GoTo Meeting",
        "physical" => "in person",
        "inbound_call" | "outbound_call" => "phone",
        "ask_invitee" => "invitee decides",
        "custom" => "custom place",
        _ => return None,
    })
}
