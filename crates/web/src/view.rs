//! From model values to what pages show: the small mappings that several pages share.

use marketday_model::event::{Window, WindowState};
use marketday_model::notice::Subject;
use marketday_model::profile::SizeBand;
use marketday_model::{
    CalendarAnswer, CalendarReply, Days, Event, EventState, Instant, PersonId, Region, Theme,
};
use marketday_render::pages::facts::{EventBrief, SlotFacts};
use marketday_render::{Choice, Link, Links, Tag, Tone, when};
use marketday_store::releases::ReleasedSlot;

/// An event in brief.
pub(crate) fn event_brief(event: &Event) -> EventBrief {
    EventBrief {
        title: event.title.clone(),
        href: Links::event(&event.slug),
        when_text: when::range(event.time, event.zone),
        venue_text: venue_text(event),
    }
}

/// `Dolphin Hall, Darlington`.
pub(crate) fn venue_text(event: &Event) -> String {
    format!("{}, {}", event.venue.name, event.venue.town)
}

/// A slot as people read of it. `session` is the title of its pitch session.
pub(crate) fn slot_facts(event: &Event, slot: &ReleasedSlot, session: &str) -> SlotFacts {
    let times = &slot.slot.times;
    let pitch = (times.questions_at - times.starts_at).num_minutes();
    let questions = (times.ends_at - times.questions_at).num_minutes();
    let length_text = if questions == 0 {
        format!("{pitch} minutes to pitch")
    } else {
        format!("{pitch} minutes to pitch, then {questions} for questions")
    };
    SlotFacts {
        event: event_brief(event),
        slots_href: Links::slots(&event.slug),
        date_text: when::date(times.starts_at, event.zone),
        time_text: Days::at(times.starts_at, event.zone).times(times.presented()),
        stage: slot.stage_name.clone(),
        session: session.to_owned(),
        length_text,
    }
}

/// `10:30am to 10:42am`, with the day where the event has several.
pub(crate) fn slot_time(event: &Event, slot: &ReleasedSlot) -> String {
    event.days().times(slot.slot.times.presented())
}

/// What is unusual about an event, as a label.
pub(crate) fn event_tag(event: &Event) -> Option<Tag> {
    match event.state {
        EventState::Draft => Some(Tag::new("Draft", Tone::Quiet)),
        EventState::Cancelled => Some(Tag::new("Cancelled", Tone::Bad)),
        EventState::Postponed => Some(Tag::new("Postponed", Tone::Warn)),
        EventState::Published | EventState::Completed => None,
    }
}

/// Every theme, to choose from.
pub(crate) fn theme_choices() -> Vec<Choice> {
    Theme::ALL
        .iter()
        .map(|theme| Choice::new(theme.as_str(), theme.name()))
        .collect()
}

/// Sizes of companies.
pub(crate) fn size_choices() -> Vec<Choice> {
    let sizes = SizeBand::ALL.iter();
    sizes
        .map(|size| Choice::new(size.as_str(), size.text()))
        .collect()
}

/// The regions.
pub(crate) fn region_choices() -> Vec<Choice> {
    Region::ALL
        .iter()
        .map(|region| Choice::new(region.as_str(), region.name()))
        .collect()
}

/// "Wales, North West and South West".
pub(crate) fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

/// The names of themes.
pub(crate) fn theme_names(themes: &[Theme]) -> Vec<String> {
    themes.iter().map(|theme| theme.name().to_owned()).collect()
}

/// Themes as links to the events about them.
pub(crate) fn theme_links(themes: &[Theme]) -> Vec<Link> {
    themes
        .iter()
        .map(|theme| Link::new(theme.name(), Links::home(None, Some(theme.as_str()))))
        .collect()
}

/// "Booking opens at 9am on Monday …", "Booking closes at …", "Booking closed at …"; `what` is `Booking`.
pub(crate) fn window_text(
    what: &str,
    window: &Window,
    state: WindowState,
    event: &Event,
) -> String {
    match state {
        WindowState::NotYet { opens_at } => {
            format!("{what} opens at {}.", when::moment(opens_at, event.zone))
        }
        WindowState::Open => format!(
            "{what} closes at {}.",
            when::moment(window.closes_at, event.zone)
        ),
        WindowState::Closed if event.state == EventState::Cancelled => {
            format!("{what} is closed: the event is cancelled.")
        }
        WindowState::Closed if event.state == EventState::Postponed => {
            format!("{what} is closed until a new date is known.")
        }
        WindowState::Closed if event.state == EventState::Draft => {
            format!("{what} opens once the event is published.")
        }
        WindowState::Closed => format!(
            "{what} closed at {}.",
            when::moment(window.closes_at, event.zone)
        ),
    }
}

/// The next instant after `now` at which time alone changes what the event's pages say.
pub(crate) fn next_change(event: &Event, now: Instant) -> Option<Instant> {
    [
        event.booking.opens_at,
        Some(event.booking.closes_at),
        event.registration.opens_at,
        Some(event.registration.closes_at),
        Some(event.time.end()),
    ]
    .into_iter()
    .flatten()
    .filter(|at| now < *at)
    .min()
}

