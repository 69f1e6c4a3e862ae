//! Zones and ways of writing time: from the attributes, else remembered, else the browser's.

use leptos::prelude::untrack;

use super::App;
use crate::booking::{Form, Normalised, ZoneEntry, normalise_zone, zone_city};
use crate::browser::intl::{knows_zone, offset_seconds, own_zone, zones};
use crate::browser::runtime::now;
use crate::browser::storage::{forget_preference, preference, remember};
use crate::browser::window::when_idle;
use crate::order;
use crate::time::Weekday;
use crate::ui::text;

impl App {
    /// Takes zones, hour cycle and first weekday from the attributes or from what was remembered.
    pub fn read_preferences(self) {
        let (zone, invitee) = self.options.with_untracked(|options| {
            (
                options.given("timezone").map(str::to_owned),
                options.given("invitee-timezone").map(str::to_owned),
            )
        });
        let own = own_zone();
        let chosen = zone
            .or_else(|| preference("timezone"))
            .unwrap_or_else(|| own.clone());
        let mut notes = Vec::new();
        let zone = self.known_zone(&chosen, &own).unwrap_or_else(|unknown| {
            notes.push(text::unknown_zone(&unknown, &own));
            own.clone()
        });
        let invitee = invitee
            .or_else(|| preference("invitee-timezone"))
            .map_or_else(|| Ok(zone.clone()), |wanted| self.known_zone(&wanted, &own));
        let invitee = invitee.unwrap_or_else(|unknown| {
            notes.push(text::unknown_invitee_zone(&unknown, &zone));
            zone.clone()
        });
        self.zone_note
            .set(Some(notes.join(" ")).filter(|note| !note.is_empty()));
        if self.zone.get_untracked() != zone {
            self.zone.set(zone);
            // Today may be in another month there, and the month begins and ends at other times.
            self.show_month(self.month.get_untracked());
        }
        if self.invitee_zone.get_untracked() != invitee {
            self.invitee_zone.set(invitee);
        }
        let second =
            preference("second-timezone").and_then(|zone| self.known_zone(&zone, &own).ok());
        if second.is_some() {
            self.second_zone.set(second);
        }
        if let Some(form) = preference("copy-as") {
            self.copy_as.set(Form::named(&form));
        }
        self.hours24
            .set(preference("hour-cycle").map(|cycle| cycle == "24"));
        self.first_day
            .set(preference("first-day").and_then(|day| Weekday::from_number(day.parse().ok()?)));
    }

    /// Has the first formatters made, which are slow, while nobody waits for them.
    pub fn prepare(self) {
        when_idle(move || {
            if !self.zone.is_disposed() {
                untrack(move || {
                    let _ = (self.offsets.get(), self.week_start(), self.span_name());
                });
            }
        });
    }

    /// Whoever travels sees the times of where they are, unless page or person named a zone.
    pub(super) fn follow_own_zone(self) {
        let named = self
            .options
            .with_untracked(|options| options.given("timezone").is_some());
        if !named && preference("timezone").is_none() && self.zone.get_untracked() != own_zone() {
            self.read_preferences();
        }
    }

    fn known_zone(self, raw: &str, own: &str) -> Result<String, String> {
        if raw == own {
            return Ok(raw.to_owned());
        }
        match normalise_zone(raw, &zones(), knows_zone) {
            Normalised::Known(zone) | Normalised::Repaired { to: zone, .. } => Ok(zone),
            Normalised::Unknown(raw) => Err(raw),
        }
    }

