//! Letters about an event, of which organisers may word the subject and the opening themselves.

use serde::Serialize;

use super::compose::{one_line, tidy};
use super::samples::{SAMPLE_EVENT_LINK, SAMPLE_HOME};
use super::{
    AgendaAdded, AgendaChanged, AgendaRemoved, Audience, BookingCancelled, BookingChanged,
    BookingConfirmed, BookingHandedOver, CallCloses, ComposedLetter, DayReminder, EntryDeclined,
    EventCancelled, EventChanged, EventFacts, EventPostponed, EventReinstated, FeedbackRequest,
    Foot, LateCancellationRefused, Letter, NoShowNoted, NoShowTakenBack, OfferLapsed,
    PlaceToConfirm, PresenterChanged, PresenterDeclined, PresenterInvited, PresenterReleased,
    ProposalAccepted, ProposalDeclined, ProposalLapsed, ProposalPlaced, ProposalReceived,
    RegistrationConfirmed, RegistrationWithdrawn, SlidesDue, SlotOffered, SwapAsked, SwapDeclined,
    WaitingEnded, WaitingJoined,
};
use crate::engine::{Engine, RenderError};
use crate::links::Links;
use crate::markdown::{SafeHtml, letter_markdown};
use crate::when;
use marketday_model::message::{MessageReader, Placeholder, Whom, filled};
use marketday_model::reminder::Reminder;
use marketday_model::{Event, StandardLetter, Words};

/// A letter to somebody who takes part in an event.
pub trait EventLetter: Letter {
    /// Which it is, where organisers may word it; none where it must stand as it is.
    fn standard(&self) -> Option<StandardLetter>;

    /// What it says of its reader and of the event.
    fn parts(&mut self) -> Parts<'_>;
}

/// What a letter says of its reader and of the event.
pub struct Parts<'a> {
    /// The reader.
    pub to_name: &'a mut String,
    /// The event.
    pub event: &'a mut EventFacts,
    /// Who sends it.
    pub foot: &'a mut Foot,
    /// The reader's company, and the title of their pitch.
    pub pitch: Option<(&'a mut String, &'a mut String)>,
    /// When it is, and on which stage.
    pub slot: Option<(&'a mut String, &'a mut String)>,
}

impl Parts<'_> {
    /// What stands in the place of a placeholder.
    fn value(&self, placeholder: Placeholder) -> String {
        let text = |part: Option<&String>| part.cloned().unwrap_or_default();
        let pitch = self.pitch.as_ref();
        match placeholder {
            Placeholder::Name => self.to_name.clone(),
            Placeholder::Event => self.event.title.clone(),
            Placeholder::Date => self.event.when_text.clone(),
            Placeholder::Venue => self.event.venue.clone(),
            Placeholder::Link => self.event.link.clone(),
            Placeholder::Company => text(pitch.map(|(company, _)| &**company)),
            Placeholder::Pitch => text(pitch.map(|(_, title)| &**title)),
            Placeholder::Slot => {
                let slot = self.slot.as_ref();
                slot.map_or_else(String::new, |(time, stage)| format!("{time}, {stage}"))
            }
        }
    }
}

/// The words of an event's own, as one reader gets them.
#[derive(Serialize)]
struct Own {
    subject: String,
    text: String,
    html: SafeHtml,
    /// Why this reader gets it, where that is for another reason than the letter's.
    why: Option<String>,
}

/// A letter with the words of an event's own, if there are some.
#[derive(Serialize)]
pub(super) struct Worded<'a, L> {
    #[serde(flatten)]
    letter: &'a L,
    own: Option<Own>,
}

impl<'a, L: Letter> Worded<'a, L> {
    /// A letter in our words.
    pub(super) fn ours(letter: &'a L) -> Self {
        Self { letter, own: None }
    }
}

impl Engine {
    /// Composes a letter about an event: in the words of its own, where it has some and may.
    pub fn event_letter<L: EventLetter>(
        &self,
        letter: L,
        own: Option<&Words>,
    ) -> Result<ComposedLetter, RenderError> {
        let own = own.filter(|_| letter.standard().is_some());
        self.worded(letter, own, None)
    }

    fn worded<L: EventLetter>(
        &self,
        mut letter: L,
        own: Option<&Words>,
        why: Option<String>,
    ) -> Result<ComposedLetter, RenderError> {
        let Some(own) = own else {
            return self.letter(&letter);
        };
        let parts = letter.parts();
        let told = |text: &str| filled(text, |placeholder| parts.value(placeholder));
        let (html, text) = letter_markdown(&own.body, told);
        let own = Own {
            subject: one_line(&told(&own.subject)),
            text,
            html,
            why,
        };
        let subject = own.subject.clone();
        let worded = Worded {
            letter: &letter,
            own: Some(own),
        };
        let part_of = |name: &str| self.render(&format!("mail/{}/{name}", L::FOLDER), &worded);
        Ok(ComposedLetter {
            subject,
            text: tidy(&part_of("body.txt")?),
            html: part_of("body.html")?,
        })
    }
}

/// How a standard letter of an event looks, with invented facts where none are known.
pub struct LetterPreview<'a> {
    /// The templates.
    pub engine: &'a Engine,
    /// The links in it.
    pub links: &'a Links,
    /// The event.
    pub event: &'a Event,
    /// Its reader, and as what they take part; an invented one where there is none.
    pub reader: Option<(&'a MessageReader, Whom)>,
    /// The words of the event's own; ours where there are none.
    pub own: Option<&'a Words>,
    /// Why this reader gets it, where that is for another reason than the letter's.
    pub why: Option<String>,
}

