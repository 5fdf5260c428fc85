//! The organisers' addresses.

use super::Links;
use std::fmt::Display;

impl Links {
    /// The complaints about an event.
    pub fn organise_complaints(slug: &str) -> String {
        format!("/organise/events/{slug}/complaints")
    }

    /// One of them; where it is answered (POST).
    pub fn organise_complaint(slug: &str, complaint: &impl Display) -> String {
        format!("/organise/events/{slug}/complaints/{complaint}")
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

    /// Where a stage is changed.
    pub fn organise_stage(slug: &str, stage: &impl Display) -> String {
        format!("/organise/events/{slug}/stages/{stage}")
    }

    /// Where a stage is removed (POST).
    pub fn organise_stage_removal(slug: &str, stage: &impl Display) -> String {
        format!("/organise/events/{slug}/stages/{stage}/removal")
    }

    /// Where a session is added.
    pub fn organise_new_session(slug: &str) -> String {
        format!("/organise/events/{slug}/sessions/new")
    }

    /// Where a session is changed.
    pub fn organise_session(slug: &str, session: &impl Display) -> String {
        format!("/organise/events/{slug}/sessions/{session}")
    }

    /// The note on a session, for those who run the day.
    pub fn organise_session_note(slug: &str, session: &impl Display) -> String {
        format!("/organise/events/{slug}/sessions/{session}/note")
    }

    /// Where a session is added at a place: on a stage (its id; empty for the whole venue), on a day.
    pub fn organise_new_session_at(slug: &str, stage: &str, day: &str) -> String {
        format!("/organise/events/{slug}/sessions/new?stage={stage}&day={day}")
    }

    /// Where a session is given another place.
    pub fn organise_session_place(slug: &str, session: &impl Display) -> String {
        format!("/organise/events/{slug}/sessions/{session}/place")
    }

    /// Where a session changes places with another (POST).
    pub fn organise_session_swap(slug: &str, session: &impl Display) -> String {
        format!("/organise/events/{slug}/sessions/{session}/swap")
    }

    /// The programme of an event, for its organisers, as lists.
    pub fn organise_programme_list(slug: &str) -> String {
        format!("/organise/events/{slug}/programme?view=list")
    }

    /// Where somebody's last edit of a programme is undone (POST).
    pub fn organise_programme_undo(slug: &str) -> String {
        format!("/organise/events/{slug}/programme/undo")
    }

    /// Where what somebody undid is done again (POST).
    pub fn organise_programme_redo(slug: &str) -> String {
        format!("/organise/events/{slug}/programme/redo")
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

    /// The calendars that an organising body imports.
    pub fn organise_calendars() -> String {
        "/organise/calendars".into()
    }

    /// Where one is imported from an address.
    pub fn organise_new_calendar() -> String {
        "/organise/calendars/new".into()
    }

    /// Where one is imported from a file.
    pub fn organise_calendar_file() -> String {
        "/organise/calendars/file".into()
    }

    /// An imported calendar.
    pub fn organise_calendar(calendar: &impl Display) -> String {
        format!("/organise/calendars/{calendar}")
    }

    /// Where it is fetched at once (POST).
    pub fn organise_calendar_fetching(calendar: &impl Display) -> String {
        format!("/organise/calendars/{calendar}/fetching")
    }

    /// Where it is removed (POST).
    pub fn organise_calendar_removal(calendar: &impl Display) -> String {
        format!("/organise/calendars/{calendar}/removal")
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

    /// Who waits for a slot of an event.
    pub fn organise_waiting(slug: &str) -> String {
        format!("/organise/events/{slug}/waiting")
    }

    /// The letters of an event.
    pub fn organise_letters(slug: &str) -> String {
        format!("/organise/events/{slug}/letters")
    }

    /// The letters of an event that stand so: `failed`, `waiting`, `sent`, `dropped`.
    pub fn organise_letters_that(slug: &str, show: &str, page: u32) -> String {
        let page = if page > 1 {
            format!("&page={page}")
        } else {
            String::new()
        };
        format!("/organise/events/{slug}/letters?show={show}{page}")
    }

    /// What organisers of an event write to those who take part.
    pub fn organise_messages(slug: &str) -> String {
        format!("/organise/events/{slug}/messages")
    }

    /// Where a message is written; where it is saved (POST).
    pub fn organise_message_new(slug: &str) -> String {
        format!("/organise/events/{slug}/messages/new")
    }

    /// One message, or where something is done with it: `text`, `trial`, `sending`, `stop`, `removal`.
    pub fn organise_message(slug: &str, message: &impl Display, what: &str) -> String {
        let rest = if what.is_empty() {
            String::new()
        } else {
            format!("/{what}")
        };
        format!("/organise/events/{slug}/messages/{message}{rest}")
    }

    /// An event's own wording of the standard letters.
    pub fn organise_wordings(slug: &str) -> String {
        format!("/organise/events/{slug}/wordings")
    }

    /// The wording of one letter, or where something is done with it: `text`, `trial`, `use`, `removal`.
    pub fn organise_wording(slug: &str, letter: &impl Display, what: &str) -> String {
        let rest = if what.is_empty() {
            String::new()
        } else {
            format!("/{what}")
        };
        format!("/organise/events/{slug}/wordings/{letter}{rest}")
    }

    /// Which reminders an event sends; where that is chosen (POST).
    pub fn organise_reminders(slug: &str) -> String {
        format!("/organise/events/{slug}/reminders")
    }

    /// Where a letter is tried again (`now`) or dropped (`drop`).
    pub fn organise_letter(slug: &str, letter: &impl Display, what: &str) -> String {
        format!("/organise/events/{slug}/letters/{letter}/{what}")
    }

    /// Where an organiser gives a slot to a company.
    pub fn organise_gift(slug: &str) -> String {
        format!("/organise/events/{slug}/gift")
    }

    /// By what rules an event gives its slots.
    pub fn organise_rules(slug: &str) -> String {
        format!("/organise/events/{slug}/rules")
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

    /// Where an organiser moves a booking to another slot.
    pub fn organise_booking_move(slug: &str, booking: &impl Display) -> String {
        format!("/organise/events/{slug}/bookings/{booking}/move")
    }

    /// Where an organiser answers a company that asks to cancel late.
    pub fn organise_booking_late(slug: &str, booking: &impl Display) -> String {
        format!("/organise/events/{slug}/bookings/{booking}/late-cancellation")
    }

    /// Where an organiser notes that nobody appeared for a booking (POST).
    pub fn organise_booking_no_show(slug: &str, booking: &impl Display) -> String {
        format!("/organise/events/{slug}/bookings/{booking}/no-show")
    }

    /// Where that is taken back (POST).
    pub fn organise_booking_no_show_removal(slug: &str, booking: &impl Display) -> String {
        format!("/organise/events/{slug}/bookings/{booking}/no-show/removal")
    }

    /// The note on a booking, for those who run the day.
    pub fn organise_booking_note(slug: &str, booking: &impl Display) -> String {
        format!("/organise/events/{slug}/bookings/{booking}/note")
    }

    /// Where an organiser notes that the slides of a booking have come (POST).
    pub fn organise_booking_slides(slug: &str, booking: &impl Display) -> String {
        format!("/organise/events/{slug}/bookings/{booking}/slides")
    }

    /// Where that is taken back (POST).
    pub fn organise_booking_slides_removal(slug: &str, booking: &impl Display) -> String {
        format!("/organise/events/{slug}/bookings/{booking}/slides/removal")
    }

    /// The slides of an event, and their deadline.
    pub fn organise_slides(slug: &str) -> String {
        format!("/organise/events/{slug}/slides")
    }

    /// Where an organiser sets the deadline for slides (POST).
    pub fn organise_slides_deadline(slug: &str) -> String {
        format!("/organise/events/{slug}/slides/deadline")
    }

    /// All slides of an event in running order, as a ZIP.
    pub fn organise_slides_file(slug: &str) -> String {
        format!("/organise/events/{slug}/slides.zip")
    }

    /// How the slots of an event were given.
    pub fn organise_fairness(slug: &str) -> String {
        format!("/organise/events/{slug}/fairness")
    }

    /// What those say of an event who took part.
    pub fn organise_feedback(slug: &str) -> String {
        format!("{}/feedback", Self::organise_event(slug))
    }

    /// The same as a ZIP.
    pub fn organise_fairness_file(slug: &str) -> String {
        format!("/organise/events/{slug}/fairness.zip")
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
}