    /// All zones for the pickers, with their offsets of today; computed when a picker opens.
    pub fn list_zones(self) {
        let mut ids = zones();
        let used = [
            Some(self.zone.get_untracked()),
            self.second_zone.get_untracked(),
            Some(self.invitee_zone.get_untracked()),
            Some("UTC".to_owned()),
        ];
        for extra in used.into_iter().flatten() {
            if !ids.contains(&extra) {
                ids.push(extra);
            }
        }
        let today = now();
        let mut entries: Vec<ZoneEntry> = ids
            .into_iter()
            .map(|id| {
                let offset = offset_seconds(&id, today).unwrap_or_default();
                ZoneEntry::new(id, offset)
            })
            .collect();
        // Those that are most likely wanted come first: in use, the browser's, the account's, UTC.
        let account = self
            .user
            .with_untracked(|user| user.ready().map(|user| user.timezone.clone()));
        let own = own_zone();
        let likely = [
            Some(self.zone.get_untracked()),
            self.second_zone.get_untracked(),
            Some(self.invitee_zone.get_untracked()),
            Some(own.clone()),
            account.and_then(|zone| self.known_zone(&zone, &own).ok()),
            Some("UTC".to_owned()),
        ];
        let rank = |id: &str| {
            likely
                .iter()
                .position(|zone| zone.as_deref() == Some(id))
                .unwrap_or(likely.len())
        };
        let key = |zone: &ZoneEntry| (rank(&zone.id), zone.offset_seconds);
        order::sort(&mut entries, |one, other| {
            let (first, second) = (key(one), key(other));
            first < second || first == second && one.city < other.city
        });
        self.zones.set(entries);
    }

    /// Shows times in `zone` from now on.
    pub fn choose_zone(self, zone: String) {
        remember("timezone", &zone);
        self.zone_note.set(None);
        self.announce(text::zone_changed(&zone_city(&zone)));
        let followed = self.invitee_zone.get_untracked() == self.zone.get_untracked();
        if followed && preference("invitee-timezone").is_none() {
            self.invitee_zone.set(zone.clone());
        }
        // The chosen day is a day of the old zone: the first chosen or shown instant tells which day is meant now.
        self.zone.set(zone);
        self.show_month(self.month.get_untracked());
    }

    /// Writes messages for an invitee in `zone` from now on.
    pub fn choose_invitee_zone(self, zone: String) {
        remember("invitee-timezone", &zone);
        self.zone_note.set(None);
        self.announce(text::invitee_zone_changed(&zone_city(&zone)));
        self.invitee_zone.set(zone);
    }

    /// Shows every time in this zone as well from now on, or in the first one only.
    pub fn choose_second_zone(self, zone: Option<String>) {
        match &zone {
            Some(zone) => {
                remember("second-timezone", zone);
                self.announce(text::second_zone_added(&zone_city(zone)));
            }
            None => {
                forget_preference("second-timezone");
                self.announce(text::SECOND_ZONE_REMOVED);
            }
        }
        self.second_zone.set(zone);
    }

    /// Copies times in this form from now on.
    pub fn choose_form(self, form: Form) {
        remember("copy-as", form.name());
        self.copy_as.set(form);
    }

    /// What this account has remembered under a name in this browser.
    pub(super) fn recall(self, name: &str) -> Option<String> {
        preference(&self.own_key(name)?)
    }

    /// Remembers something for this account, or forgets it; nothing while nobody is known.
    pub(super) fn keep(self, name: &str, value: Option<&str>) {
        match (self.own_key(name), value) {
            (Some(key), Some(value)) => remember(&key, value),
            (Some(key), None) => forget_preference(&key),
            _ => {}
        }
    }

    fn own_key(self, name: &str) -> Option<String> {
        let account = self.account.get_untracked()?;
        Some([name, ":", &account].concat())
    }

    /// Takes over the message that this account has written in this browser, if there is one.
    pub fn recall_template(self) {
        let template = self.recall("message");
        if template.is_some() {
            self.template.set(template);
        }
    }

    /// Writes messages by this template from now on; by the default one where there is none.
    pub fn write_template(self, template: Option<String>) {
        // Kept by account: what people write to others may be personal.
        self.keep("message", template.as_deref());
        self.template.set(template);
    }

    /// 24 hours or 12.
    pub fn choose_hours24(self, hours24: bool) {
        remember("hour-cycle", if hours24 { "24" } else { "12" });
        self.hours24.set(Some(hours24));
    }

    /// The weekday with which weeks begin.
    pub fn choose_first_day(self, day: Weekday) {
        remember("first-day", &day.number().to_string());
        self.first_day.set(Some(day));
    }

    /// The weekday with which weeks begin, by attribute, choice or locale.
    pub fn week_start(self) -> Weekday {
        let by_attribute = self.options.with(|options| options.first_day());
        by_attribute
            .or(self.first_day.get())
            .unwrap_or_else(|| self.style.get().first_weekday())
    }
}