impl LetterPreview<'_> {
    /// The letter.
    ///
    /// # Errors
    ///
    /// When a template fails.
    pub fn of(self, letter: StandardLetter) -> Result<ComposedLetter, RenderError> {
        use StandardLetter as Of;
        let audience = self.audience();
        match letter {
            Of::BookingConfirmed => self.of_event(BookingConfirmed::sample()),
            Of::BookingChanged => self.of_event(BookingChanged::sample()),
            Of::BookingCancelled => self.of_event(BookingCancelled::sample()),
            Of::BookingHandedOver => self.of_event(BookingHandedOver::sample()),
            Of::LateCancellationRefused => self.of_event(LateCancellationRefused::sample()),
            Of::NoShowNoted => self.of_event(NoShowNoted::sample()),
            Of::NoShowTakenBack => self.of_event(NoShowTakenBack::sample()),
            Of::SwapAsked => self.of_event(SwapAsked::sample()),
            Of::SwapDeclined => self.of_event(SwapDeclined::sample()),
            Of::WaitingJoined => self.of_event(WaitingJoined::sample()),
            Of::SlotOffered => self.of_event(SlotOffered::sample()),
            Of::OfferLapsed => self.of_event(OfferLapsed::sample()),
            Of::WaitingEnded => self.of_event(WaitingEnded::sample()),
            Of::ProposalReceived => self.of_event(ProposalReceived::sample()),
            Of::ProposalAccepted => self.of_event(ProposalAccepted::sample()),
            Of::ProposalPlaced => self.of_event(ProposalPlaced::sample()),
            Of::ProposalDeclined => self.of_event(ProposalDeclined::sample()),
            Of::ProposalLapsed => self.of_event(ProposalLapsed::sample()),
            Of::RegistrationConfirmed => self.of_event(RegistrationConfirmed::sample()),
            Of::RegistrationWithdrawn => self.of_event(RegistrationWithdrawn::sample()),
            Of::EntryDeclined => self.of_event(EntryDeclined::sample()),
            Of::PresenterInvited => self.of_event(PresenterInvited::sample()),
            Of::PresenterChanged => self.of_event(PresenterChanged::sample()),
            Of::PresenterReleased => self.of_event(PresenterReleased::sample()),
            Of::PresenterDeclined => self.of_event(PresenterDeclined::sample()),
            Of::AgendaAdded => self.of_event(AgendaAdded::sample()),
            Of::AgendaChanged => self.of_event(AgendaChanged::sample()),
            Of::FeedbackRequest => self.of_event(FeedbackRequest::sample()),
            Of::AgendaRemoved => self.of_event(AgendaRemoved::sample()),
            Of::EventChanged => self.of_event(EventChanged {
                audience,
                ..EventChanged::sample()
            }),
            Of::EventPostponed => self.of_event(EventPostponed {
                audience,
                ..EventPostponed::sample()
            }),
            Of::EventCancelled => self.of_event(EventCancelled {
                audience,
                ..EventCancelled::sample()
            }),
            Of::EventReinstated => {
                let sample = EventReinstated::sample();
                let booking = sample.booking.filter(|_| audience == Audience::Company);
                let letter = EventReinstated {
                    audience,
                    booking,
                    ..EventReinstated::sample()
                };
                self.of_event(letter)
            }
            Of::SlidesDue => self.of_event(SlidesDue::sample()),
            Of::CallCloses => self.of_event(CallCloses::sample()),
            Of::PlaceToConfirm => self.of_event(PlaceToConfirm::sample()),
            Of::ReminderWeek => self.reminder(Reminder::Week, audience),
            Of::ReminderDay => self.reminder(Reminder::Day, audience),
            Of::ReminderMorning => self.reminder(Reminder::Morning, audience),
        }
    }

    fn audience(&self) -> Audience {
        match self.reader {
            Some((_, Whom::Registered)) => Audience::Delegate,
            _ => Audience::Company,
        }
    }

    fn reminder(
        self,
        reminder: Reminder,
        audience: Audience,
    ) -> Result<ComposedLetter, RenderError> {
        let mut letter = DayReminder::sample_of(reminder);
        if audience == Audience::Delegate {
            letter.pitches.clear();
            letter.slides_due_text = None;
        }
        self.of_event(letter)
    }

    /// An invented letter, with what is known of the event and the reader.
    fn of_event<L: EventLetter>(self, mut letter: L) -> Result<ComposedLetter, RenderError> {
        let parts = letter.parts();
        *parts.event = EventFacts::of(self.links, self.event);
        *parts.foot = Foot::of_organiser(self.links, self.event);
        if let Some((reader, _)) = self.reader {
            reader.name.clone_into(parts.to_name);
            if let Some((company, title)) = parts.pitch {
                reader.company.clone_into(company);
                reader.pitch.clone_into(title);
            }
            if let (Some((time, stage)), Some((when, on))) = (parts.slot, &reader.slot) {
                *time = when::range(*when, self.event.zone);
                on.clone_into(stage);
            }
        }
        let composed = self.engine.worded(letter, self.own, self.why)?;
        // Invented bookings have invented addresses, but here.
        let home = self.links.absolute(&Links::home(None, None));
        let page = self.links.absolute(&Links::event(&self.event.slug));
        let here = |text: &str| {
            text.replace(SAMPLE_EVENT_LINK, &page)
                .replace(SAMPLE_HOME, &home)
        };
        Ok(ComposedLetter {
            subject: composed.subject,
            text: here(&composed.text),
            html: here(&composed.html),
        })
    }
}