/// Until when a page that shows which slots are free can be shown: holds change that without a new revision.
pub(crate) fn free_until(event: &Event, now: Instant) -> Instant {
    let soon = now + chrono::Duration::seconds(30);
    next_change(event, now).map_or(soon, |at| at.min(soon))
}

/// A sentence for what an address's `?done=` says has just happened. Only these words are known, so nobody can put
/// text into a page by its address.
pub(crate) fn flash(query: &str) -> Option<String> {
    let text = match query
        .split('&')
        .find_map(|pair| pair.strip_prefix("done="))?
    {
        "registered" => {
            "You are registered. We have sent you a confirmation with a calendar entry."
        }
        "withdrawn" => "Your registration has been withdrawn and your place given back.",
        "calendar-revoked" => "The calendar has been revoked. Its address leads nowhere any more.",
        "signed-out-there" => "You are signed out there.",
        "signed-out-elsewhere" => "You are signed out everywhere else.",
        "address-changed" => {
            "Your email address has been changed. We have written to both addresses."
        }
        "signed-in" => "You are signed in.",
        "listed" => "You are on the attendee list.",
        "unlisted" => "You are not on the attendee list.",
        "complaint-answered" => "The complaint is closed, and its complainant is being told.",
        "news-chosen" => "We email you when there is news.",
        "letters-saved" => "Your choice has been saved.",
        "passkey-added" => "The passkey has been added. We have sent you a letter that says so.",
        "passkey-removed" => {
            "The passkey has been removed. We have sent you a letter that says so."
        }
        "provider-unlinked" => {
            "The account has been unlinked. We have sent you a letter that says so."
        }
        "event-created" => {
            "The event has been created as a draft. Only you and your colleagues can see it."
        }
        "event-copied" => {
            "The event has been copied as a draft. Only you and your colleagues can see it."
        }
        "venue-kept" => {
            "The venue has been kept. Events stay as they are until you take it over there."
        }
        "calendar-imported" => "The calendar has been imported.",
        "calendar-asked" => "The calendar is fetched within a minute.",
        "calendar-removed" => "The calendar has been removed.",
        "series-saved" => "The series has been saved.",
        "event-changed" => "The event has been changed.",
        "stage-changed" => "The stage has been changed.",
        "stage-removed" => "The stage has been removed.",
        "stage-added" => "The stage has been added.",
        "session-saved" => "The session has been saved. Others see it with the next release.",
        "session-placed" => "The session has been moved. Others see it with the next release.",
        "sessions-swapped" => {
            "The sessions have changed places. Others see it with the next release."
        }
        "undone" => "That is undone. Others see it with the next release.",
        "redone" => "That is done again. Others see it with the next release.",
        "session-removed" => "The session has been removed. Others see that with the next release.",
        "slots-made" => "The slots have been made. Companies can book them once they are released.",
        "slot-withdrawn" => "The slot has been withdrawn. Others see that with the next release.",
        "slot-mode" => {
            "Who decides who has the slot has been changed. Companies see it with the next release."
        }
        "slot-taken" => "The slot is held or booked, so it stays.",
        "published" => "The event is published.",
        "draft-reset" => "The draft is as that release was. Others see it with the next release.",
        "released" => "The programme has been released.",
        "shifted" => "The rest of the stage has been moved and released.",
        "event-cancelled" => "The event has been cancelled. Everyone concerned is being told.",
        "event-postponed" => "The event has been postponed. Everyone concerned is being told.",
        "event-reinstated" => "The event takes place. Everyone concerned is being told.",
        "asked-to-join" => "We have emailed them a link. They have 14 days to accept.",
        "asked-no-longer" => "The question has been withdrawn.",
        "role-changed" => "The role has been changed.",
        "person-removed" => "They have been removed, and see nothing of it any more.",
        "joined" => "You have joined.",
        "left" => "You have left.",
        "profile-saved" => "The profile has been saved.",
        "document-added" => "The document has been added.",
        "document-removed" => "The document has been removed.",
        "claim-refused" => {
            "The booking has been refused and its slot freed. Whoever made it is being told."
        }
        "organisations-merged" => "The two are one now.",
        "group-set" => {
            "The group has been saved. What the company has booked counts for it from now on."
        }
        "note-saved" => "The note has been saved. It stands on the run sheet.",
        "slides-received" => "The slides have been noted as received.",
        "slides-saved" => "The slides and their text have been saved.",
        "slides-removed" => "The version has been removed.",
        "slides-deadline" => "The deadline has been saved.",
        "slides-taken-back" => "The slides are noted as not received.",
        "claim-confirmed" => "The booking has been confirmed for its company.",
        other => return booking_done(other).map(ToOwned::to_owned),
    };
    Some(text.to_owned())
}

