//! The one builder of addresses. Pages use the paths as they are; letters, feeds and calendar entries need
//! [`Links::absolute`]. Slugs, regions and themes are lower-case words joined by `-` and ids are UUIDs, so they stand in
//! a path as they are. To add an address, add a function here or in the file of its area, and a line to the test.

mod account;
mod administer;
mod organise;
mod people;
mod proposals;

use std::fmt::Display;

use url::Url;
use url::form_urlencoded::byte_serialize;

/// Builds addresses below one public address.
#[derive(Debug, Clone)]
pub struct Links {
    origin: String,
}

impl Links {
    /// Links below the public address of the service, of which scheme, host and port are used.
    pub fn new(public_url: &Url) -> Self {
        Self {
            origin: public_url.origin().ascii_serialization(),
        }
    }

    /// The absolute address of a path that one of the functions below made.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// The path of the home page, showing one region, one theme, both or all.
    pub fn home(region: Option<&str>, theme: Option<&str>) -> String {
        match (region, theme) {
            (None, None) => "/".into(),
            (Some(region), None) => format!("/?region={region}"),
            (None, Some(theme)) => format!("/?theme={theme}"),
            (Some(region), Some(theme)) => format!("/?region={region}&theme={theme}"),
        }
    }

    /// The page of an event.
    pub fn event(slug: &str) -> String {
        format!("/events/{slug}")
    }

    /// What each release of a programme changed.
    pub fn changes(slug: &str) -> String {
        format!("/events/{slug}/changes")
    }

    /// The Atom feed of the same.
    pub fn feed_changes(slug: &str) -> String {
        format!("/events/{slug}/changes.atom")
    }

    /// The programme of an event as it was in a release.
    pub fn programme_release(slug: &str, number: u32) -> String {
        format!("/events/{slug}/releases/{number}")
    }

    /// The page of a series of events.
    pub fn series(slug: &str) -> String {
        format!("/series/{slug}")
    }

    /// The programme of an event.
    pub fn programme(slug: &str) -> String {
        format!("/events/{slug}/programme")
    }

    /// Somebody's own agenda of an event; where they choose whether they get letters of it (POST).
    pub fn agenda(slug: &str) -> String {
        format!("/events/{slug}/agenda")
    }

    /// Where a session is put into an agenda (POST), or taken out of it: `removal`.
    pub fn agenda_session(slug: &str, session: &impl Display, what: &str) -> String {
        let rest = if what.is_empty() {
            String::new()
        } else {
            format!("/{what}")
        };
        format!("/events/{slug}/agenda/{session}{rest}")
    }

    /// Saying how an event was.
    pub fn feedback(token: &str) -> String {
        format!("/feedback/{token}")
    }

    /// Saying that its changes were seen: `POST` only.
    pub fn programme_seen(slug: &str) -> String {
        format!("{}/seen", Self::programme(slug))
    }

    /// The slots of an event.
    pub fn slots(slug: &str) -> String {
        format!("/events/{slug}/slots")
    }

    /// Where a delegate registers, and sees and withdraws their registration.
    pub fn registration(slug: &str) -> String {
        format!("/events/{slug}/registration")
    }

    /// Where a registration is withdrawn.
    pub fn withdrawal(registration: &impl Display) -> String {
        format!("/registrations/{registration}/withdrawal")
    }

    /// Where a hold on a slot is asked for (POST).
    pub fn slot_hold(slot: &impl Display) -> String {
        format!("/slots/{slot}/hold")
    }

    /// Where a company joins the waiting list of an event.
    pub fn join_waiting(slug: &str) -> String {
        format!("/events/{slug}/waiting")
    }

    /// Somebody's place on a waiting list, and what is offered to them.
    pub fn waiting(id: &impl Display) -> String {
        format!("/waiting/{id}")
    }

    /// Where what is offered is taken (POST).
    pub fn waiting_acceptance(id: &impl Display) -> String {
        format!("/waiting/{id}/acceptance")
    }

    /// Where somebody leaves a waiting list, or declines what is offered (POST).
    pub fn waiting_leaving(id: &impl Display) -> String {
        format!("/waiting/{id}/leaving")
    }

    /// Where a hold is extended (POST).
    pub fn slot_hold_extension(slot: &impl Display) -> String {
        format!("/slots/{slot}/hold/extension")
    }

    /// Where a slot is booked.
    pub fn slot_booking(slot: &impl Display) -> String {
        format!("/slots/{slot}/booking")
    }

    /// The page of a booking.
    pub fn booking(booking: &impl Display) -> String {
        format!("/bookings/{booking}")
    }

    /// Where a booking is cancelled.
    pub fn booking_cancellation(booking: &impl Display) -> String {
        format!("/bookings/{booking}/cancellation")
    }

    /// Where a booking is moved to another slot.
    pub fn booking_move(booking: &impl Display) -> String {
        format!("/bookings/{booking}/move")
    }

    /// Where a request to cancel late is taken back (POST).
    pub fn booking_cancellation_withdrawal(booking: &impl Display) -> String {
        format!("/bookings/{booking}/cancellation/withdrawal")
    }

    /// Where a booking is handed over to a colleague.
    pub fn booking_contact(booking: &impl Display) -> String {
        format!("/bookings/{booking}/contact")
    }

