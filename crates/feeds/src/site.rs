//! Where the service lives: the public address that entries link to, and the host that makes their UIDs unique.

use marketday_model::{AgendaItemId, BookingId, Event, RegistrationId, SessionId};

/// The public address, and the names that are made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedSite {
    origin: String,
    host: String,
}

/// What the UID of an entry names that somebody was invited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A booking.
    Booking(BookingId),
    /// A registration.
    Registration(RegistrationId),
}

impl FeedSite {
    /// The site at a public address such as `https://marketday.example`, of which scheme, host and port are used.
    pub fn new(public_url: &str) -> Self {
        let (scheme, rest) = public_url
            .split_once("://")
            .unwrap_or(("https", public_url));
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = match authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            _ => authority,
        };
        // The brackets and colons of an IPv6 address have no place in a UID or a Message-ID.
        let host = host.replace(|c: char| !c.is_ascii_alphanumeric() && c != '.', "-");
        Self {
            origin: format!("{scheme}://{authority}"),
            host,
        }
    }

    /// The host, as it stands behind the `@` of UIDs and Message-IDs.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The UID of an event, which is another one once it was reinstated.
    pub fn event_uid(&self, event: &Event) -> String {
        format!("e-{}-{}@{}", event.id, event.uid_generation, self.host)
    }

    /// The UID of a session, which is another one once its event was reinstated.
    pub fn session_uid(&self, event: &Event, id: SessionId) -> String {
        match event.uid_generation {
            0 => format!("s-{id}@{}", self.host),
            generation => format!("s-{id}-{generation}@{}", self.host),
        }
    }

    /// The UID of a booking, wherever its slot moves.
    pub fn booking_uid(&self, id: BookingId) -> String {
        format!("b-{id}@{}", self.host)
    }

    /// The UID of a registration.
    pub fn registration_uid(&self, id: RegistrationId) -> String {
        format!("r-{id}@{}", self.host)
    }

    /// The UID of a session in somebody's agenda.
    pub fn agenda_uid(&self, id: AgendaItemId) -> String {
        format!("a-{id}@{}", self.host)
    }

    /// The booking or registration that a UID of ours names.
    pub fn named(&self, uid: &str) -> Option<Named> {
        let (name, host) = uid.rsplit_once('@')?;
        if !host.eq_ignore_ascii_case(&self.host) {
            return None;
        }
        match name.split_once('-')? {
            ("b", id) => id.parse().ok().map(Named::Booking),
            ("r", id) => id.parse().ok().map(Named::Registration),
            _ => None,
        }
    }

    /// The UID of an event in the calendars of those who plan it, where it stands already as a draft.
    pub(crate) fn organised_uid(&self, event: &Event) -> String {
        format!("o-{}-{}@{}", event.id, event.uid_generation, self.host)
    }

    /// Where an event is planned.
    pub(crate) fn organise_page(&self, slug: &str) -> String {
        format!("{}/organise/events/{slug}", self.origin)
    }

    /// The page of an event.
    pub(crate) fn event_page(&self, slug: &str) -> String {
        format!("{}/events/{slug}", self.origin)
    }

    /// The programme of an event.
    pub(crate) fn programme_page(&self, slug: &str) -> String {
        format!("{}/events/{slug}/programme", self.origin)
    }

    /// The page of a delegate's own registration.
    pub(crate) fn registration_page(&self, slug: &str) -> String {
        format!("{}/events/{slug}/registration", self.origin)
    }

    /// The page of a booking, for those whose booking it is.
    pub(crate) fn booking_page(&self, id: BookingId) -> String {
        format!("{}/bookings/{id}", self.origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_of_an_address_has_no_port_and_no_path() {
        let hosts = [
            "https://marketday.example",
            "https://market-day.example:8443/a/b?c",
            "http://127.0.0.1:8080/",
            "http://[::1]:8080",
        ]
        .map(|address| FeedSite::new(address).host);
        assert_eq!(
            hosts,
            [
                "marketday.example",
                "market-day.example",
                "127.0.0.1",
                "---1-"
            ]
        );
    }

    #[test]
    fn a_uid_leads_back_to_what_it_names_and_a_foreign_one_to_nothing() {
        let site = FeedSite::new("https://marketday.example");
        let id = "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11";
        let booking: BookingId = id.parse().unwrap();
        let registration: RegistrationId = id.parse().unwrap();
        assert_eq!(
            site.named(&site.booking_uid(booking)),
            Some(Named::Booking(booking))
        );
        assert_eq!(
            site.named(&site.registration_uid(registration)),
            Some(Named::Registration(registration))
        );
        for foreign in [
            "",
            "b-@marketday.example",
            &format!("b-{id}@elsewhere.example"),
            &format!("e-{id}-0@marketday.example"),
            &format!("b-{id}"),
        ] {
            assert_eq!(site.named(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn links_start_at_the_origin() {
        let site = FeedSite::new("http://127.0.0.1:8080/");
        assert_eq!(
            site.event_page("a-day"),
            "http://127.0.0.1:8080/events/a-day"
        );
    }
}