/// The same of what was done with a booking.
fn booking_done(done: &str) -> Option<&'static str> {
    Some(match done {
        "waiting" => "You are on the waiting list. We have sent you a confirmation.",
        "message-tried" => "We have sent it to you, and to nobody else.",
        "message-sent" => "The message is on its way. For a minute it can still be stopped.",
        "message-scheduled" => "The message is sent at its time. Until then you can take it back.",
        "message-stopped" => "What had not gone out is not sent.",
        "message-removed" => "The draft has been deleted.",
        "message-nobody" => "Nothing was sent: nobody would get it.",
        "message-too-many" => {
            "Nothing was sent: this event has sent as many messages as it may in a day. Try again tomorrow."
        }
        "message-past" => "Nothing was done: the message has been sent, or is to be sent.",
        "programme-seen" => "Noted. The next time you see here what changed since.",
        "feedback-given" => "Thank you. The organisers can read what you said.",
        "agenda-added" => "It is in your agenda.",
        "agenda-removed" => "It is not in your agenda any more.",
        "agenda-gone" => "Nothing was done: this session is not in the programme any more.",
        "agenda-no-place" => {
            "Nothing was done: an agenda is for those who are registered or have a slot."
        }
        "agenda-letters" => {
            "You get a letter of each session, beginning with those that you have chosen."
        }
        "agenda-no-letters" => {
            "You get no letters of your agenda. What came by them leaves your calendar."
        }
        "wording-saved" => "Your wording has been saved. Letters have it once you use it.",
        "wording-used" => "Letters have this wording from now on.",
        "wording-reverted" => "Letters have the standard wording again.",
        "reminders-saved" => "The reminders have been saved.",
        "letter-tried" => "The letter goes out as soon as the mail server takes it.",
        "letter-dropped" => "The letter has been dropped: it is never sent.",
        "letter-past" => {
            "Nothing was done: the letter was sent, was dropped, or is on its way just now."
        }
        "rules-saved" => "The rules have been saved.",
        "slot-given" => "The slot has been given, and the contact has been told.",
        "booked" => "Your slot is booked. We have sent you a confirmation with a calendar entry.",
        "pitch-changed" => "Your pitch has been changed.",
        "booking-moved" => {
            "Your booking has been moved. We have sent you the change for your calendar."
        }
        "swap-proposed" => "We have asked them, and email you when they answer.",
        "swapped" => {
            "You have changed slots. We have sent both of you the change for your calendars."
        }
        "handed-over" => "The booking is your colleague’s now. We have written to both of you.",
        "cancellation-asked" => "We have asked the organisers, and email you what they say.",
        "cancellation-withdrawn" => "The request has been withdrawn. Your booking stands.",
        "booking-cancelled" => "Your booking has been cancelled and the slot is free again.",
        "cancellation-refused" => "The booking stands, and the company is being told why.",
        "no-show-noted" => "It is noted that nobody appeared, and the company is being told.",
        "no-show-taken-back" => {
            "It is not noted any more that nobody appeared, and the company is being told."
        }
        "company-booking-moved" => "The booking has been moved and the company is being told.",
        "company-booking-cancelled" => {
            "The booking has been cancelled and the company is being told."
        }
        other => return of_proposals(other),
    })
}

/// The same of what is done with calls and proposals.
fn of_proposals(done: &str) -> Option<&'static str> {
    Some(match done {
        "draft-kept" => "Your draft has been kept. Nobody else sees it.",
        "proposed" => "The organisers have your proposal. We have sent you a confirmation.",
        "proposal-changed" => "Your proposal has been changed.",
        "proposal-withdrawn" => "Your proposal has been taken back.",
        "proposal-settled" => "The proposal has been confirmed for its company.",
        "proposal-decided" => "The decision has been kept, and the company is being told.",
        "short-list" => "The short list has been changed.",
        "call-saved" => "The call has been saved.",
        "placed" => "The slots are kept, and the companies are being asked to confirm.",
        "scored" => "Your scores have been kept.",
        "conflict-declared" => {
            "Your conflict of interest has been kept. You do not score this proposal."
        }
        _ => return None,
    })
}
/// What somebody's calendar answered about an entry as it is: by what it is about, whose it is, and its SEQUENCE.
pub(crate) fn calendar_text(
    replies: &[CalendarReply],
    (subject, person, sequence): (Subject, PersonId, u32),
) -> Option<String> {
    let reply = replies
        .iter()
        .find(|reply| reply.subject == subject && reply.person == person)?;
    let text = match reply.answer {
        CalendarAnswer::Accepted => "Accepted in their calendar",
        CalendarAnswer::Tentative => "Tentative in their calendar",
        CalendarAnswer::Declined => "Declined in their calendar",
        CalendarAnswer::Delegated => "Passed on to somebody else in their calendar",
        CalendarAnswer::Countered => "Another time proposed by their calendar",
    };
    (reply.sequence >= sequence).then(|| text.to_owned())
}
