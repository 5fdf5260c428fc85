//! The one builder of addresses. Pages use the paths as they are; letters, feeds and calendar entries need
//! [`Links::absolute`]. Slugs, regions and themes are lower-case words joined by `-` and ids are UUIDs, so they stand in
//! a path as they are. To add an address, add a function here and a line to the test below.

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

    /// Where a member of the company says whether a booking was made for it.
    pub fn booking_claim(booking: &impl Display) -> String {
        format!("/bookings/{booking}/claim")
    }

    /// Somebody's own bookings and registrations.
    pub fn my() -> String {
        "/my".into()
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

    /// The complaints about an event.
    pub fn organise_complaints(slug: &str) -> String {
        format!("/organise/events/{slug}/complaints")
    }

    /// One of them; where it is answered (POST).
    pub fn organise_complaint(slug: &str, complaint: &impl Display) -> String {
        format!("/organise/events/{slug}/complaints/{complaint}")
    }

    /// The complaints about the service itself.
    pub fn administer_complaints() -> String {
        "/administer/complaints".into()
    }

    /// One of them; where it is answered (POST).
    pub fn administer_complaint(complaint: &impl Display) -> String {
        format!("/administer/complaints/{complaint}")
    }

    /// Somebody's own data.
    pub fn my_data() -> String {
        "/my/data".into()
    }

    /// Where somebody downloads their own data (POST).
    pub fn my_data_download() -> String {
        "/my/data/download".into()
    }

    /// Where somebody has themselves erased.
    pub fn my_data_erasure() -> String {
        "/my/data/erasure".into()
    }

    /// Which letters somebody wants that they do not need; where that is saved (POST).
    pub fn my_letters() -> String {
        "/my/letters".into()
    }

    /// Somebody's passkeys; where one is added (POST).
    pub fn my_passkeys() -> String {
        "/my/passkeys".into()
    }

    /// Where a script asks for a challenge to add a passkey (POST).
    pub fn my_passkeys_challenge() -> String {
        "/my/passkeys/challenge".into()
    }

    /// Where a passkey is removed.
    pub fn my_passkey_removal(passkey: &impl Display) -> String {
        format!("/my/passkeys/{passkey}/removal")
    }

    /// Where somebody says that they do not want to be asked for a passkey again (POST).
    pub fn passkey_prompt() -> String {
        "/my/passkeys/prompt".into()
    }

    /// Where a passkey signs in (POST).
    pub fn sign_in_passkey() -> String {
        "/sign-in/passkey".into()
    }

    /// Where a script asks for a challenge to sign in with a passkey (POST).
    pub fn sign_in_passkey_challenge() -> String {
        "/sign-in/passkey/challenge".into()
    }

    /// The accounts at other organisations with which somebody signs in.
    pub fn my_providers() -> String {
        "/my/providers".into()
    }

    /// Where one of them is unlinked.
    pub fn my_provider_removal(identity: &impl Display) -> String {
        format!("/my/providers/{identity}/removal")
    }

    /// Where somebody is signed in.
    pub fn my_sign_ins() -> String {
        "/my/sign-ins".into()
    }

    /// Where one of somebody's sign-ins is ended (POST).
    pub fn my_sign_in_end(sign_in: &impl Display) -> String {
        format!("/my/sign-ins/{sign_in}/end")
    }

    /// Where somebody changes their email address.
    pub fn my_email() -> String {
        "/my/email".into()
    }

    /// Where the code that was sent to a new address is typed (POST).
    pub fn my_email_code() -> String {
        "/my/email/code".into()
    }

    /// The page behind the link of a letter to an old address, whose button takes the change back.
    pub fn my_email_undo(change: &impl Display, token: &str) -> String {
        format!("/my/email/undo/{change}/{token}")
    }

    /// Where a sign-in is asked for.
    pub fn sign_in() -> String {
        "/sign-in".into()
    }

    /// Where a sign-in is asked for, to come back to a path afterwards.
    pub fn sign_in_then(next: &str) -> String {
        format!("/sign-in?next={}", encoded(next))
    }

    /// Where the code of a sign-in is typed.
    pub fn sign_in_code() -> String {
        "/sign-in/code".into()
    }

    /// The page behind the link of a sign-in letter, whose button signs in.
    pub fn sign_in_link(request: &impl Display, token: &str) -> String {
        format!("/sign-in/link/{request}/{token}")
    }

    /// Where a browser is sent to a provider (POST).
    pub fn sign_in_provider(name: &impl Display) -> String {
        format!("/sign-in/providers/{name}")
    }

    /// Where a provider sends a browser back to; the page's button finishes signing in.
    pub fn sign_in_provider_return(name: &impl Display) -> String {
        format!("/sign-in/providers/{name}/return")
    }

    /// Where a sign-in is ended (POST).
    pub fn sign_out() -> String {
        "/sign-out".into()
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

    /// Who runs an event; also where somebody is asked to join (POST).
    pub fn organise_team(slug: &str) -> String {
        format!("/organise/events/{slug}/team")
    }

    /// Where a seat gets another role (POST).
    pub fn organise_seat(slug: &str, seat: &impl Display) -> String {
        format!("/organise/events/{slug}/team/{seat}")
    }

    /// Where a seat is taken away (POST).
    pub fn organise_seat_removal(slug: &str, seat: &impl Display) -> String {
        format!("/organise/events/{slug}/team/{seat}/removal")
    }

    /// Where somebody who was asked to join a team is asked no longer (POST).
    pub fn organise_nomination_withdrawal(slug: &str, nomination: &impl Display) -> String {
        format!("/organise/events/{slug}/nominations/{nomination}/withdrawal")
    }

    /// What a company says of itself; also where it is changed (POST).
    pub fn profile(organisation: &impl Display) -> String {
        format!("/organisations/{organisation}/profile")
    }

    /// Where a company adds a document (POST).
    pub fn profile_documents(organisation: &impl Display) -> String {
        format!("/organisations/{organisation}/profile/documents")
    }

    /// Where a company takes a document away (POST).
    pub fn profile_document_removal(
        organisation: &impl Display,
        document: &impl Display,
    ) -> String {
        format!("/organisations/{organisation}/profile/documents/{document}/removal")
    }

    /// Who belongs to an organisation; also where somebody is asked to join (POST).
    pub fn members(organisation: &impl Display) -> String {
        format!("/organisations/{organisation}/members")
    }

    /// Where a member gets another role (POST).
    pub fn member(organisation: &impl Display, membership: &impl Display) -> String {
        format!("/organisations/{organisation}/members/{membership}")
    }

    /// Where a membership is ended (POST).
    pub fn member_removal(organisation: &impl Display, membership: &impl Display) -> String {
        format!("/organisations/{organisation}/members/{membership}/removal")
    }

    /// Where somebody who was asked to join an organisation is asked no longer (POST).
    pub fn member_nomination_withdrawal(
        organisation: &impl Display,
        nomination: &impl Display,
    ) -> String {
        format!("/organisations/{organisation}/nominations/{nomination}/withdrawal")
    }

    /// Where somebody who was asked to join accepts.
    pub fn nomination(nomination: &impl Display) -> String {
        format!("/nominations/{nomination}")
    }

    /// The organisers' own list of events.
    pub fn organise() -> String {
        "/organise".into()
    }

    /// Where an event is created.
    pub fn organise_new() -> String {
        "/organise/events/new".into()
    }

    /// An event, as its organisers see it.
    pub fn organise_event(slug: &str) -> String {
        format!("/organise/events/{slug}")
    }

    /// Where the facts of an event are changed.
    pub fn organise_details(slug: &str) -> String {
        format!("/organise/events/{slug}/details")
    }

    /// Where the programme of an event is planned.
    pub fn organise_programme(slug: &str) -> String {
        format!("/organise/events/{slug}/programme")
    }

    /// Where stages are added.
    pub fn organise_stages(slug: &str) -> String {
        format!("/organise/events/{slug}/stages")
    }

    /// Where a session is added.
    pub fn organise_new_session(slug: &str) -> String {
        format!("/organise/events/{slug}/sessions/new")
    }

    /// Where a session is changed.
    pub fn organise_session(slug: &str, session: &impl Display) -> String {
        format!("/organise/events/{slug}/sessions/{session}")
    }

    /// Where a session is removed (POST).
    pub fn organise_session_removal(slug: &str, session: &impl Display) -> String {
        format!("/organise/events/{slug}/sessions/{session}/removal")
    }

    /// Where the slots of a pitch session are made.
    pub fn organise_slots(slug: &str, session: &impl Display) -> String {
        format!("/organise/events/{slug}/sessions/{session}/slots")
    }

    /// Where an open slot is withdrawn (POST).
    pub fn organise_slot_withdrawal(slug: &str, slot: &impl Display) -> String {
        format!("/organise/events/{slug}/slots/{slot}/withdrawal")
    }

    /// Where an event is created from a template.
    pub fn organise_new_from(template: &str) -> String {
        format!("/organise/events/new?template={template}")
    }

    /// Where an event is copied to another date.
    pub fn organise_copy(slug: &str) -> String {
        format!("/organise/events/{slug}/copy")
    }

    /// The venues that an organising body keeps.
    pub fn organise_venues() -> String {
        "/organise/venues".into()
    }

    /// Where a venue is kept.
    pub fn organise_new_venue() -> String {
        "/organise/venues/new".into()
    }

    /// A kept venue.
    pub fn organise_venue(venue: &impl Display) -> String {
        format!("/organise/venues/{venue}")
    }

    /// How an event's venue differs from the kept one.
    pub fn organise_event_venue(slug: &str) -> String {
        format!("/organise/events/{slug}/venue")
    }

    /// Where an event's venue is kept (POST).
    pub fn organise_venue_keeping(slug: &str) -> String {
        format!("/organise/events/{slug}/venue/keeping")
    }

    /// Where an event is put in a series.
    pub fn organise_series(slug: &str) -> String {
        format!("/organise/events/{slug}/series")
    }

    /// Where the series of an event gets another name and description (POST).
    pub fn organise_series_text(slug: &str) -> String {
        format!("/organise/events/{slug}/series/text")
    }

    /// Where it is said who decides who has a slot (POST).
    pub fn organise_slot_mode(slug: &str, slot: &impl Display) -> String {
        format!("/organise/events/{slug}/slots/{slot}/mode")
    }

    /// Where an event is published.
    pub fn organise_publication(slug: &str) -> String {
        format!("/organise/events/{slug}/publication")
    }

    /// Where the next version of a programme is released.
    pub fn organise_release(slug: &str) -> String {
        format!("/organise/events/{slug}/release")
    }

    /// The releases of a programme, for its organisers.
    pub fn organise_releases(slug: &str) -> String {
        format!("/organise/events/{slug}/releases")
    }

    /// Where the draft is made like a release.
    pub fn organise_reset(slug: &str, number: u32) -> String {
        format!("/organise/events/{slug}/releases/{number}/reset")
    }

    /// Where the rest of a stage is moved on the day.
    pub fn organise_shift(slug: &str) -> String {
        format!("/organise/events/{slug}/shift")
    }

    /// Where an event is cancelled.
    pub fn organise_cancellation(slug: &str) -> String {
        format!("/organise/events/{slug}/cancellation")
    }

    /// Where an event is postponed.
    pub fn organise_postponement(slug: &str) -> String {
        format!("/organise/events/{slug}/postponement")
    }

    /// Where an event that was postponed or cancelled is reinstated.
    pub fn organise_reinstatement(slug: &str) -> String {
        format!("/organise/events/{slug}/reinstatement")
    }

    /// The bookings of an event.
    pub fn organise_bookings(slug: &str) -> String {
        format!("/organise/events/{slug}/bookings")
    }

    /// Where an organiser cancels a booking.
    pub fn organise_booking_cancellation(slug: &str, booking: &impl Display) -> String {
        format!("/organise/events/{slug}/bookings/{booking}/cancellation")
    }

    /// Where an organiser confirms that a booking was made for its company (POST).
    pub fn organise_booking_claim(slug: &str, booking: &impl Display) -> String {
        format!("/organise/events/{slug}/bookings/{booking}/claim")
    }

    /// The registrations of an event.
    pub fn organise_registrations(slug: &str) -> String {
        format!("/organise/events/{slug}/registrations")
    }

    /// What happens on each stage, for those who run the day: as the current release has it.
    pub fn organise_run_sheet(slug: &str) -> String {
        format!("/organise/events/{slug}/run-sheet")
    }

    /// The same as the draft has it.
    pub fn organise_run_sheet_draft(slug: &str) -> String {
        format!("/organise/events/{slug}/run-sheet?programme=draft")
    }

    /// A run sheet as CSV: of the draft, or of the current release.
    pub fn organise_run_sheet_file(slug: &str, is_draft: bool) -> String {
        let of = if is_draft { "?programme=draft" } else { "" };
        format!("/organise/events/{slug}/run-sheet.csv{of}")
    }

    /// Who did what with an event.
    pub fn organise_history(slug: &str) -> String {
        format!("/organise/events/{slug}/history")
    }

    /// The same as a file: `csv` or `jsonl`.
    pub fn organise_history_file(slug: &str, ending: &str) -> String {
        format!("/organise/events/{slug}/history.{ending}")
    }

    /// All organisations, for those who run the installation.
    pub fn administer() -> String {
        "/administer/organisations".to_owned()
    }

    /// The organisations that a text finds.
    pub fn administer_search(text: &str) -> String {
        format!("/administer/organisations?q={}", encoded(text))
    }

    /// An organisation, as those who run the installation see it.
    pub fn administer_organisation(organisation: &impl Display) -> String {
        format!("/administer/organisations/{organisation}")
    }

    /// Merging an organisation into another.
    pub fn administer_merger(from: &impl Display) -> String {
        format!("/administer/organisations/{from}/merger")
    }

    /// The question before an organisation is merged into this one.
    pub fn administer_merger_into(from: &impl Display, into: &impl Display) -> String {
        format!("/administer/organisations/{from}/merger?into={into}")
    }

    /// Who did what with an organisation and its bookings.
    pub fn organisation_history(organisation: &impl Display) -> String {
        format!("/organisations/{organisation}/history")
    }

    /// The whole audit trail.
    pub fn administer_audit() -> String {
        "/administer/audit".into()
    }

    /// The same as a file.
    pub fn administer_audit_file(ending: &str) -> String {
        format!("/administer/audit.{ending}")
    }

    /// The letters of the demonstration.
    pub fn dev_mail() -> String {
        "/dev/mail".into()
    }

    /// The addresses that every page shows, by the name that templates use: `{{ paths.sign_in }}`.
    pub(crate) fn fixed() -> [(&'static str, String); 14] {
        [
            ("home", Self::home(None, None)),
            ("subscribe", Self::subscribe()),
            ("my", Self::my()),
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
mod tests {
    use super::Links;

    fn links() -> Links {
        Links::new(&"https://marketday.example/".parse().expect("an address"))
    }

    #[test]
    fn every_address_of_the_journey_is_where_it_was_promised() {
        let id = "0199a1f2-7c1e-7d7a-9f53-2f0c6a1b4e11";
        let all = [
            Links::home(None, None),
            Links::home(Some("wales"), None),
            Links::home(None, Some("waste")),
            Links::home(Some("wales"), Some("waste")),
            Links::event("a-day"),
            Links::programme("a-day"),
            Links::changes("a-day"),
            Links::feed_changes("a-day"),
            Links::programme_release("a-day", 2),
            Links::slots("a-day"),
            Links::registration("a-day"),
            Links::withdrawal(&id),
            Links::slot_hold(&id),
            Links::slot_booking(&id),
            Links::booking(&id),
            Links::booking_cancellation(&id),
            Links::booking_claim(&id),
            Links::sign_in_then("/my"),
            Links::sign_in_code(),
            Links::sign_in_link(&id, "t0ken"),
            Links::sign_in_provider(&"entra"),
            Links::sign_in_provider_return(&"entra"),
            Links::my_providers(),
            Links::my_provider_removal(&id),
            Links::my_sign_in_end(&id),
            Links::my_email_code(),
            Links::my_email_undo(&id, "t0ken"),
            Links::feed_all(),
            Links::feed_region("wales"),
            Links::feed_theme("waste"),
            Links::feed_event("a-day"),
            Links::my_letters(),
            Links::complaint(),
            Links::complaint_about("a-day"),
            Links::organise_complaints("a-day"),
            Links::organise_complaint("a-day", &id),
            Links::administer_complaints(),
            Links::administer_complaint(&id),
            Links::attendees("a-day"),
            Links::listing(&id),
            Links::organise_new(),
            Links::organise_event("a-day"),
            Links::organise_team("a-day"),
            Links::organise_seat("a-day", &id),
            Links::organise_seat_removal("a-day", &id),
            Links::organise_nomination_withdrawal("a-day", &id),
            Links::profile(&id),
            Links::profile_documents(&id),
            Links::profile_document_removal(&id, &id),
            Links::members(&id),
            Links::member(&id, &id),
            Links::member_removal(&id, &id),
            Links::member_nomination_withdrawal(&id, &id),
            Links::nomination(&id),
            Links::organise_details("a-day"),
            Links::organise_programme("a-day"),
            Links::organise_stages("a-day"),
            Links::organise_new_session("a-day"),
            Links::organise_session("a-day", &id),
            Links::organise_session_removal("a-day", &id),
            Links::organise_slots("a-day", &id),
            Links::organise_slot_withdrawal("a-day", &id),
            Links::organise_slot_mode("a-day", &id),
            Links::organise_new_from("half-day"),
            Links::organise_copy("a-day"),
            Links::series("a-series"),
            Links::feed_series("a-series"),
            Links::organise_series("a-day"),
            Links::organise_series_text("a-day"),
            Links::organise_publication("a-day"),
            Links::organise_release("a-day"),
            Links::organise_releases("a-day"),
            Links::organise_reset("a-day", 2),
            Links::organise_shift("a-day"),
            Links::organise_cancellation("a-day"),
            Links::organise_postponement("a-day"),
            Links::organise_reinstatement("a-day"),
            Links::organise_bookings("a-day"),
            Links::organise_booking_cancellation("a-day", &id),
            Links::organise_booking_claim("a-day", &id),
            Links::organise_registrations("a-day"),
            Links::organise_run_sheet("a-day"),
            Links::organise_run_sheet_draft("a-day"),
            Links::organise_run_sheet_file("a-day", false),
            Links::organise_run_sheet_file("a-day", true),
            Links::organise_history("a-day"),
            Links::organise_history_file("a-day", "csv"),
            Links::administer_search("acme care"),
            Links::administer_organisation(&id),
            Links::administer_merger(&id),
            Links::administer_merger_into(&id, &id),
            Links::organisation_history(&id),
            Links::administer_audit(),
            Links::administer_audit_file("csv"),
        ];
        insta::assert_snapshot!(all.join("\n"));
    }

    #[test]
    fn the_addresses_that_every_page_may_lead_to_are_where_they_were_promised() {
        assert_eq!(
            Links::fixed().map(|(_, path)| path).join(" "),
            "/ /calendar /my /organise /sign-in /sign-out /dev/mail /privacy /my/data /administer/organisations /administer/audit /administer/complaints /my/sign-ins /my/email"
        );
    }

    #[test]
    fn venues_are_below_the_organisers_pages() {
        let all = [
            Links::organise_venues(),
            Links::organise_new_venue(),
            Links::organise_venue(&7),
            Links::organise_event_venue("a-day"),
            Links::organise_venue_keeping("a-day"),
        ];
        assert_eq!(
            all.join(" "),
            "/organise/venues /organise/venues/new /organise/venues/7 /organise/events/a-day/venue \
             /organise/events/a-day/venue/keeping"
        );
    }

    #[test]
    fn letters_get_absolute_addresses() {
        assert_eq!(
            links().absolute(&Links::event("a-day")),
            "https://marketday.example/events/a-day"
        );
        let local = Links::new(&"http://127.0.0.1:8080".parse().expect("an address"));
        assert_eq!(local.absolute(&Links::my()), "http://127.0.0.1:8080/my");
    }

    #[test]
    fn a_feed_can_be_subscribed_to_in_three_ways() {
        let feed = Links::feed_region("wales");
        assert_eq!(
            links().webcal(&feed),
            "webcal://marketday.example/calendar/regions/wales.ics"
        );
        assert_eq!(
            links().google(&feed),
            "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fmarketday.example%2Fcalendar%2Fregions%2Fwales.ics"
        );
        assert_eq!(
            links().outlook(&feed, "Market days: Wales"),
            "https://outlook.office.com/calendar/0/addfromweb?url=https%3A%2F%2Fmarketday.example%2Fcalendar%2Fregions%2Fwales.ics&name=Market%20days%3A%20Wales"
        );
    }
}