    /// Where another company is asked to change slots with a booking.
    pub fn booking_swap(booking: &impl Display) -> String {
        format!("/bookings/{booking}/swap")
    }

    /// A proposal to swap slots.
    pub fn swap(swap: &impl Display) -> String {
        format!("/swaps/{swap}")
    }

    /// Where the slides of a booking are sent.
    pub fn booking_slides(booking: &impl Display) -> String {
        format!("/bookings/{booking}/slides")
    }

    /// One version of them, to download.
    pub fn booking_slides_version(booking: &impl Display, version: &impl Display) -> String {
        format!("/bookings/{booking}/slides/{version}")
    }

    /// Where a version is removed (POST).
    pub fn booking_slides_removal(booking: &impl Display, version: &impl Display) -> String {
        format!("/bookings/{booking}/slides/{version}/removal")
    }

    /// The slides of a pitch, for everybody, where its company agreed.
    pub fn pitch_slides(slug: &str, booking: &impl Display) -> String {
        format!("/events/{slug}/slides/{booking}")
    }

    /// Where a member of the company says whether a booking was made for it.
    pub fn booking_claim(booking: &impl Display) -> String {
        format!("/bookings/{booking}/claim")
    }

    /// The page about personal data.
    pub fn privacy() -> String {
        "/privacy".into()
    }

    /// The same for an event, whose organiser answers for it.
    pub fn event_privacy(slug: &str) -> String {
        format!("/events/{slug}/privacy")
    }

    /// Who comes to an event, for those who take part in it.
    pub fn attendees(slug: &str) -> String {
        format!("/events/{slug}/attendees")
    }

    /// Where a delegate decides whether others see that they come (POST).
    pub fn listing(registration: &impl Display) -> String {
        format!("/registrations/{registration}/listing")
    }

    /// Where anybody complains about personal data (also POST).
    pub fn complaint() -> String {
        "/privacy/complaint".into()
    }

    /// The same, about an event.
    pub fn complaint_about(slug: &str) -> String {
        format!("/privacy/complaint?event={slug}")
    }

    /// The page that explains the feeds.
    pub fn subscribe() -> String {
        "/calendar".into()
    }

    /// The feed of every event.
    pub fn feed_all() -> String {
        "/calendar/all.ics".into()
    }

    /// The feed of a region.
    pub fn feed_region(region: &str) -> String {
        format!("/calendar/regions/{region}.ics")
    }

    /// The feed of what is within reach of a region.
    pub fn feed_near(region: &str) -> String {
        format!("/calendar/near/{region}.ics")
    }

    /// The feed of an organising body.
    pub fn feed_organiser(body: &impl Display) -> String {
        format!("/calendar/organisers/{body}.ics")
    }

    /// A path with filters, whose names and values are words and ids: nothing in them has to be encoded.
    pub fn with_query(path: &str, pairs: &[(&'static str, String)]) -> String {
        let named: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if named.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{}", named.join("&"))
        }
    }

    /// The feed of a series.
    pub fn feed_series(slug: &str) -> String {
        format!("/series/{slug}.ics")
    }

    /// The feed of a theme.
    pub fn feed_theme(theme: &str) -> String {
        format!("/calendar/themes/{theme}.ics")
    }

    /// The feed of one event's programme.
    pub fn feed_event(slug: &str) -> String {
        format!("/events/{slug}/calendar.ics")
    }

    /// The address that asks the visitor's own calendar program to subscribe to a feed.
    pub fn webcal(&self, feed: &str) -> String {
        let host = self
            .origin
            .split_once("://")
            .map_or(self.origin.as_str(), |(_, host)| host);
        format!("webcal://{host}{feed}")
    }

    /// The address at Google Calendar that subscribes to a feed.
    pub fn google(&self, feed: &str) -> String {
        format!(
            "https://calendar.google.com/calendar/r?cid={}",
            encoded(&self.webcal(feed))
        )
    }

    /// The address at Outlook on the web that subscribes to a feed under a name.
    pub fn outlook(&self, feed: &str, name: &str) -> String {
        let (url, name) = (encoded(&self.absolute(feed)), encoded(name));
        format!("https://outlook.office.com/calendar/0/addfromweb?url={url}&name={name}")
    }

    /// The letters of the demonstration.
    pub fn dev_mail() -> String {
        "/dev/mail".into()
    }

    /// The addresses that every page shows, by the name that templates use: `{{ paths.sign_in }}`.
    pub(crate) fn fixed() -> [(&'static str, String); 16] {
        [
            ("home", Self::home(None, None)),
            ("subscribe", Self::subscribe()),
            ("news", Self::news(None, None)),
            ("my", Self::my()),
            ("my_calendars", Self::my_calendars()),
            ("organise", Self::organise()),
            ("sign_in", Self::sign_in()),
            ("sign_out", Self::sign_out()),
            ("dev_mail", Self::dev_mail()),
            ("privacy", Self::privacy()),
            ("my_data", Self::my_data()),
            ("administer", Self::administer()),
            ("administer_audit", Self::administer_audit()),
            ("administer_complaints", Self::administer_complaints()),
            ("my_sign_ins", Self::my_sign_ins()),
            ("my_email", Self::my_email()),
        ]
    }
}

/// A value for a query, with `%20` for spaces since not every calendar reads `+` as one.
fn encoded(value: &str) -> String {
    byte_serialize(value.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

#[cfg(test)]
mod tests;
